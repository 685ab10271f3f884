/* SPDX-License-Identifier: Apache-2.0 */
/* access.h - the lists of an access network and of small networks: ONUs of an OLT, devices of an
 * auto-configuration server, network functions, leases of DHCP, devices of a wireless controller.
 * For users: docs/formats/access.md.
 *
 * Whatever in a list is equipment becomes a thing (sources/import/thing.h). Places are lines; in
 * JSON, where a record begins. */
#pragma once
#include "codec/tree.h"
#include "sources/reader.h"

extern const cp_format cp_format_olt, cp_format_leases_isc, cp_format_leases_kea,
    cp_format_leases_dnsmasq, cp_format_leases_windows, cp_format_leases_windows_xml,
    cp_format_leases_netsh, cp_format_genieacs, cp_format_nrf, cp_format_unifi;

/* ---- shared by the readers of this folder */

/* An arena that lives as long as a, to be emptied in between. */
cp_arena *cp_access_scratch(cp_arena *a);
