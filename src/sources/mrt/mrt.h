/* SPDX-License-Identifier: Apache-2.0 */
/* mrt.h - routing tables and messages of BGP as collectors dump them (MRT, RFC 6396), record by
 * record, each route handed on as a view that is valid until the call returns.
 *
 *     [time type length | peers][.. | prefix: route route ..][.. | prefix: ...] ...
 *     [time type length | peer, local end | message of BGP, or two states] ...
 *
 * TABLE_DUMP_V2 of unicast, with path identifiers (RFC 8050) or without, and TABLE_DUMP; BGP4MP and
 * BGP4MP_ET: messages (also with path identifiers, and those that the collector sent itself, whose
 * peer has the view CP_BGP_ADJ_RIB_OUT_POST), changes of state, and the entries that only old
 * versions of OpenBGPD write; BGP, of before these. Records of other kinds are counted and passed
 * over, and so are multicast and RIB_GENERIC, as bgpdump does.
 *
 * AS are as wide as the subtype says. Where the bytes of a path say otherwise (some collectors
 * mixed them up), it is malformed, and counted by itself.
 *
 * A route that is malformed is counted and told, and the others of its record are used; so is a
 * record that is cut off within its length. Nothing in MRT tells where the next record begins but
 * the length of this one: where that cannot be, reading ends, and what was read stays. */
#pragma once
#include "model/source.h"
#include "sources/mrt/update.h"
#include "sources/reader.h"

enum {
    /* Of some thousand peers with paths of a thousand hops each; real ones end at some 50 KB. */
    CP_MRT_RECORD_BYTES_MAX = 16 * 1024 * 1024,
    CP_MRT_PEERS_MAX = 65535,
    CP_MRT_WORKERS_MAX = 64,
};

typedef struct cp_mrt_counts {
    /* Of tables */
    uint64_t nets, routes;    /* prefixes (runs of routes to the same), and routes handed on */
    uint64_t routes_bad;      /* malformed: not handed on */
    uint64_t not_bgp;         /* of other protocols, as some routers dump them: no attributes */
    uint64_t attrs_discarded; /* routes without an attribute that was malformed */
    uint64_t other_width;     /* of routes_bad: would be a path with AS of the other width */
    uint64_t updates, others; /* records of messages, and of what is neither */
    uint32_t peers;
    /* Of messages */
    cp_bgp_update_counts told;
    uint64_t ups, downs, other_states; /* changes of state: to Established, out of it, others */
    uint64_t other_messages;           /* that tell of no routes */
} cp_mrt_counts;

/* To the end, or as far as it can be read; counts records in src, and tells there what was bad.
 * peer_nr of what is not TABLE_DUMP_V2 is 0, and a peer of it is valid as long as the route.
 * Errors: of `to`; CP_EINTR; CP_EFORMAT if not even the first record can be. */
CP_MUST_CHECK cp_rc cp_mrt_read(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                const cp_bgp_to *to, cp_source *src, cp_mrt_counts *n, cp_err *err);
/* The same by up to n_to threads (and opts->n_threads, if that is not 0), each of which hands on to
 * its own of `to`: all routes of one prefix that stand together to one of them, and all messages to
 * the first, one after the other. What is counted and told is the same however many there are. A
 * small file is read by one. Quickest where the input is a file, not packed, whose digest was
 * forgone. */
CP_MUST_CHECK cp_rc cp_mrt_read_many(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                     const cp_bgp_to *to, uint32_t n_to, cp_source *src,
                                     cp_mrt_counts *n, cp_err *err);
/* The same without the messages: they are only counted, and unused. */
CP_MUST_CHECK cp_rc cp_mrt_read_tables(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                                       const cp_bgp_to *to, cp_source *src, cp_mrt_counts *n,
                                       cp_err *err);
/* How sure it is MRT, 0..100: by the heads of its first records. */
int cp_mrt_detect(cp_bytes head, cp_str name);

/* Routing tables as evidence: who announces each prefix. */
extern const cp_format cp_format_mrt;
