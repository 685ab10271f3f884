/* SPDX-License-Identifier: Apache-2.0 */
/* plan_costs.c - see plan.h: tables of what it costs to replace something.
 *
 *     class,product,maker,replacement,low,high,currency,effort_crew_days
 *
 * class and product say what is replaced, and maker and replacement by what: several rows about the
 * same are several ways to do it. Columns in any order; other ones are passed over. Amounts are
 * counted in hundredths, so that sums are exact. */
#include "codec/charset.h"
#include "codec/csv.h"
#include "job/plan.h"

enum {
    TOLD_MAX = 5,
    COSTS_BYTES_MAX = 64 * 1024 * 1024,
    PRICES_MAX = 65536, /* a catalogue has thousands */
};

#define COLUMNS(X)                          \
    X(CLASS, "class", "class_of_equipment") \
    X(PRODUCT, "product", "model")          \
    X(MAKER, "maker", "vendor")             \
    X(BY, "replacement", "by")              \
    X(LOW, "low", "min")                    \
    X(HIGH, "high", "max")                  \
    X(COST, "cost", "price")                \
    X(CURRENCY, "currency", "curr")         \
    X(EFFORT, "effort_crew_days", "effort")
typedef enum column {
#define ROW(id, name, alias) COLUMN_##id,
    COLUMNS(ROW)
#undef ROW
        COLUMN_COUNT
} column;
static const char *const names[][2] = {
#define ROW(id, name, alias) { name, alias },
    COLUMNS(ROW)
#undef ROW
};

typedef struct reader {
    cp_job *j;
    cp_arena *a; /* of the file */
    cp_plan_prices *out;
    cp_str file;
    int at[COLUMN_COUNT]; /* -1: there is none */
    bool has_header;
} reader;

static cp_str cell(const reader *r, const cp_str *cells, uint32_t n, column c)
{
    return r->at[c] >= 0 && (uint32_t)r->at[c] < n ? cp_csv_text(cells[r->at[c]]) : CP_STR("");
}

static bool read_header(reader *r, const cp_str *cells, uint32_t n)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        r->at[c] = -1;
    for (uint32_t i = 0; i < n; i++) {
        cp_str name = cp_str_lower(r->a, cp_csv_text(cells[i]));
        for (int c = 0; c < COLUMN_COUNT; c++)
            for (int k = 0; k < 2; k++)
                if (r->at[c] < 0 && cp_str_eq(name, cp_str_c(names[c][k])))
                    r->at[c] = (int)i;
    }
    return r->at[COLUMN_COST] >= 0 || r->at[COLUMN_LOW] >= 0 || r->at[COLUMN_HIGH] >= 0;
}

static void bad(reader *r, uint64_t line, const char *what, cp_str text)
{
    if (r->out->n_bad++ < TOLD_MAX)
        r->j->warn(r->j, "%.*s:%llu: %s is \"%.*s\", expected a number from 0 to 9e13",
                   CP_FMT(r->file), (unsigned long long)line, what, CP_FMT(text));
}

/* per: into how many parts a unit is counted. */
static bool amount(cp_str text, double per, int64_t *out)
{
    double x;
    if (!cp_str_double(text, &x) || !(x >= 0) || x * per > (double)CP_PLAN_AMOUNT_MAX)
        return false;
    *out = (int64_t)(x * per + 0.5);
    return true;
}

static bool read_amounts(reader *r, const cp_str *cells, uint32_t n, uint64_t line,
                         cp_plan_price *p)
{
    cp_str low = cell(r, cells, n, COLUMN_LOW), high = cell(r, cells, n, COLUMN_HIGH),
           cost = cell(r, cells, n, COLUMN_COST), effort = cell(r, cells, n, COLUMN_EFFORT);
    low = low.n ? low : cost.n ? cost : high;
    high = high.n ? high : cost.n ? cost : low;
    if (!amount(low, 100, &p->low)) {
        bad(r, line, "low", low);
        return false;
    }
    if (!amount(high, 100, &p->high)) {
        bad(r, line, "high", high);
        return false;
    }
    if (effort.n && !amount(effort, 1000, &p->effort)) {
        bad(r, line, "effort_crew_days", effort);
        return false;
    }
    if (p->high < p->low) {
        int64_t swap = p->high;
        p->high = p->low;
        p->low = swap;
    }
    p->cost = p->low + (p->high - p->low) / 2;
    return true;
}

static uint32_t maker_number(cp_plan_prices *out, cp_str maker)
{
    for (uint32_t i = 0; maker.n && i < out->v.n; i++)
        if (cp_str_eq_nocase(out->v.v[i].maker, maker))
            return out->v.v[i].maker_nr;
    return out->n_makers++;
}

/* A currency that differs is no row that can be left out: sums would lie. */
static cp_rc read_currency(reader *r, cp_str currency, uint64_t line, cp_err *err)
{
    if (currency.n == 0 || cp_str_eq_nocase(currency, r->out->currency))
        return CP_OK;
    if (r->out->currency.n == 0) {
        r->out->currency = cp_str_dup(r->j->a, currency);
        return CP_OK;
    }
    cp_rc rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "line %llu is in %.*s, those before in %.*s: one currency is needed",
                       (unsigned long long)line, CP_FMT(currency), CP_FMT(r->out->currency));
    cp_err_in_file(err, r->file.p, r->file.n);
    return rc;
}

static cp_rc read_row(reader *r, const cp_str *cells, uint32_t n, uint64_t line, cp_err *err)
{
    cp_arena *a = r->j->a;
    cp_plan_price p = { .class = cp_str_lower(a, cell(r, cells, n, COLUMN_CLASS)),
                        .product = cp_str_dup(a, cell(r, cells, n, COLUMN_PRODUCT)),
                        .maker = cp_str_dup(a, cell(r, cells, n, COLUMN_MAKER)),
                        .by = cp_str_dup(a, cell(r, cells, n, COLUMN_BY)),
                        .file = r->file,
                        .line = line };
    if (cp_str_eq(p.class, CP_STR("*")))
        p.class = CP_STR("");
    if (!read_amounts(r, cells, n, line, &p))
        return CP_OK;
    if (r->out->v.n == PRICES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d rows of costs", PRICES_MAX);
    cp_rc rc = read_currency(r, cell(r, cells, n, COLUMN_CURRENCY), line, err);
    p.maker_nr = maker_number(r->out, p.maker);
    cp_vec_push(a, &r->out->v, p);
    return rc;
}

static cp_rc read_file(cp_job *j, cp_str path, cp_plan_prices *out, cp_err *err)
{
    cp_bytes file;
    cp_rc rc = cp_job_read_file(j->a, path, COSTS_BYTES_MAX, &file, err);
    if (rc != CP_OK)
        return rc;
    cp_arena *a = cp_arena_new(0);
    reader r = { .j = j, .a = a, .out = out, .file = path };
    file = cp_text_of_marked(a, file);
    cp_csv csv = cp_csv_open((cp_str){ (const char *)file.p, file.n }, 0);
    cp_str *cells;
    uint32_t n, before = out->v.n;
    while (rc == CP_OK && cp_csv_next(&csv, a, &cells, &n)) {
        if (n == 0 || cp_str_starts(cells[0], CP_STR("#")))
            continue;
        if (!r.has_header)
            r.has_header = read_header(&r, cells, n);
        else
            rc = read_row(&r, cells, n, csv.line, err);
    }
    cp_arena_free(a);
    if (rc != CP_OK || out->v.n > before)
        return rc;
    rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%s",
                 r.has_header ? "not one row of costs in it"
                              : "no header with a column low, high or cost");
    cp_err_in_file(err, path.p, path.n);
    return rc;
}

cp_rc cp_plan_prices_read(cp_job *j, cp_plan_prices *out, cp_err *err)
{
    *out = (cp_plan_prices){ .n_bad = 0 };
    for (uint32_t i = 0; i < j->opts.n_costs; i++) {
        cp_rc rc = read_file(j, j->opts.costs[i], out, err);
        if (rc != CP_OK)
            return rc;
    }
    return CP_OK;
}
