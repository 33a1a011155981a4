/* A kiosk: takes an insurer number, pays for days of steps, and says how long a coupon lasts.
 *
 *     kiosk PROGRAMME TODAY INSURER-NUMBER [DATE=STEPS]...
 *
 * PROGRAMME is a file, dates are YYYYMMDD. Where the number is `-`, one line is read from the standard input.
 */
#include <kenpo.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The longest document and the longest form field the library takes, in bytes; a month of days. */
enum { DOCUMENT_LIMIT = 1 << 20, LINE_LIMIT = 64, DAYS_LIMIT = 31 };

static const char *read_document(const char *path, size_t *len_out) {
    static char document[DOCUMENT_LIMIT + 1];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    *len_out = fread(document, 1, sizeof document, file);
    int failed = ferror(file);
    fclose(file);
    return failed ? NULL : document;
}

/* Says what went wrong, and releases the error. Errors name a place, never what was typed. */
static int fail(const char *what, kenpo_status status, kenpo_buf *error) {
    fprintf(stderr, "%s: %s %.*s\n", what, kenpo_status_name(status), (int)error->len,
            error->len > 0 ? (const char *)error->ptr : "");
    kenpo_buf_free(error);
    return EXIT_FAILURE;
}

/* Writes text as a JSON string; `out` holds six times as many bytes and the quotes. */
static size_t quote(const char *text, char *out) {
    size_t len = 0;
    out[len++] = '"';
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20) {
            len += (size_t)sprintf(out + len, "\\u%04x", byte);
            continue;
        }
        if (byte == '"' || byte == '\\') {
            out[len++] = '\\';
        }
        out[len++] = (char)byte;
    }
    out[len++] = '"';
    return len;
}

/* Both lanes: a reason as a number for a quick no, and the whole answer with every check explained. */
static int check_insurer_number(const char *typed) {
    int32_t reason = 0;
    kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
    kenpo_status status = kenpo_insurer_number_reason(typed, strlen(typed), &reason);
    if (status != KENPO_OK) {
        return fail("insurer number", status, &error);
    }
    printf("insurer number: %s (%" PRId32 ")\n", reason == 0 ? "well-formed" : "refused", reason);

    static const char op[] = "insurer_number.check";
    char request[6 * (LINE_LIMIT + 1) + 64];
    size_t len = (size_t)sprintf(request, "{\"insurer_number\":");
    len += quote(typed, request + len);
    len += (size_t)sprintf(request + len, ",\"explain\":\"failed\"}");
    status = kenpo_answer(NULL, op, sizeof op - 1, request, len, &answer, &error);
    if (status != KENPO_OK) {
        return fail(op, status, &error);
    }
    printf("%.*s\n", (int)answer.len, (const char *)answer.ptr);
    kenpo_buf_free(&answer);
    return reason == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The days that arrive today; nothing was credited before. */
static int accrue(const kenpo_programme *programme, int32_t today, char **arguments, int count) {
    kenpo_step_day days[DAYS_LIMIT];
    kenpo_credit credits[DAYS_LIMIT];
    int32_t reasons[DAYS_LIMIT];
    const kenpo_step_delivery delivery = {.synced_ymd = today};
    size_t days_len = 0, credits_len = 0;
    for (; count > 0 && days_len < DAYS_LIMIT; count--, arguments++, days_len++) {
        kenpo_step_day day = {0, 0, 0};
        if (sscanf(*arguments, "%" SCNd32 "=%" SCNd64, &day.walked_ymd, &day.steps) != 2) {
            fprintf(stderr, "not DATE=STEPS\n");
            return EXIT_FAILURE;
        }
        days[days_len] = day;
    }
    kenpo_buf error = KENPO_BUF_INIT;
    kenpo_status status = kenpo_steps_accrue(programme, &delivery, days, days_len, NULL, 0, credits, DAYS_LIMIT,
                                             &credits_len, reasons);
    if (status != KENPO_OK) {
        return fail("steps", status, &error);
    }
    for (size_t i = 0; i < credits_len; i++) {
        printf("steps of %" PRId32 ": %" PRId64 " points\n", credits[i].walked_ymd, credits[i].points);
    }
    return EXIT_SUCCESS;
}

static int coupon(const kenpo_programme *programme, int32_t today) {
    int32_t last_day = 0;
    kenpo_buf error = KENPO_BUF_INIT;
    kenpo_status status = kenpo_coupon_last_day(programme, today, &last_day);
    if (status != KENPO_OK) {
        return fail("coupon", status, &error);
    }
    printf("a coupon issued on %" PRId32 " is good until %" PRId32 "\n", today, last_day);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: kiosk PROGRAMME TODAY INSURER-NUMBER [DATE=STEPS]...\n");
        return EXIT_FAILURE;
    }
    if (kenpo_abi_version() != KENPO_ABI_VERSION) {
        fprintf(stderr, "the library is not the one this program was built for\n");
        return EXIT_FAILURE;
    }
    /* One byte more than the library takes, so that what is too long is refused and not cut. */
    char line[LINE_LIMIT + 2] = "";
    if (strcmp(argv[3], "-") != 0) {
        snprintf(line, sizeof line, "%s", argv[3]);
    } else if (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
    }
    if (check_insurer_number(line) != EXIT_SUCCESS) {
        return EXIT_FAILURE;
    }

    size_t document_len = 0;
    const char *document = read_document(argv[1], &document_len);
    if (document == NULL) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    const kenpo_programme *programme = NULL;
    kenpo_buf error = KENPO_BUF_INIT;
    kenpo_status status = kenpo_programme_parse(document, document_len, &programme, &error);
    if (status != KENPO_OK) {
        return fail(argv[1], status, &error);
    }
    int32_t today = (int32_t)strtol(argv[2], NULL, 10);
    int result = accrue(programme, today, argv + 4, argc - 4);
    if (result == EXIT_SUCCESS) {
        result = coupon(programme, today);
    }
    kenpo_programme_free(programme);
    return result;
}
