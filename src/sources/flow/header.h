/* SPDX-License-Identifier: Apache-2.0 */
/* header.h - the first bytes of a packet that was sampled, as a flow of one packet: addresses,
 * ports, flags, VLAN, and its bytes of layer 3 as its own header tells them. What stands in MPLS is
 * looked into, what is in another tunnel is not. */
#pragma once
#include "model/flow.h"

typedef enum cp_flow_link_kind {
    CP_FLOW_LINK_ETHERNET,
    CP_FLOW_LINK_IP,
    CP_FLOW_LINK_MPLS,
} cp_flow_link_kind;

/* frame_bytes: how long it was, header of the link included. False: no packet of IP, or too little
 * of one; *f is then as it was. */
bool cp_flow_of_header(cp_flow_link_kind link, cp_bytes head, uint32_t frame_bytes, cp_flow *f);
