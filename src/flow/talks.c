/* SPDX-License-Identifier: Apache-2.0 */
/* talks.c - see talks.h. */
#include "flow/talks.h"
#include <stdlib.h>
#include "flow/service.h"

enum { THREADS = 2, SYN = 2, RST = 4, ACK = 16 };
#define DAY_US ((int64_t)86400 * 1000 * 1000)
/* A smaller share of the conversations without flags is answered: answers are not seen here. */
#define ONE_WAY_SHARE 0.02
enum { ONE_WAY_MIN = 20 };

typedef struct part {
    cp_arena *a;
    CP_VEC(cp_talk) talks;
    uint64_t n_flagless, n_came_back;
} part;

struct cp_talks_search {
    part parts[THREADS];
    bool with_days, is_some, is_one_way; /* is_one_way: of some */
};

/* Errors and announcements of ICMP expect nothing, nor does what goes to many. Of DHCP the answer
 * goes to or comes from another address (RFC 2131, 4.1; RFC 8415, 18.1). */
static bool expects_answer(const cp_series_key *k)
{
    bool is_icmp = k->proto == CP_FLOW_ICMP, is_icmp6 = k->proto == CP_FLOW_ICMP6;
    if ((is_icmp && k->port >> 8 != 8) || (is_icmp6 && k->port >> 8 != 128))
        return false;
    bool is_lease = k->port == 67 || k->port == 68 || k->port == 546 || k->port == 547;
    if (k->proto == CP_FLOW_UDP && is_lease)
        return false;
    return cp_ip_is_host(cp_flow_addr_ip(k->server));
}

cp_talk_answer cp_talk_answer_of(const cp_series *s, uint32_t event, bool is_one_way)
{
    if (!expects_answer(&s->key))
        return CP_TALK_UNKNOWN;
    uint8_t there = s->flags[event], back = s->flags_back[event];
    if (s->key.proto == CP_FLOW_TCP && (there || back)) {
        if (back & SYN || (back & ACK && !(back & RST)) || (there & ACK && !(there & RST)))
            return CP_TALK_ANSWERED;
        if (s->sampling > CP_SAMPLING_NONE)
            return CP_TALK_UNKNOWN;
        /* a reset by the client alone ends what may have been begun before */
        return there & SYN ? CP_TALK_UNANSWERED : CP_TALK_UNKNOWN;
    }
    if (s->bytes_back[event] && s->bytes[event])
        return CP_TALK_ANSWERED;
    if (s->sampling > CP_SAMPLING_NONE || is_one_way || !s->bytes[event])
        return CP_TALK_UNKNOWN;
    return CP_TALK_UNANSWERED;
}

static int64_t day_of(cp_time t) { return t / DAY_US - (t % DAY_US < 0); }

static void add_days(cp_arena *a, const cp_series *s, cp_talk *t)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        n += i == 0 || day_of(s->at[i]) != day_of(s->at[i - 1]);
    uint32_t skip = n > CP_TALK_DAYS_MAX ? n - CP_TALK_DAYS_MAX : 0;
    cp_talk_day *v = CP_NEW_ARRAY(a, cp_talk_day, n - skip + 1), *d = v;
    for (uint32_t i = 0, k = 0; i < s->n; i++) {
        if (i && day_of(s->at[i]) != day_of(s->at[i - 1]))
            k++;
        if (k < skip)
            continue;
        d = &v[k - skip];
        d->day = (int32_t)day_of(s->at[i]);
        d->bytes += s->bytes[i];
        d->bytes_back += s->bytes_back[i];
    }
    t->days = v;
    t->n_days = n - skip;
}

static uint64_t add_full(uint64_t x, uint64_t y) { return x + y < x ? UINT64_MAX : x + y; }

static cp_talk talk_of(const cp_series *s)
{
    cp_talk t = { .key = s->key,
                  .events = s->n,
                  .packets = s->packets,
                  .first_at = s->at[0],
                  .last_at = s->at[s->n - 1],
                  .longest_at = s->at[0],
                  .sampling = s->sampling,
                  .has_unknown_sampling = s->has_unknown_sampling };
    for (uint32_t i = 0; i < s->n; i++) {
        cp_talk_answer x = cp_talk_answer_of(s, i, false);
        t.has_flags |= s->key.proto == CP_FLOW_TCP && (s->flags[i] || s->flags_back[i]);
        t.first = i == 0 ? x : t.first;
        t.answered += x == CP_TALK_ANSWERED;
        t.unanswered += x == CP_TALK_UNANSWERED;
        t.bytes = add_full(t.bytes, s->bytes[i]);
        t.bytes_back = add_full(t.bytes_back, s->bytes_back[i]);
        if (s->span_us[i] > t.longest_us) {
            t.longest_us = s->span_us[i];
            t.longest_at = s->at[i];
            t.longest_bytes = s->bytes[i];
            t.longest_back = s->bytes_back[i];
        }
    }
    return t;
}

static cp_rc take(void *ctx, uint32_t thread, const cp_series *s, cp_err *err)
{
    cp_talks_search *g = ctx;
    part *p = &g->parts[thread];
    if (s->n == 0)
        return CP_OK;
    if (p->talks.n >= CP_TALKS_MAX / THREADS)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "more than %d conversations cannot be compared at once: narrow them by "
                       "--from and --to, or by --exporter",
                       CP_TALKS_MAX);
    cp_talk *t = cp_vec_add(p->a, &p->talks);
    *t = talk_of(s);
    if (g->with_days)
        add_days(p->a, s, t);
    if (!t->has_flags && expects_answer(&s->key)) {
        p->n_flagless++;
        p->n_came_back += t->answered > 0;
    }
    return CP_OK;
}

static int by_key(const void *x, const void *y)
{
    return cp_series_key_cmp(&((const cp_talk *)x)->key, &((const cp_talk *)y)->key);
}

/* In one-way traffic nothing but flags tells. */
static void forget_answers(cp_talk *t)
{
    if (t->has_flags)
        return;
    t->unanswered = 0;
    t->first = t->first == CP_TALK_UNANSWERED ? CP_TALK_UNKNOWN : t->first;
}

bool cp_talks_are_one_way(uint64_t n, uint64_t n_back)
{
    return n >= ONE_WAY_MIN && (double)n_back < ONE_WAY_SHARE * (double)n;
}

static void put_together(cp_arena *a, const cp_talks_search *g, cp_talks *out)
{
    const part *p = g->parts;
    uint64_t n_less = p[0].n_flagless + p[1].n_flagless;
    uint64_t n_back = p[0].n_came_back + p[1].n_came_back;
    out->n_flagless = n_less;
    out->n_came_back = n_back;
    cp_talk *v = CP_NEW_RAW(a, cp_talk, p[0].talks.n + p[1].talks.n + 1);
    out->is_one_way = g->is_some ? g->is_one_way : cp_talks_are_one_way(n_less, n_back);
    for (int k = 0; k < THREADS; k++)
        for (uint32_t i = 0; i < p[k].talks.n; i++) {
            cp_talk *t = &v[out->n++];
            *t = p[k].talks.v[i];
            if (t->days)
                t->days = cp_arena_dup(a, t->days, t->n_days * sizeof *t->days);
            if (out->is_one_way)
                forget_answers(t);
            out->sampling = t->sampling > out->sampling ? t->sampling : out->sampling;
            out->n_unsampled += t->has_unknown_sampling;
        }
    if (out->n)
        qsort(v, out->n, sizeof *v, by_key);
    out->v = v;
}

void cp_talks_add(cp_arena *a, cp_talks *t, const cp_talk *v, uint32_t n)
{
    cp_talk *all = CP_NEW_RAW(a, cp_talk, (size_t)t->n + n + 1);
    if (!n)
        return;
    if (t->n)
        memcpy(all, t->v, t->n * sizeof *all);
    memcpy(all + t->n, v, n * sizeof *all);
    t->n += n;
    qsort(all, t->n, sizeof *all, by_key);
    t->v = all;
}

static void free_search(void *arg)
{
    cp_talks_search *x = arg;
    for (int k = 0; k < THREADS; k++)
        cp_arena_free(x->parts[k].a);
}

cp_talks_search *cp_talks_search_new(cp_arena *a, bool with_days, const bool *is_one_way,
                                     cp_series_asker *asker)
{
    cp_talks_search *x = CP_NEW(a, cp_talks_search);
    x->with_days = with_days;
    x->is_some = is_one_way != NULL;
    x->is_one_way = is_one_way && *is_one_way;
    for (int k = 0; k < THREADS; k++)
        x->parts[k].a = cp_arena_new(0);
    cp_arena_defer(a, free_search, x);
    *asker = (cp_series_asker){ take, x, 0, { 0 } };
    return x;
}

void cp_talks_search_end(cp_arena *a, cp_talks_search *x, const cp_series_asker *asker,
                         cp_talks *out)
{
    *out = (cp_talks){ .stats = asker->stats };
    put_together(a, x, out);
}

static cp_rc talks_of(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                      bool with_days, const bool *is_one_way, cp_talks *out, cp_err *err)
{
    cp_arena *mem = cp_arena_new(0);
    cp_series_asker asker;
    cp_talks_search *x = cp_talks_search_new(mem, with_days, is_one_way, &asker);
    cp_rc rc = cp_series_each_of(set, o, &asker, 1, err);
    if (rc == CP_OK)
        cp_talks_search_end(a, x, &asker, out);
    cp_arena_free(mem);
    return rc;
}

cp_rc cp_talks_of(cp_arena *a, const cp_flow_set *set, const cp_series_options *o, bool with_days,
                  cp_talks *out, cp_err *err)
{
    return talks_of(a, set, o, with_days, NULL, out, err);
}

cp_rc cp_talks_of_some(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                       bool with_days, bool is_one_way, cp_talks *out, cp_err *err)
{
    return talks_of(a, set, o, with_days, &is_one_way, out, err);
}

cp_flow_finding cp_talk_finding(const cp_talk *t, cp_flow_finding_kind kind)
{
    return (cp_flow_finding){ .kind = kind,
                              .who = t->key.client,
                              .peer = t->key.server,
                              .has_service = true,
                              .proto = t->key.proto,
                              .port = t->key.port,
                              .sampling = t->sampling,
                              .has_unknown_sampling = t->has_unknown_sampling,
                              .events = t->events,
                              .bytes = t->bytes,
                              .bytes_back = t->bytes_back,
                              .first_at = t->first_at,
                              .last_at = t->last_at };
}

uint32_t cp_talk_end(const cp_flow_ids *ids, const cp_flow_addr *addr, cp_time at)
{
    uint32_t id = ids ? cp_flow_ids_find(ids, addr) : 0;
    return ids && id < cp_flow_ids_n(ids) ? cp_flow_ids_end(ids, id, at).is : 0;
}
