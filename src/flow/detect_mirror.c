/* SPDX-License-Identifier: Apache-2.0 */
/* detect_mirror.c - what a device sends to one address follows, in time, what it receives from all
 * others: a copy of what passes, or a report of it.
 *
 *     volume of each bin of time:  out to the peer     ._-^-_.-^^-
 *                                  in from all others  ._-^-_.-^^-
 *
 * Compared is whether both rise and fall in the same bins: the rank correlation (Spearman) of the
 * changes of log volume from bin to bin. Changes, because levels share days and nights; ranks,
 * because volumes have heavy tails. Neighbouring changes share a bin, so half as many are taken for
 * independent. What is kept and sent on later is looked for some bins later. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "flow/beacon.h"
#include "flow/detect.h"
#include "flow/detect_in.h"

enum { THREADS = 2 };

/* A conversation in which one end sends nearly everything. */
typedef struct stream {
    const cp_talk *t;
    bool is_of_client; /* who sends */
    uint32_t device;   /* place among the devices */
    uint64_t bytes;
} stream;

typedef struct bins {
    uint64_t *in;         /* devices x bins: received */
    uint64_t *out, *back; /* streams x bins */
} bins;

struct cp_mirror_search {
    cp_arena *a;
    const cp_talks *t;
    stream *v;      /* by key */
    cp_talk *talks; /* of these */
    uint32_t n, n_devices, n_bins;
    cp_map devices; /* address -> place */
    cp_time from;
    uint64_t bin_us;
    bins threads[THREADS];
    uint32_t n_all; /* streams, of which n are looked at */
    const cp_flow_ids *ids;
};
typedef cp_mirror_search mirror;

static const cp_flow_addr *device_of(const stream *s)
{
    return s->is_of_client ? &s->t->key.client : &s->t->key.server;
}

static const cp_flow_addr *peer_of(const stream *s)
{
    return s->is_of_client ? &s->t->key.server : &s->t->key.client;
}

static int by_bytes(const void *x, const void *y)
{
    const stream *a = x, *b = y;
    if (a->bytes != b->bytes)
        return a->bytes > b->bytes ? -1 : 1;
    return cp_series_key_cmp(&a->t->key, &b->t->key);
}

static int by_key(const void *x, const void *y)
{
    return cp_series_key_cmp(&((const stream *)x)->t->key, &((const stream *)y)->t->key);
}

/* The largest streams of inside devices; returns how many there are. */
static uint32_t choose(mirror *m, const cp_flow_ids *ids)
{
    CP_VEC(stream) v = { 0 };
    for (uint32_t i = 0; ids && i < m->t->n; i++) {
        const cp_talk *t = &m->t->v[i];
        bool is_of_client = t->bytes > t->bytes_back;
        uint64_t out = is_of_client ? t->bytes : t->bytes_back;
        uint64_t back = is_of_client ? t->bytes_back : t->bytes;
        stream s = { .t = t, .is_of_client = is_of_client, .bytes = out };
        if (out >= CP_MIRROR_BYTES_MIN &&
            (double)out >= CP_MIRROR_SHARE_MIN * ((double)out + (double)back) &&
            cp_talk_end(ids, device_of(&s), t->first_at) & CP_FLOW_END_INSIDE)
            cp_vec_push(m->a, &v, s);
    }
    uint32_t n_all = v.n;
    m->n = v.n < CP_MIRROR_STREAMS_MAX ? v.n : CP_MIRROR_STREAMS_MAX;
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_bytes);
    if (m->n)
        qsort(v.v, m->n, sizeof *v.v, by_key);
    for (uint32_t i = 0; i < m->n; i++) {
        bool added;
        cp_str key = { (const char *)device_of(&v.v[i])->b, 16 };
        uint64_t *at = cp_map_put(m->a, &m->devices, key, &added);
        if (added)
            *at = m->n_devices++;
        v.v[i].device = (uint32_t)*at;
    }
    m->v = v.v;
    m->talks = CP_NEW_RAW(m->a, cp_talk, m->n + 1);
    for (uint32_t i = 0; i < m->n; i++) {
        m->talks[i] = *v.v[i].t;
        v.v[i].t = &m->talks[i];
    }
    return n_all;
}

void cp_detect_spread(uint64_t *to, uint32_t n_bins, cp_time from, uint64_t bin_us, cp_time at,
                      uint64_t span_us, uint64_t bytes)
{
    uint64_t first = ((uint64_t)at - (uint64_t)from) / bin_us;
    uint64_t last = span_us / bin_us > n_bins
                        ? n_bins - 1
                        : (((uint64_t)at - (uint64_t)from) + span_us) / bin_us;
    if (first >= n_bins || !bytes)
        return;
    last = last >= n_bins ? n_bins - 1 : last;
    uint64_t n = last - first + 1;
    for (uint64_t i = first; i <= last; i++)
        to[i] += bytes / n;
    to[first] += bytes % n;
}

static void spread(const mirror *m, uint64_t *to, cp_time at, uint64_t span_us, uint64_t bytes)
{
    cp_detect_spread(to, m->n_bins, m->from, m->bin_us, at, span_us, bytes);
}

static const stream *stream_of(const mirror *m, const cp_series_key *k)
{
    cp_talk t = { .key = *k };
    stream s = { .t = &t };
    return m->n ? bsearch(&s, m->v, m->n, sizeof *m->v, by_key) : NULL;
}

static cp_rc take(void *ctx, uint32_t thread, const cp_series *s, cp_err *err)
{
    mirror *m = ctx;
    bins *b = &m->threads[thread];
    const stream *own = stream_of(m, &s->key);
    const uint64_t *c = cp_map_get(&m->devices, (cp_str){ (const char *)s->key.client.b, 16 });
    const uint64_t *d = cp_map_get(&m->devices, (cp_str){ (const char *)s->key.server.b, 16 });
    (void)err;
    for (uint32_t i = 0; i < s->n && (own || c || d); i++) {
        if (c)
            spread(m, b->in + *c * m->n_bins, s->at[i], s->span_us[i], s->bytes_back[i]);
        if (d)
            spread(m, b->in + *d * m->n_bins, s->at[i], s->span_us[i], s->bytes[i]);
        if (!own)
            continue;
        size_t at = (size_t)(own - m->v) * m->n_bins;
        uint64_t out = own->is_of_client ? s->bytes[i] : s->bytes_back[i];
        uint64_t back = own->is_of_client ? s->bytes_back[i] : s->bytes[i];
        spread(m, b->out + at, s->at[i], s->span_us[i], out);
        spread(m, b->back + at, s->at[i], s->span_us[i], back);
    }
    return CP_OK;
}

/* ---- what others add up */

cp_mirror_wanted cp_mirror_wants(cp_arena *a, const cp_mirror_search *m)
{
    cp_series_key *streams = CP_NEW_RAW(a, cp_series_key, m->n + 1);
    cp_flow_addr *devices = CP_NEW_RAW(a, cp_flow_addr, m->n_devices + 1);
    for (uint32_t i = 0; i < m->n; i++) {
        streams[i] = m->v[i].t->key;
        devices[m->v[i].device] = *device_of(&m->v[i]);
    }
    return (cp_mirror_wanted){
        streams, devices, m->n, m->n_devices, { m->from, m->bin_us, m->n_bins }
    };
}

bool cp_mirror_add_stream(cp_mirror_search *m, const cp_series_key *k, uint32_t bin, uint64_t there,
                          uint64_t back)
{
    const stream *s = stream_of(m, k);
    if (!s || bin >= m->n_bins)
        return false;
    size_t at = (size_t)(s - m->v) * m->n_bins + bin;
    m->threads[0].out[at] += s->is_of_client ? there : back;
    m->threads[0].back[at] += s->is_of_client ? back : there;
    return true;
}

bool cp_mirror_add_device(cp_mirror_search *m, const cp_flow_addr *device, uint32_t bin,
                          uint64_t in)
{
    const uint64_t *at = cp_map_get(&m->devices, (cp_str){ (const char *)device->b, 16 });
    if (!at || bin >= m->n_bins)
        return false;
    m->threads[0].in[*at * m->n_bins + bin] += in;
    return true;
}

cp_talk *cp_mirror_talk(cp_mirror_search *m, const cp_series_key *k)
{
    const stream *s = stream_of(m, k);
    return s ? &m->talks[s - m->v] : NULL;
}

/* ---- correlation */

typedef struct ranked {
    double v;
    uint32_t i;
} ranked;

static int by_value(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->v != b->v)
        return a->v < b->v ? -1 : 1;
    return a->i < b->i ? -1 : a->i > b->i;
}

/* Values become their ranks; equal ones the mean of theirs. */
static void rank(double *v, uint32_t n, ranked *scratch)
{
    for (uint32_t i = 0; i < n; i++)
        scratch[i] = (ranked){ v[i], i };
    if (n)
        qsort(scratch, n, sizeof *scratch, by_value);
    for (uint32_t i = 0, to; i < n; i = to) {
        for (to = i; to < n && !(scratch[to].v > scratch[i].v);)
            to++;
        for (uint32_t k = i; k < to; k++)
            v[scratch[k].i] = (i + to - 1) / 2.0;
    }
}

double cp_mirror_correlation(cp_arena *a, double *x, double *y, uint32_t n)
{
    ranked *scratch = CP_NEW_RAW(a, ranked, n + 1);
    double mid = (n - 1) / 2.0, xy = 0, xx = 0, yy = 0;
    rank(x, n, scratch);
    rank(y, n, scratch);
    for (uint32_t i = 0; i < n; i++) {
        xy += (x[i] - mid) * (y[i] - mid);
        xx += (x[i] - mid) * (x[i] - mid);
        yy += (y[i] - mid) * (y[i] - mid);
    }
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}

double cp_detect_log_p_of_rank(double r, uint32_t n)
{
    double n_free = n / 2.0 - 3;
    if (!(r > 0) || n_free <= 0)
        return 0;
    double z = atanh(fmin(r, 1 - 1e-12)) * sqrt(n_free);
    return z < 8 ? log(0.5 * erfc(z / M_SQRT2)) : -z * z / 2 - log(z * sqrt(2 * M_PI));
}

/* ---- findings */

static uint64_t sum_at(const mirror *m, const uint64_t *x, const uint64_t *y, uint32_t nr,
                       uint32_t bin)
{
    size_t at = (size_t)nr * m->n_bins + bin;
    return x[at] + y[at];
}

typedef struct likeness {
    double r, log_p;
    uint32_t n, lag; /* changes compared; bins by which it follows */
    uint64_t out, in;
} likeness;

static uint64_t in_at(const mirror *m, uint32_t nr, uint32_t bin)
{
    const bins *b = m->threads;
    uint64_t in = sum_at(m, b[0].in, b[1].in, m->v[nr].device, bin);
    uint64_t back = sum_at(m, b[0].back, b[1].back, nr, bin);
    return in > back ? in - back : 0;
}

/* From bin `first`, in which something was sent, to the last one, with what came `lag` before. What
 * a device does all at once after days of silence begins and ends together, whatever it is: long
 * silences, in which nothing goes and nothing comes, and the changes from and to these, say
 * nothing. Short ones do (of sampled flows few bins have any). */
static likeness compare_at(const mirror *m, cp_arena *a, uint32_t nr, uint32_t first, uint32_t last,
                           uint32_t lag)
{
    const bins *b = m->threads;
    likeness l = { .lag = lag };
    double *x = CP_NEW_RAW(a, double, m->n_bins), *y = CP_NEW_RAW(a, double, m->n_bins);
    double last_x = 0, last_y = 0;
    uint32_t n_silent = 0, n_before = 0; /* changes at the begin of this silence */
    first = first < lag ? lag : first;
    for (uint32_t i = first; i <= last; i++) {
        uint64_t out = sum_at(m, b[0].out, b[1].out, nr, i), in = in_at(m, nr, i - lag);
        double now_x = log1p((double)out), now_y = log1p((double)in);
        bool is_silent = !out && !in;
        n_before = is_silent && !n_silent ? l.n : n_before;
        if (!is_silent && n_silent >= CP_MIRROR_SILENCE_MIN)
            l.n = n_before;
        else if (i > first) {
            x[l.n] = now_x - last_x;
            y[l.n++] = now_y - last_y;
        }
        n_silent = is_silent ? n_silent + 1 : 0;
        last_x = now_x;
        last_y = now_y;
        l.out += out;
        l.in += in;
    }
    l.r = l.n ? cp_mirror_correlation(a, x, y, l.n) : 0;
    l.log_p = fmin(0, cp_detect_log_p_of_rank(l.r, l.n) + log(CP_MIRROR_LAGS));
    return l;
}

/* The surest of all lags. */
static likeness compare(const mirror *m, cp_arena *a, uint32_t nr)
{
    const bins *b = m->threads;
    likeness best = { 0 };
    uint32_t first = UINT32_MAX, last = 0, n_busy = 0;
    for (uint32_t i = 0; i < m->n_bins; i++)
        if (sum_at(m, b[0].out, b[1].out, nr, i)) {
            first = first == UINT32_MAX ? i : first;
            last = i;
            n_busy++;
        }
    for (uint32_t lag = 0; lag < CP_MIRROR_LAGS && n_busy >= CP_MIRROR_BINS_MIN; lag++) {
        likeness l = compare_at(m, a, nr, first, last, lag);
        if (lag == 0 || l.log_p < best.log_p)
            best = l;
    }
    return best;
}

static void found_mirror(const mirror *m, cp_arena *a, const stream *s, const likeness *l,
                         cp_flow_findings *to)
{
    cp_flow_finding f = cp_talk_finding(s->t, CP_FLOW_FINDING_MIRROR);
    double share = (double)l->out / (double)l->in;
    f.who = *device_of(s);
    f.peer = *peer_of(s);
    f.bytes = s->is_of_client ? s->t->bytes : s->t->bytes_back;
    f.bytes_back = s->is_of_client ? s->t->bytes_back : s->t->bytes;
    cp_str bin = cp_beacon_span_text(a, (double)m->bin_us);
    cp_str text = cp_str_fmt(a,
                             "What is sent to this address rises and falls with what is received "
                             "from all others: rank correlation %.2f of %" PRIu32
                             " changes from one bin of %.*s to the next",
                             l->r, l->n, CP_FMT(bin));
    if (l->lag)
        cp_detect_say(a, &text, ", %.*s later",
                      CP_FMT(cp_beacon_span_text(a, (double)m->bin_us * l->lag)));
    cp_detect_say(a, &text, ", by chance p = %.*s. %.*s go out, %.*s came in: %.3g of it.",
                  CP_FMT(cp_flow_p_text(a, l->log_p)),
                  CP_FMT(cp_flow_bytes_text(a, (double)l->out)),
                  CP_FMT(cp_flow_bytes_text(a, (double)l->in)), share);
    f.explanation = text;
    f.benign_if =
        CP_STR("it is a relay, a proxy, a tunnel or a balancer whose next hop this is, an "
               "export of flows or logs, a replica, or a lawful interception that is yours");
    f.has_p = true;
    f.log_p = l->log_p;
    cp_flow_finding_add(&f, "correlation", l->r);
    cp_flow_finding_add(&f, "changes", l->n);
    cp_flow_finding_add(&f, "bin_s", (double)m->bin_us / 1e6);
    cp_flow_finding_add(&f, "later_s", (double)m->bin_us / 1e6 * l->lag);
    cp_flow_finding_add(&f, "out_bytes", (double)l->out);
    cp_flow_finding_add(&f, "in_bytes", (double)l->in);
    cp_vec_push(a, to, f);
}

static void make_bins(mirror *m)
{
    uint64_t window = (uint64_t)m->t->stats.last_at - (uint64_t)m->t->stats.first_at;
    m->from = m->t->stats.first_at;
    m->bin_us = window / CP_MIRROR_BINS_MAX + 1;
    m->bin_us = m->bin_us < CP_MIRROR_BIN_MIN_US ? CP_MIRROR_BIN_MIN_US : m->bin_us;
    m->n_bins = (uint32_t)(window / m->bin_us) + 1;
    for (int k = 0; k < THREADS; k++) {
        bins *b = &m->threads[k];
        b->in = CP_NEW_ARRAY(m->a, uint64_t, (size_t)(m->n_devices + 1) * m->n_bins);
        b->out = CP_NEW_ARRAY(m->a, uint64_t, (size_t)(m->n + 1) * m->n_bins);
        b->back = CP_NEW_ARRAY(m->a, uint64_t, (size_t)(m->n + 1) * m->n_bins);
    }
}

static cp_str mirror_blind(cp_arena *a, const mirror *m, uint32_t n_all)
{
    cp_str s = { "", 0 };
    if (m->t->sampling > CP_SAMPLING_NONE)
        cp_detect_say(a, &s,
                      "Sampled 1:%" PRIu32 ": volumes of few sampled packets are mostly chance, "
                      "which hides what follows them. ",
                      m->t->sampling);
    if (n_all > m->n)
        cp_detect_say(a, &s, "Of %" PRIu32 " streams the largest %" PRIu32 " were looked at.",
                      n_all, m->n);
    return s;
}

static void free_search(void *arg) { cp_arena_free(((cp_mirror_search *)arg)->a); }

cp_mirror_search *cp_mirror_search_new(cp_arena *a, const cp_talks *t, const cp_flow_ids *ids,
                                       cp_series_asker *asker)
{
    cp_mirror_search *m = CP_NEW(a, cp_mirror_search);
    m->a = cp_arena_new(0);
    m->t = t;
    m->ids = ids;
    cp_arena_defer(a, free_search, m);
    m->n_all = choose(m, ids);
    if (m->n)
        make_bins(m);
    *asker = (cp_series_asker){ m->n ? take : NULL, m, 0, { 0 } };
    return m;
}

cp_rc cp_mirror_search_end(cp_arena *a, cp_mirror_search *m, const cp_flow_set *set,
                           const cp_series_options *o, const cp_transit_others *others,
                           double p_max, cp_flow_found *out, cp_err *err)
{
    cp_flow_findings found = { 0 };
    cp_arena_mark empty = cp_arena_here(m->a);
    uint64_t n_transit = 0;
    cp_str blind = CP_STR("");
    for (uint32_t i = 0; i < m->n; i++, cp_arena_back(m->a, empty)) {
        likeness l = compare(m, m->a, i);
        if (l.r >= CP_MIRROR_R_MIN && l.log_p <= cp_detect_log_p(p_max, CP_MIRROR_P) && l.in)
            found_mirror(m, a, &m->v[i], &l, &found);
    }
    cp_rc rc = cp_detect_transit(a, set, o, m->ids, others, p_max, &found, &n_transit, &blind, err);
    if (rc != CP_OK)
        return rc;
    cp_detect_end(&found, CP_FLOW_FINDING_MIRROR, m->n + n_transit, out);
    out->cannot_see = mirror_blind(a, m, m->n_all);
    cp_detect_say(a, &out->cannot_see, "%.*s", CP_FMT(blind));
    return CP_OK;
}

cp_rc cp_detect_mirror(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                       const cp_talks *t, const cp_flow_ids *ids, double p_max, cp_flow_found *out,
                       cp_err *err)
{
    cp_arena *mem = cp_arena_new(0);
    cp_series_asker asker;
    cp_mirror_search *m = cp_mirror_search_new(mem, t, ids, &asker);
    cp_rc rc = asker.fn ? cp_series_each_of(set, o, &asker, 1, err) : CP_OK;
    if (rc == CP_OK)
        rc = cp_mirror_search_end(a, m, set, o, NULL, p_max, out, err);
    cp_arena_free(mem);
    return rc;
}
