#ifndef GRUPO_BATCH_CPROCESS_SHIM_H
#define GRUPO_BATCH_CPROCESS_SHIM_H
#include <stdio.h>
#include <sys/prctl.h>
// prctl is variadic, which Swift cannot call.
static inline int grupo_set_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
// stdout is a variable, which Swift takes for unsafe to share. Flushing all streams at once would wait for whoever reads
// standard input.
static inline int grupo_flush_output(void) { return fflush(stdout); }
#endif
