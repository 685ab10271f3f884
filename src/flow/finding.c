/* SPDX-License-Identifier: Apache-2.0 */
/* finding.c - see finding.h. */
#include "flow/finding.h"
#include <math.h>

static const char *const names[CP_FLOW_FINDING_COUNT] = {
#define NAME(id, name, what) name,
    CP_FLOW_FINDINGS(NAME)
#undef NAME
};
static const char *const whats[CP_FLOW_FINDING_COUNT] = {
#define WHAT(id, name, what) what,
    CP_FLOW_FINDINGS(WHAT)
#undef WHAT
};

const char *cp_flow_finding_name(cp_flow_finding_kind k) { return names[k]; }
const char *cp_flow_finding_what(cp_flow_finding_kind k) { return whats[k]; }

int cp_flow_finding_cmp(const void *x, const void *y)
{
    const cp_flow_finding *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->has_p && b->has_p && a->log_p != b->log_p)
        return a->log_p < b->log_p ? -1 : 1;
    if (a->has_ratio && b->has_ratio && a->log_ratio != b->log_ratio)
        return a->log_ratio > b->log_ratio ? -1 : 1;
    if (a->kind != b->kind)
        return (int)a->kind - (int)b->kind;
    int c = memcmp(&a->who, &b->who, sizeof a->who);
    c = c ? c : memcmp(&a->peer, &b->peer, sizeof a->peer);
    c = c ? c : cp_str_cmp(a->peer_name, b->peer_name);
    c = c ? c : (int)a->proto - (int)b->proto;
    return c ? c : (int)a->port - (int)b->port;
}

void cp_flow_finding_add(cp_flow_finding *f, const char *key, double value)
{
    if (f->n_numbers < CP_FLOW_NUMBERS_MAX)
        f->numbers[f->n_numbers++] = (cp_flow_number){ key, value };
}

double cp_flow_score_of_p(double log_p_all) { return log_p_all < 0 ? -expm1(log_p_all) : 0; }

double cp_flow_score_of_ratio(double log_ratio) { return 1 / (1 + exp(-log_ratio)); }

cp_str cp_flow_p_text(cp_arena *a, double log_p)
{
    if (log_p > log(0.001))
        return cp_str_fmt(a, "%.2g", exp(log_p));
    double digits = log_p / M_LN10, exponent = floor(digits), lead = pow(10, digits - exponent);
    if (lead >= 9.95) {
        lead = 1;
        exponent++;
    }
    return cp_str_fmt(a, "%.1fe%.0f", lead, exponent);
}

cp_str cp_flow_bytes_text(cp_arena *a, double bytes)
{
    static const char letters[] = " kMGTPE";
    int k = 0;
    for (; bytes >= 999.5 && letters[k + 1]; k++)
        bytes /= 1000;
    if (k == 0)
        return cp_str_fmt(a, "%.0f B", bytes);
    return cp_str_fmt(a, "%.*f %cB", bytes < 9.995 ? 2 : bytes < 99.95 ? 1 : 0, bytes, letters[k]);
}
