/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_fingerprints.c - a value of some kind (the first byte) against the shipped rules: the rules
 * that the automaton leaves to run find what all rules find; the same twice. */
#include <string.h>
#include "fuzz.h"
#include "identify/know.h"

static cp_knowledge *knowledge(void)
{
    static cp_knowledge *k;
    uint32_t n;
    const cp_data_file *files = cp_data_all(&n);
    if (!k)
        MUST(cp_knowledge_load(cp_arena_new(0), files, n, &k, NULL) == CP_OK);
    return k;
}

static uint32_t match(cp_rules *r, cp_kind kind, cp_str text, cp_rule_match *m)
{
    uint32_t n;
    MUST(cp_rules_match(r, kind, text, m, CP_RULE_MATCHES_MAX, &n, NULL) == CP_OK);
    MUST(n <= CP_RULE_MATCHES_MAX);
    return n;
}

/* With the automaton, and with every rule marked as one that always runs. */
static void check_automaton(cp_arena *a, cp_rules *r, cp_kind kind, cp_str text)
{
    cp_rule_match some[CP_RULE_MATCHES_MAX], all[CP_RULE_MATCHES_MAX];
    cp_kind_rules *of_kind = &r->of_kind[kind];
    uint32_t n = match(r, kind, text, some);
    uint64_t *without = of_kind->without, *every = CP_NEW_ARRAY(a, uint64_t, of_kind->n_words);
    for (uint32_t i = 0; i < of_kind->n; i++)
        every[i / 64] |= UINT64_C(1) << i % 64;
    of_kind->without = every;
    uint32_t n_all = match(r, kind, text, all);
    of_kind->without = without;
    MUST(n == n_all);
    for (uint32_t i = 0; i < n; i++) {
        MUST(some[i].rule == all[i].rule);
        for (int k = 0; k < CP_RULE_ATTR_COUNT; k++)
            MUST(cp_str_eq(some[i].says[k], all[i].says[k]));
    }
}

static void check_reading(cp_arena *a, cp_knowledge *k, cp_kind kind, cp_str value)
{
    cp_text_reading x, y;
    MUST(cp_read_value(a, k, kind, value, &x, NULL) == CP_OK);
    MUST(cp_read_value(a, k, kind, value, &y, NULL) == CP_OK && x.n == y.n);
    for (uint32_t i = 0; i < x.n; i++) {
        MUST(x.v[i].attr == y.v[i].attr && x.v[i].weight == y.v[i].weight);
        MUST(cp_str_eq(x.v[i].value, y.v[i].value) && cp_str_eq(x.v[i].rule, y.v[i].rule));
        for (uint32_t m = 0; m < x.v[i].who.n; m++)
            MUST(x.v[i].who.v[m] < k->makers.m.n && x.v[i].who.v[m] == y.v[i].who.v[m]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > CP_OBS_VALUE_BYTES_MAX)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_knowledge *k = knowledge();
    cp_kind kind = (cp_kind)(data[0] % CP_KIND_COUNT);
    cp_str value = { (const char *)data + 1, size - 1 };
    check_automaton(a, &k->rules, kind, cp_rule_trim(value));
    check_reading(a, k, kind, value);
    cp_arena_free(a);
    return 0;
}
