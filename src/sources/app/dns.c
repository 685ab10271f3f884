/* SPDX-License-Identifier: Apache-2.0 */
/* dns.c - see dns.h. Names are not kept with their records, for a message has hundreds of them and
 * each may be 255 bytes long: a record knows where its name stands, and that it is sound. */
#include "sources/app/dns.h"
#include <string.h>

enum {
    POINTER = 0xc0, /* the two bits of a length that make it a pointer, or reserved */
    NETBIOS_LABEL = 32,
    STATUS_NAME_BYTES = 18,
    GROUP = 0x8000, /* of the flags of a name, RFC 1002, 4.2.1.3 */
};

bool cp_dns_name_at(cp_bytes msg, size_t off, cp_dns_name *out, size_t *end)
{
    size_t begin = off; /* of the labels at hand: a pointer must go before it */
    uint32_t n_jumps = 0;
    out->n = 0;
    for (;;) {
        if (off >= msg.n)
            return false;
        uint8_t len = msg.p[off++];
        if ((len & POINTER) == POINTER) {
            if (off >= msg.n)
                return false;
            size_t to = (size_t)(len & ~POINTER) << 8 | msg.p[off++];
            if (to >= begin || n_jumps == CP_DNS_JUMPS_MAX)
                return false;
            if (n_jumps++ == 0)
                *end = off;
            begin = off = to;
            continue;
        }
        if (len & POINTER || len > msg.n - off || out->n + 1u + len > CP_DNS_NAME_BYTES_MAX)
            return false;
        out->bytes[out->n++] = len;
        memcpy(out->bytes + out->n, msg.p + off, len);
        out->n = (uint8_t)(out->n + len);
        off += len;
        if (len == 0)
            break;
    }
    if (n_jumps == 0)
        *end = off;
    return true;
}

/* Where the label of this number begins, at its length; the end if there are fewer. */
static size_t label_at(const cp_dns_name *n, uint32_t no)
{
    size_t at = 0;
    for (; no > 0 && at < n->n && n->bytes[at]; no--)
        at += 1u + n->bytes[at];
    return at;
}

cp_str cp_dns_label(const cp_dns_name *n, uint32_t no)
{
    size_t at = label_at(n, no);
    if (at >= n->n || n->bytes[at] == 0)
        return CP_STR("");
    return (cp_str){ (const char *)n->bytes + at + 1, n->bytes[at] };
}

/* In one walk: a name may have 127 labels, and a message hundreds of such names. */
static cp_str text_from(cp_arena *a, const cp_dns_name *n, uint32_t from)
{
    size_t at = label_at(n, from), length = 0;
    char *text = cp_arena_alloc(a, CP_DNS_NAME_BYTES_MAX);
    for (; at < n->n && n->bytes[at]; at += 1u + n->bytes[at]) {
        if (length)
            text[length++] = '.';
        memcpy(text + length, n->bytes + at + 1, n->bytes[at]);
        length += n->bytes[at];
    }
    return (cp_str){ text, length };
}

cp_str cp_dns_name_text(cp_arena *a, const cp_dns_name *n) { return text_from(a, n, 0); }

cp_str cp_dns_name_key(cp_arena *a, const cp_dns_name *n, uint32_t from)
{
    return cp_str_lower(a, text_from(a, n, from));
}

/* ---- the message */

static cp_rc read_one(cp_cur *c, cp_dns_section section, cp_dns *out, cp_err *err)
{
    static const char *const names[] = { "question", "answer", "authority", "additional record" };
    cp_dns_rr rr = { .section = section, .name_off = (uint32_t)cp_cur_off(c) };
    cp_dns_name name;
    size_t end = rr.name_off;
    if (out->n_rr == CP_DNS_RECORDS_MAX)
        return cp_fail(err, CP_ELIMIT, rr.name_off, "more than %d records", CP_DNS_RECORDS_MAX);
    if (cp_cur_left(c) == 0)
        return cp_fail(err, CP_ESHORT, rr.name_off, "%s is missing", names[section]);
    if (!cp_dns_name_at(out->msg, rr.name_off, &name, &end))
        return cp_fail(err, CP_EFORMAT, rr.name_off, "the name of %s is malformed", names[section]);
    cp_cur_skip(c, end - rr.name_off);
    rr.type = cp_cur_u16be(c);
    rr.class_ = cp_cur_u16be(c);
    if (section != CP_DNS_QUESTION) {
        rr.ttl_s = cp_cur_u32be(c);
        uint16_t n = cp_cur_u16be(c);
        rr.data_off = (uint32_t)cp_cur_off(c);
        rr.data = cp_cur_take(c, n);
    }
    if (c->bad)
        return cp_fail(err, CP_ESHORT, rr.name_off, "%s is cut off", names[section]);
    out->rr[out->n_rr++] = rr;
    return CP_OK;
}

cp_rc cp_dns_parse(cp_bytes in, cp_dns *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    uint16_t counts[CP_DNS_SECTION_COUNT];
    out->msg = in;
    out->n_rr = 0;
    out->id = cp_cur_u16be(&c);
    out->flags = cp_cur_u16be(&c);
    for (int s = 0; s < CP_DNS_SECTION_COUNT; s++)
        counts[s] = cp_cur_u16be(&c);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, 0, "%zu bytes, expected a header of 12", in.n);
    for (int s = 0; s < CP_DNS_SECTION_COUNT; s++)
        for (uint32_t i = 0; i < counts[s]; i++) {
            cp_rc rc = read_one(&c, (cp_dns_section)s, out, err);
            if (rc != CP_OK)
                return rc;
        }
    return CP_OK;
}

/* ---- what records hold */

bool cp_dns_address(const cp_dns_rr *rr, cp_ip *out)
{
    if (rr->type == CP_DNS_A && rr->data.n == 4)
        *out = cp_ip_v4(rr->data.p);
    else if (rr->type == CP_DNS_AAAA && rr->data.n == 16)
        *out = cp_ip_v6(rr->data.p);
    else
        return false;
    return true;
}

bool cp_dns_string(cp_bytes *data, cp_str *out)
{
    cp_cur c = cp_cur_of(*data);
    cp_bytes s = cp_cur_take(&c, cp_cur_u8(&c));
    if (c.bad)
        return false;
    *out = cp_str_of_bytes(s);
    *data = cp_cur_rest(&c);
    return true;
}

static bool ends_in_arpa(const cp_dns_name *n, uint32_t no, cp_str below)
{
    return cp_str_eq_nocase(cp_dns_label(n, no), below) &&
           cp_str_eq_nocase(cp_dns_label(n, no + 1), CP_STR("arpa")) &&
           cp_dns_label(n, no + 2).n == 0;
}

bool cp_dns_reverse(const cp_dns_name *n, cp_ip *out)
{
    enum { OCTETS = 4, NIBBLES = 32 };
    uint8_t b[16] = { 0 };
    if (ends_in_arpa(n, OCTETS, CP_STR("in-addr"))) {
        for (uint32_t i = 0, x; i < OCTETS; i++) {
            if (!cp_str_u32(cp_dns_label(n, i), &x) || x > 255)
                return false;
            b[OCTETS - 1 - i] = (uint8_t)x;
        }
        *out = cp_ip_v4(b);
        return true;
    }
    if (!ends_in_arpa(n, NIBBLES, CP_STR("ip6")))
        return false;
    for (uint32_t i = 0; i < NIBBLES; i++) {
        uint64_t x;
        cp_str label = cp_dns_label(n, i);
        if (label.n != 1 || !cp_str_hex_u64(label, &x))
            return false;
        b[(NIBBLES - 1 - i) / 2] |= (uint8_t)(i % 2 ? x << 4 : x);
    }
    *out = cp_ip_v6(b);
    return true;
}

static void take_name(const uint8_t b[NETBIOS_LABEL / 2], cp_nbns_name *out)
{
    *out = (cp_nbns_name){ .n = NETBIOS_LABEL / 2 - 1, .suffix = b[NETBIOS_LABEL / 2 - 1] };
    while (out->n > 0 && (b[out->n - 1] == ' ' || b[out->n - 1] == 0))
        out->n--;
    memcpy(out->text, b, out->n);
}

bool cp_nbns_name_of(const cp_dns_name *n, cp_nbns_name *out)
{
    uint8_t b[NETBIOS_LABEL / 2];
    cp_str label = cp_dns_label(n, 0);
    if (label.n != NETBIOS_LABEL)
        return false;
    for (size_t i = 0; i < sizeof b; i++) {
        uint8_t hi = (uint8_t)(label.p[2 * i] - 'A'), lo = (uint8_t)(label.p[2 * i + 1] - 'A');
        if (hi > 15 || lo > 15)
            return false;
        b[i] = (uint8_t)(hi << 4 | lo);
    }
    take_name(b, out);
    return true;
}

bool cp_nbns_address(cp_bytes *data, cp_ip *out, bool *is_group)
{
    cp_cur c = cp_cur_of(*data);
    *is_group = cp_cur_u16be(&c) & GROUP;
    cp_bytes b = cp_cur_take(&c, 4);
    if (c.bad)
        return false;
    *out = cp_ip_v4(b.p);
    *data = cp_cur_rest(&c);
    return true;
}

bool cp_nbns_status_of(cp_bytes data, cp_nbns_status *out)
{
    cp_cur c = cp_cur_of(data);
    *out = (cp_nbns_status){ .names = cp_cur_sub(&c, cp_cur_u8(&c) * (size_t)STATUS_NAME_BYTES) };
    cp_bytes mac = cp_cur_take(&c, 6);
    if (!c.bad)
        out->unit_id = cp_mac_of(mac.p);
    return !out->names.bad;
}

bool cp_nbns_status_next(cp_nbns_status *s, cp_nbns_name *out)
{
    cp_bytes b = cp_cur_take(&s->names, NETBIOS_LABEL / 2);
    uint16_t flags = cp_cur_u16be(&s->names);
    if (s->names.bad)
        return false;
    take_name(b.p, out);
    out->is_group = flags & GROUP;
    return true;
}
