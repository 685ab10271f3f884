/* SPDX-License-Identifier: Apache-2.0 */
/* progress.c - see progress.h. */
#include "job/progress.h"
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/thread.h"

enum { FIRST_MS = 2000, EACH_MS = 250, WHAT_BYTES_MAX = 200, WHAT_SHOWN = 34 };

struct cp_progress {
    pthread_t thread;
    pthread_mutex_t lock; /* all but the two numbers */
    pthread_cond_t wake;
    bool is_over, is_drawn;
    char what[WHAT_BYTES_MAX];
    size_t what_bytes;
    const char *unit;
    uint64_t began_us; /* the phase */
    _Atomic uint64_t done, all;
};

static uint64_t now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* "1.5 GiB", or "12 assets". */
static cp_str amount(cp_arena *a, uint64_t n, const char *unit)
{
    static const char *const units[] = { "KiB", "MiB", "GiB", "TiB" };
    if (strcmp(unit, "B") != 0)
        return cp_str_fmt(a, "%llu%s%s", (unsigned long long)n, *unit ? " " : "", unit);
    double x = (double)n / 1024;
    size_t i = 0;
    while (x >= 1024 && i + 1 < sizeof units / sizeof *units) {
        x /= 1024;
        i++;
    }
    return cp_str_fmt(a, x < 10 ? "%.1f %s" : "%.0f %s", x, units[i]);
}

static cp_str duration(cp_arena *a, double s)
{
    enum { MINUTES_FROM = 120, DAY = 24 * 60 * 60 };
    if (s >= DAY)
        return CP_STR("more than a day");
    return s < MINUTES_FROM ? cp_str_fmt(a, "%d s", (int)s)
                            : cp_str_fmt(a, "%d min", (int)(s + 30) / 60);
}

static cp_str speed_text(cp_arena *a, double rate, bool is_bytes)
{
    if (is_bytes)
        return amount(a, (uint64_t)rate, "B");
    return rate > 0 && rate < 1 ? cp_str_fmt(a, "%.1f", rate) : cp_str_fmt(a, "%.0f", rate);
}

cp_str cp_progress_text(cp_arena *a, cp_str what, const char *unit, uint64_t done, uint64_t all,
                        uint64_t elapsed_us)
{
    double s = (double)elapsed_us / 1e6, rate = s > 0 ? (double)done / s : 0;
    cp_str so_far = duration(a, s);
    bool is_bytes = strcmp(unit, "B") == 0;
    if (done == 0)
        return cp_str_fmt(a, "%.*s: %.*s", CP_FMT(what), CP_FMT(so_far));
    cp_str speed = speed_text(a, rate, is_bytes);
    if (done > all) /* not known, or more than was told */
        return cp_str_fmt(a, "%.*s: %.*s, %.*s/s, %.*s", CP_FMT(what),
                          CP_FMT(amount(a, done, unit)), CP_FMT(speed), CP_FMT(so_far));
    double left = rate > 0 ? (double)(all - done) / rate : 0;
    return cp_str_fmt(a, "%.*s: %.*s of %.*s, %.*s/s, %.*s left", CP_FMT(what),
                      CP_FMT(amount(a, done, is_bytes ? "B" : "")), CP_FMT(amount(a, all, unit)),
                      CP_FMT(speed), CP_FMT(duration(a, left)));
}

/* The end of a long name: a line that wraps could not be written over. */
static cp_str end_of(cp_str name)
{
    size_t from = name.n > WHAT_SHOWN ? name.n - WHAT_SHOWN : 0;
    while (from < name.n && ((unsigned char)name.p[from] & 0xc0) == 0x80)
        from++; /* not within a character */
    return cp_str_from(name, from);
}

static void erase(cp_progress *p)
{
    if (p->is_drawn)
        (void)fputs("\r\033[K", stderr);
    p->is_drawn = false;
}

static void draw(cp_progress *p)
{
    if (p->what_bytes == 0)
        return;
    cp_arena *a = cp_arena_new(0);
    cp_str what = cp_text_safe(a, end_of((cp_str){ p->what, p->what_bytes }));
    cp_str text = cp_progress_text(a, what, p->unit, atomic_load(&p->done), atomic_load(&p->all),
                                   now_us() - p->began_us);
    (void)fprintf(stderr, "\r\033[K%.*s", CP_FMT(text));
    p->is_drawn = true;
    cp_arena_free(a);
}

static void *run(void *arg)
{
    cp_progress *p = arg;
    uint64_t next = now_us() + FIRST_MS * 1000;
    (void)pthread_mutex_lock(&p->lock);
    while (!p->is_over) {
        struct timespec until = { (time_t)(next / 1000000), (long)(next % 1000000) * 1000 };
        (void)pthread_cond_timedwait(&p->wake, &p->lock, &until);
        if (p->is_over || now_us() < next)
            continue;
        draw(p);
        next = now_us() + EACH_MS * 1000;
    }
    (void)pthread_mutex_unlock(&p->lock);
    return NULL;
}

void cp_progress_open(cp_job *j)
{
    const char *term = getenv("TERM");
    pthread_condattr_t attr;
    if (!j->err_is_terminal || j->opts.quiet || (term && strcmp(term, "dumb") == 0))
        return;
    cp_progress *p = CP_NEW(j->a, cp_progress);
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&p->wake, &attr);
    (void)pthread_condattr_destroy(&attr);
    if (cp_thread_start(&p->thread, run, p))
        j->progress = p;
}

void cp_progress_close(cp_job *j)
{
    cp_progress *p = j->progress;
    if (!p)
        return;
    j->progress = NULL;
    (void)pthread_mutex_lock(&p->lock);
    p->is_over = true;
    erase(p);
    (void)pthread_cond_signal(&p->wake);
    (void)pthread_mutex_unlock(&p->lock);
    (void)pthread_join(p->thread, NULL);
    (void)pthread_cond_destroy(&p->wake);
    (void)pthread_mutex_destroy(&p->lock);
}

void cp_progress_phase(const cp_job *j, cp_str what, const char *unit, uint64_t all)
{
    cp_progress *p = j->progress;
    if (!p)
        return;
    (void)pthread_mutex_lock(&p->lock);
    what = what.n > WHAT_BYTES_MAX ? cp_str_from(what, what.n - WHAT_BYTES_MAX) : what;
    if (what.n)
        memcpy(p->what, what.p, what.n);
    else
        erase(p);
    p->what_bytes = what.n;
    p->unit = unit;
    p->began_us = now_us();
    atomic_store(&p->done, 0);
    atomic_store(&p->all, all);
    (void)pthread_mutex_unlock(&p->lock);
}

void cp_progress_at(const cp_job *j, uint64_t done)
{
    if (j->progress)
        atomic_store_explicit(&j->progress->done, done, memory_order_relaxed);
}

void cp_progress_pause(const cp_job *j)
{
    if (!j->progress)
        return;
    (void)pthread_mutex_lock(&j->progress->lock);
    erase(j->progress);
}

void cp_progress_resume(const cp_job *j)
{
    if (j->progress)
        (void)pthread_mutex_unlock(&j->progress->lock);
}
