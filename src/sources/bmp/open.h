/* SPDX-License-Identifier: Apache-2.0 */
/* open.h - the OPEN of BGP: who speaks, and what of the protocol it can do; and of two of them,
 * what both agreed on, which messages do not tell.
 *
 *     version AS hold-time id n | 2 n [code n value]... | 2 n [..]...       RFC 4271, 4.2; 5492
 *     version AS hold-time id 255 255 n16 | 2 n16 [code n value]...         RFC 9072
 *
 * Of capabilities those are read that change the form of what follows: RFC 6793, RFC 7911. */
#pragma once
#include "sources/mrt/update.h"

typedef struct cp_bgp_open {
    uint8_t version;
    uint16_t hold_s;
    uint32_t as, bgp_id; /* as: of four bytes where the speaker has them */
    bool has_as4;
    /* RFC 7911, 4, of IPv4 and IPv6 unicast: is able to receive (1), to send (2) several paths */
    uint8_t paths_v4, paths_v6;
    cp_str host; /* FQDN capability, code 73 of IANA's registry: views of the message; "" */
} cp_bgp_open;

/* The body of an OPEN, behind its head. Errors: CP_ESHORT, CP_EFORMAT (version, a parameter longer
 * than all of them). */
CP_MUST_CHECK cp_rc cp_bgp_open_read(cp_bytes body, cp_bgp_open *out, cp_err *err);

/* How UPDATEs of one who sent `from` are written for one who sent `to`. */
cp_bgp_session cp_bgp_agreed(const cp_bgp_open *from, const cp_bgp_open *to);
