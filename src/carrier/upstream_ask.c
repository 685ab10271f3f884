/* SPDX-License-Identifier: Apache-2.0 */
/* upstream_ask.c - what is wanted, and by which neighbour it is reached how (see upstream.h).
 *
 *     prefix that is wanted: [ class by neighbour 0 | by 1 | .. ] --> shares of each, ASes on them,
 *                            bits: who leads there cleanly --> upstream_plan.c */
#include <stdlib.h>
#include "base/sort.h"
#include "carrier/net.h"
#include "carrier/upstream_plan.h"

const char *cp_upstream_way_name(uint32_t way)
{
    return way < CP_AS_STANDING_COUNT ? cp_as_standing_name((cp_as_standing)way) : "no_route";
}

/* ---- what is wanted */

static uint32_t first_from(const cp_upstreams *x, const cp_flow_addr *net, uint8_t bits)
{
    uint32_t low = 0, high = x->n_rows;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cp_net_order(&x->rows[middle].net, x->rows[middle].bits, net, bits) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The longest that covers it, or is it. */
static uint32_t longest(const cp_upstreams *x, const cp_flow_addr *net, uint8_t bits)
{
    uint32_t at = first_from(x, net, bits);
    bool is_it = at < x->n_rows && cp_net_order(&x->rows[at].net, x->rows[at].bits, net, bits) == 0;
    at = is_it ? at : at - 1; /* of 0: none */
    while (at != UINT32_MAX && !cp_net_covers(&x->rows[at].net, x->rows[at].bits, net, bits))
        at = x->rows[at].parent;
    return at;
}

uint32_t cp_upstreams_row_of(const cp_upstreams *x, const cp_flow_addr *addr)
{
    return longest(x, addr, 128);
}

uint32_t cp_upstreams_n_rows(const cp_upstreams *x) { return x->n_rows; }

void cp_upstreams_want_row(cp_upstreams *x, uint32_t row, double to, double from, uint64_t n)
{
    cp_upstream_sum *s = row == UINT32_MAX ? &x->unmatched : &x->sums[row];
    s->to += to;
    s->from += from;
    s->prefixes = row != UINT32_MAX;
    x->n_wanted += n;
}

void cp_upstreams_want_net(cp_upstreams *x, const cp_flow_addr *net, uint8_t bits, double to)
{
    cp_vec_push(x->a, &x->wanted, ((cp_upstream_wanted){ *net, bits, to }));
}

void cp_upstreams_want_all(cp_upstreams *x)
{
    x->is_all = true;
    for (uint32_t i = 0; i < x->n_rows; i++)
        x->sums[i] = (cp_upstream_sum){ .to = 1, .prefixes = 1 };
}

cp_upstream_sum cp_upstreams_of_net(const cp_upstreams *x, const cp_flow_addr *net, uint8_t bits)
{
    uint32_t at = first_from(x, net, bits);
    bool is_it = at < x->n_rows && cp_net_order(&x->rows[at].net, x->rows[at].bits, net, bits) == 0;
    return is_it ? x->sums[at] : (cp_upstream_sum){ .to = 0 };
}

static int by_net(const void *p, const void *q)
{
    const cp_upstream_wanted *a = p, *b = q;
    return cp_net_order(&a->net, a->bits, &b->net, b->bits);
}

/* The parts of a prefix: each that was told within it but for what longer ones cover, and what none
 * within it covers. */
static void divide(cp_upstreams *x, const cp_upstream_wanted *w)
{
    static const double least = 0x1p-40;
    uint32_t first = first_from(x, &w->net, w->bits);
    double rest = 1;
    for (uint32_t i = first;
         i < x->n_rows && cp_net_covers(&w->net, w->bits, &x->rows[i].net, x->rows[i].bits); i++) {
        double share = __builtin_ldexp(1, w->bits - x->rows[i].bits);
        bool is_top = x->rows[i].parent == UINT32_MAX || x->rows[i].parent < first;
        rest -= is_top ? share : 0;
        if (x->rows[i].own > 0)
            cp_upstreams_want_row(x, i, w->to * share * x->rows[i].own, 0, 0);
    }
    if (rest >= least)
        cp_upstreams_want_row(x, longest(x, &w->net, w->bits), w->to * rest, 0, 0);
}

/* The same prefix several times is one, so that no prefix that was told is looked at more often
 * than there are lengths. */
static void divide_all(cp_upstreams *x)
{
    uint32_t n = x->wanted.n;
    cp_upstream_wanted *v = x->wanted.v;
    if (n)
        qsort(v, n, sizeof *v, by_net);
    for (uint32_t i = 0, end; i < n; i = end) {
        cp_upstream_wanted w = v[i];
        for (end = i + 1; end < n && by_net(&v[end], &w) == 0; end++)
            w.to += v[end].to;
        divide(x, &w);
    }
    x->n_wanted += n;
    x->wanted.n = 0;
}

/* ---- neighbours */

static cp_upstream_group *group_of(cp_upstreams *x, cp_upstream_asking *k, cp_map *known,
                                   uint32_t as, uint64_t distinguisher)
{
    uint64_t key[2] = { as, distinguisher };
    bool added;
    cp_str text = { cp_arena_dup(x->a, key, sizeof key), sizeof key };
    uint64_t *at = cp_map_put(x->a, known, text, &added);
    if (added) {
        *at = k->groups.n;
        cp_vec_push(x->a, &k->groups,
                    ((cp_upstream_group){ .as = as, .distinguisher = distinguisher }));
    }
    return &k->groups.v[*at];
}

static void find_groups(cp_upstreams *x, cp_upstream_asking *k)
{
    cp_map known = { 0 };
    for (uint32_t i = 0; i < x->sessions.n; i++) {
        const cp_upstream_session *s = &x->sessions.v[i];
        bool is_before = x->has_post && s->peer.view == CP_BGP_ADJ_RIB_IN_PRE;
        if (is_before && s->routes)
            x->skipped += s->routes;
        if (s->is_skipped || is_before || !s->routes || (s->is_ours && !s->of_first) ||
            (s->is_ours && s->of_first == x->opts.our_as))
            continue;
        cp_upstream_group *g =
            group_of(x, k, &known, s->is_ours ? s->of_first : s->peer.as, s->peer.distinguisher);
        cp_vec_push(x->a, &g->sessions, i);
        g->routes += s->routes;
        g->is_cut |= s->is_cut;
    }
}

static int most_routes(const void *p, const void *q)
{
    const cp_upstream_group *a = p, *b = q;
    if (a->routes != b->routes)
        return a->routes < b->routes ? 1 : -1;
    if (a->as != b->as)
        return a->as < b->as ? -1 : 1;
    return a->distinguisher < b->distinguisher ? -1 : a->distinguisher > b->distinguisher;
}

/* Neighbours, those with the most routes, and behind them each session of those with several. */
static void choose_groups(cp_upstreams *x, cp_upstream_asking *k, const uint32_t *today,
                          uint32_t n_today)
{
    find_groups(x, k);
    if (k->groups.n)
        qsort(k->groups.v, k->groups.n, sizeof *k->groups.v, most_routes);
    k->n = k->groups.n < CP_UPSTREAMS_MAX ? k->groups.n : CP_UPSTREAMS_MAX;
    k->out->n_not_compared = k->groups.n - k->n;
    k->groups.n = k->n;
    for (uint32_t i = 0; i < k->n; i++)
        for (uint32_t t = 0; t < n_today; t++)
            k->groups.v[i].is_today |= k->groups.v[i].as == today[t];
    for (uint32_t i = 0; i < k->n; i++) {
        uint32_t n = k->groups.v[i].sessions.n;
        for (uint32_t s = 0; n > 1 && s < n; s++) {
            uint32_t session = k->groups.v[i].sessions.v[s];
            if (k->groups.n == k->n + CP_UPSTREAM_EACH_MAX)
                return;
            cp_upstream_group g = { .as = k->groups.v[i].as,
                                    .distinguisher = k->groups.v[i].distinguisher,
                                    .routes = x->sessions.v[session].routes,
                                    .is_cut = x->sessions.v[session].is_cut,
                                    .is_session = true };
            cp_vec_push(x->a, &g.sessions, session);
            cp_vec_push(x->a, &k->groups, g);
        }
    }
}

/* ---- one prefix */

static uint16_t told_of(cp_upstreams *x, const cp_upstream_group *g, uint32_t id)
{
    uint16_t class = cp_upstream_cell(&x->sessions.v[g->sessions.v[0]], id);
    for (uint32_t i = 1; i < g->sessions.n; i++)
        class = cp_upstream_both(x, class, cp_upstream_cell(&x->sessions.v[g->sessions.v[i]], id));
    return class;
}

/* By the longest that the neighbour told; *is_own: it is this one. */
static uint16_t class_at(cp_upstreams *x, const cp_upstream_group *g, uint32_t row, bool *is_own)
{
    for (uint32_t r = row; r != UINT32_MAX; r = x->rows[r].parent) {
        uint16_t class = told_of(x, g, x->rows[r].id);
        if (class) {
            *is_own |= r == row;
            return class;
        }
    }
    return 0;
}

/* By the longest that any that is used today told, the worst. */
static uint32_t worst_today(cp_upstreams *x, const cp_upstream_asking *k, uint32_t row)
{
    uint32_t worst = CP_UPSTREAM_NO_ROUTE;
    for (uint32_t r = row; r != UINT32_MAX; r = x->rows[r].parent) {
        bool is_told = false;
        for (uint32_t g = 0; g < k->n; g++) {
            uint16_t class =
                k->groups.v[g].is_today ? told_of(x, &k->groups.v[g], x->rows[r].id) : 0;
            uint32_t way = x->classes.v[class].standing;
            worst = class && (!is_told || way > worst) ? way : worst;
            is_told |= class != 0;
        }
        if (is_told)
            return worst;
    }
    return worst;
}

static void add(cp_upstream_sum *to, const cp_upstream_sum *what)
{
    to->to += what->to;
    to->from += what->from;
    to->prefixes += what->prefixes;
}

static int as_order(const void *item, const void *x)
{
    const cp_upstream_as *as = item;
    return as->asn < *(const uint32_t *)x ? -1 : as->asn > *(const uint32_t *)x;
}

/* The ASes that count on the ways of all. */
static void count_ases(const cp_upstreams *x, cp_upstream_asking *k, const cp_upstream_sum *s)
{
    uint32_t n_leading = 0, n_touched = 0;
    for (uint32_t g = 0; g < k->n; g++) {
        const cp_upstream_class *c = &x->classes.v[k->at[g]];
        n_leading += k->at[g] != 0;
        for (uint8_t i = 0; i < c->n; i++) {
            uint32_t as = cp_sort_find(k->ases, k->n_ases, sizeof *k->ases, &c->asns[i], as_order);
            if (k->met[as]++ == 0)
                k->touched[n_touched++] = as;
            k->met_today[as] |= k->groups.v[g].is_today;
        }
    }
    for (uint32_t i = 0; i < n_touched; i++) {
        uint32_t as = k->touched[i];
        add(&k->ases[as].some, s);
        if (k->met[as] == n_leading)
            add(&k->ases[as].every, s);
        if (k->met_today[as])
            add(&k->ases[as].today, s);
        k->met[as] = 0;
        k->met_today[as] = false;
    }
}

/* Of routes that had no room one may have been the longest: then nothing is known. */
static uint32_t way_of(const cp_upstreams *x, const cp_upstream_group *g, uint16_t class)
{
    uint32_t way = class ? x->classes.v[class].standing : (uint32_t)CP_UPSTREAM_NO_ROUTE;
    return g->is_cut && (way == CP_AS_ALLOWED || way == CP_UPSTREAM_NO_ROUTE) ? CP_AS_UNKNOWN : way;
}

static void ask_row(cp_upstreams *x, cp_upstream_asking *k, uint32_t row)
{
    bool is_own = false;
    cp_upstream_sum *s = &x->sums[row];
    for (uint32_t g = 0; g < k->groups.n; g++)
        k->at[g] = class_at(x, &k->groups.v[g], row, &is_own);
    if (x->is_all && !is_own) { /* all took it back */
        *s = (cp_upstream_sum){ .to = 0 };
        return;
    }
    uint64_t *clean = k->clean + (size_t)k->n_asked * k->words,
             *unnamed = k->unnamed + (size_t)k->n_asked * k->words;
    uint32_t best = CP_UPSTREAM_NO_ROUTE, who = UINT32_MAX;
    bool is_today = false;
    for (uint32_t g = 0; g < k->groups.n; g++) {
        const cp_upstream_group *of = &k->groups.v[g];
        uint32_t way = way_of(x, of, k->at[g]);
        add(&k->ways[g].ways[way], s);
        if (g >= k->n)
            continue;
        if (way < best) {
            best = way;
            who = g;
        }
        clean[g / 64] |= (uint64_t)(way == CP_AS_ALLOWED) << g % 64;
        unnamed[g / 64] |= (uint64_t)(way <= CP_AS_UNKNOWN && !of->is_cut) << g % 64;
        is_today |= of->is_today && way == CP_AS_ALLOWED;
    }
    count_ases(x, k, s);
    add(&k->out->all, s);
    if (is_today)
        add(&k->out->today_best, s);
    if (k->out->has_today && worst_today(x, k, row) == CP_AS_ALLOWED && is_today)
        add(&k->out->today_worst, s);
    k->asked[k->n_asked++] =
        (cp_upstream_asked){ .row = row, .who = who, .best = (uint8_t)best, .is_today = is_today };
}

/* ---- all */

static int by_number(const void *p, const void *q)
{
    const cp_upstream_as *a = p, *b = q;
    return a->asn < b->asn ? -1 : a->asn > b->asn;
}

/* Each AS of the classes once. */
static void find_ases(const cp_upstreams *x, cp_upstream_asking *k)
{
    CP_VEC(cp_upstream_as) all = { 0 };
    for (uint32_t i = 0; i < x->classes.n; i++)
        for (uint8_t n = 0; n < x->classes.v[i].n; n++)
            cp_vec_push(x->a, &all, ((cp_upstream_as){ .asn = x->classes.v[i].asns[n] }));
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_number);
    for (uint32_t i = 0; i < all.n; i++)
        if (!k->n_ases || all.v[k->n_ases - 1].asn != all.v[i].asn)
            all.v[k->n_ases++] = all.v[i];
    k->ases = all.v;
    k->met = CP_NEW_ARRAY(x->a, uint32_t, k->n_ases + (size_t)1);
    k->touched = CP_NEW_ARRAY(x->a, uint32_t, k->n_ases + (size_t)1);
    k->met_today = CP_NEW_ARRAY(x->a, bool, k->n_ases + (size_t)1);
}

static void make_room(cp_upstreams *x, cp_upstream_asking *k)
{
    size_t n = 0;
    for (uint32_t i = 0; i < x->n_rows; i++)
        n += x->sums[i].prefixes != 0;
    k->words = (k->n + 63) / 64;
    k->at = CP_NEW_ARRAY(x->a, uint16_t, k->groups.n + (size_t)1);
    k->ways = CP_NEW_ARRAY(x->a, cp_upstream, k->groups.n + (size_t)1);
    k->asked = CP_NEW_ARRAY(x->a, cp_upstream_asked, n + 1);
    k->clean = CP_NEW_ARRAY(x->a, uint64_t, n * k->words + 1);
    k->unnamed = CP_NEW_ARRAY(x->a, uint64_t, n * k->words + 1);
}

static void name_groups(const cp_upstreams *x, cp_upstream_asking *k)
{
    for (uint32_t i = 0; i < k->groups.n; i++) {
        const cp_upstream_group *g = &k->groups.v[i];
        cp_upstream *u = &k->ways[i];
        u->as = g->as;
        u->distinguisher = g->distinguisher;
        u->n_sessions = g->sessions.n;
        u->is_session = g->is_session;
        u->is_cut = g->is_cut;
        u->is_today = g->is_today;
        u->routes = g->routes;
        u->peer.as = g->as;
        if (g->sessions.n == 1)
            u->peer = x->sessions.v[g->sessions.v[0]].peer;
    }
}

cp_upstream_answer *cp_upstreams_answer_of(cp_upstreams *x, const uint32_t *today, uint32_t n_today)
{
    cp_upstream_asking k = { .x = x, .out = CP_NEW(x->a, cp_upstream_answer) };
    k.out->has_today = n_today > 0;
    divide_all(x);
    choose_groups(x, &k, today, n_today);
    find_ases(x, &k);
    make_room(x, &k);
    name_groups(x, &k);
    for (uint32_t i = 0; i < x->n_rows; i++)
        if (x->sums[i].prefixes)
            ask_row(x, &k, i);
    k.out->unmatched = x->unmatched;
    add(&k.out->all, &x->unmatched);
    k.out->wanted = x->n_wanted;
    k.out->skipped = x->skipped;
    k.out->untold = x->untold;
    k.out->ases = k.ases;
    k.out->n_ases = k.n_ases;
    cp_upstream_plan_all(&k);
    return k.out;
}
