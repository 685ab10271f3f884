/* SPDX-License-Identifier: Apache-2.0 */
/* detect_covert.c - pairs whose waiting times spell something: covert.h asked of all series. */
#include <inttypes.h>
#include <math.h>
#include "flow/covert.h"
#include "flow/detect.h"
#include "flow/detect_in.h"

enum { THREADS_MAX = 2 }; /* of cp_series_each */
#define COVERT_P 1e-4     /* of a pair: what is kept */

typedef struct watcher { /* one thread's */
    cp_arena *a;
    cp_arena_mark empty;
    cp_arena *kept;
    cp_flow_findings found;
    uint64_t n_looked_at;
    uint32_t sampling;
    double log_p_max;
} watcher;

static cp_flow_finding finding_of(cp_arena *a, const cp_series *s, const cp_covert *c)
{
    cp_flow_finding f = {
        .kind = CP_FLOW_FINDING_COVERT,
        .who = s->key.client,
        .peer = s->key.server,
        .has_service = true,
        .proto = s->key.proto,
        .port = s->key.port,
        .has_p = true,
        .log_p = c->log_p,
        .explanation = cp_covert_explain(a, c),
        .benign_if = CP_STR("it is a program that waits one of several fixed times, as retries do, "
                            "or several programs on one pair"),
        .sampling = s->sampling,
        .has_unknown_sampling = s->has_unknown_sampling,
        .events = s->n,
        .first_at = s->at[0],
        .last_at = s->at[s->n - 1],
    };
    for (uint32_t i = 0; i < s->n; i++) {
        f.bytes += s->bytes[i];
        f.bytes_back += s->bytes_back[i];
    }
    cp_flow_finding_add(&f, "values", c->n_values);
    cp_flow_finding_add(&f, "intervals", c->n_intervals);
    cp_flow_finding_add(&f, "bits_a_value", c->entropy);
    cp_flow_finding_add(&f, "bits_open", c->entropy_next);
    return f;
}

static cp_rc watch(void *ctx, uint32_t thread, const cp_series *s, cp_err *err)
{
    watcher *w = (watcher *)ctx + thread;
    (void)err;
    w->n_looked_at++;
    w->sampling = s->sampling > w->sampling ? s->sampling : w->sampling;
    cp_covert c = cp_covert_of(w->a, s);
    if (c.n_values > 1 && !c.is_pattern && c.log_p <= w->log_p_max)
        cp_vec_push(w->kept, &w->found, finding_of(w->kept, s, &c));
    cp_arena_back(w->a, w->empty);
    return CP_OK;
}

static void copy_of(cp_arena *a, cp_flow_findings *all, const watcher *w)
{
    for (uint32_t i = 0; i < w->found.n; i++) {
        cp_flow_finding f = w->found.v[i];
        f.explanation = cp_str_dup(a, f.explanation);
        cp_vec_push(a, all, f);
    }
}

struct cp_covert_search {
    watcher w[THREADS_MAX];
};

static void free_search(void *arg)
{
    cp_covert_search *x = arg;
    for (int i = 0; i < THREADS_MAX; i++) {
        cp_arena_free(x->w[i].kept);
        cp_arena_free(x->w[i].a);
    }
}

cp_covert_search *cp_covert_search_new(cp_arena *a, double p_max, cp_series_asker *asker)
{
    cp_covert_search *x = CP_NEW(a, cp_covert_search);
    for (int i = 0; i < THREADS_MAX; i++) {
        watcher *w = &x->w[i];
        w->a = cp_arena_new(0);
        w->log_p_max = cp_detect_log_p(p_max, COVERT_P);
        w->empty = cp_arena_here(w->a);
        w->kept = cp_arena_new(0);
    }
    cp_arena_defer(a, free_search, x);
    *asker = (cp_series_asker){ watch, x->w, CP_COVERT_EVENTS_MIN, { 0 } };
    return x;
}

void cp_covert_search_end(cp_arena *a, cp_covert_search *x, cp_flow_found *out)
{
    const watcher *w = x->w;
    cp_flow_findings all = { 0 };
    uint32_t sampling = w[0].sampling > w[1].sampling ? w[0].sampling : w[1].sampling;
    for (int i = 0; i < THREADS_MAX; i++)
        copy_of(a, &all, &w[i]);
    cp_detect_end(&all, CP_FLOW_FINDING_COVERT, w[0].n_looked_at + w[1].n_looked_at, out);
    if (sampling > CP_SAMPLING_NONE)
        out->cannot_see =
            cp_str_fmt(a,
                       "Sampled 1:%" PRIu32 ": an interval is seen only if both its ends are, so "
                       "what waiting times spell is mostly lost.",
                       sampling);
}

cp_rc cp_detect_covert(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                       double p_max, cp_flow_found *out, cp_err *err)
{
    cp_arena *mem = cp_arena_new(0);
    cp_series_asker asker;
    cp_covert_search *x = cp_covert_search_new(mem, p_max, &asker);
    cp_rc rc = cp_series_each_of(set, o, &asker, 1, err);
    if (rc == CP_OK)
        cp_covert_search_end(a, x, out);
    cp_arena_free(mem);
    return rc;
}
