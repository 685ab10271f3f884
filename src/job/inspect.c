/* SPDX-License-Identifier: Apache-2.0 */
/* inspect.c - see inspect.h: what a look at each device would settle, and the ranking. */
#include "job/inspect.h"
#include <stdlib.h>
#include "identify/habits.h"
#include "identify/relabels.h"
#include "job/beside.h"
#include "job/subjects.h"

enum { NEIGHBOURS_SHOWN = 3 };

/* What stands on a device, or in it. */
static const char *const readable[] = { "maker",   "product",      "contains",
                                        "made_in", "manufactured", "class" };

/* What a row of verdicts, which alike assets share, leaves open. */
typedef struct open_row {
    uint32_t n_open, n_settled, n_perhaps;
    cp_str missing;
} open_row;

typedef struct looking {
    cp_visits *x;
    cp_judge *judge;
    const cp_policy **packs; /* of the answer */
    const cp_maker **makers; /* that are tried */
    uint32_t n_makers;
    cp_map rows; /* address of the row -> open_row * */
    cp_str *subjects;
} looking;

static bool is_readable(cp_str fact)
{
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
        if (cp_str_eq(fact, cp_str_c(readable[i])))
            return true;
    return false;
}

static bool is_open(const cp_verdict *v)
{
    return v->result == CP_VERDICT_UNDETERMINED && v->binds != CP_NO;
}

static bool lacks_maker(const cp_verdict *v)
{
    for (uint32_t i = 0; i < v->n_missing; i++)
        if (cp_str_eq(v->missing[i], CP_STR("maker")))
            return true;
    return false;
}

/* has_maker: who made it is known; if the rule still asks, no look at it will answer. */
static bool is_all_readable(const cp_verdict *v, bool has_maker)
{
    for (uint32_t i = 0; i < v->n_missing; i++)
        if (!is_readable(v->missing[i]) || (has_maker && cp_str_eq(v->missing[i], CP_STR("maker"))))
            return false;
    return v->n_missing > 0;
}

/* Every listed maker that a pack names; of the others one of each country and kind. */
static void find_makers(looking *k)
{
    cp_arena *a = k->x->j->a;
    const cp_makers *known = k->x->e->lib->known;
    cp_map others = { 0 };
    k->makers = CP_NEW_ARRAY(a, const cp_maker *, known->n);
    for (uint32_t i = 0; i < known->n; i++) {
        const cp_maker *m = &known->v[i];
        bool is_named = false, is_new = true;
        for (uint32_t p = 0; p < k->x->ans->n_policies && m->is_listed && !is_named; p++)
            is_named = k->packs[p] && cp_map_get(&k->packs[p]->named, m->id);
        if (m->is_listed && !is_named)
            (void)cp_map_put(a, &others,
                             cp_str_fmt(a, "%.*s\n%.*s", CP_FMT(m->country), CP_FMT(m->kind)),
                             &is_new);
        if (m->is_listed && is_new)
            k->makers[k->n_makers++] = m;
    }
}

/* The asset, if this were known of it. */
static cp_asset made_by(cp_arena *a, const cp_asset *as, const cp_maker *m)
{
    cp_asset out = *as;
    cp_claim *claims = CP_NEW_ARRAY(a, cp_claim, as->n_claims + 1);
    uint32_t n = 0;
    claims[n++] = (cp_claim){ CP_ATTR_MAKER, m->id, m->name, 1, 0 };
    for (uint32_t i = 0; i < as->n_claims; i++)
        if (as->claims[i].attr != CP_ATTR_MAKER)
            claims[n++] = as->claims[i];
    out.claims = claims;
    out.n_claims = n;
    return out;
}

/* Of each verdict that lacks the maker: is it determined by whichever, by some? */
static void try_makers(looking *k, const cp_answer_asset *x, bool *always, bool *ever)
{
    cp_arena *a = cp_arena_new(0);
    uint32_t n_left = 0;
    for (uint32_t p = 0; p < x->n_verdicts; p++) {
        always[p] = is_open(x->verdicts[p]) && lacks_maker(x->verdicts[p]) && k->packs[p];
        ever[p] = false;
        n_left += always[p];
    }
    for (uint32_t m = 0; n_left && m < k->n_makers && !*k->x->j->interrupted; m++) {
        cp_asset as = made_by(a, &x->asset, k->makers[m]);
        const cp_facts *facts = cp_judge_facts(k->judge, &as);
        for (uint32_t p = 0; p < x->n_verdicts; p++) {
            if (!is_open(x->verdicts[p]) || !lacks_maker(x->verdicts[p]) || !k->packs[p] ||
                (ever[p] && !always[p]))
                continue;
            bool is_settled =
                cp_judge_by_facts(k->judge, k->packs[p], facts)->result != CP_VERDICT_UNDETERMINED;
            always[p] &= is_settled;
            ever[p] |= is_settled;
            n_left -= ever[p] && !always[p];
        }
    }
    cp_arena_free(a);
}

static cp_str missing_of(cp_arena *a, const cp_answer_asset *x)
{
    cp_map seen = { 0 };
    cp_buf b = cp_buf_new(a);
    for (uint32_t p = 0; p < x->n_verdicts; p++)
        for (uint32_t i = 0; is_open(x->verdicts[p]) && i < x->verdicts[p]->n_missing; i++) {
            bool added;
            cp_str fact = x->verdicts[p]->missing[i];
            (void)cp_map_put(a, &seen, fact, &added);
            if (added && is_readable(fact))
                cp_buf_fmt(&b, "%s%.*s", b.total_bytes ? ", " : "", CP_FMT(fact));
        }
    return cp_buf_str(&b);
}

static const open_row *row_of(looking *k, const cp_answer_asset *x)
{
    cp_arena *a = k->x->j->a;
    uintptr_t at = (uintptr_t)x->verdicts;
    uint64_t *slot =
        cp_map_put(a, &k->rows, cp_str_dup(a, (cp_str){ (const char *)&at, sizeof at }), NULL);
    if (*slot)
        return (const open_row *)(uintptr_t)*slot;
    open_row *r = CP_NEW(a, open_row);
    bool *always = CP_NEW_ARRAY(a, bool, x->n_verdicts + 1);
    bool *ever = CP_NEW_ARRAY(a, bool, x->n_verdicts + 1);
    bool has_maker = cp_asset_fact(&x->asset, CP_ATTR_MAKER, k->x->ans->accept).n > 0;
    try_makers(k, x, always, ever);
    for (uint32_t p = 0; p < x->n_verdicts; p++) {
        if (!is_open(x->verdicts[p]))
            continue;
        bool is_settled = always[p] || is_all_readable(x->verdicts[p], has_maker);
        r->n_open++;
        r->n_settled += is_settled;
        r->n_perhaps += ever[p] && !is_settled;
    }
    r->missing = missing_of(a, x);
    *slot = (uint64_t)(uintptr_t)r;
    return r;
}

/* ---- where it is */

/* id -> index; of an answer in which nothing is part of anything, none. */
static cp_map wholes_of(cp_arena *a, const cp_answer *ans)
{
    cp_map by_id = { 0 };
    bool has_parts = false;
    for (uint32_t i = 0; i < ans->n_assets && !has_parts; i++)
        has_parts = ans->assets[i].asset.parent.n > 0;
    for (uint32_t i = 0; i < ans->n_assets && has_parts; i++)
        *cp_map_put(a, &by_id, ans->assets[i].asset.id, NULL) = i;
    return by_id;
}

/* A part stands where that stands which it is in. */
static cp_str site_of(const cp_visits *x, const cp_map *wholes, const cp_asset *as)
{
    enum { DEPTH_MAX = 32 }; /* of parts in parts, as where they are shown */
    cp_str site = cp_asset_shown(as, CP_ATTR_SITE);
    for (uint32_t depth = 0; site.n == 0 && as->parent.n && depth < DEPTH_MAX; depth++) {
        const uint64_t *at = cp_map_get(wholes, as->parent);
        if (!at)
            break;
        as = &x->ans->assets[*at].asset;
        site = cp_asset_shown(as, CP_ATTR_SITE);
    }
    return site;
}

/* The far ends of its links, by which somebody finds it in a rack. */
static void find_neighbours(cp_visits *x)
{
    cp_arena *a = x->j->a;
    const cp_identified *f = &x->e->found;
    cp_map places = { 0 };
    for (uint32_t i = 0; i < x->n; i++)
        *cp_map_put(a, &places, x->ans->assets[x->v[i].asset].asset.id, NULL) = i + 1;
    uint32_t *n = CP_NEW_ARRAY(a, uint32_t, x->n + 1);
    for (uint32_t i = 0; i < f->n_links; i++)
        for (int end = 0; end < 2; end++) {
            const cp_asset_link *l = &f->links[i];
            uint32_t own = end ? l->b : l->a, far = end ? l->a : l->b;
            cp_str port = end ? l->a_port : l->b_port;
            const uint64_t *at = own == CP_NO_ASSET ? NULL : cp_map_get(&places, f->assets[own].id);
            if (!at || far == CP_NO_ASSET || far == own || n[*at - 1] >= NEIGHBOURS_SHOWN)
                continue;
            cp_visit *v = &x->v[*at - 1];
            cp_str one = cp_str_fmt(a, "%.*s%s%.*s", CP_FMT(cp_asset_name(&f->assets[far])),
                                    port.n ? " " : "", CP_FMT(port));
            if (cp_str_has(v->where, one))
                continue;
            v->where =
                v->where.n ? cp_str_fmt(a, "%.*s, %.*s", CP_FMT(v->where), CP_FMT(one)) : one;
            n[*at - 1]++;
        }
}

/* ---- why */

static void say_maker(cp_arena *a, const cp_answer *ans, const cp_asset *as, cp_buf *b)
{
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    const cp_claim *other = NULL;
    for (uint32_t i = 0; i < as->n_others && !other; i++)
        other = as->others[i].attr == CP_ATTR_MAKER ? &as->others[i] : NULL;
    (void)a;
    if (m && m->confidence >= ans->accept)
        cp_buf_fmt(b, "its maker is known (%.*s)", CP_FMT(m->name));
    else if (m && other && other->confidence > 0.01)
        cp_buf_fmt(b, "its makers contradict each other (%.*s %.2f, %.*s %.2f)", CP_FMT(m->name),
                   m->confidence, CP_FMT(other->name), other->confidence);
    else if (m && m->confidence >= CP_SHOW_MIN)
        cp_buf_fmt(b, "its maker is no fact (%.*s %.2f)", CP_FMT(m->name), m->confidence);
    else
        cp_buf_add_c(b, "its maker is unknown");
}

static cp_str why(cp_arena *a, const cp_answer *ans, const cp_visit *v)
{
    cp_buf b = cp_buf_new(a);
    say_maker(a, ans, &ans->assets[v->asset].asset, &b);
    if (v->n_open)
        cp_buf_fmt(&b, "; a look settles %u of %u open verdicts", v->n_settled, v->n_open);
    if (v->n_perhaps)
        cp_buf_fmt(&b, " and perhaps %u more", v->n_perhaps);
    if (v->missing.n)
        cp_buf_fmt(&b, " (%.*s)", CP_FMT(v->missing));
    if (v->n_paths)
        cp_buf_fmt(&b, "; alone settles %u path answer%s", v->n_paths, v->n_paths > 1 ? "s" : "");
    if (v->n_paths_with)
        cp_buf_fmt(&b, "; with others settles %u path answer%s", v->n_paths_with,
                   v->n_paths_with > 1 ? "s" : "");
    if (v->path.n)
        cp_buf_fmt(&b, " (%.*s)", CP_FMT(v->path));
    if (v->question.n)
        cp_buf_fmt(&b, "; %.*s", CP_FMT(v->question));
    return cp_buf_str(&b);
}

static int by_rank(const void *p, const void *q)
{
    const cp_visit *a = p, *b = q;
    uint64_t x = (uint64_t)a->n_settled + a->n_paths, y = (uint64_t)b->n_settled + b->n_paths;
    if (x != y)
        return x > y ? -1 : 1;
    x = (uint64_t)a->n_perhaps + a->n_paths_with;
    y = (uint64_t)b->n_perhaps + b->n_paths_with;
    if (x != y)
        return x > y ? -1 : 1;
    if ((a->question.n > 0) != (b->question.n > 0))
        return a->question.n > 0 ? -1 : 1;
    return a->asset < b->asset ? -1 : a->asset > b->asset; /* those are by name */
}

/* ---- all */

static void look(looking *k, cp_visit *all)
{
    cp_visits *x = k->x;
    for (uint32_t i = 0; i < x->ans->n_assets && !*x->j->interrupted; i++) {
        const open_row *r = row_of(k, &x->ans->assets[i]);
        all[i] = (cp_visit){ .asset = i,
                             .n_open = r->n_open,
                             .n_settled = r->n_settled,
                             .n_perhaps = r->n_perhaps,
                             .missing = r->missing };
        x->n_without += r->n_open - r->n_settled - r->n_perhaps;
    }
}

static bool matches(const cp_visits *x, uint32_t asset, const cp_str *words, uint32_t n)
{
    cp_arena *one = cp_arena_new(0);
    bool keep = true;
    for (uint32_t i = 0; keep && i < n; i++)
        keep = cp_job_asset_matches(one, &x->ans->assets[asset], words[i]);
    cp_arena_free(one);
    return keep;
}

/* Of each asset of the answer: the question that its maker's or its peers' habits leave, one. */
static void find_questions(cp_visits *x, cp_visit *all)
{
    cp_arena *a = x->j->a;
    const cp_identified *f = &x->e->found;
    cp_map odd_of = { 0 };
    uint32_t n;
    const cp_odd_habit *odd = cp_habits_odd(a, x->e->knowledge, f->assets, f->n_assets, &n);
    for (uint32_t i = n; i-- > 0;) /* the first counts */
        *cp_map_put(a, &odd_of, f->assets[odd[i].asset].id, NULL) = i + 1;
    for (uint32_t i = 0; i < x->ans->n_assets; i++) {
        const cp_asset *as = &x->ans->assets[i].asset;
        const uint64_t *at = n ? cp_map_get(&odd_of, as->id) : NULL;
        all[i].question = cp_habit_question(a, x->e->knowledge, as);
        if (all[i].question.n == 0 && at)
            all[i].question = odd[*at - 1].text;
    }
}

/* Those of which a look settles anything or answers a question, and for which every word holds. */
static void rank(cp_visits *x, cp_visit *all, const cp_str *words, uint32_t n_words)
{
    cp_arena *a = x->j->a;
    cp_map wholes = wholes_of(a, x->ans);
    cp_subjects subjects;
    cp_subjects_init(a, &subjects, x->e->found.assets, x->e->found.n_assets);
    x->v = all;
    for (uint32_t i = 0; i < x->ans->n_assets; i++) {
        cp_visit v = all[i];
        if ((v.n_settled + v.n_perhaps + v.n_paths + v.n_paths_with == 0 && v.question.n == 0) ||
            !matches(x, i, words, n_words))
            continue;
        v.site = site_of(x, &wholes, &x->ans->assets[i].asset);
        v.subject = cp_subject_text(a, &subjects, &x->ans->assets[i].asset);
        v.where = CP_STR("");
        v.path = v.path.p ? v.path : CP_STR("");
        v.why = why(a, x->ans, &v);
        x->v[x->n++] = v;
    }
    if (x->n)
        qsort(x->v, x->n, sizeof *x->v, by_rank);
}

static cp_rc format_of(const cp_job *j, cp_visit_format *out, cp_err *err)
{
    static const struct {
        const char *name;
        cp_visit_format format;
    } v[] = { { "table", CP_VISITS_TABLE },
              { "json", CP_VISITS_JSON },
              { "csv", CP_VISITS_CSV },
              { "markdown", CP_VISITS_MARKDOWN },
              { "html", CP_VISITS_HTML } };
    *out = CP_VISITS_TABLE;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        if (cp_str_eq(j->opts.format, cp_str_c(v[i].name))) {
            *out = v[i].format;
            return CP_OK;
        }
    return j->opts.format.n == 0
               ? CP_OK
               : cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                         "assets --inspect prints table, json, csv, markdown or html");
}

static void prepare(looking *k)
{
    cp_visits *x = k->x;
    cp_job *j = x->j;
    k->packs = CP_NEW_ARRAY(j->a, const cp_policy *, x->ans->n_policies + 1);
    for (uint32_t p = 0; p < x->ans->n_policies; p++)
        k->packs[p] = cp_policy_by_id(x->e->lib, x->ans->policies[p].id);
    k->judge =
        cp_judge_new(j->a, x->e->lib,
                     &(cp_judge_opts){ .profile = x->e->profile.is_set ? &x->e->profile : NULL,
                                       .as_of = x->ans->as_of,
                                       .accept = j->opts.accept,
                                       .as_if_bound = j->opts.n_policies > 0,
                                       .statements = x->e->statements,
                                       .n_statements = x->e->n_statements });
    find_makers(k);
}

cp_rc cp_job_inspect(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_answer ans;
    cp_visits x = { .j = j, .e = &e, .ans = &ans, .not_looked = CP_STR("") };
    looking k = { .x = &x };
    cp_visit_format format;
    cp_str *words = j->opts.args;
    uint32_t n_words = j->opts.n_args;
    j->opts.n_args = 0; /* words, not files: the case is read */
    cp_rc rc = format_of(j, &format, err);
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, 0, true, &e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &e, true, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("inspect");
    prepare(&k);
    cp_visit *all = CP_NEW_ARRAY(j->a, cp_visit, ans.n_assets + 1);
    look(&k, all);
    rc = cp_visits_paths(&x, all, err);
    if (rc == CP_OK && *j->interrupted)
        rc = cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (rc != CP_OK)
        return rc;
    find_questions(&x, all);
    rank(&x, all, words, n_words);
    find_neighbours(&x);
    cp_visits_print(&x, format);
    return CP_OK;
}
