/* SPDX-License-Identifier: Apache-2.0 */
/* ear.c - see ear.h. */
#include "sources/flow/ear.h"
#include <sys/random.h>
#include "sources/flow/out.h"

struct cp_flow_ear {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_flow_wire *wire;
    cp_flow_out *out; /* NULL: nobody wants them */
};

static cp_rc add(void *out, const cp_flow *f, cp_err *err) { return cp_flow_out_add(out, f, err); }

cp_flow_ear *cp_flow_ear_new(cp_arena *a, const cp_obs_sink *sink)
{
    cp_flow_ear *e = CP_NEW(a, cp_flow_ear);
    uint64_t seed = 0xbe5466cf34e90c6cu; /* digits of pi serve honest input, early at boot */
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = 0xbe5466cf34e90c6cu;
    e->a = a;
    e->sink = sink;
    e->out = cp_flow_out_new(a, sink);
    if (e->out)
        e->wire = cp_flow_wire_new(a, seed, (cp_flow_rows){ e->out, add });
    return e;
}

cp_rc cp_flow_ear_hear(cp_flow_ear *e, cp_ip from, cp_bytes payload, cp_time at, bool *is_flow,
                       cp_err *err)
{
    cp_flow_proto proto;
    if (e->wire)
        return cp_flow_wire_datagram(e->wire, from, payload, at, is_flow, err);
    *is_flow = cp_flow_wire_looks(payload, &proto);
    return CP_OK;
}

cp_rc cp_flow_ear_end(cp_flow_ear *e, cp_source *src, cp_err *err)
{
    if (!e->wire)
        return CP_OK;
    cp_rc rc = cp_flow_out_end(e->out, err);
    for (uint32_t i = 0; i < cp_flow_wire_n_exporters(e->wire) && rc == CP_OK; i++) {
        cp_exporter x;
        cp_flow_wire_exporter(e->wire, i, &x);
        rc = e->sink->exporter(e->sink->ctx, &x, err);
    }
    uint64_t n = cp_flow_wire_refused(e->wire);
    if (n)
        cp_source_bad(e->a, src, 0, "more than %u exporters: %llu datagrams of others are left out",
                      CP_FLOW_EXPORTERS_MAX, (unsigned long long)n);
    return rc;
}
