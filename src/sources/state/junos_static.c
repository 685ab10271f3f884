/* SPDX-License-Identifier: Apache-2.0 */
/* junos_static.c - static routes of a Junos configuration. They are told as known, not as used:
 * whether one is, hangs on its next hop and on other routes, and the table of routes says it.
 *
 *     route 198.51.100.0/24 { next-hop [ 192.0.2.1 192.0.2.5 ]; preference 7; }
 *     route 203.0.113.0/24 { qualified-next-hop 192.0.2.9 { preference 9; } discard; } */
#include "sources/state/junos_conf.h"

enum { STATIC_PREFERENCE = 5 }; /* the default */

static const junos_word idle[] = {
    { "tag", "which routes are told to others" },
    { "tag2", "which routes are told to others" },
    { "community", "which routes are told to others" },
    { "as-path", "which routes are told to others" },
    { "color", "which of several routes" },
    { "color2", "which of several routes" },
    { "metric2", "which of several routes" },
    { "metric3", "which of several routes" },
    { "metric4", "which of several routes" },
    { "readvertise", "which routes are told to others" },
    { "no-readvertise", "which routes are told to others" },
    { "retain", "what stays when routing ends" },
    { "no-retain", "what stays when routing ends" },
    { "resolve", "how the next hop is found; the table of routes shows it" },
    { "no-resolve", "how the next hop is found; the table of routes shows it" },
    { "install", "whether it is used; the table of routes shows it" },
    { "no-install", "whether it is used; the table of routes shows it" },
    { "active", "whether it is used; the table of routes shows it" },
    { "passive", "whether it is used; the table of routes shows it" },
    { "longest-match", "how the next hop is found" },
    { "no-longest-match", "how the next hop is found" },
    { "bfd-liveness-detection", "how soon a failure is seen" },
    { "bfd-admin-down", "how soon a failure is seen" },
    { "lsp-next-hop", "of labels; the table of routes shows it" },
    { "static-lsp-next-hop", "of labels; the table of routes shows it" },
    { "p2mp-lsp-next-hop", "of labels; the table of routes shows it" },
    { "p2mp-ldp-next-hop", "of labels; the table of routes shows it" },
    { "spring-te-lsp-next-hop", "of labels; the table of routes shows it" },
    { "backup-pe-group", "of multicast" },
    { NULL, NULL },
};

static void number(junos_conf *c, junos_node *at, uint64_t *out)
{
    cp_str word = junos_value(at);
    if (!at)
        return;
    junos_mark(at, JUNOS_ALL_ROW);
    if (cp_str_ends(word, CP_STR("-value"))) /* "preference { preference-value 7; }" */
        word = junos_value(at->first);
    if (!cp_str_u64(word, out))
        junos_bad(c, at, "no number");
}

typedef struct routing {
    cp_str vrf;
    cp_state_route route;
    uint32_t n;
} routing;

static void tell(junos_conf *c, junos_node *at, routing *r)
{
    cp_state_route row = r->route;
    junos_mark(at, JUNOS_ALL_ROW);
    row.what |= r->n++ ? CP_STATE_MORE : 0;
    junos_tell(c, at, (cp_state){ .kind = CP_STATE_ROUTE, .vrf = r->vrf, .route = row });
}

/* An address, or an interface. */
static void tell_hop(junos_conf *c, junos_node *hop, routing *r)
{
    routing x = *r;
    if (!cp_state_address_of(hop->word, &x.route.via))
        x.route.iface = hop->word;
    else if (cp_state_net_is_v4(&x.route.via) != cp_state_net_is_v4(&x.route.net) &&
             cp_state_net_is_v4(&x.route.via)) {
        junos_bad(c, hop, "a next hop of another version");
        return;
    }
    if (junos_is(hop->up, "qualified-next-hop")) {
        cp_str iface = junos_value(junos_find(hop, CP_STR("interface")));
        x.route.iface = iface.n ? iface : x.route.iface;
        number(c, junos_find(hop, CP_STR("preference")), &x.route.preference);
        number(c, junos_find(hop, CP_STR("metric")), &x.route.metric);
    }
    tell(c, hop, &x);
    r->n = x.n;
}

static void tell_route(junos_conf *c, junos_node *at, cp_str vrf, junos_family family)
{
    static const char *const drops[] = { "discard", "reject", NULL };
    static const char *const hops[] = { "next-hop", "qualified-next-hop", NULL };
    routing r = { .vrf = vrf };
    r.route.protocol = CP_STR("Static");
    r.route.iface = r.route.via_vrf = CP_STR("");
    r.route.preference = STATIC_PREFERENCE;
    c->s->why = CP_STR("");
    if (!cp_state_prefix(c->s, at->word, &r.route.net)) {
        junos_bad(c, at, c->s->why.p); /* of our own, with a NUL behind it */
        return;
    }
    if (family != JUNOS_OTHER && cp_state_net_is_v4(&r.route.net) != (family == JUNOS_V4)) {
        junos_bad(c, at, "a prefix that is not of this table");
        return;
    }
    number(c, junos_find(at, CP_STR("preference")), &r.route.preference);
    number(c, junos_find(at, CP_STR("metric")), &r.route.metric);
    junos_mark(at, JUNOS_IS_ROW);
    junos_each(n, at)
    {
        if (cp_state_is_one_of(n->word, hops)) {
            junos_each(hop, n) tell_hop(c, hop, &r);
        } else if (cp_state_is_one_of(n->word, drops) || junos_is(n, "receive")) {
            routing x = r;
            x.route.what = junos_is(n, "receive") ? CP_STATE_LOCAL : CP_STATE_DROP;
            tell(c, n, &x);
            r.n = x.n;
        } else if (junos_is(n, "next-table")) {
            routing x = r;
            cp_str table = junos_value(n), instance = junos_table_of(table).instance;
            x.route.via_vrf = instance.n ? instance : table;
            tell(c, n, &x);
            r.n = x.n;
        }
    }
    junos_idle(at, idle);
}

void junos_conf_static(junos_conf *c, junos_node *at, cp_str vrf, cp_str rib)
{
    static const junos_word others[] = {
        { "defaults", "of attributes that the table of routes shows" },
        { "rib-group", "which tables a route goes to; they show it" },
        { NULL, NULL },
    };
    junos_table table = junos_table_of(rib);
    if (rib.n && table.instance.n && table.family != JUNOS_OTHER)
        vrf = table.instance;
    junos_family family = rib.n ? table.family : JUNOS_OTHER;
    bool is_for_others = rib.n && table.is_for_others;
    junos_each(route, junos_find(at, CP_STR("route")))
    {
        if (is_for_others)
            junos_mark(route, JUNOS_ALL_IDLE); /* no packet is forwarded by that table */
        else
            tell_route(c, route, vrf, family);
    }
    junos_idle(at, others);
}
