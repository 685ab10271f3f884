/* SPDX-License-Identifier: Apache-2.0 */
/* path_l3_say.c - see path_l3.h: the paths that were told, AS by AS, and what is left where one is
 * lost, behind what `path` says at any level. */
#include "job/path_l3.h"
#include "job/path_say.h"
#include "report/grid.h"

enum { ROWS_SHOWN = 20, BITS_V4 = 96 };

cp_str cp_l3_net_text(cp_arena *a, const cp_observed_net *n)
{
    cp_ip ip = n->is_v4 ? cp_ip_v4(n->net.b + 12) : cp_ip_v6(n->net.b);
    return cp_str_fmt(a, "%.*s/%u", CP_FMT(cp_ip_text(a, ip)),
                      n->is_v4 ? n->bits - BITS_V4 : n->bits);
}

/* "64496 64501 {64502 64503}" */
cp_str cp_l3_path_text(cp_arena *a, const cp_observed_path *p)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < p->n; i++) {
        bool is_in = p->hops[i].is_in_set, was_in = i && p->hops[i - 1].is_in_set;
        cp_buf_fmt(&b, "%s%s%s%u", was_in && !is_in ? "}" : "", i ? " " : "",
                   is_in && !was_in ? "{" : "", p->hops[i].asn);
    }
    cp_buf_add_c(&b, p->n && p->hops[p->n - 1].is_in_set ? "}" : "");
    cp_buf_add_c(&b, p->doubts & CP_OBSERVED_CUT ? " ..." : "");
    return cp_buf_str(&b);
}

typedef struct saying {
    const cp_l3 *k;
    const cp_path_found *x;
    const cp_path_finding *f; /* of the policy that is shown */
    cp_arena *a;
} saying;

static saying saying_of(const cp_path_found *x)
{
    return (saying){ x->l3, x, &x->v[x->shown], x->m->j->a };
}

static cp_str target_name(const saying *s, uint32_t region)
{
    const cp_observed_region *r = &s->k->regions[region];
    uint32_t thing = s->k->shown->targets[region];
    return thing != CP_NO_ITEM ? s->x->m->things.v[thing].name : cp_l3_net_text(s->a, &r->net);
}

static uint32_t item_of(const saying *s, uint32_t thing) { return s->f->pn->item_of[thing]; }

static cp_str told_by(const saying *s, const cp_observed_path *p)
{
    cp_str peer = cp_carriers_peer_text(s->a, &p->peer);
    return p->n_tellings > 1 ? cp_str_fmt(s->a, "%.*s and %u more", CP_FMT(peer), p->n_tellings - 1)
                             : peer;
}

static cp_str router_name(const saying *s, const cp_l3_way *w)
{
    const cp_path_model *m = s->x->m;
    return w->border == CP_NO_ITEM ? CP_STR("")
                                   : m->things.v[s->k->borders.v[w->border].asset].name;
}

/* ---- for people */

static const char *color_of(cp_path_answer x)
{
    return x == CP_PATH_EXCLUDED ? "red" : x == CP_PATH_CLEAN ? NULL : "yellow";
}

static const char *color_of_label(cp_path_label l)
{
    return l == CP_LABEL_EXCLUDED ? "red" : l == CP_LABEL_UNKNOWN ? "yellow" : NULL;
}

static void print(const saying *s, cp_grid *g, uint32_t n, cp_buf *out)
{
    cp_grid_print(g, s->x->m->j->color, out);
    if (n > ROWS_SHOWN)
        cp_buf_fmt(out, "... and %u more: --format json has all\n", n - ROWS_SHOWN);
}

static void print_regions(const saying *s, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "TO", false, true },
                                              { "PATHS", true, false },
                                              { "SOME", false, false },
                                              { "EVERY", false, false } };
    const cp_l3_answers *v = &s->k->answers[(size_t)s->x->shown * s->k->n_regions];
    cp_grid g = cp_grid_new(s->a, columns, 4, s->x->m->j->width);
    if (s->k->n_regions < 2)
        return;
    cp_buf_add_c(out, "\nPrefixes, by what was told of them\n");
    for (uint32_t i = 0; i < s->k->n_regions && i < ROWS_SHOWN; i++) {
        cp_str cells[] = { target_name(s, i), cp_str_fmt(s->a, "%u", s->k->regions[i].n),
                           cp_str_c(cp_path_answer_name(v[i].some)),
                           cp_str_c(cp_path_answer_name(v[i].every)) };
        cp_grid_row(&g, cells, color_of(v[i].some));
    }
    print(s, &g, s->k->n_regions, out);
}

static void print_ways(const saying *s, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "TO", false, true },
                                              { "PATH", false, true },
                                              { "RESULT", false, true },
                                              { "TOLD BY", false, true },
                                              { "FROM ROUTER", false, true } };
    const cp_l3_net *net = s->k->shown;
    uint32_t n = s->k->is_outside ? 4 : 5;
    cp_grid g = cp_grid_new(s->a, columns, n, s->x->m->j->width);
    for (uint32_t i = 0; i < net->ways.n && i < ROWS_SHOWN; i++) {
        const cp_l3_way *w = &net->ways.v[i];
        const cp_observed_path *p = &s->k->paths[w->path];
        uint32_t item = item_of(s, w->thing);
        cp_str cells[] = { target_name(s, w->region), cp_l3_path_text(s->a, p),
                           cp_path_verdict(s->x, s->f, item), told_by(s, p), router_name(s, w) };
        cp_grid_row(&g, cells, color_of_label(cp_path_item_label(s->f, item)));
    }
    if (net->ways.n)
        print(s, &g, net->ways.n, out);
}

static cp_str as_name(const saying *s, uint32_t asn)
{
    uint32_t at = cp_l3_as_at(s->k, asn);
    return at == CP_NO_ITEM ? cp_str_fmt(s->a, "AS%u", asn)
                            : s->x->m->things.v[s->k->shown->thing_of_as[at]].name;
}

static void print_losses(const saying *s, cp_buf *out)
{
    static const cp_grid_column columns[] = { { "LOST", false, true },
                                              { "PATHS", true, false },
                                              { "NO PATH LEFT", true, false },
                                              { "SOME", false, false },
                                              { "EVERY", false, false } };
    const cp_l3_losses *l = &s->k->losses[s->x->shown];
    cp_grid g = cp_grid_new(s->a, columns, 5, s->x->m->j->width);
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        const cp_lost *y = &l->v[i];
        if (y->n_cut == 0 && y->some == l->some)
            continue;
        cp_str cells[] = { as_name(s, y->asn), cp_str_fmt(s->a, "%u", y->n_paths),
                           y->n_cut ? cp_str_fmt(s->a, "%u", y->n_cut) : CP_STR("-"),
                           cp_str_c(cp_path_answer_name(y->some)),
                           cp_str_c(cp_path_answer_name(y->every)) };
        if (n++ < ROWS_SHOWN)
            cp_grid_row(&g, cells, color_of(y->some));
    }
    if (l->n == 0)
        return;
    cp_buf_fmt(out, "\nWhichever single AS between the ends is lost, some: %s\n",
               cp_path_answer_name(l->after));
    if (n)
        print(s, &g, n, out);
}

void cp_l3_print(const cp_path_found *x, cp_buf *out)
{
    saying s = saying_of(x);
    if (!s.f->has_rule)
        return;
    cp_buf_fmt(out, "\nBetween networks, under %.*s: %u path%s told\n",
               CP_FMT(cp_text_safe(s.a, x->m->ans->policies[s.f->policy].id)), s.k->shown->ways.n,
               s.k->shown->ways.n == 1 ? "" : "s");
    print_ways(&s, out);
    print_regions(&s, out);
    print_losses(&s, out);
}

/* ---- for programs */

static void json_answer(cp_jw *w, const char *key, cp_path_answer x)
{
    cp_jw_kstr(w, key, cp_str_c(cp_path_answer_name(x)));
}

static void json_regions(const saying *s, cp_jw *w)
{
    const cp_l3_answers *v = &s->k->answers[(size_t)s->x->shown * s->k->n_regions];
    cp_jw_key(w, "prefixes");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s->k->n_regions; i++) {
        const cp_observed_region *r = &s->k->regions[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "to", target_name(s, i));
        cp_jw_kbool(w, "covering", r->is_cover);
        cp_jw_ku64(w, "alike", r->n_alike);
        cp_jw_ku64(w, "paths", r->n);
        json_answer(w, "some", v[i].some);
        json_answer(w, "every", v[i].every);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void json_label(const saying *s, cp_jw *w, uint32_t thing)
{
    uint32_t item = item_of(s, thing);
    cp_jw_kstr(w, "label", cp_str_c(cp_path_label_name(cp_path_item_label(s->f, item))));
    cp_jw_kstr_opt(w, "why", cp_path_reason(s->x, s->f, item));
}

static void json_hop(const saying *s, cp_jw *w, const cp_observed_hop *h)
{
    uint32_t at = h->is_in_set ? CP_NO_ITEM : cp_l3_as_at(s->k, h->asn);
    cp_jw_obj(w);
    cp_jw_ku64(w, "as", h->asn);
    cp_jw_kbool(w, "in_set", h->is_in_set);
    if (at != CP_NO_ITEM) {
        uint32_t thing = s->k->shown->thing_of_as[at];
        cp_jw_kstr(w, "asset", s->x->m->things.v[thing].id);
        cp_jw_kstr(w, "name", s->x->m->things.v[thing].name);
        cp_jw_kstr_opt(w, "maker", cp_path_maker(s->x->m, thing));
        json_label(s, w, thing);
    }
    cp_jw_obj_end(w);
}

static void json_doubts(cp_jw *w, uint32_t doubts)
{
    static const char *const names[CP_OBSERVED_DOUBTS] = { "set", "cut", "default", "withdrawn" };
    cp_jw_key(w, "doubts");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < CP_OBSERVED_DOUBTS; i++)
        if (doubts >> i & 1)
            cp_jw_str(w, cp_str_c(names[i]));
    cp_jw_arr_end(w);
}

static void json_way(const saying *s, cp_jw *w, const cp_l3_way *way)
{
    const cp_observed_path *p = &s->k->paths[way->path];
    bool is_ours = way->border != CP_NO_ITEM;
    cp_jw_obj(w);
    cp_jw_kstr(w, "to", target_name(s, way->region));
    cp_jw_kstr(w, "prefix", cp_l3_net_text(s->a, &p->net));
    cp_jw_kstr_opt(w, "router",
                   is_ours ? s->x->m->things.v[s->k->borders.v[way->border].asset].id : CP_STR(""));
    cp_jw_kstr(w, "neighbour", cp_l3_start_text(s->k, p->start));
    cp_jw_kstr(w, "told_by", cp_carriers_peer_text(s->a, &p->peer));
    cp_jw_ku64(w, "tellings", p->n_tellings);
    cp_jw_kbool(w, "told_by_others", p->is_told_by_others);
    cp_jw_kstr(w, "file", s->k->files[p->file]);
    json_doubts(w, p->doubts);
    json_label(s, w, way->thing);
    cp_jw_key(w, "hops");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < p->n; i++)
        json_hop(s, w, &p->hops[i]);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void json_losses(const saying *s, cp_jw *w)
{
    const cp_l3_losses *l = &s->k->losses[s->x->shown];
    json_answer(w, "after_loss", l->after);
    cp_jw_key(w, "losses");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < l->n; i++) {
        cp_jw_obj(w);
        cp_jw_ku64(w, "as", l->v[i].asn);
        cp_jw_kstr(w, "name", as_name(s, l->v[i].asn));
        cp_jw_ku64(w, "paths", l->v[i].n_paths);
        cp_jw_ku64(w, "cuts", l->v[i].n_cut);
        json_answer(w, "some", l->v[i].some);
        json_answer(w, "every", l->v[i].every);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_l3_json(const cp_path_found *x, cp_jw *w)
{
    saying s = saying_of(x);
    if (!s.f->has_rule)
        return;
    cp_jw_key(w, "observed");
    cp_jw_obj(w);
    json_regions(&s, w);
    cp_jw_key(w, "paths");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s.k->shown->ways.n; i++)
        json_way(&s, w, &s.k->shown->ways.v[i]);
    cp_jw_arr_end(w);
    json_losses(&s, w);
    cp_jw_obj_end(w);
}
