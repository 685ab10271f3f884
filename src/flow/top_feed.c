/* SPDX-License-Identifier: Apache-2.0 */
/* top_feed.c - the flows that a view shows, as rows with keys, into the partitions. */
#include <stdlib.h>
#include "flow/top_list.h"

enum {
    LIST_SHIFT_MAX = CP_FLOW_LIST_BITS - PART_BITS,
    /* With fewer, the sums of a partition fit into the cache anyway. */
    FEW_FLOWS = 2 * 1000 * 1000,
    /* Of more, too many sums would be gone back to. */
    SLIM_TOP_MAX = 256,
};

static uint32_t party_of(const cp_flow_end *end, uint32_t id)
{
    return end->asset >= 0 ? CP_FLOW_PARTY_ASSET | (uint32_t)end->asset : id;
}

/* ---- before the first pass */

typedef struct by_addr {
    uint64_t hi, lo;
    uint32_t index;
} by_addr;

static int compare_addr(const void *x, const void *y)
{
    const by_addr *a = x, *b = y;
    if (a->hi != b->hi)
        return a->hi < b->hi ? -1 : 1;
    if (a->lo != b->lo)
        return a->lo < b->lo ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Exporters of one address are one box that tells under several domains, or in several sources;
 * those without an address (captures) are one each. */
static bool number_observers(asking *q)
{
    uint32_t n = q->set->n_exporters, n_seen = 0;
    bool is_counted = false;
    cp_arena *mem = cp_arena_new(0);
    by_addr *v = CP_NEW_ARRAY(mem, by_addr, n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_exporter *x = &q->set->exporters[i];
        v[i].index = i;
        memcpy(&v[i].hi, x->addr.b, 8);
        memcpy(&v[i].lo, x->addr.b + 8, 8);
    }
    qsort(v, n, sizeof *v, compare_addr);
    for (uint32_t i = 0; i < n; i++) {
        bool is_first =
            i == 0 || v[i].hi != v[i - 1].hi || v[i].lo != v[i - 1].lo || !(v[i].hi | v[i].lo);
        uint32_t first = is_first ? v[i].index : q->observers[v[i - 1].index];
        q->observers[v[i].index] =
            first < CP_FLOW_OBSERVERS_MAX ? first : CP_FLOW_OBSERVERS_MAX - 1;
        bool is_in_view = !q->q->view.exporters || q->q->view.exporters[v[i].index];
        is_counted = is_counted && !is_first;
        n_seen += is_in_view && !is_counted;
        is_counted = is_counted || is_in_view;
    }
    cp_arena_free(mem);
    return n_seen > 1;
}

typedef struct prepare {
    asking *q;
    uint32_t from, to;
} prepare;

static void prepare_ids(void *job)
{
    prepare *p = job;
    const cp_flow_view *view = &p->q->q->view;
    for (uint32_t i = p->from; i < p->to; i++) {
        bool varies = cp_flow_ids_varies(p->q->ids, i);
        cp_flow_end end = cp_flow_ids_end(p->q->ids, i, CP_TIME_NONE);
        if (p->q->parties)
            p->q->parties[i] = varies ? i : party_of(&end, i);
        if (varies)
            p->q->sides[i] = SIDES_VARY;
        else if (view->sides)
            p->q->sides[i] = view->sides(view->ctx, cp_flow_ids_addr(p->q->ids, i), &end) &
                             (CP_FLOW_SIDE_A | CP_FLOW_SIDE_B | CP_FLOW_SIDE_MARKS);
    }
}

void cp_flow_top_prepare(asking *q)
{
    prepare v[CP_FLOW_THREADS_MAX];
    uint32_t n_ids = q->ids ? cp_flow_ids_n(q->ids) + 1 : 0, n_exporters = q->set->n_exporters;
    const cp_flow_view *view = &q->q->view;
    q->observers = CP_NEW_ARRAY(q->a, uint32_t, (size_t)n_exporters + 1);
    q->sampling = CP_NEW_ARRAY(q->a, uint32_t, (size_t)n_exporters + 1);
    q->sampling_of = CP_NEW_ARRAY(q->a, uint32_t, (size_t)n_exporters + 1);
    q->observers[n_exporters] = CP_FLOW_OBSERVERS_MAX - 1;
    for (uint32_t i = 0; i < n_exporters; i++) {
        const cp_exporter *x = &q->set->exporters[i];
        q->sampling[i] = view->sampling ? view->sampling[i] : 0;
        q->sampling_of[i] = x->is_sampling_mixed ? CP_SAMPLING_UNKNOWN : x->sampling;
    }
    bool are_several = number_observers(q);
    q->is_most =
        q->q->exporters == CP_FLOW_EXPORTERS_MOST && !(q->by & CP_FLOW_BY_EXPORTER) && are_several;
    if (!view->sides && !q->q->is_by_asset)
        return;
    q->sides = CP_NEW_RAW(q->a, uint8_t, n_ids);
    memset(q->sides, CP_FLOW_SIDE_A | CP_FLOW_SIDE_B | CP_FLOW_SIDE_MARKS, n_ids);
    if (q->q->is_by_asset)
        q->parties = CP_NEW_RAW(q->a, uint32_t, n_ids);
    for (uint32_t i = 0; i < q->n_threads; i++)
        v[i] = (prepare){ q, (uint32_t)((uint64_t)n_ids * i / q->n_threads),
                          (uint32_t)((uint64_t)n_ids * (i + 1) / q->n_threads) };
    cp_flow_run(q->n_threads, prepare_ids, v, sizeof *v);
}

/* ---- rows */

/* One direction of a flow. */
typedef struct way {
    cp_flow_add_many sums; /* flows 0: it is one */
    uint32_t src, dst;     /* places in the block's addresses */
    uint64_t packets, bytes;
    uint32_t exporter; /* of the set */
    uint32_t sampling;
    bool is_back, is_out;
} way;

static void flush(asker *t, uint32_t part)
{
    cp_flow_table_add(t->q->table, part, t->rows + (size_t)part * CP_FLOW_ROWS_AT_ONCE,
                      t->n_rows[part]);
    t->n_rows[part] = 0;
}

static inline bool is_short(const cp_flow_add_row *r)
{
    return ((r->packets | r->bytes) >> 32) == 0 && (uint64_t)r->end - (uint64_t)r->at <= UINT32_MAX;
}

/* False: it does not fit, or there is no room. */
static inline bool list_short(asker *t, const cp_flow_add_row *r, uint64_t hash)
{
    uint32_t bytes = t->q->list_row_bytes;
    if (!is_short(r))
        return false;
    cp_flow_short_row *s = cp_flow_top_place(t, OPEN_OTHER, cp_flow_top_list_of(t->q, hash), bytes);
    if (!s)
        return false;
    s->hi = r->hi;
    s->at = r->at;
    s->packets = (uint32_t)r->packets;
    s->bytes = (uint32_t)r->bytes;
    s->span_us = (uint32_t)(r->end - r->at);
    s->sampling = r->sampling;
    s->rule = r->rule;
    if (bytes == sizeof *s)
        s->lo = r->lo;
    return true;
}

static inline uint32_t part_of(uint64_t hash) { return (uint32_t)(hash >> (64 - PART_BITS)); }

/* Into the rows that are added to the partition at once. */
static void put_long(asker *t, const cp_flow_add_row *r, uint64_t hash)
{
    uint32_t part = part_of(hash);
    if (t->q->is_told[cp_flow_top_list_of(t->q, hash)] ||
        atomic_load_explicit(&t->q->table->parts[part].state, memory_order_relaxed) !=
            CP_FLOW_PART_OPEN)
        return;
    t->rows[(size_t)part * CP_FLOW_ROWS_AT_ONCE + t->n_rows[part]++] = *r;
    if (t->n_rows[part] == CP_FLOW_ROWS_AT_ONCE)
        flush(t, part);
}

static void put_sums(asker *t, const cp_flow_add_row *r, const cp_flow_add_many *x)
{
    uint64_t hash = cp_flow_top_hash(t->q, r);
    if (!t->q->is_told[cp_flow_top_list_of(t->q, hash)])
        cp_flow_table_add_sums(t->q->table, part_of(hash), r, x);
}

void cp_flow_top_put(asker *t, const cp_flow_add_row *r)
{
    uint64_t hash = cp_flow_top_hash(t->q, r);
    if (t->is_listing &&
        (t->q->is_plain ? cp_flow_top_list_plain(t, r, hash) : list_short(t, r, hash)))
        return;
    put_long(t, r, hash);
}

static uint64_t bucket_of(asker *t, cp_time at, uint64_t n_flows)
{
    const asking *q = t->q;
    if (at < q->origin)
        return 0;
    uint64_t nr = ((uint64_t)at - (uint64_t)q->origin) / q->bucket_us;
    if (nr < CP_FLOW_BUCKETS_MAX - 1)
        return nr;
    t->n_late += n_flows;
    return CP_FLOW_BUCKETS_MAX - 1;
}

static bool is_service_in_view(const cp_flow_view *v, const cp_flow_service *s)
{
    for (uint32_t i = 0; i < v->n_services; i++) {
        const cp_flow_ports *p = &v->services[i];
        if ((!p->proto || p->proto == s->proto) && s->port >= p->from && s->port <= p->to)
            return true;
    }
    return v->n_services == 0;
}

typedef struct end {
    uint32_t party;
    uint8_t sides;
} end;

static inline end end_of(const asker *t, const cp_flow_columns *c, uint32_t place, cp_time at)
{
    const asking *q = t->q;
    uint32_t id = t->ids[place];
    end e = { q->parties ? t->parties[place] : id,
              q->sides ? t->sides[place] : CP_FLOW_SIDE_A | CP_FLOW_SIDE_B };
    if (!(e.sides & SIDES_VARY))
        return e;
    cp_flow_end who = cp_flow_ids_end(q->ids, id, at);
    const cp_flow_view *view = &q->q->view;
    e.party = q->parties ? party_of(&who, id) : id;
    e.sides = view->sides ? view->sides(view->ctx, &c->addrs[place], &who)
                          : CP_FLOW_SIDE_A | CP_FLOW_SIDE_B;
    return e;
}

/* The flow's service, and whether the source of this way serves. */
static uint64_t service_bits(const asking *q, const cp_flow_columns *c, uint32_t i, const way *w,
                             uint64_t hi, cp_flow_add_row *r, bool *is_in_view)
{
    cp_flow_service s = cp_flow_service_of(c->proto[i], c->sport[i], c->dport[i], c->what[i]);
    bool is_src = s.is_src != w->is_back;
    *is_in_view = is_service_in_view(&q->q->view, &s);
    if (!(q->by & CP_FLOW_BY_SERVICE))
        return 0;
    if (q->is_merged && hi >> 32 > (hi & UINT32_MAX))
        is_src = !is_src;
    if (!(q->by & CP_FLOW_BY_PAIR)) /* where there are no ends, none of them serves */
        is_src = false;
    r->rule = 1u << s.rule;
    return (uint64_t)is_src << (PROTO_BITS + PORT_BITS) | (uint64_t)s.proto << PORT_BITS | s.port;
}

/* False: it is not in the view. */
static inline bool put_way(asker *t, const cp_flow_columns *c, uint32_t i, const way *w)
{
    const asking *q = t->q;
    bool is_in_view = true;
    cp_time at = c->at[i];
    end src = end_of(t, c, w->src, at), dst = end_of(t, c, w->dst, at);
    if (!((src.sides & CP_FLOW_SIDE_A) && (dst.sides & CP_FLOW_SIDE_B)) &&
        !(q->q->view.is_either && (src.sides & CP_FLOW_SIDE_B) && (dst.sides & CP_FLOW_SIDE_A)))
        return false;
    if (~(src.sides | dst.sides) & q->q->view.marks)
        return false;
    cp_flow_add_row r = {
        .packets = w->packets, .bytes = w->bytes, .at = at, .sampling = w->sampling
    };
    if (__builtin_add_overflow(at, c->span_us[i], &r.end))
        r.end = INT64_MAX;
    if (q->is_most || q->by & CP_FLOW_BY_SRC)
        r.hi = (uint64_t)src.party << 32;
    if (q->is_most || q->by & CP_FLOW_BY_DST)
        r.hi |= dst.party;
    if (c->proto)
        r.lo = service_bits(q, c, i, w, r.hi, &r, &is_in_view) << SERVICE_SHIFT;
    if (!is_in_view)
        return false;
    if (q->by & CP_FLOW_BY_TIME)
        r.lo |= bucket_of(t, at, w->sums.flows ? w->sums.flows : 1) << OBSERVER_BITS;
    if (q->is_most)
        r.lo |= q->observers[w->exporter] << 1 | w->is_out;
    else if (q->by & CP_FLOW_BY_EXPORTER)
        r.lo |= q->observers[w->exporter] << 1;
    if (w->sums.flows)
        put_sums(t, &r, &w->sums);
    else
        cp_flow_top_put(t, &r);
    return true;
}

static uint64_t n_of(const cp_flow_columns *c, uint32_t i)
{
    return c->sums ? c->sums[i].flows : 1;
}

static bool is_looked_at(asker *t, const cp_flow_columns *c, uint32_t i, uint32_t exporter)
{
    const cp_flow_view *view = &t->q->q->view;
    uint8_t what = c->what[i];
    if (what & CP_FLOW_EVENT && !view->with_events) {
        t->n_events += n_of(c, i);
        return false;
    }
    if (what & CP_FLOW_DROPPED && !view->with_dropped) {
        t->n_dropped += n_of(c, i);
        return false;
    }
    if (view->exporters && (exporter == t->q->set->n_exporters || !view->exporters[exporter]))
        return false;
    return (view->from == CP_TIME_NONE || c->at[i] >= view->from) &&
           (view->until == CP_TIME_NONE || c->at[i] < view->until);
}

/* False: the pass has to begin anew, with more told apart. */
static bool is_enough(asking *q, uint32_t sampling, bool is_out)
{
    if (sampling > CP_SAMPLING_NONE && !q->is_full)
        atomic_store(&q->wants_full, true);
    if (is_out && !q->is_most && q->q->exporters == CP_FLOW_EXPORTERS_MOST &&
        !(q->by & CP_FLOW_BY_EXPORTER))
        atomic_store(&q->wants_most, true);
    return !atomic_load_explicit(&q->wants_full, memory_order_relaxed) &&
           !atomic_load_explicit(&q->wants_most, memory_order_relaxed);
}

bool cp_flow_top_put_flow(asker *t, const cp_flow_columns *c, uint32_t i)
{
    asking *q = t->q;
    uint32_t n_exporters = q->set->n_exporters, exporter = n_exporters;
    if (c->exporters_at < n_exporters && c->exporter[i] < n_exporters - c->exporters_at)
        exporter = c->exporters_at + c->exporter[i];
    if (!is_looked_at(t, c, i, exporter)) {
        t->n_not_in_view += n_of(c, i);
        return true;
    }
    uint32_t sampling = q->sampling[exporter];
    sampling = sampling ? sampling : c->sampling[i] ? c->sampling[i] : q->sampling_of[exporter];
    sampling = sampling > CP_FLOW_SAMPLING_MAX ? CP_SAMPLING_UNKNOWN : sampling;
    bool is_out = c->what[i] & CP_FLOW_EGRESS;
    if (!is_enough(q, sampling, is_out))
        return false;
    way w = { .src = c->src[i],
              .dst = c->dst[i],
              .packets = c->packets[i],
              .bytes = c->bytes[i],
              .exporter = exporter,
              .sampling = sampling,
              .is_out = is_out };
    if (c->sums)
        w.sums = (cp_flow_add_many){ c->sums[i].flows, c->sums[i].packets, c->sums[i].squares };
    bool is_seen = put_way(t, c, i, &w);
    if (c->what[i] & CP_FLOW_BIFLOW && (c->packets_back[i] || c->bytes_back[i])) {
        w = (way){ .src = c->dst[i],
                   .dst = c->src[i],
                   .packets = c->packets_back[i],
                   .bytes = c->bytes_back[i],
                   .exporter = exporter,
                   .sampling = sampling,
                   .is_back = true,
                   .is_out = is_out };
        if (c->sums)
            w.sums = (cp_flow_add_many){ c->sums[i].flows, c->sums[i].packets_back,
                                         c->sums[i].squares_back };
        is_seen |= put_way(t, c, i, &w);
    }
    t->n_not_in_view += is_seen ? 0 : n_of(c, i);
    return true;
}

void cp_flow_top_list(asking *q)
{
    const cp_flow_view *v = &q->q->view;
    bool is_of_pairs = !q->is_most && !(q->by & ~(uint32_t)CP_FLOW_BY_PAIR);
    q->is_plain = is_of_pairs && !q->is_merged && !q->q->groups && !q->is_full && !q->sides &&
                  !q->parties && !v->n_services && !v->exporters && v->from == CP_TIME_NONE &&
                  v->until == CP_TIME_NONE;
    q->is_slim = q->is_plain && !q->q->each && q->q->n_top <= SLIM_TOP_MAX &&
                 (q->q->order == CP_FLOW_ORDER_BYTES || q->q->order == CP_FLOW_ORDER_PACKETS ||
                  q->q->order == CP_FLOW_ORDER_FLOWS);
    q->table->mixer.is_of_end = q->is_plain && (q->by & CP_FLOW_BY_PAIR) != CP_FLOW_BY_PAIR;
    q->table->mixer.end_shift = q->by & CP_FLOW_BY_SRC ? 32 : 0;
    q->list_row_bytes = is_of_pairs ? CP_FLOW_SHORTEST_BYTES : sizeof(cp_flow_short_row);
    static_assert(CP_FLOW_LISTS_MAX == CP_FLOW_PARTS << LIST_SHIFT_MAX, "lists of a partition");
    q->list_shift = q->set->n_flows < FEW_FLOWS && !q->is_plain ? 0 : LIST_SHIFT_MAX;
}

/* Without ids, an address of version 4 is its own number. Others have none: the pass begins anew
 * with ids. */
static bool take_v4(asker *t, const cp_flow_columns *c)
{
    static const uint8_t v4[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    for (uint32_t i = 0; i < c->n_addrs; i++) {
        const uint8_t *b = c->addrs[i].b;
        if (memcmp(b, v4, sizeof v4) != 0) {
            atomic_store(&t->q->wants_ids, true);
            return false;
        }
        t->ids[i] = (uint32_t)b[12] << 24 | (uint32_t)b[13] << 16 | (uint32_t)b[14] << 8 | b[15];
    }
    return true;
}

/* Whether neither direction can be in the view, because of who its ends are: most flows, of most
 * views that ask for that. */
static inline bool is_out_of_sight(const asker *t, const cp_flow_columns *c, uint32_t i)
{
    static_assert(CP_FLOW_SIDE_A == 1 && CP_FLOW_SIDE_B == 2, "of one and the other, shifted");
    uint8_t src = t->sides[c->src[i]], dst = t->sides[c->dst[i]], what = c->what[i];
    uint8_t there = src & dst >> 1, back = src >> 1 & dst;
    uint8_t is_both = t->q->q->view.is_either | (what & CP_FLOW_BIFLOW);
    return !((there | (back & is_both)) & 1) && !((src | dst) & SIDES_VARY) &&
           !(what & (CP_FLOW_EVENT | CP_FLOW_DROPPED));
}

static void put_seen(asker *t, const cp_flow_columns *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        if (is_out_of_sight(t, c, i))
            t->n_not_in_view += n_of(c, i);
        else if (!cp_flow_top_put_flow(t, c, i))
            return;
    }
}

static cp_rc feed_block(void *ctx, const cp_flow_columns *c, cp_err *err)
{
    asker *t = ctx;
    const asking *q = t->q;
    (void)err;
    if (atomic_load(&q->wants_full) || atomic_load(&q->wants_most) || atomic_load(&q->wants_ids))
        return CP_OK;
    if (!q->ids && !take_v4(t, c))
        return CP_OK;
    if (q->ids)
        cp_flow_ids_map(q->ids, c, t->ids);
    for (uint32_t i = 0; q->sides && i < c->n_addrs; i++)
        t->sides[i] = q->sides[t->ids[i]];
    for (uint32_t i = 0; q->parties && i < c->n_addrs; i++)
        t->parties[i] = q->parties[t->ids[i]];
    for (uint32_t i = 0; c->sums && i < c->n; i++)
        t->n_flows += c->sums[i].flows;
    t->n_flows += c->sums ? 0 : c->n;
    if (q->is_plain && !c->sums) {
        cp_flow_top_put_plain(t, c);
        return CP_OK;
    }
    if (q->sides) {
        put_seen(t, c);
        return CP_OK;
    }
    for (uint32_t i = 0; i < c->n && cp_flow_top_put_flow(t, c, i); i++)
        ;
    return CP_OK;
}

void cp_flow_top_feed(void *asker_)
{
    enum { ADDRS_MAX = 2 * CP_FLOW_BLOCK_ROWS };
    asker *t = asker_;
    const asking *q = t->q;
    uint32_t want = 1u << CP_FLOW_AT | 1u << CP_FLOW_SPAN | 1u << CP_FLOW_BYTES |
                    1u << CP_FLOW_PACKETS | 1u << CP_FLOW_BYTES_BACK | 1u << CP_FLOW_PACKETS_BACK |
                    1u << CP_FLOW_SAMPLING | 1u << CP_FLOW_EXPORTER | 1u << CP_FLOW_WHAT;
    if (q->by & CP_FLOW_BY_SERVICE || q->q->view.n_services)
        want |= 1u << CP_FLOW_SPORT | 1u << CP_FLOW_DPORT | 1u << CP_FLOW_PROTO;
    t->mem = cp_arena_new(0);
    t->is_listing = q->is_first_pass;
    t->ids = CP_NEW_RAW(t->mem, uint32_t, ADDRS_MAX);
    t->parties = CP_NEW_RAW(t->mem, uint32_t, ADDRS_MAX);
    t->sides = CP_NEW_RAW(t->mem, uint8_t, ADDRS_MAX);
    t->rows = CP_NEW_RAW(t->mem, cp_flow_add_row, CP_FLOW_PARTS * CP_FLOW_ROWS_AT_ONCE);
    memset(t->n_rows, 0, sizeof t->n_rows);
    t->n_flows = t->n_not_in_view = t->n_events = t->n_dropped = t->n_late = 0;
    cp_flow_walk w = { q->set, t->thread, q->n_threads, want, t, feed_block };
    t->rc = cp_flow_walk_blocks(&w, &t->err);
    for (uint32_t kind = 0; kind < OPEN_KINDS; kind++)
        cp_flow_top_close_lists(t, kind);
    cp_flow_top_give_spare(t);
    for (uint32_t i = 0; i < CP_FLOW_PARTS; i++)
        flush(t, i);
    cp_arena_free(t->mem);
}
