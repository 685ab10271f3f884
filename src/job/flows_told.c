/* SPDX-License-Identifier: Apache-2.0 */
/* flows_told.c - see flows_follow.h.
 *
 *     slots: [ key look number | - | ... ]    a power of two, at most half of them taken
 *
 * Keys are hashes of 64 bits that input cannot choose: of four million the chance that any two are
 * the same is one in two million. Numbers of addresses and assets change from look to look, so keys
 * are made of what these stand for. */
#include "job/flows_follow.h"
#include "job/flows_origins.h"

enum { SLOTS_FIRST = 1024 };

typedef struct slot {
    uint64_t key; /* 0: free */
    uint32_t look, number;
} slot;

struct cp_told {
    cp_arena *own, *of_slots; /* what became too small is given back */
    slot *v;
    uint32_t n, n_slots;
    bool is_full;
};

static slot *new_slots(cp_arena *a, uint32_t n) { return CP_NEW_ARRAY(a, slot, n); }

cp_told *cp_told_new(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_told *t = CP_NEW(a, cp_told);
    *t = (cp_told){ .own = a, .of_slots = cp_arena_new(0), .n_slots = SLOTS_FIRST };
    t->v = new_slots(t->of_slots, t->n_slots);
    return t;
}

void cp_told_free(cp_told *t)
{
    cp_arena_free(t->of_slots);
    cp_arena_free(t->own);
}

/* Where it is, or would be. */
static slot *place(slot *v, uint32_t n_slots, uint64_t key)
{
    uint32_t i = (uint32_t)key & (n_slots - 1);
    while (v[i].key && v[i].key != key)
        i = (i + 1) & (n_slots - 1);
    return &v[i];
}

static void grow(cp_told *t)
{
    cp_arena *a = cp_arena_new(0);
    uint32_t n = t->n_slots * 2;
    slot *v = new_slots(a, n);
    for (uint32_t i = 0; i < t->n_slots; i++)
        if (t->v[i].key)
            *place(v, n, t->v[i].key) = t->v[i];
    cp_arena_free(t->of_slots);
    t->of_slots = a;
    t->v = v;
    t->n_slots = n;
}

static uint64_t usable(uint64_t key) { return key ? key : 1; }

bool cp_told_add(cp_told *t, uint64_t key, uint32_t look)
{
    slot *x = place(t->v, t->n_slots, usable(key));
    if (x->key)
        return x->look == look;
    if (t->n == CP_TOLD_MAX) {
        t->is_full = true;
        return false;
    }
    *x = (slot){ usable(key), look, 0 };
    if (++t->n > t->n_slots / 2)
        grow(t);
    return true;
}

uint32_t cp_told_when(const cp_told *t, uint64_t key)
{
    const slot *x = place(t->v, t->n_slots, usable(key));
    return x->key ? x->look : UINT32_MAX;
}

bool cp_told_is_full(const cp_told *t) { return t->is_full; }

uint32_t cp_told_n(const cp_told *t) { return t->n; }

uint32_t *cp_told_number(cp_told *t, uint64_t key)
{
    slot *x = place(t->v, t->n_slots, usable(key));
    return x->key ? &x->number : NULL;
}

/* ---- keys */

static uint64_t hash(const void *p, size_t n) { return cp_map_hash((cp_str){ p, n }); }

uint64_t cp_flows_end_key(const cp_flows *f, cp_arena *scratch, uint32_t id, bool is_asset)
{
    if (id == CP_FLOW_NO_ID)
        return 0;
    if (f->question.groups)
        return cp_map_hash(cp_flows_group_text(scratch, f, id));
    if (is_asset)
        return cp_map_hash(f->ans->assets[id].asset.id);
    const cp_flow_addr *addr = cp_flow_ids_addr(f->ids, id); /* of those beyond the limit none */
    return hash(addr->b, sizeof addr->b);
}

uint64_t cp_flows_row_key(const cp_flows *f, cp_arena *scratch, const cp_flow_row *r)
{
    bool is_by_service = f->question.by & CP_FLOW_BY_SERVICE;
    uint64_t src = cp_flows_end_key(f, scratch, r->src, r->is_src_asset);
    uint64_t dst = cp_flows_end_key(f, scratch, r->dst, r->is_dst_asset);
    bool is_turned = f->question.is_merged && dst < src; /* which is first depends on numbers */
    bool is_server_first = is_by_service && r->is_server_src != is_turned;
    const uint64_t parts[] = { is_turned ? dst : src, is_turned ? src : dst,
                               is_by_service ? (uint64_t)r->proto << 16 | r->port : 0,
                               is_server_first,
                               f->question.by & CP_FLOW_BY_TIME ? (uint64_t)r->bucket_at : 0 };
    return hash(parts, sizeof parts);
}

uint64_t cp_flows_finding_key(const cp_flows_finding *found)
{
    const cp_flow_finding *x = &found->x;
    const uint64_t parts[] = { (uint64_t)found->rank << 8 | (uint64_t)x->kind,
                               hash(x->who.b, sizeof x->who.b), hash(x->peer.b, sizeof x->peer.b),
                               cp_map_hash(x->peer_name),
                               x->has_service ? 1 << 24 | (uint64_t)x->proto << 16 | x->port : 0 };
    return hash(parts, sizeof parts);
}
