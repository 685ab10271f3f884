/* SPDX-License-Identifier: Apache-2.0 */
/* upstream_in.h - inside of upstream.h: what routes left behind, for who asks of it. */
#pragma once
#include "carrier/upstream.h"

enum { CP_UPSTREAM_CHUNK = 1024 };

/* How a path stands and what is on it, which most paths share. [0] is no path. */
typedef struct cp_upstream_class {
    uint8_t standing, n;
    bool has_more;        /* or ASes that are not told */
    uint32_t first;       /* of sessions of our own AS: whom the packets are given; else 0 */
    const uint32_t *asns; /* those that count, ascending */
} cp_upstream_class;

typedef struct cp_upstream_chunk {
    uint32_t epoch; /* of the session, when it was written; of another: it is void */
    uint16_t v[CP_UPSTREAM_CHUNK];
} cp_upstream_chunk;

typedef struct cp_upstream_session {
    cp_bgp_peer peer;
    uint32_t epoch; /* how often it began anew */
    bool is_ours, is_skipped, is_cut;
    uint32_t of_first; /* of our own AS, several paths: only those by this neighbour; 0: all */
    uint64_t routes;
    CP_VEC(cp_upstream_chunk *) chunks; /* by the place of the prefix; NULL: nothing told */
} cp_upstream_session;

typedef struct cp_upstream_row {
    cp_flow_addr net;
    uint8_t bits;
    uint32_t id;     /* place in the chunks */
    uint32_t parent; /* the next longest that covers it, UINT32_MAX: none */
    double own;      /* share of its addresses that no longer one covers */
} cp_upstream_row;

/* One of several paths to a prefix. */
typedef struct cp_upstream_path {
    uint32_t session, id, path_id, epoch;
    uint16_t class;
    bool is_used;
} cp_upstream_path;

typedef struct cp_upstream_wanted {
    cp_flow_addr net;
    uint8_t bits;
    double to;
} cp_upstream_wanted;

struct cp_upstreams {
    cp_arena *a;
    const cp_as_table *table;
    cp_upstream_opts opts;
    CP_VEC(cp_upstream_row *) blocks; /* rows as they came: stable, by_net points into them */
    uint32_t n_rows;
    cp_map by_net;
    cp_upstream_row last; /* the prefix that was looked up last */
    bool has_last;
    CP_VEC(cp_upstream_session) sessions;
    cp_map by_session;
    uint32_t near[256]; /* place of a session + 1, by its number in an index */
    uint64_t n_cells;
    CP_VEC(cp_upstream_class) classes;
    cp_map by_class;
    cp_upstream_path *paths; /* open addressing */
    uint32_t n_paths, n_slots;
    bool has_post;
    uint64_t skipped, untold;
    /* when done */
    cp_upstream_row *rows; /* sorted: version 4 first, by address and length */
    cp_upstream_sum *sums; /* by row */
    cp_upstream_sum unmatched;
    bool is_all; /* each prefix is wanted that anybody tells */
    CP_VEC(cp_upstream_wanted) wanted;
    uint64_t n_wanted;
};

/* What it told of the prefix with that place; 0: nothing. */
static inline uint16_t cp_upstream_cell(const cp_upstream_session *s, uint32_t id)
{
    uint32_t at = id / CP_UPSTREAM_CHUNK;
    const cp_upstream_chunk *k = at < s->chunks.n ? s->chunks.v[at] : NULL;
    return k && k->epoch == s->epoch ? k->v[id % CP_UPSTREAM_CHUNK] : 0;
}
/* Of two paths one may take: the worse, and of both what is on them. */
uint16_t cp_upstream_both(cp_upstreams *x, uint16_t a, uint16_t b);
