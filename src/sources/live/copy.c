/* SPDX-License-Identifier: Apache-2.0 */
/* copy.c - the capture process: from the ring to a capture file, until told to stop.
 *
 * It looks at no byte of a frame but to put a VLAN tag back. Whatever happens to the interface or
 * to the file that is to be kept ends the capture and not what was captured: that is read to its
 * end. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>
#include "sources/apart/sandbox.h"
#include "sources/live/live.h"
#include "sources/live/ring.h"

enum {
    OUT_BYTES = 512 * 1024, /* more than the largest record */
    SAY_MICROS = 250 * 1000,
    LONG_MICROS = 60 * 1000 * 1000,
    PCAP_HEAD_BYTES = 24,
    RECORD_HEAD_BYTES = 16,
};
#define PCAP_NANO_MAGIC 0xa1b23c4du

typedef struct copier {
    cp_ring ring;
    cp_live_word word;
    uint8_t out[OUT_BYTES];
    size_t n;
    bool keeps;
    cp_time end, said_at; /* on the clock that only goes forward */
    bool is_over;
} copier;

static cp_time clock_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* 0, or errno. */
static int write_all(int fd, const uint8_t *p, size_t n)
{
    while (n > 0) {
        ssize_t w = write(fd, p, n);
        if (w < 0 && errno != EINTR)
            return errno;
        p += w > 0 ? w : 0;
        n -= w > 0 ? (size_t)w : 0;
    }
    return 0;
}

static void say(copier *c, uint32_t what)
{
    c->word.what = what;
    (void)write_all(CP_CAPTURE_FD_STATE, (const uint8_t *)&c->word, sizeof c->word);
}

static _Noreturn void fail(copier *c, cp_rc rc, const cp_err *err)
{
    c->word.code = rc;
    memcpy(c->word.text, err->msg, sizeof c->word.text);
    say(c, CP_LIVE_SAY_FAULT);
    _exit(0);
}

static void finish(copier *c, cp_live_end why, int err_no)
{
    c->word.code = why;
    c->word.err_no = err_no;
    c->is_over = true;
}

/* The parser has what was captured even where the file that is kept has not. */
static void flush(copier *c)
{
    int bad = c->keeps ? write_all(CP_CAPTURE_FD_KEEP, c->out, c->n) : 0;
    if (write_all(CP_CAPTURE_FD_FRAMES, c->out, c->n) != 0)
        _exit(0); /* nobody reads any more, and who started us knows why */
    c->n = 0;
    c->keeps = c->keeps && !bad;
    if (bad)
        finish(c, CP_LIVE_KEEP, bad);
}

static void put(copier *c, const void *p, size_t n)
{
    if (n)
        memcpy(c->out + c->n, p, n);
    c->n += n;
}

static void put_u32(copier *c, uint32_t v) { put(c, &v, sizeof v); }

static void put_head(copier *c)
{
    static const uint16_t version[2] = { 2, 4 };
    put_u32(c, PCAP_NANO_MAGIC);
    put(c, version, sizeof version);
    put_u32(c, 0);
    put_u32(c, 0);
    put_u32(c, CP_RING_FRAME_MAX);
    put_u32(c, c->ring.link_type);
    flush(c);
}

static void put_frame(copier *c, const cp_ring_frame *f)
{
    size_t n = f->n_cooked + f->head.n + f->n_vlan + f->rest.n, over = 0;
    if (n > CP_RING_FRAME_MAX) { /* by the tag that was put back */
        over = n - CP_RING_FRAME_MAX;
        n = CP_RING_FRAME_MAX;
    }
    if (c->n + RECORD_HEAD_BYTES + n > OUT_BYTES)
        flush(c);
    put_u32(c, f->seconds);
    put_u32(c, f->nanoseconds);
    put_u32(c, (uint32_t)n);
    put_u32(c, f->wire_len > n ? f->wire_len : (uint32_t)n);
    put(c, f->cooked, f->n_cooked);
    put(c, f->head.p, f->rest.n ? f->head.n : f->head.n - over);
    put(c, f->vlan, f->n_vlan);
    put(c, f->rest.p, f->rest.n ? f->rest.n - over : 0);
    c->word.frames++;
    c->word.bytes += n;
}

static bool copy_block(copier *c)
{
    cp_ring_iter it;
    cp_ring_frame f;
    if (!cp_ring_block(&c->ring, &it))
        return false;
    while (cp_ring_next(&c->ring, &it, &f))
        put_frame(c, &f);
    cp_ring_give_back(&c->ring, &it);
    flush(c);
    return true;
}

static void say_counts(copier *c, cp_time now)
{
    if (now - c->said_at < SAY_MICROS)
        return;
    cp_ring_count(&c->ring);
    c->word.dropped = c->ring.dropped;
    c->word.left = c->end == INT64_MAX ? INT64_MAX : c->end > now ? c->end - now : 0;
    c->said_at = now;
    say(c, CP_LIVE_SAY_COUNTS);
}

/* Until something happens, at most until the next report is due or the time is up. */
static void wait_for_frames(copier *c, bool is_busy)
{
    struct pollfd on[] = { { .fd = CP_CAPTURE_FD_SOCKET, .events = POLLIN },
                           { .fd = CP_CAPTURE_FD_STOP, .events = POLLIN } };
    cp_time now = clock_now();
    cp_time due = c->end - now < SAY_MICROS ? c->end - now : SAY_MICROS;
    int ms = is_busy || due < 0 ? 0 : (int)(due / 1000) + 1;
    int n = poll(on, 2, ms);
    if (n > 0 && on[1].revents)
        finish(c, CP_LIVE_ASKED, 0);
    else if (clock_now() >= c->end)
        finish(c, CP_LIVE_TIME, 0);
    if (n > 0 && on[0].revents & (POLLERR | POLLHUP | POLLNVAL))
        finish(c, CP_LIVE_DOWN, cp_ring_fault(&c->ring));
}

/* What came before the end may still lie in the block that the kernel is filling. */
static void copy_last(copier *c)
{
    struct pollfd on = { .fd = CP_CAPTURE_FD_SOCKET, .events = POLLIN };
    (void)poll(NULL, 0, 2 * CP_RING_RETIRE_MS);
    for (uint32_t i = 0; i < c->ring.n_blocks && copy_block(c); i++)
        (void)poll(&on, 1, 0);
    cp_ring_count(&c->ring);
    c->word.dropped = c->ring.dropped;
    c->word.left = 0;
}

static void copy(copier *c)
{
    put_head(c);
    say(c, CP_LIVE_SAY_READY);
    while (!c->is_over) {
        bool is_busy = copy_block(c);
        if (c->is_over)
            break;
        say_counts(c, clock_now());
        wait_for_frames(c, is_busy);
    }
    copy_last(c);
    say(c, CP_LIVE_SAY_END);
}

/* The socket takes its fixed place. */
static void place_socket(copier *c)
{
    cp_err err;
    if (c->ring.fd == CP_CAPTURE_FD_SOCKET)
        return;
    if (dup2(c->ring.fd, CP_CAPTURE_FD_SOCKET) < 0)
        fail(c, cp_fail_errno(&err, errno, "cannot capture"), &err);
    (void)close(c->ring.fd);
    c->ring.fd = CP_CAPTURE_FD_SOCKET;
}

void cp_live_capture_run(void *capture)
{
    static copier c; /* the process has one */
    const cp_live_capture *w = capture;
    cp_err err = { .off_bytes = CP_NO_OFF };
    c.keeps = w->opts->keep_fd >= 0;
    cp_rc rc = cp_ring_open(w->opts->interface, w->opts->is_promiscuous, &c.ring, &err);
    if (rc != CP_OK)
        fail(&c, rc, &err);
    place_socket(&c);
    c.word.link_type = c.ring.link_type;
    rc = cp_privileges_drop(&err);
    if (rc == CP_OK) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* who changes ids forgets it */
        if (getppid() != w->parent)
            _exit(0);
        rc = cp_sandbox_enter(CP_SANDBOX_CAPTURE, &err);
    }
    if (rc != CP_OK)
        fail(&c, rc, &err);
    c.said_at = clock_now();
    c.end = w->opts->lasting ? c.said_at + w->opts->lasting : INT64_MAX;
    copy(&c);
}
