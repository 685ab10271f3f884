/* SPDX-License-Identifier: Apache-2.0 */
/* ospf.c - see ospf.h. */
#include "sources/routing/ospf.h"
#include <string.h>

enum { TYPE_MAX = 5 };

static cp_ip take_id(cp_cur *c)
{
    cp_bytes b = cp_cur_take(c, 4);
    return b.n ? cp_ip_v4(b.p) : (cp_ip){ .version = 0 };
}

static cp_rc read_hello(cp_cur *c, cp_ospf *out, cp_err *err)
{
    if (out->version == 2) {
        out->mask = take_id(c);
        out->interval_s = cp_cur_u16be(c);
        out->options = cp_cur_u8(c);
        out->priority = cp_cur_u8(c);
        out->dead_s = cp_cur_u32be(c);
    } else {
        cp_cur_skip(c, 4);
        out->priority = cp_cur_u8(c);
        out->options = cp_cur_u24be(c);
        out->interval_s = cp_cur_u16be(c);
        out->dead_s = cp_cur_u16be(c);
    }
    out->dr = take_id(c);
    out->bdr = take_id(c);
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the hello is cut off");
    out->is_hello = true;
    while (cp_cur_left(c) >= 4 && out->n_neighbours < CP_OSPF_NEIGHBOURS_MAX)
        out->neighbours[out->n_neighbours++] = take_id(c);
    return CP_OK;
}

static cp_rc read_lsa(cp_cur *c, cp_bytes *lsa, cp_err *err)
{
    uint64_t at = cp_cur_off(c);
    size_t n = (size_t)cp_cur_peek(c, 18) << 8 | cp_cur_peek(c, 19);
    if (cp_cur_left(c) < CP_OSPF_LSA_HEAD_BYTES)
        return cp_fail(err, CP_ESHORT, at, "the header of an LSA is cut off");
    if (n < CP_OSPF_LSA_HEAD_BYTES)
        return cp_fail(err, CP_EFORMAT, at, "an LSA of %zu bytes, expected at least %d", n,
                       CP_OSPF_LSA_HEAD_BYTES);
    *lsa = cp_cur_take(c, n);
    return c->bad ? cp_fail(err, CP_ESHORT, at, "an LSA reaches past the end") : CP_OK;
}

static cp_rc read_update(cp_cur *c, cp_ospf *out, cp_err *err)
{
    uint32_t n = cp_cur_u32be(c);
    cp_rc rc = CP_OK;
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the update is cut off");
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        cp_bytes lsa;
        if (i == CP_OSPF_LSAS_MAX)
            return cp_fail(err, CP_ELIMIT, cp_cur_off(c), "more than %d LSAs", CP_OSPF_LSAS_MAX);
        rc = read_lsa(c, &lsa, err);
        if (rc == CP_OK)
            out->lsas[out->n_lsas++] = lsa;
    }
    return rc;
}

cp_rc cp_ospf_parse(cp_bytes in, cp_ospf *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    uint8_t version = cp_cur_u8(&c), type = cp_cur_u8(&c);
    uint16_t n = cp_cur_u16be(&c), head = version == 2 ? 24 : 16;
    cp_ip router = take_id(&c), area = take_id(&c);
    cp_cur_skip(&c, head - 12);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the OSPF header is cut off");
    if (version != 2 && version != 3)
        return cp_fail(err, CP_EFORMAT, 0, "OSPF version is %u, expected 2 or 3", version);
    if (type == 0 || type > TYPE_MAX)
        return cp_fail(err, CP_EFORMAT, 1, "OSPF type is %u, expected 1 to %d", type, TYPE_MAX);
    if (n < head)
        return cp_fail(err, CP_EFORMAT, 2, "an OSPF packet of %u bytes, expected at least %u", n,
                       head);
    out->version = version;
    out->type = type;
    out->router = router;
    out->area = area;
    cp_cur body = cp_cur_sub(&c, n - head); /* behind it a digest may stand, or link-local data */
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the packet is shorter than it says");
    if (type == CP_OSPF_HELLO)
        return read_hello(&body, out, err);
    return type == CP_OSPF_UPDATE ? read_update(&body, out, err) : CP_OK;
}
