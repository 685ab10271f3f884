/* SPDX-License-Identifier: Apache-2.0 */
/* test_plane.c - what becomes of packets, against every packet followed by itself: random planes of
 * up to six tables, prefixes over 64 addresses, and filters whose fields have a few values each.
 * Every address, every kind of packet, every table. Argument: how many (6,000), and a seed. */
#include <string.h>
#include "base/arena.h"
#include "base/rand.h"
#include "path/plane.h"
#include "tap.h"

enum {
    TABLES_MAX = 6,
    PREFIXES_MAX = 14,
    ADDRESSES = 64, /* the first six bits of each of two kinds of addresses */
    FILTERS_MAX = 3,
    RULES_MAX = 4,
    HOPS_MAX = 3,
    ACTIONS_MAX = 5,
    PACKETS = 12, /* of an address: all that rules can tell apart */
};

typedef struct act {
    cp_plane_kind kind;
    cp_plane_hop hops[HOPS_MAX];
    uint32_t n;
    uint16_t number;
} act;

typedef struct small_plane {
    cp_rand rand;
    unsigned bits;
    uint32_t n_tables, n_prefixes, n_filters, n_actions;
    cp_net net;
    cp_net_link links[3];
    uint64_t dirty[CP_UNKNOWN_COUNT][TABLES_MAX + 1]; /* items; the last is ridden on */
    uint32_t items[TABLES_MAX];
    cp_prefix prefixes[PREFIXES_MAX];
    uint8_t of[PREFIXES_MAX][TABLES_MAX]; /* action + 1; 0: the table has not that prefix */
    act actions[TABLES_MAX][ACTIONS_MAX];
    cp_filter_rule rules[FILTERS_MAX][RULES_MAX];
    uint32_t n_rules[FILTERS_MAX];
    uint32_t filters[FILTERS_MAX]; /* of the plane */
    cp_packet packets[PACKETS];
} small_plane;

static bool chance(cp_rand *r, uint32_t percent) { return cp_rand_below(r, 100) < percent; }

/* Six bits of an address, at one of two places of it. */
static cp_address address(const small_plane *s, uint32_t six)
{
    return (cp_address)six << (s->bits == 32 ? 122 : 122 - 61);
}

static cp_prefix random_prefix(small_plane *s)
{
    uint32_t len = cp_rand_below(&s->rand, 7);
    uint32_t six = cp_rand_below(&s->rand, ADDRESSES) & ~(63u >> len);
    return (cp_prefix){ address(s, six), (uint8_t)(len && s->bits == 128 ? len + 61 : len) };
}

static cp_filter_rule random_rule(small_plane *s)
{
    cp_rand *r = &s->rand;
    cp_filter_rule x = cp_filter_any;
    if (chance(r, 60))
        x.dst = random_prefix(s);
    if (chance(r, 50))
        x.src = (cp_prefix){ (cp_address)cp_rand_below(r, 2) << 127, 1 };
    if (chance(r, 50))
        x.protocol[0] = x.protocol[1] = chance(r, 50) ? 6 : 17;
    if (chance(r, 30))
        x.dst_port[0] = x.dst_port[1] = 443;
    x.says = (uint8_t)(chance(r, 10) ? 2 : cp_rand_below(r, 2));
    x.is_partial = chance(r, 15);
    return x;
}

static uint32_t random_filter(small_plane *s, uint32_t percent)
{
    return s->n_filters && chance(&s->rand, percent) ? cp_rand_below(&s->rand, s->n_filters)
                                                     : CP_NO_FILTER;
}

static void random_action(small_plane *s, act *x)
{
    cp_rand *r = &s->rand;
    uint32_t kind = cp_rand_below(r, 12);
    x->kind = kind < 1   ? CP_PLANE_DELIVER
              : kind < 2 ? CP_PLANE_DROP
              : kind < 3 ? CP_PLANE_UNMODELLED
                         : CP_PLANE_FORWARD;
    x->n = x->kind == CP_PLANE_FORWARD ? 1 + cp_rand_below(r, HOPS_MAX) * chance(r, 40) : 0;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t to = cp_rand_below(r, s->n_tables + 2);
        x->hops[i] = (cp_plane_hop){ .to = to < s->n_tables    ? to
                                           : to == s->n_tables ? CP_PLANE_HOST
                                                               : CP_PLANE_NOWHERE,
                                     .link = chance(r, 50) ? cp_rand_below(r, 3) : CP_NO_LINK,
                                     .out = random_filter(s, 25),
                                     .in = random_filter(s, 25),
                                     .is_maybe = chance(r, 12) };
    }
}

static void random_labels(small_plane *s)
{
    for (uint32_t i = 0; i <= TABLES_MAX; i++) {
        uint64_t excluded = cp_rand_u64(&s->rand) & cp_rand_u64(&s->rand) & 0xf;
        s->dirty[CP_UNKNOWN_CLEAN][i] = excluded;
        s->dirty[CP_UNKNOWN_EXCLUDED][i] = excluded | (cp_rand_u64(&s->rand) & 0x30);
    }
    bool is_riding = chance(&s->rand, 50);
    for (uint32_t i = 0; i < 3; i++)
        s->links[i].rides = is_riding && chance(&s->rand, 50) ? TABLES_MAX : CP_NO_ITEM;
    s->net = (cp_net){ .n_links = 3, .links = s->links, .n_rides = is_riding };
}

static void make(small_plane *s, uint64_t seed)
{
    memset(s, 0, sizeof *s);
    cp_rand *r = &s->rand;
    r->state = seed;
    s->bits = chance(r, 50) ? 32 : 128;
    s->n_tables = 1 + cp_rand_below(r, TABLES_MAX);
    s->n_filters = chance(r, 50) ? cp_rand_below(r, FILTERS_MAX + 1) : 0;
    s->n_prefixes = cp_rand_below(r, PREFIXES_MAX + 1);
    s->n_actions = 1 + cp_rand_below(r, ACTIONS_MAX);
    for (uint32_t t = 0; t < s->n_tables; t++)
        s->items[t] = cp_rand_below(r, TABLES_MAX);
    for (uint32_t f = 0; f < s->n_filters; f++) {
        s->n_rules[f] = cp_rand_below(r, RULES_MAX + 1);
        for (uint32_t i = 0; i < s->n_rules[f]; i++)
            s->rules[f][i] = random_rule(s);
    }
    for (uint32_t t = 0; t < s->n_tables; t++)
        for (uint32_t i = 0; i < s->n_actions; i++)
            random_action(s, &s->actions[t][i]);
    uint32_t density = cp_rand_below(r, 101);
    for (uint32_t i = 0; i < s->n_prefixes; i++) {
        s->prefixes[i] = random_prefix(s);
        for (uint32_t t = 0; t < s->n_tables; t++)
            if (chance(r, density))
                s->of[i][t] = (uint8_t)(1 + cp_rand_below(r, s->n_actions));
    }
    random_labels(s);
    for (uint32_t i = 0; i < PACKETS; i++)
        s->packets[i] = (cp_packet){ .src = (cp_address)(i & 1) << 127,
                                     .dst_port = i & 2 ? 443 : 80,
                                     .protocol = i < 4   ? 6
                                                 : i < 8 ? 17
                                                         : 1 };
}

/* The plane's number of a filter. */
static uint32_t filter_at(const small_plane *s, uint32_t f)
{
    return f == CP_NO_FILTER ? f : s->filters[f];
}

static cp_plane *build(cp_arena *a, small_plane *s)
{
    cp_plane *p = cp_plane_new(a, s->items, s->n_tables, s->bits);
    cp_err err;
    uint32_t wrong = 0, again;
    for (uint32_t f = 0; f < s->n_filters; f++)
        wrong += cp_plane_filter(p, s->rules[f], s->n_rules[f], &s->filters[f], &err) != CP_OK;
    for (uint32_t f = 0; f < s->n_filters; f++)
        wrong += cp_plane_filter(p, s->rules[f], s->n_rules[f], &again, &err) != CP_OK ||
                 again != s->filters[f];
    for (uint32_t t = 0; t < s->n_tables; t++)
        for (uint32_t i = 0; i < s->n_actions; i++) {
            act *x = &s->actions[t][i];
            cp_plane_hop hops[HOPS_MAX];
            for (uint32_t h = 0; h < x->n; h++) {
                hops[h] = x->hops[h];
                hops[h].out = filter_at(s, hops[h].out);
                hops[h].in = filter_at(s, hops[h].in);
            }
            wrong += cp_plane_action(p, t, x->kind, hops, x->n, &x->number, &err) != CP_OK;
        }
    for (uint32_t i = 0; i < s->n_prefixes; i++) {
        uint32_t prefix = 0;
        wrong += cp_plane_prefix(p, &s->prefixes[i], &prefix, &err) != CP_OK;
        wrong += cp_plane_find(p, &s->prefixes[i]) != prefix;
        for (uint32_t t = 0; t < s->n_tables; t++)
            if (s->of[i][t]) /* of the same prefix the last counts; some are set twice */
                cp_plane_set(p, prefix, t, s->actions[t][s->of[i][t] - 1].number);
    }
    cp_plane_label(p, &(cp_plane_labels){ &s->net, { s->dirty[0], s->dirty[1] } });
    return wrong ? NULL : p;
}

/* ---- one packet, followed through all that can be */

typedef struct follow {
    const small_plane *s;
    cp_packet x;
    uint32_t on_way;  /* tables */
    uint32_t n_maybe; /* passed by now */
    cp_plane_fate *fate;
} follow;

static const act *find_action(const small_plane *s, uint32_t table, cp_address dst)
{
    int best = -1;
    const act *found = NULL;
    for (uint32_t i = 0; i < s->n_prefixes; i++)
        if (s->of[i][table] && cp_prefix_has(&s->prefixes[i], dst) && s->prefixes[i].len >= best) {
            best = s->prefixes[i].len;
            found = &s->actions[table][s->of[i][table] - 1];
        }
    return found;
}

static void taint(follow *f, uint32_t item)
{
    if (f->n_maybe == 0)
        f->fate->dirty[CP_UNKNOWN_CLEAN] |= f->s->dirty[CP_UNKNOWN_CLEAN][item];
    f->fate->dirty[CP_UNKNOWN_EXCLUDED] |= f->s->dirty[CP_UNKNOWN_EXCLUDED][item];
}

static bool pass(follow *f, uint32_t filter)
{
    if (filter == CP_NO_FILTER)
        return true;
    cp_filter_says says = cp_filter_ask(f->s->rules[filter], f->s->n_rules[filter], &f->x);
    if (says == CP_FILTER_DENIES)
        f->fate->ends |= CP_PLANE_DENIED;
    if (says == CP_FILTER_UNKNOWN)
        f->fate->ends |= CP_PLANE_NOT_MODELLED;
    f->n_maybe += says == CP_FILTER_UNKNOWN;
    return says != CP_FILTER_DENIES;
}

static void go(follow *f, uint32_t table)
{
    taint(f, f->s->items[table]);
    if (f->on_way >> table & 1) {
        f->fate->ends |= CP_PLANE_LOOP;
        return;
    }
    const act *x = find_action(f->s, table, f->x.dst);
    if (x == NULL || x->kind != CP_PLANE_FORWARD) {
        f->fate->ends |= x == NULL                     ? CP_PLANE_NO_ROUTE
                         : x->kind == CP_PLANE_DELIVER ? CP_PLANE_DELIVERED
                         : x->kind == CP_PLANE_DROP    ? CP_PLANE_DROPPED
                                                       : CP_PLANE_NOT_MODELLED;
        return;
    }
    f->on_way |= 1u << table;
    for (uint32_t i = 0; i < x->n; i++) {
        const cp_plane_hop *h = &x->hops[i];
        uint32_t n_maybe = f->n_maybe;
        f->n_maybe += h->is_maybe;
        if (!pass(f, h->out)) {
            f->n_maybe = n_maybe;
            continue;
        }
        if (h->link != CP_NO_LINK && f->s->links[h->link].rides != CP_NO_ITEM)
            taint(f, f->s->links[h->link].rides);
        if (h->to < CP_PLANE_NOWHERE) /* it comes there, whatever is decided there */
            taint(f, f->s->items[h->to]);
        bool is_in = pass(f, h->in);
        if (h->to < CP_PLANE_NOWHERE && is_in)
            go(f, h->to);
        else if (is_in)
            f->fate->ends |= h->to == CP_PLANE_HOST ? CP_PLANE_DELIVERED : CP_PLANE_LOST;
        f->n_maybe = n_maybe;
    }
    f->on_way &= ~(1u << table);
}

/* ---- both */

typedef struct kept {
    cp_plane_fate fates[4 * PREFIXES_MAX][TABLES_MAX];
    uint32_t n_tables;
} kept;

static void keep(void *ctx, uint32_t class, const cp_plane_fate *per_table)
{
    kept *k = ctx;
    memcpy(k->fates[class], per_table, k->n_tables * sizeof *per_table);
}

static bool is_same_fate(const cp_plane_fate *x, const cp_plane_fate *y)
{
    return x->ends == y->ends && x->dirty[0] == y->dirty[0] && x->dirty[1] == y->dirty[1];
}

/* Over all packets to an address. */
static cp_plane_fate follow_all(const small_plane *s, uint32_t six, uint32_t table)
{
    cp_plane_fate want = { 0 };
    for (uint32_t i = 0; i < PACKETS; i++) {
        follow f = { .s = s, .x = s->packets[i], .fate = &want };
        f.x.dst = address(s, six);
        go(&f, table);
    }
    return want;
}

static uint32_t check_address(const small_plane *s, const cp_plane *p, const cp_plane_classes *got,
                              const kept *k, uint32_t six)
{
    uint32_t wrong = 0, class = got->of[cp_plane_region_of(p, address(s, six))];
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
        const act *i = find_action(s, t, x), *j = find_action(s, t, y);
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
        uint32_t class = got->of[cp_plane_region_of(p, address(s, i))];
        is_met[class] = true;
        for (uint32_t j = 0; j < i; j++) {
            uint32_t other = got->of[cp_plane_region_of(p, address(s, j))];
            bool alike = is_alike(s, address(s, i), address(s, j));
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
        cp_packet x = s->packets[cp_rand_below(&s->rand, PACKETS)];
        x.dst = address(s, cp_rand_below(&s->rand, ADDRESSES));
        uint32_t table = cp_rand_below(&s->rand, s->n_tables), met = 0;
        cp_plane_fate want = { 0 };
        follow f = { .s = s, .x = x, .fate = &want };
        go(&f, table);
        cp_plane_trace got;
        cp_plane_trace_packet(p, a, table, &x, &got);
        wrong += !is_same_fate(&want, &got.fate) || got.n == 0 || got.steps[0].table != table;
        for (uint32_t i = 0; i < got.n; i++) {
            const cp_plane_step *y = &got.steps[i];
            const act *does = find_action(s, y->table, x.dst);
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
        for (uint32_t i = 0; i < x->n && cp_plane_region_of(h->p, address(h->s, six)) == x->prefix;
             i++) {
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
