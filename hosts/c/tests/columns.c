/* Columns of people and slots, deadlines, names and subsidies: what the top of kenpo.h promises, and what they say. The argument is
   the programme document of a booking of check-ups. */
#include <kenpo.h>

#include <string.h>

#include "check.h"

static const char checkup[] = "group_checkup", dock[] = "dock";
#define CHECKUP checkup, sizeof checkup - 1
#define DOCK dock, sizeof dock - 1

/* 2024-06-01T12:00:00+09:00, and the last second in which 2024-02-18 is booked. */
static const int64_t noon = 1717210800, last_second = 1707058799;

static const kenpo_person fine = {1717210800, 19700101, 20100401, 0, 0, 0, {0}};

static uint8_t reason_of(const kenpo_programme *programme, kenpo_person person) {
    uint8_t reason = 255;
    CHECK(kenpo_eligibility_reasons(programme, CHECKUP, &person, 1, &reason) == KENPO_OK);
    return reason;
}

static void people(const kenpo_programme *programme) {
    kenpo_person rows[3] = {fine, fine, fine};
    uint8_t reasons[3] = {77, 77, 77};
    rows[1].born_ymd = 19850401;
    CHECK(kenpo_eligibility_reasons(NULL, CHECKUP, rows, 3, reasons) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_eligibility_reasons(programme, NULL, 5, rows, 3, reasons) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_eligibility_reasons(programme, "\xff", 1, rows, 3, reasons) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_eligibility_reasons(programme, CHECKUP, NULL, 3, reasons) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_eligibility_reasons(programme, CHECKUP, rows, SIZE_MAX, reasons) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_eligibility_reasons(programme, CHECKUP, rows, 3, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_eligibility_reasons(programme, CHECKUP, NULL, 0, NULL) == KENPO_OK);
    CHECK(reasons[0] == 77 && reasons[1] == 77 && reasons[2] == 77);
    CHECK(kenpo_eligibility_reasons(programme, CHECKUP, rows, 2, reasons) == KENPO_OK);
    CHECK(reasons[0] == 0 && reasons[1] == 102 && reasons[2] == 77);
    CHECK(kenpo_eligibility_reasons(programme, "other", 5, rows, 3, reasons) == KENPO_OK && reasons[2] == 12);

    kenpo_person row = fine;
    row.lost_on_ymd = 20240601;
    CHECK(reason_of(programme, row) == 101);
    row.lost_on_ymd = 20240602;
    CHECK(reason_of(programme, row) == 0);
    /* 23:59:59 in Japan, and the day after. */
    row.at = noon + 43199;
    CHECK(reason_of(programme, row) == 0);
    row.at++;
    CHECK(reason_of(programme, row) == 101);
    row = fine;
    row.used_on_ymd = 20240401;
    CHECK(reason_of(programme, row) == 109);
    row.used_on_ymd = 20240331;
    CHECK(reason_of(programme, row) == 0);

    /* Rows that are no person. */
    row = fine;
    row.reserved[6] = 1;
    CHECK(reason_of(programme, row) == 16);
    row = fine;
    row.relation = KENPO_RELATION_SPOUSE + 1;
    CHECK(reason_of(programme, row) == 16);
    row = fine;
    row.born_ymd = 19700229;
    CHECK(reason_of(programme, row) == 16);
    row = fine;
    row.lost_on_ymd = 20100331;
    CHECK(reason_of(programme, row) == 16);
    row = fine;
    row.at = INT64_MAX;
    CHECK(reason_of(programme, row) == 16);
}

static void slots(const kenpo_programme *programme) {
    const kenpo_slot rows[7] = {
        {20240218, 30, 0, 1, 0, {0, 0}}, {20240217, 30, 0, 0, 0, {0, 0}}, {20240218, 30, 30, 0, 0, {0, 0}},
        {20240218, 30, 29, 0, 0, {0, 0}}, {20240218, 30, 0, 0, 1, {0, 0}}, {20240230, 30, 0, 0, 0, {0, 0}},
        {20240218, 30, 0, 0, 0, {0, 1}},
    };
    const uint8_t expected[7] = {1, 2, 3, 4, 2, 0, 0};
    uint8_t states[7] = {77, 77, 77, 77, 77, 77, 77};
    CHECK(kenpo_slot_states(NULL, CHECKUP, last_second, rows, 7, states) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_states(programme, NULL, 5, last_second, rows, 7, states) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_states(programme, CHECKUP, last_second, NULL, 7, states) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_states(programme, CHECKUP, last_second, rows, SIZE_MAX, states) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_states(programme, CHECKUP, last_second, rows, 7, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_states(programme, CHECKUP, INT64_MIN, rows, 7, states) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_slot_states(programme, CHECKUP, last_second, NULL, 0, NULL) == KENPO_OK);
    CHECK(states[0] == 77 && states[6] == 77);
    CHECK(kenpo_slot_states(programme, CHECKUP, last_second, rows, 7, states) == KENPO_OK);
    CHECK(memcmp(states, expected, sizeof states) == 0);
    CHECK(kenpo_slot_states(programme, CHECKUP, last_second + 1, rows, 7, states) == KENPO_OK && states[3] == 2);
}

static void deadlines(const kenpo_programme *programme) {
    int64_t at = 77;
    int32_t last = 77;
    CHECK(kenpo_booking_deadline(NULL, CHECKUP, KENPO_BOOKING_CLOSES, 20240218, &at, &last) ==
          KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_booking_deadline(programme, CHECKUP, KENPO_BOOKING_CLOSES, 20240218, NULL, &last) ==
          KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_booking_deadline(programme, CHECKUP, KENPO_BOOKING_CLOSES, 20240218, &at, NULL) ==
          KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_booking_deadline(programme, CHECKUP, 0, 20240218, &at, &last) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_booking_deadline(programme, CHECKUP, KENPO_BOOKING_CLOSES, 20240230, &at, &last) ==
          KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_booking_deadline(programme, DOCK, KENPO_BOOKING_CLOSES, 20240218, &at, &last) ==
          KENPO_ERR_NOT_IN_EFFECT);
    CHECK(at == 77 && last == 77);
    CHECK(kenpo_booking_deadline(programme, CHECKUP, KENPO_BOOKING_CLOSES, 20240218, &at, &last) == KENPO_OK);
    CHECK(at == last_second + 1 && last == 20240204);
    CHECK(kenpo_booking_deadline(programme, CHECKUP, KENPO_BOOKING_CANCEL, 20240218, &at, &last) == KENPO_OK);
    CHECK(at == last_second + 1 + 11 * 86400 && last == 20240215);
}

static void deadlines_of_many(const kenpo_programme *programme) {
    const int32_t dates[9] = {20240218, 0, -1, 20240229, 20230229, 20240230, 20240131, INT32_MIN, INT32_MAX};
    const int32_t closes = KENPO_BOOKING_CLOSES;
    int64_t at[10], expected_at;
    int32_t last[10], expected_last;
    for (int row = 0; row < 10; row++) {
        at[row] = last[row] = 77;
    }
    CHECK(kenpo_slot_deadlines(NULL, CHECKUP, closes, dates, 9, at, last) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, NULL, 5, closes, dates, 9, at, last) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, "\xff", 1, closes, dates, 9, at, last) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, closes, NULL, 9, at, last) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, closes, dates, 9, NULL, last) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, closes, dates, 9, at, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, closes, dates, SIZE_MAX, at, last) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, 0, dates, 9, at, last) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, 4, NULL, 0, NULL, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, closes, NULL, 0, NULL, NULL) == KENPO_OK);
    CHECK(at[0] == 77 && last[0] == 77);
    for (size_t count = 0; count <= 9; count++) {
        CHECK(kenpo_slot_deadlines(programme, CHECKUP, closes, dates, count, at, last) == KENPO_OK);
        CHECK(at[count] == 77 && last[count] == 77);
    }
    CHECK(at[0] == last_second + 1 && last[0] == 20240204);
    for (size_t row = 0; row < 9; row++) {
        expected_at = 0, expected_last = -1;
        (void)kenpo_booking_deadline(programme, CHECKUP, closes, dates[row], &expected_at, &expected_last);
        CHECK(at[row] == expected_at && last[row] == expected_last);
    }
    CHECK(kenpo_slot_deadlines(programme, DOCK, closes, dates, 2, at, last) == KENPO_OK);
    CHECK(at[0] == 0 && last[0] == 0 && at[1] == 0 && last[1] == -1);
}

/* Numbers that do not lie where a processor wants them. */
static void misaligned(const kenpo_programme *programme) {
    static const int32_t dates[2] = {20240218, 20240219};
    static const int64_t offsets[2] = {0, 1};
    int64_t at[2] = {77, 77};
    int32_t last[2] = {77, 77};
    char key = 'x';
    const int32_t *odd_dates = (const int32_t *)(const void *)((const char *)dates + 1);
    const int64_t *odd_offsets = (const int64_t *)(const void *)((const char *)offsets + 4);
    int64_t *odd_at = (int64_t *)(void *)((char *)at + 4);
    int32_t *odd_last = (int32_t *)(void *)((char *)last + 2);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, 1, odd_dates, 1, at, last) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, 1, dates, 1, odd_at, last) ==
          (_Alignof(int64_t) == 8 ? KENPO_ERR_INVALID_ARGUMENT : KENPO_OK));
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, 1, dates, 1, at, odd_last) == KENPO_ERR_INVALID_ARGUMENT);
    if (_Alignof(int64_t) == 8) {
        CHECK(kenpo_match_keys("A", 1, odd_offsets, 1, &key, 1, at, NULL) == KENPO_ERR_INVALID_ARGUMENT);
        CHECK(kenpo_match_keys("A", 1, offsets, 1, &key, 1, odd_at, NULL) == KENPO_ERR_INVALID_ARGUMENT);
        CHECK(kenpo_match_keys("A", 1, offsets, 1, &key, 1, at, odd_at) == KENPO_ERR_INVALID_ARGUMENT);
        CHECK(key == 'x');
    }
}

static void keys_of_many(void) {
    /* ｶﾞｮ い, nothing, A, and the first half of a letter. */
    static const char texts[] = "..\xef\xbd\xb6\xef\xbe\x9e\xef\xbd\xae \xe3\x81\x84" "A\xe3\x82";
    static const char keys[] = "\xe3\x82\xac\xe3\x83\xa8\xe3\x82\xa4" "A"; /* ガヨイ, A */
    static const int64_t offsets[5] = {2, 15, 15, 16, 18};
    const size_t len = sizeof texts - 1;
    char out[600];
    int64_t ends[5] = {77, 77, 77, 77, 77}, fault = 77;
    memset(out, 0x5a, sizeof out);
    CHECK(kenpo_match_keys(NULL, len, offsets, 3, out, 14, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_keys(texts, len, NULL, 3, out, 14, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_keys(texts, len, offsets, 3, NULL, 14, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_keys(texts, len, offsets, 3, out, 14, NULL, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_keys(texts, SIZE_MAX, offsets, 3, out, 14, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_keys(texts, len, offsets, SIZE_MAX, out, 14, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_keys(texts, len, offsets, SIZE_MAX / 8, out, 14, ends, &fault) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_match_keys(texts, len, offsets, 3, out, 13, ends, &fault) == KENPO_ERR_BUFFER_TOO_SMALL);
    CHECK(kenpo_match_keys(texts, len, offsets, 3, NULL, 0, ends, &fault) == KENPO_ERR_BUFFER_TOO_SMALL);
    CHECK(out[0] == 0x5a && ends[0] == 77 && fault == 77);

    CHECK(kenpo_match_keys(texts, len, offsets, 3, out, 14, ends, &fault) == KENPO_OK && fault == 77);
    CHECK(ends[0] == 0 && ends[1] == 9 && ends[2] == 9 && ends[3] == 10 && ends[4] == 77);
    CHECK(memcmp(out, keys, 10) == 0 && out[10] == 0x5a);
    /* A part of the names is a part of the offsets. */
    CHECK(kenpo_match_keys(texts, len, offsets + 2, 1, out, 1, ends, NULL) == KENPO_OK);
    CHECK(ends[0] == 0 && ends[1] == 1 && out[0] == 'A');
    CHECK(kenpo_match_keys(texts, len, offsets + 1, 1, NULL, 0, ends, NULL) == KENPO_OK && ends[1] == 0);

    /* Without a name. */
    CHECK(kenpo_match_keys(NULL, 0, NULL, 0, NULL, 0, NULL, NULL) == KENPO_OK);
    ends[0] = 77;
    CHECK(kenpo_match_keys(NULL, 3, NULL, 0, NULL, 3, ends, &fault) == KENPO_OK && ends[0] == 0 && fault == 77);

    /* The row at fault. */
    CHECK(kenpo_match_keys(texts, len, offsets, 4, out, 16, ends, NULL) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_match_keys(texts, len, offsets, 4, out, 16, ends, &fault) == KENPO_ERR_INVALID_REQUEST && fault == 3);
    static const int64_t wrong[4][3] = {{-1, 0, 1}, {0, 2, 1}, {0, 1, 19}, {INT64_MIN, INT64_MAX, 0}};
    static const int64_t rows[4] = {0, 1, 1, 0};
    for (int at = 0; at < 4; at++) {
        fault = 77;
        CHECK(kenpo_match_keys(texts, len, wrong[at], 2, out, 600, ends, &fault) == KENPO_ERR_INVALID_REQUEST);
        CHECK(fault == rows[at]);
    }
    static char latin[514];
    memset(latin, 'A', sizeof latin);
    const int64_t lengths[3] = {0, 256, 513};
    CHECK(kenpo_match_keys(latin, 514, lengths, 1, out, 256, ends, &fault) == KENPO_OK && ends[1] == 256);
    CHECK(memcmp(out, latin, 256) == 0);
    CHECK(kenpo_match_keys(latin, 514, lengths, 2, out, 600, ends, &fault) == KENPO_ERR_TOO_LARGE && fault == 1);
}

static void subsidies(const kenpo_programme *programme) {
    int64_t yen = 77;
    CHECK(kenpo_subsidy_yen(NULL, DOCK, 20240601, 13000, &yen) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_subsidy_yen(programme, DOCK, 20240601, 13000, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_subsidy_yen(programme, DOCK, 20240631, 13000, &yen) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_subsidy_yen(programme, DOCK, 20240601, -1, &yen) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_subsidy_yen(programme, DOCK, 20240601, 10000001, &yen) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_subsidy_yen(programme, CHECKUP, 20240601, 13000, &yen) == KENPO_ERR_NOT_IN_EFFECT);
    CHECK(yen == 77);
    CHECK(kenpo_subsidy_yen(programme, DOCK, 20240601, 0, &yen) == KENPO_OK && yen == 0);
    CHECK(kenpo_subsidy_yen(programme, DOCK, 20240601, 18572, &yen) == KENPO_OK && yen == 13000);
    CHECK(kenpo_subsidy_yen(programme, DOCK, 20240601, 18573, &yen) == KENPO_OK && yen == 13001);
    CHECK(kenpo_subsidy_yen(programme, DOCK, 20240601, 42859, &yen) == KENPO_OK && yen == 30000);
}

static void subsidies_of_many(const kenpo_programme *programme) {
    const int32_t costs[9] = {-1, 0, 1, 13001, 18573, 42858, 10000000, 10000001, INT32_MAX};
    const int32_t expected[9] = {-1, 0, 1, 13000, 13001, 30000, 30000, -1, -1};
    int32_t many[70], yen[70];
    for (int row = 0; row < 70; row++) {
        many[row] = costs[row % 9];
        yen[row] = 77;
    }
    CHECK(kenpo_subsidies_yen(NULL, DOCK, 20240601, many, 70, yen) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_subsidies_yen(programme, NULL, 4, 20240601, many, 70, yen) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_subsidies_yen(programme, DOCK, 20240601, NULL, 70, yen) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_subsidies_yen(programme, DOCK, 20240601, many, SIZE_MAX, yen) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_subsidies_yen(programme, DOCK, 20240601, many, 70, NULL) == KENPO_ERR_INVALID_ARGUMENT);
    CHECK(kenpo_subsidies_yen(programme, DOCK, 20240631, many, 70, yen) == KENPO_ERR_INVALID_REQUEST);
    CHECK(kenpo_subsidies_yen(programme, CHECKUP, 20240601, many, 70, yen) == KENPO_ERR_NOT_IN_EFFECT);
    CHECK(kenpo_subsidies_yen(programme, DOCK, 20240601, NULL, 0, NULL) == KENPO_OK);
    CHECK(yen[0] == 77 && yen[69] == 77);
    for (size_t count = 0; count <= 70; count++) {
        CHECK(kenpo_subsidies_yen(programme, DOCK, 20240601, many, count, yen) == KENPO_OK);
        CHECK(count == 70 || yen[count] == 77);
        CHECK(count == 0 || yen[count - 1] == expected[(count - 1) % 9]);
    }
}

/* What a row does not hold, a column does not answer. */
static void beyond_reach(char *document, size_t document_len) {
    static const char asked[] = "\"once\"", other[] = "\"device\": {\"rule\": \"X\"}, \"once\"";
    static char longer[(1 << 20) + sizeof other];
    uint8_t reason = 77;
    document[document_len] = 0;
    const char *found = strstr(document, asked);
    CHECK(found != NULL);
    if (found == NULL) {
        return;
    }
    int len = snprintf(longer, sizeof longer, "%.*s%s%s", (int)(found - document), document, other,
                       found + sizeof asked - 1);
    const kenpo_programme *programme = NULL;
    CHECK(kenpo_programme_parse(longer, (size_t)len, &programme, NULL) == KENPO_OK);
    CHECK(kenpo_eligibility_reasons(programme, CHECKUP, &fine, 1, &reason) == KENPO_ERR_UNSUPPORTED && reason == 77);
    CHECK(kenpo_eligibility_reasons(programme, DOCK, &fine, 1, &reason) == KENPO_OK && reason == 0);
    kenpo_programme_free(programme);

    static const char two_days[] = "\"days_before\": 2,";
    static const int32_t dates[2] = {0, 20240218};
    found = strstr(document, two_days);
    CHECK(found != NULL);
    if (found == NULL) {
        return;
    }
    const char *rest = strchr(found, '}');
    len = snprintf(longer, sizeof longer, "%.*s\"hours_before\": 24%s", (int)(found - document), document, rest);
    CHECK(kenpo_programme_parse(longer, (size_t)len, &programme, NULL) == KENPO_OK);
    int64_t at[2] = {77, 77};
    int32_t last[2] = {77, 77};
    CHECK(kenpo_booking_deadline(programme, CHECKUP, KENPO_BOOKING_CANCEL, 20240218, at, last) ==
          KENPO_ERR_UNSUPPORTED);
    CHECK(at[0] == 77 && last[0] == 77);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, KENPO_BOOKING_CANCEL, dates, 2, at, last) == KENPO_ERR_UNSUPPORTED);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, KENPO_BOOKING_CANCEL, dates, 1, at, last) == KENPO_OK);
    CHECK(at[0] == 0 && last[0] == -1 && at[1] == 77 && last[1] == 77);
    CHECK(kenpo_slot_deadlines(programme, CHECKUP, KENPO_BOOKING_CLOSES, dates, 2, at, last) == KENPO_OK);
    CHECK(last[1] == 20240204);
    kenpo_programme_free(programme);
}

int main(int argc, char **argv) {
    static char document[(1 << 20) + 1];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: columns PROGRAMME\n");
        return 1;
    }
    size_t document_len = fread(document, 1, sizeof document - 1, file);
    fclose(file);

    const kenpo_programme *programme = NULL;
    CHECK(kenpo_programme_parse(document, document_len, &programme, NULL) == KENPO_OK);
    people(programme);
    slots(programme);
    deadlines(programme);
    deadlines_of_many(programme);
    misaligned(programme);
    keys_of_many();
    subsidies(programme);
    subsidies_of_many(programme);
    kenpo_programme_free(programme);
    beyond_reach(document, document_len);
    return report("columns");
}
