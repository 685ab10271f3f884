/* SPDX-License-Identifier: Apache-2.0 */
/* click_set.c - answers of all shards as one set of flows.
 *
 *     shard 1 --thread--> file: [ row | row | row ... ]  ----.
 *     shard 2 --thread--> file: [ row | row ]            ----+--> blocks of 65,536 rows
 *
 * Rows are of one length, so a block is a place in a file that is mapped, and each thread reads its
 * own. Files have no names: they are gone when the program is. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/cursor.h"
#include "base/sort.h"
#include "base/thread.h"
#include "sources/click/ask.h"
#include "sources/click/row.h"

typedef struct answer {
    const cp_click *c;
    const cp_click_server *s;
    const cp_str *form;
    int fd;
    uint64_t bytes;
    const uint8_t *p; /* mapped */
    uint32_t n_blocks;
    cp_rc rc;
    cp_err err;
} answer;

typedef struct click_set {
    cp_click_kind kind;
    size_t row_bytes;
    answer v[CP_CLICK_SHARDS_MAX];
    uint32_t n;
    const cp_click_known *known;
    cp_flow_damage none;
} click_set;

/* ---- asking */

static void close_answers(void *arg)
{
    click_set *set = arg;
    for (uint32_t i = 0; i < set->n; i++) {
        if (set->v[i].p)
            (void)munmap((void *)(uintptr_t)set->v[i].p, set->v[i].bytes);
        if (set->v[i].fd >= 0)
            (void)close(set->v[i].fd);
    }
}

static cp_rc nameless_file(cp_arena *a, int *fd, cp_err *err)
{
    const char *dir = getenv("TMPDIR");
    dir = dir && *dir ? dir : "/var/tmp"; /* /tmp may be memory */
    *fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (*fd < 0) { /* a file system that has none */
        cp_str path = cp_str_fmt(a, "%s/cleanpath-XXXXXX", dir);
        char *name = cp_arena_dup_text(a, path.p, path.n);
        *fd = mkostemp(name, O_CLOEXEC);
        if (*fd >= 0)
            (void)unlink(name);
    }
    if (*fd >= 0)
        return CP_OK;
    cp_rc rc = cp_fail_errno(err, errno, "cannot keep answers of ClickHouse there");
    cp_err_in_file(err, dir, strlen(dir));
    return rc;
}

static void *ask_one(void *arg)
{
    answer *x = arg;
    cp_arena *a = cp_arena_new(0);
    cp_click_say say = { .data = x->form, .is_form = true, .fd = x->fd };
    x->rc = cp_click_tell(x->c, x->s, a, &say, NULL, &x->bytes, &x->err);
    cp_arena_free(a);
    return NULL;
}

static cp_rc ask_all(click_set *set, cp_err *err)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    pthread_t threads[CP_CLICK_SHARDS_MAX];
    bool is_running[CP_CLICK_SHARDS_MAX] = { false };
    (void)sigaction(SIGPIPE, &ignore, &before); /* of all threads together */
    for (uint32_t i = 1; i < set->n; i++)
        is_running[i] = cp_thread_start(&threads[i], ask_one, &set->v[i]);
    for (uint32_t i = 0; i < set->n; i++)
        if (!is_running[i])
            (void)ask_one(&set->v[i]);
    for (uint32_t i = 1; i < set->n; i++)
        if (is_running[i])
            (void)pthread_join(threads[i], NULL);
    (void)sigaction(SIGPIPE, &before, NULL);
    for (uint32_t i = 0; i < set->n; i++)
        if (set->v[i].rc != CP_OK) {
            *err = set->v[i].err;
            return set->v[i].rc;
        }
    return CP_OK;
}

/* ---- rows */

static int compare_import(const void *item, const void *x)
{
    int64_t a = *(const int64_t *)item, b = *(const int64_t *)x;
    return a < b ? -1 : a > b;
}

bool cp_click_find_exporter(const cp_click_known *k, uint32_t source, uint32_t *exporter)
{
    int64_t import = source;
    uint32_t at =
        cp_sort_find(k->imports, k->n_imports, sizeof *k->imports, &import, compare_import);
    if (at == k->n_imports || k->imports[at] != import ||
        *exporter >= k->exporters_at[at + 1] - k->exporters_at[at])
        return false;
    *exporter += k->exporters_at[at];
    return true;
}

/* ---- blocks */

enum {
    ROWS_AT_ONCE = 16, /* whose addresses are on their way from memory meanwhile */
    SLOTS = 4 * CP_FLOW_BLOCK_ROWS,
    HAS = 1u << CP_FLOW_AT | 1u << CP_FLOW_SPAN | 1u << CP_FLOW_BYTES | 1u << CP_FLOW_PACKETS |
          1u << CP_FLOW_BYTES_BACK | 1u << CP_FLOW_PACKETS_BACK | 1u << CP_FLOW_SAMPLING |
          1u << CP_FLOW_EXPORTER | 1u << CP_FLOW_SPORT | 1u << CP_FLOW_DPORT | 1u << CP_FLOW_PROTO |
          1u << CP_FLOW_WHAT,
    HAS_OF_FLOWS = 1u << CP_FLOW_TCP_FLAGS | 1u << CP_FLOW_TCP_FLAGS_BACK | 1u << CP_FLOW_IN_IF |
                   1u << CP_FLOW_OUT_IF,
};

/* Of a table of the block's addresses; another stamp: nobody's in this block. */
typedef struct slot {
    uint32_t stamp, place;
} slot;

typedef struct iter {
    click_set *set;
    uint32_t next, to; /* blocks */
    cp_flow_addr *addrs;
    uint32_t *src, *dst, stamp;
    slot *slots;
    cp_flow_added *sums;
#define FIELD(id, field, type) type *field;
    CP_FLOW_COLUMNS(FIELD)
#undef FIELD
    cp_flow_columns cols;
} iter;

static uint32_t slot_of(const cp_flow_addr *x)
{
    return (uint32_t)cp_map_hash((cp_str){ (const char *)x->b, sizeof x->b }) & (SLOTS - 1);
}

static uint32_t place_of(iter *it, const cp_flow_addr *x, uint32_t at)
{
    for (; it->slots[at].stamp == it->stamp; at = (at + 1) & (SLOTS - 1))
        if (memcmp(&it->addrs[it->slots[at].place], x, sizeof *x) == 0)
            return it->slots[at].place;
    it->slots[at] = (slot){ it->stamp, it->cols.n_addrs };
    it->addrs[it->cols.n_addrs] = *x;
    return it->cols.n_addrs++;
}

static void take_columns(iter *it, uint32_t i, const cp_click_row *r)
{
#define TAKE(id, field, type) \
    if (it->field)            \
        it->field[i] = r->f.field;
    CP_FLOW_COLUMNS(TAKE)
#undef TAKE
    if (it->sums)
        it->sums[i] = r->sums;
}

/* Rows i..i+n-1. The slots and then the addresses of all are asked for before the first is needed:
 * they are all over a few megabytes. */
static void take_rows(iter *it, uint32_t i, uint32_t n, const cp_click_row *r)
{
    uint32_t at[2 * ROWS_AT_ONCE];
    for (uint32_t k = 0; k < 2 * n; k++) {
        at[k] = slot_of(k % 2 ? &r[k / 2].f.dst : &r[k / 2].f.src);
        __builtin_prefetch(&it->slots[at[k]]);
    }
    for (uint32_t k = 0; k < 2 * n; k++)
        if (it->slots[at[k]].stamp == it->stamp)
            __builtin_prefetch(&it->addrs[it->slots[at[k]].place]);
    for (uint32_t k = 0; k < n; k++) {
        it->src[i + k] = place_of(it, &r[k].f.src, at[2 * k]);
        it->dst[i + k] = place_of(it, &r[k].f.dst, at[2 * k + 1]);
        take_columns(it, i + k, &r[k]);
    }
}

static cp_rc bad_row(const answer *x, const char *why, cp_err *err)
{
    return cp_click_named(x->c, x->s, cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%s", why), err);
}

/* The k-th block of a shard. */
static cp_rc read_block(iter *it, const answer *x, uint32_t k, cp_err *err)
{
    size_t bytes = it->set->row_bytes, from = (size_t)k * CP_FLOW_BLOCK_ROWS;
    size_t n = x->bytes / bytes - from;
    n = n < CP_FLOW_BLOCK_ROWS ? n : CP_FLOW_BLOCK_ROWS;
    it->cols.n_addrs = 0;
    it->stamp++;
    cp_click_row rows[ROWS_AT_ONCE];
    for (uint32_t i = 0; i < n; i++) {
        cp_click_row *r = &rows[i % ROWS_AT_ONCE];
        if (!cp_click_row_read(it->set->kind, (cp_bytes){ x->p + (from + i) * bytes, bytes }, r))
            return bad_row(x, "a row of its answer cannot be", err);
        if (!cp_click_find_exporter(it->set->known, r->source, &r->f.exporter))
            return bad_row(x, "it has flows of a source or exporter that the case does not know",
                           err);
        uint32_t waiting = i % ROWS_AT_ONCE + 1;
        if (waiting == ROWS_AT_ONCE || i + 1 == n)
            take_rows(it, i + 1 - waiting, waiting, rows);
    }
    it->cols.n = (uint32_t)n;
    return CP_OK;
}

static cp_rc next(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err)
{
    iter *it = ctx;
    const click_set *set = it->set;
    uint32_t has = set->kind == CP_CLICK_SUMS ? HAS : HAS | HAS_OF_FLOWS, k = it->next, i = 0;
    *out = NULL;
    if (want & ~has)
        return cp_fail(err, CP_EINTERNAL, CP_NO_OFF, "a column that ClickHouse was not asked for");
    if (it->next == it->to)
        return CP_OK;
    while (k >= set->v[i].n_blocks)
        k -= set->v[i++].n_blocks;
    it->next++;
    cp_rc rc = read_block(it, &set->v[i], k, err);
    if (rc != CP_OK)
        return rc;
    it->cols.addrs = it->addrs;
    it->cols.src = it->src;
    it->cols.dst = it->dst;
    it->cols.sums = it->sums;
#define SHOW(id, field, type) it->cols.field = want & 1u << CP_FLOW_##id ? it->field : NULL;
    CP_FLOW_COLUMNS(SHOW)
#undef SHOW
    *out = &it->cols;
    return CP_OK;
}

static cp_rc new_iter(void *ctx, cp_arena *a, uint32_t from, uint32_t to, cp_flow_iter *out,
                      cp_err *err)
{
    click_set *set = ctx;
    iter *it = CP_NEW(a, iter);
    (void)err;
    *it = (iter){ .set = set, .next = from, .to = to };
    it->addrs = CP_NEW_RAW(a, cp_flow_addr, 2 * CP_FLOW_BLOCK_ROWS);
    it->src = CP_NEW_RAW(a, uint32_t, CP_FLOW_BLOCK_ROWS);
    it->dst = CP_NEW_RAW(a, uint32_t, CP_FLOW_BLOCK_ROWS);
    it->slots = CP_NEW_ARRAY(a, slot, SLOTS);
    if (set->kind == CP_CLICK_SUMS)
        it->sums = CP_NEW_RAW(a, cp_flow_added, CP_FLOW_BLOCK_ROWS);
    uint32_t has = HAS | HAS_OF_FLOWS;
#define MAKE(id, field, type)     \
    if (has & 1u << CP_FLOW_##id) \
        it->field = CP_NEW_RAW(a, type, CP_FLOW_BLOCK_ROWS);
    CP_FLOW_COLUMNS(MAKE)
#undef MAKE
    *out = (cp_flow_iter){ it, next };
    return CP_OK;
}

/* ---- a set */

static cp_rc map_answer(click_set *set, answer *x, cp_err *err)
{
    struct stat st;
    if (x->bytes % set->row_bytes)
        return bad_row(x, "its answer was cut off, or is of another kind", err);
    if (x->bytes == 0)
        return CP_OK;
    if (fstat(x->fd, &st) != 0 || (uint64_t)st.st_size != x->bytes)
        return bad_row(x, "its answer was not kept whole", err);
    void *p = mmap(NULL, x->bytes, PROT_READ, MAP_PRIVATE, x->fd, 0);
    if (p == MAP_FAILED)
        return cp_fail_errno(err, errno, "cannot read an answer of ClickHouse");
    x->p = p;
    uint64_t rows = x->bytes / set->row_bytes;
    x->n_blocks = (uint32_t)((rows + CP_FLOW_BLOCK_ROWS - 1) / CP_FLOW_BLOCK_ROWS);
    return CP_OK;
}

cp_rc cp_click_wrong_count(const cp_click *c, const cp_click_server *s, uint64_t n, uint64_t want,
                           cp_err *err)
{
    cp_rc rc = cp_fail(err, CP_EIO, CP_NO_OFF,
                       "it has %llu flows of the batches that it took, expected %llu: some were %s",
                       (unsigned long long)n, (unsigned long long)want,
                       n < want ? "lost there" : "added there by somebody else");
    return cp_click_named(c, s, rc, err);
}

/* How many flows a shard's rows stand for. */
static cp_rc count_rows(const click_set *set, const answer *x, uint64_t *out, cp_err *err)
{
    *out = set->kind == CP_CLICK_FLOWS ? x->bytes / set->row_bytes : 0;
    for (uint64_t at = 0; set->kind == CP_CLICK_SUMS && at < x->bytes; at += set->row_bytes) {
        cp_click_row r;
        if (!cp_click_row_read(set->kind, (cp_bytes){ x->p + at, set->row_bytes }, &r))
            return bad_row(x, "a row of its answer cannot be", err);
        *out += r.sums.flows;
    }
    return CP_OK;
}

/* How many flows each shard's answer has is compared by the caller. */
static cp_rc take_answers(click_set *set, uint64_t got[CP_CLICK_SHARDS_MAX], cp_flow_set *out,
                          cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < set->n; i++) {
        answer *x = &set->v[i];
        got[i] = 0;
        if ((rc = map_answer(set, x, err)) == CP_OK)
            rc = count_rows(set, x, &got[i], err);
        out->n_flows += got[i];
        out->n_blocks += x->n_blocks;
    }
    return rc;
}

static cp_rc open_answers(click_set *set, cp_click *c, cp_arena *a, const cp_str *form, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (; rc == CP_OK && set->n < c->n; set->n++) {
        set->v[set->n] = (answer){ .c = c, .s = &c->v[set->n], .form = form, .fd = -1 };
        rc = nameless_file(a, &set->v[set->n].fd, err);
    }
    return rc;
}

cp_rc cp_click_ask_rows(cp_click *c, cp_arena *a, cp_str form, size_t row_bytes,
                        cp_click_rows **out, cp_err *err)
{
    click_set *set = CP_NEW(a, click_set);
    cp_arena *scratch = cp_arena_new(0);
    *set = (click_set){ .row_bytes = row_bytes };
    *out = CP_NEW_ARRAY(a, cp_click_rows, CP_CLICK_SHARDS_MAX);
    cp_arena_defer(a, close_answers, set);
    cp_rc rc = open_answers(set, c, scratch, &form, err);
    if (rc == CP_OK)
        rc = ask_all(set, err);
    for (uint32_t i = 0; rc == CP_OK && i < set->n; i++) {
        rc = map_answer(set, &set->v[i], err);
        (*out)[i] = (cp_click_rows){ set->v[i].s, set->v[i].p, set->v[i].bytes / row_bytes };
    }
    cp_arena_free(scratch);
    return rc;
}

/* Has each shard what it took, and how much of it will it send? */
static cp_rc count_before(cp_click *c, const cp_click_known *k, const cp_click_question *q,
                          uint64_t *sent, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_click_rows *rows = NULL;
    cp_rc rc = cp_click_ask_rows(c, a, cp_click_count_form(a, k, q), 16, &rows, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++) {
        cp_cur row = cp_cur_of((cp_bytes){ rows[i].p, rows[i].n * 16 });
        uint64_t all = cp_cur_u64le(&row);
        sent[i] = cp_cur_u64le(&row);
        if (rows[i].n != 1)
            rc = cp_click_named(c, rows[i].s,
                                cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                                        "it answers with %llu rows, expected one with a count",
                                        (unsigned long long)rows[i].n),
                                err);
        else if (all != k->rows_of[i])
            rc = cp_click_wrong_count(c, rows[i].s, all, k->rows_of[i], err);
    }
    cp_arena_free(a);
    return rc;
}

static cp_rc ask_set(cp_click *c, cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                     uint64_t got[CP_CLICK_SHARDS_MAX], cp_flow_set *out, cp_err *err)
{
    click_set *set = CP_NEW(a, click_set);
    cp_arena *scratch = cp_arena_new(0);
    cp_str form = cp_click_form(scratch, k, q);
    cp_flow_set x = { .ctx = set,
                      .first_at = CP_TIME_NONE,
                      .last_at = CP_TIME_NONE,
                      .damage = &set->none,
                      .iter = new_iter };
    *set = (click_set){ .kind = q->kind, .known = k };
    set->row_bytes = q->kind == CP_CLICK_SUMS ? CP_CLICK_SUMS_BYTES : CP_CLICK_FLOWS_BYTES;
    cp_arena_defer(a, close_answers, set);
    cp_rc rc = open_answers(set, c, scratch, &form, err);
    if (rc == CP_OK)
        rc = ask_all(set, err);
    if (rc == CP_OK)
        rc = take_answers(set, got, &x, err);
    cp_arena_free(scratch);
    if (rc == CP_OK)
        *out = x;
    return rc;
}

/* All that a shard has is in its answers: in one, or two. */
static cp_rc compare_all(const cp_click *c, const cp_click_known *k, const uint64_t *got,
                         const uint64_t *more, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        if (got[i] + more[i] != k->rows_of[i])
            rc = cp_click_wrong_count(c, &c->v[i], got[i] + more[i], k->rows_of[i], err);
    return rc;
}

cp_rc cp_click_ask(cp_click *c, cp_arena *a, const cp_click_known *k, const cp_click_question *q,
                   cp_flow_set *out, cp_err *err)
{
    static const uint64_t none[CP_CLICK_SHARDS_MAX];
    uint64_t got[CP_CLICK_SHARDS_MAX], sent[CP_CLICK_SHARDS_MAX];
    cp_flow_set x;
    cp_rc rc = CP_OK;
    /* flows that are left out are not missed in the answer: so they are counted before */
    if (q->kind == CP_CLICK_FLOWS)
        rc = count_before(c, k, q, sent, err);
    if (rc == CP_OK)
        rc = ask_set(c, a, k, q, got, &x, err);
    if (rc == CP_OK && q->kind == CP_CLICK_SUMS)
        rc = compare_all(c, k, got, none, err);
    for (uint32_t i = 0; rc == CP_OK && q->kind == CP_CLICK_FLOWS && i < c->n; i++)
        if (got[i] != sent[i])
            rc = cp_click_named(
                c, &c->v[i],
                cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                        "its answer was cut off: it has other flows than it counted"),
                err);
    if (rc == CP_OK)
        *out = x;
    return rc;
}

cp_rc cp_click_ask_plain(cp_click *c, cp_arena *a, const cp_click_known *k,
                         const cp_click_question *q, cp_flow_set *out, cp_flow_set *rest,
                         cp_err *err)
{
    uint64_t got[CP_CLICK_SHARDS_MAX], more[CP_CLICK_SHARDS_MAX] = { 0 };
    cp_click_question flows = *q, others = *q;
    cp_flow_set x, y = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    bool is_all =
        q->from == CP_TIME_NONE && q->until == CP_TIME_NONE && !q->has_ends && !q->prefix_bytes;
    flows.kind = CP_CLICK_FLOWS;
    flows.is_plain = true;
    others.kind = CP_CLICK_SUMS;
    others.is_rest = true;
    cp_rc rc = ask_set(c, a, k, &flows, got, &x, err);
    if (rc == CP_OK && !is_all)
        rc = ask_set(c, a, k, &others, more, &y, err);
    if (rc == CP_OK)
        rc = compare_all(c, k, got, more, err);
    if (rc != CP_OK)
        return rc;
    *out = x;
    *rest = y;
    return CP_OK;
}
