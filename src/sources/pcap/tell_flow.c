/* SPDX-License-Identifier: Apache-2.0 */
/* tell_flow.c - datagrams of NetFlow, IPFIX and sFlow in a capture. Nothing is taken until there is
 * one. */
#include "sources/flow/ear.h"
#include "sources/pcap/facts.h"

static const char *const names[CP_FLOW_PROTO_COUNT] = {
    [CP_FLOW_PROTO_NETFLOW_5] = "NetFlow 5",
    [CP_FLOW_PROTO_NETFLOW_9] = "NetFlow 9",
    [CP_FLOW_PROTO_IPFIX] = "IPFIX",
    [CP_FLOW_PROTO_SFLOW] = "sFlow",
};

cp_rc cp_capture_flow(cp_capture *c, const cp_msg *m, bool *is_flow, cp_err *err)
{
    cp_flow_proto proto;
    *is_flow = cp_flow_wire_looks(m->bytes, &proto);
    if (*is_flow)
        cp_capture_heard(c, names[proto]);
    if (*is_flow && !c->flow)
        c->flow = cp_flow_ear_new(c->a, c->sink);
    if (!c->flow)
        return CP_OK;
    /* of an exporter that is known, what is malformed is read too */
    return cp_flow_ear_hear(c->flow, m->src, m->bytes, c->at, is_flow, err);
}

cp_rc cp_capture_flow_end(cp_capture *c, cp_err *err)
{
    return c->flow ? cp_flow_ear_end(c->flow, c->src, err) : CP_OK;
}
