/* SPDX-License-Identifier: Apache-2.0 */
/* test_exact.c - undetermined if and only if completions of the missing facts differ, and a fact is
 * missing if and only if it can flip the result: against the enumeration of all completions, for
 * random packs and random assets.
 *
 * A completion is an asset with every fact stated, which the evaluator answers without a search.
 * The vocabulary is small, so that all can be tried. What an exemption does not ask for stays
 * unstated in the completions too. */
#include "policy/support.h"

static const char vocabulary[] =
    "schema: cleanpath-policy-vocabulary/1\n"
    "classes: [{id: k1, title: a, mobile: yes}, {id: k2, title: b, mobile: yes}, {id: k3, title: "
    "c}]\n"
    "sets: [{id: both, title: d, members: [k1, k2]}, {id: services, title: e, members: [k3]}]\n"
    "purposes: [{id: p1, title: a}, {id: p2, title: b}, {id: other, title: c}]\n"
    "functions: [f1, f2]\n"
    "roles: [{id: r1, title: a}]\n";
static const char criteria[] =
    "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2024\n"
    "items: [{id: q, subject: entity, text: t}, {id: r, subject: entity, text: t, same_as: q}]\n";
static const char countries[] =
    "schema: cleanpath-countries/1\ncountries: [{id: AA}, {id: BB}, {id: CC}]\n";

/* Facts that the random assets leave out, with the values to complete them by. */
static const struct {
    const char *name, *values;
} facts[] = {
    { "maker", "a b c d e f g" },
    { "class", "k1 k2 k3" },
    { "generation", "4G 5G none" },
    { "purpose", "p1 p2 other" },
    { "made_in", "AA BB CC" },
    { "approval", "yes no x" },
    { "handles_user_data", "yes no" },
    { "criterion:q", "yes no" },
    { "installed", "2017-01-01 2019-12-31 2020-01-01 2021-06-14 2021-06-15 2023-01-01" },
    { "manufactured", "2016-01-01 2019-12-31 2020-01-01 2020-02-02 2020-05-31 2020-06-01 "
                      "2020-12-31 2021-06-15 2023-01-01" },
};
enum {
    FACTS = sizeof facts / sizeof *facts,
    HANDLES = 6,
    CRITERION = 7,
    CLASS = 1,
    GENERATION = 2,
    INSTALLED = 8,
    MANUFACTURED = 9,
    MISSING_MAX = 4,
    COMPLETIONS_MAX = 4096
};

static uint32_t state = 1;
static uint32_t below(uint32_t n)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

static bool one_in(uint32_t n) { return below(n) == 0; }

/* c was under a until 2020-06-01; d is under b, from memory; the others are nobody's. */
static const cp_makers *small_makers(cp_arena *a)
{
    static const char *const ids[] = { "a", "b", "c", "d", "e", "f", "g" };
    static const char *const seats[] = { "AA", "BB", "CC", "AA", "BB", "AA", "CC" };
    cp_makers *m = CP_NEW(a, cp_makers);
    m->v = CP_NEW_ARRAY(a, cp_maker, 7);
    m->n = 7;
    cp_relation *r = CP_NEW_ARRAY(a, cp_relation, 2);
    r[0] = (cp_relation){ .type = CP_STR("former_parent"),
                          .to = CP_STR("a"),
                          .until = cp_date_ymd(2020, 6, 1),
                          .since = CP_DATE_NONE,
                          .date = CP_DATE_NONE };
    r[1] = (cp_relation){ .type = CP_STR("parent"),
                          .to = CP_STR("b"),
                          .until = CP_DATE_NONE,
                          .since = CP_DATE_NONE,
                          .date = CP_DATE_NONE,
                          .conf = CP_CONF_MEMORY };
    for (uint32_t i = 0; i < 7; i++) {
        m->v[i] = (cp_maker){ .id = cp_str_c(ids[i]),
                              .name = cp_str_c(ids[i]),
                              .country = cp_str_c(seats[i]),
                              .is_listed = true };
        *cp_map_put(a, &m->by_id, m->v[i].id, NULL) = i;
    }
    m->v[2].relations = &r[0];
    m->v[3].relations = &r[1];
    m->v[2].n_relations = m->v[3].n_relations = 1;
    return m;
}

static void random_condition(cp_buf *b, uint32_t depth)
{
    static const char *const leaves[] = {
        "{installed: {from: 2021-06-15}}",
        "{manufactured: {before: 2020}}",
        "{made_in: [AA]}",
        "{purpose: [p1]}",
        "{generation: {not: [5G]}}",
        "{class: [k1]}",
        "{installed: {before: date_added}}",
        "{made_in: {not: [AA, BB]}}",
        "{approval: [x]}",
        "{made_in: [BB], purpose: [p1, p2]}",
    };
    if (depth == 0 || one_in(2)) {
        cp_buf_add_c(b, leaves[below(sizeof leaves / sizeof *leaves)]);
        return;
    }
    bool is_not = one_in(3);
    cp_buf_add_c(b, is_not ? "{not: " : one_in(2) ? "{any: [" : "{all: [");
    random_condition(b, depth - 1);
    if (!is_not) {
        cp_buf_add_c(b, ", ");
        random_condition(b, depth - 1);
    }
    cp_buf_add_c(b, is_not ? "}" : "]}");
}

static void random_clause(cp_buf *b, uint32_t id)
{
    static const char *const equipment[] = { "[any]", "[k1]", "[k2, k3]", "[both]", "[k3]" };
    static const char *const makers[] = { "[a]", "[b]", "[a, b]", "[c]" };
    static const char *const purposes[] = { "[p1]", "[p1, p2]",
                                            "[p1, {purpose: p2, condition: so and so}]" };
    static const char *const exempt[] = { "[asked]", "[by-class]", "[unasked]",
                                          "[asked, by-class]" };
    cp_buf_fmt(b, "- {id: c%u, title: t, equipment: %s", id, equipment[below(5)]);
    if (!one_in(4))
        cp_buf_fmt(b, ", makers: %s, affiliates: %s", makers[below(4)], one_in(2) ? "yes" : "no");
    if (one_in(6))
        cp_buf_add_c(b, one_in(2) ? ", maker_country: [AA]" : ", maker_country: {not: [AA]}");
    if (one_in(3))
        cp_buf_add_c(b, one_in(2) ? ", generation: [5G]" : ", generation: [4G, 5G]");
    if (one_in(3))
        cp_buf_fmt(b, ", purposes: %s", purposes[below(3)]);
    if (one_in(3))
        cp_buf_add_c(b, one_in(2) ? ", made_in: [AA]" : ", made_in: {not: [AA]}");
    if (one_in(3)) {
        cp_buf_add_c(b, ", when: ");
        random_condition(b, 2);
    }
    if (one_in(4))
        cp_buf_add_c(b, one_in(2) ? ", criteria: q" : ", criteria: {not: r}");
    if (one_in(6))
        cp_buf_add_c(b, ", allow_list: {name: l, public: no}");
    if (one_in(6))
        cp_buf_add_c(b, ", condition: so and so");
    if (one_in(3))
        cp_buf_fmt(b, ", exempt: %s", exempt[below(4)]);
    cp_buf_add_c(b, one_in(5) ? ", date_added: 2022-03-04, confidence: memory}\n"
                              : ", date_added: 2019-03-04, confidence: partial}\n");
}

static cp_str random_pack(cp_arena *a)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b,
                 "schema: cleanpath-policy/1\nid: p\ntitle: t\njurisdiction: AA\nkind: rules\nlaw: "
                 "in_force\n"
                 "effective: 2019-01-01\nread: 2024-01-01\naddressees: [{role: r1}]\nclauses:\n");
    uint32_t n = 1 + below(4);
    for (uint32_t i = 0; i < n; i++)
        random_clause(&b, i);
    cp_buf_add_c(&b, "exemptions:\n- {id: asked, text: t, if: {installed: {before: 2021-06-15}}, "
                     "ask: yes, confidence: partial}\n"
                     "- {id: by-class, text: t, if: {handles_user_data: no}, ask: {class: [k1, "
                     "k3]}, confidence: partial}\n"
                     "- {id: unasked, text: t, if: {role: [mast]}, confidence: partial}\n"
                     "duties: [{verb: use, text: t, confidence: partial}]\n");
    return cp_buf_str(&b);
}

static cp_str value_at(const char *values, uint32_t i)
{
    cp_str rest = cp_str_c(values), v = CP_STR("");
    for (uint32_t k = 0; k <= i; k++)
        (void)cp_str_cut(&rest, ' ', &v);
    return v;
}

static uint32_t n_values(const char *values)
{
    uint32_t n = 1;
    for (; *values; values++)
        n += *values == ' ';
    return n;
}

typedef struct vector {
    int value[FACTS]; /* -1: missing */
    bool is_mast;
} vector;

static cp_str asset_text(cp_arena *a, const vector *v, bool leave_handles)
{
    cp_buf b = cp_buf_new(a);
    for (int f = 0; f < FACTS; f++)
        if (v->value[f] >= 0 && f != CRITERION && !(f == HANDLES && leave_handles))
            cp_buf_fmt(&b, "%s=%.*s ", facts[f].name,
                       CP_FMT(value_at(facts[f].values, (uint32_t)v->value[f])));
    if (v->is_mast)
        cp_buf_add_c(&b, "role=mast ");
    cp_buf_char(&b, '\0');
    return cp_buf_str(&b);
}

/* What people see: no clause names it, or which way one does. */
static int outcome(cp_result r)
{
    return r == CP_VERDICT_ALLOWED || r == CP_VERDICT_NOT_ADDRESSED ? 0 : (int)r + 1;
}

/* The criterion is answered for two of the makers: b is one of whom it holds, e is none. */
static int answered(int maker) { return maker == 1 ? 0 : maker == 4 ? 1 : -1; }

/* Judges of the asset as given, and of completions where the criterion holds of every maker of
 * whom nobody said anything, or of none. */
typedef struct judges {
    cp_judge *given, *completed[2]; /* by the value of the criterion: yes, no */
} judges;

static cp_judge *judge_with(cp_arena *a, const cp_policy_lib *lib, int otherwise)
{
    static const char *const words[] = { "yes", "no" };
    cp_statement *v = CP_NEW_ARRAY(a, cp_statement, 7);
    uint32_t n = 0;
    for (int m = 0; m < 7; m++) {
        int told = answered(m) >= 0 ? answered(m) : otherwise;
        if (told >= 0)
            v[n++] = (cp_statement){ .maker = lib->known->v[m].id,
                                     .fact = CP_STR("q"),
                                     .value = cp_str_c(words[told]),
                                     .from = CP_DATE_NONE,
                                     .to = CP_DATE_NONE };
    }
    return cp_judge_new(a, lib,
                        &(cp_judge_opts){ NULL, cp_date_ymd(2024, 1, 1), 0.95, true, v, n });
}

/* Do the facts go together? Only what the evaluator knows, too: what was made was made before it
 * was put there; a class of fixed networks has no generation. */
static bool is_possible(const vector *given, const vector *v)
{
    if (given->value[INSTALLED] >= 0 && given->value[MANUFACTURED] < 0 &&
        cp_str_cmp(value_at(facts[MANUFACTURED].values, (uint32_t)v->value[MANUFACTURED]),
                   value_at(facts[INSTALLED].values, (uint32_t)given->value[INSTALLED])) > 0)
        return false;
    /* what was answered for a maker holds of it */
    int told = answered(v->value[0]);
    if (told >= 0 && v->value[CRITERION] != told)
        return false;
    return !(given->value[GENERATION] < 0 && v->value[CLASS] == 2 && v->value[GENERATION] != 2);
}

/* All values as one number, in which two that are the same but for a few can be told quickly. */
enum { VALUE_BITS = 6 };

static uint64_t code_of(const vector *v)
{
    uint64_t code = 0;
    for (uint32_t f = 0; f < FACTS; f++) {
        assert(v->value[f] >= 0 && v->value[f] < 1 << VALUE_BITS);
        code |= (uint64_t)v->value[f] << (f * VALUE_BITS);
    }
    return code;
}

typedef struct completions {
    vector v[COMPLETIONS_MAX];
    uint64_t code[COMPLETIONS_MAX];
    int outcome[COMPLETIONS_MAX];
    uint32_t n;
} completions;

static void complete(cp_arena *a, const judges *all, const cp_policy *p, const vector *given,
                     vector *v, int f, completions *out)
{
    if (f == FACTS) {
        if (out->n >= COMPLETIONS_MAX || !is_possible(given, v))
            return;
        /* class k2 is not asked whether it handles user data: nobody said so, so it is not
         * exempt */
        bool leave = given->value[HANDLES] < 0 && v->value[CLASS] == 1;
        cp_judge *j = all->completed[v->value[CRITERION]];
        cp_verdict got =
            *cp_judge_by_facts(j, p, cp_judge_facts(j, asset_of(a, asset_text(a, v, leave).p)));
        out->v[out->n] = *v;
        out->code[out->n] = code_of(v);
        out->outcome[out->n++] = outcome(got.result);
        return;
    }
    if (given->value[f] >= 0) {
        v->value[f] = given->value[f];
        complete(a, all, p, given, v, f + 1, out);
        return;
    }
    for (uint32_t i = 0; i < n_values(facts[f].values); i++) {
        v->value[f] = (int)i;
        complete(a, all, p, given, v, f + 1, out);
    }
}

static bool differ_in_one(const vector *x, const vector *y, int f)
{
    for (int i = 0; i < FACTS; i++)
        if ((x->value[i] != y->value[i]) != (i == f))
            return false;
    return true;
}

/* No two completions have all values the same, so two that agree in all others differ in f. */
static bool can_flip(const completions *c, int f)
{
    uint64_t others = ~((((uint64_t)1 << VALUE_BITS) - 1) << (f * VALUE_BITS));
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = i + 1; k < c->n; k++)
            if (((c->code[i] ^ c->code[k]) & others) == 0 && c->outcome[i] != c->outcome[k])
                return true;
    return false;
}

/* Generation and class of a fixed network go together, so one of them may have to change with the
 * other. */
static bool can_flip_with_class(const completions *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = i + 1; k < c->n; k++) {
            vector y = c->v[k];
            y.value[GENERATION] = c->v[i].value[GENERATION];
            if (c->outcome[i] != c->outcome[k] && differ_in_one(&c->v[i], &y, CLASS))
                return true;
        }
    return false;
}

/* The criterion of a maker for whom it is answered goes with the maker. */
static bool can_flip_with_maker(const completions *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = i + 1; k < c->n; k++) {
            vector y = c->v[k];
            bool is_told = answered(y.value[0]) >= 0 || answered(c->v[i].value[0]) >= 0;
            y.value[CRITERION] = c->v[i].value[CRITERION];
            if (is_told && c->outcome[i] != c->outcome[k] && differ_in_one(&c->v[i], &y, 0))
                return true;
        }
    return false;
}

static bool lists(const cp_verdict *v, const char *fact)
{
    for (uint32_t i = 0; i < v->n_missing; i++)
        if (cp_str_eq(v->missing[i], cp_str_c(fact)))
            return true;
    return false;
}

static vector random_vector(void)
{
    vector v = { .is_mast = one_in(3) };
    uint32_t n_missing = 0;
    for (int f = 0; f < FACTS; f++)
        v.value[f] = (int)below(n_values(facts[f].values));
    for (uint32_t i = 0; i < MISSING_MAX; i++) {
        uint32_t f = below(FACTS);
        n_missing += v.value[f] >= 0;
        v.value[f] = -1;
    }
    (void)n_missing;
    v.value[CRITERION] = v.value[0] >= 0 ? answered(v.value[0]) : -1;
    return v;
}

/* True if the evaluator agrees with the enumeration. */
static bool agrees(cp_arena *a, const judges *by, const cp_policy *p, completions *all,
                   uint32_t counts[2])
{
    vector given = random_vector(), v = given;
    cp_str text = asset_text(a, &given, false);
    cp_verdict got =
        *cp_judge_by_facts(by->given, p, cp_judge_facts(by->given, asset_of(a, text.p)));
    all->n = 0;
    complete(a, by, p, &given, &v, 0, all);
    if (all->n == 0)
        return true; /* the stated facts contradict each other */
    bool differ = false, good = true;
    for (uint32_t i = 1; i < all->n; i++)
        differ |= all->outcome[i] != all->outcome[0];
    counts[differ]++;
    if (differ != (got.result == CP_VERDICT_UNDETERMINED) ||
        (!differ && outcome(got.result) != all->outcome[0])) {
        tap_note("asset %.*s: got %s, completions %s", CP_FMT(text), cp_result_name(got.result),
                 differ ? "differ" : "agree");
        good = false;
    }
    for (int f = 0; f < FACTS && differ && good; f++) {
        bool is_listed = lists(&got, facts[f].name), want = given.value[f] < 0 && can_flip(all, f);
        if (f == CLASS && is_listed && given.value[CLASS] < 0 && given.value[GENERATION] < 0)
            want |= can_flip_with_class(all);
        if (f == 0 && is_listed && given.value[0] < 0)
            want |= can_flip_with_maker(all) || lists(&got, "criterion:q");
        if (want != is_listed) {
            tap_note("asset %.*s: %s %s flip it, missing is: %.*s", CP_FMT(text), facts[f].name,
                     want ? "can" : "cannot", CP_FMT(list_text(a, got.missing, got.n_missing)));
            good = false;
        }
    }
    return good;
}

int main(int argc, char **argv)
{
    uint32_t n_packs = argc > 1 ? (uint32_t)atoi(argv[1]) : 150, counts[2] = { 0 };
    completions *all = malloc(sizeof *all);
    for (uint32_t k = 0; k < n_packs; k++) {
        cp_arena *a = cp_arena_new(0);
        state = k + 1;
        cp_policy_lib *lib = cp_policy_lib_new(a, small_makers(a));
        cp_str pack = random_pack(a);
        cp_err err = { 0 };
        cp_policy_lib_add(lib, CP_STR("v"), cp_bytes_of_str(cp_str_c(vocabulary)));
        cp_policy_lib_add(lib, CP_STR("c"), cp_bytes_of_str(cp_str_c(countries)));
        cp_policy_lib_add(lib, CP_STR("s"), cp_bytes_of_str(cp_str_c(criteria)));
        cp_policy_lib_add(lib, CP_STR("p"), cp_bytes_of_str(pack));
        bool good = cp_policy_lib_finish(lib, &err) == CP_OK;
        if (!good)
            show_diags(lib);
        judges by = { NULL, { NULL, NULL } };
        if (good)
            by = (judges){ judge_with(a, lib, -1),
                           { judge_with(a, lib, 0), judge_with(a, lib, 1) } };
        for (uint32_t i = 0; i < 8 && good; i++)
            good = agrees(a, &by, lib->packs[0], all, counts);
        if (!ok(good, "pack %u agrees with the enumeration", k))
            tap_note("%.*s", CP_FMT(pack));
        cp_arena_free(a);
    }
    tap_note("%u determined, %u undetermined", counts[0], counts[1]);
    ok(counts[1] * 20 > counts[0], "enough of them are undetermined to tell anything");
    free(all);
    return tap_done();
}
