/* SPDX-License-Identifier: Apache-2.0 */
/* service.h - which end of a flow serves, by rule, and so of which service it is.
 *
 *     1 begun     the exporter says who began (RFC 5103: the source of a biflow), and does not
 *                 guess
 *     2 range     one port is of a lower range than the other: system ports 0-1023, user ports
 *                 1024-49151, dynamic ones (RFC 6335, 6)
 *     3 lower     both are of one range: the lower port serves
 *     4 same      the same port (NTP, IKE between routers), or no ports: the destination serves
 *
 * Rule 2 goes before 1 where the source's port is a system port and the destination's is dynamic:
 * FTP's data, or an answer whose question was not seen. */
#pragma once
#include "model/flow.h"

/* id, name in JSON */
#define CP_FLOW_SERVER_RULES(X) \
    X(BEGUN, "begun")           \
    X(RANGE, "range")           \
    X(LOWER, "lower")           \
    X(SAME, "same")
typedef enum cp_flow_server_rule {
#define CP_FLOW_SERVER_ID(id, name) CP_FLOW_SERVER_##id,
    CP_FLOW_SERVER_RULES(CP_FLOW_SERVER_ID)
#undef CP_FLOW_SERVER_ID
        CP_FLOW_SERVER_RULE_COUNT
} cp_flow_server_rule;
const char *cp_flow_server_rule_name(cp_flow_server_rule r);

enum { CP_FLOW_ICMP = 1, CP_FLOW_TCP = 6, CP_FLOW_UDP = 17, CP_FLOW_ICMP6 = 58 };

typedef struct cp_flow_service {
    uint8_t proto;
    uint16_t port; /* of the server; of ICMP type * 256 + code; 0 where there are no ports */
    bool is_src;   /* the source serves */
    cp_flow_server_rule rule;
} cp_flow_service;

cp_flow_service cp_flow_service_of(uint8_t proto, uint16_t sport, uint16_t dport, uint8_t what);
