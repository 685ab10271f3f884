/* SPDX-License-Identifier: Apache-2.0 */
/* plan_run.c - see plan.h: two at once.
 *
 *     here          the search: a good schedule soon, better ones while time is left
 *     a process     CBC: the bound, and its schedules --pipe--> [bound][stage and option per job]
 *
 * A process of its own, because it cannot be interrupted, does not always keep to its time, and may
 * die (versions of it do, when time is up in a large programme): then what was found here stands,
 * and only the bound is missing. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "job/plan.h"
#include "job/progress.h"

enum {
    CUTS_AT_ONCE = 256,
    GRACE_S = 5,         /* that CBC gets beyond its time */
    MOVES_A_JOB = 20000, /* of the first search */
    MOVES_MIN = 200 * 1000,
    TIME_DEFAULT_S = 60,
    ENTRY = 2, /* numbers per job */
    WHY_S = 5, /* for each question about what is in conflict */
};

typedef enum told_kind {
    TOLD_BOUND,
    TOLD_SCHEDULE,
    TOLD_INFEASIBLE,
    TOLD_WHY,
    TOLD_FAILED
} told_kind;

/* Behind it stand a schedule, or parts and sums. */
typedef struct told {
    told_kind kind;
    bool is_optimal, is_smallest;
    double bound;
    uint32_t n_parts, n_sums, job;
    char why[CP_ERR_MSG_MAX];
} told;

typedef struct running {
    cp_planning *x;
    cp_plan_outcome *out;
    cp_keep *keep;
    cp_plan_rules rules;
    double deadline; /* by the clock */
    double gap;
    pid_t child;
    int pipe;
    cp_buf in;
    size_t taken;
} running;

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- in the other process */

static bool put(int fd, const void *p, size_t n)
{
    const char *at = p;
    while (n) {
        ssize_t k = write(fd, at, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        at += k;
        n -= (size_t)k;
    }
    return true;
}

static bool put_schedule(int fd, const cp_plan_problem *p, const cp_plan_schedule *s)
{
    for (uint32_t j = 0; j < p->n_jobs; j++) {
        uint32_t v[ENTRY] = { s->stage[j], s->option[j] };
        if (!put(fd, v, sizeof v))
            return false;
    }
    return true;
}

static void tell_why(const running *r, cp_arena *a, int fd)
{
    cp_plan_why why;
    const cp_plan_why_how how = { .seconds = WHY_S, .seed = (uint32_t)r->x->j->opts.seed };
    cp_plan_why_find(a, r->rules.p, &how, &why);
    if (why.end != CP_PLAN_WHY_CONFLICT)
        return;
    const told t = { .kind = TOLD_WHY,
                     .is_smallest = why.is_smallest,
                     .n_parts = why.parts.n,
                     .n_sums = why.count.sums.n,
                     .job = why.count.job };
    (void)(put(fd, &t, sizeof t) && put(fd, why.parts.v, why.parts.n * sizeof *why.parts.v) &&
           put(fd, why.count.sums.v, why.count.sums.n * sizeof *why.count.sums.v));
}

/* Solved again while its schedule breaks what was not known; bounds of programmes that know less
 * are bounds, too. */
static void solve(running *r, int fd)
{
    cp_arena *a = cp_arena_new(0);
    for (;;) {
        cp_plan_mip_found f;
        cp_err err = { 0 };
        uint32_t n_new = 0;
        double left = r->deadline - now();
        told t = { .kind = TOLD_BOUND };
        const cp_plan_mip_how how = { .seconds = left > 1 ? left : 1,
                                      .gap = r->gap,
                                      .seed = (uint32_t)r->x->j->opts.seed,
                                      .start = r->out->has_schedule ? &r->out->s : NULL };
        if (cp_plan_mip_solve(&r->rules, a, &how, &f, &err) != CP_OK) {
            t.kind = TOLD_FAILED;
            (void)snprintf(t.why, sizeof t.why, "%s", err.msg);
            (void)put(fd, &t, sizeof t);
            return;
        }
        bool holds = f.has_schedule &&
                     cp_plan_rules_hold(&r->rules, r->keep, a, &f.schedule, CUTS_AT_ONCE, &n_new);
        t.kind = f.end == CP_MIP_INFEASIBLE ? TOLD_INFEASIBLE : holds ? TOLD_SCHEDULE : TOLD_BOUND;
        t.bound = f.bound;
        t.is_optimal = f.end == CP_MIP_OPTIMAL && holds;
        if (!put(fd, &t, sizeof t) || (holds && !put_schedule(fd, r->rules.p, &f.schedule)))
            return;
        if (t.kind == TOLD_INFEASIBLE)
            tell_why(r, a, fd);
        if (n_new == 0 || now() > r->deadline)
            return;
    }
}

static cp_rc begin_solver(running *r, cp_err *err)
{
    int ends[2];
    if (pipe(ends) != 0)
        return cp_fail_errno(err, errno, "pipe");
    r->child = fork();
    if (r->child < 0) {
        (void)close(ends[0]);
        (void)close(ends[1]);
        return cp_fail_errno(err, errno, "fork");
    }
    if (r->child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody would hear the answer */
        (void)signal(SIGINT, SIG_IGN);          /* who is asked decides */
        (void)close(ends[0]);
        solve(r, ends[1]);
        _exit(0);
    }
    (void)close(ends[1]);
    r->pipe = ends[0];
    return CP_OK;
}

static void end_solver(running *r)
{
    int status = 0;
    if (r->child <= 0)
        return;
    (void)close(r->pipe);
    (void)kill(r->child, SIGKILL);
    while (waitpid(r->child, &status, 0) < 0 && errno == EINTR)
        ;
    r->child = 0;
    if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
        r->out->no_bound = CP_STR("the solver died");
}

/* ---- here */

static void set_gap(cp_plan_outcome *o)
{
    o->gap = 1;
    if (!o->has_schedule || !isfinite(o->bound))
        return;
    double total = (double)o->value.total, least = o->bound < total ? o->bound : total;
    o->gap = total > 0 ? (total - least) / total : 0;
}

static void take_better(running *r, const cp_plan_schedule *s)
{
    cp_plan_outcome *o = r->out;
    cp_plan_value v = cp_plan_value_of(r->rules.p, s);
    if (o->has_schedule && v.total >= o->value.total)
        return;
    o->has_schedule = true;
    o->value = v;
    cp_plan_schedule_copy(r->rules.p, &o->s, s);
    set_gap(o);
}

static void better(void *ctx, const cp_plan_schedule *s, cp_plan_value v)
{
    (void)v;
    take_better(ctx, s);
}

static void take_schedule(running *r, const char *at)
{
    const cp_plan_problem *p = r->rules.p;
    cp_plan_schedule s = cp_plan_schedule_new(r->x->j->a, p);
    for (uint32_t j = 0; j < p->n_jobs; j++, at += ENTRY * sizeof(uint32_t)) {
        uint32_t v[ENTRY];
        memcpy(v, at, sizeof v);
        s.stage[j] = (uint8_t)v[0];
        s.option[j] = v[1];
    }
    take_better(r, &s);
}

static void take_why(running *r, const told *t, const char *at)
{
    cp_arena *a = r->x->j->a;
    cp_plan_conflict *c = &r->out->conflict;
    size_t n = t->n_parts * sizeof *c->parts;
    *c = (cp_plan_conflict){ .parts = cp_arena_dup(a, at, n),
                             .n_parts = t->n_parts,
                             .sums = cp_arena_dup(a, at + n, t->n_sums * sizeof *c->sums),
                             .n_sums = t->n_sums,
                             .is_smallest = t->is_smallest,
                             .job = t->job };
}

static size_t behind(const cp_plan_problem *p, const told *t)
{
    if (t->kind == TOLD_SCHEDULE)
        return (size_t)p->n_jobs * ENTRY * sizeof(uint32_t);
    if (t->kind == TOLD_WHY)
        return t->n_parts * sizeof(cp_plan_part) + t->n_sums * sizeof(cp_plan_sum);
    return 0;
}

/* One answer out of what was received; false: none is whole. */
static bool take_told(running *r)
{
    cp_plan_outcome *o = r->out;
    cp_str all = cp_buf_str(&r->in);
    told t;
    if (all.n - r->taken < sizeof t)
        return false;
    memcpy(&t, all.p + r->taken, sizeof t);
    size_t n = behind(r->rules.p, &t);
    const char *at = all.p + r->taken + sizeof t;
    if (all.n - r->taken - sizeof t < n)
        return false;
    r->taken += sizeof t + n;
    switch (t.kind) {
    case TOLD_SCHEDULE: take_schedule(r, at); break;
    case TOLD_INFEASIBLE: o->is_infeasible = true; break;
    case TOLD_WHY: take_why(r, &t, at); break;
    case TOLD_FAILED: o->no_bound = cp_str_dup(r->x->j->a, cp_str_c(t.why)); break;
    case TOLD_BOUND: break;
    }
    bool is_bound = t.kind == TOLD_BOUND || t.kind == TOLD_SCHEDULE;
    if (is_bound && isfinite(t.bound) && t.bound > o->bound)
        o->bound = t.bound;
    o->is_optimal |= t.is_optimal;
    set_gap(o);
    return true;
}

/* Waits at most so long; false: it is at its end. */
static bool hear(running *r, int wait_ms)
{
    struct pollfd f = { r->pipe, POLLIN, 0 };
    char bytes[65536];
    if (poll(&f, 1, wait_ms) <= 0)
        return true;
    ssize_t n = read(r->pipe, bytes, sizeof bytes);
    if (n < 0)
        return errno == EINTR || errno == EAGAIN;
    cp_buf_add(&r->in, (cp_str){ bytes, (size_t)n });
    while (take_told(r))
        ;
    return n > 0;
}

static bool is_interrupted(const running *r)
{
    return r->x->j->interrupted && *r->x->j->interrupted;
}

static bool more(void *ctx)
{
    const running *r = ctx;
    return !is_interrupted(r) && now() < r->deadline;
}

static void show_progress(const running *r)
{
    const cp_plan_outcome *o = r->out;
    cp_str text =
        o->has_schedule
            ? cp_str_fmt(r->x->j->a, "planning: best %.*s, gap %.1f %%",
                         CP_FMT(cp_plan_money(r->x->j->a, r->x, o->value.total)), 100 * o->gap)
            : CP_STR("planning: no schedule yet");
    cp_progress_phase(r->x->j, text, "", 0);
}

static void search(running *r, uint64_t n_moves, uint64_t seed)
{
    cp_plan_schedule s = cp_plan_schedule_new(r->x->j->a, r->rules.p);
    if (r->out->has_schedule)
        cp_plan_schedule_copy(r->rules.p, &s, &r->out->s);
    const cp_plan_search_how how = {
        .seed = seed, .n_moves = n_moves, .more = more, .better = better, .ctx = r
    };
    if (cp_plan_search(&r->rules, r->keep, r->x->j->a, &how, &s))
        take_better(r, &s);
}

static uint64_t moves(const cp_plan_problem *p)
{
    uint64_t n = (uint64_t)p->n_jobs * MOVES_A_JOB;
    return n < MOVES_MIN ? MOVES_MIN : n;
}

static cp_rc run(running *r, cp_err *err)
{
    show_progress(r);
    search(r, moves(r->rules.p) / 4, r->x->j->opts.seed);
    show_progress(r);
    cp_rc rc = begin_solver(r, err);
    if (rc != CP_OK)
        return rc;
    bool is_there = true;
    for (uint64_t seed = 1; is_there && r->out->gap > r->gap && more(r); seed++) {
        is_there = hear(r, r->rules.p->n_jobs < 1000 ? 200 : 0);
        if (is_there && r->rules.p->n_jobs >= 1000)
            search(r, moves(r->rules.p) / 16, r->x->j->opts.seed + seed);
        show_progress(r);
    }
    while (is_there && r->out->gap > r->gap && !is_interrupted(r) &&
           (r->out->is_infeasible || now() < r->deadline + GRACE_S))
        is_there = hear(r, 200);
    end_solver(r);
    return CP_OK;
}

static cp_rc read_options(running *r, cp_err *err)
{
    const cp_opts *o = &r->x->j->opts;
    double seconds = TIME_DEFAULT_S;
    r->gap = 0.01;
    if (o->gap.n && (!cp_str_double(o->gap, &r->gap) || !(r->gap >= 0 && r->gap < 1)))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--gap is \"%.*s\", expected a number from 0 to below 1", CP_FMT(o->gap));
    if (o->plan_time.n && (!cp_str_double(o->plan_time, &seconds) || !(seconds > 0)))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--time is \"%.*s\", expected seconds",
                       CP_FMT(o->plan_time));
    r->deadline = now() + seconds;
    return CP_OK;
}

cp_rc cp_planning_run(cp_planning *x, cp_plan_outcome *out, cp_err *err)
{
    cp_arena *a = x->j->a;
    *out = (cp_plan_outcome){ .bound = -INFINITY, .gap = 1, .s = cp_plan_schedule_new(a, &x->p) };
    running r = { .x = x, .out = out, .in = cp_buf_new(a) };
    cp_rc rc = read_options(&r, err);
    if (rc != CP_OK)
        return rc;
    r.keep = cp_keep_new(a, &x->p);
    cp_plan_rules_make(a, &x->p, r.keep, &r.rules);
    rc = run(&r, err);
    out->is_stopped = is_interrupted(&r);
    if (!isfinite(out->bound) && out->no_bound.n == 0)
        out->no_bound = CP_STR("the solver told no bound");
    return rc;
}
