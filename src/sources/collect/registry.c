/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - see inside.h: an open-addressed table over what identifies an exporter. */
#include <string.h>
#include "sources/collect/inside.h"

enum { FIRST = 64 };

static uint64_t hash_of(const cp_collect_registry *r, const cp_exporter *x)
{
    uint64_t half[2];
    memcpy(half, x->addr.b, sizeof half);
    uint64_t h = cp_fold64(half[0] ^ r->seed, 0x9e3779b97f4a7c15u) ^ half[1];
    h = cp_fold64(h, r->seed ^ 0xd6e8feb86659fd93u) ^ x->domain ^ (uint64_t)x->proto << 32;
    return cp_fold64(h, 0xa0761d6478bd642fu);
}

static bool is_same(const cp_exporter *a, const cp_exporter *b)
{
    return a->domain == b->domain && a->proto == b->proto &&
           memcmp(&a->addr, &b->addr, sizeof a->addr) == 0;
}

static uint32_t *slot_of(const cp_collect_registry *r, const cp_exporter *x)
{
    uint32_t i = (uint32_t)hash_of(r, x) & (r->n_slots - 1);
    while (r->slots[i] && !is_same(&r->v[r->slots[i] - 1], x))
        i = (i + 1) & (r->n_slots - 1);
    return &r->slots[i];
}

static void make_room(cp_collect_registry *r)
{
    if (r->n == r->cap) {
        r->v = cp_arena_grow(r->a, r->v, r->cap * sizeof *r->v, r->cap * 2 * sizeof *r->v);
        r->cap *= 2;
    }
    if (r->n < r->n_slots / 2)
        return;
    r->n_slots *= 2;
    r->slots = CP_NEW_ARRAY(r->a, uint32_t, r->n_slots);
    for (uint32_t i = 0; i < r->n; i++)
        *slot_of(r, &r->v[i]) = i + 1;
}

uint32_t cp_collect_registry_get(cp_collect_registry *r, const cp_exporter *x, bool *is_new)
{
    uint32_t *slot = slot_of(r, x);
    *is_new = false;
    if (*slot)
        return *slot - 1;
    if (r->n == CP_FLOW_EXPORTERS_MAX)
        return UINT32_MAX;
    make_room(r);
    r->v[r->n] = (cp_exporter){ .addr = x->addr,
                                .domain = x->domain,
                                .proto = x->proto,
                                .nr = r->n,
                                .first_at = CP_TIME_NONE,
                                .last_at = CP_TIME_NONE };
    *slot_of(r, x) = ++r->n;
    atomic_store_explicit(r->told, r->n, memory_order_relaxed);
    *is_new = true;
    return r->n - 1;
}

bool cp_collect_registry_has(const cp_collect_registry *r, cp_flow_addr addr, uint32_t domain,
                             cp_flow_proto proto)
{
    const cp_exporter x = { .addr = addr, .domain = domain, .proto = proto };
    return *slot_of(r, &x) != 0;
}

void cp_collect_registry_init(cp_collect_registry *r, cp_arena *a, uint64_t seed,
                              const cp_exporter *known, uint32_t n, _Atomic uint64_t *told)
{
    bool is_new;
    *r =
        (cp_collect_registry){ .a = a, .cap = FIRST, .n_slots = FIRST, .seed = seed, .told = told };
    (void)pthread_mutex_init(&r->lock, NULL);
    r->v = CP_NEW_ARRAY(a, cp_exporter, r->cap);
    r->slots = CP_NEW_ARRAY(a, uint32_t, r->n_slots);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t nr = cp_collect_registry_get(r, &known[i], &is_new);
        if (nr == UINT32_MAX)
            break;
        r->v[nr] = known[i];
        r->v[nr].nr = nr;
    }
}

/* What a table of samplers said. Another rate than before: only what stands beside a flow
 * counts. */
static void add_sampling(cp_exporter *x, const cp_exporter *now)
{
    if (now->sampling == CP_SAMPLING_UNKNOWN)
        return;
    x->is_sampling_mixed |= x->sampling && x->sampling != now->sampling;
    x->is_sampling_mixed |= now->is_sampling_mixed;
    x->sampling = now->sampling;
}

void cp_collect_registry_add(cp_collect_registry *r, uint32_t nr, const cp_exporter *before,
                             const cp_exporter *now)
{
    cp_exporter *x = &r->v[nr];
    if (now->first_at != CP_TIME_NONE &&
        (x->first_at == CP_TIME_NONE || now->first_at < x->first_at))
        x->first_at = now->first_at;
    if (now->last_at != CP_TIME_NONE && (x->last_at == CP_TIME_NONE || now->last_at > x->last_at))
        x->last_at = now->last_at;
    /* lost may fall, when something was only late: sums modulo 2^64 are right all the same */
    x->packets += now->packets - before->packets;
    x->flows += now->flows - before->flows;
    x->lost += now->lost - before->lost;
    x->restarts += now->restarts - before->restarts;
    x->no_template += now->no_template - before->no_template;
    x->bad += now->bad - before->bad;
    x->unused += now->unused - before->unused;
    if (now->sampling != before->sampling || now->is_sampling_mixed != before->is_sampling_mixed)
        add_sampling(x, now);
}
