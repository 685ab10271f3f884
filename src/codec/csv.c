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

/* What windows-1252 has at 0x80..0x9f; 0: nothing. Source: the mapping table CP1252.TXT of the
 * Unicode consortium. */
static const uint16_t cp1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static size_t put_utf8(char *p, uint32_t cp)
{
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const uint8_t first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    for (size_t i = n; i-- > 1; cp >>= 6)
        p[i] = (char)(0x80 | (cp & 0x3f));
    p[0] = (char)(first[n] | cp);
    return n;
}

static cp_str from_utf16(cp_arena *a, cp_bytes in, bool big)
{
    char *p = cp_arena_alloc(a, in.n / 2 * 3 + 4); /* a unit gives three bytes at most */
    size_t n = 0;
    for (size_t i = 0; i < in.n; i += 2) {
        uint32_t u = 0xfffd, low = 0;
        if (i + 1 < in.n)
            u = big ? (uint32_t)in.p[i] << 8 | in.p[i + 1] : (uint32_t)in.p[i + 1] << 8 | in.p[i];
        if ((u & 0xfc00) == 0xd800 && i + 3 < in.n)
            low = big ? (uint32_t)in.p[i + 2] << 8 | in.p[i + 3]
                      : (uint32_t)in.p[i + 3] << 8 | in.p[i + 2];
        if ((low & 0xfc00) == 0xdc00) {
            u = 0x10000 + ((u & 0x3ff) << 10 | (low & 0x3ff));
            i += 2;
        } else if ((u & 0xf800) == 0xd800) {
            u = 0xfffd;
        }
        n += put_utf8(p + n, u);
    }
    return (cp_str){ p, n };
}

static size_t put_1252(char *p, uint8_t c)
{
    uint32_t u = c;
    if (u >= 0x80 && u < 0xa0)
        u = cp1252[u - 0x80] ? cp1252[u - 0x80] : 0xfffd;
    return put_utf8(p, u);
}

/* Length of the first line with its end. */
static size_t line_length(cp_str s)
{
    ptrdiff_t end = cp_str_find_char(s, '\n');
    return end < 0 ? s.n : (size_t)end + 1;
}

/* Line by line, for files are put together from others: one that is UTF-8 stays. */
static cp_str from_1252(cp_arena *a, cp_str in)
{
    char *p = cp_arena_alloc(a, in.n * 3 + 1);
    size_t n = 0;
    while (in.n) {
        cp_str line = cp_str_slice(in, 0, line_length(in));
        bool is_utf8 = cp_str_is_utf8(line);
        if (is_utf8)
            memcpy(p + n, line.p, line.n);
        n += is_utf8 ? line.n : 0;
        for (size_t i = 0; i < line.n && !is_utf8; i++)
            n += put_1252(p + n, (uint8_t)line.p[i]);
        in = cp_str_from(in, line.n);
    }
    return (cp_str){ p, n };
}

/* In Western languages letters beyond ASCII stand alone; there they come in pairs. */
bool cp_csv_is_double_byte(cp_bytes in)
{
    size_t n_pairs = 0, n_alone = 0, n = in.n < DETECT_BYTES ? in.n : DETECT_BYTES;
    for (size_t i = 0; i < n;) {
        size_t from = i;
        while (i < n && in.p[i] >= 0x81)
            i++;
        n_pairs += (i - from) / 2;
        n_alone += (i - from) % 2;
        i += i == from;
    }
    return n_pairs >= 4 && n_pairs > n_alone * 4;
}

size_t cp_csv_raw_bytes(cp_bytes in, bool was_guessed, size_t n)
{
    cp_str s = cp_str_of_bytes(in);
    bool has_mark = cp_str_starts(s, CP_STR("\xef\xbb\xbf"));
    char scratch[4];
    size_t done = has_mark ? 3 : 0, left = n;
    if (!was_guessed)
        return done + n < in.n ? done + n : in.n;
    for (s = cp_str_from(s, done); s.n && left;) {
        cp_str line = cp_str_slice(s, 0, line_length(s));
        bool is_utf8 = cp_str_is_utf8(line);
        size_t i = is_utf8 && line.n <= left ? line.n : 0;
        for (left -= i; i < line.n && left;) {
            size_t made = is_utf8 ? 1 : put_1252(scratch, (uint8_t)line.p[i]);
            left -= made < left ? made : left;
            i++;
        }
        done += i;
        s = cp_str_from(s, line.n);
    }
    return done;
}

/* How many bytes at the end begin a character that is cut off there: 0..3. */
static size_t cut_character(cp_str s)
{
    for (size_t k = 1; k <= 3 && k <= s.n; k++) {
        unsigned char c = (unsigned char)s.p[s.n - k];
        if (c >= 0xc2 && c <= 0xf4)
            return k < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? k : 0;
        if ((c & 0xc0) != 0x80)
            break;
    }
    return 0;
}

static cp_str mark_cut(cp_arena *a, cp_str s, size_t cut)
{
    char *p = cp_arena_alloc(a, s.n + 3);
    size_t n = s.n - cut;
    if (n)
        memcpy(p, s.p, n);
    return (cp_str){ p, n + put_utf8(p + n, 0xfffd) };
}

cp_str cp_csv_utf8(cp_arena *a, cp_bytes in, bool *was_guessed)
{
    *was_guessed = false;
    if (in.n >= 2 && in.p[0] == 0xff && in.p[1] == 0xfe)
        return from_utf16(a, (cp_bytes){ in.p + 2, in.n - 2 }, false);
    if (in.n >= 2 && in.p[0] == 0xfe && in.p[1] == 0xff)
        return from_utf16(a, (cp_bytes){ in.p + 2, in.n - 2 }, true);
    cp_str s = cp_str_of_bytes(in);
    if (cp_str_starts(s, CP_STR("\xef\xbb\xbf")))
        s = cp_str_from(s, 3);
    if (cp_str_is_utf8(s))
        return s;
    size_t cut = cut_character(s);
    if (cut && cp_str_is_utf8(cp_str_slice(s, 0, s.n - cut)))
        return mark_cut(a, s, cut);
    *was_guessed = true;
    return from_1252(a, s);
}

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
    return t.n && (t.p[0] == '=' || t.p[0] == '+' || t.p[0] == '-' || t.p[0] == '@');
}

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
    bool formula = is_formula(rest), quoted = needs_quotes(rest);
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
