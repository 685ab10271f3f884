/* SPDX-License-Identifier: Apache-2.0 */
/* evidence_identify.c - see evidence_inside.h: assets of what was read, under the ids that they had
 * before. */
#include <stdlib.h>
#include "identify/asset_id.h"
#include "job/beside.h"
#include "job/evidence_inside.h"
#include "job/parts.h"
#include "job/progress.h"

/* ---- ids that stay ---- */

/* The identifier by which an asset is found again; NULL: it has none. */
static const cp_ident *best_ident(const cp_asset *as)
{
    const cp_ident *best = NULL;
    uint32_t n;
    const cp_ident *ids = cp_asset_lasting_ids(as, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!best || cp_asset_id_strength(ids[i].kind) < cp_asset_id_strength(best->kind))
            best = &ids[i];
    return best;
}

static uint64_t ident_hash(const cp_asset *as, const cp_ident *id)
{
    return cp_hash(id->value, cp_hash(as->realm, (uint64_t)id->kind));
}

static int by_hash(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* One for each asset that has an identifier, sorted. */
static uint64_t *ident_hashes(cp_arena *a, const cp_identified *f, uint32_t *n)
{
    uint64_t *v = CP_NEW_ARRAY(a, uint64_t, f->n_assets);
    *n = 0;
    for (uint32_t i = 0; i < f->n_assets; i++) {
        const cp_ident *best = best_ident(&f->assets[i]);
        if (best)
            v[(*n)++] = ident_hash(&f->assets[i], best);
    }
    if (*n)
        qsort(v, *n, sizeof *v, by_hash);
    return v;
}

static bool is_one(const uint64_t *v, uint32_t n, uint64_t hash)
{
    const uint64_t *at = bsearch(&hash, v, n, sizeof *v, by_hash);
    return at && (at == v || at[-1] != hash) && (at + 1 == v + n || at[1] != hash);
}

/* What several have, as a name, would find any of them: then the id is made anew of the same each
 * time. An id that was kept for less (an address, before the serial number was known) is kept for
 * the better reason from now on. */
static cp_rc keep_ids(cp_job *j, cp_evidence_set *e, const cp_case_asset_id *priors, uint32_t n,
                      cp_err *err)
{
    cp_map known = { 0 };
    CP_VEC(cp_case_asset_id) fresh = { 0 };
    uint32_t n_hashes;
    cp_arena *scratch = cp_arena_new(0);
    uint64_t *hashes = ident_hashes(scratch, &e->found, &n_hashes);
    for (uint32_t i = 0; i < n; i++)
        *cp_map_put(j->a, &known, priors[i].id, NULL) = i;
    for (uint32_t i = 0; i < e->found.n_assets; i++) {
        const cp_asset *x = &e->found.assets[i];
        const cp_ident *best = best_ident(x);
        const uint64_t *at = cp_map_get(&known, x->id);
        bool is_better = best && (!at || cp_asset_id_strength(best->kind) <
                                             cp_asset_id_strength(priors[*at].ident.kind));
        if (is_better && is_one(hashes, n_hashes, ident_hash(x, best)))
            cp_vec_push(j->a, &fresh, ((cp_case_asset_id){ x->id, x->realm, *best }));
    }
    cp_arena_free(scratch);
    return fresh.n ? cp_case_asset_ids_add(e->kase, fresh.v, fresh.n, err) : CP_OK;
}

static bool is_asked(void *ctx, const cp_asset *as)
{
    return cp_job_is_called(as, ((cp_job *)ctx)->asked_about);
}

/* Up to when somebody can have said something: now, or the day of the answer where that comes
 * later; and a day on top, which is a day already where the sun rises first. */
static cp_time until_of(const cp_job *j)
{
    const cp_time day = (cp_time)24 * 3600 * 1000000;
    cp_time now = cp_job_now();
    cp_date as_of;
    bool is_later = cp_date_parse(j->opts.as_of, &as_of) && (cp_time)as_of.last_day * day > now;
    return (is_later ? (cp_time)as_of.last_day * day : now) + day;
}

cp_rc cp_reading_identify(cp_job *j, cp_evidence_set *e, cp_reading *r, cp_err *err)
{
    cp_identify_opts opts = { .is_stopped = cp_reading_is_stopped, .stop_ctx = r };
    cp_case_asset_id *ids = NULL;
    uint32_t n = 0;
    cp_rc rc = cp_job_knowledge(j, &e->knowledge, err);
    if (rc == CP_OK && e->kase)
        rc = cp_case_asset_ids(e->kase, j->a, &ids, &n, err);
    if (rc != CP_OK)
        return rc;
    cp_prior_id *priors = CP_NEW_ARRAY(j->a, cp_prior_id, n);
    for (uint32_t i = 0; i < n; i++)
        priors[i] = (cp_prior_id){ ids[i].id, ids[i].realm, ids[i].ident };
    if (j->asked_about.n) {
        opts.is_asked = is_asked;
        opts.ask_ctx = j;
    }
    opts.priors = priors;
    opts.n_priors = n;
    opts.until = until_of(j);
    cp_progress_phase(j, CP_STR("identifying"), "", 0);
    rc = cp_identify(j->a, e->knowledge, e->store, &opts, &e->found, err);
    if (rc == CP_OK)
        cp_parts_inside(j->a, e->sources.v, e->sources.n, j->opts.accept, e->found.assets,
                        e->found.n_assets);
    if (rc != CP_OK || !e->kase)
        return rc;
    cp_err why;
    cp_rc kept = keep_ids(j, e, ids, n, &why);
    /* a case that may only be read, now or ever, is still worth cp_reading */
    if (kept == CP_OK || kept == CP_EPERM || kept == CP_EBUSY || kept == CP_EFULL)
        return CP_OK;
    *err = why;
    return kept;
}

cp_rc cp_evidence_rows(const cp_evidence_set *e, const cp_router_state *s,
                       void (*each)(void *ctx, const cp_state *row), void *ctx, cp_err *err)
{
    cp_bytes block = s->bytes;
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = s->place ? cp_case_state(e->kase, a, s->place, &block, err) : CP_OK;
    if (rc == CP_OK)
        rc = cp_states_unpack(block, each, ctx, err);
    cp_arena_free(a);
    return rc;
}
