/* SPDX-License-Identifier: Apache-2.0 */
/* redfish_in.h - the inside of the reader of Redfish: redfish.c finds the resources and whose they
 * are, redfish_tell.c tells them. */
#pragma once
#include "codec/tree.h"
#include "sources/host/redfish.h"

/* What becomes of a resource. */
typedef enum cp_redfish_what {
    CP_REDFISH_NOTHING, /* logs, settings, sensors, collections */
    CP_REDFISH_SYSTEM,
    CP_REDFISH_CHASSIS,
    CP_REDFISH_MANAGER,
    CP_REDFISH_PART,
    CP_REDFISH_OPTIC,
    CP_REDFISH_SOFTWARE,
    CP_REDFISH_INTERFACE,
} cp_redfish_what;

typedef struct cp_redfish_resource {
    cp_redfish_what what;
    const char *class; /* of a part */
    const cp_tree *t;
    cp_str path;  /* "Systems/1/Processors/CPU1": without /redfish/v1/ */
    cp_str owner; /* "Systems/1"; "": none is in the path */
} cp_redfish_resource;

typedef struct cp_redfish {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_source *src, told; /* told: for faults of which src knows already */
    CP_VEC(cp_redfish_resource) v;
    cp_map systems; /* of a chassis or manager: the one system that is its own */
    cp_map own;     /* of a system: what it says of itself */
    cp_map parts;   /* their paths, as they were told */
    uint64_t n_between, n_oem, n_absent, n_devices, n_parts;
    uint64_t line; /* of what is told */
    cp_rc rc;      /* of the sink; sticks */
    cp_err *err;
} cp_redfish;

/* "/redfish/v1/systems/1/" -> "Systems/1"; "" for what is no path of Redfish. */
cp_str cp_redfish_path(cp_arena *a, cp_str id);
/* Of the resource that this key names: {"@odata.id": ..}; "": none. */
cp_str cp_redfish_reference(cp_arena *a, const cp_tree *t);
/* "Systems/1" of "Systems/1/Processors/CPU1"; "": no system, chassis or manager. */
cp_str cp_redfish_owner(cp_str path);

void cp_redfish_tell(cp_redfish *r);
