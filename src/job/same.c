/* SPDX-License-Identifier: Apache-2.0 */
/* same.c - `same [A [B...]]`: what people say of which things are one, and what they take back.
 *
 *     same                    what was said, and whether it counts
 *     same A B [--not]        A and B are one thing (two): A is an asset, B another one, an
 *                             identifier
 *                             of A that is not its own, or source:FILE, which tells of something
 *                             else
 *     same A                  what was joined to A belongs together
 *     same A [B] --undo       what was said of the two (of A) counts no longer
 *
 * A statement is a row of a table of aliases (docs/formats/inventory.md) that goes into the case
 * like any other evidence: nothing is ever written over, and the latest counts. */
#include "codec/csv.h"
#include "job/beside.h"
#include "job/subjects.h"
#include "report/grid.h"
#include "report/parts.h"

enum {
    BY_BYTES_MAX = 200,
    REASON_BYTES_MAX = 4000,
    ROWS_MAX = 4096 /* at once: a chassis has as many addresses, and who says more writes a table */
};
#define SECOND 1000000

/* What each kind of statement is called, and its column. */
static const struct word {
    cp_tie_kind kind;
    const char *name;
} words[] = { { CP_TIE_ALIAS, "same_as" },
              { CP_TIE_NOT_ALIAS, "not_same_as" },
              { CP_TIE_ALIAS_UNDONE, "undo" } };
enum { N_WORDS = sizeof words / sizeof *words };

typedef struct row {
    cp_str a, b;
    cp_str realm;
    cp_tie_kind kind;
} row;

typedef struct saying {
    cp_job *j;
    cp_evidence_set e;
    cp_answer ans;
    cp_report_format format;
    cp_subjects subjects;
    CP_VEC(row) rows; /* to be written */
    cp_time at;
    const cp_asset_tie **shown;
    uint32_t n_shown;
} saying;

static const struct word *word_of(cp_tie_kind kind)
{
    for (int i = 0; i < N_WORDS; i++)
        if (words[i].kind == kind)
            return &words[i];
    return NULL; /* another relation */
}

static cp_rc read_case(saying *s, cp_err *err)
{
    cp_job *j = s->j;
    uint32_t n_args = j->opts.n_args;
    j->opts.n_args = 0; /* words, not files */
    cp_rc rc = cp_evidence_gather(j, 0, false, &s->e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &s->e, false, &s->ans, err);
    j->opts.n_args = n_args;
    s->ans.command = CP_STR("same");
    return rc;
}

/* ---- what is meant */

/* Does a cell of a table keep the text as it is? */
static bool is_plain(cp_arena *a, cp_str text)
{
    cp_buf b = cp_buf_new(a);
    cp_csv_cell(&b, text, true);
    cp_str cell = cp_buf_str(&b);
    bool is_quoted = cell.n == text.n + 2 && cell.p[0] == '"';
    return text.n && (cp_str_eq(cell, text) || is_quoted) && cp_str_find_char(text, ';') < 0 &&
           cp_str_find_char(text, '"') < 0 && cp_str_find_char(text, '\n') < 0;
}

static cp_str ident_text(cp_arena *a, const cp_ident *id)
{
    return cp_str_fmt(a, "%s:%.*s", cp_ident_kind_name(id->kind), CP_FMT(id->value));
}

/* By what the asset is known, but for one identifier: the strongest that it alone has; else its
 * id. */
static cp_str call(saying *s, const cp_asset *as, cp_str without)
{
    static const cp_ident_kind order[] = { CP_IDENT_SERIAL, CP_IDENT_MAC, CP_IDENT_CHASSIS,
                                           CP_IDENT_IP, CP_IDENT_REF };
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (uint32_t i = 0; i < as->n_ids; i++) {
            cp_str text = ident_text(s->j->a, &as->ids[i]);
            if (as->ids[i].kind == order[k] && !cp_str_eq_nocase(text, without) &&
                cp_subject_is_own(s->j->a, &s->subjects, as, &as->ids[i]) &&
                is_plain(s->j->a, text))
                return text;
        }
    return as->id;
}

/* An identifier of the asset itself that is written so, with or without its kind. */
static const cp_ident *own_ident(cp_arena *a, const cp_asset *as, cp_str word)
{
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (cp_str_eq_nocase(as->ids[i].value, word) ||
            cp_str_eq_nocase(ident_text(a, &as->ids[i]), word))
            return &as->ids[i];
    return NULL;
}

static bool is_source_of(const saying *s, const cp_asset *as, cp_str name)
{
    for (uint32_t i = 0; i < as->n_sources; i++)
        if (as->sources[i] < s->e.sources.n && cp_str_eq(s->e.sources.v[as->sources[i]].name, name))
            return true;
    return false;
}

static cp_rc about_source(saying *s, const cp_asset *as, cp_str word, cp_str *a, cp_str *b,
                          cp_err *err)
{
    if (!is_source_of(s, as, cp_str_from(word, 7)))
        return cp_fail(
            err, CP_EUSAGE, CP_NO_OFF,
            "\"%.*s\" tells nothing of \"%.*s\"; `explain` shows the names of its sources",
            CP_FMT(cp_str_from(word, 7)), CP_FMT(as->id));
    *a = call(s, as, CP_STR(""));
    *b = word;
    return CP_OK;
}

/* The two cells of what is said of an asset and a word. */
static cp_rc meant(saying *s, const cp_asset *as, cp_str word, cp_str *a, cp_str *b, cp_err *err)
{
    const cp_answer_asset *y = NULL;
    const cp_ident *id = own_ident(s->j->a, as, word);
    bool is_name = cp_str_eq(as->id, word) || cp_str_eq_nocase(cp_asset_name(as), word);
    if (cp_str_starts(word, CP_STR("source:")))
        return about_source(s, as, word, a, b, err);
    if (id && !is_name) {
        *b = ident_text(s->j->a, id);
        *a = call(s, as, *b);
    } else {
        cp_rc rc = cp_job_find_asset(s->j, &s->ans, word, &y, err);
        if (rc != CP_OK)
            return rc;
        if (cp_str_eq(y->asset.id, as->id))
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "both words name \"%.*s\"; to part something from it, name the "
                           "identifier that is not its own, or source:FILE",
                           CP_FMT(as->id));
        *a = call(s, as, CP_STR(""));
        *b = call(s, &y->asset, CP_STR(""));
    }
    return is_plain(s->j->a, *a) && is_plain(s->j->a, *b)
               ? CP_OK
               : cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                         "\"%.*s\" cannot stand in a table; name the asset by its id",
                         CP_FMT(cp_text_safe(s->j->a, word)));
}

/* All are said or none. */
static cp_rc add_row(saying *s, row r, cp_err *err)
{
    if (s->rows.n == ROWS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "more than %d statements at once: write a table and import it", ROWS_MAX);
    cp_vec_push(s->j->a, &s->rows, r);
    return CP_OK;
}

static cp_rc say(saying *s, const cp_asset *as, cp_str word, cp_tie_kind kind, cp_err *err)
{
    row r = { .realm = as->realm, .kind = kind };
    cp_rc rc = meant(s, as, word, &r.a, &r.b, err);
    return rc == CP_OK ? add_row(s, r, err) : rc;
}

/* That all its identifiers belong together. */
static cp_rc confirm(saying *s, const cp_asset *as, cp_err *err)
{
    cp_str a = call(s, as, CP_STR(""));
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < as->n_ids && rc == CP_OK; i++) {
        cp_str text = ident_text(s->j->a, &as->ids[i]);
        if (as->ids[i].kind == CP_IDENT_HOSTNAME || cp_str_eq_nocase(a, text) ||
            !cp_subject_is_own(s->j->a, &s->subjects, as, &as->ids[i]) || !is_plain(s->j->a, text))
            continue;
        rc = add_row(s, (row){ a, text, as->realm, CP_TIE_ALIAS }, err);
    }
    return s->rows.n
               ? rc
               : cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                         "\"%.*s\" has one identifier: nothing was joined to it", CP_FMT(as->id));
}

/* ---- what is taken back */

static bool names(const saying *s, cp_str word, cp_str text, uint32_t asset)
{
    ptrdiff_t colon = cp_str_find_char(text, ':');
    if (cp_str_eq_nocase(word, text) ||
        (colon > 0 && cp_str_eq_nocase(word, cp_str_from(text, (size_t)colon + 1))))
        return true;
    return asset != CP_NO_ASSET && cp_job_is_called(&s->e.found.assets[asset], word);
}

static bool is_about(const saying *s, const cp_asset_tie *t, cp_str a, cp_str b)
{
    bool one = names(s, a, t->a_text, t->a), other = names(s, a, t->b_text, t->b);
    if (b.n == 0)
        return one || other;
    return (one && names(s, b, t->b_text, t->b)) || (other && names(s, b, t->a_text, t->a));
}

static cp_rc take_back(saying *s, cp_err *err)
{
    const cp_opts *o = &s->j->opts;
    cp_str a = o->args[0], b = o->n_args > 1 ? o->args[1] : CP_STR("");
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < s->e.found.n_ties && rc == CP_OK; i++) {
        const cp_asset_tie *t = &s->e.found.ties[i];
        bool counts = t->standing != CP_SUPERSEDED && t->standing != CP_NOT_YET;
        if (word_of(t->kind) && t->kind != CP_TIE_ALIAS_UNDONE && counts && is_about(s, t, a, b))
            rc = add_row(s, (row){ t->a_text, t->b_text, t->realm, CP_TIE_ALIAS_UNDONE }, err);
    }
    return s->rows.n ? rc
                     : cp_fail(err, CP_ENOENT, CP_NO_OFF,
                               "nothing that counts was said of \"%.*s\"%s%.*s%s; `cleanpath same` "
                               "lists what was said",
                               CP_FMT(a), b.n ? " and \"" : "", CP_FMT(b), b.n ? "\"" : "");
}

/* ---- writing */

static cp_rc check_text(const char *option, cp_str text, size_t max, cp_err *err)
{
    if (text.n > max)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s has %zu bytes, at most %zu are kept", option,
                       text.n, max);
    if (!cp_str_is_utf8(text))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s is not UTF-8", option);
    return CP_OK;
}

/* The day of --on or of the answer, where one was named; and never before what was said already,
 * because the latest counts. */
static cp_rc find_time(saying *s, cp_err *err)
{
    const cp_opts *o = &s->j->opts;
    cp_date day = s->ans.as_of;
    s->at = cp_job_now() / SECOND * SECOND;
    if (o->on.n && (o->on.n != 10 || !cp_date_parse(o->on, &day)))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--on is \"%.*s\", expected a day such as 2026-11-23", CP_FMT(o->on));
    if (day.first_day > s->ans.as_of.first_day)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--on %.*s has not come yet", CP_FMT(o->on));
    if (o->on.n || o->as_of.n)
        s->at = (cp_time)day.first_day * 24 * 3600 * SECOND;
    for (uint32_t i = 0; i < s->e.found.n_ties; i++) {
        const cp_asset_tie *t = &s->e.found.ties[i];
        if (word_of(t->kind) && t->standing != CP_NOT_YET && (cp_time)t->amount >= s->at &&
            o->on.n == 0)
            s->at = (cp_time)t->amount + SECOND;
    }
    return CP_OK;
}

static void put_head(cp_buf *b) { cp_buf_add_c(b, "id,same_as,not_same_as,undo,by,date,reason\n"); }

static void put_row(cp_buf *b, cp_str one, cp_str other, cp_tie_kind kind, cp_str by, cp_str at,
                    cp_str reason)
{
    cp_csv_cell(b, one, true);
    for (int i = 0; i < N_WORDS; i++)
        cp_csv_cell(b, kind == words[i].kind ? other : CP_STR(""), false);
    cp_csv_cell(b, by, false);
    cp_csv_cell(b, at, false);
    cp_csv_cell(b, reason, false);
    cp_buf_char(b, '\n');
}

static cp_rc feed(void *ctx, cp_evidence_taker *t, cp_err *err)
{
    saying *s = ctx;
    cp_job *j = s->j;
    cp_source src = { .name = CP_STR("") };
    cp_buf b = cp_buf_new(j->a);
    cp_str at = cp_time_text(j->a, s->at);
    put_head(&b);
    for (uint32_t i = 0; i < s->rows.n; i++)
        put_row(&b, s->rows.v[i].a, s->rows.v[i].b, s->rows.v[i].kind, j->opts.by, at,
                j->opts.reason);
    cp_str name = cp_str_fmt(j->a, "said on %.*s", CP_FMT(at));
    return cp_evidence_take(t, name, cp_bytes_of_str(cp_buf_str(&b)), &src, err);
}

/* A whole table goes in at once; its realm is that of the thing. */
static cp_rc write_down(saying *s, cp_err *err)
{
    cp_job *j = s->j;
    const cp_evidence_feed from = { .run = feed, .ctx = s };
    cp_evidence_set e;
    cp_str realm = j->opts.realm, as = j->opts.as;
    j->opts.realm = s->rows.v[0].realm;
    j->opts.as = CP_STR("aliases-csv");
    uint32_t n_args = j->opts.n_args;
    j->opts.n_args = 0;
    cp_rc rc = cp_evidence_gather_fed(j, &from, true, &e, err);
    j->opts.realm = realm;
    j->opts.as = as;
    j->opts.n_args = n_args;
    return rc;
}

/* ---- showing */

static cp_str state_of(const cp_asset_tie *t)
{
    static const char *const states[] = { [CP_STANDS] = "counts",
                                          [CP_SUPERSEDED] = "superseded",
                                          [CP_OF_NOBODY] = "names nobody",
                                          [CP_NOT_YET] = "not yet" };
    return cp_str_c(t->kind == CP_TIE_ALIAS && t->name.n == 0 && t->standing == CP_STANDS
                        ? "counts, unsigned"
                        : states[t->standing]);
}

static bool is_shown(const saying *s, const cp_asset_tie *t)
{
    const cp_opts *o = &s->j->opts;
    if (!word_of(t->kind))
        return false;
    for (uint32_t i = 0; i < o->n_args; i++)
        if (is_about(s, t, o->args[i], CP_STR("")))
            return true;
    for (uint32_t i = 0; i < s->rows.n; i++)
        if (cp_str_eq(t->a_text, s->rows.v[i].a) && cp_str_eq(t->b_text, s->rows.v[i].b))
            return true;
    return o->n_args == 0;
}

static void print_table(const saying *s)
{
    static const cp_grid_column columns[] = {
        { "STATE", false, false }, { "ID", false, true },       { "SAYS", false, false },
        { "OTHER", false, true },  { "BY", false, true },       { "WHEN", false, false },
        { "REASON", false, true }, { "STANDS IN", false, true }
    };
    cp_job *j = s->j;
    cp_report_opts opts = cp_job_report_opts(j);
    if (!opts.quiet && j->opts.n_args == 0)
        cp_print_coverage(&s->ans, &opts, j->a, j->out);
    if (s->n_shown == 0)
        cp_buf_add_c(j->out, "nobody said anything of which things are one\n");
    cp_grid g = cp_grid_new(j->a, columns, sizeof columns / sizeof *columns, j->width);
    for (uint32_t i = 0; i < s->n_shown; i++) {
        const cp_asset_tie *t = s->shown[i];
        const cp_source *src = t->source < s->e.sources.n ? &s->e.sources.v[t->source] : NULL;
        cp_str at = t->amount ? cp_time_text(j->a, (cp_time)t->amount) : CP_STR("");
        cp_grid_row(&g,
                    (cp_str[]){ state_of(t), t->a_text, cp_str_c(word_of(t->kind)->name), t->b_text,
                                t->name, at, t->what,
                                src ? cp_str_fmt(j->a, "%.*s:%llu", CP_FMT(src->name),
                                                 (unsigned long long)cp_source_line(src, t->pos))
                                    : CP_STR("?") },
                    NULL);
    }
    if (s->n_shown)
        cp_grid_print(&g, j->color, j->out);
}

static void print_csv(const saying *s)
{
    put_head(s->j->out);
    for (uint32_t i = 0; i < s->n_shown; i++) {
        const cp_asset_tie *t = s->shown[i];
        put_row(s->j->out, t->a_text, t->b_text, t->kind, t->name,
                t->amount ? cp_time_text(s->j->a, (cp_time)t->amount) : CP_STR(""), t->what);
    }
}

static void json_asset(const saying *s, cp_jw *w, const char *key, uint32_t asset)
{
    cp_jw_kstr_opt(w, key, asset == CP_NO_ASSET ? CP_STR("") : s->e.found.assets[asset].id);
}

static void print_json(const saying *s)
{
    cp_jw w = cp_jw_new(s->j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/same/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(s->j->a, s->ans.as_of));
    cp_jw_kstr(&w, "version", s->ans.version);
    cp_json_coverage(&w, &s->ans);
    cp_jw_key(&w, "statements");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < s->n_shown; i++) {
        const cp_asset_tie *t = s->shown[i];
        const cp_source *src = t->source < s->e.sources.n ? &s->e.sources.v[t->source] : NULL;
        cp_jw_obj(&w);
        cp_jw_kstr(&w, "id", t->a_text);
        cp_jw_kstr(&w, "says", cp_str_c(word_of(t->kind)->name));
        cp_jw_kstr(&w, "other", t->b_text);
        cp_jw_kstr(&w, "realm", t->realm);
        cp_jw_kstr(&w, "state", state_of(t));
        cp_jw_kstr_opt(&w, "by", t->name);
        cp_jw_kstr_opt(&w, "at",
                       t->amount ? cp_time_text(s->j->a, (cp_time)t->amount) : CP_STR(""));
        cp_jw_kstr_opt(&w, "reason", t->what);
        json_asset(s, &w, "asset", t->a);
        json_asset(s, &w, "other_asset", t->b);
        cp_jw_kstr_opt(&w, "source", src ? src->name : CP_STR(""));
        cp_jw_ku64(&w, "line", src ? cp_source_line(src, t->pos) : t->pos);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(s->j->out, '\n');
}

static void print(saying *s)
{
    const cp_identified *f = &s->e.found;
    s->shown = CP_NEW_ARRAY(s->j->a, const cp_asset_tie *, f->n_ties + 1);
    for (uint32_t i = 0; i < f->n_ties; i++)
        if (is_shown(s, &f->ties[i]))
            s->shown[s->n_shown++] = &f->ties[i];
    if (s->format == CP_REPORT_JSON)
        print_json(s);
    else if (s->format == CP_REPORT_CSV)
        print_csv(s);
    else
        print_table(s);
}

/* What contradicts a statement is said at once: it counts all the same. */
static void warn_of_contradictions(const saying *s)
{
    for (uint32_t i = 0; i < s->e.found.n_assets; i++) {
        const cp_asset *as = &s->e.found.assets[i];
        bool is_named = false;
        for (uint32_t k = 0; k < s->j->opts.n_args; k++)
            is_named |= cp_job_is_called(as, s->j->opts.args[k]);
        for (uint32_t k = 0; is_named && k < as->n_evidence; k++)
            if (cp_str_eq(as->evidence[k].kind, CP_STR("conflict")) &&
                cp_str_has(as->evidence[k].rule, CP_STR("by what was said by")))
                s->j->warn(s->j, "%.*s: %.*s: %.*s", CP_FMT(as->id),
                           CP_FMT(cp_text_safe(s->j->a, as->evidence[k].value)),
                           CP_FMT(cp_text_safe(s->j->a, as->evidence[k].rule)));
    }
}

static cp_rc prepare(saying *s, cp_err *err)
{
    const cp_opts *o = &s->j->opts;
    const cp_answer_asset *x = NULL;
    cp_subjects_init(s->j->a, &s->subjects, s->e.found.assets, s->e.found.n_assets);
    if (o->undo)
        return o->n_args > 2 ? cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                                       "same --undo takes one or two words, got %u", o->n_args)
                             : take_back(s, err);
    cp_rc rc = cp_job_find_asset(s->j, &s->ans, o->args[0], &x, err);
    if (rc == CP_OK && o->n_args == 1 && o->is_not)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "same A --not needs B: another asset, an identifier of A that is not its "
                       "own, or source:FILE");
    if (rc == CP_OK && o->n_args == 1)
        return confirm(s, &x->asset, err);
    for (uint32_t i = 1; rc == CP_OK && i < o->n_args; i++)
        rc = say(s, &x->asset, o->args[i], o->is_not ? CP_TIE_NOT_ALIAS : CP_TIE_ALIAS, err);
    return rc;
}

static cp_rc check(const cp_job *j, cp_err *err)
{
    const cp_opts *o = &j->opts;
    bool says = o->n_args > 0;
    if (o->is_not && o->undo)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--not and --undo exclude each other");
    if (!says && (o->is_not || o->undo || o->by.n || o->reason.n || o->on.n))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "of what? same A B");
    if (says && cp_str_trim(o->by).n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "a statement needs --by NAME: it stands in the case for good");
    cp_rc rc = check_text("--by", o->by, BY_BYTES_MAX, err);
    return rc == CP_OK ? check_text("--reason", o->reason, REASON_BYTES_MAX, err) : rc;
}

cp_rc cp_job_same(cp_job *j, cp_err *err)
{
    saying s = { .j = j };
    cp_rc rc = check(j, err);
    if (rc == CP_OK)
        rc = cp_job_format(j, CP_REPORT_TABLE, &s.format, err);
    if (rc == CP_OK)
        rc = read_case(&s, err);
    if (rc == CP_OK && j->opts.n_args) {
        rc = prepare(&s, err);
        if (rc == CP_OK)
            rc = find_time(&s, err);
        if (rc == CP_OK)
            rc = write_down(&s, err);
        if (rc == CP_OK)
            rc = read_case(&s, err);
        if (rc == CP_OK)
            warn_of_contradictions(&s);
    }
    if (rc == CP_OK)
        print(&s);
    return rc;
}
