/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c - see answer.h. */
#include "path/answer.h"
#include <assert.h>

static const char *const names[] = {
#define CP_PATH_NAME(id, name) [CP_PATH_##id] = name,
    CP_PATH_ANSWERS(CP_PATH_NAME)
#undef CP_PATH_NAME
};
static_assert(sizeof names / sizeof *names == CP_PATH_ANSWER_COUNT, "a name for each");

const char *cp_path_answer_name(cp_path_answer x)
{
    assert(x < CP_PATH_ANSWER_COUNT);
    return names[x];
}

void cp_taints_of(cp_arena *a, const cp_net *n, uint32_t policy, cp_reading r, cp_taints *out)
{
    assert(policy < n->n_policies);
    cp_taints t = { .policy = policy, .reading = r };
    cp_arena *scratch = cp_arena_new(0);
    uint64_t *mask = CP_NEW_ARRAY(scratch, uint64_t, n->n_items);
    uint32_t *order = CP_NEW_ARRAY(scratch, uint32_t, n->n_items);
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        uint64_t bit = UINT64_C(1) << policy;
        t.n_derived[u] = cp_net_taint(scratch, n, r, (cp_unknown)u, bit, mask, order);
        t.derived[u] = cp_arena_dup(a, order, t.n_derived[u] * sizeof *order);
        uint8_t *dirty = CP_NEW_ARRAY(a, uint8_t, n->n_items);
        for (uint32_t i = 0; i < n->n_items; i++)
            dirty[i] = mask[i] != 0;
        t.dirty[u] = dirty;
    }
    cp_arena_free(scratch);
    *out = t;
}
