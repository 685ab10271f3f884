/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - see table.h. */
#include "sources/import/table.h"
#include <assert.h>
#include <string.h>
#include "sources/import/guess.h"
#include "sources/import/remark.h"
#include "sources/text.h"
#include "sources/values.h"

enum {
    LISTED_MAX = 12, /* columns named in a message; the rest is counted */
    HEADER_SHOWN_MAX = 40,
    OTHER_CELLS_MAX = 64, /* no other table is as wide */
    TITLE_ROWS = 3,       /* between a title and the header below it */
    KNOWN_CELLS = 3,      /* of a row one must be known, for it to be looked at as a header */
    HEADER_FIELDS = 3,    /* that make another header */
    HEADER_HEIGHT = 2,    /* rows that it may have */
    TOTAL_CELLS = 4,      /* a row of sums has no more */
    COMMENT_CELLS = 2
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
        cp_str header = cells[i];
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
    const cp_row *row; /* NULL: none */
    uint32_t index;    /* of the row, from the next */
    uint32_t score, n_required, rows_above;
    uint64_t fields;
    bool is_other;
} header_at;

static uint32_t n_filled(const cp_row *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n; i++)
        n += r->cells[i].n > 0;
    return n;
}

/* The row that names most fields, the first of equals; but not one that stands below rows under
 * another header: those would be lost. Headers on two rows stand close together. */
static header_at find_header(cp_arena *a, const cp_forms *f, cp_form form, const cp_read_opts *opts,
                             cp_rows *rows)
{
    header_at best = { .score = 0 };
    uint32_t any = UINT32_MAX; /* the first header, of whatever form */
    const cp_row *r;
    uint32_t above = 0;
    for (uint32_t i = 0; i < CP_TABLE_HEADER_ROWS && (r = cp_rows_peek(rows, i)) != NULL; i++) {
        uint64_t fields;
        uint32_t n_required,
            score = score_row(a, f, form, opts, r->cells, r->n, &n_required, &fields);
        if (any != UINT32_MAX && i > any + HEADER_HEIGHT && best.row)
            break;
        if (any == UINT32_MAX && cp_table_is_header(a, f, r))
            any = i;
        if (score > best.score)
            best = (header_at){ r, i, score, n_required, above, fields, best.is_other };
        above += n_filled(r) > 0;
        if (best.score == 0)
            best.is_other = best.is_other || is_other_table(a, f, r->cells, r->n);
    }
    if (best.row)
        best.is_other = best.is_other || is_other_table(a, f, best.row->cells, best.row->n);
    return best;
}

/* Rows as wide as the widest are most of them. In a sheet there are cells everywhere. */
static bool is_regular(cp_rows *rows)
{
    uint32_t widest = 0, same = 0, n_rows = 0;
    const cp_row *r;
    for (uint32_t i = 0; n_rows < CP_TABLE_HEADER_ROWS && i < CP_ROWS_AHEAD_MAX &&
                         (r = cp_rows_peek(rows, i)) != NULL;
         i++) {
        uint32_t n = r->n;
        n_rows += n > 0;
        same = n > widest ? 1 : same + (n == widest && n > 0);
        widest = n > widest ? n : widest;
    }
    return widest > 1 && n_rows > 1 && (rows->book || same * 2 > n_rows);
}

/* Text that is a table, not a document in braces. */
static bool may_be_table(cp_bytes head)
{
    cp_str s = cp_str_trim(cp_str_of_bytes(head));
    return s.n > 0 && s.p[0] != '{' && s.p[0] != '[' && s.p[0] != '<';
}

const cp_table_look *cp_table_look_for(cp_table_heads *h, cp_form form)
{
    cp_table_look *look = &h->made[form];
    if (h->is_made[form])
        return look;
    h->is_made[form] = true;
    look->is_table = h->forms && is_regular(h->rows);
    if (look->is_table) {
        header_at x = find_header(h->a, h->forms, form, NULL, h->rows);
        look->is_other = x.is_other;
        look->n_cells = x.row ? (h->rows->book ? n_filled(x.row) : x.row->n) : 0;
        look->n_fields = x.score;
        look->n_required = x.n_required;
        look->index = x.row ? x.index : 0;
        look->fields = x.fields;
    }
    return look;
}

cp_table_look cp_table_look_at(cp_bytes head, cp_form form)
{
    cp_table_look look = { .is_table = false };
    if (!may_be_table(head))
        return look;
    cp_arena *a = cp_arena_new(0);
    cp_rows *rows = CP_NEW(a, cp_rows);
    cp_rows_of_text(a, head, NULL, rows);
    cp_table_heads h = { .a = a, .rows = rows };
    if (cp_forms_get(&h.forms, NULL) != CP_OK)
        h.forms = NULL;
    look = *cp_table_look_for(&h, form);
    cp_arena_free(a);
    return look;
}

bool cp_table_is_header(cp_arena *scratch, const cp_forms *f, const cp_row *row)
{
    uint32_t looked = 0, known = 0, filled = n_filled(row), n_required, best = 0;
    uint64_t fields;
    for (uint32_t i = 0; i < row->n && looked < KNOWN_CELLS && known == 0; i++) {
        if (row->cells[i].n == 0)
            continue;
        looked++;
        known += cp_map_get(&f->headers, cp_form_key(scratch, row->cells[i])) != NULL;
    }
    for (int form = 0; known && form < CP_FORM_COUNT; form++) {
        uint32_t score =
            score_row(scratch, f, (cp_form)form, NULL, row->cells, row->n, &n_required, &fields);
        if (score >= HEADER_FIELDS && score * 2 >= filled && n_required && score > best)
            best = score;
    }
    return best > 0;
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

/* As it was mapped when a table had the same headers before. */
static const cp_kept_map *kept_of(const cp_read_opts *opts, cp_str key, cp_str header)
{
    for (uint32_t i = 0; i < opts->n_kept; i++)
        if (cp_str_eq(opts->kept[i].key, key) && cp_str_eq(opts->kept[i].header, header))
            return &opts->kept[i];
    return NULL;
}

cp_str cp_table_key(cp_arena *a, const cp_table *t)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, cp_form_name(t->form));
    for (uint32_t i = 0; i < t->n_columns; i++) {
        cp_str key = cp_form_key(a, t->columns[i].header);
        cp_buf_char(&b, ' ');
        cp_buf_add(&b, key);
    }
    return cp_buf_str(&b);
}

/* Where a column names parts, the rows are of these: what the element is called is their parent's
 * name. */
static void name_parts(cp_table *t)
{
    int name = cp_form_field(t->form, CP_STR("name")),
        parent = cp_form_field(t->form, CP_STR("parent"));
    cp_table_column *part = NULL, *element = NULL;
    bool has_parent = false;
    for (uint32_t i = 0; i < t->n_columns; i++) {
        cp_table_column *c = &t->columns[i];
        bool is_part = cp_map_get(&t->forms->parts, cp_form_key(t->a, c->header)) != NULL;
        if (is_part && !part && (c->field < 0 || c->field == name) && !c->why_ignored[0])
            part = c;
        else if (c->field == name && c->rank > 0)
            element = c;
        has_parent = has_parent || c->field == parent;
    }
    if (!part || !element || has_parent)
        return;
    element->field = parent;
    part->field = name;
    part->rank = 1;
}

static void name_columns(cp_table *t, const cp_read_opts *opts, const header_at *h)
{
    t->columns = CP_NEW_ARRAY(t->a, cp_table_column, h->row->n);
    t->n_columns = h->row->n;
    for (uint32_t i = 0; i < h->row->n; i++)
        t->columns[i].header = cp_str_dup(t->a, h->row->cells[i]);
    cp_str key = opts->n_kept ? cp_table_key(t->a, t) : CP_STR("");
    for (uint32_t i = 0; i < h->row->n; i++) {
        cp_str header = t->columns[i].header;
        cp_table_column *c = &t->columns[i];
        *c = (cp_table_column){ .header = header, .field = -1, .why_ignored = "" };
        const cp_column_map *m = map_of(t->a, opts, header);
        const cp_kept_map *k = m ? NULL : kept_of(opts, key, header);
        if (m || k) {
            c->field = cp_form_field(t->form, m ? m->field : k->field);
            c->why_ignored = m ? "so it was asked" : "as it was mapped before";
            c->is_kept = k != NULL;
            if (m && opts->keep_map)
                opts->keep_map(opts->keep_ctx, cp_table_key(t->a, t), header, m->field);
        } else if (header.n) {
            c->field = cp_form_column(t->a, t->forms, t->form, header, &c->rank);
        }
    }
    if (t->form == CP_FORM_INVENTORY)
        name_parts(t);
    resolve_doubles(t);
}

static void headless(cp_table *t)
{
    const cp_row *r;
    uint32_t widest = 0;
    for (uint32_t i = 0; i < CP_TABLE_HEADER_ROWS && (r = cp_rows_peek(t->rows, i)) != NULL; i++)
        widest = r->n > widest ? r->n : widest;
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
            if (c->is_guessed || c->is_kept)
                cp_buf_add_c(&used, c->is_kept ? " (as mapped before)" : " (by its values)");
        } else if (c->header.n && listed++ < LISTED_MAX) {
            cp_buf_fmt(&ignored, "%s%.*s", ignored.total_bytes ? ", " : "", CP_FMT(name));
            if (c->why_ignored[0])
                cp_buf_fmt(&ignored, " (%s)", c->why_ignored);
        }
    }
    cp_str sheet = cp_source_sheet(src, t->first_pos);
    if (t->rows->book)
        cp_table_note(t->a, src, "sheet \"%.*s\": %s, columns: %.*s", CP_FMT(sheet),
                      cp_form_name(t->form), CP_FMT(cp_buf_str(&used)));
    else if (t->is_next)
        cp_table_note(t->a, src, "%.*s: another table, %s, columns: %.*s",
                      CP_FMT(cp_table_where(t->a, src, t->header_pos)), cp_form_name(t->form),
                      CP_FMT(cp_buf_str(&used)));
    else
        cp_table_note(t->a, src, "columns: %.*s", CP_FMT(cp_buf_str(&used)));
    if (listed > LISTED_MAX)
        cp_buf_fmt(&ignored, " and %u more", listed - LISTED_MAX);
    if (listed)
        cp_table_note(t->a, src, "ignored: %.*s", CP_FMT(cp_buf_str(&ignored)));
    if (t->header_pos == 0)
        cp_table_note(t->a, src, "no header was found: columns are guessed from their values");
    if (t->is_unknown)
        cp_table_note(
            t->a, src,
            "the header is in words that are not known: columns are taken by their values; "
            "say what is wrong with --map 'HEADER=field'");
    if (t->n_skipped)
        cp_table_note(t->a, src, "%u row%s above the header in %.*s skipped", t->n_skipped,
                      t->n_skipped == 1 ? "" : "s",
                      CP_FMT(cp_table_where(t->a, src, t->header_pos)));
    if (!t->rows->is_told)
        cp_text_tell_charset(t->a, src, &t->rows->use, false);
    t->rows->is_told = t->rows->use.n_other > 0;
}

/* What stood there instead, and what to do. */
static cp_rc missing(cp_table *t, const header_at *h, cp_err *err)
{
    cp_str undecided = cp_text_undecided(t->a, &t->rows->use);
    if (undecided.n)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the text is %.*s, and nothing in it says which: say --encoding",
                       CP_FMT(undecided));
    cp_buf found = cp_buf_new(t->a);
    cp_str example = CP_STR("HEADER"), cell;
    const cp_row *r = NULL;
    uint32_t n = t->n_columns;
    for (uint32_t i = 0; h->score == 0 && i < CP_TABLE_HEADER_ROWS; i++)
        if ((r = cp_rows_peek(t->rows, i)) == NULL || n_filled(r))
            break;
    n = h->score ? n : r ? r->n : 0;
    for (uint32_t i = 0; i < n && i < LISTED_MAX; i++) {
        cell = shown(h->score ? t->columns[i].header : r->cells[i]);
        if (cell.n && found.total_bytes == 0)
            example = cell;
        if (cell.n)
            cp_buf_fmt(&found, "%s\"%.*s\"", found.total_bytes ? ", " : "", CP_FMT(cell));
    }
    cp_str list = cp_value_head(cp_buf_str(&found), 200);
    return cp_fail_line(err, h->score ? CP_EFORMAT : CP_EUNKNOWN,
                        h->score ? t->header_pos
                        : r      ? r->pos
                                 : 1,
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

/* In a table whose header names nothing that is known: is its first row one all the same? Then what
 * stands there is no value like those below it. */
static void take_unknown_header(cp_table *t)
{
    uint32_t at = 0;
    const cp_row *r;
    while (at < CP_TABLE_HEADER_ROWS && (r = cp_rows_peek(t->rows, at)) != NULL && n_filled(r) < 2)
        at++;
    if (at == CP_TABLE_HEADER_ROWS || !r || !cp_guess_is_header(t, r))
        return;
    for (uint32_t i = 0; i < t->n_columns && i < r->n; i++)
        t->columns[i].header = cp_str_dup(t->a, r->cells[i]);
    t->header_pos = r->pos;
    t->is_unknown = true;
    t->first_pos = r->pos;
    cp_row row;
    for (uint32_t i = 0; i <= at; i++)
        (void)cp_rows_next(t->rows, &row);
    cp_guess_under_unknown(t);
}

static void free_rows(void *arena) { cp_arena_free(arena); }

static void begin_rows(cp_arena *a, cp_table *t)
{
    t->row_arena = cp_arena_new(0);
    t->row_mark = cp_arena_here(t->row_arena);
    cp_arena_defer(a, free_rows, t->row_arena);
}

/* The rows to the header, and it, are taken. */
static void take_header(cp_table *t, const header_at *h)
{
    cp_row row;
    t->header_pos = t->first_pos = h->row->pos;
    t->n_skipped = h->rows_above;
    for (uint32_t i = 0; i <= h->index; i++)
        (void)cp_rows_next(t->rows, &row);
}

cp_rc cp_table_open_rows(cp_arena *a, cp_rows *rows, cp_form form, const cp_read_opts *opts,
                         cp_source *src, cp_table *out, cp_err *err)
{
    cp_table t = {
        .a = a, .form = form, .rows = rows, .opts = opts, .is_next = rows->last_pos > 0
    };
    cp_rc rc = check_maps(a, opts, err);
    if (rc == CP_OK)
        rc = cp_forms_get(&t.forms, err);
    if (rc != CP_OK)
        return rc;
    header_at h = find_header(a, t.forms, form, opts, rows);
    if (h.score > 0) {
        name_columns(&t, opts, &h);
        take_header(&t, &h);
    } else {
        headless(&t);
        t.first_pos = cp_rows_peek(rows, 0) ? cp_rows_peek(rows, 0)->pos - 1 : 0;
    }
    begin_rows(a, &t);
    if (form == CP_FORM_INVENTORY)
        cp_guess_columns(&t);
    if (h.score == 0 && form == CP_FORM_INVENTORY)
        take_unknown_header(&t);
    if (!is_complete(&t))
        return missing(&t, &h, err);
    tell(&t, src);
    *out = t;
    return CP_OK;
}

cp_rc cp_table_open(cp_arena *a, cp_bytes text, cp_form form, const cp_read_opts *opts,
                    cp_source *src, cp_table *out, cp_err *err)
{
    cp_rows *rows = CP_NEW(a, cp_rows);
    cp_charset_hint hint = cp_text_hint(a, opts, CP_TEXT_OF_PEOPLE);
    cp_rows_of_text(a, text, &hint, rows);
    return cp_table_open_rows(a, rows, form, opts, src, out, err);
}

/* --- rows ------------------------------------------------------------------------------------ */
bool cp_table_again(cp_arena *a, const cp_table *t, cp_table *out)
{
    cp_rows *rows = CP_NEW(a, cp_rows);
    cp_row row;
    if (!cp_rows_again(a, t->rows, rows))
        return false;
    *out = *t;
    out->a = a;
    out->rows = rows;
    begin_rows(a, out);
    while (cp_rows_peek(rows, 0) && cp_rows_peek(rows, 0)->pos <= t->first_pos)
        (void)cp_rows_next(rows, &row);
    return true;
}

/* A page break of a printed table repeats the header. Of links, "a,b" may be a row for all that:
 * the one from the device a to the device b. */
static bool is_header_again(const cp_table *t, const cp_row *r)
{
    uint32_t same = 0, n = t->n_columns;
    if (t->header_pos == 0 || (t->rows->book ? r->n > n : r->n != n) ||
        (t->form == CP_FORM_LINKS && n < 3))
        return false;
    for (uint32_t i = 0; i < n; i++)
        same += cp_str_eq(i < r->n ? r->cells[i] : CP_STR(""), t->columns[i].header);
    return same == n;
}

/* Another header is the first of another table, and so is a title above it. A table that is mapped
 * by hand, or has no header, is taken as a whole. */
static bool is_other_begin(cp_table *t, const cp_row *r)
{
    if (t->header_pos == 0 || t->is_unknown)
        return false;
    if (cp_table_is_header(t->row_arena, t->forms, r))
        return true;
    if (t->n_columns < HEADER_FIELDS || n_filled(r) != 1)
        return false;
    for (uint32_t i = 1; i <= TITLE_ROWS; i++) {
        const cp_row *below = cp_rows_peek(t->rows, i);
        if (!below || n_filled(below) > 1)
            return below && !is_header_again(t, below) &&
                   cp_table_is_header(t->row_arena, t->forms, below);
    }
    return false;
}

/* "Total;;;45": the word, and amounts beside it. A thing may be called so, too, with a maker. */
static bool is_total(const cp_table *t, const cp_row *r)
{
    bool has_word = false;
    if (t->n_columns < HEADER_FIELDS || n_filled(r) > TOTAL_CELLS)
        return false;
    for (uint32_t i = 0; i < r->n; i++) {
        if (r->cells[i].n == 0)
            continue;
        if (!has_word && !cp_map_get(&t->forms->totals, cp_form_key(t->row_arena, r->cells[i])))
            return false;
        if (has_word && !cp_remark_is_amount(r->cells[i]))
            return false;
        has_word = true;
    }
    return has_word;
}

/* In an inventory: what is said of the table stands alone in its row, or beside a word with a colon
 * ("Source:", "finance"), or is a sum in a table of two columns. It is no thing, and told with its
 * cell, in case it was one. */
static bool is_remark(cp_table *t, cp_source *src, const cp_row *r)
{
    uint32_t at = 0, n = n_filled(r), last = r->n - 1;
    if (t->form != CP_FORM_INVENTORY || n > 2)
        return false;
    while (r->cells[at].n == 0)
        at++;
    while (r->cells[last].n == 0)
        last--;
    cp_str text = r->cells[at];
    bool is_sum = n == 2 && t->n_columns < HEADER_FIELDS && cp_remark_is_amount(r->cells[last]) &&
                  cp_map_get(&t->forms->totals, cp_form_key(t->row_arena, text));
    bool may_be = n == 1 || cp_str_ends(text, CP_STR(":"));
    if (!is_sum && !(may_be && cp_remark_is(t->row_arena, t->forms, text)))
        return false;
    src->records++;
    cp_source_bad(t->a, src, cp_table_cell(t, at),
                  "\"%.*s\" reads like a remark on the table: the row was not taken for a thing",
                  CP_FMT(shown(text)));
    return true;
}

/* "# exported by ...", "#### end" */
static bool is_comment(const cp_table *t, const cp_row *r)
{
    cp_str s = r->n ? r->cells[0] : CP_STR("");
    return s.n > 1 && s.p[0] == '#' && (s.p[1] == ' ' || s.p[1] == '#') && !t->rows->book &&
           t->n_columns > COMMENT_CELLS && n_filled(r) <= COMMENT_CELLS;
}

/* Nothing of a thing stands in it. */
static bool is_left_out(cp_table *t, const cp_row *r)
{
    uint32_t *counter = is_header_again(t, r) ? &t->n_again
                        : r->is_heading       ? &t->n_titles
                        : is_comment(t, r)    ? &t->n_comments
                        : is_total(t, r)      ? &t->n_totals
                                              : NULL;
    if (counter)
        ++*counter;
    return counter != NULL;
}

static bool usable(cp_table *t, cp_source *src, const cp_row *r)
{
    if (r->is_bad) {
        src->records++;
        cp_source_bad(t->a, src, r->pos, "%.*s", CP_FMT(r->fault));
        return false;
    }
    if (n_filled(r) == 0 || is_remark(t, src, r) || is_left_out(t, r))
        return false;
    src->records++;
    for (uint32_t i = t->n_columns; i < r->n && !t->rows->book; i++) {
        if (r->cells[i].n == 0)
            continue;
        cp_source_bad(t->a, src, r->pos,
                      "%u cells where the header has %u: is a separator inside a cell without "
                      "quotes? The row was not read",
                      r->n, t->n_columns);
        return false;
    }
    return true;
}

static void note_left_out(cp_table *t, cp_source *src)
{
    const struct {
        uint32_t *n;
        const char *one, *more;
    } v[] = { { &t->n_again, "row is the header again: left out",
                "rows are the header again: left out" },
              { &t->n_titles, "row is a title: left out", "rows are titles: left out" },
              { &t->n_totals, "row is a total: left out", "rows are totals: left out" },
              { &t->n_comments, "row is a comment: left out", "rows are comments: left out" } };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        if (*v[i].n)
            cp_table_note(t->a, src, "%u %s", *v[i].n, *v[i].n == 1 ? v[i].one : v[i].more);
        *v[i].n = 0;
    }
}

static void end(cp_table *t, cp_source *src)
{
    cp_rows *r = t->rows;
    if (!r->is_told)
        cp_text_tell_charset(t->a, src, &r->use, true);
    r->is_told = r->use.n_other > 0;
    note_left_out(t, src);
    if (r->rc != CP_OK && !r->is_end_told) {
        src->records++;
        uint64_t pos =
            r->book ? cp_pos_of_sheet(r->sheet_index, (uint32_t)r->err.line, 0) : r->err.line;
        cp_source_bad(t->a, src, pos, "%s; what follows was not read", r->err.msg);
        r->is_end_told = true;
    }
}

bool cp_table_next(cp_table *t, cp_source *src, cp_str **cells)
{
    cp_row r;
    cp_arena_back(t->row_arena, t->row_mark);
    /* a title may be above another table: then the rows below it are looked at */
    for (;;) {
        const cp_row *ahead = cp_rows_peek(t->rows, 0);
        if (!ahead)
            break;
        if (n_filled(ahead) && !is_header_again(t, ahead) && is_other_begin(t, ahead))
            break;
        (void)cp_rows_next(t->rows, &r);
        t->pos = r.pos;
        if (!usable(t, src, &r))
            continue;
        if (r.n < t->n_columns) {
            cp_str *full = CP_NEW_ARRAY(t->row_arena, cp_str, t->n_columns);
            memcpy(full, r.cells, r.n * sizeof *r.cells);
            r.cells = full;
        }
        *cells = r.cells;
        return true;
    }
    end(t, src);
    return false;
}

uint64_t cp_table_cell(const cp_table *t, uint32_t column)
{
    return t->rows->book ? t->pos | (uint64_t)(column + 1) << 40 : t->pos;
}

cp_str cp_table_where(cp_arena *a, const cp_source *src, uint64_t pos)
{
    cp_str sheet = cp_source_sheet(src, pos);
    uint64_t line = cp_source_line(src, pos);
    return sheet.n ? cp_str_fmt(a, "row %llu of \"%.*s\"", (unsigned long long)line, CP_FMT(sheet))
                   : cp_str_fmt(a, "line %llu", (unsigned long long)line);
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
