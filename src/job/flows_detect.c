/* SPDX-License-Identifier: Apache-2.0 */
/* flows_detect.c - `flows --detect`: which detectors were asked, what they found of what is in
 * view, and in which order it is to be read: first what excluded equipment does, then what
 * equipment does of which maker or verdict are not known, then the rest. */
#include <math.h>
#include <stdlib.h>
#include "flow/beacon.h"
#include "flow/covert.h"
#include "flow/detect.h"
#include "flow/dns.h"
#include "job/flows.h"

enum { THREADS = 2, BEACON_PACKETS = 10 }; /* of a small exchange over TLS */
#define HOUR_US ((uint64_t)3600 * 1000 * 1000)

static bool is_named(const cp_opts *o, const char *name)
{
    for (uint32_t i = 0; i < o->n_detect; i++)
        if (cp_str_eq(o->detect[i], cp_str_c(name)))
            return true;
    return false;
}

cp_rc cp_flows_detect_asked(cp_flows *f, cp_err *err)
{
    const cp_opts *o = &f->j->opts;
    for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++) {
        const char *name = cp_flow_finding_name((cp_flow_finding_kind)k);
        f->detects[k] = is_named(o, name) || is_named(o, "all");
    }
    for (uint32_t i = 0; i < o->n_detect; i++) {
        cp_str all = CP_STR("all");
        bool is_known = cp_str_eq(o->detect[i], all);
        for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++) {
            cp_str name = cp_str_c(cp_flow_finding_name((cp_flow_finding_kind)k));
            is_known |= cp_str_eq(o->detect[i], name);
            all = cp_str_fmt(f->j->a, "%.*s, %.*s", CP_FMT(all), CP_FMT(name));
        }
        if (!is_known)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--detect \"%.*s\": expected %.*s",
                           CP_FMT(o->detect[i]), CP_FMT(all));
    }
    return CP_OK;
}

/* ---- sampling */

static uint64_t window_us(const cp_flows *f)
{
    cp_time from = f->from != CP_TIME_NONE ? f->from : f->set.first_at;
    cp_time until = f->until != CP_TIME_NONE ? f->until : f->set.last_at;
    return f->set.first_at != CP_TIME_NONE && until > from ? (uint64_t)until - (uint64_t)from : 0;
}

/* ---- detectors */

cp_series_options cp_flows_series(const cp_flows *f)
{
    cp_time from = f->from == CP_TIME_NONE ? 0 : f->from;
    cp_time from_is_open = f->from == CP_TIME_NONE ? 0 : INT64_MAX;
    return (cp_series_options){ .from = f->from == CP_TIME_NONE && f->until != CP_TIME_NONE
                                            ? INT64_MIN
                                            : from,
                                .to = f->until == CP_TIME_NONE ? from_is_open : f->until,
                                .n_threads = THREADS,
                                .seed = cp_flows_any_seed(),
                                .exporters = f->exporters,
                                .sampling = f->sampling };
}

static cp_flow_finding of_beacon(cp_arena *a, const cp_beacon *b)
{
    return (cp_flow_finding){
        .kind = CP_FLOW_FINDING_BEACON,
        .who = b->key.client,
        .peer = b->key.server,
        .has_service = true,
        .proto = b->key.proto,
        .port = b->key.port,
        .score = cp_flow_score_of_p(b->log_p_all),
        .has_p = true,
        .log_p = b->log_p,
        .log_p_all = b->log_p_all,
        .explanation = cp_beacon_explain(a, b),
        .benign_if = cp_str_c(cp_beacon_label_words(b->label)),
        .sampling = b->sampling,
        .has_unknown_sampling = b->has_unknown_sampling,
        .events = b->n_events,
        .bytes = b->bytes,
        .bytes_back = b->bytes_back,
        .first_at = b->first_at,
        .last_at = b->last_at,
        .beacon = b,
    };
}

static cp_str beacon_power(const cp_flows *f)
{
    cp_arena *a = f->j->a;
    uint32_t n = cp_flows_coarsest(f);
    uint64_t window = window_us(f);
    if (n <= CP_SAMPLING_NONE)
        return CP_STR("");
    cp_beacon_lab *lab = cp_beacon_lab_new(a);
    cp_beacon_power p = cp_beacon_power_of(lab, window, n, BEACON_PACKETS, (double)HOUR_US, 0.2, 0);
    return cp_beacon_power_words(a, &p, window, n, BEACON_PACKETS, (double)HOUR_US);
}

static void found_beacons(cp_flows *f, const cp_beacons *b, cp_flow_found *out)
{
    cp_flow_finding *v = CP_NEW_ARRAY(f->j->a, cp_flow_finding, b->n + 1);
    for (uint32_t i = 0; i < b->n; i++)
        v[i] = of_beacon(f->j->a, &b->v[i]);
    *out = (cp_flow_found){ .kind = CP_FLOW_FINDING_BEACON,
                            .v = v,
                            .n = b->n,
                            .n_found = b->n_found,
                            .n_looked_at = b->n_looked_at,
                            .cannot_see = beacon_power(f) };
}

static bool is_of_talks(const bool *is)
{
    return is[CP_FLOW_FINDING_LONG] || is[CP_FLOW_FINDING_SCAN] || is[CP_FLOW_FINDING_MANAGEMENT] ||
           is[CP_FLOW_FINDING_EXFILTRATION] || is[CP_FLOW_FINDING_KNOCK] ||
           is[CP_FLOW_FINDING_MIRROR];
}

/* The flows are read once for all that ask them first, and once for those that ask about what was
 * found by that. */
typedef struct reading {
    cp_flows_feed *feed;
    cp_arena *mem; /* of the searches */
    cp_series_options o;
    cp_beacon_options of_beacons;
    cp_series_asker v[CP_SERIES_ASKERS_MAX];
    uint32_t n;
} reading;

static cp_rc read_flows(reading *r, cp_err *err)
{
    return r->n ? cp_series_each_of(&r->feed->detail, &r->o, r->v, r->n, err) : CP_OK;
}

static cp_rc read_first(cp_flows *f, reading *r, cp_talks *t, cp_err *err)
{
    const bool *is = r->feed->detects;
    cp_arena *a = f->j->a;
    cp_beacon_search *beacons = NULL;
    cp_talks_search *talks = NULL;
    cp_covert_search *covert = NULL;
    cp_series_asker *of_beacons = NULL, *of_talks = NULL;
    if (is[CP_FLOW_FINDING_BEACON]) {
        of_beacons = &r->v[r->n++];
        beacons = cp_beacon_search_new(r->mem, &r->feed->detail, &r->of_beacons, of_beacons);
    }
    if (is_of_talks(is)) {
        of_talks = &r->v[r->n++];
        talks = cp_talks_search_new(r->mem, is[CP_FLOW_FINDING_EXFILTRATION],
                                    r->feed->is_some ? &r->feed->is_one_way : NULL, of_talks);
    }
    if (is[CP_FLOW_FINDING_COVERT])
        covert = cp_covert_search_new(r->mem, 0, &r->v[r->n++]);
    cp_rc rc = read_flows(r, err);
    if (rc == CP_OK && beacons) {
        cp_beacons *found = CP_NEW(a, cp_beacons);
        cp_beacon_search_end(a, beacons, of_beacons, found);
        found_beacons(f, found, &f->found[CP_FLOW_FINDING_BEACON]);
    }
    if (rc == CP_OK && talks)
        cp_talks_search_end(a, talks, of_talks, t);
    if (rc == CP_OK && covert)
        cp_covert_search_end(a, covert, &f->found[CP_FLOW_FINDING_COVERT]);
    return rc;
}

/* What is known of the conversations that were not chosen. */
static void add_left(const cp_flows *f, const cp_flows_feed *x, cp_talks *t)
{
    cp_series_stats *s = &t->stats;
    t->sampling = x->sampling_left > t->sampling ? x->sampling_left : t->sampling;
    cp_talks_add(f->j->a, t, x->talks_left, x->n_talks_left);
    if (f->some_first_at == CP_TIME_NONE)
        return;
    s->first_at = s->first_at == CP_TIME_NONE || f->some_first_at < s->first_at ? f->some_first_at
                                                                                : s->first_at;
    s->last_at =
        s->last_at == CP_TIME_NONE || f->some_last_at > s->last_at ? f->some_last_at : s->last_at;
}

static cp_rc end_mirror(cp_flows *f, reading *r, cp_mirror_search *m, cp_err *err)
{
    cp_flows_volumes *v = r->feed->volumes;
    cp_flow_found *found = &f->found[CP_FLOW_FINDING_MIRROR];
    if (!v)
        return cp_mirror_search_end(f->j->a, m, &r->feed->detail, &r->o, NULL, 0, found, err);
    cp_transit_others others = cp_flows_transit(v);
    cp_rc rc = cp_flows_add_mirror(f, v, m, err);
    return rc == CP_OK
               ? cp_mirror_search_end(f->j->a, m, cp_flows_near(f), &r->o, &others, 0, found, err)
               : rc;
}

/* Those that compare conversations; some read the flows of these again. */
static cp_rc of_talks(cp_flows *f, reading *r, cp_talks *t, cp_err *err)
{
    cp_flows_feed *x = r->feed;
    const bool *is = x->detects;
    cp_arena *a = f->j->a;
    cp_knock_search *knock = NULL;
    cp_mirror_search *mirror = NULL;
    r->n = 0;
    cp_rc rc = CP_OK;
    if (x->is_some)
        add_left(f, x, t);
    if (is[CP_FLOW_FINDING_LONG])
        rc = cp_detect_long_of(a, t, x->long_left, x->n_long_left, 0,
                               &f->found[CP_FLOW_FINDING_LONG], err);
    if (rc != CP_OK)
        return rc;
    if (is[CP_FLOW_FINDING_EXFILTRATION])
        cp_detect_out_of(a, t, f->ids, cp_flows_kinds(f), x->out_left, x->n_out_left, 0,
                         &f->found[CP_FLOW_FINDING_EXFILTRATION]);
    if (is[CP_FLOW_FINDING_SCAN])
        cp_detect_scan(a, t, 0, &f->found[CP_FLOW_FINDING_SCAN]);
    f->found[CP_FLOW_FINDING_SCAN].n_looked_at += x->n_clients_left;
    if (is[CP_FLOW_FINDING_MANAGEMENT])
        cp_detect_management(a, t, f->ids, &f->found[CP_FLOW_FINDING_MANAGEMENT]);
    if (is[CP_FLOW_FINDING_KNOCK]) {
        knock = cp_knock_search_new(r->mem, t, &r->v[r->n]);
        r->n += r->v[r->n].fn != NULL;
    }
    if (is[CP_FLOW_FINDING_MIRROR]) {
        mirror = cp_mirror_search_new(r->mem, t, f->ids, &r->v[r->n]);
        r->n += r->v[r->n].fn != NULL;
    }
    rc = read_flows(r, err);
    if (rc == CP_OK && knock)
        cp_knock_search_end(a, knock, 0, &f->found[CP_FLOW_FINDING_KNOCK]);
    if (rc == CP_OK && mirror)
        rc = end_mirror(f, r, mirror, err);
    return rc;
}

static cp_rc of_feed(cp_flows *f, cp_flows_feed *x, cp_err *err)
{
    reading r = { .feed = x, .mem = cp_arena_new(0), .o = cp_flows_series(f) };
    cp_talks t;
    r.of_beacons = (cp_beacon_options){ .series = r.o };
    cp_rc rc = read_first(f, &r, &t, err);
    cp_arena_free(r.mem);
    if (rc == CP_OK && x->detects[CP_FLOW_FINDING_SUPPORT])
        rc = cp_flows_support(f, &x->detail, &r.o, err);
    if (rc != CP_OK || !is_of_talks(x->detects))
        return rc;
    r.mem = cp_arena_new(0);
    rc = of_talks(f, &r, &t, err);
    cp_arena_free(r.mem);
    return rc;
}

typedef struct queries {
    const cp_flows *f;
    cp_dns_watch *watch;
} queries;

static cp_rc see_query(void *ctx, uint32_t source, const cp_flow_name *n, cp_err *err)
{
    queries *q = ctx;
    bool is_before = q->f->from != CP_TIME_NONE && n->at < q->f->from;
    bool is_after = q->f->until != CP_TIME_NONE && n->at >= q->f->until;
    (void)source, (void)err;
    if (!is_before && !is_after)
        cp_dns_watch_add(q->watch, n);
    return CP_OK;
}

static cp_rc dns_tunnels(cp_flows *f, cp_err *err)
{
    cp_arena *mem = cp_arena_new(0);
    cp_flow_damage damage = { 0 };
    queries q = { f, cp_dns_watch_new(mem, cp_flows_any_seed()) };
    cp_rc rc = cp_case_flow_names(f->e->kase, see_query, &q, &damage, err);
    cp_flow_found *found = &f->found[CP_FLOW_FINDING_DNS_TUNNEL];
    if (rc == CP_OK)
        cp_dns_watch_find(q.watch, f->j->a, 0, found);
    if (rc == CP_OK && damage.n_blocks)
        found->cannot_see =
            cp_str_fmt(f->j->a, "%u block%s of names in the case cannot be read. %.*s",
                       damage.n_blocks, cp_plural(damage.n_blocks), CP_FMT(found->cannot_see));
    cp_arena_free(mem);
    return rc;
}

/* ---- which flows they read */

bool cp_flows_is_detail_asked(const cp_flows *f)
{
    for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++)
        if (f->detects[k] && k != CP_FLOW_FINDING_DNS_TUNNEL)
            return true;
    return false;
}

/* ---- what is in view, in order */

cp_flows_rank cp_flows_rank_of(const cp_flows *f, const cp_flow_finding *x)
{
    const cp_flow_addr *ends[] = { &x->who, &x->peer };
    uint32_t is = 0;
    for (size_t i = 0; i < 2; i++) {
        cp_flow_end end = cp_flows_end_at(f, ends[i], x->first_at);
        is |= end.is;
        if (end.asset == CP_FLOW_NO_ASSET && end.is & CP_FLOW_END_INSIDE)
            is |= CP_FLOW_END_UNKNOWN;
    }
    return is & (CP_FLOW_END_EXCLUDED | CP_FLOW_END_RESTRICTED)    ? CP_FLOWS_RANK_EXCLUDED
           : is & (CP_FLOW_END_UNDETERMINED | CP_FLOW_END_UNKNOWN) ? CP_FLOWS_RANK_UNKNOWN
                                                                   : CP_FLOWS_RANK_OTHER;
}

static uint8_t marks_of(const cp_flows *f, const cp_flow_addr *x, cp_time at)
{
    if (!cp_flow_addr_is_set(*x))
        return 0;
    cp_flow_end end = cp_flows_end_at(f, x, at);
    return cp_flows_marks_of(f, x, &end);
}

bool cp_flows_is_found_in_view(const cp_flows *f, const cp_flow_finding *x)
{
    bool is_service = f->services.n == 0 || !x->has_service;
    for (uint32_t i = 0; i < f->services.n && !is_service; i++) {
        const cp_flow_ports *p = &f->services.v[i];
        is_service = (!p->proto || p->proto == x->proto) && x->port >= p->from && x->port <= p->to;
    }
    return is_service && cp_flows_are_wanted(f, marks_of(f, &x->who, x->first_at) |
                                                    marks_of(f, &x->peer, x->first_at));
}

static int by_rank(const void *x, const void *y)
{
    const cp_flows_finding *a = x, *b = y;
    if (a->rank != b->rank)
        return (int)a->rank - (int)b->rank;
    return cp_flow_finding_cmp(&a->x, &b->x);
}

static void take(cp_flows *f, const cp_flow_found *found)
{
    for (uint32_t i = 0; i < found->n; i++) {
        if (!cp_flows_is_found_in_view(f, &found->v[i])) {
            f->n_out_of_view++;
            continue;
        }
        if (cp_flows_is_allowed(f, &found->v[i]))
            continue;
        cp_flows_rank rank = cp_flows_rank_of(f, &found->v[i]);
        f->is_alarm |= rank != CP_FLOWS_RANK_OTHER || found->v[i].score >= CP_FLOWS_SCORE_ALARM;
        cp_vec_push(f->j->a, &f->findings, ((cp_flows_finding){ .x = found->v[i], .rank = rank }));
    }
}

cp_rc cp_flows_detect(cp_flows *f, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < f->n_feeds; i++)
        rc = of_feed(f, &f->feeds[i], err);
    if (rc == CP_OK && f->detects[CP_FLOW_FINDING_DNS_TUNNEL])
        rc = dns_tunnels(f, err);
    if (rc == CP_OK)
        cp_flows_say_blind(f);
    for (int k = 0; rc == CP_OK && k < CP_FLOW_FINDING_COUNT; k++)
        if (f->detects[k])
            take(f, &f->found[k]);
    if (f->findings.n)
        qsort(f->findings.v, f->findings.n, sizeof *f->findings.v, by_rank);
    if (rc == CP_OK && (f->j->opts.plot || f->j->out_is_terminal)) {
        cp_series_options o = cp_flows_series(f);
        rc = cp_flows_strips_draw(f, &o, err);
    }
    return rc;
}
