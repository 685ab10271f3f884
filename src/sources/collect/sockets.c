/* SPDX-License-Identifier: Apache-2.0 */
/* sockets.c - see sockets.h.
 *
 * Where several sockets share an address, the kernel would choose among them by the sender's port
 * too, and an exporter with two ports would have its templates at one and its data at another. So a
 * filter of four instructions chooses, by the sender's address alone (SO_ATTACH_REUSEPORT_CBPF,
 * socket(7)). */
#include "sources/collect/sockets.h"
#include <errno.h>
#include <linux/filter.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
    WAIT_MS = 100,    /* how long a thread waits for datagrams before it looks about */
    TAKEN_TRIES = 10, /* who held the port may be ending */
    TAKEN_WAIT_MS = 100,
    RECEIVE_BYTES_MIN = 64 * 1024,
};

/* ---- where */

bool cp_collect_listen_parse(cp_arena *a, cp_str s, cp_collect_listen *out)
{
    uint32_t port;
    ptrdiff_t colon = -1;
    for (size_t i = 0; i < s.n; i++)
        colon = s.p[i] == ':' ? (ptrdiff_t)i : colon;
    if (colon < 0 || !cp_str_u32(cp_str_from(s, (size_t)colon + 1), &port) || port == 0 ||
        port > UINT16_MAX)
        return false;
    cp_str ip = cp_str_slice(s, 0, (size_t)colon);
    bool is_bracketed = ip.n > 2 && ip.p[0] == '[' && ip.p[ip.n - 1] == ']';
    if (is_bracketed)
        ip = cp_str_slice(ip, 1, ip.n - 2);
    *out = (cp_collect_listen){ .port = (uint16_t)port };
    if (!cp_ip_parse(ip, &out->ip) || (out->ip.version == 6) != is_bracketed)
        return false;
    out->text =
        cp_str_fmt(a, is_bracketed ? "[%.*s]:%u" : "%.*s:%u", CP_FMT(cp_ip_text(a, out->ip)), port);
    return true;
}

socklen_t cp_collect_sockaddr(const cp_collect_listen *at, struct sockaddr_storage *out)
{
    memset(out, 0, sizeof *out);
    if (at->ip.version == 4) {
        struct sockaddr_in *in = (struct sockaddr_in *)out;
        in->sin_family = AF_INET;
        in->sin_port = htons(at->port);
        memcpy(&in->sin_addr, at->ip.b, 4);
        return sizeof *in;
    }
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(at->port);
    memcpy(&in6->sin6_addr, at->ip.b, 16);
    return sizeof *in6;
}

/* ---- one */

/* Large, so that a pause of ours is not a loss; the kernel gives what it may. */
static void set_sizes(int fd, uint64_t receive_bytes)
{
    const struct timeval wait = { 0, WAIT_MS * 1000 };
    int bytes = receive_bytes > INT32_MAX / 2 ? INT32_MAX / 2 : (int)receive_bytes;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
}

/* -1 with errno. */
static int open_one(const cp_collect_listen *at, bool shares, uint64_t receive_bytes)
{
    const int yes = 1;
    struct sockaddr_storage addr;
    socklen_t n = cp_collect_sockaddr(at, &addr);
    int fd = socket(addr.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    /* "[::]" is version 6 alone, so that "0.0.0.0" can stand beside it on every machine */
    bool is_good =
        at->ip.version == 4 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) == 0;
    if (is_good && shares)
        is_good = setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) == 0;
    if (is_good && bind(fd, (struct sockaddr *)&addr, n) == 0) {
        set_sizes(fd, receive_bytes);
        return fd;
    }
    int err_no = errno;
    (void)close(fd);
    errno = err_no;
    return -1;
}

/* Somebody who was killed holds the port a moment longer. */
static int open_free(const cp_collect_listen *at, uint64_t receive_bytes)
{
    int fd = open_one(at, false, receive_bytes);
    for (int i = 0; fd < 0 && errno == EADDRINUSE && i < TAKEN_TRIES; i++) {
        (void)usleep(TAKEN_WAIT_MS * 1000);
        fd = open_one(at, false, receive_bytes);
    }
    return fd;
}

cp_rc cp_collect_not_bound(const cp_collect_listen *at, int err_no, cp_err *err)
{
    if (err_no == EADDRINUSE)
        return cp_fail(err, CP_EIO, CP_NO_OFF,
                       "cannot listen on %.*s: the port is taken by another program",
                       CP_FMT(at->text));
    if (err_no == EADDRNOTAVAIL)
        return cp_fail(err, CP_EIO, CP_NO_OFF,
                       "cannot listen on %.*s: this machine has no such address", CP_FMT(at->text));
    if (err_no == EACCES)
        return cp_fail(err, CP_EPERM, CP_NO_OFF,
                       "cannot listen on %.*s: ports below 1024 need CAP_NET_BIND_SERVICE",
                       CP_FMT(at->text));
    return cp_fail(err, CP_EIO, CP_NO_OFF, "cannot listen on %.*s: %s", CP_FMT(at->text),
                   strerror(err_no));
}

/* ---- several */

#define NET(off) ((uint32_t)SKF_NET_OFF + (off))

/* Of the sender's address, its bits mixed: the number of a socket. */
static bool share(int fd, uint8_t version, uint32_t n)
{
    struct sock_filter v4[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NET(12)),
        BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, 0x9e3779b1u), /* golden ratio: see Knuth, 6.4 */
        BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 16),
        BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, n),
        BPF_STMT(BPF_RET | BPF_A, 0),
    };
    struct sock_filter v6[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NET(8)),
        BPF_STMT(BPF_MISC | BPF_TAX, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NET(12)),
        BPF_STMT(BPF_ALU | BPF_XOR | BPF_X, 0),
        BPF_STMT(BPF_MISC | BPF_TAX, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NET(16)),
        BPF_STMT(BPF_ALU | BPF_XOR | BPF_X, 0),
        BPF_STMT(BPF_MISC | BPF_TAX, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NET(20)),
        BPF_STMT(BPF_ALU | BPF_XOR | BPF_X, 0),
        BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, 0x9e3779b1u),
        BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 16),
        BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, n),
        BPF_STMT(BPF_RET | BPF_A, 0),
    };
    struct sock_fprog prog = version == 4 ? (struct sock_fprog){ sizeof v4 / sizeof *v4, v4 }
                                          : (struct sock_fprog){ sizeof v6 / sizeof *v6, v6 };
    return setsockopt(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &prog, sizeof prog) == 0;
}

cp_rc cp_collect_sockets(const cp_collect_listen *at, uint32_t n, uint64_t receive_bytes, int *fds,
                         cp_err *err)
{
    uint32_t i = 0;
    int err_no = 0;
    int fd = open_free(at, receive_bytes);
    if (fd < 0)
        return cp_collect_not_bound(at, errno, err);
    if (n == 1) {
        fds[0] = fd;
        return CP_OK;
    }
    (void)close(fd); /* it only showed that nobody else is there */
    for (; !err_no && i < n; i++) {
        fds[i] = open_one(at, true, receive_bytes);
        err_no = fds[i] < 0 ? errno : 0;
        i -= fds[i] < 0;
    }
    if (!err_no && share(fds[0], at->ip.version, n))
        return CP_OK;
    err_no = err_no ? err_no : errno;
    while (i-- > 0)
        (void)close(fds[i]);
    return cp_collect_not_bound(at, err_no, err);
}

bool cp_collect_socket_figures(int fd, cp_collect_kernel *out)
{
    uint32_t v[SK_MEMINFO_VARS] = { 0 };
    socklen_t n = sizeof v;
    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, v, &n) != 0 || n < sizeof v)
        return false;
    *out =
        (cp_collect_kernel){ v[SK_MEMINFO_DROPS], v[SK_MEMINFO_RMEM_ALLOC], v[SK_MEMINFO_RCVBUF] };
    return true;
}
