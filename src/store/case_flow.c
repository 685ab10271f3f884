/* SPDX-License-Identifier: Apache-2.0 */
/* case_flow.c - flows into the case and out of it again. A block is a row, so what SQLite does for
 * each row is done for some ten thousand flows at once. */
#include "store/case_flow.h"
#include <string.h>
#include "store/case_beside.h"
#include "store/case_db.h"
#include "store/case_ship.h"

/* ---- in */

void cp_flows_begin(cp_case *c)
{
    c->flows.n_blocks = c->flows.n_name_blocks = 0;
    if (c->flows.names) /* of an import that was given up */
        (void)cp_flow_names_packer_take(c->flows.names);
    if (c->flows.n_unsampled)
        memset(c->flows.unsampled, 0, CP_FLOW_EXPORTERS_MAX * sizeof *c->flows.unsampled);
    c->flows.n_unsampled = 0;
}

/* Most blocks have no flow without sampling, or none with: a look at the head says the first. */
static cp_rc count_unsampled(cp_case *c, const cp_flow_block *b, cp_err *err)
{
    enum { WANT = 1u << CP_FLOW_SAMPLING | 1u << CP_FLOW_EXPORTER };
    const cp_flow_columns *cols = NULL;
    if (cp_flow_block_least(b->bytes, CP_FLOW_SAMPLING) != CP_SAMPLING_UNKNOWN)
        return CP_OK;
    if (!c->flows.blocks) {
        c->flows.blocks = cp_flow_unpacker_new(c->a);
        c->flows.unsampled = CP_NEW_ARRAY(c->a, uint64_t, CP_FLOW_EXPORTERS_MAX);
    }
    cp_rc rc = cp_flow_unpack(c->flows.blocks, b->bytes, WANT, &cols, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < cols->n; i++) {
        if (cols->exporter[i] >= CP_FLOW_EXPORTERS_MAX)
            return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d exporters of one source",
                           CP_FLOW_EXPORTERS_MAX);
        bool is_unsampled = cols->sampling[i] == CP_SAMPLING_UNKNOWN;
        c->flows.unsampled[cols->exporter[i]] += is_unsampled;
        c->flows.n_unsampled += is_unsampled;
    }
    return CP_OK;
}

static uint64_t take_unsampled(cp_case *c, uint32_t nr)
{
    uint64_t n = c->flows.unsampled ? c->flows.unsampled[nr] : 0;
    if (n)
        c->flows.unsampled[nr] = 0;
    c->flows.n_unsampled -= n;
    return n;
}

static cp_rc put(cp_case *c, stmt_id id, int64_t import, uint64_t seq, const cp_flow_block *b,
                 int64_t beside_at, int64_t beside_bytes, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, id, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import);
    cp_db_bind_int(s, 2, (int64_t)seq);
    cp_db_bind_int(s, 3, b->n_rows);
    cp_db_bind_time(s, 4, b->first_at);
    cp_db_bind_time(s, 5, b->last_at);
    cp_db_bind_bytes(s, 6, b->bytes);
    if (id == INS_FLOW_BLOCK) {
        cp_db_bind_int(s, 7, beside_at);
        cp_db_bind_int(s, 8, beside_bytes);
    }
    return cp_db_step_done(c, s, err);
}

cp_rc cp_flows_put_block(cp_case *c, int64_t import, uint64_t seq, const cp_flow_block *b,
                         cp_err *err)
{
    assert(b->n_rows && b->bytes.n <= CP_FLOW_BLOCK_BYTES_MAX);
    cp_rc rc = count_unsampled(c, b, err);
    return rc == CP_OK ? put(c, INS_FLOW_BLOCK, import, seq, b, 0, 0, err) : rc;
}

cp_rc cp_flows_put_collected(cp_case *c, int64_t import, uint64_t seq, const cp_flow_block *b,
                             cp_err *err)
{
    int64_t at;
    cp_flow_block row = *b;
    assert(b->n_rows && b->bytes.n <= CP_FLOW_BLOCK_BYTES_MAX);
    cp_rc rc = count_unsampled(c, b, err);
    if (rc == CP_OK)
        rc = cp_beside_put(c, b->bytes, &at, err);
    if (rc != CP_OK)
        return rc;
    if (at)
        row.bytes.n = 0;
    return put(c, INS_FLOW_BLOCK, import, seq, &row, at, at ? (int64_t)b->bytes.n : 0, err);
}

cp_rc cp_flows_put_names(cp_case *c, int64_t import, uint64_t seq, const cp_flow_block *b,
                         cp_err *err)
{
    assert(b->n_rows && b->bytes.n <= CP_FLOW_NAMES_BYTES_MAX);
    return put(c, INS_FLOW_NAME, import, seq, b, 0, 0, err);
}

cp_rc cp_flows_put_exporter(cp_case *c, int64_t import, const cp_exporter *x, cp_err *err)
{
    sqlite3_stmt *s;
    if (x->nr >= CP_FLOW_EXPORTERS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d exporters of one source",
                       CP_FLOW_EXPORTERS_MAX);
    cp_rc rc = cp_db_prepare(c, INS_EXPORTER, &s, err);
    if (rc != CP_OK)
        return rc;
    const uint64_t figures[] = { x->packets,     x->flows, x->lost,   x->restarts,
                                 x->no_template, x->bad,   x->unused, take_unsampled(c, x->nr) };
    cp_db_bind_int(s, 1, import);
    cp_db_bind_int(s, 2, x->nr);
    cp_db_bind_bytes(s, 3, (cp_bytes){ x->addr.b, sizeof x->addr.b });
    cp_db_bind_int(s, 4, x->domain);
    cp_db_bind_str(s, 5, cp_str_c(cp_flow_proto_name(x->proto)));
    cp_db_bind_int(s, 6, x->sampling);
    cp_db_bind_int(s, 7, x->is_sampling_mixed);
    cp_db_bind_time(s, 8, x->first_at);
    cp_db_bind_time(s, 9, x->last_at);
    for (int i = 0; i < 8; i++)
        cp_db_bind_int(s, 10 + i, (int64_t)figures[i]);
    return cp_db_step_done(c, s, err);
}

cp_rc cp_flows_sink_block(void *ctx, const cp_flow_block *b, cp_err *err)
{
    cp_case *c = ctx;
    return cp_flows_put_block(c, c->import_id, c->flows.n_blocks++, b, err);
}

cp_rc cp_flows_sink_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    cp_case *c = ctx;
    return cp_flows_put_exporter(c, c->import_id, x, err);
}

static cp_rc write_names(cp_case *c, cp_err *err)
{
    cp_flow_block b = cp_flow_names_packer_take(c->flows.names);
    return cp_flows_put_names(c, c->import_id, c->flows.n_name_blocks++, &b, err);
}

cp_rc cp_flows_sink_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    cp_case *c = ctx;
    if (!c->flows.names)
        c->flows.names = cp_flow_names_packer_new(c->a, cp_map_hash(CP_STR("names")));
    return cp_flow_names_packer_add(c->flows.names, n) ? write_names(c, err) : CP_OK;
}

cp_rc cp_flows_check(cp_case *c, int64_t import, cp_err *err)
{
    int64_t misnumbered = 0;
    cp_rc rc = cp_db_number_of(c, SEL_MISNUMBERED, import, &misnumbered, err);
    if (rc == CP_OK && (misnumbered || c->flows.n_unsampled))
        return cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                       "who told of flows did not tell of all their exporters");
    return rc;
}

cp_rc cp_flows_end(cp_case *c, cp_err *err)
{
    cp_rc rc =
        c->flows.names && cp_flow_names_packer_rows(c->flows.names) ? write_names(c, err) : CP_OK;
    return rc == CP_OK ? cp_flows_check(c, c->import_id, err) : rc;
}

/* ---- out again, one after the other */

static cp_rc damaged(cp_case *c, const char *what, cp_err *err)
{
    cp_rc rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the case is damaged: %s", what);
    cp_err_in_file(err, c->path.p, c->path.n);
    return rc;
}

/* From the columns of SEL_EXPORTERS. */
static cp_rc read_exporter(cp_case *c, sqlite3_stmt *s, cp_exporter *x, cp_err *err)
{
    cp_bytes addr = cp_db_col_bytes(s, 1);
    cp_str proto = cp_str_of_bytes(cp_db_col_bytes(s, 3));
    uint64_t *const figures[] = { &x->packets,     &x->flows, &x->lost,   &x->restarts,
                                  &x->no_template, &x->bad,   &x->unused, &x->unsampled };
    *x = (cp_exporter){ .nr = (uint32_t)sqlite3_column_int64(s, 0),
                        .domain = (uint32_t)sqlite3_column_int64(s, 2),
                        .sampling = (uint32_t)sqlite3_column_int64(s, 4),
                        .is_sampling_mixed = sqlite3_column_int(s, 5) != 0,
                        .first_at = cp_db_col_time(s, 6),
                        .last_at = cp_db_col_time(s, 7) };
    for (int i = 0; i < 8; i++)
        *figures[i] = (uint64_t)sqlite3_column_int64(s, 8 + i);
    if (addr.n != sizeof x->addr.b || !cp_flow_proto_by_name(proto, &x->proto) ||
        x->sampling > CP_FLOW_SAMPLING_MAX)
        return damaged(c, "what it says of an exporter cannot be", err);
    memcpy(x->addr.b, addr.p, sizeof x->addr.b);
    return CP_OK;
}

/* Each of an import, of numbers 0, 1, 2 ... */
static cp_rc each_exporter(cp_case *c, int64_t import,
                           cp_rc (*tell)(void *ctx, const cp_exporter *x, cp_err *err), void *ctx,
                           cp_err *err)
{
    sqlite3_stmt *s;
    cp_exporter x;
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, SEL_EXPORTERS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import);
    for (uint32_t n = 0; rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW; n++) {
        rc = read_exporter(c, s, &x, err);
        if (rc == CP_OK && (x.nr != n || n >= CP_FLOW_EXPORTERS_MAX))
            rc = damaged(c, "the exporters of a source are not numbered one after the other", err);
        if (rc == CP_OK)
            rc = tell(ctx, &x, err);
    }
    (void)sqlite3_reset(s);
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}

typedef struct exporter_list {
    cp_arena *a;
    CP_VEC(cp_exporter) v;
} exporter_list;

static cp_rc list_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    exporter_list *l = ctx;
    (void)err;
    cp_vec_push(l->a, &l->v, *x);
    return CP_OK;
}

cp_rc cp_flows_exporters(cp_case *c, cp_arena *a, int64_t import, const cp_exporter **out,
                         uint32_t *n, cp_err *err)
{
    exporter_list l = { .a = a };
    cp_rc rc = each_exporter(c, import, list_exporter, &l, err);
    if (rc != CP_OK)
        return rc;
    *out = l.v.v;
    *n = l.v.n;
    return CP_OK;
}

static cp_rc tell_blocks(cp_case *c, int64_t import, const cp_obs_sink *sink, cp_err *err)
{
    sqlite3_stmt *s;
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, SEL_FLOW_DATA, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        cp_flow_block b = { .n_rows = (uint32_t)sqlite3_column_int64(s, 1),
                            .first_at = cp_db_col_time(s, 2),
                            .last_at = cp_db_col_time(s, 3) };
        rc = cp_beside_block(c, s, 0, 4, &b.bytes, err);
        if (rc != CP_OK)
            break;
        rc = b.n_rows && b.n_rows <= CP_FLOW_BLOCK_ROWS && b.bytes.n <= CP_FLOW_BLOCK_BYTES_MAX
                 ? sink->flows(sink->ctx, &b, err)
                 : damaged(c, "a block of flows cannot be of that size", err);
    }
    (void)sqlite3_reset(s);
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}

/* To whom names are told, and what becomes of blocks that cannot be read: they are counted, or with
 * damage NULL an error. */
typedef struct names_to {
    cp_rc (*tell)(void *ctx, const cp_flow_name *n, cp_err *err);
    void *ctx;
    cp_flow_damage *damage;
} names_to;

/* Of a statement that is ready; it is reset. */
static cp_rc tell_names_of(cp_case *c, sqlite3_stmt *s, const names_to *to, cp_err *err)
{
    const cp_flow_name *v = NULL;
    uint32_t n = 0;
    int r = SQLITE_ROW;
    cp_rc rc = CP_OK;
    cp_err why;
    cp_arena *scratch = cp_arena_new(0);
    cp_flow_names_unpacker *u = cp_flow_names_unpacker_new(scratch);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        if (cp_flow_names_unpack(u, cp_db_col_bytes(s, 0), &v, &n, &why) == CP_OK) {
            for (uint32_t i = 0; rc == CP_OK && i < n; i++)
                rc = to->tell(to->ctx, &v[i], err);
        } else if (to->damage) {
            cp_err_in_file(&why, c->path.p, c->path.n);
            cp_flow_damage_add(to->damage, (uint64_t)sqlite3_column_int64(s, 1), &why);
        } else {
            rc = damaged(c, why.msg, err);
        }
    }
    (void)sqlite3_reset(s);
    cp_arena_free(scratch);
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}

static cp_rc tell_names(cp_case *c, int64_t import, const names_to *to, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_FLOW_NAMES, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import);
    return tell_names_of(c, s, to, err);
}

cp_rc cp_flows_replay(cp_case *c, int64_t import, const cp_obs_sink *sink, cp_err *err)
{
    names_to to = { sink->flow_name, sink->ctx, NULL };
    cp_rc rc = sink->flows ? tell_blocks(c, import, sink, err) : CP_OK;
    if (rc == CP_OK && sink->exporter)
        rc = each_exporter(c, import, sink->exporter, sink->ctx, err);
    return rc == CP_OK && sink->flow_name ? tell_names(c, import, &to, err) : rc;
}

typedef struct name_teller {
    cp_case_name_each each;
    void *ctx;
    uint32_t source;
} name_teller;

static cp_rc tell_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    const name_teller *t = ctx;
    return t->each(t->ctx, t->source, n, err);
}

cp_rc cp_case_flow_names(cp_case *c, cp_case_name_each each, void *ctx, cp_flow_damage *damage,
                         cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    int64_t *imports;
    uint32_t n;
    name_teller t = { each, ctx, 0 };
    names_to to = { tell_name, &t, damage };
    cp_rc rc = cp_case_import_ids(c, a, &imports, &n, err);
    for (; rc == CP_OK && t.source < n; t.source++)
        rc = tell_names(c, imports[t.source], &to, err);
    cp_arena_free(a);
    return rc;
}

cp_rc cp_case_flow_names_after(cp_case *c, int64_t block, cp_case_new_name each, void *ctx,
                               cp_flow_damage *damage, int64_t *latest, cp_err *err)
{
    sqlite3_stmt *s;
    int64_t mark = 0;
    const names_to to = { each, ctx, damage };
    cp_rc rc = cp_db_prepare(c, SEL_FLOW_NAMES_MARK, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = sqlite3_step(s);
    if (r == SQLITE_ROW)
        mark = sqlite3_column_int64(s, 0);
    (void)sqlite3_reset(s);
    if (r != SQLITE_ROW)
        return cp_db_fail(c, r, "cannot read the case", err);
    if (mark > block) {
        if ((rc = cp_db_prepare(c, SEL_FLOW_NAMES_AFTER, &s, err)) != CP_OK)
            return rc;
        cp_db_bind_int(s, 1, block);
        cp_db_bind_int(s, 2, mark);
        rc = tell_names_of(c, s, &to, err);
    }
    if (rc == CP_OK)
        *latest = mark;
    return rc;
}

/* ---- a set, to be read by several threads */

/* What flows are of. */
typedef struct origin {
    int64_t import;
    uint32_t exporters_at, n_exporters;
} origin;

typedef struct block_ref {
    int64_t id;
    uint32_t rows, source;
} block_ref;

typedef struct flow_set {
    cp_str path;
    origin *origins; /* of each source */
    uint32_t n_origins;
    CP_VEC(cp_exporter) exporters;
    CP_VEC(block_ref) blocks;
    int64_t after, latest; /* only blocks of numbers behind this one; the last of all */
    cp_flow_damage damage;
    cp_arena *a;
} flow_set;

static cp_rc keep_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    flow_set *set = ctx;
    cp_exporter *own = cp_vec_add(set->a, &set->exporters);
    (void)err;
    *own = *x;
    own->source = set->n_origins;
    return CP_OK;
}

static cp_rc load_origins(cp_case *c, flow_set *set, cp_err *err)
{
    int64_t *imports;
    uint32_t n;
    cp_rc rc = cp_case_import_ids(c, set->a, &imports, &n, err);
    if (rc != CP_OK)
        return rc;
    set->origins = CP_NEW_ARRAY(set->a, origin, n);
    for (; rc == CP_OK && set->n_origins < n; set->n_origins++) {
        origin *o = &set->origins[set->n_origins];
        *o = (origin){ imports[set->n_origins], set->exporters.n, 0 };
        rc = each_exporter(c, o->import, keep_exporter, set, err);
        o->n_exporters = set->exporters.n - o->exporters_at;
    }
    return rc;
}

/* Both are in the order of imports. */
static cp_rc load_blocks(cp_case *c, flow_set *set, cp_flow_set *out, cp_err *err)
{
    sqlite3_stmt *s;
    uint32_t source = 0;
    int r;
    cp_rc rc = cp_db_prepare(c, set->after ? SEL_FLOW_BLOCKS_AFTER : SEL_FLOW_BLOCKS, &s, err);
    if (rc != CP_OK)
        return rc;
    if (set->after)
        cp_db_bind_int(s, 1, set->after);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        int64_t import = sqlite3_column_int64(s, 0), rows = sqlite3_column_int64(s, 2);
        cp_time first = cp_db_col_time(s, 3), last = cp_db_col_time(s, 4);
        while (source < set->n_origins && set->origins[source].import < import)
            source++;
        if (source == set->n_origins || set->origins[source].import != import || rows < 1 ||
            rows > CP_FLOW_BLOCK_ROWS)
            rc = damaged(c, "a block of flows is of no source, or cannot be of that size", err);
        else if (set->blocks.n == CP_CASE_FLOW_BLOCKS_MAX)
            rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d blocks of flows",
                         CP_CASE_FLOW_BLOCKS_MAX);
        if (rc != CP_OK)
            break;
        cp_vec_push(set->a, &set->blocks,
                    ((block_ref){ sqlite3_column_int64(s, 1), (uint32_t)rows, source }));
        out->n_flows += (uint64_t)rows;
        if (out->first_at == CP_TIME_NONE || (first != CP_TIME_NONE && first < out->first_at))
            out->first_at = first;
        if (out->last_at == CP_TIME_NONE || last > out->last_at)
            out->last_at = last;
    }
    (void)sqlite3_reset(s);
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}

typedef struct iter {
    flow_set *set;
    cp_case *c; /* an own connection: SQLite lets one thread use it */
    cp_flow_unpacker *u;
    cp_flow_columns cols;
    uint32_t at, to;
} iter;

/* Flows of an exporter that was not told of. */
static cp_rc check_exporters(const cp_flow_columns *cols, const origin *o, cp_err *err)
{
    uint32_t max = 0;
    for (uint32_t i = 0; cols->exporter && i < cols->n; i++)
        max = cols->exporter[i] > max ? cols->exporter[i] : max;
    if (cols->exporter && max >= o->n_exporters)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "a flow is of exporter %u of %u", max,
                       o->n_exporters);
    return CP_OK;
}

static cp_rc read_block(iter *it, const block_ref *b, uint32_t want, cp_err *err)
{
    const origin *o = &it->set->origins[b->source];
    const cp_flow_columns *cols = NULL;
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(it->c, SEL_FLOW_BLOCK, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, b->id);
    cp_db_bind_int(s, 2, o->import);
    int r = sqlite3_step(s);
    if (r == SQLITE_ROW) {
        cp_bytes block;
        rc = cp_beside_block(it->c, s, 0, 1, &block, err);
        if (rc == CP_OK)
            rc = cp_flow_unpack(it->u, block, want, &cols, err);
    } else if (r == SQLITE_DONE)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "it was removed meanwhile");
    else
        rc = cp_db_fail(it->c, r, "cannot read the case", err);
    (void)sqlite3_reset(s);
    if (rc == CP_OK && cols->n != b->rows)
        rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "it has %u flows, expected %u", cols->n, b->rows);
    if (rc == CP_OK)
        rc = check_exporters(cols, o, err);
    if (rc != CP_OK)
        return rc;
    it->cols = *cols;
    it->cols.source = b->source;
    it->cols.exporters_at = o->exporters_at;
    return CP_OK;
}

static cp_rc next(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err)
{
    iter *it = ctx;
    cp_err why = { 0 };
    *out = NULL;
    while (it->at < it->to) {
        const block_ref *b = &it->set->blocks.v[it->at++];
        cp_rc rc = read_block(it, b, want, &why);
        if (rc == CP_OK) {
            *out = &it->cols;
            return CP_OK;
        }
        if (rc != CP_EFORMAT) {
            if (err)
                *err = why;
            return rc;
        }
        cp_err told;
        (void)cp_fail(&told, CP_EFORMAT, CP_NO_OFF, "block %lld of flows: %s", (long long)b->id,
                      why.msg);
        cp_err_in_file(&told, it->set->path.p, it->set->path.n);
        cp_flow_damage_add(&it->set->damage, b->rows, &told);
    }
    return CP_OK;
}

static cp_rc new_iter(void *ctx, cp_arena *a, uint32_t from, uint32_t to, cp_flow_iter *out,
                      cp_err *err)
{
    flow_set *set = ctx;
    iter *it = CP_NEW(a, iter);
    assert(from <= to && to <= set->blocks.n);
    *it = (iter){ .set = set, .at = from, .to = to };
    cp_rc rc = cp_case_open(a, set->path, CP_CASE_READ, &it->c, err);
    if (rc != CP_OK)
        return rc;
    it->u = cp_flow_unpacker_new(a);
    *out = (cp_flow_iter){ it, next };
    return CP_OK;
}

static void tell_imports(cp_arena *a, const flow_set *set, cp_case_shipped *out)
{
    int64_t *imports = CP_NEW_ARRAY(a, int64_t, (size_t)set->n_origins + 1);
    uint32_t *at = CP_NEW_ARRAY(a, uint32_t, (size_t)set->n_origins + 1);
    for (uint32_t i = 0; i < set->n_origins; i++) {
        imports[i] = set->origins[i].import;
        at[i] = set->origins[i].exporters_at;
    }
    at[set->n_origins] = set->exporters.n;
    out->imports = imports;
    out->exporters_at = at;
    out->n_imports = set->n_origins;
}

cp_rc cp_case_flow_mark_of(cp_case *c, cp_case_flow_mark *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_FLOW_MARK, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = sqlite3_step(s);
    if (r == SQLITE_ROW)
        *out = (cp_case_flow_mark){ .block = sqlite3_column_int64(s, 0),
                                    .log = sqlite3_column_int64(s, 1),
                                    .n_receiving = (uint32_t)sqlite3_column_int64(s, 2) };
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}

/* All of it of one moment. */
static cp_rc load(cp_case *c, flow_set *set, cp_flow_set *out, cp_case_shipped *far, cp_err *err)
{
    cp_case_flow_mark mark = { 0 };
    cp_rc rc = cp_case_exec(c->db, "BEGIN", err);
    if (rc != CP_OK)
        return rc;
    rc = load_origins(c, set, err);
    if (rc == CP_OK)
        rc = load_blocks(c, set, out, err);
    if (rc == CP_OK)
        rc = cp_case_shipped_of(c, set->a, far, err);
    if (rc == CP_OK)
        rc = cp_case_flow_mark_of(c, &mark, err);
    (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
    set->latest = mark.block;
    return rc;
}

static cp_rc set_after(cp_case *c, cp_arena *a, int64_t after, flow_set **of, cp_flow_set *out,
                       cp_case_shipped *far, cp_err *err)
{
    flow_set *set = CP_NEW(a, flow_set);
    cp_flow_set x = { .ctx = set,
                      .first_at = CP_TIME_NONE,
                      .last_at = CP_TIME_NONE,
                      .damage = &set->damage,
                      .iter = new_iter };
    set->a = a;
    set->after = after;
    set->path = cp_str_dup(a, c->path);
    cp_rc rc = load(c, set, &x, far, err);
    if (rc != CP_OK)
        return rc;
    x.exporters = set->exporters.v;
    x.n_exporters = set->exporters.n;
    x.n_blocks = set->blocks.n;
    tell_imports(a, set, far);
    *of = set;
    *out = x;
    return CP_OK;
}

cp_rc cp_case_flow_near(cp_case *c, cp_arena *a, cp_flow_set *out, cp_case_shipped *far,
                        cp_err *err)
{
    flow_set *set;
    return set_after(c, a, 0, &set, out, far, err);
}

cp_rc cp_case_flow_after(cp_case *c, cp_arena *a, int64_t block, cp_flow_set *out, int64_t *latest,
                         cp_err *err)
{
    cp_case_shipped far;
    cp_flow_set near;
    flow_set *set;
    cp_rc rc = set_after(c, a, block, &set, &near, &far, err);
    if (rc == CP_OK && far.rows)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%llu flows of this case are in ClickHouse (%u shards), which --clickhouse "
                       "has to name",
                       (unsigned long long)far.rows, far.cluster.n_shards);
    if (rc != CP_OK)
        return rc;
    *latest = set->latest;
    *out = near;
    return CP_OK;
}

cp_rc cp_case_flow_set(cp_case *c, cp_arena *a, cp_flow_set *out, cp_err *err)
{
    int64_t latest;
    return cp_case_flow_after(c, a, 0, out, &latest, err);
}
