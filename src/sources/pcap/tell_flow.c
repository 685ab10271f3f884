/* SPDX-License-Identifier: Apache-2.0 */
/* tell_flow.c - datagrams of NetFlow, IPFIX and sFlow in a capture: the flows in them, and who told
 * of these. Nothing is taken until there is one. */
#include <sys/random.h>
#include "sources/flow/flow_wire.h"
#include "sources/flow/out.h"
#include "sources/pcap/facts.h"

struct cp_flow_ear {
    cp_flow_wire *wire;
    cp_flow_out *out; /* NULL: nobody wants them, so they are only counted */
};

static const char *const names[CP_FLOW_PROTO_COUNT] = {
    [CP_FLOW_PROTO_NETFLOW_5] = "NetFlow 5",
    [CP_FLOW_PROTO_NETFLOW_9] = "NetFlow 9",
    [CP_FLOW_PROTO_IPFIX] = "IPFIX",
    [CP_FLOW_PROTO_SFLOW] = "sFlow",
};

static cp_rc add(void *out, const cp_flow *f, cp_err *err) { return cp_flow_out_add(out, f, err); }

static struct cp_flow_ear *new_ear(cp_capture *c)
{
    struct cp_flow_ear *e = CP_NEW(c->a, struct cp_flow_ear);
    uint64_t seed = 0xbe5466cf34e90c6cu; /* digits of pi serve honest input, early at boot */
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = 0xbe5466cf34e90c6cu;
    e->out = cp_flow_out_new(c->a, c->sink);
    if (e->out)
        e->wire = cp_flow_wire_new(c->a, seed, (cp_flow_rows){ e->out, add });
    return e;
}

cp_rc cp_capture_flow(cp_capture *c, const cp_msg *m, bool *is_flow, cp_err *err)
{
    cp_flow_proto proto;
    *is_flow = cp_flow_wire_looks(m->bytes, &proto);
    if (*is_flow && !c->flow)
        c->flow = new_ear(c);
    if (*is_flow)
        cp_capture_heard(c, names[proto]);
    if (!c->flow || !c->flow->wire) /* of one that is known what is malformed is read too */
        return CP_OK;
    return cp_flow_wire_datagram(c->flow->wire, m->src, m->bytes, c->at, is_flow, err);
}

cp_rc cp_capture_flow_end(cp_capture *c, cp_err *err)
{
    if (!c->flow || !c->flow->wire)
        return CP_OK;
    const cp_flow_wire *w = c->flow->wire;
    cp_rc rc = cp_flow_out_end(c->flow->out, err);
    for (uint32_t i = 0; i < cp_flow_wire_n_exporters(w) && rc == CP_OK; i++) {
        cp_exporter x;
        cp_flow_wire_exporter(w, i, &x);
        rc = c->sink->exporter(c->sink->ctx, &x, err);
    }
    if (cp_flow_wire_refused(w))
        cp_source_bad(c->a, c->src, 0,
                      "more than %u exporters: %llu datagrams of others are left out",
                      CP_FLOW_EXPORTERS_MAX, (unsigned long long)cp_flow_wire_refused(w));
    return rc;
}
