/* SPDX-License-Identifier: Apache-2.0 */
/* path_model.c - see path.h: things and what they need, from links, ties and the evidence; and what
 * the model lacks, which is told before any answer.
 *
 *     device    needs  its host, its parts (of its own walk), its manager, and what a table tells
 *     link      rides on a carriage, which needs one of its alternatives
 *     alternative  needs each of its devices */
#include <stdlib.h>
#include "job/path.h"
#include "job/path_inside.h"

cp_str cp_path_maker(const cp_path_model *m, uint32_t thing)
{
    const cp_thing *t = &m->things.v[thing];
    const cp_claim *c = t->kind == CP_THING_ASSET
                            ? cp_asset_claim(&m->e->found.assets[t->at], CP_ATTR_MAKER)
                            : NULL;
    return c && c->confidence >= CP_SHOW_MIN ? c->name : CP_STR("");
}

const cp_answer_asset *cp_path_asset(const cp_path_model *m, uint32_t thing)
{
    const cp_thing *t = &m->things.v[thing];
    if (t->kind != CP_THING_ASSET || m->judged[t->at] == CP_NO_ASSET)
        return NULL;
    return &m->ans->assets[m->judged[t->at]];
}

/* ---- things */

/* Both lists are in the same order; what is not in service is missing from the second. */
static void find_judged(cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    uint32_t *judged = CP_NEW_ARRAY(m->j->a, uint32_t, f->n_assets), at = 0;
    for (uint32_t i = 0; i < f->n_assets; i++) {
        bool is_same =
            at < m->ans->n_assets && cp_str_eq(m->ans->assets[at].asset.id, f->assets[i].id);
        judged[i] = is_same ? at++ : CP_NO_ASSET;
    }
    m->judged = judged;
}

/* What hangs alone on a port of a bridge, a printer or a telephone, leads nowhere. Where its own
 * walk or an inventory tells of both ends there may be a link, or something of unknown make between
 * the two: no path uses it, and nothing is proven that it could overturn. */
static void leave_out_attached(cp_path_model *m)
{
    cp_real_link *v = (cp_real_link *)(uintptr_t)m->links.links;
    const cp_asset *assets = m->e->found.assets;
    uint32_t kept = 0, n_told = 0;
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        if (v[i].seen != CP_SEEN_BRIDGE)
            v[kept++] = v[i];
        else
            n_told +=
                cp_evidence_is_told_of(&assets[v[i].a]) && cp_evidence_is_told_of(&assets[v[i].b]);
    }
    m->links.n_links = kept;
    if (n_told)
        cp_path_say(m, &m->gaps,
                    "%u pair%s of devices %s known to be linked only because one stands alone on a "
                    "port of the other, a bridge: what is between them nobody tells, and no path "
                    "leads there.",
                    n_told, n_told > 1 ? "s" : "", n_told > 1 ? "are" : "is");
}

static cp_rc find_links(cp_path_model *m, cp_err *err)
{
    const cp_identified *f = &m->e->found;
    cp_str *ids = CP_NEW_ARRAY(m->j->a, cp_str, f->n_assets);
    for (uint32_t i = 0; i < f->n_assets; i++)
        ids[i] = f->assets[i].id;
    cp_rc rc = cp_links_of(m->j->a, f->links, f->n_links, ids, f->n_assets, &m->links, err);
    if (rc == CP_OK)
        leave_out_attached(m);
    return rc;
}

static void list_things(cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    for (uint32_t i = 0; i < f->n_assets; i++)
        cp_vec_push(m->j->a, &m->things,
                    ((cp_thing){ .kind = CP_THING_ASSET,
                                 .at = i,
                                 .id = f->assets[i].id,
                                 .name = cp_asset_name(&f->assets[i]),
                                 .is_in = m->judged[i] != CP_NO_ASSET }));
    for (uint32_t i = 0; i < m->links.n_others; i++) {
        const cp_link_node *o = &m->links.others[i];
        cp_thing_kind kind = o->kind == CP_NODE_SWITCH ? CP_THING_SWITCH : CP_THING_STRANGER;
        cp_vec_push(m->j->a, &m->things, ((cp_thing){ kind, i, o->id, o->name, true }));
    }
}

/* What is heard is there, whatever an inventory says of its service. */
static void take_heard(cp_path_model *m)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        const cp_real_link *l = &m->links.links[i];
        const uint32_t ends[] = { l->a, l->b };
        if (!(l->seen & (CP_SEEN_A | CP_SEEN_B)))
            continue;
        for (int k = 0; k < 2; k++) {
            n += !m->things.v[ends[k]].is_in;
            m->things.v[ends[k]].is_in = true;
        }
    }
    if (n)
        cp_path_say(m, &m->notes,
                    "%u asset%s not in service (planned, spare, removed, disposed) and yet heard "
                    "by neighbours: %s taken as unknown.",
                    n, n > 1 ? "s are" : " is", n > 1 ? "they are" : "it is");
}

/* ---- what is needed */

uint32_t cp_path_thing(cp_path_model *m, cp_thing_kind kind, cp_str id, cp_str name)
{
    cp_vec_push(m->j->a, &m->things, ((cp_thing){ kind, 0, id, name, true }));
    return m->things.n - 1;
}

void cp_path_need(cp_path_model *m, uint32_t thing, const uint32_t *options, uint32_t n)
{
    uint32_t first = m->options.n;
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(m->j->a, &m->options, options[i]);
    cp_vec_push(m->j->a, &m->needs, ((cp_thing_need){ thing, first, n }));
}

static cp_str name_key(cp_arena *a, cp_str realm, cp_str name)
{
    return cp_str_fmt(a, "%.*s\n%.*s", CP_FMT(realm), CP_FMT(cp_str_lower(a, cp_str_trim(name))));
}

/* Names of assets that only one has, by realm; and ids. */
static cp_map index_names(const cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    cp_map names = { 0 };
    for (uint32_t i = 0; i < f->n_assets; i++) {
        bool added;
        const cp_asset *as = &f->assets[i];
        cp_str key = name_key(m->j->a, as->realm, cp_asset_name(as));
        uint64_t *at = cp_map_put(m->j->a, &names, key, &added);
        *at = added ? i + 1 : 0;
    }
    return names;
}

static bool is_claimed_part(const cp_asset *as)
{
    return cp_asset_claim(as, CP_ATTR_PARENT) != NULL;
}

/* A part needs the whole. The whole needs parts that its own agent listed: cards and modules; what
 * an inventory says to be in it may be a guest of a host, which does not need its guests. */
static void need_parents(cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    cp_map by_id = { 0 };
    for (uint32_t i = 0; i < f->n_assets; i++)
        *cp_map_put(m->j->a, &by_id, f->assets[i].id, NULL) = i;
    for (uint32_t i = 0; i < f->n_assets; i++) {
        const cp_asset *as = &f->assets[i];
        const uint64_t *at = as->parent.n ? cp_map_get(&by_id, as->parent) : NULL;
        if (!at || !m->things.v[i].is_in)
            continue;
        uint32_t whole = (uint32_t)*at;
        cp_path_need(m, i, &whole, 1);
        if (!is_claimed_part(as) && !cp_asset_is_former(as))
            cp_path_need(m, whole, &i, 1);
    }
}

/* Who manages it, where that is a thing that we know; a company is judged by the policies. */
static void need_managers(cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    cp_map names = { 0 };
    bool is_indexed = false;
    for (uint32_t i = 0; i < f->n_assets; i++) {
        cp_str by = cp_asset_shown(&f->assets[i], CP_ATTR_MANAGED_BY);
        if (by.n == 0)
            continue;
        if (!is_indexed)
            names = index_names(m);
        is_indexed = true;
        const uint64_t *at = cp_map_get(&names, name_key(m->j->a, f->assets[i].realm, by));
        uint32_t manager = at && *at ? (uint32_t)*at - 1 : i;
        if (manager == i)
            continue;
        m->has_needs = true;
        cp_path_need(m, i, &manager, 1);
    }
}

/* A thing that is needed: an asset, or one for each text. */
uint32_t cp_path_needed(cp_path_model *m, uint32_t asset, cp_str text, cp_str realm)
{
    if (asset != CP_NO_ASSET) {
        m->things.v[asset].is_in = true; /* what is needed is in use */
        return asset;
    }
    bool added;
    cp_str id = cp_str_fmt(m->j->a, "needed:%zu:%.*s@%.*s", text.n, CP_FMT(text), CP_FMT(realm));
    uint64_t *at = cp_map_put(m->j->a, &m->needed, id, &added);
    if (added) {
        uint32_t thing = cp_path_thing(m, CP_THING_NEEDED, id, text);
        *cp_map_get(&m->needed, id) = thing;
        return thing;
    }
    return (uint32_t)*at;
}

typedef struct row {
    uint32_t asset, needed;
    cp_str group;
} row;

static int by_group(const void *x, const void *y)
{
    const row *a = x, *b = y;
    if (a->asset != b->asset)
        return a->asset < b->asset ? -1 : 1;
    int c = cp_str_cmp(a->group, b->group);
    return c ? c : (a->needed > b->needed) - (a->needed < b->needed);
}

static void need_told(cp_path_model *m)
{
    const cp_identified *f = &m->e->found;
    CP_VEC(row) rows = { 0 };
    CP_VEC(uint32_t) options = { 0 };
    uint32_t n_nobody = 0;
    for (uint32_t i = 0; i < f->n_ties; i++) {
        const cp_asset_tie *t = &f->ties[i];
        if (t->kind != CP_TIE_NEEDS)
            continue;
        m->has_needs = true;
        if (t->a == CP_NO_ASSET) {
            n_nobody++;
            continue;
        }
        uint32_t needed = cp_path_needed(m, t->b, t->b_text, t->realm);
        cp_vec_push(m->j->a, &rows, ((row){ t->a, needed, t->name }));
    }
    if (rows.n)
        qsort(rows.v, rows.n, sizeof *rows.v, by_group);
    for (uint32_t i = 0, end; i < rows.n; i = end) {
        options.n = 0;
        for (end = i; end < rows.n && rows.v[end].asset == rows.v[i].asset &&
                      cp_str_eq(rows.v[end].group, rows.v[i].group);
             end++)
            cp_vec_push(m->j->a, &options, rows.v[end].needed);
        cp_path_need(m, rows.v[i].asset, options.v, options.n);
    }
    if (n_nobody)
        cp_path_say(m, &m->need_gaps,
                    "%u row%s of dependencies %s about things that nobody tells of.", n_nobody,
                    n_nobody > 1 ? "s" : "", n_nobody > 1 ? "are" : "is");
    if (m->needed.n)
        cp_path_say(m, &m->notes,
                    "%u thing%s that something needs %s in no inventory, and unknown.", m->needed.n,
                    m->needed.n > 1 ? "s" : "", m->needed.n > 1 ? "are" : "is");
}

cp_rc cp_path_model_make(cp_job *j, const cp_evidence_set *e, const cp_answer *ans,
                         cp_path_model *out, cp_err *err)
{
    *out = (cp_path_model){ .j = j, .e = e, .ans = ans };
    find_judged(out);
    cp_rc rc = find_links(out, err);
    if (rc != CP_OK)
        return rc;
    list_things(out);
    take_heard(out);
    need_told(out);
    need_managers(out);
    need_parents(out);
    cp_path_carriage(out);
    cp_path_fates(out);
    cp_path_price(out);
    cp_path_coverage(out);
    return CP_OK;
}
