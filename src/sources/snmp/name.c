/* SPDX-License-Identifier: Apache-2.0 */
/* name.c - the name of an instance as net-snmp prints it, turned back into numbers.
 *
 *     IP-MIB::ipAddressIfIndex.ipv4."192.0.2.7"   ->  1.3.6.1.2.1.4.34.1.3 . 1 . 4.192.0.2.7
 *     '-module-' '---label---' '-- index parts -'
 *
 * A label that is not known leaves the name well-formed and unknown; a known label further on (the
 * long form .iso.org.dod.internet.mgmt.mib-2...) starts again from its own number. Text in an index
 * whose octets are not printable was replaced by dots when it was printed and is lost: such a name
 * is unknown too. */
#include <string.h>
#include "sources/snmp/var.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_word(char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '_'; }
static bool is_end(cp_str s, size_t at)
{
    return at == s.n || s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '=' || s.p[at] == '\r';
}

static bool append(cp_oid *o, uint32_t id)
{
    if (o->n == CP_OID_IDS_MAX)
        return false;
    o->id[o->n++] = id;
    return true;
}

/* Digits at *at; false on overflow or if there is none. */
static bool number(cp_str s, size_t *at, uint32_t *out)
{
    uint64_t v = 0;
    size_t i = *at;
    for (; i < s.n && is_digit(s.p[i]); i++) {
        v = v * 10 + (uint64_t)(s.p[i] - '0');
        if (v > UINT32_MAX)
            return false;
    }
    if (i == *at)
        return false;
    *at = i;
    *out = (uint32_t)v;
    return true;
}

static size_t numeric(cp_str s, cp_oid *o)
{
    size_t at = s.p[0] == '.';
    uint32_t id;
    o->n = 0;
    while (number(s, &at, &id) && append(o, id)) {
        if (is_end(s, at))
            return o->n >= 2 && o->id[0] <= 2 ? at : 0;
        if (s.p[at++] != '.')
            return 0;
    }
    return 0;
}

static size_t word_end(cp_str s, size_t at)
{
    while (at < s.n && is_word(s.p[at]))
        at++;
    return at;
}

/* Sixteen octets by colons, as the display hint of an IPv6 address prints them. */
static bool colon_octets(cp_str s, cp_ip *out)
{
    cp_str part;
    uint8_t b[16];
    size_t n = 0;
    while (cp_str_cut(&s, ':', &part)) {
        uint64_t v;
        if (n == 16 || part.n > 2 || !cp_str_hex_u64(part, &v))
            return false;
        b[n++] = (uint8_t)v;
    }
    if (n == 16)
        *out = cp_ip_v6(b);
    return n == 16;
}

/* Text of an index: an address by its family, else its octets; with the length in front. */
static bool append_text(cp_oid *o, cp_str text)
{
    cp_ip ip;
    if (cp_ip_parse(text, &ip) || colon_octets(text, &ip)) {
        uint32_t n = ip.version == 4 ? 4 : 16;
        bool fits = append(o, n);
        for (uint32_t i = 0; i < n; i++)
            fits = append(o, ip.b[i]) && fits;
        return fits;
    }
    if (cp_str_find_char(text, '.') >= 0 || !append(o, (uint32_t)text.n))
        return false; /* a dot may stand for an octet that could not be printed */
    for (size_t i = 0; i < text.n; i++)
        if (!append(o, (uint8_t)text.p[i]))
            return false;
    return true;
}

/* The place behind the closing quote, or 0. */
static size_t quote_end(cp_str s, size_t at)
{
    char quote = s.p[at];
    for (size_t i = at + 1; i < s.n; i++) {
        if (s.p[i] == '\\')
            i++;
        else if (s.p[i] == quote)
            return i + 1;
    }
    return 0;
}

static bool look_up(cp_str label, cp_snmp_memo *memo, cp_oid *o)
{
    if (memo && memo->label.n && cp_str_eq(memo->label, label)) {
        *o = memo->oid;
        return memo->is_known;
    }
    cp_oid found = { .n = 0 };
    bool known = cp_mib_by_label(label, &found);
    if (memo) {
        memo->label = label;
        memo->oid = found;
        memo->is_known = known;
    }
    if (known)
        *o = found;
    return known;
}

/* One part of the index (without dot or brackets) at `at`; returns its end, 0 if it is none. */
static size_t index_part(cp_str s, size_t at, cp_oid *o, bool *known)
{
    uint32_t id;
    if (at >= s.n)
        return 0;
    if (is_digit(s.p[at])) {
        if (!number(s, &at, &id))
            return 0;
        *known = append(o, id) && *known;
        return at;
    }
    if (s.p[at] == '"' || s.p[at] == '\'') {
        size_t end = quote_end(s, at);
        if (end)
            *known = append_text(o, cp_str_slice(s, at + 1, end - at - 2)) && *known;
        return end;
    }
    if (!is_alpha(s.p[at]))
        return 0;
    size_t end = word_end(s, at);
    cp_str label = cp_str_slice(s, at, end - at);
    if (cp_mib_enum(CP_MIB_COUNT, label, &id))
        *known = append(o, id) && *known;
    else
        *known = cp_mib_by_label(label, o);
    return end;
}

/* [0:1b:54:0:53:7] or [STRING: 0:1b:...]: a hardware address, as its display hint prints it. Six
 * numbers, without their count in front. Returns the place behind the bracket, 0 if it is none. */
static size_t mac_bracket(cp_str s, size_t at, cp_oid *o)
{
    ptrdiff_t n = cp_str_find_char(cp_str_from(s, at), ']');
    cp_str text = cp_str_slice(s, at + 1, n > 0 ? (size_t)n - 1 : 0);
    cp_mac mac;
    if (cp_str_starts(text, CP_STR("STRING: ")))
        text = cp_str_from(text, 8);
    if (cp_str_find_char(text, ':') <= 0 || !cp_mac_parse(text, &mac))
        return 0;
    for (int i = 0; i < 6; i++)
        if (!append(o, mac.b[i]))
            return 0;
    return at + (size_t)n + 1;
}

/* [part] or [a.b.c.d]; returns the place behind the bracket. */
static size_t bracket(cp_str s, size_t at, cp_oid *o, bool *known)
{
    if (s.p[at] == '[' && at + 1 < s.n && s.p[at + 1] == ']')
        return at + 2;
    size_t mac_end = mac_bracket(s, at, o);
    if (mac_end)
        return mac_end;
    do {
        at = index_part(s, at + 1, o, known);
        if (at == 0 || at >= s.n)
            return 0;
    } while (s.p[at] == '.');
    if (s.p[at] == ']')
        return at + 1;
    ptrdiff_t close = cp_str_find_char(cp_str_from(s, at), ']');
    *known = false; /* an index in a form that is not needed here, such as [STRING: x] */
    return close < 0 ? 0 : at + (size_t)close + 1;
}

static cp_snmp_name named(cp_str s, cp_snmp_memo *memo, cp_oid *o)
{
    cp_snmp_name name = { .is_known = false };
    size_t at = s.p[0] == '.', end = word_end(s, at);
    if (end + 2 < s.n && s.p[end] == ':' && s.p[end + 1] == ':') {
        name.has_module = true;
        at = end + 2;
        end = word_end(s, at);
    }
    if (end == at || !is_alpha(s.p[at]))
        return name;
    o->n = 0;
    cp_str label = cp_str_slice(s, at, end - at);
    name.is_numeric = cp_str_eq(label, CP_STR("iso"));
    name.is_known = look_up(label, memo, o);
    while (end && !is_end(s, end)) {
        if (s.p[end] == '.')
            end = index_part(s, end + 1, o, &name.is_known);
        else if (s.p[end] == '[')
            end = bracket(s, end, o, &name.is_known);
        else
            return name;
    }
    name.length = end;
    return name;
}

cp_snmp_name cp_snmp_name_parse(cp_str s, cp_snmp_memo *memo, cp_oid *out)
{
    size_t at = s.n > 1 && s.p[0] == '.';
    if (s.n > at && is_digit(s.p[at])) {
        size_t n = numeric(s, out);
        return (cp_snmp_name){ .length = n, .is_numeric = true, .is_known = n > 0 };
    }
    if (s.n > at && is_alpha(s.p[at]))
        return named(s, memo, out);
    return (cp_snmp_name){ .length = 0 };
}
