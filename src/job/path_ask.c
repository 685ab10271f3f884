/* SPDX-License-Identifier: Apache-2.0 */
/* path_ask.c - the questions, policy by policy: of all pairs of FROM and TO by the quick answers,
 * then of the worst of them with what proves it.
 *
 * Where the model has gaps, an answer that a missing link could overturn is not given:
 *
 *     stays       some: clean       every: excluded      survives at least
 *     is open     some: excluded    every: clean         survives at most      routes: any
 *
 * but for an end that is excluded itself. Where it lacks needs nothing is clean for sure. */
#include "job/path.h"

typedef struct asking {
    cp_path_found *out;
    const cp_path_model *m;
    const cp_path_request *r;
    cp_arena *scratch; /* of one pair */
} asking;

int cp_path_badness(cp_path_answer x)
{
    switch (x) {
    case CP_PATH_EXCLUDED: return 6;
    case CP_PATH_NONE: return 5;
    case CP_PATH_UNDETERMINED: return 4;
    case CP_PATH_NOT_MODELLED: return 3;
    case CP_PATH_NO_RULE: return 2;
    case CP_PATH_CLEAN:
    case CP_PATH_ANSWER_COUNT: break;
    }
    return 1;
}

static cp_path_answer worse(cp_path_answer a, cp_path_answer b)
{
    return cp_path_badness(b) > cp_path_badness(a) ? b : a;
}

/* ---- what gaps leave of an answer */

/* No link can change that. */
static bool is_end_dirty(const cp_path_finding *f, uint32_t from, uint32_t to)
{
    const uint8_t *dirty = f->taints.dirty[CP_UNKNOWN_CLEAN];
    return dirty[from] || dirty[to];
}

cp_path_answer cp_path_left(const cp_path_found *x, const cp_path_finding *f, bool is_every,
                            cp_path_answer in_model, uint32_t from, uint32_t to)
{
    bool is_sure = false;
    switch (in_model) {
    case CP_PATH_CLEAN: is_sure = !x->lacks_needs && !(is_every && x->is_incomplete); break;
    case CP_PATH_EXCLUDED:
        is_sure = is_every || !x->is_incomplete || is_end_dirty(f, from, to);
        break;
    case CP_PATH_NONE: is_sure = !x->is_incomplete; break;
    case CP_PATH_UNDETERMINED:
    case CP_PATH_NO_RULE:
    case CP_PATH_NOT_MODELLED:
    case CP_PATH_ANSWER_COUNT: break;
    }
    return is_sure ? in_model : CP_PATH_UNDETERMINED;
}

static cp_path_answer left(const asking *k, const cp_path_finding *f, bool is_every,
                           cp_path_answer in_model)
{
    return cp_path_left(k->out, f, is_every, in_model, f->from, f->to);
}

static cp_path_answer routes_left(const asking *k, const cp_path_finding *f, cp_path_answer x)
{
    bool is_sure = !k->out->is_incomplete && !k->m->has_contradictions &&
                   (x != CP_PATH_CLEAN || !k->out->lacks_needs);
    bool is_certain = x == CP_PATH_EXCLUDED && is_end_dirty(f, f->from, f->to);
    return is_sure || is_certain ? x : CP_PATH_UNDETERMINED;
}

void cp_path_disjoint(const cp_path_found *x, const cp_path_finding *f, uint32_t *low,
                      uint32_t *high)
{
    bool is_open = x->is_incomplete && !is_end_dirty(f, f->from, f->to);
    *low = x->lacks_needs ? 0 : f->survives.n[CP_UNKNOWN_EXCLUDED];
    *high = is_open ? CP_NO_ITEM : f->survives.n[CP_UNKNOWN_CLEAN];
}

static cp_path_answer survives_answer(const asking *k, const cp_path_finding *f)
{
    uint32_t low, high;
    if (f->some.answer == CP_PATH_NONE)
        return left(k, f, false, CP_PATH_NONE);
    cp_path_disjoint(k->out, f, &low, &high);
    return low > k->r->survive    ? CP_PATH_CLEAN
           : high > k->r->survive ? CP_PATH_UNDETERMINED
                                  : CP_PATH_EXCLUDED;
}

/* ---- one pair */

static void ask_l0(const asking *k, cp_arena *a, cp_path_finding *f)
{
    uint32_t asked = k->r->asked, from = f->from, to = f->to;
    if (asked & (CP_ASK_SOME | CP_ASK_SURVIVES)) {
        cp_l0_ask_some(f->l0, a, &f->taints, from, to, &f->some);
        f->some_answer = left(k, f, false, f->some.answer);
    }
    if (asked & CP_ASK_EVERY) {
        cp_l0_ask_every(f->l0, a, &f->taints, from, to, &f->every);
        f->every_answer = left(k, f, true, f->every.answer);
    }
    if (asked & CP_ASK_UNAVOIDABLE)
        cp_l0_ask_unavoidable(f->l0, a, from, to, &f->unavoidable);
    if (asked & CP_ASK_SURVIVES) {
        cp_l0_ask_survives(f->l0, a, &f->taints, from, to, &f->survives);
        f->survives_answer = survives_answer(k, f);
    }
}

void cp_path_ask_l0(cp_path_found *x, cp_arena *a, cp_path_finding *f)
{
    ask_l0(&(asking){ .out = x, .m = x->m, .r = x->r }, a, f);
}

static cp_rc ask_routes(const asking *k, cp_arena *a, cp_path_finding *f, cp_err *err)
{
    f->routes_answer = f->failures_answer = CP_PATH_NOT_MODELLED;
    if (!f->routing)
        return CP_OK;
    cp_routes_ask(f->routing, a, &f->taints, f->from, f->to, &f->routes);
    f->routes_answer = routes_left(k, f, f->routes.every);
    if (!(k->r->asked & CP_ASK_FAILURES))
        return CP_OK;
    cp_rc rc = cp_fail_ask(f->routing, a, &f->taints, f->from, f->to, k->r->fail, k->r->kinds,
                           CP_PATH_SETS_MAX, k->m->j->interrupted, &f->failures, err);
    f->failures_answer = routes_left(k, f, f->failures.every);
    return rc;
}

/* By item; NULL: all cost the same. */
static const uint32_t *item_costs(const asking *k, cp_arena *a, const cp_path_finding *f)
{
    const cp_path_costs *costs = &k->m->costs;
    if (!costs->of)
        return NULL;
    uint32_t n = f->pn->net.n_items;
    uint32_t *v = CP_NEW_RAW(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        v[i] = costs->of[f->pn->thing_of[i]];
    return v;
}

static void ask_inspect(const asking *k, cp_arena *a, cp_path_finding *f)
{
    uint32_t asked = k->r->asked;
    f->has_inspect[0] = asked & CP_ASK_SOME && f->some.answer == CP_PATH_UNDETERMINED;
    f->has_inspect[1] = asked & CP_ASK_EVERY && f->every.answer == CP_PATH_UNDETERMINED;
    if (!f->has_inspect[0] && !f->has_inspect[1])
        return;
    const uint32_t *costs = item_costs(k, a, f);
    if (f->has_inspect[0])
        cp_inspect_some(f->l0, a, &f->taints, f->from, f->to, costs, &f->inspect[0]);
    if (f->has_inspect[1])
        cp_inspect_every(f->l0, a, &f->taints, f->from, f->to, costs, &f->inspect[1]);
    for (int i = 0; i < 2 && !costs; i++) { /* of one unit each */
        f->inspect[i].cost_clean *= CP_COST_UNIT;
        f->inspect[i].cost_excluded *= CP_COST_UNIT;
    }
}

static cp_path_answer deciding(const asking *k, const cp_path_finding *f)
{
    cp_path_answer x = CP_PATH_CLEAN;
    uint32_t bits = k->r->deciding;
    x = bits & CP_ASK_SOME ? worse(x, f->some_answer) : x;
    x = bits & CP_ASK_EVERY ? worse(x, f->every_answer) : x;
    x = bits & CP_ASK_SURVIVES ? worse(x, f->survives_answer) : x;
    x = bits & CP_ASK_ROUTES ? worse(x, f->routes_answer) : x;
    return bits & CP_ASK_FAILURES ? worse(x, f->failures_answer) : x;
}

static cp_rc ask_pair(const asking *k, cp_arena *a, cp_path_finding *f, cp_err *err)
{
    ask_l0(k, a, f);
    cp_rc rc = k->r->asked & CP_ASK_L1 ? ask_routes(k, a, f, err) : CP_OK;
    if (rc != CP_OK)
        return rc;
    return *k->m->j->interrupted ? cp_fail(err, CP_EINTR, CP_NO_OFF, "interrupted") : CP_OK;
}

/* ---- all pairs */

static bool is_quick(const asking *k)
{
    return !(k->r->deciding & ~(uint32_t)(CP_ASK_SOME | CP_ASK_EVERY));
}

static cp_path_answer quick(const asking *k, const cp_l0_quick *q, const cp_path_finding *f,
                            int *badness)
{
    cp_path_answer x = CP_PATH_CLEAN, raw = CP_PATH_CLEAN;
    if (k->r->deciding & CP_ASK_SOME) {
        cp_path_answer some = cp_l0_quick_some(q, f->from, f->to);
        x = worse(x, left(k, f, false, some));
        raw = worse(raw, some);
    }
    if (k->r->deciding & CP_ASK_EVERY) {
        cp_path_answer every = cp_l0_quick_every(q, f->from, f->to);
        x = worse(x, left(k, f, true, every));
        raw = worse(raw, every);
    }
    *badness = 10 * cp_path_badness(x) + cp_path_badness(raw);
    return x;
}

static cp_rc slow(const asking *k, cp_path_finding *f, cp_path_answer *out, int *badness,
                  cp_err *err)
{
    cp_arena_mark mark = cp_arena_here(k->scratch);
    cp_rc rc = ask_pair(k, k->scratch, f, err);
    *out = deciding(k, f);
    *badness = 10 * cp_path_badness(*out);
    cp_arena_back(k->scratch, mark);
    return rc;
}

/* Finds the worst pair, and counts. */
static cp_rc ask_pairs(const asking *k, cp_path_finding *f, cp_err *err)
{
    const cp_path_set *from = &k->r->from, *to = &k->r->to;
    const cp_l0_quick *q = is_quick(k) ? cp_l0_quick_new(f->l0, k->scratch, &f->taints) : NULL;
    int worst = 0;
    uint32_t best[2] = { 0, 0 };
    cp_rc rc = CP_OK;
    for (uint32_t i = 0; i < from->n; i++)
        for (uint32_t t = 0; t < to->n && rc == CP_OK; t++) {
            int badness;
            cp_path_answer x;
            f->from = f->pn->item_of[from->things[i]];
            f->to = f->pn->item_of[to->things[t]];
            if (f->from == f->to && k->out->n_pairs > 1)
                continue;
            if (q)
                x = quick(k, q, f, &badness);
            else
                rc = slow(k, f, &x, &badness, err);
            f->counts[x]++;
            if (badness > worst) {
                worst = badness;
                best[0] = f->from;
                best[1] = f->to;
            }
        }
    f->from = best[0];
    f->to = best[1];
    return rc;
}

static cp_rc ask_policy(const asking *k, cp_path_finding *f, cp_err *err)
{
    cp_arena *a = k->m->j->a;
    cp_arena_mark mark = cp_arena_here(k->scratch);
    cp_rc rc = CP_OK;
    f->from = f->pn->item_of[k->r->from.things[0]];
    f->to = f->pn->item_of[k->r->to.things[0]];
    if (k->out->n_pairs > 1)
        rc = ask_pairs(k, f, err);
    cp_arena_back(k->scratch, mark);
    if (rc == CP_OK)
        rc = ask_pair(k, a, f, err);
    if (rc == CP_OK && k->r->asked & CP_ASK_INSPECT)
        ask_inspect(k, a, f);
    if (rc == CP_OK && k->out->n_pairs == 1)
        f->counts[deciding(k, f)]++;
    return rc;
}

/* ---- all policies, 64 at a time */

cp_path_answer cp_path_of_policy(const cp_path_finding *f)
{
    cp_path_answer x = f->has_rule ? CP_PATH_CLEAN : CP_PATH_NO_RULE;
    for (unsigned i = 0; i < CP_PATH_ANSWER_COUNT; i++)
        if (f->counts[i])
            x = worse(x, (cp_path_answer)i);
    return x;
}

static cp_rc prepare_some(cp_path_found *out, const uint32_t *at, uint32_t n, cp_err *err)
{
    const cp_path_model *m = out->m;
    cp_arena *a = m->j->a;
    uint32_t *policies = CP_NEW_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        policies[i] = out->v[at[i]].policy;
    cp_path_net *pn = CP_NEW(a, cp_path_net);
    cp_rc rc = cp_path_net_make(m, &out->r->rules, policies, n, pn, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < n; i++)
        cp_taints_of(a, &pn->net, i, out->r->reading, &out->v[at[i]].taints);
    cp_l0 *l0 = out->r->wants_clean ? cp_l0_new_for(a, &pn->net, &out->v[at[0]].taints)
                                    : cp_l0_new(a, &pn->net);
    bool asks_routes = out->r->asked & CP_ASK_L1 && m->no_routes.n == 0;
    cp_routes *routing = asks_routes ? cp_routes_new(a, &pn->net) : NULL;
    for (uint32_t i = 0; i < n; i++) {
        cp_path_finding *f = &out->v[at[i]];
        f->pn = pn;
        f->bit = i;
        f->l0 = l0;
        f->routing = routing;
    }
    return CP_OK;
}

cp_rc cp_path_prepare(const cp_path_model *m, const cp_path_request *r, cp_path_found *out,
                      cp_err *err)
{
    uint32_t with_rule[CP_NET_POLICIES_MAX], n = 0;
    cp_rc rc = CP_OK;
    *out = (cp_path_found){ .m = m, .r = r, .worst = CP_PATH_CLEAN, .n = m->ans->n_policies };
    out->is_incomplete = m->gaps.n > 0 && !r->assumes_complete;
    out->lacks_needs = m->need_gaps.n > 0 && !r->assumes_complete;
    out->v = CP_NEW_ARRAY(m->j->a, cp_path_finding, out->n);
    for (uint32_t i = 0; rc == CP_OK && i < out->n; i++) {
        const cp_policy *p = cp_policy_by_id(m->e->lib, m->ans->policies[i].id);
        out->v[i].policy = i;
        out->v[i].has_rule = p && cp_policy_excludes(p, m->ans->as_of);
        if (out->v[i].has_rule)
            with_rule[n++] = i;
        if (n == CP_NET_POLICIES_MAX || (n && i + 1 == out->n)) {
            rc = prepare_some(out, with_rule, n, err);
            n = 0;
        }
    }
    return rc;
}

/* A position never judges, and a rule that does not bind decides nothing. */
static bool decides(const cp_path_found *x, const cp_path_finding *f)
{
    const cp_answer_policy *p = &x->m->ans->policies[f->policy];
    return p->binds != CP_NO && !cp_str_eq(p->kind, CP_STR("position"));
}

void cp_path_conclude(cp_path_found *x)
{
    bool is_any = false;
    int worst = 0;
    for (uint32_t i = 0; i < x->n; i++)
        is_any = is_any || decides(x, &x->v[i]);
    for (uint32_t i = 0; i < x->n; i++) {
        const cp_answer_policy *p = &x->m->ans->policies[x->v[i].policy];
        cp_path_answer answer = cp_path_of_policy(&x->v[i]);
        int badness = 2 * cp_path_badness(answer) + (p->binds == CP_YES);
        if ((is_any && !decides(x, &x->v[i])) || badness <= worst)
            continue;
        worst = badness;
        x->worst = answer;
        x->shown = i;
    }
}

static uint64_t count_pairs(const cp_path_request *r)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < r->from.n; i++)
        for (uint32_t t = 0; t < r->to.n; t++)
            n += r->from.things[i] != r->to.things[t];
    return n ? n : 1;
}

static cp_rc check_pairs(const cp_path_request *r, uint64_t *n, cp_err *err)
{
    bool is_quick = !(r->deciding & ~(uint32_t)(CP_ASK_SOME | CP_ASK_EVERY));
    uint64_t most = is_quick ? CP_PATH_PAIRS_MAX : CP_PATH_PAIRS_ASKED_MAX;
    uint64_t all = (uint64_t)r->from.n * r->to.n;
    if (all > most)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                       "%llu pairs of FROM and TO, of at most %llu: name smaller groups",
                       (unsigned long long)all, (unsigned long long)most);
    *n = count_pairs(r);
    return CP_OK;
}

cp_rc cp_path_find(const cp_path_model *m, const cp_path_request *r, cp_path_found *out,
                   cp_err *err)
{
    uint64_t n_pairs = 1;
    cp_rc rc = check_pairs(r, &n_pairs, err);
    if (rc == CP_OK)
        rc = cp_path_prepare(m, r, out, err);
    if (rc != CP_OK)
        return rc;
    out->n_pairs = n_pairs;
    asking k = { .out = out, .m = m, .r = r, .scratch = cp_arena_new(0) };
    for (uint32_t i = 0; rc == CP_OK && i < out->n; i++)
        if (out->v[i].has_rule)
            rc = ask_policy(&k, &out->v[i], err);
    cp_arena_free(k.scratch);
    if (rc == CP_OK)
        cp_path_conclude(out);
    return rc;
}
