/* SPDX-License-Identifier: Apache-2.0 */
/* statement.h - what somebody said about a maker, a state or a product, and not about one device:
 * an approval, the answer to a criterion. Kept with who said it and when, like any evidence.
 *
 *     maker        product   fact        value  licensee  from .. to              by, on
 *     Acme         AX5735    approval    yes    Operator  2026-01-01..2028-12-31  J. Doe,
 *     2026-11-26
 *     Acme                   pt-1        no                                       J. Doe,
 *     2026-11-26
 *     (state) XX             pt-2        yes                                      ...
 *
 * Two statements that contradict each other leave the fact unknown; both are shown. */
#pragma once
#include "base/base.h"

typedef struct cp_statement {
    cp_str maker;     /* as written: an id or a whole name; "" if the statement is about a state */
    cp_str state;     /* ISO 3166 alpha-2; it holds for the makers seated there that have no own */
    cp_str product;   /* "" all products of the maker; else compared as a whole name */
    cp_str fact;      /* "approval", or the id of a criterion */
    cp_str value;     /* yes, no, unknown, or a word of the fact's vocabulary */
    cp_str licensee;  /* of an approval: to whom it was given; "" anybody */
    cp_str by, note;  /* who says so */
    cp_date from, to; /* first day and last day on which it holds; not set: always */
    cp_date on;       /* when it was said */
    uint32_t source;  /* index into the answer's sources */
    uint64_t pos;     /* row, from 1 */
} cp_statement;
