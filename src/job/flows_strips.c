/* SPDX-License-Identifier: Apache-2.0 */
/* flows_strips.c - what stands behind a finding as one or two rows of places, for --plot and JSON:
 *
 *     exfiltration   bytes to the peer, and to all others, over all of the time
 *     long           bytes of the connections
 *     scan           targets that were contacted for the first time
 *     mirror         bytes that are sent on, and that come from all others
 *     covert         how long it waited: classes of the logarithm, as of a beacon
 *     dns-tunnel     queries below the domain, and the characters before it
 *     others         events
 *
 * The flows (of a tunnel, the names) are gone through once more for the findings that are shown,
 * which are few: detectors need not keep a history of each pair for what nobody may look at. A
 * beacon has its own plot. */
#include <math.h>
#include <stdlib.h>
#include "base/sort.h"
#include "flow/beacon.h"
#include "flow/dns.h"
#include "job/flows_follow.h"

#define SECOND_US ((uint64_t)1000 * 1000)
#define DAY_US (86400 * SECOND_US)

typedef struct drawing {
    const cp_flows_finding *finding;
    cp_flows_strips *strips;
} drawing;

typedef struct drawings {
    drawing *v; /* by the address of who */
    uint32_t n;
} drawings;

static int by_who(const void *x, const void *y)
{
    const drawing *a = x, *b = y;
    return memcmp(&a->finding->x.who, &b->finding->x.who, sizeof a->finding->x.who);
}

/* ---- places */

/* The shortest place with which all fits, of lengths that people count in; from begins with one. */
static void find_places(cp_flows_strips *s, cp_time first, cp_time last, uint64_t least_s)
{
    static const uint32_t lengths_s[] = { 1,   2,    5,    10,   30,   60,    120,   300,
                                          600, 1200, 1800, 3600, 7200, 14400, 21600, 43200 };
    enum { N = sizeof lengths_s / sizeof *lengths_s };
    uint64_t days = 1;
    for (uint32_t i = 0;; i++) {
        uint64_t width = i < N ? lengths_s[i] * SECOND_US : days * DAY_US;
        int64_t from = first - (int64_t)((uint64_t)first % width);
        uint64_t n = ((uint64_t)last - (uint64_t)from) / width + 1;
        s->from = from;
        s->place_us = width;
        s->n_places = (uint32_t)n;
        if (n <= CP_FLOWS_PLACES && width >= least_s * SECOND_US)
            return;
        days += i >= N ? days : 0;
    }
}

static void add_at(const cp_flows_strips *s, double *v, cp_time at, double value)
{
    if (at < s->from)
        return;
    uint64_t place = ((uint64_t)at - (uint64_t)s->from) / s->place_us;
    if (place < s->n_places)
        v[place] += value;
}

/* Evenly over the time that it took. */
static void spread(const cp_flows_strips *s, double *v, cp_time at, uint64_t span_us, double value)
{
    if (span_us < s->place_us / 2) {
        add_at(s, v, at, value);
        return;
    }
    for (uint32_t i = 0; i < s->n_places; i++) {
        double begin = (double)s->from + (double)i * (double)s->place_us;
        double end = begin + (double)s->place_us, until = (double)at + (double)span_us;
        double both = fmin(end, until) - fmax(begin, (double)at);
        if (both > 0)
            v[i] += value * both / (double)span_us;
    }
}

/* ---- what goes into them */

static bool is_same(const cp_flow_addr *x, const cp_flow_addr *y)
{
    return memcmp(x, y, sizeof *x) == 0;
}

static void add_gaps(cp_flows_strips *s, const cp_series *x)
{
    for (uint32_t i = 1; i < x->n; i++) {
        double us = (double)x->at[i] - (double)x->at[i - 1];
        int k = us > 0 ? (int)floor((log2(us) - CP_BEACON_HISTOGRAM_LOW_OCTAVE) * 4) : 0;
        k = k < 0 ? 0 : k < CP_BEACON_HISTOGRAM ? k : CP_BEACON_HISTOGRAM - 1;
        s->gaps[k]++;
    }
}

/* Of who there are two kinds of flows: with the peer, and with others. */
static void add_bytes(cp_flows_strips *s, const cp_flow_finding *x, const cp_series *t,
                      bool is_peer)
{
    bool is_client = is_same(&t->key.client, &x->who);
    const uint64_t *out = is_client ? t->bytes : t->bytes_back;
    const uint64_t *in = is_client ? t->bytes_back : t->bytes;
    bool is_mirror = x->kind == CP_FLOW_FINDING_MIRROR;
    for (uint32_t i = 0; i < t->n; i++) {
        double value = is_peer || !is_mirror ? (double)out[i] : (double)in[i];
        value += x->kind == CP_FLOW_FINDING_LONG ? (double)in[i] : 0;
        spread(s, s->v[!is_peer], t->at[i], t->span_us[i], value);
    }
}

static void add_series(const drawing *d, const cp_series *t)
{
    const cp_flow_finding *x = &d->finding->x;
    const cp_flow_addr *other = is_same(&t->key.client, &x->who) ? &t->key.server : &t->key.client;
    bool is_peer = is_same(other, &x->peer);
    bool is_service = !x->has_service || (t->key.proto == x->proto && t->key.port == x->port);
    switch (x->kind) {
    case CP_FLOW_FINDING_EXFILTRATION:
    case CP_FLOW_FINDING_MIRROR: add_bytes(d->strips, x, t, is_peer); return;
    case CP_FLOW_FINDING_SCAN:
        if (is_same(&t->key.client, &x->who) && (is_peer || !cp_flow_addr_is_set(x->peer)))
            add_at(d->strips, d->strips->v[0], t->at[0], 1);
        return;
    default: break;
    }
    if (!is_peer || !is_service)
        return;
    if (x->kind == CP_FLOW_FINDING_LONG)
        add_bytes(d->strips, x, t, true);
    else if (x->kind == CP_FLOW_FINDING_COVERT)
        add_gaps(d->strips, t);
    else
        for (uint32_t i = 0; i < t->n; i++)
            add_at(d->strips, d->strips->v[0], t->at[i], 1);
}

static int before_who(const void *item, const void *addr)
{
    return memcmp(&((const drawing *)item)->finding->x.who, addr, sizeof(cp_flow_addr)) < 0 ? -1
                                                                                            : 1;
}

static void add_of(const drawings *all, const cp_flow_addr *addr, const cp_series *t)
{
    uint32_t i = cp_sort_find(all->v, all->n, sizeof *all->v, addr, before_who);
    for (; i < all->n && is_same(&all->v[i].finding->x.who, addr); i++)
        add_series(&all->v[i], t);
}

static cp_rc see(void *ctx, uint32_t thread, const cp_series *t, cp_err *err)
{
    const drawings *all = ctx;
    (void)thread, (void)err; /* there is one */
    if (!t->n)
        return CP_OK;
    add_of(all, &t->key.client, t);
    if (!is_same(&t->key.client, &t->key.server))
        add_of(all, &t->key.server, t);
    return CP_OK;
}

/* ---- of tunnels: names instead of flows */

typedef struct querying {
    const cp_flows *f;
    const drawings *all;
} querying;

static cp_rc see_query(void *ctx, uint32_t source, const cp_flow_name *n, cp_err *err)
{
    const querying *q = ctx;
    const cp_flows *f = q->f;
    const drawings *all = q->all;
    (void)source, (void)err;
    bool is_before = f->from != CP_TIME_NONE && n->at < f->from;
    bool is_after = f->until != CP_TIME_NONE && n->at >= f->until;
    if (n->kind != CP_FLOW_NAME_DNS_QUERY || is_before || is_after)
        return CP_OK;
    uint32_t i = cp_sort_find(all->v, all->n, sizeof *all->v, &n->client, before_who);
    for (; i < all->n && is_same(&all->v[i].finding->x.who, &n->client); i++) {
        if (!cp_str_eq(all->v[i].finding->x.peer_name, cp_dns_domain(n->name)))
            continue;
        add_at(all->v[i].strips, all->v[i].strips->v[0], n->at, 1);
        add_at(all->v[i].strips, all->v[i].strips->v[1], n->at, cp_dns_before(n->name));
    }
    return CP_OK;
}

/* ---- which findings */

static bool has_strips(const cp_flow_finding *x)
{
    bool is_of_ports = x->kind == CP_FLOW_FINDING_MIRROR && !cp_flow_addr_is_set(x->peer);
    return x->kind != CP_FLOW_FINDING_BEACON && !is_of_ports && x->first_at != CP_TIME_NONE &&
           x->last_at >= x->first_at && x->first_at >= 0;
}

/* Its last flow may have lasted as long as the longest. */
static cp_time end_of(const cp_flow_finding *x)
{
    const double far = 400.0 * 86400; /* what lasts longer is drawn up to there */
    double s = 0;
    for (uint32_t i = 0; x->kind == CP_FLOW_FINDING_LONG && i < x->n_numbers; i++)
        if (strcmp(x->numbers[i].key, "longest_s") == 0)
            s = fmin(x->numbers[i].value, far);
    int64_t more = (int64_t)(s * (double)SECOND_US);
    return x->last_at < INT64_MAX - more ? x->last_at + more : x->last_at;
}

static void name_rows(cp_flows_strips *s, cp_flow_finding_kind kind)
{
    static const struct {
        cp_flow_finding_kind kind;
        const char *names[2];
    } rows[] = {
        { CP_FLOW_FINDING_EXFILTRATION, { "to_peer", "to_others" } },
        { CP_FLOW_FINDING_MIRROR, { "to_peer", "from_others" } },
        { CP_FLOW_FINDING_LONG, { "bytes", NULL } },
        { CP_FLOW_FINDING_SCAN, { "targets", NULL } },
        { CP_FLOW_FINDING_COVERT, { "intervals", NULL } },
        { CP_FLOW_FINDING_DNS_TUNNEL, { "queries", "characters" } },
    };
    s->names[0] = "events";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].kind == kind) {
            s->names[0] = rows[i].names[0];
            s->names[1] = rows[i].names[1];
        }
    s->is_gaps = kind == CP_FLOW_FINDING_COVERT;
    s->is_one_scale = kind == CP_FLOW_FINDING_EXFILTRATION;
}

static void new_strips(cp_flows *f, cp_flows_finding *x, drawings *to)
{
    cp_time first = x->x.first_at, last = end_of(&x->x);
    cp_flows_strips *s = CP_NEW(f->j->a, cp_flows_strips);
    name_rows(s, x->x.kind);
    if (s->is_one_scale) { /* against all of its history */
        first = f->set.first_at >= 0 && f->set.first_at < first ? f->set.first_at : first;
        last = f->set.last_at > last ? f->set.last_at : last;
    }
    find_places(s, first, last, s->is_one_scale ? DAY_US / SECOND_US : 1);
    x->strips = s;
    to->v[to->n++] = (drawing){ x, s };
}

cp_rc cp_flows_strips_draw(cp_flows *f, const cp_series_options *options, cp_err *err)
{
    cp_series_options o = *options;
    cp_series_stats stats;
    uint32_t n = f->findings.n < CP_FLOWS_DRAWN_MAX ? f->findings.n : CP_FLOWS_DRAWN_MAX;
    uint32_t n_shown = 0;
    drawings of_flows = { CP_NEW_ARRAY(f->j->a, drawing, n + 1), 0 };
    drawings of_names = { CP_NEW_ARRAY(f->j->a, drawing, n + 1), 0 };
    for (uint32_t i = 0; i < f->findings.n && n_shown < n; i++) {
        cp_flows_finding *x = &f->findings.v[i];
        if (f->told && cp_told_when(f->told, cp_flows_finding_key(x)) != UINT32_MAX)
            continue;
        n_shown++;
        bool is_named = x->x.kind == CP_FLOW_FINDING_DNS_TUNNEL;
        if (has_strips(&x->x))
            new_strips(f, x, is_named ? &of_names : &of_flows);
    }
    cp_rc rc = CP_OK;
    if (of_names.n) {
        cp_flow_damage damage = { 0 }; /* told already */
        querying q = { f, &of_names };
        qsort(of_names.v, of_names.n, sizeof *of_names.v, by_who);
        rc = cp_case_flow_names(f->e->kase, see_query, &q, &damage, err);
    }
    if (rc != CP_OK || !of_flows.n)
        return rc;
    qsort(of_flows.v, of_flows.n, sizeof *of_flows.v, by_who);
    o.n_threads = 1;
    o.n_events_min = 0;
    const cp_flow_finding **drawn = CP_NEW_RAW(f->j->a, const cp_flow_finding *, of_flows.n);
    for (uint32_t i = 0; i < of_flows.n; i++)
        drawn[i] = &of_flows.v[i].finding->x;
    cp_flow_set set;
    rc = cp_flows_ask_drawn(f, drawn, of_flows.n, &set, err);
    return rc == CP_OK ? cp_series_each(&set, &o, see, &of_flows, &stats, err) : rc;
}
