/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - the answer for a terminal: first what was and was not seen, then the answer per policy,
 * then the assets, the worst first. Colour repeats what a word says and never says more. */
#include <stdlib.h>
#include <string.h>
#include "report/grid.h"
#include "report/inside.h"
#include "report/kinship.h"
#include "report/render.h"
#include "report/soldas.h"

/* Does the verdict speak to the reader, or only of what a rule would say? */
static const char *shown_result(cp_arena *a, const cp_answer_asset *x, uint32_t i)
{
    const cp_verdict *v = x->verdicts[i];
    const char *name = cp_result_name(v->result);
    return cp_answer_waiver(x, i) ? "waived"
           : v->binds == CP_YES || v->result == CP_VERDICT_ALLOWED ||
                   v->result == CP_VERDICT_NOT_ADDRESSED
               ? name
               : cp_str_fmt(a, "(%s)", name).p;
}

/* 0 worst. What binds comes before what does not, and what is waived behind all that is not. */
enum { UNKNOWN = 4, WAIVED = 6, WORST_SHOWN = 7, NOTHING = 11 };

static int severity(const cp_answer_asset *x, uint32_t i)
{
    const cp_verdict *v = x->verdicts[i];
    static const int of[] = { [CP_VERDICT_EXCLUDED] = 0,
                              [CP_VERDICT_RESTRICTED] = 2,
                              [CP_VERDICT_UNDETERMINED] = 4,
                              [CP_VERDICT_ALLOWED] = 8,
                              [CP_VERDICT_NOT_ADDRESSED] = 10 };
    if (cp_answer_waiver(x, i))
        return WAIVED;
    int s = of[v->result] + (v->binds != CP_YES && v->result < CP_VERDICT_ALLOWED);
    return v->result == CP_VERDICT_UNDETERMINED && v->binds != CP_YES ? 5 : s;
}

static int worst_of(const cp_answer_asset *x)
{
    int worst = NOTHING;
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        if (severity(x, i) < worst)
            worst = severity(x, i);
    return worst;
}

/* The index of its worst verdict; of one at least. */
static uint32_t worst_verdict(const cp_answer_asset *x)
{
    uint32_t at = 0;
    for (uint32_t i = 1; i < x->n_verdicts; i++)
        if (severity(x, i) < severity(x, at))
            at = i;
    return at;
}

static void heading(cp_buf *out, const cp_report_opts *opts, const char *text)
{
    cp_buf_fmt(out, opts->color ? "\033[1m%s\033[0m\n" : "%s\n", text);
}

static void problems(const cp_source *s, cp_arena *a, cp_buf *out)
{
    enum { SHOWN = 3 };
    for (uint32_t i = 0; i < s->n_problems && i < SHOWN; i++) {
        cp_str where =
            s->problems[i].pos
                ? cp_str_fmt(a, ":%.*s", CP_FMT(cp_source_place(a, s, s->problems[i].pos)))
                : CP_STR("");
        cp_buf_fmt(out, "    %.*s%.*s: %.*s\n", CP_FMT(cp_text_safe(a, s->name)), CP_FMT(where),
                   CP_FMT(cp_text_safe(a, s->problems[i].text)));
    }
    if (s->records_bad > SHOWN && s->n_problems > SHOWN)
        cp_buf_fmt(out, "    ... and %llu more\n", (unsigned long long)(s->records_bad - SHOWN));
}

static void one_source(const cp_source *s, cp_arena *a, bool verbose, cp_buf *out)
{
    cp_buf_fmt(out, "  %.*s: ", CP_FMT(cp_text_safe(a, s->name)));
    if (s->state == CP_SOURCE_NOT_RECOGNISED &&
        cp_str_eq(s->format, CP_STR(CP_FORMAT_FOR_PEOPLE))) {
        cp_buf_add_c(out, "text for people, not read\n");
        return;
    }
    if (s->state == CP_SOURCE_UNREADABLE || s->state == CP_SOURCE_NOT_RECOGNISED) {
        cp_buf_fmt(out, "%s\n", s->state == CP_SOURCE_UNREADABLE ? "NOT READ" : "not recognised");
    } else {
        cp_buf_fmt(out, "%.*s, %llu record%s, %llu observation%s",
                   CP_FMT(cp_text_safe(a, s->format)), (unsigned long long)s->records,
                   cp_plural(s->records), (unsigned long long)s->observations,
                   cp_plural(s->observations));
        if (s->statements)
            cp_buf_fmt(out, ", %llu statement%s", (unsigned long long)s->statements,
                       cp_plural(s->statements));
        if (s->ties)
            cp_buf_fmt(out, ", %llu relation%s", (unsigned long long)s->ties, cp_plural(s->ties));
        cp_buf_add(out, cp_source_and_flows(a, s));
        if (s->records_bad)
            cp_buf_fmt(out, ", %llu MALFORMED", (unsigned long long)s->records_bad);
        if (s->records_unused)
            cp_buf_fmt(out, ", %llu not of use here", (unsigned long long)s->records_unused);
        if (s->state == CP_SOURCE_PARTLY)
            cp_buf_add_c(out, ", read in part");
        if (s->last_at != CP_TIME_NONE && s->last_at != 0)
            cp_buf_fmt(out, ", of %.*s", CP_FMT(cp_date_text(a, cp_date_of_time(s->last_at))));
        cp_buf_char(out, '\n');
    }
    /* how columns were read is shown before use */
    bool is_table = cp_str_ends(s->format, CP_STR("-csv")) || s->sheets.n;
    bool gave_nothing = s->records && cp_source_told(s) == 0;
    bool is_live = cp_str_starts(s->name, CP_STR("live:")) || /* no file tells when it was */
                   cp_str_eq(s->format, CP_STR("scan"));
    if ((verbose || is_live || is_table || s->records_unused || gave_nothing) && s->note.n)
        cp_buf_fmt(out, "    %.*s\n", CP_FMT(cp_text_safe(a, s->note)));
    cp_str lacks = cp_source_lacks(a, s);
    if (lacks.n)
        cp_buf_fmt(out, "    %.*s\n", CP_FMT(lacks));
    problems(s, a, out);
}

void cp_print_coverage(const cp_answer *ans, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    enum { SHOWN = 40 }; /* files on a terminal; the other formats have all */
    heading(out, opts, "Coverage");
    uint32_t shown = 0;
    for (uint32_t i = 0; i < ans->n_sources; i++) {
        bool odd = ans->sources[i].state != CP_SOURCE_READ || ans->sources[i].records_bad;
        if (!odd && !opts->verbose && shown >= SHOWN)
            continue;
        one_source(&ans->sources[i], a, opts->verbose, out);
        shown++;
    }
    if (shown < ans->n_sources)
        cp_buf_fmt(out, "  ... and %u more, read without complaint\n", ans->n_sources - shown);
    cp_buf_add_c(out, "  tables:");
    for (uint32_t i = 0; i < ans->n_data; i++)
        cp_buf_fmt(out, "%s %.*s of %.*s", i ? "," : "", CP_FMT(cp_text_safe(a, ans->data[i].name)),
                   CP_FMT(ans->data[i].as_of.n ? cp_text_safe(a, ans->data[i].as_of)
                                               : CP_STR("unknown date")));
    cp_buf_fmt(out,
               "\n  %u asset%s, %u link%s; judged as of %.*s, facts from confidence %g%s%.*s\n",
               ans->n_assets, cp_plural(ans->n_assets), ans->n_links, cp_plural(ans->n_links),
               CP_FMT(cp_date_text(a, ans->as_of)), ans->accept,
               ans->profile_from.n && ans->n_policies ? ", profile of " : "",
               CP_FMT(ans->n_policies ? cp_text_safe(a, ans->profile_from) : CP_STR("")));
    for (uint32_t i = 0; i < ans->n_notes; i++)
        cp_buf_fmt(out, "  ! %.*s\n", CP_FMT(cp_text_safe(a, ans->notes[i])));
    cp_buf_char(out, '\n');
}

/* Law in force first, what is only proposed or reported behind it; then what binds. */
static int policy_rank(const cp_answer_policy *p)
{
    return (int)p->law * 3 + (p->binds == CP_YES ? 0 : p->binds == CP_UNKNOWN ? 1 : 2);
}

/* Nothing to act on: it binds nobody here, as far as is known, and names nothing. */
static bool is_quiet(const cp_answer_policy *p)
{
    return p->binds != CP_YES && p->law != CP_LAW_POSITION && !p->counts[CP_VERDICT_EXCLUDED] &&
           !p->counts[CP_VERDICT_RESTRICTED];
}

/* The policies in the order of the table; quiet ones are folded where there are many. */
static const cp_answer_policy **ordered(const cp_answer *ans, const cp_report_opts *opts,
                                        cp_arena *a, uint32_t *n)
{
    enum { MANY = 12 };
    const cp_answer_policy **v = CP_NEW_ARRAY(a, const cp_answer_policy *, ans->n_policies);
    *n = 0;
    for (uint32_t i = 0; i < ans->n_policies; i++) {
        const cp_answer_policy *p = &ans->policies[i];
        uint32_t at = *n;
        if (ans->n_policies > MANY && !opts->verbose && is_quiet(p))
            continue;
        for (; at > 0 && policy_rank(v[at - 1]) > policy_rank(p); at--)
            v[at] = v[at - 1];
        v[at] = p;
        ++*n;
    }
    return v;
}

static void folded(const cp_answer *ans, uint32_t n_shown, cp_buf *out)
{
    uint32_t open = 0, n = ans->n_policies - n_shown;
    for (uint32_t i = 0; i < ans->n_policies && n; i++)
        open += is_quiet(&ans->policies[i]) && ans->policies[i].counts[CP_VERDICT_UNDETERMINED] > 0;
    if (n)
        cp_buf_fmt(out,
                   "  and %u policies that bind others, or of which nobody said whether they bind "
                   "you: they exclude nothing that was found, %u of them leave something "
                   "undetermined; --verbose shows them\n",
                   n, open);
}

static void policies(const cp_answer *ans, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    static const cp_grid_column columns[] = {
        { "POLICY", false, true },       { "BY", false, true },
        { "LAW", false, false },         { "BINDS YOU", false, false },
        { "EXCLUDED", true, false },     { "RESTRICTED", true, false },
        { "UNDETERMINED", true, false }, { "ALLOWED", true, false },
        { "NOT ADDRESSED", true, false }
    };
    enum { NARROW = 100 }; /* below, the names of the columns are short */
    static const char *const shorts[] = { "POLICY", "BY",    "LAW",   "BINDS",   "EXCL",
                                          "RESTR",  "UNDET", "ALLOW", "NOT ADDR" };
    if (ans->n_policies == 0 || ans->n_assets == 0)
        return;
    cp_grid_column shown[sizeof columns / sizeof *columns];
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        shown[i] = columns[i];
        if (opts->width && opts->width < NARROW)
            shown[i].name = shorts[i];
    }
    cp_grid g = cp_grid_new(a, shown, sizeof shown / sizeof *shown, opts->width);
    uint32_t n;
    const cp_answer_policy **v = ordered(ans, opts, a, &n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_answer_policy *p = v[i];
        cp_str cells[9] = { p->id, p->jurisdiction, cp_str_c(cp_law_name(p->law)),
                            cp_str_c(cp_tri_name(p->binds)) };
        for (unsigned r = 0; r < CP_VERDICT_COUNT; r++)
            cells[4 + r] =
                p->law == CP_LAW_POSITION ? CP_STR("-") : cp_str_fmt(a, "%u", p->counts[r]);
        /* the table's order of results differs from the enumeration's */
        cp_str allowed = cells[4 + CP_VERDICT_ALLOWED], open = cells[4 + CP_VERDICT_UNDETERMINED];
        cells[6] = open;
        cells[7] = allowed;
        cp_grid_row(&g, cells, NULL);
    }
    heading(out, opts, "Answer");
    cp_grid_print(&g, opts->color, out);
    folded(ans, n, out);
    for (uint32_t i = 0; i < ans->n_floods; i++)
        cp_buf_fmt(out, "  %u addresses that are no assets are undetermined under all of these\n",
                   ans->floods[i].n);
    for (uint32_t i = 0; i < ans->n_policies; i++)
        if (ans->policies[i].n_waived)
            cp_buf_fmt(out, "  %.*s: %u of those excluded or restricted are waived\n",
                       CP_FMT(cp_text_safe(a, ans->policies[i].id)), ans->policies[i].n_waived);
    for (uint32_t i = 0; i < ans->n_obligations; i++)
        cp_buf_fmt(out, "  %.*s %.*s: %.*s\n", CP_FMT(cp_text_safe(a, ans->obligations[i].policy)),
                   CP_FMT(cp_text_safe(a, ans->obligations[i].clause)),
                   CP_FMT(cp_text_safe(a, ans->obligations[i].reason)));
    cp_buf_char(out, '\n');
}

typedef struct ranked {
    const cp_answer_asset *x;
    int worst;
    uint32_t at;
    uint32_t n_alike; /* the row stands for so many; 0: for itself */
} ranked;

static int by_severity(const void *p, const void *q)
{
    const ranked *x = p, *y = q;
    return x->worst != y->worst ? x->worst - y->worst : x->at < y->at ? -1 : 1;
}

/* How many verdicts are of that severity. */
static uint32_t severe(const cp_answer_asset *x, int s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        n += severity(x, i) == s;
    return n;
}

/* "us-list [candidate] (approval?)": the most useful question comes first; `explain` has them
 * all. */
static void one_verdict(cp_arena *a, const cp_answer_asset *x, const cp_verdict *v, cp_buf *out)
{
    enum { SHOWN = 2 };
    cp_buf_add(out, v->policy);
    const cp_finding_status *f = cp_finding_of(x, v->policy);
    if (f && f->decision)
        cp_buf_fmt(out, " [%s]", cp_finding_word(f));
    if (v->n_missing)
        cp_buf_fmt(
            out, " (%.*s?%s)",
            CP_FMT(cp_text_join(a, v->missing, v->n_missing > SHOWN ? SHOWN : v->n_missing, "?, ")),
            v->n_missing > SHOWN ? " ..." : "");
}

/* Both judged alike, and nobody decided anything about either? */
static bool is_judged_like(const cp_answer_asset *x, const cp_answer_asset *y)
{
    return x->n_verdicts == y->n_verdicts && !x->waivers && !y->waivers && x->n_findings == 0 &&
           y->n_findings == 0 &&
           (x->verdicts == y->verdicts ||
            memcmp(x->verdicts, y->verdicts, x->n_verdicts * sizeof(const cp_verdict *)) == 0);
}

/* What was told of the asset before. */
typedef struct told {
    const cp_answer_asset *x; /* NULL: nothing yet */
    cp_buf text;
} told;

/* "excluded us-list, gb-direction; undetermined in-list (approval?)" without what is allowed or not
 * addressed. What binds is told in full; of the rest, in brackets, the first few. Valid until the
 * next one. */
static cp_str verdicts_text(cp_arena *a, const cp_answer_asset *x, told *last)
{
    enum { FEW = 4 };
    cp_buf *b = &last->text;
    if (last->x && is_judged_like(x, last->x))
        return cp_buf_str(b);
    last->x = x;
    b->n = 0;
    for (int s = 0; s < WORST_SHOWN; s++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < x->n_verdicts; i++) {
            if (severity(x, i) != s)
                continue;
            if (n++ == 0)
                cp_buf_fmt(b, "%s%s ", b->n ? "; " : "", shown_result(a, x, i));
            else if (x->verdicts[i]->binds == CP_YES || n <= FEW)
                cp_buf_add_c(b, ", ");
            if (x->verdicts[i]->binds == CP_YES || n <= FEW)
                one_verdict(a, x, x->verdicts[i], b);
            else if (n == FEW + 1)
                cp_buf_fmt(b, " and %u more", severe(x, s) - FEW);
        }
    }
    return cp_buf_str(b);
}

static cp_str maker_text(cp_arena *a, const cp_asset *as)
{
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str brand = cp_asset_shown(as, CP_ATTR_BRAND);
    bool shown = m && m->confidence >= CP_SHOW_MIN;
    if (shown && brand.n && !cp_str_eq_nocase(brand, m->name))
        return cp_str_fmt(a, "%.*s (%s %.*s)", CP_FMT(m->name), cp_sold_as_verb(as), CP_FMT(brand));
    return shown ? m->name : CP_STR("unknown");
}

/* The verdicts, and what those of its parts are beside them. */
static cp_str why_text(const cp_answer *ans, const cp_answer_asset *x, told *last, cp_arena *a)
{
    cp_str own = verdicts_text(a, x, last), inside = cp_inside_text(a, ans, x);
    return inside.n == 0
               ? own
               : cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(own), own.n ? "; " : "", CP_FMT(inside));
}

/* With its place among what it is part of, on a terminal. */
static cp_str name_text(const cp_answer *ans, const ranked *r, const cp_kin_of *kin, cp_arena *a)
{
    if (r->n_alike)
        return cp_str_fmt(a, "%u neighbours: %.*s ...", r->n_alike,
                          CP_FMT(cp_asset_name(&r->x->asset)));
    if (!kin)
        return cp_asset_name(&r->x->asset);
    return cp_str_fmt(a, "%.*s%.*s", CP_FMT(cp_kin_branch(a, kin, cp_kin_top(kin, r->at), r->at)),
                      CP_FMT(cp_kin_name(ans, kin, r->at)));
}

/* kin: on a terminal; else NULL. */
static void fill_row(const cp_answer *ans, const ranked *r, const cp_kin_of *kin, told *last,
                     cp_arena *a, cp_grid *g)
{
    static const char *const colors[] = { "red", "red", "yellow", "yellow", "magenta", "magenta" };
    const cp_asset *as = &r->x->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str cells[7];
    uint32_t n = 0;
    if (ans->n_policies)
        cells[n++] =
            r->x->n_verdicts ? cp_str_c(shown_result(a, r->x, worst_verdict(r->x))) : CP_STR("");
    cells[n++] = name_text(ans, r, kin, a);
    cells[n++] = maker_text(a, as);
    cells[n++] =
        m && m->confidence >= CP_SHOW_MIN ? cp_str_fmt(a, "%.2f", m->confidence) : CP_STR("");
    cells[n++] = cp_asset_shown(as, CP_ATTR_PRODUCT);
    cells[n++] = cp_asset_shown(as, CP_ATTR_SITE);
    if (ans->n_policies && !kin)
        cells[n++] = why_text(ans, r->x, last, a);
    cp_grid_row(g, cells, r->worst < 6 ? colors[r->worst] : NULL);
}

/* By severity; on a terminal each asset stands with what it is part of, where the worst of them
 * stands. */
static ranked *ranking(const cp_answer *ans, cp_arena *a)
{
    ranked *r = CP_NEW_ARRAY(a, ranked, ans->n_assets);
    for (uint32_t i = 0; i < ans->n_assets; i++)
        r[i] = (ranked){ &ans->assets[i], worst_of(&ans->assets[i]), i, 0 };
    if (ans->n_assets)
        qsort(r, ans->n_assets, sizeof *r, by_severity);
    return r;
}

static cp_kin_of *as_trees(const cp_answer *ans, cp_arena *a, ranked *r)
{
    uint32_t *order = CP_NEW_ARRAY(a, uint32_t, ans->n_assets), n = 0;
    ranked *sorted = CP_NEW_ARRAY(a, ranked, ans->n_assets);
    bool *is_out = CP_NEW_ARRAY(a, bool, ans->n_assets);
    for (uint32_t i = 0; i < ans->n_assets; i++)
        order[i] = r[i].at;
    cp_kin_of *kin = cp_kinship(a, ans, order);
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        uint32_t top = cp_kin_top(kin, order[i]);
        for (uint32_t x = top; !is_out[top] && x != CP_NO_KIN; x = cp_kin_next(kin, top, x))
            sorted[n++] = (ranked){ &ans->assets[x], worst_of(&ans->assets[x]), x, 0 };
        is_out[top] = true;
    }
    if (n)
        memcpy(r, sorted, n * sizeof *r);
    return kin;
}

/* A gateway met hundreds of which nothing is known but their addresses. Those of one maker and one
 * result are one row, where that hides no finding. Returns how many rows are left of the n. */
static uint32_t fold_met(ranked *r, uint32_t n)
{
    enum { FEW = 3 };
    cp_arena *a = cp_arena_new(0);
    cp_map first = { 0 };
    uint32_t kept = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < n; i++) {
            const cp_asset *as = &r[i].x->asset;
            bool is_folded = r[i].worst >= UNKNOWN && r[i].worst != WAIVED &&
                             r[i].x->n_findings == 0 && cp_asset_is_only_met(as);
            cp_str key = is_folded ? cp_str_fmt(a, "%d %.*s", r[i].worst, CP_FMT(maker_text(a, as)))
                                   : CP_STR("");
            uint64_t *count = is_folded ? cp_map_put(a, &first, key, NULL) : NULL;
            if (pass == 0) {
                if (count)
                    ++*count;
                continue;
            }
            if (count && *count == 0)
                continue; /* one before it stands for it */
            if (count && *count > FEW) {
                r[i].n_alike = (uint32_t)*count;
                *count = 0;
            }
            r[kept++] = r[i];
        }
    cp_arena_free(a);
    return kept;
}

static void assets(const cp_answer *ans, const cp_report_opts *opts, cp_arena *a, cp_buf *out)
{
    static const cp_grid_column judged[] = { { "RESULT", false, false }, { "NAME", false, true },
                                             { "MAKER", false, true },   { "SURE", true, false },
                                             { "PRODUCT", false, true }, { "SITE", false, true },
                                             { "WHY", false, true } };
    bool with_verdicts = ans->n_policies > 0, on_terminal = opts->width > 0, is_folded = false;
    ranked *r = ranking(ans, a);
    const cp_kin_of *kin = on_terminal && ans->n_assets ? as_trees(ans, a, r) : NULL;
    uint32_t n = opts->verbose ? ans->n_assets : fold_met(r, ans->n_assets);
    uint32_t shown = opts->rows_max && opts->rows_max < n ? opts->rows_max : n;
    cp_grid g = cp_grid_new(a, with_verdicts ? judged : judged + 1,
                            !with_verdicts ? 5
                            : on_terminal  ? 6
                                           : 7,
                            opts->width);
    cp_arena *row = cp_arena_new(0); /* the grid keeps what it is given */
    told last = { .text = cp_buf_new(a) };
    for (uint32_t i = 0; i < shown; i++) {
        cp_arena_mark mark = cp_arena_here(row);
        fill_row(ans, &r[i], kin, &last, row, &g);
        is_folded = is_folded || r[i].n_alike;
        if (with_verdicts && on_terminal) /* in a column there would be room for half a word */
            cp_grid_note(&g, verdicts_text(row, r[i].x, &last));
        cp_arena_back(row, mark);
    }
    cp_arena_free(row);
    heading(out, opts, "Assets");
    if (ans->n_assets == 0)
        cp_buf_add_c(out, "none\n");
    else
        cp_grid_print(&g, opts->color, out);
    if (is_folded)
        cp_buf_add_c(out, "(neighbours: known only by tables of ARP and of bridges; --verbose "
                          "shows each)\n");
    if (shown < n)
        cp_buf_fmt(out, "... and %u more (--limit 0 shows all)\n", n - shown);
}

/* Brackets are explained where they occur. */
static void legend(const cp_answer *ans, cp_buf *out)
{
    for (uint32_t i = 0; i < ans->n_policies; i++)
        if (ans->policies[i].binds != CP_YES && ans->policies[i].law != CP_LAW_POSITION) {
            cp_buf_add_c(
                out,
                "(in brackets: what a rule says that does not bind you, or is not known to)\n");
            return;
        }
}

static void reasons(const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    for (uint32_t i = 0; i < ans->n_assets; i++)
        for (uint32_t k = 0; k < ans->assets[i].n_verdicts; k++) {
            const cp_verdict *v = ans->assets[i].verdicts[k];
            if (v->result == CP_VERDICT_NOT_ADDRESSED)
                continue;
            cp_str means = cp_meaning_text(a, v, ans->as_of);
            cp_buf_fmt(out, "%.*s: %.*s: %s: %.*s%s%.*s%s\n",
                       CP_FMT(cp_text_safe(a, cp_asset_name(&ans->assets[i].asset))),
                       CP_FMT(cp_text_safe(a, v->policy)), cp_result_name(v->result),
                       CP_FMT(cp_text_safe(a, v->reason)), means.n ? " [" : "", CP_FMT(means),
                       means.n ? "]" : "");
            const cp_waiver *w = cp_answer_waiver(&ans->assets[i], k);
            if (w)
                cp_buf_fmt(out, "    %.*s\n", CP_FMT(cp_text_safe(a, cp_waiver_text(a, w))));
        }
}

typedef struct saying {
    cp_arena *a;
    cp_buf *out;
} saying;

static void say_line(void *ctx, cp_str text)
{
    const saying *s = ctx;
    cp_buf_add(s->out, cp_text_safe(s->a, text));
    cp_buf_char(s->out, '\n');
}

void cp_render_table(const cp_answer *ans, const cp_report_opts *opts, cp_arena *scratch,
                     cp_buf *out)
{
    if (!opts->quiet)
        cp_print_coverage(ans, opts, scratch, out);
    policies(ans, opts, scratch, out);
    assets(ans, opts, scratch, out);
    if (ans->n_assets)
        legend(ans, out);
    if (opts->verbose && ans->n_policies) {
        heading(out, opts, "\nReasons");
        reasons(ans, scratch, out);
    }
    if (ans->carriers) {
        saying s = { scratch, out };
        heading(out, opts, "\nCarriers");
        cp_carriers_words(scratch, ans, say_line, &s);
    }
    if (ans->since) {
        const cp_changes_side *before = &ans->since->side[CP_BEFORE];
        cp_str title =
            cp_str_fmt(scratch, "\nSince %.*s (%.*s)", CP_FMT(cp_text_safe(scratch, before->name)),
                       CP_FMT(cp_date_text(scratch, before->on)));
        heading(out, opts, title.p);
        cp_print_changes(ans->since, opts, scratch, out);
    }
}
