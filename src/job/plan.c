/* SPDX-License-Identifier: Apache-2.0 */
/* plan.c - `plan`: see plan.h. */
#include "job/plan.h"
#include <math.h>
#include "job/path_inside.h"

/* Prices are the rows' own. */
static void take_prices(cp_planning *x, cp_plan_rows *rows)
{
    x->takes_all = true;
    if (x->j->opts.n_costs)
        return;
    cp_map makers = { 0 };
    x->prices.currency = rows->currency;
    for (uint32_t i = 0; i < rows->v.n; i++) {
        cp_plan_price p = rows->v.v[i].price;
        bool added = true;
        uint64_t *nr =
            p.maker.n ? cp_map_put(x->j->a, &makers, cp_str_lower(x->j->a, p.maker), &added) : NULL;
        if (nr && added)
            *nr = x->prices.n_makers;
        p.maker_nr = nr ? (uint32_t)*nr : x->prices.n_makers;
        x->prices.n_makers += added;
        cp_vec_push(x->j->a, &x->prices.v, p);
    }
}

cp_rc cp_planning_begin(cp_job *j, uint32_t from, cp_plan_rows *rows, cp_planning *x, cp_err *err)
{
    *x = (cp_planning){ .j = j };
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &x->format, err);
    if (rc == CP_OK && x->format > CP_REPORT_CSV)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s is no format of this answer",
                     CP_FMT(j->opts.format));
    if (rc == CP_OK && j->opts.n_costs == 0 && !rows)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                     "plan needs what replacements cost: --costs FILE (a table class,product,low,"
                     "high,currency,effort_crew_days)");
    if (rc == CP_OK)
        rc = cp_plan_prices_read(j, &x->prices, err);
    if (rc == CP_OK && rows)
        take_prices(x, rows);
    if (rc == CP_OK)
        rc = cp_evidence_gather(j, from, true, &x->e, err);
    if (rc == CP_OK && !x->e.profile.is_set && j->opts.n_policies == 0)
        rc = cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                     "nobody says whose rules are meant: name them with --policy ID, or who you "
                     "are in a profile (cleanpath profile set ...)");
    if (rc == CP_OK)
        rc = cp_evidence_answer(j, &x->e, true, &x->ans, err);
    if (rc == CP_OK)
        rc = cp_path_model_make(j, &x->e, &x->ans, &x->m, err);
    if (rc != CP_OK)
        return rc;
    x->ans.command = CP_STR("plan");
    cp_path_loads_of(&x->m, &x->loads);
    return cp_planning_make(x, err);
}

static void set_status(const cp_plan_said *s)
{
    cp_job *j = s->x->j;
    const cp_evidence_set *e = &s->x->e;
    bool open_fails = !cp_str_eq(j->opts.fail_on_unknown, CP_STR("never"));
    if (e->n_unreadable || e->n_waivers_bad || s->x->prices.n_bad)
        j->status = 3;
    else if (s->faults.n)
        j->status = 5;
    else if (!s->o->has_schedule)
        j->status = s->o->is_infeasible ? 1 : 4;
    else if (s->x->n_undetermined && open_fails)
        j->status = 4;
}

static void say(cp_plan_said *s)
{
    set_status(s);
    if (s->x->format == CP_REPORT_TABLE)
        cp_plan_print(s);
    else if (s->x->format == CP_REPORT_CSV)
        cp_plan_csv(s);
    else
        cp_plan_json(s);
}

static cp_rc verify(cp_job *j, cp_err *err)
{
    cp_planning x;
    cp_plan_net net;
    cp_plan_rows rows;
    if (j->opts.n_args < 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "plan verify needs a plan: PLAN.csv");
    cp_rc rc = cp_plan_rows_read(j, j->opts.args[1], &rows, err);
    if (rc == CP_OK && j->opts.periods == 0)
        j->opts.periods = rows.n_stages ? rows.n_stages : 1;
    if (rc == CP_OK)
        rc = cp_planning_begin(j, 2, &rows, &x, err);
    if (rc != CP_OK)
        return rc;
    cp_plan_outcome o = { .has_schedule = true,
                          .bound = -INFINITY,
                          .gap = 1,
                          .no_bound = CP_STR("it was verified, not made"),
                          .s = cp_plan_schedule_new(j->a, &x.p) };
    cp_plan_said s = { .x = &x, .o = &o, .net = &net };
    cp_plan_rows_schedule(&x, &rows, &o.s);
    rc = cp_plan_net_make(j->a, &x.p, &o.s, x.node_ids, &net, err);
    if (rc != CP_OK)
        return rc;
    cp_plan_verify(j->a, &x.p, &o.s, &net, &s.faults, &s.n_more_faults);
    o.value = cp_plan_value_of(&x.p, &o.s);
    say(&s);
    if (rows.n_bad || rows.n_unknown)
        j->status = rows.n_twice || s.faults.n ? 5 : 3;
    return CP_OK;
}

cp_rc cp_job_plan(cp_job *j, cp_err *err)
{
    if (j->opts.n_args && cp_str_eq(j->opts.args[0], CP_STR("verify")))
        return verify(j, err);
    cp_planning x;
    cp_plan_outcome o;
    cp_plan_net net;
    cp_plan_said s = { .x = &x, .o = &o, .net = &net };
    cp_rc rc = cp_planning_begin(j, 0, NULL, &x, err);
    if (rc == CP_OK)
        rc = cp_planning_run(&x, &o, err);
    if (rc == CP_OK && o.has_schedule)
        rc = cp_plan_net_make(j->a, &x.p, &o.s, x.node_ids, &net, err);
    if (rc != CP_OK)
        return rc;
    if (o.has_schedule)
        cp_plan_verify(j->a, &x.p, &o.s, &net, &s.faults, &s.n_more_faults);
    say(&s);
    return CP_OK;
}
