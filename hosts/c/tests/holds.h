#ifndef HOLDS_H
#define HOLDS_H

#include <kenpo.h>

#include <string.h>

/* Whether bytes hold a text. */
static int holds(const kenpo_buf *buffer, const char *text) {
    size_t len = strlen(text);
    for (size_t at = 0; at + len <= buffer->len; at++) {
        if (memcmp(buffer->ptr + at, text, len) == 0) {
            return 1;
        }
    }
    return 0;
}

#endif
