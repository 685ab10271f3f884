/* SPDX-License-Identifier: Apache-2.0 */
/* The timeline of an asset is what judging it on every single day gives: an oracle over ten years,
 * by shipped packs and by one of our own whose dates, sales and answers all lie in them. */
#include "houses.h"
#include "policy/timeline.h"

static const char tables[] = "acme parent bergson 2020-03-01 2023-05-20 verified\n"
                             "acme parent other 2023-05-20 - verified\n"
                             "emca parent acme 2021 - partial\n";

static const char pack[] =
    "schema: cleanpath-policy/1\nid: own\ntitle: T\njurisdiction: SE\nkind: rules\nlaw: in_force\n"
    "enacted: 2019-06-01\neffective: 2020-01-01\nends: 2027-01-01\nread: 2026\n"
    "addressees: [{role: importer}]\n"
    "exemptions:\n"
    "- {id: x, text: exempt, if: {role: [spare_part]}, until: 2024-02-01, confidence: partial}\n"
    "clauses:\n"
    "- {id: group, title: t, makers: [bergson], affiliates: yes, equipment: [any], exempt: [x], "
    "confidence: partial}\n"
    "- {id: asked, title: t, makers: [acme], equipment: [core], criteria: bad, date_added: "
    "2024-06, confidence: partial}\n"
    "- {id: old, title: t, makers: [other], affiliates: yes, equipment: [core], date_added: "
    "2025-01-01, removed: 2026-01-01, when: {installed: {before: 2022-02-02}}, confidence: "
    "partial}\n"
    "duties:\n"
    "- {verb: buy, from: {days_after_added: 30}, text: t, confidence: partial}\n"
    "- {verb: use, deadline: 2025-12, text: t, when: {installed: {before: 2023-03-03}}, "
    "confidence: partial}\n";
static const char criteria[] = "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n"
                               "- {id: bad, subject: entity, text: t}\n";

static const struct oracle_row {
    const char *pack, *facts;
} oracle_rows[] = {
    { "own", "maker=acme class=core installed=2019-09-09 manufactured=2019-09-01" },
    { "own", "maker=acme class=core" },
    { "own", "maker=emca class=core manufactured=2022" },
    { "own", "maker=acme class=core role=spare_part manufactured=2022-01-01" },
    { "own", "class=core" },
    { "own", "maker=other class=ran" },
    { "uk-huawei-dvd-2022", "maker=huawei class=ran generation=5G" },
    { "uk-huawei-dvd-2022", "maker=huawei class=transport" },
    { "uk-huawei-dvd-2022", "maker=honor class=ran manufactured=2020-06-01" },
    { "us-fcc-covered-list", "maker=huawei class=transport" },
    { "us-fcc-covered-list", "maker=hmn class=transport" },
    { "us-fcc-covered-list", "class=drone made_in=CN" },
    { "us-ndaa-889-a1b", "maker=honor class=transport" },
    { "in-nsdts", "maker=nokia class=transport installed=2022-02-02" },
    { "in-nsdts", "maker=nokia class=transport" },
};

/* `bad` was answered for a time. */
static const cp_statement told[] = { { .maker = CP_STR_INIT("acme"),
                                       .fact = CP_STR_INIT("bad"),
                                       .value = CP_STR_INIT("yes"),
                                       .from = { 19900, 19900 },
                                       .to = { 20100, 20100 } } };

static cp_timeline_opts opts_of(bool with_statements)
{
    return (cp_timeline_opts){ .accept = CP_ACCEPT_DEFAULT,
                               .as_if_bound = true,
                               .statements = told,
                               .n_statements = with_statements ? 1 : 0,
                               .from = CP_TIMELINE_OPEN_FROM,
                               .to = CP_TIMELINE_OPEN_TO };
}

/* By the whole library where it is small; else by the one pack, because preparing all of them for
 * each of 3650 days takes a minute. */
static cp_verdict judge_on(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p,
                           const cp_asset *as, int32_t day, bool with_statements)
{
    cp_policy alone = *p;
    const cp_policy *one[] = { &alone };
    cp_policy_lib small = *lib;
    bool is_small = lib->n_packs < 5;
    alone.index = 0;
    small.packs = one;
    small.n_packs = 1;
    cp_timeline_opts o = opts_of(with_statements);
    cp_judge *j = cp_judge_new(a, is_small ? lib : &small,
                               &(cp_judge_opts){ .as_of = cp_date_of_day(day),
                                                 .accept = o.accept,
                                                 .as_if_bound = true,
                                                 .statements = o.statements,
                                                 .n_statements = o.n_statements });
    return cp_judge_asset(j, is_small ? p : &alone, as);
}

static const cp_timeline_row *row_of(const cp_timeline *t, int32_t day)
{
    for (uint32_t i = 0; i < t->v.n; i++)
        if (t->v.v[i].from <= day && day <= t->v.v[i].to)
            return &t->v.v[i];
    return NULL;
}

/* The first or the last day of a row. */
static bool is_at_edge(const cp_timeline *t, int32_t day)
{
    const cp_timeline_row *row = row_of(t, day);
    return !row || day == row->from || day == row->to;
}

/* Every day; by the large library every fifth (under sanitizers every twentieth), and both sides of
 * every change. */
static void check_oracle(cp_arena *a, const cp_policy_lib *lib, const struct oracle_row *r,
                         bool with_statements)
{
    int32_t from = the_day("2019-01-01").first_day, to = the_day("2029-01-01").first_day;
    const cp_policy *p = cp_policy_by_id(lib, cp_str_c(r->pack));
    const cp_asset *as = asset_of(a, r->facts);
    cp_timeline_opts opts = opts_of(with_statements);
    cp_timeline t;
    uint32_t n_wrong = 0, n_equal = 0;
    int32_t days = lib->n_packs < 5 ? 1 : tap_cases(4) == 4 ? 5 : 20;
    if (!ok(p != NULL, "there is a pack %s", r->pack))
        return;
    cp_timeline_fill(a, lib, &p, 1, &opts, as, &t);
    for (int32_t day = from; day <= to; day++) {
        if (day % days && !is_at_edge(&t, day))
            continue;
        cp_arena *one = cp_arena_new(0);
        const cp_timeline_row *row = row_of(&t, day);
        cp_verdict v = judge_on(one, lib, p, as, day, with_statements);
        if (!row || !cp_timeline_same(&row->verdict, row->as_of, &v, cp_date_of_day(day)))
            if (n_wrong++ == 0)
                tap_note("first on %.*s: judged %s", CP_FMT(cp_date_text(one, cp_date_of_day(day))),
                         cp_result_name(v.result));
        cp_arena_free(one);
    }
    for (uint32_t i = 1; i < t.v.n; i++) {
        const cp_timeline_row *x = &t.v.v[i - 1], *y = &t.v.v[i];
        n_equal += cp_timeline_same(&x->verdict, x->as_of, &y->verdict, y->as_of) ||
                   x->to + 1 != y->from || y->why.n == 0;
    }
    is_uint(n_wrong, 0, "%s, %s%s: as judged day by day (%u rows)", r->pack, r->facts,
            with_statements ? ", answered" : "", t.v.n);
    is_uint(n_equal, 0, "and no row is like the one before, without a gap, each with a reason");
}

static cp_str rows_text(cp_arena *a, const cp_timeline *t)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < t->v.n; i++) {
        const cp_timeline_row *r = &t->v.v[i];
        cp_buf_fmt(&b, "%.*s %s: %.*s\n",
                   CP_FMT(r->from == CP_TIMELINE_OPEN_FROM
                              ? CP_STR("-")
                              : cp_date_text(a, cp_date_of_day(r->from))),
                   cp_result_name(r->verdict.result), CP_FMT(r->why));
    }
    return cp_buf_str(&b);
}

/* A house is sold, made before: who bought it does not matter for what is older. */
static void check_reasons(cp_arena *a, const cp_policy_lib *lib)
{
    const cp_policy *p = cp_policy_by_id(lib, CP_STR("own"));
    cp_timeline_opts opts = opts_of(false);
    cp_timeline t;
    cp_timeline_fill(a, lib, &p, 1, &opts,
                     asset_of(a, "maker=acme class=ran installed=2024-01-01 "
                                 "manufactured=2023-12-01"),
                     &t);
    is_cstr(rows_text(a, &t),
            "- not_addressed: \n"
            "2019-06-01 allowed: the rule exists\n"
            "2020-01-01 allowed: the rule takes effect\n"
            "2020-03-01 excluded: House acme: under House bergson from then on\n"
            "2023-05-20 allowed: House acme: no longer under House bergson; House acme: under "
            "House other from then on\n"
            "2027-01-01 not_addressed: the rule ends\n",
            "a sale, told");
    opts.from = the_day("2021-01-01").first_day;
    opts.to = the_day("2024-01-01").first_day;
    cp_timeline_fill(a, lib, &p, 1, &opts,
                     asset_of(a, "maker=acme class=ran installed=2024-01-01 "
                                 "manufactured=2023-12-01"),
                     &t);
    is_cstr(rows_text(a, &t),
            "2021-01-01 excluded: \n"
            "2023-05-20 allowed: House acme: no longer under House bergson; House acme: under "
            "House other from then on\n",
            "within a range");
    is_int(t.v.n ? t.v.v[t.v.n - 1].to : 0, opts.to, "which ends the last row");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const char *const yaml[] = { pack, criteria };
    cp_policy_lib *own = cp_policy_lib_new(a, houses(a, tables));
    cp_err err = { 0 };
    add_shipped(own, true);
    for (size_t i = 0; i < 2; i++)
        cp_policy_lib_add(own, CP_STR("test.yaml"), cp_bytes_of_str(cp_str_c(yaml[i])));
    if (!ok(cp_policy_lib_finish(own, &err) == CP_OK, "the pack of the test loads"))
        show_diags(own);
    const cp_policy_lib *shipped = shipped_packs(a, shipped_makers(a));
    for (size_t i = 0; i < sizeof oracle_rows / sizeof *oracle_rows; i++) {
        bool is_own = cp_str_eq(cp_str_c(oracle_rows[i].pack), CP_STR("own"));
        check_oracle(a, is_own ? own : shipped, &oracle_rows[i], false);
        if (is_own)
            check_oracle(a, own, &oracle_rows[i], true);
    }
    check_reasons(a, own);
    cp_arena_free(a);
    return tap_done();
}
