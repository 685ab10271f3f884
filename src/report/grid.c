/* SPDX-License-Identifier: Apache-2.0 */
/* grid.c - see grid.h. Cells are made harmless before libsmartcols sees them, so its own escaping
 * is not relied upon; and they are cut here, because it cuts names without a sign of it. */
#include "report/grid.h"
#include <libsmartcols.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static void free_table(void *arg) { scols_unref_table(arg); }

/* libsmartcols measures text by the locale; without one it would print accents as \x escapes.
 * Numbers stay in "C". */
static void use_utf8(void)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        (void)setlocale(LC_CTYPE, "");
}

/* Columns of a terminal. */
static uint32_t width_of(cp_str s)
{
    uint32_t w = 0, cp;
    for (size_t i = 0, n; i < s.n; i += n) {
        n = cp_utf8_decode(cp_str_from(s, i), &cp);
        int wide = n ? wcwidth((wchar_t)cp) : 1;
        w += wide > 0 ? (uint32_t)wide : 0;
        n = n ? n : 1;
    }
    return w;
}

/* At most width columns of s, the last of them an ellipsis if that is not all. */
static cp_str cut(cp_arena *a, cp_str s, uint32_t width)
{
    uint32_t w = 0, cp;
    size_t i = 0;
    if (width_of(s) <= width)
        return s;
    while (i < s.n) {
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        int wide = n ? wcwidth((wchar_t)cp) : 1;
        if (w + (uint32_t)(wide > 0 ? wide : 0) + 1 > width)
            break;
        w += (uint32_t)(wide > 0 ? wide : 0);
        i += n ? n : 1;
    }
    return cp_str_fmt(a, "%.*s\xe2\x80\xa6", (int)i, s.p);
}

cp_grid cp_grid_new(cp_arena *a, const cp_grid_column *columns, uint32_t n_columns, uint32_t width)
{
    cp_grid g = { .a = a, .columns = columns, .n_columns = n_columns, .width = width };
    assert(n_columns <= CP_GRID_COLUMNS_MAX);
    use_utf8();
    struct libscols_table *t = scols_new_table();
    if (!t)
        abort(); /* out of memory, as everywhere in an arena */
    cp_arena_defer(a, free_table, t);
    for (uint32_t i = 0; i < n_columns; i++) {
        (void)scols_table_new_column(t, columns[i].name, 0,
                                     columns[i].is_right ? SCOLS_FL_RIGHT : 0);
        g.widest[i] = (uint32_t)strlen(columns[i].name);
    }
    (void)scols_table_set_termforce(t, SCOLS_TERMFORCE_NEVER);
    g.table = t;
    return g;
}

static void add_line(cp_grid *g, const cp_str *cells, const char *color)
{
    struct libscols_line *line = scols_table_new_line(g->table, NULL);
    if (!line)
        abort();
    cp_arena_mark mark = cp_arena_here(g->a);
    for (uint32_t i = 0; i < g->n_columns; i++)
        (void)scols_line_set_data(line, i, cp_str_dup(g->a, cells[i]).p);
    cp_arena_back(g->a, mark);
    if (color)
        (void)scols_line_set_color(line, color);
}

static void more_rows(cp_grid *g)
{
    uint32_t cap = g->cap_rows ? g->cap_rows * 2 : 64;
    cp_str *cells = CP_NEW_ARRAY(g->a, cp_str, (size_t)cap * g->n_columns);
    const char **colors = CP_NEW_ARRAY(g->a, const char *, cap);
    if (g->n_rows) {
        memcpy(cells, g->cells, (size_t)g->n_rows * g->n_columns * sizeof *cells);
        memcpy(colors, g->colors, g->n_rows * sizeof *colors);
    }
    g->cells = cells;
    g->colors = colors;
    g->cap_rows = cap;
}

void cp_grid_row(cp_grid *g, const cp_str *cells, const char *color)
{
    cp_str safe[CP_GRID_COLUMNS_MAX];
    cp_arena_mark mark = cp_arena_here(g->a);
    for (uint32_t i = 0; i < g->n_columns; i++)
        safe[i] = cp_text_safe(g->a, cells[i]);
    if (g->width == 0) {
        add_line(g, safe, color);
        cp_arena_back(g->a, mark);
        return;
    }
    if (g->n_rows == g->cap_rows)
        more_rows(g);
    for (uint32_t i = 0; i < g->n_columns; i++) {
        uint32_t w = width_of(safe[i]);
        g->widest[i] = w > g->widest[i] ? w : g->widest[i];
        g->cells[(size_t)g->n_rows * g->n_columns + i] = cp_str_dup(g->a, safe[i]);
    }
    g->colors[g->n_rows++] = color;
}

/* The widest flexible column gives way until a row fits, or none can any more. */
static void fit(cp_grid *g)
{
    for (;;) {
        uint32_t total = g->n_columns - 1, at = g->n_columns;
        for (uint32_t i = 0; i < g->n_columns; i++) {
            total += g->widest[i];
            if (g->columns[i].is_flexible && g->widest[i] > CP_GRID_CELL_MIN &&
                (at == g->n_columns || g->widest[i] > g->widest[at]))
                at = i;
        }
        if (total <= g->width || at == g->n_columns)
            return;
        g->widest[at] -= total - g->width > g->widest[at] / 2 ? g->widest[at] / 16 + 1 : 1;
    }
}

static void print_waiting(cp_grid *g)
{
    cp_str cells[CP_GRID_COLUMNS_MAX];
    fit(g);
    for (uint32_t row = 0; row < g->n_rows; row++) {
        cp_arena_mark mark = cp_arena_here(g->a);
        for (uint32_t i = 0; i < g->n_columns; i++)
            cells[i] = cut(g->a, g->cells[(size_t)row * g->n_columns + i],
                           g->columns[i].is_flexible ? g->widest[i] : UINT32_MAX);
        add_line(g, cells, g->colors[row]);
        cp_arena_back(g->a, mark);
    }
    g->n_rows = 0;
}

void cp_grid_print(cp_grid *g, bool with_color, cp_buf *out)
{
    char *text = NULL;
    print_waiting(g);
    (void)scols_table_enable_colors(g->table, with_color);
    if (scols_print_table_to_string(g->table, &text) == 0 && text) {
        cp_buf_add_c(out, text);
        cp_buf_char(out, '\n');
    }
    free(text);
}
