/* SPDX-License-Identifier: Apache-2.0 */
/* oam.c - see oam.h. */
#include "sources/l2/oam.h"
#include <string.h>
#include "sources/l2/lacp.h"
#include "sources/l2/oui.h"

enum { TLV_END = 0, TLV_LOCAL = 1, TLV_ORGANISATION = 0xfe, TLV_HEAD_BYTES = 2 };

static const char *read_local(cp_cur *v, cp_oam *out)
{
    cp_oam o = *out;
    o.version = cp_cur_u8(v);
    o.revision = cp_cur_u16be(v);
    o.state = cp_cur_u8(v);
    o.configuration = cp_cur_u8(v);
    o.pdu_max = cp_cur_u16be(v);
    o.oui = cp_cur_u24be(v);
    cp_bytes info = cp_cur_take(v, sizeof o.vendor_info);
    if (v->bad)
        return "local information too short";
    memcpy(o.vendor_info, info.p, sizeof o.vendor_info);
    o.has_local = true;
    *out = o;
    return NULL;
}

static const char *read_organisation(cp_cur *v, cp_oam *out)
{
    uint32_t oui = cp_cur_u24be(v);
    if (v->bad)
        return "too short for an OUI";
    cp_oui_keep(out->ouis, &out->n_ouis, CP_OAM_OUIS_MAX, oui);
    return NULL;
}

static const char *read_value(unsigned type, cp_cur *v, cp_oam *out)
{
    switch (type) {
    case TLV_LOCAL: return read_local(v, out);
    case TLV_ORGANISATION: return read_organisation(v, out);
    default: return NULL;
    }
}

static cp_rc read_information(cp_cur *c, cp_oam *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) >= TLV_HEAD_BYTES) {
        uint64_t off_bytes = cp_cur_off(c);
        unsigned type = cp_cur_u8(c), length = cp_cur_u8(c);
        if (type == TLV_END)
            break; /* padding follows */
        if (length < TLV_HEAD_BYTES)
            return cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u has length %u, expected at least 2",
                           type, length);
        cp_cur value = cp_cur_sub(c, length - TLV_HEAD_BYTES);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "TLV %u of %u bytes reaches past the end",
                           type, length);
        if (++out->n_tlvs > CP_OAM_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d TLVs", CP_OAM_TLVS_MAX);
        const char *why = read_value(type, &value, out);
        if (why && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u: %s", type, why);
    }
    return rc;
}

cp_rc cp_oam_parse(cp_bytes in, cp_oam *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    *out = (cp_oam){ .flags = 0 };
    uint8_t subtype = cp_cur_u8(&c);
    out->flags = cp_cur_u16be(&c);
    out->code = cp_cur_u8(&c);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the head of the OAM PDU is cut off");
    if (subtype != CP_SLOW_OAM)
        return cp_fail(err, CP_EFORMAT, 0, "subtype is %u, expected %d", subtype, CP_SLOW_OAM);
    if (out->code == CP_OAM_INFORMATION)
        return read_information(&c, out, err);
    const char *why = out->code == CP_OAM_ORGANISATION ? read_organisation(&c, out) : NULL;
    return why ? cp_fail(err, CP_EFORMAT, cp_cur_off(&c), "%s", why) : CP_OK;
}
