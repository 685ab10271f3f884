/* SPDX-License-Identifier: Apache-2.0 */
/* lldp.c - see lldp.h. One function per kind of TLV, in a table by type: each gets a cursor over
 * its own value and cannot read its sibling's. */
#include "sources/l2/lldp.h"
#include "sources/l2/lldp_org.h"
#include "sources/l2/oui.h"

enum { TLV_END = 0, TLV_ORGANISATION = 127 };

/* Each reads one value; NULL, or what is wrong with it. */

static const char *read_id(cp_cur *v, uint8_t *subtype, cp_bytes *id)
{
    if (*subtype)
        return "a mandatory TLV stands there twice";
    uint8_t kind = cp_cur_u8(v);
    if (cp_cur_left(v) == 0)
        return "an id without a value";
    *subtype = kind;
    *id = cp_cur_rest(v);
    return NULL;
}

static const char *read_chassis(cp_cur *v, cp_lldp *out)
{
    return read_id(v, &out->chassis_subtype, &out->chassis);
}

static const char *read_port(cp_cur *v, cp_lldp *out)
{
    return read_id(v, &out->port_subtype, &out->port);
}

static const char *read_ttl(cp_cur *v, cp_lldp *out)
{
    out->ttl_s = cp_cur_u16be(v);
    return v->bad ? "time to live too short" : NULL;
}

static const char *read_port_descr(cp_cur *v, cp_lldp *out)
{
    out->port_descr = cp_lldp_text_of(cp_cur_rest(v));
    return NULL;
}

static const char *read_sys_name(cp_cur *v, cp_lldp *out)
{
    out->sys_name = cp_lldp_text_of(cp_cur_rest(v));
    return NULL;
}

static const char *read_sys_descr(cp_cur *v, cp_lldp *out)
{
    out->sys_descr = cp_lldp_text_of(cp_cur_rest(v));
    return NULL;
}

static const char *read_caps(cp_cur *v, cp_lldp *out)
{
    uint16_t caps = cp_cur_u16be(v), enabled = cp_cur_u16be(v);
    if (v->bad)
        return "capabilities too short";
    out->caps = caps;
    out->caps_enabled = enabled;
    return NULL;
}

static const char *read_address(cp_cur *v, cp_lldp *out)
{
    uint8_t n = cp_cur_u8(v);
    cp_cur string = cp_cur_sub(v, n);
    cp_lldp_addr a = { .family = cp_cur_u8(&string) };
    a.value = cp_cur_rest(&string);
    cp_cur_skip(v, 1); /* how the interface is numbered */
    a.interface = cp_cur_u32be(v);
    a.oid = cp_cur_take(v, cp_cur_u8(v));
    if (string.bad || a.value.n == 0)
        return "management address without an address";
    if (out->n_addrs < CP_LLDP_ADDRS_MAX)
        out->addrs[out->n_addrs++] = a;
    return v->bad ? "management address too short" : NULL;
}

static const char *read_organisation(cp_cur *v, cp_lldp *out)
{
    uint32_t oui = cp_cur_u24be(v);
    uint8_t subtype = cp_cur_u8(v);
    if (v->bad)
        return "an organisation's TLV too short for OUI and subtype";
    cp_oui_keep(out->ouis, &out->n_ouis, CP_LLDP_OUIS_MAX, oui);
    cp_lldp_read_organisation(oui, subtype, v, out);
    return v->bad ? "an organisation's TLV too short for its subtype" : NULL;
}

static const char *(*const readers[])(cp_cur *v, cp_lldp *out) = {
    [1] = read_chassis,  [2] = read_port,      [3] = read_ttl,  [4] = read_port_descr,
    [5] = read_sys_name, [6] = read_sys_descr, [7] = read_caps, [8] = read_address,
};

static const char *read_value(unsigned type, cp_cur *v, cp_lldp *out)
{
    if (type == TLV_ORGANISATION)
        return read_organisation(v, out);
    if (type < sizeof readers / sizeof *readers && readers[type])
        return readers[type](v, out);
    return NULL; /* reserved: stepped over (9.2.7.7.1) */
}

cp_rc cp_lldp_parse(cp_bytes in, cp_lldp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    *out = (cp_lldp){ .chassis_subtype = 0 };
    while (cp_cur_left(&c) > 0) {
        uint64_t off_bytes = cp_cur_off(&c);
        unsigned head = cp_cur_u16be(&c), type = head >> 9;
        cp_cur value = cp_cur_sub(&c, head & 0x1ff);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "TLV %u of %u bytes reaches past the end",
                           type, head & 0x1ff);
        if (type == TLV_END)
            break;
        if (++out->n_tlvs > CP_LLDP_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d TLVs", CP_LLDP_TLVS_MAX);
        const char *why = read_value(type, &value, out);
        if (why && rc == CP_OK) /* one bad TLV does not take the others with it */
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u: %s", type, why);
    }
    if (rc == CP_OK && (!out->chassis_subtype || !out->port_subtype))
        return cp_fail(err, CP_EFORMAT, cp_cur_off(&c), "no %s",
                       out->chassis_subtype ? "port id" : "chassis id");
    return rc;
}

cp_str cp_lldp_order_text(cp_arena *a, cp_bytes pdu)
{
    cp_cur c = cp_cur_of(pdu);
    cp_buf b = cp_buf_new(a);
    for (int n = 0; n < CP_LLDP_ORDER_MAX && cp_cur_left(&c) > 0; n++) {
        unsigned head = cp_cur_u16be(&c), type = head >> 9;
        cp_cur value = cp_cur_sub(&c, head & 0x1ff);
        if (c.bad || type == TLV_END)
            break;
        cp_buf_fmt(&b, "%s%u", n ? "," : "", type);
        if (type != TLV_ORGANISATION)
            continue;
        unsigned oui = cp_cur_u24be(&value), subtype = cp_cur_u8(&value);
        if (!value.bad)
            cp_buf_fmt(&b, ":%06x:%u", oui, subtype);
    }
    return cp_buf_str(&b);
}

bool cp_lldp_ip(uint8_t family, cp_bytes value, cp_ip *out)
{
    if (family == CP_AFI_IPV4 && value.n == 4)
        *out = cp_ip_v4(value.p);
    else if (family == CP_AFI_IPV6 && value.n == 16)
        *out = cp_ip_v6(value.p);
    else
        return false;
    return true;
}

cp_str cp_lldp_id_text(cp_arena *a, bool is_mac, bool is_address, cp_bytes id)
{
    cp_ip ip;
    if (is_mac && id.n == 6)
        return cp_mac_text(a, cp_mac_of(id.p));
    if (is_address && id.n > 1 && cp_lldp_ip(id.p[0], (cp_bytes){ id.p + 1, id.n - 1 }, &ip))
        return cp_ip_text(a, ip);
    return cp_lldp_text_of(id);
}

cp_str cp_lldp_caps_text(cp_arena *a, uint16_t caps)
{
    static const char *const names[] = { "other",  "repeater",  "bridge",        "wlan-ap",
                                         "router", "telephone", "docsis",        "station",
                                         "c-vlan", "s-vlan",    "two-port-relay" };
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (caps >> i & 1)
            cp_buf_fmt(&b, "%s%s", b.n ? "," : "", names[i]);
    return cp_buf_str(&b);
}
