/* SPDX-License-Identifier: Apache-2.0 */
/* test_plane.c - what becomes of packets, against every packet followed by itself: random planes of
 * up to six tables, prefixes over 64 addresses, and filters whose fields have a few values each.
 * Every address, every kind of packet, every table. Argument: how many (6,000), and a seed. */
#include "small_plane.h"

/* ---- both */

static bool is_same_fate(const cp_plane_fate *x, const cp_plane_fate *y)
{
    return x->ends == y->ends && x->dirty[0] == y->dirty[0] && x->dirty[1] == y->dirty[1];
}

/* Over all packets to an address. */
static cp_plane_fate follow_all(const small_plane *s, uint32_t six, uint32_t table)
{
    cp_plane_fate want = { 0 };
    for (uint32_t i = 0; i < N_PACKETS; i++) {
        follow f = { .s = s, .x = s->packets[i], .fate = &want };
        f.x.dst = small_address(s, six);
        go(&f, table);
    }
    return want;
}

typedef struct kept {
    cp_plane_fate fates[4 * PREFIXES_MAX][TABLES_MAX];
    uint32_t n_tables;
} kept;

static void keep(void *ctx, uint32_t class, const cp_plane_fate *per_table)
{
    kept *k = ctx;
    memcpy(k->fates[class], per_table, k->n_tables * sizeof *per_table);
}

static uint32_t check_address(const small_plane *s, const cp_plane *p, const cp_plane_classes *got,
                              const kept *k, uint32_t six)
{
    uint32_t wrong = 0, class = got->of[cp_plane_region_of(p, small_address(s, six))];
    if (class >= got->n)
        return 1;
    for (uint32_t t = 0; t < s->n_tables; t++) {
        cp_plane_fate want = follow_all(s, six, t);
        wrong += !is_same_fate(&want, &k->fates[class][t]);
    }
    return wrong;
}

/* Two regions are of one class if and only if all tables and filters do the same in both. */
static bool is_alike(const small_plane *s, cp_address x, cp_address y)
{
    for (uint32_t t = 0; t < s->n_tables; t++) {
        const small_action *i = find_action(s, t, x), *j = find_action(s, t, y);
        if ((i ? i->number : 0) != (j ? j->number : 0))
            return false;
    }
    return true;
}

static uint32_t check_classes(const small_plane *s, const cp_plane *p, const cp_plane_classes *got)
{
    uint32_t wrong = 0;
    bool is_met[4 * PREFIXES_MAX] = { false };
    for (uint32_t i = 0; i < ADDRESSES; i++) {
        uint32_t class = got->of[cp_plane_region_of(p, small_address(s, i))];
        is_met[class] = true;
        for (uint32_t j = 0; j < i; j++) {
            uint32_t other = got->of[cp_plane_region_of(p, small_address(s, j))];
            bool alike = is_alike(s, small_address(s, i), small_address(s, j));
            wrong += s->n_filters == 0 && alike != (class == other);
            wrong += class == other && !alike;
        }
    }
    for (uint32_t i = 0; i < got->n; i++) {
        cp_address x = 0;
        wrong += !cp_plane_region_has(p, got->v[i].prefix, &x);
        wrong += got->of[cp_plane_region_of(p, x)] != i;
        wrong += s->bits == 32 && !is_met[i];
    }
    return wrong;
}

/* ---- one packet: the fate of the trace, and that its steps are what each table does */

static uint32_t check_trace(cp_arena *a, small_plane *s, const cp_plane *p)
{
    uint32_t wrong = 0;
    for (uint32_t n = 0; n < 8; n++) {
        cp_packet x = s->packets[cp_rand_below(&s->rand, N_PACKETS)];
        x.dst = small_address(s, cp_rand_below(&s->rand, ADDRESSES));
        uint32_t table = cp_rand_below(&s->rand, s->n_tables), met = 0;
        cp_plane_fate want = { 0 };
        follow f = { .s = s, .x = x, .fate = &want };
        go(&f, table);
        cp_plane_trace got;
        cp_plane_trace_packet(p, a, table, &x, &got);
        wrong += !is_same_fate(&want, &got.fate) || got.n == 0 || got.steps[0].table != table;
        for (uint32_t i = 0; i < got.n; i++) {
            const cp_plane_step *y = &got.steps[i];
            const small_action *does = find_action(s, y->table, x.dst);
            wrong += (met >> y->table & 1) || (does ? does->number : 0) != y->action;
            wrong += (does == NULL) != (y->prefix == CP_NO_PREFIX);
            wrong += i && (y->from >= i || got.steps[y->from].hops[y->hop].to != y->table);
            met |= 1u << y->table;
        }
    }
    return wrong;
}

/* ---- changes: what is told of each is what changes, and all of it */

typedef struct heard {
    const cp_plane *p;
    const small_plane *s;
    cp_plane_fate now[ADDRESSES][TABLES_MAX];
    uint32_t wrong;
} heard;

static void hear(void *ctx, const cp_plane_change *x)
{
    heard *h = ctx;
    for (uint32_t six = 0; six < ADDRESSES; six++)
        for (uint32_t i = 0;
             i < x->n && cp_plane_region_of(h->p, small_address(h->s, six)) == x->prefix; i++) {
            h->wrong += !is_same_fate(&h->now[six][x->tables[i]], &x->before[i]);
            h->wrong += is_same_fate(&x->before[i], &x->after[i]);
            h->now[six][x->tables[i]] = x->after[i];
        }
}

static uint32_t check_changes(cp_arena *a, small_plane *s, cp_plane *p)
{
    cp_plane_live *l = cp_plane_live_new(a, p);
    heard h = { .p = p, .s = s };
    for (uint32_t six = 0; six < ADDRESSES; six++)
        for (uint32_t t = 0; t < s->n_tables; t++)
            h.now[six][t] = follow_all(s, six, t);
    for (uint32_t i = 0; i < 4 && s->n_prefixes; i++) {
        uint32_t at = cp_rand_below(&s->rand, s->n_prefixes);
        uint32_t t = cp_rand_below(&s->rand, s->n_tables);
        uint32_t does = cp_rand_below(&s->rand, s->n_actions + 1);
        uint32_t prefix = cp_plane_find(p, &s->prefixes[at]);
        for (uint32_t k = 0; k < s->n_prefixes; k++) /* the same prefix may stand there twice */
            if (cp_plane_find(p, &s->prefixes[k]) == prefix)
                s->of[k][t] = (uint8_t)does;
        cp_plane_live_next(l, prefix);
        cp_plane_live_set(l, prefix, t, does ? s->actions[t][does - 1].number : 0, hear, &h);
        for (uint32_t six = 0; six < ADDRESSES; six++)
            for (uint32_t k = 0; k < s->n_tables; k++) {
                cp_plane_fate want = follow_all(s, six, k);
                h.wrong += !is_same_fate(&want, &h.now[six][k]);
            }
    }
    return h.wrong;
}

static uint32_t check_random(uint64_t seed)
{
    cp_arena *a = cp_arena_new(0);
    small_plane s;
    make(&s, seed);
    kept k = { .n_tables = s.n_tables };
    cp_plane *p = build(a, &s);
    cp_plane_classes got;
    uint32_t wrong = 1;
    if (p && cp_plane_classify(p, a, 1, keep, &k, NULL, &got, NULL) == CP_OK && got.n) {
        wrong = check_classes(&s, p, &got);
        for (uint32_t i = 0; i < ADDRESSES; i++)
            wrong += check_address(&s, p, &got, &k, i);
        wrong += check_trace(a, &s, p);
        wrong += check_changes(a, &s, p);
    }
    cp_arena_free(a);
    return wrong;
}

/* ---- several threads: the same classes and fates */

enum { LARGE_TABLES = 20, LARGE_PREFIXES = 3000 };

static cp_plane *build_large(cp_arena *a)
{
    uint32_t items[LARGE_TABLES], prefix = 0, wrong = 0;
    uint64_t *dirty = CP_NEW_ARRAY(a, uint64_t, LARGE_TABLES);
    cp_rand r = { 5 };
    for (uint32_t t = 0; t < LARGE_TABLES; t++) {
        items[t] = t;
        dirty[t] = UINT64_C(1) << t;
    }
    cp_plane *p = cp_plane_new(a, items, LARGE_TABLES, 32);
    for (uint32_t i = 0; i < LARGE_PREFIXES; i++) {
        uint8_t len = (uint8_t)(1 + cp_rand_below(&r, 24));
        cp_prefix x = { ((cp_address)cp_rand_u64(&r) << 64) & cp_prefix_mask(len), len };
        wrong += cp_plane_prefix(p, &x, &prefix, NULL) != CP_OK;
        for (uint32_t t = 0; t < LARGE_TABLES; t++) {
            uint16_t action = 0;
            cp_plane_hop hop = { cp_rand_below(&r, LARGE_TABLES), CP_NO_LINK, CP_NO_FILTER,
                                 CP_NO_FILTER };
            bool ends = chance(&r, 20);
            wrong += cp_plane_action(p, t, ends ? CP_PLANE_DELIVER : CP_PLANE_FORWARD, &hop, !ends,
                                     &action, NULL) != CP_OK;
            cp_plane_set(p, prefix, t, action);
        }
    }
    cp_plane_label(p, &(cp_plane_labels){ CP_NEW(a, cp_net), { dirty, dirty } });
    return wrong ? NULL : p;
}

static void keep_large(void *ctx, uint32_t class, const cp_plane_fate *per_table)
{
    memcpy((cp_plane_fate *)ctx + (size_t) class * LARGE_TABLES, per_table,
           LARGE_TABLES * sizeof *per_table);
}

static void check_threads(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_plane *p = build_large(a);
    cp_plane_classes got[3];
    cp_plane_fate *fates[3];
    size_t n = 2 * (size_t)LARGE_PREFIXES * LARGE_TABLES;
    for (uint32_t i = 0; i < 3; i++) {
        fates[i] = CP_NEW_ARRAY(a, cp_plane_fate, n);
        is_int(cp_plane_classify(p, a, i ? 4 * i : 1, keep_large, fates[i], NULL, &got[i], NULL),
               CP_OK, "%u threads", i ? 4 * i : 1);
    }
    ok(got[0].n > LARGE_PREFIXES / 2, "%u classes", got[0].n);
    for (uint32_t i = 1; i < 3; i++) {
        bool is_same = got[i].n == got[0].n;
        for (size_t k = 0; k < n && is_same; k++)
            is_same = is_same_fate(&fates[i][k], &fates[0][k]);
        ok(is_same, "the same fates");
    }
    int stopped = 1;
    is_int(cp_plane_classify(p, a, 2, NULL, NULL, &stopped, &got[0], NULL), CP_EINTR,
           "interrupted");
    cp_arena_free(a);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : tap_cases(6000), wrong = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (uint32_t i = 0; i < n; i++)
        if (check_random(seed + i) && !wrong++)
            printf("# first wrong: seed %" PRIu64 "\n", seed + i);
    is_uint(wrong, 0, "of %u random planes", n);
    check_threads();
    return tap_done();
}
