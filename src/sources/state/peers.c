/* SPDX-License-Identifier: Apache-2.0 */
/* peers.c - see peers.h. Each name is looked up by a hash, and what a group has is worked out once:
 * the time is that of the lines, however groups hang together. */
#include "sources/state/peers.h"

enum {
    AREA_BYTES_MIN = 7, /* "0.0.0.0" */
    LEVELS = CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2,
};

/* ---- numbers */

bool cp_state_as(cp_str text, uint64_t *as)
{
    uint64_t high = 0, low;
    ptrdiff_t dot = cp_str_find_char(text, '.');
    if (dot >= 0 && (!cp_str_u64(cp_str_slice(text, 0, (size_t)dot), &high) || high > UINT16_MAX))
        return false;
    if (!cp_str_u64(cp_str_from(text, (size_t)(dot + 1)), &low) ||
        low > (dot >= 0 ? UINT16_MAX : UINT32_MAX) || (high << 16 | low) == 0)
        return false;
    *as = high << 16 | low;
    return true;
}

bool cp_state_is_area(cp_str text)
{
    cp_ip ip;
    uint64_t n;
    if (cp_str_u64(text, &n))
        return n <= UINT32_MAX;
    return text.n >= AREA_BYTES_MIN && cp_ip_parse(text, &ip) && ip.version == 4 &&
           cp_str_find_char(text, ':') < 0;
}

bool cp_state_metric(cp_str text, uint64_t most, uint64_t *metric)
{
    uint64_t n;
    if (!cp_str_u64(text, &n) || n == 0 || n > most)
        return false;
    *metric = n;
    return true;
}

/* ---- what is kept by its name */

#define KEY "%.*s\n%.*s\n%.*s\n%.*s"

/* NULL: it is not there. */
static void *find(cp_state_section *s, const cp_map *m, cp_str protocol, cp_str a, cp_str b,
                  cp_str c)
{
    cp_arena_mark mark = cp_arena_here(s->a);
    const uint64_t *at =
        cp_map_get(m, cp_str_fmt(s->a, KEY, CP_FMT(protocol), CP_FMT(a), CP_FMT(b), CP_FMT(c)));
    cp_arena_back(s->a, mark);
    return at ? (void *)(uintptr_t)*at : NULL;
}

/* Where something new is kept, 0 so far; NULL: there is no room. */
static uint64_t *place(cp_state_section *s, cp_map *m, cp_str protocol, cp_str a, cp_str b,
                       cp_str c)
{
    if (m->n >= CP_PEERS_MAX) {
        (void)cp_state_bad(s, "more than %d neighbours, groups or interfaces of routing",
                           CP_PEERS_MAX);
        return NULL;
    }
    cp_str key = cp_str_fmt(s->a, KEY, CP_FMT(protocol), CP_FMT(a), CP_FMT(b), CP_FMT(c));
    return cp_map_put(s->a, m, key, NULL);
}

static cp_state row_of(cp_state_section *s, const char *protocol, cp_str instance, cp_str vrf)
{
    return (cp_state){ .kind = CP_STATE_PEER,
                       .vrf = cp_str_dup(s->a, vrf),
                       .pos = s->line,
                       .peer = { .protocol = cp_str_c(protocol),
                                 .instance = cp_str_dup(s->a, instance),
                                 .iface = CP_STR(""),
                                 .area = CP_STR(""),
                                 .text = CP_STR("") } };
}

/* ---- BGP */

cp_state_peer *cp_bgp_self(cp_state_section *s, cp_bgp *b, cp_str vrf)
{
    const cp_str none = CP_STR("");
    cp_state *row = find(s, &b->self_of, vrf, none, none, none);
    uint64_t *at = row ? NULL : place(s, &b->self_of, vrf, none, none, none);
    if (at) {
        row = CP_NEW(s->a, cp_state);
        *row = row_of(s, "BGP", none, vrf);
        row->peer.what = CP_STATE_PEER_SELF;
        *cp_vec_add(s->a, &b->selves) = row;
        *at = (uintptr_t)row;
    }
    return row ? &row->peer : NULL;
}

static cp_str space_of(const cp_bgp_name *n) { return (cp_str){ &n->space, n->space != 0 }; }

static cp_conf_bgp_peer *named(cp_state_section *s, const cp_bgp *b, cp_str vrf, cp_bgp_name name)
{
    return find(s, &b->peer_of, vrf, space_of(&name), name.name, CP_STR(""));
}

cp_conf_bgp_peer *cp_bgp_peer_of(cp_state_section *s, cp_bgp *b, cp_str vrf, cp_bgp_name name)
{
    cp_conf_bgp_peer *p = named(s, b, vrf, name);
    uint64_t *at = p ? NULL : place(s, &b->peer_of, vrf, space_of(&name), name.name, CP_STR(""));
    if (at) {
        p = CP_NEW(s->a, cp_conf_bgp_peer);
        *p = (cp_conf_bgp_peer){ .row = row_of(s, "BGP", CP_STR(""), vrf) };
        p->of[0].name = p->of[1].name = CP_STR("");
        *cp_vec_add(s->a, &b->peers) = p;
        *at = (uintptr_t)p;
    }
    return p;
}

static cp_conf_bgp_peer *group_of(cp_state_section *s, const cp_bgp *b, cp_str vrf,
                                  cp_bgp_name name)
{
    cp_conf_bgp_peer *g = named(s, b, vrf, name);
    return g || vrf.n == 0 ? g : named(s, b, CP_STR(""), name);
}

/* A group that is of itself gives what it has. */
static void inherit(cp_state_section *s, const cp_bgp *b, cp_conf_bgp_peer *p, uint32_t deep)
{
    if (p->is_done || deep > CP_PEER_GROUPS_DEEP)
        return;
    p->is_done = true;
    for (size_t i = 0; i < sizeof p->of / sizeof *p->of; i++) {
        cp_conf_bgp_peer *g = p->of[i].name.n ? group_of(s, b, p->row.vrf, p->of[i]) : NULL;
        if (!g)
            continue;
        inherit(s, b, g, deep + 1);
        if (p->row.peer.as == 0 && p->side == CP_BGP_UNTOLD) {
            p->row.peer.as = g->row.peer.as;
            p->side = g->side;
        }
        if (p->row.peer.local_as == 0)
            p->row.peer.local_as = g->row.peer.local_as;
        if (p->off == CP_PEER_UNTOLD)
            p->off = g->off;
        if (p->row.peer.iface.n == 0)
            p->row.peer.iface = g->row.peer.iface;
        p->is_inactive = p->is_inactive || g->is_inactive;
        p->is_active = p->is_active || g->is_active;
    }
}

static void tell_neighbour(cp_state_section *s, cp_bgp *b, cp_conf_bgp_peer *p)
{
    cp_state_peer *row = &p->row.peer;
    const cp_str none = CP_STR("");
    const cp_state *self = find(s, &b->self_of, p->row.vrf, none, none, none);
    uint64_t own = self && self->peer.local_as ? self->peer.local_as : b->as;
    inherit(s, b, p, 0);
    if (row->as == 0 && p->side == CP_BGP_INTERNAL)
        row->as = own;
    row->local_as = row->local_as ? row->local_as : own;
    row->instance = b->instance;
    if (p->of[0].name.n)
        row->text = p->of[0].name;
    if (b->is_off || p->off == CP_PEER_YES || (p->is_inactive && !p->is_active))
        row->what |= CP_STATE_PEER_OFF;
    cp_state_tell(s, p->row);
}

void cp_bgp_tell(cp_state_section *s, cp_bgp *b)
{
    cp_vec_each(self, &b->selves)
    {
        cp_state_peer *row = &(*self)->peer;
        row->instance = b->instance;
        row->local_as = row->local_as ? row->local_as : b->as;
        row->what |= b->is_off ? CP_STATE_PEER_OFF : 0;
        cp_state_tell(s, **self);
    }
    cp_vec_each(p, &b->peers)
    {
        if ((*p)->is_neighbour)
            tell_neighbour(s, b, *p);
    }
    *b = (cp_bgp){ .instance = CP_STR("") };
}

/* ---- OSPF, IS-IS: what was told */

cp_igp_process *cp_igp_process_of(cp_state_section *s, cp_igp *g, const char *protocol,
                                  cp_str instance, cp_str vrf)
{
    const cp_str of = cp_str_c(protocol), none = CP_STR("");
    cp_igp_process *p = find(s, &g->process_of, of, instance, vrf, none);
    uint64_t *at = p ? NULL : place(s, &g->process_of, of, instance, vrf, none);
    if (at) {
        p = CP_NEW(s->a, cp_igp_process);
        *p = (cp_igp_process){ .row = row_of(s, protocol, instance, vrf) };
        p->row.peer.what = CP_STATE_PEER_SELF;
        *cp_vec_add(s->a, &g->processes) = p;
        *at = (uintptr_t)p;
    }
    return p;
}

static cp_igp_iface *iface_of(cp_state_section *s, cp_igp *g, cp_str protocol, cp_str instance,
                              cp_str iface, cp_str second)
{
    cp_arena_mark mark = cp_arena_here(s->a);
    const cp_str none = CP_STR(""), name = cp_str_lower(s->a, iface);
    cp_igp_iface *f = find(s, &g->iface_of, protocol, name, instance, second);
    if (f) {
        cp_arena_back(s->a, mark);
        return f;
    }
    cp_igp_iface *first = find(s, &g->first_of, protocol, name, none, none);
    uint64_t *at = place(s, &g->iface_of, protocol, name, instance, second);
    uint64_t *first_at = at ? place(s, &g->first_of, protocol, name, none, none) : NULL;
    if (!first_at)
        return NULL;
    f = CP_NEW(s->a, cp_igp_iface);
    *f = (cp_igp_iface){ .row = row_of(s, protocol.p, instance, none), .next = first };
    f->row.peer.iface = cp_str_dup(s->a, iface);
    *cp_vec_add(s->a, &g->ifaces) = f;
    *first_at = *at = (uintptr_t)f;
    return f;
}

cp_igp_iface *cp_igp_iface_of(cp_state_section *s, cp_igp *g, const char *protocol, cp_str instance,
                              cp_str iface)
{
    return iface_of(s, g, cp_str_c(protocol), instance, iface, CP_STR(""));
}

cp_igp_iface *cp_igp_second_of(cp_state_section *s, cp_igp *g, const char *protocol,
                               cp_str instance, cp_str iface, cp_str area)
{
    cp_igp_iface *f = iface_of(s, g, cp_str_c(protocol), instance, iface, area);
    if (f && !f->is_second) {
        f->is_second = f->takes_part = true;
        f->row.peer.area = cp_str_dup(s->a, area);
    }
    return f;
}

static cp_igp_iface *told_by_address(cp_state_section *s, cp_igp *g, const cp_igp_process *p,
                                     cp_state_net addr, cp_str area, const char *text)
{
    cp_arena_mark mark = cp_arena_here(s->a);
    const cp_state_peer *of = &p->row.peer;
    cp_str name = cp_str_fmt(s->a, "%s %.*s/%u", text,
                             CP_FMT(cp_ip_text(s->a, cp_flow_addr_ip(addr.addr))), addr.bits);
    cp_str where = cp_str_fmt(s->a, "%.*s\n%.*s", CP_FMT(area), CP_FMT(p->row.vrf));
    cp_igp_iface *f = find(s, &g->other_of, of->protocol, name, of->instance, where);
    if (f) {
        cp_arena_back(s->a, mark);
        return f;
    }
    uint64_t *at = place(s, &g->other_of, of->protocol, name, of->instance, where);
    if (!at)
        return NULL;
    f = CP_NEW(s->a, cp_igp_iface);
    *f = (cp_igp_iface){ .row = row_of(s, of->protocol.p, of->instance, p->row.vrf),
                         .is_other = true,
                         .process = p };
    f->row.peer.addr = addr;
    f->row.peer.area = cp_str_dup(s->a, area);
    f->row.peer.text = cp_str_c(text);
    *cp_vec_add(s->a, &g->ifaces) = f;
    *at = (uintptr_t)f;
    return f;
}

cp_igp_iface *cp_igp_network(cp_state_section *s, cp_igp *g, const cp_igp_process *p,
                             cp_state_net net, cp_str area)
{
    cp_igp_iface *f = told_by_address(s, g, p, net, area, "");
    if (f)
        f->row.peer.what |= CP_STATE_PEER_NETWORK;
    return f;
}

cp_igp_iface *cp_igp_neighbour(cp_state_section *s, cp_igp *g, const cp_igp_process *p,
                               cp_state_net addr, cp_str area, const char *text)
{
    cp_igp_iface *f = told_by_address(s, g, p, addr, area, text);
    if (f)
        f->passive = CP_PEER_NO;
    return f;
}

/* ---- OSPF, IS-IS: what comes of it */

/* No process is told: it may be each in which the interface is. */
static bool is_of_all(const cp_igp_iface *f) { return !f->is_other && f->row.peer.instance.n == 0; }

static const cp_igp_process several; /* stands for more than one */

static void find_process(cp_state_section *s, const cp_igp *g, cp_igp_iface *f)
{
    const cp_state_peer *row = &f->row.peer;
    const cp_str none = CP_STR("");
    f->process = find(s, &g->process_of, row->protocol, row->instance, f->row.vrf, none);
    if (!f->process && is_of_all(f))
        f->process = find(s, &g->only_of, row->protocol, f->row.vrf, none, none);
    if (f->process == &several)
        f->process = NULL;
}

/* What an interface says of itself, where it is said of no process. */
static void give(cp_igp_iface *to, const cp_igp_iface *f)
{
    for (int level = 0; level < 2 && to->is_second == f->is_second; level++) {
        if (to->metric[level] == 0)
            to->metric[level] = f->metric[level];
        if (to->six[level] == 0)
            to->six[level] = f->six[level];
    }
    if (to->passive == CP_PEER_UNTOLD)
        to->passive = f->passive;
    if (to->off == CP_PEER_UNTOLD)
        to->off = f->off;
    if ((to->row.peer.what & LEVELS) == 0)
        to->row.peer.what |= f->row.peer.what & LEVELS;
    if (to->row.vrf.n == 0)
        to->row.vrf = f->row.vrf;
    if (!to->takes_part && f->row.pos < to->row.pos)
        to->row.pos = f->row.pos;
}

/* It holds in each process in which the interface is. Where it takes part, that is in the process
 * which is the only one of its VRF. */
static void spread(cp_state_section *s, const cp_igp *g, cp_igp_iface *f)
{
    cp_arena_mark mark = cp_arena_here(s->a);
    cp_str name = cp_str_lower(s->a, f->row.peer.iface);
    cp_igp_iface *to = find(s, &g->first_of, f->row.peer.protocol, name, CP_STR(""), CP_STR(""));
    cp_arena_back(s->a, mark);
    if (f->takes_part)
        find_process(s, g, f);
    for (; to && !f->is_second; to = to->next) {
        bool is_here = !f->takes_part || (f->process && cp_str_eq(to->row.peer.instance,
                                                                  f->process->row.peer.instance));
        if (to == f || (!is_here && !to->is_second))
            continue;
        give(to, f);
        if (to->is_second)
            continue;
        f->is_spread = true;
        if (f->takes_part) {
            to->takes_part = true;
            to->row.peer.area = f->row.peer.area;
            to->row.pos = f->row.pos;
        }
    }
}

/* Of a process that is at one level no interface is at the other. */
static uint64_t levels_of(const cp_igp_iface *f)
{
    uint64_t own = f->row.peer.what & LEVELS;
    uint64_t all = f->process ? f->process->row.peer.what & LEVELS : 0;
    return own == 0 || (all && (own & all) == 0) ? all : all ? own & all : own;
}

static void tell_levels(cp_state_section *s, const cp_igp_iface *f, const uint64_t metric[2])
{
    cp_state row = f->row;
    uint64_t levels = levels_of(f);
    if (levels == LEVELS) /* as if none were told */
        levels = 0;
    row.peer.what &= ~(uint64_t)LEVELS;
    if (levels || metric[0] == metric[1]) {
        row.peer.what |= levels;
        row.peer.metric = metric[levels == CP_STATE_PEER_LEVEL_2];
        cp_state_tell(s, row);
        return;
    }
    for (int level = 0; level < 2; level++) {
        cp_state one = row;
        one.peer.what |= level ? CP_STATE_PEER_LEVEL_2 : CP_STATE_PEER_LEVEL_1;
        one.peer.metric = metric[level];
        cp_state_tell(s, one);
    }
}

/* The metrics in the topology of IPv6, where they are told. */
static void tell_six(cp_state_section *s, const cp_igp_iface *f, const uint64_t metric[2])
{
    cp_state row = f->row;
    uint64_t levels = levels_of(f);
    row.peer.what = (row.peer.what & ~(uint64_t)LEVELS) | CP_STATE_PEER_SIX;
    for (int level = 0; level < 2; level++) {
        uint64_t here = level ? CP_STATE_PEER_LEVEL_2 : CP_STATE_PEER_LEVEL_1;
        bool is_both = (levels == 0 || levels == LEVELS) && metric[0] == metric[1];
        if (metric[level] == 0 || (levels && (levels & here) == 0) || (is_both && level))
            continue;
        cp_state one = row;
        one.peer.what |= is_both ? 0 : here;
        one.peer.metric = metric[level];
        cp_state_tell(s, one);
    }
}

/* What is told of an interface, else of all of its process. */
static void nearer(const uint64_t near[2], const uint64_t all[2], uint64_t out[2])
{
    for (int i = 0; i < 2; i++)
        out[i] = near[i] ? near[i] : all[i];
}

/* Is it told that the interface takes part, or may take part? */
static bool is_worth_a_row(const cp_igp_iface *f, bool is_isis)
{
    bool is_default = f->process && f->process->is_passive;
    if (f->takes_part || f->is_other || f->passive == CP_PEER_YES)
        return true;
    return !is_isis &&
           (f->metric[0] || f->off == CP_PEER_YES || (f->passive == CP_PEER_NO && is_default));
}

static void tell_iface(cp_state_section *s, const cp_igp *g, cp_igp_iface *f)
{
    static const uint64_t none[2];
    bool is_isis = cp_str_eq(f->row.peer.protocol, CP_STR("IS-IS"));
    if (!f->process)
        find_process(s, g, f);
    const cp_igp_process *p = f->process;
    if (!is_worth_a_row(f, is_isis))
        return;
    if (p && f->row.peer.instance.n == 0)
        f->row.peer.instance = p->row.peer.instance;
    if (f->passive == CP_PEER_YES || (f->passive == CP_PEER_UNTOLD && p && p->is_passive))
        f->row.peer.what |= CP_STATE_PEER_PASSIVE;
    if (f->off == CP_PEER_YES || (p && p->is_off))
        f->row.peer.what |= CP_STATE_PEER_OFF;
    bool has_all = p && !f->is_other;
    uint64_t metric[2], six[2];
    nearer(f->metric, has_all ? p->metric : none, metric);
    nearer(f->six, has_all ? p->six : none, six);
    if (is_isis) {
        tell_levels(s, f, metric);
        tell_six(s, f, six);
    } else {
        f->row.peer.metric = metric[0];
        cp_state_tell(s, f->row);
    }
}

static void note_only(cp_state_section *s, cp_igp *g, const cp_igp_process *p)
{
    const cp_str of = p->row.peer.protocol, none = CP_STR("");
    bool has_other = find(s, &g->only_of, of, p->row.vrf, none, none);
    uint64_t *at = place(s, &g->only_of, of, p->row.vrf, none, none);
    if (at)
        *at = (uintptr_t)(has_other ? &several : p);
}

void cp_igp_tell(cp_state_section *s, cp_igp *g)
{
    cp_vec_each(each, &g->processes)
    {
        cp_igp_process *p = *each;
        p->row.peer.what |= p->is_off ? CP_STATE_PEER_OFF : 0;
        if ((p->row.peer.what & LEVELS) == LEVELS) /* as if none were told */
            p->row.peer.what &= ~(uint64_t)LEVELS;
        note_only(s, g, p);
        cp_state_tell(s, p->row);
    }
    cp_vec_each(each, &g->ifaces)
    {
        if (is_of_all(*each))
            spread(s, g, *each);
    }
    cp_vec_each(each, &g->ifaces)
    {
        if (!(*each)->is_spread)
            tell_iface(s, g, *each);
    }
    *g = (cp_igp){ .processes = { 0 } };
}
