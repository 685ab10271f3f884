/* SPDX-License-Identifier: Apache-2.0 */
/* click_put.c - a batch into the shards, once.
 *
 *     drop staging tables of earlier tries       waits for what is at work on them; later it fails
 *     is the batch's partition there, whole?     then an earlier try did it
 *     new staging table, insert, count, into the empty partition (one part: all or nothing), count
 *
 * A partition that is there must not be replaced: a server keeps the files of parts that were
 * replaced for minutes, and takes them for good ones if it is killed before they are gone (18.16
 * then has the rows twice: tests/soak/clickhouse9 found it). So one that is there in part is
 * dropped, and the batch waits until its files are gone. */
#include <sys/random.h>
#include <time.h>
#include "sources/click/inside.h"

#define STAGE "cleanpath_stage_"

typedef struct part {
    uint8_t *p;
    size_t n, cap;
    uint64_t rows;
} part;

struct cp_click_batch {
    cp_arena *a;
    cp_click *c;
    uint32_t batch, source;
    part parts[CP_CLICK_SHARDS_MAX];
};

static uint64_t mixed(uint64_t x)
{
    cp_rand r = { x };
    return cp_rand_u64(&r);
}

static uint64_t hash_of(const cp_flow_addr *x)
{
    uint64_t hi = 0, lo = 0;
    for (int i = 0; i < 8; i++) {
        hi = hi << 8 | x->b[i];
        lo = lo << 8 | x->b[8 + i];
    }
    return mixed(hi ^ mixed(lo));
}

uint32_t cp_click_shard_of(const cp_flow_addr *x, const cp_flow_addr *y, uint32_t n_shards)
{
    uint64_t h = mixed(hash_of(x) + hash_of(y)); /* whichever of them comes first */
    return (uint32_t)((h >> 32) * n_shards >> 32);
}

cp_click_batch *cp_click_batch_new(cp_arena *a, cp_click *c, uint32_t batch, uint32_t source)
{
    cp_click_batch *b = CP_NEW(a, cp_click_batch);
    *b = (cp_click_batch){ .a = a, .c = c, .batch = batch, .source = source };
    return b;
}

static void put(part *p, uint64_t v, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes; i++)
        p->p[p->n++] = (uint8_t)(v >> 8 * i);
}

static void put_flow(cp_click_batch *b, const cp_flow_columns *f, uint32_t i)
{
    enum { ROW_BYTES_MAX = 192 };
    const cp_flow_addr *src = &f->addrs[f->src[i]], *dst = &f->addrs[f->dst[i]];
    part *p = &b->parts[cp_click_shard_of(src, dst, b->c->n)];
    if (p->cap - p->n < ROW_BYTES_MAX) {
        size_t cap = p->cap ? p->cap * 2 : (size_t)1 << 20;
        p->p = cp_arena_grow(b->a, p->p, p->cap, cap);
        p->cap = cap;
    }
    put(p, b->batch, 4);
    put(p, b->source, 4);
    memcpy(p->p + p->n, src->b, sizeof src->b);
    memcpy(p->p + p->n + 16, dst->b, sizeof dst->b);
    p->n += 32;
#define PUT(id, field, type) put(p, (uint64_t)f->field[i], sizeof(type));
    CP_FLOW_COLUMNS(PUT)
#undef PUT
    p->rows++;
}

void cp_click_batch_add(cp_click_batch *b, const cp_flow_columns *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        put_flow(b, f, i);
}

static bool is_stage(cp_str name)
{
    bool is_plain = cp_str_starts(name, CP_STR(STAGE)) && name.n < 64;
    for (size_t i = 0; i < name.n; i++)
        is_plain = is_plain && (name.p[i] == '_' || (name.p[i] >= 'a' && name.p[i] <= 'z') ||
                                (name.p[i] >= '0' && name.p[i] <= '9'));
    return is_plain;
}

static cp_rc drop_old(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_err *err)
{
    cp_str text, sql = cp_str_fmt(a,
                                  "SELECT name FROM system.tables WHERE database='%.*s' AND "
                                  "startsWith(name, '" STAGE "')",
                                  CP_FMT(s->database));
    cp_rc rc = cp_click_run(c, s, a, sql, &text, err);
    while (rc == CP_OK && text.n) {
        ptrdiff_t end = cp_str_find_char(text, '\n');
        cp_str name = end < 0 ? text : cp_str_slice(text, 0, (size_t)end);
        text = end < 0 ? CP_STR("") : cp_str_from(text, (size_t)end + 1);
        if (is_stage(name))
            rc = cp_click_run(c, s, a, cp_str_fmt(a, "DROP TABLE IF EXISTS %.*s", CP_FMT(name)),
                              NULL, err);
    }
    return rc;
}

static cp_rc expect(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_str sql,
                    uint64_t rows, cp_err *err)
{
    uint64_t n = 0;
    cp_rc rc = cp_click_number(c, s, a, sql, &n, err);
    if (rc != CP_OK || n == rows)
        return rc;
    rc = cp_fail(err, CP_EIO, CP_NO_OFF, "it has %llu of the %llu flows of a batch",
                 (unsigned long long)n, (unsigned long long)rows);
    return cp_click_named(c, s, rc, err);
}

static cp_rc insert(const cp_click *c, const cp_click_server *s, cp_arena *a, cp_str stage,
                    const part *p, cp_err *err)
{
    cp_buf sql = cp_buf_new(a);
    cp_str data = { (const char *)p->p, p->n };
    cp_buf_fmt(&sql, "INSERT INTO %.*s (", CP_FMT(stage));
    cp_click_columns(&sql, false);
    cp_buf_add_c(&sql, ") FORMAT RowBinary");
    cp_click_say say = { .sql = cp_buf_str(&sql), .data = &data, .fd = -1 };
    return cp_click_tell(c, s, a, &say, NULL, NULL, err);
}

/* *is_there: all of it. CP_EBUSY: there are remains, which have to go first. */
static cp_rc look_for(const cp_click_batch *b, const cp_click_server *s, cp_arena *a,
                      bool *is_there, cp_err *err)
{
    uint64_t rows = 0, parts = 0, old = 0, want = b->parts[s->shard].rows;
    cp_str of = cp_str_fmt(a,
                           "FROM system.parts WHERE database='%.*s' AND table='cleanpath_flow' AND "
                           "partition='%u'",
                           CP_FMT(s->database), b->batch);
    cp_rc rc =
        cp_click_number(b->c, s, a, cp_str_fmt(a, "SELECT count() %.*s", CP_FMT(of)), &parts, err);
    if (rc == CP_OK && parts)
        rc = cp_click_number(
            b->c, s, a, cp_str_fmt(a, "SELECT count() %.*s AND NOT active", CP_FMT(of)), &old, err);
    if (rc == CP_OK && parts)
        rc = cp_click_number(
            b->c, s, a,
            cp_str_fmt(a, "SELECT count() FROM cleanpath_flow WHERE batch=%u", b->batch), &rows,
            err);
    *is_there = rc == CP_OK && rows == want && !old;
    if (rc != CP_OK || !parts || *is_there)
        return rc;
    if (rows && rows != want)
        rc = cp_click_run(b->c, s, a,
                          cp_str_fmt(a, "ALTER TABLE cleanpath_flow DROP PARTITION %u", b->batch),
                          NULL, err);
    if (rc == CP_OK) {
        rc = cp_fail(err, CP_EBUSY, CP_NO_OFF, "remains of a batch that was cut off are removed");
        return cp_click_named(b->c, s, rc, err);
    }
    return rc;
}

static cp_str new_stage(cp_arena *a, uint32_t batch)
{
    uint64_t random = 0;
    struct timespec t;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) {
        (void)clock_gettime(CLOCK_REALTIME, &t);
        random = mixed((uint64_t)t.tv_sec << 30 ^ (uint64_t)t.tv_nsec);
    }
    return cp_str_fmt(a, STAGE "%u_%016llx", batch, (unsigned long long)random);
}

static cp_rc send_part(const cp_click_batch *b, const cp_click_server *s, cp_arena *a, cp_err *err)
{
    const cp_click *c = b->c;
    const part *p = &b->parts[s->shard];
    cp_str stage = new_stage(a, b->batch);
    bool is_there = false;
    if (!p->rows)
        return CP_OK;
    cp_rc rc = drop_old(c, s, a, err);
    if (rc == CP_OK)
        rc = look_for(b, s, a, &is_there, err);
    if (is_there)
        return rc;
    if (rc == CP_OK)
        rc = cp_click_run(c, s, a,
                          cp_str_fmt(a, "CREATE TABLE %.*s AS cleanpath_flow", CP_FMT(stage)), NULL,
                          err);
    if (rc == CP_OK)
        rc = insert(c, s, a, stage, p, err);
    if (rc == CP_OK)
        rc =
            expect(c, s, a, cp_str_fmt(a, "SELECT count() FROM %.*s", CP_FMT(stage)), p->rows, err);
    if (rc == CP_OK)
        rc = cp_click_run(c, s, a,
                          cp_str_fmt(a, "ALTER TABLE cleanpath_flow REPLACE PARTITION %u FROM %.*s",
                                     b->batch, CP_FMT(stage)),
                          NULL, err);
    if (rc == CP_OK)
        rc = expect(c, s, a,
                    cp_str_fmt(a, "SELECT count() FROM cleanpath_flow WHERE batch=%u", b->batch),
                    p->rows, err);
    if (rc == CP_OK)
        rc = cp_click_run(c, s, a, cp_str_fmt(a, "DROP TABLE %.*s", CP_FMT(stage)), NULL, err);
    return rc;
}

cp_rc cp_click_batch_send(cp_click_batch *b, uint64_t rows[CP_CLICK_SHARDS_MAX], cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < b->c->n; i++) {
        rc = send_part(b, &b->c->v[i], a, err);
        rows[i] = b->parts[i].rows;
    }
    cp_arena_free(a);
    return rc;
}

static cp_rc drop_there(const cp_click *c, const cp_click_server *s, cp_arena *a, const uint32_t *v,
                        uint32_t n, uint64_t *parts, cp_err *err)
{
    cp_buf sql = cp_buf_new(a);
    cp_buf_fmt(&sql,
               "SELECT count() FROM system.parts WHERE database='%.*s' AND table='cleanpath_flow' "
               "AND partition IN (",
               CP_FMT(s->database));
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(&sql, "%s'%u'", i ? "," : "", v[i]);
    cp_buf_char(&sql, ')');
    cp_rc rc = cp_click_number(c, s, a, cp_buf_str(&sql), parts, err);
    for (uint32_t i = 0; rc == CP_OK && *parts && i < n; i++)
        rc = cp_click_run(c, s, a,
                          cp_str_fmt(a, "ALTER TABLE cleanpath_flow DROP PARTITION %u", v[i]), NULL,
                          err);
    return rc;
}

cp_rc cp_click_batches_drop(cp_click *c, const uint32_t *v, uint32_t n, bool *are_gone, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = CP_OK;
    *are_gone = true;
    for (uint32_t i = 0; rc == CP_OK && n && i < c->n; i++) {
        uint64_t parts = 0;
        rc = drop_there(c, &c->v[i], a, v, n, &parts, err);
        *are_gone &= rc == CP_OK && parts == 0;
    }
    cp_arena_free(a);
    return rc;
}

cp_rc cp_click_batch_max(cp_click *c, uint32_t *out, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = CP_OK;
    *out = 0;
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++) {
        uint64_t n = 0;
        rc = cp_click_number(c, &c->v[i], a, CP_STR("SELECT max(batch) FROM cleanpath_flow"), &n,
                             err);
        *out = n > *out ? (uint32_t)n : *out;
    }
    cp_arena_free(a);
    return rc;
}
