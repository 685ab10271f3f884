/* SPDX-License-Identifier: Apache-2.0 */
/* test_bzip2.c - whatever the input, the bytes and the fault are those of libbz2, by one thread and
 * by several, in any pieces. */
#include "bzip2_serial.h"
#include "codec/bzip2_block.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

static cp_bytes text(cp_arena *a, size_t n)
{
    cp_buf b = cp_buf_new(a);
    cp_rand r = { 7 };
    for (uint32_t i = 0; b.n < n; i++)
        cp_buf_fmt(&b, "row %u,%u,the same text again\n", i, cp_rand_below(&r, 1000));
    return (cp_bytes){ (uint8_t *)b.p, n };
}

static cp_bytes noise(cp_arena *a, size_t n, uint32_t below)
{
    uint8_t *p = cp_arena_alloc(a, n + 1);
    cp_rand r = { 9 };
    for (size_t i = 0; i < n; i++)
        p[i] = (uint8_t)cp_rand_below(&r, below);
    return (cp_bytes){ p, n };
}

static cp_bytes joined(cp_arena *a, cp_bytes x, cp_bytes y)
{
    uint8_t *p = cp_arena_alloc(a, x.n + y.n + 1);
    if (x.n)
        memcpy(p, x.p, x.n);
    if (y.n)
        memcpy(p + x.n, y.p, y.n);
    return (cp_bytes){ p, x.n + y.n };
}

/* By each number of threads and in each size of pieces, of the larger ones where it is long. */
static bool is_same(cp_bytes in, const char *name)
{
    static const size_t sizes[] = { 1, 13, 4000, 1 << 20 };
    cp_arena *a = cp_arena_new(0);
    bzip2_got want = bzip2_serial(a, in);
    bool is_right = true;
    for (size_t i = in.n > 2000 ? 2 : 0; i < N(sizes); i++)
        for (uint32_t n_threads = 1; n_threads <= 3; n_threads += 2) {
            size_t out_n = want.text.n > 1000000 ? 1 << 20 : sizes[N(sizes) - 1 - i];
            bzip2_got got = bzip2_ours(a, in, n_threads, sizes[i], out_n);
            if (!bzip2_same(&want, &got))
                fprintf(
                    stderr,
                    "%s: %u threads, pieces of %zu: bad %d complete %d at %zu, %zu bytes; want %d "
                    "%d %zu, %zu bytes\n",
                    name, n_threads, sizes[i], got.is_bad, got.is_complete, (size_t)got.off,
                    got.text.n, want.is_bad, want.is_complete, (size_t)want.off, want.text.n);
            is_right = is_right && bzip2_same(&want, &got);
        }
    cp_arena_free(a);
    return is_right;
}

static void test_whole(cp_arena *a)
{
    cp_bytes t = text(a, 350000), few = noise(a, 250000, 3), all = noise(a, 250000, 256);
    cp_bytes zeros = { cp_arena_alloc(a, 12000000), 12000000 }, none = { NULL, 0 };
    cp_bytes junk = { (const uint8_t *)"\0\0x", 3 }, small = text(a, 100);
    const struct {
        const char *name;
        cp_bytes in;
    } rows[] = {
        { "nothing", none },
        { "an empty stream", bzip2_pack(a, none, 9, 0) },
        { "a byte", bzip2_pack(a, (cp_bytes){ (const uint8_t *)"x", 1 }, 1, 0) },
        { "text of several blocks", bzip2_pack(a, t, 1, 0) },
        { "text of one", bzip2_pack(a, t, 9, 0) },
        { "runs", bzip2_pack(a, few, 1, 0) },
        { "noise", bzip2_pack(a, all, 1, 0) },
        { "zeros", bzip2_pack(a, zeros, 2, 0) },
        { "tiny blocks", bzip2_pack(a, text(a, 3000), 1, 7) },
        { "blocks of three bytes", bzip2_pack(a, noise(a, 300, 2), 1, 3) },
        { "two streams", joined(a, bzip2_pack(a, t, 1, 0), bzip2_pack(a, small, 5, 0)) },
        { "levels that rise", joined(a, bzip2_pack(a, t, 1, 0), bzip2_pack(a, t, 3, 0)) },
        { "levels that fall", joined(a, bzip2_pack(a, t, 3, 0), bzip2_pack(a, t, 1, 0)) },
        { "empty streams between",
          joined(a, bzip2_pack(a, none, 1, 0),
                 joined(a, bzip2_pack(a, none, 2, 0), bzip2_pack(a, t, 1, 0))) },
        { "zeros behind it", joined(a, bzip2_pack(a, t, 1, 0), (cp_bytes){ zeros.p, 1000 }) },
        { "junk behind it", joined(a, bzip2_pack(a, t, 1, 0), junk) },
        { "a stream behind zeros",
          joined(a, joined(a, bzip2_pack(a, t, 1, 0), (cp_bytes){ zeros.p, 3 }),
                 bzip2_pack(a, t, 1, 0)) },
        { "no bzip2", t },
    };
    for (size_t i = 0; i < N(rows); i++)
        ok(is_same(rows[i].in, rows[i].name), "%s", rows[i].name);
    for (size_t i = 3; i < 9; i++) {
        bzip2_got g = bzip2_ours(a, rows[i].in, 2, 1 << 20, 1 << 20);
        ok(!g.is_bad && g.is_complete && g.text.n >= 3000, "%s is read", rows[i].name);
    }
}

/* A block of larger level than its stream: what fits level 9 is refused. */
static void test_level(cp_arena *a)
{
    cp_bytes x = bzip2_pack(a, text(a, 350000), 9, 0),
             two = joined(a, bzip2_pack(a, text(a, 350000), 1, 0), x);
    uint8_t *p = (uint8_t *)(uintptr_t)x.p, *q = (uint8_t *)(uintptr_t)two.p;
    p[3] = '2';
    ok(is_same(x, "level") && bzip2_serial(a, x).is_bad, "more than the level has room for");
    q[two.n - x.n + 3] = '3';
    ok(is_same(two, "second level") && bzip2_serial(a, two).is_bad, "in a second stream");
}

static void test_cut(cp_arena *a)
{
    cp_bytes one = bzip2_pack(a, text(a, 900), 1, 0),
             many = joined(a, bzip2_pack(a, text(a, 400), 1, 90), one);
    uint32_t wrong = 0, step = tap_cases(16) == 16 ? 11 : 23;
    for (size_t n = 0; n < one.n; n += step)
        wrong += !is_same((cp_bytes){ one.p, n }, "cut");
    for (size_t n = 0; n < many.n; n += step)
        wrong += !is_same((cp_bytes){ many.p, n }, "two cut");
    is_uint(wrong, 0, "cut off at each %u. of %zu bytes", step, one.n + many.n);
    cp_bytes big = bzip2_pack(a, text(a, 500000), 1, 0);
    for (size_t n = 1; n < 6; n++)
        wrong += !is_same((cp_bytes){ big.p, big.n * n / 6 }, "large, cut");
    is_uint(wrong, 0, "and several blocks of 100 kB");
}

static void flip(cp_arena *a, cp_bytes in, uint32_t step, const char *name)
{
    uint8_t *p = cp_arena_dup(a, in.p, in.n);
    uint32_t wrong = 0;
    for (size_t bit = 0; bit < in.n * 8; bit += step) {
        cp_arena *own = cp_arena_new(0);
        p[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        bzip2_got want = bzip2_serial(own, (cp_bytes){ p, in.n });
        bzip2_got got = bzip2_ours(own, (cp_bytes){ p, in.n }, 1 + bit % 3, 1 << 20, 1 << 20);
        wrong += !bzip2_same(&want, &got);
        if (!bzip2_same(&want, &got))
            fprintf(stderr, "bit %zu: at %zu, not %zu; %zu bytes, not %zu\n", bit, (size_t)got.off,
                    (size_t)want.off, got.text.n, want.text.n);
        p[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        cp_arena_free(own);
    }
    is_uint(wrong, 0, "%s: each %u. bit turned over of %zu bytes", name, step, in.n);
}

static void test_flipped(cp_arena *a)
{
    uint32_t step = tap_cases(16) == 16 ? 17 : 41;
    flip(a, bzip2_pack(a, text(a, 500), 1, 0), step, "one block");
    flip(a,
         joined(a, bzip2_pack(a, noise(a, 60, 2), 1, 20), bzip2_pack(a, noise(a, 50, 256), 2, 0)),
         step, "two streams");
    cp_bytes large = bzip2_pack(a, noise(a, 320000, 20), 1, 0);
    flip(a, large, (uint32_t)(large.n * 8 / tap_cases(32)), "several blocks");
}

/* ---- a block of which each bit can be chosen: 126 symbols, all codes of 7 bits */

typedef struct bit_buf {
    uint8_t *p;
    size_t n; /* bits */
} bit_buf;

static void put(bit_buf *b, uint64_t v, uint32_t n)
{
    for (uint32_t i = n; i-- > 0; b->n++)
        b->p[b->n / 8] |= (uint8_t)((v >> i & 1) << (7 - b->n % 8));
}

/* Of the magic, `times` times, from the code's bit `shift` on; crc 0: not known yet. */
static cp_bytes full_of_magic(cp_arena *a, uint32_t times, uint32_t shift, uint32_t crc)
{
    uint32_t n_symbols = (times * CP_BZIP2_MAGIC_BITS + shift + 6) / 7,
             n_selectors = n_symbols / 50 + 1;
    bit_buf b = { cp_arena_alloc(a, times * 7 + n_selectors + 1000), 0 };
    put(&b, 0x425a6839, 32);
    put(&b, CP_BZIP2_BLOCK_MAGIC, CP_BZIP2_MAGIC_BITS);
    put(&b, crc, 32);
    put(&b, 0, 25);
    put(&b, 0xff00, 16); /* 8 ranges, of which the last misses two symbols */
    for (int i = 0; i < 8; i++)
        put(&b, i < 7 ? 0xffff : 0xfffc, 16);
    put(&b, 2, 3);
    put(&b, n_selectors, 15);
    put(&b, 0, 7);
    b.n += n_selectors - 7;
    for (int i = 0; i < 2; i++) {
        put(&b, 7, 5);
        b.n += 128;
    }
    size_t begin = b.n;
    put(&b, 1, shift);
    for (uint32_t i = 0; i < times; i++)
        put(&b, CP_BZIP2_BLOCK_MAGIC, CP_BZIP2_MAGIC_BITS);
    b.n += (7 - (b.n - begin) % 7) % 7;
    put(&b, 127, 7);
    put(&b, CP_BZIP2_END_MAGIC, CP_BZIP2_MAGIC_BITS);
    put(&b, crc, 32);
    return (cp_bytes){ b.p, (b.n + 7) / 8 };
}

static uint32_t crc_of(cp_str s)
{
    uint32_t c = UINT32_MAX;
    for (size_t i = 0; i < s.n; i++) {
        c ^= (uint32_t)(uint8_t)s.p[i] << 24;
        for (int k = 0; k < 8; k++)
            c = c << 1 ^ (c >> 31 ? 0x04c11db7 : 0);
    }
    return ~c;
}

static void test_magic(cp_arena *a)
{
    uint32_t n_good = 0;
    for (uint32_t shift = 0; shift < 7; shift++) {
        uint32_t times = shift ? 300 : 30000;
        bzip2_got raw = bzip2_serial(a, full_of_magic(a, times, shift, 0));
        cp_bytes in = full_of_magic(a, times, shift, crc_of(raw.text));
        n_good += !bzip2_serial(a, in).is_bad;
        ok(is_same(in, "magic"), "%u blocks that are none, in one that is, from bit %u", times,
           shift);
        if (shift)
            continue;
        cp_bytes many = in, behind = joined(a, in, bzip2_pack(a, text(a, 350000), 1, 0));
        for (int i = 0; i < 4; i++)
            many = joined(a, many, in);
        ok(is_same(many, "magics"), "five times as many");
        ok(is_same(behind, "behind"), "good ones behind it");
        ok(is_same((cp_bytes){ in.p, in.n - 20 }, "cut magic"), "cut off");
    }
    ok(n_good > 0, "%u of them good", n_good);
    cp_bytes x = { cp_arena_alloc(a, 600000), 600000 };
    memcpy((uint8_t *)(uintptr_t)x.p, "BZh9", 4);
    for (size_t i = 4; i + 6 <= x.n; i += 6)
        memcpy((uint8_t *)(uintptr_t)x.p + i, "1AY&SY", 6);
    ok(is_same(x, "a file of it"), "a file of nothing but the magic");
}

/* Codes that are too many or too few, and what no packer writes, at random. */
static void test_random(cp_arena *a)
{
    cp_rand r = { 77 };
    cp_bytes in =
        joined(a, bzip2_pack(a, noise(a, 4000, 40), 1, 1500), bzip2_pack(a, text(a, 700), 1, 0));
    uint32_t wrong = 0, n = tap_cases(400);
    for (uint32_t i = 0; i < n; i++) {
        cp_arena *own = cp_arena_new(0);
        uint8_t *p = cp_arena_dup(own, in.p, in.n);
        for (uint32_t k = 1 + cp_rand_below(&r, 6); k > 0; k--) {
            uint32_t bit = cp_rand_below(&r, cp_rand_below(&r, 2) ? 1500 : (uint32_t)in.n * 8);
            p[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
        cp_bytes x = { p, in.n - cp_rand_below(&r, 2) * cp_rand_below(&r, 200) };
        bzip2_got want = bzip2_serial(own, x);
        bzip2_got got = bzip2_ours(own, x, 1 + i % 3, 1 + cp_rand_below(&r, 3000), 100000);
        wrong += !bzip2_same(&want, &got);
        cp_arena_free(own);
    }
    is_uint(wrong, 0, "%u damaged ones", n);
}

int main(void)
{
    void (*const tests[])(cp_arena *) = { test_whole,   test_level, test_cut,
                                          test_flipped, test_magic, test_random };
    for (size_t i = 0; i < N(tests); i++) {
        cp_arena *a = cp_arena_new(0);
        tests[i](a);
        cp_arena_free(a);
    }
    return tap_done();
}
