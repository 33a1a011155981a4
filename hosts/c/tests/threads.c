/* Threads share one programme, and each also reads and releases one of its own. The last to finish releases the shared one, as kenpo.h
   asks: nobody may be using it. Made for ThreadSanitizer, which says what two threads touch at once.

       threads ROUNDS PROGRAMME

   with the programme document of a booking of check-ups. Compiled with TOO_EARLY, the first to finish releases it: a fault that must be
   seen. */
#define _POSIX_C_SOURCE 200809L
#include <kenpo.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define THREADS 8
#define CALLS 25

/* How many use it still, when it is released. */
#ifdef TOO_EARLY
#define LAST THREADS
#else
#define LAST 1
#endif

static const char checkup[] = "group_checkup", dock[] = "dock";
#define CHECKUP checkup, sizeof checkup - 1
#define DOCK dock, sizeof dock - 1

/* Answered, refused by a rule, and refused for what they are. */
static const struct {
    const char *op, *request;
} ASKED[] = {
    {"booking.deadlines", "{\"service\":\"group_checkup\",\"date\":\"2024-02-18\"}"},
    {"subsidy.claim",
     "{\"service\":\"dock\",\"on\":\"2024-06-01\",\"cost_yen\":18573,\"insured_treatment\":false,\"person\":{\"id\":\"p1\","
     "\"born\":\"1970-01-01\",\"relation\":\"insured\",\"insured_from\":\"2010-04-01\"},\"explain\":\"all\"}"},
    {"insurer_number.check", "{\"insurer_number\":\"06130488\",\"explain\":\"all\"}"},
    {"insurer_number.check", "{\"insurer_number\":"},
    {"no.such", "{}"},
};
#define ASKED_LEN (sizeof ASKED / sizeof *ASKED)

/* What one thread said before the others began: a status and a text for each of the above. */
typedef struct said {
    kenpo_status status[ASKED_LEN];
    kenpo_buf text[ASKED_LEN];
} said;

static char document[1 << 20];
static size_t document_len;
static said expected;

/* Of one round. */
typedef struct shared {
    const kenpo_programme *programme;
    pthread_barrier_t begin;
    atomic_int using;
} shared;

/* Checks of many threads at once, which the macro CHECK must not count. */
static atomic_long held, broken;

static void expect(int condition) {
    atomic_fetch_add_explicit(condition ? &held : &broken, 1, memory_order_relaxed);
}

static kenpo_status ask(const kenpo_programme *programme, size_t number, kenpo_buf *text_out) {
    return kenpo_answer(programme, ASKED[number].op, strlen(ASKED[number].op), ASKED[number].request,
                        strlen(ASKED[number].request), text_out, text_out);
}

static void complete_lane(const kenpo_programme *programme) {
    for (size_t number = 0; number < ASKED_LEN; number++) {
        kenpo_buf text = KENPO_BUF_INIT;
        kenpo_status status = ask(programme, number, &text);
        expect(status == expected.status[number] && text.len == expected.text[number].len &&
               memcmp(text.ptr, expected.text[number].ptr, text.len) == 0);
        kenpo_buf_free(&text);
    }
}

static void typed_lane(const kenpo_programme *programme) {
    const kenpo_person people[3] = {
        {1717210800, 19700101, 20100401, 0, 0, 0, {0}},
        {1717210800, 19850401, 20100401, 0, 0, 0, {0}},
        {1717210800, 19700101, 20100401, 20240601, 0, 0, {0}},
    };
    uint8_t reasons[3] = {77, 77, 77};
    expect(kenpo_eligibility_reasons(programme, CHECKUP, people, 3, reasons) == KENPO_OK);
    expect(reasons[0] == 0 && reasons[1] == 102 && reasons[2] == 101);
    const kenpo_slot slots[2] = {{20240218, 30, 0, 1, 0, {0, 0}}, {20240218, 30, 29, 0, 0, {0, 0}}};
    uint8_t states[2] = {77, 77};
    expect(kenpo_slot_states(programme, CHECKUP, 1707058799, slots, 2, states) == KENPO_OK);
    expect(states[0] == 1 && states[1] == 4);
    int64_t at = 77, yen = 77;
    int32_t last = 77;
    expect(kenpo_booking_deadline(programme, CHECKUP, KENPO_BOOKING_CLOSES, 20240218, &at, &last) == KENPO_OK);
    expect(at == 1707058800 && last == 20240204);
    expect(kenpo_subsidy_yen(programme, DOCK, 20240601, 18573, &yen) == KENPO_OK && yen == 13001);
    const int32_t costs[3] = {-1, 13001, 10000000};
    int32_t paid[3] = {77, 77, 77};
    expect(kenpo_subsidies_yen(programme, DOCK, 20240601, costs, 3, paid) == KENPO_OK);
    expect(paid[0] == -1 && paid[1] == 13000 && paid[2] == 30000);
}

static void without_a_programme(void) {
    uint8_t reasons[2] = {77, 77};
    int32_t reason = 77;
    expect(kenpo_insurer_number_reason("06130488", 8, &reason) == KENPO_OK && reason == 0);
    expect(kenpo_insurer_number_reasons("0613048806130487", 2, reasons) == KENPO_OK && reasons[0] == 0 && reasons[1] != 0);
    char key[8];
    size_t key_len = 0;
    expect(kenpo_match_key("\xe9\xbd\x8b", 3, key, sizeof key, &key_len) == KENPO_OK && key_len > 0);
    expect(kenpo_abi_version() == KENPO_ABI_VERSION && strchr(kenpo_version(), '.') != NULL);
    expect(strcmp(kenpo_reason_name(102), kenpo_reason_name(101)) != 0);
    expect(strcmp(kenpo_status_name(KENPO_ERR_NOT_IN_EFFECT), "KENPO_ERR_NOT_IN_EFFECT") == 0);
}

static void one_of_its_own(void) {
    const kenpo_programme *programme = NULL;
    kenpo_buf error = KENPO_BUF_INIT;
    expect(kenpo_programme_parse(document, document_len, &programme, &error) == KENPO_OK);
    typed_lane(programme);
    kenpo_programme_free(programme);
    expect(kenpo_programme_parse(document, document_len / 2, &programme, &error) == KENPO_ERR_INVALID_PROGRAMME);
    expect(error.len > 0);
    kenpo_buf_free(&error);
}

static void *work(void *argument) {
    shared *round = argument;
    pthread_barrier_wait(&round->begin);
    for (int call = 0; call < CALLS; call++) {
        complete_lane(round->programme);
        typed_lane(round->programme);
        without_a_programme();
        if (call % 5 == 0) {
            one_of_its_own();
        }
    }
    /* What the others did with it is before what the last one does next. */
    if (atomic_fetch_sub_explicit(&round->using, 1, memory_order_acq_rel) == LAST) {
        kenpo_programme_free(round->programme);
    }
    return NULL;
}

int main(int argc, char **argv) {
    FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: threads ROUNDS PROGRAMME\n");
        return 1;
    }
    document_len = fread(document, 1, sizeof document, file);
    fclose(file);
    long rounds = strtol(argv[1], NULL, 10);

    for (long number = 0; number < rounds; number++) {
        shared round;
        CHECK(kenpo_programme_parse(document, document_len, &round.programme, NULL) == KENPO_OK);
        if (failures > 0) {
            break;
        }
        for (size_t asked = 0; number == 0 && asked < ASKED_LEN; asked++) {
            expected.status[asked] = ask(round.programme, asked, &expected.text[asked]);
        }
        CHECK(expected.status[0] == KENPO_OK && expected.status[1] == KENPO_OK && expected.status[2] == KENPO_OK);
        CHECK(expected.status[3] == KENPO_ERR_INVALID_REQUEST && expected.status[4] == KENPO_ERR_UNKNOWN_OPERATION);
        atomic_init(&round.using, THREADS);
        CHECK(pthread_barrier_init(&round.begin, NULL, THREADS) == 0);
        pthread_t threads[THREADS];
        for (int i = 0; i < THREADS; i++) {
            CHECK(pthread_create(&threads[i], NULL, work, &round) == 0);
        }
        for (int i = 0; i < THREADS; i++) {
            CHECK(pthread_join(threads[i], NULL) == 0);
        }
        pthread_barrier_destroy(&round.begin);
    }
    for (size_t asked = 0; asked < ASKED_LEN; asked++) {
        kenpo_buf_free(&expected.text[asked]);
    }
    printf("%ld rounds of %d threads: %ld answers as expected\n", rounds, THREADS, atomic_load(&held));
    CHECK(atomic_load(&held) > 0 && atomic_load(&broken) == 0);
    return report("threads");
}
