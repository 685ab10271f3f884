/* SPDX-License-Identifier: Apache-2.0 */
/* case_read.c - evidence out of the case again, in the order in which it was read. */
#include "store/case_db.h"

static void read_import(cp_arena *a, sqlite3_stmt *s, cp_source *x)
{
    cp_str *text[] = { &x->name, &x->sha256, &x->format, &x->realm, &x->compression, &x->note };
    uint64_t state = 0;
    uint64_t *number[] = { &x->bytes,          &state,           &x->records, &x->records_bad,
                           &x->records_unused, &x->observations, &x->links };
    for (int i = 0; i < 6; i++)
        *text[i] = cp_db_col_str(a, s, 1 + i);
    for (int i = 0; i < 7; i++)
        *number[i] = (uint64_t)sqlite3_column_int64(s, 7 + i);
    x->state = state < CP_SOURCE_STATE_COUNT ? (cp_source_state)state : CP_SOURCE_UNREADABLE;
    x->first_at = cp_db_col_time(s, 14);
    x->last_at = cp_db_col_time(s, 15);
    x->imported_at = sqlite3_column_int64(s, 16);
    x->imported_by = cp_db_col_str(a, s, 17);
    x->statements = (uint64_t)sqlite3_column_int64(s, 18);
    x->ties = (uint64_t)sqlite3_column_int64(s, 19);
    x->sheets = cp_db_col_str(a, s, 20);
}

static cp_rc read_problems(cp_case *c, cp_arena *a, int64_t import_id, cp_source *x, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_PROBLEMS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import_id);
    int r = SQLITE_DONE;
    while (x->n_problems < CP_SOURCE_PROBLEMS_MAX && (r = sqlite3_step(s)) == SQLITE_ROW)
        x->problems[x->n_problems++] =
            (cp_problem){ (uint64_t)sqlite3_column_int64(s, 0), cp_db_col_str(a, s, 1) };
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW || r == SQLITE_DONE ? CP_OK
                                               : cp_db_fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_sources(cp_case *c, cp_arena *a, cp_source **out, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_source) v = { 0 };
    CP_VEC(int64_t) ids = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_IMPORTS, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        read_import(a, s, cp_vec_add(a, &v));
        cp_vec_push(a, &ids, sqlite3_column_int64(s, 0));
    }
    (void)sqlite3_reset(s);
    if (r != SQLITE_DONE)
        return cp_db_fail(c, r, "cannot read the case", err);
    for (uint32_t i = 0; i < v.n; i++)
        if ((rc = read_problems(c, a, ids.v[i], &v.v[i], err)) != CP_OK)
            return rc;
    *out = v.v;
    *n = v.n;
    return CP_OK;
}

static cp_rc import_id_at(cp_case *c, uint32_t index, int64_t *id, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_IMPORTS, &s, err);
    if (rc != CP_OK)
        return rc;
    int r = SQLITE_DONE;
    for (uint32_t i = 0; i <= index; i++)
        if ((r = sqlite3_step(s)) != SQLITE_ROW)
            break;
    *id = r == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}

typedef struct subject_cache {
    int64_t id;
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n;
    cp_str realm; /* "": that of the import */
    cp_arena *a;
} subject_cache;

static cp_rc load_realm(cp_case *c, subject_cache *cache, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_REALM, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, cache->id);
    int r = sqlite3_step(s);
    cache->realm = r == SQLITE_ROW ? cp_db_col_str(cache->a, s, 0) : CP_STR("");
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW || r == SQLITE_DONE ? CP_OK
                                               : cp_db_fail(c, r, "cannot read the case", err);
}

static cp_rc load_subject(cp_case *c, int64_t id, subject_cache *cache, cp_err *err)
{
    sqlite3_stmt *s;
    if (cache->a && cache->id == id)
        return CP_OK;
    cp_rc rc = cp_db_prepare(c, SEL_IDENTS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_arena_free(cache->a);
    cache->a = cp_arena_new(0);
    cache->id = id;
    cache->n = 0;
    cp_db_bind_int(s, 1, id);
    int r;
    while ((r = sqlite3_step(s)) == SQLITE_ROW && cache->n < CP_OBS_IDENTS_MAX) {
        cp_ident *x = &cache->ids[cache->n];
        if (cp_ident_kind_by_name(cp_db_col_str(cache->a, s, 0), &x->kind)) {
            x->value = cp_db_col_str(cache->a, s, 1);
            cache->n++;
        }
    }
    (void)sqlite3_reset(s);
    return r == SQLITE_DONE || r == SQLITE_ROW ? load_realm(c, cache, err)
                                               : cp_db_fail(c, r, "cannot read the case", err);
}

static cp_rc replay_observations(cp_case *c, int64_t import_id, const cp_obs_sink *sink,
                                 cp_err *err)
{
    sqlite3_stmt *s;
    subject_cache subject = { 0 };
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, SEL_OBS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import_id);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        cp_kind kind;
        cp_str kind_name = { (const char *)sqlite3_column_text(s, 2),
                             (size_t)sqlite3_column_bytes(s, 2) };
        if ((rc = load_subject(c, sqlite3_column_int64(s, 0), &subject, err)) != CP_OK ||
            subject.n == 0)
            continue;
        if (!cp_kind_by_name(kind_name, &kind))
            /* a kind of a newer program: it would have raised the version if old ones had to know
             * it */
            continue;
        cp_obs o = { .ids = subject.ids,
                     .n_ids = subject.n,
                     .realm = subject.realm,
                     .kind = kind,
                     .at = cp_db_col_time(s, 4),
                     .pos = (uint64_t)sqlite3_column_int64(s, 5) };
        o.part =
            (cp_str){ (const char *)sqlite3_column_text(s, 1), (size_t)sqlite3_column_bytes(s, 1) };
        o.value = (cp_str){ sqlite3_column_blob(s, 3), (size_t)sqlite3_column_bytes(s, 3) };
        rc = sink->obs(sink->ctx, &o, err);
    }
    (void)sqlite3_reset(s);
    cp_arena_free(subject.a);
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}

static cp_link_kind link_kind(cp_str name)
{
    for (unsigned k = 0; k < CP_LINK_KIND_COUNT; k++)
        if (cp_str_eq(name, cp_str_c(cp_link_kind_name((cp_link_kind)k))))
            return (cp_link_kind)k;
    return CP_LINK_TABLE;
}

static void read_link(cp_arena *a, sqlite3_stmt *s, cp_link *l)
{
    *l = (cp_link){ .kind = link_kind(cp_db_col_str(a, s, 0)),
                    .name = cp_db_col_str(a, s, 13),
                    .layer = cp_db_col_str(a, s, 5),
                    .srlg = cp_db_col_str(a, s, 6),
                    .area = cp_db_col_str(a, s, 14),
                    .metric = (uint64_t)sqlite3_column_int64(s, 7),
                    .metric_back = (uint64_t)sqlite3_column_int64(s, 8),
                    .capacity_bps = (uint64_t)sqlite3_column_int64(s, 9),
                    .both_sides = sqlite3_column_int(s, 10) != 0,
                    .end_only = (uint8_t)sqlite3_column_int(s, 17) &
                                (CP_LINK_A_END_ONLY | CP_LINK_B_END_ONLY),
                    .at = cp_db_col_time(s, 11),
                    .pos = (uint64_t)sqlite3_column_int64(s, 12) };
    l->a.port = cp_db_col_str(a, s, 2);
    l->a.router = cp_db_col_str(a, s, 15);
    l->b.port = cp_db_col_str(a, s, 4);
    l->b.router = cp_db_col_str(a, s, 16);
}

/* The subject in this column, if there is one. */
static cp_rc read_end(cp_case *c, sqlite3_stmt *s, int at, subject_cache *cache,
                      const cp_ident **ids, uint32_t *n, cp_err *err)
{
    *ids = NULL;
    *n = 0;
    if (sqlite3_column_type(s, at) == SQLITE_NULL)
        return CP_OK;
    cp_rc rc = load_subject(c, sqlite3_column_int64(s, at), cache, err);
    if (rc == CP_OK) {
        *ids = cache->ids;
        *n = cache->n;
    }
    return rc;
}

/* One row to the sink: what it holds is of s, of scratch and of the subjects of its ends. */
typedef struct row {
    cp_case *c;
    sqlite3_stmt *s;
    cp_arena *scratch;
    subject_cache a, b;
} row;
typedef cp_rc (*tell_row)(row *r, const cp_obs_sink *sink, cp_err *err);

static cp_rc replay_rows(cp_case *c, stmt_id id, int64_t import_id, tell_row tell,
                         const cp_obs_sink *sink, cp_err *err)
{
    row x = { .c = c };
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, id, &x.s, err);
    if (rc != CP_OK)
        return rc;
    x.scratch = cp_arena_new(0);
    cp_db_bind_int(x.s, 1, import_id);
    while (rc == CP_OK && (r = sqlite3_step(x.s)) == SQLITE_ROW) {
        cp_arena_mark mark = cp_arena_here(x.scratch);
        rc = tell(&x, sink, err);
        cp_arena_back(x.scratch, mark);
    }
    (void)sqlite3_reset(x.s);
    cp_arena_free(x.a.a);
    cp_arena_free(x.b.a);
    cp_arena_free(x.scratch);
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}

static cp_rc tell_link(row *r, const cp_obs_sink *sink, cp_err *err)
{
    cp_link l;
    read_link(r->scratch, r->s, &l);
    cp_rc rc = read_end(r->c, r->s, 1, &r->a, &l.a.ids, &l.a.n_ids, err);
    if (rc == CP_OK)
        rc = read_end(r->c, r->s, 3, &r->b, &l.b.ids, &l.b.n_ids, err);
    return rc == CP_OK ? sink->link(sink->ctx, &l, err) : rc;
}

/* A date that does not read is none: somebody changed the file by hand. */
static cp_date col_date(cp_arena *a, sqlite3_stmt *s, int at)
{
    cp_date d;
    return cp_date_parse(cp_db_col_str(a, s, at), &d) ? d : CP_DATE_NONE;
}

static cp_rc tell_statement(row *r, const cp_obs_sink *sink, cp_err *err)
{
    cp_statement x = { .from = col_date(r->scratch, r->s, 8),
                       .to = col_date(r->scratch, r->s, 9),
                       .on = col_date(r->scratch, r->s, 10),
                       .pos = (uint64_t)sqlite3_column_int64(r->s, 11) };
    cp_str *texts[] = { &x.maker, &x.state,    &x.product, &x.fact,
                        &x.value, &x.licensee, &x.by,      &x.note };
    for (int i = 0; i < 8; i++)
        *texts[i] = cp_db_col_str(r->scratch, r->s, i);
    return sink->statement(sink->ctx, &x, err);
}

static cp_rc tell_tie(row *r, const cp_obs_sink *sink, cp_err *err)
{
    cp_tie t = { .link = cp_db_col_str(r->scratch, r->s, 3),
                 .name = cp_db_col_str(r->scratch, r->s, 4),
                 .what = cp_db_col_str(r->scratch, r->s, 5),
                 .amount = (uint64_t)sqlite3_column_int64(r->s, 6),
                 .pos = (uint64_t)sqlite3_column_int64(r->s, 7) };
    if (!cp_tie_kind_by_name(cp_db_col_str(r->scratch, r->s, 0), &t.kind))
        return CP_OK; /* as with observations */
    cp_rc rc = read_end(r->c, r->s, 1, &r->a, &t.a, &t.n_a, err);
    if (rc == CP_OK)
        rc = read_end(r->c, r->s, 2, &r->b, &t.b, &t.n_b, err);
    return rc == CP_OK ? sink->tie(sink->ctx, &t, err) : rc;
}

cp_rc cp_case_replay(cp_case *c, uint32_t index, const cp_obs_sink *sink, cp_err *err)
{
    int64_t id;
    cp_rc rc = import_id_at(c, index, &id, err);
    if (rc == CP_OK)
        rc = replay_observations(c, id, sink, err);
    if (rc == CP_OK && sink->link)
        rc = replay_rows(c, SEL_LINKS, id, tell_link, sink, err);
    if (rc == CP_OK && sink->statement)
        rc = replay_rows(c, SEL_STATEMENTS, id, tell_statement, sink, err);
    if (rc == CP_OK && sink->tie)
        rc = replay_rows(c, SEL_TIES, id, tell_tie, sink, err);
    return rc;
}
