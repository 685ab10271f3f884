/* SPDX-License-Identifier: Apache-2.0 */
/* path_why.c - why something on a path is not clean, as a chain of things, and what stands between
 * the ends where there is no clean path. */
#include <stdlib.h>
#include "job/path.h"

enum { STEPS_MAX = 16 }; /* of a chain that is shown */

static cp_path_label label_of(const cp_path_finding *f, uint32_t item)
{
    return f->taints.dirty[CP_UNKNOWN_CLEAN][item]      ? CP_LABEL_EXCLUDED
           : f->taints.dirty[CP_UNKNOWN_EXCLUDED][item] ? CP_LABEL_UNKNOWN
                                                        : CP_LABEL_CLEAN;
}

cp_path_label cp_path_item_label(const cp_path_finding *f, uint32_t item)
{
    return label_of(f, item);
}

cp_path_label cp_path_link_label(const cp_path_finding *f, uint32_t link)
{
    uint32_t rides = f->pn->net.links[link].rides;
    return rides == CP_NO_ITEM ? CP_LABEL_CLEAN : label_of(f, rides);
}

cp_str cp_path_item_name(const cp_path_finding *f, const cp_path_model *m, uint32_t item)
{
    return m->things.v[f->pn->thing_of[item]].name;
}

static bool is_labelled(const cp_path_finding *f, cp_unknown u, uint32_t item)
{
    const cp_net *n = &f->pn->net;
    uint64_t own = n->excluded[item] | (u == CP_UNKNOWN_EXCLUDED ? n->unknown[item] : 0);
    return own >> f->bit & 1;
}

/* When each item was found to be dirty, 0 for those that are so by their label: kept of the policy
 * asked about last, because the next hop asks about the same. */
struct cp_path_causes {
    cp_arena *a;
    const cp_path_finding *of[CP_UNKNOWN_COUNT];
    uint32_t *rank[CP_UNKNOWN_COUNT];
};

struct cp_path_causes *cp_path_causes_new(cp_arena *a)
{
    struct cp_path_causes *c = CP_NEW(a, struct cp_path_causes);
    c->a = a;
    return c;
}

static const uint32_t *ranks(const cp_path_finding *f, cp_unknown u)
{
    struct cp_path_causes *c = f->pn->causes;
    uint32_t n_items = f->pn->net.n_items;
    if (c->of[u] == f)
        return c->rank[u];
    if (!c->rank[u])
        c->rank[u] = CP_NEW_ARRAY(c->a, uint32_t, n_items);
    memset(c->rank[u], 0, n_items * sizeof *c->rank[u]);
    for (uint32_t i = 0; i < f->taints.n_derived[u]; i++)
        c->rank[u][f->taints.derived[u][i]] = i + 1;
    c->of[u] = f;
    return c->rank[u];
}

/* Of a group of the item, the option that was dirty first, if those that were dirty before the item
 * make the group so; else CP_NO_ITEM. */
static uint32_t cause_in(const cp_path_finding *f, cp_unknown u, uint32_t item, uint32_t g)
{
    const cp_net *n = &f->pn->net;
    const uint32_t *rank = ranks(f, u);
    uint32_t earliest = CP_NO_ITEM, n_before = 0;
    for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++) {
        uint32_t o = n->options[k];
        if (!f->taints.dirty[u][o] || rank[o] >= rank[item])
            continue;
        n_before++;
        if (earliest == CP_NO_ITEM || rank[o] < rank[earliest])
            earliest = o;
    }
    bool is_dirty = f->taints.reading == CP_EXPOSURE
                        ? n_before > 0
                        : n_before == n->group_first[g + 1] - n->group_first[g];
    return is_dirty ? earliest : CP_NO_ITEM;
}

/* Something that the item needs and that was dirty before it; CP_NO_ITEM: none. */
static uint32_t cause(const cp_path_finding *f, cp_unknown u, uint32_t item)
{
    const uint32_t *rank = ranks(f, u);
    uint32_t best = CP_NO_ITEM;
    for (uint32_t i = f->pn->first_need[item]; i < f->pn->first_need[item + 1]; i++) {
        uint32_t x = cause_in(f, u, item, f->pn->needs[i]);
        if (x != CP_NO_ITEM && (best == CP_NO_ITEM || rank[x] < rank[best]))
            best = x;
    }
    return best;
}

const uint32_t *cp_path_why(cp_arena *a, const cp_path_finding *f, cp_unknown u, uint32_t item,
                            uint32_t *n_out)
{
    CP_VEC(uint32_t) chain = { 0 };
    *n_out = 0;
    if (!f->taints.dirty[u][item])
        return NULL;
    cp_vec_push(a, &chain, item);
    while (!is_labelled(f, u, item) && chain.n < STEPS_MAX) {
        item = cause(f, u, item);
        if (item == CP_NO_ITEM)
            break;
        cp_vec_push(a, &chain, item);
    }
    *n_out = chain.n;
    return chain.v;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static bool has(const uint32_t *v, uint32_t n, uint32_t x)
{
    return n && bsearch(&x, v, n, sizeof x, by_number) != NULL;
}

typedef CP_VEC(uint32_t) numbers;

/* What of the arcs of a clean item in the set leads out and is dirty. */
static void look_out(cp_arena *a, const cp_path_finding *f, cp_unknown u, uint32_t item,
                     numbers *out)
{
    const cp_net *n = &f->pn->net;
    const uint8_t *dirty = f->taints.dirty[u];
    for (uint32_t k = n->arc_first[item]; k < n->arc_first[item + 1]; k++) {
        cp_arc arc = n->arcs[k];
        uint32_t rides = n->links[arc.link].rides;
        if (dirty[arc.to])
            cp_vec_push(a, out, arc.to);
        else if (!has(f->some.apart[u], f->some.n_apart[u], arc.to) && rides != CP_NO_ITEM)
            cp_vec_push(a, out, rides);
    }
}

cp_path_border cp_path_border_of(cp_arena *a, const cp_path_finding *f, cp_unknown u)
{
    const uint8_t *dirty = f->taints.dirty[u];
    numbers v = { 0 };
    uint32_t n = 0;
    if (dirty[f->from])
        cp_vec_push(a, &v, f->from);
    if (dirty[f->to] && f->to != f->from)
        cp_vec_push(a, &v, f->to);
    if (v.n)
        return (cp_path_border){ v.v, v.n };
    for (uint32_t i = 0; i < f->some.n_apart[u]; i++)
        if (!dirty[f->some.apart[u][i]])
            look_out(a, f, u, f->some.apart[u][i], &v);
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_number);
    for (uint32_t i = 0; i < v.n; i++)
        if (n == 0 || v.v[i] != v.v[n - 1])
            v.v[n++] = v.v[i];
    return (cp_path_border){ v.v, n };
}
