/* SPDX-License-Identifier: Apache-2.0 */
/* tell_routing.c - what routers tell hosts and each other, as observations. */
#include "sources/ip/ra.h"
#include "sources/pcap/facts.h"
#include "sources/routing/eigrp.h"
#include "sources/routing/hsrp.h"
#include "sources/routing/isis.h"
#include "sources/routing/ospf.h"
#include "sources/routing/pim.h"
#include "sources/routing/vrrp.h"

/* Told in hex, so that with what stands before them they fit a value. */
enum { LSA_BYTES_MAX = 1980, LSP_BYTES_MAX = 1980 };

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
    for (uint32_t i = 0; i < p->n_lsas; i++) {
        tell_lsa(&t, &s, p, p->lsas[i]);
        if (p->version == 2)
            cp_capture_lsa(c, p->area, p->lsas[i]);
    }
    return t.rc;
}

/* ---- IS-IS ----
 *
 * Hellos are of the frame's sender. An LSP is handed on by all systems of an area, so it is about
 * the one in its id, wherever that is. The id of a system is unique in a domain only: it holds
 * together what one capture says, hello and LSP, and joins nothing outside. Addresses in a PDU are
 * those of whom it is about. */

static void isis_system(cp_capture *c, const cp_isis *p, cp_subject *s)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_str id = cp_isis_id_text(tmp, p->system);
    if (c->tunnel.name)
        id = cp_str_fmt(tmp, "%s %u %.*s", c->tunnel.name, c->tunnel.id, CP_FMT(id));
    cp_subject_add(s, CP_IDENT_AGENT, cp_str_fmt(tmp, "is-is %.*s", CP_FMT(id)));
}

/* All TLVs but those that authenticate: a password stands there as it is. */
static cp_str lsp_text(cp_arena *a, const cp_isis *p)
{
    cp_buf b = cp_buf_new(a);
    cp_cur tlvs = cp_cur_of(p->tlvs);
    size_t n = 0;
    cp_buf_fmt(&b, "level=%u id=%.*s seq=%u flags=%02x%s tlvs=", p->type == CP_ISIS_LSP_L1 ? 1 : 2,
               CP_FMT(cp_isis_id_text(a, p->lsp)), p->seq, p->flags,
               p->lifetime_s ? "" : " taken_back");
    for (cp_bytes tlv; cp_isis_tlv_next(&tlvs, &tlv) && n + tlv.n <= LSP_BYTES_MAX; n += tlv.n)
        cp_buf_add(&b, cp_hex(a, tlv));
    return cp_buf_str(&b);
}

static void tell_isis_hello(cp_telling *t, const cp_subject *s, const cp_isis *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    bool is_line = p->type == CP_ISIS_HELLO_LINE;
    if (is_line)
        cp_tell(t, s, CP_KIND_ISIS_HELLO,
                cp_str_fmt(tmp, "line circuit=%u protocols=%.*s", p->circuit,
                           CP_FMT(cp_hex(tmp, p->protocols))));
    else
        cp_tell(t, s, CP_KIND_ISIS_HELLO,
                cp_str_fmt(tmp, "level=%u circuit=%u priority=%u lan=%.*s protocols=%.*s",
                           p->type == CP_ISIS_HELLO_L1 ? 1 : 2, p->circuit, p->priority,
                           CP_FMT(cp_isis_id_text(tmp, p->lan)),
                           CP_FMT(cp_hex(tmp, p->protocols))));
    for (uint32_t i = 0; i < p->n_neighbours; i++)
        cp_tell(t, s, CP_KIND_ISIS_NEIGHBOUR,
                is_line ? cp_isis_id_text(tmp, p->neighbours[i])
                        : cp_mac_text(tmp, cp_mac_of(p->neighbours[i].p)));
}

cp_rc cp_capture_isis(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_isis p;
    cp_err fault;
    bool is_whole = cp_isis_parse(in, &p, &fault) == CP_OK;
    if (!is_whole)
        cp_capture_fault(c, "IS-IS", &fault);
    if (!p.type)
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    bool is_lsp = p.type == CP_ISIS_LSP_L1 || p.type == CP_ISIS_LSP_L2;
    if (!is_lsp)
        cp_subject_add_l2_sender(c, &s);
    isis_system(c, &p, &s);
    cp_tell(&t, &s, CP_KIND_ISIS_SYSTEM_ID, cp_isis_id_text(tmp, p.system));
    for (uint32_t i = 0; i < p.n_areas; i++)
        cp_tell(&t, &s, CP_KIND_ISIS_AREA, cp_isis_area_text(tmp, p.areas[i]));
    cp_tell_text(&t, &s, CP_KIND_ISIS_HOSTNAME, cp_bytes_of_str(p.hostname));
    if (is_lsp)
        cp_tell(&t, &s, CP_KIND_ISIS_LSP, lsp_text(tmp, &p));
    if (is_lsp && is_whole)
        cp_capture_lsp(c, &p);
    if (!is_lsp)
        tell_isis_hello(&t, &s, &p);
    for (uint32_t i = 0; i < p.n_addrs; i++) {
        cp_msg at = { .src = p.addrs[i] };
        cp_subject with = s;
        cp_msg_sender(c, &at, &with);
        if (with.n > s.n)
            cp_tell(&t, &with, CP_KIND_IP_HOST, cp_ip_text(tmp, p.addrs[i]));
    }
    return t.rc;
}

/* ---- EIGRP and PIM: hellos ---- */

cp_rc cp_capture_eigrp(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    cp_msg m = cp_msg_of(c, ip, 0, 0, ip->payload);
    cp_buf b = cp_buf_new(cp_capture_scratch(c));
    cp_eigrp p;
    cp_err fault;
    if (cp_eigrp_parse(ip->payload, &p, &fault) != CP_OK)
        cp_capture_fault(c, "EIGRP", &fault);
    if (!p.is_told || !(p.has_parameters || p.has_version))
        return CP_OK; /* an acknowledgement is a hello without anything in it */
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    router_of(c, &m, &s);
    cp_buf_fmt(&b, "system=%u", p.system);
    if (p.has_parameters)
        cp_buf_fmt(&b, " hold=%u k=%u,%u,%u,%u,%u,%u", p.hold_s, p.k[0], p.k[1], p.k[2], p.k[3],
                   p.k[4], p.k[5]);
    if (p.has_version)
        cp_buf_fmt(&b, " os=%u.%u tlv=%u.%u", p.os_major, p.os_minor, p.tlv_major, p.tlv_minor);
    cp_tell(&t, &s, CP_KIND_EIGRP_HELLO, cp_buf_str(&b));
    return t.rc;
}

cp_rc cp_capture_pim(cp_capture *c, const cp_ip_packet *ip, cp_err *err)
{
    cp_msg m = cp_msg_of(c, ip, 0, 0, ip->payload);
    cp_arena *tmp = cp_capture_scratch(c);
    cp_buf b = cp_buf_new(tmp);
    cp_pim p;
    cp_err fault;
    if (cp_pim_parse(ip->payload, &p, &fault) != CP_OK)
        cp_capture_fault(c, "PIM", &fault);
    if (!p.is_told)
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    router_of(c, &m, &s);
    cp_buf_fmt(&b, "options=%.*s", CP_FMT(cp_pim_options_text(tmp, &p)));
    if (p.has_hold)
        cp_buf_fmt(&b, " hold=%u", p.hold_s);
    if (p.has_priority)
        cp_buf_fmt(&b, " priority=%u", p.priority);
    cp_tell(&t, &s, CP_KIND_PIM_HELLO, cp_buf_str(&b));
    return t.rc;
}
