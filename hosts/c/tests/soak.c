/* `soak ROOT CALLS` prints the KiB that the process holds after a tenth of so many calls, and after all. */
#include <jansson.h>
#include <kenpo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const long parsed_every = 1000;

static long resident(void) {
    char line[256];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0) {
            kib = strtol(line + 6, NULL, 10);
        }
    }
    if (status != NULL) {
        fclose(status);
    }
    return kib;
}

int main(int argc, char **argv) {
    char path[4096], document[1 << 16];
    if (argc != 3) {
        return 2;
    }
    snprintf(path, sizeof path, "%s/tests/soak.json", argv[1]);
    json_t *soak = json_load_file(path, 0, NULL), *calls = json_object_get(soak, "calls");
    const char *name = json_string_value(json_object_get(soak, "programme"));
    snprintf(path, sizeof path, "%s/%s", argv[1], name == NULL ? "" : name);
    FILE *file = fopen(path, "rb");
    if (file == NULL || json_array_size(calls) == 0) {
        return 2;
    }
    size_t len = fread(document, 1, sizeof document, file);
    fclose(file);
    const kenpo_programme *programme = NULL;
    if (kenpo_programme_parse(document, len, &programme, NULL) != KENPO_OK) {
        return 2;
    }
    long count = strtol(argv[2], NULL, 10), refused = 0, kinds = (long)json_array_size(calls);
    char **requests = calloc((size_t)kinds, sizeof *requests);
    if (requests == NULL) {
        return 2;
    }
    for (long kind = 0; kind < kinds; kind++) {
        requests[kind] = json_dumps(json_object_get(json_array_get(calls, (size_t)kind), "request"), JSON_COMPACT);
    }
    for (long number = 1; number <= count; number++) {
        long kind = number % kinds;
        const char *operation = json_string_value(json_object_get(json_array_get(calls, (size_t)kind), "operation"));
        kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
        refused += kenpo_answer(programme, operation, strlen(operation), requests[kind], strlen(requests[kind]), &answer,
                                &error) != KENPO_OK;
        kenpo_buf_free(&answer);
        kenpo_buf_free(&error);
        if (number % parsed_every == 0) {
            const kenpo_programme *other = NULL;
            kenpo_programme_parse(document, len, &other, NULL);
            kenpo_programme_free(other);
        }
        if (number == count / 10) {
            printf("%ld ", resident());
        }
    }
    printf("%ld\n", resident());
    for (long kind = 0; kind < kinds; kind++) {
        free(requests[kind]);
    }
    free(requests);
    kenpo_programme_free(programme);
    json_decref(soak);
    return refused == count / kinds ? 0 : 1;
}
