/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.h - what audit, identify, assets, explain and report share: read files or the case,
 * identify, judge.
 *
 *     interface --live.h--> observations --.
 *     FILE... --walk folders--> [files] --readers--> observation store --identify--> assets
 *     --judge--> cp_answer
 *     case    ------------------------replay-------------^
 *
 * One unreadable file never stops the others: it is told, kept in the coverage, and turns the exit
 * status to 3. */
#pragma once
#include "identify/identify.h"
#include "job/job.h"
#include "job/policies.h"
#include "model/state.h"
#include "path/adjacent.h"
#include "policy/policy.h"
#include "report/report.h"
#include "sources/reader.h"
#include "store/case.h"

enum { CP_FILES_MAX = 100 * 1000 }; /* found in folders: more is a mistake of the path */

typedef struct cp_evidence_set {
    CP_VEC(cp_source) sources;
    cp_obs_store *store;
    cp_knowledge *knowledge;
    cp_identified found;
    const cp_statement *statements; /* of all sources: about makers, states and products */
    uint32_t n_statements;
    cp_profile profile;
    cp_str profile_from; /* file or "the case"; "" none */
    uint32_t n_unreadable, n_partly, n_not_recognised;
    CP_VEC(cp_waiver) waivers;
    CP_VEC(cp_str) waivers_from; /* files */
    uint64_t n_waivers_bad;
    cp_str live_fault; /* what a live capture has missed; "": nothing, or there was none */
    /* of what routers are configured to do; its links are found.links too */
    cp_adjacents adjacents;
    cp_adjacent *adjacent;    /* whose an address is; NULL: no router tells of a peer */
    cp_map by_content;        /* digest, format and realm -> index of the source */
    cp_case *kase;            /* NULL: nothing is kept */
    const cp_policy_lib *lib; /* by which it was judged; NULL before */
} cp_evidence_set;

/* Reads the files (or, with none, the case), identifies, and if something will be judged finds the
 * profile. `from`: the first of job->opts.args that is a file. Errors: usage, a case that cannot be
 * opened, data that is malformed, CP_EINTR. */
CP_MUST_CHECK cp_rc cp_evidence_gather(cp_job *j, uint32_t from, bool judges, cp_evidence_set *e,
                                       cp_err *err);

/* Evidence that does not lie in files, but comes one source after the other while it is gathered: a
 * scan. The feed calls cp_evidence_take and cp_evidence_tell for each; an error ends all. */
typedef struct cp_evidence_taker cp_evidence_taker;
typedef struct cp_evidence_feed {
    cp_rc (*run)(void *ctx, cp_evidence_taker *t, cp_err *err);
    void (*seen)(void *ctx, const cp_obs *o); /* each observation as it is read; NULL: none */
    void *ctx;
} cp_evidence_feed;
/* Reads the bytes as those of a file of this name (a transaction of its own, where there is a
 * case), and fills out. */
CP_MUST_CHECK cp_rc cp_evidence_take(cp_evidence_taker *t, cp_str name, cp_bytes bytes,
                                     cp_source *out, cp_err *err);
/* A source that tells of no equipment: what was tried, or could not be read. One that was read (in
 * part) goes into the case. */
CP_MUST_CHECK cp_rc cp_evidence_tell(cp_evidence_taker *t, cp_source *src, cp_err *err);
/* As cp_evidence_gather, of a feed instead of files; keeps: into the case, and no more than
 * that. */
CP_MUST_CHECK cp_rc cp_evidence_gather_fed(cp_job *j, const cp_evidence_feed *feed, bool keeps,
                                           cp_evidence_set *e, cp_err *err);

/* Only reads the files into the case (import). */
CP_MUST_CHECK cp_rc cp_evidence_import(cp_job *j, uint32_t from, cp_evidence_set *e, cp_err *err);

/* The rows of a block of e->found.states; of a case they are read when they are asked for. Errors:
 * of the case, CP_EFORMAT (damaged; rows before were told). */
CP_MUST_CHECK cp_rc cp_evidence_rows(const cp_evidence_set *e, const cp_router_state *s,
                                     void (*each)(void *ctx, const cp_state *row), void *ctx,
                                     cp_err *err);

/* Judges by the chosen policies (with_policies false: by none) and fills the answer. */
CP_MUST_CHECK cp_rc cp_evidence_answer(cp_job *j, cp_evidence_set *e, bool with_policies,
                                       cp_answer *out, cp_err *err);

/* A pack as answers tell of it; its counts are zero. */
cp_answer_policy cp_answer_policy_of(cp_job *j, const cp_policy_lib *lib, const cp_policy *p,
                                     const cp_profile *profile, cp_date as_of);

/* Nothing says that it is planned, spare, removed or disposed. */
bool cp_evidence_in_service(const cp_asset *as);
/* Does its own walk or an inventory tell of it, and not only what neighbours heard? */
bool cp_evidence_is_told_of(const cp_asset *as);
/* Who we are, for a command that reads no evidence: --profile, else that of the case (of the
 * default case, if there is one). */
CP_MUST_CHECK cp_rc cp_evidence_profile(cp_job *j, cp_evidence_set *e, cp_err *err);

/* The answer in the format that was asked for. */
CP_MUST_CHECK cp_rc cp_evidence_print(cp_job *j, const cp_answer *ans, cp_report_format otherwise,
                                      cp_err *err);

/* `identify --explain-misses`. */
CP_MUST_CHECK cp_rc cp_job_misses(cp_job *j, cp_err *err);

/* The exit status that the answer and the reading deserve, into job->status. */
void cp_evidence_status(cp_job *j, const cp_evidence_set *e, const cp_answer *ans);

/* Waivers of a file, added to those of e; bad ones are told and counted. */
CP_MUST_CHECK cp_rc cp_waivers_load(cp_job *j, cp_evidence_set *e, cp_str path, cp_err *err);
CP_MUST_CHECK cp_rc cp_waivers_beside(cp_job *j, cp_evidence_set *e, cp_str file, cp_err *err);
/* Which findings they cover; those that have expired or cover nothing are told in notes. */
void cp_waivers_apply(cp_job *j, const cp_evidence_set *e, const cp_policy_lib *lib,
                      cp_judge *judge, cp_answer *ans, cp_sentences *notes);
/* Does a pattern with * and ? match the whole of s? Case does not count. */
bool cp_waiver_pattern_matches(cp_str pattern, cp_str s);

/* --format, with the default of the command; CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_job_format(const cp_job *j, cp_report_format otherwise,
                                  cp_report_format *out, cp_err *err);
cp_report_opts cp_job_report_opts(const cp_job *j);
/* --map, for readers of tables; CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_job_maps(cp_job *j, cp_read_opts *opts, cp_err *err);
/* --encoding; CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_job_encoding(const cp_job *j, cp_read_opts *opts, cp_err *err);
/* What --map said before, as the case keeps it. */
CP_MUST_CHECK cp_rc cp_job_kept_maps(cp_job *j, cp_case *c, cp_read_opts *opts, cp_err *err);
/* The whole of a file of at most bytes_max; errors name it. */
CP_MUST_CHECK cp_rc cp_job_read_file(cp_arena *a, cp_str path, uint64_t bytes_max, cp_bytes *out,
                                     cp_err *err);
/* From now on the data are those that are in force (job/data.h). */
CP_MUST_CHECK cp_rc cp_job_data(cp_job *j, cp_err *err);
/* Everything that identification rests on (and --registry); the makers alone, which is all that
 * judging needs. */
CP_MUST_CHECK cp_rc cp_job_knowledge(cp_job *j, cp_knowledge **out, cp_err *err);
CP_MUST_CHECK cp_rc cp_job_makers(cp_job *j, cp_knowledge **out, cp_err *err);
/* --as-of, else today. */
CP_MUST_CHECK cp_rc cp_job_as_of(const cp_job *j, cp_date *out, cp_err *err);
cp_time cp_job_now(void);
cp_str cp_job_user(cp_arena *a);
