/* The conformance vectors without a JSON library, for platforms that have none: xtask writes each case as it is sent and as it is recorded. The argument is
   that file, whose programmes are named from the working folder. */
#include <kenpo.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_up(const char *what) {
    fprintf(stderr, "plain: %s\n", what);
    exit(2);
}

/* The next bytes of a file, with a NUL after them. */
static char *bytes_of(FILE *file, size_t len) {
    char *bytes = malloc(len + 1);
    if (bytes == NULL || fread(bytes, 1, len, file) != len) {
        give_up("the cases end early, or there is no memory");
    }
    bytes[len] = '\0';
    return bytes;
}

static const kenpo_programme *parsed(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        give_up(path);
    }
    long len = ftell(file);
    rewind(file);
    char *document = bytes_of(file, (size_t)len);
    const kenpo_programme *programme = NULL;
    if (kenpo_programme_parse(document, (size_t)len, &programme, NULL) != KENPO_OK) {
        give_up(path);
    }
    free(document);
    fclose(file);
    return programme;
}

int main(int argc, char **argv) {
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) {
        give_up("usage: plain CASES");
    }
    const kenpo_programme *programme = NULL;
    char *of = NULL;
    unsigned long lens[5], cases = 0, failed = 0;
    while (fscanf(file, "%lu %lu %lu %lu %lu", &lens[0], &lens[1], &lens[2], &lens[3], &lens[4]) == 5 && fgetc(file) == '\n') {
        char *parts[5];
        for (int part = 0; part < 5; part++) {
            parts[part] = bytes_of(file, lens[part]);
        }
        char *id = parts[0], *path = parts[1], *operation = parts[2], *request = parts[3], *expected = parts[4];
        if (of == NULL || strcmp(of, path) != 0) {
            kenpo_programme_free(programme);
            programme = *path == '\0' ? NULL : parsed(path);
            free(of);
            of = malloc(lens[1] + 1);
            if (of == NULL) {
                give_up("no memory");
            }
            memcpy(of, path, lens[1] + 1);
        }
        kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
        kenpo_status status = kenpo_answer(programme, operation, lens[2], request, lens[3], &answer, &error);
        const kenpo_buf *said = status == KENPO_OK ? &answer : &error;
        char number[16];
        size_t begun = (size_t)snprintf(number, sizeof number, "%d\t", (int)status);
        if (begun + said->len != lens[4] || memcmp(expected, number, begun) != 0
            || memcmp(expected + begun, said->ptr, said->len) != 0) {
            failed++;
            printf("%s: not what is recorded\n  expected %s\n  actual   %s%.*s\n", id, expected, number, (int)said->len,
                   (const char *)said->ptr);
        }
        cases++;
        kenpo_buf_free(&answer);
        kenpo_buf_free(&error);
        for (int part = 0; part < 5; part++) {
            free(parts[part]);
        }
    }
    if (!feof(file)) {
        give_up("the cases cannot be read");
    }
    kenpo_programme_free(programme);
    free(of);
    fclose(file);
    printf("plain: %lu cases, %lu failed\n", cases, failed);
    return failed == 0 && cases > 0 ? 0 : 1;
}
