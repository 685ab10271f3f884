/* SPDX-License-Identifier: Apache-2.0 */
/* dhcp.c - see dhcp.h. */
#include "sources/ip/dhcp.h"
#include <string.h>

enum { OPT_PAD = 0, OPT_END = 255, COOKIE = 0x63825363, SNAME_BYTES = 64, FILE_BYTES = 128 };
enum { OVERLOAD_FILE = 1, OVERLOAD_SNAME = 2 };

/* value goes behind what the option has so far. */
static cp_rc keep_option(cp_arena *a, cp_dhcp *out, unsigned code, cp_bytes value, uint64_t at,
                         cp_err *err)
{
    cp_bytes *o = &out->options[code];
    if (!o->p) {
        *o = (cp_bytes){ value.p, value.n };
        return CP_OK;
    }
    if (value.n == 0)
        return CP_OK;
    if (o->n + value.n > CP_DHCP_OPTION_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, at, "option %u has more than %d bytes", code,
                       CP_DHCP_OPTION_BYTES_MAX);
    uint8_t *joined = cp_arena_alloc(a, o->n + value.n);
    memcpy(joined, o->p, o->n);
    memcpy(joined + o->n, value.p, value.n);
    *o = (cp_bytes){ joined, o->n + value.n };
    return CP_OK;
}

static cp_rc read_options(cp_arena *a, cp_cur c, cp_dhcp *out, cp_err *err)
{
    while (cp_cur_left(&c) > 0) {
        uint64_t at = cp_cur_off(&c);
        uint8_t code = cp_cur_u8(&c);
        if (code == OPT_PAD)
            continue;
        if (code == OPT_END)
            return CP_OK;
        cp_bytes value = cp_cur_take(&c, cp_cur_u8(&c));
        if (c.bad)
            return cp_fail(err, CP_ESHORT, at, "option %u reaches past the end", code);
        cp_rc rc = keep_option(a, out, code, value, at, err);
        if (rc != CP_OK)
            return rc;
        if (out->n_order < CP_DHCP_ORDER_MAX)
            out->order[out->n_order++] = code;
    }
    return CP_OK;
}

static cp_rc read_all_options(cp_arena *a, cp_cur *c, cp_cur sname, cp_cur file, cp_dhcp *out,
                              cp_err *err)
{
    cp_cur body = cp_cur_sub(c, cp_cur_left(c));
    cp_rc rc = read_options(a, body, out, err);
    cp_bytes overload = out->options[CP_DHCP_OPT_OVERLOAD];
    uint8_t where = overload.n ? overload.p[0] : 0;
    if (rc == CP_OK && where & OVERLOAD_FILE)
        rc = read_options(a, file, out, err);
    if (rc == CP_OK && where & OVERLOAD_SNAME)
        rc = read_options(a, sname, out, err);
    cp_bytes type = out->options[CP_DHCP_OPT_TYPE];
    out->type = type.n ? type.p[0] : 0;
    return rc;
}

cp_rc cp_dhcp_parse(cp_arena *a, cp_bytes in, cp_dhcp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    cp_bytes h = cp_cur_take(&c, 28), chaddr = cp_cur_take(&c, 16);
    cp_cur sname = cp_cur_sub(&c, SNAME_BYTES), file = cp_cur_sub(&c, FILE_BYTES);
    if (chaddr.n == 0)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the DHCP header is cut off");
    out->op = h.p[0];
    out->htype = h.p[1];
    out->hlen = h.p[2];
    out->ciaddr = cp_ip_v4(h.p + 12);
    out->yiaddr = cp_ip_v4(h.p + 16);
    out->siaddr = cp_ip_v4(h.p + 20);
    out->giaddr = cp_ip_v4(h.p + 24);
    if (out->op != CP_DHCP_REQUEST && out->op != CP_DHCP_REPLY)
        return cp_fail(err, CP_EFORMAT, 0, "DHCP operation is %u, expected 1 or 2", out->op);
    if (out->hlen > chaddr.n)
        return cp_fail(err, CP_EFORMAT, 2, "DHCP hardware address of %u bytes, expected up to 16",
                       out->hlen);
    out->has_mac = out->htype == CP_DHCP_ETHERNET && out->hlen == 6;
    out->chaddr = cp_mac_of(chaddr.p);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the DHCP header is cut off");
    if (cp_cur_left(&c) < 4 || cp_cur_u32be(&c) != COOKIE)
        return CP_OK; /* BOOTP with another vendor area, or none */
    return read_all_options(a, &c, sname, file, out, err);
}

cp_str cp_dhcp_param_list_text(cp_arena *a, cp_bytes option)
{
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < option.n; i++)
        cp_buf_fmt(&b, "%s%u", i ? "," : "", option.p[i]);
    return cp_buf_str(&b);
}

cp_str cp_dhcp_order_text(cp_arena *a, const cp_dhcp *p)
{
    return cp_str_fmt(a, "%u:%.*s", p->type,
                      CP_FMT(cp_dhcp_param_list_text(a, (cp_bytes){ p->order, p->n_order })));
}

cp_str cp_dhcp_user_class_text(cp_arena *a, cp_bytes option)
{
    cp_buf b = cp_buf_new(a);
    cp_cur c = cp_cur_of(option);
    while (cp_cur_left(&c) > 0) {
        cp_bytes class = cp_cur_take(&c, cp_cur_u8(&c));
        if (c.bad || class.n == 0) /* no list: text as it stands */
            return cp_str_of_bytes(option);
        cp_buf_add_c(&b, b.n ? "," : "");
        cp_buf_add(&b, cp_str_of_bytes(class));
    }
    return cp_buf_str(&b);
}

cp_str cp_dhcp_client_id_text(cp_arena *a, cp_bytes option)
{
    if (option.n == 7 && option.p[0] == CP_DHCP_ETHERNET)
        return cp_mac_text(a, cp_mac_of(option.p + 1));
    return cp_hex(a, option);
}

cp_str cp_dhcp_opaque_text(cp_arena *a, cp_bytes b)
{
    size_t i = 0;
    while (i < b.n && b.p[i] >= ' ' && b.p[i] <= '~')
        i++;
    return i == b.n ? cp_str_of_bytes(b) : cp_hex(a, b);
}

bool cp_dhcp_sub_next(cp_cur *c, uint8_t *code, cp_bytes *value)
{
    *code = cp_cur_u8(c);
    *value = cp_cur_take(c, cp_cur_u8(c));
    return !c->bad;
}

bool cp_dhcp_enterprise_next(cp_cur *c, uint32_t *enterprise, cp_bytes *data)
{
    *enterprise = cp_cur_u32be(c);
    *data = cp_cur_take(c, cp_cur_u8(c));
    return !c->bad;
}
