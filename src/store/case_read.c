/* SPDX-License-Identifier: Apache-2.0 */
/* case_read.c - evidence out of the case again, in the order in which it was read. */
#include "model/state.h"
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
    x->flows = (uint64_t)sqlite3_column_int64(s, 21);
    x->exporters = (uint64_t)sqlite3_column_int64(s, 22);
    x->flow_names = (uint64_t)sqlite3_column_int64(s, 23);
    x->prefixes = (uint64_t)sqlite3_column_int64(s, 24);
    x->as_names = (uint64_t)sqlite3_column_int64(s, 25);
    x->states = (uint64_t)sqlite3_column_int64(s, 27);
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

/* Of some imports, ids in order; into the sources of these. */
static cp_rc read_lacks(cp_case *c, const int64_t *ids, cp_source *v, uint32_t n, cp_err *err)
{
    sqlite3_stmt *s;
    uint32_t i = 0;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_LACKS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, n ? ids[0] : 0);
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        while (i < n && ids[i] < sqlite3_column_int64(s, 0))
            i++;
        if (i < n && ids[i] == sqlite3_column_int64(s, 0))
            v[i].lacks = (cp_flow_lacks){ (uint64_t)sqlite3_column_int64(s, 1),
                                          (uint64_t)sqlite3_column_int64(s, 2),
                                          (uint64_t)sqlite3_column_int64(s, 3),
                                          (uint64_t)sqlite3_column_int64(s, 4) };
    }
    (void)sqlite3_reset(s);
    return r == SQLITE_DONE ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_import_lacks(cp_case *c, cp_flow_lacks *out, cp_err *err)
{
    cp_source one = { 0 };
    cp_rc rc = read_lacks(c, &c->import_id, &one, 1, err);
    if (rc == CP_OK)
        *out = one.lacks;
    return rc;
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
    if ((rc = read_lacks(c, ids.v, v.v, v.n, err)) != CP_OK)
        return rc;
    *out = v.v;
    *n = v.n;
    return CP_OK;
}

cp_rc cp_case_import_ids(cp_case *c, cp_arena *a, int64_t **out, uint32_t *n, cp_err *err)
{
    CP_VEC(int64_t) v = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_IMPORT_IDS, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW)
        cp_vec_push(a, &v, sqlite3_column_int64(s, 0));
    (void)sqlite3_reset(s);
    if (r != SQLITE_DONE)
        return cp_db_fail(c, r, "cannot read the case", err);
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

/* What the words of a case mean to this program, by their row; others are of a newer program, which
 * would have raised the version if old ones had to know them. */
enum { WORDS_MAX = 4096 }; /* rows beyond are none of ours: there are some hundred kinds */
typedef struct words {
    uint16_t kind[WORDS_MAX], ident[WORDS_MAX]; /* + 1; 0 unknown */
    bool is_there[WORDS_MAX];                   /* a row that nobody made is damage */
} words;

static cp_rc load_words(cp_case *c, words *w, cp_err *err)
{
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_WORDS, &s, err);
    if (rc != CP_OK)
        return rc;
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        uint64_t id = (uint64_t)sqlite3_column_int64(s, 0);
        cp_str name = { (const char *)sqlite3_column_text(s, 1),
                        (size_t)sqlite3_column_bytes(s, 1) };
        cp_ident_kind ident;
        cp_kind kind;
        if (id < WORDS_MAX)
            w->is_there[id] = true;
        if (id < WORDS_MAX && cp_kind_by_name(name, &kind))
            w->kind[id] = (uint16_t)(kind + 1);
        if (id < WORDS_MAX && cp_ident_kind_by_name(name, &ident))
            w->ident[id] = (uint16_t)(ident + 1);
    }
    (void)sqlite3_reset(s);
    return r == SQLITE_DONE ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}

typedef struct subject {
    int64_t id;
    cp_ident ids[CP_OBS_IDENTS_MAX];
    uint32_t n;
    cp_str realm; /* "": that of the import */
} subject;

static cp_rc damaged(const cp_case *c, int64_t id, const cp_cur *at, cp_err *err)
{
    cp_rc rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "the case is damaged: subject %lld breaks off at byte %llu", (long long)id,
                       (unsigned long long)cp_cur_off(at));
    cp_err_in_file(err, c->path.p, c->path.n);
    return rc;
}

static cp_str column(sqlite3_stmt *s, int at)
{
    const void *p = sqlite3_column_blob(s, at);
    return p ? (cp_str){ p, (size_t)sqlite3_column_bytes(s, at) } : CP_STR("");
}

/* From the columns id, realm and idents; valid as long as what they hold is. */
static cp_rc read_subject(const cp_case *c, const words *w, int64_t id, cp_str realm, cp_str idents,
                          subject *out, cp_err *err)
{
    cp_cur cur = cp_cur_of(cp_bytes_of_str(idents));
    uint64_t word;
    cp_str value;
    *out = (subject){ .id = id, .realm = realm };
    while (out->n < CP_OBS_IDENTS_MAX && cp_pack_ident_next(&cur, &word, &value))
        if (word < WORDS_MAX && !w->is_there[word])
            cur.bad = true;
        else if (word < WORDS_MAX && w->ident[word])
            out->ids[out->n++] = (cp_ident){ (cp_ident_kind)(w->ident[word] - 1), value };
    return cur.bad ? damaged(c, id, &cur, err) : CP_OK;
}

static cp_rc tell_facts(const cp_case *c, const words *w, const subject *x, cp_str facts,
                        const cp_obs_sink *sink, cp_err *err)
{
    cp_cur cur = cp_cur_of(cp_bytes_of_str(facts));
    cp_pack_last last = { 0 };
    cp_rc rc = CP_OK;
    for (cp_pack_fact f; rc == CP_OK && cp_pack_fact_next(&cur, &last, &f);) {
        cur.bad = f.word < WORDS_MAX && !w->is_there[f.word];
        if (cur.bad)
            break;
        if (f.word >= WORDS_MAX || w->kind[f.word] == 0)
            continue;
        cp_obs o = { .ids = x->ids,
                     .n_ids = x->n,
                     .realm = x->realm,
                     .part = f.part,
                     .kind = (cp_kind)(w->kind[f.word] - 1),
                     .value = f.value,
                     .at = f.at,
                     .pos = f.pos };
        rc = sink->obs(sink->ctx, &o, err);
    }
    return rc == CP_OK && cur.bad ? damaged(c, x->id, &cur, err) : rc;
}

static cp_rc replay_observations(cp_case *c, const words *w, int64_t import_id,
                                 const cp_obs_sink *sink, cp_err *err)
{
    sqlite3_stmt *s;
    subject x;
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, SEL_SUBJECTS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, import_id);
    while (rc == CP_OK && (r = sqlite3_step(s)) == SQLITE_ROW) {
        rc = read_subject(c, w, sqlite3_column_int64(s, 0), column(s, 1), column(s, 2), &x, err);
        if (rc == CP_OK && x.n)
            rc = tell_facts(c, w, &x, column(s, 3), sink, err);
    }
    (void)sqlite3_reset(s);
    return rc != CP_OK || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
}

/* The same, of the one with this id, kept in an arena. */
typedef struct subject_cache {
    subject x;
    cp_arena *a;
} subject_cache;

static cp_rc load_subject(cp_case *c, const words *w, int64_t id, subject_cache *cache, cp_err *err)
{
    sqlite3_stmt *s;
    if (cache->a && cache->x.id == id)
        return CP_OK;
    cp_rc rc = cp_db_prepare(c, SEL_SUBJECT, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_arena_free(cache->a);
    cache->a = cp_arena_new(0);
    cache->x = (subject){ .id = id };
    cp_db_bind_int(s, 1, id);
    int r = sqlite3_step(s);
    if (r == SQLITE_ROW)
        rc = read_subject(c, w, id, cp_db_col_str(cache->a, s, 1), cp_db_col_str(cache->a, s, 2),
                          &cache->x, err);
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW || r == SQLITE_DONE ? rc : cp_db_fail(c, r, "cannot read the case", err);
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

/* One row to the sink: what it holds is of s, of scratch and of the subjects of its ends. */
typedef struct row {
    cp_case *c;
    const words *w;
    sqlite3_stmt *s;
    cp_arena *scratch;
    subject_cache a, b;
} row;
typedef cp_rc (*tell_row)(row *r, const cp_obs_sink *sink, cp_err *err);

/* The subject in this column, if there is one. */
static cp_rc read_end(row *r, int at, subject_cache *cache, const cp_ident **ids, uint32_t *n,
                      cp_err *err)
{
    *ids = NULL;
    *n = 0;
    if (sqlite3_column_type(r->s, at) == SQLITE_NULL)
        return CP_OK;
    cp_rc rc = load_subject(r->c, r->w, sqlite3_column_int64(r->s, at), cache, err);
    if (rc == CP_OK) {
        *ids = cache->x.ids;
        *n = cache->x.n;
    }
    return rc;
}

static cp_rc replay_rows(cp_case *c, const words *w, stmt_id id, int64_t import_id, tell_row tell,
                         const cp_obs_sink *sink, cp_err *err)
{
    row x = { .c = c, .w = w };
    int r = SQLITE_ROW;
    cp_rc rc = cp_db_prepare(c, id, &x.s, err);
    if (rc != CP_OK)
        return rc;
    x.scratch = cp_arena_new(0);
    cp_db_bind_int(x.s, 1, import_id);
    if (id == SEL_STATE_BLOCKS)
        cp_db_bind_int(x.s, 2, sink->state_kinds ? (int64_t)sink->state_kinds : -1);
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
    cp_rc rc = read_end(r, 1, &r->a, &l.a.ids, &l.a.n_ids, err);
    if (rc == CP_OK)
        rc = read_end(r, 3, &r->b, &l.b.ids, &l.b.n_ids, err);
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
    cp_rc rc = read_end(r, 1, &r->a, &t.a, &t.n_a, err);
    if (rc == CP_OK)
        rc = read_end(r, 2, &r->b, &t.b, &t.n_b, err);
    return rc == CP_OK ? sink->tie(sink->ctx, &t, err) : rc;
}

static cp_rc tell_state(row *r, const cp_obs_sink *sink, cp_err *err)
{
    int64_t n = sqlite3_column_int64(r->s, 1);
    cp_state_block b = { .n_rows = n > 0 && n <= CP_STATE_BLOCK_ROWS ? (uint32_t)n : 0,
                         .bytes = cp_db_col_bytes(r->s, 2),
                         .place = sqlite3_column_int64(r->s, 3),
                         .kinds = (uint32_t)sqlite3_column_int64(r->s, 4) };
    cp_rc rc = read_end(r, 0, &r->a, &b.ids, &b.n_ids, err);
    return rc == CP_OK ? sink->state(sink->ctx, &b, err) : rc;
}

cp_rc cp_case_replay(cp_case *c, uint32_t index, const cp_obs_sink *sink, cp_err *err)
{
    int64_t id;
    words w = { 0 };
    cp_rc rc = import_id_at(c, index, &id, err);
    if (rc == CP_OK)
        rc = load_words(c, &w, err);
    if (rc == CP_OK)
        rc = replay_observations(c, &w, id, sink, err);
    if (rc == CP_OK && sink->link)
        rc = replay_rows(c, &w, SEL_LINKS, id, tell_link, sink, err);
    if (rc == CP_OK && sink->statement)
        rc = replay_rows(c, &w, SEL_STATEMENTS, id, tell_statement, sink, err);
    if (rc == CP_OK && sink->tie)
        rc = replay_rows(c, &w, SEL_TIES, id, tell_tie, sink, err);
    if (rc == CP_OK && sink->state)
        rc = replay_rows(c, &w, SEL_STATE_BLOCKS, id, tell_state, sink, err);
    if (rc == CP_OK)
        rc = cp_flows_replay(c, id, sink, err);
    return rc == CP_OK ? cp_origins_replay(c, id, sink, err) : rc;
}

cp_rc cp_case_state(cp_case *c, cp_arena *a, int64_t place, cp_bytes *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_STATE_BLOCK, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, place);
    int r = sqlite3_step(s);
    *out = r == SQLITE_ROW ? cp_bytes_dup(a, cp_db_col_bytes(s, 0)) : (cp_bytes){ NULL, 0 };
    (void)sqlite3_reset(s);
    if (r == SQLITE_ROW)
        return CP_OK;
    return r == SQLITE_DONE ? cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                                      "rows of a router's state are no longer in the case")
                            : cp_db_fail(c, r, "cannot read the case", err);
}

cp_rc cp_case_has_states(cp_case *c, uint32_t kinds, bool *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_STATE_KINDS, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, kinds);
    int r = sqlite3_step(s);
    (void)sqlite3_reset(s);
    *out = r == SQLITE_ROW;
    return r == SQLITE_ROW || r == SQLITE_DONE ? CP_OK
                                               : cp_db_fail(c, r, "cannot read the case", err);
}

typedef struct counted {
    uint64_t n;
    uint32_t kinds;
} counted;

static void count_row(void *ctx, const cp_state *s)
{
    counted *x = ctx;
    x->n++;
    x->kinds |= UINT32_C(1) << s->kind;
}

static cp_rc check_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    const cp_case *c = ctx;
    counted x = { 0 };
    cp_err why = { 0 };
    cp_rc rc = b->n_ids ? cp_states_unpack(b->bytes, count_row, &x, &why) : CP_EFORMAT;
    if (rc == CP_OK && x.n == b->n_rows && !(x.kinds & ~b->kinds))
        return CP_OK;
    cp_err_in_file(err, c->path.p, c->path.n);
    return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                   "the case is damaged: %u rows of a router's state cannot be read%s%s", b->n_rows,
                   rc == CP_OK ? "" : "; ", rc == CP_OK ? "" : why.msg);
}

cp_rc cp_states_check(cp_case *c, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    const cp_obs_sink sink = { .ctx = c, .state = check_state };
    int64_t *imports;
    uint32_t n;
    words w = { 0 };
    cp_rc rc = cp_case_import_ids(c, a, &imports, &n, err);
    if (rc == CP_OK)
        rc = load_words(c, &w, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++)
        rc = replay_rows(c, &w, SEL_STATE_BLOCKS, imports[i], tell_state, &sink, err);
    cp_arena_free(a);
    return rc;
}
