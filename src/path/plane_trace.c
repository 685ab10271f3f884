/* SPDX-License-Identifier: Apache-2.0 */
/* plane_trace.c - one packet, hop by hop: which prefix of each table decides, and which filter. */
#include "path/plane_in.h"

/* The longest prefix of the table's own at or above a region. */
static uint32_t deciding(const cp_plane *p, uint32_t region, uint32_t table)
{
    while (cp_plane_row_get(&p->nodes.v[region], table) == 0) {
        if (region == 0)
            return CP_NO_PREFIX;
        region = cp_plane_above(p, region);
    }
    return region;
}

static cp_filter_says ask(const cp_plane *p, uint32_t filter, const cp_packet *x)
{
    if (filter == CP_NO_FILTER)
        return CP_FILTER_PERMITS;
    const cp_plane_filter_of *f = &p->filters.v[filter];
    return cp_filter_ask(f->n ? p->rules.v + f->first : NULL, f->n, x);
}

static cp_plane_step step_at(const cp_plane *p, cp_arena *a, uint32_t region, uint32_t table,
                             const cp_packet *x)
{
    cp_plane_step s = { .table = table, .prefix = deciding(p, region, table) };
    if (s.prefix != CP_NO_PREFIX)
        s.action = cp_plane_row_get(&p->nodes.v[s.prefix], table);
    const cp_plane_action_of *does = &p->tables[table].actions.v[s.action];
    s.kind = (cp_plane_kind)does->kind;
    s.hops = does->n ? p->hops.v + does->first : NULL;
    s.n_hops = does->n;
    cp_filter_says *out = CP_NEW_ARRAY(a, cp_filter_says, does->n);
    cp_filter_says *in = CP_NEW_ARRAY(a, cp_filter_says, does->n);
    for (uint32_t i = 0; i < does->n; i++) {
        out[i] = ask(p, s.hops[i].out, x);
        in[i] = ask(p, s.hops[i].in, x);
    }
    s.out = out;
    s.in = in;
    return s;
}

/* Its fate is that of all packets to its region, where filters do not tell packets apart; else what
 * each of them decides of this one counts. */
static cp_plane_fate fate_of(const cp_plane *p, cp_arena *scratch, uint32_t region, uint32_t table,
                             const cp_packet *x)
{
    cp_plane_walk w;
    cp_plane_walk_init(&w, scratch, p);
    uint8_t *says = CP_NEW_ARRAY(scratch, uint8_t, p->filters.n);
    for (uint32_t f = 0; f < p->filters.n; f++) {
        says[f] = (uint8_t)ask(p, f, x);
        w.cut[f] = f;
    }
    cp_plane_fate fate;
    const uint16_t *now = cp_plane_now(cp_plane_pile_new(scratch, p), region);
    (void)cp_plane_walk_some(&w, now, says, &table, 1, &fate);
    return fate;
}

void cp_plane_trace_packet(const cp_plane *p, cp_arena *a, uint32_t table, const cp_packet *x,
                           cp_plane_trace *out)
{
    cp_arena *scratch = cp_arena_new(0);
    uint32_t region = cp_plane_region_of(p, x->dst);
    bool *is_met = CP_NEW_ARRAY(scratch, bool, p->n_tables);
    CP_VEC(cp_plane_step) steps = { 0 };
    cp_vec_push(a, &steps, step_at(p, a, region, table, x));
    steps.v[0].from = steps.v[0].hop = CP_NO_STEP;
    is_met[table] = true;
    for (uint32_t i = 0; i < steps.n; i++)
        for (uint32_t k = 0; k < steps.v[i].n_hops; k++) {
            uint32_t to = steps.v[i].hops[k].to;
            if (to >= CP_PLANE_NOWHERE || is_met[to] || steps.v[i].out[k] == CP_FILTER_DENIES ||
                steps.v[i].in[k] == CP_FILTER_DENIES)
                continue;
            is_met[to] = true;
            cp_plane_step next = step_at(p, a, region, to, x);
            next.from = i;
            next.hop = k;
            cp_vec_push(a, &steps, next);
        }
    *out = (cp_plane_trace){ steps.v, steps.n, fate_of(p, scratch, region, table, x) };
    cp_arena_free(scratch);
}
