/* SPDX-License-Identifier: Apache-2.0 */
/* Whose parts are in a device: on random trees, against asking each part for its way up. */
#include <string.h>
#include "job/parts.h"
#include "tap.h"

enum { N = 10, ROUNDS = 3000, NONE = N };

static uint32_t seed = 7;
static uint32_t below(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static const char *const ids[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
static const char *const makers[] = { "acme", "example", "" };

/* One part: how its parent is told, and what it is. */
typedef enum told { BY_AGENT, BY_TABLE, BY_BILL, TOLDS } told;

typedef struct thing {
    uint32_t up; /* NONE: none */
    told told;
    uint32_t maker; /* of makers */
    double sure;
    bool is_fan, is_former;
    cp_essential essential;
    cp_claim claims[3];
    cp_evidence evidence[2];
} thing;

static const cp_source sources[] = { { .format = CP_STR_INIT("inventory-csv") },
                                     { .format = CP_STR_INIT("cyclonedx") } };

static const cp_slot slots[] = { { .other = CP_STR_INIT("0") },
                                 { .other = CP_STR_INIT("0"), .is_former = true } };

static void make(thing *t, cp_asset *v, uint32_t i)
{
    *t = (thing){ .up = i && below(5) ? below(i) : NONE,
                  .told = (told)below(TOLDS),
                  .maker = below(3),
                  .sure = below(2) ? 0.97 : 0.6,
                  .is_fan = below(3) == 0,
                  .is_former = below(8) == 0,
                  .essential =
                      below(2) ? CP_ESSENTIAL_UNSAID : (cp_essential)below(CP_ESSENTIAL_COUNT) };
    v[i] = (cp_asset){ .id = cp_str_c(ids[i]), .claims = t->claims, .evidence = t->evidence };
    if (makers[t->maker][0])
        t->claims[v[i].n_claims++] = (cp_claim){ .attr = CP_ATTR_MAKER,
                                                 .value = cp_str_c(makers[t->maker]),
                                                 .confidence = t->sure };
    if (t->essential)
        t->claims[v[i].n_claims++] =
            (cp_claim){ .attr = CP_ATTR_ESSENTIAL,
                        .value = t->essential == CP_ESSENTIAL_NO ? CP_STR("no") : CP_STR("yes"),
                        .confidence = t->essential == CP_ESSENTIAL_OPEN ? 0.5 : 0.97 };
    if (t->is_fan)
        t->evidence[v[i].n_evidence++] = (cp_evidence){ .kind = CP_STR("snmp.ent.class"),
                                                        .attr = CP_ATTR_COUNT,
                                                        .value = CP_STR("fan") };
    if (t->up == NONE)
        return;
    v[i].parent = cp_str_c(ids[t->up]);
    v[i].slot = t->is_former ? &slots[1] : below(4) ? NULL : &slots[0];
    if (t->told == BY_AGENT)
        return;
    t->claims[v[i].n_claims++] =
        (cp_claim){ .attr = CP_ATTR_PARENT, .value = v[i].parent, .confidence = 1 };
    t->evidence[v[i].n_evidence++] = (cp_evidence){ .kind = CP_STR("inventory.parent"),
                                                    .attr = CP_ATTR_PARENT,
                                                    .source = t->told == BY_BILL };
}

static bool is_part(const thing *t, uint32_t i)
{
    return t[i].up != NONE && (t[i].told != BY_TABLE || t[i].essential == CP_ESSENTIAL_YES);
}

static bool is_in(const thing *t, uint32_t part, uint32_t whole)
{
    while (is_part(t, part) && !t[part].is_former) {
        part = t[part].up;
        if (part == whole)
            return true;
    }
    return false;
}

/* Of the part itself; else "no" of a card between it and the whole. */
static cp_essential essential_in(const thing *t, uint32_t part, uint32_t whole)
{
    bool is_no = false;
    for (uint32_t at = t[part].up; at != whole; at = t[at].up)
        is_no |= t[at].essential == CP_ESSENTIAL_NO;
    return t[part].essential ? t[part].essential : is_no ? CP_ESSENTIAL_NO : CP_ESSENTIAL_UNSAID;
}

/* What is said of all in the outermost thing that it is a part of. */
static bool is_whole_right(const thing *t, const cp_asset *v, uint32_t i)
{
    uint32_t whole = i;
    while (is_part(t, whole) && !t[whole].is_former)
        whole = t[whole].up;
    bool is_unsaid = whole == i || is_part(t, whole);
    return v[i].is_component == is_part(t, i) &&
           v[i].whole_essential == (is_unsaid ? CP_ESSENTIAL_UNSAID : t[whole].essential);
}

static bool is_right(const thing *t, const cp_asset *v, uint32_t whole)
{
    uint32_t n[2][CP_ESSENTIAL_COUNT] = { 0 }, n_open = 0, n_makers = 0;
    for (uint32_t i = 0; i < N; i++) {
        bool is_known = makers[t[i].maker][0] && t[i].sure > 0.9;
        if (!is_in(t, i, whole))
            continue;
        if (is_known)
            n[t[i].maker][essential_in(t, i, whole)]++;
        else
            n_open += !t[i].is_fan;
    }
    for (uint32_t m = 0; m < 2; m++)
        for (uint32_t e = 0; e < CP_ESSENTIAL_COUNT; e++) {
            if (n[m][e] == 0)
                continue;
            if (n_makers >= v[whole].n_inside || v[whole].inside_essential[n_makers] != e ||
                !cp_str_eq(v[whole].inside[n_makers++], cp_str_c(makers[m])))
                return false;
        }
    return n_makers == v[whole].n_inside && n_open == v[whole].n_inside_open &&
           is_whole_right(t, v, whole);
}

static void circles(cp_arena *a)
{
    cp_claim claim = { .attr = CP_ATTR_MAKER, .value = CP_STR("acme"), .confidence = 1 };
    cp_asset v[2] = { { .id = CP_STR("x"), .parent = CP_STR("y"), .claims = &claim, .n_claims = 1 },
                      { .id = CP_STR("y"), .parent = CP_STR("x") } };
    cp_parts_inside(a, NULL, 0, 0.95, v, 2);
    is_int(v[1].n_inside, 1, "in a circle, each is told once");
    is_int(v[0].n_inside, 0, "and nothing is inside itself");
    v[0].parent = CP_STR("x");
    cp_parts_inside(a, NULL, 0, 0.95, v, 1);
    is_int(v[0].n_inside, 0, "what is its own parent");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    static thing t[N];
    cp_asset v[N];
    uint32_t n_wrong = 0, n_some = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        cp_arena_mark mark = cp_arena_here(a);
        for (uint32_t i = 0; i < N; i++)
            make(&t[i], v, i);
        cp_parts_inside(a, sources, 2, 0.95, v, N);
        for (uint32_t i = 0; i < N; i++) {
            n_wrong += !is_right(t, v, i);
            n_some += v[i].n_inside > 0;
        }
        cp_arena_back(a, mark);
    }
    is_int(n_wrong, 0, "%u random devices with something inside", n_some);
    ok(n_some > ROUNDS, "enough of them");
    circles(a);
    cp_arena_free(a);
    return tap_done();
}
