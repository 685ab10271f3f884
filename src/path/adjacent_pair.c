/* SPDX-License-Identifier: Apache-2.0 */
/* adjacent_pair.c - who speaks with whom, network by network, and what is told of it.
 *
 *     addresses by (realm, network, interface) --> members: interfaces on one network
 *         parts of these by (protocol, area, asset) --> pairs --each once--> tellings
 *         members beside an active part, without a pair  --> awaited */
#include <stdlib.h>
#include "path/adjacent_in.h"

#define NO_ADDR UINT32_MAX
enum { KNOWN_BITS = 126 }; /* of 128, from which a network has room for two (a /30, a /126) */

/* An interface on the network in hand. */
typedef struct member {
    uint32_t iface, addr; /* addr NO_ADDR: on a line without addresses */
} member;

/* A part of a member. */
typedef struct speaker {
    uint32_t part, addr, asset;
} speaker;

typedef struct pair {
    uint32_t a, b; /* interfaces, that of the lower asset first */
    cp_speaks speaks;
    uint32_t area, part_a, part_b;
    uint32_t addr_a, addr_b;
    bool is_shared; /* more than two speak there */
} pair;

/* One that is told to speak, and whom it may find there. */
typedef struct half {
    uint32_t iface, said, n_said; /* of the one; said: into rows, or of a neighbour that it names */
    bool is_named;
    uint32_t asset; /* of the other: CP_NO_ASSET, then by its address alone */
    cp_str name, port;
    cp_state_net addr;
} half;

/* Has a link with that asset over the interface. */
typedef struct linked {
    uint32_t iface, asset;
} linked;

/* A network that a router is on. */
typedef struct own_net {
    uint32_t asset, addr;
} own_net;

typedef struct pairing {
    cp_adjacent *x;
    cp_arena *a; /* scratch */
    cp_adjacents *out;
    const uint32_t *order; /* addresses by network */
    CP_VEC(member) members;
    CP_VEC(speaker) speakers;
    CP_VEC(pair) pairs;
    CP_VEC(half) halves;
    CP_VEC(linked) linked;
    CP_VEC(own_net) nets;
    CP_VEC(cp_asset_link) links, awaited;
} pairing;

static int compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

/* ---- networks */

static int by_network(const void *p, const void *q, void *ctx)
{
    const cp_adjacent *x = ctx;
    uint32_t i = *(const uint32_t *)p, k = *(const uint32_t *)q;
    const cp_adjacent_addr *a = &x->addrs.v[i], *b = &x->addrs.v[k];
    int c = compare(a->realm, b->realm);
    c = c ? c : cp_adjacent_by_addr(&a->net, &b->net);
    c = c ? c : compare(a->iface, b->iface);
    c = c ? c : compare(a->is_secondary, b->is_secondary); /* the primary one first */
    c = c ? c : cp_adjacent_by_addr(&a->addr, &b->addr);
    return c ? c : compare(i, k);
}

static bool is_same_network(const cp_adjacent_addr *a, const cp_adjacent_addr *b)
{
    return a->realm == b->realm && cp_adjacent_by_addr(&a->net, &b->net) == 0;
}

/* What means nothing beyond one line (RFC 3927, RFC 4291 2.5.6), or has room for one alone. */
static bool is_useless(const cp_state_net *net)
{
    const uint8_t *b = net->addr.b;
    if (cp_state_net_is_v4(net))
        return net->bits >= 128 || net->bits <= 96 || b[12] == 127 ||
               (b[12] == 169 && b[13] == 254);
    return net->bits >= 128 || net->bits == 0 || (b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
}

static int by_addr(const void *p, const void *q, void *ctx)
{
    const cp_adjacent *x = ctx;
    const member *a = p, *b = q;
    int c = cp_adjacent_by_addr(&x->addrs.v[a->addr].addr, &x->addrs.v[b->addr].addr);
    return c ? c : compare(a->iface, b->iface);
}

/* Each interface once. False: an address is on two of them. */
static bool find_members(pairing *p, uint32_t first, uint32_t end)
{
    const cp_adjacent *x = p->x;
    bool is_clear = true;
    p->members.n = 0;
    for (uint32_t i = first; i < end; i++)
        if (!x->addrs.v[p->order[i]].is_virtual)
            cp_vec_push(p->a, &p->members,
                        ((member){ x->addrs.v[p->order[i]].iface, p->order[i] }));
    if (p->members.n)
        qsort_r(p->members.v, p->members.n, sizeof *p->members.v, by_addr, p->x);
    for (uint32_t i = 1; i < p->members.n; i++) {
        const member *a = &p->members.v[i - 1], *b = &p->members.v[i];
        if (a->iface != b->iface &&
            cp_adjacent_by_addr(&x->addrs.v[a->addr].addr, &x->addrs.v[b->addr].addr) == 0)
            is_clear = false;
    }
    p->members.n = 0;
    for (uint32_t i = first; i < end; i++) {
        uint32_t iface = x->addrs.v[p->order[i]].iface;
        if (!x->addrs.v[p->order[i]].is_virtual &&
            (p->members.n == 0 || p->members.v[p->members.n - 1].iface != iface))
            cp_vec_push(p->a, &p->members, ((member){ iface, p->order[i] }));
    }
    return is_clear;
}

static bool speaks_over(const cp_adjacent *x, const cp_adjacent_part *part, uint32_t addr)
{
    if (part->speaks == CP_SPEAKS_ISIS || addr == NO_ADDR)
        return true;
    const cp_adjacent_addr *p = &x->addrs.v[addr];
    return !p->is_secondary && (part->speaks == CP_SPEAKS_OSPF) == cp_state_net_is_v4(&p->addr);
}

/* The first active part of the member, or UINT32_MAX. */
static uint32_t active_part(const cp_adjacent *x, const member *m)
{
    const cp_adjacent_iface *f = &x->ifaces.v[m->iface];
    for (uint32_t i = f->first_part; i < f->first_part + f->n_parts; i++)
        if (x->parts.v[i].is_active && speaks_over(x, &x->parts.v[i], m->addr))
            return i;
    return UINT32_MAX;
}

/* ---- pairs */

static int by_area(const void *p, const void *q, void *ctx)
{
    const cp_adjacent *x = ctx;
    const speaker *a = p, *b = q;
    const cp_adjacent_part *s = &x->parts.v[a->part], *t = &x->parts.v[b->part];
    int c = compare(s->speaks, t->speaks);
    c = c ? c : compare(s->area, t->area);
    c = c ? c : compare(a->asset, b->asset);
    return c ? c : compare(a->part, b->part);
}

static bool may_speak(const cp_adjacent *x, const speaker *a, const speaker *b)
{
    const cp_adjacent_part *s = &x->parts.v[a->part], *t = &x->parts.v[b->part];
    bool is_level_1 = s->speaks == CP_SPEAKS_ISIS && s->area == 1;
    bool has_areas = s->net_area && t->net_area;
    return a->asset != b->asset && (!is_level_1 || !has_areas || s->net_area == t->net_area);
}

static void pair_run(pairing *p, const speaker *v, uint32_t n)
{
    const cp_adjacent *x = p->x;
    p->out->n_crowded += n > CP_ADJACENT_SEGMENT_MAX;
    n = n > CP_ADJACENT_SEGMENT_MAX ? CP_ADJACENT_SEGMENT_MAX : n;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) {
            const cp_adjacent_part *s = &x->parts.v[v[i].part], *t = &x->parts.v[v[k].part];
            if (!may_speak(x, &v[i], &v[k]))
                continue;
            if (p->pairs.n == CP_ADJACENT_TOLD_MAX) {
                p->x->n_over++;
                continue;
            }
            cp_vec_push(p->a, &p->pairs,
                        ((pair){ .a = s->iface,
                                 .b = t->iface,
                                 .speaks = s->speaks,
                                 .area = s->area,
                                 .part_a = v[i].part,
                                 .part_b = v[k].part,
                                 .addr_a = v[i].addr,
                                 .addr_b = v[k].addr,
                                 .is_shared = n > 2 }));
        }
}

static void pair_members(pairing *p)
{
    cp_adjacent *x = p->x;
    p->speakers.n = 0;
    cp_vec_each(m, &p->members)
    {
        const cp_adjacent_iface *f = &x->ifaces.v[m->iface];
        for (uint32_t i = f->first_part; i < f->first_part + f->n_parts; i++)
            if (x->parts.v[i].is_active && speaks_over(x, &x->parts.v[i], m->addr))
                cp_vec_push(p->a, &p->speakers, ((speaker){ i, m->addr, f->of.asset }));
    }
    if (p->speakers.n)
        qsort_r(p->speakers.v, p->speakers.n, sizeof *p->speakers.v, by_area, x);
    for (uint32_t i = 0, end; i < p->speakers.n; i = end) {
        const cp_adjacent_part *s = &x->parts.v[p->speakers.v[i].part];
        for (end = i + 1; end < p->speakers.n; end++) {
            const cp_adjacent_part *t = &x->parts.v[p->speakers.v[end].part];
            if (s->speaks != t->speaks || s->area != t->area)
                break;
        }
        pair_run(p, p->speakers.v + i, end - i);
    }
}

/* ---- halves */

static void add_half(pairing *p, half h)
{
    if (p->halves.n == CP_ADJACENT_TOLD_MAX)
        p->x->n_over++;
    else
        cp_vec_push(p->a, &p->halves, h);
}

static half half_of(const cp_adjacent *x, uint32_t iface, uint32_t part,
                    const cp_adjacent_iface *other)
{
    const cp_adjacent_part *of = &x->parts.v[part];
    return (half){ .iface = iface,
                   .said = of->first,
                   .n_said = of->n,
                   .asset = other->of.asset,
                   .name = other->of.name,
                   .port = other->name };
}

static half half_known(const half *h, const cp_adjacent_known_addr *k)
{
    half x = *h;
    x.asset = k->asset;
    x.name = k->name;
    x.addr = k->addr;
    return x;
}

/* Of two that are both told to speak, and not alike (another area), the first alone. */
static void halve_members(pairing *p)
{
    const cp_adjacent *x = p->x;
    uint32_t n = p->members.n > CP_ADJACENT_SEGMENT_MAX ? CP_ADJACENT_SEGMENT_MAX : p->members.n;
    for (uint32_t i = 0; i < n; i++) {
        const member *m = &p->members.v[i];
        uint32_t part = active_part(x, m);
        for (uint32_t k = 0; part != UINT32_MAX && k < n; k++) {
            const member *o = &p->members.v[k];
            if (x->ifaces.v[m->iface].of.asset != x->ifaces.v[o->iface].of.asset &&
                (i < k || active_part(x, o) == UINT32_MAX))
                add_half(p, half_of(x, m->iface, part, &x->ifaces.v[o->iface]));
        }
    }
}

/* On a network with room for two, whoever has the other address. */
static void halve_known(pairing *p)
{
    const cp_adjacent *x = p->x;
    const member *m = p->members.v;
    const cp_adjacent_addr *own = &x->addrs.v[m->addr];
    uint32_t part = active_part(x, m);
    if (p->members.n != 1 || own->net.bits < KNOWN_BITS || part == UINT32_MAX)
        return;
    for (unsigned i = 0; i < 1u << (128 - own->net.bits); i++) {
        cp_state_net addr = own->net;
        addr.bits = 128;
        addr.addr.b[15] |= (uint8_t)i;
        const cp_adjacent_known_addr *k = cp_adjacent_known_at(x, own->realm, &addr);
        const half h = half_of(x, m->iface, part, &x->ifaces.v[m->iface]);
        if (k && k->asset != x->ifaces.v[m->iface].of.asset) {
            half known = half_known(&h, k);
            known.port = CP_STR("");
            add_half(p, known);
        }
    }
}

static void take_networks(pairing *p)
{
    cp_adjacent *x = p->x;
    uint32_t *order = CP_NEW_ARRAY(p->a, uint32_t, x->addrs.n);
    for (uint32_t i = 0; i < x->addrs.n; i++)
        order[i] = i;
    if (x->addrs.n)
        qsort_r(order, x->addrs.n, sizeof *order, by_network, x);
    p->order = order;
    for (uint32_t i = 0, end; i < x->addrs.n; i = end) {
        for (end = i + 1;
             end < x->addrs.n && is_same_network(&x->addrs.v[order[i]], &x->addrs.v[order[end]]);)
            end++;
        if (is_useless(&x->addrs.v[order[i]].net))
            continue;
        bool is_clear = find_members(p, i, end), is_asked = false;
        cp_vec_each(m, &p->members) is_asked = is_asked || active_part(x, m) != UINT32_MAX;
        if (!is_asked)
            continue;
        if (!is_clear) {
            p->out->n_ambiguous++;
            continue;
        }
        pair_members(p);
        halve_members(p);
        halve_known(p);
    }
}

/* ---- lines without addresses */

static int by_line(const void *s, const void *t)
{
    const cp_adjacent_line *x = s, *y = t;
    int c = compare(x->a, y->a);
    return c ? c : compare(x->b, y->b);
}

/* No address of it is on a network with others. */
static bool is_bare(const cp_adjacent *x, uint32_t iface)
{
    const cp_adjacent_iface *f = &x->ifaces.v[iface];
    for (uint32_t i = 0; i < f->n; i++)
        if (!is_useless(&x->addrs.v[x->at_iface[f->first + i]].net))
            return false;
    return true;
}

/* Where a port has two lines, it is not known which of both is in it. */
static void take_lines(pairing *p)
{
    cp_adjacent *x = p->x;
    uint32_t *n_lines = CP_NEW_ARRAY(p->a, uint32_t, x->ifaces.n), kept = 0;
    if (x->lines.n)
        qsort(x->lines.v, x->lines.n, sizeof *x->lines.v, by_line);
    for (uint32_t i = 0; i < x->lines.n; i++)
        if (i == 0 || by_line(&x->lines.v[i], &x->lines.v[i - 1]) != 0)
            x->lines.v[kept++] = x->lines.v[i];
    x->lines.n = kept;
    cp_vec_each(l, &x->lines)
    {
        n_lines[l->a]++;
        n_lines[l->b]++;
    }
    cp_vec_each(l, &x->lines)
    {
        if (n_lines[l->a] > 1 || n_lines[l->b] > 1 || !is_bare(x, l->a) || !is_bare(x, l->b))
            continue;
        p->members.n = 0;
        cp_vec_push(p->a, &p->members, ((member){ l->a, NO_ADDR }));
        cp_vec_push(p->a, &p->members, ((member){ l->b, NO_ADDR }));
        pair_members(p);
    }
}

/* ---- neighbours that a router is told of by their address */

static int by_own_net(const void *s, const void *t, void *ctx)
{
    const cp_adjacent *x = ctx;
    const own_net *a = s, *b = t;
    const cp_adjacent_addr *i = &x->addrs.v[a->addr], *k = &x->addrs.v[b->addr];
    int c = compare(a->asset, b->asset);
    c = c ? c : cp_adjacent_by_addr(&i->net, &k->net);
    return c ? c : compare(a->addr, b->addr);
}

/* The address of the router's own that is on a network with this one, or UINT32_MAX. */
static uint32_t beside(const pairing *p, uint32_t asset, const cp_state_net *addr)
{
    const cp_adjacent *x = p->x;
    for (unsigned bits = 127; bits > 0; bits--) {
        cp_state_net net = cp_adjacent_net(addr, bits);
        uint32_t low = 0, high = p->nets.n;
        while (low < high) {
            uint32_t mid = low + (high - low) / 2;
            const own_net *o = &p->nets.v[mid];
            int c = compare(o->asset, asset);
            c = c ? c : cp_adjacent_by_addr(&x->addrs.v[o->addr].net, &net);
            if (c == 0)
                return is_useless(&net) ? UINT32_MAX : o->addr;
            low = c < 0 ? mid + 1 : low;
            high = c < 0 ? high : mid;
        }
    }
    return UINT32_MAX;
}

static void take_named(pairing *p)
{
    cp_adjacent *x = p->x;
    for (uint32_t i = 0; i < x->addrs.n; i++)
        cp_vec_push(p->a, &p->nets, ((own_net){ x->ifaces.v[x->addrs.v[i].iface].of.asset, i }));
    if (p->nets.n)
        qsort_r(p->nets.v, p->nets.n, sizeof *p->nets.v, by_own_net, x);
    for (uint32_t i = 0; i < x->said.n; i++) {
        const cp_adjacent_said *s = &x->said.v[i];
        if (!s->addr.is_set || s->what & (CP_STATE_PEER_NETWORK | CP_STATE_PEER_OFF) ||
            s->addr.bits != 128)
            continue;
        uint32_t own = beside(p, s->asset, &s->addr);
        if (own == UINT32_MAX) /* a virtual link has the router's id, and is no link */
            continue;
        const cp_adjacent_addr *o = &x->addrs.v[own];
        const cp_adjacent_known_addr *k = cp_adjacent_known_at(x, o->realm, &s->addr);
        half h = { .iface = o->iface,
                   .said = i,
                   .n_said = 1,
                   .is_named = true,
                   .asset = CP_NO_ASSET,
                   .name = CP_STR(""),
                   .port = CP_STR(""),
                   .addr = s->addr };
        if (!k || k->asset != s->asset)
            add_half(p, k ? half_known(&h, k) : h);
    }
}

/* ---- tellings */

static int by_ifaces(const void *s, const void *t)
{
    const pair *x = s, *y = t;
    int c = compare(x->a, y->a);
    c = c ? c : compare(x->b, y->b);
    c = c ? c : compare(x->speaks, y->speaks);
    c = c ? c : compare(x->area, y->area);
    c = c ? c : compare(x->addr_a, y->addr_a);
    return c ? c : compare(x->addr_b, y->addr_b);
}

/* Each once, though it goes over several networks; OSPFv3 only where OSPF does not. */
static void settle_pairs(pairing *p)
{
    uint32_t kept = 0;
    if (p->pairs.n)
        qsort(p->pairs.v, p->pairs.n, sizeof *p->pairs.v, by_ifaces);
    bool has_ospf = false;
    for (uint32_t i = 0; i < p->pairs.n; i++) {
        const pair *x = &p->pairs.v[i], *last = kept ? &p->pairs.v[kept - 1] : NULL;
        bool is_beside = last && last->a == x->a && last->b == x->b;
        has_ospf = (is_beside && has_ospf) || x->speaks == CP_SPEAKS_OSPF;
        if ((is_beside && last->speaks == x->speaks && last->area == x->area) ||
            (has_ospf && x->speaks == CP_SPEAKS_OSPF3))
            continue;
        p->pairs.v[kept++] = *x;
    }
    p->pairs.n = kept;
}

static cp_str addr_text(cp_arena *a, const cp_state_net *addr)
{
    bool is_v4 = cp_state_net_is_v4(addr);
    return cp_ip_text(a, is_v4 ? cp_ip_v4(addr->addr.b + 12) : cp_ip_v6(addr->addr.b));
}

static cp_str segment_text(cp_arena *a, const cp_state_net *net)
{
    bool is_v4 = cp_state_net_is_v4(net);
    return cp_str_fmt(a, "segment %.*s/%u", CP_FMT(addr_text(a, net)),
                      is_v4 ? net->bits - 96u : net->bits);
}

static uint64_t told_metric(const cp_adjacent_said *s)
{
    enum { ISIS_UNUSED = 16777215 }; /* RFC 5305, 3.7 */
    if (s->speaks == CP_SPEAKS_ISIS && s->metric == ISIS_UNUSED)
        return CP_METRIC_UNUSED;
    return s->metric > CP_METRIC_MAX ? CP_METRIC_MAX : s->metric;
}

/* What the row says of the interface that it is about. */
static cp_asset_link told_by(const cp_adjacent_iface *f, const cp_adjacent_said *s, cp_str area)
{
    return (cp_asset_link){ .a = f->of.asset,
                            .b = CP_NO_ASSET,
                            .a_id = { .value = CP_STR("") },
                            .b_id = { .value = CP_STR("") },
                            .a_text = f->of.name,
                            .b_text = CP_STR(""),
                            .a_port = f->name,
                            .b_port = CP_STR(""),
                            .realm = f->of.realm,
                            .name = CP_STR(""),
                            .layer = CP_STR("ip"),
                            .srlg = CP_STR(""),
                            .area = area,
                            .metric = told_metric(s),
                            .kind = s->speaks == CP_SPEAKS_ISIS ? CP_LINK_ISIS_CONFIG
                                                                : CP_LINK_OSPF_CONFIG,
                            .source = s->source,
                            .pos = s->pos,
                            .at = CP_TIME_NONE };
}

static cp_str area_text(const cp_adjacent *x, const cp_adjacent_part *part)
{
    if (part->speaks != CP_SPEAKS_ISIS)
        return x->words.v[part->area];
    return part->area == 1 ? CP_STR("level-1") : CP_STR("level-2");
}

/* The rows of one end. */
static void tell_end(pairing *p, uint32_t part, uint32_t other, cp_str port, cp_str srlg)
{
    cp_adjacent *x = p->x;
    const cp_adjacent_part *own = &x->parts.v[part];
    const cp_adjacent_iface *f = &x->ifaces.v[own->iface], *o = &x->ifaces.v[other];
    for (uint32_t i = 0; i < own->n; i++) {
        cp_asset_link l = told_by(f, &x->said.v[x->rows.v[own->first + i]], area_text(x, own));
        l.b = o->of.asset;
        l.b_text = o->of.name;
        l.b_port = port;
        l.srlg = srlg;
        if (p->links.n < CP_ADJACENT_TOLD_MAX)
            cp_vec_push(x->a, &p->links, l);
        else
            x->n_over++;
    }
}

static void tell_pairs(pairing *p)
{
    cp_adjacent *x = p->x;
    cp_vec_each(i, &p->pairs)
    {
        const cp_adjacent_addr *own = i->addr_a == NO_ADDR ? NULL : &x->addrs.v[i->addr_a];
        cp_str srlg = i->is_shared ? segment_text(x->a, &own->net) : CP_STR("");
        tell_end(p, i->part_a, i->b, x->ifaces.v[i->b].name, srlg);
        tell_end(p, i->part_b, i->a, own ? addr_text(x->a, &own->addr) : x->ifaces.v[i->a].name,
                 srlg);
        const linked there = { i->a, x->ifaces.v[i->b].of.asset },
                     back = { i->b, x->ifaces.v[i->a].of.asset };
        cp_vec_push(p->a, &p->linked, there);
        cp_vec_push(p->a, &p->linked, back);
    }
}

static int by_linked(const void *s, const void *t)
{
    const linked *x = s, *y = t;
    int c = compare(x->iface, y->iface);
    return c ? c : compare(x->asset, y->asset);
}

static void tell_half(pairing *p, const half *h)
{
    cp_adjacent *x = p->x;
    cp_str address = h->addr.is_set ? addr_text(x->a, &h->addr) : CP_STR("");
    for (uint32_t i = 0; i < h->n_said; i++) {
        const cp_adjacent_said *s = &x->said.v[h->is_named ? h->said : x->rows.v[h->said + i]];
        cp_asset_link l = told_by(&x->ifaces.v[h->iface], s,
                                  s->speaks == CP_SPEAKS_ISIS ? CP_STR("") : x->words.v[s->area]);
        l.b = h->asset;
        l.b_text = h->name.n ? h->name : address;
        l.b_port = h->port.n ? h->port : address;
        if (h->asset == CP_NO_ASSET)
            l.b_id = (cp_ident){ CP_IDENT_IP, address };
        if (p->awaited.n < CP_ADJACENT_TOLD_MAX)
            cp_vec_push(x->a, &p->awaited, l);
        else
            x->n_over++;
    }
}

static int by_half(const void *s, const void *t)
{
    const half *x = s, *y = t;
    int c = compare(x->iface, y->iface);
    c = c ? c : compare(x->asset, y->asset);
    c = c ? c : compare(x->is_named, y->is_named);
    c = c ? c : compare(x->said, y->said);
    return c ? c : cp_str_cmp(x->port, y->port);
}

static void tell_halves(pairing *p)
{
    const half *last = NULL;
    if (p->halves.n)
        qsort(p->halves.v, p->halves.n, sizeof *p->halves.v, by_half);
    if (p->linked.n)
        qsort(p->linked.v, p->linked.n, sizeof *p->linked.v, by_linked);
    cp_vec_each(h, &p->halves)
    {
        const linked what = { h->iface, h->asset };
        bool is_same = last && by_half(last, h) == 0; /* over another network */
        last = h;
        if (is_same)
            continue;
        if (h->asset == CP_NO_ASSET || p->linked.n == 0 ||
            !bsearch(&what, p->linked.v, p->linked.n, sizeof what, by_linked))
            tell_half(p, h);
    }
}

void cp_adjacent_pairs(cp_adjacent *x, cp_adjacents *out)
{
    pairing p = { .x = x, .a = cp_arena_new(0), .out = out };
    take_networks(&p);
    take_lines(&p);
    take_named(&p);
    settle_pairs(&p);
    tell_pairs(&p);
    tell_halves(&p);
    cp_arena_free(p.a);
    out->links = p.links.v;
    out->n_links = p.links.n;
    out->awaited = p.awaited.v;
    out->n_awaited = p.awaited.n;
    out->n_over = x->n_over;
}
