/* SPDX-License-Identifier: Apache-2.0 */
/* flows_follow.c - `flows --follow`: what is new in the case, told while others add to it.
 *
 *     once, and whenever something else than flows came: evidence --> assets, verdicts, networks
 *     each look:  [is it the same file?] --how far is it?--> nothing new: wait
 *                                               `-- new blocks --> sums, findings --> told
 *
 * Between looks no transaction is open, so that whoever writes can shorten the journal. What a look
 * needs is given back at its end; what stays are keys of what was told. */
#include "job/flows_follow.h"
#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "job/live.h"
#include "job/progress.h"

enum {
    EVERY_US = 2 * 1000 * 1000,
    SLICE_MS = 200,     /* so soon an interruption is seen */
    LOOK_TRIES_MAX = 5, /* of a case that somebody locks, one after the other */
};

typedef struct following {
    cp_job *j;
    cp_time every, ends_at, at_work; /* ... the last look took so long */
    struct stat file;
    /* what is known beside the flows; lives in home, until something is added to it */
    cp_arena *home;
    cp_job of_home;
    cp_evidence_set e;
    cp_answer ans;
    cp_flows known;
    cp_case_flow_mark mark;
    int64_t latest; /* the last block that was told */
    bool does_top, does_detect, is_alarm, is_slow_told;
    int status; /* as the ordinary command has it, by the latest look */
    cp_follow_say say;
    cp_names_kept *names; /* as of the case of now */
    cp_follow_news *news; /* --top new ...; NULL: sums */
    bool is_rare;         /* which compares all flows with all */
    const cp_flows *now;  /* whose sums are being told */
    cp_arena *scratch;
    cp_arena_mark empty;
} following;

static cp_time clock_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- options */

static cp_rc check_time(cp_str text, const char *option, cp_time *out, cp_err *err)
{
    if (text.n && !cp_job_time(text, out))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%s is \"%.*s\", expected a time such as 2s, 10m or 2h", option,
                       CP_FMT(text));
    return CP_OK;
}

cp_rc cp_flows_follow_check(const cp_job *j, cp_report_format format, cp_err *err)
{
    const cp_opts *o = &j->opts;
    cp_time unused;
    const char *lonely = o->interval.n ? "--every" : o->lasting.n ? "--for" : NULL;
    if (!o->follow && lonely)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%s is of --follow", lonely);
    if (!o->follow)
        return CP_OK;
    const char *other = o->block.n                ? "--block"
                        : o->output.n             ? "--output"
                        : o->n_clickhouse         ? "--clickhouse"
                        : format == CP_REPORT_CSV ? "--format csv"
                                                  : NULL;
    if (other)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--follow does not go with %s", other);
    cp_rc rc = check_time(o->interval, "--every", &unused, err);
    return rc == CP_OK ? check_time(o->lasting, "--for", &unused, err) : rc;
}

/* ---- what is known beside the flows */

static cp_rc look_at_file(const following *k, struct stat *out, cp_err *err)
{
    const cp_opts *o = &k->j->opts;
    if (stat(cp_str_dup(k->scratch, o->case_path).p, out) == 0)
        return CP_OK;
    cp_rc rc = cp_fail_errno(err, errno, "cannot look at the case");
    cp_err_in_file(err, o->case_path.p, o->case_path.n);
    return rc;
}

static cp_rc check_file(const following *k, cp_err *err)
{
    struct stat now;
    const cp_opts *o = &k->j->opts;
    cp_rc rc = look_at_file(k, &now, err);
    if (rc != CP_OK || (now.st_dev == k->file.st_dev && now.st_ino == k->file.st_ino))
        return rc;
    rc = cp_fail(err, CP_EIO, CP_NO_OFF, "another file is in the place of the case: begin again");
    cp_err_in_file(err, o->case_path.p, o->case_path.n);
    return rc;
}

static void forget(following *k)
{
    if (k->home)
        cp_arena_free(k->home);
    k->home = NULL;
}

static cp_rc gather(following *k, cp_err *err)
{
    cp_job *j = &k->of_home;
    forget(k);
    k->home = cp_arena_new(0);
    *j = *k->j;
    j->a = k->home;
    j->opts.n_args = 0; /* words, not files: the case is read */
    j->opts.lasting = CP_STR("");
    cp_rc rc = cp_evidence_gather(j, 0, true, &k->e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &k->e, k->e.profile.is_set || j->opts.n_policies, &k->ans, err);
    if (rc == CP_OK && !k->e.kase)
        rc = cp_fail(err, CP_ENOENT, CP_NO_OFF, "there is no case: flows are kept by import");
    if (rc == CP_OK)
        rc = cp_case_flow_mark_of(k->e.kase, &k->mark, err);
    k->ans.command = CP_STR("flows");
    j->opts.n_args = k->j->opts.n_args;
    return rc;
}

/* Networks and addresses: by the table that is nearest to all flows of now. */
static cp_rc meet(following *k, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_flow_set all = { 0 };
    cp_rc rc = cp_case_flow_set(k->e.kase, a, &all, err);
    k->known = (cp_flows){ .j = &k->of_home,
                           .e = &k->e,
                           .ans = &k->ans,
                           .from = CP_TIME_NONE,
                           .until = CP_TIME_NONE,
                           .set = { .first_at = all.first_at, .last_at = all.last_at } };
    cp_arena_free(a);
    return rc == CP_OK ? cp_flows_meet(&k->known, err) : rc;
}

/* Something may have been removed, too: names are read anew. */
static cp_rc know(following *k, cp_err *err)
{
    cp_rc rc = gather(k, err);
    if (k->names)
        cp_names_kept_free(k->names);
    k->names = cp_names_kept_new();
    if (rc == CP_OK)
        rc = meet(k, err);
    if (rc != CP_OK)
        forget(k);
    return rc;
}

/* ---- a look */

static void see_row(void *ctx, const cp_flow_row *r)
{
    following *k = ctx;
    (void)cp_told_add(k->say.rows, cp_flows_row_key(k->now, k->scratch, r), k->say.look);
    cp_arena_back(k->scratch, k->empty);
}

/* f answers of blocks behind `after`; of the rows alone, or of the detectors. */
static cp_rc ask(following *k, cp_job *j, bool is_top, cp_flows *f, cp_err *err)
{
    *j = k->of_home;
    j->a = k->say.out->a;
    if (is_top)
        j->opts.n_detect = 0;
    else
        j->opts.top = CP_STR("");
    *f = k->known;
    f->j = j;
    f->after = is_top && !k->is_rare ? k->latest : 0;
    f->each = is_top && !k->news ? see_row : NULL;
    f->follows = is_top ? k->news : NULL;
    f->told = k->say.findings;
    f->names_kept = k->names;
    f->each_ctx = k;
    k->now = f;
    return cp_flows_answer(f, err);
}

/* Everything that is new is told, or nothing of it. */
static cp_rc tell_new(following *k, cp_err *err)
{
    cp_job of_top, of_found;
    cp_flows top, found;
    if (k->news)
        cp_follow_news_look(k->news, k->say.look);
    cp_rc rc = k->does_top ? ask(k, &of_top, true, &top, err) : CP_OK;
    if (rc == CP_OK && k->does_detect)
        rc = ask(k, &of_found, false, &found, err);
    if (rc != CP_OK)
        return rc;
    cp_follow_say_top(&k->say, k->does_detect ? &found : &top);
    cp_follow_say_receiving(&k->say, k->mark.n_receiving);
    if (k->does_top && k->news)
        cp_follow_say_news(&k->say, &top);
    else if (k->does_top)
        cp_follow_say_rows(&k->say, &top);
    if (k->does_detect) {
        cp_follow_say_findings(&k->say, &found);
        k->is_alarm |= found.is_alarm;
    }
    k->latest = k->does_top ? top.latest : found.latest;
    k->status = cp_flows_status(k->does_top ? &top : &found, k->is_alarm);
    k->say.look++;
    return CP_OK;
}

static void tell_removed(following *k)
{
    cp_follow_say_note(&k->say, "removed",
                       CP_STR("flows were removed from the case: what was added at the same time "
                              "may be missing in what is told here"));
}

/* What comes and cannot be read is no flow. */
static cp_rc tell_nothing_new(following *k, cp_err *err)
{
    cp_flow_set set = { 0 };
    int64_t unused;
    cp_rc rc = cp_case_flow_after(k->e.kase, k->say.out->a, k->latest, &set, &unused, err);
    if (rc != CP_OK)
        return rc;
    cp_follow_say_receiving(&k->say, k->mark.n_receiving);
    cp_follow_say_gaps(&k->say, &set);
    return CP_OK;
}

static cp_rc look_now(following *k, cp_err *err)
{
    cp_case_flow_mark now;
    cp_rc rc = k->home ? check_file(k, err) : CP_OK;
    if (rc == CP_OK && !k->home)
        rc = know(k, err);
    if (rc == CP_OK)
        rc = cp_case_flow_mark_of(k->e.kase, &now, err);
    bool is_anew = rc == CP_OK && now.log != k->mark.log;
    if (is_anew && (rc = know(k, err)) == CP_OK)
        now = k->mark;
    if (rc != CP_OK)
        return rc;
    k->mark = now;
    if (now.block < k->latest) {
        tell_removed(k);
        k->latest = now.block;
    }
    if (!k->say.look || now.block > k->latest || is_anew)
        return tell_new(k, err);
    return tell_nothing_new(k, err);
}

static void tell_slow(following *k)
{
    if (k->is_slow_told || k->at_work <= k->every)
        return;
    k->is_slow_told = true;
    k->j->say(k->j,
              "a look takes %.1f s, longer than the %.0f s between looks: they come less often",
              (double)k->at_work / 1e6, (double)k->every / 1e6);
}

/* With memory of its own; what was to be told is written at once. */
static cp_rc look(following *k, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf out = cp_buf_to_fd(a, STDOUT_FILENO);
    cp_time began = clock_now();
    k->say.out = &out;
    k->say.at = cp_job_now();
    cp_rc rc = look_now(k, err);
    cp_rc written = cp_buf_end(&out, rc == CP_OK ? err : NULL);
    cp_arena_free(a);
    k->at_work = clock_now() - began;
    tell_slow(k);
    return rc == CP_OK ? written : rc;
}

/* ---- until when */

/* NULL: go on; else who ended it. */
static const char *wait_for_next(const following *k, cp_time until)
{
    for (;;) {
        cp_time now = clock_now();
        if (*k->j->interrupted)
            return "interruption";
        if (k->ends_at && now >= k->ends_at)
            return "time";
        if (now >= until)
            return NULL;
        cp_time left = (until - now) / 1000 + 1;
        struct pollfd out = { .fd = STDOUT_FILENO };
        if (poll(&out, 1, left < SLICE_MS ? (int)left : SLICE_MS) > 0 &&
            out.revents & (POLLERR | POLLHUP))
            return "reader"; /* nobody is there any more */
    }
}

static cp_rc end(following *k, const char *why, cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf out = cp_buf_to_fd(a, STDOUT_FILENO);
    *k->j->interrupted = 0; /* that is how it ends; a second one has ended the program */
    k->j->status = k->status;
    k->say.out = &out;
    k->say.at = cp_job_now();
    if (strcmp(why, "reader") != 0)
        cp_follow_say_end(&k->say, why);
    cp_rc rc = cp_buf_end(&out, err);
    cp_arena_free(a);
    return rc;
}

static cp_rc run(following *k, cp_err *err)
{
    uint32_t n_busy = 0;
    for (;;) {
        cp_rc rc = look(k, err);
        n_busy = rc == CP_EBUSY ? n_busy + 1 : 0;
        if (rc != CP_OK && (rc != CP_EBUSY || n_busy == LOOK_TRIES_MAX))
            return rc;
        cp_time rest = k->at_work > k->every ? k->at_work : k->every;
        const char *why = wait_for_next(k, clock_now() + rest);
        if (why)
            return end(k, why, err);
    }
}

cp_rc cp_flows_follow(cp_job *j, bool is_json, cp_err *err)
{
    const cp_opts *o = &j->opts;
    following *k = CP_NEW(j->a, following);
    cp_time lasting = 0;
    cp_progress_close(j); /* lines are told, and what it says would stand between them */
    *k = (following){ .j = j,
                      .every = EVERY_US,
                      .does_detect = o->n_detect > 0,
                      .does_top = o->top.n || !o->n_detect,
                      .is_rare = cp_str_eq(o->top, CP_STR("rare")),
                      .news = cp_flows_is_news(o->top) ? cp_follow_news_new() : NULL,
                      .scratch = cp_arena_new(0) };
    cp_rc rc = check_time(o->interval, "--every", &k->every, err);
    if (rc == CP_OK)
        rc = check_time(o->lasting, "--for", &lasting, err);
    if (rc == CP_OK)
        rc = look_at_file(k, &k->file, err);
    k->ends_at = lasting ? clock_now() + lasting : 0;
    k->empty = cp_arena_here(k->scratch);
    k->say = (cp_follow_say){ .is_json = is_json,
                              .is_quiet = o->quiet,
                              .rows = cp_told_new(),
                              .findings = cp_told_new(),
                              .lines = cp_told_new() };
    if (rc == CP_OK && k->does_detect)
        j->say(j, "detectors run over all flows of the case whenever some are new");
    if (rc == CP_OK && k->is_rare)
        j->say(j, "all flows of the case are compared whenever some are new");
    if (rc == CP_OK && !lasting)
        j->say(j, "following; ^C ends it");
    if (rc == CP_OK)
        rc = run(k, err);
    forget(k);
    if (k->names)
        cp_names_kept_free(k->names);
    if (k->news)
        cp_follow_news_free(k->news);
    cp_told_free(k->say.rows);
    cp_told_free(k->say.findings);
    cp_told_free(k->say.lines);
    cp_arena_free(k->scratch);
    return rc;
}
