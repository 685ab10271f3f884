/* SPDX-License-Identifier: Apache-2.0 */
/* test_covert.c - channels of a few intervals are found; timers, patterns and people are not. */
#include <math.h>
#include "flow/covert.h"
#include "tap.h"

enum { N_MAX = 20000 };
typedef struct plan {
    cp_time at[N_MAX];
    uint32_t n;
    cp_rand r;
} plan;

static double uniform(cp_rand *r) { return (double)(cp_rand_u64(r) >> 11) / 9007199254740992.0; }

typedef enum kind { BITS, QUATERNARY, ALTERNATING, TIMER, LOSSY_TIMER, JITTER, EVEN, PEOPLE } kind;

static double interval_s(plan *p, kind k, uint32_t i)
{
    double noise = 1 + 0.02 * (uniform(&p->r) - 0.5);
    static const double four[] = { 1, 1.7, 2.9, 4.7 };
    switch (k) {
    case BITS: return (uniform(&p->r) < 0.5 ? 2 : 3) * noise;
    case QUATERNARY: return four[cp_rand_below(&p->r, 4)] * noise;
    case ALTERNATING: return (i % 2 ? 2 : 55) * noise;
    case TIMER: return 60 * noise;
    case LOSSY_TIMER: {
        double s = 60 * noise;
        while (uniform(&p->r) < 0.3)
            s += 60;
        return s;
    }
    case JITTER: return 60 * (0.5 + uniform(&p->r));
    case EVEN: return -60 * log(1 - uniform(&p->r)) + 0.1;
    case PEOPLE: return exp(4 * uniform(&p->r) + (uniform(&p->r) < 0.2 ? 5 : 0));
    }
    return 0;
}

static const struct row {
    const char *name;
    kind kind;
    uint32_t n;
    uint32_t values; /* 0: nothing */
    bool is_pattern;
} rows[] = {
    { "two intervals", BITS, 200, 2, false },
    { "a short one", BITS, 60, 2, false },
    { "four intervals", QUATERNARY, 1000, 4, false },
    { "one after the other", ALTERNATING, 300, 2, true },
    { "a timer", TIMER, 300, 0, false },
    { "a timer with missing beats", LOSSY_TIMER, 300, 0, false },
    { "a timer with jitter", JITTER, 300, 0, false },
    { "even", EVEN, 3000, 0, false },
    { "people", PEOPLE, 3000, 0, false },
    { "too few", BITS, 30, 0, false },
};

static void check_rows(cp_arena *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *x = &rows[i];
        plan *p = CP_NEW(a, plan);
        p->r.state = i + 1;
        double t = 0;
        for (p->n = 0; p->n < x->n; p->n++) {
            p->at[p->n] = (cp_time)(t * 1e6);
            t += interval_s(p, x->kind, p->n);
        }
        cp_series s = { .n = p->n, .at = p->at };
        cp_covert c = cp_covert_of(a, &s);
        cp_str words = cp_covert_explain(a, &c);
        tap_note("%s: %.*s", x->name, CP_FMT(words));
        bool is_found = c.log_p < log(1e-4);
        ok(is_found == (x->values > 0), "%s: log p %.1f", x->name, c.log_p);
        ok(!is_found || (c.n_values == x->values && c.is_pattern == x->is_pattern),
           "%s: %u values%s", x->name, c.n_values, c.is_pattern ? ", a pattern" : "");
        ok((words.n > 0) == (c.n_values > 0), "%s: in words", x->name);
    }
}

/* Two values with even odds are a bit each. */
static void check_entropy(cp_arena *a)
{
    plan *p = CP_NEW(a, plan);
    p->r.state = 77;
    double t = 0;
    for (p->n = 0; p->n < 4000; p->n++) {
        p->at[p->n] = (cp_time)(t * 1e6);
        t += interval_s(p, BITS, p->n);
    }
    cp_series s = { .n = p->n, .at = p->at };
    cp_covert c = cp_covert_of(a, &s);
    ok(fabs(c.entropy - 1) < 0.01 && fabs(c.entropy_next - 1) < 0.01, "a bit each: %.3f, %.3f",
       c.entropy, c.entropy_next);
    ok(c.n_values == 2 && fabs(c.value_us[0] / 2e6 - 1) < 0.02 &&
           fabs(c.value_us[1] / 3e6 - 1) < 0.02,
       "the values");
    double log_p, others[] = { 0.5, 0.8, 1, 1.3, 2, 3 };
    ok(cp_covert_unlike(a, &s, others, 6, &log_p) > 0.2 && log_p <= 0, "unlike others");
    double own[4000];
    uint32_t n = cp_covert_ratios(&s, own);
    ok(cp_covert_unlike(a, &s, own, n, &log_p) < 1e-9, "like itself");
}

static void check_hostile(cp_arena *a)
{
    plan *p = CP_NEW(a, plan);
    for (uint32_t i = 0; i < N_MAX; i++)
        p->at[i] = 5;
    cp_series s = { .n = N_MAX, .at = p->at };
    cp_covert c = cp_covert_of(a, &s);
    ok(c.log_p == 0 && c.n_intervals == 0, "all at once");
    for (uint32_t i = 0; i < N_MAX; i++)
        p->at[i] = i < N_MAX / 2 ? INT64_MIN + (cp_time)i : INT64_MAX - N_MAX + (cp_time)i;
    c = cp_covert_of(a, &s);
    ok(c.log_p <= 0 && !isnan(c.log_p), "from the first to the last time");
    s.n = 0;
    double log_p, out[1];
    ok(cp_covert_of(a, &s).log_p == 0 && cp_covert_ratios(&s, out) == 0 &&
           cp_covert_unlike(a, &s, out, 0, &log_p) == 0,
       "nothing");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check_rows(a);
    check_entropy(a);
    check_hostile(a);
    cp_arena_free(a);
    return tap_done();
}
