/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - see table.h. */
#include "flow/table.h"
#include "base/pages.h"
#include "flow/rows.h"

enum {
    SLOTS_FIRST = 256,
    SLOTS_FIRST_MAX = 64 * 1024,
    FLOWS_A_SLOT = 8,
    SHARE_OF_SLOTS = 8, /* of the memory, before anything is known */
    CLASSES = 32,       /* powers of two */
    PLACE_BITS = 24,
    PLACE_MASK = (1 << PLACE_BITS) - 1,
};

/* What is free, by its size: lists through the memory itself. */
typedef struct free_piece {
    struct free_piece *next;
} free_piece;

struct cp_flow_pool {
    pthread_mutex_t lock;
    cp_arena *mem;
    uint64_t used_bytes, max_bytes;
    free_piece *slots[CLASSES], *pieces, *lists;
};

static void free_pool(void *arg)
{
    cp_flow_pool *p = arg;
    (void)pthread_mutex_destroy(&p->lock);
    cp_arena_free(p->mem);
}

cp_flow_pool *cp_flow_pool_new(cp_arena *a, uint64_t max_bytes)
{
    cp_flow_pool *p = CP_NEW(a, cp_flow_pool);
    (void)pthread_mutex_init(&p->lock, NULL);
    p->mem = cp_arena_new(0);
    cp_arena_use_small_pages(p->mem);
    p->max_bytes = max_bytes;
    cp_arena_defer(a, free_pool, p);
    return p;
}

/* NULL: it would be too much. */
static void *take(cp_flow_pool *p, free_piece **list, size_t bytes)
{
    free_piece *x = NULL;
    (void)pthread_mutex_lock(&p->lock);
    if (p->used_bytes + bytes <= p->max_bytes) {
        p->used_bytes += bytes;
        x = *list;
        if (x)
            *list = x->next;
        else
            x = (free_piece *)CP_NEW_RAW(p->mem, char, bytes);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return x;
}

static void give(cp_flow_pool *p, free_piece **list, void *memory, size_t bytes)
{
    free_piece *x = memory;
    (void)pthread_mutex_lock(&p->lock);
    p->used_bytes -= bytes;
    x->next = *list;
    *list = x;
    (void)pthread_mutex_unlock(&p->lock);
}

static void free_table(void *arg)
{
    cp_flow_table *t = arg;
    (void)pthread_mutex_destroy(&t->putting_off);
    for (uint32_t i = 0; i < CP_FLOW_PARTS; i++)
        (void)pthread_mutex_destroy(&t->parts[i].lock);
}

cp_flow_table *cp_flow_table_new(cp_arena *a, cp_flow_pool *pool, uint64_t seed, bool is_full,
                                 uint64_t n_flows)
{
    cp_flow_table *t = CP_NEW(a, cp_flow_table);
    /* What is likely filled anyway; it grows by itself from there. */
    uint64_t n_first = n_flows / CP_FLOW_PARTS / FLOWS_A_SLOT;
    uint64_t n_most = pool->max_bytes / CP_FLOW_PARTS / SHARE_OF_SLOTS / sizeof(uint32_t);
    n_first = n_first < n_most ? n_first : n_most;
    t->n_slots_first = SLOTS_FIRST;
    while (t->n_slots_first < SLOTS_FIRST_MAX && t->n_slots_first < n_first)
        t->n_slots_first *= 2;
    t->pool = pool;
    t->seed = seed;
    t->mixer = cp_flow_mixer_of(seed);
    t->is_full = is_full;
    t->sum_bytes = is_full ? sizeof(cp_flow_full_sum) : sizeof(cp_flow_sum);
    (void)pthread_mutex_init(&t->putting_off, NULL);
    atomic_init(&t->n_open, CP_FLOW_PARTS);
    for (uint32_t i = 0; i < CP_FLOW_PARTS; i++)
        (void)pthread_mutex_init(&t->parts[i].lock, NULL);
    cp_arena_defer(a, free_table, t);
    return t;
}

static free_piece **slots_list(cp_flow_pool *pool, uint32_t n_slots)
{
    return &pool->slots[__builtin_ctz(n_slots)];
}

void cp_flow_part_empty(cp_flow_table *t, cp_flow_part *p, cp_flow_part_state state)
{
    cp_flow_pool *pool = t->pool;
    for (uint32_t i = 0; i * CP_FLOW_PIECE < p->n; i++)
        give(pool, &pool->pieces, p->pieces[i], (size_t)CP_FLOW_PIECE * t->sum_bytes);
    if (p->slots)
        give(pool, slots_list(pool, p->n_slots), p->slots, p->n_slots * sizeof *p->slots);
    p->slots = NULL;
    p->n = p->n_slots = 0;
    if (atomic_exchange(&p->state, (int)state) == CP_FLOW_PART_OPEN)
        atomic_fetch_sub(&t->n_open, 1);
}

static uint32_t tagged(uint32_t hash, uint32_t place)
{
    return hash >> PLACE_BITS << PLACE_BITS | (place + 1);
}

static uint32_t hash_of(const cp_flow_table *t, uint64_t hi, uint64_t lo)
{
    return (uint32_t)cp_flow_hash(t->seed, hi, lo);
}

static bool more_slots(cp_flow_table *t, cp_flow_part *p)
{
    uint32_t n = p->n_slots ? p->n_slots * 2 : t->n_slots_first;
    uint32_t *slots = take(t->pool, slots_list(t->pool, n), n * sizeof *slots);
    if (!slots)
        return false;
    memset(slots, 0, n * sizeof *slots);
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_flow_sum *s = &cp_flow_part_at(t, p, i)->s;
        uint32_t hash = hash_of(t, s->hi, s->lo), at = hash & (n - 1);
        while (slots[at])
            at = (at + 1) & (n - 1);
        slots[at] = tagged(hash, i);
    }
    if (p->slots)
        give(t->pool, slots_list(t->pool, p->n_slots), p->slots, p->n_slots * sizeof *p->slots);
    p->slots = slots;
    p->n_slots = n;
    return true;
}

static bool more_sums(cp_flow_table *t, cp_flow_part *p)
{
    uint32_t nr = p->n / CP_FLOW_PIECE;
    char *piece = take(t->pool, &t->pool->pieces, (size_t)CP_FLOW_PIECE * t->sum_bytes);
    if (!piece)
        return false;
    if (nr == p->n_pieces_cap) {
        uint32_t cap = p->n_pieces_cap ? p->n_pieces_cap * 2 : 16;
        (void)pthread_mutex_lock(&t->pool->lock);
        p->pieces = cp_arena_grow(t->pool->mem, p->pieces, p->n_pieces_cap * sizeof *p->pieces,
                                  cap * sizeof *p->pieces);
        (void)pthread_mutex_unlock(&t->pool->lock);
        p->n_pieces_cap = cap;
    }
    p->pieces[nr] = piece;
    return true;
}

/* NULL: there is no room. */
static cp_flow_sum *sum_of(cp_flow_table *t, cp_flow_part *p, const cp_flow_add_row *r,
                           uint32_t hash)
{
    if (p->n >= p->n_slots / 4 * 3 && !more_slots(t, p))
        return NULL;
    uint32_t at = hash & (p->n_slots - 1);
    for (uint32_t slot; (slot = p->slots[at]); at = (at + 1) & (p->n_slots - 1)) {
        if ((slot ^ hash) >> PLACE_BITS)
            continue;
        cp_flow_sum *s = (cp_flow_sum *)cp_flow_part_at(t, p, (slot & PLACE_MASK) - 1);
        if (s->hi == r->hi && s->lo == r->lo)
            return s;
    }
    if (p->n == CP_FLOW_PART_SUMS_MAX || (p->n % CP_FLOW_PIECE == 0 && !more_sums(t, p)))
        return NULL;
    p->slots[at] = tagged(hash, p->n);
    cp_flow_sum *s = (cp_flow_sum *)cp_flow_part_at(t, p, p->n++);
    if (t->is_full)
        memset(s, 0, sizeof(cp_flow_full_sum));
    *s = (cp_flow_sum){ .hi = r->hi, .lo = r->lo, .first_at = r->at, .last_at = r->end };
    return s;
}

/* There is no room: another try, for another thread may have put off what it added to, and then the
 * partition is put off. One at a time, so that not all are; the last has to fit. */
static cp_flow_sum *try_again(cp_flow_table *t, cp_flow_part *p, const cp_flow_add_row *r,
                              uint32_t hash)
{
    (void)pthread_mutex_lock(&t->putting_off);
    cp_flow_sum *s = sum_of(t, p, r, hash);
    if (!s) {
        if (atomic_load(&t->n_open) == 1)
            atomic_store(&t->is_over, true);
        cp_flow_part_empty(t, p, CP_FLOW_PART_PUT_OFF);
    }
    (void)pthread_mutex_unlock(&t->putting_off);
    return s;
}

static void add_full(cp_flow_full_sum *s, const cp_flow_add_row *r)
{
    uint32_t n = r->sampling ? r->sampling : 1;
    s->packets_est = cp_flow_add(s->packets_est, cp_flow_times(r->packets, n));
    s->bytes_est = cp_flow_add(s->bytes_est, cp_flow_times(r->bytes, n));
    if (n == 1)
        return;
    s->packets_variance =
        cp_flow_add_wide(s->packets_variance, cp_flow_packets_variance(n, r->packets));
    s->bytes_variance =
        cp_flow_add_wide(s->bytes_variance, cp_flow_bytes_variance(n, r->packets, r->bytes));
}

/* Each row reads a slot and then a sum, both far from the last row's: all of the slots are asked
 * for first, then the sums that they point to. */
static void ask_ahead(const cp_flow_table *t, const cp_flow_part *p, const cp_flow_add_row *rows,
                      uint32_t *hashes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        hashes[i] = hash_of(t, rows[i].hi, rows[i].lo);
        if (p->n_slots)
            __builtin_prefetch(&p->slots[hashes[i] & (p->n_slots - 1)]);
    }
    for (uint32_t i = 0; i < n && p->n_slots; i++) {
        uint32_t slot = p->slots[hashes[i] & (p->n_slots - 1)];
        if (slot)
            __builtin_prefetch(cp_flow_part_at(t, p, (slot & PLACE_MASK) - 1), 1);
    }
}

void cp_flow_table_add(cp_flow_table *t, uint32_t part, const cp_flow_add_row *rows, uint32_t n)
{
    cp_flow_part *p = &t->parts[part];
    uint32_t hashes[CP_FLOW_ROWS_AT_ONCE];
    (void)pthread_mutex_lock(&p->lock);
    if (atomic_load(&p->state) != CP_FLOW_PART_OPEN)
        n = 0;
    ask_ahead(t, p, rows, hashes, n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_flow_add_row *r = &rows[i];
        cp_flow_sum *s = sum_of(t, p, r, hashes[i]);
        if (!s && !(s = try_again(t, p, r, hashes[i])))
            break;
        s->flows++;
        s->packets = cp_flow_add(s->packets, r->packets);
        s->bytes = cp_flow_add(s->bytes, r->bytes);
        s->first_at = r->at < s->first_at ? r->at : s->first_at;
        s->last_at = r->end > s->last_at ? r->end : s->last_at;
        s->n_unknown += r->sampling == CP_SAMPLING_UNKNOWN;
        s->rules |= r->rule;
        if (t->is_full)
            add_full((cp_flow_full_sum *)s, r);
    }
    (void)pthread_mutex_unlock(&p->lock);
}

/* The sum of what add_full makes of each flow: all are of one n, and none of it is negative, so
 * that what is full once is full in the end. */
static void add_full_sums(cp_flow_full_sum *s, const cp_flow_add_row *r, const cp_flow_add_many *x)
{
    uint32_t n = r->sampling ? r->sampling : 1;
    cp_flow_u128 weight = (cp_flow_u128)n * (n - 1);
    s->packets_est = cp_flow_add(s->packets_est, cp_flow_times(r->packets, n));
    s->bytes_est = cp_flow_add(s->bytes_est, cp_flow_times(r->bytes, n));
    s->packets_variance =
        cp_flow_add_wide(s->packets_variance, cp_flow_times_wide(x->packets, weight));
    s->bytes_variance = cp_flow_add_wide(s->bytes_variance, cp_flow_times_wide(x->squares, weight));
}

void cp_flow_table_add_sums(cp_flow_table *t, uint32_t part, const cp_flow_add_row *r,
                            const cp_flow_add_many *x)
{
    cp_flow_part *p = &t->parts[part];
    uint32_t hash = hash_of(t, r->hi, r->lo);
    (void)pthread_mutex_lock(&p->lock);
    cp_flow_sum *s = NULL;
    if (atomic_load(&p->state) == CP_FLOW_PART_OPEN)
        s = sum_of(t, p, r, hash);
    if (!s && atomic_load(&p->state) == CP_FLOW_PART_OPEN)
        s = try_again(t, p, r, hash);
    if (s) {
        s->flows = cp_flow_add(s->flows, x->flows);
        s->packets = cp_flow_add(s->packets, r->packets);
        s->bytes = cp_flow_add(s->bytes, r->bytes);
        s->first_at = r->at < s->first_at ? r->at : s->first_at;
        s->last_at = r->end > s->last_at ? r->end : s->last_at;
        s->n_unknown += r->sampling == CP_SAMPLING_UNKNOWN ? x->flows : 0;
        s->rules |= r->rule;
        if (t->is_full)
            add_full_sums((cp_flow_full_sum *)s, r, x);
    }
    (void)pthread_mutex_unlock(&p->lock);
}

/* ---- lists */

/* Of lists as many as AT_ONCE, so that threads seldom wait for each other; one where memory is
 * little. */
static free_piece *take_lists(cp_flow_pool *p)
{
    enum { AT_ONCE = 16, SHARE = 2 };
    free_piece *all = NULL;
    (void)pthread_mutex_lock(&p->lock);
    uint32_t n = p->used_bytes < p->max_bytes / SHARE ? AT_ONCE : 1;
    for (; n > 0 && p->used_bytes + CP_FLOW_LIST_BYTES <= p->max_bytes; n--) {
        free_piece *x = p->lists;
        if (x)
            p->lists = x->next;
        else
            x = (free_piece *)CP_NEW_RAW(p->mem, char, CP_FLOW_LIST_BYTES);
        p->used_bytes += CP_FLOW_LIST_BYTES;
        x->next = all;
        all = x;
    }
    (void)pthread_mutex_unlock(&p->lock);
    return all;
}

cp_flow_rows *cp_flow_rows_new(cp_flow_table *t, cp_flow_rows **spare, cp_flow_rows *next,
                               uint32_t row_bytes)
{
    if (!*spare)
        *spare = (cp_flow_rows *)take_lists(t->pool);
    cp_flow_rows *l = *spare;
    if (!l)
        return NULL;
    *spare = l->next;
    *l = (cp_flow_rows){ .next = next,
                         .n = (uint32_t)((CP_FLOW_LIST_BYTES - sizeof *l) / row_bytes),
                         .row_bytes = row_bytes };
    return l;
}

/* All at once: what is free is listed as they are. */
void cp_flow_rows_free(cp_flow_table *t, cp_flow_rows *lists)
{
    static_assert(offsetof(cp_flow_rows, next) == offsetof(free_piece, next), "one list");
    uint64_t n = 1;
    cp_flow_rows *last = lists;
    if (!lists)
        return;
    for (; last->next; n++)
        last = last->next;
    (void)pthread_mutex_lock(&t->pool->lock);
    t->pool->used_bytes -= n * CP_FLOW_LIST_BYTES;
    ((free_piece *)last)->next = t->pool->lists;
    t->pool->lists = (free_piece *)lists;
    (void)pthread_mutex_unlock(&t->pool->lock);
}

void cp_flow_table_add_lists(cp_flow_table *t, uint32_t part, cp_flow_rows *lists)
{
    cp_flow_add_row rows[CP_FLOW_ROWS_AT_ONCE];
    uint32_t n = 0;
    for (cp_flow_rows *l = lists, *next; l; l = next) {
        next = l->next;
        for (uint32_t i = 0; i < l->n; i++) {
            rows[n++] = cp_flow_row_at(l, i, l->row_bytes, &t->mixer);
            if (n == CP_FLOW_ROWS_AT_ONCE) {
                cp_flow_table_add(t, part, rows, n);
                n = 0;
            }
        }
        give(t->pool, &t->pool->lists, l, CP_FLOW_LIST_BYTES);
    }
    cp_flow_table_add(t, part, rows, n);
}
