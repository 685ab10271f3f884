/* SPDX-License-Identifier: Apache-2.0 */
/* click.h - inside of `collect` and `flows`: the cluster that --clickhouse names, and the way
 * there.
 *
 *     network --batches--> case --(this, a thread)--> ClickHouse
 *                          `- what waits: bounded by --spool */
#pragma once
#include "job/job.h"
#include "sources/click/click.h"
#include "store/case_ship.h"

/* The options as they were given; CP_EUSAGE, and what a file of a secret can be wrong with. */
CP_MUST_CHECK cp_rc cp_job_click_opts(cp_job *j, cp_click_opts *out, cp_err *err);
/* --clickhouse's own options without it, and its addresses: CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_job_click_check(const cp_job *j, cp_err *err);

typedef struct cp_shipper cp_shipper;
typedef struct cp_ship_figures {
    uint64_t batches, flows, failures; /* that are there; tries that failed */
    uint64_t waiting_flows, waiting_bytes;
    uint64_t removed; /* flows that are too old for --keep-days */
    bool is_stuck;
} cp_ship_figures;
/* Makes the case one that goes to this cluster. A server that cannot be reached now is told, and
 * tried again; all else that is wrong with it is an error. */
CP_MUST_CHECK cp_rc cp_shipper_start(cp_job *j, cp_case *c, cp_shipper **out, cp_err *err);
/* May more be put into the case? CP_EFULL: so much waits, and why. */
CP_MUST_CHECK cp_rc cp_shipper_room(cp_shipper *s, cp_err *err);
/* Says what changed since the last time: by the thread that may speak. */
void cp_shipper_say(cp_shipper *s);
void cp_shipper_figures(cp_shipper *s, cp_ship_figures *out);
/* Sends all that waits, and ends; what a server does not take stays in the case. */
void cp_shipper_finish(cp_shipper *s);
