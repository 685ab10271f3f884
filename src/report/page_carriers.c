/* SPDX-License-Identifier: Apache-2.0 */
/* page_carriers.c - see page.h: `carriers`, routes through networks of carriers that count, with
 * the map of the ASes around them laid out. */
#include "report/layers.h"
#include "report/page.h"
#include "report/render.h"

/* As results of assets are told: the holder of an AS that nobody knows is one that was not
 * judged. */
static uint32_t digit_of(cp_carrier_standing s)
{
    static const uint8_t digits[] = { [CP_CARRIER_EXCLUDED] = 0,
                                      [CP_CARRIER_RESTRICTED] = 1,
                                      [CP_CARRIER_UNDETERMINED] = 2,
                                      [CP_CARRIER_NOT_KNOWN] = 9,
                                      [CP_CARRIER_ALLOWED] = 4 };
    return digits[s];
}

static void time_key(cp_jw *w, const char *key, cp_time t)
{
    cp_jw_kstr_opt(w, key, t == CP_TIME_NONE ? CP_STR("") : cp_time_text(w->scratch, t));
}

/* Counts by standing, the worst first. */
static void standings(cp_jw *w, const char *key, const uint64_t *n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (int i = CP_CARRIER_STANDING_COUNT - 1; i >= 0; i--)
        cp_jw_u64(w, n[i]);
    cp_jw_arr_end(w);
}

static void place(cp_jw *w, uint32_t at)
{
    cp_jw_i64(w, at == CP_CARRIER_VIEW_NONE ? -1 : (int64_t)at);
}

static void kplace(cp_jw *w, const char *key, uint32_t at)
{
    cp_jw_key(w, key);
    place(w, at);
}

static void path(cp_jw *w, const char *key, const cp_carrier_path *p)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < p->n; i++)
        cp_jw_u64(w, p->v[i]);
    if (p->is_cut)
        cp_jw_i64(w, -1);
    cp_jw_arr_end(w);
}

/* ---- ASes */

static void ases(cp_jw *w, const cp_carrier_view *v)
{
    cp_buf digits = cp_buf_new(w->scratch);
    cp_jw_key(w, "ases");
    cp_jw_obj(w);
    cp_jw_key(w, "as");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_ases; i++)
        cp_jw_str(w, v->ases[i].as);
    cp_jw_arr_end(w);
    cp_jw_key(w, "name");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_ases; i++)
        cp_jw_str(w, v->ases[i].name);
    cp_jw_arr_end(w);
    for (uint32_t i = 0; i < v->n_ases; i++)
        cp_buf_char(&digits, (char)('0' + digit_of(v->ases[i].standing)));
    cp_jw_kstr(w, "standing", cp_buf_str(&digits));
    cp_jw_obj_end(w);
}

static void side(cp_jw *w, const char *key, const cp_carrier_side *s)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_key(w, "rows");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s->n; i++) {
        cp_jw_arr(w);
        place(w, s->v[i].as);
        cp_jw_u64(w, s->v[i].routes);
        cp_jw_arr_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "more", s->n_more);
    cp_jw_obj_end(w);
}

static void carriers(const cp_page *p, cp_jw *w, const cp_carrier_view *v)
{
    cp_jw_key(w, "carriers");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_carriers; i++) {
        const cp_carrier *x = &v->carriers[i];
        cp_jw_obj(w);
        cp_jw_ku64(w, "as", x->as);
        cp_jw_kstr_opt(w, "holder", x->holder);
        cp_jw_kstr_opt(w, "label", x->label);
        cp_jw_kstr_opt(w, "confidence", x->confidence);
        cp_jw_kstrs(w, "sources", x->sources, x->n_sources);
        cp_jw_key(w, "verdicts");
        cp_jw_arr(w);
        for (uint32_t k = 0; k < x->n_verdicts; k++)
            if (x->verdicts[k]->result != CP_VERDICT_NOT_ADDRESSED)
                cp_page_verdict(p->ans, x->verdicts[k], k, w);
        cp_jw_arr_end(w);
        cp_jw_ku64(w, "routes", x->routes);
        cp_jw_ku64(w, "prefixes", x->prefixes);
        cp_jw_kstr_opt(w, "since", x->since);
        side(w, "entered", &x->entered);
        side(w, "left", &x->left);
        path(w, "path", &x->path);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "carriers_all", v->n_carriers_all);
}

/* ---- prefixes, column by column */

typedef void row_cell(cp_jw *w, const cp_carrier_row *r);

static void prefix_cell(cp_jw *w, const cp_carrier_row *r) { cp_jw_str(w, r->prefix); }
static void asked_cell(cp_jw *w, const cp_carrier_row *r)
{
    cp_jw_u64(w, r->is_ours + 2u * r->is_to);
}
static void paths_cell(cp_jw *w, const cp_carrier_row *r)
{
    cp_jw_arr(w);
    for (int i = CP_CARRIER_STANDING_COUNT - 1; i >= 0; i--)
        cp_jw_u64(w, r->paths[i]);
    cp_jw_arr_end(w);
}
static void via_cell(cp_jw *w, const cp_carrier_row *r)
{
    cp_jw_arr(w);
    for (uint32_t i = 0; i < r->n_via; i++)
        cp_jw_u64(w, r->via[i]);
    if (r->has_more)
        cp_jw_i64(w, -1);
    cp_jw_arr_end(w);
}
static void origin_cell(cp_jw *w, const cp_carrier_row *r) { place(w, r->origin); }
static void since_cell(cp_jw *w, const cp_carrier_row *r) { cp_jw_str(w, r->since); }
static void rpki_cell(cp_jw *w, const cp_carrier_row *r) { cp_jw_str(w, r->rpki); }
static void path_cell(cp_jw *w, const cp_carrier_row *r)
{
    cp_jw_arr(w);
    for (uint32_t i = 0; i < r->path.n; i++)
        cp_jw_u64(w, r->path.v[i]);
    if (r->path.is_cut)
        cp_jw_i64(w, -1);
    cp_jw_arr_end(w);
}

static void rows(cp_jw *w, const cp_carrier_view *v)
{
    static const struct {
        const char *key;
        row_cell *cell;
    } columns[] = { { "prefix", prefix_cell }, { "asked", asked_cell },   { "paths", paths_cell },
                    { "via", via_cell },       { "origin", origin_cell }, { "since", since_cell },
                    { "rpki", rpki_cell },     { "path", path_cell } };
    cp_jw_key(w, "rows");
    cp_jw_obj(w);
    cp_jw_ku64(w, "n", v->n_rows);
    cp_jw_ku64(w, "all", v->n_rows_all);
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        cp_jw_key(w, columns[c].key);
        cp_jw_arr(w);
        for (uint32_t i = 0; i < v->n_rows; i++)
            columns[c].cell(w, &v->rows[i]);
        cp_jw_arr_end(w);
    }
    cp_jw_obj_end(w);
}

static void peers(cp_jw *w, const cp_carrier_view *v)
{
    cp_jw_key(w, "peers");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_peers; i++) {
        cp_jw_obj(w);
        cp_jw_kstr_opt(w, "address", v->peers[i].text);
        cp_jw_ku64(w, "as", v->peers[i].as);
        standings(w, "routes", v->peers[i].routes);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "peers_all", v->n_peers_all);
}

static void wanted(cp_jw *w, const char *key, const cp_carrier_wanteds *x)
{
    cp_jw_key(w, key);
    if (!x->n_all) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_ku64(w, "all", x->n_all);
    cp_jw_ku64(w, "touched", x->n_touched);
    cp_jw_ku64(w, "stuck", x->n_stuck);
    cp_jw_ku64(w, "unrouted", x->n_unrouted);
    cp_jw_key(w, "rows");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "asked", x->v[i].asked);
        cp_jw_kstr_opt(w, "covered_by", x->v[i].covered_by);
        cp_jw_ku64(w, "prefixes", x->v[i].prefixes);
        cp_jw_ku64(w, "stuck", x->v[i].n_stuck);
        standings(w, "paths", x->v[i].paths);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- the map */

/* Columns that have nodes, one after the other; carriers have one for each level. */
static uint32_t number_columns(const cp_carrier_view *v, uint32_t *column)
{
    enum { LEVELS = 8, PLACES = CP_CARRIER_COLUMNS + LEVELS };
    uint32_t n = 0, at[PLACES], used[PLACES] = { 0 };
    for (uint32_t i = 0; i < v->n_nodes; i++) {
        uint32_t c = v->nodes[i].column, level = v->nodes[i].level;
        column[i] = c <= CP_CARRIER_MIDDLE ? c + (level < LEVELS ? level : LEVELS) : c + LEVELS;
        used[column[i]] = 1;
    }
    for (uint32_t c = 0; c < PLACES; c++) {
        at[c] = n;
        n += used[c];
    }
    for (uint32_t i = 0; i < v->n_nodes; i++)
        column[i] = at[column[i]];
    return n;
}

static void lay_out(cp_arena *a, const cp_carrier_view *v, cp_layers *out)
{
    uint32_t *column = CP_NEW_ARRAY(a, uint32_t, v->n_nodes + (size_t)1);
    bool *is_last = CP_NEW_ARRAY(a, bool, v->n_nodes + (size_t)1);
    cp_layers_edge *edges = CP_NEW_ARRAY(a, cp_layers_edge, v->n_edges + (size_t)1);
    uint32_t n_columns = number_columns(v, column);
    for (uint32_t i = 0; i < v->n_nodes; i++)
        is_last[i] = v->nodes[i].as == CP_CARRIER_VIEW_NONE;
    for (uint32_t i = 0; i < v->n_edges; i++)
        edges[i] = (cp_layers_edge){ v->edges[i].from, v->edges[i].to };
    cp_layers_make(a,
                   &(cp_layers_in){ .n_nodes = v->n_nodes,
                                    .n_columns = n_columns,
                                    .n_edges = v->n_edges,
                                    .column = column,
                                    .is_last = is_last,
                                    .edges = edges },
                   out);
}

static void map(cp_jw *w, const cp_carrier_view *v)
{
    static const char *const columns[] = { [CP_CARRIER_PEER] = "peer",
                                           [CP_CARRIER_ENTERED] = "entered",
                                           [CP_CARRIER_MIDDLE] = "carrier",
                                           [CP_CARRIER_LEFT] = "left",
                                           [CP_CARRIER_ORIGIN] = "origin" };
    cp_layers l;
    cp_arena *a = cp_arena_new(0);
    lay_out(a, v, &l);
    cp_jw_key(w, "map");
    cp_jw_obj(w);
    cp_jw_ku64(w, "tallest", l.n_tallest);
    cp_jw_key(w, "nodes");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_nodes; i++) {
        const cp_carrier_node *x = &v->nodes[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "column", cp_str_c(columns[x->column]));
        kplace(w, "as", x->as);
        cp_jw_ku64(w, "stands_for", x->n);
        cp_jw_ku64(w, "n", x->routes);
        cp_jw_kbool(w, "peer", x->is_peer);
        cp_jw_kbool(w, "origin", x->is_origin);
        cp_jw_ku64(w, "x", l.x[i]);
        cp_jw_ku64(w, "y", l.y[i]);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_key(w, "edges");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_edges; i++) {
        cp_jw_arr(w);
        cp_jw_u64(w, v->edges[i].from);
        cp_jw_u64(w, v->edges[i].to);
        cp_jw_u64(w, v->edges[i].n);
        cp_jw_u64(w, v->edges[i].is_far);
        cp_jw_arr_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
    cp_arena_free(a);
}

/* ---- time */

static void when(cp_jw *w, const cp_carrier_view *v)
{
    cp_jw_key(w, "when");
    if (!v->place_days) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_kstr(w, "day", cp_date_text(w->scratch, cp_date_of_day(v->day)));
    cp_jw_ku64(w, "place_days", v->place_days);
    cp_jw_ku64(w, "untold", v->n_untold);
    cp_jw_key(w, "lines");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n_lines; i++) {
        cp_jw_obj(w);
        kplace(w, "as", v->lines[i].as);
        cp_jw_ku64(w, "all", v->lines[i].all);
        cp_jw_key(w, "n");
        cp_jw_arr(w);
        for (uint32_t k = 0; k < v->n_places; k++)
            cp_jw_u64(w, v->lines[i].n[k]);
        cp_jw_arr_end(w);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void alarms(cp_jw *w, const cp_carrier_alarms *x)
{
    cp_jw_key(w, "alarms");
    if (!x->is_told) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_ku64(w, "all", x->n_all);
    cp_jw_ku64(w, "open", x->n_open);
    cp_jw_ku64(w, "leaks", x->n_leaks);
    cp_jw_ku64(w, "invalid", x->n_invalid);
    cp_jw_ku64(w, "bad_lines", x->n_bad);
    cp_jw_ku64(w, "routers_went", x->n_went);
    time_key(w, "first_at", x->first_at);
    time_key(w, "last_at", x->last_at);
    cp_jw_key(w, "rows");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n; i++) {
        const cp_carrier_alarm *r = &x->v[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "prefix", r->prefix);
        cp_jw_ku64(w, "as", r->as);
        cp_jw_ku64(w, "standing", digit_of(r->standing));
        time_key(w, "began", r->began);
        time_key(w, "ended", r->ended);
        cp_jw_kstr_opt(w, "router", r->router);
        cp_jw_kstr_opt(w, "peer", r->peer);
        cp_jw_kstr_opt(w, "leak", r->leak);
        cp_jw_kstr_opt(w, "rpki", r->rpki);
        path(w, "path", &r->path);
        path(w, "before", &r->before);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- what could be */

static void hops(cp_jw *w, const char *key, const cp_carrier_hop *v, uint32_t n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        cp_jw_obj(w);
        cp_jw_ku64(w, "as", v[i].as);
        cp_jw_kstr_opt(w, "tie", v[i].tie);
        cp_jw_ku64(w, "ases", v[i].ases);
        cp_jw_ku64(w, "ases_clean", v[i].ases_clean);
        cp_jw_ku64(w, "prefixes", v[i].prefixes);
        cp_jw_ku64(w, "prefixes_clean", v[i].prefixes_clean);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void reach(cp_jw *w, const cp_carrier_reach *r)
{
    cp_jw_key(w, "reach");
    if (!r->is_there) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_kstr(w, "relations", r->relations);
    cp_jw_ku64(w, "our_as", r->our_as);
    cp_jw_ku64(w, "ases", r->ases);
    cp_jw_ku64(w, "ases_clean", r->ases_clean);
    cp_jw_ku64(w, "prefixes", r->prefixes);
    cp_jw_ku64(w, "prefixes_clean", r->prefixes_clean);
    hops(w, "neighbours", r->hops, r->n_hops);
    cp_jw_ku64(w, "neighbours_more", r->n_hops_more);
    hops(w, "unavoidable", r->needed, r->n_needed);
    cp_jw_ku64(w, "unavoidable_more", r->n_needed_more);
    cp_jw_obj_end(w);
}

/* ---- the whole */

static void policies(cp_jw *w, const cp_answer *ans, const cp_carrier_view *v)
{
    cp_jw_key(w, "policies");
    cp_jw_arr(w);
    for (uint32_t k = 0; k < v->n_policies && k < ans->n_policies; k++) {
        cp_jw_obj(w);
        cp_jw_ku64(w, "policy", k);
        cp_jw_kstr(w, "sentence", cp_carriers_policy_text(w->scratch, v, k));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

void cp_page_carriers(const cp_page *p, cp_jw *w)
{
    const cp_carrier_view *v = p->ans->carriers;
    cp_jw_key(w, "carriers");
    if (!v) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_kstrs(w, "notes", v->notes, v->n_notes);
    cp_jw_ku64(w, "files", v->n_files);
    time_key(w, "first_at", v->first_at);
    time_key(w, "last_at", v->last_at);
    standings(w, "routes", v->routes);
    cp_jw_ku64(w, "withdrawals", v->withdrawals);
    cp_jw_ku64(w, "only_by_as_set", v->in_sets);
    cp_jw_ku64(w, "prefixes", v->prefixes);
    cp_jw_ku64(w, "stuck", v->n_stuck);
    cp_jw_ku64(w, "some", v->n_some);
    cp_jw_ku64(w, "holders_known", v->n_known);
    policies(w, p->ans, v);
    ases(w, v);
    carriers(p, w, v);
    rows(w, v);
    peers(w, v);
    wanted(w, "ours", &v->ours);
    wanted(w, "to", &v->to);
    map(w, v);
    when(w, v);
    alarms(w, &v->alarms);
    reach(w, &v->reach);
    cp_jw_obj_end(w);
}
