/* SPDX-License-Identifier: Apache-2.0 */
/* stp.c - see stp.h. */
#include "sources/l2/stp.h"

enum {
    TYPE_CONFIGURATION = 0x00,
    TYPE_RAPID = 0x02,
    TYPE_CHANGE = 0x80,
    VERSION_MULTIPLE = 3,
    REGION_BYTES_MIN = 64, /* without trees (802.1Q, 14.4) */
};

static void read_id(cp_cur *c, cp_stp_id *out)
{
    uint16_t priority = cp_cur_u16be(c);
    cp_bytes mac = cp_cur_take(c, 6);
    if (c->bad)
        return;
    out->priority = priority;
    out->mac = cp_mac_of(mac.p);
}

/* What of a region is not there, or is that of a protocol before the standard, is no error: a
 * bridge reads the front then (802.1Q, 14.4). */
static void read_region(cp_cur *c, cp_stp *out)
{
    uint8_t length_1 = cp_cur_u8(c);
    cp_cur r = cp_cur_sub(c, cp_cur_u16be(c));
    cp_stp_id bridge = { .priority = 0 };
    if (length_1 != 0 || cp_cur_left(&r) < REGION_BYTES_MIN || cp_cur_u8(&r) != 0)
        return;
    cp_bytes name = cp_cur_take(&r, CP_STP_NAME_BYTES);
    out->revision = cp_cur_u16be(&r);
    out->digest = cp_cur_take(&r, CP_STP_DIGEST_BYTES);
    cp_cur_skip(&r, 4); /* cost within the region */
    read_id(&r, &bridge);
    while (name.n > 0 && name.p[name.n - 1] == 0)
        name.n--;
    out->region = cp_str_of_bytes(name);
    out->has_region = true;
    out->region_root = out->bridge;
    out->bridge = bridge;
}

cp_rc cp_stp_parse(cp_bytes in, cp_stp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    *out = (cp_stp){ .version = 0 };
    uint16_t protocol = cp_cur_u16be(&c);
    out->version = cp_cur_u8(&c);
    out->type = cp_cur_u8(&c);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the head of the BPDU is cut off");
    if (protocol != 0)
        return cp_fail(err, CP_EFORMAT, 0, "protocol is %u, expected 0", protocol);
    if (out->type == TYPE_CHANGE)
        return CP_OK;
    if (out->type != TYPE_CONFIGURATION && out->type != TYPE_RAPID)
        return cp_fail(err, CP_EFORMAT, 3, "type of BPDU is %02x, expected 00, 02 or 80",
                       out->type);
    out->flags = cp_cur_u8(&c);
    read_id(&c, &out->root);
    out->cost = cp_cur_u32be(&c);
    read_id(&c, &out->bridge);
    out->has_bridge = !c.bad;
    out->port = cp_cur_u16be(&c);
    out->age = cp_cur_u16be(&c);
    out->age_max = cp_cur_u16be(&c);
    out->hello = cp_cur_u16be(&c);
    out->delay = cp_cur_u16be(&c);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the BPDU is cut off");
    if (out->type == TYPE_RAPID && out->version >= VERSION_MULTIPLE)
        read_region(&c, out);
    return CP_OK;
}

cp_str cp_stp_id_text(cp_arena *a, const cp_stp_id *id)
{
    return cp_str_fmt(a, "%u.%.*s", id->priority, CP_FMT(cp_mac_text(a, id->mac)));
}
