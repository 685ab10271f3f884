/* SPDX-License-Identifier: Apache-2.0 */
/* prober.c - see prober.h. */
#include "sources/scan/prober.h"
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "sources/apart/sandbox.h"
#include "sources/scan/msg.h"

enum {
    TICK_US = 5 * 1000,
    SAY_US = 250 * 1000,
    STALL_US = 200 * 1000,  /* the parent was busy: nobody's time has run meanwhile */
    BURST_US = 20 * 1000,   /* tokens that may pile up: so much time's */
    BACKOFF_US = 50 * 1000, /* the kernel has no room just now */
    BACKOFFS_MAX = 400,
    SOCKET_BYTES = 4 * 1024 * 1024,
    RECEIVE_AT_ONCE = 512,
    KNOWLEDGE_MAX = 4, /* reports of engine and time that are followed, for one question */
    SLOT_BITS = 12,
};
static_assert(1 << SLOT_BITS == CP_SCAN_SLOTS, "the number of a request names its slot");

typedef enum slot_state { FREE, WANTS, WAITS } slot_state;

typedef struct slot {
    slot_state state;
    cp_ip ip;
    cp_time due; /* WANTS: not before; WAITS: until */
    cp_time asked_at;
    int32_t id;
    uint32_t credential, n_tried, n_sent, n_reports, n_backoffs;
    bool has_answered;
    cp_msg_kind refusal; /* BAD: none */
    bool other_answered; /* from another address */
    bool is_malformed;   /* something came from it that is no message */
    int send_errno;
    cp_msg_peer peer;
    cp_arena *a; /* of ask; NULL until there is an answer */
    cp_ask *ask;
} slot;

typedef struct prober {
    const cp_prober_opts *o;
    cp_arena *a;
    cp_msg *msg;
    const cp_ask_plan *plan;
    cp_ask *first; /* stands for the question that every device is asked first */
    int v4, v6;
    slot slots[CP_SCAN_SLOTS];
    uint32_t next_slot, n_busy;
    uint16_t free[CP_SCAN_SLOTS];
    uint32_t n_free;
    cp_ranges_iter at;
    bool todo_over, is_idle_said;
    CP_VEC(cp_ip) more; /* from the parent */
    uint32_t more_at, n_heard;
    uint8_t heard[sizeof(cp_ip)];
    size_t n_heard_bytes;
    double tokens;
    cp_time now, tokens_at, said_at;
    uint32_t idle_heard; /* n_heard when it was last said that nothing is left */
    cp_prober_word word;
    uint8_t in[CP_MSG_BYTES_MAX];
} prober;

static cp_time clock_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- to the parent */

static void write_all(const void *p, size_t n)
{
    while (n > 0) {
        ssize_t w = write(CP_PROBER_FD_OUT, p, n);
        if (w < 0 && errno != EINTR)
            _exit(0); /* nobody listens any more */
        p = (const char *)p + (w > 0 ? w : 0);
        n -= w > 0 ? (size_t)w : 0;
    }
}

static void say(prober *p, uint32_t what)
{
    p->word.what = what;
    write_all(&p->word, sizeof p->word);
    p->word.note[0] = '\0';
    p->word.n_text = 0;
}

static _Noreturn void fail(prober *p, cp_rc rc, const cp_err *err)
{
    p->word.code = rc;
    (void)snprintf(p->word.note, sizeof p->word.note, "%s", err->msg);
    say(p, CP_PROBER_SAY_FAULT);
    _exit(0);
}

static void note(prober *p, cp_str line)
{
    size_t at = strlen(p->word.note), left = sizeof p->word.note - at;
    if (line.n + 2 <= left)
        (void)snprintf(p->word.note + at, left, "%.*s\n", CP_FMT(line));
}

/* ---- devices */

static const cp_cred *cred_of(const prober *p, const slot *s)
{
    return &p->o->creds->v[s->credential];
}

static bool may_use(const cp_cred *c, cp_ip ip)
{
    return c->only.v.n == 0 || cp_ranges_have(&c->only, ip);
}

/* The next credential that may be tried with it. */
static bool next_credential(const prober *p, slot *s, uint32_t from)
{
    if (s->n_tried >= CP_SCAN_TRIES_MAX)
        return false;
    for (uint32_t i = from; i < p->o->creds->n; i++) {
        if (!may_use(&p->o->creds->v[i], s->ip))
            continue;
        s->credential = i;
        s->n_tried++;
        s->n_sent = s->n_reports = 0;
        s->state = WANTS;
        s->due = p->now;
        return true;
    }
    return false;
}

static void release(prober *p, slot *s)
{
    cp_msg_forget(p->msg, cred_of(p, s), &s->peer);
    cp_arena_free(s->a);
    *s = (slot){ .state = FREE };
    p->free[p->n_free++] = (uint16_t)(s - p->slots);
    p->n_busy--;
}

static void note_silence(prober *p, const slot *s)
{
    cp_arena *a = cp_arena_new(0);
    if (s->refusal != CP_MSG_BAD)
        note(p, cp_str_c(cp_msg_kind_text(s->refusal)));
    if (s->other_answered)
        note(p, CP_STR("an answer came from another address than was asked; it was not used"));
    if (s->is_malformed)
        note(p, CP_STR("what came from it is no SNMP message that can be taken apart"));
    if (s->send_errno)
        note(p, cp_str_fmt(a, "nothing can be sent there: %s", strerror(s->send_errno)));
    cp_arena_free(a);
}

static void tell(prober *p, slot *s, cp_scan_state state)
{
    cp_str text = CP_STR("");
    p->word.code = state;
    p->word.ip = s->ip;
    p->word.credential = s->credential;
    p->word.n_requests = p->word.n_values = 0;
    if (s->ask) {
        cp_ask_result r = cp_ask_result_of(s->ask);
        p->word.n_requests = r.n_requests;
        p->word.n_values = r.n_values;
        for (uint32_t i = 0; i < r.n_problems && i < CP_ASK_PROBLEMS_MAX; i++)
            note(p, r.problems[i]);
        text = cp_ask_recording(s->ask, s->a, s->ip);
    } else {
        note_silence(p, s);
    }
    p->word.n_text = (uint32_t)text.n;
    say(p, CP_PROBER_SAY_DEVICE);
    write_all(text.p, text.n);
    release(p, s);
}

static void finish(prober *p, slot *s)
{
    if (s->ask)
        tell(p, s, cp_ask_result_of(s->ask).is_partly ? CP_SCAN_PARTLY : CP_SCAN_ANSWERED);
    else
        tell(p, s,
             s->send_errno              ? CP_SCAN_UNREACHABLE
             : s->refusal != CP_MSG_BAD ? CP_SCAN_REFUSED
                                        : CP_SCAN_SILENT);
}

/* This credential leads nowhere. */
static void try_next(prober *p, slot *s)
{
    cp_msg_forget(p->msg, cred_of(p, s), &s->peer);
    if (!next_credential(p, s, s->credential + 1))
        finish(p, s);
}

static bool next_address(prober *p, cp_ip *out)
{
    if (p->more_at < p->more.n) {
        *out = p->more.v[p->more_at++];
        return true;
    }
    p->todo_over = p->todo_over || !cp_ranges_next(&p->o->todo, &p->at, out);
    return !p->todo_over;
}

/* Who is asked next? False: there is nobody, or no room. */
static bool admit(prober *p, slot **out)
{
    cp_ip ip;
    if (p->n_free == 0 || !next_address(p, &ip))
        return false;
    slot *s = &p->slots[p->free[--p->n_free]];
    *s = (slot){ .ip = ip };
    p->n_busy++;
    if (!next_credential(p, s, 0))
        tell(p, s, CP_SCAN_NO_CREDENTIAL);
    *out = s;
    return true;
}

/* ---- sending */

static socklen_t address_of(const prober *p, cp_ip ip, struct sockaddr_storage *out)
{
    memset(out, 0, sizeof *out);
    if (ip.version == 4) {
        struct sockaddr_in *in = (struct sockaddr_in *)out;
        in->sin_family = AF_INET;
        in->sin_port = htons(p->o->port);
        memcpy(&in->sin_addr, ip.b, 4);
        return sizeof *in;
    }
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(p->o->port);
    memcpy(&in6->sin6_addr, ip.b, 16);
    return sizeof *in6;
}

/* The only place from which something leaves. 0, or an errno. */
static int send_to(prober *p, cp_ip ip, cp_bytes b)
{
    struct sockaddr_storage to;
    socklen_t n = address_of(p, ip, &to);
    if (!cp_ranges_have(&p->o->allowed, ip)) {
        cp_err err;
        fail(p, cp_fail(&err, CP_EINTERNAL, CP_NO_OFF, "an address that may not be asked"), &err);
    }
    int fd = ip.version == 4 ? p->v4 : p->v6;
    if (fd < 0)
        return EAFNOSUPPORT;
    return sendto(fd, b.p, b.n, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&to, n) < 0 ? errno
                                                                                            : 0;
}

static bool is_for_now(int err_no)
{
    return err_no == EAGAIN || err_no == ENOBUFS || err_no == EINTR || err_no == ENOMEM;
}

/* What nobody can guess who does not see the request; its lower bits find the slot. */
static int32_t number_for(const prober *p, const slot *s)
{
    uint32_t r;
    do {
        if (getrandom(&r, sizeof r, 0) != (ssize_t)sizeof r)
            r = (uint32_t)p->now;
        r = (r << SLOT_BITS | (uint32_t)(s - p->slots)) & INT32_MAX;
    } while (r == 0);
    return (int32_t)r;
}

/* Sends what the slot wants to know. */
static void ask(prober *p, slot *s)
{
    cp_ask_request r;
    cp_bytes bytes;
    if (!cp_ask_next(s->ask ? s->ask : p->first, &r)) {
        finish(p, s);
        return;
    }
    s->id = number_for(p, s);
    if (!cp_msg_encode(p->msg, cred_of(p, s), &s->peer, &r, s->id, &bytes)) {
        try_next(p, s);
        return;
    }
    int bad = send_to(p, s->ip, bytes);
    if (is_for_now(bad) && s->n_backoffs++ < BACKOFFS_MAX) {
        s->due = p->now + BACKOFF_US;
        return;
    }
    if (bad) {
        s->send_errno = bad;
        finish(p, s);
        return;
    }
    p->tokens -= 1;
    p->word.sent++;
    s->n_sent++;
    s->state = WAITS;
    s->asked_at = p->now;
    s->due = p->now + p->o->timeout;
}

/* ---- hearing */

static void ask_on(prober *p, slot *s)
{
    cp_time gap = 1000000 / p->o->device_rate;
    s->state = WANTS;
    s->n_sent = s->n_reports = 0;
    s->due = s->asked_at + gap > p->now ? s->asked_at + gap : p->now;
}

static void take_answer(prober *p, slot *s, const cp_msg_answer *x)
{
    if (cred_of(p, s)->auth.n && !x->is_protected)
        return; /* anybody could have sent that */
    if (!s->ask) {
        cp_ask_request r;
        s->a = cp_arena_new(0);
        s->ask = cp_ask_new(s->a, p->plan);
        (void)cp_ask_next(s->ask, &r); /* the question that this answers */
    }
    s->is_malformed = false;
    cp_ask_take(s->ask, &x->what);
    ask_on(p, s);
}

/* Reports say what is missing, or that nothing will help. */
static void take_report(prober *p, slot *s, const cp_msg_answer *x)
{
    if (s->n_reports++ >= KNOWLEDGE_MAX)
        return;
    if (x->kind == CP_MSG_ENGINE && x->n_engine > 0) {
        cp_msg_forget(p->msg, cred_of(p, s), &s->peer);
        memcpy(s->peer.engine, x->engine, x->n_engine);
        s->peer.n_engine = x->n_engine;
    } else if (x->kind != CP_MSG_TIME) {
        /* what it took before it takes no longer; it may be somebody else who says so */
        if (s->ask)
            return;
        s->refusal = x->kind;
        try_next(p, s);
        return;
    }
    s->n_sent = 0;
    s->state = WANTS;
    s->due = p->now;
}

/* Who sent it; version 0: nobody who was asked, for the port is another. */
static cp_ip sender(const prober *p, const struct sockaddr_storage *from)
{
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)from;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)from;
    if (from->ss_family == AF_INET && v4->sin_port == htons(p->o->port))
        return cp_ip_v4((const uint8_t *)&v4->sin_addr);
    if (from->ss_family == AF_INET6 && v6->sin6_port == htons(p->o->port))
        return cp_ip_v6((const uint8_t *)&v6->sin6_addr);
    return (cp_ip){ .version = 0 };
}

static bool is_same(cp_ip a, cp_ip b) { return memcmp(&a, &b, sizeof a) == 0; }

/* Whose it was can only be told by the address. */
static void blame(prober *p, cp_ip from)
{
    for (uint32_t i = 0; i < CP_SCAN_SLOTS; i++)
        if (p->slots[i].state == WAITS && is_same(p->slots[i].ip, from))
            p->slots[i].is_malformed = true;
}

static void take(prober *p, cp_ip from, cp_bytes b)
{
    cp_msg_answer x;
    p->word.received++;
    cp_msg_decode(p->msg, b, &x);
    slot *s = &p->slots[(uint32_t)x.id & (CP_SCAN_SLOTS - 1)];
    if (x.kind == CP_MSG_BAD)
        blame(p, from);
    if (x.kind == CP_MSG_BAD || s->state != WAITS || s->id != x.id ||
        x.is_v3 != cred_of(p, s)->is_v3) {
        p->word.strange++;
    } else if (!is_same(from, s->ip)) {
        p->word.strange++;
        s->other_answered = true;
    } else if (x.kind == CP_MSG_ANSWER) {
        take_answer(p, s, &x);
    } else {
        take_report(p, s, &x);
    }
}

static void hear(prober *p, int fd)
{
    for (int i = 0; fd >= 0 && i < RECEIVE_AT_ONCE; i++) {
        struct sockaddr_storage from;
        socklen_t n_from = sizeof from;
        memset(&from, 0, sizeof from);
        ssize_t n =
            recvfrom(fd, p->in, sizeof p->in, MSG_DONTWAIT, (struct sockaddr *)&from, &n_from);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n > 0) /* an error is that of some earlier packet, and nobody's */
            take(p, sender(p, &from), (cp_bytes){ p->in, (size_t)n });
    }
}

/* ---- time */

static void give_up(prober *p, slot *s)
{
    uint32_t retries = s->ask ? p->o->retries * 2 + 1 : p->o->retries;
    s->state = WANTS;
    s->due = p->now;
    if (s->n_sent <= retries)
        return;
    s->n_sent = 0;
    if (!s->ask)
        try_next(p, s);
    else if (!cp_ask_give_up(s->ask,
                             s->is_malformed ? "what came cannot be taken apart" : "no answer"))
        finish(p, s);
}

/* Whose time has come, as far as the tokens go; everybody in turn. */
static void ask_all(prober *p)
{
    slot *s;
    for (uint32_t n = 0; n < CP_SCAN_SLOTS && p->n_busy; n++) {
        s = &p->slots[p->next_slot];
        if (s->state == WAITS && s->due <= p->now)
            give_up(p, s);
        if (s->state == WANTS && s->due <= p->now) {
            if (p->tokens < 1)
                return;
            ask(p, s);
        }
        p->next_slot = (p->next_slot + 1) % CP_SCAN_SLOTS;
    }
    while (p->tokens >= 1 && admit(p, &s))
        if (s->state == WANTS)
            ask(p, s);
}

static void refill(prober *p)
{
    double most = (double)p->o->rate * BURST_US / 1e6;
    p->tokens += (double)p->o->rate * (double)(p->now - p->tokens_at) / 1e6;
    p->tokens_at = p->now;
    most = most < 1 ? 1 : most;
    if (p->tokens > most)
        p->tokens = most;
}

/* While the parent did not read, answers came and were not heard. */
static void forgive(prober *p, cp_time stalled)
{
    for (uint32_t i = 0; i < CP_SCAN_SLOTS; i++)
        if (p->slots[i].state == WAITS)
            p->slots[i].due += stalled;
}

static void tell_state(prober *p)
{
    bool is_idle = p->n_busy == 0 && p->todo_over && p->more_at == p->more.n;
    p->word.in_flight = p->n_busy;
    p->word.n_heard = p->n_heard;
    if (is_idle && (!p->is_idle_said || p->idle_heard != p->n_heard)) {
        p->is_idle_said = true;
        p->idle_heard = p->n_heard;
        say(p, CP_PROBER_SAY_COUNTS);
        say(p, CP_PROBER_SAY_IDLE);
    } else if (p->now - p->said_at >= SAY_US) {
        p->said_at = p->now;
        say(p, CP_PROBER_SAY_COUNTS);
    }
}

/* ---- the parent */

static void hear_parent(prober *p)
{
    ssize_t n =
        read(CP_PROBER_FD_IN, p->heard + p->n_heard_bytes, sizeof p->heard - p->n_heard_bytes);
    cp_ip ip;
    if (n < 0 && errno == EINTR)
        return;
    if (n <= 0)
        _exit(0); /* it has closed its end: enough */
    p->n_heard_bytes += (size_t)n;
    if (p->n_heard_bytes < sizeof p->heard)
        return;
    memcpy(&ip, p->heard, sizeof ip);
    p->n_heard_bytes = 0;
    p->n_heard++;
    if (cp_ranges_have(&p->o->allowed, ip))
        cp_vec_push(p->a, &p->more, ip);
}

static _Noreturn void work(prober *p)
{
    p->now = p->tokens_at = p->said_at = clock_now();
    say(p, CP_PROBER_SAY_READY);
    for (;;) {
        struct pollfd on[] = { { .fd = CP_PROBER_FD_IN, .events = POLLIN },
                               { .fd = p->v4, .events = POLLIN },
                               { .fd = p->v6, .events = POLLIN } };
        cp_time before = p->now;
        p->now = clock_now();
        if (p->now - before > STALL_US)
            forgive(p, p->now - before);
        refill(p);
        ask_all(p);
        tell_state(p);
        (void)poll(on, 3, p->n_busy || !p->is_idle_said ? TICK_US / 1000 : -1);
        p->now = clock_now();
        if (on[0].revents)
            hear_parent(p);
        hear(p, p->v4);
        hear(p, p->v6);
    }
}

/* ---- beginning */

/* -1: this machine has none of that kind. The sockets take their fixed places. */
static int open_socket(int family, int place)
{
    const int size = SOCKET_BYTES, yes = 1;
    int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (family == AF_INET6)
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (fd == place)
        return fd;
    int there = dup2(fd, place);
    (void)close(fd);
    return there;
}

static cp_rc begin(prober *p, int parent, cp_err *err)
{
    cp_rc rc = cp_privileges_drop(err);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* who changes ids forgets it */
    if (getppid() != parent)
        _exit(0);
    if (rc == CP_OK)
        rc = cp_msg_new(p->a, p->o->creds, &p->msg, err);
    return rc == CP_OK ? cp_sandbox_enter(CP_SANDBOX_PROBER, err) : rc;
}

void cp_prober_run(void *with)
{
    static prober p; /* the process has one */
    const cp_prober *w = with;
    cp_err err = { .off_bytes = CP_NO_OFF };
    p.o = w->opts;
    p.a = cp_arena_new(0);
    p.v4 = open_socket(AF_INET, CP_PROBER_FD_V4);
    p.v6 = open_socket(AF_INET6, CP_PROBER_FD_V6);
    p.plan = cp_ask_plan_new(p.a);
    p.first = cp_ask_new(p.a, p.plan);
    for (uint32_t i = 0; i < CP_SCAN_SLOTS; i++)
        p.free[p.n_free++] = (uint16_t)(CP_SCAN_SLOTS - 1 - i);
    cp_rc rc = begin(&p, w->parent, &err);
    if (rc != CP_OK)
        fail(&p, rc, &err);
    work(&p);
}
