/* SPDX-License-Identifier: Apache-2.0 */
/* ra.c - see ra.h. */
#include "sources/ip/ra.h"
#include <string.h>
#include "sources/ip/ndp.h"

enum {
    ROUTER_ADVERTISEMENT = 134,
    HOPS_ON_LINK = 255,
    OPT_SOURCE_MAC = 1,
    OPT_PREFIX = 3,
    OPT_MTU = 5,
    OPT_DNS = 25,
};

static cp_rc wrong_length(uint8_t type, uint64_t at, cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, at, "option %u is not as long as its kind", type);
}

/* length(1) flags(1) valid(4) preferred(4) reserved(4) prefix(16) */
static cp_rc read_prefix(cp_cur *c, uint64_t at, cp_ra *out, cp_err *err)
{
    cp_ra_prefix x = { .len = cp_cur_u8(c) };
    cp_cur_skip(c, 13);
    cp_bytes prefix = cp_cur_take(c, 16);
    if (c->bad || cp_cur_left(c) || x.len > 128)
        return wrong_length(OPT_PREFIX, at, err);
    x.ip = cp_ip_v6(prefix.p);
    if (out->n_prefixes < CP_RA_PREFIXES_MAX)
        out->prefixes[out->n_prefixes++] = x;
    return CP_OK;
}

/* reserved(2) lifetime(4) address(16)... */
static cp_rc read_dns(cp_cur *c, uint64_t at, cp_ra *out, cp_err *err)
{
    cp_cur_skip(c, 2);
    uint32_t lifetime_s = cp_cur_u32be(c);
    if (c->bad || cp_cur_left(c) < 16 || cp_cur_left(c) % 16)
        return wrong_length(OPT_DNS, at, err);
    while (lifetime_s && cp_cur_left(c) && out->n_dns < CP_RA_DNS_MAX)
        out->dns[out->n_dns++] = cp_ip_v6(cp_cur_take(c, 16).p);
    return CP_OK;
}

static cp_rc read_option(uint8_t type, cp_cur *c, uint64_t at, cp_ra *out, cp_err *err)
{
    switch (type) {
    case OPT_SOURCE_MAC:
        if (cp_cur_left(c) == 6 && !out->has_mac) { /* longer: not of Ethernet */
            out->mac = cp_mac_of(cp_cur_rest(c).p);
            out->has_mac = true;
        }
        return CP_OK;
    case OPT_PREFIX: return read_prefix(c, at, out, err);
    case OPT_MTU:
        cp_cur_skip(c, 2);
        out->mtu = cp_cur_u32be(c);
        return c->bad ? wrong_length(type, at, err) : CP_OK;
    case OPT_DNS: return read_dns(c, at, out, err);
    default: return CP_OK;
    }
}

static cp_rc read_options(cp_cur *c, cp_ra *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_ndp_options it = { .c = c, .err = err };
    for (cp_ndp_option x; rc == CP_OK && cp_ndp_option_next(&it, &x);)
        rc = read_option(x.type, &x.value, x.at, out, err);
    return rc == CP_OK ? it.rc : rc;
}

cp_rc cp_ra_parse(const cp_ip_packet *p, cp_ra *out, cp_err *err)
{
    static const int preferences[] = { 0, 1, 0, -1 }; /* 2 is reserved: as medium */
    cp_cur c = cp_cur_of(p->payload);
    memset(out, 0, sizeof *out);
    if (p->version != 6 || p->hops != HOPS_ON_LINK || cp_cur_peek(&c, 0) != ROUTER_ADVERTISEMENT ||
        p->src.p[0] != 0xfe || (p->src.p[1] & 0xc0) != 0x80)
        return CP_OK;
    cp_cur_skip(&c, 4);
    out->router = cp_ip_v6(p->src.p);
    out->hops = cp_cur_u8(&c);
    out->flags = cp_cur_u8(&c);
    out->lifetime_s = cp_cur_u16be(&c);
    cp_cur_skip(&c, 8);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the router advertisement is cut off");
    out->preference = preferences[out->flags >> 3 & 3];
    out->is_told = true;
    return read_options(&c, out, err);
}
