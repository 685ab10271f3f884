/* SPDX-License-Identifier: Apache-2.0 */
/* isis.c - see isis.h. */
#include "sources/routing/isis.h"
#include <string.h>

enum {
    HEAD_BYTES = 8,
    TLV_AREAS = 1,
    TLV_LAN_NEIGHBOURS = 6,
    TLV_AUTHENTICATION = 10,
    TLV_PROTOCOLS = 129,
    TLV_IPV4 = 132,
    TLV_AUTHENTICATION_IP = 133,
    TLV_HOSTNAME = 137,
    TLV_IPV6 = 232,
    TLV_LINE_NEIGHBOUR = 240,
};

static cp_rc wrong_length(uint8_t type, uint64_t at, cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, at, "TLV %u is not as long as its kind", type);
}

static cp_rc read_areas(cp_cur *c, uint64_t at, cp_isis *out, cp_err *err)
{
    while (cp_cur_left(c) > 0) {
        cp_bytes area = cp_cur_take(c, cp_cur_u8(c));
        if (c->bad)
            return wrong_length(TLV_AREAS, at, err);
        if (area.n && out->n_areas < CP_ISIS_AREAS_MAX)
            out->areas[out->n_areas++] = area;
    }
    return CP_OK;
}

static cp_rc read_addrs(uint8_t type, cp_cur *c, uint64_t at, cp_isis *out, cp_err *err)
{
    size_t n = type == TLV_IPV4 ? 4 : 16;
    while (cp_cur_left(c) > 0) {
        cp_bytes b = cp_cur_take(c, n);
        if (c->bad)
            return wrong_length(type, at, err);
        if (out->n_addrs < CP_ISIS_ADDRS_MAX)
            out->addrs[out->n_addrs++] = n == 4 ? cp_ip_v4(b.p) : cp_ip_v6(b.p);
    }
    return CP_OK;
}

static void keep_neighbour(cp_bytes b, cp_isis *out)
{
    if (b.n && out->n_neighbours < CP_ISIS_NEIGHBOURS_MAX)
        out->neighbours[out->n_neighbours++] = b;
}

static cp_rc read_tlv(uint8_t type, cp_cur *c, uint64_t at, cp_isis *out, cp_err *err)
{
    switch (type) {
    case TLV_AREAS: return read_areas(c, at, out, err);
    case TLV_IPV4:
    case TLV_IPV6: return read_addrs(type, c, at, out, err);
    case TLV_PROTOCOLS:
        if (!out->protocols.n)
            out->protocols = cp_cur_rest(c);
        return CP_OK;
    case TLV_HOSTNAME:
        if (!out->hostname.n)
            out->hostname = cp_str_of_bytes(cp_cur_rest(c));
        return CP_OK;
    case TLV_LAN_NEIGHBOURS:
        while (!c->bad && cp_cur_left(c) > 0)
            keep_neighbour(cp_cur_take(c, CP_ISIS_ID_BYTES), out);
        return c->bad ? wrong_length(type, at, err) : CP_OK;
    case TLV_LINE_NEIGHBOUR: /* state(1), own circuit(4), system, its circuit(4): from where on it
                                is left out nobody was heard yet */
        cp_cur_skip(c, 5);
        keep_neighbour(cp_cur_take(c, CP_ISIS_ID_BYTES), out);
        return CP_OK;
    default: return CP_OK;
    }
}

static cp_rc read_tlvs(cp_cur c, cp_isis *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (int n = 0; rc == CP_OK && cp_cur_left(&c) > 0; n++) {
        uint64_t at = cp_cur_off(&c);
        uint8_t type = cp_cur_u8(&c);
        cp_cur value = cp_cur_sub(&c, cp_cur_u8(&c));
        if (n == CP_ISIS_TLVS_MAX)
            return cp_fail(err, CP_ELIMIT, at, "more than %d TLVs", CP_ISIS_TLVS_MAX);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, at, "TLV %u reaches past the end", type);
        rc = read_tlv(type, &value, at, out, err);
    }
    return rc;
}

/* *length: of the whole PDU, as it says. */
static void read_hello(cp_cur *c, uint8_t type, cp_isis *out, uint16_t *length)
{
    out->circuit = cp_cur_u8(c) & 3;
    out->system = cp_cur_take(c, CP_ISIS_ID_BYTES);
    cp_cur_skip(c, 2);
    *length = cp_cur_u16be(c);
    if (type == CP_ISIS_HELLO_LINE) {
        cp_cur_skip(c, 1);
        return;
    }
    out->priority = cp_cur_u8(c) & 0x7f;
    out->lan = cp_cur_take(c, CP_ISIS_ID_BYTES + 1);
}

static void read_lsp(cp_cur *c, cp_isis *out, uint16_t *length)
{
    *length = cp_cur_u16be(c);
    out->lifetime_s = cp_cur_u16be(c);
    out->lsp = cp_cur_take(c, CP_ISIS_ID_BYTES + 2);
    out->system = (cp_bytes){ out->lsp.p, out->lsp.n ? CP_ISIS_ID_BYTES : 0 };
    out->seq = cp_cur_u32be(c);
    cp_cur_skip(c, 2);
    out->flags = cp_cur_u8(c);
}

static cp_rc read_body(cp_cur *c, uint8_t type, uint8_t head, cp_isis *out, cp_err *err)
{
    uint16_t length = 0;
    uint64_t at = cp_cur_off(c);
    if (type == CP_ISIS_LSP_L1 || type == CP_ISIS_LSP_L2)
        read_lsp(c, out, &length);
    else
        read_hello(c, type, out, &length);
    if (c->bad)
        return cp_fail(err, CP_ESHORT, at, "the header of the PDU is cut off");
    if (head != cp_cur_off(c))
        return cp_fail(err, CP_EFORMAT, 1, "a header of %u bytes, expected %llu", head,
                       (unsigned long long)cp_cur_off(c));
    if (length < head)
        return cp_fail(err, CP_EFORMAT, at, "a PDU of %u bytes with a header of %u", length, head);
    out->type = type;
    cp_cur tlvs = cp_cur_sub(c, length - head);
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the PDU is shorter than it says");
    out->tlvs = (cp_bytes){ tlvs.p, cp_cur_left(&tlvs) };
    return read_tlvs(tlvs, out, err);
}

cp_rc cp_isis_parse(cp_bytes in, cp_isis *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    if (cp_cur_peek(&c, 0) != CP_NLPID_ISIS)
        return CP_OK;
    cp_bytes head = cp_cur_take(&c, HEAD_BYTES);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, 0, "the header is cut off");
    uint8_t id_length = head.p[3], type = head.p[4] & 0x1f;
    bool is_hello = type >= CP_ISIS_HELLO_L1 && type <= CP_ISIS_HELLO_LINE;
    if (!is_hello && type != CP_ISIS_LSP_L1 && type != CP_ISIS_LSP_L2)
        return CP_OK;
    if (id_length != 0 && id_length != CP_ISIS_ID_BYTES)
        return cp_fail(err, CP_EFORMAT, 3, "system ids of %u bytes, expected %d", id_length,
                       CP_ISIS_ID_BYTES);
    return read_body(&c, type, head.p[1], out, err);
}

bool cp_isis_tlv_next(cp_cur *tlvs, cp_bytes *tlv)
{
    while (cp_cur_left(tlvs) >= 2) {
        uint8_t type = cp_cur_peek(tlvs, 0);
        *tlv = cp_cur_take(tlvs, 2u + cp_cur_peek(tlvs, 1));
        if (tlvs->bad)
            return false;
        if (type != TLV_AUTHENTICATION && type != TLV_AUTHENTICATION_IP)
            return true;
    }
    return false;
}

cp_str cp_isis_id_text(cp_arena *a, cp_bytes id)
{
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < id.n; i++) {
        if (i == 7)
            cp_buf_char(&b, '-');
        else if (i && i % 2 == 0)
            cp_buf_char(&b, '.');
        cp_buf_fmt(&b, "%02x", id.p[i]);
    }
    return cp_buf_str(&b);
}

cp_str cp_isis_area_text(cp_arena *a, cp_bytes area)
{
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < area.n; i++)
        cp_buf_fmt(&b, "%s%02x", i % 2 ? "." : "", area.p[i]);
    return cp_buf_str(&b);
}
