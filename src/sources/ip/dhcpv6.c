/* SPDX-License-Identifier: Apache-2.0 */
/* dhcpv6.c - see dhcpv6.h. */
#include "sources/ip/dhcpv6.h"
#include <string.h>

enum {
    OPT_CLIENT_ID = 1,
    OPT_SERVER_ID = 2,
    OPT_IA_NA = 3,
    OPT_IA_TA = 4,
    OPT_IA_ADDR = 5,
    OPT_ASKED = 6,
    OPT_RELAY_MSG = 9,
    OPT_USER_CLASS = 15,
    OPT_VENDOR_CLASS = 16,
    OPT_VENDOR_OPTS = 17,
    OPT_INTERFACE_ID = 18,
    OPT_IA_PD = 25,
    OPT_IA_PREFIX = 26,
    OPT_REMOTE_ID = 37, /* RFC 4649 */
    OPT_FQDN = 39,
    OPT_CLIENT_MAC = 79,
    HARDWARE_ETHERNET = 1,
    LABEL_BYTES_MAX = 63,
    NAME_BYTES_MAX = 255,
};

typedef struct opt {
    uint16_t code;
    uint64_t at;
    cp_cur value;
} opt;

static cp_rc too_short(const opt *o, cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, o->at, "option %u is too short", o->code);
}

static cp_rc next_option(cp_cur *c, uint32_t *n, opt *o, cp_err *err)
{
    o->at = cp_cur_off(c);
    o->code = cp_cur_u16be(c);
    o->value = cp_cur_sub(c, cp_cur_u16be(c));
    if (c->bad)
        return cp_fail(err, CP_ESHORT, o->at, "option %u reaches past the end", o->code);
    if (++*n > CP_DHCPV6_OPTIONS_MAX)
        return cp_fail(err, CP_ELIMIT, o->at, "more than %d options", CP_DHCPV6_OPTIONS_MAX);
    return CP_OK;
}

/* IA address (21.6): address(16) preferred(4) valid(4). IA prefix (21.22): preferred(4) valid(4)
 * length(1) prefix(16). */
static cp_rc read_lease(opt *o, cp_dhcpv6 *out, cp_err *err)
{
    cp_dhcpv6_lease l = { .prefix_len = 128 };
    cp_bytes addr = { NULL, 0 };
    if (o->code == OPT_IA_ADDR)
        addr = cp_cur_take(&o->value, 16);
    cp_cur_skip(&o->value, 4);
    l.is_valid = cp_cur_u32be(&o->value) != 0;
    if (o->code == OPT_IA_PREFIX) {
        l.prefix_len = cp_cur_u8(&o->value);
        addr = cp_cur_take(&o->value, 16);
    }
    if (o->value.bad || l.prefix_len > 128)
        return too_short(o, err);
    l.ip = cp_ip_v6(addr.p);
    if (out->n_leases < CP_DHCPV6_LEASES_MAX)
        out->leases[out->n_leases++] = l;
    return CP_OK;
}

/* An identity association: id(4), but for temporary addresses two timers(8), options. */
static cp_rc read_ia(opt *ia, uint32_t *n, cp_dhcpv6 *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    opt o;
    cp_cur_skip(&ia->value, ia->code == OPT_IA_TA ? 4 : 12);
    if (ia->value.bad)
        return too_short(ia, err);
    while (rc == CP_OK && cp_cur_left(&ia->value) > 0) {
        rc = next_option(&ia->value, n, &o, err);
        if (rc == CP_OK && (o.code == OPT_IA_ADDR || o.code == OPT_IA_PREFIX))
            rc = read_lease(&o, out, err);
    }
    return rc;
}

static cp_rc read_vendor(opt *o, cp_dhcpv6 *out, cp_err *err)
{
    cp_dhcpv6_vendor v = { cp_cur_u32be(&o->value), o->code == OPT_VENDOR_CLASS, { NULL, 0 } };
    if (o->value.bad)
        return too_short(o, err);
    v.data = cp_cur_rest(&o->value);
    if (out->n_vendors < CP_DHCPV6_VENDORS_MAX)
        out->vendors[out->n_vendors++] = v;
    return CP_OK;
}

/* The first of each counts: an option that may stand once only is not mended by a second. */
static void keep(cp_bytes *to, cp_cur value)
{
    if (!to->p)
        *to = cp_cur_rest(&value);
}

static cp_rc read_option(opt *o, uint32_t *n, cp_dhcpv6 *out, cp_err *err)
{
    switch (o->code) {
    case OPT_CLIENT_ID: keep(&out->client_id, o->value); return CP_OK;
    case OPT_SERVER_ID: keep(&out->server_id, o->value); return CP_OK;
    case OPT_ASKED: keep(&out->asked, o->value); return CP_OK;
    case OPT_USER_CLASS: keep(&out->user_class, o->value); return CP_OK;
    case OPT_FQDN: keep(&out->fqdn, o->value); return CP_OK;
    case OPT_VENDOR_CLASS:
    case OPT_VENDOR_OPTS: return read_vendor(o, out, err);
    case OPT_IA_NA:
    case OPT_IA_TA:
    case OPT_IA_PD: return read_ia(o, n, out, err);
    default: return CP_OK;
    }
}

static cp_rc read_message(cp_cur *c, cp_dhcpv6 *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    uint32_t n = 0;
    opt o;
    cp_cur_skip(c, 3); /* transaction */
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the DHCPv6 header is cut off");
    while (rc == CP_OK && cp_cur_left(c) > 0) {
        rc = next_option(c, &n, &o, err);
        if (rc == CP_OK)
            rc = read_option(&o, &n, out, err);
    }
    return rc;
}

/* What the relay says about the client; *inner is the message that it forwards. */
static cp_rc read_relay(cp_cur *c, cp_cur *inner, cp_dhcpv6 *out, cp_err *err)
{
    cp_rc rc = CP_OK;
    uint32_t n = 0;
    bool has_inner = false;
    uint64_t at = cp_cur_off(c);
    cp_cur_skip(c, 1);
    cp_bytes link = cp_cur_take(c, 16), peer = cp_cur_take(c, 16);
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the header of a relay is cut off");
    out->link = cp_ip_v6(link.p);
    out->peer = cp_ip_v6(peer.p);
    out->interface_id = out->remote_id = (cp_bytes){ NULL, 0 };
    out->has_client_mac = false;
    while (rc == CP_OK && cp_cur_left(c) > 0) {
        opt o;
        rc = next_option(c, &n, &o, err);
        if (rc != CP_OK)
            break;
        if (o.code == OPT_INTERFACE_ID)
            keep(&out->interface_id, o.value);
        if (o.code == OPT_REMOTE_ID && cp_cur_left(&o.value) > 4) {
            cp_cur_skip(&o.value, 4); /* enterprise number of the relay's maker */
            keep(&out->remote_id, o.value);
        }
        if (o.code == OPT_CLIENT_MAC && cp_cur_left(&o.value) == 8 &&
            cp_cur_u16be(&o.value) == HARDWARE_ETHERNET) {
            out->client_mac = cp_mac_of(cp_cur_rest(&o.value).p);
            out->has_client_mac = true;
        }
        if (o.code == OPT_RELAY_MSG && !has_inner) {
            *inner = o.value;
            has_inner = true;
        }
    }
    if (rc == CP_OK && !has_inner)
        return cp_fail(err, CP_EFORMAT, at, "a relay forwards no message");
    return has_inner && rc == CP_OK ? CP_OK : rc;
}

cp_rc cp_dhcpv6_parse(cp_bytes in, cp_dhcpv6 *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in), inner = c;
    memset(out, 0, sizeof *out);
    for (;;) {
        uint64_t at = cp_cur_off(&c);
        uint8_t type = cp_cur_u8(&c);
        if (c.bad)
            return cp_fail(err, CP_ESHORT, at, "the DHCPv6 header is cut off");
        if (type != CP_DHCPV6_RELAY_FORW && type != CP_DHCPV6_RELAY_REPL) {
            out->type = type;
            return read_message(&c, out, err);
        }
        if (out->n_relays == CP_DHCPV6_RELAYS_MAX)
            return cp_fail(err, CP_ELIMIT, at, "more than %d relays", CP_DHCPV6_RELAYS_MAX);
        out->n_relays++;
        out->is_relay_reply = type == CP_DHCPV6_RELAY_REPL;
        cp_rc rc = read_relay(&c, &inner, out, err);
        if (rc != CP_OK)
            return rc;
        c = inner;
    }
}

bool cp_duid_mac(cp_bytes duid, cp_mac *out)
{
    cp_cur c = cp_cur_of(duid);
    uint16_t type = cp_cur_u16be(&c), hardware = cp_cur_u16be(&c);
    if (type == CP_DUID_LLT)
        cp_cur_skip(&c, 4); /* time */
    if ((type != CP_DUID_LLT && type != CP_DUID_LL) || hardware != HARDWARE_ETHERNET ||
        cp_cur_left(&c) != 6)
        return false;
    *out = cp_mac_of(cp_cur_rest(&c).p);
    return true;
}

bool cp_duid_enterprise(cp_bytes duid, uint32_t *out)
{
    cp_cur c = cp_cur_of(duid);
    uint16_t type = cp_cur_u16be(&c);
    *out = cp_cur_u32be(&c);
    return !c.bad && type == CP_DUID_EN;
}

cp_str cp_dhcpv6_asked_text(cp_arena *a, cp_bytes asked)
{
    cp_buf b = cp_buf_new(a);
    cp_cur c = cp_cur_of(asked);
    while (cp_cur_left(&c) >= 2)
        cp_buf_fmt(&b, "%s%u", b.n ? "," : "", cp_cur_u16be(&c));
    return cp_buf_str(&b);
}

cp_str cp_dhcpv6_fqdn_text(cp_arena *a, cp_bytes option)
{
    cp_buf b = cp_buf_new(a);
    cp_cur c = cp_cur_of(option);
    cp_cur_skip(&c, 1); /* flags */
    while (cp_cur_left(&c) > 0) {
        uint8_t n = cp_cur_u8(&c);
        if (n == 0)
            break;
        cp_bytes label = cp_cur_take(&c, n);
        if (c.bad || n > LABEL_BYTES_MAX || b.n + n > NAME_BYTES_MAX)
            return CP_STR("");
        cp_buf_add_c(&b, b.n ? "." : "");
        cp_buf_add(&b, cp_str_of_bytes(label));
    }
    return cp_buf_str(&b);
}

bool cp_dhcpv6_class_next(cp_cur *c, cp_bytes *text)
{
    *text = cp_cur_take(c, cp_cur_u16be(c));
    return !c->bad;
}

bool cp_dhcpv6_sub_next(cp_cur *c, uint16_t *code, cp_bytes *value)
{
    *code = cp_cur_u16be(c);
    *value = cp_cur_take(c, cp_cur_u16be(c));
    return !c->bad;
}
