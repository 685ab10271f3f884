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

#define NOT_ASKED (CP_NO_ITEM - 1)

bool cp_path_is_so_itself(const cp_path_finding *f, uint32_t item)
{
    bool is_excluded = label_of(f, item) == CP_LABEL_EXCLUDED;
    return is_labelled(f, is_excluded ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED, item);
}

/* When each item was found to be dirty, 0 for those that are so by their label, and what it was
 * found to be so by: kept of the policy asked about last, because the next hop asks about the
 * same. */
struct cp_path_causes {
    cp_arena *a;
    const cp_path_finding *of[CP_UNKNOWN_COUNT];
    uint32_t *rank[CP_UNKNOWN_COUNT];
    uint32_t *by[CP_UNKNOWN_COUNT]; /* or NOT_ASKED */
    const cp_path_finding *of_rides;
    cp_map rides; /* what is ridden on -> address of a cp_path_mentions */
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
    if (!c->rank[u]) {
        c->rank[u] = CP_NEW_ARRAY(c->a, uint32_t, n_items);
        c->by[u] = CP_NEW_ARRAY(c->a, uint32_t, n_items);
    }
    memset(c->rank[u], 0, n_items * sizeof *c->rank[u]);
    for (uint32_t i = 0; i < n_items; i++)
        c->by[u][i] = NOT_ASKED;
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
    uint32_t *by = &f->pn->causes->by[u][item], best = CP_NO_ITEM;
    if (*by != NOT_ASKED)
        return *by;
    for (uint32_t i = f->pn->first_need[item]; i < f->pn->first_need[item + 1]; i++) {
        uint32_t x = cause_in(f, u, item, f->pn->needs[i]);
        if (x != CP_NO_ITEM && (best == CP_NO_ITEM || rank[x] < rank[best]))
            best = x;
    }
    return *by = best;
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

/* ---- what a link rides on, what an item needs itself */

typedef CP_VEC(cp_path_mention) mentions;

typedef struct collecting {
    cp_arena *a;
    const cp_path_model *m;
    const cp_path_finding *f;
    mentions of[5];           /* excluded itself, by others; unknown itself, by others; clean */
    uint32_t n_more, needing; /* the item whose needs are collected */
    cp_arena *scratch;
} collecting;

static cp_thing_kind kind_of(const collecting *c, uint32_t item)
{
    return c->m->things.v[c->f->pn->thing_of[item]].kind;
}

static mentions *rank_of(collecting *c, uint32_t item)
{
    static const int first[] = {
        [CP_LABEL_EXCLUDED] = 0, [CP_LABEL_UNKNOWN] = 2, [CP_LABEL_CLEAN] = 4
    };
    cp_path_label l = label_of(c->f, item);
    return &c->of[first[l] + (l != CP_LABEL_CLEAN && !cp_path_is_so_itself(c->f, item))];
}

/* One that is of several alternatives is mentioned once. */
static void mention(collecting *c, uint32_t item, cp_str alternative)
{
    mentions *v = rank_of(c, item);
    for (uint32_t i = 0; i < v->n; i++)
        if (v->v[i].item == item) {
            cp_str *named = &v->v[i].alternative;
            if (alternative.n && named->n && !cp_str_eq(alternative, *named))
                *named = cp_str_fmt(c->a, "%.*s, %.*s", CP_FMT(*named), CP_FMT(alternative));
            return;
        }
    if (v->n < CP_PATH_MENTIONS_MAX)
        cp_vec_push(c->a, v, ((cp_path_mention){ item, alternative }));
    else
        c->n_more++;
}

/* All options of all groups of an item. */
typedef void option_fn(collecting *c, uint32_t option, cp_str alternative);
static void options(collecting *c, uint32_t item, cp_str alternative, option_fn *each)
{
    const cp_path_net *pn = c->f->pn;
    const cp_net *n = &pn->net;
    for (uint32_t i = pn->first_need[item]; i < pn->first_need[item + 1]; i++) {
        uint32_t g = pn->needs[i];
        for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++)
            each(c, n->options[k], alternative);
    }
}

static void of_carriage(collecting *c, uint32_t item, cp_str alternative)
{
    if (kind_of(c, item) == CP_THING_ALTERNATIVE)
        options(c, item, cp_path_item_name(c->f, c->m, item), mention);
    else
        mention(c, item, alternative);
}

/* What a link rides on besides a switch that was inferred is a carriage again. */
static void of_link(collecting *c, uint32_t item, cp_str alternative)
{
    if (kind_of(c, item) == CP_THING_CARRIAGE)
        options(c, item, alternative, of_carriage);
    else
        of_carriage(c, item, alternative);
}

static cp_path_mentions collected(collecting *c)
{
    mentions all = { 0 };
    for (size_t k = 0; k < sizeof c->of / sizeof *c->of; k++)
        for (uint32_t i = 0; i < c->of[k].n; i++)
            if (all.n < CP_PATH_MENTIONS_MAX)
                cp_vec_push(c->a, &all, c->of[k].v[i]);
            else
                c->n_more++;
    return (cp_path_mentions){ all.v, all.n, c->n_more };
}

/* Kept by what is ridden on, for many links may ride on the same that is large. */
cp_path_mentions cp_path_rides_of(const cp_path_model *m, const cp_path_finding *f, uint32_t link)
{
    struct cp_path_causes *k = f->pn->causes;
    uint32_t rides = f->pn->net.links[link].rides;
    bool added;
    if (rides == CP_NO_ITEM)
        return (cp_path_mentions){ NULL, 0, 0 };
    if (k->of_rides != f)
        k->rides = (cp_map){ 0 };
    k->of_rides = f;
    cp_str key = cp_str_of_bytes(cp_bytes_dup(k->a, (cp_bytes){ (uint8_t *)&rides, sizeof rides }));
    uint64_t *at = cp_map_put(k->a, &k->rides, key, &added);
    if (added) {
        collecting c = { .a = k->a, .m = m, .f = f };
        if (kind_of(&c, rides) == CP_THING_CARRIAGE)
            options(&c, rides, CP_STR(""), of_link);
        else
            mention(&c, rides, CP_STR(""));
        cp_path_mentions *kept = CP_NEW(k->a, cp_path_mentions);
        *kept = collected(&c);
        *at = (uint64_t)(uintptr_t)kept;
    }
    return *(const cp_path_mentions *)(uintptr_t)*at;
}

static void of_item(collecting *c, uint32_t option, cp_str none)
{
    cp_path_label l = label_of(c->f, option);
    cp_unknown u = l == CP_LABEL_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
    cp_arena_mark mark = cp_arena_here(c->scratch);
    uint32_t n;
    const uint32_t *why = cp_path_why(c->scratch, c->f, u, option, &n); /* 0: it is clean */
    bool is_by_it = n == 0;
    for (uint32_t i = 0; i < n; i++)
        is_by_it = is_by_it || why[i] == c->needing;
    cp_arena_back(c->scratch, mark);
    if (!is_by_it)
        mention(c, option, none);
}

cp_path_mentions cp_path_needs_of(cp_arena *a, const cp_path_model *m, const cp_path_finding *f,
                                  uint32_t item)
{
    collecting c = { .a = a, .m = m, .f = f, .needing = item, .scratch = cp_arena_new(0) };
    options(&c, item, CP_STR(""), of_item);
    cp_arena_free(c.scratch);
    return collected(&c);
}

/* ---- what stands between the ends */

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
