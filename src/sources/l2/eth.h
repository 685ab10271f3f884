/* SPDX-License-Identifier: Apache-2.0 */
/* eth.h - Ethernet frames: Ethernet II, IEEE 802.3 with LLC and SNAP, tags of 802.1Q and 802.1ad.
 *
 *     dst(6) src(6) [ 8100|88a8 tci(2) ]... type(2)   payload            type >= 0x0600
 *     dst(6) src(6) [ tag ]...              length(2) LLC(3) [ SNAP oui(3) pid(2) ] payload
 *
 * Sources: IEEE 802.3-2018 3.2.6, 802.1Q-2018 9.6, 802-2014 9 (SNAP). */
#pragma once
#include "base/base.h"

enum {
    CP_ETH_HEAD_BYTES = 14,
    CP_ETH_TAGS_MAX = 8, /* two are in use, four have been seen; a longer chain is an attack */
    CP_ETH_TYPE_MIN = 0x600,

    CP_ETHERTYPE_IPV4 = 0x0800,
    CP_ETHERTYPE_ARP = 0x0806,
    CP_ETHERTYPE_RARP = 0x8035,
    CP_ETHERTYPE_IPV6 = 0x86dd,
    CP_ETHERTYPE_LLDP = 0x88cc,

    CP_OUI_CISCO = 0x00000c, /* SNAP: protocol numbers of that house follow */
    CP_SNAP_CDP = 0x2000,
};

typedef struct cp_eth {
    cp_mac dst, src;
    /* ethertype, also of SNAP with OUI 0; 0: LLC that is no SNAP, or another OUI */
    uint16_t type;
    uint32_t snap_oui; /* with snap_pid when type is 0 and is_snap */
    uint16_t snap_pid;
    bool is_snap;
    uint16_t llc; /* destination and source SAP where there is an LLC header; 0: none */
    uint8_t n_tags;
    cp_bytes payload; /* without padding where a length says so */
} cp_eth;

/* No allocation. Errors: CP_ESHORT (a header is cut off), CP_ELIMIT (more than CP_ETH_TAGS_MAX
 * tags); dst and src are then set if they were there: out is zero before. */
CP_MUST_CHECK cp_rc cp_eth_parse(cp_bytes frame, cp_eth *out, cp_err *err);
/* What follows the source address when the frame has no other header: LLC [SNAP] payload. Sets
 * type, snap and payload. */
CP_MUST_CHECK cp_rc cp_llc_parse(cp_bytes llc, cp_eth *out, cp_err *err);
