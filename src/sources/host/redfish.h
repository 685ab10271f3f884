/* SPDX-License-Identifier: Apache-2.0 */
/* redfish.h - what a management controller tells of a machine over Redfish (DSP0266; the schemas
 * are DSP0268), as it was saved: answers of `curl https://BMC/redfish/v1/Systems/1`, one or several
 * in a file, lists of them, expanded collections, and the files of a mockup.
 *
 *     document --> resources --> whose they are --> observations
 *       {"@odata.id":"/redfish/v1/Systems/1/Processors/CPU1",   agent "redfish Systems/1"
 *        "@odata.type":"#Processor.v1_20_0.Processor", ..}      part  "redfish
 *        Systems/1/Processors/CPU1"
 *
 * A resource is of the system, chassis or manager in its path. A chassis or a manager of just one
 * system is that system's: what it is asked for in one file and what in another comes together, for
 * both bear both names (and model/source.h says which files are of one mockup). What a
 * manufacturer adds under "Oem" is passed over. For users: docs/formats/hardware.md. */
#pragma once
#include "sources/reader.h"

enum { CP_REDFISH_RESOURCES_MAX = 1024 * 1024 }; /* of a file */

extern const cp_format cp_format_redfish;
