/* SPDX-License-Identifier: Apache-2.0 */
/* cables.h - a record of a register of cables (cables.c), for readers of whole registers. */
#pragma once
#include "codec/tree.h"
#include "model/observation.h"
#include "model/source.h"

typedef struct cp_cables {
    cp_arena *a; /* of what the source keeps; and of what a link needs */
    const cp_obs_sink *sink;
    cp_source *src;
    cp_err *err;
    uint64_t pos;
} cp_cables;

/* A cable: the links that it is. One of power, one that is not in place: unused; one that does not
 * lead to devices: bad. Both are told to src, who counted the record. Errors: those of the sink. */
CP_MUST_CHECK cp_rc cp_cables_read_cable(cp_cables *r, const cp_tree *cable);
/* An interface: the links to what it is connected with. False in *has: to nothing. */
CP_MUST_CHECK cp_rc cp_cables_read_interface(cp_cables *r, const cp_tree *t, bool *has);
/* What a record of an object is called as an opaque id: its address without scheme; "" if it has
 * none. */
cp_str cp_cables_ref(const cp_tree *t);
