/* SPDX-License-Identifier: Apache-2.0 */
/* collect.c - `collect`: flows off the network, into the case while they come.
 *
 *     process that receives --batch--> [looked at] --> case: all of a batch with its number, or
 *                                          |                nothing of it
 *                                          `-- no space, or somebody writes: it waits and is tried
 *                                              again, while what comes is held by who receives
 *
 * An import grows as long as this runs and ends with it. Who was killed left it open; who starts
 * again at the same addresses goes on with it, with the exporters' numbers, counters and
 * templates. */
#include "job/collect.h"
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>
#include "job/evidence.h"
#include "job/live.h"
#include "job/progress.h"
#include "store/case_flow.h"

enum {
    WAIT_MS = 200,
    AGAIN_MS = 1000, /* a batch that the case did not take */
    REST_MS = 5000,  /* what the process that receives takes at most for what it has */
    METRICS_US = 5 * 1000 * 1000,
    FLUSH_US = 5 * 1000 * 1000,
    FLUSH_MS_MIN = 10,
    RECEIVE_BYTES = 32 << 20, /* half a second of what one thread decodes */
};

typedef struct collecting {
    cp_job *j;
    cp_job_collected done;
    cp_case *c;
    cp_str name, session;
    uint64_t seq;
    cp_time ends_at, metrics_at; /* on the clock that only goes forward */
    bool is_stopping, metrics_failed;
} collecting;

static cp_time clock_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- options */

static cp_rc read_listens(collecting *k, cp_err *err)
{
    const cp_opts *o = &k->j->opts;
    cp_buf name = cp_buf_new(k->j->a);
    cp_collect_listen *v = CP_NEW_ARRAY(k->j->a, cp_collect_listen, CP_COLLECT_LISTENS_MAX);
    if (o->n_listen == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "collect needs --listen ADDRESS:PORT[,...], such as 127.0.0.1:2055");
    if (o->n_listen > CP_COLLECT_LISTENS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--listen names %u addresses, expected at most %d", o->n_listen,
                       CP_COLLECT_LISTENS_MAX);
    for (uint32_t i = 0; i < o->n_listen; i++) {
        if (!cp_collect_listen_parse(k->j->a, o->listen[i], &v[i]))
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "--listen is \"%.*s\", expected ADDRESS:PORT, as 192.0.2.1:2055, "
                           "0.0.0.0:9995 or [::]:4739",
                           CP_FMT(o->listen[i]));
        cp_buf_fmt(&name, "%s%.*s", i ? "," : "", CP_FMT(v[i].text));
    }
    k->done.opts.listens = v;
    k->done.opts.n_listens = o->n_listen;
    k->name = cp_buf_str(&name);
    return CP_OK;
}

static cp_rc read_time(cp_str text, const char *option, cp_time otherwise, cp_time *out,
                       cp_err *err)
{
    *out = otherwise;
    if (text.n && !cp_job_time(text, out))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%s is \"%.*s\", expected a time such as 30s, 10m or 2h", option,
                       CP_FMT(text));
    return CP_OK;
}

/* Also milliseconds: who looks on wants to see flows soon. */
static cp_rc read_flush(cp_str text, cp_time *out, cp_err *err)
{
    uint32_t ms;
    bool is_ms = text.n > 2 && cp_str_eq(cp_str_from(text, text.n - 2), CP_STR("ms"));
    if (!is_ms)
        return read_time(text, "--flush", FLUSH_US, out, err);
    if (!cp_str_u32(cp_str_slice(text, 0, text.n - 2), &ms) || ms < FLUSH_MS_MIN)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--flush is \"%.*s\", expected at least %dms",
                       CP_FMT(text), FLUSH_MS_MIN);
    *out = (cp_time)ms * 1000;
    return CP_OK;
}

cp_rc cp_job_within(cp_job *j, cp_ranges *out, cp_err *err)
{
    for (uint32_t i = 0; i < j->opts.n_within; i++) {
        cp_range x;
        bool is_range;
        cp_rc rc = cp_range_parse(j->a, j->opts.within[i], false, &is_range, &x, err);
        if (rc == CP_OK && !is_range)
            rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--within is \"%.*s\", expected a prefix",
                         CP_FMT(j->opts.within[i]));
        if (rc != CP_OK)
            return rc;
        cp_ranges_add(j->a, out, x);
    }
    cp_ranges_settle(out);
    return CP_OK;
}

static cp_rc read_options(collecting *k, cp_err *err)
{
    const cp_opts *o = &k->j->opts;
    cp_collect_opts *out = &k->done.opts;
    cp_rc rc = read_listens(k, err);
    if (rc == CP_OK)
        rc = read_time(o->lasting, "--for", 0, &k->ends_at, err);
    if (rc == CP_OK)
        rc = read_flush(o->flush, &out->flush, err);
    if (rc == CP_OK)
        rc = cp_job_within(k->j, &out->within, err);
    if (rc != CP_OK)
        return rc;
    uint64_t threads = o->threads ? o->threads : 1;
    if (threads > CP_COLLECT_THREADS_MAX || threads * out->n_listens > CP_COLLECT_SOCKETS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--threads is %llu, expected at most %d, and %d for all addresses together",
                       (unsigned long long)threads, CP_COLLECT_THREADS_MAX, CP_COLLECT_SOCKETS_MAX);
    if (o->queue_mib == 0 || o->queue_mib > CP_COLLECT_QUEUE_MIB_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--buffer is %llu, expected 1 to %d MiB",
                       (unsigned long long)o->queue_mib, CP_COLLECT_QUEUE_MIB_MAX);
    out->n_threads = (uint32_t)threads;
    out->receive_bytes = RECEIVE_BYTES;
    out->queue_bytes = o->queue_mib << 20;
    return CP_OK;
}

/* ---- the case */

static cp_str new_session(collecting *k)
{
    uint64_t random = 0;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        random = (uint64_t)clock_now();
    return cp_str_fmt(k->j->a, "%.*s %.*s %016llx", CP_FMT(k->name),
                      CP_FMT(cp_time_text(k->j->a, k->done.began)), (unsigned long long)random);
}

static cp_flow_template *known_templates(cp_arena *a, const cp_case_template *v, uint32_t n,
                                         uint32_t *n_out)
{
    cp_flow_template *out = CP_NEW_ARRAY(a, cp_flow_template, n);
    *n_out = 0;
    n = n < CP_COLLECT_RESTORED_MAX ? n : CP_COLLECT_RESTORED_MAX; /* the newest */
    for (uint32_t i = n; i-- > 0;) /* the newest come last, as if they had been used last */
        if (v[i].data.n > 1)
            out[(*n_out)++] = (cp_flow_template){ .exporter = v[i].addr,
                                                  .domain = v[i].domain,
                                                  .proto = v[i].proto,
                                                  .is_options = v[i].data.p[0] != 0,
                                                  .record = { v[i].data.p + 1, v[i].data.n - 1 } };
    return out;
}

static cp_rc open_session(collecting *k, cp_case_collected *stands, cp_err *err)
{
    cp_job *j = k->j;
    cp_rc rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_CREATE_FLOWS, &k->c, err);
    if (rc == CP_OK)
        rc = cp_case_collect_unended(k->c, j->a, k->name, j->opts.realm, &k->session, err);
    bool goes_on = rc == CP_OK && k->session.n;
    if (rc == CP_OK && !goes_on)
        k->session = new_session(k);
    if (rc == CP_OK)
        rc = cp_case_collect_begin(k->c, j->a,
                                   &(cp_case_collector){ .session = k->session,
                                                         .name = k->name,
                                                         .realm = j->opts.realm,
                                                         .by = cp_job_user(j->a),
                                                         .at = k->done.began },
                                   stands, err);
    if (rc != CP_OK)
        return rc;
    k->seq = stands->batch;
    if (goes_on)
        j->say(j, "%.*s: going on after batch %llu: the last collector here did not end",
               CP_FMT(k->name), (unsigned long long)k->seq);
    return CP_OK;
}

static cp_rc start_shipping(collecting *k, cp_err *err)
{
    cp_case_cluster cluster;
    if (k->j->opts.n_clickhouse)
        return cp_shipper_start(k->j, k->c, &k->done.shipper, err);
    cp_rc rc = cp_case_cluster_of(k->c, k->j->a, &cluster, err);
    if (rc == CP_OK && cluster.n_shards)
        k->j->warn(
            k->j,
            "flows of this case went to ClickHouse (%u shard%s); what comes now stays in the "
            "case until --clickhouse names them",
            cluster.n_shards, cp_plural(cluster.n_shards));
    return rc;
}

static cp_rc start(collecting *k, cp_err *err)
{
    cp_job *j = k->j;
    cp_case_collected stands;
    cp_case_template *kept;
    cp_arena *a = cp_arena_new(0);
    uint32_t n_kept, n = 0;
    cp_rc rc = open_session(k, &stands, err);
    if (rc == CP_OK)
        rc = start_shipping(k, err);
    if (rc == CP_OK)
        rc = cp_case_templates(k->c, a, &kept, &n_kept, err);
    if (rc == CP_OK) {
        cp_flow_template *v = known_templates(a, kept, n_kept, &n);
        rc = cp_collect_start(k->done.from, stands.exporters, stands.n_exporters, v, n, err);
    }
    cp_arena_free(a);
    if (rc == CP_OK && n)
        j->say(j, "%.*s: %u template%s known from before", CP_FMT(k->name), n,
               n == 1 ? " is" : "s are");
    return rc;
}

/* ---- while it runs */

static void tell_begun(collecting *k)
{
    cp_job *j = k->j;
    for (uint32_t i = 0; i < k->done.opts.n_listens; i++) {
        cp_collect_sums s;
        cp_collect_sum(k->done.from, i, &s);
        uint64_t got = s.receive_bytes / k->done.opts.n_threads / 2; /* the kernel counts twice */
        j->say(j, "%.*s: listening%s%.*s", CP_FMT(k->done.opts.listens[i].text),
               j->opts.lasting.n ? " for " : "; ^C ends it", CP_FMT(j->opts.lasting));
        if (got < RECEIVE_BYTES)
            j->say(j,
                   "%.*s: the kernel gives %llu KiB for what waits to be read, of %d asked for: "
                   "bursts may be lost; sysctl net.core.rmem_max allows more",
                   CP_FMT(k->done.opts.listens[i].text), (unsigned long long)got >> 10,
                   RECEIVE_BYTES >> 10);
    }
}

static void write_metrics(collecting *k)
{
    cp_err err = { .off_bytes = CP_NO_OFF };
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX];
    if (k->j->opts.metrics.n == 0)
        return;
    cp_rc rc = cp_job_collect_metrics(k->j, &k->done, &err);
    if (rc != CP_OK && !k->metrics_failed) {
        (void)cp_err_text(&err, text, sizeof text);
        k->j->warn(k->j, "%s (the flows go on; it is tried again)", text);
    }
    k->metrics_failed = rc != CP_OK;
}

/* What is to be done now and then, whether the case takes anything or not. */
static void tick(collecting *k)
{
    cp_time now = clock_now();
    bool is_asked = *k->j->interrupted != 0;
    if (!k->is_stopping && (is_asked || (k->ends_at && now >= k->ends_at))) {
        cp_collect_stop(k->done.from);
        k->is_stopping = true;
        *k->j->interrupted = 0; /* a second one has ended the program */
    }
    if (k->done.shipper)
        cp_shipper_say(k->done.shipper);
    if (now - k->metrics_at >= METRICS_US) {
        k->metrics_at = now;
        write_metrics(k);
    }
}

static void tell_stuck(collecting *k, const cp_err *why)
{
    char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX];
    (void)cp_err_text(why, text, sizeof text);
    k->j->warn(k->j,
               "%s; it is tried again, and up to %llu MiB of flows are held meanwhile; what does "
               "not fit is dropped and counted",
               text, (unsigned long long)(k->done.opts.queue_bytes >> 20));
}

static void committed(collecting *k, const cp_collect_batch *b)
{
    cp_job *j = k->j;
    if (k->done.is_stuck)
        j->warn(j, "the case takes flows again");
    k->done.is_stuck = false;
    k->done.batches++;
    k->done.flows += b->flows;
    k->done.committed = cp_job_now();
    cp_progress_at(j, k->done.flows);
    if (j->opts.verbose)
        j->say(j, "batch %llu: %llu flow%s", (unsigned long long)k->seq,
               (unsigned long long)b->flows, cp_plural(b->flows));
}

static cp_case_template *templates_of(cp_arena *a, const cp_collect_batch *b, cp_time at)
{
    cp_case_template *v = CP_NEW_ARRAY(a, cp_case_template, b->n_templates);
    for (uint32_t i = 0; i < b->n_templates; i++) {
        const cp_flow_template *t = &b->templates[i];
        uint8_t *data = CP_NEW_RAW(a, uint8_t, t->record.n + 1);
        data[0] = t->is_options;
        memcpy(data + 1, t->record.p, t->record.n);
        v[i] = (cp_case_template){ .addr = t->exporter,
                                   .domain = t->domain,
                                   .proto = t->proto,
                                   .id = (uint32_t)t->record.p[0] << 8 | t->record.p[1],
                                   .data = { data, t->record.n + 1 },
                                   .at = at };
    }
    return v;
}

/* Until the case has it; or until we are to end, for then nobody knows when there will be space. */
static cp_rc append(collecting *k, const cp_case_batch *b, cp_err *err)
{
    const struct timespec wait = { 0, WAIT_MS * 1000 * 1000 };
    for (;;) {
        bool is_known;
        cp_err why = { .off_bytes = CP_NO_OFF };
        cp_rc rc = k->done.shipper ? cp_shipper_room(k->done.shipper, &why) : CP_OK;
        if (rc == CP_OK)
            rc = cp_case_collect_append(k->c, b, &is_known, &why);
        if (rc == CP_OK)
            return CP_OK;
        if ((rc != CP_EFULL && rc != CP_EBUSY) || k->is_stopping) {
            *err = why;
            return rc;
        }
        if (!k->done.is_stuck)
            tell_stuck(k, &why);
        k->done.is_stuck = true;
        k->done.failures++;
        for (int ms = 0; ms < AGAIN_MS && !k->is_stopping; ms += WAIT_MS) {
            (void)nanosleep(&wait, NULL);
            tick(k);
        }
    }
}

static cp_rc keep(collecting *k, const cp_collect_batch *b, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    const cp_case_batch batch = { .seq = k->seq + 1,
                                  .blocks = b->blocks,
                                  .n_blocks = b->n_blocks,
                                  .exporters = b->exporters,
                                  .n_exporters = b->n_exporters,
                                  .templates = templates_of(a, b, cp_job_now()),
                                  .n_templates = b->n_templates,
                                  .bytes = b->bytes,
                                  .records = b->records,
                                  .records_bad = b->records_bad,
                                  .records_unused = b->records_unused };
    cp_rc rc = append(k, &batch, err);
    cp_arena_free(a);
    if (rc != CP_OK)
        return rc;
    k->seq++;
    committed(k, b);
    return CP_OK;
}

static cp_rc run(collecting *k, cp_err *err)
{
    cp_rc rc = CP_OK;
    while (rc == CP_OK && !cp_collect_is_over(k->done.from)) {
        cp_collect_batch b;
        bool has;
        rc = cp_collect_wait(k->done.from, WAIT_MS, &b, &has, err);
        if (rc == CP_OK && has) {
            rc = keep(k, &b, err);
            cp_collect_taken(k->done.from);
        }
        tick(k);
    }
    return rc;
}

/* ---- the end */

static void add(cp_buf *b, uint64_t n, const char *what)
{
    if (n)
        cp_buf_fmt(b, "; %llu %s", (unsigned long long)n, what);
}

static cp_str summary(const collecting *k)
{
    cp_collect_sums s;
    cp_buf b = cp_buf_new(k->j->a);
    cp_collect_sum_all(k->done.from, &s);
    uint64_t n = cp_collect_n_exporters(k->done.from);
    cp_buf_fmt(&b, "%llu datagram%s, %llu flow%s of %llu exporter%s in %llu batch%s",
               (unsigned long long)s.packets, cp_plural(s.packets),
               (unsigned long long)k->done.flows, cp_plural(k->done.flows), (unsigned long long)n,
               cp_plural(n), (unsigned long long)k->done.batches, k->done.batches == 1 ? "" : "es");
    if (k->done.shipper) {
        cp_ship_figures f;
        cp_shipper_figures(k->done.shipper, &f);
        add(&b, f.flows, "went to ClickHouse");
        add(&b, f.waiting_flows, "wait in the case for ClickHouse");
        add(&b, f.removed, "older ones left ClickHouse (--keep-days)");
    }
    add(&b, s.lost, "lost by the exporters' sequence numbers");
    add(&b, s.kernel_dropped, "datagrams dropped by the kernel");
    add(&b, s.dropped, "flows dropped here, because the case did not take them in time");
    add(&b, s.no_template, "sets without a template");
    add(&b, s.bad, "malformed");
    add(&b, s.strange, "datagrams of no form that is known");
    add(&b, s.refused, "of exporters beyond the limit");
    add(&b, s.outside, "datagrams from outside --within, not read");
    add(&b, s.unused, "records that are no flows");
    return cp_buf_str(&b);
}

static cp_rc end(collecting *k, cp_err *err)
{
    cp_job *j = k->j;
    if (k->done.shipper)
        cp_shipper_finish(k->done.shipper);
    cp_str note = summary(k);
    cp_rc rc = cp_case_collect_end(k->c, note, cp_job_user(j->a), cp_job_now(), err);
    if (rc == CP_OK)
        cp_buf_fmt(j->out, "%.*s: %.*s\n", CP_FMT(k->name), CP_FMT(note));
    return rc;
}

/* What waited to be read when the end came was sent as well, and counts. */
static void receive_the_rest(collecting *k)
{
    cp_rc rc = CP_OK;
    cp_collect_stop(k->done.from);
    for (int ms = 0; ms < REST_MS && rc == CP_OK && !cp_collect_is_over(k->done.from);) {
        cp_err err = { .off_bytes = CP_NO_OFF };
        cp_collect_batch b;
        bool has = false;
        rc = cp_collect_wait(k->done.from, WAIT_MS, &b, &has, &err);
        if (rc == CP_OK && has)
            cp_collect_taken(k->done.from);
        ms += has ? 0 : WAIT_MS;
    }
}

/* What came and is not in the case. */
static void tell_lost(collecting *k)
{
    cp_collect_sums s;
    receive_the_rest(k);
    cp_collect_sum_all(k->done.from, &s);
    if (s.flows > k->done.flows)
        k->j->warn(k->j, "%llu flow%s that came %s not in the case",
                   (unsigned long long)(s.flows - k->done.flows),
                   cp_plural(s.flows - k->done.flows), s.flows - k->done.flows == 1 ? "is" : "are");
}

cp_rc cp_job_collect(cp_job *j, cp_err *err)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    collecting *k = CP_NEW(j->a, collecting);
    k->j = j;
    k->done.began = cp_job_now();
    k->done.committed = CP_TIME_NONE;
    cp_rc rc = read_options(k, err);
    if (rc == CP_OK)
        rc = cp_job_click_check(j, err);
    if (rc == CP_OK)
        rc = cp_collect_open(j->a, &k->done.opts, &k->done.from, err);
    if (rc != CP_OK)
        return rc;
    (void)sigaction(SIGPIPE, &ignore, &before);
    rc = start(k, err);
    if (rc == CP_OK) {
        tell_begun(k);
        k->ends_at = k->ends_at ? clock_now() + k->ends_at : 0;
        cp_progress_phase(j, CP_STR("collecting"), "flows", 0);
        rc = run(k, err);
        if (rc != CP_OK)
            tell_lost(k);
        write_metrics(k);
    }
    if (rc == CP_OK)
        rc = end(k, err);
    (void)sigaction(SIGPIPE, &before, NULL);
    return rc;
}
