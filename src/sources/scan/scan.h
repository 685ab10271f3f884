/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - devices asked over SNMP, and what they told, one after the other. Linux.
 *
 *     addresses --> prober process --requests--> devices
 *                   [two sockets]  <--answers--
 *                         `-- recordings --> here --reader of recordings--> observations
 *
 * Who takes apart what strangers send has no files, no case, no right, and no way to make another
 * socket (prober.h); what it hands over is a recording, and takes the way through the reader that a
 * file takes, so that a scan of a device says what its file says. */
#pragma once
#include "sources/scan/prober.h"

typedef struct cp_scan_device {
    cp_ip ip;
    cp_scan_state state;
    const cp_cred *credential; /* that it took, or that was tried last; NULL: none fits */
    uint32_t n_requests, n_values;
    cp_str note;      /* what went wrong, "; " between */
    cp_str recording; /* "": nothing was told */
} cp_scan_device;

typedef struct cp_scan_counts {
    uint64_t sent, received, strange;
    uint32_t in_flight;
    uint64_t done; /* addresses */
} cp_scan_counts;

typedef struct cp_scan cp_scan;

typedef struct cp_scan_opts {
    cp_prober_opts prober;
    bool (*is_ended)(void *ctx); /* asked several times a second: end with what is there? */
    /* Each address that is done; slices are valid during the call, in which cp_scan_also may be
     * called. An error ends the scan. */
    cp_rc (*device)(void *ctx, cp_scan *s, const cp_scan_device *d, cp_err *err);
    void (*progress)(void *ctx, const cp_scan_counts *now); /* NULL: none */
    void *ctx;
} cp_scan_opts;

/* Asks until everybody is done or it is ended. *is_whole: nobody was left out. Errors: CP_EUSAGE
 * and CP_EIO of the library (msg.h), CP_EPERM, CP_EINTERNAL (the process died), those of
 * `device`. */
CP_MUST_CHECK cp_rc cp_scan_run(cp_arena *a, const cp_scan_opts *o, cp_scan_counts *out,
                                bool *is_whole, cp_err *err);
/* One more address, of those that are allowed; it must not have been asked before. */
void cp_scan_also(cp_scan *s, cp_ip ip);

const char *cp_scan_state_text(cp_scan_state s);
