/* SPDX-License-Identifier: Apache-2.0 */
/* click_told.c - what shards tell of conversations (click_talk.c), of all of them together. */
#include <stdlib.h>
#include "base/cursor.h"
#include "sources/click/ask.h"

enum {
    CLIENT_BYTES = 32,
    PAIR_BYTES = 40,
    LONGEST_BYTES = 59,
    KEY_BYTES = 43,
    SAMPLED_BYTES = 20,
    ANSWERED_BYTES = 40,
    SPAN_BYTES = 24,
    REPEATS_BYTES = 16,
};

cp_cur cp_click_row_at(const cp_click_rows *x, uint64_t i, size_t row_bytes)
{
    return cp_cur_of((cp_bytes){ x->p + i * row_bytes, row_bytes });
}

cp_rc cp_click_says_other(const cp_click *c, const cp_click_rows *x, const char *what, cp_err *err)
{
    return cp_click_named(c, x->s, cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%s", what), err);
}

cp_rc cp_click_tell_of(cp_click *c, cp_arena *a, cp_str sql, const cp_click_known *k,
                       const cp_click_question *q, size_t row_bytes, uint64_t n_max,
                       cp_click_rows **out, cp_err *err)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_rc rc = cp_click_ask_rows(c, a, cp_click_form_of(scratch, sql, k, q), row_bytes, out, err);
    cp_arena_free(scratch);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++) {
        const cp_click_rows *x = &(*out)[i];
        uint64_t n = 0;
        for (uint64_t at = 0; at < x->n; at++) {
            cp_cur row = cp_click_row_at(x, at, row_bytes);
            cp_cur_skip(&row, row_bytes - 8);
            n += cp_cur_u64le(&row);
        }
        if (n != q->usable[i] && (!n_max || x->n < n_max))
            rc = cp_click_says_other(
                c, x, "its answer was cut off: it has other flows than it counted", err);
    }
    return rc;
}

uint64_t cp_click_n_rows(const cp_click *c, const cp_click_rows *v)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        n += v[i].n;
    return n;
}

cp_flow_addr cp_click_addr_of(cp_cur *row)
{
    cp_flow_addr x = { { 0 } };
    cp_bytes b = cp_cur_take(row, sizeof x.b);
    if (b.n == sizeof x.b)
        memcpy(x.b, b.p, sizeof x.b);
    return x;
}

static int by_addr(const void *x, const void *y)
{
    return memcmp(x, y, sizeof(cp_flow_addr)); /* its first member */
}

cp_rc cp_click_clients(cp_click *c, cp_arena *a, const cp_click_known *k,
                       const cp_click_question *q, cp_click_client **out, uint32_t *n, cp_err *err)
{
    cp_click_rows *rows;
    uint32_t n_all = 0, to = 0;
    cp_rc rc =
        cp_click_tell_of(c, a, cp_click_clients_sql(a, k, q), k, q, CLIENT_BYTES, 0, &rows, err);
    if (rc == CP_OK && cp_click_n_rows(c, rows) > CP_CLICK_CLIENTS_MAX)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d clients", CP_CLICK_CLIENTS_MAX);
    if (rc != CP_OK)
        return rc;
    cp_click_client *v = CP_NEW_ARRAY(a, cp_click_client, cp_click_n_rows(c, rows) + 1);
    for (uint32_t i = 0; i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, CLIENT_BYTES);
            cp_flow_addr addr = cp_click_addr_of(&row);
            v[n_all++] = (cp_click_client){ addr, cp_cur_u64le(&row) };
        }
    if (n_all)
        qsort(v, n_all, sizeof *v, by_addr);
    for (uint32_t i = 0; i < n_all; i++)
        if (i == 0 || by_addr(&v[i], &v[to - 1]) != 0)
            v[to++] = v[i];
        else
            v[to - 1].n_failed += v[i].n_failed;
    *out = v;
    *n = to;
    return CP_OK;
}

cp_rc cp_click_half_open(cp_click *c, cp_arena *a, const cp_click_known *k,
                         const cp_click_question *q, uint32_t max, cp_click_pair **out, uint32_t *n,
                         cp_err *err)
{
    cp_click_rows *rows;
    cp_rc rc =
        cp_click_tell_of(c, a, cp_click_half_open_sql(a, k, q), k, q, PAIR_BYTES, 0, &rows, err);
    *n = UINT32_MAX;
    if (rc != CP_OK || cp_click_n_rows(c, rows) > (uint64_t)max + c->n)
        return rc;
    cp_click_pair *v = CP_NEW_ARRAY(a, cp_click_pair, cp_click_n_rows(c, rows) + 1);
    *n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, PAIR_BYTES);
            cp_click_pair x = { .low = cp_click_addr_of(&row) };
            x.high = cp_click_addr_of(&row);
            if (cp_flow_addr_is_set(x.high)) /* else all others together */
                v[(*n)++] = x;
        }
    *out = v;
    return CP_OK;
}

cp_click_key cp_click_key_of(cp_cur *row)
{
    cp_click_key x = { .client = cp_click_addr_of(row) };
    x.server = cp_click_addr_of(row);
    x.proto = cp_cur_u8(row);
    x.port = cp_cur_u16le(row);
    return x;
}

cp_rc cp_click_often(cp_click *c, cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                     uint32_t flows_min, cp_click_key **out, uint32_t *n, cp_err *err)
{
    cp_click_rows *rows;
    cp_rc rc = cp_click_tell_of(c, a, cp_click_often_sql(a, k, q, flows_min), k, q, KEY_BYTES,
                                CP_CLICK_KEYS_MAX + 2, &rows, err);
    *n = UINT32_MAX;
    if (rc != CP_OK || cp_click_n_rows(c, rows) > (uint64_t)CP_CLICK_KEYS_MAX + 1)
        return rc;
    cp_click_key *v = CP_NEW_ARRAY(a, cp_click_key, cp_click_n_rows(c, rows) + 1);
    *n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, KEY_BYTES);
            cp_click_key x = cp_click_key_of(&row);
            if (cp_flow_addr_is_set(x.client))
                v[(*n)++] = x;
        }
    *out = v;
    return CP_OK;
}

cp_rc cp_click_longest_of(cp_click *c, cp_arena *a, const cp_click_known *k,
                          const cp_click_question *q, uint64_t least_us, cp_click_key **keys,
                          uint32_t *n_keys, cp_click_longest **out, uint32_t *n, cp_err *err)
{
    cp_click_rows *rows;
    CP_VEC(cp_click_key) chosen = { 0 };
    CP_VEC(cp_click_longest) others = { 0 };
    cp_rc rc = cp_click_tell_of(c, a, cp_click_longest_sql(a, k, q, least_us), k, q, LONGEST_BYTES,
                                0, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        for (uint64_t at = 0; rc == CP_OK && at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, LONGEST_BYTES);
            cp_click_key x = cp_click_key_of(&row);
            int64_t us = (int64_t)cp_cur_u64le(&row);
            uint64_t count = cp_cur_u64le(&row);
            if (cp_flow_addr_is_set(x.client))
                cp_vec_push(a, &chosen, x);
            else if (us < 0 || (uint64_t)us >= least_us || !count)
                rc = cp_click_says_other(c, &rows[i], "a row of its answer cannot be", err);
            else
                cp_vec_push(a, &others,
                            ((cp_click_longest){ (uint64_t)us, count, x.port, x.proto }));
            if (chosen.n > CP_CLICK_KEYS_MAX)
                rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                             "more than %d conversations last long: narrow them by --from and --to",
                             CP_CLICK_KEYS_MAX);
        }
    *keys = chosen.v;
    *n_keys = chosen.n;
    *out = others.v;
    *n = others.n;
    return rc;
}

cp_rc cp_click_span(cp_click *c, const cp_click_known *k, const cp_click_question *q,
                    uint64_t usable[CP_CLICK_SHARDS_MAX], cp_time *first, cp_time *last,
                    cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_click_rows *rows;
    cp_str form = cp_click_form_of(a, cp_click_span_sql(a, k, q), k, q);
    cp_rc rc = cp_click_ask_rows(c, a, form, SPAN_BYTES, &rows, err);
    *first = *last = CP_TIME_NONE;
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++) {
        cp_cur row = cp_click_row_at(&rows[i], 0, rows[i].n == 1 ? SPAN_BYTES : 0);
        cp_time from = (cp_time)cp_cur_u64le(&row), to = (cp_time)cp_cur_u64le(&row);
        usable[i] = cp_cur_u64le(&row);
        if (row.bad)
            rc =
                cp_click_says_other(c, &rows[i], "it answers other than one row with a count", err);
        else if (usable[i] > k->rows_of[i])
            rc = cp_click_wrong_count(c, rows[i].s, usable[i], k->rows_of[i], err);
        if (rc != CP_OK || !usable[i])
            continue;
        *first = *first == CP_TIME_NONE || from < *first ? from : *first;
        *last = *last == CP_TIME_NONE || to > *last ? to : *last;
    }
    cp_arena_free(a);
    return rc;
}

cp_rc cp_click_repeats(cp_click *c, const cp_click_known *k, double *out, cp_err *err)
{
    static const cp_click_question none;
    cp_arena *a = cp_arena_new(0);
    cp_click_rows *rows;
    cp_str form = cp_click_form_of(a, cp_click_repeats_sql(a, k), k, &none);
    cp_rc rc = cp_click_ask_rows(c, a, form, REPEATS_BYTES, &rows, err);
    double flows = 0, pairs = 0;
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++) {
        cp_cur row = cp_click_row_at(&rows[i], 0, rows[i].n == 1 ? REPEATS_BYTES : 0);
        flows += (double)cp_cur_u64le(&row);
        pairs += (double)cp_cur_u64le(&row);
        if (row.bad)
            rc =
                cp_click_says_other(c, &rows[i], "it answers other than one row with a count", err);
    }
    cp_arena_free(a);
    *out = pairs > 0 ? flows / pairs : 0;
    return rc;
}

cp_rc cp_click_samplings(cp_click *c, cp_arena *a, const cp_click_known *k,
                         const cp_click_question *q, cp_click_sampled **out, uint32_t *n,
                         cp_err *err)
{
    cp_click_rows *rows;
    cp_rc rc =
        cp_click_tell_of(c, a, cp_click_samplings_sql(a, k, q), k, q, SAMPLED_BYTES, 0, &rows, err);
    if (rc != CP_OK)
        return rc;
    cp_click_sampled *v = CP_NEW_ARRAY(a, cp_click_sampled, cp_click_n_rows(c, rows) + 1);
    *n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        for (uint64_t at = 0; at < rows[i].n; at++) {
            cp_cur row = cp_click_row_at(&rows[i], at, SAMPLED_BYTES);
            uint32_t source = cp_cur_u32le(&row), exporter = cp_cur_u32le(&row);
            if (!cp_click_find_exporter(k, source, &exporter))
                return cp_click_says_other(
                    c, &rows[i], "it has flows of a source or exporter that the case does not know",
                    err);
            v[(*n)++] = (cp_click_sampled){ exporter, cp_cur_u32le(&row) };
        }
    *out = v;
    return CP_OK;
}

cp_rc cp_click_answers(cp_click *c, const cp_click_known *k, const cp_click_question *q,
                       cp_click_answered *out, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_click_rows *rows;
    cp_click_answered sum = { 0 };
    cp_rc rc =
        cp_click_tell_of(c, a, cp_click_answers_sql(a, k, q), k, q, ANSWERED_BYTES, 0, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++) {
        cp_cur row = cp_click_row_at(&rows[i], 0, rows[i].n == 1 ? ANSWERED_BYTES : 0);
        sum.min += cp_cur_u64le(&row);
        sum.max += cp_cur_u64le(&row);
        sum.back_min += cp_cur_u64le(&row);
        sum.back_max += cp_cur_u64le(&row);
        if (row.bad)
            rc = cp_click_says_other(c, &rows[i], "it answers other than one row of numbers", err);
    }
    cp_arena_free(a);
    if (rc == CP_OK)
        *out = sum;
    return rc;
}

cp_rc cp_click_count(cp_click *c, const cp_click_known *k, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++) {
        cp_buf sql = cp_buf_new(a);
        uint64_t n = 0;
        cp_buf_add_c(&sql, "SELECT count() FROM cleanpath_flow WHERE");
        cp_click_batches(k, &sql);
        rc = cp_click_number(c, &c->v[i], a, cp_buf_str(&sql), &n, err);
        if (rc == CP_OK && n != k->rows_of[i])
            rc = cp_click_wrong_count(c, &c->v[i], n, k->rows_of[i], err);
    }
    cp_arena_free(a);
    return rc;
}
