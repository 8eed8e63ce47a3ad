// To be preloaded: ends the process with SIGKILL as it begins the KILL_AT-th call of KILL_CALL of all its threads.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void strike(const char *call) {
    static atomic_long calls;
    const char *wanted = getenv("KILL_CALL");
    if (wanted == NULL || strcmp(wanted, call) != 0) return;
    if (atomic_fetch_add(&calls, 1) + 1 == atol(getenv("KILL_AT"))) kill(getpid(), SIGKILL);
}

#define STRUCK(result, name, parameters, arguments)                             \
    result name parameters {                                                    \
        static result(*_Atomic real) parameters;                                \
        if (real == NULL) real = (result(*) parameters)dlsym(RTLD_NEXT, #name); \
        strike(#name);                                                          \
        return real arguments;                                                  \
    }

STRUCK(int, fdatasync, (int file), (file))
STRUCK(int, fsync, (int file), (file))
STRUCK(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
STRUCK(ssize_t, read, (int file, void *data, size_t size), (file, data, size))
STRUCK(ssize_t, write, (int file, const void *data, size_t size), (file, data, size))
STRUCK(ssize_t, send, (int plug, const void *data, size_t size, int flags), (plug, data, size, flags))
STRUCK(ssize_t, recv, (int plug, void *data, size_t size, int flags), (plug, data, size, flags))
STRUCK(int, rename, (const char *old, const char *new), (old, new))
STRUCK(int, renameat, (int from, const char *old, int to, const char *new), (from, old, to, new))
STRUCK(int, link, (const char *old, const char *new), (old, new))
