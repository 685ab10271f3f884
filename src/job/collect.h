/* SPDX-License-Identifier: Apache-2.0 */
/* collect.h - inside of `collect`: what it has done so far, and the file of figures. */
#pragma once
#include "job/click.h"
#include "job/job.h"
#include "sources/collect/collect.h"

typedef struct cp_job_collected {
    cp_collect *from;
    cp_collect_opts opts;
    uint64_t batches, flows, exporters; /* that are in the case, by this program */
    uint64_t failures;                  /* commits that had to be repeated */
    cp_time began, committed;           /* CP_TIME_NONE: not yet */
    cp_shipper *shipper;                /* to ClickHouse; NULL: there is none */
    bool is_stuck;                      /* the case takes nothing now */
} cp_job_collected;

/* --within; settled. CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_job_within(cp_job *j, cp_ranges *out, cp_err *err);

/* The file of --metrics, whole or as it was. */
CP_MUST_CHECK cp_rc cp_job_collect_metrics(cp_job *j, const cp_job_collected *k, cp_err *err);
