/* SPDX-License-Identifier: Apache-2.0 */
/* watcher.c - see watcher.h. */
#include "job/watcher.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>
#include "job/output.h"
#include "sources/apart/apart.h"
#include "sources/apart/sandbox.h"

enum { WAIT_MS = 200, PIECE_BYTES = 64 * 1024 };
static const cp_time second = 1000000;

/* What both see. The child may write anything into it at any time. */
typedef struct shared {
    _Atomic bool stop;
    int rc;
    cp_err err;
} shared;

typedef struct watching {
    cp_job *j;
    const cp_watcher *w;
    shared *both;
    pid_t parent;
    cp_child *child;
    cp_pipe *lines, *state;
    cp_buf out;
    cp_arena *row, *kept; /* kept: of the file in hand */
    uint8_t *line;        /* that is not whole yet; CP_WATCHER_LINE_MAX */
    size_t n_line;
    cp_output file;
    bool is_writing, is_unwritable;
    uint8_t *piece; /* of the state; PIECE_BYTES */
    uint64_t n_state;
    cp_time ends_at, asked_at; /* on the clock that only goes forward; 0: not (yet) */
    cp_rc rc;                  /* the first fault, which is in err */
    cp_err *err;
} watching;

static cp_time clock_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * second + t.tv_nsec / 1000;
}

/* ---- the child */

static cp_rc confine(const watching *k, cp_err *err)
{
    cp_rc rc = cp_privileges_drop(err);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* who changes ids forgets it */
    if (getppid() != k->parent)
        _exit(0);
    return rc == CP_OK ? cp_sandbox_enter(CP_SANDBOX_WATCHER, err) : rc;
}

static void be_watcher(void *arg)
{
    watching *k = arg;
    cp_err err = { .off_bytes = CP_NO_OFF };
    cp_rc rc = k->w->open(k->w->ctx, &err);
    if (rc == CP_OK)
        rc = confine(k, &err);
    if (rc == CP_OK)
        rc = k->w->run(k->w->ctx, &k->both->stop, &err);
    k->both->err = err;
    k->both->rc = (int)rc;
}

static void unmap(void *arg) { (void)munmap(arg, sizeof(shared)); }

static cp_rc start(watching *k, cp_err *err)
{
    cp_arena *a = k->j->a;
    k->parent = getpid();
    k->both =
        mmap(NULL, sizeof *k->both, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (k->both == MAP_FAILED)
        return cp_fail_errno(err, errno, "cannot share memory with the process that hears");
    cp_arena_defer(a, unmap, k->both);
    cp_rc rc = cp_pipe_open(a, &k->lines, err);
    if (rc == CP_OK)
        rc = cp_pipe_open(a, &k->state, err);
    if (rc != CP_OK)
        return rc;
    int nothing = CP_IS_SANITIZED ? dup(STDERR_FILENO) : open("/dev/null", O_WRONLY | O_CLOEXEC);
    const int fds[CP_WATCHER_FDS] = {
        -1, [CP_WATCHER_FD_LINES] = k->lines->to, [CP_WATCHER_FD_VOID] = nothing,
        [CP_WATCHER_FD_STATE] = k->state->to
    };
    rc = cp_child_start(a, be_watcher, k, fds, CP_WATCHER_FDS, &k->child, err);
    cp_close(&nothing);
    cp_close(&k->lines->to);
    cp_close(&k->state->to);
    return rc;
}

/* ---- what it tells */

/* The first fault is told; the child is asked to end, and what it still tells is heard. */
static void note(watching *k, cp_rc rc, const cp_err *err)
{
    if (rc == CP_OK || k->rc != CP_OK)
        return;
    k->rc = rc;
    if (k->err)
        *k->err = *err;
    atomic_store(&k->both->stop, true);
}

/* JSON has no control characters but what stands for them. */
static cp_str plain(cp_arena *a, cp_str line)
{
    cp_str s = cp_str_clean_utf8(a, line);
    char *p = cp_arena_dup(a, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)p[i] < ' ' || p[i] == 0x7f)
            p[i] = '?';
    return (cp_str){ p, s.n };
}

static void print(watching *k, cp_str line)
{
    cp_arena_mark mark = cp_arena_here(k->row);
    cp_buf_add(&k->out, k->w->is_json ? plain(k->row, line) : cp_text_safe(k->row, line));
    cp_buf_char(&k->out, '\n');
    cp_arena_back(k->row, mark);
}

/* 0: it has ended. What is read is then nobody's any more. */
static ssize_t hear(watching *k, int *fd, uint8_t *b, size_t n)
{
    cp_err fault;
    ssize_t got = read(*fd, b, n);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return 0;
    if (got < 0)
        note(k, cp_fail_errno(&fault, errno, "cannot hear the process that hears"), &fault);
    if (got <= 0)
        cp_close(fd);
    return got < 0 ? 0 : got;
}

static void hear_lines(watching *k)
{
    cp_err fault;
    uint8_t *at = k->line, *newline;
    k->n_line +=
        (size_t)hear(k, &k->lines->from, k->line + k->n_line, CP_WATCHER_LINE_MAX - k->n_line);
    size_t left = k->n_line;
    while (left && (newline = memchr(at, '\n', left)) != NULL) {
        print(k, (cp_str){ (const char *)at, (size_t)(newline - at) });
        left -= (size_t)(newline + 1 - at);
        at = newline + 1;
    }
    memmove(k->line, at, left);
    k->n_line = left;
    if (k->n_line == CP_WATCHER_LINE_MAX) {
        k->n_line = 0;
        note(k,
             cp_fail(&fault, CP_EINTERNAL, CP_NO_OFF, "a line of more than %d bytes was told",
                     CP_WATCHER_LINE_MAX),
             &fault);
    }
    note(k, cp_buf_end(&k->out, &fault), &fault);
}

static cp_rc open_state(watching *k, cp_err *err)
{
    k->n_state = 0;
    k->kept = cp_arena_new(0);
    cp_rc rc = cp_output_open(k->kept, &k->j->opts, "--state", k->w->state, &k->file, err);
    if (rc == CP_OK)
        k->is_writing = true;
    else
        cp_arena_free(k->kept);
    return rc;
}

static cp_rc close_state(watching *k, bool is_whole, cp_err *err)
{
    cp_rc rc = cp_output_close(&k->file, is_whole, err);
    k->is_writing = false;
    cp_arena_free(k->kept);
    return rc;
}

static cp_rc write_state(watching *k, const uint8_t *p, size_t n, cp_err *err)
{
    k->n_state += n;
    if (k->n_state > k->w->state_bytes_max)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "the state is of more than %llu bytes",
                       (unsigned long long)k->w->state_bytes_max);
    while (n) {
        ssize_t done = write(k->file.fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            cp_rc rc = cp_fail_errno(err, errno, "cannot write");
            cp_err_in_file(err, k->w->state.p, k->w->state.n);
            return rc;
        }
        p += done;
        n -= (size_t)done;
    }
    return CP_OK;
}

/* A piece of one state: up to the NUL behind it, or all there is. */
static cp_rc take_state(watching *k, const uint8_t *p, size_t n, bool is_end, cp_err *err)
{
    cp_err fault;
    cp_rc rc = k->is_writing ? CP_OK : open_state(k, err);
    if (rc == CP_OK && n)
        rc = write_state(k, p, n, err);
    if (!k->is_writing || (rc == CP_OK && !is_end))
        return rc;
    cp_rc closed = close_state(k, rc == CP_OK, rc == CP_OK ? err : &fault);
    return rc == CP_OK ? closed : rc;
}

/* What cannot be written is read and dropped: the child is not to wait for ever. */
static void hear_state(watching *k)
{
    cp_err fault;
    uint8_t *at = k->piece;
    size_t left = (size_t)hear(k, &k->state->from, k->piece, PIECE_BYTES);
    while (left && !k->is_unwritable) {
        uint8_t *nul = memchr(at, 0, left);
        size_t n = nul ? (size_t)(nul - at) : left;
        cp_rc rc = take_state(k, at, n, nul != NULL, &fault);
        k->is_unwritable = rc != CP_OK;
        note(k, rc, &fault);
        at += n + (nul != NULL);
        left -= n + (nul != NULL);
    }
}

/* ---- the parent */

static void look_at_time(watching *k)
{
    cp_time now = clock_now();
    cp_err fault;
    if (*k->j->interrupted || (k->ends_at && now >= k->ends_at))
        atomic_store(&k->both->stop, true);
    if (!atomic_load(&k->both->stop))
        return;
    k->asked_at = k->asked_at ? k->asked_at : now;
    if (now - k->asked_at < CP_WATCHER_END_S * second)
        return;
    note(k,
         cp_fail(&fault, CP_EINTERNAL, CP_NO_OFF,
                 "the process that hears does not end; it was "
                 "killed"),
         &fault);
    cp_child_kill(k->child);
}

static void hear_all(watching *k)
{
    while (k->lines->from >= 0 || k->state->from >= 0) {
        struct pollfd on[2] = { { .fd = k->lines->from, .events = POLLIN },
                                { .fd = k->state->from, .events = POLLIN } };
        int n = poll(on, 2, WAIT_MS);
        if (n > 0 && on[0].revents)
            hear_lines(k);
        if (n > 0 && on[1].revents)
            hear_state(k);
        look_at_time(k);
    }
    if (k->is_writing)
        (void)close_state(k, false, NULL);
}

/* How it ended, which it tells itself if it can. */
static void look_at_end(watching *k)
{
    cp_err fault;
    note(k, cp_child_wait(k->child, "hears", &fault), &fault);
    cp_err told = k->both->err;
    int rc = k->both->rc;
    if (rc == CP_OK || k->rc != CP_OK)
        return;
    told.msg[sizeof told.msg - 1] = told.file[sizeof told.file - 1] = '\0';
    cp_str msg = cp_text_safe(k->row, cp_str_c(told.msg));
    bool is_one = rc > CP_OK && rc < CP_RC_COUNT;
    note(k, cp_fail(&fault, is_one ? (cp_rc)rc : CP_EINTERNAL, CP_NO_OFF, "%.*s", CP_FMT(msg)),
         &fault);
}

cp_rc cp_watcher_run(cp_job *j, const cp_watcher *w, cp_err *err)
{
    watching *k = CP_NEW(j->a, watching);
    *k = (watching){ .j = j, .w = w, .out = cp_buf_to_fd(j->a, STDOUT_FILENO), .err = err };
    k->row = cp_arena_new(0);
    k->line = cp_arena_alloc(j->a, CP_WATCHER_LINE_MAX);
    k->piece = cp_arena_alloc(j->a, PIECE_BYTES);
    k->ends_at = w->lasting ? clock_now() + w->lasting : 0;
    cp_rc rc = start(k, err);
    if (rc == CP_OK) {
        hear_all(k);
        look_at_end(k);
        *j->interrupted = 0; /* that is how it ends */
        rc = k->rc;
    }
    cp_arena_free(k->row);
    return rc;
}
