/* SPDX-License-Identifier: Apache-2.0 */
/* policy_diff.h - the answer of `policy diff` and how it is printed (internal to job). */
#pragma once
#include "job/products.h"
#include "policy/diff.h"
#include "report/report.h"

/* One thing that is not the same under both: an asset of a case, or a product. */
typedef struct cp_diff_thing {
    cp_str id, name, maker_id, maker, site;
    uint32_t of_case;         /* place among the cases */
    cp_class_from class_from; /* of products */
    cp_str because;           /* why the data presume the class, "" */
    cp_diff_row row;
} cp_diff_thing;

/* One case, or one set of files. */
typedef struct cp_diff_case {
    cp_str path, name, operator_; /* name: of the file; operator_: of its profile, "" */
    uint32_t n_things, n_left_out;
    uint32_t n[CP_DIFF_KIND_COUNT];
    cp_answer ans; /* what was read */
    cp_str fault;  /* "", or why it could not be read */
} cp_diff_case;

typedef struct cp_diff_pack {
    const cp_policy *pack;
    cp_date on;
} cp_diff_pack;

typedef struct cp_diff_answer {
    cp_job *j;
    const cp_policy_lib *lib;
    cp_diff_pack side[2];
    cp_date as_of;
    const cp_products *products;  /* NULL: cases */
    const cp_coverage *coverage;  /* of the products */
    CP_VEC(cp_diff_case) cases;   /* none for products */
    bool has_table;               /* several cases: a row for each operator */
    CP_VEC(cp_diff_thing) things; /* without those that are the same */
    uint32_t n_things, n[CP_DIFF_KIND_COUNT];
    cp_diff_counts by_maker, by_class, by_site;
} cp_diff_answer;

void cp_policy_diff_table(const cp_diff_answer *d);
void cp_policy_diff_json(const cp_diff_answer *d);
void cp_policy_diff_csv(const cp_diff_answer *d);

CP_MUST_CHECK cp_rc cp_job_policy_diff(cp_job *j, cp_err *err);
