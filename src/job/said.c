/* SPDX-License-Identifier: Apache-2.0 */
/* said.c - see said.h. */
#include "job/said.h"

enum { NAMED_MAX = 3 }; /* in a sentence; the rest is counted */

/* A sentence that names the first of what it counts. */
typedef struct listing {
    cp_buf names;
    uint32_t n;
} listing;

static listing listing_new(cp_job *j) { return (listing){ cp_buf_new(j->a), 0 }; }

static void list(listing *l, cp_str name)
{
    if (l->n++ < NAMED_MAX)
        cp_buf_fmt(&l->names, "%s%.*s", l->n > 1 ? "; " : "", CP_FMT(name));
}

/* "2 approvals have ended: A (f.csv:2); B (f.csv:3)." %u stands for the number in one and many. */
static void tell(cp_job *j, const listing *l, const char *one, const char *many,
                 cp_sentences *notes)
{
    if (l->n == 0)
        return;
    cp_str more =
        l->n > NAMED_MAX ? cp_str_fmt(j->a, " and %u more", l->n - NAMED_MAX) : CP_STR("");
    cp_vec_push(j->a, notes,
                cp_str_fmt(j->a, "%u %s: %.*s%.*s.", l->n, l->n == 1 ? one : many,
                           CP_FMT(cp_buf_str(&l->names)), CP_FMT(more)));
}

static cp_str place(cp_job *j, const cp_evidence_set *e, uint32_t source, uint64_t pos)
{
    static const cp_source nobody = { .name = CP_STR_INIT("?") };
    const cp_source *s = source < e->sources.n ? &e->sources.v[source] : &nobody;
    return cp_str_fmt(j->a, "%.*s:%.*s", CP_FMT(s->name), CP_FMT(cp_source_place(j->a, s, pos)));
}

/* ---- approvals */

static cp_str approval_text(cp_job *j, const cp_evidence_set *e, const cp_statement *s)
{
    return cp_str_fmt(j->a, "%.*s%s%.*s (%.*s)", CP_FMT(s->maker), s->product.n ? " " : "",
                      CP_FMT(s->product), CP_FMT(place(j, e, s->source, s->pos)));
}

static void tell_approvals(cp_job *j, const cp_evidence_set *e, const cp_judge *judge,
                           cp_sentences *notes)
{
    static const struct {
        const char *one, *many;
    } words[] = {
        [CP_APPROVAL_UNMATCHED] = { "approval is of no maker and product of the evidence, so it "
                                    "counts for nothing (spelling?)",
                                    "approvals are of no maker and product of the evidence, so "
                                    "they "
                                    "count for nothing (spelling?)" },
        [CP_APPROVAL_EXPIRED] = { "approval has ended", "approvals have ended" },
        [CP_APPROVAL_LATER] = { "approval has not begun", "approvals have not begun" },
        [CP_APPROVAL_OTHERS] = { "approval was given to another licensee than the profile's name",
                                 "approvals were given to another licensee than the profile's "
                                 "name" },
    };
    uint32_t n;
    const cp_approval *v = cp_judge_approvals(judge, &n);
    for (int state = CP_APPROVAL_UNMATCHED; state <= CP_APPROVAL_OTHERS; state++) {
        listing l = listing_new(j);
        for (uint32_t i = 0; i < n; i++)
            if (v[i].state == (cp_approval_state)state)
                list(&l, approval_text(j, e, v[i].statement));
        tell(j, &l, words[state].one, words[state].many, notes);
    }
}

/* ---- answers about makers */

static cp_str maker_key(cp_job *j, const cp_policy_lib *lib, const cp_statement *s)
{
    const cp_maker *m = cp_maker_by_id(lib->known, s->maker);
    m = m || s->maker.n == 0 ? m : cp_maker_by_name(j->a, lib->known, s->maker);
    return m ? m->id : s->maker.n ? CP_STR("") : s->state;
}

static void tell_statements(cp_job *j, const cp_evidence_set *e, const cp_policy_lib *lib,
                            cp_sentences *notes)
{
    listing nobody = listing_new(j), nothing = listing_new(j), both = listing_new(j);
    cp_map said = { 0 }; /* fact and maker -> index + 1 of the first who said it */
    for (uint32_t i = 0; i < e->n_statements; i++) {
        const cp_statement *s = &e->statements[i];
        bool is_approval = cp_str_eq(s->fact, CP_STR("approval"));
        cp_str at = place(j, e, s->source, s->pos), who = maker_key(j, lib, s);
        const cp_criterion *c = is_approval ? NULL : cp_criterion_by_id(&lib->criteria, s->fact);
        if (!is_approval && !c)
            list(&nothing, cp_str_fmt(j->a, "%.*s (%.*s)", CP_FMT(s->fact), CP_FMT(at)));
        else if (!is_approval && who.n == 0)
            list(&nobody, cp_str_fmt(j->a, "%.*s (%.*s)", CP_FMT(s->maker), CP_FMT(at)));
        if ((!is_approval && !c) || who.n == 0)
            continue;
        cp_str key = cp_str_fmt(j->a, "%.*s\n%.*s\n%.*s", CP_FMT(c ? c->id : s->fact), CP_FMT(who),
                                CP_FMT(is_approval ? cp_name_norm(j->a, s->product) : CP_STR("")));
        uint64_t *first = cp_map_put(j->a, &said, key, NULL);
        const cp_statement *other = *first ? &e->statements[*first - 1] : s;
        if (!cp_str_eq(other->value, s->value))
            list(&both,
                 cp_str_fmt(j->a, "%.*s of %.*s: %.*s (%.*s, %.*s) and %.*s (%.*s, %.*s)",
                            CP_FMT(s->fact), CP_FMT(who), CP_FMT(other->value), CP_FMT(other->by),
                            CP_FMT(place(j, e, other->source, other->pos)), CP_FMT(s->value),
                            CP_FMT(s->by), CP_FMT(at)));
        else if (*first == 0)
            *first = i + 1;
    }
    tell(j, &nothing, "answer is to a criterion that no set has",
         "answers are to criteria that no set has", notes);
    tell(j, &nobody, "answer is about a maker that nobody knows",
         "answers are about makers that nobody knows", notes);
    tell(j, &both, "fact of a maker was answered twice and differently; it stays open",
         "facts of makers were answered twice and differently; they stay open", notes);
}

static bool is_of(cp_job *j, const cp_evidence_set *e, const cp_statement *s, const cp_asset *as)
{
    const cp_claim *claim = cp_asset_claim(as, CP_ATTR_MAKER);
    const cp_maker *m = claim ? cp_maker_by_id(e->lib->known, claim->value) : NULL;
    if (!claim || claim->confidence < CP_SHOW_MIN)
        return false;
    if (s->maker.n == 0)
        return m && m->country.n && cp_str_eq_nocase(m->country, s->state);
    cp_str who = maker_key(j, e->lib, s), product = cp_asset_shown(as, CP_ATTR_PRODUCT);
    bool is_it = who.n ? cp_str_eq(who, claim->value)
                       : cp_str_eq(cp_name_norm(j->a, s->maker), cp_name_norm(j->a, claim->name));
    return is_it && (s->product.n == 0 ||
                     cp_str_eq(cp_name_norm(j->a, s->product), cp_name_norm(j->a, product)));
}

const cp_statement *cp_job_said_of(cp_job *j, const cp_evidence_set *e, const cp_asset *as,
                                   uint32_t *n)
{
    CP_VEC(cp_statement) v = { 0 };
    for (uint32_t i = 0; i < e->n_statements; i++)
        if (is_of(j, e, &e->statements[i], as))
            cp_vec_push(j->a, &v, e->statements[i]);
    *n = v.n;
    return v.v;
}

/* ---- answers about devices */

static bool is_answer(const cp_evidence_set *e, const cp_evidence *x)
{
    return x->source < e->sources.n &&
           cp_str_eq(e->sources.v[x->source].format, CP_STR("answers-csv"));
}

/* "J. Doe, 2026-11-26": from the observation that stands beside the answer. */
static cp_str who_answered(const cp_asset *as, const cp_evidence *answer)
{
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *x = &as->evidence[i];
        ptrdiff_t colon = cp_str_find(x->value, CP_STR(": "));
        if (x->source == answer->source && x->pos == answer->pos && colon >= 0 &&
            cp_str_eq(x->kind, CP_STR("inventory.answer")))
            return cp_str_from(x->value, (size_t)colon + 2);
    }
    return CP_STR("?");
}

static void list_contradicted(cp_job *j, const cp_evidence_set *e, const cp_asset *as, cp_attr attr,
                              listing *l)
{
    const cp_evidence *first = NULL;
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *x = &as->evidence[i];
        if (x->attr != attr || !is_answer(e, x))
            continue;
        if (first && !cp_str_eq_nocase(first->says, x->says)) {
            list(l, cp_str_fmt(j->a, "%s of %.*s: %.*s (%.*s) and %.*s (%.*s)", cp_attr_name(attr),
                               CP_FMT(cp_asset_name(as)), CP_FMT(first->says),
                               CP_FMT(who_answered(as, first)), CP_FMT(x->says),
                               CP_FMT(who_answered(as, x))));
            return;
        }
        first = first ? first : x;
    }
}

/* A maker that no list has is shown and never a fact, so the answer settles nothing. */
static void list_unlisted(cp_job *j, const cp_evidence_set *e, const cp_asset *as, cp_map *seen,
                          listing *l)
{
    for (uint32_t i = 0; i < as->n_evidence; i++) {
        const cp_evidence *x = &as->evidence[i];
        if (x->attr != CP_ATTR_MAKER || !is_answer(e, x))
            continue;
        const cp_maker *m = cp_maker_by_id(e->lib->known, x->says);
        cp_str at = place(j, e, x->source, x->pos);
        bool added = false;
        if (!m || !m->is_listed)
            (void)cp_map_put(j->a, seen, at, &added);
        if (added)
            list(l, cp_str_fmt(j->a, "%.*s (%.*s)", CP_FMT(x->value), CP_FMT(at)));
    }
}

static void tell_answers(cp_job *j, const cp_evidence_set *e, const cp_answer *ans,
                         cp_sentences *notes)
{
    listing both = listing_new(j), strays = listing_new(j), unlisted = listing_new(j);
    cp_map seen = { 0 };
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        const cp_asset *as = &ans->assets[i].asset;
        for (uint32_t k = 0; k < as->n_others; k++)
            if (k == 0 || as->others[k].attr != as->others[k - 1].attr)
                list_contradicted(j, e, as, as->others[k].attr, &both);
        list_unlisted(j, e, as, &seen, &unlisted);
    }
    for (uint32_t i = 0; i < e->found.n_strays; i++)
        list(&strays, place(j, e, e->found.strays[i].source, e->found.strays[i].pos));
    tell(j, &both, "fact was answered twice and differently; it stays open",
         "facts were answered twice and differently; they stay open", notes);
    tell(j, &unlisted, "answer names a maker that no list has, so it settles nothing",
         "answers name makers that no list has, so they settle nothing", notes);
    tell(j, &strays, "answer names devices that are not in the evidence",
         "answers name devices that are not in the evidence", notes);
}

/* ---- of which things are one */

static void tell_stated(cp_job *j, const cp_evidence_set *e, cp_sentences *notes)
{
    listing nobody = listing_new(j), early = listing_new(j);
    for (uint32_t i = 0; i < e->found.n_ties; i++) {
        const cp_asset_tie *t = &e->found.ties[i];
        if (t->standing == CP_OF_NOBODY && t->name.n)
            list(&nobody, place(j, e, t->source, t->pos));
        if (t->standing == CP_NOT_YET)
            list(&early, place(j, e, t->source, t->pos));
    }
    tell(j, &early,
         "statement of which things are one bears a day that has not come, and does not count",
         "statements of which things are one bear days that have not come, and do not count",
         notes);
    tell(j, &nobody, "statement of which things are one names what nothing tells of (any more)",
         "statements of which things are one name what nothing tells of (any more)", notes);
}

void cp_job_said(cp_job *j, const cp_evidence_set *e, const cp_policy_lib *lib,
                 const cp_judge *judge, const cp_answer *ans, cp_sentences *notes)
{
    tell_approvals(j, e, judge, notes);
    tell_statements(j, e, lib, notes);
    tell_answers(j, e, ans, notes);
    tell_stated(j, e, notes);
}
