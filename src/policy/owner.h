/* SPDX-License-Identifier: Apache-2.0 */
/* owner.h - who was under whom, and when.
 *
 *     relations in data/makers, seen from either side          spans of (child under parent)
 *     child: parent X since 2017 until 2022          \
 *     X: acquired child 2017; divested child 2022     }-->     [2017 .. 2022) verified
 *     child: former_parent X until 2022              /
 *
 * Control: parent, former_parent, subsidiary, acquired, acquired_by, absorbed_by. A divestiture
 * ends an acquisition or a joint venture and says nothing by itself (it may have been the sale of
 * a minority share). The other ties count where a clause says so: joint ventures, minority
 * holdings, and relabelling (some of what the child sells was made by the parent, so that no more
 * than a reservation rests on it). */
#pragma once
#include "policy/pred.h"

typedef struct cp_span {
    uint32_t child, parent; /* indexes into cp_makers */
    cp_date since, until;   /* not set: always, still */
    cp_conf conf;
    uint32_t tie;           /* one of CP_OWNER_... */
    const cp_relation *rel; /* from which it follows */
    uint32_t told_by;       /* whose relation that is */
    bool is_disputed; /* the same house came under the control of two others, neither under the
                               other, on one day: both are kept, each under a reservation */
} cp_span;

typedef struct cp_owners {
    const cp_makers *makers;
    CP_VEC(cp_span) spans; /* sorted by child */
    uint32_t *first;       /* per maker: its first span; makers->n + 1 entries */
    /* per maker: one of those that any ties join with it, the same for all */
    uint32_t *group;
} cp_owners;

enum {
    CP_OWNER_CONTROL = 1,
    CP_OWNER_JOINT_VENTURE = 2,
    CP_OWNER_MINORITY = 4,
    CP_OWNER_RELABEL = 8,
    CP_OWNER_ANY = 15,
};
/* The bit of "joint_venture", "minority" or "relabel"; 0: another word. */
uint32_t cp_owner_tie_by_name(cp_str name);

enum {
    CP_OWNER_DEPTH_MAX = 8,       /* steps of a chain; longer ones and cycles are not followed */
    CP_OWNER_STEPS_MAX = 5 * 1000 /* of all chains of one question: real houses need under 50 */
};

void cp_owners_init(cp_arena *a, cp_owners *o, const cp_makers *makers);
/* Was `maker` under `house` on a day of [day.lo, day.hi] by these ties? Chains are followed. */
cp_may cp_owners_under(const cp_owners *o, uint32_t ties, uint32_t maker, uint32_t house,
                       cp_fact_days day);
/* Does the span hold on a day of the interval? */
cp_may cp_span_on(const cp_span *s, cp_fact_days day);
/* Is this type of relation one of control? (`divested` is its end.) */
bool cp_owner_is_control(cp_str type);
/* What cannot be as the tables tell it, a sentence for each: houses that are under themselves, and
 * houses that came under two others on one day. */
typedef CP_VEC(cp_str) cp_owner_faults;
void cp_owners_faults(cp_arena *a, const cp_owners *o, cp_owner_faults *out);
/* The days at which the answer for `maker` can change. */
void cp_owners_days(const cp_owners *o, uint32_t maker, void (*each)(void *ctx, int32_t day),
                    void *ctx);
/* The chain from maker to house on that day, both included: indexes, at most `max`; 0 if there is
 * none. */
uint32_t cp_owners_chain(const cp_owners *o, uint32_t ties, uint32_t maker, uint32_t house,
                         cp_fact_days day, uint32_t *out, uint32_t max);
/* All makers that ever were under `house` by these ties, itself included: calls each(index). */
void cp_owners_below(const cp_owners *o, uint32_t ties, uint32_t house,
                     void (*each)(void *ctx, uint32_t maker), void *ctx);
