/* SPDX-License-Identifier: Apache-2.0 */
/* tell_core.c - what the nodes of a mobile core tell, as observations: GTP-C, PFCP, NGAP and S1AP.
 *
 * All are spoken between two nodes. GTP names many others, so what it says is told as facts that
 * identify nobody; the node id of PFCP and the names of a setup are the sender's own. */
#include "sources/pcap/facts.h"
#include "sources/telecom/fqdn.h"
#include "sources/telecom/gtp.h"
#include "sources/telecom/pfcp.h"
#include "sources/telecom/setup.h"

enum { MESSAGES_MAX = 16 }; /* of one datagram: two are piggybacked, some may be bundled */

static void tell_gtp(cp_telling *t, const cp_subject *s, const cp_gtp *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    if (p->has_recovery)
        cp_tell(t, s, CP_KIND_GTP_RECOVERY, cp_str_fmt(tmp, "%u", p->recovery));
    for (uint32_t i = 0; i < p->n_nodes; i++)
        cp_tell(t, s, CP_KIND_GTP_NODE_ADDRESS,
                cp_str_fmt(tmp, "%.*s %.*s",
                           CP_FMT(cp_gtp_interface_text(tmp, p->nodes[i].interface)),
                           CP_FMT(cp_ip_text(tmp, p->nodes[i].ip))));
    for (uint32_t i = 0; i < p->n_names; i++)
        cp_tell(t, s, CP_KIND_GTP_NODE_NAME, cp_fqdn_text(tmp, p->names[i]));
    for (uint32_t i = 0; i < p->n_enterprises; i++)
        cp_tell(t, s, CP_KIND_GTP_PRIVATE_ENTERPRISE, cp_str_fmt(tmp, "%u", p->enterprises[i]));
}

cp_rc cp_capture_gtp_c(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_bytes in = m->bytes;
    cp_gtp p;
    cp_err fault;
    cp_rc rc = CP_OK;
    cp_msg_sender(c, m, &s);
    for (uint32_t n = 0; n < MESSAGES_MAX && in.n > 0 && rc == CP_OK; n++) {
        rc = cp_gtp_parse(in, &p, &fault);
        if (rc != CP_OK && rc != CP_EUNKNOWN)
            cp_capture_fault(c, "GTP-C", &fault);
        tell_gtp(&t, &s, &p);
        size_t used = p.length && p.length < in.n ? p.length : in.n;
        in = (cp_bytes){ in.p + used, in.n - used };
    }
    return t.rc;
}

static void tell_pfcp(cp_telling *t, const cp_msg *m, const cp_subject *s, const cp_pfcp *p)
{
    cp_arena *tmp = cp_capture_scratch(t->c);
    cp_subject all = *s;
    if (cp_pfcp_is_of_sender(p)) {
        cp_subject_add_own_ip(t->c, m, &all, p->node_ip);
        cp_tell(t, s, CP_KIND_PFCP_NODE_NAME, cp_fqdn_text(tmp, p->node_name));
        if (p->node_ip.version)
            cp_tell(t, &all, CP_KIND_PFCP_NODE_IP, cp_ip_text(tmp, p->node_ip));
    }
    cp_tell(t, s, CP_KIND_PFCP_UP_FEATURES, cp_hex(tmp, p->up_features));
    cp_tell(t, s, CP_KIND_PFCP_CP_FEATURES, cp_hex(tmp, p->cp_features));
    for (uint32_t i = 0; i < p->n_enterprises; i++)
        cp_tell(t, s, CP_KIND_PFCP_ENTERPRISE, cp_str_fmt(tmp, "%u", p->enterprises[i]));
}

cp_rc cp_capture_pfcp(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_telling t = { c, err, CP_OK };
    cp_subject s = { .n = 0 };
    cp_bytes in = m->bytes;
    cp_pfcp p;
    cp_err fault;
    cp_rc rc = CP_OK;
    cp_msg_sender(c, m, &s);
    for (uint32_t n = 0; n < MESSAGES_MAX && in.n > 0 && rc == CP_OK; n++) {
        rc = cp_pfcp_parse(in, &p, &fault);
        if (rc != CP_OK && rc != CP_EUNKNOWN)
            cp_capture_fault(c, "PFCP", &fault);
        tell_pfcp(&t, m, &s, &p);
        size_t used = p.length && p.length < in.n ? p.length : in.n;
        in = (cp_bytes){ in.p + used, in.n - used };
    }
    return t.rc;
}

static void tell_plmns(cp_telling *t, const cp_subject *s, const cp_setup *p, cp_kind kind)
{
    for (uint32_t i = 0; i < p->n_plmns; i++)
        cp_tell(t, s, kind, cp_plmn_text(cp_capture_scratch(t->c), p->plmns[i]));
}

static bool read_setup(cp_capture *c, cp_setup_of of, const cp_msg *m, cp_setup *p,
                       const char *what)
{
    cp_err fault;
    cp_rc rc = cp_setup_parse(of, m->bytes, p, &fault);
    if (rc != CP_OK && rc != CP_EUNKNOWN)
        cp_capture_fault(c, what, &fault);
    return p->is_read;
}

cp_rc cp_capture_ngap(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_setup p;
    cp_subject s = { .n = 0 };
    cp_telling t = { c, err, CP_OK };
    if (!read_setup(c, CP_SETUP_NGAP, m, &p, "NGAP"))
        return CP_OK;
    cp_msg_sender(c, m, &s);
    cp_tell_text(&t, &s, CP_KIND_NGAP_RAN_NODE_NAME, p.ran_name);
    cp_tell(&t, &s, CP_KIND_NGAP_RAN_NODE_ID, cp_setup_node_text(cp_capture_scratch(c), &p));
    cp_tell_text(&t, &s, CP_KIND_NGAP_AMF_NAME, p.core_name);
    tell_plmns(&t, &s, &p, CP_KIND_NGAP_SERVED_PLMN);
    return t.rc;
}

cp_rc cp_capture_s1ap(cp_capture *c, const cp_msg *m, cp_err *err)
{
    cp_setup p;
    cp_subject s = { .n = 0 };
    cp_telling t = { c, err, CP_OK };
    if (!read_setup(c, CP_SETUP_S1AP, m, &p, "S1AP"))
        return CP_OK;
    cp_msg_sender(c, m, &s);
    cp_tell_text(&t, &s, CP_KIND_S1AP_ENB_NAME, p.ran_name);
    cp_tell(&t, &s, CP_KIND_S1AP_ENB_ID, cp_setup_node_text(cp_capture_scratch(c), &p));
    cp_tell_text(&t, &s, CP_KIND_S1AP_MME_NAME, p.core_name);
    tell_plmns(&t, &s, &p, CP_KIND_S1AP_SERVED_PLMN);
    return t.rc;
}
