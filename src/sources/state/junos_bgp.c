/* SPDX-License-Identifier: Apache-2.0 */
/* junos_bgp.c - with whom a configuration of Junos is told to speak BGP:
 *
 *     routing-options { autonomous-system 64500; router-id 192.0.2.1; }
 *     protocols { bgp { group g { type external; peer-as 64501; neighbor 192.0.2.2 { ... } } } }
 *
 * What stands at a neighbour goes before what stands at its group, and that before what stands at
 * `bgp`. A routing instance without an AS has that of the router. Source: Junos OS BGP user guide,
 * statement hierarchy of [edit protocols bgp]. */
#include "sources/state/junos_conf.h"
#include "sources/state/peers.h"

enum {
    LEVELS = 3,      /* neighbour, group, bgp */
    BESIDE_MAX = 16, /* words beside a value: there are not so many, and each neighbour looks */
};

typedef struct bgp {
    junos_conf *c;
    const junos_speaker *of;
    uint64_t as, confederation;
    junos_node *members;       /* of the confederation */
    junos_node *level[LEVELS]; /* from near to far; NULL: there is none */
    uint64_t off;
} bgp;

static const char *const beside_as[] = { "loops",
                                         "private",
                                         "alias",
                                         "members",
                                         "apply-macro",
                                         "asdot-notation",
                                         "no-attrset",
                                         "independent-domain",
                                         "no-prepend-global-as",
                                         NULL };

/* ---- values */

/* The value of a statement, the last one that is told: NULL if none is. What may stand beside it
 * ("autonomous-system 64500 loops 2") is in `beside`. */
static junos_node *told(junos_node *at, const char *const *beside)
{
    junos_node *value = NULL;
    uint32_t n_seen = 0;
    if (at && at->last && !(beside && cp_state_is_one_of(at->last->word, beside)))
        return at->last;
    for (junos_node *n = at ? at->first : NULL; n && n_seen < BESIDE_MAX; n = n->next, n_seen++)
        if (!cp_state_is_one_of(n->word, beside))
            value = n;
    return value;
}

/* A value that cannot be, told once though several rows may ask. */
static void bad_value(junos_conf *c, junos_node *value, const char *why)
{
    if (!(value->flags & JUNOS_TOLD))
        junos_bad(c, value, why);
}

uint64_t junos_metric(junos_conf *c, junos_node *at, uint64_t most)
{
    junos_node *value = told(at, NULL);
    uint64_t n;
    if (!value)
        return 0;
    if (!cp_state_metric(value->word, most, &n)) {
        bad_value(c, value, "no metric");
        return 0;
    }
    junos_mark(at, JUNOS_ALL_ROW);
    return n;
}

/* 0: none, or none that can be. */
static uint64_t read_as(junos_conf *c, junos_node *at)
{
    junos_node *value = told(at, beside_as);
    uint64_t as;
    if (!value)
        return 0;
    if (!cp_state_as(value->word, &as)) {
        bad_value(c, value, "no number of an autonomous system");
        return 0;
    }
    junos_mark(at, JUNOS_ALL_ROW);
    return as;
}

/* The nearest statement of that name. */
static junos_node *nearest(const bgp *b, const char *word)
{
    junos_node *n = NULL;
    for (int i = 0; i < LEVELS && !n; i++)
        n = b->level[i] ? junos_find(b->level[i], cp_str_c(word)) : NULL;
    return n;
}

/* ---- one neighbour */

static bool is_member(const bgp *b, uint64_t as)
{
    cp_arena *a = b->c->s->a;
    unsigned long long n = as;
    return as == b->as ||
           (b->members &&
            (junos_find(b->members, cp_str_fmt(a, "%llu", n)) ||
             junos_find(b->members, cp_str_fmt(a, "%llu.%llu", n >> 16, n & 0xffff))));
}

static void set_as(const bgp *b, cp_state_peer *p)
{
    junos_node *type = nearest(b, "type"), *as = nearest(b, "peer-as");
    junos_node *own = nearest(b, "local-as");
    p->local_as = own ? read_as(b->c, own) : b->as;
    if (as) {
        p->as = read_as(b->c, as);
    } else if (type && cp_str_eq(junos_value(type), CP_STR("internal"))) {
        p->as = p->local_as;
        junos_mark(type, JUNOS_ALL_ROW);
    }
    /* of which of both it is, hangs on the AS of the neighbour */
    if (!own && b->confederation && !is_member(b, p->as))
        p->local_as = p->as ? b->confederation : 0;
}

/* "local-interface ge-0/0/0.0", or that of `local-address`. */
static cp_str iface_of(const bgp *b)
{
    junos_node *iface = nearest(b, "local-interface"), *at = nearest(b, "local-address");
    cp_state_net addr;
    if (iface && iface->n) {
        junos_mark(iface, JUNOS_ALL_ROW);
        return junos_unit_name(b->c, junos_value(iface));
    }
    const junos_unit *u = at && cp_state_address_of(junos_value(at), &addr)
                              ? junos_unit_with(b->c, b->of->vrf, &addr)
                              : NULL;
    if (u)
        junos_mark(at, JUNOS_ALL_ROW);
    return u ? u->name : CP_STR("");
}

static void tell_peer(const bgp *b, const junos_node *at, cp_state_peer p)
{
    junos_node *off = nearest(b, "shutdown");
    junos_mark(off, JUNOS_ALL_ROW);
    set_as(b, &p);
    p.protocol = CP_STR("BGP");
    p.instance = p.area = CP_STR("");
    p.text = b->level[1]->word;
    p.what |= b->off | (off ? CP_STATE_PEER_OFF : 0);
    junos_tell(b->c, at, (cp_state){ .kind = CP_STATE_PEER, .vrf = b->of->vrf, .peer = p });
}

static void read_neighbour(bgp *b, junos_node *at)
{
    cp_state_peer p = { .what = 0 };
    if (!cp_state_address_of(at->word, &p.addr)) {
        junos_bad(b->c, at, "no address of a neighbour");
        return;
    }
    junos_mark(at, JUNOS_IS_ROW);
    b->level[0] = at;
    p.iface = iface_of(b);
    tell_peer(b, at, p);
}

/* ---- neighbours that come by themselves */

/* "allow [ 192.0.2.0/24 2001:db8::/32 ]", "allow all" */
static void read_allowed(bgp *b, junos_node *allow)
{
    cp_state_net all[2];
    uint8_t zero[16] = { 0 };
    junos_each(n, allow)
    {
        cp_state_peer p = { .what = CP_STATE_PEER_NETWORK };
        b->c->s->why = CP_STR("");
        bool is_all = junos_is(n, "all") && cp_state_net_of(cp_ip_v4(zero), 0, &all[0]) &&
                      cp_state_net_of(cp_ip_v6(zero), 0, &all[1]);
        if (!is_all && !cp_state_prefix(b->c->s, n->word, &p.addr)) {
            junos_bad(b->c, n, b->c->s->why.p); /* of our own, with a NUL behind it */
            continue;
        }
        junos_mark(n, JUNOS_ALL_ROW);
        p.iface = iface_of(b);
        for (int i = 0; i < (is_all ? 2 : 1); i++) {
            p.addr = is_all ? all[i] : p.addr;
            tell_peer(b, n, p);
        }
    }
}

/* "dynamic-neighbor d { peer-auto-discovery { interface ge-0/0/0.0; } }": whoever is there. */
static void read_found(bgp *b, junos_node *at)
{
    junos_node *found = junos_find(at, CP_STR("peer-auto-discovery"));
    junos_each(n, found ? junos_find(found, CP_STR("interface")) : NULL)
    {
        junos_mark(n, JUNOS_ALL_ROW);
        tell_peer(b, n, (cp_state_peer){ .iface = junos_unit_name(b->c, n->word) });
    }
    read_allowed(b, junos_find(at, CP_STR("allow")));
}

static void read_group(bgp *b, junos_node *group)
{
    b->level[0] = NULL;
    b->level[1] = group;
    read_allowed(b, junos_find(group, CP_STR("allow")));
    junos_each(n, junos_find(group, CP_STR("dynamic-neighbor")))
    {
        b->level[0] = n;
        read_found(b, n);
    }
    junos_each(n, junos_find(group, CP_STR("neighbor"))) read_neighbour(b, n);
}

/* ---- the router itself */

static void read_confederation(bgp *b, junos_node *at)
{
    junos_node *value = told(at, beside_as);
    b->confederation = read_as(b->c, at);
    b->members = at ? junos_find(at, CP_STR("members")) : NULL;
    if (!b->members && value) /* "confederation 64500 members [ 64511 64512 ]" */
        b->members = junos_find(value, CP_STR("members"));
}

static void read_options(bgp *b, junos_node *options)
{
    if (!options)
        return;
    if (!b->as)
        b->as = read_as(b->c, junos_find(options, CP_STR("autonomous-system")));
    if (!b->confederation)
        read_confederation(b, junos_find(options, CP_STR("confederation")));
}

void junos_conf_bgp(junos_conf *c, const junos_speaker *of)
{
    junos_node *at = junos_find(of->protocols, CP_STR("bgp"));
    bgp b = { .c = c, .of = of, .level[LEVELS - 1] = at };
    if (!at)
        return;
    read_options(&b, of->options);
    if (of->instance)
        read_options(&b, junos_at(c->t->root, "routing-options"));
    junos_node *off = junos_find(at, CP_STR("disable"));
    junos_mark(off, JUNOS_ALL_ROW);
    b.off = off ? CP_STATE_PEER_OFF : 0;
    junos_tell(c, at,
               (cp_state){ .kind = CP_STATE_PEER,
                           .vrf = of->vrf,
                           .peer = { .addr = of->id,
                                     .protocol = CP_STR("BGP"),
                                     .instance = CP_STR(""),
                                     .iface = CP_STR(""),
                                     .area = CP_STR(""),
                                     .text = CP_STR(""),
                                     .local_as = b.as,
                                     .what = CP_STATE_PEER_SELF | b.off } });
    junos_each(group, junos_find(at, CP_STR("group"))) read_group(&b, group);
}
