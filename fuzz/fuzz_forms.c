/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_forms.c - the data files that users may replace: forms, calendars, schemes of assurance. The
 * schema in the file says which reader takes it; all three are asked.
 *
 * Properties: the same twice; a refusal has a message and a line within the text, a limit may have
 * none; a calendar counts there and back; a form is drafted without a character that acts, and as
 * JSON that can be read; a cell of assurance loses nothing but blanks and separators. */
#include "codec/json.h"
#include "fuzz.h"
#include "report/assurance.h"
#include "report/draft.h"

enum { BYTES_MAX = 32 * 1024, ARENA_BYTES_MAX = 256 * 1024 * 1024 };

static bool is_inert(cp_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        size_t n = cp_utf8_decode(cp_str_from(s, i), &cp);
        if (n == 0 || (cp != '\n' && cp_utf8_is_active(cp)))
            return false;
        i += n;
    }
    return true;
}

static void check_calendar(const cp_calendar *c)
{
    static const int32_t days[] = { 0, 18000, 19000, 20000, 20700 };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        int32_t to, n = 0;
        if (!cp_workdays_add(&c->days, days[i], 7, &to))
            continue;
        MUST(cp_workdays_is(&c->days, to) && to > days[i]);
        MUST(cp_workdays_between(&c->days, days[i], to, &n) && n == 7);
        MUST(cp_workdays_between(&c->days, to, days[i], &n) && n == -7);
    }
}

static cp_answer_asset asset_of(const cp_verdict *const *v, cp_finding_status *s, cp_str id)
{
    static const cp_claim claims[] = {
        { CP_ATTR_MAKER, CP_STR_INIT("acme"), CP_STR_INIT("Acme"), 0.99, 0 },
        { CP_ATTR_PRODUCT, CP_STR_INIT("AX-1"), CP_STR_INIT(""), 0.6, 0 },
    };
    static const cp_evidence evidence[] = {
        { 0, CP_ATTR_MAKER, 3, CP_STR_INIT("inventory.maker"), CP_STR_INIT("Acme"),
          CP_STR_INIT("acme"), CP_STR_INIT(""), 3 },
    };
    return (cp_answer_asset){ .asset = { .id = id,
                                         .claims = claims,
                                         .n_claims = 2,
                                         .evidence = evidence,
                                         .n_evidence = 1 },
                              .verdicts = v,
                              .n_verdicts = 1,
                              .findings = s,
                              .n_findings = s != NULL };
}

static void check_form(cp_arena *a, const cp_draft_form *f)
{
    cp_str policy = f->n_policies ? f->policies[0] : CP_STR("p");
    cp_verdict v = { .policy = policy, .result = CP_VERDICT_EXCLUDED, .binds = CP_YES };
    cp_finding d = { .policy = policy,
                     .state = CP_FINDING_CONFIRMED,
                     .on = cp_date_ymd(2026, 11, 20),
                     .by = CP_STR("J. Doe") };
    cp_finding_status s = { policy, &d, NULL, false, 1 };
    const cp_verdict *row = &v;
    cp_answer_asset x[] = { asset_of(&row, &s, CP_STR("x")), asset_of(&row, NULL, CP_STR("y")) };
    cp_source source = { .name = CP_STR("a.csv"),
                         .first_at = CP_TIME_NONE,
                         .last_at = CP_TIME_NONE,
                         .imported_at = CP_TIME_NONE };
    cp_answer ans = { .as_of = cp_date_ymd(2026, 11, 23),
                      .accept = 0.95,
                      .assets = x,
                      .n_assets = 2,
                      .sources = &source,
                      .n_sources = 1 };
    cp_drafts all = { .forms = { 0 } };
    cp_vec_push(a, &all.forms, *f);
    cp_buf text = cp_buf_new(a), json = cp_buf_new(a);
    const cp_tree *t;
    cp_err err;
    cp_draft_text(&ans, &all, f, a, &text);
    MUST(is_inert(cp_buf_str(&text)));
    cp_draft_json(&ans, &all, f, a, &json);
    MUST(is_inert(cp_buf_str(&json)));
    MUST(cp_json_parse(a, cp_bytes_of_str(cp_buf_str(&json)), &t, &err) == CP_OK);
    MUST(cp_tree_get(t, CP_STR("sections"))->n == f->n_sections);
}

/* What is in a cell stands in its items, in order. */
static void check_cell(cp_arena *a, const cp_assurance_schemes *s, cp_str cell)
{
    uint32_t n;
    size_t n_all = 0, n_kept = 0;
    const cp_assurance *v = cp_assurance_parse(a, s, cell, cp_date_ymd(2026, 11, 23), &n);
    MUST(n <= CP_ASSURANCE_ITEMS_MAX);
    for (size_t i = 0; i < cell.n; i++)
        n_all += cell.p[i] != ';' && cell.p[i] > ' ';
    for (uint32_t k = 0; k < n; k++) {
        MUST(v[k].text.n > 0 && v[k].spec.n <= v[k].text.n);
        MUST((v[k].scheme.n > 0) == (v[k].title.n > 0));
        MUST(cp_date_is_set(v[k].until) == (v[k].is_expired != CP_UNKNOWN));
        for (size_t i = 0; i < v[k].text.n; i++)
            n_kept += v[k].text.p[i] != ';' && v[k].text.p[i] > ' ';
        MUST(cp_assurance_text(a, &v[k]).n > 0);
    }
    MUST(n_all == n_kept);
}

static void check_error(cp_rc rc, const cp_err *err, uint64_t lines)
{
    MUST(rc == CP_OK || (err->msg[0] && err->line <= lines));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > BYTES_MAX)
        return 0;
    cp_arena *a = cp_arena_new(ARENA_BYTES_MAX);
    cp_bytes in = { data, size };
    cp_draft_form f, f2;
    cp_calendar c, c2;
    cp_assurance_schemes s, s2, shipped;
    cp_err err = { 0 };
    uint64_t lines = 2; /* libyaml tells the line behind the last for what is missing there */
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n' || data[i] == '\r' || data[i] == 0x85 || data[i] >= 0xe2;
    cp_rc rc = cp_draft_read(a, in, &f, &err);
    check_error(rc, &err, lines);
    MUST(rc == cp_draft_read(a, in, &f2, NULL));
    if (rc == CP_OK)
        check_form(a, &f);
    rc = cp_calendar_read(a, in, &c, &err);
    check_error(rc, &err, lines);
    MUST(rc == cp_calendar_read(a, in, &c2, NULL));
    if (rc == CP_OK)
        check_calendar(&c);
    rc = cp_assurance_read(a, in, &s, &err);
    check_error(rc, &err, lines);
    MUST(rc == cp_assurance_read(a, in, &s2, NULL));
    if (rc == CP_OK)
        check_cell(a, &s, CP_STR("x:1 until 2026-01; y"));
    MUST(cp_assurance_get(a, &shipped, &err) == CP_OK);
    cp_str cell = { (const char *)data, size < 200 ? size : 200 };
    ptrdiff_t nul = cp_str_find_char(cell, '\0'); /* no reader of tables lets one through */
    check_cell(a, &shipped, nul < 0 ? cell : cp_str_slice(cell, 0, (size_t)nul));
    cp_arena_free(a);
    return 0;
}
