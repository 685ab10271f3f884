/* SPDX-License-Identifier: Apache-2.0 */
/* many.c - a table of MRT by several threads (cp_mrt_read_many in mrt.h).
 *
 *     file    |.. piece k ..|.. piece k+1 ..|.. piece k+2 ..|
 *     walk        ^-------->^-->             one after the other: where do records begin?
 *     routes      [ thread A ]  [ thread B  ] [ thread A ...
 *
 * Where a record begins is known only by the one before. So each thread reads a piece of the file
 * by pread(2), waits for its turn, walks over the heads of the records that begin in it, passes the
 * turn on, and only then decodes them: the walk is a hundredth of the work. Pieces are small, so
 * that what was copied is still in the processor's cache when it is decoded: measured, that is as
 * fast as mapping the file, and a file that shrinks raises no signal.
 *
 * What is packed or hashed on the way is read through cp_input instead, by whose turn it is.
 *
 * An index of peers, and messages, whose order matters, are read by whose turn it is when nobody
 * else decodes. A piece ends between two prefixes, so that all routes of one go to one thread, as
 * long as they are together and not too many. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/thread.h"
#include "sources/mrt/inside.h"
#include "sources/mrt/mrt.h"

enum {
    PIECE_BYTES = 64 * 1024,
    RUN_BYTES_MAX = 4 * 1024 * 1024, /* of records of one prefix behind the end of a piece */
    SMALL_BYTES = 8 * PIECE_BYTES,   /* not worth a thread */
    ASK_EVERY = 16,                  /* pieces */
};

typedef struct many many;

typedef struct worker {
    many *m;
    cp_mrt_reader r;
    cp_source src;
    cp_mrt_counts n;
    uint8_t *buf; /* the piece, and what belongs to it behind its end */
    size_t cap, got;
    uint64_t at;     /* of buf in the file */
    bool is_walking; /* it is its turn */
    pthread_t thread;
    bool is_running;
} worker;

struct many {
    const cp_read_opts *opts;
    cp_input *in;
    int fd; /* -1: what is read comes out of in */
    const cp_bgp_to *to;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint64_t n_claimed, turn; /* pieces */
    uint32_t n_decoding;
    bool is_end;
    cp_rc rc;
    cp_err err;
    /* Of whose turn it is: */
    uint64_t off, record; /* where the next one begins, and how many were before it */
    cp_mrt_index index;
};

/* A range of whole records in buf. */
typedef struct range {
    uint64_t from, to, record; /* record: the number of those before it */
} range;

/* ---- bytes */

static void make_room(worker *w, size_t n)
{
    if (n <= w->cap)
        return;
    size_t cap = w->cap ? w->cap : (size_t)PIECE_BYTES * 2;
    while (cap < n)
        cap *= 2;
    uint8_t *to = cp_arena_alloc(w->r.a, cap);
    if (w->got)
        memcpy(to, w->buf, w->got);
    w->buf = to;
    w->cap = cap;
}

static void stop(many *m, cp_rc rc, const cp_err *err)
{
    (void)pthread_mutex_lock(&m->lock);
    if (m->rc == CP_OK && rc != CP_OK) {
        m->rc = rc;
        m->err = *err;
    }
    m->is_end = true;
    (void)pthread_cond_broadcast(&m->moved);
    (void)pthread_mutex_unlock(&m->lock);
}

/* From the file, until buf holds n bytes or the file ends. */
static void fill_from_file(worker *w, size_t n)
{
    make_room(w, n);
    while (w->got < n) {
        ssize_t got = pread(w->m->fd, w->buf + w->got, n - w->got, (off_t)(w->at + w->got));
        if (got > 0) {
            w->got += (size_t)got;
        } else if (got == 0) {
            return;
        } else if (errno != EINTR) {
            cp_err err;
            stop(w->m, cp_fail_errno(&err, errno, "cannot read"), &err);
            return;
        }
    }
}

/* n bytes at an offset that is not before the piece, or as many as there are; valid until the next
 * call. */
static cp_bytes bytes_at(worker *w, uint64_t off, size_t n)
{
    size_t skip = (size_t)(off - w->at);
    if (w->m->fd >= 0 && w->got < skip + n)
        fill_from_file(w, skip + n);
    cp_bytes b = { w->buf, w->got };
    if (w->m->fd < 0)
        b = cp_input_peek(w->m->in, skip + n);
    size_t there = b.n > skip ? b.n - skip : 0;
    return (cp_bytes){ there ? b.p + skip : NULL, there < n ? there : n };
}

/* What is left of the piece is taken out of the input, for the next one to go on there. */
static void keep(worker *w, const range *left)
{
    size_t n = (size_t)(left->to - left->from), skip = (size_t)(w->m->off - w->at);
    cp_bytes b = cp_input_peek(w->m->in, skip);
    w->got = 0;
    make_room(w, n);
    if (n)
        memcpy(w->buf, b.p + (left->from - w->at), n);
    w->got = n;
    w->at = left->from;
    cp_input_skip(w->m->in, b.n < skip ? b.n : skip);
}

/* ---- decoding */

static cp_rc decode(worker *w, range x, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (x.from == x.to)
        return CP_OK;
    cp_bytes all = { NULL, (size_t)(x.to - x.from) };
    if (w->is_walking)
        all = bytes_at(w, x.from, all.n);
    else
        all.p = w->buf + (x.from - w->at);
    memset(w->r.last_net, 0, sizeof w->r.last_net);
    w->r.record = x.record;
    while (rc == CP_OK && all.n) {
        cp_mrt_head h = cp_mrt_head_of(all);
        size_t n = CP_MRT_HEAD_BYTES + (size_t)h.bytes;
        w->r.record++;
        rc = cp_mrt_read_record(&w->r, &h, (cp_bytes){ all.p + CP_MRT_HEAD_BYTES, h.bytes }, err);
        all = (cp_bytes){ all.p + n, all.n - n };
    }
    return rc;
}

/* By itself: when nobody else decodes, and before the turn is passed on. */
static cp_rc decode_alone(worker *w, range x, cp_err *err)
{
    many *m = w->m;
    const cp_bgp_to *to = w->r.to;
    (void)pthread_mutex_lock(&m->lock);
    while (m->n_decoding)
        (void)pthread_cond_wait(&m->moved, &m->lock);
    (void)pthread_mutex_unlock(&m->lock);
    w->r.to = &m->to[0];
    cp_rc rc = decode(w, x, err);
    w->r.to = to;
    return rc;
}

/* ---- the walk */

/* Can it be decoded beside others? */
static bool is_for_many(const cp_mrt_head *h)
{
    return h->type == CP_MRT_TABLE_DUMP ||
           (h->type == CP_MRT_TABLE_DUMP_V2 && h->subtype != CP_MRT_PEER_INDEX_TABLE);
}

/* Where the prefix of a record of a table stands, with its length; empty: nowhere. */
static cp_bytes net_of(const cp_mrt_head *h, cp_bytes body)
{
    enum { SEQUENCE_BYTES = 4, VIEW_BYTES = 4, AFI_V4 = 1, AFI_V4_AS4 = 3 };
    bool is_v1 = h->type == CP_MRT_TABLE_DUMP, is_v4 = h->subtype % 2;
    size_t at = is_v1 ? VIEW_BYTES : SEQUENCE_BYTES;
    if (body.n <= at)
        return (cp_bytes){ NULL, 0 };
    size_t n = is_v1 ? (is_v4 ? CP_MRT_V4_BYTES : CP_MRT_V6_BYTES) + 1 : 1 + (body.p[at] + 7u) / 8;
    return body.n - at < n ? (cp_bytes){ NULL, 0 } : (cp_bytes){ body.p + at, n };
}

/* The record at m->off, whole; false: there is none, and reading ends. */
static bool next_record(worker *w, cp_mrt_head *h)
{
    many *m = w->m;
    cp_bytes b = bytes_at(w, m->off, CP_MRT_HEAD_BYTES);
    if (!b.n)
        return false;
    w->r.record = m->record + 1;
    w->src.records++;
    if (!cp_mrt_is_head(&w->r, b, h))
        return false;
    size_t all = CP_MRT_HEAD_BYTES + (size_t)h->bytes;
    bool is_whole = bytes_at(w, m->off, all).n == all;
    cp_mrt_note_time(&w->r, h);
    if (!is_whole)
        cp_mrt_bad(&w->r, "the file ends", "in a record");
    return is_whole;
}

/* Does the record at m->off tell of the same prefix as the one at `last`? */
static bool is_same_net(worker *w, uint64_t last)
{
    cp_mrt_head h[2];
    cp_bytes net[2];
    const uint64_t at[2] = { last, w->m->off };
    for (int pass = 0; pass < 2; pass++) /* buf may move while the second is read */
        for (int i = 0; i < 2; i++) {
            cp_bytes b = bytes_at(w, at[i], CP_MRT_HEAD_BYTES);
            if (b.n < CP_MRT_HEAD_BYTES)
                return false;
            h[i] = cp_mrt_head_of(b);
            size_t n = h[i].bytes < CP_MRT_V6_BYTES * 2 ? h[i].bytes : CP_MRT_V6_BYTES * 2;
            b = bytes_at(w, at[i] + CP_MRT_HEAD_BYTES, n);
            net[i] = b.n == n ? net_of(&h[i], b) : (cp_bytes){ NULL, 0 };
        }
    return h[0].type == h[1].type && is_for_many(&h[1]) && net[0].n && net[0].n == net[1].n &&
           !memcmp(net[0].p, net[1].p, net[0].n);
}

/* The records that begin before `end`, and those of the last one's prefix: *left are those that are
 * still to be decoded, beside others. */
static cp_rc walk(worker *w, uint64_t end, range *left, bool *is_end, cp_err *err)
{
    many *m = w->m;
    cp_rc rc = CP_OK;
    uint64_t last = UINT64_MAX;
    *left = (range){ m->off, m->off, m->record };
    while (rc == CP_OK) {
        cp_mrt_head h;
        bool is_behind = m->off >= end;
        if (is_behind &&
            (last == UINT64_MAX || m->off - end > RUN_BYTES_MAX || !is_same_net(w, last)))
            break;
        *is_end = !next_record(w, &h);
        if (*is_end)
            break;
        uint64_t next = m->off + CP_MRT_HEAD_BYTES + h.bytes;
        if (is_for_many(&h)) {
            last = m->off;
            left->to = next;
        } else {
            rc = decode(w, *left, err);
            if (rc == CP_OK)
                rc = decode_alone(w, (range){ m->off, next, m->record }, err);
            *left = (range){ next, next, m->record + 1 };
            last = UINT64_MAX;
        }
        m->off = next;
        m->record++;
    }
    return rc;
}

/* Waits for the turn of a piece; false: reading has ended. */
static bool take_turn(many *m, uint64_t k)
{
    (void)pthread_mutex_lock(&m->lock);
    while (m->turn != k && !m->is_end)
        (void)pthread_cond_wait(&m->moved, &m->lock);
    bool is_mine = !m->is_end;
    (void)pthread_mutex_unlock(&m->lock);
    return is_mine;
}

static void pass_turn(many *m)
{
    (void)pthread_mutex_lock(&m->lock);
    m->turn++;
    m->n_decoding++;
    (void)pthread_cond_broadcast(&m->moved);
    (void)pthread_mutex_unlock(&m->lock);
}

static void end_decoding(many *m)
{
    (void)pthread_mutex_lock(&m->lock);
    if (--m->n_decoding == 0)
        (void)pthread_cond_broadcast(&m->moved);
    (void)pthread_mutex_unlock(&m->lock);
}

static bool claim(many *m, uint64_t *k)
{
    (void)pthread_mutex_lock(&m->lock);
    bool is_more = !m->is_end;
    *k = m->n_claimed++;
    (void)pthread_mutex_unlock(&m->lock);
    return is_more;
}

static cp_rc ask(many *m, uint64_t k, cp_err *err)
{
    const cp_read_opts *o = m->opts;
    if (k % ASK_EVERY)
        return CP_OK;
    if (o->is_stopped && o->is_stopped(o->stop_ctx))
        return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
    if (o->progress)
        o->progress(o->progress_ctx, m->fd >= 0 ? m->off : cp_input_raw_off(m->in),
                    cp_input_raw_size(m->in));
    return CP_OK;
}

/* One piece. */
static void work_on(worker *w, uint64_t k)
{
    many *m = w->m;
    range left = { 0, 0, 0 };
    bool is_end = false;
    cp_err err;
    w->is_walking = true;
    if (m->fd < 0)
        w->at = m->off;
    cp_rc rc = ask(m, k, &err);
    if (rc == CP_OK)
        rc = walk(w, w->at + PIECE_BYTES, &left, &is_end, &err);
    if (rc == CP_OK && m->fd < 0)
        keep(w, &left);
    w->is_walking = false;
    if (rc != CP_OK || is_end)
        stop(m, rc, &err);
    pass_turn(m);
    if (rc == CP_OK)
        rc = decode(w, left, &err);
    if (rc != CP_OK)
        stop(m, rc, &err);
    end_decoding(m);
}

static void *work(void *arg)
{
    worker *w = arg;
    many *m = w->m;
    uint64_t k;
    while (claim(m, &k)) {
        w->got = 0;
        w->at = k * PIECE_BYTES;
        if (m->fd >= 0)
            fill_from_file(w, PIECE_BYTES);
        if (!take_turn(m, k))
            break;
        work_on(w, k);
    }
    return NULL;
}

/* ---- putting together */

static int by_pos(const void *a, const void *b)
{
    const cp_problem *x = a, *y = b;
    return (x->pos > y->pos) - (x->pos < y->pos);
}

/* The first problems of all of them: each has kept its own first. */
static void add_problems(cp_arena *a, const worker *w, uint32_t n, cp_source *src)
{
    cp_problem all[CP_MRT_WORKERS_MAX * CP_SOURCE_PROBLEMS_MAX];
    size_t n_all = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < w[i].src.n_problems; k++)
            all[n_all++] = w[i].src.problems[k];
    qsort(all, n_all, sizeof *all, by_pos);
    for (size_t i = 0; i < n_all && src->n_problems < CP_SOURCE_PROBLEMS_MAX; i++) {
        cp_problem p = { all[i].pos, cp_str_dup(a, all[i].text) };
        src->problems[src->n_problems++] = p;
    }
}

static void add_counts(const cp_mrt_counts *x, cp_mrt_counts *to)
{
    to->nets += x->nets;
    to->routes += x->routes;
    to->routes_bad += x->routes_bad;
    to->not_bgp += x->not_bgp;
    to->attrs_discarded += x->attrs_discarded;
    to->other_width += x->other_width;
    to->updates += x->updates;
    to->others += x->others;
    to->peers = x->peers > to->peers ? x->peers : to->peers;
    to->ups += x->ups;
    to->downs += x->downs;
    to->other_states += x->other_states;
    to->other_messages += x->other_messages;
    to->told.announced += x->told.announced;
    to->told.withdrawn += x->told.withdrawn;
    to->told.treated_as_withdrawn += x->told.treated_as_withdrawn;
    to->told.ends += x->told.ends;
    to->told.attrs_discarded += x->told.attrs_discarded;
    to->told.resets += x->told.resets;
    to->told.other_families += x->told.other_families;
    to->told.other_width += x->told.other_width;
}

static void add_source(const cp_source *x, cp_source *to)
{
    to->records += x->records;
    to->records_bad += x->records_bad;
    to->records_unused += x->records_unused;
    if (x->first_at != CP_TIME_NONE && (to->first_at == CP_TIME_NONE || x->first_at < to->first_at))
        to->first_at = x->first_at;
    if (x->last_at != CP_TIME_NONE && (to->last_at == CP_TIME_NONE || x->last_at > to->last_at))
        to->last_at = x->last_at;
}

static void run(many *m, worker *w, uint32_t n)
{
    (void)pthread_mutex_init(&m->lock, NULL);
    (void)pthread_cond_init(&m->moved, NULL);
    for (uint32_t i = 1; i < n; i++)
        w[i].is_running = cp_thread_start(&w[i].thread, work, &w[i]);
    (void)work(&w[0]);
    for (uint32_t i = 1; i < n; i++)
        if (w[i].is_running)
            (void)pthread_join(w[i].thread, NULL);
    (void)pthread_cond_destroy(&m->moved);
    (void)pthread_mutex_destroy(&m->lock);
}

cp_rc cp_mrt_read_many(cp_arena *a, cp_input *in, const cp_read_opts *opts, const cp_bgp_to *to,
                       uint32_t n_to, cp_source *src, cp_mrt_counts *n, cp_err *err)
{
    uint64_t size = cp_input_raw_size(in);
    uint32_t n_workers = n_to < CP_MRT_WORKERS_MAX ? n_to : CP_MRT_WORKERS_MAX;
    if (opts->n_threads && opts->n_threads < n_workers)
        n_workers = opts->n_threads;
    if (n_workers < 2 || (size && size < SMALL_BYTES))
        return cp_mrt_read(a, in, opts, to, src, n, err);
    many *m = CP_NEW(a, many);
    worker *w = CP_NEW_ARRAY(a, worker, n_workers);
    *m = (many){ .opts = opts, .in = in, .fd = cp_input_seekable(in), .to = to, .rc = CP_OK };
    for (uint32_t i = 0; i < n_workers; i++) {
        w[i].m = m;
        w[i].src = (cp_source){ .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
        w[i].r = (cp_mrt_reader){
            .a = cp_arena_new(0), .src = &w[i].src, .n = &w[i].n, .to = &to[i], .index = &m->index
        };
    }
    run(m, w, n_workers);
    *n = (cp_mrt_counts){ .nets = 0 };
    for (uint32_t i = 0; i < n_workers; i++) {
        add_counts(&w[i].n, n);
        add_source(&w[i].src, src);
    }
    add_problems(a, w, n_workers, src);
    for (uint32_t i = 0; i < n_workers; i++)
        cp_arena_free(w[i].r.a);
    if (m->fd >= 0)
        cp_input_go(in, size);
    if (m->rc != CP_OK) {
        *err = m->err;
        return m->rc;
    }
    return cp_mrt_check(src, n, err);
}
