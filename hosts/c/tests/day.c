/* A kiosk's day: twelve hours with a thousand visitors each, and the programme read anew every hour. After the second hour nothing
 * grows: not the memory in use between hours, not the most that a visitor takes, and not what the system has given the program.
 *
 *     day PROGRAMME
 */
#include <kenpo.h>

#include <errno.h>
#include <malloc.h>
#include <string.h>

#include "check.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static size_t in_use, most;

static void *taken(void *memory) {
    in_use += malloc_usable_size(memory);
    if (in_use > most) {
        most = in_use;
    }
    return memory;
}

void *malloc(size_t size) { return taken(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return taken(__libc_calloc(count, size)); }

void *realloc(void *old, size_t size) {
    in_use -= malloc_usable_size(old);
    return taken(__libc_realloc(old, size));
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    *out = taken(__libc_memalign(alignment, size));
    return *out == NULL ? ENOMEM : 0;
}

void free(void *memory) {
    in_use -= malloc_usable_size(memory);
    __libc_free(memory);
}

/* Pages that the system has given the program. */
static long resident(void) {
    long size = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file != NULL) {
        if (fscanf(file, "%ld %ld", &size, &pages) != 2) {
            pages = 0;
        }
        fclose(file);
    }
    return pages;
}

/* Requests that are answered, refused, and cannot be read. */
static const struct {
    const char *op, *request;
    kenpo_status status;
} ASKED[] = {
    {"insurer_number.check", "{\"insurer_number\":\"06130488\",\"explain\":\"all\"}", KENPO_OK},
    {"registration.check", "{\"as_of\":\"2022-06-01\",\"insurer_number\":\"06133425\",\"explain\":\"all\"}", KENPO_OK},
    {"points.accrue",
     "{\"now\":\"2022-06-15T09:00:00+09:00\",\"arrivals\":[{\"date\":\"2022-06-14\",\"steps\":8200,\"source\":\"healthkit\"}]}",
     KENPO_OK},
    {"date.read", "{\"text\":\"R6.2.18\"}", KENPO_OK},
    {"points.accrue", "{\"now\":", KENPO_ERR_INVALID_REQUEST},
    {"no.such", "{}", KENPO_ERR_UNKNOWN_OPERATION},
};

static void visitor(const kenpo_programme *programme, int number) {
    for (size_t i = 0; i < sizeof ASKED / sizeof *ASKED; i++) {
        kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
        kenpo_status status = kenpo_answer(programme, ASKED[i].op, strlen(ASKED[i].op), ASKED[i].request,
                                           strlen(ASKED[i].request), &answer, &error);
        CHECK(status == ASKED[i].status);
        kenpo_buf_free(&answer);
        kenpo_buf_free(&error);
    }
    kenpo_step_day days[31];
    kenpo_credit credits[128];
    int32_t reasons[31];
    size_t len = 0;
    memset(days, 0, sizeof days);
    for (int day = 0; day < 31; day++) {
        days[day].walked_ymd = 20220501 + day;
        days[day].steps = 1000 + (number * 31 + day) * 37 % 12000;
    }
    kenpo_step_delivery delivery = {0};
    delivery.synced_ymd = 20220601;
    CHECK(kenpo_steps_accrue(programme, &delivery, days, 31, NULL, 0, credits, 128, &len, reasons) == KENPO_OK);
}

int main(int argc, char **argv) {
    static char document[1 << 20];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) {
        puts("day PROGRAMME");
        return 2;
    }
    size_t len = fread(document, 1, sizeof document, file);
    fclose(file);
    puts("day:"); /* The stream has its buffer before the first hour. */

    size_t in_use_before = 0, most_before = 0;
    long pages_before = 0;
    for (int hour = 0; hour < 12; hour++) {
        const kenpo_programme *programme = NULL;
        kenpo_buf error = KENPO_BUF_INIT;
        CHECK(kenpo_programme_parse(document, len, &programme, &error) == KENPO_OK);
        for (int number = 0; number < 1000; number++) {
            visitor(programme, hour * 1000 + number);
        }
        kenpo_programme_free(programme);
        long pages = resident();
        if (hour == 1) {
            in_use_before = in_use;
            most_before = most;
            pages_before = pages;
        }
        if (hour > 1) {
            CHECK(in_use == in_use_before);
            /* The allocator may give a block somewhat longer than the last time, and touch a page that it had not yet. */
            CHECK(most < most_before + 256);
            CHECK(pages < pages_before + 16);
        }
    }
    printf("%zu bytes in use after each hour, %zu at most, %ld pages\n", in_use_before, most_before, pages_before);
    return report("day");
}
