/* SPDX-License-Identifier: Apache-2.0 */
/* eigrp.c - see eigrp.h. */
#include "sources/routing/eigrp.h"
#include <string.h>

enum { VERSION = 2, HELLO = 5, TLV_PARAMETERS = 1, TLV_VERSION = 4, TLV_HEAD_BYTES = 4 };

static cp_rc read_tlv(uint16_t type, cp_cur *c, uint64_t at, cp_eigrp *out, cp_err *err)
{
    if (type == TLV_PARAMETERS) {
        cp_bytes k = cp_cur_take(c, sizeof out->k);
        uint16_t hold_s = cp_cur_u16be(c);
        if (!c->bad) {
            memcpy(out->k, k.p, sizeof out->k);
            out->hold_s = hold_s;
            out->has_parameters = true;
        }
    } else if (type == TLV_VERSION) {
        cp_bytes v = cp_cur_take(c, 4);
        if (!c->bad) {
            out->os_major = v.p[0];
            out->os_minor = v.p[1];
            out->tlv_major = v.p[2];
            out->tlv_minor = v.p[3];
            out->has_version = true;
        }
    }
    return c->bad ? cp_fail(err, CP_EFORMAT, at, "TLV %u is too short", type) : CP_OK;
}

cp_rc cp_eigrp_parse(cp_bytes in, cp_eigrp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    memset(out, 0, sizeof *out);
    uint8_t version = cp_cur_u8(&c), opcode = cp_cur_u8(&c);
    cp_cur_skip(&c, 16);
    uint16_t system = cp_cur_u16be(&c);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the EIGRP header is cut off");
    if (version != VERSION || opcode != HELLO)
        return CP_OK;
    out->is_told = true;
    out->system = system;
    for (int n = 0; rc == CP_OK && cp_cur_left(&c) > 0; n++) {
        uint64_t at = cp_cur_off(&c);
        uint16_t type = cp_cur_u16be(&c), length = cp_cur_u16be(&c);
        if (n == CP_EIGRP_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, at, "more than %d TLVs", CP_EIGRP_TLVS_MAX);
        if (!c.bad && length < TLV_HEAD_BYTES)
            return cp_fail(err, CP_EFORMAT, at, "a TLV of %u bytes", length);
        cp_cur value = cp_cur_sub(&c, (size_t)length - TLV_HEAD_BYTES);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, at, "TLV %u reaches past the end", type);
        rc = read_tlv(type, &value, at, out, err);
    }
    return rc;
}
