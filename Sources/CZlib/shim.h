#ifndef GRUPO_BATCH_CZLIB_SHIM_H
#define GRUPO_BATCH_CZLIB_SHIM_H
#include <zlib.h>

/* Swift does not see inflateInit2, which is a macro. */
static inline int grupo_inflate_begin(z_stream *stream, int window) {
    return inflateInit2(stream, window);
}

#endif
