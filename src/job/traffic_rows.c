/* SPDX-License-Identifier: Apache-2.0 */
/* traffic_rows.c - see traffic.h: whom excluded and unknown equipment talks to, as rows, and of
 * excluded equipment as bands:
 *
 *     sums --each--> bytes by who, by service, by with whom --the largest of each--> nodes
 *     sums --each--> between the nodes of their who, service and with whom       --> bands
 *
 * So that "others" are exact without keeping every sum. Whom: an asset; else by the routing table
 * the networks that announce the address, where it knows them; else the address. */
#include "job/traffic.h"

enum {
    WHO_MAX = 9, /* and others: 10 + 8 + 12 nodes */
    SERVICES_MAX = 7,
    WITH_MAX = 11,
    LARGEST_MAX = WITH_MAX + 1,
    /* places of others, behind one more where that one would be all of them */
    WHO_OTHERS = WHO_MAX + 1,
    SERVICE_OTHERS = SERVICES_MAX + 1,
    WITH_OTHERS = WITH_MAX + 1,
    SERVICES_TOLD_APART = 64 * 1024, /* of a scan of all ports; more are others */
    NOWHERE = UINT8_MAX
};
static_assert(WHO_MAX + SERVICES_MAX + WITH_MAX + 3 == CP_TRAFFIC_NODES_MAX, "all nodes");

/* ---- one of them on one side */

static uint8_t sides_of(const cp_flow_end *end, cp_traffic_of of)
{
    if (cp_traffic_is(end, of))
        return CP_FLOW_SIDE_A | CP_FLOW_SIDE_B;
    bool is_other = of == CP_TRAFFIC_UNKNOWN && cp_traffic_is(end, CP_TRAFFIC_EXCLUDED);
    return is_other ? 0 : CP_FLOW_SIDE_B; /* stands in the table of excluded equipment */
}

static uint8_t sides_excluded(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end)
{
    (void)ctx, (void)addr;
    return sides_of(end, CP_TRAFFIC_EXCLUDED);
}

static uint8_t sides_unknown(void *ctx, const cp_flow_addr *addr, const cp_flow_end *end)
{
    (void)ctx, (void)addr;
    return sides_of(end, CP_TRAFFIC_UNKNOWN);
}

static cp_flow_end end_of(const cp_flows *f, uint32_t id, bool is_asset, cp_time at)
{
    if (is_asset)
        return cp_flows_end_of(f, &f->ans->assets[id]);
    return id < cp_flow_ids_n(f->ids) ? cp_flow_ids_end(f->ids, id, at)
                                      : (cp_flow_end){ .asset = CP_FLOW_NO_ASSET };
}

/* Of two that both are, the one that began. */
static bool is_who_src(const cp_flows *f, cp_traffic_of of, const cp_flow_row *r)
{
    cp_flow_end src = end_of(f, r->src, r->is_src_asset, r->first_at);
    cp_flow_end dst = end_of(f, r->dst, r->is_dst_asset, r->first_at);
    bool is_src = cp_traffic_is(&src, of), is_dst = cp_traffic_is(&dst, of);
    return is_src && is_dst ? !r->is_server_src : is_src;
}

/* A peer in the internet is shown by its address, which has names and a network. */
static void show_address(const cp_flows *f, uint32_t *id, bool *is_asset)
{
    uint32_t n;
    if (!*is_asset || !f->is_stranger[*id])
        return;
    const cp_ident *ids = cp_asset_lasting_ids(&f->ans->assets[*id].asset, &n);
    for (uint32_t i = 0; i < n; i++) {
        cp_ip ip;
        if (ids[i].kind != CP_IDENT_IP || !cp_ip_parse(ids[i].value, &ip))
            continue;
        cp_flow_addr addr = cp_flow_addr_of(ip);
        uint32_t at = cp_flow_ids_find(f->ids, &addr);
        if (at < cp_flow_ids_n(f->ids)) {
            *id = at;
            *is_asset = false;
            return;
        }
    }
}

/* ---- adding up */

typedef struct counting {
    const cp_flows *f;
    cp_traffic_of of;
    uint32_t n_assets, n_ids, n_groups, n_with; /* with: assets, groups, ids and one */
    const uint32_t *groups;
    bool *is_seen; /* who: by asset, then by id */
    uint64_t n_who;
    uint64_t *who, *with; /* bytes; NULL: only n_who is wanted */
    cp_map services;
    uint64_t of_other_services;
    cp_arena *mem;
    /* then: which node each is, and bytes between them */
    uint8_t *who_node, *with_node;
    cp_map service_node;
    uint64_t to_service[WHO_OTHERS + 1][SERVICE_OTHERS + 1];
    uint64_t to_with[SERVICE_OTHERS + 1][WITH_OTHERS + 1];
} counting;

static uint32_t with_at(const counting *c, uint32_t id, bool is_asset)
{
    show_address(c->f, &id, &is_asset);
    if (is_asset)
        return id;
    id = id < c->n_ids ? id : c->n_ids;
    uint32_t group = c->groups[id];
    bool is_addr = group == CP_FLOWS_GROUP_UNKNOWN;
    return is_addr ? c->n_assets + c->n_groups + id : c->n_assets + group;
}

static uint32_t service_of(const cp_flow_row *r) { return (uint32_t)r->proto << 16 | r->port; }

static cp_str key_of(const uint32_t *x) { return (cp_str){ (const char *)x, sizeof *x }; }

static uint64_t bytes_of(const cp_flow_row *r)
{
    return cp_flow_add(r->out.bytes_est, r->back.bytes_est);
}

static void see_who(counting *c, uint32_t id, bool is_asset)
{
    uint32_t at = is_asset ? id : c->n_assets + (id < c->n_ids ? id : c->n_ids);
    c->n_who += !c->is_seen[at];
    c->is_seen[at] = true;
}

static void add_service(counting *c, uint32_t service, uint64_t bytes)
{
    uint64_t *at = cp_map_get(&c->services, key_of(&service));
    if (!at && c->services.n == SERVICES_TOLD_APART)
        at = &c->of_other_services;
    if (!at) {
        cp_str key = { cp_arena_dup(c->mem, &service, sizeof service), sizeof service };
        at = cp_map_put(c->mem, &c->services, key, NULL);
    }
    *at = cp_flow_add(*at, bytes);
}

static void count_row(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    counting *c = ctx;
    (void)thread; /* there is one */
    bool is_src = is_who_src(c->f, c->of, r);
    uint32_t who = is_src ? r->src : r->dst, with = is_src ? r->dst : r->src;
    bool is_who_asset = is_src ? r->is_src_asset : r->is_dst_asset;
    bool is_with_asset = is_src ? r->is_dst_asset : r->is_src_asset;
    see_who(c, who, is_who_asset);
    if (!c->who || !is_who_asset)
        return;
    uint64_t bytes = bytes_of(r);
    uint32_t at = with_at(c, with, is_with_asset);
    c->who[who] = cp_flow_add(c->who[who], bytes);
    c->with[at] = cp_flow_add(c->with[at], bytes);
    add_service(c, service_of(r), bytes);
}

static void band_row(void *ctx, uint32_t thread, const cp_flow_row *r)
{
    counting *c = ctx;
    (void)thread;
    bool is_src = is_who_src(c->f, c->of, r);
    uint32_t who = is_src ? r->src : r->dst, with = is_src ? r->dst : r->src;
    bool is_who_asset = is_src ? r->is_src_asset : r->is_dst_asset;
    bool is_with_asset = is_src ? r->is_dst_asset : r->is_src_asset;
    if (!is_who_asset)
        return;
    uint32_t service = service_of(r);
    const uint64_t *known = cp_map_get(&c->service_node, key_of(&service));
    uint64_t bytes = bytes_of(r);
    uint8_t a = c->who_node[who], s = known ? (uint8_t)*known : SERVICE_OTHERS;
    uint8_t b = c->with_node[with_at(c, with, is_with_asset)];
    a = a == NOWHERE ? WHO_OTHERS : a;
    b = b == NOWHERE ? WITH_OTHERS : b;
    c->to_service[a][s] = cp_flow_add(c->to_service[a][s], bytes);
    c->to_with[s][b] = cp_flow_add(c->to_with[s][b], bytes);
}

/* ---- the largest */

typedef struct largest {
    uint32_t at[LARGEST_MAX], n; /* at most `most`, or one more instead of one "other" */
    uint64_t bytes[LARGEST_MAX], n_others, bytes_others;
} largest;

/* Equal ones in their order, so that the answer is one. */
static void add_largest(largest *l, uint32_t most, uint32_t at, uint64_t bytes)
{
    if (!bytes)
        return;
    uint32_t i = l->n;
    while (i && l->bytes[i - 1] < bytes)
        i--;
    bool is_full = l->n == most + 1;
    if (is_full) {
        uint64_t gone = i > most ? bytes : l->bytes[most];
        l->n_others++;
        l->bytes_others = cp_flow_add(l->bytes_others, gone);
    }
    if (i > most)
        return;
    for (uint32_t k = is_full ? most : l->n; k > i; k--) {
        l->at[k] = l->at[k - 1];
        l->bytes[k] = l->bytes[k - 1];
    }
    l->at[i] = at;
    l->bytes[i] = bytes;
    l->n += !is_full;
}

static void end_largest(largest *l, uint32_t most)
{
    if (l->n_others && l->n == most + 1) {
        l->n--;
        l->n_others++;
        l->bytes_others = cp_flow_add(l->bytes_others, l->bytes[l->n]);
    }
}

/* ---- nodes and bands */

static void put_nodes(cp_traffic_raw *k, const counting *c, cp_traffic_column column,
                      const largest *l)
{
    uint32_t n_assets = c->n_assets, n_groups = c->n_groups;
    for (uint32_t i = 0; i < l->n; i++) {
        cp_traffic_rawnode *x = &k->nodes[k->out->n_nodes++];
        *x = (cp_traffic_rawnode){ column, CP_TRAFFIC_ASSET, l->at[i], l->bytes[i], 1 };
        if (column == CP_TRAFFIC_SERVICE)
            x->kind = CP_TRAFFIC_PORT;
        else if (x->at >= n_assets + n_groups)
            *x = (cp_traffic_rawnode){ column, CP_TRAFFIC_ID, x->at - n_assets - n_groups, x->bytes,
                                       1 };
        else if (x->at >= n_assets)
            *x = (cp_traffic_rawnode){ column, CP_TRAFFIC_GROUP, x->at - n_assets, x->bytes, 1 };
    }
    if (l->n_others)
        k->nodes[k->out->n_nodes++] =
            (cp_traffic_rawnode){ column, CP_TRAFFIC_OTHERS, 0, l->bytes_others, l->n_others };
}

static void put_band(cp_traffic_raw *k, uint32_t from, uint32_t to, uint64_t bytes)
{
    if (bytes)
        k->bands[k->out->n_bands++] = (cp_traffic_band){ from, to, bytes };
}

/* Place of a node among all; the last of a column stands for others. */
static uint32_t node_at(const largest *l, uint32_t base, uint32_t i, uint32_t others)
{
    return base + (i == others ? l->n : i);
}

static void put_bands(cp_traffic_raw *k, const counting *c, const largest *who,
                      const largest *services, const largest *with)
{
    uint32_t first_service = who->n + (who->n_others > 0);
    uint32_t first_with = first_service + services->n + (services->n_others > 0);
    k->bands = CP_NEW_ARRAY(k->f->j->a, cp_traffic_band,
                            (WHO_OTHERS + 1 + WITH_OTHERS + 1) * (SERVICE_OTHERS + 1));
    for (uint32_t s = 0; s <= SERVICE_OTHERS; s++) {
        uint32_t at = node_at(services, first_service, s, SERVICE_OTHERS);
        for (uint32_t i = 0; i <= WHO_OTHERS; i++)
            put_band(k, node_at(who, 0, i, WHO_OTHERS), at, c->to_service[i][s]);
        for (uint32_t i = 0; i <= WITH_OTHERS; i++)
            put_band(k, at, node_at(with, first_with, i, WITH_OTHERS), c->to_with[s][i]);
    }
    k->out->bands = k->bands;
}

static void set_nodes(uint8_t *v, uint32_t n, const largest *l)
{
    memset(v, NOWHERE, n);
    for (uint32_t i = 0; i < l->n; i++)
        v[l->at[i]] = (uint8_t)i;
}

static cp_rc ask_bands(cp_traffic_raw *k, counting *c, cp_flow_question *q, cp_err *err)
{
    largest who = { .n = 0 }, services = { .n = 0 }, with = { .n = 0 };
    cp_flow_top unused;
    for (uint32_t i = 0; i < c->n_assets; i++)
        add_largest(&who, WHO_MAX, i, c->who[i]);
    for (uint32_t i = 0; i < c->n_with; i++)
        add_largest(&with, WITH_MAX, i, c->with[i]);
    for (uint32_t i = 0; i < c->services.n; i++) {
        uint32_t service;
        memcpy(&service, c->services.items[i].key.p, sizeof service);
        add_largest(&services, SERVICES_MAX, service, c->services.items[i].value);
    }
    if (c->of_other_services) {
        services.n_others++;
        services.bytes_others = cp_flow_add(services.bytes_others, c->of_other_services);
    }
    end_largest(&who, WHO_MAX);
    end_largest(&services, SERVICES_MAX);
    end_largest(&with, WITH_MAX);
    c->who_node = CP_NEW_RAW(c->mem, uint8_t, c->n_assets + 1);
    c->with_node = CP_NEW_RAW(c->mem, uint8_t, c->n_with);
    set_nodes(c->who_node, c->n_assets, &who);
    set_nodes(c->with_node, c->n_with, &with);
    for (uint32_t i = 0; i < services.n; i++)
        *cp_map_put(c->mem, &c->service_node, key_of(&services.at[i]), NULL) = i;
    q->each = band_row;
    q->n_top = 1;
    cp_rc rc = cp_flow_top_of(c->mem, &k->f->set, k->f->ids, q, &unused, err);
    if (rc != CP_OK)
        return rc;
    put_nodes(k, c, CP_TRAFFIC_WHO, &who);
    put_nodes(k, c, CP_TRAFFIC_SERVICE, &services);
    put_nodes(k, c, CP_TRAFFIC_WITH, &with);
    put_bands(k, c, &who, &services, &with);
    return CP_OK;
}

/* ---- questions */

static counting begin(cp_traffic_raw *k, cp_traffic_of of)
{
    const cp_flows *f = k->f;
    counting c = { .f = f,
                   .of = of,
                   .mem = k->mem,
                   .n_assets = f->ans->n_assets,
                   .n_ids = cp_flow_ids_n(f->ids) };
    c.is_seen = CP_NEW_ARRAY(k->mem, bool, (size_t)c.n_assets + c.n_ids + 1);
    if (of != CP_TRAFFIC_EXCLUDED)
        return c;
    c.groups = cp_flows_groups(f, k->mem);
    for (uint32_t i = 0; i <= c.n_ids; i++)
        c.n_groups = c.groups[i] >= c.n_groups ? c.groups[i] + 1 : c.n_groups;
    c.n_with = c.n_assets + c.n_groups + c.n_ids + 1;
    c.who = CP_NEW_ARRAY(k->mem, uint64_t, c.n_assets + 1);
    c.with = CP_NEW_ARRAY(k->mem, uint64_t, c.n_with);
    return c;
}

static cp_rc ask_of(cp_traffic_raw *k, cp_traffic_of of, cp_err *err)
{
    cp_flows *f = k->f;
    bool is_excluded = of == CP_TRAFFIC_EXCLUDED;
    counting *c = CP_NEW(k->mem, counting);
    cp_flow_question q = cp_traffic_question(f);
    *c = begin(k, of);
    q.by = CP_FLOW_BY_PAIR | CP_FLOW_BY_SERVICE;
    q.is_merged = q.is_by_asset = q.view.is_either = true;
    q.view.sides = is_excluded ? sides_excluded : sides_unknown;
    q.n_top = is_excluded ? CP_TRAFFIC_ROWS_MAX : CP_TRAFFIC_ROWS_MAX / 2;
    q.each = count_row;
    q.each_ctx = c;
    cp_rc rc = cp_flow_top_of(f->j->a, &f->set, f->ids, &q, &k->of[of], err);
    k->n_who[of] = c->n_who;
    if (rc == CP_OK && is_excluded && k->of[of].n_sums)
        rc = ask_bands(k, c, &q, err);
    return rc;
}

cp_rc cp_traffic_ask_rows(cp_traffic_raw *k, cp_err *err)
{
    cp_rc rc = ask_of(k, CP_TRAFFIC_EXCLUDED, err);
    return rc == CP_OK ? ask_of(k, CP_TRAFFIC_UNKNOWN, err) : rc;
}

/* ---- texts */

void cp_traffic_put_rows(cp_traffic_raw *k)
{
    cp_flows *f = k->f;
    uint32_t n = k->of[0].n + k->of[1].n;
    cp_flow_row *v = CP_NEW_ARRAY(f->j->a, cp_flow_row, n + CP_TRAFFIC_NODES_MAX);
    for (int of = 0, at = 0; of < 2; of++) {
        cp_flow_row *first = v + at;
        for (uint32_t i = 0; i < k->of[of].n; i++, at++) {
            v[at] = k->of[of].rows[i];
            show_address(f, &v[at].src, &v[at].is_src_asset);
            show_address(f, &v[at].dst, &v[at].is_dst_asset);
        }
        k->of[of].rows = first;
    }
    for (uint32_t i = 0; i < k->out->n_nodes; i++)
        if (k->nodes[i].kind == CP_TRAFFIC_ID)
            v[n++] = (cp_flow_row){ .src = k->nodes[i].at, .dst = CP_FLOW_NO_ID };
    f->top = (cp_flow_top){ .rows = v, .n = n };
}

static cp_traffic_row row_of(const cp_flows *f, cp_traffic_of of, const cp_flow_row *r)
{
    bool is_src = is_who_src(f, of, r);
    cp_traffic_end src = cp_traffic_end_of(f, r->src, r->is_src_asset, r->dst, r->is_dst_asset);
    cp_traffic_end dst = cp_traffic_end_of(f, r->dst, r->is_dst_asset, r->src, r->is_src_asset);
    cp_traffic_row x = { .who = is_src ? src : dst,
                         .with = is_src ? dst : src,
                         .service = cp_flows_service_text(f->j->a, r->proto, r->port),
                         .serves = r->is_server_src == is_src,
                         .out = cp_traffic_volume_of(is_src ? &r->out : &r->back),
                         .back = cp_traffic_volume_of(is_src ? &r->back : &r->out),
                         .flows = cp_flow_row_flows(r),
                         .first_at = r->first_at,
                         .last_at = r->last_at };
    if (x.who.asset != CP_TRAFFIC_NO_ASSET)
        x.verdict = cp_str_c(cp_flows_verdict(&f->ans->assets[x.who.asset]));
    return x;
}

static void tell_of(cp_traffic_raw *k, cp_traffic_of of, cp_traffic_rows *out)
{
    const cp_flow_top *top = &k->of[of];
    cp_flow_figures all = top->total.out;
    cp_traffic_row *v = CP_NEW_ARRAY(k->f->j->a, cp_traffic_row, top->n);
    for (uint32_t i = 0; i < top->n; i++)
        v[i] = row_of(k->f, of, &top->rows[i]);
    all.bytes = cp_flow_add(all.bytes, top->total.back.bytes);
    all.bytes_est = cp_flow_add(all.bytes_est, top->total.back.bytes_est);
    all.n_unknown += top->total.back.n_unknown;
    all.bytes_variance = cp_flow_add_wide(all.bytes_variance, top->total.back.bytes_variance);
    *out = (cp_traffic_rows){ .v = v,
                              .n = top->n,
                              .n_all = top->n_sums,
                              .n_flows = top->n_flows - top->n_not_in_view,
                              .n_who = k->n_who[of],
                              .all = cp_traffic_volume_of(&all) };
}

static cp_traffic_end node_end(const cp_flows *f, const cp_traffic_rawnode *x)
{
    cp_arena *a = f->j->a;
    cp_traffic_end end = { .asset = CP_TRAFFIC_NO_ASSET };
    switch (x->kind) {
    case CP_TRAFFIC_ASSET: return cp_traffic_end_of(f, x->at, true, CP_FLOW_NO_ID, false);
    case CP_TRAFFIC_ID: return cp_traffic_end_of(f, x->at, false, CP_FLOW_NO_ID, false);
    case CP_TRAFFIC_PORT:
        end.what = cp_flows_service_text(a, (uint8_t)(x->at >> 16), (uint16_t)x->at);
        return end;
    case CP_TRAFFIC_OTHERS: end.what = CP_STR("others"); return end;
    case CP_TRAFFIC_GROUP: break;
    }
    if (x->at == CP_FLOWS_GROUP_INSIDE)
        end.what = CP_STR("inside, no equipment");
    else if (x->at == CP_FLOWS_GROUP_NOBODY)
        end.what = CP_STR("no one machine");
    else
        end.network = cp_flows_group_text(a, f, x->at);
    return end;
}

void cp_traffic_tell_rows(cp_traffic_raw *k)
{
    cp_traffic *t = k->out;
    tell_of(k, CP_TRAFFIC_EXCLUDED, &t->excluded);
    tell_of(k, CP_TRAFFIC_UNKNOWN, &t->unknown);
    cp_traffic_node *nodes = CP_NEW_ARRAY(k->f->j->a, cp_traffic_node, t->n_nodes);
    for (uint32_t i = 0; i < t->n_nodes; i++)
        nodes[i] = (cp_traffic_node){ k->nodes[i].column, node_end(k->f, &k->nodes[i]),
                                      k->nodes[i].bytes, k->nodes[i].n };
    t->nodes = nodes;
}
