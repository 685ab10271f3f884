/* SPDX-License-Identifier: Apache-2.0 */
/* test_valley.c - who reaches whom against every path written out, on small random graphs with
 * rings, siblings and contradictions; larger ones against one search for each; known cases. */
#include "carrier/valley.h"
#include "tap.h"

enum { AS_MAX = 7 };

/* ---- every path written out */

typedef struct oracle {
    cp_as_tie ties[AS_MAX][AS_MAX]; /* what the second is to the first */
    uint32_t n;
    uint32_t gone, marked; /* bits */
    bool use_doubtful;
    /* of the source */
    uint32_t reached;
    uint32_t on_all[AS_MAX];   /* AS that are on every path to it */
    uint64_t best[AS_MAX];     /* marked << 32 | hops */
    uint32_t by_first[AS_MAX]; /* reached by paths with this first hop */
} oracle;

/* May one go on along that tie, and is it down from there? */
static bool may_go(const oracle *o, cp_as_tie t, bool is_down, bool *next_is_down)
{
    switch (t) {
    case CP_AS_TIE_PROVIDERS: *next_is_down = false; return !is_down;
    case CP_AS_TIE_PEERS: *next_is_down = true; return !is_down;
    case CP_AS_TIE_CUSTOMERS: *next_is_down = true; return true;
    case CP_AS_TIE_DOUBTFUL:
    case CP_AS_TIE_SIBLINGS:
        *next_is_down = is_down;
        return t == CP_AS_TIE_SIBLINGS || o->use_doubtful;
    case CP_AS_TIE_COUNT: break;
    }
    return false;
}

static void walk(oracle *o, uint32_t at, bool is_down, uint32_t path, uint32_t first, uint64_t cost)
{
    o->reached |= 1u << at;
    o->on_all[at] &= path;
    o->best[at] = cost < o->best[at] ? cost : o->best[at];
    if (first != UINT32_MAX)
        o->by_first[first] |= 1u << at;
    for (uint32_t to = 0; to < o->n; to++) {
        bool next_is_down;
        if (((path | o->gone) >> to & 1) || !may_go(o, o->ties[at][to], is_down, &next_is_down))
            continue;
        walk(o, to, next_is_down, path | 1u << to, first == UINT32_MAX ? to : first,
             cost + 1 + ((uint64_t)(o->marked >> to & 1) << 32));
    }
}

static void walk_from(oracle *o, uint32_t source)
{
    o->reached = 0;
    for (uint32_t i = 0; i < o->n; i++) {
        o->on_all[i] = UINT32_MAX;
        o->best[i] = UINT64_MAX;
        o->by_first[i] = 0;
    }
    walk(o, source, false, 1u << source, UINT32_MAX, (uint64_t)(o->marked >> source & 1) << 32);
}

/* ---- a random graph as rows */

static cp_relations_maker *any_rows(cp_arena *a, cp_rand *r, oracle *o, uint32_t n)
{
    cp_relations_maker *m = cp_relations_new(a, CP_STR("random"));
    uint32_t density = 2 + cp_rand_below(r, 6), rings = cp_rand_below(r, 3);
    o->n = n;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++)
            o->ties[i][k] = CP_AS_TIE_NONE;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) {
            uint32_t dice = cp_rand_below(r, 10);
            if (cp_rand_below(r, 10) >= density && k != i + 1) /* each is in some row */
                continue;
            bool is_up = rings && cp_rand_below(r, 3) == 0;
            cp_as_relation x = { .a = (is_up ? k : i) + 1,
                                 .b = (is_up ? i : k) + 1,
                                 .kind = dice < 6   ? CP_AS_PROVIDER
                                         : dice < 9 ? CP_AS_PEER
                                                    : CP_AS_SIBLING };
            (void)cp_relations_add(m, &x);
            bool is_doubtful = cp_rand_below(r, 15) == 0;
            cp_as_tie t = is_doubtful               ? CP_AS_TIE_DOUBTFUL
                          : x.kind == CP_AS_PEER    ? CP_AS_TIE_PEERS
                          : x.kind == CP_AS_SIBLING ? CP_AS_TIE_SIBLINGS
                          : is_up                   ? CP_AS_TIE_PROVIDERS
                                                    : CP_AS_TIE_CUSTOMERS;
            o->ties[i][k] = t;
            o->ties[k][i] = t == CP_AS_TIE_PROVIDERS   ? CP_AS_TIE_CUSTOMERS
                            : t == CP_AS_TIE_CUSTOMERS ? CP_AS_TIE_PROVIDERS
                                                       : t;
            x.kind = x.kind == CP_AS_PROVIDER ? CP_AS_PEER : CP_AS_PROVIDER;
            if (is_doubtful)
                (void)cp_relations_add(m, &x);
        }
    return m;
}

typedef struct seen {
    uint64_t wrong_all, wrong_search, wrong_path, wrong_needs, wrong_needs_of, wrong_through;
    uint64_t n_pairs, n_needed, n_rings;
} seen;

static uint64_t weight_of(uint32_t bits, const uint64_t *weight)
{
    uint64_t sum = 0;
    for (; bits; bits &= bits - 1)
        sum += weight[__builtin_ctz(bits)];
    return sum;
}

static void check_path(const oracle *o, const cp_valley_from *f, uint32_t source, uint32_t to,
                       cp_arena *a, seen *s)
{
    uint32_t n;
    uint32_t *path = cp_valley_path(a, f, to, &n), marked = 0;
    bool is_down = false;
    s->wrong_path += path[0] != source || path[n - 1] != to;
    for (uint32_t i = 0; i < n; i++) {
        marked += o->marked >> path[i] & 1;
        s->wrong_path += o->gone >> path[i] & 1;
        if (i)
            s->wrong_path += !may_go(o, o->ties[path[i - 1]][path[i]], is_down, &is_down);
    }
    s->wrong_path += o->best[to] != ((uint64_t)marked << 32 | (n - 1));
}

/* As the best way has them, for every way has them so. */
static bool is_in_order(const cp_valley_from *f, uint32_t to, const uint32_t *ids, uint32_t n,
                        cp_arena *a)
{
    uint32_t n_path, k = 0;
    const uint32_t *path = cp_valley_path(a, f, to, &n_path);
    for (uint32_t i = 0; i < n_path && k < n; i++)
        k += path[i] == ids[k];
    return k == n;
}

static void check_needs(const oracle *o, const cp_valley *v, uint32_t source, const bool *marked,
                        const uint64_t *weight, cp_arena *a, seen *s)
{
    cp_valley_needs needs;
    cp_valley_from from = cp_valley_search(a, v, marked, source);
    uint32_t n_dests[AS_MAX] = { 0 };
    uint64_t weights[AS_MAX] = { 0 };
    if (cp_valley_needs_all(a, v, source, marked, weight, NULL, &needs, NULL) != CP_OK)
        s->wrong_needs++;
    for (uint32_t t = 0; t < o->n; t++) {
        bool is_reached, is_there = o->reached >> t & 1;
        uint32_t *ids, n, got = 0;
        uint32_t want = is_there ? o->on_all[t] & ~(1u << t | 1u << source) : 0;
        s->wrong_needs += needs.n_needed[t] != (uint32_t)__builtin_popcount(want);
        s->wrong_needs +=
            needs.n_needed_marked[t] != (uint32_t)__builtin_popcount(want & o->marked);
        for (uint32_t x = 0; x < o->n; x++) {
            n_dests[x] += want >> x & 1;
            weights[x] += want >> x & 1 ? weight[t] : 0;
        }
        s->n_needed += want != 0;
        if (t == source || (o->gone >> t & 1))
            continue;
        if (cp_valley_needs_of(a, v, source, t, NULL, &is_reached, &ids, &n, NULL) != CP_OK)
            s->wrong_needs_of++;
        for (uint32_t i = 0; i < n; i++)
            got |= 1u << ids[i];
        if (is_there && is_reached)
            s->wrong_needs_of += !is_in_order(&from, t, ids, n, a);
        s->wrong_needs_of += got != want || is_reached != is_there;
    }
    for (uint32_t x = 0; x < o->n; x++)
        s->wrong_needs += needs.n_dests[x] != n_dests[x] || needs.weights[x] != weights[x];
    s->wrong_needs += needs.n_reached != (uint32_t)__builtin_popcount(o->reached) - 1;
}

static void check_through(const oracle *o, const cp_valley *v, uint32_t source,
                          const uint64_t *weight, cp_arena *a, seen *s)
{
    uint32_t n, had = 0;
    cp_valley_hop *hops = cp_valley_hops(a, v, source, &n);
    if (cp_valley_through(v, source, weight, NULL, hops, n, NULL) != CP_OK)
        s->wrong_through++;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t want = o->by_first[hops[i].id];
        had |= 1u << hops[i].id;
        s->wrong_through += hops[i].n_reached != (uint32_t)__builtin_popcount(want) ||
                            hops[i].weights != weight_of(want, weight) ||
                            hops[i].tie != o->ties[source][hops[i].id];
    }
    for (uint32_t i = 0; i < o->n; i++)
        s->wrong_through += o->by_first[i] && !(had >> i & 1);
}

static void check_graph(uint64_t seed, seen *s)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    oracle o = { .use_doubtful = cp_rand_below(&r, 2) };
    const cp_relations *rel =
        cp_relations_done(any_rows(a, &r, &o, 2 + cp_rand_below(&r, AS_MAX - 1)));
    bool gone[AS_MAX] = { false }, marked[AS_MAX] = { false };
    uint64_t weight[AS_MAX], weights[AS_MAX];
    uint32_t reached[AS_MAX], largest;
    for (uint32_t i = 0; i < o.n; i++) {
        gone[i] = cp_rand_below(&r, 8) == 0;
        marked[i] = cp_rand_below(&r, 4) == 0;
        o.gone |= (uint32_t)gone[i] << i;
        o.marked |= (uint32_t)marked[i] << i;
        weight[i] = cp_rand_below(&r, 1000);
    }
    cp_valley *v = cp_valley_new(a, rel, o.gone ? gone : NULL, o.use_doubtful);
    s->n_rings += cp_valley_n_in_rings(v, &largest) > 0;
    if (cp_valley_all(v, NULL, weight, reached, weights, NULL) != CP_OK)
        s->wrong_all++;
    for (uint32_t i = 0; i < o.n; i++) {
        if (gone[i]) {
            s->wrong_all += reached[i] || weights[i];
            continue;
        }
        walk_from(&o, i);
        s->n_pairs += reached[i];
        s->wrong_all += reached[i] != (uint32_t)__builtin_popcount(o.reached) - 1 ||
                        weights[i] != weight_of(o.reached & ~(1u << i), weight);
        cp_valley_from f = cp_valley_search(a, v, marked, i);
        for (uint32_t t = 0; t < o.n; t++) {
            bool is_there = o.reached >> t & 1;
            s->wrong_search += cp_valley_is_reached(&f, t) != is_there;
            if (is_there && cp_valley_is_reached(&f, t))
                check_path(&o, &f, i, t, a, s);
        }
        check_needs(&o, v, i, marked, weight, a, s);
        check_through(&o, v, i, weight, a, s);
    }
    cp_arena_free(a);
}

static void test_small(void)
{
    seen s = { 0 };
    uint32_t n = tap_cases(100000);
    for (uint32_t i = 0; i < n; i++)
        check_graph(i + 1, &s);
    is_uint(s.wrong_all, 0, "%u random graphs: as many reached as by all paths (%llu pairs)", n,
            (unsigned long long)s.n_pairs);
    is_uint(s.wrong_search, 0, "the same from one AS");
    is_uint(s.wrong_path, 0, "each way is one, has the fewest marked and is the shortest of these");
    is_uint(s.wrong_needs, 0, "what is on every path (%llu have some)",
            (unsigned long long)s.n_needed);
    is_uint(s.wrong_needs_of, 0, "the same of one destination");
    is_uint(s.wrong_through, 0, "what each neighbour leads to");
    ok(s.n_rings > n / 20 && s.n_needed > n && s.n_pairs > n * 5,
       "and there was something to find (%llu with rings)", (unsigned long long)s.n_rings);
}

/* ---- more than fit into one batch */

static const cp_relations *make_large(cp_arena *a, cp_rand *r, uint32_t n, uint32_t ring)
{
    cp_relations_maker *m = cp_relations_new(a, CP_STR("large"));
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t k = 0; k < 2 + (cp_rand_below(r, 4) == 0); k++) {
            uint32_t up = cp_rand_below(r, i < 40 ? i : i / 3 + 1);
            (void)cp_relations_add(
                m, &(cp_as_relation){
                       .a = up + 1, .b = i + 1, .kind = k < 2 ? CP_AS_PROVIDER : CP_AS_PEER });
        }
    for (uint32_t i = 0; i < ring; i++) /* every seventh of the first in a ring */
        (void)cp_relations_add(m, &(cp_as_relation){ .a = i * 7 + 1,
                                                     .b = (i + 1) % ring * 7 + 1,
                                                     .kind = CP_AS_PROVIDER });
    return cp_relations_done(m);
}

static void test_large(uint32_t n, uint32_t ring)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { n };
    const cp_relations *rel = make_large(a, &r, n, ring);
    uint32_t *one = CP_NEW_ARRAY(a, uint32_t, n), *two = CP_NEW_ARRAY(a, uint32_t, n), wrong = 0;
    uint32_t wrong_needs = 0;
    bool *gone = CP_NEW_ARRAY(a, bool, n);
    for (uint32_t i = 0; i < n; i++)
        gone[i] = i && cp_rand_below(&r, 20) == 0;
    cp_valley *v = cp_valley_new(a, rel, gone, false);
    cp_valley_run run = { .n_threads = 3 };
    (void)!cp_valley_all(v, NULL, NULL, one, NULL, NULL);
    (void)!cp_valley_all(v, &run, NULL, two, NULL, NULL);
    is_uint((uint64_t)memcmp(one, two, n * sizeof *one), 0, "%u AS: three threads count as one", n);
    for (uint32_t k = 0; k < tap_cases(160); k++) {
        uint32_t i = cp_rand_below(&r, n), reached = 0;
        if (gone[i])
            continue;
        cp_arena_mark mark = cp_arena_here(a);
        cp_valley_from f = cp_valley_search(a, v, NULL, i);
        for (uint32_t t = 0; t < n; t++)
            reached += t != i && cp_valley_is_reached(&f, t);
        wrong += reached != one[i];
        cp_arena_back(a, mark);
    }
    is_uint(wrong, 0, "%u AS, a ring of %u: as many as one search each", n, ring);
    cp_valley_needs needs;
    (void)!cp_valley_needs_all(a, v, 0, NULL, NULL, &run, &needs, NULL);
    for (uint32_t k = 0; k < tap_cases(160); k++) {
        uint32_t x = 1 + cp_rand_below(&r, n / 3), lost = 0;
        if (gone[x])
            continue;
        cp_arena *b = cp_arena_new(0);
        gone[x] = true;
        cp_valley *without = cp_valley_new(b, rel, gone, false);
        gone[x] = false;
        cp_valley_from f = cp_valley_search(b, v, NULL, 0),
                       g = cp_valley_search(b, without, NULL, 0);
        for (uint32_t t = 0; t < n; t++)
            lost += t != x && cp_valley_is_reached(&f, t) && !cp_valley_is_reached(&g, t);
        wrong_needs += lost != needs.n_dests[x];
        cp_arena_free(b);
    }
    is_uint(wrong_needs, 0, "%u AS: who is needed is who is missed when it is gone", n);
    cp_arena_free(a);
}

static bool always(void *ctx)
{
    ++*(uint32_t *)ctx;
    return true;
}

static void test_stop(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { 5 };
    const cp_relations *rel = make_large(a, &r, 2000, 100);
    uint32_t n_asked = 0, *reached = CP_NEW_ARRAY(a, uint32_t, rel->n), n;
    cp_valley_run run = { .n_threads = 2, .is_stopped = always, .ctx = &n_asked };
    cp_valley *v = cp_valley_new(a, rel, NULL, false);
    cp_valley_needs needs;
    cp_err err;
    run.n_threads = 1;
    is_int(cp_valley_all(v, &run, NULL, reached, NULL, &err), CP_EINTR, "all is stopped");
    is_int(cp_valley_needs_all(a, v, 0, NULL, NULL, &run, &needs, &err), CP_EINTR, "needs, too");
    cp_valley_hop *hops = cp_valley_hops(a, v, 0, &n);
    is_int(cp_valley_through(v, 0, NULL, &run, hops, n, &err), CP_EINTR, "and neighbours");
    ok(n_asked >= 3, "each asked");
    cp_arena_free(a);
}

static void test_known(void)
{
    /* 1 and 2 are peers above; 3 and 4 buy of 1, 5 of 2; 4 peers with 5; 6 buys of 4 and 5 */
    static const cp_as_relation rows[] = {
        { .a = 1, .b = 2, .kind = CP_AS_PEER },     { .a = 1, .b = 3, .kind = CP_AS_PROVIDER },
        { .a = 1, .b = 4, .kind = CP_AS_PROVIDER }, { .a = 2, .b = 5, .kind = CP_AS_PROVIDER },
        { .a = 4, .b = 5, .kind = CP_AS_PEER },     { .a = 4, .b = 6, .kind = CP_AS_PROVIDER },
        { .a = 5, .b = 6, .kind = CP_AS_PROVIDER },
    };
    cp_arena *a = cp_arena_new(0);
    cp_relations_maker *m = cp_relations_new(a, CP_STR("known"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        (void)cp_relations_add(m, &rows[i]);
    const cp_relations *r = cp_relations_done(m);
    bool gone[6] = { false, true, false, false, false, false }, marked[6] = { [3] = true };
    uint32_t n_all[6], n_clean[6], n, *ids;
    bool is_reached;
    cp_valley *v = cp_valley_new(a, r, NULL, false), *w = cp_valley_new(a, r, gone, false);
    (void)!cp_valley_all(v, NULL, NULL, n_all, NULL, NULL);
    (void)!cp_valley_all(w, NULL, NULL, n_clean, NULL, NULL);
    is_cstr(cp_valley_set(v), "known", "an answer has the name of its relations");
    is_uint(n_all[2], 5, "AS3 reaches all");
    is_uint(n_clean[2], 3, "without AS2 not AS5: two peerings would be a valley");
    (void)!cp_valley_needs_of(a, v, 2, 4, NULL, &is_reached, &ids, &n, NULL);
    ok(is_reached && n == 2 && ids[0] == 0 && ids[1] == 1, "AS3 to AS5 needs AS1, then AS2");
    cp_valley_from f = cp_valley_search(a, v, marked, 5);
    ids = cp_valley_path(a, &f, 0, &n);
    ok(n == 4 && ids[1] == 4 && ids[2] == 1 && cp_valley_n_marked(&f, 0) == 0,
       "AS6 goes to AS1 around AS4, though that is longer");
    cp_valley_hop would = { .id = 1, .tie = CP_AS_TIE_PROVIDERS };
    (void)!cp_valley_through(v, 2, NULL, NULL, &would, 1, NULL);
    is_uint(would.n_reached, 5, "what AS3 would reach if it bought of AS2");
    cp_arena_free(a);
    a = cp_arena_new(0);
    r = cp_relations_done(cp_relations_new(a, CP_STR("")));
    v = cp_valley_new(a, r, NULL, false);
    is_int(cp_valley_all(v, NULL, NULL, n_all, NULL, NULL), CP_OK, "an empty set");
    cp_arena_free(a);
}

int main(void)
{
    test_small();
    test_large(1500, 0);
    test_large(1500, 150);
    test_stop();
    test_known();
    return tap_done();
}
