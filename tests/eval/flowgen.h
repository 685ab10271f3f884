/* SPDX-License-Identifier: Apache-2.0 */
/* flowgen.h - flows of known truth: background without a timer, and beacons of given period,
 * jitter, loss and sampling. Deterministic by seed; a set in memory, in blocks as the case has
 * them. Of tests and benches only. */
#pragma once
#include "model/flow_pack.h"

#define FLOWGEN_DAY_US ((int64_t)24 * 3600 * 1000 * 1000)
#define FLOWGEN_BEGIN ((int64_t)1767225600 * 1000 * 1000) /* 2026-01-01 */

/* Where background comes from. A profile is what a script read of real captures: intervals over
 * their median, and sizes; without one all is synthetic. */
typedef struct flowgen_profile {
    const double *ratios, *sizes;
    uint32_t n_ratios, n_sizes;
} flowgen_profile;

typedef enum flowgen_kind {
    FLOWGEN_EVEN,     /* independent, with days and nights */
    FLOWGEN_SESSIONS, /* people: sessions by day, connections within them */
    FLOWGEN_HEAVY,    /* intervals with a heavy tail */
    FLOWGEN_REAL,     /* intervals drawn from the profile; FLOWGEN_HEAVY without one */
    FLOWGEN_TIMER,    /* a beacon that sleeps */
    FLOWGEN_CLOCK,    /* a beacon that keeps its phase */
    FLOWGEN_CHANCE,   /* as many contacts of one size by day and night, and no timer */
    FLOWGEN_KINDS,
    FLOWGEN_BACKGROUND = FLOWGEN_TIMER, /* so many kinds have no timer */
} flowgen_kind;
const char *flowgen_kind_name(flowgen_kind k);

typedef struct flowgen_pair {
    flowgen_kind kind;
    double n;                             /* background: events to be expected in the window */
    double period_s, jitter, loss, gap_h; /* beacons; gap: the device is off for so long, once */
    double other;                         /* events of a person on the same pair, per beat */
} flowgen_pair;

typedef struct flowgen {
    cp_arena *a;
    cp_rand rand;
    cp_flow_packer *packer;
    cp_flow_unpacker *unpacker;
    CP_VEC(cp_flow_block) blocks;
    cp_flow_set set;
    cp_exporter exporter;
    flowgen_profile profile;
    uint32_t days, sampling;
    /* Of background: its events are those that were sampled. Thinned out they would only be more
     * independent of each other, and most work would be for what is not seen. */
    bool keeps_all;
    uint64_t digest; /* of what is in the set: the same seed makes the same, whoever compiles */
    uint32_t n_pairs;
    uint64_t n_sent; /* connections before sampling */
} flowgen;

void flowgen_init(flowgen *g, cp_arena *a, uint64_t seed, uint32_t days, uint32_t sampling);
/* Adds a pair; its number is in its addresses (flowgen_number). */
void flowgen_add(flowgen *g, const flowgen_pair *p);
/* A kind without a timer, and a heavy-tailed number of events. */
flowgen_pair flowgen_background(flowgen *g);
const cp_flow_set *flowgen_finish(flowgen *g);
uint32_t flowgen_number(const cp_flow_addr *client);
double flowgen_uniform(cp_rand *r); /* 0 <= x < 1 */
double flowgen_normal(cp_rand *r);
/* How much people do at that second of the window, 0..1. */
double flowgen_awake(double at_s);
/* Any record, both ways in it; what is left of it where packets are sampled, in pieces where the
 * exporter waits in vain for more. */
void flowgen_put(flowgen *g, const cp_flow *f);
