/* A long list folded chunk by chunk: on two threads, kept on a disk and gone on with, given up, and refused. */
#include <kenpo.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

enum { HOLDERS = 1000, CHUNK = 64, ROOM = 1 << 17 };

static const char fold_list[] = "lottery.fold_list";

/* A text between the first `before` and the next quotation mark, copied; NULL for none. */
static char *between(const char *text, size_t length, const char *before) {
    size_t of_before = strlen(before);
    for (size_t at = 0; at + of_before <= length; at++) {
        if (memcmp(text + at, before, of_before) != 0)
            continue;
        const char *from = text + at + of_before, *end = memchr(from, '"', length - at - of_before);
        if (end == NULL)
            return NULL;
        char *copy = malloc((size_t)(end - from) + 1);
        memcpy(copy, from, (size_t)(end - from));
        copy[end - from] = '\0';
        return copy;
    }
    return NULL;
}

static kenpo_status fold(const char *request, kenpo_buf *answer, kenpo_buf *error) {
    return kenpo_answer(NULL, fold_list, sizeof fold_list - 1, request, strlen(request), answer, error);
}

/* The request of holders from `first` to before `end`; each key is left out where its text is NULL. */
static char *request_of(const char *state, int place, int first, int end, const char *next) {
    char *text = malloc(ROOM);
    int at = snprintf(text, ROOM, "{");
    if (state != NULL)
        at += snprintf(text + at, ROOM - at, "\"state\":\"%s\",", state);
    at += snprintf(text + at, ROOM - at, "\"place\":%d,\"entries\":[", place);
    for (int holder = first; holder < end; holder++)
        at += snprintf(text + at, ROOM - at, "%s{\"tag\":\"%064x\",\"count\":%d}", holder == first ? "" : ",", holder, 1 + holder % 3);
    at += snprintf(text + at, ROOM - at, "]");
    if (next != NULL)
        at += snprintf(text + at, ROOM - at, ",\"next\":\"%s\"", next);
    snprintf(text + at, ROOM - at, "}");
    return text;
}

/* The state after a chunk, in place of the one before, which is released. */
static char *after(char *state, int place, int first, int end, const char *next, char **root) {
    kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
    char *request = request_of(state, place, first, end, next), *made = NULL;
    CHECK(fold(request, &answer, &error) == KENPO_OK);
    made = between((const char *)answer.ptr, answer.len, "\"state\":\"");
    if (root != NULL)
        *root = between((const char *)answer.ptr, answer.len, "\"root\":\"");
    kenpo_buf_free(&answer);
    kenpo_buf_free(&error);
    free(request);
    free(state);
    return made;
}

struct part {
    int first, end;
    char *state;
};

static void *fold_part(void *given) {
    struct part *part = given;
    /* Here is where progress is shown, and where one may stop. */
    for (int at = part->first; at < part->end; at += CHUNK)
        part->state = after(part->state, at, at, at + CHUNK < part->end ? at + CHUNK : part->end, NULL, NULL);
    return NULL;
}

static void refused(const char *request, const char *said) {
    kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
    CHECK(fold(request, &answer, &error) == KENPO_ERR_INVALID_REQUEST);
    CHECK(answer.ptr == NULL && error.len >= strlen(said) && memcmp(error.ptr, said, strlen(said)) == 0);
    kenpo_buf_free(&error);
}

int main(int argc, char **argv) {
    /* The whole in one request. */
    char *root = NULL, *whole = after(NULL, 0, 0, HOLDERS, NULL, &root);
    CHECK(root != NULL && strlen(root) == 64);

    /* Two parts on two threads, joined. */
    struct part parts[2] = {{0, 450, NULL}, {450, HOLDERS, NULL}};
    pthread_t second;
    CHECK(pthread_create(&second, NULL, fold_part, &parts[1]) == 0);
    fold_part(&parts[0]);
    CHECK(pthread_join(second, NULL) == 0);
    char *joined_root = NULL;
    char *joined = after(parts[0].state, 450, 450, 450, parts[1].state, &joined_root);
    CHECK(joined != NULL && strcmp(joined, whole) == 0 && joined_root != NULL && strcmp(joined_root, root) == 0);

    /* Kept in a file, and gone on with. */
    char *state = after(NULL, 0, 0, 700, NULL, NULL), kept[4096] = "";
    FILE *file = argc == 2 ? fopen(argv[1], "w+") : NULL;
    CHECK(file != NULL && fputs(state, file) >= 0);
    rewind(file);
    CHECK(fgets(kept, sizeof kept, file) != NULL && strlen(kept) < sizeof kept - 1);
    fclose(file);
    char *again = malloc(strlen(kept) + 1);
    strcpy(again, kept);
    char *gone_on = after(again, 700, 700, HOLDERS, NULL, NULL);
    CHECK(gone_on != NULL && strcmp(gone_on, whole) == 0);

    /* A chunk left out, one taken twice, a holder of the chunk before; a state that was changed. What is refused changes nothing. */
    char *left_out = request_of(state, 764, 764, 800, NULL), *twice = request_of(state, 636, 636, 700, NULL), *same = request_of(state, 700, 699, 800, NULL);
    refused(left_out, "{\"code\":\"missing_value\",\"path\":\"/place\"");
    refused(twice, "{\"code\":\"entries_unordered\",\"path\":\"/place\"");
    refused(same, "{\"code\":\"entry_repeated\",\"path\":\"/entries/0/tag\"");
    for (size_t at = 0; at < strlen(kept); at += 7) {
        char *changed = request_of(kept, 700, 700, 701, NULL), *digit = changed + strlen("{\"state\":\"") + at;
        *digit = *digit == '0' ? '1' : '0';
        refused(changed, "{\"code\":\"fold_state_invalid\",\"path\":\"/state\"");
        free(changed);
    }
    free(left_out);
    free(twice);
    free(same);
    free(state);
    free(gone_on);
    free(joined);
    free(joined_root);
    free(parts[1].state);
    free(whole);
    free(root);
    return report("folds");
}
