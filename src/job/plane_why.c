/* SPDX-License-Identifier: Apache-2.0 */
/* plane_why.c - see plane.h: where the ways of a packet part in two planes. */
#include "job/plane.h"
#include "path/routers_bgp.h"

cp_str cp_plane_step_text(const cp_planes *p, const cp_plane_step *s)
{
    cp_arena *a = p->m->j->a;
    cp_buf b = cp_buf_new(a);
    cp_prefix x;
    uint32_t n = 0;
    if (!s)
        return CP_STR("not on the way");
    if (s->prefix == CP_NO_PREFIX || !cp_plane_prefix_at(p->v.plane, s->prefix, &x))
        return CP_STR("no route");
    cp_buf_fmt(&b, "%.*s", CP_FMT(cp_plane_prefix_text(a, &x, p->bits)));
    for (uint32_t i = 0; i < s->n_hops; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : " to ",
                   CP_FMT(s->hops[i].to == CP_PLANE_HOST ? CP_STR("a host")
                          : s->hops[i].to == CP_PLANE_NOWHERE
                              ? CP_STR("nobody known")
                              : cp_plane_table_name(p, s->hops[i].to)));
    if (s->n_hops == 0)
        cp_buf_add_c(&b, s->kind == CP_PLANE_DELIVER ? " delivered"
                         : s->kind == CP_PLANE_DROP  ? " dropped"
                                                     : " not modelled");
    const cp_routers_route *v = cp_routers_rows(p->routers, s->table, &x, &n);
    const cp_routers_table *t = &p->v.tables[s->table];
    const char *bgp = n ? cp_routers_bgp_why(v->protocol) : "";
    if (n)
        cp_buf_fmt(&b, " (%s%s%.*s)", bgp, *bgp ? ", " : "",
                   CP_FMT(cp_plane_place_text(p, a, &v->at)));
    else if (t->limit.n)
        cp_buf_fmt(&b, " (%.*s%s%.*s)", CP_FMT(t->limit), t->limit_at.pos ? ", " : "",
                   CP_FMT(cp_plane_place_text(p, a, &t->limit_at)));
    return cp_buf_str(&b);
}

static const cp_plane_step *step_of(const cp_planes *p, const cp_plane_trace *t, cp_str name)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (cp_str_eq(cp_plane_table_name(p, t->steps[i].table), name))
            return &t->steps[i];
    return NULL;
}

/* What is told of it without the places, which may be of other files. */
static cp_str step_key(const cp_planes *p, const cp_plane_step *s)
{
    cp_str text = cp_plane_step_text(p, s);
    ptrdiff_t at = cp_str_find(text, CP_STR(" ("));
    return at >= 0 ? cp_str_slice(text, 0, (size_t)at) : text;
}

static void trace(cp_arena *a, const cp_plane_side *s, cp_plane_trace *out)
{
    const cp_packet x = { .dst = s->dst, .protocol = 6 };
    cp_plane_trace_packet(s->p->v.plane, a, s->table, &x, out);
}

cp_str cp_plane_why(cp_arena *a, const cp_plane_side *was, const cp_plane_side *is)
{
    cp_plane_trace before, after;
    trace(a, was, &before);
    trace(a, is, &after);
    for (uint32_t i = 0; i < after.n; i++) {
        const cp_plane_step *now = &after.steps[i];
        cp_str name = cp_plane_table_name(is->p, now->table);
        const cp_plane_step *then = step_of(was->p, &before, name);
        if (then && cp_str_eq(step_key(was->p, then), step_key(is->p, now)))
            continue;
        return cp_str_fmt(a, "%.*s: was %.*s, is %.*s", CP_FMT(name),
                          CP_FMT(cp_plane_step_text(was->p, then)),
                          CP_FMT(cp_plane_step_text(is->p, now)));
    }
    return CP_STR("the tables do the same: what is said of equipment on the way, or of filters, is "
                  "another");
}
