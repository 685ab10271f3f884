/* SPDX-License-Identifier: Apache-2.0 */
/* lacp.c - see lacp.h. */
#include "sources/l2/lacp.h"

enum { TLV_END = 0, TLV_ACTOR = 1, TLV_PARTNER = 2, TLV_HEAD_BYTES = 2 };

static const char *read_end(cp_cur *v, cp_lacp_end *out)
{
    cp_lacp_end e = { .system_priority = cp_cur_u16be(v) };
    cp_bytes system = cp_cur_take(v, 6);
    e.key = cp_cur_u16be(v);
    e.port_priority = cp_cur_u16be(v);
    e.port = cp_cur_u16be(v);
    e.state = cp_cur_u8(v);
    if (v->bad)
        return "too short";
    e.is_told = true;
    e.system = cp_mac_of(system.p);
    *out = e;
    return NULL;
}

static const char *read_value(unsigned type, cp_cur *v, cp_lacp *out)
{
    switch (type) {
    case TLV_ACTOR: return read_end(v, &out->actor);
    case TLV_PARTNER: return read_end(v, &out->partner);
    default: return NULL;
    }
}

cp_rc cp_lacp_parse(cp_bytes in, cp_lacp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    *out = (cp_lacp){ .version = 0 };
    uint8_t subtype = cp_cur_u8(&c);
    out->version = cp_cur_u8(&c);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the LACP header is cut off");
    if (subtype != CP_SLOW_LACP)
        return cp_fail(err, CP_EFORMAT, 0, "subtype is %u, expected %d", subtype, CP_SLOW_LACP);
    while (cp_cur_left(&c) >= TLV_HEAD_BYTES) {
        uint64_t off_bytes = cp_cur_off(&c);
        unsigned type = cp_cur_u8(&c), length = cp_cur_u8(&c);
        if (type == TLV_END)
            break; /* padding follows */
        if (length < TLV_HEAD_BYTES)
            return cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u has length %u, expected at least 2",
                           type, length);
        cp_cur value = cp_cur_sub(&c, length - TLV_HEAD_BYTES);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "TLV %u of %u bytes reaches past the end",
                           type, length);
        if (++out->n_tlvs > CP_LACP_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d TLVs", CP_LACP_TLVS_MAX);
        const char *why = read_value(type, &value, out);
        if (why && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "TLV %u: %s", type, why);
    }
    return rc;
}
