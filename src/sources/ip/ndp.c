/* SPDX-License-Identifier: Apache-2.0 */
/* ndp.c - see ndp.h. */
#include "sources/ip/ndp.h"

enum {
    ROUTER_SOLICITATION = 133,
    ROUTER_ADVERTISEMENT = 134,
    NEIGHBOUR_SOLICITATION = 135,
    NEIGHBOUR_ADVERTISEMENT = 136,
    OPT_SOURCE_ADDRESS = 1,
    OPT_TARGET_ADDRESS = 2,
    HOPS_ON_LINK = 255, /* a router would have made it less */
};

bool cp_ndp_option_next(cp_ndp_options *it, cp_ndp_option *out)
{
    cp_cur *c = it->c;
    if (it->rc != CP_OK || cp_cur_left(c) == 0)
        return false;
    uint64_t at = cp_cur_off(c);
    uint8_t type = cp_cur_u8(c), units = cp_cur_u8(c);
    if (it->n++ == CP_NDP_OPTIONS_MAX)
        it->rc = cp_fail(it->err, CP_ELIMIT, at, "more than %d options", CP_NDP_OPTIONS_MAX);
    else if (!c->bad && units == 0)
        it->rc = cp_fail(it->err, CP_EFORMAT, at, "option %u of length 0", type);
    if (it->rc != CP_OK)
        return false;
    *out = (cp_ndp_option){ at, cp_cur_sub(c, units * 8u - 2), type };
    if (c->bad)
        it->rc = cp_fail(it->err, CP_ESHORT, at, "option %u reaches past the end", type);
    return it->rc == CP_OK;
}

static cp_rc read_options(cp_cur *c, uint8_t wanted, cp_ndp *out, cp_err *err)
{
    cp_ndp_options it = { .c = c, .err = err };
    for (cp_ndp_option x; cp_ndp_option_next(&it, &x);)
        if (x.type == wanted && cp_cur_left(&x.value) == 6 && !out->is_told) {
            out->mac = cp_mac_of(cp_cur_rest(&x.value).p);
            out->is_told = true;
        }
    return it.rc;
}

cp_rc cp_ndp_parse(const cp_ip_packet *p, cp_ndp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(p->payload);
    *out = (cp_ndp){ .is_told = false };
    uint8_t type = cp_cur_peek(&c, 0), wanted = OPT_SOURCE_ADDRESS;
    if (p->version != 6 || p->hops != HOPS_ON_LINK || type < ROUTER_SOLICITATION ||
        type > NEIGHBOUR_ADVERTISEMENT)
        return CP_OK;
    out->ip = cp_ip_v6(p->src.p);
    cp_cur_skip(&c, 8);
    if (type == ROUTER_ADVERTISEMENT)
        cp_cur_skip(&c, 8); /* timers */
    if (type == NEIGHBOUR_SOLICITATION)
        cp_cur_skip(&c, 16); /* who is sought */
    if (type == NEIGHBOUR_ADVERTISEMENT) {
        cp_bytes target = cp_cur_take(&c, 16);
        if (target.n)
            out->ip = cp_ip_v6(target.p);
        wanted = OPT_TARGET_ADDRESS;
    }
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "neighbour discovery is cut off");
    return read_options(&c, wanted, out, err);
}
