/* SPDX-License-Identifier: Apache-2.0 */
/* path_fate.c - carrier services of one AS may fail together, whatever lines they are: which links
 * that takes away, as a shared risk.
 *
 *     line 8, line 9 (carrier_service, asn 64499)  -->  links that end at one of them, or of which
 *                                                       every alternative below rides on one
 *
 * A service alone is a device like others. */
#include "job/path_inside.h"
#include "model/as.h"

enum { NAMES_SHOWN = 4 };

typedef struct group {
    uint32_t asn;
    CP_VEC(uint32_t) things;
} group;

typedef CP_VEC(group) groups;

static bool is_carrier(const cp_path_model *m, uint32_t asset)
{
    return m->things.v[asset].is_in &&
           cp_str_eq(cp_asset_shown(&m->e->found.assets[asset], CP_ATTR_CLASS),
                     CP_STR("carrier_service"));
}

static void add(const cp_path_model *m, cp_map *by_as, groups *out, cp_str asn, uint32_t thing)
{
    bool added;
    uint32_t number;
    if (!cp_as_parse(asn, &number))
        return;
    uint64_t *at = cp_map_put(m->j->a, by_as, asn, &added);
    if (added) {
        *at = out->n;
        cp_vec_push(m->j->a, out, ((group){ .asn = number }));
    }
    cp_vec_push(m->j->a, &out->v[*at].things, thing);
}

/* By the numbers of ASes, in the order of the assets. */
static groups carriers_of(const cp_path_model *m)
{
    cp_map by_as = { 0 };
    groups out = { 0 };
    for (uint32_t i = 0; i < m->links.n_assets; i++) {
        const cp_asset *as = &m->e->found.assets[i];
        for (uint32_t k = 0; k < as->n_ids && is_carrier(m, i); k++)
            if (as->ids[k].kind == CP_IDENT_ASN)
                add(m, &by_as, &out, as->ids[k].value, i);
    }
    return out;
}

static bool fails(const cp_path_model *m, const cp_thing_need *x, const bool *failed)
{
    for (uint32_t i = 0; i < x->n; i++)
        if (!failed[m->options.v[x->first + i]])
            return false;
    return true;
}

/* What is below links is there while one of each of its groups is. */
static void spread(const cp_path_model *m, bool *failed)
{
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (uint32_t i = 0; i < m->needs.n; i++) {
            const cp_thing_need *x = &m->needs.v[i];
            cp_thing_kind kind = m->things.v[x->thing].kind;
            if ((kind != CP_THING_CARRIAGE && kind != CP_THING_ALTERNATIVE) || failed[x->thing] ||
                !fails(m, x, failed))
                continue;
            failed[x->thing] = goes_on = true;
        }
    }
}

static void take_links(cp_path_model *m, const group *g)
{
    cp_arena *a = m->j->a;
    bool *failed = CP_NEW_ARRAY(a, bool, m->things.n + (size_t)1);
    uint32_t *links = CP_NEW_ARRAY(a, uint32_t, m->links.n_links + (size_t)1), n = 0;
    for (uint32_t i = 0; i < g->things.n; i++)
        failed[g->things.v[i]] = true;
    spread(m, failed);
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        const cp_real_link *l = &m->links.links[i];
        if (failed[l->a] || failed[l->b] || (m->rides[i] != CP_NO_ITEM && failed[m->rides[i]]))
            links[n++] = i;
    }
    if (n)
        cp_vec_push(a, &m->fates, ((cp_path_fate){ cp_str_fmt(a, "AS%u", g->asn), links, n }));
}

static void tell(cp_path_model *m, const group *g)
{
    cp_buf b = cp_buf_new(m->j->a);
    for (uint32_t i = 0; i < g->things.n && i < NAMES_SHOWN; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? ", " : "", CP_FMT(m->things.v[g->things.v[i]].name));
    cp_buf_add_c(&b, g->things.n > NAMES_SHOWN ? " and others" : "");
    cp_path_say(m, &m->notes,
                "%u carrier services are of one AS, AS%u (%.*s), and may fail together: for --fail "
                "that is one failure; in what clean paths survive each counts for itself.",
                g->things.n, g->asn, CP_FMT(cp_buf_str(&b)));
}

void cp_path_fates(cp_path_model *m)
{
    groups v = carriers_of(m);
    for (uint32_t i = 0; i < v.n; i++) {
        if (v.v[i].things.n < 2)
            continue;
        take_links(m, &v.v[i]);
        tell(m, &v.v[i]);
    }
}
