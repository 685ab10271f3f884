/* SPDX-License-Identifier: Apache-2.0 */
/* routers_hop.c - where a packet comes out that is sent to a next hop: see routers.h. */
#include <stdlib.h>
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

bool cp_routers_within(const cp_state_net *addr, const cp_state_net *net, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(addr->addr.b, net->addr.b, whole) != 0)
        return false;
    return rest == 0 || (addr->addr.b[whole] ^ net->addr.b[whole]) >> (8 - rest) == 0;
}

/* fe80::/10 (RFC 4291, 2.5.6): on every interface, whether it was told or not. */
static bool is_link_local(const cp_state_net *n)
{
    return n->addr.b[0] == 0xfe && (n->addr.b[1] & 0xc0) == 0x80;
}

static void add_hop(maker *m, uint32_t to, uint32_t out_filter, hops *out)
{
    cp_vec_push(m->a, out, ((cp_plane_hop){ to, CP_NO_LINK, out_filter, CP_NO_FILTER, 0 }));
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
    cp_vec_push(m->a, &m->met, (uint32_t)*at);
    add_hop(m, CP_PLANE_NOWHERE, CP_NO_FILTER, out);
}

/* ---- to an interface of somebody */

/* Of several it is one, or it is not even that. */
static void mark_maybe(hops *out, uint32_t first)
{
    for (uint32_t i = first; i < out->n; i++)
        out->v[i].is_maybe = 1;
}

static uint32_t filter_out(const maker *m, uint32_t at)
{
    return at == UINT32_MAX ? CP_NO_FILTER : m->r->ifaces.v[at].out;
}

/* Links between the two items: which one it is is not known, if there are several, so it may be
 * each; certain is only where it leads. */
static void hop_to(maker *m, uint32_t from_item, uint32_t from, uint32_t to, hops *out)
{
    const iface *f = &m->r->ifaces.v[to];
    cp_plane_hop hop = { f->table, CP_NO_LINK, filter_out(m, from), f->in, 0 };
    uint32_t n = 0, first = out->n;
    for (uint32_t k = m->net ? m->net->arc_first[from_item] : 0;
         m->net && k < m->net->arc_first[from_item + 1]; k++)
        if (m->net->arcs[k].to == f->item &&
            m->net->links[m->net->arcs[k].link].rides != CP_NO_ITEM) {
            hop.link = m->net->arcs[k].link;
            cp_vec_push(m->a, out, hop);
            n++;
        }
    hop.link = CP_NO_LINK;
    if (n > 1)
        mark_maybe(out, first);
    if (n != 1)
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

uint32_t cp_routers_owned_from(const maker *m, const cp_state_net *addr)
{
    return cp_sort_find(m->owned, m->n_owned, sizeof *m->owned, &addr->addr, owned_order);
}

/* Is the next hop on a network of the interface? Not told: the interface tells of none. */
static bool is_attached(const maker *m, uint32_t at, const cp_state_net *via, bool *is_told)
{
    const cp_routers *r = m->r;
    *is_told = false;
    for (uint32_t i = r->ifaces.v[at].nets; i; i = r->nets.v[i - 1].next) {
        const cp_routers_owned *o = &r->owned.v[r->nets.v[i - 1].owned];
        if (cp_state_net_is_v4(&o->addr) != cp_state_net_is_v4(via))
            continue;
        *is_told = true;
        if (cp_routers_within(via, &o->addr, o->length))
            return true;
    }
    return false;
}

/* Of places of owned, an address that others tell of an item that tells of it itself. */
static bool is_told_better(const maker *m, uint32_t first, uint32_t place)
{
    const iface *v = m->r->ifaces.v, *f = &v[m->owned[place].iface];
    for (uint32_t i = first; f->is_hearsay && i < m->n_owned; i++) {
        const iface *x = &v[m->owned[i].iface];
        if (!is_same_addr(&m->owned[i].addr, &m->owned[first].addr))
            break;
        if (!x->is_hearsay && x->item == f->item)
            return true;
    }
    return false;
}

/* Who has an address. */
typedef struct owners {
    uint32_t item, at; /* who asks, and where */
    uint32_t n_items, n, one, n_other_mac;
    bool is_virtual, is_down;
} owners;

static void take_owner(maker *m, owners *w, uint32_t at, bool is_virtual, hops *out)
{
    const iface *f = &m->r->ifaces.v[at];
    hop_to(m, w->item, w->at, at, out);
    w->n++;
    w->is_virtual = w->is_virtual && is_virtual;
    w->is_down = w->is_down || f->is_down;
    w->n_items += f->item != w->one;
    w->one = f->item;
}

/* An address of a link that nobody told of: who has the hardware address that was heard of it. */
static void take_by_mac(maker *m, owners *w, uint64_t mac, hops *out)
{
    uint32_t low = 0;
    for (uint32_t high = m->n_by_mac; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (m->r->ifaces.v[m->by_mac[middle]].mac < mac)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < m->n_by_mac && m->r->ifaces.v[m->by_mac[low]].mac == mac; low++)
        if (m->r->ifaces.v[m->by_mac[low]].item != w->item)
            take_owner(m, w, m->by_mac[low], false, out);
}

/* Whose address it is: all that can be. */
static void to_owner(maker *m, const cp_routers_held *h, uint32_t at, const cp_state_net *via,
                     hops *out)
{
    const cp_routers *r = m->r;
    owners w = {
        .item = r->tables.v[h->row.table].item, .at = at, .one = UINT32_MAX, .is_virtual = true
    };
    uint64_t mac = heard_mac(m, w.item, at, via);
    cp_str name = at == UINT32_MAX ? CP_STR("") : r->ifaces.v[at].name;
    uint32_t first = cp_routers_owned_from(m, via), n_before = out->n;
    for (uint32_t i = first; i < m->n_owned && is_same_addr(&m->owned[i].addr, via); i++) {
        const cp_routers_owned *o = &m->owned[i];
        const iface *f = &r->ifaces.v[o->iface];
        if (f->item == w.item || is_told_better(m, first, i))
            continue;
        if (mac && f->mac && f->mac != mac && !o->is_virtual)
            w.n_other_mac++;
        else
            take_owner(m, &w, o->iface, o->is_virtual, out);
    }
    /* others of that address are on other links */
    if (w.n == 0 && mac && is_link_local(via))
        take_by_mac(m, &w, mac, out);
    if (w.n > 1 || w.is_down)
        mark_maybe(out, n_before);
    if (w.n_items == 0)
        lose(m, h, via, name,
             w.n_other_mac ? "its hardware address is another than that of who has the address"
                           : "nobody is known to have the address",
             out);
    else if (w.n_items > 1 && !w.is_virtual)
        lose(m, h, via, name, "several have the address", out);
    else if (w.is_down)
        lose(m, h, via, name, "the interface that has the address is down", out);
}

/* Without an address: whoever else is on the networks of the interface, if those have room for one
 * only and it is known who that is. */
static void to_peer(maker *m, const cp_routers_held *h, uint32_t at, hops *out)
{
    const cp_routers *r = m->r;
    const cp_state_net none = { .is_set = false };
    uint32_t item = r->tables.v[h->row.table].item, found = UINT32_MAX, n = 0;
    for (uint32_t i = r->ifaces.v[at].nets; i; i = r->nets.v[i - 1].next) {
        const cp_routers_owned *mine = &r->owned.v[r->nets.v[i - 1].owned];
        if (mine->length < 126 || cp_state_net_is_v4(&mine->addr) != m->is_v4)
            continue;
        cp_state_net net = mine->addr;
        net.addr.b[15] &= (uint8_t)(0xffu << (128 - mine->length));
        for (uint32_t k = cp_routers_owned_from(m, &net);
             k < m->n_owned && cp_routers_within(&m->owned[k].addr, &net, mine->length); k++)
            if (r->ifaces.v[m->owned[k].iface].item != item && m->owned[k].iface != found) {
                found = m->owned[k].iface;
                n++;
            }
    }
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
    bool is_v4 = cp_state_net_is_v4(addr);
    cp_routers_sorted s = is_v4 == m->is_v4 ? (cp_routers_sorted){ m->v, m->first } : m->other;
    const cp_routers_held *v = s.first ? s.v + s.first[table] : NULL;
    uint32_t all = s.first ? s.first[table + 1] - s.first[table] : 0;
    cp_state_net net = *addr;
    for (int bits = 128; all && bits >= (is_v4 ? 96 : 0); bits--) {
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

static bool is_resolved(maker *m, const cp_routers_held *h, uint32_t deep, hops *out);

/* All ways of the routes to an address that is looked up; h has it as its next hop. */
static bool along(maker *m, const cp_routers_held *h, const cp_routers_held *v, uint32_t n,
                  uint32_t deep, hops *out)
{
    const cp_state_net *via = &h->row.via;
    uint32_t n_backup = 0;
    for (uint32_t i = 0; i < n; i++) {
        const cp_routers_held *x = &v[i];
        if (x->row.what & CP_STATE_BACKUP)
            n_backup++;
        else if (x->row.what & CP_STATE_LABELLED)
            return false;
        else if (x->row.what & CP_STATE_DROP)
            add_hop(m, CP_ROUTERS_DROPS, CP_NO_FILTER, out);
        else if (x->row.what & (CP_STATE_CONNECTED | CP_STATE_LOCAL))
            to_owner(m, x, x->at, via, out);
        else if (!is_resolved(m, x, deep + 1, out))
            return false;
    }
    if (n_backup == n)
        lose(m, h, via, h->row.iface, "no route leads to the next hop", out);
    return true;
}

/* Who was looked up before on behalf of the same route is passed over, so that this takes as long
 * as there are routes, and not as there are ways through them. */
static bool by_table(maker *m, const cp_routers_held *h, uint32_t deep, hops *out)
{
    const cp_state_net *via = &h->row.via;
    for (uint32_t i = 0; i < m->looks.n; i++) {
        const cp_routers_look *x = &m->looks.v[i];
        if (x->table != h->via_table || !is_same_addr(&x->via, via))
            continue;
        if (x->is_open && h->at != UINT32_MAX)
            to_owner(m, h, h->at, via, out); /* not numbered: it is behind the interface itself */
        else if (x->is_open)
            lose(m, h, via, h->row.iface, "its next hop leads back to itself", out);
        return true;
    }
    if (deep >= CP_ROUTERS_DEEP_MAX || m->looks.n >= CP_ROUTERS_LOOKS_MAX) {
        lose(m, h, via, h->row.iface, "its next hop takes too many routes to be found", out);
        return true;
    }
    uint32_t n, place = m->looks.n;
    const cp_routers_held *v = cp_routers_longest(m, h->via_table, via, &n);
    cp_vec_push(m->a, &m->looks, ((cp_routers_look){ h->via_table, true, *via }));
    bool is_modelled = along(m, h, v, n, deep, out);
    m->looks.v[place].is_open = false;
    return is_modelled;
}

/* An interface that tells of no networks: is the next hop behind it, as far as the table says? What
 * leads there by a longer prefix than the default route may be a way over others. */
static bool may_be_behind(const maker *m, const cp_routers_held *h)
{
    uint32_t n;
    const cp_routers_held *v = cp_routers_longest(m, h->via_table, &h->row.via, &n);
    return n == 0 || v->row.net.bits == (cp_state_net_is_v4(&h->row.via) ? 96 : 0) ||
           v->row.what & CP_STATE_CONNECTED;
}

static bool is_resolved(maker *m, const cp_routers_held *h, uint32_t deep, hops *out)
{
    const cp_routers_route *x = &h->row;
    const cp_state_net none = { .is_set = false };
    bool is_told;
    if (x->what & CP_STATE_LABELLED)
        return false;
    if (!x->via.is_set && x->what & CP_STATE_CONNECTED)
        add_hop(m, CP_PLANE_HOST, filter_out(m, h->at), out);
    else if (!x->via.is_set && h->at == UINT32_MAX)
        lose(m, h, &none, CP_STR(""), "no next hop was told", out);
    else if (!x->via.is_set)
        to_peer(m, h, h->at, out);
    else if (h->at != UINT32_MAX &&
             (is_link_local(&x->via) || is_attached(m, h->at, &x->via, &is_told) ||
              (!is_told && may_be_behind(m, h))))
        to_owner(m, h, h->at, &x->via, out);
    else
        return by_table(m, h, deep, out); /* told is the interface that it was found to be */
    return true;
}

/* ---- the same next hop of many routes */

typedef struct way_key {
    uint32_t table, via_table, at, is_connected;
    cp_flow_addr via;
} way_key;

static int order_of_hops(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(cp_plane_hop));
}

static int order_of_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static cp_routers_way new_way(maker *m, const cp_routers_held *h)
{
    cp_routers_way w = { .hops = m->way_hops.n, .lost = m->way_lost.n };
    uint32_t n_met = m->met.n;
    hops found = { 0 };
    m->looks.n = 0;
    w.is_modelled = is_resolved(m, h, 0, &found);
    if (found.n)
        qsort(found.v, found.n, sizeof *found.v, order_of_hops);
    if (m->met.n > n_met)
        qsort(m->met.v + n_met, m->met.n - n_met, sizeof *m->met.v, order_of_numbers);
    for (uint32_t i = 0; i < found.n; i++) /* each once: many routes have this way */
        if (i == 0 || order_of_hops(&found.v[i], &found.v[i - 1]) != 0)
            cp_vec_push(m->a, &m->way_hops, found.v[i]);
    for (uint32_t i = n_met; i < m->met.n; i++)
        if (i == n_met || m->met.v[i] != m->met.v[i - 1])
            cp_vec_push(m->a, &m->way_lost, m->met.v[i]);
    w.n_hops = m->way_hops.n - w.hops;
    w.n_lost = m->way_lost.n - w.lost;
    m->met.n = n_met;
    return w;
}

bool cp_routers_hops_of(maker *m, const cp_routers_held *h, hops *out)
{
    const cp_routers_route *x = &h->row;
    if (x->what & CP_STATE_LABELLED)
        return false;
    way_key key = { x->table, h->via_table, h->at, (x->what & CP_STATE_CONNECTED) != 0,
                    x->via.addr };
    cp_str text = { (const char *)&key, sizeof key };
    const uint64_t *known = x->via.is_set ? cp_map_get(&m->way_of, text) : NULL;
    cp_routers_way w = known ? m->ways.v[*known] : new_way(m, h);
    if (!known && x->via.is_set) {
        cp_str kept = { cp_arena_dup(m->a, &key, sizeof key), sizeof key };
        *cp_map_put(m->a, &m->way_of, kept, NULL) = m->ways.n;
        cp_vec_push(m->a, &m->ways, w);
    }
    for (uint32_t i = 0; i < w.n_hops; i++)
        cp_vec_push(m->a, out, m->way_hops.v[w.hops + i]);
    for (uint32_t i = 0; i < w.n_lost; i++)
        cp_vec_push(m->a, &m->met, m->way_lost.v[w.lost + i]);
    return w.is_modelled;
}

void cp_routers_hops_on(maker *m, const cp_routers_held *h, const cp_state_net *to, hops *out)
{
    to_owner(m, h, h->at, to, out);
}
