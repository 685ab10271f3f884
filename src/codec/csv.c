/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c - see csv.h. A row is scanned twice: first for its cells and their length, so that one
 * allocation holds them all, then to take the quotes out.
 *
 *     cell:  "quoted ""text"""rest   |   plain "text", quotes kept
 *             to the closing quote,      to the separator
 *             then as plain text         or the end of the line */
#include "codec/csv.h"

enum {
    DETECT_BYTES = 64 * 1024, /* of the text, to find the separator */
    DETECT_ROWS = 64,
};

static const char separators[] = { ',', ';', '\t', '|' }; /* in the order of preference */

/* One cell as it stands in the text. */
typedef struct cell {
    size_t end;      /* index of the separator, of the end of the line, or of the text */
    size_t newlines; /* inside quotes */
    bool is_open;    /* a quote that never closes */
    bool has_nul;
} cell;

static bool is_end(char c, char sep) { return c == sep || c == '\n' || c == '\r'; }

/* Behind the closing quote of the one at `at`; s.n and is_open if there is none. */
static size_t skip_quoted(cp_str s, size_t at, cell *c)
{
    for (size_t i = at + 1; i < s.n; i++) {
        c->has_nul |= s.p[i] == '\0';
        c->newlines += s.p[i] == '\n' || (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'));
        if (s.p[i] != '"')
            continue;
        if (i + 1 < s.n && s.p[i + 1] == '"')
            i++;
        else
            return i + 1;
    }
    c->is_open = true;
    return s.n;
}

static cell scan_cell(cp_str s, size_t at, char sep)
{
    cell c = { 0 };
    size_t i = at < s.n && s.p[at] == '"' ? skip_quoted(s, at, &c) : at;
    for (; i < s.n && !is_end(s.p[i], sep); i++)
        c.has_nul |= s.p[i] == '\0';
    c.end = i;
    return c;
}

/* The text of the cell at..end into p. */
static size_t unquote(cp_str s, size_t at, size_t end, char *p)
{
    size_t n = 0, i = at;
    if (i < end && s.p[i] == '"') {
        for (i++; i < end; p[n++] = s.p[i++])
            if (s.p[i] == '"' && (++i == end || s.p[i] != '"'))
                break;
    }
    for (; i < end; i++)
        p[n++] = s.p[i];
    return n;
}

/* Index behind the end of the line that begins at `at`, which is \r, \n, or the end of the text. */
static size_t skip_eol(cp_str s, size_t at)
{
    if (at < s.n && s.p[at] == '\r')
        return at + 1 < s.n && s.p[at + 1] == '\n' ? at + 2 : at + 1;
    return at < s.n ? at + 1 : at;
}

static bool is_eol(cp_str s, size_t at, char sep)
{
    return at >= s.n || (s.p[at] != sep && is_end(s.p[at], sep));
}

/* Cells of each of the first rows, by this separator. */
static uint32_t count_cells(cp_str s, char sep, uint32_t counts[DETECT_ROWS])
{
    uint32_t n = 0;
    for (size_t at = 0; at < s.n && n < DETECT_ROWS; n++) {
        cell c;
        counts[n] = 0;
        do {
            c = scan_cell(s, at, sep);
            counts[n]++;
            at = c.end + 1;
        } while (!is_eol(s, c.end, sep));
        at = skip_eol(s, c.end);
    }
    return n;
}

/* The separator by which most rows have the same number of cells, of several such the one that
 * makes more cells; a comma if there is nothing to separate. */
static char detect_separator(cp_str text)
{
    char best = ',';
    uint32_t best_rows = 0, best_cells = 0;
    for (size_t k = 0; k < sizeof separators; k++) {
        uint32_t counts[DETECT_ROWS];
        uint32_t n = count_cells(cp_str_slice(text, 0, DETECT_BYTES), separators[k], counts);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t rows = 0;
            for (uint32_t j = 0; j < n; j++)
                rows += counts[j] == counts[i];
            if (counts[i] > 1 &&
                (rows > best_rows || (rows == best_rows && counts[i] > best_cells))) {
                best = separators[k];
                best_rows = rows;
                best_cells = counts[i];
            }
        }
    }
    return best;
}

cp_csv cp_csv_open(cp_str text, char sep)
{
    cp_csv c = { .rest = text, .sep = sep, .next_line = 1 };
    if (sep == 0 && text.n > 4 && cp_str_starts_nocase(text, CP_STR("sep=")) &&
        memchr(separators, text.p[4], sizeof separators) && is_eol(text, 5, text.p[4])) {
        c.sep = text.p[4]; /* the line by which a spreadsheet is told the separator */
        c.rest = cp_str_from(text, skip_eol(text, 5));
        c.next_line = 2;
    }
    if (c.sep == 0)
        c.sep = detect_separator(text);
    return c;
}

/* A row as it stands in the text. */
typedef struct row {
    size_t end;      /* index of the end of the line, or of the text */
    size_t newlines; /* inside quotes */
    uint32_t n;      /* cells */
    bool has_nul, has_long;
} row;

static cp_rc scan_row(cp_csv *c, row *r)
{
    size_t at = 0;
    *r = (row){ 0 };
    for (;; at = r->end + 1) {
        cell x = scan_cell(c->rest, at, c->sep);
        if (x.is_open)
            return cp_fail_line(&c->err, CP_EFORMAT, c->line + r->newlines,
                                "the quote that opens here is never closed");
        r->end = x.end;
        r->n++;
        r->newlines += x.newlines;
        r->has_nul |= x.has_nul;
        r->has_long |= x.end - at > CP_CSV_CELL_BYTES_MAX;
        if (is_eol(c->rest, r->end, c->sep))
            return CP_OK;
    }
}

/* Why the row cannot be used; false if it can. */
static bool is_bad(cp_csv *c, const row *r)
{
    if (r->has_nul)
        (void)cp_fail_line(&c->err, CP_EFORMAT, c->line, "the row holds a NUL byte");
    else if (r->has_long)
        (void)cp_fail_line(&c->err, CP_ELIMIT, c->line, "a cell is longer than the limit of %d",
                           CP_CSV_CELL_BYTES_MAX);
    else if (r->n > CP_CSV_CELLS_MAX)
        (void)cp_fail_line(&c->err, CP_ELIMIT, c->line, "%u cells are more than the limit of %d",
                           r->n, CP_CSV_CELLS_MAX);
    return r->has_nul || r->has_long || r->n > CP_CSV_CELLS_MAX;
}

static cp_str *unquote_row(cp_arena *a, const cp_csv *c, const row *r)
{
    cp_str *cells = CP_NEW_ARRAY(a, cp_str, r->n);
    char *p = cp_arena_alloc(a, r->end + 1);
    size_t at = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        size_t end = scan_cell(c->rest, at, c->sep).end;
        cells[i] = (cp_str){ p, unquote(c->rest, at, end, p) };
        p += cells[i].n;
        at = end + 1;
    }
    return cells;
}

static bool begins_formula(char c) { return c == '=' || c == '+' || c == '-' || c == '@'; }

bool cp_csv_next(cp_csv *c, cp_arena *a, cp_str **cells, uint32_t *n)
{
    row r;
    if (c->rc != CP_OK || c->rest.n == 0)
        return false;
    c->line = c->next_line;
    c->rc = scan_row(c, &r);
    if (c->rc != CP_OK)
        return false;
    bool is_empty = r.end == 0;
    c->row_bad = is_bad(c, &r);
    *n = is_empty || c->row_bad ? 0 : r.n;
    *cells = *n ? unquote_row(a, c, &r) : NULL;
    c->rest = cp_str_from(c->rest, skip_eol(c->rest, r.end));
    c->next_line += r.newlines + 1;
    return true;
}

static bool is_formula(cp_str s)
{
    static const cp_str wide[] = { CP_STR_INIT("\xef\xbc\x9d"), CP_STR_INIT("\xef\xbc\x8b"),
                                   CP_STR_INIT("\xef\xbc\x8d"), CP_STR_INIT("\xef\xbc\xa0") };
    double number;
    cp_str t = cp_str_trim(s);
    if (cp_str_double(s, &number))
        return false;
    if (s.n && s.p[0] == '\t')
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (cp_str_starts(t, wide[i]))
            return true;
    return t.n && begins_formula(t.p[0]);
}

/* An apostrophe in front, of however many, that is not part of the text, or would be taken for one
 * that is not. People write it before numbers, too, to keep their leading zeros or signs. */
static bool is_behind_apostrophe(cp_str s)
{
    cp_str rest = s;
    while (rest.n && rest.p[0] == '\'')
        rest = cp_str_from(rest, 1);
    bool acts = rest.n && begins_formula(rest.p[0]);
    return rest.p != s.p && (acts || is_formula(rest));
}

cp_str cp_csv_text(cp_str s) { return cp_str_from(s, is_behind_apostrophe(s)); }

static bool needs_quotes(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || is_end(s.p[i], ',') || memchr(separators, s.p[i], sizeof separators))
            return true;
    return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

/* Marks of direction turn the cells beside them too, and what has no width makes two names
 * alike. */
static cp_str inert(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    size_t from = 0;
    s = cp_str_clean_utf8(a, s);
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c;
        n = (unsigned char)s.p[i] < 0x80 ? 1 : cp_utf8_decode(cp_str_from(s, i), &c);
        if (n == 1 || !cp_utf8_is_active(c))
            continue;
        cp_buf_add(&b, cp_str_slice(s, from, i - from));
        cp_buf_add_c(&b, "\xef\xbf\xbd");
        from = i + n;
    }
    if (from == 0)
        return s;
    cp_buf_add(&b, cp_str_from(s, from));
    return cp_buf_str(&b);
}

void cp_csv_cell(cp_buf *b, cp_str s, bool first)
{
    cp_str rest = inert(b->a, s), part;
    bool formula = is_formula(rest) || is_behind_apostrophe(rest), quoted = needs_quotes(rest);
    if (!first)
        cp_buf_char(b, ',');
    if (quoted)
        cp_buf_char(b, '"');
    if (formula)
        cp_buf_char(b, '\'');
    while (cp_str_cut(&rest, '"', &part)) {
        cp_buf_add(b, part);
        if (rest.p)
            cp_buf_add_c(b, "\"\"");
    }
    if (quoted)
        cp_buf_char(b, '"');
}
