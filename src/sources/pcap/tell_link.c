/* SPDX-License-Identifier: Apache-2.0 */
/* tell_link.c - what LACP, OAM of a link, spanning tree, CFM and PPPoE discovery tell, as
 * observations.
 *
 * All are about the frame's sender. The system of LACP and the bridge of a BPDU have an address of
 * their own; two devices that act as one towards others give the same, and some give one that was
 * only configured. So it identifies the sender only if it lies next to the sender's address, as the
 * addresses of ports lie behind that of their device. */
#include "sources/l2/cfm.h"
#include "sources/l2/lacp.h"
#include "sources/l2/lldp.h"
#include "sources/l2/oam.h"
#include "sources/l2/pppoe.h"
#include "sources/l2/stp.h"
#include "sources/pcap/facts.h"

enum {
    PORTS_OF_DEVICE_MAX = 256,
    LACP_DEFAULTED = 0x40, /* what it says of its partner is configured, not heard */
};

static void link_sender(cp_capture *c, cp_mac system, cp_subject *s)
{
    uint64_t own = cp_mac_u64(system), port = cp_mac_u64(c->l2_src);
    cp_subject_add_l2_sender(c, s);
    if (c->has_l2_src && cp_mac_is_identity(system) &&
        (own > port ? own - port : port - own) < PORTS_OF_DEVICE_MAX)
        cp_subject_add_mac(c, s, system);
}

static void tell_ouis(cp_telling *t, const cp_subject *s, cp_kind kind, const uint32_t *ouis,
                      uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        cp_tell(t, s, kind, cp_str_fmt(cp_capture_scratch(t->c), "%06X", ouis[i]));
}

/* ---- slow protocols ---- */

static cp_rc tell_partner(cp_capture *c, const cp_lacp *p, const cp_subject *s, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    const cp_lacp_end *e = &p->partner;
    cp_telling t = { c, err, CP_OK };
    cp_subject partner = { .n = 0 };
    if (!e->is_told || cp_mac_u64(e->system) == 0 || p->actor.state & LACP_DEFAULTED)
        return CP_OK;
    cp_tell(&t, s, CP_KIND_LACP_PARTNER,
            cp_str_fmt(tmp, "%.*s port=%u key=%u", CP_FMT(cp_mac_text(tmp, e->system)), e->port,
                       e->key));
    if (t.rc != CP_OK || !cp_mac_is_identity(e->system))
        return t.rc;
    cp_subject_add_mac(c, &partner, e->system);
    return cp_capture_link_between(c, CP_LINK_LACP, &partner, cp_str_fmt(tmp, "%u", e->port), s,
                                   cp_str_fmt(tmp, "%u", p->actor.port), err);
}

static cp_rc tell_lacp(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_lacp p;
    cp_err fault;
    if (cp_lacp_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "LACP", &fault);
    if (!p.actor.is_told || cp_mac_u64(p.actor.system) == 0)
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    link_sender(c, p.actor.system, &s);
    cp_tell(&t, &s, CP_KIND_LACP_SYSTEM, cp_mac_text(tmp, p.actor.system));
    cp_tell(
        &t, &s, CP_KIND_LACP_PORT,
        cp_str_fmt(tmp, "%u key=%u priority=%u", p.actor.port, p.actor.key, p.actor.port_priority));
    return t.rc == CP_OK ? tell_partner(c, &p, &s, err) : t.rc;
}

static cp_rc tell_oam(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_oam p;
    cp_err fault;
    if (cp_oam_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "OAM", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_subject_add_l2_sender(c, &s);
    if (p.has_local) {
        tell_ouis(&t, &s, CP_KIND_OAM_OUI, &p.oui, 1);
        cp_tell(&t, &s, CP_KIND_OAM_VENDOR_INFO,
                cp_hex(cp_capture_scratch(c), (cp_bytes){ p.vendor_info, sizeof p.vendor_info }));
    }
    tell_ouis(&t, &s, CP_KIND_OAM_EXTENSION, p.ouis, p.n_ouis);
    return t.rc;
}

cp_rc cp_capture_slow(cp_capture *c, cp_bytes in, cp_err *err)
{
    switch (in.n ? in.p[0] : 0) {
    case CP_SLOW_LACP: cp_capture_heard(c, "LACP"); return tell_lacp(c, in, err);
    case CP_SLOW_OAM: cp_capture_heard(c, "OAM"); return tell_oam(c, in, err);
    default: return CP_OK; /* markers, synchronisation */
    }
}

/* ---- spanning tree ---- */

cp_rc cp_capture_stp(cp_capture *c, cp_bytes in, cp_err *err)
{
    static const char *const versions[] = { "stp", "stp", "rstp", "mstp", "spt" };
    cp_arena *tmp = cp_capture_scratch(c);
    cp_stp p;
    cp_err fault;
    if (cp_stp_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "STP", &fault);
    if (!p.has_bridge)
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    link_sender(c, p.bridge.mac, &s);
    if (cp_mac_u64(p.bridge.mac))
        cp_tell(&t, &s, CP_KIND_STP_BRIDGE, cp_mac_text(tmp, p.bridge.mac));
    cp_tell(&t, &s, CP_KIND_STP_BRIDGE_ID, cp_stp_id_text(tmp, &p.bridge));
    cp_tell(&t, &s, CP_KIND_STP_ROOT_ID, cp_stp_id_text(tmp, &p.root));
    if (p.version < sizeof versions / sizeof *versions)
        cp_tell(&t, &s, CP_KIND_STP_VERSION, cp_str_c(versions[p.version]));
    if (p.has_region)
        cp_tell(&t, &s, CP_KIND_STP_REGION,
                cp_str_fmt(tmp, "%.*s %u %.*s", CP_FMT(p.region), p.revision,
                           CP_FMT(cp_hex(tmp, p.digest))));
    return t.rc;
}

/* ---- CFM ---- */

/* Management addresses are told, but join nothing: a provider's frames pass networks that are not
 * its own. */
static void tell_cfm_sender(cp_telling *t, const cp_subject *s, const cp_cfm *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_ip ip;
    if (p->chassis_subtype)
        cp_tell(t, s, CP_KIND_CFM_CHASSIS_ID,
                cp_lldp_id_text(tmp, p->chassis_subtype == CP_LLDP_CHASSIS_MAC,
                                p->chassis_subtype == CP_LLDP_CHASSIS_ADDRESS, p->chassis));
    if (cp_cfm_mgmt_ip(p, &ip))
        cp_tell(t, s, CP_KIND_CFM_MGMT_ADDR, cp_ip_text(tmp, ip));
    tell_ouis(t, s, CP_KIND_CFM_ORG_OUI, p->ouis, p->n_ouis);
}

cp_rc cp_capture_cfm(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_arena *tmp = cp_capture_scratch(c);
    cp_cfm p;
    cp_err fault;
    if (cp_cfm_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "CFM", &fault);
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_subject_add_l2_sender(c, &s);
    if (p.chassis_subtype == CP_LLDP_CHASSIS_MAC && p.chassis.n == 6)
        cp_subject_add_mac(c, &s, cp_mac_of(p.chassis.p));
    if (p.ma_format) {
        cp_tell(&t, &s, CP_KIND_CFM_DOMAIN,
                cp_str_fmt(tmp, "level %u %.*s", p.level, CP_FMT(cp_cfm_md_text(tmp, &p))));
        cp_tell(&t, &s, CP_KIND_CFM_ASSOCIATION,
                cp_str_fmt(tmp, "%.*s mep=%u", CP_FMT(cp_cfm_ma_text(tmp, &p)), p.mep));
    }
    tell_cfm_sender(&t, &s, &p);
    return t.rc;
}

/* ---- PPPoE discovery ---- */

/* Only what a concentrator says of itself. What a host says it wishes or repeats, and what the
 * access node between them adds to it. */
cp_rc cp_capture_pppoe(cp_capture *c, cp_bytes in, cp_err *err)
{
    cp_pppoe p;
    cp_err fault;
    if (cp_pppoe_parse(in, &p, &fault) != CP_OK)
        cp_capture_fault(c, "PPPoE discovery", &fault);
    if (p.code != CP_PPPOE_PADO && p.code != CP_PPPOE_PADS)
        return CP_OK;
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_subject_add_l2_sender(c, &s);
    cp_tell_text(&t, &s, CP_KIND_PPPOE_AC_NAME, p.ac_name);
    for (uint32_t i = 0; i < p.n_services; i++)
        cp_tell_text(&t, &s, CP_KIND_PPPOE_SERVICE, p.services[i]);
    for (uint32_t i = 0; i < p.n_vendors; i++)
        cp_tell(&t, &s, CP_KIND_PPPOE_VENDOR,
                cp_str_fmt(cp_capture_scratch(c), "%u", p.vendors[i]));
    return t.rc;
}
