/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_more.h - what others say of autonomous systems, beside what routes say: whose they are
 * (--orgs), who carries for whom (--relations), and who may announce what (--vrps).
 *
 *     holders --> more ASes that can be judged
 *     relations --> what could be reached without excluded ASes, through which neighbour
 *     VRPs --> is the origin of a prefix valid (RFC 6811) */
#pragma once
#include "carrier/relations.h"
#include "carrier/rov.h"
#include "job/carriers.h"
#include "sources/asn/alarms.h"

/* Holders of files of --orgs, for cp_as_whos_load: `told` of each AS that has a name. */
typedef struct cp_as_told {
    uint32_t asn;
    cp_str name; /* of the organisation, else of the AS */
} cp_as_told;

/* Reads the files that the options name; sources go to c->e. Errors: those of a file that could not
 * be read at all: an answer without what was asked for would be another one. */
CP_MUST_CHECK cp_rc cp_carriers_more_load(cp_carriers *c, cp_err *err);

/* Reads what `carriers watch` printed; what was told of the file is in c->e and in *src. */
CP_MUST_CHECK cp_rc cp_carriers_more_alarms(cp_carriers *c, cp_str path, const cp_alarms_to *to,
                                            cp_source *src, cp_err *err);

/* After the routes were counted. */
CP_MUST_CHECK cp_rc cp_carriers_reach_of(const cp_carriers *c, cp_carriers_reach *out, cp_err *err);

/* "valid", "invalid-as" ...: of the prefix and its origin; "" where there are no VRPs. */
cp_str cp_carriers_rov_text(const cp_carriers *c, const cp_exposure_row *r);
