/* SPDX-License-Identifier: Apache-2.0 */
/* mrt.h - routing tables as collectors of BGP dump them (MRT, RFC 6396), record by record, each
 * route handed on as a view that is valid until the call returns.
 *
 *     [time type length | peers][.. | prefix: route route ..][.. | prefix: ...] ...
 *
 * TABLE_DUMP_V2 of unicast, with path identifiers (RFC 8050) or without, and TABLE_DUMP. Records of
 * other kinds (updates, other families) are counted and passed over.
 *
 * A route that is malformed is counted and told, and the others of its record are used; so is a
 * record that is cut off within its length. Nothing in MRT tells where the next record begins but
 * the length of this one: where that cannot be, reading ends, and what was read stays. */
#pragma once
#include "model/source.h"
#include "sources/mrt/bgp.h"
#include "sources/reader.h"

enum {
    /* Of some thousand peers with paths of a thousand hops each; real ones end at some 50 KB. */
    CP_MRT_RECORD_BYTES_MAX = 16 * 1024 * 1024,
    CP_MRT_PEERS_MAX = 65535,
};

typedef struct cp_mrt_counts {
    uint64_t nets, routes;    /* prefixes (runs of routes to the same), and routes handed on */
    uint64_t routes_bad;      /* malformed: not handed on */
    uint64_t not_bgp;         /* of other protocols, as some routers dump them: no attributes */
    uint64_t attrs_discarded; /* routes without an attribute that was malformed */
    uint64_t updates, others; /* records of kinds that are no routing table */
    uint32_t peers;
} cp_mrt_counts;

/* To the end, or as far as it can be read; counts records in src, and tells there what was bad.
 * Errors: of `to`; CP_EINTR; CP_EFORMAT if not even the first record can be. */
CP_MUST_CHECK cp_rc cp_mrt_read(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                const cp_bgp_to *to, cp_source *src, cp_mrt_counts *n, cp_err *err);
/* How sure it is MRT, 0..100: by the heads of its first records. */
int cp_mrt_detect(cp_bytes head, cp_str name);

/* Routing tables as evidence: who announces each prefix. */
extern const cp_format cp_format_mrt;
