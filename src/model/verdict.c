/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c - names of the tables in verdict.h. */
#include "model/verdict.h"

static const char *const result_names[] = {
#define ROW(id, name) [CP_VERDICT_##id] = name,
    CP_VERDICTS(ROW)
#undef ROW
};
static_assert(sizeof result_names / sizeof *result_names == CP_VERDICT_COUNT, "a name for each");

static const char *const law_names[] = {
#define ROW(id, name) [CP_LAW_##id] = name,
    CP_LAWS(ROW)
#undef ROW
};

static const char *const verb_names[] = {
#define ROW(id, name) [CP_VERB_##id] = name,
    CP_VERBS(ROW)
#undef ROW
};

const char *cp_result_name(cp_result r)
{
    assert(r < CP_VERDICT_COUNT);
    return result_names[r];
}

const char *cp_law_name(cp_law l)
{
    assert(l < CP_LAW_COUNT);
    return law_names[l];
}

const char *cp_verb_name(cp_verb v)
{
    assert(v < CP_VERB_COUNT);
    return verb_names[v];
}

const char *cp_tri_name(cp_tri t) { return t == CP_YES ? "yes" : t == CP_NO ? "no" : "unknown"; }

const cp_claim *cp_verdict_weakest(const cp_verdict *v, const cp_asset *as)
{
    const cp_claim *weakest = NULL;
    for (uint32_t i = 0; i < as->n_claims; i++) {
        const cp_claim *c = &as->claims[i];
        if (v->rests_on >> c->attr & 1 && c->confidence >= v->accept &&
            (!weakest || c->confidence < weakest->confidence))
            weakest = c;
    }
    return weakest;
}

static bool is_same_date(cp_date a, cp_date b)
{
    return (!cp_date_is_set(a) && !cp_date_is_set(b)) ||
           (a.first_day == b.first_day && a.last_day == b.last_day);
}

bool cp_verdict_has_same_duties(const cp_verdict *a, const cp_verdict *b)
{
    if (a->n_duties != b->n_duties)
        return false;
    for (uint32_t i = 0; i < a->n_duties; i++) {
        const cp_duty *x = &a->duties[i], *y = &b->duties[i];
        if (x->verb != y->verb || x->applies != y->applies ||
            !is_same_date(x->deadline, y->deadline) ||
            (x->applies == CP_APPLIES_FROM && !is_same_date(x->from, y->from)))
            return false;
    }
    return true;
}
