/* SPDX-License-Identifier: Apache-2.0 */
/* page_detail.c - see page.h: what a drawer shows of 500 assets. Verdicts are shared by alike
 * assets (adr/4), so a block holds each once:
 *
 *     verdicts [v0 v1 v2 ...]   sets [[0 1 2] [0 3 2]]   assets [{.. set 1} ..] */
#include "report/assurance.h"
#include "report/inside.h"
#include "report/judged.h"
#include "report/page.h"
#include "report/parts.h"
#include "report/render.h"

typedef struct shared {
    CP_VEC(cp_str) verdicts; /* as JSON */
    CP_VEC(uint32_t) sets;   /* n_policies each */
    cp_map by_verdict, by_text, by_set;
    uint32_t n_sets;
} shared;

/* Verdicts that rest on other facts may yet say the same. */
static uint32_t put_verdict(cp_arena *a, shared *s, const cp_answer *ans, const cp_verdict *v,
                            uint32_t policy)
{
    bool added;
    cp_bytes key = cp_bytes_dup(a, (cp_bytes){ (const uint8_t *)&v, sizeof v });
    uint64_t *at = cp_map_put(a, &s->by_verdict, cp_str_of_bytes(key), &added);
    if (!added)
        return (uint32_t)*at;
    cp_buf b = cp_buf_new(a);
    cp_jw w = cp_jw_new(&b);
    cp_page_verdict(ans, v, policy, &w);
    uint64_t *same = cp_map_put(a, &s->by_text, cp_buf_str(&b), &added);
    if (added) {
        *same = s->verdicts.n;
        cp_vec_push(a, &s->verdicts, cp_buf_str(&b));
    }
    *at = *same;
    return (uint32_t)*at;
}

/* -1: nothing was judged. */
static int64_t put_set(cp_arena *a, shared *s, const cp_answer *ans, const cp_answer_asset *x)
{
    bool added;
    if (x->n_verdicts == 0)
        return -1;
    uint32_t *v = CP_NEW_RAW(a, uint32_t, x->n_verdicts);
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        v[i] = put_verdict(a, s, ans, x->verdicts[i], i);
    cp_str key = { (const char *)v, x->n_verdicts * sizeof *v };
    uint64_t *at = cp_map_put(a, &s->by_set, key, &added);
    if (added) {
        *at = s->n_sets++;
        for (uint32_t i = 0; i < x->n_verdicts; i++)
            cp_vec_push(a, &s->sets, v[i]);
    }
    return (int64_t)*at;
}

/* ---- verdicts */

static void duties(cp_jw *w, const cp_verdict *v)
{
    cp_jw_key(w, "duties");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_duties; i++) {
        cp_str said = cp_duty_text(w->scratch, &v->duties[i]), note = v->duties[i].note;
        cp_jw_str(w,
                  note.n ? cp_str_fmt(w->scratch, "%.*s: %.*s", CP_FMT(said), CP_FMT(note)) : said);
    }
    cp_jw_arr_end(w);
}

static void sources(cp_jw *w, const cp_verdict *v)
{
    cp_jw_key(w, "sources");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_sources; i++) {
        cp_str date = cp_date_text(w->scratch, v->sources[i].date);
        cp_jw_arr(w);
        cp_jw_str(w, v->sources[i].url);
        cp_jw_str(w, v->sources[i].tier);
        if (date.n)
            cp_jw_str(w, date);
        else
            cp_jw_null(w);
        cp_jw_arr_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_page_verdict(const cp_answer *ans, const cp_verdict *v, uint32_t policy, cp_jw *w)
{
    static const uint8_t digits[] = { [CP_VERDICT_EXCLUDED] = 0,
                                      [CP_VERDICT_RESTRICTED] = 1,
                                      [CP_VERDICT_UNDETERMINED] = 2,
                                      [CP_VERDICT_ALLOWED] = 4,
                                      [CP_VERDICT_NOT_ADDRESSED] = 5 };
    cp_jw_obj(w);
    cp_jw_ku64(w, "policy", policy);
    cp_jw_ku64(w, "result", digits[v->result]);
    cp_jw_kstr_opt(w, "clause", v->clause);
    cp_jw_kstr_opt(w, "reason", v->reason);
    if (v->result != CP_VERDICT_ALLOWED && v->result != CP_VERDICT_NOT_ADDRESSED) {
        cp_jw_kstr(w, "law", cp_str_c(cp_law_name(v->law)));
        cp_jw_kstr_opt(w, "means", cp_meaning_text(w->scratch, v, ans->as_of));
        cp_jw_kstrs(w, "missing", v->missing, v->n_missing);
        cp_jw_kstrs(w, "via", v->via, v->n_via);
        duties(w, v);
        cp_jw_kstrs(w, "presumed", v->assumed, v->n_assumed);
        sources(w, v);
    }
    cp_jw_obj_end(w);
}

static void put_shared(const cp_page *p, const shared *s, cp_jw *w)
{
    uint32_t n = p->ans->n_policies;
    cp_jw_key(w, "verdicts");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s->verdicts.n; i++)
        cp_jw_json(w, s->verdicts.v[i]);
    cp_jw_arr_end(w);
    cp_jw_key(w, "sets");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s->sets.n; i++) {
        if (i % n == 0)
            cp_jw_arr(w);
        cp_jw_u64(w, s->sets.v[i]);
        if (i % n == n - 1)
            cp_jw_arr_end(w);
    }
    cp_jw_arr_end(w);
}

/* ---- assets */

/* Agents hold together what came from one place, and say nothing to people. */
static void idents(cp_jw *w, const cp_asset *as)
{
    cp_jw_key(w, "ids");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind != CP_IDENT_AGENT)
            cp_jw_str(w, cp_str_fmt(w->scratch, "%s %.*s", cp_ident_kind_name(as->ids[i].kind),
                                    CP_FMT(as->ids[i].value)));
    cp_jw_arr_end(w);
}

static void claims(const cp_answer *ans, cp_jw *w, const char *key, const cp_claim *v, uint32_t n,
                   bool says_facts)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        cp_jw_arr(w);
        cp_jw_str(w, cp_str_c(cp_attr_name(v[i].attr)));
        cp_jw_str(w, v[i].attr == CP_ATTR_MAKER && v[i].name.n ? v[i].name : v[i].value);
        cp_jw_u64(w, cp_page_percent(v[i].confidence));
        if (says_facts)
            cp_jw_bool(w, v[i].confidence >= ans->accept);
        cp_jw_arr_end(w);
    }
    cp_jw_arr_end(w);
}

/* Most values are told before, as an identifier or in a claim: those are referred to. */
static void value(cp_jw *w, const cp_asset *as, const cp_evidence *e)
{
    if (e->attr != CP_ATTR_COUNT && cp_str_eq(e->value, e->says)) {
        cp_jw_null(w);
        return;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < as->n_ids; i++) {
        if (as->ids[i].kind == CP_IDENT_AGENT)
            continue;
        if (cp_str_eq(as->ids[i].value, e->value)) {
            cp_jw_u64(w, at);
            return;
        }
        at++;
    }
    cp_jw_str(w, e->value);
}

static void says(cp_jw *w, const cp_asset *as, const cp_evidence *e)
{
    if (e->attr == CP_ATTR_COUNT) {
        cp_jw_null(w);
        return;
    }
    for (uint32_t i = 0; i < as->n_claims; i++)
        if (as->claims[i].attr == e->attr && cp_str_eq(as->claims[i].value, e->says)) {
            cp_jw_u64(w, i);
            return;
        }
    cp_jw_str(w, cp_str_fmt(w->scratch, "%s: %.*s", cp_attr_name(e->attr), CP_FMT(e->says)));
}

static void observation(cp_jw *w, const cp_asset *as, const cp_evidence *e)
{
    cp_jw_arr(w);
    cp_jw_str(w, e->kind);
    value(w, as, e);
    says(w, as, e);
    cp_jw_num(w, (double)(int64_t)(e->weight * 10 + (e->weight < 0 ? -0.5 : 0.5)) / 10);
    cp_jw_str(w, e->rule);
    cp_jw_arr_end(w);
}

/* By place: several stand in one row of a table. */
static void evidence(const cp_answer *ans, cp_jw *w, const cp_asset *as)
{
    cp_jw_key(w, "evidence");
    cp_jw_arr(w);
    for (uint32_t i = 0, end; i < as->n_evidence; i = end) {
        const cp_evidence *e = &as->evidence[i];
        cp_jw_arr(w);
        cp_jw_i64(w, e->source < ans->n_sources ? (int64_t)e->source : -1);
        if (e->source < ans->n_sources && ans->sources[e->source].sheets.n)
            cp_jw_str(w, cp_where_place(w->scratch, ans, e->source, e->pos));
        else
            cp_jw_u64(w, e->pos);
        cp_jw_arr(w);
        for (end = i; end < as->n_evidence && as->evidence[end].source == e->source &&
                      as->evidence[end].pos == e->pos;
             end++)
            observation(w, as, &as->evidence[end]);
        cp_jw_arr_end(w);
        cp_jw_arr_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "more", as->n_evidence_more);
}

static void beside_one(cp_jw *w, uint32_t policy, const char *what, cp_str text)
{
    cp_jw_arr(w);
    cp_jw_u64(w, policy);
    cp_jw_str(w, cp_str_c(what));
    cp_jw_str(w, text);
    cp_jw_arr_end(w);
}

/* What the same policies say of its parts: one text a policy. */
static void inside(cp_jw *w, const cp_answer *ans, const cp_answer_asset *x)
{
    uint32_t n;
    const cp_inside *v = cp_inside_of(ans, x, &n);
    for (uint32_t i = 0, end; i < n; i = end) {
        cp_buf b = cp_buf_new(w->scratch);
        for (end = i; end < n && v[end].policy == v[i].policy; end++)
            cp_buf_fmt(&b, "%sit %s %u: %.*s", end > i ? "; " : "", cp_inside_verb(v[end].result),
                       v[end].n, CP_FMT(cp_inside_parts(w->scratch, ans, &v[end])));
        beside_one(w, v[i].policy, "inside", cp_buf_str(&b));
    }
}

/* What people decided, of single findings, and what is inside. */
static void beside(cp_jw *w, const cp_answer *ans, const cp_answer_asset *x)
{
    cp_jw_key(w, "beside");
    cp_jw_arr(w);
    inside(w, ans, x);
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_finding_status *s =
            x->n_findings ? cp_finding_of(x, x->verdicts[i]->policy) : NULL;
        const cp_waiver *waiver = cp_answer_waiver(x, i);
        cp_str decided = s ? cp_decision_text(w->scratch, s) : CP_STR("");
        if (decided.n)
            beside_one(w, i, "finding", decided);
        if (waiver)
            beside_one(w, i, "waiver", cp_waiver_text(w->scratch, waiver));
    }
    cp_jw_arr_end(w);
}

static void asset(const cp_answer *ans, const cp_answer_asset *x, int64_t set, cp_jw *w)
{
    const cp_asset *as = &x->asset;
    cp_jw_obj(w);
    idents(w, as);
    claims(ans, w, "claims", as->claims, as->n_claims, true);
    claims(ans, w, "others", as->others, as->n_others, false);
    evidence(ans, w, as);
    cp_jw_key(w, "set");
    cp_jw_i64(w, set);
    beside(w, ans, x);
    cp_jw_key(w, "assurance");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_assurance; i++)
        cp_jw_str(w, cp_assurance_text(w->scratch, &x->assurance[i]));
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

void cp_page_detail(const cp_page *p, uint32_t block, cp_jw *w)
{
    const cp_answer *ans = p->ans;
    uint32_t first = block * CP_PAGE_BLOCK, left = ans->n_assets - first;
    uint32_t n = left < CP_PAGE_BLOCK ? left : CP_PAGE_BLOCK;
    cp_arena *a = cp_arena_new(0), *outer = w->scratch;
    shared s = { 0 };
    int64_t sets[CP_PAGE_BLOCK];
    w->scratch = a;
    for (uint32_t i = 0; i < n; i++)
        sets[i] = put_set(a, &s, ans, &ans->assets[p->order[first + i]]);
    cp_jw_obj(w);
    put_shared(p, &s, w);
    cp_jw_key(w, "assets");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        asset(ans, &ans->assets[p->order[first + i]], sets[i], w);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    w->scratch = outer;
    cp_arena_free(a);
}
