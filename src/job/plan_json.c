/* SPDX-License-Identifier: Apache-2.0 */
/* plan_json.c - see plan.h: a plan for programs (docs/formats/plan.schema.json), and as a table
 * (docs/formats/plan.md), which people edit and `plan verify` reads. */
#include <inttypes.h>
#include <math.h>
#include "codec/csv.h"
#include "job/path_say.h"
#include "job/plan.h"
#include "report/parts.h"

enum { HUNDREDTHS = 100, MILLI = 1000 };

static const cp_asset *asset_of(const cp_planning *x, uint32_t job)
{
    return &x->ans.assets[x->devices[job].asset].asset;
}

static double money(int64_t hundredths) { return (double)hundredths / HUNDREDTHS; }

static cp_str day_text(cp_arena *a, int32_t day) { return cp_date_text(a, cp_date_of_day(day)); }

/* ---- JSON */

static void device(cp_jw *w, const cp_plan_said *s, uint32_t j)
{
    const cp_planning *x = s->x;
    const cp_plan_device *d = &x->devices[j];
    const cp_asset *as = asset_of(x, j);
    const cp_verdict *v = x->ans.assets[d->asset].verdicts[d->policy];
    uint32_t t = s->o->s.stage[j], o = s->o->s.option[j];
    cp_jw_obj(w);
    cp_jw_kstr(w, "asset", as->id);
    cp_jw_kstr(w, "name", cp_asset_name(as));
    cp_jw_kstr_opt(w, "site", cp_asset_shown(as, CP_ATTR_SITE));
    cp_jw_kstr_opt(w, "class", cp_asset_shown(as, CP_ATTR_CLASS));
    cp_jw_kstr_opt(w, "maker", cp_asset_shown(as, CP_ATTR_MAKER));
    cp_jw_kstr_opt(w, "product", cp_asset_shown(as, CP_ATTR_PRODUCT));
    cp_jw_kstr(w, "policy", v->policy);
    cp_jw_kstr_opt(w, "clause", v->clause);
    cp_jw_kstr_opt(w, "use_until", cp_date_text(w->scratch, d->until));
    if (d->is_overdue)
        cp_jw_kbool(w, "overdue", true);
    if (t != CP_PLAN_NEVER && o != CP_PLAN_NONE) {
        const cp_plan_price *p = &x->prices.v.v[x->price_of[o]];
        cp_jw_kdouble(w, "cost", money(x->p.options[o].cost));
        cp_jw_kdouble(w, "low", money(p->low));
        cp_jw_kdouble(w, "high", money(p->high));
        cp_jw_kdouble(w, "crew_days", (double)p->effort / MILLI);
        cp_jw_kstr_opt(w, "new_maker", p->maker);
        cp_jw_kstr_opt(w, "new_product", p->by);
        if (x->outages_of && x->outages_of[j])
            cp_jw_ku64(w, "planned_outages", x->outages_of[j]);
    }
    cp_jw_obj_end(w);
}

static void stage(cp_jw *w, const cp_plan_said *s, uint32_t t)
{
    const cp_planning *x = s->x;
    int64_t cost = 0, low = 0, high = 0, effort = 0;
    cp_jw_obj(w);
    cp_jw_ku64(w, "stage", t + 1);
    cp_jw_kstr(w, "from", day_text(w->scratch, x->first_day[t]));
    cp_jw_kstr(w, "before", day_text(w->scratch, x->first_day[t + 1]));
    cp_jw_key(w, "assets");
    cp_jw_arr(w);
    for (uint32_t j = 0; j < x->p.n_jobs; j++) {
        if (s->o->s.stage[j] != t)
            continue;
        uint32_t o = s->o->s.option[j];
        device(w, s, j);
        if (o == CP_PLAN_NONE)
            continue;
        const cp_plan_price *p = &x->prices.v.v[x->price_of[o]];
        cost += x->p.options[o].cost;
        low += p->low;
        high += p->high;
        effort += p->effort;
    }
    cp_jw_arr_end(w);
    cp_jw_kdouble(w, "cost", money(cost));
    cp_jw_kdouble(w, "low", money(low));
    cp_jw_kdouble(w, "high", money(high));
    cp_jw_kdouble(w, "crew_days", (double)effort / MILLI);
    cp_jw_ku64(w, "free_demands", cp_plan_free_demands(s, t));
    cp_jw_obj_end(w);
}

static void conflict(cp_jw *w, const cp_plan_said *s)
{
    const cp_plan_conflict *c = &s->o->conflict;
    if (c->n_parts == 0)
        return;
    cp_jw_key(w, "conflict");
    cp_jw_obj(w);
    cp_jw_kbool(w, "smallest", c->is_smallest);
    cp_jw_key(w, "parts");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_parts; i++) {
        cp_jw_obj(w);
        cp_jw_kstr(w, "kind", cp_str_c(cp_plan_part_name(c->parts[i].kind)));
        if (c->parts[i].job != CP_PLAN_NONE)
            cp_jw_kstr(w, "asset", asset_of(s->x, c->parts[i].job)->id);
        cp_jw_kstr(w, "text", cp_plan_part_text(w->scratch, s->x, &c->parts[i]));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    cp_jw_key(w, "sums");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < c->n_sums; i++)
        if (c->sums[i].needed > c->sums[i].have)
            cp_jw_str(w, cp_plan_sum_text(w->scratch, s->x, &c->sums[i]));
    cp_jw_arr_end(w);
    cp_jw_obj_end(w);
}

static void faults(cp_jw *w, const cp_plan_said *s)
{
    cp_jw_key(w, "faults");
    cp_jw_arr(w);
    for (uint32_t i = 0; i < s->faults.n; i++) {
        const cp_plan_fault *f = &s->faults.v[i];
        cp_jw_obj(w);
        cp_jw_kstr(w, "kind", cp_str_c(cp_plan_fault_name(f->kind)));
        if (f->stage < s->x->n_periods)
            cp_jw_ku64(w, "stage", f->stage + 1);
        if (f->job != CP_PLAN_NONE)
            cp_jw_kstr(w, "asset", asset_of(s->x, f->job)->id);
        cp_jw_kstr(w, "text", cp_plan_fault_text(w->scratch, s->x, f));
        cp_jw_obj_end(w);
    }
    cp_jw_arr_end(w);
    if (s->n_more_faults)
        cp_jw_ku64(w, "more_faults", s->n_more_faults);
}

static void objective(cp_jw *w, const cp_plan_said *s)
{
    const cp_planning *x = s->x;
    const cp_plan_outcome *o = s->o;
    cp_jw_kdouble(w, "money", money(o->value.cost));
    cp_jw_ku64(w, "exposed_units", (uint64_t)o->value.exposed);
    cp_jw_kdouble(w, "weight", money(x->p.weight));
    cp_jw_kdouble(w, "cost", money(o->value.total));
    cp_jw_key(w, "bound");
    if (isfinite(o->bound))
        cp_jw_double(w, floor(o->bound) / HUNDREDTHS);
    else
        cp_jw_null(w);
    cp_jw_key(w, "gap");
    if (isfinite(o->bound))
        cp_jw_double(w, o->gap);
    else
        cp_jw_null(w);
    if (!isfinite(o->bound))
        cp_jw_kstr(w, "no_bound", o->no_bound);
}

void cp_plan_json(const cp_plan_said *s)
{
    const cp_planning *x = s->x;
    cp_jw w = cp_jw_new(x->j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/plan/1"));
    cp_jw_kstr_opt(&w, "as_of", cp_date_text(w.scratch, x->ans.as_of));
    cp_json_coverage(&w, &x->ans);
    cp_path_json_network(&w, &x->m);
    cp_path_json_texts(&w, "notes", &x->notes);
    cp_jw_kstr_opt(&w, "currency", x->prices.currency);
    cp_jw_kstr(&w, "result",
               s->o->has_schedule    ? CP_STR("plan")
               : s->o->is_infeasible ? CP_STR("infeasible")
                                     : CP_STR("not_found"));
    cp_jw_ku64(&w, "devices", x->p.n_jobs);
    cp_jw_ku64(&w, "demands", x->n_demands);
    cp_jw_key(&w, "stages");
    cp_jw_arr(&w);
    for (uint32_t t = 0; s->o->has_schedule && t < x->n_periods; t++)
        stage(&w, s, t);
    cp_jw_arr_end(&w);
    cp_jw_key(&w, "left");
    cp_jw_arr(&w);
    for (uint32_t j = 0; s->o->has_schedule && j < x->p.n_jobs; j++)
        if (s->o->s.stage[j] == CP_PLAN_NEVER)
            device(&w, s, j);
    cp_jw_arr_end(&w);
    if (s->o->has_schedule)
        objective(&w, s);
    cp_jw_kbool(&w, "verified", s->o->has_schedule && s->faults.n == 0);
    faults(&w, s);
    conflict(&w, s);
    cp_jw_obj_end(&w);
    cp_buf_char(x->j->out, '\n');
}

/* ---- CSV */

static void row(cp_buf *b, const cp_plan_said *s, uint32_t j)
{
    const cp_planning *x = s->x;
    cp_arena *a = x->j->a;
    const cp_asset *as = asset_of(x, j);
    const cp_plan_device *d = &x->devices[j];
    uint32_t t = s->o->s.stage[j], o = s->o->s.option[j];
    bool is_done = t != CP_PLAN_NEVER;
    const cp_plan_price *p = is_done && o != CP_PLAN_NONE ? &x->prices.v.v[x->price_of[o]] : NULL;
    const cp_verdict *v = x->ans.assets[d->asset].verdicts[d->policy];
    const cp_str cells[] = {
        is_done ? cp_str_fmt(a, "%u", t + 1) : CP_STR(""),
        is_done ? day_text(a, x->first_day[t]) : CP_STR(""),
        as->id,
        cp_asset_name(as),
        cp_asset_shown(as, CP_ATTR_SITE),
        cp_asset_shown(as, CP_ATTR_CLASS),
        cp_asset_shown(as, CP_ATTR_MAKER),
        cp_asset_shown(as, CP_ATTR_PRODUCT),
        cp_asset_shown(as, CP_ATTR_QUANTITY),
        cp_asset_shown(as, CP_ATTR_PURCHASED),
        p ? p->maker : CP_STR(""),
        p ? p->by : CP_STR(""),
        p ? cp_str_fmt(a, "%.2f", money(x->p.options[o].cost)) : CP_STR(""),
        p ? cp_str_fmt(a, "%.2f", money(p->low)) : CP_STR(""),
        p ? cp_str_fmt(a, "%.2f", money(p->high)) : CP_STR(""),
        x->prices.currency,
        p ? cp_str_fmt(a, "%.3f", (double)p->effort / MILLI) : CP_STR(""),
        cp_date_text(a, d->until),
        v->policy,
        v->clause,
        is_done ? CP_STR("planned") : CP_STR("left"),
        CP_STR(""),
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        cp_csv_cell(b, cells[i], i == 0);
    cp_buf_add_c(b, "\r\n");
}

void cp_plan_csv(const cp_plan_said *s)
{
    cp_buf *b = s->x->j->out;
    cp_buf_add_c(b, "stage,from,asset,name,site,class,make,model,quantity,date_obtained,new_make,"
                    "new_model,estimate,low,high,currency,effort_crew_days,use_until,policy,clause,"
                    "status,disposal\r\n");
    for (uint32_t t = 0; t <= CP_PLAN_NEVER; t++)
        for (uint32_t j = 0; j < s->x->p.n_jobs; j++)
            if (s->o->has_schedule && s->o->s.stage[j] == t)
                row(b, s, j);
}
