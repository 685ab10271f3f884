/* SPDX-License-Identifier: Apache-2.0 */
/* page_net.c - see page.h: the network as it is drawn, paths as strips, days to come, waivers. */
#include "report/layout.h"
#include "report/page.h"

static void null(cp_jw *w, const char *key)
{
    cp_jw_key(w, key);
    cp_jw_null(w);
}

static int64_t place_of(const cp_page *p, uint32_t asset)
{
    return asset == CP_CHART_NONE ? -1 : (int64_t)p->place[asset];
}

static int64_t or_none(uint32_t x) { return x == CP_CHART_NONE ? -1 : (int64_t)x; }

/* ---- the network */

static void lay_out(cp_arena *a, const cp_chart *c, cp_layout *out)
{
    uint32_t *group = CP_NEW_RAW(a, uint32_t, c->n_nodes);
    bool *joins = CP_NEW_RAW(a, bool, c->n_nodes);
    cp_layout_link *links = CP_NEW_RAW(a, cp_layout_link, c->n_links);
    for (uint32_t i = 0; i < c->n_nodes; i++) {
        group[i] = c->nodes[i].site;
        joins[i] = c->nodes[i].asset == CP_CHART_NONE;
    }
    for (uint32_t i = 0; i < c->n_links; i++)
        links[i] = (cp_layout_link){ c->links[i].a, c->links[i].b };
    cp_layout_make(a,
                   &(cp_layout_in){ .n_nodes = c->n_nodes,
                                    .n_groups = c->n_sites,
                                    .n_links = c->n_links,
                                    .group = group,
                                    .joins = joins,
                                    .links = links },
                   out);
}

static void nodes(const cp_page *p, const cp_chart *c, cp_jw *w)
{
    cp_jw_ku64(w, "n", c->n_nodes);
    cp_jw_key(w, "asset");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_nodes; i++)
        cp_jw_i64(w, place_of(p, c->nodes[i].asset));
    cp_jw_arr_end(w);
    cp_jw_key(w, "name");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_nodes; i++)
        if (c->nodes[i].asset == CP_CHART_NONE)
            cp_jw_str(w, c->nodes[i].name);
        else
            cp_jw_null(w);
    cp_jw_arr_end(w);
}

static void numbers(cp_jw *w, const char *key, const uint32_t *v, uint32_t n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        cp_jw_u64(w, v[i]);
    cp_jw_arr_end(w);
}

/* From the centre of the site: sites of a size have the same, which packs well. */
static void offsets(cp_jw *w, const char *key, const int32_t *v, uint32_t n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        cp_jw_i64(w, v[i]);
    cp_jw_arr_end(w);
}

static void links(cp_arena *a, const cp_chart *c, cp_jw *w)
{
    uint32_t *v = CP_NEW_RAW(a, uint32_t, c->n_links);
    char *one_sided = CP_NEW_RAW(a, char, c->n_links);
    for (uint32_t i = 0; i < c->n_links; i++)
        v[i] = c->links[i].a;
    numbers(w, "a", v, c->n_links);
    for (uint32_t i = 0; i < c->n_links; i++)
        v[i] = c->links[i].b;
    numbers(w, "b", v, c->n_links);
    for (uint32_t i = 0; i < c->n_links; i++) {
        v[i] = c->links[i].n;
        one_sided[i] = c->links[i].one_sided ? '1' : '0';
    }
    numbers(w, "w", v, c->n_links);
    cp_jw_kstr(w, "one_sided", (cp_str){ one_sided, c->n_links });
}

/* Of clusters that were found from the links nobody told a name. */
static void sites(cp_page *p, cp_arena *a, const cp_chart *c, const cp_layout *l, cp_jw *w)
{
    static const struct {
        const char *key;
        size_t at;
    } columns[] = { { "x", offsetof(cp_layout_circle, x) },
                    { "y", offsetof(cp_layout_circle, y) },
                    { "r", offsetof(cp_layout_circle, r) },
                    { "nodes", offsetof(cp_layout_circle, n) } };
    uint32_t *v = CP_NEW_RAW(a, uint32_t, l->n_groups);
    cp_jw_key(w, "sites");
    cp_jw_obj(w);
    cp_jw_ku64(w, "n", l->n_groups);
    cp_jw_key(w, "name");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < l->n_groups; i++)
        cp_page_text(p, i < c->n_sites ? c->sites[i] : CP_STR(""), w);
    cp_jw_arr_end(w);
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        for (uint32_t i = 0; i < l->n_groups; i++)
            memcpy(&v[i], (const char *)&l->circles[i] + columns[k].at, sizeof *v);
        numbers(w, columns[k].key, v, l->n_groups);
    }
    cp_jw_obj_end(w);
}

void cp_page_net(cp_page *p, cp_jw *w)
{
    const cp_chart *c = p->ans->chart;
    cp_layout l;
    if (!c || !c->has_net) {
        null(w, "net");
        return;
    }
    cp_arena *a = cp_arena_new(0);
    lay_out(a, c, &l);
    cp_jw_key(w, "net");
    cp_jw_obj(w);
    nodes(p, c, w);
    numbers(w, "site", l.group, c->n_nodes);
    offsets(w, "x", l.x, c->n_nodes);
    offsets(w, "y", l.y, c->n_nodes);
    links(a, c, w);
    sites(p, a, c, &l, w);
    cp_jw_ku64(w, "left_out", c->n_links_left_out);
    cp_jw_kstrs(w, "notes", c->net_notes, c->n_net_notes);
    cp_jw_obj_end(w);
    cp_arena_free(a);
}

/* ---- paths */

static void digit(cp_jw *w, cp_chart_state s)
{
    static const uint8_t digits[] = {
        [CP_CHART_CLEAN] = 4, [CP_CHART_EXCLUDED] = 0, [CP_CHART_UNKNOWN] = 2
    };
    cp_jw_ku64(w, "result", digits[s]);
}

static void place(cp_jw *w, const char *key, uint32_t x)
{
    cp_jw_key(w, key);
    cp_jw_i64(w, or_none(x));
}

static void mentions(cp_jw *w, const char *key, cp_chart_mentions v)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_key(w, "things");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v.n; i++)
        cp_jw_u64(w, v.v[i].thing);
    cp_jw_arr_end(w);
    cp_jw_key(w, "alternatives");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v.n; i++)
        cp_jw_str(w, v.v[i].alternative);
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "more", v.n_more);
    cp_jw_obj_end(w);
}

static void named(cp_jw *w, const cp_chart_hop *h)
{
    place(w, "node", h->node);
    cp_jw_kstr(w, "name", h->name);
    digit(w, h->state);
}

static void step(cp_jw *w, const cp_chart_hop *h, bool is_last)
{
    named(w, h);
    place(w, "thing", h->thing);
    mentions(w, "needs", h->needs);
    cp_jw_kbool(w, "breaks", h->breaks);
    cp_jw_kbool(w, "on_every", h->is_on_every);
    cp_jw_key(w, "link");
    if (is_last) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    digit(w, h->link);
    mentions(w, "rides", h->rides);
    cp_jw_kbool(w, "breaks", h->link_breaks);
    cp_jw_obj_end(w);
}

static void hops(cp_jw *w, const char *key, const cp_chart_hop *v, uint32_t n, bool are_steps)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++) {
        cp_jw_obj(w);
        if (are_steps)
            step(w, &v[i], i + 1 == n);
        else
            named(w, &v[i]);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void things(const cp_page *p, const cp_chart *c, cp_jw *w)
{
    cp_jw_key(w, "things");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_things; i++) {
        const cp_chart_thing *t = &c->things[i];
        bool is_clean = t->state == CP_CHART_CLEAN, is_by_itself = t->because == CP_CHART_NONE;
        cp_jw_obj(w);
        cp_jw_kstr(w, "name", t->name);
        cp_jw_key(w, "asset");
        cp_jw_i64(w, place_of(p, t->asset));
        digit(w, t->state);
        cp_jw_kstr_opt(w, "by",
                       is_clean       ? CP_STR("")
                       : is_by_itself ? CP_STR("itself")
                       : t->rides     ? CP_STR("carriage")
                                      : CP_STR("need"));
        cp_jw_kstr_opt(w, "why", t->why);
        place(w, "because", t->because);
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
}

static void answer(cp_jw *w, const char *key, cp_str x)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_kstr(w, "answer", x);
    cp_jw_obj_end(w);
}

static void breaks(cp_jw *w, const cp_chart_path *x)
{
    cp_jw_key(w, "breaks");
    if (x->breaks.n == 0) {
        cp_jw_null(w);
        return;
    }
    cp_jw_obj(w);
    cp_jw_kstr(w, "text", x->breaks);
    cp_jw_key(w, "nodes");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < x->n_breaking; i++)
        if (x->breaking[i].node != CP_CHART_NONE)
            cp_jw_u64(w, x->breaking[i].node);
    cp_jw_arr_end(w);
    cp_jw_ku64(w, "n", x->n_cut);
    cp_jw_kstr(w, "of", x->breaks_links ? CP_STR("links") : CP_STR("devices"));
    cp_jw_obj_end(w);
}

static void number_or_null(cp_jw *w, const char *key, int64_t n)
{
    cp_jw_key(w, key);
    if (n < 0)
        cp_jw_null(w);
    else
        cp_jw_i64(w, n);
}

static void path(cp_jw *w, const cp_chart_path *x)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "from", x->from);
    cp_jw_kstr(w, "to", x->to);
    cp_jw_ku64(w, "policy", x->policy);
    cp_jw_kstr(w, "level", CP_STR("l0"));
    cp_jw_key(w, "bps");
    x->bps > 0 ? cp_jw_num(w, x->bps) : cp_jw_null(w);
    answer(w, "some", x->some);
    answer(w, "every", x->every);
    hops(w, "hops", x->hops, x->n_hops, true);
    hops(w, "dirty", x->dirty, x->n_dirty, true);
    breaks(w, x);
    cp_jw_key(w, "survives");
    if (x->has_survives) {
        cp_jw_obj(w);
        number_or_null(w, "at_least", x->at_least);
        number_or_null(w, "at_most", x->at_most);
        cp_jw_kstr(w, "of", x->survives_links ? CP_STR("links") : CP_STR("devices"));
        cp_jw_obj_end(w);
    } else {
        cp_jw_null(w);
    }
    hops(w, "unavoidable", x->unavoidable, x->n_unavoidable, false);
    cp_jw_ku64(w, "unavoidable_more", x->n_unavoidable_more);
    cp_jw_kstr(w, "why", x->why);
    cp_jw_obj_end(w);
}

void cp_page_paths(const cp_page *p, cp_jw *w)
{
    const cp_chart *c = p->ans->chart;
    if (!c || !c->has_paths) {
        null(w, "paths");
        return;
    }
    cp_jw_key(w, "paths");
    cp_jw_obj(w);
    cp_jw_kstr(w, "asked", c->paths_asked);
    cp_jw_ku64(w, "left_out", c->n_paths_left_out);
    cp_jw_kstr(w, "scope", c->scope);
    cp_jw_kstrs(w, "notes", c->path_notes, c->n_path_notes);
    things(p, c, w);
    cp_jw_key(w, "rows");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_paths; i++)
        path(w, &c->paths[i]);
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

/* ---- days and waivers */

static void deadline(cp_jw *w, const cp_chart_deadline *d)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "date", cp_date_text(w->scratch, d->date));
    cp_jw_ku64(w, "policy", d->policy);
    cp_jw_kstr_opt(w, "clause", d->clause);
    cp_jw_kstr(w, "text", d->text);
    cp_jw_ku64(w, "assets", d->n_assets);
    cp_jw_kbool(w, "past", d->is_past);
    cp_jw_obj_end(w);
}

static void waiver(const cp_page *p, cp_jw *w, const cp_chart_waiver *x)
{
    static const char *const states[] = {
        [CP_WAIVER_USED] = "used", [CP_WAIVER_UNUSED] = "unused", [CP_WAIVER_EXPIRED] = "expired"
    };
    const cp_waiver *v = x->waiver;
    cp_str rule = cp_waiver_rule(w->scratch, v);
    cp_jw_obj(w);
    cp_jw_key(w, "asset");
    cp_jw_i64(w, place_of(p, x->asset));
    cp_jw_key(w, "policy");
    cp_jw_i64(w, or_none(x->policy));
    cp_jw_kstr(w, "of", v->asset.n ? v->asset : CP_STR("any asset"));
    cp_jw_kstr_opt(w, "rule", rule);
    cp_jw_ku64(w, "findings", x->n_findings);
    cp_jw_kstr(w, "reason", v->reason);
    cp_jw_kstr(w, "approver", v->approver);
    cp_jw_kstr_opt(w, "expires", cp_date_text(w->scratch, v->expires));
    cp_jw_kstr(w, "where",
               cp_str_fmt(w->scratch, "%.*s:%llu", CP_FMT(v->file), (unsigned long long)v->line));
    cp_jw_kstr(w, "state", cp_str_c(states[x->state]));
    cp_jw_obj_end(w);
}

void cp_page_days(const cp_page *p, cp_jw *w)
{
    const cp_chart *c = p->ans->chart;
    cp_jw_key(w, "deadlines");
    cp_jw_arr(w);
    for (uint32_t i = 0; c && i < c->n_deadlines; i++)
        deadline(w, &c->deadlines[i]);
    cp_jw_arr_end(w);
    cp_jw_key(w, "waivers");
    cp_jw_arr(w);
    for (uint32_t i = 0; c && i < c->n_waivers; i++)
        waiver(p, w, &c->waivers[i]);
    cp_jw_arr_end(w);
}
