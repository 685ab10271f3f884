/* SPDX-License-Identifier: Apache-2.0 */
/* lldp_org.h - the TLVs of organisations in LLDP (see lldp.h for which), and what they say as text.
 *
 *     802.1Q-2018, D.2:   1 port VLAN(2)   3 VLAN(2) length(1) name   4 length(1) protocol
 *                         6 management VLAN(2)   7 aggregation status(1) port(4)
 *     802.3-2018, 79.3:   1 auto-negotiation(1) advertised(2) MAU type(2)
 *                         2 support(1) pair(1) class(1) [kind(1) requested(2) allocated(2) ...]
 *                         3 aggregation status(1) port(4)   4 frame size(2)
 *     TIA-1057, 10.2:     1 capabilities(2) class(1)   2 application(1) policy(3)
 *                         3 format(1) location   4 kind(1) power(2)   5 to 11 texts
 *     RFC 8520, 11:       1 URL */
#pragma once
#include "sources/l2/lldp.h"

/* Reads what is known of it into out; v becomes bad if it is too short. A second TLV of a kind that
 * stands there once replaces the first; of lists what is over their limits is left out. */
void cp_lldp_read_organisation(uint32_t oui, uint8_t subtype, cp_cur *v, cp_lldp *out);
/* Texts may be padded with NUL, against the standard. */
cp_str cp_lldp_text_of(cp_bytes b);

/* Each is "" where the PDU says nothing of it. */

/* "capable", "aggregated 25" */
cp_str cp_lldp_aggregation_text(cp_arena *a, const cp_lldp *p);
/* "auto=enabled advertised=6c03 mau=30"; auto: none, off or enabled */
cp_str cp_lldp_phy_text(cp_arena *a, const cp_lldp *p);
/* "pd class=4 requested=25.5 allocated=25.5", in watts; pse: the side that gives power */
cp_str cp_lldp_power_text(cp_arena *a, const cp_lldp_power *p);
/* "endpoint-3 capabilities,policy,inventory" */
cp_str cp_lldp_med_caps_text(cp_arena *a, const cp_lldp *p);
/* "voice vlan=100 priority=5 dscp=46", "voice unknown" */
cp_str cp_lldp_policy_text(cp_arena *a, const cp_lldp_policy *p);
/* "47.376900,8.541700" in degrees (RFC 6225, 2.2), "CH 1=ZH 3=Zurich" by the types of RFC 4776
 * (3.4), or a telephone number */
cp_str cp_lldp_location_text(cp_arena *a, const cp_lldp *p);
/* "pd 12.9", in watts */
cp_str cp_lldp_med_power_text(cp_arena *a, const cp_lldp *p);
