/* SPDX-License-Identifier: Apache-2.0 */
/* flows_names.c - the names that addresses went by, of the ends that are shown and are none
 * of the equipment.
 *
 *     rows of the answer --> slots: (address, who asked) and (address, anybody)
 *     names of the case  --> added up in these slots; all others pass by
 *
 * An address of a content network goes by hundreds of names, of which a client asked for one: what
 * the other end of the row asked for or was told comes before what anybody was. Memory is bounded
 * by the rows, and by NAMES_KEPT and NAMES_MAX. */
#include <stdlib.h>
#include "job/flows_follow.h"

enum {
    NAMES_KEPT = 64,        /* of a slot: of more those that were told of first */
    NAMES_MAX = 512 * 1024, /* of all slots: of 100,000 rows 5 each */
    NOBODY = UINT32_MAX,
};

/* At `addr`, as it was told to `who`: an asset, an address, or anybody. */
typedef struct slot_key {
    uint32_t addr, is_asset, who;
} slot_key;

typedef struct slot {
    CP_VEC(cp_flows_name) names;
    bool is_full; /* it went by others too */
} slot;

struct cp_flows_name_slots {
    cp_map by_key; /* slot_key -> place in v */
    CP_VEC(slot) v;
    cp_map texts; /* each once */
    uint32_t n_names;
};
typedef struct cp_flows_name_slots slots;

static cp_str key_text(const slot_key *k) { return (cp_str){ (const char *)k, sizeof *k }; }

static slot_key anybody(uint32_t addr) { return (slot_key){ addr, 0, NOBODY }; }

/* Of a row's end, or of who asked: the asset, where there is one: a device asks with any of its
 * addresses. */
static slot_key asked_by(const cp_flows *f, uint32_t addr, uint32_t other, bool is_other_asset)
{
    const cp_answer_asset *x = cp_flows_asset(f, other, is_other_asset);
    return x ? (slot_key){ addr, 1, (uint32_t)(x - f->ans->assets) } : (slot_key){ addr, 0, other };
}

static bool has_names(const cp_flows *f, uint32_t id, bool is_asset)
{
    if (id == CP_FLOW_NO_ID || is_asset || id >= cp_flow_ids_n(f->ids))
        return false;
    const cp_answer_asset *x = cp_flows_asset(f, id, false);
    return !x || cp_flows_is_stranger(f, x);
}

static void add_slot(const cp_flows *f, slots *s, slot_key k)
{
    bool added;
    cp_str key = { cp_arena_dup(f->j->a, &k, sizeof k), sizeof k };
    uint64_t *at = cp_map_put(f->j->a, &s->by_key, key, &added);
    if (added) {
        *at = s->v.n;
        cp_vec_push(f->j->a, &s->v, ((slot){ .is_full = false }));
    }
}

static void add_end(const cp_flows *f, slots *s, uint32_t id, bool is_asset, uint32_t other,
                    bool is_other_asset)
{
    if (!has_names(f, id, is_asset))
        return;
    add_slot(f, s, anybody(id));
    if (other != CP_FLOW_NO_ID)
        add_slot(f, s, asked_by(f, id, other, is_other_asset));
}

static void add_ends(const cp_flows *f, slots *s, const cp_flow_row *r)
{
    add_end(f, s, r->src, r->is_src_asset, r->dst, r->is_dst_asset);
    add_end(f, s, r->dst, r->is_dst_asset, r->src, r->is_src_asset);
}

/* Of a finding, as a row has them. */
static cp_flow_row ends_of(const cp_flows *f, const cp_flow_finding *x)
{
    uint32_t n = cp_flow_ids_n(f->ids);
    cp_flow_row r = { .src = cp_flow_ids_find(f->ids, &x->who), .dst = CP_FLOW_NO_ID };
    if (cp_flow_addr_is_set(x->peer))
        r.dst = cp_flow_ids_find(f->ids, &x->peer);
    r.src = r.src < n ? r.src : CP_FLOW_NO_ID;
    r.dst = r.dst < n ? r.dst : CP_FLOW_NO_ID;
    return r;
}

static slot *slot_of(const slots *s, slot_key k)
{
    const uint64_t *at = cp_map_get(&s->by_key, key_text(&k));
    return at ? &s->v.v[*at] : NULL;
}

/* ---- what is told */

static cp_str text_of(cp_arena *a, slots *s, cp_str name)
{
    const uint64_t *at = cp_map_get(&s->texts, name);
    if (at)
        return s->texts.items[*at].key;
    cp_str mine = cp_str_dup(a, name);
    uint32_t place = s->texts.n;
    *cp_map_put(a, &s->texts, mine, NULL) = place;
    return mine;
}

static void count(cp_arena *a, slots *s, slot *x, const cp_flow_name *n, uint64_t times)
{
    uint32_t i = 0;
    while (i < x->names.n && !cp_str_eq(x->names.v[i].name, n->name))
        i++;
    if (i == x->names.n) {
        if (i == NAMES_KEPT || s->n_names == NAMES_MAX) {
            x->is_full = true;
            return;
        }
        s->n_names++;
        cp_vec_push(a, &x->names, ((cp_flows_name){ .name = text_of(a, s, n->name) }));
    }
    x->names.v[i].kinds |= 1u << n->kind;
    x->names.v[i].count += times;
}

/* Of a query addr is the server that was asked; what does not resolve has no address. */
bool cp_flows_is_name(const cp_flow_name *n)
{
    return n->kind != CP_FLOW_NAME_DNS_QUERY && !cp_flow_name_is_login(n->kind) && n->rcode == 0 &&
           n->name.n > 0;
}

static void add_name(void *ctx, const cp_flow_name *n, uint64_t times)
{
    cp_flows *f = ctx;
    uint32_t addr = cp_flow_ids_find(f->ids, &n->addr);
    slot *x = slot_of(f->names, anybody(addr));
    if (!x)
        return;
    count(f->j->a, f->names, x, n, times);
    uint32_t client = cp_flow_ids_find(f->ids, &n->client);
    const cp_answer_asset *as = cp_flows_asset_at(f, &n->client);
    if (!as && client == cp_flow_ids_n(f->ids))
        return; /* in no flow */
    slot_key k =
        as ? (slot_key){ addr, 1, (uint32_t)(as - f->ans->assets) } : (slot_key){ addr, 0, client };
    x = slot_of(f->names, k);
    if (x)
        count(f->j->a, f->names, x, n, times);
}

static cp_rc each_name(void *ctx, uint32_t source, const cp_flow_name *n, cp_err *err)
{
    (void)source;
    (void)err;
    if (cp_flows_is_name(n))
        add_name(ctx, n, 1);
    return CP_OK;
}

/* Into all slots: of what was kept, or of the case. */
static cp_rc fill(cp_flows *f, cp_err *err)
{
    bool is_kept = false;
    cp_rc rc = f->names_kept ? cp_names_kept_read(f->names_kept, f->e->kase, &is_kept, err) : CP_OK;
    if (rc != CP_OK || !is_kept)
        return rc == CP_OK ? cp_case_flow_names(f->e->kase, each_name, f, &f->names_damage, err)
                           : rc;
    f->names_damage.n_blocks = cp_names_kept_damaged(f->names_kept);
    for (uint32_t i = 0; i < f->names->by_key.n; i++) {
        slot_key k;
        memcpy(&k, f->names->by_key.items[i].key.p, sizeof k);
        if (!k.is_asset && k.who == NOBODY)
            cp_names_kept_of(f->names_kept, cp_flow_ids_addr(f->ids, k.addr), add_name, f);
    }
    return CP_OK;
}

static int most_told(const void *x, const void *y)
{
    const cp_flows_name *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return cp_str_cmp(a->name, b->name);
}

cp_rc cp_flows_read_names(cp_flows *f, cp_err *err)
{
    f->names = CP_NEW(f->j->a, slots);
    for (uint32_t i = 0; i < f->top.n; i++)
        add_ends(f, f->names, &f->top.rows[i]);
    for (uint32_t i = 0; i < f->news.n; i++)
        add_ends(f, f->names, &f->news.v[i].row);
    for (uint32_t i = 0; i < f->findings.n; i++) {
        cp_flow_row ends = ends_of(f, &f->findings.v[i].x);
        add_ends(f, f->names, &ends);
    }
    if (!f->names->v.n)
        return CP_OK;
    cp_rc rc = fill(f, err);
    for (uint32_t i = 0; i < f->names->v.n; i++) {
        slot *x = &f->names->v.v[i];
        if (x->names.n)
            qsort(x->names.v, x->names.n, sizeof *x->names.v, most_told);
    }
    return rc;
}

cp_flows_names cp_flows_names_of(const cp_flows *f, uint32_t id, bool is_asset, uint32_t other,
                                 bool is_other_asset)
{
    const slot *all, *own = NULL;
    if (!f->names || !has_names(f, id, is_asset) || !(all = slot_of(f->names, anybody(id))))
        return (cp_flows_names){ .n = 0 };
    if (other != CP_FLOW_NO_ID)
        own = slot_of(f->names, asked_by(f, id, other, is_other_asset));
    bool is_own = own && own->names.n;
    const slot *x = is_own ? own : all;
    return (cp_flows_names){ x->names.v, x->names.n, x->is_full, is_own };
}

cp_flows_names cp_flows_names_of_end(const cp_flows *f, const cp_flow_finding *x, bool is_peer)
{
    cp_flow_row r = ends_of(f, x);
    uint32_t id = is_peer ? r.dst : r.src, other = is_peer ? r.src : r.dst;
    return id == CP_FLOW_NO_ID ? (cp_flows_names){ .n = 0 }
                               : cp_flows_names_of(f, id, false, other, false);
}

/* "telemetry.example", "telemetry.example +2"; "+64 or more": of more than were kept. */
cp_str cp_flows_names_text(cp_arena *a, const cp_flows_names *x, bool is_of_pair)
{
    if (!x->n)
        return CP_STR("");
    cp_str more = x->n == 1 && !x->is_full ? CP_STR("")
                  : x->is_full             ? cp_str_fmt(a, " +%u or more", x->n)
                                           : cp_str_fmt(a, " +%u", x->n - 1);
    bool is_others = is_of_pair && !x->is_asked_here;
    return cp_str_fmt(a, is_others ? "(%.*s%.*s)" : "%.*s%.*s", CP_FMT(x->v[0].name), CP_FMT(more));
}
