/* SPDX-License-Identifier: Apache-2.0 */
/* adjacent_part.c - which interface takes part in what, from all rows of a router.
 *
 *     the interface's own row:  area told                  --> it takes part
 *                               none told (cost, passive)  --> a network has to cover its address,
 *                                                              of those that do the longest
 *
 * Whether it is passive, its own rows say where there are any, else that of the network. */
#include <stdlib.h>
#include "base/sort.h"
#include "path/adjacent_in.h"

enum { LEVELS = 2, LENGTHS = 129 };
enum { AREAS_MAX = 8 }; /* of one interface, each a scan of its rows: RFC 5185 has a few */

/* ---- networks of a router */

typedef struct network {
    uint32_t asset, vrf;
    cp_speaks speaks;
    cp_state_net net;
    uint32_t said;
} network;

typedef struct making {
    cp_adjacent *x;
    cp_arena *a; /* scratch */
    CP_VEC(network) nets;
    CP_VEC(uint32_t) own; /* said by interface */
} making;

static int by_bits(const network *x, const network *y)
{
    if (x->asset != y->asset)
        return x->asset < y->asset ? -1 : 1;
    if (x->speaks != y->speaks)
        return x->speaks < y->speaks ? -1 : 1;
    if (x->vrf != y->vrf)
        return x->vrf < y->vrf ? -1 : 1;
    return (x->net.bits > y->net.bits) - (x->net.bits < y->net.bits);
}

static int by_net(const void *p, const void *q)
{
    const network *x = p, *y = q;
    int c = by_bits(x, y);
    c = c ? c : cp_adjacent_by_addr(&x->net, &y->net);
    return c ? c : (x->said > y->said) - (x->said < y->said);
}

static int before_net(const void *item, const void *x)
{
    const network *p = item, *q = x;
    int c = by_bits(p, q);
    return c ? c : cp_adjacent_by_addr(&p->net, &q->net);
}

static int upto_bits(const void *item, const void *x) { return by_bits(item, x) <= 0 ? -1 : 1; }

static bool is_version(const cp_state_net *net, cp_speaks speaks)
{
    return speaks == CP_SPEAKS_ISIS || (speaks == CP_SPEAKS_OSPF) == cp_state_net_is_v4(net);
}

/* The row of the longest network that covers the address, or UINT32_MAX. Lengths that no network of
 * the router has are leapt over. */
static uint32_t covering(const making *m, uint32_t asset, cp_speaks speaks,
                         const cp_adjacent_addr *p)
{
    network what = { .asset = asset, .vrf = p->vrf, .speaks = speaks, .net = p->addr };
    for (int i = 0; i < LENGTHS; i++) {
        uint32_t at = cp_sort_find(m->nets.v, m->nets.n, sizeof what, &what, upto_bits);
        const network *longest = at ? &m->nets.v[at - 1] : NULL;
        if (!longest || longest->asset != asset || longest->speaks != speaks ||
            longest->vrf != p->vrf)
            break;
        uint8_t bits = longest->net.bits;
        what.net = cp_adjacent_net(&p->addr, bits);
        at = cp_sort_find(m->nets.v, m->nets.n, sizeof what, &what, before_net);
        if (at < m->nets.n && before_net(&m->nets.v[at], &what) == 0)
            return m->nets.v[at].said;
        if (bits == 0)
            break;
        what.net.bits = bits - 1;
    }
    return UINT32_MAX;
}

/* ---- rows of one interface */

static bool is_of(const cp_adjacent_said *modifier, const cp_adjacent_said *s)
{
    return modifier->instance == 0 || s->instance == 0 || modifier->instance == s->instance;
}

static void add_row(const making *m, cp_adjacent_part *part, uint32_t said)
{
    cp_adjacent *x = m->x;
    if (part->n == CP_ADJACENT_SAID_MAX)
        return;
    cp_vec_push(x->a, &x->rows, said);
    part->n++;
}

static bool is_off(const cp_adjacent *x, const cp_adjacent_said *s)
{
    const cp_adjacent_self *self = cp_adjacent_self_of(x, s);
    return s->what & CP_STATE_PEER_OFF || (self && self->is_off);
}

/* Interface rows v[0] to v[n - 1] of one protocol. base: the row that has the area; network: it is
 * that of a network, whose word counts only where no row of the interface's has one. */
static void add_ospf(const making *m, uint32_t iface, const uint32_t *v, uint32_t n, uint32_t base,
                     bool is_network)
{
    cp_adjacent *x = m->x;
    const cp_adjacent_said *b = &x->said.v[base];
    cp_adjacent_part part = {
        .iface = iface, .speaks = b->speaks, .area = b->area, .first = x->rows.n
    };
    bool is_passive = false, is_silent = is_off(x, b), has_own = false;
    if (is_network)
        add_row(m, &part, base);
    for (uint32_t i = 0; i < n; i++) {
        const cp_adjacent_said *s = &x->said.v[v[i]];
        if ((s->area && s->area != b->area) || !is_of(s, b))
            continue;
        has_own = true;
        is_passive = is_passive || s->what & CP_STATE_PEER_PASSIVE;
        is_silent = is_silent || is_off(x, s);
        add_row(m, &part, v[i]);
    }
    if (!has_own)
        is_passive = b->what & CP_STATE_PEER_PASSIVE;
    part.is_active = !is_passive && !is_silent;
    cp_vec_push(x->a, &x->parts, part);
}

/* What tells no area is last. */
static int by_area(const void *p, const void *q, void *ctx)
{
    const cp_adjacent *x = ctx;
    uint32_t i = *(const uint32_t *)p, k = *(const uint32_t *)q;
    uint32_t a = x->said.v[i].area - 1, b = x->said.v[k].area - 1;
    if (a != b)
        return a < b ? -1 : 1;
    return (i > k) - (i < k);
}

/* A part for each area; of rows in the order told. */
static void take_ospf(const making *m, uint32_t iface, cp_speaks speaks, uint32_t *v, uint32_t n)
{
    cp_adjacent *x = m->x;
    const cp_adjacent_iface *f = &x->ifaces.v[iface];
    uint32_t n_areas = 0;
    if (n)
        qsort_r(v, n, sizeof *v, by_area, x);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t area = x->said.v[v[i]].area;
        if (area == 0 || (i && area == x->said.v[v[i - 1]].area))
            continue;
        if (n_areas++ < AREAS_MAX)
            add_ospf(m, iface, v, n, v[i], false);
        else
            x->n_over++;
    }
    for (uint32_t i = 0; i < f->n && n_areas == 0; i++) {
        const cp_adjacent_addr *p = &x->addrs.v[x->at_iface[f->first + i]];
        if (p->is_secondary || p->is_virtual || !is_version(&p->addr, speaks))
            continue;
        uint32_t base = covering(m, f->of.asset, speaks, p);
        n_areas = base != UINT32_MAX;
        if (n_areas)
            add_ospf(m, iface, v, n, base, true);
    }
}

static bool is_at(const cp_adjacent *x, const cp_adjacent_said *s, int level)
{
    const uint64_t bit = level ? CP_STATE_PEER_LEVEL_2 : CP_STATE_PEER_LEVEL_1;
    const uint64_t both = CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2;
    const cp_adjacent_self *self = cp_adjacent_self_of(x, s);
    bool is_own = (s->what & both) == 0 || s->what & bit;
    return is_own && (!self || (self->levels & both) == 0 || self->levels & bit);
}

static void take_isis(const making *m, uint32_t iface, const uint32_t *v, uint32_t n)
{
    cp_adjacent *x = m->x;
    for (int level = 0; level < LEVELS; level++) {
        cp_adjacent_part part = { .iface = iface,
                                  .speaks = CP_SPEAKS_ISIS,
                                  .area = (uint32_t)level + 1,
                                  .is_active = true,
                                  .first = x->rows.n };
        for (uint32_t i = 0; i < n; i++) {
            const cp_adjacent_said *s = &x->said.v[v[i]];
            const cp_adjacent_self *self = cp_adjacent_self_of(x, s);
            if (!is_at(x, s, level))
                continue;
            part.net_area = self ? self->net_area : part.net_area;
            if (s->what & CP_STATE_PEER_PASSIVE || is_off(x, s))
                part.is_active = false;
            add_row(m, &part, v[i]);
        }
        if (part.n)
            cp_vec_push(x->a, &x->parts, part);
    }
}

/* ---- of all interfaces */

static int by_iface(const void *p, const void *q, void *ctx)
{
    const cp_adjacent *x = ctx;
    uint32_t i = *(const uint32_t *)p, k = *(const uint32_t *)q;
    const cp_adjacent_said *a = &x->said.v[i], *b = &x->said.v[k];
    if (a->iface != b->iface)
        return a->iface < b->iface ? -1 : 1;
    if (a->speaks != b->speaks)
        return a->speaks < b->speaks ? -1 : 1;
    return (i > k) - (i < k);
}

static void sort_said(making *m)
{
    cp_adjacent *x = m->x;
    for (uint32_t i = 0; i < x->said.n; i++) {
        const cp_adjacent_said *s = &x->said.v[i];
        if (s->what & CP_STATE_PEER_NETWORK && s->addr.is_set && s->area)
            cp_vec_push(m->a, &m->nets,
                        ((network){ .asset = s->asset,
                                    .vrf = s->vrf,
                                    .speaks = s->speaks,
                                    .net = s->addr,
                                    .said = i }));
        else if (!s->addr.is_set && s->iface != CP_NO_IFACE)
            cp_vec_push(m->a, &m->own, i);
    }
    if (m->nets.n)
        qsort(m->nets.v, m->nets.n, sizeof *m->nets.v, by_net);
    if (m->own.n)
        qsort_r(m->own.v, m->own.n, sizeof *m->own.v, by_iface, x);
}

/* Addresses of each interface. */
static void index_addrs(cp_adjacent *x)
{
    uint32_t *at = CP_NEW_ARRAY(x->a, uint32_t, x->addrs.n), before = 0;
    cp_vec_each(p, &x->addrs) x->ifaces.v[p->iface].n++;
    cp_vec_each(f, &x->ifaces)
    {
        f->first = before;
        before += f->n;
        f->n = 0;
    }
    for (uint32_t i = 0; i < x->addrs.n; i++) {
        cp_adjacent_iface *f = &x->ifaces.v[x->addrs.v[i].iface];
        at[f->first + f->n++] = i;
    }
    x->at_iface = at;
}

void cp_adjacent_parts(cp_adjacent *x)
{
    making m = { .x = x, .a = cp_arena_new(0) };
    index_addrs(x);
    sort_said(&m);
    for (uint32_t iface = 0, at = 0; iface < x->ifaces.n; iface++) {
        cp_adjacent_iface *f = &x->ifaces.v[iface];
        f->first_part = x->parts.n;
        for (int k = 0; k < CP_SPEAKS_COUNT; k++) {
            uint32_t from = at;
            while (at < m.own.n && x->said.v[m.own.v[at]].iface == iface &&
                   x->said.v[m.own.v[at]].speaks == (cp_speaks)k)
                at++;
            uint32_t *v = m.own.n ? m.own.v + from : NULL;
            if (k == CP_SPEAKS_ISIS)
                take_isis(&m, iface, v, at - from);
            else
                take_ospf(&m, iface, (cp_speaks)k, v, at - from);
        }
        f->n_parts = x->parts.n - f->first_part;
        if (f->is_down && !f->is_up)
            for (uint32_t i = 0; i < f->n_parts; i++)
                x->parts.v[f->first_part + i].is_active = false;
    }
    cp_arena_free(m.a);
}
