#ifndef GRUPO_BATCH_CPROCESS_SHIM_H
#define GRUPO_BATCH_CPROCESS_SHIM_H
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
// prctl is variadic, which Swift cannot call.
static inline int grupo_set_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
// stdout is a variable, which Swift takes for unsafe to share. Flushing all streams at once would wait for whoever reads
// standard input.
static inline int grupo_flush_output(void) { return fflush(stdout); }
// syscall is variadic, and older C libraries have no close_range. Every open file from `first` on ends with the next exec; a kernel
// before 5.11 leaves them open.
static inline void grupo_close_files_on_exec(unsigned first) {
#ifdef SYS_close_range
    (void)syscall(SYS_close_range, first, ~0U, 1U << 2); // CLOSE_RANGE_CLOEXEC
#else
    (void)first;
#endif
}
#endif
