/* SPDX-License-Identifier: Apache-2.0 */
/* wire_exporter.c - see wire_exporter.h. */
#include "sources/apart/wire_exporter.h"
#include <string.h>

enum { FIGURES = 9 };

static uint8_t *put(uint8_t *p, uint64_t v, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes; i++)
        *p++ = (uint8_t)(v >> 8 * i);
    return p;
}

void cp_wire_exporter_put(const cp_exporter *x, uint8_t out[CP_WIRE_EXPORTER_BYTES])
{
    const uint64_t figures[FIGURES] = {
        (uint64_t)x->first_at, (uint64_t)x->last_at, x->packets, x->flows, x->lost,
        x->restarts,           x->no_template,       x->bad,     x->unused
    };
    memcpy(out, x->addr.b, sizeof x->addr.b);
    uint8_t *p = put(out + sizeof x->addr.b, x->domain, 4);
    p = put(p, x->proto, 1);
    p = put(p, x->nr, 4);
    p = put(p, x->sampling, 4);
    p = put(p, x->is_sampling_mixed, 1);
    for (size_t i = 0; i < FIGURES; i++)
        p = put(p, figures[i], 8);
}

void cp_wire_addr_get(cp_cur *c, cp_flow_addr *out)
{
    cp_bytes b = cp_cur_take(c, sizeof out->b);
    if (b.n)
        memcpy(out->b, b.p, sizeof out->b);
}

bool cp_wire_exporter_get(cp_cur *c, cp_exporter *out)
{
    uint64_t first_at = 0, last_at = 0;
    *out = (cp_exporter){ .nr = 0 };
    uint64_t *const figures[FIGURES] = { &first_at,         &last_at,   &out->packets,
                                         &out->flows,       &out->lost, &out->restarts,
                                         &out->no_template, &out->bad,  &out->unused };
    cp_wire_addr_get(c, &out->addr);
    out->domain = cp_cur_u32le(c);
    uint8_t proto = cp_cur_u8(c);
    out->nr = cp_cur_u32le(c);
    out->sampling = cp_cur_u32le(c);
    uint8_t mixed = cp_cur_u8(c);
    for (size_t i = 0; i < FIGURES; i++)
        *figures[i] = cp_cur_u64le(c);
    if (c->bad || proto >= CP_FLOW_PROTO_COUNT || mixed > 1 || out->nr >= CP_FLOW_EXPORTERS_MAX ||
        out->sampling > CP_FLOW_SAMPLING_MAX)
        return false;
    out->proto = (cp_flow_proto)proto;
    out->is_sampling_mixed = mixed;
    out->first_at = (cp_time)first_at;
    out->last_at = (cp_time)last_at;
    return true;
}
