/* SPDX-License-Identifier: Apache-2.0 */
/* detect_twice.c - packets that leave a device by two interfaces: who sends one twice copies it.
 *
 *     flow --device, way in, ends, ports--> key    key  at   out  packets  bytes
 *                                                  k    10   1    7        812    the same twice:
 *                                                  by
 *     sorted by key, then time                     k    10   4    7        812    1 and by 4
 *                                                  l    11   1    2        120
 *
 * A device that shares packets of one connection among two ways tells it twice, too, but then the
 * packets are parted, and both parts are equal in number for half of the connections at most (an
 * even number of them, parted evenly). So if nearly all are equal, in packets and in bytes, that
 * has a p-value. Several exporters (line cards, domains) of one address or asset are one device:
 * interfaces are numbered for all of it. The same flow told of as it comes in and as it goes out
 * has the same two interfaces, and is none; nor is what comes back by another way in (a firewall
 * beside a router).
 *
 * Bounded: when there is no more room, only keys whose hash ends in a zero more are kept; so it
 * does not hang on the order of flows what is found. */
#include "flow/detect_twice.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "flow/beacon.h"
#include "flow/stats.h"

typedef struct leaving {
    uint64_t key, bytes, packets;
    cp_time at;
    uint32_t device, out_if;
    bool is_counted; /* already, by who has it */
} leaving;

/* Two interfaces of a device, the smaller number first. */
typedef struct ways {
    uint32_t device, a, b;
    uint32_t n, n_same; /* connections that left by both, and of these equal ones */
    uint64_t bytes;     /* of equal ones, once */
    cp_time first_at, last_at;
} ways;

struct cp_twice {
    cp_arena *a;
    const cp_flow_set *set;
    const cp_series_options *o;
    uint32_t *device_of; /* of each exporter: the first of its device */
    CP_VEC(leaving) v;
    uint64_t mask;
    uint64_t n_sampled;
    bool is_counted; /* what is seen now */
    uint32_t n_max;
    CP_VEC(ways) pairs;
    cp_map pair_of, n_by; /* device, interface: how many are kept of it */
};

/* ---- devices */

static cp_str key_of_device(cp_arena *a, const cp_flow_ids *ids, const cp_flow_addr *addr)
{
    uint32_t id = cp_flow_ids_find(ids, addr);
    int32_t asset =
        id < cp_flow_ids_n(ids) ? cp_flow_ids_end(ids, id, CP_TIME_NONE).asset : CP_FLOW_NO_ASSET;
    if (asset != CP_FLOW_NO_ASSET)
        return cp_str_dup(a, (cp_str){ (const char *)&asset, sizeof asset });
    return cp_str_dup(a, (cp_str){ (const char *)addr->b, sizeof addr->b });
}

cp_twice *cp_twice_new(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                       const cp_flow_ids *ids, uint32_t n_max)
{
    cp_twice *t = CP_NEW(a, cp_twice);
    cp_map seen = { 0 };
    *t = (cp_twice){ .a = a, .set = set, .o = o, .n_max = n_max ? n_max : CP_TWICE_FLOWS_MAX };
    t->device_of = CP_NEW_ARRAY(a, uint32_t, set->n_exporters + 1);
    for (uint32_t i = 0; i < set->n_exporters; i++) {
        bool added = true;
        t->device_of[i] = i;
        if (!cp_flow_addr_is_set(set->exporters[i].addr))
            continue;
        cp_str key = key_of_device(a, ids, &set->exporters[i].addr);
        uint64_t *at = cp_map_put(a, &seen, key, &added);
        if (added)
            *at = i;
        t->device_of[i] = (uint32_t)*at;
    }
    return t;
}

/* ---- flows */

static uint64_t key_of(const cp_flow_columns *c, uint32_t i, uint32_t device)
{
    struct {
        cp_flow_addr src, dst;
        uint32_t device, in_if;
        uint16_t sport, dport;
        uint32_t proto;
    } k;
    memset(&k, 0, sizeof k); /* its padding too */
    k.src = c->addrs[c->src[i]];
    k.dst = c->addrs[c->dst[i]];
    k.device = device;
    k.in_if = c->in_if[i];
    k.sport = c->sport[i];
    k.dport = c->dport[i];
    k.proto = c->proto[i];
    /* fixed: what is kept of too many must not differ from one time to the next */
    return cp_hash((cp_str){ (const char *)&k, sizeof k }, 0);
}

static void make_room(cp_twice *t)
{
    while (t->v.n >= t->n_max && t->mask != UINT64_MAX) {
        uint32_t n = 0;
        t->mask = t->mask << 1 | 1;
        for (uint32_t i = 0; i < t->v.n; i++)
            if ((t->v.v[i].key & t->mask) == 0)
                t->v.v[n++] = t->v.v[i];
        t->v.n = n;
    }
}

void cp_twice_see(cp_twice *t, const cp_flow_columns *c, uint32_t i, uint32_t exporter)
{
    const cp_flow_addr *dst = &c->addrs[c->dst[i]];
    if (!c->in_if[i] || !c->out_if[i] || !c->packets[i] || c->in_if[i] == c->out_if[i] ||
        !cp_ip_is_host(cp_flow_addr_ip(*dst))) /* what is for several leaves by several */
        return;
    if (cp_series_sampling_of(t->set, t->o, exporter, c->sampling[i]) > CP_SAMPLING_NONE) {
        t->n_sampled++;
        return;
    }
    uint32_t device = t->device_of[exporter];
    uint64_t key = key_of(c, i, device);
    if (key & t->mask)
        return;
    if (t->v.n >= t->n_max)
        make_room(t);
    if (t->v.n >= t->n_max || key & t->mask)
        return;
    cp_vec_push(t->a, &t->v,
                ((leaving){ key, c->bytes[i], c->packets[i], c->at[i], device, c->out_if[i],
                            t->is_counted }));
}

/* ---- two of them */

static int by_key(const void *p, const void *q)
{
    const leaving *x = p, *y = q;
#define ORDER(field)          \
    if (x->field != y->field) \
        return x->field < y->field ? -1 : 1;
    ORDER(key)
    ORDER(at)
    ORDER(out_if)
    ORDER(packets)
    ORDER(bytes)
#undef ORDER
    return 0;
}

static ways *ways_of(cp_twice *t, const leaving *x, const leaving *y)
{
    uint32_t a = x->out_if < y->out_if ? x->out_if : y->out_if;
    uint32_t key[3] = { x->device, a, x->out_if ^ y->out_if ^ a };
    cp_str text = { (const char *)key, sizeof key };
    uint64_t *at = cp_map_get(&t->pair_of, text);
    if (at)
        return &t->pairs.v[*at];
    if (t->pairs.n == CP_TWICE_PAIRS_MAX)
        return NULL;
    *cp_map_put(t->a, &t->pair_of, cp_str_dup(t->a, text), NULL) = t->pairs.n;
    cp_vec_push(t->a, &t->pairs,
                ((ways){ .device = key[0],
                         .a = key[1],
                         .b = key[2],
                         .first_at = CP_TIME_NONE,
                         .last_at = CP_TIME_NONE }));
    return &t->pairs.v[t->pairs.n - 1];
}

static void add(ways *w, const leaving *x, const leaving *y)
{
    w->n++;
    if (x->packets != y->packets || x->bytes != y->bytes)
        return;
    w->n_same++;
    w->bytes += x->bytes;
    w->first_at = w->first_at == CP_TIME_NONE || x->at < w->first_at ? x->at : w->first_at;
    w->last_at = w->last_at == CP_TIME_NONE || y->at > w->last_at ? y->at : w->last_at;
}

static uint64_t *n_of(cp_twice *t, uint32_t device, uint32_t out_if)
{
    uint32_t key[2] = { device, out_if };
    cp_str text = { (const char *)key, sizeof key };
    uint64_t *at = cp_map_get(&t->n_by, text);
    return at ? at : cp_map_put(t->a, &t->n_by, cp_str_dup(t->a, text), NULL);
}

void cp_twice_add(cp_twice *t, uint32_t exporter, uint32_t says, uint32_t out_if, uint64_t n)
{
    if (cp_series_sampling_of(t->set, t->o, exporter, says) > CP_SAMPLING_NONE)
        t->n_sampled += n;
    else if (exporter < t->set->n_exporters)
        *n_of(t, t->device_of[exporter], out_if) += n;
}

cp_rc cp_twice_look(cp_twice *t, const cp_flow_set *set, cp_err *err)
{
    const uint32_t want = CP_TWICE_WANT | 1u << CP_FLOW_EXPORTER | 1u << CP_FLOW_WHAT;
    cp_arena *a = cp_arena_new(0);
    cp_flow_iter it;
    const cp_flow_columns *c = NULL;
    cp_rc rc = set->iter(set->ctx, a, 0, set->n_blocks, &it, err);
    t->is_counted = true;
    while (rc == CP_OK) {
        rc = it.next(it.ctx, want, &c, err);
        if (rc != CP_OK || !c)
            break;
        for (uint32_t i = 0; i < c->n; i++) {
            uint32_t exporter = c->exporters_at + c->exporter[i];
            bool is_out = c->what[i] & (CP_FLOW_NO_TIME | CP_FLOW_EVENT | CP_FLOW_DROPPED);
            if (!is_out && exporter < t->set->n_exporters)
                cp_twice_see(t, c, i, exporter);
        }
    }
    t->is_counted = false;
    cp_arena_free(a);
    return rc;
}

/* Of each flow the next ones that left by another interface, as many as a device may copy to. */
static void compare(cp_twice *t)
{
    if (t->v.n)
        qsort(t->v.v, t->v.n, sizeof *t->v.v, by_key);
    for (uint32_t i = 0; i < t->v.n; i++) {
        const leaving *x = &t->v.v[i];
        *n_of(t, x->device, x->out_if) += !x->is_counted;
        for (uint32_t k = i + 1; k < t->v.n && k <= i + CP_TWICE_WAYS_MAX; k++) {
            const leaving *y = &t->v.v[k];
            if (y->key != x->key || (uint64_t)y->at - (uint64_t)x->at > CP_TWICE_NEAR_US)
                break;
            ways *w = y->out_if == x->out_if ? NULL : ways_of(t, x, y);
            if (w)
                add(w, x, y);
        }
    }
}

/* ---- findings */

static double log_p_of(const ways *w) { return cp_stat_binomial_tail_log(w->n, 0.5, w->n_same); }

static bool is_found(const ways *w, double log_p_max)
{
    return (double)w->n_same >= CP_TWICE_SAME_MIN * (double)w->n && log_p_of(w) <= log_p_max;
}

static bool is_surer(const ways *x, const ways *y)
{
    double a = log_p_of(x), b = log_p_of(y);
    return a < b || (!(a > b) && (x->a < y->a || (x->a == y->a && x->b < y->b)));
}

static void found_one(cp_twice *t, cp_arena *a, const ways *w, uint32_t n_others,
                      cp_flow_findings *to)
{
    const cp_exporter *e = &t->set->exporters[w->device];
    uint64_t of_a = *n_of(t, w->device, w->a), of_b = *n_of(t, w->device, w->b);
    uint64_t fewer = of_a < of_b ? of_a : of_b;
    double share = fewer ? (double)w->n_same / (double)fewer : 0;
    cp_flow_finding f = { .kind = CP_FLOW_FINDING_MIRROR,
                          .who = e->addr,
                          .has_p = true,
                          .log_p = log_p_of(w),
                          .sampling = e->sampling,
                          .has_unknown_sampling = e->sampling == CP_SAMPLING_UNKNOWN,
                          .events = w->n_same,
                          .bytes = w->bytes,
                          .first_at = w->first_at,
                          .last_at = w->last_at };
    cp_str s = cp_str_fmt(
        a,
        "Of %" PRIu32 " connections that left this device at the same time by interface %" PRIu32
        " and by interface %" PRIu32 ", having come in by one, %" PRIu32
        " are equal in packets and "
        "in bytes: they were sent twice. Where packets take turns, half of them at most are equal: "
        "by chance p = %.*s. They are %.0f %% of what left by interface %" PRIu32 ".",
        w->n, w->a, w->b, w->n_same, CP_FMT(cp_flow_p_text(a, f.log_p)), 100 * fmin(share, 1),
        of_a < of_b ? w->a : w->b);
    if (n_others)
        cp_detect_say(a, &s, " So it is with %" PRIu32 " more pair%s of its interfaces.", n_others,
                      cp_plural(n_others));
    f.explanation = s;
    f.benign_if = CP_STR("one interface is part of the other (a bundle, a VLAN, a tunnel) and both "
                         "are metered, a switch floods what it has not learnt, or it is a port for "
                         "your own probe or a lawful interception that is yours");
    cp_flow_finding_add(&f, "sent_twice", w->n_same);
    cp_flow_finding_add(&f, "left_by_both", w->n);
    cp_flow_finding_add(&f, "interface", w->a);
    cp_flow_finding_add(&f, "other_interface", w->b);
    cp_flow_finding_add(&f, "share", share);
    cp_vec_push(a, to, f);
}

/* Of each device the surest two; how many others are as sure as is needed. */
static void find(cp_twice *t, cp_arena *a, double log_p_max, cp_flow_findings *to)
{
    for (uint32_t d = 0; d < t->set->n_exporters; d++) {
        const ways *best = NULL;
        uint32_t n = 0;
        for (uint32_t i = 0; i < t->pairs.n; i++) {
            const ways *w = &t->pairs.v[i];
            if (w->device != d || !is_found(w, log_p_max))
                continue;
            n++;
            best = !best || is_surer(w, best) ? w : best;
        }
        if (best)
            found_one(t, a, best, n - 1, to);
    }
}

void cp_twice_end(cp_twice *t, cp_arena *a, double log_p_max, cp_flow_findings *to,
                  uint64_t *n_looked_at, cp_str *cannot_see)
{
    compare(t);
    if (t->pairs.n)
        find(t, a, log_p_max, to);
    *n_looked_at += t->pairs.n;
    if (t->mask)
        cp_detect_say(a, cannot_see,
                      "Of connections by interface one in %" PRIu64
                      " was looked at for copies that leave by another one. ",
                      t->mask + 1);
    if (t->n_sampled)
        cp_detect_say(a, cannot_see, "Of what is sampled nobody can see whether it left twice. ");
}
