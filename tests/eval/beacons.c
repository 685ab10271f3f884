/* SPDX-License-Identifier: Apache-2.0 */
/* beacons.c [option=value..] - what the detectors of beacons say of flows of known truth.
 *
 * Plants beacons and background (flowgen.h), scores each pair, and prints one line a pair:
 *     kind  events  sent  log10(p)  RITA's score  period found  share seen  by
 * Options: null=PAIRS of background, plant=PAIRS of beacons with kind=timer|clock|chance,
 * period=SECONDS, jitter=, loss=, gap=HOURS, other=EVENTS PER BEAT; days=, sampling=, seed=,
 * profile=FILE (lines "ratio X" and "size X"). `speed=PAIRS`: only how long a day of so many pairs
 * takes. */
#include <math.h>
#include <stdio.h>
#include <time.h>
#include "flow/beacon.h"
#include "flowgen.h"

enum { CHUNK = 20000 };

typedef struct ask {
    uint32_t null, plant, days, sampling, speed;
    uint64_t seed;
    flowgen_pair pair;
    flowgen_profile profile;
} ask;

typedef struct scorer {
    cp_arena *a;
    cp_beacon_lab *lab[2];
    cp_rita *rita;
    cp_beacon *found;
    cp_time from, to;
} scorer;

static cp_rc score(void *ctx, uint32_t thread, const cp_series *s, cp_err *err)
{
    (void)err;
    scorer *x = ctx;
    uint32_t nr = flowgen_number(&s->key.client);
    x->found[nr] = cp_beacon_score(x->lab[thread], s);
    cp_arena *a = cp_arena_new(0);
    x->rita[nr] = cp_rita_of(a, s, x->from, x->to);
    cp_arena_free(a);
    return CP_OK;
}

static void print_pair(const char *kind, const cp_beacon *b, const cp_rita *r)
{
    static const char *const how[] = { "intervals", "phase" };
    const cp_beacon_rhythm *x = b->n_rhythms ? &b->rhythms[0] : NULL;
    printf("%s\t%u\t%.3f\t%.4f\t%.3f\t%.3f\t%s%s\n", kind, b->n_events, -b->log_p / M_LN10 + 0.0,
           r->score, x ? x->period_us / 1e6 : 0, x ? x->seen : 0, x ? how[x->how] : "-",
           x && x->is_of_size ? "/size" : "");
}

static cp_rc run(const ask *q, uint32_t n, bool is_null, uint64_t seed)
{
    cp_arena *a = cp_arena_new(0);
    flowgen g;
    flowgen_init(&g, a, seed, q->days, q->sampling);
    g.profile = q->profile;
    g.keeps_all = is_null;
    uint8_t *kinds = CP_NEW_ARRAY(a, uint8_t, n);
    for (uint32_t i = 0; i < n; i++) {
        flowgen_pair p = is_null ? flowgen_background(&g) : q->pair;
        kinds[i] = (uint8_t)p.kind;
        flowgen_add(&g, &p);
    }
    const cp_flow_set *set = flowgen_finish(&g);
    scorer x = { .a = a, .from = FLOWGEN_BEGIN, .to = FLOWGEN_BEGIN + q->days * FLOWGEN_DAY_US };
    x.found = CP_NEW_ARRAY(a, cp_beacon, n);
    x.rita = CP_NEW_ARRAY(a, cp_rita, n);
    for (int t = 0; t < 2; t++)
        x.lab[t] = cp_beacon_lab_new(a);
    cp_series_options o = { .n_threads = 2 };
    cp_series_stats stats;
    cp_err err;
    cp_rc rc = cp_series_each(set, &o, score, &x, &stats, &err);
    if (rc != CP_OK)
        fprintf(stderr, "beacons: %s\n", err.msg);
    for (uint32_t i = 0; i < n && rc == CP_OK; i++)
        print_pair(flowgen_kind_name((flowgen_kind)kinds[i]), &x.found[i], &x.rita[i]);
    cp_arena_free(a);
    return rc;
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static cp_rc speed(const ask *q)
{
    cp_arena *a = cp_arena_new(0);
    flowgen g;
    flowgen_init(&g, a, q->seed, 1, q->sampling);
    g.profile = q->profile;
    for (uint32_t i = 0; i < q->speed; i++) {
        flowgen_pair p = i % 100 ? flowgen_background(&g) : q->pair;
        flowgen_add(&g, &p);
    }
    const cp_flow_set *set = flowgen_finish(&g);
    cp_beacon_options o = { .series = { .n_threads = 2 } };
    cp_beacons found;
    cp_err err;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    cp_rc rc = cp_beacons_find(a, set, &o, &found, &err);
    wall = seconds(CLOCK_MONOTONIC) - wall;
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    if (rc != CP_OK)
        fprintf(stderr, "beacons: %s\n", err.msg);
    else
        printf("%u pairs, %llu flows, %llu series scored, %u found, %.2f s, %.2f s of processor\n",
               q->speed, (unsigned long long)found.stats.n_flows,
               (unsigned long long)found.n_looked_at, found.n, wall, cpu);
    cp_arena_free(a);
    return rc;
}

static bool read_profile(cp_arena *a, const char *path, flowgen_profile *out)
{
    FILE *f = fopen(path, "r");
    if (!f)
        return false;
    CP_VEC(double) ratios = { 0 }, sizes = { 0 };
    char what[16];
    for (double x; fscanf(f, "%15s %lf", what, &x) == 2;)
        if (strcmp(what, "ratio") == 0)
            cp_vec_push(a, &ratios, x);
        else
            cp_vec_push(a, &sizes, x);
    (void)fclose(f);
    *out = (flowgen_profile){ ratios.v, sizes.v, ratios.n, sizes.n };
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
    if (cp_str_eq(name, CP_STR("kind"))) {
        for (int k = FLOWGEN_TIMER; k < FLOWGEN_KINDS; k++)
            if (cp_str_eq(rest, cp_str_c(flowgen_kind_name((flowgen_kind)k)))) {
                q->pair.kind = (flowgen_kind)k;
                return true;
            }
        return false;
    }
    if (!cp_str_double(rest, &x))
        return false;
    struct {
        const char *name;
        double *real;
        uint32_t *whole;
    } table[] = { { "null", NULL, &q->null },          { "plant", NULL, &q->plant },
                  { "days", NULL, &q->days },          { "sampling", NULL, &q->sampling },
                  { "speed", NULL, &q->speed },        { "period", &q->pair.period_s, NULL },
                  { "jitter", &q->pair.jitter, NULL }, { "loss", &q->pair.loss, NULL },
                  { "gap", &q->pair.gap_h, NULL },     { "other", &q->pair.other, NULL } };
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
    ask q = {
        .days = 1, .sampling = 1, .seed = 1, .pair = { .kind = FLOWGEN_TIMER, .period_s = 300 }
    };
    cp_rc rc = CP_OK;
    for (int i = 1; i < argc; i++)
        if (!read_option(a, &q, argv[i])) {
            fprintf(stderr, "beacons: %s: not understood\n", argv[i]);
            return 2;
        }
    if (q.speed)
        rc = speed(&q);
    for (uint32_t i = 0; i < q.null && rc == CP_OK; i += CHUNK)
        rc = run(&q, q.null - i < CHUNK ? q.null - i : CHUNK, true, q.seed * 1000 + i / CHUNK);
    if (q.plant && rc == CP_OK)
        rc = run(&q, q.plant, false, q.seed * 1000 + 999);
    cp_arena_free(a);
    return rc == CP_OK ? 0 : 1;
}
