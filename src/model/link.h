/* SPDX-License-Identifier: Apache-2.0 */
/* link.h - a link between two assets as somebody told it: one row of a table, one neighbour that a
 * device heard. Several tellings of one link are put together by path/links.h. */
#pragma once
#include "model/observation.h"

#define CP_NO_ASSET UINT32_MAX

typedef struct cp_asset_link {
    uint32_t a, b; /* indexes of assets; CP_NO_ASSET: not found, or not told. a: who tells it, if
                    * one of the ends does */
    /* Of an end that was told and not found, the identifier that says most; value "" otherwise. */
    cp_ident a_id, b_id;
    cp_str a_port, b_port;
    cp_str realm;          /* of the source; "" the default */
    cp_str layer, srlg;    /* as told; "" not given */
    uint64_t capacity_bps; /* 0: not given; likewise the metrics */
    uint64_t metric, metric_back;
    cp_link_kind kind;
    uint32_t source; /* the answer's index */
    uint64_t pos;
    bool both_sides; /* told of both ends at once (a row of a table), not by one that hears */
} cp_asset_link;
