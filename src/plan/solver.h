/* SPDX-License-Identifier: Apache-2.0 */
/* solver.h - mixed-integer programmes: built column by column and row by row, solved by CBC
 * (COIN-OR branch and cut, EPL-2.0), which stands behind this and nowhere else.
 *
 *     minimise  cost . x    with  low <= row . x <= high,  low <= x <= high,  some x whole */
#pragma once
#include "base/base.h"

enum {
    CP_MIP_COLUMNS_MAX = 1 << 24,
    CP_MIP_ELEMENTS_MAX = 1 << 27, /* of all rows */
};
#define CP_MIP_NO_LIMIT __builtin_inf()

typedef struct cp_mip cp_mip;
cp_mip *cp_mip_new(cp_arena *a);
uint32_t cp_mip_column(cp_mip *m, double cost, double low, double high, bool is_whole);
void cp_mip_set_high(cp_mip *m, uint32_t column, double high);
/* A row: opened with its limits, then its elements. */
void cp_mip_row(cp_mip *m, double low, double high);
void cp_mip_element(cp_mip *m, uint32_t column, double factor);
uint32_t cp_mip_n_columns(const cp_mip *m);
uint32_t cp_mip_n_rows(const cp_mip *m);

typedef enum cp_mip_end {
    CP_MIP_OPTIMAL,    /* as near as gap says */
    CP_MIP_STOPPED,    /* by time or nodes: x is the best so far, if there is one */
    CP_MIP_INFEASIBLE, /* there is none */
    CP_MIP_FAILED,     /* numbers that the solver could not handle */
} cp_mip_end;

typedef struct cp_mip_how {
    double seconds; /* by the clock; 0: without end */
    double gap;     /* of the objective, 0 .. 1 */
    uint32_t seed;
    uint32_t n_nodes_max; /* 0: without end */
    const double *start;  /* NULL, or a solution: all columns */
} cp_mip_how;

typedef struct cp_mip_found {
    cp_mip_end end;
    bool has_x;
    const double *x; /* per column */
    double objective;
    double bound; /* nothing is below it; -inf: not known. As floating point goes (1e-7) */
} cp_mip_found;

/* Once for each m. What the solver says goes nowhere. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_mip_solve(cp_mip *m, cp_arena *a, const cp_mip_how *how, cp_mip_found *out,
                                 cp_err *err);
