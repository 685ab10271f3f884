/* SPDX-License-Identifier: Apache-2.0 */
/* flows_names_kept.c - names of addresses, kept from look to look of --follow, so that only new
 * blocks of names are read.
 *
 *     by_addr: address --> first .. last      entries of an address in the order of the case
 *     by_entry: [address client kind name] --> entry, with how often it was told
 *
 * Of more than KEPT_MAX nothing is kept, and all names are read at each look as before. */
#include "job/flows_follow.h"

enum { KEPT_MAX = 1 << 20 }; /* about 200 MiB */

typedef struct entry {
    cp_flow_name name; /* its text is ours */
    uint64_t count;
    uint32_t next; /* of the address; 0: the last */
} entry;

typedef struct entry_key {
    cp_flow_addr addr, client;
    uint32_t kind, text;
} entry_key;

struct cp_names_kept {
    cp_arena *a;
    cp_map texts, by_entry;
    cp_map by_addr; /* first << 32 | last, from 1 */
    CP_VEC(entry) v;
    int64_t latest;
    bool is_over;
    cp_flow_damage damage;
};

cp_names_kept *cp_names_kept_new(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_names_kept *k = CP_NEW(a, cp_names_kept);
    k->a = a;
    return k;
}

void cp_names_kept_free(cp_names_kept *k) { cp_arena_free(k->a); }

static uint32_t text_of(cp_names_kept *k, cp_str s)
{
    const uint64_t *there = cp_map_get(&k->texts, s);
    if (there)
        return (uint32_t)*there;
    uint32_t nr = k->texts.n;
    *cp_map_put(k->a, &k->texts, cp_str_dup(k->a, s), NULL) = nr;
    return nr;
}

/* The entry that was added last goes to the end of its address's. */
static void chain(cp_names_kept *k, const cp_flow_addr *addr)
{
    uint64_t nr = k->v.n; /* from 1 */
    cp_str key = { (const char *)addr->b, sizeof addr->b };
    uint64_t *ends = cp_map_get(&k->by_addr, key);
    if (ends) {
        k->v.v[(uint32_t)*ends - 1].next = (uint32_t)nr;
        *ends = *ends >> 32 << 32 | nr;
        return;
    }
    key.p = cp_arena_dup(k->a, addr->b, sizeof addr->b);
    *cp_map_put(k->a, &k->by_addr, key, NULL) = nr << 32 | nr;
}

static cp_rc see(void *ctx, const cp_flow_name *n, cp_err *err)
{
    cp_names_kept *k = ctx;
    (void)err;
    if (!cp_flows_is_name(n) || k->is_over)
        return CP_OK;
    entry_key key = { n->addr, n->client, n->kind, text_of(k, n->name) };
    cp_str text = { (const char *)&key, sizeof key };
    uint64_t *at = cp_map_get(&k->by_entry, text);
    if (at) {
        k->v.v[*at].count++;
        return CP_OK;
    }
    if (k->v.n == KEPT_MAX) {
        k->is_over = true;
        return CP_OK;
    }
    text.p = cp_arena_dup(k->a, &key, sizeof key);
    *cp_map_put(k->a, &k->by_entry, text, NULL) = k->v.n;
    entry x = { .name = *n, .count = 1 };
    x.name.name = k->texts.items[key.text].key;
    cp_vec_push(k->a, &k->v, x);
    chain(k, &n->addr);
    return CP_OK;
}

static void forget(cp_names_kept *k, bool is_over)
{
    /* the struct itself lies in the arena, too, and stays */
    k->texts = k->by_entry = k->by_addr = (cp_map){ 0 };
    k->v.v = NULL;
    k->v.n = k->v.cap = 0;
    k->latest = 0;
    k->is_over = is_over;
    k->damage = (cp_flow_damage){ 0 };
}

cp_rc cp_names_kept_read(cp_names_kept *k, cp_case *c, bool *is_kept, cp_err *err)
{
    int64_t latest = 0;
    *is_kept = false;
    if (k->is_over)
        return CP_OK;
    cp_rc rc = cp_case_flow_names_after(c, k->latest, see, k, &k->damage, &latest, err);
    if (rc == CP_OK && latest < k->latest) {
        forget(k, false);
        rc = cp_case_flow_names_after(c, 0, see, k, &k->damage, &latest, err);
    }
    if (rc != CP_OK || k->is_over) {
        /* what was told of a block that failed in between would count twice */
        forget(k, k->is_over);
        return rc;
    }
    k->latest = latest;
    *is_kept = true;
    return CP_OK;
}

void cp_names_kept_of(const cp_names_kept *k, const cp_flow_addr *addr,
                      void (*each)(void *ctx, const cp_flow_name *n, uint64_t count), void *ctx)
{
    const uint64_t *ends =
        cp_map_get(&k->by_addr, (cp_str){ (const char *)addr->b, sizeof addr->b });
    for (uint32_t i = ends ? (uint32_t)(*ends >> 32) : 0; i; i = k->v.v[i - 1].next)
        each(ctx, &k->v.v[i - 1].name, k->v.v[i - 1].count);
}

uint32_t cp_names_kept_damaged(const cp_names_kept *k) { return k->damage.n_blocks; }
