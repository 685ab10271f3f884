/* SPDX-License-Identifier: Apache-2.0 */
/* peers.c - devices that behave in another way than all that are called like them: habits.h.
 *
 *     maker, product, version --> group [ A B C D ]
 *     of each kind of habit in it:  "1,3,6" x 3 (A B C)   "1,3,12" x 1 (D)   -> D is odd
 *
 * What is asked for is one that differs from all others, which agree: where there are two ways,
 * each of several devices, the name stands for two things, and nobody can say which is odd. */
#include <stdlib.h>
#include "identify/know.h"

/* One way of an asset. Forms of different classes (of IPv4 and IPv6, of a DISCOVER and a REQUEST)
 * are not compared. */
typedef struct way {
    cp_kind kind;
    cp_str class_, value;
    uint32_t member;
} way;

typedef struct group {
    CP_VEC(uint32_t) assets;
} group;

typedef struct looking {
    cp_arena *a, *scratch;
    const cp_knowledge *k;
    const cp_asset *v;
    CP_VEC(cp_odd_habit) out;
} looking;

/* "v4" of "v4 64 ...", "3" of "3:53,55": as long as two characters. */
static cp_str class_of(cp_str value)
{
    for (size_t i = 0; i < value.n && i < 3; i++)
        if (value.p[i] == ' ' || value.p[i] == ':')
            return cp_str_slice(value, 0, i);
    return CP_STR("");
}

static int by_way(const void *p, const void *q)
{
    const way *a = p, *b = q;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int c = cp_str_cmp(a->class_, b->class_);
    if (c == 0)
        c = cp_str_cmp(a->value, b->value);
    if (c != 0)
        return c;
    return a->member < b->member ? -1 : a->member > b->member;
}

static bool is_same_class(const way *a, const way *b)
{
    return a->kind == b->kind && cp_str_eq(a->class_, b->class_);
}

static const way *ways_of(looking *l, const group *g, uint32_t *n)
{
    CP_VEC(way) v = { 0 };
    for (uint32_t m = 0; m < g->assets.n; m++) {
        const cp_asset *as = &l->v[g->assets.v[m]];
        for (uint32_t i = 0; i < as->n_evidence; i++) {
            const cp_evidence *e = &as->evidence[i];
            cp_kind kind;
            if (cp_kinds_find(l->k->rules.w.peer_kinds, e->kind, &kind))
                cp_vec_push(l->scratch, &v, ((way){ kind, class_of(e->value), e->value, m }));
        }
    }
    uint32_t kept = 0;
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_way);
    for (uint32_t i = 0; i < v.n; i++) /* several rows may tell the same of one asset */
        if (kept == 0 || by_way(&v.v[kept - 1], &v.v[i]) != 0)
            v.v[kept++] = v.v[i];
    *n = kept;
    return v.v;
}

static uint32_t count_members(looking *l, const way *v, uint32_t n, uint32_t n_members)
{
    bool *has = CP_NEW_ARRAY(l->scratch, bool, n_members);
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        count += !has[v[i].member];
        has[v[i].member] = true;
    }
    return count;
}

/* How many have the value at v[i]: those rows stand together. */
static uint32_t run_of(const way *v, uint32_t n, uint32_t i)
{
    uint32_t end = i + 1;
    while (end < n && cp_str_eq(v[end].value, v[i].value))
        end++;
    return end - i;
}

/* Who lacks what all others have: the one number that is missing in the run, which is sorted. */
static uint32_t missing_in(looking *l, const way *all, uint32_t n_all, const way *run, uint32_t n,
                           uint32_t n_members)
{
    bool *has = CP_NEW_ARRAY(l->scratch, bool, n_members);
    for (uint32_t i = 0; i < n; i++)
        has[run[i].member] = true;
    for (uint32_t i = 0; i < n_all; i++)
        if (!has[all[i].member])
            return all[i].member;
    return UINT32_MAX;
}

/* Nothing that it does is done by another. */
static bool is_alone(const way *v, uint32_t n, uint32_t member)
{
    for (uint32_t i = 0; i < n;) {
        uint32_t run = run_of(v, n, i);
        for (uint32_t k = i; k < i + run; k++)
            if (v[k].member == member && run > 1)
                return false;
        i += run;
    }
    return true;
}

static const way *first_of(const way *v, uint32_t n, uint32_t member)
{
    for (uint32_t i = 0; i < n; i++)
        if (v[i].member == member)
            return &v[i];
    return NULL;
}

static void tell(looking *l, const group *g, const way *own, const way *theirs, uint32_t n_peers)
{
    const cp_asset *as = &l->v[g->assets.v[own->member]];
    const cp_claim *maker = cp_asset_claim(as, CP_ATTR_MAKER);
    cp_str text = cp_str_fmt(
        l->a,
        "it %s (%s \"%.*s\") as none of %u others does that are %.*s %.*s too (\"%.*s\"): is it "
        "another device or version, or does another speak through it? " CP_LOOK_AT,
        cp_habit_words(own->kind), cp_kind_name(own->kind), CP_FMT(own->value), n_peers,
        CP_FMT(maker->name), CP_FMT(cp_asset_shown(as, CP_ATTR_PRODUCT)), CP_FMT(theirs->value));
    cp_vec_push(l->a, &l->out,
                ((cp_odd_habit){ g->assets.v[own->member], n_peers, own->kind, text }));
}

/* v: all ways of one class. */
static void look_at_class(looking *l, const group *g, const way *v, uint32_t n)
{
    uint32_t n_members = count_members(l, v, n, g->assets.n);
    if (n_members < CP_HABIT_PEERS_MIN + 1)
        return;
    for (uint32_t i = 0; i < n;) {
        uint32_t run = run_of(v, n, i);
        if (run == n_members - 1) {
            uint32_t odd = missing_in(l, v, n, v + i, run, g->assets.n);
            const way *own = first_of(v, n, odd);
            if (own && is_alone(v, n, odd)) {
                tell(l, g, own, &v[i], run);
                return;
            }
        }
        i += run;
    }
}

static void look_at_group(looking *l, const group *g)
{
    uint32_t n;
    cp_arena_mark empty = cp_arena_here(l->scratch);
    const way *v = ways_of(l, g, &n);
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i + 1;
        while (end < n && is_same_class(&v[i], &v[end]))
            end++;
        look_at_class(l, g, v + i, end - i);
        i = end;
    }
    cp_arena_back(l->scratch, empty);
}

static int by_asset(const void *p, const void *q)
{
    const cp_odd_habit *a = p, *b = q;
    if (a->asset != b->asset)
        return a->asset < b->asset ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return cp_str_cmp(a->text, b->text);
}

const cp_odd_habit *cp_habits_odd(cp_arena *a, cp_knowledge *k, const cp_asset *v, uint32_t n,
                                  uint32_t *n_out)
{
    cp_arena *work = cp_arena_new(0), *scratch = cp_arena_new(0);
    looking l = { .a = a, .scratch = scratch, .k = k, .v = v };
    cp_map by_key = { 0 };
    CP_VEC(group) groups = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        cp_str maker = cp_asset_shown(&v[i], CP_ATTR_MAKER);
        cp_str product = cp_asset_shown(&v[i], CP_ATTR_PRODUCT);
        if (maker.n == 0 || product.n == 0 || v[i].is_component)
            continue;
        bool added;
        cp_str key =
            cp_str_fmt(work, "%.*s\n%.*s\n%.*s", CP_FMT(maker), CP_FMT(cp_name_norm(work, product)),
                       CP_FMT(cp_asset_shown(&v[i], CP_ATTR_VERSION)));
        uint64_t *at = cp_map_put(work, &by_key, key, &added);
        if (added) {
            *at = groups.n;
            cp_vec_push(work, &groups, ((group){ .assets = { 0 } }));
        }
        cp_vec_push(work, &groups.v[*at].assets, i);
    }
    for (uint32_t i = 0; i < groups.n; i++)
        if (groups.v[i].assets.n > CP_HABIT_PEERS_MIN)
            look_at_group(&l, &groups.v[i]);
    if (l.out.n)
        qsort(l.out.v, l.out.n, sizeof *l.out.v, by_asset);
    cp_arena_free(scratch);
    cp_arena_free(work);
    *n_out = l.out.n;
    return l.out.v;
}
