/* SPDX-License-Identifier: Apache-2.0 */
/* case_import.c - evidence into the case. Consecutive observations about the same subject share one
 * row, as the readers give them. */
#include <string.h>
#include "store/case_db.h"

/* The row stands there from the beginning, to be filled in at the end: were its children inserted
 * before it, SQLite would look through all of them at every further parent. */
static cp_rc put_placeholder(cp_case *c, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, INS_IMPORT, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->import_id);
    return cp_db_step_done(c, s, err);
}

void cp_case_import_replaces(cp_case *c, bool replaces) { c->replaces = replaces; }

/* Rows go children first (remove_import), and looking for what refers to each of them would take
 * its square; nothing else is deleted. Without effect within a transaction. */
static void check_references(cp_case *c, bool checks)
{
    (void)sqlite3_exec(c->db, checks ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF", NULL,
                       NULL, NULL);
}

cp_rc cp_case_import_begin(cp_case *c, cp_err *err)
{
    int64_t next = 0;
    assert(!c->in_import);
    check_references(c, !c->replaces);
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc == CP_OK &&
        (rc = cp_db_number(c, "SELECT coalesce(max(id),0)+1 FROM import", &next, err)) != CP_OK)
        (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    c->in_import = true;
    c->import_id = next;
    c->subject.n = 0;
    cp_flows_begin(c);
    c->n_origin_blocks = 0;
    memset(c->kind_words, 0, sizeof c->kind_words); /* some may have been of an import given up */
    memset(c->ident_words, 0, sizeof c->ident_words);
    rc = cp_db_number(c, "SELECT coalesce(max(id),0) FROM subject", &c->subject.id, err);
    if (rc == CP_OK)
        rc = put_placeholder(c, err);
    if (rc != CP_OK)
        cp_case_import_abort(c);
    return rc;
}

void cp_case_import_abort(cp_case *c)
{
    for (int i = 0; i < STMT_COUNT; i++)
        if (c->stmts[i])
            (void)sqlite3_reset(c->stmts[i]);
    if (c->in_import)
        (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    c->in_import = false;
    check_references(c, true);
}

/* The row of a kind's name, made if there is none; *known keeps it. */
static cp_rc word_of(cp_case *c, const char *name, uint64_t *known, cp_err *err)
{
    static const stmt_id both[] = { INS_WORD, SEL_WORD };
    sqlite3_stmt *s = NULL;
    int r = SQLITE_DONE;
    for (size_t i = 0; i < sizeof both / sizeof *both && *known == 0; i++) {
        cp_rc rc = cp_db_prepare(c, both[i], &s, err);
        if (rc != CP_OK)
            return rc;
        cp_db_bind_str(s, 1, cp_str_c(name));
        if ((r = sqlite3_step(s)) == SQLITE_ROW)
            *known = (uint64_t)sqlite3_column_int64(s, 0);
        (void)sqlite3_reset(s);
        if (r != SQLITE_ROW && r != SQLITE_DONE)
            return cp_db_fail(c, r, "cannot write to the case", err);
    }
    return CP_OK;
}

static bool is_latest_subject(const cp_case_subject *x, const cp_ident *ids, uint32_t n,
                              cp_str realm)
{
    if (x->n == 0 || n != x->n || !cp_str_eq(realm, x->realm))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (ids[i].kind != x->ids[i].kind || !cp_str_eq(ids[i].value, x->ids[i].value))
            return false;
    return true;
}

static cp_rc write_subject(cp_case *c, cp_err *err)
{
    cp_case_subject *x = &c->subject;
    sqlite3_stmt *s;
    if (x->n == 0 || x->is_written)
        return CP_OK;
    cp_rc rc = cp_db_prepare(c, INS_SUBJECT, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, x->id);
    cp_db_bind_int(s, 2, c->import_id);
    cp_db_bind_str(s, 3, x->realm);
    cp_db_bind_buf(s, 4, &x->idents);
    cp_db_bind_buf(s, 5, &x->facts);
    x->is_written = true;
    return cp_db_step_done(c, s, err);
}

/* The row after the latest one. */
static void new_row(cp_case_subject *x)
{
    x->id++;
    x->is_written = false;
    x->facts.n = 0;
    x->last = (cp_pack_last){ 0 };
}

static cp_rc begin_subject(cp_case *c, const cp_ident *ids, uint32_t n, cp_str realm, cp_err *err)
{
    cp_case_subject *x = &c->subject;
    cp_rc rc = write_subject(c, err);
    cp_arena_back(x->a, x->empty);
    x->n = 0;
    x->idents.n = 0;
    x->ids = CP_NEW_ARRAY(x->a, cp_ident, n);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        uint64_t *word = &c->ident_words[ids[i].kind];
        rc = word_of(c, cp_ident_kind_name(ids[i].kind), word, err);
        cp_pack_ident(&x->idents, *word, ids[i].value);
        x->ids[i] = (cp_ident){ ids[i].kind, cp_str_dup(x->a, ids[i].value) };
    }
    x->realm = cp_str_dup(x->a, realm);
    x->n = n;
    new_row(x);
    return rc;
}

static cp_rc put_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    cp_case *c = ctx;
    cp_case_subject *x = &c->subject;
    uint64_t *word = &c->kind_words[o->kind];
    cp_rc rc = word_of(c, cp_kind_name(o->kind), word, err);
    if (rc == CP_OK && !is_latest_subject(x, o->ids, o->n_ids, o->realm))
        rc = begin_subject(c, o->ids, o->n_ids, o->realm, err);
    if (rc == CP_OK && x->facts.n >= CP_PACK_FACTS_BYTES_MAX)
        rc = write_subject(c, err);
    if (rc != CP_OK)
        return rc;
    if (x->is_written)
        new_row(x);
    cp_pack_fact f = {
        .word = *word, .part = o->part, .value = o->value, .at = o->at, .pos = o->pos
    };
    cp_pack_fact_put(&x->facts, &x->last, &f);
    return CP_OK;
}

/* The row of a subject to which a link refers; it is there then. realm "": that of the import. */
static cp_rc put_subject(cp_case *c, const cp_ident *ids, uint32_t n, int64_t *id, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (!is_latest_subject(&c->subject, ids, n, CP_STR("")))
        rc = begin_subject(c, ids, n, CP_STR(""), err);
    *id = c->subject.id;
    return rc == CP_OK ? write_subject(c, err) : rc;
}

static cp_rc put_end(cp_case *c, sqlite3_stmt *s, int at, const cp_ident *ids, uint32_t n,
                     cp_err *err)
{
    int64_t id;
    if (n == 0) {
        (void)sqlite3_bind_null(s, at);
        return CP_OK;
    }
    cp_rc rc = put_subject(c, ids, n, &id, err);
    if (rc == CP_OK)
        cp_db_bind_int(s, at, id);
    return rc;
}

static cp_rc put_link(void *ctx, const cp_link *l, cp_err *err)
{
    cp_case *c = ctx;
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, INS_LINK, &s, err);
    if (rc != CP_OK || (rc = put_end(c, s, 3, l->a.ids, l->a.n_ids, err)) != CP_OK ||
        (rc = put_end(c, s, 5, l->b.ids, l->b.n_ids, err)) != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->import_id);
    cp_db_bind_str(s, 2, cp_str_c(cp_link_kind_name(l->kind)));
    cp_db_bind_str(s, 4, l->a.port);
    cp_db_bind_str(s, 6, l->b.port);
    cp_db_bind_str(s, 7, l->layer);
    cp_db_bind_str(s, 8, l->srlg);
    cp_db_bind_int(s, 9, (int64_t)l->metric);
    cp_db_bind_int(s, 10, (int64_t)l->metric_back);
    cp_db_bind_int(s, 11, (int64_t)l->capacity_bps);
    cp_db_bind_int(s, 12, l->both_sides);
    cp_db_bind_time(s, 13, l->at);
    cp_db_bind_int(s, 14, (int64_t)l->pos);
    cp_db_bind_str(s, 15, l->name);
    cp_db_bind_str(s, 16, l->area);
    cp_db_bind_str(s, 17, l->a.router);
    cp_db_bind_str(s, 18, l->b.router);
    cp_db_bind_int(s, 19, l->end_only);
    return cp_db_step_done(c, s, err);
}

static cp_rc put_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    cp_case *c = ctx;
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, INS_TIE, &s, err);
    if (rc != CP_OK || (rc = put_end(c, s, 3, t->a, t->n_a, err)) != CP_OK ||
        (rc = put_end(c, s, 4, t->b, t->n_b, err)) != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->import_id);
    cp_db_bind_str(s, 2, cp_str_c(cp_tie_kind_name(t->kind)));
    cp_db_bind_str(s, 5, t->link);
    cp_db_bind_str(s, 6, t->name);
    cp_db_bind_str(s, 7, t->what);
    cp_db_bind_int(s, 8, (int64_t)t->amount);
    cp_db_bind_int(s, 9, (int64_t)t->pos);
    return cp_db_step_done(c, s, err);
}

static cp_rc put_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    cp_case *c = ctx;
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, INS_STATEMENT, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_arena *scratch = cp_arena_new(0);
    const cp_str texts[] = { x->maker,
                             x->state,
                             x->product,
                             x->fact,
                             x->value,
                             x->licensee,
                             x->by,
                             x->note,
                             cp_date_text(scratch, x->from),
                             cp_date_text(scratch, x->to),
                             cp_date_text(scratch, x->on) };
    enum { N = sizeof texts / sizeof *texts };
    cp_db_bind_int(s, 1, c->import_id);
    for (int i = 0; i < N; i++)
        cp_db_bind_str(s, 2 + i, texts[i]);
    cp_db_bind_int(s, 2 + N, (int64_t)x->pos);
    rc = cp_db_step_done(c, s, err);
    cp_arena_free(scratch);
    return rc;
}

static cp_rc put_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    cp_case *c = ctx;
    sqlite3_stmt *s;
    int64_t subject;
    assert(b->n_ids && b->n_rows);
    cp_rc rc = put_subject(c, b->ids, b->n_ids, &subject, err);
    if (rc != CP_OK || (rc = cp_db_prepare(c, INS_STATE_BLOCK, &s, err)) != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->import_id);
    cp_db_bind_int(s, 2, subject);
    cp_db_bind_int(s, 3, b->n_rows);
    cp_db_bind_int(s, 4, b->kinds ? (int64_t)b->kinds : -1);
    cp_db_bind_bytes(s, 5, b->bytes);
    return cp_db_step_done(c, s, err);
}

cp_obs_sink cp_case_sink(cp_case *c)
{
    return (cp_obs_sink){ .ctx = c,
                          .obs = put_obs,
                          .link = put_link,
                          .statement = put_statement,
                          .tie = put_tie,
                          .flows = cp_flows_sink_block,
                          .exporter = cp_flows_sink_exporter,
                          .flow_name = cp_flows_sink_name,
                          .origins = cp_origins_sink_block,
                          .state = put_state };
}

static cp_rc put_import(cp_case *c, const cp_source *x, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SET_IMPORT, &s, err);
    if (rc != CP_OK)
        return rc;
    const cp_str text[] = { x->name, x->sha256, x->format, x->realm, x->compression, x->note };
    const uint64_t number[] = { x->bytes,          (uint64_t)x->state, x->records, x->records_bad,
                                x->records_unused, x->observations,    x->links };
    cp_db_bind_int(s, 1, c->import_id);
    for (int i = 0; i < 6; i++)
        cp_db_bind_str(s, 2 + i, text[i]);
    for (int i = 0; i < 7; i++)
        cp_db_bind_int(s, 8 + i, (int64_t)number[i]);
    cp_db_bind_time(s, 15, x->first_at);
    cp_db_bind_time(s, 16, x->last_at);
    cp_db_bind_int(s, 17, x->imported_at);
    cp_db_bind_str(s, 18, x->imported_by);
    cp_db_bind_int(s, 19, (int64_t)x->statements);
    cp_db_bind_int(s, 20, (int64_t)x->ties);
    cp_db_bind_str(s, 21, x->sheets);
    cp_db_bind_int(s, 22, (int64_t)x->flows);
    cp_db_bind_int(s, 23, (int64_t)x->exporters);
    cp_db_bind_int(s, 24, (int64_t)x->flow_names);
    cp_db_bind_int(s, 25, (int64_t)x->prefixes);
    cp_db_bind_int(s, 26, (int64_t)x->as_names);
    cp_db_bind_str(s, 27, cp_source_whose(x->name, x->format));
    cp_db_bind_int(s, 28, (int64_t)x->states);
    if ((rc = cp_db_step_done(c, s, err)) != CP_OK)
        return rc;
    for (uint32_t i = 0; i < x->n_problems; i++) {
        if ((rc = cp_db_prepare(c, INS_PROBLEM, &s, err)) != CP_OK)
            return rc;
        cp_db_bind_int(s, 1, c->import_id);
        cp_db_bind_int(s, 2, (int64_t)x->problems[i].pos);
        cp_db_bind_str(s, 3, x->problems[i].text);
        if ((rc = cp_db_step_done(c, s, err)) != CP_OK)
            return rc;
    }
    return CP_OK;
}

static cp_rc remove_import(cp_case *c, int64_t id, cp_err *err)
{
    static const stmt_id all[] = { DEL_LINKS,         DEL_TIES,       DEL_STATEMENTS,
                                   DEL_STATE_BLOCKS,  DEL_SUBJECTS,   DEL_PROBLEMS,
                                   DEL_FLOW_BLOCKS,   DEL_FLOW_NAMES, DEL_EXPORTERS,
                                   DEL_ORIGIN_BLOCKS, DEL_SESSIONS,   DEL_IMPORT };
    sqlite3_stmt *s;
    cp_rc rc = CP_OK;
    for (size_t i = 0; rc == CP_OK && i < sizeof all / sizeof *all; i++) {
        if ((rc = cp_db_prepare(c, all[i], &s, err)) != CP_OK)
            break;
        cp_db_bind_int(s, 1, id);
        rc = cp_db_step_done(c, s, err);
    }
    return rc;
}

/* *out 0: there is none. */
static cp_rc find_known(cp_case *c, const cp_source *src, int64_t *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_KNOWN, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_str(s, 1, src->sha256);
    cp_db_bind_str(s, 2, src->realm);
    cp_db_bind_str(s, 3, src->format);
    cp_db_bind_str(s, 4, cp_source_whose(src->name, src->format));
    *out = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    (void)sqlite3_reset(s);
    return CP_OK;
}

cp_rc cp_case_import_end(cp_case *c, const cp_source *src, bool *is_known, cp_err *err)
{
    int64_t known = 0;
    assert(c->in_import);
    cp_rc rc = write_subject(c, err);
    if (rc == CP_OK)
        rc = cp_flows_end(c, err);
    if (rc == CP_OK)
        rc = find_known(c, src, &known, err);
    *is_known = rc == CP_OK && known && !c->replaces;
    if (*is_known) {
        cp_case_import_abort(c);
        return CP_OK;
    }
    if (rc == CP_OK && known)
        rc = remove_import(c, known, err);
    if (rc == CP_OK)
        rc = put_import(c, src, err);
    if (rc == CP_OK)
        rc = cp_db_log(c, src->imported_at, src->imported_by, CP_STR("import"), src->name, err);
    if (rc == CP_OK && (rc = cp_case_exec(c->db, "COMMIT", err)) == CP_OK) {
        c->in_import = false;
        check_references(c, true);
    }
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        cp_case_import_abort(c);
    }
    return rc;
}
