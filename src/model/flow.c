/* SPDX-License-Identifier: Apache-2.0 */
/* flow.c - see flow.h. */
#include "model/flow.h"
#include <string.h>
#include "model/flow_some.h"

const char *cp_flow_proto_name(cp_flow_proto p)
{
    static const char *const names[] = {
#define NAME(id, name) name,
        CP_FLOW_PROTOS(NAME)
#undef NAME
    };
    return names[p];
}

bool cp_flow_proto_by_name(cp_str name, cp_flow_proto *out)
{
    for (unsigned p = 0; p < CP_FLOW_PROTO_COUNT; p++)
        if (cp_str_eq(name, cp_str_c(cp_flow_proto_name((cp_flow_proto)p)))) {
            *out = (cp_flow_proto)p;
            return true;
        }
    return false;
}

const char *cp_flow_name_kind_name(cp_flow_name_kind k)
{
    static const char *const names[] = {
#define NAME(id, name) name,
        CP_FLOW_NAMES(NAME)
#undef NAME
    };
    return names[k];
}

cp_flow_addr cp_flow_addr_of(cp_ip ip)
{
    cp_flow_addr x = { 0 };
    if (ip.version == 4) {
        x.b[10] = x.b[11] = 0xff;
        memcpy(x.b + 12, ip.b, 4);
    } else if (ip.version == 6) {
        memcpy(x.b, ip.b, sizeof x.b);
    }
    return x;
}

cp_ip cp_flow_addr_ip(cp_flow_addr addr)
{
    static const uint8_t v4[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    if (!cp_flow_addr_is_set(addr))
        return (cp_ip){ 0 };
    return memcmp(addr.b, v4, sizeof v4) == 0 ? cp_ip_v4(addr.b + sizeof v4) : cp_ip_v6(addr.b);
}

cp_flow_addr cp_flow_addr_v4(uint32_t as_sent)
{
    cp_flow_addr x = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff } };
    memcpy(x.b + 12, &as_sent, sizeof as_sent);
    return x;
}

cp_flow cp_flow_some_row(const cp_flow_some *s, uint32_t i)
{
    cp_flow f = s->all;
    f.src = s->is_v4 ? cp_flow_addr_v4(s->src4[i]) : s->src[i];
    f.dst = s->is_v4 ? cp_flow_addr_v4(s->dst4[i]) : s->dst[i];
#define TAKE(id, field, type)           \
    if (s->varies & 1u << CP_FLOW_##id) \
        f.field = s->field[i];
    CP_FLOW_COLUMNS(TAKE)
#undef TAKE
    return f;
}

void cp_flow_damage_add(cp_flow_damage *d, uint64_t n_flows, const cp_err *why)
{
    d->n_flows += n_flows;
    if (d->n_blocks++ == 0) /* who counts the first one writes it */
        d->first = *why;
}
