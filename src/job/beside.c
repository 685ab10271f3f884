/* SPDX-License-Identifier: Apache-2.0 */
/* beside.c - see beside.h. */
#include "job/beside.h"
#include <stdlib.h>
#include "codec/sha256.h"
#include "report/assurance.h"

static int by_text(const void *p, const void *q)
{
    return cp_str_cmp(*(const cp_str *)p, *(const cp_str *)q);
}

/* Sorted and each once, so that neither the order of files nor a copy of one matters. Assurance is
 * left out: it is nobody's reason to believe or to doubt an identification. */
static void evidence_text(cp_arena *a, const cp_asset *as, cp_buf *out)
{
    CP_VEC(cp_str) lines = { 0 };
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *e = &as->evidence[i];
        if (e->attr != CP_ATTR_COUNT && e->attr != CP_ATTR_ASSURANCE)
            cp_vec_push(a, &lines,
                        cp_str_fmt(a, "%.*s %zu:%.*s %s=%.*s\n", CP_FMT(e->kind), e->value.n,
                                   CP_FMT(e->value), cp_attr_name(e->attr), CP_FMT(e->says)));
    }
    if (lines.n)
        qsort(lines.v, lines.n, sizeof *lines.v, by_text);
    for (uint32_t i = 0; i < lines.n; i++)
        if (i == 0 || !cp_str_eq(lines.v[i], lines.v[i - 1]))
            cp_buf_add(out, lines.v[i]);
}

cp_str cp_job_verdict_digest(cp_arena *a, const cp_answer_asset *x, const cp_verdict *v)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_buf b = cp_buf_new(scratch);
    cp_buf_fmt(&b, "%.*s\n%s\n%.*s\n", CP_FMT(v->policy), cp_result_name(v->result),
               CP_FMT(v->clause));
    for (uint32_t i = 0; i < v->n_missing; i++)
        cp_buf_fmt(&b, "missing %.*s\n", CP_FMT(v->missing[i]));
    for (uint32_t i = 0; i < v->n_via; i++)
        cp_buf_fmt(&b, "via %.*s\n", CP_FMT(v->via[i]));
    evidence_text(scratch, &x->asset, &b);
    cp_str digest = cp_sha256_hex(a, cp_bytes_of_str(cp_buf_str(&b)));
    cp_arena_free(scratch);
    return digest;
}

static cp_str digest_now(cp_arena *a, const cp_answer_asset *x, cp_str policy)
{
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        if (cp_str_eq(cp_answer_verdict(x, i)->policy, policy))
            return cp_job_verdict_digest(a, x, cp_answer_verdict(x, i));
    return CP_STR(""); /* a policy that was not asked now: nothing is known to have changed */
}

typedef struct entries {
    uint32_t *at; /* of the log, of one asset */
    uint32_t n, cap;
} entries;

/* One status for each policy on which somebody decided, in the order of their first decisions. */
static void attach(cp_arena *a, const cp_finding *log, const entries *mine, cp_answer_asset *x)
{
    cp_finding *own = CP_NEW_ARRAY(a, cp_finding, mine->n);
    cp_finding_status *v = CP_NEW_ARRAY(a, cp_finding_status, mine->n);
    cp_map seen = { 0 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < mine->n; i++) {
        own[i] = log[mine->at[i]];
        own[i].asset = x->asset.id;
    }
    for (uint32_t i = 0; i < mine->n; i++) {
        bool added;
        (void)cp_map_put(a, &seen, own[i].policy, &added);
        if (!added)
            continue;
        cp_str digest = digest_now(a, x, own[i].policy);
        v[n] = cp_finding_status_of(own, mine->n, x->asset.id, own[i].policy, digest);
        v[n].has_changed &= digest.n > 0;
        n += v[n].decision != NULL;
    }
    x->findings = v;
    x->n_findings = n;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* Of all its ids, in the order in which they were made. */
static entries decided_on(cp_arena *a, const cp_map *by_asset, const entries *lists,
                          const cp_asset *as)
{
    const uint64_t *at = cp_map_get(by_asset, as->id);
    CP_VEC(uint32_t) v = { 0 };
    if (as->n_other_ids == 0)
        return at ? lists[*at] : (entries){ 0 };
    for (uint32_t k = 0; k <= as->n_other_ids; k++) {
        at = cp_map_get(by_asset, k < as->n_other_ids ? as->other_ids[k] : as->id);
        for (uint32_t i = 0; at && i < lists[*at].n; i++)
            cp_vec_push(a, &v, lists[*at].at[i]);
    }
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_number);
    return (entries){ v.v, v.n, v.cap };
}

static cp_rc decisions(cp_job *j, cp_case *c, cp_answer *ans, cp_err *err)
{
    cp_finding *log;
    uint32_t n;
    cp_map by_asset = { 0 };
    CP_VEC(entries) lists = { 0 };
    cp_rc rc = cp_case_findings(c, j->a, &log, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        bool added;
        uint64_t *at = cp_map_put(j->a, &by_asset, log[i].asset, &added);
        if (added) {
            *at = lists.n;
            (void)cp_vec_add(j->a, &lists);
        }
        entries *e = &lists.v[*at];
        if (e->n == e->cap)
            e->at = cp_vec_more(j->a, e->at, &e->cap, sizeof *e->at);
        e->at[e->n++] = i;
    }
    for (uint32_t i = 0; rc == CP_OK && n && i < ans->n_assets; i++) {
        cp_answer_asset *x = (cp_answer_asset *)&ans->assets[i];
        entries e = decided_on(j->a, &by_asset, lists.v, &x->asset);
        if (e.n)
            attach(j->a, log, &e, x);
    }
    return rc;
}

cp_rc cp_job_beside(cp_job *j, cp_case *c, cp_answer *ans, cp_err *err)
{
    cp_assurance_schemes schemes;
    cp_rc rc = cp_assurance_get(j->a, &schemes, err);
    for (uint32_t i = 0; rc == CP_OK && i < ans->n_assets; i++) {
        cp_answer_asset *x = (cp_answer_asset *)&ans->assets[i];
        cp_str cell = cp_asset_shown(&x->asset, CP_ATTR_ASSURANCE);
        if (cell.n)
            x->assurance = cp_assurance_parse(j->a, &schemes, cell, ans->as_of, &x->n_assurance);
    }
    return rc == CP_OK && c ? decisions(j, c, ans, err) : rc;
}
