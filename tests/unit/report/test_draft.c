/* SPDX-License-Identifier: Apache-2.0 */
/* test_draft.c - templates with mistakes, when reports are due, and what goes into which
 * section. */
#include "answers.h"
#include "report/draft.h"

#define N(t) (sizeof(t) / sizeof *(t))

#define HEAD "schema: cleanpath-form/1\nid: x\nname: x\ntitle: t\nsummary: s\n"
#define TAIL "sections: [{title: a}]\n"
static const struct {
    const char *name, *yaml, *says; /* "" good */
    cp_rc rc;
} forms[] = {
    { "the least", HEAD TAIL, "", CP_OK },
    { "no schema", "id: x\n" TAIL, "cleanpath-form/1", CP_EFORMAT },
    { "another key", HEAD "sektions: []\n", "did you mean \"sections\"", CP_EFORMAT },
    { "no sections", HEAD, "needs sections", CP_EFORMAT },
    { "no title", "schema: cleanpath-form/1\nid: x\nname: x\nsummary: s\n" TAIL, "needs `title`",
      CP_EFORMAT },
    { "read, no date", HEAD "read: soon\n" TAIL, "no date", CP_EFORMAT },
    { "sources, a list", HEAD "sources: [a]\n" TAIL, "expected a mapping", CP_EFORMAT },
    { "a source without address", HEAD "sources: {a: {title: t}}\n" TAIL, "needs its url",
      CP_EFORMAT },
    { "a source of an unknown day", HEAD "sources: {a: {url: u, date: unknown}}\n" TAIL, "",
      CP_OK },
    { "a section without title", HEAD "sections: [{show: confirmed}]\n", "needs a title",
      CP_EFORMAT },
    { "another show", HEAD "sections: [{title: t, show: all}]\n", "expected nothing, confirmed",
      CP_EFORMAT },
    { "confirmed without candidates", HEAD "sections: [{title: t, show: confirmed}]\n",
      "must show the candidates", CP_EFORMAT },
    { "with candidates",
      HEAD "sections: [{title: t, show: confirmed}, {title: u, show: candidates}]\n", "", CP_OK },
    { "a field without label", HEAD "sections: [{title: t, fields: [{id: a}]}]\n", "a label",
      CP_EFORMAT },
    { "a field from nowhere",
      HEAD "sections: [{title: t, fields: [{id: a, label: l, from: [brandt]}]}]\n",
      "no column of the inventory", CP_EFORMAT },
    { "a field of an unknown source",
      HEAD "sections: [{title: t, fields: [{id: a, label: l, src: far}]}]\n", "no source \"far\"",
      CP_EFORMAT },
    { "another confidence",
      HEAD "sections: [{title: t, fields: [{id: a, label: l, confidence: sure}]}]\n",
      "confidence: expected", CP_EFORMAT },
    { "a question with one answer",
      HEAD
      "sections: [{title: t, questions: [{id: a, ask: b, answers: [{answer: c, then: d}]}]}]\n",
      "two answers", CP_EFORMAT },
    { "an answer that changes nothing",
      HEAD "sections: [{title: t, questions: [{id: a, ask: b, answers: [{answer: c}, "
           "{answer: d, then: e}]}]}]\n",
      "what it would change", CP_EFORMAT },
    { "a deadline", HEAD "deadline: {days: 3}\n" TAIL, "", CP_OK },
    { "two units", HEAD "deadline: {days: 3, hours: 72}\n" TAIL, "one of", CP_EFORMAT },
    { "no unit", HEAD "deadline: {text: soon}\n" TAIL, "one of", CP_EFORMAT },
    { "a deadline of nothing", HEAD "deadline: {days: 0}\n" TAIL, "1 to 1000", CP_EFORMAT },
    { "a deadline for ever", HEAD "deadline: {days: 1001}\n" TAIL, "1 to 1000", CP_EFORMAT },
    { "a deadline, minus", HEAD "deadline: {days: -1}\n" TAIL, "1 to 1000", CP_EFORMAT },
    { "business days of nowhere", HEAD "deadline: {business_days: 1}\n" TAIL, "need a calendar",
      CP_EFORMAT },
    { "days of a calendar", HEAD "deadline: {days: 1, calendar: us-federal}\n" TAIL,
      "need a calendar", CP_EFORMAT },
    { "text as list of lists", HEAD "intro: [[a]]\n" TAIL, "expected a text", CP_EFORMAT },
    { "no YAML", HEAD "sections: [\n", "", CP_EFORMAT },
};

static void test_forms(cp_arena *a)
{
    for (size_t i = 0; i < N(forms); i++) {
        cp_draft_form f;
        cp_err err = { 0 };
        cp_rc rc = cp_draft_read(a, cp_bytes_of_str(tap_cstr(forms[i].yaml)), &f, &err);
        is_int(rc, forms[i].rc, "%s", forms[i].name);
        ok(rc == CP_OK || (err.line > 0 && cp_str_has(cp_str_c(err.msg), tap_cstr(forms[i].says))),
           "%s: line %llu, %s", forms[i].name, (unsigned long long)err.line, err.msg);
    }
    cp_buf many = cp_buf_new(a);
    cp_draft_form f;
    cp_err err;
    cp_buf_add_c(&many, HEAD "sections:\n");
    for (int i = 0; i <= CP_DRAFT_SECTIONS_MAX; i++)
        cp_buf_add_c(&many, "- {title: a}\n");
    is_int(cp_draft_read(a, cp_bytes_of_str(cp_buf_str(&many)), &f, &err), CP_ELIMIT,
           "too many sections");
}

/* Every form that is shipped can be read, and every one with a deadline says what it rests on. */
static void test_shipped(cp_arena *a, const cp_drafts *d)
{
    is_int(d->faults.n, 0, "no file is malformed: %s", d->faults.n ? d->faults.v[0].err.msg : "");
    ok(d->forms.n >= 8, "%u forms", d->forms.n);
    for (uint32_t i = 0; i < d->forms.n; i++) {
        const cp_draft_form *f = &d->forms.v[i];
        ok(f->n_intro > 0 && f->n_sources > 0 && cp_date_is_set(f->read), "%.*s: read, intro",
           CP_FMT(f->id));
        ok(f->deadline.n == 0 || (f->deadline.basis.n_src && f->deadline.text.n),
           "%.*s: its deadline", CP_FMT(f->id));
    }
    (void)a;
}

static const struct {
    const char *name, *clause, *says; /* says "": found */
} finds[] = {
    { "first-report", "52.204-25", "" },
    { "us-far-52.204-25-first", "", "" },
    { "first-report", "", "--clause with one of 52.204-25, 52.240-91" },
    { "further-report", "52.240-91", "it is of 52.204-25" },
    { "inquiry", "", "" },
    { "inquiry", "52.204-25", "it is of none" },
    { "frist-report", "", "there are " },
};

static void test_find(cp_arena *a, const cp_drafts *d)
{
    for (size_t i = 0; i < N(finds); i++) {
        const cp_draft_form *f = NULL;
        cp_err err = { 0 };
        cp_rc rc =
            cp_draft_find(a, d, cp_str_c(finds[i].name), cp_str_c(finds[i].clause), &f, &err);
        is_int(rc, finds[i].says[0] ? CP_EUSAGE : CP_OK, "%s, %s", finds[i].name, finds[i].clause);
        ok(cp_str_has(cp_str_c(err.msg), cp_str_c(finds[i].says)), "%s: %s", finds[i].name,
           err.msg);
    }
}

/* Confirmed on a day, asked on another; Thanksgiving is 2026-11-26. */
static const struct {
    const char *confirmed, *reported, *as_of, *clause, *want;
} dues[] = {
    { "2026-11-20", "", "2026-11-20", "52.204-25",
      "first-report (52.204-25) due 2026-11-23, 1 business day left|"
      "further-report (52.204-25) due at the latest 2026-12-08, 11 business days left" },
    { "2026-11-20", "", "2026-11-23", "52.204-25",
      "first-report (52.204-25) due 2026-11-23, today|"
      "further-report (52.204-25) due at the latest 2026-12-08, 10 business days left" },
    { "2026-11-20", "", "2026-11-27", "52.204-25",
      "first-report (52.204-25) due 2026-11-23, OVERDUE by 3 business days|"
      "further-report (52.204-25) due at the latest 2026-12-08, 7 business days left" },
    { "2026-11-25", "", "2026-11-25", "52.204-25", /* over the holiday */
      "first-report (52.204-25) due 2026-11-27, 1 business day left|"
      "further-report (52.204-25) due at the latest 2026-12-11, 11 business days left" },
    { "2026-11-20", "2026-11-20", "2026-11-23", "52.204-25", /* sent earlier: due earlier */
      "first-report (52.204-25) due 2026-11-23, sent|"
      "further-report (52.204-25) due 2026-12-07, 9 business days left" },
    { "2026-11-20", "2026-12-01", "2026-12-20", "52.204-25",
      "first-report (52.204-25) due 2026-11-23, sent|"
      "further-report (52.204-25) due 2026-12-15, OVERDUE by 3 business days" },
    { "2026-11-20", "", "2026-11-20", "52.240-91",
      "first-report (52.240-91) due 2026-11-23 at the hour of the identification, 3 days left" },
    { "2026-11-20", "", "2026-11-25", "52.240-91",
      "first-report (52.240-91) due 2026-11-23 at the hour of the identification, OVERDUE by 2 "
      "days" },
    { "1980-01-02", "", "1980-01-02", "52.204-25",
      "first-report (52.204-25): the calendar does not speak of these days|"
      "further-report (52.204-25): the calendar does not speak of these days" },
    { "2026-11-20", "", "2026-11-20", "52.204-26", "" },
};

static void test_dues(cp_arena *a, const cp_drafts *d)
{
    for (size_t i = 0; i < N(dues); i++) {
        cp_finding f[2] = { { .state = CP_FINDING_CONFIRMED, .on = day(dues[i].confirmed) },
                            { .state = CP_FINDING_REPORTED } };
        cp_finding_status s = { .policy = CP_STR("us-ndaa-889-a1b"), .decision = &f[0] };
        cp_buf got = cp_buf_new(a);
        uint32_t n;
        if (dues[i].reported[0]) {
            f[1].on = day(dues[i].reported);
            s.reported = &f[1];
        }
        const cp_due *v =
            cp_dues(a, d, cp_str_c(dues[i].clause), s.policy, &s, day(dues[i].as_of), &n);
        for (uint32_t k = 0; k < n; k++)
            cp_buf_fmt(&got, "%s%.*s", k ? "|" : "", CP_FMT(cp_due_text(a, &v[k])));
        is_cstr(cp_buf_str(&got), dues[i].want, "%s, asked on %s", dues[i].confirmed,
                dues[i].as_of);
        f[0].state = CP_FINDING_REJECTED;
        (void)cp_dues(a, d, cp_str_c(dues[i].clause), s.policy, &s, day(dues[i].as_of), &n);
        is_int(n, 0, "a rejection starts no clock");
    }
    uint32_t n;
    (void)cp_dues(a, d, CP_STR(""), CP_STR("p"), NULL, day("2026-11-20"), &n);
    is_int(n, 0, "nor does a candidate");
}

/* Into exactly one section, whatever the verdicts: confirmed, else what is open, else rejected. */
static void test_sections(cp_arena *a)
{
    static const struct {
        const char *name;
        cp_result result;
        cp_finding_state state; /* CP_FINDING_STATE_COUNT: nobody decided */
        bool has_changed;
        cp_draft_show want;
    } rows[] = {
        { "excluded", CP_VERDICT_EXCLUDED, CP_FINDING_STATE_COUNT, false,
          CP_DRAFT_SHOW_CANDIDATES },
        { "allowed", CP_VERDICT_ALLOWED, CP_FINDING_STATE_COUNT, false, CP_DRAFT_SHOW_NOTHING },
        { "confirmed", CP_VERDICT_UNDETERMINED, CP_FINDING_CONFIRMED, false,
          CP_DRAFT_SHOW_CONFIRMED },
        { "confirmed, now allowed", CP_VERDICT_ALLOWED, CP_FINDING_CONFIRMED, true,
          CP_DRAFT_SHOW_CONFIRMED },
        { "rejected", CP_VERDICT_EXCLUDED, CP_FINDING_REJECTED, false, CP_DRAFT_SHOW_REJECTED },
        { "rejected, then new evidence", CP_VERDICT_EXCLUDED, CP_FINDING_REJECTED, true,
          CP_DRAFT_SHOW_CANDIDATES },
    };
    for (size_t i = 0; i < N(rows); i++) {
        cp_finding f = { .state = rows[i].state, .policy = CP_STR("p") };
        cp_finding_status s = { CP_STR("p"), &f, NULL, rows[i].has_changed, 1 };
        cp_verdict v = { .policy = CP_STR("p"), .result = rows[i].result, .binds = CP_YES };
        const cp_verdict *pv = &v;
        cp_answer_asset x = { .asset = { .id = CP_STR("x") }, .verdicts = &pv, .n_verdicts = 1 };
        cp_answer ans = { .assets = &x, .n_assets = 1, .accept = 0.95 };
        cp_draft_form form = { .n_policies = 0 };
        if (rows[i].state != CP_FINDING_STATE_COUNT) {
            x.findings = &s;
            x.n_findings = 1;
        }
        for (unsigned k = 0; k <= CP_DRAFT_SHOW_REJECTED; k++) {
            uint32_t n;
            (void)cp_draft_groups(a, &ans, &form, (cp_draft_show)k, &n);
            is_int(n, k == rows[i].want, "%s: %s", rows[i].name,
                   cp_draft_show_name((cp_draft_show)k));
        }
    }
}

/* Values: each once, with the weakest confidence and the number of things; unestablished told. */
static void test_values(cp_arena *a)
{
    enum { THINGS = 30 };
    cp_answer_asset *x = CP_NEW_ARRAY(a, cp_answer_asset, THINGS);
    const cp_answer_asset **group = CP_NEW_ARRAY(a, const cp_answer_asset *, THINGS);
    for (uint32_t i = 0; i < THINGS; i++) {
        cp_claim *c = CP_NEW_ARRAY(a, cp_claim, 2);
        c[0] = (cp_claim){ CP_ATTR_BRAND, CP_STR("Acme"), CP_STR(""), i ? 0.99 : 0.6, 0 };
        c[1] = (cp_claim){ CP_ATTR_SITE, cp_str_fmt(a, "s%u", i), CP_STR(""), 0.99, 0 };
        x[i].asset = (cp_asset){ .id = CP_STR("x"), .claims = c, .n_claims = 2 };
        group[i] = &x[i];
    }
    cp_answer ans = { .assets = x, .n_assets = THINGS, .accept = 0.95 };
    cp_draft_form form = { .n_policies = 0 };
    cp_draft_group g = { group, THINGS };
    cp_draft_from brand = { CP_ATTR_BRAND, CP_DRAFT_VALUE_COUNT },
                  site = { CP_ATTR_SITE, CP_DRAFT_VALUE_COUNT },
                  product = { CP_ATTR_PRODUCT, CP_DRAFT_VALUE_COUNT };
    uint32_t n, more;
    const cp_draft_value *v = cp_draft_values(a, &ans, &form, &g, &brand, 1, &n, &more);
    is_int(n, 1, "one brand");
    ok(v[0].n_assets == THINGS && !v[0].is_fact && v[0].confidence < 0.7,
       "of all, and not established for one");
    (void)cp_draft_values(a, &ans, &form, &g, &site, 1, &n, &more);
    is_int(n, CP_DRAFT_VALUES_MAX, "as many sites as are shown");
    is_int(more, THINGS - CP_DRAFT_VALUES_MAX, "and how many more");
    (void)cp_draft_values(a, &ans, &form, &g, &product, 1, &n, &more);
    is_int(n, 0, "no product: a blank");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_drafts d;
    cp_drafts_load(a, &d);
    test_forms(a);
    test_shipped(a, &d);
    test_find(a, &d);
    test_dues(a, &d);
    test_sections(a);
    test_values(a);
    cp_arena_free(a);
    return tap_done();
}
