/* SPDX-License-Identifier: Apache-2.0 */
/* houses.h - makers that do not exist, with relations written as lines:
 *     "CHILD TYPE TO SINCE UNTIL CONF", `-` for none. A maker is made when it is first named. */
#pragma once
#include "policy/support.h"

static inline cp_maker *house(cp_arena *a, cp_makers *m, cp_str id)
{
    enum { HOUSES_MAX = 32 };
    const uint64_t *at = cp_map_get(&m->by_id, id);
    if (at)
        return &m->v[*at];
    if (!m->v)
        m->v = CP_NEW_ARRAY(a, cp_maker, HOUSES_MAX);
    if (m->n == HOUSES_MAX)
        exit(99);
    cp_maker *x = &m->v[m->n];
    *x = (cp_maker){ .id = id,
                     .name = cp_str_fmt(a, "House %.*s", CP_FMT(id)),
                     .country = CP_STR("SE"),
                     .is_listed = true };
    *cp_map_put(a, &m->by_id, id, NULL) = m->n++;
    return x;
}

static inline cp_date date_or_none(cp_str s)
{
    cp_date d = CP_DATE_NONE;
    if (!cp_str_eq(s, CP_STR("-")) && !cp_date_parse(s, &d))
        exit(99);
    return d;
}

static inline void relate(cp_arena *a, cp_makers *m, cp_str line)
{
    enum { RELATIONS_MAX = 16 };
    cp_str w[6];
    for (int i = 0; i < 6; i++)
        if (!cp_str_cut(&line, ' ', &w[i]))
            exit(99);
    (void)house(a, m, w[2]);
    cp_maker *x = house(a, m, w[0]);
    cp_relation *v = (cp_relation *)(uintptr_t)x->relations;
    if (!v)
        x->relations = v = CP_NEW_ARRAY(a, cp_relation, RELATIONS_MAX);
    if (x->n_relations == RELATIONS_MAX)
        exit(99);
    cp_relation *r = &v[x->n_relations++];
    *r = (cp_relation){ .type = w[1],
                        .to = w[2],
                        .date = CP_DATE_NONE,
                        .since = date_or_none(w[3]),
                        .until = date_or_none(w[4]),
                        .share = -1 };
    if (!cp_conf_by_name(w[5], &r->conf))
        exit(99);
}

static inline const cp_makers *houses(cp_arena *a, const char *text)
{
    cp_makers *m = CP_NEW(a, cp_makers);
    cp_str rest = cp_str_dup(a, cp_str_c(text)), line;
    while (cp_str_cut_line(&rest, &line))
        relate(a, m, line);
    return m;
}

/* A library with the shipped words, and these packs. */
static inline cp_policy_lib *packs_of(cp_arena *a, const cp_makers *m, const char *const *yaml,
                                      uint32_t n)
{
    cp_policy_lib *lib = cp_policy_lib_new(a, m);
    cp_err err = { 0 };
    add_shipped(lib, true);
    for (uint32_t i = 0; i < n; i++)
        cp_policy_lib_add(lib, CP_STR("test.yaml"), cp_bytes_of_str(cp_str_c(yaml[i])));
    if (cp_policy_lib_finish(lib, &err) != CP_OK)
        show_diags(lib);
    ok(lib->n_packs == n, "the packs of the test load");
    return lib;
}

static inline cp_date the_day(const char *s)
{
    cp_date d;
    if (!cp_date_parse(cp_str_c(s), &d))
        exit(99);
    return d;
}
