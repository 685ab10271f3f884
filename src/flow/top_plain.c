/* SPDX-License-Identifier: Apache-2.0 */
/* top_plain.c - flows of which nothing but addresses and figures is asked: most questions, and of
 * most flows every row takes the same way. */
#include "flow/top_list.h"
#include "flow/wide.h"

/* Rows of a list are of one time, or nearly so. */
static void set_base(asker *t, uint32_t kind, cp_time at, uint64_t window_us)
{
    if ((uint64_t)at - (uint64_t)t->bases[kind] < window_us)
        return;
    cp_flow_top_close_lists(t, kind);
    t->bases[kind] = (cp_time)((uint64_t)at - window_us / 2);
}

static void set_bases(asker *t, cp_time at)
{
    set_base(t, OPEN_TIGHT, at, ((uint64_t)1 << CP_FLOW_TIGHT_AT_BITS) * CP_FLOW_US_A_MS);
    set_base(t, OPEN_OTHER, at, (uint64_t)1 << CP_FLOW_PLAIN_AT_BITS);
}

static inline bool fits_plain(const asker *t, const cp_flow_add_row *r)
{
    return ((r->packets >> CP_FLOW_PLAIN_PACKETS_BITS) | (r->bytes >> 32) |
            (((uint64_t)r->at - (uint64_t)t->bases[OPEN_OTHER]) >> CP_FLOW_PLAIN_AT_BITS) |
            (((uint64_t)r->end - (uint64_t)r->at) >> 32)) == 0;
}

static inline void see(asker *t, cp_time at, cp_time end)
{
    t->first_at = at < t->first_at ? at : t->first_at;
    t->last_at = end > t->last_at ? end : t->last_at;
}

bool cp_flow_top_list_plain(asker *t, const cp_flow_add_row *r, uint64_t hash)
{
    if (!fits_plain(t, r))
        return false;
    cp_flow_plain_row *s =
        cp_flow_top_place(t, OPEN_OTHER, cp_flow_top_list_of(t->q, hash), sizeof *s);
    if (!s)
        return false;
    uint64_t is_unknown = r->sampling == CP_SAMPLING_UNKNOWN;
    uint64_t at = (uint64_t)r->at - (uint64_t)t->bases[OPEN_OTHER];
    *s = (cp_flow_plain_row){ .hi = r->hi,
                              .packed = r->packets | is_unknown << CP_FLOW_PLAIN_PACKETS_BITS |
                                        at << CP_FLOW_PLAIN_AT_SHIFT,
                              .bytes = (uint32_t)r->bytes,
                              .span_us = (uint32_t)(r->end - r->at) };
    see(t, r->at, r->end);
    return true;
}

/* Of a row that nothing is told of but addresses and figures; more than NONE: the long way. */
static inline uint32_t sampling_of(const asking *q, const cp_flow_columns *c, uint32_t i)
{
    uint32_t n_exporters = q->set->n_exporters, exporter = n_exporters;
    if (c->exporters_at < n_exporters && c->exporter[i] < n_exporters - c->exporters_at)
        exporter = c->exporters_at + c->exporter[i];
    uint32_t sampling = q->sampling[exporter];
    sampling = sampling ? sampling : c->sampling[i] ? c->sampling[i] : q->sampling_of[exporter];
    return sampling > CP_FLOW_SAMPLING_MAX ? CP_SAMPLING_UNKNOWN : sampling;
}

/* ---- tight rows, some at once: what is worked out of each is the same, so that the compiler works
 * out several together, and only then they are put where they wait */

enum { AT_ONCE = 128 };
typedef struct batch {
    const cp_flow_columns *c;
    uint32_t from, n;          /* rows of the block */
    uint64_t hi[AT_ONCE];      /* keys */
    uint64_t mixed[AT_ONCE];   /* the same, mixed */
    uint64_t unknown[AT_ONCE]; /* 1: its sampling is; more: the long way */
    uint64_t packed[AT_ONCE];
    uint64_t span_high[AT_ONCE];
    uint64_t beyond[AT_ONCE];  /* 0: it fits */
    int64_t first_us, last_us; /* from the base on, of those that fit */
} batch;
static const uint64_t long_way = 2;
static const int64_t tight_most_us =
    (((int64_t)1 << CP_FLOW_TIGHT_AT_BITS) + (1 << CP_FLOW_TIGHT_SPAN_BITS)) * CP_FLOW_US_A_MS;

/* Whether what stands for the long way to look at is the same of all rows. */
static bool is_even(const cp_flow_columns *c)
{
    uint32_t differs = 0;
    for (uint32_t i = 0; i < c->n; i++)
        differs |= (c->exporter[i] ^ c->exporter[0]) | (c->sampling[i] ^ c->sampling[0]) |
                   (uint32_t)(c->what[i] ^ c->what[0]);
    return !differs;
}

static uint64_t unknown_of(const asking *q, const cp_flow_columns *c, uint32_t i)
{
    uint32_t sampling = sampling_of(q, c, i);
    return sampling > CP_SAMPLING_NONE || c->what[i] ? long_way : sampling == CP_SAMPLING_UNKNOWN;
}

CP_WIDE_INLINE void tighten(batch *b, cp_time base)
{
    const uint64_t *packets = b->c->packets + b->from, *bytes = b->c->bytes + b->from;
    const uint64_t *span_us = b->c->span_us + b->from;
    const cp_time *at = b->c->at + b->from;
    /* What ends beyond all times takes the long way: its end is cut there. */
    uint64_t is_endless = base > INT64_MAX - tight_most_us;
    int64_t first_us = INT64_MAX, last_us = INT64_MIN;
    for (uint32_t i = 0; i < b->n; i++) {
        cp_flow_tight_figures f = cp_flow_tighten(
            packets[i], bytes[i], (uint64_t)at[i] - (uint64_t)base, span_us[i], b->unknown[i] & 1);
        b->packed[i] = f.packed;
        b->span_high[i] = f.span_high;
        b->beyond[i] = f.beyond | b->unknown[i] >> 1 | is_endless;
    }
    for (uint32_t i = 0; i < b->n; i++) {
        int64_t at_us = (int64_t)((uint64_t)at[i] - (uint64_t)base);
        int64_t end_us = (int64_t)((uint64_t)at_us + span_us[i]);
        first_us = b->beyond[i] || at_us > first_us ? first_us : at_us;
        last_us = b->beyond[i] || end_us < last_us ? last_us : end_us;
    }
    b->first_us = first_us;
    b->last_us = last_us;
}
static void tighten_any(batch *b, cp_time base) { tighten(b, base); }
CP_WIDE_AVX2 static void tighten_avx2(batch *b, cp_time base) { tighten(b, base); }

/* The long way of a row: false: the pass has to begin anew. */
static bool put_one(asker *t, const batch *b, uint32_t k)
{
    const cp_flow_columns *c = b->c;
    uint32_t i = b->from + k;
    if (b->unknown[k] == long_way)
        return cp_flow_top_put_flow(t, c, i);
    cp_flow_add_row r = { .hi = b->hi[k],
                          .packets = c->packets[i],
                          .bytes = c->bytes[i],
                          .at = c->at[i],
                          .sampling = b->unknown[k] ? CP_SAMPLING_UNKNOWN : CP_SAMPLING_NONE };
    if (__builtin_add_overflow(c->at[i], c->span_us[i], &r.end))
        r.end = INT64_MAX;
    cp_flow_top_put(t, &r);
    return true;
}

/* False: the pass has to begin anew. */
CP_FLOW_ROWS_INLINE bool put_batch(asker *t, const batch *b, bool is_of_end)
{
    for (uint32_t k = 0; k < b->n; k++) {
        void *s = NULL;
        if (!b->beyond[k] && t->is_listing)
            s = cp_flow_top_place(t, OPEN_TIGHT, cp_flow_list_of(b->mixed[k]),
                                  is_of_end ? sizeof(cp_flow_end_row) : sizeof(cp_flow_tight_row));
        cp_flow_tight_row row = { b->mixed[k] << CP_FLOW_LIST_BITS | b->span_high[k],
                                  b->packed[k] };
        if (!s && !put_one(t, b, k))
            return false;
        if (s && is_of_end)
            *(cp_flow_end_row *)s = cp_flow_end_of_tight(&row);
        else if (s)
            *(cp_flow_tight_row *)s = row;
    }
    return true;
}

/* Keys of the batch. */
CP_FLOW_ROWS_INLINE void mix_batch(const asker *t, batch *b, bool is_of_end)
{
    const asking *q = t->q;
    cp_flow_mixer m = q->table->mixer;
    uint64_t src_mask = q->by & CP_FLOW_BY_SRC ? UINT32_MAX : 0;
    uint64_t dst_mask = q->by & CP_FLOW_BY_DST ? UINT32_MAX : 0;
    const uint32_t *src = b->c->src + b->from, *dst = b->c->dst + b->from, *ids = t->ids;
    for (uint32_t k = 0; k < b->n; k++)
        b->hi[k] = (ids[src[k]] & src_mask) << 32 | (ids[dst[k]] & dst_mask);
    for (uint32_t k = 0; k < b->n; k++)
        b->mixed[k] = is_of_end ? cp_flow_mix_end(&m, (uint32_t)(b->hi[k] >> m.end_shift))
                                : cp_flow_mix_pair(&m, b->hi[k]);
}

CP_FLOW_ROWS_INLINE void put_all(asker *t, const cp_flow_columns *c, bool is_of_end)
{
    batch b = { .c = c };
    bool are_even = is_even(c), has_avx2 = CP_WIDE_HAS_AVX2;
    uint64_t unknown = unknown_of(t->q, c, 0);
    set_bases(t, c->at[0]);
    for (; b.from < c->n; b.from += b.n) {
        b.n = c->n - b.from < AT_ONCE ? c->n - b.from : AT_ONCE;
        for (uint32_t k = 0; k < b.n; k++)
            b.unknown[k] = are_even ? unknown : unknown_of(t->q, c, b.from + k);
        mix_batch(t, &b, is_of_end);
        if (has_avx2)
            tighten_avx2(&b, t->bases[OPEN_TIGHT]);
        else
            tighten_any(&b, t->bases[OPEN_TIGHT]);
        if (!put_batch(t, &b, is_of_end))
            return;
        if (b.first_us <= b.last_us)
            see(t, t->bases[OPEN_TIGHT] + b.first_us, t->bases[OPEN_TIGHT] + b.last_us);
    }
}

void cp_flow_top_put_plain(asker *t, const cp_flow_columns *c)
{
    if (t->q->table->mixer.is_of_end)
        put_all(t, c, true);
    else
        put_all(t, c, false);
}
