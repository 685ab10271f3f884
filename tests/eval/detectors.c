/* SPDX-License-Identifier: Apache-2.0 */
/* detectors.c detector=NAME [option=value..] - what a detector says of a network of known truth.
 *
 * Makes worlds= networks (netgen.h) with behaviour planted in them and prints what it finds:
 *     W  things looked at  planted        a line a network
 *     F  score                            a false find
 *     T  score                            a thing that was planted and found (the surest find of
 *                                         it)
 *     D  hash                             of the network: the same on all machines
 * The score is -log10 of p or log10 of a ratio, of management the score itself; one that is no more
 * than chance is not printed. Options: days= sampling= seed= worlds= loss= strength= more= jitter=
 * noise= wait= silent= nightly= profile=FILE, whose lines are
 *     talk PROTO PORT N, and N lines: part AT SPAN BYTES PACKETS BACK PACKETS FLAGS FLAGS
 *     name NAME    ratio X    size X      (the latter two as beacons.c reads them) */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include "flow/detect.h"
#include "flow/dns.h"
#include "flow/news.h"
#include "netgen.h"

typedef struct ask {
    cp_str detector;
    uint32_t days, sampling, worlds;
    uint64_t seed;
    netgen_plant plant;
    netgen_profile profile;
} ask;

typedef struct behaviour {
    const char *name;
    void (*make)(netgen *n, const netgen_plant *p, netgen_truths *out);
} behaviour;
static const behaviour behaviours[] = {
    { "long", netgen_long },     { "exfiltration", netgen_out },
    { "scan", netgen_scan },     { "management", netgen_management },
    { "knock", netgen_knock },   { "mirror", netgen_mirror },
    { "covert", netgen_covert }, { "transit", netgen_transit },
    { "twice", netgen_twice },   { "new", netgen_new },
};
#define KEEP 0.3 /* of p: what is kept */

/* Rows of --top new, as finds: P is that of the row. */
static cp_rc news(netgen *n, const cp_flow_set *set, cp_flow_found *out, cp_err *err)
{
    cp_arena *a = n->g.a;
    cp_flow_news found = { 0 };
    bool *devices = CP_NEW_ARRAY(a, bool, n->n_devices + 1);
    memset(devices, true, n->n_devices);
    cp_flow_news_question q = { .devices = devices,
                                .kinds = n->kinds,
                                .n_assets = n->n_devices,
                                .n_max = CP_FLOW_NEWS_MAX,
                                .since = set->last_at - (set->last_at - set->first_at) / 4,
                                .base = { .n_top = 1, .n_threads = 1, .seed = 7 } };
    q.base.view.from = q.base.view.until = CP_TIME_NONE;
    cp_rc rc = cp_flow_news_first(a, set, n->ids, &q, &found, err);
    cp_flow_finding *v = CP_NEW_ARRAY(a, cp_flow_finding, found.n + 1);
    for (uint32_t i = 0; i < found.n; i++) {
        const cp_flow_new *x = &found.v[i];
        v[i] = (cp_flow_finding){
            .who = *cp_flow_ids_addr(n->ids, x->is_dst ? x->row.dst : x->row.src),
            .peer = *cp_flow_ids_addr(n->ids, x->is_dst ? x->row.src : x->row.dst),
            .has_p = true,
            .log_p = log(x->p)
        };
    }
    out->v = v;
    out->n = found.n;
    out->n_found = found.n;
    out->n_looked_at = n->n_devices;
    return rc;
}

static cp_rc detect(const ask *q, netgen *n, cp_flow_found *out, cp_err *err)
{
    cp_arena *a = n->g.a;
    const cp_flow_set *set;
    cp_series_options o = { .n_threads = 1 };
    cp_talks t;
    cp_rc rc = netgen_finish(n, &set, err);
    if (rc == CP_OK && cp_str_eq(q->detector, CP_STR("covert")))
        return cp_detect_covert(a, set, &o, KEEP, out, err);
    if (rc == CP_OK && cp_str_eq(q->detector, CP_STR("new")))
        return news(n, set, out, err);
    if (rc == CP_OK)
        rc = cp_talks_of(a, set, &o, cp_str_eq(q->detector, CP_STR("exfiltration")), &t, err);
    if (rc != CP_OK)
        return rc;
    if (cp_str_eq(q->detector, CP_STR("long")))
        cp_detect_long(a, &t, KEEP, out);
    else if (cp_str_eq(q->detector, CP_STR("exfiltration")))
        cp_detect_out(a, &t, n->ids, n->kinds, KEEP, out);
    else if (cp_str_eq(q->detector, CP_STR("scan")))
        cp_detect_scan(a, &t, KEEP, out);
    else if (cp_str_eq(q->detector, CP_STR("management")))
        cp_detect_management(a, &t, n->ids, out);
    else if (cp_str_eq(q->detector, CP_STR("knock")))
        return cp_detect_knock(a, set, &o, &t, KEEP, out, err);
    else
        return cp_detect_mirror(a, set, &o, &t, n->ids, KEEP, out, err);
    return CP_OK;
}

static cp_rc support(const ask *q, netgen *n, netgen_truths *truths, cp_flow_found *out,
                     cp_err *err)
{
    const cp_flow_set *set;
    cp_series_options o = { .n_threads = 1 };
    netgen_logins logins = { 0 };
    netgen_support(n, &q->plant, &logins, truths);
    cp_rc rc = netgen_finish(n, &set, err);
    if (rc == CP_OK)
        rc =
            cp_detect_support(n->g.a, set, &o, logins.v, logins.n, netgen_support_end, n, out, err);
    return rc;
}

static double score_of(const cp_flow_finding *f)
{
    return f->has_p ? -f->log_p / M_LN10 : f->has_ratio ? f->log_ratio / M_LN10 : f->score;
}

static bool is_of(const netgen_truth *t, const cp_flow_finding *f)
{
    static const cp_flow_addr none;
    if (t->name.n && !cp_str_eq(t->name, f->peer_name))
        return false;
    bool any = memcmp(&t->peer, &none, sizeof none) == 0;
    bool is_who = memcmp(&t->who, &f->who, sizeof none) == 0;
    bool is_turned = memcmp(&t->who, &f->peer, sizeof none) == 0;
    if (any)
        return is_who;
    return (is_who && memcmp(&t->peer, &f->peer, sizeof none) == 0) ||
           (is_turned && memcmp(&t->peer, &f->who, sizeof none) == 0);
}

static void print(const netgen *n, const netgen_truths *truths, const cp_flow_found *found)
{
    double *best = CP_NEW_ARRAY(n->g.a, double, truths->n + 1);
    printf("W\t%" PRIu64 "\t%u\n", found->n_looked_at, n->n_planted);
    printf("D\t%016" PRIx64 "\n", n->g.digest);
    for (uint32_t i = 0; i < found->n_found; i++) {
        bool is_true = false;
        double score = score_of(&found->v[i]);
        for (uint32_t k = 0; k < truths->n; k++)
            if (is_of(&truths->v[k], &found->v[i])) {
                is_true = true;
                best[k] = fmax(best[k], score);
            }
        if (!is_true && score > 0)
            printf("F\t%.3f\n", score);
    }
    for (uint32_t k = 0; k < truths->n; k++)
        if (best[k] > 0)
            printf("T\t%.3f\n", best[k]);
}

static void see(void *ctx, const cp_flow_name *q) { cp_dns_watch_add(ctx, q); }

static cp_rc world(const ask *q, uint64_t seed, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    netgen n;
    netgen_truths truths = { 0 };
    cp_flow_found found = { 0 };
    cp_rc rc = CP_OK;
    netgen_init(&n, a, &q->profile, seed, q->days, q->sampling);
    n.loss = q->plant.loss;
    if (cp_str_eq(q->detector, CP_STR("dns-tunnel"))) {
        cp_dns_watch *w = cp_dns_watch_new(a, 5);
        netgen_dns(&n, &q->plant, see, w, &truths);
        cp_dns_watch_find(w, a, KEEP, &found);
    } else if (cp_str_eq(q->detector, CP_STR("support"))) {
        rc = support(q, &n, &truths, &found, err);
    } else {
        for (size_t i = 0; i < sizeof behaviours / sizeof *behaviours; i++)
            if (cp_str_eq(q->detector, cp_str_c(behaviours[i].name)))
                behaviours[i].make(&n, &q->plant, &truths);
        rc = detect(q, &n, &found, err);
    }
    if (rc == CP_OK)
        print(&n, &truths, &found);
    cp_arena_free(a);
    return rc;
}

/* ---- what was asked */

static bool read_profile(cp_arena *a, const char *path, netgen_profile *out)
{
    FILE *f = fopen(path, "r");
    if (!f)
        return false;
    CP_VEC(double) ratios = { 0 }, sizes = { 0 };
    char line[512], name[300];
    while (fgets(line, sizeof line, f)) {
        netgen_conversation c;
        netgen_part p;
        double x;
        unsigned proto, port, there, back;
        if (sscanf(line, "talk %u %u %u", &proto, &port, &c.n) == 3) {
            c.proto = (uint8_t)proto;
            c.port = (uint16_t)port;
            c.from = out->parts.n;
            cp_vec_push(a, &out->talks, c);
        } else if (sscanf(line,
                          "part %lf %lf %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %u %u",
                          &p.at_s, &p.span_s, &p.bytes, &p.packets, &p.bytes_back, &p.packets_back,
                          &there, &back) == 8) {
            p.flags = (uint8_t)there;
            p.flags_back = (uint8_t)back;
            cp_vec_push(a, &out->parts, p);
        } else if (sscanf(line, "name %299s", name) == 1) {
            cp_vec_push(a, &out->names, cp_str_dup(a, cp_str_c(name)));
        } else if (sscanf(line, "ratio %lf", &x) == 1) {
            cp_vec_push(a, &ratios, x);
        } else if (sscanf(line, "size %lf", &x) == 1) {
            cp_vec_push(a, &sizes, x);
        }
    }
    (void)fclose(f);
    out->beacons = (flowgen_profile){ ratios.v, sizes.v, ratios.n, sizes.n };
    return true;
}

static bool read_option(cp_arena *a, ask *q, const char *arg)
{
    cp_str rest = cp_str_c(arg), name;
    double x = 0;
    if (!cp_str_cut(&rest, '=', &name))
        return false;
    if (cp_str_eq(name, CP_STR("profile")))
        return read_profile(a, rest.p, &q->profile);
    if (cp_str_eq(name, CP_STR("detector"))) {
        q->detector = rest;
        return true;
    }
    if (!cp_str_double(rest, &x))
        return false;
    struct {
        const char *name;
        double *real;
        uint32_t *whole;
    } table[] = { { "days", NULL, &q->days },
                  { "sampling", NULL, &q->sampling },
                  { "worlds", NULL, &q->worlds },
                  { "strength", &q->plant.strength, NULL },
                  { "more", &q->plant.more, NULL },
                  { "jitter", &q->plant.jitter, NULL },
                  { "loss", &q->plant.loss, NULL },
                  { "noise", &q->plant.noise, NULL },
                  { "wait", &q->plant.wait, NULL },
                  { "silent", &q->plant.silent, NULL },
                  { "nightly", &q->plant.nightly, NULL } };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (cp_str_eq(name, cp_str_c(table[i].name))) {
            if (table[i].real)
                *table[i].real = x;
            else
                *table[i].whole = (uint32_t)x;
            return true;
        }
    q->seed = (uint64_t)x;
    return cp_str_eq(name, CP_STR("seed"));
}

int main(int argc, char **argv)
{
    cp_arena *a = cp_arena_new(0);
    ask q = { .days = 7, .sampling = 1, .worlds = 1, .seed = 1 };
    cp_err err = { 0 };
    cp_rc rc = CP_OK;
    for (int i = 1; i < argc; i++)
        if (!read_option(a, &q, argv[i])) {
            fprintf(stderr, "detectors: %s: not understood\n", argv[i]);
            return 2;
        }
    for (uint32_t i = 0; i < q.worlds && rc == CP_OK; i++)
        rc = world(&q, q.seed * 1000 + i, &err);
    if (rc != CP_OK)
        fprintf(stderr, "detectors: %s\n", err.msg);
    cp_arena_free(a);
    return rc == CP_OK ? 0 : 1;
}
