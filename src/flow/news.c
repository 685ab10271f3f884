/* SPDX-License-Identifier: Apache-2.0 */
/* news.c - see news.h. */
#include "flow/news.h"
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include "flow/hash.h"
#include "flow/manage.h"
#include "flow/threads.h"

/* ---- ends, numbered: ids, the rest, assets */

typedef struct counted {
    atomic_uint_least64_t flows, once;
    atomic_uint peers;
    atomic_uint n_new; /* rare: of peers that no other device has */
} counted;

typedef struct kept { /* one thread's */
    cp_flow_new *v;
    uint32_t n;
    uint64_t n_found;
} kept;

typedef struct seeking {
    const cp_flow_ids *ids;
    const cp_flow_news_question *q;
    cp_arena *mem;
    uint32_t n_ends;
    counted *ends;
    kept kept[CP_FLOW_THREADS_MAX];
    /* rare: of a kind and a peer, how many devices */
    pthread_mutex_t lock;
    uint64_t *keys;
    uint32_t *counts, n_keys, n_slots;
    bool is_over;
    uint32_t *n_like; /* by end: devices of its kind */
    double *p_device; /* likewise */
} seeking;

static uint32_t end_index(const seeking *s, uint32_t id, bool is_asset)
{
    return is_asset ? cp_flow_ids_n(s->ids) + 1 + id : id;
}

static bool is_device(const seeking *s, uint32_t id, bool is_asset)
{
    if (is_asset)
        return id < s->q->n_assets && s->q->devices[id];
    return !cp_flow_ids_varies(s->ids, id) &&
           cp_flow_ids_end(s->ids, id, CP_TIME_NONE).is & CP_FLOW_END_INSIDE;
}

/* The device's end of a row, and the other. k: 0 is src, 1 is dst. */
typedef struct side {
    bool is_device;
    uint32_t self, peer, kind;
} side;

static side side_of(const seeking *s, const cp_flow_row *r, uint32_t k)
{
    uint32_t id = k ? r->dst : r->src;
    bool is_asset = k ? r->is_dst_asset : r->is_src_asset;
    uint32_t src = end_index(s, r->src, r->is_src_asset);
    uint32_t dst = end_index(s, r->dst, r->is_dst_asset);
    side x = { is_device(s, id, is_asset), k ? dst : src, k ? src : dst, 0 };
    if (x.is_device && is_asset && s->q->kinds)
        x.kind = s->q->kinds[id];
    x.is_device = x.is_device && (k == 0 || src != dst); /* with itself: once */
    return x;
}

static int compare(const void *a, const void *b)
{
    const cp_flow_new *x = a, *y = b;
    if (x->p_device != y->p_device)
        return x->p_device < y->p_device ? -1 : 1;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    int order = cp_flow_row_cmp(&x->row, &y->row, CP_FLOW_ORDER_BYTES);
    return order ? order : (int)x->is_dst - (int)y->is_dst;
}

static void keep(seeking *s, uint32_t thread, const cp_flow_new *x)
{
    kept *k = &s->kept[thread];
    k->n_found++;
    if (s->q->each)
        s->q->each(s->q->each_ctx, x);
    if (k->n == 2 * s->q->n_max) {
        qsort(k->v, k->n, sizeof *k->v, compare);
        k->n = s->q->n_max;
    }
    k->v[k->n++] = *x;
}

/* ---- going over the sums */

typedef void each_row(void *ctx, uint32_t thread, const cp_flow_row *r);

static cp_rc go(seeking *s, const cp_flow_set *set, const cp_flow_question *q, each_row *each,
                cp_err *err)
{
    cp_flow_question question = *q;
    cp_flow_top top;
    question.is_merged = true;
    question.n_top = 1;
    question.each = each;
    question.each_ctx = s;
    return cp_flow_top_of(s->mem, set, s->ids, &question, &top, err);
}

static void begin(seeking *s, const cp_flow_ids *ids, const cp_flow_news_question *q)
{
    uint32_t n = q->base.n_threads < 1 ? 1 : q->base.n_threads;
    assert(q->n_max > 0 && q->n_max <= CP_FLOW_NEWS_MAX);
    *s = (seeking){ .ids = ids, .q = q, .mem = cp_arena_new(0) };
    (void)pthread_mutex_init(&s->lock, NULL);
    s->n_ends = cp_flow_ids_n(ids) + 1 + q->n_assets;
    s->ends = CP_NEW_ARRAY(s->mem, counted, s->n_ends);
    for (uint32_t i = 0; i < n && i < CP_FLOW_THREADS_MAX; i++)
        s->kept[i].v = CP_NEW_RAW(s->mem, cp_flow_new, 2 * (size_t)q->n_max);
}

static void name(const seeking *s, uint32_t id, bool is_asset, cp_flow_addr *out)
{
    if (!is_asset)
        *out = *cp_flow_ids_addr(s->ids, id);
}

/* What was kept, in order. */
static void finish(seeking *s, cp_arena *a, cp_rc rc, cp_flow_news *out)
{
    if (rc == CP_OK) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < CP_FLOW_THREADS_MAX; i++)
            n += s->kept[i].n;
        cp_flow_new *v = CP_NEW_RAW(s->mem, cp_flow_new, n);
        n = 0;
        for (uint32_t i = 0; i < CP_FLOW_THREADS_MAX; i++) {
            if (s->kept[i].n)
                memcpy(v + n, s->kept[i].v, s->kept[i].n * sizeof *v);
            n += s->kept[i].n;
            out->n_found += s->kept[i].n_found;
        }
        qsort(v, n, sizeof *v, compare);
        n = n < s->q->n_max ? n : s->q->n_max;
        for (uint32_t i = 0; i < n; i++) {
            name(s, v[i].row.src, v[i].row.is_src_asset, &v[i].row.src_addr);
            name(s, v[i].row.dst, v[i].row.is_dst_asset, &v[i].row.dst_addr);
        }
        out->v = cp_arena_dup(a, v, n * sizeof *v);
        out->n = n;
    }
    (void)pthread_mutex_destroy(&s->lock);
    cp_arena_free(s->mem);
}

/* ---- first */

static void count_before(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    seeking *s = ctx;
    (void)thread;
    for (uint32_t k = 0; k < 2; k++) {
        side x = side_of(s, r, k);
        if (!x.is_device)
            continue;
        atomic_fetch_add(&s->ends[x.self].flows, cp_flow_row_flows(r));
        atomic_fetch_add(&s->ends[x.self].once, cp_flow_row_flows(r) == 1);
        atomic_fetch_add(&s->ends[x.self].peers, 1);
    }
}

static void find_new(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    seeking *s = ctx;
    for (uint32_t k = 0; k < 2; k++) {
        side x = side_of(s, r, k);
        counted *c = &s->ends[x.self];
        if (!x.is_device || r->first_at < s->q->since)
            continue;
        atomic_fetch_add(&c->n_new, 1);
        if (!atomic_load(&c->peers))
            continue;
        cp_flow_new item = {
            .row = *r, .is_dst = k, .n_flows = c->flows, .n_once = c->once, .n_peers = c->peers
        };
        item.p = ((double)item.n_once + 1) / ((double)item.n_flows + 1);
        item.p = item.p < 1 ? item.p : 1;
        keep(s, thread, &item);
    }
}

cp_rc cp_flow_news_first(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                         const cp_flow_news_question *q, cp_flow_news *out, cp_err *err)
{
    seeking s;
    cp_flow_news news = { 0 };
    cp_flow_question before = q->base;
    begin(&s, ids, q);
    before.by = CP_FLOW_BY_PAIR;
    before.is_by_asset = true;
    cp_flow_question all = before;
    if (before.view.until == CP_TIME_NONE || q->since < before.view.until)
        before.view.until = q->since;
    cp_rc rc = go(&s, set, &before, count_before, err);
    if (rc == CP_OK)
        rc = go(&s, set, &all, find_new, err);
    for (uint32_t i = 0; i < s.n_ends; i++) {
        news.n_devices += s.ends[i].peers > 0;
        news.n_left_out += s.ends[i].peers == 0 && s.ends[i].n_new > 0;
    }
    for (uint32_t i = 0; i < CP_FLOW_THREADS_MAX; i++)
        for (uint32_t k = 0; k < s.kept[i].n; k++) {
            cp_flow_new *x = &s.kept[i].v[k];
            x->n_new = s.ends[side_of(&s, &x->row, x->is_dst).self].n_new;
        }
    finish(&s, a, rc, &news);
    if (rc == CP_OK)
        *out = news;
    return rc;
}

/* ---- rare */

/* The count of a kind and a peer; NULL: there is none, or no room. Locked. */
static uint32_t *count_of(seeking *s, uint32_t kind, uint32_t peer, bool is_put)
{
    uint64_t key = (uint64_t)kind << 32 | peer;
    uint32_t at = s->n_slots ? (uint32_t)cp_flow_hash(s->q->base.seed, key, 0) : 0;
    for (; s->n_slots && s->counts[at &= s->n_slots - 1]; at++)
        if (s->keys[at] == key)
            return &s->counts[at];
    if (!is_put)
        return NULL;
    if (s->n_keys >= s->n_slots / 2) {
        uint32_t had = s->n_slots, n = had ? had * 2 : 1024;
        uint64_t most = s->q->base.memory_bytes ? s->q->base.memory_bytes : (uint64_t)1 << 30;
        uint64_t *keys = s->keys;
        uint32_t *counts = s->counts;
        if ((uint64_t)n * 12 > most || n > UINT32_MAX / 4) {
            s->is_over = true;
            return NULL;
        }
        s->keys = CP_NEW_RAW(s->mem, uint64_t, n);
        s->counts = CP_NEW_ARRAY(s->mem, uint32_t, n);
        s->n_slots = n;
        s->n_keys = 0;
        for (uint32_t i = 0; i < had; i++)
            if (counts[i])
                *count_of(s, (uint32_t)(keys[i] >> 32), (uint32_t)keys[i], true) = counts[i];
        return count_of(s, kind, peer, true);
    }
    s->keys[at] = key;
    s->n_keys++;
    return &s->counts[at];
}

static void count_peers(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    seeking *s = ctx;
    (void)thread;
    for (uint32_t k = 0; k < 2; k++) {
        side x = side_of(s, r, k);
        if (!x.is_device)
            continue;
        atomic_fetch_add(&s->ends[x.self].peers, 1);
        if (!x.kind)
            continue;
        (void)pthread_mutex_lock(&s->lock);
        uint32_t *count = count_of(s, x.kind, x.peer, true);
        if (count)
            ++*count;
        (void)pthread_mutex_unlock(&s->lock);
    }
}

/* Of a few alike, one; of many, one in twenty. */
static bool is_rare(uint32_t n_with, uint32_t n_like)
{
    enum { ONE_IN = 20 };
    return n_like >= CP_FLOW_LIKE_MIN && (n_with == 1 || n_with <= n_like / ONE_IN);
}

static uint32_t *rare_count(seeking *s, const side *x)
{
    uint32_t *count = x->is_device && x->kind ? count_of(s, x->kind, x->peer, false) : NULL;
    return count && is_rare(*count, s->n_like[x->self]) ? count : NULL;
}

static void count_alone(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    seeking *s = ctx;
    (void)thread;
    for (uint32_t k = 0; k < 2; k++) {
        side x = side_of(s, r, k);
        const uint32_t *count = rare_count(s, &x);
        if (count && *count == 1)
            atomic_fetch_add(&s->ends[x.self].n_new, 1);
    }
}

static void find_rare(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    seeking *s = ctx;
    for (uint32_t k = 0; k < 2; k++) {
        side x = side_of(s, r, k);
        const uint32_t *count = rare_count(s, &x);
        if (!count)
            continue;
        cp_flow_new item = { .row = *r,
                             .is_dst = k,
                             .n_like = s->n_like[x.self],
                             .n_with = *count,
                             .n_alone = s->ends[x.self].n_new,
                             .p_device = s->p_device[x.self] };
        item.p = (double)item.n_with / ((double)item.n_like + 1);
        keep(s, thread, &item);
    }
}

typedef struct device {
    uint32_t kind, n_alone, end;
} device;

static int compare_devices(const void *a, const void *b)
{
    const device *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->n_alone > y->n_alone ? -1 : x->n_alone < y->n_alone;
}

/* Devices that were seen, by kind and then by how many peers are theirs alone, the most first. */
static device *devices_of(seeking *s, uint32_t *n)
{
    uint32_t first = cp_flow_ids_n(s->ids) + 1;
    device *v = CP_NEW_RAW(s->mem, device, s->q->n_assets);
    *n = 0;
    for (uint32_t i = 0; i < s->q->n_assets; i++)
        if (s->ends[first + i].peers && s->q->kinds && s->q->kinds[i])
            v[(*n)++] = (device){ s->q->kinds[i], s->ends[first + i].n_new, first + i };
    qsort(v, *n, sizeof *v, compare_devices);
    return v;
}

static void count_like(seeking *s, cp_flow_news *out)
{
    uint32_t n;
    device *v = devices_of(s, &n);
    s->n_like = CP_NEW_ARRAY(s->mem, uint32_t, s->n_ends);
    for (uint32_t i = 0, k; i < n; i = k) {
        for (k = i; k < n && v[k].kind == v[i].kind; k++)
            ;
        for (uint32_t j = i; j < k; j++)
            s->n_like[v[j].end] = k - i;
        out->n_devices += k - i >= CP_FLOW_LIKE_MIN ? k - i : 0;
    }
    for (uint32_t i = 0; i < s->n_ends; i++)
        out->n_left_out += s->ends[i].peers && s->n_like[i] < CP_FLOW_LIKE_MIN;
}

/* p_device of each, by end. */
static double *device_chances(seeking *s)
{
    uint32_t n;
    device *v = devices_of(s, &n);
    double *p = CP_NEW_ARRAY(s->mem, double, s->n_ends);
    for (uint32_t i = 0, k; i < n; i = k) {
        uint32_t as_many = 0;
        for (k = i; k < n && v[k].kind == v[i].kind; k++)
            ;
        for (uint32_t j = i; j < k; j++) {
            as_many = as_many < j - i ? j - i : as_many;
            while (i + as_many < k && v[i + as_many].n_alone >= v[j].n_alone)
                as_many++;
            p[v[j].end] = (double)as_many / (k - i); /* itself is among them */
        }
    }
    return p;
}

cp_rc cp_flow_news_rare(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                        const cp_flow_news_question *q, cp_flow_news *out, cp_err *err)
{
    seeking s;
    cp_flow_news news = { 0 };
    cp_flow_question question = q->base;
    begin(&s, ids, q);
    question.by = CP_FLOW_BY_PAIR;
    question.is_by_asset = true;
    cp_rc rc = go(&s, set, &question, count_peers, err);
    if (rc == CP_OK && s.is_over)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %u peers of a kind of device", s.n_keys);
    count_like(&s, &news);
    /* What is kept is ordered by the device's chance, which stands only at the end: all devices are
     * counted first, then what they are told of is found again. */
    if (rc == CP_OK)
        rc = go(&s, set, &question, count_alone, err);
    s.p_device = device_chances(&s);
    if (rc == CP_OK)
        rc = go(&s, set, &question, find_rare, err);
    finish(&s, a, rc, &news);
    if (rc == CP_OK)
        *out = news;
    return rc;
}

/* ---- own, managed */

static uint8_t own_sides(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end)
{
    (void)ctx;
    (void)addr;
    return (end->is & CP_FLOW_END_OWN ? CP_FLOW_SIDE_A : 0) |
           (end->is & CP_FLOW_END_OUTSIDE ? CP_FLOW_SIDE_B : 0);
}

static void keep_own(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    seeking *s = ctx;
    cp_flow_end dst = cp_flow_ids_end(s->ids, r->dst, r->first_at);
    const cp_flow_management *m = cp_flow_management_of(r->proto, r->port);
    cp_flow_new item = { .row = *r,
                         .p = 1,
                         .is_dst = dst.is & CP_FLOW_END_OWN,
                         .service = m ? m->name : NULL,
                         .is_clear = m && m->is_clear };
    keep(s, thread, &item);
}

cp_rc cp_flow_news_own(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                       const cp_flow_news_question *q, cp_flow_news *out, cp_err *err)
{
    seeking s;
    cp_flow_news news = { 0 };
    cp_flow_question question = q->base;
    begin(&s, ids, q);
    question.by = CP_FLOW_BY_PAIR | CP_FLOW_BY_SERVICE;
    question.is_by_asset = false;
    question.view.sides = own_sides;
    question.view.is_either = true;
    cp_rc rc = go(&s, set, &question, keep_own, err);
    finish(&s, a, rc, &news);
    if (rc == CP_OK)
        *out = news;
    return rc;
}

static void keep_managed(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    seeking *s = ctx;
    side x = side_of(s, r, !r->is_server_src);
    const cp_flow_management *m = cp_flow_management_of(r->proto, r->port);
    if (!m || !x.is_device)
        return;
    cp_flow_new item = {
        .row = *r, .p = 1, .is_dst = !r->is_server_src, .service = m->name, .is_clear = m->is_clear
    };
    atomic_fetch_add(&s->ends[x.self].peers, 1);
    keep(s, thread, &item);
}

cp_rc cp_flow_news_managed(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                           const cp_flow_news_question *q, cp_flow_news *out, cp_err *err)
{
    seeking s;
    cp_flow_news news = { 0 };
    cp_flow_question question = q->base;
    begin(&s, ids, q);
    question.by = CP_FLOW_BY_PAIR | CP_FLOW_BY_SERVICE;
    question.is_by_asset = true;
    cp_rc rc = go(&s, set, &question, keep_managed, err);
    for (uint32_t i = 0; i < s.n_ends; i++)
        news.n_devices += s.ends[i].peers > 0;
    finish(&s, a, rc, &news);
    if (rc == CP_OK)
        *out = news;
    return rc;
}
