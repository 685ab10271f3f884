/* SPDX-License-Identifier: Apache-2.0 */
/* routers_hop.c - where a packet comes out that is sent to a next hop: see routers.h. */
#include <string.h>
#include "base/sort.h"
#include "path/routers_in.h"

typedef cp_routers_maker maker;
typedef cp_routers_hops hops;
typedef cp_routers_iface iface;

static bool is_same_addr(const cp_state_net *a, const cp_state_net *b)
{
    return memcmp(&a->addr, &b->addr, sizeof a->addr) == 0;
}

/* Is the address in the network of so many bits? */
static bool is_within(const cp_state_net *addr, const cp_state_net *net, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(addr->addr.b, net->addr.b, whole) != 0)
        return false;
    return rest == 0 || (addr->addr.b[whole] ^ net->addr.b[whole]) >> (8 - rest) == 0;
}

/* ---- what leads nowhere */

static void lose(maker *m, const cp_routers_held *h, const cp_state_net *via, cp_str name,
                 const char *why, hops *out)
{
    const cp_routers_route *x = &h->row;
    cp_buf key = cp_buf_new(m->a);
    bool added;
    cp_buf_fmt(&key, "%u %s %.*s\n", x->table, why, CP_FMT(name));
    for (int i = 0; via->is_set && i < 16; i++)
        cp_buf_fmt(&key, "%02x", via->addr.b[i]);
    uint64_t *at = cp_map_put(m->a, &m->lost_of, cp_buf_str(&key), &added);
    if (added) {
        *at = m->lost.n;
        cp_vec_push(m->r->a, &m->lost, ((cp_routers_lost){ x->table, *via, name, why, 0, x->at }));
    }
    m->lost.v[*at].n++;
    cp_vec_push(m->a, out,
                ((cp_plane_hop){ CP_PLANE_NOWHERE, CP_NO_LINK, CP_NO_FILTER, CP_NO_FILTER }));
}

/* ---- to an interface of somebody */

static uint32_t filter_out(const maker *m, uint32_t at)
{
    return at == UINT32_MAX ? CP_NO_FILTER : m->r->ifaces.v[at].out;
}

/* Links between the two items: which one it is is not known, if there are several, so it may be
 * each. */
static void hop_to(maker *m, uint32_t from_item, uint32_t from, uint32_t to, hops *out)
{
    const iface *f = &m->r->ifaces.v[to];
    cp_plane_hop hop = { f->table, CP_NO_LINK, filter_out(m, from), f->in };
    uint32_t n = 0;
    for (uint32_t k = m->net ? m->net->arc_first[from_item] : 0;
         m->net && k < m->net->arc_first[from_item + 1]; k++)
        if (m->net->arcs[k].to == f->item &&
            m->net->links[m->net->arcs[k].link].rides != CP_NO_ITEM) {
            hop.link = m->net->arcs[k].link;
            cp_vec_push(m->a, out, hop);
            n++;
        }
    if (n == 0)
        cp_vec_push(m->a, out, hop);
}

static int owned_order(const void *item, const void *x)
{
    return memcmp(&((const cp_routers_owned *)item)->addr.addr, x, sizeof(cp_flow_addr));
}

static int heard_order(const void *item, const void *x)
{
    const cp_routers_heard *a = item, *b = x;
    if (a->item != b->item)
        return a->item < b->item ? -1 : 1;
    return memcmp(&a->addr.addr, &b->addr.addr, sizeof a->addr.addr);
}

/* The hardware address that it heard of this one, 0 none or several. */
static uint64_t heard_mac(const maker *m, uint32_t item, uint32_t at, const cp_state_net *via)
{
    cp_routers_heard x = { .addr = *via, .item = item };
    uint64_t mac = 0;
    for (uint32_t i = cp_sort_find(m->heard, m->n_heard, sizeof x, &x, heard_order);
         i < m->n_heard && heard_order(&m->heard[i], &x) == 0; i++) {
        const cp_routers_heard *h = &m->heard[i];
        if (at != UINT32_MAX && h->iface != UINT32_MAX && h->iface != at)
            continue;
        if (mac && mac != h->mac)
            return 0;
        mac = h->mac;
    }
    return mac;
}

/* Is the next hop on a network of the interface? UNKNOWN where the interface tells of none. */
static bool is_attached(const maker *m, uint32_t at, const cp_state_net *via, bool *is_told)
{
    const cp_routers *r = m->r;
    *is_told = false;
    for (uint32_t i = r->ifaces.v[at].nets; i; i = r->nets.v[i - 1].next) {
        const cp_routers_owned *o = &r->owned.v[r->nets.v[i - 1].owned];
        if (cp_state_net_is_v4(&o->addr) != m->is_v4)
            continue;
        *is_told = true;
        if (is_within(via, &o->addr, o->length))
            return true;
    }
    return false;
}

/* Whose address it is: all that can be. */
static void to_owner(maker *m, const cp_routers_held *h, uint32_t at, const cp_state_net *via,
                     hops *out)
{
    const cp_routers *r = m->r;
    uint32_t item = r->tables.v[h->row.table].item, n = 0, n_other_mac = 0;
    uint64_t mac = heard_mac(m, item, at, via);
    bool is_virtual = true;
    cp_str name = at == UINT32_MAX ? CP_STR("") : r->ifaces.v[at].name;
    for (uint32_t i = cp_sort_find(m->owned, m->n_owned, sizeof *m->owned, &via->addr, owned_order);
         i < m->n_owned && is_same_addr(&m->owned[i].addr, via); i++) {
        const cp_routers_owned *o = &m->owned[i];
        const iface *f = &r->ifaces.v[o->iface];
        if (f->item == item)
            continue;
        if (mac && f->mac && f->mac != mac && !o->is_virtual) {
            n_other_mac++;
            continue;
        }
        hop_to(m, item, at, o->iface, out);
        is_virtual = is_virtual && o->is_virtual;
        n++;
    }
    if (n == 0)
        lose(m, h, via, name,
             n_other_mac ? "its hardware address is another than that of who has the address"
                         : "nobody is known to have the address",
             out);
    else if (n > 1 && !is_virtual)
        lose(m, h, via, name, "several have the address", out);
}

/* Without an address: whoever else is on the networks of the interface, if that is one. */
static void to_peer(maker *m, const cp_routers_held *h, uint32_t at, hops *out)
{
    const cp_routers *r = m->r;
    uint32_t item = r->tables.v[h->row.table].item, found = UINT32_MAX, n = 0;
    for (uint32_t i = r->ifaces.v[at].nets; i; i = r->nets.v[i - 1].next) {
        const cp_routers_owned *mine = &r->owned.v[r->nets.v[i - 1].owned];
        for (uint32_t k = 0; mine->length >= 126 - (m->is_v4 ? 0 : 2) && k < m->n_owned; k++) {
            const cp_routers_owned *o = &m->owned[k];
            if (r->ifaces.v[o->iface].item != item && o->iface != found &&
                is_within(&o->addr, &mine->addr, mine->length)) {
                found = o->iface;
                n++;
            }
        }
    }
    const cp_state_net none = { .is_set = false };
    if (n == 1)
        hop_to(m, item, at, found, out);
    else
        lose(m, h, &none, r->ifaces.v[at].name, "who is on the other side is not known", out);
}

/* ---- routes */

typedef struct net_in_table {
    uint32_t table;
    const cp_state_net *net;
} net_in_table;

static int route_order(const void *item, const void *x)
{
    const cp_routers_held *h = item;
    const net_in_table *n = x;
    if (h->row.table != n->table)
        return h->row.table < n->table ? -1 : 1;
    int c = memcmp(&h->row.net.addr, &n->net->addr, sizeof h->row.net.addr);
    return c ? c : (int)h->row.net.bits - (int)n->net->bits;
}

const cp_routers_held *cp_routers_longest(const maker *m, uint32_t table, const cp_state_net *addr,
                                          uint32_t *n)
{
    const cp_routers_held *v = m->v + m->first[table];
    uint32_t all = m->first[table + 1] - m->first[table];
    cp_state_net net = *addr;
    for (int bits = 128; bits >= (m->is_v4 ? 96 : 0); bits--) {
        net.bits = (uint8_t)bits;
        if (bits < 128)
            net.addr.b[bits / 8] &= (uint8_t) ~(0x80u >> bits % 8);
        net_in_table x = { table, &net };
        uint32_t i = cp_sort_find(v, all, sizeof *v, &x, route_order), k = i;
        while (k < all && route_order(&v[k], &x) == 0)
            k++;
        if (k > i) {
            *n = k - i;
            return v + i;
        }
    }
    *n = 0;
    return NULL;
}

static bool by_table(maker *m, const cp_routers_held *h, uint32_t deep, hops *out)
{
    uint32_t n;
    const cp_state_net *via = &h->row.via;
    const cp_routers_held *v = cp_routers_longest(m, h->via_table, via, &n);
    if (deep >= CP_ROUTERS_DEEP_MAX) {
        lose(m, h, via, h->row.iface, "its next hop leads back to itself", out);
        return true;
    }
    if (n == 0)
        lose(m, h, via, h->row.iface, "no route leads to the next hop", out);
    for (uint32_t i = 0; i < n; i++) {
        cp_routers_held x = v[i];
        if (x.row.what & CP_STATE_DROP) {
            cp_vec_push(
                m->a, out,
                ((cp_plane_hop){ CP_PLANE_NOWHERE, CP_NO_LINK, CP_NO_FILTER, CP_NO_FILTER }));
            continue;
        }
        if (x.row.what & (CP_STATE_CONNECTED | CP_STATE_LOCAL) || !x.row.via.is_set)
            x.row.via = *via; /* it is on that network */
        if (x.row.net.bits == 128 && is_same_addr(&x.row.via, via) &&
            !(x.row.what & CP_STATE_CONNECTED) && x.row.iface.n == 0) {
            lose(m, h, via, h->row.iface, "its next hop leads back to itself", out);
            continue;
        }
        if (!cp_routers_hops_of(m, &x, deep + 1, out))
            return false;
    }
    return true;
}

bool cp_routers_hops_of(maker *m, const cp_routers_held *h, uint32_t deep, hops *out)
{
    const cp_routers_route *x = &h->row;
    uint32_t item = m->r->tables.v[x->table].item;
    bool is_told;
    if (x->what & CP_STATE_LABELLED)
        return false;
    uint32_t at = x->iface.n ? cp_routers_iface_of(m->r, item, x->iface) : UINT32_MAX;
    if (!x->via.is_set && (x->what & CP_STATE_CONNECTED || at == UINT32_MAX)) {
        cp_vec_push(m->a, out,
                    ((cp_plane_hop){ CP_PLANE_HOST, CP_NO_LINK, filter_out(m, at), CP_NO_FILTER }));
    } else if (!x->via.is_set) {
        to_peer(m, h, at, out);
    } else if (at == UINT32_MAX) {
        return by_table(m, h, deep, out);
    } else if (is_attached(m, at, &x->via, &is_told) || !is_told || deep > 0) {
        to_owner(m, h, at, &x->via, out);
    } else {
        return by_table(m, h, deep, out); /* told is the interface that it was found to be */
    }
    return true;
}
