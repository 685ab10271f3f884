/* SPDX-License-Identifier: Apache-2.0 */
/* hops.h - a path as the ASes that packets would pass. */
#pragma once
#include "model/bgp.h"

/* From who told it to the origin, each AS once where it stands repeatedly (prepending); the members
 * of a set and of confederations one after the other. An empty path is the peer's own AS. Returns
 * how many, at most max; *is_cut: there were more. */
uint32_t cp_hops_of(const cp_bgp_path *p, uint32_t peer_as, uint32_t *hops, uint32_t max,
                    bool *is_cut);

/* Into a set of ASes: ascending, each once, at most max. False: it is full, and this one is not in
 * it. */
bool cp_hops_add(uint32_t *v, uint8_t *n, uint8_t max, uint32_t asn);
