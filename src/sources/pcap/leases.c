/* SPDX-License-Identifier: Apache-2.0 */
/* leases.c - what DHCP and neighbour discovery tell, as observations.
 *
 * The subject of a DHCP message is the client, named by its hardware address: what a relay forwards
 * still names it, whereas the frame's source is the relay's. What clients say about themselves is
 * taken from requests only; an address belongs to the client once the server acknowledged it. The
 * server is whom option 54 names. Where a relay says the client is attached is a fact about the
 * client: the relay itself is known by an address only. */
#include <string.h>
#include "sources/ip/dhcp.h"
#include "sources/ip/ndp.h"
#include "sources/pcap/facts.h"

/* Without the NUL bytes that some append. */
static cp_bytes text_bytes(cp_bytes b)
{
    while (b.n > 0 && b.p[b.n - 1] == 0)
        b.n--;
    return b;
}

static cp_str raw_text(cp_arena *a, cp_bytes b)
{
    (void)a;
    return cp_str_of_bytes(text_bytes(b));
}

/* code, kind, whether replies say it about the client too, how it becomes text */
static const struct told_option {
    uint8_t code;
    cp_kind kind;
    bool in_replies;
    cp_str (*text)(cp_arena *a, cp_bytes option);
} told_options[] = {
    { CP_DHCP_OPT_HOSTNAME, CP_KIND_DHCP_HOSTNAME, true, raw_text },
    { CP_DHCP_OPT_VENDOR_CLASS, CP_KIND_DHCP_VENDOR_CLASS, false, raw_text },
    { CP_DHCP_OPT_PARAM_LIST, CP_KIND_DHCP_PARAM_LIST, false, cp_dhcp_param_list_text },
    { CP_DHCP_OPT_CLIENT_ID, CP_KIND_DHCP_CLIENT_ID, false, cp_dhcp_client_id_text },
    { CP_DHCP_OPT_USER_CLASS, CP_KIND_DHCP_USER_CLASS, false, cp_dhcp_user_class_text },
    { CP_DHCP_OPT_VENDOR_INFO, CP_KIND_DHCP_VENDOR_INFO, false, cp_hex },
};

/* What a device says it is, in the part of an enterprise in option 125 (of DHCPv6: 17). The
 * Broadband Forum has a gateway that serves answer with the same about itself, under codes of its
 * own. */
static const struct device_option {
    uint32_t enterprise, code;
    bool by_server;
    cp_kind kind;
} device_options[] = {
    { CP_DHCP_BROADBAND_FORUM, 1, false, CP_KIND_DHCP_DEVICE_OUI },
    { CP_DHCP_BROADBAND_FORUM, 2, false, CP_KIND_DHCP_DEVICE_SERIAL },
    { CP_DHCP_BROADBAND_FORUM, 3, false, CP_KIND_DHCP_DEVICE_MODEL },
    { CP_DHCP_BROADBAND_FORUM, 4, true, CP_KIND_DHCP_DEVICE_OUI },
    { CP_DHCP_BROADBAND_FORUM, 5, true, CP_KIND_DHCP_DEVICE_SERIAL },
    { CP_DHCP_BROADBAND_FORUM, 6, true, CP_KIND_DHCP_DEVICE_MODEL },
    { CP_DHCP_CABLELABS, 2, false, CP_KIND_DHCP_DEVICE_TYPE },
    { CP_DHCP_CABLELABS, 4, false, CP_KIND_DHCP_DEVICE_SERIAL },
    { CP_DHCP_CABLELABS, 5, false, CP_KIND_DHCP_DEVICE_HW },
    { CP_DHCP_CABLELABS, 6, false, CP_KIND_DHCP_DEVICE_SW },
    { CP_DHCP_CABLELABS, 7, false, CP_KIND_DHCP_DEVICE_FW },
    { CP_DHCP_CABLELABS, 8, false, CP_KIND_DHCP_DEVICE_OUI },
    { CP_DHCP_CABLELABS, 9, false, CP_KIND_DHCP_DEVICE_MODEL },
    { CP_DHCP_CABLELABS, 10, false, CP_KIND_DHCP_DEVICE_MAKER },
};

void cp_tell_dhcp_device(cp_telling *t, const cp_subject *s, uint32_t enterprise, uint32_t code,
                         bool by_server, cp_bytes value)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    for (size_t i = 0; i < sizeof device_options / sizeof *device_options; i++) {
        const struct device_option *o = &device_options[i];
        if (o->enterprise == enterprise && o->code == code && o->by_server == by_server)
            cp_tell(t, s, o->kind, cp_str_trim(cp_dhcp_opaque_text(tmp, text_bytes(value))));
    }
}

static void tell_device_list(cp_telling *t, const cp_subject *s, uint32_t enterprise,
                             bool by_server, cp_bytes list)
{
    cp_cur c = cp_cur_of(list);
    cp_bytes value;
    for (uint8_t code; cp_dhcp_sub_next(&c, &code, &value);)
        cp_tell_dhcp_device(t, s, enterprise, code, by_server, value);
}

/* Options 124 and 125. The number says whose words these are, not who made the device: it may be
 * that of an association, or of the programmer of the client. */
static void tell_enterprises(cp_telling *t, const cp_subject *client, const cp_dhcp *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_cur class = cp_cur_of(p->options[CP_DHCP_OPT_ENTERPRISE_CLASS]),
           info = cp_cur_of(p->options[CP_DHCP_OPT_ENTERPRISE_INFO]);
    cp_bytes data;
    uint32_t e;
    while (cp_dhcp_enterprise_next(&class, &e, &data)) {
        cp_tell(t, client, CP_KIND_DHCP_ENTERPRISE, cp_str_fmt(tmp, "%u", e));
        cp_tell(t, client, CP_KIND_DHCP_ENTERPRISE_CLASS,
                cp_str_trim(cp_dhcp_opaque_text(tmp, text_bytes(data))));
    }
    while (cp_dhcp_enterprise_next(&info, &e, &data)) {
        cp_tell(t, client, CP_KIND_DHCP_ENTERPRISE, cp_str_fmt(tmp, "%u", e));
        cp_tell(t, client, CP_KIND_DHCP_ENTERPRISE_INFO,
                cp_str_fmt(tmp, "%u %.*s", e, CP_FMT(cp_hex(tmp, data))));
        tell_device_list(t, client, e, false, data);
    }
}

/* Cable modems and what is built into them say so by their vendor class; then option 43 has the
 * list of CableLabs. */
static bool is_of_cable(const cp_dhcp *p)
{
    static const cp_str begins[] = { CP_STR_INIT("docsis"), CP_STR_INIT("pktc"),
                                     CP_STR_INIT("OpenCable") };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (cp_str_starts(cp_str_of_bytes(p->options[CP_DHCP_OPT_VENDOR_CLASS]), begins[i]))
            return true;
    return false;
}

static void tell_relay(cp_telling *t, const cp_subject *client, const cp_dhcp *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_cur c = cp_cur_of(p->options[CP_DHCP_OPT_RELAY_INFO]);
    cp_bytes value;
    if (cp_ip_is_host(p->giaddr))
        cp_tell(t, client, CP_KIND_DHCP_RELAY_ADDR, cp_ip_text(tmp, p->giaddr));
    for (uint8_t code; cp_dhcp_sub_next(&c, &code, &value);)
        if (code == CP_DHCP_RELAY_CIRCUIT_ID)
            cp_tell(t, client, CP_KIND_DHCP_RELAY_CIRCUIT_ID, cp_dhcp_opaque_text(tmp, value));
        else if (code == CP_DHCP_RELAY_REMOTE_ID)
            cp_tell(t, client, CP_KIND_DHCP_RELAY_REMOTE_ID, cp_dhcp_opaque_text(tmp, value));
}

/* The frame's sender is the server only if the packet comes from the address that option 54 names
 * and no relay stands between. */
static void tell_server(cp_telling *t, const cp_msg *m, const cp_dhcp *p)
{
    cp_bytes id = p->options[CP_DHCP_OPT_SERVER_ID], data;
    cp_cur info = cp_cur_of(p->options[CP_DHCP_OPT_ENTERPRISE_INFO]);
    cp_msg from = *m;
    cp_subject s = { .n = 0 };
    if (p->op != CP_DHCP_REPLY || id.n != 4 || !cp_ip_is_host(cp_ip_v4(id.p)))
        return;
    from.src = cp_ip_v4(id.p);
    from.is_near = m->is_near && m->src.version == 4 && memcmp(m->src.b, id.p, 4) == 0 &&
                   !cp_ip_is_host(p->giaddr);
    cp_msg_sender(t->c, &from, &s);
    cp_tell(t, &s, CP_KIND_DHCP_SERVER, cp_ip_text(cp_capture_scratch(t->c), from.src));
    for (uint32_t e; cp_dhcp_enterprise_next(&info, &e, &data);)
        tell_device_list(t, &s, e, true, data);
}

/* yiaddr, or ciaddr where the client asked for parameters only (RFC 2131, 4.3.5). */
static cp_rc tell_lease(cp_capture *c, const cp_dhcp *p, cp_err *err)
{
    cp_ip ip = cp_ip_is_host(p->yiaddr) ? p->yiaddr : p->ciaddr;
    cp_subject s = { .n = 0 };
    if (!cp_ip_is_host(ip))
        return CP_OK;
    cp_subject_add_mac(c, &s, p->chaddr);
    cp_subject_add_ip(c, &s, ip);
    return cp_capture_say(c, &s, CP_KIND_IP_HOST, s.ids[s.n - 1].value, err);
}

cp_rc cp_capture_dhcp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_dhcp p;
    cp_err fault;
    cp_rc rc = CP_OK;
    if (cp_dhcp_parse(tmp, m->bytes, &p, &fault) != CP_OK)
        cp_capture_fault(c, "DHCP", &fault);
    if (!p.has_mac)
        return CP_OK;
    cp_subject s = { .n = 0 };
    cp_subject_add_mac(c, &s, p.chaddr);
    rc = cp_capture_say(c, &s, CP_KIND_DHCP_CHADDR, s.ids[0].value, err);
    for (size_t i = 0; rc == CP_OK && i < sizeof told_options / sizeof *told_options; i++) {
        const struct told_option *o = &told_options[i];
        if (p.options[o->code].n && (p.op == CP_DHCP_REQUEST || o->in_replies))
            rc = cp_capture_say(c, &s, o->kind, o->text(tmp, p.options[o->code]), err);
    }
    if (rc == CP_OK && p.op == CP_DHCP_REPLY && p.type == CP_DHCP_ACK)
        rc = tell_lease(c, &p, err);
    cp_telling t = { c, err, rc };
    if (p.op == CP_DHCP_REQUEST) {
        cp_str name = raw_text(tmp, p.options[CP_DHCP_OPT_HOSTNAME]);
        cp_tell_own_name(&t, p.chaddr, CP_KIND_DHCP_HOSTNAME, name);
        tell_enterprises(&t, &s, &p);
    }
    if (p.op == CP_DHCP_REQUEST && (p.type == CP_DHCP_DISCOVER || p.type == CP_DHCP_ASK))
        cp_tell(&t, &s, CP_KIND_DHCP_OPTION_ORDER, cp_dhcp_order_text(tmp, &p));
    if (p.op == CP_DHCP_REQUEST && is_of_cable(&p))
        tell_device_list(&t, &s, CP_DHCP_CABLELABS, false, p.options[CP_DHCP_OPT_VENDOR_INFO]);
    tell_relay(&t, &s, &p);
    tell_server(&t, m, &p);
    return t.rc;
}

cp_rc cp_capture_ndp(cp_capture *c, const cp_ip_packet *p, cp_err *err)
{
    cp_ndp n;
    cp_err fault;
    if (cp_ndp_parse(p, &n, &fault) != CP_OK)
        cp_capture_fault(c, "neighbour discovery", &fault);
    if (!n.is_told || !cp_ip_is_host(n.ip))
        return cp_capture_ra(c, p, err);
    cp_subject s = { .n = 0 };
    cp_subject_add_mac(c, &s, n.mac);
    cp_subject_add_ip(c, &s, n.ip);
    return cp_capture_say(c, &s, CP_KIND_IP_HOST, s.ids[s.n - 1].value, err);
}
