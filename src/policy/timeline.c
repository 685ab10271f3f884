/* SPDX-License-Identifier: Apache-2.0 */
/* timeline.c - see timeline.h. */
#include "policy/timeline.h"
#include <stdlib.h>
#include "policy/calendar.h"
#include "policy/judge.h"

typedef struct days {
    cp_arena *a;
    CP_VEC(int32_t) v;
} days;

typedef struct work {
    cp_arena *a;
    cp_policy_lib lib; /* with one pack */
    const cp_policy *pack;
    const cp_timeline_opts *opts;
    const cp_asset *as;
    cp_timeline *out;
    cp_calendar causes;
    /* of the asset, its parts and who operates it, as far as p knows them */
    CP_VEC(uint32_t) makers;
} work;

/* ---- the days on which something may change ---- */

static void add_day(void *ctx, int32_t day)
{
    days *d = ctx;
    /* a month or a year begins to leave a reservation, and ceases to, at its ends */
    cp_vec_push(d->a, &d->v, day);
    cp_vec_push(d->a, &d->v, day + 1);
}

static void add_date(days *d, cp_date date)
{
    if (!cp_date_is_set(date))
        return;
    add_day(d, date.first_day);
    add_day(d, date.last_day);
}

static void add_duties(days *d, const cp_policy *p, const cp_policy_duty *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        add_date(d, v[i].from);
        add_date(d, v[i].deadline);
        for (uint32_t c = 0; c < p->n_clauses; c++)
            add_date(d, cp_duty_begins(&v[i], &p->clauses[c]));
    }
}

static void add_clause(days *d, const cp_policy *p, const cp_policy_clause *c)
{
    add_date(d, c->date_added);
    add_date(d, c->from);
    add_date(d, c->removed);
    for (uint32_t i = 0; i < c->n_makers; i++) {
        add_date(d, c->makers[i].since);
        add_date(d, c->makers[i].until);
    }
    for (uint32_t i = 0; i < c->n_purposes; i++)
        add_date(d, c->purposes[i].from);
    for (uint32_t i = 0; i < c->n_exempt; i++) {
        add_date(d, c->exempt[i]->from);
        add_date(d, c->exempt[i]->until);
    }
    add_duties(d, p, c->duties, c->n_duties);
}

static void add_owners(days *d, const work *w, cp_str maker)
{
    const uint64_t *at = maker.n ? cp_map_get(&w->lib.known->by_id, maker) : NULL;
    if (at)
        cp_owners_days(&w->lib.owners, (uint32_t)*at, add_day, d);
}

/* A date that nobody stated is at most the day judged, so the days that it is compared with are
 * days of change, too; so are the sales of every maker that it could be. */
static void add_facts(days *d, const work *w)
{
    const cp_policy *p = w->pack;
    for (uint32_t i = 0; i < p->n_days; i++)
        add_day(d, p->days[i].day);
    for (uint32_t i = 0; i < p->n_duty_days; i++)
        add_day(d, p->duty_days[i].day);
    for (uint32_t i = 0; i < p->named.n; i++)
        add_owners(d, w, p->named.items[i].key);
    for (uint32_t i = 0; i < w->makers.n; i++)
        cp_owners_days(&w->lib.owners, w->makers.v[i], add_day, d);
}

static void add_maker(work *w, cp_str id)
{
    const uint64_t *at = id.n ? cp_map_get(&w->lib.known->by_id, id) : NULL;
    if (at)
        cp_vec_push(w->a, &w->makers, (uint32_t)*at);
}

/* Whose sales matter. Who made it does not hang on the day. */
static void find_makers(work *w, cp_judge *j)
{
    const cp_facts *x = cp_judge_facts(j, w->as);
    add_maker(w, x->maker_id);
    for (unsigned f = 0; f < CP_FACT_MAKERS; f++)
        if (f != CP_FACT_MAKER && f != CP_FACT_CONTAINS)
            add_maker(w, j->named.v[x->maker[f]].id);
    for (uint32_t i = 0; i < x->n_inside; i++)
        add_maker(w, j->named.v[x->inside[i]].id);
    for (uint32_t i = 0; i < x->n_candidates; i++)
        add_maker(w, j->named.v[x->candidates[i]].id);
}

static int by_number(const void *p, const void *q)
{
    int32_t x = *(const int32_t *)p, y = *(const int32_t *)q;
    return x < y ? -1 : x > y;
}

/* Ascending, each once, within the range; the first is where the range begins. */
static days candidate_days(const work *w)
{
    const cp_policy *p = w->pack;
    days d = { .a = w->a }, out = { .a = w->a };
    add_date(&d, p->enacted);
    add_date(&d, p->effective);
    add_date(&d, p->ends);
    for (uint32_t i = 0; i < p->n_clauses; i++)
        add_clause(&d, p, &p->clauses[i]);
    add_duties(&d, p, p->duties, p->n_duties);
    add_facts(&d, w);
    for (uint32_t i = 0; i < w->opts->n_statements; i++) {
        add_date(&d, w->opts->statements[i].from);
        add_date(&d, w->opts->statements[i].to);
    }
    add_day(&d, 0); /* some day, were there none */
    qsort(d.v.v, d.v.n, sizeof *d.v.v, by_number);
    bool is_open = w->opts->from == CP_TIMELINE_OPEN_FROM;
    cp_vec_push(w->a, &out.v, is_open ? d.v.v[0] - 1 : w->opts->from);
    for (uint32_t i = 0; i < d.v.n; i++)
        if (d.v.v[i] > out.v.v[out.v.n - 1] && d.v.v[i] <= w->opts->to)
            cp_vec_push(w->a, &out.v, d.v.v[i]);
    return out;
}

/* ---- are two verdicts the same ---- */

static bool same_texts(const cp_str *x, uint32_t n_x, const cp_str *y, uint32_t n_y)
{
    for (uint32_t i = 0; n_x == n_y && i < n_x; i++)
        if (!cp_str_eq(x[i], y[i]))
            return false;
    return n_x == n_y;
}

static bool same_date(cp_date x, cp_date y)
{
    bool has_x = cp_date_is_set(x), has_y = cp_date_is_set(y);
    return has_x == has_y && (!has_x || (x.first_day == y.first_day && x.last_day == y.last_day));
}

static bool is_past(cp_date d, cp_date today)
{
    return cp_date_is_set(d) && d.last_day < today.first_day;
}

static bool same_duty(const cp_duty *x, cp_date x_day, const cp_duty *y, cp_date y_day)
{
    return x->verb == y->verb && x->applies == y->applies &&
           (x->applies != CP_APPLIES_FROM || same_date(x->from, y->from)) &&
           same_date(x->deadline, y->deadline) &&
           is_past(x->deadline, x_day) == is_past(y->deadline, y_day);
}

bool cp_timeline_same(const cp_verdict *x, cp_date x_day, const cp_verdict *y, cp_date y_day)
{
    if (x->result == CP_VERDICT_NOT_ADDRESSED && y->result == CP_VERDICT_NOT_ADDRESSED)
        return true;
    if (x->result != y->result || x->law != y->law || x->binds != y->binds ||
        !cp_str_eq(x->clause, y->clause) || x->n_duties != y->n_duties)
        return false;
    for (uint32_t i = 0; i < x->n_duties; i++)
        if (!same_duty(&x->duties[i], x_day, &y->duties[i], y_day))
            return false;
    return same_texts(x->missing, x->n_missing, y->missing, y->n_missing) &&
           same_texts(x->via, x->n_via, y->via, y->n_via);
}

/* ---- why it changes ---- */

static const struct {
    cp_calendar_kind kind;
    const char *says; /* NULL: no verdict hangs on it */
} causes[] = {
    { CP_CALENDAR_ENACTED, "the rule exists" },
    { CP_CALENDAR_EFFECTIVE, "the rule takes effect" },
    { CP_CALENDAR_ENDS, "the rule ends" },
    { CP_CALENDAR_CLAUSE_ADDED, "added" },
    { CP_CALENDAR_CLAUSE_FROM, "applies" },
    { CP_CALENDAR_CLAUSE_REMOVED, "removed" },
    { CP_CALENDAR_MAKER_ADDED, "maker added" },
    { CP_CALENDAR_MAKER_REMOVED, "maker removed" },
    { CP_CALENDAR_CONDITION_FROM, "a condition is attached" },
    { CP_CALENDAR_DUTY_FROM, "duty begins" },
    { CP_CALENDAR_DEADLINE, "deadline" },
    { CP_CALENDAR_EXEMPTION_FROM, "exemption begins" },
    { CP_CALENDAR_EXEMPTION_UNTIL, "exemption ends" },
};

static const char *says(cp_calendar_kind kind)
{
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (causes[i].kind == kind)
            return causes[i].says;
    return NULL;
}

static bool falls_on(cp_date d, int32_t day)
{
    return cp_date_is_set(d) && (d.first_day == day || d.last_day == day);
}

/* "clause 1 added; deadline passed (use)" */
static void tell(cp_buf *b, const char *what, cp_str item)
{
    cp_str had = cp_buf_str(b);
    cp_str text = item.n ? cp_str_fmt(b->a, "%.*s: %s", CP_FMT(item), what) : cp_str_c(what);
    if (!cp_str_has(had, text))
        cp_buf_fmt(b, "%s%.*s", had.n ? "; " : "", CP_FMT(text));
}

static bool is_of(const cp_calendar_entry *e, const cp_verdict *v)
{
    return e->clause && cp_str_eq(e->clause->id, v->clause);
}

/* What the pack says of this day; of a clause only if it is the one before or after, unless
 * anything will do. */
static void tell_pack(const work *w, int32_t day, const cp_verdict *before, const cp_verdict *after,
                      bool any, cp_buf *b)
{
    for (uint32_t i = 0; i < w->causes.v.n; i++) {
        const cp_calendar_entry *e = &w->causes.v.v[i];
        const char *what = says(e->kind);
        bool is_over = e->kind == CP_CALENDAR_DEADLINE && e->date.last_day + 1 == day;
        if (!what || (!falls_on(e->date, day) && !is_over) ||
            (e->clause && !any && !is_of(e, before) && !is_of(e, after)))
            continue;
        tell(b, is_over ? "deadline passed" : what, e->item);
    }
}

static void tell_span(const work *w, const cp_span *s, int32_t day, cp_buf *b)
{
    const cp_makers *m = w->lib.known;
    cp_str child = m->v[s->child].name, parent = m->v[s->parent].name;
    if (falls_on(s->since, day))
        tell(b, cp_str_fmt(w->a, "under %.*s from then on", CP_FMT(parent)).p, child);
    if (falls_on(s->until, day))
        tell(b, cp_str_fmt(w->a, "no longer under %.*s", CP_FMT(parent)).p, child);
}

static void tell_owners(const work *w, uint32_t maker, int32_t day, uint32_t depth, cp_buf *b)
{
    const cp_owners *o = &w->lib.owners;
    for (uint32_t i = o->first[maker]; i < o->first[maker + 1] && depth < CP_OWNER_DEPTH_MAX; i++) {
        tell_span(w, &o->spans.v[i], day, b);
        tell_owners(w, o->spans.v[i].parent, day, depth + 1, b);
    }
}

static void tell_sales(const work *w, int32_t day, cp_buf *b)
{
    for (uint32_t i = 0; i < w->makers.n; i++)
        tell_owners(w, w->makers.v[i], day, 0, b);
}

/* A fact with days of which nobody knows the day. */
static void tell_facts(const work *w, int32_t day, cp_buf *b)
{
    const cp_policy *p = w->pack;
    for (uint32_t i = 0; i < p->n_days + p->n_duty_days; i++) {
        const cp_policy_day_fact *d = i < p->n_days ? &p->days[i] : &p->duty_days[i - p->n_days];
        if (d->day == day)
            tell(b, "may be this day or later", cp_str_c(cp_fact_name(d->fact)));
    }
}

/* Approvals and answers hold from a day, and up to one. */
static void tell_statements(const work *w, int32_t day, cp_buf *b)
{
    for (uint32_t i = 0; i < w->opts->n_statements; i++) {
        const cp_statement *s = &w->opts->statements[i];
        bool ends = cp_date_is_set(s->to) && s->to.last_day + 1 == day;
        if (ends || falls_on(s->from, day))
            tell(b, ends ? "holds no longer" : "holds from then on",
                 cp_str_fmt(w->a, "%.*s of %.*s", CP_FMT(s->fact),
                            CP_FMT(s->maker.n ? s->maker : s->state)));
    }
}

static cp_str why(const work *w, int32_t day, const cp_verdict *before, const cp_verdict *after)
{
    cp_buf b = cp_buf_new(w->a);
    tell_pack(w, day, before, after, false, &b);
    tell_sales(w, day, &b);
    tell_statements(w, day, &b);
    if (cp_buf_str(&b).n == 0)
        tell_facts(w, day, &b);
    if (cp_buf_str(&b).n == 0)
        tell_pack(w, day, before, after, true, &b);
    if (cp_buf_str(&b).n == 0)
        cp_buf_add_c(&b, "the ownership of a maker that it could be");
    return cp_buf_str(&b);
}

/* ---- judging ---- */

static void free_arena(void *arg) { cp_arena_free(arg); }

static cp_judge *judge_on(const work *w, cp_arena *a, cp_date day)
{
    return cp_judge_new(a, &w->lib,
                        &(cp_judge_opts){ w->opts->profile, day, w->opts->accept,
                                          w->opts->as_if_bound, w->opts->statements,
                                          w->opts->n_statements });
}

/* A row if that day says something else than the one before. A judge and what it says live in an
 * arena of their own, which stays only for a row. */
static void judge_day(work *w, int32_t number, bool is_first)
{
    cp_arena *a = cp_arena_new(0);
    cp_date day = cp_date_of_day(number);
    cp_verdict v = cp_judge_asset(judge_on(w, a, day), w->pack, w->as);
    cp_timeline_row *last = is_first ? NULL : &w->out->v.v[w->out->v.n - 1];
    if (last && cp_timeline_same(&last->verdict, last->as_of, &v, day)) {
        cp_arena_free(a);
        return;
    }
    cp_arena_defer(w->a, free_arena, a);
    cp_str reason = last ? why(w, number, &last->verdict, &v) : CP_STR("");
    if (last)
        last->to = number - 1;
    bool is_open = is_first && w->opts->from == CP_TIMELINE_OPEN_FROM;
    cp_vec_push(w->a, &w->out->v,
                ((cp_timeline_row){ w->pack, is_open ? CP_TIMELINE_OPEN_FROM : number, w->opts->to,
                                    v, day, reason }));
}

static void judge_pack(work *w)
{
    cp_arena *a = cp_arena_new(0);
    find_makers(w, judge_on(w, a, w->pack->effective));
    days d = candidate_days(w);
    cp_calendar_fill(w->a, &w->pack, 1, CP_DATE_NONE, CP_DATE_NONE, &w->causes);
    for (uint32_t i = 0; i < d.v.n; i++)
        judge_day(w, d.v.v[i], i == 0);
    cp_arena_free(a);
}

void cp_timeline_fill(cp_arena *a, const cp_policy_lib *lib, const cp_policy *const *packs,
                      uint32_t n, const cp_timeline_opts *opts, const cp_asset *as,
                      cp_timeline *out)
{
    *out = (cp_timeline){ 0 };
    for (uint32_t i = 0; i < n; i++) {
        cp_policy alone = *packs[i]; /* the others need not be prepared for each day */
        const cp_policy *one[] = { &alone };
        work w = { .a = a, .lib = *lib, .pack = &alone, .opts = opts, .as = as, .out = out };
        alone.index = 0;
        w.lib.packs = one;
        w.lib.n_packs = 1;
        uint32_t from = out->v.n;
        judge_pack(&w);
        for (uint32_t k = from; k < out->v.n; k++)
            out->v.v[k].policy = packs[i];
    }
}
