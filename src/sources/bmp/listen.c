/* SPDX-License-Identifier: Apache-2.0 */
/* listen.c - see listen.h. */
#include "sources/bmp/listen.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>
#include "sources/collect/sockets.h"

enum {
    EVENTS_MAX = 64,
    BACKLOG = 64,
    /* of a turn, so that a flood of connections leaves time for those there are */
    ACCEPTS_MAX = 64,
    /* a router that is gone without a word is noticed by this (RFC 9293, 3.8.4) */
    KEEPALIVE_S = 60,
    LOOK_S = 5, /* how often it is looked who is silent */
    NO_ROUTERS = 1u << 31,
};
static const cp_time second = 1000000;

typedef struct conn {
    int fd;           /* -1: nobody */
    cp_time whole_at; /* when the last message was whole, on the clock that only goes forward */
    cp_arena *a;
    cp_bmp *bmp;
    cp_bmp_listen *of;
    cp_bmp_router r;
} conn;

struct cp_bmp_listen {
    cp_bmp_listen_opts o;
    cp_bmp_listen_to to;
    int epoll, listens[CP_BMP_LISTENS_MAX];
    conn *conns;
    uint32_t next_nr;
    cp_time aged, looked_at;
    cp_bmp_listen_figures n;
    uint8_t *turn; /* CP_BMP_TURN_BYTES */
};

static cp_time clock_of(clockid_t id)
{
    struct timespec t;
    (void)clock_gettime(id, &t);
    return (cp_time)t.tv_sec * second + t.tv_nsec / 1000;
}
static cp_time clock_now(const cp_bmp_listen *l) { return clock_of(CLOCK_MONOTONIC) + l->aged; }

void cp_bmp_listen_age(cp_bmp_listen *l, uint32_t seconds) { l->aged += seconds * second; }

/* ---- connections */

static cp_rc hear_route(void *ctx, const cp_bgp_route *x, cp_err *err)
{
    conn *c = ctx;
    return c->of->to.route(c->of->to.ctx, &c->r, x, err);
}

static cp_rc hear_said(void *ctx, const cp_bmp_said *x, cp_err *err)
{
    conn *c = ctx;
    (void)err;
    cp_str *at = x->fact == CP_BMP_SYS_NAME    ? &c->r.name
                 : x->fact == CP_BMP_SYS_DESCR ? &c->r.descr
                                               : NULL;
    /* the first counts: who says it again and again would else fill the memory */
    if (at && !at->n)
        *at = cp_str_dup(c->a, cp_str_clean_utf8(c->a, x->text));
    if (c->of->to.said)
        c->of->to.said(c->of->to.ctx, &c->r, x);
    return CP_OK;
}

static void close_conn(cp_bmp_listen *l, conn *c)
{
    (void)close(c->fd);
    cp_arena_free(c->a);
    *c = (conn){ .fd = -1 };
    l->n.n_routers--;
}

/* All of its peers are down, whatever `to` says: the first error of that. */
static cp_rc let_go(cp_bmp_listen *l, conn *c, const char *why, cp_err *err)
{
    c->r.is_over = true;
    cp_rc rc = cp_bmp_end(c->bmp, clock_of(CLOCK_REALTIME), err);
    if (l->to.went)
        l->to.went(l->to.ctx, &c->r, why);
    l->n.went++;
    close_conn(l, c);
    return rc;
}

static conn *free_slot(cp_bmp_listen *l, uint32_t *slot)
{
    for (uint32_t i = 0; i < l->o.routers_max; i++)
        if (l->conns[i].fd < 0) {
            *slot = i;
            return &l->conns[i];
        }
    return NULL;
}

static void keep_alive(int fd)
{
    const int yes = 1, idle = KEEPALIVE_S;
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &idle, sizeof idle);
}

bool cp_bmp_listen_adopt(cp_bmp_listen *l, int fd, cp_ip addr, uint16_t port)
{
    uint32_t slot = 0;
    bool is_outside = l->o.within.v.n && !cp_ranges_have(&l->o.within, addr);
    conn *c = is_outside ? NULL : free_slot(l, &slot);
    l->n.outside += is_outside;
    l->n.over += !is_outside && !c;
    int flags = fcntl(fd, F_GETFL);
    struct epoll_event e = { .events = EPOLLIN, .data.u32 = slot };
    if (!c || flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
        epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &e) != 0) {
        (void)close(fd);
        return false;
    }
    keep_alive(fd);
    *c = (conn){ .fd = fd, .of = l, .whole_at = clock_now(l), .a = cp_arena_new(0) };
    c->r = (cp_bmp_router){ .addr = addr, .port = port, .nr = l->next_nr++, .slot = slot };
    cp_bmp_to to = { { c, hear_route }, c, hear_said, NULL };
    c->bmp = cp_bmp_new(c->a, &to, slot * CP_BMP_PEERS_MAX, &c->r.counts);
    l->n.came++;
    l->n.n_routers++;
    if (l->to.came)
        l->to.came(l->to.ctx, &c->r);
    return true;
}

/* A turn of one. */
static cp_rc read_conn(cp_bmp_listen *l, conn *c, cp_err *err)
{
    cp_err fault;
    ssize_t n = read(c->fd, l->turn, CP_BMP_TURN_BYTES);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return CP_OK;
    if (n <= 0)
        return let_go(l, c, n == 0 ? "the router closed it" : "it broke off", err);
    c->r.bytes += (uint64_t)n;
    uint64_t messages = c->r.counts.messages;
    l->n.bytes += (uint64_t)n;
    cp_rc rc =
        cp_bmp_push(c->bmp, (cp_bytes){ l->turn, (size_t)n }, clock_of(CLOCK_REALTIME), &fault);
    if (c->r.counts.messages > messages)
        c->whole_at = clock_now(l);
    if (rc != CP_OK && cp_bmp_is_lost(c->bmp)) {
        l->n.lost++;
        return let_go(l, c, fault.msg, err);
    }
    if (rc != CP_OK && err)
        *err = fault;
    return rc;
}

/* ---- who connects */

static cp_ip ip_of(const struct sockaddr_storage *s, uint16_t *port)
{
    if (s->ss_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, s, sizeof in);
        *port = ntohs(in.sin_port);
        return cp_ip_v4((const uint8_t *)&in.sin_addr);
    }
    struct sockaddr_in6 in6;
    memcpy(&in6, s, sizeof in6);
    *port = ntohs(in6.sin6_port);
    return cp_ip_v6(in6.sin6_addr.s6_addr);
}

/* Errors of a connection that is gone again by now are nobody's; without a descriptor left the
 * others are read on, and those who wait are asked again later. */
static void accept_some(cp_bmp_listen *l, int fd)
{
    for (int i = 0; i < ACCEPTS_MAX; i++) {
        struct sockaddr_storage from;
        socklen_t n = sizeof from;
        uint16_t port;
        int got = accept4(fd, (struct sockaddr *)&from, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (got < 0)
            return;
        cp_ip ip = ip_of(&from, &port);
        (void)cp_bmp_listen_adopt(l, got, ip, port);
    }
}

static int open_one(const cp_collect_listen *at)
{
    const int yes = 1;
    struct sockaddr_storage addr;
    socklen_t n = cp_collect_sockaddr(at, &addr);
    int fd = socket(addr.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    /* of before a restart connections may still be waiting to be forgotten */
    bool is_good =
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        (at->ip.version == 4 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) == 0) &&
        bind(fd, (struct sockaddr *)&addr, n) == 0 && listen(fd, BACKLOG) == 0;
    if (is_good)
        return fd;
    int err_no = errno;
    (void)close(fd);
    errno = err_no;
    return -1;
}

static void close_all(void *arg)
{
    cp_bmp_listen *l = arg;
    for (uint32_t i = 0; i < l->o.n_listens; i++)
        if (l->listens[i] >= 0)
            (void)close(l->listens[i]);
    for (uint32_t i = 0; i < l->o.routers_max; i++)
        if (l->conns[i].fd >= 0)
            close_conn(l, &l->conns[i]);
    if (l->epoll >= 0)
        (void)close(l->epoll);
}

cp_rc cp_bmp_listen_open(cp_arena *a, const cp_bmp_listen_opts *o, const cp_bmp_listen_to *to,
                         cp_bmp_listen **out, cp_err *err)
{
    cp_bmp_listen *l = CP_NEW(a, cp_bmp_listen);
    if (o->n_listens > CP_BMP_LISTENS_MAX || o->routers_max > CP_BMP_ROUTERS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "at most %d addresses and %d routers",
                       CP_BMP_LISTENS_MAX, CP_BMP_ROUTERS_MAX);
    *l = (cp_bmp_listen){ .o = *o, .to = *to, .epoll = epoll_create1(EPOLL_CLOEXEC) };
    l->o.routers_max = o->routers_max ? o->routers_max : CP_BMP_ROUTERS;
    l->conns = CP_NEW_ARRAY(a, conn, l->o.routers_max);
    l->turn = cp_arena_alloc(a, CP_BMP_TURN_BYTES);
    for (uint32_t i = 0; i < l->o.routers_max; i++)
        l->conns[i].fd = -1;
    for (uint32_t i = 0; i < o->n_listens; i++)
        l->listens[i] = -1;
    l->looked_at = clock_now(l);
    cp_arena_defer(a, close_all, l);
    if (l->epoll < 0)
        return cp_fail_errno(err, errno, "cannot wait for routers");
    for (uint32_t i = 0; i < o->n_listens; i++) {
        l->listens[i] = open_one(&o->listens[i]);
        struct epoll_event e = { .events = EPOLLIN, .data.u32 = NO_ROUTERS | i };
        if (l->listens[i] < 0 || epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->listens[i], &e) != 0)
            return cp_collect_not_bound(&o->listens[i], errno, err);
    }
    *out = l;
    return CP_OK;
}

/* ---- waiting */

static cp_rc look_for_silent(cp_bmp_listen *l, cp_err *err)
{
    cp_time now = clock_now(l);
    cp_rc rc = CP_OK;
    if (now - l->looked_at < LOOK_S * second)
        return CP_OK;
    l->looked_at = now;
    for (uint32_t i = 0; rc == CP_OK && i < l->o.routers_max; i++) {
        conn *c = &l->conns[i];
        if (c->fd < 0)
            continue;
        /* one byte now and then is no message either */
        bool has_said = c->r.counts.messages > 0;
        cp_time since = now - c->whole_at;
        if (has_said ? !cp_bmp_is_within(c->bmp) || since <= CP_BMP_STALLED_S * second
                     : since <= CP_BMP_SILENT_S * second)
            continue;
        l->n.silent++;
        rc = let_go(l, c, has_said ? "it stopped in the middle of a message" : "nothing came", err);
    }
    return rc;
}

cp_rc cp_bmp_listen_wait(cp_bmp_listen *l, int timeout_ms, cp_err *err)
{
    struct epoll_event v[EVENTS_MAX];
    cp_rc rc = CP_OK;
    int n = epoll_wait(l->epoll, v, EVENTS_MAX, timeout_ms);
    if (n < 0 && errno != EINTR)
        return cp_fail_errno(err, errno, "cannot wait for routers");
    for (int i = 0; rc == CP_OK && i < n; i++) {
        uint32_t at = v[i].data.u32;
        if (at & NO_ROUTERS)
            accept_some(l, l->listens[at & ~NO_ROUTERS]);
        else if (l->conns[at].fd >= 0)
            rc = read_conn(l, &l->conns[at], err);
    }
    return rc == CP_OK ? look_for_silent(l, err) : rc;
}

int cp_bmp_listen_fd(const cp_bmp_listen *l) { return l->epoll; }

void cp_bmp_listen_figure(const cp_bmp_listen *l, cp_bmp_listen_figures *out) { *out = l->n; }

const cp_bmp_router *cp_bmp_listen_router(const cp_bmp_listen *l, uint32_t slot)
{
    return slot < l->o.routers_max && l->conns[slot].fd >= 0 ? &l->conns[slot].r : NULL;
}
