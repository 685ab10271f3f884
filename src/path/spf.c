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

static void size_queue(cp_spf *s, cp_arena *a, uint32_t n_arcs)
{
    cp_spf_queue *q = &s->queue;
    while ((s->metric_max >> q->shift) + 2 > CP_SPF_BUCKETS)
        q->shift++;
    q->heads = CP_NEW_ARRAY(a, uint32_t, CP_SPF_BUCKETS);
    q->entries = CP_NEW_ARRAY(a, cp_spf_entry, (size_t)n_arcs + 1);
    q->heap = CP_NEW_ARRAY(a, struct cp_spf_key, (size_t)n_arcs + 1);
}

void cp_spf_init(cp_spf *s, cp_arena *a, const cp_net *net)
{
    *s = (cp_spf){ .net = net, .n = net->n_items, .to = CP_NO_ITEM };
    s->item = CP_NEW_ARRAY(a, uint32_t, s->n);
    s->place = CP_NEW_ARRAY(a, uint32_t, s->n);
    s->first = CP_NEW_ARRAY(a, uint32_t, (size_t)s->n + 1);
    s->arcs = CP_NEW_ARRAY(a, cp_spf_arc, 2 * (size_t)net->n_links);
    s->closed = CP_NEW_ARRAY(a, uint8_t, s->n);
    s->order = CP_NEW_ARRAY(a, uint32_t, s->n);
    s->distance32 = CP_NEW_ARRAY(a, uint32_t, s->n);
    s->distance = CP_NEW_ARRAY(a, uint64_t, s->n);
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
    q->n_entries = q->n_heap = 0;
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

INLINE void queue_push(cp_spf_queue *q, uint64_t key, uint32_t node, bool is_shifted)
{
    uint64_t bucket = is_shifted ? key >> q->shift : key;
    if (is_shifted && bucket == q->at) {
        heap_push(q, key, node);
        return;
    }
    uint32_t at = (uint32_t)bucket % CP_SPF_BUCKETS, e = q->spare;
    if (e == CP_NO_ITEM)
        e = q->n_entries++;
    else
        q->spare = q->entries[e].next;
    bool is_first = !(q->bits[at / 64] >> at % 64 & 1);
    q->entries[e] = (cp_spf_entry){ key, node, is_first ? CP_NO_ITEM : q->heads[at] };
    q->heads[at] = e;
    q->bits[at / 64] |= UINT64_C(1) << at % 64;
    q->summary |= UINT64_C(1) << at / 64;
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

INLINE void close_bucket(cp_spf_queue *q, uint32_t at)
{
    q->bits[at / 64] &= ~(UINT64_C(1) << at % 64);
    if (q->bits[at / 64] == 0)
        q->summary &= ~(UINT64_C(1) << at / 64);
}

/* Takes one entry out of the bucket that is next. */
INLINE cp_spf_entry take_entry(cp_spf_queue *q)
{
    uint32_t now = (uint32_t)q->at % CP_SPF_BUCKETS, at = next_bucket(q, now), e = q->heads[at];
    cp_spf_entry x = q->entries[e];
    q->at += (at - now) % CP_SPF_BUCKETS;
    if (x.next == CP_NO_ITEM)
        close_bucket(q, at);
    else
        q->heads[at] = x.next;
    q->entries[e].next = q->spare;
    q->spare = e;
    return x;
}

/* Empties the next bucket into the heap. */
static void refill_heap(cp_spf_queue *q)
{
    cp_spf_entry x;
    do {
        x = take_entry(q);
        heap_push(q, x.key, x.node);
    } while (x.next != CP_NO_ITEM);
}

INLINE bool queue_pop(cp_spf_queue *q, uint64_t *key, uint32_t *node, bool is_shifted)
{
    if (is_shifted) {
        if (q->n_heap == 0 && q->summary == 0)
            return false;
        if (q->n_heap == 0)
            refill_heap(q);
        struct cp_spf_key x = heap_pop(q);
        *key = x.key;
        *node = x.node;
        return true;
    }
    if (q->summary == 0)
        return false;
    cp_spf_entry x = take_entry(q);
    *key = x.key;
    *node = x.node;
    return true;
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

INLINE void settle(cp_spf *s, uint32_t u, uint64_t du, cp_spf_taint *taint, bool is_wide,
                   bool is_shifted)
{
    bool relaxes = !s->closed[u];
    cp_spf_tally y = { 0 };
    const cp_spf_arc *arc = s->arcs + s->first[u], *end = s->arcs + s->first[u + 1];
    for (; arc < end; arc++) {
        uint64_t dv = get(s, arc->to, is_wide);
        if (dv < du) {
            if (taint && dv + arc->out == du && arc->out && !s->closed[arc->to])
                cp_spf_take(taint, &y, arc->to, arc->link);
        } else if (du + arc->in < dv && arc->in && relaxes) {
            set(s, arc->to, du + arc->in, is_wide);
            queue_push(&s->queue, du + arc->in, arc->to, is_shifted);
        }
    }
    if (taint)
        cp_spf_put(taint, &y, u, u == s->to);
}

/* False if a distance might have passed 32 bits: as distances are settled in ascending order, none
 * has as long as that which is settled leaves room for the greatest metric. (64 bits always do.) */
INLINE bool run(cp_spf *s, cp_spf_taint *taint, bool is_wide, bool is_shifted)
{
    cp_spf_queue *q = &s->queue;
    uint64_t last = is_wide ? UINT64_MAX : UINT32_MAX - (uint64_t)1 - s->metric_max;
    memset(is_wide ? (void *)s->distance : (void *)s->distance32, 0xff,
           s->n * (is_wide ? sizeof *s->distance : sizeof *s->distance32));
    s->n_order = 0;
    queue_start(q);
    set(s, s->to, 0, is_wide);
    queue_push(q, 0, s->to, is_shifted);
    uint64_t d = 0;
    for (uint32_t u; queue_pop(q, &d, &u, is_shifted);) {
        if (d != get(s, u, is_wide)) /* a shorter way was found after this entry was made */
            continue;
        if (d > last)
            return false;
        s->order[s->n_order++] = u;
        settle(s, u, d, taint, is_wide, is_shifted);
    }
    return true;
}

static bool run_32(cp_spf *s, cp_spf_taint *taint)
{
    if (s->metric_max > UINT32_MAX / 2)
        return false;
    if (s->queue.shift)
        return taint ? run(s, taint, false, true) : run(s, NULL, false, true);
    return taint ? run(s, taint, false, false) : run(s, NULL, false, false);
}

static void run_64(cp_spf *s, cp_spf_taint *taint)
{
    if (taint)
        run(s, taint, true, true);
    else
        run(s, NULL, true, true);
}

static void own_taint(const cp_spf *s, cp_spf_taint *taint)
{
    for (uint32_t i = 0; taint && i < s->n; i++)
        taint->nodes[i] = (cp_spf_node){ taint->own[s->item[i]], 0 };
}

void cp_spf_run(cp_spf *s, uint32_t to, cp_spf_taint *taint)
{
    if (!taint && s->has_run && s->to == to)
        return;
    cp_spf_aim(s, to);
    s->has_run = true;
    own_taint(s, taint);
    if (run_32(s, taint)) {
        for (uint32_t i = 0; i < s->n; i++)
            s->distance[i] = s->distance32[i] == UINT32_MAX ? CP_SPF_NONE : s->distance32[i];
        return;
    }
    own_taint(s, taint);
    run_64(s, taint);
}
