/* SPDX-License-Identifier: Apache-2.0 */
/* spf.c - see spf.h. One run, compiled for every mix of what is known before it: distances of 32
 * or 64 bits, buckets of one distance or several, with taint or without. */
#include "path/spf.h"
#include "path/share.h"

#define INLINE static inline __attribute__((always_inline))

/* ---- the graph */

typedef struct ranking {
    const cp_net *net;
    uint32_t *item, *place, n;
} ranking;

static void rank_item(ranking *r, uint32_t item)
{
    if (r->place[item] != CP_NO_ITEM)
        return;
    r->place[item] = r->n;
    r->item[r->n++] = item;
}

static bool is_routed(const cp_net_link *l) { return l->metric || l->metric_back; }

/* Breadth first; what has no links comes last. */
static void rank_items(cp_spf *s, const cp_net *net)
{
    ranking r = { net, s->item, s->place, 0 };
    memset(s->place, 0xff, net->n_items * sizeof *s->place);
    for (uint32_t i = 0; i < net->n_items; i++) {
        uint32_t done = r.n;
        if (net->arc_first[i] == net->arc_first[i + 1])
            continue;
        rank_item(&r, i);
        for (; done < r.n; done++)
            for (uint32_t k = net->arc_first[r.item[done]]; k < net->arc_first[r.item[done] + 1];
                 k++)
                rank_item(&r, net->arcs[k].to);
    }
    s->n_linked = r.n;
    for (uint32_t i = 0; i < net->n_items; i++)
        rank_item(&r, i);
}

static void fill_arcs(cp_spf *s, const cp_net *net)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t x = s->item[i];
        s->first[i] = n;
        for (uint32_t k = net->arc_first[x]; k < net->arc_first[x + 1]; k++) {
            const cp_net_link *l = &net->links[net->arcs[k].link];
            if (!is_routed(l))
                continue;
            bool there = l->a == x;
            s->arcs[n++] = (cp_spf_arc){ s->place[net->arcs[k].to], net->arcs[k].link,
                                         there ? l->metric : l->metric_back,
                                         there ? l->metric_back : l->metric };
        }
    }
    s->first[s->n] = n;
}

static void narrow_arcs(cp_spf *s, cp_arena *a)
{
    if (s->metric_max > UINT16_MAX)
        return;
    s->narrow = CP_NEW_RAW(a, cp_spf_narrow, s->first[s->n]);
    for (uint32_t k = 0; k < s->first[s->n]; k++)
        s->narrow[k] =
            (cp_spf_narrow){ s->arcs[k].to, (uint16_t)s->arcs[k].out, (uint16_t)s->arcs[k].in };
}

static void size_queue(cp_spf *s, cp_arena *a, uint32_t n_arcs)
{
    cp_spf_queue *q = &s->queue;
    while (s->metric_max >> q->shift > CP_SPF_BUCKETS - 2)
        q->shift++;
    q->heads = CP_NEW_RAW(a, uint32_t, CP_SPF_BUCKETS);
    q->blocks = CP_NEW_RAW(a, cp_spf_block, n_arcs / CP_SPF_BLOCK + CP_SPF_BUCKETS + 1);
    if (q->shift == 0 && (uint64_t)s->n * s->metric_max < UINT32_MAX - s->metric_max)
        return; /* 32 bits will do, and no bucket has several distances */
    q->heap = CP_NEW_RAW(a, struct cp_spf_key, (size_t)n_arcs + 1);
    s->is_settled = CP_NEW_RAW(a, uint8_t, s->n);
}

void cp_spf_init(cp_spf *s, cp_arena *a, const cp_net *net)
{
    *s = (cp_spf){ .net = net, .n = net->n_items, .to = CP_NO_ITEM };
    s->item = CP_NEW_RAW(a, uint32_t, s->n);
    s->place = CP_NEW_RAW(a, uint32_t, s->n);
    s->first = CP_NEW_RAW(a, uint32_t, (size_t)s->n + 1);
    s->arcs = CP_NEW_RAW(a, cp_spf_arc, 2 * (size_t)net->n_links);
    s->closed = CP_NEW_RAW(a, uint8_t, s->n);
    s->order = CP_NEW_RAW(a, uint32_t, s->n);
    s->distance32 = CP_NEW_RAW(a, uint32_t, s->n);
    s->distance = CP_NEW_RAW(a, uint64_t, s->n);
    rank_items(s, net);
    fill_arcs(s, net);
    for (uint32_t i = 0; i < s->n; i++)
        s->closed[i] = net->flags[s->item[i]] & CP_ITEM_END_ONLY ? 1 : 0;
    for (uint32_t i = 0; i < net->n_links; i++) {
        const cp_net_link *l = &net->links[i];
        uint32_t most = l->metric > l->metric_back ? l->metric : l->metric_back;
        s->metric_max = most > s->metric_max ? most : s->metric_max;
        s->has_rides = s->has_rides || l->rides != CP_NO_ITEM;
    }
    narrow_arcs(s, a);
    size_queue(s, a, s->first[s->n]);
}

void cp_spf_aim(cp_spf *s, uint32_t to)
{
    if (s->to != CP_NO_ITEM)
        s->closed[s->to] = s->net->flags[s->item[s->to]] & CP_ITEM_END_ONLY ? 1 : 0;
    s->closed[to] = 0;
    s->to = to;
}

/* ---- the queue */

static void queue_start(cp_spf_queue *q)
{
    q->summary = 0;
    memset(q->bits, 0, sizeof q->bits);
    q->n_blocks = q->n_heap = 0;
    q->spare = CP_NO_ITEM;
    q->at = 0;
}

static void heap_push(cp_spf_queue *q, uint64_t key, uint32_t node)
{
    uint32_t i = q->n_heap++;
    for (; i && q->heap[(i - 1) / 4].key > key; i = (i - 1) / 4)
        q->heap[i] = q->heap[(i - 1) / 4];
    q->heap[i] = (struct cp_spf_key){ key, node };
}

static struct cp_spf_key heap_pop(cp_spf_queue *q)
{
    struct cp_spf_key top = q->heap[0], last = q->heap[--q->n_heap];
    uint32_t i = 0, n = q->n_heap;
    for (uint32_t child; (child = 4 * i + 1) < n;) {
        uint32_t end = child + 4 < n ? child + 4 : n, least = child;
        for (uint32_t k = child + 1; k < end; k++)
            least = q->heap[k].key < q->heap[least].key ? k : least;
        if (q->heap[least].key >= last.key)
            break;
        q->heap[i] = q->heap[least];
        i = least;
    }
    q->heap[i] = last;
    return top;
}

static uint32_t new_block(cp_spf_queue *q, uint32_t next)
{
    uint32_t b = q->spare;
    if (b == CP_NO_ITEM)
        b = q->n_blocks++;
    else
        q->spare = q->blocks[b].next;
    q->blocks[b].next = next;
    q->blocks[b].n = 0;
    return b;
}

INLINE void queue_push(cp_spf_queue *q, uint64_t key, uint32_t node, bool is_shifted)
{
    uint64_t bucket = is_shifted ? key >> q->shift : key;
    if (is_shifted && bucket == q->at) {
        heap_push(q, key, node);
        return;
    }
    uint32_t at = (uint32_t)bucket % CP_SPF_BUCKETS, b = q->heads[at];
    if (!(q->bits[at / 64] >> at % 64 & 1)) {
        q->bits[at / 64] |= UINT64_C(1) << at % 64;
        q->summary |= UINT64_C(1) << at / 64;
        q->heads[at] = b = new_block(q, CP_NO_ITEM);
    } else if (q->blocks[b].n == CP_SPF_BLOCK) {
        q->heads[at] = b = new_block(q, b);
    }
    q->blocks[b].v[q->blocks[b].n++] = node;
}

/* The next bucket that is not empty, from `at` on around the ring; the ring is not empty. */
INLINE uint32_t next_bucket(const cp_spf_queue *q, uint32_t at)
{
    uint64_t here = q->bits[at / 64] >> at % 64;
    if (here)
        return at + (uint32_t)__builtin_ctzll(here);
    uint32_t word = (at / 64 + 1) % 64;
    uint64_t later = q->summary >> word;
    word = later ? word + (uint32_t)__builtin_ctzll(later) : (uint32_t)__builtin_ctzll(q->summary);
    return word * 64 + (uint32_t)__builtin_ctzll(q->bits[word]);
}

/* Takes the next bucket out of the ring; its first block. */
INLINE uint32_t take_bucket(cp_spf_queue *q)
{
    uint32_t now = (uint32_t)q->at % CP_SPF_BUCKETS, at = next_bucket(q, now);
    q->at += (at - now) % CP_SPF_BUCKETS;
    q->bits[at / 64] &= ~(UINT64_C(1) << at % 64);
    if (q->bits[at / 64] == 0)
        q->summary &= ~(UINT64_C(1) << at / 64);
    return q->heads[at];
}

/* Gives a block back; the one behind it. */
INLINE uint32_t drop_block(cp_spf_queue *q, uint32_t b)
{
    uint32_t next = q->blocks[b].next;
    q->blocks[b].next = q->spare;
    q->spare = b;
    return next;
}

/* ---- taint: the rare case of a node with clean and dirty routes */

void cp_spf_take_mixed(const cp_spf_taint *t, cp_spf_tally *y, uint32_t to, uint64_t mixed)
{
    for (int label = 0; label < 2; label++)
        if (mixed >> label & 1)
            y->sum[label] = y->sum[label].high == 0
                                ? t->shares[label][to]
                                : cp_share_add(y->sum[label], t->shares[label][to]);
}

void cp_spf_put_mixed(const cp_spf_taint *t, const cp_spf_tally *y, uint32_t node, uint64_t mixed)
{
    for (int label = 0; label < 2; label++) {
        if (!(mixed >> label & 1))
            continue;
        cp_share sum = cp_share_of(y->ones[label], 1);
        if (y->sum[label].high != 0)
            sum = cp_share_add(sum, y->sum[label]);
        t->shares[label][node] = cp_share_over(sum, y->n);
    }
}

/* ---- the run */

INLINE uint64_t get(const cp_spf *s, uint32_t node, bool is_wide)
{
    return is_wide ? s->distance[node] : s->distance32[node];
}

INLINE void set(cp_spf *s, uint32_t node, uint64_t d, bool is_wide)
{
    if (is_wide)
        s->distance[node] = d;
    else
        s->distance32[node] = (uint32_t)d;
}

INLINE cp_spf_arc arc_at(const cp_spf *s, uint32_t k, bool is_narrow)
{
    if (!is_narrow)
        return s->arcs[k];
    const cp_spf_narrow *x = &s->narrow[k];
    return (cp_spf_arc){ x->to, 0, x->out, x->in };
}

typedef struct how {
    bool is_wide, is_narrow, is_shifted; /* distances of 64 bits; arcs; buckets */
} how;

INLINE void settle(cp_spf *s, uint32_t u, uint64_t du, cp_spf_taint *taint, how h)
{
    bool relaxes = !s->closed[u];
    cp_spf_tally y = { 0 };
    for (uint32_t k = s->first[u], end = s->first[u + 1]; k < end; k++) {
        const cp_spf_arc arc = arc_at(s, k, h.is_narrow);
        uint64_t dv = get(s, arc.to, h.is_wide);
        if (dv < du) {
            if (taint && dv + arc.out == du && arc.out && !s->closed[arc.to])
                cp_spf_take(taint, &y, arc.to, taint->links ? s->arcs[k].link : 0);
        } else if (du + arc.in < dv && arc.in && relaxes) {
            set(s, arc.to, du + arc.in, h.is_wide);
            queue_push(&s->queue, du + arc.in, arc.to, h.is_shifted);
        }
    }
    if (taint)
        cp_spf_put(taint, &y, u, u == s->to);
}

/* ---- buckets of one distance */

enum { AHEAD = 8 }; /* nodes; about what a core has line fills for, at two lines a node */

INLINE void fetch_arcs(const cp_spf *s, uint32_t u, bool is_narrow)
{
    uint32_t k = s->first[u];
    const char *p = is_narrow ? (const char *)&s->narrow[k] : (const char *)&s->arcs[k];
    __builtin_prefetch(p);
    __builtin_prefetch(p + 64);
}

INLINE void fetch_far_ends(const cp_spf *s, uint32_t u, how h)
{
    for (uint32_t k = s->first[u], end = s->first[u + 1]; k < end; k++) {
        uint32_t to = h.is_narrow ? s->narrow[k].to : s->arcs[k].to;
        __builtin_prefetch(h.is_wide ? (void *)&s->distance[to] : (void *)&s->distance32[to]);
    }
}

/* Settles what stands in order from `from` on, all at distance d. */
INLINE void settle_all(cp_spf *s, uint32_t from, uint64_t d, cp_spf_taint *taint, how h)
{
    const uint32_t *v = s->order, n = s->n_order;
    for (uint32_t i = from; i < n && i < from + AHEAD; i++)
        fetch_arcs(s, v[i], h.is_narrow);
    for (uint32_t i = from; i < n; i++) {
        if (i + 2 * AHEAD < n)
            __builtin_prefetch(&s->first[v[i + 2 * AHEAD]]);
        if (i + AHEAD < n)
            fetch_arcs(s, v[i + AHEAD], h.is_narrow);
        if (i + AHEAD / 2 < n)
            fetch_far_ends(s, v[i + AHEAD / 2], h);
        if (taint && i + AHEAD / 2 < n)
            __builtin_prefetch(taint->nodes ? (void *)&taint->nodes[v[i + AHEAD / 2]]
                                            : (void *)&taint->pairs[v[i + AHEAD / 2]]);
        settle(s, v[i], d, taint, h);
    }
}

INLINE bool run_even(cp_spf *s, uint64_t last, cp_spf_taint *taint, how h)
{
    cp_spf_queue *q = &s->queue;
    while (q->summary) {
        uint32_t from = s->n_order;
        for (uint32_t b = take_bucket(q); b != CP_NO_ITEM; b = drop_block(q, b))
            for (uint32_t i = 0; i < q->blocks[b].n; i++)
                if (get(s, q->blocks[b].v[i], h.is_wide) == q->at)
                    s->order[s->n_order++] = q->blocks[b].v[i];
        if (q->at > last)
            return false;
        settle_all(s, from, q->at, taint, h);
    }
    return true;
}

/* ---- buckets of several distances */

static void fill_heap(cp_spf *s, bool is_wide)
{
    cp_spf_queue *q = &s->queue;
    for (uint32_t b = take_bucket(q); b != CP_NO_ITEM; b = drop_block(q, b))
        for (uint32_t i = 0; i < q->blocks[b].n; i++) {
            uint32_t u = q->blocks[b].v[i];
            if (get(s, u, is_wide) >> q->shift == q->at)
                heap_push(q, get(s, u, is_wide), u);
        }
}

INLINE bool run_uneven(cp_spf *s, uint64_t last, cp_spf_taint *taint, how h)
{
    cp_spf_queue *q = &s->queue;
    memset(s->is_settled, 0, s->n);
    while (q->n_heap || q->summary) {
        if (q->n_heap == 0)
            fill_heap(s, h.is_wide);
        if (q->n_heap == 0)
            continue;
        struct cp_spf_key x = heap_pop(q);
        if (x.key != get(s, x.node, h.is_wide) || s->is_settled[x.node])
            continue;
        if (x.key > last)
            return false;
        s->is_settled[x.node] = 1;
        s->order[s->n_order++] = x.node;
        settle(s, x.node, x.key, taint, h);
    }
    return true;
}

/* False if a distance might have passed 32 bits: as distances are settled in ascending order, none
 * has as long as that which is settled leaves room for the greatest metric. (64 bits always do.) */
INLINE bool run(cp_spf *s, cp_spf_taint *taint, how h)
{
    uint64_t last = h.is_wide ? UINT64_MAX : UINT32_MAX - (uint64_t)1 - s->metric_max;
    memset(h.is_wide ? (void *)s->distance : (void *)s->distance32, 0xff,
           s->n * (h.is_wide ? sizeof *s->distance : sizeof *s->distance32));
    s->n_order = 0;
    queue_start(&s->queue);
    set(s, s->to, 0, h.is_wide);
    queue_push(&s->queue, 0, s->to, false);
    return h.is_shifted ? run_uneven(s, last, taint, h) : run_even(s, last, taint, h);
}

static bool run_32(cp_spf *s, cp_spf_taint *taint)
{
    bool is_shifted = s->queue.shift != 0;
    if (s->metric_max > UINT32_MAX / 2)
        return false;
    if (s->narrow && !is_shifted)
        return taint ? run(s, taint, (how){ .is_narrow = true })
                     : run(s, NULL, (how){ .is_narrow = true });
    if (s->narrow)
        return taint ? run(s, taint, (how){ .is_narrow = true, .is_shifted = true })
                     : run(s, NULL, (how){ .is_narrow = true, .is_shifted = true });
    return taint ? run(s, taint, (how){ .is_shifted = true })
                 : run(s, NULL, (how){ .is_shifted = true });
}

static void run_64(cp_spf *s, cp_spf_taint *taint)
{
    if (taint)
        run(s, taint, (how){ .is_wide = true, .is_shifted = true });
    else
        run(s, NULL, (how){ .is_wide = true, .is_shifted = true });
}

void cp_spf_own(const cp_spf *s, cp_spf_taint *taint)
{
    for (uint32_t i = 0; taint && i < s->n; i++)
        cp_spf_set_node(taint, i, taint->nodes ? taint->own[s->item[i]] : taint->pair[s->item[i]],
                        0);
}

void cp_spf_run(cp_spf *s, uint32_t to, cp_spf_taint *taint)
{
    if (!taint && s->has_run && s->to == to)
        return;
    cp_spf_aim(s, to);
    s->has_run = true;
    cp_spf_own(s, taint);
    if (run_32(s, taint)) {
        for (uint32_t i = 0; i < s->n; i++)
            s->distance[i] = s->distance32[i] == UINT32_MAX ? CP_SPF_NONE : s->distance32[i];
        return;
    }
    cp_spf_own(s, taint);
    run_64(s, taint);
}
