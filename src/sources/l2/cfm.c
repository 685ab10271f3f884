/* SPDX-License-Identifier: Apache-2.0 */
/* cfm.c - see cfm.h. */
#include "sources/l2/cfm.h"
#include <string.h>
#include "sources/l2/oui.h"

enum {
    TLV_END = 0,
    TLV_SENDER = 1,
    TLV_ORGANISATION = 31,
    CCM_BEFORE_MAID_BYTES = 6,
    BER_OID = 6,
};

static const char *read_sender(cp_cur *v, cp_cfm *out)
{
    uint8_t n = cp_cur_u8(v);
    if (n) { /* without a chassis id there is no subtype either */
        uint8_t subtype = cp_cur_u8(v);
        cp_bytes id = cp_cur_take(v, n);
        if (v->bad)
            return "chassis id too short";
        out->chassis_subtype = subtype;
        out->chassis = id;
    }
    if (v->bad)
        return "sender without a length";
    if (cp_cur_left(v) == 0)
        return NULL;
    cp_bytes domain = cp_cur_take(v, cp_cur_u8(v));
    cp_bytes address = { NULL, 0 };
    if (domain.n)
        address = cp_cur_take(v, cp_cur_u8(v));
    if (v->bad)
        return "management address too short";
    out->mgmt_domain = domain;
    out->mgmt_address = address;
    return NULL;
}

static const char *read_organisation(cp_cur *v, cp_cfm *out)
{
    uint32_t oui = cp_cur_u24be(v);
    if (v->bad)
        return "too short for an OUI";
    cp_oui_keep(out->ouis, &out->n_ouis, CP_CFM_OUIS_MAX, oui);
    return NULL;
}

static const char *read_value(unsigned type, cp_cur *v, cp_cfm *out)
{
    switch (type) {
    case TLV_SENDER: return read_sender(v, out);
    case TLV_ORGANISATION: return read_organisation(v, out);
    default: return NULL;
    }
}

static cp_rc read_tlvs(cp_cur *c, cp_cfm *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) > 0) {
        uint64_t off_bytes = cp_cur_off(c);
        unsigned type = cp_cur_u8(c);
        if (type == TLV_END)
            break;
        unsigned length = cp_cur_u16be(c);
        cp_cur value = cp_cur_sub(c, length);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "TLV %u of %u bytes reaches past the end",
                           type, length);
        if (++out->n_tlvs > CP_CFM_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d TLVs", CP_CFM_TLVS_MAX);
        const char *why = read_value(type, &value, out);
        if (why && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u: %s", type, why);
    }
    return rc;
}

/* sequence, MEP and MAID, of what is between the head and the first TLV */
static cp_rc read_check(cp_cur *c, cp_cfm *out, cp_err *err)
{
    cp_cur_skip(c, 4);
    out->mep = cp_cur_u16be(c) & 0x1fff;
    uint64_t off_bytes = cp_cur_off(c);
    cp_cur maid = cp_cur_sub(c, CP_CFM_MAID_BYTES);
    if (c->bad)
        return cp_fail(err, CP_ESHORT, off_bytes, "the MAID is cut off");
    uint8_t md_format = cp_cur_u8(&maid);
    cp_bytes md = { NULL, 0 };
    if (md_format != CP_CFM_MD_NONE)
        md = cp_cur_take(&maid, cp_cur_u8(&maid));
    uint8_t ma_format = cp_cur_u8(&maid);
    cp_bytes ma = cp_cur_take(&maid, cp_cur_u8(&maid));
    if (maid.bad)
        return cp_fail(err, CP_EFORMAT, off_bytes, "a name is longer than the MAID");
    out->md_format = md_format;
    out->md = md;
    out->ma_format = ma_format;
    out->ma = ma;
    return CP_OK;
}

cp_rc cp_cfm_parse(cp_bytes in, cp_cfm *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    *out = (cp_cfm){ .level = 0 };
    uint8_t head = cp_cur_u8(&c);
    out->level = head >> 5;
    out->version = head & 0x1f;
    out->opcode = cp_cur_u8(&c);
    out->flags = cp_cur_u8(&c);
    uint8_t offset = cp_cur_u8(&c);
    cp_cur fixed = cp_cur_sub(&c, offset);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the head of the CFM PDU is cut off");
    if (out->opcode == CP_CFM_CCM)
        rc = read_check(&fixed, out, err);
    else if (out->opcode != CP_CFM_LBM && out->opcode != CP_CFM_LTR)
        return CP_OK;
    cp_rc of_tlvs = read_tlvs(&c, out, rc == CP_OK ? err : NULL);
    return rc == CP_OK ? of_tlvs : rc;
}

/* ---- text */

static cp_str text_of(cp_bytes b)
{
    while (b.n > 0 && b.p[b.n - 1] == 0)
        b.n--;
    return cp_str_of_bytes(b);
}

static uint32_t number_of(cp_bytes b)
{
    uint32_t v = 0;
    for (size_t i = 0; i < b.n; i++)
        v = v << 8 | b.p[i];
    return v;
}

cp_str cp_cfm_md_text(cp_arena *a, const cp_cfm *p)
{
    switch (p->md_format) {
    case CP_CFM_MD_DNS:
    case CP_CFM_MD_TEXT: return text_of(p->md);
    case CP_CFM_MD_MAC:
        if (p->md.n == 8)
            return cp_str_fmt(a, "%.*s %u", CP_FMT(cp_mac_text(a, cp_mac_of(p->md.p))),
                              number_of((cp_bytes){ p->md.p + 6, 2 }));
        break;
    default: break;
    }
    return cp_hex(a, p->md);
}

cp_str cp_cfm_ma_text(cp_arena *a, const cp_cfm *p)
{
    switch (p->ma_format) {
    case CP_CFM_MA_TEXT:
    case CP_CFM_MA_ICC:
    case CP_CFM_MA_ICC_COUNTRY: return text_of(p->ma);
    case CP_CFM_MA_VLAN:
    case CP_CFM_MA_NUMBER:
        if (p->ma.n == 2)
            return cp_str_fmt(a, "%u", number_of(p->ma));
        break;
    default: break;
    }
    return cp_hex(a, p->ma);
}

bool cp_cfm_mgmt_ip(const cp_cfm *p, cp_ip *out)
{
    /* 1.3.6.1.2.1.100.1: transportDomains, UDP and TCP over IPv4 and IPv6 without a zone;
     * 1.3.6.1.6.1.1: snmpUDPDomain. The contents of the value, or all of it. */
    static const uint8_t transport[] = { 0x2b, 6, 1, 2, 1, 0x64, 1 },
                         snmp[] = { 0x2b, 6, 1, 6, 1, 1 };
    cp_bytes d = p->mgmt_domain, address = p->mgmt_address;
    if (d.n > 2 && d.p[0] == BER_OID && d.p[1] == d.n - 2)
        d = (cp_bytes){ d.p + 2, d.n - 2 };
    bool is_snmp = d.n == sizeof snmp && memcmp(d.p, snmp, sizeof snmp) == 0;
    bool is_transport =
        d.n == sizeof transport + 1 && memcmp(d.p, transport, sizeof transport) == 0;
    if (!is_snmp && !is_transport)
        return false;
    if (address.n == 4 || address.n == 6) /* with a port or without */
        *out = cp_ip_v4(address.p);
    else if (is_transport && (address.n == 16 || address.n == 18))
        *out = cp_ip_v6(address.p);
    else
        return false;
    return true;
}
