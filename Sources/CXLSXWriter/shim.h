#ifndef GRUPO_BATCH_CXLSXWRITER_SHIM_H
#define GRUPO_BATCH_CXLSXWRITER_SHIM_H
#include <stdint.h>
#include <stdlib.h>
#include <xlsxwriter.h>

/* Gives each bar of a series its colour; the library copies them. At most 16. */
static inline void grupo_colour_bars(lxw_chart_series *series, const uint32_t *colours, size_t count) {
    lxw_chart_fill fills[16] = {{0}};
    lxw_chart_point points[16] = {{0}};
    lxw_chart_point *list[17] = {0};
    if (count > 16) count = 16;
    for (size_t i = 0; i < count; i++) {
        fills[i].color = colours[i];
        points[i].fill = &fills[i];
        list[i] = &points[i];
    }
    chart_series_set_points(series, list);
}

/* Offers two words, and nothing else, in the cells of a column; the library copies them. */
static inline void grupo_offer_words(
    lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last, lxw_col_t column, const char *one, const char *other) {
    char *words[3] = {(char *)one, (char *)other, NULL};
    lxw_data_validation offer = {0};
    offer.validate = LXW_VALIDATION_TYPE_LIST;
    offer.value_list = words;
    worksheet_data_validation_range(sheet, first, column, last, column, &offer);
}
#endif
