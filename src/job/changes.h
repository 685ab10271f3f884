/* SPDX-License-Identifier: Apache-2.0 */
/* changes.h - what changed between two sets of evidence (internal to job): `diff` and
 * `audit --since`.
 *
 *     case 1 --gather--> evidence --.                      changes_match.c     which assets are one
 *                                    +-- cp_changes_find   changes_verdicts.c  verdicts and causes
 *     case 2 --gather--> evidence --'                      changes_paths.c     sites with sites
 *
 * A case holds what was read and not by which packs it was judged, so both sides are judged anew:
 * each on its day, and each by the packs that are built in and the user's own, which may be others
 * for the side before (--policies-before). */
#pragma once
#include "job/evidence.h"
#include "model/changes.h"

/* One side, before it is judged. */
typedef struct cp_changes_in {
    cp_str name;
    cp_evidence_set *e; /* gathered, with profile and waivers */
    cp_date on;
} cp_changes_in;

/* "FILE" or "FILE@DATE"; a file that is there under the whole of the name is that file. otherwise:
 * the day where none is told. CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_changes_word(cp_job *j, cp_str word, cp_date otherwise, cp_str *path,
                                    cp_date *on, cp_err *err);
/* Gathers the case of a path, whatever --case and FILEs say. */
CP_MUST_CHECK cp_rc cp_changes_gather(cp_job *j, cp_str path, cp_evidence_set *e, cp_err *err);
/* Everything in out is owned by j->a. Errors: those of loading and choosing packs, CP_EINTR. */
CP_MUST_CHECK cp_rc cp_changes_find(cp_job *j, const cp_changes_in in[CP_SIDES], cp_changes *out,
                                    cp_err *err);
/* Exit status by what is new: 3 something could not be read, 1 findings, 4 something
 * undetermined. */
void cp_changes_status(cp_job *j, const cp_evidence_set *after, const cp_changes *c);

/* ---- inside */

enum { CP_CHANGE_STATES = 1 << CP_CAUSE_STATES }; /* bit: 0 as before, 1 as after */

typedef struct cp_changing {
    cp_job *j;
    cp_changes_in in[CP_SIDES];
    cp_answer ans[CP_SIDES]; /* every asset of the side; no verdicts */
    cp_changes *out;
    /* of each asset: the same one on the other side, or CP_NO_ASSET */
    uint32_t *other[CP_SIDES];
    const cp_policy_lib *lib[CP_SIDES];
    cp_pack_list packs[CP_SIDES]; /* by policy state: those of out->policies that are there */
    uint32_t *column[CP_SIDES];   /* of a policy of out->policies in packs, or UINT32_MAX */
    /* by state of network, profile and policy: a row for each asset, NULL: not in service. States
     * that do not differ share one array */
    const cp_verdict *const **rows[CP_CHANGE_STATES];
    cp_judge *judge[CP_SIDES][CP_SIDES]; /* by profile, then policy */
    cp_answer judged[CP_SIDES];          /* in service, with verdicts and waivers, as told */
    uint32_t *place[CP_SIDES];           /* of each asset of ans in judged, or CP_NO_ASSET */
} cp_changing;

void cp_changes_match(cp_changing *c);
CP_MUST_CHECK cp_rc cp_changes_judge(cp_changing *c, cp_err *err);
void cp_changes_verdicts(cp_changing *c);
CP_MUST_CHECK cp_rc cp_changes_paths(cp_changing *c, cp_err *err);

/* A state with the bits of causes that have no other state taken away. */
uint32_t cp_changes_state(const cp_changing *c, uint32_t state);
/* Which causes flip an outcome: same(ctx, s, t) tells whether states s and t give the same. */
uint32_t cp_changes_causes(const cp_changing *c, bool (*same)(void *ctx, uint32_t s, uint32_t t),
                           void *ctx);
