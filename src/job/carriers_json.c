/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_json.c - `carriers` for programs: JSON (docs/formats/carriers.schema.json), a prefix a
 * line, and CSV. */
#include "codec/csv.h"
#include "job/carriers_more.h"
#include "job/carriers_up.h"
#include "report/parts.h"

static void paths(cp_jw *w, const uint64_t *n)
{
    for (int i = CP_AS_STANDING_COUNT - 1; i >= 0; i--)
        cp_jw_ku64(w, cp_as_standing_name((cp_as_standing)i), n[i]);
}

static void via(cp_jw *w, const cp_carriers *c, const char *key, uint32_t set, cp_as_standing least,
                cp_as_standing most)
{
    const cp_via *v = cp_exposure_via(c->x, set);
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n; i++) {
        cp_as_standing s = cp_as_table_of(c->who.table, v->asns[i]);
        if (s >= least && s <= most)
            cp_jw_u64(w, v->asns[i]);
    }
    cp_jw_arr_end(w);
}

static void path(cp_jw *w, const cp_carriers *c, uint32_t of)
{
    const cp_exposure_path *p = cp_exposure_path_of(c->x, of);
    cp_jw_key(w, "path");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < p->n; i++)
        cp_jw_u64(w, p->asns[i]);
    cp_jw_arr_end(w);
    if (p->is_cut)
        cp_jw_kbool(w, "path_is_cut", true);
}

static void row(cp_jw *w, const cp_carriers *c, const cp_exposure_row *r)
{
    uint64_t n[CP_AS_STANDING_COUNT];
    for (int i = 0; i < CP_AS_STANDING_COUNT; i++)
        n[i] = r->paths[i];
    cp_jw_obj(w);
    cp_jw_kstr(w, "prefix", cp_carriers_net_text(c->scratch, &r->net, r->bits));
    cp_jw_ku64(w, "paths", cp_exposure_paths(r));
    cp_jw_ku64(w, "excluded_paths", r->paths[CP_AS_EXCLUDED]);
    cp_jw_key(w, "by_standing");
    cp_jw_obj(w);
    paths(w, n);
    cp_jw_obj_end(w);
    via(w, c, "via", r->via, CP_AS_EXCLUDED, CP_AS_EXCLUDED);
    via(w, c, "via_open", r->via, CP_AS_UNDETERMINED, CP_AS_RESTRICTED);
    if (r->has_more)
        cp_jw_kbool(w, "via_has_more", true);
    cp_jw_kstr_opt(w, "since", cp_carriers_since_text(c->scratch, r->since_s));
    if (r->origin)
        cp_jw_ku64(w, "origin", r->origin);
    if (c->rov)
        cp_jw_kstr(w, "rpki", cp_carriers_rov_text(c, r));
    if (r->path)
        path(w, c, r->path);
    if (cp_carriers_has_weights(c)) {
        cp_upstream_sum s = cp_upstreams_of_net(c->up->x, &r->net, r->bits);
        cp_carriers_up_sum_json(w, "wanted", &s);
    }
    cp_jw_obj_end(w);
}

static void rows(cp_jw *w, const cp_carriers *c)
{
    uint32_t n;
    const cp_exposure_row *v = cp_exposure_rows(c->x, &n);
    cp_jw_key(w, "rows");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        cp_arena_mark mark = cp_arena_here(c->scratch);
        if (cp_carriers_is_shown(&v[i]) || c->j->opts.all)
            row(w, c, &v[i]);
        cp_arena_back(c->scratch, mark);
    }
    cp_jw_arr_end(w);
}

static void edges(cp_jw *w, const cp_carriers *c, const char *key, uint32_t asn, bool is_before)
{
    uint32_t n;
    const cp_exposure_edge *e = cp_exposure_edges_of(c->x, asn, is_before, &n);
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        cp_jw_obj(w);
        cp_jw_key(w, "asn");
        if (e[i].beside)
            cp_jw_u64(w, e[i].beside);
        else
            cp_jw_null(w);
        cp_jw_ku64(w, "routes", e[i].routes);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void verdicts(cp_jw *w, const cp_as_who *who)
{
    cp_jw_key(w, "verdicts");
    cp_jw_arr(w);
    for (uint32_t k = 0; k < who->asset.n_verdicts; k++) {
        const cp_verdict *v = who->asset.verdicts[k];
        cp_jw_obj(w);
        cp_jw_kstr(w, "policy", v->policy);
        cp_jw_kstr(w, "result", cp_str_c(cp_result_name(v->result)));
        cp_jw_kstr_opt(w, "clause", v->clause);
        cp_jw_kstr(w, "reason", v->reason);
        cp_jw_kstrs(w, "missing", v->missing, v->n_missing);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void holder(cp_jw *w, const cp_as_who *who)
{
    cp_jw_key(w, "holder");
    cp_jw_obj(w);
    cp_jw_kstr(w, "id", who->maker->id);
    cp_jw_kstr(w, "name", who->maker->name);
    cp_jw_kstr_opt(w, "label", who->told->label);
    cp_jw_kstr(w, "confidence", cp_str_c(cp_conf_name(who->told->conf)));
    cp_jw_kstrs(w, "sources", who->told->cites, who->told->n_cites);
    cp_jw_kstr_opt(w, "read", cp_date_text(w->scratch, who->told->read));
    cp_jw_kstr_opt(w, "since", cp_date_text(w->scratch, who->told->since));
    cp_jw_kstr_opt(w, "until", cp_date_text(w->scratch, who->told->until));
    cp_jw_kbool(w, "is_unsure", who->is_unsure);
    cp_jw_obj_end(w);
}

/* How much of what is wanted goes through it. */
static void weights(cp_jw *w, const cp_carriers *c, uint32_t asn)
{
    const cp_upstream_as none = { .asn = asn };
    const cp_upstream_as *as = c->up ? cp_carriers_up_as(c, asn) : NULL;
    if (!c->up)
        return;
    as = as ? as : &none;
    cp_jw_key(w, "wanted");
    cp_jw_obj(w);
    cp_carriers_up_sum_json(w, "by_one_upstream", &as->some);
    cp_carriers_up_sum_json(w, "by_every_upstream", &as->every);
    if (c->up->ans->has_today)
        cp_carriers_up_sum_json(w, "by_one_of_today", &as->today);
    cp_jw_obj_end(w);
}

static void carriers(cp_jw *w, const cp_carriers *c)
{
    uint32_t n;
    const cp_exposure_as *v = cp_exposure_ases(c->x, &n);
    cp_jw_key(w, "carriers");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        const cp_as_who *who = cp_as_who_of(&c->who, v[i].asn);
        cp_arena_mark mark = cp_arena_here(c->scratch);
        cp_jw_obj(w);
        cp_jw_ku64(w, "asn", v[i].asn);
        cp_jw_ku64(w, "routes", v[i].routes);
        cp_jw_ku64(w, "prefixes", v[i].prefixes);
        cp_jw_kstr_opt(w, "since", cp_carriers_since_text(c->scratch, v[i].since_s));
        if (who) {
            cp_jw_kstr(w, "result", cp_str_c(cp_as_standing_name(who->standing)));
            holder(w, who);
            verdicts(w, who);
        }
        edges(w, c, "entered_from", v[i].asn, true);
        edges(w, c, "left_to", v[i].asn, false);
        path(w, c, v[i].path);
        weights(w, c, v[i].asn);
        cp_jw_obj_end(w);
        cp_arena_back(c->scratch, mark);
    }
    cp_jw_arr_end(w);
}

static void peers(cp_jw *w, const cp_carriers *c)
{
    uint32_t n;
    const cp_exposure_peer *v = cp_exposure_peers(c->x, &n);
    cp_jw_key(w, "peers");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        cp_jw_obj(w);
        if (v[i].peer.addr.version)
            cp_jw_kstr(w, "address", cp_ip_text(c->scratch, v[i].peer.addr));
        cp_jw_ku64(w, "asn", v[i].peer.as);
        cp_jw_key(w, "routes");
        cp_jw_obj(w);
        paths(w, v[i].routes);
        cp_jw_obj_end(w);
        cp_jw_ku64(w, "withdrawals", v[i].withdrawals);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void wanted(cp_jw *w, const cp_carriers *c, const char *key, const cp_wanted_nets *nets)
{
    uint32_t n;
    const cp_exposure_row *all = cp_exposure_rows(c->x, &n);
    if (nets->v.n == 0)
        return;
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < nets->v.n; i++) {
        cp_wanted_row x = cp_wanted_row_of(c, &nets->v.v[i]);
        cp_arena_mark mark = cp_arena_here(c->scratch);
        cp_jw_obj(w);
        cp_jw_kstr(w, "asked", x.net->text);
        cp_jw_ku64(w, "line", x.net->line);
        if (nets->has_weights)
            cp_jw_knum(w, "weight", x.net->weight);
        cp_jw_ku64(w, "prefixes", x.n);
        if (x.is_covered)
            cp_jw_kstr(w, "covered_by",
                       cp_carriers_net_text(c->scratch, &all[x.first].net, all[x.first].bits));
        cp_jw_key(w, "paths");
        cp_jw_obj(w);
        paths(w, x.paths);
        cp_jw_obj_end(w);
        cp_jw_ku64(w, "prefixes_without_another_way", x.n_stuck);
        cp_jw_obj_end(w);
        cp_arena_back(c->scratch, mark);
    }
    cp_jw_arr_end(w);
}

static void reach(cp_jw *w, const cp_carriers *c)
{
    const cp_carriers_reach *r = &c->reach;
    if (!r->is_there)
        return;
    cp_jw_key(w, "reach");
    cp_jw_obj(w);
    cp_jw_kstr(w, "relations", c->relations->name);
    cp_jw_ku64(w, "our_as", c->our_as);
    cp_jw_ku64(w, "ases", r->n_reached);
    cp_jw_ku64(w, "ases_clean", r->n_clean);
    cp_jw_ku64(w, "prefixes", r->prefixes);
    cp_jw_ku64(w, "prefixes_clean", r->prefixes_clean);
    cp_jw_key(w, "neighbours");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < r->n_hops; i++) {
        cp_jw_obj(w);
        cp_jw_ku64(w, "asn", r->hops[i].asn);
        cp_jw_kstr(w, "tie", cp_str_c(r->hops[i].tie));
        cp_jw_kstr(w, "result", cp_str_c(cp_as_standing_name(r->hops[i].standing)));
        cp_jw_ku64(w, "ases", r->hops[i].n_reached);
        cp_jw_ku64(w, "ases_clean", r->hops[i].n_clean);
        cp_jw_ku64(w, "prefixes", r->hops[i].prefixes);
        cp_jw_ku64(w, "prefixes_clean", r->hops[i].prefixes_clean);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_key(w, "unavoidable");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < r->n_needed; i++) {
        cp_jw_obj(w);
        cp_jw_ku64(w, "asn", r->needed[i].asn);
        cp_jw_ku64(w, "ases", r->needed[i].n_ases);
        cp_jw_ku64(w, "prefixes", r->needed[i].prefixes);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static uint64_t n_of(const cp_carriers *c)
{
    uint32_t n;
    (void)cp_exposure_rows(c->x, &n);
    return n;
}

/* All but the rows of prefixes; the object stays open. */
static void head(cp_jw *w, const cp_carriers *c)
{
    const cp_exposure_sums *s = cp_exposure_total(c->x);
    cp_jw_obj(w);
    cp_jw_kstr(w, "schema", CP_STR("cleanpath/carriers/1"));
    cp_jw_kstr(w, "as_of", cp_date_text(c->scratch, c->ans->as_of));
    cp_jw_kstr(w, "version", c->ans->version);
    cp_jw_ku64(w, "routes", cp_carriers_routes(c));
    cp_jw_ku64(w, "prefixes", n_of(c));
    cp_jw_ku64(w, "excluded_routes", s->routes[CP_AS_EXCLUDED]);
    cp_jw_ku64(w, "withdrawals", s->withdrawals);
    cp_jw_key(w, "routes_by_standing");
    cp_jw_obj(w);
    paths(w, s->routes);
    cp_jw_obj_end(w);
    cp_jw_ku64(w, "only_by_as_set", s->in_sets);
    cp_json_coverage(w, c->ans);
    cp_json_policies(w, c->ans);
    wanted(w, c, "ours", &c->ours);
    wanted(w, c, "to", &c->to);
    reach(w, c);
    cp_carriers_up_json(w, c);
    carriers(w, c);
    peers(w, c);
}

static void document(const cp_carriers *c)
{
    cp_jw w = cp_jw_new(c->j->out);
    w.pretty = true;
    head(&w, c);
    rows(&w, c);
    cp_jw_obj_end(&w);
    cp_buf_char(c->j->out, '\n');
}

/* The head, and a prefix a line. */
static void lines(const cp_carriers *c)
{
    uint32_t n;
    const cp_exposure_row *v = cp_exposure_rows(c->x, &n);
    cp_jw w = cp_jw_new(c->j->out);
    head(&w, c);
    cp_jw_obj_end(&w);
    cp_buf_char(c->j->out, '\n');
    for (uint32_t i = 0; i < n; i++) {
        if (!cp_carriers_is_shown(&v[i]) && !c->j->opts.all)
            continue;
        w = cp_jw_new(c->j->out);
        row(&w, c, &v[i]);
        cp_buf_char(c->j->out, '\n');
    }
}

void cp_carriers_json(const cp_carriers *c, bool is_ndjson)
{
    if (is_ndjson)
        lines(c);
    else
        document(c);
}

void cp_carriers_csv(const cp_carriers *c)
{
    uint32_t n;
    const cp_exposure_row *v = cp_exposure_rows(c->x, &n);
    cp_arena *a = cp_arena_new(0);
    cp_buf *out = c->j->out;
    cp_buf_add_c(out, "prefix,paths,excluded,restricted,undetermined,not_known,allowed,via,since,"
                      "origin\n");
    for (uint32_t i = 0; i < n; i++) {
        cp_arena_mark mark = cp_arena_here(a);
        if (!cp_carriers_is_shown(&v[i]) && !c->j->opts.all)
            continue;
        cp_csv_cell(out, cp_carriers_net_text(a, &v[i].net, v[i].bits), true);
        cp_buf_fmt(out, ",%u", cp_exposure_paths(&v[i]));
        for (int k = CP_AS_STANDING_COUNT - 1; k >= 0; k--)
            cp_buf_fmt(out, ",%u", v[i].paths[k]);
        cp_csv_cell(out, cp_carriers_via_text(a, c, v[i].via, "; "), false);
        cp_csv_cell(out, cp_carriers_since_text(a, v[i].since_s), false);
        cp_csv_cell(out, v[i].origin ? cp_str_fmt(a, "%u", v[i].origin) : CP_STR(""), false);
        cp_buf_char(out, '\n');
        cp_arena_back(a, mark);
    }
    cp_arena_free(a);
}
