/* SPDX-License-Identifier: Apache-2.0 */
/* test_l0_large.c [CASES [SEED]] - level L0 on nets that are too large to try everything out. There
 * the proofs are enough: a clean path, or a set that nothing clean leaves; so many disjoint paths,
 * and a cut of that size; a line of places, and two routes that share only what is on it. Whoever
 * has both knows that neither can be better. And chains of a million devices, for the stack. */
#include "path/l0.h"
#include "small.h"
#include "tap.h"

enum { CASES = 1500, PAIRS = 4, ITEMS_MAX = 400, CHAIN = 1000 * 1000 };

typedef struct ask {
    const cp_net *n;
    cp_l0 *g;
    cp_arena *a;
    cp_taints t;
    uint32_t from, to;
    uint8_t *is_in, *is_seen, *is_cut; /* per item; the last per link too */
} ask;

static const char *wrong; /* what did not hold, of the first case */
static bool holds(bool it, const char *what)
{
    if (!it && !wrong)
        wrong = what;
    return it;
}
#define HOLDS(it) holds((it), #it)

static bool is_dirty_link(const ask *q, const uint8_t *dirty, uint32_t link)
{
    uint32_t rides = q->n->links[link].rides;
    return dirty && rides != CP_NO_ITEM && dirty[rides];
}

/* How much that is dirty is on the path; whether it is one from FROM to TO. */
static uint32_t walk(const ask *q, cp_trail t, const uint8_t *dirty)
{
    uint32_t at = t.from, n_dirty = dirty && dirty[at];
    memset(q->is_seen, 0, q->n->n_items);
    q->is_seen[at] = 1;
    HOLDS(at == q->from);
    for (uint32_t i = 0; i < t.n_links; i++) {
        const cp_net_link *l = &q->n->links[t.links[i]];
        if (!HOLDS(l->a == at || l->b == at))
            return 0;
        at = l->a == at ? l->b : l->a;
        HOLDS(!q->is_seen[at]);
        q->is_seen[at] = 1;
        n_dirty += (dirty && dirty[at]) + is_dirty_link(q, dirty, t.links[i]);
    }
    HOLDS(at == q->to);
    return n_dirty;
}

static void mark(const ask *q, const uint32_t *v, uint32_t n)
{
    memset(q->is_in, 0, q->n->n_items);
    for (uint32_t i = 0; i < n; i++) {
        HOLDS(i == 0 || v[i - 1] < v[i]);
        q->is_in[v[i]] = 1;
    }
}

/* cut: NULL, or items or links taken out. */
static void check_apart(const ask *q, const uint32_t *set, uint32_t n, const uint8_t *dirty,
                        const uint32_t *cut, uint32_t n_cut, bool is_links)
{
    if (dirty && (dirty[q->from] || dirty[q->to]))
        return;
    mark(q, set, n);
    HOLDS(q->is_in[q->from] && !q->is_in[q->to]);
    memset(q->is_cut, 0, (size_t)q->n->n_items + q->n->n_links);
    for (uint32_t i = 0; i < n_cut; i++) {
        HOLDS(is_links || (cut[i] != q->from && cut[i] != q->to));
        q->is_cut[cut[i]] = 1;
    }
    for (uint32_t i = 0; i < q->n->n_links; i++) {
        uint32_t a = q->n->links[i].a, b = q->n->links[i].b;
        bool is_out = is_dirty_link(q, dirty, i) || (dirty && (dirty[a] || dirty[b])) ||
                      (is_links ? q->is_cut[i] : q->is_cut[a] || q->is_cut[b]);
        HOLDS(is_out || q->is_in[a] == q->is_in[b]);
    }
}

static void check_some(const ask *q)
{
    cp_l0_some x;
    cp_l0_ask_some(q->g, q->a, &q->t, q->from, q->to, &x);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        if (x.exists[u])
            HOLDS(walk(q, x.path[u], q->t.dirty[u]) == 0);
        else
            check_apart(q, x.apart[u], x.n_apart[u],
                        x.answer == CP_PATH_NONE ? NULL : q->t.dirty[u], NULL, 0, false);
    HOLDS(x.answer == CP_PATH_NONE ||
          x.answer == (x.exists[CP_UNKNOWN_EXCLUDED] ? CP_PATH_CLEAN
                       : x.exists[CP_UNKNOWN_CLEAN]  ? CP_PATH_UNDETERMINED
                                                     : CP_PATH_EXCLUDED));
}

static void check_within(const ask *q, const cp_l0_every *x, const uint8_t *dirty)
{
    mark(q, x->within, x->n_within);
    HOLDS(q->is_in[q->from] && q->is_in[q->to]);
    for (uint32_t i = 0; i < x->n_within; i++)
        HOLDS(!dirty[x->within[i]]);
    for (uint32_t i = 0; i < q->n->n_links; i++) {
        uint32_t a = q->n->links[i].a, b = q->n->links[i].b;
        HOLDS((q->is_in[a] ? a : x->attached[a]) == (q->is_in[b] ? b : x->attached[b]) ||
              (q->is_in[a] && q->is_in[b]));
        HOLDS(!q->is_in[a] || !q->is_in[b] || !is_dirty_link(q, dirty, i));
    }
}

static void check_every(const ask *q)
{
    cp_l0_every x;
    cp_l0_ask_every(q->g, q->a, &q->t, q->from, q->to, &x);
    if (x.answer == CP_PATH_NONE)
        return; /* as `some` has it, which has the proof */
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        if (x.holds[u])
            check_within(q, &x, q->t.dirty[u]);
        else
            HOLDS(walk(q, x.through[u], q->t.dirty[u]) > 0);
}

static void check_survives(const ask *q)
{
    cp_l0_survives x;
    cp_l0_ask_survives(q->g, q->a, &q->t, q->from, q->to, &x);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        uint32_t size = q->n->n_items + q->n->n_links;
        uint8_t *is_used = CP_NEW_ARRAY(q->a, uint8_t, size);
        for (uint32_t i = 0; i < x.n[u]; i++) {
            HOLDS(walk(q, x.paths[u][i], q->t.dirty[u]) == 0);
            for (uint32_t k = 0; x.is_links && k < x.paths[u][i].n_links; k++)
                HOLDS(!is_used[x.paths[u][i].links[k]]++);
            for (uint32_t k = 0; !x.is_links && k < q->n->n_items; k++)
                HOLDS(!q->is_seen[k] || k == q->from || k == q->to || !is_used[k]++);
        }
        check_apart(q, x.side[u], x.n_side[u], q->t.dirty[u], x.cut[u], x.n[u], x.is_links);
    }
}

static void check_unavoidable(const ask *q)
{
    cp_l0_unavoidable x;
    cp_l0_ask_unavoidable(q->g, q->a, q->from, q->to, &x);
    if (!x.exists)
        return;
    uint32_t n_odd = 0, n_shared = 0;
    HOLDS(x.place[q->from] == 0 && x.place[q->to] == 2 * x.n);
    for (uint32_t i = 0; i < q->n->n_items; i++)
        n_odd += x.place[i] != CP_NO_ITEM && x.place[i] % 2;
    for (uint32_t i = 0; i < x.n; i++)
        HOLDS(x.place[x.items[i]] == 2 * i + 1);
    HOLDS(n_odd == x.n);
    for (uint32_t i = 0; i < q->n->n_links; i++) {
        uint32_t a = x.place[q->n->links[i].a], b = x.place[q->n->links[i].b];
        uint32_t far = a < b ? b - a : a - b;
        HOLDS(far == 0 ? a % 2 == 0 || a == CP_NO_ITEM : far == 1 || (far == 2 && a % 2));
        HOLDS((a == CP_NO_ITEM) == (b == CP_NO_ITEM));
    }
    walk(q, x.routes[0], NULL);
    memcpy(q->is_in, q->is_seen, q->n->n_items);
    walk(q, x.routes[1], NULL);
    for (uint32_t i = 0; i < q->n->n_items; i++)
        n_shared += q->is_in[i] && q->is_seen[i] && i != q->from && i != q->to;
    HOLDS(n_shared == x.n);
}

static void check_pair(ask *q)
{
    cp_arena_mark before = cp_arena_here(q->a);
    check_some(q);
    check_every(q);
    if (q->from != q->to)
        check_survives(q);
    check_unavoidable(q);
    cp_arena_back(q->a, before);
}

static void make(cp_arena *a, const cp_net *n, ask *q)
{
    *q = (ask){ .n = n, .a = a, .g = cp_l0_new(a, n) };
    cp_taints_of(a, n, 0, CP_EXPOSURE, &q->t);
    q->is_in = CP_NEW_ARRAY(a, uint8_t, n->n_items);
    q->is_seen = CP_NEW_ARRAY(a, uint8_t, n->n_items);
    q->is_cut = CP_NEW_ARRAY(a, uint8_t, (size_t)n->n_items + n->n_links);
}

static cp_net_maker *maker_of(cp_arena *a, cp_rand *r, uint32_t n, uint32_t percent)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    for (uint32_t i = 0; i < n; i++)
        (void)cp_net_item(m, cp_str_fmt(a, "%08u", i), small_chance(r, percent),
                          small_chance(r, percent), 0);
    return m;
}

/* From as thin as a tree to ten links an item; near neighbours, or any. */
static void check_random(uint64_t seed)
{
    cp_rand r = { seed };
    cp_arena *a = cp_arena_new(0);
    uint32_t n = 2 + cp_rand_below(&r, 2 + cp_rand_below(&r, ITEMS_MAX)),
             links = n * (2 + cp_rand_below(&r, 19)) / 2, near = 1 + cp_rand_below(&r, n);
    bool has_rides = small_chance(&r, 30);
    cp_net_maker *m = maker_of(a, &r, n, cp_rand_below(&r, 12));
    for (uint32_t i = 0; i < links; i++) {
        uint32_t x = cp_rand_below(&r, n), y = (x + 1 + cp_rand_below(&r, near)) % n;
        bool rides = has_rides && small_chance(&r, 20);
        (void)cp_net_add_link(m, x, y, 1, 1, rides ? cp_rand_below(&r, n) : CP_NO_ITEM);
    }
    cp_net net;
    ask q;
    if (cp_net_make(m, &net, NULL, NULL) != CP_OK)
        abort();
    make(a, &net, &q);
    for (int i = 0; i < PAIRS; i++) {
        q.from = cp_rand_below(&r, n);
        q.to = cp_rand_below(&r, n);
        check_pair(&q);
    }
    cp_arena_free(a);
}

/* A million in a row; every other one with a side branch. */
static void check_chain(void)
{
    cp_rand r = { 1 };
    cp_arena *a = cp_arena_new(0);
    cp_net_maker *m = maker_of(a, &r, CHAIN, 0);
    for (uint32_t i = 1; i < CHAIN; i++)
        (void)cp_net_add_link(m, i % 4 == 3 ? i - 2 : i - 1, i, 1, 1, CP_NO_ITEM);
    cp_net net;
    ask q;
    if (cp_net_make(m, &net, NULL, NULL) != CP_OK)
        abort();
    make(a, &net, &q);
    wrong = NULL;
    q.to = CHAIN - 2;
    check_pair(&q);
    cp_l0_quick *quick = cp_l0_quick_new(q.g, a, &q.t);
    HOLDS(cp_l0_quick_every(quick, q.from, q.to) == CP_PATH_CLEAN);
    ok(!wrong, "a chain of a million devices%s%s", wrong ? ": not so: " : "", wrong ? wrong : "");
    cp_arena_free(a);
}

static bool are_same(const cp_blocks *x, const cp_blocks *y, const cp_net *n)
{
    size_t size = x->n * sizeof *x->item;
    return x->n == y->n && x->n_blocks == y->n_blocks && x->n_components == y->n_components &&
           memcmp(x->number, y->number, n->n_items * sizeof *x->number) == 0 &&
           memcmp(x->item, y->item, size) == 0 && memcmp(x->up, y->up, size) == 0 &&
           memcmp(x->block, y->block, size) == 0;
}

/* Large enough for a second thread. */
static void check_threads(void)
{
    enum { ITEMS = 10 * 1000, LINKS = 3 * ITEMS };
    cp_rand r = { 2 };
    cp_arena *a = cp_arena_new(0);
    cp_net_maker *m = maker_of(a, &r, ITEMS, 10);
    for (uint32_t i = 0; i < LINKS; i++)
        (void)cp_net_add_link(m, cp_rand_below(&r, ITEMS), cp_rand_below(&r, ITEMS), 1, 1,
                              small_chance(&r, 1) ? cp_rand_below(&r, ITEMS) : CP_NO_ITEM);
    cp_net net;
    ask q;
    cp_blocks clean;
    if (cp_net_make(m, &net, NULL, NULL) != CP_OK)
        abort();
    make(a, &net, &q);
    cp_l0 *both = cp_l0_new_for(a, &net, &q.t);
    cp_blocks_of(a, &net, q.t.dirty[CP_UNKNOWN_EXCLUDED], &clean);
    ok(are_same(cp_l0_blocks(both), cp_l0_blocks(q.g), &net), "blocks are the same by two threads");
    ok(are_same(cp_l0_clean(both, &q.t), &clean, &net), "and those of what is clean");
    cp_l0_quick *x = cp_l0_quick_new(q.g, a, &q.t), *y = cp_l0_quick_new(both, a, &q.t);
    uint32_t n_wrong = 0;
    cp_l0_pair pairs[1000];
    cp_l0_row rows[2][1000];
    for (int i = 0; i < 1000; i++)
        pairs[i] = (cp_l0_pair){ cp_rand_below(&r, ITEMS), cp_rand_below(&r, ITEMS) };
    cp_l0_quick_rows(x, pairs, 1000, rows[0]);
    cp_l0_quick_rows(y, pairs, 1000, rows[1]);
    for (int i = 0; i < 1000; i++) {
        cp_l0_some some;
        cp_arena_mark before = cp_arena_here(a);
        cp_l0_ask_some(q.g, a, &q.t, pairs[i].from, pairs[i].to, &some);
        cp_arena_back(a, before);
        n_wrong += memcmp(&rows[0][i], &rows[1][i], sizeof rows[0][i]) != 0 ||
                   some.answer != rows[0][i].some;
    }
    is_uint(n_wrong, 0, "a thousand pairs, with and without those blocks");
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(CASES), n_wrong = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (uint32_t i = 0; i < n; i++) {
        wrong = NULL;
        check_random(seed + i);
        if (wrong && n_wrong++ < 5)
            tap_note("seed %" PRIu64 ": not so: %s", seed + i, wrong);
    }
    is_uint(n_wrong, 0, "%u nets of up to %d items, %d pairs each: every answer is proved", n,
            ITEMS_MAX, PAIRS);
    check_chain();
    check_threads();
    return tap_done();
}
