/* SPDX-License-Identifier: Apache-2.0 */
/* pfcp.c - see pfcp.h. */
#include "sources/telecom/pfcp.h"
#include <string.h>

enum {
    IE_UP_FEATURES = 43,
    IE_NODE_ID = 60,
    IE_CP_FEATURES = 89,
    IE_VENDOR_FIRST = 0x8000,
    NODE_ID_IPV4 = 0,
    NODE_ID_IPV6 = 1,
    NODE_ID_NAME = 2,
    NODE_TYPES_LAST = 49, /* below are messages about nodes, from there on about sessions (7.3) */
    SESSION_TYPES_LAST = 99,
};

/* The first stays. */
static void read_node_id(cp_cur *v, cp_pfcp *out)
{
    cp_bytes b;
    uint8_t kind = cp_cur_u8(v) & 0x0f;
    if (out->node_ip.version || out->node_name.n)
        return;
    switch (kind) {
    case NODE_ID_IPV4:
        b = cp_cur_take(v, 4);
        out->node_ip = b.n ? cp_ip_v4(b.p) : out->node_ip;
        break;
    case NODE_ID_IPV6:
        b = cp_cur_take(v, 16);
        out->node_ip = b.n ? cp_ip_v6(b.p) : out->node_ip;
        break;
    case NODE_ID_NAME: out->node_name = cp_cur_rest(v); break;
    default: break; /* spare */
    }
}

static void read_enterprise(cp_cur *v, cp_pfcp *out)
{
    uint16_t enterprise = cp_cur_u16be(v);
    for (uint32_t i = 0; i < out->n_enterprises; i++)
        if (out->enterprises[i] == enterprise)
            return;
    if (!v->bad && out->n_enterprises < CP_PFCP_ENTERPRISES_MAX)
        out->enterprises[out->n_enterprises++] = enterprise;
}

static cp_rc read_ies(cp_cur *c, cp_pfcp *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) > 0) {
        uint64_t at = cp_cur_off(c);
        uint16_t type = cp_cur_u16be(c), length = cp_cur_u16be(c);
        cp_cur value = cp_cur_sub(c, length);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, at, "information element %u reaches past the end", type);
        if (++out->n_ies > CP_PFCP_IES_MAX)
            return cp_fail(err, CP_ELIMIT, at, "more than %d information elements",
                           CP_PFCP_IES_MAX);
        if (type == IE_NODE_ID)
            read_node_id(&value, out);
        else if (type == IE_UP_FEATURES)
            out->up_features = out->up_features.n ? out->up_features : cp_cur_rest(&value);
        else if (type == IE_CP_FEATURES)
            out->cp_features = out->cp_features.n ? out->cp_features : cp_cur_rest(&value);
        else if (type >= IE_VENDOR_FIRST)
            read_enterprise(&value, out);
        if (value.bad && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, at, "information element %u of %u bytes", type, length);
    }
    return rc;
}

cp_rc cp_pfcp_parse(cp_bytes in, cp_pfcp *out, cp_err *err)
{
    enum { VERSION_SHIFT = 5, SPARE = 0x18, HAS_SEID = 1 };
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    uint8_t flags = cp_cur_u8(&c), type = cp_cur_u8(&c);
    uint32_t length = cp_cur_u16be(&c) + 4u;
    bool has_seid = flags & HAS_SEID, is_session = type > NODE_TYPES_LAST;
    if (flags >> VERSION_SHIFT != 1 || flags & SPARE || type == 0 || type > SESSION_TYPES_LAST ||
        has_seid != is_session)
        return cp_fail(err, CP_EUNKNOWN, 0, "flags 0x%02x and type %u are not those of PFCP", flags,
                       type);
    cp_cur_skip(&c, has_seid ? 12 : 4);
    uint64_t head = cp_cur_off(&c);
    if (c.bad || head > length)
        return cp_fail(err, CP_EUNKNOWN, 2, "%zu bytes of length %u do not hold a PFCP header",
                       in.n, length);
    out->type = type;
    out->length = length;
    cp_cur ies = cp_cur_sub(&c, length < in.n ? length - head : in.n - head);
    cp_rc rc = read_ies(&ies, out, err);
    if (rc == CP_OK && length > in.n)
        rc = cp_fail(err, CP_ESHORT, in.n, "%zu bytes of a message of %u", in.n, length);
    return rc;
}

/* In a modification it is the control plane that takes the session over. */
bool cp_pfcp_is_of_sender(const cp_pfcp *p) { return p->type != CP_PFCP_SESSION_MODIFICATION; }
