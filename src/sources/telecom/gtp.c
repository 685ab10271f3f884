/* SPDX-License-Identifier: Apache-2.0 */
/* gtp.c - see gtp.h. */
#include "sources/telecom/gtp.h"
#include <string.h>

enum {
    V1_RECOVERY = 14,
    V1_GSN_ADDRESS = 133,
    V1_FQDN = 190,
    V2_RECOVERY = 3,
    V2_F_TEID = 87,
    V2_BEARER = 93,
    V2_PDN = 109,
    V2_FQDN = 136,
    PRIVATE = 255,         /* in both */
    V2_DEPTH_MAX = 3,      /* a bearer in a PDN connection in the message */
    V1_EXTENSIONS_MAX = 16 /* of the header; one or two occur */
};

/* Lengths of the IEs of version 1 below 128 (TS 29.060, 7.7, table 37; those of versions
 * before). */
static const uint8_t v1_lengths[128] = {
    [1] = 1,  [2] = 8,  [3] = 6,  [4] = 4,   [5] = 4,   [6] = 3,  [8] = 1,  [9] = 28,
    [11] = 1, [12] = 3, [13] = 1, [14] = 1,  [15] = 1,  [16] = 4, [17] = 4, [18] = 5,
    [19] = 1, [20] = 1, [21] = 1, [22] = 9,  [23] = 1,  [24] = 1, [25] = 2, [26] = 2,
    [27] = 2, [28] = 2, [29] = 1, [126] = 1, [127] = 4,
};

static void keep_node(cp_gtp *out, uint8_t interface, cp_ip ip)
{
    if (out->n_nodes < CP_GTP_NODES_MAX)
        out->nodes[out->n_nodes++] = (cp_gtp_node){ .interface = interface, .ip = ip };
}

static void read_enterprise(cp_cur *v, cp_gtp *out)
{
    uint16_t enterprise = cp_cur_u16be(v);
    for (uint32_t i = 0; i < out->n_enterprises; i++)
        if (out->enterprises[i] == enterprise)
            return;
    if (!v->bad && out->n_enterprises < CP_GTP_ENTERPRISES_MAX)
        out->enterprises[out->n_enterprises++] = enterprise;
}

static void read_name(cp_cur *v, cp_gtp *out)
{
    cp_bytes name = cp_cur_rest(v);
    if (name.n && out->n_names < CP_GTP_NAMES_MAX)
        out->names[out->n_names++] = name;
}

static void read_recovery(cp_cur *v, cp_gtp *out)
{
    uint8_t recovery = cp_cur_u8(v);
    out->recovery = out->has_recovery ? out->recovery : recovery;
    out->has_recovery = out->has_recovery || !v->bad;
}

static void read_gsn(cp_cur *v, cp_gtp *out)
{
    size_t n = cp_cur_left(v);
    cp_bytes b = cp_cur_take(v, n == 16 ? 16 : 4);
    if (b.n)
        keep_node(out, CP_GTP_GSN, b.n == 16 ? cp_ip_v6(b.p) : cp_ip_v4(b.p));
}

static void read_f_teid(cp_cur *v, cp_gtp *out)
{
    enum { HAS_V4 = 0x80, HAS_V6 = 0x40, INTERFACE = 0x3f };
    uint8_t flags = cp_cur_u8(v);
    cp_cur_skip(v, 4);
    cp_bytes v4 = flags & HAS_V4 ? cp_cur_take(v, 4) : (cp_bytes){ NULL, 0 };
    cp_bytes v6 = flags & HAS_V6 ? cp_cur_take(v, 16) : (cp_bytes){ NULL, 0 };
    if (v4.n)
        keep_node(out, flags & INTERFACE, cp_ip_v4(v4.p));
    if (v6.n)
        keep_node(out, flags & INTERFACE, cp_ip_v6(v6.p));
}

static cp_rc too_many(uint64_t at, cp_err *err)
{
    return cp_fail(err, CP_ELIMIT, at, "more than %d information elements", CP_GTP_IES_MAX);
}

static cp_rc read_v1(cp_cur *c, cp_gtp *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) > 0) {
        uint64_t at = cp_cur_off(c);
        uint8_t type = cp_cur_u8(c);
        uint16_t length = type < 128 ? v1_lengths[type] : cp_cur_u16be(c);
        if (type < 128 && length == 0)
            return cp_fail(err, CP_EFORMAT, at, "information element %u of unknown length", type);
        cp_cur value = cp_cur_sub(c, length);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, at, "information element %u reaches past the end", type);
        if (++out->n_ies > CP_GTP_IES_MAX)
            return too_many(at, err);
        switch (type) {
        case V1_RECOVERY: read_recovery(&value, out); break;
        case V1_GSN_ADDRESS: read_gsn(&value, out); break;
        case V1_FQDN: read_name(&value, out); break;
        case PRIVATE: read_enterprise(&value, out); break;
        default: break;
        }
        if (value.bad && rc == CP_OK)
            rc = cp_fail(err, CP_EFORMAT, at, "information element %u of %u bytes", type, length);
    }
    return rc;
}

static cp_rc read_v2(cp_cur *c, uint32_t depth, cp_gtp *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (cp_cur_left(c) > 0) {
        uint64_t at = cp_cur_off(c);
        uint8_t type = cp_cur_u8(c);
        uint16_t length = cp_cur_u16be(c);
        cp_cur_skip(c, 1);
        cp_cur value = cp_cur_sub(c, length);
        if (c->bad)
            return cp_fail(err, CP_ESHORT, at, "information element %u reaches past the end", type);
        if (++out->n_ies > CP_GTP_IES_MAX)
            return too_many(at, err);
        cp_rc inner = CP_OK;
        cp_err *first = rc == CP_OK ? err : NULL;
        switch (type) {
        case V2_RECOVERY: read_recovery(&value, out); break;
        case V2_F_TEID: read_f_teid(&value, out); break;
        case V2_FQDN: read_name(&value, out); break;
        case PRIVATE: read_enterprise(&value, out); break;
        case V2_BEARER:
        case V2_PDN:
            if (depth < V2_DEPTH_MAX)
                inner = read_v2(&value, depth + 1, out, first);
            break;
        default: break;
        }
        if (inner == CP_ELIMIT)
            return rc == CP_OK ? inner : rc;
        if (inner == CP_OK && value.bad)
            inner =
                cp_fail(first, CP_EFORMAT, at, "information element %u of %u bytes", type, length);
        rc = rc == CP_OK ? inner : rc;
    }
    return rc;
}

/* To the first IE. *n: bytes of the message with its header. False: it is none. */
static bool head_v1(cp_cur *c, uint8_t flags, uint32_t *n)
{
    enum { IS_GTP = 0x10, SPARE = 0x08, HAS_MORE = 7, HAS_NEXT = 4 };
    uint8_t next = 0;
    *n = cp_cur_u16be(c) + 8u;
    cp_cur_skip(c, 4);
    if (!(flags & IS_GTP) || flags & SPARE)
        return false;
    if (flags & HAS_MORE) {
        cp_cur_skip(c, 3);
        next = cp_cur_u8(c);
    }
    for (int i = 0; flags & HAS_NEXT && next && i < V1_EXTENSIONS_MAX && !c->bad; i++) {
        uint8_t words = cp_cur_u8(c); /* with this byte and the type of the next */
        if (words == 0)
            return false;
        cp_cur_skip(c, (size_t)words * 4 - 2);
        next = cp_cur_u8(c);
    }
    return true;
}

static bool head_v2(cp_cur *c, uint8_t flags, uint8_t type, uint32_t *n)
{
    enum { HAS_TEID = 0x08, SPARE = 3, ECHO_FIRST = 1, VERSION_NOT_SUPPORTED = 3 };
    bool is_of_path = type >= ECHO_FIRST && type <= VERSION_NOT_SUPPORTED;
    *n = cp_cur_u16be(c) + 4u;
    cp_cur_skip(c, flags & HAS_TEID ? 8 : 4);
    return !(flags & SPARE) && (flags & HAS_TEID || is_of_path); /* 5.5.1 */
}

cp_rc cp_gtp_parse(cp_bytes in, cp_gtp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    uint8_t flags = cp_cur_u8(&c), type = cp_cur_u8(&c), version = flags >> 5;
    uint32_t length = 0;
    bool is_known = version == 1   ? head_v1(&c, flags, &length)
                    : version == 2 ? head_v2(&c, flags, type, &length)
                                   : false;
    if (!is_known || type == 0)
        return cp_fail(err, CP_EUNKNOWN, 0, "flags 0x%02x and type %u are not those of GTP", flags,
                       type);
    uint64_t head = cp_cur_off(&c);
    if (c.bad || head > length)
        return cp_fail(err, CP_EUNKNOWN, 2, "%zu bytes of length %u do not hold a GTP header", in.n,
                       length);
    *out = (cp_gtp){ .version = version, .type = type, .length = length };
    cp_cur ies = cp_cur_sub(&c, length < in.n ? length - head : in.n - head);
    cp_rc rc = version == 1 ? read_v1(&ies, out, err) : read_v2(&ies, 1, out, err);
    if (rc == CP_OK && length > in.n)
        rc = cp_fail(err, CP_ESHORT, in.n, "%zu bytes of a message of %u", in.n, length);
    return rc;
}

cp_str cp_gtp_interface_text(cp_arena *a, uint8_t interface)
{
    static const char *const names[] = {
        "S1-U eNodeB GTP-U",
        "S1-U SGW GTP-U",
        "S12 RNC GTP-U",
        "S12 SGW GTP-U",
        "S5/S8 SGW GTP-U",
        "S5/S8 PGW GTP-U",
        "S5/S8 SGW GTP-C",
        "S5/S8 PGW GTP-C",
        "S5/S8 SGW PMIPv6",
        "S5/S8 PGW PMIPv6",
        "S11 MME GTP-C",
        "S11/S4 SGW GTP-C",
        "S10/N26 MME GTP-C",
        "S3 MME GTP-C",
        "S3 SGSN GTP-C",
        "S4 SGSN GTP-U",
        "S4 SGW GTP-U",
        "S4 SGSN GTP-C",
        "S16 SGSN GTP-C",
        "eNodeB GTP-U for downlink forwarding",
        "eNodeB GTP-U for uplink forwarding",
        "RNC GTP-U for forwarding",
        "SGSN GTP-U for forwarding",
        "SGW GTP-U for downlink forwarding",
        "Sm MBMS GW GTP-C",
        "Sn MBMS GW GTP-C",
        "Sm MME GTP-C",
        "Sn SGSN GTP-C",
        "SGW GTP-U for uplink forwarding",
        "Sn SGSN GTP-U",
        "S2b ePDG GTP-C",
        "S2b-U ePDG GTP-U",
        "S2b PGW GTP-C",
        "S2b-U PGW GTP-U",
        "S2a TWAN GTP-U",
        "S2a TWAN GTP-C",
        "S2a PGW GTP-C",
        "S2a PGW GTP-U",
        "S11 MME GTP-U",
        "S11 SGW GTP-U",
        "N26 AMF GTP-C",
        "N19mb UPF GTP-U",
    };
    if (interface == CP_GTP_GSN)
        return CP_STR("GSN");
    if (interface < sizeof names / sizeof *names)
        return cp_str_c(names[interface]);
    return cp_str_fmt(a, "%u", interface);
}
