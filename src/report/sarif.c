/* SPDX-License-Identifier: Apache-2.0 */
/* sarif.c - the answer as SARIF 2.1.0 (OASIS Standard, errata 01), for code scanning and editors.
 *
 *     run  tool.driver.rules   one for each clause that some result names
 *          invocations         what was not read: toolExecutionNotifications
 *          artifacts           the sources, with their digests
 *          results             verdicts that are findings, open, waived or aside
 *
 * Every result stands at a line of a file, for a consumer that cannot place one result refuses the
 * whole document. docs/formats/sarif.md says what comes from where. */
#include "codec/json.h"
#include "codec/sha256.h"
#include "report/judged.h"
#include "report/render.h"

typedef struct sarif {
    const cp_answer *ans;
    cp_jw *w;
    cp_clauses rules;
} sarif;

/* Of a rule that does not bind, what is undetermined is nobody's question. */
static bool is_told(const cp_answer *ans, const cp_answer_asset *x, uint32_t i)
{
    const cp_verdict *v = cp_answer_verdict(x, i);
    return cp_stance_of(ans, x, i) != CP_STANCE_CLEAR &&
           !(v->binds == CP_NO && v->result == CP_VERDICT_UNDETERMINED);
}

/* The law itself before what others write of it. */
static cp_str help_url(cp_arena *a, const cp_verdict *v)
{
    cp_str url = CP_STR("");
    for (uint32_t i = 0; i < v->n_sources && url.n == 0; i++)
        if (cp_str_eq(v->sources[i].tier, CP_STR("official")))
            url = cp_uri_of_web(a, v->sources[i].url);
    for (uint32_t i = 0; i < v->n_sources && url.n == 0; i++)
        url = cp_uri_of_web(a, v->sources[i].url);
    return url;
}

/* ---- pieces ---- */

/* A message is plain text in which brackets make links and braces take arguments (3.11.5, 3.11.6).
 */
static void message(cp_jw *w, const char *key, cp_str s)
{
    cp_buf b = cp_buf_new(w->scratch);
    s = cp_text_safe(w->scratch, s);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '[' || c == ']' || c == '\\')
            cp_buf_char(&b, '\\');
        else if (c == '{' || c == '}')
            cp_buf_char(&b, c);
        cp_buf_char(&b, c);
    }
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_kstr(w, "text", cp_buf_str(&b));
    cp_jw_obj_end(w);
}

/* A file, and a line of it; a frame of a capture has no other place to be told in. */
/* s NULL: of the case. A place in a workbook needs a name besides its row (3.28.5). */
static void physical(cp_jw *w, cp_str uri, uint32_t index, const cp_source *s, uint64_t pos)
{
    uint64_t line = s ? cp_source_line(s, pos) : pos;
    if (s && s->sheets.n && pos) {
        cp_jw_key(w, "message");
        cp_jw_obj(w);
        cp_jw_kstr(w, "text", cp_source_place(w->scratch, s, pos));
        cp_jw_obj_end(w);
    }
    cp_jw_key(w, "physicalLocation");
    cp_jw_obj(w);
    cp_jw_key(w, "artifactLocation");
    cp_jw_obj(w);
    cp_jw_kstr(w, "uri", uri);
    if (index != UINT32_MAX)
        cp_jw_ku64(w, "index", index);
    cp_jw_obj_end(w);
    cp_jw_key(w, "region");
    cp_jw_obj(w);
    cp_jw_ku64(w, "startLine", line == 0 ? 1 : line > INT32_MAX ? INT32_MAX : line);
    cp_jw_obj_end(w);
    cp_jw_obj_end(w);
}

/* "UsListClause1": an identifier that people understand (3.49.7). */
static cp_str pascal(cp_arena *a, cp_str id)
{
    cp_buf b = cp_buf_new(a);
    bool starts = true;
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        bool is_small = c >= 'a' && c <= 'z', is_big = c >= 'A' && c <= 'Z',
             is_digit = c >= '0' && c <= '9';
        if (is_small || is_big || is_digit)
            cp_buf_char(&b, starts && is_small ? (char)(c - 'a' + 'A') : c);
        starts = !(is_small || is_big || is_digit);
    }
    return cp_buf_str(&b);
}

/* ---- tool ---- */

/* What a rule is, and where it is written. */
static void descriptions(cp_jw *w, const cp_clause_named *r)
{
    cp_arena *a = w->scratch;
    cp_str name = cp_clause_title(a, r), url = help_url(a, r->first);
    cp_buf help = cp_buf_new(a);
    cp_buf_fmt(&help, "%.*s. Sources:", CP_FMT(name));
    for (uint32_t i = 0; i < r->first->n_sources; i++)
        cp_buf_fmt(&help, "%s %.*s", i ? ";" : "",
                   CP_FMT(cp_citation_text(a, &r->first->sources[i])));
    cp_buf_add_c(&help, r->first->n_sources ? "." : " none.");
    message(w, "shortDescription", name);
    message(w, "fullDescription",
            cp_str_fmt(a, "%.*s (%.*s, law %s).", CP_FMT(name),
                       CP_FMT(r->policy ? r->policy->jurisdiction : CP_STR("")),
                       cp_law_name(r->first->law)));
    message(w, "help", cp_buf_str(&help));
    if (url.n)
        cp_jw_kstr(w, "helpUri", url);
}

static void one_rule(cp_jw *w, const cp_clause_named *r)
{
    cp_str name = pascal(w->scratch, r->id);
    bool binds = r->policy && r->policy->binds == CP_YES;
    cp_jw_obj(w);
    cp_jw_kstr(w, "id", r->id);
    if (name.n)
        cp_jw_kstr(w, "name", name);
    descriptions(w, r);
    cp_jw_key(w, "defaultConfiguration");
    cp_jw_obj(w);
    cp_jw_kstr(w, "level", binds && r->first->clause.n ? CP_STR("error") : CP_STR("warning"));
    cp_jw_obj_end(w);
    if (r->policy) {
        cp_jw_key(w, "properties");
        cp_jw_obj(w);
        cp_jw_kstr(w, "policy", r->policy->id);
        cp_jw_kstr(w, "jurisdiction", r->policy->jurisdiction);
        cp_jw_kstr(w, "law", cp_str_c(cp_law_name(r->policy->law)));
        cp_jw_kstr(w, "binds", cp_str_c(cp_tri_name(r->policy->binds)));
        cp_jw_kstr(w, "packDigest", r->policy->digest);
        cp_jw_obj_end(w);
    }
    cp_jw_obj_end(w);
}

static void tool(sarif *k)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "tool");
    cp_jw_obj(w);
    cp_jw_key(w, "driver");
    cp_jw_obj(w);
    cp_jw_kstr(w, "name", CP_STR("cleanpath"));
    cp_jw_kstr(w, "version", k->ans->version);
    cp_jw_key(w, "rules");
    cp_jw_arr(w);
    cp_vec_each(r, &k->rules.v) one_rule(w, r);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_jw_obj_end(w);
}

/* ---- coverage ---- */

static void notification(cp_jw *w, const char *id, const char *level, cp_str text)
{
    cp_jw_obj(w);
    cp_jw_key(w, "descriptor");
    cp_jw_obj(w);
    cp_jw_kstr(w, "id", cp_str_c(id));
    cp_jw_obj_end(w);
    cp_jw_kstr(w, "level", cp_str_c(level));
    message(w, "message", text);
}

static void notified_at(cp_jw *w, const cp_source *s, uint32_t index, uint64_t pos)
{
    cp_jw_key(w, "locations");
    cp_jw_arr(w);
    cp_jw_obj(w);
    physical(w, cp_uri_of_file(w->scratch, s->name), index, s, pos);
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void source_notes(cp_jw *w, const cp_source *s, uint32_t index)
{
    static const char *const levels[] = { [CP_SOURCE_PARTLY] = "warning",
                                          [CP_SOURCE_UNREADABLE] = "error",
                                          [CP_SOURCE_NOT_RECOGNISED] = "note" };
    static const char *const said[] = { [CP_SOURCE_PARTLY] = "read in part",
                                        [CP_SOURCE_UNREADABLE] = "NOT read",
                                        [CP_SOURCE_NOT_RECOGNISED] = "of no format that is known" };
    if (s->state != CP_SOURCE_READ) {
        notification(w, "coverage/source", levels[s->state],
                     cp_str_fmt(w->scratch, "%.*s was %s: %llu record%s, %llu of them malformed.",
                                CP_FMT(s->name), said[s->state], (unsigned long long)s->records,
                                cp_plural(s->records), (unsigned long long)s->records_bad));
        notified_at(w, s, index, 0);
    }
    for (uint32_t i = 0; i < s->n_problems; i++) {
        notification(w, "coverage/record", "warning", s->problems[i].text);
        notified_at(w, s, index, s->problems[i].pos);
    }
}

static void invocation(sarif *k)
{
    const cp_answer *ans = k->ans;
    cp_jw *w = k->w;
    bool all_read = true;
    for (uint32_t i = 0; i < ans->n_sources; i++)
        all_read &= ans->sources[i].state != CP_SOURCE_UNREADABLE;
    cp_jw_key(w, "invocations");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kbool(w, "executionSuccessful", all_read);
    cp_jw_key(w, "toolExecutionNotifications");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < ans->n_notes; i++) {
        notification(w, "coverage/note", "warning", ans->notes[i]);
        cp_jw_obj_end(w);
    }
    for (uint32_t i = 0; i < ans->n_sources; i++)
        source_notes(w, &ans->sources[i], i);
    for (uint32_t i = 0; i < ans->n_floods; i++) {
        notification(w, "coverage/flood", "warning",
                     cp_str_fmt(w->scratch,
                                "%u addresses are no assets and undetermined under every policy: "
                                "%.*s",
                                ans->floods[i].n, CP_FMT(ans->floods[i].said)));
        notified_at(w, &ans->sources[ans->floods[i].source], ans->floods[i].source, 0);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
}

static void artifacts(sarif *k)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "artifacts");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < k->ans->n_sources; i++) {
        const cp_source *s = &k->ans->sources[i];
        cp_jw_obj(w);
        cp_jw_key(w, "location");
        cp_jw_obj(w);
        cp_jw_kstr(w, "uri", cp_uri_of_file(w->scratch, s->name));
        cp_jw_obj_end(w);
        cp_jw_key(w, "roles");
        cp_jw_arr(w);
        cp_jw_str(w, CP_STR("analysisTarget"));
        cp_jw_arr_end(w);
        if (s->sha256.n) {
            cp_jw_key(w, "hashes");
            cp_jw_obj(w);
            cp_jw_kstr(w, "sha-256", s->sha256);
            cp_jw_obj_end(w);
        }
        cp_jw_key(w, "properties");
        cp_jw_obj(w);
        cp_jw_kstr(w, "state", cp_str_c(cp_source_state_name(s->state)));
        cp_jw_kstr(w, "format", s->format);
        cp_jw_kstr(w, "positions", cp_where_is_frame(s->format) ? CP_STR("frame") : CP_STR("line"));
        cp_jw_obj_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

/* ---- results ---- */

static const char *level_of(cp_stance stance, cp_result result)
{
    switch (stance) {
    case CP_STANCE_FOUND: return "error";
    case CP_STANCE_NAMED:
    case CP_STANCE_OPEN: return "warning";
    case CP_STANCE_WAIVED: return result == CP_VERDICT_EXCLUDED ? "error" : "warning";
    case CP_STANCE_ASIDE:
    case CP_STANCE_CLEAR:
    case CP_STANCE_COUNT: break;
    }
    return "note";
}

static void located(sarif *k, const cp_asset *as)
{
    cp_jw *w = k->w;
    cp_where at = cp_where_of(k->ans, as);
    cp_str uri = at.source == UINT32_MAX
                     ? CP_STR("cleanpath.case")
                     : cp_uri_of_file(w->scratch, k->ans->sources[at.source].name);
    cp_jw_key(w, "locations");
    cp_jw_arr(w);
    cp_jw_obj(w);
    physical(w, uri, at.source, at.source == UINT32_MAX ? NULL : &k->ans->sources[at.source],
             at.pos);
    cp_jw_key(w, "logicalLocations");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "name", cp_text_safe(w->scratch, cp_asset_name(as)));
    cp_jw_kstr(w, "fullyQualifiedName", as->id);
    cp_jw_kstr(w, "kind", CP_STR("device"));
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
}

/* The same finding tomorrow: asset ids are stable, and a clause may get another number. */
static void fingerprints(cp_jw *w, const cp_asset *as, const cp_verdict *v)
{
    cp_str both =
               cp_str_fmt(w->scratch, "%zu:%.*s%.*s", as->id.n, CP_FMT(as->id), CP_FMT(v->policy)),
           hex = cp_sha256_hex(w->scratch, cp_bytes_of_str(both));
    cp_jw_key(w, "partialFingerprints");
    cp_jw_obj(w);
    cp_jw_kstr(w, "assetAndPolicy/v1", hex);
    cp_jw_kstr(w, "primaryLocationLineHash", cp_str_slice(hex, 0, 32));
    cp_jw_obj_end(w);
}

static void suppressed(cp_jw *w, const cp_waiver *waiver)
{
    cp_jw_key(w, "suppressions");
    cp_jw_arr(w);
    cp_jw_obj(w);
    cp_jw_kstr(w, "kind", CP_STR("external"));
    cp_jw_kstr(w, "status", CP_STR("accepted"));
    cp_jw_kstr(w, "justification", cp_text_safe(w->scratch, cp_waiver_text(w->scratch, waiver)));
    cp_jw_key(w, "location");
    cp_jw_obj(w);
    physical(w, cp_uri_of_file(w->scratch, waiver->file), UINT32_MAX, NULL, waiver->line);
    cp_jw_obj_end(w);
    cp_jw_obj_end(w);
    cp_jw_arr_end(w);
}

/* "agg-3 (Acme Networks AX5735): Excluded under us-list 1: ... (confidence 0.98, agg.csv:17)" */
static cp_str told(sarif *k, const cp_answer_asset *x, const cp_verdict *v, const cp_claim *sure)
{
    cp_arena *a = k->w->scratch;
    const cp_asset *as = &x->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str product = cp_asset_shown(as, CP_ATTR_PRODUCT),
           maker = m && m->confidence >= CP_SHOW_MIN ? m->name : CP_STR("maker unknown"),
           missing = v->n_missing
                         ? cp_str_fmt(a, " Missing: %.*s.",
                                      CP_FMT(cp_text_join(a, v->missing, v->n_missing, ", ")))
                         : CP_STR("");
    cp_str confidence =
        sure ? cp_str_fmt(a, "confidence %.2f in %s, ", sure->confidence, cp_attr_name(sure->attr))
             : CP_STR("");
    return cp_str_fmt(a, "%.*s (%.*s%s%.*s): %.*s%.*s (%.*s%.*s)", CP_FMT(cp_asset_name(as)),
                      CP_FMT(maker), product.n ? " " : "", CP_FMT(product),
                      CP_FMT(cp_verdict_sentence(a, v)), CP_FMT(missing), CP_FMT(confidence),
                      CP_FMT(cp_where_text(a, k->ans, cp_where_of(k->ans, as))));
}

static void result(sarif *k, const cp_answer_asset *x, uint32_t i)
{
    cp_jw *w = k->w;
    const cp_verdict *v = cp_answer_verdict(x, i);
    const cp_waiver *waiver = cp_answer_waiver(x, i);
    const cp_claim *sure = cp_confidence_of(v, &x->asset);
    const uint64_t *at = cp_map_get(&k->rules.at, cp_clause_id(w->scratch, v));
    cp_jw_obj(w);
    cp_jw_kstr(w, "ruleId", cp_clause_id(w->scratch, v));
    if (at)
        cp_jw_ku64(w, "ruleIndex", *at);
    cp_jw_kstr(w, "kind", CP_STR("fail"));
    cp_jw_kstr(w, "level", cp_str_c(level_of(cp_stance_of(k->ans, x, i), v->result)));
    message(w, "message", told(k, x, v, sure));
    located(k, &x->asset);
    fingerprints(w, &x->asset, v);
    if (sure)
        cp_jw_knum(w, "rank", sure->confidence * 100);
    if (waiver)
        suppressed(w, waiver);
    cp_jw_key(w, "properties");
    cp_jw_obj(w);
    cp_jw_kstr(w, "result", cp_str_c(cp_result_name(v->result)));
    cp_jw_kstr(w, "binds", cp_str_c(cp_tri_name(v->binds)));
    cp_jw_kstr(w, "finding", cp_str_c(cp_finding_word(cp_finding_of(x, v->policy))));
    cp_jw_kstr(w, "means", cp_meaning_text(w->scratch, v, k->ans->as_of));
    cp_jw_key(w, "missing");
    cp_jw_arr(w);
    for (uint32_t m = 0; m < v->n_missing; m++)
        cp_jw_str(w, v->missing[m]);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_jw_obj_end(w);
}

static void results(sarif *k, cp_buf *out)
{
    cp_jw *w = k->w;
    cp_arena *outer = w->scratch;
    cp_jw_key(w, "results");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < k->ans->n_assets && out->rc == CP_OK; i++) {
        const cp_answer_asset *x = &k->ans->assets[i];
        w->scratch = cp_arena_new(0);
        for (uint32_t p = 0; p < x->n_verdicts; p++)
            if (is_told(k->ans, x, p))
                result(k, x, p);
        cp_arena_free(w->scratch);
    }
    w->scratch = outer;
    cp_jw_arr_end(w);
}

/* What no result tells: how much was looked at, under which rules, and what came out clean. */
static void run_properties(sarif *k)
{
    cp_jw *w = k->w;
    cp_jw_key(w, "properties");
    cp_jw_obj(w);
    cp_jw_kstr(w, "asOf", cp_date_text(w->scratch, k->ans->as_of));
    cp_jw_knum(w, "accept", k->ans->accept);
    cp_jw_kbool(w, "hasProfile", k->ans->profile.is_set);
    cp_jw_ku64(w, "assets", k->ans->n_assets);
    cp_json_policies(w, k->ans);
    cp_jw_obj_end(w);
}

void cp_render_sarif(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    cp_jw w = { .b = out, .scratch = scratch };
    sarif k = { .ans = ans, .w = &w };
    k.rules = cp_clauses_of(scratch, ans, is_told);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "$schema",
               CP_STR("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                      "sarif-schema-2.1.0.json"));
    cp_jw_kstr(&w, "version", CP_STR("2.1.0"));
    cp_jw_key(&w, "runs");
    cp_jw_arr(&w);
    cp_jw_obj(&w);
    tool(&k);
    invocation(&k);
    artifacts(&k);
    results(&k, out);
    cp_jw_kstr(&w, "columnKind", CP_STR("unicodeCodePoints"));
    run_properties(&k);
    cp_jw_obj_end(&w);
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}
