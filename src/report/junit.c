/* SPDX-License-Identifier: Apache-2.0 */
/* junit.c - the answer as JUnit XML, for build servers: a suite for the coverage, then one for each
 * policy with a case for each asset. The counts stand in front of the cases, so everything is gone
 * through twice and nothing is kept.
 *
 *     failure   excluded by a rule that binds: what makes the exit status 1
 *     error     undetermined, or not known to bind: 4; a source that could not be read: 3
 *     skipped   restricted, waived, or named by a rule that binds others: told, and no verdict */
#include "report/judged.h"
#include "report/render.h"

/* Text and attributes. Two of the characters that XML has no place for are UTF-8 all the same. */
static void xml(cp_buf *out, cp_arena *a, cp_str s)
{
    s = cp_text_safe(a, s);
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        bool is_none = i + 2 < s.n && !memcmp(s.p + i, "\xef\xbf", 2) &&
                       ((unsigned char)s.p[i + 2] == 0xbe || (unsigned char)s.p[i + 2] == 0xbf);
        const char *with = i == s.n         ? ""
                           : is_none        ? "\xef\xbf\xbd"
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
        from = is_none ? i + 3 : i + 1;
        i = is_none ? i + 2 : i;
    }
}

static void attribute(cp_buf *out, cp_arena *a, const char *name, cp_str value)
{
    cp_buf_fmt(out, " %s=\"", name);
    xml(out, a, value);
    cp_buf_char(out, '"');
}

static void property(cp_buf *out, cp_arena *a, const char *name, cp_str value)
{
    cp_buf_fmt(out, "      <property name=\"%s\"", name);
    attribute(out, a, "value", value);
    cp_buf_add_c(out, "/>\n");
}

typedef struct counts {
    uint64_t tests, failures, errors, skipped;
} counts;

static const char *element_of(cp_stance s)
{
    static const char *const names[] = {
        [CP_STANCE_FOUND] = "failure",  [CP_STANCE_NAMED] = "skipped", [CP_STANCE_OPEN] = "error",
        [CP_STANCE_WAIVED] = "skipped", [CP_STANCE_ASIDE] = "skipped", [CP_STANCE_CLEAR] = NULL
    };
    return names[s];
}

static void add(counts *c, const char *element)
{
    c->tests++;
    if (element)
        *(element[0] == 'f' ? &c->failures : element[0] == 'e' ? &c->errors : &c->skipped) += 1;
}

static const char *source_element(const cp_source *s)
{
    return s->state == CP_SOURCE_UNREADABLE                   ? "error"
           : s->state != CP_SOURCE_READ || s->records_bad > 0 ? "skipped"
                                                              : NULL;
}

static counts of_coverage(const cp_answer *ans)
{
    counts c = { 0 };
    for (uint32_t i = 0; i < ans->n_sources; i++)
        add(&c, source_element(&ans->sources[i]));
    for (uint32_t i = 0; i < ans->n_floods; i++)
        add(&c, ans->n_policies ? "error" : "skipped");
    return c;
}

/* A position is shown and never judges. */
static bool is_suite(const cp_answer *ans, uint32_t p)
{
    return ans->policies[p].law != CP_LAW_POSITION;
}

static counts of_policy(const cp_answer *ans, uint32_t p)
{
    counts c = { 0 };
    for (uint32_t i = 0; i < ans->n_assets; i++)
        if (p < ans->assets[i].n_verdicts)
            add(&c, element_of(cp_stance_of(ans, &ans->assets[i], p)));
    return c;
}

static void suite_head(cp_buf *out, cp_arena *a, const cp_answer *ans, cp_str name, counts c)
{
    cp_buf_add_c(out, "  <testsuite");
    attribute(out, a, "name", name);
    cp_buf_fmt(out, " tests=\"%llu\" failures=\"%llu\" errors=\"%llu\" skipped=\"%llu\"",
               (unsigned long long)c.tests, (unsigned long long)c.failures,
               (unsigned long long)c.errors, (unsigned long long)c.skipped);
    cp_buf_fmt(out, " time=\"0\" timestamp=\"%.*sT00:00:00\">\n    <properties>\n",
               CP_FMT(cp_date_text(a, cp_date_of_day(ans->as_of.first_day))));
}

static void case_head(cp_buf *out, cp_arena *a, cp_str class, cp_str name)
{
    cp_buf_add_c(out, "    <testcase");
    attribute(out, a, "classname", class);
    attribute(out, a, "name", name);
    cp_buf_add_c(out, " time=\"0\"");
}

/* message: what lists show; text: the rest. skipped has no type. */
static void told(cp_buf *out, cp_arena *a, const char *element, cp_str type, cp_str message,
                 cp_str text)
{
    cp_buf_fmt(out, ">\n      <%s", element);
    attribute(out, a, "message", message);
    if (element[0] != 's')
        attribute(out, a, "type", type);
    cp_buf_char(out, '>');
    xml(out, a, text);
    cp_buf_fmt(out, "</%s>\n    </testcase>\n", element);
}

/* ---- what was read ---- */

static void one_source(cp_buf *out, cp_arena *a, const cp_source *s)
{
    const char *element = source_element(s);
    case_head(out, a, CP_STR("coverage"), s->name);
    if (!element) {
        cp_buf_add_c(out, "/>\n");
        return;
    }
    cp_buf text = cp_buf_new(a);
    for (uint32_t i = 0; i < s->n_problems; i++)
        cp_buf_fmt(&text, "%s%.*s: %.*s", i ? "; " : "",
                   CP_FMT(cp_source_place(a, s, s->problems[i].pos)), CP_FMT(s->problems[i].text));
    told(out, a, element, CP_STR("coverage"),
         cp_str_fmt(a, "%s: %llu record%s, %llu of them malformed", cp_source_state_name(s->state),
                    (unsigned long long)s->records, cp_plural(s->records),
                    (unsigned long long)s->records_bad),
         cp_buf_str(&text));
}

static void coverage(const cp_answer *ans, cp_arena *a, cp_buf *out)
{
    suite_head(out, a, ans, CP_STR("coverage"), of_coverage(ans));
    property(out, a, "as_of", cp_date_text(a, ans->as_of));
    property(out, a, "cleanpath", ans->version);
    property(out, a, "accept", cp_str_fmt(a, "%g", ans->accept));
    property(out, a, "assets", cp_str_fmt(a, "%u", ans->n_assets));
    for (uint32_t i = 0; i < ans->n_data; i++)
        property(
            out, a, "table",
            cp_str_fmt(a, "%.*s of %.*s", CP_FMT(ans->data[i].name), CP_FMT(ans->data[i].as_of)));
    cp_buf_add_c(out, "    </properties>\n");
    for (uint32_t i = 0; i < ans->n_sources; i++)
        one_source(out, a, &ans->sources[i]);
    for (uint32_t i = 0; i < ans->n_floods; i++) {
        const cp_flood *f = &ans->floods[i];
        case_head(out, a, CP_STR("coverage"),
                  cp_str_fmt(a, "addresses of %.*s", CP_FMT(ans->sources[f->source].name)));
        told(out, a, ans->n_policies ? "error" : "skipped", CP_STR("undetermined"),
             cp_str_fmt(a, "%u addresses that are no assets", f->n), f->said);
    }
    cp_buf_add_c(out, "    <system-out>");
    for (uint32_t i = 0; i < ans->n_notes; i++) {
        xml(out, a, ans->notes[i]);
        cp_buf_char(out, '\n');
    }
    cp_buf_add_c(out, "</system-out>\n  </testsuite>\n");
}

/* ---- verdicts ---- */

static void one_case(const cp_answer *ans, const cp_answer_asset *x, uint32_t p, cp_arena *a,
                     cp_buf *out)
{
    const cp_verdict *v = cp_answer_verdict(x, p);
    const cp_waiver *waiver = cp_answer_waiver(x, p);
    cp_stance stance = cp_stance_of(ans, x, p);
    const char *element = element_of(stance);
    const cp_claim *sure = cp_confidence_of(v, &x->asset);
    case_head(out, a, v->policy,
              cp_str_fmt(a, "%.*s [%.*s]", CP_FMT(cp_asset_name(&x->asset)), CP_FMT(x->asset.id)));
    if (!element) {
        cp_buf_add_c(out, "/>\n");
        return;
    }
    cp_str message = waiver ? cp_waiver_text(a, waiver)
                     : stance == CP_STANCE_ASIDE
                         ? cp_str_fmt(a, "by a rule that binds you: %s. %.*s",
                                      cp_tri_name(v->binds), CP_FMT(cp_verdict_sentence(a, v)))
                         : cp_verdict_sentence(a, v);
    cp_buf text = cp_buf_new(a);
    cp_buf_fmt(&text, "%.*s.", CP_FMT(cp_where_text(a, ans, cp_where_of(ans, &x->asset))));
    if (sure)
        cp_buf_fmt(&text, " Confidence %.2f in %s.", sure->confidence, cp_attr_name(sure->attr));
    if (waiver)
        cp_buf_fmt(&text, " %.*s", CP_FMT(cp_verdict_sentence(a, v)));
    cp_str means = cp_meaning_text(a, v, ans->as_of);
    if (means.n)
        cp_buf_fmt(&text, " %.*s.", CP_FMT(means));
    if (v->n_missing)
        cp_buf_fmt(&text, " Missing: %.*s.",
                   CP_FMT(cp_text_join(a, v->missing, v->n_missing, ", ")));
    told(out, a, element, cp_str_c(cp_result_name(v->result)), message, cp_buf_str(&text));
}

static void suite(const cp_answer *ans, uint32_t p, cp_buf *out)
{
    const cp_answer_policy *policy = &ans->policies[p];
    cp_arena *a = cp_arena_new(0);
    suite_head(out, a, ans, policy->id, of_policy(ans, p));
    property(out, a, "title", policy->title);
    property(out, a, "jurisdiction", policy->jurisdiction);
    property(out, a, "law", cp_str_c(cp_law_name(policy->law)));
    property(out, a, "binds", cp_str_c(cp_tri_name(policy->binds)));
    property(out, a, "digest", policy->digest);
    cp_buf_add_c(out, "    </properties>\n");
    cp_arena_free(a);
    for (uint32_t i = 0; i < ans->n_assets && out->rc == CP_OK; i++) {
        if (p >= ans->assets[i].n_verdicts)
            continue;
        a = cp_arena_new(0);
        one_case(ans, &ans->assets[i], p, a, out);
        cp_arena_free(a);
    }
    cp_buf_add_c(out, "  </testsuite>\n");
}

void cp_render_junit(const cp_answer *ans, cp_arena *scratch, cp_buf *out)
{
    counts sum = of_coverage(ans);
    for (uint32_t p = 0; p < ans->n_policies; p++) {
        counts c = is_suite(ans, p) ? of_policy(ans, p) : (counts){ 0 };
        sum.tests += c.tests;
        sum.failures += c.failures;
        sum.errors += c.errors;
    }
    cp_buf_fmt(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cleanpath\" "
               "tests=\"%llu\" failures=\"%llu\" errors=\"%llu\" time=\"0\">\n",
               (unsigned long long)sum.tests, (unsigned long long)sum.failures,
               (unsigned long long)sum.errors);
    coverage(ans, scratch, out);
    for (uint32_t p = 0; p < ans->n_policies; p++)
        if (is_suite(ans, p))
            suite(ans, p, out);
    cp_buf_add_c(out, "</testsuites>\n");
}
