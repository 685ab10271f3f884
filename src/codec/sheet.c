/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.c - the rows of one sheet of a workbook (book.h).
 *
 *     <sheetData> <row r="2" hidden="1"> <c r="B2" s="3" t="s"><v>17</v></c> ... </row> ...
 *     <mergeCells> <mergeCell ref="A2:A7"/> ...                  behind all rows: a pass of its own
 *
 * Of a merged area only the column it begins in is kept in mind, from the row in which it begins to
 * its last; areas that lie over one another, which are none, count once. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "codec/book.h"
#include "codec/book_inside.h"

enum {
    COLUMN_LETTERS_MAX = 3,
    PASS_BYTES = CP_TAGS_WINDOW_BYTES,
    DAYS_1904 = 1462,   /* from the one epoch to the other */
    EPOCH_1900 = 25569, /* 1970-01-01 counted from 1899-12-30 */
    LEAP_1900 = 60,     /* the 29th of February 1900, which never was; 18.17.4.1 */
    DAYS_MAX = 2958465, /* 9999-12-31 */
    DAY_S = 86400,
    HEADING_COLUMNS = 3,
};
#define DIGITS_MAX 1e15              /* what a spreadsheet keeps of a number */
#define EXACT_MAX 9007199254740992.0 /* 2^53: what a double can hold */

typedef struct merge {
    uint32_t row, last_row;
    uint16_t column, last_column; /* from 0 */
} merge;

typedef struct filling {
    uint32_t last_row;
    cp_str value;
    bool is_on;
} filling;

typedef enum cell_type { T_NUMBER, T_SHARED, T_TEXT, T_BOOL, T_ERROR, T_DATE } cell_type;

struct cp_sheet {
    cp_arena *a, *rows; /* rows: emptied before each */
    cp_arena_mark mark;
    const cp_book *book;
    const cp_book_sheet *of;
    cp_unzip_stream *stream;
    cp_tags tags;
    char *window;
    merge *merges; /* by row, then column */
    uint32_t n_merges, n_merges_cap, next_merge;
    filling *filling; /* by column */
    uint16_t *filled; /* columns where it is on */
    uint32_t n_filled;
    uint64_t n_given;
    uint32_t row;
    cp_str *cells;
    bool *is_kept; /* the text of the cell outlives the row */
    uint32_t n, n_own;
    cp_raw_text raw;
    bool is_in, is_over; /* of sheetData */
    cp_sheet_told told;
    cp_rc rc;
    cp_err err;
};

cp_str cp_sheet_place(cp_arena *a, uint32_t row, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (; column && at; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    return row ? cp_str_fmt(a, "%.*s%u", (int)(sizeof letters - at), letters + at, row)
               : cp_str_fmt(a, "%.*s", (int)(sizeof letters - at), letters + at);
}

static void odd(cp_sheet_odd *o, uint32_t row, uint32_t column)
{
    if (o->n++ == 0) {
        o->row = row;
        o->column = column;
    }
}

/* "$AB$12": column from 0, row from 1; what is left in *rest. */
static bool read_reference(cp_str *rest, uint32_t *row, uint32_t *column)
{
    uint32_t c = 0, r = 0;
    size_t i = 0, letters = 0, digits = 0;
    const char *p = rest->p;
    i += i < rest->n && p[i] == '$';
    for (; i < rest->n && (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'z'; i++, letters++)
        if (letters < COLUMN_LETTERS_MAX + 1)
            c = c * 26 + (uint32_t)((p[i] | 0x20) - 'a') + 1;
    i += i < rest->n && p[i] == '$';
    for (; i < rest->n && p[i] >= '0' && p[i] <= '9'; i++, digits++)
        if (digits < 8)
            r = r * 10 + (uint32_t)(p[i] - '0');
    if (letters == 0 || letters > COLUMN_LETTERS_MAX || digits == 0 || digits > 7 || r == 0 ||
        r > CP_SHEET_ROWS_MAX)
        return false;
    *rest = cp_str_from(*rest, i);
    *row = r;
    *column = c - 1;
    return true;
}

/* ---- first pass: merged areas */

/* Where the end tag of the rows ends in the bytes; 0: not in them. */
static size_t end_of_rows(cp_str s)
{
    static const cp_str name = CP_STR_INIT("sheetData>");
    for (size_t from = 0;;) {
        ptrdiff_t at = cp_str_find(cp_str_from(s, from), name);
        if (at < 0)
            return 0;
        size_t begin = from + (size_t)at, i = begin;
        while (i && s.p[i - 1] != '/' && s.p[i - 1] != '<' && begin - i < 32)
            i--;
        if (i >= 2 && s.p[i - 1] == '/' && s.p[i - 2] == '<')
            return begin + name.n;
        from = begin + name.n;
    }
}

static void add_merge(cp_sheet *s, cp_str ref)
{
    uint32_t row, column, last_row, last_column;
    cp_str rest = ref;
    if (!read_reference(&rest, &row, &column) || !cp_str_starts(rest, CP_STR(":")))
        return;
    rest = cp_str_from(rest, 1);
    if (!read_reference(&rest, &last_row, &last_column) || rest.n || last_row < row ||
        last_column < column || column >= CP_SHEET_COLUMNS_MAX ||
        s->n_merges == CP_SHEET_MERGES_MAX)
        return;
    if (s->n_merges == s->n_merges_cap) {
        uint32_t cap = s->n_merges_cap ? s->n_merges_cap * 2 : 64;
        s->merges = cp_arena_grow(s->a, s->merges, s->n_merges_cap * sizeof *s->merges,
                                  cap * sizeof *s->merges);
        s->n_merges_cap = cap;
    }
    s->merges[s->n_merges++] =
        (merge){ row, last_row, (uint16_t)column,
                 (uint16_t)(last_column < UINT16_MAX ? last_column : UINT16_MAX) };
}

static int by_row(const void *a, const void *b)
{
    const merge *x = a, *y = b;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : (x->column > y->column) - (x->column < y->column);
}

/* What stands behind the rows, of which `left` was read with them. */
static cp_rc read_behind(cp_sheet *s, cp_str left, cp_err *err)
{
    cp_tags *t = &s->tags;
    cp_tags_init(t, s->window, cp_book_read_part, s->stream);
    if (left.n)
        memmove(s->window, left.p, left.n);
    t->n = left.n;
    t->depth = 1;
    t->before_bytes = 1; /* not the beginning */
    for (cp_tag x; (x = cp_tags_next(t)) != CP_TAG_END;)
        if (x == CP_TAG_OPEN && cp_str_eq(t->name, CP_STR("mergeCell")))
            add_merge(s, cp_tags_value(t->attributes, CP_STR("ref")));
    if (t->rc != CP_OK && err)
        *err = t->err;
    if (s->n_merges)
        qsort(s->merges, s->n_merges, sizeof *s->merges, by_row);
    s->told.n_merges = s->n_merges;
    return t->rc;
}

static cp_rc first_pass(cp_sheet *s, cp_err *err)
{
    enum { KEEP = 64 }; /* a tag may lie across two pieces */
    size_t n = 0, kept = 0;
    cp_rc rc;
    do {
        rc = cp_unzip_read(s->stream, (uint8_t *)s->window + kept, PASS_BYTES - kept, &n, err);
        if (rc != CP_OK)
            return rc;
        cp_str piece = { s->window, kept + n };
        size_t end = end_of_rows(piece);
        if (end)
            return read_behind(s, cp_str_from(piece, end), err);
        kept = piece.n < KEEP ? piece.n : KEEP;
        memmove(s->window, s->window + piece.n - kept, kept);
    } while (n);
    return CP_OK;
}

static void close_sheet(void *s) { cp_sheet_close(s); }

void cp_sheet_close(cp_sheet *s)
{
    if (s->stream)
        cp_unzip_end(s->stream);
    s->stream = NULL;
    cp_arena_free(s->rows);
    s->rows = NULL;
}

cp_rc cp_sheet_open(cp_arena *a, const cp_book *book, uint32_t sheet, cp_sheet **out, cp_err *err)
{
    assert(sheet < book->n_sheets);
    const cp_book_sheet *of = &book->sheets[sheet];
    if (!of->part)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the sheet is not in the workbook's archive");
    cp_sheet *s = CP_NEW(a, cp_sheet);
    *s = (cp_sheet){ .a = a, .book = book, .of = of };
    s->window = CP_NEW_RAW(a, char, CP_TAGS_WINDOW_BYTES);
    cp_rc rc = cp_unzip_begin(a, book->z, of->part, &s->stream, err);
    if (rc == CP_OK) {
        rc = first_pass(s, err);
        cp_unzip_end(s->stream);
        s->stream = NULL;
    }
    if (rc == CP_OK)
        rc = cp_unzip_begin(a, book->z, of->part, &s->stream, err);
    if (rc != CP_OK)
        return rc;
    cp_tags_init(&s->tags, s->window, cp_book_read_part, s->stream);
    s->cells = CP_NEW_ARRAY(a, cp_str, CP_SHEET_COLUMNS_MAX);
    s->is_kept = CP_NEW_ARRAY(a, bool, CP_SHEET_COLUMNS_MAX);
    s->filling = CP_NEW_ARRAY(a, filling, CP_SHEET_COLUMNS_MAX);
    s->filled = CP_NEW_ARRAY(a, uint16_t, CP_SHEET_COLUMNS_MAX);
    s->rows = cp_arena_new(0);
    s->mark = cp_arena_here(s->rows);
    cp_arena_defer(a, close_sheet, s);
    *out = s;
    return CP_OK;
}

/* ---- numbers */

/* As "%04d-%02d-%02d" writes them. */
static cp_str day_text(cp_arena *a, int y, int m, int d)
{
    char *p = CP_NEW_RAW(a, char, 10);
    const int parts[] = { y / 100, y % 100, m, d };
    static const uint8_t at[] = { 0, 2, 5, 8 };
    for (int i = 0; i < 4; i++) {
        p[at[i]] = (char)('0' + parts[i] / 10);
        p[at[i] + 1] = (char)('0' + parts[i] % 10);
    }
    p[4] = p[7] = '-';
    return (cp_str){ p, 10 };
}

static cp_str date_text(cp_arena *a, double serial, cp_number_kind kind, bool is_1904)
{
    int y, m, d;
    double day = floor(serial), part = serial - day;
    if (is_1904)
        day += DAYS_1904;
    else if (day < LEAP_1900)
        day += 1;
    long second = lround(part * DAY_S);
    if (second == DAY_S) {
        second = 0;
        day += 1;
    }
    cp_day_civil((int32_t)day - EPOCH_1900, &y, &m, &d);
    switch (kind) {
    case CP_NUMBER_TIME: return cp_str_fmt(a, "%02ld:%02ld", second / 3600, second / 60 % 60);
    case CP_NUMBER_YEAR: return cp_str_fmt(a, "%04d", y);
    case CP_NUMBER_MONTH: return cp_str_fmt(a, "%04d-%02d", y, m);
    case CP_NUMBER_MOMENT:
        if (second)
            return cp_str_fmt(a, "%04d-%02d-%02d %02ld:%02ld", y, m, d, second / 3600,
                              second / 60 % 60);
        break;
    case CP_NUMBER_PLAIN:
    case CP_NUMBER_DAY:
    case CP_NUMBER_PADDED:
    case CP_NUMBER_FIXED: break;
    }
    return day_text(a, y, m, d);
}

static bool is_date(cp_number_kind k) { return k >= CP_NUMBER_DAY && k <= CP_NUMBER_TIME; }

/* A number that stands there as somebody typed it: all its digits are those that are kept. */
static bool is_as_typed(cp_str s)
{
    bool has_point = false;
    size_t i = s.n && s.p[0] == '-';
    if (i == s.n || s.n > 15 || s.p[i] == '.' || s.p[s.n - 1] == '.')
        return false;
    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !has_point)
            has_point = true;
        else if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return !has_point || s.p[s.n - 1] != '0';
}

/* The number at 15 digits, as "%.15g" gives it, for what programs write with 17: without the way
 * through a double, which would be a tenth of the reading. False: it needs that. */
static bool round_digits(cp_arena *a, cp_str raw, cp_str *out)
{
    enum { KEPT = 15, LONGEST = 24 };
    char digits[LONGEST];
    size_t n = 0, point = SIZE_MAX, sign = raw.n && raw.p[0] == '-';
    for (size_t i = sign; i < raw.n; i++) {
        if (raw.p[i] == '.' && point == SIZE_MAX)
            point = n;
        else if (raw.p[i] < '0' || raw.p[i] > '9' || n == LONGEST)
            return false;
        else
            digits[n++] = raw.p[i];
    }
    /* 1234.5678...: with a digit before the point that is none of many zeros, and one rounding */
    if (point == SIZE_MAX || point == 0 || point >= KEPT || n <= KEPT || digits[0] == '0')
        return false;
    size_t at = KEPT;
    if (digits[KEPT] >= '5')
        while (at > 0 && digits[--at]++ == '9')
            digits[at] = '0';
    if (digits[0] == '0')
        return false; /* 999.99... has become longer */
    for (n = KEPT; n > point && digits[n - 1] == '0';)
        n--;
    char *p = CP_NEW_RAW(a, char, n + 2);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 && sign)
            p[len++] = '-';
        if (i == point)
            p[len++] = '.';
        p[len++] = digits[i];
    }
    *out = (cp_str){ p, len };
    return true;
}

static cp_str number_text(cp_sheet *s, cp_str raw, cp_number_style style, uint32_t column)
{
    cp_number_kind kind = (cp_number_kind)style.kind;
    double v;
    raw = cp_str_trim(raw);
    if (kind == CP_NUMBER_PLAIN && is_as_typed(raw))
        return cp_str_dup(s->rows, raw);
    cp_str rounded;
    if (kind == CP_NUMBER_PLAIN && round_digits(s->rows, raw, &rounded))
        return rounded;
    if (!cp_str_double(raw, &v) || !isfinite(v)) /* no number, whatever its type says */
        return cp_raw_read(s->rows, cp_str_dup(s->rows, raw));
    bool is_plain = cp_str_find_char(raw, 'E') < 0 && cp_str_find_char(raw, 'e') < 0;
    if (fabs(v) >= (is_plain ? EXACT_MAX : DIGITS_MAX)) {
        odd(&s->told.digits, s->row, column + 1);
        return CP_STR("");
    }
    if (is_date(kind) && v >= 0 && v <= DAYS_MAX && (v >= 1 || kind == CP_NUMBER_TIME))
        return date_text(s->rows, v, kind, s->book->is_1904);
    if (kind == CP_NUMBER_PADDED && v >= 0 && floor(v) == v)
        return cp_str_fmt(s->rows, "%0*.0f", style.digits < 32 ? style.digits : 32, v);
    if (kind == CP_NUMBER_FIXED)
        return cp_str_fmt(s->rows, "%.*f", style.digits < 15 ? style.digits : 15, v);
    return floor(v) == v ? cp_str_fmt(s->rows, "%.0f", v) : cp_str_fmt(s->rows, "%.15g", v);
}

/* ---- cells */

typedef struct cell {
    uint32_t column; /* from 0 */
    uint32_t style;
    cell_type type;
    bool has_formula, has_value, is_placed;
} cell;

static cell_type type_of(cp_str t)
{
    static const struct {
        cp_str name;
        cell_type type;
    } types[] = { { CP_STR_INIT("n"), T_NUMBER }, { CP_STR_INIT("inlineStr"), T_TEXT },
                  { CP_STR_INIT("str"), T_TEXT }, { CP_STR_INIT("b"), T_BOOL },
                  { CP_STR_INIT("e"), T_ERROR },  { CP_STR_INIT("d"), T_DATE } };
    if (t.n == 1 && t.p[0] == 's')
        return T_SHARED;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cp_str_eq(t, types[i].name))
            return types[i].type;
    return T_NUMBER;
}

/* 18.3.1.4 */
static cell cell_of(cp_str attributes, uint32_t next_column)
{
    cell c = { .column = next_column, .type = T_NUMBER, .is_placed = true };
    cp_str name, value;
    uint32_t row, n;
    while (cp_tags_attribute(&attributes, &name, &value)) {
        if (name.n != 1)
            continue;
        if (name.p[0] == 'r')
            c.is_placed = read_reference(&value, &row, &c.column) && value.n == 0;
        else if (name.p[0] == 's')
            c.style = cp_str_u32(value, &n) ? n : 0;
        else if (name.p[0] == 't')
            c.type = type_of(value);
    }
    return c;
}

static cp_str value_of(cp_sheet *s, const cell *c, cp_str raw)
{
    const cp_book_styles *styles = s->book->styles;
    cp_str text;
    uint64_t i;
    switch (c->type) {
    case T_SHARED:
        if (cp_str_u64(cp_str_trim(raw), &i) && cp_strings_get(s->book->strings, i, &text))
            return text;
        if (raw.n)
            odd(&s->told.no_place, s->row, c->column + 1);
        return CP_STR("");
    case T_NUMBER:
        return raw.n ? number_text(s, raw,
                                   c->style < styles->n ? styles->v[c->style]
                                                        : (cp_number_style){ 0, 0 },
                                   c->column)
                     : raw;
    case T_BOOL:
        raw = cp_str_trim(raw);
        return cp_str_eq(raw, CP_STR("1")) || cp_str_eq(raw, CP_STR("true")) ? CP_STR("TRUE")
               : raw.n                                                       ? CP_STR("FALSE")
                                                                             : raw;
    case T_ERROR: odd(&s->told.errors, s->row, c->column + 1); return CP_STR("");
    case T_DATE:
        if (cp_str_ends(raw, CP_STR("T00:00:00")))
            raw.n -= CP_STR("T00:00:00").n;
        break;
    case T_TEXT: break;
    }
    return cp_str_dup(s->rows, cp_raw_read(s->rows, raw));
}

static void put_cell(cp_sheet *s, const cell *c, cp_str raw)
{
    if (c->has_formula && !c->has_value && raw.n == 0)
        odd(&s->told.no_value, s->row, c->column < CP_SHEET_COLUMNS_MAX ? c->column + 1 : 1);
    if (!c->is_placed) {
        if (raw.n)
            odd(&s->told.no_place, s->row, 0);
        return;
    }
    if (s->raw.is_over || (c->column >= CP_SHEET_COLUMNS_MAX && raw.n)) {
        odd(&s->told.beyond, s->row, c->column + 1);
        return;
    }
    cp_str text = raw.n ? value_of(s, c, raw) : CP_STR("");
    if (text.n == 0)
        return;
    if (c->column >= s->n)
        s->n = c->column + 1;
    s->n_own += s->cells[c->column].n == 0;
    s->cells[c->column] = text;
    s->is_kept[c->column] = c->type == T_SHARED || c->type == T_BOOL;
}

/* What stands in the cell that was just opened, to its end, where it is not a value alone. False:
 * the document is over. */
static bool read_content(cp_sheet *s, cell *c, uint32_t depth)
{
    cp_tags *t = &s->tags;
    bool takes = false;
    for (;;) {
        cp_tag x = cp_tags_next(t);
        if (x == CP_TAG_END)
            return false;
        if (x == CP_TAG_TEXT) {
            if (takes)
                cp_raw_add(s->a, &s->raw, t);
        } else if (x == CP_TAG_CLOSE) {
            takes = false;
            if (t->depth < depth)
                return true;
        } else if (t->name.n == 1) {
            takes = t->name.p[0] == 'v' || t->name.p[0] == 't';
            c->has_formula = c->has_formula || t->name.p[0] == 'f';
            c->has_value = c->has_value || (t->name.p[0] == 'v' && c->type == T_TEXT);
        } else if (cp_str_eq(t->name, CP_STR("rPh")) && !cp_tags_skip(t)) {
            return false;
        }
    }
}

static void read_cell(cp_sheet *s, uint32_t *next_column)
{
    cp_tags *t = &s->tags;
    cell c = cell_of(t->attributes, *next_column);
    cp_str raw;
    s->raw.n = 0;
    s->raw.is_over = false;
    if (!cp_tags_take(t, CP_STR("<v>"), CP_STR("</v></c>"), &raw)) {
        if (!read_content(s, &c, t->depth))
            return;
        raw = (cp_str){ s->raw.p, s->raw.n };
    }
    put_cell(s, &c, raw);
    *next_column = c.is_placed ? c.column + 1 : *next_column + 1;
}

/* ---- rows */

/* Areas that begin in this row. */
static void begin_merges(cp_sheet *s)
{
    for (; s->next_merge < s->n_merges && s->merges[s->next_merge].row <= s->row; s->next_merge++) {
        const merge *m = &s->merges[s->next_merge];
        filling *f = &s->filling[m->column];
        if (m->row < s->row || m->last_row == m->row || s->cells[m->column].n == 0 ||
            (f->is_on && f->last_row >= s->row))
            continue;
        if (!f->is_on)
            s->filled[s->n_filled++] = m->column;
        cp_str value = s->cells[m->column];
        *f =
            (filling){ m->last_row, s->is_kept[m->column] ? value : cp_str_dup(s->a, value), true };
    }
}

/* Areas that began above. */
static void fill(cp_sheet *s)
{
    for (uint32_t i = 0; i < s->n_filled;) {
        uint16_t column = s->filled[i];
        filling *f = &s->filling[column];
        if (f->last_row < s->row) {
            f->is_on = false;
            s->filled[i] = s->filled[--s->n_filled];
            continue;
        }
        i++;
        if (s->cells[column].n || s->n_own == 0)
            continue;
        if (s->n_given == CP_SHEET_FILLED_MAX) {
            s->told.is_fill_over = true;
            return;
        }
        s->n_given++;
        s->cells[column] = f->value;
        if (column >= s->n)
            s->n = column + 1u;
    }
}

/* One text over several columns, and nothing beside it. */
static bool is_heading(const cp_sheet *s, uint32_t first_merge)
{
    if (s->n_own != 1)
        return false;
    for (uint32_t i = first_merge; i < s->n_merges && s->merges[i].row <= s->row; i++) {
        const merge *m = &s->merges[i];
        if (m->row == s->row && s->cells[m->column].n &&
            m->last_column - m->column + 1 >= HEADING_COLUMNS)
            return true;
    }
    return false;
}

static cp_rc set_row(cp_sheet *s, cp_str attributes)
{
    cp_str name, value;
    uint32_t row = s->row + 1;
    while (cp_tags_attribute(&attributes, &name, &value)) {
        if (cp_str_eq(name, CP_STR("r")) && !cp_str_u32(value, &row))
            row = 0;
        if (cp_str_eq(name, CP_STR("hidden")) && cp_str_eq(value, CP_STR("1")) &&
            s->told.n_hidden_rows++ == 0)
            s->told.first_hidden_row = row;
    }
    if (row <= s->row || row > CP_SHEET_ROWS_MAX)
        return cp_fail_line(&s->err, CP_EFORMAT, s->row,
                            "a row numbered %u follows row %u: what follows was not read", row,
                            s->row);
    s->row = row;
    return CP_OK;
}

/* The row that was just opened. */
static void read_row(cp_sheet *s)
{
    cp_tags *t = &s->tags;
    uint32_t next_column = 0, depth = t->depth;
    s->rc = set_row(s, t->attributes);
    while (s->rc == CP_OK) {
        cp_tag x = cp_tags_next(t);
        if (x == CP_TAG_END || (x == CP_TAG_CLOSE && t->depth < depth))
            return;
        if (x != CP_TAG_OPEN)
            continue;
        if (t->name.n == 1 && t->name.p[0] == 'c')
            read_cell(s, &next_column);
        else if (!cp_tags_skip(t))
            return;
    }
}

static void hidden_column(cp_sheet *s, cp_str attributes)
{
    uint32_t from, to;
    cp_str hidden = cp_tags_value(attributes, CP_STR("hidden"));
    if (!cp_str_eq(hidden, CP_STR("1")) && !cp_str_eq(hidden, CP_STR("true")))
        return;
    if (!cp_str_u32(cp_tags_value(attributes, CP_STR("min")), &from) ||
        !cp_str_u32(cp_tags_value(attributes, CP_STR("max")), &to) || from == 0 || to < from)
        return;
    if (s->told.n_hidden_columns < CP_SHEET_HIDDEN_MAX) {
        s->told.hidden_columns[s->told.n_hidden_columns].from = from;
        s->told.hidden_columns[s->told.n_hidden_columns].to = to;
    }
    s->told.n_hidden_columns++;
}

/* To the next row; false: there is none. */
static bool find_row(cp_sheet *s)
{
    cp_tags *t = &s->tags;
    for (;;) {
        cp_tag x = cp_tags_next(t);
        if (x == CP_TAG_END)
            return false;
        if (x == CP_TAG_OPEN && s->is_in) {
            if (cp_str_eq(t->name, CP_STR("row")))
                return true;
            if (!cp_tags_skip(t))
                return false;
            continue;
        }
        if (x == CP_TAG_OPEN && cp_str_eq(t->name, CP_STR("sheetData"))) {
            s->is_in = true;
        } else if (x == CP_TAG_CLOSE && cp_str_eq(t->name, CP_STR("sheetData"))) {
            s->is_over = true;
            return false;
        } else if (x == CP_TAG_OPEN && cp_str_eq(t->name, CP_STR("col"))) {
            hidden_column(s, t->attributes);
        }
    }
}

bool cp_sheet_next(cp_sheet *s, uint32_t *row, const cp_str **cells, uint32_t *n, bool *heading)
{
    while (s->rc == CP_OK && !s->is_over) {
        memset(s->cells, 0, s->n * sizeof *s->cells);
        s->n = s->n_own = 0;
        cp_arena_back(s->rows, s->mark);
        if (!find_row(s))
            break;
        read_row(s);
        if (s->rc != CP_OK || s->tags.rc != CP_OK)
            break;
        uint32_t first = s->next_merge;
        while (first < s->n_merges && s->merges[first].row < s->row)
            first++;
        fill(s);
        begin_merges(s);
        if (s->n_own == 0)
            continue;
        *heading = is_heading(s, first);
        *row = s->row;
        *cells = s->cells;
        *n = s->n;
        return true;
    }
    if (s->rc == CP_OK && s->tags.rc != CP_OK) {
        s->rc = s->tags.rc;
        s->err = s->tags.err;
        s->err.line = s->row;
    }
    return false;
}

cp_rc cp_sheet_error(const cp_sheet *s, cp_err *err)
{
    if (s->rc != CP_OK && err)
        *err = s->err;
    return s->rc;
}

const cp_sheet_told *cp_sheet_says(const cp_sheet *s) { return &s->told; }
