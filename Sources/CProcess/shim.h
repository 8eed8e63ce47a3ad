#ifndef GRUPO_BATCH_CPROCESS_SHIM_H
#define GRUPO_BATCH_CPROCESS_SHIM_H
#include <sys/prctl.h>
// prctl is variadic, which Swift cannot call.
static inline int grupo_set_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
#endif
