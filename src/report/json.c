/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - the answer as JSON, whole or one asset a line. The shape is a contract
 * (docs/formats/audit.schema.json): additions only. */
#include "codec/json.h"
#include "report/inside.h"
#include "report/render.h"

static void date(cp_jw *w, const char *key, cp_date d)
{
    cp_jw_kstr_opt(w, key, cp_date_text(w->scratch, d));
}

/* Only where there are any. */
static void flows(cp_jw *w, const cp_source *s)
{
    const struct {
        const char *name;
        uint64_t n;
    } all[] = { { "flows", s->flows },
                { "exporters", s->exporters },
                { cp_source_is_logins(s) ? "sessions" : "flow_names", s->flow_names },
                { "prefixes", s->prefixes },
                { "as_names", s->as_names },
                { "states", s->states },
                { "exporters_sampling_unknown", s->lacks.exporters_silent },
                { "flows_lost", s->lacks.lost },
                { "sets_without_template", s->lacks.no_template } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].n)
            cp_jw_ku64(w, all[i].name, all[i].n);
}

static void source(cp_jw *w, const cp_source *s)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "name", s->name);
    cp_jw_kstr_opt(w, "sha256", s->sha256);
    cp_jw_kstr_opt(w, "format", s->format);
    cp_jw_kstr_opt(w, "realm", s->realm);
    cp_jw_kstr(w, "state", cp_str_c(cp_source_state_name(s->state)));
    cp_jw_ku64(w, "bytes", s->bytes);
    cp_jw_ku64(w, "records", s->records);
    cp_jw_ku64(w, "records_bad", s->records_bad);
    cp_jw_ku64(w, "records_unused", s->records_unused);
    cp_jw_ku64(w, "observations", s->observations);
    cp_jw_ku64(w, "links", s->links);
    cp_jw_ku64(w, "statements", s->statements);
    if (s->ties)
        cp_jw_ku64(w, "relations", s->ties);
    flows(w, s);
    cp_jw_kstr_opt(w, "first_at", cp_time_text(w->scratch, s->first_at));
    cp_jw_kstr_opt(w, "last_at", cp_time_text(w->scratch, s->last_at));
    if (s->imported_by.n) {
        cp_jw_kstr(w, "imported_by", s->imported_by);
        cp_jw_kstr(w, "imported_at", cp_time_text(w->scratch, s->imported_at));
    }
    cp_jw_kstr_opt(w, "note", s->note);
    cp_jw_key(w, "problems");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s->n_problems; i++) {
        cp_jw_obj(w);
        cp_jw_ku64(w, "pos", cp_source_line(s, s->problems[i].pos));
        if (s->sheets.n)
            cp_jw_kstr(w, "cell", cp_source_place(w->scratch, s, s->problems[i].pos));
        cp_jw_kstr(w, "text", s->problems[i].text);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* Only where there are any. */
static void floods(cp_jw *w, const cp_answer *ans)
{
    if (ans->n_floods == 0)
        return;
    cp_jw_key(w, "floods");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_floods; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "source", ans->sources[ans->floods[i].source].name);
        cp_jw_ku64(w, "addresses", ans->floods[i].n);
        cp_jw_kstr(w, "said", ans->floods[i].said);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_json_data(cp_jw *w, const cp_answer *ans)
{
    cp_jw_key(w, "data");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_data; i++) {
        const cp_answer_data *d = &ans->data[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "name", d->name);
        cp_jw_kstr_opt(w, "as_of", d->as_of);
        cp_jw_kstr(w, "origin", d->origin);
        cp_jw_ku64(w, "entries", d->entries);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_json_coverage(cp_jw *w, const cp_answer *ans)
{
    cp_jw_key(w, "coverage");
    cp_jw_obj(w);
    cp_jw_kstrs(w, "notes", ans->notes, ans->n_notes);
    cp_jw_key(w, "sources");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_sources; i++)
        source(w, &ans->sources[i]);
    cp_jw_arr_end(w);
    cp_json_data(w, ans);
    cp_jw_ku64(w, "assets", ans->n_assets);
    cp_jw_ku64(w, "links", ans->n_links);
    floods(w, ans);
    cp_jw_obj_end(w);
}

void cp_json_policies(cp_jw *w, const cp_answer *ans)
{
    cp_jw_key(w, "policies");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_policies; i++) {
        const cp_answer_policy *p = &ans->policies[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "id", p->id);
        cp_jw_kstr(w, "title", p->title);
        cp_jw_kstr(w, "jurisdiction", p->jurisdiction);
        cp_jw_kstr(w, "kind", p->kind);
        cp_jw_kstr(w, "law", cp_str_c(cp_law_name(p->law)));
        cp_jw_kstr(w, "binds", cp_str_c(cp_tri_name(p->binds)));
        date(w, "as_of", p->as_of);
        date(w, "effective", p->effective);
        cp_jw_kstr(w, "digest", p->digest);
        cp_jw_key(w, "counts");
        cp_jw_obj(w);
        for (unsigned r = 0; r < CP_VERDICT_COUNT; r++)
            cp_jw_ku64(w, cp_result_name((cp_result)r), p->counts[r]);
        cp_jw_obj_end(w);
        if (p->n_waived)
            cp_jw_ku64(w, "waived", p->n_waived);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void obligation(cp_jw *w, const cp_obligation *o)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "policy", o->policy);
    cp_jw_kstr(w, "clause", o->clause);
    cp_jw_kstr(w, "measure", o->measure);
    cp_jw_key(w, "numerator");
    o->numerator < 0 ? cp_jw_null(w) : cp_jw_num(w, o->numerator);
    cp_jw_key(w, "denominator");
    o->denominator < 0 ? cp_jw_null(w) : cp_jw_num(w, o->denominator);
    cp_jw_knum(w, "limit", o->limit);
    cp_jw_kstr(w, "met",
               o->met == CP_YES  ? CP_STR("met")
               : o->met == CP_NO ? CP_STR("not_met")
                                 : CP_STR("unknown"));
    date(w, "deadline", o->deadline);
    cp_jw_kstr(w, "reason", o->reason);
    cp_jw_obj_end(w);
}

/* Only where it was asked for. */
static void since(cp_jw *w, const cp_answer *ans)
{
    if (!ans->since)
        return;
    cp_jw_key(w, "since");
    cp_jw_obj(w);
    cp_json_changes(w, ans->since, 0);
    cp_jw_obj_end(w);
}

static void head(cp_jw *w, const cp_answer *ans)
{
    cp_jw_kstr(w, "schema", cp_str_fmt(w->scratch, "cleanpath/%.*s/1", CP_FMT(ans->command)));
    date(w, "as_of", ans->as_of);
    cp_jw_kstr(w, "version", ans->version);
    cp_jw_knum(w, "accept", ans->accept);
    cp_json_coverage(w, ans);
    if (ans->profile.is_set) {
        cp_jw_key(w, "profile");
        cp_jw_obj(w);
        cp_jw_kstr_opt(w, "name", ans->profile.name);
        cp_jw_kstr_opt(w, "country", ans->profile.country);
        cp_jw_kstrs(w, "roles", ans->profile.roles, ans->profile.n_roles);
        cp_jw_kstr_opt(w, "from", ans->profile_from);
        cp_jw_obj_end(w);
    }
    cp_json_policies(w, ans);
    cp_jw_key(w, "obligations");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_obligations; i++)
        obligation(w, &ans->obligations[i]);
    cp_jw_arr_end(w);
    since(w, ans);
}

static void idents(cp_jw *w, const cp_asset *as, cp_ident_kind kind, const char *key)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == kind)
            cp_jw_str(w, as->ids[i].value);
    cp_jw_arr_end(w);
}

/* Only where there are some: of what a table of aliases put together. */
static void other_ids(cp_jw *w, const cp_asset *as)
{
    if (as->n_other_ids == 0)
        return;
    cp_jw_key(w, "other_ids");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < as->n_other_ids; i++)
        cp_jw_str(w, as->other_ids[i]);
    cp_jw_arr_end(w);
}

static void ids(cp_jw *w, const cp_asset *as)
{
    cp_jw_key(w, "ids");
    cp_jw_obj(w);
    for (unsigned k = 0; k < CP_IDENT_COUNT; k++)
        if (k != CP_IDENT_AGENT)
            idents(w, as, (cp_ident_kind)k, cp_ident_kind_name((cp_ident_kind)k));
    cp_jw_obj_end(w);
}

static void evidence(cp_jw *w, const cp_answer *ans, const cp_asset *as)
{
    cp_jw_key(w, "evidence");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *e = &as->evidence[i];
        const cp_source *s = e->source < ans->n_sources ? &ans->sources[e->source] : NULL;
        cp_jw_obj(w);
        cp_jw_kstr_opt(w, "source", s ? s->name : CP_STR(""));
        cp_jw_kstr_opt(w, "sha256", s ? s->sha256 : CP_STR(""));
        cp_jw_ku64(w, "line", s ? cp_source_line(s, e->pos) : e->pos);
        if (s && s->sheets.n)
            cp_jw_kstr(w, "sheet", cp_source_sheet(s, e->pos));
        cp_jw_kstr(w, "kind", e->kind);
        cp_jw_kstr(w, "value", e->value);
        cp_jw_key(w, "says");
        if (e->attr == CP_ATTR_COUNT) {
            cp_jw_null(w);
        } else {
            cp_jw_obj(w);
            cp_jw_kstr(w, cp_attr_name(e->attr), e->says);
            cp_jw_obj_end(w);
        }
        cp_jw_kstr_opt(w, "rule", e->rule);
        cp_jw_knum(w, "weight", e->weight);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    if (as->n_evidence_more)
        cp_jw_ku64(w, "evidence_more", as->n_evidence_more);
}

void cp_json_duties(cp_jw *w, const cp_verdict *v)
{
    cp_jw_key(w, "duties");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        static const char *const plain[] = {
            [CP_APPLIES_NO] = "no", [CP_APPLIES_YES] = "yes", [CP_APPLIES_UNKNOWN] = "unknown"
        };
        cp_jw_obj(w);
        cp_jw_kstr(w, "verb", cp_str_c(cp_verb_name(d->verb)));
        cp_jw_kstr(
            w, "applies",
            d->applies == CP_APPLIES_FROM
                ? cp_str_fmt(w->scratch, "from %.*s", CP_FMT(cp_date_text(w->scratch, d->from)))
                : cp_str_c(plain[d->applies]));
        date(w, "deadline", d->deadline);
        cp_jw_kstr_opt(w, "note", d->note);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void waived(cp_jw *w, const cp_waiver *waiver)
{
    cp_jw_key(w, "waiver");
    cp_jw_obj(w);
    cp_jw_kstr(w, "approver", waiver->approver);
    date(w, "expires", waiver->expires);
    cp_jw_kstr(w, "reason", waiver->reason);
    cp_jw_kstr_opt(w, "asset", waiver->asset);
    cp_jw_kstr_opt(w, "rule", cp_waiver_rule(w->scratch, waiver));
    cp_jw_kstr(w, "source", waiver->file);
    cp_jw_ku64(w, "line", waiver->line);
    cp_jw_obj_end(w);
}

static void verdict(cp_jw *w, const cp_verdict *v, const cp_asset *as, const cp_waiver *waiver,
                    cp_date as_of)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "policy", v->policy);
    cp_jw_kstr(w, "pack_digest", v->pack_digest);
    cp_jw_kstr(w, "result", cp_str_c(cp_result_name(v->result)));
    cp_jw_kstr_opt(w, "clause", v->clause);
    cp_jw_kstr(w, "law", cp_str_c(cp_law_name(v->law)));
    cp_jw_kstr(w, "binds", cp_str_c(cp_tri_name(v->binds)));
    cp_jw_kstr_opt(w, "reason", v->reason);
    cp_jw_kstr_opt(w, "means", cp_meaning_text(w->scratch, v, as_of));
    cp_json_duties(w, v);
    cp_jw_kstrs(w, "missing", v->missing, v->n_missing);
    cp_jw_kstrs(w, "via", v->via, v->n_via);
    cp_jw_kstrs(w, "assumed", v->assumed, v->n_assumed);
    cp_jw_key(w, "sources");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_sources; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "url", v->sources[i].url);
        date(w, "date", v->sources[i].date);
        cp_jw_kstr(w, "tier", v->sources[i].tier);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_knum(w, "accept", v->accept);
    const cp_claim *weakest = cp_verdict_weakest(v, as);
    if (weakest) {
        cp_jw_key(w, "weakest");
        cp_jw_obj(w);
        cp_jw_kstr(w, "fact", cp_str_c(cp_attr_name(weakest->attr)));
        cp_jw_knum(w, "confidence", weakest->confidence);
        cp_jw_obj_end(w);
    }
    cp_jw_kstr_opt(w, "waived_by", waiver ? waiver->approver : CP_STR(""));
    if (waiver)
        waived(w, waiver);
    cp_jw_obj_end(w);
}

static void maker(cp_jw *w, const cp_claim *c)
{
    cp_jw_obj(w);
    bool shown = c && c->confidence >= CP_SHOW_MIN;
    cp_jw_kstr_opt(w, "id", shown ? c->value : CP_STR(""));
    cp_jw_kstr_opt(w, "name", shown ? c->name : CP_STR(""));
    cp_jw_knum(w, "confidence", shown ? c->confidence : 0);
    cp_jw_obj_end(w);
}

static void claims(cp_jw *w, const char *key, const cp_claim *v, uint32_t n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "attribute", cp_str_c(cp_attr_name(v[i].attr)));
        cp_jw_kstr(w, "value", v[i].value);
        cp_jw_knum(w, "confidence", v[i].confidence);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

/* "transmission; control" of a table is a list. */
static void functions(cp_jw *w, cp_str s)
{
    cp_str one;
    cp_jw_key(w, "function");
    cp_jw_arr(w);
    while (cp_str_cut(&s, ';', &one))
        if (cp_str_trim(one).n)
            cp_jw_str(w, cp_str_trim(one));
    cp_jw_arr_end(w);
}

void cp_json_decision(cp_jw *w, const cp_finding *f)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "state", cp_str_c(cp_finding_state_name(f->state)));
    cp_jw_kstr(w, "policy", f->policy);
    cp_jw_kstr(w, "by", f->by);
    cp_jw_kstr(w, "reason", f->reason);
    date(w, "on", f->on);
    cp_jw_kstr(w, "at", cp_time_text(w->scratch, f->at));
    cp_jw_kstr(w, "result", f->result);
    cp_jw_kstr_opt(w, "clause", f->clause);
    cp_jw_kstr(w, "digest", f->digest);
    cp_jw_obj_end(w);
}

/* Of the policies on which somebody decided; all others are candidates, or nothing. */
static void findings(cp_jw *w, const cp_answer_asset *x)
{
    cp_jw_key(w, "findings");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_findings; i++) {
        const cp_finding_status *s = &x->findings[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "policy", s->policy);
        cp_jw_kstr(w, "state", cp_str_c(cp_finding_word(s)));
        cp_jw_kbool(w, "changed", s->has_changed);
        cp_jw_key(w, "decision");
        s->decision ? cp_json_decision(w, s->decision) : cp_jw_null(w);
        cp_jw_key(w, "reported");
        s->reported ? cp_json_decision(w, s->reported) : cp_jw_null(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void assurance(cp_jw *w, const cp_answer_asset *x)
{
    cp_jw_key(w, "assurance");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_assurance; i++) {
        const cp_assurance *c = &x->assurance[i];
        cp_jw_obj(w);
        cp_jw_kstr_opt(w, "scheme", c->scheme);
        cp_jw_kstr_opt(w, "title", c->title);
        cp_jw_kstr_opt(w, "spec", c->spec);
        date(w, "until", c->until);
        cp_jw_kstr(w, "expired", cp_str_c(cp_tri_name(c->is_expired)));
        cp_jw_kstr(w, "text", c->text);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

/* What policies say of its parts, and not of it. */
static void inside(cp_jw *w, const cp_answer *ans, const cp_answer_asset *x)
{
    uint32_t n;
    const cp_inside *v = cp_inside_of(ans, x, &n);
    cp_jw_key(w, "inside");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "policy", x->verdicts[v[i].policy]->policy);
        cp_jw_kstr(w, "result", cp_str_c(cp_result_name(v[i].result)));
        cp_jw_key(w, "parts");
        cp_jw_arr(w);
        for (uint32_t k = 0; k < v[i].n; k++)
            cp_jw_str(w, ans->assets[v[i].parts[k]].asset.id);
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void slot(cp_jw *w, const cp_slot *s)
{
    cp_jw_key(w, "slot");
    cp_jw_obj(w);
    cp_jw_kbool(w, "former", s->is_former);
    cp_jw_kstr(w, "other", s->other);
    cp_jw_kstr_opt(w, "until", s->until ? cp_time_text(w->scratch, s->until) : CP_STR(""));
    cp_jw_kstr_opt(w, "from", s->from ? cp_time_text(w->scratch, s->from) : CP_STR(""));
    cp_jw_obj_end(w);
}

static void asset(cp_jw *w, const cp_answer *ans, const cp_answer_asset *x)
{
    const cp_asset *as = &x->asset;
    static const cp_attr texts[] = { CP_ATTR_BRAND, CP_ATTR_PRODUCT,    CP_ATTR_VERSION,
                                     CP_ATTR_CLASS, CP_ATTR_GENERATION, CP_ATTR_ROLE,
                                     CP_ATTR_STATUS };
    cp_jw_obj(w);
    cp_jw_kstr(w, "asset", as->id);
    other_ids(w, as);
    cp_jw_kstr(w, "name", cp_asset_name(as));
    cp_jw_kstr(w, "realm", as->realm);
    cp_jw_kstr_opt(w, "site", cp_asset_shown(as, CP_ATTR_SITE));
    functions(w, cp_asset_shown(as, CP_ATTR_FUNCTION));
    ids(w, as);
    cp_jw_key(w, "maker");
    maker(w, cp_asset_claim(as, CP_ATTR_MAKER));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cp_jw_kstr_opt(w, cp_attr_name(texts[i]), cp_asset_shown(as, texts[i]));
    cp_jw_kstr_opt(w, "parent", as->parent);
    if (as->slot)
        slot(w, as->slot);
    cp_jw_key(w, "sources");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < as->n_sources; i++)
        cp_jw_str(w,
                  as->sources[i] < ans->n_sources ? ans->sources[as->sources[i]].name : CP_STR(""));
    cp_jw_arr_end(w);
    evidence(w, ans, as);
    claims(w, "claims", as->claims, as->n_claims);
    claims(w, "conflicts", as->others, as->n_others);
    cp_jw_key(w, "verdicts");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        verdict(w, x->verdicts[i], as, cp_answer_waiver(x, i), ans->as_of);
    cp_jw_arr_end(w);
    inside(w, ans, x);
    findings(w, x);
    assurance(w, x);
    cp_jw_obj_end(w);
}

/* Each asset's scratch is given back before the next: a million of them need the memory of one.
 * Nobody reads what follows a failed write. */
static void each_asset(cp_jw *w, const cp_answer *ans, bool lines, cp_buf *out)
{
    for (uint32_t i = 0; i < ans->n_assets && out->rc == CP_OK; i++) {
        cp_arena *one = cp_arena_new(0);
        cp_arena *outer = w->scratch;
        w->scratch = one;
        if (lines) {
            *w = (cp_jw){ .b = out, .scratch = one };
            asset(w, ans, &ans->assets[i]);
            cp_buf_char(out, '\n');
        } else {
            asset(w, ans, &ans->assets[i]);
        }
        w->scratch = outer;
        cp_arena_free(one);
    }
}

void cp_render_json(const cp_answer *ans, bool one_asset_a_line, cp_arena *scratch, cp_buf *out)
{
    cp_jw w = { .b = out, .scratch = scratch };
    cp_jw_obj(&w);
    head(&w, ans);
    if (one_asset_a_line) {
        cp_jw_obj_end(&w);
        cp_buf_char(out, '\n');
        each_asset(&w, ans, true, out);
        return;
    }
    cp_jw_key(&w, "assets");
    cp_jw_arr(&w);
    each_asset(&w, ans, false, out);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}

static void said(cp_jw *w, const cp_answer *ans)
{
    cp_jw_key(w, "statements");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_said; i++) {
        const cp_statement *s = &ans->said[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "fact", s->fact);
        cp_jw_kstr(w, "value", s->value);
        cp_jw_kstr_opt(w, "maker", s->maker);
        cp_jw_kstr_opt(w, "state", s->state);
        cp_jw_kstr_opt(w, "product", s->product);
        cp_jw_kstr_opt(w, "licensee", s->licensee);
        cp_jw_kstr_opt(w, "from", cp_date_text(w->scratch, s->from));
        cp_jw_kstr_opt(w, "to", cp_date_text(w->scratch, s->to));
        cp_jw_kstr_opt(w, "by", s->by);
        cp_jw_kstr_opt(w, "on", cp_date_text(w->scratch, s->on));
        cp_jw_kstr_opt(w, "note", s->note);
        cp_jw_kstr_opt(w, "source",
                       s->source < ans->n_sources ? ans->sources[s->source].name : CP_STR(""));
        const cp_source *from = s->source < ans->n_sources ? &ans->sources[s->source] : NULL;
        cp_jw_ku64(w, "pos", from ? cp_source_line(from, s->pos) : s->pos);
        if (from && from->sheets.n)
            cp_jw_kstr(w, "sheet", cp_source_sheet(from, s->pos));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_render_asset_json(const cp_answer *ans, const cp_answer_asset *x, cp_arena *scratch,
                          cp_buf *out)
{
    cp_jw w = { .b = out, .scratch = scratch, .pretty = true };
    cp_jw_obj(&w);
    head(&w, ans);
    cp_jw_key(&w, "asset");
    asset(&w, ans, x);
    said(&w, ans);
    cp_json_reasons(&w, ans);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}
