/* SPDX-License-Identifier: Apache-2.0 */
/* changes.h - what is not the same between two answers: equipment, verdicts with their cause, and
 * paths.
 *
 *     before  assets, verdicts, paths --.
 *                                        +--> equipment: new, gone, changed, re-identified
 *     after   assets, verdicts, paths --'     verdicts:  before -> after, because of what
 *                                             paths:     site with site, the same
 *
 * Causes are found by judging, not by guessing: each side is three things, what was read of the
 * network, who we are and what was stated of makers (profile), and the packs with the day (policy).
 * A thing is a cause of a change if putting it alone from one side's state to the other's, with the
 * other two in some state of either side, changes the verdict. So a verdict that changed has at
 * least one cause, and two if either would have done, or only both together. A waiver is a cause
 * where it began or ended while the verdict still names the thing. */
#pragma once
#include "model/answer.h"

#define CP_CHANGES(X) \
    X(NEW, "new")     \
    X(GONE, "gone")   \
    X(CHANGED, "changed")
typedef enum cp_change_kind {
#define CP_CHANGE_ID(id, name) CP_CHANGE_##id,
    CP_CHANGES(CP_CHANGE_ID)
#undef CP_CHANGE_ID
        CP_CHANGE_COUNT
} cp_change_kind;

/* The first three are bits of a state; see above. */
#define CP_CAUSES(X)      \
    X(NETWORK, "network") \
    X(PROFILE, "profile") \
    X(POLICY, "policy")   \
    X(WAIVER, "waiver")
typedef enum cp_cause {
#define CP_CAUSE_ID(id, name) CP_CAUSE_##id,
    CP_CAUSES(CP_CAUSE_ID)
#undef CP_CAUSE_ID
        CP_CAUSE_COUNT
} cp_cause;
enum { CP_CAUSE_STATES = 3 }; /* network, profile, policy */

enum { CP_BEFORE, CP_AFTER, CP_SIDES };

/* One attribute that says something else. */
typedef struct cp_field_change {
    cp_attr attr;
    const cp_claim *claim[CP_SIDES]; /* NULL: nothing was said, or too unsure to be shown */
} cp_field_change;

/* One asset that is not the same. */
typedef struct cp_change {
    cp_change_kind kind;
    const cp_asset *asset[CP_SIDES]; /* NULL: it is not there */
    /* By what both are one: "id", or "serial", "engine_id", "chassis", "mac" where the id is
     * another (re-identified). "" of new and gone */
    cp_str matched_by;
    cp_str perhaps;  /* of new and gone: the id on the other side that has its address or name, and
                     * is not shown to be the same; "" none */
    cp_str one_with; /* of new and gone: the id on the other side with which a table of aliases puts
                      * it together there; "" none */
    const cp_field_change *fields; /* of CHANGED; none where it was only re-identified */
    uint32_t n_fields;
} cp_change;

/* What two verdicts differ in. */
#define CP_VERDICT_PARTS(X) \
    X(RESULT, "result")     \
    X(BINDS, "binds")       \
    X(CLAUSE, "clause")     \
    X(DUTIES, "duties")     \
    X(WAIVED, "waived")
typedef enum cp_verdict_part {
#define CP_VERDICT_PART_ID(id, name) CP_IN_##id,
    CP_VERDICT_PARTS(CP_VERDICT_PART_ID)
#undef CP_VERDICT_PART_ID
        CP_VERDICT_PART_COUNT
} cp_verdict_part;

typedef struct cp_verdict_change {
    const cp_asset *asset[CP_SIDES];     /* NULL: it is not there */
    uint32_t policy;                     /* in cp_changes.policies */
    const cp_verdict *verdict[CP_SIDES]; /* NULL: no such asset in service, or no such policy */
    const cp_waiver *waiver[CP_SIDES];
    uint32_t causes;           /* bits of cp_cause */
    uint32_t parts;            /* bits of cp_verdict_part */
    bool is_finding[CP_SIDES]; /* at or above --fail-on, binds, not waived */
    bool is_open[CP_SIDES];    /* what --fail-on-unknown is about */
} cp_verdict_change;

/* One policy on both sides; "" the digest where it is not there. */
typedef struct cp_changes_policy {
    cp_str id, title;
    cp_str digest[CP_SIDES];
    cp_tri binds[CP_SIDES];
} cp_changes_policy;

/* `path --all`: is some path between two sites clean? Not told where it is the same. */
typedef struct cp_path_change {
    uint32_t policy;
    cp_str from, to;         /* sites */
    cp_str answer[CP_SIDES]; /* "proven-clean" ...; "" one of the sites is not there */
    uint32_t causes;
} cp_path_change;

typedef struct cp_changes_side {
    cp_str name; /* of the case, or what was read instead */
    cp_date on;
    const cp_answer *answer; /* coverage and notes; all assets, in service or not */
    uint32_t n_in_service;
} cp_changes_side;

typedef struct cp_changes {
    cp_changes_side side[CP_SIDES];
    bool differs[CP_CAUSE_STATES]; /* profile, policy: is there another state on either side? */
    const cp_changes_policy *policies;
    uint32_t n_policies;
    const cp_change *equipment; /* new, gone, changed; within each by name, then id */
    uint32_t n_equipment, n[CP_CHANGE_COUNT], n_re_identified, n_same;
    const cp_verdict_change *verdicts; /* new findings first, then those open, by name */
    uint32_t n_verdicts, n_by_cause[CP_CAUSE_COUNT];
    uint32_t n_findings_new, n_findings_gone, n_open_new, n_open_gone;
    const cp_path_change *paths; /* by policy, from, to */
    uint32_t n_paths, n_cells[CP_SIDES];
    cp_str no_paths; /* why none were compared, a sentence; "" they were */
} cp_changes;

const char *cp_change_name(cp_change_kind k);
const char *cp_cause_name(cp_cause c);
const char *cp_verdict_part_name(cp_verdict_part p);
/* "network, policy"; owned by a. */
cp_str cp_causes_text(cp_arena *a, uint32_t causes, const char *separator);
