/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h - every dated thing of packs, in the order of the days.
 *
 *     pack: enacted, effective, ends      clause: date_added, from, removed, its makers'
 *                                         since/until,
 *     events, notes until                         a purpose's condition, the cap's deadline
 *     duty: from (or days after the clause was added), deadline
 *     exemption: from, until              a duty whose day a later act sets: without date, at the
 *                                         end
 *
 * What a clause has only by default (the day of the pack) is told once, by the pack. Months and
 * years stay what they are. */
#pragma once
#include "policy/policy.h"

#define CP_CALENDAR_KINDS(X)              \
    X(ENACTED, "enacted")                 \
    X(EFFECTIVE, "effective")             \
    X(ENDS, "ends")                       \
    X(EVENT, "event")                     \
    X(CLAUSE_ADDED, "clause_added")       \
    X(CLAUSE_FROM, "clause_from")         \
    X(CLAUSE_REMOVED, "clause_removed")   \
    X(MAKER_ADDED, "maker_added")         \
    X(MAKER_REMOVED, "maker_removed")     \
    X(CONDITION_FROM, "condition_from")   \
    X(DUTY_FROM, "duty_from")             \
    X(DEADLINE, "deadline")               \
    X(CAP_DEADLINE, "cap_deadline")       \
    X(EXEMPTION_FROM, "exemption_from")   \
    X(EXEMPTION_UNTIL, "exemption_until") \
    X(NOTE_UNTIL, "note_until")           \
    X(NO_DATE, "no_date")
typedef enum cp_calendar_kind {
#define CP_CALENDAR_ID(id, name) CP_CALENDAR_##id,
    CP_CALENDAR_KINDS(CP_CALENDAR_ID)
#undef CP_CALENDAR_ID
        CP_CALENDAR_COUNT
} cp_calendar_kind;

typedef struct cp_calendar_entry {
    cp_calendar_kind kind;
    const cp_policy *policy;
    cp_date date;                   /* not set: no calendar date is known (NO_DATE) */
    const cp_policy_clause *clause; /* of which it is, or NULL */
    cp_str item; /* "clause 1", "use; clauses 1, 2", the id of an exemption or a note; "" */
    cp_str text; /* what happens, in the pack's words */
    cp_conf conf;
    const cp_policy *sources_of; /* whose sources `basis` names; basis NULL: none told */
    const cp_policy_basis *basis;
} cp_calendar_entry;

typedef struct cp_calendar {
    CP_VEC(cp_calendar_entry) v; /* by day, then policy, kind, item; those without date last */
} cp_calendar;

/* Of these packs, what overlaps [from, to] (not set: open), and all that has no date. */
void cp_calendar_fill(cp_arena *a, const cp_policy *const *packs, uint32_t n, cp_date from,
                      cp_date to, cp_calendar *out);
const char *cp_calendar_kind_name(cp_calendar_kind k);
