/* SPDX-License-Identifier: Apache-2.0 */
/* cdp.c - see cdp.h. */
#include "sources/l2/cdp.h"
#include <string.h>

enum {
    TLV_DEVICE_ID = 1,
    TLV_ADDRESSES = 2,
    TLV_PORT_ID = 3,
    TLV_CAPABILITIES = 4,
    TLV_SOFTWARE = 5,
    TLV_PLATFORM = 6,
    TLV_VTP_DOMAIN = 9,
    TLV_NATIVE_VLAN = 10,
    TLV_SYS_NAME = 0x14,
    TLV_SYS_OBJECT_ID = 0x15,
    TLV_MGMT_ADDRESSES = 0x16,
    TLV_FDP_NATIVE_VLAN = 0x0102,

    BER_OID = 6,
    TLV_HEAD_BYTES = 4,
    PROTOCOL_NLPID = 1,
    PROTOCOL_8022 = 2,
    NLPID_IPV4 = 0xcc,
};

static cp_str text_of(cp_bytes b)
{
    while (b.n > 0 && b.p[b.n - 1] == 0)
        b.n--;
    return cp_str_of_bytes(b);
}

static void keep_address(cp_ip ip, cp_ip *addrs, uint32_t *n_addrs)
{
    if (*n_addrs < CP_CDP_ADDRS_MAX)
        addrs[(*n_addrs)++] = ip;
}

/* One address, or several of IPv4 (FDP); the protocol before it is an NLPID or an 802.2 header. */
static void read_address(cp_cur *v, cp_ip *addrs, uint32_t *n_addrs)
{
    static const uint8_t ipv6[] = { 0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd };
    uint8_t kind = cp_cur_u8(v);
    cp_bytes protocol = cp_cur_take(v, cp_cur_u8(v));
    cp_bytes address = cp_cur_take(v, cp_cur_u16be(v));
    if (kind == PROTOCOL_NLPID && protocol.n == 1 && protocol.p[0] == NLPID_IPV4)
        for (; address.n % 4 == 0 && address.n > 0; address.p += 4, address.n -= 4)
            keep_address(cp_ip_v4(address.p), addrs, n_addrs);
    else if (kind == PROTOCOL_8022 && protocol.n == sizeof ipv6 &&
             memcmp(protocol.p, ipv6, sizeof ipv6) == 0 && address.n == 16)
        keep_address(cp_ip_v6(address.p), addrs, n_addrs);
}

static const char *read_addresses(cp_cur *v, cp_ip *addrs, uint32_t *n_addrs)
{
    uint32_t n = cp_cur_u32be(v);
    for (uint32_t i = 0; i < n && !v->bad; i++)
        read_address(v, addrs, n_addrs);
    return v->bad ? "fewer addresses than it says" : NULL;
}

/* Either the whole BER value (06 length ...) or its contents only. */
static cp_bytes oid_of(cp_bytes b)
{
    if (b.n > 2 && b.p[0] == BER_OID && b.p[1] == b.n - 2)
        return (cp_bytes){ b.p + 2, b.n - 2 };
    return b;
}

static const char *read_native_vlan(cp_cur *v, cp_cdp *out)
{
    out->native_vlan = cp_cur_u16be(v);
    out->has_native_vlan = !v->bad;
    return v->bad ? "native VLAN too short" : NULL;
}

static const char *read_numbers(unsigned type, cp_cur *v, cp_cdp *out)
{
    switch (type) {
    case TLV_ADDRESSES: return read_addresses(v, out->addrs, &out->n_addrs);
    case TLV_MGMT_ADDRESSES: return read_addresses(v, out->mgmt, &out->n_mgmt);
    case TLV_CAPABILITIES:
        if (out->is_fdp) {
            out->capability = text_of(cp_cur_rest(v));
            return NULL;
        }
        out->capabilities = cp_cur_u32be(v);
        out->has_capabilities = !v->bad;
        return v->bad ? "capabilities too short" : NULL;
    case TLV_FDP_NATIVE_VLAN: return out->is_fdp ? read_native_vlan(v, out) : NULL;
    case TLV_NATIVE_VLAN: return out->is_fdp ? NULL : read_native_vlan(v, out);
    case TLV_SYS_OBJECT_ID: out->sys_object_id = oid_of(cp_cur_rest(v)); return NULL;
    default: return NULL; /* of no use here */
    }
}

static const char *read_value(unsigned type, cp_cur *v, cp_cdp *out)
{
    const struct {
        unsigned type;
        cp_str *text;
    } texts[] = {
        { TLV_DEVICE_ID, &out->device_id }, { TLV_PORT_ID, &out->port_id },
        { TLV_SOFTWARE, &out->software },   { TLV_PLATFORM, &out->platform },
        { TLV_SYS_NAME, &out->sys_name },   { TLV_VTP_DOMAIN, &out->vtp_domain },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].type == type) {
            *texts[i].text = text_of(cp_cur_rest(v));
            return NULL;
        }
    }
    return read_numbers(type, v, out);
}

static cp_rc read_tlvs(cp_cur *c, cp_cdp *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) >= TLV_HEAD_BYTES) { /* fewer are padding */
        uint64_t off_bytes = cp_cur_off(c);
        unsigned type = cp_cur_u16be(c), length = cp_cur_u16be(c);
        if (length < TLV_HEAD_BYTES)
            return cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u has length %u, expected at least 4",
                           type, length);
        cp_cur value = cp_cur_sub(c, length - TLV_HEAD_BYTES);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "TLV %u of %u bytes reaches past the end",
                           type, length);
        if (++out->n_tlvs > CP_CDP_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d TLVs", CP_CDP_TLVS_MAX);
        const char *why = read_value(type, &value, out);
        if (why && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u: %s", type, why);
    }
    return rc;
}

static cp_rc parse(cp_bytes in, cp_cdp *out, bool is_fdp, cp_err *err)
{
    const char *name = is_fdp ? "FDP" : "CDP";
    cp_cur c = cp_cur_of(in);
    *out = (cp_cdp){ .is_fdp = is_fdp };
    out->version = cp_cur_u8(&c);
    out->ttl_s = cp_cur_u8(&c);
    cp_cur_skip(&c, 2);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the %s header is cut off", name);
    if (out->version != 1 && out->version != 2)
        return cp_fail(err, CP_EFORMAT, 0, "%s version is %u, expected 1 or 2", name, out->version);
    return read_tlvs(&c, out, err);
}

cp_rc cp_cdp_parse(cp_bytes in, cp_cdp *out, cp_err *err) { return parse(in, out, false, err); }

cp_rc cp_fdp_parse(cp_bytes in, cp_cdp *out, cp_err *err) { return parse(in, out, true, err); }

cp_str cp_cdp_capabilities_text(cp_arena *a, uint32_t capabilities)
{
    static const char *const names[] = { "router",   "bridge",        "source-route-bridge",
                                         "switch",   "host",          "igmp",
                                         "repeater", "phone",         "remotely-managed",
                                         "cvta",     "two-port-relay" };
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (capabilities >> i & 1)
            cp_buf_fmt(&b, "%s%s", b.n ? "," : "", names[i]);
    return cp_buf_str(&b);
}

cp_str cp_cdp_object_id_text(cp_arena *a, cp_bytes ber)
{
    cp_buf b = cp_buf_new(a);
    uint64_t arc = 0;
    for (size_t i = 0; i < ber.n; i++) {
        if (arc >> 25) /* arcs are below 2^32 (RFC 2578, 3.5) */
            return CP_STR("");
        arc = arc << 7 | (ber.p[i] & 0x7f);
        if (ber.p[i] & 0x80)
            continue;
        if (b.n) {
            cp_buf_fmt(&b, ".%u", (unsigned)arc);
        } else { /* the first two share a byte: 40 * x + y */
            unsigned top = arc < 80 ? (unsigned)arc / 40 : 2;
            cp_buf_fmt(&b, "%u.%u", top, (unsigned)arc - top * 40);
        }
        arc = 0;
    }
    if (ber.n == 0 || ber.p[ber.n - 1] & 0x80)
        return CP_STR("");
    return cp_buf_str(&b);
}
