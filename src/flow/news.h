/* SPDX-License-Identifier: Apache-2.0 */
/* news.h - what is out of the ordinary about whom devices talk to, without a look at rhythms: peers
 * that were not met before, peers that no like device has, contacts of a device's own addresses
 * with outside, and sessions in which devices are managed.
 *
 * All go over sums of top.h, both directions of a pair in one row, and count whatever is in the
 * question's view. A device is an asset that the caller calls one, or an inside address of no
 * asset; a peer is whatever is at the other end.
 *
 *   first   A device that always talks to the same ones meets a new one seldom, a resolver all the
 *           time. The chance that its next flow goes to somebody new is estimated by how many of
 *           its
 *           flows before went to somebody met only once: (n_once + 1) / (n_flows + 1), after Good
 *           (The population frequencies of species, Biometrika 40, 1953). Devices that were not
 *           seen before are left out, and counted: of these, everything is new.
 *   rare    Of N devices of a kind k talk to the peer: a like one would with chance k / (N + 1)
 *           (Laplace's rule of succession, with the device itself left out). Some kinds have peers
 *           of their own each (customers), so that the device itself is compared, too: if the N are
 *           alike, one of them has as many peers that no other has with chance at most
 *           p_device = (1 + how many others have at least as many) / N.
 *   own     The view says what is outside; a device's own addresses are CP_FLOW_END_OWN.
 *   managed By the port at which the device serves (news.c has the list), so a guess. */
#pragma once
#include "flow/top.h"

enum { CP_FLOW_NEWS_MAX = 10000, CP_FLOW_LIKE_MIN = 3 };

struct cp_flow_new;
typedef struct cp_flow_news_question {
    /* View, exporters, threads, memory, seed; by, order, merged and assets are not looked at. The
     * view has no sides of its own. */
    cp_flow_question base;
    const bool *devices;   /* by asset, of n_assets */
    const uint32_t *kinds; /* likewise: what like devices share; 0: like none. NULL: none are */
    uint32_t n_assets;
    cp_time since;  /* first: what began before is not new */
    uint32_t n_max; /* that are wanted: 1..CP_FLOW_NEWS_MAX */
    /* Told of each that is found, also beyond n_max, by several threads, in no order; NULL: nobody
     * is. Of its row the addresses are not set. */
    void (*each)(void *ctx, const struct cp_flow_new *x);
    void *each_ctx;
} cp_flow_news_question;

typedef struct cp_flow_new {
    cp_flow_row row;
    bool is_dst; /* the device is at row.dst, otherwise at row.src */
    double p;    /* see above; of own and managed 1: they are facts, not chances */
    /* first: of the device, before */
    uint64_t n_flows, n_once;
    uint32_t n_peers, n_new; /* and how many are new */
    /* rare */
    uint32_t n_like, n_with, n_alone; /* N, k, and peers of the device that no other has */
    double p_device;
    /* managed */
    const char *service; /* "ssh" */
    bool is_clear;       /* whose words anybody on the way can read */
} cp_flow_new;

typedef struct cp_flow_news {
    const cp_flow_new *v; /* least p (rare: p_device, p) first, then most bytes, then by ends */
    uint32_t n;
    uint64_t n_found;    /* of which these are the first */
    uint32_t n_devices;  /* that were looked at */
    uint32_t n_left_out; /* first: not seen before; rare: of no kind, or of fewer than
                            CP_FLOW_LIKE_MIN */
} cp_flow_news;

/* Errors: those of cp_flow_top_of; CP_ELIMIT where there are more peers of a kind than memory_bytes
 * hold. ids: resolved. */
CP_MUST_CHECK cp_rc cp_flow_news_first(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                                       const cp_flow_news_question *q, cp_flow_news *out,
                                       cp_err *err);
CP_MUST_CHECK cp_rc cp_flow_news_rare(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                                      const cp_flow_news_question *q, cp_flow_news *out,
                                      cp_err *err);
CP_MUST_CHECK cp_rc cp_flow_news_own(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                                     const cp_flow_news_question *q, cp_flow_news *out,
                                     cp_err *err);
CP_MUST_CHECK cp_rc cp_flow_news_managed(cp_arena *a, const cp_flow_set *set,
                                         const cp_flow_ids *ids, const cp_flow_news_question *q,
                                         cp_flow_news *out, cp_err *err);
