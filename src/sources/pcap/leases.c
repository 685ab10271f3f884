/* SPDX-License-Identifier: Apache-2.0 */
/* leases.c - what DHCP and neighbour discovery tell, as observations.
 *
 * The subject of a DHCP message is the client, named by its hardware address: what a relay forwards
 * still names it, whereas the frame's source is the relay's. What clients say about themselves is
 * taken from requests only; an address belongs to the client once the server acknowledged it. */
#include "sources/ip/dhcp.h"
#include "sources/ip/ndp.h"
#include "sources/pcap/facts.h"

static cp_str text_of(cp_bytes b)
{
    while (b.n > 0 && b.p[b.n - 1] == 0)
        b.n--;
    return cp_str_of_bytes(b);
}

static cp_str raw_text(cp_arena *a, cp_bytes b)
{
    (void)a;
    return text_of(b);
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
    return rc;
}

cp_rc cp_capture_ndp(cp_capture *c, const cp_ip_packet *p, cp_err *err)
{
    cp_ndp n;
    cp_err fault;
    if (cp_ndp_parse(p, &n, &fault) != CP_OK)
        cp_capture_fault(c, "neighbour discovery", &fault);
    if (!n.is_told || !cp_ip_is_host(n.ip))
        return CP_OK;
    cp_subject s = { .n = 0 };
    cp_subject_add_mac(c, &s, n.mac);
    cp_subject_add_ip(c, &s, n.ip);
    return cp_capture_say(c, &s, CP_KIND_IP_HOST, s.ids[s.n - 1].value, err);
}
