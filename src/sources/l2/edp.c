/* SPDX-License-Identifier: Apache-2.0 */
/* edp.c - see edp.h. */
#include "sources/l2/edp.h"
#include <string.h>

enum {
    HEAD_BYTES = 16,
    TLV_HEAD_BYTES = 4,
    MARKER = 0x99,
    TLV_END = 0,
    TLV_DISPLAY = 1,
    TLV_INFO = 2,
    TLV_VLAN = 5,
    ID_IS_MAC = 0,
};

static cp_str text_of(cp_bytes b)
{
    while (b.n > 0 && b.p[b.n - 1] == 0)
        b.n--;
    return cp_str_of_bytes(b);
}

static const char *read_info(cp_cur *v, cp_edp *out)
{
    uint16_t slot = cp_cur_u16be(v), port = cp_cur_u16be(v);
    cp_cur_skip(v, 8);
    cp_bytes software = cp_cur_take(v, sizeof out->software);
    if (v->bad)
        return "info too short";
    out->has_info = true;
    out->slot = slot + 1u;
    out->port = port + 1u;
    memcpy(out->software, software.p, sizeof out->software);
    return NULL;
}

static const char *read_vlan(cp_cur *v, cp_edp *out)
{
    cp_cur_skip(v, 2);
    cp_edp_vlan vlan = { .id = cp_cur_u16be(v) };
    cp_cur_skip(v, 4);
    cp_bytes ip = cp_cur_take(v, 4);
    if (v->bad)
        return "VLAN too short";
    vlan.ip = cp_ip_v4(ip.p);
    vlan.name = text_of(cp_cur_rest(v));
    if (out->n_vlans < CP_EDP_VLANS_MAX)
        out->vlans[out->n_vlans++] = vlan;
    return NULL;
}

static const char *read_value(unsigned type, cp_cur *v, cp_edp *out)
{
    switch (type) {
    case TLV_DISPLAY: out->display = text_of(cp_cur_rest(v)); return NULL;
    case TLV_INFO: return read_info(v, out);
    case TLV_VLAN: return read_vlan(v, out);
    default: return NULL; /* rings and redundancy: how, not who */
    }
}

static cp_rc read_tlvs(cp_cur *c, cp_edp *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) > 0) {
        uint64_t off_bytes = cp_cur_off(c);
        unsigned marker = cp_cur_u8(c), type = cp_cur_u8(c), length = cp_cur_u16be(c);
        if (!c->bad && (marker != MARKER || length < TLV_HEAD_BYTES))
            return cp_fail(err, CP_EFORMAT, off_bytes,
                           "TLV begins with %02x and has length %u, expected 99 and at least %d",
                           marker, length, TLV_HEAD_BYTES);
        cp_cur value = cp_cur_sub(c, length - TLV_HEAD_BYTES);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "TLV %u of %u bytes reaches past the end",
                           type, length);
        if (type == TLV_END)
            break;
        if (++out->n_tlvs > CP_EDP_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d TLVs", CP_EDP_TLVS_MAX);
        const char *why = read_value(type, &value, out);
        if (why && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u: %s", type, why);
    }
    return rc;
}

cp_rc cp_edp_parse(cp_bytes in, cp_edp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    *out = (cp_edp){ .version = cp_cur_u8(&c) };
    cp_cur_skip(&c, 1);
    size_t length = cp_cur_u16be(&c);
    cp_cur_skip(&c, 4); /* checksum, sequence */
    uint16_t kind = cp_cur_u16be(&c);
    cp_bytes mac = cp_cur_take(&c, 6);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the EDP header is cut off");
    if (out->version != 1)
        return cp_fail(err, CP_EFORMAT, 0, "EDP version is %u, expected 1", out->version);
    out->has_mac = kind == ID_IS_MAC;
    out->mac = cp_mac_of(mac.p);
    if (length >= HEAD_BYTES && length - HEAD_BYTES < cp_cur_left(&c)) /* then comes padding */
        c = cp_cur_sub(&c, length - HEAD_BYTES);
    return read_tlvs(&c, out, err);
}
