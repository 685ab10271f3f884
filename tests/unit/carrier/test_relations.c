/* SPDX-License-Identifier: Apache-2.0 */
/* test_relations.c - what rows of relations say together: lists, look-ups, contradictions. */
#include "carrier/relations.h"
#include "tap.h"

#define P(x, y)                                    \
    {                                              \
        .a = (x), .b = (y), .kind = CP_AS_PROVIDER \
    }
#define Q(x, y)                                \
    {                                          \
        .a = (x), .b = (y), .kind = CP_AS_PEER \
    }
#define S(x, y)                                   \
    {                                             \
        .a = (x), .b = (y), .kind = CP_AS_SIBLING \
    }

static const struct row {
    const char *what;
    cp_as_relation rows[6];
    uint32_t a, b;
    cp_as_tie tie;
    uint32_t n_as;
    uint64_t n_again, n_doubts;
} rows[] = {
    { "nothing", { { 0 } }, 64500, 64501, CP_AS_TIE_NONE, 0, 0, 0 },
    { "a provider", { P(64500, 64501) }, 64501, 64500, CP_AS_TIE_PROVIDERS, 2, 0, 0 },
    { "a customer", { P(64500, 64501) }, 64500, 64501, CP_AS_TIE_CUSTOMERS, 2, 0, 0 },
    { "the larger provides", { P(64501, 64500) }, 64500, 64501, CP_AS_TIE_PROVIDERS, 2, 0, 0 },
    { "peers", { Q(64501, 64500) }, 64500, 64501, CP_AS_TIE_PEERS, 2, 0, 0 },
    { "siblings", { S(64501, 64500) }, 64501, 64500, CP_AS_TIE_SIBLINGS, 2, 0, 0 },
    { "strangers", { P(1, 2), Q(3, 4) }, 2, 3, CP_AS_TIE_NONE, 4, 0, 0 },
    { "twice the same", { Q(1, 2), Q(2, 1), P(1, 3) }, 1, 2, CP_AS_TIE_PEERS, 3, 1, 0 },
    { "each the other's provider", { P(1, 2), P(2, 1) }, 1, 2, CP_AS_TIE_DOUBTFUL, 2, 0, 1 },
    { "provider and peer", { P(1, 2), Q(2, 1), P(1, 2) }, 2, 1, CP_AS_TIE_DOUBTFUL, 2, 1, 1 },
    { "the largest numbers", { P(4294967295, 1) }, 1, 4294967295, CP_AS_TIE_PROVIDERS, 2, 0, 0 },
};

static const cp_relations *make(cp_arena *a, const cp_as_relation *v, uint32_t n)
{
    cp_relations_maker *m = cp_relations_new(a, CP_STR("set"));
    for (uint32_t i = 0; i < n && v[i].a; i++) {
        cp_as_relation r = v[i];
        r.line = i + 1;
        (void)cp_relations_add(m, &r);
    }
    return cp_relations_done(m);
}

static void check_row(const struct row *x)
{
    cp_arena *a = cp_arena_new(0);
    const cp_relations *r = make(a, x->rows, 6);
    uint32_t i = cp_relations_id(r, x->a), k = cp_relations_id(r, x->b);
    cp_as_tie got = i == CP_NO_AS || k == CP_NO_AS ? CP_AS_TIE_NONE : cp_relations_tie(r, i, k);
    is_int(got, x->tie, "%s", x->what);
    is_uint(r->n, x->n_as, "%s: AS", x->what);
    is_uint(r->n_again, x->n_again, "%s: rows that say nothing new", x->what);
    is_uint(r->n_doubts, x->n_doubts, "%s: contradictions", x->what);
    cp_arena_free(a);
}

/* Every list has each neighbour once and in order, and both ends tell of a tie. */
static void test_random(void)
{
    uint32_t n_sets = tap_cases(2000), wrong = 0;
    for (uint32_t k = 0; k < n_sets; k++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand x = { k + 1 };
        cp_as_relation v[40];
        uint8_t said[12][12] = { { 0 } }; /* bits: 1 provider, 2 customer, 4 peer, 8 sibling */
        uint32_t n = cp_rand_below(&x, 40);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t p = cp_rand_below(&x, 12), q = (p + 1 + cp_rand_below(&x, 11)) % 12;
            v[i] = (cp_as_relation){ .a = p + 1,
                                     .b = q + 1,
                                     .kind = (cp_as_relation_kind)cp_rand_below(&x, 3) };
            static const uint8_t bits[3][2] = { { 2, 1 }, { 4, 4 }, { 8, 8 } };
            said[p][q] |= bits[v[i].kind][0];
            said[q][p] |= bits[v[i].kind][1];
        }
        const cp_relations *r = make(a, v, n);
        for (uint32_t p = 0; p < 12; p++)
            for (uint32_t q = 0; q < 12; q++) {
                uint32_t i = cp_relations_id(r, p + 1), j = cp_relations_id(r, q + 1);
                cp_as_tie got =
                    i == CP_NO_AS || j == CP_NO_AS ? CP_AS_TIE_NONE : cp_relations_tie(r, i, j);
                cp_as_tie want = said[p][q] == 0   ? CP_AS_TIE_NONE
                                 : said[p][q] == 1 ? CP_AS_TIE_PROVIDERS
                                 : said[p][q] == 2 ? CP_AS_TIE_CUSTOMERS
                                 : said[p][q] == 4 ? CP_AS_TIE_PEERS
                                 : said[p][q] == 8 ? CP_AS_TIE_SIBLINGS
                                                   : CP_AS_TIE_DOUBTFUL;
                wrong += got != want;
            }
        for (cp_as_tie t = 0; t < CP_AS_TIE_COUNT; t++)
            for (uint32_t i = 0; i < r->n; i++)
                for (uint32_t j = r->first[t][i] + 1; j < r->first[t][i + 1]; j++)
                    wrong += r->to[t][j - 1] >= r->to[t][j];
        cp_arena_free(a);
    }
    is_uint(wrong, 0, "%u random sets: each pair as its rows say, lists in order", n_sets);
}

static void test_doubt(void)
{
    static const cp_as_relation v[] = { P(7, 8), P(1, 2), Q(1, 2), P(2, 1) };
    cp_arena *a = cp_arena_new(0);
    const cp_relations *r = make(a, v, 4);
    ok(r->n_doubts == 1 && r->n_doubts_told == 1, "a pair is doubtful once");
    ok(r->doubts[0].one.line == 2 && r->doubts[0].other.line == 3 &&
           r->doubts[0].one.kind == CP_AS_PROVIDER && r->doubts[0].one.a == 1 &&
           r->doubts[0].other.kind == CP_AS_PEER,
       "the two rows that tell of it are named");
    ok(r->n_pairs[CP_AS_TIE_CUSTOMERS] == 1 && r->n_pairs[CP_AS_TIE_DOUBTFUL] == 1 &&
           r->n_pairs[CP_AS_TIE_PEERS] == 0,
       "pairs are counted by what they are");
    is_cstr(r->name, "set", "a set has its name");
    is_cstr(cp_str_c(cp_as_tie_name(CP_AS_TIE_NONE)), "unknown", "no row tells");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    test_random();
    test_doubt();
    return tap_done();
}
