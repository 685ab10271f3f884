/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces against an oracle that keeps for every byte who sent it first; and the bounds: ranges,
 * bytes, how many are open, who gives way. */
#include "base/rand.h"
#include "sources/pcap/pieces.h"
#include "tap.h"

enum { SPAN = 200, FEW = 8, MANY = 40 };

/* The byte that piece `who` has at `off`: tells both. */
static uint8_t byte_of(uint32_t who, uint32_t off) { return (uint8_t)(who * 37 + off); }

typedef struct oracle {
    uint8_t byte[SPAN];
    bool has[SPAN];
} oracle;

static uint32_t contiguous(const oracle *o)
{
    uint32_t n = 0;
    while (n < SPAN && o->has[n])
        n++;
    return n;
}

static void send_piece(cp_pieces *p, oracle *o, uint32_t who, uint32_t from, uint32_t to)
{
    uint8_t bytes[SPAN];
    for (uint32_t i = from; i < to; i++) {
        bytes[i - from] = byte_of(who, i);
        if (!o->has[i])
            o->byte[i] = byte_of(who, i);
        o->has[i] = true;
    }
    uint32_t had = p->n;
    bool grew = cp_pieces_put(p, from, (cp_bytes){ bytes, to - from });
    if (grew != (p->n > had))
        ok(false, "it says whether there is more");
}

/* So few pieces that there is room for every gap: exactly what the oracle has. */
static void check_few(cp_piece_table *t, cp_rand *r)
{
    uint32_t wrong = 0;
    for (uint32_t round = 0; round < 20000; round++) {
        oracle o = { .has = { false } };
        cp_pieces *p = cp_pieces_open(t, round + 1);
        for (uint32_t who = 0; who < FEW; who++) {
            uint32_t from = cp_rand_below(r, SPAN - 1),
                     to = from + 1 + cp_rand_below(r, SPAN - from);
            send_piece(p, &o, who, from, to < SPAN ? to : SPAN);
        }
        wrong += p->n != contiguous(&o) || (p->n && memcmp(p->bytes, o.byte, p->n) != 0);
        cp_pieces_close(t, p);
    }
    is_uint(wrong, 0, "in any order, twice, overlapping: the first version of each byte");
    is_uint(t->n_open, 0, "all are closed");
}

/* More gaps than there is room for: nothing wrong is ever contiguous, and in order all arrives. */
static void check_many(cp_piece_table *t, cp_rand *r)
{
    uint32_t wrong = 0;
    for (uint32_t round = 0; round < 2000; round++) {
        oracle o = { .has = { false } };
        cp_pieces *p = cp_pieces_open(t, round + 1);
        for (uint32_t who = 0; who < MANY; who++) {
            uint32_t from = cp_rand_below(r, SPAN - 2);
            send_piece(p, &o, 1, from, from + 1 + cp_rand_below(r, 2));
        }
        wrong += p->n_ahead > CP_PIECES_RANGES_MAX || p->n > contiguous(&o);
        for (uint32_t i = 0; i < p->n; i++)
            wrong += p->bytes[i] != byte_of(1, i);
        for (uint32_t i = 0; i < SPAN; i += 10)
            send_piece(p, &o, 1, i, i + 10);
        wrong += p->n != SPAN;
        cp_pieces_close(t, p);
    }
    is_uint(wrong, 0, "what has no room is left out, and what is sent again arrives");
}

static void check_bounds(cp_piece_table *t)
{
    static const uint8_t kilobyte[1024];
    cp_bytes b = { kilobyte, sizeof kilobyte };
    cp_pieces *p = cp_pieces_open(t, 7);
    for (uint32_t i = 0; i < 100; i++)
        (void)cp_pieces_put(p, i * 1024, b);
    is_uint(p->n, CP_PIECES_BYTES_MAX, "no longer than the limit");
    ok(!cp_pieces_put(p, CP_PIECES_BYTES_MAX - 10, b), "nor by one that reaches beyond");
    ok(!cp_pieces_put(p, UINT32_MAX, b), "nor far away");
    ok(!cp_pieces_put(p, 0, (cp_bytes){ NULL, 0 }), "no bytes are no growth");
    ok(cp_pieces_find(t, 7) == p && !cp_pieces_find(t, 8), "found by its key");
    cp_pieces_close(t, p);
    ok(!cp_pieces_find(t, 7), "closed is gone");
}

static uint64_t gone[8];
static uint32_t n_gone;
static void note_gone(void *ctx, cp_pieces *p)
{
    (void)ctx;
    gone[n_gone++] = p->key;
}

/* Keys of one set. */
#define KEY(i) ((uint64_t)(i)*CP_PIECES_SETS << 32)
static void check_eviction(cp_arena *a)
{
    cp_piece_table *t = cp_pieces_new(a, note_gone, NULL);
    for (uint64_t i = 1; i <= CP_PIECES_WAYS; i++)
        (void)cp_pieces_open(t, KEY(i));
    (void)cp_pieces_find(t, KEY(1));
    (void)cp_pieces_open(t, KEY(100));
    is_uint(n_gone, 1, "one gives way");
    is_uint(gone[0], KEY(2), "that which was not touched for longest");
    is_uint(t->n_open, CP_PIECES_WAYS, "as many as there is room for");
    is_uint(t->n_evicted, 1, "which is counted");
    uint64_t order[] = { 1, 3, 4, 100 };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        cp_pieces *p = cp_pieces_oldest(t);
        ok(p && p->key == KEY(order[i]), "in the order in which they were opened");
        cp_pieces_close(t, p);
    }
    ok(!cp_pieces_oldest(t), "none is left");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { 42 };
    cp_piece_table *t = cp_pieces_new(a, NULL, NULL);
    check_few(t, &r);
    check_many(t, &r);
    check_bounds(t);
    check_eviction(a);
    cp_arena_free(a);
    return tap_done();
}
