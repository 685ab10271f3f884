/* SPDX-License-Identifier: Apache-2.0 */
/* catalog_print.h - products as table, JSON and CSV (internal to job). */
#pragma once
#include "codec/json.h"
#include "job/products.h"

typedef struct cp_catalog_view {
    cp_job *j;
    const cp_policy_lib *lib;
    const cp_products *products;
    const cp_coverage *coverage;
    cp_date as_of;
    const uint32_t *shown; /* places in the catalogue */
    uint32_t n_shown;
} cp_catalog_view;

void cp_catalog_table(const cp_catalog_view *v);
void cp_catalog_csv(const cp_catalog_view *v);
void cp_catalog_json(const cp_catalog_view *v);
/* All that is known of the products shown, for people. */
void cp_catalog_details(const cp_catalog_view *v);

/* What was read, and the products per class: the beginning of every answer about a catalogue. */
void cp_coverage_table(cp_job *j, const cp_products *p, const cp_coverage *c);
void cp_coverage_json(cp_jw *w, const cp_products *p, const cp_coverage *c);
