/* SPDX-License-Identifier: Apache-2.0 */
/* plane_json.c - level L2 of `path` for programs. */
#include "job/path_say.h"
#include "job/plane.h"
#include "report/parts.h"

static void place(cp_jw *w, const cp_planes *p, const cp_routers_place *x)
{
    if (x->pos == 0)
        return;
    cp_jw_kstr(w, "source", p->m->e->sources.v[x->source].name);
    cp_jw_ku64(w, "line", x->pos);
}

void cp_plane_json_table(cp_jw *w, const cp_planes *p, const char *key, uint32_t t)
{
    const cp_path_finding f = { .pn = p->pn };
    cp_jw_key(w, key);
    cp_jw_obj(w);
    uint32_t thing = p->pn->thing_of[p->v.tables[t].item];
    cp_jw_kstr(w, "id", p->m->things.v[thing].id);
    cp_jw_kstr(w, "name", cp_path_item_name(&f, p->m, p->v.tables[t].item));
    cp_jw_kstr_opt(w, "vrf", p->v.tables[t].vrf);
    cp_jw_obj_end(w);
}

void cp_plane_json_ends(cp_jw *w, const cp_plane_fate *f)
{
    cp_jw_key(w, "becomes");
    cp_jw_arr(w);
    for (int i = 0; i < CP_PLANE_END_COUNT; i++)
        if (f->ends >> i & 1)
            cp_jw_str(w, cp_str_c(cp_plane_end_name((cp_plane_end_bit)i)));
    cp_jw_arr_end(w);
}

/* Per policy: the answer. */
void cp_plane_json_answers(cp_jw *w, const cp_planes *p, const cp_plane_fate *f)
{
    cp_jw_key(w, "answers");
    cp_jw_obj(w);
    for (uint32_t i = 0; i < p->x->n; i++) {
        const cp_path_finding *x = &p->x->v[i];
        cp_str id = cp_str_dup(p->m->j->a, p->m->ans->policies[x->policy].id);
        cp_jw_kstr(w, id.p,
                   cp_str_c(cp_path_answer_name(x->has_rule ? cp_plane_answer(f, x->bit)
                                                            : CP_PATH_NO_RULE)));
    }
    cp_jw_obj_end(w);
}

void cp_plane_json_head(cp_jw *w, const cp_planes *p)
{
    cp_path_json_head(w, p->m, "cleanpath/path-tables/1");
    cp_jw_key(w, "forwarding");
    cp_jw_obj(w);
    cp_jw_ku64(w, "routers", p->n_routers);
    cp_jw_ku64(w, "tables", p->v.n_tables);
    cp_jw_ku64(w, "routes", p->v.n_routes);
    cp_jw_ku64(w, "version", p->bits == 32 ? 4 : 6);
    cp_jw_ku64(w, "blocks_lost", p->n_blocks_lost);
    cp_path_json_texts(w, "gaps", &p->gaps);
    cp_jw_key(w, "not_modelled");
    cp_jw_arr(w);
    for (uint32_t t = 0; t < p->v.n_tables; t++) {
        if (p->v.tables[t].limit.n == 0)
            continue;
        cp_jw_obj(w);
        cp_plane_json_table(w, p, "table", t);
        cp_jw_kstr(w, "why", p->v.tables[t].limit);
        place(w, p, &p->v.tables[t].limit_at);
        if (p->v.tables[t].limit_with.pos) {
            cp_jw_key(w, "against");
            cp_jw_obj(w);
            place(w, p, &p->v.tables[t].limit_with);
            cp_jw_obj_end(w);
        }
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_key(w, "next_hops_lost");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < p->v.n_lost; i++) {
        const cp_routers_lost *x = &p->v.lost[i];
        cp_jw_obj(w);
        cp_plane_json_table(w, p, "table", x->table);
        if (x->via.is_set)
            cp_jw_kstr(w, "via", cp_ip_text(p->m->j->a, cp_flow_addr_ip(x->via.addr)));
        cp_jw_kstr_opt(w, "interface", x->iface);
        cp_jw_kstr(w, "why", cp_str_c(x->why));
        cp_jw_ku64(w, "routes", x->n);
        place(w, p, &x->at);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

void cp_plane_json(const cp_plane_asked *k, cp_buf *out)
{
    const cp_planes *p = k->p;
    const cp_path_found *x = p->x;
    cp_jw w = cp_jw_new(out);
    w.pretty = true;
    cp_plane_json_head(&w, p);
    const cp_path_finding *f = &x->v[x->shown];
    cp_jw_kstr(&w, "policy", x->m->ans->policies[f->policy].id);
    cp_jw_kstr(&w, "answer", cp_str_c(cp_path_answer_name(k->answers[x->shown])));
    cp_jw_key(&w, "answers");
    cp_jw_obj(&w);
    for (uint32_t i = 0; i < x->n; i++) {
        cp_str id = cp_str_dup(p->m->j->a, x->m->ans->policies[x->v[i].policy].id);
        cp_jw_kstr(&w, id.p, cp_str_c(cp_path_answer_name(k->answers[i])));
    }
    cp_jw_obj_end(&w);
    cp_jw_ku64(&w, "regions", k->n_regions);
    cp_jw_key(&w, "rows");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < k->rows.n; i++) {
        const cp_plane_row *r = &k->rows.v[i];
        cp_jw_obj(&w);
        cp_plane_json_table(&w, p, "from", r->table);
        cp_jw_kstr(&w, "destination", cp_plane_prefix_text(p->m->j->a, &r->prefix, p->bits));
        cp_jw_ku64(&w, "more", r->n_more);
        cp_plane_json_ends(&w, &r->fate);
        cp_plane_json_answers(&w, p, &r->fate);
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}

/* ---- one packet */

static void filter(cp_jw *w, const char *key, uint32_t filter, cp_filter_says says)
{
    static const char *const names[] = { "deny", "permit", "unknown" };
    if (filter != CP_NO_FILTER)
        cp_jw_kstr(w, key, cp_str_c(names[says]));
}

static void hop(cp_jw *w, const cp_planes *p, const cp_plane_step *s, uint32_t i)
{
    const cp_plane_hop *h = &s->hops[i];
    cp_jw_obj(w);
    if (h->to == CP_PLANE_HOST || h->to == CP_PLANE_NOWHERE)
        cp_jw_kstr(w, "to", cp_str_c(h->to == CP_PLANE_HOST ? "host" : "unknown"));
    else
        cp_plane_json_table(w, p, "to", h->to);
    filter(w, "out", h->out, s->out[i]);
    filter(w, "in", h->in, s->in[i]);
    cp_jw_obj_end(w);
}

static void step(cp_jw *w, const cp_planes *p, const cp_plane_step *s)
{
    static const char *const kinds[] = { "no route", "delivered", "dropped", "not modelled",
                                         "forwarded" };
    cp_prefix x;
    uint32_t n = 0;
    cp_jw_obj(w);
    cp_plane_json_table(w, p, "table", s->table);
    bool is_there = s->prefix != CP_NO_PREFIX && cp_plane_prefix_at(p->v.plane, s->prefix, &x);
    cp_jw_kstr(w, "does", cp_str_c(is_there ? kinds[s->kind] : "no route"));
    if (is_there) {
        cp_jw_kstr(w, "prefix", cp_plane_prefix_text(p->m->j->a, &x, p->bits));
        const cp_routers_route *v = cp_routers_rows(p->routers, s->table, &x, &n);
        cp_jw_key(w, "by");
        cp_jw_arr(w);
        for (uint32_t i = 0; i < n; i++) {
            cp_jw_obj(w);
            place(w, p, &v[i].at);
            cp_jw_kstr_opt(w, "protocol", v[i].protocol);
            cp_jw_kstr_opt(w, "interface", v[i].iface);
            if (v[i].via.is_set)
                cp_jw_kstr(w, "via", cp_ip_text(p->m->j->a, cp_flow_addr_ip(v[i].via.addr)));
            cp_jw_obj_end(w);
        }
        cp_jw_arr_end(w);
    }
    cp_jw_key(w, "hops");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s->n_hops; i++)
        hop(w, p, s, i);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

void cp_plane_json_trace(const cp_planes *p, const cp_packet *x, const cp_plane_trace *t,
                         cp_buf *out)
{
    cp_arena *a = p->m->j->a;
    cp_jw w = cp_jw_new(out);
    w.pretty = true;
    cp_plane_json_head(&w, p);
    cp_jw_key(&w, "packet");
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "src", cp_plane_address_text(a, x->src, p->bits));
    cp_jw_kstr(&w, "dst", cp_plane_address_text(a, x->dst, p->bits));
    cp_jw_ku64(&w, "protocol", x->protocol);
    cp_jw_ku64(&w, "src_port", x->src_port);
    cp_jw_ku64(&w, "dst_port", x->dst_port);
    cp_jw_obj_end(&w);
    cp_jw_key(&w, "steps");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < t->n; i++)
        step(&w, p, &t->steps[i]);
    cp_jw_arr_end(&w);
    cp_plane_json_ends(&w, &t->fate);
    cp_plane_json_answers(&w, p, &t->fate);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}
