/* SPDX-License-Identifier: Apache-2.0 */
/* test_layout.c - the picture of a network: circles that do not overlap, nodes inside theirs, the
 * same bytes from the same input; of shapes that a layout may fall over. */
#include <time.h>
#include "report/layout.h"
#include "tap.h"

typedef struct net {
    cp_arena *a;
    CP_VEC(cp_layout_link) links;
    CP_VEC(uint32_t) group;
    CP_VEC(bool) joins;
    uint32_t n_groups;
} net;

static void nodes(net *x, uint32_t n, uint32_t group)
{
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(x->a, &x->group, group);
}

static void link(net *x, uint32_t a, uint32_t b)
{
    cp_vec_push(x->a, &x->links, ((cp_layout_link){ a, b }));
}

static cp_layout_in input(net *x)
{
    while (x->joins.n < x->group.n)
        cp_vec_push(x->a, &x->joins, false);
    return (cp_layout_in){ .n_nodes = x->group.n,
                           .n_groups = x->n_groups,
                           .n_links = x->links.n,
                           .group = x->group.v,
                           .joins = x->joins.v,
                           .links = x->links.v };
}

/* Sorted by x, only those that can touch are compared. */
static const cp_layout_circle *sorting;
static int by_left(const void *p, const void *q)
{
    const cp_layout_circle *a = &sorting[*(const uint32_t *)p], *b = &sorting[*(const uint32_t *)q];
    int64_t x = (int64_t)a->x - a->r, y = (int64_t)b->x - b->r;
    return (x > y) - (x < y);
}

static uint64_t n_overlaps(cp_arena *a, const cp_layout *l)
{
    uint64_t n = 0;
    uint32_t *order = CP_NEW_ARRAY(a, uint32_t, l->n_groups);
    for (uint32_t i = 0; i < l->n_groups; i++)
        order[i] = i;
    sorting = l->circles;
    if (l->n_groups)
        qsort(order, l->n_groups, sizeof *order, by_left);
    for (uint32_t i = 0; i < l->n_groups; i++)
        for (uint32_t k = i + 1; k < l->n_groups; k++) {
            const cp_layout_circle *p = &l->circles[order[i]], *q = &l->circles[order[k]];
            int64_t dx = (int64_t)q->x - p->x, dy = (int64_t)q->y - p->y, r = (int64_t)p->r + q->r;
            if ((int64_t)q->x - q->r > (int64_t)p->x + p->r)
                break;
            n += p->n && q->n && dx * dx + dy * dy < r * r;
        }
    return n;
}

static uint64_t n_outside(const cp_layout_in *in, const cp_layout *l)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < in->n_nodes; i++) {
        const cp_layout_circle *c = &l->circles[l->group[i]];
        int64_t x = (int64_t)c->x + l->x[i], y = (int64_t)c->y + l->y[i], r = (int64_t)c->r + 2;
        n += x < 0 || y < 0 || x > CP_LAYOUT_SIDE || y > CP_LAYOUT_SIDE ||
             (int64_t)l->x[i] * l->x[i] + (int64_t)l->y[i] * l->y[i] > r * r;
    }
    for (uint32_t i = 0; i < l->n_groups; i++)
        n += l->circles[i].n && (l->circles[i].r < 1 || l->circles[i].x < l->circles[i].r ||
                                 l->circles[i].x + l->circles[i].r > CP_LAYOUT_SIDE ||
                                 l->circles[i].y < l->circles[i].r ||
                                 l->circles[i].y + l->circles[i].r > CP_LAYOUT_SIDE);
    return n;
}

static bool is_same(const cp_layout_in *in, const cp_layout *x, const cp_layout *y)
{
    size_t n = in->n_nodes * sizeof(uint32_t);
    return x->n_groups == y->n_groups && memcmp(x->x, y->x, n) == 0 && memcmp(x->y, y->y, n) == 0 &&
           memcmp(x->group, y->group, n) == 0 &&
           memcmp(x->circles, y->circles, x->n_groups * sizeof *x->circles) == 0;
}

static cp_layout check(net *x, const char *name)
{
    cp_layout_in in = input(x);
    cp_layout l, again;
    struct timespec t[2];
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t[0]);
    cp_layout_make(x->a, &in, &l);
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t[1]);
    cp_layout_make(x->a, &in, &again);
    tap_note("%s: %u nodes, %u links, %u groups, %.3f s", name, in.n_nodes, in.n_links, l.n_groups,
             (double)(t[1].tv_sec - t[0].tv_sec) + 1e-9 * (double)(t[1].tv_nsec - t[0].tv_nsec));
    is_uint(n_overlaps(x->a, &l), 0, "%s: no circle over another", name);
    is_uint(n_outside(&in, &l), 0, "%s: all in range, and inside their circles", name);
    ok(is_same(&in, &l, &again), "%s: the same again", name);
    return l;
}

static net begin(void) { return (net){ .a = cp_arena_new(0) }; }

/* `sites` rings of `each`, joined by a tree; the first of each is its head. */
static void sites(net *x, uint32_t n_sites, uint32_t each)
{
    for (uint32_t s = 0; s < n_sites; s++) {
        uint32_t first = x->group.n;
        nodes(x, each, s);
        for (uint32_t i = 0; i < each && each > 1; i++)
            link(x, first + i, first + (i + 1) % each);
        if (s)
            link(x, first, (s - 1) / 3 * each);
    }
    x->n_groups = n_sites;
}

static void test_shapes(void)
{
    uint32_t large = tap_cases(100000);
    net none = begin(), star = begin(), chain = begin(), clique = begin(), apart = begin(),
        two = begin();
    is_uint(check(&none, "nothing").n_groups, 0, "nothing: no groups");
    nodes(&star, large + 1, CP_LAYOUT_NO_GROUP);
    nodes(&chain, large, CP_LAYOUT_NO_GROUP);
    nodes(&clique, 200, CP_LAYOUT_NO_GROUP);
    nodes(&apart, large, CP_LAYOUT_NO_GROUP);
    nodes(&two, 20002, CP_LAYOUT_NO_GROUP);
    for (uint32_t i = 1; i <= large; i++)
        link(&star, 0, i);
    for (uint32_t i = 1; i < large; i++)
        link(&chain, i - 1, i);
    for (uint32_t i = 0; i < 200; i++)
        for (uint32_t k = 0; k < i; k++)
            link(&clique, k, i);
    for (uint32_t i = 2; i < 20002; i++) {
        link(&two, 0, i);
        link(&two, 1, i);
    }
    is_uint(check(&star, "star").n_groups, 1, "star: is one group");
    uint32_t n = check(&chain, "chain").n_groups;
    ok(n >= large / 1000 && n <= large / 50, "chain: some hundred groups (%u)", n);
    is_uint(check(&clique, "clique").n_groups, 1, "clique: is one group");
    is_uint(check(&apart, "no links").n_groups, large, "no links: each for itself");
    is_uint(check(&two, "two hubs").n_groups, 1, "two hubs: their leaves are with them");
    cp_arena_free(none.a);
    cp_arena_free(star.a);
    cp_arena_free(chain.a);
    cp_arena_free(clique.a);
    cp_arena_free(apart.a);
    cp_arena_free(two.a);
}

static void test_sites(void)
{
    static const uint32_t counts[][2] = { { 1, 1 },     { 2, 5000 },  { 40, 25 },
                                          { 2000, 50 }, { 9000, 11 }, { 50000, 2 } };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        net x = begin();
        char name[40];
        uint32_t n = counts[i][0] < 1000 ? counts[i][0] : tap_cases(counts[i][0]);
        (void)snprintf(name, sizeof name, "%u sites of %u", n, counts[i][1]);
        sites(&x, n, counts[i][1]);
        is_uint(check(&x, name).n_groups, n, "%s: a group each", name);
        cp_arena_free(x.a);
    }
    net uneven = begin();
    sites(&uneven, 1, 30000);
    for (uint32_t s = 1; s < 1500; s++) {
        nodes(&uneven, 1 + s % 7, s);
        link(&uneven, uneven.group.n - 1, s * 13);
    }
    uneven.n_groups = 1500;
    (void)check(&uneven, "one large among small");
    cp_arena_free(uneven.a);
}

static void test_joining(void)
{
    net x = begin();
    sites(&x, 2, 3);
    nodes(&x, 3, CP_LAYOUT_NO_GROUP); /* 6, 7, 8 */
    (void)input(&x);
    x.joins.v[6] = x.joins.v[7] = true;
    link(&x, 6, 0);
    link(&x, 6, 4);
    link(&x, 6, 5);
    link(&x, 8, 1);
    cp_layout l = check(&x, "neighbours");
    is_uint(l.group[6], 1, "a neighbour is drawn where it has most links");
    is_uint(l.group[7], 2, "one without links is not");
    is_uint(l.group[8], 3, "nor what is not to be");
    cp_arena_free(x.a);
}

/* A random net of 100,000 nodes without any site. */
static void test_random(void)
{
    uint32_t large = tap_cases(100000);
    net x = begin();
    cp_rand r = { 1 };
    nodes(&x, large, CP_LAYOUT_NO_GROUP);
    for (uint32_t i = 1; i < large; i++)
        link(&x, i, i - 1 - cp_rand_below(&r, i < 500 ? i : 500));
    for (uint32_t i = 0; i < large / 10 * 3; i++) {
        uint32_t p = cp_rand_below(&r, large), q = cp_rand_below(&r, large);
        if (p != q)
            link(&x, p, q);
    }
    uint32_t n = check(&x, "a random net").n_groups;
    ok(n <= 4000, "random: not more groups than can be told apart (%u)", n);
    cp_arena_free(x.a);
}

int main(void)
{
    test_shapes();
    test_sites();
    test_joining();
    test_random();
    return tap_done();
}
