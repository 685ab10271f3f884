/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_view.h - what a report shows of carriers (model/carrier_view.h), taken from what was
 * counted of routes.
 *
 *     cp_exposure --carriers_view.c--> carriers, prefixes, peers, what was asked about
 *                 --carriers_view_map.c--> who is before and behind them, and further off
 *                 --carriers_view_when.c--> since when, by days
 *     --alarms FILE --carriers_view_alarms.c--> when such routes came and went */
#pragma once
#include "job/carriers_more.h"
#include "model/carrier_view.h"

typedef struct cp_carriers_viewing {
    cp_carriers *c;
    cp_arena *a;   /* of what is shown */
    cp_arena *mem; /* of what is not needed afterwards */
    cp_carrier_view *out;
    cp_map places; /* AS number -> place + 1 */
    CP_VEC(cp_carrier_as) ases;
} cp_carriers_viewing;

/* Its place among the ASes, where it is put if it is not there. */
uint32_t cp_carriers_view_as(cp_carriers_viewing *k, uint32_t asn);
cp_carrier_path cp_carriers_view_path(cp_carriers_viewing *k, const uint32_t *asns, uint32_t n,
                                      bool is_cut);
/* The value of a number in a map whose keys are numbers; 0 where it is new. */
uint64_t *cp_carriers_view_at(cp_carriers_viewing *k, cp_map *m, uint32_t number);

void cp_carriers_view_map(cp_carriers_viewing *k);
void cp_carriers_view_when(cp_carriers_viewing *k);
/* Reads --alarms; errors are those of reading it. */
CP_MUST_CHECK cp_rc cp_carriers_view_alarms(cp_carriers_viewing *k, cp_err *err);

/* All of it, owned by c->j->a. */
CP_MUST_CHECK cp_rc cp_carriers_view(cp_carriers *c, const cp_carrier_view **out, cp_err *err);
/* For `report`: reads --rib and what goes with it; sources go to e, and the exit status is that of
 * both. NULL: nobody asked. */
CP_MUST_CHECK cp_rc cp_carriers_collect(cp_job *j, cp_evidence_set *e, cp_answer *ans,
                                        const cp_carrier_view **out, cp_err *err);
