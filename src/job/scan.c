/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - see scan.h: the command.
 *
 * Each device is a source of its own, and one transaction of the case; a last source tells what
 * became of everybody, so that an answer from the case years later still says who was silent. */
#include "job/scan.h"
#include <signal.h>
#include <stdio.h>
#include "codec/sha256.h"
#include "job/chart.h"
#include "job/progress.h"
#include "sources/scan/msg.h"

enum { OUTSIDE_TOLD_MAX = 8 };

typedef struct scan {
    cp_job *j;
    cp_scan_plan plan;
    cp_scan_keep keep;
    cp_evidence_taker *taker;
    bool ended, keeps, is_whole;
    cp_time from;
    cp_scan_counts counts;
    uint64_t states[CP_SCAN_STATE_COUNT];
    cp_source summary;
    /* a crawl */
    cp_scan *engine;
    cp_map known;        /* addresses that were found */
    CP_VEC(cp_ip) found; /* by the device at hand, and not looked at yet */
    CP_VEC(cp_ip) outside;
    uint64_t n_not_followed; /* beyond the limit */
} scan;

static cp_str now_text(const scan *s) { return cp_time_text(s->j->a, s->from); }

static cp_str realm_of(const cp_job *j)
{
    return j->opts.realm.n ? j->opts.realm : CP_STR("default");
}

/* ---- a crawl: what neighbours are called, as it is read */

static void seen(void *ctx, const cp_obs *o)
{
    scan *s = ctx;
    cp_ip ip;
    bool is_address = o->kind == CP_KIND_LLDP_MGMT_ADDR || o->kind == CP_KIND_CDP_ADDRESS;
    if (s->j->opts.crawl && is_address && cp_ip_parse(o->value, &ip) && cp_ip_is_host(ip))
        cp_vec_push(s->j->a, &s->found, ip);
}

/* Is it new, and who may be asked? Those who may not are only told. */
static cp_rc follow_one(scan *s, cp_ip ip, cp_err *err)
{
    cp_job *j = s->j;
    bool added;
    if (cp_ranges_have(&s->plan.todo, ip) || cp_ranges_have(&s->keep.done, ip))
        return CP_OK;
    if (s->known.n >= CP_SCAN_ADDRESSES_MAX) { /* somebody makes neighbours up */
        s->n_not_followed++;
        return CP_OK;
    }
    (void)cp_map_put(j->a, &s->known, cp_ip_text(j->a, ip), &added);
    if (!added)
        return CP_OK;
    if (!cp_ranges_have(&s->plan.within, ip)) {
        cp_vec_push(j->a, &s->outside, ip);
        return CP_OK;
    }
    cp_rc rc = cp_scan_keep_found(j, &s->keep, ip, err);
    if (rc == CP_OK)
        cp_scan_also(s->engine, ip);
    return rc;
}

static cp_rc follow(scan *s, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < s->found.n; i++)
        rc = follow_one(s, s->found.v[i], err);
    s->found.n = 0;
    return rc;
}

/* ---- devices */

static cp_source empty_source(const scan *s, cp_str name)
{
    return (cp_source){ .name = name,
                        .sha256 = CP_STR(""),
                        .format = CP_STR("scan"),
                        .realm = realm_of(s->j),
                        .imported_at = CP_TIME_NONE,
                        .first_at = CP_TIME_NONE,
                        .last_at = CP_TIME_NONE };
}

static cp_str why(cp_arena *a, const cp_scan_device *d)
{
    if (d->state == CP_SCAN_ANSWERED || d->state == CP_SCAN_PARTLY)
        return CP_STR("it answers and shows nothing: perhaps its view of this credential is empty");
    if (d->state == CP_SCAN_NO_CREDENTIAL)
        return CP_STR("not asked: no credential is for this address");
    return cp_str_fmt(a, "%s%s%.*s", cp_scan_state_text(d->state), d->note.n ? ": " : "",
                      CP_FMT(d->note));
}

/* Of whom nothing was learnt: it is told if somebody named it, or if it refused. */
static cp_rc tell_nothing(scan *s, const cp_scan_device *d, cp_str name, cp_err *err)
{
    cp_job *j = s->j;
    bool is_named = cp_ranges_have(&s->plan.named, d->ip);
    bool is_there = d->state != CP_SCAN_UNREACHABLE && (d->state != CP_SCAN_SILENT || d->note.n);
    cp_str text = why(j->a, d);
    if (is_there)
        cp_source_bad(j->a, &s->summary, 0, "%.*s: %.*s", CP_FMT(cp_ip_text(j->a, d->ip)),
                      CP_FMT(text));
    if (!is_named && !is_there)
        return CP_OK;
    cp_source src = empty_source(s, name);
    src.state = is_named ? CP_SOURCE_UNREADABLE : CP_SOURCE_NOT_RECOGNISED;
    src.problems[src.n_problems++] = (cp_problem){ 0, text };
    if (is_named)
        j->warn(j, "%.*s: %.*s", CP_FMT(name), CP_FMT(text));
    else
        j->say(j, "%.*s: %.*s", CP_FMT(name), CP_FMT(text));
    return cp_evidence_tell(s->taker, &src, err);
}

static cp_rc take_walk(scan *s, const cp_scan_device *d, cp_str name, cp_err *err)
{
    cp_job *j = s->j;
    cp_source src;
    cp_rc rc = CP_OK;
    if (j->opts.save.n)
        rc = cp_scan_save(j, d->ip, d->recording, s->from, err);
    if (rc == CP_OK)
        rc = cp_evidence_take(s->taker, name, cp_bytes_of_str(d->recording), &src, err);
    if (rc == CP_OK && d->note.n)
        cp_source_bad(j->a, &s->summary, 0, "%.*s: in part: %.*s", CP_FMT(cp_ip_text(j->a, d->ip)),
                      CP_FMT(d->note));
    return rc;
}

static cp_rc on_device(void *ctx, cp_scan *engine, const cp_scan_device *d, cp_err *err)
{
    scan *s = ctx;
    cp_job *j = s->j;
    cp_rc rc;
    s->engine = engine;
    s->states[d->state]++;
    cp_progress_at(j, cp_ranges_count(&s->keep.done) + ++s->counts.done);
    if (d->n_values == 0 && !cp_ranges_have(&s->plan.named, d->ip) &&
        (d->state == CP_SCAN_UNREACHABLE || (d->state == CP_SCAN_SILENT && !d->note.n)))
        return cp_scan_keep_done(j, &s->keep, d->ip, d->state, err);
    cp_str name =
        cp_str_fmt(j->a, "scan:%.*s@%.*s", CP_FMT(cp_ip_text(j->a, d->ip)), CP_FMT(now_text(s)));
    rc = d->n_values ? take_walk(s, d, name, err) : tell_nothing(s, d, name, err);
    if (rc == CP_OK && j->opts.crawl)
        rc = follow(s, err);
    return rc == CP_OK ? cp_scan_keep_done(j, &s->keep, d->ip, d->state, err) : rc;
}

/* ^C ends it with what is there; a second one ends the program. */
static bool is_ended(void *ctx)
{
    scan *s = ctx;
    if (*s->j->interrupted) {
        s->ended = true;
        *s->j->interrupted = 0;
    }
    return s->ended;
}

/* ---- what became of everybody */

static void add_count(cp_buf *b, uint64_t n, const char *what)
{
    if (n)
        cp_buf_fmt(b, "%s%llu %s", b->n ? ", " : "", (unsigned long long)n, what);
}

static cp_str outside_text(const scan *s)
{
    cp_buf b = cp_buf_new(s->j->a);
    for (uint32_t i = 0; i < s->outside.n && i < OUTSIDE_TOLD_MAX; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "", CP_FMT(cp_ip_text(s->j->a, s->outside.v[i])));
    if (s->outside.n > OUTSIDE_TOLD_MAX)
        cp_buf_fmt(&b, " and %u more", s->outside.n - OUTSIDE_TOLD_MAX);
    return cp_buf_str(&b);
}

static uint64_t asked(const scan *s)
{
    uint64_t n = 0;
    for (int i = 0; i < CP_SCAN_STATE_COUNT; i++)
        n += s->states[i] + s->keep.before[i];
    return n - s->states[CP_SCAN_NO_CREDENTIAL] - s->keep.before[CP_SCAN_NO_CREDENTIAL];
}

static cp_str note_of(const scan *s, uint64_t n_left)
{
    cp_arena *a = s->j->a;
    cp_buf b = cp_buf_new(a), states = cp_buf_new(a);
    for (int i = 0; i < CP_SCAN_STATE_COUNT; i++)
        add_count(&states, s->states[i] + s->keep.before[i], cp_scan_state_text((cp_scan_state)i));
    cp_buf_fmt(&b, "%llu address%s asked", (unsigned long long)asked(s), asked(s) == 1 ? "" : "es");
    if (states.n)
        cp_buf_fmt(&b, ": %.*s", CP_FMT(cp_buf_str(&states)));
    if (s->keep.goes_on)
        cp_buf_add_c(&b, "; some of it before an interruption");
    if (n_left)
        cp_buf_fmt(&b, "; interrupted, %llu not asked", (unsigned long long)n_left);
    if (s->outside.n)
        cp_buf_fmt(&b, "; %u addresses of neighbours lie outside, not asked: %.*s", s->outside.n,
                   CP_FMT(outside_text(s)));
    if (s->n_not_followed)
        cp_buf_fmt(&b,
                   "; neighbours tell of more than %d addresses, %llu times one was not followed",
                   CP_SCAN_ADDRESSES_MAX, (unsigned long long)s->n_not_followed);
    if (s->plan.n_left_out)
        cp_buf_fmt(&b, "; %llu addresses of the case lie outside, not asked",
                   (unsigned long long)s->plan.n_left_out);
    if (s->counts.strange)
        cp_buf_fmt(&b, "; %llu packets came that answer nothing that was asked",
                   (unsigned long long)s->counts.strange);
    return cp_buf_str(&b);
}

static cp_rc summarise(scan *s, cp_err *err)
{
    cp_job *j = s->j;
    cp_source *src = &s->summary;
    uint64_t all = cp_ranges_count(&s->plan.todo) + cp_ranges_count(&s->keep.done), done = 0;
    for (int i = 0; i < CP_SCAN_STATE_COUNT; i++)
        done += s->states[i] + s->keep.before[i];
    src->note = note_of(s, !s->is_whole && all > done ? all - done : 0);
    src->sha256 = cp_sha256_hex(
        j->a, cp_bytes_of_str(cp_str_fmt(j->a, "%.*s %.*s", CP_FMT(src->name), CP_FMT(src->note))));
    src->records = done;
    src->records_unused = done - s->states[CP_SCAN_ANSWERED] - s->states[CP_SCAN_PARTLY] -
                          s->keep.before[CP_SCAN_ANSWERED] - s->keep.before[CP_SCAN_PARTLY];
    src->first_at = s->from;
    src->last_at = cp_job_now();
    src->state = src->records_bad || !s->is_whole ? CP_SOURCE_PARTLY : CP_SOURCE_READ;
    src->records_bad = src->records_bad < done ? src->records_bad : done;
    j->say(j, "%.*s: %.*s", CP_FMT(src->name), CP_FMT(src->note));
    return cp_evidence_tell(s->taker, src, err);
}

/* ---- the scan */

static cp_rc run_engine(scan *s, cp_err *err)
{
    cp_job *j = s->j;
    cp_scan_plan *p = &s->plan;
    cp_scan_opts o = { .is_ended = is_ended, .device = on_device, .ctx = s };
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    cp_scan_counts counts = { 0 };
    o.prober = (cp_prober_opts){ .creds = &p->creds,
                                 .todo = p->todo,
                                 .rate = (uint32_t)j->opts.scan_rate,
                                 .device_rate = (uint32_t)j->opts.device_rate,
                                 .timeout = p->timeout,
                                 .retries = (uint32_t)j->opts.scan_retries,
                                 .port = (uint16_t)j->opts.port };
    for (uint32_t i = 0; i < p->todo.v.n; i++)
        cp_ranges_add(j->a, &o.prober.allowed, p->todo.v.v[i]);
    for (uint32_t i = 0; j->opts.crawl && i < p->within.v.n; i++)
        cp_ranges_add(j->a, &o.prober.allowed, p->within.v.v[i]);
    cp_ranges_settle(&o.prober.allowed);
    (void)sigaction(SIGPIPE, &ignore, &before); /* the process that asks may end before we know */
    cp_rc rc = cp_scan_run(j->a, &o, &counts, &s->is_whole, err);
    (void)sigaction(SIGPIPE, &before, NULL);
    s->counts = counts;
    return rc;
}

/* What an interrupted scan has found and not asked is asked as if it had been named. */
static void go_on(scan *s)
{
    cp_arena *a = s->j->a;
    for (uint32_t i = 0; i < s->keep.found.n; i++)
        if (cp_ranges_have(&s->plan.within, s->keep.found.v[i]))
            cp_ranges_add_ip(a, &s->plan.todo, s->keep.found.v[i]);
    cp_ranges_settle(&s->plan.todo);
    s->plan.todo = cp_ranges_without(a, &s->plan.todo, &s->keep.done);
    if (s->keep.goes_on)
        s->j->say(s->j, "%.*s: going on after %llu addresses; --restart begins anew",
                  CP_FMT(s->keep.path), (unsigned long long)cp_ranges_count(&s->keep.done));
    if (s->keep.goes_on && !s->keeps)
        s->j->say(s->j,
                  "the answer is of those who are asked now; `cleanpath audit %.*s` reads all",
                  CP_FMT(s->j->opts.save));
}

static cp_rc feed(void *ctx, cp_evidence_taker *t, cp_err *err)
{
    scan *s = ctx;
    cp_job *j = s->j;
    uint64_t n = cp_ranges_count(&s->plan.todo), done = cp_ranges_count(&s->keep.done);
    s->taker = t;
    s->from = cp_job_now();
    s->summary = empty_source(s, cp_str_fmt(j->a, "scan@%.*s", CP_FMT(now_text(s))));
    cp_progress_phase(j, CP_STR("scanning"), "addresses", n + done);
    cp_rc rc = n ? run_engine(s, err) : CP_OK;
    s->is_whole = s->is_whole || n == 0;
    cp_progress_phase(j, cp_str_c(j->command), "", 0);
    return rc == CP_OK ? summarise(s, err) : rc;
}

static cp_rc answer(scan *s, cp_evidence_set *e, cp_err *err)
{
    cp_job *j = s->j;
    cp_answer ans;
    cp_report_format format;
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (!s->is_whole)
        e->live_fault = CP_STR("The scan was interrupted: who was not asked is missing here.");
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, e, true, &ans, err);
    if (rc != CP_OK)
        return rc;
    ans.command = CP_STR("scan");
    cp_evidence_status(j, e, &ans);
    if (format == CP_REPORT_HTML)
        rc = cp_chart_collect(j, e, &ans, &ans.chart, err);
    return rc == CP_OK ? cp_evidence_print(j, &ans, CP_REPORT_TABLE, err) : rc;
}

/* Nobody answered: whatever was to be read was not. */
static void set_status(scan *s, const cp_evidence_set *e)
{
    cp_job *j = s->j;
    uint64_t answered = 0;
    answered += s->states[CP_SCAN_ANSWERED] + s->states[CP_SCAN_PARTLY];
    answered += s->keep.before[CP_SCAN_ANSWERED] + s->keep.before[CP_SCAN_PARTLY];
    if (answered == 0)
        j->warn(j, "nobody answered");
    if (answered == 0 || e->n_unreadable ||
        (j->opts.strict && (e->n_partly || e->n_not_recognised)))
        j->status = 3;
    if (!s->is_whole)
        j->status = 130;
}

cp_rc cp_job_scan(cp_job *j, cp_err *err)
{
    cp_evidence_set e;
    cp_report_format format;
    cp_msg *none;
    scan *s = CP_NEW(j->a, scan);
    const cp_evidence_feed from = { feed, seen, s };
    s->j = j;
    s->keep.fd = -1;
    s->keeps = j->opts.has_case;
    j->opts.as = CP_STR("snmprec");
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK && !cp_msg_is_built_in())
        rc = cp_msg_new(j->a, &s->plan.creds, &none, err);
    if (rc == CP_OK)
        rc = cp_scan_plan_make(j, &s->plan, err);
    if (rc == CP_OK)
        rc = cp_scan_save_open(j, err);
    if (rc == CP_OK)
        rc = cp_scan_keep_open(j, &s->keep, err);
    if (rc == CP_OK) {
        go_on(s);
        rc = cp_evidence_gather_fed(j, &from, s->keeps, &e, err);
    }
    cp_scan_keep_close(&s->keep, rc == CP_OK && s->is_whole);
    if (rc == CP_OK && !s->keeps)
        rc = answer(s, &e, err);
    if (rc == CP_OK)
        set_status(s, &e);
    return rc;
}
