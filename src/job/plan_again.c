/* SPDX-License-Identifier: Apache-2.0 */
/* plan_again.c - see plan.h: `plan verify PLAN.csv`: a plan as a table, by whomever it was made or
 * edited, against the case as it is now.
 *
 *     row: asset, stage, estimate, new_make, new_model --> its place in a schedule
 *
 * With --costs a row must be a way to replace that they price; without, its own estimate counts. */
#include <math.h>
#include "codec/charset.h"
#include "codec/csv.h"
#include "job/plan.h"

enum { TOLD_MAX = 5, PLAN_BYTES_MAX = 256 * 1024 * 1024, HUNDREDTHS = 100, MILLI = 1000 };

#define COLUMNS(X)                \
    X(STAGE, "stage")             \
    X(ASSET, "asset")             \
    X(COST, "estimate")           \
    X(LOW, "low")                 \
    X(HIGH, "high")               \
    X(CURRENCY, "currency")       \
    X(EFFORT, "effort_crew_days") \
    X(MAKER, "new_make")          \
    X(BY, "new_model")
typedef enum column {
#define ROW(id, name) COLUMN_##id,
    COLUMNS(ROW)
#undef ROW
        COLUMN_COUNT
} column;

typedef struct reader {
    cp_job *j;
    cp_arena *a;
    cp_str file;
    cp_plan_rows *out;
    int at[COLUMN_COUNT];
    cp_map seen; /* assets -> line */
} reader;

static cp_str cell(const reader *r, const cp_str *cells, uint32_t n, column c)
{
    return r->at[c] >= 0 && (uint32_t)r->at[c] < n ? cp_csv_text(cells[r->at[c]]) : CP_STR("");
}

static bool read_header(reader *r, const cp_str *cells, uint32_t n)
{
    static const char *const names[] = {
#define ROW(id, name) name,
        COLUMNS(ROW)
#undef ROW
    };
    for (int c = 0; c < COLUMN_COUNT; c++) {
        r->at[c] = -1;
        for (uint32_t i = 0; i < n; i++)
            if (cp_str_eq_nocase(cp_csv_text(cells[i]), cp_str_c(names[c])))
                r->at[c] = (int)i;
    }
    return r->at[COLUMN_STAGE] >= 0 && r->at[COLUMN_ASSET] >= 0;
}

static void bad(reader *r, uint64_t line, const char *what, cp_str text)
{
    if (r->out->n_bad++ < TOLD_MAX)
        r->j->warn(r->j, "%.*s:%llu: %s: \"%.*s\"", CP_FMT(r->file), (unsigned long long)line, what,
                   CP_FMT(text));
}

static bool amount(cp_str text, int64_t parts, int64_t *out)
{
    double x = 0;
    if (text.n &&
        (!cp_str_double(text, &x) || !(x >= 0) || x * (double)parts > (double)CP_PLAN_AMOUNT_MAX))
        return false;
    *out = (int64_t)llround(x * (double)parts);
    return true;
}

static bool read_price(reader *r, const cp_str *cells, uint32_t n, cp_plan_price *p)
{
    cp_str low = cell(r, cells, n, COLUMN_LOW), high = cell(r, cells, n, COLUMN_HIGH),
           cost = cell(r, cells, n, COLUMN_COST);
    return amount(cell(r, cells, n, COLUMN_EFFORT), MILLI, &p->effort) &&
           amount(cost, HUNDREDTHS, &p->cost) && amount(low.n ? low : cost, HUNDREDTHS, &p->low) &&
           amount(high.n ? high : cost, HUNDREDTHS, &p->high);
}

static void read_row(reader *r, const cp_str *cells, uint32_t n, uint64_t line)
{
    cp_arena *a = r->j->a;
    cp_str asset = cell(r, cells, n, COLUMN_ASSET), stage = cell(r, cells, n, COLUMN_STAGE);
    cp_plan_row x = { .asset = cp_str_dup(a, asset), .line = line, .stage = CP_PLAN_NEVER };
    bool added;
    if (asset.n == 0 || (stage.n && (!cp_str_u32(stage, &x.stage) || x.stage == 0 ||
                                     x.stage > CP_PLAN_STAGES_MAX))) {
        bad(r, line, "expected an asset, and a stage from 1 or none", asset.n ? stage : asset);
        return;
    }
    x.stage -= stage.n ? 1 : 0;
    x.price = (cp_plan_price){ .asset = x.asset,
                               .maker = cp_str_dup(a, cell(r, cells, n, COLUMN_MAKER)),
                               .by = cp_str_dup(a, cell(r, cells, n, COLUMN_BY)),
                               .file = r->file,
                               .line = line };
    if (!read_price(r, cells, n, &x.price)) {
        bad(r, line, "expected amounts of at least 0", cell(r, cells, n, COLUMN_COST));
        return;
    }
    *cp_map_put(a, &r->seen, x.asset, &added) = r->out->v.n;
    if (!added) {
        bad(r, line, "an asset that stands in the table twice", asset);
        r->out->n_twice++;
        return;
    }
    if (r->out->currency.n == 0)
        r->out->currency = cp_str_dup(a, cell(r, cells, n, COLUMN_CURRENCY));
    if (stage.n && x.stage + 1 > r->out->n_stages)
        r->out->n_stages = x.stage + 1;
    cp_vec_push(a, &r->out->v, x);
}

cp_rc cp_plan_rows_read(cp_job *j, cp_str path, cp_plan_rows *out, cp_err *err)
{
    cp_bytes file;
    *out = (cp_plan_rows){ .file = path };
    cp_rc rc = cp_job_read_file(j->a, path, PLAN_BYTES_MAX, &file, err);
    if (rc != CP_OK)
        return rc;
    cp_arena *a = cp_arena_new(0);
    reader r = { .j = j, .a = a, .file = path, .out = out };
    file = cp_text_of_marked(a, file);
    cp_csv csv = cp_csv_open((cp_str){ (const char *)file.p, file.n }, 0);
    cp_str *cells;
    uint32_t n;
    bool has_header = false;
    while (cp_csv_next(&csv, a, &cells, &n)) {
        if (n == 0)
            continue;
        if (!has_header)
            has_header = read_header(&r, cells, n);
        else
            read_row(&r, cells, n, csv.line);
    }
    out->by_asset = r.seen;
    cp_arena_free(a);
    if (has_header)
        return CP_OK;
    rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "no header with the columns stage and asset");
    cp_err_in_file(err, path.p, path.n);
    return rc;
}

/* ---- as a schedule */

static uint32_t option_of(const cp_planning *x, uint32_t job, const cp_plan_row *row)
{
    const cp_plan_job *j = &x->p.jobs[job];
    for (uint32_t o = j->first_option; o < j->first_option + j->n_options; o++) {
        const cp_plan_price *p = &x->prices.v.v[x->price_of[o]];
        if (p->asset.n || (cp_str_eq_nocase(p->maker, row->price.maker) &&
                           cp_str_eq_nocase(p->by, row->price.by)))
            return o;
    }
    return CP_PLAN_NONE;
}

void cp_plan_rows_schedule(cp_planning *x, cp_plan_rows *rows, cp_plan_schedule *s)
{
    bool *is_used = CP_NEW_ARRAY(x->j->a, bool, rows->v.n);
    for (uint32_t j = 0; j < x->p.n_jobs; j++) {
        cp_str id = x->ans.assets[x->devices[j].asset].asset.id;
        const uint64_t *at = cp_map_get(&rows->by_asset, id);
        if (!at)
            continue;
        const cp_plan_row *row = &rows->v.v[*at];
        is_used[*at] = true;
        s->stage[j] = (uint8_t)row->stage;
        s->option[j] = row->stage == CP_PLAN_NEVER ? CP_PLAN_NONE : option_of(x, j, row);
    }
    for (uint32_t i = 0; i < rows->v.n; i++)
        if (!is_used[i] && rows->n_unknown++ < TOLD_MAX)
            x->j->warn(x->j, "%.*s:%llu: \"%.*s\" is no device that has to go", CP_FMT(rows->file),
                       (unsigned long long)rows->v.v[i].line, CP_FMT(rows->v.v[i].asset));
}
