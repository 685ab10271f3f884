/* SPDX-License-Identifier: Apache-2.0 */
/* net.h - what a path is looked for in: things with labels, what they need, the links between them.
 *
 *     item   --label per policy-->   clean | excluded | unknown      own label, two bits a policy
 *     item   --needs-->  [a b] and [c]      groups: all of them, and of each group one option
 *     link   a --metric--> b, b --metric_back--> a, rides on an item (its carriage) or on none
 *     risk   links that fail together (SRLG)
 *
 * An item is a device, or what no path visits: a manager, a host, a storage, one alternative of the
 * transmission below a link. What a link rides on is one item whose groups say the rest:
 * alternatives are options of one group, the devices of an alternative are groups of one option
 * each.
 *
 * Dirty is the least fixpoint: an item is dirty that is excluded itself, or has a dirty group. Two
 * readings, never mixed:
 *     exposure      what might carry or control it: a group with any dirty option is dirty
 *     availability  what can be kept clean: a group with only dirty options is dirty
 * so that things which need each other and are clean stay clean. Unknown is taken once as clean and
 * once as excluded; all questions are monotone in the labels, so both together are exact.
 *
 * Everything is in canonical order: items ascending by id (bytes), links by (a, b, metric,
 * metric_back, rides), a < b. That is the order of the problem file
 * (docs/formats/path-proof.md). */
#pragma once
#include "base/base.h"

enum {
    CP_NET_POLICIES_MAX = 64,
    CP_NET_ITEMS_MAX = 1 << 24,
    CP_NET_LINKS_MAX = 1 << 26,
    CP_NET_OPTIONS_MAX = 1 << 26, /* of all groups; likewise links of all risks */
    CP_NET_AREAS_MAX = 1024,      /* a network has dozens, the largest some hundreds */
};
#define CP_NO_ITEM UINT32_MAX
#define CP_NO_LINK UINT32_MAX

typedef enum cp_reading { CP_EXPOSURE, CP_AVAILABILITY, CP_READING_COUNT } cp_reading;
/* What is not known is taken as. */
typedef enum cp_unknown { CP_UNKNOWN_CLEAN, CP_UNKNOWN_EXCLUDED, CP_UNKNOWN_COUNT } cp_unknown;

enum {
    CP_ITEM_END_ONLY = 1, /* routing does not pass through it (overload bit, stub router) */
};

/* Which part of routing a link belongs to (areas.h has the rules). */
typedef enum cp_area_kind {
    CP_AREA_BACKBONE, /* OSPF area 0, IS-IS level 2; also where nothing is told */
    CP_AREA_PLAIN,    /* any other OSPF area */
    CP_AREA_LEVEL_1,  /* IS-IS: areas of level 1 are what its links join */
    CP_AREA_LEVEL_1_2 /* both levels, of the same metric */
} cp_area_kind;

typedef struct cp_net_link {
    uint32_t a, b;                /* items, a < b */
    uint32_t metric, metric_back; /* a to b, b to a; 0: routing does not use it that way */
    uint32_t rides;               /* item, or CP_NO_ITEM: nothing is told of what carries it */
    uint32_t area;                /* of areas */
} cp_net_link;

typedef struct cp_arc {
    uint32_t to, link;
} cp_arc;

typedef struct cp_net {
    uint32_t n_policies, n_items, n_groups, n_links, n_risks;
    const cp_str *policies;             /* ids; their place is the bit */
    const cp_str *ids;                  /* of items */
    const uint64_t *excluded, *unknown; /* per item, a bit per policy; never both */
    const uint8_t *flags;
    const uint32_t *group_item;  /* per group */
    const uint32_t *group_first; /* n_groups + 1, into options */
    const uint32_t *options;     /* items */
    const cp_net_link *links;
    uint32_t n_areas;
    const cp_str *areas; /* ids; the first is "": nothing is told */
    const cp_area_kind *area_kinds;
    const cp_str *risk_ids;
    const uint32_t *risk_first, *risk_links; /* n_risks + 1; links */
    const uint32_t *arc_first;               /* n_items + 1, into arcs */
    const cp_arc *arcs;                      /* both directions of every link, by item, then link */
    uint32_t n_rides;                        /* links that ride on something */
    uint32_t n_loops;                        /* links from an item to itself: left out, counted */
} cp_net;

/* ---- making one */

typedef struct cp_net_maker cp_net_maker;
/* policies: borrowed, 1 to CP_NET_POLICIES_MAX. */
cp_net_maker *cp_net_maker_new(cp_arena *a, const cp_str *policies, uint32_t n);
/* Handles count from 0 in the order of the calls. id is borrowed. */
uint32_t cp_net_item(cp_net_maker *m, cp_str id, uint64_t excluded, uint64_t unknown,
                     uint8_t flags);
void cp_net_label(cp_net_maker *m, uint32_t item, uint64_t excluded, uint64_t unknown);
uint32_t cp_net_add_link(cp_net_maker *m, uint32_t a, uint32_t b, uint32_t metric,
                         uint32_t metric_back, uint32_t rides);
/* id: "" (nothing is told), "0.0.0.0" or another number of OSPF, "level-1", "level-2",
 * "level-1-2"; borrowed. Links without it are in none. */
void cp_net_link_area(cp_net_maker *m, uint32_t link, cp_str id);
void cp_net_need(cp_net_maker *m, uint32_t item, const uint32_t *options, uint32_t n);
void cp_net_risk(cp_net_maker *m, cp_str id, const uint32_t *links, uint32_t n);

/* Handles of the maker -> places in the net; CP_NO_LINK: a loop, left out. */
typedef struct cp_net_places {
    const uint32_t *items, *links;
} cp_net_places;
/* Puts all in canonical order. places may be NULL. Errors: CP_ELIMIT (one of the limits above),
 * CP_EFORMAT (two items of one id, a handle that there is not). */
CP_MUST_CHECK cp_rc cp_net_make(cp_net_maker *m, cp_net *out, cp_net_places *places, cp_err *err);

/* ---- what is dirty */

/* dirty: n_items masks, written. order: NULL, or room for n_items: the items whose mask has a bit
 * that is not their own label, in an order in which each follows from earlier ones (policy by
 * policy; for certificates one policy is asked at a time, with `policies` of one bit). Linear in
 * the options, times at most the number of times that a mask grows. */
uint32_t cp_net_taint(cp_arena *scratch, const cp_net *n, cp_reading r, cp_unknown u,
                      uint64_t policies, uint64_t *dirty, uint32_t *order);
static inline uint64_t cp_net_link_dirty(const cp_net *n, const uint64_t *dirty, uint32_t link)
{
    uint32_t rides = n->links[link].rides;
    return rides == CP_NO_ITEM ? 0 : dirty[rides];
}
