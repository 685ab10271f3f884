/* SPDX-License-Identifier: Apache-2.0 */
/* test_cursor.c - all sequences of three reads over all buffers of up to nine bytes, against the
 * plain definition: a read inside gives the bytes, a read beyond gives zeros, sets bad and moves
 * nothing, and so does all that follows. Buffers are exactly as large as said, for the
 * sanitizers. */
#include "tap.h"

typedef struct op {
    const char *name;
    size_t n; /* bytes it takes; SIZE_MAX: all */
    enum { NUMBER_BE, NUMBER_LE, TAKE, SUB, REST } kind;
} op;

static const op ops[] = { { "u8", 1, NUMBER_BE },    { "u16be", 2, NUMBER_BE },
                          { "u24be", 3, NUMBER_BE }, { "u32be", 4, NUMBER_BE },
                          { "u64be", 8, NUMBER_BE }, { "u16le", 2, NUMBER_LE },
                          { "u32le", 4, NUMBER_LE }, { "u64le", 8, NUMBER_LE },
                          { "take 0", 0, TAKE },     { "take 3", 3, TAKE },
                          { "sub 0", 0, SUB },       { "sub 5", 5, SUB },
                          { "rest", SIZE_MAX, REST } };
enum { OPS = sizeof ops / sizeof *ops, BYTES_MAX = 9, DEPTH = 3 };

static uint64_t number(cp_cur *c, const op *o)
{
    switch (o->n) {
    case 1: return cp_cur_u8(c);
    case 2: return o->kind == NUMBER_BE ? cp_cur_u16be(c) : cp_cur_u16le(c);
    case 3: return cp_cur_u24be(c);
    case 4: return o->kind == NUMBER_BE ? cp_cur_u32be(c) : cp_cur_u32le(c);
    case 8: return o->kind == NUMBER_BE ? cp_cur_u64be(c) : cp_cur_u64le(c);
    }
    abort();
}

static uint64_t expected(const uint8_t *p, const op *o)
{
    uint64_t v = 0;
    for (size_t i = 0; i < o->n; i++)
        v |= (uint64_t)p[i] << 8 * (o->kind == NUMBER_LE ? i : o->n - 1 - i);
    return v;
}

/* Does o on c, which should be `at` bytes behind p (or bad), and says whether it did as it
 * should. */
static bool run(cp_cur *c, const uint8_t *p, size_t size, const op *o, size_t *at, bool *bad)
{
    size_t n = o->kind == REST ? (*bad ? 0 : size - *at) : o->n;
    bool good = !*bad && n <= size - *at;
    uint64_t off = cp_cur_off(c);
    cp_bytes b = { NULL, 0 };
    cp_cur sub;
    bool held = true;
    switch (o->kind) {
    case NUMBER_BE:
    case NUMBER_LE: held = number(c, o) == (good ? expected(p + *at, o) : 0); break;
    case TAKE: b = cp_cur_take(c, n); break;
    case REST: b = cp_cur_rest(c); break;
    case SUB:
        sub = cp_cur_sub(c, n);
        held = sub.bad == !good && cp_cur_left(&sub) == (good ? n : 0) && cp_cur_off(&sub) == off;
        (void)cp_cur_take(&sub, n + 1);
        held = held && sub.bad; /* a child cannot read its sibling */
        break;
    }
    if (o->kind == TAKE || o->kind == REST)
        held = held && b.n == (good ? n : 0) && (b.n == 0 || b.p == p + *at);
    *at += good ? n : 0;
    *bad = *bad || !good;
    return held && c->bad == *bad && cp_cur_left(c) == (*bad ? 0 : size - *at) &&
           cp_cur_off(c) == off + (good ? n : 0);
}

static bool try_all(const uint8_t *p, size_t size, const op *chosen[DEPTH])
{
    cp_cur c = cp_cur_at((cp_bytes){ p, size }, 1000);
    size_t at = 0;
    bool bad = false;
    for (int i = 0; i < DEPTH; i++)
        if (!run(&c, p, size, chosen[i], &at, &bad))
            return false;
    for (size_t i = 0; i <= size; i++)
        if (cp_cur_peek(&c, i) != (!bad && at + i < size ? p[at + i] : 0))
            return false;
    return cp_cur_off(&c) == 1000 + at;
}

static void test_exhaustively(size_t size)
{
    uint8_t *p = malloc(size ? size : 1);
    uint32_t n = 0, n_bad = 0;
    for (size_t i = 0; i < size; i++)
        p[i] = (uint8_t)(0x81 + 13 * i);
    for (int x = 0; x < OPS * OPS * OPS; x++, n++) {
        const op *chosen[DEPTH] = { &ops[x % OPS], &ops[x / OPS % OPS], &ops[x / OPS / OPS] };
        bool held = try_all(size ? p : NULL, size, chosen);
        if (!held && n_bad++ < 3)
            tap_note("%zu bytes: %s, %s, %s", size, chosen[0]->name, chosen[1]->name,
                     chosen[2]->name);
    }
    is_uint(n_bad, 0, "%u sequences over %zu bytes", n, size);
    free(p);
}

int main(void)
{
    for (size_t size = 0; size <= BYTES_MAX; size++)
        test_exhaustively(size);
    cp_cur c = cp_cur_of((cp_bytes){ (const uint8_t *)"abc", 3 });
    cp_cur_skip(&c, SIZE_MAX);
    ok(c.bad, "a length that would overflow is beyond the end");
    is_uint(cp_cur_off(&c), 0, "and moves nothing");
    cp_cur none = cp_cur_of((cp_bytes){ NULL, 0 });
    ok(cp_cur_left(&none) == 0 && !none.bad, "no bytes at all are not bad in themselves");
    is_uint(cp_cur_rest(&none).n, 0, "and have no rest");
    return tap_done();
}
