/* SPDX-License-Identifier: Apache-2.0 */
/* flow_wire.c - see flow_wire.h: which version it is, and whose. */
#include "sources/flow/flow_wire.h"
#include <string.h>
#include "sources/flow/state.h"

static const struct version {
    uint8_t number; /* the second byte: sFlow has 0, and its version behind that */
    cp_flow_proto proto;
    bool (*looks)(cp_bytes in);
    cp_rc (*read)(cp_flow_from *f, cp_bytes in, bool *is_ours, cp_err *err);
} versions[] = {
    { 5, CP_FLOW_PROTO_NETFLOW_5, cp_flow_v5_looks, cp_flow_v5 },
    { 9, CP_FLOW_PROTO_NETFLOW_9, cp_flow_v9_looks, cp_flow_v9 },
    { 0, CP_FLOW_PROTO_SFLOW, cp_flow_sflow_looks, cp_flow_sflow },
    { 10, CP_FLOW_PROTO_IPFIX, cp_flow_ipfix_looks, cp_flow_ipfix },
};

static const struct version *version_of(cp_bytes in)
{
    if (in.n < 4 || in.n > CP_FLOW_DATAGRAM_MAX || !cp_flow_wire_may_begin(in.p))
        return NULL;
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (versions[i].number == in.p[1])
            return &versions[i];
    return NULL;
}

bool cp_flow_wire_looks(cp_bytes payload, cp_flow_proto *proto)
{
    const struct version *v = version_of(payload);
    if (!v || !v->looks(payload))
        return false;
    *proto = v->proto;
    return true;
}

cp_rc cp_flow_wire_roomy(cp_flow_wire *w, cp_ip from, cp_bytes payload, cp_time at, bool *is_flow,
                         cp_err *err)
{
    const struct version *v = version_of(payload);
    cp_flow_from f = { .w = w, .addr = cp_flow_addr_of(from), .at = at };
    *is_flow = false;
    return v ? v->read(&f, payload, is_flow, err) : CP_OK;
}

cp_rc cp_flow_wire_datagram(cp_flow_wire *w, cp_ip from, cp_bytes payload, cp_time at,
                            bool *is_flow, cp_err *err)
{
    const struct version *v = version_of(payload);
    /* of version 5 all is where it always is: nothing beyond is read */
    if (v && v->proto != CP_FLOW_PROTO_NETFLOW_5) {
        memcpy(w->copy, payload.p, payload.n);
        memset(w->copy + payload.n, 0, CP_FLOW_ROOM_BYTES);
        payload.p = w->copy;
    }
    return cp_flow_wire_roomy(w, from, payload, at, is_flow, err);
}

bool cp_flow_wire_restore(cp_flow_wire *w, const cp_flow_template *t)
{
    cp_cur c = cp_cur_of(t->record);
    cp_flow_tmpl *tmpl = NULL;
    uint16_t id;
    bool is_v9 = t->proto == CP_FLOW_PROTO_NETFLOW_9;
    if (!is_v9 && t->proto != CP_FLOW_PROTO_IPFIX)
        return false;
    if (cp_flow_tmpl_read(&c, is_v9, t->is_options, &id, &tmpl) != CP_FLOW_TMPL_READ)
        return false;
    cp_flow_exporter *x = cp_flow_exporter_get(w, t->exporter, t->domain, t->proto);
    tmpl->exporter = x;
    if (x)
        cp_flow_tmpl_put(w, tmpl);
    else
        cp_flow_tmpl_free(tmpl);
    return x != NULL;
}
