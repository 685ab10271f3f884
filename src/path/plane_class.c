/* SPDX-License-Identifier: Apache-2.0 */
/* plane_class.c - regions in which all tables and filters do the same, and the fate of each such
 * class.
 *
 *     regions, in order --hash of what all do--> sorted: runs of one hash
 *     run --compared, action by action--> classes, by their first region --walk--> fates
 *
 * Classes are walked in an order in which those come together in which some tables do the same:
 * mostly they are of prefixes that leave the network at one place, and all but few tables do the
 * same (plane_walk.c says what that is good for). */
#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "base/sort.h"
#include "base/thread.h"
#include "path/plane_in.h"

enum {
    CHUNK = 256, /* regions that a thread takes at a time */
    THREADS_MAX = 64,
    SAMPLES = 8, /* tables */
    SAMPLE_MASK = (1 << 64 / SAMPLES) - 1,
};

/* ---- work for several threads */

typedef struct region {
    uint64_t hash;
    uint32_t place; /* in order */
} region;

typedef struct classify {
    cp_plane *p;
    cp_arena *a;
    const uint32_t *order; /* prefixes */
    uint32_t n_regions;
    region *regions;  /* those that are not empty */
    uint64_t *sample; /* per place: what some tables do */
    uint32_t *first;  /* per place: the place of the first region of its class, or CP_NO_CLASS */
    cp_plane_class *classes;
    uint32_t n_classes;
    cp_plane_each *each;
    void *ctx;
    const volatile int *stopped;
    atomic_uint_fast32_t next;
    uint32_t n; /* of what is handed out */
    void (*work)(struct classify *c, cp_plane_pile *s, cp_plane_walk *w, uint32_t at);
} classify;

static void *run(void *arg)
{
    classify *c = arg;
    cp_arena *a = cp_arena_new(0);
    cp_plane_pile *s = cp_plane_pile_new(a, c->p);
    cp_plane_walk w;
    cp_plane_walk_init(&w, a, c->p);
    for (uint32_t i; (i = (uint32_t)atomic_fetch_add(&c->next, CHUNK)) < c->n;) {
        if (c->stopped && *c->stopped)
            break;
        for (uint32_t end = i + CHUNK; i < end && i < c->n; i++)
            c->work(c, s, &w, i);
    }
    cp_arena_free(a);
    return NULL;
}

static void run_all(classify *c, uint32_t n, uint32_t n_threads)
{
    pthread_t threads[THREADS_MAX];
    uint32_t n_more = 0;
    c->n = n;
    atomic_store(&c->next, 0);
    while (n_more + 1 < n_threads && n_more < THREADS_MAX && n_more * CHUNK < n &&
           cp_thread_start(&threads[n_more], run, c))
        n_more++;
    (void)run(c);
    while (n_more)
        (void)pthread_join(threads[--n_more], NULL);
}

/* ---- which regions are of one class */

/* What a few tables do, those first that count most in an order. */
static uint64_t sample_of(const cp_plane *p, const uint16_t *now)
{
    uint64_t sample = 0;
    for (uint64_t i = 0; i < SAMPLES && p->n_tables; i++)
        sample = sample << (64 / SAMPLES) | (now[i * p->n_tables / SAMPLES] & SAMPLE_MASK);
    return sample;
}

static void hash_region(classify *c, cp_plane_pile *s, cp_plane_walk *w, uint32_t at)
{
    (void)w;
    region *r = &c->regions[at];
    const uint16_t *now = cp_plane_now(s, c->order[r->place]);
    r->hash = cp_map_hash((cp_str){ (const char *)now, c->p->n_columns * sizeof *now });
    c->sample[r->place] = sample_of(c->p, now);
}

static uint64_t key_of(const void *item, void *ctx)
{
    (void)ctx;
    return ((const region *)item)->hash;
}

static int compare_regions(const void *a, const void *b, void *ctx)
{
    const region *x = a, *y = b;
    (void)ctx;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* Regions of one hash, by place: each is of the class of the first that does the same. */
static void tell_apart(classify *c, cp_plane_pile *mine, cp_plane_pile *theirs, const region *r,
                       uint32_t n)
{
    size_t bytes = c->p->n_columns * sizeof(uint16_t);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t place = r[i].place;
        const uint16_t *now = n > 1 ? cp_plane_now(mine, c->order[place]) : NULL;
        c->first[place] = place;
        for (uint32_t j = 0; j < i && c->first[place] == place; j++)
            if (c->first[r[j].place] == r[j].place &&
                memcmp(now, cp_plane_now(theirs, c->order[r[j].place]), bytes) == 0)
                c->first[place] = r[j].place;
    }
}

static void find_classes(classify *c)
{
    cp_arena *a = cp_arena_new(0);
    cp_plane_pile *mine = cp_plane_pile_new(a, c->p), *theirs = cp_plane_pile_new(a, c->p);
    cp_sort(c->regions, c->n_regions, sizeof *c->regions, key_of, compare_regions, NULL);
    for (uint32_t i = 0, end; i < c->n_regions; i = end) {
        for (end = i + 1; end < c->n_regions && c->regions[end].hash == c->regions[i].hash;)
            end++;
        tell_apart(c, mine, theirs, c->regions + i, end - i);
    }
    cp_arena_free(a);
}

/* Classes by their first regions; of: per prefix. */
static void number_classes(classify *c, uint32_t *of)
{
    uint32_t n_places = c->p->n_prefixes, n = 0;
    for (uint32_t i = 0; i < n_places; i++)
        n += c->first[i] == i;
    c->classes = CP_NEW_ARRAY(c->a, cp_plane_class, n);
    for (uint32_t i = 0; i < n_places; i++) {
        uint32_t prefix = c->order[i];
        if (c->first[i] == CP_NO_CLASS)
            continue;
        if (c->first[i] == i) {
            of[prefix] = c->n_classes;
            c->classes[c->n_classes++].prefix = prefix;
        }
        of[prefix] = of[c->order[c->first[i]]];
        c->classes[of[prefix]].n_regions++;
    }
}

/* The regions are of no more use: now they are classes, in the order in which they are walked. */
static void order_classes(classify *c, const uint32_t *of)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->p->n_prefixes; i++)
        if (c->first[i] == i)
            c->regions[n++] = (region){ c->sample[i], of[c->order[i]] };
    assert(n == c->n_classes);
    cp_sort(c->regions, n, sizeof *c->regions, key_of, compare_regions, NULL);
}

static void walk_class(classify *c, cp_plane_pile *s, cp_plane_walk *w, uint32_t at)
{
    uint32_t class = c->regions[at].place;
    cp_plane_class *x = &c->classes[class];
    if (at + 1 < c->n_classes)
        cp_plane_fetch(c->p, c->classes[c->regions[at + 1].place].prefix);
    x->n_parts = cp_plane_walk_all(w, cp_plane_now(s, x->prefix));
    for (uint32_t t = 0; t < c->p->n_tables; t++) {
        const cp_plane_fate *f = &w->fates[t];
        x->fate.dirty[CP_UNKNOWN_CLEAN] |= f->dirty[CP_UNKNOWN_CLEAN];
        x->fate.dirty[CP_UNKNOWN_EXCLUDED] |= f->dirty[CP_UNKNOWN_EXCLUDED];
        x->fate.ends |= f->ends;
    }
    if (c->each)
        c->each(c->ctx, class, w->fates);
}

cp_rc cp_plane_classify(cp_plane *p, cp_arena *a, uint32_t n_threads, cp_plane_each *each,
                        void *ctx, const volatile int *stopped, cp_plane_classes *out, cp_err *err)
{
    if (p->n_columns == 0) {
        cp_rc rc = cp_plane_settle(p, err);
        if (rc != CP_OK)
            return rc;
    }
    cp_arena *scratch = cp_arena_new(0);
    classify c = { .p = p, .a = a, .each = each, .ctx = ctx, .stopped = stopped };
    c.order = cp_plane_in_order(p, scratch);
    c.regions = CP_NEW_RAW(scratch, region, p->n_prefixes);
    c.first = CP_NEW_RAW(scratch, uint32_t, p->n_prefixes);
    c.sample = CP_NEW_RAW(scratch, uint64_t, p->n_prefixes);
    uint32_t *of = CP_NEW_RAW(a, uint32_t, p->nodes.n);
    memset(c.first, 0xff, p->n_prefixes * sizeof *c.first);
    memset(of, 0xff, p->nodes.n * sizeof *of);
    for (uint32_t i = 0; i < p->n_prefixes; i++)
        if (!cp_plane_is_empty(p, c.order[i]))
            c.regions[c.n_regions++].place = i;
    c.work = hash_region;
    run_all(&c, c.n_regions, n_threads);
    find_classes(&c);
    number_classes(&c, of);
    order_classes(&c, of);
    c.work = walk_class;
    run_all(&c, c.n_classes, n_threads);
    cp_arena_free(scratch);
    if (stopped && *stopped)
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    *out = (cp_plane_classes){ c.classes, c.n_classes, of };
    return CP_OK;
}
