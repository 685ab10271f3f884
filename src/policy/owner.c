/* SPDX-License-Identifier: Apache-2.0 */
/* owner.c - see owner.h. */
#include "policy/owner.h"
#include <stdlib.h>

/* What a relation of maker X to maker Y says about control. */
static const struct {
    const char *type;
    bool is_child; /* X is the child, Y the parent; else the other way round */
    bool ends;     /* `date` is an end; else a beginning */
    uint32_t tie;
} relations[] = {
    { "parent", true, false, CP_OWNER_CONTROL },
    { "former_parent", true, true, CP_OWNER_CONTROL },
    { "acquired_by", true, false, CP_OWNER_CONTROL },
    { "absorbed_by", true, false, CP_OWNER_CONTROL },
    { "merged_into", true, false, CP_OWNER_CONTROL },
    { "subsidiary", false, false, CP_OWNER_CONTROL },
    { "former_subsidiary", false, true, CP_OWNER_CONTROL },
    { "acquired", false, false, CP_OWNER_CONTROL },
    { "joint_venture", false, false, CP_OWNER_JOINT_VENTURE },
    { "joint_venture_of", true, false, CP_OWNER_JOINT_VENTURE },
    { "minority_holder", true, false, CP_OWNER_MINORITY },
    { "shareholder", true, false, CP_OWNER_MINORITY },
    { "indirect_shareholder", true, false, CP_OWNER_MINORITY },
    { "oem_for", false, false, CP_OWNER_RELABEL },
    { "oem_from", true, false, CP_OWNER_RELABEL },
};

static const struct {
    const char *name;
    uint32_t tie;
} ties[] = { { "joint_venture", CP_OWNER_JOINT_VENTURE },
             { "minority", CP_OWNER_MINORITY },
             { "relabel", CP_OWNER_RELABEL } };

uint32_t cp_owner_tie_by_name(cp_str name)
{
    for (size_t i = 0; i < sizeof ties / sizeof *ties; i++)
        if (cp_str_eq(name, cp_str_c(ties[i].name)))
            return ties[i].tie;
    return 0;
}

bool cp_owner_is_control(cp_str type)
{
    for (size_t k = 0; k < sizeof relations / sizeof *relations; k++)
        if (cp_str_eq(type, cp_str_c(relations[k].type)))
            return relations[k].tie == CP_OWNER_CONTROL;
    return cp_str_eq(type, CP_STR("divested"));
}

static int by_child(const void *a, const void *b)
{
    const cp_span *x = a, *y = b;
    if (x->child != y->child)
        return x->child < y->child ? -1 : 1;
    if (x->parent != y->parent)
        return x->parent < y->parent ? -1 : 1;
    if (x->since.first_day != y->since.first_day)
        return x->since.first_day < y->since.first_day ? -1 : 1;
    return x->until.first_day < y->until.first_day ? -1 : x->until.first_day > y->until.first_day;
}

/* The end of what m acquired or held jointly: the earliest divestiture of the same house that is
 * not before it. */
static cp_date divested(const cp_maker *m, cp_str house, cp_date since)
{
    cp_date end = CP_DATE_NONE;
    for (uint32_t i = 0; i < m->n_relations; i++) {
        const cp_relation *d = &m->relations[i];
        if (!cp_str_eq(d->type, CP_STR("divested")) || !cp_str_eq(d->to, house) ||
            !cp_date_is_set(d->date))
            continue;
        if (cp_date_is_set(since) && cp_date_before(d->date, since) == CP_YES)
            continue;
        if (!cp_date_is_set(end) || d->date.first_day < end.first_day)
            end = d->date;
    }
    return end;
}

static void add_relation(cp_arena *a, cp_owners *o, uint32_t maker, const cp_relation *rel)
{
    const uint64_t *to = rel->to.n ? cp_map_get(&o->makers->by_id, rel->to) : NULL;
    if (!to || *to == maker)
        return;
    for (size_t k = 0; k < sizeof relations / sizeof *relations; k++) {
        if (!cp_str_eq(rel->type, cp_str_c(relations[k].type)))
            continue;
        cp_span s = { maker, (uint32_t)*to, rel->since, rel->until, rel->conf, relations[k].tie,
                      rel,   maker,         false };
        if (!relations[k].is_child) {
            s.child = (uint32_t)*to;
            s.parent = maker;
        }
        if (relations[k].ends && !cp_date_is_set(s.until))
            s.until = rel->date;
        if (!relations[k].ends && !cp_date_is_set(s.since))
            s.since = rel->date;
        bool is_held = cp_str_eq(rel->type, CP_STR("acquired")) || s.tie == CP_OWNER_JOINT_VENTURE;
        if (is_held && !cp_date_is_set(s.until))
            s.until = divested(&o->makers->v[s.parent], o->makers->v[s.child].id, s.since);
        bool ended_at_unknown_day = relations[k].ends && !cp_date_is_set(s.until);
        if (!ended_at_unknown_day)
            cp_vec_push(a, &o->spans, s);
    }
}

/* Is a day of `day` inside the span? A month or a year at its ends, and an unchecked source, leave
 * a reservation. */
cp_may cp_span_on(const cp_span *s, cp_fact_days day)
{
    cp_may m = CP_MAY_YES;
    if (cp_date_is_set(s->since))
        m = cp_may_and(m, cp_may_not(cp_days_before(day, s->since)));
    if (cp_date_is_set(s->until))
        m = cp_may_and(m, cp_days_before(day, s->until));
    bool is_sure = !cp_is_unchecked(s->conf) && s->tie != CP_OWNER_RELABEL && !s->is_disputed;
    return is_sure ? m : cp_may_cap(m);
}

/* One question about chains. Where everybody is under everybody the ways are more than can be gone:
 * what is not gone within the budget leaves a reservation, and is never clean. */
typedef struct asking {
    const cp_owners *o;
    uint32_t by, house, steps;
    cp_fact_days day;
} asking;

static cp_may under(asking *q, uint32_t maker, uint32_t depth)
{
    const cp_owners *o = q->o;
    if (maker == q->house)
        return CP_MAY_YES;
    cp_may m = CP_MAY_NO;
    if (depth >= CP_OWNER_DEPTH_MAX)
        return m;
    if (q->steps++ >= CP_OWNER_STEPS_MAX)
        return CP_MAY_COND;
    for (uint32_t i = o->first[maker]; i < o->first[maker + 1] && m != CP_MAY_YES; i++) {
        const cp_span *s = &o->spans.v[i];
        cp_may here = s->tie & q->by ? cp_span_on(s, q->day) : CP_MAY_NO;
        if (here != CP_MAY_NO)
            m = cp_may_or(m, cp_may_and(here, under(q, s->parent, depth + 1)));
    }
    return m;
}

cp_may cp_owners_under(const cp_owners *o, uint32_t by, uint32_t maker, uint32_t house,
                       cp_fact_days day)
{
    assert(maker < o->makers->n && house < o->makers->n);
    if (o->group[maker] != o->group[house]) /* most pairs: no tie of any kind or time joins them */
        return CP_MAY_NO;
    asking q = { .o = o, .by = by, .house = house, .day = day };
    return under(&q, maker, 0);
}

/* ---- what cannot be as it is told ---- */

static bool began_together(const cp_span *x, const cp_span *y)
{
    return x->tie == CP_OWNER_CONTROL && y->tie == CP_OWNER_CONTROL && x->child == y->child &&
           x->parent != y->parent && cp_date_is_set(x->since) && cp_date_is_set(y->since) &&
           x->since.first_day == x->since.last_day && x->since.first_day == y->since.first_day &&
           x->since.last_day == y->since.last_day;
}

/* Sold to a house, and so at the same time to the house above that: no dispute. */
static bool is_one_house(const cp_owners *o, uint32_t x, uint32_t y, int32_t day)
{
    cp_fact_days on = { day, day };
    return cp_owners_under(o, CP_OWNER_CONTROL, x, y, on) != CP_MAY_NO ||
           cp_owners_under(o, CP_OWNER_CONTROL, y, x, on) != CP_MAY_NO;
}

static void mark_disputes(cp_owners *o)
{
    for (uint32_t i = 0; i < o->spans.n; i++)
        for (uint32_t k = i + 1; k < o->spans.n && o->spans.v[k].child == o->spans.v[i].child;
             k++) {
            cp_span *x = &o->spans.v[i], *y = &o->spans.v[k];
            if (began_together(x, y) && !is_one_house(o, x->parent, y->parent, x->since.first_day))
                x->is_disputed = y->is_disputed = true;
        }
}

static void tell_dispute(cp_arena *a, const cp_owners *o, uint32_t i, cp_owner_faults *out)
{
    const cp_span *x = &o->spans.v[i];
    for (uint32_t k = i + 1; k < o->spans.n && o->spans.v[k].child == x->child; k++) {
        const cp_span *y = &o->spans.v[k];
        if (x->is_disputed && y->is_disputed && began_together(x, y))
            cp_vec_push(a, out,
                        cp_str_fmt(a,
                                   "%.*s came under %.*s and under %.*s on one day, %.*s: both are "
                                   "kept, each under a reservation",
                                   CP_FMT(o->makers->v[x->child].name),
                                   CP_FMT(o->makers->v[x->parent].name),
                                   CP_FMT(o->makers->v[y->parent].name),
                                   CP_FMT(cp_date_text(a, x->since))));
    }
}

static bool overlap(cp_date since, cp_date until, const cp_span *s)
{
    return !(cp_date_is_set(until) && cp_date_is_set(s->since) &&
             until.first_day <= s->since.last_day) &&
           !(cp_date_is_set(since) && cp_date_is_set(s->until) &&
             s->until.first_day <= since.last_day);
}

/* Is there a way from `at` up to `to` that could hold together with the span that begins it? The
 * way, for the reader, in path. */
static uint32_t way_up(asking *q, uint32_t at, uint32_t to, const cp_span *first, uint32_t *path,
                       uint32_t n)
{
    const cp_owners *o = q->o;
    path[n++] = at;
    if (q->steps++ >= CP_OWNER_STEPS_MAX)
        return 0;
    if (at == to)
        return n;
    for (uint32_t i = o->first[at]; i < o->first[at + 1] && n < CP_OWNER_DEPTH_MAX; i++) {
        const cp_span *s = &o->spans.v[i];
        bool is_back = false;
        for (uint32_t k = 0; k < n; k++)
            is_back |= path[k] == s->parent;
        uint32_t len =
            !is_back && s->tie == CP_OWNER_CONTROL && overlap(first->since, first->until, s)
                ? way_up(q, s->parent, to, first, path, n)
                : 0;
        if (len)
            return len;
    }
    return 0;
}

/* Told once, by the member of the circle that comes first in the tables. */
static void tell_circle(cp_arena *a, const cp_owners *o, uint32_t i, cp_owner_faults *out)
{
    const cp_span *s = &o->spans.v[i];
    asking q = { .o = o };
    if (s->tie != CP_OWNER_CONTROL)
        return;
    uint32_t path[CP_OWNER_DEPTH_MAX + 1], n = way_up(&q, s->parent, s->child, s, path, 0);
    for (uint32_t k = 0; k < n; k++)
        if (path[k] < s->child)
            return;
    if (n == 0)
        return;
    cp_buf b = cp_buf_new(a);
    cp_buf_fmt(&b, "the ownership goes round: %.*s", CP_FMT(o->makers->v[s->child].name));
    for (uint32_t k = 0; k < n; k++)
        cp_buf_fmt(&b, " under %.*s", CP_FMT(o->makers->v[path[k]].name));
    cp_vec_push(a, out, cp_buf_str(&b));
}

void cp_owners_faults(cp_arena *a, const cp_owners *o, cp_owner_faults *out)
{
    for (uint32_t i = 0; i < o->spans.n; i++) {
        tell_dispute(a, o, i, out);
        tell_circle(a, o, i, out);
    }
}

/* ---- at loading ---- */

static uint32_t head_of(uint32_t *group, uint32_t maker)
{
    for (; group[maker] != maker; maker = group[maker])
        group[maker] = group[group[maker]];
    return maker;
}

static void set_groups(cp_arena *a, cp_owners *o)
{
    uint32_t n = o->makers->n;
    o->group = CP_NEW_ARRAY(a, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        o->group[i] = i;
    for (uint32_t i = 0; i < o->spans.n; i++) {
        const cp_span *s = &o->spans.v[i];
        o->group[head_of(o->group, s->child)] = head_of(o->group, s->parent);
    }
    for (uint32_t i = 0; i < n; i++)
        o->group[i] = head_of(o->group, i);
}

void cp_owners_init(cp_arena *a, cp_owners *o, const cp_makers *makers)
{
    *o = (cp_owners){ .makers = makers };
    for (uint32_t i = 0; i < makers->n; i++)
        for (uint32_t k = 0; k < makers->v[i].n_relations; k++)
            add_relation(a, o, i, &makers->v[i].relations[k]);
    if (o->spans.n)
        qsort(o->spans.v, o->spans.n, sizeof *o->spans.v, by_child);
    o->first = CP_NEW_ARRAY(a, uint32_t, makers->n + 1);
    uint32_t at = 0;
    for (uint32_t i = 0; i <= makers->n; i++) {
        while (at < o->spans.n && o->spans.v[at].child < i)
            at++;
        o->first[i] = at;
    }
    set_groups(a, o);
    mark_disputes(o);
}

static void span_days(const cp_span *s, void (*each)(void *ctx, int32_t day), void *ctx)
{
    const cp_date ends[] = { s->since, s->until };
    for (int k = 0; k < 2; k++)
        if (cp_date_is_set(ends[k])) {
            each(ctx, ends[k].first_day);
            each(ctx, ends[k].last_day);
        }
}

static void days(asking *q, uint32_t maker, void (*each)(void *ctx, int32_t day), void *ctx,
                 uint32_t depth)
{
    const cp_owners *o = q->o;
    for (uint32_t i = o->first[maker]; i < o->first[maker + 1] && depth < CP_OWNER_DEPTH_MAX; i++) {
        if (q->steps++ >= CP_OWNER_STEPS_MAX)
            return;
        span_days(&o->spans.v[i], each, ctx);
        days(q, o->spans.v[i].parent, each, ctx, depth + 1);
    }
}

void cp_owners_days(const cp_owners *o, uint32_t maker, void (*each)(void *ctx, int32_t day),
                    void *ctx)
{
    asking q = { .o = o };
    days(&q, maker, each, ctx, 0);
    for (uint32_t i = 0; q.steps >= CP_OWNER_STEPS_MAX && i < o->spans.n; i++)
        span_days(&o->spans.v[i], each, ctx);
}

static uint32_t chain(asking *q, uint32_t maker, uint32_t *out, uint32_t max)
{
    const cp_owners *o = q->o;
    if (max == 0 || q->steps++ >= CP_OWNER_STEPS_MAX)
        return 0;
    out[0] = maker;
    if (maker == q->house)
        return 1;
    for (uint32_t i = o->first[maker]; i < o->first[maker + 1]; i++) {
        const cp_span *s = &o->spans.v[i];
        uint32_t n = s->tie & q->by && cp_span_on(s, q->day) != CP_MAY_NO
                         ? chain(q, s->parent, out + 1, max - 1)
                         : 0;
        if (n)
            return n + 1;
    }
    return 0;
}

uint32_t cp_owners_chain(const cp_owners *o, uint32_t by, uint32_t maker, uint32_t house,
                         cp_fact_days day, uint32_t *out, uint32_t max)
{
    asking q = { .o = o, .by = by, .house = house, .day = day };
    return chain(&q, maker, out, max);
}

/* Parents have few children: a scan of all spans per house is done once per pack, at loading. */
static void below(asking *q, uint32_t house, void (*each)(void *ctx, uint32_t maker), void *ctx,
                  uint32_t depth)
{
    const cp_owners *o = q->o;
    each(ctx, house);
    for (uint32_t i = 0; i < o->spans.n && depth < CP_OWNER_DEPTH_MAX; i++) {
        if (o->spans.v[i].parent != house || !(o->spans.v[i].tie & q->by))
            continue;
        if (q->steps++ >= CP_OWNER_STEPS_MAX)
            return;
        below(q, o->spans.v[i].child, each, ctx, depth + 1);
    }
}

void cp_owners_below(const cp_owners *o, uint32_t by, uint32_t house,
                     void (*each)(void *ctx, uint32_t maker), void *ctx)
{
    asking q = { .o = o, .by = by };
    below(&q, house, each, ctx, 0);
    for (uint32_t i = 0; q.steps >= CP_OWNER_STEPS_MAX && i < o->spans.n; i++)
        each(ctx, o->spans.v[i].child);
}
