/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_up_json.c - `carriers --upstreams` for programs: the key "upstreams" of the answer, and
 * CSV with an upstream a line. */
#include "codec/csv.h"
#include "job/carriers_up.h"

void cp_carriers_up_sum_json(cp_jw *w, const char *key, const cp_upstream_sum *s)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_knum(w, "to", s->to);
    cp_jw_knum(w, "from", s->from);
    cp_jw_ku64(w, "prefixes", s->prefixes);
    cp_jw_obj_end(w);
}

static void wanted(cp_jw *w, const cp_carriers *c)
{
    static const char *const kinds[] = { [CP_CARRIERS_WANTED_PREFIXES] = "prefixes",
                                         [CP_CARRIERS_WANTED_TO] = "to",
                                         [CP_CARRIERS_WANTED_TRAFFIC] = "traffic" };
    const struct cp_carriers_up *up = c->up;
    cp_jw_key(w, "wanted");
    cp_jw_obj(w);
    cp_jw_kstr(w, "by", cp_str_c(kinds[up->wanted]));
    cp_jw_kstr(w, "ranked_by", up->ans->is_by_from ? CP_STR("from") : CP_STR("to"));
    cp_jw_ku64(w, "destinations", up->ans->wanted);
    cp_carriers_up_sum_json(w, "all", &up->ans->all);
    cp_carriers_up_sum_json(w, "without_route", &up->ans->unmatched);
    if (up->wanted == CP_CARRIERS_WANTED_TRAFFIC) {
        cp_jw_ku64(w, "flows", up->n_flows);
        cp_jw_ku64(w, "flows_of_unknown_sampling", up->n_unknown);
        cp_jw_ku64(w, "exporters_of_unknown_sampling", up->n_unsampled);
        cp_jw_ku64(w, "addresses_left_out", up->n_beyond);
        cp_jw_ku64(w, "flows_not_read", up->n_damaged);
        cp_jw_knum(w, "bytes_within", up->within);
        cp_jw_kstr(w, "first_at", cp_time_text(w->scratch, up->first_at));
        cp_jw_kstr(w, "last_at", cp_time_text(w->scratch, up->last_at));
    }
    cp_jw_obj_end(w);
}

static void upstream(cp_jw *w, const cp_carriers *c, const cp_upstream *u)
{
    cp_jw_obj(w);
    cp_jw_ku64(w, "asn", u->as);
    if (u->n_sessions == 1 && u->peer.addr.version && u->peer.as == u->as)
        cp_jw_kstr(w, "address", cp_ip_text(w->scratch, u->peer.addr));
    if (u->distinguisher)
        cp_jw_kstr(w, "distinguisher",
                   cp_str_fmt(w->scratch, "%llu", (unsigned long long)u->distinguisher));
    cp_jw_ku64(w, "sessions", u->n_sessions);
    cp_jw_kbool(w, "is_one_session_of_several", u->is_session);
    cp_jw_kbool(w, "is_used_today", u->is_today);
    cp_jw_kbool(w, "is_in_part", u->is_cut);
    cp_jw_ku64(w, "routes", u->routes);
    cp_jw_key(w, "ways");
    cp_jw_obj(w);
    for (uint32_t i = 0; i < CP_UPSTREAM_WAYS; i++)
        cp_carriers_up_sum_json(w, cp_upstream_way_name(i), &u->ways[i]);
    cp_jw_obj_end(w);
    if (c->up->ans->has_today && !u->is_session) {
        cp_carriers_up_sum_json(w, "gained", &u->gained);
        cp_carriers_up_sum_json(w, "lost", &u->lost);
    }
    cp_jw_obj_end(w);
}

static void plan(cp_jw *w, const cp_upstream_answer *u, const char *key, const cp_upstream_plan *p)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_kbool(w, "is_exact", p->is_exact);
    cp_jw_kbool(w, "is_short", p->is_short);
    cp_carriers_up_sum_json(w, "most", &p->most);
    cp_jw_key(w, "steps");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < p->n; i++) {
        const cp_upstream_step *s = &p->steps[i];
        cp_jw_obj(w);
        cp_jw_key(w, "asns");
        cp_jw_arr(w);
        for (uint32_t k = 0; k < s->n; k++)
            cp_jw_u64(w, u->v[s->members[k]].as);
        cp_jw_arr_end(w);
        cp_carriers_up_sum_json(w, "reached", &s->covered);
        if (u->has_today && p == &u->clean) {
            cp_carriers_up_sum_json(w, "gained", &s->gained);
            cp_carriers_up_sum_json(w, "lost", &s->lost);
        }
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void today(cp_jw *w, const cp_carriers *c)
{
    if (!c->up->ans->has_today)
        return;
    cp_jw_key(w, "today");
    cp_jw_obj(w);
    cp_jw_key(w, "asns");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->up->n_today; i++)
        cp_jw_u64(w, c->up->today[i]);
    cp_jw_arr_end(w);
    cp_jw_key(w, "without_session");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->up->n_not_met; i++)
        cp_jw_u64(w, c->up->not_met[i]);
    cp_jw_arr_end(w);
    cp_carriers_up_sum_json(w, "clean_by_the_cleanest", &c->up->ans->today_best);
    cp_carriers_up_sum_json(w, "clean_by_the_worst", &c->up->ans->today_worst);
    cp_jw_obj_end(w);
}

/* Who announces it, and the first path that counts. */
static void example(cp_jw *w, const cp_carriers *c, const cp_exposure_row *r)
{
    if (r && r->origin)
        cp_jw_ku64(w, "origin", r->origin);
    if (!r || !r->path)
        return;
    const cp_exposure_path *p = cp_exposure_path_of(c->x, r->path);
    cp_jw_key(w, "path");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < p->n; i++)
        cp_jw_u64(w, p->asns[i]);
    cp_jw_arr_end(w);
}

static void left(cp_jw *w, const cp_carriers *c)
{
    const cp_upstream_answer *u = c->up->ans;
    cp_carriers_up_sum_json(w, "not_clean_by_any", &u->left_sum);
    cp_jw_key(w, "left");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < u->n_left; i++) {
        const cp_upstream_left *l = &u->left[i];
        cp_arena_mark mark = cp_arena_here(c->scratch);
        cp_jw_obj(w);
        cp_jw_kstr(w, "prefix", cp_carriers_net_text(c->scratch, &l->net, l->bits));
        cp_jw_kstr(w, "at_best", cp_str_c(cp_upstream_way_name(l->way)));
        if (l->upstream != UINT32_MAX)
            cp_jw_ku64(w, "by", u->v[l->upstream].as);
        cp_carriers_up_sum_json(w, "wanted", &l->sum);
        example(w, c, cp_carriers_up_row(c, l));
        cp_jw_obj_end(w);
        cp_arena_back(c->scratch, mark);
    }
    cp_jw_arr_end(w);
}

void cp_carriers_up_json(cp_jw *w, const cp_carriers *c)
{
    const cp_upstream_answer *u = c->up ? c->up->ans : NULL;
    if (!u)
        return;
    cp_jw_key(w, "upstreams");
    cp_jw_obj(w);
    wanted(w, c);
    today(w, c);
    cp_jw_key(w, "rows");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < u->n + u->n_each; i++)
        upstream(w, c, &u->v[i]);
    cp_jw_arr_end(w);
    plan(w, u, "clean", &u->clean);
    plan(w, u, "through_none_named", &u->unnamed);
    left(w, c);
    cp_jw_ku64(w, "not_compared", u->n_not_compared);
    cp_jw_ku64(w, "routes_of_other_views", u->skipped);
    cp_jw_ku64(w, "routes_without_room", u->untold);
    cp_jw_obj_end(w);
}

static void csv_sums(cp_buf *out, const cp_upstream_sum *s)
{
    cp_buf_fmt(out, ",%.17g,%.17g,%llu", s->to, s->from, (unsigned long long)s->prefixes);
}

void cp_carriers_up_csv(const cp_carriers *c)
{
    const cp_upstream_answer *u = c->up->ans;
    cp_buf *out = c->j->out;
    cp_buf_add_c(out, "upstream,asn,sessions,one_session_of_several,used_today,in_part,routes");
    for (uint32_t i = 0; i < CP_UPSTREAM_WAYS; i++) {
        const char *name = cp_upstream_way_name(i);
        cp_buf_fmt(out, ",%s_to,%s_from,%s_prefixes", name, name, name);
    }
    cp_buf_add_c(out, "\n");
    for (uint32_t i = 0; i < u->n + u->n_each; i++) {
        const cp_upstream *x = &u->v[i];
        cp_arena_mark mark = cp_arena_here(c->scratch);
        cp_csv_cell(out, cp_carriers_up_text(c->scratch, x), true);
        cp_buf_fmt(out, ",%u,%u,%s,%s,%s,%llu", x->as, x->n_sessions, x->is_session ? "yes" : "no",
                   x->is_today ? "yes" : "no", x->is_cut ? "yes" : "no",
                   (unsigned long long)x->routes);
        for (uint32_t k = 0; k < CP_UPSTREAM_WAYS; k++)
            csv_sums(out, &x->ways[k]);
        cp_buf_char(out, '\n');
        cp_arena_back(c->scratch, mark);
    }
}
