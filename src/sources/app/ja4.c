/* SPDX-License-Identifier: Apache-2.0 */
/* ja4.c - the fingerprint of a client, see cp_tls_ja4 in tls.h. */
#include <stdlib.h>
#include <string.h>
#include "codec/sha256.h"
#include "sources/app/tls.h"

enum {
    HASH_DIGITS = 12,
    COUNT_MAX = 99,
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

static cp_str hash(cp_arena *a, const char *text, size_t n)
{
    if (n == 0)
        return CP_STR("000000000000");
    return cp_str_slice(cp_sha256_hex(a, (cp_bytes){ (const uint8_t *)text, n }), 0, HASH_DIGITS);
}

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* First and last character; of its hex digits if one of the two is neither letter nor digit. */
static void put_alpn(cp_str alpn, char out[2])
{
    static const char digits[] = "0123456789abcdef";
    out[0] = out[1] = '0';
    if (alpn.n == 0)
        return;
    uint8_t first = (uint8_t)alpn.p[0], last = (uint8_t)alpn.p[alpn.n - 1];
    bool is_text = is_alnum(first) && is_alnum(last);
    out[0] = is_text ? (char)first : digits[first >> 4];
    out[1] = is_text ? (char)last : digits[last & 15];
}

cp_str cp_tls_ja4(cp_arena *a, const cp_tls_hello *h, char transport)
{
    uint16_t v[CP_TLS_CIPHERS_MAX], exts[CP_TLS_EXTENSIONS_MAX];
    char text[(CP_TLS_EXTENSIONS_MAX + CP_TLS_CIPHERS_MAX) * 5], alpn[2];
    uint32_t n_exts = 0, n_hashed = 0;
    if (h->ciphers.n / 2 > CP_TLS_CIPHERS_MAX || h->sign_algs.n / 2 > CP_TLS_CIPHERS_MAX)
        return CP_STR("");
    uint32_t n_ciphers = read_list(h->ciphers, v);
    qsort(v, n_ciphers, sizeof *v, by_value);
    cp_str ciphers = hash(a, text, put_list(text, v, n_ciphers));
    for (uint32_t i = 0; i < h->n_extensions; i++) {
        uint16_t ext = h->extensions[i];
        n_exts += !cp_tls_is_grease(ext);
        if (!cp_tls_is_grease(ext) && ext != EXT_SERVER_NAME && ext != EXT_ALPN)
            exts[n_hashed++] = ext;
    }
    qsort(exts, n_hashed, sizeof *exts, by_value);
    size_t n = put_list(text, exts, n_hashed);
    uint32_t n_algs = read_list(h->sign_algs, v);
    if (n_algs) {
        text[n++] = '_';
        n += put_list(text + n, v, n_algs);
    }
    cp_str rest = hash(a, text, n);
    put_alpn(h->alpn, alpn);
    return cp_str_fmt(a, "%c%s%c%02u%02u%.2s_%.*s_%.*s", transport, version_of(h->version),
                      h->has_sni ? 'd' : 'i', n_ciphers > COUNT_MAX ? COUNT_MAX : n_ciphers,
                      n_exts > COUNT_MAX ? COUNT_MAX : n_exts, alpn, CP_FMT(ciphers), CP_FMT(rest));
}
