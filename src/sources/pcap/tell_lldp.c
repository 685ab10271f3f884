/* SPDX-License-Identifier: Apache-2.0 */
/* tell_lldp.c - what LLDP frames tell, as observations.
 *
 * A device with many ports sends a frame from each: the facts about the device go with identifiers
 * of the device alone, so that they are told once, and one observation a port (the chassis id)
 * binds to them what only that frame shows, its source MAC and addresses. */
#include "sources/l2/lldp_org.h"
#include "sources/pcap/facts.h"

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
    if (t->c->has_l2_src)
        cp_tell_own_name(t, t->c->l2_src, CP_KIND_LLDP_SYS_NAME, p->sys_name);
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

/* It says nothing about who speaks. */
static bool is_of_standard(uint32_t oui)
{
    return oui == CP_LLDP_OUI_8021 || oui == CP_LLDP_OUI_8023 || oui == CP_LLDP_OUI_MED ||
           oui == CP_LLDP_OUI_IANA;
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
    for (uint32_t i = 0; i < p->n_ouis; i++)
        if (!is_of_standard(p->ouis[i]))
            cp_tell(t, s, CP_KIND_LLDP_ORG_OUI,
                    cp_str_fmt(cp_capture_scratch(t->c), "%06X", p->ouis[i]));
}

static void tell_number(cp_telling *t, const cp_subject *s, cp_kind kind, uint32_t n)
{
    if (n)
        cp_tell(t, s, kind, cp_str_fmt(cp_capture_scratch(t->c), "%u", n));
}

static void tell_8021(cp_telling *t, const cp_subject *s, const cp_lldp *p, cp_str port)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_str aggregation = cp_lldp_aggregation_text(tmp, p);
    tell_number(t, s, CP_KIND_LLDP_PORT_VLAN, p->port_vlan);
    tell_number(t, s, CP_KIND_LLDP_MGMT_VLAN, p->mgmt_vlan);
    for (uint32_t i = 0; i < p->n_vlans; i++)
        cp_tell(t, s, CP_KIND_LLDP_VLAN_NAME,
                cp_str_fmt(tmp, "%u %.*s", p->vlans[i].id, CP_FMT(p->vlans[i].name)));
    for (uint32_t i = 0; i < p->n_protocols; i++)
        cp_tell(t, s, CP_KIND_LLDP_PROTOCOL, cp_hex(tmp, p->protocols[i]));
    if (aggregation.n) /* which port belongs to which aggregate */
        cp_tell(t, s, CP_KIND_LLDP_AGGREGATION,
                cp_str_fmt(tmp, "%.*s: %.*s", CP_FMT(port), CP_FMT(aggregation)));
}

static void tell_8023(cp_telling *t, const cp_subject *s, const cp_lldp *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_tell(t, s, CP_KIND_LLDP_PHY, cp_lldp_phy_text(tmp, p));
    cp_tell(t, s, CP_KIND_LLDP_POWER, cp_lldp_power_text(tmp, &p->power));
    tell_number(t, s, CP_KIND_LLDP_FRAME_MAX, p->frame_max);
}

static void tell_med(cp_telling *t, const cp_subject *s, const cp_lldp *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_tell(t, s, CP_KIND_LLDP_MED_CAPS, cp_lldp_med_caps_text(tmp, p));
    for (uint32_t i = 0; i < p->med.n_policies; i++)
        cp_tell(t, s, CP_KIND_LLDP_MED_POLICY, cp_lldp_policy_text(tmp, &p->med.policies[i]));
    cp_tell(t, s, CP_KIND_LLDP_MED_LOCATION, cp_lldp_location_text(tmp, p));
    cp_tell(t, s, CP_KIND_LLDP_MED_POWER, cp_lldp_med_power_text(tmp, p));
    cp_tell(t, s, CP_KIND_LLDP_MED_ASSET, p->med.asset);
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
    cp_tell(&t, &device, CP_KIND_LLDP_TLV_ORDER, cp_lldp_order_text(cp_capture_scratch(c), in));
    cp_tell(&t, &device, CP_KIND_LLDP_MUD_URL, p.mud_url);
    tell_8021(&t, &device, &p, port);
    tell_8023(&t, &device, &p);
    tell_med(&t, &device, &p);
    if (t.rc != CP_OK)
        return t.rc;
    return cp_capture_link(c, CP_LINK_LLDP, &device, port, err);
}
