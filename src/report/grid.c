/* SPDX-License-Identifier: Apache-2.0 */
/* grid.c - see grid.h. */
#include "report/grid.h"
#include "report/fit.h"

cp_grid cp_grid_new(cp_arena *a, const cp_grid_column *columns, uint32_t n_columns, uint32_t width)
{
    cp_grid g = { .a = a, .columns = columns, .n_columns = n_columns, .width = width };
    assert(n_columns > 0 && n_columns <= CP_GRID_COLUMNS_MAX);
    for (uint32_t i = 0; i < n_columns; i++)
        g.widest[i] = (uint32_t)strlen(columns[i].name);
    return g;
}

static void more_rows(cp_grid *g)
{
    uint32_t cap = g->cap_rows ? g->cap_rows * 2 : 64;
    cp_str *cells = CP_NEW_ARRAY(g->a, cp_str, (size_t)cap * g->n_columns);
    const char **colors = CP_NEW_ARRAY(g->a, const char *, cap);
    cp_str *notes = CP_NEW_ARRAY(g->a, cp_str, cap);
    if (g->n_rows) {
        memcpy(cells, g->cells, (size_t)g->n_rows * g->n_columns * sizeof *cells);
        memcpy(colors, g->colors, g->n_rows * sizeof *colors);
        memcpy(notes, g->notes, g->n_rows * sizeof *notes);
    }
    g->cells = cells;
    g->notes = notes;
    g->colors = colors;
    g->cap_rows = cap;
}

void cp_grid_row(cp_grid *g, const cp_str *cells, const char *color)
{
    if (g->n_rows == g->cap_rows)
        more_rows(g);
    cp_str *row = g->cells + (size_t)g->n_rows * g->n_columns;
    for (uint32_t i = 0; i < g->n_columns; i++) {
        if (g->n_rows && cp_str_eq(cells[i], row[(int)i - (int)g->n_columns])) {
            row[i] = row[(int)i - (int)g->n_columns]; /* rows that stand together are often alike */
            continue;
        }
        cp_str safe = cp_text_safe(g->a, cells[i]); /* the text itself where it is harmless */
        if (safe.p == cells[i].p)
            safe = cp_str_dup(g->a, safe);
        uint32_t w = cp_fit_columns(safe);
        if (g->width == 0 && w > CP_GRID_COLUMN_MAX)
            w = CP_GRID_COLUMN_MAX;
        g->widest[i] = w > g->widest[i] ? w : g->widest[i];
        row[i] = safe;
    }
    g->notes[g->n_rows] = CP_STR("");
    g->colors[g->n_rows++] = color;
}

void cp_grid_note(cp_grid *g, cp_str text)
{
    if (g->width)
        g->notes[g->n_rows - 1] = cp_text_safe(g->a, cp_str_dup(g->a, text));
}

/* The widest flexible column gives way until a row fits. False: none can any more. */
static bool fit(cp_grid *g)
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
            return total <= g->width;
        g->widest[at] -= total - g->width > g->widest[at] / 2 ? g->widest[at] / 16 + 1 : 1;
    }
}

static void add_blanks(cp_buf *out, uint32_t n)
{
    static const cp_str some = CP_STR_INIT("                                ");
    for (; n > some.n; n -= (uint32_t)some.n)
        cp_buf_add(out, some);
    cp_buf_add(out, cp_str_slice(some, 0, n));
}

/* Nothing stands behind the last cell of a line but its text. */
static void print_cell(const cp_grid *g, uint32_t i, cp_str cell, cp_buf *out)
{
    bool is_last = i + 1 == g->n_columns, is_right = g->columns[i].is_right;
    size_t n = g->width && g->columns[i].is_flexible ? cp_fit_bytes(cell, g->widest[i]) : cell.n;
    uint32_t w = cp_fit_columns(cp_str_slice(cell, 0, n)) + (n < cell.n);
    uint32_t blanks = g->widest[i] > w ? g->widest[i] - w : 0;
    if (is_right && !(is_last && cell.n == 0))
        add_blanks(out, blanks);
    cp_buf_add(out, cp_str_slice(cell, 0, n));
    cp_buf_add_c(out, n < cell.n ? "\xe2\x80\xa6" : "");
    if (!is_last)
        add_blanks(out, (is_right ? 0 : blanks) + 1);
}

static const char *sgr_of(const char *color)
{
    static const struct {
        const char *name, *begin;
    } colors[] = { { "red", "\033[31m" },
                   { "green", "\033[32m" },
                   { "yellow", "\033[33m" },
                   { "magenta", "\033[35m" } };
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++)
        if (strcmp(colors[i].name, color) == 0)
            return colors[i].begin;
    assert(!"a colour of the table");
    return "";
}

enum { NOTE_INDENT = 4, CELL_INDENT = 2 };

/* line: empty, and used again for the next one. */
static void print_note(const cp_grid *g, uint32_t row, cp_buf *line, cp_buf *out)
{
    if (g->notes[row].n == 0)
        return;
    cp_buf_fmt(line, "%*s%.*s", NOTE_INDENT, "", CP_FMT(g->notes[row]));
    cp_fit_wrap(cp_buf_str(line), g->width, NOTE_INDENT, out);
    line->n = 0;
}

/* "NAME: value", a line for each cell that is not empty: for a terminal on which no row fits, even
 * with all its cells cut. Nothing is cut here. */
static void print_upright(const cp_grid *g, uint32_t row, const char *color, cp_buf *line,
                          cp_buf *out)
{
    for (uint32_t i = 0; i < g->n_columns; i++) {
        cp_str cell = g->cells[(size_t)row * g->n_columns + i];
        bool has_color = color && i == 0;
        int indent = i ? CELL_INDENT : 0;
        if (cell.n == 0)
            continue;
        cp_buf_fmt(line, "%*s%s%s: %.*s%s", indent, "", has_color ? sgr_of(color) : "",
                   g->columns[i].name, CP_FMT(cell), has_color ? "\033[0m" : "");
        cp_fit_wrap(cp_buf_str(line), g->width, (uint32_t)indent + CELL_INDENT, out);
        line->n = 0;
    }
}

static void print_row(const cp_grid *g, uint32_t row, const char *color, cp_buf *out)
{
    cp_buf_add_c(out, color ? sgr_of(color) : "");
    for (uint32_t i = 0; i < g->n_columns; i++)
        print_cell(g, i, g->cells[(size_t)row * g->n_columns + i], out);
    cp_buf_add_c(out, color ? "\033[0m\n" : "\n");
}

void cp_grid_print(cp_grid *g, bool with_color, cp_buf *out)
{
    bool is_upright = g->width && !fit(g) && g->n_rows;
    cp_buf line = cp_buf_new(g->a);
    for (uint32_t i = 0; i < g->n_columns && g->n_rows && !is_upright; i++)
        print_cell(g, i, cp_str_c(g->columns[i].name), out);
    if (!is_upright)
        cp_buf_char(out, '\n');
    for (uint32_t row = 0; row < g->n_rows; row++) {
        const char *color = with_color ? g->colors[row] : NULL;
        if (is_upright)
            print_upright(g, row, color, &line, out);
        else
            print_row(g, row, color, out);
        print_note(g, row, &line, out);
    }
}
