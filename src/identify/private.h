/* SPDX-License-Identifier: Apache-2.0 */
/* private.h - assets that are known by private hardware addresses only: locally administered ones,
 * which telephones and laptops make up for each network and change as they like.
 *
 *     mac 72:a9:..  --client id 00:04:..--.
 *     mac 7a:d2:..  --client id 00:04:..--+- probably one device
 *     mac 9e:26:..  --DUID 00:04:..-------'
 *
 * They stay assets, each with what was told of it: an address that its owner chose joins within its
 * capture only, and nobody may be called one of two that he is not. But the number of assets is
 * then no number of devices, and the answer says so. A DUID is made once and kept (RFC 8415, 11),
 * and a client id holds it since RFC 4361; where several private addresses tell the same, they are
 * probably one device, or copies of one system. A name tells nothing of the kind: many telephones
 * are called by their model. */
#pragma once
#include "model/asset.h"

enum {
    CP_PRIVATE_SAME_MAX = 1000 /* addresses with one client id: with more it is a default of many */
};

typedef struct cp_private {
    uint32_t n;         /* assets known by private addresses only */
    uint32_t n_devices; /* how many devices these probably are, by what they say */
} cp_private;

/* Says in the evidence of each which of its words others tell too (the rule of that evidence is
 * written, owned by a). scratch is given back. */
cp_private cp_private_find(cp_arena *a, cp_arena *scratch, const cp_asset *assets, uint32_t n);
