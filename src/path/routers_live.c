/* SPDX-License-Identifier: Apache-2.0 */
/* routers_live.c - see routers_live.h.
 *
 * The actions of one item are found by the same code that makes a plane, on a copy of the routers
 * that has the routes of this item only:
 *
 *     routers (tables, interfaces, addresses ...)  +  routes of the item  --> small plane
 *     small plane, plane: rows of the item's tables --compared--> what has to be set
 *
 * What the copy shares with the routers is worked out to the same values; numbers of tables and
 * filters are those of the plane, as they are given in the order of what is shared. */
#include "path/routers_live.h"
#include <stdlib.h>
#include <string.h>
#include "path/plane_in.h"
#include "path/routers_in.h"

typedef CP_VEC(cp_routers_held) held_routes;

/* Of an item that was told of anew. */
typedef struct told {
    cp_arena *a; /* NULL: as when the plane was made */
    held_routes routes;
} told;

struct cp_routers_live {
    cp_routers *r;
    cp_arena *a;
    const cp_net *net;
    const cp_routers_plane *made;
    unsigned bits;
    bool ignores_lines;
    told *of;                /* per item */
    told next;               /* of the update that is being told */
    uint32_t item;           /* that it is of */
    cp_routers_shown *shown; /* per table */
    cp_plane_live *plane;
    /* of the update that is being worked out */
    CP_VEC(uint32_t) tables; /* of the item */
    CP_VEC(cp_routers_change) changes;
    CP_VEC(uint32_t) born;
};

cp_routers_live *cp_routers_live_new(cp_routers *r, const cp_routers_plane *made, const cp_net *net,
                                     unsigned bits, bool ignores_lines)
{
    cp_arena *a = cp_arena_new(0);
    cp_routers_live *l = CP_NEW(a, cp_routers_live);
    *l = (cp_routers_live){ .r = r,
                            .a = a,
                            .net = net,
                            .made = made,
                            .bits = bits,
                            .ignores_lines = ignores_lines,
                            .item = CP_NO_ITEM };
    l->of = CP_NEW_ARRAY(a, told, r->items.n + 1);
    l->shown = CP_NEW_ARRAY(a, cp_routers_shown, r->tables.n + 1);
    l->plane = cp_plane_live_new(a, made->plane);
    r->shown_now = l->shown;
    return l;
}

static void forget(told *t)
{
    if (t->a)
        cp_arena_free(t->a);
    *t = (told){ .a = NULL };
}

void cp_routers_live_free(cp_routers_live *l)
{
    if (!l)
        return;
    for (uint32_t i = 0; i <= l->r->items.n; i++)
        forget(&l->of[i]);
    forget(&l->next);
    l->r->shown_now = NULL;
    cp_arena_free(l->a);
}

uint32_t cp_routers_find_table(cp_routers *r, uint32_t item, cp_str vrf)
{
    r->key.n = 0;
    cp_buf_fmt(&r->key, "%u\n", item);
    cp_buf_add(&r->key, vrf);
    const uint64_t *at = cp_map_get(&r->table_of, cp_buf_str(&r->key));
    return at ? (uint32_t)*at : UINT32_MAX;
}

uint32_t cp_routers_owner(const cp_routers *r, cp_ip ip)
{
    cp_state_net addr;
    uint32_t found = CP_NO_ITEM;
    if (!cp_state_addr_of(ip, &addr))
        return CP_NO_ITEM;
    for (uint32_t i = 0; i < r->owned.n; i++) {
        uint32_t item = r->ifaces.v[r->owned.v[i].iface].item;
        if (memcmp(&r->owned.v[i].addr.addr, &addr.addr, sizeof addr.addr) != 0 || item == found)
            continue;
        if (found != CP_NO_ITEM)
            return CP_NO_ITEM;
        found = item;
    }
    return found;
}

cp_str cp_routers_vrf(cp_routers *r, uint32_t item, cp_str vrf)
{
    uint32_t table = cp_routers_find_table(r, item, vrf);
    return table == UINT32_MAX ? vrf : r->tables.v[table].vrf;
}

/* ---- what is told */

static uint32_t item_of(const cp_routers *r, const cp_routers_held *h)
{
    return r->tables.v[h->row.table].item;
}

/* The routes of the item by now, to be changed. */
static void begin(cp_routers_live *l, uint32_t item)
{
    if (l->item == item)
        return;
    const cp_routers *r = l->r;
    forget(&l->next);
    l->next.a = cp_arena_new(0);
    l->item = item;
    const held_routes *was = &l->of[item].routes;
    for (uint32_t i = 0; l->of[item].a && i < was->n; i++)
        cp_vec_push(l->next.a, &l->next.routes, was->v[i]);
    for (uint32_t i = 0; !l->of[item].a && i < r->routes.n; i++)
        if (item_of(r, &r->routes.v[i]) == item)
            cp_vec_push(l->next.a, &l->next.routes, r->routes.v[i]);
}

void cp_routers_live_drop(cp_routers_live *l, uint32_t table, bool is_v4)
{
    uint32_t n = 0;
    begin(l, l->r->tables.v[table].item);
    held_routes *v = &l->next.routes;
    for (uint32_t i = 0; i < v->n; i++)
        if (v->v[i].row.table != table || cp_state_net_is_v4(&v->v[i].row.net) != is_v4)
            v->v[n++] = v->v[i];
    v->n = n;
}

cp_rc cp_routers_live_add(cp_routers_live *l, uint32_t item, uint32_t source, const cp_state *route,
                          cp_err *err)
{
    cp_routers *r = l->r;
    uint32_t n = r->routes.n;
    assert(route->kind == CP_STATE_ROUTE && item < r->items.n);
    begin(l, item);
    cp_rc rc = cp_routers_add(r, item, source, route, err);
    if (rc != CP_OK)
        return rc;
    if (r->routes.n > n) /* else it is not in use */
        cp_vec_push(l->next.a, &l->next.routes, r->routes.v[n]);
    r->routes.n = n; /* it stands with the item, in the place of others */
    r->n_rows--;
    return CP_OK;
}

/* ---- what differs */

/* The number in the plane of an action of the small one; the same tables and filters have the same
 * numbers in both. */
static cp_rc same_action(const cp_routers_live *l, const cp_plane *small, uint32_t table,
                         uint16_t action, uint16_t *out, cp_err *err)
{
    cp_plane_does x = cp_plane_does_of(small, table, action);
    return cp_plane_action(l->made->plane, table, x.kind, x.hops, x.n, out, err);
}

static cp_rc find_set(cp_routers_live *l, const cp_plane *small, cp_arena *scratch, cp_err *err)
{
    cp_plane *p = l->made->plane;
    cp_rc rc = CP_OK;
    cp_prefix x;
    for (uint32_t i = 0; rc == CP_OK && i < cp_plane_n_places(small); i++)
        for (uint32_t k = 0; rc == CP_OK && k < l->tables.n; k++) {
            uint32_t t = l->tables.v[k], place, n_before = p->n_prefixes;
            uint16_t action = cp_plane_get(small, i, t), is = 0;
            if (!action || !cp_plane_prefix_at(small, i, &x))
                continue;
            rc = cp_plane_prefix(p, &x, &place, err);
            if (rc == CP_OK)
                rc = same_action(l, small, t, action, &is, err);
            if (rc == CP_OK && p->n_prefixes > n_before)
                cp_vec_push(scratch, &l->born, place);
            uint16_t was = rc == CP_OK ? cp_plane_get(p, place, t) : is;
            if (was != is)
                cp_vec_push(scratch, &l->changes, ((cp_routers_change){ t, place, was, is }));
        }
    return rc;
}

/* What the item's tables do not have any more. */
static void find_gone(cp_routers_live *l, const cp_plane *small, cp_arena *scratch)
{
    const cp_plane *p = l->made->plane;
    cp_prefix x;
    for (uint32_t i = 0; i < cp_plane_n_places(p); i++)
        for (uint32_t k = 0; k < l->tables.n; k++) {
            uint32_t t = l->tables.v[k];
            uint16_t was = cp_plane_get(p, i, t);
            if (!was || !cp_plane_prefix_at(p, i, &x))
                continue;
            uint32_t place = cp_plane_find(small, &x);
            if (place == CP_NO_PREFIX || !cp_plane_get(small, place, t))
                cp_vec_push(scratch, &l->changes, ((cp_routers_change){ t, i, was, 0 }));
        }
}

/* ---- what counts from now on */

static void keep_shown(cp_routers_live *l, const cp_routers *small, cp_arena *a)
{
    for (uint32_t k = 0; k < l->tables.n; k++) {
        uint32_t t = l->tables.v[k];
        uint32_t first = small->shown_first[t], n = small->shown_first[t + 1] - first;
        const cp_routers_route *v = small->shown + first;
        l->shown[t] =
            (cp_routers_shown){ n ? cp_arena_dup(a, v, n * sizeof *v) : cp_arena_alloc(a, 1), n };
    }
}

static void take_over(cp_routers_live *l, const cp_routers *small)
{
    for (uint32_t k = 0; k < l->tables.n; k++) {
        cp_routers_table *x = &l->r->tables.v[l->tables.v[k]];
        *x = small->tables.v[l->tables.v[k]];
        x->limit = cp_str_dup(l->next.a, x->limit);
    }
    keep_shown(l, small, l->next.a);
    forget(&l->of[l->item]);
    l->of[l->item] = l->next;
    l->next = (told){ .a = NULL };
    l->item = CP_NO_ITEM;
}

typedef struct telling {
    const cp_routers_hearer *to;
    const cp_routers_change *why;
} telling;

static void tell(void *ctx, const cp_plane_change *x)
{
    const telling *t = ctx;
    t->to->changed(t->to->ctx, t->why, x);
}

/* Shorter ones first, so that what one was a part of is known. */
static int by_length(const void *a, const void *b, void *plane)
{
    const cp_plane *p = plane;
    const uint32_t *x = a, *y = b;
    return (int)p->nodes.v[*x].len - (int)p->nodes.v[*y].len;
}

static void set_all(cp_routers_live *l, const cp_routers_hearer *to)
{
    if (l->born.n)
        qsort_r(l->born.v, l->born.n, sizeof *l->born.v, by_length, l->made->plane);
    for (uint32_t i = 0; i < l->born.n; i++)
        to->born(to->ctx, l->born.v[i], cp_plane_above(l->made->plane, l->born.v[i]));
    for (uint32_t i = 0; i < l->changes.n; i++) {
        const cp_routers_change *c = &l->changes.v[i];
        telling t = { to, c };
        cp_plane_live_set(l->plane, c->prefix, c->table, c->is, tell, &t);
    }
}

/* Of the routes of the item alone; everything else is shared. */
static cp_routers copy_of(const cp_routers_live *l, cp_arena *scratch)
{
    cp_routers small = *l->r;
    small.a = scratch;
    small.routes.v = l->next.routes.v;
    small.routes.n = small.routes.cap = l->next.routes.n;
    small.tables.v = cp_arena_dup(scratch, small.tables.v, small.tables.n * sizeof *small.tables.v);
    small.shown_now = NULL;
    return small;
}

cp_rc cp_routers_live_commit(cp_routers_live *l, uint32_t item, const cp_routers_hearer *to,
                             bool *fits, cp_err *err)
{
    cp_arena *scratch = cp_arena_new(0);
    cp_routers_plane plane;
    begin(l, item);
    memset(&l->changes, 0, sizeof l->changes);
    memset(&l->born, 0, sizeof l->born);
    memset(&l->tables, 0, sizeof l->tables);
    for (uint32_t t = 0; t < l->made->n_tables; t++)
        if (l->r->tables.v[t].item == item)
            cp_vec_push(scratch, &l->tables, t);
    *fits = l->r->tables.n == l->made->n_tables;
    cp_routers small = copy_of(l, scratch);
    cp_rc rc =
        *fits ? cp_routers_make(&small, l->net, l->bits, l->ignores_lines, &plane, err) : CP_OK;
    if (rc == CP_OK && *fits)
        *fits = small.tables.n == l->made->n_tables &&
                plane.plane->filters.n == l->made->plane->filters.n;
    if (rc == CP_OK && *fits)
        rc = find_set(l, plane.plane, scratch, err);
    if (rc == CP_ELIMIT)
        *fits = false;
    if (rc == CP_OK && *fits) {
        find_gone(l, plane.plane, scratch);
        take_over(l, &small);
        set_all(l, to);
    }
    cp_arena_free(scratch);
    return rc == CP_ELIMIT ? CP_OK : rc;
}
