/* SPDX-License-Identifier: Apache-2.0 */
/* inside.c - see inside.h. */
#include "report/inside.h"
#include "base/sort.h"
#include "report/kinship.h"

/* 0 worst; NOTHING: nothing to tell. */
enum { NOTHING = 3 };

static unsigned rank_of(cp_result r)
{
    switch (r) {
    case CP_VERDICT_EXCLUDED: return 0;
    case CP_VERDICT_RESTRICTED: return 1;
    case CP_VERDICT_UNDETERMINED: return 2;
    default: return NOTHING;
    }
}

typedef struct finder {
    cp_arena *a;
    const cp_answer *ans;
    const cp_kin_of *kin;
    CP_VEC(cp_inside) found;
    CP_VEC(uint32_t) parts; /* of the entry at hand */
    uint8_t *ranks;         /* per policy: bits of the ranks met in the asset at hand */
} finder;

static unsigned rank_at(const cp_answer *ans, uint32_t x, uint32_t policy)
{
    return rank_of(ans->assets[x].verdicts[policy]->result);
}

static bool counts(const cp_answer *ans, uint32_t part, uint32_t whole, uint32_t policy)
{
    return rank_at(ans, part, policy) < rank_at(ans, whole, policy) &&
           !cp_answer_waiver(&ans->assets[part], policy);
}

/* Is the part in there, as far as anybody knows? */
static bool is_in(const finder *f, uint32_t part, uint32_t whole)
{
    bool is = true;
    for (uint32_t x = part; x != whole && is; x = f->kin[x].parent)
        is = !cp_asset_is_former(&f->ans->assets[x].asset);
    return is;
}

/* One entry, of all parts of that rank. */
static void add(finder *f, uint32_t whole, uint32_t policy, unsigned rank)
{
    static const cp_result of[] = { CP_VERDICT_EXCLUDED, CP_VERDICT_RESTRICTED,
                                    CP_VERDICT_UNDETERMINED };
    f->parts.n = 0;
    for (uint32_t x = f->kin[whole].first; x != CP_NO_KIN; x = cp_kin_next(f->kin, whole, x))
        if (rank_at(f->ans, x, policy) == rank && counts(f->ans, x, whole, policy) &&
            is_in(f, x, whole))
            cp_vec_push(f->a, &f->parts, x);
    cp_inside e = { .asset = whole,
                    .policy = policy,
                    .result = of[rank],
                    .parts = cp_arena_dup(f->a, f->parts.v, f->parts.n * sizeof *f->parts.v),
                    .n = f->parts.n };
    cp_vec_push(f->a, &f->found, e);
}

static void look_into(finder *f, uint32_t whole)
{
    uint32_t n = f->ans->assets[whole].n_verdicts;
    for (uint32_t k = 0; k < n; k++)
        f->ranks[k] = 0;
    for (uint32_t x = f->kin[whole].first; x != CP_NO_KIN; x = cp_kin_next(f->kin, whole, x))
        for (uint32_t k = 0; k < n; k++)
            if (counts(f->ans, x, whole, k) && is_in(f, x, whole))
                f->ranks[k] |= (uint8_t)(1u << rank_at(f->ans, x, k));
    for (uint32_t k = 0; k < n; k++)
        for (unsigned rank = 0; rank < NOTHING; rank++)
            if (f->ranks[k] >> rank & 1)
                add(f, whole, k, rank);
}

void cp_inside_find(cp_arena *a, cp_answer *ans)
{
    bool has_parts = false; /* most answers have none, and do not pay for a tree */
    for (uint32_t i = 0; i < ans->n_assets && !has_parts; i++)
        has_parts = ans->assets[i].asset.parent.n > 0;
    ans->inside = NULL;
    ans->n_inside = 0;
    if (!has_parts || ans->n_policies == 0)
        return;
    finder f = { .a = a,
                 .ans = ans,
                 .kin = cp_kinship(a, ans, NULL),
                 .ranks = CP_NEW_ARRAY(a, uint8_t, ans->n_policies) };
    for (uint32_t i = 0; i < ans->n_assets; i++)
        if (f.kin[i].first != CP_NO_KIN)
            look_into(&f, i);
    ans->inside = f.found.v;
    ans->n_inside = f.found.n;
}

static int by_asset(const void *item, const void *x)
{
    return ((const cp_inside *)item)->asset < *(const uint32_t *)x ? -1 : 1;
}

const cp_inside *cp_inside_of(const cp_answer *ans, const cp_answer_asset *x, uint32_t *n)
{
    uint32_t asset = (uint32_t)(x - ans->assets);
    uint32_t first =
        cp_sort_find(ans->inside, ans->n_inside, sizeof *ans->inside, &asset, by_asset);
    for (*n = 0; first + *n < ans->n_inside && ans->inside[first + *n].asset == asset;)
        ++*n;
    return *n ? &ans->inside[first] : NULL;
}

const char *cp_inside_verb(cp_result r)
{
    switch (rank_of(r)) {
    case 0: return "excludes";
    case 1: return "restricts";
    case 2: return "leaves undetermined";
    default: return "allows";
    }
}

cp_str cp_inside_text(cp_arena *a, const cp_answer *ans, const cp_answer_asset *x)
{
    uint32_t n, n_told = 0;
    const cp_inside *v = cp_inside_of(ans, x, &n);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++) {
        const cp_verdict *of = ans->assets[v[i].parts[0]].verdicts[v[i].policy];
        bool binds = of->binds == CP_YES;
        if (!binds && v[i].result == CP_VERDICT_UNDETERMINED)
            continue;
        const char *what = n_told ? "" : v[i].n > 1 ? " parts" : " part";
        cp_buf_fmt(&b, "%s%u%s that %s%.*s%s %s", n_told ? ", " : "has ", v[i].n, what,
                   binds ? "" : "(", CP_FMT(of->policy), binds ? "" : ")",
                   cp_inside_verb(v[i].result));
        n_told++;
    }
    return cp_buf_str(&b);
}

cp_str cp_inside_parts(cp_arena *a, const cp_answer *ans, const cp_inside *e)
{
    enum { SHOWN = 20 };
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < e->n && i < SHOWN; i++) {
        const cp_asset *as = &ans->assets[e->parts[i]].asset;
        const cp_claim *m = cp_asset_claim(as, CP_ATTR_MAKER);
        cp_buf_fmt(&b, "%s%.*s (", i ? ", " : "", CP_FMT(cp_asset_name(as)));
        if (m && m->confidence >= CP_SHOW_MIN)
            cp_buf_fmt(&b, "%.*s %.2f, ", CP_FMT(m->name), m->confidence);
        else
            cp_buf_add_c(&b, "maker unknown, ");
        cp_buf_fmt(&b, "%.*s)", CP_FMT(as->id));
    }
    if (e->n > SHOWN)
        cp_buf_fmt(&b, " and %u more", e->n - SHOWN);
    return cp_buf_str(&b);
}

cp_str cp_inside_cell(cp_arena *a, const cp_answer *ans, const cp_answer_asset *x)
{
    uint32_t n;
    const cp_inside *v = cp_inside_of(ans, x, &n);
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < n; i++) {
        cp_buf_fmt(&b, "%s%.*s %s: ", i ? "; " : "", CP_FMT(x->verdicts[v[i].policy]->policy),
                   cp_result_name(v[i].result));
        for (uint32_t k = 0; k < v[i].n; k++)
            cp_buf_fmt(&b, "%s%.*s", k ? ", " : "", CP_FMT(ans->assets[v[i].parts[k]].asset.id));
    }
    return cp_buf_str(&b);
}
