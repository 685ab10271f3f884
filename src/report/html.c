/* SPDX-License-Identifier: Apache-2.0 */
/* html.c - the answer as one self-contained page. It opens nothing from a network and needs no
 * script: every asset is a <details>. All text is escaped here (esc), and a policy in the page
 * itself allows only the style and the script whose hashes it names, so that a device which calls
 * itself "<script>" is shown and does nothing. */
#include <stdlib.h>
#include "codec/embed.h"
#include "codec/sha256.h"
#include "report/assurance.h"
#include "report/render.h"

/* Text into HTML, also inside attributes in double quotes; escapes and bidirectional controls made
 * visible. */
static void esc(cp_buf *out, cp_arena *a, cp_str s)
{
    s = cp_text_safe(a, s);
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        const char *with = i == s.n         ? ""
                           : s.p[i] == '<'  ? "&lt;"
                           : s.p[i] == '>'  ? "&gt;"
                           : s.p[i] == '&'  ? "&amp;"
                           : s.p[i] == '"'  ? "&quot;"
                           : s.p[i] == '\'' ? "&#39;"
                                            : NULL;
        if (!with)
            continue;
        cp_buf_add(out, cp_str_slice(s, from, i - from));
        cp_buf_add_c(out, with);
        from = i + 1;
    }
}

static void base64(cp_bytes b, cp_buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < b.n; i += 3) {
        size_t left = b.n - i;
        uint32_t v = (uint32_t)b.p[i] << 16 | (left > 1 ? (uint32_t)b.p[i + 1] << 8 : 0) |
                     (left > 2 ? b.p[i + 2] : 0);
        cp_buf_char(out, digits[v >> 18]);
        cp_buf_char(out, digits[v >> 12 & 63]);
        cp_buf_char(out, left > 1 ? digits[v >> 6 & 63] : '=');
        cp_buf_char(out, left > 2 ? digits[v & 63] : '=');
    }
}

static void source_hash(cp_arena *a, cp_bytes b, cp_buf *out)
{
    uint8_t digest[32];
    cp_sha256 h = cp_sha256_new(a);
    cp_sha256_add(&h, b);
    cp_sha256_end(&h, digest);
    cp_buf_add_c(out, "'sha256-");
    base64((cp_bytes){ digest, sizeof digest }, out);
    cp_buf_char(out, '\'');
}

static void page_head(const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    cp_bytes css = cp_data_get(CP_STR("report/page.css")),
             js = cp_data_get(CP_STR("report/page.js"));
    cp_buf_add_c(out,
                 "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
                 "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    source_hash(a, css, out);
    cp_buf_add_c(out, "; script-src ");
    source_hash(a, js, out);
    cp_buf_add_c(out, "; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" "
                      "content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" "
                      "content=\"no-referrer\">\n<title>Equipment audit");
    if (ans->profile.name.n) {
        cp_buf_add_c(out, ": ");
        esc(out, a, ans->profile.name);
    }
    cp_buf_add_c(out, "</title>\n<style>");
    cp_buf_add(out, cp_str_of_bytes(css));
    cp_buf_add_c(out, "</style>\n</head>\n<body>\n");
}

/* ---- what was and was not seen ---- */

static void notes(const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    for (uint32_t i = 0; i < ans->n_notes; i++) {
        cp_buf_add_c(out, "<p class=\"note\">");
        esc(out, a, ans->notes[i]);
        cp_buf_add_c(out, "</p>\n");
    }
}

static void source_row(const cp_source *s, cp_arena *a, cp_buf *out)
{
    cp_buf_add_c(out, "<tr><td class=\"mono\">");
    esc(out, a, s->name);
    cp_buf_fmt(out, "</td><td>%s</td><td>", cp_source_state_name(s->state));
    esc(out, a, s->format);
    cp_buf_fmt(
        out, "</td><td class=\"n\">%llu</td><td class=\"n\">%llu</td><td class=\"n\">%llu</td><td>",
        (unsigned long long)s->records, (unsigned long long)s->records_bad,
        (unsigned long long)s->observations);
    for (uint32_t i = 0; i < s->n_problems; i++) {
        if (s->problems[i].pos)
            cp_buf_fmt(out, "<span class=\"mute\">%llu:</span> ",
                       (unsigned long long)s->problems[i].pos);
        esc(out, a, s->problems[i].text);
        cp_buf_add_c(out, "<br>");
    }
    cp_buf_add_c(out, "<span class=\"mute\">");
    esc(out, a, s->note);
    cp_buf_add_c(out, "</span></td><td class=\"mono\">");
    esc(out, a, cp_str_slice(s->sha256, 0, 16));
    cp_buf_add_c(out, "</td></tr>\n");
}

/* "21 sources: 19 read, 1 read in part, 1 not recognised." */
static void source_sentence(const cp_answer *ans, cp_buf *out)
{
    static const char *const said[] = { [CP_SOURCE_READ] = "read",
                                        [CP_SOURCE_PARTLY] = "read in part",
                                        [CP_SOURCE_UNREADABLE] = "NOT read",
                                        [CP_SOURCE_NOT_RECOGNISED] = "not recognised" };
    uint32_t n[CP_SOURCE_STATE_COUNT] = { 0 };
    for (uint32_t i = 0; i < ans->n_sources; i++)
        n[ans->sources[i].state]++;
    cp_buf_fmt(out, "%u source%s", ans->n_sources, ans->n_sources == 1 ? "" : "s");
    bool first = true;
    for (int k = 0; k < CP_SOURCE_STATE_COUNT; k++) {
        if (n[k])
            cp_buf_fmt(out, "%s%u %s", first ? ": " : ", ", n[k], said[k]);
        first = first && n[k] == 0;
    }
}

static void coverage(const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    cp_buf_add_c(out, "<h2 id=\"coverage\">What was and was not seen</h2>\n");
    notes(ans, a, out);
    cp_buf_add_c(out, "<details><summary>");
    source_sentence(ans, out);
    cp_buf_add_c(
        out,
        "</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Sources\"><table><thead><tr><th scope=\"col\">Source</th><th "
        "scope=\"col\">State</th>"
        "<th scope=\"col\">Format</th><th scope=\"col\" class=\"n\">Records</th><th scope=\"col\" "
        "class=\"n\">Malformed</th><th scope=\"col\" class=\"n\">Observations</th>"
        "<th scope=\"col\">Problems, and how it was read</th><th "
        "scope=\"col\">SHA-256</th></tr></thead><tbody>\n");
    for (uint32_t i = 0; i < ans->n_sources; i++)
        source_row(&ans->sources[i], a, out);
    cp_buf_add_c(out, "</tbody></table></div></details>\n<p>Identified with: ");
    for (uint32_t i = 0; i < ans->n_data; i++) {
        cp_buf_add_c(out, i ? ", " : "");
        esc(out, a, ans->data[i].name);
        cp_buf_add_c(out, " of ");
        esc(out, a, ans->data[i].as_of.n ? ans->data[i].as_of : CP_STR("unknown date"));
    }
    cp_buf_fmt(out, ". Facts from confidence %g on.</p>\n", ans->accept);
}

/* ---- the answer ---- */

static void one_sentence(const cp_answer_policy *p, const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    const uint32_t *c = p->counts;
    cp_buf_add_c(out, "<p><strong>");
    esc(out, a, p->title);
    cp_buf_add_c(out, "</strong> (");
    esc(out, a, p->id);
    cp_buf_add_c(out, "): ");
    if (p->law == CP_LAW_POSITION)
        cp_buf_add_c(out, "a position; it judges nothing.</p>\n");
    else
        cp_buf_fmt(out,
                   "of %u assets, <span class=\"r excluded\">%u excluded</span>, <span class=\"r "
                   "restricted\">%u restricted</span>, <span class=\"r undetermined\">%u "
                   "undetermined</span>, "
                   "<span class=\"r allowed\">%u allowed</span>, <span class=\"r "
                   "not_addressed\">%u not addressed</span>. %s.</p>\n",
                   ans->n_assets, c[CP_VERDICT_EXCLUDED], c[CP_VERDICT_RESTRICTED],
                   c[CP_VERDICT_UNDETERMINED], c[CP_VERDICT_ALLOWED], c[CP_VERDICT_NOT_ADDRESSED],
                   p->binds == CP_YES  ? "It binds you"
                   : p->binds == CP_NO ? "It does not bind you"
                                       : "Whether it binds you is not known");
}

static void summary(const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    cp_buf_add_c(out, "<h2 id=\"answer\">The answer</h2>\n");
    if (ans->n_policies == 0)
        cp_buf_add_c(out, "<p>No policy was asked.</p>\n");
    for (uint32_t i = 0; i < ans->n_policies; i++)
        one_sentence(&ans->policies[i], ans, a, out);
    for (uint32_t i = 0; i < ans->n_floods && ans->n_policies; i++)
        cp_buf_fmt(out,
                   "<p>%u addresses that are no assets are <span class=\"r "
                   "undetermined\">undetermined</span> under all of these.</p>\n",
                   ans->floods[i].n);
    for (uint32_t i = 0; i < ans->n_obligations; i++) {
        cp_buf_add_c(out, "<p>");
        esc(out, a, ans->obligations[i].policy);
        cp_buf_add_c(out, ": ");
        esc(out, a, ans->obligations[i].reason);
        cp_buf_add_c(out, "</p>\n");
    }
}

/* ---- assets ---- */

enum { WAIVED = 5 }; /* behind all that is open, before what is allowed */

static int severity(const cp_answer_asset *x)
{
    static const int of[] = { [CP_VERDICT_EXCLUDED] = 0,
                              [CP_VERDICT_RESTRICTED] = 2,
                              [CP_VERDICT_UNDETERMINED] = 4,
                              [CP_VERDICT_ALLOWED] = 6,
                              [CP_VERDICT_NOT_ADDRESSED] = 8 };
    int worst = 9;
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        int s = of[x->verdicts[i]->result] + (x->verdicts[i]->binds != CP_YES);
        if (cp_answer_waiver(x, i))
            s = WAIVED;
        worst = s < worst ? s : worst;
    }
    return worst;
}

static void badges(const cp_answer_asset *x, cp_arena *a, cp_buf *out)
{
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_verdict *v = x->verdicts[i];
        const char *name = cp_answer_waiver(x, i) ? "waived" : cp_result_name(v->result);
        if (v->result == CP_VERDICT_NOT_ADDRESSED)
            continue;
        cp_buf_fmt(out, "<span class=\"r %s\">%s%s: ", name, name,
                   v->binds == CP_YES ? "" : " (not binding)");
        esc(out, a, v->policy);
        const cp_finding_status *s = cp_finding_of(x, v->policy);
        cp_buf_fmt(out, "%s%s</span> ", s ? ", " : "", s ? cp_finding_word(s) : "");
    }
}

static void list_item(const char *label, cp_str text, cp_arena *a, cp_buf *out)
{
    if (text.n == 0)
        return;
    cp_buf_fmt(out, "<li>%s", label);
    esc(out, a, text);
    cp_buf_add_c(out, "</li>");
}

static void verdict(const cp_answer *ans, const cp_verdict *v, const cp_finding_status *s,
                    const cp_waiver *w, cp_arena *a, cp_buf *out)
{
    const char *name = w ? "waived" : cp_result_name(v->result);
    bool is_quiet = v->result == CP_VERDICT_ALLOWED || v->result == CP_VERDICT_NOT_ADDRESSED;
    cp_buf_fmt(out, "<h3><span class=\"r %s\">%s</span> ", name, name);
    esc(out, a, v->policy);
    cp_buf_fmt(out, " <span class=\"mute\">%s; binds you: %s%s", cp_law_name(v->law),
               cp_tri_name(v->binds), v->clause.n ? "; clause " : "");
    esc(out, a, v->clause);
    cp_buf_add_c(out, "</span></h3>\n<p>");
    esc(out, a, v->reason);
    cp_buf_add_c(out, "</p>");
    if (is_quiet)
        return; /* its sources concern nobody here, and would be most of the page */
    cp_buf_add_c(out, "<ul>");
    list_item("finding ", s ? cp_decision_text(a, s) : CP_STR(""), a, out);
    list_item("", w ? cp_waiver_text(a, w) : CP_STR(""), a, out);
    list_item("instead of: ", w ? cp_str_c(cp_result_name(v->result)) : CP_STR(""), a, out);
    list_item("means: ", cp_meaning_text(a, v, ans->as_of), a, out);
    list_item("missing: ", cp_text_join(a, v->missing, v->n_missing, ", "), a, out);
    list_item("by way of: ",
              v->n_via > 1 ? cp_text_join(a, v->via, v->n_via, " \xe2\x86\x92 ") : CP_STR(""), a,
              out);
    for (uint32_t i = 0; i < v->n_duties; i++)
        list_item("",
                  v->duties[i].note.n
                      ? cp_str_fmt(a, "%.*s: %.*s", CP_FMT(cp_duty_text(a, &v->duties[i])),
                                   CP_FMT(v->duties[i].note))
                      : cp_duty_text(a, &v->duties[i]),
                  a, out);
    for (uint32_t i = 0; i < v->n_assumed; i++)
        list_item("presumed: ", v->assumed[i], a, out);
    for (uint32_t i = 0; i < v->n_sources; i++)
        list_item("source: ", cp_citation_text(a, &v->sources[i]), a, out);
    cp_buf_add_c(out, "</ul>\n");
}

static void evidence(const cp_answer *ans, const cp_asset *as, cp_arena *a, cp_buf *out)
{
    cp_buf_add_c(
        out,
        "<h3>Evidence</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Evidence\"><table><thead><tr><th scope=\"col\">Source</th><th scope=\"col\" "
        "class=\"n\">Position</th>"
        "<th scope=\"col\">Kind</th><th scope=\"col\">Value</th><th scope=\"col\">Says</th><th "
        "scope=\"col\" class=\"n\">Weight</th><th scope=\"col\">By</th></tr></thead><tbody>\n");
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *e = &as->evidence[i];
        cp_buf_add_c(out, "<tr><td class=\"mono\">");
        esc(out, a, e->source < ans->n_sources ? ans->sources[e->source].name : CP_STR("?"));
        cp_buf_fmt(out, "</td><td class=\"n\">%llu</td><td>", (unsigned long long)e->pos);
        esc(out, a, e->kind);
        cp_buf_add_c(out, "</td><td class=\"mono\">");
        esc(out, a, e->value);
        cp_buf_add_c(out, "</td><td>");
        if (e->attr != CP_ATTR_COUNT) {
            cp_buf_fmt(out, "%s: ", cp_attr_name(e->attr));
            esc(out, a, e->says);
            cp_buf_fmt(out, "</td><td class=\"n\">%.1f</td><td>", e->weight);
        } else {
            cp_buf_add_c(out, "</td><td></td><td>");
        }
        esc(out, a, e->rule);
        cp_buf_add_c(out, "</td></tr>\n");
    }
    cp_buf_add_c(out, "</tbody></table></div>\n");
    if (as->n_evidence_more)
        cp_buf_fmt(out, "<p>and %u more observations</p>\n", as->n_evidence_more);
}

static void claims(const cp_answer *ans, const cp_asset *as, cp_arena *a, cp_buf *out)
{
    cp_buf_add_c(out, "<h3>Claims</h3><ul>");
    for (uint32_t i = 0; i < as->n_claims; i++) {
        const cp_claim *c = &as->claims[i];
        cp_str value = c->attr == CP_ATTR_MAKER ? c->name : c->value;
        list_item("",
                  cp_str_fmt(a, "%s: %.*s (%.2f%s)", cp_attr_name(c->attr), CP_FMT(value),
                             c->confidence, c->confidence >= ans->accept ? "" : ", not a fact"),
                  a, out);
    }
    for (uint32_t i = 0; i < as->n_others; i++)
        list_item(
            "contradicting: ",
            cp_str_fmt(a, "%s: %.*s (%.2f)", cp_attr_name(as->others[i].attr),
                       CP_FMT(as->others[i].name.n ? as->others[i].name : as->others[i].value),
                       as->others[i].confidence),
            a, out);
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind != CP_IDENT_AGENT)
            list_item("",
                      cp_str_fmt(a, "%s %.*s", cp_ident_kind_name(as->ids[i].kind),
                                 CP_FMT(as->ids[i].value)),
                      a, out);
    cp_buf_add_c(out, "</ul>\n");
}

static void assurance(const cp_answer_asset *x, cp_arena *a, cp_buf *out)
{
    if (x->n_assurance == 0)
        return;
    cp_buf_add_c(out, "<h3>Technical assurance <span class=\"mute\">no reason of any "
                      "verdict</span></h3><ul>");
    for (uint32_t i = 0; i < x->n_assurance; i++)
        list_item("", cp_assurance_text(a, &x->assurance[i]), a, out);
    cp_buf_add_c(out, "</ul>\n");
}

static void asset(const cp_answer *ans, const cp_answer_asset *x, cp_arena *a, cp_buf *out)
{
    const cp_claim *m = cp_asset_claim(&x->asset, CP_ATTR_MAKER);
    bool shown = m && m->confidence >= CP_SHOW_MIN;
    cp_buf_add_c(out, "<details><summary><span class=\"name\">");
    esc(out, a, cp_asset_name(&x->asset));
    cp_buf_add_c(out, "</span><span class=\"maker\">");
    esc(out, a, shown ? m->name : CP_STR("maker unknown"));
    if (shown)
        cp_buf_fmt(out, " <span class=\"mute\">%.2f</span>", m->confidence);
    cp_buf_add_c(out, "</span><span>");
    esc(out, a, cp_asset_shown(&x->asset, CP_ATTR_PRODUCT));
    cp_buf_char(out, ' ');
    esc(out, a, cp_asset_shown(&x->asset, CP_ATTR_SITE));
    cp_buf_add_c(out, "</span><span>");
    badges(x, a, out);
    cp_buf_add_c(out, "</span></summary>\n<p class=\"mute mono\">");
    esc(out, a, x->asset.id);
    cp_buf_add_c(out, "</p>\n");
    for (uint32_t i = 0; i < x->n_verdicts; i++)
        verdict(ans, x->verdicts[i], cp_finding_of(x, x->verdicts[i]->policy),
                cp_answer_waiver(x, i), a, out);
    assurance(x, a, out);
    claims(ans, &x->asset, a, out);
    evidence(ans, &x->asset, a, out);
    cp_buf_add_c(out, "</details>\n");
}

typedef struct ranked {
    uint32_t at;
    int severity;
} ranked;

static int by_severity(const void *p, const void *q)
{
    const ranked *x = p, *y = q;
    return x->severity != y->severity ? x->severity - y->severity : x->at < y->at ? -1 : 1;
}

static void assets(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    ranked *order = CP_NEW_ARRAY(scratch, ranked, ans->n_assets);
    for (uint32_t i = 0; i < ans->n_assets; i++)
        order[i] = (ranked){ i, severity(&ans->assets[i]) };
    if (ans->n_assets)
        qsort(order, ans->n_assets, sizeof *order, by_severity);
    cp_buf_add_c(out, "<h2 id=\"assets-title\">Assets</h2>\n<p class=\"filter\" hidden><label "
                      "for=\"filter\">Show those with </label><input type=\"search\" "
                      "id=\"filter\"> <span id=\"count\" role=\"status\"></span></p>\n"
                      "<div id=\"assets\">\n");
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        cp_arena *one = cp_arena_new(0);
        asset(ans, &ans->assets[order[i].at], one, out);
        cp_arena_free(one);
    }
    cp_buf_add_c(out, "</div>\n");
}

void cp_render_html(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    page_head(ans, scratch, out);
    cp_buf_add_c(out, "<header><h1>Equipment audit");
    if (ans->profile.name.n) {
        cp_buf_add_c(out, ": ");
        esc(out, scratch, ans->profile.name);
    }
    cp_buf_fmt(out, "</h1>\n<p class=\"mute\">As of %.*s; made by cleanpath ",
               CP_FMT(cp_date_text(scratch, ans->as_of)));
    esc(out, scratch, ans->version);
    cp_buf_add_c(out, ". Material to judge, not legal advice.</p>\n<nav aria-label=\"Sections\"><a "
                      "href=\"#coverage\">Coverage</a>"
                      "<a href=\"#answer\">Answer</a><a "
                      "href=\"#assets-title\">Assets</a></nav></header>\n<main>\n");
    coverage(ans, scratch, out);
    summary(ans, scratch, out);
    assets(ans, scratch, out);
    cp_buf_add_c(out, "</main>\n<script>");
    cp_buf_add(out, cp_str_of_bytes(cp_data_get(CP_STR("report/page.js"))));
    cp_buf_add_c(out, "</script>\n</body>\n</html>\n");
}
