/* Which calls ask for memory. The library's allocator is the C library's, whose functions stand here with a count.
 *
 *     allocations PROGRAMME BOOKING
 *
 * PROGRAMME earns by steps, BOOKING is one of check-ups.
 */
#include <kenpo.h>

#include <errno.h>
#include <string.h>

#include "check.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static size_t asked;

void *malloc(size_t size) {
    asked++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    asked++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    asked++;
    return __libc_realloc(old, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    asked++;
    *out = __libc_memalign(alignment, size);
    return *out == NULL ? ENOMEM : 0;
}

static const kenpo_programme *parsed(const char *path) {
    static char document[1 << 20];
    const kenpo_programme *programme = NULL;
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    if (file != NULL) {
        size_t len = fread(document, 1, sizeof document, file);
        fclose(file);
        CHECK(kenpo_programme_parse(document, len, &programme, NULL) == KENPO_OK);
    }
    return programme;
}

enum { MEMBERS = 300, DAYS = 31 };

/* Members in one call need one piece of working memory, however many they are; one member needs none. */
static void steps(const kenpo_programme *programme) {
    static kenpo_step_delivery deliveries[MEMBERS];
    static kenpo_step_day days[MEMBERS * DAYS];
    static int64_t day_offsets[MEMBERS + 1], credit_offsets[MEMBERS + 1], points[MEMBERS];
    static kenpo_credit credits[MEMBERS * DAYS * 8];
    static int32_t reasons[MEMBERS * DAYS];
    size_t per_record = 0, len = 0;
    for (int member = 0; member < MEMBERS; member++) {
        deliveries[member].synced_ymd = 20220601;
        day_offsets[member + 1] = (member + 1) * DAYS;
        for (int day = 0; day < DAYS; day++) {
            days[member * DAYS + day].walked_ymd = 20220501 + day;
            days[member * DAYS + day].steps = 3000 + (member * DAYS + day) * 37 % 12000;
        }
    }
    asked = 0;
    CHECK(kenpo_credits_per_record(programme, &per_record) == KENPO_OK && per_record >= 1 && per_record <= 8);
    CHECK(kenpo_steps_accrue(programme, deliveries, days, DAYS, NULL, 0, credits, DAYS * 8, &len, reasons) == KENPO_OK);
    CHECK(len > 0 && asked == 0);
    for (size_t members = 1; members <= MEMBERS; members += MEMBERS - 1) {
        asked = 0;
        CHECK(kenpo_members_accrue(programme, members, deliveries, members, NULL, days, members * DAYS, day_offsets, NULL,
                                   0, NULL, credits, sizeof credits / sizeof *credits, credit_offsets, points, reasons,
                                   NULL) == KENPO_OK);
        CHECK(asked == 1 && credit_offsets[members] > 0 && points[members - 1] > 0);
    }
    /* A refusal asks for nothing more. */
    kenpo_member_fault fault;
    days[DAYS].walked_ymd = 20220532;
    asked = 0;
    CHECK(kenpo_members_accrue(programme, MEMBERS, deliveries, MEMBERS, NULL, days, MEMBERS * DAYS, day_offsets, NULL, 0,
                               NULL, credits, sizeof credits / sizeof *credits, credit_offsets, points, reasons,
                               &fault) == KENPO_ERR_INVALID_REQUEST);
    CHECK(asked == 1 && fault.member == 1);
}

static void columns(const kenpo_programme *programme) {
    static const char checkup[] = "group_checkup", dock[] = "dock", numbers[] = "06130488061304890613048a";
    static const kenpo_person people[2] = {{1717210800, 19700101, 20100401, 0, 0, 0, {0}},
                                           {1717210800, 19700230, 20100401, 0, 0, 0, {0}}};
    static const kenpo_slot slots[2] = {{20240218, 30, 0, 1, 0, {0, 0}}, {20240230, 30, 0, 0, 0, {0, 0}}};
    static const int32_t costs[2] = {13001, -1};
    uint8_t bytes[3];
    int32_t yen[2], reason = 0, last = 0;
    int64_t at = 0, one = 0;
    asked = 0;
    CHECK(kenpo_insurer_number_reason(numbers, 8, &reason) == KENPO_OK && reason == 0);
    CHECK(kenpo_insurer_number_reasons(numbers, 3, bytes) == KENPO_OK && bytes[0] == 0 && bytes[1] != 0);
    CHECK(kenpo_eligibility_reasons(programme, checkup, sizeof checkup - 1, people, 2, bytes) == KENPO_OK);
    CHECK(bytes[0] == 0 && bytes[1] == 16);
    CHECK(kenpo_eligibility_reasons(programme, "other", 5, people, 2, bytes) == KENPO_OK && bytes[0] == 12);
    CHECK(kenpo_slot_states(programme, checkup, sizeof checkup - 1, 1707058799, slots, 2, bytes) == KENPO_OK);
    CHECK(bytes[0] == 1 && bytes[1] == 0);
    CHECK(kenpo_booking_deadline(programme, checkup, sizeof checkup - 1, KENPO_BOOKING_CLOSES, 20240218, &at, &last) ==
          KENPO_OK);
    CHECK(kenpo_subsidy_yen(programme, dock, sizeof dock - 1, 20240601, 13000, &one) == KENPO_OK && one == 13000);
    CHECK(kenpo_subsidies_yen(programme, dock, sizeof dock - 1, 20240601, costs, 2, yen) == KENPO_OK && yen[1] == -1);
    CHECK(asked == 0);
}

int main(int argc, char **argv) {
    static const char name[] = "\xef\xbd\xb6\xef\xbe\x9e\xef\xbd\xae \xe3\x81\x84"; /* ｶﾞｮ い */
    char longest[256], key[256];
    size_t len = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: allocations PROGRAMME BOOKING\n");
        return 1;
    }
    memset(longest, 'A', sizeof longest);

    asked = 0;
    CHECK(kenpo_match_key(name, sizeof name - 1, key, sizeof key, &len) == KENPO_OK && len == 9);
    CHECK(kenpo_match_key(longest, sizeof longest, key, sizeof key, &len) == KENPO_OK && len == 256);
    CHECK(kenpo_match_key(longest, sizeof longest, key, 1, &len) == KENPO_ERR_BUFFER_TOO_SMALL);
    CHECK(kenpo_match_key("\xff", 1, key, sizeof key, &len) == KENPO_ERR_INVALID_REQUEST);
    const int64_t offsets[3] = {0, 0, (int64_t)(sizeof name - 1)};
    int64_t ends[3], fault = 77;
    CHECK(kenpo_match_keys(name, sizeof name - 1, offsets, 2, key, sizeof key, ends, &fault) == KENPO_OK && ends[2] == 9);
    CHECK(kenpo_match_keys("\xff", 1, (const int64_t[]){0, 1}, 1, key, 1, ends, &fault) == KENPO_ERR_INVALID_REQUEST);
    CHECK(asked == 0 && fault == 0);

    const kenpo_programme *of_steps = parsed(argv[1]), *of_booking = parsed(argv[2]);
    steps(of_steps);
    columns(of_booking);
    kenpo_programme_free(of_steps);
    kenpo_programme_free(of_booking);

    /* The complete lane does ask, and is counted. */
    static const char op[] = "name.check", request[] = "{\"name\":\"A\",\"kana\":\"full_width\"}";
    kenpo_buf answer = KENPO_BUF_INIT;
    CHECK(kenpo_answer(NULL, op, sizeof op - 1, request, sizeof request - 1, &answer, NULL) == KENPO_OK);
    CHECK(asked > 0);
    kenpo_buf_free(&answer);
    return report("allocations");
}
