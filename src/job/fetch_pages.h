/* SPDX-License-Identifier: Apache-2.0 */
/* fetch_pages.h - the file of pages while a server is asked: found, locked, read again, added
 * to. */
#pragma once
#include "job/job.h"
#include "sources/live/api.h"

typedef struct cp_fetch_pages {
    cp_str path;
    int fd; /* closed with the arena of the job */
    cp_api *api;
    uint64_t pages, good, bytes; /* that are there; good: with something in them */
    bool is_resumed;
    uint32_t stale_hours; /* of what was there and is not used; 0: nothing was */
} cp_fetch_pages;

/* Beside the case, for this server; made for nobody else to read. Whole pages of an import that was
 * interrupted are gone through, and api stands behind them. CP_EBUSY: somebody else asks. */
CP_MUST_CHECK cp_rc cp_fetch_pages_open(cp_job *j, cp_str kind, cp_str url, cp_fetch_pages *out,
                                        cp_err *err);
/* Adds one; body "" unless status is 200. */
CP_MUST_CHECK cp_rc cp_fetch_pages_add(cp_fetch_pages *p, cp_str get, uint32_t status, cp_str body,
                                       cp_err *err);
