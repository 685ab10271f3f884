/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - see scan.h: the parent's side, which starts the process that asks, and hears it. */
#include "sources/scan/scan.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#include "sources/apart/apart.h"
#include "sources/apart/sandbox.h"

enum { ASK_MS = 100, READ_BYTES = 256 * 1024 };
/* A recording is held whole: of the process that asks, and no longer than it may be. */
#define TEXT_MAX (CP_ASK_BYTES_MAX + (1 << 20))

static const char *const state_texts[] = {
#define ROW(id, text) [CP_SCAN_##id] = text,
    CP_SCAN_STATES(ROW)
#undef ROW
};

const char *cp_scan_state_text(cp_scan_state s)
{
    assert(s < CP_SCAN_STATE_COUNT);
    return state_texts[s];
}

struct cp_scan {
    cp_arena *a;
    const cp_scan_opts *o;
    cp_child *child;
    cp_pipe *to, *from;
    uint8_t *b;
    size_t n, cap;
    CP_VEC(cp_ip) also;
    uint32_t also_sent; /* of those, in the pipe */
    cp_scan_counts counts;
    bool is_ready, is_idle, is_asked_to_end, is_at_end;
};

void cp_scan_also(cp_scan *s, cp_ip ip)
{
    if (cp_ranges_have(&s->o->prober.allowed, ip))
        cp_vec_push(s->a, &s->also, ip);
}

/* ---- starting */

static cp_rc start(cp_scan *s, cp_err *err)
{
    cp_prober with = { &s->o->prober, getpid() };
    cp_rc rc = cp_pipe_open(s->a, &s->to, err);
    if (rc == CP_OK)
        rc = cp_pipe_open(s->a, &s->from, err);
    if (rc != CP_OK)
        return rc;
    int nothing = CP_IS_SANITIZED ? dup(STDERR_FILENO) : open("/dev/null", O_WRONLY | O_CLOEXEC);
    const int fds[] = { [CP_PROBER_FD_IN] = s->to->from,
                        [CP_PROBER_FD_OUT] = s->from->to,
                        [CP_PROBER_FD_VOID] = nothing };
    rc = cp_child_start(s->a, cp_prober_run, &with, fds, sizeof fds / sizeof *fds, &s->child, err);
    cp_close(&nothing);
    cp_close(&s->to->from);
    cp_close(&s->from->to);
    (void)fcntl(s->to->to, F_SETFL, O_NONBLOCK); /* it may be busy telling us something */
    return rc;
}

/* ---- hearing */

static cp_str note_of(cp_arena *a, const char *lines)
{
    cp_buf b = cp_buf_new(a);
    cp_str rest = cp_str_c(lines), line;
    while (cp_str_cut_line(&rest, &line))
        cp_buf_fmt(&b, "%s%.*s", b.n ? "; " : "", CP_FMT(line));
    return cp_buf_str(&b);
}

static cp_rc impossible(cp_err *err)
{
    return cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                   "the process that asks devices said what cannot be");
}

static cp_rc hear_device(cp_scan *s, const cp_prober_word *w, cp_str text, cp_err *err)
{
    const cp_creds *creds = s->o->prober.creds;
    cp_arena *scratch = cp_arena_new(0);
    if (w->code >= CP_SCAN_STATE_COUNT || w->credential >= creds->n ||
        !cp_ranges_have(&s->o->prober.allowed, w->ip)) {
        cp_arena_free(scratch);
        return impossible(err);
    }
    cp_scan_device d = { .ip = w->ip,
                         .state = (cp_scan_state)w->code,
                         .credential = &creds->v[w->credential],
                         .n_requests = w->n_requests,
                         .n_values = w->n_values,
                         .note = note_of(scratch, w->note),
                         .recording = text };
    if (d.state == CP_SCAN_NO_CREDENTIAL)
        d.credential = NULL;
    s->counts.done++;
    cp_rc rc = s->o->device(s->o->ctx, s, &d, err);
    cp_arena_free(scratch);
    return rc;
}

static cp_rc hear_word(cp_scan *s, const cp_prober_word *w, cp_str text, cp_err *err)
{
    s->counts.sent = w->sent;
    s->counts.received = w->received;
    s->counts.strange = w->strange;
    switch (w->what) {
    case CP_PROBER_SAY_READY: s->is_ready = true; return CP_OK;
    case CP_PROBER_SAY_DEVICE: return hear_device(s, w, text, err);
    case CP_PROBER_SAY_COUNTS:
        s->counts.in_flight = w->in_flight;
        if (s->o->progress)
            s->o->progress(s->o->ctx, &s->counts);
        return CP_OK;
    case CP_PROBER_SAY_IDLE:
        s->is_idle = w->n_heard == s->also.n;
        if (s->is_idle)
            cp_close(&s->to->to); /* nothing more will come of it */
        return CP_OK;
    case CP_PROBER_SAY_FAULT: {
        bool is_ours = w->code == CP_EIO || w->code == CP_EUSAGE || w->code == CP_EPERM;
        return cp_fail(err, is_ours ? (cp_rc)w->code : CP_EINTERNAL, CP_NO_OFF, "%s", w->note);
    }
    default: return impossible(err);
    }
}

/* What stands whole in the buffer. */
static cp_rc hear_whole(cp_scan *s, cp_err *err)
{
    cp_rc rc = CP_OK;
    size_t at = 0;
    cp_prober_word w;
    while (rc == CP_OK && s->n - at >= sizeof w) {
        memcpy(&w, s->b + at, sizeof w);
        w.note[sizeof w.note - 1] = '\0';
        if (w.n_text > TEXT_MAX)
            return impossible(err);
        if (s->n - at - sizeof w < w.n_text)
            break;
        cp_str text = { (const char *)s->b + at + sizeof w, w.n_text };
        rc = hear_word(s, &w, text, err);
        at += sizeof w + w.n_text;
    }
    memmove(s->b, s->b + at, s->n - at);
    s->n -= at;
    return rc;
}

static cp_rc hear(cp_scan *s, cp_err *err)
{
    if (s->cap - s->n < READ_BYTES) {
        size_t cap = s->cap ? s->cap * 2 : 2 * READ_BYTES;
        s->b = cp_arena_grow(s->a, s->b, s->cap, cap);
        s->cap = cap;
    }
    ssize_t got = read(s->from->from, s->b + s->n, s->cap - s->n);
    if (got < 0)
        return errno == EINTR ? CP_OK : cp_fail_errno(err, errno, "cannot hear who asks devices");
    s->is_at_end = got == 0;
    s->n += (size_t)got;
    return hear_whole(s, err);
}

/* As far as the pipe takes it. */
static void send_more(cp_scan *s)
{
    while (s->to->to >= 0 && s->also_sent < s->also.n) {
        ssize_t w = write(s->to->to, &s->also.v[s->also_sent], sizeof *s->also.v);
        if (w != (ssize_t)sizeof *s->also.v) /* shorter than PIPE_BUF: whole or not at all */
            return;
        s->also_sent++;
    }
}

static cp_rc step(cp_scan *s, cp_err *err)
{
    struct pollfd on = { .fd = s->from->from, .events = POLLIN };
    send_more(s);
    int n = poll(&on, 1, ASK_MS);
    if (n < 0 && errno != EINTR)
        return cp_fail_errno(err, errno, "cannot wait for answers");
    if (!s->is_asked_to_end && s->o->is_ended && s->o->is_ended(s->o->ctx)) {
        s->is_asked_to_end = true;
        cp_close(&s->to->to);
    }
    return n > 0 && on.revents ? hear(s, err) : CP_OK;
}

cp_rc cp_scan_run(cp_arena *a, const cp_scan_opts *o, cp_scan_counts *out, bool *is_whole,
                  cp_err *err)
{
    cp_scan *s = CP_NEW(a, cp_scan);
    s->a = a;
    s->o = o;
    cp_rc rc = start(s, err);
    while (rc == CP_OK && !s->is_at_end)
        rc = step(s, err);
    if (rc == CP_OK)
        rc = cp_child_wait(s->child, "asks devices", err);
    if (rc == CP_OK && !s->is_idle && !s->is_asked_to_end)
        rc = cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                     "the process that asks devices ended before it was done");
    cp_child_kill(s->child);
    *out = s->counts;
    *is_whole = s->is_idle;
    return rc;
}
