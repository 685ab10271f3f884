/* SPDX-License-Identifier: Apache-2.0 */
/* obligation.c - share caps over a fleet.
 *
 * The denominator is what the clause governs, the numerator what it names among that. Only units
 * that an inventory counts can be computed: assets, and base stations as the assets governed (a
 * clause on base stations governs radio equipment); sites by the site column. Premises and traffic
 * need figures that no inventory has: unknown. Assets whose place in either count is not known make
 * a range; the answer is met or not only if the whole range agrees. */
#include <math.h>
#include "policy/judge.h"

typedef struct count {
    double named_lo, named_hi, all_lo, all_hi;
} count;

static double quantity(const cp_asset *as)
{
    double q = 1;
    const cp_claim *c = cp_asset_claim(as, CP_ATTR_QUANTITY);
    return c && cp_str_double(c->value, &q) && q >= 0 && q < 1e9 ? q : 1;
}

static bool is_in_service(const cp_asset *as)
{
    cp_str s = cp_asset_shown(as, CP_ATTR_STATUS);
    return s.n == 0 || cp_str_eq(s, CP_STR("in_service"));
}

/* The clause without what caps its verdict: does it name the asset at all? */
static void add(cp_judge *j, const cp_pack_now *now, uint32_t c, const cp_asset *as, count *n)
{
    cp_arena_mark mark = cp_arena_here(j->scratch);
    const cp_facts *x = cp_facts_build(j, j->scratch, as);
    uint32_t ignored = 0;
    cp_may governs = cp_clause_governs(now, c, x, &ignored),
           names = cp_clause_names(j, now, c, x, &ignored);
    double q = quantity(as);
    n->all_lo += governs == CP_MAY_YES ? q : 0;
    n->all_hi += governs != CP_MAY_NO ? q : 0;
    n->named_lo += !(names & CP_MAY_NO) ? q : 0;
    n->named_hi += names != CP_MAY_NO ? q : 0;
    cp_arena_back(j->scratch, mark);
}

static void state(cp_judge *j, const count *n, cp_obligation *o)
{
    o->numerator = n->named_lo;
    o->denominator = n->all_hi;
    /* the smallest share: nothing doubtful is named, all else is there; the greatest: the other way
     * round */
    double others_lo = n->all_lo > n->named_lo ? n->all_lo - n->named_lo : 0,
           others_hi = n->all_hi - n->named_lo;
    double lo = n->named_lo > 0 ? n->named_lo / (n->named_lo + others_hi) : 0;
    double hi_others =
        others_lo - (n->named_hi - n->named_lo) > 0 ? others_lo - (n->named_hi - n->named_lo) : 0;
    double hi = n->named_hi > 0 ? n->named_hi / (n->named_hi + hi_others) : 0;
    if (n->all_hi <= 0) {
        o->met = CP_UNKNOWN;
        o->reason = CP_STR("No asset that the cap counts is known.");
        return;
    }
    o->met = hi <= o->limit ? CP_YES : lo > o->limit ? CP_NO : CP_UNKNOWN;
    o->reason =
        fabs(hi - lo) < 1e-9
            ? cp_str_fmt(j->a, "The share is %.1f percent; the cap is %.1f.", lo * 100,
                         o->limit * 100)
            : cp_str_fmt(j->a, "The share is between %.1f and %.1f percent; the cap is %.1f.",
                         lo * 100, hi * 100, o->limit * 100);
}

const cp_obligation *cp_judge_obligations(cp_judge *j, const cp_policy *p,
                                          const cp_answer_asset *assets, uint32_t n_assets,
                                          uint32_t *n_out)
{
    const cp_pack_now *now = cp_judge_now(j, p);
    cp_obligation *out = CP_NEW_ARRAY(j->a, cp_obligation, p->n_clauses + 1);
    *n_out = 0;
    for (uint32_t c = 0; c < p->n_clauses; c++) {
        const cp_policy_clause *cl = &p->clauses[c];
        if (cl->cap_share < 0 || now->clauses[c].is_there == CP_MAY_NO)
            continue;
        cp_obligation *o = &out[(*n_out)++];
        *o = (cp_obligation){ .policy = p->id,
                              .clause = cl->id,
                              .numerator = -1,
                              .denominator = -1,
                              .limit = cl->cap_share,
                              .met = CP_UNKNOWN,
                              .deadline = cl->cap_deadline };
        o->measure = cp_str_fmt(j->a, "share of %.*s", CP_FMT(cl->cap_unit));
        if (!cp_str_eq(cl->cap_unit, CP_STR("assets")) &&
            !cp_str_eq(cl->cap_unit, CP_STR("base_stations"))) {
            o->reason = cp_str_fmt(j->a, "No inventory counts %.*s; the share is not known.",
                                   CP_FMT(cl->cap_unit));
            continue;
        }
        count n = { 0 };
        for (uint32_t i = 0; i < n_assets; i++)
            if (is_in_service(&assets[i].asset))
                add(j, now, c, &assets[i].asset, &n);
        state(j, &n, o);
    }
    return out;
}
