/* SPDX-License-Identifier: Apache-2.0 */
/* apart.c - see apart.h. */
#include "sources/apart/apart.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "codec/sha256.h"
#include "sources/apart/sandbox.h"

enum {
    FD_ABOVE = 64,            /* where descriptors wait while their places are made */
    PIPE_BYTES = 1024 * 1024, /* what anybody may ask for: /proc/sys/fs/pipe-max-size */
    CHILD_FAILED_STATUS = 1,  /* it has said why */
};

/* ---- descriptors */

void cp_close(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

static void close_pipe(void *arg)
{
    cp_pipe *p = arg;
    cp_close(&p->from);
    cp_close(&p->to);
}

cp_rc cp_pipe_open(cp_arena *a, cp_pipe **out, cp_err *err)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0)
        return cp_fail_errno(err, errno, "cannot make a pipe");
    (void)fcntl(fds[1], F_SETPIPE_SZ, PIPE_BYTES); /* the usual size works too */
    cp_pipe *p = CP_NEW(a, cp_pipe);
    *p = (cp_pipe){ fds[0], fds[1] };
    cp_arena_defer(a, close_pipe, p);
    *out = p;
    return CP_OK;
}

/* fds[i] becomes i; all others are closed. */
static bool place(const int *fds, uint32_t n)
{
    int above[CP_CHILD_FDS_MAX];
    assert(n <= CP_CHILD_FDS_MAX);
    for (uint32_t i = 0; i < n; i++) {
        above[i] = fds[i] < 0 ? -1 : fcntl(fds[i], F_DUPFD, FD_ABOVE);
        if (fds[i] >= 0 && above[i] < 0)
            return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        (void)close((int)i);
        if (above[i] >= 0 && dup2(above[i], (int)i) != (int)i)
            return false;
    }
    if (close_range(n, ~0u, 0) != 0) /* before Linux 5.9 */
        for (int fd = (int)n; fd < FD_ABOVE * FD_ABOVE; fd++)
            (void)close(fd);
    return true;
}

/* ---- processes */

static void kill_child(void *arg) { cp_child_kill(arg); }

/* The parent may have gone before the kernel was asked to tell. */
static void end_with(pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(CHILD_FAILED_STATUS);
}

static _Noreturn void be_child(void (*run)(void *ctx), void *ctx, const int *fds, uint32_t n_fds,
                               pid_t parent)
{
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGTERM, SIG_IGN);
    (void)signal(SIGPIPE, SIG_DFL); /* nobody listens any more */
    end_with(parent);
    if (!place(fds, n_fds))
        _exit(CHILD_FAILED_STATUS);
    run(ctx);
    _exit(0);
}

cp_rc cp_child_start(cp_arena *a, void (*run)(void *ctx), void *ctx, const int *fds, uint32_t n_fds,
                     cp_child **out, cp_err *err)
{
    pid_t parent = getpid(), pid = fork();
    if (pid < 0)
        return cp_fail_errno(err, errno, "cannot start a process");
    if (pid == 0)
        be_child(run, ctx, fds, n_fds, parent);
    cp_child *c = CP_NEW(a, cp_child);
    c->pid = pid;
    cp_arena_defer(a, kill_child, c);
    *out = c;
    return CP_OK;
}

static cp_rc tell_death(int status, const char *what, cp_err *err)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return CP_OK;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        return cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                       "the process that %s was ended by the kernel because it made a system call "
                       "that it may not make: an attack, or a fault of this program; please report "
                       "it",
                       what);
    if (WIFSIGNALED(status))
        return cp_fail(err, CP_EINTERNAL, CP_NO_OFF,
                       "the process that %s was ended by signal %d (%s); please report it", what,
                       WTERMSIG(status), strsignal(WTERMSIG(status)));
    return cp_fail(err, CP_EINTERNAL, CP_NO_OFF, "the process that %s ended with status %d", what,
                   WEXITSTATUS(status));
}

static int wait_for(cp_child *c)
{
    int status = 0;
    while (c->pid && waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    c->pid = 0;
    return status;
}

cp_rc cp_child_wait(cp_child *c, const char *what, cp_err *err)
{
    return tell_death(wait_for(c), what, err);
}

void cp_child_kill(cp_child *c)
{
    if (!c || c->pid == 0)
        return;
    (void)kill(c->pid, SIGKILL);
    (void)wait_for(c);
}

/* ---- the parser */

typedef struct parser {
    const cp_parser_start *with;
    pid_t parent;
    uint64_t bytes_max; /* of memory; 0: no limit */
    cp_wire wire;
} parser;

static void progress(void *ctx, uint64_t done, uint64_t all)
{
    cp_wire_progress(&((parser *)ctx)->wire, done, all);
}

static void parse(void *ctx)
{
    parser *p = ctx;
    cp_arena *a = cp_arena_new(p->bytes_max);
    cp_buf out = cp_buf_to_fd(a, CP_PARSER_FD_OUT);
    cp_read_opts opts = p->with->opts;
    cp_err err = { .off_bytes = CP_NO_OFF };
    cp_source src = { .imported_at = CP_TIME_NONE };
    p->wire = cp_wire_to(a, &out);
    cp_obs_sink sink = cp_wire_sink(&p->wire);
    opts.is_stopped = NULL;
    opts.progress = opts.progress ? progress : NULL;
    opts.progress_ctx = p;
    (void)cp_sha256_hex(a, (cp_bytes){ NULL, 0 }); /* libcrypto reads its configuration now */
    cp_rc rc = cp_privileges_drop(&err);
    if (rc == CP_OK) {
        end_with(p->parent); /* who changes ids forgets it */
        rc = cp_sandbox_enter(CP_SANDBOX_PARSER, &err);
    }
    if (rc != CP_OK) {
        src.state = CP_SOURCE_UNREADABLE;
        rc = cp_fail(&err, CP_EIO, CP_NO_OFF, "%s", cp_str_dup(a, cp_str_c(err.msg)).p);
    } else {
        rc = cp_source_read_fd(a, p->with->name, CP_PARSER_FD_IN, p->with->bytes, &opts, &sink,
                               &src, &err);
    }
    cp_wire_end(&p->wire, &src, rc, &err);
    _exit(cp_buf_end(&out, NULL) == CP_OK ? 0 : CHILD_FAILED_STATUS);
}

cp_rc cp_parser_new(cp_arena *a, const cp_parser_start *with, cp_child **child, cp_pipe **out,
                    cp_err *err)
{
    uint64_t limit = cp_arena_limit_bytes(a);
    parser p = { .with = with, .parent = getpid(), .bytes_max = limit == UINT64_MAX ? 0 : limit };
    cp_rc rc = cp_pipe_open(a, out, err);
    if (rc != CP_OK)
        return rc;
    int nothing = CP_IS_SANITIZED ? dup(STDERR_FILENO) : open("/dev/null", O_WRONLY | O_CLOEXEC);
    const int fds[CP_PARSER_FDS] = {
        [CP_PARSER_FD_IN] = with->fd, [CP_PARSER_FD_OUT] = (*out)->to, [CP_PARSER_FD_VOID] = nothing
    };
    rc = cp_child_start(a, parse, &p, fds, CP_PARSER_FDS, child, err);
    cp_close(&nothing);
    cp_close(&(*out)->to);
    return rc;
}

/* ---- hearing it */

cp_wire_in cp_wire_in_of(cp_arena *a, const cp_obs_sink *to)
{
    return (cp_wire_in){ .r = { .a = a, .to = to },
                         .b = cp_arena_alloc(a, CP_WIRE_BUFFER_BYTES),
                         .cap = CP_WIRE_BUFFER_BYTES };
}

/* Room for what is left of a message that is longer than what is there. */
static void make_room(cp_wire_in *in)
{
    if (in->n < in->cap)
        return;
    size_t cap = in->cap * 2;
    assert(cap <= (size_t)CP_WIRE_MESSAGE_MAX * 4); /* a longer message was refused before */
    in->b = cp_arena_grow(in->r.a, in->b, in->cap, cap);
    in->cap = cap;
}

cp_rc cp_wire_in_step(cp_wire_in *in, int fd, cp_err *err)
{
    size_t used = 0;
    make_room(in);
    ssize_t got = read(fd, in->b + in->n, in->cap - in->n);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN
                   ? CP_OK
                   : cp_fail_errno(err, errno, "cannot hear the process that parses");
    in->is_at_end = got == 0;
    in->n += (size_t)got;
    in->total_bytes += (uint64_t)got;
    cp_rc rc = cp_wire_read(&in->r, (cp_bytes){ in->b, in->n }, &used, err);
    memmove(in->b, in->b + used, in->n - used);
    in->n -= used;
    return rc;
}
