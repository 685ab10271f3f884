/* SPDX-License-Identifier: Apache-2.0 */
/* flows_found.c - what detectors found, for people, programs and tables. */
#include <math.h>
#include "codec/csv.h"
#include "flow/beacon.h"
#include "job/flows_origins.h"
#include "report/grid.h"

enum { SHOWN = 20 };

static const char *const ranks[] = {
    [CP_FLOWS_RANK_EXCLUDED] = "Of excluded or restricted equipment",
    [CP_FLOWS_RANK_UNKNOWN] = "Of equipment of which maker or verdict are not known",
    [CP_FLOWS_RANK_OTHER] = "Of others",
};

/* ---- for people */

static cp_str end_text(cp_arena *a, const cp_flows *f, const cp_flow_finding *found, bool is_peer)
{
    const cp_flow_addr *addr = is_peer ? &found->peer : &found->who;
    cp_flows_names names = cp_flows_names_of_end(f, found, is_peer);
    const cp_answer_asset *x = cp_flows_asset_at(f, addr);
    cp_str text = cp_flows_addr_text(a, addr), name = x ? cp_asset_name(&x->asset) : text;
    const char *verdict = cp_flows_verdict(x);
    bool is_named = names.n && cp_flows_is_stranger(f, x); /* better than the asset's */
    if (!cp_str_eq(name, text) && !is_named)
        text = cp_str_fmt(a, "%.*s (%.*s)", CP_FMT(cp_text_safe(a, name)), CP_FMT(text));
    if (names.n)
        text = cp_str_fmt(a, "%.*s %.*s", CP_FMT(text),
                          CP_FMT(cp_text_safe(a, cp_flows_names_text(a, &names, true))));
    cp_str network = cp_flows_origin_text(a, f, addr);
    if (network.n)
        text = cp_str_fmt(a, "%.*s, %.*s", CP_FMT(text), CP_FMT(network));
    return *verdict && *verdict != 'a' ? cp_str_fmt(a, "%.*s [%s]", CP_FMT(text), verdict) : text;
}

static cp_str peer_text(cp_arena *a, const cp_flows *f, const cp_flow_finding *x)
{
    if (x->peer_name.n)
        return cp_text_safe(a, x->peer_name);
    return cp_flow_addr_is_set(x->peer) ? end_text(a, f, x, true) : CP_STR("several");
}

static cp_str service_text(cp_arena *a, const cp_flow_finding *x)
{
    return x->has_service ? cp_flows_service_text(a, x->proto, x->port) : CP_STR("");
}

void cp_flows_finding_print(cp_arena *a, const cp_flows *f, const cp_flows_finding *found,
                            cp_buf *out)
{
    const cp_flow_finding *x = &found->x;
    cp_str who = end_text(a, f, x, false), peer = peer_text(a, f, x), service = service_text(a, x);
    cp_buf_fmt(out, "  %s, score %.3f: %.*s -> %.*s%s%.*s\n", cp_flow_finding_name(x->kind),
               x->score, CP_FMT(who), CP_FMT(peer), service.n ? " " : "", CP_FMT(service));
    cp_buf_fmt(out, "    %.*s\n", CP_FMT(x->explanation));
    /* beacons say it themselves */
    if (x->benign_if.n && !x->beacon)
        cp_buf_fmt(out, "    Benign if %.*s.\n", CP_FMT(x->benign_if));
    if (f->j->opts.plot || f->j->out_is_terminal)
        cp_flows_plot(a, found, f->j->is_utf8, out);
}

static void print_detector(const cp_flow_found *d, cp_buf *out)
{
    cp_buf_fmt(out, "  %s (%s): %llu of %llu looked at\n", cp_flow_finding_name(d->kind),
               cp_flow_finding_what(d->kind), (unsigned long long)d->n_found,
               (unsigned long long)d->n_looked_at);
    if (d->n_found > d->n)
        cp_buf_fmt(out, "    ! the surest %u of them are kept\n", d->n);
    if (d->cannot_see.n)
        cp_buf_fmt(out, "    ! %.*s\n", CP_FMT(d->cannot_see));
}

void cp_flows_findings_print(const cp_flows *f, cp_buf *out)
{
    uint32_t n = f->findings.n, n_max = f->j->opts.limit ? (uint32_t)f->j->opts.limit : SHOWN;
    bool is_any = false;
    for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++) {
        if (!f->detects[k])
            continue;
        if (!is_any)
            cp_buf_add_c(out, f->has_top ? "\nDetectors\n" : "Detectors\n");
        is_any = true;
        print_detector(&f->found[k], out);
    }
    if (f->n_out_of_view)
        cp_buf_fmt(out, "  not in view: %llu\n", (unsigned long long)f->n_out_of_view);
    cp_flows_allowed_print(f, out);
    cp_arena *a = cp_arena_new(0);
    cp_arena_mark empty = cp_arena_here(a);
    for (uint32_t i = 0; i < n && i < n_max; i++, cp_arena_back(a, empty)) {
        const cp_flows_finding *x = &f->findings.v[i];
        if (i == 0 || x->rank != f->findings.v[i - 1].rank)
            cp_buf_fmt(out, "\n%s\n", ranks[x->rank]);
        cp_flows_finding_print(a, f, x, out);
    }
    cp_arena_free(a);
    if (n > n_max)
        cp_buf_fmt(out, "... and %u more finding%s: --limit N\n", n - n_max, cp_plural(n - n_max));
}

/* ---- for programs */

static void rhythm(cp_jw *w, const cp_beacon_rhythm *r)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "by", r->how == CP_BEACON_BY_PHASE ? CP_STR("phase") : CP_STR("intervals"));
    cp_jw_kdouble(w, "period_s", r->period_us / 1e6);
    cp_jw_kdouble(w, "jitter", r->jitter);
    cp_jw_kdouble(w, "seen", r->seen);
    cp_jw_kdouble(w, "log10_p", r->log_p / M_LN10);
    cp_jw_ku64(w, "events", r->n_events);
    cp_jw_ku64(w, "of", r->n_of);
    cp_jw_ku64(w, "gaps", r->n_gaps);
    cp_jw_obj_end(w);
}

static void plot(cp_jw *w, const cp_beacon_plot *p)
{
    cp_jw_key(w, "plot");
    cp_jw_obj(w);
    cp_jw_key(w, "intervals");
    cp_jw_arr(w);
    for (int i = 0; i < CP_BEACON_HISTOGRAM; i++)
        cp_jw_u64(w, p->intervals[i]);
    cp_jw_arr_end(w);
    cp_jw_kstr(w, "first_day", cp_date_text(w->scratch, cp_date_of_day(p->first_day)));
    cp_jw_key(w, "hours");
    cp_jw_arr(w);
    for (uint32_t d = 0; d < p->n_days; d++) {
        cp_jw_arr(w);
        for (int h = 0; h < 24; h++)
            cp_jw_u64(w, p->heat[d][h]);
        cp_jw_arr_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void strips(cp_jw *w, const cp_flows_strips *s)
{
    cp_jw_key(w, "strips");
    cp_jw_obj(w);
    if (!s->is_gaps) {
        cp_flows_time_key(w, "from", s->from);
        cp_jw_ku64(w, "place_s", s->place_us / 1000000);
    }
    for (uint32_t k = 0; k < 2 && s->names[k]; k++) {
        cp_jw_key(w, s->names[k]);
        cp_jw_arr(w);
        for (uint32_t i = 0; i < (s->is_gaps ? CP_FLOWS_GAPS : s->n_places); i++)
            cp_jw_u64(w, s->is_gaps ? s->gaps[i] : (uint64_t)(s->v[k][i] + 0.5));
        cp_jw_arr_end(w);
    }
    cp_jw_obj_end(w);
}

static void evidence(cp_jw *w, const cp_flows_finding *found)
{
    const cp_flow_finding *x = &found->x;
    cp_jw_key(w, "evidence");
    cp_jw_obj(w);
    cp_jw_ku64(w, "events", x->events);
    cp_flows_time_key(w, "first_at", x->first_at);
    cp_flows_time_key(w, "last_at", x->last_at);
    cp_jw_ku64(w, "bytes", x->bytes);
    cp_jw_ku64(w, "bytes_back", x->bytes_back);
    if (x->n_numbers) {
        cp_jw_key(w, "numbers");
        cp_jw_obj(w);
        for (uint32_t i = 0; i < x->n_numbers; i++)
            cp_jw_kdouble(w, x->numbers[i].key, x->numbers[i].value);
        cp_jw_obj_end(w);
    }
    if (x->beacon) {
        cp_jw_key(w, "rhythms");
        cp_jw_arr(w);
        for (uint32_t i = 0; i < x->beacon->n_rhythms; i++)
            rhythm(w, &x->beacon->rhythms[i]);
        cp_jw_arr_end(w);
        if (x->beacon->plot)
            plot(w, x->beacon->plot);
    }
    if (found->strips)
        strips(w, found->strips);
    cp_jw_obj_end(w);
}

static void statistics(cp_jw *w, const cp_flow_finding *x)
{
    cp_jw_kdouble(w, "score", x->score);
    if (x->has_p) {
        cp_jw_kdouble(w, "log10_p", x->log_p / M_LN10);
        cp_jw_kdouble(w, "log10_p_all", x->log_p_all / M_LN10);
    }
    if (x->has_ratio)
        cp_jw_kdouble(w, "log10_ratio", x->log_ratio / M_LN10);
    if (x->beacon)
        cp_jw_kdouble(w, "rita_score", x->beacon->rita.score);
}

void cp_flows_finding_json(const cp_flows *f, const cp_flows_finding *finding, cp_jw *w)
{
    static const char *const of[] = { "excluded", "unknown", "other" };
    const cp_flow_finding *x = &finding->x;
    const cp_answer_asset *who = cp_flows_asset_at(f, &x->who);
    const cp_answer_asset *peer = cp_flows_asset_at(f, &x->peer);
    cp_jw_obj(w);
    cp_jw_kstr_opt(w, "asset", who ? who->asset.id : CP_STR(""));
    cp_jw_kstr(w, "kind", cp_str_c(cp_flow_finding_name(x->kind)));
    cp_jw_kstr(w, "of", cp_str_c(of[finding->rank]));
    cp_jw_kstr(w, "address", cp_flows_addr_text(w->scratch, &x->who));
    cp_str several =
        cp_flow_addr_is_set(x->peer) ? cp_flows_addr_text(w->scratch, &x->peer) : CP_STR("");
    cp_jw_kstr_opt(w, "peer", x->peer_name.n ? x->peer_name : several);
    cp_jw_kstr_opt(w, "peer_asset", peer ? peer->asset.id : CP_STR(""));
    cp_jw_kstr_opt(w, "verdict", cp_str_c(cp_flows_verdict(who)));
    cp_jw_kstr_opt(w, "peer_verdict", cp_str_c(cp_flows_verdict(peer)));
    cp_flows_origin_json(w, f, &x->who, "address_as", NULL);
    if (cp_flow_addr_is_set(x->peer))
        cp_flows_origin_json(w, f, &x->peer, "peer_as", "peer_prefix");
    cp_jw_kstr_opt(w, "service", service_text(w->scratch, x));
    static const char *const of_who[] = { "names", "n_names", NULL };
    static const char *const of_peer[] = { "peer_names", "peer_n_names", "peer_names_by" };
    cp_flows_names by_who = cp_flows_names_of_end(f, x, false);
    cp_flows_names by_peer = cp_flows_names_of_end(f, x, true);
    if (by_who.n)
        cp_flows_names_json(w, of_who, &by_who);
    if (by_peer.n)
        cp_flows_names_json(w, of_peer, &by_peer);
    statistics(w, x);
    cp_jw_kstr(w, "explanation", x->explanation);
    cp_jw_kstr_opt(w, "benign_if", x->benign_if);
    cp_jw_key(w, "sampling");
    if (x->has_unknown_sampling || x->sampling == CP_SAMPLING_UNKNOWN)
        cp_jw_null(w);
    else
        cp_jw_u64(w, x->sampling);
    evidence(w, finding);
    cp_jw_obj_end(w);
}

void cp_flows_detectors_json(const cp_flows *f, cp_jw *w)
{
    if (!f->j->opts.n_detect)
        return;
    cp_jw_ku64(w, "n_findings", f->findings.n);
    cp_jw_ku64(w, "not_in_view", f->n_out_of_view);
    cp_flows_allowed_json(f, w);
    cp_jw_key(w, "detectors");
    cp_jw_arr(w);
    for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++) {
        if (!f->detects[k])
            continue;
        const cp_flow_found *d = &f->found[k];
        cp_jw_obj(w);
        cp_jw_kstr(w, "kind", cp_str_c(cp_flow_finding_name(d->kind)));
        cp_jw_ku64(w, "found", d->n_found);
        cp_jw_ku64(w, "looked_at", d->n_looked_at);
        cp_jw_kstr_opt(w, "cannot_see", d->cannot_see);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

/* ---- as a table */

void cp_flows_findings_csv(const cp_flows *f, cp_buf *out)
{
    cp_arena *a = cp_arena_new(0);
    cp_arena_mark empty = cp_arena_here(a);
    cp_buf_add_c(out, "kind,address,asset,verdict,peer,peer_asset,peer_verdict,service,score,"
                      "explanation,benign_if,events,bytes,bytes_back,first_at,last_at,peer_as,"
                      "peer_as_name,peer_entity\n");
    for (uint32_t i = 0; i < f->findings.n; i++, cp_arena_back(a, empty)) {
        const cp_flow_finding *x = &f->findings.v[i].x;
        const cp_answer_asset *who = cp_flows_asset_at(f, &x->who);
        const cp_answer_asset *peer = cp_flows_asset_at(f, &x->peer);
        bool has_peer = cp_flow_addr_is_set(x->peer);
        const cp_str cells[] = {
            cp_str_c(cp_flow_finding_name(x->kind)),
            cp_flows_addr_text(a, &x->who),
            who ? who->asset.id : CP_STR(""),
            cp_str_c(cp_flows_verdict(who)),
            x->peer_name.n ? x->peer_name
            : has_peer     ? cp_flows_addr_text(a, &x->peer)
                           : CP_STR(""),
            peer ? peer->asset.id : CP_STR(""),
            cp_str_c(cp_flows_verdict(peer)),
            service_text(a, x),
            cp_str_fmt(a, "%.4f", x->score),
            x->explanation,
            x->benign_if,
            cp_str_fmt(a, "%llu", (unsigned long long)x->events),
            cp_str_fmt(a, "%llu", (unsigned long long)x->bytes),
            cp_str_fmt(a, "%llu", (unsigned long long)x->bytes_back),
            cp_time_text(a, x->first_at),
            cp_time_text(a, x->last_at),
        };
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            cp_csv_cell(out, cells[k], k == 0);
        cp_flows_origin_csv(out, a, f, has_peer ? &x->peer : NULL);
        cp_buf_char(out, '\n');
    }
    cp_arena_free(a);
}
