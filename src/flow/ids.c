/* SPDX-License-Identifier: Apache-2.0 */
/* ids.c - see ids.h.
 *
 * While they are looked for, addresses are in shards by the first bits of their hash. A thread
 * takes a block's addresses shard by shard, so that it takes each lock once, and threads wait
 * little. Then all are put in order, and what the tables of the shards say becomes the number.
 *
 *     shard k:  slots [ . 3 . 1 2 . ]  place + 1, later number + 1; at most half full
 *               addrs [ x y z ]        in pieces, with their hashes
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
    AHEAD = 12, /* look-ups under way at the same time */
};

typedef struct shard {
    pthread_mutex_t lock;
    cp_arena *mem; /* of addrs and slots while they grow */
    cp_flow_addr *addrs;
    bool *is_wanted; /* of the caller: never given up */
    uint32_t *slots;
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

typedef struct finder { /* one thread's */
    const cp_flow_set *set;
    const cp_flow_ids_opts *opts;
    cp_flow_ids *ids;
    uint32_t thread, n_threads;
    uint64_t *hashes;
    uint32_t *order;
    cp_arena *mem; /* of what is known of blocks */
    known *known;
    uint32_t n_known, n_known_cap, n_known_addrs;
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

static uint32_t shard_of(uint64_t hash) { return (uint32_t)(hash >> (64 - SHARD_BITS)); }

/* Leading zeros behind the bits of the shard. */
static uint32_t level_of(uint64_t hash)
{
    uint64_t rest = hash << SHARD_BITS;
    return rest ? (uint32_t)__builtin_clzll(rest) : 64;
}

static bool is_same(const cp_flow_addr *x, const cp_flow_addr *y)
{
    return memcmp(x, y, sizeof *x) == 0;
}

static void put_slot(shard *s, uint64_t hash, uint32_t place)
{
    uint32_t at = (uint32_t)hash & (s->n_slots - 1);
    while (s->slots[at])
        at = (at + 1) & (s->n_slots - 1);
    s->slots[at] = place + 1;
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
    s->slots = CP_NEW_ARRAY(mem, uint32_t, n_slots);
    for (uint32_t i = 0; i < n; i++)
        put_slot(s, hash_of(seed, &addrs[i]), i);
    cp_arena_free(s->mem);
    s->mem = mem;
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

/* Its place, or NO_PLACE if it is left out. */
static uint32_t add_one(finder *f, shard *s, const cp_flow_addr *x, uint64_t hash)
{
    for (uint32_t at = (uint32_t)hash & (s->n_slots - 1);; at = (at + 1) & (s->n_slots - 1)) {
        uint32_t place = s->slots[at];
        if (!place)
            break;
        if (is_same(&s->addrs[place - 1], x))
            return place - 1;
    }
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
    put_slot(s, hash, s->n);
    return s->n++;
}

/* Places of the block's addresses, shard by shard; begins has SHARDS + 1. */
static void order_by_shard(finder *f, const cp_flow_columns *c, uint32_t *begins)
{
    uint32_t next[SHARDS + 1] = { 0 };
    for (uint32_t i = 0; i < c->n_addrs; i++) {
        f->hashes[i] = hash_of(f->ids->seed, &c->addrs[i]);
        next[shard_of(f->hashes[i]) + 1]++;
    }
    for (uint32_t k = 0; k < SHARDS; k++)
        next[k + 1] += next[k];
    memcpy(begins, next, sizeof next);
    for (uint32_t i = 0; i < c->n_addrs; i++)
        f->order[next[shard_of(f->hashes[i])]++] = i;
}

/* What will be read is asked for in time: a slot, later the address that it points to. */
static void ask_ahead(const finder *f, const shard *s, uint32_t i, uint32_t end)
{
    if (i + 2 * AHEAD < end)
        __builtin_prefetch(
            &s->slots[(uint32_t)f->hashes[f->order[i + 2 * AHEAD]] & (s->n_slots - 1)]);
    if (i + AHEAD < end) {
        uint32_t place = s->slots[(uint32_t)f->hashes[f->order[i + AHEAD]] & (s->n_slots - 1)];
        __builtin_prefetch(&s->addrs[place ? place - 1 : 0]);
    }
}

static uint64_t sum_of(uint64_t seed, const cp_flow_columns *c)
{
    uint64_t sum = c->n_addrs;
    for (uint32_t i = 0; i < c->n_addrs; i++) {
        uint64_t hi, lo;
        memcpy(&hi, c->addrs[i].b, 8);
        memcpy(&lo, c->addrs[i].b + 8, 8);
        sum = cp_flow_hash(seed, hi ^ sum, lo);
    }
    return sum;
}

/* Room for the numbers of a block; NULL: of no more blocks. */
static uint32_t *remember(finder *f, const cp_flow_columns *c)
{
    if (f->n_known_addrs + c->n_addrs > KNOWN_ADDRS_MAX / f->n_threads)
        return NULL;
    if (f->n_known == f->n_known_cap) {
        uint32_t cap = f->n_known_cap ? f->n_known_cap * 2 : 64;
        f->known = cp_arena_grow(f->mem, f->known, f->n_known_cap * sizeof *f->known,
                                 cap * sizeof *f->known);
        f->n_known_cap = cap;
    }
    known *k = &f->known[f->n_known++];
    *k = (known){ sum_of(f->ids->seed, c), c->n_addrs, CP_NEW_RAW(f->mem, uint32_t, c->n_addrs) };
    f->n_known_addrs += c->n_addrs;
    return k->ids;
}

static cp_rc find_in_block(void *ctx, const cp_flow_columns *c, cp_err *err)
{
    finder *f = ctx;
    uint32_t begins[SHARDS + 1], *out = remember(f, c);
    (void)err;
    order_by_shard(f, c, begins);
    for (uint32_t k = 0; k < SHARDS; k++) {
        /* Threads begin at different shards, so that they do not queue behind each other. */
        uint32_t nr = (k + f->thread * SHARDS / f->n_threads) % SHARDS;
        shard *s = &f->ids->shards[nr];
        if (begins[nr] == begins[nr + 1])
            continue;
        (void)pthread_mutex_lock(&s->lock);
        for (uint32_t i = begins[nr]; i < begins[nr + 1]; i++) {
            ask_ahead(f, s, i, begins[nr + 1]);
            uint32_t place = add_one(f, s, &c->addrs[f->order[i]], f->hashes[f->order[i]]);
            if (out)
                out[f->order[i]] = nr << PLACE_BITS | (place & PLACE_MASK);
        }
        (void)pthread_mutex_unlock(&s->lock);
    }
    return CP_OK;
}

static void find(void *job)
{
    finder *f = job;
    cp_arena *mem = cp_arena_new(0);
    f->hashes = CP_NEW_RAW(mem, uint64_t, BLOCK_ADDRS_MAX);
    f->order = CP_NEW_RAW(mem, uint32_t, BLOCK_ADDRS_MAX);
    cp_flow_walk w = { f->set, f->thread, f->n_threads, 0, f, find_in_block };
    f->rc = cp_flow_walk_blocks(&w, &f->err);
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

static int compare_known(const void *x, const void *y)
{
    const known *a = x, *b = y;
    return a->sum < b->sum ? -1 : a->sum > b->sum;
}

typedef struct taking {
    known *v;
    uint32_t n;
    const uint32_t *first, *id_of;
} taking;

static void take_some(void *job)
{
    taking *t = job;
    for (uint32_t i = 0; i < t->n; i++)
        for (uint32_t k = 0; k < t->v[i].n; k++) {
            uint32_t at = t->v[i].ids[k];
            t->v[i].ids[k] = t->id_of[t->first[at >> PLACE_BITS] + (at & PLACE_MASK)];
        }
}

static void take_known(cp_flow_ids *ids, finder *v, uint32_t n, const uint32_t *first,
                       const uint32_t *id_of)
{
    taking jobs[CP_FLOW_THREADS_MAX];
    uint32_t n_known = 0;
    for (uint32_t i = 0; i < n; i++) {
        jobs[i] = (taking){ v[i].known, v[i].n_known, first, id_of };
        n_known += v[i].n_known;
    }
    cp_flow_run(n, take_some, jobs, sizeof *jobs);
    ids->known = CP_NEW_RAW(ids->own, known, n_known);
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].n_known)
            memcpy(ids->known + ids->n_known, v[i].known, v[i].n_known * sizeof(known));
        ids->n_known += v[i].n_known;
    }
    qsort(ids->known, ids->n_known, sizeof *ids->known, compare_known);
}

static void number(cp_flow_ids *ids, finder *finders, uint32_t n_finders)
{
    cp_arena *mem = cp_arena_new(0);
    uint32_t n = 0, first[SHARDS];
    for (uint32_t k = 0; k < SHARDS; k++) {
        first[k] = n;
        n += ids->shards[k].n;
    }
    key *v = CP_NEW_RAW(mem, key, n), *other = CP_NEW_RAW(mem, key, n);
    for (uint32_t k = 0; k < SHARDS; k++)
        for (uint32_t i = 0; i < ids->shards[k].n; i++) {
            const cp_flow_addr *x = &ids->shards[k].addrs[i];
            v[first[k] + i] = (key){ number_of(x->b), number_of(x->b + 8), first[k] + i };
        }
    v = sort_keys(v, other, n);
    uint32_t *id_of = CP_NEW_RAW(mem, uint32_t, n);
    ids->n = n;
    ids->addrs = CP_NEW_RAW(ids->own, cp_flow_addr, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t hi = __builtin_bswap64(v[i].hi), lo = __builtin_bswap64(v[i].lo);
        memcpy(ids->addrs[i].b, &hi, 8);
        memcpy(ids->addrs[i].b + 8, &lo, 8);
        id_of[v[i].place] = i;
    }
    memset(&ids->addrs[n], 0, sizeof *ids->addrs);
    if (!ids->n_left_out) /* places have not changed since they were remembered */
        take_known(ids, finders, n_finders, first, id_of);
    for (uint32_t k = 0; k < SHARDS; k++) {
        shard *s = &ids->shards[k];
        uint32_t *slots = CP_NEW_RAW(ids->own, uint32_t, s->n_slots);
        for (uint32_t i = 0; i < s->n_slots; i++)
            slots[i] = s->slots[i] ? id_of[first[k] + s->slots[i] - 1] + 1 : 0;
        s->slots = slots;
        s->addrs = NULL;
        s->is_wanted = NULL;
        cp_arena_free(s->mem);
        s->mem = NULL;
    }
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
    const shard *s = &ids->shards[shard_of(hash)];
    for (uint32_t at = (uint32_t)hash & (s->n_slots - 1);; at = (at + 1) & (s->n_slots - 1)) {
        uint32_t id = s->slots[at];
        if (!id)
            return ids->n;
        if (is_same(&ids->addrs[id - 1], x))
            return id - 1;
    }
}

uint32_t cp_flow_ids_find(const cp_flow_ids *ids, const cp_flow_addr *addr)
{
    return look(ids, addr, hash_of(ids->seed, addr));
}

/* Each look-up reads two places of large tables; those of the next are asked for in time. */
void cp_flow_ids_map(const cp_flow_ids *ids, const cp_flow_columns *c, uint32_t *out)
{
    uint64_t hashes[2 * AHEAD];
    known wanted = { .sum = ids->n_known ? sum_of(ids->seed, c) : 0 };
    const known *k =
        ids->n_known ? bsearch(&wanted, ids->known, ids->n_known, sizeof *k, compare_known) : NULL;
    if (k && k->n == c->n_addrs) {
        memcpy(out, k->ids, k->n * sizeof *out);
        return;
    }
    for (uint32_t i = 0; i < c->n_addrs + 2 * AHEAD; i++) {
        if (i >= 2 * AHEAD)
            out[i - 2 * AHEAD] = look(ids, &c->addrs[i - 2 * AHEAD], hashes[i % (2 * AHEAD)]);
        if (i >= AHEAD && i - AHEAD < c->n_addrs) {
            uint64_t h = hashes[(i - AHEAD) % (2 * AHEAD)];
            const shard *s = &ids->shards[shard_of(h)];
            uint32_t id = s->slots[(uint32_t)h & (s->n_slots - 1)];
            __builtin_prefetch(&ids->addrs[id ? id - 1 : 0]);
        }
        if (i < c->n_addrs) {
            uint64_t h = hash_of(ids->seed, &c->addrs[i]);
            const shard *s = &ids->shards[shard_of(h)];
            hashes[i % (2 * AHEAD)] = h;
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
