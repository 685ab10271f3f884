/* SPDX-License-Identifier: Apache-2.0 */
/* tell_dhcpv6.c - what DHCPv6 tells, as observations.
 *
 * The client is the sender of its message, or the MAC that the first relay saw; its DUID holds
 * together what this capture says of it (a reply names it by nothing else) and joins nothing
 * outside, for images of virtual machines are copied with their DUID in them. The MAC in a DUID is
 * told as the client's only if the client was seen with it or with none: it may be that of a card
 * that has moved to another machine (RFC 8415, 11.2). */
#include "sources/ip/dhcp.h"
#include "sources/ip/dhcpv6.h"
#include "sources/pcap/facts.h"

static bool is_of_client(uint8_t type)
{
    return type > 0 && type <= 11 && type != CP_DHCPV6_ADVERTISE && type != CP_DHCPV6_REPLY &&
           type != CP_DHCPV6_RECONFIGURE;
}

static void client_of(cp_capture *c, const cp_msg *m, const cp_dhcpv6 *p, cp_subject *s)
{
    cp_msg peer = { .src = p->peer };
    if (p->n_relays == 0 && is_of_client(p->type))
        cp_msg_sender(c, m, s);
    if (p->has_client_mac)
        cp_subject_add_mac(c, s, p->client_mac);
    if (p->n_relays)
        cp_msg_sender(c, &peer, s);
    if (p->client_id.n >= 3 && p->client_id.n <= CP_DUID_BYTES_MAX)
        cp_subject_add(s, CP_IDENT_AGENT,
                       cp_str_fmt(cp_capture_scratch(c), "duid %.*s",
                                  CP_FMT(cp_hex(cp_capture_scratch(c), p->client_id))));
}

static void tell_duid(cp_telling *t, const cp_subject *client, const cp_dhcpv6 *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_subject s = *client;
    uint32_t enterprise, n_macs = 0;
    cp_mac mac;
    cp_tell(t, client, CP_KIND_DHCPV6_DUID, cp_hex(tmp, p->client_id));
    if (cp_duid_enterprise(p->client_id, &enterprise))
        cp_tell(t, client, CP_KIND_DHCPV6_DUID_ENTERPRISE, cp_str_fmt(tmp, "%u", enterprise));
    if (!cp_duid_mac(p->client_id, &mac))
        return;
    cp_str text = cp_mac_text(tmp, mac);
    bool is_seen = false;
    for (uint32_t i = 0; i < client->n; i++)
        if (client->ids[i].kind == CP_IDENT_MAC) {
            n_macs++;
            is_seen = is_seen || cp_str_eq(client->ids[i].value, text);
        }
    if (n_macs && !is_seen)
        return;
    cp_subject_add_mac(t->c, &s, mac);
    cp_tell(t, &s, CP_KIND_DHCPV6_DUID_MAC, text);
}

static void tell_vendor(cp_telling *t, const cp_subject *s, const cp_dhcpv6_vendor *v)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_cur c = cp_cur_of(v->data);
    cp_bytes value;
    cp_tell(t, s, CP_KIND_DHCP_ENTERPRISE, cp_str_fmt(tmp, "%u", v->enterprise));
    if (v->is_class) {
        while (cp_cur_left(&c) > 0 && cp_dhcpv6_class_next(&c, &value))
            cp_tell(t, s, CP_KIND_DHCP_ENTERPRISE_CLASS, cp_dhcp_opaque_text(tmp, value));
        return;
    }
    cp_tell(t, s, CP_KIND_DHCP_ENTERPRISE_INFO,
            cp_str_fmt(tmp, "%u %.*s", v->enterprise, CP_FMT(cp_hex(tmp, v->data))));
    for (uint16_t code; cp_cur_left(&c) > 0 && cp_dhcpv6_sub_next(&c, &code, &value);)
        cp_tell_dhcp_device(t, s, v->enterprise, code, false, value);
}

static void tell_client(cp_telling *t, const cp_subject *s, const cp_dhcpv6 *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_cur classes = cp_cur_of(p->user_class);
    cp_bytes class;
    tell_duid(t, s, p);
    cp_tell(t, s, CP_KIND_DHCPV6_PARAM_LIST, cp_dhcpv6_asked_text(tmp, p->asked));
    while (cp_cur_left(&classes) > 0 && cp_dhcpv6_class_next(&classes, &class))
        cp_tell(t, s, CP_KIND_DHCP_USER_CLASS, cp_dhcp_opaque_text(tmp, class));
    for (uint32_t i = 0; i < p->n_vendors; i++)
        tell_vendor(t, s, &p->vendors[i]);
}

static void tell_relay(cp_telling *t, const cp_subject *s, const cp_dhcpv6 *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    if (p->n_relays && cp_ip_is_host(p->link))
        cp_tell(t, s, CP_KIND_DHCP_RELAY_ADDR, cp_ip_text(tmp, p->link));
    cp_tell(t, s, CP_KIND_DHCP_RELAY_CIRCUIT_ID, cp_dhcp_opaque_text(tmp, p->interface_id));
    cp_tell(t, s, CP_KIND_DHCP_RELAY_REMOTE_ID, cp_dhcp_opaque_text(tmp, p->remote_id));
}

/* One observation an address: each is the client's, and no fact needs all of them. */
static void tell_leases(cp_telling *t, const cp_subject *client, const cp_dhcpv6 *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    for (uint32_t i = 0; i < p->n_leases; i++) {
        const cp_dhcpv6_lease *l = &p->leases[i];
        cp_msg at = { .src = l->ip };
        cp_subject s = *client;
        if (!l->is_valid || !cp_ip_is_host(l->ip))
            continue;
        cp_str text = cp_ip_text(tmp, l->ip);
        cp_msg_sender(t->c, &at, &s);
        if (l->prefix_len == 128)
            cp_tell(t, &s, CP_KIND_IP_HOST, text);
        else
            cp_tell(t, client, CP_KIND_DHCPV6_PREFIX,
                    cp_str_fmt(tmp, "%.*s/%u", CP_FMT(text), l->prefix_len));
    }
}

static void tell_server(cp_telling *t, const cp_msg *m, const cp_dhcpv6 *p)
{
    cp_subject s = { .n = 0 };
    cp_bytes value;
    cp_msg_sender(t->c, m, &s);
    cp_tell(t, &s, CP_KIND_DHCPV6_SERVER_ID, cp_hex(cp_capture_scratch(t->c), p->server_id));
    for (uint32_t i = 0; i < p->n_vendors; i++) {
        cp_cur c = cp_cur_of(p->vendors[i].data);
        for (uint16_t code; !p->vendors[i].is_class && cp_dhcpv6_sub_next(&c, &code, &value);)
            cp_tell_dhcp_device(t, &s, p->vendors[i].enterprise, code, true, value);
    }
}

cp_rc cp_capture_dhcpv6(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_dhcpv6 p;
    cp_err fault;
    if (cp_dhcpv6_parse(m->bytes, &p, &fault) != CP_OK)
        cp_capture_fault(c, "DHCPv6", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    bool is_answer = p.type == CP_DHCPV6_ADVERTISE || p.type == CP_DHCPV6_REPLY;
    if (!is_answer && !is_of_client(p.type))
        return CP_OK; /* of servers among themselves, or a question of others about the client */
    client_of(c, m, &p, &s);
    if (is_of_client(p.type))
        tell_client(&t, &s, &p);
    cp_tell(&t, &s, CP_KIND_DHCPV6_FQDN, cp_dhcpv6_fqdn_text(cp_capture_scratch(c), p.fqdn));
    tell_relay(&t, &s, &p);
    if (p.type == CP_DHCPV6_REPLY)
        tell_leases(&t, &s, &p);
    if (is_answer && p.n_relays == 0)
        tell_server(&t, m, &p);
    return t.rc;
}
