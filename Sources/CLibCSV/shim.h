#ifndef GRUPO_BATCH_CLIBCSV_SHIM_H
#define GRUPO_BATCH_CLIBCSV_SHIM_H
#include <csv.h>
#endif
