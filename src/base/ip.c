/* SPDX-License-Identifier: Apache-2.0 */
/* ip.c - see ip.h. inet_pton and inet_ntop do the text: glibc follows RFC 5952. What every message
 * of a capture needs, the texts of addresses, is made here: ten times as fast. */
#include "base/ip.h"
#include <arpa/inet.h>
#include <string.h>
#include "base/str.h"

bool cp_ip_parse(cp_str s, cp_ip *out)
{
    char text[INET6_ADDRSTRLEN];
    cp_ip ip = { .version = 0 };
    if (s.n == 0 || s.n >= sizeof text || memchr(s.p, '\0', s.n))
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    if (inet_pton(AF_INET, text, ip.b) == 1)
        ip.version = 4;
    else if (inet_pton(AF_INET6, text, ip.b) == 1)
        ip.version = 6;
    if (ip.version)
        *out = ip;
    return ip.version != 0;
}

cp_ip cp_ip_v4(const uint8_t b[4])
{
    cp_ip ip = { .version = 4 };
    memcpy(ip.b, b, 4);
    return ip;
}

cp_ip cp_ip_v6(const uint8_t b[16])
{
    cp_ip ip = { .version = 6 };
    memcpy(ip.b, b, 16);
    return ip;
}

static cp_str ip4_text(cp_arena *a, const uint8_t b[4])
{
    char text[INET_ADDRSTRLEN], *p = text;
    for (int i = 0; i < 4; i++) {
        unsigned v = b[i];
        if (i)
            *p++ = '.';
        if (v >= 100)
            *p++ = (char)('0' + v / 100);
        if (v >= 10)
            *p++ = (char)('0' + v / 10 % 10);
        *p++ = (char)('0' + v % 10);
    }
    return cp_str_dup(a, (cp_str){ text, (size_t)(p - text) });
}

/* The longest run of at least two groups that are 0, the first of several: from group *at, *n
 * long. */
static void longest_zeros(const uint16_t g[8], int *at, int *n)
{
    *at = -1;
    *n = 1;
    for (int i = 0; i < 8; i++) {
        int end = i;
        while (end < 8 && g[end] == 0)
            end++;
        if (end - i > *n) {
            *at = i;
            *n = end - i;
        }
        i = end > i ? end - 1 : i;
    }
}

static char *put_group(char *p, unsigned v)
{
    static const char digits[] = "0123456789abcdef";
    for (int shift = v > 0xfff ? 12 : v > 0xff ? 8 : v > 0xf ? 4 : 0; shift >= 0; shift -= 4)
        *p++ = digits[v >> shift & 15];
    return p;
}

/* RFC 5952; with IPv4 at the end (::1.2.3.4, ::ffff:1.2.3.4) glibc makes it. */
static cp_str ip6_text(cp_arena *a, const uint8_t b[16])
{
    char text[INET6_ADDRSTRLEN] = "", *p = text;
    uint16_t g[8];
    int zeros, n;
    for (int i = 0; i < 8; i++)
        g[i] = (uint16_t)(b[2 * i] << 8 | b[2 * i + 1]);
    longest_zeros(g, &zeros, &n);
    if (zeros == 0 && n >= 5) {
        (void)inet_ntop(AF_INET6, b, text, sizeof text);
        return cp_str_dup(a, cp_str_c(text));
    }
    for (int i = 0; i < 8; i++) {
        if (i == zeros) {
            *p++ = ':';
            i += n - 1;
            if (i == 7)
                *p++ = ':';
            continue;
        }
        if (i)
            *p++ = ':';
        p = put_group(p, g[i]);
    }
    return cp_str_dup(a, (cp_str){ text, (size_t)(p - text) });
}

cp_str cp_ip_text(cp_arena *a, cp_ip ip)
{
    return ip.version == 6 ? ip6_text(a, ip.b) : ip4_text(a, ip.b);
}

bool cp_ip_is_host(cp_ip ip)
{
    static const uint8_t zero[16];
    if (ip.version == 4)
        return ip.b[0] != 0 && ip.b[0] != 127 && ip.b[0] < 224 &&
               !(ip.b[0] == 169 && ip.b[1] == 254);
    if (ip.version != 6 || memcmp(ip.b, zero, 15) == 0)
        return false; /* ::, ::1 and the rest of ::/120 */
    return ip.b[0] != 0xff && !(ip.b[0] == 0xfe && (ip.b[1] & 0xc0) == 0x80);
}

/* Groups separated by one kind of separator; a colon allows one digit in a group. */
static bool parse_groups(cp_str s, char sep, size_t group_digits, uint8_t b[6])
{
    cp_str rest = s, part;
    size_t n = 0;
    while (cp_str_cut(&rest, sep, &part)) {
        uint64_t v;
        bool width_ok = part.n == group_digits || (sep == ':' && part.n == 1);
        if (!width_ok || n + group_digits / 2 > 6 || !cp_str_hex_u64(part, &v))
            return false;
        for (size_t i = 0; i < group_digits / 2; i++)
            b[n++] = (uint8_t)(v >> (8 * (group_digits / 2 - 1 - i)));
    }
    return n == 6 && s.p[s.n - 1] != sep;
}

/* "00:00:5e:00:53:01", as nearly all are written. */
static bool parse_usual(cp_str s, uint8_t b[6])
{
    for (size_t i = 0; i < 6; i++) {
        int high = cp_hex_digit(s.p[3 * i]), low = cp_hex_digit(s.p[3 * i + 1]);
        if (high < 0 || low < 0 || (i < 5 && s.p[3 * i + 2] != ':'))
            return false;
        b[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool cp_mac_parse(cp_str s, cp_mac *out)
{
    cp_mac m;
    if (s.n == 17 && parse_usual(s, m.b)) {
        *out = m;
        return true;
    }
    bool ok = cp_str_find_char(s, ':') > 0   ? parse_groups(s, ':', 2, m.b)
              : s.n == 17                    ? parse_groups(s, '-', 2, m.b)
              : cp_str_find_char(s, '.') > 0 ? parse_groups(s, '.', 4, m.b)
              : s.n == 14                    ? parse_groups(s, '-', 4, m.b)
                                             : s.n == 12 && parse_groups(s, ',', 12, m.b);
    if (ok)
        *out = m;
    return ok;
}

cp_mac cp_mac_of(const uint8_t b[6])
{
    cp_mac m;
    memcpy(m.b, b, 6);
    return m;
}

cp_str cp_mac_text(cp_arena *a, cp_mac m)
{
    static const char digits[] = "0123456789abcdef";
    char text[17];
    for (int i = 0; i < 6; i++) {
        text[3 * i] = digits[m.b[i] >> 4];
        text[3 * i + 1] = digits[m.b[i] & 15];
        if (i < 5)
            text[3 * i + 2] = ':';
    }
    return cp_str_dup(a, (cp_str){ text, sizeof text });
}

uint64_t cp_mac_u64(cp_mac m)
{
    uint64_t v = 0;
    for (int i = 0; i < 6; i++)
        v = v << 8 | m.b[i];
    return v;
}

bool cp_mac_is_local(cp_mac m) { return m.b[0] & 0x02; }
bool cp_mac_is_group(cp_mac m) { return m.b[0] & 0x01; }

bool cp_mac_is_identity(cp_mac m)
{
    uint64_t v = cp_mac_u64(m);
    bool virtual_router = (v >> 8) == 0x00005e0001 || (v >> 8) == 0x00005e0002 ||
                          (v >> 8) == 0x00000c07ac || (v >> 12) == 0x00000c9ff ||
                          (v >> 12) == 0x000573a00;
    bool virtual_system = (v >> 8) == 0x002304eebe; /* LACP and STP of two switches as one (vPC) */
    return v != 0 && !cp_mac_is_local(m) && !cp_mac_is_group(m) && !virtual_router &&
           !virtual_system;
}
