/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_up.c - see carriers_up.h: what is asked, and what is wanted. */
#include "job/carriers_up.h"
#include <stdlib.h>
#include "carrier/net.h"
#include "job/flows.h"
#include "job/progress.h"
#include "model/as.h"

enum { GROUP_OURS, GROUP_NO_ROUTE, GROUP_ROWS }; /* and the place of a prefix */

static bool is_asked(const cp_opts *o) { return o->upstreams || o->traffic || o->n_our_upstreams; }

cp_rc cp_carriers_up_load(cp_carriers *c, cp_err *err)
{
    const cp_opts *o = &c->j->opts;
    struct cp_carriers_up *up = CP_NEW(c->j->a, struct cp_carriers_up);
    const cp_upstream_opts opts = { .our_as = c->our_as };
    if (o->n_sampling && !o->traffic)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--sampling goes with --traffic");
    if (!is_asked(o))
        return CP_OK;
    for (uint32_t i = 0; i < o->n_our_upstreams; i++) {
        if (up->n_today == CP_UPSTREAM_TODAY_MAX)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--our-upstream: more than %d",
                           CP_UPSTREAM_TODAY_MAX);
        if (!cp_as_parse(o->our_upstreams[i], &up->today[up->n_today++]))
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "--our-upstream is \"%.*s\", expected AS numbers",
                           CP_FMT(o->our_upstreams[i]));
    }
    up->wanted = o->traffic  ? CP_CARRIERS_WANTED_TRAFFIC
                 : c->to.v.n ? CP_CARRIERS_WANTED_TO
                             : CP_CARRIERS_WANTED_PREFIXES;
    up->x = cp_upstreams_new(c->j->a, c->who.table, &opts);
    c->up = up;
    return CP_OK;
}

static void find_not_met(struct cp_carriers_up *up)
{
    for (uint32_t i = 0; i < up->n_today; i++) {
        bool is_met = false;
        for (uint32_t k = 0; k < up->ans->n; k++)
            is_met |= up->ans->v[k].as == up->today[i];
        if (!is_met)
            up->not_met[up->n_not_met++] = up->today[i];
    }
}

cp_rc cp_carriers_up_answer(cp_carriers *c, cp_err *err)
{
    struct cp_carriers_up *up = c->up;
    cp_rc rc = CP_OK;
    if (!up)
        return CP_OK;
    cp_progress_phase(c->j, CP_STR("comparing upstreams"), "", 0);
    cp_upstreams_done(up->x);
    switch (up->wanted) {
    case CP_CARRIERS_WANTED_PREFIXES: cp_upstreams_want_all(up->x); break;
    case CP_CARRIERS_WANTED_TO:
        for (uint32_t i = 0; i < c->to.v.n; i++)
            cp_upstreams_want_net(up->x, &c->to.v.v[i].net, c->to.v.v[i].bits, c->to.v.v[i].weight);
        break;
    case CP_CARRIERS_WANTED_TRAFFIC: rc = cp_carriers_up_traffic(c, err); break;
    }
    if (rc != CP_OK)
        return rc;
    up->ans = cp_upstreams_answer_of(up->x, up->today, up->n_today);
    find_not_met(up);
    return CP_OK;
}

/* ---- traffic */

/* Prefixes of which none is within another, in order. */
typedef struct net_set {
    cp_wanted_net *v;
    uint32_t n;
} net_set;

static int by_net(const void *p, const void *q)
{
    const cp_wanted_net *a = p, *b = q;
    return cp_net_order(&a->net, a->bits, &b->net, b->bits);
}

static net_set set_of(cp_arena *a, const cp_wanted_nets *nets)
{
    net_set s = { CP_NEW_ARRAY(a, cp_wanted_net, nets->v.n + (size_t)1), 0 };
    for (uint32_t i = 0; i < nets->v.n; i++)
        s.v[i] = nets->v.v[i];
    if (nets->v.n)
        qsort(s.v, nets->v.n, sizeof *s.v, by_net);
    for (uint32_t i = 0; i < nets->v.n; i++)
        if (!s.n || !cp_net_covers(&s.v[s.n - 1].net, s.v[s.n - 1].bits, &s.v[i].net, s.v[i].bits))
            s.v[s.n++] = s.v[i];
    return s;
}

static bool is_in(const net_set *s, const cp_flow_addr *addr)
{
    uint32_t low = 0, high = s->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cp_net_order(&s->v[middle].net, s->v[middle].bits, addr, 128) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low && cp_net_covers(&s->v[low - 1].net, s->v[low - 1].bits, addr, 128);
}

typedef struct traffic {
    cp_carriers *c;
    cp_flows f;
    net_set ours, to;
    uint64_t *n; /* addresses, by group */
} traffic;

/* By address: ours, or the longest prefix that covers it. */
static uint32_t *groups_of(traffic *t, cp_arena *a)
{
    const cp_flow_ids *ids = t->f.ids;
    uint32_t n = cp_flow_ids_n(ids), *v = CP_NEW_RAW(a, uint32_t, n + (size_t)1);
    t->n = CP_NEW_ARRAY(a, uint64_t, cp_upstreams_n_rows(t->c->up->x) + (size_t)GROUP_ROWS);
    v[n] = GROUP_NO_ROUTE; /* those beyond the limit: nothing is known of them */
    for (uint32_t i = 0; i < n; i++) {
        const cp_flow_addr *addr = cp_flow_ids_addr(ids, i);
        bool is_outside = cp_flow_ids_end(ids, i, CP_TIME_NONE).is & CP_FLOW_END_OUTSIDE;
        v[i] = GROUP_OURS;
        if (!is_outside || is_in(&t->ours, addr) || (t->to.n && !is_in(&t->to, addr)))
            continue;
        uint32_t row = cp_upstreams_row_of(t->c->up->x, addr);
        v[i] = row == UINT32_MAX ? GROUP_NO_ROUTE : GROUP_ROWS + row;
        t->n[v[i]]++;
    }
    return v;
}

static void want(traffic *t, uint32_t group, double to, double from)
{
    uint32_t row = group == GROUP_NO_ROUTE ? UINT32_MAX : group - GROUP_ROWS;
    if (group != GROUP_OURS)
        cp_upstreams_want_row(t->c->up->x, row, to, from, t->n[group]);
    t->n[group] = 0; /* counted once */
}

/* Out is from src to dst; between addresses of one group both ways are in it. */
static void take_row(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    traffic *t = ctx;
    double out = (double)r->out.bytes_est, back = (double)r->back.bytes_est;
    (void)thread; /* there is one */
    if (r->src == GROUP_OURS && r->dst == GROUP_OURS)
        t->c->up->within += out + back;
    else
        t->c->up->n_unknown += r->out.n_unknown + r->back.n_unknown;
    if (r->src == r->dst) {
        want(t, r->dst, out + back, out + back);
        return;
    }
    want(t, r->dst, out, back);
    want(t, r->src, back, out);
}

/* The job as flows would be asked without options of theirs, but for --sampling: some have the same
 * names here, and other meanings. */
static cp_job *asking(cp_job *j)
{
    cp_job *q = cp_arena_dup(j->a, j, sizeof *j);
    cp_opts *o = &q->opts;
    o->top = o->sort = o->only = o->block = o->from = o->to = o->since = o->allow = CP_STR("");
    o->n_detect = o->n_args = o->n_exporters = o->n_clickhouse = 0;
    o->by_asset = o->all_exporters = o->plot = o->follow = false;
    o->limit = 0;
    o->as = CP_STR("");
    q->out_is_terminal = false;
    return q;
}

static cp_rc add_up(traffic *t, cp_err *err)
{
    cp_flows *f = &t->f;
    cp_arena *mem = cp_arena_new(0);
    cp_flow_top top;
    t->ours = set_of(mem, &t->c->ours);
    t->to = set_of(mem, &t->c->to);
    const cp_flow_question q = { .by = CP_FLOW_BY_PAIR,
                                 .is_merged = true,
                                 .groups = groups_of(t, mem),
                                 .exporters = CP_FLOW_EXPORTERS_MOST,
                                 .n_top = 1,
                                 .n_threads = 1,
                                 .seed = cp_flows_any_seed(),
                                 .view = { .from = CP_TIME_NONE,
                                           .until = CP_TIME_NONE,
                                           .is_either = true,
                                           .sampling = f->sampling },
                                 .each = take_row,
                                 .each_ctx = t };
    cp_rc rc = cp_flow_top_of(mem, &f->set, f->ids, &q, &top, err);
    cp_arena_free(mem);
    return rc;
}

cp_rc cp_carriers_up_traffic(cp_carriers *c, cp_err *err)
{
    struct cp_carriers_up *up = c->up;
    cp_job *j = asking(c->j);
    cp_evidence_set *e = CP_NEW(j->a, cp_evidence_set);
    cp_answer *ans = CP_NEW(j->a, cp_answer);
    traffic *t = CP_NEW(j->a, traffic);
    *t = (traffic){ .c = c };
    t->f = (cp_flows){
        .j = j, .e = e, .ans = ans, .from = CP_TIME_NONE, .until = CP_TIME_NONE, .is_known = true
    };
    cp_rc rc = cp_evidence_gather(j, 0, false, e, err);
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, e, false, ans, err);
    if (rc != CP_OK)
        return rc;
    cp_flows_know(&t->f);
    rc = cp_flows_read(&t->f, err);
    if (rc == CP_OK && t->f.set.n_flows == 0)
        rc = cp_fail(err, CP_ENOENT, CP_NO_OFF,
                     "--traffic: there are no flows in the case (`import` and `collect` add them)");
    if (rc == CP_OK)
        rc = add_up(t, err);
    up->n_flows = t->f.set.n_flows;
    up->n_unsampled = t->f.n_unsampled;
    up->first_at = t->f.set.first_at;
    up->last_at = t->f.set.last_at;
    up->n_beyond = rc == CP_OK ? cp_flow_ids_left_out(t->f.ids) : 0;
    up->n_damaged = rc == CP_OK && t->f.set.damage ? t->f.set.damage->n_flows : 0;
    return rc;
}
