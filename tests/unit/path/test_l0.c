/* SPDX-License-Identifier: Apache-2.0 */
/* test_l0.c [CASES [SEED]] - level L0 against everything tried out: all simple paths of small
 * random nets, under all completions of what is unknown; and each proof by its own definition
 * (docs/formats/path-proof.md), which a wrong engine could not meet. */
#include <time.h>
#include "path/l0.h"
#include "path/least.h"
#include "small.h"
#include "tap.h"

enum { CASES = 20000 };

typedef struct ask {
    small *s;
    const cp_net *n;
    cp_arena *a;
    cp_l0 *g;
    cp_taints t;
    uint32_t from, to, policy;
    small_dirt dirt[CP_UNKNOWN_COUNT];
} ask;

static const char *wrong; /* what did not hold, of the first case */
static bool holds(bool it, const char *what)
{
    if (!it && !wrong)
        wrong = what;
    return it;
}
#define HOLDS(it) holds((it), #it)

static bool some_clean(const small *s, small_dirt d)
{
    for (uint32_t i = 0; i < s->n_paths; i++)
        if (small_is_clean(s->paths[i], d))
            return true;
    return false;
}

static bool every_clean(const small *s, small_dirt d)
{
    for (uint32_t i = 0; i < s->n_paths; i++)
        if (!small_is_clean(s->paths[i], d))
            return false;
    return true;
}

/* The trail as masks; false: it is no simple path from FROM to TO. */
static bool read_trail(const ask *q, cp_trail t, small_path *out)
{
    uint32_t at = t.from;
    *out = (small_path){ 1u << at, 0 };
    if (!HOLDS(at == q->from))
        return false;
    for (uint32_t i = 0; i < t.n_links; i++) {
        if (!HOLDS(t.links[i] < q->n->n_links))
            return false;
        const cp_net_link *l = &q->n->links[t.links[i]];
        if (!HOLDS(l->a == at || l->b == at))
            return false;
        at = l->a == at ? l->b : l->a;
        if (!HOLDS(!(out->items >> at & 1)))
            return false;
        out->items |= 1u << at;
        out->links |= 1u << t.links[i];
    }
    return HOLDS(at == q->to);
}

static uint32_t read_set(const uint32_t *v, uint32_t n)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; i < n; i++) {
        HOLDS(i == 0 || v[i - 1] < v[i]);
        mask |= 1u << v[i];
    }
    return mask;
}

/* `apart`, when the items and links are taken out. */
static void check_apart(const ask *q, uint32_t set, small_dirt d, small_dirt out)
{
    if ((d.items >> q->from & 1) || (d.items >> q->to & 1))
        return;
    HOLDS((set >> q->from & 1) && !(set >> q->to & 1));
    for (uint32_t i = 0; i < q->n->n_links; i++) {
        uint32_t ends = 1u << q->n->links[i].a | 1u << q->n->links[i].b;
        bool is_out = ((d.items | out.items) & ends) || ((d.links | out.links) >> i & 1);
        HOLDS(is_out || (set & ends) == 0 || (set & ends) == ends);
    }
}

static void check_some(const ask *q, cp_l0_some *out)
{
    small_path p;
    cp_l0_ask_some(q->g, q->a, &q->t, q->from, q->to, out);
    HOLDS(out->answer == small_answer(q->s, q->t.reading, q->policy, some_clean));
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        small_dirt d = out->answer == CP_PATH_NONE ? (small_dirt){ 0, 0 } : q->dirt[u];
        HOLDS(out->exists[u] == some_clean(q->s, q->dirt[u]));
        if (!out->exists[u]) {
            check_apart(q, read_set(out->apart[u], out->n_apart[u]), d, (small_dirt){ 0, 0 });
            continue;
        }
        if (!read_trail(q, out->path[u], &p))
            continue;
        HOLDS(small_is_clean(p, q->dirt[u]));
        for (uint32_t i = 0; i < q->s->n_paths; i++)
            HOLDS(!small_is_clean(q->s->paths[i], q->dirt[u]) ||
                  __builtin_popcount(q->s->paths[i].links) >= (int)out->path[u].n_links);
    }
}

static void check_within(const ask *q, const cp_l0_every *x)
{
    uint32_t w = read_set(x->within, x->n_within), on_paths = 0;
    for (uint32_t i = 0; i < q->s->n_paths; i++)
        on_paths |= q->s->paths[i].items;
    HOLDS(w == on_paths);
    for (uint32_t i = 0; i < q->n->n_items; i++)
        HOLDS(x->attached[i] == CP_NO_ITEM || (!(w >> i & 1) && (w >> x->attached[i] & 1)));
    for (uint32_t i = 0; i < q->n->n_links; i++) {
        uint32_t a = q->n->links[i].a, b = q->n->links[i].b;
        bool a_in = w >> a & 1, b_in = w >> b & 1;
        if (a_in && b_in)
            continue;
        uint32_t at_a = a_in ? a : x->attached[a], at_b = b_in ? b : x->attached[b];
        HOLDS(at_a == at_b);
    }
}

/* Whether W with the links between its items is clean. */
static bool within_is_clean(const ask *q, const cp_l0_every *x, small_dirt d)
{
    uint32_t w = read_set(x->within, x->n_within);
    bool is_clean = (w & d.items) == 0;
    for (uint32_t i = 0; i < q->n->n_links; i++)
        is_clean = is_clean && !((d.links >> i & 1) && (w >> q->n->links[i].a & 1) &&
                                 (w >> q->n->links[i].b & 1));
    return is_clean;
}

static void check_every(const ask *q, cp_l0_every *out)
{
    small_path p;
    cp_l0_ask_every(q->g, q->a, &q->t, q->from, q->to, out);
    HOLDS(out->answer == small_answer(q->s, q->t.reading, q->policy, every_clean));
    if (out->answer == CP_PATH_NONE)
        return;
    check_within(q, out);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        small_dirt d = q->dirt[u];
        HOLDS(out->holds[u] == every_clean(q->s, d));
        HOLDS(out->holds[u] == within_is_clean(q, out, d));
        if (out->holds[u] || !read_trail(q, out->through[u], &p))
            continue;
        uint32_t item = out->witness[u], link = out->witness_link[u];
        HOLDS((item == CP_NO_ITEM) != (link == CP_NO_LINK));
        if (item != CP_NO_ITEM)
            HOLDS((d.items >> item & 1) && (p.items >> item & 1));
        else
            HOLDS((d.links >> link & 1) && (p.links >> link & 1));
    }
}

/* Whether so many devices but the ends (or links) can meet every clean path: of a path that is not
 * met one has to be taken. */
static bool can_cut(const ask *q, bool is_links, small_dirt d, uint32_t cut, uint32_t left)
{
    uint32_t ends = 1u << q->from | 1u << q->to, choice = 0;
    bool meets_all = true;
    for (uint32_t i = 0; meets_all && i < q->s->n_paths; i++) {
        choice = is_links ? q->s->paths[i].links : q->s->paths[i].items & ~ends;
        meets_all = !small_is_clean(q->s->paths[i], d) || (cut & choice);
    }
    if (meets_all || left == 0)
        return meets_all;
    for (; choice; choice &= choice - 1)
        if (can_cut(q, is_links, d, cut | (choice & -choice), left - 1))
            return true;
    return false;
}

static uint32_t smallest_cut(const ask *q, bool is_links, small_dirt d)
{
    uint32_t n = 0;
    while (n < SMALL_LINKS_MAX && !can_cut(q, is_links, d, 0, n))
        n++;
    return n;
}

static void check_disjoint(const ask *q, const cp_l0_survives *x, int u)
{
    uint32_t seen_items = 0, seen_links = 0, ends = 1u << q->from | 1u << q->to;
    for (uint32_t i = 0; i < x->n[u]; i++) {
        small_path p;
        if (!read_trail(q, x->paths[u][i], &p))
            return;
        HOLDS(small_is_clean(p, q->dirt[u]));
        HOLDS(x->is_links ? !(p.links & seen_links) : !(p.items & seen_items & ~ends));
        seen_items |= p.items;
        seen_links |= p.links;
    }
}

static void check_survives(const ask *q)
{
    cp_l0_survives x;
    cp_l0_ask_survives(q->g, q->a, &q->t, q->from, q->to, &x);
    bool are_neighbours = false;
    for (uint32_t i = 0; i < q->n->n_links; i++)
        are_neighbours = are_neighbours || ((1u << q->n->links[i].a | 1u << q->n->links[i].b) ==
                                                (1u << q->from | 1u << q->to) &&
                                            !(q->dirt[CP_UNKNOWN_CLEAN].links >> i & 1));
    HOLDS(x.is_links == are_neighbours);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        if (q->from == q->to) {
            HOLDS(x.n[u] == (q->dirt[u].items >> q->from & 1 ? 0 : CP_L0_ENDLESS));
            continue;
        }
        HOLDS(x.n[u] == smallest_cut(q, x.is_links, q->dirt[u]));
        check_disjoint(q, &x, u);
        uint32_t cut = read_set(x.cut[u], x.n[u]), side = read_set(x.side[u], x.n_side[u]);
        HOLDS(x.is_links || !(cut & (1u << q->from | 1u << q->to)));
        check_apart(q, side, q->dirt[u],
                    (small_dirt){ x.is_links ? 0 : cut, x.is_links ? cut : 0 });
    }
}

static void check_chain(const ask *q, const cp_l0_unavoidable *x)
{
    uint32_t seen = 0;
    const uint32_t *place = x->place;
    for (uint32_t i = 0; i < q->n->n_items; i++) {
        if (place[i] == CP_NO_ITEM)
            continue;
        HOLDS(place[i] >= place[q->from] && place[i] <= place[q->to]);
        if (place[i] % 2 == 0)
            continue;
        HOLDS(place[i] / 2 < x->n && x->items[place[i] / 2] == i);
        seen++;
    }
    HOLDS(seen == x->n);
    for (uint32_t i = 0; i < q->n->n_links; i++) {
        uint32_t a = place[q->n->links[i].a], b = place[q->n->links[i].b];
        uint32_t far = a < b ? b - a : a - b;
        if (a == CP_NO_ITEM || b == CP_NO_ITEM)
            HOLDS(a == b);
        else
            HOLDS((far == 0 && a % 2 == 0) || far == 1 || (far == 2 && a % 2));
    }
}

static void check_unavoidable(const ask *q, const cp_l0_quick *quick)
{
    cp_l0_unavoidable x;
    small_path p[2];
    uint32_t all = ~0u, ends = 1u << q->from | 1u << q->to, listed = 0;
    cp_l0_ask_unavoidable(q->g, q->a, q->from, q->to, &x);
    HOLDS(x.exists == (q->s->n_paths > 0));
    if (!x.exists)
        return;
    for (uint32_t i = 0; i < q->s->n_paths; i++)
        all &= q->s->paths[i].items;
    for (uint32_t i = 0; i < x.n; i++)
        listed |= 1u << x.items[i];
    HOLDS(listed == (all & ~ends));
    HOLDS((uint32_t)__builtin_popcount(listed) == x.n);
    check_chain(q, &x);
    if (read_trail(q, x.routes[0], &p[0]) && read_trail(q, x.routes[1], &p[1]))
        HOLDS((p[0].items & p[1].items & ~ends) == listed);
    HOLDS(cp_l0_quick_unavoidable(quick, q->from, q->to) ==
          (uint32_t)__builtin_popcount(listed & q->dirt[CP_UNKNOWN_CLEAN].items));
}

/* Excluded, then unknown, then links: of less the better. */
static uint32_t far_from_clean(const ask *q, small_path p)
{
    small_dirt c = q->dirt[CP_UNKNOWN_CLEAN], e = q->dirt[CP_UNKNOWN_EXCLUDED];
    int excluded = __builtin_popcount(p.items & c.items) + __builtin_popcount(p.links & c.links);
    int both = __builtin_popcount(p.items & e.items) + __builtin_popcount(p.links & e.links);
    return (uint32_t)(excluded << 16 | (both - excluded) << 8 | __builtin_popcount(p.links));
}

static void check_least(const ask *q)
{
    cp_trail trail;
    small_path p;
    bool is_there = cp_least_dirty(q->a, q->n, &q->t, q->from, q->to, &trail);
    HOLDS(is_there == (q->s->n_paths > 0));
    if (!is_there || !read_trail(q, trail, &p))
        return;
    for (uint32_t i = 0; i < q->s->n_paths; i++)
        HOLDS(far_from_clean(q, p) <= far_from_clean(q, q->s->paths[i]));
}

/* Components of what is not left out, by walking. */
static uint32_t part_of(const cp_net *n, uint32_t from, small_dirt out)
{
    uint32_t set = 1u << from;
    for (uint32_t before = 0; before != set;) {
        before = set;
        for (uint32_t i = 0; i < n->n_links; i++) {
            uint32_t ends = 1u << n->links[i].a | 1u << n->links[i].b;
            if ((set & ends) && !(ends & out.items) && !(out.links >> i & 1))
                set |= ends;
        }
    }
    return set;
}

static void check_blocks(const cp_net *n, const cp_blocks *b, small_dirt out)
{
    for (uint32_t i = 0; i < n->n_items; i++) {
        uint32_t x = b->number[i];
        if (!HOLDS((x == CP_NO_ITEM) == (out.items >> i & 1)) || x == CP_NO_ITEM)
            continue;
        uint32_t part = part_of(n, i, out), rest = part & ~(1u << i);
        HOLDS(b->item[x] == i);
        for (uint32_t k = 0; k < n->n_items; k++)
            if (b->number[k] != CP_NO_ITEM)
                HOLDS((b->root[b->number[k]] == b->root[x]) == (part >> k & 1));
        uint32_t first = rest ? (uint32_t)__builtin_ctz(rest) : 0;
        small_dirt without = { out.items | 1u << i, out.links };
        HOLDS(cp_blocks_is_cut(b, x) == (rest && part_of(n, first, without) != rest));
    }
}

static void check_pair(ask *q, const cp_l0_quick *quick)
{
    cp_l0_some some;
    cp_l0_every every;
    small_list(q->s, q->from, q->to);
    check_some(q, &some);
    check_every(q, &every);
    check_survives(q);
    check_unavoidable(q, quick);
    check_least(q);
    HOLDS(cp_l0_quick_some(quick, q->from, q->to) == some.answer);
    HOLDS(cp_l0_quick_every(quick, q->from, q->to) == every.answer);
    cp_l0_row row;
    cp_l0_quick_rows(quick, &(cp_l0_pair){ q->from, q->to }, 1, &row);
    HOLDS(row.some == some.answer && row.every == every.answer);
    HOLDS(row.unavoidable == cp_l0_quick_unavoidable(quick, q->from, q->to));
}

static void check_case(uint64_t seed)
{
    static small s;
    cp_arena *a = cp_arena_new(0);
    small_make(a, seed, &s);
    ask q = { .s = &s, .n = &s.net, .a = a };
    cp_reading reading = (cp_reading)cp_rand_below(&s.rand, CP_READING_COUNT);
    q.policy = cp_rand_below(&s.rand, SMALL_POLICIES);
    cp_taints_of(a, q.n, q.policy, reading, &q.t);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        uint32_t excluded = small_mask(q.n, q.n->excluded, q.policy);
        if (u == CP_UNKNOWN_EXCLUDED)
            excluded |= small_mask(q.n, q.n->unknown, q.policy);
        q.dirt[u] = small_dirty(q.n, reading, excluded);
        for (uint32_t i = 0; i < q.n->n_items; i++)
            HOLDS(q.t.dirty[u][i] == (q.dirt[u].items >> i & 1));
        cp_blocks clean;
        cp_blocks_of(a, q.n, q.t.dirty[u], &clean);
        check_blocks(q.n, &clean, q.dirt[u]);
    }
    q.g = small_chance(&s.rand, 50) ? cp_l0_new(a, q.n) : cp_l0_new_for(a, q.n, &q.t);
    if (cp_l0_clean(q.g, &q.t))
        check_blocks(q.n, cp_l0_clean(q.g, &q.t), q.dirt[CP_UNKNOWN_EXCLUDED]);
    check_blocks(q.n, cp_l0_blocks(q.g), (small_dirt){ 0, 0 });
    cp_l0_quick *quick = cp_l0_quick_new(q.g, a, &q.t);
    for (int i = 0; i < 3; i++) {
        q.from = cp_rand_below(&s.rand, q.n->n_items);
        q.to = cp_rand_below(&s.rand, q.n->n_items);
        if (q.n->n_links && small_chance(&s.rand, 70)) {
            q.from = q.n->links[cp_rand_below(&s.rand, q.n->n_links)].a;
            q.to = q.n->links[cp_rand_below(&s.rand, q.n->n_links)].b;
        }
        check_pair(&q, quick);
    }
    cp_arena_free(a);
}

static void check_cases(uint64_t seed, uint32_t n)
{
    uint32_t n_wrong = 0;
    for (uint32_t i = 0; i < n; i++) {
        wrong = NULL;
        check_case(seed + i);
        if (wrong && n_wrong++ < 5)
            printf("# seed %" PRIu64 ": not so: %s\n", seed + i, wrong);
    }
    is_uint(n_wrong, 0, "%u small nets, three pairs each: all that is said is so, and proved", n);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(CASES);
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    check_cases(seed, n);
    return tap_done();
}
