/* SPDX-License-Identifier: Apache-2.0 */
/* detect_scan.c - sources that try doors, by the threshold random walk of Jung et al. (detect.h).
 *
 * Horizontal: each destination counts once, by what was first tried there. Vertical: each port of
 * one destination counts once. The walk goes in order of time. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "flow/detect.h"
#include "flow/detect_in.h"
#include "flow/service.h"

enum { PORTS_MIN = 3 }; /* of a vertical one: fewer are versions of one service */

static double upper_of(double alpha)
{
    return log(CP_SCAN_DETECTION) - cp_detect_log_p(alpha, CP_SCAN_ALPHA);
}

void cp_scan_step(cp_scan_walk *w, bool is_success)
{
    const double lower = log((1 - CP_SCAN_DETECTION) / (1 - CP_SCAN_ALPHA));
    w->n++;
    w->n_failed += !is_success;
    w->log_ratio += is_success ? log(CP_SCAN_THETA1 / CP_SCAN_THETA0)
                               : log((1 - CP_SCAN_THETA1) / (1 - CP_SCAN_THETA0));
    w->most = fmax(w->most, w->log_ratio);
    w->is_found |= w->log_ratio >= upper_of(0);
    if (w->log_ratio <= lower)
        w->log_ratio = 0;
}

uint32_t cp_scan_failed_min(void)
{
    return (uint32_t)ceil(upper_of(0) / log((1 - CP_SCAN_THETA1) / (1 - CP_SCAN_THETA0)));
}

/* In order of time, then of keys. */
static int by_first(const void *x, const void *y)
{
    const cp_talk *a = *(const cp_talk *const *)x, *b = *(const cp_talk *const *)y;
    if (a->first_at != b->first_at)
        return a->first_at < b->first_at ? -1 : 1;
    return cp_series_key_cmp(&a->key, &b->key);
}

static bool is_of_ports(const cp_talk *t)
{
    return t->key.proto == CP_FLOW_TCP || t->key.proto == CP_FLOW_UDP || t->key.proto == 132;
}

/* What several conversations of one source have in common. */
static cp_flow_finding sum_of(const cp_talk *const *v, uint32_t n)
{
    cp_flow_finding f = cp_talk_finding(v[0], CP_FLOW_FINDING_SCAN);
    bool is_peer = true, is_service = true;
    for (uint32_t i = 1; i < n; i++) {
        const cp_talk *t = v[i];
        is_peer &= memcmp(&t->key.server, &f.peer, sizeof f.peer) == 0;
        is_service &= t->key.proto == f.proto && t->key.port == f.port;
        f.events += t->events;
        f.bytes += t->bytes;
        f.bytes_back += t->bytes_back;
        f.first_at = t->first_at < f.first_at ? t->first_at : f.first_at;
        f.last_at = t->last_at > f.last_at ? t->last_at : f.last_at;
        f.sampling = t->sampling > f.sampling ? t->sampling : f.sampling;
        f.has_unknown_sampling |= t->has_unknown_sampling;
    }
    if (!is_peer)
        f.peer = (cp_flow_addr){ { 0 } };
    f.has_service = is_service;
    return f;
}

static void found_scan(cp_arena *a, const cp_talk *const *v, uint32_t n, const cp_scan_walk *w,
                       bool is_vertical, cp_flow_findings *to)
{
    cp_flow_finding f = sum_of(v, n);
    cp_str from = cp_detect_addr(a, &f.who), s;
    if (is_vertical)
        s = cp_str_fmt(a,
                       "%.*s tried %" PRIu32 " ports of %.*s; %" PRIu32 " of them did not answer.",
                       CP_FMT(from), w->n, CP_FMT(cp_detect_addr(a, &f.peer)), w->n_failed);
    else
        s = cp_str_fmt(a,
                       "%.*s tried %" PRIu32 " destinations; with %" PRIu32
                       " of them the first contact failed.",
                       CP_FMT(from), w->n, w->n_failed);
    cp_detect_say(a, &s,
                  " That is up to e^%.1f times as likely of a scanner, of whose attempts %.0f %% "
                  "fail, as of a source of which %.0f %% do.",
                  w->most, 100 * (1 - CP_SCAN_THETA1), 100 * (1 - CP_SCAN_THETA0));
    f.explanation = s;
    f.benign_if = CP_STR("it is your own scanner or monitoring, a peer-to-peer program, or what it "
                         "asks or its own way out was down or behind a filter at that time, or "
                         "answers took a way where nobody meters");
    f.has_ratio = true;
    f.log_ratio = w->most;
    f.score = cp_flow_score_of_ratio(w->most + log(CP_SCAN_PRIOR));
    cp_flow_finding_add(&f, is_vertical ? "ports" : "destinations", w->n);
    cp_flow_finding_add(&f, "failed", w->n_failed);
    cp_flow_finding_add(&f, "conversations", n);
    cp_vec_push(a, to, f);
}

/* v: of one source. Which of them is the first with its destination is marked by order: they come
 * by time, so a set of destinations is kept. */
static void across(cp_arena *a, const cp_talk **v, uint32_t n, double alpha, cp_flow_findings *to)
{
    cp_scan_walk w = { 0 };
    cp_map seen = { 0 };
    qsort(v, n, sizeof *v, by_first);
    for (uint32_t i = 0; i < n; i++) {
        bool added;
        cp_str key = { (const char *)v[i]->key.server.b, sizeof v[i]->key.server.b };
        if (v[i]->first == CP_TALK_UNKNOWN)
            continue;
        (void)cp_map_put(a, &seen, key, &added);
        if (added)
            cp_scan_step(&w, v[i]->first == CP_TALK_ANSWERED);
    }
    if (w.most >= upper_of(alpha))
        found_scan(a, v, n, &w, false, to);
}

/* v: of one source and one destination, by keys: each is another port. */
static void along(cp_arena *a, const cp_talk **v, uint32_t n, double alpha, cp_flow_findings *to)
{
    cp_scan_walk w = { 0 };
    uint32_t n_ports = 0;
    qsort(v, n, sizeof *v, by_first);
    for (uint32_t i = 0; i < n; i++) {
        if (v[i]->first == CP_TALK_UNKNOWN || !is_of_ports(v[i]))
            continue;
        n_ports++;
        cp_scan_step(&w, v[i]->first == CP_TALK_ANSWERED);
    }
    if (w.most >= upper_of(alpha) && n_ports >= PORTS_MIN)
        found_scan(a, v, n, &w, true, to);
}

static cp_str scan_blind(cp_arena *a, const cp_talks *t)
{
    if (t->sampling > CP_SAMPLING_NONE)
        return cp_str_fmt(a,
                          "Sampled 1:%" PRIu32 ": whether a contact was answered is not known of "
                          "sampled flows, and a scan of single packets cannot be seen in them.",
                          t->sampling);
    if (t->is_one_way)
        return CP_STR("Hardly any answers are seen: exporters meter one direction, and only what "
                      "flags of TCP say is used.");
    return CP_STR("");
}

void cp_detect_scan(cp_arena *a, const cp_talks *t, double p_max, cp_flow_found *out)
{
    cp_flow_findings found = { 0 };
    uint64_t n_sources = 0;
    cp_arena *work = cp_arena_new(0);
    cp_arena_mark empty = cp_arena_here(work);
    for (uint32_t i = 0, to; i < t->n; i = to, n_sources++, cp_arena_back(work, empty)) {
        for (to = i; to < t->n && memcmp(&t->v[to].key.client, &t->v[i].key.client, 16) == 0;)
            to++;
        const cp_talk **v = CP_NEW_RAW(work, const cp_talk *, to - i);
        cp_flow_findings mine = { 0 };
        for (uint32_t k = i, next; k < to; k = next) {
            for (next = k;
                 next < to && memcmp(&t->v[next].key.server, &t->v[k].key.server, 16) == 0;)
                next++;
            for (uint32_t m = k; m < next; m++)
                v[m - k] = &t->v[m];
            along(work, v, next - k, p_max, &mine);
        }
        for (uint32_t m = i; m < to; m++)
            v[m - i] = &t->v[m];
        across(work, v, to - i, p_max, &mine);
        for (uint32_t m = 0; m < mine.n; m++) {
            mine.v[m].explanation = cp_str_dup(a, mine.v[m].explanation);
            cp_vec_push(a, &found, mine.v[m]);
        }
    }
    cp_arena_free(work);
    cp_detect_end(&found, CP_FLOW_FINDING_SCAN, n_sources, out);
    out->cannot_see = scan_blind(a, t);
}
