/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_case_pack.c - packed rows of a case. The first byte chooses identifiers or facts. What is
 * read is inside the input, and packed again it reads the same. */
#include "fuzz.h"
#include "store/case_pack.h"

static bool is_inside(const uint8_t *data, size_t size, cp_str s)
{
    return s.n == 0 || ((const uint8_t *)s.p >= data && s.n <= size &&
                        (const uint8_t *)s.p <= data + size - s.n);
}

static void check_idents(cp_arena *a, const uint8_t *data, size_t size)
{
    cp_cur in = cp_cur_of((cp_bytes){ (uint8_t *)data, size });
    cp_buf again = cp_buf_new(a);
    uint64_t word, word_again;
    cp_str value, value_again;
    while (cp_pack_ident_next(&in, &word, &value)) {
        MUST(is_inside(data, size, value));
        cp_pack_ident(&again, word, value);
        cp_cur out = cp_cur_of(cp_bytes_of_str(cp_buf_str(&again)));
        MUST(cp_pack_ident_next(&out, &word_again, &value_again));
        MUST(word == word_again && cp_str_eq(value, value_again) && cp_cur_left(&out) == 0);
        again.n = 0;
    }
}

static void check_facts(cp_arena *a, const uint8_t *data, size_t size)
{
    cp_cur in = cp_cur_of((cp_bytes){ (uint8_t *)data, size });
    cp_buf again = cp_buf_new(a);
    cp_pack_last last = { 0 }, put = { 0 }, got = { 0 };
    cp_pack_fact f, g;
    for (size_t from = 0; cp_pack_fact_next(&in, &last, &f); from = again.n) {
        MUST(is_inside(data, size, f.part) && is_inside(data, size, f.value));
        cp_pack_fact_put(&again, &put, &f);
        cp_cur out = cp_cur_of(cp_bytes_of_str(cp_str_from(cp_buf_str(&again), from)));
        MUST(cp_pack_fact_next(&out, &got, &g) && cp_cur_left(&out) == 0);
        MUST(f.word == g.word && f.at == g.at && f.pos == g.pos && cp_str_eq(f.part, g.part) &&
             cp_str_eq(f.value, g.value));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cp_arena *a = cp_arena_new(0);
    if (data[0] & 1)
        check_idents(a, data + 1, size - 1);
    else
        check_facts(a, data + 1, size - 1);
    cp_arena_free(a);
    return 0;
}
