/* SPDX-License-Identifier: Apache-2.0 */
/* test_igraph.c - level L0 against igraph, on the open topologies and on random graphs: blocks, cut
 * vertices, what is unavoidable (its dominators), vertex and link cuts, and distances, of the whole
 * and of what is clean. igraph is under the GPL: a test may link it, what is installed does not. */
#include "tap.h"
#ifndef HAVE_IGRAPH
int main(void) { tap_skip_all("no igraph"); }
#else
#include <igraph/igraph.h>
#include "path/l0.h"
#include "topohub.h"

enum { GRAPHS = 200, PAIRS = 24, ITEMS_MAX = 300 };

typedef struct tally {
    uint32_t graphs, blocks, cut_items, unavoidable, item_cuts, link_cuts, distances, wrong;
} tally;

static void agree(tally *t, uint32_t *counter, bool it)
{
    ++*counter;
    t->wrong += !it;
}

/* dirty: NULL, or whose links are left out. */
static void make_peer(const cp_net *n, const uint8_t *dirty, igraph_t *out)
{
    igraph_vector_int_t ends;
    igraph_vector_int_init(&ends, 0);
    for (uint32_t i = 0; i < n->n_links; i++)
        if (!dirty || !(dirty[n->links[i].a] || dirty[n->links[i].b])) {
            igraph_vector_int_push_back(&ends, n->links[i].a);
            igraph_vector_int_push_back(&ends, n->links[i].b);
        }
    igraph_create(out, &ends, n->n_items, IGRAPH_UNDIRECTED);
    igraph_vector_int_destroy(&ends);
}

/* Whether these items are one of our blocks, whole. */
static bool is_block(const cp_blocks *b, const igraph_vector_int_t *items, bool *is_seen)
{
    igraph_integer_t n = igraph_vector_int_size(items);
    uint32_t deepest = 0;
    for (igraph_integer_t i = 0; i < n; i++) {
        uint32_t x = b->number[VECTOR(*items)[i]];
        deepest = x > deepest ? x : deepest;
    }
    uint32_t block = b->block[deepest];
    if (block == CP_NO_BLOCK || is_seen[block] || b->block_items[block] != n)
        return false;
    is_seen[block] = true;
    for (igraph_integer_t i = 0; i < n; i++) {
        uint32_t x = b->number[VECTOR(*items)[i]];
        if (b->block[x] != block && b->top[block] != x)
            return false;
    }
    return true;
}

static void compare_blocks(cp_arena *a, const cp_net *n, const cp_blocks *b, const igraph_t *peer,
                           tally *t)
{
    igraph_integer_t no;
    igraph_vector_int_t cuts;
    igraph_vector_int_list_t blocks;
    igraph_vector_int_init(&cuts, 0);
    igraph_vector_int_list_init(&blocks, 0);
    igraph_biconnected_components(peer, &no, NULL, NULL, &blocks, &cuts);
    bool *is_seen = CP_NEW_ARRAY(a, bool, b->n_blocks), *is_cut = CP_NEW_ARRAY(a, bool, n->n_items);
    t->wrong += no != b->n_blocks;
    for (igraph_integer_t i = 0; i < no; i++)
        agree(t, &t->blocks, is_block(b, igraph_vector_int_list_get_ptr(&blocks, i), is_seen));
    for (igraph_integer_t i = 0; i < igraph_vector_int_size(&cuts); i++)
        is_cut[VECTOR(cuts)[i]] = true;
    for (uint32_t i = 0; i < n->n_items; i++)
        if (b->number[i] != CP_NO_ITEM)
            agree(t, &t->cut_items, cp_blocks_is_cut(b, b->number[i]) == is_cut[i]);
    igraph_vector_int_list_destroy(&blocks);
    igraph_vector_int_destroy(&cuts);
}

/* The dominators of `to` are its immediate one, the one of that, and so on. */
static void compare_unavoidable(cp_arena *a, cp_l0 *g, const igraph_t *both_ways, uint32_t from,
                                tally *t)
{
    igraph_vector_int_t dom;
    igraph_vector_int_init(&dom, 0);
    igraph_dominator_tree(both_ways, from, &dom, NULL, NULL, IGRAPH_OUT);
    for (uint32_t to = 0; to < cp_l0_net(g)->n_items; to++) {
        cp_arena_mark mark = cp_arena_here(a);
        cp_l0_unavoidable x;
        cp_l0_ask_unavoidable(g, a, from, to, &x);
        bool same = x.exists == (to == from || VECTOR(dom)[to] >= 0);
        uint32_t left = x.n;
        for (igraph_integer_t at = to; same && x.exists && to != from;) {
            at = VECTOR(dom)[at];
            if (at == from)
                break;
            same = left > 0 && x.items[--left] == at;
        }
        agree(t, &t->unavoidable, same && left == 0);
        cp_arena_back(a, mark);
    }
    igraph_vector_int_destroy(&dom);
}

/* u: what unknown is taken as in the peer. */
static void compare_pair(cp_arena *a, cp_l0 *g, const cp_taints *taints, const igraph_t *peer,
                         int u, uint32_t from, uint32_t to, tally *t)
{
    const uint8_t *dirty = taints->dirty[u];
    cp_l0_survives x;
    cp_l0_some some;
    igraph_matrix_t far;
    igraph_integer_t n = 0;
    igraph_bool_t adjacent;
    if (dirty[from] || dirty[to] || from == to)
        return;
    cp_l0_ask_some(g, a, taints, from, to, &some);
    igraph_matrix_init(&far, 1, 1);
    igraph_distances(peer, &far, igraph_vss_1(from), igraph_vss_1(to), IGRAPH_ALL);
    double d = MATRIX(far, 0, 0);
    agree(t, &t->distances, some.exists[u] ? d == some.path[u].n_links : d == IGRAPH_INFINITY);
    igraph_matrix_destroy(&far);
    cp_l0_ask_survives(g, a, taints, from, to, &x);
    igraph_are_connected(peer, from, to, &adjacent);
    if (x.is_links) {
        igraph_st_edge_connectivity(peer, &n, from, to);
        agree(t, &t->link_cuts, n == x.n[u]);
    } else if (!adjacent) {
        igraph_st_vertex_connectivity(peer, &n, from, to, IGRAPH_VCONN_NEI_ERROR);
        agree(t, &t->item_cuts, n == x.n[u]);
    }
}

static void compare_whole(cp_arena *a, cp_l0 *g, cp_rand *r, tally *t)
{
    const cp_net *n = cp_l0_net(g);
    igraph_t peer, both_ways;
    make_peer(n, NULL, &peer);
    compare_blocks(a, n, cp_l0_blocks(g), &peer, t);
    igraph_copy(&both_ways, &peer);
    igraph_to_directed(&both_ways, IGRAPH_TO_DIRECTED_MUTUAL);
    for (int i = 0; i < 2; i++)
        compare_unavoidable(a, g, &both_ways, cp_rand_below(r, n->n_items), t);
    igraph_destroy(&both_ways);
    igraph_destroy(&peer);
}

static void compare(cp_arena *a, const cp_net *n, cp_rand *r, tally *t)
{
    cp_taints taints;
    if (n->n_items == 0)
        return;
    cp_taints_of(a, n, 0, CP_EXPOSURE, &taints);
    cp_l0 *g = cp_l0_new(a, n);
    compare_whole(a, g, r, t);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        igraph_t peer;
        cp_blocks clean;
        make_peer(n, taints.dirty[u], &peer);
        cp_blocks_of(a, n, taints.dirty[u], &clean);
        compare_blocks(a, n, &clean, &peer, t);
        for (int i = 0; i < PAIRS; i++) {
            cp_arena_mark mark = cp_arena_here(a);
            uint32_t from = cp_rand_below(r, n->n_items), to = cp_rand_below(r, n->n_items);
            compare_pair(a, g, &taints, &peer, u, from, to, t);
            cp_arena_back(a, mark);
        }
        igraph_destroy(&peer);
    }
    t->graphs++;
}

/* As open as a tree here, as dense as ten links an item there; parallel links too. */
static void random_net(cp_arena *a, cp_rand *r, cp_net *out)
{
    static const cp_str policies[] = { CP_STR_INIT("p") };
    cp_net_maker *m = cp_net_maker_new(a, policies, 1);
    uint32_t n = 2 + cp_rand_below(r, ITEMS_MAX - 1), links = n * (1 + cp_rand_below(r, 20)) / 2;
    uint32_t near = 1 + cp_rand_below(r, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t dice = cp_rand_below(r, 10);
        (void)cp_net_item(m, cp_str_fmt(a, "%06u", i), dice < 1, dice == 1, 0);
    }
    for (uint32_t i = 0; i < links; i++) {
        uint32_t x = cp_rand_below(r, n);
        (void)cp_net_add_link(m, x, (x + 1 + cp_rand_below(r, near)) % n, 1, 1, CP_NO_ITEM);
    }
    if (cp_net_make(m, out, NULL, NULL) != CP_OK)
        abort();
}

static void say(const tally *t, const char *what)
{
    ok(t->graphs > 0, "there are %s", what);
    is_uint(t->wrong, 0,
            "%u %s: %u blocks, %u items cut or not, %u pairs with what is unavoidable, %u cuts of "
            "devices, %u of links, %u distances",
            t->graphs, what, t->blocks, t->cut_items, t->unavoidable, t->item_cuts, t->link_cuts,
            t->distances);
}

static void open_topologies(cp_rand *r)
{
    const char *corpus = getenv("CLEANPATH_CORPUS"), *top = getenv("CLEANPATH_SOURCE_ROOT");
    char folder[4096];
    tally all = { 0 };
    (void)snprintf(folder, sizeof folder, "%s%s/topo-topohub",
                   corpus ? corpus
                   : top  ? top
                          : ".",
                   corpus ? "" : "/../shared/corpus");
    if (topohub_find(folder) == 0) {
        tap_skip("no corpus topo-topohub");
        return;
    }
    for (int i = 0; i < topohub_n_files; i++) {
        cp_arena *a = cp_arena_new(0);
        topology t;
        if (topohub_read(a, topohub_files[i], &t))
            compare(a, &t.net, r, &all);
        else
            ok(false, "%s is read", topohub_files[i]);
        cp_arena_free(a);
    }
    say(&all, "open topologies");
}

int main(void)
{
    cp_rand r = { 5 };
    tally all = { 0 };
    open_topologies(&r);
    for (int i = 0; i < GRAPHS; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_net n;
        random_net(a, &r, &n);
        compare(a, &n, &r, &all);
        cp_arena_free(a);
    }
    say(&all, "random graphs");
    return tap_done();
}
#endif
