/* SPDX-License-Identifier: Apache-2.0 */
/* chart_paths.c - see chart.h: the paths that a page shows as strips, the worst first.
 *
 *     demands told     the largest of them, from end to end
 *     else sites       every one with every other, as `path --all` (the larger ones, if there are
 *                      more than can be asked about)
 *
 * Of each pair of groups the worst pair of devices under the worst of the policies is asked in
 * full; before that, devices that answer alike to all others are asked once (path_all.c). */
#include <stdlib.h>
#include "job/chart.h"
#include "job/path_say.h"

enum {
    SITES_MAX = 400,  /* 80,000 pairs, under each policy */
    STANDING_MAX = 16 /* devices of a group that do not answer alike: more are rare */
};

typedef struct group {
    cp_str name;
    const uint32_t *things;
    uint32_t n;
} group;

/* Two groups, and what is the worst of them so far. */
typedef struct ends {
    uint32_t from, to; /* groups */
    double bps;
    uint32_t finding, items[2];
    int badness; /* 0: nothing was asked */
} ends;

typedef struct asking {
    cp_charting *k;
    cp_path_request r;
    cp_path_found x;
    CP_VEC(group) groups;
    CP_VEC(ends) ends;
    CP_VEC(cp_str) notes;
    cp_chart_things things;
    uint64_t left_out;
} asking;

static void note(asking *q, cp_str s) { cp_vec_push(q->k->j->a, &q->notes, s); }

static uint32_t add_group(asking *q, cp_str name, const uint32_t *things, uint32_t n)
{
    cp_vec_push(q->k->j->a, &q->groups, ((group){ name, things, n }));
    return q->groups.n - 1;
}

/* ---- demands */

static int larger_first(const void *x, const void *y)
{
    const cp_asset_tie *a = *(const cp_asset_tie *const *)x, *b = *(const cp_asset_tie *const *)y;
    if (a->amount != b->amount)
        return a->amount > b->amount ? -1 : 1;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return (a->pos > b->pos) - (a->pos < b->pos);
}

/* An asset, or what `path` would take the word for, or a site. False: nobody that has a link. */
static bool find_end(asking *q, uint32_t asset, cp_str text, uint32_t *out)
{
    const cp_path_model *m = &q->k->m;
    cp_arena *a = q->k->j->a;
    cp_path_set set;
    if (asset != CP_NO_ASSET) {
        uint32_t *one = CP_NEW(a, uint32_t);
        *one = asset;
        *out = add_group(q, m->things.v[asset].name, one, 1);
        return m->things.v[asset].is_in;
    }
    if (cp_path_set_of(m, text, &set, NULL) != CP_OK &&
        cp_path_set_of(m, cp_str_fmt(a, "site:%.*s", CP_FMT(text)), &set, NULL) != CP_OK)
        return false;
    *out = add_group(q, text, set.things, set.n);
    return true;
}

static void take_demands(asking *q)
{
    const cp_identified *f = &q->k->e->found;
    cp_arena *a = q->k->j->a;
    CP_VEC(const cp_asset_tie *) v = { 0 };
    uint32_t n_nobody = 0;
    for (uint32_t i = 0; i < f->n_ties; i++)
        if (f->ties[i].kind == CP_TIE_DEMAND)
            cp_vec_push(a, &v, &f->ties[i]);
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, larger_first);
    uint32_t i = 0;
    for (; i < v.n && q->ends.n < CP_CHART_PATHS_MAX; i++) {
        ends e = { .bps = (double)v.v[i]->amount };
        if (find_end(q, v.v[i]->a, v.v[i]->a_text, &e.from) &&
            find_end(q, v.v[i]->b, v.v[i]->b_text, &e.to))
            cp_vec_push(a, &q->ends, e);
        else
            n_nobody++;
    }
    q->left_out = v.n - i;
    if (n_nobody)
        note(q,
             cp_str_fmt(a, "%u demand%s an end that is no asset with a link, and %s left out.",
                        n_nobody, n_nobody > 1 ? "s have" : " has", n_nobody > 1 ? "are" : "is"));
}

/* ---- sites */

static int more_devices_first(const void *x, const void *y)
{
    const group *a = x, *b = y;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return cp_str_cmp(a->name, b->name);
}

/* The devices of every site, as they are drawn. */
static void take_sites(asking *q)
{
    const cp_chart *c = q->k->chart;
    const cp_path_model *m = &q->k->m;
    cp_arena *a = q->k->j->a;
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)c->n_sites + 2);
    uint32_t *things = CP_NEW_ARRAY(a, uint32_t, c->n_nodes);
    for (uint32_t i = 0; i < c->n_nodes; i++)
        if (c->nodes[i].site != CP_CHART_NONE)
            first[c->nodes[i].site + 2]++;
    for (uint32_t i = 2; i < c->n_sites + 2; i++)
        first[i] += first[i - 1];
    for (uint32_t i = 0; i < m->things.n; i++) {
        uint32_t node = q->k->node_of[i];
        if (node != CP_CHART_NONE && c->nodes[node].site != CP_CHART_NONE)
            things[first[c->nodes[node].site + 1]++] = i;
    }
    for (uint32_t i = 0; i < c->n_sites; i++)
        (void)add_group(q, c->sites[i], things + first[i], first[i + 1] - first[i]);
    if (q->groups.n)
        qsort(q->groups.v, q->groups.n, sizeof *q->groups.v, more_devices_first);
    uint64_t all = c->n_sites;
    uint32_t n = c->n_sites < SITES_MAX ? c->n_sites : SITES_MAX;
    q->groups.n = n;
    for (uint32_t s = 0; s < n; s++)
        for (uint32_t t = s + 1; t < n; t++)
            cp_vec_push(a, &q->ends, ((ends){ .from = s, .to = t }));
    q->left_out = (all * all - all) / 2 - q->ends.n;
    if (q->left_out)
        note(q, cp_str_fmt(a,
                           "Of %llu sites the %u with most devices were asked about; `cleanpath "
                           "path --all` asks about all.",
                           (unsigned long long)all, n));
    if (c->n_sites < 2)
        note(q, CP_STR("Fewer than two sites are told of devices with links: paths between sites "
                       "cannot be asked for. An inventory tells sites (column site)."));
}

/* ---- the worst pair of each two groups, under one policy */

typedef struct standing {
    uint32_t items[STANDING_MAX];
    uint32_t n, n_more;
    bool is_known;
} standing;

typedef struct one_policy {
    const asking *q;
    const cp_path_finding *f;
    const cp_l0_quick *quick;
    standing *groups;
} one_policy;

/* Do both answer alike to everybody? As path_all.c has it. */
static bool is_alike(const one_policy *p, uint32_t x, uint32_t y)
{
    cp_path_answer own = cp_l0_quick_some(p->quick, x, x), between;
    if (own != cp_l0_quick_some(p->quick, y, y))
        return false;
    between = cp_l0_quick_some(p->quick, x, y);
    return own == CP_PATH_EXCLUDED ? between != CP_PATH_NONE : between == own;
}

static const standing *stand(const one_policy *p, uint32_t at)
{
    standing *s = &p->groups[at];
    const group *g = &p->q->groups.v[at];
    for (uint32_t i = 0; i < g->n && !s->is_known; i++) {
        uint32_t item = p->f->pn->item_of[g->things[i]], seen = 0;
        if (item == CP_NO_ITEM)
            continue;
        while (seen < s->n && !is_alike(p, s->items[seen], item))
            seen++;
        if (seen == s->n && s->n < STANDING_MAX)
            s->items[s->n++] = item;
        else if (seen == s->n)
            s->n_more++;
    }
    s->is_known = true;
    return s;
}

static void ask_ends(const one_policy *p, uint32_t finding, ends *e)
{
    const standing *from = stand(p, e->from), *to = stand(p, e->to);
    for (uint32_t i = 0; i < from->n; i++)
        for (uint32_t k = 0; k < to->n; k++) {
            uint32_t s = from->items[i], t = to->items[k];
            cp_path_answer raw = cp_l0_quick_some(p->quick, s, t);
            cp_path_answer x = cp_path_left(&p->q->x, p->f, false, raw, s, t);
            int badness = 10 * cp_path_badness(x) + cp_path_badness(raw);
            if (badness <= e->badness)
                continue;
            *e = (ends){ e->from, e->to, e->bps, finding, { s, t }, badness };
        }
}

static cp_rc ask_policy(asking *q, uint32_t finding, cp_err *err)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_path_finding *f = &q->x.v[finding];
    one_policy p = { .q = q, .f = f, .quick = cp_l0_quick_new(f->l0, scratch, &f->taints) };
    p.groups = CP_NEW_ARRAY(scratch, standing, q->groups.n);
    for (uint32_t i = 0; i < q->ends.n && !*q->k->j->interrupted; i++)
        ask_ends(&p, finding, &q->ends.v[i]);
    uint32_t n_more = 0;
    for (uint32_t i = 0; i < q->groups.n; i++)
        n_more += p.groups[i].n_more;
    cp_arena_free(scratch);
    if (n_more)
        note(q, cp_str_fmt(q->k->j->a,
                           "%.*s: %u devices of groups with many that have no path to each other "
                           "were not asked about; `cleanpath path --all` asks about all.",
                           CP_FMT(q->k->ans->policies[f->policy].id), n_more));
    return *q->k->j->interrupted ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : CP_OK;
}

/* ---- the whole */

static void strip(asking *q, const ends *e, cp_chart_path *out)
{
    cp_path_finding *f = CP_NEW(q->k->j->a, cp_path_finding); /* causes are kept by its address */
    *f = q->x.v[e->finding];
    f->from = e->items[0];
    f->to = e->items[1];
    *out = (cp_chart_path){ .from = q->groups.v[e->from].name,
                            .to = q->groups.v[e->to].name,
                            .bps = e->bps };
    cp_chart_strip(q->k, &q->x, &q->things, f, out);
}

static int worst_first(const void *x, const void *y)
{
    const ends *a = x, *b = y;
    if (a->badness != b->badness)
        return a->badness > b->badness ? -1 : 1;
    return a->from != b->from ? (a->from > b->from) - (a->from < b->from)
                              : (a->to > b->to) - (a->to < b->to);
}

static cp_rc strips(asking *q, cp_err *err)
{
    cp_chart *c = q->k->chart;
    cp_chart_path *v = CP_NEW_ARRAY(q->k->j->a, cp_chart_path, CP_CHART_PATHS_MAX);
    for (uint32_t i = 0; i < q->ends.n && !*q->k->j->interrupted; i++) {
        if (q->ends.v[i].badness == 0)
            continue;
        if (c->n_paths == CP_CHART_PATHS_MAX)
            q->left_out++;
        else
            strip(q, &q->ends.v[i], &v[c->n_paths++]);
    }
    c->paths = v;
    c->things = q->things.v.v;
    c->n_things = q->things.v.n;
    c->n_paths_left_out = q->left_out;
    c->path_notes = q->notes.v;
    c->n_path_notes = q->notes.n;
    return *q->k->j->interrupted ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : CP_OK;
}

static bool has_demands(const cp_charting *k)
{
    const cp_identified *f = &k->e->found;
    for (uint32_t i = 0; i < f->n_ties; i++)
        if (f->ties[i].kind == CP_TIE_DEMAND)
            return true;
    return false;
}

cp_rc cp_chart_paths(cp_charting *k, cp_err *err)
{
    asking q = { .k = k };
    bool is_of_demands = has_demands(k);
    q.r = (cp_path_request){ .asked =
                                 CP_ASK_SOME | CP_ASK_EVERY | CP_ASK_UNAVOIDABLE | CP_ASK_SURVIVES,
                             .deciding = CP_ASK_SOME,
                             .reading = CP_EXPOSURE };
    cp_rc rc = cp_path_rules_read(k->j, &q.r.rules, err);
    if (rc == CP_OK)
        rc = cp_path_prepare(&k->m, &q.r, &q.x, err);
    if (rc != CP_OK)
        return rc;
    k->chart->has_paths = true;
    k->chart->paths_asked = is_of_demands ? CP_STR("demands") : CP_STR("sites");
    k->chart->scope = cp_path_scope(k->j->a, &k->m, false);
    if (is_of_demands)
        take_demands(&q);
    else
        take_sites(&q);
    uint32_t n_rules = 0;
    for (uint32_t i = 0; i < q.x.n && rc == CP_OK; i++)
        if (q.x.v[i].has_rule && cp_chart_is_of(k->ans, q.x.v[i].policy)) {
            n_rules++;
            rc = ask_policy(&q, i, err);
        }
    if (n_rules == 0)
        note(&q, CP_STR("No policy that binds excludes anything on that day: every path is free."));
    if (rc == CP_OK && !is_of_demands && q.ends.n)
        qsort(q.ends.v, q.ends.n, sizeof *q.ends.v, worst_first);
    return rc == CP_OK ? strips(&q, err) : rc;
}
