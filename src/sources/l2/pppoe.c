/* SPDX-License-Identifier: Apache-2.0 */
/* pppoe.c - see pppoe.h. */
#include "sources/l2/pppoe.h"

enum {
    VERSION_AND_TYPE = 0x11,
    TAG_END = 0x0000,
    TAG_SERVICE = 0x0101,
    TAG_AC_NAME = 0x0102,
    TAG_VENDOR = 0x0105,
};

/* The first octet of the number is zero (RFC 2516, appendix A). */
static const char *read_vendor(cp_cur *v, cp_pppoe *out)
{
    uint32_t enterprise = cp_cur_u32be(v);
    if (v->bad)
        return "a vendor's tag too short for its number";
    if (enterprise >> 24)
        return "a vendor's number does not begin with 0";
    for (uint32_t i = 0; i < out->n_vendors; i++)
        if (out->vendors[i] == enterprise)
            return NULL;
    if (out->n_vendors < CP_PPPOE_VENDORS_MAX)
        out->vendors[out->n_vendors++] = enterprise;
    return NULL;
}

static const char *read_value(unsigned type, cp_cur *v, cp_pppoe *out)
{
    switch (type) {
    case TAG_SERVICE: {
        cp_bytes service = cp_cur_rest(v);
        if (service.n && out->n_services < CP_PPPOE_SERVICES_MAX) /* empty: any will do */
            out->services[out->n_services++] = service;
        return NULL;
    }
    case TAG_AC_NAME: out->ac_name = cp_cur_rest(v); return NULL;
    case TAG_VENDOR: return read_vendor(v, out);
    default: return NULL; /* cookies and what hosts recognise their own frames by */
    }
}

static cp_rc read_tags(cp_cur *c, cp_pppoe *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) > 0) {
        uint64_t off_bytes = cp_cur_off(c);
        unsigned type = cp_cur_u16be(c), length = cp_cur_u16be(c);
        cp_cur value = cp_cur_sub(c, length);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, off_bytes, "tag %04x of %u bytes reaches past the end",
                           type, length);
        if (type == TAG_END)
            break;
        if (++out->n_tags > CP_PPPOE_TAGS_MAX)
            return cp_fail(err, CP_ELIMIT, off_bytes, "more than %d tags", CP_PPPOE_TAGS_MAX);
        const char *why = read_value(type, &value, out);
        if (why && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, off_bytes, "tag %04x: %s", type, why);
    }
    return rc;
}

cp_rc cp_pppoe_parse(cp_bytes in, cp_pppoe *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    *out = (cp_pppoe){ .code = 0 };
    uint8_t head = cp_cur_u8(&c);
    out->code = cp_cur_u8(&c);
    out->session = cp_cur_u16be(&c);
    size_t length = cp_cur_u16be(&c);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the PPPoE header is cut off");
    if (head != VERSION_AND_TYPE)
        return cp_fail(err, CP_EFORMAT, 0, "version and type are %02x, expected 11", head);
    if (length < cp_cur_left(&c)) /* then comes padding */
        c = cp_cur_sub(&c, length);
    return read_tags(&c, out, err);
}
