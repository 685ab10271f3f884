/* SPDX-License-Identifier: Apache-2.0 */
/* click.c - see click.h: batches of the case on their way to ClickHouse.
 *
 * A thread with its own view of the case takes the batch that is open, or the next, sends it, and
 * writes down that it is done. Whoever is killed in between (it, the case, a server) leaves the
 * batch open, and it is sent again. */
#include "job/click.h"
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include "base/thread.h"
#include "job/fetch.h"
#include "job/live.h"
#include "model/flow_pack.h"

enum {
    STEP_MS = 100,
    AGAIN_MS = 1000, /* after a first failure; twice that after each other one, up to ... */
    AGAIN_MS_MAX = 30 * 1000,
    SHIP_S = 60,
    SWEEP_S = 60,
    KEEP_DAYS_MAX = 36500,
    TIMEOUT_S_MAX = 3600,
    FINISH_TRIES_S = 10, /* how long a server that is down is waited for at the end */
    FINISH_S = 120,      /* ... and one that is slow */
};
#define SECOND_US ((cp_time)1000000)

struct cp_shipper {
    cp_job *j;
    cp_arena *a;
    cp_str case_path;
    cp_click_opts o;
    cp_time every, keep; /* 0: for good */
    uint64_t spool_bytes;
    pthread_t thread;
    bool is_running; /* the thread, until it was joined */
    atomic_bool is_finishing, is_over;
    _Atomic uint64_t batches, flows, failures, waiting_flows, waiting_bytes, removed;
    pthread_mutex_t lock; /* of what follows */
    bool is_stuck, was_told;
    char why[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX];
    /* of the thread alone */
    cp_case *c;
    cp_arena *click_a; /* NULL: not connected */
    cp_click *click;
    cp_time shipped_at, swept_at, finishing_at;
};

static cp_time now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}

/* ---- options */

static cp_click_opts of_opts(const cp_opts *o)
{
    return (cp_click_opts){ .urls = o->clickhouse,
                            .n_urls = o->n_clickhouse,
                            .ca_file = o->ca,
                            .allows_plain = o->insecure_http,
                            .is_seen = o->is_clickhouse_typed,
                            .login = CP_STR(""),
                            .cluster = CP_STR("") };
}

cp_rc cp_job_click_check(const cp_job *j, cp_err *err)
{
    const cp_opts *o = &j->opts;
    const char *lonely = o->token_file.n    ? "--token-file"
                         : o->ca.n          ? "--ca"
                         : o->timeout.n     ? "--timeout"
                         : o->insecure_http ? "--insecure-http"
                         : o->keep_days     ? "--keep-days"
                                            : NULL;
    if (lonely && !o->n_clickhouse)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s goes with --clickhouse URL", lonely);
    cp_click_opts addresses = of_opts(o);
    return o->n_clickhouse ? cp_click_check(j->a, &addresses, err) : CP_OK;
}

cp_rc cp_job_click_opts(cp_job *j, cp_click_opts *out, cp_err *err)
{
    const cp_opts *o = &j->opts;
    cp_time timeout = CP_CLICK_TIMEOUT_S * SECOND_US;
    *out = of_opts(o);
    if (o->timeout.n && (!cp_job_time(o->timeout, &timeout) || timeout < SECOND_US ||
                         timeout > TIMEOUT_S_MAX * SECOND_US))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--timeout is \"%.*s\", expected a time such as 30s or 5m, at most 1h",
                       CP_FMT(o->timeout));
    out->timeout_s = (uint32_t)(timeout / SECOND_US);
    cp_rc rc = cp_job_token(j, &out->login, err);
    return rc == CP_OK ? cp_click_check(j->a, out, err) : rc;
}

/* ---- what the thread does */

static bool is_stopped(void *ctx)
{
    const cp_shipper *s = ctx;
    return atomic_load(&s->is_finishing) && s->finishing_at &&
           now_us() - s->finishing_at > FINISH_S * SECOND_US;
}

static void disconnect(cp_shipper *s)
{
    if (s->click_a)
        cp_arena_free(s->click_a);
    s->click_a = NULL;
}

/* Is there on the servers what the case says, and nothing that it does not know? */
static cp_rc compare(cp_shipper *s, cp_err *err)
{
    cp_case_shipped done;
    uint32_t last;
    cp_rc rc = cp_case_shipped_of(s->c, s->click_a, &done, err);
    cp_click_known known = { .batch_max = done.batch_max,
                             .open = done.open,
                             .n_open = done.n_open,
                             .rows_of = done.rows_of };
    if (rc == CP_OK)
        rc = cp_click_batch_max(s->click, &last, err);
    if (rc == CP_OK && last > done.batch_max)
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "ClickHouse has batch %u of this case, which knows %u: is it an old copy?",
                       last, done.batch_max);
    return rc == CP_OK ? cp_click_count(s->click, &known, err) : rc;
}

static cp_rc connect_to(cp_shipper *s, cp_err *err)
{
    if (s->click_a)
        return CP_OK;
    s->click_a = cp_arena_new(0);
    cp_rc rc = cp_click_open(s->click_a, &s->o, &s->click, err);
    return rc == CP_OK ? compare(s, err) : rc;
}

typedef struct packing {
    cp_flow_unpacker *u;
    cp_click_batch *b;
} packing;

static cp_rc pack(void *ctx, cp_bytes block, cp_err *err)
{
    packing *p = ctx;
    const cp_flow_columns *cols;
    cp_rc rc = cp_flow_unpack(p->u, block, (1u << CP_FLOW_COLUMN_COUNT) - 1, &cols, err);
    if (rc == CP_OK)
        cp_click_batch_add(p->b, cols);
    return rc;
}

static cp_rc send_batch(cp_shipper *s, const cp_case_ship *x, cp_err *err)
{
    uint64_t rows[CP_CLICK_SHARDS_MAX] = { 0 };
    cp_arena *a = cp_arena_new(0);
    packing p = { cp_flow_unpacker_new(a),
                  cp_click_batch_new(a, s->click, x->batch, (uint32_t)x->import) };
    cp_rc rc = cp_case_ship_blocks(s->c, x, pack, &p, err);
    if (rc == CP_OK)
        rc = cp_click_batch_send(p.b, rows, err);
    if (rc == CP_OK)
        rc = cp_case_ship_done(s->c, x, rows, s->o.n_urls, cp_job_now(), err);
    cp_arena_free(a);
    return rc;
}

static cp_rc measure(cp_shipper *s, cp_err *err)
{
    uint64_t rows, bytes;
    cp_rc rc = cp_case_ship_waiting(s->c, &rows, &bytes, err);
    if (rc == CP_OK) {
        atomic_store(&s->waiting_flows, rows);
        atomic_store(&s->waiting_bytes, bytes);
    }
    return rc;
}

/* One batch, if it is time. */
static cp_rc step(cp_shipper *s, bool *did, cp_err *err)
{
    cp_case_ship x;
    bool has = false;
    *did = false;
    cp_rc rc = measure(s, err);
    bool is_due = atomic_load(&s->is_finishing) || s->is_stuck ||
                  atomic_load(&s->waiting_flows) >= CP_CLICK_BATCH_ROWS ||
                  now_us() - s->shipped_at >= s->every;
    /* a server that was told to be down is asked, though nothing waits: else it would be told to
     * take flows again */
    if (rc != CP_OK || !is_due || !(atomic_load(&s->waiting_flows) || s->is_stuck))
        return rc;
    rc = connect_to(s, err);
    if (rc == CP_OK)
        rc = cp_case_ship_next(s->c, CP_CLICK_BATCH_ROWS, &x, &has, err);
    if (rc == CP_OK && has && x.import > UINT32_MAX)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %u imports", UINT32_MAX);
    if (rc == CP_OK && has)
        rc = send_batch(s, &x, err);
    if (rc != CP_OK || !has)
        return rc;
    *did = true;
    s->shipped_at = now_us();
    atomic_fetch_add(&s->batches, 1);
    atomic_fetch_add(&s->flows, x.rows);
    return measure(s, err);
}

/* Batches that are too old go: at first out of answers, later out of the servers. */
static cp_rc sweep(cp_shipper *s, cp_err *err)
{
    cp_time now = cp_job_now();
    cp_time rests = s->every < SWEEP_S * SECOND_US ? s->every : SWEEP_S * SECOND_US;
    uint32_t v[CP_CASE_GOING_MAX], n = 0;
    bool are_gone = false;
    cp_case_forgotten before, after;
    if (!s->keep || atomic_load(&s->is_finishing) ||
        (s->swept_at && now_us() - s->swept_at < rests))
        return CP_OK;
    cp_rc rc = cp_case_forgotten_of(s->c, &before, err);
    if (rc == CP_OK)
        rc = cp_case_ship_forget(s->c, now - s->keep, now, err);
    if (rc == CP_OK)
        rc = cp_case_forgotten_of(s->c, &after, err);
    if (rc == CP_OK)
        atomic_fetch_add(&s->removed, after.rows - before.rows);
    if (rc == CP_OK)
        rc = cp_case_ship_going(s->c, now, v, &n, err);
    if (rc == CP_OK && n)
        rc = connect_to(s, err);
    if (rc == CP_OK && n)
        rc = cp_click_batches_drop(s->click, v, n, &are_gone, err);
    if (rc == CP_OK && are_gone)
        rc = cp_case_ship_gone(s->c, v, n, now, err);
    s->swept_at = now_us();
    return rc;
}

static void note(cp_shipper *s, cp_rc rc, const cp_err *err)
{
    (void)pthread_mutex_lock(&s->lock);
    if ((rc != CP_OK) != s->is_stuck)
        s->was_told = false;
    s->is_stuck = rc != CP_OK;
    if (rc != CP_OK)
        (void)cp_err_text(err, s->why, sizeof s->why);
    (void)pthread_mutex_unlock(&s->lock);
}

static void rest(cp_shipper *s, int ms)
{
    const struct timespec t = { 0, STEP_MS * 1000 * 1000 };
    bool was_finishing = atomic_load(&s->is_finishing);
    for (; ms > 0 && atomic_load(&s->is_finishing) == was_finishing; ms -= STEP_MS)
        (void)nanosleep(&t, NULL);
}

static bool is_done(cp_shipper *s, cp_rc rc)
{
    if (!atomic_load(&s->is_finishing))
        return false;
    s->finishing_at = s->finishing_at ? s->finishing_at : now_us();
    if (rc == CP_OK)
        return atomic_load(&s->waiting_flows) == 0;
    return now_us() - s->finishing_at > FINISH_TRIES_S * SECOND_US;
}

static void *run(void *arg)
{
    cp_shipper *s = arg;
    cp_rc rc = CP_OK;
    int again_ms = AGAIN_MS;
    while (!is_done(s, rc)) {
        bool did = false;
        cp_err err = { .off_bytes = CP_NO_OFF };
        rc = s->c ? CP_OK : cp_case_open(s->a, s->case_path, CP_CASE_READ, &s->c, &err);
        if (rc == CP_OK)
            rc = step(s, &did, &err);
        if (rc == CP_OK)
            rc = sweep(s, &err);
        note(s, rc, &err);
        if (rc != CP_OK) {
            disconnect(s);
            atomic_fetch_add(&s->failures, 1);
            again_ms = atomic_load(&s->is_finishing) ? AGAIN_MS : again_ms;
            rest(s, again_ms);
            again_ms = again_ms < AGAIN_MS_MAX / 2 ? 2 * again_ms : AGAIN_MS_MAX;
            continue;
        }
        again_ms = AGAIN_MS;
        if (!did) {
            rest(s, STEP_MS);
        }
    }
    disconnect(s);
    atomic_store(&s->is_over, true);
    return NULL;
}

/* ---- its owner */

static cp_rc read_ship(cp_shipper *s, cp_err *err)
{
    const cp_opts *o = &s->j->opts;
    s->every = SHIP_S * SECOND_US;
    if (o->ship.n && (!cp_job_time(o->ship, &s->every) || s->every < SECOND_US))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--ship is \"%.*s\", expected a time such as 10s or 5m", CP_FMT(o->ship));
    if (o->spool_mib == 0 || o->spool_mib > CP_JOB_SPOOL_MIB_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--spool is %llu, expected 1 to %d MiB",
                       (unsigned long long)o->spool_mib, CP_JOB_SPOOL_MIB_MAX);
    s->spool_bytes = o->spool_mib << 20;
    if (o->keep_days > KEEP_DAYS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--keep-days is %llu, expected at most %d",
                       (unsigned long long)o->keep_days, KEEP_DAYS_MAX);
    s->keep = (cp_time)o->keep_days * 86400 * SECOND_US;
    return CP_OK;
}

/* Is it one that is there to be asked, and the one that is meant? */
static cp_rc try_first(cp_shipper *s, cp_err *err)
{
    cp_err why = { .off_bytes = CP_NO_OFF };
    cp_rc rc = connect_to(s, &why);
    bool may_pass = rc == CP_EIO || rc == CP_EBUSY || rc == CP_EFULL || rc == CP_ELIMIT;
    if (rc == CP_OK && cp_click_note(s->click).n)
        s->j->say(s->j, "%.*s", CP_FMT(cp_click_note(s->click)));
    disconnect(s); /* the thread makes its own */
    if (rc == CP_OK || may_pass) {
        note(s, rc, &why);
        return CP_OK;
    }
    *err = why;
    return rc;
}

static void end(void *arg)
{
    cp_shipper *s = arg;
    if (s->is_running)
        cp_shipper_finish(s);
    cp_arena_free(s->a);
}

cp_rc cp_shipper_start(cp_job *j, cp_case *c, cp_shipper **out, cp_err *err)
{
    cp_shipper *s = CP_NEW(j->a, cp_shipper);
    cp_case_cluster cluster;
    *s = (cp_shipper){ .j = j, .case_path = j->opts.case_path, .c = c, .was_told = true };
    (void)pthread_mutex_init(&s->lock, NULL);
    cp_rc rc = read_ship(s, err);
    if (rc == CP_OK)
        rc = cp_job_click_opts(j, &s->o, err);
    if (rc == CP_OK)
        rc = cp_case_cluster_set(c, j->a, s->o.n_urls, &cluster, err);
    if (rc != CP_OK)
        return rc;
    s->a = cp_arena_new(0);
    cp_arena_defer(j->a, end, s);
    s->o.cluster = cluster.id;
    s->o.creates = true;
    s->o.is_stopped = is_stopped;
    s->o.stop_ctx = s;
    rc = try_first(s, err);
    if (rc != CP_OK)
        return rc;
    s->c = NULL;
    s->shipped_at = now_us();
    s->is_running = cp_thread_start(&s->thread, run, s);
    if (!s->is_running)
        return cp_fail(err, CP_EIO, CP_NO_OFF, "there is no thread for what goes to ClickHouse");
    *out = s;
    return CP_OK;
}

cp_rc cp_shipper_room(cp_shipper *s, cp_err *err)
{
    char why[200] = "it is slow";
    if (atomic_load(&s->waiting_bytes) < s->spool_bytes)
        return CP_OK;
    (void)pthread_mutex_lock(&s->lock);
    if (s->is_stuck)
        memcpy(why, s->why, sizeof why - 1);
    (void)pthread_mutex_unlock(&s->lock);
    return cp_fail(err, CP_EFULL, CP_NO_OFF, "%llu MiB of flows wait for ClickHouse (--spool): %s",
                   (unsigned long long)s->spool_bytes >> 20, why);
}

void cp_shipper_say(cp_shipper *s)
{
    (void)pthread_mutex_lock(&s->lock);
    if (!s->was_told && s->is_stuck)
        s->j->warn(s->j,
                   "%s; it is tried again, and flows stay in the case meanwhile, up to %llu MiB",
                   s->why, (unsigned long long)s->spool_bytes >> 20);
    else if (!s->was_told)
        s->j->warn(s->j, "ClickHouse takes flows again");
    s->was_told = true;
    (void)pthread_mutex_unlock(&s->lock);
}

void cp_shipper_figures(cp_shipper *s, cp_ship_figures *out)
{
    *out = (cp_ship_figures){ .batches = atomic_load(&s->batches),
                              .flows = atomic_load(&s->flows),
                              .failures = atomic_load(&s->failures),
                              .waiting_flows = atomic_load(&s->waiting_flows),
                              .waiting_bytes = atomic_load(&s->waiting_bytes),
                              .removed = atomic_load(&s->removed) };
    (void)pthread_mutex_lock(&s->lock);
    out->is_stuck = s->is_stuck;
    (void)pthread_mutex_unlock(&s->lock);
}

void cp_shipper_finish(cp_shipper *s)
{
    atomic_store(&s->is_finishing, true);
    if (s->is_running)
        (void)pthread_join(s->thread, NULL);
    s->is_running = false;
    cp_shipper_say(s);
}
