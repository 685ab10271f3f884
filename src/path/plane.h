/* SPDX-License-Identifier: Apache-2.0 */
/* plane.h - the data plane: what forwarding tables and access lists do with every packet. PATH.md's
 * level L2. Addresses of one plane are of one version.
 *
 *     table    a forwarding instance: of a router, or of one of its VRFs; it belongs to an item
 *     prefix   --row-->  table: action            of the tables that have the prefix
 *     action   delivered | dropped | not modelled | hops, any of which the router may take (ECMP)
 *     hop      to a table, over a link; past a filter on the way out, and one on the way in
 *
 * The region of a prefix are its addresses that no longer prefix of any table holds: there is one
 * answer for all of them. (A filter's destinations are prefixes too.) Regions in which all tables
 * and filters do the same are a class; that they do is compared, a hash only says where to look.
 *
 * What can become of a packet that enters at a table, its fate, is a set: of its ends, and of the
 * policies under which something on its way is dirty. Over all ways that ECMP may choose, and all
 * packets that filters tell apart, it is the union; so CP_PLANE_DELIVERED alone, and no policy's
 * bit, means that all such packets are delivered, clean.
 *
 * That a packet touches something is certain if it does on a way that a router may choose, past
 * filters that permit it; not behind a hop that only may be one, or a filter of which it is not
 * known what it decides. dirty[CP_UNKNOWN_CLEAN] is of what is certain, the rest of what may be. */
#pragma once
#include "base/base.h"
#include "path/filter.h"
#include "path/net.h"

enum {
    CP_PLANE_TABLES_MAX = 1 << 16,
    CP_PLANE_ACTIONS_MAX = UINT16_MAX, /* of a table; the largest have some thousand next hops */
    CP_PLANE_PREFIXES_MAX = 1 << 26,   /* the Internet has 1.3 million, of both versions */
    CP_PLANE_HOPS_MAX = 512,           /* of an action; routers have at most 128 or 256 */
    CP_PLANE_FILTERS_MAX = 1 << 16,
    CP_PLANE_RULES_MAX = 1 << 22, /* of all filters */
};

#define CP_PLANE_ENDS(X)                                                       \
    X(DELIVERED, "delivered") /* at a router, or on a network that it is on */ \
    X(NO_ROUTE, "no route")   /* no prefix of the table holds the address */   \
    X(DROPPED, "dropped")     /* by a route that says so */                    \
    X(DENIED, "denied")       /* by a filter */                                \
    X(LOOP, "loop")                                                            \
    X(LOST, "next hop not known")   /* goes to where no known table is */      \
    X(NOT_MODELLED, "not modelled") /* as NAT, tunnels, rules that were not understood */
typedef enum cp_plane_end_bit {
#define CP_PLANE_END_BIT(id, name) CP_PLANE_##id##_BIT,
    CP_PLANE_ENDS(CP_PLANE_END_BIT)
#undef CP_PLANE_END_BIT
        CP_PLANE_END_COUNT
} cp_plane_end_bit;
enum {
#define CP_PLANE_END(id, name) CP_PLANE_##id = 1 << CP_PLANE_##id##_BIT,
    CP_PLANE_ENDS(CP_PLANE_END)
#undef CP_PLANE_END
};

const char *cp_plane_end_name(cp_plane_end_bit x);

typedef struct cp_plane_fate {
    uint64_t dirty[CP_UNKNOWN_COUNT]; /* a bit per policy: for certain, unknown as clean; or not */
    uint32_t ends;                    /* CP_PLANE_DELIVERED ... */
} cp_plane_fate;

static inline bool cp_plane_same_fate(const cp_plane_fate *x, const cp_plane_fate *y)
{
    return x->ends == y->ends && memcmp(x->dirty, y->dirty, sizeof x->dirty) == 0;
}

typedef enum cp_plane_kind {
    CP_PLANE_DELIVER = 1,
    CP_PLANE_DROP,
    CP_PLANE_UNMODELLED,
    CP_PLANE_FORWARD,
} cp_plane_kind;

#define CP_PLANE_HOST UINT32_MAX          /* to: whoever is attached to that link */
#define CP_PLANE_NOWHERE (UINT32_MAX - 1) /* to: no table that is known */
#define CP_NO_FILTER UINT32_MAX
typedef struct cp_plane_hop {
    uint32_t to;       /* table, or one of the two */
    uint32_t link;     /* of the net, or CP_NO_LINK */
    uint32_t out, in;  /* filters, or CP_NO_FILTER */
    uint32_t is_maybe; /* 1: it may be none; of several, which of them is not known */
} cp_plane_hop;

/* ---- making one */

typedef struct cp_plane cp_plane;
/* items: whose each table is. bits: 32 or 128. */
cp_plane *cp_plane_new(cp_arena *a, const uint32_t *items, uint32_t n_tables, unsigned bits);
/* Filters come before the first class is asked for. *out: the same for the same rules, so that
 * lists that say the same on several interfaces tell no classes apart. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_plane_filter(cp_plane *p, const cp_filter_rule *rules, uint32_t n,
                                    uint32_t *out, cp_err *err);
/* The number of an action of the table, from 1; the same for the same action. hops: of FORWARD, at
 * least one; in any order. Errors: CP_ELIMIT, CP_EFORMAT (a table, filter that there is not). */
CP_MUST_CHECK cp_rc cp_plane_action(cp_plane *p, uint32_t table, cp_plane_kind kind,
                                    const cp_plane_hop *hops, uint32_t n, uint16_t *out,
                                    cp_err *err);
/* The place of a prefix, added if it is not there; its host bits have to be 0. */
CP_MUST_CHECK cp_rc cp_plane_prefix(cp_plane *p, const cp_prefix *x, uint32_t *out, cp_err *err);
#define CP_NO_PREFIX UINT32_MAX
uint32_t cp_plane_find(const cp_plane *p, const cp_prefix *x); /* or CP_NO_PREFIX */
/* Places of prefixes are below this number; false: there is none at that place. */
uint32_t cp_plane_n_places(const cp_plane *p);
bool cp_plane_prefix_at(const cp_plane *p, uint32_t place, cp_prefix *out);
/* action 0: the table does not have the prefix. */
void cp_plane_set(cp_plane *p, uint32_t prefix, uint32_t table, uint16_t action);
uint16_t cp_plane_get(const cp_plane *p, uint32_t prefix, uint32_t table);
/* What an action does; 0, which is none: kind 0. */
typedef struct cp_plane_does {
    cp_plane_kind kind;
    const cp_plane_hop *hops;
    uint32_t n;
} cp_plane_does;
cp_plane_does cp_plane_does_of(const cp_plane *p, uint32_t table, uint16_t action);
/* Of all tables at once. */
void cp_plane_set_all(cp_plane *p, uint32_t prefix, const uint16_t *actions);

/* ---- asking */

/* What is dirty, as cp_net_taint has it: masks per item, and of what links ride on. */
typedef struct cp_plane_labels {
    const cp_net *net;
    const uint64_t *dirty[CP_UNKNOWN_COUNT];
} cp_plane_labels;
void cp_plane_label(cp_plane *p, const cp_plane_labels *labels);

typedef struct cp_plane_class {
    uint32_t prefix; /* the first whose region is of it */
    uint32_t n_regions;
    uint32_t n_parts;   /* of packets, that filters tell apart; 0: too many to be told */
    cp_plane_fate fate; /* of packets that enter anywhere: the union */
} cp_plane_class;
typedef struct cp_plane_classes {
    const cp_plane_class *v;
    uint32_t n;
    const uint32_t *of; /* per prefix: its class, or CP_NO_CLASS: its region is empty */
} cp_plane_classes;
#define CP_NO_CLASS UINT32_MAX
/* Classes in the order of their first addresses. fates: NULL, or called for each class with the
 * fate per table, from several threads at once. Errors: CP_EINTR. */
typedef void cp_plane_each(void *ctx, uint32_t class, const cp_plane_fate *per_table);
CP_MUST_CHECK cp_rc cp_plane_classify(cp_plane *p, cp_arena *a, uint32_t n_threads,
                                      cp_plane_each *each, void *ctx, const volatile int *stopped,
                                      cp_plane_classes *out, cp_err *err);

/* An address of a region; false: it is empty. */
bool cp_plane_region_has(const cp_plane *p, uint32_t prefix, cp_address *out);
/* The prefix whose region an address is of; CP_NO_PREFIX: no prefix holds it. */
uint32_t cp_plane_region_of(const cp_plane *p, cp_address x);

/* ---- one packet, hop by hop */

/* What one table does with it. prefix: the longest of the table's own that holds the destination;
 * CP_NO_PREFIX: none. from: the step before, and the hop of it that was taken; of the first step
 * CP_NO_STEP. */
typedef struct cp_plane_step {
    uint32_t table, prefix, from, hop;
    uint16_t action;
    cp_plane_kind kind; /* 0: no route */
    const cp_plane_hop *hops;
    const cp_filter_says *out, *in; /* per hop */
    uint32_t n_hops;
} cp_plane_step;
#define CP_NO_STEP UINT32_MAX
typedef struct cp_plane_trace {
    const cp_plane_step *steps; /* the nearest first; each table once */
    uint32_t n;
    cp_plane_fate fate;
} cp_plane_trace;
/* Over all ways that ECMP may choose. Valid while the plane does not change. */
void cp_plane_trace_packet(const cp_plane *p, cp_arena *a, uint32_t table, const cp_packet *x,
                           cp_plane_trace *out);

/* ---- changes: of one table's action for one prefix, and whose fates change by it */

typedef struct cp_plane_live cp_plane_live;
cp_plane_live *cp_plane_live_new(cp_arena *a, cp_plane *p);
typedef struct cp_plane_change {
    uint32_t prefix, table, n; /* of the region; fates that changed */
    const uint32_t *tables;    /* of these */
    const cp_plane_fate *before, *after;
} cp_plane_change;
/* Called for each region in which fates change; what it points to is valid until it returns. */
typedef void cp_plane_changed(void *ctx, const cp_plane_change *x);
/* The prefix has to be there before; places of prefixes stay. Takes as long as fates change. */
void cp_plane_live_set(cp_plane_live *l, uint32_t prefix, uint32_t table, uint16_t action,
                       cp_plane_changed *each, void *ctx);
/* What comes next, so that it is at hand by then. */
void cp_plane_live_next(const cp_plane_live *l, uint32_t prefix);
