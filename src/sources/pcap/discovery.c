/* SPDX-License-Identifier: Apache-2.0 */
/* discovery.c - what ARP, LLDP and CDP frames tell, as observations.
 *
 * A device with many ports sends a frame from each: the facts about the device go with identifiers
 * of the device alone, so that they are told once, and one observation a port (the chassis id, the
 * device id) binds to them what only that frame shows, its source MAC and addresses. */
#include "sources/l2/arp.h"
#include "sources/l2/cdp.h"
#include "sources/l2/lldp.h"
#include "sources/pcap/facts.h"

enum {
    /* a MAC that claims more answers for others (proxy ARP): they are not its own */
    ARP_IPS_MAX = 16,
    OUI_8021 = 0x0080c2,
    OUI_8023 = 0x00120f,
    OUI_MED = 0x0012bb,
};

/* ---- ARP ---- */

/* Is ip one of the first that this MAC claimed? Called once for each pair. */
static bool is_own_ip(cp_capture *c, cp_mac mac)
{
    bool is_added;
    cp_str key = { (const char *)mac.b, sizeof mac.b };
    if (!cp_map_get(&c->arp_ips, key)) {
        if (c->arp_ips.n == CP_CAPTURE_MACS_MAX)
            return false;
        key = cp_str_dup(c->a, key);
    }
    uint64_t *n = cp_map_put(c->a, &c->arp_ips, key, &is_added);
    return ++*n <= ARP_IPS_MAX;
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

/* ---- LLDP ---- */

static cp_str chassis_text(cp_capture *c, const cp_lldp *p)
{
    return cp_lldp_id_text(cp_capture_scratch(c), p->chassis_subtype == CP_LLDP_CHASSIS_MAC,
                           p->chassis_subtype == CP_LLDP_CHASSIS_ADDRESS, p->chassis);
}

/* The device: its chassis id, which other sources may know too. Names of ports and interfaces are
 * unique within a device only, so they need the sender's MAC to identify anything. */
static void lldp_device(cp_capture *c, const cp_lldp *p, cp_str chassis, cp_subject *s)
{
    bool is_mac = p->chassis_subtype == CP_LLDP_CHASSIS_MAC && p->chassis.n == 6;
    cp_ip ip;
    if (is_mac)
        cp_subject_add_mac(c, s, cp_mac_of(p->chassis.p));
    if (p->chassis_subtype == CP_LLDP_CHASSIS_ADDRESS && cp_ip_parse(chassis, &ip))
        cp_subject_add_ip(c, s, ip);
    if (is_mac || p->chassis_subtype == CP_LLDP_CHASSIS_ADDRESS ||
        p->chassis_subtype == CP_LLDP_CHASSIS_COMPONENT ||
        p->chassis_subtype == CP_LLDP_CHASSIS_LOCAL)
        cp_subject_add(s, CP_IDENT_CHASSIS, chassis);
    if (!is_mac)
        cp_subject_add_l2_sender(c, s);
    cp_subject_add(s, CP_IDENT_SERIAL, cp_str_trim(p->med.serial));
}

/* The device and what belongs to it by this frame: the sending port, the management addresses. */
static void lldp_port(cp_capture *c, const cp_lldp *p, cp_subject *s)
{
    cp_ip ip;
    cp_subject_add_l2_sender(c, s);
    if (p->port_subtype == CP_LLDP_PORT_MAC && p->port.n == 6)
        cp_subject_add_mac(c, s, cp_mac_of(p->port.p));
    for (uint32_t i = 0; i < p->n_addrs; i++) {
        const cp_lldp_addr *a = &p->addrs[i];
        if (cp_lldp_ip(a->family, a->value, &ip))
            cp_subject_add_ip(c, s, ip);
        else if (a->family == CP_AFI_802 && a->value.n == 6)
            cp_subject_add_mac(c, s, cp_mac_of(a->value.p));
    }
}

static void tell_lldp_texts(cp_telling *t, const cp_subject *s, const cp_lldp *p)
{
    cp_tell(t, s, CP_KIND_LLDP_PORT_DESCR, p->port_descr);
    cp_tell(t, s, CP_KIND_LLDP_SYS_NAME, p->sys_name);
    cp_tell(t, s, CP_KIND_LLDP_SYS_DESCR, p->sys_descr);
    cp_tell(t, s, CP_KIND_LLDP_SYS_CAPS,
            cp_lldp_caps_text(cp_capture_scratch(t->c), p->caps_enabled));
    cp_tell(t, s, CP_KIND_LLDP_MED_HW, p->med.hw);
    cp_tell(t, s, CP_KIND_LLDP_MED_FW, p->med.fw);
    cp_tell(t, s, CP_KIND_LLDP_MED_SW, p->med.sw);
    cp_tell(t, s, CP_KIND_LLDP_MED_SERIAL, p->med.serial);
    cp_tell(t, s, CP_KIND_LLDP_MED_MANUFACTURER, p->med.manufacturer);
    cp_tell(t, s, CP_KIND_LLDP_MED_MODEL, p->med.model);
}

static void tell_lldp_lists(cp_telling *t, const cp_subject *s, const cp_lldp *p)
{
    cp_ip ip;
    for (uint32_t i = 0; i < p->n_addrs; i++) {
        const cp_lldp_addr *a = &p->addrs[i];
        if (cp_lldp_ip(a->family, a->value, &ip))
            cp_tell(t, s, CP_KIND_LLDP_MGMT_ADDR, cp_ip_text(cp_capture_scratch(t->c), ip));
        else if (a->family == CP_AFI_802 && a->value.n == 6)
            cp_tell(t, s, CP_KIND_LLDP_MGMT_ADDR,
                    cp_mac_text(cp_capture_scratch(t->c), cp_mac_of(a->value.p)));
    }
    for (uint32_t i = 0; i < p->n_ouis; i++) /* those of the standards say nothing about who */
        if (p->ouis[i] != OUI_8021 && p->ouis[i] != OUI_8023 && p->ouis[i] != OUI_MED)
            cp_tell(t, s, CP_KIND_LLDP_ORG_OUI,
                    cp_str_fmt(cp_capture_scratch(t->c), "%06X", p->ouis[i]));
}

cp_rc cp_capture_lldp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_lldp p;
    cp_err fault;
    if (cp_lldp_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "LLDP", &fault);
    if (!p.chassis_subtype)
        return CP_OK; /* whatever else it says, it does not say about whom */
    cp_telling t = { c, err, CP_OK };
    cp_str chassis = chassis_text(c, &p);
    cp_str port = cp_lldp_id_text(cp_capture_scratch(c), p.port_subtype == CP_LLDP_PORT_MAC,
                                  p.port_subtype == CP_LLDP_PORT_ADDRESS, p.port);
    cp_subject device = { .n = 0 };
    lldp_device(c, &p, chassis, &device);
    cp_subject all = device;
    lldp_port(c, &p, &all);
    cp_tell(&t, &all, CP_KIND_LLDP_CHASSIS_ID, chassis);
    cp_tell(&t, &device, CP_KIND_LLDP_PORT_ID, port);
    tell_lldp_texts(&t, &device, &p);
    tell_lldp_lists(&t, &device, &p);
    if (t.rc != CP_OK)
        return t.rc;
    return cp_capture_link(c, CP_LINK_LLDP, &device, port, err);
}

/* ---- CDP ---- */

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

cp_rc cp_capture_cdp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_cdp p;
    cp_err fault;
    if (cp_cdp_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "CDP", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject device = { .n = 0 };
    cdp_device(c, &p, &device);
    cp_subject all = device;
    for (uint32_t i = 0; i < p.n_addrs; i++)
        cp_subject_add_ip(c, &all, p.addrs[i]);
    for (uint32_t i = 0; i < p.n_mgmt; i++)
        cp_subject_add_ip(c, &all, p.mgmt[i]);
    cp_tell(&t, &all, CP_KIND_CDP_DEVICE_ID, p.device_id);
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
