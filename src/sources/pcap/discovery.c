/* SPDX-License-Identifier: Apache-2.0 */
/* discovery.c - what ARP, CDP, FDP, EDP and MNDP tell, as observations: the facts about a device
 * and those about a port as tell_lldp.c says of LLDP. */
#include "sources/ip/mndp.h"
#include "sources/l2/arp.h"
#include "sources/l2/cdp.h"
#include "sources/l2/edp.h"
#include "sources/pcap/facts.h"

/* a MAC that claims more answers for others (proxy ARP): they are not its own */
enum { ARP_IPS_MAX = 16 };

/* ---- ARP ---- */

/* Is it one of the first addresses that this MAC claimed? Called once for each pair. In the set are
 * the MAC with 1, with 2 ... for its first, second ... address. */
static bool is_own_ip(cp_capture *c, cp_mac mac)
{
    static_assert(ARP_IPS_MAX < 256, "the number of an address fits one byte");
    for (uint64_t nth = 1; nth <= ARP_IPS_MAX; nth++) {
        uint64_t key = cp_mac_u64(mac) << 8 | nth;
        if (!cp_seen_has(&c->arp_ips, key))
            return cp_seen_add(c->a, &c->arp_ips, key);
    }
    return false;
}

cp_rc cp_capture_arp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_arp p;
    cp_err fault;
    cp_mac mac;
    cp_ip ip;
    if (cp_arp_parse(in, &p, &fault) != CP_OK) {
        cp_capture_fault(c, "ARP", &fault);
        return CP_OK;
    }
    if (!cp_arp_sender(&p, &mac, &ip))
        return CP_OK;
    uint64_t pair[2] = { cp_mac_u64(mac), (uint64_t)ip.b[0] << 24 | (uint64_t)ip.b[1] << 16 |
                                              (uint64_t)ip.b[2] << 8 | ip.b[3] };
    uint64_t key = cp_hash((cp_str){ (const char *)pair, sizeof pair }, c->pairs.k) | 1;
    if (cp_seen_has(&c->pairs, key) || !cp_seen_add(c->a, &c->pairs, key))
        return CP_OK;
    cp_subject s = { .n = 0 };
    cp_subject_add_mac(c, &s, mac);
    cp_str text = s.ids[0].value;
    if (cp_ip_is_host(ip) && is_own_ip(c, mac))
        cp_subject_add_ip(c, &s, ip);
    return cp_capture_say(c, &s, CP_KIND_ARP_SENDER, text, err);
}

/* ---- CDP and FDP ---- */

/* The device id is the host name unless somebody set another, and names are not unique: it needs
 * the sender's MAC beside it. */
static void cdp_device(cp_capture *c, const cp_cdp *p, cp_subject *s)
{
    cp_subject_add(s, CP_IDENT_CHASSIS, p->device_id);
    cp_subject_add_l2_sender(c, s);
}

static void tell_cdp_numbers(cp_telling *t, const cp_subject *s, const cp_cdp *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    for (uint32_t i = 0; i < p->n_addrs; i++)
        cp_tell(t, s, CP_KIND_CDP_ADDRESS, cp_ip_text(tmp, p->addrs[i]));
    for (uint32_t i = 0; i < p->n_mgmt; i++)
        cp_tell(t, s, CP_KIND_CDP_ADDRESS, cp_ip_text(tmp, p->mgmt[i]));
    if (p->has_capabilities)
        cp_tell(t, s, CP_KIND_CDP_CAPABILITIES, cp_cdp_capabilities_text(tmp, p->capabilities));
    if (p->has_native_vlan)
        cp_tell(t, s, CP_KIND_CDP_NATIVE_VLAN, cp_str_fmt(tmp, "%u", p->native_vlan));
    cp_tell(t, s, CP_KIND_CDP_SYS_OBJECT_ID, cp_cdp_object_id_text(tmp, p->sys_object_id));
}

/* The device and what belongs to it by this frame. */
static cp_subject cdp_all(cp_capture *c, const cp_cdp *p, const cp_subject *device)
{
    cp_subject all = *device;
    for (uint32_t i = 0; i < p->n_addrs; i++)
        cp_subject_add_ip(c, &all, p->addrs[i]);
    for (uint32_t i = 0; i < p->n_mgmt; i++)
        cp_subject_add_ip(c, &all, p->mgmt[i]);
    return all;
}

cp_rc cp_capture_cdp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cdp p;
    cp_err fault;
    if (cp_cdp_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "CDP", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject device = { .n = 0 };
    cdp_device(c, &p, &device);
    cp_subject all = cdp_all(c, &p, &device);
    cp_tell(&t, &all, CP_KIND_CDP_DEVICE_ID, p.device_id);
    if (c->has_l2_src)
        cp_tell_own_name(&t, c->l2_src, CP_KIND_CDP_DEVICE_ID, p.device_id);
    cp_tell(&t, &device, CP_KIND_CDP_PORT_ID, p.port_id);
    cp_tell(&t, &device, CP_KIND_CDP_VERSION, p.software);
    cp_tell(&t, &device, CP_KIND_CDP_PLATFORM, p.platform);
    cp_tell(&t, &device, CP_KIND_CDP_VTP_DOMAIN, p.vtp_domain);
    cp_tell(&t, &device, CP_KIND_CDP_SYS_NAME, p.sys_name);
    tell_cdp_numbers(&t, &device, &p);
    if (t.rc != CP_OK || p.n_tlvs == 0)
        return t.rc;
    return cp_capture_link(c, CP_LINK_CDP, &device, p.port_id, err);
}

/* Unlike that of CDP, the device id is a model's name until somebody sets one, so it identifies
 * nothing; the addresses bind the ports together. */
cp_rc cp_capture_fdp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cdp p;
    cp_err fault;
    if (cp_fdp_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "FDP", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject device = { .n = 0 };
    cp_subject_add_l2_sender(c, &device);
    cp_subject all = cdp_all(c, &p, &device);
    cp_tell(&t, &all, CP_KIND_FDP_DEVICE_ID, p.device_id);
    cp_tell(&t, &device, CP_KIND_FDP_PORT_ID, p.port_id);
    cp_tell(&t, &device, CP_KIND_FDP_VERSION, p.software);
    cp_tell(&t, &device, CP_KIND_FDP_PLATFORM, p.platform);
    cp_tell(&t, &device, CP_KIND_FDP_CAPABILITY, p.capability);
    for (uint32_t i = 0; i < p.n_addrs; i++)
        cp_tell(&t, &device, CP_KIND_FDP_ADDRESS, cp_ip_text(cp_capture_scratch(c), p.addrs[i]));
    if (p.has_native_vlan)
        cp_tell(&t, &device, CP_KIND_FDP_NATIVE_VLAN,
                cp_str_fmt(cp_capture_scratch(c), "%u", p.native_vlan));
    if (t.rc != CP_OK || p.n_tlvs == 0)
        return t.rc;
    return cp_capture_link(c, CP_LINK_FDP, &device, p.port_id, err);
}

/* ---- EDP ---- */

/* The machine's id is its own address; a port may have another. */
static void edp_device(cp_capture *c, const cp_edp *p, cp_subject *s)
{
    if (p->has_mac) {
        cp_subject_add_mac(c, s, p->mac);
        cp_subject_add(s, CP_IDENT_CHASSIS, cp_mac_text(cp_capture_scratch(c), p->mac));
    } else {
        cp_subject_add_l2_sender(c, s);
    }
}

static void tell_edp_vlans(cp_telling *t, const cp_subject *s, const cp_edp *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    for (uint32_t i = 0; i < p->n_vlans; i++) {
        const cp_edp_vlan *v = &p->vlans[i];
        cp_tell(t, s, CP_KIND_EDP_VLAN, cp_str_fmt(tmp, "%u %.*s", v->id, CP_FMT(v->name)));
        if (cp_ip_is_host(v->ip))
            cp_tell(t, s, CP_KIND_EDP_ADDRESS, cp_ip_text(tmp, v->ip));
    }
}

cp_rc cp_capture_edp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_edp p;
    cp_err fault;
    if (cp_edp_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "EDP", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject device = { .n = 0 };
    cp_str port = CP_STR("");
    edp_device(c, &p, &device);
    cp_subject all = device;
    cp_subject_add_l2_sender(c, &all);
    for (uint32_t i = 0; i < p.n_vlans; i++)
        cp_subject_add_ip(c, &all, p.vlans[i].ip);
    if (p.has_mac)
        cp_tell(&t, &all, CP_KIND_EDP_MAC, cp_mac_text(tmp, p.mac));
    cp_tell(&t, &device, CP_KIND_EDP_SYS_NAME, p.display);
    if (p.has_info) {
        port = cp_str_fmt(tmp, "%u/%u", p.slot, p.port);
        cp_tell(&t, &device, CP_KIND_EDP_PORT_ID, port);
        cp_tell(&t, &device, CP_KIND_EDP_VERSION,
                cp_str_fmt(tmp, "%u.%u.%u.%u", p.software[0], p.software[1], p.software[2],
                           p.software[3]));
    }
    tell_edp_vlans(&t, &device, &p);
    if (t.rc != CP_OK || !p.has_info) /* VLANs may come in frames of their own */
        return t.rc;
    return cp_capture_link(c, CP_LINK_EDP, &device, port, err);
}

/* ---- MNDP ---- */

/* To all of the link; others use the port too. */
static bool is_mndp(const cp_msg *m)
{
    const uint8_t *d = m->dst.b;
    if (m->dst_port != CP_MNDP_PORT)
        return false;
    return m->dst.version == 4 ? (d[0] & d[1] & d[2] & d[3]) == 255 : d[0] == 0xff && d[1] == 2;
}

static void tell_mndp(cp_telling *t, const cp_subject *s, const cp_mndp *p)
{
    cp_tell_text(t, s, CP_KIND_MNDP_IDENTITY, p->identity);
    cp_tell_text(t, s, CP_KIND_MNDP_VERSION, p->version);
    cp_tell_text(t, s, CP_KIND_MNDP_PLATFORM, p->platform);
    cp_tell_text(t, s, CP_KIND_MNDP_BOARD, p->board);
    cp_tell_text(t, s, CP_KIND_MNDP_SOFTWARE_ID, p->software_id);
    cp_tell_text(t, s, CP_KIND_MNDP_INTERFACE, p->interface);
    for (uint32_t i = 0; i < p->n_addrs; i++)
        cp_tell(t, s, CP_KIND_MNDP_ADDRESS, cp_ip_text(cp_capture_scratch(t->c), p->addrs[i]));
}

cp_rc cp_capture_mndp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_mndp p;
    cp_err fault;
    if (!is_mndp(m))
        return CP_OK;
    if (cp_mndp_parse(m->bytes, &p, &fault) != CP_OK)
        cp_capture_fault(c, "MNDP", &fault);
    if (p.n_tlvs == 0) /* a request */
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    if (p.has_mac)
        cp_subject_add_mac(c, &s, p.mac);
    cp_msg_sender(c, m, &s);
    for (uint32_t i = 0; i < p.n_addrs && !c->tunnel.name; i++)
        cp_subject_add_ip(c, &s, p.addrs[i]);
    if (p.has_mac)
        cp_tell(&t, &s, CP_KIND_MNDP_MAC, cp_mac_text(cp_capture_scratch(c), p.mac));
    tell_mndp(&t, &s, &p);
    if (t.rc != CP_OK)
        return t.rc;
    return cp_capture_link(c, CP_LINK_MNDP, &s, cp_str_of_bytes(p.interface), err);
}
