/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_states.c - a block of routers' states. What is read is within its limits, and packed again
 * it reads the same. */
#include "base/buf.h"
#include "fuzz.h"
#include "model/state.h"

typedef struct told {
    cp_arena *a;
    cp_state_packer *again;
    uint32_t n;
    bool is_full;
} told;

static void hear(void *ctx, const cp_state *s)
{
    told *t = ctx;
    MUST(s->kind < CP_STATE_KIND_COUNT && s->vrf.n <= CP_STATE_WORD_BYTES_MAX);
    t->n++;
    t->is_full = cp_state_packer_add(t->again, s) || t->is_full;
}

static cp_bytes pack(cp_arena *a, cp_bytes in, told *t, uint32_t *n)
{
    *t = (told){ .a = a, .again = cp_state_packer_new(a) };
    if (cp_states_unpack(in, hear, t, NULL) != CP_OK)
        t->is_full = true;
    return cp_state_packer_take(t->again, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    told first, second;
    uint32_t n, n_again;
    cp_bytes one = pack(a, (cp_bytes){ data, size }, &first, &n);
    if (!first.is_full) {
        cp_bytes two = pack(a, one, &second, &n_again);
        MUST(n == first.n && n_again == n && two.n == one.n && memcmp(one.p, two.p, one.n) == 0);
    }
    cp_arena_free(a);
    return 0;
}
