/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_peer.c - OSPF, OSPFv3 and IS-IS in configurations of VRP and Comware:
 *
 *     interface Vlanif10                      isis 1
 *      ospf enable 1 area 0.0.0.0              is-level level-2
 *      ospf cost 10                            network-entity 49.0001.0000.5e00.5301.00
 *      isis enable 1                          ospf 1 router-id 192.0.2.1 vpn-instance red
 *      isis cost 10 level-2                    silent-interface all
 *      isis silent                             undo silent-interface Vlanif10
 *                                              area 0.0.0.0
 *     (Comware: ospf 1 area 0.0.0.0)            network 192.0.2.0 0.0.0.255
 *
 * Interfaces stand before the processes, or behind them, and what both say holds. */
#include "sources/state/vrp_peer.h"

/* The process that is meant where none is told, of both systems. */
static const cp_str first_process = CP_STR_INIT("1");

static const struct igp {
    const char *word, *protocol;
} igps[] = {
    { "ospf", "OSPF" },
    { "ospfv3", "OSPFv3" },
    { "isis", "IS-IS" },
};

static const char *protocol_of(cp_str word)
{
    for (size_t i = 0; i < sizeof igps / sizeof *igps; i++)
        if (cp_str_eq(word, cp_str_c(igps[i].word)))
            return igps[i].protocol;
    return NULL;
}

static bool is_isis(const char *protocol) { return cp_str_eq(cp_str_c(protocol), CP_STR("IS-IS")); }

static bool is_process(cp_str word)
{
    uint64_t n;
    return cp_str_u64(word, &n) && n > 0 && n <= UINT32_MAX;
}

static bool is_digit(cp_str word) { return word.n && word.p[0] >= '0' && word.p[0] <= '9'; }

cp_str cp_vrp_iface_name(cp_state_section *s, cp_str *rest)
{
    cp_str name = cp_state_word(rest), left = *rest, number = cp_state_word(&left);
    if (!is_digit(number) || cp_str_eq(name, CP_STR("all")))
        return name;
    *rest = left;
    return cp_str_fmt(s->a, "%.*s%.*s", CP_FMT(name), CP_FMT(number));
}

static bool read_router_id(cp_state_section *s, cp_str word, cp_state_net *out)
{
    if (cp_state_address_of(word, out) && cp_state_net_is_v4(out))
        return true;
    *out = (cp_state_net){ .bits = 0 };
    (void)cp_state_bad(s, "no router id");
    return false;
}

/* ---- the head of a process */

static cp_state_heard open_process(cp_state_section *s, cp_vrp_peers *m, const char *protocol,
                                   cp_str rest)
{
    cp_str left = rest, instance = cp_state_word(&left), vrf = CP_STR(""), word;
    cp_state_net id = { .bits = 0 };
    if (!is_digit(instance))
        instance = first_process;
    else if (!is_process(instance))
        return cp_state_bad(s, "no number of a process");
    else
        rest = left;
    while ((word = cp_state_word(&rest)).n)
        if (cp_str_eq(word, CP_STR("vpn-instance")))
            vrf = cp_vrp_vrf(cp_state_word(&rest));
        else if (cp_str_eq(word, CP_STR("router-id")) &&
                 !read_router_id(s, cp_state_word(&rest), &id))
            return CP_HEARD_NOTHING;
    m->process = cp_igp_process_of(s, &m->igp, protocol, instance, vrf);
    if (!m->process)
        return CP_HEARD_NOTHING;
    m->process->row.peer.addr = id;
    return CP_HEARD_ROW;
}

bool cp_vrp_igp_begin(cp_state_section *s, cp_vrp_peers *m, cp_str line, cp_state_heard *heard)
{
    cp_str rest = line, word = cp_state_word(&rest), next;
    const char *protocol = protocol_of(word);
    rest = cp_str_trim(rest);
    cp_str left = rest;
    next = cp_state_word(&left);
    if (!protocol || (next.n && !is_digit(next) && !cp_str_eq(next, CP_STR("router-id")) &&
                      !cp_str_eq(next, CP_STR("vpn-instance"))))
        return false; /* "ospf mib-binding 1": of no process */
    m->process = NULL;
    m->area.n = 0;
    *heard = open_process(s, m, protocol, rest);
    return true;
}

/* ---- its lines */

static cp_state_heard silent(cp_state_section *s, cp_vrp_peers *m, cp_str rest, bool is_silent)
{
    const cp_state *self = &m->process->row;
    cp_str name = cp_vrp_iface_name(s, &rest);
    if (cp_str_eq(name, CP_STR("all"))) {
        m->process->is_passive = is_silent;
        return CP_HEARD_ROW;
    }
    if (name.n == 0)
        return cp_state_bad(s, "no interface");
    cp_igp_iface *f = cp_igp_iface_of(s, &m->igp, self->peer.protocol.p, self->peer.instance, name);
    if (!f)
        return CP_HEARD_NOTHING;
    f->row.vrf = self->vrf;
    f->passive = is_silent ? CP_PEER_YES : CP_PEER_NO;
    return CP_HEARD_ROW;
}

static cp_state_heard network(cp_state_section *s, cp_vrp_peers *m, cp_str rest)
{
    cp_state_net net;
    cp_str address = cp_state_word(&rest), wildcard = cp_state_word(&rest);
    if (m->area.n == 0)
        return cp_state_bad(s, "a network of no area");
    if (!cp_state_wildcard(s, address, wildcard, &net))
        return CP_HEARD_NOTHING;
    return cp_igp_network(s, &m->igp, m->process, net, cp_vrp_kept(&m->area)) ? CP_HEARD_ROW
                                                                              : CP_HEARD_NOTHING;
}

/* A neighbour that is told by its address, or its router id. */
static cp_state_heard neighbour(cp_state_section *s, cp_vrp_peers *m, cp_str area, cp_str word,
                                const char *text, cp_str options)
{
    cp_state_net addr;
    cp_str option;
    if (!cp_state_address_of(word, &addr))
        return cp_state_bad(s, "no address of a neighbour");
    cp_igp_iface *f = cp_igp_neighbour(s, &m->igp, m->process, addr, area, text);
    if (!f)
        return CP_HEARD_NOTHING;
    while ((option = cp_state_word(&options)).n)
        if (cp_str_eq(option, CP_STR("cost")) &&
            !cp_state_metric(cp_state_word(&options), CP_OSPF_METRIC_MAX, &f->metric[0]))
            return cp_state_bad(s, "no cost");
    return CP_HEARD_ROW;
}

/* "10", "10 level-1", "maximum level-2": without a level it is of both. */
static bool isis_cost(cp_str rest, uint64_t metric[2])
{
    cp_str word = cp_state_word(&rest);
    uint64_t n = CP_ISIS_METRIC_MAX, levels = CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2;
    if (!cp_str_eq(word, CP_STR("maximum")) && !cp_state_metric(word, CP_ISIS_METRIC_MAX, &n))
        return false;
    rest = cp_str_trim(rest);
    if (rest.n && !cp_state_level(rest, &levels))
        return false;
    if (levels & CP_STATE_PEER_LEVEL_1)
        metric[0] = n;
    if (levels & CP_STATE_PEER_LEVEL_2)
        metric[1] = n;
    return true;
}

static cp_state_heard isis_line(cp_state_section *s, cp_igp_process *p, cp_str line)
{
    cp_str rest;
    uint64_t level;
    if (cp_vrp_begins(line, "network-entity", &rest)) {
        if (!cp_state_is_net(rest, false))
            return cp_state_bad(s, "no network entity title");
        if (p->row.peer.area.n == 0) /* more of them: areas that are being merged */
            p->row.peer.area = cp_str_dup(s->a, rest);
        return CP_HEARD_ROW;
    }
    if (cp_vrp_begins(line, "is-level", &rest)) {
        if (!cp_state_level(rest, &level))
            return cp_state_bad(s, "no level");
        p->row.peer.what |= level;
        return CP_HEARD_ROW;
    }
    bool is_six = cp_vrp_begins(line, "ipv6 circuit-cost", &rest);
    if (is_six || cp_vrp_begins(line, "circuit-cost", &rest))
        return isis_cost(rest, is_six ? p->six : p->metric) ? CP_HEARD_ROW
                                                            : cp_state_bad(s, "no cost");
    return CP_HEARD_HARMLESS;
}

static cp_state_heard ospf_line(cp_state_section *s, cp_vrp_peers *m, cp_str line)
{
    cp_str rest, far, area = cp_vrp_kept(&m->area);
    if (cp_vrp_begins(line, "area", &rest)) {
        m->area.n = 0;
        if (!cp_state_is_area(rest))
            return cp_state_bad(s, "no area");
        cp_vrp_keep(&m->area, rest);
        return CP_HEARD_ROW;
    }
    if (cp_vrp_begins(line, "network", &rest))
        return network(s, m, rest);
    if (cp_vrp_begins(line, "peer", &rest)) { /* of the process: of which area, is not told */
        far = cp_state_word(&rest);
        return neighbour(s, m, CP_STR(""), far, "", rest);
    }
    if (cp_vrp_begins(line, "vlink-peer", &rest))
        return neighbour(s, m, area, cp_state_word(&rest), "virtual link", CP_STR(""));
    if (cp_vrp_begins(line, "sham-link", &rest)) {
        (void)cp_state_word(&rest); /* its own end */
        far = cp_state_word(&rest);
        return neighbour(s, m, area, far, "sham link", rest);
    }
    return CP_HEARD_HARMLESS; /* types of areas, summaries, timers, policies */
}

cp_state_heard cp_vrp_igp_line(cp_state_section *s, cp_vrp_peers *m, cp_str line)
{
    cp_igp_process *p = m->process;
    cp_str rest;
    uint64_t n;
    if (!p)
        return cp_state_bad(s, "of a process that is not known");
    if (cp_vrp_begins(line, "silent-interface", &rest))
        return silent(s, m, rest, true);
    if (cp_vrp_begins(line, "undo silent-interface", &rest))
        return silent(s, m, rest, false);
    if (cp_vrp_begins(line, "router-id", &rest))
        return read_router_id(s, rest, &p->row.peer.addr) ? CP_HEARD_ROW : CP_HEARD_NOTHING;
    if (cp_vrp_begins(line, "shutdown", &rest)) {
        p->is_off = true;
        return CP_HEARD_ROW;
    }
    if (cp_vrp_begins(line, "bandwidth-reference", &rest)) {
        if (!cp_str_u64(cp_state_word(&rest), &n))
            return cp_state_bad(s, "no bandwidth");
        p->row.peer.text = cp_str_fmt(s->a, "reference bandwidth %llu", (unsigned long long)n);
        return CP_HEARD_ROW;
    }
    return is_isis(p->row.peer.protocol.p) ? isis_line(s, p, line) : ospf_line(s, m, line);
}

/* ---- interfaces */

typedef struct port {
    cp_vrp_peers *m;
    const char *protocol;
    cp_str iface, vrf;
} port;

static cp_igp_iface *port_in(cp_state_section *s, const port *x, cp_str instance)
{
    cp_igp_iface *f = cp_igp_iface_of(s, &x->m->igp, x->protocol, instance, x->iface);
    if (f)
        f->row.vrf = cp_str_dup(s->a, x->vrf);
    return f;
}

static cp_state_heard takes_part(cp_state_section *s, const port *x, cp_str instance, cp_str area)
{
    if (!is_process(instance))
        return cp_state_bad(s, "no number of a process");
    if (area.n && !cp_state_is_area(area))
        return cp_state_bad(s, "no area");
    cp_igp_iface *f = port_in(s, x, instance);
    if (!f)
        return CP_HEARD_NOTHING;
    f->takes_part = true;
    f->row.peer.area = cp_str_dup(s->a, area);
    return CP_HEARD_ROW;
}

/* "enable 1 area 0", "enable area 0", "1 area 0 instance 5" */
static cp_state_heard ospf_enable(cp_state_section *s, const port *x, cp_str rest)
{
    cp_str word = cp_state_word(&rest), instance = first_process;
    if (cp_str_eq(word, CP_STR("enable")))
        word = cp_state_word(&rest);
    if (!cp_str_eq(word, CP_STR("area"))) {
        instance = word;
        word = cp_state_word(&rest);
    }
    cp_str area = cp_state_word(&rest);
    if (!cp_str_eq(word, CP_STR("area")) || area.n == 0)
        return cp_state_bad(s, "no area");
    return takes_part(s, x, instance, area);
}

static cp_state_heard isis_port(cp_state_section *s, const port *x, cp_str rest)
{
    cp_str behind, instance;
    uint64_t level;
    if (cp_vrp_begins(rest, "enable", &behind) || cp_vrp_begins(rest, "ipv6 enable", &behind)) {
        instance = cp_state_word(&behind);
        return takes_part(s, x, instance.n ? instance : first_process, CP_STR(""));
    }
    bool is_silent = cp_vrp_begins(rest, "silent", &behind),
         is_six = cp_vrp_begins(rest, "ipv6 cost", &behind),
         is_cost = is_six || cp_vrp_begins(rest, "cost", &behind);
    if (!is_silent && !is_cost && !cp_vrp_begins(rest, "circuit-level", &behind))
        return CP_HEARD_HARMLESS; /* timers, types, keys, of version 6 alone */
    cp_igp_iface *f = port_in(s, x, CP_STR(""));
    if (!f)
        return CP_HEARD_NOTHING;
    if (is_silent)
        f->passive = CP_PEER_YES;
    else if (is_cost)
        return isis_cost(behind, is_six ? f->six : f->metric) ? CP_HEARD_ROW
                                                              : cp_state_bad(s, "no cost");
    else if (cp_state_level(behind, &level))
        f->row.peer.what |= level;
    else
        return cp_state_bad(s, "no level");
    return CP_HEARD_ROW;
}

static cp_state_heard ospf_port(cp_state_section *s, const port *x, cp_str rest)
{
    cp_str behind, word = rest;
    uint64_t n;
    word = cp_state_word(&word);
    if (is_digit(word) || cp_str_eq(word, CP_STR("enable")))
        return ospf_enable(s, x, rest);
    if (!cp_vrp_begins(rest, "cost", &behind))
        return CP_HEARD_HARMLESS; /* timers, types, priorities, keys */
    if (!cp_state_metric(cp_state_word(&behind), CP_OSPF_METRIC_MAX, &n))
        return cp_state_bad(s, "no cost");
    cp_igp_iface *f = port_in(s, x, CP_STR(""));
    if (!f)
        return CP_HEARD_NOTHING;
    f->metric[0] = n;
    return CP_HEARD_ROW;
}

bool cp_vrp_igp_port_line(cp_state_section *s, cp_vrp_peers *m, cp_str iface, cp_str vrf,
                          cp_str line, cp_state_heard *heard)
{
    cp_str rest = line;
    port x = { m, protocol_of(cp_state_word(&rest)), iface, vrf };
    if (!x.protocol)
        return false;
    *heard = is_isis(x.protocol) ? isis_port(s, &x, cp_str_trim(rest))
                                 : ospf_port(s, &x, cp_str_trim(rest));
    return true;
}

void cp_vrp_peers_end(cp_state_section *s, cp_vrp_peers *m)
{
    cp_vec_each(each, &m->igp.processes)
    {
        cp_state *self = &(*each)->row;
        if (self->vrf.n == 0 && !self->peer.addr.is_set && !is_isis(self->peer.protocol.p))
            self->peer.addr = m->router_id;
    }
    cp_igp_tell(s, &m->igp);
}
