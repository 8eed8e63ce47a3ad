#ifndef GRUPO_BATCH_CARCHIVE_SHIM_H
#define GRUPO_BATCH_CARCHIVE_SHIM_H
#include <archive.h>
#include <archive_entry.h>
#endif
