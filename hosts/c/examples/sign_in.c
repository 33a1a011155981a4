/* Signing in at a kiosk: three failures lock an ID for thirty minutes, also after a restart.
 *
 *     sign_in PROGRAMME NOW STATE LOGIN-ID NAME
 *
 * PROGRAMME is a file, NOW an instant such as 2024-02-01T10:00:00+09:00, NAME the representative's in half-width kana. The password is one line of the
 * standard input. STATE is a file with the row of attempts of this one ID; a kiosk for many IDs keeps a table.
 */
#define _DEFAULT_SOURCE
#include <kenpo.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { DOCUMENT_LIMIT = 1 << 20, PASSWORD_LIMIT = 1024, ROW_LIMIT = 1024, REQUEST_LIMIT = 4096 };

/* The one household that this kiosk knows. A society's is in its database, with a hash of the password made by Argon2id or bcrypt. */
static const char LOGIN_ID[] = "1999999", NAME[] = "\u30bf\u30ed\u30a6", PASSWORD[] = "kenko2024";

/* Compares all bytes, so that the time does not tell how many are right. */
static int password_fits(const char *entered) {
    size_t len = strlen(entered);
    unsigned char differs = len != sizeof PASSWORD - 1;
    for (size_t i = 0; i < sizeof PASSWORD - 1; i++) {
        differs |= (unsigned char)((i < len ? entered[i] : 0) ^ PASSWORD[i]);
    }
    return differs == 0;
}

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

/* The object behind a text that stands in the answer once. Answers are compact, and no value of this one holds a brace. */
static const char *object_after(const kenpo_buf *answer, const char *before, size_t *len_out) {
    const char *text = (const char *)answer->ptr, *end = text + answer->len;
    size_t len = strlen(before);
    *len_out = 0;
    for (; text + len < end; text++) {
        if (memcmp(text, before, len) != 0) {
            continue;
        }
        int depth = 0;
        for (const char *last = text + len; last < end; last++) {
            depth += *last == '{' ? 1 : *last == '}' ? -1 : 0;
            if (depth == 0) {
                *len_out = (size_t)(last + 1 - (text + len));
                return text + len;
            }
        }
    }
    return NULL;
}

/* Asks, and writes the row that comes back. The file stays locked from reading to writing, so that what the answer expects of it still holds. */
static int sign_in(const kenpo_programme *programme, char **arguments, const char *password) {
    const char *now = arguments[0], *state = arguments[1], *login_id = arguments[2], *name = arguments[3];
    int known = strcmp(login_id, LOGIN_ID) == 0;
    int fits = known && password_fits(password);

    int file = open(state, O_RDWR | O_CREAT, 0600);
    if (file < 0 || flock(file, LOCK_EX) != 0) {
        perror(state);
        return EXIT_FAILURE;
    }
    char row[ROW_LIMIT + 1];
    ssize_t row_len = read(file, row, ROW_LIMIT);
    if (row_len < 0) {
        perror(state);
        close(file);
        return EXIT_FAILURE;
    }
    row[row_len] = '\0';

    /* ID and name are this program's own characters only: whoever takes others quotes them as in kiosk.c. */
    char request[REQUEST_LIMIT];
    int len = snprintf(request, sizeof request,
                       "{\"now\":\"%s\",\"key\":\"k\",%s%s%s\"login_id\":\"%s\",\"known\":%s,\"name\":\"%s\","
                       "\"people\":[{\"name\":\"%s\",\"role\":\"representative\"}],\"password_fits\":%s,"
                       "\"password\":{\"set_on\":\"2023-04-01\"}}",
                       now, row_len > 0 ? "\"attempts\":" : "", row, row_len > 0 ? "," : "", login_id,
                       known ? "true" : "false", name, NAME, fits ? "true" : "false");
    if (len < 0 || (size_t)len >= sizeof request) {
        fprintf(stderr, "too long\n");
        close(file);
        return EXIT_FAILURE;
    }
    static const char op[] = "account.sign_in";
    kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
    kenpo_status status = kenpo_answer(programme, op, sizeof op - 1, request, (size_t)len, &answer, &error);
    if (status != KENPO_OK) {
        close(file);
        return fail(op, status, &error);
    }
    size_t store_len = 0, shown_len = 0;
    const char *store = object_after(&answer, "\"store\":[", &store_len);
    const char *shown = object_after(&answer, "\"shown\":", &shown_len);
    int written = store == NULL
               || (lseek(file, 0, SEEK_SET) == 0 && write(file, store, store_len) == (ssize_t)store_len
                   && ftruncate(file, (off_t)store_len) == 0 && fsync(file) == 0);
    close(file);
    if (!written) {
        perror(state);
        kenpo_buf_free(&answer);
        return EXIT_FAILURE;
    }
    /* All that the person may be told. */
    printf("%.*s\n", (int)shown_len, shown == NULL ? "" : shown);
    kenpo_buf_free(&answer);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: sign_in PROGRAMME NOW STATE LOGIN-ID NAME\n");
        return EXIT_FAILURE;
    }
    if (kenpo_abi_version() != KENPO_ABI_VERSION) {
        fprintf(stderr, "the library is not the one this program was built for\n");
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
    /* Without a buffer, so that the C library keeps no copy of what is typed. */
    setvbuf(stdin, NULL, _IONBF, 0);
    char password[PASSWORD_LIMIT + 2] = "";
    if (fgets(password, sizeof password, stdin) != NULL) {
        password[strcspn(password, "\r\n")] = '\0';
    }
    int result = sign_in(programme, argv + 2, password);
    explicit_bzero(password, sizeof password);
    kenpo_programme_free(programme);
    return result;
}
