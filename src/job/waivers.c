/* SPDX-License-Identifier: Apache-2.0 */
/* waivers.c - which findings somebody answers for. A waiver covers what a policy names (excluded,
 * restricted); what is undetermined stays so, because nobody can answer for what is not known. */
#include <sys/stat.h>
#include <unistd.h>
#include "job/evidence.h"
#include "sources/import/import.h"

enum { WAIVERS_BYTES_MAX = 16 * 1024 * 1024 };

/* ---- reading ---- */

cp_rc cp_waivers_load(cp_job *j, cp_evidence_set *e, cp_str path, cp_err *err)
{
    cp_bytes yaml;
    cp_waivers read;
    cp_source src = { .name = cp_str_dup(j->a, path) };
    cp_rc rc = cp_job_read_file(j->a, path, WAIVERS_BYTES_MAX, &yaml, err);
    if (rc == CP_OK && (rc = cp_waivers_parse(j->a, yaml, &src, &read, err)) != CP_OK)
        cp_err_in_file(err, path.p, path.n);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < src.n_problems; i++)
        j->warn(j, "%.*s:%llu: %.*s; this waiver does not count", CP_FMT(path),
                (unsigned long long)src.problems[i].pos, CP_FMT(src.problems[i].text));
    if (src.records_bad > src.n_problems)
        j->warn(j, "%.*s: and %llu more waivers do not count", CP_FMT(path),
                (unsigned long long)(src.records_bad - src.n_problems));
    e->n_waivers_bad += src.records_bad;
    for (uint32_t i = 0; i < read.n; i++)
        cp_vec_push(j->a, &e->waivers, read.v[i]);
    cp_vec_push(j->a, &e->waivers_from, src.name);
    return CP_OK;
}

/* waivers.yaml in the folder of this file, if there is one. */
cp_rc cp_waivers_beside(cp_job *j, cp_evidence_set *e, cp_str file, cp_err *err)
{
    struct stat st;
    size_t n = file.n;
    if (stat(cp_str_dup(j->a, file).p, &st) != 0 || !S_ISREG(st.st_mode))
        return CP_OK;
    while (n && file.p[n - 1] != '/')
        n--;
    cp_str path = cp_str_fmt(j->a, "%.*swaivers.yaml", (int)n, file.p);
    return access(path.p, R_OK) == 0 ? cp_waivers_load(j, e, path, err) : CP_OK;
}

/* ---- matching ---- */

/* Waivers by what they call their asset; those with a pattern, or without an asset, are tried one
 * after the other. */
typedef struct matcher {
    cp_job *j;
    const cp_evidence_set *e;
    const cp_policy_lib *lib;
    cp_judge *judge; /* NULL: other clauses are not looked at */
    cp_date as_of;
    cp_map exact;   /* lower-case name -> index of the last such waiver + 1 */
    uint32_t *next; /* per waiver: the one before it of the same name, + 1 */
    CP_VEC(uint32_t) patterns;
    uint32_t *n_used; /* findings that each covers, or would if it had not expired */
    uint64_t *seen;   /* the finding for which it was last looked at: once for each */
    uint64_t finding;
} matcher;

static bool is_pattern(cp_str s)
{
    return cp_str_find_char(s, '*') >= 0 || cp_str_find_char(s, '?') >= 0;
}

static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

bool cp_waiver_pattern_matches(cp_str pattern, cp_str s)
{
    size_t p = 0, i = 0, star = SIZE_MAX, from = 0;
    while (i < s.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            from = i;
        } else if (p < pattern.n && (pattern.p[p] == '?' || lower(pattern.p[p]) == lower(s.p[i]))) {
            p++;
            i++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            i = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

static void index_waivers(matcher *m)
{
    cp_arena *a = m->j->a;
    const cp_evidence_set *e = m->e;
    m->next = CP_NEW_ARRAY(a, uint32_t, e->waivers.n);
    m->n_used = CP_NEW_ARRAY(a, uint32_t, e->waivers.n);
    m->seen = CP_NEW_ARRAY(a, uint64_t, e->waivers.n);
    for (uint32_t i = 0; i < e->waivers.n; i++) {
        cp_str asset = e->waivers.v[i].asset;
        if (asset.n == 0 || is_pattern(asset)) {
            cp_vec_push(a, &m->patterns, i);
            continue;
        }
        uint64_t *at = cp_map_put(a, &m->exact, cp_str_lower(a, asset), NULL);
        m->next[i] = (uint32_t)*at;
        *at = i + 1;
    }
}

static bool pattern_is_of(const cp_waiver *w, const cp_asset *as)
{
    if (w->asset.n == 0 || cp_waiver_pattern_matches(w->asset, as->id) ||
        cp_waiver_pattern_matches(w->asset, cp_asset_name(as)))
        return true;
    for (uint32_t i = 0; i < as->n_other_ids; i++)
        if (cp_waiver_pattern_matches(w->asset, as->other_ids[i]))
            return true;
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind != CP_IDENT_AGENT &&
            cp_waiver_pattern_matches(w->asset, as->ids[i].value))
            return true;
    return false;
}

/* What a waiver is looked for: a policy's finding, by one of its clauses. */
typedef struct wanted {
    const cp_asset *as;
    cp_str policy, clause;
    const cp_waiver *best;
} wanted;

/* One that holds goes before one that has expired, one of the whole policy before one of a clause,
 * then the first in the file. */
static void consider(matcher *m, uint32_t i, wanted *x)
{
    const cp_waiver *w = &m->e->waivers.v[i];
    bool is_of_rule = (w->policy.n == 0 || cp_str_eq(w->policy, x->policy)) &&
                      (w->clause.n == 0 || cp_str_eq(w->clause, x->clause));
    if (!is_of_rule || m->seen[i] == m->finding)
        return;
    m->seen[i] = m->finding;
    m->n_used[i]++;
    if (cp_waiver_is_expired(w, m->as_of))
        return;
    bool is_wider = x->best && x->best->clause.n > 0 && w->clause.n == 0;
    bool is_narrower = x->best && x->best->clause.n == 0 && w->clause.n > 0;
    if (!x->best || is_wider || (!is_narrower && w < x->best))
        x->best = w;
}

static void consider_named(matcher *m, cp_str name, wanted *x)
{
    cp_arena_mark mark = cp_arena_here(m->j->a);
    const uint64_t *at = cp_map_get(&m->exact, cp_str_lower(m->j->a, name));
    cp_arena_back(m->j->a, mark);
    for (uint64_t i = at ? *at : 0; i; i = m->next[i - 1])
        consider(m, (uint32_t)i - 1, x);
}

static const cp_waiver *look_up(matcher *m, const cp_asset *as, cp_str policy, cp_str clause)
{
    wanted x = { as, policy, clause, NULL };
    consider_named(m, as->id, &x);
    for (uint32_t i = 0; i < as->n_other_ids; i++)
        consider_named(m, as->other_ids[i], &x);
    consider_named(m, cp_asset_name(as), &x);
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind != CP_IDENT_AGENT)
            consider_named(m, as->ids[i].value, &x);
    for (uint32_t i = 0; i < m->patterns.n; i++)
        if (pattern_is_of(&m->e->waivers.v[m->patterns.v[i]], as))
            consider(m, m->patterns.v[i], &x);
    return x.best;
}

/* A verdict tells one clause of those that name the thing: who waived that one has not waived the
 * others. "" if each is waived; else the first that is not. */
static cp_str clause_left(matcher *m, const cp_asset *as, const cp_verdict *v)
{
    const cp_policy *p = cp_policy_by_id(m->lib, v->policy);
    if (!m->judge || !p)
        return CP_STR("");
    uint32_t *at = CP_NEW_ARRAY(m->j->a, uint32_t, p->n_clauses + 1),
             n = cp_judge_clauses(m->judge, p, as, at);
    for (uint32_t i = 0; i < n; i++) {
        cp_str id = p->clauses[at[i]].id;
        m->finding++;
        if (!cp_str_eq(id, v->clause) && !look_up(m, as, v->policy, id))
            return id;
    }
    return CP_STR("");
}

static const cp_waiver *waiver_of(matcher *m, const cp_asset *as, const cp_verdict *v,
                                  cp_sentences *notes)
{
    if (v->result != CP_VERDICT_EXCLUDED && v->result != CP_VERDICT_RESTRICTED)
        return NULL;
    m->finding++;
    const cp_waiver *w = look_up(m, as, v->policy, v->clause);
    cp_str left = w && w->clause.n ? clause_left(m, as, v) : CP_STR("");
    if (left.n == 0)
        return w;
    cp_vec_push(m->j->a, notes,
                cp_str_fmt(m->j->a,
                           "%.*s: clause %.*s of %.*s is waived, but clause %.*s names it too: it "
                           "stays a finding.",
                           CP_FMT(cp_asset_name(as)), CP_FMT(v->clause), CP_FMT(v->policy),
                           CP_FMT(left)));
    return NULL;
}

/* ---- telling ---- */

static cp_str called(cp_arena *a, const cp_waiver *w)
{
    cp_str rule = cp_waiver_rule(a, w);
    return cp_str_fmt(a, "%.*s:%llu: the waiver of %.*s%s%.*s", CP_FMT(w->file),
                      (unsigned long long)w->line, CP_FMT(w->asset),
                      w->asset.n && rule.n ? " for " : "", CP_FMT(rule));
}

/* Why it covers nothing, if that is known: a slip in the rule would else be found by nobody. */
static cp_str why_unused(matcher *m, const cp_answer *ans, const cp_waiver *w)
{
    cp_arena *a = m->j->a;
    const cp_policy *p = w->policy.n ? cp_policy_by_id(m->lib, w->policy) : NULL;
    cp_str near = w->policy.n && !p ? cp_policy_nearest(m->lib, w->policy) : CP_STR("");
    bool is_asked = w->policy.n == 0, has_clause = w->clause.n == 0;
    for (uint32_t k = 0; k < ans->n_policies; k++)
        is_asked |= cp_str_eq(ans->policies[k].id, w->policy);
    for (uint32_t k = 0; p && k < p->n_clauses; k++)
        has_clause |= cp_str_eq(p->clauses[k].id, w->clause);
    if (w->policy.n && !p)
        return cp_str_fmt(a, "; there is no policy of this name%s%.*s%s",
                          near.n ? " (did you mean " : "", CP_FMT(near), near.n ? "?)" : "");
    return !has_clause ? CP_STR("; that policy has no such clause")
           : !is_asked ? CP_STR("; that policy was not asked")
                       : CP_STR("");
}

static void tell(matcher *m, const cp_answer *ans, cp_sentences *notes)
{
    cp_arena *a = m->j->a;
    for (uint32_t i = 0; i < m->e->waivers.n; i++) {
        const cp_waiver *w = &m->e->waivers.v[i];
        if (cp_waiver_is_expired(w, m->as_of))
            cp_vec_push(
                a, notes,
                cp_str_fmt(a, "%.*s expired on %.*s; %.*s.", CP_FMT(called(a, w)),
                           CP_FMT(cp_date_text(a, w->expires)),
                           CP_FMT(m->n_used[i] == 0
                                      ? CP_STR("it would cover no finding")
                                      : cp_str_fmt(a, "%u finding%s back", m->n_used[i],
                                                   m->n_used[i] == 1 ? " comes" : "s come"))));
        else if (m->n_used[i] == 0)
            cp_vec_push(a, notes,
                        cp_str_fmt(a, "%.*s covers no finding%.*s.", CP_FMT(called(a, w)),
                                   CP_FMT(why_unused(m, ans, w))));
    }
}

void cp_waivers_apply(cp_job *j, const cp_evidence_set *e, const cp_policy_lib *lib,
                      cp_judge *judge, cp_answer *ans, cp_sentences *notes)
{
    matcher m = { .j = j, .e = e, .lib = lib, .judge = judge, .as_of = ans->as_of };
    if (e->waivers.n == 0)
        return;
    index_waivers(&m);
    cp_answer_asset *assets = (cp_answer_asset *)ans->assets;       /* still being made */
    cp_answer_policy *policies = (cp_answer_policy *)ans->policies; /* the same */
    for (uint32_t i = 0; i < ans->n_assets; i++)
        for (uint32_t k = 0; k < assets[i].n_verdicts; k++) {
            const cp_waiver *w = waiver_of(&m, &assets[i].asset, assets[i].verdicts[k], notes);
            if (!w)
                continue;
            if (!assets[i].waivers)
                assets[i].waivers = CP_NEW_ARRAY(j->a, const cp_waiver *, assets[i].n_verdicts);
            assets[i].waivers[k] = w;
            policies[k].n_waived++;
        }
    tell(&m, ans, notes);
}
