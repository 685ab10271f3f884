/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - the command scan: who is asked, what is kept so that an interrupted scan goes on, and
 * what became of everybody.
 *
 *     TARGET, --targets, --from-case --scan_plan.c--> addresses      --scan.c--> prober
 *     recordings --scan.c--> case or answer          --scan_keep.c--> CASE.scan, --save DIR */
#pragma once
#include "job/evidence.h"
#include "sources/scan/scan.h"

enum {
    CP_SCAN_TARGETS_MAX = 100000,    /* words that name targets */
    CP_SCAN_ADDRESSES_MAX = 1 << 20, /* a prefix of 12 bits: more is a mistake of the prefix */
};

typedef struct cp_scan_plan {
    cp_creds creds;
    cp_ranges todo;   /* what is to be asked, without what is excluded */
    cp_ranges within; /* where a crawl may go, without what is excluded */
    cp_ranges excluded;
    cp_ranges named; /* addresses that were named one by one: somebody expects an answer */
    cp_time timeout;
    uint64_t n_left_out; /* of the case: outside */
} cp_scan_plan;

/* From the options. Errors: CP_EUSAGE, and those of the files and of the case. */
CP_MUST_CHECK cp_rc cp_scan_plan_make(cp_job *j, cp_scan_plan *out, cp_err *err);

/* ---- scan_keep.c: what is done stands in a file beside the case (or in the folder of --save)
 * until the scan is over. A line each, added at once:
 *
 *     cleanpath scan 1 DIGEST         of what was asked for: another scan does not go on with it
 *     192.0.2.7 answered              done
 *     192.0.2.9 +                     found by a crawl, to be asked */
typedef struct cp_scan_keep {
    int fd; /* -1: nothing is kept */
    cp_str path;
    cp_ranges done;                       /* before */
    CP_VEC(cp_ip) found;                  /* by a crawl, before, and not yet asked */
    uint64_t before[CP_SCAN_STATE_COUNT]; /* how many of each */
    bool goes_on;
} cp_scan_keep;
/* Opens (and locks) the file, or begins it. CP_EUSAGE: another scan works on it, or it is of other
 * targets. */
CP_MUST_CHECK cp_rc cp_scan_keep_open(cp_job *j, cp_scan_keep *out, cp_err *err);
CP_MUST_CHECK cp_rc cp_scan_keep_done(cp_job *j, const cp_scan_keep *k, cp_ip ip,
                                      cp_scan_state state, cp_err *err);
CP_MUST_CHECK cp_rc cp_scan_keep_found(cp_job *j, const cp_scan_keep *k, cp_ip ip, cp_err *err);
/* The scan is over (and the file goes), or will go on. */
void cp_scan_keep_close(cp_scan_keep *k, bool is_over);

/* --save: DIR/ADDRESS.snmprec, whole or not at all; one that is there stays, and the new one is
 * called after the moment too. The folder is made if it is not there. */
CP_MUST_CHECK cp_rc cp_scan_save_open(cp_job *j, cp_err *err);
CP_MUST_CHECK cp_rc cp_scan_save(cp_job *j, cp_ip ip, cp_str recording, cp_time at, cp_err *err);
