/* SPDX-License-Identifier: Apache-2.0 */
/* pred.h - conditions over facts, evaluated with facts missing.
 *
 * A condition has one of three values: it does not hold (NO), it holds under a reservation that no
 * fact of an asset can lift (COND: an unchecked source, a date of the law that is too coarse), it
 * holds (YES). With facts missing the answer is the set of values that it may have, as bits. One
 * bit: the missing facts do not matter here. The set may be too large where one fact stands in
 * several places; the evaluator then tries the values of that fact (judge.c). */
#pragma once
#include "policy/vocab.h"

enum { CP_MAY_NO = 1, CP_MAY_COND = 2, CP_MAY_YES = 4, CP_MAY_ANY = 7 };
typedef uint8_t cp_may;

/* Least and greatest of two values, for every pair that may be: NO < COND < YES. */
static inline cp_may cp_may_and(cp_may a, cp_may b)
{
    cp_may above = CP_MAY_COND | CP_MAY_YES, out = (a | b) & CP_MAY_NO;
    if (((a & CP_MAY_COND) && (b & above)) || ((b & CP_MAY_COND) && (a & above)))
        out |= CP_MAY_COND;
    return out | (a & b & CP_MAY_YES);
}

static inline cp_may cp_may_or(cp_may a, cp_may b)
{
    cp_may below = CP_MAY_COND | CP_MAY_NO, out = (a | b) & CP_MAY_YES;
    if (((a & CP_MAY_COND) && (b & below)) || ((b & CP_MAY_COND) && (a & below)))
        out |= CP_MAY_COND;
    return out | (a & b & CP_MAY_NO);
}

static inline cp_may cp_may_not(cp_may a)
{
    return (cp_may)((a & CP_MAY_COND) | (a & CP_MAY_NO ? CP_MAY_YES : 0) |
                    (a & CP_MAY_YES ? CP_MAY_NO : 0));
}
/* A statement that nobody checked: no more than COND rests on it. */
static inline bool cp_is_unchecked(cp_conf c)
{
    return c == CP_CONF_MEMORY || c == CP_CONF_UNKNOWN;
}
/* No more than COND. */
static inline cp_may cp_may_cap(cp_may a)
{
    return a & CP_MAY_YES ? (cp_may)((a & ~CP_MAY_YES) | CP_MAY_COND) : a;
}
static inline bool cp_may_is_one(cp_may m) { return (m & (m - 1)) == 0; }

/* Is a day of [lo, hi] before d? d may itself be a month or a year: inside it nobody can tell
 * (COND). The last day of d counts as reached, so what is not before d has begun. */
cp_may cp_days_before(cp_fact_days day, cp_date d);

typedef enum cp_pred_kind {
    CP_PRED_ALL,
    CP_PRED_ANY,
    CP_PRED_NOT,
    CP_PRED_IN,
    CP_PRED_DATE
} cp_pred_kind;

typedef struct cp_bound {
    cp_date date;
    bool is_date_added; /* of the clause at hand */
} cp_bound;

typedef struct cp_pred cp_pred;
struct cp_pred {
    cp_pred_kind kind;
    cp_fact fact;
    cp_set set;            /* IN */
    cp_mask mask;          /* the same as cells, once all packs are there */
    bool is_not;           /* IN: has a value outside the set */
    cp_bound before, from; /* DATE: earlier than `before`, not earlier than `from` */
    const cp_pred **items; /* ALL, ANY, NOT */
    uint32_t n_items;
};

enum { CP_PRED_DEPTH_MAX = 16 };

const cp_pred *cp_pred_read(cp_reader *r, cp_vocab *v, const cp_tree *t, uint32_t depth);
/* `{not: [..]}`, a list, or one word. */
const cp_pred *cp_pred_read_in(cp_reader *r, cp_vocab *v, cp_fact f, const cp_tree *t);
cp_pred *cp_pred_new_in(cp_arena *a, cp_fact f, cp_set set, bool is_not);

/* touched: bits of the missing facts that the answer hung on are added. date_added: of the
 * clause. */
cp_may cp_pred_eval(const cp_pred *p, const cp_facts *x, cp_date date_added, uint32_t *touched);
/* The same with what nobody stated taken as not holding. */
cp_may cp_pred_eval_stated(const cp_pred *p, const cp_facts *x, cp_date date_added,
                           uint32_t *touched);
/* Fills the masks of p. cells: of each fact. */
void cp_pred_compile(cp_pred *p, const cp_cells *cells);
/* The sets and days of fact f that p tells apart, see link.c. */
void cp_pred_sets(const cp_pred *p, cp_fact f, void (*each)(void *ctx, cp_set s), void *ctx);
void cp_pred_days(const cp_pred *p, cp_fact f, cp_date date_added,
                  void (*each)(void *ctx, int32_t day), void *ctx);
