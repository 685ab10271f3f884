/* SPDX-License-Identifier: Apache-2.0 */
/* live.c - see live.h. */
#include "job/live.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "job/data.h"
#include "sources/live/live.h"

enum { DAYS_MAX = 31 }; /* longer is a mistake of the unit */
#define SECOND ((cp_time)1000000)

bool cp_job_is_live(const cp_job *j) { return j->opts.interface.n > 0; }

/* ---- the options */

bool cp_job_time(cp_str s, cp_time *out)
{
    static const struct unit {
        char letter;
        uint32_t seconds;
    } units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
    uint32_t n;
    if (s.n < 2 || !cp_str_u32(cp_str_slice(s, 0, s.n - 1), &n) || n == 0)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        uint64_t seconds = (uint64_t)n * units[i].seconds;
        *out = (cp_time)seconds * SECOND;
        if (units[i].letter == s.p[s.n - 1])
            return seconds <= (uint64_t)DAYS_MAX * 86400;
    }
    return false;
}

cp_rc cp_job_live_check(const cp_job *j, cp_err *err)
{
    const cp_opts *o = &j->opts;
    cp_time lasting;
    const char *lonely = o->lasting.n ? "--for" : o->keep.n ? "--keep" : "--promiscuous";
    bool is_about_live = o->lasting.n || o->keep.n || o->promiscuous;
    if (!cp_job_is_live(j) && is_about_live)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%s is about a live capture: name the interface with -i", lonely);
    if (o->lasting.n && !cp_job_time(o->lasting, &lasting))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--for is \"%.*s\", expected a time such as 30s, 10m or 2h, at most %u days",
                       CP_FMT(o->lasting), DAYS_MAX);
    if (o->keep.n && cp_str_eq(o->keep, o->output))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--keep and --output are the same file");
    return CP_OK;
}

/* ---- the file to be kept */

static cp_rc open_keep(cp_job *j, int *fd, cp_err *err)
{
    cp_str path = cp_str_dup(j->a, j->opts.keep);
    *fd = -1;
    if (path.n == 0)
        return CP_OK;
    /* frames hold what others said in confidence: for nobody else to read */
    *fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
    if (*fd >= 0)
        return CP_OK;
    if (errno == EEXIST)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--keep is \"%.*s\", which exists: evidence is never written over",
                       CP_FMT(path));
    cp_rc rc = cp_fail_errno(err, errno, "cannot write the frames");
    cp_err_in_file(err, path.p, path.n);
    return rc;
}

/* A capture that never began leaves no file; whatever was captured stays. */
static cp_rc close_keep(cp_job *j, int fd, const cp_live_result *x, cp_err *err)
{
    cp_str path = cp_str_dup(j->a, j->opts.keep);
    bool has_begun = x->from != CP_TIME_NONE;
    int bad = x->why == CP_LIVE_KEEP ? x->keep_errno : 0;
    if (fd < 0)
        return CP_OK;
    if (!bad && has_begun && fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
        bad = errno;
    if (close(fd) != 0 && !bad)
        bad = errno;
    if (!has_begun)
        (void)unlink(path.p);
    if (!bad)
        return CP_OK;
    cp_rc rc = cp_fail_errno(
        err, bad, "cannot write the frames any further; what was captured before is in the file");
    cp_err_in_file(err, path.p, path.n);
    return rc;
}

/* ---- the terminal */

typedef struct showing {
    cp_job *j;
    bool is_shown;
} showing;

static bool is_ended(void *ctx) { return *((showing *)ctx)->j->interrupted != 0; }

static void begun(void *ctx)
{
    cp_job *j = ((showing *)ctx)->j;
    j->say(j, "live:%.*s: capturing%s%.*s; ^C ends it and gives the answer so far",
           CP_FMT(j->opts.interface), j->opts.lasting.n ? " for " : "", CP_FMT(j->opts.lasting));
}

static void progress(void *ctx, const cp_live_counts *now)
{
    showing *s = ctx;
    cp_arena *a = cp_arena_new(0);
    unsigned long long left = (unsigned long long)(now->left / SECOND);
    s->is_shown = true;
    (void)fprintf(stderr, "\r\033[K%.*s: %llu frames, %llu dropped",
                  CP_FMT(cp_text_safe(a, s->j->opts.interface)), (unsigned long long)now->frames,
                  (unsigned long long)now->dropped);
    if (now->left != INT64_MAX)
        (void)fprintf(stderr, ", %llu:%02llu:%02llu left", left / 3600, left / 60 % 60, left % 60);
    cp_arena_free(a);
}

static bool wants_progress(const cp_job *j)
{
    const char *term = getenv("TERM");
    bool can_overwrite = !term || !cp_str_eq(cp_str_c(term), CP_STR("dumb"));
    return j->err_is_terminal && !j->opts.quiet && can_overwrite;
}

/* ---- the capture */

static cp_str fault_of(cp_arena *a, const cp_live_result *x, cp_str name)
{
    if (x->counts.dropped)
        return cp_str_fmt(a,
                          "%.*s: the kernel dropped %llu of %llu frames, which came faster than "
                          "they were taken; what they would have shown is missing here.",
                          CP_FMT(name), (unsigned long long)x->counts.dropped,
                          (unsigned long long)x->counts.dropped + x->counts.frames);
    if (x->why == CP_LIVE_DOWN)
        return cp_str_fmt(a, "%.*s: the interface went down at %.*s, and the capture ended there.",
                          CP_FMT(name), CP_FMT(cp_time_text(a, x->to)));
    return CP_STR("");
}

static cp_rc capture(cp_job *j, cp_job_live *live, int keep_fd, cp_live_result *x, cp_err *err)
{
    showing show = { .j = j };
    cp_wire w = cp_wire_to(j->a, &live->told);
    cp_obs_sink sink = cp_wire_sink(&w);
    cp_live_opts o = { .interface = j->opts.interface,
                       .is_promiscuous = j->opts.promiscuous,
                       .keep_fd = keep_fd,
                       .realm = j->opts.realm,
                       .is_ended = is_ended,
                       .begun = begun,
                       .progress = wants_progress(j) ? progress : NULL,
                       .ctx = &show };
    if (j->opts.lasting.n)
        (void)cp_job_time(j->opts.lasting, &o.lasting);
    cp_rc rc = cp_live_read(j->a, &o, &sink, &live->src, x, err);
    if (show.is_shown)
        (void)fprintf(stderr, "\r\033[K");
    return rc;
}

cp_rc cp_job_live_capture(cp_job *j, cp_job_live *out, cp_err *err)
{
    int keep_fd;
    cp_live_result x = { .from = CP_TIME_NONE };
    cp_err keep_err;
    *out = (cp_job_live){ .told = cp_buf_new(j->a) };
    cp_rc rc = cp_job_data(j, err); /* while we may still read what is installed for this user */
    if (rc == CP_OK)
        rc = open_keep(j, &keep_fd, err);
    if (rc != CP_OK)
        return rc;
    rc = capture(j, out, keep_fd, &x, err);
    cp_rc kept = close_keep(j, keep_fd, &x, &keep_err);
    if (rc == CP_OK && kept != CP_OK) {
        *err = keep_err;
        return kept;
    }
    if (rc != CP_OK)
        return rc;
    *j->interrupted = 0;
    if (j->opts.keep.n)
        out->src.note =
            cp_str_fmt(j->a, "%.*s; kept as %.*s", CP_FMT(out->src.note), CP_FMT(j->opts.keep));
    out->fault = fault_of(j->a, &x, out->src.name);
    return CP_OK;
}

cp_rc cp_job_live_tell(cp_job *j, const cp_job_live *live, const cp_obs_sink *sink, cp_source *src,
                       cp_err *err)
{
    cp_wire_reader r = { .a = j->a, .to = sink };
    size_t used;
    *src = live->src;
    return cp_wire_read(&r, cp_bytes_of_str(cp_buf_str(&live->told)), &used, err);
}
