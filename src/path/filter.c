/* SPDX-License-Identifier: Apache-2.0 */
/* filter.c - what access lists tell apart, field by field.
 *
 *     alive: rules that the fields chosen so far match       [1 1 0 1 ...] a bit per rule
 *     source --ranges with the same rules alive--> protocol --> ports --> says, per cut
 *
 * The bounds of the rules that are alive cut a field into ranges; ranges that leave the same rules
 * alive are the same question from there on, which is asked once. A rule is struck out where one
 * before it in its cut matches all that is left: it decides nothing there, and without it more
 * questions are the same. (Liu and Gouda, "Diverse firewall design", 2008, reduce decision diagrams
 * likewise.) */
#include "path/filter.h"
#include <stdlib.h>
#include <string.h>
#include "base/map.h"
#include "base/vec.h"

const cp_filter_rule cp_filter_any = { .src_port = { 0, UINT16_MAX },
                                       .dst_port = { 0, UINT16_MAX },
                                       .protocol = { 0, UINT8_MAX },
                                       .says = CP_FILTER_PERMITS };

enum { SRC, PROTOCOL, SRC_PORT, DST_PORT, FIELDS };

typedef struct range {
    cp_address first, last;
} range;

static range range_of(const cp_filter_rule *r, int field)
{
    switch (field) {
    case SRC:
        return (range){ r->src.first & cp_prefix_mask(r->src.len),
                        r->src.first | ~cp_prefix_mask(r->src.len) };
    case PROTOCOL: return (range){ r->protocol[0], r->protocol[1] };
    case SRC_PORT: return (range){ r->src_port[0], r->src_port[1] };
    default: return (range){ r->dst_port[0], r->dst_port[1] };
    }
}

static range whole(int field)
{
    static const uint32_t last[FIELDS] = { 0, UINT8_MAX, UINT16_MAX, UINT16_MAX };
    return (range){ 0, field == SRC ? ~(cp_address)0 : last[field] };
}

/* ---- one packet */

static bool matches(const cp_filter_rule *r, const cp_packet *x)
{
    return cp_prefix_has(&r->src, x->src) && cp_prefix_has(&r->dst, x->dst) &&
           r->protocol[0] <= x->protocol && x->protocol <= r->protocol[1] &&
           r->src_port[0] <= x->src_port && x->src_port <= r->src_port[1] &&
           r->dst_port[0] <= x->dst_port && x->dst_port <= r->dst_port[1];
}

/* What is decided so far, by rules that match some of the packets, and one more rule: *is_first is
 * cleared; true: it is settled. */
static bool decide(const cp_filter_rule *r, bool *is_first, cp_filter_says *says)
{
    *says =
        *is_first || *says == (cp_filter_says)r->says ? (cp_filter_says)r->says : CP_FILTER_UNKNOWN;
    *is_first = false;
    return !r->is_partial || *says == CP_FILTER_UNKNOWN;
}

/* What no rule matches: denied, unless some before said otherwise of a part of it. */
static cp_filter_says last_resort(bool is_first, cp_filter_says says)
{
    return is_first || says == CP_FILTER_DENIES ? CP_FILTER_DENIES : CP_FILTER_UNKNOWN;
}

cp_filter_says cp_filter_ask(const cp_filter_rule *rules, uint32_t n, const cp_packet *x)
{
    bool is_first = true;
    cp_filter_says says = CP_FILTER_DENIES;
    for (uint32_t i = 0; i < n; i++)
        if (matches(&rules[i], x) && decide(&rules[i], &is_first, &says))
            return says;
    return last_resort(is_first, says);
}

/* ---- all packets */

typedef struct split {
    cp_arena *a, *scratch;
    const cp_filter_rule *all;
    const cp_filter_cut *cuts;
    uint32_t n_cuts, n_rules, n_words;
    uint32_t *rules;                 /* of all cuts, one after the other: a bit each */
    uint8_t *fields;                 /* per rule: from which field on it matches all */
    cp_map asked[FIELDS + 1], known; /* rules alive at a field; what is said, per part */
    CP_VEC(cp_filter_part) parts;
    uint32_t n_boxes;
} split;

static bool is_alive(const uint64_t *alive, uint32_t rule)
{
    return alive[rule / 64] >> rule % 64 & 1;
}
static void strike(uint64_t *alive, uint32_t rule)
{
    alive[rule / 64] &= ~(UINT64_C(1) << rule % 64);
}

/* Rules behind one that matches all that fields from `field` on can be. */
static void strike_hidden(const split *s, int field, uint64_t *alive)
{
    uint32_t rule = 0;
    for (uint32_t c = 0; c < s->n_cuts; c++) {
        bool is_hidden = false;
        for (uint32_t i = 0; i < s->cuts[c].n; i++, rule++) {
            if (!is_alive(alive, rule))
                continue;
            if (is_hidden)
                strike(alive, rule);
            else
                is_hidden = s->fields[rule] <= field && !s->all[s->rules[rule]].is_partial;
        }
    }
}

/* No field is left: what each cut says. */
static void add_part(split *s, const uint64_t *alive, const cp_packet *one)
{
    uint8_t *says = cp_arena_alloc(s->a, s->n_cuts);
    uint32_t rule = 0;
    for (uint32_t c = 0; c < s->n_cuts; c++) {
        bool is_first = true, is_settled = false;
        cp_filter_says x = CP_FILTER_DENIES;
        for (uint32_t i = 0; i < s->cuts[c].n; i++, rule++)
            if (!is_settled && is_alive(alive, rule))
                is_settled = decide(&s->all[s->rules[rule]], &is_first, &x);
        says[c] = (uint8_t)(is_settled ? x : last_resort(is_first, x));
    }
    bool is_new;
    (void)cp_map_put(s->scratch, &s->known, (cp_str){ (const char *)says, s->n_cuts }, &is_new);
    if (is_new)
        cp_vec_push(s->a, &s->parts, ((cp_filter_part){ *one, says }));
}

static int compare_addresses(const void *a, const void *b)
{
    const cp_address *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Where ranges begin: the bounds of the rules that are alive, each once. */
static uint32_t bounds_of(const split *s, int field, const uint64_t *alive, cp_address **out)
{
    uint32_t n = 0, n_kept = 0;
    cp_address *v = CP_NEW_RAW(s->scratch, cp_address, 2 * (size_t)s->n_rules + 1);
    range all = whole(field);
    v[n++] = 0;
    for (uint32_t rule = 0; rule < s->n_rules; rule++) {
        if (!is_alive(alive, rule))
            continue;
        range r = range_of(&s->all[s->rules[rule]], field);
        v[n++] = r.first;
        if (r.last < all.last)
            v[n++] = r.last + 1;
    }
    qsort(v, n, sizeof *v, compare_addresses);
    for (uint32_t i = 0; i < n; i++)
        if (n_kept == 0 || v[n_kept - 1] != v[i])
            v[n_kept++] = v[i];
    *out = v;
    return n_kept;
}

static void choose(cp_packet *x, int field, cp_address value)
{
    switch (field) {
    case SRC: x->src = value; break;
    case PROTOCOL: x->protocol = (uint8_t)value; break;
    case SRC_PORT: x->src_port = (uint16_t)value; break;
    default: x->dst_port = (uint16_t)value;
    }
}

static void narrow(const split *s, int field, cp_address value, const uint64_t *before,
                   uint64_t *alive)
{
    memcpy(alive, before, s->n_words * sizeof *alive);
    for (uint32_t rule = 0; rule < s->n_rules; rule++) {
        if (!is_alive(alive, rule))
            continue;
        range r = range_of(&s->all[s->rules[rule]], field);
        if (value < r.first || r.last < value)
            strike(alive, rule);
    }
    strike_hidden(s, field + 1, alive);
}

/* Depth: one level per field. */
CP_MUST_CHECK static cp_rc ask_field(split *s, int field, const uint64_t *alive, cp_packet one,
                                     cp_err *err)
{
    bool is_new;
    cp_str key = { (const char *)alive, s->n_words * sizeof *alive };
    (void)cp_map_put(s->scratch, &s->asked[field], key, &is_new);
    if (!is_new)
        return CP_OK;
    if (field == FIELDS) {
        add_part(s, alive, &one);
        return CP_OK;
    }
    cp_address *bounds;
    uint32_t n = bounds_of(s, field, alive, &bounds);
    if ((s->n_boxes += n) > CP_FILTER_BOXES_MAX)
        return cp_fail(err, CP_ELIMIT, 0, "access lists tell more than %d boxes apart",
                       CP_FILTER_BOXES_MAX);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t *next = CP_NEW_RAW(s->scratch, uint64_t, s->n_words);
        narrow(s, field, bounds[i], alive, next);
        choose(&one, field, bounds[i]);
        cp_rc rc = ask_field(s, field + 1, next, one, err);
        if (rc != CP_OK)
            return rc;
    }
    return CP_OK;
}

static void begin(split *s)
{
    uint32_t n = 0;
    s->n_words = (s->n_rules + 63) / 64 + (s->n_rules == 0);
    s->rules = CP_NEW_RAW(s->scratch, uint32_t, s->n_rules);
    s->fields = CP_NEW_RAW(s->scratch, uint8_t, s->n_rules);
    for (uint32_t c = 0; c < s->n_cuts; c++)
        for (uint32_t i = 0; i < s->cuts[c].n; i++)
            s->rules[n++] = s->cuts[c].rules[i];
    for (uint32_t rule = 0; rule < s->n_rules; rule++) {
        int field = FIELDS;
        for (; field > 0; field--) {
            range r = range_of(&s->all[s->rules[rule]], field - 1), all = whole(field - 1);
            if (r.first != all.first || r.last != all.last)
                break;
        }
        s->fields[rule] = (uint8_t)field;
    }
}

cp_rc cp_filter_split(cp_arena *a, const cp_filter_rule *all, const cp_filter_cut *cuts,
                      uint32_t n_cuts, cp_filter_parts *out, cp_err *err)
{
    split s = { .a = a, .all = all, .cuts = cuts, .n_cuts = n_cuts };
    for (uint32_t c = 0; c < n_cuts; c++) {
        if (cuts[c].n > CP_FILTER_CUT_RULES_MAX - s.n_rules)
            return cp_fail(err, CP_ELIMIT, 0,
                           "access lists of one question have more than %d rules",
                           CP_FILTER_CUT_RULES_MAX);
        s.n_rules += cuts[c].n;
    }
    s.scratch = cp_arena_new(0);
    begin(&s);
    uint64_t *alive = CP_NEW_ARRAY(s.scratch, uint64_t, s.n_words);
    for (uint32_t rule = 0; rule < s.n_rules; rule++)
        alive[rule / 64] |= UINT64_C(1) << rule % 64;
    strike_hidden(&s, 0, alive);
    cp_rc rc = ask_field(&s, 0, alive, (cp_packet){ 0 }, err);
    cp_arena_free(s.scratch);
    if (rc == CP_OK)
        *out = (cp_filter_parts){ s.parts.v, s.parts.n };
    return rc;
}
