/* SPDX-License-Identifier: Apache-2.0 */
/* What rules say of parts is told at the whole: on random trees, against walking up from each
 * part; and in words. */
#include "report/inside.h"
#include "tap.h"

enum { N_ASSETS = 12, N_POLICIES = 2, ROUNDS = 3000 };

static uint32_t seed = 1;

static uint32_t up_to(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

typedef struct world {
    cp_answer ans;
    cp_answer_asset assets[N_ASSETS];
    cp_answer_policy policies[N_POLICIES];
    cp_verdict verdicts[N_ASSETS][N_POLICIES];
    const cp_verdict *rows[N_ASSETS][N_POLICIES];
    const cp_waiver *waivers[N_ASSETS][N_POLICIES];
    cp_waiver waiver;
    uint32_t parent[N_ASSETS]; /* N_ASSETS: none */
} world;

static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l" };

static const cp_slot former = { .is_former = true };

/* Each asset is part of one before it, or of none. */
static void make(world *w)
{
    *w = (world){ .ans = { .n_assets = N_ASSETS, .n_policies = N_POLICIES } };
    w->ans.assets = w->assets;
    w->ans.policies = w->policies;
    for (uint32_t i = 0; i < N_ASSETS; i++) {
        w->parent[i] = i && up_to(4) ? up_to(i) : N_ASSETS;
        w->assets[i] = (cp_answer_asset){
            .asset = { .id = cp_str_c(names[i]),
                       .parent =
                           w->parent[i] < N_ASSETS ? cp_str_c(names[w->parent[i]]) : CP_STR(""),
                       .slot = w->parent[i] < N_ASSETS && up_to(8) == 0 ? &former : NULL },
            .verdicts = w->rows[i],
            .n_verdicts = N_POLICIES,
            .waivers = w->waivers[i],
        };
        for (uint32_t k = 0; k < N_POLICIES; k++) {
            w->verdicts[i][k] = (cp_verdict){ .policy = k ? CP_STR("list-y") : CP_STR("list-x"),
                                              .result = (cp_result)up_to(CP_VERDICT_COUNT) };
            w->rows[i][k] = &w->verdicts[i][k];
            w->waivers[i][k] = up_to(5) ? NULL : &w->waiver;
        }
    }
}

static int worth(cp_result r)
{
    return r == CP_VERDICT_EXCLUDED       ? 3
           : r == CP_VERDICT_RESTRICTED   ? 2
           : r == CP_VERDICT_UNDETERMINED ? 1
                                          : 0;
}

/* How many parts of x policy k judges to be r, worse than x. */
static uint32_t by_walking_up(const world *w, uint32_t x, uint32_t k, cp_result r)
{
    uint32_t n = 0;
    for (uint32_t part = 0; part < N_ASSETS; part++) {
        uint32_t up = w->parent[part];
        bool is_gone = w->assets[part].asset.slot != NULL;
        while (up != x && up < N_ASSETS) {
            is_gone |= w->assets[up].asset.slot != NULL;
            up = w->parent[up];
        }
        n += up == x && !is_gone && w->verdicts[part][k].result == r && !w->waivers[part][k] &&
             worth(r) > worth(w->verdicts[x][k].result);
    }
    return n;
}

static uint32_t n_found(const world *w, uint32_t x, uint32_t k, cp_result r)
{
    uint32_t n, sum = 0;
    const cp_inside *v = cp_inside_of(&w->ans, &w->assets[x], &n);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].policy == k && v[i].result == r)
            sum += v[i].n;
    return sum;
}

static void random_trees(cp_arena *a)
{
    static world w;
    uint32_t n_wrong = 0, n_some = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        cp_arena_mark mark = cp_arena_here(a);
        make(&w);
        cp_inside_find(a, &w.ans);
        for (uint32_t x = 0; x < N_ASSETS; x++)
            for (uint32_t k = 0; k < N_POLICIES; k++)
                for (unsigned r = 0; r < CP_VERDICT_COUNT; r++) {
                    uint32_t want = by_walking_up(&w, x, k, (cp_result)r);
                    n_wrong += n_found(&w, x, k, (cp_result)r) != want;
                    n_some += want > 0;
                }
        cp_arena_back(a, mark);
    }
    is_int(n_wrong, 0, "%u counts of parts that are judged worse than the whole", n_some);
    ok(n_some > ROUNDS, "the trees have such parts");
}

static void words(cp_arena *a)
{
    static world w;
    w.ans = (cp_answer){ .n_assets = 3, .n_policies = 1 };
    w.ans.assets = w.assets;
    w.ans.policies = w.policies;
    static const cp_result results[] = { CP_VERDICT_ALLOWED, CP_VERDICT_EXCLUDED,
                                         CP_VERDICT_EXCLUDED };
    for (uint32_t i = 0; i < 3; i++) {
        w.verdicts[i][0] =
            (cp_verdict){ .policy = CP_STR("list-x"), .binds = CP_YES, .result = results[i] };
        w.rows[i][0] = &w.verdicts[i][0];
        w.assets[i] =
            (cp_answer_asset){ .asset = { .id = cp_str_c(names[i]),
                                          .parent = i ? cp_str_c(names[i - 1]) : CP_STR("") },
                               .verdicts = w.rows[i],
                               .n_verdicts = 1 };
    }
    cp_inside_find(a, &w.ans);
    is_str(cp_inside_text(a, &w.ans, &w.assets[0]), CP_STR("has 2 parts that list-x excludes"),
           "said at the whole");
    is_str(cp_inside_text(a, &w.ans, &w.assets[1]), CP_STR(""),
           "not said where the whole is no better");
    is_str(cp_inside_parts(a, &w.ans, &w.ans.inside[0]),
           CP_STR("b (maker unknown, b), c (maker unknown, c)"), "which");
    w.verdicts[1][0].binds = w.verdicts[2][0].binds = CP_NO;
    is_str(cp_inside_text(a, &w.ans, &w.assets[0]), CP_STR("has 2 parts that (list-x) excludes"),
           "a rule that does not bind stands in brackets");
    w.verdicts[1][0].result = w.verdicts[2][0].result = CP_VERDICT_UNDETERMINED;
    cp_inside_find(a, &w.ans);
    is_str(cp_inside_text(a, &w.ans, &w.assets[0]), CP_STR(""),
           "what is open under a rule that does not bind is left to explain");
    is_int(w.ans.n_inside, 1, "where it is told");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    random_trees(a);
    words(a);
    cp_arena_free(a);
    return tap_done();
}
