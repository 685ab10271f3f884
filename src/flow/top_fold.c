/* SPDX-License-Identifier: Apache-2.0 */
/* top_fold.c - what stands in the partitions, as rows of the answer.
 *
 * Where several exporters told, or both directions are to be one row, the sums of a partition are
 * put in the order of
 *
 *     pair | direction | observer
 *
 * so that all of a pair stand together: the observer that told most of a direction is known then,
 * and the sums of the pair are gone through again in the order of what the answer tells apart. */
#include <stdlib.h>
#include "flow/top_in.h"

typedef struct item {
    uint64_t pair; /* the smaller party first */
    uint64_t rest; /* direction and observer; then direction and the answer's part of lo */
    const cp_flow_full_sum *sum;
    bool is_most;
} item;

static const uint64_t observer_mask = ((uint64_t)1 << OBSERVER_BITS) - 1;
static bool is_turned(uint64_t hi) { return hi >> 32 > (hi & UINT32_MAX); }
static uint64_t turned(uint64_t hi) { return hi << 32 | hi >> 32; }

/* ---- figures */

static void add_figures(cp_flow_figures *f, const cp_flow_figures *x)
{
    f->flows = cp_flow_add(f->flows, x->flows);
    f->packets = cp_flow_add(f->packets, x->packets);
    f->bytes = cp_flow_add(f->bytes, x->bytes);
    f->n_unknown = cp_flow_add(f->n_unknown, x->n_unknown);
    f->packets_est = cp_flow_add(f->packets_est, x->packets_est);
    f->bytes_est = cp_flow_add(f->bytes_est, x->bytes_est);
    f->packets_variance = cp_flow_add_wide(f->packets_variance, x->packets_variance);
    f->bytes_variance = cp_flow_add_wide(f->bytes_variance, x->bytes_variance);
}

static cp_flow_figures figures_of(const cp_flow_full_sum *s, bool is_full)
{
    cp_flow_figures f = { .flows = s->s.flows,
                          .packets = s->s.packets,
                          .bytes = s->s.bytes,
                          .n_unknown = s->s.n_unknown,
                          .packets_est = s->s.packets,
                          .bytes_est = s->s.bytes };
    if (is_full) {
        f.packets_est = s->packets_est;
        f.bytes_est = s->bytes_est;
        f.packets_variance = s->packets_variance;
        f.bytes_variance = s->bytes_variance;
    }
    return f;
}

cp_flow_row cp_flow_top_nothing(void)
{
    return (cp_flow_row){ .src = CP_FLOW_NO_ID,
                          .dst = CP_FLOW_NO_ID,
                          .exporter = CP_FLOW_NO_ID,
                          .first_at = CP_TIME_NONE,
                          .last_at = CP_TIME_NONE,
                          .bucket_at = CP_TIME_NONE };
}

static void see(cp_flow_row *r, cp_time first, cp_time last)
{
    if (first != CP_TIME_NONE && (r->first_at == CP_TIME_NONE || first < r->first_at))
        r->first_at = first;
    r->last_at = last > r->last_at ? last : r->last_at;
}

void cp_flow_top_add(cp_flow_row *r, const cp_flow_row *x)
{
    add_figures(&r->out, &x->out);
    add_figures(&r->back, &x->back);
    r->flows_all = cp_flow_add(r->flows_all, x->flows_all);
    r->packets_all = cp_flow_add(r->packets_all, x->packets_all);
    r->bytes_all = cp_flow_add(r->bytes_all, x->bytes_all);
    r->n_exporters = r->n_exporters > x->n_exporters ? r->n_exporters : x->n_exporters;
    r->server_rules |= x->server_rules;
    see(r, x->first_at, x->last_at);
}

static void add_sum(cp_flow_row *r, const cp_flow_full_sum *s, bool is_full, bool is_back,
                    bool is_most)
{
    cp_flow_figures f = figures_of(s, is_full);
    if (is_most)
        add_figures(is_back ? &r->back : &r->out, &f);
    r->flows_all = cp_flow_add(r->flows_all, f.flows);
    r->packets_all = cp_flow_add(r->packets_all, f.packets_est);
    r->bytes_all = cp_flow_add(r->bytes_all, f.bytes_est);
    r->server_rules |= (uint8_t)s->s.rules;
    see(r, s->s.first_at, s->s.last_at);
}

/* ---- the largest */

static uint64_t measure(const cp_flow_row *r, cp_flow_order order)
{
    const cp_flow_figures *o = &r->out, *b = &r->back;
    switch (order) {
    case CP_FLOW_ORDER_BYTES: return cp_flow_add(o->bytes_est, b->bytes_est);
    case CP_FLOW_ORDER_PACKETS: return cp_flow_add(o->packets_est, b->packets_est);
    case CP_FLOW_ORDER_FLOWS: return cp_flow_add(o->flows, b->flows);
    case CP_FLOW_ORDER_FIRST: return ~((uint64_t)r->first_at ^ (uint64_t)1 << 63);
    case CP_FLOW_ORDER_LAST: return (uint64_t)r->last_at ^ (uint64_t)1 << 63;
    case CP_FLOW_ORDER_KEY: break;
    }
    return 0;
}

#define BY(x, y)    \
    if ((x) != (y)) \
    return (x) < (y) ? -1 : 1
int cp_flow_row_cmp(const cp_flow_row *x, const cp_flow_row *y, cp_flow_order order)
{
    BY(measure(y, order), measure(x, order));
    BY(x->is_src_asset, y->is_src_asset);
    BY(x->src, y->src);
    BY(x->is_dst_asset, y->is_dst_asset);
    BY(x->dst, y->dst);
    BY(x->proto, y->proto);
    BY(x->port, y->port);
    BY(x->is_server_src, y->is_server_src);
    BY(x->exporter, y->exporter);
    BY(x->bucket_at, y->bucket_at);
    return 0;
}
#undef BY

/* A heap whose root is the one to go next. */
void cp_flow_top_keep(asker *t, const cp_flow_row *r)
{
    cp_flow_order order = t->q->q->order;
    cp_flow_row *v = t->top;
    uint32_t i;
    if (t->n_top < t->q->q->n_top) {
        for (i = t->n_top++; i > 0 && cp_flow_row_cmp(r, &v[(i - 1) / 2], order) > 0;
             i = (i - 1) / 2)
            v[i] = v[(i - 1) / 2];
        v[i] = *r;
        return;
    }
    if (cp_flow_row_cmp(r, &v[0], order) > 0)
        return;
    for (i = 0;;) {
        uint32_t k = 2 * i + 1;
        if (k + 1 < t->n_top && cp_flow_row_cmp(&v[k + 1], &v[k], order) > 0)
            k++;
        if (k >= t->n_top || cp_flow_row_cmp(r, &v[k], order) >= 0)
            break;
        v[i] = v[k];
        i = k;
    }
    v[i] = *r;
}

static void emit(asker *t, const cp_flow_row *r)
{
    t->n_sums++;
    if (t->q->q->each)
        t->q->q->each(t->q->q->each_ctx, t->thread, r);
    cp_flow_top_add(&t->total, r);
    cp_flow_top_keep(t, r);
}

/* What a row of that sum alone measures. */
static uint64_t measure_sum(const cp_flow_full_sum *s, bool is_full, cp_flow_order order)
{
    switch (order) {
    case CP_FLOW_ORDER_BYTES: return is_full ? s->bytes_est : s->s.bytes;
    case CP_FLOW_ORDER_PACKETS: return is_full ? s->packets_est : s->s.packets;
    case CP_FLOW_ORDER_FLOWS: return s->s.flows;
    case CP_FLOW_ORDER_FIRST:
    case CP_FLOW_ORDER_LAST:
    case CP_FLOW_ORDER_KEY: break;
    }
    return UINT64_MAX; /* look at the row */
}

/* ---- keys */

static void name_party(const asking *q, uint32_t party, bool is_asked, uint32_t *out,
                       bool *is_asset)
{
    *is_asset = is_asked && q->parties && party & CP_FLOW_PARTY_ASSET;
    *out = !is_asked ? CP_FLOW_NO_ID : *is_asset ? party & ~CP_FLOW_PARTY_ASSET : party;
}

/* hi of the pair as it is to be shown, lo without what the answer does not tell apart. */
static cp_flow_row row_of(const asking *q, uint64_t hi, uint64_t lo)
{
    cp_flow_row r = cp_flow_top_nothing();
    r.n_exporters = 1;
    uint64_t service = lo >> SERVICE_SHIFT;
    name_party(q, (uint32_t)(hi >> 32), q->by & CP_FLOW_BY_SRC, &r.src, &r.is_src_asset);
    name_party(q, (uint32_t)hi, q->by & CP_FLOW_BY_DST, &r.dst, &r.is_dst_asset);
    r.port = (uint16_t)service;
    r.proto = (uint8_t)(service >> PORT_BITS);
    r.is_server_src = service >> (PORT_BITS + PROTO_BITS) & 1;
    if (q->by & CP_FLOW_BY_EXPORTER)
        r.exporter = (uint32_t)(lo & observer_mask) >> 1;
    if (q->by & CP_FLOW_BY_TIME)
        r.bucket_at =
            q->origin +
            (cp_time)((lo >> OBSERVER_BITS & (((uint64_t)1 << BUCKET_BITS) - 1)) * q->bucket_us);
    return r;
}

/* ---- sums that go over partitions: of one end, while pairs are what partitions are made by */

static void wide_slots(asker *t, uint32_t n_slots)
{
    t->wide_slots = CP_NEW_ARRAY(t->wide_mem, uint32_t, n_slots);
    t->n_wide_slots = n_slots;
    for (uint32_t i = 0; i < t->n_wide; i++) {
        uint32_t at = (uint32_t)cp_flow_hash(t->q->seed, t->wide_hi[i], t->wide_lo[i]);
        while (t->wide_slots[at &= n_slots - 1])
            at++;
        t->wide_slots[at] = i + 1;
    }
}

static void more_wide(asker *t)
{
    uint32_t had = t->n_wide, n = had ? had * 2 : 1024;
    if (!t->wide_mem)
        t->wide_mem = cp_arena_new(0);
    cp_arena *mem = t->wide_mem;
    t->wide = cp_arena_grow(mem, t->wide, had * sizeof *t->wide, n * sizeof *t->wide);
    t->wide_hi = cp_arena_grow(mem, t->wide_hi, had * sizeof(uint64_t), n * sizeof(uint64_t));
    t->wide_lo = cp_arena_grow(mem, t->wide_lo, had * sizeof(uint64_t), n * sizeof(uint64_t));
    wide_slots(t, 2 * n);
}

static void add_wide(asker *t, uint64_t hi, uint64_t lo, const cp_flow_row *r)
{
    const asking *q = t->q;
    hi &= (q->by & CP_FLOW_BY_SRC ? ~(uint64_t)0 << 32 : 0) |
          (q->by & CP_FLOW_BY_DST ? UINT32_MAX : 0);
    if (t->n_wide == t->n_wide_slots / 2) {
        if ((uint64_t)t->n_wide * 2 * (sizeof *r + 24) > q->memory_bytes) {
            t->rc = cp_fail(&t->err, CP_ELIMIT, 0, "more than %u sums: ask for fewer", t->n_wide);
            return;
        }
        more_wide(t);
    }
    uint32_t at = (uint32_t)cp_flow_hash(q->seed, hi, lo);
    for (uint32_t i; (i = t->wide_slots[at &= t->n_wide_slots - 1]); at++)
        if (t->wide_hi[i - 1] == hi && t->wide_lo[i - 1] == lo) {
            cp_flow_top_add(&t->wide[i - 1], r);
            return;
        }
    t->wide[t->n_wide] = *r;
    t->wide_hi[t->n_wide] = hi;
    t->wide_lo[t->n_wide] = lo;
    t->wide_slots[at] = ++t->n_wide;
}

void cp_flow_top_fold_wide(asker *v, uint32_t n)
{
    for (uint32_t k = 1; k < n; k++) {
        for (uint32_t i = 0; i < v[k].n_wide && v->rc == CP_OK; i++)
            add_wide(v, v[k].wide_hi[i], v[k].wide_lo[i], &v[k].wide[i]);
        v[k].n_wide = 0;
    }
    for (uint32_t i = 0; i < v->n_wide; i++)
        emit(v, &v->wide[i]);
    v->n_wide = 0;
}

/* ---- pairs */

static int compare_items(const void *x, const void *y)
{
    const item *a = x, *b = y;
    if (a->pair != b->pair)
        return a->pair < b->pair ? -1 : 1;
    return a->rest < b->rest ? -1 : a->rest > b->rest;
}

/* The row of a pair of addresses, as one of the groups that they are of. */
static void show_group(asker *t, uint64_t lo, const cp_flow_row *r)
{
    const asking *q = t->q;
    const uint32_t *groups = q->q->groups;
    cp_flow_row g = *r;
    uint64_t src = 0, dst = 0, server_bit = (uint64_t)1 << (SERVICE_SHIFT + PROTO_BITS + PORT_BITS);
    if (q->by & CP_FLOW_BY_SRC)
        src = g.src = groups[r->src];
    if (q->by & CP_FLOW_BY_DST)
        dst = g.dst = groups[r->dst];
    g.is_src_asset = q->by & CP_FLOW_BY_SRC;
    g.is_dst_asset = q->by & CP_FLOW_BY_DST;
    if (q->is_merged && src > dst) {
        g.src = (uint32_t)dst;
        g.dst = (uint32_t)src;
        g.is_src_asset = g.is_dst_asset = true;
        g.out = r->back;
        g.back = r->out;
        if (q->by & CP_FLOW_BY_SERVICE) {
            g.is_server_src = !r->is_server_src;
            lo ^= server_bit;
        }
    } else if (q->is_merged && src == dst) { /* which way, and who serves, is no longer told */
        g.is_server_src = false;
        lo &= ~server_bit;
        add_figures(&g.out, &r->back);
        g.back = (cp_flow_figures){ 0 };
    }
    add_wide(t, (uint64_t)g.src << 32 | (q->by & CP_FLOW_BY_DST ? g.dst : 0), lo, &g);
}

static void show(asker *t, uint64_t hi, uint64_t lo, const cp_flow_row *r)
{
    if (t->q->q->groups) {
        show_group(t, lo, r);
        return;
    }
    if (t->q->is_most && (t->q->by & CP_FLOW_BY_PAIR) != CP_FLOW_BY_PAIR)
        add_wide(t, hi, lo, r);
    else
        emit(t, r);
}

/* Items of one pair and direction, by observer: marks those of the one that told most. Returns how
 * many exporters told. */
static uint32_t mark_most(const asking *q, item *v, uint32_t n)
{
    uint64_t best_bytes = 0, best_packets = 0;
    uint32_t best = 0, best_end = 0, n_exporters = 0, last = UINT32_MAX;
    for (uint32_t i = 0, k; i < n; i = k) {
        uint64_t bytes = 0, packets = 0, observer = v[i].rest & observer_mask;
        for (k = i; k < n && (v[k].rest & observer_mask) == observer; k++) {
            cp_flow_figures f = figures_of(v[k].sum, q->is_full);
            bytes = cp_flow_add(bytes, f.bytes_est);
            packets = cp_flow_add(packets, f.packets_est);
        }
        n_exporters += observer >> 1 != last;
        last = (uint32_t)observer >> 1;
        if (i == 0 || bytes > best_bytes || (bytes == best_bytes && packets > best_packets)) {
            best = i;
            best_end = k;
            best_bytes = bytes;
            best_packets = packets;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        v[i].is_most = i >= best && i < best_end;
    return n_exporters;
}

/* All items of one pair. */
static void fold_pair(asker *t, item *v, uint32_t n)
{
    const asking *q = t->q;
    uint32_t n_exporters[2] = { 1, 1 }, n_turned = 0;
    uint64_t direction = (uint64_t)1 << 63;
    while (n_turned < n && !(v[n_turned].rest & direction))
        n_turned++;
    if (q->is_most) {
        n_exporters[0] = mark_most(q, v, n_turned);
        n_exporters[1] = mark_most(q, v + n_turned, n - n_turned);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint64_t lo = q->is_most ? v[i].sum->s.lo & ~observer_mask : v[i].sum->s.lo;
        /* lo has a bit to spare: a merged row has both directions side by side */
        v[i].rest = q->is_merged ? lo << 1 | (v[i].rest >> 63) : lo | (v[i].rest & direction);
    }
    qsort(v, n, sizeof *v, compare_items);
    for (uint32_t i = 0, k; i < n; i = k) {
        bool is_back = q->is_merged ? v[i].rest & 1 : v[i].rest >> 63;
        uint64_t lo = q->is_merged ? v[i].rest >> 1 : v[i].rest & ~direction;
        uint64_t hi = !q->is_merged && is_back ? turned(v[i].pair) : v[i].pair;
        cp_flow_row r = row_of(q, hi, lo);
        r.n_exporters = n_exporters[is_back];
        for (k = i; k < n && (q->is_merged ? v[k].rest >> 1 == lo : v[k].rest == v[i].rest); k++) {
            bool is_turned_back = q->is_merged && v[k].rest & 1;
            add_sum(&r, v[k].sum, q->is_full, is_turned_back, v[k].is_most);
            if (is_turned_back && n_exporters[1] > r.n_exporters)
                r.n_exporters = n_exporters[1];
        }
        show(t, hi, lo, &r);
    }
}

static void fold_pairs(asker *t, const cp_flow_part *p)
{
    const asking *q = t->q;
    cp_arena *mem = cp_arena_new(0);
    item *v = CP_NEW_RAW(mem, item, p->n);
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_flow_full_sum *s = cp_flow_part_at(q->table, p, i);
        bool is_back = is_turned(s->s.hi);
        v[i] = (item){ is_back ? turned(s->s.hi) : s->s.hi,
                       (uint64_t)is_back << 63 | (s->s.lo & observer_mask), s, true };
    }
    qsort(v, p->n, sizeof *v, compare_items);
    for (uint32_t i = 0, k; i < p->n && t->rc == CP_OK; i = k) {
        for (k = i; k < p->n && v[k].pair == v[i].pair; k++)
            ;
        fold_pair(t, v + i, k - i);
    }
    cp_arena_free(mem);
}

static void tell_sum(asker *t, const cp_flow_full_sum *s)
{
    cp_flow_row r = row_of(t->q, s->s.hi, s->s.lo);
    add_sum(&r, s, t->q->is_full, false, true);
    t->q->q->each(t->q->q->each_ctx, t->thread, &r);
}

/* Into the total, of sums that are not full. */
static void total_of(asker *t, const cp_flow_part *p)
{
    cp_flow_full_sum all = { .s = { .first_at = INT64_MAX, .last_at = INT64_MIN } };
    if (!p->n)
        return;
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_flow_sum *s = &cp_flow_part_at(t->q->table, p, i)->s;
        all.s.flows = cp_flow_add(all.s.flows, s->flows);
        all.s.packets = cp_flow_add(all.s.packets, s->packets);
        all.s.bytes = cp_flow_add(all.s.bytes, s->bytes);
        all.s.n_unknown += s->n_unknown;
        all.s.rules |= s->rules;
        all.s.first_at = s->first_at < all.s.first_at ? s->first_at : all.s.first_at;
        all.s.last_at = s->last_at > all.s.last_at ? s->last_at : all.s.last_at;
    }
    add_sum(&t->total, &all, false, false, true);
}

/* Most sums are not among the first, and never become rows. */
static void fold_sums(asker *t, const cp_flow_part *p)
{
    const asking *q = t->q;
    cp_flow_order order = q->q->order;
    bool is_full = q->is_full;
    if (!is_full)
        total_of(t, p);
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_flow_full_sum *s = cp_flow_part_at(q->table, p, i);
        if (q->q->each)
            tell_sum(t, s);
        if (is_full)
            add_sum(&t->total, s, true, false, true);
        if (t->n_top == q->q->n_top && measure_sum(s, is_full, order) < measure(&t->top[0], order))
            continue;
        cp_flow_row r = row_of(q, s->s.hi, s->s.lo);
        add_sum(&r, s, is_full, false, true);
        cp_flow_top_keep(t, &r);
    }
    t->n_sums += p->n;
    t->total.n_exporters = t->total.n_exporters ? t->total.n_exporters : p->n > 0;
}

static void fold_part(asker *t, const cp_flow_part *p)
{
    const asking *q = t->q;
    if (q->is_most || q->is_merged || q->q->groups)
        fold_pairs(t, p);
    else
        fold_sums(t, p);
}

static uint64_t measure_slim(const cp_flow_slim *s, cp_flow_order order)
{
    return order == CP_FLOW_ORDER_BYTES     ? s->bytes
           : order == CP_FLOW_ORDER_PACKETS ? s->packets
                                            : s->flows;
}

/* Only of sums that may be among the first is more looked at than their figures. */
static bool fold_slim(asker *t, cp_flow_rows *const *lists)
{
    const asking *q = t->q;
    cp_flow_order order = q->q->order;
    uint32_t n;
    const cp_flow_slim *v = cp_flow_own_slim(t->own, lists, q->n_threads, &n);
    cp_flow_full_sum all = { .s = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE } };
    if (!v || !n)
        return v;
    for (uint32_t i = 0; i < n; i++) {
        all.s.flows += v[i].flows;
        all.s.packets += v[i].packets;
        all.s.bytes += v[i].bytes;
        all.s.n_unknown += v[i].n_unknown;
        if (t->n_top == q->q->n_top && measure_slim(&v[i], order) < measure(&t->top[0], order))
            continue;
        cp_flow_full_sum s = cp_flow_own_whole(t->own, lists, q->n_threads, &v[i]);
        cp_flow_row r = row_of(q, s.s.hi, 0);
        add_sum(&r, &s, false, false, true);
        cp_flow_top_keep(t, &r);
    }
    add_sum(&t->total, &all, false, false, true);
    t->n_sums += n;
    t->total.n_exporters = 1;
    return true;
}

/* What waits for a partition is a part of its own, where it has no other. */
static bool fold_own(asker *t, uint32_t nr)
{
    const asking *q = t->q;
    cp_flow_rows *lists[CP_FLOW_THREADS_MAX];
    for (uint32_t k = 0; k < q->n_threads; k++)
        lists[k] = t->all[k].lists[nr];
    if (q->is_slim) {
        if (!fold_slim(t, lists))
            return false;
    } else {
        const cp_flow_part *p = cp_flow_own_sums(t->own, lists, q->n_threads);
        if (!p)
            return false;
        fold_part(t, p);
    }
    t->q->is_told[nr] = true;
    for (uint32_t k = 0; k < q->n_threads; k++) {
        cp_flow_rows_free(q->table, lists[k]);
        t->all[k].lists[nr] = NULL;
    }
    return true;
}

static void fold_lists(asker *t, uint32_t part)
{
    asking *q = t->q;
    cp_flow_part *p = &q->table->parts[part];
    bool is_own = !q->is_full && p->n == 0 && atomic_load(&p->state) == CP_FLOW_PART_OPEN;
    /* A list has all of its pairs, so that the partition need not know of those that are told: if
     * the others do not fit into memory, these are passed over when they come again. */
    for (uint32_t i = part << q->list_shift; i < (part + 1) << q->list_shift; i++) {
        if (is_own && fold_own(t, i))
            continue;
        for (uint32_t k = 0; k < q->n_threads; k++) {
            cp_flow_table_add_lists(q->table, part, t->all[k].lists[i]);
            t->all[k].lists[i] = NULL;
        }
    }
}

void cp_flow_top_fold(void *asker_)
{
    asker *t = asker_;
    asking *q = t->q;
    cp_arena *mem = cp_arena_new(0);
    t->own = cp_flow_own_new(mem, q->table);
    for (uint32_t i; (i = atomic_fetch_add(&q->next_part, 1)) < CP_FLOW_PARTS;) {
        cp_flow_part *p = &q->table->parts[i];
        fold_lists(t, i);
        if (atomic_load(&p->state) != CP_FLOW_PART_OPEN || t->rc != CP_OK)
            continue;
        fold_part(t, p);
        cp_flow_part_empty(q->table, p, CP_FLOW_PART_DONE);
    }
    cp_arena_free(mem);
}
