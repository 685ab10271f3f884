/* SPDX-License-Identifier: Apache-2.0 */
/* obligation.c - share caps over a fleet.
 *
 * The denominator is what the clause governs, the numerator what it names among that. What is
 * counted is the unit of the cap: assets; base stations as the assets governed (a clause on base
 * stations governs radio equipment); sites by the site column, one each; premises and traffic by
 * the columns of these names. Where a counted asset states none, the share is not known. Assets
 * whose place in either count is not known make a range; the answer is met or not only if the whole
 * range agrees. */
#include <math.h>
#include "policy/judge.h"

typedef struct count {
    double named_lo, named_hi, all_lo, all_hi;
    uint32_t n_counted, n_silent; /* assets that could count; those that do not state the unit */
} count;

typedef enum cp_unit { UNIT_ASSETS, UNIT_SITES, UNIT_PREMISES, UNIT_TRAFFIC } cp_unit;

static cp_unit unit_of(cp_str word)
{
    static const struct {
        const char *word;
        cp_unit unit;
    } units[] = { { "sites", UNIT_SITES },
                  { "premises", UNIT_PREMISES },
                  { "traffic", UNIT_TRAFFIC } };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (cp_str_eq(word, cp_str_c(units[i].word)))
            return units[i].unit;
    return UNIT_ASSETS; /* base stations, too */
}

static bool number(const cp_asset *as, cp_attr attr, double *out)
{
    const cp_claim *c = cp_asset_claim(as, attr);
    return c && cp_str_double(c->value, out) && *out >= 0 && *out < 1e18;
}

/* How much the asset counts; false if it does not say so. */
static bool weight(const cp_asset *as, cp_unit unit, double *out)
{
    double quantity = 1;
    if (!number(as, CP_ATTR_QUANTITY, &quantity))
        quantity = 1;
    *out = quantity;
    switch (unit) {
    case UNIT_PREMISES: return number(as, CP_ATTR_PREMISES, out);
    case UNIT_TRAFFIC: return number(as, CP_ATTR_TRAFFIC_BPS, out);
    case UNIT_SITES: *out = 1; return cp_asset_shown(as, CP_ATTR_SITE).n > 0;
    case UNIT_ASSETS: break;
    }
    return true;
}

static bool is_in_service(const cp_asset *as)
{
    cp_str s = cp_asset_shown(as, CP_ATTR_STATUS);
    return s.n == 0 || cp_str_eq(s, CP_STR("in_service"));
}

/* What the clause says of an asset: bits of cp_may for governs and names. */
typedef struct standing {
    cp_may governs, names;
} standing;

/* The clause without what caps its verdict: does it name the asset at all? */
static standing standing_of(cp_judge *j, const cp_pack_now *now, uint32_t c, const cp_asset *as)
{
    cp_arena_mark mark = cp_arena_here(j->scratch);
    cp_facts own;
    const cp_facts *x = cp_facts_seen(j, now->pack, cp_facts_build(j, j->scratch, as), &own);
    uint32_t ignored = 0;
    standing s = { cp_clause_governs(now, c, x, &ignored),
                   cp_clause_names(j, now, c, x, &ignored) };
    cp_arena_back(j->scratch, mark);
    return s;
}

static void add(count *n, standing s, double weight)
{
    n->all_lo += s.governs == CP_MAY_YES ? weight : 0;
    n->all_hi += s.governs != CP_MAY_NO ? weight : 0;
    n->named_lo += !(s.names & CP_MAY_NO) ? weight : 0;
    n->named_hi += s.names != CP_MAY_NO ? weight : 0;
}

/* A site counts once, as the asset there of which most is said. */
static void add_site(cp_arena *a, cp_map *sites, const cp_asset *as, standing s)
{
    uint64_t *kept = cp_map_put(a, sites, cp_name_norm(a, cp_asset_shown(as, CP_ATTR_SITE)), NULL);
    bool sure = s.governs == CP_MAY_YES, may = s.governs != CP_MAY_NO,
         named = !(s.names & CP_MAY_NO), may_be_named = s.names != CP_MAY_NO;
    *kept |=
        (uint64_t)sure | (uint64_t)may << 1 | (uint64_t)named << 2 | (uint64_t)may_be_named << 3;
}

static void count_sites(const cp_map *sites, count *n)
{
    for (uint32_t i = 0; i < sites->n; i++) {
        uint64_t kept = sites->items[i].value;
        n->all_lo += kept & 1;
        n->all_hi += kept >> 1 & 1;
        n->named_lo += kept >> 2 & 1;
        n->named_hi += kept >> 3 & 1;
    }
}

static count count_all(cp_judge *j, const cp_pack_now *now, uint32_t c,
                       const cp_answer_asset *assets, uint32_t n_assets)
{
    count n = { 0 };
    cp_map sites = { 0 };
    cp_unit unit = unit_of(now->pack->clauses[c].cap_unit);
    for (uint32_t i = 0; i < n_assets; i++) {
        const cp_asset *as = &assets[i].asset;
        double w;
        if (!is_in_service(as))
            continue;
        standing s = standing_of(j, now, c, as);
        if (s.governs == CP_MAY_NO)
            continue;
        n.n_counted++;
        if (!weight(as, unit, &w))
            n.n_silent++;
        else if (unit == UNIT_SITES)
            add_site(j->a, &sites, as, s);
        else
            add(&n, s, w);
    }
    count_sites(&sites, &n);
    return n;
}

static void state(cp_judge *j, const count *n, cp_str unit, cp_obligation *o)
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
    if (n->n_silent || n->all_hi <= 0) {
        o->met = CP_UNKNOWN;
        o->numerator = o->denominator = n->n_silent ? -1 : 0;
        o->reason = n->n_silent
                        ? cp_str_fmt(j->a,
                                     "Of %u assets that the cap could count %u do not state their "
                                     "%.*s; the share is not known.",
                                     n->n_counted, n->n_silent, CP_FMT(unit))
                        : CP_STR("No asset that the cap counts is known.");
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
        count n = count_all(j, now, c, assets, n_assets);
        cp_str unit = unit_of(cl->cap_unit) == UNIT_SITES     ? CP_STR("site")
                      : unit_of(cl->cap_unit) == UNIT_TRAFFIC ? CP_STR("traffic_bps")
                                                              : cl->cap_unit;
        state(j, &n, unit, o);
    }
    return out;
}
