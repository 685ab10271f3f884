/* SPDX-License-Identifier: Apache-2.0 */
/* grid.c - see grid.h. Cells are made harmless before libsmartcols sees them, so its own escaping
 * is not relied upon. */
#include "report/grid.h"
#include <libsmartcols.h>
#include <locale.h>
#include <stdlib.h>
#include "report/report.h"

static void free_table(void *arg) { scols_unref_table(arg); }

/* libsmartcols measures text by the locale; without one it would print accents as \x escapes.
 * Numbers stay in "C". */
static void use_utf8(void)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        (void)setlocale(LC_CTYPE, "");
}

cp_grid cp_grid_new(cp_arena *a, const cp_grid_column *columns, uint32_t n_columns, uint32_t width)
{
    assert(n_columns <= CP_GRID_COLUMNS_MAX);
    use_utf8();
    struct libscols_table *t = scols_new_table();
    if (!t)
        abort(); /* out of memory, as everywhere in an arena */
    cp_arena_defer(a, free_table, t);
    for (uint32_t i = 0; i < n_columns; i++) {
        bool cuts = width && columns[i].is_flexible;
        int flags = (columns[i].is_right ? SCOLS_FL_RIGHT : 0) |
                    (cuts ? columns[i].wraps ? SCOLS_FL_WRAP : SCOLS_FL_TRUNC : 0);
        (void)scols_table_new_column(t, columns[i].name, cuts ? 0.2 : 0, flags);
    }
    (void)scols_table_set_termforce(t, width ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
    if (width)
        (void)scols_table_set_termwidth(t, width);
    return (cp_grid){ a, columns, n_columns, t };
}

void cp_grid_row(cp_grid *g, const cp_str *cells, const char *color)
{
    struct libscols_line *line = scols_table_new_line(g->table, NULL);
    if (!line)
        abort();
    cp_arena_mark mark = cp_arena_here(g->a);
    for (uint32_t i = 0; i < g->n_columns; i++)
        (void)scols_line_set_data(line, i, cp_str_dup(g->a, cp_text_safe(g->a, cells[i])).p);
    cp_arena_back(g->a, mark);
    if (color)
        (void)scols_line_set_color(line, color);
}

void cp_grid_print(cp_grid *g, bool with_color, cp_buf *out)
{
    char *text = NULL;
    (void)scols_table_enable_colors(g->table, with_color);
    if (scols_print_table_to_string(g->table, &text) == 0 && text) {
        cp_buf_add_c(out, text);
        cp_buf_char(out, '\n');
    }
    free(text);
}
