/* SPDX-License-Identifier: Apache-2.0 */
/* carriers_view.c - see carriers_view.h: all but the map and time. */
#include "job/carriers_view.h"
#include <stdlib.h>

#define SAME(id, name) static_assert((int)CP_AS_##id == (int)CP_CARRIER_##id, name);
SAME(ALLOWED, "allowed")
SAME(UNDETERMINED, "undetermined")
SAME(RESTRICTED, "restricted")
SAME(EXCLUDED, "excluded")
#undef SAME
static_assert((int)CP_AS_UNKNOWN == (int)CP_CARRIER_NOT_KNOWN, "not known");
static_assert((int)CP_AS_STANDING_COUNT == (int)CP_CARRIER_STANDING_COUNT, "as many");
static_assert((int)CP_EXPOSURE_VIA_MAX == (int)CP_CARRIER_VIEW_VIA_MAX, "as many");

/* ---- ASes */

uint64_t *cp_carriers_view_at(cp_carriers_viewing *k, cp_map *m, uint32_t number)
{
    uint64_t *at = cp_map_get(m, (cp_str){ (const char *)&number, sizeof number });
    if (at)
        return at;
    const uint32_t *key = cp_arena_dup(k->mem, &number, sizeof number);
    return cp_map_put(k->mem, m, (cp_str){ (const char *)key, sizeof *key }, NULL);
}

uint32_t cp_carriers_view_as(cp_carriers_viewing *k, uint32_t asn)
{
    uint64_t *at = cp_carriers_view_at(k, &k->places, asn);
    if (*at)
        return (uint32_t)(*at - 1);
    const cp_as_who *w = cp_as_who_of(&k->c->who, asn);
    cp_str label = w ? w->told->label : CP_STR("");
    cp_carrier_as x = { .as = cp_str_fmt(k->a, "AS%u", asn),
                        .name = label.n ? label
                                : w     ? w->maker->name
                                        : CP_STR(""),
                        .standing = (cp_carrier_standing)cp_as_table_of(k->c->who.table, asn) };
    cp_vec_push(k->a, &k->ases, x);
    *at = k->ases.n;
    return k->ases.n - 1;
}

cp_carrier_path cp_carriers_view_path(cp_carriers_viewing *k, const uint32_t *asns, uint32_t n,
                                      bool is_cut)
{
    uint32_t most = n < CP_CARRIER_VIEW_PATH_MAX ? n : CP_CARRIER_VIEW_PATH_MAX;
    uint32_t *v = CP_NEW_ARRAY(k->a, uint32_t, most + (size_t)1);
    for (uint32_t i = 0; i < most; i++)
        v[i] = cp_carriers_view_as(k, asns[i]);
    return (cp_carrier_path){ v, most, is_cut || most < n };
}

static cp_carrier_path example(cp_carriers_viewing *k, uint32_t of)
{
    if (!of)
        return (cp_carrier_path){ .v = NULL };
    const cp_exposure_path *p = cp_exposure_path_of(k->c->x, of);
    return cp_carriers_view_path(k, p->asns, p->n, p->is_cut);
}

/* ---- carriers */

static cp_carrier_side side(cp_carriers_viewing *k, uint32_t asn, bool is_before)
{
    uint32_t n;
    const cp_exposure_edge *e = cp_exposure_edges_of(k->c->x, asn, is_before, &n);
    uint32_t most = n < CP_CARRIER_VIEW_BESIDE_MAX ? n : CP_CARRIER_VIEW_BESIDE_MAX;
    cp_carrier_beside *v = CP_NEW_ARRAY(k->a, cp_carrier_beside, most + (size_t)1);
    for (uint32_t i = 0; i < most; i++)
        v[i] = (cp_carrier_beside){ e[i].beside ? cp_carriers_view_as(k, e[i].beside)
                                                : CP_CARRIER_VIEW_NONE,
                                    e[i].routes };
    return (cp_carrier_side){ v, most, n - most };
}

static cp_carrier carrier(cp_carriers_viewing *k, const cp_exposure_as *x)
{
    const cp_as_who *w = cp_as_who_of(&k->c->who, x->asn);
    cp_carrier out = { .as = cp_carriers_view_as(k, x->asn),
                       .routes = x->routes,
                       .prefixes = x->prefixes,
                       .since = cp_carriers_since_text(k->a, x->since_s),
                       .entered = side(k, x->asn, true),
                       .left = side(k, x->asn, false),
                       .path = example(k, x->path) };
    if (w) {
        out.holder = w->maker->name;
        out.label = w->told->label;
        out.confidence = cp_str_c(cp_conf_name(w->told->conf));
        out.sources = w->told->n_cites ? w->told->cites : &w->told->src;
        out.n_sources = w->told->n_cites ? w->told->n_cites : w->told->src.n > 0;
        out.verdicts = w->asset.verdicts;
        out.n_verdicts = w->asset.n_verdicts;
    }
    return out;
}

static void count_policies(cp_carriers_viewing *k, const cp_exposure_as *v, uint32_t n)
{
    static const cp_carrier_standing of[] = {
        [CP_VERDICT_EXCLUDED] = CP_CARRIER_EXCLUDED,
        [CP_VERDICT_RESTRICTED] = CP_CARRIER_RESTRICTED,
        [CP_VERDICT_ALLOWED] = CP_CARRIER_ALLOWED,
        [CP_VERDICT_UNDETERMINED] = CP_CARRIER_UNDETERMINED,
        [CP_VERDICT_NOT_ADDRESSED] = CP_CARRIER_NOT_KNOWN, /* of it the policy says nothing */
    };
    uint32_t n_policies = k->c->who.n_policies;
    cp_carrier_policy *p = CP_NEW_ARRAY(k->a, cp_carrier_policy, n_policies + (size_t)1);
    for (uint32_t i = 0; i < n; i++) {
        const cp_as_who *w = cp_as_who_of(&k->c->who, v[i].asn);
        for (uint32_t q = 0; w && q < w->asset.n_verdicts && q < n_policies; q++)
            p[q].n[of[w->asset.verdicts[q]->result]]++;
    }
    k->out->policies = p;
    k->out->n_policies = n_policies;
}

static void fill_carriers(cp_carriers_viewing *k)
{
    uint32_t n;
    const cp_exposure_as *v = cp_exposure_ases(k->c->x, &n);
    uint32_t most = n < CP_CARRIER_VIEW_CARRIERS_MAX ? n : CP_CARRIER_VIEW_CARRIERS_MAX;
    cp_carrier *out = CP_NEW_ARRAY(k->a, cp_carrier, most + (size_t)1);
    for (uint32_t i = 0; i < most; i++)
        out[i] = carrier(k, &v[i]);
    k->out->carriers = out;
    k->out->n_carriers = most;
    k->out->n_carriers_all = n;
    count_policies(k, v, n);
}

/* ---- prefixes */

/* Rows that stand for what was asked: where each range begins one is added, and behind its end one
 * is taken away. */
static const int32_t *marks(cp_carriers_viewing *k, const cp_wanted_nets *nets, uint32_t n_rows)
{
    int32_t *v = CP_NEW_ARRAY(k->mem, int32_t, n_rows + (size_t)1), sum = 0;
    for (uint32_t i = 0; i < nets->v.n; i++) {
        uint32_t first;
        bool is_covered;
        uint32_t n =
            cp_exposure_within(k->c->x, &nets->v.v[i].net, nets->v.v[i].bits, &first, &is_covered);
        if (n) {
            v[first]++;
            v[first + n]--;
        }
    }
    for (uint32_t i = 0; i <= n_rows; i++) {
        sum += v[i];
        v[i] = sum;
    }
    return v;
}

typedef struct ranked {
    const cp_exposure_row *row;
    bool is_asked;
} ranked;

static int asked_first(const void *p, const void *q)
{
    const ranked *x = p, *y = q;
    return x->is_asked != y->is_asked ? y->is_asked - x->is_asked
                                      : cp_carriers_worst_first(&x->row, &y->row);
}

static void fill_row(cp_carriers_viewing *k, const cp_exposure_row *r, cp_carrier_row *out)
{
    const cp_via *v = cp_exposure_via(k->c->x, r->via);
    out->prefix = cp_carriers_net_text(k->a, &r->net, r->bits);
    for (int i = 0; i < CP_AS_STANDING_COUNT; i++)
        out->paths[i] = r->paths[i];
    for (uint32_t i = 0; i < v->n && i < CP_CARRIER_VIEW_VIA_MAX; i++)
        out->via[out->n_via++] = cp_carriers_view_as(k, v->asns[i]);
    out->has_more = r->has_more;
    out->origin = r->origin ? cp_carriers_view_as(k, r->origin) : CP_CARRIER_VIEW_NONE;
    out->since = cp_carriers_since_text(k->a, r->since_s);
    out->rpki = cp_str_dup(k->a, cp_carriers_rov_text(k->c, r));
    out->path = example(k, r->path);
}

static void fill_rows(cp_carriers_viewing *k)
{
    uint32_t n, n_shown = 0;
    const cp_exposure_row *rows = cp_exposure_rows(k->c->x, &n);
    const int32_t *ours = marks(k, &k->c->ours, n), *to = marks(k, &k->c->to, n);
    ranked *order = CP_NEW_RAW(k->mem, ranked, n + (size_t)1);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t bad = rows[i].paths[CP_AS_EXCLUDED], all = cp_exposure_paths(&rows[i]);
        k->out->n_stuck += bad && bad == all;
        k->out->n_some += bad && bad < all;
        if (cp_carriers_is_shown(&rows[i]))
            order[n_shown++] = (ranked){ &rows[i], ours[i] > 0 || to[i] > 0 };
    }
    if (n_shown)
        qsort(order, n_shown, sizeof *order, asked_first);
    uint32_t most = n_shown < CP_CARRIER_VIEW_ROWS_MAX ? n_shown : CP_CARRIER_VIEW_ROWS_MAX;
    cp_carrier_row *out = CP_NEW_ARRAY(k->a, cp_carrier_row, most + (size_t)1);
    for (uint32_t i = 0; i < most; i++) {
        fill_row(k, order[i].row, &out[i]);
        out[i].is_ours = ours[order[i].row - rows] > 0;
        out[i].is_to = to[order[i].row - rows] > 0;
    }
    k->out->prefixes = n;
    k->out->rows = out;
    k->out->n_rows = most;
    k->out->n_rows_all = n_shown;
}

/* ---- what was asked about */

static int worst_asked(const void *p, const void *q)
{
    const cp_wanted_row *x = p, *y = q;
    if ((x->n == 0) != (y->n == 0))
        return (x->n == 0) - (y->n == 0);
    if (x->n_stuck != y->n_stuck)
        return x->n_stuck < y->n_stuck ? 1 : -1;
    for (int i = CP_AS_EXCLUDED; i >= CP_AS_UNKNOWN; i--)
        if (x->paths[i] != y->paths[i])
            return x->paths[i] < y->paths[i] ? 1 : -1;
    return x->net < y->net ? -1 : x->net > y->net;
}

static cp_carrier_wanteds wanteds(cp_carriers_viewing *k, const cp_wanted_nets *nets)
{
    uint32_t n_rows, n = nets->v.n;
    const cp_exposure_row *all = cp_exposure_rows(k->c->x, &n_rows);
    cp_carrier_wanteds out = { .n_all = n };
    cp_wanted_row *rows = CP_NEW_RAW(k->mem, cp_wanted_row, n + (size_t)1);
    for (uint32_t i = 0; i < n; i++) {
        rows[i] = cp_wanted_row_of(k->c, &nets->v.v[i]);
        const uint64_t *p = rows[i].paths;
        out.n_touched += p[CP_AS_EXCLUDED] + p[CP_AS_RESTRICTED] + p[CP_AS_UNDETERMINED] > 0;
        out.n_stuck += rows[i].n_stuck > 0;
        out.n_unrouted += rows[i].n == 0;
    }
    if (n)
        qsort(rows, n, sizeof *rows, worst_asked);
    out.n = n < CP_CARRIER_VIEW_WANTED_MAX ? n : CP_CARRIER_VIEW_WANTED_MAX;
    cp_carrier_wanted *v = CP_NEW_ARRAY(k->a, cp_carrier_wanted, out.n + (size_t)1);
    for (uint32_t i = 0; i < out.n; i++) {
        const cp_wanted_row *w = &rows[i];
        v[i] =
            (cp_carrier_wanted){ .asked = w->net->text, .prefixes = w->n, .n_stuck = w->n_stuck };
        if (w->is_covered)
            v[i].covered_by = cp_carriers_net_text(k->a, &all[w->first].net, all[w->first].bits);
        memcpy(v[i].paths, w->paths, sizeof v[i].paths);
    }
    out.v = v;
    return out;
}

/* ---- peers */

static void fill_peers(cp_carriers_viewing *k)
{
    uint32_t n;
    const cp_exposure_peer *v = cp_exposure_peers(k->c->x, &n);
    const cp_exposure_peer **order = CP_NEW_ARRAY(k->mem, const cp_exposure_peer *, n + (size_t)1);
    for (uint32_t i = 0; i < n; i++)
        order[i] = &v[i];
    if (n)
        qsort(order, n, sizeof *order, cp_carriers_least_first);
    uint32_t most = n < CP_CARRIER_VIEW_PEERS_MAX ? n : CP_CARRIER_VIEW_PEERS_MAX;
    cp_carrier_peer *out = CP_NEW_ARRAY(k->a, cp_carrier_peer, most + (size_t)1);
    for (uint32_t i = 0; i < most; i++) {
        const cp_bgp_peer *p = &order[i]->peer;
        out[i].text = p->addr.version ? cp_ip_text(k->a, p->addr) : CP_STR("");
        out[i].as = cp_carriers_view_as(k, p->as);
        memcpy(out[i].routes, order[i]->routes, sizeof out[i].routes);
    }
    k->out->peers = out;
    k->out->n_peers = most;
    k->out->n_peers_all = n;
}

/* ---- what could be */

static const cp_carrier_hop *hops(cp_carriers_viewing *k, uint32_t *n)
{
    const cp_carriers_reach *r = &k->c->reach;
    *n = r->n_hops < CP_CARRIER_VIEW_HOPS_MAX ? r->n_hops : CP_CARRIER_VIEW_HOPS_MAX;
    cp_carrier_hop *v = CP_NEW_ARRAY(k->a, cp_carrier_hop, *n + (size_t)1);
    for (uint32_t i = 0; i < *n; i++)
        v[i] = (cp_carrier_hop){ .as = cp_carriers_view_as(k, r->hops[i].asn),
                                 .tie = cp_str_c(r->hops[i].tie),
                                 .ases = r->hops[i].n_reached,
                                 .ases_clean = r->hops[i].n_clean,
                                 .prefixes = r->hops[i].prefixes,
                                 .prefixes_clean = r->hops[i].prefixes_clean };
    return v;
}

static const cp_carrier_hop *needed(cp_carriers_viewing *k, uint32_t *n)
{
    const cp_carriers_reach *r = &k->c->reach;
    *n = r->n_needed < CP_CARRIER_VIEW_HOPS_MAX ? r->n_needed : CP_CARRIER_VIEW_HOPS_MAX;
    cp_carrier_hop *v = CP_NEW_ARRAY(k->a, cp_carrier_hop, *n + (size_t)1);
    for (uint32_t i = 0; i < *n; i++)
        v[i] = (cp_carrier_hop){ .as = cp_carriers_view_as(k, r->needed[i].asn),
                                 .ases = r->needed[i].n_ases,
                                 .prefixes = r->needed[i].prefixes };
    return v;
}

static void fill_reach(cp_carriers_viewing *k)
{
    const cp_carriers_reach *r = &k->c->reach;
    cp_carrier_reach *out = &k->out->reach;
    if (!r->is_there)
        return;
    *out = (cp_carrier_reach){ .is_there = true,
                               .relations = k->c->relations->name,
                               .our_as = cp_carriers_view_as(k, k->c->our_as),
                               .ases = r->n_reached,
                               .ases_clean = r->n_clean,
                               .prefixes = r->prefixes,
                               .prefixes_clean = r->prefixes_clean };
    out->hops = hops(k, &out->n_hops);
    out->n_hops_more = r->n_hops - out->n_hops;
    out->needed = needed(k, &out->n_needed);
    out->n_needed_more = r->n_needed - out->n_needed;
}

/* ---- the whole */

static void fill_head(cp_carriers_viewing *k)
{
    const cp_carriers *c = k->c;
    const cp_exposure_sums *s = cp_exposure_total(c->x);
    memcpy(k->out->routes, s->routes, sizeof k->out->routes);
    k->out->withdrawals = s->withdrawals;
    k->out->in_sets = s->in_sets;
    k->out->n_known = c->who.n;
    k->out->first_at = k->out->last_at = CP_TIME_NONE;
    for (uint32_t i = c->first_source; i < c->e->sources.n; i++) {
        const cp_source *src = &c->e->sources.v[i];
        bool is_read = src->state == CP_SOURCE_READ || src->state == CP_SOURCE_PARTLY;
        k->out->n_files += is_read;
        if (src->first_at != CP_TIME_NONE &&
            (k->out->first_at == CP_TIME_NONE || src->first_at < k->out->first_at))
            k->out->first_at = src->first_at;
        if (src->last_at != CP_TIME_NONE && src->last_at > k->out->last_at)
            k->out->last_at = src->last_at;
    }
}

cp_rc cp_carriers_view(cp_carriers *c, const cp_carrier_view **out, cp_err *err)
{
    cp_carrier_view *view = CP_NEW(c->j->a, cp_carrier_view);
    cp_carriers_viewing k = { .c = c, .a = c->j->a, .mem = cp_arena_new(0), .out = view };
    cp_sentences notes = { 0 };
    cp_carriers_notes(c, &notes);
    view->notes = notes.v;
    view->n_notes = notes.n;
    fill_head(&k);
    fill_carriers(&k);
    fill_rows(&k);
    fill_peers(&k);
    view->ours = wanteds(&k, &c->ours);
    view->to = wanteds(&k, &c->to);
    fill_reach(&k);
    cp_carriers_view_map(&k);
    cp_carriers_view_when(&k);
    cp_rc rc = cp_carriers_view_alarms(&k, err);
    view->ases = k.ases.v;
    view->n_ases = k.ases.n;
    cp_arena_free(k.mem);
    *out = view;
    return rc;
}

cp_rc cp_carriers_collect(cp_job *j, cp_evidence_set *e, cp_answer *ans,
                          const cp_carrier_view **out, cp_err *err)
{
    cp_answer own = { .command = CP_STR("carriers") };
    cp_carriers c = { .j = j, .e = e, .ans = &own, .is_beside = true };
    *out = NULL;
    if (j->opts.n_ribs == 0)
        return CP_OK;
    c.first_source = e->sources.n;
    cp_carriers_begin(&c);
    cp_rc rc = cp_carriers_load(&c, err);
    if (rc == CP_OK)
        rc = cp_carriers_read(&c, j->opts.ribs, j->opts.n_ribs, &c.x, err);
    if (rc == CP_OK)
        rc = cp_carriers_reach_of(&c, &c.reach, err);
    if (rc == CP_OK)
        rc = cp_carriers_view(&c, out, err);
    ans->sources = e->sources.v;
    ans->n_sources = e->sources.n;
    if (rc == CP_OK)
        cp_carriers_status(&c);
    return rc;
}
