/* SPDX-License-Identifier: Apache-2.0 */
/* valley_sweep.c - see valley_in.h: once up and once down, a row of bits for each AS.
 *
 * Members of a ring reach each other, so that they have one row, made at once; but where a lane may
 * not use one of them, the others may have lost the way around: there each row is made anew until
 * none changes, forwards and backwards in turn, so that a long ring in either order needs few
 * rounds. */
#include <stdatomic.h>
#include "base/thread.h"
#include "carrier/valley_in.h"

enum { NO_LANE = UINT16_MAX, ROUNDS_PER_ASK = 64 };

static inline void add(valley_row *to, const valley_row *x)
{
    for (int i = 0; i < VALLEY_WORDS; i++)
        to->w[i] |= x->w[i];
}

static inline void add_all(valley_row *to, const valley_lists *l, uint32_t p,
                           const valley_row *rows)
{
    for (uint32_t i = l->first[p]; i < l->first[p + 1]; i++)
        add(to, &rows[l->to[i]]);
}

typedef struct walker {
    const valley_sweep *s;
    const cp_valley *v;
    uint16_t *lane_of; /* that may not use this place; NULL: no lane is kept off anything */
    bool is_down, is_stopped;
} walker;

void cp_valley_sweep_init(cp_arena *a, const cp_valley *v, valley_sweep *s)
{
    *s = (valley_sweep){ .v = v, .shut_all = NO_PLACE };
    s->up = CP_NEW_RAW(a, valley_row, v->n);
    s->down = CP_NEW_RAW(a, valley_row, v->n);
}

/* What p has by those next to it, as their rows stand. */
static inline valley_row gather(const walker *k, uint32_t p)
{
    const valley_sweep *s = k->s;
    valley_row x = k->is_down ? s->down[p] : s->up[p];
    if (k->is_down) {
        add(&x, &s->up[p]);
        add_all(&x, &k->v->beside, p, s->up);
        add_all(&x, &k->v->above, p, s->down);
    } else {
        add_all(&x, &k->v->below, p, s->up);
    }
    return x;
}

static inline bool is_shut(const walker *k, uint32_t p)
{
    return k->lane_of && (k->lane_of[p] != NO_LANE || p == k->s->shut_all);
}

static void shut(const walker *k, uint32_t p, valley_row *x)
{
    if (p == k->s->shut_all)
        memset(x, 0, sizeof *x);
    else if (k->lane_of[p] != NO_LANE)
        x->w[k->lane_of[p] / 64] &= ~(UINT64_C(1) << k->lane_of[p] % 64);
}

static void make_same(const walker *k, valley_row *rows, uint32_t begin, uint32_t end)
{
    valley_row all = { { 0 } };
    for (uint32_t p = begin; p < end; p++) {
        valley_row x = gather(k, p);
        add(&all, &x);
    }
    for (uint32_t p = begin; p < end; p++)
        rows[p] = all;
}

static bool make_again(const walker *k, valley_row *rows, uint32_t p)
{
    valley_row x = gather(k, p);
    if (is_shut(k, p))
        shut(k, p, &x);
    bool is_new = memcmp(&rows[p], &x, sizeof x) != 0;
    rows[p] = x;
    return is_new;
}

static bool is_asked_to_stop(const cp_valley_run *run)
{
    return run && run->is_stopped && run->is_stopped(run->ctx);
}

static void make_until_same(walker *k, valley_row *rows, uint32_t begin, uint32_t end)
{
    bool has_changed = true;
    for (uint32_t round = 0; has_changed && !k->is_stopped; round++) {
        has_changed = false;
        for (uint32_t i = 0; i < end - begin; i++)
            has_changed |= make_again(k, rows, round % 2 ? end - 1 - i : begin + i);
        if (round % ROUNDS_PER_ASK == ROUNDS_PER_ASK - 1)
            k->is_stopped = is_asked_to_stop(k->s->run);
    }
}

static void make_ring(walker *k, valley_row *rows, uint32_t begin, uint32_t end)
{
    bool has_shut = false;
    for (uint32_t p = begin; p < end && !has_shut; p++)
        has_shut = is_shut(k, p);
    if (has_shut)
        make_until_same(k, rows, begin, end);
    else
        make_same(k, rows, begin, end);
}

static void go_up(walker *k, uint32_t from)
{
    valley_row *rows = k->s->up;
    for (uint32_t p = from; p < k->v->n && !k->is_stopped; p = k->v->ring_end[p]) {
        if (k->v->ring_end[p] > p + 1) {
            make_ring(k, rows, p, k->v->ring_end[p]);
            continue;
        }
        rows[p] = gather(k, p);
        if (is_shut(k, p))
            shut(k, p, &rows[p]);
    }
}

static void go_down(walker *k)
{
    valley_row *rows = k->s->down;
    k->is_down = true;
    for (uint32_t end = k->v->n; end > 0 && !k->is_stopped;) {
        uint32_t p = k->v->ring_begin[end - 1];
        if (end > p + 1) {
            make_ring(k, rows, p, end);
        } else {
            rows[p] = gather(k, p);
            if (is_shut(k, p))
                shut(k, p, &rows[p]);
        }
        end = p;
    }
}

/* Sets all seeds; returns the first place that may have a bit on the way up. */
static uint32_t sow(const valley_sweep *s)
{
    uint32_t first = s->v->n;
    memset(s->up, 0, s->v->n * sizeof *s->up);
    memset(s->down, 0, s->v->n * sizeof *s->down);
    for (uint32_t i = 0; i < s->n_seeds; i++) {
        valley_row *rows = s->seeds[i].is_down ? s->down : s->up;
        uint32_t p = s->seeds[i].place, begin = s->v->ring_begin[p];
        rows[p].w[s->seeds[i].lane / 64] |= UINT64_C(1) << s->seeds[i].lane % 64;
        first = !s->seeds[i].is_down && begin < first ? begin : first;
    }
    return first;
}

bool cp_valley_sweep(valley_sweep *s)
{
    walker k = { .s = s, .v = s->v };
    cp_arena *scratch = NULL;
    if (s->v->n == 0)
        return true;
    if (s->n_shut || s->shut_all != NO_PLACE) {
        scratch = cp_arena_new(0);
        k.lane_of = CP_NEW_RAW(scratch, uint16_t, s->v->n);
        memset(k.lane_of, 0xff, s->v->n * sizeof *k.lane_of);
        for (uint32_t i = 0; i < s->n_shut; i++)
            if (s->shut[i] != NO_PLACE)
                k.lane_of[s->shut[i]] = (uint16_t)i;
    }
    go_up(&k, sow(s));
    go_down(&k);
    cp_arena_free(scratch);
    return !k.is_stopped && !is_asked_to_stop(s->run);
}

/* ---- all from all */

typedef struct share {
    const cp_valley *v;
    const cp_valley_run *run;
    const uint64_t *weight; /* by id; NULL: none */
    atomic_uint *next;      /* the first place of the lanes that nobody has yet */
    atomic_bool *is_stopped;
    cp_arena *a;
    uint32_t *n; /* by place */
    uint64_t *weights;
    uint64_t (*sums)[256]; /* of eight lanes each: the weights of any of them */
} share;

static void sum_weights(share *x, uint32_t base, uint32_t n)
{
    for (uint32_t byte = 0; byte < CP_VALLEY_LANES / 8; byte++) {
        uint64_t *sums = x->sums[byte];
        sums[0] = 0;
        for (uint32_t i = 0; i < 8; i++) {
            uint32_t lane = byte * 8 + i;
            uint64_t w = lane < n ? x->weight[x->v->ids[base + lane]] : 0;
            for (uint32_t k = 0; k < 1u << i; k++)
                sums[(1u << i) + k] = sums[k] + w;
        }
    }
}

static void count(share *x, const valley_row *rows)
{
    for (uint32_t p = 0; p < x->v->n; p++) {
        uint32_t n = 0;
        uint64_t weights = 0;
        for (int i = 0; i < VALLEY_WORDS; i++) {
            uint64_t w = rows[p].w[i];
            n += (uint32_t)__builtin_popcountll(w);
            for (int b = 0; x->weight && b < 8; b++, w >>= 8)
                weights += x->sums[i * 8 + b][w & 0xff];
        }
        x->n[p] += n;
        if (x->weight)
            x->weights[p] += weights;
    }
}

static void *sweep_share(void *arg)
{
    share *x = arg;
    valley_sweep s;
    valley_seed *seeds = CP_NEW_RAW(x->a, valley_seed, CP_VALLEY_LANES);
    cp_valley_sweep_init(x->a, x->v, &s);
    s.seeds = seeds;
    s.run = x->run;
    for (;;) {
        uint32_t base = atomic_fetch_add(x->next, CP_VALLEY_LANES);
        if (base >= x->v->n || atomic_load(x->is_stopped))
            return NULL;
        s.n_seeds = x->v->n - base < CP_VALLEY_LANES ? x->v->n - base : CP_VALLEY_LANES;
        for (uint32_t i = 0; i < s.n_seeds; i++)
            seeds[i] = (valley_seed){ .place = base + i, .lane = (uint16_t)i };
        if (!cp_valley_sweep(&s)) {
            atomic_store(x->is_stopped, true);
            return NULL;
        }
        if (x->weight)
            sum_weights(x, base, s.n_seeds);
        count(x, s.down);
    }
}

static void share_new(share *x)
{
    x->a = cp_arena_new(0);
    x->n = CP_NEW_ARRAY(x->a, uint32_t, x->v->n);
    x->weights = x->weight ? CP_NEW_ARRAY(x->a, uint64_t, x->v->n) : NULL;
    x->sums = x->weight ? cp_arena_alloc_raw(x->a, CP_VALLEY_LANES / 8, sizeof *x->sums) : NULL;
}

/* Adds up what the threads counted; an AS itself is none of those that it reaches. */
static void put_together(const cp_valley *v, const share *shares, uint32_t n,
                         const uint64_t *weight, uint32_t *n_reached, uint64_t *weights)
{
    memset(n_reached, 0, v->r->n * sizeof *n_reached);
    if (weight && weights)
        memset(weights, 0, v->r->n * sizeof *weights);
    for (uint32_t p = 0; p < v->n; p++) {
        uint32_t id = v->ids[p];
        for (uint32_t i = 0; i < n; i++) {
            n_reached[id] += shares[i].n[p];
            if (weight && weights)
                weights[id] += shares[i].weights[p];
        }
        n_reached[id]--;
        if (weight && weights)
            weights[id] -= weight[id];
    }
}

cp_rc cp_valley_all(const cp_valley *v, const cp_valley_run *run, const uint64_t *weight,
                    uint32_t *n_reached, uint64_t *weights, cp_err *err)
{
    share shares[CP_VALLEY_THREADS_MAX];
    pthread_t threads[CP_VALLEY_THREADS_MAX];
    bool is_running[CP_VALLEY_THREADS_MAX] = { false };
    uint32_t n = run && run->n_threads ? run->n_threads : 1;
    atomic_uint next = 0;
    atomic_bool is_stopped = false;
    n = n < CP_VALLEY_THREADS_MAX ? n : CP_VALLEY_THREADS_MAX;
    for (uint32_t i = 0; i < n; i++) {
        shares[i] = (share){ .v = v,
                             .run = run,
                             .weight = weights ? weight : NULL,
                             .next = &next,
                             .is_stopped = &is_stopped };
        share_new(&shares[i]);
        is_running[i] = i > 0 && cp_thread_start(&threads[i], sweep_share, &shares[i]);
    }
    (void)sweep_share(&shares[0]); /* takes what is left where a thread could not be had */
    for (uint32_t i = 1; i < n; i++)
        if (is_running[i])
            (void)pthread_join(threads[i], NULL);
    if (!atomic_load(&is_stopped) && v->r->n)
        put_together(v, shares, n, weight, n_reached, weights);
    for (uint32_t i = 0; i < n; i++)
        cp_arena_free(shares[i].a);
    return atomic_load(&is_stopped) ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : CP_OK;
}
