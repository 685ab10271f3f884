/* SPDX-License-Identifier: Apache-2.0 */
/* ask.c - see ask.h: from undetermined verdicts to questions, and their order.
 *
 * The order is greedy, in the worlds that the answers so far leave open:
 *
 *     groups of assets --effect of the answer on one--> gain of a question --better--> the best
 *
 * An answer changes what its groups add to the other questions that are asked of them, and nothing
 * else; the best is kept as in a tournament, so that a question whose gain changed plays against a
 * few others and not against all. */
#include "policy/ask.h"
#include <stdlib.h>
#include "policy/ask_worlds.h"
#include "policy/statements.h"

/* What a fact is of: what its things must have in common to be answered in one word. */
typedef enum scope { OF_SUPPLIER, OF_MODEL, OF_PLACE, OF_BATCH } scope;

static const struct {
    cp_fact fact;
    scope scope;
} scopes[] = {
    { CP_FACT_MAKER, OF_MODEL },
    { CP_FACT_CONTAINS, OF_MODEL },
    { CP_FACT_MANAGED_BY, OF_PLACE },
    { CP_FACT_OPERATED_BY, OF_PLACE },
    { CP_FACT_LEGAL_NAME, OF_SUPPLIER },
    { CP_FACT_CLASS, OF_MODEL },
    { CP_FACT_GENERATION, OF_MODEL },
    { CP_FACT_PURPOSE, OF_PLACE },
    { CP_FACT_MADE_IN, OF_MODEL },
    { CP_FACT_APPROVAL, OF_MODEL },
    { CP_FACT_FUNCTION, OF_MODEL },
    { CP_FACT_ROLE, OF_PLACE },
    { CP_FACT_COUNTRY, OF_PLACE },
    { CP_FACT_STATUS, OF_PLACE },
    { CP_FACT_ROUTES_USER_DATA, OF_MODEL },
    { CP_FACT_HANDLES_USER_DATA, OF_MODEL },
    { CP_FACT_ESSENTIAL, OF_MODEL },
    { CP_FACT_PURCHASED, OF_BATCH },
    { CP_FACT_INSTALLED, OF_BATCH },
    { CP_FACT_AUTHORISED, OF_MODEL },
    { CP_FACT_MANUFACTURED, OF_BATCH },
};

static scope scope_of(cp_fact f)
{
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
        if (scopes[i].fact == f)
            return scopes[i].scope;
    return OF_MODEL;
}

typedef struct asked asked;

/* Assets that are alike in all that is judged and stand in the same questions. */
typedef struct group {
    cp_worlds *worlds;
    uint32_t n_assets, n_questions;
    asked *const *questions;
} group;

/* A number of 2^-64: from a sum of these just what was added can be taken again. */
__extension__ typedef __int128 exact;

struct asked {
    exact settles;
    double gain;      /* the same, rounded */
    uint32_t touched; /* assets of which verdicts hang on it */
    uint32_t no;      /* in the order in which it was found */
    uint32_t played;  /* after how many answers it played last */
    bool is_done;
    cp_ask_ref ref;
    cp_str key; /* breaks ties, so that the order does not depend on that of the assets */
    CP_VEC(uint32_t) assets;
    CP_VEC(group *) groups;
    cp_question q;
};

typedef struct asking {
    cp_asker k;
    const cp_ask_opts *opts;
    const cp_asset *const *assets;
    CP_VEC(group *) groups;
    CP_VEC(asked *) questions;
    cp_map kind_of, group_of, question_of;
    cp_str words[CP_FACT_COUNT]; /* that can be answered, once they were asked for */
    /* The best of each pair, of each pair of these ..., and at 1 of all; NULL: none is left.
     *
     *     [1: best of 2, 3] [2: best of 4, 5] [3: best of 6, 7] [4: question 0] ... */
    asked **winners;
    uint32_t n_leaves;
    cp_questionnaire *out;
} asking;

/* ---- what is known of an asset */

static bool is_judged(cp_attr attr)
{
    return attr != CP_ATTR_NAME && attr != CP_ATTR_VERSION && attr != CP_ATTR_OS &&
           attr != CP_ATTR_PART_NUMBER && attr != CP_ATTR_QUANTITY && attr != CP_ATTR_OWNER &&
           attr != CP_ATTR_PARENT && attr != CP_ATTR_PREMISES && attr != CP_ATTR_TRAFFIC_BPS &&
           attr != CP_ATTR_SUBSCRIBERS;
}

/* A maker that is not sure, and that no pack could name, is like any other such. */
static bool is_anybody(const asking *w, const cp_claim *c)
{
    return c->attr == CP_ATTR_MAKER && c->confidence < w->opts->judge.accept &&
           cp_judge_maker_no(w->k.judge, c->value) == 0;
}

static void key_claims(const asking *w, cp_buf *b, const cp_claim *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (is_judged(v[i].attr))
            cp_buf_fmt(b, "%d=%.*s@%.6f\n", (int)v[i].attr,
                       CP_FMT(is_anybody(w, &v[i]) ? CP_STR("~") : v[i].value), v[i].confidence);
}

/* All on which a verdict can hang; in scratch. */
static cp_str kind_key(const asking *w, const cp_asset *as)
{
    cp_buf b = cp_buf_new(w->k.scratch);
    key_claims(w, &b, as->claims, as->n_claims);
    cp_buf_add_c(&b, "others\n");
    key_claims(w, &b, as->others, as->n_others);
    for (uint32_t i = 0; i < as->n_inside; i++)
        if (cp_judge_maker_no(w->k.judge, as->inside[i]))
            cp_buf_fmt(&b, "inside %.*s %d\n", CP_FMT(as->inside[i]),
                       as->inside_essential ? as->inside_essential[i] : CP_ESSENTIAL_UNSAID);
    if (as->is_component)
        cp_buf_fmt(&b, "whole %d\n", as->whole_essential);
    cp_buf_add_c(&b, as->n_inside_open ? "inside open\n" : "");
    cp_buf_fmt(&b, "seller %u\n", cp_facts_seller(w->k.judge, as));
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (as->evidence[i].attr == CP_ATTR_MAKER &&
            cp_str_starts(as->evidence[i].kind, CP_STR("inventory.")))
            cp_buf_fmt(&b, "company %.*s\n", CP_FMT(as->evidence[i].value));
    for (uint32_t i = 0; i < as->n_ids; i++)
        if (as->ids[i].kind == CP_IDENT_ASN)
            cp_buf_fmt(&b, "asn %.*s\n", CP_FMT(as->ids[i].value));
    return cp_buf_str(&b);
}

/* The value of a key that is in scratch, and is copied if it is new. */
static uint64_t *value_of(asking *w, cp_map *m, cp_str key, bool *added)
{
    uint64_t *at = cp_map_get(m, key);
    *added = !at;
    return at ? at : cp_map_put(w->k.a, m, cp_str_dup(w->k.a, key), NULL);
}

static cp_worlds *worlds_of(asking *w, const cp_asset *as)
{
    bool added;
    uint64_t *at = value_of(w, &w->kind_of, kind_key(w, as), &added);
    if (added)
        *at = (uint64_t)(uintptr_t)cp_worlds_of(&w->k, as);
    return (cp_worlds *)(uintptr_t)*at;
}

/* ---- can an answer settle it? */

typedef enum chance {
    ASK,
    CONTRADICTED,
    UNLISTED,
    NO_COLUMN,
    BY_MAKER, /* who made it says where that one is seated */
    OF_WHOLE  /* what it is in is asked */
} chance;

static bool has_inventory_maker(const cp_asset *as)
{
    for (uint32_t i = 0; i < as->n_evidence; i++)
        if (as->evidence[i].attr == CP_ATTR_MAKER &&
            cp_str_eq(as->evidence[i].kind, CP_STR("inventory.maker")))
            return true;
    return false;
}

static bool has_others(const cp_asset *as, cp_attr attr)
{
    for (uint32_t i = 0; i < as->n_others; i++)
        if (as->others[i].attr == attr)
            return true;
    return false;
}

/* Could a pack name it that asks whether components are essential? */
static bool is_asked_of(const asking *w, cp_str maker)
{
    for (uint32_t i = 0; i < w->k.n_packs; i++)
        if (w->k.packs[i]->reads >> CP_FACT_ESSENTIAL & 1 &&
            cp_map_get(&w->k.packs[i]->named, maker))
            return true;
    return false;
}

/* Is what is said of a component of its own contradicted? No word about the whole changes that. */
static bool has_doubted_part(const asking *w, const cp_asset *as)
{
    for (uint32_t i = 0; i < as->n_inside; i++)
        if (as->inside_essential && as->inside_essential[i] == CP_ESSENTIAL_OPEN &&
            is_asked_of(w, as->inside[i]))
            return true;
    return false;
}

static bool says_a_word(const asking *w, const cp_asset *as, cp_attr attr, cp_fact f)
{
    const cp_claim *c = cp_asset_claim(as, attr);
    bool says = c && cp_is_in_words(w->k.judge, f, c->value);
    for (uint32_t i = 0; i < as->n_others; i++)
        says = says ||
               (as->others[i].attr == attr && cp_is_in_words(w->k.judge, f, as->others[i].value));
    return says;
}

/* One more statement weighs as much as the one that is there: it settles nothing where that one is
 * in words that rules know. */
static chance chance_of(const asking *w, const cp_asset *as, cp_fact f, cp_str *stated)
{
    cp_attr attr;
    *stated = CP_STR("");
    if (f == CP_FACT_MAKER_COUNTRY &&
        cp_asset_fact(as, CP_ATTR_MAKER, w->opts->judge.accept).n == 0)
        return BY_MAKER;
    if (!cp_ask_column(f, &attr))
        return NO_COLUMN;
    if (f == CP_FACT_ESSENTIAL && as->is_component)
        return OF_WHOLE;
    if (f == CP_FACT_ESSENTIAL && has_doubted_part(w, as))
        return CONTRADICTED;
    const cp_claim *c = cp_asset_claim(as, attr);
    if (f == CP_FACT_MAKER)
        return has_inventory_maker(as) ? UNLISTED : ASK;
    if (!c)
        return ASK;
    if (cp_fact_kind_of(f) == CP_FACT_KIND_DATE) {
        *stated = c->value;
        bool is_sure = c->confidence >= w->opts->judge.accept;
        return is_sure && !has_others(as, attr) ? ASK : CONTRADICTED;
    }
    *stated = c->value;
    bool is_closed = cp_fact_kind_of(f) == CP_FACT_KIND_SET && f != CP_FACT_LEGAL_NAME &&
                     !w->k.lib->vocab.words[f].is_open;
    return is_closed && !says_a_word(w, as, attr, f) ? ASK : CONTRADICTED;
}

/* ---- questions */

static cp_str supplier_of(const cp_asset *as)
{
    cp_str s = cp_asset_shown(as, CP_ATTR_SUPPLIER);
    const cp_claim *maker = cp_asset_claim(as, CP_ATTR_MAKER);
    if (s.n)
        return s;
    if (maker && maker->confidence >= CP_SHOW_MIN)
        return maker->name.n ? maker->name : maker->value;
    return CP_STR("(unknown supplier)");
}

static cp_str words_of_set(cp_arena *a, const cp_words *words)
{
    enum { LISTED_MAX = 60 };
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < words->names.n && i < LISTED_MAX; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "", CP_FMT(words->names.v[i]));
    cp_buf_add_c(&b, words->names.n > LISTED_MAX ? " ..." : "");
    cp_buf_add_c(&b, words->is_open ? ", or another word" : "");
    return cp_buf_str(&b);
}

/* What can be answered. */
static cp_str words_of(asking *w, cp_ask_ref r)
{
    if (cp_ask_is_criterion(r) || r == CP_FACT_APPROVAL)
        return CP_STR("yes, no");
    cp_fact f = (cp_fact)r;
    if (f == CP_FACT_COUNTRY || f == CP_FACT_MADE_IN)
        return CP_STR("a country, as two letters");
    if (f == CP_FACT_LEGAL_NAME)
        return CP_STR("the legal name of the company");
    if (f == CP_FACT_CONTAINS)
        return CP_STR("names with ; between, or none");
    if (cp_fact_kind_of(f) == CP_FACT_KIND_MAKER)
        return CP_STR("the name of a company");
    if (cp_fact_kind_of(f) == CP_FACT_KIND_DATE)
        return CP_STR("a date: 2026-11-23, 2026-11 or 2026");
    if (w->words[f].n == 0)
        w->words[f] = words_of_set(w->k.a, &w->k.lib->vocab.words[f]);
    return w->words[f];
}

static void add_part(cp_buf *b, const char *before, cp_str value)
{
    if (value.n)
        cp_buf_fmt(b, "%s%.*s", before, CP_FMT(value));
}

/* Who made the components of which it is open whether they are essential, as far as a pack names
 * them: ", inside: Acme, Example". */
static void add_inside(const asking *w, const cp_question *q, cp_buf *b)
{
    enum { ASSETS_MAX = 100, MAKERS_MAX = 8 };
    cp_judge *j = w->k.judge;
    cp_maker_no had[MAKERS_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->n_assets && i < ASSETS_MAX; i++) {
        const cp_facts *x = cp_facts_build(j, w->k.scratch, w->assets[q->assets[i]]);
        for (uint32_t k = 0; k < x->n_inside && n < MAKERS_MAX; k++) {
            bool is_new = x->inside_essential[k] == CP_ESSENTIAL_OPEN &&
                          is_asked_of(w, j->named.v[x->inside[k]].id);
            for (uint32_t m = 0; m < n; m++)
                is_new = is_new && had[m] != x->inside[k];
            if (!is_new)
                continue;
            const cp_named_maker *who = &j->named.v[x->inside[k]];
            add_part(b, n ? ", " : "; inside: ", who->known ? who->known->name : who->id);
            had[n++] = x->inside[k];
        }
    }
}

/* "What it is used for: 14 of NE40E, class transport, at north (the evidence says "CCTV")";
 * in scratch */
static cp_str wording(const asking *w, const cp_question *q, cp_ask_ref r)
{
    cp_buf b = cp_buf_new(w->k.scratch);
    if (cp_ask_is_criterion(r)) {
        const cp_criterion *c = &w->k.lib->criteria.items.v[r - CP_FACT_COUNT];
        cp_buf_fmt(&b, "Is it true of %.*s: %.*s", CP_FMT(q->state.n ? q->state : q->supplier),
                   CP_FMT(c->text));
        return cp_buf_str(&b);
    }
    cp_buf_add_c(&b, cp_fact_question((cp_fact)r));
    ((char *)(uintptr_t)b.p)[0] = (char)(b.p[0] - ('a' - 'A'));
    if (q->n_assets == 1)
        add_part(&b, ": ", cp_asset_name(w->assets[q->assets[0]]));
    else
        cp_buf_fmt(&b, ": %u things", q->n_assets);
    add_part(&b, ", ", q->product);
    add_part(&b, ", class ", q->class_name);
    add_part(&b, ", at ", q->site);
    if (r == CP_FACT_ESSENTIAL)
        add_inside(w, q, &b);
    if (q->stated.n)
        cp_buf_fmt(&b, " (the evidence says \"%.*s\")", CP_FMT(q->stated));
    return cp_buf_str(&b);
}

static cp_question question_about(const asking *w, const cp_asset *as, cp_ask_ref r, cp_str stated)
{
    cp_question q = { .supplier = supplier_of(as),
                      .maker = CP_STR(""),
                      .state = CP_STR(""),
                      .class_name = CP_STR(""),
                      .product = CP_STR(""),
                      .site = CP_STR(""),
                      .realm = CP_STR(""),
                      .stated = stated };
    if (cp_ask_is_criterion(r)) {
        const cp_criterion *c = &w->k.lib->criteria.items.v[r - CP_FACT_COUNT];
        cp_str maker = cp_asset_fact(as, CP_ATTR_MAKER, w->opts->judge.accept);
        const cp_maker *m = cp_maker_by_id(w->k.lib->known, maker);
        q.fact = cp_str_fmt(w->k.a, "criterion:%.*s", CP_FMT(c->id));
        q.maker = maker;
        q.supplier = m ? m->name : maker;
        if (c->subject == CP_CRITERION_STATE && m && m->country.n) {
            q.state = m->country;
            q.maker = CP_STR("");
            q.supplier = cp_str_fmt(w->k.a, "(state %.*s)", CP_FMT(q.state));
        }
        return q;
    }
    scope s = scope_of((cp_fact)r);
    q.fact = cp_str_c(cp_fact_name((cp_fact)r));
    q.realm = as->realm;
    q.class_name = r == CP_FACT_CLASS ? CP_STR("") : cp_asset_shown(as, CP_ATTR_CLASS);
    if (s == OF_MODEL || s == OF_BATCH)
        q.product = cp_asset_shown(as, CP_ATTR_PRODUCT);
    if (s == OF_PLACE || s == OF_BATCH)
        q.site = cp_asset_shown(as, CP_ATTR_SITE);
    return q;
}

static cp_str question_key(asking *w, const cp_question *q, const cp_asset *as, cp_ask_ref r)
{
    bool is_single =
        !cp_ask_is_criterion(r) && scope_of((cp_fact)r) == OF_MODEL && q->product.n == 0;
    bool is_of_maker = q->maker.n || q->state.n;
    return cp_str_fmt(w->k.scratch, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s",
                      CP_FMT(q->fact), CP_FMT(is_of_maker ? CP_STR("") : q->supplier),
                      CP_FMT(q->maker), CP_FMT(q->state), CP_FMT(q->class_name), CP_FMT(q->product),
                      CP_FMT(q->site), CP_FMT(q->realm), CP_FMT(q->stated),
                      CP_FMT(is_single ? as->id : CP_STR("")));
}

/* Somebody answered yes or no, and yet it is open: somebody else answered otherwise. */
static bool is_answered(const asking *w, const cp_question *q, cp_ask_ref r)
{
    const cp_criteria *all = &w->k.lib->criteria;
    const cp_judge_opts *o = &w->opts->judge;
    for (uint32_t i = 0; i < o->n_statements; i++) {
        const cp_statement *s = &o->statements[i];
        const cp_criterion *c = cp_criterion_by_id(all, s->fact);
        if (c != &all->items.v[r - CP_FACT_COUNT] || cp_str_eq(s->value, CP_STR("unknown")))
            continue;
        const cp_maker *m = cp_maker_by_id(w->k.lib->known, s->maker);
        m = m ? m : cp_maker_by_name(w->k.scratch, w->k.lib->known, s->maker);
        if (q->state.n ? s->maker.n == 0 && cp_str_eq_nocase(s->state, q->state)
                       : m && cp_str_eq(m->id, q->maker))
            return true;
    }
    return false;
}

/* The question about this fact of this asset; NULL where an answer could settle nothing, which is
 * counted. */
static asked *question_of(asking *w, const cp_asset *as, cp_ask_ref r)
{
    cp_str stated = CP_STR("");
    if (!cp_ask_is_criterion(r)) {
        chance c = chance_of(w, as, (cp_fact)r, &stated);
        w->out->n_contradicted += c == CONTRADICTED;
        w->out->n_unlisted += c == UNLISTED;
        w->out->n_not_asked += c == NO_COLUMN;
        if (c != ASK)
            return NULL;
    } else if (cp_asset_fact(as, CP_ATTR_MAKER, w->opts->judge.accept).n == 0) {
        return NULL; /* of whom, is asked first */
    }
    cp_question q = question_about(w, as, r, stated);
    if (cp_ask_is_criterion(r) && is_answered(w, &q, r)) {
        w->out->n_contradicted++;
        return NULL;
    }
    bool added;
    cp_str key = question_key(w, &q, as, r);
    uint64_t *at = value_of(w, &w->question_of, key, &added);
    if (!added)
        return (asked *)(uintptr_t)*at;
    asked *x = CP_NEW(w->k.a, asked);
    q.id = cp_str_fmt(w->k.a, "%.*s-%08x", CP_FMT(q.fact), (unsigned)(cp_hash(key, 0) >> 32));
    *x = (asked){ .q = q,
                  .ref = r,
                  .no = w->questions.n,
                  .key = w->question_of.items[w->question_of.n - 1].key };
    cp_vec_push(w->k.a, &w->questions, x);
    *at = (uint64_t)(uintptr_t)x;
    return x;
}

/* The facts that are missing for some verdict, each once. */
static uint32_t missing_of(const cp_worlds *worlds, cp_ask_ref *out, uint32_t max)
{
    const cp_world *x = &worlds->v.v[0];
    uint32_t n = 0, facts = 0;
    for (uint32_t i = 0; i < x->n_open; i++)
        facts |= x->open[i].facts;
    for (; facts; facts &= facts - 1)
        out[n++] = (cp_ask_ref)__builtin_ctz(facts);
    for (uint32_t i = 0; i < x->n_open; i++)
        for (uint32_t c = 0; c < x->open[i].n_criteria; c++) {
            bool had = false;
            for (uint32_t k = 0; k < n; k++)
                had = had || out[k] == x->open[i].criteria[c];
            if (!had && n < max)
                out[n++] = x->open[i].criteria[c];
        }
    return n;
}

/* The group of assets of that kind that are asked the same n questions. */
static group *group_of(asking *w, cp_worlds *worlds, asked *const *questions, uint32_t n)
{
    bool added;
    cp_buf key = cp_buf_new(w->k.scratch);
    cp_buf_add(&key, (cp_str){ (const char *)&worlds, sizeof worlds });
    cp_buf_add(&key, (cp_str){ (const char *)questions, n * sizeof *questions });
    uint64_t *at = value_of(w, &w->group_of, cp_buf_str(&key), &added);
    if (!added)
        return (group *)(uintptr_t)*at;
    group *g = CP_NEW(w->k.a, group);
    g->worlds = worlds;
    g->questions = cp_arena_dup(w->k.a, questions, n * sizeof *questions);
    g->n_questions = n;
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(w->k.a, &questions[i]->groups, g);
    cp_vec_push(w->k.a, &w->groups, g);
    *at = (uint64_t)(uintptr_t)g;
    return g;
}

static void add_asset(asking *w, uint32_t at)
{
    enum { REFS_MAX = CP_FACT_COUNT + 512 }; /* all facts, and criteria of 64 packs */
    const cp_asset *as = w->assets[at];
    cp_ask_ref refs[REFS_MAX];
    asked *questions[REFS_MAX];
    uint32_t n = 0;
    cp_worlds *worlds = worlds_of(w, as);
    if (worlds->v.n == 0)
        return;
    w->out->n_open += worlds->v.v[0].n_open;
    if (w->opts->is_out && w->opts->is_out[at]) {
        w->out->n_out++;
        return;
    }
    uint32_t n_refs = missing_of(worlds, refs, REFS_MAX);
    for (uint32_t i = 0; i < n_refs; i++) {
        asked *q = question_of(w, as, refs[i]);
        if (!q)
            continue;
        questions[n++] = q;
        cp_vec_push(w->k.a, &q->assets, at);
    }
    group_of(w, worlds, questions, n)->n_assets++;
}

/* ---- effects */

/* Alone, on the evidence as it is. */
static void weigh_alone(asking *w, asked *q)
{
    const cp_ask_values *values = cp_ask_values_of(&w->k, q->ref);
    uint32_t n = values->v.n;
    cp_arena_mark mark = cp_arena_here(w->k.scratch);
    uint32_t *sum = CP_NEW_ARRAY(w->k.scratch, uint32_t, n);
    bool *is_possible = CP_NEW_ARRAY(w->k.scratch, bool, n);
    cp_vec_each(g, &q->groups)
    {
        const uint32_t *one = cp_worlds_settled(&w->k, (*g)->worlds, q->ref);
        for (uint32_t i = 0; i < n; i++) {
            is_possible[i] = is_possible[i] || one[i] != UINT32_MAX;
            sum[i] += one[i] == UINT32_MAX ? 0 : one[i] * (*g)->n_assets;
        }
    }
    double weights = 0, settled = 0;
    q->q.surely = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_possible[i])
            continue;
        weights += values->v.v[i].weight;
        settled += values->v.v[i].weight * sum[i];
        q->q.surely = sum[i] < q->q.surely ? sum[i] : q->q.surely;
        q->q.at_best = sum[i] > q->q.at_best ? sum[i] : q->q.at_best;
    }
    q->q.surely = q->q.surely == UINT32_MAX ? 0 : q->q.surely;
    q->q.expected = weights > 0 ? settled / weights : 0;
    cp_arena_back(w->k.scratch, mark);
}

typedef enum sign { TAKE = -1, GIVE = 1 } sign;

/* What the group adds to the gain of its questions, in the worlds that are left to it. */
static void weigh_group(asking *w, const group *g, sign how)
{
    for (uint32_t i = 0; i < g->n_questions; i++) {
        asked *q = g->questions[i];
        if (q->is_done)
            continue;
        cp_ask_effect effect = cp_worlds_effect(&w->k, g->worlds, q->ref);
        if (!effect.is_needed)
            continue;
        q->settles += (int)how * ((exact)(effect.settles * 0x1p64) * g->n_assets);
        q->touched = how == GIVE ? q->touched + g->n_assets : q->touched - g->n_assets;
        q->gain = (double)q->settles * 0x1p-64;
    }
}

static bool is_better(const asked *x, const asked *y)
{
    if (x->gain > y->gain + 1e-9 || y->gain > x->gain + 1e-9)
        return x->gain > y->gain;
    if (x->q.surely != y->q.surely)
        return x->q.surely > y->q.surely;
    if (x->q.at_best != y->q.at_best)
        return x->q.at_best > y->q.at_best;
    if (x->touched != y->touched)
        return x->touched > y->touched;
    return cp_str_cmp(x->key, y->key) < 0;
}

static asked *winner_of(asked *x, asked *y)
{
    if (!x || !y)
        return x ? x : y;
    return is_better(y, x) ? y : x;
}

/* Every question that changed has to, before the best is asked for. */
static void play(asking *w, asked *q)
{
    uint32_t at = w->n_leaves + q->no;
    w->winners[at] = q->is_done || q->touched == 0 ? NULL : q;
    while (at /= 2) {
        asked *best = winner_of(w->winners[2 * at], w->winners[2 * at + 1]);
        if (best == w->winners[at] && best != q)
            break; /* it did not win here before, either */
        w->winners[at] = best;
    }
}

static void play_all(asking *w)
{
    for (w->n_leaves = 1; w->n_leaves < w->questions.n;)
        w->n_leaves *= 2;
    w->winners = CP_NEW_ARRAY(w->k.a, asked *, 2 * (size_t)w->n_leaves);
    cp_vec_each(q, &w->questions) play(w, *q);
}

/* The groups of the question have its answer now, the n-th; all that is asked of them plays
 * again. */
static void answer(asking *w, asked *q, uint32_t n)
{
    q->is_done = true;
    cp_vec_each(g, &q->groups)
    {
        weigh_group(w, *g, TAKE);
        (*g)->worlds = cp_worlds_after(&w->k, (*g)->worlds, q->ref);
        weigh_group(w, *g, GIVE);
    }
    cp_vec_each(g, &q->groups) for (uint32_t i = 0; i < (*g)->n_questions; i++)
    {
        asked *other = (*g)->questions[i];
        if (other->played < n)
            play(w, other);
        other->played = n;
    }
}

static bool is_stopped(const asking *w)
{
    return w->opts->is_stopped && w->opts->is_stopped(w->opts->stop_ctx);
}

static cp_rc weigh_all(asking *w, cp_err *err)
{
    cp_vec_each(q, &w->questions)
    {
        if (is_stopped(w))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
        weigh_alone(w, *q);
    }
    cp_vec_each(g, &w->groups) weigh_group(w, *g, GIVE);
    play_all(w);
    return CP_OK;
}

typedef CP_VEC(asked *) asked_list;

/* The greedy order. */
static cp_rc choose(asking *w, asked_list *chosen, cp_err *err)
{
    double left = w->out->n_open;
    for (asked *q; (q = w->winners[1]);) {
        if (w->opts->max && chosen->n == w->opts->max)
            break;
        if (is_stopped(w))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
        if (q->q.at_best == 0 && q->gain < w->opts->least) {
            q->is_done = true;
            play(w, q);
            w->out->n_later++;
            continue;
        }
        left -= q->gain;
        q->q.left = left > 0 ? left : 0;
        cp_vec_push(w->k.a, chosen, q);
        answer(w, q, chosen->n);
    }
    cp_vec_each(q, &w->questions) w->out->n_more += !(*q)->is_done && (*q)->touched;
    return CP_OK;
}

static void give_choices(const asking *w, cp_ask_ref r, cp_question *q)
{
    static const cp_str yes_no[] = { CP_STR_INIT("yes"), CP_STR_INIT("no") };
    if (cp_ask_is_criterion(r) || r == CP_FACT_APPROVAL) {
        q->choices = yes_no;
        q->n_choices = 2;
        return;
    }
    if (cp_fact_kind_of((cp_fact)r) != CP_FACT_KIND_SET || r == CP_FACT_COUNTRY ||
        r == CP_FACT_MADE_IN || r == CP_FACT_LEGAL_NAME || r == CP_FACT_CONTAINS)
        return;
    const cp_words *words = &w->k.lib->vocab.words[r];
    q->choices = words->names.v;
    q->n_choices = words->names.n;
    q->is_open = words->is_open;
}

static void write_out(asking *w, const asked_list *chosen)
{
    cp_question *v = CP_NEW_ARRAY(w->k.a, cp_question, chosen->n);
    for (uint32_t i = 0; i < chosen->n; i++) {
        const asked *x = chosen->v[i];
        v[i] = x->q;
        v[i].assets = x->assets.v;
        v[i].n_assets = x->assets.n;
        cp_arena_mark mark = cp_arena_here(w->k.scratch);
        v[i].asks = cp_str_dup(w->k.a, wording(w, &v[i], x->ref));
        cp_arena_back(w->k.scratch, mark);
        v[i].words = words_of(w, x->ref);
        give_choices(w, x->ref, &v[i]);
    }
    w->out->v = v;
    w->out->n = chosen->n;
}

static void free_arena(void *arg) { cp_arena_free(arg); }

cp_rc cp_ask(cp_arena *a, const cp_policy_lib *lib, const cp_ask_opts *opts,
             const cp_asset *const *assets, uint32_t n_assets, cp_questionnaire *out, cp_err *err)
{
    asking *w = CP_NEW(a, asking);
    *out = (cp_questionnaire){ .v = NULL };
    w->opts = opts;
    w->assets = assets;
    w->out = out;
    w->k = (cp_asker){ .a = a,
                       .scratch = cp_arena_new(0),
                       .lib = lib,
                       .packs = opts->packs,
                       .n_packs = opts->n_packs,
                       .judge = cp_judge_new(a, lib, &opts->judge) };
    cp_arena_defer(a, free_arena, w->k.scratch);
    for (uint32_t i = 0; i < n_assets; i++) {
        if (i % 1024 == 0 && is_stopped(w))
            return cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted");
        cp_arena_mark mark = cp_arena_here(w->k.scratch);
        add_asset(w, i);
        cp_arena_back(w->k.scratch, mark);
    }
    asked_list chosen = { 0 };
    cp_rc rc = weigh_all(w, err);
    if (rc == CP_OK)
        rc = choose(w, &chosen, err);
    if (rc == CP_OK)
        write_out(w, &chosen);
    return rc;
}
