/* SPDX-License-Identifier: Apache-2.0 */
/* service.c - see service.h. */
#include "flow/service.h"

const char *cp_flow_server_rule_name(cp_flow_server_rule r)
{
    static const char *const names[] = {
#define NAME(id, name) name,
        CP_FLOW_SERVER_RULES(NAME)
#undef NAME
    };
    return names[r];
}

/* TCP, UDP, DCCP, SCTP, UDP-Lite (IANA, Assigned Internet Protocol Numbers). */
static bool has_ports(uint8_t proto)
{
    return proto == CP_FLOW_TCP || proto == CP_FLOW_UDP || proto == 33 || proto == 132 ||
           proto == 136;
}

enum { USER = 1024, DYNAMIC = 49152 };
static int range_of(uint16_t port) { return (port >= USER) + (port >= DYNAMIC); }

cp_flow_service cp_flow_service_of(uint8_t proto, uint16_t sport, uint16_t dport, uint8_t what)
{
    cp_flow_service s = { .proto = proto, .port = dport, .rule = CP_FLOW_SERVER_SAME };
    if (proto == CP_FLOW_ICMP || proto == CP_FLOW_ICMP6)
        return s;
    if (!has_ports(proto)) {
        s.port = 0;
        return s;
    }
    int src = range_of(sport), dst = range_of(dport);
    bool is_known = (what & CP_FLOW_BIFLOW) && !(what & CP_FLOW_REVERSED);
    if (is_known && !(sport < USER && dport >= DYNAMIC)) {
        s.rule = CP_FLOW_SERVER_BEGUN;
    } else if (src != dst) {
        s.rule = CP_FLOW_SERVER_RANGE;
        s.is_src = src < dst;
    } else if (sport != dport) {
        s.rule = CP_FLOW_SERVER_LOWER;
        s.is_src = sport < dport;
    }
    s.port = s.is_src ? sport : dport;
    return s;
}
