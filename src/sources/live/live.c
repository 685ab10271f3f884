/* SPDX-License-Identifier: Apache-2.0 */
/* live.c - see live.h: the parent's side, which starts both processes and hears them. */
#include "sources/live/live.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "sources/apart/apart.h"
#include "sources/apart/sandbox.h"

enum { ASK_MS = 200 };

static const char *const end_texts[] = {
#define ROW(id, text) [CP_LIVE_##id] = text,
    CP_LIVE_ENDS(ROW)
#undef ROW
};

const char *cp_live_end_text(cp_live_end e)
{
    assert(e < CP_LIVE_END_COUNT);
    return end_texts[e];
}

typedef struct live {
    cp_arena *a;
    const cp_live_opts *opts;
    cp_live_result *out;
    cp_child *capture, *parser; /* NULL: not started */
    cp_pipe *stop, *frames, *state, *told;
    cp_wire_in in;
    bool is_ready, is_ended; /* as the capture process says */
} live;

static cp_time now_utc(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- starting */

static cp_rc open_pipes(live *l, cp_err *err)
{
    cp_rc rc = cp_pipe_open(l->a, &l->stop, err);
    if (rc == CP_OK)
        rc = cp_pipe_open(l->a, &l->frames, err);
    if (rc == CP_OK)
        rc = cp_pipe_open(l->a, &l->state, err);
    return rc;
}

static cp_rc start_capture(live *l, cp_err *err)
{
    cp_live_capture with = { l->opts, getpid() };
    int nothing = CP_IS_SANITIZED ? dup(STDERR_FILENO) : open("/dev/null", O_WRONLY | O_CLOEXEC);
    const int fds[] = { [CP_CAPTURE_FD_STOP] = l->stop->from,
                        [CP_CAPTURE_FD_FRAMES] = l->frames->to,
                        [CP_CAPTURE_FD_VOID] = nothing,
                        [CP_CAPTURE_FD_STATE] = l->state->to,
                        [CP_CAPTURE_FD_KEEP] = l->opts->keep_fd };
    cp_rc rc = cp_child_start(l->a, cp_live_capture_run, &with, fds, sizeof fds / sizeof *fds,
                              &l->capture, err);
    cp_close(&nothing);
    cp_close(&l->stop->from);
    cp_close(&l->frames->to);
    cp_close(&l->state->to);
    return rc;
}

static cp_rc start_parser(live *l, cp_err *err)
{
    cp_parser_start with = { .fd = l->frames->from,
                             .name = l->opts->interface,
                             .opts = { .realm = l->opts->realm, .as = CP_STR("pcap") } };
    cp_rc rc = cp_parser_new(l->a, &with, &l->parser, &l->told, err);
    cp_close(&l->frames->from);
    return rc;
}

/* ---- hearing the capture process */

static cp_rc hear_word(live *l, const cp_live_word *w, cp_err *err)
{
    char text[CP_ERR_MSG_MAX];
    cp_live_counts *c = &l->out->counts;
    memcpy(text, w->text, sizeof text);
    text[sizeof text - 1] = '\0';
    *c = (cp_live_counts){ w->frames, w->bytes, w->dropped, w->left };
    switch (w->what) {
    case CP_LIVE_SAY_READY:
        l->is_ready = true;
        l->out->from = now_utc();
        if (l->opts->begun)
            l->opts->begun(l->opts->ctx);
        return CP_OK;
    case CP_LIVE_SAY_COUNTS:
        if (l->opts->progress)
            l->opts->progress(l->opts->ctx, c);
        return CP_OK;
    case CP_LIVE_SAY_END:
        l->is_ended = w->code < CP_LIVE_END_COUNT;
        l->out->why = l->is_ended ? (cp_live_end)w->code : CP_LIVE_TIME;
        l->out->keep_errno = w->err_no;
        l->out->to = now_utc();
        return CP_OK;
    case CP_LIVE_SAY_FAULT: {
        bool is_ours = w->code == CP_ENOENT || w->code == CP_EPERM;
        return cp_fail(err, is_ours ? (cp_rc)w->code : CP_EIO, CP_NO_OFF, "%s", text);
    }
    default:
        return cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                       "the process that captures said what cannot be");
    }
}

/* Nothing more to be read: the descriptor is closed. */
static cp_rc hear_state(live *l, cp_err *err)
{
    cp_live_word w;
    ssize_t n = read(l->state->from, &w, sizeof w);
    if (n < 0 && errno == EINTR)
        return CP_OK;
    if (n == (ssize_t)sizeof w) /* shorter than PIPE_BUF: whole or not there */
        return hear_word(l, &w, err);
    cp_close(&l->state->from);
    return CP_OK;
}

static cp_rc hear(live *l, cp_err *err)
{
    struct pollfd on[] = { { .fd = l->state->from, .events = POLLIN },
                           { .fd = l->in.is_at_end ? -1 : l->told->from, .events = POLLIN } };
    cp_rc rc = CP_OK;
    if (poll(on, 2, ASK_MS) < 0 && errno != EINTR)
        return cp_fail_errno(err, errno, "cannot wait for frames");
    if (l->opts->is_ended && l->opts->is_ended(l->opts->ctx))
        cp_close(&l->stop->to);
    if (on[0].fd >= 0 && on[0].revents)
        rc = hear_state(l, err);
    if (rc == CP_OK && on[1].fd >= 0 && on[1].revents)
        rc = cp_wire_in_step(&l->in, l->told->from, err);
    if (rc == CP_OK && l->in.total_bytes > CP_LIVE_TOLD_BYTES_MAX)
        rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                     "the frames say more than %llu MiB of distinct facts: capture for a shorter "
                     "time",
                     (unsigned long long)CP_LIVE_TOLD_BYTES_MAX >> 20);
    return rc;
}

/* ---- the end */

/* Both have said all. A parser that ends first has failed. */
static bool is_over(const live *l)
{
    return l->in.is_at_end && (l->state->from < 0 || !l->is_ended);
}

/* Did both end as they should? Who parses comes first: without it the other cannot go on. */
static cp_rc check_ends(live *l, cp_err *err)
{
    cp_rc rc = cp_child_wait(l->parser, "parses the frames", err);
    if (rc == CP_OK && !l->in.r.is_ended)
        rc = cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                     "the process that parses the frames ended before it was done");
    if (rc == CP_OK && l->in.r.rc != CP_OK) {
        *err = l->in.r.err;
        rc = l->in.r.rc;
    }
    if (rc == CP_OK)
        rc = cp_child_wait(l->capture, "captures", err);
    if (rc == CP_OK && !l->is_ended)
        rc = cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                     "the process that captures ended before it was done");
    return rc;
}

/* A problem of the whole, before those of frames. */
static void add_problem(cp_source *src, cp_str text)
{
    if (src->n_problems == CP_SOURCE_PROBLEMS_MAX)
        src->n_problems--;
    memmove(src->problems + 1, src->problems, src->n_problems * sizeof *src->problems);
    src->problems[0] = (cp_problem){ 0, text };
    src->n_problems++;
    src->state = CP_SOURCE_PARTLY;
}

static void fill_source(const live *l, cp_source *src)
{
    const cp_live_result *x = l->out;
    *src = l->in.r.src;
    src->name = cp_str_fmt(l->a, "live:%.*s@%.*s", CP_FMT(l->opts->interface),
                           CP_FMT(cp_time_text(l->a, x->from)));
    src->realm = l->opts->realm.n ? cp_str_dup(l->a, l->opts->realm) : CP_STR("default");
    src->note = cp_str_fmt(l->a, "captured on %.*s%s from %.*s to %.*s, until %s; %.*s",
                           CP_FMT(l->opts->interface),
                           l->opts->is_promiscuous ? ", frames to others too," : "",
                           CP_FMT(cp_time_text(l->a, x->from)), CP_FMT(cp_time_text(l->a, x->to)),
                           cp_live_end_text(x->why), CP_FMT(src->note));
    if (x->why == CP_LIVE_DOWN)
        add_problem(src, CP_STR("the interface went down, and the capture ended there"));
    if (x->counts.dropped)
        add_problem(src, cp_str_fmt(l->a,
                                    "the kernel dropped %llu frames that were not taken in time, "
                                    "beside %llu that were",
                                    (unsigned long long)x->counts.dropped,
                                    (unsigned long long)x->counts.frames));
}

cp_rc cp_live_read(cp_arena *a, const cp_live_opts *opts, const cp_obs_sink *sink, cp_source *src,
                   cp_live_result *out, cp_err *err)
{
    live *l = CP_NEW(a, live);
    *out = (cp_live_result){ .from = CP_TIME_NONE, .to = CP_TIME_NONE };
    *l = (live){ .a = a, .opts = opts, .out = out, .in = cp_wire_in_of(a, sink) };
    cp_rc rc = open_pipes(l, err);
    if (rc == CP_OK)
        rc = start_capture(l, err);
    if (rc == CP_OK)
        rc = start_parser(l, err);
    if (rc == CP_OK && geteuid() != 0) /* of a program that was given CAP_NET_RAW */
        rc = cp_capabilities_drop(err);
    while (rc == CP_OK && !is_over(l))
        rc = hear(l, err);
    if (rc == CP_OK)
        rc = check_ends(l, err);
    cp_child_kill(l->capture);
    cp_child_kill(l->parser);
    if (rc == CP_OK)
        fill_source(l, src);
    return rc;
}
