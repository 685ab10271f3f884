/* SPDX-License-Identifier: Apache-2.0 */
/* netbox_in.h - shared by the two forms of NetBox's data: netbox.c, netbox_dump.c. */
#pragma once
#include "sources/export/netbox.h"
#include "sources/export/walk.h"
#include "sources/import/thing.h"

struct cp_netbox {
    cp_arena *a, *scratch; /* scratch: of a record */
    cp_arena_mark empty;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_things *t;
    cp_map products; /* address of a type -> index in part_numbers */
    CP_VEC(cp_str) part_numbers;
    cp_map unread; /* type -> how many records are of no use here */
    bool has_next; /* of the last page of a type that names one */
    uint64_t last_line;
};

/* One record, which was counted: as the API has it, of the type "dcim/devices". "": its address, or
 * its keys, say which. */
CP_MUST_CHECK cp_rc cp_netbox_record(cp_netbox *n, cp_str type, const cp_tree *t, cp_err *err);

/* Is it the database of NetBox as Django's dumpdata writes it? */
bool cp_netbox_is_dump(cp_str head);
CP_MUST_CHECK cp_rc cp_netbox_dump(cp_netbox *n, cp_bytes text, cp_err *err);
