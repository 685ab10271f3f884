/* SPDX-License-Identifier: Apache-2.0 */
/* sros_peer_bgp.c - BGP in configurations of SR OS: neighbours stand in their group (the classic
 * form), or name it (the MD-CLI).
 *
 *     autonomous-system 65001                  autonomous-system 65001
 *     bgp                                      bgp {
 *         group "core"                             group "core" {
 *             peer-as 65001                            peer-as 65001
 *             neighbor 192.0.2.2                   }
 *                 description "r2"                 neighbor "192.0.2.2" {
 *                                                      group "core"
 *
 * What is said of all of a router's BGP is said of a group to which all groups belong. */
#include "sources/state/sros_conf.h"

enum { GROUPS = 'g', RANGES = 'r', ALL = 'a' }; /* spaces of names */

static const cp_bgp_name all = { ALL, CP_STR_INIT("bgp") };

/* ---- of a router */

static sros_router *router_of(cp_state_section *s, sros_conf *m, cp_str vrf)
{
    uint64_t *at = cp_map_get(&m->router_of, vrf);
    if (!at) {
        sros_router *r = CP_NEW(s->a, sros_router);
        *r = (sros_router){ .vrf = vrf };
        at = cp_map_put(s->a, &m->router_of, vrf, NULL);
        *at = (uintptr_t)r;
    }
    return (sros_router *)(uintptr_t)*at;
}

bool sros_router_line(cp_state_section *s, sros_conf *m, cp_state_heard *heard)
{
    const cp_state_path *p = &m->path;
    if (!cp_state_path_begins(p, "router * autonomous-system *") &&
        !cp_state_path_begins(p, "router * router-id *"))
        return false;
    sros_router *r = router_of(s, m, sros_vrf_of(s, p));
    *heard = CP_HEARD_ROW;
    if (cp_str_eq(p->w[2], CP_STR("router-id"))) {
        if (!cp_state_address_of(p->w[3], &r->id))
            *heard = cp_state_bad(s, "no router id");
    } else if (!cp_state_as(p->w[3], &r->as)) {
        *heard = cp_state_bad(s, "no number of an AS");
    }
    return true;
}

/* ---- neighbours and groups */

static cp_conf_bgp_peer *group_of(cp_state_section *s, sros_conf *m, cp_str vrf, cp_str name)
{
    cp_conf_bgp_peer *g = cp_bgp_peer_of(s, &m->bgp, vrf, (cp_bgp_name){ GROUPS, name });
    if (g)
        g->of[0] = all;
    return g;
}

/* "192.0.2.2", "2001:db8::2", "fe80::2-to r2" */
static cp_conf_bgp_peer *neighbour_of(cp_state_section *s, sros_conf *m, cp_str vrf, cp_str name)
{
    cp_state_net addr;
    ptrdiff_t dash = cp_str_find_char(name, '-');
    if (!cp_state_address_of(dash > 0 ? cp_str_slice(name, 0, (size_t)dash) : name, &addr)) {
        (void)cp_state_bad(s, "no address of a neighbour");
        return NULL;
    }
    cp_conf_bgp_peer *p = cp_bgp_peer_of(s, &m->bgp, vrf, (cp_bgp_name){ 0, name });
    if (!p || p->is_neighbour)
        return p;
    p->row.peer.addr = addr;
    if (dash > 0)
        p->row.peer.iface = cp_str_dup(s->a, cp_str_from(name, (size_t)dash + 1));
    p->of[1] = all;
    p->is_neighbour = true;
    return p;
}

static void set_group(cp_state_section *s, cp_conf_bgp_peer *p, cp_str name)
{
    if (!cp_str_eq(p->of[0].name, name))
        p->of[0] = (cp_bgp_name){ GROUPS, cp_str_dup(s->a, name) };
}

/* "dynamic-neighbor match prefix 192.0.2.0/24 ...", "dynamic-neighbor interface "to r2" ...": of
 * whoever comes from there; n: its words. */
static cp_state_heard range_line(cp_state_section *s, sros_conf *m, cp_str vrf, cp_str group,
                                 uint32_t n, bool is_iface)
{
    const cp_state_path *p = &m->path;
    cp_state_net net = { .bits = 0 };
    cp_str name = p->w[n - 1];
    if (!is_iface && !cp_state_prefix(s, name, &net))
        return CP_HEARD_NOTHING;
    cp_conf_bgp_peer *r = cp_bgp_peer_of(s, &m->bgp, vrf, (cp_bgp_name){ RANGES, name });
    if (!r)
        return CP_HEARD_NOTHING;
    r->is_neighbour = true;
    r->row.peer.addr = net;
    if (is_iface)
        r->row.peer.iface = cp_str_dup(s->a, name);
    else
        r->row.peer.what |= CP_STATE_PEER_NETWORK;
    set_group(s, r, group);
    if (!cp_str_eq(cp_state_path_at(p, n), CP_STR("allowed-peer-as")))
        return CP_HEARD_ROW;
    /* one of several: which, is not told */
    if (r->row.peer.as || p->n > n + 2 || !cp_state_as(cp_state_path_at(p, n + 1), &r->row.peer.as))
        r->row.peer.as = 0;
    return CP_HEARD_ROW;
}

static cp_state_heard read_as(cp_state_section *s, cp_str word, uint64_t *to)
{
    return cp_state_as(word, to) ? CP_HEARD_ROW : cp_state_bad(s, "no number of an AS");
}

/* Lines of a neighbour, of a group, or of all, from word i on. */
static cp_state_heard peer_line(cp_state_section *s, sros_conf *m, cp_conf_bgp_peer *x, uint32_t i)
{
    cp_state_path *p = &m->path;
    cp_str word = cp_state_path_at(p, i), more = cp_state_path_at(p, i + 1);
    cp_peer_said off = sros_state(p, i);
    cp_state_net addr;
    if (word.n == 0)
        return CP_HEARD_ROW;
    if (off)
        x->off = off;
    else if (cp_str_eq(word, CP_STR("peer-as")))
        return read_as(s, more, &x->row.peer.as);
    else if (cp_state_path_has(p, i, "local-as as-number"))
        return read_as(s, cp_state_path_at(p, i + 2), &x->row.peer.local_as);
    else if (cp_str_eq(word, CP_STR("local-as")))
        return more.n ? read_as(s, more, &x->row.peer.local_as) : CP_HEARD_ROW;
    else if (cp_str_eq(word, CP_STR("type")))
        x->side = cp_str_eq(more, CP_STR("internal")) ? CP_BGP_INTERNAL : CP_BGP_EXTERNAL;
    else if (cp_str_eq(word, CP_STR("description")))
        x->row.peer.text = cp_str_dup(s->a, more);
    else if (cp_str_eq(word, CP_STR("group")) && x->is_neighbour && more.n)
        set_group(s, x, more);
    else if (cp_str_eq(word, CP_STR("local-address"))) {
        if (more.n && !cp_state_address_of(more, &addr))
            x->row.peer.iface = cp_str_dup(s->a, more);
    } else {
        cp_state_path_idle(p); /* families, policies, timers, keys */
        return CP_HEARD_HARMLESS;
    }
    return CP_HEARD_ROW;
}

static cp_state_heard group_line(cp_state_section *s, sros_conf *m, cp_str vrf)
{
    const cp_state_path *p = &m->path;
    cp_str name = p->w[4];
    uint32_t n;
    cp_conf_bgp_peer *g = group_of(s, m, vrf, name);
    if (!g)
        return CP_HEARD_NOTHING;
    if ((n = cp_state_path_has(p, 5, "neighbor *"))) {
        cp_conf_bgp_peer *x = neighbour_of(s, m, vrf, p->w[6]);
        if (!x)
            return CP_HEARD_NOTHING;
        set_group(s, x, name);
        return peer_line(s, m, x, 5 + n);
    }
    if ((n = cp_state_path_has(p, 5, "dynamic-neighbor match prefix *")) ||
        (n = cp_state_path_has(p, 5, "dynamic-neighbor prefix *")))
        return range_line(s, m, vrf, name, 5 + n, false);
    if ((n = cp_state_path_has(p, 5, "dynamic-neighbor interface *")))
        return range_line(s, m, vrf, name, 5 + n, true);
    if (cp_str_eq(cp_state_path_at(p, 5), CP_STR("dynamic-neighbor")))
        return p->n <= 7 ? CP_HEARD_ROW : CP_HEARD_HARMLESS;
    return peer_line(s, m, g, 5);
}

cp_state_heard sros_bgp_line(cp_state_section *s, sros_conf *m)
{
    const cp_state_path *p = &m->path;
    cp_str vrf = sros_vrf_of(s, p);
    cp_state_peer *self = cp_bgp_self(s, &m->bgp, vrf);
    cp_conf_bgp_peer *every = cp_bgp_peer_of(s, &m->bgp, vrf, all);
    if (!self || !every)
        return CP_HEARD_NOTHING;
    if (cp_state_path_has(p, 3, "group *"))
        return group_line(s, m, vrf);
    if (cp_state_path_has(p, 3, "neighbor *")) {
        cp_conf_bgp_peer *x = neighbour_of(s, m, vrf, p->w[4]);
        return x ? peer_line(s, m, x, 5) : CP_HEARD_NOTHING;
    }
    if (cp_state_path_has(p, 3, "router-id *"))
        return cp_state_address_of(p->w[4], &self->addr) ? CP_HEARD_ROW
                                                         : cp_state_bad(s, "no router id");
    return peer_line(s, m, every, 3);
}

/* ---- the end */

void sros_peers_tell(cp_state_section *s, sros_conf *m)
{
    cp_vec_each(self, &m->bgp.selves)
    {
        const sros_router *r = router_of(s, m, (*self)->vrf);
        const cp_conf_bgp_peer *every = cp_bgp_peer_of(s, &m->bgp, (*self)->vrf, all);
        (*self)->peer.local_as = r->as;
        if (!(*self)->peer.addr.is_set)
            (*self)->peer.addr = r->id;
        if (every && every->off == CP_PEER_YES)
            (*self)->peer.what |= CP_STATE_PEER_OFF;
    }
    cp_bgp_tell(s, &m->bgp);
    cp_vec_each(each, &m->igp.processes)
    {
        cp_state *self = &(*each)->row;
        if (!self->peer.addr.is_set && !cp_str_eq(self->peer.protocol, CP_STR("IS-IS")))
            self->peer.addr = router_of(s, m, self->vrf)->id;
    }
    cp_igp_tell(s, &m->igp);
}
