/* SPDX-License-Identifier: Apache-2.0 */
/* traffic_found.c - see traffic.h: what detectors found, for the page: of each kind some before all
 * of one kind, by turns, so that a thousand timers do not hide one tunnel; strips are drawn of
 * these only. */
#include <math.h>
#include <stdlib.h>
#include "flow/beacon.h"
#include "job/traffic.h"

enum { OF_A_KIND = 20 }; /* of one rank, before others of it are looked at */
static_assert((int)CP_TRAFFIC_PLACES == (int)CP_FLOWS_PLACES, "all places of a line");

typedef struct chosen {
    cp_flows_finding x;
    uint32_t nth, at; /* of its rank and kind, of all */
    bool is_shown;
} chosen;

/* The surest of each kind, then the second ... */
static int by_turns(const void *p, const void *q)
{
    const chosen *a = p, *b = q;
    if (a->is_shown != b->is_shown)
        return a->is_shown ? -1 : 1;
    if (a->x.rank != b->x.rank)
        return (int)a->x.rank - (int)b->x.rank;
    if (a->nth != b->nth)
        return a->nth < b->nth ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* Which are shown, in which order; first of all those. */
static uint32_t choose(cp_traffic_raw *k)
{
    cp_flows *f = k->f;
    uint32_t n_all = f->findings.n, n = 0, of_kind[3][CP_FLOW_FINDING_COUNT] = { { 0 } };
    chosen *v = CP_NEW_ARRAY(k->mem, chosen, n_all + 1);
    for (uint32_t i = 0; i < n_all; i++) {
        const cp_flows_finding *x = &f->findings.v[i];
        v[i] = (chosen){ *x, of_kind[x->rank][x->x.kind]++, i, false };
        v[i].is_shown = v[i].nth < OF_A_KIND && n < CP_TRAFFIC_FINDINGS_MAX;
        n += v[i].is_shown;
    }
    for (uint32_t i = 0; i < n_all && n < CP_TRAFFIC_FINDINGS_MAX; i++) {
        n += !v[i].is_shown;
        v[i].is_shown = true;
    }
    if (n_all)
        qsort(v, n_all, sizeof *v, by_turns);
    for (uint32_t i = 0; i < n_all; i++) {
        f->findings.v[i] = v[i].x;
        k->out->n_of[v[i].x.rank]++;
        k->out->n_more_of[v[i].x.rank] += !v[i].is_shown;
    }
    return n;
}

cp_rc cp_traffic_ask_found(cp_traffic_raw *k, cp_err *err)
{
    cp_flows *f = k->f;
    cp_rc rc = cp_flows_detect(f, err);
    if (rc != CP_OK)
        return rc;
    f->findings.n = choose(k);
    cp_series_options o = cp_flows_series(f);
    return cp_flows_strips_draw(f, &o, err);
}

/* ---- texts */

static cp_traffic_end end_of(const cp_flows *f, const cp_flow_finding *x, bool is_peer)
{
    cp_arena *a = f->j->a;
    const cp_flow_addr *addr = is_peer ? &x->peer : &x->who;
    cp_traffic_end end = { .asset = CP_TRAFFIC_NO_ASSET };
    if (is_peer && x->peer_name.n)
        end.name = x->peer_name;
    if (!cp_flow_addr_is_set(*addr))
        return end;
    const cp_answer_asset *as = cp_flows_asset_at(f, addr);
    if (as)
        end.asset = (uint32_t)(as - f->ans->assets);
    end.is_stranger = cp_flows_is_stranger(f, as);
    end.address = cp_flows_addr_text(a, addr);
    end.network = cp_flows_origin_text(a, f, addr);
    cp_flows_names names = cp_flows_names_of_end(f, x, is_peer);
    if (!end.name.n)
        cp_traffic_name(&end, &names);
    return end;
}

static void add_number(cp_traffic_finding *to, const char *key, double value)
{
    if (to->n_numbers < CP_TRAFFIC_NUMBERS_MAX)
        to->numbers[to->n_numbers++] = (cp_traffic_number){ key, value };
}

static void add_numbers(cp_traffic_finding *to, const cp_flow_finding *x)
{
    for (uint32_t i = 0; i < x->n_numbers; i++)
        add_number(to, x->numbers[i].key, x->numbers[i].value);
    if (!x->beacon)
        return;
    for (uint32_t i = 0; i < x->beacon->n_rhythms && i < 1; i++) { /* the surest */
        const cp_beacon_rhythm *r = &x->beacon->rhythms[i];
        add_number(to, "period_s", r->period_us / 1e6);
        add_number(to, "jitter", r->jitter);
        add_number(to, "seen", r->seen);
        add_number(to, "fit", r->n_events);
        add_number(to, "of", r->n_of);
        add_number(to, "gaps", r->n_gaps);
    }
    add_number(to, "rita_score", x->beacon->rita.score);
}

static void add_lines(cp_arena *a, cp_traffic_finding *to, const cp_flows_finding *x)
{
    cp_flows_lines lines = cp_flows_lines_of(a, x);
    to->n_lines = lines.n;
    to->below = lines.below;
    for (uint32_t k = 0; k < lines.n; k++) {
        const cp_flows_line *from = &lines.v[k];
        cp_traffic_line *line = &to->lines[k];
        *line = (cp_traffic_line){ .word = cp_str_c(from->word),
                                   .n = from->n,
                                   .most = from->most,
                                   .is_bytes = from->is_bytes,
                                   .from = from->place_us ? from->from : CP_TIME_NONE,
                                   .place_us = from->place_us,
                                   .beside = from->beside };
        memcpy(line->v, from->v, sizeof line->v);
        for (uint32_t i = 0; !from->place_us && i <= from->n; i++)
            line->classes_us[i] = cp_flows_class_us(from->first_class + i);
    }
}

static cp_traffic_finding told(const cp_flows *f, const cp_flows_finding *found)
{
    static const char *const of[] = { "excluded", "unknown", "other" };
    const cp_flow_finding *x = &found->x;
    bool is_told = !x->has_unknown_sampling && x->sampling != CP_SAMPLING_UNKNOWN;
    cp_traffic_finding to = {
        .kind = cp_str_c(cp_flow_finding_name(x->kind)),
        .of = cp_str_c(of[found->rank]),
        .who = end_of(f, x, false),
        .peer = end_of(f, x, true),
        .who_verdict = cp_str_c(cp_flows_verdict(cp_flows_asset_at(f, &x->who))),
        .peer_verdict = cp_str_c(cp_flows_verdict(cp_flows_asset_at(f, &x->peer))),
        .has_peer = x->peer_name.n || cp_flow_addr_is_set(x->peer),
        .service = x->has_service ? cp_flows_service_text(f->j->a, x->proto, x->port) : CP_STR(""),
        .score = x->score,
        .has_p = x->has_p,
        .has_ratio = x->has_ratio,
        .log10_p = x->log_p / M_LN10,
        .log10_p_all = x->log_p_all / M_LN10,
        .log10_ratio = x->log_ratio / M_LN10,
        .explanation = x->explanation,
        .benign_if = x->benign_if,
        .is_account_told = x->kind == CP_FLOW_FINDING_SUPPORT,
        .sampling = is_told ? x->sampling : CP_SAMPLING_UNKNOWN,
        .events = x->events,
        .bytes = x->bytes,
        .bytes_back = x->bytes_back,
        .first_at = x->first_at,
        .last_at = x->last_at,
    };
    add_numbers(&to, x);
    add_lines(f->j->a, &to, found);
    return to;
}

static void tell_allowed(const cp_flows *f, cp_traffic *to)
{
    cp_traffic_allowed *v = CP_NEW_ARRAY(f->j->a, cp_traffic_allowed, f->allow.v.n);
    for (uint32_t i = 0; i < f->allow.v.n; i++) {
        const cp_flows_allowed *x = &f->allow.v.v[i];
        v[i] = (cp_traffic_allowed){ x->line, x->text, x->fault, x->n_findings };
    }
    to->has_allowed = f->j->opts.allow.n > 0;
    to->allowed = v;
    to->n_allowed_lines = f->allow.v.n;
    to->n_allowed = f->allow.n_findings;
}

void cp_traffic_tell_found(cp_traffic_raw *k)
{
    const cp_flows *f = k->f;
    cp_arena *a = f->j->a;
    cp_traffic_finding *v = CP_NEW_ARRAY(a, cp_traffic_finding, f->findings.n);
    cp_traffic_detector *d = CP_NEW_ARRAY(a, cp_traffic_detector, CP_FLOW_FINDING_COUNT);
    for (uint32_t i = 0; i < f->findings.n; i++)
        v[i] = told(f, &f->findings.v[i]);
    for (int i = 0; i < CP_FLOW_FINDING_COUNT; i++)
        d[i] = (cp_traffic_detector){ .kind = cp_str_c(cp_flow_finding_name(f->found[i].kind)),
                                      .what = cp_str_c(cp_flow_finding_what(f->found[i].kind)),
                                      .cannot_see = f->found[i].cannot_see,
                                      .n_found = f->found[i].n_found,
                                      .n_looked_at = f->found[i].n_looked_at };
    k->out->findings = v;
    k->out->n_findings = f->findings.n;
    k->out->n_not_in_view = f->n_out_of_view;
    tell_allowed(f, k->out);
    k->out->detectors = d;
    k->out->n_detectors = CP_FLOW_FINDING_COUNT;
}
