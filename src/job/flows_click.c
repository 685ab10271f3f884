/* SPDX-License-Identifier: Apache-2.0 */
/* flows_click.c - flows of a case that went to ClickHouse, beside those that did not.
 *
 *     case:   flows that wait ---------------------------------.
 *     shards: flows --SQL: added up by conversation, or those  +--> one set --> ids, top, detectors
 *             of conversations that may be found ------------- '
 *
 * The shards make the question small; what is answered is worked out here, by what works it out
 * without them, so that it is the same. */
#include <stdlib.h>
#include "flow/detect.h"
#include "flow/manage.h"
#include "job/click.h"
#include "job/flows.h"

enum { NEAR_PAIRS_MAX = 1 << 20 };
/* Sums of fewer flows than these are no smaller than the flows. */
#define REPEATS_MIN 2.0
#define HOUR_US ((uint64_t)3600 * 1000 * 1000)

typedef struct cp_flows_cluster {
    cp_click *click;
    cp_flow_set near;
    cp_case_shipped done;
    cp_click_known known;
    uint64_t usable[CP_CLICK_SHARDS_MAX]; /* of what detectors ask; cp_click_span */
} cp_flows_cluster;

/* ---- one set of several */

enum { SETS = 3 };

typedef struct several {
    cp_flow_set v[SETS];
} several;

typedef struct several_iter {
    cp_flow_iter of[SETS];
    uint32_t n, at;
} several_iter;

static cp_rc next(void *ctx, uint32_t want, const cp_flow_columns **out, cp_err *err)
{
    several_iter *it = ctx;
    *out = NULL;
    for (; it->at < it->n; it->at++) {
        cp_rc rc = it->of[it->at].next(it->of[it->at].ctx, want, out, err);
        if (rc != CP_OK || *out)
            return rc;
    }
    return CP_OK;
}

static cp_rc new_iter(void *ctx, cp_arena *a, uint32_t from, uint32_t to, cp_flow_iter *out,
                      cp_err *err)
{
    several *x = ctx;
    several_iter *it = CP_NEW(a, several_iter);
    cp_rc rc = CP_OK;
    uint32_t begin = 0;
    for (int i = 0; rc == CP_OK && i < SETS; begin += x->v[i++].n_blocks) {
        const cp_flow_set *set = &x->v[i];
        uint32_t first = from > begin ? from - begin : 0, last = to > begin ? to - begin : 0;
        last = last < set->n_blocks ? last : set->n_blocks;
        if (first < last)
            rc = set->iter(set->ctx, a, first, last, &it->of[it->n++], err);
    }
    *out = (cp_flow_iter){ it, next };
    return rc;
}

static cp_time earlier(cp_time x, cp_time y)
{
    return x == CP_TIME_NONE || (y != CP_TIME_NONE && y < x) ? y : x;
}

static const cp_flow_set nothing = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };

static void put_together(cp_flows *f, const cp_flow_set *far, const cp_flow_set *rest,
                         uint64_t n_flows, cp_flow_set *out)
{
    const cp_flows_cluster *k = f->cluster;
    several *x = CP_NEW(f->j->a, several);
    *x = (several){ { k->near, *far, *rest } };
    *out = k->near; /* exporters, damage */
    out->ctx = x;
    out->iter = new_iter;
    out->n_blocks = k->near.n_blocks + far->n_blocks + rest->n_blocks;
    out->n_flows = k->near.n_flows + n_flows;
    out->first_at = earlier(k->near.first_at, k->done.first_at);
    out->last_at = k->near.last_at > k->done.last_at ? k->near.last_at : k->done.last_at;
}

/* ---- the cluster */

static bool is_stopped(void *ctx) { return *((cp_job *)ctx)->interrupted != 0; }

static cp_rc connect_to(cp_flows *f, cp_flows_cluster *k, cp_err *err)
{
    cp_job *j = f->j;
    cp_click_opts o;
    cp_rc rc = cp_job_click_opts(j, &o, err);
    if (rc != CP_OK)
        return rc;
    if (o.n_urls != k->done.cluster.n_shards)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "flows of this case are in %u shards, and --clickhouse names %u: name all",
                       k->done.cluster.n_shards, o.n_urls);
    o.cluster = k->done.cluster.id;
    o.is_stopped = is_stopped;
    o.stop_ctx = j;
    rc = cp_click_open(j->a, &o, &k->click, err);
    if (rc == CP_OK && cp_click_note(k->click).n)
        j->say(j, "%.*s", CP_FMT(cp_click_note(k->click)));
    return rc;
}

cp_rc cp_flows_open(cp_flows *f, cp_err *err)
{
    cp_arena *a = f->j->a;
    cp_flows_cluster *k = CP_NEW(a, cp_flows_cluster);
    cp_rc rc;
    if (!f->j->opts.n_clickhouse) {
        rc = cp_case_flow_after(f->e->kase, a, f->after, &f->set, &f->latest, err);
        f->detail = f->set;
        return rc == CP_OK ? cp_case_forgotten_of(f->e->kase, &f->forgotten, err) : rc;
    }
    rc = cp_case_flow_near(f->e->kase, a, &k->near, &k->done, err);
    if (rc != CP_OK)
        return rc;
    f->set = f->detail = k->near;
    f->forgotten = k->done.forgotten;
    if (!k->done.rows) /* nothing went there yet */
        return CP_OK;
    k->known = (cp_click_known){ .batch_max = k->done.batch_max,
                                 .open = k->done.open,
                                 .n_open = k->done.n_open,
                                 .rows_of = k->done.rows_of,
                                 .imports = k->done.imports,
                                 .exporters_at = k->done.exporters_at,
                                 .n_imports = k->done.n_imports };
    f->cluster = k;
    rc = connect_to(f, k, err);
    if (rc == CP_OK)
        put_together(f, &nothing, &nothing, k->done.rows, &f->set);
    return rc;
}

bool cp_flows_is_forgotten(const cp_flows *f)
{
    const cp_case_forgotten *x = &f->forgotten;
    bool is_after = f->from != CP_TIME_NONE && x->last_at != CP_TIME_NONE && x->last_at < f->from;
    bool is_before =
        f->until != CP_TIME_NONE && x->first_at != CP_TIME_NONE && x->first_at >= f->until;
    return x->rows && !is_after && !is_before;
}

/* ---- sums */

static void add_end(cp_flows *f, const cp_map_item *x, uint8_t mark, cp_flow_addr *v, uint32_t *n)
{
    cp_flow_addr addr;
    if (x->value == CP_FLOWS_SEVERAL || x->key.n != sizeof addr.b)
        return;
    memcpy(addr.b, x->key.p, sizeof addr.b);
    cp_flow_end end = cp_flows_end_of(f, &f->ans->assets[x->value]);
    if (cp_flows_marks_of(f, &addr, &end) & mark)
        v[(*n)++] = addr;
}

/* Of a view that holds for few ends the shards leave out what has none of them. Addresses that were
 * lent may be of any asset. */
static void narrow(cp_flows *f, cp_click_question *q)
{
    static const cp_flow_addr none;
    uint8_t mark = f->only == CP_FLOWS_EXCLUDED ? f->only_mark : 0; /* that only assets have */
    const cp_flows_filter *net = NULL;
    if (f->leases.n || !cp_flows_is_narrow(f) || f->kind >= CP_FLOWS_TOP_NEW)
        return;
    for (uint32_t i = 0; i < f->filters.n; i++) {
        if (!mark && !f->filters.v[i].is_net && !f->filters.v[i].is_as)
            mark = f->filters.v[i].mark;
        net = f->filters.v[i].is_net && !net ? &f->filters.v[i] : net;
    }
    if (mark) {
        cp_flow_addr *v = CP_NEW_ARRAY(f->j->a, cp_flow_addr, (size_t)f->by_addr.n + 1);
        for (uint32_t i = 0; i < f->by_addr.n; i++)
            add_end(f, &f->by_addr.items[i], mark, v, &q->n_ends);
        q->ends = v;
        q->has_ends = true;
    } else if (net && !cp_flows_is_in_net(net, &none)) {
        q->prefix = net->net;
        q->prefix_bytes = net->bits / 8;
    }
}

static cp_rc ask_for_sums(cp_flows *f, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    bool of_service = f->kind == CP_FLOWS_TOP_TALKS || f->kind == CP_FLOWS_TOP_SERVICES ||
                      f->kind >= CP_FLOWS_TOP_NEW || f->services.n;
    cp_click_question q = { .kind = CP_CLICK_SUMS,
                            .from = f->from,
                            .until = f->until,
                            .cut = CP_TIME_NONE,
                            .by_service = of_service,
                            .bucket_us = f->kind == CP_FLOWS_TOP_HOURS ? HOUR_US : 0 };
    cp_flow_set far = nothing, rest = nothing;
    double repeats = 0;
    cp_rc rc = f->kind == CP_FLOWS_TOP_NEW ? cp_flows_find_since(f, err) : CP_OK;
    q.cut = f->kind == CP_FLOWS_TOP_NEW ? f->since : CP_TIME_NONE;
    narrow(f, &q);
    if (rc == CP_OK)
        rc = cp_click_repeats(k->click, &k->known, &repeats, err);
    /* else servers would work for sums that are as many as the flows, and larger */
    if (rc == CP_OK && repeats < REPEATS_MIN)
        rc = cp_click_ask_plain(k->click, f->j->a, &k->known, &q, &far, &rest, err);
    else if (rc == CP_OK)
        rc = cp_click_ask(k->click, f->j->a, &k->known, &q, &far, err);
    if (rc == CP_OK)
        put_together(f, &far, &rest, k->done.rows, &f->set);
    return rc;
}

/* ---- flows for detectors */

static int by_bytes(const void *x, const void *y) { return memcmp(x, y, sizeof(cp_click_pair)); }

static uint32_t unique(cp_click_pair *v, uint32_t n)
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
    uint32_t n = unique(l->one, c->n);
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(l->a, &l->v, l->one[i]);
}

/* A conversation may be long enough only with what waits in the case: its pairs are asked for
 * whatever the shards have of them. *is_all: there are too many, and all is asked for. */
static cp_rc find_near(cp_flows *f, cp_click_question *q, bool *is_all, cp_err *err)
{
    const cp_flow_set *set = &f->cluster->near;
    pair_list l = { .a = f->j->a };
    cp_flow_iter it;
    const cp_flow_columns *c = NULL;
    cp_arena *scratch = cp_arena_new(0);
    l.one = CP_NEW_RAW(scratch, cp_click_pair, CP_FLOW_BLOCK_ROWS);
    *is_all = false;
    cp_rc rc = set->n_blocks ? set->iter(set->ctx, scratch, 0, set->n_blocks, &it, err) : CP_OK;
    while (rc == CP_OK && set->n_blocks && !*is_all) {
        if ((rc = it.next(it.ctx, 0, &c, err)) != CP_OK || !c)
            break;
        add_pairs(&l, c);
        if (l.v.n > NEAR_PAIRS_MAX)
            l.v.n = unique(l.v.v, l.v.n);
        *is_all = l.v.n > NEAR_PAIRS_MAX;
    }
    cp_arena_free(scratch);
    q->near = l.v.v;
    q->n_near = unique(l.v.v, l.v.n);
    return rc;
}

/* Who manages equipment is seen in its sessions of management: those of ports that serve nothing
 * else, and of the others those of equipment that is known. */
static void choose_managed(const cp_flows *f, cp_click_question *q)
{
    static const cp_click_service rows[] = {
#define ROW(proto, port, name, is_clear, of_inside, score) { proto, port, !(of_inside) },
        CP_FLOW_MANAGEMENT(ROW)
#undef ROW
    };
    cp_flow_addr *v = CP_NEW_ARRAY(f->j->a, cp_flow_addr, (size_t)f->by_addr.n + 1);
    q->services = rows;
    q->n_services = sizeof rows / sizeof *rows;
    for (uint32_t i = 0; i < f->by_addr.n; i++) {
        const cp_map_item *x = &f->by_addr.items[i];
        if (x->value != CP_FLOWS_SEVERAL && x->key.n == sizeof v->b &&
            cp_flows_end_of(f, &f->ans->assets[x->value]).is & CP_FLOW_END_OWN)
            memcpy(v[q->n_ends++].b, x->key.p, sizeof v->b);
    }
    q->ends = v;
}

/* Whether answers are seen at all is told by all conversations. *is_known false: by what the shards
 * tell of them it may be or not. What waits here may be a part of theirs, or more of them. */
static cp_rc find_one_way(cp_flows *f, const cp_click_question *q, bool *is_known, cp_err *err)
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
    f->is_one_way = cp_talks_are_one_way(x.min, x.back_max + near);
    *is_known = f->is_one_way == may_be;
    return CP_OK;
}

static int by_address(const void *x, const void *y) { return memcmp(x, y, sizeof(cp_flow_addr)); }

/* A source is found by so many first contacts that failed; what the shards tell of each is at most
 * so many. What waits here may add to it: its ends are asked for whatever the shards have. */
static cp_rc choose_scanners(cp_flows *f, cp_click_question *q, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = f->j->a;
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
            f->n_clients_left += !is_near;
    }
    q->ends = ends;
    q->n_ends = n_ends;
    q->of_clients = true;
    return CP_OK;
}

/* The coarsest sampling of all flows, also of those that are not asked for. */
static cp_rc find_coarsest(cp_flows *f, const cp_click_question *q, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_series_options o = cp_flows_series(f);
    cp_click_sampled *v;
    uint32_t n = 0;
    cp_rc rc = cp_click_samplings(k->click, f->j->a, &k->known, q, &v, &n, err);
    for (uint32_t i = 0; rc == CP_OK && i < n; i++) {
        uint32_t x = cp_series_sampling_of(&k->near, &o, v[i].exporter, v[i].sampling);
        f->sampling_left = x > f->sampling_left ? x : f->sampling_left;
    }
    return rc;
}

static cp_rc choose_scans(cp_flows *f, cp_click_question *q, cp_err *err)
{
    bool is_all = false;
    cp_rc rc = find_one_way(f, q, &f->is_some, err);
    if (rc == CP_OK && f->is_some)
        rc = find_near(f, q, &is_all, err);
    f->is_some = f->is_some && !is_all;
    f->is_some_whole = true;
    if (rc == CP_OK && f->is_some)
        rc = find_coarsest(f, q, err);
    if (rc == CP_OK && f->is_some)
        rc = choose_scanners(f, q, err);
    q->n_near = 0; /* they are among its clients */
    return rc;
}

static cp_rc choose_management(cp_flows *f, cp_click_question *q, cp_err *err)
{
    cp_rc rc = f->leases.n ? CP_OK : find_one_way(f, q, &f->is_some, err);
    if (f->is_some)
        choose_managed(f, q);
    return rc;
}

/* Conversations of too few flows are not looked at. */
static cp_rc choose_often(cp_flows *f, cp_click_question *q, uint32_t least, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_click_key *keys = NULL;
    bool is_all;
    uint32_t n = 0;
    cp_rc rc = find_near(f, q, &is_all, err);
    if (rc != CP_OK || is_all)
        return rc;
    rc = cp_click_often(k->click, f->j->a, &k->known, q, least, &keys, &n, err);
    q->is_chosen = true;
    if (n == UINT32_MAX) { /* they find them once more themselves */
        q->flows_min = least;
        return rc;
    }
    q->keys = keys;
    q->n_keys = n;
    return rc;
}

/* Of those that are not long only how long they are: that is what others are compared with. */
static cp_rc choose_long(cp_flows *f, cp_click_question *q, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_arena *a = f->j->a;
    cp_click_longest *v = NULL;
    cp_click_key *keys = NULL;
    uint32_t n = 0;
    bool is_all;
    cp_rc rc = find_near(f, q, &is_all, err);
    if (rc != CP_OK || is_all)
        return rc;
    rc = find_coarsest(f, q, err);
    if (rc == CP_OK)
        rc = cp_click_longest_of(k->click, a, &k->known, q, CP_LONG_MIN_US, &keys, &q->n_keys, &v,
                                 &n, err);
    if (rc != CP_OK)
        return rc;
    cp_long_others *others = CP_NEW_RAW(a, cp_long_others, n + 1);
    for (uint32_t i = 0; i < n; i++)
        others[i] = (cp_long_others){ v[i].us, v[i].n, v[i].port, v[i].proto };
    f->long_left = others;
    f->n_long_left = n;
    f->is_some = f->is_some_whole = q->is_chosen = true;
    q->keys = keys;
    q->n_near = 0; /* they are among the keys, unless only the case has them */
    return CP_OK;
}

/* Who knocks is heard at last: between the two something is answered, and something is not. */
static cp_rc choose_knocks(cp_flows *f, cp_click_question *q, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_click_pair *v = NULL;
    uint32_t n = 0;
    bool is_all = false;
    cp_rc rc = find_one_way(f, q, &f->is_some, err);
    if (rc == CP_OK && f->is_some)
        rc = find_near(f, q, &is_all, err);
    f->is_some = f->is_some && !is_all;
    if (rc == CP_OK && f->is_some)
        rc = cp_click_half_open(k->click, f->j->a, &k->known, q, NEAR_PAIRS_MAX, &v, &n, err);
    f->is_some = f->is_some && n != UINT32_MAX;
    if (rc == CP_OK && f->is_some)
        rc = find_coarsest(f, q, err);
    if (rc != CP_OK || !f->is_some) {
        q->n_near = 0;
        return rc;
    }
    cp_click_pair *all = CP_NEW_RAW(f->j->a, cp_click_pair, (size_t)n + q->n_near + 1);
    memcpy(all, v, n * sizeof *v);
    if (q->n_near)
        memcpy(all + n, q->near, q->n_near * sizeof *all);
    q->near = all;
    q->n_near = unique(all, n + q->n_near);
    f->is_some_whole = q->is_chosen = true;
    return CP_OK;
}

#define ONLY(kind) (1u << CP_FLOW_FINDING_##kind)

/* Which conversations the shards have to send: all, where several look for different ones. */
static cp_rc choose(cp_flows *f, cp_click_question *q, cp_err *err)
{
    uint32_t least = cp_flows_least(f);
    if (least > 1)
        return choose_often(f, q, least, err);
    if (cp_flows_is_about(f, ONLY(MANAGEMENT) | ONLY(SUPPORT)))
        return choose_management(f, q, err);
    if (cp_flows_is_about(f, ONLY(SCAN)))
        return choose_scans(f, q, err);
    if (cp_flows_is_about(f, ONLY(LONG)))
        return choose_long(f, q, err);
    if (cp_flows_is_about(f, ONLY(KNOCK)))
        return choose_knocks(f, q, err);
    return CP_OK;
}

static cp_rc ask_for_flows(cp_flows *f, cp_err *err)
{
    cp_flows_cluster *k = f->cluster;
    cp_click_question q = { .kind = CP_CLICK_FLOWS,
                            .from = f->from,
                            .until = f->until,
                            .cut = CP_TIME_NONE,
                            .usable = k->usable,
                            .exporters = f->exporters };
    cp_flow_set far;
    cp_rc rc =
        cp_click_span(k->click, &k->known, &q, k->usable, &f->some_first_at, &f->some_last_at, err);
    if (rc == CP_OK)
        rc = choose(f, &q, err);
    if (rc == CP_OK)
        rc = cp_click_ask(k->click, f->j->a, &k->known, &q, &far, err);
    if (rc == CP_OK)
        put_together(f, &far, &nothing, far.n_flows, &f->detail);
    return rc;
}

cp_rc cp_flows_ask(cp_flows *f, cp_err *err)
{
    bool only_detects = f->j->opts.n_detect && !f->j->opts.top.n;
    uint64_t all = f->set.n_flows;
    if (!f->cluster)
        return CP_OK;
    cp_rc rc = cp_flows_is_detail_asked(f) ? ask_for_flows(f, err) : CP_OK;
    if (rc != CP_OK || !only_detects)
        return rc == CP_OK ? ask_for_sums(f, err) : rc;
    if (cp_flows_is_detail_asked(f))
        f->set = f->detail; /* whose addresses are all that findings have */
    else
        rc = cp_click_count(f->cluster->click, &f->cluster->known, err);
    f->set.n_flows = all;
    return rc;
}

cp_rc cp_flows_check_leases(const cp_flows *f, cp_err *err)
{
    bool matters = cp_flows_is_narrow(f) || f->j->opts.by_asset || f->kind >= CP_FLOWS_TOP_AS;
    if (!f->cluster || !matters)
        return CP_OK;
    for (uint32_t i = 0; i < cp_flow_ids_n(f->ids); i++)
        if (cp_flow_ids_varies(f->ids, i))
            return cp_fail(
                err, CP_EUSAGE, CP_NO_OFF,
                "%.*s was lent to one device after another, and sums of ClickHouse do not "
                "tell whose a flow was: not with words, --only, --by-asset or this --top",
                CP_FMT(cp_flows_addr_text(f->j->a, cp_flow_ids_addr(f->ids, i))));
    return CP_OK;
}
