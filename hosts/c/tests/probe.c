/* A panic inside the library becomes a status, and the library goes on. The argument is the probe build's library. */
#include <kenpo.h>

#include <string.h>

#ifdef _WIN32
#include <windows.h>
#define dlopen(name, how) ((void *)LoadLibraryA(name))
#define dlsym(library, name) ((void *)GetProcAddress((HMODULE)(library), name))
#define dlerror() "it cannot be loaded"
#else
#include <dlfcn.h>
#endif

#include "check.h"

/* ISO C has no cast from an object's pointer to a function's. */
static void load(void *library, const char *name, void *function_out, size_t size) {
    void *symbol = dlsym(library, name);
    CHECK(symbol != NULL);
    memcpy(function_out, &symbol, size);
}

int main(int argc, char **argv) {
    void *library = argc == 2 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
    if (library == NULL) {
        fprintf(stderr, "usage: probe LIBRARY (%s)\n", argc == 2 ? dlerror() : "no library is named");
        return 1;
    }
    kenpo_status (*probe)(void) = NULL;
    kenpo_status (*check)(const char *, size_t, int32_t *) = NULL;
    load(library, "kenpo_probe_panic", &probe, sizeof probe);
    load(library, "kenpo_insurer_number_reason", &check, sizeof check);
    if (probe == NULL || check == NULL) {
        return report("probe");
    }
    for (int time = 0; time < 3; time++) {
        int32_t reason = 77;
        CHECK(probe() == KENPO_ERR_PANIC);
        CHECK(check("06130488", 8, &reason) == KENPO_OK && reason == 0);
    }
    return report("probe");
}
