/* SPDX-License-Identifier: Apache-2.0 */
/* nets.h - random small nets of up to ten items with everything that a net can have, and what is
 * true of them by going through all. Nothing here is shared with src/path but the net itself. */
#pragma once
#include "path/answer.h"
#include "tap.h"

enum { ANY_ITEMS_MAX = 10, ANY_LINKS_MAX = 2 * ANY_ITEMS_MAX + 2 };

static cp_net any_made(cp_net_maker *m)
{
    cp_net n = { 0 };
    cp_err err = { 0 };
    if (cp_net_make(m, &n, NULL, &err) != CP_OK) {
        printf("Bail out! no net: %s\n", err.msg);
        exit(1);
    }
    return n;
}

static inline bool any_one_in(cp_rand *r, uint32_t n) { return cp_rand_below(r, n) == 0; }

/* Of n_devices items most links are made; the others are needed, ridden on, or joined rarely. */
static void any_links(cp_net_maker *m, cp_rand *r, uint32_t n, uint32_t n_devices)
{
    uint32_t n_links = cp_rand_below(r, 2 * n_devices + 2), made[ANY_LINKS_MAX];
    for (uint32_t i = 0; i < n_links; i++) {
        uint32_t a = cp_rand_below(r, any_one_in(r, 12) ? n : n_devices),
                 b = cp_rand_below(r, n_devices);
        uint32_t rides = any_one_in(r, 4) ? cp_rand_below(r, n) : CP_NO_ITEM;
        made[i] = cp_net_add_link(m, a, b, cp_rand_below(r, 4), cp_rand_below(r, 4), rides);
    }
    for (uint32_t i = cp_rand_below(r, 3); n_links && i > 0; i--) {
        uint32_t of[2] = { made[cp_rand_below(r, n_links)], made[cp_rand_below(r, n_links)] };
        cp_net_risk(m, i == 1 ? CP_STR("duct") : CP_STR("a b"), of, 1 + cp_rand_below(r, 2));
    }
}

/* One to n_max items, one or two policies. Labels lean one way or another, so that all answers
 * come up. */
static cp_net any_net(cp_arena *a, cp_rand *r, uint32_t n_max)
{
    static const cp_str policies[] = { CP_STR_INIT("p"), CP_STR_INIT("q 2") };
    uint32_t n = 1 + cp_rand_below(r, n_max), n_devices = n - cp_rand_below(r, (n + 1) / 2);
    uint32_t n_policies = 1 + cp_rand_below(r, 2);
    uint32_t excluded_of = 2 + cp_rand_below(r, 12), unknown_of = 2 + cp_rand_below(r, 12);
    cp_net_maker *m = cp_net_maker_new(a, policies, n_policies);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t excluded = 0, unknown = 0;
        for (uint32_t k = 0; k < n_policies; k++) {
            excluded |= (uint64_t)any_one_in(r, excluded_of) << k;
            unknown |= (uint64_t)any_one_in(r, unknown_of) << k;
        }
        cp_net_item(m, cp_str_fmt(a, "%u %u", cp_rand_below(r, 10), i), excluded, unknown,
                    any_one_in(r, 8) ? CP_ITEM_END_ONLY : 0);
    }
    any_links(m, r, n, n_devices);
    for (uint32_t i = any_one_in(r, 3) ? 0 : cp_rand_below(r, n + 1); i > 0; i--) {
        uint32_t options[3];
        for (int k = 0; k < 3; k++)
            options[k] = cp_rand_below(r, n);
        cp_net_need(m, cp_rand_below(r, n), options, 1 + cp_rand_below(r, 3));
    }
    return any_made(m);
}

/* ---- what is true, by the words of docs/formats/path-proof.md */

/* excluded: a bit per item. Returns those that are dirty then. */
static inline uint32_t any_dirty(const cp_net *n, cp_reading r, uint32_t excluded)
{
    for (bool is_more = true; is_more;) {
        is_more = false;
        for (uint32_t g = 0; g < n->n_groups; g++) {
            bool any = false, all = true;
            for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++) {
                bool is_dirty = excluded >> n->options[k] & 1;
                any |= is_dirty;
                all &= is_dirty;
            }
            if ((r == CP_EXPOSURE ? any : all) && !(excluded >> n->group_item[g] & 1)) {
                excluded |= 1u << n->group_item[g];
                is_more = true;
            }
        }
    }
    return excluded;
}

static inline uint32_t any_labelled(const cp_net *n, uint32_t policy, const uint64_t *labels)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < n->n_items; i++)
        out |= (uint32_t)(labels[i] >> policy & 1) << i;
    return out;
}

static inline bool any_link_is_dirty(const cp_net *n, uint32_t dirty, uint32_t link)
{
    uint32_t rides = n->links[link].rides;
    return rides != CP_NO_ITEM && (dirty >> rides & 1);
}

/* What from is joined to by what is not dirty; gone: as dirty, but carries links nevertheless. */
static inline uint32_t any_reach(const cp_net *n, uint32_t dirty, uint32_t gone, uint32_t from)
{
    uint32_t barred = dirty | gone, in = barred >> from & 1 ? 0 : 1u << from;
    for (uint32_t before = ~in; before != in;) {
        before = in;
        for (uint32_t i = 0; i < n->n_links; i++) {
            uint32_t ends = 1u << n->links[i].a | 1u << n->links[i].b;
            if (!any_link_is_dirty(n, dirty, i) && (in & ends) && !(ends & barred))
                in |= ends;
        }
    }
    return in;
}

/* What each path touches, a bit per item and per what its links ride on. */
enum { ANY_PATHS_MAX = 1 << 16 };
typedef struct any_paths {
    uint32_t n;
    uint32_t touched[ANY_PATHS_MAX], items[ANY_PATHS_MAX]; /* items: without what links ride on */
} any_paths;

static inline void any_walk(const cp_net *n, uint32_t at, uint32_t to, uint32_t seen,
                            uint32_t touched, any_paths *out)
{
    seen |= 1u << at;
    touched |= 1u << at;
    if (at == to) {
        if (out->n == ANY_PATHS_MAX) {
            printf("Bail out! more paths than expected\n");
            exit(1);
        }
        out->items[out->n] = seen;
        out->touched[out->n++] = touched;
        return;
    }
    for (uint32_t k = n->arc_first[at]; k < n->arc_first[at + 1]; k++) {
        cp_arc arc = n->arcs[k];
        uint32_t rides = n->links[arc.link].rides;
        if (!(seen >> arc.to & 1))
            any_walk(n, arc.to, to, seen, touched | (rides == CP_NO_ITEM ? 0 : 1u << rides), out);
    }
}

static inline bool any_some(const any_paths *p, uint32_t dirty)
{
    bool any = false;
    for (uint32_t i = 0; i < p->n; i++)
        any |= (p->touched[i] & dirty) == 0;
    return any;
}

static inline bool any_every(const any_paths *p, uint32_t dirty)
{
    bool all = true;
    for (uint32_t i = 0; i < p->n; i++)
        all &= (p->touched[i] & dirty) == 0;
    return all;
}
