/* SPDX-License-Identifier: Apache-2.0 */
/* plan_make.c - see plan.h: the case as a problem.
 *
 *     asset that a policy excludes, now or from     a job; its deadline: the last day of its use
 *     a day on, in service
 *     rows of costs about its product, else class  its options, without those that are excluded
 *     things with a link                           nodes
 *     link                                         a link; carried: through its devices, each way
 *     tables of demands                            demands; none: every device to the core
 *     routes of least metric                       what each demand is exposed to */
#include <math.h>
#include "job/path_inside.h"
#include "job/plan.h"

typedef CP_VEC(cp_plan_option) options_list;
typedef CP_VEC(uint32_t) numbers;

enum { HUNDREDTHS = 100, MILLI = 1000, WORKDAYS = 5, PERIODS_MAX = CP_PLAN_STAGES_MAX };

static void note(cp_planning *x, const char *fmt, ...) CP_PRINTF(2, 3);
static void note(cp_planning *x, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_vec_push(x->j->a, &x->notes, cp_str_vfmt(x->j->a, fmt, ap));
    va_end(ap);
}

static const char *plural(uint64_t n) { return n == 1 ? "" : "s"; }

/* ---- periods */

/* "3mo", "30d", "2w", "1y": months and days. */
static bool read_length(cp_str text, uint32_t *months, uint32_t *days)
{
    static const struct {
        const char *unit;
        uint32_t months, days;
    } units[] = { { "mo", 1, 0 }, { "d", 0, 1 }, { "w", 0, 7 }, { "y", 12, 0 }, { "q", 3, 0 } };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        cp_str unit = cp_str_c(units[i].unit);
        uint32_t n;
        if (!cp_str_ends(text, unit) || !cp_str_u32(cp_str_slice(text, 0, text.n - unit.n), &n) ||
            n == 0 || n > 1200)
            continue;
        *months = n * units[i].months;
        *days = n * units[i].days;
        return true;
    }
    return false;
}

static int32_t later(int32_t day, uint32_t months, uint32_t days)
{
    int y, m, d;
    cp_day_civil(day, &y, &m, &d);
    uint32_t at = (uint32_t)(m - 1) + months;
    y += (int)(at / 12);
    m = (int)(at % 12) + 1;
    cp_date date = cp_date_ymd(y, m, d);
    for (; !cp_date_is_set(date); d--) /* the 31st of a shorter month is its last day */
        date = cp_date_ymd(y, m, d - 1);
    return date.first_day + (int32_t)days;
}

static cp_rc make_periods(cp_planning *x, cp_err *err)
{
    const cp_opts *o = &x->j->opts;
    cp_date start = x->ans.as_of;
    uint32_t months = 3, days = 0;
    if (o->periods == 0 || o->periods > PERIODS_MAX)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--periods is %llu, expected 1 to %d",
                       (unsigned long long)o->periods, PERIODS_MAX);
    if (o->period.n && !read_length(o->period, &months, &days))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--period is \"%.*s\", expected a length as 30d, 2w, 3mo or 1y",
                       CP_FMT(o->period));
    if (o->start.n && !cp_date_parse(o->start, &start))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "--start is \"%.*s\", expected a day",
                       CP_FMT(o->start));
    x->n_periods = (uint32_t)o->periods;
    x->start = start.first_day;
    x->crews = o->crews;
    x->first_day = CP_NEW_ARRAY(x->j->a, int32_t, x->n_periods + 1);
    for (uint32_t t = 0; t <= x->n_periods; t++)
        x->first_day[t] = later(x->start, months * t, days * t);
    return CP_OK;
}

static int64_t crew_days(const cp_planning *x, uint32_t t)
{
    int64_t n = 0;
    for (int32_t day = x->first_day[t]; day < x->first_day[t + 1]; day++)
        n += cp_weekday(day) < WORKDAYS;
    return n * (int64_t)x->crews;
}

/* "1000000", of all periods, or "250000/period". */
static cp_rc make_limits(cp_planning *x, cp_err *err)
{
    cp_str text = x->j->opts.budget, each = CP_STR("/period");
    bool is_each = cp_str_ends(text, each);
    double amount = 0;
    cp_plan_stage *v = CP_NEW_ARRAY(x->j->a, cp_plan_stage, x->n_periods);
    if (is_each)
        text = cp_str_slice(text, 0, text.n - each.n);
    if (text.n && (!cp_str_double(text, &amount) || !(amount >= 0) ||
                   amount * HUNDREDTHS > (double)CP_PLAN_AMOUNT_MAX))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "--budget is \"%.*s\", expected an amount, or AMOUNT/period",
                       CP_FMT(x->j->opts.budget));
    int64_t limit = text.n ? (int64_t)llround(amount * HUNDREDTHS) : CP_PLAN_NO_LIMIT;
    for (uint32_t t = 0; t < x->n_periods; t++)
        v[t] = (cp_plan_stage){ .effort = x->crews ? crew_days(x, t) * MILLI : CP_PLAN_NO_LIMIT,
                                .cost = is_each ? limit : CP_PLAN_NO_LIMIT };
    x->p.stages = v;
    x->p.n_stages = x->n_periods;
    x->p.budget = is_each ? CP_PLAN_NO_LIMIT : limit;
    return CP_OK;
}

/* ---- devices */

/* Until when it may be used; is_now: it may not be any more. False: nothing ends its use. */
static bool last_use(const cp_verdict *v, cp_date *until, bool *is_now)
{
    for (uint32_t i = 0; i < v->n_duties; i++) {
        const cp_duty *d = &v->duties[i];
        if (d->verb != CP_VERB_USE || d->applies == CP_APPLIES_NO ||
            d->applies == CP_APPLIES_UNKNOWN)
            continue;
        *until = d->applies == CP_APPLIES_FROM ? d->from : d->deadline;
        *is_now = !cp_date_is_set(*until);
        return true;
    }
    return false;
}

/* Of all policies the earliest end counts. False: nobody excludes it, or a waiver covers it. */
static bool is_to_go(cp_planning *x, const cp_answer_asset *a, cp_plan_device *out)
{
    bool found = false, is_open = false, is_waived = false;
    for (uint32_t i = 0; i < a->n_verdicts; i++) {
        const cp_verdict *v = a->verdicts[i];
        if (x->ans.policies[i].binds == CP_NO)
            continue;
        cp_date until = CP_DATE_NONE;
        bool is_now = false, ends = last_use(v, &until, &is_now);
        bool will_be = v->result == CP_VERDICT_RESTRICTED && ends && cp_date_is_set(until);
        is_open |= v->result == CP_VERDICT_UNDETERMINED ||
                   (v->result == CP_VERDICT_RESTRICTED && !will_be);
        if (v->result != CP_VERDICT_EXCLUDED && !will_be)
            continue;
        if (cp_answer_waiver(a, i)) {
            is_waived = true;
            continue;
        }
        if (!found)
            out->policy = i;
        found = true;
        if (ends && cp_date_is_set(until) &&
            (!cp_date_is_set(out->until) || until.first_day < out->until.first_day)) {
            out->until = until;
            out->policy = i;
        }
        out->is_overdue |= is_now;
    }
    x->n_undetermined += !found && is_open;
    x->n_waived += !found && is_waived;
    return found;
}

static void find_devices(cp_planning *x)
{
    uint32_t *thing_of = CP_NEW_RAW(x->j->a, uint32_t, x->ans.n_assets);
    for (uint32_t i = 0; i < x->m.things.n; i++) {
        const cp_thing *t = &x->m.things.v[i];
        if (t->kind == CP_THING_ASSET && x->m.judged[t->at] != CP_NO_ASSET)
            thing_of[x->m.judged[t->at]] = i;
    }
    CP_VEC(cp_plan_device) v = { 0 };
    for (uint32_t i = 0; i < x->ans.n_assets; i++) {
        cp_plan_device d = { .asset = i, .thing = thing_of[i], .until = CP_DATE_NONE };
        if (is_to_go(x, &x->ans.assets[i], &d))
            cp_vec_push(x->j->a, &v, d);
    }
    x->devices = v.v;
    x->n_devices = v.n;
    if (x->n_undetermined)
        note(x, "%u asset%s not decided for want of facts: the plan does not replace %s.",
             x->n_undetermined, x->n_undetermined == 1 ? " is" : "s are",
             x->n_undetermined == 1 ? "it" : "them");
    if (x->n_waived)
        note(x, "%u asset%s excluded and waived: the plan does not replace %s.", x->n_waived,
             x->n_waived == 1 ? " is" : "s are", x->n_waived == 1 ? "it" : "them");
}

/* The last period that is over by the deadline; what has to be gone before the first is over goes
 * in the first. */
static uint32_t last_period(const cp_planning *x, const cp_plan_device *d)
{
    uint32_t t = x->n_periods;
    if (!cp_date_is_set(d->until) || d->is_overdue)
        return x->n_periods - 1;
    while (t > 0 && x->first_day[t] > d->until.first_day)
        t--;
    return t == 0 ? 0 : t - 1;
}

static void tell_overdue(cp_planning *x)
{
    uint32_t n_past = 0, n_early = 0;
    for (uint32_t i = 0; i < x->n_devices; i++) {
        const cp_plan_device *d = &x->devices[i];
        bool is_past =
            d->is_overdue || (cp_date_is_set(d->until) && d->until.first_day <= x->first_day[0]);
        n_past += is_past;
        n_early += !is_past && cp_date_is_set(d->until) && d->until.first_day < x->first_day[1];
    }
    if (n_past)
        note(x, "%u device%s in use after the end that a policy sets: no plan can keep that.",
             n_past, n_past == 1 ? " is" : "s are");
    if (n_early)
        note(x,
             "The use of %u device%s ends within the first period: planned for it, and only "
             "shorter periods (--period) tell whether in time.",
             n_early, plural(n_early));
}

/* ---- options */

static bool fits(const cp_plan_price *p, cp_str asset, cp_str class, cp_str product,
                 bool by_product)
{
    if (p->asset.n)
        return by_product && cp_str_eq(p->asset, asset);
    if (by_product)
        return p->product.n && cp_str_eq_nocase(p->product, product);
    return p->product.n == 0 && (p->class.n == 0 || cp_str_eq_nocase(p->class, class));
}

typedef struct asking {
    cp_map classes; /* without a price -> how many */
    uint32_t n;
} asking;

/* Rows about the product go before those about the class, and these before those about all. */
static void options_of(cp_planning *x, const cp_plan_device *d, cp_plan_job *job,
                       options_list *options, numbers *prices, asking *ask)
{
    const cp_asset *as = &x->ans.assets[d->asset].asset;
    cp_str class = cp_asset_shown(as, CP_ATTR_CLASS), product = cp_asset_shown(as, CP_ATTR_PRODUCT);
    job->first_option = options->n;
    for (int step = 0; step < 3 && options->n == job->first_option; step++)
        for (uint32_t i = 0; i < x->prices.v.n; i++) {
            cp_plan_price *p = &x->prices.v.v[i];
            if (p->refused.n || !fits(p, as->id, class, product, step == 0) ||
                (step == 1) != (step > 0 && p->class.n > 0))
                continue;
            p->is_used = true;
            cp_vec_push(
                x->j->a, options,
                ((cp_plan_option){ .cost = p->cost, .effort = p->effort, .maker = p->maker_nr }));
            cp_vec_push(x->j->a, prices, i);
        }
    if (options->n == job->first_option && x->takes_all) { /* it will be told as a fault */
        cp_vec_push(x->j->a, options, ((cp_plan_option){ .maker = x->prices.n_makers }));
        cp_vec_push(x->j->a, prices, 0);
    }
    job->n_options = options->n - job->first_option;
    if (job->n_options)
        return;
    cp_str key = class.n ? class : CP_STR("(no class)");
    ++*cp_map_put(x->j->a, &ask->classes, key, NULL);
    ask->n++;
}

static cp_rc no_price(cp_planning *x, const asking *ask, cp_err *err)
{
    enum { SHOWN = 8 };
    cp_buf b = cp_buf_new(x->j->a);
    for (uint32_t i = 0; i < ask->classes.n && i < SHOWN; i++)
        cp_buf_fmt(&b, "%s%.*s (%llu)", i ? ", " : "", CP_FMT(ask->classes.items[i].key),
                   (unsigned long long)ask->classes.items[i].value);
    if (ask->classes.n > SHOWN)
        cp_buf_fmt(&b, " and %u more", ask->classes.n - SHOWN);
    cp_str list = cp_buf_str(&b);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "nobody tells what it costs to replace %u device%s: %.*s. Add rows "
                   "class,product,low,high,currency,effort_crew_days to a table of --costs",
                   ask->n, plural(ask->n), CP_FMT(list));
}

static cp_rc make_jobs(cp_planning *x, cp_err *err)
{
    cp_arena *a = x->j->a;
    cp_plan_job *jobs = CP_NEW_ARRAY(a, cp_plan_job, x->n_devices);
    options_list options = { 0 };
    numbers prices = { 0 };
    asking ask = { .n = 0 };
    for (uint32_t i = 0; i < x->n_devices; i++) {
        const cp_plan_device *d = &x->devices[i];
        jobs[i].open = ((uint64_t)1 << x->n_periods) - 1;
        jobs[i].last = x->j->opts.only_required && !cp_date_is_set(d->until) && !d->is_overdue
                           ? CP_PLAN_NEVER
                           : last_period(x, d);
        jobs[i].rule = cp_date_is_set(d->until) || d->is_overdue ? d->policy : CP_PLAN_NONE;
        options_of(x, d, &jobs[i], &options, &prices, &ask);
    }
    if (ask.n)
        return no_price(x, &ask, err);
    x->p.jobs = jobs;
    x->p.n_jobs = x->n_devices;
    x->p.options = options.v;
    x->p.n_options = options.n;
    x->price_of = prices.v;
    return CP_OK;
}

/* ---- what must stay connected */

typedef struct wiring {
    cp_planning *x;
    uint32_t *node_of; /* per thing */
    uint32_t *job_of_thing;
    uint32_t *need_first, *needs; /* of the model, by thing */
    CP_VEC(cp_str) ids;
    numbers things, jobs, metrics;
    CP_VEC(cp_plan_pair) links, demands;
    CP_VEC(uint64_t) link_bps, demand_bps;
} wiring;

static uint32_t add_node(wiring *w, cp_str id, uint32_t thing)
{
    cp_arena *a = w->x->j->a;
    cp_vec_push(a, &w->ids, id);
    cp_vec_push(a, &w->things, thing);
    cp_vec_push(a, &w->jobs, thing == CP_NO_ITEM ? CP_PLAN_NONE : w->job_of_thing[thing]);
    return w->ids.n - 1;
}

static uint32_t node_of(wiring *w, uint32_t thing)
{
    if (w->node_of[thing] == CP_PLAN_NONE)
        w->node_of[thing] = add_node(w, w->x->m.things.v[thing].id, thing);
    return w->node_of[thing];
}

/* bps 0: whatever comes. */
static void add_link(wiring *w, uint32_t a, uint32_t b, uint32_t metric, uint64_t bps)
{
    cp_vec_push(w->x->j->a, &w->links, ((cp_plan_pair){ a, b }));
    cp_vec_push(w->x->j->a, &w->metrics, metric);
    cp_vec_push(w->x->j->a, &w->link_bps, bps);
}

static void add_demand(wiring *w, uint32_t a, uint32_t b, uint64_t bps)
{
    cp_vec_push(w->x->j->a, &w->demands, ((cp_plan_pair){ a, b }));
    cp_vec_push(w->x->j->a, &w->demand_bps, bps);
}

/* A row of devices between the ends of a link, nodes of this link alone: nothing else passes
 * them. */
static void add_alternative(wiring *w, uint32_t link, uint32_t alternative, uint32_t a, uint32_t b,
                            uint32_t metric)
{
    const cp_path_model *m = &w->x->m;
    uint32_t at = a, n = 0;
    for (uint32_t i = w->need_first[alternative]; i < w->need_first[alternative + 1]; i++) {
        const cp_thing_need *need = &m->needs.v[w->needs[i]];
        for (uint32_t o = 0; o < need->n; o++) {
            uint32_t thing = m->options.v[need->first + o];
            if (m->things.v[thing].kind != CP_THING_ASSET || w->job_of_thing[thing] == CP_PLAN_NONE)
                continue;
            uint32_t node = add_node(w,
                                     cp_str_fmt(w->x->j->a, "link-%u-%u-%u/%.*s", link, alternative,
                                                n++, CP_FMT(m->things.v[thing].id)),
                                     thing);
            add_link(w, at, node, 1, 0);
            at = node;
        }
    }
    add_link(w, at, b, metric, 0);
}

/* Alternatives stand beside each other, and what the link carries behind them. */
static void add_real_link(wiring *w, uint32_t i)
{
    const cp_path_model *m = &w->x->m;
    const cp_real_link *l = &m->links.links[i];
    uint32_t a = node_of(w, l->a), b = node_of(w, l->b), rides = m->rides[i];
    uint32_t metric = l->metric ? l->metric : l->metric_back ? l->metric_back : 1;
    uint32_t middle = CP_PLAN_NONE;
    for (uint32_t k = rides == CP_NO_ITEM ? 0 : w->need_first[rides];
         rides != CP_NO_ITEM && k < w->need_first[rides + 1]; k++) {
        const cp_thing_need *need = &m->needs.v[w->needs[k]];
        for (uint32_t o = 0; o < need->n; o++) {
            uint32_t thing = m->options.v[need->first + o];
            if (m->things.v[thing].kind != CP_THING_ALTERNATIVE)
                continue;
            if (middle == CP_PLAN_NONE)
                middle = add_node(w, cp_str_fmt(w->x->j->a, "link-%u", i), CP_NO_ITEM);
            add_alternative(w, i, thing, a, middle, metric);
        }
    }
    add_link(w, middle == CP_PLAN_NONE ? a : middle, b, metric, l->capacity_bps);
}

static void index_things(wiring *w)
{
    const cp_path_model *m = &w->x->m;
    cp_arena *a = w->x->j->a;
    w->node_of = CP_NEW_RAW(a, uint32_t, m->things.n);
    w->job_of_thing = CP_NEW_RAW(a, uint32_t, m->things.n);
    for (uint32_t i = 0; i < m->things.n; i++)
        w->node_of[i] = w->job_of_thing[i] = CP_PLAN_NONE;
    for (uint32_t i = 0; i < w->x->n_devices; i++)
        w->job_of_thing[w->x->devices[i].thing] = i;
    w->need_first = CP_NEW_ARRAY(a, uint32_t, (size_t)m->things.n + 2);
    w->needs = CP_NEW_RAW(a, uint32_t, m->needs.n);
    for (uint32_t i = 0; i < m->needs.n; i++)
        w->need_first[m->needs.v[i].thing + 2]++;
    for (uint32_t i = 0; i < m->things.n; i++)
        w->need_first[i + 2] += w->need_first[i + 1];
    for (uint32_t i = 0; i < m->needs.n; i++)
        w->needs[w->need_first[m->needs.v[i].thing + 1]++] = i;
}

/* Where nobody tells what flows: every device has to reach the core, whichever of its devices. */
static void default_demands(wiring *w)
{
    cp_planning *x = w->x;
    uint32_t n = w->ids.n, core = CP_PLAN_NONE;
    for (uint32_t i = 0; i < n; i++) {
        const cp_answer_asset *a = cp_path_asset(&x->m, w->things.v[i]);
        if (!a || !cp_str_eq_nocase(cp_asset_shown(&a->asset, CP_ATTR_CLASS), CP_STR("core")))
            continue;
        if (core == CP_PLAN_NONE)
            core = add_node(w, CP_STR("(any of the core)"), CP_NO_ITEM);
        add_link(w, i, core, 1, 0);
    }
    if (core == CP_PLAN_NONE) {
        note(x, "No demands are told, and no device of class core: nothing has to stay connected. "
                "A table from,to,bps says what must.");
        return;
    }
    note(x, "No demands are told: taken is that every device has to reach the core.");
    for (uint32_t i = 0; i < n; i++)
        if (w->things.v[i] != CP_NO_ITEM)
            add_demand(w, i, core, 0);
}

static void make_demands(wiring *w)
{
    cp_planning *x = w->x;
    for (uint32_t i = 0; i < x->loads.flows.n; i++) {
        const cp_path_flow *f = &x->loads.flows.v[i];
        uint32_t from = node_of(w, f->from), to = node_of(w, f->to);
        add_demand(w, from, to, f->bps);
    }
    if (x->loads.flows.n == 0)
        default_demands(w);
}

/* A device that is the only way of demands: they are out while it is swapped, and else kept. */
static void allow_outages(cp_planning *x)
{
    cp_arena *a = x->j->a;
    uint32_t *n_of = CP_NEW_RAW(a, uint32_t, x->p.n_jobs), n = 0, most = 0;
    const uint32_t *of;
    cp_keep_parts(cp_keep_new(a, &x->p), a, &x->p.demands, &of, &x->p.n_demands, n_of);
    uint64_t *bps = CP_NEW_RAW(a, uint64_t, x->p.n_demands);
    for (uint32_t i = 0; i < x->p.n_demands; i++)
        bps[i] = x->p.demand_bps[of[i]];
    x->p.demand_bps = bps;
    for (uint32_t j = 0; j < x->p.n_jobs; j++) {
        n += n_of[j] > 0;
        most = n_of[j] > most ? n_of[j] : most;
    }
    x->outages_of = n_of;
    if (n)
        note(x,
             "%u device%s the only way of demands (of up to %u): they are out while it is swapped.",
             n, n == 1 ? " is" : "s are", most);
}

/* What does not fit now, no plan makes fit. */
static void look_at_capacity(cp_planning *x)
{
    cp_carried is = cp_keep_carried(cp_keep_new(x->j->a, &x->p));
    if (is == CP_CARRIED)
        return;
    x->p.link_bps = x->p.demand_bps = NULL;
    note(x, is == CP_CARRIED_NOT
                ? "What demands want does not fit into the links as they are: what "
                  "links carry is not looked at."
                : "Whether what demands want fits into the links as they are was not "
                  "found out: what links carry is not looked at.");
}

static void make_net(cp_planning *x)
{
    wiring w = { .x = x };
    index_things(&w);
    for (uint32_t i = 0; i < x->m.links.n_links; i++)
        if (x->m.things.v[x->m.links.links[i].a].is_in &&
            x->m.things.v[x->m.links.links[i].b].is_in)
            add_real_link(&w, i);
    make_demands(&w);
    x->node_ids = w.ids.v;
    x->node_things = w.things.v;
    x->p.n_nodes = w.ids.n;
    x->p.job_of = w.jobs.v;
    x->p.links = w.links.v;
    x->p.n_links = w.links.n;
    x->p.demands = w.demands.v;
    x->p.n_demands = w.demands.n;
    x->p.link_bps = w.link_bps.v;
    x->p.demand_bps = w.demand_bps.v;
    cp_plan_ways_make(x->j->a, &x->p, w.metrics.v, &x->ways);
    x->p.exposed = x->ways.groups;
    x->p.exposed_units = x->ways.units;
    x->n_demands = x->p.n_demands;
    if (x->j->opts.allow_outage)
        allow_outages(x);
    look_at_capacity(x);
    if (x->ways.n_apart)
        note(x, "%u demand%s not connected now: no plan keeps %s.", x->ways.n_apart,
             x->ways.n_apart == 1 ? " is" : "s are", x->ways.n_apart == 1 ? "it" : "them");
}

/* A hundredth of what a swap costs on average, for each unit and period, where nobody says. */
static cp_rc make_weight(cp_planning *x, cp_err *err)
{
    double told;
    if (x->j->opts.weight.n) {
        if (!cp_str_double(x->j->opts.weight, &told) || !(told >= 0) ||
            told * HUNDREDTHS > (double)CP_PLAN_AMOUNT_MAX)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "--weight is \"%.*s\", expected an amount of at least 0",
                           CP_FMT(x->j->opts.weight));
        x->p.weight = (int64_t)llround(told * HUNDREDTHS);
        return CP_OK;
    }
    int64_t sum = 0;
    for (uint32_t j = 0; j < x->p.n_jobs; j++)
        sum += x->p.options[x->p.jobs[j].first_option].cost;
    x->p.weight = x->p.n_jobs ? sum / x->p.n_jobs / 100 : 0;
    return CP_OK;
}

cp_rc cp_planning_make(cp_planning *x, cp_err *err)
{
    cp_rc rc = make_periods(x, err);
    if (rc == CP_OK)
        rc = make_limits(x, err);
    if (rc != CP_OK)
        return rc;
    find_devices(x);
    tell_overdue(x);
    rc = make_jobs(x, err);
    if (rc == CP_OK)
        rc = make_weight(x, err);
    if (rc != CP_OK)
        return rc;
    make_net(x);
    return cp_plan_problem_check(&x->p, err);
}
