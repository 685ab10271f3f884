/* SPDX-License-Identifier: Apache-2.0 */
/* test_map.c - the map against a plain list, by random calls from fixed seeds. */
#include "tap.h"

typedef struct model {
    cp_str keys[600];
    uint64_t values[600];
    uint32_t n;
} model;

static uint64_t *model_get(model *m, cp_str key)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (cp_str_eq(m->keys[i], key))
            return &m->values[i];
    return NULL;
}

/* Short keys with many equal beginnings and lengths; also empty ones and NUL bytes. */
static cp_str random_key(cp_arena *a, cp_rand *r, uint32_t range)
{
    uint32_t k = cp_rand_below(r, range);
    if (k % 50 == 0)
        return cp_str_slice(CP_STR("\0\0\0\0\0\0\0\0\0\0\0\0"), 0, k / 50);
    return cp_str_fmt(a, "%.*s%u", (int)(k % 33), "the same beginning of 32 letters..", k);
}

static bool is_same(const cp_map *m, model *want)
{
    if (m->n != want->n)
        return false;
    for (uint32_t i = 0; i < m->n; i++)
        if (!cp_str_eq(m->items[i].key, want->keys[i]) || m->items[i].value != want->values[i])
            return false;
    return true;
}

static void test_random(uint64_t seed, uint32_t range)
{
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { seed };
    cp_map m = { 0 };
    model *want = CP_NEW(a, model);
    uint32_t wrong = 0;
    cp_map_seed(seed * 77);
    for (int i = 0; i < 4000; i++) {
        cp_str key = random_key(a, &r, range);
        uint64_t *there = model_get(want, key), *got = cp_map_get(&m, key);
        bool added = true;
        wrong += (there == NULL) != (got == NULL) || (there && got && *there != *got);
        if (cp_rand_below(&r, 3) == 0)
            continue;
        got = cp_map_put(a, &m, key, i % 2 ? &added : NULL);
        wrong += (i % 2 && added != (there == NULL)) || (!there && *got != 0);
        if (!there) {
            there = &want->values[want->n];
            want->keys[want->n++] = key;
        }
        *there = *got = cp_rand_u64(&r);
    }
    is_uint(wrong, 0, "seed %u, %u keys: each answer is the list's", (unsigned)seed, range);
    ok(is_same(&m, want), "and the order is that of insertion");
    cp_map_seed(0);
    cp_arena_free(a);
}

static void test_large(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_map m = { 0 };
    uint32_t found = 0;
    for (uint32_t i = 0; i < 100000; i++)
        *cp_map_put(a, &m, cp_str_fmt(a, "%u", i), NULL) = i;
    for (uint32_t i = 0; i < 100000; i++) {
        uint64_t *v = cp_map_get(&m, cp_str_fmt(a, "%u", i));
        found += v && *v == i;
    }
    is_uint(found, 100000, "100000 keys are found again");
    ok(cp_map_get(&m, CP_STR("100000")) == NULL, "another is not");
    cp_arena_free(a);
}

int main(void)
{
    cp_map none = { 0 };
    ok(cp_map_get(&none, CP_STR("x")) == NULL, "an empty map has nothing");
    for (uint64_t seed = 1; seed <= 6; seed++)
        test_random(seed, seed % 2 ? 40 : 600);
    test_large();
    return tap_done();
}
