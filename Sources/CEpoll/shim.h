#ifndef GRUPO_BATCH_CEPOLL_SHIM_H
#define GRUPO_BATCH_CEPOLL_SHIM_H
/* Swift's Glibc leaves these two out. */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif
