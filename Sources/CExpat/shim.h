#ifndef GRUPO_BATCH_CEXPAT_SHIM_H
#define GRUPO_BATCH_CEXPAT_SHIM_H
#include <expat.h>
#endif
