/* SPDX-License-Identifier: Apache-2.0 */
/* evidence_inside.h - what the files that gather evidence share: evidence.c (one file after the
 * other, into the case or into memory), evidence_fed.c (what comes without files),
 * evidence_profile.c (who we are, what is waived), evidence_identify.c (assets, and ids that
 * stay). */
#pragma once
#include "job/evidence.h"
#include "job/evidence_early.h"
#include "job/fetch.h"
#include "job/live.h"
#include "job/walk.h"
#include "sources/flow/shared.h"

typedef struct cp_reading {
    cp_job *j;
    cp_evidence_set *e;
    cp_read_opts opts;
    cp_found_files files;
    CP_VEC(cp_case_map) maps; /* that the file at hand was read by */
    bool judges;              /* a profile is of use */
    cp_time now;
    uint64_t bytes_before; /* of the files that were read */
    cp_job_live live;
    cp_found_file live_file;          /* stands for it among the files; path "": there is none */
    cp_fetched fetched;               /* what a server told; it is the only file then */
    const cp_evidence_feed *feed;     /* NULL: files */
    cp_obs_sink heard;                /* where its observations go on to */
    struct cp_flow_shared *templates; /* of flows, that files tell each other; NULL: not needed */
    bool may_wait; /* a file that lacks some is read once more when the others were */
    CP_VEC(uint32_t) waiting;
    cp_early *early; /* NULL: one file after the other */
} cp_reading;

/* Options that are wrong are told before anything is read. */
CP_MUST_CHECK cp_rc cp_reading_begin(cp_job *j, cp_evidence_set *e, cp_reading *r, cp_err *err);
/* ctx: the cp_reading. */
bool cp_reading_is_stopped(void *ctx);
/* A transaction of the case; a capture, or a scan, waits for who else writes. */
CP_MUST_CHECK cp_rc cp_reading_begin_import(cp_reading *r, const cp_found_file *f, cp_err *err);
/* Into the case: all of one file, or nothing. */
CP_MUST_CHECK cp_rc cp_reading_import(cp_reading *r, const cp_found_file *f, cp_source *src,
                                      cp_err *err);
/* Into memory: what cannot be used leaves nothing behind there either. *is_known: nothing new. */
CP_MUST_CHECK cp_rc cp_reading_read(cp_reading *r, const cp_found_file *f, bool *is_known,
                                    cp_err *err);
/* What stands in f->content, past who looks on (evidence_fed.c). */
CP_MUST_CHECK cp_rc cp_reading_fed(cp_reading *r, const cp_found_file *f, const cp_obs_sink *sink,
                                   cp_source *src, cp_err *err);
/* Assets of all that was read, and their ids into the case. */
CP_MUST_CHECK cp_rc cp_reading_identify(cp_job *j, cp_evidence_set *e, cp_reading *r, cp_err *err);

/* Rows of routers that links are concluded from. */
enum { CP_EVIDENCE_LINK_KINDS = 1 << CP_STATE_PEER | 1 << CP_STATE_ADDRESS | 1 << CP_STATE_IFACE };
/* Links out of rows of routers, behind those of e->found. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_evidence_links(cp_job *j, cp_evidence_set *e, cp_err *err);

/* Is the source a profile, or waivers? Then they are used, if nothing goes before them. */
CP_MUST_CHECK cp_rc cp_reading_take_profile(cp_reading *r, const cp_source *src, cp_err *err);
CP_MUST_CHECK cp_rc cp_reading_take_waivers(cp_reading *r, const cp_source *src, cp_err *err);
CP_MUST_CHECK cp_rc cp_evidence_load_profile(cp_job *j, cp_evidence_set *e, cp_str path,
                                             cp_err *err);
/* That of the case; then that beside the first file; each only if there is none yet. */
CP_MUST_CHECK cp_rc cp_evidence_case_profile(cp_job *j, cp_evidence_set *e, cp_err *err);
CP_MUST_CHECK cp_rc cp_evidence_near_profile(cp_job *j, uint32_t from, cp_evidence_set *e,
                                             cp_err *err);
/* --waivers; else what was found among the files; else beside the first file or the case. */
CP_MUST_CHECK cp_rc cp_evidence_find_waivers(cp_job *j, uint32_t from, cp_evidence_set *e,
                                             cp_err *err);
