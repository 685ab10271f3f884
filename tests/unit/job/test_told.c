/* SPDX-License-Identifier: Apache-2.0 */
/* test_told.c - what `flows --follow` told before: keys that are kept with the look of their first
 * time, against a plain list. */
#include "job/flows_follow.h"
#include "tap.h"

enum { KEYS = 2000, STEPS = 40000 };

static void test_list(void)
{
    cp_told *t = cp_told_new();
    cp_arena *a = cp_arena_new(0);
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, KEYS); /* look + 1; 0: never */
    uint64_t x = 1;
    uint32_t n_wrong = 0;
    for (uint32_t i = 0; i < STEPS; i++) {
        uint32_t look = i / 1000;
        x = x * 6364136223846793005u + 1442695040888963407u;
        uint32_t key = (uint32_t)(x >> 33) % KEYS;
        uint64_t hash = (uint64_t)key << 40; /* all begin at one slot: the key 0 is one, too */
        if (cp_told_when(t, hash) != first[key] - 1)
            n_wrong++;
        if (!first[key])
            first[key] = look + 1;
        n_wrong += cp_told_add(t, hash, look) != (first[key] == look + 1);
    }
    is_int(n_wrong, 0, "%d steps with %d keys as a list has them", STEPS, KEYS);
    ok(!cp_told_is_full(t), "it is not full");
    cp_arena_free(a);
    cp_told_free(t);
}

static void test_limit(void)
{
    cp_told *t = cp_told_new();
    uint32_t n_new = 0;
    for (uint64_t i = 1; i <= CP_TOLD_MAX; i++)
        n_new += cp_told_add(t, i * 0x9e3779b97f4a7c15u, 0);
    is_int(n_new, CP_TOLD_MAX, "so many are kept");
    ok(!cp_told_is_full(t), "and nothing was refused");
    ok(!cp_told_add(t, 42, 1) && cp_told_is_full(t), "one more is not");
    ok(cp_told_when(t, 42) == UINT32_MAX, "and nobody says whether it is new");
    ok(cp_told_when(t, 0x9e3779b97f4a7c15u) == 0, "what was there stays");
    cp_told_free(t);
}

static void test_finding_key(void)
{
    static const struct row {
        const char *name;
        cp_flow_finding x;
        bool is_same;
    } rows[] = {
        { "with other numbers", { .kind = CP_FLOW_FINDING_SCAN, .score = 0.5, .events = 9 }, true },
        { "of another kind", { .kind = CP_FLOW_FINDING_BEACON }, false },
        { "of another peer", { .kind = CP_FLOW_FINDING_SCAN, .peer = { { 1 } } }, false },
        { "of another device", { .kind = CP_FLOW_FINDING_SCAN, .who = { { 1 } } }, false },
        { "of another name",
          { .kind = CP_FLOW_FINDING_SCAN, .peer_name = CP_STR_INIT("a.example") },
          false },
        { "of a service", { .kind = CP_FLOW_FINDING_SCAN, .has_service = true }, false },
    };
    const cp_flows_finding base = { .x = { .kind = CP_FLOW_FINDING_SCAN } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ok((cp_flows_finding_key(&base) ==
            cp_flows_finding_key(&(cp_flows_finding){ .x = rows[i].x })) == rows[i].is_same,
           "a finding %s", rows[i].name);
    const cp_flows_finding other = { .rank = CP_FLOWS_RANK_OTHER };
    ok(cp_flows_finding_key(&(cp_flows_finding){ .rank = CP_FLOWS_RANK_UNKNOWN }) !=
           cp_flows_finding_key(&other),
       "a finding of equipment that became known");
}

int main(void)
{
    test_list();
    test_limit();
    test_finding_key();
    return tap_done();
}
