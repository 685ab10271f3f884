/* SPDX-License-Identifier: Apache-2.0 */
/* test_diff.c - what changes between two packs, or two days of one: against the naive comparison of
 * all verdicts and the enumeration of all completions, for random packs and assets; and the counts.
 *
 * Of an asset whose verdicts are both determined, the row is what the two verdicts say. Where one
 * is not, every completion of the missing facts is judged by both packs: if all are added, the row
 * must say so, and if they are not alike, it must say undecidable. */
#include "policy/diff.h"
#include "policy/support.h"

static const char vocabulary[] =
    "schema: cleanpath-policy-vocabulary/1\n"
    "classes: [{id: k1, title: a, mobile: yes}, {id: k2, title: b, mobile: yes}, {id: k3, title: "
    "c}]\n"
    "sets: [{id: both, title: d, members: [k1, k2]}, {id: services, title: e, members: [k3]}]\n"
    "purposes: [{id: p1, title: a}, {id: p2, title: b}, {id: other, title: c}]\n"
    "functions: [f1, f2]\n"
    "roles: [{id: r1, title: a}]\n";
static const char countries[] =
    "schema: cleanpath-countries/1\ncountries: [{id: AA}, {id: BB}, {id: CC}]\n";

static const char criteria[] =
    "schema: cleanpath-criteria/1\nid: k\ntitle: t\nread: 2024-01-01\nitems:\n"
    "- {id: k-1, subject: entity, text: a, confidence: partial}\n"
    "- {id: k-2, subject: state, text: b, confidence: partial}\n";

static const struct {
    const char *name, *values;
} facts[] = {
    { "maker", "a b c d e f g" },
    { "class", "k1 k2 k3" },
    { "generation", "4G 5G none" },
    { "purpose", "p1 p2 other" },
    { "made_in", "AA BB CC" },
    { "approval", "yes no x" },
    { "installed", "2018-01-01 2021-06-14 2021-06-15 2023-01-01" },
    { "manufactured", "2017-01-01 2021-06-14 2022-05-31 2022-06-01 2022-12-31 2023-06-01" },
};
enum {
    FACTS = sizeof facts / sizeof *facts,
    CLASS = 1,
    GENERATION = 2,
    INSTALLED = 6,
    MANUFACTURED = 7,
    MISSING_MAX = 3,
    ASSETS = 12
};

static uint32_t state = 1;
static uint32_t below(uint32_t n)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}
static bool one_in(uint32_t n) { return below(n) == 0; }

/* c was under a until 2022-06-01; the others are nobody's. */
static const cp_makers *small_makers(cp_arena *a)
{
    static const char *const ids[] = { "a", "b", "c", "d", "e", "f", "g" };
    static const char *const seats[] = { "AA", "BB", "CC", "AA", "BB", "AA", "CC" };
    cp_makers *m = CP_NEW(a, cp_makers);
    m->v = CP_NEW_ARRAY(a, cp_maker, 7);
    m->n = 7;
    cp_relation *r = CP_NEW(a, cp_relation);
    *r = (cp_relation){ .type = CP_STR("former_parent"),
                        .to = CP_STR("a"),
                        .until = cp_date_ymd(2022, 6, 1),
                        .since = CP_DATE_NONE,
                        .date = CP_DATE_NONE };
    for (uint32_t i = 0; i < 7; i++) {
        m->v[i] = (cp_maker){ .id = cp_str_c(ids[i]),
                              .name = cp_str_c(ids[i]),
                              .country = cp_str_c(seats[i]),
                              .is_listed = true };
        *cp_map_put(a, &m->by_id, m->v[i].id, NULL) = i;
    }
    m->v[2].relations = r;
    m->v[2].n_relations = 1;
    return m;
}

static void random_clause(cp_buf *b, uint32_t id)
{
    static const char *const equipment[] = { "[any]", "[k1]", "[k2, k3]", "[both]", "[k3]" };
    static const char *const makers[] = { "[a]", "[b]", "[a, b]", "[c, d]" };
    static const char *const asked[] = { "k-1", "{any: [k-1, k-2]}", "{all: [k-2, {not: k-1}]}" };
    static const char *const since[] = { "2019-03-04", "2021-03-04", "2023-03-04" };
    cp_buf_fmt(b, "- {id: c%u, title: t, equipment: %s", id, equipment[below(5)]);
    if (!one_in(4))
        cp_buf_fmt(b, ", makers: %s, affiliates: %s", makers[below(4)], one_in(2) ? "yes" : "no");
    if (one_in(6))
        cp_buf_add_c(b, ", maker_country: {not: [AA]}");
    if (one_in(4))
        cp_buf_add_c(b, one_in(2) ? ", generation: [5G]" : ", generation: [4G, 5G]");
    if (one_in(4))
        cp_buf_add_c(b, one_in(2) ? ", purposes: [p1]" : ", purposes: [p1, p2]");
    if (one_in(4))
        cp_buf_add_c(b, ", made_in: {not: [AA]}");
    if (one_in(4))
        cp_buf_add_c(b, ", when: {installed: {from: 2021-06-15}}");
    if (one_in(6))
        cp_buf_add_c(b, ", allow_list: {name: l, public: no}");
    if (one_in(6))
        cp_buf_add_c(b, ", condition: so and so");
    if (one_in(4))
        cp_buf_fmt(b, ", criteria: %s", asked[below(3)]);
    cp_buf_fmt(b, ", date_added: %s, confidence: partial}\n", since[below(3)]);
}

static void add_random_pack(cp_policy_lib *lib, cp_arena *a, const char *id)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b,
               "schema: cleanpath-policy/1\nid: %s\ntitle: t\njurisdiction: AA\nkind: rules\nlaw: "
               "in_force\neffective: 2019-01-01\nread: 2024-01-01\naddressees: [{role: r1}]\n"
               "duties:\n- {verb: use, text: t, confidence: partial}\n"
               "- {verb: buy, text: t, %sconfidence: partial}\nclauses:\n",
               id, one_in(2) ? "deadline: 2030-01-01, " : "");
    for (uint32_t i = 0, n = 1 + below(3); i < n; i++)
        random_clause(&b, i);
    cp_policy_lib_add(lib, cp_str_c(id), cp_bytes_of_str(cp_str_dup(a, cp_buf_str(&b))));
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
} vector;

static cp_str asset_text(cp_arena *a, const vector *v)
{
    cp_buf b = cp_buf_new(a);
    for (int f = 0; f < FACTS; f++)
        if (v->value[f] >= 0)
            cp_buf_fmt(&b, "%s=%.*s ", facts[f].name,
                       CP_FMT(value_at(facts[f].values, (uint32_t)v->value[f])));
    cp_buf_char(&b, '\0');
    return cp_buf_str(&b);
}

static const cp_asset *asset_of_vector(cp_arena *a, const vector *v)
{
    return asset_of(a, asset_text(a, v).p);
}

enum { WORLDS = 4 }; /* each criterion holds or not, of everybody */

typedef struct sides {
    const cp_policy *pack[2];
    cp_judge *judge[2];           /* nobody answered the criteria */
    cp_judge *const *complete[2]; /* by world: all are answered */
} sides;

/* What two determined verdicts say: written anew, not taken from the engine. */
static cp_diff_kind naive(const sides *s, const cp_verdict *a, const cp_verdict *b)
{
    bool in_a = a->result < CP_VERDICT_ALLOWED, in_b = b->result < CP_VERDICT_ALLOWED;
    if (!in_a || !in_b)
        return in_a ? CP_DIFF_REMOVED : in_b ? CP_DIFF_ADDED : CP_DIFF_SAME;
    if (s->pack[0] != s->pack[1] || a->result != b->result || !cp_str_eq(a->clause, b->clause) ||
        !cp_str_eq(a->reason, b->reason) || a->n_duties != b->n_duties)
        return CP_DIFF_CHANGED;
    for (uint32_t i = 0; i < a->n_duties; i++)
        if (a->duties[i].verb != b->duties[i].verb ||
            a->duties[i].applies != b->duties[i].applies ||
            a->duties[i].deadline.first_day != b->duties[i].deadline.first_day)
            return CP_DIFF_CHANGED;
    return CP_DIFF_SAME;
}

/* What the evaluator knows, too: a class of fixed networks has no generation, and what was made was
 * made before it was put there. */
static bool is_possible(const vector *given, const vector *v)
{
    if (given->value[GENERATION] < 0 && v->value[CLASS] == 2 && v->value[GENERATION] != 2)
        return false;
    return given->value[INSTALLED] < 0 || given->value[MANUFACTURED] >= 0 ||
           cp_str_cmp(value_at(facts[MANUFACTURED].values, (uint32_t)v->value[MANUFACTURED]),
                      value_at(facts[INSTALLED].values, (uint32_t)v->value[INSTALLED])) <= 0;
}

static void complete(cp_arena *a, const sides *s, const vector *given, vector *v, int f,
                     uint32_t *kinds)
{
    if (f == FACTS) {
        if (!is_possible(given, v))
            return;
        const cp_asset *as = asset_of_vector(a, v);
        for (int w = 0; w < WORLDS; w++) {
            cp_verdict x = cp_judge_asset(s->complete[0][w], s->pack[0], as),
                       y = cp_judge_asset(s->complete[1][w], s->pack[1], as);
            *kinds |= 1u << naive(s, &x, &y);
        }
        return;
    }
    for (uint32_t i = 0; i < n_values(facts[f].values); i++) {
        v->value[f] = given->value[f] >= 0 ? given->value[f] : (int)i;
        complete(a, s, given, v, f + 1, kinds);
        if (given->value[f] >= 0)
            return;
    }
}

/* Named by both, or by neither: whether they then are the same may hang on what is missing without
 * the result doing so. */
static uint32_t coarse(uint32_t kinds)
{
    bool is_alike = kinds & (1u << CP_DIFF_SAME | 1u << CP_DIFF_CHANGED);
    return (kinds & (1u << CP_DIFF_ADDED | 1u << CP_DIFF_REMOVED)) | (is_alike ? 1 : 0);
}

static vector random_vector(void)
{
    vector v;
    for (int f = 0; f < FACTS; f++)
        v.value[f] = (int)below(n_values(facts[f].values));
    for (uint32_t i = below(MISSING_MAX + 1); i > 0; i--)
        v.value[below(FACTS)] = -1;
    return v;
}

static bool agrees(cp_arena *a, cp_diff *d, const sides *s, uint32_t met[CP_DIFF_KIND_COUNT])
{
    vector given = random_vector(), v = given;
    const cp_asset *as = asset_of_vector(a, &given);
    cp_diff_row row = cp_diff_asset(d, as);
    cp_verdict x = cp_judge_asset(s->judge[0], s->pack[0], as),
               y = cp_judge_asset(s->judge[1], s->pack[1], as);
    bool is_open = x.result == CP_VERDICT_UNDETERMINED || y.result == CP_VERDICT_UNDETERMINED;
    met[row.kind]++;
    if (row.a->result != x.result || row.b->result != y.result)
        return tap_note("the verdicts are others"), false;
    if (!is_open)
        return row.kind == naive(s, &x, &y) && row.n_missing == 0;
    uint32_t kinds = 0;
    complete(a, s, &given, &v, 0, &kinds);
    uint32_t want = coarse(kinds), got = coarse(1u << row.kind);
    bool is_one = (want & (want - 1)) == 0, is_exact = (kinds & (kinds - 1)) == 0;
    bool good =
        row.kind == CP_DIFF_UNDECIDABLE ? !is_exact && row.n_missing > 0 : is_one && want == got;
    if (!good)
        tap_note("asset %.*s: got %s, completions give %x", CP_FMT(asset_text(a, &given)),
                 cp_diff_kind_name(row.kind), kinds);
    return good;
}

static bool check_pair(cp_arena *a, const cp_policy_lib *lib, const sides *s,
                       uint32_t met[CP_DIFF_KIND_COUNT])
{
    cp_diff *d = cp_diff_new(a, lib, (cp_diff_side){ s->pack[0], s->judge[0] },
                             (cp_diff_side){ s->pack[1], s->judge[1] });
    for (uint32_t i = 0; i < ASSETS; i++)
        if (!agrees(a, d, s, met))
            return false;
    return true;
}

/* world: which criteria hold, of the makers of all states; -1: nobody answered. */
static cp_judge *judge_on(cp_arena *a, const cp_policy_lib *lib, int year, int world)
{
    static const char *const states[] = { "AA", "BB", "CC" };
    static const char *const asked[] = { "k-1", "k-2" };
    cp_statement *v = CP_NEW_ARRAY(a, cp_statement, 6);
    for (int i = 0; i < 6; i++)
        v[i] = (cp_statement){ .state = cp_str_c(states[i / 2]),
                               .fact = cp_str_c(asked[i % 2]),
                               .value = world >> (i % 2) & 1 ? CP_STR("yes") : CP_STR("no"),
                               .from = CP_DATE_NONE,
                               .to = CP_DATE_NONE,
                               .on = CP_DATE_NONE };
    cp_judge_opts opts = { .as_of = cp_date_ymd(year, 12, 31),
                           .accept = 0.95,
                           .as_if_bound = true,
                           .statements = v,
                           .n_statements = world < 0 ? 0 : 6 };
    return cp_judge_new(a, lib, &opts);
}

static cp_judge *const *complete_judges(cp_arena *a, const cp_policy_lib *lib, int year)
{
    cp_judge **v = CP_NEW_ARRAY(a, cp_judge *, WORLDS);
    for (int w = 0; w < WORLDS; w++)
        v[w] = judge_on(a, lib, year, w);
    return v;
}

static bool check_pairs(cp_arena *a, const cp_policy_lib *lib, uint32_t met[CP_DIFF_KIND_COUNT])
{
    cp_judge *late = judge_on(a, lib, 2024, -1), *early = judge_on(a, lib, 2021, -1);
    cp_judge *const *all_late = complete_judges(a, lib, 2024), *const *all_early =
                                                                   complete_judges(a, lib, 2021);
    const cp_policy *p = lib->packs[0], *q = lib->packs[1];
    return check_pair(a, lib, &(sides){ { p, q }, { late, late }, { all_late, all_late } }, met) &&
           check_pair(a, lib, &(sides){ { p, p }, { early, late }, { all_early, all_late } }, met);
}

static void check_random(uint32_t n_packs)
{
    uint32_t met[CP_DIFF_KIND_COUNT] = { 0 };
    for (uint32_t k = 0; k < n_packs; k++) {
        cp_arena *a = cp_arena_new(0);
        state = k + 1;
        cp_policy_lib *lib = cp_policy_lib_new(a, small_makers(a));
        cp_err err = { 0 };
        cp_policy_lib_add(lib, CP_STR("v"), cp_bytes_of_str(cp_str_c(vocabulary)));
        cp_policy_lib_add(lib, CP_STR("c"), cp_bytes_of_str(cp_str_c(countries)));
        cp_policy_lib_add(lib, CP_STR("k"), cp_bytes_of_str(cp_str_c(criteria)));
        add_random_pack(lib, a, "p");
        add_random_pack(lib, a, "q");
        bool good = cp_policy_lib_finish(lib, &err) == CP_OK;
        if (!good) {
            show_diags(lib);
        } else {
            good = check_pairs(a, lib, met);
        }
        ok(good, "pair %u of packs agrees with the enumeration", k);
        cp_arena_free(a);
    }
    for (int k = 0; k < CP_DIFF_KIND_COUNT; k++)
        ok(met[k] * 100 > n_packs, "%u rows are %s", met[k], cp_diff_kind_name((cp_diff_kind)k));
}

/* ---- the shipped packs, and what is not a matter of chance ---- */

static const struct row {
    const char *name, *a, *b, *asset;
    cp_diff_kind want;
    const char *missing;
} rows[] = {
    { "a maker that neither names", "us-fcc-covered-list", "us-ndaa-889-a1a",
      "maker=acme class=transport made_in=US installed=2020-01-01", CP_DIFF_SAME, "" },
    { "packs that share clauses and not duties", "us-ndaa-889-a1a", "us-ndaa-889-a1b",
      "maker=huawei class=transport", CP_DIFF_CHANGED, "" },
    { "a purpose that only one asks for", "us-fcc-covered-list", "us-ndaa-889-a1a",
      "maker=hikvision class=video_surveillance", CP_DIFF_UNDECIDABLE, "purpose" },
    { "nobody knows the maker", "us-ndaa-889-a1a", "cn-micron-2023", "class=transport",
      CP_DIFF_UNDECIDABLE, "maker" },
    { "nobody knows the maker, and both name by it alike", "us-ndaa-889-a1b", "us-ndaa-889-a1b",
      "class=transport", CP_DIFF_SAME, "" },
    { "nothing is known", "us-ndaa-889-a1a", "cn-micron-2023", "", CP_DIFF_UNDECIDABLE, "maker" },
    { "a maker that one of two names", "cn-micron-2023", "us-ndaa-889-a1a",
      "maker=huawei class=transport", CP_DIFF_ADDED, "" },
    { "the reverse", "us-ndaa-889-a1a", "cn-micron-2023", "maker=huawei class=transport",
      CP_DIFF_REMOVED, "" },
    { "surely one of two makers that a pack names", "cn-micron-2023", "us-ndaa-889-a1a",
      "maker=huawei@0.5 or=zte@0.5 class=transport", CP_DIFF_ADDED, "" },
    { "one of two makers, of which it names one", "cn-micron-2023", "us-ndaa-889-a1a",
      "maker=huawei@0.5 or=ericsson@0.5 class=transport", CP_DIFF_UNDECIDABLE, "maker" },
};

static void check_rows(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_policy_lib *lib = shipped_packs(a, shipped_makers(a));
    cp_judge *judge =
        cp_judge_new(a, lib,
                     &(cp_judge_opts){
                         .as_of = cp_date_ymd(2026, 11, 23), .accept = 0.95, .as_if_bound = true });
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        cp_diff *d =
            cp_diff_new(a, lib, (cp_diff_side){ cp_policy_by_id(lib, cp_str_c(r->a)), judge },
                        (cp_diff_side){ cp_policy_by_id(lib, cp_str_c(r->b)), judge });
        cp_diff_row row = cp_diff_asset(d, asset_of(a, r->asset));
        is_cstr(cp_str_c(cp_diff_kind_name(row.kind)), cp_diff_kind_name(r->want), "%s", r->name);
        cp_str missing = row.n_missing ? row.missing[0] : CP_STR("");
        is_cstr(missing, r->missing, "%s: what is missing first", r->name);
    }
    cp_arena_free(a);
}

static void check_counts(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_diff_counts c = { .at = { 0 } };
    cp_diff_counts_add(a, &c, CP_STR("b"), CP_DIFF_SAME);
    cp_diff_counts_add(a, &c, CP_STR("z"), CP_DIFF_ADDED);
    cp_diff_counts_add(a, &c, CP_STR("a"), CP_DIFF_REMOVED);
    cp_diff_counts_add(a, &c, CP_STR("z"), CP_DIFF_SAME);
    cp_diff_counts_add(a, &c, CP_STR(""), CP_DIFF_UNDECIDABLE);
    cp_diff_counts_add(a, &c, CP_STR(""), CP_DIFF_CHANGED);
    cp_diff_counts_sort(&c);
    static const char *const order[] = { "", "a", "z", "b" };
    is_int(c.list.n, 4, "names are counted once");
    for (uint32_t i = 0; i < c.list.n && i < 4; i++)
        is_cstr(c.list.v[i].name, order[i], "place %u", i);
    is_int(c.list.v[2].n[CP_DIFF_SAME], 1, "what is the same counts, and does not weigh");
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    check_counts();
    check_rows();
    check_random(argc > 1 ? (uint32_t)atoi(argv[1]) : 150);
    return tap_done();
}
