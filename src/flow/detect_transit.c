/* SPDX-License-Identifier: Apache-2.0 */
/* detect_transit.c - a receiver whose volume follows, as one exporter sees it, what comes into it
 * by an interface: a copy of traffic that passes through, whoever sends it on.
 *
 *     exporter --flows--> (exporter, receiver)   bins of what goes to it       ._-^-_.-^^-
 *                     `-> (exporter, interface)  bins of what comes in, less   ._-^-_.-^^-
 *                                                what is to or from the receiver
 *
 * Between two ends (detect_mirror.c) such a copy is not seen, because who forwards is in no flow;
 * and the copies of a tap come from many ports or tunnels (GRE, ERSPAN, VXLAN), so that only what
 * they have in common counts, the address they go to. Compared is as there, at once only: what is
 * copied while it is forwarded does not wait. What only accompanies other traffic is much smaller
 * or larger than it (acknowledgements, downloads seen before and behind NAT): therefore the volumes
 * must be alike too, and no single other receiver may make up half of the traffic, or it would be
 * two who watch the same. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "flow/beacon.h"
#include "flow/detect_twice.h"

enum {
    WANT = 1u << CP_FLOW_AT | 1u << CP_FLOW_SPAN | 1u << CP_FLOW_BYTES | 1u << CP_FLOW_BYTES_BACK |
           1u << CP_FLOW_EXPORTER | 1u << CP_FLOW_IN_IF | 1u << CP_FLOW_OUT_IF | 1u << CP_FLOW_WHAT,
};

/* An address as an exporter sees it. */
typedef struct end {
    cp_flow_addr addr;
    uint32_t exporter;
    uint32_t receiver; /* 1 + place among the receivers; 0 none */
    uint64_t to, from;
} end;

typedef struct port {
    uint32_t exporter, index;
    uint64_t *in; /* bins */
} port;

/* What one receiver's own flows bring in by an interface. */
typedef struct own {
    uint32_t receiver, port;
    uint64_t *bins;
} own;

typedef struct receiver {
    uint32_t end;
    bool is_wide; /* its own flows have more interfaces than there is room for */
    uint64_t *bins;
} receiver;

/* What all destinations of an exporter get. */
typedef struct sum {
    uint64_t all, largest, second;
    uint32_t largest_end;
} sum;

struct cp_transit {
    cp_arena *a;
    const cp_flow_set *set;
    const cp_series_options *o;
    CP_VEC(end) ends;
    CP_VEC(port) ports;
    CP_VEC(own) own;
    cp_map end_of, port_of, own_of;
    receiver *receivers;
    uint32_t n_receivers, n_chosen_of;
    sum *sums; /* of each exporter of the set */
    uint64_t n_over;
    cp_time from, to; /* of the flows that are used; from CP_TIME_NONE: there is none */
    uint64_t bin_us;
    uint32_t n_bins;
    bool is_second;  /* the bins are there */
    cp_twice *twice; /* NULL: nobody knows what is inside */
};
typedef cp_transit transit;

/* A flow, or its way back. */
typedef struct passing {
    const cp_flow_addr *src, *dst;
    uint32_t exporter, in_if;
    cp_time at;
    uint64_t span_us, bytes;
} passing;

/* ---- who and by which interface */

static uint32_t end_at(transit *t, uint32_t exporter, const cp_flow_addr *addr)
{
    char key[4 + sizeof addr->b];
    memcpy(key, &exporter, 4);
    memcpy(key + 4, addr->b, sizeof addr->b);
    cp_str text = { key, sizeof key };
    uint64_t *at = cp_map_get(&t->end_of, text);
    if (at || t->is_second)
        return at ? (uint32_t)*at : UINT32_MAX;
    if (t->ends.n == CP_TRANSIT_ENDS_MAX) {
        t->n_over++;
        return UINT32_MAX;
    }
    *cp_map_put(t->a, &t->end_of, cp_str_dup(t->a, text), NULL) = t->ends.n;
    cp_vec_push(t->a, &t->ends, ((end){ .addr = *addr, .exporter = exporter }));
    return t->ends.n - 1;
}

/* is_new: where it is not there, it is made. */
static uint32_t port_at(transit *t, uint32_t exporter, uint32_t index, bool is_new)
{
    uint32_t key[2] = { exporter, index };
    cp_str text = { (const char *)key, sizeof key };
    uint64_t *at = index ? cp_map_get(&t->port_of, text) : NULL;
    if (at || !is_new || !index)
        return at ? (uint32_t)*at : UINT32_MAX;
    if (t->ports.n == CP_TRANSIT_PORTS_MAX) {
        t->n_over++;
        return UINT32_MAX;
    }
    *cp_map_put(t->a, &t->port_of, cp_str_dup(t->a, text), NULL) = t->ports.n;
    uint64_t *in = t->is_second ? CP_NEW_ARRAY(t->a, uint64_t, t->n_bins) : NULL;
    cp_vec_push(t->a, &t->ports, ((port){ exporter, index, in }));
    return t->ports.n - 1;
}

static void add_end(transit *t, uint32_t exporter, const cp_flow_addr *addr, uint64_t to,
                    uint64_t from)
{
    uint32_t at = end_at(t, exporter, addr);
    if (at != UINT32_MAX) {
        t->ends.v[at].to += to;
        t->ends.v[at].from += from;
    }
}

void cp_transit_add_time(cp_transit *t, cp_time first, cp_time last)
{
    if (t->from == CP_TIME_NONE || first < t->from)
        t->from = first;
    if (t->to == CP_TIME_NONE || last > t->to)
        t->to = last;
}

void cp_transit_add_end(cp_transit *t, const cp_transit_end *x)
{
    add_end(t, x->exporter, &x->addr, x->to, x->from);
}

static void first_look(transit *t, const passing *p)
{
    cp_time last = p->span_us < (uint64_t)(INT64_MAX - (p->at > 0 ? p->at : 0))
                       ? p->at + (cp_time)p->span_us
                       : INT64_MAX;
    (void)port_at(t, p->exporter, p->in_if, true);
    add_end(t, p->exporter, p->dst, p->bytes, 0);
    add_end(t, p->exporter, p->src, 0, p->bytes);
    cp_transit_add_time(t, p->at, last);
}

/* ---- bins */

static uint64_t *own_bins(transit *t, uint32_t receiver_nr, uint32_t port_nr)
{
    uint32_t key[2] = { receiver_nr, port_nr };
    cp_str text = { (const char *)key, sizeof key };
    uint64_t *at = cp_map_get(&t->own_of, text);
    if (!at && t->own.n == CP_TRANSIT_OWN_MAX) {
        t->receivers[receiver_nr].is_wide = true;
        return NULL;
    }
    if (!at) {
        at = cp_map_put(t->a, &t->own_of, cp_str_dup(t->a, text), NULL);
        *at = t->own.n;
        own x = { receiver_nr, port_nr, CP_NEW_ARRAY(t->a, uint64_t, t->n_bins) };
        cp_vec_push(t->a, &t->own, x);
    }
    return t->own.v[*at].bins;
}

enum { PLACES = 4 };

/* The bins that it goes into: of its interface, of the receiver that it goes to, and what receivers
 * have of that interface themselves. Those that there are. */
static uint32_t places_of(transit *t, const passing *p, uint64_t *out[PLACES])
{
    uint32_t at[2] = { end_at(t, p->exporter, p->dst), end_at(t, p->exporter, p->src) };
    uint32_t by = port_at(t, p->exporter, p->in_if, false), n = 0;
    if (by != UINT32_MAX)
        out[n++] = t->ports.v[by].in;
    for (int i = 0; i < 2; i++) {
        uint32_t r = at[i] == UINT32_MAX ? 0 : t->ends.v[at[i]].receiver;
        if (!r || (i == 1 && at[1] == at[0]))
            continue;
        if (i == 0)
            out[n++] = t->receivers[r - 1].bins;
        uint64_t *mine = by != UINT32_MAX ? own_bins(t, r - 1, by) : NULL;
        if (mine)
            out[n++] = mine;
    }
    return n;
}

static void second_look(transit *t, const passing *p)
{
    uint64_t *to[PLACES];
    uint32_t n = places_of(t, p, to);
    for (uint32_t i = 0; i < n; i++)
        cp_detect_spread(to[i], t->n_bins, t->from, t->bin_us, p->at, p->span_us, p->bytes);
}

bool cp_transit_add_bin(cp_transit *t, const cp_transit_bin *x)
{
    uint64_t *to[PLACES];
    if (x->bin >= t->n_bins)
        return false;
    (void)port_at(t, x->exporter, x->in_if, true);
    passing p = { .src = &x->src, .dst = &x->dst, .exporter = x->exporter, .in_if = x->in_if };
    uint32_t n = places_of(t, &p, to);
    for (uint32_t i = 0; i < n; i++)
        to[i][x->bin] += x->bytes;
    return true;
}

static void see(transit *t, const passing *p)
{
    if (!p->bytes || !cp_flow_addr_is_set(*p->src) || !cp_flow_addr_is_set(*p->dst))
        return;
    if (t->is_second)
        second_look(t, p);
    else
        first_look(t, p);
}

static void see_block(transit *t, const cp_flow_columns *c)
{
    const cp_series_options *o = t->o;
    bool is_all = o->from == 0 && o->to == 0;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t exporter = c->exporters_at + c->exporter[i];
        bool is_out = exporter >= t->set->n_exporters ||
                      (o->exporters && !o->exporters[exporter]) ||
                      (!is_all && (c->at[i] < o->from || c->at[i] >= o->to));
        if (is_out || (c->what[i] & (CP_FLOW_NO_TIME | CP_FLOW_EVENT | CP_FLOW_DROPPED)) ||
            (!c->in_if[i] && !c->out_if[i]))
            continue;
        const cp_flow_addr *src = &c->addrs[c->src[i]], *dst = &c->addrs[c->dst[i]];
        if (t->twice && !t->is_second)
            cp_twice_see(t->twice, c, i, exporter);
        see(t, &(passing){ src, dst, exporter, c->in_if[i], c->at[i], c->span_us[i], c->bytes[i] });
        if (c->what[i] & CP_FLOW_BIFLOW)
            see(t, &(passing){ dst, src, exporter, c->out_if[i], c->at[i], c->span_us[i],
                               c->bytes_back[i] });
    }
}

static cp_rc look(transit *t, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_iter it;
    const cp_flow_columns *c = NULL;
    cp_rc rc = t->set->iter(t->set->ctx, a, 0, t->set->n_blocks, &it, err);
    while (rc == CP_OK) {
        rc = it.next(it.ctx, t->is_second ? WANT : WANT | CP_TWICE_WANT, &c, err);
        if (rc != CP_OK || !c)
            break;
        see_block(t, c);
    }
    cp_arena_free(a);
    return rc;
}

/* ---- receivers */

static bool is_ours(const cp_flow_ids *ids, const cp_flow_addr *addr, cp_time at)
{
    uint32_t id = cp_flow_ids_find(ids, addr);
    return id < cp_flow_ids_n(ids) && cp_flow_ids_end(ids, id, at).asset != CP_FLOW_NO_ASSET;
}

static int by_volume(const void *x, const void *y)
{
    const end *a = *(end *const *)x, *b = *(end *const *)y;
    if (a->to != b->to)
        return a->to > b->to ? -1 : 1;
    if (a->exporter != b->exporter)
        return a->exporter < b->exporter ? -1 : 1;
    return memcmp(&a->addr, &b->addr, sizeof a->addr);
}

static void sum_up(transit *t)
{
    t->sums = CP_NEW_ARRAY(t->a, sum, t->set->n_exporters + 1);
    for (uint32_t i = 0; i < t->ends.n; i++) {
        const end *e = &t->ends.v[i];
        sum *s = &t->sums[e->exporter];
        s->all += e->to;
        if (e->to > s->largest) {
            s->second = s->largest;
            s->largest = e->to;
            s->largest_end = i;
        } else if (e->to > s->second) {
            s->second = e->to;
        }
    }
}

/* The largest that are nobody's of ours. */
static void choose(transit *t, const cp_flow_ids *ids)
{
    CP_VEC(end *) v = { 0 };
    for (uint32_t i = 0; i < t->ends.n; i++) {
        end *e = &t->ends.v[i];
        if (e->to >= CP_MIRROR_BYTES_MIN &&
            (double)e->to >= CP_MIRROR_SHARE_MIN * ((double)e->to + (double)e->from) &&
            !is_ours(ids, &e->addr, t->from))
            cp_vec_push(t->a, &v, e);
    }
    if (v.n)
        qsort(v.v, v.n, sizeof(end *), by_volume);
    t->n_chosen_of = v.n;
    t->n_receivers = v.n < CP_TRANSIT_RECEIVERS_MAX ? v.n : CP_TRANSIT_RECEIVERS_MAX;
    t->receivers = CP_NEW_ARRAY(t->a, receiver, t->n_receivers + 1);
    for (uint32_t i = 0; i < t->n_receivers; i++) {
        t->receivers[i].end = (uint32_t)(v.v[i] - t->ends.v);
        v.v[i]->receiver = i + 1;
    }
}

static void make_bins(transit *t)
{
    uint64_t window = (uint64_t)t->to - (uint64_t)t->from;
    t->bin_us = window / CP_MIRROR_BINS_MAX + 1;
    t->bin_us = t->bin_us < CP_MIRROR_BIN_MIN_US ? CP_MIRROR_BIN_MIN_US : t->bin_us;
    t->n_bins = (uint32_t)(window / t->bin_us) + 1;
    for (uint32_t i = 0; i < t->ports.n; i++)
        t->ports.v[i].in = CP_NEW_ARRAY(t->a, uint64_t, t->n_bins);
    for (uint32_t i = 0; i < t->n_receivers; i++)
        t->receivers[i].bins = CP_NEW_ARRAY(t->a, uint64_t, t->n_bins);
}

/* ---- comparison */

typedef struct likeness {
    double r, log_p;
    uint32_t n, port; /* changes compared; UINT32_MAX: all interfaces together */
    uint64_t out, in;
} likeness;

static likeness compare(const transit *t, cp_arena *a, const uint64_t *out, const uint64_t *in,
                        uint32_t first, uint32_t last)
{
    likeness l = { 0 };
    double *x = CP_NEW_RAW(a, double, t->n_bins), *y = CP_NEW_RAW(a, double, t->n_bins);
    for (uint32_t i = first; i <= last; i++) {
        l.out += out[i];
        l.in += in[i];
        if (i == first)
            continue;
        x[l.n] = log1p((double)out[i]) - log1p((double)out[i - 1]);
        y[l.n++] = log1p((double)in[i]) - log1p((double)in[i - 1]);
    }
    bool is_alike = (double)l.out >= CP_TRANSIT_LIKE_MIN * (double)l.in &&
                    (double)l.out <= CP_TRANSIT_LIKE_MAX * (double)l.in;
    l.r = l.n && is_alike ? cp_mirror_correlation(a, x, y, l.n) : 0;
    l.log_p = cp_detect_log_p_of_rank(l.r, l.n);
    return l;
}

/* What comes in by one interface, less what is to or from the receiver. */
static void others_of(const transit *t, uint32_t nr, uint32_t port_nr, uint64_t *to)
{
    uint32_t key[2] = { nr, port_nr };
    const uint64_t *at = cp_map_get(&t->own_of, (cp_str){ (const char *)key, sizeof key });
    const uint64_t *mine = at ? t->own.v[*at].bins : NULL;
    for (uint32_t i = 0; i < t->n_bins; i++)
        to[i] = t->ports.v[port_nr].in[i] - (mine ? mine[i] : 0);
}

static bool is_busy(const transit *t, const receiver *r, uint32_t *first, uint32_t *last)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n_bins; i++)
        if (r->bins[i]) {
            *first = n++ ? *first : i;
            *last = i;
        }
    return n >= CP_MIRROR_BINS_MIN;
}

/* Of two that are as sure the lower interface, whichever flow came first. */
static bool is_surer(const transit *t, const likeness *x, const likeness *than)
{
    if (x->log_p < than->log_p || x->log_p > than->log_p)
        return x->log_p < than->log_p;
    return t->ports.v[x->port].index < t->ports.v[than->port].index;
}

/* The surest of each interface and of all; its p is that of the surest of so many. */
static likeness surest(const transit *t, cp_arena *a, uint32_t nr)
{
    const receiver *r = &t->receivers[nr];
    uint32_t first = 0, last = 0, n_tried = 0;
    uint64_t *one = CP_NEW_ARRAY(a, uint64_t, t->n_bins),
             *all = CP_NEW_ARRAY(a, uint64_t, t->n_bins);
    likeness best = { 0 };
    if (r->is_wide || !is_busy(t, r, &first, &last))
        return best;
    for (uint32_t k = 0; k < t->ports.n; k++) {
        if (t->ports.v[k].exporter != t->ends.v[r->end].exporter)
            continue;
        others_of(t, nr, k, one);
        for (uint32_t i = 0; i < t->n_bins; i++)
            all[i] += one[i];
        likeness l = compare(t, a, r->bins, one, first, last);
        l.port = k;
        if (n_tried++ == 0 || is_surer(t, &l, &best))
            best = l;
    }
    likeness l = compare(t, a, r->bins, all, first, last);
    l.port = UINT32_MAX;
    if (n_tried++ > 1 && l.log_p < best.log_p)
        best = l;
    best.log_p = fmin(0, best.log_p + log(n_tried));
    return best;
}

/* One other gets half of it: two who watch the same are no copy of all. */
static bool is_of_one(const transit *t, uint32_t end_nr)
{
    const end *e = &t->ends.v[end_nr];
    const sum *s = &t->sums[e->exporter];
    uint64_t other = s->largest_end == end_nr ? s->second : s->largest;
    return (double)other > 0.5 * ((double)s->all - (double)e->to);
}

static void found_one(const transit *t, cp_arena *a, const end *e, const likeness *l,
                      cp_flow_findings *to)
{
    bool is_all = l->port == UINT32_MAX;
    cp_str by = is_all ? CP_STR("all interfaces together")
                       : cp_str_fmt(a, "interface %" PRIu32, t->ports.v[l->port].index);
    cp_flow_finding f = { .kind = CP_FLOW_FINDING_MIRROR,
                          .who = t->set->exporters[e->exporter].addr,
                          .peer = e->addr,
                          .has_p = true,
                          .log_p = l->log_p,
                          .sampling = t->set->exporters[e->exporter].sampling,
                          .bytes = e->to,
                          .bytes_back = e->from,
                          .first_at = t->from,
                          .last_at = t->to };
    f.has_unknown_sampling = f.sampling == CP_SAMPLING_UNKNOWN;
    f.explanation = cp_str_fmt(
        a,
        "What passes this exporter to that address, whoever sends it, rises and falls with what "
        "comes into it by %.*s to others: rank correlation %.2f of %" PRIu32
        " changes from one bin of %.*s to the next, by chance p = %.*s. %.*s go there, %.*s came "
        "in: as much as a copy of it has.",
        CP_FMT(by), l->r, l->n, CP_FMT(cp_beacon_span_text(a, (double)t->bin_us)),
        CP_FMT(cp_flow_p_text(a, l->log_p)), CP_FMT(cp_flow_bytes_text(a, (double)l->out)),
        CP_FMT(cp_flow_bytes_text(a, (double)l->in)));
    f.benign_if = CP_STR("it is your own probe, a collector of copies, a lawful interception that "
                         "is yours, a tunnel or an address of translation that all pass, or a "
                         "replica");
    cp_flow_finding_add(&f, "correlation", l->r);
    cp_flow_finding_add(&f, "changes", l->n);
    cp_flow_finding_add(&f, "bin_s", (double)t->bin_us / 1e6);
    cp_flow_finding_add(&f, "later_s", 0);
    cp_flow_finding_add(&f, "out_bytes", (double)l->out);
    cp_flow_finding_add(&f, "in_bytes", (double)l->in);
    cp_flow_finding_add(&f, "interface", is_all ? 0 : t->ports.v[l->port].index);
    cp_vec_push(a, to, f);
}

static cp_rc ask_others(transit *t, const cp_transit_others *others, cp_err *err)
{
    cp_transit_end *v = CP_NEW_RAW(t->a, cp_transit_end, t->n_receivers);
    for (uint32_t i = 0; i < t->n_receivers; i++) {
        const end *e = &t->ends.v[t->receivers[i].end];
        v[i] = (cp_transit_end){ e->exporter, e->addr, e->to, e->from };
    }
    return others->tell_bins(others->ctx, v, t->n_receivers,
                             (cp_mirror_bins){ t->from, t->bin_us, t->n_bins }, t, err);
}

cp_rc cp_detect_transit(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                        const cp_flow_ids *ids, const cp_transit_others *others, double p_max,
                        cp_flow_findings *found, uint64_t *n_looked_at, cp_str *cannot_see,
                        cp_err *err)
{
    transit t = {
        .a = cp_arena_new(0), .set = set, .o = o, .from = CP_TIME_NONE, .to = CP_TIME_NONE
    };
    if (ids)
        t.twice = cp_twice_new(t.a, set, o, ids, 0);
    cp_rc rc = ids ? look(&t, err) : CP_OK;
    if (rc == CP_OK && ids && others)
        rc = others->tell_ends(others->ctx, &t, err);
    if (rc == CP_OK && ids && others)
        rc = others->tell_leaving(others->ctx, t.twice, err);
    if (rc == CP_OK && t.ends.n) {
        sum_up(&t);
        choose(&t, ids);
    }
    if (rc == CP_OK && t.n_receivers) {
        make_bins(&t);
        t.is_second = true;
        rc = look(&t, err);
    }
    if (rc == CP_OK && t.n_receivers && others)
        rc = ask_others(&t, others, err);
    cp_arena_mark empty = cp_arena_here(t.a);
    for (uint32_t i = 0; rc == CP_OK && i < t.n_receivers; i++, cp_arena_back(t.a, empty)) {
        likeness l = surest(&t, t.a, i);
        if (l.r >= CP_TRANSIT_R_MIN && l.log_p <= cp_detect_log_p(p_max, CP_MIRROR_P) &&
            !is_of_one(&t, t.receivers[i].end))
            found_one(&t, a, &t.ends.v[t.receivers[i].end], &l, found);
    }
    *n_looked_at = t.n_receivers;
    if (rc == CP_OK && t.twice)
        cp_twice_end(t.twice, a, cp_detect_log_p(p_max, CP_MIRROR_P), found, n_looked_at,
                     cannot_see);
    if (rc == CP_OK && t.n_chosen_of > t.n_receivers)
        cp_detect_say(a, cannot_see,
                      "Of %" PRIu32 " receivers that exporters see the largest %" PRIu32
                      " were looked at. ",
                      t.n_chosen_of, t.n_receivers);
    if (rc == CP_OK && t.n_over)
        cp_detect_say(a, cannot_see,
                      "%" PRIu64 " time%s an address or interface of an exporter had no room. ",
                      t.n_over, cp_plural(t.n_over));
    cp_arena_free(t.a);
    return rc;
}
