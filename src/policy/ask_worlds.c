/* SPDX-License-Identifier: Apache-2.0 */
/* ask_worlds.c - see ask_worlds.h. */
#include "policy/ask_worlds.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "policy/ask.h"
#include "policy/statements.h"

#define ANSWER_NATS 3.0 /* a statement of a table: STATED_IN_TABLE and inventory.maker */

bool cp_ask_column(cp_fact f, cp_attr *out)
{
    *out = f == CP_FACT_LEGAL_NAME ? CP_ATTR_LEGAL_NAME : cp_fact_attr(f);
    return *out != CP_ATTR_COUNT;
}

/* What a verdict misses, by name: "purpose", "criterion:pt-1". */
static cp_ask_open open_of(const cp_asker *k, const cp_policy *p, const cp_verdict *v)
{
    cp_ask_open o = { .pack = p };
    cp_str criterion = CP_STR("criterion:");
    for (uint32_t i = 0; i < v->n_missing; i++) {
        cp_fact f;
        if (!cp_str_starts(v->missing[i], criterion)) {
            o.facts |= cp_fact_by_name(v->missing[i], &f) ? 1u << f : 0;
            continue;
        }
        const cp_criterion *c =
            cp_criterion_by_id(&k->lib->criteria, cp_str_from(v->missing[i], criterion.n));
        if (c && o.n_criteria < CP_FACT_CRITERIA_MAX)
            o.criteria[o.n_criteria++] = CP_FACT_COUNT + (cp_ask_ref)(c - k->lib->criteria.items.v);
    }
    return o;
}

/* ---- values */

static void add_value(cp_asker *k, cp_ask_values *l, cp_str text, double weight)
{
    cp_vec_push(k->a, &l->v, ((cp_ask_value){ text, weight, { 0, 0 } }));
}

/* The words of a closed list, one for each cell that no pack divides further. */
static void set_values(cp_asker *k, cp_fact f, cp_ask_values *l)
{
    const cp_words *words = &k->lib->vocab.words[f];
    CP_VEC(cp_set) cells = { 0 }, cuts = { 0 };
    cp_set services = { { 0 } };
    for (uint32_t i = 0; i < k->n_packs; i++)
        for (uint32_t c = 0; c < k->packs[i]->n_cuts[f]; c++)
            cp_vec_push(k->scratch, &cuts, k->packs[i]->cuts[f][c]);
    if (f == CP_FACT_CLASS) {
        (void)cp_vocab_classes(k->scratch, &k->lib->vocab, CP_STR("services"), &services);
        cp_vec_push(k->scratch, &cuts, services);
        cp_vec_push(k->scratch, &cuts, k->lib->vocab.mobile);
    }
    cp_vec_push(k->scratch, &cells, cp_set_first_n(words->names.n));
    for (uint32_t c = 0; c < cuts.n; c++)
        for (uint32_t i = 0, n = cells.n; i < n; i++) {
            cp_set in = cp_set_and(cells.v[i], cuts.v[c]),
                   out = cp_set_minus(cells.v[i], cuts.v[c]);
            if (!cp_set_any(in) || !cp_set_any(out))
                continue;
            cells.v[i] = in;
            cp_vec_push(k->scratch, &cells, out);
        }
    for (uint32_t i = 0; i < cells.n; i++) {
        uint32_t bit = 0;
        while (bit < words->names.n && !cp_set_has(cells.v[i], bit))
            bit++;
        if (bit < words->names.n)
            add_value(k, l, words->names.v[bit], cp_set_count(cells.v[i]));
    }
    if (words->is_open)
        add_value(k, l, CP_STR("something else"), 1);
}

static void add_owner_days(cp_asker *k, cp_day_list *d)
{
    for (uint32_t i = 0; i < k->n_packs; i++)
        for (uint32_t m = 0; m < k->packs[i]->n_makers; m++) {
            const cp_maker *x = k->packs[i]->makers[m].n
                                    ? cp_maker_by_id(k->lib->known, k->packs[i]->makers[m])
                                    : NULL;
            if (x)
                cp_owners_days(&k->lib->owners, (uint32_t)(x - k->lib->known->v), cp_day_list_add,
                               d);
        }
}

/* A day of each stretch between two days at which something changes. */
static void date_values(cp_asker *k, cp_fact f, cp_ask_values *l)
{
    enum { EARLIEST = -25567, FUTURE_DAYS = 36525 }; /* 1900; a hundred years */
    cp_day_list d = { .a = k->scratch };
    int32_t lo = EARLIEST, far = k->judge->today + FUTURE_DAYS;
    for (uint32_t i = 0; i < k->n_packs; i++)
        for (uint32_t n = 0; n < k->packs[i]->n_days; n++)
            if (k->packs[i]->days[n].fact == f)
                cp_day_list_add(&d, k->packs[i]->days[n].day);
    if (f == CP_FACT_MANUFACTURED)
        add_owner_days(k, &d);
    /* what is there was bought, installed and made before */
    cp_day_list_add(&d, k->judge->today + 1);
    cp_day_list_add(&d, far + 1);
    cp_days days = cp_day_list_sorted(&d);
    for (uint32_t i = 0; i < days.n && days.v[i] <= far + 1; i++) {
        if (days.v[i] <= lo)
            continue;
        cp_str text = cp_date_text(k->a, cp_date_of_day(lo));
        cp_vec_push(k->a, &l->v, ((cp_ask_value){ text, 1, { lo, days.v[i] - 1 } }));
        lo = days.v[i];
    }
}

static bool is_named(const cp_asker *k, cp_str maker)
{
    for (uint32_t i = 0; i < k->n_packs; i++)
        if (cp_map_get(&k->packs[i]->named, maker))
            return true;
    return false;
}

/* Every maker that a pack names; one for all others that are seated in one place and make the
 * same. */
static void maker_values(cp_asker *k, cp_fact f, cp_ask_values *l)
{
    cp_map others = { 0 };
    for (uint32_t i = 0; i < k->lib->known->n; i++) {
        const cp_maker *m = &k->lib->known->v[i];
        if (!m->is_listed)
            continue;
        if (is_named(k, m->id)) {
            add_value(k, l, m->id, 1);
            continue;
        }
        cp_str key = f == CP_FACT_MAKER
                         ? cp_str_fmt(k->scratch, "%.*s\n%.*s", CP_FMT(m->country), CP_FMT(m->kind))
                         : CP_STR("others");
        uint64_t *at = cp_map_put(k->scratch, &others, key, NULL);
        if (*at)
            l->v.v[*at - 1].weight++;
        else
            add_value(k, l, m->id, 1);
        *at = *at ? *at : l->v.n;
    }
    if (f == CP_FACT_CONTAINS || f == CP_FACT_MANAGED_BY)
        add_value(k, l, CP_STR("none"), k->lib->known->n);
}

/* The companies that a clause names, and another one. */
static void company_values(cp_asker *k, cp_ask_values *l)
{
    cp_map seen = { 0 };
    bool added;
    for (uint32_t i = 0; i < k->n_packs; i++)
        for (uint32_t c = 0; c < k->packs[i]->n_clauses; c++)
            for (uint32_t n = 0; n < k->packs[i]->clauses[c].n_legal_names; n++) {
                cp_str name = k->packs[i]->clauses[c].legal_names[n];
                (void)cp_map_put(k->scratch, &seen, name, &added);
                if (added)
                    add_value(k, l, name, 1);
            }
    add_value(k, l, CP_STR("another company"), l->v.n + 1);
}

static void make_values(cp_asker *k, cp_fact f, cp_ask_values *l)
{
    cp_arena_mark mark = cp_arena_here(k->scratch);
    if (f == CP_FACT_LEGAL_NAME)
        company_values(k, l);
    else if (cp_fact_kind_of(f) == CP_FACT_KIND_MAKER)
        maker_values(k, f, l);
    else if (cp_fact_kind_of(f) == CP_FACT_KIND_DATE)
        date_values(k, f, l);
    else
        set_values(k, f, l);
    cp_arena_back(k->scratch, mark);
    l->is_made = true;
}

const cp_ask_values *cp_ask_values_of(cp_asker *k, cp_ask_ref r)
{
    bool is_yes_no = cp_ask_is_criterion(r) || r == CP_FACT_APPROVAL;
    cp_ask_values *l = is_yes_no ? &k->yes_no : &k->values[r];
    if (is_yes_no && !l->is_made) {
        add_value(k, l, CP_STR("yes"), 1);
        add_value(k, l, CP_STR("no"), 1);
        l->is_made = true;
    }
    if (!l->is_made)
        make_values(k, (cp_fact)r, l);
    return l;
}

/* ---- an asset once more is said of it */

/* One more statement of its maker against what the evidence says already. */
static void claim_maker(cp_asker *k, cp_arena *a, const cp_asset *as, cp_str maker, cp_asset *out)
{
    CP_VEC(cp_claim) all = { 0 }, claims = { 0 }, others = { 0 };
    double sure = 0, sum = 1;
    bool had = false;
    for (uint32_t i = 0; i < as->n_claims; i++)
        if (as->claims[i].attr == CP_ATTR_MAKER)
            cp_vec_push(a, &all, as->claims[i]);
    for (uint32_t i = 0; i < as->n_others; i++)
        if (as->others[i].attr == CP_ATTR_MAKER)
            cp_vec_push(a, &all, as->others[i]);
    cp_vec_each(c, &all) sure += c->confidence;
    cp_vec_each(c, &all)
    {
        bool is_it = cp_str_eq(c->value, maker);
        c->confidence =
            c->confidence / (sure < 1 ? 1 - sure : 1e-9) * (is_it ? exp(ANSWER_NATS) : 1);
        had = had || is_it;
        sum += c->confidence;
    }
    if (!had) {
        const cp_maker *m = cp_maker_by_id(k->lib->known, maker);
        cp_vec_push(a, &all,
                    ((cp_claim){ CP_ATTR_MAKER, maker, m ? m->name : maker, exp(ANSWER_NATS), 0 }));
        sum += exp(ANSWER_NATS);
    }
    uint32_t best = 0;
    for (uint32_t i = 0; i < all.n; i++)
        best = all.v[i].confidence > all.v[best].confidence ? i : best;
    for (uint32_t i = 0; i < all.n; i++) {
        all.v[i].confidence /= sum;
        if (i == best)
            cp_vec_push(a, &claims, all.v[i]);
        else
            cp_vec_push(a, &others, all.v[i]);
    }
    for (uint32_t i = 0; i < as->n_claims; i++)
        if (as->claims[i].attr != CP_ATTR_MAKER)
            cp_vec_push(a, &claims, as->claims[i]);
    for (uint32_t i = 0; i < as->n_others; i++)
        if (as->others[i].attr != CP_ATTR_MAKER)
            cp_vec_push(a, &others, as->others[i]);
    out->claims = claims.v;
    out->n_claims = claims.n;
    out->others = others.v;
    out->n_others = others.n;
}

/* What was stated in no known word, or as a year, gives way. */
static void claim_text(cp_arena *a, const cp_asset *as, cp_attr attr, cp_str text, cp_asset *out)
{
    cp_claim *claims = CP_NEW_ARRAY(a, cp_claim, as->n_claims + 1);
    cp_claim *others = CP_NEW_ARRAY(a, cp_claim, as->n_others + 1);
    uint32_t n = 0, m = 0;
    for (uint32_t i = 0; i < as->n_claims; i++)
        if (as->claims[i].attr != attr)
            claims[n++] = as->claims[i];
    for (uint32_t i = 0; i < as->n_others; i++)
        if (as->others[i].attr != attr)
            others[m++] = as->others[i];
    claims[n++] = (cp_claim){ attr, text, CP_STR(""), CP_ASK_SURE, 0 };
    out->claims = claims;
    out->n_claims = n;
    out->others = others;
    out->n_others = m;
}

static cp_judge *judge_with(cp_asker *k, cp_judge *j, cp_ask_ref r, const cp_asset *as,
                            cp_str value)
{
    const cp_criterion *c = &k->lib->criteria.items.v[r - CP_FACT_COUNT];
    cp_str maker = cp_asset_fact(as, CP_ATTR_MAKER, j->opts.accept);
    const cp_maker *m = cp_maker_by_id(k->lib->known, maker);
    bool is_state = c->subject == CP_CRITERION_STATE && m && m->country.n;
    cp_str who = is_state ? m->country : maker;
    cp_str key = cp_str_fmt(k->a, "%p %u %.*s %.*s", (void *)j, r, CP_FMT(who), CP_FMT(value));
    uint64_t *at = cp_map_put(k->a, &k->judges.by_key, key, NULL);
    if (*at)
        return k->judges.v.v[*at - 1];
    cp_judge_opts opts = j->opts;
    cp_statement *all = CP_NEW_ARRAY(k->a, cp_statement, opts.n_statements + 1);
    if (opts.n_statements)
        memcpy(all, opts.statements, opts.n_statements * sizeof *all);
    all[opts.n_statements++] = (cp_statement){ .maker = is_state ? CP_STR("") : who,
                                               .state = is_state ? who : CP_STR(""),
                                               .product = CP_STR(""),
                                               .fact = c->id,
                                               .value = value,
                                               .licensee = CP_STR(""),
                                               .by = CP_STR(""),
                                               .note = CP_STR(""),
                                               .from = CP_DATE_NONE,
                                               .to = CP_DATE_NONE,
                                               .on = CP_DATE_NONE };
    opts.statements = all;
    cp_vec_push(k->a, &k->judges.v, cp_judge_new(k->a, k->lib, &opts));
    *at = k->judges.v.n;
    return k->judges.v.v[*at - 1];
}

/* Does the evidence say a month or a year, and does the value lie outside it? */
static bool is_impossible(const cp_asset *as, cp_ask_ref r, const cp_ask_value *v)
{
    cp_attr attr;
    cp_date d;
    if (cp_ask_is_criterion(r) || cp_fact_kind_of((cp_fact)r) != CP_FACT_KIND_DATE ||
        !cp_ask_column((cp_fact)r, &attr))
        return false;
    const cp_claim *c = cp_asset_claim(as, attr);
    return c && cp_date_parse(c->value, &d) &&
           (v->days.hi < d.first_day || v->days.lo > d.last_day);
}

/* The day that is answered: within what is stated. */
static cp_str day_within(cp_arena *a, const cp_asset *as, cp_attr attr, const cp_ask_value *v)
{
    cp_date d;
    const cp_claim *c = cp_asset_claim(as, attr);
    int32_t day = v->days.lo;
    if (c && cp_date_parse(c->value, &d) && d.first_day > day)
        day = d.first_day;
    return cp_date_text(a, cp_date_of_day(day));
}

static bool misses(const cp_ask_open *o, cp_ask_ref r)
{
    if (!cp_ask_is_criterion(r))
        return o->facts >> r & 1;
    for (uint32_t i = 0; i < o->n_criteria; i++)
        if (o->criteria[i] == r)
            return true;
    return false;
}

/* Does the answer say something of other facts, too: a maker what it makes and where, a class which
 * generations, a date which others? Otherwise a verdict that does not miss it stays open. */
static bool is_derived_from(cp_ask_ref r)
{
    return !cp_ask_is_criterion(r) &&
           (r == CP_FACT_MAKER || r == CP_FACT_CLASS || r == CP_FACT_FUNCTION ||
            r == CP_FACT_STATUS || r == CP_FACT_OPERATED_BY ||
            cp_fact_kind_of((cp_fact)r) == CP_FACT_KIND_DATE);
}

/* The world in which the answer to r is v; its open verdicts are judged. */
static cp_world answered(cp_asker *k, cp_arena *a, const cp_world *w, cp_ask_ref r,
                         const cp_ask_value *v)
{
    cp_world y = { .asset = w->asset, .judge = w->judge, .weight = w->weight };
    cp_ask_open *open = CP_NEW_ARRAY(a, cp_ask_open, w->n_open);
    cp_attr attr;
    if (cp_ask_is_criterion(r))
        y.judge = judge_with(k, w->judge, r, &w->asset, v->text);
    else if (r == CP_FACT_MAKER)
        claim_maker(k, a, &w->asset, v->text, &y.asset);
    else if (cp_ask_column((cp_fact)r, &attr))
        claim_text(a, &w->asset, attr,
                   cp_fact_kind_of((cp_fact)r) == CP_FACT_KIND_DATE
                       ? day_within(a, &w->asset, attr, v)
                       : v->text,
                   &y.asset);
    const cp_facts *x = cp_facts_build(y.judge, a, &y.asset);
    for (uint32_t i = 0; i < w->n_open; i++) {
        if (!is_derived_from(r) && !misses(&w->open[i], r)) {
            open[y.n_open++] = w->open[i];
            continue;
        }
        const cp_verdict *verdict = cp_judge_by_facts(y.judge, w->open[i].pack, x);
        if (verdict->result == CP_VERDICT_UNDETERMINED)
            open[y.n_open++] = open_of(k, w->open[i].pack, verdict);
    }
    y.open = open;
    return y;
}

/* ---- worlds */

cp_worlds *cp_worlds_of(cp_asker *k, const cp_asset *as)
{
    cp_worlds *w = CP_NEW(k->a, cp_worlds);
    cp_world x = { .asset = *as, .judge = k->judge, .weight = 1 };
    cp_ask_open *open = CP_NEW_ARRAY(k->a, cp_ask_open, k->n_packs);
    cp_arena_mark mark = cp_arena_here(k->scratch);
    const cp_facts *facts = cp_facts_build(k->judge, k->scratch, as);
    for (uint32_t i = 0; i < k->n_packs; i++) {
        const cp_verdict *v = cp_judge_by_facts(k->judge, k->packs[i], facts);
        if (v->result == CP_VERDICT_UNDETERMINED && v->binds != CP_NO)
            open[x.n_open++] = open_of(k, k->packs[i], v);
    }
    cp_arena_back(k->scratch, mark);
    x.open = open;
    if (x.n_open)
        cp_vec_push(k->a, &w->v, x);
    return w;
}

static bool needs(const cp_world *w, cp_ask_ref r)
{
    for (uint32_t i = 0; i < w->n_open; i++)
        if (misses(&w->open[i], r))
            return true;
    return false;
}

static cp_str ref_key(const cp_ask_ref *r) { return (cp_str){ (const char *)r, sizeof *r }; }

/* What is judged here is not kept. */
static uint32_t n_settled(cp_asker *k, const cp_world *w, cp_ask_ref r, const cp_ask_value *v)
{
    cp_arena_mark mark = cp_arena_here(k->scratch);
    uint32_t n_open = answered(k, k->scratch, w, r, v).n_open;
    cp_arena_back(k->scratch, mark);
    return w->n_open - n_open;
}

static double mean(const cp_ask_values *values, const uint32_t *settled)
{
    double sum = 0, all = 0;
    for (uint32_t i = 0; i < values->v.n; i++) {
        if (settled[i] == UINT32_MAX)
            continue;
        all += values->v.v[i].weight;
        sum += values->v.v[i].weight * settled[i];
    }
    return all > 0 ? sum / all : 0;
}

static void settle(cp_asker *k, const cp_world *w, cp_ask_ref r, uint32_t *settled)
{
    const cp_ask_values *values = cp_ask_values_of(k, r);
    for (uint32_t i = 0; i < values->v.n; i++)
        settled[i] = is_impossible(&w->asset, r, &values->v.v[i])
                         ? UINT32_MAX
                         : n_settled(k, w, r, &values->v.v[i]);
}

static double effect_on(cp_asker *k, const cp_world *w, cp_ask_ref r)
{
    cp_arena *own = cp_arena_new(0);
    const cp_ask_values *values = cp_ask_values_of(k, r);
    uint32_t *settled = CP_NEW_ARRAY(own, uint32_t, values->v.n);
    settle(k, w, r, settled);
    double effect = mean(values, settled);
    cp_arena_free(own);
    return effect;
}

static cp_ask_effect effect_of(cp_asker *k, cp_worlds *w, cp_ask_ref r)
{
    cp_ask_effect x = { false, 0 };
    for (uint32_t i = 0; i < w->v.n; i++)
        x.is_needed = x.is_needed || needs(&w->v.v[i], r);
    if (!x.is_needed)
        return x;
    if (cp_map_get(&w->settled, ref_key(&r))) {
        x.settles = mean(cp_ask_values_of(k, r), cp_worlds_settled(k, w, r));
        return x;
    }
    for (uint32_t i = 0; i < w->v.n; i++)
        if (needs(&w->v.v[i], r))
            x.settles += w->v.v[i].weight * effect_on(k, &w->v.v[i], r);
    return x;
}

/* What m has of r; 0: nothing yet. */
static uint64_t *place(cp_asker *k, cp_map *m, cp_ask_ref r)
{
    uint64_t *at = cp_map_get(m, ref_key(&r));
    return at ? at : cp_map_put(k->a, m, ref_key(cp_arena_dup(k->a, &r, sizeof r)), NULL);
}

cp_ask_effect cp_worlds_effect(cp_asker *k, cp_worlds *w, cp_ask_ref r)
{
    uint64_t *at = place(k, &w->effects, r);
    if (*at == 0) {
        cp_vec_push(k->a, &w->effect, effect_of(k, w, r));
        *at = w->effect.n;
    }
    return w->effect.v[*at - 1];
}

/* What is open, and what it hangs on. */
static cp_str open_key(const cp_world *w)
{
    return (cp_str){ (const char *)w->open, w->n_open * sizeof *w->open };
}

/* Worlds in which the same is open by the same facts are one: else the makers that are many and
 * tell nothing would crowd out the few that do. False: there is one already, or no room. */
static bool put_world(cp_asker *k, cp_worlds *out, cp_map *seen, cp_str key, double weight)
{
    const uint64_t *at = cp_map_get(seen, key);
    if (at) {
        out->v.v[*at - 1].weight += weight;
        return false;
    }
    if (out->v.n == CP_WORLDS_MAX)
        return false;
    *cp_map_put(k->a, seen, cp_str_dup(k->a, key), NULL) = out->v.n + 1;
    return true;
}

static void split_world(cp_asker *k, const cp_world *x, cp_ask_ref r, cp_map *seen, cp_worlds *out)
{
    const cp_ask_values *values = cp_ask_values_of(k, r);
    double all = 0;
    for (uint32_t n = 0; n < values->v.n; n++)
        all += is_impossible(&x->asset, r, &values->v.v[n]) ? 0 : values->v.v[n].weight;
    for (uint32_t n = 0; n < values->v.n; n++) {
        const cp_ask_value *v = &values->v.v[n];
        if (is_impossible(&x->asset, r, v))
            continue;
        cp_arena_mark mark = cp_arena_here(k->scratch);
        cp_world y = answered(k, k->scratch, x, r, v);
        double weight = x->weight * v->weight / all;
        bool is_new = y.n_open && put_world(k, out, seen, open_key(&y), weight);
        cp_arena_back(k->scratch, mark);
        if (!is_new)
            continue;
        y = answered(k, k->a, x, r, v);
        y.weight = weight;
        cp_vec_push(k->a, &out->v, y);
    }
}

static cp_worlds *split(cp_asker *k, const cp_worlds *w, cp_ask_ref r)
{
    cp_worlds *out = CP_NEW(k->a, cp_worlds);
    cp_map seen = { 0 };
    for (uint32_t i = 0; i < w->v.n; i++) {
        const cp_world *x = &w->v.v[i];
        if (needs(x, r)) {
            split_world(k, x, r, &seen, out);
            continue;
        }
        if (put_world(k, out, &seen, open_key(x), x->weight))
            cp_vec_push(k->a, &out->v, *x);
    }
    return out;
}

cp_worlds *cp_worlds_after(cp_asker *k, cp_worlds *w, cp_ask_ref r)
{
    uint64_t *at = place(k, &w->children, r);
    if (*at == 0) {
        cp_vec_push(k->a, &w->child, split(k, w, r));
        *at = w->child.n;
    }
    return w->child.v[*at - 1];
}

const uint32_t *cp_worlds_settled(cp_asker *k, cp_worlds *w, cp_ask_ref r)
{
    uint64_t *at = place(k, &w->settled, r);
    if (*at == 0) {
        uint32_t *settled = CP_NEW_ARRAY(k->a, uint32_t, cp_ask_values_of(k, r)->v.n);
        settle(k, &w->v.v[0], r, settled);
        *at = (uint64_t)(uintptr_t)settled;
    }
    return (const uint32_t *)(uintptr_t)*at;
}
