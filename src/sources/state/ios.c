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

#define LEGEND "Codes: |Gateway of last resort"
#define OF_IOS LEGEND "|subnetted, |Routing Table: |IPv6 Routing Table - |o - ODR, P - periodic"
#define OF_XR LEGEND "|FRR Backup path|- Diversion path|A - access/subscriber|MgmtEth"
#define OF_EOS LEGEND "|K - kernel|VRF: |VRF name: |A B - BGP Aggregate|NG - Nexthop Group"
#define OF_ASA LEGEND "| 255.255.255.|V - VPN|SI - Static InterVRF"
#define OF_NXOS "IP Route Table for VRF|ubest/mbest: |IPv6 Routing Table for VRF"

static const cp_state_command ios_commands[] = {
    ROUTES("show ip route", OF_IOS),
    ROUTES("show ipv6 route", OF_IOS),
    { .words = NULL },
};
static const cp_state_command xr_commands[] = {
    ROUTES("show route", OF_XR),
    ROUTES("show ip route", OF_XR),
    { .words = NULL },
};
static const cp_state_command nxos_commands[] = {
    NXOS_ROUTES("show ip route", OF_NXOS),
    NXOS_ROUTES("show ipv6 route", OF_NXOS),
    { .words = NULL },
};
static const cp_state_command eos_commands[] = {
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
