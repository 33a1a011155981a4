/* People, slots, deadlines and subsidies: the typed lane beside the complete one. */
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Days since 1970-01-01 of YYYYMMDD. Years begin with March, so that a leap day is their last. */
static int64_t days_of(int32_t date) {
    int64_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    int64_t since_march = (month + 9) % 12;
    year -= month < 3;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * since_march + 2) / 5 + day - 719469;
}

/* Unix seconds of an RFC 3339 text; those of a date are of its first second in Japan. */
static int64_t seconds(const json_t *text) {
    int hour = 0, minute = 0, second = 0, off_hour = 9, off_minute = 0;
    char sign = '+';
    sscanf(json_string_value(text) + 10, "T%2d:%2d:%2d%c%2d:%2d", &hour, &minute, &second, &sign, &off_hour, &off_minute);
    int64_t offset = sign == 'Z' ? 0 : (sign == '-' ? -60 : 60) * (off_hour * 60 + off_minute);
    return days_of(ymd(text)) * 86400 + hour * 3600 + minute * 60 + second - offset;
}

static const json_t *at(const json_t *object, const char *key) {
    return json_object_get(object, key);
}

static const char *service_of(const json_t *request, size_t *len) {
    *len = json_string_length(at(request, "service"));
    return json_string_value(at(request, "service"));
}

static uint8_t relation(const json_t *name) {
    static const struct {
        const char *name;
        uint8_t number;
    } relations[] = {
        {"insured", KENPO_RELATION_INSURED},
        {"dependant", KENPO_RELATION_DEPENDANT},
        {"voluntary", KENPO_RELATION_VOLUNTARY},
        {"special_retiree", KENPO_RELATION_SPECIAL_RETIREE},
        {"special_retiree_dependant", KENPO_RELATION_SPECIAL_RETIREE_DEPENDANT},
        {"spouse", KENPO_RELATION_SPOUSE},
    };
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        if (is(name, relations[i].name)) {
            return relations[i].number;
        }
    }
    return UINT8_MAX;
}

static const char *eligibility(const kenpo_programme *programme, const json_t *request, const json_t *verdict) {
    const json_t *person = at(request, "person"), *uses = at(request, "uses");
    size_t service_len;
    const char *service = service_of(request, &service_len);
    /* Which uses count together only the programme says, so that at most one of the very service is compared. */
    if (json_array_size(uses) > 1 ||
        (json_array_size(uses) == 1 && !is(at(json_array_get(uses, 0), "service"), service))) {
        return NULL;
    }
    kenpo_person row;
    memset(&row, 0, sizeof row);
    row.at = seconds(at(request, "on"));
    row.born_ymd = ymd(at(person, "born"));
    row.insured_from_ymd = ymd(at(person, "insured_from"));
    row.lost_on_ymd = ymd(at(person, "lost_on"));
    row.used_on_ymd = ymd(at(json_array_get(uses, 0), "date"));
    row.relation = relation(at(person, "relation"));
    uint8_t reason = 255;
    kenpo_status status = kenpo_eligibility_reasons(programme, service, service_len, &row, 1, &reason);
    if (status == KENPO_ERR_UNSUPPORTED) {
        return NULL;
    }
    int same = status == KENPO_OK && reason == number_of(at(verdict, "reason"));
    return same ? NULL : "the column gives another reason";
}

static uint8_t is_booked(const json_t *request, const json_t *slot) {
    size_t index;
    json_t *booking;
    json_array_foreach(at(request, "bookings"), index, booking) {
        const json_t *state = at(booking, "state");
        if ((is(state, "confirmed") || is(state, "attended")) && json_equal(at(booking, "person"), at(request, "person")) &&
            json_equal(at(booking, "service"), at(request, "service")) &&
            json_equal(at(booking, "slot"), at(slot, "id"))) {
            return 1;
        }
    }
    return 0;
}

static const char *compare_slots(const kenpo_programme *programme, const json_t *request, const json_t *shown,
                                 kenpo_slot *rows, uint8_t *states) {
    static const char *const names[] = {"", "booked", "outside", "full", "free"};
    size_t service_len, index;
    const char *service = service_of(request, &service_len);
    json_t *slot;
    json_array_foreach(at(request, "slots"), index, slot) {
        json_int_t capacity = json_integer_value(at(slot, "capacity")), taken = json_integer_value(at(slot, "taken"));
        if (capacity > UINT32_MAX || taken > UINT32_MAX) {
            return NULL;
        }
        rows[index].date_ymd = ymd(at(slot, "date"));
        rows[index].capacity = (uint32_t)capacity;
        rows[index].taken = (uint32_t)taken;
        rows[index].booked = is_booked(request, slot);
        rows[index].cancelled = (uint8_t)json_is_true(at(slot, "cancelled"));
    }
    size_t count = json_array_size(at(request, "slots"));
    int64_t now = seconds(at(request, "now"));
    kenpo_status status = kenpo_slot_states(programme, service, service_len, now, rows, count, states);
    if (status == KENPO_ERR_UNSUPPORTED) {
        return NULL;
    }
    if (status != KENPO_OK) {
        return "the column fails";
    }
    json_array_foreach(shown, index, slot) {
        if (states[index] > 4 || !is(at(slot, "state"), names[states[index]])) {
            return "the column gives another state";
        }
    }
    return json_array_size(shown) == count ? NULL : "the column has another length";
}

static const char *slots(const kenpo_programme *programme, const json_t *request, const json_t *verdict) {
    size_t count = json_array_size(at(request, "slots"));
    kenpo_slot *rows = room(count, sizeof *rows);
    uint8_t *states = room(count, sizeof *states);
    const char *fault = compare_slots(programme, request, at(verdict, "slots"), rows, states);
    free(states);
    free(rows);
    return fault;
}

static const char *deadlines(const kenpo_programme *programme, const json_t *request, const json_t *verdict) {
    static const struct {
        int32_t which;
        const char *name;
    } kinds[] = {{KENPO_BOOKING_CLOSES, "closes"}, {KENPO_BOOKING_CHANGE, "change"}, {KENPO_BOOKING_CANCEL, "cancel"}};
    const json_t *shown = at(verdict, "deadlines");
    size_t service_len, known = 0;
    const char *service = service_of(request, &service_len);
    for (size_t kind = 0; kind < 3; kind++) {
        const json_t *expected = at(shown, kinds[kind].name);
        int64_t instant = 0;
        int32_t last = 0;
        kenpo_status status = kenpo_booking_deadline(programme, service, service_len, kinds[kind].which,
                                                     ymd(at(request, "date")), &instant, &last);
        known += status == KENPO_OK;
        /* A column of the date, and of what is not a date, says the same. */
        const int32_t dates[2] = {ymd(at(request, "date")), 0};
        int64_t instants[2] = {77, 77};
        int32_t lasts[2] = {77, 77};
        kenpo_status column =
            kenpo_slot_deadlines(programme, service, service_len, kinds[kind].which, dates, 2, instants, lasts);
        int same = status == KENPO_ERR_UNSUPPORTED
                       ? column == status
                       : column == KENPO_OK && instants[0] == instant && lasts[0] == last && instants[1] == 0 && lasts[1] == -1;
        if (!same) {
            return "the column gives another deadline";
        }
        if (shown == NULL || status == KENPO_ERR_UNSUPPORTED) {
            continue;
        }
        if (expected == NULL) {
            if (status != KENPO_ERR_NOT_IN_EFFECT) {
                return "the typed call knows a deadline that there is none of";
            }
            continue;
        }
        if (status != KENPO_OK || instant != seconds(at(expected, "at")) || last != ymd(at(expected, "last_day"))) {
            return "the typed deadline is another";
        }
    }
    return shown == NULL && known == 3 ? "the typed call knows every deadline" : NULL;
}

static const char *subsidy(const kenpo_programme *programme, const json_t *request, const json_t *verdict) {
    const json_t *reason = at(verdict, "reason");
    size_t service_len;
    const char *service = service_of(request, &service_len);
    int64_t yen = -1;
    if (!is(reason, "accepted") && !is(reason, "nothing_to_claim")) {
        return NULL;
    }
    kenpo_status status = kenpo_subsidy_yen(programme, service, service_len, ymd(at(request, "on")),
                                        json_integer_value(at(request, "cost_yen")), &yen);
    if (status == KENPO_ERR_UNSUPPORTED) {
        return NULL; /* what the person or earlier uses decide is not typed */
    }
    json_int_t expected = json_integer_value(at(verdict, "subsidy_yen"));
    if (status != KENPO_OK || yen != expected) {
        return "the typed subsidy is another";
    }
    if (json_integer_value(at(request, "cost_yen")) > INT32_MAX) {
        return NULL;
    }
    int32_t cost = (int32_t)json_integer_value(at(request, "cost_yen")), paid = -1;
    status = kenpo_subsidies_yen(programme, service, service_len, ymd(at(request, "on")), &cost, 1, &paid);
    return status == KENPO_OK && paid == expected ? NULL : "the column gives another subsidy";
}

const char *column_twin_fault(const char *operation, const kenpo_programme *programme, const json_t *request,
                              const json_t *verdict) {
    static const struct {
        const char *operation;
        const char *(*fault)(const kenpo_programme *, const json_t *, const json_t *);
    } twins[] = {{"eligibility.check", eligibility},
                 {"booking.slots", slots},
                 {"booking.deadlines", deadlines},
                 {"subsidy.claim", subsidy}};
    for (size_t index = 0; index < sizeof twins / sizeof *twins; index++) {
        if (strcmp(operation, twins[index].operation) == 0) {
            return twins[index].fault(programme, request, verdict);
        }
    }
    return NULL;
}
