/* SPDX-License-Identifier: Apache-2.0 */
/* manage.h - by which protocols and ports equipment is managed: IANA service names and numbers
 * where there are any; 8080, 8443 and those of makers of routers by custom. */
#pragma once
#include "model/flow.h"

/* protocol, port, name, whether others on the way can read it, whether a stranger inside is told of
 * too (it serves nothing else than management), score of a session that comes from outside */
#define CP_FLOW_MANAGEMENT(X)                      \
    X(6, 21, "ftp", true, false, 0.9)              \
    X(6, 22, "ssh", false, true, 0.995)            \
    X(6, 23, "telnet", true, true, 0.999)          \
    X(17, 69, "tftp", true, false, 0.9)            \
    X(6, 80, "http", true, false, 0.9)             \
    X(6, 161, "snmp", true, true, 0.999)           \
    X(17, 161, "snmp", true, true, 0.999)          \
    X(6, 443, "https", false, false, 0.9)          \
    X(17, 443, "https", false, false, 0.9)         \
    X(6, 512, "rexec", true, true, 0.999)          \
    X(6, 513, "rlogin", true, true, 0.999)         \
    X(6, 514, "rsh", true, true, 0.999)            \
    X(17, 623, "ipmi", false, true, 0.999)         \
    X(6, 830, "netconf", false, true, 0.999)       \
    X(6, 992, "telnets", false, true, 0.999)       \
    X(6, 3389, "rdp", false, true, 0.999)          \
    X(6, 4334, "netconf", false, true, 0.999)      \
    X(6, 4335, "restconf", false, true, 0.999)     \
    X(6, 4336, "netconf", false, true, 0.999)      \
    X(6, 4786, "smart-install", true, true, 0.999) \
    X(6, 5900, "vnc", true, true, 0.999)           \
    X(6, 5985, "winrm", true, true, 0.999)         \
    X(6, 5986, "winrm", false, true, 0.999)        \
    X(6, 7547, "cwmp", true, true, 0.995)          \
    X(6, 8080, "http", true, false, 0.9)           \
    X(6, 8291, "winbox", false, true, 0.999)       \
    X(6, 8443, "https", false, false, 0.9)         \
    X(6, 8728, "router-api", true, true, 0.999)    \
    X(6, 8729, "router-api", false, true, 0.999)   \
    X(6, 9339, "gnmi", false, true, 0.999)         \
    X(17, 10161, "snmp", false, true, 0.999)       \
    X(17, 20561, "mac-telnet", true, true, 0.999)  \
    X(6, 30005, "cwmp", true, true, 0.995)         \
    X(6, 57400, "gnmi", false, true, 0.999)

typedef struct cp_flow_management {
    uint8_t proto;
    uint16_t port;
    const char *name;
    bool is_clear, of_inside;
    double score;
} cp_flow_management;

/* NULL: no device is managed by it. */
const cp_flow_management *cp_flow_management_of(uint8_t proto, uint16_t port);
