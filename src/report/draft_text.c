/* SPDX-License-Identifier: Apache-2.0 */
/* draft_text.c - a draft as text that is also Markdown. Values from evidence stand in code spans,
 * so that a device which calls itself "<script>" or "# Heading" is shown and does nothing. */
#include "report/draft.h"
#include "report/judged.h"
#include "report/render.h"

typedef struct writer {
    const cp_answer *ans;
    const cp_drafts *drafts;
    const cp_draft_form *form;
    cp_arena *a;
    cp_buf *out;
} writer;

/* `value`, with what could end the span made an apostrophe. */
static cp_str code(cp_arena *a, cp_str s)
{
    cp_buf b = cp_buf_new(a);
    s = cp_text_safe(a, s);
    cp_buf_char(&b, '`');
    for (size_t i = 0; i < s.n; i++)
        cp_buf_char(&b, s.p[i] == '`' ? '\'' : s.p[i]);
    cp_buf_char(&b, '`');
    return cp_buf_str(&b);
}

static void paragraphs(writer *w, const cp_str *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(w->out, "%.*s\n\n", CP_FMT(cp_text_safe(w->a, v[i])));
}

static cp_str basis(writer *w, const cp_draft_basis *b)
{
    cp_buf s = cp_buf_new(w->a);
    for (uint32_t i = 0; i < b->n_src; i++)
        cp_buf_fmt(&s, "%s%.*s", i ? ", " : "", CP_FMT(b->src[i]));
    if (b->conf != CP_CONF_COUNT && b->conf != CP_CONF_VERIFIED)
        cp_buf_fmt(&s, "%s%s", s.n ? "; " : "",
                   b->conf == CP_CONF_PARTIAL  ? "partly checked"
                   : b->conf == CP_CONF_MEMORY ? "not checked"
                                               : "not read");
    return s.n ? cp_str_fmt(w->a, " [%.*s]", CP_FMT(cp_buf_str(&s))) : CP_STR("");
}

/* "(inventory.csv:3, inventory.product; confidence 0.97)" */
static cp_str origin(writer *w, const cp_draft_value *v)
{
    const cp_evidence *e = v->evidence;
    if (!e)
        return CP_STR("");
    cp_str source = e->source < w->ans->n_sources ? w->ans->sources[e->source].name : CP_STR("?");
    return cp_str_fmt(
        w->a, " (%.*s, position %.*s, %.*s; confidence %.2f%s)", CP_FMT(code(w->a, source)),
        CP_FMT(cp_where_place(w->a, w->ans, e->source, e->pos)), CP_FMT(code(w->a, e->kind)),
        v->confidence, v->is_fact ? "" : ", NOT ESTABLISHED");
}

/* Is there nothing that a person could fill in, because the program knows it all? */
static bool is_known_to_us(const cp_draft_field *f)
{
    bool known = f->n_from > 0;
    for (uint32_t i = 0; i < f->n_from; i++)
        known &= f->from[i].kind == CP_DRAFT_ASSETS || f->from[i].kind == CP_DRAFT_VERDICT ||
                 f->from[i].kind == CP_DRAFT_MISSING || f->from[i].kind == CP_DRAFT_DECISION;
    return known;
}

static void field(writer *w, const cp_draft_field *f, const cp_draft_group *g)
{
    uint32_t n, more;
    const cp_draft_value *v =
        cp_draft_values(w->a, w->ans, w->form, g, f->from, f->n_from, &n, &more);
    cp_buf_fmt(w->out, "- %.*s%.*s:", CP_FMT(cp_text_safe(w->a, f->label)),
               CP_FMT(basis(w, &f->basis)));
    if (n == 0 && is_known_to_us(f))
        cp_buf_add_c(w->out, " none");
    else if (n == 0)
        cp_buf_fmt(w->out, " [____]%s%.*s", f->hint.n ? " " : "",
                   CP_FMT(cp_text_safe(w->a, f->hint)));
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(w->out, "%s%.*s%.*s%.*s", n > 1 ? "\n  - " : " ", CP_FMT(code(w->a, v[i].text)),
                   CP_FMT(origin(w, &v[i])),
                   CP_FMT(g && v[i].evidence && v[i].n_assets < g->n
                              ? cp_str_fmt(w->a, ", %u of %u", v[i].n_assets, g->n)
                              : CP_STR("")));
    if (more)
        cp_buf_fmt(w->out, "\n  - ... and %u more", more);
    cp_buf_char(w->out, '\n');
}

static void question(writer *w, const cp_draft_question *q, const cp_draft_group *g)
{
    uint32_t n, more;
    const cp_draft_value *v =
        cp_draft_values(w->a, w->ans, w->form, g, q->facts, q->n_facts, &n, &more);
    cp_buf_fmt(w->out, "- %.*s%.*s\n", CP_FMT(cp_text_safe(w->a, q->ask)),
               CP_FMT(basis(w, &q->basis)));
    if (q->n_facts && n == 0)
        cp_buf_add_c(w->out, "  - the evidence says nothing of it\n");
    for (uint32_t i = 0; i < n; i++)
        cp_buf_fmt(w->out, "  - the evidence says %.*s%.*s\n", CP_FMT(code(w->a, v[i].text)),
                   CP_FMT(origin(w, &v[i])));
    for (uint32_t i = 0; i < q->n_answers; i++)
        cp_buf_fmt(w->out, "  - [ ] %.*s: %.*s\n", CP_FMT(cp_text_safe(w->a, q->answers[i])),
                   CP_FMT(cp_text_safe(w->a, q->then[i])));
}

static cp_str group_title(writer *w, const cp_draft_group *g)
{
    const cp_asset *as = &g->v[0]->asset;
    const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str maker = m && m->confidence >= CP_SHOW_MIN ? m->name : CP_STR("maker not established");
    cp_str product = cp_asset_shown(as, CP_ATTR_PRODUCT);
    return code(w->a, cp_str_fmt(w->a, "%.*s%s%.*s", CP_FMT(maker), product.n ? ", " : "",
                                 CP_FMT(product)));
}

static void deadlines(writer *w, const cp_draft_group *g)
{
    cp_map told = { 0 };
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = 0; k < g->v[i]->n_findings; k++) {
            const cp_finding_status *s = &g->v[i]->findings[k];
            uint32_t n;
            const cp_due *x =
                cp_dues(w->a, w->drafts, w->form->clause, s->policy, s, w->ans->as_of, &n);
            for (uint32_t m = 0; w->form->clause.n && m < n; m++) {
                bool added;
                cp_str text = cp_due_text(w->a, &x[m]);
                (void)cp_map_put(w->a, &told, text, &added);
                if (added)
                    cp_buf_fmt(w->out, "- Clock: %.*s\n", CP_FMT(cp_text_safe(w->a, text)));
            }
        }
}

static void groups(writer *w, const cp_draft_section *s)
{
    uint32_t n;
    const cp_draft_group *g = cp_draft_groups(w->a, w->ans, w->form, s->show, &n);
    if (n == 0)
        cp_buf_fmt(w->out, "None: %s.\n\n",
                   s->show == CP_DRAFT_SHOW_CONFIRMED  ? "nobody confirmed a find yet"
                   : s->show == CP_DRAFT_SHOW_REJECTED ? "nobody rejected a find"
                                                       : "nothing is left open");
    for (uint32_t i = 0; i < n; i++) {
        cp_buf_fmt(w->out, "### %u. %.*s, %u thing%s\n\n", i + 1, CP_FMT(group_title(w, &g[i])),
                   g[i].n, g[i].n > 1 ? "s" : "");
        if (s->show == CP_DRAFT_SHOW_CONFIRMED)
            deadlines(w, &g[i]);
        for (uint32_t k = 0; k < s->n_fields; k++)
            field(w, &s->fields[k], &g[i]);
        for (uint32_t k = 0; k < s->n_questions; k++)
            question(w, &s->questions[k], &g[i]);
        cp_buf_char(w->out, '\n');
    }
}

/* ---- what was searched ---- */

static void source(writer *w, const cp_source *s)
{
    cp_str last = s->last_at == CP_TIME_NONE || s->last_at == 0
                      ? CP_STR("")
                      : cp_date_text(w->a, cp_date_of_time(s->last_at));
    cp_buf_fmt(w->out, "- %.*s: %s%s%.*s", CP_FMT(code(w->a, s->name)),
               cp_source_state_name(s->state), s->format.n ? ", " : "",
               CP_FMT(s->format.n ? code(w->a, s->format) : CP_STR("")));
    cp_buf_fmt(w->out, ", %llu record%s", (unsigned long long)s->records, cp_plural(s->records));
    if (s->records_bad)
        cp_buf_fmt(w->out, ", %llu MALFORMED", (unsigned long long)s->records_bad);
    if (s->records_unused)
        cp_buf_fmt(w->out, ", %llu not of use", (unsigned long long)s->records_unused);
    if (last.n)
        cp_buf_fmt(w->out, ", evidence of %.*s", CP_FMT(last));
    if (s->imported_by.n)
        cp_buf_fmt(w->out, ", read on %.*s by %.*s", CP_FMT(cp_time_text(w->a, s->imported_at)),
                   CP_FMT(code(w->a, s->imported_by)));
    if (s->sha256.n)
        cp_buf_fmt(w->out, "\n  SHA-256 %.*s", CP_FMT(code(w->a, s->sha256)));
    cp_buf_char(w->out, '\n');
    for (uint32_t i = 0; i < s->n_problems; i++)
        cp_buf_fmt(w->out, "  - not understood, position %.*s: %.*s\n",
                   CP_FMT(cp_source_place(w->a, s, s->problems[i].pos)),
                   CP_FMT(code(w->a, s->problems[i].text)));
}

static bool is_whole(const cp_source *s)
{
    return s->state == CP_SOURCE_READ && s->records_bad == 0;
}

static void coverage(writer *w)
{
    const cp_answer *ans = w->ans;
    uint32_t n_odd = 0;
    cp_buf_add_c(w->out, "## What was not seen\n\n");
    for (uint32_t i = 0; i < ans->n_notes; i++)
        cp_buf_fmt(w->out, "- %.*s\n", CP_FMT(code(w->a, ans->notes[i])));
    for (uint32_t i = 0; i < ans->n_sources; i++) {
        if (is_whole(&ans->sources[i]))
            continue;
        n_odd++;
        source(w, &ans->sources[i]);
    }
    cp_buf_fmt(
        w->out,
        "- Of %u source%s %u %s read to the end without complaint. Equipment of which none of "
        "them speaks is not in this draft.\n",
        ans->n_sources, ans->n_sources == 1 ? "" : "s", ans->n_sources - n_odd,
        ans->n_sources - n_odd == 1 ? "was" : "were");
    cp_map unknown = cp_draft_unknown(w->a, ans, w->form);
    if (unknown.n)
        cp_buf_fmt(w->out, "- %u kind%s of fact stay%s unknown for things that a rule may name.\n",
                   unknown.n, unknown.n > 1 ? "s" : "", unknown.n > 1 ? "" : "s");
    cp_buf_char(w->out, '\n');
}

static void sources(writer *w)
{
    for (uint32_t i = 0; i < w->ans->n_sources; i++)
        source(w, &w->ans->sources[i]);
    if (w->ans->n_sources == 0)
        cp_buf_add_c(w->out, "- none\n");
    cp_buf_char(w->out, '\n');
}

static void policies(writer *w)
{
    for (uint32_t i = 0; i < w->ans->n_policies; i++) {
        const cp_answer_policy *p = &w->ans->policies[i];
        cp_str read = cp_date_text(w->a, p->as_of);
        cp_buf_fmt(w->out, "- %.*s: %.*s; %s; its sources were read %.*s\n  SHA-256 %.*s\n",
                   CP_FMT(code(w->a, p->id)), CP_FMT(code(w->a, p->title)), cp_law_name(p->law),
                   CP_FMT(read.n ? read : CP_STR("on an unknown day")),
                   CP_FMT(code(w->a, p->digest)));
    }
    for (uint32_t i = 0; i < w->ans->n_data; i++) {
        const cp_answer_data *d = &w->ans->data[i];
        cp_buf_fmt(w->out, "- table %.*s of %.*s, %llu entries (%.*s)\n",
                   CP_FMT(code(w->a, d->name)),
                   CP_FMT(d->as_of.n ? code(w->a, d->as_of) : CP_STR("unknown date")),
                   (unsigned long long)d->entries, CP_FMT(code(w->a, d->origin)));
    }
    cp_buf_char(w->out, '\n');
}

static void unknown(writer *w)
{
    cp_map m = cp_draft_unknown(w->a, w->ans, w->form);
    for (uint32_t i = 0; i < m.n; i++)
        cp_buf_fmt(w->out, "- %.*s: unknown for %llu thing%s\n", CP_FMT(code(w->a, m.items[i].key)),
                   (unsigned long long)m.items[i].value, m.items[i].value == 1 ? "" : "s");
    if (m.n == 0)
        cp_buf_add_c(w->out, "- none that could change a verdict\n");
    cp_buf_char(w->out, '\n');
}

/* ---- the draft ---- */

static void section(writer *w, const cp_draft_section *s)
{
    cp_buf_fmt(w->out, "## %.*s\n\n", CP_FMT(cp_text_safe(w->a, s->title)));
    paragraphs(w, s->text, s->n_text);
    switch (s->show) {
    case CP_DRAFT_SHOW_CONFIRMED:
    case CP_DRAFT_SHOW_CANDIDATES:
    case CP_DRAFT_SHOW_REJECTED: groups(w, s); return;
    case CP_DRAFT_SHOW_SOURCES: sources(w); break;
    case CP_DRAFT_SHOW_POLICIES: policies(w); break;
    case CP_DRAFT_SHOW_UNKNOWN: unknown(w); break;
    case CP_DRAFT_SHOW_NOTHING:
    case CP_DRAFT_SHOW_COUNT: break;
    }
    for (uint32_t i = 0; i < s->n_fields; i++)
        field(w, &s->fields[i], NULL);
    for (uint32_t i = 0; i < s->n_questions; i++)
        question(w, &s->questions[i], NULL);
    if (s->n_fields + s->n_questions)
        cp_buf_char(w->out, '\n');
}

static void tail(writer *w)
{
    const cp_draft_form *f = w->form;
    cp_buf_add_c(w->out, "## What this form rests on\n\n");
    if (f->deadline.n)
        cp_buf_fmt(w->out, "- Deadline: %.*s%.*s\n", CP_FMT(cp_text_safe(w->a, f->deadline.text)),
                   CP_FMT(basis(w, &f->deadline.basis)));
    for (uint32_t i = 0; i < f->n_sources; i++) {
        const cp_draft_source *s = &f->sources[i];
        cp_str date = cp_date_text(w->a, s->date);
        cp_buf_fmt(w->out, "- %.*s: %.*s%s<%.*s> (%.*s%s%.*s; read: %.*s)\n",
                   CP_FMT(cp_text_safe(w->a, s->key)), CP_FMT(cp_text_safe(w->a, s->title)),
                   s->title.n ? ", " : "", CP_FMT(cp_text_safe(w->a, s->url)),
                   CP_FMT(cp_text_safe(w->a, s->tier)), date.n ? ", " : "", CP_FMT(date),
                   CP_FMT(s->read.n ? cp_text_safe(w->a, s->read) : CP_STR("not told")));
    }
    for (uint32_t i = 0; i < w->drafts->calendars.n; i++)
        if (cp_str_eq(w->drafts->calendars.v[i].days.id, f->deadline.calendar))
            cp_buf_fmt(w->out, "- Business days: %.*s. %.*s\n",
                       CP_FMT(cp_text_safe(w->a, w->drafts->calendars.v[i].days.title)),
                       CP_FMT(cp_text_safe(w->a, w->drafts->calendars.v[i].note)));
}

void cp_draft_text(const cp_answer *ans, const cp_drafts *d, const cp_draft_form *f, cp_arena *a,
                   cp_buf *out)
{
    writer w = { ans, d, f, a, out };
    cp_str read = cp_date_text(a, f->read);
    cp_buf_fmt(out, "# %.*s\n\nDraft of %.*s by cleanpath %.*s", CP_FMT(cp_text_safe(a, f->title)),
               CP_FMT(cp_date_text(a, ans->as_of)), CP_FMT(code(a, ans->version)));
    if (f->clause.n)
        cp_buf_fmt(out, "; clause %.*s", CP_FMT(cp_text_safe(a, f->clause)));
    cp_buf_fmt(out, "; the sources of this form were read %.*s.\n\n",
               CP_FMT(read.n ? read : CP_STR("on an unknown day")));
    paragraphs(&w, f->intro, f->n_intro);
    coverage(&w);
    for (uint32_t i = 0; i < f->n_sections; i++)
        section(&w, &f->sections[i]);
    tail(&w);
}
