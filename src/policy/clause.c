/* SPDX-License-Identifier: Apache-2.0 */
/* clause.c - does a clause name an asset, on the day judged, as far as the facts tell?
 *
 *     governs:  there on that day  AND class, generation, function, country
 *     names:    governs AND maker AND purposes AND made_in AND when AND not listed AND no
 *               exemption,
 *               at most COND where `most` says so (a condition in words, a cap, a later beginning,
 *               an unchecked source) */
#include "policy/judge.h"

/* The later of two dates, by their first day. */
static cp_date later(cp_date a, cp_date b)
{
    return !cp_date_is_set(a) ? b : !cp_date_is_set(b) ? a : a.first_day >= b.first_day ? a : b;
}

static cp_may begun(const cp_judge *j, cp_date d)
{
    return cp_date_is_set(d) ? cp_may_not(cp_days_before(cp_judge_today(j), d)) : CP_MAY_YES;
}

/* How reservations begin that are about what is known of the rule, not about the asset. */
#define RESERVED "only with a reservation, "

cp_date cp_duty_begins(const cp_policy_duty *d, const cp_policy_clause *c)
{
    if (d->days_after_added >= 0 && cp_date_is_set(c->date_added))
        return (cp_date){ c->date_added.first_day + d->days_after_added,
                          c->date_added.last_day + d->days_after_added };
    return cp_date_is_set(d->from) ? d->from : d->deadline;
}

bool cp_duty_is_of(const cp_policy_duty *d, const cp_policy_clause *c)
{
    for (uint32_t i = 0; i < d->n_clauses; i++)
        if (cp_str_eq(d->clauses[i], c->id))
            return true;
    return d->n_clauses == 0;
}

bool cp_duty_awaits(const cp_policy_duty *d, const cp_policy_clause *c)
{
    return d->deadline_rule.n && !cp_date_is_set(cp_duty_begins(d, c));
}

/* If every duty of the clause begins later: the earliest beginning, and what a beginning without a
 * date depends on. False if one has begun. */
static bool all_duties_begin(const cp_judge *j, const cp_policy *p, const cp_policy_clause *c,
                             cp_date *first, cp_str *rule)
{
    const cp_policy_duty *v = c->has_own_duties ? c->duties : p->duties;
    uint32_t n = c->has_own_duties ? c->n_duties : p->n_duties;
    *first = CP_DATE_NONE;
    *rule = CP_STR("");
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].applies == CP_APPLIES_NO || !cp_duty_is_of(&v[i], c))
            continue;
        cp_date d = cp_duty_begins(&v[i], c);
        if (cp_duty_awaits(&v[i], c)) {
            *rule = rule->n ? *rule : v[i].deadline_rule;
            continue;
        }
        if (begun(j, d) != CP_MAY_NO)
            return false;
        if (!cp_date_is_set(*first) || d.first_day < first->first_day)
            *first = d;
    }
    return cp_date_is_set(*first) || rule->n;
}

static cp_clause_now clause_on_day(cp_judge *j, const cp_policy *p, const cp_policy_clause *c)
{
    cp_clause_now n = { .most = CP_MAY_YES, .begins = CP_DATE_NONE };
    for (uint32_t i = 0; i < c->n_purposes; i++)
        if (c->purposes[i].condition.n == 0 || begun(j, c->purposes[i].from) == CP_MAY_NO)
            n.purposes_plain |= c->purposes[i].cell;
    for (uint32_t i = 0; i < c->n_purposes; i++)
        n.purposes |= c->purposes[i].cell;
    n.rows = CP_NEW_ARRAY(j->a, const cp_maker_row *, j->named.n + 1);
    n.is_there = cp_may_and(begun(j, c->date_added), begun(j, p->enacted));
    if (cp_date_is_set(c->removed))
        n.is_there = cp_may_and(n.is_there, cp_days_before(cp_judge_today(j), c->removed));
    cp_date from = later(c->from, p->effective);
    cp_may applies = begun(j, from);
    bool is_later = all_duties_begin(j, p, c, &n.begins, &n.rule);
    if (applies == CP_MAY_NO)
        n.begins = from;
    else if (!is_later)
        n.begins = CP_DATE_NONE, n.rule = CP_STR("");
    if (applies == CP_MAY_NO || is_later)
        n.most = CP_MAY_COND;
    else if (applies != CP_MAY_YES || n.is_there == CP_MAY_COND)
        n.most = CP_MAY_COND, n.why = RESERVED "the date of the rule is not exact";
    if (c->cap_share >= 0)
        n.most = CP_MAY_COND, n.why = "only above the share cap";
    if (cp_is_unchecked(c->basis.conf))
        n.most = CP_MAY_COND, n.why = RESERVED "source not checked";
    for (uint32_t i = 0; i < c->n_exempt; i++)
        n.keeps |= c->exempt[i]->keeps != 0;
    return n;
}

cp_law cp_policy_law(const cp_policy *p, cp_date as_of)
{
    cp_may in_force = cp_may_not(
        cp_days_before((cp_fact_days){ as_of.first_day, as_of.first_day }, p->effective));
    if (p->law == CP_LAW_ENACTED && in_force == CP_MAY_YES)
        return CP_LAW_IN_FORCE;
    return p->law == CP_LAW_IN_FORCE && in_force == CP_MAY_NO ? CP_LAW_ENACTED : p->law;
}

bool cp_policy_excludes(const cp_policy *p, cp_date as_of)
{
    bool is_over = cp_date_is_set(p->ends) && p->ends.first_day <= as_of.first_day;
    if (p->is_position || is_over || cp_policy_law(p, as_of) != CP_LAW_IN_FORCE)
        return false;
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = &p->clauses[i];
        bool is_removed = cp_date_is_set(c->removed) && c->removed.first_day <= as_of.first_day;
        bool is_later =
            (cp_date_is_set(c->date_added) && c->date_added.last_day > as_of.last_day) ||
            (cp_date_is_set(c->from) && c->from.last_day > as_of.last_day);
        if (!is_removed && !is_later && c->cap_share < 0)
            return true;
    }
    return false;
}

bool cp_policy_has_reservation(const cp_verdict *v)
{
    return cp_str_has(v->reason, CP_STR(RESERVED));
}

cp_pack_now cp_pack_on_day(cp_judge *j, const cp_policy *p)
{
    cp_pack_now n = { .pack = p };
    n.is_there = begun(j, p->enacted);
    if (cp_date_is_set(p->ends))
        n.is_there = cp_may_and(n.is_there, cp_days_before(cp_judge_today(j), p->ends));
    n.clauses = CP_NEW_ARRAY(j->a, cp_clause_now, p->n_clauses + 1);
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        n.clauses[i] = clause_on_day(j, p, &p->clauses[i]);
        n.clauses[i].is_there = cp_may_and(n.clauses[i].is_there, n.is_there);
        n.keeps |= n.clauses[i].keeps;
    }
    for (unsigned f = 0; f < CP_FACT_COUNT && !p->is_position; f++)
        if (p->reads >> f & 1 && cp_fact_attr((cp_fact)f) != CP_ATTR_COUNT)
            n.rests_on |= 1ull << cp_fact_attr((cp_fact)f);
    n.law = cp_policy_law(p, j->opts.as_of);
    n.cited = CP_NEW_ARRAY(j->a, cp_cited, p->n_clauses + 1);
    n.binds = j->opts.as_if_bound ? CP_YES : cp_policy_binds(j->a, j->lib, p, j->opts.profile);
    cp_str today = cp_date_text(j->a, j->opts.as_of);
    n.silence[false] =
        cp_str_fmt(j->a, "The rule has no clause for this kind of thing on %.*s.", CP_FMT(today));
    n.silence[true] = cp_str_fmt(
        j->a, "The rule governs this kind of thing, and on %.*s no clause names this one.",
        CP_FMT(today));
    n.not_bound = cp_policy_not_bound(j->a, j->lib, p, j->opts.profile, n.binds);
    return n;
}

/* ---- who made it */

static cp_may member_now(const cp_judge *j, const cp_policy_member *m)
{
    cp_may n = begun(j, m->since);
    if (cp_date_is_set(m->until))
        n = cp_may_and(n, cp_days_before(cp_judge_today(j), m->until));
    return cp_is_unchecked(m->conf) ? cp_may_cap(n) : n;
}

/* Was the maker under the clause's member, on the day judged or on the other one? */
static cp_may affiliated(const cp_judge *j, const cp_policy_clause *c, const cp_policy_member *m,
                         const cp_maker *maker, int32_t made_on)
{
    if (!c->has_affiliates || !maker || m->maker == UINT32_MAX)
        return CP_MAY_NO;
    uint32_t at = (uint32_t)(maker - j->lib->known->v);
    cp_fact_days day = { made_on, made_on };
    cp_may is = cp_may_or(
        cp_owners_under(&j->lib->owners, c->affiliates_by, at, m->maker, cp_judge_today(j)),
        cp_owners_under(&j->lib->owners, c->affiliates_by, at, m->maker, day));
    return cp_is_unchecked(c->affiliates_conf) ? cp_may_cap(is) : is;
}

/* What the maker's part of c comes to for a thing made on that day. */
static cp_may any_member(const cp_judge *j, const cp_policy_clause *c, const cp_named_maker *who,
                         int32_t made_on)
{
    cp_may any = CP_MAY_NO;
    for (uint32_t i = 0; i < c->n_makers; i++) {
        const cp_policy_member *m = &c->makers[i];
        cp_may is =
            cp_str_eq(m->id, who->id) ? CP_MAY_YES : affiliated(j, c, m, who->known, made_on);
        if (is != CP_MAY_NO)
            any = cp_may_or(any, cp_may_and(is, member_now(j, m)));
    }
    return any;
}

/* What the maker's part of a clause comes to, for a service, which is not made on a day, and for
 * things by the day on which they were made: thing[i] until days.v[i]. */
struct cp_maker_row {
    bool is_constant; /* whatever the day */
    cp_may service;
    const cp_days *days;
    cp_may thing[];
};

static const cp_maker_row *new_row(cp_judge *j, const cp_policy_clause *c, cp_maker_no no)
{
    const cp_named_maker *who = &j->named.v[no];
    const cp_days *days = cp_judge_owner_days(j, no);
    uint32_t n = c->has_affiliates ? days->n : 0;
    cp_maker_row *r = cp_arena_alloc(j->a, sizeof *r + (n + 1) * sizeof *r->thing);
    r->days = days;
    r->service = any_member(j, c, who, j->today);
    r->is_constant = true;
    for (uint32_t i = 0; n && i <= n; i++) {
        r->thing[i] = any_member(j, c, who, i ? days->v[i - 1] : days->v[0] - 1);
        r->is_constant &= r->thing[i] == r->service;
    }
    return r;
}

static const cp_maker_row *row_of(cp_judge *j, const cp_pack_now *now, uint32_t n, cp_maker_no no)
{
    const cp_maker_row **kept = &now->clauses[n].rows[no];
    if (!*kept)
        *kept = new_row(j, &now->pack->clauses[n], no);
    return *kept;
}

void cp_clause_maker_key(cp_judge *j, const cp_pack_now *now, uint32_t n, cp_maker_no no,
                         cp_buf *out)
{
    const cp_policy_clause *c = &now->pack->clauses[n];
    const cp_maker_row *r = row_of(j, now, n, no);
    cp_buf_char(out, (char)(r->is_constant ? 0 : 1));
    cp_buf_char(out, (char)r->service);
    if (!r->is_constant) {
        cp_buf_add(out, (cp_str){ (const char *)r->days->v, r->days->n * sizeof *r->days->v });
        cp_buf_add(out, (cp_str){ (const char *)r->thing, r->days->n + 1 });
    }
    for (uint32_t i = 0; c->is_legal_name && i < c->n_makers; i++)
        cp_buf_char(out, cp_str_eq(c->makers[i].id, j->named.v[no].id) ? 1 : 0);
    if (c->maker_country)
        cp_buf_add(out, (cp_str){ (const char *)&j->named.v[no].seat, sizeof(cp_mask) });
}

static cp_may one_maker(cp_judge *j, const cp_pack_now *now, uint32_t n, cp_maker_no no,
                        const cp_facts *x, uint32_t *touched)
{
    if (no == 0)
        return CP_MAY_NO;
    const cp_maker_row *r = row_of(j, now, n, no);
    if (r->is_constant)
        return r->service;
    cp_facts_read(x, CP_FACT_CLASS);
    cp_facts_read(x, CP_FACT_MANUFACTURED);
    cp_may thing = 0;
    cp_fact_days made = x->day[CP_DAY(CP_FACT_MANUFACTURED)];
    uint32_t last = cp_days_cell(r->days, made.hi);
    for (uint32_t i = cp_days_cell(r->days, made.lo); i <= last; i++)
        thing |= r->thing[i];
    bool may_be_thing = x->set[CP_FACT_CLASS] & ~j->services,
         may_be_service = !may_be_thing || (cp_facts_is_missing(x, CP_FACT_CLASS) &&
                                            x->set[CP_FACT_CLASS] & j->services);
    if (may_be_thing && !cp_may_is_one(thing))
        *touched |= 1u << CP_FACT_MANUFACTURED;
    if (may_be_thing && may_be_service && thing != r->service)
        *touched |= 1u << CP_FACT_CLASS;
    return (cp_may)((may_be_thing ? thing : 0) | (may_be_service ? r->service : 0));
}

static bool is_open(const cp_facts *x, cp_fact f, uint32_t *touched)
{
    cp_facts_read(x, f);
    if (!cp_facts_is_missing(x, f) || x->tried >> f & 1)
        return false;
    *touched |= 1u << f;
    return true;
}

static cp_may legal_name(cp_judge *j, const cp_policy_clause *c, const cp_facts *x,
                         uint32_t *touched)
{
    cp_mask own = (cp_mask)1 << c->legal_slot;
    bool is_it = x->set[CP_FACT_LEGAL_NAME] & own;
    cp_facts_read(x, CP_FACT_LEGAL_NAME);
    if (!cp_facts_is_missing(x, CP_FACT_LEGAL_NAME))
        return is_it ? CP_MAY_YES : CP_MAY_NO;
    if (is_open(x, CP_FACT_MAKER, touched))
        return CP_MAY_NO | CP_MAY_YES;
    bool in_group = false;
    for (uint32_t i = 0; i < c->n_makers; i++)
        in_group |= cp_str_eq(c->makers[i].id, j->named.v[x->maker[CP_FACT_MAKER]].id);
    if (!in_group)
        return CP_MAY_NO;
    cp_pred is_named = { .kind = CP_PRED_IN, .fact = CP_FACT_LEGAL_NAME, .mask = own };
    return cp_pred_eval(&is_named, x, CP_DATE_NONE, touched);
}

/* A component of which `is` is known, of a maker who comes to m: does it count for the clause? */
static cp_may as_component(const cp_policy_clause *c, const cp_facts *x, cp_may m, uint32_t is,
                           uint32_t *touched)
{
    if (m == CP_MAY_NO || !c->essential || is == CP_ESSENTIAL_YES)
        return m;
    if (is == CP_ESSENTIAL_NO)
        return CP_MAY_NO;
    return cp_may_and(m, cp_pred_eval(c->essential, x, c->date_added, touched));
}

/* One of those whose parts are known to be inside is enough; where there may be another, or one is
 * tried, it is one more of them. */
static cp_may inside(cp_judge *j, const cp_pack_now *now, uint32_t n, const cp_facts *x,
                     uint32_t *touched)
{
    const cp_policy_clause *c = &now->pack->clauses[n];
    cp_may m = CP_MAY_NO, other = CP_MAY_NO;
    cp_facts_read(x, CP_FACT_CONTAINS);
    for (uint32_t i = 0; i < x->n_inside; i++)
        if (!c->essential || x->inside_essential[i] != CP_ESSENTIAL_NO)
            m = cp_may_or(m, as_component(c, x, one_maker(j, now, n, x->inside[i], x, touched),
                                          x->inside_essential[i], touched));
    if (m == CP_MAY_YES || (c->essential && x->rest_essential == CP_ESSENTIAL_NO))
        return m;
    if (x->tried >> CP_FACT_CONTAINS & 1)
        other = one_maker(j, now, n, x->maker[CP_FACT_CONTAINS], x, touched);
    else if (is_open(x, CP_FACT_CONTAINS, touched))
        other = CP_MAY_ANY;
    return cp_may_or(m, as_component(c, x, other, x->rest_essential, touched));
}

cp_may cp_clause_any_inside(cp_judge *j, const cp_pack_now *now, uint32_t n, const cp_facts *x)
{
    uint32_t ignored = 0;
    cp_may m = CP_MAY_NO;
    cp_facts_read(x, CP_FACT_CONTAINS);
    for (uint32_t i = 0; i < x->n_inside; i++)
        m = cp_may_or(m, one_maker(j, now, n, x->inside[i], x, &ignored));
    return m;
}

cp_may cp_clause_maker(cp_judge *j, const cp_pack_now *now, uint32_t n, const cp_facts *x,
                       uint32_t *touched)
{
    const cp_policy_clause *c = &now->pack->clauses[n];
    cp_fact f = cp_reach_fact(c->reach);
    cp_may m = CP_MAY_YES;
    if (c->is_legal_name) {
        m = legal_name(j, c, x, touched);
    } else if (c->n_makers) {
        if (f == CP_FACT_CONTAINS)
            m = inside(j, now, n, x, touched);
        else if (is_open(x, f, touched))
            m = CP_MAY_ANY;
        else
            m = one_maker(j, now, n, x->maker[f], x, touched);
    }
    if (!c->maker_country)
        return m;
    if (is_open(x, CP_FACT_MAKER, touched))
        return CP_MAY_ANY;
    return cp_may_and(m, cp_pred_eval(c->maker_country, x, c->date_added, touched));
}

uint32_t cp_clause_chain(const cp_judge *j, const cp_policy_clause *c, const cp_facts *x,
                         uint32_t *out, uint32_t max)
{
    bool is_inside = c->reach == CP_REACH_INSIDE;
    cp_facts_read(x, cp_reach_fact(c->reach));
    cp_facts_read(x, CP_FACT_MANUFACTURED);
    uint32_t n_ids = is_inside ? x->n_inside : 1;
    for (uint32_t k = 0; k < n_ids; k++) {
        if (is_inside && c->essential && x->inside_essential[k] == CP_ESSENTIAL_NO)
            continue;
        const cp_maker *maker =
            j->named.v[is_inside ? x->inside[k] : x->maker[cp_reach_fact(c->reach)]].known;
        for (uint32_t i = 0; maker && i < c->n_makers; i++) {
            const cp_policy_member *m = &c->makers[i];
            if (m->maker == UINT32_MAX)
                continue;
            uint32_t at = (uint32_t)(maker - j->lib->known->v), n;
            if (at != m->maker && !c->has_affiliates)
                continue;
            n = cp_owners_chain(&j->lib->owners, c->affiliates_by, at, m->maker, cp_judge_today(j),
                                out, max);
            n = n ? n
                  : cp_owners_chain(&j->lib->owners, c->affiliates_by, at, m->maker,
                                    x->day[CP_DAY(CP_FACT_MANUFACTURED)], out, max);
            if (n)
                return n;
        }
    }
    return 0;
}

/* ---- the rest of the conditions */

cp_may cp_judge_place(const cp_judge *j, cp_str place, const cp_facts *x)
{
    const cp_profile *p = j->opts.profile;
    cp_facts_read(x, CP_TRACE_SITE);
    for (uint32_t i = 0; p && i < p->n_facts; i++) {
        cp_arena_mark mark = cp_arena_here(j->scratch);
        bool is_it = cp_str_eq(cp_name_norm(j->scratch, p->facts[i].name), place),
             is_listed = false;
        cp_str sites = p->facts[i].value, site;
        bool is_none =
            cp_str_eq_nocase(sites, CP_STR("none")) || cp_str_eq_nocase(sites, CP_STR("no"));
        bool is_unknown = sites.n == 0 || cp_str_eq_nocase(sites, CP_STR("unknown"));
        while (is_it && cp_str_cut(&sites, ';', &site))
            is_listed |= x->site.n && cp_str_eq(cp_name_norm(j->scratch, site), x->site);
        cp_arena_back(j->scratch, mark);
        if (is_it && !is_unknown)
            return is_none     ? CP_MAY_NO
                   : is_listed ? CP_MAY_YES
                   : x->site.n ? CP_MAY_NO
                               : CP_MAY_COND;
    }
    return CP_MAY_COND;
}

static cp_may purposes(const cp_clause_now *c, const cp_facts *x, uint32_t *touched)
{
    if (c->purposes == 0)
        return CP_MAY_YES;
    cp_mask held = x->set[CP_FACT_PURPOSE];
    cp_facts_read(x, CP_FACT_PURPOSE);
    bool plain = held & c->purposes_plain, named = held & c->purposes;
    if (!cp_facts_is_missing(x, CP_FACT_PURPOSE))
        return plain ? CP_MAY_YES : named ? CP_MAY_COND : CP_MAY_NO;
    cp_may m = plain ? CP_MAY_YES : 0;
    if (held & c->purposes & ~c->purposes_plain)
        m |= CP_MAY_COND;
    if (held & ~c->purposes)
        m |= CP_MAY_NO;
    if (!cp_may_is_one(m))
        *touched |= 1u << CP_FACT_PURPOSE;
    return m;
}

static cp_may exempted(const cp_judge *j, const cp_policy_clause *c, const cp_policy_exemption *e,
                       const cp_facts *x, uint32_t *touched)
{
    cp_may m = begun(j, e->from);
    if (cp_date_is_set(e->until))
        m = cp_may_and(m, cp_days_before(cp_judge_today(j), e->until));
    if (m == CP_MAY_NO)
        return m;
    cp_may asked = !e->is_asked  ? CP_MAY_NO
                   : e->ask_when ? cp_pred_eval(e->ask_when, x, c->date_added, touched)
                                 : CP_MAY_YES;
    cp_may held = 0;
    if (asked & (CP_MAY_YES | CP_MAY_COND))
        held |= cp_pred_eval(e->when, x, c->date_added, touched);
    if (asked & CP_MAY_NO)
        held |= cp_pred_eval_stated(e->when, x, c->date_added, touched);
    m = cp_may_and(m, held);
    return cp_is_unchecked(e->basis.conf) ? cp_may_cap(m) : m;
}

const cp_policy_exemption *cp_clause_exemption(const cp_judge *j, const cp_policy_clause *c,
                                               const cp_facts *x)
{
    uint32_t ignored = 0;
    const cp_policy_exemption *best = NULL; /* the one that lasts longest */
    for (uint32_t i = 0; i < c->n_exempt; i++) {
        const cp_policy_exemption *e = c->exempt[i];
        if (exempted(j, c, e, x, &ignored) == CP_MAY_YES &&
            (!best || (cp_date_is_set(best->until) &&
                       (!cp_date_is_set(e->until) || e->until.first_day > best->until.first_day))))
            best = e;
    }
    return best;
}

cp_may cp_clause_governs(const cp_pack_now *now, uint32_t n, const cp_facts *x, uint32_t *touched)
{
    const cp_policy_clause *c = &now->pack->clauses[n];
    cp_may m = now->clauses[n].is_there;
    return m == CP_MAY_NO ? m : cp_may_and(m, cp_pred_eval(c->subject, x, c->date_added, touched));
}

/* most: no more than that comes out. n_exempt: how many of the clause's exemptions count. */
static cp_may names(cp_judge *j, const cp_pack_now *now, uint32_t n, const cp_facts *x, cp_may most,
                    uint32_t n_exempt, uint32_t *touched)
{
    const cp_policy_clause *c = &now->pack->clauses[n];
    cp_may m = cp_clause_governs(now, n, x, touched);
    if (m == CP_MAY_NO)
        return m;
    m = cp_may_and(m, cp_clause_maker(j, now, n, x, touched));
    if (m == CP_MAY_NO)
        return m;
    m = cp_may_and(m, purposes(&now->clauses[n], x, touched));
    if (c->criteria)
        m = cp_may_and(m, cp_pred_eval(c->criteria, x, c->date_added, touched));
    if (c->made_in)
        m = cp_may_and(m, cp_pred_eval(c->made_in, x, c->date_added, touched));
    if (c->when)
        m = cp_may_and(m, cp_pred_eval(c->when, x, c->date_added, touched));
    if (c->listed)
        m = cp_may_and(m, cp_may_not(cp_pred_eval(c->listed, x, c->date_added, touched)));
    for (uint32_t i = 0; i < n_exempt; i++)
        m = cp_may_and(m, cp_may_not(exempted(j, c, c->exempt[i], x, touched)));
    cp_may place = c->place.n ? cp_judge_place(j, c->place, x) : CP_MAY_COND;
    if (c->place.n)
        m = cp_may_and(m, place);
    if (most != CP_MAY_YES || (c->condition.n && place != CP_MAY_YES))
        m = cp_may_cap(m);
    return m;
}

cp_may cp_clause_names(cp_judge *j, const cp_pack_now *now, uint32_t n, const cp_facts *x,
                       uint32_t *touched)
{
    return names(j, now, n, x, now->clauses[n].most, now->pack->clauses[n].n_exempt, touched);
}

cp_may cp_clause_will_name(cp_judge *j, const cp_pack_now *now, uint32_t n, const cp_facts *x)
{
    uint32_t ignored = 0;
    return names(j, now, n, x, now->clauses[n].why ? CP_MAY_COND : CP_MAY_YES,
                 now->pack->clauses[n].n_exempt, &ignored);
}

cp_may cp_clause_but_for_exemptions(cp_judge *j, const cp_pack_now *now, uint32_t n,
                                    const cp_facts *x)
{
    uint32_t ignored = 0;
    return names(j, now, n, x, now->clauses[n].why ? CP_MAY_COND : CP_MAY_YES, 0, &ignored);
}

/* The chain from the maker to a house that c names holds, but not wholly: what is wrong with it? */
static cp_str reservation_of_chain(cp_judge *j, const cp_policy_clause *c, const uint32_t *chain,
                                   uint32_t n)
{
    const cp_owners *o = &j->lib->owners;
    cp_str why = CP_STR(RESERVED "source not checked");
    for (uint32_t i = 0; i + 1 < n; i++)
        for (uint32_t k = o->first[chain[i]]; k < o->first[chain[i] + 1]; k++) {
            const cp_span *s = &o->spans.v[k];
            if (s->parent != chain[i + 1] || !(s->tie & c->affiliates_by))
                continue;
            if (s->is_disputed)
                return CP_STR(RESERVED "it is told to have come under two houses on one day");
            if (s->tie == CP_OWNER_RELABEL)
                return cp_str_fmt(j->a, RESERVED "some of what it sells is made by %.*s",
                                  CP_FMT(j->lib->known->v[s->parent].name));
            if (!cp_is_unchecked(s->conf) && !cp_is_unchecked(c->affiliates_conf))
                why = CP_STR(RESERVED "the date of the ownership is not exact");
        }
    return why;
}

cp_str cp_clause_reservation(cp_judge *j, const cp_pack_now *now, uint32_t n, const cp_facts *x)
{
    const cp_policy_clause *c = &now->pack->clauses[n];
    const cp_clause_now *today = &now->clauses[n];
    cp_mask held = x->set[CP_FACT_PURPOSE];
    uint32_t ignored = 0;
    cp_facts_read(x, CP_FACT_PURPOSE);
    cp_facts_read(x, CP_FACT_MAKER);
    if (today->why)
        return cp_str_c(today->why);
    bool has_condition =
        c->condition.n && (!c->place.n || cp_judge_place(j, c->place, x) != CP_MAY_YES);
    if (cp_date_is_set(today->begins))
        return cp_str_fmt(j->a, "from %.*s on%s%.*s", CP_FMT(cp_date_text(j->a, today->begins)),
                          has_condition ? ", only if " : "",
                          CP_FMT(has_condition ? c->condition : CP_STR("")));
    if (today->rule.n)
        return cp_str_fmt(j->a, "from a day that depends on this: %.*s%s%.*s", CP_FMT(today->rule),
                          has_condition ? "; only if " : "",
                          CP_FMT(has_condition ? c->condition : CP_STR("")));
    if (has_condition)
        return cp_str_fmt(j->a, "only if %.*s", CP_FMT(c->condition));
    for (uint32_t i = 0; i < c->n_purposes && !(held & today->purposes_plain); i++)
        if (c->purposes[i].condition.n && held & c->purposes[i].cell)
            return cp_str_fmt(j->a, "only if %.*s", CP_FMT(c->purposes[i].condition));
    if (cp_clause_maker(j, now, n, x, &ignored) != CP_MAY_COND)
        return CP_STR(RESERVED "a date is not exact");
    /* the house itself is named: only its dates or the list can be open */
    for (uint32_t i = 0; i < c->n_makers; i++)
        if (cp_str_eq(c->makers[i].id, j->named.v[x->maker[CP_FACT_MAKER]].id) &&
            !cp_is_unchecked(c->makers[i].conf))
            return CP_STR(RESERVED "a date is not exact");
    uint32_t chain[CP_OWNER_DEPTH_MAX + 1],
        len = cp_clause_chain(j, c, x, chain, CP_OWNER_DEPTH_MAX + 1);
    return reservation_of_chain(j, c, chain, len);
}
