/* What the top of kenpo.h promises of every function. The argument is a programme document. */
#include <kenpo.h>

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "holds.h"

/* Outputs start as this, to see whether they were touched. */
static uint8_t mark[1];
#define MARKED {mark, 77}
#define UNTOUCHED(buffer) ((buffer).ptr == mark && (buffer).len == 77)

static const char check_op[] = "insurer_number.check";
static const char good[] = "{\"insurer_number\":\"06130488\"}";
static const char bad[] = "{\"insurer_number\":\"06130488\",\"secret-key\":1}";

static kenpo_status ask(const kenpo_programme *programme, const char *op, const char *request, kenpo_buf *answer_out,
                        kenpo_buf *err_out) {
    return kenpo_answer(programme, op, strlen(op), request, strlen(request), answer_out, err_out);
}

static void versions(void) {
    CHECK(kenpo_abi_version() == KENPO_ABI_VERSION);
    CHECK(strchr(kenpo_version(), '.') != NULL);
    CHECK(strcmp(kenpo_status_name(KENPO_OK), "KENPO_OK") == 0);
    CHECK(strcmp(kenpo_status_name(KENPO_ERR_NOT_IN_EFFECT), "KENPO_ERR_NOT_IN_EFFECT") == 0);
    CHECK(strcmp(kenpo_status_name(12345), "KENPO_ERR_UNKNOWN") == 0);
    CHECK(strcmp(kenpo_status_name(-1), "KENPO_ERR_UNKNOWN") == 0);
}

static void buffers(void) {
    kenpo_buf answer = KENPO_BUF_INIT, error = MARKED;
    CHECK(ask(NULL, check_op, good, &answer, &error) == KENPO_OK);
    CHECK(answer.ptr != NULL && holds(&answer, "\"accepted\""));
    CHECK(UNTOUCHED(error));
    kenpo_buf_free(&answer);
    CHECK(answer.ptr == NULL && answer.len == 0);
    kenpo_buf_free(&answer);
    CHECK(answer.ptr == NULL && answer.len == 0);
    kenpo_buf_free(NULL);
}

static void complete_lane(void) {
    kenpo_buf answer = MARKED, error = KENPO_BUF_INIT;
    CHECK(ask(NULL, check_op, bad, &answer, &error) == KENPO_ERR_INVALID_REQUEST);
    CHECK(UNTOUCHED(answer));
    CHECK(holds(&error, "\"code\":") && holds(&error, "\"path\":") && holds(&error, "\"line\":1,\"column\":"));
    CHECK(!holds(&error, "06130488"));
    kenpo_buf_free(&error);

    CHECK(ask(NULL, check_op, bad, &answer, NULL) == KENPO_ERR_INVALID_REQUEST);
    CHECK(ask(NULL, "no.such", good, &answer, NULL) == KENPO_ERR_UNKNOWN_OPERATION);
    CHECK(ask(NULL, "coupon.issue", "{}", &answer, NULL) == KENPO_ERR_PROGRAMME_REQUIRED);
    CHECK(UNTOUCHED(answer));

    /* Without an error text the error stays as it was. */
    kenpo_buf marked = MARKED;
    CHECK(ask(NULL, check_op, good, NULL, &marked) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_answer(NULL, NULL, 5, good, strlen(good), &answer, &marked) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_answer(NULL, check_op, strlen(check_op), NULL, 5, &answer, &marked) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_answer(NULL, check_op, SIZE_MAX, good, 1, &answer, &marked) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(UNTOUCHED(answer) && UNTOUCHED(marked));

    /* (NULL, 0) is empty text: no name of an operation, and no JSON. */
    CHECK(kenpo_answer(NULL, NULL, 0, good, strlen(good), &answer, NULL) == KENPO_ERR_UNKNOWN_OPERATION);
    CHECK(kenpo_answer(NULL, check_op, strlen(check_op), NULL, 0, &answer, NULL) == KENPO_ERR_INVALID_REQUEST);
    CHECK(UNTOUCHED(answer));

    /* A request past its limit is not read. */
    size_t len = (64 << 10) + 1;
    char *spaces = malloc(len);
    CHECK(spaces != NULL);
    if (spaces != NULL) {
        memset(spaces, ' ', len);
        CHECK(kenpo_answer(NULL, check_op, strlen(check_op), spaces, len, &answer, NULL) == KENPO_ERR_TOO_LARGE);
        free(spaces);
    }
    CHECK(UNTOUCHED(answer));
}

static const kenpo_programme *programmes(const char *document, size_t document_len) {
    const kenpo_programme *programme = (const kenpo_programme *)mark;
    kenpo_buf error = KENPO_BUF_INIT;
    CHECK(kenpo_programme_parse("{}", 2, &programme, &error) == KENPO_ERR_INVALID_PROGRAMME);
    CHECK(programme == (const kenpo_programme *)mark && holds(&error, "\"code\":"));
    kenpo_buf_free(&error);
    CHECK(kenpo_programme_parse("{}", 2, &programme, NULL) == KENPO_ERR_INVALID_PROGRAMME);
    CHECK(kenpo_programme_parse(NULL, 0, &programme, NULL) == KENPO_ERR_INVALID_PROGRAMME);
    CHECK(kenpo_programme_parse(NULL, 1, &programme, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_programme_parse("{}", 2, NULL, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(programme == (const kenpo_programme *)mark);

    kenpo_programme_free(NULL);
    kenpo_buf marked = MARKED;
    CHECK(kenpo_programme_parse(document, document_len, &programme, &marked) == KENPO_OK);
    CHECK(UNTOUCHED(marked));
    kenpo_programme_free(programme);
    CHECK(kenpo_programme_parse(document, document_len, &programme, NULL) == KENPO_OK);
    return programme;
}

static void insurer_numbers(void) {
    int32_t reason = 77;
    CHECK(kenpo_insurer_number_reason("06130488", 8, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_insurer_number_reason(NULL, 8, &reason) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_insurer_number_reason("\xff", 1, &reason) == KENPO_ERR_INVALID_REQUEST);
    char digits[65];
    memset(digits, '1', sizeof digits);
    CHECK(kenpo_insurer_number_reason(digits, 65, &reason) == KENPO_ERR_TOO_LARGE);
    CHECK(reason == 77);
    CHECK(kenpo_insurer_number_reason(digits, 64, &reason) == KENPO_OK && reason != 0 && reason != 77);
    CHECK(kenpo_insurer_number_reason(NULL, 0, &reason) == KENPO_OK && reason != 0);
    CHECK(kenpo_insurer_number_reason("06130488", 8, &reason) == KENPO_OK && reason == 0);

    uint8_t reasons[3] = {77, 77, 77};
    const char *column = "06130488" "06130487" "133033  ";
    CHECK(kenpo_insurer_number_reasons(column, 3, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_insurer_number_reasons(NULL, 3, reasons) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_insurer_number_reasons(column, SIZE_MAX, reasons) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_insurer_number_reasons(NULL, 0, NULL) == KENPO_OK);
    CHECK(reasons[0] == 77 && reasons[1] == 77 && reasons[2] == 77);
    CHECK(kenpo_insurer_number_reasons(column, 3, reasons) == KENPO_OK);
    CHECK(reasons[0] == 0 && reasons[1] != 0 && reasons[2] == 0);
}

static void names(void) {
    static const char name[] = "\xef\xbd\xb6\xef\xbe\x9e\xef\xbd\xae \xe3\x81\x84"; /* ｶﾞｮ い */
    static const char key[] = "\xe3\x82\xac\xe3\x83\xa8\xe3\x82\xa4";             /* ガヨイ */
    const size_t name_len = sizeof name - 1, key_len = sizeof key - 1;
    char out[257];
    size_t len = 77;
    memset(out, 0x5a, sizeof out);
    CHECK(kenpo_match_key(name, name_len, out, sizeof out, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_key(NULL, 3, out, sizeof out, &len) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_key(name, name_len, NULL, name_len, &len) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_key("\xff", 1, out, sizeof out, &len) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_match_key(name, name_len - 1, out, sizeof out, &len) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_match_key(name, name_len, out, key_len - 1, &len) == KENPO_ERR_BUFFER_TOO_SMALL);
    CHECK(kenpo_match_key(name, name_len, NULL, 0, &len) == KENPO_ERR_BUFFER_TOO_SMALL);
    char latin[257];
    memset(latin, 'A', sizeof latin);
    CHECK(kenpo_match_key(latin, 257, out, sizeof out, &len) == KENPO_ERR_TOO_LARGE);
    CHECK(kenpo_match_key(latin, SIZE_MAX, out, sizeof out, &len) == KENPO_ERR_TOO_LARGE);
    CHECK(out[0] == 0x5a && out[key_len - 1] == 0x5a && len == 77);

    CHECK(kenpo_match_key(name, name_len, out, key_len, &len) == KENPO_OK);
    CHECK(len == key_len && memcmp(out, key, key_len) == 0 && out[key_len] == 0x5a);
    CHECK(kenpo_match_key(latin, 256, out, 256, &len) == KENPO_OK);
    CHECK(len == 256 && memcmp(out, latin, 256) == 0 && out[256] == 0x5a);
    CHECK(kenpo_match_key(NULL, 0, NULL, 0, &len) == KENPO_OK && len == 0);
    len = 77;
    CHECK(kenpo_match_key(" -", 2, NULL, 0, &len) == KENPO_OK && len == 0);
}

static void coupons(const kenpo_programme *programme) {
    int32_t last_day = 77;
    CHECK(kenpo_coupon_last_day(NULL, 20221124, &last_day) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_coupon_last_day(programme, 20221124, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_coupon_last_day(programme, 20220229, &last_day) == KENPO_ERR_INVALID_REQUEST);
    CHECK(last_day == 77);
    CHECK(kenpo_coupon_last_day(programme, 20221124, &last_day) == KENPO_OK && last_day == 20240331);
}

static void steps(const kenpo_programme *programme) {
    const kenpo_step_day days[2] = {{20220401, 0, 13017}, {20220402, 0, 3551}};
    const kenpo_step_day impossible[1] = {{20220431, 0, 13017}};
    const kenpo_step_day negative[1] = {{20220401, 0, -1}};
    const kenpo_step_day reserved[1] = {{20220401, 1, 13017}};
    kenpo_credit credits[2];
    int32_t reasons[2] = {77, 77};
    size_t len = 77;
    const kenpo_step_delivery today = {.synced_ymd = 20220403};
    const kenpo_step_delivery never = {.synced_ymd = 20220431};
    const kenpo_credit unknown[1] = {{20220401, 20220402, 1, 0, 5, 5}};
    size_t most = 77;
    memset(credits, 0x5a, sizeof credits);
    kenpo_credit before = credits[0];

    CHECK(kenpo_steps_accrue(NULL, &today, days, 2, NULL, 0, credits, 2, &len, reasons) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_steps_accrue(programme, &today, NULL, 2, NULL, 0, credits, 2, &len, reasons) ==
          KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_steps_accrue(programme, &today, days, 2, NULL, 2, credits, 2, &len, reasons) ==
          KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_steps_accrue(programme, &today, days, 2, NULL, 0, NULL, 2, &len, reasons) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_steps_accrue(programme, &today, days, 2, NULL, 0, credits, 2, NULL, reasons) ==
          KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_steps_accrue(programme, &today, days, 2, NULL, 0, credits, 2, &len, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_steps_accrue(programme, &today, days, 2, NULL, 0, credits, 1, &len, reasons) ==
          KENPO_ERR_BUFFER_TOO_SMALL);
    CHECK(kenpo_steps_accrue(programme, &today, impossible, 1, NULL, 0, credits, 2, &len, reasons) ==
          KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_steps_accrue(programme, &today, negative, 1, NULL, 0, credits, 2, &len, reasons) ==
          KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_steps_accrue(programme, &today, reserved, 1, NULL, 0, credits, 2, &len, reasons) ==
          KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_steps_accrue(programme, NULL, days, 2, NULL, 0, credits, 2, &len, reasons) ==
          KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_steps_accrue(programme, &never, days, 2, NULL, 0, credits, 2, &len, reasons) ==
          KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_steps_accrue(programme, &today, days, 2, unknown, 1, credits, 2, &len, reasons) ==
          KENPO_ERR_INVALID_REQUEST);
    CHECK(memcmp(credits, &before, sizeof before) == 0 && len == 77 && reasons[0] == 77 && reasons[1] == 77);

    CHECK(kenpo_steps_accrue(programme, &today, days, 2, NULL, 0, credits, 2, &len, reasons) == KENPO_OK);
    CHECK(len == 2 && credits[0].walked_ymd == 20220401 && credits[0].synced_ymd == 20220403 && credits[0].rule == 0);
    CHECK(credits[0].points > 0 && credits[0].earned == credits[0].points);
    CHECK(reasons[0] > 0 && reasons[0] != 77 && reasons[1] == reasons[0]);

    CHECK(kenpo_credits_per_record(programme, &most) == KENPO_OK && most == 1);
    CHECK(kenpo_credits_per_record(NULL, &most) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_credits_per_record(programme, NULL) == KENPO_ERR_INVALID_ARGUMENT);

    /* What was credited is not credited again. */
    kenpo_credit none[1];
    CHECK(kenpo_steps_accrue(programme, &today, days, 2, credits, 2, none, 1, &len, reasons) == KENPO_OK && len == 0);
    CHECK(kenpo_steps_accrue(programme, &today, NULL, 0, NULL, 0, NULL, 0, &len, NULL) == KENPO_OK && len == 0);
}

/* Three members: one of two deliveries, one without any, one of one delivery. */
static void members(const kenpo_programme *programme) {
    const kenpo_step_delivery deliveries[3] = {{.synced_ymd = 20220402}, {.synced_ymd = 20220403}, {.synced_ymd = 20220403}};
    const int64_t delivery_offsets[4] = {0, 2, 2, 3}, day_offsets[4] = {0, 1, 3, 5};
    kenpo_step_day days[5] = {{20220401, 0, 13017}, {20220401, 0, 13017}, {20220402, 0, 8000}, {20220401, 0, 13017}, {20220402, 0, 8000}};
    const kenpo_credit credited[1] = {{20220401, 20220402, 0, 0, 40, 40}};
    const int64_t credited_offsets[4] = {0, 0, 0, 1};
    kenpo_credit credits[5];
    int64_t ends[4] = {77, 77, 77, 77}, points[3] = {77, 77, 77};
    int32_t reasons[5] = {77, 77, 77, 77, 77};
    kenpo_member_fault fault = {77, 77, 77, 77};
#define ACCRUE(programme, deliveries_len, delivery_offsets, days, day_offsets, credits_cap, ends, fault)                   \
    kenpo_members_accrue(programme, 3, deliveries, deliveries_len, delivery_offsets, days, 5, day_offsets, credited, 1,    \
                         credited_offsets, credits, credits_cap, ends, points, reasons, fault)

    CHECK(ACCRUE(NULL, 3, delivery_offsets, days, day_offsets, 5, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(ACCRUE(programme, 2, NULL, days, day_offsets, 5, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(ACCRUE(programme, 3, delivery_offsets, NULL, day_offsets, 5, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(ACCRUE(programme, 3, delivery_offsets, days, NULL, 5, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(ACCRUE(programme, 3, delivery_offsets, days, day_offsets, 5, NULL, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(ACCRUE(programme, 3, delivery_offsets, days, day_offsets, 4, ends, &fault) == KENPO_ERR_BUFFER_TOO_SMALL);
    CHECK(ends[0] == 77 && points[0] == 77 && reasons[0] == 77 && fault.member == 77);

    /* What cannot be used is named; NULL is accepted in place of the fault. */
    days[4].walked_ymd = 20220431;
    CHECK(ACCRUE(programme, 3, delivery_offsets, days, day_offsets, 5, ends, NULL) == KENPO_ERR_INVALID_REQUEST);
    CHECK(ACCRUE(programme, 3, delivery_offsets, days, day_offsets, 5, ends, &fault) == KENPO_ERR_INVALID_REQUEST);
    CHECK(fault.member == 2 && fault.delivery == -1 && fault.day == 4 && fault.credited == -1);
    days[4].walked_ymd = 20120402;
    CHECK(ACCRUE(programme, 3, delivery_offsets, days, day_offsets, 5, ends, &fault) == KENPO_ERR_UNSUPPORTED);
    CHECK(fault.member == 2 && fault.day == -1);
    days[4].walked_ymd = 20220402;
    const int64_t descending[4] = {0, 3, 1, 5};
    CHECK(ACCRUE(programme, 3, delivery_offsets, days, descending, 5, ends, &fault) == KENPO_ERR_INVALID_REQUEST);

    CHECK(ACCRUE(programme, 3, delivery_offsets, days, day_offsets, 5, ends, NULL) == KENPO_OK);
    CHECK(ends[0] == 0 && ends[1] == 2 && ends[2] == 2 && ends[3] == 3);
    CHECK(points[0] == 60 && points[1] == 0 && points[2] == 20);
    CHECK(credits[0].points == 40 && credits[1].points == 20 && credits[2].points == 20);
    CHECK(reasons[0] == reasons[2] && reasons[1] == reasons[3] && reasons[0] != reasons[1]);

    /* A part of the members is a part of the offsets. */
    CHECK(kenpo_members_accrue(programme, 1, deliveries, 3, delivery_offsets + 2, days, 5, day_offsets, credited, 1,
                               credited_offsets + 2, credits, 2, ends, points, reasons, NULL) == KENPO_OK);
    CHECK(ends[1] == 1 && points[0] == 20 && credits[0].walked_ymd == 20220402);
    ends[0] = 77;
    CHECK(kenpo_members_accrue(programme, 0, NULL, 0, NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, 0, ends, NULL, NULL, NULL) ==
          KENPO_OK);
    CHECK(ends[0] == 0);
}

int main(int argc, char **argv) {
    static char document[1 << 20];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: conventions PROGRAMME\n");
        return 1;
    }
    size_t document_len = fread(document, 1, sizeof document, file);
    fclose(file);

    versions();
    buffers();
    complete_lane();
    const kenpo_programme *programme = programmes(document, document_len);
    insurer_numbers();
    names();
    coupons(programme);
    steps(programme);
    members(programme);
    kenpo_programme_free(programme);
    return report("conventions");
}
