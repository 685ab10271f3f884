/* SPDX-License-Identifier: Apache-2.0 */
/* detect.c - what detectors share, and the one of long connections. */
#include "flow/detect.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "flow/beacon.h"
#include "flow/detect_in.h"
#include "flow/service.h"
#include "flow/usual.h"

void cp_detect_end(cp_flow_findings *v, cp_flow_finding_kind kind, uint64_t n_looked_at,
                   cp_flow_found *out)
{
    for (uint32_t i = 0; i < v->n; i++) {
        cp_flow_finding *x = &v->v[i];
        if (!x->has_p)
            continue;
        x->log_p_all = fmin(0, x->log_p + log((double)(n_looked_at ? n_looked_at : 1)));
        x->score = cp_flow_score_of_p(x->log_p_all);
    }
    if (v->n)
        qsort(v->v, v->n, sizeof *v->v, cp_flow_finding_cmp);
    *out = (cp_flow_found){ .kind = kind,
                            .v = v->v,
                            .n = v->n < CP_FLOW_FINDINGS_MAX ? v->n : CP_FLOW_FINDINGS_MAX,
                            .n_found = v->n,
                            .n_looked_at = n_looked_at };
}

double cp_detect_log_p(double p_max, double usual) { return log(p_max > 0 ? p_max : usual); }

cp_str cp_detect_addr(cp_arena *a, const cp_flow_addr *x)
{
    return cp_ip_text(a, cp_flow_addr_ip(*x));
}

void cp_detect_say(cp_arena *a, cp_str *to, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str more = cp_str_vfmt(a, fmt, ap);
    va_end(ap);
    *to = cp_str_fmt(a, "%.*s%.*s", CP_FMT(*to), CP_FMT(more));
}

/* ---- long connections */

enum { SAME_SERVICE_MIN = 10 };
#define LIKE 1.0 /* usual.h */

typedef struct one {
    uint32_t service; /* protocol << 16 | port */
    double log_s;
    const cp_talk *t; /* NULL: one of others */
} one;

static int by_service(const void *x, const void *y)
{
    const one *a = x, *b = y;
    if (a->service != b->service)
        return a->service < b->service ? -1 : 1;
    if (!a->t || !b->t)
        return (a->t == NULL) - (b->t == NULL);
    return cp_series_key_cmp(&a->t->key, &b->t->key);
}

/* A connection of one packet lasts no time: taken for a millisecond. */
static double log_seconds(uint64_t us) { return log(fmax(1e-3, (double)us / 1e6)); }

static cp_str long_words(cp_arena *a, const cp_talk *t, const cp_usual *u, bool is_service,
                         double log_p)
{
    cp_str span = cp_beacon_span_text(a, (double)t->longest_us);
    cp_str usual = cp_beacon_span_text(a, exp(u->mid) * 1e6);
    cp_str s = cp_str_fmt(a, "One connection lasted %.*s", CP_FMT(span));
    cp_str there = cp_flow_bytes_text(a, (double)t->longest_bytes);
    cp_str back = cp_flow_bytes_text(a, (double)t->longest_back);
    cp_detect_say(a, &s, " (%.*s there, %.*s back). ", CP_FMT(there), CP_FMT(back));
    cp_detect_say(a, &s,
                  "The longest of each of %" PRIu32 " conversations of this %s last %.*s "
                  "(median): so long or longer has p = %.*s.",
                  u->n, is_service ? "service" : "protocol", CP_FMT(usual),
                  CP_FMT(cp_flow_p_text(a, log_p)));
    return s;
}

static const char *long_benign(const cp_talk *t)
{
    static const struct {
        uint8_t proto;
        uint16_t port;
        const char *words;
    } rows[] = {
        { 6, 179, "they are neighbours that keep a session open (BGP)" },
        { 6, 646, "they are neighbours that keep a session open (LDP)" },
        { 6, 22, "somebody, or a tunnel that is meant to be, is logged in for long (SSH)" },
        { 6, 443, "a page or a device keeps a channel open to be called on (WebSocket, push)" },
        { 17, 4500, "it is a tunnel that is meant to be (IPsec)" },
        { 17, 1194, "it is a tunnel that is meant to be (VPN)" },
        { 17, 51820, "it is a tunnel that is meant to be (VPN)" },
        { 6, 8883, "it is a sensor that waits for messages (MQTT)" },
        { 6, 1883, "it is a sensor that waits for messages (MQTT)" },
        { 6, 830, "a controller keeps its session open (NETCONF)" },
        { 6, 11019, "the server is a collector of routes (BMP)" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].proto == t->key.proto && rows[i].port == t->key.port)
            return rows[i].words;
    return "it is a session, a tunnel or a channel for messages that is meant to stay open";
}

/* All of v are of one service (or protocol). */
static void long_ones(cp_arena *a, const one *v, uint32_t n, const cp_usual *u, bool is_service,
                      double log_p_max, cp_flow_findings *to)
{
    for (uint32_t i = 0; i < n && v[i].t; i++) { /* others come last */
        const cp_talk *t = v[i].t;
        double log_p = cp_usual_log_p(u, v[i].log_s, true);
        if (t->longest_us < CP_LONG_MIN_US || log_p > log_p_max)
            continue;
        cp_flow_finding f = cp_talk_finding(t, CP_FLOW_FINDING_LONG);
        f.has_p = true;
        f.log_p = log_p;
        f.explanation = long_words(a, t, u, is_service, log_p);
        f.benign_if = cp_str_c(long_benign(t));
        cp_flow_finding_add(&f, "longest_s", (double)t->longest_us / 1e6);
        cp_flow_finding_add(&f, "longest_bytes", (double)t->longest_bytes);
        cp_flow_finding_add(&f, "longest_bytes_back", (double)t->longest_back);
        cp_flow_finding_add(&f, "usual_s", exp(u->mid));
        cp_flow_finding_add(&f, "compared_with", u->n);
        cp_vec_push(a, to, f);
    }
}

static cp_usual usual_of(const one *v, uint32_t n, double *values)
{
    for (uint32_t i = 0; i < n; i++)
        values[i] = v[i].log_s;
    return cp_usual_of(values, n, LIKE);
}

static uint32_t service_of(uint8_t proto, uint16_t port) { return (uint32_t)proto << 16 | port; }

static one *gather(cp_arena *a, const cp_talks *t, const cp_long_others *others, uint32_t n_others,
                   uint64_t n_all)
{
    one *v = CP_NEW_RAW(a, one, n_all + 1);
    uint64_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        const cp_series_key *k = &t->v[i].key;
        v[n++] = (one){ service_of(k->proto, k->port), log_seconds(t->v[i].longest_us), &t->v[i] };
    }
    for (uint32_t i = 0; i < n_others; i++) {
        const one x = { service_of(others[i].proto, others[i].port), log_seconds(others[i].us),
                        NULL };
        for (uint64_t k = 0; k < others[i].n; k++)
            v[n++] = x;
    }
    if (n)
        qsort(v, n, sizeof *v, by_service);
    return v;
}

static void find_long(cp_arena *a, const cp_talks *t, const cp_long_others *others,
                      uint32_t n_others, uint32_t n_all, double p_max, cp_flow_found *out)
{
    cp_flow_findings found = { 0 };
    one *v = gather(a, t, others, n_others, n_all);
    double *values = CP_NEW_RAW(a, double, n_all + 1);
    for (uint32_t from = 0, to; from < n_all; from = to) {
        for (to = from; to < n_all && v[to].service >> 16 == v[from].service >> 16;)
            to++;
        cp_usual protocol = usual_of(v + from, to - from, values);
        for (uint32_t i = from, k; i < to; i = k) {
            for (k = i; k < to && v[k].service == v[i].service;)
                k++;
            bool is_service = k - i >= SAME_SERVICE_MIN;
            cp_usual u = is_service ? usual_of(v + i, k - i, values) : protocol;
            long_ones(a, v + i, k - i, &u, is_service, cp_detect_log_p(p_max, CP_DETECT_P), &found);
        }
    }
    cp_detect_end(&found, CP_FLOW_FINDING_LONG, n_all, out);
    if (t->sampling > CP_SAMPLING_NONE)
        out->cannot_see = cp_str_fmt(
            a,
            "Sampled 1:%" PRIu32 ": a connection lasts from its first to its last sampled packet; "
            "one whose packets are further apart than exporters wait is told as several.",
            t->sampling);
}

void cp_detect_long(cp_arena *a, const cp_talks *t, double p_max, cp_flow_found *out)
{
    find_long(a, t, NULL, 0, t->n, p_max, out);
}

cp_rc cp_detect_long_of(cp_arena *a, const cp_talks *t, const cp_long_others *others,
                        uint32_t n_others, double p_max, cp_flow_found *out, cp_err *err)
{
    uint64_t n_all = t->n;
    for (uint32_t i = 0; i < n_others && n_all <= CP_TALKS_MAX; i++)
        n_all += others[i].n < CP_TALKS_MAX ? others[i].n : CP_TALKS_MAX + 1;
    if (n_all > CP_TALKS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "more than %d conversations cannot be compared at once: narrow them by "
                       "--from and --to, or by --exporter",
                       CP_TALKS_MAX);
    find_long(a, t, others, n_others, (uint32_t)n_all, p_max, out);
    return CP_OK;
}
