/* SPDX-License-Identifier: Apache-2.0 */
/* ids.h - the addresses of all flows of a set, numbered without gaps, and what the caller knows of
 * each: whose it is, and how that is judged.
 *
 *     addrs: [ 10.0.0.1 | 10.0.0.7 | .. | 2001:db8::9 ]    in the order of their bytes, so that a
 *     id:        0          1                  n - 1       number is the same however many threads
 *     ends:  [ asset 4  | varies 0 |                       looked for it
 *     holds:     [ ..May: asset 9 | May..: asset 11 ]      an address that passed on
 *
 * There are at most so many as the caller says. Of more than that, those are kept which the caller
 * asks for, and of the others a sample that depends on nothing but the addresses and the seed; the
 * rest goes by one number, n, and is never taken for somebody else. */
#pragma once
#include "model/flow.h"

enum {
    CP_FLOW_IDS_MAX = 32 * 1024 * 1024, /* about 60 bytes each: 1.9 GiB */
    CP_FLOW_NO_ASSET = -1,
    CP_FLOW_HOLDS_MAX = 64, /* of one address: more is a pool, and names nobody */
};

/* What is known of one end of a flow; bits of is_. None of INSIDE and OUTSIDE: it is no address of
 * one machine (multicast, not told ...). UNKNOWN: an asset whose maker is not known. */
enum {
    CP_FLOW_END_INSIDE = 1,
    CP_FLOW_END_OUTSIDE = 2,
    CP_FLOW_END_EXCLUDED = 4,
    CP_FLOW_END_RESTRICTED = 8,
    CP_FLOW_END_UNDETERMINED = 16,
    CP_FLOW_END_ALLOWED = 32,
    CP_FLOW_END_UNKNOWN = 64,
    CP_FLOW_END_OWN = 128, /* a device's own: loopback or management, no subscriber's or server's */
};
typedef struct cp_flow_end {
    int32_t asset; /* index of the caller's, or CP_FLOW_NO_ASSET */
    uint32_t is;
    uint32_t kind; /* what like devices share: of the caller; 0 none */
} cp_flow_end;

/* Who has an address, from..until-1; CP_TIME_NONE: open. */
typedef struct cp_flow_hold {
    cp_time from, until;
    cp_flow_end end;
} cp_flow_hold;

typedef struct cp_flow_ids cp_flow_ids;

typedef struct cp_flow_ids_opts {
    uint64_t seed;      /* of the table, so that input cannot choose collisions */
    uint32_t n_threads; /* 0: 1 */
    uint32_t n_max;     /* 0: CP_FLOW_IDS_MAX */
    /* Whether an address is kept when there are too many; several threads ask. NULL: none is. */
    bool (*is_wanted)(void *ctx, const cp_flow_addr *addr);
    void *ctx;
} cp_flow_ids_opts;

/* Goes through the addresses of all blocks. Errors: of the set's. */
CP_MUST_CHECK cp_rc cp_flow_ids_new(cp_arena *a, const cp_flow_set *set,
                                    const cp_flow_ids_opts *opts, cp_flow_ids **out, cp_err *err);
uint32_t cp_flow_ids_n(const cp_flow_ids *ids);
/* About how many are beyond the limit, from the share that was kept (Flajolet 1990, adaptive
 * sampling); 0: every address has its number. */
uint64_t cp_flow_ids_left_out(const cp_flow_ids *ids);
const cp_flow_addr *cp_flow_ids_addr(const cp_flow_ids *ids, uint32_t id);   /* of n: all zero */
uint32_t cp_flow_ids_find(const cp_flow_ids *ids, const cp_flow_addr *addr); /* n: none */
/* The number of each address of a block: out has n_addrs. */
void cp_flow_ids_map(const cp_flow_ids *ids, const cp_flow_columns *c, uint32_t *out);

/* Asks once for each address, in their order, who has it: fn writes up to CP_FLOW_HOLDS_MAX in the
 * order of their times and returns how many there are; of more, or of holds that overlap, nobody is
 * believed. 0: nobody; its `is` is 0 then. */
typedef uint32_t cp_flow_resolve(void *ctx, const cp_flow_addr *addr, cp_flow_hold *out);
void cp_flow_ids_resolve(cp_flow_ids *ids, cp_flow_resolve *fn, void *ctx);
/* Whether it depends on the time who has it. */
bool cp_flow_ids_varies(const cp_flow_ids *ids, uint32_t id);
cp_flow_end cp_flow_ids_end(const cp_flow_ids *ids, uint32_t id, cp_time at);
