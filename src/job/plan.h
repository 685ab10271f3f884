/* SPDX-License-Identifier: Apache-2.0 */
/* plan.h - what the files of `plan` share.
 *
 *     plan.c         the command: options, order of things, exit status
 *     plan_costs.c   the tables of costs
 *     plan_make.c    the case as a problem: jobs, options, what must stay connected, what is
 *                    exposed
 *     plan_run.c     the search here, the programme in a process of its own
 *     plan_print.c   table, JSON, CSV, calendar
 *     plan_again.c   `plan verify`: a plan as a table, edited by whomever, against the problem */
#pragma once
#include "codec/json.h"
#include "job/path.h"
#include "plan/mip.h"
#include "plan/search.h"
#include "plan/verify.h"
#include "plan/ways.h"
#include "plan/why.h"

/* ---- costs */

/* A row: what it costs to replace equipment of a class or a product, by what. */
typedef struct cp_plan_price {
    cp_str class, product;   /* of what is replaced; "" any */
    cp_str maker, by;        /* of the replacement: who makes it, what it is called; "" not told */
    cp_str asset;            /* of this one alone: a row of a plan; "" */
    int64_t low, high, cost; /* hundredths of the currency; cost is what counts */
    int64_t effort;          /* thousandths of a crew's day */
    cp_str file;
    uint64_t line;
    cp_str refused;    /* the policy that excludes the replacement; "" none */
    uint32_t maker_nr; /* one number for each maker that is told */
    bool is_used;
} cp_plan_price;

typedef struct cp_plan_prices {
    CP_VEC(cp_plan_price) v;
    cp_str currency; /* "" not told */
    uint32_t n_bad;  /* rows that could not be used, each was told */
    uint32_t n_makers;
} cp_plan_prices;
/* The files of --costs. Errors: CP_ENOENT ..., CP_EFORMAT (no header, two currencies). */
CP_MUST_CHECK cp_rc cp_plan_prices_read(cp_job *j, cp_plan_prices *out, cp_err *err);

/* ---- the problem */

/* A device that is replaced. */
typedef struct cp_plan_device {
    uint32_t asset;  /* in ans->assets */
    uint32_t thing;  /* of the model */
    uint32_t policy; /* of ans->policies: whose deadline is the first, or the first that excludes
                      * it */
    cp_date until;   /* the last day of its use; not set: none is told */
    bool is_overdue;
} cp_plan_device;

typedef struct cp_planning {
    cp_job *j;
    cp_evidence_set e;
    cp_answer ans;
    cp_path_model m;
    cp_path_loads loads;
    cp_plan_prices prices;
    bool takes_all; /* devices without a price are no error: a plan is verified */
    cp_report_format format;
    /* time */
    int32_t start; /* day */
    uint32_t n_periods;
    int32_t *first_day; /* per period, and one behind the last */
    uint64_t crews;     /* 0: as many as it takes */
    /* devices are jobs, in this order */
    const cp_plan_device *devices;
    uint32_t n_devices;
    const uint32_t *price_of; /* per option of the problem: in prices */
    cp_str *node_ids;         /* per node */
    uint32_t *node_things;    /* CP_NO_ITEM: carriage of a link */
    cp_plan_problem p;
    cp_plan_ways ways;
    uint32_t n_demands; /* as they were told; those of p may be parts of them */
    /* per job: demands of which it is the only way; NULL: none may be */
    const uint32_t *outages_of;
    uint32_t n_undetermined; /* assets of which it is not known whether they have to go */
    uint32_t n_waived;
    cp_texts notes; /* to be known first, a sentence each */
} cp_planning;

/* Reads options, evidence and costs, and makes the problem. Errors: CP_EUSAGE also where costs are
 * missing: for what. */
/* rows: NULL, or a plan that is verified: its own estimates where there is no --costs. */
struct cp_plan_rows;
CP_MUST_CHECK cp_rc cp_planning_begin(cp_job *j, uint32_t from, struct cp_plan_rows *rows,
                                      cp_planning *out, cp_err *err);
/* plan_make.c */
CP_MUST_CHECK cp_rc cp_planning_make(cp_planning *x, cp_err *err);

/* ---- a plan as a table */

typedef struct cp_plan_row {
    cp_str asset;
    uint64_t line;
    uint32_t stage; /* from 0; CP_PLAN_NEVER: it is left */
    cp_plan_price price;
} cp_plan_row;

typedef struct cp_plan_rows {
    cp_str file, currency;
    CP_VEC(cp_plan_row) v;
    cp_map by_asset;
    uint32_t n_stages;                  /* as many as are used */
    uint32_t n_bad, n_twice, n_unknown; /* rows: malformed; of an asset that had one; of none that
                                         * has to go */
} cp_plan_rows;
/* Errors: of reading, CP_EFORMAT (no header). */
CP_MUST_CHECK cp_rc cp_plan_rows_read(cp_job *j, cp_str path, cp_plan_rows *out, cp_err *err);
/* s: of all never. Devices without a row are left. */
void cp_plan_rows_schedule(cp_planning *x, cp_plan_rows *rows, cp_plan_schedule *s);

/* ---- running */

/* What is in conflict, where there is no schedule. */
typedef struct cp_plan_conflict {
    const cp_plan_part *parts;
    const cp_plan_sum *sums;
    uint32_t n_parts, n_sums;
    uint32_t job; /* that is in no stage; CP_PLAN_NONE */
    bool is_smallest;
} cp_plan_conflict;

typedef struct cp_plan_outcome {
    bool has_schedule;
    cp_plan_schedule s;
    cp_plan_value value;
    double bound; /* -inf: not known */
    double gap;   /* (total - bound) / total; 1: not known */
    bool is_optimal, is_infeasible, is_stopped;
    cp_str no_bound;           /* why there is none; "" */
    cp_plan_conflict conflict; /* no parts: not known */
} cp_plan_outcome;
CP_MUST_CHECK cp_rc cp_planning_run(cp_planning *x, cp_plan_outcome *out, cp_err *err);

/* ---- saying */

typedef struct cp_plan_said {
    const cp_planning *x;
    const cp_plan_outcome *o;
    const cp_plan_net *net;
    cp_plan_faults faults; /* of verification */
    uint64_t n_more_faults;
} cp_plan_said;
void cp_plan_print(const cp_plan_said *s);
void cp_plan_json(const cp_plan_said *s);
void cp_plan_csv(const cp_plan_said *s);
/* Demands on whose routes nothing is left after stage t that has to go. */
uint32_t cp_plan_free_demands(const cp_plan_said *s, uint32_t t);
cp_str cp_plan_money(cp_arena *a, const cp_planning *x, int64_t hundredths);
/* The part, with the numbers that tell of it, in words. */
cp_str cp_plan_part_text(cp_arena *a, const cp_planning *x, const cp_plan_part *p);
/* "18.5 crew-days are needed in stages 1 to 2, there are 12.0 (at most 7 of 12 devices)" */
cp_str cp_plan_sum_text(cp_arena *a, const cp_planning *x, const cp_plan_sum *y);
cp_str cp_plan_fault_text(cp_arena *a, const cp_planning *x, const cp_plan_fault *f);
