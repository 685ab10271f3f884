/* SPDX-License-Identifier: Apache-2.0 */
/* detect_knock.c - packets that nobody answers, after which somebody connects: port knocking, and
 * packets that wake something up.
 *
 *     talks --> pairs of addresses with both unanswered and answered contacts
 *     series --only of these--> events of a pair in order of time:   x x x C . . . . x x x C
 *
 * Under chance the unanswered contacts of a pair fall anywhere into the observation, so that their
 * number in the minute before a connection is Poisson's. How unlikely what was seen is, is told by
 * its tail (one connection after many), or by the binomial tail (many connections, each after at
 * least one).
 *
 * Who knows that a minute is looked at waits longer between his knocks; so a quarter of an hour is
 * looked at as well, and p is doubled for that.
 *
 * What is no chance may still be a program that tries one port after the other. Such a program
 * waits for an answer: its first SYN is repeated after a second (RFC 6298, 2.1; RFC 9293, 3.8.1),
 * or it is refused. Who knocks does not wait. So contacts that were repeated or refused never make
 * a find surer than what is just shown, and those that were neither are looked at by themselves. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include "flow/detect.h"
#include "flow/detect_in.h"
#include "flow/stats.h"

enum { THREADS = 2, KEY_BYTES = 32, RST = 4 };
#define HOUR_US ((int64_t)3600 * 1000 * 1000)

typedef struct both {
    cp_flow_addr low, high;
    uint64_t n_events;
    uint32_t nr; /* among those that are looked at; UINT32_MAX: none of them */
    bool is_answered;
} both;

typedef struct event {
    cp_time at;
    uint32_t pair;
    uint16_t port;
    uint8_t proto;
    bool is_from_low, is_answered;
    bool is_waited;  /* for an answer: it was repeated, or refused */
    bool is_unknown; /* whether packets were sampled is not told */
} event;

struct cp_knock_search {
    const cp_talks *talks;
    cp_map by_pair;
    CP_VEC(both) pairs;
    struct {
        cp_arena *a;
        CP_VEC(event) v;
    } threads[THREADS];
    bool is_one_way;
    uint64_t n_left_out, n_events;
    uint32_t n_looked_at;
};
typedef cp_knock_search search;

static bool key_of(const cp_series_key *k, char out[KEY_BYTES])
{
    bool is_from_low = memcmp(&k->client, &k->server, 16) <= 0;
    memcpy(out, is_from_low ? k->client.b : k->server.b, 16);
    memcpy(out + 16, is_from_low ? k->server.b : k->client.b, 16);
    return is_from_low;
}

static both *pair_of(search *x, const cp_series_key *k)
{
    char key[KEY_BYTES];
    (void)key_of(k, key);
    const uint64_t *at = cp_map_get(&x->by_pair, (cp_str){ key, sizeof key });
    return at ? &x->pairs.v[*at] : NULL;
}

static void add_pair(cp_arena *a, search *x, const cp_series_key *k)
{
    char key[KEY_BYTES];
    bool added;
    if (pair_of(x, k))
        return;
    if (x->pairs.n == CP_KNOCK_PAIRS_MAX) {
        x->n_left_out++;
        return;
    }
    bool is_from_low = key_of(k, key);
    cp_str kept = { cp_arena_dup(a, key, sizeof key), sizeof key };
    *cp_map_put(a, &x->by_pair, kept, &added) = x->pairs.n;
    cp_vec_push(a, &x->pairs,
                ((both){ .low = is_from_low ? k->client : k->server,
                         .high = is_from_low ? k->server : k->client,
                         .nr = UINT32_MAX }));
}

/* Pairs that have both; of many events each, or in all, the later ones are left out. */
static void choose_pairs(cp_arena *a, search *x, const cp_talks *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (t->v[i].unanswered)
            add_pair(a, x, &t->v[i].key);
    for (uint32_t i = 0; i < t->n; i++) {
        both *p = pair_of(x, &t->v[i].key);
        if (!p)
            continue;
        p->n_events += t->v[i].events;
        p->is_answered |= t->v[i].answered > 0;
    }
    for (uint32_t i = 0; i < x->pairs.n; i++) {
        both *p = &x->pairs.v[i];
        if (!p->is_answered)
            continue;
        if (p->n_events > CP_KNOCK_EVENTS_MAX ||
            x->n_events + p->n_events > CP_KNOCK_ALL_EVENTS_MAX) {
            x->n_left_out++;
            continue;
        }
        x->n_events += p->n_events;
        p->nr = x->n_looked_at++;
    }
}

static cp_rc take(void *ctx, uint32_t thread, const cp_series *s, cp_err *err)
{
    search *x = ctx;
    char key[KEY_BYTES];
    const both *p = pair_of(x, &s->key);
    bool is_from_low = key_of(&s->key, key);
    (void)err;
    for (uint32_t i = 0; p && p->nr != UINT32_MAX && i < s->n; i++) {
        cp_talk_answer answer = cp_talk_answer_of(s, i, x->is_one_way);
        if (answer == CP_TALK_UNKNOWN)
            continue;
        cp_vec_push(x->threads[thread].a, &x->threads[thread].v,
                    ((event){ .at = s->at[i],
                              .pair = (uint32_t)(p - x->pairs.v),
                              .port = s->key.port,
                              .proto = s->key.proto,
                              .is_from_low = is_from_low,
                              .is_answered = answer == CP_TALK_ANSWERED,
                              .is_unknown = s->has_unknown_sampling,
                              .is_waited = s->span_us[i] >= CP_KNOCK_REPEATED_US ||
                                           (s->flags_back[i] & RST) != 0 }));
    }
    return CP_OK;
}

/* Of one time, the unanswered ones come first. */
static int by_pair_and_time(const void *x, const void *y)
{
    const event *a = x, *b = y;
#define ORDER(field)          \
    if (a->field != b->field) \
    return a->field < b->field ? -1 : 1
    ORDER(pair);
    ORDER(at);
    ORDER(is_answered);
    ORDER(port);
    ORDER(proto);
    ORDER(is_from_low);
#undef ORDER
    return 0;
}

double cp_knock_log_poisson_tail(double mean, uint32_t at_least)
{
    if (at_least == 0 || mean >= at_least)
        return 0;
    if (!(mean > 0))
        return -INFINITY;
    double sum = -INFINITY; /* terms fall at least as mean / (k + 1) does */
    for (uint32_t k = at_least; k < at_least + 200; k++)
        sum = cp_stat_log_add(sum, k * log(mean) - mean - lgamma(k + 1.0));
    return fmin(0, sum);
}

/* What came before connections of one pair. */
typedef struct before {
    uint64_t window_us;
    uint32_t n_unanswered, n_answered;
    uint32_t n_after;          /* connections after at least one */
    uint32_t most, most_ports; /* before one connection, of how many ports */
    const event *connection;   /* that one; with `most` at its first one */
    const event *knock;
} before;

static bool is_counted(const event *e, bool is_quick) { return !is_quick || !e->is_waited; }

static void look_back(const event *v, uint32_t i, bool is_quick, before *b)
{
    uint32_t n = 0, n_ports = 0;
    const event *first = NULL;
    for (uint32_t k = i; k-- > 0 && !v[k].is_answered && n < CP_KNOCK_BEFORE_MAX &&
                         (uint64_t)v[i].at - (uint64_t)v[k].at <= b->window_us;) {
        bool is_new = v[k].port != v[i].port;
        if (!is_new || !is_counted(&v[k], is_quick))
            continue; /* the same port, once more */
        for (uint32_t m = k + 1; m < i && is_new; m++)
            is_new =
                v[m].port != v[k].port || v[m].proto != v[k].proto || !is_counted(&v[m], is_quick);
        n++;
        n_ports += is_new;
        first = &v[k];
    }
    b->n_after += n > 0;
    if (n > b->most && n_ports <= CP_KNOCK_PORTS_MAX) {
        b->most = n;
        b->most_ports = n_ports;
        b->connection = &v[i];
        b->knock = first;
    }
}

/* is_quick: only those contacts that nobody waited for. */
static before look_at(const event *v, uint32_t n, bool is_quick, uint64_t window_us)
{
    before b = { .window_us = window_us };
    for (uint32_t i = 0; i < n; i++) {
        b.n_answered += v[i].is_answered;
        b.n_unanswered += !v[i].is_answered && is_counted(&v[i], is_quick);
        if (v[i].is_answered)
            look_back(v, i, is_quick, &b);
    }
    return b;
}

/* Two tests were made; that of one connection on each of them. */
static double log_p_of(const before *b, double all_us)
{
    if (!b->most)
        return 0;
    double mean = b->n_unanswered * fmin(1, (double)b->window_us / all_us), one = 0, many = 0;
    if (b->most_ports >= CP_KNOCK_PORTS_MIN)
        one = cp_knock_log_poisson_tail(mean, b->most) + log((double)b->n_answered);
    if (b->n_after >= CP_KNOCK_REPEATS_MIN && b->n_after * 2 >= b->n_answered)
        many = log(fmax(1e-300, cp_stat_binomial_tail(b->n_answered, -expm1(-mean), b->n_after)));
    return fmin(0, fmin(one, many) + M_LN2);
}

/* Within a minute or a quarter of an hour: the less likely one, of two that were tried. */
static double surest(const event *v, uint32_t n, bool is_quick, double all_us, before *out)
{
    before slow = look_at(v, n, is_quick, CP_KNOCK_SLOW_US);
    *out = look_at(v, n, is_quick, CP_KNOCK_WINDOW_US);
    double of_fast = log_p_of(out, all_us), of_slow = log_p_of(&slow, all_us);
    if (of_slow < of_fast)
        *out = slow;
    return fmin(0, fmin(of_fast, of_slow) + M_LN2);
}

/* Of all contacts, and of those that nobody waited for: that was tried as well. */
static double log_p_of_both(double of_all, double of_quick)
{
    return fmin(0, fmin(fmax(of_all, log(CP_DETECT_P)), of_quick + M_LN2));
}

static void found_knock(cp_arena *a, const both *p, const event *v, uint32_t n, const before *b,
                        double of_chance, double log_p, cp_flow_findings *to)
{
    const event *c = b->connection, *k = b->knock;
    const cp_flow_addr *who = k->is_from_low ? &p->low : &p->high;
    const cp_flow_addr *peer = k->is_from_low ? &p->high : &p->low;
    bool is_same_way = c->is_from_low == k->is_from_low;
    cp_flow_finding f = { .kind = CP_FLOW_FINDING_KNOCK,
                          .who = *who,
                          .peer = *peer,
                          .has_service = true,
                          .proto = c->proto,
                          .port = c->port,
                          .has_p = true,
                          .log_p = log_p,
                          .sampling = CP_SAMPLING_NONE,
                          .events = n,
                          .first_at = v[0].at,
                          .last_at = v[n - 1].at };
    for (uint32_t i = 0; i < n; i++)
        f.has_unknown_sampling |= v[i].is_unknown;
    cp_str s = cp_str_fmt(a,
                          "%.*s sent %" PRIu32 " contact%s to %" PRIu32
                          " other port%s of %.*s without an answer; within %s ",
                          CP_FMT(cp_detect_addr(a, who)), b->most, cp_plural(b->most),
                          b->most_ports, cp_plural(b->most_ports), CP_FMT(cp_detect_addr(a, peer)),
                          b->window_us == CP_KNOCK_WINDOW_US ? "a minute" : "a quarter of an hour");
    cp_detect_say(a, &s,
                  is_same_way ? "it connected to port %u."
                              : "the other one connected back, to port %u.",
                  c->port);
    cp_detect_say(
        a, &s,
        " That came before %" PRIu32 " of %" PRIu32 " connection%s between them, and there "
        "%s %" PRIu32 " unanswered contact%s in all: by chance p = %.*s.",
        b->n_after, b->n_answered, cp_plural(b->n_answered), b->n_unanswered == 1 ? "is" : "are",
        b->n_unanswered, cp_plural(b->n_unanswered), CP_FMT(cp_flow_p_text(a, of_chance)));
    bool is_program = log_p > of_chance + M_LN2;
    if (is_program)
        cp_detect_say(a, &s,
                      " They were repeated or refused, as by a program that waits for an "
                      "answer before it tries another port: the score is no higher for "
                      "that.");
    f.explanation = s;
    f.benign_if =
        CP_STR("a program tries one port after the other until one is open, a name service "
               "or a discovery is asked first that a filter drops, an address is tried "
               "before it is lent, or port knocking is your own way in");
    cp_flow_finding_add(&f, "unanswered", b->n_unanswered);
    cp_flow_finding_add(&f, "connections", b->n_answered);
    cp_flow_finding_add(&f, "connections_after_knock", b->n_after);
    cp_flow_finding_add(&f, "most_before_one", b->most);
    cp_flow_finding_add(&f, "ports_before_one", b->most_ports);
    cp_flow_finding_add(&f, "connects_back", !is_same_way);
    cp_flow_finding_add(&f, "waited_for", is_program);
    cp_flow_finding_add(&f, "within_s", (double)b->window_us / 1e6);
    cp_vec_push(a, to, f);
}

static void find_knocks(cp_arena *a, search *x, double window_us, double log_p_max,
                        cp_flow_findings *to)
{
    uint32_t n0 = x->threads[0].v.n, n = n0 + x->threads[1].v.n;
    event *v = CP_NEW_RAW(a, event, n + 1);
    for (uint32_t i = 0; i < n; i++)
        v[i] = i < n0 ? x->threads[0].v.v[i] : x->threads[1].v.v[i - n0];
    if (n)
        qsort(v, n, sizeof *v, by_pair_and_time);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && v[end].pair == v[i].pair;)
            end++;
        before b, quick;
        double of_all = surest(v + i, end - i, false, window_us, &b);
        double of_quick = surest(v + i, end - i, true, window_us, &quick);
        double log_p = log_p_of_both(of_all, of_quick);
        bool is_of_quick = of_quick + M_LN2 <= fmax(of_all, log(CP_DETECT_P));
        if (b.most && log_p <= log_p_max)
            found_knock(a, &x->pairs.v[v[i].pair], v + i, end - i, is_of_quick ? &quick : &b,
                        is_of_quick ? of_quick : of_all, log_p, to);
    }
}

static cp_str knock_blind(cp_arena *a, const cp_talks *t, uint64_t n_left_out)
{
    cp_str s = { "", 0 };
    if (t->sampling > CP_SAMPLING_NONE)
        cp_detect_say(a, &s,
                      "Sampled 1:%" PRIu32 ": single packets are hardly ever seen, and whether "
                      "they were answered is not known.",
                      t->sampling);
    if (n_left_out)
        cp_detect_say(a, &s,
                      "%" PRIu64 " pair%s of more than %d events, or beyond %d pairs, %s left out.",
                      n_left_out, cp_plural(n_left_out), CP_KNOCK_EVENTS_MAX, CP_KNOCK_PAIRS_MAX,
                      n_left_out == 1 ? "was" : "were");
    return s;
}

static void free_search(void *arg)
{
    cp_knock_search *x = arg;
    for (int k = 0; k < THREADS; k++)
        cp_arena_free(x->threads[k].a);
}

cp_knock_search *cp_knock_search_new(cp_arena *a, const cp_talks *t, cp_series_asker *asker)
{
    cp_knock_search *x = CP_NEW(a, cp_knock_search);
    x->talks = t;
    x->is_one_way = t->is_one_way;
    for (int k = 0; k < THREADS; k++)
        x->threads[k].a = cp_arena_new(0);
    cp_arena_defer(a, free_search, x);
    choose_pairs(a, x, t);
    *asker = (cp_series_asker){ x->n_looked_at ? take : NULL, x, 0, { 0 } };
    return x;
}

void cp_knock_search_end(cp_arena *a, cp_knock_search *x, double p_max, cp_flow_found *out)
{
    const cp_talks *t = x->talks;
    cp_flow_findings found = { 0 };
    double window = t->n ? (double)t->stats.last_at - (double)t->stats.first_at : 0;
    find_knocks(a, x, fmax(window, (double)HOUR_US), cp_detect_log_p(p_max, CP_DETECT_P), &found);
    cp_detect_end(&found, CP_FLOW_FINDING_KNOCK, x->n_looked_at, out);
    out->cannot_see = knock_blind(a, t, x->n_left_out);
}

cp_rc cp_detect_knock(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                      const cp_talks *t, double p_max, cp_flow_found *out, cp_err *err)
{
    cp_arena *mem = cp_arena_new(0);
    cp_series_asker asker;
    cp_knock_search *x = cp_knock_search_new(mem, t, &asker);
    cp_rc rc = asker.fn ? cp_series_each_of(set, o, &asker, 1, err) : CP_OK;
    if (rc == CP_OK)
        cp_knock_search_end(a, x, p_max, out);
    cp_arena_free(mem);
    return rc;
}
