/* SPDX-License-Identifier: Apache-2.0 */
/* plane_in.h - what a plane is made of; of plane*.c only.
 *
 *     columns: tables, then filters. A filter is a column whose actions are cuts of it: what is
 *     left
 *              of its rules for destinations of that prefix; so regions, rows and classes treat
 *              both alike
 *     node:    of the trie of prefixes (Morrison 1968): [first/len] -> 0, 1; glue where two only
 *              share their beginning. Node 0 is /0 and always a prefix
 *     row:     of a node: column -> action; [columns ..][actions ..] by column, or all columns
 *     now:     the actions of all columns in a region: each that of the nearest node above that has
 *              one; 0: none */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "path/plane.h"

typedef struct cp_plane_node {
    cp_address first;
    void *row;            /* NULL: no column has it */
    uint32_t up, next[2]; /* 0: none */
    uint32_t n, cap;      /* columns that have it; room of a row that is not dense */
    uint8_t len;
    bool is_prefix, is_dense;
    bool is_covered; /* prefixes at or below hold all its addresses */
} cp_plane_node;

typedef struct cp_plane_action_of {
    uint32_t first; /* hop */
    uint16_t n;     /* hops */
    uint8_t ends;   /* CP_PLANE_DELIVERED ... of what is not forwarded */
    uint8_t kind;   /* cp_plane_kind; 0: no route */
    bool is_filtered;
} cp_plane_action_of;

typedef struct cp_plane_table {
    uint32_t item;
    CP_VEC(cp_plane_action_of) actions; /* the first is none: no route */
    CP_VEC(uint32_t) ways;              /* per action: the table, if it is one plain hop there */
    CP_VEC(uint32_t) feeders;           /* tables that have an action with a hop to here */
} cp_plane_table;

typedef struct cp_plane_filter_of {
    uint32_t first, n;          /* rules */
    CP_VEC(cp_filter_cut) cuts; /* the first is none: no rule is left */
} cp_plane_filter_of;

enum {
    CP_PLANE_SIZES = 32,
    CP_PLANE_FORK = CP_PLANE_TABLES_MAX, /* a way that is not one hop to a table, past no filter */
};
struct cp_plane {
    cp_arena *a;
    unsigned bits;
    uint32_t n_tables, n_columns; /* n_columns 0: filters may be added still */
    cp_plane_table *tables;
    const uint32_t **ways; /* per table, once more: asked of each table in each class */
    CP_VEC(cp_plane_filter_of) filters;
    CP_VEC(cp_filter_rule) rules;
    CP_VEC(cp_plane_hop) hops;
    cp_map actions;   /* table and what it does -> number */
    cp_map filter_of; /* hash of rules -> the last filter of that hash */
    CP_VEC(cp_plane_node) nodes;
    uint32_t n_prefixes;
    uint32_t *slots, n_slots;    /* nodes by prefix; 0: free, as node 0 needs none */
    void *spare[CP_PLANE_SIZES]; /* rows given up, by the power of two of their size */
    const cp_net *net;
    const uint64_t *link_dirty[CP_UNKNOWN_COUNT]; /* per link; NULL: no link is */
    uint64_t (*own)[CP_UNKNOWN_COUNT];            /* per table */
};

/* ---- plane.c */

/* From here on there are no more filters. */
CP_MUST_CHECK cp_rc cp_plane_settle(cp_plane *p, cp_err *err);

/* ---- plane_trie.c */

/* What the node has of a column; 0: nothing. */
uint16_t cp_plane_row_get(const cp_plane_node *x, uint32_t column);
void cp_plane_row_set(cp_plane *p, uint32_t node, uint32_t column, uint16_t action);
/* The nearest prefix above; node 0 has none. */
uint32_t cp_plane_above(const cp_plane *p, uint32_t node);
bool cp_plane_is_empty(const cp_plane *p, uint32_t node);
/* Over what is above: columns that the node has. */
void cp_plane_overlay(const cp_plane *p, const cp_plane_node *x, uint16_t *now);
/* All prefixes in the order of their first addresses, shorter ones first. */
uint32_t *cp_plane_in_order(const cp_plane *p, cp_arena *a);

/* ---- plane_walk.c */

typedef struct cp_plane_frame {
    uint32_t table, hop;
} cp_plane_frame;
typedef struct cp_plane_walk {
    const cp_plane *p;
    const uint16_t *now;
    const uint8_t *says;  /* per cut in question */
    uint32_t *cut;        /* per filter: which of says */
    cp_plane_fate *fates; /* per table */
    uint32_t *mark;       /* CP_PLANE_FORK between walks of some */
    uint32_t *low;        /* Tarjan 1972 */
    uint32_t *open;       /* tables whose component is not complete */
    cp_plane_frame *frames;
    uint32_t n_open, n_frames, n_index, n_met, n_done;
    uint32_t *met;         /* tables, as they were entered */
    uint32_t *done;        /* as they were complete */
    uint32_t *order;       /* all, as they were complete in the walk before */
    CP_VEC(uint32_t) used; /* filters */
    bool *is_used;         /* per filter */
    bool is_bare;          /* no link rides on anything */
    bool is_strict;        /* what is not certain is not followed */
    bool met_maybe;        /* something that is not certain was followed */
    cp_plane_fate *kept;   /* per table: of what is not certain as well */
} cp_plane_walk;
/* What all columns do in the region of a prefix; valid until the next call. */
typedef struct cp_plane_pile cp_plane_pile;
cp_plane_pile *cp_plane_pile_new(cp_arena *a, const cp_plane *p);
const uint16_t *cp_plane_now(cp_plane_pile *s, uint32_t prefix);
void cp_plane_pile_forget(cp_plane_pile *s); /* rows have changed */
/* Its row is asked for soon. */
void cp_plane_fetch(const cp_plane *p, uint32_t prefix);

void cp_plane_walk_init(cp_plane_walk *w, cp_arena *a, const cp_plane *p);
/* Fates of all tables where columns do `now`; over all parts, whose number is given (0: too many to
 * be told; then whatever passes a filter is NOT_MODELLED). */
uint32_t cp_plane_walk_all(cp_plane_walk *w, const uint16_t *now);
/* Of some tables only, and what follows from them. false: a filter was passed; says NULL: as if
 * none could be told. Marks have to be CP_PLANE_FORK, and are again. */
bool cp_plane_walk_some(cp_plane_walk *w, const uint16_t *now, const uint8_t *says,
                        const uint32_t *tables, uint32_t n, cp_plane_fate *fates);
