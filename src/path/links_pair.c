/* SPDX-License-Identifier: Apache-2.0 */
/* links_pair.c - the links between two devices, from all that was told of the pair.
 *
 *     those with ports --one key at either end--> clusters --heard here, heard there--> links
 *     those without    --------------------------------------> strengthen all of them
 *
 * A port is told by name here and by address there. Keys of different kinds do not contradict each
 * other: tellings that agree on one end are one link then. Keys of one kind that differ are two
 * links, whatever the other end says. */
#include <stdlib.h>
#include "path/links_inside.h"

typedef struct pair {
    cp_link_job *j;
    const cp_telling *v;
    uint32_t n; /* with ports */
    uint32_t *up;
    uint32_t *order; /* of v, for one end */
    uint32_t *first; /* per distinct key of the main kind: the telling that stands for it */
} pair;

static uint32_t key_at(const cp_telling *t, bool at_b) { return at_b ? t->b_key : t->a_key; }

/* ---- one key at one end */

/* The kind with the most distinct keys at the other end; run is sorted by them. */
static cp_port_kind main_kind(const pair *p, const uint32_t *run, uint32_t n, bool other_b)
{
    uint32_t counts[CP_PORT_KINDS] = { 0 }, before = 0;
    cp_port_kind best = CP_PORT_NAME;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t key = key_at(&p->v[run[i]], other_b);
        if (key && key != before)
            counts[p->j->kinds[key]]++;
        before = key;
    }
    for (unsigned k = 0; k < CP_PORT_KINDS; k++)
        best = counts[k] > counts[best] ? (cp_port_kind)k : best;
    return best;
}

/* Tellings with the same key at one end. The n-th of another kind goes to the n-th of the main one;
 * those that do not tell the other end, to the first. */
static void join_run(pair *p, const uint32_t *run, uint32_t n, bool other_b)
{
    cp_port_kind main = main_kind(p, run, n, other_b);
    uint32_t n_first = 0, nth[CP_PORT_KINDS] = { 0 }, before = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t key = key_at(&p->v[run[i]], other_b);
        if (key == 0 || p->j->kinds[key] != main)
            continue;
        if (key != before)
            p->first[n_first++] = run[i];
        cp_union_join(p->up, run[i], p->first[n_first - 1]);
        before = key;
    }
    if (n_first == 0)
        p->first[n_first++] = run[0];
    before = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t key = key_at(&p->v[run[i]], other_b), at = 0;
        if (key && p->j->kinds[key] == main)
            continue;
        if (key) {
            nth[p->j->kinds[key]] += key != before;
            at = nth[p->j->kinds[key]] - 1;
        }
        cp_union_join(p->up, run[i], p->first[at < n_first ? at : n_first - 1]);
        before = key;
    }
}

static int by_b(const void *x, const void *y, void *ctx)
{
    const cp_telling *v = ctx, *a = &v[*(const uint32_t *)x], *b = &v[*(const uint32_t *)y];
    if (a->b_key != b->b_key)
        return a->b_key < b->b_key ? -1 : 1;
    if (a->a_key != b->a_key)
        return a->a_key < b->a_key ? -1 : 1;
    return (a > b) - (a < b);
}

static void join_end(pair *p, bool at_b)
{
    for (uint32_t i = 0; i < p->n; i++) /* v is sorted by a, then b */
        p->order[i] = i;
    if (at_b)
        qsort_r(p->order, p->n, sizeof *p->order, by_b, (void *)(uintptr_t)p->v);
    for (uint32_t i = 0, end; i < p->n; i = end) {
        uint32_t key = key_at(&p->v[p->order[i]], at_b);
        for (end = i + 1; end < p->n && key_at(&p->v[p->order[end]], at_b) == key;)
            end++;
        if (key)
            join_run(p, p->order + i, end - i, !at_b);
    }
}

/* ---- ports called in different ways */

enum { WAYS = 1 << CP_PORT_KINDS }; /* sets of kinds */

/* Clusters by the kinds of keys that they have at a and at b. */
typedef struct ways {
    uint16_t *of; /* per root: set at a, set at b */
    uint32_t n[WAYS * WAYS];
} ways;

static ways *find_ways(const pair *p)
{
    ways *w = CP_NEW(p->j->scratch, ways);
    w->of = CP_NEW_ARRAY(p->j->scratch, uint16_t, p->n);
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_telling *t = &p->v[i];
        uint16_t *of = &w->of[cp_union_root(p->up, i)];
        *of |= (uint16_t)(t->a_key ? WAYS << p->j->kinds[t->a_key] : 0);
        *of |= (uint16_t)(t->b_key ? 1 << p->j->kinds[t->b_key] : 0);
    }
    for (uint32_t i = 0; i < p->n; i++)
        w->n[w->of[i]] += p->up[i] == i;
    return w;
}

/* Of two ways that have no kind in common at either end nothing can agree: one end alone hears
 * names and addresses, the other alone addresses and names; routing has addresses of another kind.
 * Their links are the same, and are taken one by one: of the most frequent way all, of the others
 * the n-th with its n-th. */
static void join_ways(pair *p)
{
    ways *w = find_ways(p);
    uint32_t most = 0, n_first = 0;
    for (uint32_t k = 0; k < WAYS * WAYS; k++)
        most = w->n[k] > w->n[most] ? k : most;
    for (uint32_t i = 0; i < p->n; i++)
        if (p->up[i] == i && w->of[i] == most)
            p->first[n_first++] = i;
    memset(w->n, 0, sizeof w->n);
    for (uint32_t i = 0; i < p->n; i++)
        if (p->up[i] == i && (w->of[i] & most) == 0)
            p->order[i] = p->first[w->n[w->of[i]]++];
        else
            p->order[i] = i;
    for (uint32_t i = 0; i < p->n; i++)
        if (p->order[i] != i)
            cp_union_join(p->up, i, p->order[i]);
}

/* ---- what a link is, from its tellings */

enum { RANK_ROUTING, RANK_CONFIG, RANK_TABLE, RANK_NONE };
enum { LEVEL_1 = 1, LEVEL_2 = 2 };

typedef struct metric {
    uint32_t value, rank; /* value 0: told that routing does not use it */
    cp_str area;
    bool contradicts;
} metric;

typedef struct facts {
    cp_str port[2], layer, srlg;
    uint32_t port_rank[2];
    metric metric[2];
    uint64_t capacity_bps;
    uint32_t seen, levels; /* of IS-IS: LEVEL_1 | LEVEL_2 */
    bool is_whole;         /* told of both ends at once */
} facts;

static const facts nothing = { .port_rank = { CP_PORT_KINDS, CP_PORT_KINDS },
                               .metric = { { .rank = RANK_NONE }, { .rank = RANK_NONE } } };

/* Different areas may have different metrics for one link. */
static void add_metric(metric *m, metric x)
{
    m->contradicts = m->contradicts || x.contradicts ||
                     (m->rank != RANK_NONE && x.rank != RANK_NONE && m->value != x.value &&
                      cp_str_eq(m->area, x.area));
    if (x.rank > m->rank || x.rank == RANK_NONE)
        return;
    if (x.rank == m->rank && m->value && (x.value == 0 || x.value >= m->value))
        return;
    m->value = x.value;
    m->rank = x.rank;
    m->area = x.area;
}

static void add_told(metric *m, uint64_t told, uint32_t rank, cp_str area)
{
    uint32_t value = told == CP_METRIC_UNUSED ? 0 : told > UINT32_MAX ? UINT32_MAX : (uint32_t)told;
    if (told)
        add_metric(m, (metric){ .value = value, .rank = rank, .area = area });
}

static void add_text(cp_str *to, cp_str s)
{
    if (s.n && (to->n == 0 || cp_str_cmp(s, *to) < 0))
        *to = s;
}

/* A name says more than a number, this more than an address; the longer name is the unshortened. */
static void add_port(facts *f, int end, cp_str port, uint32_t kind)
{
    bool is_better = kind < f->port_rank[end] ||
                     (kind == f->port_rank[end] &&
                      (port.n > f->port[end].n ||
                       (port.n == f->port[end].n && cp_str_cmp(port, f->port[end]) < 0)));
    if (!is_better)
        return;
    f->port[end] = port;
    f->port_rank[end] = kind;
}

static void add(facts *f, const cp_link_job *j, const cp_telling *t)
{
    const cp_asset_link *l = &j->told[t->told];
    bool is_routing = t->seen & CP_SEEN_ROUTING, is_config = t->seen & CP_SEEN_CONFIG;
    uint32_t rank = is_routing ? RANK_ROUTING : is_config ? RANK_CONFIG : RANK_TABLE;
    uint64_t back = l->metric_back || is_routing || is_config ? l->metric_back : l->metric;
    f->seen |= t->seen;
    f->is_whole = f->is_whole || l->both_sides;
    f->levels |= cp_str_eq(l->area, CP_STR("level-1"))   ? LEVEL_1
                 : cp_str_eq(l->area, CP_STR("level-2")) ? LEVEL_2
                                                         : 0;
    if (t->a_key)
        add_port(f, 0, cp_str_trim(t->is_turned ? l->b_port : l->a_port), j->kinds[t->a_key]);
    if (t->b_key)
        add_port(f, 1, cp_str_trim(t->is_turned ? l->a_port : l->b_port), j->kinds[t->b_key]);
    add_text(&f->layer, l->layer);
    add_text(&f->srlg, l->srlg);
    f->capacity_bps = l->capacity_bps > f->capacity_bps ? l->capacity_bps : f->capacity_bps;
    if (t->to_switch)
        return;
    add_told(&f->metric[t->is_turned], l->metric, rank, l->area);
    add_told(&f->metric[!t->is_turned], back, rank, l->area);
}

static void add_all(facts *f, const facts *more)
{
    f->seen |= more->seen;
    f->is_whole = f->is_whole || more->is_whole;
    f->levels |= more->levels;
    add_text(&f->layer, more->layer);
    add_text(&f->srlg, more->srlg);
    f->capacity_bps = f->capacity_bps > more->capacity_bps ? f->capacity_bps : more->capacity_bps;
    for (int i = 0; i < 2; i++)
        add_metric(&f->metric[i], more->metric[i]);
}

static double confidence_of(uint32_t seen, bool is_inferred)
{
    uint32_t heard = seen & (CP_SEEN_A | CP_SEEN_B), others = seen & ~(heard | CP_SEEN_BRIDGE);
    uint32_t set = seen & CP_SEEN_CONFIG;
    if (set && set != CP_SEEN_CONFIG) /* one alone is told to: that is next to nothing */
        others &= ~set;
    if (is_inferred || seen == CP_SEEN_BRIDGE || (!heard && !others))
        return 0.6;
    if (heard == (CP_SEEN_A | CP_SEEN_B))
        return 0.99;
    if (heard && others)
        return 0.98;
    if (heard)
        return 0.8;
    if (others == CP_SEEN_ROUTING)
        return 0.95;
    return others == CP_SEEN_TABLE || others == CP_SEEN_CONFIG ? 0.9 : 0.98;
}

/* Routers tell each their own metric. What hangs on a bridge need not know that. */
static bool is_one_sided(const facts *f)
{
    uint32_t heard = f->seen & (CP_SEEN_A | CP_SEEN_B);
    bool both_route = f->seen & CP_SEEN_ROUTING && f->metric[0].rank == RANK_ROUTING &&
                      f->metric[1].rank == RANK_ROUTING;
    bool both_told = heard == (CP_SEEN_A | CP_SEEN_B) || both_route ||
                     (f->seen & CP_SEEN_CONFIG) == CP_SEEN_CONFIG;
    return !f->is_whole && f->seen != CP_SEEN_BRIDGE && !both_told;
}

static cp_str area_of(const facts *f)
{
    if (f->levels == (LEVEL_1 | LEVEL_2))
        return CP_STR("level-1-2");
    return f->metric[0].area.n ? f->metric[0].area : f->metric[1].area;
}

static void make(cp_link_job *j, const cp_telling *t, const facts *f, cp_real_link places)
{
    places.a = t->a;
    places.b = t->b;
    places.a_port = f->port[0];
    places.b_port = f->port[1];
    places.layer = f->layer;
    places.srlg = f->srlg;
    places.metric = f->metric[0].value;
    places.metric_back = f->metric[1].value;
    places.area = area_of(f);
    places.contradicts = f->metric[0].contradicts || f->metric[1].contradicts;
    places.capacity_bps = f->capacity_bps;
    places.seen = f->seen;
    places.confidence = confidence_of(f->seen, t->to_switch);
    places.one_sided = !t->to_switch && is_one_sided(f);
    places.through = t->to_switch ? CP_NO_NODE : cp_links_via(j, t->a, t->b);
    cp_vec_push(j->a, &j->links, places);
}

static void tell(cp_link_job *j, const cp_telling *t) { cp_vec_push(j->a, &j->evidence, t->told); }

static int by_layer(const void *x, const void *y, void *ctx)
{
    const cp_link_job *j = ctx;
    const cp_telling *a = x, *b = y;
    int c = cp_str_cmp(j->told[a->told].layer, j->told[b->told].layer);
    return c ? c : (a->told > b->told) - (a->told < b->told);
}

/* Those without ports, where nothing has any: one link for each layer; what tells no layer goes to
 * the first. */
static void make_portless(cp_link_job *j, cp_telling *v, uint32_t n)
{
    qsort_r(v, n, sizeof *v, by_layer, j);
    for (uint32_t i = 0, end; i < n; i = end) {
        facts f = nothing;
        cp_real_link places = { .first = j->evidence.n };
        cp_str layer = CP_STR("");
        for (end = i; end < n; end++) {
            cp_str own = j->told[v[end].told].layer;
            if (layer.n && !cp_str_eq(own, layer))
                break;
            layer = own;
            add(&f, j, &v[end]);
            tell(j, &v[end]);
        }
        places.n = end - i;
        make(j, &v[i], &f, places);
    }
}

static int by_root(const void *x, const void *y, void *ctx)
{
    uint32_t *up = ctx, i = *(const uint32_t *)x, k = *(const uint32_t *)y;
    uint32_t a = cp_union_root(up, i), b = cp_union_root(up, k);
    if (a != b)
        return a < b ? -1 : 1;
    return (i > k) - (i < k);
}

static void make_ported(pair *p, const facts *shared, cp_real_link places)
{
    cp_link_job *j = p->j;
    for (uint32_t i = 0; i < p->n; i++)
        p->order[i] = i;
    qsort_r(p->order, p->n, sizeof *p->order, by_root, p->up);
    for (uint32_t i = 0, end; i < p->n; i = end) {
        facts f = nothing;
        places.first = j->evidence.n;
        uint32_t root = cp_union_root(p->up, p->order[i]);
        for (end = i; end < p->n && cp_union_root(p->up, p->order[end]) == root; end++) {
            add(&f, j, &p->v[p->order[end]]);
            tell(j, &p->v[p->order[end]]);
        }
        places.n = end - i;
        add_all(&f, shared);
        make(j, &p->v[root], &f, places);
    }
}

void cp_links_of_pair(cp_link_job *j, cp_telling *v, uint32_t n)
{
    uint32_t n_ported = 0;
    while (n_ported < n && (v[n_ported].a_key || v[n_ported].b_key))
        n_ported++;
    if (n_ported == 0) {
        make_portless(j, v, n);
        return;
    }
    cp_arena_mark mark = cp_arena_here(j->scratch);
    pair p = { .j = j, .v = v, .n = n_ported };
    p.up = CP_NEW_ARRAY(j->scratch, uint32_t, n_ported);
    p.order = CP_NEW_ARRAY(j->scratch, uint32_t, n_ported);
    p.first = CP_NEW_ARRAY(j->scratch, uint32_t, n_ported);
    for (uint32_t i = 0; i < n_ported; i++)
        p.up[i] = i;
    if (n_ported > 1) {
        join_end(&p, false);
        join_end(&p, true);
        join_ways(&p);
    }
    facts shared = nothing;
    cp_real_link places = { .first_of_pair = j->evidence.n, .n_of_pair = n - n_ported };
    for (uint32_t i = n_ported; i < n; i++) {
        add(&shared, j, &v[i]);
        tell(j, &v[i]);
    }
    make_ported(&p, &shared, places);
    cp_arena_back(j->scratch, mark);
}
