/* The C runner of the conformance vectors. The argument, or KENPO_ROOT, is the project's root. */
#define _XOPEN_SOURCE 700

#include "vectors.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char root[4096];

/* Vector files. */
static char *paths[4096];
static size_t paths_len;

/* The line of each case, and of which case. */
typedef struct line {
    const char *id;
    char *text;
} line;

static json_t *ids;
static size_t cases, failed;

/* Every line goes here, to be digested. */
static FILE *all_lines;

void give_up(const char *where, const char *what) {
    fprintf(stderr, "%s: %s\n", where, what);
    exit(2);
}

static char *in_root(const char *name) {
    size_t len = strlen(root) + strlen(name) + 2;
    char *path = malloc(len);
    if (path == NULL) {
        give_up(name, "no memory");
    }
    snprintf(path, len, "%s/%s", root, name);
    return path;
}

/* A file's bytes, with a NUL after them. An absent file is NULL. */
static char *read_file(const char *path, size_t *len_out) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        give_up(path, "cannot be read");
    }
    fclose(file);
    bytes[size] = '\0';
    *len_out = (size_t)size;
    return bytes;
}

static json_t *read_json(const char *path) {
    json_error_t error;
    json_t *value = json_load_file(path, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (value == NULL) {
        give_up(path, error.text);
    }
    return value;
}

static void only_keys(const char *where, json_t *object, const char *const *known) {
    const char *key;
    json_t *value;
    if (!json_is_object(object)) {
        give_up(where, "no object");
    }
    json_object_foreach(object, key, value) {
        const char *const *name = known;
        while (*name != NULL && strcmp(*name, key) != 0) {
            name++;
        }
        if (*name == NULL) {
            give_up(where, "an unknown key");
        }
    }
}

/* The library's text, decoded and encoded again. */
static char *encoded_again(const kenpo_buf *buffer, json_t **decoded_out) {
    *decoded_out =
        json_loadb((const char *)buffer->ptr, buffer->len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    char *text = *decoded_out == NULL ? NULL : json_dumps(*decoded_out, JSON_COMPACT | JSON_PRESERVE_ORDER);
    return text != NULL ? text : strdup("not JSON");
}

static void fail(const char *id, const char *fault) {
    static char last[512];
    if (strcmp(last, id) != 0) {
        failed++;
        snprintf(last, sizeof last, "%s", id);
    }
    printf("%s: %s\n", id, fault);
}

/* Asks the library, and gives the case's line. */
static char *answer_line(const char *operation, const kenpo_programme *programme, const char *id, json_t *case_) {
    json_t *request = json_object_get(case_, "request"), *text = json_object_get(case_, "request_text");
    if ((request == NULL) == (text == NULL)) {
        give_up(id, "either request or request_text");
    }
    char *encoded = request == NULL ? NULL : json_dumps(request, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);
    const char *bytes = encoded != NULL ? encoded : json_string_value(text);
    size_t bytes_len = encoded != NULL ? strlen(encoded) : json_string_length(text);

    kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
    kenpo_status status =
        kenpo_answer(programme, operation, strlen(operation), bytes, bytes_len, &answer, &error);
    json_t *decoded = NULL;
    char *body = encoded_again(status == KENPO_OK ? &answer : &error, &decoded);

    if (request != NULL && status == KENPO_OK) {
        const char *fault = twin_fault(operation, programme, request, json_object_get(decoded, "answer"));
        if (fault != NULL) {
            fail(id, fault);
        }
    }
    if (request != NULL) {
        const char *fault = marker_fault(operation, programme, request);
        if (fault != NULL) {
            fail(id, fault);
        }
    }
    size_t len = strlen(id) + strlen(body) + 32;
    char *line = malloc(len);
    if (line == NULL) {
        give_up(id, "no memory");
    }
    snprintf(line, len, "%s\t%d\t%s", id, (int)status, body);

    json_decref(decoded);
    free(body);
    free(encoded);
    kenpo_buf_free(&answer);
    kenpo_buf_free(&error);
    return line;
}

static int by_id(const void *left, const void *right) {
    return strcmp(((const line *)left)->id, ((const line *)right)->id);
}

/* The recorded line of a case, without its end; NULL for none. */
static const char *recorded_line(const char *recorded, const char *id, size_t *len_out) {
    size_t id_len = strlen(id);
    for (const char *at = recorded; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        if (strncmp(at, id, id_len) == 0 && at[id_len] == '\t') {
            *len_out = len;
            return at;
        }
        at += at[len] == '\n' ? len + 1 : len;
    }
    return NULL;
}

/* Holds a file's lines, sorted by id, against the recorded ones. */
static void compare(const char *record, const line *lines, size_t lines_len) {
    size_t len = 0;
    char *recorded = read_file(record, &len);
    if (recorded == NULL) {
        give_up(record, "cannot be read");
    }
    for (size_t index = 0; index < lines_len; index++) {
        const char *expected = recorded_line(recorded, lines[index].id, &len);
        if (expected == NULL || strlen(lines[index].text) != len || memcmp(expected, lines[index].text, len) != 0) {
            fail(lines[index].id, "not what is recorded");
            printf("  expected %.*s\n  actual   %s\n", expected == NULL ? 7 : (int)len,
                   expected == NULL ? "nothing" : expected, lines[index].text);
        }
    }
    for (char *at = strtok(recorded, "\n"); at != NULL; at = strtok(NULL, "\n")) {
        at[strcspn(at, "\t")] = '\0';
        line key = {at, NULL};
        if (bsearch(&key, lines, lines_len, sizeof *lines, by_id) == NULL) {
            fail(at, "recorded, but no case has this id");
        }
    }
    free(recorded);
}

static const kenpo_programme *programme_of(const char *path, json_t *file) {
    json_t *name = json_object_get(file, "programme");
    if (name == NULL) {
        return NULL;
    }
    if (!json_is_string(name)) {
        give_up(path, "programme is no text");
    }
    size_t len = 0;
    char *document_path = in_root(json_string_value(name));
    char *document = read_file(document_path, &len);
    const kenpo_programme *programme = NULL;
    if (document == NULL || kenpo_programme_parse(document, len, &programme, NULL) != KENPO_OK) {
        give_up(document_path, "no programme");
    }
    json_t *read = json_loadb(document, len, 0, NULL);
    twins_programme(read);
    const char *fault = document_marker_fault(document_path, read);
    if (fault != NULL) {
        fail(document_path, fault);
    }
    json_decref(read);
    free(document);
    free(document_path);
    return programme;
}

static void run_file(const char *path) {
    static const char *const file_keys[] = {"operation", "programme", "cases", NULL};
    static const char *const case_keys[] = {"id", "rules", "note", "request", "request_text", "expect", NULL};
    json_t *file = read_json(path);
    only_keys(path, file, file_keys);
    const char *operation = json_string_value(json_object_get(file, "operation"));
    json_t *list = json_object_get(file, "cases");
    if (operation == NULL || !json_is_array(list)) {
        give_up(path, "no operation or no cases");
    }
    const kenpo_programme *programme = programme_of(path, file);
    line *lines = calloc(json_array_size(list) + 1, sizeof *lines);
    if (lines == NULL) {
        give_up(path, "no memory");
    }
    size_t index;
    json_t *case_;
    json_array_foreach(list, index, case_) {
        only_keys(path, case_, case_keys);
        const char *id = json_string_value(json_object_get(case_, "id"));
        if (id == NULL || !json_is_object(json_object_get(case_, "expect"))) {
            give_up(path, "a case without an id, or without anything expected");
        }
        cases++;
        if (json_object_get(ids, id) != NULL) {
            give_up(id, "the id stands twice");
        }
        json_object_set_new(ids, id, json_true());
        lines[index].id = id;
        lines[index].text = answer_line(operation, programme, id, case_);
    }
    size_t lines_len = json_array_size(list);
    qsort(lines, lines_len, sizeof *lines, by_id);

    char *record = strdup(path);
    if (record == NULL) {
        give_up(path, "no memory");
    }
    memcpy(strrchr(record, '.'), ".tsv", 5);
    compare(record, lines, lines_len);
    for (index = 0; index < lines_len; index++) {
        fprintf(all_lines, "%s\n", lines[index].text);
        free(lines[index].text);
    }
    free(record);
    free(lines);
    kenpo_programme_free(programme);
    json_decref(file);
}

static int visit(const char *path, const struct stat *about, int kind, struct FTW *place) {
    (void)about;
    (void)place;
    size_t len = strlen(path);
    if (kind == FTW_F && len > 5 && strcmp(path + len - 5, ".json") == 0) {
        if (paths_len == sizeof paths / sizeof *paths) {
            give_up(path, "too many vector files");
        }
        paths[paths_len++] = strdup(path);
    }
    return 0;
}

static int by_bytes(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* SHA-256 of all lines, by the system's sha256sum. */
static void digest_of(const char *path, char out[65]) {
    char command[4200];
    snprintf(command, sizeof command, "sha256sum '%s'", path);
    FILE *sum = popen(command, "r");
    if (sum == NULL || fscanf(sum, "%64[0-9a-f]", out) != 1 || pclose(sum) != 0) {
        give_up("sha256sum", "cannot be run");
    }
}

int main(int argc, char **argv) {
    const char *named = argc > 1 ? argv[1] : getenv("KENPO_ROOT");
    snprintf(root, sizeof root, "%s", named == NULL ? "." : named);
    char lines_path[] = "/tmp/kenpo-vectors-XXXXXX";
    int descriptor = mkstemp(lines_path);
    all_lines = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (all_lines == NULL) {
        give_up(lines_path, "cannot be written");
    }

    char *contract_path = in_root("docs/schemas/contract.json"), *folder = in_root("tests/vectors");
    json_t *contract = read_json(contract_path);
    twins_init(contract);
    ids = json_object();
    if (nftw(folder, visit, 16, 0) != 0) {
        give_up(folder, "cannot be read");
    }
    qsort(paths, paths_len, sizeof *paths, by_bytes);
    for (size_t index = 0; index < paths_len; index++) {
        run_file(paths[index]);
        free(paths[index]);
    }

    char digest[65];
    if (fclose(all_lines) != 0) {
        give_up(lines_path, "cannot be written");
    }
    digest_of(lines_path, digest);
    unlink(lines_path);
    if (sweep_fault() != NULL) {
        give_up(folder, "the sweep with marks saw too little");
    }
    json_decref(ids);
    json_decref(contract);
    free(contract_path);
    free(folder);
    printf("kenpo-vectors runner=c abi=%u cases=%zu failed=%zu answers_sha256=%s\n", (unsigned)kenpo_abi_version(), cases,
           failed, digest);
    return failed == 0 && cases > 0 ? 0 : 1;
}
