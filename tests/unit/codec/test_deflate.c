/* SPDX-License-Identifier: Apache-2.0 */
/* test_deflate.c - blocks packed for a page, unpacked again by zlib itself and by a base64 of its
 * own; lengths around those of the pieces. */
#include "base/rand.h"
#include "codec/deflate.h"
#include "codec/inflate.h"
#include "tap.h"

static int digit(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

/* .p NULL: it is none. */
static cp_bytes unbase64(cp_arena *a, cp_str s)
{
    uint8_t *to = CP_NEW_ARRAY(a, uint8_t, s.n);
    size_t n = 0;
    uint32_t v = 0;
    size_t padding = s.n && s.p[s.n - 1] == '=' ? 1 + (s.p[s.n - 2] == '=') : 0;
    if (s.n % 4)
        return (cp_bytes){ NULL, 0 };
    for (size_t i = 0; i < s.n; i++) {
        int d = i >= s.n - padding ? 0 : digit(s.p[i]);
        if (d < 0)
            return (cp_bytes){ NULL, 0 };
        v = v << 6 | (uint32_t)d;
        if (i % 4 == 3) {
            to[n++] = (uint8_t)(v >> 16);
            to[n++] = (uint8_t)(v >> 8);
            to[n++] = (uint8_t)v;
        }
    }
    return (cp_bytes){ to, n - padding };
}

static void test_base64(void)
{
    static const struct row {
        const char *plain, *packed;
    } rows[] = { { "", "" },
                 { "f", "Zg==" },
                 { "fo", "Zm8=" },
                 { "foo", "Zm9v" },
                 { "foob", "Zm9vYg==" },
                 { "fooba", "Zm9vYmE=" },
                 { "foobar", "Zm9vYmFy" },
                 { "\xfb\xff\xbf", "+/+/" } }; /* RFC 4648, 10; and 4 */
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_buf b = cp_buf_new(a);
        cp_base64(cp_bytes_of_str(cp_str_c(rows[i].plain)), &b);
        is_cstr(cp_buf_str(&b), rows[i].packed, "base64 of %zu bytes", strlen(rows[i].plain));
    }
    cp_arena_free(a);
}

/* kind 0: what packs well; 1: what does not pack at all. */
static void check(cp_packer *p, cp_buf *out, cp_arena *a, size_t n, int kind)
{
    cp_rand r = { n };
    uint8_t *plain = CP_NEW_ARRAY(a, uint8_t, n + 1), *again = CP_NEW_ARRAY(a, uint8_t, n + 1);
    for (size_t i = 0; i < n; i++)
        plain[i] = kind ? (uint8_t)cp_rand_u64(&r) : (uint8_t)("{\"id\":0}"[i % 8]);
    size_t before = out->n;
    cp_buf *b = cp_packer_begin(p);
    for (size_t i = 0, some; i < n; i += some) {
        some = 1 + cp_rand_below(&r, 50000);
        some = some < n - i ? some : n - i;
        cp_buf_add(b, (cp_str){ (char *)plain + i, some });
    }
    cp_packer_end(p);
    cp_bytes packed = unbase64(a, cp_str_from(cp_buf_str(out), before));
    size_t got = packed.p ? cp_inflate_front(packed, again, n + 1) : SIZE_MAX;
    is_uint(got, n, "%zu bytes of kind %d come back", n, kind);
    ok(got == n && memcmp(plain, again, n) == 0, "%zu bytes of kind %d are the same", n, kind);
    if (kind == 0 && n > 1000)
        ok(out->n - before < n / 10, "%zu bytes are packed to %zu", n, out->n - before);
}

int main(void)
{
    static const size_t lengths[] = {
        0, 1, 2, 3, 100, 24575, 24576, 24577, 65536, 200000, 3000000
    };
    test_base64();
    cp_arena *a = cp_arena_new(0);
    cp_buf out = cp_buf_new(a);
    cp_packer *p = cp_packer_new(a, &out);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (int kind = 0; kind < 2; kind++)
            check(p, &out, a, lengths[i], kind);
    cp_arena_free(a);
    return tap_done();
}
