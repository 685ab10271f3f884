/* SPDX-License-Identifier: Apache-2.0 */
/* judge.h - the evaluator's inside: shared by clause.c (does a clause name it?), judge.c (for which
 * values of the missing facts?), duty.c (what follows?) and verdict.c (said how?). */
#pragma once
#include "base/sort.h"
#include "policy/policy.h"

/* Days on which something changes, ascending. */
typedef struct cp_days {
    const int32_t *v;
    uint32_t n;
} cp_days;

/* ... as they are found. _add may be a callback, with the list for ctx; _sorted: each once. */
typedef struct cp_day_list {
    cp_arena *a;
    CP_VEC(int32_t) v;
} cp_day_list;
void cp_day_list_add(void *list, int32_t day);
cp_days cp_day_list_sorted(cp_day_list *d);

static inline int cp_days_not_after(const void *item, const void *day)
{
    return *(const int32_t *)item <= *(const int32_t *)day ? -1 : 1;
}

/* How many of them are not after `day`: days between two of them are in one cell. */
static inline uint32_t cp_days_cell(const cp_days *d, int32_t day)
{
    return cp_sort_find(d->v, d->n, sizeof *d->v, &day, cp_days_not_after);
}

typedef struct cp_maker_row cp_maker_row; /* clause.c */

/* What a clause says before any asset is looked at, on the day judged. */
typedef struct cp_clause_now {
    cp_may is_there;                  /* added and not removed */
    cp_may most;                      /* YES, or COND where only a reservation can come out */
    const char *why;                  /* of the reservation, as verdicts say it */
    cp_str rule;                      /* what a beginning depends on that has no date; "" */
    cp_date begins;                   /* set if that is because it begins later */
    cp_mask purposes, purposes_plain; /* all; those that no condition is attached to */
    bool keeps;                       /* one of its exemptions leaves duties in place */
    const cp_maker_row **rows; /* by cp_maker_no: what the maker's part comes to; see clause.c */
} cp_clause_now;

/* Sources as verdicts cite them. */
typedef struct cp_cited {
    const cp_citation *v;
    uint32_t n;
} cp_cited;

typedef struct cp_pack_now cp_pack_now;
struct cp_pack_now {
    const cp_policy *pack;
    cp_may is_there;
    cp_clause_now *clauses;
    cp_tri binds;
    cp_str not_bound;          /* why not, or why nobody knows; "" if it binds */
    uint8_t *is_named;         /* by cp_maker_no: could the pack name it? */
    const cp_maker_no *makers; /* that could be named, or of whom a criterion is told, and 0 */
    uint32_t n_makers;
    uint32_t *alike; /* of each of them: how many it stands for */
    /* an earlier pack with the same clauses, in the same state today; NULL: none */
    const cp_pack_now *twin;
    cp_law law;
    uint64_t rests_on; /* attributes that its verdicts look at: bits */
    bool keeps;        /* one of its clauses does */
    cp_cited *cited;   /* of the pack, and of clause i at i + 1; filled when they are asked for */
    cp_str silence[2]; /* what is said where no clause names it: has none for it, governs it */
    /* days that the pack tells apart, per date: with its duties, and what its clauses name alone */
    cp_days days[CP_FACT_COUNT - CP_FACT_DATES];
    cp_days own_days[CP_FACT_COUNT - CP_FACT_DATES];
};

typedef struct cp_alike cp_alike;

/* Verdicts of one pack as a tree: each node looks at a fact, and what is looked at next follows
 * from what was seen so far. */
typedef struct cp_memo_end {
    uintptr_t at; /* of a node; of the answer, plus one; 0: not known yet */
} cp_memo_end;

typedef struct cp_memo_step {
    uint64_t word; /* what was seen */
    cp_memo_end end;
} cp_memo_step;

typedef struct cp_memo_node {
    uint32_t what; /* fact or CP_TRACE_... */
    uint32_t n_taken, n_steps;
    cp_memo_step steps[];
} cp_memo_node;

typedef struct cp_named_maker {
    cp_str id;
    const cp_maker *known; /* NULL: an entity of one pack, or nobody that we know */
    cp_mask seat;          /* cell of MAKER_COUNTRY; 0: not known */
} cp_named_maker;

typedef struct cp_approval_entry cp_approval_entry;
typedef struct cp_approvals {
    cp_approval *told; /* all, in the order of the statements */
    cp_approval_entry *entries;
    uint32_t n;
    cp_map by_maker; /* -> first entry + 1, of those in force */
} cp_approvals;

struct cp_judge {
    cp_arena *a, *scratch;
    const cp_policy_lib *lib;
    cp_judge_opts opts;
    int32_t today;
    cp_mask services, mobile, no_generation, not_yet_there, yes, no; /* cells */
    /* makers that a pack could name, or of whom a criterion is told: number 0 is everybody else */
    cp_map maker_no; /* id -> number */
    CP_VEC(cp_named_maker) named;
    const cp_days **owner_days; /* by number; NULL until asked for */
    cp_answers answers;         /* to criteria */
    cp_profile nobody;
    cp_pack_now *packs;             /* in the order of lib->packs */
    cp_memo_end *memo;              /* by pack: the root of the tree of its cp_judged */
    cp_map branches;                /* see search.c */
    cp_map kinds;                   /* what packs read of an asset -> cp_alike * */
    uint64_t attrs;                 /* attributes that some pack reads: bits */
    bool has_companies, has_places; /* some pack reads a provider's name; a site */
    cp_map texts;                   /* sites and sentences -> number, for keys */
    cp_map sets[CP_FACT_DATES];     /* text of a cell -> cp_mask */
    cp_approvals approvals;
    char *key; /* of the assets at hand, see cp_memo_add_asset_key */
    size_t n_key, key_cap;
    uint32_t n_steps; /* evaluations of the asset at hand */
};

/* Texts of cells that are kept as read, per fact; more are read again each time. */
enum { CP_JUDGE_TEXTS_MAX = 10000 };

/* Assets whose facts are judged together: their facts fit into the processor's cache. */
enum { CP_JUDGE_BLOCK = 1024 };

/* evaluations per asset and pack, then the answer is: undetermined */
enum { CP_JUDGE_STEPS_MAX = 200 * 1000 };

/* The day judged, as the interval that dates are compared with. */
static inline cp_fact_days cp_judge_today(const cp_judge *j)
{
    return (cp_fact_days){ j->today, j->today };
}

/* What was answered for the criterion in that slot of the pack. */
cp_tri cp_judge_answer(const cp_judge *j, const cp_policy *p, uint32_t slot,
                       const cp_named_maker *who);
/* The number of a maker; 0 if no pack could name it. */
cp_maker_no cp_judge_maker_no(const cp_judge *j, cp_str id);

const cp_pack_now *cp_judge_now(const cp_judge *j, const cp_policy *p);
cp_pack_now cp_pack_on_day(cp_judge *j, const cp_policy *p);

/* Facts whose values could change the result, the one that settles most first; the first n_alone
 * can settle it whatever the others are. */
typedef struct cp_open {
    uint8_t facts[CP_FACT_COUNT]; /* cp_fact */
    uint32_t n, n_alone;
} cp_open;

/* A verdict with what the search found. */
typedef struct cp_judged {
    cp_verdict v;
    cp_may outcome;
    cp_open open;
} cp_judged;

void cp_memo_init(cp_judge *j);
/* The answer kept under root for facts that are alike in all that an earlier evaluation looked at,
 * or NULL. */
const void *cp_memo_get(cp_judge *j, const cp_pack_now *now, const cp_memo_end *root,
                        const cp_facts *x);
/* The same for n facts (at most CP_MEMO_MANY), whose walks overlap. */
enum { CP_MEMO_MANY = 8 };
void cp_memo_get_many(cp_judge *j, const cp_pack_now *now, const cp_memo_end *root,
                      const cp_facts *const *x, uint32_t n, const void **out);
void cp_memo_put(cp_judge *j, const cp_pack_now *now, cp_memo_end *root, const cp_facts *x,
                 const cp_trace *t, const void *v);
/* All that t has looked at is looked at in x. */
void cp_trace_add(const cp_facts *x, const cp_trace *t);
/* Adds to j->key all claims of the asset that some pack reads, as far as they count: assets with
 * the same bytes get the same verdicts. */
void cp_memo_add_asset_key(cp_judge *j, const cp_asset *as);

/* The attribute that an inventory states a fact by; CP_ATTR_COUNT: none. */
cp_attr cp_fact_attr(cp_fact f);

/* The facts of an asset, owned by a; leaves what it needed on the way in j->scratch, which may be
 * a. */
const cp_facts *cp_facts_build(cp_judge *j, cp_arena *a, const cp_asset *as);
/* Who sells the asset under his own name, as its evidence cites a table of relabels: his number if
 * a pack names him; else 0. */
cp_maker_no cp_facts_seller(const cp_judge *j, const cp_asset *as);
/* A pack that names who sells it, and not who made it, may mean what a house makes or what it
 * sells: who made it is then open to it. */
bool cp_facts_open_maker(const cp_pack_now *now, const cp_facts *x);
void cp_facts_leave_maker_open(cp_facts *x);

/* x as the pack sees it: the same fact means another thing to another pack. *own has room for
 * it. */
const cp_facts *cp_facts_seen(cp_judge *j, const cp_policy *p, const cp_facts *x, cp_facts *own);

/* Does clause c govern x; does it name x. touched: see pred.h. */
cp_may cp_clause_governs(const cp_pack_now *now, uint32_t c, const cp_facts *x, uint32_t *touched);
cp_may cp_clause_names(cp_judge *j, const cp_pack_now *now, uint32_t c, const cp_facts *x,
                       uint32_t *touched);
/* The same as if it had begun: is a later beginning all that keeps it from naming x? */
cp_may cp_clause_will_name(cp_judge *j, const cp_pack_now *now, uint32_t c, const cp_facts *x);
/* The same as if the clause had no exemptions. */
cp_may cp_clause_but_for_exemptions(cp_judge *j, const cp_pack_now *now, uint32_t c,
                                    const cp_facts *x);
/* The maker's part alone, and the chain that makes it hold (indexes into cp_makers). */
/* Adds what tells the maker from others in clause c: makers with the same bytes are one to it. */
void cp_clause_maker_key(cp_judge *j, const cp_pack_now *now, uint32_t c, cp_maker_no no,
                         cp_buf *out);
/* The same for all clauses and criteria of the pack. */
void cp_pack_maker_key(cp_judge *j, const cp_pack_now *now, cp_maker_no no, cp_buf *out);
cp_may cp_clause_maker(cp_judge *j, const cp_pack_now *now, uint32_t c, const cp_facts *x,
                       uint32_t *touched);
/* The same of a clause with `essential`, whether or not the components are. */
cp_may cp_clause_any_inside(cp_judge *j, const cp_pack_now *now, uint32_t c, const cp_facts *x);
uint32_t cp_clause_chain(const cp_judge *j, const cp_policy_clause *c, const cp_facts *x,
                         uint32_t *out, uint32_t max);
/* Why a clause names x only under a reservation. */
cp_str cp_clause_reservation(cp_judge *j, const cp_pack_now *now, uint32_t c, const cp_facts *x);
/* The exemption that holds for x, or NULL. */
const cp_policy_exemption *cp_clause_exemption(const cp_judge *j, const cp_policy_clause *c,
                                               const cp_facts *x);

/* The values that missing fact f could have, as far as the pack tells them apart: calls each(ctx, x
 * with one of them). False from each ends it. */
void cp_facts_split(cp_judge *j, const cp_policy *p, const cp_facts *x, cp_fact f,
                    bool (*each)(void *ctx, const cp_facts *x), void *ctx);
/* The pack's criteria as answered for x's maker. */
void cp_facts_set_criteria(const cp_judge *j, const cp_policy *p, cp_facts *x);
/* Is the place of x of that kind? COND where the profile does not tell. */
cp_may cp_judge_place(const cp_judge *j, cp_str place, const cp_facts *x);

const cp_duty *cp_judge_duties(cp_judge *j, const cp_pack_now *now, const cp_facts *x,
                               const cp_may *names, uint32_t *n_out);
/* Is the duty one of clause c? */
bool cp_duty_is_of(const cp_policy_duty *d, const cp_policy_clause *c);
/* Has it no beginning but one that depends on a later act? */
bool cp_duty_awaits(const cp_policy_duty *d, const cp_policy_clause *c);
cp_date cp_duty_begins(const cp_policy_duty *d, const cp_policy_clause *c);

/* What the whole pack says of x for all values of what is missing: one result, or several; then
 * *open tells which facts matter. *open is empty before. */
cp_may cp_judge_search(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_open *open);
/* Fills now->days and now->own_days. */
void cp_judge_set_days(cp_judge *j, cp_pack_now *now);
/* The days at which the owner of a maker changes. */
const cp_days *cp_judge_owner_days(cp_judge *j, cp_maker_no no);

cp_verdict cp_judge_say(cp_judge *j, const cp_pack_now *now, const cp_facts *x, cp_may outcome,
                        const cp_open *open);
/* The sentence that says why v, whose other members are filled. clause: the one to name, or
 * UINT32_MAX. */
cp_str cp_judge_reason(cp_judge *j, const cp_pack_now *now, const cp_facts *x, const cp_verdict *v,
                       uint32_t clause, const cp_open *open);
/* "It does not bind you: ...": whom it binds instead; "" where it binds. */
cp_str cp_policy_not_bound(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p,
                           const cp_profile *who, cp_tri binds);
