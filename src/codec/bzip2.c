/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2.c - see bzip2.h.
 *
 *     held  |..block..|...block...|.....block....|..blo      from the bit that is read next, on
 *           ^ bit     ^ found     ^ found        ^ found: where 48 bits are the magic of a block
 *     slots [ done  ] [ unpacking ] [ queued ]               each with a copy of its block
 *
 * A block begins at any bit, and where is only told by the end of the one before. So blocks are
 * looked for by their magic, and unpacked before it is known that they are there. What is found may
 * also be some bits of a block that look like it: nothing is taken from a slot but what begins
 * where the block before ended, and has not ended too early. What was found wrongly costs time of
 * other threads, and after FALSE_MAX of them none is looked for in this input.
 *
 * Whoever asks for bytes unpacks, too, while the block that is next is not ready. */
#include "codec/bzip2.h"
#include <bzlib.h>
#include <limits.h>
#include <stdlib.h>
#include "base/thread.h"
#include "codec/bzip2_block.h"

enum {
    SLOTS_OF_THREAD = 4, /* two that it walks at once, two that wait */
    SLOTS_MAX = SLOTS_OF_THREAD * CP_BZIP2_THREADS_MAX,
    OUT_BYTES = 1280 * 1024,   /* of a block; what is more comes when it is taken */
    SLOT_WINDOW = 1024 * 1024, /* that is held for each slot */
    HELD_LEAST = 64 * 1024,
    ALONE_BYTES = 1024 * 1024, /* that are held before a block is tried, where none is found */
    FALSE_MAX = 16,
    HEAD_BYTES = 4,
    LEVEL_MAX = 9,
    END_BITS = CP_BZIP2_MAGIC_BITS + 32,
};

typedef enum slot_state { FREE, QUEUED, RUNNING, DONE } slot_state;

typedef struct slot {
    slot_state state; /* under the lock, as long as it is in the ring */
    uint64_t bit;     /* of the input, where its magic begins */
    uint32_t level;
    const uint8_t *from; /* its bytes, `skip` bits before it */
    size_t n;
    uint32_t skip;
    uint8_t *copy;
    size_t copy_cap;
    cp_bzip2_result result;
    cp_bzip2_block block; /* end_bit: from `from` on */
    uint8_t *bytes, *out;
    size_t out_n, out_at;
    cp_bzip2_runs runs;
} slot;

typedef struct helper {
    struct cp_bzip2 *z;
    cp_bzip2_work *work[2];
    pthread_t thread;
    bool is_running;
} helper;

typedef enum expected { HEAD, MAGIC, PADDING } expected;

struct cp_bzip2 {
    cp_arena *a;
    uint32_t n_threads;
    cp_bzip2_crc crc;
    uint8_t *held; /* of the input, from held_at on, and CP_BZIP2_PAD_BYTES */
    size_t held_n, held_cap;
    uint64_t held_at;
    uint64_t bit; /* of the input, that is read next */
    expected expected;
    bool is_later; /* not the first stream */
    uint32_t level, combined;
    uint64_t scanned, open; /* bits; open: of a magic whose block's end was not found, or none */
    uint32_t n_false;
    uint64_t enough_bytes; /* held, for a block to be tried that no slot has */
    slot *now;             /* whose bytes are given out */
    slot own;              /* of a block that no slot had */
    cp_bzip2_work *work[2];
    bz_stream old; /* of a block whose bytes are mixed up */
    uint8_t *old_in;
    size_t old_cap;
    bool is_old;

    helper helpers[CP_BZIP2_THREADS_MAX];
    pthread_mutex_t lock;
    pthread_cond_t queued, done;
    slot slots[SLOTS_MAX];
    uint32_t n_slots, first, n_used; /* a ring, in the order of the input */
    bool is_started, is_closing;
};

static const uint64_t NONE = UINT64_MAX;

/* ---- unpacking, by any thread */

static void unpack(const cp_bzip2 *z, cp_bzip2_work *const work[2], slot *const s[2])
{
    const cp_bzip2_block *blocks[2] = { NULL, NULL };
    cp_bzip2_work *walked[2] = { NULL, NULL };
    uint8_t *bytes[2] = { NULL, NULL };
    int n = 0;
    for (int i = 0; i < 2 && s[i]; i++) {
        s[i]->result =
            cp_bzip2_parse(work[i], s[i]->from, s[i]->n, s[i]->skip + (uint64_t)CP_BZIP2_MAGIC_BITS,
                           s[i]->level, &s[i]->block);
        s[i]->out_n = s[i]->out_at = 0;
        if (s[i]->result != CP_BZIP2_GOOD || s[i]->block.is_random)
            continue;
        blocks[n] = &s[i]->block;
        walked[n] = work[i];
        bytes[n++] = s[i]->bytes;
    }
    if (n)
        cp_bzip2_walk(walked, blocks, bytes);
    for (int i = 0; i < 2 && s[i]; i++) {
        if (s[i]->result != CP_BZIP2_GOOD || s[i]->block.is_random)
            continue;
        cp_bzip2_runs_begin(&s[i]->runs, &z->crc, s[i]->bytes, s[i]->block.n);
        s[i]->out_n = cp_bzip2_runs_step(&s[i]->runs, s[i]->out, OUT_BYTES);
    }
}

static slot *slot_at(cp_bzip2 *z, uint32_t i) { return &z->slots[(z->first + i) % z->n_slots]; }

/* Up to two that wait, the first ones; with the lock. */
static bool claim(cp_bzip2 *z, slot *s[2])
{
    int n = 0;
    s[0] = s[1] = NULL;
    for (uint32_t i = 0; i < z->n_used && n < 2; i++) {
        if (slot_at(z, i)->state != QUEUED)
            continue;
        s[n] = slot_at(z, i);
        s[n++]->state = RUNNING;
    }
    return n > 0;
}

/* With the lock, which is given up meanwhile. */
static void unpack_claimed(cp_bzip2 *z, cp_bzip2_work *const work[2], slot *const s[2])
{
    (void)pthread_mutex_unlock(&z->lock);
    unpack(z, work, s);
    (void)pthread_mutex_lock(&z->lock);
    for (int i = 0; i < 2 && s[i]; i++)
        s[i]->state = DONE;
    (void)pthread_cond_broadcast(&z->done);
}

static void *help(void *arg)
{
    helper *h = arg;
    cp_bzip2 *z = h->z;
    slot *s[2];
    (void)pthread_mutex_lock(&z->lock);
    while (!z->is_closing) {
        if (claim(z, s))
            unpack_claimed(z, h->work, s);
        else
            (void)pthread_cond_wait(&z->queued, &z->lock);
    }
    (void)pthread_mutex_unlock(&z->lock);
    return NULL;
}

static void start_helpers(cp_bzip2 *z)
{
    z->is_started = true;
    for (uint32_t i = 0; i + 1 < z->n_threads; i++) {
        helper *h = &z->helpers[i];
        h->z = z;
        cp_bzip2_work_new(z->a, h->work);
        h->is_running = cp_thread_start(&h->thread, help, h);
        if (!h->is_running)
            return;
    }
}

static void end_old(cp_bzip2 *z)
{
    if (z->is_old)
        (void)BZ2_bzDecompressEnd(&z->old);
    z->is_old = false;
}

static void end(void *arg)
{
    cp_bzip2 *z = arg;
    (void)pthread_mutex_lock(&z->lock);
    z->is_closing = true;
    (void)pthread_cond_broadcast(&z->queued);
    (void)pthread_mutex_unlock(&z->lock);
    for (uint32_t i = 0; i < CP_BZIP2_THREADS_MAX; i++)
        if (z->helpers[i].is_running)
            (void)pthread_join(z->helpers[i].thread, NULL);
    (void)pthread_cond_destroy(&z->queued);
    (void)pthread_cond_destroy(&z->done);
    (void)pthread_mutex_destroy(&z->lock);
    end_old(z);
}

cp_bzip2 *cp_bzip2_new(cp_arena *a, uint32_t n_threads)
{
    cp_bzip2 *z = CP_NEW(a, cp_bzip2);
    z->a = a;
    z->n_threads = n_threads < 1                      ? 1
                   : n_threads > CP_BZIP2_THREADS_MAX ? CP_BZIP2_THREADS_MAX
                                                      : n_threads;
    z->n_slots = z->n_threads * SLOTS_OF_THREAD;
    z->open = NONE;
    z->enough_bytes = CP_BZIP2_PACKED_BYTES_MAX;
    cp_bzip2_crc_make(&z->crc);
    (void)pthread_mutex_init(&z->lock, NULL);
    (void)pthread_cond_init(&z->queued, NULL);
    (void)pthread_cond_init(&z->done, NULL);
    cp_arena_defer(a, end, z);
    return z;
}

/* ---- the input */

static uint64_t end_of_held(const cp_bzip2 *z) { return (z->held_at + z->held_n) * 8; }
/* Of which only the first 57 are meant, and none behind the end of what is held. */
static uint64_t bits_at(const cp_bzip2 *z, uint64_t bit)
{
    return cp_bzip2_bits(z->held, bit - z->held_at * 8);
}

/* As much of *in as may be held. */
static void hold(cp_bzip2 *z, cp_bytes *in)
{
    size_t window = CP_BZIP2_PACKED_BYTES_MAX + (size_t)z->n_slots * SLOT_WINDOW;
    size_t used = (size_t)(z->bit / 8 - z->held_at);
    if (used && (used >= z->held_n / 2 || in->n > z->held_cap - z->held_n)) {
        memmove(z->held, z->held + used, z->held_n - used);
        z->held_at += used;
        z->held_n -= used;
    }
    size_t n = in->n < window - z->held_n ? in->n : window - z->held_n;
    if (!n)
        return;
    z->held =
        cp_arena_room(z->a, z->held, &z->held_cap, z->held_n + n + CP_BZIP2_PAD_BYTES, HELD_LEAST);
    memcpy(z->held + z->held_n, in->p, n);
    z->held_n += n;
    memset(z->held + z->held_n, 0, CP_BZIP2_PAD_BYTES);
    *in = (cp_bytes){ in->p + n, in->n - n };
}

/* The next bit from `at` on where the magic of a block is, or of the end; none: z->scanned. A byte
 * that is wholly in the magic's middle is one of eight, which few bytes are. */
static bool find_magic(const cp_bzip2 *z, uint64_t at, uint64_t *bit)
{
    uint64_t end = end_of_held(z);
    const uint64_t mask = ~UINT64_C(0) >> (64 - CP_BZIP2_MAGIC_BITS);
    uint8_t is_third[256] = { 0 }; /* byte of 64 bits whose first one is among the first 8 */
    for (uint32_t k = 0; k < 8; k++) {
        is_third[CP_BZIP2_BLOCK_MAGIC << 16 >> k >> 40 & 0xff] = 1;
        is_third[CP_BZIP2_END_MAGIC << 16 >> k >> 40 & 0xff] = 1;
    }
    for (uint64_t byte = at / 8; byte * 8 + CP_BZIP2_MAGIC_BITS <= end; byte++) {
        const uint8_t *p = z->held + (byte - z->held_at);
        if (!is_third[p[2]])
            continue;
        for (uint64_t b = byte * 8; b < byte * 8 + 8; b++) {
            uint64_t v = bits_at(z, b) >> (64 - CP_BZIP2_MAGIC_BITS) & mask;
            if (b < at || b + CP_BZIP2_MAGIC_BITS > end)
                continue;
            if (v == CP_BZIP2_BLOCK_MAGIC || v == CP_BZIP2_END_MAGIC) {
                *bit = b;
                return true;
            }
        }
    }
    return false;
}

static void set_source(const cp_bzip2 *z, slot *s, uint64_t begin, uint64_t behind, uint32_t level)
{
    size_t from = (size_t)(begin / 8 - z->held_at);
    s->bit = begin;
    s->level = level;
    s->skip = (uint32_t)(begin % 8);
    s->from = z->held + from;
    s->n = (size_t)((behind + 7) / 8 - z->held_at) - from;
    if (!s->bytes) {
        s->bytes = CP_NEW_RAW(z->a, uint8_t, CP_BZIP2_BLOCK_BYTES);
        s->out = CP_NEW_RAW(z->a, uint8_t, OUT_BYTES);
    }
}

static void queue(cp_bzip2 *z, uint64_t begin, uint64_t behind)
{
    slot *s = slot_at(z, z->n_used);
    set_source(z, s, begin, behind, LEVEL_MAX); /* of which stream it will be is not known */
    s->copy = cp_arena_room(z->a, s->copy, &s->copy_cap, s->n + CP_BZIP2_PAD_BYTES, HELD_LEAST);
    memcpy(s->copy, s->from, s->n);
    memset(s->copy + s->n, 0, CP_BZIP2_PAD_BYTES);
    s->from = s->copy;
    (void)pthread_mutex_lock(&z->lock);
    s->state = QUEUED;
    z->n_used++;
    (void)pthread_cond_signal(&z->queued);
    (void)pthread_mutex_unlock(&z->lock);
    if (!z->is_started && z->n_used > 1)
        start_helpers(z);
}

/* Looks for blocks in what is held, as long as there are slots for them. */
static void look_for_blocks(cp_bzip2 *z)
{
    uint64_t bit, from = z->scanned > z->bit ? z->scanned : z->bit;
    if (z->expected == PADDING)
        return;
    while (z->n_false < FALSE_MAX && z->n_used < z->n_slots && find_magic(z, from, &bit)) {
        uint64_t begin = z->open;
        if (begin != NONE && begin >= z->bit && bit - begin <= CP_BZIP2_PACKED_BYTES_MAX * 8ull)
            queue(z, begin, bit);
        bool is_block = bits_at(z, bit) >> (64 - CP_BZIP2_MAGIC_BITS) == CP_BZIP2_BLOCK_MAGIC;
        z->open = is_block ? bit : NONE;
        from = z->scanned = bit + 1;
    }
    uint64_t end = end_of_held(z);
    if (z->n_used < z->n_slots && end >= CP_BZIP2_MAGIC_BITS &&
        z->scanned < end - CP_BZIP2_MAGIC_BITS)
        z->scanned = end - CP_BZIP2_MAGIC_BITS + 1;
}

/* ---- the block that is next */

static void drop_first(cp_bzip2 *z)
{
    (void)pthread_mutex_lock(&z->lock);
    while (slot_at(z, 0)->state == RUNNING)
        (void)pthread_cond_wait(&z->done, &z->lock);
    slot_at(z, 0)->state = FREE;
    z->first = (z->first + 1) % z->n_slots;
    z->n_used--;
    (void)pthread_mutex_unlock(&z->lock);
}

static void wait_for(cp_bzip2 *z, const slot *s)
{
    slot *mine[2];
    if (!z->work[0])
        cp_bzip2_work_new(z->a, z->work);
    (void)pthread_mutex_lock(&z->lock);
    while (s->state != DONE) {
        if (claim(z, mine))
            unpack_claimed(z, z->work, mine);
        else
            (void)pthread_cond_wait(&z->done, &z->lock);
    }
    (void)pthread_mutex_unlock(&z->lock);
}

/* Is it the same as with the level that is known now, and with all that is held? */
static bool is_valid(const cp_bzip2 *z, const slot *s)
{
    switch (s->result) {
    case CP_BZIP2_GOOD: return s->block.n <= z->level * CP_BZIP2_LEVEL_BYTES;
    case CP_BZIP2_BAD: return z->level == LEVEL_MAX;
    case CP_BZIP2_SHORT: return false;
    }
    return false;
}

/* The slot of the block at z->bit, unpacked; NULL: there is none, or it says too little. */
static slot *find_slot(cp_bzip2 *z)
{
    while (z->n_used && slot_at(z, 0)->bit < z->bit) {
        drop_first(z);
        z->n_false++;
    }
    if (!z->n_used || slot_at(z, 0)->bit != z->bit)
        return NULL;
    slot *s = slot_at(z, 0);
    wait_for(z, s);
    if (is_valid(z, s))
        return s;
    z->n_false += s->result == CP_BZIP2_SHORT; /* what was found behind it is no block */
    drop_first(z);
    return NULL;
}

/* Of what is held, by the caller alone. */
static slot *unpack_own(cp_bzip2 *z)
{
    slot *s[2] = { &z->own, NULL };
    if (!z->work[0])
        cp_bzip2_work_new(z->a, z->work);
    set_source(z, &z->own, z->bit, end_of_held(z), z->level);
    unpack(z, z->work, s);
    return &z->own;
}

static bool bad(const cp_bzip2 *z, cp_err *err)
{
    (void)cp_fail(err, CP_EFORMAT, cp_bzip2_at(z), "bzip2 data is damaged");
    return false;
}

/* What bzip2 wrote before 0.9.5 may have bits turned over by a table of libbz2, which undoes it:
 * the block is given to it as a stream of its own. */
static void begin_old(cp_bzip2 *z, const slot *s)
{
    uint64_t n_bits = s->block.end_bit - s->skip;
    size_t n = HEAD_BYTES + (size_t)(n_bits + END_BITS + 7) / 8;
    z->old_in = cp_arena_room(z->a, z->old_in, &z->old_cap, n + sizeof(uint64_t), HELD_LEAST);
    memset(z->old_in, 0, n + sizeof(uint64_t));
    memcpy(z->old_in, (uint8_t[]){ 'B', 'Z', 'h', (uint8_t)('0' + z->level) }, HEAD_BYTES);
    for (uint64_t at = 0, k = HEAD_BYTES; at < n_bits; at += 8, k++) {
        uint64_t v = cp_bzip2_bits(s->from, s->skip + at) >> 56;
        z->old_in[k] =
            (uint8_t)(n_bits - at < 8 ? v >> (8 - (n_bits - at)) << (8 - (n_bits - at)) : v);
    }
    const uint64_t tail[2] = { CP_BZIP2_END_MAGIC << 16 | s->block.crc >> 16,
                               (uint64_t)s->block.crc << 48 };
    for (uint64_t k = 0; k < END_BITS; k++) {
        uint64_t to = HEAD_BYTES * 8 + n_bits + k;
        z->old_in[to / 8] |= (uint8_t)((tail[k / 64] >> (63 - k % 64) & 1) << (7 - to % 8));
    }
    z->old = (bz_stream){ .next_in = (char *)z->old_in, .avail_in = (unsigned)n };
    if (BZ2_bzDecompressInit(&z->old, 0, 0) != BZ_OK)
        abort(); /* only for want of memory */
    z->is_old = true;
}

static bool is_first_done(cp_bzip2 *z)
{
    (void)pthread_mutex_lock(&z->lock);
    bool is_done = z->n_used && slot_at(z, 0)->state == DONE;
    (void)pthread_mutex_unlock(&z->lock);
    return is_done;
}

/* At the magic of a block. False: nothing can be done, or it is bad. */
static bool next_block(cp_bzip2 *z, bool is_all, cp_err *err)
{
    uint64_t held = end_of_held(z) / 8 - z->bit / 8;
    bool is_more = !is_all && held < z->enough_bytes;
    if (is_more && z->n_used < z->n_slots && !is_first_done(z))
        return false; /* the more blocks are known, the more threads have something to do */
    slot *s = find_slot(z);
    if (!s && is_more)
        return false;
    s = s ? s : unpack_own(z);
    if (s->result == CP_BZIP2_SHORT) {
        z->enough_bytes = held + held / 4;
        if (z->enough_bytes > CP_BZIP2_PACKED_BYTES_MAX)
            z->enough_bytes = CP_BZIP2_PACKED_BYTES_MAX;
        if (held >= CP_BZIP2_PACKED_BYTES_MAX)
            (void)cp_fail(err, CP_EFORMAT, cp_bzip2_at(z),
                          "a block of bzip2 is longer than any can be (%d bytes)",
                          CP_BZIP2_PACKED_BYTES_MAX);
        return false;
    }
    z->bit = s->bit - s->skip + s->block.end_bit;
    if (s->result == CP_BZIP2_BAD)
        return bad(z, err);
    z->enough_bytes = z->n_false < FALSE_MAX ? CP_BZIP2_PACKED_BYTES_MAX : ALONE_BYTES;
    z->now = s;
    if (s->block.is_random)
        begin_old(z, s);
    return true;
}

/* ---- what stands between blocks; each false: too little is held, or it is bad */

static bool next_head(cp_bzip2 *z, cp_err *err)
{
    static const uint8_t head[] = { 'B', 'Z', 'h' };
    const uint8_t *p = z->held + (z->bit / 8 - z->held_at);
    uint64_t n = end_of_held(z) / 8 - z->bit / 8;
    if (n && z->is_later && p[0] == 0) {
        z->expected = PADDING;
        return true;
    }
    for (uint32_t i = 0; i < HEAD_BYTES && i < n; i++)
        if (i < sizeof head ? p[i] != head[i] : p[i] < '1' || p[i] > '9') {
            z->bit += 8ull * (i + 1);
            return bad(z, err);
        }
    if (n < HEAD_BYTES)
        return false;
    z->level = p[HEAD_BYTES - 1] - '0';
    z->combined = 0;
    z->is_later = true;
    z->expected = MAGIC;
    z->bit += HEAD_BYTES * 8;
    return true;
}

static bool skip_padding(cp_bzip2 *z, cp_err *err)
{
    while (z->bit < end_of_held(z)) {
        uint8_t c = z->held[z->bit / 8 - z->held_at];
        if (c) {
            (void)cp_fail(err, CP_EFORMAT, cp_bzip2_at(z),
                          "only zeros may follow the last bzip2 member, got 0x%02x", c);
            return false;
        }
        z->bit += 8;
    }
    return false;
}

/* The magic of the end, and the CRC of all blocks. */
static bool next_end(cp_bzip2 *z, cp_err *err)
{
    if (end_of_held(z) - z->bit < END_BITS)
        return false;
    uint32_t want = (uint32_t)(bits_at(z, z->bit + CP_BZIP2_MAGIC_BITS) >> 32);
    z->bit += END_BITS;
    if (want != z->combined)
        return bad(z, err);
    z->bit = (z->bit + 7) / 8 * 8;
    z->expected = HEAD;
    return true;
}

static bool next_magic(cp_bzip2 *z, bool is_all, cp_err *err)
{
    uint64_t n = (end_of_held(z) - z->bit) / 8, v = bits_at(z, z->bit);
    uint64_t magic =
        v >> 56 == CP_BZIP2_END_MAGIC >> 40 ? CP_BZIP2_END_MAGIC : CP_BZIP2_BLOCK_MAGIC;
    for (uint32_t i = 0; i < CP_BZIP2_MAGIC_BITS / 8 && i < n; i++)
        if ((v >> (56 - 8 * i) & 0xff) != (magic >> (40 - 8 * i) & 0xff)) {
            z->bit += 8ull * (i + 1);
            return bad(z, err);
        }
    if (n < CP_BZIP2_MAGIC_BITS / 8)
        return false;
    return magic == CP_BZIP2_END_MAGIC ? next_end(z, err) : next_block(z, is_all, err);
}

static bool next(cp_bzip2 *z, bool is_all, cp_err *err)
{
    switch (z->expected) {
    case HEAD: return z->held_n && next_head(z, err);
    case PADDING: return skip_padding(z, err);
    case MAGIC: return next_magic(z, is_all, err);
    }
    return false;
}

/* ---- giving out */

/* The bytes of a block; *is_end: all of them, and they are right if *is_good. */
static size_t give(cp_bzip2 *z, uint8_t *out, size_t cap, bool *is_end, bool *is_good)
{
    slot *s = z->now;
    if (s->block.is_random) {
        z->old.next_out = (char *)out;
        z->old.avail_out = cap < UINT_MAX ? (unsigned)cap : UINT_MAX;
        unsigned room = z->old.avail_out;
        int rc = BZ2_bzDecompress(&z->old);
        size_t n = room - z->old.avail_out;
        *is_end = rc != BZ_OK || n == 0;
        *is_good = rc == BZ_STREAM_END;
        return n;
    }
    size_t n = s->out_n - s->out_at < cap ? s->out_n - s->out_at : cap;
    if (n)
        memcpy(out, s->out + s->out_at, n);
    s->out_at += n;
    if (n < cap)
        n += cp_bzip2_runs_step(&s->runs, out + n, cap - n);
    *is_end = s->out_at == s->out_n && cp_bzip2_runs_is_end(&s->runs);
    *is_good = !s->runs.is_bad && cp_bzip2_runs_crc(&s->runs) == s->block.crc;
    return n;
}

static bool end_block(cp_bzip2 *z, bool is_good, cp_err *err)
{
    slot *s = z->now;
    z->combined = (z->combined << 1 | z->combined >> 31) ^ s->block.crc;
    z->now = NULL;
    end_old(z);
    if (s != &z->own)
        drop_first(z);
    return is_good || bad(z, err);
}

cp_rc cp_bzip2_step(cp_bzip2 *z, cp_bytes *in, uint8_t *out, size_t cap, size_t *made, cp_err *err)
{
    cp_err fault = { .rc = CP_OK };
    bool is_all = in->n == 0;
    size_t n = 0;
    while (fault.rc == CP_OK && n < cap) {
        if (z->now) {
            bool is_end, is_good;
            n += give(z, out + n, cap - n, &is_end, &is_good);
            if (is_end)
                (void)end_block(z, is_good, &fault);
            continue;
        }
        hold(z, in);
        look_for_blocks(z);
        if (!next(z, is_all, &fault) && fault.rc == CP_OK && !in->n)
            break;
    }
    *made = n;
    if (fault.rc != CP_OK && err)
        *err = fault;
    return fault.rc;
}

uint64_t cp_bzip2_at(const cp_bzip2 *z) { return (z->bit + 7) / 8; }

bool cp_bzip2_is_end(const cp_bzip2 *z)
{
    return !z->now && z->is_later && z->expected != MAGIC && z->bit == end_of_held(z);
}
