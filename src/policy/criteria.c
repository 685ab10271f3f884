/* SPDX-License-Identifier: Apache-2.0 */
/* criteria.c - see criteria.h. */
#include "policy/criteria.h"

static const char *const subjects[] = {
#define NAME(id, name) [CP_CRITERION_##id] = name,
    CP_CRITERION_SUBJECTS(NAME)
#undef NAME
};
static_assert(sizeof subjects / sizeof *subjects == CP_CRITERION_SUBJECT_COUNT, "a name for each");

const char *cp_criterion_subject_name(cp_criterion_subject s)
{
    assert(s < CP_CRITERION_SUBJECT_COUNT);
    return subjects[s];
}

/* ---- reading */

static cp_str text(cp_reader *r, const cp_tree *t, const char *key, bool required)
{
    return cp_reader_keep(r, cp_reader_text(r, t, key, required));
}

static void read_item(cp_reader *r, cp_criteria *c, const cp_tree *x)
{
    cp_criteria_set *set = &c->sets.v[c->sets.n - 1];
    cp_criterion item = { .set = c->sets.n - 1, .at = cp_at(x), .speaks_for = CP_UNKNOWN };
    cp_str word = CP_STR("");
    bool added;
    item.id = text(r, x, "id", true);
    item.text = text(r, x, "text", true);
    item.same_as_id = text(r, x, "same_as", false);
    item.basis = cp_basis_read(r, &set->sources, x, NULL);
    if (item.id.n && !cp_is_policy_id(item.id))
        cp_reader_error(r, cp_at(x), "`id`: \"%.*s\" has other signs than a-z, 0-9 and -",
                        CP_FMT(item.id));
    if (cp_reader_word(r, x, "subject", "entity state product operator", &word))
        for (unsigned s = 0; s < CP_CRITERION_SUBJECT_COUNT; s++)
            if (cp_str_eq(word, cp_str_c(subjects[s])))
                item.subject = (cp_criterion_subject)s;
    if (cp_tree_get(x, CP_STR("speaks_for")))
        item.speaks_for = cp_reader_bool(r, x, "speaks_for", false) ? CP_YES : CP_NO;
    uint64_t *at = cp_map_put(r->a, &c->by_id, item.id, &added);
    if (!added && item.id.n)
        cp_reader_error(r, cp_at(x), "criterion `%.*s` is there twice, first in set `%.*s`",
                        CP_FMT(item.id), CP_FMT(c->sets.v[c->items.v[*at].set].id));
    else if (item.id.n)
        *at = c->items.n;
    item.same_as = c->items.n;
    cp_vec_push(r->a, &c->items, item);
    set->n++;
}

void cp_criteria_read(cp_reader *r, cp_criteria *c, const cp_tree *t)
{
    if (!cp_reader_keys(r, t, "the set of criteria", "schema id title read note sources items"))
        return;
    if (c->sets.n >= CP_CRITERIA_SETS_MAX) {
        cp_reader_error(r, cp_at(t), "more than %d sets of criteria", CP_CRITERIA_SETS_MAX);
        return;
    }
    cp_criteria_set s = { .file = r->file, .first = c->items.n };
    bool added;
    s.id = text(r, t, "id", true);
    s.title = text(r, t, "title", true);
    s.note = text(r, t, "note", false);
    s.read = cp_reader_date(r, t, "read", true);
    cp_sources_read(r, cp_tree_get(t, CP_STR("sources")), &s.sources);
    *cp_map_put(r->a, &c->set_by_id, s.id, &added) = c->sets.n;
    if (!added)
        cp_reader_error(r, cp_at(t), "there are two sets of criteria `%.*s`", CP_FMT(s.id));
    cp_vec_push(r->a, &c->sets, s);
    const cp_tree *items = cp_tree_get(t, CP_STR("items"));
    uint32_t n = cp_reader_list_n(r, items, "criteria");
    if (n == 0)
        cp_reader_error(r, cp_at_or(items, t), "`items`: a set of criteria without criteria");
    for (uint32_t i = 0; i < n && c->items.n < CP_CRITERIA_MAX; i++) {
        const cp_tree *x = cp_tree_list_item(items, i);
        if (cp_reader_keys(r, x, "a criterion",
                           "id subject text speaks_for same_as src confidence"))
            read_item(r, c, x);
    }
}

/* An item may be the same as one of its own kind, which stands for itself: no chains. */
void cp_criteria_link(cp_reader *r, cp_criteria *c)
{
    for (uint32_t i = 0; i < c->items.n; i++) {
        cp_criterion *x = &c->items.v[i];
        if (x->same_as_id.n == 0)
            continue;
        const uint64_t *at = cp_map_get(&c->by_id, x->same_as_id);
        r->file = c->sets.v[x->set].file;
        if (!at || *at == i)
            cp_reader_error(r, x->at,
                            "criterion `%.*s`: `same_as` names no other criterion: `%.*s`",
                            CP_FMT(x->id), CP_FMT(x->same_as_id));
        else if (c->items.v[*at].same_as_id.n)
            cp_reader_error(r, x->at,
                            "criterion `%.*s`: `%.*s` is itself the same as another; name that one",
                            CP_FMT(x->id), CP_FMT(x->same_as_id));
        else
            x->same_as = (uint32_t)*at;
    }
}

const cp_criterion *cp_criterion_by_id(const cp_criteria *c, cp_str id)
{
    const uint64_t *at = cp_map_get(&c->by_id, id);
    return at ? &c->items.v[c->items.v[*at].same_as] : NULL;
}

/* ---- answers */

enum { TOLD_YES = 1, TOLD_NO = 2 };

/* Of whom what is told, as the bytes of a map's key. */
typedef struct answer_key {
    uint32_t criterion, who; /* by cp_answers.who */
} answer_key;

static cp_str bytes_of(const answer_key *k) { return (cp_str){ (const char *)k, sizeof *k }; }

static bool holds_on(const cp_statement *s, cp_date day)
{
    return !(cp_date_is_set(s->from) && day.first_day < s->from.first_day) &&
           !(cp_date_is_set(s->to) && day.first_day > s->to.last_day);
}

/* The id of the maker that a statement speaks of; of one that no table has, the word itself. */
static cp_str maker_of(cp_arena *a, const cp_makers *makers, cp_str word)
{
    const cp_maker *m = cp_maker_by_id(makers, word);
    m = m ? m : cp_maker_by_name(a, makers, word);
    return m ? m->id : word;
}

/* Makers and states are told apart by their ids: those of states have two capital letters. */
static void tell(cp_arena *a, cp_answers *ans, const cp_criterion *c, cp_str who, bool is_maker,
                 cp_str value)
{
    bool added;
    uint64_t *at = cp_map_put(a, &ans->who, cp_str_dup(a, who), &added);
    if (added) {
        *at = ans->who.n - 1;
        if (is_maker)
            cp_vec_push(a, &ans->told, cp_str_dup(a, who));
    }
    answer_key k = { (uint32_t)(c - ans->criteria->items.v), (uint32_t)*at };
    const answer_key *kept = cp_arena_dup(a, &k, sizeof k);
    *cp_map_put(a, &ans->by_key, bytes_of(kept), NULL) |=
        cp_str_eq_nocase(value, CP_STR("yes")) ? TOLD_YES : TOLD_NO;
}

void cp_answers_init(cp_arena *a, cp_answers *ans, const cp_criteria *c, const cp_makers *makers,
                     const cp_statement *v, uint32_t n, cp_date as_of)
{
    *ans = (cp_answers){ .criteria = c };
    for (uint32_t i = 0; i < n; i++) {
        const cp_criterion *x = cp_criterion_by_id(c, v[i].fact);
        bool is_told = cp_str_eq_nocase(v[i].value, CP_STR("yes")) ||
                       cp_str_eq_nocase(v[i].value, CP_STR("no"));
        if (!x || !is_told || !holds_on(&v[i], as_of))
            continue;
        if (v[i].product.n)
            /* of one product only: it must not clear, nor name, all that its maker makes */
            continue;
        if (v[i].maker.n)
            tell(a, ans, x, maker_of(a, makers, v[i].maker), true, v[i].value);
        else if (v[i].state.n)
            tell(a, ans, x, v[i].state, false, v[i].value);
    }
}

static cp_tri told_of(const uint64_t *bits)
{
    return *bits == TOLD_YES ? CP_YES : *bits == TOLD_NO ? CP_NO : CP_UNKNOWN;
}

static const uint64_t *find(const cp_answers *ans, const cp_criterion *c, cp_str who)
{
    const uint64_t *at = who.n ? cp_map_get(&ans->who, who) : NULL;
    if (!at)
        return NULL;
    answer_key k = { (uint32_t)(c - ans->criteria->items.v), (uint32_t)*at };
    return cp_map_get(&ans->by_key, bytes_of(&k));
}

cp_tri cp_answer_of(const cp_answers *ans, const cp_criterion *c, cp_str maker, cp_str seat)
{
    if (ans->by_key.n == 0)
        return CP_UNKNOWN;
    const uint64_t *own = find(ans, c, maker), *state = find(ans, c, seat);
    return own ? told_of(own) : state ? told_of(state) : CP_UNKNOWN;
}
