/* SPDX-License-Identifier: Apache-2.0 */
/* solver.c - see solver.h. */
#include "plan/solver.h"
#ifdef CP_HAVE_CBC
#include <coin/Cbc_C_Interface.h>
#include <dlfcn.h>
#endif
#include <math.h>
#include <stdio.h>

typedef struct element {
    uint32_t row, column;
    double factor;
} element;

struct cp_mip {
    cp_arena *a;
    CP_VEC(double) cost, low, high, row_low, row_high;
    CP_VEC(bool) is_whole;
    CP_VEC(element) elements;
};

cp_mip *cp_mip_new(cp_arena *a)
{
    cp_mip *m = CP_NEW(a, cp_mip);
    m->a = a;
    return m;
}

uint32_t cp_mip_column(cp_mip *m, double cost, double low, double high, bool is_whole)
{
    cp_vec_push(m->a, &m->cost, cost);
    cp_vec_push(m->a, &m->low, low);
    cp_vec_push(m->a, &m->high, high);
    cp_vec_push(m->a, &m->is_whole, is_whole);
    return m->cost.n - 1;
}

void cp_mip_set_high(cp_mip *m, uint32_t column, double high) { m->high.v[column] = high; }

void cp_mip_row(cp_mip *m, double low, double high)
{
    cp_vec_push(m->a, &m->row_low, low);
    cp_vec_push(m->a, &m->row_high, high);
}

void cp_mip_element(cp_mip *m, uint32_t column, double factor)
{
    cp_vec_push(m->a, &m->elements, ((element){ m->row_low.n - 1, column, factor }));
}

uint32_t cp_mip_n_columns(const cp_mip *m) { return m->cost.n; }
uint32_t cp_mip_n_rows(const cp_mip *m) { return m->row_low.n; }

#ifdef CP_HAVE_CBC
/* What its libraries leave behind when a programme has no solution (CoinUtils, LeakSanitizer's
 * finding) is theirs: they have no frame pointers by which a suppression would know them. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
void __lsan_disable(void);
void __lsan_enable(void);
#define UNWATCHED(call)   \
    do {                  \
        __lsan_disable(); \
        call;             \
        __lsan_enable();  \
    } while (0)
#endif
#endif
#ifndef UNWATCHED
#define UNWATCHED(call) call
#endif

/* Its interface has had this number since 2.9 of 2014. */
#define LIBRARY "libCbcSolver.so.3"

/* What is called of it: loaded when something is solved, because who only wants to see an inventory
 * should not wait for seven libraries. */
#define FUNCTIONS(X)           \
    X(newModel)                \
    X(deleteModel)             \
    X(loadProblem)             \
    X(setInteger)              \
    X(setLogLevel)             \
    X(setParameter)            \
    X(setMIPStartI)            \
    X(solve)                   \
    X(isProvenInfeasible)      \
    X(isProvenOptimal)         \
    X(isAbandoned)             \
    X(numberSavedSolutions)    \
    X(bestSolution)            \
    X(getObjValue)             \
    X(getBestPossibleObjValue) \
    X(getColSolution)
typedef struct library {
    void *handle;
#define MEMBER(name) __typeof__(&Cbc_##name) name;
    FUNCTIONS(MEMBER)
#undef MEMBER
} library;

static bool load_library(library *l)
{
    l->handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!l->handle)
        return false;
    bool all = true;
#define FIND(name) all &= (*(void **)&l->name = dlsym(l->handle, "Cbc_" #name)) != NULL;
    FUNCTIONS(FIND)
#undef FIND
    return all;
}

/* By column, as CBC wants it; elements of a column in the order of the rows. */
static void load(const library *l, cp_mip *m, cp_arena *a, Cbc_Model *model)
{
    uint32_t n = m->cost.n;
    int *first = CP_NEW_ARRAY(a, int, (size_t)n + 2);
    int *rows = CP_NEW_RAW(a, int, m->elements.n);
    double *factors = CP_NEW_RAW(a, double, m->elements.n);
    cp_vec_each(e, &m->elements) first[e->column + 2]++;
    for (uint32_t i = 0; i < n; i++)
        first[i + 2] += first[i + 1];
    cp_vec_each(e, &m->elements)
    {
        int at = first[e->column + 1]++;
        rows[at] = (int)e->row;
        factors[at] = e->factor;
    }
    l->loadProblem(model, (int)n, (int)m->row_low.n, first, rows, factors, m->low.v, m->high.v,
                   m->cost.v, m->row_low.v, m->row_high.v);
    for (uint32_t i = 0; i < n; i++)
        if (m->is_whole.v[i])
            l->setInteger(model, (int)i);
}

static void set(const library *l, Cbc_Model *model, const char *name, const char *fmt, double value)
{
    char text[40];
    (void)snprintf(text, sizeof text, fmt, value);
    l->setParameter(model, name, text);
}

static void settings(const library *l, Cbc_Model *model, const cp_mip_how *how)
{
    l->setLogLevel(model, 0);
    l->setParameter(model, "timeMode", "elapsed");
    set(l, model, "randomSeed", "%.0f", 1 + how->seed % 1000000);
    set(l, model, "randomCbcSeed", "%.0f", 1 + how->seed % 1000000);
    set(l, model, "ratioGap", "%.12g", how->gap);
    set(l, model, "allowableGap", "%.12g", 1e-9);
    if (how->seconds > 0)
        set(l, model, "seconds", "%.3f", how->seconds);
    if (how->n_nodes_max)
        set(l, model, "maxNodes", "%.0f", how->n_nodes_max);
}

static cp_mip_end end_of(const library *l, Cbc_Model *model)
{
    if (l->isProvenInfeasible(model))
        return CP_MIP_INFEASIBLE;
    if (l->isProvenOptimal(model))
        return CP_MIP_OPTIMAL;
    return l->isAbandoned(model) ? CP_MIP_FAILED : CP_MIP_STOPPED;
}

static void start(const library *l, const cp_mip *m, cp_arena *a, Cbc_Model *model, const double *x)
{
    int n = 0, *at = CP_NEW_RAW(a, int, m->cost.n);
    double *v = CP_NEW_RAW(a, double, m->cost.n);
    for (uint32_t i = 0; i < m->cost.n; i++) {
        if (!m->is_whole.v[i])
            continue;
        at[n] = (int)i;
        v[n++] = x[i];
    }
    l->setMIPStartI(model, n, at, v);
}

/* Of a programme without whole columns, or that its preparation solves, nothing is saved. */
static void take(const library *l, const cp_mip *m, cp_arena *a, Cbc_Model *model,
                 cp_mip_found *out)
{
    bool is_saved = l->numberSavedSolutions(model) > 0;
    if (out->end == CP_MIP_INFEASIBLE || out->end == CP_MIP_FAILED)
        return;
    out->bound = l->getBestPossibleObjValue(model);
    if (!is_saved && out->end != CP_MIP_OPTIMAL)
        return;
    const double *x = is_saved ? l->bestSolution(model) : l->getColSolution(model);
    out->has_x = true;
    out->x = cp_arena_dup(a, x, m->cost.n * sizeof *x);
    for (uint32_t i = 0; i < m->cost.n; i++)
        out->objective += m->cost.v[i] * x[i];
    if (!is_saved)
        out->bound = out->objective;
}

static void solve(const library *l, cp_mip *m, cp_arena *a, const cp_mip_how *how,
                  cp_mip_found *out)
{
    cp_arena *scratch = cp_arena_new(0);
    Cbc_Model *model = l->newModel();
    load(l, m, scratch, model);
    settings(l, model, how);
    if (how->start)
        start(l, m, scratch, model, how->start);
    UNWATCHED((void)l->solve(model));
    *out = (cp_mip_found){ .end = end_of(l, model), .bound = -INFINITY };
    take(l, m, a, model, out);
    l->deleteModel(model);
    cp_arena_free(scratch);
}
#endif

cp_rc cp_mip_solve(cp_mip *m, cp_arena *a, const cp_mip_how *how, cp_mip_found *out, cp_err *err)
{
    if (m->cost.n > CP_MIP_COLUMNS_MAX || m->elements.n > CP_MIP_ELEMENTS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "%u columns with %u elements, at most %d and %d",
                       m->cost.n, m->elements.n, CP_MIP_COLUMNS_MAX, CP_MIP_ELEMENTS_MAX);
#ifdef CP_HAVE_CBC
    library l;
    if (load_library(&l)) {
        solve(&l, m, a, how, out);
        return CP_OK;
    }
    const char *why = "the solver CBC could not be loaded: install coinor-libcbc3";
#else
    const char *why = "this cleanpath was built without the solver CBC";
    (void)a;
    (void)how;
    (void)out;
#endif
    return cp_fail(err, CP_ENOENT, CP_NO_OFF, "%s", why);
}
