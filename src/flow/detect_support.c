/* SPDX-License-Identifier: Apache-2.0 */
/* detect_support.c - see support.h. */
#include <inttypes.h>
#include <stdlib.h>
#include "base/sort.h"
#include "flow/detect_in.h"
#include "flow/manage.h"
#include "flow/support.h"
#include "flow/talks.h"

enum {
    BAD = CP_FLOW_END_EXCLUDED | CP_FLOW_END_RESTRICTED | CP_FLOW_END_UNDETERMINED |
          CP_FLOW_END_UNKNOWN
};
#define SECOND_US ((int64_t)1000 * 1000)

typedef enum how { DIRECT, BY_LEASE, BY_BASTION } how;

/* A session of management that may be that of a login. */
typedef struct hit {
    cp_str account; /* of whom it is counted */
    uint32_t login, n_at_once;
    how how;
    cp_flow_addr device;
    uint16_t port;
    uint8_t proto;
    cp_time at;
    uint64_t bytes, bytes_back;
    uint32_t clock_days; /* other days with a connection of the bastion at that time */
    uint32_t sampling;   /* as cp_series; of what was logged, none */
    bool is_unknown;
} hit;

typedef struct search {
    cp_arena *a;
    const cp_support_login *logins;
    uint32_t n_logins;
    cp_time *until;
    uint32_t *before;     /* sessions of the account before this one */
    uint32_t *clock_days; /* other days on which the account begins at that time */
    uint32_t *person;     /* the login from outside by which this one came; itself */
    CP_VEC(cp_support_way) ways;
    CP_VEC(hit) hits;
    cp_support_end *end_of;
    void *ctx;
    const cp_series_options *o;
    uint64_t n_over, n_remote;
} search;

/* ---- which sessions an address had at a time */

static int way_cmp(const void *x, const void *y)
{
    const cp_support_way *a = x, *b = y;
    int c = memcmp(&a->at, &b->at, sizeof a->at);
    if (c)
        return c;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return (a->login > b->login) - (a->login < b->login);
}

void cp_support_ways_sort(cp_support_way *v, uint32_t n)
{
    if (n)
        qsort(v, n, sizeof *v, way_cmp);
    for (uint32_t i = 0; i < n; i++) {
        bool is_first = i == 0 || memcmp(&v[i].at, &v[i - 1].at, sizeof v[i].at) != 0;
        v[i].reach = is_first || v[i].until > v[i - 1].reach ? v[i].until : v[i - 1].reach;
    }
}

static int begun(const void *item, const void *x)
{
    const cp_support_way *w = item, *wanted = x;
    int c = memcmp(&w->at, &wanted->at, sizeof w->at);
    return c < 0 || (c == 0 && w->begin <= wanted->begin) ? -1 : 1;
}

uint32_t cp_support_ways_at(const cp_support_way *v, uint32_t n, const cp_flow_addr *addr,
                            cp_time at, uint32_t *out)
{
    const cp_support_way wanted = { .at = *addr, .begin = at };
    uint32_t i = cp_sort_find(v, n, sizeof *v, &wanted, begun); /* the first that is behind */
    uint32_t n_out = 0, n_back = 0;
    while (i-- > 0 && memcmp(&v[i].at, addr, sizeof *addr) == 0 && v[i].reach >= at &&
           n_out < CP_SUPPORT_AT_ONCE_MAX && n_back++ < CP_SUPPORT_BACK_MAX)
        if (v[i].until >= at)
            out[n_out++] = i;
    return n_out;
}

/* ---- who they are */

static int by_begin(const void *x, const void *y)
{
    const cp_support_login *a = x, *b = y;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    if (a->is_lease != b->is_lease) /* the way first, then who goes it */
        return a->is_lease ? -1 : 1;
    int c = cp_str_cmp(a->account, b->account);
    return c ? c : memcmp(&a->from, &b->from, sizeof a->from);
}

static void add_way(search *s, uint32_t login)
{
    const cp_support_login *l = &s->logins[login];
    if (cp_flow_addr_is_set(l->at))
        cp_vec_push(
            s->a, &s->ways,
            ((cp_support_way){
                .at = l->at, .begin = l->begin, .until = s->until[login], .login = login }));
}

/* The login that had the address from which this one came. UINT32_MAX: none, and it is not from
 * outside. */
static uint32_t person_of(const search *s, uint32_t login)
{
    const cp_support_login *l = &s->logins[login];
    uint32_t open[CP_SUPPORT_AT_ONCE_MAX];
    uint32_t n = cp_support_ways_at(s->ways.v, s->ways.n, &l->from, l->begin, open);
    if (s->end_of(s->ctx, &l->from, l->begin).is & CP_FLOW_END_OUTSIDE)
        return login;
    for (uint32_t i = 0; i < n; i++)
        if (s->ways.v[open[i]].login != login && s->logins[s->ways.v[open[i]].login].is_lease)
            return s->ways.v[open[i]].login;
    return UINT32_MAX;
}

/* Both ends of one session (a server and an address that was given) begin at once: one of them. */
static void count_before(search *s)
{
    cp_map n = { 0 };
    cp_map last = { 0 };
    for (uint32_t i = 0; i < s->n_logins; i++) {
        const cp_support_login *l = &s->logins[i];
        bool added;
        uint64_t *seen = cp_map_put(s->a, &n, l->account, &added);
        uint64_t *at = cp_map_put(s->a, &last, l->account, NULL);
        bool is_same = !added && *at == (uint64_t)l->begin;
        s->before[i] = (uint32_t)(is_same ? *seen - 1 : *seen);
        *seen += !is_same;
        *at = (uint64_t)l->begin;
    }
}

/* ---- what comes by the clock */

#define DAY_US (24 * 3600 * SECOND_US)

static int before_time(const void *item, const void *at)
{
    return *(const cp_time *)item < *(const cp_time *)at ? -1 : 1;
}

uint32_t cp_support_clock_days(const cp_time *at, uint32_t n, uint32_t i)
{
    uint32_t n_days = 0, n_of = 0;
    for (int k = -CP_SUPPORT_CLOCK_REACH; k <= CP_SUPPORT_CLOCK_REACH; k++) {
        cp_time least, most;
        if (k == 0 || __builtin_add_overflow(at[i], k * DAY_US - CP_SUPPORT_CLOCK_US, &least) ||
            __builtin_add_overflow(least, 2 * CP_SUPPORT_CLOCK_US, &most))
            continue;
        uint32_t next = cp_sort_find(at, n, sizeof *at, &least, before_time);
        n_of += most >= at[0] && least <= at[n - 1];
        n_days += next < n && at[next] <= most;
    }
    return n_days >= CP_SUPPORT_CLOCK_DAYS_MIN && 2 * n_days >= n_of ? n_days : 0;
}

typedef struct begun_by {
    cp_str account;
    cp_time at;
    uint32_t login;
} begun_by;

static int by_account(const void *x, const void *y)
{
    const begun_by *a = x, *b = y;
    int c = cp_str_cmp(a->account, b->account);
    if (c)
        return c;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->login > b->login) - (a->login < b->login);
}

static void find_clocks(search *s)
{
    begun_by *v = CP_NEW_RAW(s->a, begun_by, s->n_logins + 1);
    cp_time *at = CP_NEW_RAW(s->a, cp_time, s->n_logins + 1);
    s->clock_days = CP_NEW_ARRAY(s->a, uint32_t, s->n_logins + 1);
    for (uint32_t i = 0; i < s->n_logins; i++)
        v[i] = (begun_by){ s->logins[i].account, s->logins[i].begin, i };
    if (s->n_logins)
        qsort(v, s->n_logins, sizeof *v, by_account);
    for (uint32_t i = 0, to; i < s->n_logins; i = to) {
        for (to = i; to < s->n_logins && cp_str_eq(v[to].account, v[i].account); to++)
            at[to] = v[to].at;
        for (uint32_t k = i; k < to; k++)
            s->clock_days[v[k].login] = cp_support_clock_days(at + i, to - i, k - i);
    }
}

/* Ways of those alone that come from outside, or by an address that one from outside was given. */
static void find_ways(search *s)
{
    s->until = CP_NEW_ARRAY(s->a, cp_time, s->n_logins + 1);
    s->before = CP_NEW_ARRAY(s->a, uint32_t, s->n_logins + 1);
    s->person = CP_NEW_ARRAY(s->a, uint32_t, s->n_logins + 1);
    for (uint32_t i = 0; i < s->n_logins; i++) {
        const cp_support_login *l = &s->logins[i];
        s->until[i] = l->end != CP_TIME_NONE ? l->end : l->begin + CP_SUPPORT_OPEN_US;
        if (l->is_lease && s->end_of(s->ctx, &l->from, l->begin).is & CP_FLOW_END_OUTSIDE)
            add_way(s, i);
    }
    cp_support_ways_sort(s->ways.v, s->ways.n);
    for (uint32_t i = 0; i < s->n_logins; i++) {
        s->person[i] = person_of(s, i);
        s->n_remote += s->person[i] != UINT32_MAX;
    }
    s->ways.n = 0;
    for (uint32_t i = 0; i < s->n_logins; i++)
        if (s->person[i] != UINT32_MAX)
            add_way(s, i);
    cp_support_ways_sort(s->ways.v, s->ways.n);
    count_before(s);
    find_clocks(s);
}

/* ---- what they went on to */

static void add_hit(search *s, const hit *h)
{
    if (s->hits.n == CP_SUPPORT_HITS_MAX)
        s->n_over++;
    else
        cp_vec_push(s->a, &s->hits, *h);
}

static bool is_in_time(const search *s, cp_time at)
{
    bool is_open = s->o->from == 0 && s->o->to == 0;
    return is_open || (at >= s->o->from && at < s->o->to);
}

static void find_direct(search *s)
{
    for (uint32_t i = 0; i < s->n_logins; i++) {
        const cp_support_login *l = &s->logins[i];
        if (s->person[i] == UINT32_MAX || l->is_lease || !cp_flow_addr_is_set(l->at) ||
            !is_in_time(s, l->begin))
            continue;
        cp_flow_end end = s->end_of(s->ctx, &l->at, l->begin);
        hit h = { .account = s->logins[s->person[i]].account,
                  .login = i,
                  .n_at_once = 1,
                  .how = DIRECT,
                  .device = l->at,
                  .port = l->port,
                  .proto = l->proto,
                  .at = l->begin };
        if (end.is & CP_FLOW_END_OWN && end.is & BAD)
            add_hit(s, &h);
    }
}

static bool is_looked_at(const search *s, const cp_series_key *k, const cp_flow_management *p,
                         cp_time at)
{
    cp_flow_end end = s->end_of(s->ctx, &k->server, at);
    if (end.is & CP_FLOW_END_OWN)
        return end.is & BAD;
    return p->of_inside && end.is & CP_FLOW_END_INSIDE && end.asset == CP_FLOW_NO_ASSET;
}

static cp_rc take(void *ctx, uint32_t thread, const cp_series *x, cp_err *err)
{
    search *s = ctx;
    uint32_t open[CP_SUPPORT_AT_ONCE_MAX];
    const cp_flow_management *p = cp_flow_management_of(x->key.proto, x->key.port);
    (void)thread, (void)err;
    for (uint32_t i = 0; p && i < x->n; i++) {
        uint32_t n = cp_support_ways_at(s->ways.v, s->ways.n, &x->key.client, x->at[i], open);
        if (!n || !is_looked_at(s, &x->key, p, x->at[i]) ||
            cp_talk_answer_of(x, i, false) == CP_TALK_UNANSWERED)
            continue;
        for (uint32_t k = 0; k < n; k++) {
            uint32_t login = s->ways.v[open[k]].login;
            bool is_lease = s->logins[login].is_lease;
            hit h = { .account = s->logins[s->person[login]].account,
                      .login = login,
                      .n_at_once = is_lease ? 1 : n,
                      .how = is_lease ? BY_LEASE : BY_BASTION,
                      .device = x->key.server,
                      .port = x->key.port,
                      .proto = x->key.proto,
                      .at = x->at[i],
                      .bytes = x->bytes[i],
                      .bytes_back = x->bytes_back[i],
                      .clock_days = is_lease ? 0 : cp_support_clock_days(x->at, x->n, i),
                      .sampling = x->sampling,
                      .is_unknown = x->has_unknown_sampling };
            add_hit(s, &h);
        }
    }
    return CP_OK;
}

/* ---- in words */

static const cp_support_login *person(const search *s, const hit *h)
{
    return &s->logins[s->person[h->login]];
}

static int hit_key_cmp(const hit *a, const hit *b)
{
    int c = cp_str_cmp(a->account, b->account);
    c = c ? c : memcmp(&a->device, &b->device, sizeof a->device);
    if (c)
        return c;
    if (a->proto != b->proto)
        return a->proto < b->proto ? -1 : 1;
    if (a->port != b->port)
        return a->port < b->port ? -1 : 1;
    return (int)a->how - (int)b->how;
}

static int hit_cmp(const void *x, const void *y)
{
    const hit *a = x, *b = y;
    int c = hit_key_cmp(a, b);
    if (c)
        return c;
    if (a->login != b->login)
        return a->login < b->login ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

typedef struct sums {
    uint32_t n_sessions, before, at_once, n_open, hours;
    uint32_t clock_days, session_clock_days; /* the fewest: 0, not all come by the clock */
    uint64_t longest_s;
} sums;

static cp_str span_text(cp_arena *a, uint64_t s)
{
    return s >= 3600 ? cp_str_fmt(a, "%" PRIu64 " h %" PRIu64 " min", s / 3600, s / 60 % 60)
                     : cp_str_fmt(a, "%" PRIu64 " min", s / 60);
}

static sums sums_of(const search *s, const hit *v, uint32_t n)
{
    sums x = { .before = UINT32_MAX,
               .at_once = UINT32_MAX,
               .clock_days = UINT32_MAX,
               .session_clock_days = UINT32_MAX };
    for (uint32_t i = 0; i < n; i++) {
        const cp_support_login *l = &s->logins[v[i].login];
        x.at_once = v[i].n_at_once < x.at_once ? v[i].n_at_once : x.at_once;
        x.clock_days = v[i].clock_days < x.clock_days ? v[i].clock_days : x.clock_days;
        if (i && v[i].login == v[i - 1].login)
            continue;
        uint32_t before = s->before[s->person[v[i].login]];
        x.before = before < x.before ? before : x.before;
        uint32_t days = s->clock_days[s->person[v[i].login]];
        x.session_clock_days = days < x.session_clock_days ? days : x.session_clock_days;
        x.n_sessions++;
        x.hours |= 1u << (uint32_t)((l->begin % (86400 * SECOND_US) + 86400 * SECOND_US) %
                                    (86400 * SECOND_US) / (3600 * SECOND_US));
        x.n_open += l->end == CP_TIME_NONE;
        uint64_t span = l->end != CP_TIME_NONE && l->end > l->begin
                            ? (uint64_t)(l->end - l->begin) / SECOND_US
                            : 0;
        x.longest_s = span > x.longest_s ? span : x.longest_s;
    }
    if (x.session_clock_days) /* what the bastion does then may be theirs, each time */
        x.clock_days = 0;
    return x;
}

static cp_str hours_text(cp_arena *a, uint32_t hours)
{
    cp_str to = CP_STR("");
    for (int h = 0; h < 24; h++)
        if (hours & 1u << h)
            cp_detect_say(a, &to, to.n ? ", %02d" : "%02d", h);
    return to;
}

static void say_clock(cp_arena *a, cp_str *to, const sums *x)
{
    int minutes = (int)(CP_SUPPORT_CLOCK_US / (60 * SECOND_US));
    if (x->clock_days)
        cp_detect_say(a, to,
                      " At that time of day, give or take %d min, it does so on %" PRIu32
                      " other day%s too, whoever is on it: as a program of its own does, and "
                      "therefore this weighs a tenth.",
                      minutes, x->clock_days, cp_plural(x->clock_days));
    if (x->session_clock_days)
        cp_detect_say(a, to,
                      " The account begins at that time of day, give or take %d min, on %" PRIu32
                      " other day%s too: as a program does, and therefore this weighs half.",
                      minutes, x->session_clock_days, cp_plural(x->session_clock_days));
}

static cp_str explain(cp_arena *a, const search *s, const hit *v, uint32_t n, const sums *x)
{
    const cp_support_login *who = person(s, v), *l = &s->logins[v->login];
    const cp_flow_management *p = cp_flow_management_of(v->proto, v->port);
    uint64_t bytes = 0, back = 0;
    for (uint32_t i = 0; i < n; i++) {
        bytes += v[i].bytes;
        back += v[i].bytes_back;
    }
    cp_str what =
        cp_str_fmt(a, "\"%.*s\" from %.*s had %" PRIu32 " session%s here, begun at %.*s h (UTC)",
                   CP_FMT(cp_text_safe(a, who->account)), CP_FMT(cp_detect_addr(a, &who->from)),
                   x->n_sessions, cp_plural(x->n_sessions), CP_FMT(hours_text(a, x->hours)));
    if (x->n_open < x->n_sessions)
        cp_detect_say(a, &what, ", the longest of %.*s", CP_FMT(span_text(a, x->longest_s)));
    if (x->n_open)
        cp_detect_say(a, &what, "; the end of %" PRIu32 " is not told", x->n_open);
    if (v->how == DIRECT)
        cp_detect_say(a, &what, ". They were logged in on %.*s itself.",
                      CP_FMT(cp_detect_addr(a, &v->device)));
    else
        cp_detect_say(a, &what,
                      ". Meanwhile %.*s, %s, managed %.*s by %s in %" PRIu32
                      " connection%s, %.*s there, %.*s back.",
                      CP_FMT(cp_detect_addr(a, &l->at)),
                      v->how == BY_LEASE ? "the address that they were given"
                                         : "on which they were logged in",
                      CP_FMT(cp_detect_addr(a, &v->device)), p ? p->name : "?", n, cp_plural(n),
                      CP_FMT(cp_flow_bytes_text(a, (double)bytes)),
                      CP_FMT(cp_flow_bytes_text(a, (double)back)));
    if (x->at_once > 1)
        cp_detect_say(a, &what, " At least %" PRIu32 " more from outside %s there, too.",
                      x->at_once - 1, x->at_once > 2 ? "were" : "was");
    if (x->before)
        cp_detect_say(a, &what, " The account had %" PRIu32 " session%s before.", x->before,
                      cp_plural(x->before));
    else
        cp_detect_say(a, &what, " Before, the account is not in the logs.");
    say_clock(a, &what, x);
    return what;
}

static cp_flow_finding finding(const search *s, cp_arena *a, const hit *v, uint32_t n)
{
    sums x = sums_of(s, v, n);
    cp_flow_finding f = { .kind = CP_FLOW_FINDING_SUPPORT,
                          .who = person(s, &v[n - 1])->from,
                          .peer = v->device,
                          .has_service = v->proto != 0,
                          .proto = v->proto,
                          .port = v->port,
                          .sampling = CP_SAMPLING_NONE,
                          .events = n,
                          .first_at = v->at,
                          .last_at = v->at };
    for (uint32_t i = 0; i < n; i++) {
        f.sampling = v[i].sampling > f.sampling ? v[i].sampling : f.sampling;
        f.has_unknown_sampling |= v[i].is_unknown;
        f.bytes += v[i].bytes;
        f.bytes_back += v[i].bytes_back;
        f.first_at = v[i].at < f.first_at ? v[i].at : f.first_at;
        f.last_at = v[i].at > f.last_at ? v[i].at : f.last_at;
    }
    f.score = v->how == DIRECT     ? CP_SUPPORT_DIRECT
              : v->how == BY_LEASE ? CP_SUPPORT_LEASE
                                   : CP_SUPPORT_BASTION / x.at_once;
    f.score *= x.clock_days ? CP_SUPPORT_BY_CLOCK : 1;
    f.score *= x.session_clock_days ? CP_SUPPORT_SESSION_BY_CLOCK : 1;
    f.explanation = explain(a, s, v, n, &x);
    bool is_by_clock = x.clock_days || x.session_clock_days;
    f.benign_if = is_by_clock ? CP_STR("it is a program of yours (a backup of configurations, a "
                                       "collection of data), or support under a contract that "
                                       "lets them in")
                              : CP_STR("it is support under a contract that lets them in, or your "
                                       "own staff who travel or work at home");
    cp_flow_finding_add(&f, "sessions", x.n_sessions);
    cp_flow_finding_add(&f, "sessions_before", x.before);
    cp_flow_finding_add(&f, "longest_s", (double)x.longest_s);
    cp_flow_finding_add(&f, "ends_not_told", x.n_open);
    cp_flow_finding_add(&f, "at_once", x.at_once);
    cp_flow_finding_add(&f, "by_clock_days", x.clock_days);
    cp_flow_finding_add(&f, "sessions_by_clock_days", x.session_clock_days);
    return f;
}

static void tell(search *s, cp_arena *a, cp_flow_found *out)
{
    cp_flow_findings found = { 0 };
    if (s->hits.n)
        qsort(s->hits.v, s->hits.n, sizeof *s->hits.v, hit_cmp);
    for (uint32_t i = 0, to; i < s->hits.n; i = to) {
        for (to = i + 1; to < s->hits.n && hit_key_cmp(&s->hits.v[i], &s->hits.v[to]) == 0;)
            to++;
        cp_vec_push(a, &found, finding(s, a, &s->hits.v[i], to - i));
    }
    cp_detect_end(&found, CP_FLOW_FINDING_SUPPORT, s->n_remote, out);
    if (!s->n_logins)
        out->cannot_see = CP_STR("no log of logins is in the case: who came from outside by a VPN "
                                 "or a bastion is not known.");
    else if (s->n_over)
        out->cannot_see =
            cp_str_fmt(a, "%" PRIu64 " connection%s beyond %d %s not looked at.", s->n_over,
                       cp_plural(s->n_over), CP_SUPPORT_HITS_MAX, s->n_over == 1 ? "is" : "are");
}

cp_rc cp_detect_support(cp_arena *a, const cp_flow_set *set, const cp_series_options *o,
                        cp_support_login *logins, uint32_t n, cp_support_end *end_of, void *ctx,
                        cp_flow_found *out, cp_err *err)
{
    cp_arena *work = cp_arena_new(0);
    cp_series_options one = *o;
    cp_series_stats stats;
    search s = { .a = work, .logins = logins, .n_logins = n, .end_of = end_of, .ctx = ctx, .o = o };
    cp_rc rc = CP_OK;
    one.n_threads = 1;
    if (n)
        qsort(logins, n, sizeof *logins, by_begin);
    find_ways(&s);
    find_direct(&s);
    if (s.ways.n)
        rc = cp_series_each(set, &one, take, &s, &stats, err);
    if (rc == CP_OK)
        tell(&s, a, out);
    cp_arena_free(work);
    return rc;
}
