/* SPDX-License-Identifier: Apache-2.0 */
/* link.h - a link between two assets as somebody told it: one row of a table, one neighbour that a
 * device heard. Several tellings of one link are put together by path/links.h. And relations that
 * are no links: what needs what, what carries a link, demands. */
#pragma once
#include "model/observation.h"

#define CP_NO_ASSET UINT32_MAX

typedef struct cp_asset_link {
    uint32_t a, b; /* indexes of assets; CP_NO_ASSET: not found, or not told. a: who tells it, if
                    * one of the ends does */
    /* Of an end that was told and not found, the identifier that says most; value "" otherwise. The
     * id that a router has in its protocol is a REF. */
    cp_ident a_id, b_id;
    cp_str a_text, b_text; /* what the ends are called: a name, else another identifier; "" not
                            * told */
    cp_str a_port, b_port;
    cp_str realm;                 /* of the source; "" the default */
    cp_str name, layer, srlg;     /* as told; "" not given */
    cp_str area;                  /* of OSPF ("0.0.0.0") or level of IS-IS ("level-1"); "" none */
    uint64_t capacity_bps;        /* 0: not given; likewise the metrics */
    uint64_t metric, metric_back; /* or CP_METRIC_UNUSED */
    cp_link_kind kind;
    uint32_t source; /* the answer's index */
    uint64_t pos;
    cp_time at;
    bool both_sides;  /* told of both ends at once (a row of a table), not by one that hears */
    uint8_t end_only; /* CP_LINK_A_END_ONLY | CP_LINK_B_END_ONLY */
} cp_asset_link;

/* What counts of several statements about the same two things: the latest. */
typedef enum cp_standing {
    CP_STANDS,
    CP_SUPERSEDED, /* a later one says otherwise, or the same again */
    CP_OF_NOBODY,  /* it is about what nothing tells of (any more) */
    CP_NOT_YET,    /* it bears a day that has not come */
} cp_standing;

/* A cp_tie with the assets that were found. */
typedef struct cp_asset_tie {
    uint32_t a, b; /* CP_NO_ASSET: not found, or not told; the ends of a demand may be no assets */
    cp_str a_text, b_text; /* as told; "" not told */
    cp_str realm;
    cp_str link, name, what;
    uint64_t amount;
    cp_tie_kind kind;
    cp_standing standing; /* of an alias and its kin */
    uint32_t source;
    uint64_t pos;
} cp_asset_tie;
