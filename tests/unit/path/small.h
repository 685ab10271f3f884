/* SPDX-License-Identifier: Apache-2.0 */
/* small.h - nets so small that everything said of them can be tried out: random ones, all their
 * simple paths, and what is dirty by the definition in docs/formats/path-proof.md. Items and links
 * are bits of masks. */
#pragma once
#include <stdlib.h>
#include <string.h>
#include "path/answer.h"
#include "path/net.h"

enum {
    SMALL_ITEMS_MAX = 8,
    SMALL_LINKS_MAX = 16,
    SMALL_PATHS_MAX = 4096,
    SMALL_POLICIES = 2,
};

typedef struct small_path {
    uint32_t items, links; /* masks */
} small_path;

typedef struct small {
    cp_net net;
    cp_rand rand;
    uint32_t n_paths;
    small_path paths[SMALL_PATHS_MAX];
} small;

static inline bool small_chance(cp_rand *r, uint32_t percent)
{
    return cp_rand_below(r, 100) < percent;
}

static inline uint64_t small_labels(cp_rand *r, uint32_t percent)
{
    uint64_t mask = 0;
    for (int p = 0; p < SMALL_POLICIES; p++)
        mask |= (uint64_t)small_chance(r, percent) << p;
    return mask;
}

/* From a few to as many as make blocks of blocks, or all one block. */
static inline uint32_t small_links(cp_rand *r, uint32_t n_joined)
{
    uint32_t most = n_joined + cp_rand_below(r, SMALL_LINKS_MAX + 1);
    most = most < SMALL_LINKS_MAX ? most : SMALL_LINKS_MAX;
    return most - cp_rand_below(r, 1 + cp_rand_below(r, most));
}

/* Up to 8 items, some of which are joined by links, often several; some need others, in circles
 * too; some links ride on an item, device or not. */
static inline void small_make(cp_arena *a, uint64_t seed, small *s)
{
    static const cp_str policies[SMALL_POLICIES] = { { "p", 1 }, { "q", 1 } };
    static const char *const ids[2][SMALL_ITEMS_MAX] = {
        { "a", "b", "c", "d", "e", "f", "g", "h" }, { "n", "c", "x", "b", "a", "m", "d", "y" }
    };
    memset(s, 0, sizeof *s);
    s->rand.state = seed;
    cp_rand *r = &s->rand;
    cp_net_maker *m = cp_net_maker_new(a, policies, SMALL_POLICIES);
    static const uint32_t percents[] = { 0, 5, 10, 20, 40 };
    uint32_t n = SMALL_ITEMS_MAX - cp_rand_below(r, 1 + cp_rand_below(r, SMALL_ITEMS_MAX)),
             names = cp_rand_below(r, 2);
    uint32_t n_joined = n - cp_rand_below(r, 1 + cp_rand_below(r, n)),
             n_links = small_links(r, n_joined);
    uint32_t excluded = percents[cp_rand_below(r, 5)], unknown = percents[cp_rand_below(r, 5)];
    for (uint32_t i = 0; i < n; i++)
        (void)cp_net_item(m, cp_str_c(ids[names][i]), small_labels(r, excluded),
                          small_labels(r, unknown), (uint8_t)small_chance(r, 15));
    bool has_rides = small_chance(r, 40), has_needs = small_chance(r, 50);
    for (uint32_t i = 0; i < n_links; i++) {
        uint32_t x = cp_rand_below(r, n_joined), y = cp_rand_below(r, n_joined);
        uint32_t rides = has_rides && small_chance(r, 30)
                             ? n - 1 - cp_rand_below(r, 1 + cp_rand_below(r, n))
                             : CP_NO_ITEM;
        (void)cp_net_add_link(m, x, y, 1 + cp_rand_below(r, 4), 1 + cp_rand_below(r, 4), rides);
    }
    for (uint32_t i = has_needs ? cp_rand_below(r, 6) : 0; i > 0; i--) {
        uint32_t options[3], n_options = 1 + cp_rand_below(r, 3);
        for (uint32_t k = 0; k < n_options; k++)
            options[k] = cp_rand_below(r, n);
        cp_net_need(m, cp_rand_below(r, n), options, n_options);
    }
    if (cp_net_make(m, &s->net, NULL, NULL) != CP_OK)
        abort();
}

static inline void small_walk(small *s, uint32_t at, uint32_t to, small_path so_far)
{
    so_far.items |= 1u << at;
    if (at == to) {
        if (s->n_paths == SMALL_PATHS_MAX)
            abort();
        s->paths[s->n_paths++] = so_far;
        return;
    }
    for (uint32_t i = 0; i < s->net.n_links; i++) {
        const cp_net_link *l = &s->net.links[i];
        uint32_t next = l->a == at ? l->b : l->b == at ? l->a : at;
        if (!(so_far.items >> next & 1))
            small_walk(s, next, to, (small_path){ so_far.items, so_far.links | 1u << i });
    }
}

/* All simple paths. */
static inline void small_list(small *s, uint32_t from, uint32_t to)
{
    s->n_paths = 0;
    small_walk(s, from, to, (small_path){ 0, 0 });
}

typedef struct small_dirt {
    uint32_t items, links; /* masks */
} small_dirt;

static inline bool small_group_dirty(const cp_net *n, uint32_t g, cp_reading r, uint32_t dirty)
{
    uint32_t n_dirty = 0, n_of = n->group_first[g + 1] - n->group_first[g];
    for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++)
        n_dirty += dirty >> n->options[k] & 1;
    return r == CP_EXPOSURE ? n_dirty > 0 : n_dirty == n_of;
}

/* The least set, by going over all groups until nothing changes. excluded: a mask of items. */
static inline small_dirt small_dirty(const cp_net *n, cp_reading r, uint32_t excluded)
{
    small_dirt d = { excluded, 0 };
    for (uint32_t before = ~excluded; before != d.items;) {
        before = d.items;
        for (uint32_t g = 0; g < n->n_groups; g++)
            if (small_group_dirty(n, g, r, d.items))
                d.items |= 1u << n->group_item[g];
    }
    for (uint32_t i = 0; i < n->n_links; i++)
        if (n->links[i].rides != CP_NO_ITEM && d.items >> n->links[i].rides & 1)
            d.links |= 1u << i;
    return d;
}

/* Items that a policy excludes, or does not know. */
static inline uint32_t small_mask(const cp_net *n, const uint64_t *labels, uint32_t policy)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; i < n->n_items; i++)
        mask |= (uint32_t)(labels[i] >> policy & 1) << i;
    return mask;
}

static inline bool small_is_clean(small_path p, small_dirt d)
{
    return (p.items & d.items) == 0 && (p.links & d.links) == 0;
}

/* What holds for all ways to complete the unknown labels, for none, or for some of them only. */
static inline cp_path_answer small_answer(const small *s, cp_reading r, uint32_t policy,
                                          bool (*holds)(const small *s, small_dirt d))
{
    const cp_net *n = &s->net;
    uint32_t excluded = small_mask(n, n->excluded, policy),
             unknown = small_mask(n, n->unknown, policy), n_true = 0, n_all = 0;
    if (s->n_paths == 0)
        return CP_PATH_NONE;
    for (uint32_t some = unknown;; some = (some - 1) & unknown) { /* all its subsets */
        n_true += holds(s, small_dirty(n, r, excluded | some));
        n_all++;
        if (some == 0)
            break;
    }
    return n_true == n_all ? CP_PATH_CLEAN : n_true == 0 ? CP_PATH_EXCLUDED : CP_PATH_UNDETERMINED;
}
