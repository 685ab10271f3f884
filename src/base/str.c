/* SPDX-License-Identifier: Apache-2.0 */
/* str.c - see str.h. ASCII-only case and blanks: the C locale functions would make answers depend
 * on the machine. */
#include "base/str.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

cp_str cp_str_c(const char *s) { return s ? (cp_str){ s, strlen(s) } : CP_STR(""); }

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}
static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool cp_str_eq_nocase(cp_str a, cp_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower((unsigned char)a.p[i]) != lower((unsigned char)b.p[i]))
            return false;
    return true;
}

int cp_str_cmp(cp_str a, cp_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : a.n < b.n ? -1 : a.n > b.n;
}

bool cp_str_starts(cp_str s, cp_str prefix)
{
    return s.n >= prefix.n && cp_str_eq((cp_str){ s.p, prefix.n }, prefix);
}

bool cp_str_starts_nocase(cp_str s, cp_str prefix)
{
    return s.n >= prefix.n && cp_str_eq_nocase((cp_str){ s.p, prefix.n }, prefix);
}

bool cp_str_ends(cp_str s, cp_str suffix)
{
    return s.n >= suffix.n && cp_str_eq(cp_str_from(s, s.n - suffix.n), suffix);
}

ptrdiff_t cp_str_find(cp_str s, cp_str what)
{
    if (what.n == 0)
        return 0;
    const char *at = s.n >= what.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
    return at ? at - s.p : -1;
}

bool cp_str_has(cp_str s, cp_str what) { return cp_str_find(s, what) >= 0; }

bool cp_str_is_id(cp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
              s.p[i] == '-'))
            return false;
    return s.n > 0;
}

cp_str cp_str_trim(cp_str s)
{
    while (s.n && is_blank(s.p[0]))
        s.p++, s.n--;
    while (s.n && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool cp_str_cut(cp_str *rest, char sep, cp_str *head)
{
    if (!rest->p || (rest->n == 0))
        return false;
    ptrdiff_t at = cp_str_find_char(*rest, sep);
    *head = at < 0 ? *rest : (cp_str){ rest->p, (size_t)at };
    *rest = at < 0 ? (cp_str){ NULL, 0 } : cp_str_from(*rest, (size_t)at + 1);
    return true;
}

bool cp_str_cut_line(cp_str *rest, cp_str *line)
{
    if (!cp_str_cut(rest, '\n', line))
        return false;
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    return true;
}

bool cp_str_u64(cp_str s, uint64_t *out)
{
    uint64_t v = 0;
    if (s.n == 0 || s.n > 20)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned d = (unsigned)(unsigned char)s.p[i] - '0';
        if (d > 9 || __builtin_mul_overflow(v, 10u, &v) || __builtin_add_overflow(v, d, &v))
            return false;
    }
    *out = v;
    return true;
}

bool cp_str_u32(cp_str s, uint32_t *out)
{
    uint64_t v;
    if (!cp_str_u64(s, &v) || v > UINT32_MAX)
        return false;
    *out = (uint32_t)v;
    return true;
}

bool cp_str_hex_u64(cp_str s, uint64_t *out)
{
    uint64_t v = 0;
    if (s.n == 0 || s.n > 16)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        int d = cp_hex_digit(s.p[i]);
        if (d < 0)
            return false;
        v = v << 4 | (uint64_t)d;
    }
    *out = v;
    return true;
}

bool cp_str_double(cp_str s, double *out)
{
    char copy[64], *end;
    if (s.n == 0 || s.n >= sizeof copy)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || strchr("+-.eE", s.p[i])) || s.p[i] == '\0')
            return false;
    memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    double v = strtod(copy, &end); /* setlocale is never called for numbers: the point is a point */
    if (*end)
        return false;
    *out = v;
    return true;
}

cp_str cp_str_dup(cp_arena *a, cp_str s) { return (cp_str){ cp_arena_dup_text(a, s.p, s.n), s.n }; }

/* The text if fmt only puts strings together and these fit; false: somebody else has to. */
static bool put_strings(char *to, size_t cap, const char *fmt, va_list ap, int *n_out)
{
    size_t at = 0;
    for (const char *next; *fmt; fmt = next) {
        bool is_counted = fmt[0] == '%' && fmt[1] == '.' && fmt[2] == '*' && fmt[3] == 's';
        const char *p = fmt;
        size_t n;
        if (is_counted || (fmt[0] == '%' && fmt[1] == 's')) {
            int most = is_counted ? va_arg(ap, int) : -1;
            p = va_arg(ap, const char *);
            if (!p && most)
                return false;
            n = most < 0 ? strlen(p) : most ? strnlen(p, (size_t)most) : 0;
            next = fmt + (is_counted ? 4 : 2);
        } else {
            next = strchrnul(fmt, '%');
            n = (size_t)(next - fmt);
            if (n == 0)
                return false;
        }
        if (n >= cap - at)
            return false;
        if (n)
            memcpy(to + at, p, n);
        at += n;
    }
    to[at] = '\0';
    *n_out = (int)at;
    return true;
}

int cp_vformat(char *to, size_t cap, const char *fmt, va_list ap)
{
    int n;
    va_list first;
    va_copy(first, ap);
    if (!put_strings(to, cap, fmt, first, &n))
        n = vsnprintf(to, cap, fmt, ap);
    va_end(first);
    return n;
}

cp_str cp_str_vfmt(cp_arena *a, const char *fmt, va_list ap)
{
    char few[512]; /* most texts fit, and are then made once */
    va_list again;
    va_copy(again, ap);
    int n = cp_vformat(few, sizeof few, fmt, ap);
    assert(n >= 0);
    char *p = few;
    if ((size_t)n < sizeof few) {
        p = cp_arena_dup_text(a, few, (size_t)n);
    } else {
        p = cp_arena_alloc(a, (size_t)n + 1);
        (void)vsnprintf(p, (size_t)n + 1, fmt, again);
    }
    va_end(again);
    return (cp_str){ p, (size_t)n };
}

cp_str cp_str_fmt(cp_arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str s = cp_str_vfmt(a, fmt, ap);
    va_end(ap);
    return s;
}

cp_str cp_str_lower(cp_arena *a, cp_str s)
{
    char *p = cp_arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)lower((unsigned char)s.p[i]);
    return (cp_str){ p, s.n };
}

cp_bytes cp_bytes_dup(cp_arena *a, cp_bytes b)
{
    return (cp_bytes){ cp_arena_dup(a, b.p, b.n), b.n };
}

cp_str cp_hex(cp_arena *a, cp_bytes b)
{
    static const char digits[] = "0123456789abcdef";
    char *p = cp_arena_alloc(a, b.n * 2 + 1);
    for (size_t i = 0; i < b.n; i++) {
        p[2 * i] = digits[b.p[i] >> 4];
        p[2 * i + 1] = digits[b.p[i] & 15];
    }
    return (cp_str){ p, b.n * 2 };
}

bool cp_unhex(cp_arena *a, cp_str hex, cp_bytes *out)
{
    if (hex.n % 2)
        return false;
    uint8_t *p = cp_arena_alloc(a, hex.n / 2);
    for (size_t i = 0; i < hex.n / 2; i++) {
        int hi = cp_hex_digit(hex.p[2 * i]), lo = cp_hex_digit(hex.p[2 * i + 1]);
        if (hi < 0 || lo < 0)
            return false;
        p[i] = (uint8_t)(hi << 4 | lo);
    }
    *out = (cp_bytes){ p, hex.n / 2 };
    return true;
}

size_t cp_utf8_decode(cp_str s, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)s.p;
    assert(s.n > 0);
    if (p[0] < 0x80) {
        *cp = p[0];
        return 1;
    }
    size_t n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (p[0] < 0xc2 || p[0] > 0xf4 || n > s.n)
        return 0;
    uint32_t v = p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        v = v << 6 | (p[i] & 0x3f);
    }
    if (v < smallest[n] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
        return 0;
    *cp = v;
    return n;
}

bool cp_utf8_is_active(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0xad || cp == 0x061c || cp == 0x180e ||
           (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202e) ||
           (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff || (cp >= 0xfff9 && cp <= 0xfffb) ||
           (cp >= 0xe0000 && cp <= 0xe007f);
}

/* A device may call itself anything: escapes could redraw the screen, marks of direction could make
 * one name look like another (CVE-2021-42574). */
static size_t inactive_prefix(cp_str s)
{
    size_t i = 0;
    for (uint32_t cp; i < s.n;) {
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        if (n == 0 || cp_utf8_is_active(cp))
            break;
        i += n;
    }
    return i;
}

cp_str cp_text_safe(cp_arena *a, cp_str s)
{
    size_t i = inactive_prefix(s), out = i;
    if (i == s.n)
        return s;
    char *p = cp_arena_alloc(a, s.n * 3 + 1); /* a byte becomes at most the three of U+FFFD */
    memcpy(p, s.p, i);
    for (uint32_t cp; i < s.n;) {
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        bool is_blank = n == 1 && (cp == '\n' || cp == '\r' || cp == '\t');
        bool keep = n > 0 && !cp_utf8_is_active(cp);
        const char *with = is_blank ? " " : keep ? s.p + i : "\xef\xbf\xbd";
        size_t with_n = is_blank ? 1 : keep ? n : 3;
        memcpy(p + out, with, with_n);
        out += with_n;
        i += n ? n : 1;
    }
    return (cp_str){ p, out };
}

static bool is_harmless(uint32_t cp)
{
    return (cp >= 0x20 && cp != 0x7f && !(cp >= 0x80 && cp < 0xa0)) || cp == '\t' || cp == '\n';
}

/* Length of the leading part that needs no change. */
static size_t clean_prefix(cp_str s)
{
    size_t i = 0;
    while (i < s.n) {
        uint32_t cp;
        if (s.p[i] >= ' ' && s.p[i] < 0x7f) { /* nearly all there is */
            i++;
            continue;
        }
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        if (n == 0 || !is_harmless(cp))
            break;
        i += n;
    }
    return i;
}

cp_str cp_str_clean_utf8(cp_arena *a, cp_str s)
{
    size_t i = clean_prefix(s), out = i;
    if (i == s.n)
        return s;
    char *p = cp_arena_alloc(a, s.n * 3 + 1); /* one byte becomes at most the three of U+FFFD */
    memcpy(p, s.p, i);
    while (i < s.n) {
        uint32_t cp;
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        bool keep = n > 0 && is_harmless(cp);
        memcpy(p + out, keep ? s.p + i : "\xef\xbf\xbd", keep ? n : 3);
        out += keep ? n : 3;
        i += n ? n : 1;
    }
    return (cp_str){ p, out };
}

bool cp_str_is_utf8(cp_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        size_t n = (unsigned char)s.p[i] < 0x80 ? 1 : cp_utf8_decode(cp_str_from(s, i), &cp);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t cp_str_distance(cp_str a, cp_str b)
{
    enum { MAX = 64 };
    size_t row[MAX + 1];
    if (a.n > MAX || b.n > MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t change = diagonal + (a.p[i - 1] != b.p[j - 1]),
                   best = row[j] < row[j - 1] ? row[j] : row[j - 1];
            diagonal = row[j];
            row[j] = best + 1 < change ? best + 1 : change;
        }
    }
    return row[b.n];
}

/* Multiply-fold over 16-byte steps. Not cryptographic; the seed keeps input from choosing the
 * collisions. */
uint64_t cp_hash(cp_str s, uint64_t seed)
{
    static const uint64_t k0 = 0x9e3779b97f4a7c15u, k1 = 0xd6e8feb86659fd93u;
    uint64_t h = seed ^ k0, tail[2] = { 0, 0 };
    const char *p = s.p;
    size_t n = s.n;
    for (; n >= 16; p += 16, n -= 16) {
        uint64_t x[2];
        memcpy(x, p, 16);
        h = cp_fold64(x[0] ^ k1 ^ h, x[1] ^ k0);
    }
    if (n)
        memcpy(tail, p, n);
    h = cp_fold64(tail[0] ^ k1 ^ h, tail[1] ^ k0);
    return cp_fold64(h ^ k1, (uint64_t)s.n ^ k0);
}
