/* SPDX-License-Identifier: Apache-2.0 */
/* ios.c - the dialects whose commands are called `show ip route`, `show interfaces` ...: IOS and
 * IOS XE, IOS XR, NX-OS, EOS, ASA. Which of them an answer is of is told by its marks; where two
 * look alike, the functions that hear them are the same. */
#include "sources/state/ios.h"

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

static const cp_state_command ios_commands[] = {
    CONFS(IOS_CONF),
    FILTERS("show access-lists", IOS_FILTERS),
    FILTERS("show ip access-lists", IOS_FILTERS),
    FILTERS("show ipv6 access-list", IOS_FILTERS),
    ROUTES("show ip route", OF_IOS),
    ROUTES("show ipv6 route", OF_IOS),
    { .words = NULL },
};
static const cp_state_command xr_commands[] = {
    CONFS(XR_CONF),
    FILTERS("show access-lists", XR_FILTERS),
    FILTERS("show access-lists ipv4", XR_FILTERS),
    FILTERS("show access-lists ipv6", XR_FILTERS),
    ROUTES("show route", OF_XR),
    ROUTES("show ip route", OF_XR),
    { .words = NULL },
};
static const cp_state_command nxos_commands[] = {
    CONFS(NXOS_CONF),
    FILTERS("show access-lists", NXOS_FILTERS),
    FILTERS("show ip access-lists", NXOS_FILTERS),
    FILTERS("show ipv6 access-lists", NXOS_FILTERS),
    NXOS_ROUTES("show ip route", OF_NXOS),
    NXOS_ROUTES("show ipv6 route", OF_NXOS),
    { .words = NULL },
};
static const cp_state_command eos_commands[] = {
    CONFS(EOS_CONF),
    FILTERS("show access-lists", EOS_FILTERS),
    FILTERS("show ip access-lists", EOS_FILTERS),
    FILTERS("show ipv6 access-lists", EOS_FILTERS),
    ROUTES("show ip route", OF_EOS),
    ROUTES("show ipv6 route", OF_EOS),
    { .words = NULL },
};
static const cp_state_command asa_commands[] = {
    ROUTES("show route", OF_ASA),
    { .words = NULL },
};

const cp_state_dialect cp_state_ios = { "ios", "Cisco IOS, IOS XE", ios_commands, NULL };
const cp_state_dialect cp_state_iosxr = { "iosxr", "Cisco IOS XR", xr_commands, NULL };
const cp_state_dialect cp_state_nxos = { "nxos", "Cisco NX-OS", nxos_commands, NULL };
const cp_state_dialect cp_state_eos = { "eos", "Arista EOS", eos_commands, NULL };
const cp_state_dialect cp_state_asa = { "asa", "Cisco ASA", asa_commands, NULL };
