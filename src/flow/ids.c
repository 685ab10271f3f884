/* SPDX-License-Identifier: Apache-2.0 */
/* ids.c - see ids.h.
 *
 * While they are looked for, addresses are in shards by the first bits of their hash. Those of
 * version 4, which nearly all are, wait until there are thousands for a shard: its table is then in
 * the processor's cache while they are looked up, and its lock is taken once for all of them. In
 * the end all are put in order, and what the tables of the shards say becomes the number.
 *
 *     blocks --> waiting [ v4 v4 .. ] of shard k
 *     shard k:   slots   [ . s . s s . ]   at most half full; see slot_of
 *                addrs   [ x y z ]
 *
 * A shard that is full gives up those whose hash has one more leading zero in the bits behind the
 * shard's: what remains in the end is all that are below a bound, whoever came first. */
#include "flow/ids.h"
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include "flow/hash.h"
#include "flow/threads.h"

#define NO_PLACE UINT32_MAX
enum {
    SHARD_BITS = 6,
    PLACE_BITS = 32 - SHARD_BITS,
    SHARDS = 1 << SHARD_BITS,
    SLOTS_FIRST = 64,
    BLOCK_ADDRS_MAX = 2 * CP_FLOW_BLOCK_ROWS,
    KNOWN_ADDRS_MAX = 16 * 1024 * 1024, /* of blocks whose numbers are remembered: 64 MiB */
    PLACE_MASK = (1 << PLACE_BITS) - 1,
    AHEAD = 12,          /* look-ups under way at the same time */
    WAITING_MAX = 4096,  /* of a shard and a thread: 32 KiB */
    NOT_REMEMBERED = -1, /* as an uint32_t: where its number would go */
};
static const uint8_t v4_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

typedef struct shard {
    pthread_mutex_t lock;
    cp_arena *mem, *slots_mem; /* of addrs, which are given back in the end, and of slots */
    cp_flow_addr *addrs;
    bool *is_wanted; /* of the caller: never given up */
    uint64_t *slots;
    uint32_t n, n_cap, n_slots, n_max;
    uint32_t n_wanted;
    bool gave_up;   /* an address */
    uint32_t level; /* leading zeros that a hash must have behind the shard's bits */
} shard;

/* The numbers of a block's addresses, found again by a seeded checksum of these: who asks goes
 * through the same blocks again, as a rule. While they are looked for: shard and place. */
typedef struct known {
    uint64_t sum;
    uint32_t n;
    uint32_t *ids;
} known;

struct cp_flow_ids {
    cp_arena *own;
    known *known; /* by sum */
    uint32_t n_known;
    cp_arena *known_mem[CP_FLOW_THREADS_MAX];
    uint64_t seed;
    uint32_t n;
    uint64_t n_left_out;
    cp_flow_addr *addrs; /* n + 1: the last is of all the rest */
    shard shards[SHARDS];
    cp_flow_end *ends; /* n + 1; of one that varies asset is the index of its first hold */
    bool *varies;
    cp_flow_hold *holds;
    uint32_t n_holds, n_holds_cap;
    uint32_t *n_holds_of; /* by the first hold */
};

/* An address of version 4 as it is sent, and where its place is to be remembered. */
typedef struct waiting {
    uint32_t v4, out;
} waiting;

typedef struct finder { /* one thread's */
    const cp_flow_set *set;
    const cp_flow_ids_opts *opts;
    cp_flow_ids *ids;
    uint32_t thread, n_threads;
    waiting *waiting; /* WAITING_MAX of each shard */
    uint32_t n_waiting[SHARDS];
    uint64_t *hashes; /* of the others */
    uint32_t *order;
    cp_arena *mem; /* of what is known of blocks */
    known *known;
    uint32_t *known_ids; /* of all blocks, one behind the other */
    uint32_t n_known, n_known_cap, n_known_addrs, n_known_addrs_max;
    cp_rc rc;
    cp_err err;
} finder;

static uint64_t hash_of(uint64_t seed, const cp_flow_addr *x)
{
    uint64_t hi, lo;
    memcpy(&hi, x->b, 8);
    memcpy(&lo, x->b + 8, 8);
    return cp_flow_hash(seed, hi, lo);
}

static bool is_v4(const cp_flow_addr *x) { return memcmp(x->b, v4_prefix, sizeof v4_prefix) == 0; }

static uint32_t v4_of(const cp_flow_addr *x)
{
    uint32_t v4;
    memcpy(&v4, x->b + sizeof v4_prefix, sizeof v4);
    return v4;
}

static cp_flow_addr addr_of_v4(uint32_t v4)
{
    cp_flow_addr x;
    memcpy(x.b, v4_prefix, sizeof v4_prefix);
    memcpy(x.b + sizeof v4_prefix, &v4, sizeof v4);
    return x;
}

static uint32_t shard_of(uint64_t hash) { return (uint32_t)(hash >> (64 - SHARD_BITS)); }

/* Leading zeros behind the bits of the shard. */
static uint32_t level_of(uint64_t hash)
{
    uint64_t rest = hash << SHARD_BITS;
    return rest ? (uint32_t)__builtin_clzll(rest) : 64;
}

/* place + 1, later number + 1, in the low bits; above them enough of the address to know it by: of
 * version 4 all of it and a bit that says so, of others a part of the hash, and the address itself
 * is looked at. */
static inline uint64_t slot_of_v4(uint32_t v4) { return ((uint64_t)1 << 32 | v4) << PLACE_BITS; }

static uint64_t slot_of(const cp_flow_addr *x, uint64_t hash)
{
    return is_v4(x) ? slot_of_v4(v4_of(x)) : ((uint64_t)1 << 33 | (uint32_t)hash) << PLACE_BITS;
}

static inline uint32_t place_in(uint64_t slot) { return ((uint32_t)slot & PLACE_MASK) - 1; }

/* Where it is or would be, addresses by place or number; *slot 0: it is not there. */
static inline uint32_t find_slot(const shard *s, const cp_flow_addr *addrs, const cp_flow_addr *x,
                                 uint64_t hash, uint64_t want, uint64_t *slot)
{
    bool is_exact = want >> (PLACE_BITS + 32) & 1;
    uint32_t at = (uint32_t)hash & (s->n_slots - 1);
    for (; (*slot = s->slots[at]); at = (at + 1) & (s->n_slots - 1))
        if (*slot >> PLACE_BITS == want >> PLACE_BITS &&
            (is_exact || memcmp(&addrs[place_in(*slot)], x, sizeof *x) == 0))
            break;
    return at;
}

static void put_slot(shard *s, const cp_flow_addr *x, uint64_t hash, uint32_t place)
{
    uint32_t at = (uint32_t)hash & (s->n_slots - 1);
    while (s->slots[at])
        at = (at + 1) & (s->n_slots - 1);
    s->slots[at] = slot_of(x, hash) | (place + 1);
}

/* Room for more, in new memory: the old is given back. */
static void rebuild(shard *s, uint64_t seed, uint32_t n_slots)
{
    cp_arena *mem = cp_arena_new(0);
    cp_flow_addr *addrs = CP_NEW_RAW(mem, cp_flow_addr, n_slots / 2);
    bool *is_wanted = CP_NEW_RAW(mem, bool, n_slots / 2);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->is_wanted[i] || level_of(hash_of(seed, &s->addrs[i])) >= s->level) {
            addrs[n] = s->addrs[i];
            is_wanted[n++] = s->is_wanted[i];
        }
    s->addrs = addrs;
    s->is_wanted = is_wanted;
    s->n = n;
    s->n_slots = n_slots;
    s->n_cap = n_slots / 2;
    cp_arena_free(s->mem);
    cp_arena_free(s->slots_mem);
    s->mem = mem;
    s->slots_mem = cp_arena_new(0);
    s->slots = CP_NEW_ARRAY(s->slots_mem, uint64_t, n_slots);
    for (uint32_t i = 0; i < n; i++)
        put_slot(s, &addrs[i], hash_of(seed, &addrs[i]), i);
}

static void make_room(shard *s, uint64_t seed)
{
    if (s->n < s->n_max && s->n == s->n_cap)
        rebuild(s, seed, s->n_slots * 2);
    while (s->n >= s->n_max && s->n > s->n_wanted) {
        s->level++;
        s->gave_up = true;
        rebuild(s, seed, s->n_slots);
    }
    if (s->n == s->n_cap) /* wanted ones alone are more than the limit: they are kept */
        rebuild(s, seed, s->n_slots * 2);
}

/* The place of one that is not there yet, or NO_PLACE if it is left out. */
static uint32_t add_new(finder *f, shard *s, const cp_flow_addr *x, uint64_t hash)
{
    const cp_flow_ids_opts *o = f->opts;
    bool is_wanted = o->is_wanted && o->is_wanted(o->ctx, x);
    if (!is_wanted && level_of(hash) < s->level)
        return NO_PLACE; /* as another was, which made the level rise */
    if (s->n == s->n_cap || s->n >= s->n_max)
        make_room(s, f->ids->seed);
    if (!is_wanted && (level_of(hash) < s->level || s->n >= s->n_max)) {
        s->gave_up = true;
        return NO_PLACE;
    }
    s->addrs[s->n] = *x;
    s->is_wanted[s->n] = is_wanted;
    s->n_wanted += is_wanted;
    put_slot(s, x, hash, s->n);
    return s->n++;
}

static void remember_place(finder *f, uint32_t out, uint32_t nr, uint32_t place)
{
    if (out != (uint32_t)NOT_REMEMBERED)
        f->known_ids[out] = nr << PLACE_BITS | (place & PLACE_MASK);
}

static void find_waiting(finder *f, uint32_t nr)
{
    shard *s = &f->ids->shards[nr];
    const waiting *v = f->waiting + (size_t)nr * WAITING_MAX;
    (void)pthread_mutex_lock(&s->lock);
    for (uint32_t i = 0; i < f->n_waiting[nr]; i++) {
        cp_flow_addr x = addr_of_v4(v[i].v4);
        uint64_t hash = hash_of(f->ids->seed, &x), slot;
        (void)find_slot(s, NULL, &x, hash, slot_of_v4(v[i].v4), &slot);
        remember_place(f, v[i].out, nr, slot ? place_in(slot) : add_new(f, s, &x, hash));
    }
    (void)pthread_mutex_unlock(&s->lock);
    f->n_waiting[nr] = 0;
}

/* In lanes, of which none waits for the others. */
static uint64_t sum_of(uint64_t seed, const cp_flow_columns *c)
{
    enum { LANES = 4 };
    uint64_t sums[LANES] = { c->n_addrs, 1, 2, 3 };
    for (uint32_t i = 0; i < c->n_addrs; i++) {
        uint64_t hi, lo;
        memcpy(&hi, c->addrs[i].b, 8);
        memcpy(&lo, c->addrs[i].b + 8, 8);
        sums[i % LANES] = cp_flow_hash(seed, hi ^ sums[i % LANES], lo);
    }
    return cp_flow_hash(cp_flow_hash(seed, sums[0], sums[1]), sums[2], sums[3]);
}

/* Where the numbers of a block's addresses go, in known_ids; NOT_REMEMBERED: nowhere. */
static uint32_t remember(finder *f, const cp_flow_columns *c)
{
    if (c->n_addrs > f->n_known_addrs_max - f->n_known_addrs)
        return (uint32_t)NOT_REMEMBERED;
    if (f->n_known == f->n_known_cap) {
        uint32_t cap = f->n_known_cap ? f->n_known_cap * 2 : 64;
        f->known = cp_arena_grow(f->mem, f->known, f->n_known_cap * sizeof *f->known,
                                 cap * sizeof *f->known);
        f->n_known_cap = cap;
    }
    uint32_t first = f->n_known_addrs;
    f->known[f->n_known++] = (known){ sum_of(f->ids->seed, c), c->n_addrs, f->known_ids + first };
    f->n_known_addrs += c->n_addrs;
    return first;
}

/* Those of other versions, shard by shard, so that each lock is taken once; there are n, in
 * order. */
static void find_others(finder *f, const cp_flow_columns *c, uint32_t n, uint32_t first)
{
    uint32_t next[SHARDS + 1] = { 0 }, *by_shard = f->order + BLOCK_ADDRS_MAX;
    for (uint32_t i = 0; i < n; i++)
        next[shard_of(f->hashes[i]) + 1]++;
    for (uint32_t k = 0; k < SHARDS; k++)
        next[k + 1] += next[k];
    for (uint32_t i = 0; i < n; i++)
        by_shard[next[shard_of(f->hashes[i])]++] = i;
    for (uint32_t k = 0, i = 0; k < SHARDS; k++) {
        shard *s = &f->ids->shards[k];
        if (i == next[k])
            continue;
        (void)pthread_mutex_lock(&s->lock);
        for (; i < next[k]; i++) {
            uint32_t place = f->order[by_shard[i]];
            uint64_t hash = f->hashes[by_shard[i]], slot;
            const cp_flow_addr *x = &c->addrs[place];
            (void)find_slot(s, s->addrs, x, hash, slot_of(x, hash), &slot);
            remember_place(f, first == (uint32_t)NOT_REMEMBERED ? first : first + place, k,
                           slot ? place_in(slot) : add_new(f, s, x, hash));
        }
        (void)pthread_mutex_unlock(&s->lock);
    }
}

static cp_rc find_in_block(void *ctx, const cp_flow_columns *c, cp_err *err)
{
    finder *f = ctx;
    uint32_t n_others = 0, first = remember(f, c);
    (void)err;
    for (uint32_t i = 0; i < c->n_addrs; i++) {
        uint64_t hash = hash_of(f->ids->seed, &c->addrs[i]);
        uint32_t nr = shard_of(hash);
        if (!is_v4(&c->addrs[i])) {
            f->order[n_others] = i;
            f->hashes[n_others++] = hash;
            continue;
        }
        f->waiting[(size_t)nr * WAITING_MAX + f->n_waiting[nr]++] =
            (waiting){ v4_of(&c->addrs[i]), first == (uint32_t)NOT_REMEMBERED ? first : first + i };
        if (f->n_waiting[nr] == WAITING_MAX)
            find_waiting(f, nr);
    }
    if (n_others)
        find_others(f, c, n_others, first);
    return CP_OK;
}

static void find(void *job)
{
    finder *f = job;
    cp_arena *mem = cp_arena_new(0);
    uint64_t n_most = 2 * f->set->n_flows, n_share = KNOWN_ADDRS_MAX / f->n_threads;
    f->waiting = CP_NEW_RAW(mem, waiting, (size_t)SHARDS * WAITING_MAX);
    f->hashes = CP_NEW_RAW(mem, uint64_t, BLOCK_ADDRS_MAX);
    f->order = CP_NEW_RAW(mem, uint32_t, 2 * (size_t)BLOCK_ADDRS_MAX);
    f->n_known_addrs_max = (uint32_t)(n_most < n_share ? n_most : n_share);
    f->known_ids = CP_NEW_RAW(f->mem, uint32_t, f->n_known_addrs_max);
    cp_flow_walk w = { f->set, f->thread, f->n_threads, 0, f, find_in_block };
    f->rc = cp_flow_walk_blocks(&w, &f->err);
    for (uint32_t k = 0; k < SHARDS; k++) /* each begins at another one, and none waits for long */
        find_waiting(f, (k + f->thread * SHARDS / f->n_threads) % SHARDS);
    cp_arena_free(mem);
}

/* ---- numbers */

typedef struct key {
    uint64_t hi, lo; /* of the address, as numbers */
    uint32_t place;  /* in all shards, one behind the other */
} key;

/* By the bytes of the address from the last to the first (radix sort); a byte that all have in
 * common, as most of version 4's are, costs nothing. */
static key *sort_keys(key *v, key *other, uint32_t n)
{
    for (uint32_t byte = 0; byte < 16; byte++) {
        uint32_t next[257] = { 0 }, shift = byte % 8 * 8;
        for (uint32_t i = 0; i < n; i++)
            next[((byte < 8 ? v[i].lo : v[i].hi) >> shift & 255) + 1]++;
        bool is_common = false;
        for (uint32_t k = 0; k < 256; k++) {
            is_common = is_common || next[k + 1] == n;
            next[k + 1] += next[k];
        }
        if (is_common)
            continue;
        for (uint32_t i = 0; i < n; i++)
            other[next[(byte < 8 ? v[i].lo : v[i].hi) >> shift & 255]++] = v[i];
        key *sorted = other;
        other = v;
        v = sorted;
    }
    return v;
}

static uint64_t number_of(const uint8_t b[8])
{
    uint64_t x;
    memcpy(&x, b, sizeof x);
    return __builtin_bswap64(x); /* the first byte counts most */
}

/* Of version 4: the address as a number, and the place. By eleven bits at a time, from the last. */
static uint64_t *sort_v4(uint64_t *v, uint64_t *other, uint32_t n)
{
    enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, V4_SHIFT = 32 };
    for (uint32_t shift = V4_SHIFT; shift < 64; shift += DIGIT_BITS) {
        uint32_t next[DIGITS + 1] = { 0 };
        for (uint32_t i = 0; i < n; i++)
            next[(v[i] >> shift & (DIGITS - 1)) + 1]++;
        for (uint32_t k = 0; k < DIGITS; k++)
            next[k + 1] += next[k];
        for (uint32_t i = 0; i < n; i++)
            other[next[v[i] >> shift & (DIGITS - 1)]++] = v[i];
        uint64_t *sorted = other;
        other = v;
        v = sorted;
    }
    return v;
}

static int compare_known(const void *x, const void *y)
{
    const known *a = x, *b = y;
    return a->sum < b->sum ? -1 : a->sum > b->sum;
}

/* What all threads do when the numbers are known: one's blocks and shards. */
typedef struct taking {
    cp_flow_ids *ids;
    known *v;
    uint32_t n, thread, n_threads;
    const uint32_t *first, *id_of;
} taking;

static void take_shard(const taking *t, uint32_t nr)
{
    shard *s = &t->ids->shards[nr];
    const uint32_t *id_of = t->id_of + t->first[nr];
    for (uint32_t i = 0; i < s->n_slots; i++)
        if (s->slots[i])
            s->slots[i] =
                s->slots[i] >> PLACE_BITS << PLACE_BITS | (id_of[place_in(s->slots[i])] + 1);
    s->addrs = NULL;
    s->is_wanted = NULL;
    cp_arena_free(s->mem);
    s->mem = NULL;
}

static void take_some(void *job)
{
    taking *t = job;
    for (uint32_t i = 0; i < t->n; i++)
        for (uint32_t k = 0; k < t->v[i].n; k++) {
            uint32_t at = t->v[i].ids[k];
            t->v[i].ids[k] = t->id_of[t->first[at >> PLACE_BITS] + (at & PLACE_MASK)];
        }
    for (uint32_t k = t->thread; k < SHARDS; k += t->n_threads)
        take_shard(t, k);
}

/* Of blocks only if no place has changed since it was remembered. */
static void take_numbers(cp_flow_ids *ids, finder *v, uint32_t n, const uint32_t *first,
                         const uint32_t *id_of)
{
    taking jobs[CP_FLOW_THREADS_MAX];
    uint32_t n_known = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_own = ids->n_left_out ? 0 : v[i].n_known;
        jobs[i] = (taking){ ids, v[i].known, n_own, i, n, first, id_of };
        n_known += n_own;
    }
    cp_flow_run(n, take_some, jobs, sizeof *jobs);
    ids->known = CP_NEW_RAW(ids->own, known, n_known);
    for (uint32_t i = 0; i < n; i++) {
        if (jobs[i].n)
            memcpy(ids->known + ids->n_known, jobs[i].v, jobs[i].n * sizeof(known));
        ids->n_known += jobs[i].n;
    }
    if (n_known)
        qsort(ids->known, ids->n_known, sizeof *ids->known, compare_known);
}

/* All addresses, apart by what they are sorted as. */
typedef struct unsorted {
    uint64_t *v4, *v4_other;
    key *others, *others_other;
    uint32_t n_v4, n_others;
} unsorted;

static unsorted collect(const cp_flow_ids *ids, cp_arena *mem, const uint32_t *first, uint32_t n)
{
    unsorted u = { 0 };
    for (uint32_t k = 0; k < SHARDS; k++)
        for (uint32_t i = 0; i < ids->shards[k].n; i++)
            u.n_v4 += is_v4(&ids->shards[k].addrs[i]);
    u.n_others = n - u.n_v4;
    u.v4 = CP_NEW_RAW(mem, uint64_t, u.n_v4);
    u.v4_other = CP_NEW_RAW(mem, uint64_t, u.n_v4);
    u.others = CP_NEW_RAW(mem, key, u.n_others);
    u.others_other = CP_NEW_RAW(mem, key, u.n_others);
    uint32_t n_v4 = 0, n_others = 0;
    for (uint32_t k = 0; k < SHARDS; k++)
        for (uint32_t i = 0; i < ids->shards[k].n; i++) {
            const cp_flow_addr *x = &ids->shards[k].addrs[i];
            if (is_v4(x))
                u.v4[n_v4++] = (uint64_t)__builtin_bswap32(v4_of(x)) << 32 | (first[k] + i);
            else
                u.others[n_others++] = (key){ number_of(x->b), number_of(x->b + 8), first[k] + i };
        }
    return u;
}

static void put_in_order(cp_flow_ids *ids, unsorted *u, uint32_t *id_of)
{
    static const uint64_t lo_of_v4 = (uint64_t)0xffff << 32; /* of the first; hi is 0 */
    uint32_t n = 0, at = 0;
    uint64_t *v4 = sort_v4(u->v4, u->v4_other, u->n_v4);
    key *others = sort_keys(u->others, u->others_other, u->n_others);
    for (bool is_before = true;; is_before = false) {
        for (; at < u->n_others && (!is_before || (others[at].hi == 0 && others[at].lo < lo_of_v4));
             at++, n++) {
            uint64_t hi = __builtin_bswap64(others[at].hi), lo = __builtin_bswap64(others[at].lo);
            memcpy(ids->addrs[n].b, &hi, 8);
            memcpy(ids->addrs[n].b + 8, &lo, 8);
            id_of[others[at].place] = n;
        }
        if (!is_before)
            return;
        for (uint32_t i = 0; i < u->n_v4; i++, n++) {
            ids->addrs[n] = addr_of_v4(__builtin_bswap32((uint32_t)(v4[i] >> 32)));
            id_of[(uint32_t)v4[i]] = n;
        }
    }
}

static void number(cp_flow_ids *ids, finder *finders, uint32_t n_finders)
{
    cp_arena *mem = cp_arena_new(0);
    uint32_t n = 0, first[SHARDS];
    for (uint32_t k = 0; k < SHARDS; k++) {
        first[k] = n;
        n += ids->shards[k].n;
    }
    uint32_t *id_of = CP_NEW_RAW(mem, uint32_t, n);
    unsorted u = collect(ids, mem, first, n);
    ids->n = n;
    ids->addrs = CP_NEW_RAW(ids->own, cp_flow_addr, (size_t)n + 1);
    put_in_order(ids, &u, id_of);
    memset(&ids->addrs[n], 0, sizeof *ids->addrs);
    take_numbers(ids, finders, n_finders, first, id_of);
    cp_arena_free(mem);
}

/* A sample of one in 2^level that has m stands for m * 2^level. Where wanted ones took all the
 * room, it is only known that there are others. */
static uint64_t left_out(const cp_flow_ids *ids)
{
    uint64_t n = 0;
    for (uint32_t k = 0; k < SHARDS; k++) {
        const shard *s = &ids->shards[k];
        uint64_t m = s->n - s->n_wanted;
        if (s->gave_up)
            n += m && s->level < 32 ? (m << s->level) - m : 1;
    }
    return n;
}

static void free_ids(void *arg)
{
    cp_flow_ids *ids = arg;
    for (uint32_t k = 0; k < SHARDS; k++) {
        cp_arena_free(ids->shards[k].mem);
        cp_arena_free(ids->shards[k].slots_mem);
        (void)pthread_mutex_destroy(&ids->shards[k].lock);
    }
    for (uint32_t i = 0; i < CP_FLOW_THREADS_MAX; i++)
        cp_arena_free(ids->known_mem[i]);
    cp_arena_free(ids->own);
}

static cp_flow_ids *ids_new(cp_arena *a, const cp_flow_ids_opts *o)
{
    cp_flow_ids *ids = CP_NEW(a, cp_flow_ids);
    uint32_t n_max = o->n_max && o->n_max < CP_FLOW_IDS_MAX ? o->n_max : CP_FLOW_IDS_MAX;
    ids->seed = o->seed;
    for (uint32_t k = 0; k < SHARDS; k++) {
        shard *s = &ids->shards[k];
        (void)pthread_mutex_init(&s->lock, NULL);
        s->n_max = n_max / SHARDS ? n_max / SHARDS : 1;
        rebuild(s, ids->seed, SLOTS_FIRST);
    }
    ids->own = cp_arena_new(0);
    cp_arena_defer(a, free_ids, ids);
    return ids;
}

cp_rc cp_flow_ids_new(cp_arena *a, const cp_flow_set *set, const cp_flow_ids_opts *opts,
                      cp_flow_ids **out, cp_err *err)
{
    finder v[CP_FLOW_THREADS_MAX];
    uint32_t n = opts->n_threads < 1 ? 1 : opts->n_threads;
    n = n > CP_FLOW_THREADS_MAX ? CP_FLOW_THREADS_MAX : n;
    cp_flow_ids *ids = ids_new(a, opts);
    for (uint32_t i = 0; i < n; i++)
        v[i] = (finder){ .set = set,
                         .opts = opts,
                         .ids = ids,
                         .thread = i,
                         .n_threads = n,
                         .mem = ids->known_mem[i] = cp_arena_new(0) };
    cp_flow_run(n, find, v, sizeof *v);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].rc != CP_OK) {
            *err = v[i].err;
            return v[i].rc;
        }
    ids->n_left_out = left_out(ids);
    number(ids, v, n);
    ids->ends = CP_NEW_ARRAY(ids->own, cp_flow_end, (size_t)ids->n + 1);
    ids->varies = CP_NEW_ARRAY(ids->own, bool, (size_t)ids->n + 1);
    for (uint32_t i = 0; i <= ids->n; i++)
        ids->ends[i].asset = CP_FLOW_NO_ASSET;
    *out = ids;
    return CP_OK;
}

uint32_t cp_flow_ids_n(const cp_flow_ids *ids) { return ids->n; }
uint64_t cp_flow_ids_left_out(const cp_flow_ids *ids) { return ids->n_left_out; }

const cp_flow_addr *cp_flow_ids_addr(const cp_flow_ids *ids, uint32_t id)
{
    assert(id <= ids->n);
    return &ids->addrs[id];
}

static inline uint32_t look(const cp_flow_ids *ids, const cp_flow_addr *x, uint64_t hash)
{
    uint64_t slot;
    (void)find_slot(&ids->shards[shard_of(hash)], ids->addrs, x, hash, slot_of(x, hash), &slot);
    return slot ? place_in(slot) : ids->n;
}

uint32_t cp_flow_ids_find(const cp_flow_ids *ids, const cp_flow_addr *addr)
{
    return look(ids, addr, hash_of(ids->seed, addr));
}

/* Each look-up reads a place of a large table; that of the next ones is asked for in time. */
void cp_flow_ids_map(const cp_flow_ids *ids, const cp_flow_columns *c, uint32_t *out)
{
    uint64_t hashes[AHEAD];
    known wanted = { .sum = ids->n_known ? sum_of(ids->seed, c) : 0 };
    const known *k =
        ids->n_known ? bsearch(&wanted, ids->known, ids->n_known, sizeof *k, compare_known) : NULL;
    if (k && k->n == c->n_addrs) {
        memcpy(out, k->ids, k->n * sizeof *out);
        return;
    }
    for (uint32_t i = 0; i < c->n_addrs + AHEAD; i++) {
        if (i >= AHEAD)
            out[i - AHEAD] = look(ids, &c->addrs[i - AHEAD], hashes[i % AHEAD]);
        if (i < c->n_addrs) {
            uint64_t h = hash_of(ids->seed, &c->addrs[i]);
            const shard *s = &ids->shards[shard_of(h)];
            hashes[i % AHEAD] = h;
            __builtin_prefetch(&s->slots[(uint32_t)h & (s->n_slots - 1)]);
        }
    }
}

/* ---- who has them */

static bool is_in_order(const cp_flow_hold *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].from != CP_TIME_NONE && v[i].until != CP_TIME_NONE && v[i].from >= v[i].until)
            return false;
        if (i && (v[i - 1].until == CP_TIME_NONE || v[i].from == CP_TIME_NONE ||
                  v[i].from < v[i - 1].until))
            return false;
    }
    return true;
}

static void keep_holds(cp_flow_ids *ids, uint32_t id, const cp_flow_hold *v, uint32_t n)
{
    if (ids->n_holds + n > ids->n_holds_cap) {
        uint32_t cap = ids->n_holds_cap ? ids->n_holds_cap * 2 : 1024;
        ids->holds = cp_arena_grow(ids->own, ids->holds, ids->n_holds_cap * sizeof *ids->holds,
                                   cap * sizeof *ids->holds);
        ids->n_holds_of =
            cp_arena_grow(ids->own, ids->n_holds_of, ids->n_holds_cap * sizeof *ids->n_holds_of,
                          cap * sizeof *ids->n_holds_of);
        ids->n_holds_cap = cap;
    }
    memcpy(ids->holds + ids->n_holds, v, n * sizeof *v);
    ids->n_holds_of[ids->n_holds] = n;
    ids->varies[id] = true;
    ids->ends[id] = (cp_flow_end){ .asset = (int32_t)ids->n_holds };
    ids->n_holds += n;
}

void cp_flow_ids_resolve(cp_flow_ids *ids, cp_flow_resolve *fn, void *ctx)
{
    enum { SIDES = CP_FLOW_END_INSIDE | CP_FLOW_END_OUTSIDE };
    cp_flow_hold v[CP_FLOW_HOLDS_MAX];
    ids->n_holds = 0;
    for (uint32_t i = 0; i < ids->n; i++) {
        uint32_t n = fn(ctx, &ids->addrs[i], v);
        ids->varies[i] = false;
        ids->ends[i] = (cp_flow_end){ .asset = CP_FLOW_NO_ASSET };
        if (n == 1 && v->from == CP_TIME_NONE && v->until == CP_TIME_NONE)
            ids->ends[i] = v->end;
        else if (n > CP_FLOW_HOLDS_MAX || !is_in_order(v, n))
            ids->ends[i].is = v->end.is & SIDES;
        else if (n > 0)
            keep_holds(ids, i, v, n);
    }
}

bool cp_flow_ids_varies(const cp_flow_ids *ids, uint32_t id) { return ids->varies[id]; }

cp_flow_end cp_flow_ids_end(const cp_flow_ids *ids, uint32_t id, cp_time at)
{
    cp_flow_end nobody = { .asset = CP_FLOW_NO_ASSET };
    if (!ids->varies[id])
        return ids->ends[id];
    uint32_t first = (uint32_t)ids->ends[id].asset, n = ids->n_holds_of[first];
    for (uint32_t i = first; i < first + n; i++)
        if ((ids->holds[i].from == CP_TIME_NONE || at >= ids->holds[i].from) &&
            (ids->holds[i].until == CP_TIME_NONE || at < ids->holds[i].until))
            return ids->holds[i].end;
    return nobody;
}
