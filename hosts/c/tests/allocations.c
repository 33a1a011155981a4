/* Which calls ask for memory. The library's allocator is the C library's, whose functions stand here with a count. */
#include <kenpo.h>

#include <errno.h>
#include <string.h>

#include "check.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static size_t asked;

void *malloc(size_t size) {
    asked++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    asked++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    asked++;
    return __libc_realloc(old, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    asked++;
    *out = __libc_memalign(alignment, size);
    return *out == NULL ? ENOMEM : 0;
}

int main(void) {
    static const char name[] = "\xef\xbd\xb6\xef\xbe\x9e\xef\xbd\xae \xe3\x81\x84"; /* ｶﾞｮ い */
    char longest[256], key[256];
    size_t len = 0;
    memset(longest, 'A', sizeof longest);

    asked = 0;
    CHECK(kenpo_match_key(name, sizeof name - 1, key, sizeof key, &len) == KENPO_OK && len == 9);
    CHECK(kenpo_match_key(longest, sizeof longest, key, sizeof key, &len) == KENPO_OK && len == 256);
    CHECK(kenpo_match_key(longest, sizeof longest, key, 1, &len) == KENPO_ERR_BUFFER_TOO_SMALL);
    CHECK(kenpo_match_key("\xff", 1, key, sizeof key, &len) == KENPO_ERR_INVALID_REQUEST);
    const int64_t offsets[3] = {0, 0, (int64_t)(sizeof name - 1)};
    int64_t ends[3], fault = 77;
    CHECK(kenpo_match_keys(name, sizeof name - 1, offsets, 2, key, sizeof key, ends, &fault) == KENPO_OK && ends[2] == 9);
    CHECK(kenpo_match_keys("\xff", 1, (const int64_t[]){0, 1}, 1, key, 1, ends, &fault) == KENPO_ERR_INVALID_REQUEST);
    CHECK(asked == 0 && fault == 0);

    /* The complete lane does ask, and is counted. */
    static const char op[] = "name.check", request[] = "{\"name\":\"A\",\"kana\":\"full_width\"}";
    kenpo_buf answer = KENPO_BUF_INIT;
    CHECK(kenpo_answer(NULL, op, sizeof op - 1, request, sizeof request - 1, &answer, NULL) == KENPO_OK);
    CHECK(asked > 0);
    kenpo_buf_free(&answer);
    return report("allocations");
}
