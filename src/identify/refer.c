/* SPDX-License-Identifier: Apache-2.0 */
/* refer.c - see inside.h: assets, links and conflicts that name other assets. Ids are known last,
 * so all of it is told then. */
#include <stdlib.h>
#include "identify/inside.h"

enum { OTHERS_SHOWN = 4 }; /* ids named in one line of evidence */

typedef cp_identify_job job;
typedef cp_asset_names names;

static cp_str name_key(cp_arena *a, cp_str realm, cp_str name)
{
    return cp_str_fmt(a, "%.*s\n%.*s", CP_FMT(realm), CP_FMT(cp_str_lower(a, cp_str_trim(name))));
}

static void put_name(job *j, names *m, cp_str realm, cp_str name, uint32_t asset)
{
    bool added;
    uint64_t *at = cp_map_put(j->scratch, &m->by_name, name_key(j->scratch, realm, name), &added);
    *at = added || *at == asset + 1 ? asset + 1 : 0;
}

static bool is_anybody_named(const job *j)
{
    bool is_named = j->s->links.n > 0;
    for (uint32_t i = 0; i < j->assets.n && !is_named; i++)
        is_named = cp_asset_claim(&j->assets.v[i], CP_ATTR_PARENT) != NULL;
    return is_named;
}

void cp_refer_index(job *j, names *m)
{
    if (!is_anybody_named(j))
        return;
    m->by_id = cp_id_table_new(j->scratch, j->assets.n);
    for (uint32_t i = 0; i < j->assets.n; i++) {
        const cp_asset *as = &j->assets.v[i];
        *cp_id_slot(&m->by_id, j->ids.v, as->id) = i + 1;
        if (j->ids.v[i].parent)
            continue;
        const cp_claim *name = cp_asset_claim(as, CP_ATTR_NAME);
        if (name)
            put_name(j, m, as->realm, name->value, i);
        for (uint32_t k = 0; k < as->n_ids; k++)
            if (as->ids[k].kind == CP_IDENT_HOSTNAME)
                put_name(j, m, as->realm, as->ids[k].value, i);
    }
}

static uint32_t find_named(const job *j, const names *m, cp_str realm, cp_str name)
{
    uint32_t asset = *cp_id_slot(&m->by_id, j->ids.v, name);
    if (asset)
        return asset;
    const uint64_t *at = cp_map_get(&m->by_name, name_key(j->scratch, realm, name));
    return at ? (uint32_t)*at : 0;
}

void cp_refer_parents(job *j, const names *m)
{
    for (uint32_t i = 0; i < j->assets.n; i++) {
        cp_asset *as = &j->assets.v[i];
        const cp_claim *c = cp_asset_claim(as, CP_ATTR_PARENT);
        uint32_t parent = j->ids.v[i].parent;
        if (parent == 0 && c)
            parent = find_named(j, m, as->realm, c->value);
        as->parent = parent && parent - 1 != i ? j->assets.v[parent - 1].id : CP_STR("");
    }
}

static int by_identifier(const void *x, const void *y)
{
    const cp_join_conflict *a = x, *b = y;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->text < b->text ? -1 : a->text > b->text;
}

static const cp_asset *asset_of(const job *j, const cp_join_conflict *c)
{
    uint32_t device = j->device_of[j->join.group_of[c->subject]];
    return device ? &j->assets.v[device - 1] : NULL;
}

static int by_realm(const void *x, const void *y)
{
    const cp_asset *a = *(const cp_asset *const *)x, *b = *(const cp_asset *const *)y;
    int c = cp_str_cmp(a->realm, b->realm);
    return c ? c : cp_str_cmp(a->id, b->id);
}

/* v: assets of one realm that an identifier was told of, sorted by id; as is one of them. */
static cp_str others_of(const job *j, const cp_asset *const *v, uint32_t n, const cp_asset *as)
{
    cp_buf b = cp_buf_new(j->a);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < n && shown < OTHERS_SHOWN; i++)
        if (v[i] != as)
            cp_buf_fmt(&b, "%s%.*s", shown++ ? ", " : "also told of ", CP_FMT(v[i]->id));
    if (n - 1 > OTHERS_SHOWN)
        cp_buf_fmt(&b, " and %u more", n - 1 - OTHERS_SHOWN);
    cp_buf_add_c(&b, shown ? "; not joined, because they contradict each other" : "");
    return cp_buf_str(&b);
}

static void name_others(job *j, cp_str value, const cp_asset *const *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t e = 0; e < v[i]->n_evidence; e++) {
            cp_evidence *ev = (cp_evidence *)(uintptr_t)&v[i]->evidence[e];
            if (cp_str_eq(ev->kind, CP_STR("conflict")) && cp_str_eq(ev->value, value))
                ev->rule = others_of(j, v, n, v[i]);
        }
}

/* All that one identifier was told of: thousands, where somebody answers for every address. */
static void name_conflict(job *j, const cp_join_conflict *run, uint32_t n)
{
    cp_str value = cp_conflict_value(j->w.scratch, j->s, run);
    const cp_asset **v = CP_NEW_ARRAY(j->w.scratch, const cp_asset *, n);
    uint32_t n_assets = 0, kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (asset_of(j, &run[i]))
            v[n_assets++] = asset_of(j, &run[i]);
    if (n_assets)
        qsort(v, n_assets, sizeof *v, by_realm);
    for (uint32_t i = 0; i < n_assets; i++)
        if (kept == 0 || v[i] != v[kept - 1])
            v[kept++] = v[i];
    for (uint32_t i = 0, end; i < kept; i = end) {
        for (end = i + 1; end < kept && cp_str_eq(v[end]->realm, v[i]->realm);)
            end++;
        name_others(j, value, v + i, end - i);
    }
}

void cp_refer_conflicts(job *j)
{
    uint32_t n = j->first_conflict[j->join.n_groups];
    cp_join_conflict *v = cp_arena_dup(j->scratch, j->conflicts, n * sizeof *v);
    if (n)
        qsort(v, n, sizeof *v, by_identifier);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && by_identifier(&v[i], &v[end]) == 0;)
            end++;
        cp_arena_mark mark = cp_arena_here(j->w.scratch);
        name_conflict(j, v + i, end - i);
        cp_arena_back(j->w.scratch, mark);
    }
}

static uint32_t link_end(const job *j, const names *m, uint32_t subject)
{
    if (subject == 0)
        return 0;
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject - 1);
    uint32_t device = j->device_of[j->join.group_of[subject - 1]];
    cp_str realm = cp_obs_str(j->s, j->s->froms.v[x->from].realm);
    for (uint32_t k = 0; k < x->n_idents && !device; k++) {
        cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
        if (cp_obs_ident_kind(id) == CP_IDENT_HOSTNAME)
            device = find_named(j, m, realm, cp_obs_str(j->s, cp_obs_ident_text(id)));
    }
    return device;
}

/* By which an end that is nobody's is told apart from others, the best first. */
static const cp_ident_kind strongest[] = { CP_IDENT_CHASSIS,   CP_IDENT_MAC, CP_IDENT_REF,
                                           CP_IDENT_ENGINE_ID, CP_IDENT_IP,  CP_IDENT_HOSTNAME,
                                           CP_IDENT_SERIAL };

static cp_ident called(const job *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    for (size_t i = 0; i < sizeof strongest / sizeof *strongest; i++)
        for (uint32_t k = 0; k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
            if (cp_obs_ident_kind(id) == strongest[i])
                return (cp_ident){ strongest[i], cp_obs_str(j->s, cp_obs_ident_text(id)) };
        }
    return (cp_ident){ CP_IDENT_AGENT, CP_STR("") };
}

static void place_end(const job *j, const names *m, const uint32_t *place, uint32_t subject,
                      uint32_t *asset, cp_ident *id)
{
    uint32_t at = link_end(j, m, subject);
    *asset = at ? place[at - 1] : CP_NO_ASSET;
    if (subject && !at)
        *id = called(j, subject - 1);
}

void cp_refer_links(job *j, const names *m, cp_identified *out, const uint32_t *place)
{
    uint32_t n = j->s->links.n;
    out->links = CP_NEW_ARRAY(j->a, cp_asset_link, n);
    out->n_links = n;
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_link *l = cp_blocks_at(&j->s->links, i);
        cp_asset_link x = { .a_port = cp_obs_str(j->s, l->a_port),
                            .b_port = cp_obs_str(j->s, l->b_port),
                            .realm = cp_obs_str(j->s, j->s->froms.v[l->from].realm),
                            .layer = cp_obs_str(j->s, l->layer),
                            .srlg = cp_obs_str(j->s, l->srlg),
                            .capacity_bps = l->capacity_bps,
                            .metric = l->metric,
                            .metric_back = l->metric_back,
                            .kind = (cp_link_kind)l->kind,
                            .source = j->s->froms.v[l->from].source,
                            .pos = (uint64_t)l->pos_high << 32 | l->pos_low,
                            .both_sides = l->both_sides };
        place_end(j, m, place, l->a, &x.a, &x.a_id);
        place_end(j, m, place, l->b, &x.b, &x.b_id);
        out->links[i] = x;
    }
}
