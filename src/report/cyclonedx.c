/* SPDX-License-Identifier: Apache-2.0 */
/* cyclonedx.c - the inventory as CycloneDX 1.6 (ECMA-424): devices as components with the evidence
 * of what they are, and declarations of how each stands to the clauses of the policies.
 *
 *     components       asset:ID     maker and product as facts only if they are established
 *     definitions      clause:ID    a standard for each policy, a requirement for each clause
 *     declarations     claim:ID/POLICY -> asset:ID, evidence:ID, counter:ID, decision:...,
 *                      waiver:...
 *                      attestation per policy: clause -> claims, conformance, confidence
 *
 * Everything is gone through several times and nothing of an asset is kept. */
#include <math.h>
#include "codec/json.h"
#include "codec/uuid.h"
#include "report/judged.h"
#include "report/render.h"
#include "report/soldas.h"

enum { PLACES_MAX = 20, METHODS_MAX = 10 }; /* of one asset; what is left out is counted */

typedef struct bom {
    const cp_answer *ans;
    cp_jw *w;
    cp_buf *out;
    cp_clauses clauses;
} bom;

/* ---- pieces ---- */

static cp_str ref(cp_jw *w, const char *kind, cp_str id)
{
    return cp_str_fmt(w->scratch, "%s:%.*s", kind, CP_FMT(id));
}

static cp_str claim_ref(cp_jw *w, const char *kind, const cp_asset *as, cp_str policy)
{
    return cp_str_fmt(w->scratch, "%s:%.*s/%.*s", kind, CP_FMT(as->id), CP_FMT(policy));
}

static void property(cp_jw *w, const char *name, cp_str value)
{
    if (value.n == 0)
        return;
    cp_jw_obj(w);
    cp_jw_kstr(w, "name", cp_str_fmt(w->scratch, "cleanpath:%s", name));
    cp_jw_kstr(w, "value", value);
    cp_jw_obj_end(w);
}

static cp_str midnight(cp_jw *w, cp_date d)
{
    return cp_str_fmt(w->scratch, "%.*sT00:00:00Z",
                      CP_FMT(cp_date_text(w->scratch, cp_date_of_day(d.first_day))));
}

/* What binds others is no concern of this inventory, and a position judges nothing. */
static bool is_told(const cp_answer *ans, const cp_answer_asset *x, uint32_t i)
{
    const cp_verdict *v = cp_answer_verdict(x, i);
    (void)ans;
    return v->binds != CP_NO && v->law != CP_LAW_POSITION && v->result != CP_VERDICT_NOT_ADDRESSED;
}

/* Each asset's scratch is given back before the next. */
static void each_asset(bom *k, void (*put)(bom *k, const cp_answer_asset *x))
{
    cp_arena *outer = k->w->scratch;
    for (uint32_t i = 0; i < k->ans->n_assets && k->out->rc == CP_OK; i++) {
        k->w->scratch = cp_arena_new(0);
        put(k, &k->ans->assets[i]);
        cp_arena_free(k->w->scratch);
    }
    k->w->scratch = outer;
}

/* ---- what was looked at ---- */

static void coverage(bom *k)
{
    cp_jw *w = k->w;
    const cp_answer *ans = k->ans;
    for (uint32_t i = 0; i < ans->n_notes; i++)
        property(w, "coverage:note", ans->notes[i]);
    for (uint32_t i = 0; i < ans->n_sources; i++) {
        const cp_source *s = &ans->sources[i];
        property(w, "coverage:source",
                 cp_str_fmt(w->scratch, "%.*s: %s, %llu record%s, %llu malformed, sha256 %.*s",
                            CP_FMT(s->name), cp_source_state_name(s->state),
                            (unsigned long long)s->records, cp_plural(s->records),
                            (unsigned long long)s->records_bad,
                            CP_FMT(s->sha256.n ? s->sha256 : CP_STR("not known"))));
    }
    for (uint32_t i = 0; i < ans->n_floods; i++)
        property(w, "coverage:addresses",
                 cp_str_fmt(w->scratch, "%u in %.*s, no assets: %.*s", ans->floods[i].n,
                            CP_FMT(ans->sources[ans->floods[i].source].name),
                            CP_FMT(ans->floods[i].said)));
    for (uint32_t i = 0; i < ans->n_data; i++)
        property(w, "table",
                 cp_str_fmt(w->scratch, "%.*s of %.*s", CP_FMT(ans->data[i].name),
                            CP_FMT(ans->data[i].as_of)));
    property(w, "accept", cp_str_fmt(w->scratch, "%g", ans->accept));
}

static void metadata(bom *k)
{
    cp_jw *w = k->w;
    cp_str who = k->ans->profile.name;
    cp_jw_key(w, "metadata");
    cp_jw_obj(w);
    cp_jw_kstr(w, "timestamp", midnight(w, k->ans->as_of));
    cp_jw_key(w, "lifecycles");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "phase", CP_STR("discovery"));
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
    cp_jw_key(w, "tools");
    cp_jw_obj(w);
    cp_jw_key(w, "components");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "type", CP_STR("application"));
    cp_jw_kstr(w, "name", CP_STR("cleanpath"));
    cp_jw_kstr(w, "version", k->ans->version);
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_jw_key(w, "component");
    cp_jw_obj(w);
    cp_jw_kstr(w, "type", CP_STR("platform"));
    cp_jw_kstr(w, "bom-ref", CP_STR("network"));
    cp_jw_kstr(w, "name", who.n ? who : CP_STR("network"));
    cp_jw_obj_end(w);
    cp_jw_key(w, "properties");
    cp_jw_arr(w);
    coverage(k);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- components ---- */

/* Who wrote it down, what a device said of itself, or a registry of numbers. */
static cp_str technique(cp_str kind)
{
    return cp_str_starts(kind, CP_STR("inventory.")) ? CP_STR("attestation")
           : cp_str_eq(kind, CP_STR("oui"))          ? CP_STR("other")
                                                     : CP_STR("dynamic-analysis");
}

static cp_str evidence_text(bom *k, const cp_evidence *e)
{
    cp_arena *a = k->w->scratch;
    cp_where at = { e->source < k->ans->n_sources ? e->source : UINT32_MAX, e->pos, e };
    return cp_str_fmt(a, "%.*s %.*s: %.*s", CP_FMT(cp_where_text(a, k->ans, at)), CP_FMT(e->kind),
                      CP_FMT(e->value));
}

static void methods(bom *k, const cp_asset *as, const cp_claim *c)
{
    cp_jw *w = k->w;
    uint32_t n = 0;
    cp_jw_key(w, "methods");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < as->n_evidence && n < METHODS_MAX; i++) {
        const cp_evidence *e = &as->evidence[i];
        if (e->attr != c->attr || !cp_str_eq(e->says, c->value) || e->weight <= 0)
            continue; /* a hint, or the row of a table that weighs nothing, is no method */
        n++;
        cp_jw_obj(w);
        cp_jw_kstr(w, "technique", technique(e->kind));
        cp_jw_knum(w, "confidence", 1 / (1 + exp(-e->weight))); /* weights are log-odds */
        cp_jw_kstr(w, "value", evidence_text(k, e));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void identity(bom *k, const cp_asset *as)
{
    static const struct {
        cp_attr attr;
        const char *field;
    } fields[] = { { CP_ATTR_MAKER, "group" }, { CP_ATTR_PRODUCT, "name" } };
    cp_jw *w = k->w;
    cp_jw_key(w, "identity");
    cp_jw_arr(w);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const cp_claim *c = cp_asset_claim(as, fields[i].attr);
        if (!c || (c->attr == CP_ATTR_MAKER && c->confidence < CP_SHOW_MIN))
            continue;
        cp_jw_obj(w);
        cp_jw_kstr(w, "field", cp_str_c(fields[i].field));
        cp_jw_knum(w, "confidence", c->confidence);
        cp_jw_kstr(w, "concludedValue", c->attr == CP_ATTR_MAKER ? c->name : c->value);
        methods(k, as, c);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void occurrences(bom *k, const cp_asset *as)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "occurrences");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < as->n_evidence && i < PLACES_MAX; i++) {
        const cp_evidence *e = &as->evidence[i];
        const cp_source *s = e->source < k->ans->n_sources ? &k->ans->sources[e->source] : NULL;
        if (!s)
            continue;
        cp_jw_obj(w);
        cp_jw_kstr(w, "location", s->name);
        cp_jw_ku64(w, cp_where_is_frame(s->format) ? "offset" : "line", cp_source_line(s, e->pos));
        cp_str sheet = cp_source_sheet(s, e->pos); /* of a workbook */
        cp_jw_kstr(w, "additionalContext",
                   cp_str_fmt(w->scratch, "%s%.*s%s%.*s: %.*s", sheet.n ? "sheet " : "",
                              CP_FMT(sheet), sheet.n ? ", " : "", CP_FMT(e->kind),
                              CP_FMT(e->value)));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void properties(bom *k, const cp_asset *as, bool maker_is_fact)
{
    static const cp_attr attrs[] = { CP_ATTR_BRAND,      CP_ATTR_PART_NUMBER, CP_ATTR_SITE,
                                     CP_ATTR_ROLE,       CP_ATTR_FUNCTION,    CP_ATTR_CLASS,
                                     CP_ATTR_GENERATION, CP_ATTR_STATUS };
    cp_jw *w = k->w;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    uint32_t left = as->n_evidence > PLACES_MAX ? as->n_evidence - PLACES_MAX : 0;
    cp_jw_key(w, "properties");
    cp_jw_arr(w);
    property(w, "name", cp_asset_name(as));
    property(w, "realm", as->realm);
    property(w, "parent", as->parent);
    if (!maker_is_fact && m && m->confidence >= CP_SHOW_MIN)
        property(w, "maker:not_established",
                 cp_str_fmt(w->scratch, "%.*s, confidence %.4f", CP_FMT(m->name), m->confidence));
    if (maker_is_fact)
        property(w, "maker:id", m->value);
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
        property(w, cp_attr_name(attrs[i]), cp_asset_shown(as, attrs[i]));
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind != CP_IDENT_AGENT)
            property(w, cp_ident_kind_name(as->ids[i].kind), as->ids[i].value);
    property(w, "relabel", cp_sold_as_text(w->scratch, k->ans, as));
    if (left + as->n_evidence_more)
        property(w, "evidence:more", cp_str_fmt(w->scratch, "%u", left + as->n_evidence_more));
    cp_jw_arr_end(w);
}

static void firmware(bom *k, const cp_asset *as, cp_str name)
{
    cp_jw *w = k->w;
    const cp_claim *version = cp_asset_claim(as, CP_ATTR_VERSION);
    cp_str os = cp_asset_shown(as, CP_ATTR_OS);
    if (!version && os.n == 0)
        return;
    cp_jw_key(w, "components");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "type", CP_STR("firmware"));
    cp_jw_kstr(w, "bom-ref", ref(w, "firmware", as->id));
    cp_jw_kstr(w, "name", os.n ? os : cp_str_fmt(w->scratch, "firmware of %.*s", CP_FMT(name)));
    if (version) {
        cp_jw_kstr(w, "version", version->value);
        cp_jw_key(w, "evidence");
        cp_jw_obj(w);
        cp_jw_key(w, "identity");
        cp_jw_arr(w);
        cp_jw_obj(w);
        cp_jw_kstr(w, "field", CP_STR("version"));
        cp_jw_knum(w, "confidence", version->confidence);
        methods(k, as, version);
        cp_jw_obj_end(w);
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
}

static void component(bom *k, const cp_answer_asset *x)
{
    cp_jw *w = k->w;
    const cp_asset *as = &x->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str product = cp_asset_shown(as, CP_ATTR_PRODUCT),
           name = product.n ? product : cp_asset_name(as);
    bool is_fact = m && m->confidence >= k->ans->accept;
    cp_jw_obj(w);
    cp_jw_kstr(w, "type", CP_STR("device"));
    cp_jw_kstr(w, "bom-ref", ref(w, "asset", as->id));
    if (is_fact) {
        cp_jw_key(w, "manufacturer");
        cp_jw_obj(w);
        cp_jw_kstr(w, "name", m->name);
        cp_jw_obj_end(w);
        cp_jw_kstr(w, "group", m->name);
    }
    cp_jw_kstr(w, "name", name);
    firmware(k, as, name);
    cp_jw_key(w, "evidence");
    cp_jw_obj(w);
    identity(k, as);
    occurrences(k, as);
    cp_jw_obj_end(w);
    properties(k, as, is_fact);
    cp_jw_obj_end(w);
}

/* ---- declarations: evidence ---- */

static void evidence_head(cp_jw *w, cp_str bom_ref, cp_str description)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "bom-ref", bom_ref);
    cp_jw_kstr(w, "description", description);
}

static void author(cp_jw *w, cp_str name)
{
    cp_jw_key(w, "author");
    cp_jw_obj(w);
    cp_jw_kstr(w, "name", name);
    cp_jw_obj_end(w);
}

static void put_waiver(bom *k, const cp_asset *as, const cp_verdict *v, const cp_waiver *waiver)
{
    cp_jw *w = k->w;
    evidence_head(w, claim_ref(w, "waiver", as, v->policy), cp_waiver_text(w->scratch, waiver));
    cp_jw_kstr(
        w, "expires",
        cp_str_fmt(w->scratch, "%.*sT23:59:59Z",
                   CP_FMT(cp_date_text(w->scratch, cp_date_of_day(waiver->expires.last_day)))));
    author(w, waiver->approver);
    cp_jw_obj_end(w);
}

static void put_decision(bom *k, const cp_asset *as, const cp_finding_status *s)
{
    cp_jw *w = k->w;
    evidence_head(w, claim_ref(w, "decision", as, s->policy), cp_decision_text(w->scratch, s));
    cp_jw_kstr(w, "created", midnight(w, s->decision->on));
    author(w, s->decision->by);
    cp_jw_obj_end(w);
}

/* Of verdict i of x: what a person decided on it, or NULL. */
static const cp_finding_status *decided(const cp_answer_asset *x, uint32_t i)
{
    const cp_finding_status *s = cp_finding_of(x, cp_answer_verdict(x, i)->policy);
    return s && s->decision ? s : NULL;
}

static bool is_against(const cp_finding_status *s)
{
    return s->decision->state == CP_FINDING_REJECTED;
}

static void put_evidence(bom *k, const cp_answer_asset *x)
{
    cp_jw *w = k->w;
    const cp_asset *as = &x->asset;
    evidence_head(w, ref(w, "evidence", as->id),
                  cp_str_fmt(w->scratch, "%u observations of %.*s, the first %u in its component",
                             as->n_evidence + as->n_evidence_more, CP_FMT(cp_asset_name(as)),
                             as->n_evidence < PLACES_MAX ? as->n_evidence : PLACES_MAX));
    cp_jw_obj_end(w);
    if (as->n_others) {
        cp_buf b = cp_buf_new(w->scratch);
        for (uint32_t i = 0; i < as->n_others && i < PLACES_MAX; i++)
            cp_buf_fmt(&b, "%s%s %.*s (confidence %.4f)",
                       i ? "; " : "contradicting: ", cp_attr_name(as->others[i].attr),
                       CP_FMT(as->others[i].value), as->others[i].confidence);
        evidence_head(w, ref(w, "counter", as->id), cp_buf_str(&b));
        cp_jw_obj_end(w);
    }
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        if (!is_told(k->ans, x, i))
            continue;
        if (cp_answer_waiver(x, i))
            put_waiver(k, as, cp_answer_verdict(x, i), cp_answer_waiver(x, i));
        if (decided(x, i))
            put_decision(k, as, decided(x, i));
    }
}

/* ---- declarations: claims ---- */

static cp_str reasoning(bom *k, const cp_answer_asset *x, const cp_verdict *v)
{
    cp_arena *a = k->w->scratch;
    cp_buf b = cp_buf_new(a);
    cp_str means = cp_meaning_text(a, v, k->ans->as_of);
    cp_buf_add(&b, cp_verdict_sentence(a, v));
    if (means.n)
        cp_buf_fmt(&b, " %.*s.", CP_FMT(means));
    if (v->n_missing)
        cp_buf_fmt(&b, " Missing: %.*s.", CP_FMT(cp_text_join(a, v->missing, v->n_missing, ", ")));
    if (v->n_via)
        cp_buf_fmt(&b, " By way of: %.*s.", CP_FMT(cp_text_join(a, v->via, v->n_via, ", ")));
    for (uint32_t i = 0; i < v->n_assumed; i++)
        cp_buf_fmt(&b, " %.*s", CP_FMT(v->assumed[i]));
    if (cp_finding_is_candidate(v))
        cp_buf_fmt(&b, " Finding: %s.", cp_finding_word(cp_finding_of(x, v->policy)));
    return cp_buf_str(&b);
}

/* Does something else contradict what the verdict rests on? */
static bool is_contested(const cp_asset *as, const cp_verdict *v)
{
    for (uint32_t i = 0; i < as->n_others; i++)
        if (v->rests_on >> as->others[i].attr & 1)
            return true;
    return false;
}

/* The references of one key; two at most. */
static void refs(cp_jw *w, const char *key, cp_str first, cp_str second)
{
    if (first.n + second.n == 0)
        return;
    cp_jw_key(w, key);
    cp_jw_arr(w);
    if (first.n)
        cp_jw_str(w, first);
    if (second.n)
        cp_jw_str(w, second);
    cp_jw_arr_end(w);
}

static void put_claims(bom *k, const cp_answer_asset *x)
{
    cp_jw *w = k->w;
    const cp_asset *as = &x->asset;
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_verdict *v = cp_answer_verdict(x, i);
        const cp_finding_status *s = decided(x, i);
        cp_str none = CP_STR(""), decision = s ? claim_ref(w, "decision", as, v->policy) : none;
        if (!is_told(k->ans, x, i))
            continue;
        cp_jw_obj(w);
        cp_jw_kstr(w, "bom-ref", claim_ref(w, "claim", as, v->policy));
        cp_jw_kstr(w, "target", ref(w, "asset", as->id));
        cp_jw_kstr(w, "predicate",
                   cp_str_fmt(w->scratch, "%s under %.*s as of %.*s", cp_result_name(v->result),
                              CP_FMT(cp_clause_id(w->scratch, v)),
                              CP_FMT(cp_date_text(w->scratch, k->ans->as_of))));
        if (cp_answer_waiver(x, i))
            refs(w, "mitigationStrategies", claim_ref(w, "waiver", as, v->policy), none);
        cp_jw_kstr(w, "reasoning", reasoning(k, x, v));
        refs(w, "evidence", ref(w, "evidence", as->id), s && !is_against(s) ? decision : none);
        refs(w, "counterEvidence", is_contested(as, v) ? ref(w, "counter", as->id) : none,
             s && is_against(s) ? decision : none);
        cp_jw_obj_end(w);
    }
}

/* ---- declarations: attestations ---- */

/* How the claims of one clause are told apart. */
typedef enum bucket { EXCLUDED, RESTRICTED, UNDETERMINED, ALLOWED, WAIVED, BUCKETS } bucket;

static bucket bucket_of(const cp_answer_asset *x, uint32_t i)
{
    static const bucket of[] = { [CP_VERDICT_EXCLUDED] = EXCLUDED,
                                 [CP_VERDICT_RESTRICTED] = RESTRICTED,
                                 [CP_VERDICT_UNDETERMINED] = UNDETERMINED,
                                 [CP_VERDICT_ALLOWED] = ALLOWED,
                                 [CP_VERDICT_NOT_ADDRESSED] = BUCKETS };
    return cp_answer_waiver(x, i) ? WAIVED : of[cp_answer_verdict(x, i)->result];
}

typedef struct some {
    uint32_t n;
    double weakest; /* 2: none of them has a confidence */
    cp_tri binds;
} some;

static bool is_of(bom *k, const cp_answer_asset *x, const cp_clause_named *c, bucket b)
{
    uint32_t i = c->policy_at;
    return i < x->n_verdicts && is_told(k->ans, x, i) && bucket_of(x, i) == b &&
           cp_str_eq(cp_answer_verdict(x, i)->clause, c->first->clause);
}

static some count(bom *k, const cp_clause_named *c, bucket b)
{
    some s = { .weakest = 2, .binds = c->first->binds };
    for (uint32_t i = 0; i < k->ans->n_assets; i++) {
        const cp_answer_asset *x = &k->ans->assets[i];
        if (!is_of(k, x, c, b))
            continue;
        const cp_claim *sure = cp_confidence_of(cp_answer_verdict(x, c->policy_at), &x->asset);
        s.n++;
        if (sure && sure->confidence < s.weakest)
            s.weakest = sure->confidence;
    }
    return s;
}

static void each_ref(bom *k, const char *key, const char *kind, const cp_clause_named *c, bucket b)
{
    cp_jw *w = k->w;
    cp_arena *outer = w->scratch; /* the buffer grows in it: no mark may be gone back to there */
    w->scratch = cp_arena_new(0);
    cp_arena_mark empty = cp_arena_here(w->scratch);
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < k->ans->n_assets; i++) {
        const cp_answer_asset *x = &k->ans->assets[i];
        cp_arena_back(w->scratch, empty);
        if (is_of(k, x, c, b))
            cp_jw_str(w, claim_ref(w, kind, &x->asset, c->first->policy));
    }
    cp_jw_arr_end(w);
    cp_arena_free(w->scratch);
    w->scratch = outer;
}

/* A score only where the answer is one: what is undetermined, restricted under a condition, or not
 * known to bind has none. */
static void conformance(bom *k, const cp_clause_named *c, bucket b, some s)
{
    static const char *const said[] = { [EXCLUDED] = "%u excluded",
                                        [RESTRICTED] =
                                            "%u restricted, under a condition or from a day on",
                                        [UNDETERMINED] = "%u cannot be told: facts are missing",
                                        [ALLOWED] = "%u allowed",
                                        [WAIVED] = "%u excluded or restricted, and waived" };
    cp_jw *w = k->w;
    bool has_score = s.binds == CP_YES && (b == EXCLUDED || b == ALLOWED);
    cp_jw_key(w, "conformance");
    cp_jw_obj(w);
    if (has_score)
        cp_jw_ku64(w, "score", b == ALLOWED);
    cp_str text = cp_str_fmt(w->scratch, said[b], s.n);
    cp_jw_kstr(
        w, "rationale",
        s.binds == CP_YES
            ? text
            : cp_str_fmt(w->scratch, "%.*s; it is not known whether this binds", CP_FMT(text)));
    if (b == WAIVED)
        each_ref(k, "mitigationStrategies", "waiver", c, b);
    cp_jw_obj_end(w);
}

static void map_entry(bom *k, const cp_clause_named *c, bucket b)
{
    cp_jw *w = k->w;
    some s = count(k, c, b);
    if (s.n == 0)
        return;
    cp_jw_obj(w);
    cp_jw_kstr(w, "requirement", ref(w, "clause", c->id));
    each_ref(k, "claims", "claim", c, b);
    conformance(k, c, b, s);
    if (s.weakest <= 1) {
        cp_jw_key(w, "confidence");
        cp_jw_obj(w);
        cp_jw_knum(w, "score", s.weakest);
        cp_jw_kstr(w, "rationale", CP_STR("the weakest fact that one of these claims rests on"));
        cp_jw_obj_end(w);
    }
    cp_jw_obj_end(w);
}

static void attestation(bom *k, uint32_t p)
{
    cp_jw *w = k->w;
    const cp_answer_policy *policy = &k->ans->policies[p];
    const uint32_t *n = policy->counts;
    if (policy->binds == CP_NO || policy->law == CP_LAW_POSITION)
        return;
    cp_jw_obj(w);
    cp_jw_kstr(w, "summary",
               cp_str_fmt(w->scratch,
                          "%.*s (law %s; binds: %s): %u excluded, %u restricted, %u undetermined, "
                          "%u allowed, %u not addressed; %u waived",
                          CP_FMT(policy->title), cp_law_name(policy->law),
                          cp_tri_name(policy->binds), n[CP_VERDICT_EXCLUDED],
                          n[CP_VERDICT_RESTRICTED], n[CP_VERDICT_UNDETERMINED],
                          n[CP_VERDICT_ALLOWED], n[CP_VERDICT_NOT_ADDRESSED], policy->n_waived));
    cp_jw_kstr(w, "assessor", CP_STR("assessor"));
    cp_jw_key(w, "map");
    cp_jw_arr(w);
    cp_vec_each(c, &k->clauses.v) for (unsigned b = 0; c->policy_at == p && b < BUCKETS; b++)
        map_entry(k, c, (bucket)b);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void declarations(bom *k)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "declarations");
    cp_jw_obj(w);
    cp_jw_key(w, "assessors");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "bom-ref", CP_STR("assessor"));
    cp_jw_kbool(w, "thirdParty", false);
    if (k->ans->profile.name.n) {
        cp_jw_key(w, "organization");
        cp_jw_obj(w);
        cp_jw_kstr(w, "name", k->ans->profile.name);
        cp_jw_obj_end(w);
    }
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
    cp_jw_key(w, "attestations");
    cp_jw_arr(w);
    for (uint32_t p = 0; p < k->ans->n_policies; p++)
        attestation(k, p);
    cp_jw_arr_end(w);
    cp_jw_key(w, "claims");
    cp_jw_arr(w);
    each_asset(k, put_claims);
    cp_jw_arr_end(w);
    cp_jw_key(w, "evidence");
    cp_jw_arr(w);
    each_asset(k, put_evidence);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- definitions ---- */

static void requirement(cp_jw *w, const cp_clause_named *c)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "bom-ref", ref(w, "clause", c->id));
    cp_jw_kstr(w, "identifier", c->id);
    cp_jw_kstr(w, "title", cp_clause_title(w->scratch, c));
    cp_jw_key(w, "externalReferences");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->first->n_sources; i++) {
        const cp_citation *s = &c->first->sources[i];
        cp_str url = cp_uri_of_web(w->scratch, s->url);
        if (url.n == 0)
            continue;
        cp_jw_obj(w);
        cp_jw_kstr(w, "type", CP_STR("documentation"));
        cp_jw_kstr(w, "url", url);
        cp_jw_kstr(w, "comment",
                   cp_str_fmt(w->scratch, "%.*s, %.*s", CP_FMT(s->tier),
                              CP_FMT(cp_date_text(w->scratch, s->date))));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void definitions(bom *k)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "definitions");
    cp_jw_obj(w);
    cp_jw_key(w, "standards");
    cp_jw_arr(w);
    for (uint32_t p = 0; p < k->ans->n_policies; p++) {
        const cp_answer_policy *policy = &k->ans->policies[p];
        if (policy->binds == CP_NO || policy->law == CP_LAW_POSITION)
            continue;
        cp_jw_obj(w);
        cp_jw_kstr(w, "bom-ref", ref(w, "standard", policy->id));
        cp_jw_kstr(w, "name", policy->title);
        cp_jw_kstr(w, "version", cp_date_text(w->scratch, policy->as_of));
        cp_jw_kstr(w, "description",
                   cp_str_fmt(w->scratch, "law %s; sha256 of the pack: %.*s",
                              cp_law_name(policy->law), CP_FMT(policy->digest)));
        cp_jw_kstr(w, "owner", policy->jurisdiction);
        cp_jw_key(w, "requirements");
        cp_jw_arr(w);
        cp_vec_each(c, &k->clauses.v) if (c->policy_at == p) requirement(w, c);
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* The same evidence under the same rules on the same day is the same document. */
static cp_str serial(bom *k)
{
    cp_arena *a = k->w->scratch;
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "cyclonedx %.*s", CP_FMT(cp_date_text(a, k->ans->as_of)));
    for (uint32_t i = 0; i < k->ans->n_sources; i++)
        cp_buf_fmt(&b, " %.*s %.*s", CP_FMT(k->ans->sources[i].name),
                   CP_FMT(k->ans->sources[i].sha256));
    for (uint32_t i = 0; i < k->ans->n_policies; i++)
        cp_buf_fmt(&b, " %.*s", CP_FMT(k->ans->policies[i].digest));
    cp_uuid of = cp_uuid_of_name(cp_uuid_dns, CP_STR("cleanpath"));
    return cp_str_fmt(a, "urn:uuid:%.*s",
                      CP_FMT(cp_uuid_text(a, cp_uuid_of_name(of, cp_buf_str(&b)))));
}

void cp_render_cyclonedx(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    cp_jw w = { .b = out, .scratch = scratch };
    bom k = { .ans = ans, .w = &w, .out = out, .clauses = cp_clauses_of(scratch, ans, is_told) };
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "$schema", CP_STR("http://cyclonedx.org/schema/bom-1.6.schema.json"));
    cp_jw_kstr(&w, "bomFormat", CP_STR("CycloneDX"));
    cp_jw_kstr(&w, "specVersion", CP_STR("1.6"));
    cp_jw_kstr(&w, "serialNumber", serial(&k));
    cp_jw_ku64(&w, "version", 1);
    metadata(&k);
    cp_jw_key(&w, "components");
    cp_jw_arr(&w);
    each_asset(&k, component);
    cp_jw_arr_end(&w);
    cp_jw_key(&w, "compositions"); /* nobody knows that these are all */
    cp_jw_arr(&w);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "aggregate", CP_STR("unknown"));
    refs(&w, "assemblies", CP_STR("network"), CP_STR(""));
    cp_jw_obj_end(&w);
    cp_jw_arr_end(&w);
    declarations(&k);
    definitions(&k);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}
