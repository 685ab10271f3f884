/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_up.h - `carriers --upstreams`: which neighbour to take to be clean (carrier/upstream.h),
 * by what goes where.
 *
 *     --traffic: flows of the case --addresses outside, by prefix--> bytes  \
 *     --to FILE: prefixes with weights                                       > wanted --> answer
 *     else: each prefix that is announced                                   / */
#pragma once
#include "carrier/upstream.h"
#include "job/carriers.h"

typedef enum cp_carriers_wanted {
    CP_CARRIERS_WANTED_PREFIXES,
    CP_CARRIERS_WANTED_TO,
    CP_CARRIERS_WANTED_TRAFFIC
} cp_carriers_wanted;

struct cp_carriers_up {
    cp_upstreams *x;
    const cp_upstream_answer *ans;
    cp_carriers_wanted wanted;
    /* --our-upstream, and those of them that no session is with */
    uint32_t today[CP_UPSTREAM_TODAY_MAX], n_today;
    uint32_t not_met[CP_UPSTREAM_TODAY_MAX], n_not_met;
    /* of traffic */
    uint64_t n_flows, n_unknown; /* in the case; of sums whose sampling is not known */
    uint64_t n_beyond;           /* addresses above what can be told apart */
    uint32_t n_unsampled;        /* exporters that do not say how they sample */
    uint64_t n_damaged;          /* flows in blocks that could not be read */
    double within;               /* bytes between addresses that are ours */
    cp_time first_at, last_at;
};

/* Is it asked for? Then what is asked, into c->up, before routes are read. CP_EUSAGE. */
CP_MUST_CHECK cp_rc cp_carriers_up_load(cp_carriers *c, cp_err *err);
/* After them. Errors: those of the case and its flows. */
CP_MUST_CHECK cp_rc cp_carriers_up_answer(cp_carriers *c, cp_err *err);
/* The flows of the case as what is wanted. */
CP_MUST_CHECK cp_rc cp_carriers_up_traffic(cp_carriers *c, cp_err *err);

/* What has to be known of the answer. */
void cp_carriers_up_note(const cp_carriers *c, cp_sentences *notes);
void cp_carriers_up_print(const cp_carriers *c);
void cp_carriers_up_json(cp_jw *w, const cp_carriers *c);
void cp_carriers_up_csv(const cp_carriers *c);
/* "AS64500", or "192.0.2.1 (AS64500)" of a session alone. */
cp_str cp_carriers_up_text(cp_arena *a, const cp_upstream *u);

/* By the traffic, or the weights of --to; else carriers and prefixes have no share of it. */
static inline bool cp_carriers_has_weights(const cp_carriers *c)
{
    return c->up && (c->up->wanted == CP_CARRIERS_WANTED_TRAFFIC ||
                     (c->up->wanted == CP_CARRIERS_WANTED_TO && c->to.has_weights));
}
static inline double cp_carriers_weight(const cp_carriers *c, const cp_upstream_sum *s)
{
    return c->up->ans->is_by_from ? s->from : s->to;
}
/* The row of the prefix as routes were counted; NULL: there is none. */
const cp_exposure_row *cp_carriers_up_row(const cp_carriers *c, const cp_upstream_left *l);
/* NULL: it is on no way that is taken. */
const cp_upstream_as *cp_carriers_up_as(const cp_carriers *c, uint32_t asn);
/* {"to","from","prefixes"} */
void cp_carriers_up_sum_json(cp_jw *w, const char *key, const cp_upstream_sum *s);
cp_str cp_carriers_up_amount(cp_arena *a, const cp_carriers *c, double v);
