/* A sweep over the vectors: no error of the library holds a value that was given. */
#include "holds.h"
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT "planted-4711"
#define NUMBER 471147114711471147

/* Three cases of an operation have its fields; all of them would take minutes. */
static const json_int_t cases_of_each = 3;
/* Items in which a list is changed. */
static const size_t items_of_each = 2;

typedef struct sweep {
    const char *operation;
    const kenpo_programme *programme;
    /* What is asked, and the mark in its place. */
    const json_t *whole;
    json_t *mark;
    const char *fault;
} sweep;

static json_t *done;
static size_t refused;

/* Asks the request, or parses the document, as it is now. */
static void ask(sweep *of) {
    char number[32], *text = json_dumps(of->whole, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);
    kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
    const kenpo_programme *parsed = NULL;
    kenpo_status status =
        of->operation == NULL
            ? kenpo_programme_parse(text, strlen(text), &parsed, &error)
            : kenpo_answer(of->programme, of->operation, strlen(of->operation), text, strlen(text), &answer, &error);
    snprintf(number, sizeof number, "%lld", (long long)NUMBER);
    refused += status != KENPO_OK;
    if (holds(&error, TEXT) || holds(&error, number)) {
        of->fault = "an error holds what was given";
    }
    kenpo_programme_free(parsed);
    kenpo_buf_free(&answer);
    kenpo_buf_free(&error);
    free(text);
}

static void plant(sweep *of, json_t *value);

/* With the mark in a part of an object or a list, and in the parts of that part. */
static void plant_in(sweep *of, json_t *container, const char *key, size_t index, json_t *part) {
    json_incref(part);
    plant(of, part);
    json_t *mark = json_incref(of->mark);
    key != NULL ? json_object_set_new(container, key, mark) : json_array_set_new(container, index, mark);
    ask(of);
    key != NULL ? json_object_set_new(container, key, part) : json_array_set_new(container, index, part);
}

static void plant(sweep *of, json_t *value) {
    if (json_is_object(value)) {
        size_t len = 0, count = json_object_size(value);
        const char **keys = room(count, sizeof *keys);
        for (void *at = json_object_iter(value); at != NULL; at = json_object_iter_next(value, at)) {
            keys[len++] = json_object_iter_key(at);
        }
        for (size_t index = 0; index < len; index++) {
            plant_in(of, value, keys[index], 0, json_object_get(value, keys[index]));
        }
        free(keys);
    }
    for (size_t index = 0; index < json_array_size(value) && index < items_of_each; index++) {
        plant_in(of, value, NULL, index, json_array_get(value, index));
    }
}

static const char *planted(const char *operation, const kenpo_programme *programme, const json_t *value) {
    json_t *marks[] = {json_string(TEXT), json_integer(NUMBER)};
    sweep of = {operation, programme, NULL, NULL, NULL};
    for (size_t index = 0; index < sizeof marks / sizeof *marks; index++) {
        json_t *copy = json_deep_copy(value);
        of.whole = of.mark = marks[index];
        ask(&of);
        of.whole = copy;
        plant(&of, copy);
        json_decref(copy);
        json_decref(marks[index]);
    }
    return of.fault;
}

const char *marker_fault(const char *operation, const kenpo_programme *programme, const json_t *request) {
    if (done == NULL) {
        done = json_object();
    }
    json_int_t before = json_integer_value(json_object_get(done, operation));
    if (before == cases_of_each) {
        return NULL;
    }
    json_object_set_new(done, operation, json_integer(before + 1));
    return planted(operation, programme, request);
}

const char *document_marker_fault(const char *path, const json_t *document) {
    if (strstr(path, "programmes/kkr.json") == NULL || document == NULL) {
        return NULL;
    }
    /* Many vector files name it. */
    static int once;
    return once++ > 0 ? NULL : planted(NULL, NULL, document);
}

const char *sweep_fault(void) {
    int enough = json_object_size(done) > 60 && refused > 4000;
    json_decref(done);
    return enough ? NULL : "too few operations were asked, or too few requests refused";
}
