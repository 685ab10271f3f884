/* SPDX-License-Identifier: Apache-2.0 */
/* test_properties.c - what holds of every shipped pack and any asset:
 *   - a fact more never makes a determined verdict undetermined, nor another one, unless it shows
 *   an
 *     exemption that nobody is asked about;
 *   - an earlier day never sees a later clause;
 *   - the order of files, packs and clauses does not matter.
 * Random assets, drawn from the words of the vocabulary and the makers that packs name. */
#include "policy/support.h"

enum { ASSETS = 1500, FACTS_MAX = 16 };

static uint32_t state = 7;
static uint32_t below(uint32_t n)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

/* Facts that can be added. Not among them: class, function and contains, of which something is
 * presumed as long as nobody states them, and status, which says what a missing date could be. So
 * is the generation of what belongs to no mobile network. */
static const cp_attr added[] = { CP_ATTR_MAKER,
                                 CP_ATTR_GENERATION,
                                 CP_ATTR_PURPOSE,
                                 CP_ATTR_COUNTRY,
                                 CP_ATTR_ROLE,
                                 CP_ATTR_MADE_IN,
                                 CP_ATTR_APPROVAL,
                                 CP_ATTR_HANDLES_USER_DATA,
                                 CP_ATTR_ROUTES_USER_DATA,
                                 CP_ATTR_INSTALLED,
                                 CP_ATTR_PURCHASED,
                                 CP_ATTR_AUTHORISED,
                                 CP_ATTR_MANUFACTURED,
                                 CP_ATTR_MANAGED_BY };

static const struct {
    cp_attr attr;
    cp_fact fact;
} words[] = { { CP_ATTR_CLASS, CP_FACT_CLASS },
              { CP_ATTR_GENERATION, CP_FACT_GENERATION },
              { CP_ATTR_PURPOSE, CP_FACT_PURPOSE },
              { CP_ATTR_COUNTRY, CP_FACT_COUNTRY },
              { CP_ATTR_ROLE, CP_FACT_ROLE },
              { CP_ATTR_MADE_IN, CP_FACT_MADE_IN },
              { CP_ATTR_APPROVAL, CP_FACT_APPROVAL },
              { CP_ATTR_HANDLES_USER_DATA, CP_FACT_HANDLES_USER_DATA },
              { CP_ATTR_ROUTES_USER_DATA, CP_FACT_ROUTES_USER_DATA } };

static cp_str value_of(cp_arena *a, const cp_policy_lib *lib, cp_attr attr)
{
    if (attr == CP_ATTR_MAKER || attr == CP_ATTR_MANAGED_BY) {
        const cp_policy *p = lib->packs[below(lib->n_packs)];
        cp_str id = p->n_makers ? p->makers[below(p->n_makers)] : CP_STR("");
        return id.n ? id : CP_STR("nokia");
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].attr == attr) {
            const cp_words *w = &lib->vocab.words[words[i].fact];
            return w->names.n ? w->names.v[below(w->names.n)] : CP_STR("yes");
        }
    return cp_date_text(a, cp_date_ymd(2014 + (int)below(12), 1 + below(12), 1 + below(28)));
}

static int by_attr(const void *a, const void *b)
{
    const cp_claim *x = a, *y = b;
    return (x->attr > y->attr) - (x->attr < y->attr);
}

typedef struct draw {
    cp_claim claims[FACTS_MAX + 1];
    uint32_t n;
} draw;

static void add(cp_arena *a, const cp_policy_lib *lib, draw *d, cp_attr attr)
{
    d->claims[d->n++] =
        (cp_claim){ .attr = attr, .value = value_of(a, lib, attr), .confidence = 0.99 };
    qsort(d->claims, d->n, sizeof *d->claims, by_attr);
}

static bool has(const draw *d, cp_attr attr)
{
    for (uint32_t i = 0; i < d->n; i++)
        if (d->claims[i].attr == attr)
            return true;
    return false;
}

static draw random_asset(cp_arena *a, const cp_policy_lib *lib)
{
    draw d = { .n = 0 };
    if (below(4))
        add(a, lib, &d, CP_ATTR_CLASS);
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        if (below(2))
            add(a, lib, &d, added[i]);
    return d;
}

static cp_asset asset(const draw *d)
{
    return (cp_asset){ .id = CP_STR("x"), .claims = d->claims, .n_claims = d->n };
}

static cp_judge *judge_on(cp_arena *a, const cp_policy_lib *lib, cp_date day)
{
    return cp_judge_new(
        a, lib, &(cp_judge_opts){ .as_of = day, .accept = CP_ACCEPT_DEFAULT, .as_if_bound = true });
}

static int outcome(cp_result r)
{
    return r == CP_VERDICT_NOT_ADDRESSED ? CP_VERDICT_ALLOWED : (int)r;
}

/* ---- a fact more */

static bool is_mobile(cp_arena *a, const cp_policy_lib *lib, const draw *d)
{
    uint32_t bit;
    for (uint32_t i = 0; i < d->n; i++)
        if (d->claims[i].attr == CP_ATTR_CLASS)
            return cp_vocab_find(a, &lib->vocab, CP_FACT_CLASS, d->claims[i].value, &bit) &&
                   cp_set_has(lib->vocab.mobile, bit);
    return false;
}

static void check_facts(const cp_policy_lib *lib)
{
    cp_arena *a = cp_arena_new(0);
    cp_judge *j = judge_on(a, lib, cp_date_ymd(2026, 11, 26));
    uint32_t n_wrong = 0, n_determined = 0;
    for (uint32_t i = 0; i < ASSETS; i++) {
        draw less = random_asset(a, lib), more = less;
        cp_attr attr = added[below(sizeof added / sizeof *added)];
        if (has(&less, attr) || (attr == CP_ATTR_GENERATION && !is_mobile(a, lib, &less)))
            continue;
        add(a, lib, &more, attr);
        cp_asset x = asset(&less), y = asset(&more);
        for (uint32_t p = 0; p < lib->n_packs; p++) {
            cp_verdict v = cp_judge_asset(j, lib->packs[p], &x),
                       w = cp_judge_asset(j, lib->packs[p], &y);
            if (v.result == CP_VERDICT_UNDETERMINED)
                continue;
            n_determined++;
            bool is_exempt =
                w.result == CP_VERDICT_ALLOWED && cp_str_has(w.reason, CP_STR("but it is exempt"));
            if (outcome(v.result) == outcome(w.result) || is_exempt)
                continue;
            if (n_wrong++ < 5)
                tap_note("%.*s: %s, with %s %.*s: %s", CP_FMT(lib->packs[p]->id),
                         cp_result_name(v.result), cp_attr_name(attr),
                         CP_FMT(value_of(a, lib, attr)), cp_result_name(w.result));
        }
    }
    is_int(n_wrong, 0, "a fact more changes none of %u determined verdicts", n_determined);
    ok(n_determined > ASSETS, "there were enough of them");
    cp_arena_free(a);
}

/* ---- an earlier day */

static const cp_policy_clause *clause_of(const cp_policy *p, cp_str id)
{
    for (uint32_t i = 0; i < p->n_clauses; i++)
        if (cp_str_eq(p->clauses[i].id, id))
            return &p->clauses[i];
    return NULL;
}

static void check_days(const cp_policy_lib *lib)
{
    uint32_t n_cited = 0, n_late = 0, n_early = 0;
    for (int year = 2016; year <= 2027; year++) {
        cp_arena *a = cp_arena_new(0);
        cp_date day = cp_date_ymd(year, 1 + below(12), 1 + below(28));
        cp_judge *j = judge_on(a, lib, day);
        for (uint32_t i = 0; i < ASSETS / 8; i++) {
            draw d = random_asset(a, lib);
            cp_asset x = asset(&d);
            for (uint32_t p = 0; p < lib->n_packs; p++) {
                cp_verdict v = cp_judge_asset(j, lib->packs[p], &x);
                const cp_policy_clause *c = v.clause.n ? clause_of(lib->packs[p], v.clause) : NULL;
                bool is_early = day.first_day < lib->packs[p]->enacted.first_day;
                n_cited += c != NULL;
                n_late += c && day.first_day < c->date_added.first_day;
                n_early += is_early && v.result != CP_VERDICT_NOT_ADDRESSED;
            }
        }
        cp_arena_free(a);
    }
    is_int(n_late, 0, "no verdict cites a clause of a later day (of %u that cite one)", n_cited);
    is_int(n_early, 0, "a pack is silent before it was enacted");
    ok(n_cited > 100, "there were enough of them");
}

/* ---- the order */

static cp_policy_lib *load(cp_arena *a, const cp_makers *makers, bool is_reversed)
{
    const cp_data_file *files[CP_POLICY_PACKS_MAX];
    uint32_t n = 0, it = 0;
    cp_policy_lib *lib = cp_policy_lib_new(a, makers);
    cp_err err = { 0 };
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it));)
        if (cp_str_ends(f->name, CP_STR(".yaml")))
            files[n++] = f;
    for (uint32_t i = 0; i < n; i++) {
        const cp_data_file *f = files[is_reversed ? n - 1 - i : i];
        cp_policy_lib_add(lib, f->name, f->bytes);
    }
    if (!ok(cp_policy_lib_finish(lib, &err) == CP_OK, "the packs load%s",
            is_reversed ? ", the last file first" : ""))
        show_diags(lib);
    return lib;
}

/* Packs that share clauses would be turned round twice. */
static void reverse_clauses(const cp_policy_lib *lib)
{
    for (uint32_t p = 0; p < lib->n_packs; p++) {
        if (lib->packs[p]->clauses_of != lib->packs[p])
            continue;
        cp_policy_clause *v = (cp_policy_clause *)(uintptr_t)lib->packs[p]->clauses;
        for (uint32_t i = 0, k = lib->packs[p]->n_clauses; i + 1 < k; i++) {
            cp_policy_clause swap = v[i];
            v[i] = v[--k];
            v[k] = swap;
        }
    }
}

static cp_str said(cp_arena *a, const cp_verdict *v)
{
    return cp_str_fmt(a, "%s %.*s [%.*s] %.*s via %.*s", cp_result_name(v->result),
                      CP_FMT(v->clause), CP_FMT(list_text(a, v->missing, v->n_missing)),
                      CP_FMT(duties_text(a, v)), CP_FMT(list_text(a, v->via, v->n_via)));
}

static void check_order(const cp_makers *makers)
{
    cp_arena *a = cp_arena_new(0);
    const cp_policy_lib *one = load(a, makers, false), *two = load(a, makers, true);
    uint32_t n_wrong = 0;
    reverse_clauses(two);
    cp_judge *j = judge_on(a, one, cp_date_ymd(2026, 11, 26)),
             *k = judge_on(a, two, cp_date_ymd(2026, 11, 26));
    is_int(one->n_packs, two->n_packs, "as many packs");
    for (uint32_t i = 0; i < ASSETS; i++) {
        draw d = random_asset(a, one);
        cp_asset x = asset(&d);
        for (uint32_t p = 0; p < one->n_packs && p < two->n_packs; p++) {
            cp_verdict v = cp_judge_asset(j, one->packs[p], &x),
                       w = cp_judge_asset(k, two->packs[p], &x);
            cp_str s = said(a, &v), t = said(a, &w);
            if (!cp_str_eq(s, t) && n_wrong++ < 5)
                tap_note("%.*s: %.*s, reversed: %.*s", CP_FMT(one->packs[p]->id), CP_FMT(s),
                         CP_FMT(t));
        }
    }
    is_int(n_wrong, 0, "files and clauses in reversed order give the same verdicts");
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_makers *makers = shipped_makers(a);
    const cp_policy_lib *lib = shipped_packs(a, makers);
    check_facts(lib);
    check_days(lib);
    check_order(makers);
    cp_arena_free(a);
    return tap_done();
}
