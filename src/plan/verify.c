/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c - see verify.h. */
#include "plan/verify.h"
#include <stdlib.h>

const char *cp_plan_fault_name(cp_plan_fault_kind k)
{
    static const char *const names[] = {
        [CP_PLAN_FAULT_STAGE] = "window",  [CP_PLAN_FAULT_DEADLINE] = "deadline",
        [CP_PLAN_FAULT_OPTION] = "option", [CP_PLAN_FAULT_EFFORT] = "crews",
        [CP_PLAN_FAULT_COST] = "money",    [CP_PLAN_FAULT_BUDGET] = "budget",
        [CP_PLAN_FAULT_ORDER] = "order",   [CP_PLAN_FAULT_APART] = "apart",
        [CP_PLAN_FAULT_MAKER] = "maker",   [CP_PLAN_FAULT_CAP] = "cap",
        [CP_PLAN_FAULT_DEMAND] = "demand", [CP_PLAN_FAULT_CAPACITY] = "capacity",
    };
    static_assert(sizeof names / sizeof *names == CP_PLAN_FAULT_COUNT, "a name for each");
    return names[k];
}

/* ---- what stays connected */

static bool is_swapped(const cp_plan_problem *p, const cp_plan_schedule *s, uint32_t node,
                       uint32_t t)
{
    return p->job_of[node] != CP_PLAN_NONE && s->stage[p->job_of[node]] == t;
}

static void index_neighbours(cp_arena *a, const cp_plan_problem *p, cp_plan_net *out)
{
    uint32_t *first = CP_NEW_ARRAY(a, uint32_t, (size_t)p->n_nodes + 2),
             *next = CP_NEW_RAW(a, uint32_t, 2 * (size_t)p->n_links);
    for (uint32_t i = 0; i < p->n_links; i++) {
        first[p->links[i].a + 2]++;
        first[p->links[i].b + 2]++;
    }
    for (uint32_t i = 0; i < p->n_nodes; i++)
        first[i + 2] += first[i + 1];
    for (uint32_t i = 0; i < p->n_links; i++) {
        next[first[p->links[i].a + 1]++] = p->links[i].b;
        next[first[p->links[i].b + 1]++] = p->links[i].a;
    }
    out->next_first = first;
    out->next = next;
}

cp_rc cp_plan_net_make(cp_arena *a, const cp_plan_problem *p, const cp_plan_schedule *s,
                       const cp_str *ids, cp_plan_net *out, cp_err *err)
{
    uint32_t n_policies = p->n_stages + 1; /* the last: all is up */
    cp_str *policies = CP_NEW_ARRAY(a, cp_str, n_policies);
    for (uint32_t t = 0; t < p->n_stages; t++)
        policies[t] = cp_str_fmt(a, "stage-%u", t + 1);
    policies[p->n_stages] = CP_STR("no-stage");
    cp_net_maker *m = cp_net_maker_new(a, policies, n_policies);
    for (uint32_t i = 0; i < p->n_nodes; i++) {
        uint32_t t = p->job_of[i] == CP_PLAN_NONE ? CP_PLAN_NEVER : s->stage[p->job_of[i]];
        (void)cp_net_item(m, ids[i], t < p->n_stages ? (uint64_t)1 << t : 0, 0, 0);
    }
    for (uint32_t i = 0; i < p->n_links; i++)
        (void)cp_net_add_link(m, p->links[i].a, p->links[i].b, 1, 1, CP_NO_ITEM);
    cp_net_places places;
    *out = (cp_plan_net){ .n_stages = p->n_stages };
    cp_rc rc = cp_net_make(m, &out->net, &places, err);
    if (rc != CP_OK)
        return rc;
    out->item_of = places.items;
    out->l0 = cp_l0_new(a, &out->net);
    out->taints = CP_NEW_ARRAY(a, cp_taints, n_policies);
    out->quick = CP_NEW_ARRAY(a, cp_l0_quick *, n_policies);
    for (uint32_t t = 0; t < n_policies; t++) {
        cp_taints_of(a, &out->net, t, CP_EXPOSURE, &out->taints[t]);
        out->quick[t] = cp_l0_quick_new(out->l0, a, &out->taints[t]);
    }
    index_neighbours(a, p, out);
    return CP_OK;
}

/* The node itself, or, where it is swapped, what it is linked to. */
static uint32_t near(const cp_plan_net *n, uint32_t node, bool is_down, const uint32_t **v)
{
    *v = &n->next[n->next_first[node]];
    return is_down ? n->next_first[node + 1] - n->next_first[node] : 1;
}

bool cp_plan_net_is_joined(const cp_plan_net *n, const cp_plan_problem *p, uint32_t d)
{
    return cp_l0_quick_some(n->quick[n->n_stages], n->item_of[p->demands[d].a],
                            n->item_of[p->demands[d].b]) == CP_PATH_CLEAN;
}

bool cp_plan_net_keeps(const cp_plan_net *n, const cp_plan_problem *p, const cp_plan_schedule *s,
                       uint32_t d, uint32_t t, uint32_t *from, uint32_t *to)
{
    cp_plan_pair x = p->demands[d];
    bool down_a = is_swapped(p, s, x.a, t), down_b = is_swapped(p, s, x.b, t);
    *from = *to = x.a;
    if (x.a == x.b || !cp_plan_net_is_joined(n, p, d))
        return true;
    const uint32_t *as, *bs;
    uint32_t n_a = near(n, x.a, down_a, &as), n_b = near(n, x.b, down_b, &bs);
    for (uint32_t i = 0; i < n_a; i++)
        for (uint32_t k = 0; k < n_b; k++) {
            uint32_t y = down_a ? as[i] : x.a, z = down_b ? bs[k] : x.b;
            /* a link from end to end, whatever is swapped */
            if ((down_a && y == x.b) || (down_b && z == x.a))
                return true;
            if (is_swapped(p, s, y, t) || is_swapped(p, s, z, t))
                continue;
            if (y == z ||
                cp_l0_quick_some(n->quick[t], n->item_of[y], n->item_of[z]) == CP_PATH_CLEAN) {
                *from = y;
                *to = z;
                return true;
            }
        }
    return false;
}

/* ---- faults */

typedef struct verify {
    cp_arena *a;
    const cp_plan_problem *p;
    const cp_plan_schedule *s;
    cp_plan_faults *out;
    uint64_t n_more;
} verify;

static void fault(verify *v, cp_plan_fault f)
{
    if (v->out->n < CP_PLAN_FAULTS_MAX)
        cp_vec_push(v->a, v->out, f);
    else
        v->n_more++;
}

static bool is_done(const verify *v, uint32_t j) { return v->s->stage[j] < v->p->n_stages; }
static const cp_plan_option *option_of(const verify *v, uint32_t j)
{
    const cp_plan_job *x = &v->p->jobs[j];
    uint32_t o = v->s->option[j];
    return o >= x->first_option && o - x->first_option < x->n_options ? &v->p->options[o] : NULL;
}

static void verify_jobs(verify *v)
{
    for (uint32_t j = 0; j < v->p->n_jobs; j++) {
        const cp_plan_job *x = &v->p->jobs[j];
        uint32_t t = v->s->stage[j];
        cp_plan_fault f = { .job = j, .other = CP_PLAN_NONE, .stage = t, .rule = CP_PLAN_NONE };
        if (t > x->last) {
            f.kind = CP_PLAN_FAULT_DEADLINE;
            fault(v, f);
        }
        if (t != CP_PLAN_NEVER && (t >= v->p->n_stages || !(x->open >> t & 1))) {
            f.kind = CP_PLAN_FAULT_STAGE;
            fault(v, f);
        }
        if (is_done(v, j) && !option_of(v, j)) {
            f.kind = CP_PLAN_FAULT_OPTION;
            fault(v, f);
        }
    }
}

static void over(verify *v, cp_plan_fault_kind kind, uint32_t stage, uint32_t rule, int64_t have,
                 int64_t limit)
{
    if (have > limit)
        fault(v, (cp_plan_fault){ kind, CP_PLAN_NONE, CP_PLAN_NONE, stage, rule, have, limit });
}

static void verify_sums(verify *v)
{
    int64_t all = 0;
    for (uint32_t t = 0; t < v->p->n_stages; t++) {
        int64_t effort = 0, cost = 0;
        for (uint32_t j = 0; j < v->p->n_jobs; j++) {
            const cp_plan_option *o = v->s->stage[j] == t ? option_of(v, j) : NULL;
            effort += o ? o->effort : 0;
            cost += o ? o->cost : 0;
        }
        all += cost;
        over(v, CP_PLAN_FAULT_EFFORT, t, CP_PLAN_NONE, effort, v->p->stages[t].effort);
        over(v, CP_PLAN_FAULT_COST, t, CP_PLAN_NONE, cost, v->p->stages[t].cost);
    }
    over(v, CP_PLAN_FAULT_BUDGET, CP_PLAN_NONE, CP_PLAN_NONE, all, v->p->budget);
}

static void verify_orders(verify *v)
{
    const uint8_t *stage = v->s->stage;
    for (uint32_t i = 0; i < v->p->n_before; i++) {
        const cp_plan_before *o = &v->p->before[i];
        bool late = o->is_strict ? stage[o->a] >= stage[o->b] : stage[o->a] > stage[o->b];
        if (stage[o->b] != CP_PLAN_NEVER && late)
            fault(v, (cp_plan_fault){ .kind = CP_PLAN_FAULT_ORDER,
                                      .job = o->a,
                                      .other = o->b,
                                      .stage = stage[o->b],
                                      .rule = i });
    }
    for (uint32_t i = 0; i < v->p->n_apart; i++) {
        cp_plan_pair x = v->p->apart[i];
        if (x.a != x.b && is_done(v, x.a) && stage[x.a] == stage[x.b])
            fault(v, (cp_plan_fault){ .kind = CP_PLAN_FAULT_APART,
                                      .job = x.a,
                                      .other = x.b,
                                      .stage = stage[x.a],
                                      .rule = i });
    }
}

/* Each is compared with the first of its group that is done. */
static void verify_makers(verify *v)
{
    const cp_plan_groups *g = &v->p->same_maker;
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t first = CP_PLAN_NONE;
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++) {
            uint32_t j = g->jobs[k];
            if (!is_done(v, j) || !option_of(v, j))
                continue;
            if (first == CP_PLAN_NONE)
                first = j;
            else if (option_of(v, j)->maker != option_of(v, first)->maker)
                fault(v, (cp_plan_fault){ .kind = CP_PLAN_FAULT_MAKER,
                                          .job = j,
                                          .other = first,
                                          .stage = v->s->stage[j],
                                          .rule = i });
        }
    }
}

static void verify_caps(verify *v)
{
    const cp_plan_groups *g = &v->p->cap_groups;
    for (uint32_t i = 0; i < v->p->n_caps; i++) {
        const cp_plan_cap *c = &v->p->caps[i];
        int64_t left = 0;
        for (uint32_t k = g->first[c->group]; k < g->first[c->group + 1]; k++)
            left += v->s->stage[g->jobs[k]] > c->stage ? v->p->cap_weights[k] : 0;
        over(v, CP_PLAN_FAULT_CAP, c->stage, i, left, c->limit);
    }
}

static void verify_demands(verify *v, const cp_plan_net *n)
{
    uint32_t from, to;
    for (uint32_t t = 0; t < v->p->n_stages; t++)
        for (uint32_t d = 0; d < v->p->n_demands; d++)
            if (!cp_plan_net_keeps(n, v->p, v->s, d, t, &from, &to))
                fault(v, (cp_plan_fault){ .kind = CP_PLAN_FAULT_DEMAND,
                                          .job = CP_PLAN_NONE,
                                          .other = CP_PLAN_NONE,
                                          .stage = t,
                                          .rule = d });
}

static void verify_capacity(verify *v, const cp_plan_net *n)
{
    for (uint32_t t = 0; v->p->demand_bps && v->p->link_bps && t < v->p->n_stages; t++) {
        int64_t have = cp_plan_net_carries(n, v->p, v->s, t);
        if (have < 1000000)
            fault(v, (cp_plan_fault){ CP_PLAN_FAULT_CAPACITY, CP_PLAN_NONE, CP_PLAN_NONE, t,
                                      CP_PLAN_NONE, have, 1000000 });
    }
}

void cp_plan_verify(cp_arena *a, const cp_plan_problem *p, const cp_plan_schedule *s,
                    const cp_plan_net *n, cp_plan_faults *out, uint64_t *n_more)
{
    verify v = { .a = a, .p = p, .s = s, .out = out };
    verify_jobs(&v);
    verify_sums(&v);
    verify_orders(&v);
    verify_makers(&v);
    verify_caps(&v);
    if (n)
        verify_demands(&v, n);
    if (n)
        verify_capacity(&v, n);
    *n_more = v.n_more;
}
