/* SPDX-License-Identifier: Apache-2.0 */
/* flows_follow_news.c - `flows --follow --top new|rare|management|outside`: which of what is out of
 * the ordinary was not there before.
 *
 *     management, outside   facts of a row: of new blocks alone, by the keys of those that were
 *                           found
 *     rare                  compares all with all: all blocks, by the same keys
 *     new                   of new blocks alone: pairs that were met are kept, and of each device
 *                           how
 *                           many flows, peers, and peers with one flow, for the chance of news.h
 *
 *         pair --> look, flows          device --> look, [flows once peers | of this look]
 *
 * What the case holds at the first look is known and not told, so that who begins again is not told
 * it once more; with --since what began since then is. */
#include <stdlib.h>
#include "job/flows_follow.h"

/* ... those before this look, and in it */
typedef struct met {
    uint64_t flows, once, peers;
    uint64_t more_flows, more_peers;
    int64_t more_once;
    uint32_t first, look;
} met;

struct cp_follow_news {
    cp_arena *own;
    cp_told *pairs, *devices, *found;
    CP_VEC(met) met;
    uint32_t look;
    const cp_flows *now;
    CP_VEC(cp_flow_new) v; /* of this look, in its memory */
    uint64_t n_found;
    uint32_t n_devices, n_left_out; /* left out: not met before */
};

cp_follow_news *cp_follow_news_new(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_follow_news *n = CP_NEW(a, cp_follow_news);
    *n = (cp_follow_news){
        .own = a, .pairs = cp_told_new(), .devices = cp_told_new(), .found = cp_told_new()
    };
    return n;
}

void cp_follow_news_free(cp_follow_news *n)
{
    cp_told_free(n->pairs);
    cp_told_free(n->devices);
    cp_told_free(n->found);
    cp_arena_free(n->own);
}

void cp_follow_news_look(cp_follow_news *n, uint32_t look) { n->look = look; }

uint64_t cp_follow_news_known(const cp_follow_news *n, bool is_new)
{
    return cp_told_n(is_new ? n->pairs : n->found);
}

bool cp_follow_news_is_full(const cp_follow_news *n)
{
    return cp_told_is_full(n->pairs) || cp_told_is_full(n->devices) || cp_told_is_full(n->found);
}

/* ---- new: pairs and devices */

/* NULL: there are too many. */
static met *met_of(cp_follow_news *n, uint64_t key)
{
    (void)cp_told_add(n->devices, key, n->look);
    uint32_t *place = cp_told_number(n->devices, key);
    if (!place)
        return NULL;
    if (!*place) {
        cp_vec_push(n->own, &n->met, ((met){ .first = n->look, .look = n->look }));
        *place = n->met.n;
    }
    met *m = &n->met.v[*place - 1];
    if (m->look != n->look) {
        m->flows += m->more_flows;
        m->peers += m->more_peers;
        m->once = (uint64_t)((int64_t)m->once + m->more_once);
        m->more_flows = m->more_peers = 0;
        m->more_once = 0;
        m->look = n->look;
    }
    return m;
}

static bool is_device(const cp_flows *f, uint32_t id, bool is_asset)
{
    if (is_asset)
        return !f->is_stranger[id];
    return id < cp_flow_ids_n(f->ids) && !cp_flow_ids_varies(f->ids, id) &&
           cp_flow_ids_end(f->ids, id, CP_TIME_NONE).is & CP_FLOW_END_INSIDE;
}

static void keep(cp_follow_news *n, const cp_flow_row *r, bool is_dst, const met *m)
{
    cp_flow_new x = { .row = *r,
                      .is_dst = is_dst,
                      .n_flows = m->flows,
                      .n_once = m->once,
                      .n_peers = (uint32_t)m->peers };
    x.p = ((double)m->once + 1) / ((double)m->flows + 1);
    x.p = x.p < 1 ? x.p : 1;
    if (!cp_flows_is_row_wanted(n->now, r))
        return;
    n->n_found++;
    if (n->v.n < CP_FLOW_NEWS_MAX)
        cp_vec_push(n->now->j->a, &n->v, x);
}

/* One side of a pair that had so many flows before, and so many in this look. */
static void see_side(cp_follow_news *n, const cp_flow_row *r, bool is_dst, uint32_t had,
                     uint64_t flows)
{
    const cp_flows *f = n->now;
    uint32_t id = is_dst ? r->dst : r->src;
    bool is_asset = is_dst ? r->is_dst_asset : r->is_src_asset;
    met *m =
        is_device(f, id, is_asset) ? met_of(n, cp_flows_end_key(f, f->j->a, id, is_asset)) : NULL;
    if (!m)
        return;
    bool is_known = m->first < n->look;
    n->n_devices += is_known && !m->more_flows;
    n->n_left_out += !is_known && !m->more_flows;
    m->more_flows += flows;
    m->more_peers += !had;
    m->more_once += !had ? flows == 1 : had == 1 ? -1 : 0;
    if (n->look && !had && is_known)
        keep(n, r, is_dst, m);
}

/* By how many connections a pair has more than before: what is told of each way may come in
 * different looks. count: of both ways, so many each. */
static uint64_t count_more(uint32_t *count, const cp_flow_row *r)
{
    const uint64_t most = UINT16_MAX;
    uint64_t out = *count >> 16, back = *count & most, had = out > back ? out : back;
    out = cp_flow_add(out, r->out.flows);
    back = cp_flow_add(back, r->back.flows);
    uint64_t has = out > back ? out : back;
    out = out < most ? out : most;
    back = back < most ? back : most;
    *count = (uint32_t)(out << 16 | back);
    return had < most ? has - had : cp_flow_row_flows(r);
}

static void see_pair(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    cp_follow_news *n = ctx;
    uint64_t key = cp_flows_row_key(n->now, n->now->j->a, r);
    (void)thread; /* there is one */
    (void)cp_told_add(n->pairs, key, n->look);
    uint32_t *count = cp_told_number(n->pairs, key);
    if (!count)
        return;
    uint32_t out = *count >> 16, back = *count & UINT16_MAX, had = out > back ? out : back;
    uint64_t flows = count_more(count, r);
    if (!flows)
        return;
    see_side(n, r, false, had, flows);
    if (r->src != r->dst || r->is_src_asset != r->is_dst_asset)
        see_side(n, r, true, had, flows);
}

static int by_chance(const void *a, const void *b)
{
    const cp_flow_new *x = a, *y = b;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    int order = cp_flow_row_cmp(&x->row, &y->row, CP_FLOW_ORDER_BYTES);
    return order ? order : (int)x->is_dst - (int)y->is_dst;
}

/* How many of a device are new in this look stands only when all were seen. */
static void count_new(cp_follow_news *n)
{
    const cp_flows *f = n->now;
    for (uint32_t i = 0; i < n->v.n; i++) {
        cp_flow_new *x = &n->v.v[i];
        uint32_t id = x->is_dst ? x->row.dst : x->row.src;
        bool is_asset = x->is_dst ? x->row.is_dst_asset : x->row.is_src_asset;
        const met *m = met_of(n, cp_flows_end_key(f, f->j->a, id, is_asset));
        x->n_new = m ? (uint32_t)m->more_peers : 0;
    }
}

cp_rc cp_follow_news_first(cp_follow_news *n, const cp_flows *f, const cp_flow_news_question *q,
                           cp_flow_news *out, cp_err *err)
{
    cp_arena *mem = cp_arena_new(0);
    cp_flow_question pairs = q->base;
    cp_flow_top top;
    n->now = f;
    n->v.v = NULL;
    n->v.n = n->v.cap = 0;
    n->n_found = n->n_devices = n->n_left_out = 0;
    pairs.by = CP_FLOW_BY_PAIR;
    pairs.is_by_asset = pairs.is_merged = true;
    pairs.n_top = pairs.n_threads = 1;
    pairs.each = see_pair;
    pairs.each_ctx = n;
    cp_rc rc = cp_flow_top_of(mem, &f->set, f->ids, &pairs, &top, err);
    cp_arena_free(mem);
    if (rc == CP_OK && !n->look)
        return f->j->opts.since.n ? cp_flow_news_first(f->j->a, &f->set, f->ids, q, out, err) : rc;
    if (rc != CP_OK)
        return rc;
    count_new(n);
    if (n->v.n)
        qsort(n->v.v, n->v.n, sizeof *n->v.v, by_chance);
    *out = (cp_flow_news){ .v = n->v.v,
                           .n = n->v.n,
                           .n_found = n->n_found,
                           .n_devices = n->n_devices,
                           .n_left_out = n->n_left_out };
    return CP_OK;
}

/* ---- the others: by what was found before */

static uint64_t key_of(const cp_flows *f, const cp_flow_new *x)
{
    const uint64_t parts[] = { cp_flows_row_key(f, f->j->a, &x->row), x->is_dst };
    return cp_map_hash((cp_str){ (const char *)parts, sizeof parts });
}

void cp_follow_news_see(void *ctx, const cp_flow_new *x)
{
    const cp_flows *f = ctx;
    if (cp_flows_is_row_wanted(f, &x->row))
        (void)cp_told_add(f->follows->found, key_of(f, x), f->follows->look);
}

bool cp_follow_news_tells(const cp_flows *f, const cp_flow_new *x)
{
    const cp_follow_news *n = f->follows;
    if (!n->look)
        return f->j->opts.since.n && x->row.first_at >= f->since;
    return f->kind == CP_FLOWS_TOP_NEW || cp_told_when(n->found, key_of(f, x)) == n->look;
}
