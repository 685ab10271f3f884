/* SPDX-License-Identifier: Apache-2.0 */
/* vrrp.c - see vrrp.h. */
#include "sources/routing/vrrp.h"
#include <string.h>

enum { ADVERTISEMENT = 1, HOPS_ON_LINK = 255, CARP_WORDS = 7 };

cp_rc cp_vrrp_parse(const cp_ip_packet *p, cp_vrrp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(p->payload);
    memset(out, 0, sizeof *out);
    uint8_t head = cp_cur_u8(&c), group = cp_cur_u8(&c), priority = cp_cur_u8(&c),
            n_addrs = cp_cur_u8(&c), version = head >> 4;
    cp_cur_skip(&c, 4);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the VRRP header is cut off");
    /* of VRRP seven addresses and the authentication behind them would follow */
    bool is_carp = version == 2 && n_addrs == CARP_WORDS && p->payload.n < 8 + 7 * 4 + 8;
    if (p->hops != HOPS_ON_LINK || (head & 15) != ADVERTISEMENT || is_carp ||
        !(version == 3 || (version == 2 && p->version == 4)))
        return CP_OK;
    out->is_told = true;
    out->version = version;
    out->group = group;
    out->priority = priority;
    for (uint8_t i = 0; i < n_addrs; i++) {
        cp_bytes addr = cp_cur_take(&c, p->version == 4 ? 4 : 16);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "address %u of %u is cut off", i + 1,
                           n_addrs);
        if (out->n_addrs < CP_VRRP_ADDRS_MAX)
            out->addrs[out->n_addrs++] = p->version == 4 ? cp_ip_v4(addr.p) : cp_ip_v6(addr.p);
    }
    return CP_OK;
}
