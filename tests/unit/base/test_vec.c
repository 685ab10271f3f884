/* SPDX-License-Identifier: Apache-2.0 */
/* test_vec.c - growing arrays. */
#include "tap.h"

typedef struct item {
    uint32_t n;
    char pad[20];
} item;

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    CP_VEC(item) v = { 0 };
    uint32_t sum = 0, zeroed = 0, wrong = 0;
    cp_vec_each(it, &v) sum++;
    is_uint(sum, 0, "an empty vector has nothing to go through");
    for (uint32_t i = 0; i < 10000; i++) {
        item *it = cp_vec_add(a, &v);
        zeroed += it->n == 0 && it->pad[0] == 0 && it->pad[19] == 0;
        it->n = i;
        memset(it->pad, 0xff, sizeof it->pad);
    }
    is_uint(v.n, 10000, "10000 items");
    is_uint(zeroed, 10000, "each was zero when it was new");
    sum = 0;
    cp_vec_each(it, &v) wrong += it->n != sum++;
    is_uint(wrong, 0, "in their order");
    is_uint(sum, 10000, "all of them");
    ok(cp_arena_used_bytes(a) <= 2 * 16384 * sizeof(item), "at most twice the memory");
    CP_VEC(cp_str) w = { 0 };
    cp_vec_push(a, &w, CP_STR("one"));
    cp_vec_push(a, &w, CP_STR("two"));
    is_cstr(w.v[1], "two", "pushed values");
    cp_arena_free(a);
    return tap_done();
}
