/* SPDX-License-Identifier: Apache-2.0 */
/* hsrp.c - see hsrp.h. */
#include "sources/routing/hsrp.h"
#include <string.h>

enum {
    VERSION_1 = 0, /* in its first byte, where version 2 has the type of a TLV */
    ADVERTISE = 3,
    TLV_GROUP = 1,
    GROUP_BYTES = 40,
};

static const char *state_of_1(uint8_t state)
{
    static const struct {
        uint8_t state;
        const char *name;
    } names[] = { { 0, "initial" }, { 1, "learn" },   { 2, "listen" },
                  { 4, "speak" },   { 8, "standby" }, { 16, "active" } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].state == state)
            return names[i].name;
    return "";
}

static const char *state_of_2(uint8_t state)
{
    static const char *const names[] = { "disabled", "initial", "learn", "listen",
                                         "speak",    "standby", "active" };
    return state < sizeof names / sizeof *names ? names[state] : "";
}

static bool is_zero(cp_bytes b)
{
    size_t i = 0;
    while (i < b.n && b.p[i] == 0)
        i++;
    return i == b.n;
}

static cp_rc read_1(cp_cur *c, cp_hsrp *out, cp_err *err)
{
    cp_hsrp_group g = { .version = 1 };
    cp_cur_skip(c, 1);
    uint8_t opcode = cp_cur_u8(c);
    if (opcode == ADVERTISE)
        return CP_OK;
    g.state = state_of_1(cp_cur_u8(c));
    cp_cur_skip(c, 2); /* timers */
    g.priority = cp_cur_u8(c);
    g.group = cp_cur_u8(c);
    cp_cur_skip(c, 9); /* password */
    cp_bytes addr = cp_cur_take(c, 4);
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the message is cut off");
    if (!is_zero(addr))
        g.addr = cp_ip_v4(addr.p);
    out->groups[out->n_groups++] = g;
    return CP_OK;
}

static cp_rc read_group(cp_cur *c, uint64_t at, cp_hsrp *out, cp_err *err)
{
    cp_hsrp_group g = { .version = cp_cur_u8(c) };
    cp_cur_skip(c, 1); /* opcode */
    g.state = state_of_2(cp_cur_u8(c));
    uint8_t ip_version = cp_cur_u8(c);
    g.group = cp_cur_u16be(c);
    cp_bytes mac = cp_cur_take(c, 6);
    g.priority = cp_cur_u32be(c);
    cp_cur_skip(c, 8); /* timers */
    cp_bytes addr = cp_cur_take(c, 16);
    if (c->bad)
        return cp_fail(err, CP_EFORMAT, at, "a group's state is not of %d bytes", GROUP_BYTES);
    if (g.version != 2)
        return cp_fail(err, CP_EFORMAT, at + 2, "HSRP version is %u, expected 2", g.version);
    g.mac = cp_mac_of(mac.p);
    g.has_mac = !is_zero(mac);
    if (ip_version == 4 && !is_zero((cp_bytes){ addr.p, 4 }))
        g.addr = cp_ip_v4(addr.p);
    if (ip_version == 6 && !is_zero(addr))
        g.addr = cp_ip_v6(addr.p);
    if (out->n_groups < CP_HSRP_GROUPS_MAX)
        out->groups[out->n_groups++] = g;
    return CP_OK;
}

cp_rc cp_hsrp_parse(cp_bytes in, cp_hsrp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    memset(out, 0, sizeof *out);
    if (in.n == 0)
        return cp_fail(err, CP_ESHORT, 0, "the message is cut off");
    if (cp_cur_peek(&c, 0) == VERSION_1)
        return read_1(&c, out, err);
    for (int n = 0; rc == CP_OK && cp_cur_left(&c) > 0; n++) {
        uint64_t at = cp_cur_off(&c);
        uint8_t type = cp_cur_u8(&c);
        cp_cur value = cp_cur_sub(&c, cp_cur_u8(&c));
        if (n == CP_HSRP_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, at, "more than %d TLVs", CP_HSRP_TLVS_MAX);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, at, "TLV %u reaches past the end", type);
        if (type == TLV_GROUP)
            rc = read_group(&value, at, out, err);
    }
    return rc;
}
