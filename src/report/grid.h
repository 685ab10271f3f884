/* SPDX-License-Identifier: Apache-2.0 */
/* grid.h - a table for a terminal, by libsmartcols (the one file that knows it). */
#pragma once
#include "base/base.h"

enum { CP_GRID_COLUMNS_MAX = 16 };

typedef struct cp_grid_column {
    const char *name;
    bool is_right; /* numbers */
    bool
        /* gives way when the terminal is narrow: cut with an ellipsis; in a pipe nothing is ever
         * cut */
        is_flexible;
    bool wraps; /* instead of being cut */
} cp_grid_column;

typedef struct cp_grid {
    cp_arena *a;
    const cp_grid_column *columns;
    uint32_t n_columns;
    void *table;
} cp_grid;

/* width 0: as wide as it needs to be. Freed with a. */
cp_grid cp_grid_new(cp_arena *a, const cp_grid_column *columns, uint32_t n_columns, uint32_t width);
/* One cell per column. color: an SGR name of libsmartcols ("red"), or NULL, for the whole row. Text
 * is made harmless. */
void cp_grid_row(cp_grid *g, const cp_str *cells, const char *color);
void cp_grid_print(cp_grid *g, bool with_color, cp_buf *out);
