/* SPDX-License-Identifier: Apache-2.0 */
/* links.c - see links.h: from what was told to tellings between nodes, pair by pair to links, and
 * these in order. links_infer.c finds switches, links_pair.c tells the links of one pair apart. */
#include "path/links.h"
#include <stdlib.h>
#include "path/links_inside.h"

uint32_t cp_link_class(const cp_asset_link *l)
{
    switch (l->kind) {
    case CP_LINK_LLDP:
    case CP_LINK_CDP:
    case CP_LINK_FDP:
    case CP_LINK_EDP:
    case CP_LINK_MNDP:
    case CP_LINK_LACP: return l->both_sides ? CP_SEEN_TABLE : CP_SEEN_A;
    case CP_LINK_OSPF:
    case CP_LINK_ISIS: return CP_SEEN_ROUTING;
    case CP_LINK_FDB: return CP_SEEN_BRIDGE;
    case CP_LINK_OSPF_CONFIG:
    case CP_LINK_ISIS_CONFIG: return CP_SEEN_CONFIG_A;
    case CP_LINK_TABLE:
    case CP_LINK_GRAPH:
    case CP_LINK_CABLE:
    case CP_LINK_KIND_COUNT: break;
    }
    return CP_SEEN_TABLE;
}

/* ---- ends */

typedef struct stranger {
    cp_str id;
    uint32_t told, at; /* where it came first; its number then */
    bool is_b;
} stranger;

typedef struct strangers {
    cp_map by_id; /* -> index in v */
    CP_VEC(stranger) v;
} strangers;

static cp_str stranger_id(cp_arena *a, const cp_asset_link *l, const cp_ident *id)
{
    bool has_realm = l->realm.n && !cp_str_eq(l->realm, CP_STR("default"));
    return cp_str_fmt(a, "stranger:%s:%.*s%s%.*s", cp_ident_kind_name(id->kind), CP_FMT(id->value),
                      has_realm ? "@" : "", CP_FMT(has_realm ? l->realm : CP_STR("")));
}

/* Of an end: its asset; n_assets + the number of a stranger; CP_NO_NODE where it was not told. */
static uint32_t node_of(cp_link_job *j, strangers *s, uint32_t told, bool is_b)
{
    const cp_asset_link *l = &j->told[told];
    uint32_t asset = is_b ? l->b : l->a;
    const cp_ident *id = is_b ? &l->b_id : &l->a_id;
    if (asset != CP_NO_ASSET)
        return asset;
    if (id->value.n == 0)
        return CP_NO_NODE;
    cp_arena_mark mark = cp_arena_here(j->a);
    cp_str key = stranger_id(j->a, l, id);
    const uint64_t *known = cp_map_get(&s->by_id, key);
    if (known) {
        cp_arena_back(j->a, mark);
        return j->out->n_assets + (uint32_t)*known;
    }
    uint32_t at = s->v.n;
    *cp_map_put(j->a, &s->by_id, key, NULL) = at;
    cp_vec_push(j->a, &s->v, ((stranger){ key, told, at, is_b }));
    return j->out->n_assets + at;
}

static int by_stranger(const void *x, const void *y)
{
    return cp_str_cmp(((const stranger *)x)->id, ((const stranger *)y)->id);
}

static cp_str called(const cp_asset_link *l, bool is_b)
{
    cp_str text = is_b ? l->b_text : l->a_text;
    return text.n ? text : is_b ? l->b_id.value : l->a_id.value;
}

/* Puts the strangers in order; the tellings follow. */
static void order_strangers(cp_link_job *j, strangers *s)
{
    uint32_t n_assets = j->out->n_assets, *place = CP_NEW_ARRAY(j->a, uint32_t, s->v.n);
    if (s->v.n == 0)
        return;
    qsort(s->v.v, s->v.n, sizeof *s->v.v, by_stranger);
    for (uint32_t i = 0; i < s->v.n; i++) {
        const stranger *x = &s->v.v[i];
        const cp_asset_link *l = &j->told[x->told];
        place[x->at] = i;
        cp_vec_push(j->a, &j->others,
                    ((cp_link_node){ .kind = CP_NODE_STRANGER,
                                     .id = x->id,
                                     .name = called(l, x->is_b),
                                     .realm = l->realm,
                                     .told = x->told }));
    }
    j->out->n_strangers = s->v.n;
    cp_vec_each(t, &j->v)
    {
        t->a = t->a < n_assets ? t->a : n_assets + place[t->a - n_assets];
        t->b = t->b < n_assets ? t->b : n_assets + place[t->b - n_assets];
    }
}

/* ---- ports */

typedef struct port_key {
    cp_str text;
    uint32_t at;
} port_key;

static int by_text(const void *x, const void *y)
{
    return cp_str_cmp(((const port_key *)x)->text, ((const port_key *)y)->text);
}

static uint32_t intern(cp_link_job *j, cp_map *known, cp_str port)
{
    cp_arena_mark mark = cp_arena_here(j->a);
    cp_str key = cp_port_key(j->a, port);
    if (key.n == 0)
        return 0;
    const uint64_t *at = cp_map_get(known, key);
    if (at) {
        cp_arena_back(j->a, mark);
        return (uint32_t)*at;
    }
    uint64_t number = known->n + 1;
    *cp_map_put(j->a, known, key, NULL) = number;
    return (uint32_t)number;
}

/* Numbers in the order of the keys. */
static void order_ports(cp_link_job *j, const cp_map *known)
{
    port_key *v = CP_NEW_ARRAY(j->a, port_key, known->n);
    uint32_t *place = CP_NEW_ARRAY(j->a, uint32_t, known->n + 1);
    cp_str *keys = CP_NEW_ARRAY(j->a, cp_str, known->n + 1);
    uint8_t *kinds = CP_NEW_ARRAY(j->a, uint8_t, known->n + 1);
    for (uint32_t i = 0; i < known->n; i++)
        v[i] = (port_key){ known->items[i].key, (uint32_t)known->items[i].value };
    if (known->n)
        qsort(v, known->n, sizeof *v, by_text);
    for (uint32_t i = 0; i < known->n; i++) {
        place[v[i].at] = i + 1;
        keys[i + 1] = v[i].text;
        kinds[i + 1] = (uint8_t)cp_port_kind_of(v[i].text);
    }
    j->keys = keys;
    j->kinds = kinds;
    cp_vec_each(t, &j->v)
    {
        t->a_key = place[t->a_key];
        t->b_key = place[t->b_key];
    }
}

/* ---- tellings */

static void turn(cp_telling *t)
{
    uint32_t a = t->a, key = t->a_key;
    t->a = t->b;
    t->b = a;
    t->a_key = t->b_key;
    t->b_key = key;
    if (t->seen & (CP_SEEN_A | CP_SEEN_B))
        t->seen ^= CP_SEEN_A | CP_SEEN_B;
    if (t->seen & CP_SEEN_CONFIG)
        t->seen ^= CP_SEEN_CONFIG;
    t->is_turned = !t->is_turned;
}

static void take(cp_link_job *j, uint32_t n)
{
    strangers s = { 0 };
    cp_map ports = { 0 };
    j->v.v = CP_NEW_ARRAY(j->a, cp_telling, n);
    j->v.cap = n;
    for (uint32_t i = 0; i < n; i++) {
        const cp_asset_link *l = &j->told[i];
        if (l->kind == CP_LINK_FDB && (l->a == CP_NO_ASSET || l->b == CP_NO_ASSET)) {
            j->out->n_unattached++; /* an address of nobody makes no stranger */
            continue;
        }
        cp_telling t = { .told = i, .seen = (uint8_t)cp_link_class(l) };
        t.a = node_of(j, &s, i, false);
        t.b = node_of(j, &s, i, true);
        if (t.a == CP_NO_NODE || t.b == CP_NO_NODE) {
            j->out->n_half++;
            continue;
        }
        if (t.a == t.b) {
            j->out->n_loops++;
            continue;
        }
        t.a_key = intern(j, &ports, l->a_port);
        t.b_key = intern(j, &ports, l->b_port);
        cp_vec_push(j->a, &j->v, t);
    }
    order_strangers(j, &s);
    order_ports(j, &ports);
    cp_vec_each(t, &j->v) if (t->a > t->b) turn(t);
}

static int compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

static int by_pair(const void *x, const void *y)
{
    const cp_telling *a = x, *b = y;
    bool has_a = a->a_key || a->b_key, has_b = b->a_key || b->b_key;
    int c = compare(a->a, b->a);
    c = c ? c : compare(a->b, b->b);
    c = c ? c : compare(has_b, has_a); /* those with ports first */
    c = c ? c : compare(a->a_key, b->a_key);
    c = c ? c : compare(a->b_key, b->b_key);
    return c ? c : compare(a->told, b->told);
}

/* Rows of one table that say the same. */
static bool is_repeated(const cp_link_job *j, const cp_telling *x, const cp_telling *y)
{
    const cp_asset_link *p = &j->told[x->told], *q = &j->told[y->told];
    return x->a == y->a && x->b == y->b && x->a_key == y->a_key && x->b_key == y->b_key &&
           x->seen & CP_SEEN_TABLE && p->source == q->source && p->kind == q->kind &&
           x->is_turned == y->is_turned && p->metric == q->metric &&
           p->metric_back == q->metric_back && p->capacity_bps == q->capacity_bps &&
           cp_str_eq(p->layer, q->layer) && cp_str_eq(p->srlg, q->srlg);
}

/* Who says that routing does not pass through it. */
static void mark_end_only(cp_link_job *j)
{
    uint8_t *end_only = CP_NEW_ARRAY(j->a, uint8_t, j->out->n_assets + (size_t)j->others.n);
    cp_vec_each(t, &j->v)
    {
        uint8_t told = j->told[t->told].end_only;
        uint32_t a = t->is_turned ? t->b : t->a, b = t->is_turned ? t->a : t->b;
        if (t->to_switch) /* both ends were given such a telling */
            b = a;
        end_only[a] |= told & CP_LINK_A_END_ONLY ? 1 : 0;
        end_only[b] |= told & CP_LINK_B_END_ONLY && !t->to_switch ? 1 : 0;
    }
    j->out->end_only = end_only;
}

/* Of one pair. */
static int by_link(const void *x, const void *y)
{
    const cp_real_link *a = x, *b = y;
    int c = cp_str_cmp(a->a_port, b->a_port);
    c = c ? c : cp_str_cmp(a->b_port, b->b_port);
    c = c ? c : cp_str_cmp(a->layer, b->layer);
    c = c ? c : compare(a->metric, b->metric);
    return c ? c : compare(a->first, b->first);
}

/* No more links than that can come of the tellings, which are in order. */
static uint32_t count_most(const cp_telling *v, uint32_t n)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++)
        most += i == 0 || (v[i].a_key == 0 && v[i].b_key == 0) || v[i].a != v[i - 1].a ||
                v[i].b != v[i - 1].b || v[i].a_key != v[i - 1].a_key ||
                v[i].b_key != v[i - 1].b_key;
    return most;
}

/* Arrays that grow in an arena leave their former copies there: of millions that is most of it. */
static void reserve(cp_link_job *j)
{
    j->links.cap = count_most(j->v.v, j->v.n);
    j->links.v = CP_NEW_ARRAY(j->a, cp_real_link, j->links.cap);
    j->evidence.cap = j->v.n;
    j->evidence.v = CP_NEW_ARRAY(j->a, uint32_t, j->evidence.cap);
}

static void make_links(cp_link_job *j)
{
    cp_telling *v = j->v.v;
    if (j->v.n)
        qsort(j->v.v, j->v.n, sizeof *v, by_pair);
    for (uint32_t i = 1; i < j->v.n; i++)
        j->out->n_repeated += is_repeated(j, &v[i - 1], &v[i]);
    reserve(j);
    for (uint32_t i = 0, end; i < j->v.n; i = end) {
        uint32_t first = j->links.n;
        for (end = i + 1; end < j->v.n && v[end].a == v[i].a && v[end].b == v[i].b;)
            end++;
        cp_links_of_pair(j, v + i, end - i);
        if (j->links.n > first + 1)
            qsort(j->links.v + first, j->links.n - first, sizeof *j->links.v, by_link);
    }
}

/* ---- the whole */

cp_rc cp_links_of(cp_arena *a, const cp_asset_link *told, uint32_t n, const cp_str *asset_ids,
                  uint32_t n_assets, cp_links *out, cp_err *err)
{
    cp_links x = { .n_assets = n_assets };
    cp_link_job j = { .a = a, .told = told, .asset_ids = asset_ids, .out = &x };
    if (n > CP_LINKS_TOLD_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "links were told %u times, of at most %d", n,
                       CP_LINKS_TOLD_MAX);
    take(&j, n);
    cp_links_attached(&j);
    cp_links_infer(&j);
    mark_end_only(&j);
    j.scratch = cp_arena_new(0);
    make_links(&j);
    cp_arena_free(j.scratch);
    for (uint32_t i = 0; i < j.links.n; i++) {
        x.n_one_sided += j.links.v[i].one_sided;
        x.n_contradicting += j.links.v[i].contradicts;
    }
    x.others = j.others.v;
    x.n_others = j.others.n;
    x.links = j.links.v;
    x.n_links = j.links.n;
    x.evidence = j.evidence.v;
    *out = x;
    return CP_OK;
}

cp_str cp_link_reason(cp_arena *a, const cp_real_link *l)
{
    uint32_t heard = l->seen & (CP_SEEN_A | CP_SEEN_B), set = l->seen & CP_SEEN_CONFIG;
    const char *const why[] = {
        heard == (CP_SEEN_A | CP_SEEN_B) ? "heard at both ends"
        : heard                          ? "heard at one end"
                                         : "",
        l->seen & CP_SEEN_TABLE ? "told by a table" : "",
        l->seen & CP_SEEN_ROUTING ? "used by routing" : "",
        set == CP_SEEN_CONFIG ? "configured at both ends"
        : set                 ? "configured at one end"
                              : "",
        l->seen & CP_SEEN_BRIDGE ? "alone on a port of a bridge" : "",
        l->seen & CP_SEEN_RIB ? "told by a routing table" : "",
    };
    cp_buf b = cp_buf_new(a);
    if (l->seen == 0)
        return CP_STR("told by what is heard on the other side");
    for (size_t i = 0; i < sizeof why / sizeof *why; i++)
        if (why[i][0])
            cp_buf_fmt(&b, "%s%s", b.n ? " and " : "", why[i]);
    return cp_buf_str(&b);
}

enum { METRICS_SHOWN = 8 };

/* v: room for one more than are shown. */
static void add_once(uint64_t *v, uint32_t *n, uint64_t metric)
{
    for (uint32_t i = 0; i < *n; i++)
        if (v[i] == metric)
            return;
    if (metric && *n <= METRICS_SHOWN)
        v[(*n)++] = metric;
}

cp_str cp_link_metrics_told(cp_arena *a, const cp_links *x, const cp_asset_link *told,
                            const cp_real_link *l)
{
    uint64_t v[METRICS_SHOWN + 1];
    uint32_t n = 0;
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < l->n + l->n_of_pair && n <= METRICS_SHOWN; i++) {
        uint32_t at = i < l->n ? l->first + i : l->first_of_pair + (i - l->n);
        add_once(v, &n, told[x->evidence[at]].metric);
        add_once(v, &n, told[x->evidence[at]].metric_back);
    }
    for (uint32_t i = 0; i < n && i < METRICS_SHOWN; i++) {
        cp_buf_add_c(&b, i ? ", " : "");
        if (v[i] == CP_METRIC_UNUSED)
            cp_buf_add_c(&b, "unused");
        else
            cp_buf_fmt(&b, "%llu", (unsigned long long)v[i]);
    }
    cp_buf_add_c(&b, n > METRICS_SHOWN ? " ..." : "");
    return cp_buf_str(&b);
}
