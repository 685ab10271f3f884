/* SPDX-License-Identifier: Apache-2.0 */
/* plane_change.c - whose fates change with one action.
 *
 *     table --who forwards to it, and so on--> the only ones whose fates can change
 *     regions: that of the prefix, and of longer ones for which the table has nothing of its own
 *
 * Who forwards to the table does not follow from what it does itself: they are the same before and
 * after. Their fates are worked out twice, with what follows from them and nothing else. Where
 * filters are passed, all are. */
#include <string.h>
#include "path/plane_in.h"

struct cp_plane_live {
    cp_plane *p;
    cp_plane_pile *pile;
    cp_plane_walk walk;
    uint32_t *tables, *changed; /* whose fates can change, do */
    uint8_t *is_in;             /* per table */
    cp_plane_fate *before, *after;
    CP_VEC(uint32_t) regions;
    cp_arena *a;
};

cp_plane_live *cp_plane_live_new(cp_arena *a, cp_plane *p)
{
    cp_plane_live *l = CP_NEW(a, cp_plane_live);
    l->a = a;
    l->p = p;
    l->pile = cp_plane_pile_new(a, p);
    cp_plane_walk_init(&l->walk, a, p);
    l->tables = CP_NEW_ARRAY(a, uint32_t, p->n_tables);
    l->changed = CP_NEW_ARRAY(a, uint32_t, p->n_tables);
    l->is_in = CP_NEW_ARRAY(a, uint8_t, p->n_tables);
    l->before = CP_NEW_ARRAY(a, cp_plane_fate, p->n_tables);
    l->after = CP_NEW_ARRAY(a, cp_plane_fate, p->n_tables);
    return l;
}

/* Those of the prefix itself and of longer ones, down to where the table has its own action. */
static void find_regions(cp_plane_live *l, uint32_t prefix, uint32_t table)
{
    const cp_plane *p = l->p;
    uint32_t node = prefix;
    l->regions.n = 0;
    for (;;) {
        const cp_plane_node *x = &p->nodes.v[node];
        bool has_own = node != prefix && cp_plane_row_get(x, table);
        if (x->is_prefix && !has_own && !cp_plane_is_empty(p, node))
            cp_vec_push(l->a, &l->regions, node);
        if (!has_own && (x->next[0] || x->next[1])) {
            node = x->next[x->next[0] == 0];
            continue;
        }
        for (;; node = p->nodes.v[node].up) {
            if (node == prefix)
                return;
            const cp_plane_node *up = &p->nodes.v[p->nodes.v[node].up];
            if (up->next[0] == node && up->next[1]) {
                node = up->next[1];
                break;
            }
        }
    }
}

static bool forwards_to(const cp_plane *p, const uint16_t *now, uint32_t table, uint32_t to)
{
    uint32_t way = p->ways[table][now[table]];
    if (way != CP_PLANE_FORK)
        return way == to;
    const cp_plane_action_of *x = &p->tables[table].actions.v[now[table]];
    for (uint32_t i = 0; i < x->n; i++)
        if (p->hops.v[x->first + i].to == to)
            return true;
    return false;
}

/* The table, and all from which packets come to it. */
static uint32_t find_tables(cp_plane_live *l, const uint16_t *now, uint32_t table)
{
    uint32_t n = 0;
    l->tables[n++] = table;
    l->is_in[table] = 1;
    for (uint32_t i = 0; i < n; i++) {
        const cp_plane_table *t = &l->p->tables[l->tables[i]];
        for (uint32_t k = 0; k < t->feeders.n; k++) {
            uint32_t from = t->feeders.v[k];
            if (!l->is_in[from] && forwards_to(l->p, now, from, l->tables[i])) {
                l->is_in[from] = 1;
                l->tables[n++] = from;
            }
        }
    }
    for (uint32_t i = 0; i < n; i++)
        l->is_in[l->tables[i]] = 0;
    return n;
}

static void work_out(cp_plane_live *l, const uint16_t *now, uint32_t n, cp_plane_fate *fates)
{
    if (cp_plane_walk_some(&l->walk, now, NULL, l->tables, n, fates))
        return;
    (void)cp_plane_walk_all(&l->walk, now);
    for (uint32_t i = 0; i < n; i++)
        fates[i] = l->walk.fates[l->tables[i]];
    for (uint32_t t = 0; t < l->p->n_tables; t++)
        l->walk.mark[t] = CP_PLANE_FORK;
}

static void set_region(cp_plane_live *l, uint32_t region, uint32_t prefix, uint32_t table,
                       uint16_t action, cp_plane_change *out)
{
    uint16_t old = cp_plane_row_get(&l->p->nodes.v[prefix], table);
    const uint16_t *now = cp_plane_now(l->pile, region);
    uint32_t n = find_tables(l, now, table);
    work_out(l, now, n, l->before);
    cp_plane_row_set(l->p, prefix, table, action);
    cp_plane_pile_forget(l->pile);
    work_out(l, cp_plane_now(l->pile, region), n, l->after);
    cp_plane_row_set(l->p, prefix, table, old);
    cp_plane_pile_forget(l->pile);
    *out = (cp_plane_change){ region, table, 0, l->changed, l->before, l->after };
    for (uint32_t i = 0; i < n; i++) {
        cp_plane_fate x = l->before[i], y = l->after[i];
        if (x.ends == y.ends && memcmp(x.dirty, y.dirty, sizeof x.dirty) == 0)
            continue;
        l->changed[out->n] = l->tables[i];
        l->before[out->n] = x;
        l->after[out->n++] = y;
    }
}

void cp_plane_live_set(cp_plane_live *l, uint32_t prefix, uint32_t table, uint16_t action,
                       cp_plane_changed *each, void *ctx)
{
    if (cp_plane_row_get(&l->p->nodes.v[prefix], table) == action)
        return;
    find_regions(l, prefix, table);
    for (uint32_t i = 0; i < l->regions.n; i++) {
        cp_plane_change x;
        set_region(l, l->regions.v[i], prefix, table, action, &x);
        if (x.n)
            each(ctx, &x);
    }
    cp_plane_row_set(l->p, prefix, table, action);
    cp_plane_pile_forget(l->pile);
}

void cp_plane_live_next(const cp_plane_live *l, uint32_t prefix) { cp_plane_fetch(l->p, prefix); }
