/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - see table.h. */
#include "sources/import/table.h"
#include <assert.h>
#include <string.h>
#include "sources/import/guess.h"
#include "sources/values.h"

enum {
    LISTED_MAX = 12, /* columns named in a message; the rest is counted */
    HEADER_SHOWN_MAX = 40,
    OTHER_CELLS_MAX = 64 /* no other table is as wide */
};

/* Which fields make a table of the form: so many of these. */
static const struct {
    const char *fields[6]; /* NULL at the end */
    uint32_t n_needed;
    const char *what, *example;
} required[] = {
    [CP_FORM_INVENTORY] = { { "name", "serial", "mac", "ip", "product", NULL },
                            1,
                            "any of name, serial, mac, ip, product",
                            "name" },
    [CP_FORM_LINKS] = { { "a", "b", NULL }, 2, "both ends of a link (a, b)", "a" },
    [CP_FORM_APPROVALS] = { { "maker", NULL }, 1, "the maker of what was approved", "maker" },
    [CP_FORM_ANSWERS] = { { "fact", "subjects", "answer", "answered_by", "answered_on", NULL },
                          5,
                          "all of fact, subjects, answer, answered_by, answered_on",
                          "answer" },
    [CP_FORM_CARRIAGE] = { { "link", "transmission", NULL },
                           2,
                           "the link and what carries it (link, transmission)",
                           "link" },
    [CP_FORM_DEPENDENCIES] = { { "asset", "needs", NULL },
                               2,
                               "who needs what (asset, needs)",
                               "asset" },
    [CP_FORM_DEMANDS] = { { "from", "to", "bps", NULL }, 3, "all of from, to, bps", "from" },
    [CP_FORM_ALIASES] = { { "id", "same_as", NULL }, 2, "both names (id, same_as)", "id" },
    [CP_FORM_INSPECTIONS] = { { "inspection_cost", NULL },
                              1,
                              "what an inspection costs (inspection_cost)",
                              "inspection_cost" },
};
static_assert(sizeof required / sizeof *required == CP_FORM_COUNT, "a row for each");

static bool is_required(cp_form form, int field)
{
    for (const char *const *name = required[form].fields; *name; name++)
        if (field == cp_form_field(form, cp_str_c(*name)))
            return true;
    return false;
}

/* Several columns may hold what one device has several of. */
static bool is_repeatable(cp_form form, int field)
{
    static const char *const fields[] = { "serial", "mac", "ip", "notes" };
    for (size_t i = 0; form == CP_FORM_INVENTORY && i < sizeof fields / sizeof *fields; i++)
        if (field == cp_form_field(form, cp_str_c(fields[i])))
            return true;
    return false;
}

void cp_table_note(cp_arena *a, cp_source *src, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str more = cp_str_vfmt(a, fmt, ap);
    va_end(ap);
    src->note = src->note.n ? cp_str_fmt(a, "%.*s; %.*s", CP_FMT(src->note), CP_FMT(more)) : more;
}

static cp_str shown(cp_str header) { return cp_value_head(header, HEADER_SHOWN_MAX); }

/* --- the header ------------------------------------------------------------------------------ */
static const cp_column_map *map_of(cp_arena *a, const cp_read_opts *opts, cp_str header)
{
    cp_str key = cp_form_key(a, header);
    for (uint32_t i = 0; opts && i < opts->n_maps; i++) {
        cp_str want = cp_form_key(a, opts->maps[i].header);
        if (cp_str_eq(cp_str_trim(opts->maps[i].header), header) || (key.n && cp_str_eq(want, key)))
            return &opts->maps[i];
    }
    return NULL;
}

/* Distinct fields that the cells name. */
static uint32_t score_row(cp_arena *a, const cp_forms *f, cp_form form, const cp_read_opts *opts,
                          const cp_str *cells, uint32_t n, uint32_t *n_required, uint64_t *fields)
{
    uint64_t seen = 0;
    uint32_t score = 0, rank;
    *n_required = 0;
    for (uint32_t i = 0; i < n; i++) {
        cp_str header = cp_str_trim(cells[i]);
        int field = cp_form_column(a, f, form, header, &rank);
        if (opts && map_of(a, opts, header)) {
            score += 2;
            field = cp_form_field(form, map_of(a, opts, header)->field);
        } else if (field < 0 && cp_map_get(&f->kind_or_model, cp_form_key(a, header))) {
            score++;
        }
        if (field < 0 || (seen >> field & 1))
            continue;
        seen |= (uint64_t)1 << field;
        score++;
        *n_required += is_required(form, field);
    }
    *fields = seen;
    return score;
}

/* A table of another kind that shares words with this one. */
static bool is_other_table(cp_arena *a, const cp_forms *f, const cp_str *cells, uint32_t n)
{
    for (uint32_t i = 0; f->other_tables && n <= OTHER_CELLS_MAX && i < f->other_tables->n; i++) {
        const cp_tree *t = f->other_tables->items[i];
        uint32_t found = 0;
        for (uint32_t k = 0; k < t->n; k++)
            for (uint32_t c = 0; c < n; c++)
                if (cp_str_eq(cp_form_key(a, cells[c]),
                              cp_form_key(a, cp_tree_text(t->items[k])))) {
                    found++;
                    break;
                }
        if (t->n > 0 && found == t->n)
            return true;
    }
    return false;
}

typedef struct header_at {
    cp_csv after; /* the reader behind the header */
    cp_str *cells;
    uint32_t n, score, n_required, rows_above;
    uint64_t line, fields;
    bool is_other;
} header_at;

static bool is_blank_row(const cp_str *cells, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_trim(cells[i]).n)
            return false;
    return true;
}

/* The row that names most fields, the first of equals. */
static header_at find_header(cp_arena *a, const cp_forms *f, cp_form form, const cp_read_opts *opts,
                             cp_csv csv)
{
    header_at best = { .score = 0 };
    cp_str *cells;
    uint32_t n, above = 0;
    for (int i = 0; i < CP_TABLE_HEADER_ROWS && cp_csv_next(&csv, a, &cells, &n); i++) {
        uint64_t fields;
        uint32_t n_required, score = score_row(a, f, form, opts, cells, n, &n_required, &fields);
        if (score > best.score)
            best = (header_at){ csv, cells, n, score, n_required, above, csv.line, fields, false };
        above += n > 0 && !is_blank_row(cells, n);
        if (best.score == 0)
            best.is_other = best.is_other || is_other_table(a, f, cells, n);
    }
    best.is_other = best.is_other || is_other_table(a, f, best.cells, best.n);
    return best;
}

/* Rows as wide as the widest are most of them. */
static bool is_regular(cp_arena *a, cp_csv csv)
{
    cp_str *cells;
    uint32_t n, widest = 0, same = 0, rows = 0;
    while (rows < CP_TABLE_HEADER_ROWS && cp_csv_next(&csv, a, &cells, &n)) {
        rows += n > 0;
        same = n > widest ? 1 : same + (n == widest && n > 0);
        widest = n > widest ? n : widest;
    }
    return widest > 1 && rows > 1 && same * 2 > rows;
}

/* Text that is a table, not a document in braces. */
static bool may_be_table(cp_bytes head)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    return s.n > 0 && s.p[0] != '{' && s.p[0] != '[' && s.p[0] != '<';
}

cp_table_look cp_table_look_at(cp_bytes head, cp_form form)
{
    bool guessed;
    const cp_forms *f;
    cp_table_look look = { .is_table = false };
    if (!may_be_table(head))
        return look;
    cp_arena *a = cp_arena_new(0);
    cp_csv csv = cp_csv_open(cp_csv_utf8(a, head, &guessed), 0);
    look.is_table = is_regular(a, csv);
    if (look.is_table && cp_forms_get(&f, NULL) == CP_OK) {
        header_at h = find_header(a, f, form, NULL, csv);
        look.is_other = h.is_other;
        look.n_cells = h.n;
        look.n_fields = h.score;
        look.n_required = h.n_required;
        look.fields = h.fields;
    }
    cp_arena_free(a);
    return look;
}

/* --- columns --------------------------------------------------------------------------------- */
static cp_rc check_maps(cp_arena *a, const cp_read_opts *opts, cp_err *err)
{
    for (uint32_t i = 0; i < opts->n_maps; i++) {
        cp_str field = opts->maps[i].field, best = CP_STR("");
        size_t best_distance = 4;
        bool is_known = cp_str_eq(field, CP_STR("-"));
        for (int f = 0; f < CP_FORM_COUNT; f++)
            is_known = is_known || cp_form_field((cp_form)f, field) >= 0;
        for (int f = 0; f < CP_FORM_COUNT && !is_known; f++) {
            uint32_t n;
            const cp_str *fields = cp_form_fields((cp_form)f, &n);
            for (uint32_t k = 0; k < n; k++) {
                size_t d = cp_str_distance(field, fields[k]);
                if (d < best_distance) {
                    best_distance = d;
                    best = fields[k];
                }
            }
        }
        if (is_known)
            continue;
        cp_str hint = best.n ? cp_str_fmt(a, "; did you mean \"%.*s\"?", CP_FMT(best)) : CP_STR("");
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--map '%.*s=%.*s': there is no field \"%.*s\"%.*s",
                       CP_FMT(shown(opts->maps[i].header)), CP_FMT(shown(field)),
                       CP_FMT(shown(field)), CP_FMT(hint));
    }
    return CP_OK;
}

/* Of two columns for one field the closer header wins, unless the field may have several. */
static void resolve_doubles(cp_table *t)
{
    for (uint32_t i = 0; i < t->n_columns; i++) {
        cp_table_column *x = &t->columns[i];
        for (uint32_t k = 0; k < i && x->field >= 0; k++) {
            cp_table_column *y = &t->columns[k];
            if (y->field != x->field || is_repeatable(t->form, x->field))
                continue;
            cp_table_column *loser = x->rank < y->rank ? y : x;
            loser->field = -1;
            loser->why_ignored = "another column is closer to the same field";
        }
    }
}

static void name_columns(cp_table *t, const cp_read_opts *opts, const header_at *h)
{
    t->columns = CP_NEW_ARRAY(t->a, cp_table_column, h->n);
    t->n_columns = h->n;
    for (uint32_t i = 0; i < h->n; i++) {
        cp_str header = cp_str_trim(h->cells[i]);
        cp_table_column *c = &t->columns[i];
        *c = (cp_table_column){ .header = header, .field = -1, .why_ignored = "" };
        const cp_column_map *m = map_of(t->a, opts, header);
        if (m) {
            c->field = cp_form_field(t->form, m->field);
            c->why_ignored = "so it was asked";
        } else if (header.n) {
            c->field = cp_form_column(t->a, t->forms, t->form, header, &c->rank);
        }
    }
    resolve_doubles(t);
}

static void headless(cp_table *t, cp_csv csv)
{
    cp_str *cells;
    uint32_t n, widest = 0;
    t->first = csv;
    for (int i = 0; i < CP_TABLE_HEADER_ROWS && cp_csv_next(&csv, t->a, &cells, &n); i++)
        widest = n > widest ? n : widest;
    t->columns = CP_NEW_ARRAY(t->a, cp_table_column, widest);
    t->n_columns = widest;
    for (uint32_t i = 0; i < widest; i++)
        t->columns[i] = (cp_table_column){ .header = CP_STR(""), .field = -1, .why_ignored = "" };
}

/* "Serial" (or, without a header, column 3) */
static cp_str column_name(const cp_table *t, uint32_t i)
{
    const cp_table_column *c = &t->columns[i];
    return c->header.n ? cp_str_fmt(t->a, "%.*s", CP_FMT(shown(c->header)))
                       : cp_str_fmt(t->a, "column %u", i + 1);
}

static void tell(cp_table *t, cp_source *src)
{
    uint32_t n_fields, listed = 0;
    const cp_str *fields = cp_form_fields(t->form, &n_fields);
    cp_buf used = cp_buf_new(t->a), ignored = cp_buf_new(t->a);
    for (uint32_t i = 0; i < t->n_columns; i++) {
        const cp_table_column *c = &t->columns[i];
        cp_str name = column_name(t, i);
        if (c->field >= 0) {
            cp_buf_fmt(&used, "%s%.*s", used.total_bytes ? ", " : "", CP_FMT(name));
            if (!cp_str_eq(name, fields[c->field]))
                cp_buf_fmt(&used, " -> %.*s", CP_FMT(fields[c->field]));
        } else if (c->header.n && listed++ < LISTED_MAX) {
            cp_buf_fmt(&ignored, "%s%.*s", ignored.total_bytes ? ", " : "", CP_FMT(name));
            if (c->why_ignored[0])
                cp_buf_fmt(&ignored, " (%s)", c->why_ignored);
        }
    }
    cp_table_note(t->a, src, "columns: %.*s", CP_FMT(cp_buf_str(&used)));
    if (listed > LISTED_MAX)
        cp_buf_fmt(&ignored, " and %u more", listed - LISTED_MAX);
    if (listed)
        cp_table_note(t->a, src, "ignored: %.*s", CP_FMT(cp_buf_str(&ignored)));
    if (t->header_line == 0)
        cp_table_note(t->a, src, "no header was found: columns are guessed from their values");
    if (t->n_skipped)
        cp_table_note(t->a, src, "%u row%s above the header in line %llu skipped", t->n_skipped,
                      t->n_skipped == 1 ? "" : "s", (unsigned long long)t->header_line);
    if (t->was_guessed)
        cp_table_note(t->a, src, "the text is not UTF-8: read as Windows-1252");
}

/* The header, or the first row that holds something if there is none that is known. */
static uint32_t first_cells(cp_table *t, const header_at *h, cp_str **cells)
{
    uint32_t n = h->n;
    cp_csv csv = t->first;
    *cells = h->cells;
    while (n == 0 && cp_csv_next(&csv, t->a, cells, &n))
        n = n && is_blank_row(*cells, n) ? 0 : n;
    return n;
}

/* What stood there instead, and what to do. */
static cp_rc missing(cp_table *t, const header_at *h, cp_err *err)
{
    cp_buf found = cp_buf_new(t->a);
    cp_str *cells, example = CP_STR("HEADER");
    uint32_t n = first_cells(t, h, &cells);
    for (uint32_t i = n < LISTED_MAX ? n : LISTED_MAX; i-- > 0;)
        if (cp_str_trim(cells[i]).n)
            example = shown(cp_str_trim(cells[i]));
    for (uint32_t i = 0; i < n && i < LISTED_MAX; i++)
        if (cp_str_trim(cells[i]).n)
            cp_buf_fmt(&found, "%s\"%.*s\"", found.total_bytes ? ", " : "",
                       CP_FMT(shown(cp_str_trim(cells[i]))));
    cp_str list = cp_value_head(cp_buf_str(&found), 200);
    return cp_fail_line(err, h->score ? CP_EFORMAT : CP_EUNKNOWN, h->line ? h->line : 1,
                        "no column for %s; found %.*s%s: name it, for example --map '%.*s=%s'",
                        required[t->form].what, CP_FMT(list.n ? list : CP_STR("nothing")),
                        n > LISTED_MAX ? " ..." : "", CP_FMT(example), required[t->form].example);
}

static bool is_complete(const cp_table *t)
{
    uint64_t fields = 0;
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].field >= 0 && is_required(t->form, t->columns[i].field))
            fields |= (uint64_t)1 << t->columns[i].field;
    return (uint32_t)__builtin_popcountll(fields) >= required[t->form].n_needed;
}

static void free_rows(void *arena) { cp_arena_free(arena); }

cp_rc cp_table_open(cp_arena *a, cp_bytes text, cp_form form, const cp_read_opts *opts,
                    cp_source *src, cp_table *out, cp_err *err)
{
    cp_table t = { .a = a, .form = form };
    cp_rc rc = check_maps(a, opts, err);
    if (rc == CP_OK)
        rc = cp_forms_get(&t.forms, err);
    if (rc != CP_OK)
        return rc;
    cp_str utf8 = cp_csv_utf8(a, text, &t.was_guessed);
    cp_csv csv = cp_csv_open(utf8, 0);
    header_at h = find_header(a, t.forms, form, opts, csv);
    if (h.score > 0) {
        name_columns(&t, opts, &h);
        t.first = h.after;
        t.header_line = h.line;
        t.n_skipped = h.rows_above;
    } else {
        headless(&t, csv);
    }
    t.row_arena = cp_arena_new(0);
    t.row_mark = cp_arena_here(t.row_arena);
    cp_arena_defer(a, free_rows, t.row_arena);
    t.csv = t.first;
    if (form == CP_FORM_INVENTORY)
        cp_guess_columns(&t);
    if (!is_complete(&t))
        return missing(&t, &h, err);
    tell(&t, src);
    *out = t;
    return CP_OK;
}

/* --- pieces ---------------------------------------------------------------------------------- */
static bool is_utf16(cp_bytes b)
{
    return b.n >= 2 && ((b.p[0] == 0xff && b.p[1] == 0xfe) || (b.p[0] == 0xfe && b.p[1] == 0xff));
}

static void peek_piece(cp_table_pieces *p)
{
    p->raw = cp_input_peek(p->in, p->want_bytes);
    p->is_end = p->raw.n < p->want_bytes;
    if (!p->is_end)
        p->raw.n = p->want_bytes;
    p->is_full = p->want_bytes >= CP_INPUT_PEEK_MAX;
    cp_arena_free(p->a);
    p->a = cp_arena_new(0);
    p->text = cp_csv_utf8(p->a, p->raw, &p->was_guessed);
}

/* How many bytes as they came the first n of the text are. A byte of Windows-1252 is a character.
 */
static size_t raw_bytes(const cp_table_pieces *p, size_t n)
{
    bool has_mark = cp_str_starts(cp_str_of_bytes(p->raw), CP_STR("\xef\xbb\xbf"));
    size_t characters = 0;
    for (size_t i = 0; p->was_guessed && i < n; i++)
        characters += ((unsigned char)p->text.p[i] & 0xc0) != 0x80;
    size_t raw = (has_mark ? 3 : 0) + (p->was_guessed ? characters : n);
    return raw < p->raw.n ? raw : p->raw.n;
}

/* The piece that begins with what `left` leaves; a larger one, if that is all of this one. */
static void next_piece(cp_table *t, cp_str left)
{
    cp_table_pieces *p = t->pieces;
    size_t done = raw_bytes(p, (size_t)(left.p - p->text.p));
    if (left.p == p->text.p)
        p->want_bytes =
            p->want_bytes < CP_INPUT_PEEK_MAX / 2 ? p->want_bytes * 2 : CP_INPUT_PEEK_MAX;
    else
        p->want_bytes = CP_TABLE_PIECE_BYTES;
    cp_input_skip(p->in, done);
    peek_piece(p);
    t->was_guessed = t->was_guessed || p->was_guessed;
    t->csv.rest = p->text;
}

static bool next_row(cp_table *t, cp_str **row, uint32_t *n)
{
    for (;;) {
        cp_csv before = t->csv;
        const cp_table_pieces *p = t->pieces;
        bool is_row = cp_csv_next(&t->csv, t->row_arena, row, n);
        bool may_go_on = t->csv.rest.n == 0 || t->csv.rc != CP_OK;
        if (!p || !may_go_on || p->is_end || (p->is_full && before.rest.n > 0))
            return is_row;
        t->csv = before;
        next_piece(t, before.rest);
    }
}

static void free_piece(void *pieces) { cp_arena_free(((cp_table_pieces *)pieces)->a); }

cp_rc cp_table_open_input(cp_arena *a, cp_input *in, cp_form form, const cp_read_opts *opts,
                          cp_source *src, cp_table *out, cp_err *err)
{
    cp_bytes text;
    cp_table_pieces *p = CP_NEW(a, cp_table_pieces);
    *p = (cp_table_pieces){ .in = in, .want_bytes = CP_TABLE_PIECE_BYTES };
    peek_piece(p);
    cp_arena_defer(a, free_piece, p);
    if (p->is_end || is_utf16(p->raw)) {
        cp_rc rc = cp_input_all(in, CP_TABLE_BYTES_MAX, &text, err);
        return rc == CP_OK ? cp_table_open(a, text, form, opts, src, out, err) : rc;
    }
    /* the header is kept, so it is read from a copy that stays */
    cp_rc rc = cp_table_open(a, cp_bytes_dup(a, p->raw), form, opts, src, out, err);
    if (rc != CP_OK)
        return rc;
    out->pieces = p;
    out->csv.rest = cp_str_from(p->text, p->text.n - out->csv.rest.n);
    p->is_told = out->was_guessed;
    return CP_OK;
}

/* --- rows ------------------------------------------------------------------------------------ */
void cp_table_rewind(cp_table *t)
{
    assert(!t->pieces);
    t->csv = t->first;
    t->n_again = 0;
}

/* A page break of a printed table repeats the header. Of links, "a,b" may be a row for all that:
 * the one from the device a to the device b. */
static bool is_header_again(const cp_table *t, const cp_str *cells, uint32_t n)
{
    uint32_t same = 0;
    if (t->header_line == 0 || n != t->n_columns || (t->form == CP_FORM_LINKS && n < 3))
        return false;
    for (uint32_t i = 0; i < n; i++)
        same += cp_str_eq(cells[i], t->columns[i].header);
    return same == n;
}

static bool usable(cp_table *t, cp_source *src, const cp_str *cells, uint32_t n)
{
    if (t->csv.row_bad) {
        src->records++;
        cp_source_bad(t->a, src, t->csv.line, "%s", t->csv.err.msg);
        return false;
    }
    bool is_again = is_header_again(t, cells, n);
    t->n_again += is_again;
    if (is_again || is_blank_row(cells, n))
        return false;
    src->records++;
    for (uint32_t i = t->n_columns; i < n; i++) {
        if (cells[i].n == 0)
            continue;
        cp_source_bad(t->a, src, t->csv.line,
                      "%u cells where the header has %u: is a separator inside a cell without "
                      "quotes? The row was not read",
                      n, t->n_columns);
        return false;
    }
    return true;
}

bool cp_table_next(cp_table *t, cp_source *src, cp_str **cells)
{
    cp_str *row;
    uint32_t n;
    cp_arena_back(t->row_arena, t->row_mark);
    while (next_row(t, &row, &n)) {
        for (uint32_t i = 0; i < n; i++)
            row[i] = cp_str_trim(row[i]);
        if (!usable(t, src, row, n))
            continue;
        if (n < t->n_columns) {
            cp_str *full = CP_NEW_ARRAY(t->row_arena, cp_str, t->n_columns);
            memcpy(full, row, n * sizeof *row);
            row = full;
        }
        *cells = row;
        return true;
    }
    if (t->pieces && t->was_guessed && !t->pieces->is_told) {
        t->pieces->is_told = true;
        cp_table_note(t->a, src, "some of the text is not UTF-8: read as Windows-1252");
    }
    if (t->n_again)
        cp_table_note(t->a, src, "%u row%s the header again: left out", t->n_again,
                      t->n_again == 1 ? " is" : "s are");
    t->n_again = 0;
    if (t->csv.rc != CP_OK) {
        src->records++;
        cp_source_bad(t->a, src, t->csv.err.line, "%s; what follows was not read", t->csv.err.msg);
        t->csv.rc = CP_OK;
        t->csv.rest = CP_STR("");
    }
    return false;
}

cp_ident cp_table_ident(cp_arena *a, cp_str name)
{
    cp_ip ip;
    cp_mac mac;
    if (cp_ip_parse(name, &ip))
        return (cp_ident){ CP_IDENT_IP, cp_ip_text(a, ip) };
    if (cp_mac_parse(name, &mac))
        return (cp_ident){ CP_IDENT_MAC, cp_mac_text(a, mac) };
    return (cp_ident){ CP_IDENT_HOSTNAME, cp_value_head(name, CP_OBS_VALUE_BYTES_MAX) };
}
