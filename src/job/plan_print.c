/* SPDX-License-Identifier: Apache-2.0 */
/* plan_print.c - see plan.h: a plan as a table, JSON and CSV. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include "codec/csv.h"
#include "job/path_say.h"
#include "job/plan.h"
#include "report/grid.h"
#include "report/parts.h"

enum { HUNDREDTHS = 100, MILLI = 1000 };

static cp_str day_text(cp_arena *a, int32_t day) { return cp_date_text(a, cp_date_of_day(day)); }

/* "1,234,567 EUR"; hundredths where there are some. */
cp_str cp_plan_money(cp_arena *a, const cp_planning *x, int64_t hundredths)
{
    char digits[32], made[48];
    int64_t whole = hundredths / HUNDREDTHS, rest = hundredths % HUNDREDTHS;
    int n = snprintf(digits, sizeof digits, "%" PRId64, whole), at = 0;
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            made[at++] = ',';
        made[at++] = digits[i];
    }
    cp_str text = rest ? cp_str_fmt(a, "%.*s.%02" PRId64, at, made, rest)
                       : cp_str_dup(a, (cp_str){ made, (size_t)at });
    return x->prices.currency.n
               ? cp_str_fmt(a, "%.*s %.*s", CP_FMT(text), CP_FMT(x->prices.currency))
               : text;
}

static const cp_answer_asset *asset_of(const cp_planning *x, uint32_t job)
{
    return &x->ans.assets[x->devices[job].asset];
}
static cp_str name_of(const cp_planning *x, uint32_t job)
{
    return cp_asset_name(&asset_of(x, job)->asset);
}
static cp_str shown(const cp_planning *x, uint32_t job, cp_attr attr)
{
    return cp_asset_shown(&asset_of(x, job)->asset, attr);
}
static const cp_plan_price *price_of(const cp_planning *x, uint32_t option)
{
    return &x->prices.v.v[x->price_of[option]];
}
static cp_str replacement_of(cp_arena *a, const cp_planning *x, uint32_t option)
{
    const cp_plan_price *p = price_of(x, option);
    if (p->maker.n && p->by.n)
        return cp_str_fmt(a, "%.*s %.*s", CP_FMT(p->maker), CP_FMT(p->by));
    return p->maker.n ? p->maker : p->by;
}

/* ---- sums */

typedef struct sums {
    uint32_t n_jobs;
    int64_t cost, low, high, effort;
} sums;

/* Of one stage; CP_PLAN_NEVER: of what is left. */
static sums sums_of(const cp_plan_said *s, uint32_t t)
{
    const cp_planning *x = s->x;
    sums y = { 0 };
    for (uint32_t j = 0; j < x->p.n_jobs; j++) {
        if (s->o->s.stage[j] != t)
            continue;
        y.n_jobs++;
        if (t == CP_PLAN_NEVER)
            continue;
        if (s->o->s.option[j] == CP_PLAN_NONE)
            continue;
        const cp_plan_price *p = price_of(x, s->o->s.option[j]);
        y.cost += x->p.options[s->o->s.option[j]].cost;
        y.effort += p->effort;
        y.low += p->low;
        y.high += p->high;
    }
    return y;
}

uint32_t cp_plan_free_demands(const cp_plan_said *s, uint32_t t)
{
    const cp_plan_problem *p = &s->x->p;
    uint32_t n = 0;
    for (uint32_t d = 0; d < s->x->n_demands; d++) {
        uint32_t g = s->x->ways.group_of[d];
        bool is_open = g == CP_PLAN_APART;
        for (uint32_t k = g >= CP_PLAN_APART ? 0 : p->exposed.first[g];
             g < CP_PLAN_APART && k < p->exposed.first[g + 1]; k++)
            is_open |= s->o->s.stage[p->exposed.jobs[k]] > t;
        n += !is_open;
    }
    return n;
}

/* ---- faults */

static cp_str job_text(cp_arena *a, const cp_planning *x, uint32_t j)
{
    return j == CP_PLAN_NONE ? CP_STR("") : cp_str_fmt(a, "%.*s", CP_FMT(name_of(x, j)));
}

static cp_str node_text(const cp_planning *x, uint32_t node)
{
    uint32_t thing = x->node_things[node];
    return thing == CP_NO_ITEM ? x->node_ids[node] : x->m.things.v[thing].name;
}

cp_str cp_plan_fault_text(cp_arena *a, const cp_planning *x, const cp_plan_fault *f)
{
    cp_str job = job_text(a, x, f->job), other = job_text(a, x, f->other);
    unsigned stage = f->stage + 1;
    switch (f->kind) {
    case CP_PLAN_FAULT_STAGE:
        return cp_str_fmt(a, "%.*s is in stage %u, which there is not or is closed to it",
                          CP_FMT(job), stage);
    case CP_PLAN_FAULT_DEADLINE:
        return f->stage == CP_PLAN_NEVER
                   ? cp_str_fmt(a, "%.*s is not replaced, and has to be by stage %u", CP_FMT(job),
                                x->p.jobs[f->job].last + 1)
                   : cp_str_fmt(a, "%.*s is replaced in stage %u, and has to be by stage %u",
                                CP_FMT(job), stage, x->p.jobs[f->job].last + 1);
    case CP_PLAN_FAULT_OPTION:
        return cp_str_fmt(a, "%.*s is replaced in a way that nobody prices", CP_FMT(job));
    case CP_PLAN_FAULT_EFFORT:
        return cp_str_fmt(a, "stage %u takes %.1f crew-days, there are %.1f", stage,
                          (double)f->have / MILLI, (double)f->limit / MILLI);
    case CP_PLAN_FAULT_COST:
        return cp_str_fmt(a, "stage %u costs %.*s, there are %.*s", stage,
                          CP_FMT(cp_plan_money(a, x, f->have)),
                          CP_FMT(cp_plan_money(a, x, f->limit)));
    case CP_PLAN_FAULT_BUDGET:
        return cp_str_fmt(a, "all of it costs %.*s, there are %.*s",
                          CP_FMT(cp_plan_money(a, x, f->have)),
                          CP_FMT(cp_plan_money(a, x, f->limit)));
    case CP_PLAN_FAULT_ORDER:
        return cp_str_fmt(a, "%.*s has to be replaced before %.*s", CP_FMT(job), CP_FMT(other));
    case CP_PLAN_FAULT_APART:
        return cp_str_fmt(a, "%.*s and %.*s are both in stage %u, and must not be", CP_FMT(job),
                          CP_FMT(other), stage);
    case CP_PLAN_FAULT_MAKER:
        return cp_str_fmt(a, "%.*s and %.*s have to be by one maker, and are not", CP_FMT(job),
                          CP_FMT(other));
    case CP_PLAN_FAULT_CAP:
        return cp_str_fmt(a, "after stage %u %" PRId64 " are left, at most %" PRId64 " may be",
                          stage, f->have, f->limit);
    case CP_PLAN_FAULT_DEMAND:
        return cp_str_fmt(a, "stage %u leaves no path from %.*s to %.*s", stage,
                          CP_FMT(node_text(x, x->p.demands[f->rule].a)),
                          CP_FMT(node_text(x, x->p.demands[f->rule].b)));
    case CP_PLAN_FAULT_CAPACITY:
        if (f->have < 0)
            return cp_str_fmt(a, "whether stage %u carries all that is wanted is not known", stage);
        return cp_str_fmt(a, "stage %u carries %.1f %% of what is wanted", stage,
                          floor((double)f->have / 1e3) / 10);
    case CP_PLAN_FAULT_COUNT: break;
    }
    return CP_STR("");
}

/* ---- what is in conflict */

static cp_str stages_text(cp_arena *a, uint32_t from, uint32_t to)
{
    return from == to ? cp_str_fmt(a, "stage %u", from + 1)
                      : cp_str_fmt(a, "stages %u to %u", from + 1, to + 1);
}

cp_str cp_plan_sum_text(cp_arena *a, const cp_planning *x, const cp_plan_sum *y)
{
    cp_str needed, have, stages = stages_text(a, y->from, y->to);
    if (y->cap != CP_PLAN_NONE)
        return cp_str_fmt(a, "a cap needs %u device%s replaced by stage %u, and %u fit at most",
                          y->n_jobs, y->n_jobs == 1 ? "" : "s", y->to + 1, y->n_fit);
    if (y->of == CP_PLAN_EFFORT) {
        needed = cp_str_fmt(a, "%.1f crew-days", (double)y->needed / MILLI);
        have = cp_str_fmt(a, "%.1f", (double)y->have / MILLI);
    } else {
        needed = cp_plan_money(a, x, y->needed);
        have = cp_plan_money(a, x, y->have);
    }
    return cp_str_fmt(a,
                      "%u device%s to be replaced in %.*s: that takes %.*s, there are %.*s, which "
                      "is enough for %u at most",
                      y->n_jobs, y->n_jobs == 1 ? " has" : "s have", CP_FMT(stages), CP_FMT(needed),
                      CP_FMT(have), y->n_fit);
}

static cp_str demand_text(cp_arena *a, const cp_planning *x, uint32_t d)
{
    return cp_str_fmt(a, "from %.*s to %.*s", CP_FMT(node_text(x, x->p.demands[d].a)),
                      CP_FMT(node_text(x, x->p.demands[d].b)));
}

cp_str cp_plan_part_text(cp_arena *a, const cp_planning *x, const cp_plan_part *p)
{
    switch (p->kind) {
    case CP_PLAN_PART_DEADLINE:
        return cp_str_fmt(a, "%u device%s to be replaced by stage %u (%.*s)", p->n_jobs,
                          p->n_jobs == 1 ? " has" : "s have", p->from + 1,
                          CP_FMT(p->rule == CP_PLAN_NONE ? CP_STR("all that is excluded goes")
                                                         : x->ans.policies[p->rule].id));
    case CP_PLAN_PART_CREWS:
        return cp_str_fmt(a, "the crews of %.*s", CP_FMT(stages_text(a, p->from, p->to)));
    case CP_PLAN_PART_MONEY:
        return cp_str_fmt(a, "the money of %.*s", CP_FMT(stages_text(a, p->from, p->to)));
    case CP_PLAN_PART_BUDGET: return CP_STR("the budget");
    case CP_PLAN_PART_CAP: return cp_str_fmt(a, "a cap after stage %u", p->from + 1);
    case CP_PLAN_PART_WINDOW:
        return cp_str_fmt(a, "the windows of %.*s", CP_FMT(job_text(a, x, p->job)));
    case CP_PLAN_PART_MAKER: return CP_STR("a group whose replacements are by one maker");
    case CP_PLAN_PART_ORDER:
        return cp_str_fmt(a, "%.*s before %.*s", CP_FMT(job_text(a, x, x->p.before[p->rule].a)),
                          CP_FMT(job_text(a, x, x->p.before[p->rule].b)));
    case CP_PLAN_PART_APART:
        return cp_str_fmt(a, "%.*s and %.*s in different stages",
                          CP_FMT(job_text(a, x, x->p.apart[p->rule].a)),
                          CP_FMT(job_text(a, x, x->p.apart[p->rule].b)));
    case CP_PLAN_PART_DEMAND:
        return p->job == CP_PLAN_NONE
                   ? cp_str_fmt(a, "the demand %.*s", CP_FMT(demand_text(a, x, p->rule)))
                   : cp_str_fmt(a,
                                "the demand %.*s, of which %.*s is the only way (--allow-outage)",
                                CP_FMT(demand_text(a, x, p->rule)), CP_FMT(job_text(a, x, p->job)));
    case CP_PLAN_PART_CAPACITY: return CP_STR("what links carry");
    case CP_PLAN_PART_COUNT: break;
    }
    return CP_STR("");
}

static void print_conflict(const cp_plan_said *s, cp_buf *b)
{
    const cp_plan_conflict *c = &s->o->conflict;
    cp_arena *a = s->x->j->a;
    if (c->n_parts == 0)
        return;
    cp_buf_fmt(b, "In conflict%s:\n",
               c->is_smallest ? " (without any one of these there is a plan)" : "");
    for (uint32_t i = 0; i < c->n_parts; i++)
        cp_buf_fmt(b, "  %.*s\n", CP_FMT(cp_plan_part_text(a, s->x, &c->parts[i])));
    for (uint32_t i = 0; i < c->n_sums; i++)
        if (c->sums[i].needed > c->sums[i].have)
            cp_buf_fmt(b, "  %.*s\n", CP_FMT(cp_plan_sum_text(a, s->x, &c->sums[i])));
}

/* ---- a table */

static void print_head(const cp_plan_said *s, cp_buf *b)
{
    const cp_planning *x = s->x;
    const cp_plan_outcome *o = s->o;
    cp_arena *a = x->j->a;
    for (uint32_t i = 0; i < x->notes.n; i++)
        cp_buf_fmt(b, "! %.*s\n", CP_FMT(x->notes.v[i]));
    for (uint32_t i = 0; i < x->m.gaps.n; i++)
        cp_buf_fmt(b, "! %.*s\n", CP_FMT(x->m.gaps.v[i]));
    if (!o->has_schedule) {
        cp_buf_fmt(b, "No plan: %s.\n",
                   o->is_infeasible ? "none keeps all that was asked for"
                                    : "none was found in time, and there may be one (--time)");
        print_conflict(s, b);
        return;
    }
    cp_buf_fmt(b, "%u device%s in %u stage%s: %.*s", x->p.n_jobs, x->p.n_jobs == 1 ? "" : "s",
               x->n_periods, x->n_periods == 1 ? "" : "s",
               CP_FMT(cp_plan_money(a, x, o->value.cost)));
    cp_buf_fmt(b, ", exposed %" PRId64 " units x stages at %.*s each\n", o->value.exposed,
               CP_FMT(cp_plan_money(a, x, x->p.weight)));
    cp_buf_fmt(b,
               "Objective: cost + weight x exposed units over the stages = %.*s (a unit: a demand "
               "with an excluded device on its routes, or such a device)\n",
               CP_FMT(cp_plan_money(a, x, o->value.total)));
    if (isfinite(o->bound))
        cp_buf_fmt(b, "No plan is below %.*s: this one is at most %.2f %% above the best.\n",
                   CP_FMT(cp_plan_money(a, x, llround(floor(o->bound)))), 100 * o->gap);
    else
        cp_buf_fmt(b, "How far it is above the best is not known: %.*s.\n", CP_FMT(o->no_bound));
    if (s->faults.n == 0)
        cp_buf_fmt(b,
                   "Verified: every deadline, limit and rule is kept, and %u demand%s in every "
                   "stage.\n",
                   x->n_demands, x->n_demands == 1 ? " is" : "s are");
}

static void print_stages(const cp_plan_said *s, cp_buf *b)
{
    static const cp_grid_column columns[] = {
        { "STAGE", true, false },     { "FROM", false, false },     { "BEFORE", false, false },
        { "DEVICES", true, false },   { "COST", true, false },      { "RANGE", true, false },
        { "CREW-DAYS", true, false }, { "FREE AFTER", true, false }
    };
    const cp_planning *x = s->x;
    cp_arena *a = x->j->a;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, x->j->width);
    for (uint32_t t = 0; t < x->n_periods; t++) {
        sums y = sums_of(s, t);
        const cp_str cells[] = {
            cp_str_fmt(a, "%u", t + 1),
            day_text(a, x->first_day[t]),
            day_text(a, x->first_day[t + 1]),
            cp_str_fmt(a, "%u", y.n_jobs),
            cp_plan_money(a, x, y.cost),
            y.low == y.high ? CP_STR("")
                            : cp_str_fmt(a, "%.*s - %.*s", CP_FMT(cp_plan_money(a, x, y.low)),
                                         CP_FMT(cp_plan_money(a, x, y.high))),
            cp_str_fmt(a, "%.1f", (double)y.effort / MILLI),
            cp_str_fmt(a, "%u of %u demands", cp_plan_free_demands(s, t), x->n_demands),
        };
        cp_grid_row(&g, cells, NULL);
    }
    cp_grid_print(&g, x->j->color, b);
}

static void print_jobs(const cp_plan_said *s, cp_buf *b)
{
    static const cp_grid_column columns[] = {
        { "STAGE", true, false },      { "DEVICE", false, true },  { "SITE", false, true },
        { "IS", false, true },         { "BECOMES", false, true }, { "COST", true, false },
        { "USE UNTIL", false, false }, { "POLICY", false, true }
    };
    const cp_planning *x = s->x;
    cp_arena *a = x->j->a;
    uint32_t rows_max = x->j->opts.limit ? (uint32_t)x->j->opts.limit : UINT32_MAX, n = 0;
    cp_grid g = cp_grid_new(a, columns, sizeof columns / sizeof *columns, x->j->width);
    for (uint32_t t = 0; t <= CP_PLAN_NEVER; t++)
        for (uint32_t j = 0; j < x->p.n_jobs; j++) {
            if (s->o->s.stage[j] != t || n++ >= rows_max)
                continue;
            uint32_t o = s->o->s.option[j];
            const cp_plan_device *d = &x->devices[j];
            const cp_str cells[] = {
                t == CP_PLAN_NEVER ? CP_STR("-") : cp_str_fmt(a, "%u", t + 1),
                name_of(x, j),
                shown(x, j, CP_ATTR_SITE),
                cp_str_fmt(a, "%.*s %.*s", CP_FMT(shown(x, j, CP_ATTR_MAKER)),
                           CP_FMT(shown(x, j, CP_ATTR_PRODUCT))),
                t == CP_PLAN_NEVER  ? CP_STR("stays")
                : o == CP_PLAN_NONE ? CP_STR("?")
                                    : replacement_of(a, x, o),
                o == CP_PLAN_NONE ? CP_STR("") : cp_plan_money(a, x, x->p.options[o].cost),
                d->is_overdue ? CP_STR("overdue") : cp_date_text(a, d->until),
                x->ans.policies[d->policy].id,
            };
            cp_grid_row(&g, cells, NULL);
        }
    cp_grid_print(&g, x->j->color, b);
    if (n > rows_max)
        cp_buf_fmt(b, "%u more (--limit).\n", n - rows_max);
}

void cp_plan_print(const cp_plan_said *s)
{
    cp_buf *b = s->x->j->out;
    print_head(s, b);
    if (s->o->has_schedule) {
        cp_buf_char(b, '\n');
        print_stages(s, b);
        cp_buf_char(b, '\n');
        print_jobs(s, b);
    }
    for (uint32_t i = 0; i < s->faults.n; i++)
        cp_buf_fmt(b, "X %s: %.*s\n", cp_plan_fault_name(s->faults.v[i].kind),
                   CP_FMT(cp_plan_fault_text(s->x->j->a, s->x, &s->faults.v[i])));
}
