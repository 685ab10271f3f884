/* SPDX-License-Identifier: Apache-2.0 */
/* junos_igp.c - over which interfaces a configuration of Junos is told to speak OSPF and IS-IS:
 *
 *     ospf { area 0.0.0.0 { interface ge-0/0/0.0 { metric 10; passive; } interface all; } }
 *     isis { level 1 disable; interface ge-0/0/0.0 { level 2 metric 10; } }
 *
 * `interface all` is for those that nothing else of the protocol names: they are told one by one
 * where the file shows them, of OSPF those with its version of IP, of IS-IS those with family iso.
 * What a level says goes before what the interface does, and a level that is disabled for the
 * protocol is so at all interfaces. Source: Junos OS OSPF user guide, IS-IS user guide. */
#include <string.h>
#include "sources/state/junos_conf.h"
#include "sources/state/peers.h"

enum {
    ISIS_LEVELS = 2,
    /* Interfaces that are not named, of all instances: a router has some thousand, and instances
     * share none. More are of a file that names instances of a protocol without end; their "all"
     * is told as it stands. */
    MEANT_MAX = 1000000,
};
#define BANDWIDTH_MAX UINT64_C(4000000000000) /* of a reference, in bits a second */

typedef struct igp {
    junos_conf *c;
    const junos_speaker *of;
    junos_node *at;
    cp_str protocol, instance;
    const char *family; /* that an interface needs */
    cp_map named;       /* interfaces */
    bool is_all_told;   /* "interface all": of one area */
    uint64_t off;       /* CP_STATE_PEER_OFF of all rows */
} igp;

static uint64_t flag_of(junos_node *at, const char *word, uint64_t flag)
{
    junos_node *n = junos_find(at, cp_str_c(word));
    junos_mark(n, JUNOS_ALL_ROW);
    return n ? flag : 0;
}

static void tell(const igp *g, const junos_node *at, cp_state_peer p)
{
    p.protocol = g->protocol;
    p.instance = g->instance;
    p.iface = p.iface.n ? p.iface : CP_STR("");
    p.area = p.area.n ? p.area : CP_STR("");
    p.text = p.text.n ? p.text : CP_STR("");
    p.what |= g->off;
    junos_tell(g->c, at, (cp_state){ .kind = CP_STATE_PEER, .vrf = g->of->vrf, .peer = p });
}

/* ---- interfaces that are not named */

static void name_all(igp *g, junos_node *above)
{
    junos_each(n, junos_find(above, CP_STR("interface")))(void)
        cp_map_put(g->c->s->a, &g->named, junos_unit_name(g->c, n->word), NULL);
}

static bool is_meant(const igp *g, const junos_unit *u)
{
    const junos_node *families = junos_find(u->node, CP_STR("family"));
    return families && junos_find(families, cp_str_c(g->family)) && !cp_map_get(&g->named, u->name);
}

/* The row of an interface, or of all that "all" means; of none that is shown it stays "all". */
static void tell_iface(igp *g, const junos_node *at, cp_state_peer p)
{
    uint32_t n = 0;
    bool is_all = junos_is(at, "all");
    const junos_unit *u = is_all && !g->is_all_told && !g->c->is_part
                              ? junos_units_of(g->c, g->of->instance)->first
                              : NULL;
    for (; u && g->c->n_meant < MEANT_MAX; u = u->next, g->c->n_meant++)
        if (is_meant(g, u)) {
            p.iface = u->name;
            tell(g, at, p);
            n++;
        }
    p.iface = junos_unit_name(g->c, at->word);
    if (!is_all || n == 0 || u)
        tell(g, at, p);
}

/* "100g", "1000000000": bits a second. */
static bool read_bandwidth(cp_str text, uint64_t *bps)
{
    static const char suffixes[] = "kmg";
    const char *at = text.n ? strchr(suffixes, text.p[text.n - 1]) : NULL;
    uint64_t factor = 1;
    for (const char *p = suffixes; at && p <= at; p++)
        factor *= 1000;
    if (!cp_str_u64(cp_str_slice(text, 0, text.n - (at ? 1 : 0)), bps) || *bps < 1 ||
        *bps > BANDWIDTH_MAX / factor)
        return false;
    *bps *= factor;
    return true;
}

/* In Mbit/s, as other systems have it. */
static cp_str reference(junos_conf *c, junos_node *at)
{
    const uint64_t mbps = 1000000;
    junos_node *n = junos_find(at, CP_STR("reference-bandwidth"));
    uint64_t bps;
    if (!n || !n->n)
        return CP_STR("");
    if (!read_bandwidth(junos_value(n), &bps)) {
        junos_bad(c, n, "no bandwidth");
        return CP_STR("");
    }
    junos_mark(n, JUNOS_ALL_ROW);
    if (bps % mbps)
        return cp_str_fmt(c->s->a, "reference bandwidth %llu bit/s", (unsigned long long)bps);
    return cp_str_fmt(c->s->a, "reference bandwidth %llu", (unsigned long long)(bps / mbps));
}

/* ---- OSPF */

static void read_ospf_iface(igp *g, junos_node *at, cp_str area)
{
    cp_state_peer p = { .area = area };
    junos_mark(at, JUNOS_IS_ROW);
    p.metric = junos_metric(g->c, junos_find(at, CP_STR("metric")), CP_OSPF_METRIC_MAX);
    p.what =
        flag_of(at, "passive", CP_STATE_PEER_PASSIVE) | flag_of(at, "disable", CP_STATE_PEER_OFF);
    tell_iface(g, at, p);
    if (junos_is(at, "all"))
        g->is_all_told = true;
    junos_each(n, junos_find(at, CP_STR("neighbor"))) /* of a network without broadcasts */
    {
        cp_state_peer near = { .area = area,
                               .iface = junos_unit_name(g->c, at->word),
                               .what = p.what };
        junos_mark(n, JUNOS_ALL_ROW);
        if (cp_state_address_of(n->word, &near.addr))
            tell(g, n, near);
        else
            junos_bad(g->c, n, "no address of a neighbour");
    }
}

/* "virtual-link neighbor-id 192.0.2.9 transit-area 0.0.0.1" */
static void read_virtual(igp *g, junos_node *at, cp_str area)
{
    junos_node *ids = junos_at(at, "neighbor-id");
    junos_each(n, ids)
    {
        cp_state_peer p = { .area = area };
        cp_str through = junos_value(junos_find(n, CP_STR("transit-area")));
        if (through.n == 0 && ids->n == 1) /* in XML they stand beside each other */
            through = junos_value(junos_find(at, CP_STR("transit-area")));
        p.text = through.n
                     ? cp_str_fmt(g->c->s->a, "virtual link through area %.*s", CP_FMT(through))
                     : CP_STR("virtual link");
        p.what = flag_of(n, "disable", CP_STATE_PEER_OFF);
        junos_mark(n, JUNOS_ALL_ROW);
        if (cp_state_address_of(n->word, &p.addr))
            tell(g, n, p);
        else
            junos_bad(g->c, n, "no id of a router");
    }
}

static void read_sham(igp *g, junos_node *at, cp_str area)
{
    junos_each(n, at)
    {
        cp_state_peer p = { .area = area, .text = CP_STR("sham link") };
        junos_mark(n, JUNOS_IS_ROW);
        p.metric = junos_metric(g->c, junos_find(n, CP_STR("metric")), CP_OSPF_METRIC_MAX);
        if (cp_state_address_of(n->word, &p.addr))
            tell(g, n, p);
        else
            junos_bad(g->c, n, "no address of a neighbour");
    }
}

static void read_area(igp *g, junos_node *area)
{
    if (!cp_state_is_area(area->word)) {
        junos_bad(g->c, area, "no area of OSPF");
        return;
    }
    junos_mark(area, JUNOS_IS_ROW);
    junos_each(n, junos_find(area, CP_STR("interface"))) read_ospf_iface(g, n, area->word);
    read_virtual(g, junos_find(area, CP_STR("virtual-link")), area->word);
    read_sham(g, junos_find(area, CP_STR("sham-link-remote")), area->word);
}

static void read_ospf(junos_conf *c, const junos_speaker *of, junos_node *at, cp_str realm,
                      bool is_v4, cp_str protocol)
{
    igp g = { .c = c, .of = of, .at = at, .instance = realm, .family = is_v4 ? "inet" : "inet6" };
    g.protocol = protocol;
    g.off = flag_of(at, "disable", CP_STATE_PEER_OFF);
    tell(&g, at,
         (cp_state_peer){ .addr = of->id, .text = reference(c, at), .what = CP_STATE_PEER_SELF });
    junos_node *areas = junos_find(at, CP_STR("area"));
    junos_each(area, areas) name_all(&g, area);
    junos_each(area, areas) read_area(&g, area);
}

static void read_ospf3(junos_conf *c, const junos_speaker *of, junos_node *at)
{
    junos_node *realm = junos_at(at, "realm ipv4-unicast"); /* the others are of multicast */
    if (!realm || junos_find(at, CP_STR("area")))
        read_ospf(c, of, at, CP_STR(""), false, CP_STR("OSPFv3"));
    if (realm)
        read_ospf(c, of, realm, realm->word, true, CP_STR("OSPFv3"));
}

/* ---- IS-IS */

static const uint64_t level_flags[ISIS_LEVELS] = { CP_STATE_PEER_LEVEL_1, CP_STATE_PEER_LEVEL_2 };
static const char *const level_paths[ISIS_LEVELS] = { "level 1", "level 2" };

/* Levels that are not disabled. */
static uint64_t levels_of(junos_node *at)
{
    uint64_t what = 0;
    for (int i = 0; i < ISIS_LEVELS; i++) {
        junos_node *level = junos_at(at, level_paths[i]);
        what |= level && flag_of(level, "disable", 1) ? 0 : level_flags[i];
    }
    return what;
}

/* Both levels are told as none: see CP_STATE_PEER_LEVEL_1. */
static uint64_t told_levels(uint64_t levels)
{
    return levels == (CP_STATE_PEER_LEVEL_1 | CP_STATE_PEER_LEVEL_2) ? 0 : levels;
}

/* Metrics of the topology of IPv6, which each level has of its own. */
static void tell_six(igp *g, junos_node *at, uint64_t levels, uint64_t what)
{
    for (int i = 0; i < ISIS_LEVELS; i++) {
        junos_node *level = junos_at(at, level_paths[i]);
        junos_node *said = level ? junos_find(level, CP_STR("ipv6-unicast-metric")) : NULL;
        uint64_t metric = said ? junos_metric(g->c, said, CP_ISIS_METRIC_MAX) : 0;
        if (metric && levels & level_flags[i])
            tell_iface(g, at,
                       (cp_state_peer){ .metric = metric,
                                        .what = what | level_flags[i] | CP_STATE_PEER_SIX });
    }
}

static void read_isis_iface(igp *g, junos_node *at, uint64_t levels)
{
    cp_state_peer of[ISIS_LEVELS] = { 0 };
    uint64_t off = flag_of(at, "disable", CP_STATE_PEER_OFF);
    uint64_t passive = flag_of(at, "passive", CP_STATE_PEER_PASSIVE);
    uint64_t here = levels_of(at) & levels;
    junos_mark(at, JUNOS_IS_ROW);
    for (int i = 0; i < ISIS_LEVELS; i++) {
        junos_node *level = junos_at(at, level_paths[i]);
        of[i].what = off | passive;
        if (!level)
            continue;
        of[i].metric = junos_metric(g->c, junos_find(level, CP_STR("metric")), CP_ISIS_METRIC_MAX);
        of[i].what |= flag_of(level, "passive", CP_STATE_PEER_PASSIVE);
    }
    bool is_same = of[0].metric == of[1].metric && of[0].what == of[1].what;
    if (here == 0) /* at none of the levels */
        of[0] = (cp_state_peer){ .what = CP_STATE_PEER_OFF };
    if (here == 0 || is_same) {
        of[0].what |= told_levels(here);
        tell_iface(g, at, of[0]);
    } else {
        for (int i = 0; i < ISIS_LEVELS; i++)
            if (here & level_flags[i]) {
                of[i].what |= level_flags[i];
                tell_iface(g, at, of[i]);
            }
    }
    tell_six(g, at, here, off | passive);
}

/* The NET of a router is that of an interface, mostly lo0; further ones are of areas that are being
 * joined, or left. */
static void tell_isis(igp *g, uint64_t levels)
{
    junos_node *net = junos_units_of(g->c, g->of->instance)->net;
    junos_mark(net, JUNOS_ALL_ROW);
    tell(g, g->at,
         (cp_state_peer){ .area = net ? net->word : CP_STR(""),
                          .text = reference(g->c, g->at),
                          .what = CP_STATE_PEER_SELF | told_levels(levels) });
}

static void read_isis(junos_conf *c, const junos_speaker *of, junos_node *at, cp_str instance)
{
    igp g = { .c = c, .of = of, .at = at, .instance = instance, .family = "iso" };
    uint64_t levels = levels_of(at);
    g.protocol = CP_STR("IS-IS");
    g.off = flag_of(at, "disable", CP_STATE_PEER_OFF) | (levels ? 0 : CP_STATE_PEER_OFF);
    tell_isis(&g, levels);
    name_all(&g, at);
    junos_each(n, junos_find(at, CP_STR("interface"))) read_isis_iface(&g, n, levels);
}

void junos_conf_igp(junos_conf *c, const junos_speaker *of)
{
    junos_node *ospf = junos_find(of->protocols, CP_STR("ospf"));
    junos_node *ospf3 = junos_find(of->protocols, CP_STR("ospf3"));
    junos_node *isis = junos_find(of->protocols, CP_STR("isis"));
    if (ospf)
        read_ospf(c, of, ospf, CP_STR(""), true, CP_STR("OSPF"));
    if (ospf3)
        read_ospf3(c, of, ospf3);
    if (isis)
        read_isis(c, of, isis, CP_STR(""));
    junos_each(n, junos_find(of->protocols, CP_STR("isis-instance"))) read_isis(c, of, n, n->word);
}
