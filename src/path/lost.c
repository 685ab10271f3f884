/* SPDX-License-Identifier: Apache-2.0 */
/* lost.c - see lost.h. Each region is three counts; an AS takes some away from the regions that it
 * is on, and leaves the others as they are. */
#include "path/lost.h"
#include <stdlib.h>

typedef struct counts {
    uint32_t n, some[CP_UNKNOWN_COUNT], every[CP_UNKNOWN_COUNT];
} counts;

enum { SOME, EVERY, QUESTIONS };

/* Regions by their answers. */
typedef struct tally {
    uint32_t of[QUESTIONS][CP_PATH_ANSWER_COUNT];
} tally;

typedef struct share {
    uint32_t asn, region, path;
} share;

static cp_path_answer some_of(const counts *c)
{
    return c->n == 0                      ? CP_PATH_NONE
           : c->some[CP_UNKNOWN_EXCLUDED] ? CP_PATH_CLEAN
           : c->some[CP_UNKNOWN_CLEAN]    ? CP_PATH_UNDETERMINED
                                          : CP_PATH_EXCLUDED;
}

static cp_path_answer every_of(const counts *c)
{
    return c->n == 0                               ? CP_PATH_NONE
           : c->every[CP_UNKNOWN_EXCLUDED] == c->n ? CP_PATH_CLEAN
           : c->every[CP_UNKNOWN_CLEAN] < c->n     ? CP_PATH_EXCLUDED
                                                   : CP_PATH_UNDETERMINED;
}

static void count(counts *c, const cp_lost_path *p)
{
    c->n++;
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        c->some[u] += p->some[u];
        c->every[u] += p->every[u];
    }
}

static void take(counts *c, const cp_lost_path *p)
{
    c->n--;
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++) {
        c->some[u] -= p->some[u];
        c->every[u] -= p->every[u];
    }
}

static void tell(tally *t, const counts *c, bool is_added)
{
    uint32_t by = is_added ? 1 : UINT32_MAX; /* less one */
    t->of[SOME][some_of(c)] += by;
    t->of[EVERY][every_of(c)] += by;
}

static cp_path_answer worst(const uint32_t *of)
{
    return of[CP_PATH_EXCLUDED]       ? CP_PATH_EXCLUDED
           : of[CP_PATH_NONE]         ? CP_PATH_NONE
           : of[CP_PATH_UNDETERMINED] ? CP_PATH_UNDETERMINED
           : of[CP_PATH_CLEAN]        ? CP_PATH_CLEAN
                                      : CP_PATH_NONE;
}

static counts *count_all(cp_arena *a, const cp_lost_path *paths, uint32_t n, uint32_t n_regions,
                         tally *t)
{
    counts *v = CP_NEW_ARRAY(a, counts, n_regions + (size_t)1);
    memset(t, 0, sizeof *t);
    for (uint32_t i = 0; i < n; i++)
        count(&v[paths[i].region], &paths[i]);
    for (uint32_t i = 0; i < n_regions; i++)
        tell(t, &v[i], true);
    return v;
}

void cp_lost_nothing(const cp_lost_path *paths, uint32_t n, uint32_t n_regions,
                     cp_path_answer *some, cp_path_answer *every)
{
    tally t;
    cp_arena *a = cp_arena_new(0);
    (void)count_all(a, paths, n, n_regions, &t);
    cp_arena_free(a);
    *some = worst(t.of[SOME]);
    *every = worst(t.of[EVERY]);
}

/* ---- each */

static int by_as(const void *a, const void *b)
{
    const share *x = a, *y = b;
    if (x->asn != y->asn)
        return x->asn < y->asn ? -1 : 1;
    if (x->region != y->region)
        return x->region < y->region ? -1 : 1;
    return (x->path > y->path) - (x->path < y->path);
}

static int badness(cp_path_answer x)
{
    return x == CP_PATH_EXCLUDED ? 3 : x == CP_PATH_NONE ? 2 : x == CP_PATH_UNDETERMINED ? 1 : 0;
}

static int worst_first(const void *a, const void *b)
{
    const cp_lost *x = a, *y = b;
    if (x->n_cut != y->n_cut)
        return x->n_cut > y->n_cut ? -1 : 1;
    int c = badness(y->some) - badness(x->some);
    if (c == 0)
        c = badness(y->every) - badness(x->every);
    if (c == 0)
        c = (x->n_paths < y->n_paths) - (x->n_paths > y->n_paths);
    return c ? c : (x->asn > y->asn) - (x->asn < y->asn);
}

/* An AS twice on one path counts once. */
static share *shares_of(cp_arena *a, const cp_lost_path *paths, uint32_t n, size_t *n_out)
{
    size_t n_all = 0, kept = 0;
    for (uint32_t i = 0; i < n; i++)
        n_all += paths[i].n;
    share *v = CP_NEW_ARRAY(a, share, n_all + 1);
    n_all = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < paths[i].n; k++)
            v[n_all++] = (share){ paths[i].asns[k], paths[i].region, i };
    if (n_all)
        qsort(v, n_all, sizeof *v, by_as);
    for (size_t i = 0; i < n_all; i++)
        if (kept == 0 || by_as(&v[kept - 1], &v[i]) != 0)
            v[kept++] = v[i];
    *n_out = kept;
    return v;
}

/* v: the shares of one AS. */
static cp_lost without(const cp_lost_path *paths, const counts *regions, tally t, const share *v,
                       size_t n)
{
    cp_lost out = { .asn = v[0].asn, .n_paths = (uint32_t)n };
    for (size_t i = 0; i < n;) {
        uint32_t region = v[i].region;
        counts left = regions[region];
        tell(&t, &left, false);
        for (; i < n && v[i].region == region; i++)
            take(&left, &paths[v[i].path]);
        tell(&t, &left, true);
        out.n_cut += left.n == 0;
    }
    out.some = worst(t.of[SOME]);
    out.every = worst(t.of[EVERY]);
    return out;
}

cp_lost *cp_lost_all(cp_arena *a, const cp_lost_path *paths, uint32_t n, uint32_t n_regions,
                     uint32_t *n_out)
{
    tally t;
    size_t n_shares;
    CP_VEC(cp_lost) out = { 0 };
    cp_arena *scratch = cp_arena_new(0);
    const counts *regions = count_all(scratch, paths, n, n_regions, &t);
    const share *v = shares_of(scratch, paths, n, &n_shares);
    for (size_t i = 0, end; i < n_shares; i = end) {
        for (end = i; end < n_shares && v[end].asn == v[i].asn;)
            end++;
        cp_vec_push(a, &out, without(paths, regions, t, v + i, end - i));
    }
    cp_arena_free(scratch);
    if (out.n)
        qsort(out.v, out.n, sizeof *out.v, worst_first);
    *n_out = out.n;
    return out.v;
}
