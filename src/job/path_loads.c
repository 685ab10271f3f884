/* SPDX-License-Identifier: Apache-2.0 */
/* path_loads.c - what devices serve (the column `subscribers` of an inventory) and what flows
 * between them (tables of demands), for `path blast`.
 *
 *     an end of a demand   an asset; else a neighbour that is called so, else a site, else what
 *                          FROM and TO may be (a prefix, filters)
 *     of several devices   equal parts flow between all pairs: nobody tells which */
#include "job/path_inside.h"

enum {
    NAMES_SHOWN = 3,
    PATTERNS_MAX = 1024 /* prefixes and filters: all assets are gone through for each */
};

typedef CP_VEC(uint32_t) numbers;

typedef struct end {
    const uint32_t *things;
    uint32_t n; /* 0: nobody, or nobody with a link */
} end;

typedef struct loading {
    cp_path_model *m;
    cp_path_loads *out;
    cp_arena *a; /* of what is looked up */
    const bool *has_link;
    cp_map by_text; /* texts that were asked for -> index in ends */
    CP_VEC(end) ends;
    cp_map by_name, by_site; /* -> thing; -> index in sites */
    CP_VEC(numbers) sites;
    uint32_t n_patterns;
    uint64_t n_left; /* pairs that may still be gone through */
    bool is_indexed, is_split;
    cp_map told; /* pairs of texts */
    uint32_t n_repeated, n_unknown, n_too_many;
    cp_map unknown; /* names */
} loading;

/* ---- subscribers */

static void tell_served(cp_path_model *m, uint32_t n_none, uint32_t n_out, uint32_t n_several)
{
    if (n_none)
        cp_path_say(m, &m->notes, "%u asset%s told with what is no number of subscribers.", n_none,
                    n_none > 1 ? "s are" : " is");
    if (n_out)
        cp_path_say(m, &m->notes, "%u asset%s with subscribers %s no link that is known.", n_out,
                    n_out > 1 ? "s" : "", n_out > 1 ? "have" : "has");
    if (n_several)
        cp_path_say(m, &m->notes,
                    "Of %u asset%s numbers of subscribers are told that contradict each other; the "
                    "surer counts.",
                    n_several, n_several > 1 ? "s" : "");
}

static bool has_others(const cp_asset *as)
{
    for (uint32_t i = 0; i < as->n_others; i++)
        if (as->others[i].attr == CP_ATTR_SUBSCRIBERS)
            return true;
    return false;
}

static void take_served(loading *k)
{
    cp_path_model *m = k->m;
    const cp_identified *f = &m->e->found;
    uint32_t *served = NULL, n_none = 0, n_out = 0, n_several = 0;
    for (uint32_t i = 0; i < f->n_assets; i++) {
        uint32_t count;
        cp_str told = cp_asset_shown(&f->assets[i], CP_ATTR_SUBSCRIBERS);
        if (told.n == 0)
            continue;
        if (!served)
            served = CP_NEW_ARRAY(m->j->a, uint32_t, m->things.n);
        n_several += has_others(&f->assets[i]);
        if (!cp_str_u32(told, &count)) {
            n_none++;
            continue;
        }
        served[i] = count;
        n_out += count && !(m->things.v[i].is_in && k->has_link[i]);
    }
    tell_served(m, n_none, n_out, n_several);
    k->out->served = served;
}

/* ---- ends of demands */

static cp_str key_of(cp_arena *a, cp_str text) { return cp_str_lower(a, cp_str_trim(text)); }

static void put_site(loading *k, cp_str site, uint32_t thing)
{
    bool added;
    uint64_t *at = cp_map_put(k->a, &k->by_site, key_of(k->a, site), &added);
    if (added) {
        *at = k->sites.n;
        (void)cp_vec_add(k->a, &k->sites);
    }
    cp_vec_push(k->a, &k->sites.v[*at], thing);
}

/* What two are called stands for nobody. */
static void index_things(loading *k)
{
    const cp_path_model *m = k->m;
    for (uint32_t i = 0; i < m->things.n; i++) {
        const cp_thing *t = &m->things.v[i];
        bool added;
        if (!t->is_in || t->kind > CP_THING_SWITCH || !k->has_link[i])
            continue;
        if (t->kind == CP_THING_ASSET) {
            cp_str site = cp_asset_shown(&m->e->found.assets[t->at], CP_ATTR_SITE);
            if (site.n)
                put_site(k, site, i);
            continue;
        }
        uint64_t *at = cp_map_put(k->a, &k->by_name, key_of(k->a, t->name), &added);
        *at = added ? i : CP_NO_ITEM;
    }
    k->is_indexed = true;
}

static end one(loading *k, uint32_t thing)
{
    uint32_t *v = CP_NEW(k->a, uint32_t);
    *v = thing;
    return (end){ v, 1 };
}

static end look_up(loading *k, cp_str text)
{
    if (!k->is_indexed)
        index_things(k);
    cp_str key = key_of(k->a, text);
    const uint64_t *at = cp_map_get(&k->by_name, key);
    if (at && *at != CP_NO_ITEM)
        return one(k, (uint32_t)*at);
    at = cp_map_get(&k->by_site, key);
    if (at)
        return (end){ k->sites.v[*at].v, k->sites.v[*at].n };
    bool is_pattern = cp_str_find_char(text, '/') >= 0 || cp_str_find_char(text, ':') >= 0;
    cp_path_set set;
    cp_err err;
    if (!is_pattern || k->n_patterns++ >= PATTERNS_MAX ||
        cp_path_set_of(k->m, text, &set, &err) != CP_OK)
        return (end){ NULL, 0 };
    return (end){ set.things, set.n };
}

static end end_of(loading *k, uint32_t asset, cp_str text)
{
    bool added;
    if (asset != CP_NO_ASSET && k->m->things.v[asset].is_in)
        return one(k, asset);
    uint64_t *at = cp_map_put(k->a, &k->by_text, key_of(k->a, text), &added);
    if (!added)
        return k->ends.v[*at];
    *at = k->ends.n;
    end e = asset == CP_NO_ASSET ? look_up(k, text) : (end){ NULL, 0 };
    cp_vec_push(k->a, &k->ends, e);
    if (e.n == 0)
        (void)cp_map_put(k->a, &k->unknown, text, NULL);
    return e;
}

/* ---- demands */

/* Those of a device with itself are none. */
static uint64_t count_pairs(const end *a, const end *b)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t t = 0; t < b->n; t++)
            n += a->things[i] != b->things[t];
    return n;
}

static void split(loading *k, const end *a, const end *b, uint64_t bps)
{
    uint64_t most = (uint64_t)a->n * b->n;
    if (most > k->n_left) {
        k->n_too_many++;
        return;
    }
    k->n_left -= most;
    uint64_t n = count_pairs(a, b), rest = n ? bps % n : 0;
    k->is_split = k->is_split || n > 1;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t t = 0; t < b->n; t++) {
            if (a->things[i] == b->things[t])
                continue;
            uint64_t part = bps / n + (rest > 0);
            rest -= rest > 0;
            if (part)
                cp_vec_push(k->m->j->a, &k->out->flows,
                            ((cp_path_flow){ a->things[i], b->things[t], part }));
        }
}

static void take_demand(loading *k, const cp_asset_tie *t)
{
    bool added;
    cp_str pair = cp_str_fmt(k->a, "%.*s\n%.*s\n%.*s", CP_FMT(t->realm),
                             CP_FMT(key_of(k->a, t->a_text)), CP_FMT(key_of(k->a, t->b_text)));
    (void)cp_map_put(k->a, &k->told, pair, &added);
    k->n_repeated += !added;
    k->out->has_demands = true;
    end a = end_of(k, t->a, t->a_text), b = end_of(k, t->b, t->b_text);
    if (a.n == 0 || b.n == 0)
        k->n_unknown++;
    else
        split(k, &a, &b, t->amount);
}

static void tell_demands(loading *k)
{
    cp_path_model *m = k->m;
    cp_buf names = cp_buf_new(m->j->a);
    for (uint32_t i = 0; i < k->unknown.n && i < NAMES_SHOWN; i++)
        cp_buf_fmt(&names, "%s%.*s", i ? ", " : "", CP_FMT(k->unknown.items[i].key));
    cp_buf_add_c(&names, k->unknown.n > NAMES_SHOWN ? " and others" : "");
    if (k->n_unknown)
        cp_path_say(m, &m->notes, "%u demand%s not count: no device is known where %s or %s: %.*s.",
                    k->n_unknown, k->n_unknown > 1 ? "s do" : " does",
                    k->n_unknown > 1 ? "they start" : "it starts",
                    k->n_unknown > 1 ? "end" : "ends", CP_FMT(cp_buf_str(&names)));
    if (k->is_split)
        cp_vec_push(m->j->a, &m->notes,
                    CP_STR("A demand of several devices (a site, a prefix) is taken to flow in "
                           "equal parts between all pairs of them."));
    if (k->n_repeated)
        cp_path_say(m, &m->notes,
                    "%u demand%s between ends of which one is told already; they add up.",
                    k->n_repeated, k->n_repeated > 1 ? "s are" : " is");
    if (k->n_too_many)
        cp_path_say(m, &m->notes,
                    "%u demand%s not: they are of more than %d pairs of devices together.",
                    k->n_too_many, k->n_too_many > 1 ? "s count" : " counts", CP_PATH_FLOWS_MAX);
}

void cp_path_loads_of(cp_path_model *m, cp_path_loads *out)
{
    const cp_identified *f = &m->e->found;
    *out = (cp_path_loads){ .served = NULL };
    loading k = { .m = m,
                  .out = out,
                  .a = cp_arena_new(0),
                  .has_link = cp_path_with_links(m),
                  .n_left = CP_PATH_FLOWS_MAX };
    take_served(&k);
    for (uint32_t i = 0; i < f->n_ties; i++)
        if (f->ties[i].kind == CP_TIE_DEMAND)
            take_demand(&k, &f->ties[i]);
    tell_demands(&k);
    cp_arena_free(k.a);
}
