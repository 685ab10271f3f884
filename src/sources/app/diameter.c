/* SPDX-License-Identifier: Apache-2.0 */
/* diameter.c - see diameter.h. */
#include "sources/app/diameter.h"
#include <string.h>

enum {
    AVP_HOST_IP = 257,
    AVP_ORIGIN_HOST = 264,
    AVP_SUPPORTED_VENDOR = 265,
    AVP_VENDOR = 266,
    AVP_FIRMWARE = 267,
    AVP_PRODUCT = 269,
    AVP_ORIGIN_REALM = 296,
    AVP_IS_VENDORS = 0x80, /* flags */
    AVP_HEAD_BYTES = 8,
    FLAG_REQUEST = 0x80,
    FLAGS_RESERVED = 0x0f,
    AFI_IPV4 = 1,
    AFI_IPV6 = 2,
};

cp_rc cp_diameter_head_parse(cp_bytes in, cp_diameter_head *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    uint8_t version = cp_cur_u8(&c);
    uint32_t length = cp_cur_u24be(&c);
    uint8_t flags = cp_cur_u8(&c);
    uint32_t code = cp_cur_u24be(&c), application = cp_cur_u32be(&c);
    cp_cur_skip(&c, 8);
    if (in.n > 0 && version != 1)
        return cp_fail(err, CP_EUNKNOWN, 0, "Diameter version is %u, expected 1", version);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, in.n, "the Diameter header is cut off");
    if (length < CP_DIAMETER_HEAD_BYTES || length % 4 || flags & FLAGS_RESERVED)
        return cp_fail(err, CP_EUNKNOWN, 1, "length %u and flags 0x%02x are not those of Diameter",
                       length, flags);
    *out = (cp_diameter_head){ .length = length,
                               .code = code,
                               .application = application,
                               .is_request = flags & FLAG_REQUEST };
    return CP_OK;
}

bool cp_diameter_is_of_peers(const cp_diameter_head *head)
{
    return head->application == 0 &&
           (head->code == CP_DIAMETER_CAPABILITIES || head->code == CP_DIAMETER_WATCHDOG ||
            head->code == CP_DIAMETER_DISCONNECT);
}

static void read_address(cp_cur *v, cp_diameter *out)
{
    uint16_t family = cp_cur_u16be(v);
    cp_ip ip = { .version = 0 };
    if (family == AFI_IPV4) {
        cp_bytes b = cp_cur_take(v, 4);
        ip = b.n ? cp_ip_v4(b.p) : ip;
    } else if (family == AFI_IPV6) {
        cp_bytes b = cp_cur_take(v, 16);
        ip = b.n ? cp_ip_v6(b.p) : ip;
    }
    if (ip.version && out->n_addrs < CP_DIAMETER_ADDRS_MAX)
        out->addrs[out->n_addrs++] = ip;
}

static void keep_vendor(cp_diameter *out, uint32_t enterprise)
{
    for (uint32_t i = 0; i < out->n_vendors; i++)
        if (out->vendors[i] == enterprise)
            return;
    if (out->n_vendors < CP_DIAMETER_VENDORS_MAX)
        out->vendors[out->n_vendors++] = enterprise;
}

/* The first of each stays, where one is allowed. */
static void read_value(cp_cur *v, uint32_t code, cp_diameter *out)
{
    uint32_t number;
    switch (code) {
    case AVP_HOST_IP: read_address(v, out); break;
    case AVP_ORIGIN_HOST: out->host = out->host.n ? out->host : cp_cur_rest(v); break;
    case AVP_ORIGIN_REALM: out->realm = out->realm.n ? out->realm : cp_cur_rest(v); break;
    case AVP_PRODUCT: out->product = out->product.n ? out->product : cp_cur_rest(v); break;
    case AVP_VENDOR:
        number = cp_cur_u32be(v);
        out->vendor = out->vendor ? out->vendor : number;
        break;
    case AVP_FIRMWARE:
        number = cp_cur_u32be(v);
        out->firmware = out->has_firmware ? out->firmware : number;
        out->has_firmware = out->has_firmware || !v->bad;
        break;
    case AVP_SUPPORTED_VENDOR:
        number = cp_cur_u32be(v);
        if (!v->bad)
            keep_vendor(out, number);
        break;
    default: break;
    }
}

static cp_rc read_avps(cp_cur *c, cp_diameter *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) > 0) {
        uint64_t at = cp_cur_off(c);
        uint32_t code = cp_cur_u32be(c);
        uint8_t flags = cp_cur_u8(c);
        uint32_t length = cp_cur_u24be(c), head = flags & AVP_IS_VENDORS ? 12 : AVP_HEAD_BYTES;
        if (!c->bad && length < head)
            return cp_fail(err, CP_EFORMAT, at, "AVP %u of %u bytes", code, length);
        uint32_t vendor = flags & AVP_IS_VENDORS ? cp_cur_u32be(c) : 0;
        cp_cur value = cp_cur_sub(c, length - head);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, at, "AVP %u reaches past the end", code);
        if (++out->n_avps > CP_DIAMETER_AVPS_MAX)
            return cp_fail(err, CP_ELIMIT, at, "more than %d AVPs", CP_DIAMETER_AVPS_MAX);
        if (vendor == 0)
            read_value(&value, code, out);
        if (value.bad && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, at, "AVP %u of %u bytes", code, length);
        size_t pad = (4 - length % 4) % 4; /* the last may lack it, against 4.1 */
        cp_cur_skip(c, pad < cp_cur_left(c) ? pad : cp_cur_left(c));
    }
    return rc;
}

cp_rc cp_diameter_parse(cp_bytes in, cp_diameter *out, cp_err *err)
{
    memset(out, 0, sizeof *out);
    cp_rc rc = cp_diameter_head_parse(in, &out->head, err);
    if (rc != CP_OK)
        return rc;
    uint32_t length = out->head.length;
    cp_cur c = cp_cur_of((cp_bytes){ in.p, length < in.n ? length : in.n });
    cp_cur_skip(&c, CP_DIAMETER_HEAD_BYTES);
    rc = read_avps(&c, out, err);
    if (rc == CP_OK && length > in.n)
        rc = cp_fail(err, CP_ESHORT, in.n, "%zu bytes of a message of %u", in.n, length);
    return rc;
}
