/* SPDX-License-Identifier: Apache-2.0 */
/* top_plain.c - flows of which nothing but addresses and figures is asked: most questions, and of
 * most flows every row takes the same way. */
#include "flow/top_list.h"

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

/* False: it does not fit, or there is no room. */
CP_FLOW_ROWS_INLINE bool list_tight(asker *t, const cp_flow_add_row *r, uint64_t span_us,
                                    uint64_t hash, bool is_of_end)
{
    cp_flow_tight_figures f =
        cp_flow_tighten(r->packets, r->bytes, (uint64_t)r->at - (uint64_t)t->bases[OPEN_TIGHT],
                        span_us, r->sampling == CP_SAMPLING_UNKNOWN);
    if (!f.fits)
        return false;
    cp_flow_tight_row row = { hash << CP_FLOW_LIST_BITS | f.span_high, f.packed };
    void *s = cp_flow_top_place(t, OPEN_TIGHT, cp_flow_list_of(hash),
                                is_of_end ? sizeof(cp_flow_end_row) : sizeof row);
    if (!s)
        return false;
    if (is_of_end)
        *(cp_flow_end_row *)s = cp_flow_end_of_tight(&row);
    else
        *(cp_flow_tight_row *)s = row;
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

/* Whether what stands for the long way to look at is the same of all rows. */
static bool is_even(const cp_flow_columns *c)
{
    uint32_t differs = 0;
    for (uint32_t i = 0; i < c->n; i++)
        differs |= (c->exporter[i] ^ c->exporter[0]) | (c->sampling[i] ^ c->sampling[0]) |
                   (uint32_t)(c->what[i] ^ c->what[0]);
    return !differs;
}

CP_FLOW_ROWS_INLINE void put_one(asker *t, const cp_flow_columns *c, uint32_t i, uint32_t sampling,
                                 uint64_t hi, bool is_of_end)
{
    const cp_flow_mixer *m = &t->q->table->mixer;
    cp_flow_add_row r = { .hi = hi,
                          .packets = c->packets[i],
                          .bytes = c->bytes[i],
                          .at = c->at[i],
                          .sampling = sampling };
    uint64_t hash =
        is_of_end ? cp_flow_mix_end(m, (uint32_t)(hi >> m->end_shift)) : cp_flow_mix_pair(m, hi);
    uint64_t span_us = c->span_us[i];
    bool is_endless = __builtin_add_overflow(c->at[i], span_us, &r.end);
    if (is_endless)
        r.end = INT64_MAX;
    if (is_endless || !t->is_listing || !list_tight(t, &r, span_us, hash, is_of_end))
        cp_flow_top_put(t, &r);
}

CP_FLOW_ROWS_INLINE void put_all(asker *t, const cp_flow_columns *c, bool is_of_end)
{
    const asking *q = t->q;
    uint64_t src_mask = q->by & CP_FLOW_BY_SRC ? UINT32_MAX : 0;
    uint64_t dst_mask = q->by & CP_FLOW_BY_DST ? UINT32_MAX : 0;
    bool are_even = is_even(c);
    uint32_t sampling = sampling_of(q, c, 0);
    uint8_t what = c->what[0];
    set_bases(t, c->at[0]);
    for (uint32_t i = 0; i < c->n; i++) {
        if (!are_even) {
            sampling = sampling_of(q, c, i);
            what = c->what[i];
        }
        if (sampling > CP_SAMPLING_NONE || what) {
            if (!cp_flow_top_put_flow(t, c, i))
                return;
            continue;
        }
        put_one(t, c, i, sampling,
                (t->ids[c->src[i]] & src_mask) << 32 | (t->ids[c->dst[i]] & dst_mask), is_of_end);
    }
}

void cp_flow_top_put_plain(asker *t, const cp_flow_columns *c)
{
    if (t->q->table->mixer.is_of_end)
        put_all(t, c, true);
    else
        put_all(t, c, false);
}
