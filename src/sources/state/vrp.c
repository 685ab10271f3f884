/* SPDX-License-Identifier: Apache-2.0 */
/* vrp.c - the commands of VRP (Huawei) and of Comware (H3C, HPE), which tell the same in nearly
 * the same form, and what of it says nothing of the way of packets. Each command of VRP stands
 * twice: with its marks, that it be preferred to Comware's where they are seen, and without, that
 * an answer in another language or an empty one is not passed over. */
#include "sources/state/vrp.h"
#include "sources/state/lsdb.h"
#include "sources/state/vrp_config.h"
#include "sources/state/vrp_iface.h"
#include "sources/state/vrp_label.h"
#include "sources/state/vrp_near.h"
#include "sources/state/vrp_route.h"

/* Blocks between `#`: "\n#\n" and what both systems have in each configuration. */
static int is_config(cp_str head)
{
    return cp_str_has(head, CP_STR("\n#\n")) &&
           (cp_str_starts(head, CP_STR("sysname ")) || cp_str_has(head, CP_STR("\nsysname ")) ||
            cp_str_has(head, CP_STR("\n sysname ")) || cp_str_has(head, CP_STR("\ninterface ")));
}

static int is_comware(cp_str head)
{
    return is_config(head) &&
           (cp_str_has(head, CP_STR("\n version 5.")) ||
            cp_str_has(head, CP_STR("\n version 7.")) || cp_str_has(head, CP_STR("\n version 9.")));
}

#define ROUTES                                                        \
    .line = cp_vrp_route, .end = cp_vrp_routes_end, .is_table = true, \
    .mem_bytes = sizeof(cp_vrp_routes)

#define NEAR(l) \
    .line = l, .end = cp_vrp_near_end, .is_table = true, .mem_bytes = sizeof(cp_vrp_near)
#define LLDP(l) .line = l, .end = cp_vrp_lldp_end, .mem_bytes = sizeof(cp_vrp_lldp)
#define PORTS(l) .line = l, .mem_bytes = sizeof(cp_vrp_ports)
#define LSPS .line = cp_vrp_lsp, .end = cp_vrp_lsps_end, .mem_bytes = sizeof(cp_vrp_lsps)
#define FRAMES .line = cp_vrp_frame, .end = cp_vrp_frames_end, .mem_bytes = sizeof(cp_vrp_frames)
#define PATHS .line = cp_vrp_path, .fits = cp_vrp_is_paths, .mem_bytes = sizeof(cp_vrp_paths)
#define ACL                                                           \
    .line = cp_vrp_acl_line, .end = cp_vrp_acl_end, .is_table = true, \
    .mem_bytes = sizeof(cp_vrp_acl)
#define CONFIG \
    .line = cp_vrp_config_line, .end = cp_vrp_config_end, .mem_bytes = sizeof(cp_vrp_config)
#define PORT .line = cp_vrp_port, .end = cp_vrp_port_end, .mem_bytes = sizeof(cp_vrp_ports)

static const cp_state_command vrp_commands[] = {
    { .words = "display ip routing-table",
      .marks = "Route Flags: R|Routing Table : |Routing Tables: ",
      ROUTES },
    { .words = "display ip routing-table", ROUTES },
    { .words = "display ipv6 routing-table", .marks = "PrefixLength :|Routing Table :", ROUTES },
    { .words = "display ipv6 routing-table", ROUTES },
    { .words = "display fib", .marks = "Route Flags: G| FIB Table:", ROUTES },
    { .words = "display fib", ROUTES },
    { .words = "display ipv6 fib", .marks = "IPv6 FIB Table", ROUTES },
    { .words = "display ipv6 fib", ROUTES },
    { .words = "display arp", .marks = "EXPIRE(M)|EXP(M)", NEAR(cp_vrp_arp) },
    { .words = "display arp", NEAR(cp_vrp_arp) },
    { .words = "display ipv6 neighbors", .marks = "Link-layer   :", NEAR(cp_vrp_nd) },
    { .words = "display ipv6 neighbors", NEAR(cp_vrp_nd) },
    { .words = "display lldp neighbor", .marks = "Neighbor index", LLDP(cp_vrp_lldp_line) },
    { .words = "display lldp neighbor", LLDP(cp_vrp_lldp_line) },
    { .words = "display lldp neighbor brief", LLDP(cp_vrp_lldp_list) },
    { .words = "display interface brief",
      .marks = "PHY: Physical|InUti OutUti",
      PORTS(cp_vrp_port_brief) },
    { .words = "display interface brief", PORTS(cp_vrp_port_brief) },
    { .words = "display ip interface brief", .marks = "IP Address/Mask", PORTS(cp_vrp_ip_brief) },
    { .words = "display ip interface brief", PORTS(cp_vrp_ip_brief) },
    { .words = "display interface", .marks = "Hardware address is|current state :", PORT },
    { .words = "display interface", PORT },
    { .words = "display ip interface", .marks = "current state :", PORT },
    { .words = "display ip interface", PORT },
    { .words = "display eth-trunk", .marks = "'s state information is", PORTS(cp_vrp_trunk) },
    { .words = "display ip vpn-instance",
      .marks = "VPN-Instance Name and ID :",
      PORTS(cp_vrp_vpn) },
    { .words = "display ip vpn-instance", PORTS(cp_vrp_vpn) },
    { .words = "display vrrp", .marks = "PriorityRun :|Master IP :", PORTS(cp_vrp_vrrp) },
    { .words = "display vrrp", PORTS(cp_vrp_vrrp) },
    { .words = "display mpls lsp", .marks = "In/Out Label|Label Operation", LSPS },
    { .words = "display mpls lsp", LSPS },
    { .words = "display mac-address", .marks = "Learned-From|PEVLAN", FRAMES },
    { .words = "display mac-address", FRAMES },
    { .words = "display bgp routing-table", PATHS },
    { .words = "display bgp ipv6 routing-table", PATHS },
    { .words = "display bgp vpnv4 all routing-table", PATHS },
    { .words = "display bgp vpnv4 routing-table", PATHS },
    { .words = "display acl", .marks = "Basic ACL |Advanced ACL |Advanced IPv6 ACL ", ACL },
    { .words = "display acl", ACL },
    { .words = "display current-configuration",
      .marks = "sysname |\n#\n",
      .fits = is_config,
      CONFIG },
    { .words = "display current-configuration", CONFIG },
    { .words = "display saved-configuration", CONFIG },
    CP_STATE_ISIS("display isis lsdb"),
    CP_STATE_ISIS("display isis name-table"),
    CP_STATE_OSPF("display ospf lsdb"),
    { .words = NULL },
};

static const cp_state_command comware_commands[] = {
    { .words = "display ip routing-table",
      .marks = "Proto  Pre  Cost         NextHop|Proto   Pre Cost        "
               "NextHop|OrigNextHop:|RelyNextHop:",
      ROUTES },
    { .words = "display ipv6 routing-table", .marks = "Protocol  : |OrigNextHop:", ROUTES },
    { .words = "display fib", .marks = "U:Us|OutInterface", ROUTES },
    { .words = "display ipv6 fib", .marks = "U:Us", ROUTES },
    { .words = "display arp", .marks = "Aging Type|Aging type", NEAR(cp_vrp_arp) },
    { .words = "display ipv6 neighbors", .marks = "State T", NEAR(cp_vrp_nd) },
    { .words = "display lldp neighbor-information",
      .marks = "LLDP neighbor-information of port",
      LLDP(cp_vrp_lldp_line) },
    { .words = "display lldp neighbor-information list",
      .marks = "Local Interface Chassis ID",
      LLDP(cp_vrp_lldp_list) },
    { .words = "display interface brief",
      .marks = "interfaces in route mode:|interfaces in bridge mode:|under route mode:|under "
               "bridge mode:",
      PORTS(cp_vrp_port_brief) },
    { .words = "display ip interface brief",
      .marks = "Physical Protocol IP",
      PORTS(cp_vrp_ip_brief) },
    { .words = "display interface",
      .marks = "IP packet frame type:|IP Packet Frame Type:|IP Packet Frame Type: PKTFMT",
      PORT },
    { .words = "display ip interface", .marks = "TTL invalid packet number:", PORT },
    { .words = "display ip vpn-instance",
      .marks = "VPN-Instance Name and Index :",
      PORTS(cp_vrp_vpn) },
    { .words = "display mac-address", .marks = "MAC ADDR |Port/Nickname|Port/NickName", FRAMES },
    { .words = "display bgp routing-table", .marks = "Total number of routes: |dampened", PATHS },
    { .words = "display acl",
      .marks = "IPv4 ACL 2|IPv4 ACL 3|IPv4 ACL named |IPv6 ACL 2|IPv6 ACL 3|, start ID is ",
      ACL },
    { .words = "display current-configuration",
      .marks = "sysname |\n version ",
      .fits = is_comware,
      CONFIG },
    { .words = "display saved-configuration",
      .marks = "sysname |\n version ",
      .fits = is_comware,
      CONFIG },
    CP_STATE_ISIS("display isis lsdb"),
    CP_STATE_OSPF("display ospf lsdb"),
    { .words = NULL },
};

const cp_state_dialect cp_state_vrp = {
    .name = "vrp",
    .what = "VRP (Huawei)",
    .commands = vrp_commands,
};

const cp_state_dialect cp_state_comware = {
    .name = "comware",
    .what = "Comware (H3C, HPE)",
    .commands = comware_commands,
};
