/* SPDX-License-Identifier: Apache-2.0 */
/* receive.c - the process that receives: a thread to a socket, and one that writes to the parent.
 *
 * A thread never waits for the parent: what finds no place in the queue is dropped and counted
 * there, where it can be, and not in the kernel. Exporters' figures and templates are told each
 * `flush`, whole as they stand, so one that was not told is told the next time.
 *
 * To wake a thread for each datagram costs the processor three times what the kernel needs to hand
 * it over. So a thread that has taken all there was sleeps some milliseconds, a small part of what
 * its buffer holds out, and then takes what came at once; only where nothing came it waits. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/thread.h"
#include "sources/apart/sandbox.h"
#include "sources/collect/inside.h"

enum {
    MESSAGES = 32, /* of one call: a call costs little by then, and what it brought is still in the
                    * second cache when it is read, beside the packer's table */
    STRIDE_BYTES = 65536 + 64, /* not to the same lines of the cache, and with room behind */
    PIECE_BYTES = 1024 * 1024, /* of exporters and templates */
    DRAIN_US = 500 * 1000,     /* at the end: of what is in the socket's buffer */
    /* between two calls, while datagrams come; less where the buffer is small: it holds out eight
     * times as long at a GiB a second, as the kernel counts memory */
    PAUSE_US_MAX = 8000,
    PAUSE_BUFFER_BYTES_PER_US = 8 * 1024,
    PAUSE_US_MIN = 20, /* the kernel's timers are not so exact that less would be worth a call */
    TOLD_WITH_BLOCK_MAX = 1024, /* exporters: to look at them costs less than a block then */
    TOLD_FIRST = 256,           /* templates */
    TOLD_MAX = 4 * CP_FLOW_TEMPLATES_MAX,
    AGAIN_S = 24 * 3600, /* templates are told anew, so that they do not look old */
};

typedef struct collector {
    const cp_collect_child *with;
    cp_arena *a;
    cp_collect_queue queue;
    cp_collect_registry registry;
    uint64_t seed;
    _Atomic uint32_t n_running;
} collector;

typedef struct receiver {
    collector *c;
    int fd;
    pthread_t thread;
    cp_collect_figures *figures;
    cp_arena *a;
    cp_flow_wire *wire;
    cp_flow_packer *packer; /* NULL until there is a flow */
    uint32_t *nr;           /* of the wire's exporters: that in the registry; UINT32_MAX none */
    cp_exporter *told;      /* as they stood then */
    uint32_t n, cap;
    uint64_t *told_templates; /* hashes; 0 free */
    uint32_t n_told_templates, told_slots;
    uint64_t counts[4]; /* since they were told: as cp_collect_batch has them */
    uint64_t flows, strange, refused, outside;
    /* the queue had no place for what was told: it is told anew; now all is told */
    bool was_refused, tells_all;
    cp_time told_at, templates_at; /* on the clock that only goes forward */
    uint32_t pause_us;
    struct mmsghdr messages[MESSAGES];
    struct iovec pieces[MESSAGES];
    struct sockaddr_storage from[MESSAGES];
    uint8_t *bytes;
} receiver;

static cp_time clock_of(clockid_t which)
{
    struct timespec t;
    (void)clock_gettime(which, &t);
    return (cp_time)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void add(_Atomic uint64_t *x, uint64_t n)
{
    (void)atomic_fetch_add_explicit(x, n, memory_order_relaxed);
}

static void set(_Atomic uint64_t *x, uint64_t n)
{
    atomic_store_explicit(x, n, memory_order_relaxed);
}

/* ---- exporters */

static void know(receiver *r, uint32_t n)
{
    static const cp_exporter nothing = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    while (n > r->cap) {
        uint32_t cap = r->cap ? r->cap * 2 : 64;
        r->nr = cp_arena_grow(r->a, r->nr, r->cap * sizeof *r->nr, cap * sizeof *r->nr);
        r->told = cp_arena_grow(r->a, r->told, r->cap * sizeof *r->told, cap * sizeof *r->told);
        r->cap = cap;
    }
    for (; r->n < n; r->n++) {
        r->nr[r->n] = UINT32_MAX;
        r->told[r->n] = nothing;
    }
}

/* Its number over all sockets, which the parent hears of before anything else with it: what is said
 * under the lock is said in the order of numbers. */
static uint32_t number_of(receiver *r, uint32_t local)
{
    cp_collect_registry *all = &r->c->registry;
    cp_exporter x;
    bool is_new;
    know(r, local + 1);
    if (r->nr[local] != UINT32_MAX)
        return r->nr[local];
    cp_flow_wire_exporter(r->wire, local, &x);
    (void)pthread_mutex_lock(&all->lock);
    uint32_t nr = cp_collect_registry_get(all, &x, &is_new);
    if (nr != UINT32_MAX && is_new) {
        cp_collect_piece *p = cp_collect_piece_new(128);
        cp_collect_put_exporter(&p, &all->v[nr]);
        if (!cp_collect_queue_add(&r->c->queue, p, true))
            abort(); /* out of memory */
    }
    (void)pthread_mutex_unlock(&all->lock);
    r->nr[local] = nr;
    return nr;
}

/* ---- flows */

/* The flows that are packed, into *p or a place that it names. Returns how many. */
static uint32_t put_flows(receiver *r, cp_collect_piece **p, uint32_t *place)
{
    cp_collect_places *places = &r->c->with->shared->places;
    *place = CP_COLLECT_PLACE_NONE;
    if (!r->packer || cp_flow_packer_rows(r->packer) == 0)
        return 0;
    *place = cp_collect_place_take(places);
    if (*place == CP_COLLECT_PLACE_NONE) {
        cp_flow_block b = cp_flow_packer_take(r->packer);
        cp_collect_put_block(p, &b);
        return b.n_rows;
    }
    cp_flow_block b = cp_flow_packer_take_to(r->packer, places->of[*place]);
    cp_collect_place_fill(places, *place, (uint32_t)b.bytes.n);
    cp_collect_put_placed(p, &b, *place);
    return b.n_rows;
}

/* What p holds, the flows that are packed and the counts are handed on; false: there was no
 * room. */
static bool hand_on(receiver *r, cp_collect_piece *p)
{
    uint32_t place, n_rows = put_flows(r, &p, &place);
    cp_collect_put_counts(&p, r->counts);
    if (cp_collect_queue_add(&r->c->queue, p, false)) {
        memset(r->counts, 0, sizeof r->counts);
        return true;
    }
    if (place != CP_COLLECT_PLACE_NONE)
        cp_collect_place_give(&r->c->with->shared->places, place);
    add(&r->figures->dropped, n_rows);
    return false;
}

/* ---- each `flush`: exporters as they stand */

static void send_piece(receiver *r, cp_collect_piece **p)
{
    static const uint64_t nothing[4];
    cp_collect_put_counts(p, nothing);
    r->was_refused |= !cp_collect_queue_add(&r->c->queue, *p, false);
    *p = cp_collect_piece_new(PIECE_BYTES);
}

static bool is_news(const receiver *r, const cp_exporter *now, const cp_exporter *told)
{
    return r->tells_all || now->packets != told->packets || now->bad != told->bad ||
           now->lost != told->lost;
}

typedef struct sums {
    uint64_t lost, no_template, bad, unused, restarts;
} sums;

static void tell_exporter(receiver *r, uint32_t local, cp_collect_piece **p, sums *s)
{
    cp_collect_registry *all = &r->c->registry;
    cp_exporter now;
    cp_flow_wire_exporter(r->wire, local, &now);
    s->lost += now.lost;
    s->no_template += now.no_template;
    s->bad += now.bad;
    s->unused += now.unused;
    s->restarts += now.restarts;
    know(r, local + 1);
    if (now.packets == 0 || !is_news(r, &now, &r->told[local]))
        return;
    uint32_t nr = number_of(r, local);
    if (nr == UINT32_MAX)
        return;
    (void)pthread_mutex_lock(&all->lock);
    cp_collect_registry_add(all, nr, &r->told[local], &now);
    cp_collect_put_exporter(p, &all->v[nr]);
    (void)pthread_mutex_unlock(&all->lock);
    r->told[local] = now;
    if (*p && (*p)->n > PIECE_BYTES - 4096)
        send_piece(r, p);
}

static void tell_exporters(receiver *r, cp_collect_piece **p)
{
    sums s = { 0 };
    cp_collect_figures *f = r->figures;
    uint32_t n = cp_flow_wire_n_exporters(r->wire);
    for (uint32_t i = 0; i < n; i++)
        tell_exporter(r, i, p, &s);
    set(&f->lost, s.lost);
    set(&f->no_template, s.no_template);
    set(&f->bad, s.bad);
    set(&f->unused, s.unused);
    set(&f->restarts, s.restarts);
    set(&f->refused, r->refused + cp_flow_wire_refused(r->wire));
    set(&f->templates, cp_flow_wire_n_templates(r->wire));
}

/* ---- flows that come */

/* A block that is full, and who told of it as he stands then: the case has both at once, and who is
 * killed has counted no less than he kept. Where there are many each `flush` has to do. */
static void hand_on_full(receiver *r)
{
    cp_collect_piece *p = cp_collect_piece_new(PIECE_BYTES);
    if (cp_flow_wire_n_exporters(r->wire) <= TOLD_WITH_BLOCK_MAX)
        tell_exporters(r, &p);
    r->was_refused |= !hand_on(r, p);
}

static cp_rc on_row(void *ctx, const cp_flow *f, cp_err *err)
{
    receiver *r = ctx;
    cp_flow x = *f;
    (void)err;
    x.exporter = number_of(r, f->exporter);
    if (x.exporter == UINT32_MAX) {
        r->refused++;
        return CP_OK;
    }
    r->flows++;
    if (!r->packer)
        r->packer = cp_flow_packer_new(r->a, r->c->seed);
    if (cp_flow_packer_add(r->packer, &x))
        hand_on_full(r);
    return CP_OK;
}

static cp_rc on_some(void *ctx, const cp_flow_some *s, cp_err *err)
{
    receiver *r = ctx;
    uint32_t nr = number_of(r, s->all.exporter);
    (void)err;
    if (nr == UINT32_MAX) {
        r->refused += s->n;
        return CP_OK;
    }
    r->flows += s->n;
    if (!r->packer)
        r->packer = cp_flow_packer_new(r->a, r->c->seed);
    for (uint32_t at = 0; at < s->n;) {
        at = cp_flow_packer_add_some(r->packer, s, nr, at);
        if (cp_flow_packer_rows(r->packer) == CP_FLOW_BLOCK_ROWS)
            hand_on_full(r);
    }
    return CP_OK;
}

/* ---- templates */

static uint64_t hash_template(uint64_t seed, const cp_flow_template *t)
{
    uint64_t h = cp_fold64(seed ^ t->domain, 0x9e3779b97f4a7c15u ^ t->proto << 1 ^ t->is_options);
    for (size_t i = 0; i < sizeof t->exporter.b; i++)
        h = cp_fold64(h ^ t->exporter.b[i], 0xd6e8feb86659fd93u);
    for (size_t i = 0; i < t->record.n; i++)
        h = cp_fold64(h ^ t->record.p[i], 0xa0761d6478bd642fu);
    return h ? h : 1;
}

/* False: it was there. */
static bool put_hash(uint64_t *slots, uint32_t n_slots, uint64_t h)
{
    uint32_t i = (uint32_t)h & (n_slots - 1);
    for (; slots[i]; i = (i + 1) & (n_slots - 1))
        if (slots[i] == h)
            return false;
    slots[i] = h;
    return true;
}

static void forget_templates(receiver *r)
{
    memset(r->told_templates, 0, r->told_slots * sizeof *r->told_templates);
    r->n_told_templates = 0;
}

static bool is_new_template(receiver *r, const cp_flow_template *t)
{
    if (r->n_told_templates >= TOLD_MAX)
        forget_templates(r);
    if (r->n_told_templates >= r->told_slots / 2) {
        uint32_t n = r->told_slots ? r->told_slots * 2 : TOLD_FIRST;
        uint64_t *slots = CP_NEW_ARRAY(r->a, uint64_t, n);
        for (uint32_t i = 0; i < r->told_slots; i++)
            if (r->told_templates[i])
                (void)put_hash(slots, n, r->told_templates[i]);
        r->told_templates = slots;
        r->told_slots = n;
    }
    bool is_new = put_hash(r->told_templates, r->told_slots, hash_template(r->c->seed, t));
    r->n_told_templates += is_new;
    return is_new;
}

typedef struct telling {
    receiver *r;
    cp_collect_piece **p;
} telling;

/* What was restored and never used again is not told anew. */
static bool is_heard(receiver *r, const cp_flow_template *t)
{
    cp_collect_registry *all = &r->c->registry;
    (void)pthread_mutex_lock(&all->lock);
    bool has = cp_collect_registry_has(all, t->exporter, t->domain, t->proto);
    (void)pthread_mutex_unlock(&all->lock);
    return has;
}

static bool tell_template(void *ctx, const cp_flow_template *t)
{
    telling *x = ctx;
    bool is_small = t->record.n <= CP_COLLECT_TEMPLATE_BYTES_MAX;
    if (!is_small || !is_heard(x->r, t) || !is_new_template(x->r, t))
        return true;
    cp_collect_put_template(x->p, t);
    if (*x->p && (*x->p)->n > PIECE_BYTES - 2 * CP_COLLECT_TEMPLATE_BYTES_MAX)
        send_piece(x->r, x->p);
    return true;
}

static void restore_templates(receiver *r)
{
    const cp_collect_child *w = r->c->with;
    for (uint32_t i = 0; i < w->n_templates; i++)
        if (cp_flow_wire_restore(r->wire, &w->templates[i]))
            (void)is_new_template(r, &w->templates[i]);
}

/* ---- all that is there */

static void flush(receiver *r, cp_time now)
{
    cp_collect_piece *p = cp_collect_piece_new(PIECE_BYTES);
    telling x = { r, &p };
    bool is_old = now - r->templates_at > (cp_time)AGAIN_S * 1000000;
    r->told_at = now;
    r->tells_all = r->was_refused;
    r->was_refused = false;
    if (is_old)
        r->templates_at = now;
    if ((is_old || r->tells_all) && r->told_slots)
        forget_templates(r);
    tell_exporters(r, &p);
    cp_flow_wire_templates(r->wire, tell_template, &x);
    if ((p && p->n) || r->counts[1])
        r->was_refused |= !hand_on(r, p);
    else
        free(p);
}

/* ---- datagrams */

static cp_ip address_of(const struct sockaddr_storage *from)
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    if (from->ss_family == AF_INET)
        return cp_ip_v4((const uint8_t *)&((const struct sockaddr_in *)from)->sin_addr);
    const uint8_t *b = ((const struct sockaddr_in6 *)from)->sin6_addr.s6_addr;
    return memcmp(b, mapped, sizeof mapped) == 0 ? cp_ip_v4(b + sizeof mapped) : cp_ip_v6(b);
}

static void prepare(receiver *r)
{
    r->bytes = CP_NEW_RAW(r->a, uint8_t, (size_t)MESSAGES * STRIDE_BYTES);
    for (uint32_t i = 0; i < MESSAGES; i++) {
        r->pieces[i] = (struct iovec){ r->bytes + (size_t)i * STRIDE_BYTES, 65536 };
        r->messages[i].msg_hdr = (struct msghdr){ .msg_name = &r->from[i],
                                                  .msg_namelen = sizeof r->from[i],
                                                  .msg_iov = &r->pieces[i],
                                                  .msg_iovlen = 1 };
    }
}

/* on_row does not fail, so that this does not either. */
static void read_one(receiver *r, uint32_t i, cp_time at)
{
    const cp_ranges *within = &r->c->with->o->within;
    cp_ip from = address_of(&r->from[i]);
    cp_bytes payload = { r->pieces[i].iov_base, r->messages[i].msg_len };
    bool is_flow = false, is_outside = within->v.n > 0 && !cp_ranges_have(within, from);
    r->messages[i].msg_hdr.msg_namelen = sizeof r->from[i];
    if (!is_outside)
        (void)!cp_flow_wire_roomy(r->wire, from, payload, at, &is_flow, NULL);
    r->outside += is_outside;
    r->strange += !is_flow && !is_outside;
    r->counts[0] += payload.n;
    r->counts[1]++;
    r->counts[3] += !is_flow;
    add(&r->figures->bytes, payload.n);
}

/* How many came; 0: none within the time that the socket waits. */
static uint32_t take(receiver *r, int flags)
{
    int n = recvmmsg(r->fd, r->messages, MESSAGES, flags, NULL);
    if (n <= 0)
        return 0; /* EAGAIN, EINTR; what ICMP says of others is no matter of ours */
    cp_time at = clock_of(CLOCK_REALTIME);
    for (uint32_t i = 0; i < (uint32_t)n; i++)
        read_one(r, i, at);
    add(&r->figures->packets, (uint64_t)n);
    set(&r->figures->flows, r->flows);
    set(&r->figures->strange, r->strange);
    set(&r->figures->outside, r->outside);
    return (uint32_t)n;
}

static void say_end(collector *c)
{
    cp_collect_piece *p = cp_collect_piece_new(64);
    cp_collect_put_head(&p, CP_COLLECT_SAY_END, 0);
    (void)cp_collect_queue_add(&c->queue, p, true);
    cp_collect_queue_end(&c->queue);
}

static void pause_for_more(const receiver *r)
{
    const struct timespec t = { 0, (long)r->pause_us * 1000 };
    if (r->pause_us >= PAUSE_US_MIN)
        (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL);
}

static void *receive(void *arg)
{
    receiver *r = arg;
    const cp_collect_child *w = r->c->with;
    r->told_at = r->templates_at = clock_of(CLOCK_MONOTONIC);
    while (!atomic_load_explicit(&w->shared->stop, memory_order_relaxed)) {
        uint32_t n = take(r, MSG_WAITFORONE);
        if (n > 0 && n < MESSAGES)
            pause_for_more(r);
        cp_time now = clock_of(CLOCK_MONOTONIC);
        if (now - r->told_at >= w->o->flush)
            flush(r, now);
    }
    cp_time until = clock_of(CLOCK_MONOTONIC) + DRAIN_US;
    while (take(r, MSG_DONTWAIT) && clock_of(CLOCK_MONOTONIC) < until)
        continue;
    flush(r, clock_of(CLOCK_MONOTONIC));
    if (atomic_fetch_sub(&r->c->n_running, 1) == 1)
        say_end(r->c);
    return NULL;
}

/* ---- beginning and end */

static _Noreturn void fail(const char *why)
{
    cp_collect_piece *p = cp_collect_piece_new(CP_ERR_MSG_MAX + 64);
    cp_collect_put_head(&p, CP_COLLECT_SAY_FAULT, strlen(why));
    cp_collect_put(&p, why, strlen(why));
    for (size_t at = 0; p && at < p->n;) {
        ssize_t n = write(CP_COLLECTOR_FD_OUT, p->b + at, p->n - at);
        if (n < 0)
            break;
        at += (size_t)n;
    }
    _exit(0);
}

static receiver *receiver_new(collector *c, uint32_t i)
{
    cp_arena *a = cp_arena_new(0);
    receiver *r = CP_NEW(a, receiver);
    r->a = a;
    r->c = c;
    r->fd = CP_COLLECTOR_FD_SOCKETS + (int)i;
    r->figures = &c->with->shared->of[i];
    uint64_t pause_us = c->with->receive_bytes[i] / PAUSE_BUFFER_BYTES_PER_US;
    r->pause_us = pause_us < PAUSE_US_MAX ? (uint32_t)pause_us : PAUSE_US_MAX;
    r->wire = cp_flow_wire_new(a, c->seed, (cp_flow_rows){ r, on_row, on_some });
    prepare(r);
    restore_templates(r);
    return r;
}

static void work(collector *c)
{
    receiver *v[CP_COLLECT_SOCKETS_MAX];
    uint32_t n = c->with->n_sockets;
    for (uint32_t i = 0; i < n; i++)
        v[i] = receiver_new(c, i);
    atomic_store(&c->n_running, n);
    for (uint32_t i = 0; i < n; i++)
        if (!cp_thread_start(&v[i]->thread, receive, v[i]))
            fail("there are not enough threads for the sockets");
    (void)cp_collect_queue_write(&c->queue, CP_COLLECTOR_FD_OUT);
}

/* What is made once must not depend on what comes; who sends must not know it. */
static uint64_t any_seed(void)
{
    uint64_t seed = 0x452821e638d01377u; /* digits of pi serve early at boot */
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        return 0x452821e638d01377u;
    return seed;
}

void cp_collect_child_run(void *child)
{
    static collector c; /* the process has one */
    const cp_collect_child *w = child;
    cp_err err = { .off_bytes = CP_NO_OFF };
    cp_rc rc = cp_privileges_drop(&err);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* who changes ids forgets it */
    if (getppid() != w->parent)
        _exit(0);
    if (rc == CP_OK)
        rc = cp_sandbox_enter(CP_SANDBOX_COLLECTOR, &err);
    if (rc != CP_OK)
        fail(err.msg);
    c.with = w;
    c.a = cp_arena_new(0);
    c.seed = any_seed();
    cp_collect_queue_init(&c.queue, w->o->queue_bytes, &w->shared->queue_bytes);
    cp_collect_registry_init(&c.registry, c.a, c.seed, w->known, w->n_known, &w->shared->exporters);
    work(&c);
    _exit(0);
}
