/* SPDX-License-Identifier: Apache-2.0 */
/* tell_aaa.c - what RADIUS and Diameter tell, as observations.
 *
 * A RADIUS message is about an access server, which is not always who sent it: proxies forward, and
 * many send from another address than they give. So a fact goes to the address that the message
 * names; without one to the sender, unless a proxy left its mark; and where the address may belong
 * to another network's plan, to a bare name, which joins nothing. */
#include <string.h>
#include "sources/app/diameter.h"
#include "sources/app/radius.h"
#include "sources/pcap/facts.h"

static bool is_same(cp_ip a, cp_ip b)
{
    return a.version == b.version && memcmp(a.b, b.b, a.version == 4 ? 4 : 16) == 0;
}

/* ip: as the message gives it; end: who of its ends would have it. From a public address a private
 * one was translated on the way, or belongs to the plan of another network. */
static void add_named(cp_capture *c, const cp_msg *m, cp_ip ip, cp_ip end, cp_subject *s)
{
    cp_msg named = *m;
    if (cp_pcap_is_private(ip) && !cp_pcap_is_private(end))
        return;
    named.src = ip;
    named.is_near = false;
    cp_msg_sender(c, &named, s);
}

void cp_subject_add_own_ip(cp_capture *c, const cp_msg *m, cp_subject *s, cp_ip ip)
{
    if (cp_ip_is_host(ip))
        add_named(c, m, ip, m->src, s);
}

/* ---- RADIUS */

/* end: who of both ends would be the access server. */
static void radius_subject(cp_capture *c, const cp_msg *m, const cp_radius *p, cp_subject *s)
{
    bool is_from = cp_radius_is_from_nas(p->code);
    cp_ip end = is_from ? m->src : m->dst, ip = cp_ip_is_host(p->nas_ip) ? p->nas_ip : p->nas_ip6;
    bool is_named = cp_ip_is_host(ip), is_end = is_named ? is_same(ip, end) : !p->is_proxied;
    if (is_end && is_from)
        cp_msg_sender(c, m, s);
    else if (is_end)
        cp_msg_receiver(c, m, s);
    else if (is_named && !(cp_pcap_is_private(ip) && p->is_proxied))
        add_named(c, m, ip, end, s);
    if (s->n == 0 && p->nas.n)
        cp_subject_add(s, CP_IDENT_HOSTNAME, cp_str_trim(cp_str_of_bytes(p->nas)));
}

/* Where users are plugged in it is the access server's own address (RFC 3580, 3.20); on the air it
 * is that of a radio, which may be another device than the one that asks. */
static void tell_radius_mac(cp_telling *t, const cp_subject *s, const cp_radius *p)
{
    cp_mac mac;
    if (p->has_port_type && p->port_type == CP_RADIUS_PORT_ETHERNET &&
        cp_mac_parse(cp_str_trim(cp_str_of_bytes(p->called)), &mac))
        cp_tell(t, s, CP_KIND_RADIUS_NAS_MAC, cp_mac_text(cp_capture_scratch(t->c), mac));
}

static void tell_radius(cp_telling *t, const cp_subject *s, const cp_radius *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_tell_text(t, s, CP_KIND_RADIUS_NAS_IDENTIFIER, p->nas);
    if (p->nas_ip.version)
        cp_tell(t, s, CP_KIND_RADIUS_NAS_IP, cp_ip_text(tmp, p->nas_ip));
    if (p->nas_ip6.version)
        cp_tell(t, s, CP_KIND_RADIUS_NAS_IP, cp_ip_text(tmp, p->nas_ip6));
    if (p->has_port_type)
        cp_tell(t, s, CP_KIND_RADIUS_NAS_PORT_TYPE, cp_radius_port_type_text(tmp, p->port_type));
    cp_tell_text(t, s, CP_KIND_RADIUS_CALLED_STATION, p->called);
    tell_radius_mac(t, s, p);
    for (uint32_t i = 0; i < p->n_vendors; i++)
        cp_tell(t, s, CP_KIND_RADIUS_VENDOR_DIALECT, cp_str_fmt(tmp, "%u", p->vendors[i]));
}

cp_rc cp_capture_radius(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_radius p;
    cp_err fault;
    cp_rc rc = cp_radius_parse(m->bytes, &p, &fault);
    if (rc == CP_EUNKNOWN)
        return CP_OK;
    if (rc != CP_OK)
        cp_capture_fault(c, "RADIUS", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    radius_subject(c, m, &p, &s);
    tell_radius(&t, &s, &p);
    return t.rc;
}

/* ---- Diameter */

static void tell_diameter(cp_telling *t, const cp_msg *m, const cp_diameter *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_subject s = { .n = 0 }, all;
    cp_msg_sender(t->c, m, &s);
    all = s;
    for (uint32_t i = 0; i < p->n_addrs; i++)
        cp_subject_add_own_ip(t->c, m, &all, p->addrs[i]);
    cp_tell_text(t, &all, CP_KIND_DIAMETER_ORIGIN_HOST, p->host);
    cp_tell_text(t, &s, CP_KIND_DIAMETER_ORIGIN_REALM, p->realm);
    for (uint32_t i = 0; i < p->n_addrs; i++)
        cp_tell(t, &s, CP_KIND_DIAMETER_HOST_IP, cp_ip_text(tmp, p->addrs[i]));
    if (p->vendor)
        cp_tell(t, &s, CP_KIND_DIAMETER_VENDOR_ID, cp_str_fmt(tmp, "1.3.6.1.4.1.%u", p->vendor));
    cp_tell_text(t, &s, CP_KIND_DIAMETER_PRODUCT_NAME, p->product);
    if (p->has_firmware)
        cp_tell(t, &s, CP_KIND_DIAMETER_FIRMWARE, cp_str_fmt(tmp, "%u", p->firmware));
    for (uint32_t i = 0; i < p->n_vendors; i++)
        cp_tell(t, &s, CP_KIND_DIAMETER_SUPPORTED_VENDOR, cp_str_fmt(tmp, "%u", p->vendors[i]));
}

/* One message that is there, as far as it will be. */
static cp_rc read_diameter(cp_capture *c, const cp_msg *m, cp_bytes in, bool is_whole, cp_err *err)
{
    cp_diameter p;
    cp_err fault;
    cp_rc rc = cp_diameter_parse(in, &p, &fault);
    if (!cp_diameter_is_of_peers(&p.head))
        return CP_OK;
    if (rc != CP_OK && is_whole)
        cp_capture_fault(c, "Diameter", &fault);
    cp_telling t = { c, err, CP_OK };
    tell_diameter(&t, m, &p);
    return t.rc;
}

cp_rc cp_capture_diameter(cp_capture *c, const cp_msg *m, cp_err *err)
{
    return read_diameter(c, m, m->bytes, true, err);
}

/* Messages that begin in these bytes, one after the other; of the last, if it is not whole, more is
 * wanted only where peers speak. */
static cp_take take_diameter(cp_capture *c, const cp_msg *m, cp_rc *rc, cp_err *err)
{
    cp_bytes in = m->bytes;
    cp_diameter_head head;
    for (uint32_t n = 0; in.n > 0 && *rc == CP_OK; n++) {
        cp_rc known = cp_diameter_head_parse(in, &head, NULL);
        if (known == CP_ESHORT && !m->is_last)
            return CP_TAKE_MORE;
        if (known != CP_OK)
            return n ? CP_TAKE_DONE : CP_TAKE_NOT;
        bool is_whole = head.length <= in.n;
        if (!is_whole && !cp_diameter_is_of_peers(&head))
            return CP_TAKE_DONE;
        if (!is_whole && !m->is_last)
            return CP_TAKE_MORE;
        *rc = read_diameter(c, m, in, is_whole, err);
        if (!is_whole)
            return CP_TAKE_DONE;
        in = (cp_bytes){ in.p + head.length, in.n - head.length };
    }
    return CP_TAKE_DONE;
}

const cp_tcp_proto cp_tcp_diameter = { "Diameter", take_diameter };
