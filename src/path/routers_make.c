/* SPDX-License-Identifier: Apache-2.0 */
/* routers_make.c - the plane of what was told: see routers.h. */
#include <stdlib.h>
#include <string.h>
#include "base/sort.h"
#include "path/routers_in.h"

typedef cp_routers routers;
typedef cp_routers_maker maker;
typedef cp_routers_hops hops;

/* ---- order */

static bool is_of_version(const cp_state_net *n, bool is_v4)
{
    return n->is_set && cp_state_net_is_v4(n) == is_v4;
}

static uint64_t key_of_route(const void *item, void *ctx)
{
    (void)ctx;
    return ((const cp_routers_held *)item)->row.table;
}

static int order_of_routes(const void *a, const void *b, void *ctx)
{
    const cp_routers_route *x = &((const cp_routers_held *)a)->row,
                           *y = &((const cp_routers_held *)b)->row;
    (void)ctx;
    int c = memcmp(&x->net.addr, &y->net.addr, sizeof x->net.addr);
    if (c || x->net.bits != y->net.bits)
        return c ? c : (int)x->net.bits - (int)y->net.bits;
    if (x->at.source != y->at.source)
        return x->at.source < y->at.source ? -1 : 1;
    return (x->at.pos > y->at.pos) - (x->at.pos < y->at.pos);
}

static int order_of_owned(const void *a, const void *b)
{
    const cp_routers_owned *x = a, *y = b;
    int c = memcmp(&x->addr.addr, &y->addr.addr, sizeof x->addr.addr);
    return c ? c : (x->iface > y->iface) - (x->iface < y->iface);
}

static int order_of_heard(const void *a, const void *b)
{
    const cp_routers_heard *x = a, *y = b;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    return memcmp(&x->addr.addr, &y->addr.addr, sizeof x->addr.addr);
}

static void sort_routes(maker *m)
{
    routers *r = m->r;
    uint32_t n = 0, *first = CP_NEW_ARRAY(m->a, uint32_t, r->tables.n + 1);
    cp_routers_held *v = CP_NEW_ARRAY(m->a, cp_routers_held, r->routes.n + 1);
    for (uint32_t i = 0; i < r->routes.n; i++)
        if (r->routes.v[i].row.what & CP_STATE_USED &&
            is_of_version(&r->routes.v[i].row.net, m->is_v4))
            v[n++] = r->routes.v[i];
    cp_sort(v, n, sizeof *v, key_of_route, order_of_routes, NULL);
    for (uint32_t i = 0; i < n; i++)
        first[v[i].row.table + 1]++;
    for (uint32_t t = 0; t < r->tables.n; t++) {
        r->tables.v[t].is_told = first[t + 1] > 0;
        first[t + 1] += first[t];
    }
    m->v = v;
    m->first = first;
}

static void sort_owned(maker *m)
{
    routers *r = m->r;
    cp_routers_owned *v = CP_NEW_ARRAY(m->a, cp_routers_owned, r->owned.n + 1);
    r->nets.n = 0;
    for (uint32_t i = 0; i < r->ifaces.n; i++)
        r->ifaces.v[i].nets = 0;
    for (uint32_t i = 0; i < r->owned.n; i++) {
        const cp_routers_owned *o = &r->owned.v[i];
        cp_routers_iface *f = &r->ifaces.v[o->iface];
        if (!is_of_version(&o->addr, m->is_v4))
            continue;
        if (f->table == UINT32_MAX)
            f->table = cp_routers_table_of(r, f->item, CP_STR(""));
        v[m->n_owned++] = *o;
        if (!f->is_hearsay)
            cp_vec_push(r->a, &r->nets, ((cp_routers_on){ i, f->nets }));
        f->nets = f->is_hearsay ? 0 : r->nets.n;
    }
    qsort(v, m->n_owned, sizeof *v, order_of_owned);
    m->owned = v;
    if (r->heard.n)
        qsort(r->heard.v, r->heard.n, sizeof *r->heard.v, order_of_heard);
    m->heard = r->heard.v;
    m->n_heard = r->heard.n;
}

/* ---- filters */

/* The rules of a list for this version, in their order. */
static cp_rc add_filter(maker *m, cp_plane *p, uint32_t item, cp_str name, uint32_t *out,
                        cp_err *err)
{
    const routers *r = m->r;
    uint8_t version = m->is_v4 ? CP_STATE_V4 : CP_STATE_V6;
    cp_filter_rule unknown = cp_filter_any;
    CP_VEC(cp_filter_rule) v = { 0 };
    bool is_there = false;
    for (uint32_t i = 0; i < r->rules.n; i++) {
        const cp_routers_rule *x = &r->rules.v[i];
        if (x->item != item || !cp_str_eq(x->filter, name))
            continue;
        is_there = true;
        if (x->versions & version)
            cp_vec_push(m->a, &v, x->rule);
    }
    unknown.says = CP_FILTER_UNKNOWN;
    if (!is_there) /* it is used, and what it says was not told */
        cp_vec_push(m->a, &v, unknown);
    return cp_plane_filter(p, v.v, v.n, out, err);
}

/* Two in a row are not one list; where an interface has two, what they do together is not said. */
static cp_rc add_use(maker *m, cp_plane *p, uint32_t at, const cp_routers_use *u, cp_err *err)
{
    cp_routers_iface *f = &m->r->ifaces.v[at];
    uint32_t *const ends[] = { u->is_in ? &f->in : NULL, u->is_out ? &f->out : NULL };
    for (int i = 0; i < 2; i++) {
        if (!ends[i])
            continue;
        cp_str name = *ends[i] == CP_NO_FILTER ? u->filter : CP_STR("\n");
        cp_rc rc = add_filter(m, p, f->item, name, ends[i], err);
        if (rc != CP_OK)
            return rc;
    }
    return CP_OK;
}

static cp_rc add_filters(maker *m, cp_plane *p, cp_err *err)
{
    routers *r = m->r;
    cp_rc rc = CP_OK;
    uint8_t version = m->is_v4 ? CP_STATE_V4 : CP_STATE_V6;
    for (uint32_t i = 0; i < r->ifaces.n; i++)
        r->ifaces.v[i].in = r->ifaces.v[i].out = CP_NO_FILTER;
    for (uint32_t k = 0; rc == CP_OK && k < r->uses.n; k++) {
        const cp_routers_use *u = &r->uses.v[k];
        if (!(u->versions & version))
            continue;
        if (u->iface != UINT32_MAX) {
            rc = add_use(m, p, u->iface, u, err);
            continue;
        }
        for (uint32_t i = r->items.v[u->item].ifaces; rc == CP_OK && i; i = r->ifaces.v[i - 1].next)
            rc = add_use(m, p, i - 1, u, err);
    }
    return rc;
}

/* What passes there is not modelled. */
static cp_rc add_limits(maker *m, cp_plane *p, bool ignores_lines, cp_err *err)
{
    routers *r = m->r;
    cp_rc rc = CP_OK;
    for (uint32_t t = 0; t < r->tables.n; t++)
        r->tables.v[t].limit = r->tables.v[t].is_told ? CP_STR("") : CP_STR("no routes were told");
    for (uint32_t k = 0; rc == CP_OK && k < r->limits.n; k++) {
        const cp_routers_limit *x = &r->limits.v[k];
        if (x->is_line && ignores_lines)
            continue;
        if (x->iface != UINT32_MAX) {
            cp_routers_use u = {
                .item = x->item, .filter = CP_STR("\n"), .is_in = true, .is_out = true
            };
            rc = add_use(m, p, x->iface, &u, err);
            continue;
        }
        for (uint32_t t = 0; t < r->tables.n; t++)
            if (r->tables.v[t].item == x->item && (x->table == UINT32_MAX || x->table == t) &&
                r->tables.v[t].limit.n == 0) {
                r->tables.v[t].limit = x->text;
                r->tables.v[t].limit_at = x->at;
            }
    }
    return rc;
}

/* ---- rows of the plane */

static cp_rc set(cp_plane *p, uint32_t table, const cp_prefix *x, cp_plane_kind kind, const hops *h,
                 cp_err *err)
{
    uint32_t prefix;
    uint16_t action;
    if (h && h->n > CP_PLANE_HOPS_MAX)
        kind = CP_PLANE_UNMODELLED;
    bool has_hops = kind == CP_PLANE_FORWARD;
    cp_rc rc = cp_plane_prefix(p, x, &prefix, err);
    if (rc == CP_OK)
        rc = cp_plane_action(p, table, kind, has_hops ? h->v : NULL, has_hops ? h->n : 0, &action,
                             err);
    if (rc == CP_OK)
        cp_plane_set(p, prefix, table, action);
    return rc;
}

/* Rows of one prefix: v[0] to v[n]. */
static cp_rc set_route(maker *m, cp_plane *p, const cp_routers_held *v, uint32_t n, cp_err *err)
{
    cp_prefix x = cp_routers_prefix(&v->row.net);
    uint32_t table = v->row.table, n_drops = 0;
    hops h = { 0 };
    bool is_modelled = true, is_local = false;
    for (uint32_t i = 0; i < n; i++) {
        is_local = is_local || v[i].row.what & CP_STATE_LOCAL;
        n_drops += (v[i].row.what & CP_STATE_DROP) != 0;
        if (!(v[i].row.what & (CP_STATE_DROP | CP_STATE_LOCAL | CP_STATE_BACKUP)))
            is_modelled = cp_routers_hops_of(m, &v[i], 0, &h) && is_modelled;
    }
    bool is_mixed = n_drops && h.n; /* some packets are dropped, some go on */
    return set(p, table, &x,
               !is_modelled || is_mixed ? CP_PLANE_UNMODELLED
               : is_local               ? CP_PLANE_DELIVER
               : n_drops                ? CP_PLANE_DROP
               : h.n                    ? CP_PLANE_FORWARD
                                        : CP_PLANE_UNMODELLED,
               &h, err);
}

static cp_rc set_routes(maker *m, cp_plane *p, cp_err *err)
{
    uint32_t n = m->first[m->r->tables.n], end;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < n; i = end) {
        const cp_routers_route *x = &m->v[i].row;
        for (end = i + 1; end < n && m->v[end].row.table == x->table &&
                          m->v[end].row.net.bits == x->net.bits &&
                          memcmp(&m->v[end].row.net.addr, &x->net.addr, sizeof x->net.addr) == 0;)
            end++;
        if (m->r->tables.v[x->table].limit.n)
            continue;
        rc = set_route(m, p, m->v + i, end - i, err);
    }
    return rc;
}

/* Is the address of somebody else on a network that the table is on, and does nothing longer say
 * where it is? Then it goes to him, and not to a host. */
static cp_rc set_neighbour(maker *m, cp_plane *p, uint32_t table, const cp_routers_owned *o,
                           cp_err *err)
{
    uint32_t n;
    const cp_routers_held *v = cp_routers_longest(m, table, &o->addr, &n);
    hops h = { 0 };
    if (n == 0 || m->r->ifaces.v[o->iface].item == m->r->tables.v[table].item)
        return CP_OK;
    for (uint32_t i = 0; i < n; i++) {
        cp_routers_held x = v[i];
        if (!(x.row.what & CP_STATE_CONNECTED))
            return CP_OK;
        x.row.via = o->addr;
        if (!cp_routers_hops_of(m, &x, 1, &h))
            return CP_OK;
    }
    cp_prefix own = cp_routers_prefix(&o->addr);
    return set(p, table, &own, CP_PLANE_FORWARD, &h, err);
}

/* Which tables are on a network that holds the address: those of the interfaces whose networks do.
 * Few networks have many routers, so this looks at each network once. */
static cp_rc set_neighbours(maker *m, cp_plane *p, cp_err *err)
{
    routers *r = m->r;
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < m->n_owned; i++) {
        const cp_routers_owned *mine = &m->owned[i];
        uint32_t table = r->ifaces.v[mine->iface].table;
        cp_state_net net = mine->addr;
        if (r->ifaces.v[mine->iface].is_hearsay || r->tables.v[table].limit.n)
            continue;
        for (unsigned bit = mine->length; bit < 128; bit++)
            net.addr.b[bit / 8] &= (uint8_t) ~(0x80u >> bit % 8);
        uint32_t low = 0, high = m->n_owned;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (memcmp(&m->owned[middle].addr.addr, &net.addr, sizeof net.addr) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        for (uint32_t k = low; rc == CP_OK && k < m->n_owned; k++) {
            cp_state_net other = m->owned[k].addr;
            for (unsigned bit = mine->length; bit < 128; bit++)
                other.addr.b[bit / 8] &= (uint8_t) ~(0x80u >> bit % 8);
            if (memcmp(&other.addr, &net.addr, sizeof net.addr) != 0)
                break;
            rc = set_neighbour(m, p, table, &m->owned[k], err);
        }
    }
    return rc;
}

/* Addresses of its own are delivered, whatever else is said. */
static cp_rc set_owned(maker *m, cp_plane *p, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < m->n_owned; i++) {
        cp_prefix x = cp_routers_prefix(&m->owned[i].addr);
        rc = set(p, m->r->ifaces.v[m->owned[i].iface].table, &x, CP_PLANE_DELIVER, NULL, err);
    }
    return rc;
}

static cp_rc set_untold(maker *m, cp_plane *p, cp_err *err)
{
    const cp_prefix all = { 0, 0 };
    cp_rc rc = CP_OK;
    for (uint32_t t = 0; rc == CP_OK && t < m->r->tables.n; t++)
        if (m->r->tables.v[t].limit.n)
            rc = set(p, t, &all, CP_PLANE_UNMODELLED, NULL, err);
    return rc;
}

static void keep_shown(maker *m)
{
    routers *r = m->r;
    uint32_t n = m->first[r->tables.n];
    cp_routers_route *v = CP_NEW_ARRAY(r->a, cp_routers_route, n + 1);
    for (uint32_t i = 0; i < n; i++)
        v[i] = m->v[i].row;
    r->shown = v;
    r->n_shown = n;
    r->shown_first = cp_arena_dup(r->a, m->first, (r->tables.n + 1) * sizeof *m->first);
}

const cp_routers_route *cp_routers_rows(const routers *r, uint32_t table, const cp_prefix *x,
                                        uint32_t *n)
{
    uint32_t i = r->shown_first[table], end = r->shown_first[table + 1], k;
    for (uint32_t high = end; i < high;) {
        uint32_t middle = i + (high - i) / 2;
        cp_prefix p = cp_routers_prefix(&r->shown[middle].net);
        if (p.first < x->first || (p.first == x->first && p.len < x->len))
            i = middle + 1;
        else
            high = middle;
    }
    for (k = i; k < end; k++) {
        cp_prefix p = cp_routers_prefix(&r->shown[k].net);
        if (p.first != x->first || p.len != x->len)
            break;
    }
    *n = k - i;
    return r->shown + i;
}

cp_rc cp_routers_make(routers *r, const cp_net *net, unsigned bits, bool ignores_lines,
                      cp_routers_plane *out, cp_err *err)
{
    maker *m = CP_NEW(r->a, maker);
    *m = (maker){ .r = r, .a = cp_arena_new(0), .net = net, .is_v4 = bits == 32 };
    sort_owned(m); /* may add tables */
    sort_routes(m);
    uint32_t *items = CP_NEW_ARRAY(r->a, uint32_t, r->tables.n + 1);
    for (uint32_t t = 0; t < r->tables.n; t++)
        items[t] = r->tables.v[t].item;
    cp_plane *p = cp_plane_new(r->a, items, r->tables.n, bits);
    cp_rc rc = add_filters(m, p, err);
    if (rc == CP_OK)
        rc = add_limits(m, p, ignores_lines, err);
    if (rc == CP_OK)
        rc = set_routes(m, p, err);
    if (rc == CP_OK)
        rc = set_neighbours(m, p, err);
    if (rc == CP_OK)
        rc = set_owned(m, p, err);
    if (rc == CP_OK)
        rc = set_untold(m, p, err);
    keep_shown(m);
    *out = (cp_routers_plane){ .plane = p,
                               .tables = r->tables.v,
                               .n_tables = r->tables.n,
                               .lost = m->lost.v,
                               .n_lost = m->lost.n,
                               .n_routes = m->first[r->tables.n] };
    cp_arena_free(m->a);
    return rc;
}
