/* SPDX-License-Identifier: Apache-2.0 */
/* update.h - messages of BGP (RFC 4271, 4) as what they tell of prefixes, one event after another.
 *
 *     [marker 16|length 2|type 1] --cp_bgp_message_read--> type, body
 *     [n|withdrawn..|n|attributes..|announced..] --cp_bgp_update_read--> withdrawn, announced,
 *     end of RIB
 *
 * Prefixes of IPv4 and IPv6 unicast, in the body or in MP_REACH_NLRI and MP_UNREACH_NLRI (RFC
 * 4760), with path identifiers (RFC 7911) or without. Other families (multicast tells of reverse
 * paths, RFC 4760, 6; VPNs, labels, flow specifications) are counted.
 *
 * A malformed message, as RFC 7606 says: what it announces with attributes that are malformed it
 * has withdrawn; of one whose prefixes cannot be told from each other nothing is handed on, because
 * a router would have ended the session, and with it all that the peer told. */
#pragma once
#include "sources/mrt/bgp.h"

/* RFC 4271, 4.1 and 8654, 4: the largest is 65535, which is all that the length can say. */
enum { CP_BGP_HEAD_BYTES = 19 };

typedef enum cp_bgp_message {
    CP_BGP_MESSAGE_BAD,
    CP_BGP_OPEN = 1,
    CP_BGP_UPDATE = 2,
    CP_BGP_NOTIFICATION = 3,
    CP_BGP_KEEPALIVE = 4,
    CP_BGP_ROUTE_REFRESH = 5, /* RFC 2918 */
    CP_BGP_MESSAGE_OTHER,
} cp_bgp_message;

/* The message at the front of in, whose rest it may leave; *fault: why it is BAD. */
cp_bgp_message cp_bgp_message_read(cp_cur *in, cp_bytes *body, const char **fault);

/* How two speakers write to each other: what they agreed on in OPEN. */
typedef struct cp_bgp_session {
    uint8_t as_bytes;         /* RFC 6793 */
    bool has_path_ids_v4 : 1; /* RFC 7911, per family */
    bool has_path_ids_v6 : 1;
} cp_bgp_session;

typedef struct cp_bgp_update_counts {
    uint64_t announced, withdrawn; /* handed on */
    uint64_t treated_as_withdrawn; /* of withdrawn: announced with malformed attributes */
    uint64_t ends;                 /* of a RIB */
    uint64_t attrs_discarded;      /* messages without an attribute that was malformed */
    uint64_t resets;               /* messages of which nothing was handed on */
    uint64_t other_families;       /* messages with prefixes of other kinds */
    /* messages whose AS_PATH is malformed as the session writes AS, and would not be otherwise */
    uint64_t other_width;
} cp_bgp_update_counts;

/* What is malformed, and how: NULL if nothing is. */
typedef struct cp_bgp_fault {
    const char *what, *how;
} cp_bgp_fault;

/* All events of one UPDATE: what it withdraws, then what it announces. They are as `like` is (peer,
 * peer_nr, record, at) but for what they tell; is_new_net is always set. Adds to n. Errors: of
 * `to`. */
CP_MUST_CHECK cp_rc cp_bgp_update_read(cp_bytes body, cp_bgp_session how, const cp_bgp_route *like,
                                       const cp_bgp_to *to, cp_bgp_update_counts *n,
                                       cp_bgp_fault *fault, cp_err *err);
