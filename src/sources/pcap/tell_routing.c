/* SPDX-License-Identifier: Apache-2.0 */
/* tell_routing.c - what routers tell hosts and each other, as observations. */
#include "sources/ip/ra.h"
#include "sources/pcap/facts.h"
#include "sources/routing/hsrp.h"
#include "sources/routing/ospf.h"
#include "sources/routing/vrrp.h"

enum { LSA_BYTES_MAX = 1980 }; /* told in hex, so that with what stands before it fits a value */

/* The sender of what routers send each other. The MAC of a group that it serves is not its own, and
 * told only where nothing else names it. */
static void router_of(cp_capture *c, const cp_msg *m, cp_subject *s)
{
    cp_msg from = *m;
    from.is_near = m->is_near && cp_mac_is_identity(c->l2_src);
    cp_msg_sender(c, &from, s);
    if (s->n == 0)
        cp_msg_sender(c, m, s);
}

/* ---- router advertisements ---- */

static cp_str ra_flags_text(cp_arena *a, const cp_ra *p)
{
    return cp_str_fmt(a, "hops=%u mtu=%u preference=%d%s%s%s%s", p->hops, p->mtu, p->preference,
                      p->flags & CP_RA_MANAGED ? " managed" : "",
                      p->flags & CP_RA_OTHER ? " other" : "",
                      p->flags & CP_RA_HOME_AGENT ? " home_agent" : "",
                      p->lifetime_s ? "" : " no_default_router");
}

cp_rc cp_capture_ra(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_ra p;
    cp_err fault;
    cp_rc parsed = cp_ra_parse(ip, &p, &fault);
    if (parsed != CP_OK)
        cp_capture_fault(c, "router advertisement", &fault);
    if (parsed != CP_OK || !p.is_told) /* hosts take all of it or nothing (6.1.2) */
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    /* the MAC that it gives for itself: an access point may have put the frame on this wire */
    if (p.has_mac)
        cp_subject_add_mac(c, &s, p.mac);
    else
        cp_subject_add_l2_sender(c, &s);
    cp_tell(&t, &s, CP_KIND_RA_ROUTER, cp_ip_text(tmp, p.router));
    cp_tell(&t, &s, CP_KIND_RA_FLAGS, ra_flags_text(tmp, &p));
    for (uint32_t i = 0; i < p.n_prefixes; i++)
        cp_tell(&t, &s, CP_KIND_RA_PREFIX,
                cp_str_fmt(tmp, "%.*s/%u", CP_FMT(cp_ip_text(tmp, p.prefixes[i].ip)),
                           p.prefixes[i].len));
    for (uint32_t i = 0; i < p.n_dns; i++)
        cp_tell(&t, &s, CP_KIND_RA_DNS, cp_ip_text(tmp, p.dns[i]));
    return t.rc;
}

/* ---- VRRP and HSRP: the addresses of a group belong to whoever serves it, so they are values
 * ---- */

cp_rc cp_capture_vrrp(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_msg m = cp_msg_of(c, ip, 0, 0, ip->payload);
    cp_vrrp p;
    cp_err fault;
    if (cp_vrrp_parse(ip, &p, &fault) != CP_OK)
        cp_capture_fault(c, "VRRP", &fault);
    if (!p.is_told)
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    router_of(c, &m, &s);
    cp_tell(&t, &s, CP_KIND_VRRP_GROUP,
            cp_str_fmt(tmp, "version=%u group=%u priority=%u", p.version, p.group, p.priority));
    for (uint32_t i = 0; i < p.n_addrs; i++)
        cp_tell(&t, &s, CP_KIND_VRRP_ADDRESS, cp_ip_text(tmp, p.addrs[i]));
    return t.rc;
}

cp_rc cp_capture_hsrp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_hsrp p;
    cp_err fault;
    if (cp_hsrp_parse(m->bytes, &p, &fault) != CP_OK)
        cp_capture_fault(c, "HSRP", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    router_of(c, m, &s);
    for (uint32_t i = 0; i < p.n_groups; i++) {
        const cp_hsrp_group *g = &p.groups[i];
        cp_tell(&t, &s, CP_KIND_HSRP_GROUP,
                cp_str_fmt(tmp, "version=%u group=%u priority=%u state=%s", g->version, g->group,
                           g->priority, g->state));
        if (g->addr.version)
            cp_tell(&t, &s, CP_KIND_HSRP_ADDRESS, cp_ip_text(tmp, g->addr));
        cp_subject own = s;
        if (g->has_mac && m->is_near && cp_mac_is_identity(g->mac)) {
            cp_subject_add_mac(c, &own, g->mac);
            cp_tell(&t, &own, CP_KIND_HSRP_INTERFACE, cp_mac_text(tmp, g->mac));
        }
    }
    return t.rc;
}

/* ---- OSPF ----
 *
 * The id of a router is unique in its domain only, and domains of others may be in the same
 * capture: it is told, but joins nothing. An LSA is told of the router that sent it on, which has
 * it in its database; whose it is stands in it. */

static void tell_ospf_hello(cp_telling *t, const cp_subject *s, const cp_ospf *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_str mask = p->mask.version ? cp_str_fmt(tmp, " mask=%.*s", CP_FMT(cp_ip_text(tmp, p->mask)))
                                  : CP_STR("");
    cp_tell(t, s, CP_KIND_OSPF_HELLO,
            cp_str_fmt(tmp,
                       "version=%u interval=%u dead=%u options=%x priority=%u%.*s dr=%.*s "
                       "bdr=%.*s",
                       p->version, p->interval_s, p->dead_s, p->options, p->priority, CP_FMT(mask),
                       CP_FMT(cp_ip_text(tmp, p->dr)), CP_FMT(cp_ip_text(tmp, p->bdr))));
    for (uint32_t i = 0; i < p->n_neighbours; i++)
        cp_tell(t, s, CP_KIND_OSPF_NEIGHBOUR, cp_ip_text(tmp, p->neighbours[i]));
}

/* The same LSA comes with another age from each side: told is 0, or that it is flushed. */
static void tell_lsa(cp_telling *t, const cp_subject *s, const cp_ospf *p, cp_bytes lsa)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    bool is_flushed = ((lsa.p[0] & 0x7f) << 8 | lsa.p[1]) >= CP_OSPF_MAX_AGE_S;
    cp_bytes rest = { lsa.p + 2, (lsa.n < LSA_BYTES_MAX ? lsa.n : LSA_BYTES_MAX) - 2 };
    cp_tell(t, s, CP_KIND_OSPF_LSA,
            cp_str_fmt(tmp, "version=%u area=%.*s lsa=%04x%.*s", p->version,
                       CP_FMT(cp_ip_text(tmp, p->area)), is_flushed ? CP_OSPF_MAX_AGE_S : 0,
                       CP_FMT(cp_hex(tmp, rest))));
}

cp_rc cp_capture_ospf(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_msg m = cp_msg_of(c, ip, 0, 0, ip->payload);
    cp_ospf *p = CP_NEW(tmp, cp_ospf);
    cp_err fault;
    if (cp_ospf_parse(ip->payload, p, &fault) != CP_OK)
        cp_capture_fault(c, "OSPF", &fault);
    if (!p->version)
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    router_of(c, &m, &s);
    cp_tell(&t, &s, CP_KIND_OSPF_ROUTER_ID, cp_ip_text(tmp, p->router));
    cp_tell(&t, &s, CP_KIND_OSPF_AREA, cp_ip_text(tmp, p->area));
    if (p->is_hello)
        tell_ospf_hello(&t, &s, p);
    for (uint32_t i = 0; i < p->n_lsas; i++)
        tell_lsa(&t, &s, p, p->lsas[i]);
    return t.rc;
}
