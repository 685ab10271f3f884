/* SPDX-License-Identifier: Apache-2.0 */
/* bgp.h - path attributes of BGP out of the bytes of messages and records, as views of them.
 *
 *     attributes --cp_bgp_attrs_read--> origin code, path, next hop, communities ..., and how bad
 *
 * Malformed attributes are treated as RFC 7606 says: one that does not matter to where packets go
 * is discarded and the rest is used; any other makes the route as good as withdrawn. Both are told,
 * with the first reason. RFC 4271 (4.3, 5), 1997, 4360, 4456, 4760, 5065, 6793, 7606, 8092,
 * 9234. */
#pragma once
#include "model/bgp.h"

/* How a message or a record writes them. */
typedef struct cp_bgp_how {
    uint8_t as_bytes; /* 2 or 4, in AS_PATH and AGGREGATOR */
    /* Routes of a table, which somebody accepted already: MP_REACH_NLRI may be cut to its next hop
     * (RFC 6396, 4.3.4), and that may be missing, as some routers leave it out. */
    bool is_rib;
    /* Of a message that announces nothing in its body: what is mandatory (RFC 4271, 5) is so only
     * if MP_REACH_NLRI announces something. */
    bool is_without_nlri;
} cp_bgp_how;

/* All of them. Whatever the bytes are, out is filled; its state says what it is worth. */
void cp_bgp_attrs_read(cp_bytes in, cp_bgp_how how, cp_bgp_attrs *out);
/* Of an entry of a table; out is what an earlier call left, or zeros. Quicker, since of what few
 * routes have nothing is cleared that is clear. */
void cp_bgp_attrs_read_again(cp_bytes in, uint32_t as_bytes, cp_bgp_attrs *out);
/* The same by the plain way alone, for comparison in tests. */
void cp_bgp_attrs_read_slowly(cp_bytes in, cp_bgp_how how, cp_bgp_attrs *out);
