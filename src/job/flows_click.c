/* SPDX-License-Identifier: Apache-2.0 */
/* flows_click.c - flows of a case that went to ClickHouse, beside those that did not.
 *
 *     case:   flows that wait ---------------------------------.
 *     shards: flows --SQL: added up by conversation, or what   +--> sets --> ids, top, detectors
 *             each detector needs (flows_feed.c) ------------- '
 *
 * The shards make the question small; what is answered is worked out here, by what works it out
 * without them, so that it is the same. */
#include "job/flows_click.h"
#include <stdlib.h>

/* Sums of fewer flows than these are no smaller than the flows. */
#define REPEATS_MIN 2.0
#define HOUR_US ((uint64_t)3600 * 1000 * 1000)

/* ---- one set of several */

typedef struct several {
    cp_flow_set *v;
    uint32_t n;
} several;

typedef struct several_iter {
    cp_flow_iter *of;
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
    it->of = CP_NEW_ARRAY(a, cp_flow_iter, x->n + 1);
    for (uint32_t i = 0; rc == CP_OK && i < x->n; begin += x->v[i++].n_blocks) {
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

void cp_flows_put_together(cp_flows *f, const cp_flow_set *far, uint32_t n, uint64_t n_flows,
                           cp_flow_set *out)
{
    const cp_flows_cluster *k = f->cluster;
    several *x = CP_NEW(f->j->a, several);
    x->v = CP_NEW_RAW(f->j->a, cp_flow_set, n + 1);
    x->v[x->n++] = k->near;
    *out = k->near; /* exporters, damage */
    for (uint32_t i = 0; i < n; i++) {
        x->v[x->n++] = far[i];
        out->n_blocks += far[i].n_blocks;
    }
    out->ctx = x;
    out->iter = new_iter;
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
        return rc == CP_OK ? cp_case_forgotten_of(f->e->kase, &f->forgotten, err) : rc;
    }
    rc = cp_case_flow_near(f->e->kase, a, &k->near, &k->done, err);
    if (rc != CP_OK)
        return rc;
    f->set = k->near;
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
        cp_flows_put_together(f, NULL, 0, k->done.rows, &f->set);
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

/* far: of two sets, the sums and the rest. */
static cp_rc ask_for_sums(cp_flows *f, cp_flow_set far[2], cp_err *err)
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
    double repeats = 0;
    cp_rc rc = f->kind == CP_FLOWS_TOP_NEW ? cp_flows_find_since(f, err) : CP_OK;
    q.cut = f->kind == CP_FLOWS_TOP_NEW ? f->since : CP_TIME_NONE;
    narrow(f, &q);
    if (rc == CP_OK)
        rc = cp_click_repeats(k->click, &k->known, &repeats, err);
    /* else servers would work for sums that are as many as the flows, and larger */
    if (rc == CP_OK && repeats < REPEATS_MIN)
        rc = cp_click_ask_plain(k->click, f->j->a, &k->known, &q, &far[0], &far[1], err);
    else if (rc == CP_OK)
        rc = cp_click_ask(k->click, f->j->a, &k->known, &q, &far[0], err);
    if (rc == CP_OK)
        cp_flows_put_together(f, far, 2, k->done.rows, &f->set);
    return rc;
}

/* ---- all of it */

cp_rc cp_flows_ask(cp_flows *f, cp_err *err)
{
    static const cp_flow_set nothing = { .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    bool only_detects = f->j->opts.n_detect && !f->j->opts.top.n;
    cp_flow_set far[CP_FLOWS_FEEDS_MAX + 3] = { nothing, nothing };
    uint32_t n = 2;
    if (!f->cluster) {
        cp_flows_feed *all = CP_NEW(f->j->a, cp_flows_feed);
        memcpy(all->detects, f->detects, sizeof f->detects);
        all->detail = f->of_ids = f->set;
        f->feeds = all;
        f->n_feeds = 1;
        return CP_OK;
    }
    cp_rc rc = CP_OK;
    if (cp_flows_is_detail_asked(f))
        rc = cp_flows_ask_feeds(f, far + n, &n, err);
    else if (only_detects)
        rc = cp_click_count(f->cluster->click, &f->cluster->known, err);
    if (rc == CP_OK && !only_detects)
        rc = ask_for_sums(f, far, err);
    if (rc == CP_OK)
        cp_flows_put_together(f, far, n, f->cluster->done.rows, &f->of_ids);
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
