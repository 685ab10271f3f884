/* SPDX-License-Identifier: Apache-2.0 */
/* detect_out.c - equipment that sends more out than it did, or than its like do.
 *
 *     talk of an inside device with an outside address --> (device, peer): out and in by day
 *                                                     \--> (device): out by day
 *
 * The largest day with one peer is compared with the days of this device on which it did not send
 * to that peer, and with the largest such day of each like device. How much days differ from the
 * usual one is learnt of all devices together, because few have many days: those that are silent on
 * most days, and the others, apart. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "base/sort.h"
#include "flow/detect.h"
#include "flow/detect_in.h"
#include "flow/stats.h"
#include "flow/usual.h"

#define LIKE 1.0 /* usual.h */
enum {
    /* days of a device, of the largest of 60: its own tell how much they differ */
    OWN_TAIL_ENOUGH = 9,
    APART_MIN = 20, /* days of all devices, to be told by them */
};

/* A day of a device with one peer; or with all peers of which nothing else is known: then t is
 * NULL, the peer all zero, and most what went to one of them. */
typedef struct sent {
    cp_flow_addr device, peer;
    int32_t day;
    uint32_t kind;
    uint64_t out, in, most;
    const cp_talk *t;
} sent;

/* A device with one peer: days of v from..to-1. */
typedef struct pair {
    uint32_t from, to;
    uint32_t kind;
    int32_t worst_day;
    uint32_t n_days;
    uint64_t worst, out, in; /* most of a day, and in all */
} pair;

/* The largest days of all devices of a kind. */
typedef struct kind {
    uint32_t nr, n;
    double *values; /* sorted */
    cp_usual kept;  /* usual.h */
} kind;

/* The one that is looked at. */
typedef struct device {
    uint32_t from, to; /* pairs */
    const pair *biggest;
    int32_t first; /* day */
    uint32_t span; /* days */
    uint64_t out[CP_OUT_DAYS_MAX];
    const kind *like_of; /* what like was made of; NULL: nothing yet */
    cp_usual like;
} device;

typedef struct devices {
    cp_arena *a;
    const sent *v;
    uint32_t n;
    CP_VEC(pair) pairs;   /* by device, then peer */
    uint64_t n_pairs;     /* with those that are known together */
    const pair **biggest; /* of each device, by kind */
    uint32_t n_devices;
    kind *kinds; /* by number */
    uint32_t n_kinds;
    double values[CP_OUT_DAYS_MAX];
    cp_usual apart[2]; /* of days from the device's median: of silent ones, of others */
} devices;

static int by_ends(const void *x, const void *y)
{
    const sent *a = x, *b = y;
    int c = memcmp(&a->device, &b->device, sizeof a->device);
    c = c ? c : memcmp(&a->peer, &b->peer, sizeof a->peer);
    c = c ? c : (a->day > b->day) - (a->day < b->day);
    return c || !a->t || !b->t ? c : cp_series_key_cmp(&a->t->key, &b->t->key);
}

static uint64_t add_full(uint64_t x, uint64_t y) { return x + y < x ? UINT64_MAX : x + y; }

static cp_flow_end end_of(const cp_flow_ids *ids, const cp_flow_addr *addr, cp_time at)
{
    uint32_t id = cp_flow_ids_find(ids, addr);
    return id < cp_flow_ids_n(ids) ? cp_flow_ids_end(ids, id, at)
                                   : (cp_flow_end){ .asset = CP_FLOW_NO_ASSET };
}

static uint32_t kind_of(const uint32_t *kinds, const cp_flow_end *end)
{
    return kinds && end->asset != CP_FLOW_NO_ASSET ? kinds[end->asset] : 0;
}

typedef CP_VEC(sent) days;

static void days_of_others(cp_arena *a, const cp_out_others *others, uint32_t n,
                           const cp_flow_ids *ids, const uint32_t *kinds, days *to)
{
    for (uint32_t i = 0; ids && i < n; i++) {
        cp_flow_end end = end_of(ids, &others[i].device, 0);
        cp_vec_push(a, to,
                    ((sent){ .device = others[i].device,
                             .day = others[i].day,
                             .kind = kind_of(kinds, &end),
                             .out = others[i].out,
                             .most = others[i].most }));
    }
}

static void days_out(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids, const uint32_t *kinds,
                     days *to)
{
    for (uint32_t i = 0; ids && i < t->n; i++) {
        const cp_talk *x = &t->v[i];
        cp_flow_end c = end_of(ids, &x->key.client, x->first_at);
        cp_flow_end s = end_of(ids, &x->key.server, x->first_at);
        bool is_client = c.is & CP_FLOW_END_INSIDE && s.is & CP_FLOW_END_OUTSIDE;
        bool is_server = s.is & CP_FLOW_END_INSIDE && c.is & CP_FLOW_END_OUTSIDE;
        for (uint32_t d = 0; (is_client || is_server) && d < x->n_days; d++)
            cp_vec_push(a, to,
                        ((sent){ .device = is_client ? x->key.client : x->key.server,
                                 .peer = is_client ? x->key.server : x->key.client,
                                 .day = x->days[d].day,
                                 .kind = kind_of(kinds, is_client ? &c : &s),
                                 .out = is_client ? x->days[d].bytes : x->days[d].bytes_back,
                                 .in = is_client ? x->days[d].bytes_back : x->days[d].bytes,
                                 .t = x }));
    }
}

static bool is_same_ends(const sent *x, const sent *y)
{
    return memcmp(&x->device, &y->device, sizeof x->device) == 0 &&
           memcmp(&x->peer, &y->peer, sizeof x->peer) == 0;
}

static void find_pairs(devices *d)
{
    for (uint32_t i = 0, to; i < d->n; i = to) {
        pair p = { .from = i, .kind = d->v[i].kind };
        for (to = i; to < d->n && is_same_ends(&d->v[to], &d->v[i]);) {
            int32_t day = d->v[to].day;
            uint64_t out = 0, most = 0;
            for (; to < d->n && is_same_ends(&d->v[to], &d->v[i]) && d->v[to].day == day; to++) {
                out = add_full(out, d->v[to].out);
                p.in = add_full(p.in, d->v[to].in);
                most = d->v[to].most > most ? d->v[to].most : most;
            }
            p.out = add_full(p.out, out);
            p.n_days += out > 0;
            most = d->v[i].t ? out : most;
            if (most > p.worst || p.to == 0) {
                p.worst = most;
                p.worst_day = day;
            }
            p.to = to;
        }
        d->n_pairs += d->v[i].t != NULL;
        cp_vec_push(d->a, &d->pairs, p);
    }
}

static bool is_same_device(const devices *d, const pair *x, const pair *y)
{
    return memcmp(&d->v[x->from].device, &d->v[y->from].device, 16) == 0;
}

static int by_kind(const void *x, const void *y)
{
    const pair *a = *(const pair *const *)x, *b = *(const pair *const *)y;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

static void find_biggest(devices *d)
{
    d->biggest = CP_NEW_RAW(d->a, const pair *, d->pairs.n + 1);
    for (uint32_t i = 0; i < d->pairs.n; i++) {
        const pair *p = &d->pairs.v[i];
        if (d->n_devices == 0 || !is_same_device(d, d->biggest[d->n_devices - 1], p))
            d->biggest[d->n_devices++] = p;
        else if (p->worst > d->biggest[d->n_devices - 1]->worst)
            d->biggest[d->n_devices - 1] = p;
    }
    if (d->n_devices)
        qsort(d->biggest, d->n_devices, sizeof *d->biggest, by_kind);
}

static double log_bytes(uint64_t v) { return log1p((double)v); }

/* Of all devices of a kind at once, because each is compared with all others. */
static void find_kinds(devices *d)
{
    double *values = CP_NEW_RAW(d->a, double, d->n_devices + 1);
    d->kinds = CP_NEW_ARRAY(d->a, kind, d->n_devices + 1);
    for (uint32_t i = 0, to; i < d->n_devices; i = to) {
        for (to = i; to < d->n_devices && d->biggest[to]->kind == d->biggest[i]->kind; to++)
            values[to] = log_bytes(d->biggest[to]->worst);
        cp_stat_sort(values + i, to - i);
        d->kinds[d->n_kinds++] =
            (kind){ .nr = d->biggest[i]->kind, .n = to - i, .values = values + i };
    }
}

/* The device of the pairs that begin there: what it sent on its days, from its first to its last
 * one; zero where it was silent. */
static void look_at(devices *d, uint32_t from, device *x)
{
    const pair *v = d->pairs.v;
    *x = (device){ .from = from, .to = from, .biggest = &v[from] };
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (; x->to < d->pairs.n && is_same_device(d, &v[from], &v[x->to]); x->to++)
        if (v[x->to].worst > x->biggest->worst)
            x->biggest = &v[x->to];
    uint32_t begin = v[from].from, end = v[x->to - 1].to;
    for (uint32_t i = begin; i < end; i++) {
        first = d->v[i].day < first ? d->v[i].day : first;
        last = d->v[i].day > last ? d->v[i].day : last;
    }
    int64_t span = (int64_t)last - first + 1;
    x->span = span > CP_OUT_DAYS_MAX ? CP_OUT_DAYS_MAX : (uint32_t)span;
    x->first = (int32_t)((int64_t)last - x->span + 1);
    for (uint32_t i = begin; i < end; i++)
        if (d->v[i].day >= x->first) {
            uint64_t *out = &x->out[d->v[i].day - x->first];
            *out = add_full(*out, d->v[i].out);
        }
}

/* Its days but those on which it sent to the peer of p (NULL: all). */
static cp_usual history(devices *d, const device *x, const pair *p)
{
    bool is_of_peer[CP_OUT_DAYS_MAX] = { false };
    for (uint32_t i = p ? p->from : 0; p && i < p->to; i++)
        if (d->v[i].day >= x->first && d->v[i].out)
            is_of_peer[d->v[i].day - x->first] = true;
    uint32_t n = 0;
    for (uint32_t k = 0; k < x->span; k++)
        if (!is_of_peer[k])
            d->values[n++] = log_bytes(x->out[k]);
    return cp_usual_of(d->values, n, LIKE);
}

static int before_kind(const void *item, const void *nr)
{
    return ((const kind *)item)->nr < *(const uint32_t *)nr ? -1 : 1;
}

static int before_value(const void *item, const void *value)
{
    return *(const double *)item < *(const double *)value ? -1 : 1;
}

/* The largest day with one peer of each other device of the pair's kind. */
static cp_usual like(devices *d, device *x, const pair *p)
{
    uint32_t i = cp_sort_find(d->kinds, d->n_kinds, sizeof *d->kinds, &p->kind, before_kind);
    kind *k = i < d->n_kinds && d->kinds[i].nr == p->kind ? &d->kinds[i] : NULL;
    if (!k)
        return (cp_usual){ .like = LIKE };
    if (x->like_of == k)
        return x->like;
    double own = log_bytes(x->biggest->worst);
    uint32_t at = x->biggest->kind == p->kind
                      ? cp_sort_find(k->values, k->n, sizeof *k->values, &own, before_value)
                      : k->n;
    x->like_of = k;
    x->like = cp_usual_without(k->values, k->n, at, LIKE, &k->kept);
    return x->like;
}

/* By how much the days of all devices differ from the usual one of theirs. */
static void learn_days(devices *d)
{
    CP_VEC(double) v[2] = { 0 };
    device x;
    for (uint32_t i = 0; i < d->pairs.n; i = x.to) {
        look_at(d, i, &x);
        cp_usual own = history(d, &x, NULL);
        for (uint32_t k = 0; k < own.n && own.n >= CP_USUAL_MIN; k++)
            cp_vec_push(d->a, &v[own.mid > 0], d->values[k] - own.mid);
    }
    for (int k = 0; k < 2; k++)
        d->apart[k] = cp_usual_of(v[k].v, v[k].n, LIKE);
}

/* Of one day; its worst was chosen among n_days. */
static double log_p_of_days(const devices *d, const cp_usual *own, const pair *p, double x)
{
    const cp_usual *apart = &d->apart[own->mid > 0];
    if (own->n < CP_USUAL_MIN)
        return 0;
    double log_p = own->r < OWN_TAIL_ENOUGH && apart->n >= APART_MIN
                       ? cp_usual_log_p(apart, x - own->mid, true)
                       : cp_usual_log_p(own, x, false);
    return fmin(0, log_p + log((double)(p->n_days ? p->n_days : 1)));
}

static void say_usual(cp_arena *a, cp_str *s, const cp_usual *u, double log_p, const char *than)
{
    if (u->n < CP_USUAL_MIN)
        return;
    cp_detect_say(a, s, " %s %" PRIu32 " it is compared with, the median is %.*s: p = %.*s.", than,
                  u->n, CP_FMT(cp_flow_bytes_text(a, expm1(u->mid))),
                  CP_FMT(cp_flow_p_text(a, log_p)));
}

/* What it is compared with, and how it comes out. */
typedef struct weight {
    cp_usual own, others;
    double log_own, log_like, log_p;
} weight;

static void found_out(devices *d, const pair *p, const weight *w, cp_flow_findings *to)
{
    const cp_usual *own = &w->own, *others = &w->others;
    const cp_talk *t = d->v[p->from].t;
    cp_flow_finding f = cp_talk_finding(t, CP_FLOW_FINDING_EXFILTRATION);
    double share = (double)p->out / ((double)p->out + (double)p->in);
    f.who = d->v[p->from].device;
    f.peer = d->v[p->from].peer;
    f.bytes = p->out;
    f.bytes_back = p->in;
    f.events = 0;
    for (uint32_t i = p->from; i < p->to; i++) {
        const cp_talk *k = d->v[i].t;
        f.has_service &= k->key.proto == t->key.proto && k->key.port == t->key.port;
        f.first_at = k->first_at < f.first_at ? k->first_at : f.first_at;
        f.last_at = k->last_at > f.last_at ? k->last_at : f.last_at;
        f.events += i == p->from || d->v[i - 1].t != k ? k->events : 0;
    }
    cp_arena *a = d->a;
    cp_str day = cp_date_text(a, cp_date_of_day(p->worst_day));
    cp_str s = cp_str_fmt(a, "On %.*s %.*s were sent to this outside address", CP_FMT(day),
                          CP_FMT(cp_flow_bytes_text(a, (double)p->worst)));
    cp_detect_say(a, &s, "; in all %.0f %% of the bytes between them go out.", 100 * share);
    say_usual(a, &s, own, w->log_own, "Of other days of this device,");
    say_usual(a, &s, others, w->log_like, "Of the largest such days of like devices,");
    f.explanation = s;
    f.benign_if = CP_STR("it is a backup, an upload of logs or measurements, a mirror of a public "
                         "service, or a person who sends a large file");
    f.has_p = true;
    f.log_p = w->log_p;
    cp_flow_finding_add(&f, "day_bytes", (double)p->worst);
    cp_flow_finding_add(&f, "out_share", share);
    cp_flow_finding_add(&f, "own_days", own->n);
    cp_flow_finding_add(&f, "own_usual_bytes", own->n ? expm1(own->mid) : 0);
    cp_flow_finding_add(&f, "like_devices", others->n);
    cp_flow_finding_add(&f, "like_usual_bytes", others->n ? expm1(others->mid) : 0);
    cp_vec_push(a, to, f);
}

/* Unusual against either: both were tried, so p is twice the smaller one. */
static void weigh(devices *d, device *of, const pair *p, double log_p_max, cp_flow_findings *out)
{
    const cp_talk *t = d->v[p->from].t;
    double x = log_bytes(p->worst), times = t ? t->sampling : 0;
    if (!t)
        return;
    times = times > CP_SAMPLING_NONE ? times : 1;
    if ((double)p->worst * times < CP_OUT_BYTES_MIN || p->worst < CP_OUT_TOLD_MIN ||
        (double)p->out < CP_OUT_SHARE_MIN * ((double)p->out + (double)p->in))
        return;
    weight w = { .own = history(d, of, p), .others = like(d, of, p) };
    w.log_own = log_p_of_days(d, &w.own, p, x);
    w.log_like = cp_usual_log_p(&w.others, x, false);
    bool is_both = w.own.n >= CP_USUAL_MIN && w.others.n >= CP_USUAL_MIN;
    w.log_p = fmin(0, fmin(w.log_own, w.log_like) + (is_both ? M_LN2 : 0));
    if (w.log_p <= log_p_max)
        found_out(d, p, &w, out);
}

void cp_detect_out_of(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids, const uint32_t *kinds,
                      const cp_out_others *others, uint32_t n_others, double p_max,
                      cp_flow_found *out)
{
    cp_flow_findings found = { 0 };
    devices d = { .a = a };
    days v = { 0 };
    days_out(a, t, ids, kinds, &v);
    days_of_others(a, others, n_others, ids, kinds, &v);
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_ends);
    d.v = v.v;
    d.n = v.n;
    for (uint32_t i = 0; i < n_others; i++)
        d.n_pairs += others[i].n_pairs;
    find_pairs(&d);
    find_biggest(&d);
    find_kinds(&d);
    learn_days(&d);
    device x;
    for (uint32_t i = 0; i < d.pairs.n; i = x.to) {
        look_at(&d, i, &x);
        for (uint32_t k = i; k < x.to; k++)
            weigh(&d, &x, &d.pairs.v[k], cp_detect_log_p(p_max, CP_OUT_P), &found);
    }
    cp_detect_end(&found, CP_FLOW_FINDING_EXFILTRATION, d.n_pairs, out);
    if (t->sampling > CP_SAMPLING_NONE)
        out->cannot_see =
            cp_str_fmt(a,
                       "Sampled 1:%" PRIu32 ": volumes are as sampled; what is sent in "
                       "less than %" PRIu32 " packets a day may not be seen at all.",
                       t->sampling, t->sampling);
}

void cp_detect_out(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids, const uint32_t *kinds,
                   double p_max, cp_flow_found *out)
{
    cp_detect_out_of(a, t, ids, kinds, NULL, 0, p_max, out);
}
