/* SPDX-License-Identifier: Apache-2.0 */
/* ties.c - tables of relations that are no links, one a row:
 *
 *     carriage      link,alternative,transmission     what a link rides on
 *     dependencies  asset,group,needs,kind            what a device needs to do its work
 *     demands       from,to,bps                       what flows between two places
 *     aliases       id,same_as                        two names of one thing
 *                   ...,not_same_as,undo,by,date,reason   what a person says of two things
 *
 * Things are called by their names as in the inventory, or by addresses. `transmission`, `needs`
 * and `same_as` may hold several, with `;` between: each is a relation of its own, as if it had a
 * row. Whether the things are known is decided where assets are known. */
#include "sources/import/import.h"
#include "sources/import/rate.h"
#include "sources/import/tables.h"
#include "sources/values.h"

enum {
    SHOWN_MAX = 60,
    THINGS_MAX = 256 /* in one cell; devices below one link are dozens */
};

#define DAY_US (24 * 3600 * INT64_C(1000000))

/* What the fields of a form are for. A: the thing that has the relation, B: to what. */
typedef enum use {
    U_NONE,
    U_A,
    U_B,
    U_LINK,
    U_NAME,
    U_WHAT,
    U_BPS,
    U_NOT,
    U_UNDO,
    U_BY,
    U_ON,
    U_WHY
} use;
enum { FIELDS_MAX = 7, BY_BYTES_MAX = 200, WHY_BYTES_MAX = 4000 };

typedef struct form {
    cp_form form;
    cp_tie_kind kind;
    use uses[FIELDS_MAX];
    const char *what, *no_a, *no_b;
} form;

static const form carriage = {
    CP_FORM_CARRIAGE, CP_TIE_CARRIED,          { U_LINK, U_NAME, U_B },
    "carriage",       "the row names no link", "the row does not say what carries the link"
};
static const form dependencies = { CP_FORM_DEPENDENCIES,
                                   CP_TIE_NEEDS,
                                   { U_A, U_NAME, U_B, U_WHAT },
                                   "dependency",
                                   "the row does not say who needs something",
                                   "the row does not say what is needed" };
static const form demands = { CP_FORM_DEMANDS,
                              CP_TIE_DEMAND,
                              { U_A, U_B, U_BPS },
                              "demand",
                              "the demand comes from nowhere",
                              "the demand goes nowhere" };
static const form aliases = {
    CP_FORM_ALIASES, CP_TIE_ALIAS,          { U_A, U_B, U_NOT, U_UNDO, U_BY, U_ON, U_WHY },
    "alias",         "the row has no name", "the row does not say whose other name it is"
};

typedef struct reading {
    cp_arena *a;
    const form *form;
    cp_table *table;
    cp_source *src;
    uint64_t header_unit; /* bits per second of a number without a unit; 0: the header has none */
    uint64_t n_loops;
} reading;

static use use_of(const reading *r, uint32_t column)
{
    int field = r->table->columns[column].field;
    return field >= 0 && field < FIELDS_MAX ? r->form->uses[field] : U_NONE;
}

/* The row's cell of that use, "" if it says nothing. */
static cp_str cell_of(const reading *r, const cp_str *cells, use u)
{
    for (uint32_t i = 0; i < r->table->n_columns; i++)
        if (use_of(r, i) == u && !cp_value_is_placeholder(cells[i]))
            return cp_value_head(cells[i], CP_OBS_VALUE_BYTES_MAX);
    return CP_STR("");
}

/* False: it is no rate, which was told, and the row says nothing then. */
static bool read_rate(reading *r, cp_str cell, uint64_t *out)
{
    if (cp_rate_read(cell, r->header_unit, out) && *out > 0)
        return true;
    cp_source_bad(r->a, r->src, r->table->pos,
                  cell.n ? "\"%.*s\" is no rate: write bits per second, or a unit such as 10G; the "
                           "demand does not count"
                         : "the demand has no rate%.*s",
                  CP_FMT(cp_value_head(cell, SHOWN_MAX)));
    return false;
}

static bool is_complete(reading *r, const cp_tie *t, cp_str a, cp_str b)
{
    const char *missing = a.n + t->link.n == 0 ? r->form->no_a : b.n == 0 ? r->form->no_b : NULL;
    if (missing)
        cp_source_bad(r->a, r->src, t->pos, "%s", missing);
    return !missing;
}

/* "serial:SN1" says of what kind the identifier is; "source:FILE" stands for what that tells. */
static cp_ident thing_of(const reading *r, cp_str text)
{
    cp_arena *row = r->table->row_arena;
    ptrdiff_t colon = cp_str_find_char(text, ':');
    cp_ident x = cp_table_ident(row, text);
    cp_ident_kind kind;
    if (r->form->form != CP_FORM_ALIASES || x.kind != CP_IDENT_HOSTNAME || colon <= 0)
        return x;
    if (cp_str_starts(text, CP_STR("source:")))
        return (cp_ident){ CP_IDENT_REF, x.value };
    cp_str value = cp_str_trim(cp_str_from(x.value, (size_t)colon + 1));
    cp_str word = cp_str_lower(row, cp_str_slice(text, 0, (size_t)colon));
    if (!cp_ident_kind_by_name(word, &kind) || value.n == 0 || kind == CP_IDENT_AGENT)
        return x;
    cp_ident typed = kind == CP_IDENT_IP || kind == CP_IDENT_MAC ? cp_table_ident(row, value)
                                                                 : (cp_ident){ kind, value };
    return typed.kind == kind ? typed : x;
}

/* One relation for each thing in b. */
static cp_rc tell(reading *r, cp_tie *t, cp_str a, cp_str b, const cp_obs_sink *sink, cp_err *err)
{
    cp_ident from = thing_of(r, a);
    cp_str rest = b, one;
    cp_rc rc = CP_OK;
    bool is_list = t->kind != CP_TIE_DEMAND;
    if (a.n) {
        t->a = &from;
        t->n_a = 1;
    }
    for (uint32_t n = 0; rc == CP_OK && rest.n; n++) {
        (void)cp_str_cut(&rest, is_list ? ';' : '\0', &one);
        one = cp_str_trim(one);
        if (cp_value_is_placeholder(one))
            continue;
        if (n >= THINGS_MAX) {
            cp_source_bad(r->a, r->src, t->pos, "more than %d things in one cell: the first count",
                          THINGS_MAX);
            break;
        }
        cp_ident to = thing_of(r, one);
        t->b = &to;
        t->n_b = 1;
        r->n_loops += a.n && from.kind == to.kind && cp_str_eq_nocase(from.value, to.value);
        rc = sink->tie ? sink->tie(sink->ctx, t, err) : CP_OK;
    }
    return rc;
}

/* Who says so, when, why. False: it is signed in part only, which was told. A row of a mere table
 * of names is not signed at all. */
static bool read_signature(reading *r, const cp_str *cells, bool is_needed, cp_tie *t)
{
    cp_str on = cell_of(r, cells, U_ON);
    cp_time at = 0;
    cp_date day;
    t->name = cp_value_head(cell_of(r, cells, U_BY), BY_BYTES_MAX);
    t->what = cp_value_head(cell_of(r, cells, U_WHY), WHY_BYTES_MAX);
    if (t->name.n == 0 && !is_needed)
        return true;
    if (t->name.n == 0) {
        cp_source_bad(r->a, r->src, t->pos,
                      "the row has no `by`: what somebody says must say who; it was not read");
        return false;
    }
    if (on.n == 10 && cp_date_parse(on, &day))
        at = (cp_time)day.first_day * DAY_US;
    else if (!cp_time_parse(on, &at))
        at = 0;
    if (at <= 0)
        cp_source_bad(
            r->a, r->src, t->pos,
            "date: \"%.*s\" is no day (write 2026-11-23, or 2026-11-23T10:00:00Z): the row "
            "was not read",
            CP_FMT(cp_value_head(on, SHOWN_MAX)));
    t->amount = at > 0 ? (uint64_t)at : 0;
    return at > 0;
}

/* What is one, what is not, and of what it counts no longer that it was said. */
static cp_rc alias_row(reading *r, const cp_str *cells, const cp_obs_sink *sink, cp_err *err)
{
    static const struct {
        use use;
        cp_tie_kind kind;
    } said[] = { { U_B, CP_TIE_ALIAS },
                 { U_NOT, CP_TIE_NOT_ALIAS },
                 { U_UNDO, CP_TIE_ALIAS_UNDONE } };
    enum { N = sizeof said / sizeof *said };
    cp_tie t = { .kind = CP_TIE_ALIAS, .pos = r->table->pos };
    cp_str a = cell_of(r, cells, U_A), b[N];
    bool is_needed = false, is_any = false;
    cp_rc rc = CP_OK;
    for (int i = 0; i < N; i++) {
        b[i] = cell_of(r, cells, said[i].use);
        is_any |= b[i].n > 0;
        is_needed |= i > 0 && b[i].n > 0;
    }
    if (!is_complete(r, &t, a, is_any ? a : CP_STR("")) || !read_signature(r, cells, is_needed, &t))
        return CP_OK;
    for (int i = 0; i < N && rc == CP_OK; i++) {
        t.kind = said[i].kind;
        rc = b[i].n ? tell(r, &t, a, b[i], sink, err) : CP_OK;
    }
    return rc;
}

static cp_rc tie_row(reading *r, const cp_str *cells, const cp_obs_sink *sink, cp_err *err)
{
    if (r->form->form == CP_FORM_ALIASES)
        return alias_row(r, cells, sink, err);
    cp_tie t = { .kind = r->form->kind,
                 .link = cell_of(r, cells, U_LINK),
                 .name = cell_of(r, cells, U_NAME),
                 .what = cell_of(r, cells, U_WHAT),
                 .pos = r->table->pos };
    cp_str a = cell_of(r, cells, U_A), b = cell_of(r, cells, U_B);
    if (!is_complete(r, &t, a, b))
        return CP_OK;
    if (t.kind == CP_TIE_DEMAND && !read_rate(r, cell_of(r, cells, U_BPS), &t.amount))
        return CP_OK;
    if (t.what.n) {
        cp_str word = cp_form_word(r->table->row_arena, r->table->forms, "need", t.what);
        t.what = word.n ? word : cp_str_lower(r->table->row_arena, t.what);
    }
    return tell(r, &t, a, b, sink, err);
}

static cp_rc ties_rows(cp_tables *x, cp_table *t, const form *f, cp_err *err)
{
    reading r = { .a = x->a, .form = f, .table = t, .src = x->src };
    cp_str *cells;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (use_of(&r, i) == U_BPS)
            r.header_unit = cp_rate_unit(x->a, t->columns[i].header);
    for (uint64_t i = 0; rc == CP_OK && cp_table_next(t, x->src, &cells); i++)
        if ((rc = cp_tables_go_on(x, i, err)) == CP_OK)
            rc = tie_row(&r, cells, x->sink, err);
    if (r.n_loops)
        cp_table_note(x->a, x->src, "%llu %s of a thing with itself", (unsigned long long)r.n_loops,
                      f->what);
    return rc;
}

/* All that the form requires, and more of it the surer: a table of two columns may be of
 * anything. */
static int look(cp_table_heads *h, cp_form f, uint32_t n_required)
{
    const cp_table_look *l = cp_table_look_for(h, f);
    if (!l->is_table || l->n_required < n_required)
        return 0;
    return l->n_fields > 2 ? 92 : l->n_cells <= n_required + 1 ? 80 : 0;
}

static int sure_carriage(cp_table_heads *h, cp_str name)
{
    (void)name;
    return look(h, CP_FORM_CARRIAGE, 2);
}

static int sure_dependencies(cp_table_heads *h, cp_str name)
{
    (void)name;
    return look(h, CP_FORM_DEPENDENCIES, 2);
}

/* Two ends and a rate are a link as well as a demand: the rate must be called one of traffic, and
 * nothing stand beside it that only links have. */
static int sure_demands(cp_table_heads *h, cp_str name)
{
    static const char *const of_links[] = { "a_port", "b_port", "metric", "metric_back", "srlg" };
    const cp_table_look *links = cp_table_look_for(h, CP_FORM_LINKS);
    (void)name;
    for (size_t i = 0; i < sizeof of_links / sizeof *of_links; i++)
        if (links->fields >> cp_form_field(CP_FORM_LINKS, cp_str_c(of_links[i])) & 1)
            return 0;
    return look(h, CP_FORM_DEMANDS, 3);
}

static int sure_aliases(cp_table_heads *h, cp_str name)
{
    (void)name;
    return look(h, CP_FORM_ALIASES, 2);
}

#define READER(id, of, told)                                                                 \
    static cp_rc of##_rows(cp_tables *x, cp_table *t, cp_err *err)                           \
    {                                                                                        \
        return ties_rows(x, t, &of, err);                                                    \
    }                                                                                        \
    const cp_form_reader cp_read_##of = { CP_FORM_##id, false, sure_##of, of##_rows, NULL }; \
    static cp_rc read_##of(cp_arena *a, cp_input *in, const cp_read_opts *opts,              \
                           const cp_obs_sink *sink, cp_source *src, cp_err *err)             \
    {                                                                                        \
        return cp_tables_read(a, in, &cp_read_##of, opts, sink, src, err);                   \
    }                                                                                        \
    static int detect_##of(cp_bytes head, cp_str file)                                       \
    {                                                                                        \
        return cp_tables_detect(&cp_read_##of, head, file);                                  \
    }                                                                                        \
    const cp_format cp_format_##of = {                                                       \
        .name = #of "-csv", .what = told, .detect = detect_##of, .read = read_##of           \
    }
READER(CARRIAGE, carriage, "carriage of links (CSV)");
READER(DEPENDENCIES, dependencies, "dependencies (CSV)");
READER(DEMANDS, demands, "demands (CSV)");
READER(ALIASES, aliases, "aliases (CSV)");
