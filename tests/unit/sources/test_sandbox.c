/* SPDX-License-Identifier: Apache-2.0 */
/* test_sandbox.c - what a process in a sandbox can do, and that anything else is its end: each call
 * is made in a process of its own. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include "codec/sha256.h"
#include "sources/apart/apart.h"
#include "sources/apart/sandbox.h"
#include "tap.h"

/* ---- what may be done: returns whether it went well */

static bool do_memory(void)
{
    for (size_t n = 1; n < (size_t)64 << 20; n *= 3) { /* by brk, mmap and mremap */
        char *p = malloc(n);
        if (!p || !(p = realloc(p, n * 2)))
            return false;
        memset(p, 1, n * 2);
        free(p);
    }
    return true;
}

static void *nothing(void *arg) { return arg; }

static bool do_thread(void)
{
    pthread_t t;
    return pthread_create(&t, NULL, nothing, NULL) == 0 && pthread_join(t, NULL) == 0;
}

static bool do_digest(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_str s = cp_sha256_hex(a, (cp_bytes){ (const uint8_t *)"abc", 3 });
    bool is_right = cp_str_starts(s, CP_STR("ba7816bf"));
    cp_arena_free(a);
    return is_right;
}

static bool do_read(void)
{
    char b[4];
    return read(CP_PARSER_FD_IN, b, sizeof b) == 2;
}

static bool do_write(void) { return write(CP_PARSER_FD_OUT, "x", 1) == 1; }

static bool do_state(void) { return write(CP_CAPTURE_FD_STATE, "x", 1) == 1; }

static bool do_poll(void)
{
    struct pollfd on = { .fd = CP_CAPTURE_FD_STOP, .events = POLLIN };
    return poll(&on, 1, 0) >= 0;
}

static bool do_getsockopt(void)
{
    struct tpacket_stats_v3 s;
    socklen_t n = sizeof s;
    return getsockopt(CP_CAPTURE_FD_SOCKET, SOL_PACKET, PACKET_STATISTICS, &s, &n) != 0;
}

static bool do_abort(void) { abort(); }

/* ---- what may not */

static bool do_open(void) { return open("/etc/passwd", O_RDONLY) < 0; }
static bool do_create(void) { return open("x", O_WRONLY | O_CREAT, 0600) < 0; }
static bool do_unlink(void) { return unlink("x") < 0; }
static bool do_rename(void) { return rename("x", "y") < 0; }
static bool do_mkdir(void) { return mkdir("x", 0700) < 0; }
static bool do_stat(void)
{
    struct stat st;
    return stat("/", &st) == 0;
}
static bool do_socket(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool do_packet(void) { return socket(AF_PACKET, SOCK_RAW, 0) >= 0; }
static bool do_connect(void)
{
    struct sockaddr to = { .sa_family = AF_UNIX };
    return connect(0, &to, sizeof to) == 0;
}
static bool do_send(void) { return send(CP_CAPTURE_FD_SOCKET, "x", 1, 0) == 1; }
static bool do_send_by_write(void) { return write(CP_CAPTURE_FD_SOCKET, "x", 1) == 1; }
static bool do_writev(void)
{
    struct iovec v = { (void *)(uintptr_t) "x", 1 };
    return writev(CP_CAPTURE_FD_SOCKET, &v, 1) == 1;
}
static bool do_exec(void)
{
    char *const none[] = { NULL };
    return execve("/bin/true", none, none) == 0;
}
static bool do_fork(void) { return fork() >= 0; }
static bool do_kill(void) { return kill(getppid(), 0) == 0; }
static bool do_tgkill(void) { return syscall(SYS_tgkill, 1, 1, 0) == 0; }
static bool do_ptrace(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0; }
static bool do_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}
static bool do_make_code(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}
static bool do_uid(void) { return setuid(0) == 0; }
static bool do_prctl(void) { return prctl(PR_SET_DUMPABLE, 1) == 0; }
static bool do_ioctl(void) { return syscall(SYS_ioctl, 0, 0, 0) == 0; }
static bool do_dup(void) { return dup(0) >= 0; }
static bool do_pipe(void)
{
    int fds[2];
    return pipe(fds) == 0;
}
static bool do_uring(void) { return syscall(425, 1, NULL) >= 0; } /* io_uring_setup */
static bool do_memfd(void) { return memfd_create("x", 0) >= 0; }
static bool do_read_of_capture(void)
{
    char b[4];
    return read(CP_CAPTURE_FD_SOCKET, b, sizeof b) >= 0;
}

static bool do_ask(void) { return sendto(CP_PROBER_FD_V4, "x", 1, MSG_DONTWAIT, NULL, 0) >= 0; }
static bool do_ask_v6(void) { return sendto(CP_PROBER_FD_V6, "x", 1, MSG_DONTWAIT, NULL, 0) >= 0; }
static bool do_hear(void)
{
    char b[4];
    return recvfrom(CP_PROBER_FD_V4, b, sizeof b, MSG_DONTWAIT, NULL, NULL) >= 0;
}
static bool do_random(void)
{
    char b[4];
    return getrandom(b, sizeof b, 0) == (ssize_t)sizeof b;
}

static bool do_receive(void)
{
    struct mmsghdr none = { .msg_len = 0 };
    return recvmmsg(CP_COLLECTOR_FD_SOCKETS, &none, 1, MSG_DONTWAIT, NULL) >= 0;
}

static bool do_accept(void)
{
    return accept4(CP_CAPTURE_FD_SOCKET, NULL, NULL, SOCK_CLOEXEC) < 0 && errno == EBADF;
}
static bool do_wait(void)
{
    struct epoll_event e;
    return epoll_wait(CP_CAPTURE_FD_SOCKET, &e, 1, 0) < 0 && errno == EBADF;
}
static bool do_close(void) { return close(CP_CAPTURE_FD_SOCKET) < 0 && errno == EBADF; }

enum {
    P = 1 << CP_SANDBOX_PARSER,
    C = 1 << CP_SANDBOX_CAPTURE,
    A = 1 << CP_SANDBOX_PROBER,
    L = 1 << CP_SANDBOX_COLLECTOR,
    W = 1 << CP_SANDBOX_WATCHER
};

static const struct row {
    const char *name;
    bool (*call)(void);
    int allowed_in; /* P, C, A, L, W */
} rows[] = {
    { "memory", do_memory, P | A | L | W }, /* who copies has taken what it needs */
    { "a thread", do_thread, P | L },
    { "a digest", do_digest, P | C | A | L | W },
    { "reading its input", do_read, P | A | W },
    { "writing what it found", do_write, P | C | A | L | W },
    { "writing its state", do_state, P | C | W },
    { "waiting", do_poll, C | A },
    { "asking what was dropped", do_getsockopt, C },
    { "asking a device", do_ask, A }, /* there is no socket there: ENOTSOCK */
    { "asking one of IPv6", do_ask_v6, A },
    { "hearing it", do_hear, A },
    { "random numbers", do_random, P | A | L },
    { "receiving", do_receive, L }, /* there is no socket there: ENOTSOCK */
    { "accepting", do_accept, W },  /* nor there: EBADF */
    { "waiting for many", do_wait, W },
    { "leaving one", do_close, W },
    { "opening a file", do_open, 0 },
    { "making a file", do_create, 0 },
    { "removing a file", do_unlink, 0 },
    { "renaming a file", do_rename, 0 },
    { "making a folder", do_mkdir, 0 },
    { "looking at a file", do_stat, 0 },
    { "a socket", do_socket, 0 },
    { "a packet socket", do_packet, 0 },
    { "connecting", do_connect, 0 },
    { "sending", do_send, 0 },
    { "sending by write", do_send_by_write, P }, /* there is none there: EBADF */
    { "sending by writev", do_writev, 0 },
    { "reading the socket", do_read_of_capture, P | W },
    { "another program", do_exec, 0 },
    { "another process", do_fork, 0 },
    { "a signal to the parent", do_kill, 0 },
    { "a signal to a thread of others", do_tgkill, 0 },
    { "tracing", do_ptrace, 0 },
    { "mapping code", do_code, 0 },
    { "turning data into code", do_make_code, 0 },
    { "another user", do_uid, 0 },
    { "control of itself", do_prctl, 0 },
    { "control of a device", do_ioctl, 0 },
    { "a second descriptor", do_dup, 0 },
    { "a pipe", do_pipe, 0 },
    { "a ring of calls", do_uring, 0 },
    { "a file in memory", do_memfd, 0 },
};

typedef struct trial {
    const struct row *row;
    cp_sandbox which;
} trial;

/* In the child. Its descriptors: a pipe to read, ends of pipes to write. */
static void attempt(void *ctx)
{
    const trial *t = ctx;
    cp_err err = { .off_bytes = 0 };
    cp_arena *a = cp_arena_new(0);
    (void)cp_sha256_hex(a, (cp_bytes){ NULL, 0 });
    if (cp_privileges_drop(&err) != CP_OK || cp_sandbox_enter(t->which, &err) != CP_OK)
        _exit(99);
    bool went_well = t->row->call();
    _exit(went_well ? 0 : 1);
}

static int status_of(const trial *t)
{
    cp_arena *a = cp_arena_new(0);
    cp_child *child;
    cp_pipe *in, *out;
    cp_err err;
    int status = -1;
    if (cp_pipe_open(a, &in, &err) == CP_OK && cp_pipe_open(a, &out, &err) == CP_OK &&
        write(in->to, "ab", 2) == 2) {
        const int fds[] = { in->from, out->to, out->to, out->to, out->to };
        if (cp_child_start(a, attempt, (void *)(uintptr_t)t, fds, 5, &child, &err) == CP_OK &&
            waitpid(child->pid, &status, 0) == child->pid)
            child->pid = 0;
    }
    cp_arena_free(a);
    return status;
}

static void check_row(const struct row *r, cp_sandbox which)
{
    static const char *const names[] = { [CP_SANDBOX_PARSER] = "parser",
                                         [CP_SANDBOX_CAPTURE] = "capture",
                                         [CP_SANDBOX_PROBER] = "prober",
                                         [CP_SANDBOX_COLLECTOR] = "collector",
                                         [CP_SANDBOX_WATCHER] = "watcher" };
    const char *who = names[which];
    int status = status_of(&(trial){ r, which });
    bool is_killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 99)
        tap_skip("no filter of system calls in this kernel");
    else if (r->allowed_in & 1 << which)
        ok(WIFEXITED(status) && WEXITSTATUS(status) <= 1, "%s: %s is allowed", who, r->name);
    else
        ok(is_killed, "%s: %s is its end (status %x)", who, r->name, (unsigned)status);
}

/* ---- how its end is told, and what it gave up */

static void check_words(void)
{
    static const struct row open_row = { "open", do_open, 0 }, abort_row = { "abort", do_abort, 0 };
    static const struct {
        const struct row *row;
        const char *want;
    } words[] = { { &open_row, "a system call that it may not make" },
                  { &abort_row, "ended by signal 6" } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_child *child;
        cp_err err = { .off_bytes = 0 };
        trial t = { words[i].row, CP_SANDBOX_PARSER };
        const int fds[] = { -1, -1, -1 };
        cp_rc rc = cp_child_start(a, attempt, &t, fds, 3, &child, &err);
        if (rc == CP_OK)
            rc = cp_child_wait(child, "is tested", &err);
        ok(rc == CP_EINTERNAL && strstr(err.msg, words[i].want) && strstr(err.msg, "is tested"),
           "%s: %s", words[i].row->name, err.msg);
        cp_arena_free(a);
    }
}

static void give_up(void *ctx)
{
    (void)ctx;
    struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];
    struct rlimit core;
    cp_err err;
    if (cp_privileges_drop(&err) != CP_OK || syscall(SYS_capget, &head, caps) != 0)
        _exit(1);
    if (caps[0].permitted || caps[1].permitted || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
        _exit(2);
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0)
        _exit(3);
    if (geteuid() != 0 && setuid(0) == 0)
        _exit(4);
    if (fcntl(3, F_GETFD) >= 0 || fcntl(64, F_GETFD) >= 0)
        _exit(5); /* something was left open */
    _exit(0);
}

static void check_privileges(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_child *child;
    cp_err err = { .off_bytes = 0 };
    const int fds[] = { -1, -1, 2 };
    cp_rc rc = cp_child_start(a, give_up, NULL, fds, 3, &child, &err);
    if (rc == CP_OK)
        rc = cp_child_wait(child, "gives up its rights", &err);
    ok(rc == CP_OK, "rights are given up for good: %s", err.msg);
    cp_arena_free(a);
}

int main(void)
{
    if (CP_IS_SANITIZED)
        tap_skip_all("sanitizers make system calls of their own");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_row(&rows[i], CP_SANDBOX_PARSER);
        check_row(&rows[i], CP_SANDBOX_CAPTURE);
        check_row(&rows[i], CP_SANDBOX_PROBER);
        check_row(&rows[i], CP_SANDBOX_COLLECTOR);
        check_row(&rows[i], CP_SANDBOX_WATCHER);
    }
    check_words();
    check_privileges();
    return tap_done();
}
