/* SPDX-License-Identifier: Apache-2.0 */
/* top.c - see top.h: passes over the blocks until every partition was answered for. */
#include "flow/top.h"
#include <assert.h>
#include <stdlib.h>
#include "flow/top_in.h"

static const uint64_t hour_us = (uint64_t)3600 * 1000000, memory_usual = (uint64_t)1 << 30;

static void ask(asking *q, cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                const cp_flow_question *question)
{
    uint32_t n = question->n_threads < 1 ? 1 : question->n_threads;
    *q = (asking){ .a = a,
                   .set = set,
                   .ids = ids,
                   .has_ids = ids != NULL,
                   .q = question,
                   .by = question->by,
                   .seed = question->seed };
    q->n_threads = n > CP_FLOW_THREADS_MAX ? CP_FLOW_THREADS_MAX : n;
    q->is_merged = question->is_merged && (q->by & CP_FLOW_BY_PAIR) == CP_FLOW_BY_PAIR;
    q->bucket_us = question->bucket_us ? question->bucket_us : hour_us;
    q->memory_bytes = question->memory_bytes ? question->memory_bytes : memory_usual;
    cp_time begin = question->view.from != CP_TIME_NONE ? question->view.from : set->first_at;
    if (begin != CP_TIME_NONE) {
        int64_t over = begin % (int64_t)q->bucket_us;
        if (__builtin_sub_overflow(begin, over < 0 ? over + (int64_t)q->bucket_us : over,
                                   &q->origin))
            q->origin = begin; /* no whole bucket is left there */
    }
    atomic_init(&q->wants_full, false);
    atomic_init(&q->wants_most, false);
    atomic_init(&q->wants_ids, false);
}

static cp_rc first_error(const asker *v, uint32_t n, cp_err *err)
{
    for (uint32_t i = 0; i < n; i++)
        if (v[i].rc != CP_OK) {
            *err = v[i].err;
            return v[i].rc;
        }
    return CP_OK;
}

static void open_again(cp_flow_table *t)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < CP_FLOW_PARTS; i++)
        if (atomic_load(&t->parts[i].state) == CP_FLOW_PART_PUT_OFF) {
            atomic_store(&t->parts[i].state, CP_FLOW_PART_OPEN);
            n++;
        }
    atomic_store(&t->n_open, n);
}

static cp_rc number(asking *q, cp_arena *mem, cp_err *err)
{
    cp_flow_ids_opts o = { .seed = q->seed, .n_threads = q->n_threads };
    cp_flow_ids *ids = NULL;
    cp_rc rc = cp_flow_ids_new(mem, q->set, &o, &ids, err);
    q->ids = ids;
    return rc;
}

/* Goes through the blocks, with full sums or observers told apart as soon as that is seen to be
 * needed: most sets need it from the first flow or never. */
static cp_rc feed(asking *q, asker *v, cp_arena *mem, cp_flow_pool *pool, cp_err *err)
{
    for (;;) {
        cp_flow_top_list(q);
        cp_flow_run(q->n_threads, cp_flow_top_feed, v, sizeof *v);
        cp_rc rc = first_error(v, q->n_threads, err);
        if (rc != CP_OK)
            return rc;
        bool is_full = atomic_exchange(&q->wants_full, false);
        bool is_most = atomic_exchange(&q->wants_most, false);
        bool is_with_ids = atomic_exchange(&q->wants_ids, false);
        if (!is_full && !is_most && !is_with_ids)
            break;
        if (is_with_ids && (rc = number(q, mem, err)) != CP_OK)
            return rc;
        for (uint32_t i = 0; i < CP_FLOW_LISTS_MAX * q->n_threads; i++) {
            cp_flow_rows **list = &v[i / CP_FLOW_LISTS_MAX].lists[i % CP_FLOW_LISTS_MAX];
            cp_flow_rows_free(q->table, *list);
            *list = NULL;
        }
        for (uint32_t i = 0; i < CP_FLOW_PARTS; i++)
            cp_flow_part_empty(q->table, &q->table->parts[i], CP_FLOW_PART_OPEN);
        q->is_full = q->is_full || is_full;
        q->is_most = q->is_most || is_most;
        cp_flow_pool *again = is_full ? cp_flow_pool_new(mem, q->memory_bytes) : pool;
        q->table = cp_flow_table_new(mem, again, q->seed, q->is_full, q->set->n_flows);
    }
    return CP_OK;
}

static int compare_rows(const void *x, const void *y, void *order)
{
    return cp_flow_row_cmp(x, y, *(const cp_flow_order *)order);
}

static void add_total(cp_flow_top *out, const asker *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        cp_flow_top_add(&out->total, &v[i].total);
        out->n_sums += v[i].n_sums;
        out->n_flows += v[i].n_flows;
        out->n_not_in_view += v[i].n_not_in_view;
        out->n_events += v[i].n_events;
        out->n_dropped += v[i].n_dropped;
        out->n_late += v[i].n_late;
        cp_flow_row seen = cp_flow_top_nothing();
        if (v[i].first_at <= v[i].last_at) {
            seen.first_at = v[i].first_at;
            seen.last_at = v[i].last_at;
        }
        cp_flow_top_add(&out->total, &seen);
    }
}

/* What the number stands for; where the caller has no ids it gets none. */
static void name(const asking *q, bool is_asked, uint32_t *id, cp_flow_addr *out)
{
    uint32_t v4 = *id;
    if (!is_asked)
        return;
    if (q->ids)
        *out = *cp_flow_ids_addr(q->ids, *id);
    else
        *out = cp_flow_addr_of(cp_ip_v4((const uint8_t[4]){
            (uint8_t)(v4 >> 24), (uint8_t)(v4 >> 16), (uint8_t)(v4 >> 8), (uint8_t)v4 }));
    if (!q->has_ids)
        *id = CP_FLOW_NO_ID;
}

static void gather(asking *q, asker *v, cp_flow_row *rows, cp_flow_top *out)
{
    cp_flow_order order = q->q->order;
    uint32_t n = 0;
    add_total(out, v, q->n_threads);
    for (uint32_t i = 1; i < q->n_threads; i++)
        for (uint32_t k = 0; k < v[i].n_top; k++)
            cp_flow_top_keep(&v[0], &v[i].top[k]);
    n = v[0].n_top;
    qsort_r(v[0].top, n, sizeof *v[0].top, compare_rows, &order);
    for (uint32_t i = 0; i < n; i++) {
        rows[i] = v[0].top[i];
        name(q, q->by & CP_FLOW_BY_SRC && !rows[i].is_src_asset, &rows[i].src, &rows[i].src_addr);
        name(q, q->by & CP_FLOW_BY_DST && !rows[i].is_dst_asset, &rows[i].dst, &rows[i].dst_addr);
    }
    out->rows = rows;
    out->n = n;
}

static cp_rc answer(asking *q, cp_arena *mem, cp_flow_row *rows, cp_flow_top *out, cp_err *err)
{
    asker *v = CP_NEW_ARRAY(mem, asker, q->n_threads);
    cp_flow_pool *pool = cp_flow_pool_new(mem, q->memory_bytes);
    cp_rc rc = CP_OK;
    q->is_first_pass = true;
    q->table = cp_flow_table_new(mem, pool, q->seed, q->is_full, q->set->n_flows);
    for (uint32_t i = 0; i < q->n_threads; i++) {
        v[i].q = q;
        v[i].all = v;
        v[i].thread = i;
        v[i].total = cp_flow_top_nothing();
        v[i].first_at = INT64_MAX;
        v[i].last_at = INT64_MIN;
        v[i].top = CP_NEW_RAW(mem, cp_flow_row, q->q->n_top);
    }
    do {
        rc = feed(q, v, mem, pool, err);
        if (rc != CP_OK)
            break;
        atomic_store(&q->next_part, 0);
        cp_flow_run(q->n_threads, cp_flow_top_fold, v, sizeof *v);
        rc = first_error(v, q->n_threads, err);
        if (rc == CP_OK && atomic_load(&q->table->is_over))
            rc = cp_fail(err, CP_ELIMIT, 0,
                         "one of %d parts of the sums alone is more than %llu bytes", CP_FLOW_PARTS,
                         (unsigned long long)q->memory_bytes);
        q->is_first_pass = false;
        open_again(q->table);
        out->n_passes++;
    } while (rc == CP_OK && atomic_load(&q->table->n_open) > 0);
    if (rc == CP_OK)
        cp_flow_top_fold_wide(v, q->n_threads);
    rc = rc == CP_OK ? first_error(v, q->n_threads, err) : rc;
    if (rc == CP_OK)
        gather(q, v, rows, out);
    for (uint32_t i = 0; i < q->n_threads; i++)
        cp_arena_free(v[i].wide_mem);
    return rc;
}

cp_rc cp_flow_top_of(cp_arena *a, const cp_flow_set *set, const cp_flow_ids *ids,
                     const cp_flow_question *question, cp_flow_top *out, cp_err *err)
{
    asking q;
    assert(question->n_top > 0 && question->n_top <= CP_FLOW_TOP_MAX);
    assert(ids || (!question->view.sides && !question->is_by_asset && !question->groups));
    cp_flow_row *rows = CP_NEW_RAW(a, cp_flow_row, question->n_top);
    cp_arena *mem = cp_arena_new(0);
    cp_flow_top top = { .total = cp_flow_top_nothing() };
    ask(&q, mem, set, ids, question);
    cp_flow_top_prepare(&q);
    cp_rc rc = answer(&q, mem, rows, &top, err);
    cp_arena_free(mem);
    if (rc == CP_OK)
        *out = top;
    return rc;
}
