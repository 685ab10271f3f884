/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2_block.c - see bzip2_block.h. */
#include "codec/bzip2_block.h"

enum {
    GROUPS_MIN = 2,
    GROUPS_MAX = 6,
    GROUP_LETTERS = 50,
    SELECTORS_MAX = 18002, /* 900,000 / 50 + 2: of more no use can be made */
    LETTERS_MAX = 258,     /* two of runs, 255 places, the end */
    CODE_BITS_MAX = 20,
    FAST_BITS = 10,
    LENGTH_BITS = 5, /* of an entry of the fast table: letter << 5 | bits */
    ORIGIN_SLACK = 10,
    RUN_WEIGHT_MAX = 2 * 1024 * 1024, /* longer than any block */
    NEAR = 8,                         /* places of the list that are in one word */
    FAR_BYTES = 256 + 16,
};

typedef struct codes {
    uint16_t fast[1 << FAST_BITS];    /* 0: longer, or no code */
    int32_t limit[CODE_BITS_MAX + 2]; /* the last code of each length */
    int32_t base[CODE_BITS_MAX + 2];  /* what is taken off it for its place in letters */
    uint16_t letters[LETTERS_MAX];
    uint32_t bits_min;
} codes;

struct cp_bzip2_work {
    uint32_t *links; /* place of the next << 8 | byte */
    uint8_t *last;   /* column */
    uint32_t counts[256], n_max;
    codes codes[GROUPS_MAX];
    uint8_t lengths[LETTERS_MAX], selectors[SELECTORS_MAX], in_use[256];
    uint32_t n_selectors, n_groups, n_in_use;
};

/* Bits that are left; a read that finds too few sets is_short. */
typedef struct bits {
    const uint8_t *p;
    uint64_t at, end;
    bool is_short;
} bits;

/* The places of letters: nearest first. The first eight are in one word, which is all that most
 * steps change. */
typedef struct list {
    uint64_t near;
    uint8_t far[FAR_BYTES];
} list;

/* The links of both at once: so much is of huge pages, and the walk misses none of them. */
void cp_bzip2_work_new(cp_arena *a, cp_bzip2_work *w[2])
{
    uint32_t *links = CP_NEW_RAW(a, uint32_t, 2 * CP_BZIP2_BLOCK_BYTES);
    for (int i = 0; i < 2; i++) {
        w[i] = CP_NEW(a, cp_bzip2_work);
        w[i]->links = links + (size_t)i * CP_BZIP2_BLOCK_BYTES;
        w[i]->last = CP_NEW_RAW(a, uint8_t, CP_BZIP2_BLOCK_BYTES);
    }
}

static uint32_t take(bits *b, uint32_t n)
{
    if (b->end - b->at < n) {
        b->is_short = true;
        return 0;
    }
    uint64_t v = cp_bzip2_bits(b->p, b->at) >> (64 - n);
    b->at += n;
    return (uint32_t)v;
}

/* ---- what stands before the codes; each false: bad, or short */

static bool read_in_use(cp_bzip2_work *w, bits *b)
{
    uint32_t ranges = take(b, 16);
    w->n_in_use = 0;
    for (uint32_t i = 0; i < 16 && !b->is_short; i++) {
        uint32_t range = ranges >> (15 - i) & 1 ? take(b, 16) : 0;
        for (uint32_t k = 0; k < 16; k++)
            if (range >> (15 - k) & 1)
                w->in_use[w->n_in_use++] = (uint8_t)(i * 16 + k);
    }
    return !b->is_short && w->n_in_use > 0;
}

/* Each is how far behind the latest ones it was. */
static bool read_selectors(cp_bzip2_work *w, bits *b)
{
    uint8_t order[GROUPS_MAX] = { 0, 1, 2, 3, 4, 5 };
    w->n_groups = take(b, 3);
    if (b->is_short || w->n_groups < GROUPS_MIN || w->n_groups > GROUPS_MAX)
        return false;
    uint32_t n = take(b, 15);
    if (b->is_short || n == 0)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = 0;
        while (take(b, 1))
            if (++k == w->n_groups)
                return false;
        if (b->is_short)
            return false;
        if (i >= SELECTORS_MAX)
            continue;
        uint8_t x = order[k];
        for (; k > 0; k--)
            order[k] = order[k - 1];
        w->selectors[i] = order[0] = x;
    }
    w->n_selectors = n < SELECTORS_MAX ? n : SELECTORS_MAX;
    return true;
}

/* How many bits each letter has, as differences. */
static bool read_lengths(cp_bzip2_work *w, bits *b, uint32_t n)
{
    uint32_t length = take(b, 5);
    for (uint32_t i = 0; i < n && !b->is_short; i++) {
        for (;;) {
            if (length < 1 || length > CODE_BITS_MAX)
                return false;
            if (!take(b, 1))
                break;
            length += take(b, 1) ? UINT32_MAX : 1;
            if (b->is_short)
                return false;
        }
        w->lengths[i] = (uint8_t)length;
    }
    return !b->is_short;
}

/* ---- codes */

/* The letter that the first bits of v are the code of, at place by place; false: of none. The
 * lengths may make too many codes or too few: shorter ones go first. */
static inline bool decode_slowly(const codes *c, uint32_t v, uint32_t n_bits, uint32_t *n,
                                 uint32_t *letter)
{
    for (*n = c->bits_min; *n <= CODE_BITS_MAX && *n <= n_bits; ++*n) {
        int32_t code = (int32_t)(v >> (n_bits - *n));
        if (code <= c->limit[*n]) {
            *letter = c->letters[code - c->base[*n]];
            return true;
        }
    }
    return false;
}

static void make_codes(codes *c, const uint8_t *lengths, uint32_t n)
{
    uint32_t counts[CODE_BITS_MAX + 2] = { 0 }, at = 0;
    for (uint32_t i = 0; i < n; i++)
        counts[lengths[i]]++;
    for (c->bits_min = 1; !counts[c->bits_min];)
        c->bits_min++;
    for (uint32_t length = 1; length <= CODE_BITS_MAX; length++)
        for (uint32_t i = 0; i < n; i++)
            if (lengths[i] == length)
                c->letters[at++] = (uint16_t)i;
    int32_t code = 0, place = 0;
    for (uint32_t length = 1; length <= CODE_BITS_MAX; length++) {
        c->base[length] = code - place;
        code += (int32_t)counts[length];
        place += (int32_t)counts[length];
        c->limit[length] = code - 1;
        code = place == (int32_t)n ? 0 : code * 2; /* behind the longest: no code */
    }
    for (uint32_t v = 0; v < 1 << FAST_BITS; v++) {
        uint32_t n_bits = 0, letter = 0;
        bool is_code = decode_slowly(c, v, FAST_BITS, &n_bits, &letter);
        c->fast[v] = (uint16_t)(is_code ? letter << LENGTH_BITS | n_bits : 0);
    }
}

/* ---- the list */

typedef uint8_t row __attribute__((vector_size(16)));

static inline row row_at(const uint8_t *p)
{
    row r;
    memcpy(&r, p, sizeof r);
    return r;
}

static inline void put_row(uint8_t *p, row r) { memcpy(p, &r, sizeof r); }

static void list_begin(list *l, const uint8_t *letters, uint32_t n)
{
    uint8_t all[256 + NEAR] = { 0 };
    memset(l, 0, sizeof *l);
    memcpy(all, letters, n);
    for (uint32_t i = 0; i < NEAR; i++)
        l->near |= (uint64_t)all[i] << (8 * i);
    memcpy(l->far, all + NEAR, 256 - NEAR);
}

/* far[0 .. n) go to far[1 .. n]. */
static inline void shift_far(uint8_t *far, uint32_t n)
{
    static const row places = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
    for (; n >= 16; n -= 16)
        put_row(far + n - 15, row_at(far + n - 16));
    row is_moved = (row)(places < (uint8_t)n), old = row_at(far + 1);
    put_row(far + 1, (row_at(far) & is_moved) | (old & ~is_moved));
}

/* What stands at that place comes to the front. */
static inline uint8_t list_fetch(list *l, uint32_t at)
{
    if (at < NEAR) {
        uint32_t shift = 8 * at;
        uint64_t below = (UINT64_C(1) << shift) - 1, c = l->near >> shift & 0xff;
        uint64_t rest = l->near & ~(below << 8 | 0xff);
        l->near = rest | (l->near & below) << 8 | c;
        return (uint8_t)c;
    }
    uint8_t c = l->far[at - NEAR];
    shift_far(l->far, at - NEAR);
    l->far[0] = (uint8_t)(l->near >> 56);
    l->near = l->near << 8 | c;
    return c;
}

/* ---- the codes of a block */

typedef struct column {
    uint32_t n;
    uint32_t run, weight; /* of the letters of a run so far; weight 1: there is none */
    list l;
} column;

static bool end_run(cp_bzip2_work *w, column *x)
{
    uint8_t c = (uint8_t)x->l.near;
    if (x->run > w->n_max - x->n)
        return false;
    memset(w->last + x->n, c, x->run);
    w->counts[c] += x->run;
    x->n += x->run;
    x->run = 0;
    x->weight = 1;
    return true;
}

enum { LETTER_BAD = LETTERS_MAX };

/* Where bits may be missing, or no short code fits. */
static __attribute__((noinline)) uint32_t next_carefully(const codes *c, bits *b)
{
    uint32_t n = 0, letter = LETTER_BAD;
    uint32_t v = (uint32_t)(cp_bzip2_bits(b->p, b->at) >> (64 - CODE_BITS_MAX));
    if (!decode_slowly(c, v, CODE_BITS_MAX, &n, &letter))
        n = CODE_BITS_MAX + 1; /* one more is read before it is noticed */
    (void)take(b, n);
    return letter;
}

static inline uint32_t next_letter(const codes *c, bits *b)
{
    uint32_t x = c->fast[cp_bzip2_bits(b->p, b->at) >> (64 - FAST_BITS)];
    uint32_t n = x & ((1 << LENGTH_BITS) - 1);
    if (!x || n > b->end - b->at)
        return next_carefully(c, b);
    b->at += n;
    return x >> LENGTH_BITS;
}

/* GROUP_LETTERS of one table, or up to the end of the block. */
static inline cp_bzip2_result read_group(cp_bzip2_work *w, const codes *c, bits *b, column *x,
                                         bool *is_end)
{
    for (uint32_t i = 0; i < GROUP_LETTERS; i++) {
        uint32_t s = next_letter(c, b);
        if (b->is_short)
            return CP_BZIP2_SHORT;
        if (s <= 1) { /* a number of two digits, 1 and 2 */
            if (x->weight >= RUN_WEIGHT_MAX)
                return CP_BZIP2_BAD;
            x->run += x->weight << s;
            x->weight *= 2;
            continue;
        }
        if (s == LETTER_BAD || (x->run && !end_run(w, x)))
            return CP_BZIP2_BAD;
        if (s == w->n_in_use + 1) {
            *is_end = true;
            return CP_BZIP2_GOOD;
        }
        if (x->n == w->n_max)
            return CP_BZIP2_BAD;
        uint8_t byte = list_fetch(&x->l, s - 1);
        w->counts[byte]++;
        w->last[x->n++] = byte;
    }
    return CP_BZIP2_GOOD;
}

static cp_bzip2_result read_codes(cp_bzip2_work *w, bits *in, uint32_t *n)
{
    column x = { .weight = 1 };
    bits b = *in;
    cp_bzip2_result r = CP_BZIP2_GOOD;
    bool is_end = false;
    memset(w->counts, 0, sizeof w->counts);
    list_begin(&x.l, w->in_use, w->n_in_use);
    for (uint32_t g = 0; r == CP_BZIP2_GOOD && !is_end; g++)
        r = g < w->n_selectors ? read_group(w, &w->codes[w->selectors[g]], &b, &x, &is_end)
                               : CP_BZIP2_BAD;
    *in = b;
    *n = x.n;
    return r;
}

static cp_bzip2_result parse(cp_bzip2_work *w, bits *b, uint32_t level, cp_bzip2_block *out)
{
    const cp_bzip2_result bad = CP_BZIP2_BAD;
    out->crc = take(b, 32);
    out->is_random = take(b, 1);
    out->origin = take(b, 24);
    w->n_max = level * CP_BZIP2_LEVEL_BYTES;
    if (b->is_short || out->origin > w->n_max + ORIGIN_SLACK)
        return bad;
    if (!read_in_use(w, b) || !read_selectors(w, b))
        return bad;
    for (uint32_t i = 0; i < w->n_groups; i++) {
        if (!read_lengths(w, b, w->n_in_use + 2))
            return bad;
        make_codes(&w->codes[i], w->lengths, w->n_in_use + 2);
    }
    cp_bzip2_result r = read_codes(w, b, &out->n);
    return r == CP_BZIP2_GOOD && out->origin >= out->n ? bad : r;
}

cp_bzip2_result cp_bzip2_parse(cp_bzip2_work *w, const uint8_t *p, size_t n, uint64_t bit,
                               uint32_t level, cp_bzip2_block *out)
{
    bits b = { p, bit, (uint64_t)n * 8, false };
    cp_bzip2_result r = parse(w, &b, level, out);
    out->end_bit = b.at;
    return b.is_short ? CP_BZIP2_SHORT : r;
}

/* ---- the permutation */

static void link_up(cp_bzip2_work *w, uint32_t n)
{
    uint32_t at[256], sum = 0;
    for (uint32_t i = 0; i < 256; i++) {
        at[i] = sum;
        sum += w->counts[i];
    }
    for (uint32_t i = 0; i < n; i++)
        w->links[at[w->last[i]]++] = i << 8 | w->last[i];
}

static void walk_one(const uint32_t *links, uint32_t x, uint8_t *to, uint8_t *end)
{
    for (; to < end; x = links[x >> 8])
        *to++ = (uint8_t)x;
}

void cp_bzip2_walk(cp_bzip2_work *const w[2], const cp_bzip2_block *const b[2],
                   uint8_t *const bytes[2])
{
    link_up(w[0], b[0]->n);
    const uint32_t *links = w[0]->links;
    uint32_t x = links[b[0]->origin];
    uint8_t *to = bytes[0], *end = to + b[0]->n;
    if (b[1]) {
        link_up(w[1], b[1]->n);
        const uint32_t *links2 = w[1]->links;
        uint32_t y = links2[b[1]->origin], n = b[0]->n < b[1]->n ? b[0]->n : b[1]->n;
        uint8_t *to2 = bytes[1];
        for (uint32_t i = 0; i < n; i++) {
            to[i] = (uint8_t)x;
            to2[i] = (uint8_t)y;
            x = links[x >> 8];
            y = links2[y >> 8];
        }
        to += n;
        walk_one(links2, y, to2 + n, to2 + b[1]->n);
    }
    walk_one(links, x, to, end);
}

/* ---- runs */

void cp_bzip2_crc_make(cp_bzip2_crc *t)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i << 24;
        for (int k = 0; k < 8; k++)
            c = c << 1 ^ (c >> 31 ? 0x04c11db7 : 0);
        t->of[0][i] = c;
    }
    for (uint32_t i = 0; i < 256; i++)
        for (int k = 1; k < 8; k++) {
            uint32_t c = t->of[k - 1][i];
            t->of[k][i] = c << 8 ^ t->of[0][c >> 24];
        }
}

static uint32_t add_crc(const cp_bzip2_crc *t, uint32_t c, const uint8_t *p, size_t n)
{
    for (; n >= 8; p += 8, n -= 8) {
        uint64_t v = cp_bzip2_bits(p, 0) ^ (uint64_t)c << 32;
        c = t->of[7][v >> 56] ^ t->of[6][v >> 48 & 0xff] ^ t->of[5][v >> 40 & 0xff] ^
            t->of[4][v >> 32 & 0xff] ^ t->of[3][v >> 24 & 0xff] ^ t->of[2][v >> 16 & 0xff] ^
            t->of[1][v >> 8 & 0xff] ^ t->of[0][v & 0xff];
    }
    for (; n; p++, n--)
        c = c << 8 ^ t->of[0][c >> 24 ^ *p];
    return c;
}

void cp_bzip2_runs_begin(cp_bzip2_runs *r, const cp_bzip2_crc *t, const uint8_t *bytes, uint32_t n)
{
    *r = (cp_bzip2_runs){ .table = t, .bytes = bytes, .n = n, .crc = UINT32_MAX };
}

/* How many bytes from `at` on are before the next four equal ones. */
static uint32_t n_before_run(const uint8_t *p, uint32_t at, uint32_t n)
{
    uint32_t i = at;
    for (; i + 20 <= n; i += 16) {
        row a = row_at(p + i), b = row_at(p + i + 1);
        row c = row_at(p + i + 2), d = row_at(p + i + 3);
        row same = (row)(a == b) & (row)(b == c) & (row)(c == d);
        uint64_t any[2];
        memcpy(any, &same, sizeof any);
        if (any[0] | any[1])
            break;
    }
    for (; i + 4 <= n; i++)
        if (p[i] == p[i + 1] && p[i] == p[i + 2] && p[i] == p[i + 3])
            return i - at;
    return n - at;
}

size_t cp_bzip2_runs_step(cp_bzip2_runs *r, uint8_t *out, size_t cap)
{
    size_t made = 0;
    while (made < cap && !cp_bzip2_runs_is_end(r)) {
        if (r->left) {
            size_t n = r->left < cap - made ? r->left : cap - made;
            memset(out + made, r->c, n);
            made += n;
            r->left -= (uint32_t)n;
            continue;
        }
        size_t n = n_before_run(r->bytes, r->at, r->n);
        bool is_run = n < r->n - r->at && n <= cap - made;
        n = n < cap - made ? n : cap - made;
        memcpy(out + made, r->bytes + r->at, n);
        made += n;
        r->at += (uint32_t)n;
        if (!is_run)
            continue;
        r->c = r->bytes[r->at];
        r->is_bad = r->at + 4 == r->n;
        r->left = 4u + (r->is_bad ? 0u : r->bytes[r->at + 4]);
        r->at += 5;
    }
    r->crc = add_crc(r->table, r->crc, out, made);
    return made;
}

uint32_t cp_bzip2_runs_crc(const cp_bzip2_runs *r) { return ~r->crc; }
