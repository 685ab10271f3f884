/* SPDX-License-Identifier: Apache-2.0 */
/* plane_print.c - level L2 of `path` for people: what is not known first, then the answers, then
 * the regions, and of a packet each hop with the line that decided. */
#include "job/path_say.h"
#include "job/plane.h"
#include "report/grid.h"
#include "report/parts.h"

enum { LOST_SHOWN = 20, LIMITS_SHOWN = 20, ROWS_DEFAULT = 200 };

static cp_arena *arena(const cp_planes *p) { return p->m->j->a; }

static const char *color_of(cp_path_answer x)
{
    return x == CP_PATH_CLEAN ? NULL : x == CP_PATH_EXCLUDED ? "red" : "yellow";
}

static cp_str via_text(cp_arena *a, const cp_state_net *via)
{
    return via->is_set ? cp_ip_text(a, cp_flow_addr_ip(via->addr)) : CP_STR("none");
}

static void print_lost(const cp_planes *p, cp_buf *out)
{
    cp_arena *a = arena(p);
    for (uint32_t i = 0; i < p->v.n_lost && i < LOST_SHOWN; i++) {
        const cp_routers_lost *x = &p->v.lost[i];
        cp_str name = cp_plane_table_name(p, x->table), at = cp_plane_place_text(p, a, &x->at);
        cp_buf_fmt(out, "  ! %.*s: next hop %.*s%s%.*s of %u route%s is not known: %s (%.*s)\n",
                   CP_FMT(cp_text_safe(a, name)), CP_FMT(via_text(a, &x->via)),
                   x->iface.n ? " on " : "", CP_FMT(cp_text_safe(a, x->iface)), x->n,
                   x->n == 1 ? "" : "s", x->why, CP_FMT(cp_text_safe(a, at)));
    }
    if (p->v.n_lost > LOST_SHOWN)
        cp_buf_fmt(out, "  ! and %u more next hops that are not known\n", p->v.n_lost - LOST_SHOWN);
}

static void print_limits(const cp_planes *p, cp_buf *out)
{
    cp_arena *a = arena(p);
    uint32_t n = 0;
    for (uint32_t t = 0; t < p->v.n_tables; t++) {
        const cp_routers_table *x = &p->v.tables[t];
        if (x->limit.n == 0 || n++ >= LIMITS_SHOWN)
            continue;
        cp_str at = cp_plane_place_text(p, a, &x->limit_at);
        if (x->limit_with.pos)
            at = cp_str_fmt(a, "%.*s, %.*s", CP_FMT(at),
                            CP_FMT(cp_plane_place_text(p, a, &x->limit_with)));
        cp_buf_fmt(out, "  ! %.*s is not modelled: %.*s%s%.*s%s\n",
                   CP_FMT(cp_text_safe(a, cp_plane_table_name(p, t))),
                   CP_FMT(cp_text_safe(a, x->limit)), at.n ? " (" : "", CP_FMT(cp_text_safe(a, at)),
                   at.n ? ")" : "");
    }
    if (n > LIMITS_SHOWN)
        cp_buf_fmt(out, "  ! and %u more tables that are not modelled\n", n - LIMITS_SHOWN);
}

void cp_plane_print_head(const cp_planes *p, cp_buf *out)
{
    cp_arena *a = arena(p);
    cp_report_opts opts = cp_job_report_opts(p->m->j);
    if (opts.quiet)
        return;
    cp_print_coverage(p->m->ans, &opts, a, out);
    cp_buf_fmt(out, "Forwarding\n  %u router%s, %u table%s, %u route%s of IPv%d in use\n",
               p->n_routers, p->n_routers == 1 ? "" : "s", p->v.n_tables,
               p->v.n_tables == 1 ? "" : "s", p->v.n_routes, p->v.n_routes == 1 ? "" : "s",
               p->bits == 32 ? 4 : 6);
    for (uint32_t i = 0; i < p->gaps.n; i++)
        cp_buf_fmt(out, "  ! %.*s\n", CP_FMT(cp_text_safe(a, p->gaps.v[i])));
    if (p->n_blocks_lost)
        cp_buf_fmt(out, "  ! %llu blocks of the case cannot be read\n",
                   (unsigned long long)p->n_blocks_lost);
    print_limits(p, out);
    print_lost(p, out);
    cp_buf_char(out, '\n');
}

static void print_answers(const cp_plane_asked *k, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "POLICY", false, true },
                                              { "ANSWER", false, false } };
    const cp_path_found *x = k->p->x;
    cp_report_opts opts = cp_job_report_opts(x->m->j);
    cp_grid g = cp_grid_new(arena(k->p), columns, 2, opts.width);
    for (uint32_t i = 0; i < x->n; i++) {
        const cp_str cells[] = { x->m->ans->policies[x->v[i].policy].id,
                                 cp_str_c(cp_path_answer_name(k->answers[i])) };
        cp_grid_row(&g, cells, color_of(k->answers[i]));
    }
    cp_grid_print(&g, opts.color, out);
    cp_buf_char(out, '\n');
}

void cp_plane_print(const cp_plane_asked *k, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "FROM", false, true },
                                              { "DESTINATION", false, true },
                                              { "MORE", true, false },
                                              { "BECOMES", false, true },
                                              { "ANSWER", false, false } };
    const cp_planes *p = k->p;
    const cp_path_found *x = p->x;
    cp_arena *a = arena(p);
    cp_report_opts opts = cp_job_report_opts(p->m->j);
    const cp_path_finding *f = &x->v[x->shown];
    cp_plane_print_head(p, out);
    print_answers(k, out);
    cp_buf_fmt(out,
               "By %.*s, %s; packets that the router has taken in, by any way that it may "
               "choose\n",
               CP_FMT(x->m->ans->policies[f->policy].id), cp_path_reading_name(x->r->reading));
    uint32_t max = opts.rows_max ? opts.rows_max : opts.quiet ? UINT32_MAX : ROWS_DEFAULT;
    cp_grid g = cp_grid_new(a, columns, 5, opts.width);
    for (uint32_t i = 0; i < k->rows.n && i < max; i++) {
        const cp_plane_row *r = &k->rows.v[i];
        cp_path_answer ans = f->has_rule ? cp_plane_answer(&r->fate, f->bit) : CP_PATH_NO_RULE;
        const cp_str cells[] = { cp_plane_table_name(p, r->table),
                                 cp_plane_prefix_text(a, &r->prefix, p->bits),
                                 r->n_more ? cp_str_fmt(a, "+%u", r->n_more) : CP_STR(""),
                                 cp_plane_ends_text(a, r->fate.ends),
                                 cp_str_c(cp_path_answer_name(ans)) };
        cp_grid_row(&g, cells, color_of(ans));
    }
    cp_grid_print(&g, opts.color, out);
    if (k->rows.n > max)
        cp_buf_fmt(out, "... and %u more: --limit N, or another format, has them all\n",
                   k->rows.n - max);
    if (k->rows.n == 0)
        cp_buf_add_c(out, "no such addresses\n");
}

/* ---- one packet */

static const char *says_text(cp_filter_says s)
{
    return s == CP_FILTER_PERMITS ? "permitted" : s == CP_FILTER_DENIES ? "denied" : "not known";
}

static cp_str label_text(const cp_planes *p, uint32_t table)
{
    const cp_path_finding *f = &p->x->v[p->x->shown];
    if (!f->has_rule)
        return CP_STR("");
    return cp_path_verdict(p->x, f, p->v.tables[table].item);
}

static void print_hop(const cp_planes *p, const cp_plane_step *s, uint32_t i, cp_buf *out)
{
    cp_arena *a = arena(p);
    const cp_plane_hop *h = &s->hops[i];
    cp_str to = h->to == CP_PLANE_HOST      ? CP_STR("a host there")
                : h->to == CP_PLANE_NOWHERE ? CP_STR("a next hop that is not known")
                                            : cp_plane_table_name(p, h->to);
    cp_buf_fmt(out, "    -> %.*s", CP_FMT(cp_text_safe(a, to)));
    if (h->out != CP_NO_FILTER)
        cp_buf_fmt(out, ", out: %s", says_text(s->out[i]));
    if (h->in != CP_NO_FILTER)
        cp_buf_fmt(out, ", in: %s", says_text(s->in[i]));
    cp_buf_char(out, '\n');
}

static void print_step(const cp_planes *p, const cp_plane_step *s, cp_buf *out)
{
    static const char *const kinds[] = { "no route", "delivered", "dropped", "not modelled",
                                         "forwarded" };
    cp_arena *a = arena(p);
    cp_prefix x;
    uint32_t n = 0;
    cp_str label = label_text(p, s->table);
    cp_buf_fmt(out, "  %.*s%s%.*s%s: ", CP_FMT(cp_text_safe(a, cp_plane_table_name(p, s->table))),
               label.n ? " (" : "", CP_FMT(cp_text_safe(a, label)), label.n ? ")" : "");
    if (s->prefix == CP_NO_PREFIX || !cp_plane_prefix_at(p->v.plane, s->prefix, &x)) {
        cp_buf_add_c(out, "no route\n");
        return;
    }
    cp_buf_fmt(out, "%.*s %s", CP_FMT(cp_plane_prefix_text(a, &x, p->bits)), kinds[s->kind]);
    const cp_routers_route *v = cp_routers_rows(p->routers, s->table, &x, &n);
    if (n)
        cp_buf_fmt(out, ", by %.*s", CP_FMT(cp_text_safe(a, cp_plane_place_text(p, a, &v->at))));
    else if (p->v.tables[s->table].limit.n)
        cp_buf_fmt(out, ": %.*s", CP_FMT(cp_text_safe(a, p->v.tables[s->table].limit)));
    else
        cp_buf_add_c(out, ", by the address of an interface");
    if (n && v->protocol.n)
        cp_buf_fmt(out, " (%.*s)", CP_FMT(cp_text_safe(a, v->protocol)));
    cp_buf_char(out, '\n');
    for (uint32_t i = 0; i < s->n_hops; i++)
        print_hop(p, s, i, out);
}

void cp_plane_print_trace(const cp_planes *p, const cp_packet *x, const cp_plane_trace *t,
                          cp_buf *out)
{
    cp_arena *a = arena(p);
    const cp_path_finding *f = &p->x->v[p->x->shown];
    cp_plane_print_head(p, out);
    cp_buf_fmt(out, "Packet to %.*s from %.*s, protocol %u, ports %u to %u\n",
               CP_FMT(cp_plane_address_text(a, x->dst, p->bits)),
               CP_FMT(cp_plane_address_text(a, x->src, p->bits)), x->protocol, x->src_port,
               x->dst_port);
    for (uint32_t i = 0; i < t->n; i++)
        print_step(p, &t->steps[i], out);
    cp_buf_fmt(
        out, "\nBecomes: %.*s; %s by %.*s\n", CP_FMT(cp_plane_ends_text(a, t->fate.ends)),
        cp_path_answer_name(f->has_rule ? cp_plane_answer(&t->fate, f->bit) : CP_PATH_NO_RULE),
        CP_FMT(p->m->ans->policies[f->policy].id));
}
