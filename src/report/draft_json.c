/* SPDX-License-Identifier: Apache-2.0 */
/* draft_json.c - a draft as JSON: docs/formats/form.schema.json. */
#include "codec/json.h"
#include "report/draft.h"
#include "report/render.h"

typedef struct writer {
    const cp_answer *ans;
    const cp_drafts *drafts;
    const cp_draft_form *form;
    cp_arena *a;
    cp_jw w;
} writer;

static void basis(cp_jw *w, const cp_draft_basis *b)
{
    cp_jw_kstrs(w, "src", b->src, b->n_src);
    cp_jw_kstr_opt(w, "confidence",
                   b->conf == CP_CONF_COUNT ? CP_STR("") : cp_str_c(cp_conf_name(b->conf)));
}

static void values(writer *x, const cp_draft_from *from, uint32_t n_from, const cp_draft_group *g)
{
    uint32_t n, more;
    const cp_draft_value *v = cp_draft_values(x->a, x->ans, x->form, g, from, n_from, &n, &more);
    cp_jw_key(&x->w, "values");
    cp_jw_arr(&x->w);
    for (uint32_t i = 0; i < n; i++) {
        const cp_evidence *e = v[i].evidence;
        const cp_source *s =
            e && e->source < x->ans->n_sources ? &x->ans->sources[e->source] : NULL;
        cp_jw_obj(&x->w);
        cp_jw_kstr(&x->w, "value", v[i].text);
        cp_jw_ku64(&x->w, "assets", v[i].n_assets);
        cp_jw_knum(&x->w, "confidence", v[i].confidence);
        cp_jw_kbool(&x->w, "fact", v[i].is_fact);
        cp_jw_key(&x->w, "evidence");
        if (!e) {
            cp_jw_null(&x->w);
        } else {
            cp_jw_obj(&x->w);
            cp_jw_kstr_opt(&x->w, "source", s ? s->name : CP_STR(""));
            cp_jw_kstr_opt(&x->w, "sha256", s ? s->sha256 : CP_STR(""));
            cp_jw_ku64(&x->w, "line", s ? cp_source_line(s, e->pos) : e->pos);
            if (s && s->sheets.n)
                cp_jw_kstr(&x->w, "sheet", cp_source_sheet(s, e->pos));
            cp_jw_kstr(&x->w, "kind", e->kind);
            cp_jw_kstr(&x->w, "value", e->value);
            cp_jw_obj_end(&x->w);
        }
        cp_jw_obj_end(&x->w);
    }
    cp_jw_arr_end(&x->w);
    cp_jw_ku64(&x->w, "values_more", more);
}

static void fields(writer *x, const cp_draft_section *s, const cp_draft_group *g)
{
    cp_jw_key(&x->w, "fields");
    cp_jw_arr(&x->w);
    for (uint32_t i = 0; i < s->n_fields; i++) {
        const cp_draft_field *f = &s->fields[i];
        cp_jw_obj(&x->w);
        cp_jw_kstr(&x->w, "id", f->id);
        cp_jw_kstr(&x->w, "label", f->label);
        cp_jw_kstr_opt(&x->w, "hint", f->hint);
        values(x, f->from, f->n_from, g);
        basis(&x->w, &f->basis);
        cp_jw_obj_end(&x->w);
    }
    cp_jw_arr_end(&x->w);
}

static void questions(writer *x, const cp_draft_section *s, const cp_draft_group *g)
{
    cp_jw_key(&x->w, "questions");
    cp_jw_arr(&x->w);
    for (uint32_t i = 0; i < s->n_questions; i++) {
        const cp_draft_question *q = &s->questions[i];
        cp_jw_obj(&x->w);
        cp_jw_kstr(&x->w, "id", q->id);
        cp_jw_kstr(&x->w, "ask", q->ask);
        values(x, q->facts, q->n_facts, g);
        cp_jw_key(&x->w, "answers");
        cp_jw_arr(&x->w);
        for (uint32_t k = 0; k < q->n_answers; k++) {
            cp_jw_obj(&x->w);
            cp_jw_kstr(&x->w, "answer", q->answers[k]);
            cp_jw_kstr(&x->w, "then", q->then[k]);
            cp_jw_obj_end(&x->w);
        }
        cp_jw_arr_end(&x->w);
        basis(&x->w, &q->basis);
        cp_jw_obj_end(&x->w);
    }
    cp_jw_arr_end(&x->w);
}

static void due(cp_jw *w, const cp_due *x)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "form", x->form->id);
    cp_jw_kstr(w, "name", x->form->name);
    cp_jw_kstr_opt(w, "clause", x->form->clause);
    cp_jw_kstr_opt(w, "due", cp_date_text(w->scratch, x->due));
    cp_jw_kstr_opt(w, "why", x->why);
    cp_jw_key(w, "left");
    cp_date_is_set(x->due) ? cp_jw_i64(w, x->left) : cp_jw_null(w);
    cp_jw_kstr(
        w, "unit",
        cp_str_c(x->form->deadline.unit == CP_DRAFT_BUSINESS_DAYS ? "business_days" : "days"));
    cp_jw_kbool(w, "at_the_latest", x->is_latest);
    cp_jw_kbool(w, "overdue", x->is_overdue);
    cp_jw_kbool(w, "done", x->is_done);
    basis(w, &x->form->deadline.basis);
    cp_jw_obj_end(w);
}

void cp_json_dues(cp_jw *w, const cp_due *v, uint32_t n)
{
    cp_jw_key(w, "deadlines");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        due(w, &v[i]);
    cp_jw_arr_end(w);
}

static void group(writer *x, const cp_draft_section *s, const cp_draft_group *g)
{
    uint32_t n = 0;
    const cp_due *v = NULL;
    const cp_finding_status *st = g->v[0]->n_findings ? &g->v[0]->findings[0] : NULL;
    cp_jw_obj(&x->w);
    cp_jw_key(&x->w, "assets");
    cp_jw_arr(&x->w);
    for (uint32_t i = 0; i < g->n; i++)
        cp_jw_str(&x->w, g->v[i]->asset.id);
    cp_jw_arr_end(&x->w);
    if (s->show == CP_DRAFT_SHOW_CONFIRMED && st && x->form->clause.n)
        v = cp_dues(x->a, x->drafts, x->form->clause, st->policy, st, x->ans->as_of, &n);
    cp_json_dues(&x->w, v, n);
    fields(x, s, g);
    questions(x, s, g);
    cp_jw_obj_end(&x->w);
}

static void section(writer *x, const cp_draft_section *s)
{
    uint32_t n = 0;
    const cp_draft_group *g = NULL;
    bool has_groups = s->show == CP_DRAFT_SHOW_CONFIRMED || s->show == CP_DRAFT_SHOW_CANDIDATES ||
                      s->show == CP_DRAFT_SHOW_REJECTED;
    cp_draft_section none = *s;
    if (has_groups) {
        g = cp_draft_groups(x->a, x->ans, x->form, s->show, &n);
        none.n_fields = none.n_questions = 0;
    }
    cp_jw_obj(&x->w);
    cp_jw_kstr(&x->w, "title", s->title);
    cp_jw_kstr(&x->w, "show", cp_str_c(cp_draft_show_name(s->show)));
    cp_jw_kstrs(&x->w, "text", s->text, s->n_text);
    fields(x, &none, NULL);
    questions(x, &none, NULL);
    cp_jw_key(&x->w, "items");
    cp_jw_arr(&x->w);
    for (uint32_t i = 0; i < n; i++)
        group(x, s, &g[i]);
    cp_jw_arr_end(&x->w);
    cp_jw_obj_end(&x->w);
}

static void unknown(writer *x)
{
    cp_map m = cp_draft_unknown(x->a, x->ans, x->form);
    cp_jw_key(&x->w, "unknown");
    cp_jw_arr(&x->w);
    for (uint32_t i = 0; i < m.n; i++) {
        cp_jw_obj(&x->w);
        cp_jw_kstr(&x->w, "fact", m.items[i].key);
        cp_jw_ku64(&x->w, "assets", m.items[i].value);
        cp_jw_obj_end(&x->w);
    }
    cp_jw_arr_end(&x->w);
}

void cp_json_form(cp_jw *w, const cp_draft_form *f)
{
    cp_jw_kstr(w, "id", f->id);
    cp_jw_kstr(w, "name", f->name);
    cp_jw_kstr(w, "title", f->title);
    cp_jw_kstr(w, "summary", f->summary);
    cp_jw_kstr_opt(w, "jurisdiction", f->jurisdiction);
    cp_jw_kstr_opt(w, "clause", f->clause);
    cp_jw_kstrs(w, "policies", f->policies, f->n_policies);
    cp_jw_kstr_opt(w, "read", cp_date_text(w->scratch, f->read));
    cp_jw_key(w, "deadline");
    if (f->deadline.n == 0) {
        cp_jw_null(w);
    } else {
        cp_jw_obj(w);
        cp_jw_ku64(w, "n", f->deadline.n);
        cp_jw_kstr(w, "unit", cp_str_c(cp_draft_unit_name(f->deadline.unit)));
        cp_jw_kstr(w, "after", f->deadline.after.n ? f->deadline.after : CP_STR("confirmation"));
        cp_jw_kstr_opt(w, "calendar", f->deadline.calendar);
        cp_jw_kstr_opt(w, "text", f->deadline.text);
        basis(w, &f->deadline.basis);
        cp_jw_obj_end(w);
    }
    cp_jw_key(w, "sources");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < f->n_sources; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "key", f->sources[i].key);
        cp_jw_kstr(w, "url", f->sources[i].url);
        cp_jw_kstr_opt(w, "title", f->sources[i].title);
        cp_jw_kstr_opt(w, "tier", f->sources[i].tier);
        cp_jw_kstr_opt(w, "date", cp_date_text(w->scratch, f->sources[i].date));
        cp_jw_kstr_opt(w, "read", f->sources[i].read);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_draft_json(const cp_answer *ans, const cp_drafts *d, const cp_draft_form *f, cp_arena *a,
                   cp_buf *out)
{
    writer x = { ans, d, f, a, { .b = out, .scratch = a, .pretty = true } };
    cp_jw *w = &x.w;
    cp_jw_obj(w);
    cp_jw_kstr(w, "schema", CP_STR("cleanpath/form/1"));
    cp_jw_kstr(w, "as_of", cp_date_text(a, ans->as_of));
    cp_jw_kstr(w, "version", ans->version);
    cp_json_coverage(w, ans);
    unknown(&x);
    cp_json_policies(w, ans);
    cp_jw_key(w, "form");
    cp_jw_obj(w);
    cp_json_form(w, f);
    cp_jw_obj_end(w);
    cp_jw_kstrs(w, "intro", f->intro, f->n_intro);
    cp_jw_key(w, "sections");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < f->n_sections; i++)
        section(&x, &f->sections[i]);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_buf_char(out, '\n');
}
