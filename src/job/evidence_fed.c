/* SPDX-License-Identifier: Apache-2.0 */
/* evidence_fed.c - see evidence.h: evidence that comes one source after the other. What a feed
 * hands over passes by somebody who looks. */
#include "job/evidence_inside.h"

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    const cp_reading *r = ctx;
    r->feed->seen(r->feed->ctx, o);
    return r->heard.obs(r->heard.ctx, o, err);
}

static cp_rc hear_link(void *ctx, const cp_link *l, cp_err *err)
{
    const cp_reading *r = ctx;
    return r->heard.link ? r->heard.link(r->heard.ctx, l, err) : CP_OK;
}

static cp_rc hear_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    const cp_reading *r = ctx;
    return r->heard.statement ? r->heard.statement(r->heard.ctx, x, err) : CP_OK;
}

static cp_rc hear_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    const cp_reading *r = ctx;
    return r->heard.tie ? r->heard.tie(r->heard.ctx, t, err) : CP_OK;
}

static cp_rc hear_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    const cp_reading *r = ctx;
    return r->heard.flows(r->heard.ctx, b, err);
}

static cp_rc hear_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    const cp_reading *r = ctx;
    return r->heard.exporter(r->heard.ctx, x, err);
}

static cp_rc hear_flow_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    const cp_reading *r = ctx;
    return r->heard.flow_name(r->heard.ctx, n, err);
}

static cp_rc hear_origins(void *ctx, const cp_origin_block *b, cp_err *err)
{
    const cp_reading *r = ctx;
    return r->heard.origins(r->heard.ctx, b, err);
}

static cp_rc hear_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    const cp_reading *r = ctx;
    return r->heard.state(r->heard.ctx, b, err);
}

cp_rc cp_reading_fed(cp_reading *r, const cp_found_file *f, const cp_obs_sink *sink, cp_source *src,
                     cp_err *err)
{
    cp_obs_sink heard = { r, hear_obs, hear_link, hear_statement, hear_tie };
    r->heard = *sink;
    if (sink->flows) {
        heard.flows = hear_flows;
        heard.exporter = hear_exporter;
        heard.flow_name = hear_flow_name;
    }
    heard.origins = sink->origins ? hear_origins : NULL;
    heard.state = sink->state ? hear_state : NULL;
    heard.state_kinds = sink->state_kinds;
    r->opts.no_digest = false;
    return cp_source_read_bytes(r->j->a, f->path, f->content, &r->opts,
                                r->feed->seen ? &heard : sink, src, err);
}

struct cp_evidence_taker {
    cp_reading r;
};

cp_rc cp_evidence_take(cp_evidence_taker *t, cp_str name, cp_bytes bytes, cp_source *out,
                       cp_err *err)
{
    cp_reading *r = &t->r;
    cp_found_file f = { .path = name, .bytes = bytes.n, .content = bytes };
    bool is_known;
    cp_rc rc =
        r->e->kase ? cp_reading_import(r, &f, out, err) : cp_reading_read(r, &f, &is_known, err);
    if (rc == CP_OK && !r->e->kase)
        *out = r->e->sources.v[r->e->sources.n - 1];
    return rc;
}

cp_rc cp_evidence_tell(cp_evidence_taker *t, cp_source *src, cp_err *err)
{
    cp_evidence_set *e = t->r.e;
    bool is_known, is_read = src->state == CP_SOURCE_READ || src->state == CP_SOURCE_PARTLY;
    if (e->kase) {
        src->imported_at = t->r.now;
        src->imported_by = cp_job_user(t->r.j->a);
    }
    e->n_unreadable += src->state == CP_SOURCE_UNREADABLE;
    e->n_not_recognised += src->state == CP_SOURCE_NOT_RECOGNISED;
    e->n_partly += src->state == CP_SOURCE_PARTLY;
    if (!e->kase || !is_read) {
        cp_vec_push(t->r.j->a, &e->sources, *src);
        if (!e->kase)
            cp_obs_store_begin(e->store, e->sources.n - 1, src->name, src->realm);
        return CP_OK;
    }
    cp_rc rc = cp_reading_begin_import(&t->r, &(cp_found_file){ .path = src->name }, err);
    return rc == CP_OK ? cp_case_import_end(e->kase, src, &is_known, err) : rc;
}

cp_rc cp_evidence_gather_fed(cp_job *j, const cp_evidence_feed *feed, bool keeps,
                             cp_evidence_set *e, cp_err *err)
{
    cp_evidence_taker t;
    uint32_t n = j->opts.n_args; /* which are no files */
    *e = (cp_evidence_set){ .store = cp_obs_store_new(j->a) };
    cp_rc rc = cp_reading_begin(j, e, &t.r, err);
    t.r.feed = feed;
    t.r.judges = !keeps;
    if (rc == CP_OK && !keeps && j->opts.profile.n)
        rc = cp_evidence_load_profile(j, e, j->opts.profile, err);
    if (rc == CP_OK && keeps)
        rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_CREATE, &e->kase, err);
    if (rc == CP_OK)
        rc = feed->run(feed->ctx, &t, err);
    if (rc != CP_OK || keeps)
        return rc;
    rc = cp_evidence_find_waivers(j, n, e, err);
    e->statements = cp_obs_store_statements(e->store, &e->n_statements);
    return rc == CP_OK ? cp_reading_identify(j, e, &t.r, err) : rc;
}
