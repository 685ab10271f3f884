/* SPDX-License-Identifier: Apache-2.0 */
/* finding.h - what people decided about what an audit found.
 *
 *     candidate --confirmed--> the clock of the reports runs      (a verdict that is open:
 *     excluded,
 *         |                                                        restricted or undetermined)
 *         +-----rejected-----> "the identification is wrong"; stays visible, and so does the
 *         verdict
 *     confirmed --reported-->  the first report went out on that day
 *
 * The log only grows: a later decision on the same asset and policy supersedes the earlier, and
 * both stay. A decision remembers the verdict and the evidence that it was made on (a digest): a
 * rejection holds only as long as these are the same. */
#pragma once
#include "model/answer.h"

#define CP_FINDING_STATES(X)  \
    X(CONFIRMED, "confirmed") \
    X(REJECTED, "rejected")   \
    X(REPORTED, "reported")

enum {
    CP_FINDING_BY_BYTES_MAX = 200,     /* a name */
    CP_FINDING_REASON_BYTES_MAX = 4000 /* a page */
};

const char *cp_finding_state_name(cp_finding_state s);
bool cp_finding_state_by_name(cp_str name, cp_finding_state *out);

/* Is it something that a person should decide on? Not if the rule does not bind. */
bool cp_finding_is_candidate(const cp_verdict *v);
/* What the log says of the asset and the policy. log: in the order in which it was written. digest:
 * of today's verdict and evidence. */
cp_finding_status cp_finding_status_of(const cp_finding *log, uint32_t n, cp_str asset,
                                       cp_str policy, cp_str digest);
/* Decided, and not made void by other evidence: what is left is open. */
bool cp_finding_is_settled(const cp_finding_status *s);
/* "candidate", "confirmed", "rejected", "rejected, then the evidence changed" */
const char *cp_finding_word(const cp_finding_status *s);
/* The status of the policy among those of the asset, or NULL: nobody decided. */
const cp_finding_status *cp_finding_of(const cp_answer_asset *x, cp_str policy);
