/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings a waiver covers, what it never covers, and what is told of those that have ended
 * or cover nothing. */
#include "job/evidence.h"
#include "tap.h"

static const struct pattern_row {
    const char *pattern, *text;
    bool want;
} pattern_rows[] = {
    { "sw-1", "sw-1", true },
    { "sw-1", "SW-1", true },
    { "sw-1", "sw-10", false },
    { "sw-*", "sw-", true },
    { "sw-*", "sw-10", true },
    { "sw-*", "xsw-1", false },
    { "*-1", "sw-1", true },
    { "*-1", "sw-1-1", true },
    { "*-1", "sw-12", false },
    { "sw-?", "sw-1", true },
    { "sw-?", "sw-", false },
    { "sw-?", "sw-12", false },
    { "*", "", true },
    { "?", "", false },
    { "a*b*c", "axxbxxc", true },
    { "a*b*c", "axxbxx", false },
    { "**a", "bba", true },
    { "*a*a*a*b", "aaaaaaaaa", false },
};

static const cp_waiver waivers[] = {
    { .asset = CP_STR_INIT("sw-1"), .approver = CP_STR_INIT("A"), .line = 1 },
    { .asset = CP_STR_INIT("cam-*"), .policy = CP_STR_INIT("p"), .line = 2 },
    { .policy = CP_STR_INIT("q"), .clause = CP_STR_INIT("7"), .line = 3 },
    { .asset = CP_STR_INIT("old-1"), .line = 4 },
    { .asset = CP_STR_INIT("Nobody"), .line = 5 },
    { .asset = CP_STR_INIT("192.0.2.7"), .line = 6 },
    { .asset = CP_STR_INIT("old-1"), .policy = CP_STR_INIT("q"), .line = 7 },
};
static const char *const expires[] = { "2027-01-01", "2026-11-23", "2027-01-01", "2026-11-22",
                                       "2027-01-01", "2027-01-01", "2027-01-01" };

static const struct row {
    const char *name, *asset, *ip, *policy, *clause;
    cp_result result;
    uint64_t want; /* line of the waiver; 0 none */
} rows[] = {
    { "by name", "sw-1", "", "p", "1", CP_VERDICT_EXCLUDED, 1 },
    { "by name, in another case", "SW-1", "", "p", "1", CP_VERDICT_RESTRICTED, 1 },
    { "what is undetermined stays so", "sw-1", "", "p", "1", CP_VERDICT_UNDETERMINED, 0 },
    { "what is allowed needs none", "sw-1", "", "p", "", CP_VERDICT_ALLOWED, 0 },
    { "by a pattern and a policy, on the last day", "cam-3", "", "p", "1", CP_VERDICT_EXCLUDED, 2 },
    { "the same by another policy", "cam-3", "", "r", "1", CP_VERDICT_EXCLUDED, 0 },
    { "by a clause", "x", "", "q", "7", CP_VERDICT_EXCLUDED, 3 },
    { "by another clause", "x", "", "q", "8", CP_VERDICT_EXCLUDED, 0 },
    { "ended yesterday", "old-1", "", "p", "1", CP_VERDICT_EXCLUDED, 0 },
    { "ended, but another holds", "old-1", "", "q", "1", CP_VERDICT_EXCLUDED, 7 },
    { "by address", "y", "192.0.2.7", "p", "1", CP_VERDICT_EXCLUDED, 6 },
    { "the first of two", "sw-1", "", "q", "7", CP_VERDICT_EXCLUDED, 1 },
};
enum { ROWS = sizeof rows / sizeof *rows, WAIVERS = sizeof waivers / sizeof *waivers };

/* One asset with one verdict for each row. */
static cp_answer answer(cp_arena *a, cp_answer_policy *policy)
{
    cp_answer_asset *assets = CP_NEW_ARRAY(a, cp_answer_asset, ROWS);
    for (int i = 0; i < ROWS; i++) {
        cp_verdict *v = CP_NEW(a, cp_verdict);
        cp_ident *id = CP_NEW(a, cp_ident);
        *v = (cp_verdict){ .policy = cp_str_c(rows[i].policy),
                           .clause = cp_str_c(rows[i].clause),
                           .result = rows[i].result,
                           .binds = CP_YES };
        *id = (cp_ident){ CP_IDENT_IP, cp_str_c(rows[i].ip) };
        const cp_verdict **row = CP_NEW(a, const cp_verdict *);
        *row = v;
        assets[i] = (cp_answer_asset){ .verdicts = row, .n_verdicts = 1 };
        assets[i].asset.id = cp_str_c(rows[i].asset);
        assets[i].asset.ids = id;
        assets[i].asset.n_ids = rows[i].ip[0] != '\0';
    }
    *policy = (cp_answer_policy){ .id = CP_STR("p") };
    return (cp_answer){ .as_of = cp_date_ymd(2026, 11, 23),
                        .assets = assets,
                        .n_assets = ROWS,
                        .policies = policy,
                        .n_policies = 1 };
}

static void check_rows(cp_arena *a)
{
    cp_job j = { .a = a };
    cp_answer_policy policy;
    cp_answer ans = answer(a, &policy);
    cp_evidence_set e = { .store = NULL };
    cp_policy_lib lib = { .a = a };
    cp_sentences notes = { 0 };
    cp_buf told = cp_buf_new(a);
    uint32_t n_waived = 0;
    for (int i = 0; i < WAIVERS; i++) {
        cp_waiver w = waivers[i];
        w.file = CP_STR("w");
        if (!cp_date_parse(cp_str_c(expires[i]), &w.expires))
            exit(99);
        cp_vec_push(a, &e.waivers, w);
    }
    cp_waivers_apply(&j, &e, &lib, NULL, &ans, &notes);
    for (int i = 0; i < ROWS; i++) {
        const cp_waiver *w = cp_answer_waiver(&ans.assets[i], 0);
        is_uint(w ? w->line : 0, rows[i].want, "%s", rows[i].name);
        n_waived += rows[i].want > 0;
    }
    is_uint(policy.n_waived, n_waived, "they are counted");
    for (uint32_t i = 0; i < notes.n; i++)
        cp_buf_fmt(&told, "%.*s\n", CP_FMT(notes.v[i]));
    is_cstr(cp_buf_str(&told),
            "w:4: the waiver of old-1 expired on 2026-11-22; 2 findings come back.\n"
            "w:5: the waiver of Nobody covers no finding.\n",
            "those that ended, and those that cover nothing");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof pattern_rows / sizeof *pattern_rows; i++) {
        const struct pattern_row *r = &pattern_rows[i];
        is_int(cp_waiver_pattern_matches(cp_str_c(r->pattern), cp_str_c(r->text)), r->want,
               "\"%s\" and \"%s\"", r->pattern, r->text);
    }
    check_rows(a);
    cp_arena_free(a);
    return tap_done();
}
