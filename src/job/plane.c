/* SPDX-License-Identifier: Apache-2.0 */
/* plane.c - see plane.h: from evidence to planes, and words for what is in them. */
#include "job/plane.h"
#include "job/path_inside.h"

typedef struct taking {
    cp_planes *p;
    uint32_t item, source;
    cp_rc rc;
    cp_err *err;
} taking;

static void take(void *ctx, const cp_state *s)
{
    taking *t = ctx;
    if (t->rc == CP_OK)
        t->rc = cp_routers_add(t->p->routers, t->item, t->source, s, t->err);
}

/* Per asset of the evidence: the item that it is, or CP_NO_ITEM. */
static uint32_t *items_of_assets(const cp_planes *p)
{
    const cp_path_model *m = p->m;
    uint32_t n = m->e->found.n_assets, *of = CP_NEW_ARRAY(m->j->a, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        of[i] = CP_NO_ITEM;
    for (uint32_t i = 0; i < m->things.n; i++)
        if (m->things.v[i].kind == CP_THING_ASSET && m->things.v[i].is_in)
            of[m->things.v[i].at] = p->pn->item_of[i];
    return of;
}

static void say_nobody(cp_planes *p, const cp_router_state *s)
{
    cp_path_say((cp_path_model *)(uintptr_t)p->m, &p->gaps,
                "%.*s: what it says of its forwarding is of no device of the network, or of "
                "several (%.*s)",
                CP_FMT(s->name), CP_FMT(p->m->e->sources.v[s->source].name));
}

/* Their addresses are known, and not how they forward. */
void cp_planes_add_others(cp_planes *p)
{
    const cp_identified *found = &p->m->e->found;
    const uint32_t *item_of = p->item_of_asset;
    const bool *is_told = p->is_told;
    for (uint32_t i = 0; i < found->n_assets; i++)
        for (uint32_t k = 0; item_of[i] != CP_NO_ITEM && !is_told[i] && k < found->assets[i].n_ids;
             k++) {
            cp_ip ip;
            const cp_ident *id = &found->assets[i].ids[k];
            if (id->kind == CP_IDENT_IP && cp_ip_parse(id->value, &ip))
                cp_routers_known(p->routers, item_of[i], ip);
        }
}

static cp_rc add_states(cp_planes *p, cp_err *err)
{
    const cp_identified *found = &p->m->e->found;
    const uint32_t *item_of = items_of_assets(p);
    bool *is_told = CP_NEW_ARRAY(p->m->j->a, bool, found->n_assets + 1);
    p->item_of_asset = item_of;
    p->is_told = is_told;
    cp_str last = CP_STR("");
    for (uint32_t i = 0; i < found->n_states; i++) {
        const cp_router_state *s = &found->states[i];
        cp_err fault = { 0 };
        taking t = { .p = p, .source = s->source, .rc = CP_OK, .err = err };
        if (s->asset == CP_NO_ASSET || item_of[s->asset] == CP_NO_ITEM) {
            if (!cp_str_eq(last, s->name))
                say_nobody(p, s);
            last = s->name;
            continue;
        }
        p->n_routers += !is_told[s->asset];
        is_told[s->asset] = true;
        t.item = item_of[s->asset];
        if (cp_evidence_rows(p->m->e, s, take, &t, &fault) != CP_OK) {
            p->n_blocks_lost++;
            take(&t, &(cp_state){ .kind = CP_STATE_LIMIT,
                                  .vrf = CP_STR(""),
                                  .limit = { CP_STR("damaged"), CP_STR(""),
                                             CP_STR("rows of the case cannot be read") } });
        }
        if (t.rc != CP_OK)
            return t.rc;
    }
    cp_planes_add_others(p);
    return CP_OK;
}

cp_rc cp_planes_make(const cp_path_found *x, cp_planes *out, cp_err *err)
{
    cp_arena *a = x->m->j->a;
    *out = (cp_planes){ .m = x->m, .x = x, .routers = cp_routers_new(a) };
    for (uint32_t i = 0; i < x->n; i++) {
        if (x->v[i].has_rule && out->pn && x->v[i].pn != out->pn)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "more than %d policies at once: name them with --policy ID",
                           CP_NET_POLICIES_MAX);
        out->pn = x->v[i].has_rule ? x->v[i].pn : out->pn;
    }
    if (!out->pn)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "none of the policies excludes anything on that day");
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        out->dirty[u] = CP_NEW_ARRAY(a, uint64_t, out->pn->net.n_items + 1);
        cp_arena *scratch = cp_arena_new(0);
        (void)cp_net_taint(scratch, &out->pn->net, x->r->reading, (cp_unknown)u, UINT64_MAX,
                           out->dirty[u], NULL);
        cp_arena_free(scratch);
    }
    cp_rc rc = add_states(out, err);
    if (rc == CP_OK && out->n_routers == 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "no router says how it forwards: import what its terminal shows "
                       "(docs/formats/router-state.md)");
    return rc;
}

cp_rc cp_planes_version(cp_planes *p, unsigned bits, cp_err *err)
{
    if (p->bits == bits)
        return CP_OK;
    cp_plane_labels labels = {
        .net = &p->pn->net, .dirty = { p->dirty[CP_UNKNOWN_CLEAN], p->dirty[CP_UNKNOWN_EXCLUDED] }
    };
    cp_rc rc =
        cp_routers_make(p->routers, &p->pn->net, bits, p->x->r->assumes_complete, &p->v, err);
    if (rc != CP_OK)
        return rc;
    p->bits = bits;
    cp_plane_label(p->v.plane, &labels);
    return CP_OK;
}

/* ---- words */

cp_str cp_plane_table_name(const cp_planes *p, uint32_t table)
{
    const cp_routers_table *t = &p->v.tables[table];
    const cp_path_finding f = { .pn = p->pn };
    cp_str name = cp_path_item_name(&f, p->m, t->item);
    return t->vrf.n ? cp_str_fmt(p->m->j->a, "%.*s vrf %.*s", CP_FMT(name), CP_FMT(t->vrf)) : name;
}

cp_str cp_plane_address_text(cp_arena *a, cp_address x, unsigned bits)
{
    uint8_t b[16];
    for (int i = 0; i < 16; i++)
        b[i] = (uint8_t)(x >> (120 - 8 * i));
    return cp_ip_text(a, bits == 32 ? cp_ip_v4(b) : cp_ip_v6(b));
}

cp_str cp_plane_prefix_text(cp_arena *a, const cp_prefix *x, unsigned bits)
{
    return cp_str_fmt(a, "%.*s/%u", CP_FMT(cp_plane_address_text(a, x->first, bits)), x->len);
}

cp_str cp_plane_ends_text(cp_arena *a, uint32_t ends)
{
    cp_buf b = cp_buf_new(a);
    for (int i = 0; i < CP_PLANE_END_COUNT; i++)
        if (ends >> i & 1)
            cp_buf_fmt(&b, "%s%s", b.n ? ", " : "", cp_plane_end_name((cp_plane_end_bit)i));
    return cp_buf_str(&b);
}

cp_str cp_plane_place_text(const cp_planes *p, cp_arena *a, const cp_routers_place *x)
{
    const cp_source *s = &p->m->e->sources.v[x->source];
    return x->pos
               ? cp_str_fmt(a, "%.*s:%.*s", CP_FMT(s->name), CP_FMT(cp_source_place(a, s, x->pos)))
               : CP_STR("");
}

/* Clean is what is delivered, whatever becomes of the rest: but not where that is not known. */
cp_path_answer cp_plane_answer(const cp_plane_fate *f, uint32_t bit)
{
    uint64_t mask = (uint64_t)1 << bit;
    if (f->dirty[CP_UNKNOWN_CLEAN] & mask)
        return CP_PATH_EXCLUDED;
    if (f->ends & CP_PLANE_NOT_MODELLED)
        return CP_PATH_NOT_MODELLED;
    if (f->ends & CP_PLANE_LOST || f->dirty[CP_UNKNOWN_EXCLUDED] & mask)
        return CP_PATH_UNDETERMINED;
    return f->ends & CP_PLANE_DELIVERED ? CP_PATH_CLEAN : CP_PATH_NONE;
}
