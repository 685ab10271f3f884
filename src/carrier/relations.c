/* SPDX-License-Identifier: Apache-2.0 */
/* relations.c - see relations.h. */
#include "carrier/relations.h"
#include <stdlib.h>
#include "base/sort.h"

/* A row as a pair of which the smaller AS stands first. */
typedef struct pair {
    uint32_t low, high;
    cp_as_tie tie; /* what high is to low */
    uint32_t file;
    uint64_t line;
} pair;

struct cp_relations_maker {
    cp_arena *a, *scratch; /* scratch: until it is done */
    CP_VEC(pair) rows;
    CP_VEC(cp_relation_doubt) doubts;
    cp_relations *out;
};

const char *cp_as_tie_name(cp_as_tie t)
{
#define TIE_NAME(id, name) [CP_AS_TIE_##id] = name,
    static const char *const names[] = { CP_AS_TIES(TIE_NAME)[CP_AS_TIE_NONE] = "unknown" };
    return names[t];
}

static void free_scratch(void *m) { cp_arena_free(((cp_relations_maker *)m)->scratch); }

cp_relations_maker *cp_relations_new(cp_arena *a, cp_str name)
{
    cp_relations_maker *m = CP_NEW(a, cp_relations_maker);
    m->a = a;
    m->scratch = cp_arena_new(0);
    cp_arena_defer(a, free_scratch, m);
    m->out = CP_NEW(a, cp_relations);
    m->out->name = cp_str_dup(a, name);
    return m;
}

static cp_as_tie inverse(cp_as_tie t)
{
    return t == CP_AS_TIE_PROVIDERS   ? CP_AS_TIE_CUSTOMERS
           : t == CP_AS_TIE_CUSTOMERS ? CP_AS_TIE_PROVIDERS
                                      : t;
}

bool cp_relations_add(cp_relations_maker *m, const cp_as_relation *r)
{
    static const cp_as_tie ties[] = { [CP_AS_PROVIDER] = CP_AS_TIE_CUSTOMERS,
                                      [CP_AS_PEER] = CP_AS_TIE_PEERS,
                                      [CP_AS_SIBLING] = CP_AS_TIE_SIBLINGS };
    assert(r->a != r->b && r->a != CP_AS_NONE && r->b != CP_AS_NONE);
    if (m->rows.n >= CP_RELATIONS_MAX)
        return false;
    bool is_turned = r->a > r->b;
    cp_vec_push(m->scratch, &m->rows,
                ((pair){ .low = is_turned ? r->b : r->a,
                         .high = is_turned ? r->a : r->b,
                         .tie = is_turned ? inverse(ties[r->kind]) : ties[r->kind],
                         .file = r->file,
                         .line = r->line }));
    return true;
}

static uint64_t pair_key(const void *x, void *ctx)
{
    (void)ctx;
    return (uint64_t)((const pair *)x)->low << 32 | ((const pair *)x)->high;
}

static int pair_order(const void *x, const void *y, void *ctx)
{
    const pair *a = x, *b = y;
    uint64_t k = pair_key(a, ctx), l = pair_key(b, ctx);
    if (k != l)
        return k < l ? -1 : 1;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static cp_as_relation relation_of(const pair *p)
{
    bool is_turned = p->tie == CP_AS_TIE_PROVIDERS;
    return (cp_as_relation){ .a = is_turned ? p->high : p->low,
                             .b = is_turned ? p->low : p->high,
                             .kind = p->tie == CP_AS_TIE_PEERS      ? CP_AS_PEER
                                     : p->tie == CP_AS_TIE_SIBLINGS ? CP_AS_SIBLING
                                                                    : CP_AS_PROVIDER,
                             .file = p->file,
                             .line = p->line };
}

static void doubt(cp_relations_maker *m, const pair *one, const pair *other)
{
    if (m->out->n_doubts++ < CP_RELATIONS_DOUBTS_TOLD)
        cp_vec_push(m->a, &m->doubts,
                    ((cp_relation_doubt){ relation_of(one), relation_of(other) }));
}

/* Rows of one pair become one; returns how many there are. */
static uint32_t merge(cp_relations_maker *m, pair *v, uint32_t n)
{
    uint32_t out = 0;
    for (uint32_t i = 0, next; i < n; i = next) {
        pair first = v[i];
        for (next = i + 1; next < n && pair_key(&v[next], NULL) == pair_key(&first, NULL); next++) {
            bool is_same = v[next].tie == v[i].tie;
            m->out->n_again += is_same;
            if (!is_same && first.tie != CP_AS_TIE_DOUBTFUL) {
                doubt(m, &v[i], &v[next]);
                first.tie = CP_AS_TIE_DOUBTFUL;
            }
        }
        v[out++] = first;
    }
    return out;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static int asn_order(const void *item, const void *x) { return by_number(item, x); }

static void make_ids(cp_relations_maker *m, const pair *v, uint32_t n)
{
    uint32_t *all = CP_NEW_RAW(m->scratch, uint32_t, (size_t)n * 2 + 1), k = 0;
    for (uint32_t i = 0; i < n; i++) {
        all[2 * i] = v[i].low;
        all[2 * i + 1] = v[i].high;
    }
    qsort(all, (size_t)n * 2, sizeof *all, by_number);
    for (uint32_t i = 0; i < 2 * n; i++)
        if (k == 0 || all[k - 1] != all[i])
            all[k++] = all[i];
    m->out->n = k;
    m->out->asns = cp_arena_dup(m->a, all, k * sizeof *all);
}

uint32_t cp_relations_id(const cp_relations *r, uint32_t asn)
{
    uint32_t i = cp_sort_find(r->asns, r->n, sizeof *r->asns, &asn, asn_order);
    return i < r->n && r->asns[i] == asn ? i : CP_NO_AS;
}

/* The lists of one tie. Pairs come in the order of low, then high, so that the lists of the high
 * ones ascend if they are filled first: all of them are smaller. */
static void make_lists(cp_relations_maker *m, const pair *v, uint32_t n, cp_as_tie tie)
{
    cp_relations *r = m->out;
    uint32_t *first = CP_NEW_ARRAY(m->a, uint32_t, r->n + 2), *to, k = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].tie == tie)
            first[v[i].low + 2]++;
        if (inverse(v[i].tie) == tie)
            first[v[i].high + 2]++;
    }
    for (uint32_t i = 2; i < r->n + 2; i++)
        k = first[i] += first[i - 1];
    to = CP_NEW_RAW(m->a, uint32_t, k);
    for (uint32_t i = 0; i < n; i++)
        if (inverse(v[i].tie) == tie)
            to[first[v[i].high + 1]++] = v[i].low;
    for (uint32_t i = 0; i < n; i++)
        if (v[i].tie == tie)
            to[first[v[i].low + 1]++] = v[i].high;
    r->first[tie] = first;
    r->to[tie] = to;
}

const cp_relations *cp_relations_done(cp_relations_maker *m)
{
    cp_relations *r = m->out;
    pair *v = m->rows.v;
    r->n_rows = m->rows.n;
    cp_sort(v, m->rows.n, sizeof *v, pair_key, pair_order, NULL);
    uint32_t n = merge(m, v, m->rows.n);
    make_ids(m, v, n);
    for (uint32_t i = 0; i < n; i++) {
        r->n_pairs[v[i].tie == CP_AS_TIE_PROVIDERS ? CP_AS_TIE_CUSTOMERS : v[i].tie]++;
        v[i].low = cp_relations_id(r, v[i].low);
        v[i].high = cp_relations_id(r, v[i].high);
    }
    for (cp_as_tie t = 0; t < CP_AS_TIE_COUNT; t++)
        make_lists(m, v, n, t);
    r->doubts = m->doubts.v;
    r->n_doubts_told = m->doubts.n;
    cp_arena_free(m->scratch);
    m->scratch = NULL;
    return r;
}

cp_as_tie cp_relations_tie(const cp_relations *r, uint32_t id, uint32_t of)
{
    for (cp_as_tie t = 0; t < CP_AS_TIE_COUNT; t++) {
        const uint32_t *v = r->to[t] + r->first[t][id];
        uint32_t n = r->first[t][id + 1] - r->first[t][id];
        uint32_t i = n ? cp_sort_find(v, n, sizeof *v, &of, asn_order) : 0;
        if (i < n && v[i] == of)
            return t;
    }
    return CP_AS_TIE_NONE;
}
