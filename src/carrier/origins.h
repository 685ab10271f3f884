/* SPDX-License-Identifier: Apache-2.0 */
/* origins.h - whose is this address: the longest prefix of a routing table that covers it, and who
 * announces that.
 *
 *     10.0.0.0/8 AS1, 10.1.0.0/16 AS2   -->   [10.0.0.0 AS1 /8][10.1.0.0 AS2 /16][10.2.0.0 AS1 /8]
 *
 * Prefixes lie within each other and never cross, so they cut the addresses into at most twice as
 * many intervals, each with one answer: a sorted list of where they begin, and a table of the first
 * 16 bits that says where in it to look. A full table of a million prefixes needs some 20 MB.
 *
 * Prefixes that are shorter than any that is given to one holder (of version 4 a /8, of version 6 a
 * /12: IANA's registries of address space) are a default route of some peer and say nothing of who
 * is there; they are counted and left out. */
#pragma once
#include "model/origin.h"

enum {
    CP_ORIGINS_BITS_LEAST_V4 = 8,
    CP_ORIGINS_BITS_LEAST_V6 = 12,
    CP_ORIGINS_PREFIXES_MAX = 16 * 1024 * 1024, /* some ten times of all that is announced */
    CP_ORIGINS_SETS_MAX = (1 << 24) - 1,
};

/* Who announces a prefix. */
typedef struct cp_origin_set {
    const uint32_t *asns; /* in the order of the rows; of several rows the first one's come first */
    uint8_t n, what;      /* CP_ORIGIN_UNKNOWN, CP_ORIGIN_MORE */
} cp_origin_set;

typedef struct cp_origins cp_origins;

/* To which rows are added, in any order, and of several tables: the origins of one prefix become
 * one set. */
cp_origins *cp_origins_new(cp_arena *a);
/* False: there are CP_ORIGINS_PREFIXES_MAX already, and it was not taken. */
bool cp_origins_add(cp_origins *t, const cp_origin *o);
/* After the last, before the first question. */
void cp_origins_done(cp_origins *t);

/* The set of the longest prefix that covers the address: 0 none, else 1..cp_origins_n_sets. *bits:
 * its length, of 128 (may be NULL). */
uint32_t cp_origins_find(const cp_origins *t, const cp_flow_addr *addr, uint32_t *bits);
const cp_origin_set *cp_origins_set(const cp_origins *t, uint32_t set); /* not of 0 */
uint32_t cp_origins_n_sets(const cp_origins *t);
uint32_t cp_origins_n(const cp_origins *t, bool is_v6); /* distinct prefixes */
uint64_t cp_origins_n_defaults(const cp_origins *t);    /* left out: too short */
uint64_t cp_origins_bytes(const cp_origins *t);         /* of what questions need */
