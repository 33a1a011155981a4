/* The typed lane beside the complete one: both must say the same. */
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const json_t *reasons;

void twins_init(const json_t *contract) {
    reasons = json_object_get(contract, "reasons");
    if (!json_is_array(reasons)) {
        give_up("docs/schemas/contract.json", "no reasons");
    }
}

int32_t number_of(const json_t *name) {
    const char *text = json_string_value(name);
    size_t index;
    json_t *reason;
    if (text != NULL && strcmp(text, "accepted") == 0) {
        return 0;
    }
    json_array_foreach(reasons, index, reason) {
        if (text != NULL && strcmp(json_string_value(json_object_get(reason, "name")), text) == 0) {
            return (int32_t)json_integer_value(json_object_get(reason, "number"));
        }
    }
    return -1;
}

int32_t ymd(const json_t *text) {
    int year, month, day;
    if (!json_is_string(text) || sscanf(json_string_value(text), "%4d-%2d-%2d", &year, &month, &day) != 3) {
        return 0;
    }
    return (int32_t)(year * 10000 + month * 100 + day);
}

int is(const json_t *text, const char *expected) {
    return json_is_string(text) && strcmp(json_string_value(text), expected) == 0;
}

static const char *insurer_number(const json_t *request, const json_t *verdict) {
    const json_t *text = json_object_get(request, "insurer_number");
    const json_t *digits = json_object_get(verdict, "digits");
    int32_t expected = number_of(json_object_get(verdict, "reason"));
    int32_t reason = -1;
    if (kenpo_insurer_number_reason(json_string_value(text), json_string_length(text), &reason) != KENPO_OK ||
        reason != expected) {
        return "the typed check says another reason";
    }
    if (json_is_string(digits)) {
        char record[9];
        uint8_t row = 255;
        snprintf(record, sizeof record, "%-8s", json_string_value(digits));
        if (kenpo_insurer_number_reasons(record, 1, &row) != KENPO_OK || row != expected) {
            return "the column says another reason";
        }
    }
    return NULL;
}

static const char *name(const json_t *request, const json_t *verdict) {
    const json_t *text = json_object_get(request, "name");
    const json_t *expected = json_object_get(verdict, "match_key");
    if (json_integer_value(json_object_get(verdict, "match_key_version")) != 1) {
        return NULL;
    }
    char key[256];
    size_t len = 0;
    kenpo_status status =
        kenpo_match_key(json_string_value(text), json_string_length(text), key, json_string_length(text), &len);
    int same = status == KENPO_OK && json_is_string(expected) && len == json_string_length(expected) &&
               memcmp(key, json_string_value(expected), len) == 0;
    if (!same) {
        return "the typed call gives another key";
    }
    /* A column of the name, of none, and of the name again. */
    const int64_t text_len = (int64_t)json_string_length(text), offsets[4] = {0, text_len, text_len, 2 * text_len};
    char names[512], keys[512];
    int64_t ends[4];
    memcpy(names, json_string_value(text), (size_t)text_len);
    memcpy(names + text_len, json_string_value(text), (size_t)text_len);
    status = kenpo_match_keys(names, 2 * (size_t)text_len, offsets, 3, keys, 2 * (size_t)text_len, ends, NULL);
    same = status == KENPO_OK && ends[1] == (int64_t)len && ends[2] == ends[1] && ends[3] == 2 * ends[1] &&
           memcmp(keys, key, len) == 0 && memcmp(keys + len, key, len) == 0;
    return same ? NULL : "the column gives another key";
}

static const char *coupon(const kenpo_programme *programme, const json_t *request, const json_t *verdict) {
    const json_t *expected = json_object_get(verdict, "last_day");
    if (expected == NULL || json_object_get(request, "drawn_on") != NULL) {
        return NULL;
    }
    int32_t last_day = -1;
    kenpo_status status = kenpo_coupon_last_day(programme, ymd(json_object_get(request, "issued_on")), &last_day);
    if (status == KENPO_ERR_UNSUPPORTED) {
        return NULL;
    }
    int same = status == KENPO_OK && last_day == ymd(expected);
    return same ? NULL : "the typed call says another last day";
}

/* Whether the answer is of a kind that the typed call gives: each record is one that could be used, from a linked source. */
static int within_reach(const json_t *request, const json_t *items) {
    size_t index, inner;
    json_t *item, *rule;
    if (json_object_get(json_object_get(request, "ledger"), "opening") != NULL) {
        return 0;
    }
    json_array_foreach(items, index, item) {
        const json_t *answer = json_object_get(item, "answer");
        if (answer == NULL || is(json_object_get(answer, "reason"), "source_not_linked")) {
            return 0;
        }
        json_array_foreach(json_object_get(answer, "rules"), inner, rule) {
            if (is(json_object_get(rule, "reason"), "source_not_linked")) {
                return 0;
            }
        }
    }
    return 1;
}

/* The rules of the programme that is asked. */
static json_t *rules;

void twins_programme(json_t *document) {
    json_decref(rules);
    rules = json_incref(json_object_get(json_object_get(document, "points"), "rules"));
}

/* The place of a rule's id among them. */
static uint32_t place_of(json_t *id) {
    uint32_t place = 0;
    while (place < json_array_size(rules) && !json_equal(json_object_get(json_array_get(rules, place), "id"), id)) {
        place++;
    }
    return place;
}

static kenpo_credit credit_of(const json_t *row) {
    kenpo_credit credit = {0};
    credit.rule = place_of(json_object_get(row, "rule"));
    credit.walked_ymd = ymd(json_object_get(row, "date"));
    credit.synced_ymd = ymd(json_object_get(row, "synced_on"));
    credit.earned = json_integer_value(json_object_get(row, "earned"));
    credit.points = json_integer_value(json_object_get(row, "points"));
    return credit;
}

static int same_credit(const kenpo_credit *left, const kenpo_credit *right) {
    return left->walked_ymd == right->walked_ymd && left->synced_ymd == right->synced_ymd &&
           left->rule == right->rule && left->earned == right->earned && left->points == right->points;
}

static const char *compare_accrual(kenpo_status status, const kenpo_credit *credits, size_t credits_len,
                                   const int32_t *given, const json_t *items, const json_t *store) {
    if (status == KENPO_ERR_UNSUPPORTED) {
        return NULL;
    }
    if (status != KENPO_OK) {
        return "the typed call fails";
    }
    if (credits_len != json_array_size(store)) {
        return "the typed call gives another number of credits";
    }
    for (size_t index = 0; index < credits_len; index++) {
        kenpo_credit stored = credit_of(json_array_get(store, index));
        if (!same_credit(&credits[index], &stored)) {
            return "the typed call credits something else";
        }
    }
    for (size_t index = 0; index < json_array_size(items); index++) {
        const json_t *answer = json_object_get(json_array_get(items, index), "answer");
        if (given[index] != number_of(json_object_get(answer, "reason"))) {
            return "the typed call gives another reason";
        }
    }
    return NULL;
}

void *room(size_t count, size_t size) {
    void *room = calloc(count + 1, size);
    if (room == NULL) {
        give_up("twin", "no memory");
    }
    return room;
}

static int32_t ymd_or_none(const json_t *date) {
    return date == NULL ? 0 : ymd(date);
}

static kenpo_step_delivery delivery_of(const json_t *request) {
    kenpo_step_delivery delivery = {
        .synced_ymd = ymd(json_object_get(request, "now")),
        .born_ymd = ymd_or_none(json_object_get(request, "born")),
        .enrolled_ymd = ymd_or_none(json_object_get(request, "enrolled_on")),
        .opened_ymd = ymd_or_none(json_object_get(request, "opened_on")),
    };
    return delivery;
}

static const char *accrual(const kenpo_programme *programme, const json_t *request, const json_t *answer) {
    const json_t *items = json_object_get(json_object_get(answer, "verdict"), "items");
    const json_t *arrivals = json_object_get(request, "arrivals");
    const json_t *entries = json_object_get(json_object_get(request, "ledger"), "entries");
    if (!within_reach(request, items)) {
        return NULL;
    }
    size_t days_len = json_array_size(arrivals), credited_len = 0, credits_len = 0, index, each = 0;
    if (kenpo_credits_per_record(programme, &each) != KENPO_OK) {
        return "the typed call says no number of credits";
    }
    kenpo_step_day *days = room(days_len, sizeof *days);
    kenpo_credit *credited = room(json_array_size(entries), sizeof *credited);
    kenpo_credit *credits = room(days_len * each, sizeof *credits);
    int32_t *given = room(days_len, sizeof *given);
    json_t *row;
    json_array_foreach(arrivals, index, row) {
        days[index].walked_ymd = ymd(json_object_get(row, "date"));
        days[index].steps = json_integer_value(json_object_get(row, "steps"));
    }
    json_array_foreach(entries, index, row) {
        if (is(json_object_get(row, "kind"), "credit")) {
            credited[credited_len++] = credit_of(row);
        }
    }
    const kenpo_step_delivery delivery = delivery_of(request);
    kenpo_status status = kenpo_steps_accrue(programme, &delivery, days, days_len, credited, credited_len, credits,
                                             days_len * each, &credits_len, given);
    const char *fault =
        compare_accrual(status, credits, credits_len, given, items, json_object_get(answer, "store"));
    free(given);
    free(credits);
    free(credited);
    free(days);
    return fault;
}

const char *twin_fault(const char *operation, const kenpo_programme *programme, const json_t *request,
                       const json_t *answer) {
    const json_t *verdict = json_object_get(answer, "verdict");
    if (strcmp(operation, "insurer_number.check") == 0) {
        return insurer_number(request, verdict);
    }
    if (strcmp(operation, "name.check") == 0) {
        return name(request, verdict);
    }
    if (strcmp(operation, "coupon.issue") == 0) {
        return coupon(programme, request, verdict);
    }
    if (strcmp(operation, "points.accrue") == 0) {
        return accrual(programme, request, answer);
    }
    return column_twin_fault(operation, programme, request, verdict);
}
