/* SPDX-License-Identifier: Apache-2.0 */
/* ear.c - see ear.h. */
#include "sources/flow/ear.h"
#include <sys/random.h>
#include "sources/flow/out.h"
#include "sources/flow/shared.h"

struct cp_flow_ear {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_flow_wire *wire;
    cp_flow_out *out; /* NULL: nobody wants them */
    bool meters;
    cp_meter *meter; /* NULL until there is a packet */
    uint64_t seed;
    cp_map heard;              /* addresses, where templates are shared */
    cp_time first_at, last_at; /* of the packets */
};

static cp_rc add_metered(void *ctx, const cp_flow *f, cp_err *err)
{
    return cp_flow_out_add(((cp_flow_ear *)ctx)->out, f, err);
}

static cp_rc add_told(void *ctx, const cp_flow *f, cp_err *err)
{
    cp_flow_ear *e = ctx;
    cp_flow g = *f;
    g.exporter += e->meters;
    return cp_flow_out_add(e->out, &g, err);
}

static cp_rc add_some(void *ctx, const cp_flow_some *s, cp_err *err)
{
    cp_flow_ear *e = ctx;
    return cp_flow_out_add_some(e->out, s, s->all.exporter + e->meters, err);
}

cp_flow_ear *cp_flow_ear_new(cp_arena *a, const cp_obs_sink *sink, bool meters)
{
    cp_flow_ear *e = CP_NEW(a, cp_flow_ear);
    uint64_t seed = 0xbe5466cf34e90c6cu; /* digits of pi serve honest input, early at boot */
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = 0xbe5466cf34e90c6cu;
    e->a = a;
    e->sink = sink;
    e->meters = meters;
    e->seed = seed;
    e->first_at = e->last_at = CP_TIME_NONE;
    e->out = cp_flow_out_new(a, sink);
    if (e->out)
        e->wire = cp_flow_wire_new(a, seed, (cp_flow_rows){ e, add_told, add_some });
    return e;
}

cp_rc cp_flow_ear_packet(cp_flow_ear *e, const cp_meter_packet *p, cp_err *err)
{
    if (!e->out)
        return CP_OK;
    if (!e->meter)
        e->meter = cp_meter_new(e->a, &(cp_meter_opts){ .seed = e->seed }, add_metered, e);
    if (e->first_at == CP_TIME_NONE || p->at < e->first_at)
        e->first_at = p->at;
    if (e->last_at == CP_TIME_NONE || p->at > e->last_at)
        e->last_at = p->at;
    return cp_meter_packet_seen(e->meter, p, err);
}

/* What other files told of who is heard for the first time. */
static void ask_others(cp_flow_ear *e, cp_ip from)
{
    cp_flow_addr x = cp_flow_addr_of(from);
    cp_str key = { (const char *)x.b, sizeof x.b };
    if (!e->sink->shared || e->heard.n == CP_FLOW_EXPORTERS_MAX || cp_map_get(&e->heard, key))
        return;
    key.p = cp_arena_dup(e->a, x.b, sizeof x.b);
    (void)cp_map_put(e->a, &e->heard, key, NULL);
    cp_flow_shared_tell(e->sink->shared, x, e->wire);
}

cp_rc cp_flow_ear_hear(cp_flow_ear *e, cp_ip from, cp_bytes payload, cp_time at, bool *is_flow,
                       cp_err *err)
{
    cp_flow_proto proto;
    if (!e->wire) {
        *is_flow = cp_flow_wire_looks(payload, &proto);
        return CP_OK;
    }
    if (e->sink->shared && cp_flow_wire_looks(payload, &proto))
        ask_others(e, from);
    return cp_flow_wire_datagram(e->wire, from, payload, at, is_flow, err);
}

/* Also where nothing was metered: exporters are numbered without gaps. */
static cp_rc tell_itself(cp_flow_ear *e, cp_source *src, cp_err *err)
{
    cp_exporter x = { .proto = CP_FLOW_PROTO_CAPTURE,
                      .sampling = CP_SAMPLING_NONE,
                      .first_at = e->first_at,
                      .last_at = e->last_at,
                      .packets = e->meter ? e->meter->n_packets : 0,
                      .flows = e->meter ? e->meter->n_flows : 0 };
    if (e->meter && e->meter->n_pushed_out)
        cp_source_bad(e->a, src, 0,
                      "more than %d conversations at a time: %llu flows were ended early",
                      CP_METER_FLOWS_MAX, (unsigned long long)e->meter->n_pushed_out);
    return e->sink->exporter(e->sink->ctx, &x, err);
}

cp_rc cp_flow_ear_end(cp_flow_ear *e, cp_source *src, cp_err *err)
{
    if (!e->wire)
        return CP_OK;
    if (e->sink->shared)
        cp_flow_shared_learn(e->sink->shared, e->wire);
    cp_rc rc = e->meter ? cp_meter_end(e->meter, err) : CP_OK;
    if (rc == CP_OK)
        rc = cp_flow_out_end(e->out, err);
    if (rc == CP_OK && e->meters)
        rc = tell_itself(e, src, err);
    for (uint32_t i = 0; i < cp_flow_wire_n_exporters(e->wire) && rc == CP_OK; i++) {
        cp_exporter x;
        cp_flow_wire_exporter(e->wire, i, &x);
        x.nr += e->meters;
        rc = e->sink->exporter(e->sink->ctx, &x, err);
    }
    uint64_t n = cp_flow_wire_refused(e->wire);
    if (n)
        cp_source_bad(e->a, src, 0, "more than %u exporters: %llu datagrams of others are left out",
                      CP_FLOW_WIRE_EXPORTERS_MAX, (unsigned long long)n);
    return rc;
}
