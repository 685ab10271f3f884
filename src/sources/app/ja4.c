/* SPDX-License-Identifier: Apache-2.0 */
/* ja4.c - the fingerprint of a client, see cp_tls_ja4 in tls.h. */
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "codec/sha256.h"
#include "sources/app/tls.h"

enum {
    COUNT_MAX = 99,
    SHORT_LIST = 64,
    EXT_SERVER_NAME = 0,
    EXT_ALPN = 16,
};

static const char *version_of(uint16_t v)
{
    switch (v) {
    case 0x0304: return "13";
    case 0x0303: return "12";
    case 0x0302: return "11";
    case 0x0301: return "10";
    case 0x0300: return "s3";
    case 0x0002: return "s2";
    case 0xfeff: return "d1";
    case 0xfefd: return "d2";
    case 0xfefc: return "d3";
    default: return "00";
    }
}

static int by_value(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* What honest clients send is short and almost in order. */
static void sort(uint16_t *v, uint32_t n)
{
    if (n > SHORT_LIST) {
        qsort(v, n, sizeof *v, by_value);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        uint16_t x = v[i];
        uint32_t j = i;
        for (; j > 0 && v[j - 1] > x; j--)
            v[j] = v[j - 1];
        v[j] = x;
    }
}

/* Values of two bytes without GREASE. */
static uint32_t read_list(cp_bytes list, uint16_t *out)
{
    cp_cur c = cp_cur_of(list);
    uint32_t n = 0;
    while (cp_cur_left(&c) >= 2 && n < CP_TLS_CIPHERS_MAX) {
        uint16_t v = cp_cur_u16be(&c);
        if (!cp_tls_is_grease(v))
            out[n++] = v;
    }
    return n;
}

/* "1301,1302" */
static size_t put_list(char *to, const uint16_t *v, uint32_t n)
{
    static const char digits[] = "0123456789abcdef";
    char *p = to;
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            *p++ = ',';
        for (int shift = 12; shift >= 0; shift -= 4)
            *p++ = digits[v[i] >> shift & 15];
    }
    return (size_t)(p - to);
}

static cp_str hash(cp_arena *a, cp_ja4_memo *memo, const char *text, size_t n)
{
    if (n == 0)
        return CP_STR("000000000000");
    cp_str s = { text, n };
    struct cp_ja4_digest *d =
        memo && n <= CP_JA4_MEMO_BYTES_MAX ? &memo->v[cp_hash(s, 0) % CP_JA4_MEMO_MAX] : NULL;
    if (d && d->n == n && memcmp(d->text, text, n) == 0)
        return cp_str_dup(a, (cp_str){ d->digits, CP_JA4_DIGITS });
    cp_str digits = cp_str_slice(cp_sha256_hex(a, cp_bytes_of_str(s)), 0, CP_JA4_DIGITS);
    if (!d)
        return digits;
    d->n = (uint16_t)n;
    memcpy(d->text, text, n);
    memcpy(d->digits, digits.p, CP_JA4_DIGITS);
    return digits;
}

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* First and last character; of its hex digits if one of the two is neither letter nor digit. */
static void put_alpn(cp_buf *b, cp_str alpn)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t first = alpn.n ? (uint8_t)alpn.p[0] : '0', last = first;
    if (alpn.n)
        last = (uint8_t)alpn.p[alpn.n - 1];
    bool is_text = is_alnum(first) && is_alnum(last);
    cp_buf_char(b, is_text ? (char)first : digits[first >> 4]);
    cp_buf_char(b, is_text ? (char)last : digits[last & 15]);
}

static void put_count(cp_buf *b, uint32_t n)
{
    n = n > COUNT_MAX ? COUNT_MAX : n;
    cp_buf_char(b, (char)('0' + n / 10));
    cp_buf_char(b, (char)('0' + n % 10));
}

cp_str cp_tls_ja4(cp_arena *a, cp_ja4_memo *memo, const cp_tls_hello *h, char transport)
{
    uint16_t v[CP_TLS_CIPHERS_MAX], exts[CP_TLS_EXTENSIONS_MAX];
    char text[(CP_TLS_EXTENSIONS_MAX + CP_TLS_CIPHERS_MAX) * 5];
    uint32_t n_exts = 0, n_hashed = 0;
    if (h->ciphers.n / 2 > CP_TLS_CIPHERS_MAX || h->sign_algs.n / 2 > CP_TLS_CIPHERS_MAX)
        return CP_STR("");
    uint32_t n_ciphers = read_list(h->ciphers, v);
    sort(v, n_ciphers);
    cp_str ciphers = hash(a, memo, text, put_list(text, v, n_ciphers));
    for (uint32_t i = 0; i < h->n_extensions; i++) {
        uint16_t ext = h->extensions[i];
        n_exts += !cp_tls_is_grease(ext);
        if (!cp_tls_is_grease(ext) && ext != EXT_SERVER_NAME && ext != EXT_ALPN)
            exts[n_hashed++] = ext;
    }
    sort(exts, n_hashed);
    size_t n = put_list(text, exts, n_hashed);
    uint32_t n_algs = read_list(h->sign_algs, v);
    if (n_algs) {
        text[n++] = '_';
        n += put_list(text + n, v, n_algs);
    }
    cp_str rest = hash(a, memo, text, n);
    cp_buf b = cp_buf_new(a);
    cp_buf_char(&b, transport);
    cp_buf_add_c(&b, version_of(h->version));
    cp_buf_char(&b, h->has_sni ? 'd' : 'i');
    put_count(&b, n_ciphers);
    put_count(&b, n_exts);
    put_alpn(&b, h->alpn);
    cp_buf_char(&b, '_');
    cp_buf_add(&b, ciphers);
    cp_buf_char(&b, '_');
    cp_buf_add(&b, rest);
    return cp_buf_str(&b);
}
