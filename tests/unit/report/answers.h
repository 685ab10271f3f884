/* SPDX-License-Identifier: Apache-2.0 */
/* answers.h - for the tests of the renderers: an answer in which every text is what the test wants,
 * also those that only packs and tables of ours fill today. */
#pragma once
#include "report/report.h"
#include "tap.h"

static inline cp_date day(const char *text)
{
    cp_date d = { 0 };
    if (!cp_date_parse(cp_str_c(text), &d))
        exit(99);
    return d;
}

static inline const cp_str *copies(cp_arena *a, cp_str s, uint32_t n)
{
    cp_str *v = CP_NEW_ARRAY(a, cp_str, n);
    for (uint32_t i = 0; i < n; i++)
        v[i] = s;
    return v;
}

static inline cp_verdict verdict_of(cp_arena *a, cp_str s, cp_result result)
{
    cp_duty *duty = CP_NEW(a, cp_duty);
    cp_citation *source = CP_NEW(a, cp_citation);
    *duty = (cp_duty){ CP_VERB_USE, CP_APPLIES_FROM, day("2027-12-31"), day("2028-01-01"), s };
    *source = (cp_citation){ s, s, day("2026-01-02"), s };
    return (cp_verdict){ .policy = s,
                         .pack_digest = s,
                         .law = CP_LAW_IN_FORCE,
                         .binds = CP_YES,
                         .result = result,
                         .clause = s,
                         .reason = s,
                         .duties = duty,
                         .n_duties = 1,
                         .missing = copies(a, s, 2),
                         .n_missing = 2,
                         .via = copies(a, s, 2),
                         .n_via = 2,
                         .sources = source,
                         .n_sources = 1,
                         .accept = 0.95,
                         .rests_on = 1ull << CP_ATTR_MAKER,
                         .assumed = copies(a, s, 1),
                         .n_assumed = 1 };
}

static inline cp_asset asset_of(cp_arena *a, cp_str s)
{
    cp_ident *ids = CP_NEW_ARRAY(a, cp_ident, CP_IDENT_COUNT);
    cp_claim *claims = CP_NEW_ARRAY(a, cp_claim, CP_ATTR_COUNT);
    cp_evidence *ev = CP_NEW_ARRAY(a, cp_evidence, 2);
    for (unsigned i = 0; i < CP_IDENT_COUNT; i++)
        ids[i] = (cp_ident){ (cp_ident_kind)i, s };
    for (unsigned i = 0; i < CP_ATTR_COUNT; i++)
        claims[i] = (cp_claim){ (cp_attr)i, s, s, 0.96, 0 };
    ev[0] = (cp_evidence){ 0, CP_ATTR_MAKER, 3, s, s, s, s, 4.1 };
    ev[1] = (cp_evidence){ 0, CP_ATTR_COUNT, 4, s, s, s, s, 0 };
    return (cp_asset){ .id = s,
                       .realm = s,
                       .parent = s,
                       .ids = ids,
                       .n_ids = CP_IDENT_COUNT,
                       .claims = claims,
                       .n_claims = CP_ATTR_COUNT,
                       .others = claims,
                       .n_others = 2,
                       .evidence = ev,
                       .n_evidence = 2,
                       .n_evidence_more = 1,
                       .sources = CP_NEW(a, uint32_t),
                       .n_sources = 1 };
}

/* Somebody confirmed it, and reported. */
static inline const cp_finding_status *findings_of(cp_arena *a, cp_str s)
{
    cp_finding_status *v = CP_NEW(a, cp_finding_status);
    cp_finding *f = CP_NEW_ARRAY(a, cp_finding, 2);
    f[0] = (cp_finding){ s, s, CP_FINDING_CONFIRMED, s, s, day("2026-11-20"), 0, s, s, s };
    f[1] = f[0];
    f[1].state = CP_FINDING_REPORTED;
    *v = (cp_finding_status){ s, &f[0], &f[1], true, 2 };
    return v;
}

static inline const cp_assurance *assurance_of(cp_arena *a, cp_str s)
{
    cp_assurance *v = CP_NEW_ARRAY(a, cp_assurance, 2);
    v[0] = (cp_assurance){ s, s, s, s, day("2026-05"), CP_YES };
    v[1] = (cp_assurance){ .text = s, .until = CP_DATE_NONE, .is_expired = CP_UNKNOWN };
    return v;
}

static inline cp_source *source_of(cp_arena *a, cp_str s)
{
    cp_source *src = CP_NEW(a, cp_source);
    *src = (cp_source){ .name = s,
                        .sha256 = s,
                        .format = s,
                        .realm = s,
                        .compression = s,
                        .note = s,
                        .imported_by = s,
                        .state = CP_SOURCE_PARTLY,
                        .records = 2,
                        .records_bad = 1,
                        .records_unused = 1,
                        .first_at = CP_TIME_NONE,
                        .last_at = CP_TIME_NONE };
    src->problems[src->n_problems++] = (cp_problem){ 7, s };
    return src;
}

static inline const cp_waiver **waiver_of(cp_arena *a, cp_str s)
{
    const cp_waiver **row = CP_NEW(a, const cp_waiver *);
    cp_waiver *w = CP_NEW(a, cp_waiver);
    *w = (cp_waiver){ s, s, s, s, s, day("2027-06-30"), s, 3 };
    *row = w;
    return row;
}

/* One asset for each result, every text of it s; the one that is restricted is waived. */
static inline cp_answer *answer_of(cp_arena *a, cp_str s)
{
    cp_answer *ans = CP_NEW(a, cp_answer);
    cp_answer_asset *assets = CP_NEW_ARRAY(a, cp_answer_asset, CP_VERDICT_COUNT);
    cp_answer_policy *policy = CP_NEW(a, cp_answer_policy);
    cp_answer_data *data = CP_NEW(a, cp_answer_data);
    cp_obligation *o = CP_NEW(a, cp_obligation);
    for (unsigned i = 0; i < CP_VERDICT_COUNT; i++) {
        cp_verdict *v = CP_NEW(a, cp_verdict);
        const cp_verdict **row = CP_NEW(a, const cp_verdict *);
        *row = v;
        *v = verdict_of(a, s, (cp_result)i);
        assets[i] = (cp_answer_asset){ .asset = asset_of(a, s),
                                       .verdicts = row,
                                       .n_verdicts = 1,
                                       .assurance = assurance_of(a, s),
                                       .n_assurance = 2 };
        if (i > 0) { /* the first one is a candidate */
            assets[i].findings = findings_of(a, s);
            assets[i].n_findings = 1;
        }
    }
    assets[CP_VERDICT_RESTRICTED].waivers = waiver_of(a, s);
    *policy = (cp_answer_policy){ s,
                                  s,
                                  s,
                                  s,
                                  s,
                                  CP_LAW_IN_FORCE,
                                  CP_UNKNOWN,
                                  day("2026-11-23"),
                                  day("2026-11"),
                                  { 1, 1, 1, 1, 1 },
                                  1 };
    *data = (cp_answer_data){ s, s, s, 5 };
    *o = (cp_obligation){ s, s, s, 1, 2, 0.35, CP_UNKNOWN, day("2027"), s };
    *ans = (cp_answer){ .command = CP_STR("audit"),
                        .version = s,
                        .as_of = day("2026-11-23"),
                        .accept = 0.95,
                        .profile = { .is_set = true, .name = s, .country = s },
                        .sources = source_of(a, s),
                        .n_sources = 1,
                        .data = data,
                        .n_data = 1,
                        .policies = policy,
                        .n_policies = 1,
                        .obligations = o,
                        .n_obligations = 1,
                        .assets = assets,
                        .n_assets = CP_VERDICT_COUNT,
                        .notes = copies(a, s, 1),
                        .n_notes = 1 };
    ans->profile.roles = copies(a, s, 1);
    ans->profile.n_roles = 1;
    return ans;
}
