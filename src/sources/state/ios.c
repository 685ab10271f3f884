/* SPDX-License-Identifier: Apache-2.0 */
/* ios.c - the dialects whose commands are called `show ip route`, `show interfaces` ...: IOS and
 * IOS XE, IOS XR, NX-OS, EOS, ASA. Which of them an answer is of is told by its marks; where two
 * look alike, the functions that hear them are the same. */
#include "sources/state/ios.h"
#include "sources/state/lsdb.h"

/* FRR has a legend, too. */
static int fits_routes(cp_str head)
{
    return !cp_str_has(head, CP_STR("K - kernel route")) && !cp_str_has(head, CP_STR(">*"));
}

#define ROUTES(typed, with)                                                                    \
    {                                                                                          \
        .words = (typed), .marks = (with), .fits = fits_routes, .mem_bytes = IOS_ROUTES_BYTES, \
        .line = ios_hear_routes, .end = ios_end_routes, .is_table = true                       \
    }
#define NXOS_ROUTES(typed, with)                                           \
    {                                                                      \
        .words = (typed), .marks = (with), .mem_bytes = NXOS_ROUTES_BYTES, \
        .line = nxos_hear_routes, .end = nxos_end_routes, .is_table = true \
    }

#define FILTERS(typed, with)                                               \
    {                                                                      \
        .words = (typed), .marks = (with), .mem_bytes = IOS_FILTERS_BYTES, \
        .line = ios_hear_filters, .is_table = true                         \
    }

#define CONF(typed, with, does_fit)                                                         \
    {                                                                                       \
        .words = (typed), .marks = (with), .fits = (does_fit), .mem_bytes = IOS_CONF_BYTES, \
        .line = ios_hear_conf, .end = ios_end_conf                                          \
    }
#define CONFS(with)                                                            \
    CONF("", with, ios_is_conf),                                               \
        CONF("show running-config", with "|ip access-list ", ios_may_be_conf), \
        CONF("show startup-config", with, ios_may_be_conf)

#define NEAR(typed, with)                                                                      \
    {                                                                                          \
        .words = (typed), .marks = (with), .mem_bytes = IOS_NEAR_BYTES, .line = ios_hear_near, \
        .end = ios_end_near, .is_table = true                                                  \
    }
#define SHOWN(typed, with, hears)                                                         \
    {                                                                                     \
        .words = (typed), .marks = (with), .mem_bytes = IOS_SHOWN_BYTES, .line = (hears), \
        .end = ios_end_interfaces                                                         \
    }

#define HEARD(typed, with)                                                                       \
    {                                                                                            \
        .words = (typed), .marks = (with), .mem_bytes = IOS_HEARD_BYTES, .line = ios_hear_heard, \
        .end = ios_end_heard                                                                     \
    }
#define ALL_HEARD(lldp, cdp)                                              \
    HEARD("show lldp neighbors", lldp), HEARD("show cdp neighbors", cdp), \
        HEARD("show lldp neighbors detail", lldp), HEARD("show cdp neighbors detail", cdp)

#define LABELS(typed, with)                                                                       \
    {                                                                                             \
        .words = (typed), .marks = (with), .mem_bytes = IOS_LABELS_BYTES, .line = ios_hear_labels \
    }
#define CEF(typed)                                                                                 \
    {                                                                                              \
        .words = (typed), .marks = "Next Hop             Interface|Next Hop            Interface", \
        .mem_bytes = IOS_CEF_BYTES, .line = ios_hear_cef, .is_table = true                         \
    }
#define NAT(typed)                                                              \
    {                                                                           \
        .words = (typed), .marks = "Inside global", .mem_bytes = IOS_NAT_BYTES, \
        .line = ios_hear_nat, .end = ios_end_nat                                \
    }

#define DATABASES(ospf) \
    CP_STATE_ISIS("show isis database"), CP_STATE_ISIS("show isis hostname"), CP_STATE_OSPF(ospf)

#define LEGEND "Codes: |Gateway of last resort"
#define OF_IOS LEGEND "|subnetted, |Routing Table: |IPv6 Routing Table - |o - ODR, P - periodic"
#define OF_XR LEGEND "|FRR Backup path|- Diversion path|A - access/subscriber|MgmtEth"
#define OF_EOS LEGEND "|K - kernel|VRF: |VRF name: |A B - BGP Aggregate|NG - Nexthop Group"
#define OF_ASA LEGEND "| 255.255.255.|V - VPN|SI - Static InterVRF"
#define OF_NXOS "IP Route Table for VRF|ubest/mbest: |IPv6 Routing Table for VRF"

#define IOS_FILTERS \
    "Standard IP access list |Extended IP access list |IPv6 access list |Reflexive IP"
#define EOS_FILTERS "IP Access List |IPv6 Access List "
#define NXOS_FILTERS "IP access list |MAC access list |IPv6 access list "
#define XR_FILTERS "ipv4 access-list |ipv6 access-list "

#define IOS_CONF \
    "hostname |interface |version |service timestamps|Building configuration|Current conf"
#define EOS_CONF "! device: |! Command: show |EOS-|hostname |interface "
#define NXOS_CONF                                                                         \
    "!Command: show |!Running configuration last|\nfeature |\nvdc |switchname |hostname " \
    "|interface "
#define XR_CONF "!! IOS XR|!! Last configuration|hostname |interface |Bundle-Ether"

#define IOS_ARP "Protocol  Address"
#define XR_ARP "Hardware Addr   State|Link-layer Addr State Interface            Location|/CPU0"
#define NXOS_ARP "IP ARP Table for |MAC Address     Interface|IPv6 Adjacency Table"
#define EOS_ARP                                                                              \
    "Hardware Addr   Interface|Hardware Addr  Interface|Age (min) Hardware Addr|Age (sec)  " \
    "Hardware Addr"
#define ND "Link-layer Addr State Interface|Link-layer Addr  State|Hardware Addr    State"
#define IOS_SHOWN ", line protocol is |Hardware is "
#define XR_SHOWN ", line protocol is |Hardware is |interface state transitions"
#define NXOS_SHOWN "admin state is |Hardware: |EtherType is "
#define EOS_SHOWN ", line protocol is |uplink|Loopback Mode|uni-link"
#define IOS_IP ", line protocol is |Internet protocol processing|Internet address is "
#define XR_IP ", ipv4 protocol is |Vrf is "
#define NXOS_IP "IP Interface Status for VRF|, Interface status: "
#define IOS_BRIEF "OK? Method Status"
#define XR_BRIEF "Status          Protocol|Vrf-Name"
#define NXOS_BRIEF "IP Interface Status for VRF|Interface Status"
#define EOS_BRIEF "Status     Protocol|Status       Protocol|MTU|Owner"

#define IOS_LLDP "Device ID           Local Intf|Chassis id: |Local Intf: |Total entries displayed"
#define IOS_CDP "Local Intrfce|Entry address(es)|Port ID (outgoing port)|Total cdp entries"
#define NXOS_LLDP "Device ID            Local Intf|Chassis id: |Local Port id: "
#define NXOS_CDP "Device-ID  |Interface address(es):|Hldtme|Advertisement Version"
#define XR_LLDP "Device ID       Local Intf|Chassis id: |Local Interface: "
#define XR_CDP "SysName :|IPv4 address: |Local Intrfce"
#define EOS_LLDP "Neighbor Device ID|LLDP neighbors:|Last table change time"

static const cp_state_command ios_commands[] = {
    DATABASES("show ip ospf database"),
    ALL_HEARD(IOS_LLDP, IOS_CDP),
    NEAR("show arp", IOS_ARP),
    NEAR("show ip arp", IOS_ARP),
    NEAR("show ipv6 neighbors", ND),
    SHOWN("show interfaces", IOS_SHOWN, ios_hear_interfaces),
    SHOWN("show ip interface", IOS_IP, ios_hear_ip_interface),
    SHOWN("show ip interface brief", IOS_BRIEF, ios_hear_brief),
    CONFS(IOS_CONF),
    FILTERS("show access-lists", IOS_FILTERS),
    FILTERS("show ip access-lists", IOS_FILTERS),
    FILTERS("show ipv6 access-list", IOS_FILTERS),
    LABELS("show mpls forwarding-table", "or Tunnel Id|or VC"),
    CEF("show ip cef"),
    CEF("show ipv6 cef"),
    NAT("show ip nat translations"),
    ROUTES("show ip route", OF_IOS),
    ROUTES("show ipv6 route", OF_IOS),
    { .words = NULL },
};
static const cp_state_command xr_commands[] = {
    DATABASES("show ospf database"),
    ALL_HEARD(XR_LLDP, XR_CDP),
    NEAR("show arp", XR_ARP),
    NEAR("show ipv6 neighbors", XR_ARP),
    SHOWN("show interfaces", XR_SHOWN, ios_hear_interfaces),
    SHOWN("show ipv4 interface", XR_IP, ios_hear_ip_interface),
    SHOWN("show ip interface", XR_IP, ios_hear_ip_interface),
    SHOWN("show ip interface brief", XR_BRIEF, ios_hear_brief),
    SHOWN("show ipv4 interface brief", XR_BRIEF, ios_hear_brief),
    CONFS(XR_CONF),
    FILTERS("show access-lists", XR_FILTERS),
    FILTERS("show access-lists ipv4", XR_FILTERS),
    FILTERS("show access-lists ipv6", XR_FILTERS),
    LABELS("show mpls forwarding", "or ID"),
    CEF("show cef"),
    CEF("show cef ipv4"),
    CEF("show cef ipv6"),
    ROUTES("show route", OF_XR),
    ROUTES("show ip route", OF_XR),
    { .words = NULL },
};
static const cp_state_command nxos_commands[] = {
    DATABASES("show ip ospf database"),
    ALL_HEARD(NXOS_LLDP, NXOS_CDP),
    NEAR("show ip arp", NXOS_ARP),
    SHOWN("show interface", NXOS_SHOWN, ios_hear_interfaces),
    SHOWN("show ip interface", NXOS_IP, ios_hear_ip_interface),
    SHOWN("show ip interface brief", NXOS_BRIEF, ios_hear_brief),
    CONFS(NXOS_CONF),
    FILTERS("show access-lists", NXOS_FILTERS),
    FILTERS("show ip access-lists", NXOS_FILTERS),
    FILTERS("show ipv6 access-lists", NXOS_FILTERS),
    NXOS_ROUTES("show ip route", OF_NXOS),
    NXOS_ROUTES("show ipv6 route", OF_NXOS),
    { .words = NULL },
};
static const cp_state_command eos_commands[] = {
    DATABASES("show ip ospf database"),
    HEARD("show lldp neighbors", EOS_LLDP),
    HEARD("show lldp neighbors detail", EOS_LLDP),
    NEAR("show ip arp", EOS_ARP),
    NEAR("show arp", EOS_ARP),
    NEAR("show ipv6 neighbors", ND),
    SHOWN("show interfaces", EOS_SHOWN, ios_hear_interfaces),
    SHOWN("show ip interface brief", EOS_BRIEF, ios_hear_brief),
    CONFS(EOS_CONF),
    FILTERS("show access-lists", EOS_FILTERS),
    FILTERS("show ip access-lists", EOS_FILTERS),
    FILTERS("show ipv6 access-lists", EOS_FILTERS),
    ROUTES("show ip route", OF_EOS),
    ROUTES("show ipv6 route", OF_EOS),
    { .words = NULL },
};
#define ASA_CONF(typed)                                                                       \
    {                                                                                         \
        .words = (typed), .marks = "ASA Version |nameif |access-group ", .fits = asa_is_conf, \
        .mem_bytes = ASA_CONF_BYTES, .line = asa_hear_conf, .end = asa_end_conf               \
    }
static const cp_state_command asa_commands[] = {
    ASA_CONF(""),
    ASA_CONF("show running-config"),
    ASA_CONF("show startup-config"),
    ROUTES("show route", OF_ASA),
    { .words = NULL },
};

const cp_state_dialect cp_state_ios = { .name = "ios",
                                        .what = "Cisco IOS, IOS XE",
                                        .commands = ios_commands };
const cp_state_dialect cp_state_iosxr = { .name = "iosxr",
                                          .what = "Cisco IOS XR",
                                          .commands = xr_commands };
const cp_state_dialect cp_state_nxos = { .name = "nxos",
                                         .what = "Cisco NX-OS",
                                         .commands = nxos_commands };
const cp_state_dialect cp_state_eos = { .name = "eos",
                                        .what = "Arista EOS",
                                        .commands = eos_commands };
const cp_state_dialect cp_state_asa = { .name = "asa",
                                        .what = "Cisco ASA",
                                        .commands = asa_commands };
