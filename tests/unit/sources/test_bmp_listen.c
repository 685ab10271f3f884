/* SPDX-License-Identifier: Apache-2.0 */
/* test_bmp_listen.c - several routers at once, over pairs of sockets and over TCP: each is told
 * apart, one that stalls, floods or is no router keeps nobody from being read. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include "bmp_text.h"
#include "sources/bmp/listen.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))
#define ADDR "000000000000000000000000c0000209"
#define PEER "0000 0000000000000000" ADDR "0000fbf4 c0000209 00000064 00000000"
#define LOCAL "000000000000000000000000c0000201 00b3 c350"
#define OPEN "04 fbf3 00b4 c0000201 08 0206 41040000fbf3"
#define UPDATE "0000 0018 40010100 40020a02020000fbf40000fbf5 400304c0000209 18c63364"

static const bmp_step init = { 4, "0001 0004 6465736b 0002 0002 7231" };
static const bmp_step up = { 3, PEER LOCAL, 1, OPEN, 1, OPEN };
static const bmp_step route = { 0, PEER, 2, UPDATE };

typedef struct listening {
    bmp_heard h;
    cp_bmp_listen *l;
    uint64_t n_routes[64]; /* of each slot */
    cp_rc rc;              /* that routes are answered with */
} listening;

static cp_rc hear_routers(void *ctx, const cp_bmp_router *r, const cp_bgp_route *x, cp_err *err)
{
    listening *s = ctx;
    s->n_routes[r->slot % 64]++;
    if (s->h.b.n < 4096) {
        cp_buf_fmt(&s->h.b, "%u %.*s: ", r->nr, CP_FMT(r->name));
        event_text(s->h.a, &s->h.b, x);
    }
    return s->rc == CP_OK ? CP_OK : cp_fail(err, s->rc, CP_NO_OFF, "no more");
}

static void hear_came(void *ctx, const cp_bmp_router *r)
{
    listening *s = ctx;
    cp_buf_fmt(&s->h.b, "%u came from %.*s\n", r->nr, CP_FMT(cp_ip_text(s->h.a, r->addr)));
}

static void hear_went(void *ctx, const cp_bmp_router *r, const char *why)
{
    listening *s = ctx;
    cp_buf_fmt(&s->h.b, "%u went: %s\n", r->nr, why);
}

static void start(cp_arena *a, listening *s, const cp_bmp_listen_opts *o)
{
    cp_bmp_listen_to to = { s, hear_routers, hear_came, hear_went };
    *s = (listening){ .h = { .a = a, .b = cp_buf_new(a) } };
    if (cp_bmp_listen_open(a, o, &to, &s->l, NULL) != CP_OK)
        ok(false, "opened");
}

/* The router's end of a connection from 192.0.2.n; -1: it was refused. */
static int connected(listening *s, uint8_t n)
{
    int fds[2];
    const uint8_t addr[4] = { 192, 0, 2, n };
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0)
        return -1;
    if (cp_bmp_listen_adopt(s->l, fds[0], cp_ip_v4(addr), 1000))
        return fds[1];
    (void)close(fds[1]);
    return -1;
}

static void wait_all(listening *s)
{
    for (int i = 0; i < 20; i++)
        if (cp_bmp_listen_wait(s->l, 0, NULL) != CP_OK)
            ok(false, "waits");
}

static cp_str bytes_of(cp_arena *a, const bmp_step *s)
{
    cp_buf b = cp_buf_new(a);
    put_step(a, &b, s);
    return cp_buf_str(&b);
}

static void send_bytes(int fd, cp_str b)
{
    while (b.n) {
        ssize_t n = send(fd, b.p, b.n, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        b = cp_str_from(b, (size_t)n);
    }
}

static cp_str heard(listening *s)
{
    cp_str x = cp_str_dup(s->h.a, cp_buf_str(&s->h.b));
    s->h.b.n = 0;
    return x;
}

static void test_two(cp_arena *a)
{
    static const cp_bmp_listen_opts o = { .routers_max = 2 };
    listening s;
    cp_bmp_listen_figures f;
    start(a, &s, &o);
    int x = connected(&s, 1), y = connected(&s, 2);
    is_int(connected(&s, 3), -1, "as many as can be, and no more");
    send_bytes(x, bytes_of(a, &init));
    send_bytes(x, bytes_of(a, &up));
    wait_all(&s);
    is_cstr(
        heard(&s),
        "0 came from 192.0.2.1\n1 came from 192.0.2.2\n0 r1: up of 0:192.0.2.9 AS64500 at 100\n",
        "one says who it is, and a peer comes up");
    send_bytes(y, bytes_of(a, &up));
    send_bytes(y, bytes_of(a, &route));
    cp_str cut = bytes_of(a, &route);
    send_bytes(x, cp_str_slice(cut, 0, 40));
    wait_all(&s);
    is_cstr(heard(&s),
            "1 : up of 16384:192.0.2.9 AS64500 at 100\n"
            "1 : A 198.51.100.0/24 [64500 64501] of 16384:192.0.2.9 AS64500 in-pre at 100\n",
            "one in the middle of a message keeps the other from nothing");
    (void)close(y);
    send_bytes(x, cp_str_from(cut, 40));
    wait_all(&s);
    cp_str text = heard(&s);
    ok(cp_str_has(text, CP_STR("1 : down of 16384:192.0.2.9")) &&
           cp_str_has(text, CP_STR("1 went: the router closed it\n")),
       "who ends the connection has no peers any more");
    ok(cp_str_has(text, CP_STR("0 r1: A 198.51.100.0/24")), "and the rest of the message comes");
    y = connected(&s, 2);
    send_bytes(y, bytes_of(a, &up));
    wait_all(&s);
    is_cstr(heard(&s), "2 came from 192.0.2.2\n2 : up of 16384:192.0.2.9 AS64500 at 100\n",
            "who comes again begins anew, in the free slot");
    cp_bmp_listen_figure(s.l, &f);
    ok(f.came == 3 && f.over == 1 && f.went == 1 && f.n_routers == 2, "all is counted");
    is_cstr(cp_bmp_listen_router(s.l, 0)->descr, "desk", "what a router says of itself");
    ok(cp_bmp_listen_router(s.l, 7) == NULL, "nobody is in a slot that there is not");
    (void)close(x);
    (void)close(y);
}

static void test_hostile(cp_arena *a)
{
    static const cp_bmp_listen_opts o = { .routers_max = 8 };
    listening s;
    cp_bmp_listen_figures f;
    start(a, &s, &o);
    int http = connected(&s, 1), trickle = connected(&s, 2), stalled = connected(&s, 3);
    send_bytes(http, CP_STR("GET / HTTP/1.1\r\n\r\n"));
    send_bytes(trickle, CP_STR("\x03"));
    send_bytes(stalled, bytes_of(a, &up));
    send_bytes(stalled, CP_STR("\x03"));
    wait_all(&s);
    ok(cp_str_has(heard(&s), CP_STR("0 went: version 71 of BMP, expected 3\n")),
       "what is no router is let go");
    cp_bmp_listen_age(s.l, CP_BMP_SILENT_S + 1);
    wait_all(&s);
    is_cstr(heard(&s), "1 went: nothing came\n", "so is who says nothing whole");
    cp_bmp_listen_age(s.l, CP_BMP_STALLED_S);
    wait_all(&s);
    cp_str text = heard(&s);
    ok(cp_str_has(text, CP_STR("2 : down of 32768:192.0.2.9")) &&
           cp_str_has(text, CP_STR("2 went: it stopped in the middle of a message\n")),
       "and who stops in a message");
    cp_bmp_listen_figure(s.l, &f);
    ok(f.lost == 1 && f.silent == 2 && f.n_routers == 0, "all is counted");
    int quiet = connected(&s, 4);
    send_bytes(quiet, bytes_of(a, &up));
    wait_all(&s);
    cp_bmp_listen_age(s.l, 10 * CP_BMP_STALLED_S);
    wait_all(&s);
    ok(cp_bmp_listen_router(s.l, 0) != NULL, "a router with nothing to say stays");
    (void)close(quiet);
    (void)close(http);
    (void)close(trickle);
    (void)close(stalled);
}

/* One whose socket is always full, another that says one thing. */
static void test_flood(cp_arena *a)
{
    static const cp_bmp_listen_opts o = { .routers_max = 2 };
    listening s;
    start(a, &s, &o);
    int flood = connected(&s, 1), other = connected(&s, 2);
    cp_buf many = cp_buf_new(a);
    for (int i = 0; i < 500; i++)
        put_step(a, &many, &route);
    send_bytes(other, bytes_of(a, &up));
    uint32_t turns = 0;
    for (; turns < 10 && !s.n_routes[1]; turns++) {
        (void)send(flood, many.p, many.n, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (cp_bmp_listen_wait(s.l, 0, NULL) != CP_OK)
            ok(false, "waits");
    }
    ok(turns <= 1, "who floods has one turn before another has his");
    s.rc = CP_EFULL;
    cp_err err;
    (void)send(flood, many.p, many.n, MSG_DONTWAIT | MSG_NOSIGNAL);
    is_int(cp_bmp_listen_wait(s.l, 0, &err), CP_EFULL, "an error of whom it is told to");
    (void)close(flood);
    (void)close(other);
}

static void test_tcp(cp_arena *a)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t n = sizeof at;
    listening s;
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    if (probe < 0 || bind(probe, (struct sockaddr *)&at, n) != 0 ||
        getsockname(probe, (struct sockaddr *)&at, &n) != 0) {
        ok(true, "TCP # SKIP no loopback");
        return;
    }
    (void)close(probe);
    cp_collect_listen listen;
    cp_bmp_listen_opts o = { .listens = &listen, .n_listens = 1 };
    ok(cp_collect_listen_parse(a, cp_str_fmt(a, "127.0.0.1:%u", ntohs(at.sin_port)), &listen),
       "an address to listen on");
    cp_range within;
    bool is_range;
    for (int i = 0; i < 2; i++) {
        if (cp_range_parse(a, i ? CP_STR("127.0.0.0/8") : CP_STR("192.0.2.0/24"), false, &is_range,
                           &within, NULL) == CP_OK)
            cp_ranges_add(a, &o.within, within);
        cp_ranges_settle(&o.within);
        cp_arena *own = cp_arena_new(0);
        start(own, &s, &o);
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        is_int(connect(fd, (struct sockaddr *)&at, n), 0, "a router connects");
        send_bytes(fd, bytes_of(a, &up));
        for (int k = 0; k < 50 && s.h.b.n < 30; k++)
            if (cp_bmp_listen_wait(s.l, 20, NULL) != CP_OK)
                break;
        is_cstr(cp_buf_str(&s.h.b),
                i ? "0 came from 127.0.0.1\n0 : up of 0:192.0.2.9 AS64500 at 100\n" : "",
                i ? "from an address that may" : "from another it is refused");
        cp_err err;
        cp_bmp_listen *second;
        cp_bmp_listen_to to = { &s, hear_routers, NULL, NULL };
        is_int(cp_bmp_listen_open(own, &o, &to, &second, &err), CP_EIO, "the port is taken");
        (void)close(fd);
        cp_arena_free(own);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    test_two(a);
    test_hostile(a);
    test_flood(a);
    test_tcp(a);
    cp_arena_free(a);
    return tap_done();
}
