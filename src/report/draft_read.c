/* SPDX-License-Identifier: Apache-2.0 */
/* draft_read.c - templates of forms out of YAML: see draft.h; the format is docs/formats/forms.md.
 * Users may replace them (CLEANPATH_DATA), so each mistake has its line. */
#include "codec/yaml.h"
#include "codec/yaml_keys.h"
#include "report/draft.h"

#define KEYS(v) (v), sizeof(v) / sizeof *(v)
static const char *const form_keys[] = { "schema",   "id",      "name",  "title",
                                         "summary",  "clause",  "read",  "jurisdiction",
                                         "policies", "sources", "intro", "deadline",
                                         "sections" };
static const char *const source_keys[] = { "url", "title", "tier", "date", "read" };
static const char *const deadline_keys[] = { "after",    "days", "hours", "business_days",
                                             "calendar", "text", "src",   "confidence" };
static const char *const section_keys[] = { "title", "text", "show", "fields", "questions" };
static const char *const field_keys[] = { "id", "label", "hint", "from", "src", "confidence" };
static const char *const question_keys[] = { "id", "ask", "facts", "answers", "src", "confidence" };
static const char *const answer_keys[] = { "answer", "then" };

static const char *const value_names[] = {
#define ROW(id, name) [CP_DRAFT_##id] = name,
    CP_DRAFT_VALUES(ROW)
#undef ROW
};
static const char *const show_names[] = {
#define ROW(id, name) [CP_DRAFT_SHOW_##id] = name,
    CP_DRAFT_SHOWS(ROW)
#undef ROW
};
static const char *const unit_names[] = {
    [CP_DRAFT_BUSINESS_DAYS] = "business_days", [CP_DRAFT_DAYS] = "days", [CP_DRAFT_HOURS] = "hours"
};

const char *cp_draft_from_name(cp_draft_from from)
{
    return from.attr != CP_ATTR_COUNT ? cp_attr_name(from.attr) : value_names[from.kind];
}

const char *cp_draft_show_name(cp_draft_show show) { return show_names[show]; }
const char *cp_draft_unit_name(cp_draft_unit unit) { return unit_names[unit]; }

typedef struct reader {
    cp_arena *a;
    cp_draft_form *form;
    cp_err *err;
} reader;

static cp_rc fail(reader *r, const cp_tree *t, const char *what)
{
    return cp_fail_line(r->err, CP_EFORMAT, t->line, "%s", what);
}

/* A text of a mapping, owned; "" if it is not there. */
static cp_str text(reader *r, const cp_tree *t, const char *key)
{
    return cp_str_dup(r->a, cp_str_trim(cp_tree_get_text(t, cp_str_c(key))));
}

static cp_rc texts(reader *r, const cp_tree *t, const char *key, const cp_str **out, uint32_t *n)
{
    cp_rc rc = cp_yaml_texts(r->a, cp_tree_get(t, cp_str_c(key)), out, n, r->err);
    cp_str *v = rc == CP_OK ? CP_NEW_ARRAY(r->a, cp_str, *n) : NULL;
    for (uint32_t i = 0; rc == CP_OK && i < *n; i++)
        v[i] = cp_str_dup(r->a, cp_str_trim((*out)[i]));
    if (rc == CP_OK)
        *out = v;
    return rc;
}

static cp_rc list(reader *r, const cp_tree *t, const char *key, uint32_t max, const cp_tree **out,
                  uint32_t *n)
{
    *out = cp_tree_get(t, cp_str_c(key));
    cp_rc rc = cp_yaml_seq(*out, key, n, r->err);
    if (rc == CP_OK && *n > max)
        rc = cp_fail_line(r->err, CP_ELIMIT, (*out)->line, "%s: %u, at most %u are read", key, *n,
                          max);
    return rc;
}

static bool has_source(const cp_draft_form *f, cp_str key)
{
    for (uint32_t i = 0; i < f->n_sources; i++)
        if (cp_str_eq(f->sources[i].key, key))
            return true;
    return false;
}

static cp_rc read_basis(reader *r, const cp_tree *t, cp_draft_basis *out)
{
    cp_str conf = text(r, t, "confidence");
    cp_rc rc = texts(r, t, "src", &out->src, &out->n_src);
    out->conf = CP_CONF_COUNT;
    for (uint32_t i = 0; rc == CP_OK && i < out->n_src; i++)
        if (!has_source(r->form, out->src[i]))
            rc = cp_fail_line(r->err, CP_EFORMAT, t->line, "there is no source \"%.*s\"",
                              CP_FMT(out->src[i]));
    if (rc == CP_OK && conf.n && !cp_conf_by_name(conf, &out->conf))
        rc = fail(r, t, "confidence: expected verified, partial, memory or unknown");
    return rc;
}

static cp_rc read_sources(reader *r, const cp_tree *file)
{
    const cp_tree *t = cp_tree_get(file, CP_STR("sources"));
    cp_rc rc = CP_OK;
    if (t && t->kind != CP_TREE_MAP)
        return fail(r, t, "sources: expected a mapping");
    cp_draft_source *v = CP_NEW_ARRAY(r->a, cp_draft_source, t ? t->n : 0);
    for (uint32_t i = 0; t && rc == CP_OK && i < t->n; i++) {
        const cp_tree *x = t->items[i];
        rc = cp_yaml_keys(x, "source", KEYS(source_keys), r->err);
        if (rc != CP_OK)
            break;
        v[i] = (cp_draft_source){ .key = cp_str_dup(r->a, t->keys[i]),
                                  .url = text(r, x, "url"),
                                  .title = text(r, x, "title"),
                                  .tier = text(r, x, "tier"),
                                  .read = text(r, x, "read"),
                                  .date = CP_DATE_NONE };
        if (v[i].url.n == 0)
            rc = fail(r, x, "a source needs its url");
        if (rc == CP_OK && !cp_str_eq(cp_tree_get_text(x, CP_STR("date")), CP_STR("unknown")))
            rc = cp_yaml_date(x, CP_STR("date"), &v[i].date, r->err);
    }
    r->form->sources = v;
    r->form->n_sources = rc == CP_OK && t ? t->n : 0;
    return rc;
}

static cp_rc read_from(reader *r, const cp_tree *t, const char *key, const cp_draft_from **out,
                       uint32_t *n)
{
    const cp_str *names;
    cp_rc rc = texts(r, t, key, &names, n);
    cp_draft_from *v = rc == CP_OK ? CP_NEW_ARRAY(r->a, cp_draft_from, *n) : NULL;
    for (uint32_t i = 0; rc == CP_OK && i < *n; i++) {
        v[i] = (cp_draft_from){ CP_ATTR_COUNT, CP_DRAFT_VALUE_COUNT };
        for (unsigned k = 0; k < CP_DRAFT_VALUE_COUNT; k++)
            if (cp_str_eq(names[i], cp_str_c(value_names[k])))
                v[i].kind = (cp_draft_value_kind)k;
        if (v[i].kind == CP_DRAFT_VALUE_COUNT && !cp_attr_by_name(names[i], &v[i].attr))
            rc = cp_fail_line(r->err, CP_EFORMAT, t->line,
                              "%s: \"%.*s\" is no column of the inventory and no value of a draft",
                              key, CP_FMT(names[i]));
    }
    *out = v;
    return rc;
}

static cp_rc read_field(reader *r, const cp_tree *t, cp_draft_field *out)
{
    cp_rc rc = cp_yaml_keys(t, "field", KEYS(field_keys), r->err);
    if (rc != CP_OK)
        return rc;
    out->id = text(r, t, "id");
    out->label = text(r, t, "label");
    out->hint = text(r, t, "hint");
    if (out->id.n == 0 || out->label.n == 0)
        return fail(r, t, "a field needs an id and a label");
    rc = read_from(r, t, "from", &out->from, &out->n_from);
    return rc == CP_OK ? read_basis(r, t, &out->basis) : rc;
}

static cp_rc read_question(reader *r, const cp_tree *t, cp_draft_question *out)
{
    const cp_tree *answers;
    cp_rc rc = cp_yaml_keys(t, "question", KEYS(question_keys), r->err);
    if (rc == CP_OK)
        rc = list(r, t, "answers", CP_DRAFT_FIELDS_MAX, &answers, &out->n_answers);
    if (rc != CP_OK)
        return rc;
    out->id = text(r, t, "id");
    out->ask = text(r, t, "ask");
    if (out->id.n == 0 || out->ask.n == 0 || out->n_answers < 2)
        return fail(r, t, "a question needs an id, what it asks, and two answers or more");
    cp_str *answer = CP_NEW_ARRAY(r->a, cp_str, out->n_answers);
    cp_str *then = CP_NEW_ARRAY(r->a, cp_str, out->n_answers);
    for (uint32_t i = 0; rc == CP_OK && i < out->n_answers; i++) {
        const cp_tree *x = answers->items[i];
        rc = cp_yaml_keys(x, "answer", KEYS(answer_keys), r->err);
        answer[i] = text(r, x, "answer");
        then[i] = text(r, x, "then");
        if (rc == CP_OK && (answer[i].n == 0 || then[i].n == 0))
            rc = fail(r, x, "an answer needs `answer` and what it would change, `then`");
    }
    out->answers = answer;
    out->then = then;
    if (rc == CP_OK)
        rc = read_from(r, t, "facts", &out->facts, &out->n_facts);
    return rc == CP_OK ? read_basis(r, t, &out->basis) : rc;
}

static cp_rc read_section(reader *r, const cp_tree *t, cp_draft_section *out)
{
    const cp_tree *fields = NULL, *questions = NULL;
    cp_rc rc = cp_yaml_keys(t, "section", KEYS(section_keys), r->err);
    if (rc == CP_OK)
        rc = texts(r, t, "text", &out->text, &out->n_text);
    if (rc == CP_OK)
        rc = list(r, t, "fields", CP_DRAFT_FIELDS_MAX, &fields, &out->n_fields);
    if (rc == CP_OK)
        rc = list(r, t, "questions", CP_DRAFT_FIELDS_MAX, &questions, &out->n_questions);
    if (rc != CP_OK)
        return rc;
    cp_str show = text(r, t, "show");
    out->title = text(r, t, "title");
    out->show = show.n ? CP_DRAFT_SHOW_COUNT : CP_DRAFT_SHOW_NOTHING;
    for (unsigned i = 0; i < CP_DRAFT_SHOW_COUNT; i++)
        if (cp_str_eq(show, cp_str_c(show_names[i])))
            out->show = (cp_draft_show)i;
    if (out->title.n == 0)
        return fail(r, t, "a section needs a title");
    if (out->show == CP_DRAFT_SHOW_COUNT)
        return fail(r, t,
                    "show: expected nothing, confirmed, candidates, rejected, sources, "
                    "policies or unknown");
    out->fields = CP_NEW_ARRAY(r->a, cp_draft_field, out->n_fields);
    out->questions = CP_NEW_ARRAY(r->a, cp_draft_question, out->n_questions);
    for (uint32_t i = 0; rc == CP_OK && i < out->n_fields; i++)
        rc = read_field(r, fields->items[i], &out->fields[i]);
    for (uint32_t i = 0; rc == CP_OK && i < out->n_questions; i++)
        rc = read_question(r, questions->items[i], &out->questions[i]);
    return rc;
}

/* Who reads only what is confirmed must see that there is more. */
static cp_rc check_sections(reader *r, const cp_tree *t)
{
    bool shows[CP_DRAFT_SHOW_COUNT] = { false };
    for (uint32_t i = 0; i < r->form->n_sections; i++)
        shows[r->form->sections[i].show] = true;
    if (shows[CP_DRAFT_SHOW_CONFIRMED] && !shows[CP_DRAFT_SHOW_CANDIDATES])
        return fail(r, t, "a form that shows what is confirmed must show the candidates too");
    return CP_OK;
}

static cp_rc read_sections(reader *r, const cp_tree *file)
{
    cp_draft_form *f = r->form;
    const cp_tree *t;
    cp_rc rc = list(r, file, "sections", CP_DRAFT_SECTIONS_MAX, &t, &f->n_sections);
    if (rc == CP_OK && f->n_sections == 0)
        rc = fail(r, file, "a form needs sections");
    if (rc != CP_OK)
        return rc;
    f->sections = CP_NEW_ARRAY(r->a, cp_draft_section, f->n_sections);
    for (uint32_t i = 0; rc == CP_OK && i < f->n_sections; i++)
        rc = read_section(r, t->items[i], &f->sections[i]);
    return rc == CP_OK ? check_sections(r, t) : rc;
}

static cp_rc read_deadline(reader *r, const cp_tree *file)
{
    const cp_tree *t = cp_tree_get(file, CP_STR("deadline"));
    cp_draft_deadline *d = &r->form->deadline;
    uint32_t n_units = 0;
    if (!t)
        return CP_OK;
    cp_rc rc = cp_yaml_keys(t, "deadline", KEYS(deadline_keys), r->err);
    if (rc != CP_OK)
        return rc;
    for (unsigned u = 0; u < sizeof unit_names / sizeof *unit_names; u++) {
        cp_str s = text(r, t, unit_names[u]);
        if (s.n == 0)
            continue;
        n_units++;
        d->unit = (cp_draft_unit)u;
        if (!cp_str_u32(s, &d->n) || d->n == 0 || d->n > CP_DRAFT_DEADLINE_MAX)
            return fail(r, t, "a deadline is a whole number from 1 to 1000");
    }
    d->after = text(r, t, "after");
    d->calendar = text(r, t, "calendar");
    d->text = text(r, t, "text");
    if (cp_str_eq(d->after, CP_STR("confirmation")))
        d->after = CP_STR("");
    if (n_units != 1)
        return fail(r, t, "a deadline needs one of business_days, days and hours");
    if ((d->unit == CP_DRAFT_BUSINESS_DAYS) != (d->calendar.n > 0))
        return fail(r, t, "business_days, and only these, need a calendar");
    return read_basis(r, t, &d->basis);
}

static cp_rc read_head(reader *r, const cp_tree *t)
{
    cp_draft_form *f = r->form;
    const struct {
        const char *key;
        cp_str *out;
        bool is_needed;
    } keys[] = { { "id", &f->id, true },          { "name", &f->name, true },
                 { "title", &f->title, true },    { "jurisdiction", &f->jurisdiction, false },
                 { "clause", &f->clause, false }, { "summary", &f->summary, true } };
    f->read = CP_DATE_NONE;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        *keys[i].out = text(r, t, keys[i].key);
        if (keys[i].is_needed && keys[i].out->n == 0)
            return cp_fail_line(r->err, CP_EFORMAT, t->line, "a form needs `%s`", keys[i].key);
    }
    cp_rc rc = cp_yaml_date(t, CP_STR("read"), &f->read, r->err);
    if (rc == CP_OK)
        rc = texts(r, t, "policies", &f->policies, &f->n_policies);
    return rc == CP_OK ? texts(r, t, "intro", &f->intro, &f->n_intro) : rc;
}

cp_rc cp_draft_read(cp_arena *a, cp_bytes yaml, cp_draft_form *out, cp_err *err)
{
    const cp_tree *t;
    cp_draft_form f = { .n_sections = 0 };
    reader r = { a, &f, err };
    cp_rc rc = cp_yaml_parse(a, yaml, &t, err);
    if (rc == CP_OK)
        rc = cp_yaml_keys(t, "form", KEYS(form_keys), err);
    if (rc == CP_OK &&
        !cp_str_eq(cp_tree_get_text(t, CP_STR("schema")), CP_STR("cleanpath-form/1")))
        rc = fail(&r, t, "schema: expected cleanpath-form/1");
    if (rc == CP_OK)
        rc = read_head(&r, t);
    if (rc == CP_OK)
        rc = read_sources(&r, t);
    if (rc == CP_OK)
        rc = read_deadline(&r, t);
    if (rc == CP_OK)
        rc = read_sections(&r, t);
    if (rc == CP_OK)
        *out = f;
    return rc;
}

/* ---- all of them ---- */

static const cp_calendar *calendar_of(const cp_drafts *d, cp_str id)
{
    for (uint32_t i = 0; i < d->calendars.n; i++)
        if (cp_str_eq(d->calendars.v[i].days.id, id))
            return &d->calendars.v[i];
    return NULL;
}

static cp_rc load_one(cp_arena *a, cp_drafts *d, const cp_data_file *file, cp_err *err)
{
    cp_draft_form f;
    cp_calendar c;
    cp_rc rc = cp_draft_read(a, file->bytes, &f, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < d->forms.n; i++)
        if (cp_str_eq(d->forms.v[i].id, f.id))
            return cp_fail(err, CP_EFORMAT, CP_NO_OFF, "the form \"%.*s\" is in %.*s already",
                           CP_FMT(f.id), CP_FMT(d->forms.v[i].file));
    if (d->forms.n == CP_DRAFT_FORMS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d forms", CP_DRAFT_FORMS_MAX);
    if (f.deadline.calendar.n && !calendar_of(d, f.deadline.calendar)) {
        if ((rc = cp_calendar_get(a, f.deadline.calendar, &c, err)) != CP_OK)
            return rc;
        cp_vec_push(a, &d->calendars, c);
    }
    f.file = file->name;
    cp_vec_push(a, &d->forms, f);
    return CP_OK;
}

void cp_drafts_load(cp_arena *a, cp_drafts *out)
{
    uint32_t it = 0;
    *out = (cp_drafts){ .forms = { 0 } };
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("forms/"), &it));) {
        cp_draft_fault fault = { .file = f->name };
        /* how columns are called, and days off, have readers of their own */
        if (cp_str_eq(f->name, CP_STR("forms/columns.yaml")) ||
            cp_str_starts(f->name, CP_STR("forms/holidays/")))
            continue;
        if (load_one(a, out, f, &fault.err) == CP_OK)
            continue;
        cp_err_in_file(&fault.err, f->name.p, f->name.n);
        cp_vec_push(a, &out->faults, fault);
    }
}

cp_str cp_draft_clauses(cp_arena *a, const cp_drafts *d, cp_str name)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < d->forms.n; i++)
        if (cp_str_eq(d->forms.v[i].name, name) && d->forms.v[i].clause.n)
            cp_buf_fmt(&b, "%s%.*s", b.n ? ", " : "", CP_FMT(d->forms.v[i].clause));
    return cp_buf_str(&b);
}

static cp_str names(cp_arena *a, const cp_drafts *d)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < d->forms.n; i++) {
        bool told = false;
        for (uint32_t k = 0; k < i; k++)
            told |= cp_str_eq(d->forms.v[k].name, d->forms.v[i].name);
        if (!told)
            cp_buf_fmt(&b, "%s%.*s", b.n ? ", " : "", CP_FMT(d->forms.v[i].name));
    }
    return cp_buf_str(&b);
}

cp_rc cp_draft_find(cp_arena *a, const cp_drafts *d, cp_str name, cp_str clause,
                    const cp_draft_form **out, cp_err *err)
{
    uint32_t n = 0, n_named = 0;
    for (uint32_t i = 0; i < d->forms.n; i++) {
        const cp_draft_form *f = &d->forms.v[i];
        bool is_id = cp_str_eq(f->id, name), is_named = cp_str_eq(f->name, name);
        n_named += is_named || is_id;
        if (!(is_id || is_named) || (clause.n && !cp_str_eq(f->clause, clause)))
            continue;
        *out = f;
        n++;
        if (is_id)
            return CP_OK;
    }
    if (n == 1)
        return CP_OK;
    cp_str clauses = cp_draft_clauses(a, d, name);
    if (n_named == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "there is no form \"%.*s\"; there are %.*s",
                       CP_FMT(name), CP_FMT(names(a, d)));
    if (n == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "the form %.*s is not of the clause \"%.*s\"; it is of %.*s", CP_FMT(name),
                       CP_FMT(clause), CP_FMT(clauses.n ? clauses : CP_STR("none")));
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "which clause has the contract? add --clause with one of %.*s", CP_FMT(clauses));
}
