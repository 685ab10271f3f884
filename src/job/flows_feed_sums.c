/* SPDX-License-Identifier: Apache-2.0 */
/* flows_feed_sums.c - detectors of volumes, fed with what the shards add up (click_sums.c).
 *
 *     exfiltration   addresses --whose?--> shards --> days of pairs, and of the others what devices
 *                    send a day --detector--> which pairs are found: their flows
 *     mirror         large streams --> ids --the largest--> shards --> bins of them, and of what
 *                                                                      their devices receive
 *     ... transit    ends of exporters --receivers--> shards --> bins of them, and of interfaces
 *
 * What waits in the case is added here: events that are put together of both must not be added up
 * there, so between pairs that have any the flows come as they are. */
#include <stdlib.h>
#include "job/flows_click.h"

#define DAY_US ((int64_t)86400 * 1000 * 1000)
/* A little less than the detectors ask: they say it themselves. */
#define ABOUT(share) ((share)-1e-6)

static bool are_times_good(const cp_flows *f)
{
    const cp_time at[] = { f->some_first_at, f->some_last_at, f->cluster->near.first_at,
                           f->cluster->near.last_at };
    bool are_good = true;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        are_good &=
            at[i] == CP_TIME_NONE || (at[i] > -CP_CLICK_TIME_MAX && at[i] < CP_CLICK_TIME_MAX);
    return are_good;
}

cp_rc cp_flows_begin_sums(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    if (!are_times_good(f)) {
        x->why_all = "some flows are of a time that no clock tells";
        return CP_OK;
    }
    cp_rc rc = cp_flows_near_pairs(f, x, err);
    if (rc == CP_OK && !x->why_all)
        rc = cp_flows_find_coarsest(f, x, err);
    x->q.is_chosen = true;
    return rc;
}

/* Is there such a pair among q's? */
static bool is_near(const cp_click_question *q, const cp_series_key *k)
{
    bool is_low = memcmp(&k->client, &k->server, sizeof k->client) < 0;
    cp_click_pair x = { is_low ? k->client : k->server, is_low ? k->server : k->client };
    uint32_t from = 0, to = q->n_near;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        int c = memcmp(&q->near[mid], &x, sizeof x);
        if (c == 0)
            return true;
        from = c < 0 ? mid + 1 : from;
        to = c < 0 ? to : mid;
    }
    return false;
}

/* ---- exfiltration */

static cp_click_is whose(const cp_flows *f, const cp_flow_addr *addr)
{
    cp_flow_hold holds[CP_FLOW_HOLDS_MAX];
    if (cp_flows_holds_of(f, addr, holds) != 1)
        return CP_CLICK_VARIES;
    return holds->end.is & CP_FLOW_END_INSIDE    ? CP_CLICK_INSIDE
           : holds->end.is & CP_FLOW_END_OUTSIDE ? CP_CLICK_OUTSIDE
                                                 : CP_CLICK_NOBODY;
}

static int by_addr(const void *x, const void *y) { return memcmp(x, y, sizeof(cp_flow_addr)); }

static cp_rc find_whose(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = f->j->a;
    cp_flow_addr *v = NULL;
    uint32_t n = 0;
    cp_rc rc = cp_click_addresses(k->click, a, &k->known, &x->q, &v, &n, err);
    if (rc == CP_OK && n == UINT32_MAX)
        x->why_all = "there are too many addresses to say whose each is";
    if (rc != CP_OK || x->why_all)
        return rc;
    if (n)
        qsort(v, n, sizeof *v, by_addr);
    CP_VEC(cp_click_whose) to = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        bool is_new = i == 0 || by_addr(&v[i], &v[i - 1]) != 0;
        cp_click_is is = is_new ? whose(f, &v[i]) : CP_CLICK_OUTSIDE;
        if (is != CP_CLICK_OUTSIDE)
            cp_vec_push(a, &to, ((cp_click_whose){ v[i], is }));
    }
    x->q.whose = to.v;
    x->q.n_whose = to.n;
    return CP_OK;
}

static int by_pair(const void *x, const void *y)
{
    const cp_click_sent *a = x, *b = y;
    int c = by_addr(&a->device, &b->device);
    c = c ? c : by_addr(&a->peer, &b->peer);
    return c ? c : (a->day > b->day) - (a->day < b->day);
}

static bool is_same_pair(const cp_click_sent *x, const cp_click_sent *y)
{
    return by_addr(&x->device, &y->device) == 0 && by_addr(&x->peer, &y->peer) == 0;
}

/* What a device sends, day by day. */
typedef struct sending {
    cp_flows *f;
    cp_flows_choice *x;
    cp_click_sent *v; /* by device, peer, day; the peer of all others comes first */
    uint32_t n;
    CP_VEC(cp_out_others) others;
    CP_VEC(cp_click_pair) chosen;
} sending;

static bool has_varying(const sending *s)
{
    bool varies = false;
    for (uint32_t i = 0; i < s->x->q.n_whose; i++)
        varies |= s->x->q.whose[i].is == CP_CLICK_VARIES;
    return varies;
}

static void choose_pair(sending *s, const cp_flow_addr *x, const cp_flow_addr *y)
{
    bool is_low = by_addr(x, y) < 0;
    cp_vec_push(s->f->j->a, &s->chosen, ((cp_click_pair){ is_low ? *x : *y, is_low ? *y : *x }));
}

/* Each pair as a conversation that has its days, sampled as coarsely as any. */
static void add_pairs_as_talks(const sending *s, cp_arena *a, cp_talks *t)
{
    CP_VEC(cp_talk) v = { 0 };
    cp_talk_day *days = CP_NEW_RAW(a, cp_talk_day, s->n + 1);
    for (uint32_t i = 0, to; i < s->n; i = to) {
        for (to = i; to < s->n && is_same_pair(&s->v[i], &s->v[to]); to++)
            days[to] = (cp_talk_day){ s->v[to].day, s->v[to].out, s->v[to].in };
        if (cp_flow_addr_is_set(s->v[i].peer))
            cp_vec_push(a, &v,
                        ((cp_talk){ .key = { .client = s->v[i].device, .server = s->v[i].peer },
                                    .sampling = s->f->cluster->coarsest,
                                    .days = days + i,
                                    .n_days = to - i }));
    }
    cp_talks_add(a, t, v.v, v.n);
}

/* Addresses of the flows that are here, and of all pairs. */
static cp_rc ids_of(const sending *s, cp_arena *a, const cp_flow_set *far, cp_flow_ids **out,
                    cp_err *err)
{
    cp_flow_ids_opts opts = { .seed = cp_flows_any_seed() };
    cp_flow_addr *v = CP_NEW_RAW(a, cp_flow_addr, 2 * (size_t)s->n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        v[n++] = s->v[i].device;
        v[n++] = s->v[i].peer;
    }
    cp_flow_set sets[] = { *far, cp_flows_set_of_addrs(a, v, n) }, all;
    cp_flows_put_together(s->f, sets, 2, 0, &all);
    cp_rc rc = cp_flow_ids_new(a, &all, &opts, out, err);
    if (rc == CP_OK)
        cp_flows_resolve_ids(s->f, *out);
    return rc;
}

/* Which pairs the detector finds by days alone: what else is told of them are flows. One that it
 * takes for sampled more coarsely than it is may be found here and not then. */
static cp_rc choose_found(sending *s, bool *is_all, cp_err *err)
{
    cp_flows *f = s->f;
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = cp_arena_new(0);
    cp_series_options o = cp_flows_series(f);
    cp_talks t = { 0 };
    cp_flow_set far, here;
    cp_flow_ids *ids = NULL;
    cp_rc rc = cp_click_ask(k->click, a, &k->known, &s->x->q, &far, err);
    if (rc == CP_OK) {
        cp_flows_put_together(f, &far, 1, far.n_flows, &here);
        rc = cp_talks_of(a, &here, &o, true, &t, err);
    }
    if (rc == CP_OK)
        rc = ids_of(s, a, &far, &ids, err);
    if (rc == CP_OK) {
        cp_flow_found found;
        add_pairs_as_talks(s, a, &t);
        cp_detect_out_of(a, &t, ids, cp_flows_kinds(f), s->others.v, s->others.n, 0, &found);
        *is_all = found.n < found.n_found; /* it keeps the surest */
        for (uint32_t i = 0; i < found.n && !*is_all; i++)
            choose_pair(s, &found.v[i].who, &found.v[i].peer);
    }
    cp_arena_free(a);
    return rc;
}

static cp_out_others sum_of(const cp_click_sent *x, uint64_t most)
{
    return (cp_out_others){ x->device, x->day, x->out, most, x->n_pairs };
}

/* Pairs that are not chosen become part of what their devices send to others. */
static void take_sent(sending *s)
{
    cp_arena *a = s->f->j->a;
    s->chosen.n = cp_flows_unique_pairs(s->chosen.v, s->chosen.n);
    for (uint32_t i = 0, to; i < s->n; i = to) {
        const cp_click_sent *v = &s->v[i];
        cp_series_key k = { .client = v->device, .server = v->peer };
        cp_click_question chosen = { .near = s->chosen.v, .n_near = s->chosen.n };
        bool is_chosen = is_near(&chosen, &k);
        for (to = i; to < s->n && is_same_pair(v, &s->v[to]); to++)
            if (cp_flow_addr_is_set(v->peer) && !is_chosen) {
                cp_out_others x = sum_of(&s->v[to], s->v[to].out);
                x.n_pairs = to == i;
                cp_vec_push(a, &s->others, x);
            }
    }
    for (uint32_t i = 0; i < s->n; i++)
        if (i == 0 || by_addr(&s->v[i].device, &s->v[i - 1].device) != 0)
            cp_vec_push(a, &s->f->cluster->addrs, s->v[i].device);
    s->x->feed.out_left = s->others.v;
    s->x->feed.n_out_left = s->others.n;
}

static cp_rc choose_sent(sending *s, cp_err *err)
{
    bool is_all = has_varying(s); /* whose they are is told by flows alone, and by nobody's days */
    cp_rc rc = CP_OK;
    if (s->n)
        qsort(s->v, s->n, sizeof *s->v, by_pair);
    for (uint32_t i = 0; i < s->n; i++)
        if (!cp_flow_addr_is_set(s->v[i].peer))
            cp_vec_push(s->f->j->a, &s->others, sum_of(&s->v[i], s->v[i].most));
    if (!is_all)
        rc = choose_found(s, &is_all, err);
    for (uint32_t i = 0; rc == CP_OK && is_all && i < s->n; i++)
        if (cp_flow_addr_is_set(s->v[i].peer))
            choose_pair(s, &s->v[i].device, &s->v[i].peer);
    if (rc == CP_OK)
        take_sent(s);
    return rc;
}

/* The flows of pairs that are found; what the others add to their devices. */
cp_rc cp_flows_choose_out(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    sending s = { .f = f, .x = x };
    cp_rc rc = cp_flows_begin_sums(f, x, err);
    if (rc == CP_OK && !x->why_all)
        rc = find_whose(f, x, err);
    if (rc != CP_OK || x->why_all || !x->q.n_whose)
        return rc;
    uint32_t times = k->coarsest > CP_SAMPLING_NONE ? k->coarsest : 1;
    cp_click_sent_least least = { CP_OUT_BYTES_MIN / times, ABOUT(CP_OUT_SHARE_MIN), 0 };
    least.most = least.most < CP_OUT_TOLD_MIN ? CP_OUT_TOLD_MIN : least.most;
    if ((f->some_last_at - f->some_first_at) / DAY_US + 2 > CP_TALK_DAYS_MAX)
        least.days_max = CP_TALK_DAYS_MAX;
    rc = cp_click_sent_of(k->click, f->j->a, &k->known, &x->q, &least, &s.v, &s.n, err);
    if (rc == CP_OK && s.n != UINT32_MAX)
        rc = choose_sent(&s, err);
    if (rc == CP_OK && (s.n == UINT32_MAX || s.chosen.n > CP_FLOWS_PAIRS_MAX))
        x->why_all = "too many devices or pairs of addresses send something out";
    if (rc == CP_OK && !x->why_all)
        cp_flows_add_pairs(f, &x->q, s.chosen.v, s.chosen.n);
    return rc;
}

/* ---- mirror */

struct cp_flows_volumes {
    cp_flows *f;
    cp_click_question q; /* near: pairs of which the flows are here */
    cp_click_end *ends;  /* by exporter and address */
    uint32_t n_ends;
    cp_mirror_search *m; /* at the end */
};
typedef cp_flows_volumes volumes;

static cp_series_key series_key(const cp_click_key *k)
{
    return (cp_series_key){
        .client = k->client, .server = k->server, .port = k->port, .proto = k->proto
    };
}

static void take_large(cp_flows *f, cp_flows_choice *x, const cp_click_stream *v, uint32_t n)
{
    cp_arena *a = f->j->a;
    cp_talk *to = CP_NEW_ARRAY(a, cp_talk, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        to[i] = (cp_talk){ .key = series_key(&v[i].key),
                           .bytes = v[i].bytes,
                           .bytes_back = v[i].bytes_back,
                           .first_at = v[i].first_at,
                           .last_at = v[i].first_at };
        cp_vec_push(a, &f->cluster->addrs, v[i].key.client);
        cp_vec_push(a, &f->cluster->addrs, v[i].key.server);
    }
    x->feed.talks_left = to;
    x->feed.n_talks_left = n;
}

static int by_end(const void *x, const void *y)
{
    const cp_click_end *a = x, *b = y;
    if (a->exporter != b->exporter)
        return a->exporter < b->exporter ? -1 : 1;
    return by_addr(&a->addr, &b->addr);
}

/* Each once; those that may be receivers have to be known by whose they are. */
static void take_ends(cp_flows *f, volumes *to, cp_click_end *v, uint32_t n)
{
    uint32_t m = 0;
    if (n)
        qsort(v, n, sizeof *v, by_end);
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || by_end(&v[i], &v[m - 1]) != 0) {
            v[m++] = v[i];
            continue;
        }
        cp_click_end *x = &v[m - 1];
        x->to += v[i].to;
        x->from += v[i].from;
        x->first_at = v[i].first_at < x->first_at ? v[i].first_at : x->first_at;
        x->last_at = v[i].last_at > x->last_at ? v[i].last_at : x->last_at;
    }
    for (uint32_t i = 0; i < m; i++)
        if (v[i].to >= CP_MIRROR_BYTES_MIN)
            cp_vec_push(f->j->a, &f->cluster->addrs, v[i].addr);
    to->ends = v;
    to->n_ends = m;
}

/* Streams that may be copies, and who gets what through which exporter. */
cp_rc cp_flows_choose_mirror(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = f->j->a;
    cp_click_stream *v = NULL;
    cp_click_end *ends = NULL;
    uint32_t n = 0, n_ends = 0;
    cp_rc rc = cp_flows_begin_sums(f, x, err);
    if (rc != CP_OK || x->why_all)
        return rc;
    rc = cp_click_large(k->click, a, &k->known, &x->q, CP_MIRROR_BYTES_MIN,
                        ABOUT(CP_MIRROR_SHARE_MIN), &v, &n, err);
    if (rc == CP_OK)
        rc = cp_click_ends_of(k->click, a, &k->known, &x->q, &ends, &n_ends, err);
    if (rc == CP_OK && (n == UINT32_MAX || n_ends == UINT32_MAX))
        x->why_all = "too many conversations or addresses may be of a copy";
    if (rc != CP_OK || x->why_all)
        return rc;
    volumes *to = CP_NEW(a, volumes);
    *to = (volumes){ .f = f, .q = x->q };
    take_large(f, x, v, n);
    take_ends(f, to, ends, n_ends);
    x->feed.volumes = to;
    return CP_OK;
}

static bool add_stream(void *ctx, const cp_click_stream *x, uint32_t bin)
{
    volumes *v = ctx;
    cp_series_key key = series_key(&x->key);
    cp_talk *t = cp_mirror_talk(v->m, &key);
    if (!t || !cp_mirror_add_stream(v->m, &key, bin, x->bytes, x->bytes_back))
        return false;
    uint64_t events = t->events + x->events;
    t->events = events > UINT32_MAX ? UINT32_MAX : (uint32_t)events;
    if (x->events && x->last_at > t->last_at)
        t->last_at = x->last_at;
    return true;
}

static bool add_sampling(void *ctx, const cp_click_key *k, cp_click_sampled x)
{
    volumes *v = ctx;
    cp_series_key key = series_key(k);
    cp_series_options o = cp_flows_series(v->f);
    cp_talk *t = cp_mirror_talk(v->m, &key);
    uint32_t is = cp_series_sampling_of(&v->f->cluster->near, &o, x.exporter, x.sampling);
    if (!t)
        return false;
    t->sampling = is > t->sampling ? is : t->sampling;
    t->has_unknown_sampling |= is == CP_SAMPLING_UNKNOWN;
    return true;
}

static bool add_device(void *ctx, const cp_flow_addr *device, uint32_t bin, uint64_t in)
{
    volumes *v = ctx;
    return cp_mirror_add_device(v->m, device, bin, in);
}

cp_rc cp_flows_add_mirror(cp_flows *f, cp_flows_volumes *v, cp_mirror_search *m, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = cp_arena_new(0);
    cp_mirror_wanted w = cp_mirror_wants(a, m);
    cp_click_bins bins = { w.bins.from, w.bins.us, w.bins.n };
    cp_click_question q = v->q;
    cp_click_key *keys = CP_NEW_RAW(a, cp_click_key, w.n_streams + 1);
    v->m = m;
    q.ends = w.devices;
    q.n_ends = w.n_devices;
    q.keys = keys;
    for (uint32_t i = 0; i < w.n_streams; i++) {
        const cp_series_key *x = &w.streams[i];
        if (!is_near(&v->q, x))
            keys[q.n_keys++] = (cp_click_key){ x->client, x->server, x->port, x->proto };
    }
    cp_rc rc = CP_OK;
    if (q.n_keys)
        rc = cp_click_streams_of(k->click, a, &k->known, &q, bins, add_stream, v, err);
    if (rc == CP_OK && q.n_keys)
        rc = cp_click_samplings_of_keys(k->click, a, &k->known, &q, add_sampling, v, err);
    if (rc == CP_OK && q.n_ends)
        rc = cp_click_devices_of(k->click, a, &k->known, &q, bins, add_device, v, err);
    cp_arena_free(a);
    return rc;
}

/* ---- transit */

static cp_rc tell_ends(void *ctx, cp_transit *t, cp_err *err)
{
    const volumes *v = ctx;
    (void)err;
    for (uint32_t i = 0; i < v->n_ends; i++) {
        const cp_click_end *x = &v->ends[i];
        cp_transit_add_end(t, &(cp_transit_end){ x->exporter, x->addr, x->to, x->from });
        cp_transit_add_time(t, x->first_at, x->last_at);
    }
    return CP_OK;
}

static bool add_bin(void *ctx, const cp_click_bin *x)
{
    return cp_transit_add_bin(ctx, &(cp_transit_bin){ .exporter = x->exporter,
                                                      .in_if = x->in_if,
                                                      .bin = x->bin,
                                                      .src = x->src,
                                                      .dst = x->dst,
                                                      .bytes = x->bytes });
}

static cp_rc tell_bins(void *ctx, const cp_transit_end *receivers, uint32_t n, cp_mirror_bins bins,
                       cp_transit *t, cp_err *err)
{
    volumes *v = ctx;
    cp_flows_cluster *k = v->f->cluster;
    cp_arena *a = cp_arena_new(0);
    cp_click_seen *seen = CP_NEW_RAW(a, cp_click_seen, n + 1);
    cp_click_question q = v->q;
    for (uint32_t i = 0; i < n; i++)
        seen[i] = (cp_click_seen){ receivers[i].exporter, receivers[i].addr };
    q.receivers = seen;
    q.n_receivers = n;
    cp_rc rc = cp_click_passing(k->click, a, &k->known, &q,
                                (cp_click_bins){ bins.from, bins.us, bins.n }, add_bin, t, err);
    cp_arena_free(a);
    return rc;
}

static void add_leaving(void *ctx, const cp_click_leaving *x)
{
    cp_twice_add(ctx, x->exporter, x->sampling, x->out_if, x->n);
}

/* All that leaves is counted; what may have left twice comes, and what may have with what waits
 * here. */
static cp_rc tell_leaving(void *ctx, cp_twice *t, cp_err *err)
{
    volumes *v = ctx;
    cp_flows_cluster *k = v->f->cluster;
    cp_arena *a = cp_arena_new(0);
    cp_click_question q = v->q;
    cp_flow_set far;
    q.leaves_twice = true;
    cp_rc rc = cp_click_leaving_of(k->click, a, &k->known, &q, add_leaving, t, err);
    if (rc == CP_OK)
        rc = cp_click_ask(k->click, a, &k->known, &q, &far, err);
    if (rc == CP_OK)
        rc = cp_twice_look(t, &far, err);
    cp_arena_free(a);
    return rc;
}

cp_transit_others cp_flows_transit(cp_flows_volumes *v)
{
    return (cp_transit_others){ v, tell_ends, tell_bins, tell_leaving };
}

const cp_flow_set *cp_flows_near(const cp_flows *f) { return &f->cluster->near; }
