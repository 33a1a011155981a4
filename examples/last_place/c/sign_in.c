/* Signing in at a kiosk, without its screen: sign_in DATABASE PROGRAMME [--careless]
 *
 * Each line of the standard input is a form, `now login-id name password`; each is answered by a line with what the person is told: `reason next until`.
 * Failures and locks are in the SQL database that the portals in PHP and Java write as well: they outlive the program.
 *
 * Requests are built and answers are read by SQLite's own JSON functions, which quote what people type.
 */
#define _DEFAULT_SOURCE
#include <kenpo.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DOCUMENT_LIMIT = 1 << 20, LINE_LIMIT = 1024, SALT_LIMIT = 64, HASH_LEN = 32, TRIES = 100, BUSY_MS = 30000 };

/* A form as entered; the texts stand in the line that was read. */
typedef struct {
    const char *now, *login_id, *name, *password;
} form;

/* What is open. */
typedef struct {
    sqlite3 *db;
    const kenpo_programme *programme;
    int careless;
} desk;

/* Stored under the ID as entered, whoever's it is, and as a digest: what people type by mistake may be a password. */
typedef char digest_text[2 * HASH_LEN + 1];

static _Noreturn void die(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static void hexadecimal(const unsigned char *bytes, size_t len, char *text) {
    for (size_t i = 0; i < len; i++) {
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    }
}

/* A statement with its texts bound; NULL is SQL's. The texts stay with the caller until it is finalized. */
static sqlite3_stmt *prepare(const desk *desk, const char *sql, const char *const *texts, int count) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(desk->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        die(sql, sqlite3_errmsg(desk->db));
    }
    for (int i = 0; i < count; i++) {
        sqlite3_bind_text(statement, i + 1, texts[i], -1, SQLITE_STATIC);
    }
    return statement;
}

/* Runs a statement that gives at most one row; whether it gave one. */
static int step(const desk *desk, sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        die(sqlite3_sql(statement), sqlite3_errmsg(desk->db));
    }
    return code == SQLITE_ROW;
}

static void run(const desk *desk, const char *sql, const char *const *texts, int count) {
    sqlite3_stmt *statement = prepare(desk, sql, texts, count);
    step(desk, statement);
    sqlite3_finalize(statement);
}

/* The only value of the only row, to be freed. */
static char *value(const desk *desk, const char *sql, const char *const *texts, int count) {
    sqlite3_stmt *statement = prepare(desk, sql, texts, count);
    char *copy = step(desk, statement) ? strdup((const char *)sqlite3_column_text(statement, 0)) : NULL;
    sqlite3_finalize(statement);
    if (copy == NULL) {
        die(sql, "no value");
    }
    return copy;
}

/* Whether the password is that of the ID. Nobody's password is hashed too: the time does not tell whether the ID is anyone's. */
static int password_fits(const desk *desk, const form *form) {
    static const char sql[] = "SELECT salt, iterations, hash FROM accounts WHERE login_id = ?1 UNION ALL SELECT ?2, 1000, '' LIMIT 1";
    const char *const texts[] = {form->login_id, "00000000000000000000000000000000"};
    sqlite3_stmt *statement = prepare(desk, sql, texts, 2);
    step(desk, statement);
    unsigned char salt[SALT_LIMIT], hash[HASH_LEN];
    size_t salt_len = 0;
    if (OPENSSL_hexstr2buf_ex(salt, sizeof salt, &salt_len, (const char *)sqlite3_column_text(statement, 0), '\0') != 1
        || PKCS5_PBKDF2_HMAC(form->password, (int)strlen(form->password), salt, (int)salt_len, sqlite3_column_int(statement, 1),
                             EVP_sha256(), sizeof hash, hash) != 1) {
        die("accounts", "a salt or a number of iterations is not usable");
    }
    digest_text entered;
    hexadecimal(hash, sizeof hash, entered);
    int fits = sqlite3_column_bytes(statement, 2) == 2 * HASH_LEN
            && CRYPTO_memcmp(entered, sqlite3_column_text(statement, 2), 2 * HASH_LEN) == 0;
    sqlite3_finalize(statement);
    OPENSSL_cleanse(hash, sizeof hash);
    OPENSSL_cleanse(entered, sizeof entered);
    return fits;
}

/* The request, as one statement reads it: what it says of the account, the household and the attempts is of one moment. json_patch leaves out nulls. */
static char *request_of(const desk *desk, const form *form, const char *key, int fits) {
    static const char sql[] =
        "SELECT json_patch('{}', json_object('now', ?1, 'key', ?2, 'login_id', ?3, 'name', ?4, 'password_fits', json(?5),"
        " 'known', json(iif(EXISTS (SELECT 1 FROM accounts WHERE login_id = ?3), 'true', 'false')),"
        " 'attempts', json((SELECT json_object('key', \"key\", 'failures', failures, 'locked_until', locked_until)"
        "   FROM attempts WHERE \"key\" = ?2)),"
        " 'people', json((SELECT json_group_array(json_object('name', name, 'role', role)) FROM household WHERE login_id = ?3)),"
        " 'password', json((SELECT json_object('set_on', set_on, 'provisional', json(iif(provisional, 'true', 'false')))"
        "   FROM accounts WHERE login_id = ?3))))";
    const char *const texts[] = {form->now, key, form->login_id, form->name, fits ? "true" : "false"};
    return value(desk, sql, texts, 5);
}

/* What `account.sign_in` answers, to be freed. */
static char *ask(const desk *desk, const char *request) {
    static const char op[] = "account.sign_in";
    kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
    kenpo_status status = kenpo_answer(desk->programme, op, sizeof op - 1, request, strlen(request), &answer, &error);
    if (status != KENPO_OK) {
        /* Errors name a place, never what was typed. */
        fprintf(stderr, "%.*s\n", (int)error.len, (const char *)error.ptr);
        kenpo_buf_free(&error);
        die(op, kenpo_status_name(status));
    }
    char *text = strndup((const char *)answer.ptr, answer.len);
    kenpo_buf_free(&answer);
    return text == NULL ? (die(op, "out of memory"), text) : text;
}

/* Writes the row, or nothing where another attempt was written since it was read; also a right password counts only then. */
static int commit(const desk *desk, const char *answer) {
    static const char update[] =
        "WITH answer (store, expect) AS (SELECT json_extract(?1, '$.answer.store[0]'), json_extract(?1, '$.answer.expect')),"
        " row (failures, locked_until) AS (SELECT json_extract(coalesce(store, expect), '$.failures'),"
        "   json_extract(coalesce(store, expect), '$.locked_until') FROM answer)"
        " UPDATE attempts SET (failures, locked_until) = (SELECT failures, locked_until FROM row)"
        " WHERE \"key\" = (SELECT json_extract(expect, '$.key') FROM answer)";
    static const char as_read[] =
        " AND failures = (SELECT json_extract(expect, '$.failures') FROM answer)"
        " AND locked_until IS (SELECT json_extract(expect, '$.locked_until') FROM answer)";
    char sql[sizeof update + sizeof as_read];
    snprintf(sql, sizeof sql, "%s%s", update, desk->careless ? "" : as_read);
    run(desk, "BEGIN IMMEDIATE", NULL, 0);
    run(desk, "INSERT INTO attempts SELECT json_extract(?1, '$.answer.expect.key'), 0, NULL WHERE true ON CONFLICT DO NOTHING", &answer, 1);
    run(desk, sql, &answer, 1);
    int holds = sqlite3_changes(desk->db) == 1;
    run(desk, holds ? "COMMIT" : "ROLLBACK", NULL, 0);
    return holds;
}

static void sign_in(const desk *desk, const form *form) {
    int fits = password_fits(desk, form);
    unsigned char digest[HASH_LEN];
    digest_text key;
    if (EVP_Digest(form->login_id, strlen(form->login_id), digest, NULL, EVP_sha256(), NULL) != 1) {
        die("SHA-256", "not available");
    }
    hexadecimal(digest, sizeof digest, key);
    for (int try = 0; try < TRIES; try++) {
        char *request = request_of(desk, form, key, fits);
        char *answer = ask(desk, request);
        free(request);
        const char *const texts[] = {answer};
        char *expects = value(desk, "SELECT json_type(?1, '$.answer.expect') IS NOT NULL", texts, 1);
        int done = strcmp(expects, "0") == 0 || commit(desk, answer);
        free(expects);
        if (done) {
            char *told = value(desk,
                               "SELECT json_extract(?1, '$.answer.verdict.shown.reason') || ' ' ||"
                               " json_extract(?1, '$.answer.verdict.shown.next') || ' ' ||"
                               " coalesce(json_extract(?1, '$.answer.verdict.shown.until.at'), '-')",
                               texts, 1);
            puts(told);
            fflush(stdout);
            free(told);
            free(answer);
            return;
        }
        free(answer);
    }
    die("sign_in", "an attempt lost every race");
}

static const kenpo_programme *parse(const char *path) {
    static char document[DOCUMENT_LIMIT];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    size_t len = fread(document, 1, sizeof document, file);
    fclose(file);
    const kenpo_programme *programme = NULL;
    kenpo_buf error = KENPO_BUF_INIT;
    kenpo_status status = kenpo_programme_parse(document, len, &programme, &error);
    if (status != KENPO_OK) {
        fprintf(stderr, "%.*s\n", (int)error.len, (const char *)error.ptr);
        kenpo_buf_free(&error);
        die(path, kenpo_status_name(status));
    }
    return programme;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        die("usage", "sign_in DATABASE PROGRAMME [--careless]");
    }
    if (kenpo_abi_version() != KENPO_ABI_VERSION) {
        die("kenpo", "the library is not the one this program was built for");
    }
    /* Only for the proof that a lock can be passed: it forgets what the answer expects. */
    desk desk = {.programme = parse(argv[2]), .careless = argc > 3 && strcmp(argv[3], "--careless") == 0};
    if (sqlite3_open_v2(argv[1], &desk.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        die(argv[1], sqlite3_errmsg(desk.db));
    }
    sqlite3_busy_timeout(desk.db, BUSY_MS);
    /* Without a buffer, so that the C library keeps no copy of what is typed. */
    setvbuf(stdin, NULL, _IONBF, 0);
    char line[LINE_LIMIT];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *place = NULL;
        form form = {.now = strtok_r(line, " ", &place)};
        form.login_id = strtok_r(NULL, " ", &place);
        form.name = strtok_r(NULL, " ", &place);
        form.password = strtok_r(NULL, "\r\n", &place);
        if (form.password == NULL) {
            die("a form", "holds no password");
        }
        sign_in(&desk, &form);
        OPENSSL_cleanse(line, sizeof line);
    }
    sqlite3_close(desk.db);
    kenpo_programme_free(desk.programme);
    return EXIT_SUCCESS;
}
