/* SPDX-License-Identifier: Apache-2.0 */
/* small_plane.h - random planes of up to six tables, prefixes over 64 addresses, and filters whose
 * fields have a few values each; and what becomes of a packet, by following it. */
#pragma once
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
    N_PACKETS = 12, /* of an address: all that rules can tell apart */
};

typedef struct small_action {
    cp_plane_kind kind;
    cp_plane_hop hops[HOPS_MAX];
    uint32_t n;
    uint16_t number;
} small_action;

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
    small_action actions[TABLES_MAX][ACTIONS_MAX];
    cp_filter_rule rules[FILTERS_MAX][RULES_MAX];
    uint32_t n_rules[FILTERS_MAX];
    uint32_t filters[FILTERS_MAX]; /* of the plane */
    cp_packet packets[N_PACKETS];
} small_plane;

static bool chance(cp_rand *r, uint32_t percent) { return cp_rand_below(r, 100) < percent; }

/* Six bits of an address, at one of two places of it. */
static cp_address small_address(const small_plane *s, uint32_t six)
{
    return (cp_address)six << (s->bits == 32 ? 122 : 122 - 61);
}

static cp_prefix random_prefix(small_plane *s)
{
    uint32_t len = cp_rand_below(&s->rand, 7);
    uint32_t six = cp_rand_below(&s->rand, ADDRESSES) & ~(63u >> len);
    return (cp_prefix){ small_address(s, six), (uint8_t)(len && s->bits == 128 ? len + 61 : len) };
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

static void random_action(small_plane *s, small_action *x)
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
    for (uint32_t i = 0; i < N_PACKETS; i++)
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
            small_action *x = &s->actions[t][i];
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

static const small_action *find_action(const small_plane *s, uint32_t table, cp_address dst)
{
    int best = -1;
    const small_action *found = NULL;
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

static bool is_passed(follow *f, uint32_t filter)
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
    const small_action *x = find_action(f->s, table, f->x.dst);
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
        if (!is_passed(f, h->out)) {
            f->n_maybe = n_maybe;
            continue;
        }
        if (h->link != CP_NO_LINK && f->s->links[h->link].rides != CP_NO_ITEM)
            taint(f, f->s->links[h->link].rides);
        if (h->to < CP_PLANE_NOWHERE) /* it comes there, whatever is decided there */
            taint(f, f->s->items[h->to]);
        bool is_in = is_passed(f, h->in);
        if (h->to < CP_PLANE_NOWHERE && is_in)
            go(f, h->to);
        else if (is_in)
            f->fate->ends |= h->to == CP_PLANE_HOST ? CP_PLANE_DELIVERED : CP_PLANE_LOST;
        f->n_maybe = n_maybe;
    }
    f->on_way &= ~(1u << table);
}
