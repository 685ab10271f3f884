/* SPDX-License-Identifier: Apache-2.0 */
/* flows_feed.c - what each detector needs of the flows in ClickHouse, so that never all of them
 * come.
 *
 *     detectors --which conversations may be found?--> shards --flows of these--> feed
 *                `-what is to be known of the others?--> numbers, sums ---------'
 *
 * Each has a feed of its own, or shares it with those that look for the same: a feed of several
 * would have to be all that any of them needs. Only where something is told by nothing less than
 * all flows, these come, and it is said. */
#include <stdlib.h>
#include "flow/beacon.h"
#include "flow/covert.h"
#include "flow/manage.h"
#include "job/flows_click.h"
#include "sources/click/row.h"

/* ---- pairs that wait here, too */

static int by_bytes(const void *x, const void *y) { return memcmp(x, y, sizeof(cp_click_pair)); }

uint32_t cp_flows_unique_pairs(cp_click_pair *v, uint32_t n)
{
    uint32_t to = 0;
    if (n)
        qsort(v, n, sizeof *v, by_bytes);
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || by_bytes(&v[i], &v[to - 1]) != 0)
            v[to++] = v[i];
    return to;
}

typedef struct pair_list {
    cp_arena *a;
    CP_VEC(cp_click_pair) v;
    cp_click_pair *one; /* of a block */
} pair_list;

static void add_pairs(pair_list *l, const cp_flow_columns *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        const cp_flow_addr *x = &c->addrs[c->src[i]], *y = &c->addrs[c->dst[i]];
        bool is_low = memcmp(x, y, sizeof *x) < 0;
        l->one[i] = (cp_click_pair){ is_low ? *x : *y, is_low ? *y : *x };
    }
    uint32_t n = cp_flows_unique_pairs(l->one, c->n);
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(l->a, &l->v, l->one[i]);
}

static cp_rc read_pairs(cp_flows_cluster *k, cp_arena *a, cp_err *err)
{
    const cp_flow_set *set = &k->near;
    pair_list l = { .a = a };
    cp_flow_iter it;
    const cp_flow_columns *c = NULL;
    cp_arena *scratch = cp_arena_new(0);
    l.one = CP_NEW_RAW(scratch, cp_click_pair, CP_FLOW_BLOCK_ROWS);
    bool is_all = false;
    cp_rc rc = set->n_blocks ? set->iter(set->ctx, scratch, 0, set->n_blocks, &it, err) : CP_OK;
    while (rc == CP_OK && set->n_blocks && !is_all) {
        if ((rc = it.next(it.ctx, 0, &c, err)) != CP_OK || !c)
            break;
        add_pairs(&l, c);
        if (l.v.n > CP_FLOWS_PAIRS_MAX)
            l.v.n = cp_flows_unique_pairs(l.v.v, l.v.n);
        is_all = l.v.n > CP_FLOWS_PAIRS_MAX;
    }
    cp_arena_free(scratch);
    k->has_pairs = rc == CP_OK;
    k->n_pairs = cp_flows_unique_pairs(l.v.v, l.v.n);
    k->pairs = is_all ? NULL : l.v.n ? l.v.v : CP_NEW_ARRAY(a, cp_click_pair, 1);
    return rc;
}

/* A conversation may be long enough only with what waits in the case: its pairs are asked for
 * whatever the shards have of them. */
cp_rc cp_flows_near_pairs(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_rc rc = k->has_pairs ? CP_OK : read_pairs(k, f->j->a, err);
    if (rc == CP_OK && !k->pairs)
        x->why_all = "too many pairs of addresses wait in the case";
    x->q.near = k->pairs;
    x->q.n_near = k->pairs ? k->n_pairs : 0;
    return rc;
}

void cp_flows_add_pairs(cp_flows *f, cp_click_question *q, const cp_click_pair *v, uint32_t n)
{
    cp_click_pair *all = CP_NEW_RAW(f->j->a, cp_click_pair, (size_t)n + q->n_near + 1);
    if (n)
        memcpy(all, v, n * sizeof *v);
    if (q->n_near)
        memcpy(all + n, q->near, q->n_near * sizeof *all);
    q->near = all;
    q->n_near = cp_flows_unique_pairs(all, n + q->n_near);
}

/* ---- what each looks at */

/* Who manages equipment is seen in its sessions of management: those of ports that serve nothing
 * else, and of the others those of equipment that is known. */
static void choose_managed(const cp_flows *f, cp_click_question *q)
{
    static const cp_click_service rows[] = {
#define ROW(proto, port, name, is_clear, of_inside, score) { proto, port, !(of_inside) },
        CP_FLOW_MANAGEMENT(ROW)
#undef ROW
    };
    cp_flow_addr *v = CP_NEW_ARRAY(f->j->a, cp_flow_addr, (size_t)f->by_addr.n + f->leases.n + 1);
    q->services = rows;
    q->n_services = sizeof rows / sizeof *rows;
    for (uint32_t i = 0; i < f->by_addr.n; i++) {
        const cp_map_item *x = &f->by_addr.items[i];
        if (x->value != CP_FLOWS_SEVERAL && x->key.n == sizeof v->b &&
            cp_flows_end_of(f, &f->ans->assets[x->value]).is & CP_FLOW_END_OWN)
            memcpy(v[q->n_ends++].b, x->key.p, sizeof v->b);
    }
    for (uint32_t i = 0; i < f->leases.n; i++) /* may be equipment's, when they are asked about */
        v[q->n_ends++] = f->leases.v[i].addr;
    q->ends = v;
}

/* What waits here may be a part of what the shards tell of conversations, or more of them. */
static cp_rc bound_answers(cp_flows *f, const cp_click_question *q, bool *is_known, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    uint64_t near = k->near.n_flows;
    cp_click_answered x;
    cp_rc rc = cp_click_answers(k->click, &k->known, q, &x, err);
    if (rc != CP_OK)
        return rc;
    x.min = x.min > near ? x.min - near : 0;
    x.back_min = x.back_min > near ? x.back_min - near : 0;
    bool may_be = cp_talks_are_one_way(x.max + near, x.back_min);
    k->is_one_way = cp_talks_are_one_way(x.min, x.back_max + near);
    *is_known = k->is_one_way == may_be;
    return CP_OK;
}

typedef struct answered {
    uint64_t n, n_back;
} answered;

static void add_answered(void *ctx, const cp_flow_addr *server, uint64_t n, uint64_t n_back)
{
    answered *x = ctx;
    if (!cp_ip_is_host(cp_flow_addr_ip(*server)))
        return;
    x->n += n;
    x->n_back += n_back;
}

/* Of pairs that wait here, too, their flows are counted; of the others the shards count. */
static cp_rc count_answers(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = cp_arena_new(0);
    cp_series_options o = cp_flows_series(f);
    cp_talks t = { 0 };
    cp_flow_set far, here;
    answered all = { 0 };
    cp_click_question q = x->q;
    q.is_chosen = true;
    cp_rc rc = cp_click_ask(k->click, a, &k->known, &q, &far, err);
    if (rc == CP_OK) {
        cp_flows_put_together(f, &far, 1, far.n_flows, &here);
        rc = cp_talks_of(a, &here, &o, false, &t, err);
    }
    if (rc == CP_OK)
        rc = cp_click_answered_of(k->click, a, &k->known, &x->q, add_answered, &all, err);
    k->is_one_way = cp_talks_are_one_way(all.n + t.n_flagless, all.n_back + t.n_came_back);
    cp_arena_free(a);
    return rc;
}

/* Whether answers are seen at all is told by all conversations: if it does not matter which flows
 * are one connection, by sums that are quickly made. */
static cp_rc find_one_way(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_flows_choice of_all = { .q = x->q };
    bool is_known = k->has_answers;
    cp_rc rc = is_known ? CP_OK : bound_answers(f, &x->q, &is_known, err);
    if (rc == CP_OK && !is_known)
        rc = cp_flows_begin_sums(f, &of_all, err);
    x->why_all = of_all.why_all;
    if (rc == CP_OK && !is_known && !x->why_all)
        rc = count_answers(f, &of_all, err);
    k->has_answers = rc == CP_OK && !x->why_all;
    x->feed.is_one_way = k->is_one_way;
    return rc;
}

static int by_address(const void *x, const void *y) { return memcmp(x, y, sizeof(cp_flow_addr)); }

/* A source is found by so many first contacts that failed; what the shards tell of each is at most
 * so many. What waits here may add to it: its ends are asked for whatever the shards have. */
static cp_rc choose_scanners(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = f->j->a;
    cp_click_question *q = &x->q;
    cp_click_client *v;
    uint32_t n = 0, n_ends = 0;
    cp_rc rc = cp_click_clients(k->click, a, &k->known, q, &v, &n, err);
    if (rc != CP_OK)
        return rc;
    cp_flow_addr *ends = CP_NEW_ARRAY(a, cp_flow_addr, (size_t)n + 2 * (size_t)q->n_near + 1);
    for (uint32_t i = 0; i < q->n_near; i++) {
        ends[n_ends++] = q->near[i].low;
        ends[n_ends++] = q->near[i].high;
    }
    if (n_ends)
        qsort(ends, n_ends, sizeof *ends, by_address);
    for (uint32_t i = 0, n_near = n_ends; i < n; i++) {
        bool is_near =
            n_near && bsearch(&v[i].addr, ends, n_near, sizeof *ends, by_address) != NULL;
        if (!is_near && v[i].n_failed >= cp_scan_failed_min())
            ends[n_ends++] = v[i].addr;
        else
            x->feed.n_clients_left += !is_near;
    }
    q->ends = ends;
    q->n_ends = n_ends;
    q->of_clients = true;
    return CP_OK;
}

cp_rc cp_flows_find_coarsest(cp_flows *f, cp_flows_choice *to, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_series_options o = cp_flows_series(f);
    cp_click_sampled *v;
    uint32_t n = 0;
    cp_rc rc = k->has_coarsest
                   ? CP_OK
                   : cp_click_samplings(k->click, f->j->a, &k->known, &to->q, &v, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        uint32_t x = cp_series_sampling_of(&k->near, &o, v[i].exporter, v[i].sampling);
        k->coarsest = x > k->coarsest ? x : k->coarsest;
    }
    k->has_coarsest = rc == CP_OK;
    to->feed.sampling_left = k->coarsest;
    return rc;
}

static cp_rc choose_scans(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_rc rc = find_one_way(f, x, err);
    if (rc == CP_OK && !x->why_all)
        rc = cp_flows_near_pairs(f, x, err);
    if (rc == CP_OK && !x->why_all)
        rc = cp_flows_find_coarsest(f, x, err);
    if (rc == CP_OK && !x->why_all)
        rc = choose_scanners(f, x, err);
    x->q.n_near = 0; /* they are among its clients */
    return rc;
}

static cp_rc choose_management(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_rc rc = find_one_way(f, x, err);
    if (rc == CP_OK && !x->why_all)
        choose_managed(f, &x->q);
    return rc;
}

/* Conversations of too few flows are not looked at. */
static cp_rc choose_often(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    uint32_t least =
        x->feed.detects[CP_FLOW_FINDING_BEACON] ? CP_RITA_CONNECTIONS_MIN : CP_COVERT_EVENTS_MIN;
    cp_click_key *keys = NULL;
    uint32_t n = 0;
    cp_rc rc = cp_flows_near_pairs(f, x, err);
    if (rc != CP_OK || x->why_all)
        return rc;
    rc = cp_click_often(k->click, f->j->a, &k->known, &x->q, least, &keys, &n, err);
    x->feed.is_some = false; /* no talks are made of these */
    x->q.is_chosen = true;
    if (n == UINT32_MAX) { /* they find them once more themselves */
        x->q.flows_min = least;
        return rc;
    }
    x->q.keys = keys;
    x->q.n_keys = n;
    return rc;
}

/* Of those that are not long only how long they are: that is what others are compared with. */
static cp_rc choose_long(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = f->j->a;
    cp_click_longest *v = NULL;
    cp_click_key *keys = NULL;
    uint32_t n = 0;
    cp_rc rc = cp_flows_near_pairs(f, x, err);
    if (rc != CP_OK || x->why_all)
        return rc;
    rc = cp_flows_find_coarsest(f, x, err);
    if (rc == CP_OK)
        rc = cp_click_longest_of(k->click, a, &k->known, &x->q, CP_LONG_MIN_US, &keys, &x->q.n_keys,
                                 &v, &n, err);
    if (rc != CP_OK)
        return rc;
    cp_long_others *others = CP_NEW_RAW(a, cp_long_others, n + 1);
    for (uint32_t i = 0; i < n; i++)
        others[i] = (cp_long_others){ v[i].us, v[i].n, v[i].port, v[i].proto };
    x->feed.long_left = others;
    x->feed.n_long_left = n;
    x->q.is_chosen = true;
    x->q.keys = keys;
    x->q.n_near = 0; /* they are among the keys, unless only the case has them */
    return CP_OK;
}

/* Who knocks is heard at last: between the two something is answered, and something is not. */
static cp_rc choose_knocks(cp_flows *f, cp_flows_choice *x, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_click_pair *v = NULL;
    uint32_t n = 0;
    cp_rc rc = find_one_way(f, x, err);
    if (rc == CP_OK && !x->why_all)
        rc = cp_flows_near_pairs(f, x, err);
    if (rc == CP_OK && !x->why_all)
        rc = cp_click_half_open(k->click, f->j->a, &k->known, &x->q, CP_FLOWS_PAIRS_MAX, &v, &n,
                                err);
    if (rc == CP_OK && n == UINT32_MAX)
        x->why_all = "between too many pairs of addresses some contacts were not answered";
    if (rc == CP_OK && !x->why_all)
        rc = cp_flows_find_coarsest(f, x, err);
    if (rc == CP_OK && !x->why_all)
        cp_flows_add_pairs(f, &x->q, v, n);
    x->q.is_chosen = true;
    return rc;
}

/* ---- one after the other */

static const struct row {
    uint32_t kinds; /* of one feed */
    cp_rc (*choose)(cp_flows *f, cp_flows_choice *x, cp_err *err);
} rows[] = {
#define ONLY(kind) (1u << CP_FLOW_FINDING_##kind)
    { ONLY(MANAGEMENT) | ONLY(SUPPORT), choose_management },
    { ONLY(SCAN), choose_scans },
    { ONLY(KNOCK), choose_knocks },
    { ONLY(BEACON) | ONLY(COVERT), choose_often },
    { ONLY(LONG), choose_long },
    { ONLY(EXFILTRATION), cp_flows_choose_out },
    { ONLY(MIRROR), cp_flows_choose_mirror },
#undef ONLY
};
enum { ROWS = sizeof rows / sizeof *rows };
static_assert((int)ROWS <= (int)CP_FLOWS_FEEDS_MAX, "a feed for each");

static cp_click_question question(cp_flows *f)
{
    return (cp_click_question){ .kind = CP_CLICK_FLOWS,
                                .from = f->from,
                                .until = f->until,
                                .cut = CP_TIME_NONE,
                                .usable = f->cluster->usable,
                                .exporters = f->exporters };
}

/* Of which detectors that were asked for; returns whether there are any. */
static bool is_of(const cp_flows *f, const struct row *r, cp_flows_choice *x)
{
    bool is_any = false;
    for (uint32_t k = 0; k < CP_FLOW_FINDING_COUNT; k++)
        is_any |= x->feed.detects[k] = f->detects[k] && r->kinds >> k & 1;
    return is_any;
}

/* What is short is asked first; that it has to be all is known before anything else comes. */
static cp_rc choose(cp_flows *f, cp_flows_choice *v, uint32_t *n, const cp_flows_choice **all,
                    cp_err *err)
{
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; rc == CP_OK && i < ROWS && !*all; i++) {
        cp_flows_choice *x = &v[*n];
        *x = (cp_flows_choice){ .q = question(f), .feed = { .is_some = true } };
        if (!is_of(f, &rows[i], x))
            continue;
        rc = rows[i].choose(f, x, err);
        *all = x->why_all ? x : NULL;
        ++*n;
    }
    return rc;
}

static cp_str names_of(cp_arena *a, const bool *detects)
{
    cp_str s = CP_STR("");
    for (int k = 0; k < CP_FLOW_FINDING_COUNT; k++)
        if (detects[k])
            s = cp_str_fmt(a, "%.*s%s%s", CP_FMT(s), s.n ? ", " : "",
                           cp_flow_finding_name((cp_flow_finding_kind)k));
    return s;
}

/* Then the others are fed with them, too. */
static void take_all(cp_flows *f, const cp_flows_choice *x, cp_flows_choice *out)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < f->cluster->done.cluster.n_shards; i++)
        n += f->cluster->usable[i];
    f->j->say(f->j,
              "--detect %.*s: %s, so %llu flows come from ClickHouse (%.*s): --from and --to make "
              "them fewer",
              CP_FMT(names_of(f->j->a, x->feed.detects)), x->why_all, (unsigned long long)n,
              CP_FMT(cp_flow_bytes_text(f->j->a, (double)n * CP_CLICK_FLOWS_BYTES)));
    cp_flows_choice all = { .q = question(f) };
    memcpy(all.feed.detects, f->detects, sizeof f->detects);
    *out = all;
}

/* ---- addresses without flows */

typedef struct addr_set {
    const cp_flow_addr *v;
    uint32_t n;
} addr_set;

typedef struct addr_iter {
    const addr_set *set;
    uint32_t next, to; /* blocks */
    cp_flow_columns cols;
} addr_iter;

static cp_rc next_addrs(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err)
{
    addr_iter *it = ctx;
    (void)want, (void)err;
    *out = NULL;
    if (it->next == it->to)
        return CP_OK;
    uint32_t from = it->next++ * CP_FLOW_BLOCK_ROWS, n = it->set->n - from;
    it->cols = (cp_flow_columns){ .n_addrs = n < CP_FLOW_BLOCK_ROWS ? n : CP_FLOW_BLOCK_ROWS,
                                  .addrs = it->set->v + from };
    *out = &it->cols;
    return CP_OK;
}

static cp_rc iter_addrs(void *ctx, cp_arena *a, uint32_t from, uint32_t to, cp_flow_iter *out,
                        cp_err *err)
{
    addr_iter *it = CP_NEW(a, addr_iter);
    (void)err;
    *it = (addr_iter){ .set = ctx, .next = from, .to = to };
    *out = (cp_flow_iter){ it, next_addrs };
    return CP_OK;
}

cp_flow_set cp_flows_set_of_addrs(cp_arena *a, cp_flow_addr *v, uint32_t n_all)
{
    addr_set *set = CP_NEW(a, addr_set);
    uint32_t n = 0;
    if (n_all)
        qsort(v, n_all, sizeof *v, by_address);
    for (uint32_t i = 0; i < n_all; i++)
        if (i == 0 || by_address(&v[i], &v[n - 1]) != 0)
            v[n++] = v[i];
    *set = (addr_set){ v, n };
    return (cp_flow_set){ .ctx = set,
                          .iter = iter_addrs,
                          .first_at = CP_TIME_NONE,
                          .last_at = CP_TIME_NONE,
                          .n_blocks = n / CP_FLOW_BLOCK_ROWS + (n % CP_FLOW_BLOCK_ROWS != 0) };
}

/* ---- all of them */

cp_rc cp_flows_ask_feeds(cp_flows *f, cp_flow_set *far, uint32_t *n_far, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_click_question q = question(f);
    cp_flows_choice v[ROWS];
    const cp_flows_choice *all = NULL;
    uint32_t n = 0;
    cp_rc rc =
        cp_click_span(k->click, &k->known, &q, k->usable, &f->some_first_at, &f->some_last_at, err);
    if (rc == CP_OK)
        rc = choose(f, v, &n, &all, err);
    if (rc == CP_OK && all) {
        take_all(f, all, &v[0]);
        n = 1;
    }
    f->feeds = CP_NEW_ARRAY(f->j->a, cp_flows_feed, n + 1);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        rc = cp_click_ask(k->click, f->j->a, &k->known, &v[i].q, &far[i], err);
        if (rc != CP_OK)
            break;
        cp_flows_put_together(f, &far[i], 1, far[i].n_flows, &v[i].feed.detail);
        f->feeds[f->n_feeds++] = v[i].feed;
        ++*n_far;
    }
    if (rc == CP_OK && k->addrs.n) {
        far[n] = cp_flows_set_of_addrs(f->j->a, k->addrs.v, k->addrs.n);
        ++*n_far;
    }
    return rc;
}

cp_rc cp_flows_ask_drawn(cp_flows *f, const cp_flow_finding *const *v, uint32_t n, cp_flow_set *out,
                         cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_click_question q = question(f);
    cp_flow_set far;
    *out = f->set;
    if (!k)
        return CP_OK;
    cp_click_pair *pairs = CP_NEW_RAW(f->j->a, cp_click_pair, n + 1);
    cp_flow_addr *ends = CP_NEW_RAW(f->j->a, cp_flow_addr, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        bool is_low = memcmp(&v[i]->who, &v[i]->peer, sizeof v[i]->who) < 0;
        bool is_with_others = v[i]->kind == CP_FLOW_FINDING_EXFILTRATION ||
                              v[i]->kind == CP_FLOW_FINDING_MIRROR ||
                              !cp_flow_addr_is_set(v[i]->peer);
        if (is_with_others)
            ends[q.n_ends++] = v[i]->who;
        else
            pairs[q.n_near++] =
                (cp_click_pair){ is_low ? v[i]->who : v[i]->peer, is_low ? v[i]->peer : v[i]->who };
    }
    q.is_chosen = q.of_ends = true;
    q.ends = ends;
    q.near = pairs;
    cp_rc rc = cp_click_ask(k->click, f->j->a, &k->known, &q, &far, err);
    if (rc == CP_OK)
        cp_flows_put_together(f, &far, 1, far.n_flows, out);
    return rc;
}
