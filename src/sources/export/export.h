/* SPDX-License-Identifier: Apache-2.0 */
/* export.h - inventories that other programs keep and write out. For users: docs/formats/nmap.md
 * and its neighbours.
 *
 * What a file says of a thing is told by sources/import/thing.h; its position is the line where the
 * record begins. */
#pragma once
#include "sources/reader.h"

extern const cp_format cp_format_netbox, cp_format_librenms, cp_format_librenms_sql, cp_format_nmap,
    cp_format_zeek, cp_format_zgrab, cp_format_hardware, cp_format_cyclonedx,
    cp_format_cyclonedx_xml, cp_format_spdx;
