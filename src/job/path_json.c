/* SPDX-License-Identifier: Apache-2.0 */
/* path_json.c - `path` for programs (docs/formats/path.schema.json): the answer of the policy that
 * decides at the top, and those of all policies in `answers`. */
#include "job/path_l3.h"
#include "job/path_say.h"
#include "report/parts.h"

typedef struct writing {
    const cp_path_found *x;
    const cp_path_finding *f;
    cp_jw *w;
    bool is_top; /* not one of `answers` */
} writing;

void cp_path_json_texts(cp_jw *w, const char *key, const cp_texts *v)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < v->n; i++)
        cp_jw_str(w, v->v[i]);
    cp_jw_arr_end(w);
}

void cp_path_json_network(cp_jw *w, const cp_path_model *m)
{
    const cp_links *l = &m->links;
    uint32_t n_things = 0;
    for (uint32_t i = 0; i < m->things.n; i++)
        n_things += m->things.v[i].is_in && m->things.v[i].kind <= CP_THING_SWITCH;
    cp_jw_key(w, "network");
    cp_jw_obj(w);
    cp_jw_kbool(w, "complete", m->gaps.n + m->need_gaps.n == 0);
    cp_path_json_texts(w, "gaps", &m->gaps);
    cp_path_json_texts(w, "need_gaps", &m->need_gaps);
    cp_path_json_texts(w, "notes", &m->notes);
    cp_jw_ku64(w, "devices", n_things);
    cp_jw_ku64(w, "links", m->n_links_in);
    cp_jw_ku64(w, "with_metric", m->n_with_metric);
    cp_jw_ku64(w, "needs", m->needs.n);
    cp_jw_ku64(w, "not_inventoried", l->n_strangers);
    cp_jw_ku64(w, "inferred_switches", l->n_switches);
    cp_jw_ku64(w, "one_sided", l->n_one_sided);
    cp_jw_ku64(w, "contradicting", l->n_contradicting);
    cp_jw_ku64(w, "loops", l->n_loops);
    cp_jw_ku64(w, "half_told", l->n_half);
    cp_jw_ku64(w, "repeated", l->n_repeated);
    cp_jw_obj_end(w);
}

static void answer(cp_jw *w, const char *key, cp_path_answer x)
{
    cp_jw_kstr(w, key, cp_str_c(cp_path_answer_name(x)));
}

/* ---- things and links */

static void thing_keys(const writing *k, uint32_t item)
{
    const cp_path_model *m = k->x->m;
    uint32_t thing = k->f->pn->thing_of[item], n;
    cp_path_label l = cp_path_item_label(k->f, item);
    cp_unknown u = l == CP_LABEL_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
    cp_jw_kstr(k->w, "asset", m->things.v[thing].id);
    cp_jw_kstr(k->w, "name", m->things.v[thing].name);
    cp_jw_kstr_opt(k->w, "maker", cp_path_maker(m, thing));
    cp_jw_kstr(k->w, "label", cp_str_c(cp_path_label_name(l)));
    cp_jw_key(k->w, "needs");
    cp_jw_arr(k->w);
    const uint32_t *why = cp_path_why(m->j->a, k->f, u, item, &n);
    for (uint32_t i = 1; i < n; i++)
        cp_jw_str(k->w, m->things.v[k->f->pn->thing_of[why[i]]].id);
    cp_jw_arr_end(k->w);
    cp_jw_kstr_opt(k->w, "why", cp_path_reason(k->x, k->f, item));
}

static void thing(const writing *k, uint32_t item)
{
    cp_jw_obj(k->w);
    thing_keys(k, item);
    cp_jw_obj_end(k->w);
}

static void things(const writing *k, const char *key, const uint32_t *v, uint32_t n)
{
    cp_jw_key(k->w, key);
    cp_jw_arr(k->w);
    for (uint32_t i = 0; i < n; i++)
        thing(k, v[i]);
    cp_jw_arr_end(k->w);
}

/* What a link rides on, one by one. */
static void carriage(const writing *k, uint32_t link)
{
    cp_path_mentions v = cp_path_rides_of(k->x->m, k->f, link);
    cp_jw_key(k->w, "carriage");
    cp_jw_arr(k->w);
    for (uint32_t i = 0; i < v.n; i++) {
        cp_jw_obj(k->w);
        thing_keys(k, v.v[i].item);
        cp_jw_kstr_opt(k->w, "alternative", v.v[i].alternative);
        cp_jw_obj_end(k->w);
    }
    cp_jw_arr_end(k->w);
    cp_jw_ku64(k->w, "carriage_more", v.n_more);
}

/* As it is left from an item. */
static void link_keys(const writing *k, uint32_t link, uint32_t from)
{
    const cp_path_net *pn = k->f->pn;
    const cp_net_link *n = &pn->net.links[link];
    const cp_real_link *l = &k->x->m->links.links[pn->link_of[link]];
    bool is_turned = pn->item_of[l->a] != from;
    cp_jw_kstr_opt(k->w, "port", is_turned ? l->b_port : l->a_port);
    cp_jw_kstr_opt(k->w, "far_port", is_turned ? l->a_port : l->b_port);
    cp_jw_kstr_opt(k->w, "layer", l->layer);
    cp_jw_ku64(k->w, "metric", n->a == from ? n->metric : n->metric_back);
    cp_jw_kstr(k->w, "label", cp_str_c(cp_path_label_name(cp_path_link_label(k->f, link))));
    cp_jw_key(k->w, "rides_on");
    if (n->rides == CP_NO_ITEM)
        cp_jw_null(k->w);
    else
        thing(k, n->rides);
    carriage(k, link);
    cp_jw_knum(k->w, "confidence", l->confidence);
    cp_jw_kstr(k->w, "reason", cp_link_reason(k->x->m->j->a, l));
}

static void trail(const writing *k, const char *key, const cp_trail *t)
{
    uint32_t item = t->from;
    cp_jw_key(k->w, key);
    cp_jw_arr(k->w);
    for (uint32_t i = 0; i <= t->n_links; i++) {
        cp_jw_obj(k->w);
        thing_keys(k, item);
        cp_jw_key(k->w, "link");
        if (i == t->n_links) {
            cp_jw_null(k->w);
        } else {
            cp_jw_obj(k->w);
            link_keys(k, t->links[i], item);
            cp_jw_obj_end(k->w);
            item = cp_path_next(&k->f->pn->net, item, t->links[i]);
        }
        cp_jw_obj_end(k->w);
    }
    cp_jw_arr_end(k->w);
}

static void no(cp_jw *w, const char *key)
{
    cp_jw_key(w, key);
    cp_jw_null(w);
}

/* ---- answers */

/* "because": why it is not what the model alone would say. */
static void told(const writing *k, cp_path_answer in_model, cp_path_answer is)
{
    cp_str blocked = cp_path_blocked(k->x, in_model, is);
    answer(k->w, "answer", is);
    answer(k->w, "in_model", in_model);
    cp_jw_kstr_opt(k->w, "because", cp_str_from(blocked, blocked.n ? 2 : 0));
}

static void some(const writing *k)
{
    const cp_l0_some *s = &k->f->some;
    bool clean = s->answer == CP_PATH_CLEAN, open = s->answer == CP_PATH_UNDETERMINED;
    cp_unknown u = open ? CP_UNKNOWN_EXCLUDED : CP_UNKNOWN_CLEAN;
    cp_path_border b = { NULL, 0 };
    cp_jw_key(k->w, "some");
    cp_jw_obj(k->w);
    told(k, s->answer, k->f->some_answer);
    if (clean || open)
        trail(k, "path", &s->path[clean ? CP_UNKNOWN_EXCLUDED : CP_UNKNOWN_CLEAN]);
    else
        no(k->w, "path");
    if (open || s->answer == CP_PATH_EXCLUDED)
        b = cp_path_border_of(k->x->m->j->a, k->f, u);
    things(k, "why_not", b.items, b.n);
    cp_jw_obj_end(k->w);
}

static void every(const writing *k)
{
    const cp_l0_every *e = &k->f->every;
    cp_unknown u = e->answer == CP_PATH_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
    bool has_witness = e->answer == CP_PATH_EXCLUDED || e->answer == CP_PATH_UNDETERMINED;
    cp_jw_key(k->w, "every");
    cp_jw_obj(k->w);
    told(k, e->answer, k->f->every_answer);
    if (has_witness && e->witness[u] != CP_NO_ITEM) {
        cp_jw_key(k->w, "witness");
        thing(k, e->witness[u]);
    } else if (has_witness) {
        cp_jw_key(k->w, "witness");
        thing(k, k->f->pn->net.links[e->witness_link[u]].rides);
    } else {
        no(k->w, "witness");
    }
    if (has_witness)
        trail(k, "path", &e->through[u]);
    else
        no(k->w, "path");
    cp_jw_obj_end(k->w);
}

static void number_or_null(cp_jw *w, const char *key, bool is_known, uint64_t n)
{
    if (is_known)
        cp_jw_ku64(w, key, n);
    else
        no(w, key);
}

static void cut(const writing *k, cp_unknown u)
{
    const cp_l0_survives *s = &k->f->survives;
    if (!s->is_links) {
        things(k, "cut", s->cut[u], s->n[u]);
        return;
    }
    cp_jw_key(k->w, "cut");
    cp_jw_arr(k->w);
    for (uint32_t i = 0; i < s->n[u]; i++) {
        cp_jw_obj(k->w);
        link_keys(k, s->cut[u][i], k->f->from);
        cp_jw_obj_end(k->w);
    }
    cp_jw_arr_end(k->w);
}

/* Of neighbours the links are counted, and `survives` is null. */
static void survives(const writing *k)
{
    const cp_l0_survives *s = &k->f->survives;
    bool is_there = k->f->some.answer != CP_PATH_NONE && k->f->from != k->f->to;
    uint32_t low, high;
    cp_path_disjoint(k->x, k->f, &low, &high);
    if (k->x->r->survive)
        answer(k->w, "survives_answer", k->f->survives_answer);
    if (!is_there || s->is_links)
        no(k->w, "survives");
    if (!is_there || !s->is_links)
        no(k->w, "survives_links");
    if (!is_there)
        return;
    cp_jw_key(k->w, s->is_links ? "survives_links" : "survives");
    cp_jw_obj(k->w);
    number_or_null(k->w, "at_least", low > 0, low - 1);
    number_or_null(k->w, "at_most", high > 0 && high != CP_NO_ITEM, high - 1);
    cut(k, CP_UNKNOWN_CLEAN);
    cp_jw_obj_end(k->w);
}

static void share(cp_jw *w, const char *key, cp_share s)
{
    cp_jw_key(w, key);
    cp_jw_obj(w);
    cp_jw_kbool(w, "exact", s.den != 0);
    number_or_null(w, "num", s.den != 0, s.num);
    number_or_null(w, "den", s.den != 0, s.den);
    cp_jw_kdouble(w, "low", s.den ? (double)s.num / (double)s.den : s.low);
    cp_jw_kdouble(w, "high", s.den ? (double)s.num / (double)s.den : s.high);
    cp_jw_obj_end(w);
}

static void route_link(const writing *k, uint32_t link, uint32_t from, double share)
{
    const cp_path_model *m = k->x->m;
    uint32_t to = cp_path_next(&k->f->pn->net, from, link);
    cp_jw_obj(k->w);
    cp_jw_kstr(k->w, "from", m->things.v[k->f->pn->thing_of[from]].id);
    cp_jw_kstr(k->w, "from_name", cp_path_item_name(k->f, m, from));
    cp_jw_kstr(k->w, "to", m->things.v[k->f->pn->thing_of[to]].id);
    cp_jw_kstr(k->w, "to_name", cp_path_item_name(k->f, m, to));
    cp_jw_kdouble(k->w, "share", share);
    cp_jw_key(k->w, "link");
    cp_jw_obj(k->w);
    link_keys(k, link, from);
    cp_jw_obj_end(k->w);
    cp_jw_obj_end(k->w);
}

/* Every link that some route takes, and the share of the traffic that it gets. They are the same
 * for all policies but where these show another pair, so they stand in one place only. */
static void route_links(const writing *k)
{
    const cp_net *n = &k->f->pn->net;
    cp_arena *a = cp_arena_new(0);
    double *loads = CP_NEW_ARRAY(a, double, (size_t)n->n_links * 2);
    cp_demand all = { k->f->from, k->f->to, 1 };
    cp_routes_loads(cp_routes_new(a, n), a, &all, 1, loads);
    cp_jw_key(k->w, "links");
    cp_jw_arr(k->w);
    for (uint32_t i = 0; i < n->n_links; i++) {
        if (loads[2 * (size_t)i] > 0)
            route_link(k, i, n->links[i].a, loads[2 * (size_t)i]);
        if (loads[2 * (size_t)i + 1] > 0)
            route_link(k, i, n->links[i].b, loads[2 * (size_t)i + 1]);
    }
    cp_jw_arr_end(k->w);
    cp_arena_free(a);
}

static void routes(const writing *k)
{
    const cp_routes_answer *r = &k->f->routes;
    cp_jw_key(k->w, "routes");
    cp_jw_obj(k->w);
    if (k->f->routes_answer == CP_PATH_NOT_MODELLED) {
        answer(k->w, "answer", CP_PATH_NOT_MODELLED);
        cp_jw_kstr(k->w, "because", k->x->m->no_routes);
        cp_jw_obj_end(k->w);
        return;
    }
    told(k, r->every, k->f->routes_answer);
    if (r->by_areas)
        cp_jw_kbool(k->w, "by_areas", true);
    if (r->every != CP_PATH_NONE) {
        cp_unknown u = r->every == CP_PATH_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
        bool is_dirty = r->dirty_route[u].from != CP_NO_ITEM;
        answer(k->w, "some", r->some);
        cp_jw_ku64(k->w, "metric", r->metric);
        share(k->w, "excluded", r->excluded[CP_UNKNOWN_CLEAN]);
        share(k->w, "excluded_or_unknown", r->excluded[CP_UNKNOWN_EXCLUDED]);
        trail(k, "path", is_dirty ? &r->dirty_route[u] : &r->some_route[CP_UNKNOWN_EXCLUDED]);
        if (k->is_top)
            route_links(k);
    }
    cp_jw_obj_end(k->w);
}

static void elements(const writing *k, const char *key, const cp_element *v, uint32_t n)
{
    static const char *const kinds[] = { "device", "link", "risk" };
    cp_jw_key(k->w, key);
    cp_jw_arr(k->w);
    for (uint32_t i = 0; i < n; i++) {
        const cp_thing *t = k->x->m->things.v;
        cp_str asset =
            v[i].kind == CP_ELEMENT_DEVICE ? t[k->f->pn->thing_of[v[i].at]].id : CP_STR("");
        cp_jw_obj(k->w);
        cp_jw_kstr(k->w, "kind", cp_str_c(kinds[v[i].kind]));
        cp_jw_kstr(k->w, "name", cp_path_element_name(k->x, k->f, v[i]));
        cp_jw_kstr_opt(k->w, "asset", asset);
        if (v[i].kind == CP_ELEMENT_LINK) { /* there may be others of the same two */
            cp_jw_key(k->w, "link");
            cp_jw_obj(k->w);
            link_keys(k, v[i].at, k->f->pn->net.links[v[i].at].a);
            cp_jw_obj_end(k->w);
        }
        cp_jw_obj_end(k->w);
    }
    cp_jw_arr_end(k->w);
}

static void failures(const writing *k)
{
    const cp_fail_answer *y = &k->f->failures;
    cp_jw_key(k->w, "failures");
    cp_jw_obj(k->w);
    if (k->f->failures_answer == CP_PATH_NOT_MODELLED) {
        answer(k->w, "answer", CP_PATH_NOT_MODELLED);
        cp_jw_kstr(k->w, "because", k->x->m->no_routes);
        cp_jw_obj_end(k->w);
        return;
    }
    cp_unknown u = y->every == CP_PATH_EXCLUDED ? CP_UNKNOWN_CLEAN : CP_UNKNOWN_EXCLUDED;
    bool is_hit = y->every == CP_PATH_EXCLUDED || y->every == CP_PATH_UNDETERMINED;
    told(k, y->every, k->f->failures_answer);
    cp_jw_ku64(k->w, "failures", k->x->r->fail);
    if (is_hit)
        elements(k, "set", y->set[u], y->n[u]);
    else
        no(k->w, "set");
    if (is_hit)
        trail(k, "path", &y->route[u]);
    else
        no(k->w, "path");
    share(k->w, "worst", y->worst[CP_UNKNOWN_CLEAN]);
    share(k->w, "worst_or_unknown", y->worst[CP_UNKNOWN_EXCLUDED]);
    if (y->cuts_off)
        elements(k, "cuts_off", y->cut, y->n_cut);
    else
        no(k->w, "cuts_off");
    cp_jw_ku64(k->w, "examined", y->n_examined);
    cp_jw_obj_end(k->w);
}

static double in_units(uint64_t cost) { return (double)cost / CP_COST_UNIT; }

/* What shall be inspected, and what that costs. */
static void inspections(const writing *k, const char *key, const uint32_t *v, uint32_t n)
{
    const cp_path_costs *costs = &k->x->m->costs;
    cp_jw_key(k->w, key);
    cp_jw_arr(k->w);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t thing = k->f->pn->thing_of[v[i]];
        cp_jw_obj(k->w);
        thing_keys(k, v[i]);
        cp_jw_knum(k->w, "cost", costs->of ? in_units(costs->of[thing]) : 1);
        cp_jw_kbool(k->w, "cost_assumed", !costs->of || !costs->is_told[thing]);
        cp_jw_obj_end(k->w);
    }
    cp_jw_arr_end(k->w);
}

static void inspect(const writing *k)
{
    static const char *const questions[] = { "some", "every" };
    cp_jw_key(k->w, "inspect");
    cp_jw_arr(k->w);
    for (int i = 0; i < 2; i++) {
        const cp_inspect *x = &k->f->inspect[i];
        if (!k->f->has_inspect[i])
            continue;
        cp_jw_obj(k->w);
        cp_jw_kstr(k->w, "question", cp_str_c(questions[i]));
        inspections(k, "to_clean", x->to_clean, x->n_to_clean);
        inspections(k, "to_excluded", x->to_excluded, x->n_to_excluded);
        cp_jw_knum(k->w, "cost_clean", in_units(x->cost_clean));
        cp_jw_knum(k->w, "cost_excluded", in_units(x->cost_excluded));
        cp_jw_kbool(k->w, "exact", x->is_exact);
        cp_jw_obj_end(k->w);
    }
    cp_jw_arr_end(k->w);
}

static void counts(const writing *k)
{
    cp_jw_key(k->w, "counts");
    cp_jw_obj(k->w);
    for (unsigned i = 0; i < CP_PATH_ANSWER_COUNT; i++)
        cp_jw_ku64(k->w, cp_path_answer_name((cp_path_answer)i), k->f->counts[i]);
    cp_jw_obj_end(k->w);
}

static void finding(const writing *k)
{
    const cp_path_finding *f = k->f;
    const cp_path_model *m = k->x->m;
    uint32_t asked = k->x->r->asked;
    cp_jw_kstr(k->w, "policy", m->ans->policies[f->policy].id);
    answer(k->w, "answer", cp_path_of_policy(f));
    if (!f->has_rule)
        return;
    cp_jw_kstr(k->w, "from", m->things.v[f->pn->thing_of[f->from]].id);
    cp_jw_kstr(k->w, "to", m->things.v[f->pn->thing_of[f->to]].id);
    cp_jw_kstr_opt(k->w, "clean_until", cp_date_text(m->j->a, cp_path_until(k->x, f)));
    counts(k);
    if (asked & CP_ASK_SOME)
        some(k);
    if (asked & CP_ASK_EVERY)
        every(k);
    if (asked & CP_ASK_UNAVOIDABLE) {
        things(k, "unavoidable", f->unavoidable.items, f->unavoidable.n);
        cp_jw_kbool(k->w, "unavoidable_proven", !k->x->is_incomplete || f->unavoidable.n == 0);
    }
    if (asked & CP_ASK_SURVIVES)
        survives(k);
    if (asked & CP_ASK_ROUTES)
        routes(k);
    if (asked & CP_ASK_FAILURES)
        failures(k);
    if (asked & CP_ASK_INSPECT)
        inspect(k);
}

static void asked(cp_jw *w, const cp_path_found *x)
{
    const cp_path_request *r = x->r;
    cp_jw_key(w, "asked");
    cp_jw_obj(w);
    cp_jw_kstr(w, "from", r->from.word);
    cp_jw_kstr(w, "to", r->to.word);
    cp_jw_ku64(w, "pairs", x->n_pairs);
    cp_jw_ku64(w, "without_links", r->from.n_without + r->to.n_without);
    cp_jw_kstr(w, "restricted", cp_str_c(cp_path_label_name(r->rules.restricted)));
    cp_jw_obj_end(w);
}

void cp_path_json_head(cp_jw *w, const cp_path_model *m, const char *schema)
{
    cp_jw_obj(w);
    cp_jw_kstr(w, "schema", cp_str_c(schema));
    cp_jw_kstr(w, "as_of", cp_date_text(w->scratch, m->ans->as_of));
    cp_jw_kstr(w, "version", m->ans->version);
    cp_json_coverage(w, m->ans);
    cp_path_json_network(w, m);
}

void cp_path_json_scope(cp_jw *w, const cp_path_model *m, bool assumes_complete)
{
    cp_jw_key(w, "scope");
    cp_jw_obj(w);
    cp_path_json_texts(w, "not_given", &m->not_given);
    cp_jw_kbool(w, "assume_complete", assumes_complete);
    cp_jw_kstr(w, "text", cp_path_scope(w->scratch, m, assumes_complete));
    cp_jw_obj_end(w);
}

void cp_path_json(const cp_path_found *x, cp_buf *out)
{
    const cp_path_request *r = x->r;
    cp_jw w = cp_jw_new(out);
    w.pretty = true;
    cp_path_json_head(&w, x->m, "cleanpath/path/1");
    cp_json_policies(&w, x->m->ans);
    asked(&w, x);
    cp_jw_kstr(&w, "level",
               cp_str_c(x->l3                         ? "l3"
                        : !(r->asked & CP_ASK_ROUTES) ? "l0"
                        : r->asked & ~CP_ASK_L1       ? "l0,l1"
                                                      : "l1"));
    cp_jw_kstr(&w, "reading", cp_str_c(cp_path_reading_name(r->reading)));
    cp_path_json_scope(&w, x->m, r->assumes_complete);
    finding(&(writing){ x, &x->v[x->shown], &w, true });
    cp_jw_key(&w, "answers");
    cp_jw_arr(&w);
    for (uint32_t i = 0; i < x->n; i++) {
        cp_jw_obj(&w);
        finding(&(writing){ x, &x->v[i], &w, false });
        cp_jw_obj_end(&w);
    }
    cp_jw_arr_end(&w);
    if (x->l3)
        cp_l3_json(x, &w);
    cp_jw_obj_end(&w);
    cp_buf_char(out, '\n');
}
