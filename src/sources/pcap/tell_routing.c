/* SPDX-License-Identifier: Apache-2.0 */
/* tell_routing.c - what routers tell hosts and each other, as observations. */
#include "sources/ip/ra.h"
#include "sources/pcap/facts.h"

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
