/* SPDX-License-Identifier: Apache-2.0 */
/* html.c - the answer as one self-contained page, which opens nothing from a network.
 *
 *     <style>  <noscript> coverage and answers in words  <div id="app">
 *     <script type="text/plain" id="main"> packed JSON, detail-0, detail-1 ...  <script>
 *
 * Its own script (web/) reads the blocks (docs/formats/page.md) and draws. What comes from the
 * network stands only in them, as JSON, and in the <noscript>, escaped (esc). A policy in the page
 * allows only the style and the script whose hashes it names: a device that calls itself "<script>"
 * is shown and does nothing. */
#include <stdio.h>
#include "codec/deflate.h"
#include "codec/embed.h"
#include "codec/sha256.h"
#include "report/page.h"
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

static void element(cp_buf *out, cp_arena *a, const char *name, cp_str text)
{
    cp_buf_fmt(out, "<%s>", name);
    esc(out, a, text);
    cp_buf_fmt(out, "</%s>\n", name);
}

static void source_hash(cp_arena *a, cp_bytes b, cp_buf *out)
{
    uint8_t digest[32];
    cp_sha256 h = cp_sha256_new(a);
    cp_sha256_add(&h, b);
    cp_sha256_end(&h, digest);
    cp_buf_add_c(out, "'sha256-");
    cp_base64((cp_bytes){ digest, sizeof digest }, out);
    cp_buf_char(out, '\'');
}

/* unsafe-inline and such are not there; images are those that the script draws. */
static void page_head(const cp_answer *ans, cp_bytes css, cp_bytes js, cp_arena *a, cp_buf *out)
{
    cp_buf_add_c(
        out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
             "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ");
    source_hash(a, js, out);
    cp_buf_add_c(out, "; style-src ");
    source_hash(a, css, out);
    cp_buf_add_c(out, "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n");
    element(out, a, "title", cp_page_title(a, ans));
    cp_buf_add_c(out, "<style>");
    cp_buf_add(out, cp_str_of_bytes(css));
    cp_buf_add_c(out, "</style>\n</head>\n<body>\n");
}

/* ---- for those who have no script */

/* "21 sources: 19 read, 1 read in part, 1 not recognised." */
static cp_str source_sentence(cp_arena *a, const cp_answer *ans)
{
    static const char *const said[] = { [CP_SOURCE_READ] = "read",
                                        [CP_SOURCE_PARTLY] = "read in part",
                                        [CP_SOURCE_UNREADABLE] = "NOT read",
                                        [CP_SOURCE_NOT_RECOGNISED] = "not recognised" };
    uint32_t n[CP_SOURCE_STATE_COUNT] = { 0 };
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < ans->n_sources; i++)
        n[ans->sources[i].state]++;
    cp_buf_fmt(&b, "%u source%s", ans->n_sources, ans->n_sources == 1 ? "" : "s");
    bool first = true;
    for (int k = 0; k < CP_SOURCE_STATE_COUNT; k++) {
        if (n[k])
            cp_buf_fmt(&b, "%s%u %s", first ? ": " : ", ", n[k], said[k]);
        first = first && n[k] == 0;
    }
    cp_buf_char(&b, '.');
    return cp_buf_str(&b);
}

enum { SOURCES_SAID = 100 };

/* Of those that were not wholly read: how they were, and the first of what was not understood. */
static void sources(const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    uint32_t n = 0;
    cp_buf_add_c(out, "<ul>\n");
    for (uint32_t i = 0; i < ans->n_sources; i++) {
        const cp_source *s = &ans->sources[i];
        if ((s->state == CP_SOURCE_READ && s->records_bad == 0) || n++ >= SOURCES_SAID)
            continue;
        cp_str problem = s->n_problems ? s->problems[0].text : s->note;
        element(out, a, "li",
                cp_str_fmt(a, "%.*s: %s, %llu of %llu records malformed%s%.*s", CP_FMT(s->name),
                           cp_source_state_name(s->state), (unsigned long long)s->records_bad,
                           (unsigned long long)s->records, problem.n ? ": " : "", CP_FMT(problem)));
    }
    if (n > SOURCES_SAID)
        cp_buf_fmt(out, "<li>and %u more</li>\n", n - SOURCES_SAID);
    cp_buf_add_c(out, "</ul>\n");
}

static void say(const cp_page_said *s, const char *name, cp_str text)
{
    element(s->out, s->a, name, text);
}

static void in_words(const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    cp_buf_add_c(out, "<noscript>\n");
    element(out, a, "h1", cp_page_title(a, ans));
    element(out, a, "p",
            cp_str_fmt(a,
                       "As of %.*s; made by cleanpath %.*s. Material to judge, not legal advice. "
                       "Lists, pictures and evidence need the script of this page; here are the "
                       "coverage and the answers%s.",
                       CP_FMT(cp_date_text(a, ans->as_of)), CP_FMT(ans->version),
                       ans->traffic && ans->carriers
                           ? ", and the first of what there is of traffic and of carriers"
                       : ans->traffic  ? ", and the first of what there is of traffic"
                       : ans->carriers ? ", and the first of what there is of carriers"
                                       : ""));
    cp_buf_add_c(out, "<h2>What was and was not seen</h2>\n");
    for (uint32_t i = 0; i < ans->n_notes; i++)
        element(out, a, "p", ans->notes[i]);
    element(out, a, "p", source_sentence(a, ans));
    sources(ans, a, out);
    cp_buf_add_c(out, "<h2>The answer</h2>\n");
    if (ans->n_assets == 0 && ans->n_floods == 0)
        cp_buf_add_c(out, "<p>No asset was found in what was read: nothing can be said of any "
                          "equipment.</p>\n");
    if (ans->n_policies == 0)
        cp_buf_add_c(out, "<p>No policy was asked.</p>\n");
    for (uint32_t i = 0; i < ans->n_policies; i++)
        element(out, a, "p",
                cp_str_fmt(a, "%.*s (%.*s): %.*s", CP_FMT(ans->policies[i].title),
                           CP_FMT(ans->policies[i].id),
                           CP_FMT(cp_page_sentence(a, ans, &ans->policies[i]))));
    for (uint32_t i = 0; i < ans->n_obligations; i++)
        element(out, a, "p",
                cp_str_fmt(a, "%.*s: %.*s", CP_FMT(ans->obligations[i].policy),
                           CP_FMT(ans->obligations[i].reason)));
    cp_page_traffic_words(&(cp_page_said){ ans, a, out, say });
    cp_page_carriers_words(&(cp_page_said){ ans, a, out, say });
    cp_buf_add_c(out, "</noscript>\n");
}

/* ---- the blocks */

static cp_jw begin_block(cp_packer *packer, const char *id, cp_arena *scratch, cp_buf *out)
{
    cp_buf_fmt(out, "<script type=\"text/plain\" id=\"%s\">", id);
    return (cp_jw){ .b = cp_packer_begin(packer), .scratch = scratch };
}

static void end_block(cp_packer *packer, cp_buf *out)
{
    cp_packer_end(packer);
    cp_buf_add_c(out, "</script>\n");
}

/* Nobody reads what follows a failed write. */
static void blocks(const cp_answer *ans, cp_buf *out)
{
    cp_arena *a = cp_arena_new(0);
    cp_packer *packer = cp_packer_new(a, out);
    cp_page page;
    cp_page_init(&page, ans, a);
    cp_jw w = begin_block(packer, "main", a, out);
    cp_page_main(&page, &w);
    end_block(packer, out);
    for (uint32_t i = 0; i < cp_page_n_blocks(&page) && out->rc == CP_OK; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "detail-%u", i);
        w = begin_block(packer, id, a, out);
        cp_page_detail(&page, i, &w);
        end_block(packer, out);
    }
    cp_arena_free(a);
}

void cp_render_html(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    cp_bytes css = cp_data_get(CP_STR("web/report.css")), js = cp_data_get(CP_STR("web/report.js"));
    page_head(ans, css, js, scratch, out);
    in_words(ans, scratch, out);
    cp_buf_add_c(out, "<div id=\"app\"></div>\n");
    blocks(ans, out);
    cp_buf_add_c(out, "<script>");
    cp_buf_add(out, cp_str_of_bytes(js));
    cp_buf_add_c(out, "</script>\n</body>\n</html>\n");
}
