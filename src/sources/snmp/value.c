/* SPDX-License-Identifier: Apache-2.0 */
/* value.c - the text of a value, decoded when somebody asks for it. */
#include <string.h>
#include "sources/snmp/var.h"
#include "sources/values.h"

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Behind the text form in brackets that option -OT adds to a line of octets, which may itself hold
 * brackets and line ends. */
static size_t skip_brackets(cp_str raw, size_t at)
{
    while (at < raw.n && !(raw.p[at] == ']' &&
                           (at + 1 == raw.n || raw.p[at + 1] == '\n' || raw.p[at + 1] == '\r')))
        at++;
    return at;
}

/* Pairs of digits with anything blank (or a colon) between them. */
static cp_str from_hex(cp_arena *a, cp_str raw)
{
    char *p = cp_arena_alloc(a, raw.n / 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (c == '[') {
            i = skip_brackets(raw, i);
            continue;
        }
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ':')
            continue;
        int hi = hex_digit(c), lo = i + 1 < raw.n ? hex_digit(raw.p[i + 1]) : -1;
        if (hi < 0 || lo < 0)
            return (cp_str){ NULL, 0 };
        p[n++] = (char)(hi << 4 | lo);
        i++;
    }
    return (cp_str){ p, n };
}

/* net-snmp puts a backslash before quotes and backslashes, and before nothing else. */
static cp_str from_quoted(cp_arena *a, cp_str raw)
{
    if (cp_str_find_char(raw, '\\') < 0)
        return raw;
    char *p = cp_arena_alloc(a, raw.n);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        bool escaped =
            raw.p[i] == '\\' && i + 1 < raw.n && (raw.p[i + 1] == '"' || raw.p[i + 1] == '\\');
        i += escaped;
        p[n++] = raw.p[i];
    }
    return (cp_str){ p, n };
}

static cp_str from_escaped(cp_arena *a, cp_str raw)
{
    static const char letters[] = "nrtbfva0", octets[] = "\n\r\t\b\f\v\a";
    char *p = cp_arena_alloc(a, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (c != '\\' || i + 1 == raw.n) {
            p[n++] = c;
            continue;
        }
        c = raw.p[++i];
        const char *letter = c ? strchr(letters, c) : NULL;
        int hi = i + 2 < raw.n ? hex_digit(raw.p[i + 1]) : -1;
        int lo = i + 2 < raw.n ? hex_digit(raw.p[i + 2]) : -1;
        if (c == 'x' && hi >= 0 && lo >= 0) {
            p[n++] = (char)(hi << 4 | lo);
            i += 2;
        } else {
            p[n++] = letter ? octets[letter - letters] : c;
        }
    }
    return (cp_str){ p, n };
}

cp_str cp_snmp_octets(cp_arena *a, const cp_snmp_var *v)
{
    switch (v->form) {
    case CP_SNMP_HEX: return from_hex(a, v->raw);
    case CP_SNMP_QUOTED: return from_quoted(a, v->raw);
    case CP_SNMP_ESCAPED: return from_escaped(a, v->raw);
    case CP_SNMP_PLAIN: break;
    }
    return v->raw;
}

cp_str cp_snmp_text(cp_arena *a, const cp_snmp_var *v)
{
    cp_str s = cp_snmp_octets(a, v);
    size_t before;
    do {
        before = s.n;
        while (s.n && s.p[s.n - 1] == '\0')
            s.n--;
        s = cp_str_trim(s);
    } while (s.n != before);
    return cp_value_head(s, CP_OBS_VALUE_BYTES_MAX);
}

bool cp_snmp_int(const cp_snmp_var *v, uint32_t *out)
{
    cp_str s = cp_str_trim(v->raw);
    ptrdiff_t open = cp_str_find_char(s, '('), blank = cp_str_find_char(s, ' ');
    cp_str inside = cp_str_slice(s, (size_t)(open + 1), s.n - (size_t)open - 2);
    if (v->form == CP_SNMP_HEX)
        return false; /* octets are no number, whatever digits they are written with */
    if (open >= 0 && s.p[s.n - 1] == ')' && cp_str_u32(inside, out))
        return true;
    if (blank > 0)
        s.n = (size_t)blank;
    return cp_str_u32(s, out) || cp_mib_enum(v->object, s, out);
}

bool cp_snmp_bits(cp_arena *a, const cp_snmp_var *v, uint16_t *out)
{
    uint8_t octets[2] = { 0, 0 };
    size_t n = 0;
    uint32_t bits = 0;
    cp_str s = v->raw, word;
    if (v->form == CP_SNMP_PLAIN) { /* 28 00 bridge(2) router(4) */
        uint64_t octet;
        while (n < 2 && cp_str_cut(&s, ' ', &word) && word.n == 2 && cp_str_hex_u64(word, &octet))
            octets[n++] = (uint8_t)octet;
    } else {
        s = cp_snmp_octets(a, v);
        for (; n < 2 && n < s.n; n++)
            octets[n] = (uint8_t)s.p[n];
    }
    for (uint32_t i = 0; i < 16; i++)
        bits |= (octets[i / 8] >> (7 - i % 8) & 1u) << i;
    *out = (uint16_t)bits;
    return n > 0;
}

bool cp_snmp_mac(cp_arena *a, const cp_snmp_var *v, cp_mac *out)
{
    cp_str s = cp_snmp_octets(a, v);
    if (s.n != 6)
        return cp_mac_parse(cp_str_trim(s), out);
    if (v->form == CP_SNMP_QUOTED && cp_str_find_char(s, '.') >= 0)
        return false;
    *out = cp_mac_of((const uint8_t *)s.p);
    return true;
}

/* c0:0:2:7, as the display hint "1x:" prints an address. */
static bool colon_hex_ip(cp_str s, cp_ip *out)
{
    uint8_t b[16];
    size_t n = 0;
    cp_str part;
    while (cp_str_cut(&s, ':', &part)) {
        uint64_t v;
        if (n == 16 || part.n > 2 || !cp_str_hex_u64(part, &v))
            return false;
        b[n++] = (uint8_t)v;
    }
    if (n == 4)
        *out = cp_ip_v4(b);
    else if (n == 16)
        *out = cp_ip_v6(b);
    return n == 4 || n == 16;
}

bool cp_snmp_ip(cp_arena *a, const cp_snmp_var *v, cp_ip *out)
{
    cp_str s = cp_snmp_octets(a, v);
    if (s.n == 4 || s.n == 16) {
        *out = s.n == 4 ? cp_ip_v4((const uint8_t *)s.p) : cp_ip_v6((const uint8_t *)s.p);
        return true;
    }
    s = cp_str_trim(s);
    return cp_ip_parse(s, out) || colon_hex_ip(s, out);
}

bool cp_snmp_oid(const cp_snmp_var *v, cp_oid *out)
{
    cp_str s = cp_str_trim(v->raw);
    s.n -= cp_str_ends(s, CP_STR(".")); /* some recordings have a dot too many */
    cp_snmp_name name = cp_snmp_name_parse(s, NULL, out);
    return name.length == s.n && s.n > 0 && name.is_known;
}
