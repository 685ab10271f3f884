/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.h - `import --from netbox|librenms URL`: pages of an inventory server into a file, from
 * which they are read as any export is.
 *
 *     server --GET, one at a time--> CASE.netbox-1f2e3d4c5b6a.pages --reader--> the case
 *
 * The pages lie in the file until all have come, and the case is written once: it has the whole
 * import or nothing of it. What was interrupted goes on from the file, whose digest is that of the
 * import. Nothing of it holds the token. */
#pragma once
#include "job/job.h"

enum {
    CP_FETCH_RATE = 10, /* requests a second: a server that people work with */
    CP_FETCH_RATE_MAX = 1000,
    CP_FETCH_RETRIES = 5,
    CP_FETCH_RETRIES_MAX = 100,
    CP_FETCH_TIMEOUT_S = 60,
    CP_FETCH_CONNECT_S = 10,
    CP_FETCH_WAIT_S_MAX = 300,  /* a server that asks for more is tried another day */
    CP_FETCH_RESUME_HOURS = 24, /* older pages tell of another network than the newer ones */
};

typedef struct cp_fetched {
    cp_str name; /* the address of the server */
    cp_str path; /* of the file */
    int fd;      /* of it, at its begin; closed with the arena of the job */
    uint64_t bytes;
} cp_fetched;

/* Do the options ask for one? */
bool cp_job_is_fetch(const cp_job *j);
/* Its options without --from, or badly written: CP_EUSAGE. Opens nothing. */
CP_MUST_CHECK cp_rc cp_job_fetch_check(const cp_job *j, cp_err *err);
/* What --token-file holds: one word; "" where it is not given. */
CP_MUST_CHECK cp_rc cp_job_token(cp_job *j, cp_str *out, cp_err *err);
/* Asks for all pages. CP_EPERM: the token file may be read by others, or the token is not accepted;
 * CP_EBUSY: somebody else asks; CP_EIO; CP_ELIMIT; CP_EINTR. What came before a failure stays in
 * the file, and this is told. */
CP_MUST_CHECK cp_rc cp_job_fetch(cp_job *j, cp_fetched *out, cp_err *err);
/* It is in the case: the file is of no use any more. */
void cp_job_fetch_done(const cp_fetched *f);
