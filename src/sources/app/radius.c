/* SPDX-License-Identifier: Apache-2.0 */
/* radius.c - see radius.h. */
#include "sources/app/radius.h"
#include <string.h>

enum {
    ATTR_NAS_IP = 4,
    ATTR_VENDOR = 26,
    ATTR_CALLED = 30,
    ATTR_NAS = 32,
    ATTR_PROXY_STATE = 33,
    ATTR_PORT_TYPE = 61,
    ATTR_NAS_IP6 = 95,
    ATTR_EXTENDED_FIRST = 241,
    ATTR_LONG_FIRST = 245,
    ATTR_LONG_LAST = 246,
};

static void keep_vendor(cp_radius *out, uint32_t enterprise)
{
    for (uint32_t i = 0; i < out->n_vendors; i++)
        if (out->vendors[i] == enterprise)
            return;
    if (out->n_vendors < CP_RADIUS_VENDORS_MAX)
        out->vendors[out->n_vendors++] = enterprise;
}

static void read_extended(cp_cur *v, uint8_t type, cp_radius *out)
{
    uint8_t extended = cp_cur_u8(v);
    cp_cur_skip(v, type >= ATTR_LONG_FIRST ? 1 : 0);
    uint32_t enterprise = extended == ATTR_VENDOR ? cp_cur_u32be(v) : 0;
    if (!v->bad && extended == ATTR_VENDOR)
        keep_vendor(out, enterprise);
}

/* The first of each stays: what RFC 2865, 5.44 allows once cannot be changed by a second. */
static void read_value(cp_cur *v, uint8_t type, cp_radius *out)
{
    cp_bytes b;
    switch (type) {
    case ATTR_NAS_IP:
        b = cp_cur_take(v, 4);
        if (b.n && !out->nas_ip.version)
            out->nas_ip = cp_ip_v4(b.p);
        break;
    case ATTR_NAS_IP6:
        b = cp_cur_take(v, 16);
        if (b.n && !out->nas_ip6.version)
            out->nas_ip6 = cp_ip_v6(b.p);
        break;
    case ATTR_PORT_TYPE:
        b = cp_cur_take(v, 4);
        if (b.n && !out->has_port_type)
            out->port_type =
                (uint32_t)b.p[0] << 24 | (uint32_t)b.p[1] << 16 | (uint32_t)b.p[2] << 8 | b.p[3];
        out->has_port_type = out->has_port_type || b.n;
        break;
    case ATTR_VENDOR:
        b = cp_cur_take(v, 4);
        if (b.n)
            keep_vendor(out, (uint32_t)b.p[0] << 24 | (uint32_t)b.p[1] << 16 |
                                 (uint32_t)b.p[2] << 8 | b.p[3]);
        break;
    case ATTR_CALLED: out->called = out->called.n ? out->called : cp_cur_rest(v); break;
    case ATTR_NAS: out->nas = out->nas.n ? out->nas : cp_cur_rest(v); break;
    case ATTR_PROXY_STATE: out->is_proxied = true; break;
    default:
        if (type >= ATTR_EXTENDED_FIRST && type <= ATTR_LONG_LAST)
            read_extended(v, type, out);
    }
}

static bool is_known(uint8_t code)
{
    return (code >= CP_RADIUS_ACCESS_REQUEST && code <= CP_RADIUS_ACCOUNTING_RESPONSE) ||
           (code >= CP_RADIUS_ACCESS_CHALLENGE && code <= CP_RADIUS_STATUS_SERVER + 1) ||
           (code >= CP_RADIUS_DISCONNECT_REQUEST && code <= CP_RADIUS_COA_NAK);
}

cp_rc cp_radius_parse(cp_bytes in, cp_radius *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    memset(out, 0, sizeof *out);
    uint8_t code = cp_cur_u8(&c);
    cp_cur_skip(&c, 1);
    uint16_t length = cp_cur_u16be(&c);
    if (c.bad || !is_known(code) || length < CP_RADIUS_BYTES_MIN || length > CP_RADIUS_BYTES_MAX)
        return cp_fail(err, CP_EUNKNOWN, 0, "code %u and length %u are not those of RADIUS", code,
                       length);
    out->code = code;
    if (length > in.n)
        rc = cp_fail(err, CP_ESHORT, 2, "%zu bytes of a packet of %u", in.n, length);
    size_t n_bytes = length < in.n ? length : in.n; /* what follows is padding (3) */
    c = cp_cur_of((cp_bytes){ in.p, n_bytes });
    cp_cur_skip(&c, CP_RADIUS_BYTES_MIN);
    while (cp_cur_left(&c) > 0) {
        uint64_t at = cp_cur_off(&c);
        uint8_t type = cp_cur_u8(&c), n = cp_cur_u8(&c);
        if (!c.bad && n < 2)
            return cp_fail(err, CP_EFORMAT, at, "attribute %u of %u bytes", type, n);
        cp_cur value = cp_cur_sub(&c, n - 2u);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, at, "attribute %u reaches past the end", type);
        out->n_attrs++;
        read_value(&value, type, out);
        if (value.bad && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, at, "attribute %u of %u bytes", type, n);
    }
    return rc;
}

bool cp_radius_is_from_nas(uint8_t code)
{
    return code == CP_RADIUS_ACCESS_REQUEST || code == CP_RADIUS_ACCOUNTING_REQUEST ||
           code == CP_RADIUS_STATUS_SERVER ||
           (code > CP_RADIUS_DISCONNECT_REQUEST && code != CP_RADIUS_COA_REQUEST);
}

cp_str cp_radius_port_type_text(cp_arena *a, uint32_t port_type)
{
    static const char *const names[] = {
        "Async",
        "Sync",
        "ISDN Sync",
        "ISDN Async V.120",
        "ISDN Async V.110",
        "Virtual",
        "PIAFS",
        "HDLC",
        "X.25",
        "X.75",
        "G.3 Fax",
        "SDSL",
        "ADSL-CAP",
        "ADSL-DMT",
        "IDSL",
        "Ethernet",
        "xDSL",
        "Cable",
        "Wireless - Other",
        "Wireless - IEEE 802.11",
    };
    if (port_type < sizeof names / sizeof *names)
        return cp_str_c(names[port_type]);
    return cp_str_fmt(a, "%u", port_type);
}
