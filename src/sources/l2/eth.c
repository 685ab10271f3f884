/* SPDX-License-Identifier: Apache-2.0 */
/* eth.c - see eth.h. Every frame of a capture passes here. */
#include "sources/l2/eth.h"

enum { LLC_SNAP = 0xaa, LLC_UI = 0x03, OUI_ETHERTYPE = 0x000000, OUI_BRIDGED = 0x0000f8 };

static bool is_tag(uint16_t type)
{
    switch (type) {
    case 0x8100: /* 802.1Q customer tag */
    case 0x88a8: /* 802.1ad service tag */
    case 0x9100: /* the same before the standard */
    case 0x9200: return true;
    default: return false;
    }
}

static cp_rc read_llc(cp_cur *c, cp_eth *out, cp_err *err)
{
    out->llc = (uint16_t)(cp_cur_peek(c, 0) << 8 | cp_cur_peek(c, 1));
    if (cp_cur_peek(c, 0) == LLC_SNAP && cp_cur_peek(c, 1) == LLC_SNAP &&
        cp_cur_peek(c, 2) == LLC_UI) {
        cp_cur_skip(c, 3);
        out->snap_oui = cp_cur_u24be(c);
        out->snap_pid = cp_cur_u16be(c);
        out->is_snap = true;
        if (out->snap_oui == OUI_ETHERTYPE || out->snap_oui == OUI_BRIDGED)
            out->type = out->snap_pid;
    } else {
        cp_cur_skip(c, 3);
    }
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the LLC header is cut off");
    out->payload = cp_cur_rest(c);
    return CP_OK;
}

cp_rc cp_llc_parse(cp_bytes llc, cp_eth *out, cp_err *err)
{
    cp_cur c = cp_cur_of(llc);
    out->type = 0;
    out->is_snap = false;
    return read_llc(&c, out, err);
}

cp_rc cp_eth_parse(cp_bytes frame, cp_eth *out, cp_err *err)
{
    cp_cur c = cp_cur_of(frame);
    *out = (cp_eth){ .type = 0 };
    cp_bytes addresses = cp_cur_take(&c, 12);
    if (addresses.n == 0)
        return cp_fail(err, CP_ESHORT, frame.n, "%zu bytes are no Ethernet header", frame.n);
    out->dst = cp_mac_of(addresses.p);
    out->src = cp_mac_of(addresses.p + 6);
    uint16_t type = cp_cur_u16be(&c);
    while (is_tag(type)) {
        if (out->n_tags++ == CP_ETH_TAGS_MAX)
            return cp_fail(err, CP_ELIMIT, cp_cur_off(&c), "more than %d VLAN tags",
                           CP_ETH_TAGS_MAX);
        cp_cur_skip(&c, 2);
        type = cp_cur_u16be(&c);
    }
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the Ethernet header is cut off");
    if (type >= CP_ETH_TYPE_MIN) {
        out->type = type;
        out->payload = cp_cur_rest(&c);
        return CP_OK;
    }
    cp_cur llc = c;
    if (type < cp_cur_left(&c)) /* what follows the length is padding */
        llc = cp_cur_sub(&c, type);
    return read_llc(&llc, out, err);
}
