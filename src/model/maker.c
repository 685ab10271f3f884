/* SPDX-License-Identifier: Apache-2.0 */
/* maker.c - see maker.h. */
#include "model/maker.h"
#include <stdlib.h>

static const char *const conf_names[] = {
#define ROW(id, name) [CP_CONF_##id] = name,
    CP_CONFS(ROW)
#undef ROW
};

const cp_maker *cp_maker_by_id(const cp_makers *m, cp_str id)
{
    const uint64_t *at = cp_map_get(&m->by_id, id);
    return at ? &m->v[*at] : NULL;
}

static const cp_maker *by_one_name(cp_arena *scratch, const cp_makers *m, cp_str name)
{
    cp_str norm = cp_name_norm(scratch, name);
    const uint64_t *at = cp_map_get(&m->by_name, norm);
    if (at || !m->legal || norm.n == 0)
        return at ? &m->v[*at] : NULL;
    at = cp_map_get(&m->by_cmp, cp_name_cmp(scratch, m->legal, name));
    if (!at || (m->false_friends &&
                cp_map_get(m->false_friends, cp_maker_friend_key(scratch, norm, m->v[*at].id))))
        return NULL;
    return &m->v[*at];
}

const cp_maker *cp_maker_by_name(cp_arena *scratch, const cp_makers *m, cp_str name)
{
    const cp_maker *found = by_one_name(scratch, m, name);
    cp_str part[2];
    if (found || !cp_name_scripts(scratch, name, part))
        return found;
    found = by_one_name(scratch, m, part[0]);
    return found && by_one_name(scratch, m, part[1]) == found ? found : NULL;
}

cp_str cp_maker_friend_key(cp_arena *a, cp_str norm, cp_str id)
{
    return cp_str_fmt(a, "%.*s\n%.*s", CP_FMT(norm), CP_FMT(id));
}

const char *cp_conf_name(cp_conf c)
{
    assert(c < CP_CONF_COUNT);
    return conf_names[c];
}

bool cp_conf_by_name(cp_str name, cp_conf *out)
{
    for (unsigned c = 0; c < CP_CONF_COUNT; c++)
        if (cp_str_eq(name, cp_str_c(conf_names[c]))) {
            *out = (cp_conf)c;
            return true;
        }
    return false;
}

/* ---- AS numbers */

cp_tri cp_maker_asn_on(const cp_maker_asn *x, cp_date day)
{
    cp_tri too_early = cp_date_is_set(x->since) ? cp_date_before(day, x->since) : CP_NO;
    cp_tri in_time = cp_date_is_set(x->until) ? cp_date_before(day, x->until) : CP_YES;
    if (too_early == CP_YES || in_time == CP_NO)
        return CP_NO;
    return too_early == CP_NO && in_time == CP_YES ? CP_YES : CP_UNKNOWN;
}

/* By number; of one house what holds surely before what may. */
static int by_asn(const void *p, const void *q)
{
    const cp_asn_holder *a = p, *b = q;
    if (a->asn != b->asn)
        return a->asn < b->asn ? -1 : 1;
    if (a->maker != b->maker)
        return a->maker < b->maker ? -1 : 1;
    if (a->is_unsure != b->is_unsure)
        return a->is_unsure ? 1 : -1;
    return a->told < b->told ? -1 : a->told > b->told;
}

const cp_asn_holder *cp_makers_asn_holders(cp_arena *a, const cp_makers *m, cp_date day,
                                           uint32_t *n)
{
    CP_VEC(cp_asn_holder) all = { 0 };
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t k = 0; k < m->v[i].n_asns; k++) {
            const cp_maker_asn *x = &m->v[i].asns[k];
            cp_tri on = cp_maker_asn_on(x, day);
            if (on != CP_NO)
                cp_vec_push(a, &all, ((cp_asn_holder){ x->asn, &m->v[i], x, on == CP_UNKNOWN }));
        }
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_asn);
    *n = 0;
    for (uint32_t i = 0; i < all.n; i++) {
        cp_asn_holder *last = *n ? &all.v[*n - 1] : NULL;
        if (!last || last->asn != all.v[i].asn)
            all.v[(*n)++] = all.v[i];
        else if (last->maker != all.v[i].maker)
            last->maker = NULL;
    }
    return all.v;
}
