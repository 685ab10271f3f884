/* SPDX-License-Identifier: Apache-2.0 */
/* oscal.c - the answer as OSCAL assessment results (1.1, JSON), for who keeps assessments of
 * systems in that form.
 *
 *     back-matter       the sources with their digests; how this was judged
 *     local-definitions inventory-items, one an asset
 *     observations      what the sources say of an asset; what was not read; what a person decided
 *     findings          a verdict of a policy that binds, or perhaps does -> observations, risk
 *     risks             of each finding that is not satisfied; a waiver is a mitigating factor
 *
 * UUIDs are of version 5 and made of our stable ids: the same thing has the same one in every
 * document. Empty arrays are not allowed, so what may be empty is counted first. */
#include "codec/json.h"
#include "codec/uuid.h"
#include "report/judged.h"
#include "report/markdown.h"
#include "report/render.h"

/* Whose names our own properties are. A URI, as the standard wants; nothing is to be found
 * there. */
#define NAMESPACE "urn:cleanpath:oscal"

enum {
    EVIDENCE_MAX = 10,    /* of one observation; what is left out is counted */
    LINE_BYTES_MAX = 400, /* of a title */
    TEXT_BYTES_MAX = 4000
};

typedef struct oscal {
    const cp_answer *ans;
    cp_jw *w;
    cp_buf *out;
    cp_clauses clauses;
    cp_uuid ns;
    const cp_str *sources; /* their identifiers: each is named by much evidence */
    uint32_t n_findings, n_risks;
} oscal;

/* ---- pieces ---- */

static cp_str uuid(oscal *k, const char *kind, cp_str id, cp_str of)
{
    cp_arena *a = k->w->scratch;
    cp_str name = cp_str_fmt(a, "%s %zu:%.*s%.*s", kind, id.n, CP_FMT(id), CP_FMT(of));
    return cp_uuid_text(a, cp_uuid_of_name(k->ns, name));
}

static const cp_str *source_uuids(oscal *k)
{
    cp_str *v = CP_NEW_ARRAY(k->w->scratch, cp_str, k->ans->n_sources);
    for (uint32_t i = 0; i < k->ans->n_sources; i++)
        v[i] = uuid(k, "source", k->ans->sources[i].name, k->ans->sources[i].sha256);
    return v;
}

/* A name that XML Schema calls one without a colon (NCName): what it has no place for becomes
 * '_'. */
static cp_str token(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_',
             is_other = (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (i == 0 && !is_letter)
            cp_buf_char(&b, '_');
        if (is_letter || is_other)
            cp_buf_char(&b, c);
        else if (i > 0)
            cp_buf_char(&b, '_');
    }
    return cp_buf_str(&b).n ? cp_buf_str(&b) : CP_STR("_");
}

/* One line with a character that is no blank at either end, as values have to be; every blank of
 * Unicode counts. "" if nothing is left. */
static cp_str plain(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    s = cp_text_safe(a, s);
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c;
        n = cp_utf8_decode(cp_str_from(s, i), &c);
        n = n ? n : 1;
        bool is_blank = c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
                        c == 0x205f || c == 0x3000;
        if (is_blank)
            cp_buf_char(&b, ' ');
        else
            cp_buf_add(&b, cp_str_slice(s, i, n));
    }
    return cp_str_trim(cp_buf_str(&b));
}

/* A title: a line of Markdown that is not empty. */
static void line(cp_jw *w, const char *key, cp_str s)
{
    cp_str text = cp_markdown(w->scratch, plain(w->scratch, s), LINE_BYTES_MAX);
    cp_jw_kstr(w, key, text.n ? text : CP_STR("\\-"));
}

static void prose(cp_jw *w, const char *key, cp_str s)
{
    cp_jw_kstr(w, key, cp_markdown(w->scratch, s, TEXT_BYTES_MAX));
}

/* is_ours: not one of the names that the standard gives. */
static void prop(cp_jw *w, const char *name, cp_str value, bool is_ours)
{
    value = plain(w->scratch, value);
    if (value.n == 0)
        return;
    cp_jw_obj(w);
    cp_jw_kstr(w, "name", cp_str_c(name));
    if (is_ours)
        cp_jw_kstr(w, "ns", CP_STR(NAMESPACE));
    cp_jw_kstr(w, "value", value);
    cp_jw_obj_end(w);
}

static cp_str midnight(cp_jw *w, int32_t day)
{
    return cp_str_fmt(w->scratch, "%.*sT00:00:00Z",
                      CP_FMT(cp_date_text(w->scratch, cp_date_of_day(day))));
}

/* A moment, if it is one that the standard has a place for: of the years 1900 to 2999. */
static cp_str moment(cp_jw *w, cp_time t, cp_str otherwise)
{
    cp_str s = t == CP_TIME_NONE || t == 0 ? CP_STR("") : cp_time_text(w->scratch, t);
    return s.n == 20 && (cp_str_starts(s, CP_STR("19")) || s.p[0] == '2') ? s : otherwise;
}

static bool is_told(const cp_answer *ans, const cp_answer_asset *x, uint32_t i)
{
    const cp_verdict *v = cp_answer_verdict(x, i);
    (void)ans;
    return v->binds != CP_NO && v->law != CP_LAW_POSITION && v->result != CP_VERDICT_NOT_ADDRESSED;
}

static bool is_risk(const cp_answer_asset *x, uint32_t i)
{
    return cp_answer_verdict(x, i)->result != CP_VERDICT_ALLOWED;
}

static const cp_finding_status *decided(const cp_answer_asset *x, uint32_t i)
{
    const cp_finding_status *s = cp_finding_of(x, cp_answer_verdict(x, i)->policy);
    return s && s->decision ? s : NULL;
}

static void each_asset(oscal *k, void (*put)(oscal *k, const cp_answer_asset *x))
{
    cp_arena *outer = k->w->scratch;
    for (uint32_t i = 0; i < k->ans->n_assets && k->out->rc == CP_OK; i++) {
        k->w->scratch = cp_arena_new(0);
        put(k, &k->ans->assets[i]);
        cp_arena_free(k->w->scratch);
    }
    k->w->scratch = outer;
}

/* An object of one reference in an array of them. */
static void one_ref(cp_jw *w, const char *key, cp_str id)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, key, id);
    cp_jw_obj_end(w);
}

static void origins(oscal *k)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "origins");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_key(w, "actors");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "type", CP_STR("tool"));
    cp_jw_kstr(w, "actor-uuid", uuid(k, "tool", k->ans->version, CP_STR("")));
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
}

static void subject(oscal *k, const cp_asset *as)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "subjects");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "subject-uuid", uuid(k, "asset", as->id, CP_STR("")));
    cp_jw_kstr(w, "type", CP_STR("inventory-item"));
    line(w, "title", cp_asset_name(as));
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
}

/* ---- what was judged, how, and on what ---- */

/* The notes that begin every answer, a list of Markdown. */
static cp_str notes(oscal *k)
{
    cp_buf b = cp_buf_new(k->w->scratch);
    for (uint32_t i = 0; i < k->ans->n_notes; i++)
        cp_buf_fmt(&b, "%s- %.*s", i ? "\n" : "",
                   CP_FMT(cp_markdown(k->w->scratch, k->ans->notes[i], TEXT_BYTES_MAX)));
    return cp_buf_str(&b);
}

static void metadata(oscal *k)
{
    cp_jw *w = k->w;
    const cp_answer *ans = k->ans;
    cp_str who = plain(w->scratch, ans->profile.name), said = notes(k);
    cp_jw_key(w, "metadata");
    cp_jw_obj(w);
    line(w, "title",
         cp_str_fmt(w->scratch, "Whose equipment the network depends on%s%.*s", who.n ? ": " : "",
                    CP_FMT(who)));
    cp_jw_kstr(w, "last-modified", midnight(w, ans->as_of.first_day));
    cp_jw_kstr(w, "version", cp_date_text(w->scratch, cp_date_of_day(ans->as_of.first_day)));
    cp_jw_kstr(w, "oscal-version", CP_STR("1.1.2"));
    cp_jw_key(w, "props");
    cp_jw_arr(w);
    prop(w, "accept", cp_str_fmt(w->scratch, "%g", ans->accept), true);
    for (uint32_t i = 0; i < ans->n_data; i++)
        prop(w, "table",
             cp_str_fmt(w->scratch, "%.*s of %.*s", CP_FMT(ans->data[i].name),
                        CP_FMT(ans->data[i].as_of)),
             true);
    cp_jw_arr_end(w);
    if (who.n) {
        cp_jw_key(w, "parties");
        cp_jw_arr(w);
        cp_jw_obj(w);
        cp_jw_kstr(w, "uuid", uuid(k, "party", who, CP_STR("")));
        cp_jw_kstr(w, "type", CP_STR("organization"));
        cp_jw_kstr(w, "name", who);
        cp_jw_obj_end(w);
        cp_jw_arr_end(w);
    }
    if (said.n)
        cp_jw_kstr(w, "remarks", said);
    cp_jw_obj_end(w);
}

static cp_str method_uuid(oscal *k) { return uuid(k, "method", k->ans->version, CP_STR("")); }

/* There is no plan of the assessment; that it has to name one is met by what was done. */
static void back_matter(oscal *k)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "back-matter");
    cp_jw_obj(w);
    cp_jw_key(w, "resources");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "uuid", method_uuid(k));
    line(w, "title", CP_STR("How this was judged"));
    prose(w, "description",
          CP_STR("No assessment plan was given. The sources below were read, what they say was "
                 "joined to devices, and each device was judged by the dated policies that the "
                 "reviewed controls name."));
    cp_jw_obj_end(w);
    for (uint32_t i = 0; i < k->ans->n_sources; i++) {
        const cp_source *s = &k->ans->sources[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "uuid", k->sources[i]);
        line(w, "title", s->name);
        cp_jw_key(w, "props");
        cp_jw_arr(w);
        prop(w, "state", cp_str_c(cp_source_state_name(s->state)), true);
        prop(w, "format", s->format, true);
        cp_jw_arr_end(w);
        cp_jw_key(w, "rlinks");
        cp_jw_arr(w);
        cp_jw_obj(w);
        cp_jw_kstr(w, "href", cp_uri_of_file(w->scratch, s->name));
        if (s->sha256.n) {
            cp_jw_key(w, "hashes");
            cp_jw_arr(w);
            cp_jw_obj(w);
            cp_jw_kstr(w, "algorithm", CP_STR("SHA-256"));
            cp_jw_kstr(w, "value", s->sha256);
            cp_jw_obj_end(w);
            cp_jw_arr_end(w);
        }
        cp_jw_obj_end(w);
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* A policy is a control, and its clauses are the statements of it; what names no clause is about
 * the statement that is the whole policy. */
static void one_control(oscal *k, uint32_t policy)
{
    cp_jw *w = k->w;
    cp_str id = token(w->scratch, k->ans->policies[policy].id);
    cp_jw_obj(w);
    cp_jw_kstr(w, "control-id", id);
    cp_jw_key(w, "statement-ids");
    cp_jw_arr(w);
    cp_jw_str(w, id);
    cp_vec_each(c, &k->clauses.v) if (c->policy_at == policy && c->first->clause.n)
        cp_jw_str(w, token(w->scratch, c->id));
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void controls(oscal *k)
{
    cp_jw *w = k->w;
    uint32_t n = 0;
    cp_jw_key(w, "reviewed-controls");
    cp_jw_obj(w);
    cp_jw_key(w, "control-selections");
    cp_jw_arr(w);
    for (uint32_t p = 0; p < k->ans->n_policies; p++) {
        const cp_answer_policy *policy = &k->ans->policies[p];
        if (policy->binds == CP_NO || policy->law == CP_LAW_POSITION)
            continue;
        n++;
        cp_jw_obj(w);
        prose(w, "description",
              cp_str_fmt(w->scratch, "%.*s (%.*s, law %s; binds: %s)", CP_FMT(policy->title),
                         CP_FMT(policy->jurisdiction), cp_law_name(policy->law),
                         cp_tri_name(policy->binds)));
        cp_jw_key(w, "include-controls");
        cp_jw_arr(w);
        one_control(k, p);
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    if (n == 0) {
        cp_jw_obj(w);
        prose(w, "description", CP_STR("No policy that binds, or perhaps does, was asked."));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- inventory ---- */

static void idents(cp_jw *w, const cp_asset *as)
{
    for (uint32_t i = 0; i < as->n_ids; i++) {
        cp_str value = as->ids[i].value;
        switch (as->ids[i].kind) {
        case CP_IDENT_IP:
            prop(w, cp_str_find_char(value, ':') < 0 ? "ipv4-address" : "ipv6-address", value,
                 false);
            break;
        case CP_IDENT_MAC: prop(w, "mac-address", value, false); break;
        case CP_IDENT_SERIAL: prop(w, "serial-number", value, false); break;
        case CP_IDENT_HOSTNAME:
        case CP_IDENT_CHASSIS:
        case CP_IDENT_ENGINE_ID:
        case CP_IDENT_ASN:
        case CP_IDENT_FCC_ID:
        case CP_IDENT_REF: prop(w, cp_ident_kind_name(as->ids[i].kind), value, true); break;
        case CP_IDENT_AGENT:
        case CP_IDENT_COUNT: break;
        }
    }
}

static void inventory_item(oscal *k, const cp_answer_asset *x)
{
    static const cp_attr attrs[] = { CP_ATTR_PRODUCT,  CP_ATTR_VERSION, CP_ATTR_SITE,
                                     CP_ATTR_FUNCTION, CP_ATTR_CLASS,   CP_ATTR_STATUS };
    cp_jw *w = k->w;
    const cp_asset *as = &x->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    bool is_fact = m && m->confidence >= k->ans->accept;
    cp_jw_obj(w);
    cp_jw_kstr(w, "uuid", uuid(k, "asset", as->id, CP_STR("")));
    prose(w, "description", cp_asset_name(as));
    cp_jw_key(w, "props");
    cp_jw_arr(w);
    prop(w, "asset-id", as->id, false);
    /* "vendor-name" is a name of components there, and of no item of an inventory */
    if (is_fact)
        prop(w, "maker", m->name, true);
    else if (m && m->confidence >= CP_SHOW_MIN)
        prop(w, "maker-not-established", m->name, true);
    if (m && m->confidence >= CP_SHOW_MIN)
        prop(w, "maker-confidence", cp_str_fmt(w->scratch, "%.4f", m->confidence), true);
    prop(w, "realm", as->realm, true);
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
        prop(w, cp_attr_name(attrs[i]), cp_asset_shown(as, attrs[i]), true);
    idents(w, as);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void tool(oscal *k)
{
    cp_jw *w = k->w;
    cp_str id = uuid(k, "tool", k->ans->version, CP_STR(""));
    cp_jw_key(w, "assessment-assets");
    cp_jw_obj(w);
    cp_jw_key(w, "components");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "uuid", id);
    cp_jw_kstr(w, "type", CP_STR("software"));
    line(w, "title", CP_STR("cleanpath"));
    prose(w, "description", cp_str_fmt(w->scratch, "cleanpath %.*s", CP_FMT(k->ans->version)));
    cp_jw_key(w, "status");
    cp_jw_obj(w);
    cp_jw_kstr(w, "state", CP_STR("operational"));
    cp_jw_obj_end(w);
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
    cp_jw_key(w, "assessment-platforms");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "uuid", uuid(k, "platform", k->ans->version, CP_STR("")));
    cp_jw_key(w, "uses-components");
    cp_jw_arr(w);
    one_ref(w, "component-uuid", id);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void local_definitions(oscal *k)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "local-definitions");
    cp_jw_obj(w);
    if (k->ans->n_assets) {
        cp_jw_key(w, "inventory-items");
        cp_jw_arr(w);
        each_asset(k, inventory_item);
        cp_jw_arr_end(w);
    }
    tool(k);
    cp_jw_obj_end(w);
}

/* ---- observations ---- */

static void observation_head(oscal *k, cp_str id, cp_str title, cp_str description,
                             const char *method, const char *type)
{
    cp_jw *w = k->w;
    cp_jw_obj(w);
    cp_jw_kstr(w, "uuid", id);
    line(w, "title", title);
    prose(w, "description", description);
    cp_jw_key(w, "methods");
    cp_jw_arr(w);
    cp_jw_str(w, cp_str_c(method));
    cp_jw_arr_end(w);
    cp_jw_key(w, "types");
    cp_jw_arr(w);
    cp_jw_str(w, cp_str_c(type));
    cp_jw_arr_end(w);
}

static void evidence(oscal *k, const cp_asset *as)
{
    cp_jw *w = k->w;
    uint32_t n = 0;
    for (uint32_t i = 0; i < as->n_evidence && n < EVIDENCE_MAX; i++) {
        const cp_evidence *e = &as->evidence[i];
        if (e->source >= k->ans->n_sources)
            continue;
        if (n++ == 0) {
            cp_jw_key(w, "relevant-evidence");
            cp_jw_arr(w);
        }
        cp_where at = { e->source, e->pos, e };
        cp_jw_obj(w);
        cp_jw_kstr(w, "href", cp_str_fmt(w->scratch, "#%.*s", CP_FMT(k->sources[e->source])));
        prose(w, "description",
              cp_str_fmt(w->scratch, "%.*s: %.*s: %.*s",
                         CP_FMT(cp_where_text(w->scratch, k->ans, at)), CP_FMT(e->kind),
                         CP_FMT(e->value)));
        cp_jw_obj_end(w);
    }
    if (n)
        cp_jw_arr_end(w);
}

/* When the latest of its sources was made; without a time, the day that was judged. */
static cp_str collected(oscal *k, const cp_asset *as)
{
    cp_time last = CP_TIME_NONE;
    for (uint32_t i = 0; i < as->n_sources; i++)
        if (as->sources[i] < k->ans->n_sources && k->ans->sources[as->sources[i]].last_at > last)
            last = k->ans->sources[as->sources[i]].last_at;
    return moment(k->w, last, midnight(k->w, k->ans->as_of.first_day));
}

static void contradictions(oscal *k, const cp_asset *as)
{
    cp_buf b = cp_buf_new(k->w->scratch);
    for (uint32_t i = 0; i < as->n_others && i < EVIDENCE_MAX; i++)
        cp_buf_fmt(&b, "%s%s %.*s (confidence %.4f)",
                   i ? "; " : "Contradicting: ", cp_attr_name(as->others[i].attr),
                   CP_FMT(as->others[i].value), as->others[i].confidence);
    if (as->n_others)
        prose(k->w, "remarks", cp_buf_str(&b));
}

static void decisions(oscal *k, const cp_answer_asset *x)
{
    cp_jw *w = k->w;
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_finding_status *s = decided(x, i);
        if (!s || !is_told(k->ans, x, i))
            continue;
        observation_head(k, uuid(k, "decision", x->asset.id, s->policy),
                         cp_str_fmt(w->scratch, "%s: %.*s", cp_finding_word(s),
                                    CP_FMT(cp_asset_name(&x->asset))),
                         cp_decision_text(w->scratch, s), "INTERVIEW", "finding");
        subject(k, &x->asset);
        cp_jw_kstr(w, "collected", midnight(w, s->decision->on.first_day));
        cp_jw_obj_end(w);
    }
}

static void observation(oscal *k, const cp_answer_asset *x)
{
    cp_jw *w = k->w;
    const cp_asset *as = &x->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str made = m && m->confidence >= CP_SHOW_MIN
                      ? cp_str_fmt(w->scratch, "made by %.*s, confidence %.4f", CP_FMT(m->name),
                                   m->confidence)
                      : CP_STR("maker not known");
    observation_head(k, uuid(k, "observation", as->id, CP_STR("")), cp_asset_name(as),
                     cp_str_fmt(w->scratch, "%.*s: %.*s; %u observations",
                                CP_FMT(cp_asset_name(as)), CP_FMT(made),
                                as->n_evidence + as->n_evidence_more),
                     "EXAMINE", "discovery");
    origins(k);
    subject(k, as);
    evidence(k, as);
    cp_jw_kstr(w, "collected", collected(k, as));
    contradictions(k, as);
    cp_jw_obj_end(w);
    decisions(k, x);
}

/* What was not read, or not whole. */
static void unread(oscal *k, uint32_t i)
{
    const cp_source *s = &k->ans->sources[i];
    cp_jw *w = k->w;
    cp_buf b = cp_buf_new(w->scratch);
    cp_buf_fmt(&b, "%s: %llu record%s, %llu of them malformed.", cp_source_state_name(s->state),
               (unsigned long long)s->records, cp_plural(s->records),
               (unsigned long long)s->records_bad);
    for (uint32_t p = 0; p < s->n_problems; p++)
        cp_buf_fmt(&b, " %.*s: %.*s.", CP_FMT(cp_source_place(w->scratch, s, s->problems[p].pos)),
                   CP_FMT(s->problems[p].text));
    observation_head(k, uuid(k, "unread", s->name, s->sha256),
                     cp_str_fmt(w->scratch, "not read whole: %.*s", CP_FMT(s->name)),
                     cp_buf_str(&b), "EXAMINE", "coverage");
    cp_jw_kstr(w, "collected", midnight(w, k->ans->as_of.first_day));
    cp_jw_obj_end(w);
}

static bool is_unread(const cp_source *s)
{
    return s->state != CP_SOURCE_READ || s->records_bad > 0;
}

static void observations(oscal *k)
{
    cp_jw *w = k->w;
    uint32_t n = k->ans->n_assets + k->ans->n_floods;
    for (uint32_t i = 0; i < k->ans->n_sources; i++)
        n += is_unread(&k->ans->sources[i]);
    if (n == 0)
        return;
    cp_jw_key(w, "observations");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < k->ans->n_sources; i++)
        if (is_unread(&k->ans->sources[i]))
            unread(k, i);
    for (uint32_t i = 0; i < k->ans->n_floods; i++) {
        const cp_flood *f = &k->ans->floods[i];
        observation_head(k, uuid(k, "flood", k->ans->sources[f->source].name, f->said),
                         CP_STR("addresses that are no assets"),
                         cp_str_fmt(w->scratch,
                                    "%u addresses are undetermined under every "
                                    "policy: %.*s",
                                    f->n, CP_FMT(f->said)),
                         "EXAMINE", "coverage");
        cp_jw_kstr(w, "collected", midnight(w, k->ans->as_of.first_day));
        cp_jw_obj_end(w);
    }
    each_asset(k, observation);
    cp_jw_arr_end(w);
}

/* ---- findings ---- */

/* "Other than satisfied" is also what could not be established (SP 800-53A): there is no third
 * state, and what is unknown is not satisfied. Only a verdict that binds fails. */
static void status(cp_jw *w, const cp_verdict *v)
{
    bool fails = v->binds == CP_YES && v->result == CP_VERDICT_EXCLUDED,
         passes = v->binds == CP_YES && v->result == CP_VERDICT_ALLOWED;
    cp_jw_key(w, "status");
    cp_jw_obj(w);
    cp_jw_kstr(w, "state",
               v->result == CP_VERDICT_ALLOWED ? CP_STR("satisfied") : CP_STR("not-satisfied"));
    cp_jw_kstr(w, "reason", fails ? CP_STR("fail") : passes ? CP_STR("pass") : CP_STR("other"));
    if (v->binds != CP_YES)
        prose(w, "remarks", CP_STR("It is not known whether this policy binds."));
    else if (v->result == CP_VERDICT_UNDETERMINED)
        prose(w, "remarks",
              CP_STR("Undetermined: facts are missing that could change the result. "
                     "This is no statement that the policy excludes it."));
    else if (v->result == CP_VERDICT_RESTRICTED)
        prose(w, "remarks", CP_STR("Excluded only under a condition, or from a day on."));
    cp_jw_obj_end(w);
}

static void target(oscal *k, const cp_verdict *v)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "target");
    cp_jw_obj(w);
    cp_jw_kstr(w, "type", CP_STR("statement-id"));
    cp_jw_kstr(w, "target-id", token(w->scratch, cp_clause_id(w->scratch, v)));
    line(w, "title", cp_clause_id(w->scratch, v));
    status(w, v);
    cp_jw_obj_end(w);
}

static cp_str verdict_text(oscal *k, const cp_verdict *v)
{
    cp_arena *a = k->w->scratch;
    cp_str means = cp_meaning_text(a, v, k->ans->as_of);
    cp_buf b = cp_buf_new(a);
    cp_buf_add(&b, cp_verdict_sentence(a, v));
    if (means.n)
        cp_buf_fmt(&b, " %.*s.", CP_FMT(means));
    if (v->n_missing)
        cp_buf_fmt(&b, " Missing: %.*s.", CP_FMT(cp_text_join(a, v->missing, v->n_missing, ", ")));
    for (uint32_t i = 0; i < v->n_assumed; i++)
        cp_buf_fmt(&b, " %.*s", CP_FMT(v->assumed[i]));
    return cp_buf_str(&b);
}

static void related_observations(oscal *k, const cp_answer_asset *x, uint32_t i)
{
    cp_jw *w = k->w;
    const cp_finding_status *s = decided(x, i);
    cp_jw_key(w, "related-observations");
    cp_jw_arr(w);
    one_ref(w, "observation-uuid", uuid(k, "observation", x->asset.id, CP_STR("")));
    if (s)
        one_ref(w, "observation-uuid", uuid(k, "decision", x->asset.id, s->policy));
    cp_jw_arr_end(w);
}

static void one_finding(oscal *k, const cp_answer_asset *x, uint32_t i)
{
    cp_jw *w = k->w;
    const cp_verdict *v = cp_answer_verdict(x, i);
    const cp_claim *sure = cp_confidence_of(v, &x->asset);
    cp_jw_obj(w);
    cp_jw_kstr(w, "uuid", uuid(k, "finding", x->asset.id, v->policy));
    line(w, "title",
         cp_str_fmt(w->scratch, "%.*s: %s under %.*s", CP_FMT(cp_asset_name(&x->asset)),
                    cp_result_name(v->result), CP_FMT(cp_clause_id(w->scratch, v))));
    prose(w, "description", verdict_text(k, v));
    cp_jw_key(w, "props");
    cp_jw_arr(w);
    prop(w, "result", cp_str_c(cp_result_name(v->result)), true);
    prop(w, "binds", cp_str_c(cp_tri_name(v->binds)), true);
    prop(w, "policy", v->policy, true);
    if (sure)
        prop(w, "confidence", cp_str_fmt(w->scratch, "%.4f", sure->confidence), true);
    if (cp_finding_is_candidate(v))
        prop(w, "decision", cp_str_c(cp_finding_word(cp_finding_of(x, v->policy))), true);
    if (cp_answer_waiver(x, i))
        prop(w, "waived-by", cp_answer_waiver(x, i)->approver, true);
    cp_jw_arr_end(w);
    origins(k);
    target(k, v);
    related_observations(k, x, i);
    if (is_risk(x, i)) {
        cp_jw_key(w, "related-risks");
        cp_jw_arr(w);
        one_ref(w, "risk-uuid", uuid(k, "risk", x->asset.id, v->policy));
        cp_jw_arr_end(w);
    }
    cp_jw_obj_end(w);
}

static void findings_of(oscal *k, const cp_answer_asset *x)
{
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        if (is_told(k->ans, x, i))
            one_finding(k, x, i);
}

/* ---- risks ---- */

/* The first day on which something has to end; INT32_MAX: none is named. */
static int32_t deadline(const cp_verdict *v)
{
    int32_t day = INT32_MAX;
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        bool counts = d->applies == CP_APPLIES_YES || d->applies == CP_APPLIES_FROM;
        if (counts && cp_date_is_set(d->deadline) && d->deadline.last_day < day)
            day = d->deadline.last_day;
    }
    return day;
}

static void one_risk(oscal *k, const cp_answer_asset *x, uint32_t i)
{
    cp_jw *w = k->w;
    const cp_verdict *v = cp_answer_verdict(x, i);
    const cp_waiver *waiver = cp_answer_waiver(x, i);
    cp_str means = cp_meaning_text(w->scratch, v, k->ans->as_of);
    int32_t day = deadline(v);
    cp_jw_obj(w);
    cp_jw_kstr(w, "uuid", uuid(k, "risk", x->asset.id, v->policy));
    line(w, "title",
         cp_str_fmt(w->scratch, "%.*s: %s under %.*s", CP_FMT(cp_asset_name(&x->asset)),
                    cp_result_name(v->result), CP_FMT(v->policy)));
    prose(w, "description", cp_verdict_sentence(w->scratch, v));
    prose(w, "statement", means.n ? means : CP_STR("The policy names no duty."));
    cp_jw_kstr(w, "status",
               waiver                                 ? CP_STR("deviation-approved")
               : v->result == CP_VERDICT_UNDETERMINED ? CP_STR("investigating")
                                                      : CP_STR("open"));
    if (waiver) {
        cp_jw_key(w, "mitigating-factors");
        cp_jw_arr(w);
        cp_jw_obj(w);
        cp_jw_kstr(w, "uuid", uuid(k, "waiver", x->asset.id, v->policy));
        prose(w, "description", cp_waiver_text(w->scratch, waiver));
        cp_jw_obj_end(w);
        cp_jw_arr_end(w);
    }
    if (day != INT32_MAX)
        cp_jw_kstr(w, "deadline",
                   cp_str_fmt(w->scratch, "%.*sT23:59:59Z",
                              CP_FMT(cp_date_text(w->scratch, cp_date_of_day(day)))));
    related_observations(k, x, i);
    cp_jw_obj_end(w);
}

static void risks_of(oscal *k, const cp_answer_asset *x)
{
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        if (is_told(k->ans, x, i) && is_risk(x, i))
            one_risk(k, x, i);
}

/* ---- the document ---- */

static void count(oscal *k)
{
    for (uint32_t i = 0; i < k->ans->n_assets; i++)
        for (uint32_t p = 0; p < k->ans->assets[i].n_verdicts; p++)
            if (is_told(k->ans, &k->ans->assets[i], p)) {
                k->n_findings++;
                k->n_risks += is_risk(&k->ans->assets[i], p);
            }
}

/* Of what was read, under which policies, on which day. */
static cp_str document_name(oscal *k)
{
    cp_buf b = cp_buf_new(k->w->scratch);
    cp_buf_add(&b, cp_date_text(k->w->scratch, k->ans->as_of));
    for (uint32_t i = 0; i < k->ans->n_sources; i++)
        cp_buf_fmt(&b, " %.*s", CP_FMT(k->sources[i]));
    for (uint32_t i = 0; i < k->ans->n_policies; i++)
        cp_buf_fmt(&b, " %.*s", CP_FMT(k->ans->policies[i].digest));
    return cp_buf_str(&b);
}

static void result(oscal *k)
{
    cp_jw *w = k->w;
    cp_time first = CP_TIME_NONE;
    for (uint32_t i = 0; i < k->ans->n_sources; i++) {
        cp_time t = k->ans->sources[i].first_at;
        if (t != CP_TIME_NONE && t != 0 && (first == CP_TIME_NONE || t < first))
            first = t;
    }
    cp_jw_obj(w);
    cp_jw_kstr(w, "uuid", uuid(k, "result", document_name(k), CP_STR("")));
    line(w, "title", CP_STR("Whose equipment the network depends on"));
    prose(w, "description",
          cp_str_fmt(w->scratch, "%u assets from %u sources, judged as of %.*s.", k->ans->n_assets,
                     k->ans->n_sources, CP_FMT(cp_date_text(w->scratch, k->ans->as_of))));
    cp_jw_kstr(w, "start", moment(w, first, midnight(w, k->ans->as_of.first_day)));
    local_definitions(k);
    controls(k);
    observations(k);
    if (k->n_risks) {
        cp_jw_key(w, "risks");
        cp_jw_arr(w);
        each_asset(k, risks_of);
        cp_jw_arr_end(w);
    }
    if (k->n_findings) {
        cp_jw_key(w, "findings");
        cp_jw_arr(w);
        each_asset(k, findings_of);
        cp_jw_arr_end(w);
    }
    cp_jw_obj_end(w);
}

void cp_render_oscal(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    cp_jw w = { .b = out, .scratch = scratch };
    oscal k = { .ans = ans,
                .w = &w,
                .out = out,
                .clauses = cp_clauses_of(scratch, ans, is_told),
                .ns = cp_uuid_of_name(cp_uuid_dns, CP_STR("cleanpath")) };
    k.sources = source_uuids(&k);
    count(&k);
    cp_jw_obj(&w);
    cp_jw_key(&w, "assessment-results");
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "uuid", uuid(&k, "document", document_name(&k), CP_STR("")));
    metadata(&k);
    cp_jw_key(&w, "import-ap");
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "href", cp_str_fmt(scratch, "#%.*s", CP_FMT(method_uuid(&k))));
    cp_jw_obj_end(&w);
    cp_jw_key(&w, "results");
    cp_jw_arr(&w);
    result(&k);
    cp_jw_arr_end(&w);
    back_matter(&k);
    cp_jw_obj_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}
