/* SPDX-License-Identifier: Apache-2.0 */
/* finding.c - see finding.h. */
#include "model/finding.h"

static const char *const state_names[] = {
#define ROW(id, name) [CP_FINDING_##id] = name,
    CP_FINDING_STATES(ROW)
#undef ROW
};
static_assert(sizeof state_names / sizeof *state_names == CP_FINDING_STATE_COUNT, "a name each");

const char *cp_finding_state_name(cp_finding_state s)
{
    assert(s < CP_FINDING_STATE_COUNT);
    return state_names[s];
}

bool cp_finding_state_by_name(cp_str name, cp_finding_state *out)
{
    for (unsigned s = 0; s < CP_FINDING_STATE_COUNT; s++)
        if (cp_str_eq(name, cp_str_c(state_names[s]))) {
            *out = (cp_finding_state)s;
            return true;
        }
    return false;
}

bool cp_finding_is_candidate(const cp_verdict *v)
{
    return v->binds != CP_NO &&
           (v->result == CP_VERDICT_EXCLUDED || v->result == CP_VERDICT_RESTRICTED ||
            v->result == CP_VERDICT_UNDETERMINED);
}

cp_finding_status cp_finding_status_of(const cp_finding *log, uint32_t n, cp_str asset,
                                       cp_str policy, cp_str digest)
{
    cp_finding_status s = { .policy = policy };
    for (uint32_t i = 0; i < n; i++) {
        const cp_finding *f = &log[i];
        if (!cp_str_eq(f->asset, asset) || !cp_str_eq(f->policy, policy))
            continue;
        s.n_entries++;
        bool is_confirmed = s.decision && s.decision->state == CP_FINDING_CONFIRMED;
        if (f->state == CP_FINDING_REPORTED) {
            s.reported = f; /* a later one corrects the day */
        } else if (f->state != CP_FINDING_CONFIRMED || !is_confirmed) {
            s.decision = f; /* who confirms what is confirmed, at the same moment, moves no clock */
            s.reported = NULL; /* a report is of the decision before it */
        }
    }
    s.has_changed = s.decision && !cp_str_eq(s.decision->digest, digest);
    return s;
}

bool cp_finding_is_settled(const cp_finding_status *s)
{
    return s->decision && (s->decision->state == CP_FINDING_CONFIRMED || !s->has_changed);
}

const char *cp_finding_word(const cp_finding_status *s)
{
    if (!s || !s->decision)
        return "candidate";
    return s->decision->state == CP_FINDING_REJECTED && s->has_changed
               ? "rejected, then the evidence changed"
               : cp_finding_state_name(s->decision->state);
}

const cp_finding_status *cp_finding_of(const cp_answer_asset *x, cp_str policy)
{
    for (uint32_t i = 0; i < x->n_findings; i++)
        if (cp_str_eq(x->findings[i].policy, policy))
            return &x->findings[i];
    return NULL;
}
