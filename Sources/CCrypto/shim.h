#ifndef GRUPO_BATCH_CCRYPTO_SHIM_H
#define GRUPO_BATCH_CCRYPTO_SHIM_H
#include <openssl/evp.h>
#endif
