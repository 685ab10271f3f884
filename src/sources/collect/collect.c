/* SPDX-License-Identifier: Apache-2.0 */
/* collect.c - see collect.h: the parent's side, which starts the process that receives and looks at
 * what it says. */
#include "sources/collect/collect.h"
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "sources/apart/apart.h"
#include "sources/apart/sandbox.h"
#include "sources/collect/hear.h"
#include "sources/collect/inside.h"
#include "sources/collect/sockets.h"

enum {
    PIPE_BYTES = 1 << 20, /* as much as anybody may ask for: fs.pipe-max-size */
    GATHER_MS = 250,      /* from one batch to the next: to commit one costs as much as a block */
};

struct cp_collect {
    cp_arena *a;
    cp_collect_opts o;
    cp_collect_shared *shared;
    int fds[CP_COLLECT_SOCKETS_MAX];
    uint32_t kernel_seen[CP_COLLECT_SOCKETS_MAX]; /* the kernel counts modulo 2^32 */
    uint64_t kernel_dropped[CP_COLLECT_SOCKETS_MAX];
    uint32_t n_fds;
    cp_child *child; /* NULL: not started */
    cp_pipe *told;
    cp_collect_ear *ear;
    int64_t handed_ms;          /* the last batch, on the clock that only goes forward; 0: none */
    bool is_at_end, is_checked; /* the pipe; how the process ended */
};

static int64_t now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- beginning */

static void unmap(void *arg) { (void)munmap(arg, sizeof(cp_collect_shared)); }

static void close_sockets(void *arg)
{
    cp_collect *c = arg;
    for (uint32_t i = 0; i < c->n_fds; i++)
        cp_close(&c->fds[i]);
}

cp_rc cp_collect_open(cp_arena *a, const cp_collect_opts *o, cp_collect **out, cp_err *err)
{
    cp_rc rc = CP_OK;
    cp_collect *c = CP_NEW(a, cp_collect);
    assert(o->n_listens * o->n_threads <= CP_COLLECT_SOCKETS_MAX);
    *c = (cp_collect){ .a = a, .o = *o };
    c->shared =
        mmap(NULL, sizeof *c->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (c->shared == MAP_FAILED)
        return cp_fail_errno(err, errno, "cannot share memory with the process that receives");
    cp_arena_defer(a, unmap, c->shared);
    cp_arena_defer(a, close_sockets, c);
    for (uint32_t i = 0; rc == CP_OK && i < o->n_listens; i++) {
        rc = cp_collect_sockets(&o->listens[i], o->n_threads, o->receive_bytes, &c->fds[c->n_fds],
                                err);
        c->n_fds += rc == CP_OK ? o->n_threads : 0;
    }
    if (rc == CP_OK)
        *out = c;
    return rc;
}

static cp_rc start(cp_collect *c, cp_collect_child *with, cp_err *err)
{
    int fds[CP_COLLECTOR_FD_SOCKETS + CP_COLLECT_SOCKETS_MAX] = { -1 };
    cp_rc rc = cp_pipe_open(c->a, &c->told, err);
    if (rc != CP_OK)
        return rc;
    /* a block goes through in some pieces instead of dozens; what others may not have is no
     * fault */
    (void)fcntl(c->told->to, F_SETPIPE_SZ, PIPE_BYTES);
    int nothing = CP_IS_SANITIZED ? dup(STDERR_FILENO) : open("/dev/null", O_WRONLY | O_CLOEXEC);
    fds[CP_COLLECTOR_FD_OUT] = c->told->to;
    fds[CP_COLLECTOR_FD_VOID] = nothing;
    for (uint32_t i = 0; i < c->n_fds; i++)
        fds[CP_COLLECTOR_FD_SOCKETS + i] = c->fds[i];
    rc = cp_child_start(c->a, cp_collect_child_run, with, fds, CP_COLLECTOR_FD_SOCKETS + c->n_fds,
                        &c->child, err);
    cp_close(&nothing);
    cp_close(&c->told->to);
    return rc;
}

/* Blocks come and go in both processes; glibc would give their memory back to the kernel each
 * time, and have it made zero again for the next. */
static void keep_memory(void)
{
#ifdef M_MMAP_THRESHOLD
    (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

cp_rc cp_collect_start(cp_collect *c, const cp_exporter *known, uint32_t n_known,
                       const cp_flow_template *templates, uint32_t n_templates, cp_err *err)
{
    cp_collect_child with = { .o = &c->o,
                              .parent = getpid(),
                              .n_sockets = c->n_fds,
                              .shared = c->shared,
                              .known = known, /* which a process that is forked has too */
                              .n_known = n_known,
                              .templates = templates,
                              .n_templates = n_templates };
    cp_collect_kernel k;
    assert(!c->child);
    keep_memory();
    for (uint32_t i = 0; i < c->n_fds; i++)
        with.receive_bytes[i] = cp_collect_socket_figures(c->fds[i], &k) ? k.bytes_max : 0;
    c->ear = cp_collect_ear_new(c->a, known, n_known, &c->shared->places);
    return start(c, &with, err);
}

/* ---- bytes */

/* One read; *more: there may be more at once. */
static cp_rc step(cp_collect *c, int timeout_ms, bool *more, cp_err *err)
{
    cp_collect_ear *e = c->ear;
    struct pollfd on = { .fd = c->told->from, .events = POLLIN };
    size_t room = cp_collect_ear_room(e);
    *more = false;
    if (c->is_at_end || room == 0 || poll(&on, 1, timeout_ms) <= 0)
        return CP_OK; /* a signal, perhaps */
    ssize_t got = read(c->told->from, e->b + e->n, room);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN
                   ? CP_OK
                   : cp_fail_errno(err, errno, "cannot hear the process that receives");
    c->is_at_end = got == 0;
    *more = got > 0;
    return cp_collect_ear_came(e, (size_t)got, err);
}

static cp_rc check_end(cp_collect *c, cp_err *err)
{
    cp_rc rc = cp_child_wait(c->child, "receives", err);
    if (rc == CP_OK && !c->ear->has_ended)
        rc = cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                     "the process that receives ended before it was done");
    return rc;
}

/* How long what is ready may still wait for more of it: not where that would take the places of
 * what comes, nor longer than `flush`. */
static int to_gather_ms(const cp_collect *c)
{
    int64_t gather_ms = c->o.flush / 1000 < GATHER_MS ? c->o.flush / 1000 : GATHER_MS;
    int64_t left_ms = c->handed_ms + gather_ms - now_ms();
    bool is_much = c->ear->ready >= CP_COLLECT_BATCH_BYTES_MAX / 2 ||
                   cp_collect_places_taken(&c->shared->places) >= CP_COLLECT_PLACES - 1;
    bool is_over = c->is_at_end || atomic_load_explicit(&c->shared->stop, memory_order_relaxed);
    return c->handed_ms == 0 || is_much || is_over || left_ms < 0 ? 0 : (int)left_ms;
}

cp_rc cp_collect_wait(cp_collect *c, int timeout_ms, cp_collect_batch *out, bool *has, cp_err *err)
{
    bool more = true;
    *has = false;
    int gather_ms = c->ear->ready ? to_gather_ms(c) : timeout_ms;
    cp_rc rc = step(c, gather_ms < timeout_ms ? gather_ms : timeout_ms, &more, err);
    while (rc == CP_OK && more && c->ear->ready < CP_COLLECT_BATCH_BYTES_MAX / 2)
        rc = step(c, 0, &more, err);
    /* what it said before is taken first */
    if (rc == CP_OK && c->is_at_end && c->ear->ready == 0) {
        c->is_checked = true;
        return check_end(c, err);
    }
    if (rc != CP_OK || c->ear->ready == 0 || to_gather_ms(c) > 0)
        return rc;
    c->handed_ms = now_ms();
    return cp_collect_ear_batch(c->ear, out, has, err);
}

void cp_collect_taken(cp_collect *c) { cp_collect_ear_taken(c->ear); }

/* ---- the end */

void cp_collect_stop(cp_collect *c) { atomic_store(&c->shared->stop, true); }

bool cp_collect_is_over(const cp_collect *c) { return c->is_checked; }

/* ---- figures: numbers, whatever they are */

static void sum(cp_collect *c, uint32_t i, cp_collect_sums *out)
{
    const cp_collect_figures *f = &c->shared->of[i];
    cp_collect_kernel k;
    if (c->fds[i] >= 0 && cp_collect_socket_figures(c->fds[i], &k)) {
        c->kernel_dropped[i] += k.dropped - c->kernel_seen[i];
        c->kernel_seen[i] = k.dropped;
        out->receive_bytes += k.bytes_max;
        out->receive_waiting += k.bytes;
    }
    out->kernel_dropped += c->kernel_dropped[i];
#define ADD(name, text) out->name += atomic_load_explicit(&f->name, memory_order_relaxed);
    CP_COLLECT_FIGURES(ADD)
#undef ADD
}

void cp_collect_sum(cp_collect *c, uint32_t listen, cp_collect_sums *out)
{
    *out = (cp_collect_sums){ .packets = 0 };
    for (uint32_t i = 0; i < c->o.n_threads; i++)
        sum(c, listen * c->o.n_threads + i, out);
}

void cp_collect_sum_all(cp_collect *c, cp_collect_sums *out)
{
    *out = (cp_collect_sums){ .packets = 0 };
    for (uint32_t i = 0; i < c->n_fds; i++)
        sum(c, i, out);
}

uint64_t cp_collect_queue_bytes(const cp_collect *c)
{
    return atomic_load_explicit(&c->shared->queue_bytes, memory_order_relaxed) +
           cp_collect_places_bytes(&c->shared->places) + (c->ear ? c->ear->n : 0);
}

uint64_t cp_collect_n_exporters(const cp_collect *c) { return c->ear ? c->ear->n_known : 0; }
