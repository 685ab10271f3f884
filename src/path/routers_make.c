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

/* The table, and the beginning of the address. */
static uint64_t key_of_route(const void *item, void *ctx)
{
    const cp_routers_route *x = &((const cp_routers_held *)item)->row;
    uint64_t key = x->table;
    (void)ctx;
    for (int i = cp_state_net_is_v4(&x->net) ? 12 : 0, end = i + 4; i < end; i++)
        key = key << 8 | x->net.addr.b[i];
    return key;
}

static int order_of_nets(const cp_state_net *x, const cp_state_net *y)
{
    int c = memcmp(&x->addr, &y->addr, sizeof x->addr);
    return c ? c : (int)x->bits - (int)y->bits;
}

static int order_of_routes(const void *a, const void *b, void *ctx)
{
    const cp_routers_route *x = &((const cp_routers_held *)a)->row,
                           *y = &((const cp_routers_held *)b)->row;
    (void)ctx;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    int c = order_of_nets(&x->net, &y->net);
    if (c)
        return c;
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

/* What a table of labels says of a prefix, the table of routes of some systems does not. */
static void label_routes(const routers *r, const uint32_t *first, cp_routers_held *v)
{
    for (uint32_t i = 0; i < r->lsps.n; i++) {
        const cp_routers_lsp *x = &r->lsps.v[i];
        uint32_t k = first[x->table], end = first[x->table + 1];
        for (uint32_t high = end; k < high;) {
            uint32_t middle = k + (high - k) / 2;
            if (order_of_nets(&v[middle].row.net, &x->fec) < 0)
                k = middle + 1;
            else
                high = middle;
        }
        for (; k < end && order_of_nets(&v[k].row.net, &x->fec) == 0; k++)
            v[k].row.what |= CP_STATE_LABELLED;
    }
}

static bool is_used(const cp_routers_held *h, bool is_v4)
{
    return h->row.what & CP_STATE_USED && is_of_version(&h->row.net, is_v4);
}

static cp_routers_sorted sorted_routes(const maker *m, bool is_v4)
{
    const routers *r = m->r;
    uint32_t n = 0, *first = CP_NEW_ARRAY(m->a, uint32_t, r->tables.n + 1);
    for (uint32_t i = 0; i < r->routes.n; i++)
        n += is_used(&r->routes.v[i], is_v4);
    cp_routers_held *v = CP_NEW_RAW(m->a, cp_routers_held, n + 1);
    n = 0;
    for (uint32_t i = 0; i < r->routes.n; i++)
        if (is_used(&r->routes.v[i], is_v4))
            v[n++] = r->routes.v[i];
    cp_sort(v, n, sizeof *v, key_of_route, order_of_routes, NULL);
    for (uint32_t i = 0; i < n; i++)
        first[v[i].row.table + 1]++;
    for (uint32_t t = 0; t < r->tables.n; t++)
        first[t + 1] += first[t];
    label_routes(r, first, v);
    return (cp_routers_sorted){ v, first };
}

/* A next hop may be of the other version (RFC 8950), and then routes of that lead to it. */
static void sort_routes(maker *m)
{
    bool has_other = false;
    cp_routers_sorted own = sorted_routes(m, m->is_v4);
    m->v = own.v;
    m->first = own.first;
    for (uint32_t t = 0; t < m->r->tables.n; t++)
        m->r->tables.v[t].is_told = m->first[t + 1] > m->first[t];
    for (uint32_t i = 0; i < m->first[m->r->tables.n] && !has_other; i++)
        has_other = is_of_version(&m->v[i].row.via, !m->is_v4);
    if (has_other)
        m->other = sorted_routes(m, !m->is_v4);
}

/* Several answers tell the same address of an interface. */
static uint32_t each_once(cp_routers_owned *v, uint32_t n)
{
    uint32_t n_kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (n_kept && order_of_owned(&v[n_kept - 1], &v[i]) == 0)
            v[n_kept - 1].is_virtual |= v[i].is_virtual;
        else
            v[n_kept++] = v[i];
    return n_kept;
}

static int order_of_macs(const void *a, const void *b, void *ctx)
{
    const cp_routers_iface *v = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (v[x].mac != v[y].mac)
        return v[x].mac < v[y].mac ? -1 : 1;
    return (x > y) - (x < y);
}

static void sort_macs(maker *m)
{
    routers *r = m->r;
    uint32_t *v = CP_NEW_RAW(m->a, uint32_t, r->ifaces.n + 1);
    for (uint32_t i = 0; i < r->ifaces.n; i++) {
        cp_routers_iface *f = &r->ifaces.v[i];
        if (!f->mac)
            continue;
        if (f->table == UINT32_MAX)
            f->table = cp_routers_table_of(r, f->item, CP_STR(""));
        v[m->n_by_mac++] = i;
    }
    if (m->n_by_mac)
        qsort_r(v, m->n_by_mac, sizeof *v, order_of_macs, r->ifaces.v);
    m->by_mac = v;
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
        if (f->table == UINT32_MAX)
            f->table = cp_routers_table_of(r, f->item, CP_STR(""));
        v[m->n_owned++] = *o;
        if (!f->is_hearsay)
            cp_vec_push(r->a, &r->nets, ((cp_routers_on){ i, f->nets }));
        f->nets = f->is_hearsay ? 0 : r->nets.n;
    }
    qsort(v, m->n_owned, sizeof *v, order_of_owned);
    m->n_owned = each_once(v, m->n_owned);
    m->owned = v;
    if (r->heard.n)
        qsort(r->heard.v, r->heard.n, sizeof *r->heard.v, order_of_heard);
    m->heard = r->heard.v;
    m->n_heard = r->heard.n;
}

/* ---- rows of the plane */

static int order_of_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Each link has the same one (RFC 4291, 2.5.6), so who has addresses in it is on many. */
static bool is_link_local(const cp_state_net *n)
{
    return n->bits >= 10 && n->addr.b[0] == 0xfe && (n->addr.b[1] & 0xc0) == 0x80;
}

static int order_of_hops(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(cp_plane_hop));
}

static void drop_same(hops *h)
{
    uint32_t n = 1;
    qsort(h->v, h->n, sizeof *h->v, order_of_hops);
    for (uint32_t i = 1; i < h->n; i++)
        if (order_of_hops(&h->v[i], &h->v[n - 1]) != 0)
            h->v[n++] = h->v[i];
    h->n = n;
}

static cp_rc set(cp_plane *p, uint32_t table, const cp_prefix *x, cp_plane_kind kind, hops *h,
                 cp_err *err)
{
    uint32_t prefix;
    uint16_t action;
    if (kind == CP_PLANE_FORWARD)
        drop_same(h);
    if (kind == CP_PLANE_FORWARD && h->n > CP_PLANE_HOPS_MAX)
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

/* Each of what is lost counts once a route. */
static void count_lost(maker *m)
{
    if (m->met.n)
        qsort(m->met.v, m->met.n, sizeof *m->met.v, order_of_numbers);
    for (uint32_t i = 0; i < m->met.n; i++)
        if (i == 0 || m->met.v[i] != m->met.v[i - 1])
            m->lost.v[m->met.v[i]].n++;
    m->met.n = 0;
}

/* Takes those away that lead to a route that drops. */
static uint32_t take_drops(hops *h)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < h->n; i++)
        if (h->v[i].to != CP_ROUTERS_DROPS)
            h->v[n++] = h->v[i];
    uint32_t n_drops = h->n - n;
    h->n = n;
    return n_drops;
}

/* Rows of one prefix: v[0] to v[n]. */
static cp_rc set_route(maker *m, cp_plane *p, const cp_routers_held *v, uint32_t n, cp_err *err)
{
    cp_prefix x = cp_routers_prefix(&v->row.net);
    uint32_t table = v->row.table, n_drops = 0;
    hops h = { 0 };
    bool is_modelled = true, is_local = false;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].row.what & CP_STATE_BACKUP)
            continue;
        is_local = is_local || v[i].row.what & CP_STATE_LOCAL;
        n_drops += (v[i].row.what & CP_STATE_DROP) != 0;
        if (!(v[i].row.what & (CP_STATE_DROP | CP_STATE_LOCAL)))
            is_modelled = cp_routers_hops_of(m, &v[i], &h) && is_modelled;
    }
    n_drops += take_drops(&h);
    count_lost(m);
    bool is_mixed = n_drops && h.n; /* some packets are dropped, some go on */
    return set(p, table, &x,
               is_local                   ? CP_PLANE_DELIVER
               : !is_modelled || is_mixed ? CP_PLANE_UNMODELLED
               : n_drops                  ? CP_PLANE_DROP
               : h.n                      ? CP_PLANE_FORWARD
                                          : CP_PLANE_UNMODELLED,
               &h, err);
}

/* ---- who is on the networks that a table is on */

/* Where the next prefix of the table begins. */
static uint32_t behind(const maker *m, uint32_t i, uint32_t last)
{
    const cp_state_net *x = &m->v[i].row.net;
    while (++i < last && m->v[i].row.net.bits == x->bits &&
           memcmp(&m->v[i].row.net.addr, &x->addr, sizeof x->addr) == 0)
        continue;
    return i;
}

/* Do rows from i on, all of one prefix, say that the table is on that network? */
static bool is_network(const maker *m, uint32_t i, uint32_t end)
{
    uint64_t all = UINT64_MAX, any = 0;
    if (is_link_local(&m->v[i].row.net))
        return false;
    for (; i < end; i++)
        if (!(m->v[i].row.what & CP_STATE_BACKUP)) {
            all &= m->v[i].row.what;
            any |= m->v[i].row.what;
        }
    return any & all & CP_STATE_CONNECTED &&
           !(any & (CP_STATE_LOCAL | CP_STATE_DROP | CP_STATE_LABELLED));
}

/* Prefixes that hold the one in hand, the shortest first. */
typedef struct open_nets {
    uint32_t v[129], n; /* rows */
    bool is_network[129];
} open_nets;

static void close_nets(const maker *m, open_nets *o, const cp_state_net *addr)
{
    while (o->n && !cp_routers_within(addr, &m->v[o->v[o->n - 1]].row.net,
                                      m->v[o->v[o->n - 1]].row.net.bits))
        o->n--;
}

/* Of those who have the address at place *k, the first that is another one; UINT32_MAX: nobody. *k:
 * the next address. */
static uint32_t other_owner(const maker *m, uint32_t item, uint32_t *k)
{
    const cp_state_net *addr = &m->owned[*k].addr;
    uint32_t found = UINT32_MAX;
    for (; *k < m->n_owned && memcmp(&m->owned[*k].addr.addr, &addr->addr, sizeof addr->addr) == 0;
         ++*k)
        if (found == UINT32_MAX && m->r->ifaces.v[m->owned[*k].iface].item != item)
            found = *k;
    return found;
}

static bool is_near_full(const maker *m)
{
    return m->near.n > CP_ROUTERS_NEAR_OF_TABLE_MAX || m->n_near + m->near.n > CP_ROUTERS_NEAR_MAX;
}

/* Addresses in the network of row i, and the longest prefix that has each, in one pass over both.
 * Returns the first row behind the network. */
static uint32_t find_near_in(maker *m, uint32_t i, uint32_t last)
{
    const cp_state_net *net = &m->v[i].row.net;
    uint32_t item = m->r->tables.v[m->v[i].row.table].item;
    open_nets open = { .n = 0 };
    for (uint32_t k = cp_routers_owned_from(m, net);
         k < m->n_owned && cp_routers_within(&m->owned[k].addr, net, net->bits);) {
        const cp_state_net *addr = &m->owned[k].addr;
        for (uint32_t end; i < last && memcmp(&m->v[i].row.net.addr, &addr->addr, 16) <= 0;
             i = end) {
            end = behind(m, i, last);
            close_nets(m, &open, &m->v[i].row.net);
            open.v[open.n] = i;
            open.is_network[open.n++] = is_network(m, i, end);
        }
        close_nets(m, &open, addr);
        uint32_t owner = other_owner(m, item, &k);
        if (is_near_full(m))
            return last;
        if (owner != UINT32_MAX && open.is_network[open.n - 1] &&
            is_of_version(addr, m->is_v4)) /* ::/0 holds all */
            cp_vec_push(m->a, &m->near, ((cp_routers_near){ open.v[open.n - 1], owner }));
    }
    while (i < last && cp_routers_within(&m->v[i].row.net, net, net->bits))
        i = behind(m, i, last);
    return i;
}

static int order_of_near(const void *a, const void *b)
{
    const cp_routers_near *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->owned > y->owned) - (x->owned < y->owned);
}

/* Addresses of others on the networks that the table is on, of which nothing longer says where they
 * are. False: too many. */
static bool find_near(maker *m, uint32_t table)
{
    uint32_t last = m->first[table + 1];
    m->near.n = m->near_at = 0;
    for (uint32_t i = m->first[table], end; i < last && !is_near_full(m); i = end) {
        end = behind(m, i, last);
        if (is_network(m, i, end))
            end = find_near_in(m, i, last);
    }
    if (is_near_full(m))
        return false;
    if (m->near.n)
        qsort(m->near.v, m->near.n, sizeof *m->near.v, order_of_near);
    m->n_near += m->near.n;
    return true;
}

/* Packets to them go to them, and not to a host. v: the routes to that network. */
static cp_rc set_neighbour(maker *m, cp_plane *p, const cp_routers_held *v, uint32_t n,
                           const cp_state_net *addr, cp_err *err)
{
    hops h = { 0 };
    for (uint32_t i = 0; i < n; i++)
        if (!(v[i].row.what & CP_STATE_BACKUP))
            cp_routers_hops_on(m, &v[i], addr, &h);
    count_lost(m);
    cp_prefix own = cp_routers_prefix(addr);
    return set(p, v->row.table, &own, CP_PLANE_FORWARD, &h, err);
}

static cp_rc set_network(maker *m, cp_plane *p, uint32_t row, uint32_t n, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (; rc == CP_OK && m->near_at < m->near.n && m->near.v[m->near_at].row == row; m->near_at++)
        rc = set_neighbour(m, p, m->v + row, n, &m->owned[m->near.v[m->near_at].owned].addr, err);
    return rc;
}

static cp_rc set_routes(maker *m, cp_plane *p, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t t = 0; rc == CP_OK && t < m->r->tables.n; t++) {
        if (m->r->tables.v[t].limit.n)
            continue;
        if (!find_near(m, t)) {
            m->r->tables.v[t].limit = CP_STR("too many addresses of others on its networks");
            m->is_limited[t] = true;
            continue;
        }
        uint32_t last = m->first[t + 1];
        for (uint32_t i = m->first[t], end; rc == CP_OK && i < last; i = end) {
            end = behind(m, i, last);
            rc = set_route(m, p, m->v + i, end - i, err);
            if (rc == CP_OK)
                rc = set_network(m, p, i, end - i, err);
        }
    }
    return rc;
}

static bool is_local(const maker *m, uint32_t table, const cp_state_net *addr)
{
    uint32_t n;
    bool is = false;
    const cp_routers_held *v = cp_routers_longest(m, table, addr, &n);
    for (uint32_t i = 0; i < n && v->row.net.bits == 128; i++)
        is = is || (v[i].row.what & (CP_STATE_LOCAL | CP_STATE_BACKUP)) == CP_STATE_LOCAL;
    return is;
}

/* Addresses of its own are delivered, whatever else is said: but of an interface that is down, none
 * can tell, unless a route does. */
/* Which of those who share it is the virtual router now is not told. */
static bool is_shared(const maker *m, uint32_t at)
{
    const cp_routers_owned *o = &m->owned[at];
    uint32_t item = m->r->ifaces.v[o->iface].item, first = at;
    while (first > 0 && memcmp(&m->owned[first - 1].addr.addr, &o->addr.addr, 16) == 0)
        first--;
    for (uint32_t i = first;
         o->is_virtual && i < m->n_owned && memcmp(&m->owned[i].addr.addr, &o->addr.addr, 16) == 0;
         i++)
        if (m->r->ifaces.v[m->owned[i].iface].item != item)
            return true;
    return false;
}

static cp_rc set_owned_some(maker *m, cp_plane *p, bool is_down, bool is_of_several, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < m->n_owned; i++) {
        const cp_routers_iface *f = &m->r->ifaces.v[m->owned[i].iface];
        cp_prefix x = cp_routers_prefix(&m->owned[i].addr);
        if (!is_of_version(&m->owned[i].addr, m->is_v4))
            continue;
        if (m->is_limited[f->table] || f->is_down != is_down || is_shared(m, i) != is_of_several)
            continue;
        if (is_down && is_local(m, f->table, &m->owned[i].addr))
            continue;
        bool is_delivered = !is_down && !is_of_several;
        rc = set(p, f->table, &x, is_delivered ? CP_PLANE_DELIVER : CP_PLANE_UNMODELLED, NULL, err);
    }
    return rc;
}

/* An address of its own goes before one that it shares. */
static cp_rc set_owned(maker *m, cp_plane *p, bool is_down, cp_err *err)
{
    cp_rc rc = set_owned_some(m, p, is_down, true, err);
    return rc == CP_OK ? set_owned_some(m, p, is_down, false, err) : rc;
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
    const cp_routers_shown *now = r->shown_now ? &r->shown_now[table] : NULL;
    bool is_now = now && now->v;
    const cp_routers_route *v = is_now ? now->v : r->shown + r->shown_first[table];
    uint32_t all = is_now ? now->n : r->shown_first[table + 1] - r->shown_first[table];
    uint32_t i = 0, k;
    for (uint32_t high = all; i < high;) {
        uint32_t middle = i + (high - i) / 2;
        cp_prefix p = cp_routers_prefix(&v[middle].net);
        if (p.first < x->first || (p.first == x->first && p.len < x->len))
            i = middle + 1;
        else
            high = middle;
    }
    for (k = i; k < all; k++) {
        cp_prefix p = cp_routers_prefix(&v[k].net);
        if (p.first != x->first || p.len != x->len)
            break;
    }
    *n = k - i;
    return v + i;
}

cp_rc cp_routers_make(routers *r, const cp_net *net, unsigned bits, bool ignores_lines,
                      cp_routers_plane *out, cp_err *err)
{
    maker *m = CP_NEW(r->a, maker);
    *m = (maker){ .r = r, .a = cp_arena_new(0), .net = net, .is_v4 = bits == 32 };
    cp_routers_settle(r, m->a);
    sort_owned(m); /* may add tables */
    sort_macs(m);
    sort_routes(m);
    if (r->tables.n > CP_PLANE_TABLES_MAX) {
        cp_arena_free(m->a);
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "more than %d forwarding tables, and devices whose address is known",
                       CP_PLANE_TABLES_MAX);
    }
    uint32_t *items = CP_NEW_ARRAY(r->a, uint32_t, r->tables.n + 1);
    for (uint32_t t = 0; t < r->tables.n; t++)
        items[t] = r->tables.v[t].item;
    cp_plane *p = cp_plane_new(r->a, items, r->tables.n, bits);
    cp_rc rc = cp_routers_filters(m, p, ignores_lines, err);
    if (rc == CP_OK)
        rc = set_routes(m, p, err);
    if (rc == CP_OK)
        rc = set_owned(m, p, true, err);
    if (rc == CP_OK)
        rc = set_owned(m, p, false, err);
    if (rc == CP_OK)
        rc = set_untold(m, p, err);
    if (rc == CP_OK) {
        keep_shown(m);
        *out = (cp_routers_plane){ .plane = p,
                                   .tables = r->tables.v,
                                   .n_tables = r->tables.n,
                                   .lost = m->lost.v,
                                   .n_lost = m->lost.n,
                                   .n_routes = m->first[r->tables.n] };
    }
    cp_arena_free(m->a);
    return rc;
}
