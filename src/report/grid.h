/* SPDX-License-Identifier: Apache-2.0 */
/* grid.h - a table for a terminal.
 *
 * In a pipe nothing is ever cut; a cell that is longer than CP_GRID_COLUMN_MAX moves what stands
 * behind it in its row, and no other row grows by it. On a terminal the widest of the flexible
 * columns give way, one column of text at a time, until a row fits a line; what is cut ends with an
 * ellipsis. Where that is not enough, each row stands upright, a line for each of its cells, and
 * nothing is cut. */
#pragma once
#include "base/base.h"

enum {
    CP_GRID_COLUMNS_MAX = 16,
    CP_GRID_CELL_MIN = 8,    /* columns of text that a flexible cell keeps */
    CP_GRID_COLUMN_MAX = 160 /* in a pipe; names may have thousands, and rows a hundred thousand */
};

typedef struct cp_grid_column {
    const char *name;
    bool is_right; /* numbers */
    bool is_flexible;
} cp_grid_column;

typedef struct cp_grid {
    cp_arena *a;
    const cp_grid_column *columns;
    uint32_t n_columns, width;
    cp_str *cells; /* of the rows, which wait until all widths are known: n_rows x n_columns */
    const char **colors;
    cp_str *notes;
    uint32_t n_rows, cap_rows;
    uint32_t widest[CP_GRID_COLUMNS_MAX];
} cp_grid;

/* width 0: as wide as it needs to be. Freed with a. */
cp_grid cp_grid_new(cp_arena *a, const cp_grid_column *columns, uint32_t n_columns, uint32_t width);
/* One cell per column. color: "red", "green", "yellow", "magenta", or NULL, for the whole row. Text
 * is made harmless. */
void cp_grid_row(cp_grid *g, const cp_str *cells, const char *color);
/* On a terminal, text of lines of its own below the row that was added last; else nothing. */
void cp_grid_note(cp_grid *g, cp_str text);
/* A line for the names of the columns and one for each row with its note, or all rows upright. */
void cp_grid_print(cp_grid *g, bool with_color, cp_buf *out);
