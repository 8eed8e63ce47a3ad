#ifndef GRUPO_BATCH_CPOSTGRES_SHIM_H
#define GRUPO_BATCH_CPOSTGRES_SHIM_H
#include <libpq-fe.h>

/* What a field of an error says, by libpq's letters for the fields: Swift does not see the constants, which are characters. */
static inline const char *grupo_error_state(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline const char *grupo_error_severity(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
}

static inline const char *grupo_error_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}
#endif
