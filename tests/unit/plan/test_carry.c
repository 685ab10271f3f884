/* SPDX-License-Identifier: Apache-2.0 */
/* test_carry.c - of small random networks: what is said to be carried, and not, is proved by adding
 * up, and is as a plain programme says, written by the definition; what is one demand, as the least
 * cut says. */
#include <time.h>
#include "any_plan.h"
#include "plan/carry.h"

static bool is_link_open(const cp_plan_problem *p, const bool *is_down, uint32_t e, cp_plan_pair d)
{
    cp_plan_pair l = p->links[e];
    return (!is_down[l.a] || l.a == d.a || l.a == d.b) &&
           (!is_down[l.b] || l.b == d.a || l.b == d.b);
}

/* Each path from end to end over what is up, all shares of a demand 1, no link over. */
static bool adds_up(const cp_plan_problem *p, const bool *is_down, const cp_carry_proof *f)
{
    double load[64] = { 0 }, share[8] = { 0 };
    for (uint32_t i = 0; i < f->paths.n; i++) {
        const cp_carry_path *x = &f->paths.v[i];
        cp_plan_pair d = p->demands[x->demand];
        uint32_t at[2] = { d.b, d.a }; /* paths are told from either end */
        bool is_path[2] = { true, true };
        for (uint32_t side = 0; side < 2; side++) {
            uint32_t v = at[side];
            for (uint32_t k = 0; k < x->n; k++) {
                cp_plan_pair l = p->links[f->links.v[x->first + k]];
                is_path[side] &= l.a == v || l.b == v;
                v = l.a == v ? l.b : l.a;
            }
            is_path[side] &= v == (side ? d.b : d.a);
        }
        if (!is_path[0] && !is_path[1])
            return false;
        for (uint32_t k = 0; k < x->n; k++) {
            uint32_t e = f->links.v[x->first + k];
            if (!is_link_open(p, is_down, e, d))
                return false;
            load[e] += x->share * (double)p->demand_bps[x->demand];
        }
        share[x->demand] += x->share;
    }
    for (uint32_t e = 0; e < p->n_links; e++)
        if (p->link_bps[e] && load[e] > (double)p->link_bps[e] * (1 + 1e-6))
            return false;
    for (uint32_t d = 0; d < p->n_demands; d++)
        if (naive_wants(p, d) && (share[d] < 1 - 1e-6 || share[d] > 1 + 1e-6))
            return false;
    return true;
}

/* Shortest by relaxing each link as often as there are nodes. */
static double distance(const cp_plan_problem *p, const bool *is_down, const double *length,
                       cp_plan_pair d)
{
    double at[NODES_MAX];
    for (uint32_t i = 0; i < p->n_nodes; i++)
        at[i] = i == d.a ? 0 : 1e300;
    for (uint32_t round = 0; round < p->n_nodes; round++)
        for (uint32_t e = 0; e < p->n_links; e++) {
            uint32_t x = p->links[e].a, y = p->links[e].b;
            if (!is_link_open(p, is_down, e, d))
                continue;
            at[y] = at[x] + length[e] < at[y] ? at[x] + length[e] : at[y];
            at[x] = at[y] + length[e] < at[x] ? at[y] + length[e] : at[x];
        }
    return at[d.b];
}

static bool is_refuted(const cp_plan_problem *p, const bool *is_down, const cp_carry_proof *f)
{
    double room = 0, far = 0, zero[64] = { 0 };
    if (!f->lengths)
        return distance(p, is_down, zero, p->demands[f->cut]) > 1e200;
    for (uint32_t e = 0; e < p->n_links; e++) {
        room += f->lengths[e] * (double)p->link_bps[e];
        if (f->lengths[e] < 0 || (f->lengths[e] > 0 && p->link_bps[e] == 0))
            return false;
    }
    for (uint32_t d = 0; d < p->n_demands; d++)
        if (naive_wants(p, d))
            far += (double)p->demand_bps[d] * distance(p, is_down, f->lengths, p->demands[d]);
    return room < far;
}

/* Of one demand: the least cut, by trying all sets of nodes. */
static bool fits_cuts(const cp_plan_problem *p, const bool *is_down, uint32_t d)
{
    cp_plan_pair x = p->demands[d];
    for (uint32_t set = 0; set < 1u << p->n_nodes; set++) {
        uint64_t room = 0;
        if (!(set >> x.a & 1) || set >> x.b & 1)
            continue;
        bool is_endless = false;
        for (uint32_t e = 0; e < p->n_links; e++)
            if (is_link_open(p, is_down, e, x) &&
                (set >> p->links[e].a & 1) != (set >> p->links[e].b & 1)) {
                is_endless |= p->link_bps[e] == 0;
                room += p->link_bps[e];
            }
        if (!is_endless && room < p->demand_bps[d])
            return false;
    }
    return true;
}

/* ---- 400 sites: 20 rings between two hubs each, hubs at two cores; 400 demands, of sites to a
 * core or of sites to sites; what is asked when a quarter of the sites is swapped at once */

enum { SITES = 400, RINGS = 20, NODES = SITES + 2 * RINGS + 2, LINKS = 700 };
typedef struct large {
    cp_plan_job jobs[SITES];
    uint32_t job_of[NODES], n_links;
    cp_plan_pair links[LINKS], demands[SITES];
    uint64_t link_bps[LINKS], demand_bps[SITES];
    bool is_down[NODES];
    cp_plan_problem p;
} large;

static void join(large *g, uint32_t a, uint32_t b, uint64_t bps)
{
    g->links[g->n_links] = (cp_plan_pair){ a, b };
    g->link_bps[g->n_links++] = bps;
}

static void make_large(large *g, cp_rand *r, bool is_to_core, uint64_t ring_bps)
{
    *g = (large){ 0 };
    uint32_t core = SITES + 2 * RINGS, per = SITES / RINGS;
    for (uint32_t k = 0; k < RINGS; k++) {
        uint32_t hub = SITES + 2 * k;
        for (uint32_t i = 0; i + 1 < per; i++)
            join(g, k * per + i, k * per + i + 1, ring_bps);
        join(g, hub, k * per, ring_bps);
        join(g, hub + 1, k * per + per - 1, ring_bps);
        /* sites have a second way to a hub: swapping one in four cuts no ring */
        for (uint32_t i = 2; i + 1 < per; i += 2)
            join(g, hub + (i / 2) % 2, k * per + i, ring_bps);
        for (uint32_t c = 0; c < 4; c++)
            join(g, hub + c / 2, core + c % 2, 100000);
    }
    for (uint32_t i = 0; i < NODES; i++) {
        g->job_of[i] = i < SITES ? i : CP_PLAN_NONE;
        g->is_down[i] = i < SITES && i % 4 == 1;
    }
    for (uint32_t i = 0; i < SITES; i++) {
        g->demands[i] = (cp_plan_pair){ i, is_to_core ? core + i % 2 : (i * 7 + 11) % SITES };
        g->demand_bps[i] = 100 + cp_rand_below(r, 900);
    }
    g->p = (cp_plan_problem){ .n_jobs = SITES,
                              .n_stages = 4,
                              .n_nodes = NODES,
                              .n_links = g->n_links,
                              .n_demands = SITES,
                              .job_of = g->job_of,
                              .links = g->links,
                              .demands = g->demands,
                              .link_bps = g->link_bps,
                              .demand_bps = g->demand_bps };
}

static double cpu_ms(void) { return 1e3 * (double)clock() / CLOCKS_PER_SEC; }

static void check_large(void)
{
    uint32_t n_of[3] = { 0 }, n_wrong = 0;
    cp_arena *a = cp_arena_new(0);
    large *g = CP_NEW(a, large);
    for (uint32_t i = 0; i < (tap_cases(2) == 2 ? 2 : 1); i++) /* the second takes seconds */
        for (uint64_t bps = i ? 2200 : 400; bps <= (i ? 2900 : 1600); bps += i ? 350 : 150) {
            cp_arena *own = cp_arena_new(0);
            cp_rand r = { 7 };
            make_large(g, &r, i == 0, bps);
            cp_plan_schedule s = cp_plan_schedule_new(own, &g->p);
            cp_str *ids = CP_NEW_ARRAY(own, cp_str, NODES);
            for (uint32_t v = 0; v < NODES; v++) {
                ids[v] = cp_str_fmt(own, "n%u", v);
                if (v < SITES && g->is_down[v])
                    s.stage[v] = 0;
            }
            cp_carry *c = cp_carry_new(own, &g->p);
            double from = cpu_ms();
            cp_carried x = cp_carry_ask(c, g->is_down, NULL, NULL);
            double middle = cpu_ms();
            n_of[x]++;
            cp_plan_net net;
            cp_err err;
            bool ok = cp_plan_net_make(own, &g->p, &s, ids, &net, &err) == CP_OK;
            double before = cpu_ms();
            int64_t have = i == 0 && ok ? cp_plan_net_carries(&net, &g->p, &s, 0) : -1;
            printf("# %s, links of %u: said %d in %.1f ms; verified: %lld in %.1f ms\n",
                   i ? "sites to sites" : "sites to cores", (unsigned)bps, (int)x, middle - from,
                   (long long)have, cpu_ms() - before);
            n_wrong += !ok || (have >= 0 && x != CP_CARRIED_UNKNOWN &&
                               (have == 1000000) != (x == CP_CARRIED));
            cp_arena_free(own);
        }
    cp_arena_free(a);
    ok(n_wrong == 0 && n_of[CP_CARRIED] && n_of[CP_CARRIED_NOT] && !n_of[CP_CARRIED_UNKNOWN],
       "400 sites");
}

int main(void)
{
    if (!naive_has_solver()) {
        printf("1..0 # SKIP there is no CBC here\n");
        return 0;
    }
    uint32_t n_cases = tap_cases(4000), n_of[3] = { 0 }, n_wrong = 0, n_single = 0;
    for (uint32_t i = 0; i < n_cases; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_rand r = { 820000 + i };
        cp_plan_problem p = any_problem(a, &r);
        any_bps(a, &r, &p);
        if (cp_rand_below(&r, 3) == 0 && p.n_demands)
            p.n_demands = 1;
        bool is_down[NODES_MAX] = { false };
        for (uint32_t k = 0; k < p.n_nodes; k++)
            is_down[k] = cp_rand_below(&r, 4) == 0;
        cp_carry *c = cp_carry_new(a, &p);
        if (c) {
            cp_carry_proof f;
            cp_carried x = cp_carry_ask(c, is_down, a, &f);
            bool want = naive_carries(&p, is_down), ok = x == (want ? CP_CARRIED : CP_CARRIED_NOT);
            ok &= x == CP_CARRIED ? adds_up(&p, is_down, &f) : is_refuted(&p, is_down, &f);
            if (p.n_demands == 1) {
                n_single++;
                ok &= fits_cuts(&p, is_down, 0) == want;
            }
            if (!ok)
                printf("# case %u: said %d, by the programme %d\n", i, (int)x, want);
            n_wrong += !ok;
            n_of[x]++;
        }
        cp_arena_free(a);
    }
    printf("# %u carried, %u not, %u unknown; %u of one demand\n", n_of[0], n_of[1], n_of[2],
           n_single);
    ok(n_wrong == 0, "as the programme, and proved");
    ok(n_of[0] > n_cases / 10 && n_of[1] > n_cases / 10 && n_single > n_cases / 20, "some of each");
    check_large();
    return tap_done();
}
