/* SPDX-License-Identifier: Apache-2.0 */
/* case_collect.c - what a collector hears, into the case while it comes.
 *
 *     import "collect", partly read --batch 1--> --batch 2--> ... --end--> read
 *                                      |            `- its flows, names, counters and templates,
 *                                      and
 *                                      `- the same      the number 2: all of it or nothing
 *
 * The number of the last batch stands in the case and changes with what the batch brings, so who
 * does not know whether a batch arrived (he was killed, or the case was in use) repeats it, and it
 * counts once. */
#include <string.h>
#include "codec/sha256.h"
#include "model/flow_names.h"
#include "store/case_beside.h"
#include "store/case_db.h"
#include "store/case_flow.h"

enum { TEMPLATES_DAYS = 30 }; /* who has not repeated one for so long does so before using it */
#define DAY_US ((cp_time)24 * 3600 * 1000000)

/* ---- begin */

/* *import 0: there is none. */
static cp_rc find_session(cp_case *c, cp_str session, int64_t *import, cp_case_collected *out,
                          cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_SESSION, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_str(s, 1, session);
    int r = sqlite3_step(s);
    *import = 0;
    if (r == SQLITE_ROW) {
        *import = sqlite3_column_int64(s, 0);
        out->batch = (uint64_t)sqlite3_column_int64(s, 1);
        out->is_ended = sqlite3_column_type(s, 2) != SQLITE_NULL;
    }
    (void)sqlite3_reset(s);
    return r == SQLITE_ROW || r == SQLITE_DONE ? CP_OK
                                               : cp_db_fail(c, r, "cannot read the case", err);
}

/* Its digest is that of what it brought, in order; of nothing, that of its name. */
static cp_rc new_session(cp_case *c, const cp_case_collector *who, int64_t *import, cp_err *err)
{
    sqlite3_stmt *s;
    cp_arena *scratch = cp_arena_new(0);
    cp_str digest = cp_sha256_hex(scratch, cp_bytes_of_str(who->session));
    cp_rc rc = cp_db_number(c, "SELECT coalesce(max(id),0)+1 FROM import", import, err);
    if (rc == CP_OK && (rc = cp_db_prepare(c, INS_COLLECT, &s, err)) == CP_OK) {
        cp_db_bind_int(s, 1, *import);
        cp_db_bind_str(s, 2, who->name);
        cp_db_bind_str(s, 3, digest);
        cp_db_bind_str(s, 4, who->realm.n ? who->realm : CP_STR("default"));
        cp_db_bind_int(s, 5, CP_SOURCE_PARTLY);
        cp_db_bind_int(s, 6, who->at);
        cp_db_bind_str(s, 7, who->by);
        rc = cp_db_step_done(c, s, err);
    }
    if (rc == CP_OK && (rc = cp_db_prepare(c, INS_SESSION, &s, err)) == CP_OK) {
        cp_db_bind_int(s, 1, *import);
        cp_db_bind_str(s, 2, who->session);
        rc = cp_db_step_done(c, s, err);
    }
    if (rc == CP_OK)
        rc = cp_db_log(c, who->at, who->by, CP_STR("collect"), who->name, err);
    cp_arena_free(scratch);
    return rc;
}

static cp_rc forget_templates(cp_case *c, cp_time before, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, DEL_TEMPLATES, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, before);
    return cp_db_step_done(c, s, err);
}

cp_rc cp_case_collect_begin(cp_case *c, cp_arena *a, const cp_case_collector *who,
                            cp_case_collected *out, cp_err *err)
{
    cp_case_collected x = { 0 };
    int64_t import = 0;
    assert(!c->in_import && who->session.n);
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    rc = find_session(c, who->session, &import, &x, err);
    if (rc == CP_OK && import == 0)
        rc = new_session(c, who, &import, err);
    if (rc == CP_OK)
        rc = forget_templates(c, who->at - TEMPLATES_DAYS * DAY_US, err);
    if (rc == CP_OK)
        rc = cp_flows_exporters(c, a, import, &x.exporters, &x.n_exporters, err);
    if (rc == CP_OK)
        rc = cp_beside_begin(c, err);
    if ((rc = cp_db_end(c, rc, err)) != CP_OK)
        return rc;
    cp_beside_sweep(c);
    c->collected = import;
    *out = x;
    return CP_OK;
}

cp_rc cp_case_collect_unended(cp_case *c, cp_arena *a, cp_str name, cp_str realm, cp_str *out,
                              cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_UNENDED, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_str(s, 1, name);
    cp_db_bind_str(s, 2, realm.n ? realm : CP_STR("default"));
    int r = sqlite3_step(s);
    cp_str session =
        r == SQLITE_ROW ? cp_str_dup(a, cp_str_of_bytes(cp_db_col_bytes(s, 0))) : CP_STR("");
    (void)sqlite3_reset(s);
    if (r != SQLITE_ROW && r != SQLITE_DONE)
        return cp_db_fail(c, r, "cannot read the case", err);
    *out = session;
    return CP_OK;
}

/* ---- a batch */

typedef enum standing { IS_NEXT, IS_KNOWN } standing;

static cp_rc look_up(cp_case *c, uint64_t seq, standing *out, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SEL_SESSION_OF, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->collected);
    int r = sqlite3_step(s);
    uint64_t known = r == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
    bool is_ended = r == SQLITE_ROW && sqlite3_column_type(s, 1) != SQLITE_NULL;
    (void)sqlite3_reset(s);
    if (r == SQLITE_DONE)
        return cp_fail(err, CP_ENOENT, CP_NO_OFF,
                       "the import of this collector was removed from the case meanwhile");
    if (r != SQLITE_ROW)
        return cp_db_fail(c, r, "cannot read the case", err);
    *out = seq <= known ? IS_KNOWN : IS_NEXT;
    if (seq > known && is_ended)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "this collector has ended with batch %llu",
                       (unsigned long long)known);
    if (seq > known + 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "batch %llu of a collector follows batch %llu",
                       (unsigned long long)seq, (unsigned long long)known);
    return CP_OK;
}

/* is_full: only in place of one that is there. */
static cp_rc put_template(cp_case *c, const cp_case_template *t, bool is_full, cp_err *err)
{
    sqlite3_stmt *s;
    assert(t->data.n <= CP_CASE_TEMPLATE_BYTES_MAX);
    cp_rc rc = cp_db_prepare(c, is_full ? SET_TEMPLATE : INS_TEMPLATE, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_bytes(s, 1, (cp_bytes){ t->addr.b, sizeof t->addr.b });
    cp_db_bind_int(s, 2, t->domain);
    cp_db_bind_str(s, 3, cp_str_c(cp_flow_proto_name(t->proto)));
    cp_db_bind_int(s, 4, t->id);
    cp_db_bind_bytes(s, 5, t->data);
    cp_db_bind_time(s, 6, t->at);
    return cp_db_step_done(c, s, err);
}

static cp_rc put_templates(cp_case *c, const cp_case_batch *b, cp_err *err)
{
    int64_t n = 0;
    cp_rc rc =
        b->n_templates ? cp_db_number(c, "SELECT count(*) FROM flow_template", &n, err) : CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < b->n_templates; i++)
        rc = put_template(c, &b->templates[i], n + i >= CP_CASE_TEMPLATES_MAX, err);
    return rc;
}

static cp_rc put_rows(cp_case *c, const cp_case_batch *b, cp_err *err)
{
    int64_t block = 0, names = 0;
    cp_flows_begin(c);
    cp_beside_start(c);
    cp_rc rc = cp_db_number_of(c, SEL_NEXT_BLOCK, c->collected, &block, err);
    for (uint32_t i = 0; rc == CP_OK && i < b->n_blocks; i++)
        rc = cp_flows_put_collected(c, c->collected, (uint64_t)block++, &b->blocks[i], err);
    if (rc == CP_OK && b->n_names)
        rc = cp_db_number_of(c, SEL_NEXT_NAMES, c->collected, &names, err);
    for (uint32_t i = 0; rc == CP_OK && i < b->n_names; i++)
        rc = cp_flows_put_names(c, c->collected, (uint64_t)names++, &b->names[i], err);
    for (uint32_t i = 0; rc == CP_OK && i < b->n_exporters; i++)
        rc = cp_flows_put_exporter(c, c->collected, &b->exporters[i], err);
    if (rc == CP_OK)
        rc = cp_flows_check(c, c->collected, err);
    return rc == CP_OK ? put_templates(c, b, err) : rc;
}

/* Its halves are two texts, because they are done at once. */
static void add_digest(cp_sha256 *h, cp_bytes block)
{
    uint8_t halves[64];
    cp_sha256_halves(block, halves);
    cp_sha256_add(h, (cp_bytes){ halves, sizeof halves });
}

/* That of what was there before, and of what comes now. */
static cp_rc new_digest(cp_case *c, cp_arena *a, const cp_case_batch *b, cp_str *out, cp_err *err)
{
    sqlite3_stmt *s;
    uint8_t digest[32];
    cp_rc rc = cp_db_prepare(c, SEL_DIGEST, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->collected);
    int r = sqlite3_step(s);
    cp_str before = r == SQLITE_ROW ? cp_db_col_str(a, s, 0) : CP_STR("");
    (void)sqlite3_reset(s);
    if (r != SQLITE_ROW)
        return cp_db_fail(c, r, "cannot read the case", err);
    cp_sha256 h = cp_sha256_new(a);
    cp_sha256_add(&h, cp_bytes_of_str(before));
    for (uint32_t i = 0; i < b->n_blocks; i++)
        add_digest(&h, b->blocks[i].bytes);
    for (uint32_t i = 0; i < b->n_names; i++)
        add_digest(&h, b->names[i].bytes);
    cp_sha256_end(&h, digest);
    *out = cp_hex(a, (cp_bytes){ digest, sizeof digest });
    return CP_OK;
}

/* The import's figures and its digest. */
static cp_rc add_up(cp_case *c, const cp_case_batch *b, cp_str digest, cp_err *err)
{
    sqlite3_stmt *s;
    uint64_t flows = 0, names = 0;
    cp_time first = CP_TIME_NONE, last = CP_TIME_NONE;
    for (uint32_t i = 0; i < b->n_blocks; i++) {
        const cp_flow_block *x = &b->blocks[i];
        flows += x->n_rows;
        first = first == CP_TIME_NONE || x->first_at < first ? x->first_at : first;
        last = x->last_at > last ? x->last_at : last;
    }
    for (uint32_t i = 0; i < b->n_names; i++)
        names += b->names[i].n_rows;
    cp_rc rc = cp_db_prepare(c, ADD_COLLECTED, &s, err);
    if (rc != CP_OK)
        return rc;
    const uint64_t figures[] = { b->bytes,          b->records, b->records_bad,
                                 b->records_unused, flows,      names };
    cp_db_bind_int(s, 1, c->collected);
    for (int i = 0; i < 6; i++)
        cp_db_bind_int(s, 2 + i, (int64_t)figures[i]);
    cp_db_bind_time(s, 8, first);
    cp_db_bind_time(s, 9, last);
    cp_db_bind_str(s, 10, digest);
    return cp_db_step_done(c, s, err);
}

static cp_rc set_batch(cp_case *c, uint64_t seq, cp_err *err)
{
    sqlite3_stmt *s;
    cp_rc rc = cp_db_prepare(c, SET_SESSION, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, c->collected);
    cp_db_bind_int(s, 2, (int64_t)seq);
    return cp_db_step_done(c, s, err);
}

cp_rc cp_case_collect_append(cp_case *c, const cp_case_batch *b, bool *is_known, cp_err *err)
{
    standing is = IS_NEXT;
    cp_str digest;
    assert(c->collected && !c->in_import && b->seq > 0);
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    rc = look_up(c, b->seq, &is, err);
    if (rc == CP_OK && is == IS_KNOWN) {
        (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
        *is_known = true;
        return CP_OK;
    }
    cp_arena *scratch = cp_arena_new(0);
    if (rc == CP_OK)
        rc = put_rows(c, b, err);
    if (rc == CP_OK)
        rc = new_digest(c, scratch, b, &digest, err);
    if (rc == CP_OK)
        rc = add_up(c, b, digest, err);
    if (rc == CP_OK)
        rc = set_batch(c, b->seq, err);
    if (rc == CP_OK)
        rc = cp_beside_settle(c, err);
    rc = cp_db_end(c, rc, err);
    cp_arena_free(scratch);
    if (rc == CP_OK)
        *is_known = false;
    return rc;
}

/* ---- end */

cp_rc cp_case_collect_end(cp_case *c, cp_str note, cp_str by, cp_time at, cp_err *err)
{
    sqlite3_stmt *s;
    assert(c->collected && !c->in_import);
    cp_rc rc = cp_case_exec(c->db, "BEGIN IMMEDIATE", err);
    if (rc != CP_OK) {
        cp_err_in_file(err, c->path.p, c->path.n);
        return rc;
    }
    if ((rc = cp_db_prepare(c, END_SESSION, &s, err)) == CP_OK) {
        cp_db_bind_int(s, 1, c->collected);
        cp_db_bind_int(s, 2, at);
        rc = cp_db_step_done(c, s, err);
    }
    bool is_first = rc == CP_OK && sqlite3_changes(c->db) > 0;
    if (is_first && (rc = cp_db_prepare(c, END_COLLECT, &s, err)) == CP_OK) {
        cp_db_bind_int(s, 1, c->collected);
        cp_db_bind_int(s, 2, CP_SOURCE_READ);
        cp_db_bind_str(s, 3, note);
        rc = cp_db_step_done(c, s, err);
    }
    if (is_first && rc == CP_OK)
        rc = cp_db_log(c, at, by, CP_STR("collect end"), note, err);
    if (rc == CP_OK)
        cp_beside_trim(c);
    rc = cp_db_end(c, rc, err);
    if (rc == CP_OK)
        c->collected = 0;
    return rc;
}

/* ---- templates */

cp_rc cp_case_templates(cp_case *c, cp_arena *a, cp_case_template **out, uint32_t *n, cp_err *err)
{
    CP_VEC(cp_case_template) v = { 0 };
    sqlite3_stmt *s;
    int r;
    cp_rc rc = cp_db_prepare(c, SEL_TEMPLATES, &s, err);
    if (rc != CP_OK)
        return rc;
    cp_db_bind_int(s, 1, CP_CASE_TEMPLATES_MAX);
    while ((r = sqlite3_step(s)) == SQLITE_ROW) {
        cp_bytes addr = cp_db_col_bytes(s, 0), data = cp_db_col_bytes(s, 4);
        cp_case_template t = { .domain = (uint32_t)sqlite3_column_int64(s, 1),
                               .id = (uint32_t)sqlite3_column_int64(s, 3),
                               .at = cp_db_col_time(s, 5) };
        /* what somebody else put there is not believed, and costs no more than what it would
         * give */
        if (addr.n != sizeof t.addr.b || data.n > CP_CASE_TEMPLATE_BYTES_MAX ||
            !cp_flow_proto_by_name(cp_str_of_bytes(cp_db_col_bytes(s, 2)), &t.proto))
            continue;
        memcpy(t.addr.b, addr.p, sizeof t.addr.b);
        t.data = cp_bytes_dup(a, data);
        cp_vec_push(a, &v, t);
    }
    (void)sqlite3_reset(s);
    *out = v.v;
    *n = v.n;
    return r == SQLITE_DONE ? CP_OK : cp_db_fail(c, r, "cannot read the case", err);
}
