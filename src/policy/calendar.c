/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c - see calendar.h. */
#include "policy/calendar.h"
#include <stdlib.h>
#include "policy/judge.h"

static const char *const kind_names[] = {
#define ROW(id, name) [CP_CALENDAR_##id] = name,
    CP_CALENDAR_KINDS(ROW)
#undef ROW
};

const char *cp_calendar_kind_name(cp_calendar_kind k)
{
    assert(k < CP_CALENDAR_COUNT);
    return kind_names[k];
}

typedef struct filling {
    cp_arena *a;
    cp_calendar *out;
    cp_date from, to;
    const cp_policy *pack;
    const cp_policy_clause *clause; /* whose days are being added, or NULL */
} filling;

static bool same_day(cp_date a, cp_date b)
{
    return a.first_day == b.first_day && a.last_day == b.last_day;
}

static bool is_wanted(const filling *f, cp_date d)
{
    return (!cp_date_is_set(f->from) || d.last_day >= f->from.first_day) &&
           (!cp_date_is_set(f->to) || d.first_day <= f->to.last_day);
}

static void add(filling *f, cp_calendar_kind kind, cp_date date, cp_str item, cp_str text,
                const cp_policy *of, const cp_policy_basis *basis)
{
    if (!cp_date_is_set(date) || !is_wanted(f, date))
        return;
    cp_conf conf = basis ? basis->conf : CP_CONF_PARTIAL;
    cp_vec_push(
        f->a, &f->out->v,
        ((cp_calendar_entry){ kind, f->pack, date, f->clause, item, text, conf, of, basis }));
}

/* What a later act decides: told whatever the range. */
static void add_undated(filling *f, cp_str item, const cp_policy_duty *d, const cp_policy *of)
{
    if (d->deadline_rule.n == 0)
        return;
    cp_str text = d->text.n
                      ? cp_str_fmt(f->a, "%.*s: %.*s", CP_FMT(d->text), CP_FMT(d->deadline_rule))
                      : d->deadline_rule;
    cp_vec_push(f->a, &f->out->v,
                ((cp_calendar_entry){ CP_CALENDAR_NO_DATE, f->pack, CP_DATE_NONE, f->clause, item,
                                      text, d->basis.conf, of, &d->basis }));
}

static cp_str clause_item(filling *f, const cp_policy_clause *c)
{
    return cp_str_fmt(f->a, "clause %.*s", CP_FMT(c->id));
}

static void add_members(filling *f, const cp_policy *of, const cp_policy_clause *c)
{
    for (uint32_t i = 0; i < c->n_makers; i++) {
        const cp_policy_member *m = &c->makers[i];
        cp_str item = cp_str_fmt(f->a, "clause %.*s, %.*s", CP_FMT(c->id), CP_FMT(m->id));
        if (!same_day(m->since, c->date_added))
            add(f, CP_CALENDAR_MAKER_ADDED, m->since, item,
                cp_str_fmt(f->a, "%.*s is named from then on", CP_FMT(m->id)), of, &c->basis);
        add(f, CP_CALENDAR_MAKER_REMOVED, m->until, item,
            cp_str_fmt(f->a, "%.*s is named no longer", CP_FMT(m->id)), of, &c->basis);
    }
}

/* What is the pack's own day, or that of the line above, is not told again. */
static void add_clause(filling *f, const cp_policy *of, const cp_policy_clause *c)
{
    const cp_policy *p = f->pack;
    cp_str item = clause_item(f, c);
    if (!same_day(c->date_added, p->enacted))
        add(f, CP_CALENDAR_CLAUSE_ADDED, c->date_added, item, c->title, of, &c->basis);
    if (!same_day(c->from, p->effective) && !same_day(c->from, c->date_added))
        add(f, CP_CALENDAR_CLAUSE_FROM, c->from, item, c->title, of, &c->basis);
    add(f, CP_CALENDAR_CLAUSE_REMOVED, c->removed, item, c->title, of, &c->basis);
    add_members(f, of, c);
    for (uint32_t i = 0; i < c->n_purposes; i++)
        add(f, CP_CALENDAR_CONDITION_FROM, c->purposes[i].from, item, c->purposes[i].condition, of,
            &c->basis);
    if (c->cap_share >= 0)
        add(f, CP_CALENDAR_CAP_DEADLINE, c->cap_deadline, item,
            cp_str_fmt(f->a, "at most %g %% of %.*s: %.*s", c->cap_share * 100, CP_FMT(c->cap_unit),
                       CP_FMT(c->title)),
            of, &c->basis);
}

/* A duty without words of its own speaks with those of its clause, as in a verdict. */
static cp_str duty_text(const filling *f, const cp_policy_duty *d, const cp_policy_clause *c)
{
    const cp_policy *p = f->pack;
    for (uint32_t i = 0; i < p->n_clauses && !c && d->n_clauses == 1; i++)
        if (cp_str_eq(p->clauses[i].id, d->clauses[0]))
            c = &p->clauses[i];
    return d->text.n ? d->text : c ? c->title : p->title;
}

/* Days that only the clauses tell (N days after each was added): one entry for the clauses that
 * share the day. */
static void add_days_after(filling *f, const cp_policy *p, const cp_policy_duty *d)
{
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        cp_date day = cp_duty_begins(d, &p->clauses[i]);
        cp_buf ids = cp_buf_new(f->a);
        uint32_t n = 0, first = p->n_clauses;
        for (uint32_t k = 0; k < p->n_clauses; k++) {
            const cp_policy_clause *c = &p->clauses[k];
            if (c->has_own_duties || !cp_duty_is_of(d, c) || !same_day(cp_duty_begins(d, c), day))
                continue;
            first = n == 0 ? k : first;
            cp_buf_fmt(&ids, "%s%.*s", n++ ? ", " : "", CP_FMT(c->id));
        }
        if (first != i)
            continue;
        cp_str item = cp_str_fmt(f->a, "%s; clause%s %.*s", cp_verb_name(d->verb), n > 1 ? "s" : "",
                                 CP_FMT(cp_buf_str(&ids)));
        add(f, CP_CALENDAR_DUTY_FROM, day, item, duty_text(f, d, &p->clauses[i]), p, &d->basis);
    }
}

static cp_str duty_item(filling *f, const cp_policy_duty *d, const cp_policy_clause *c)
{
    cp_buf b = cp_buf_new(f->a);
    cp_buf_add_c(&b, cp_verb_name(d->verb));
    if (c)
        cp_buf_fmt(&b, "; clause %.*s", CP_FMT(c->id));
    for (uint32_t i = 0; i < d->n_clauses && !c; i++)
        cp_buf_fmt(&b, "%s%.*s",
                   i                  ? ", "
                   : d->n_clauses > 1 ? "; clauses "
                                      : "; clause ",
                   CP_FMT(d->clauses[i]));
    return cp_buf_str(&b);
}

/* c: the clause whose own duties they are, or NULL. of: whose sources they name. */
static void add_duties(filling *f, const cp_policy *of, const cp_policy_duty *v, uint32_t n,
                       const cp_policy_clause *c)
{
    for (uint32_t i = 0; i < n; i++) {
        cp_str item = duty_item(f, &v[i], c), text = duty_text(f, &v[i], c);
        if (v[i].days_after_added >= 0 && c)
            add(f, CP_CALENDAR_DUTY_FROM, cp_duty_begins(&v[i], c), item, text, of, &v[i].basis);
        else if (v[i].days_after_added >= 0)
            add_days_after(f, f->pack, &v[i]);
        else
            add(f, CP_CALENDAR_DUTY_FROM, v[i].from, item, text, of, &v[i].basis);
        add(f, CP_CALENDAR_DEADLINE, v[i].deadline, item, text, of, &v[i].basis);
        add_undated(f, item, &v[i], of);
    }
}

static void add_texts(filling *f, const cp_policy *p)
{
    for (uint32_t i = 0; i < p->n_events; i++) {
        const cp_policy_text *e = &p->events[i];
        add(f, CP_CALENDAR_EVENT, e->date, e->id, e->text, p, &e->basis);
    }
    for (uint32_t i = 0; i < p->n_notes; i++)
        add(f, CP_CALENDAR_NOTE_UNTIL, p->notes[i].until, p->notes[i].id, p->notes[i].text, p,
            &p->notes[i].basis);
}

static void add_pack(filling *f, const cp_policy *p)
{
    const cp_policy *of = p->clauses_of ? p->clauses_of : p;
    f->pack = p;
    if (!same_day(p->enacted, p->effective))
        add(f, CP_CALENDAR_ENACTED, p->enacted, CP_STR(""), p->title, p, NULL);
    add(f, CP_CALENDAR_EFFECTIVE, p->effective, CP_STR(""), p->title, p, NULL);
    add(f, CP_CALENDAR_ENDS, p->ends, CP_STR(""), p->title, p, NULL);
    for (uint32_t i = 0; i < p->n_clauses; i++) {
        const cp_policy_clause *c = f->clause = &p->clauses[i];
        add_clause(f, of, c);
        if (c->has_own_duties)
            add_duties(f, of, c->duties, c->n_duties, c);
    }
    f->clause = NULL;
    add_duties(f, p, p->duties, p->n_duties, NULL);
    for (uint32_t i = 0; i < of->n_exemptions; i++) {
        const cp_policy_exemption *x = &of->exemptions[i];
        add(f, CP_CALENDAR_EXEMPTION_FROM, x->from, x->id, x->text, of, &x->basis);
        add(f, CP_CALENDAR_EXEMPTION_UNTIL, x->until, x->id, x->text, of, &x->basis);
    }
    add_texts(f, p);
}

static int by_day(const void *p, const void *q)
{
    const cp_calendar_entry *x = p, *y = q;
    bool has_x = cp_date_is_set(x->date), has_y = cp_date_is_set(y->date);
    if (has_x != has_y)
        return has_x ? -1 : 1;
    if (has_x && x->date.first_day != y->date.first_day)
        return x->date.first_day < y->date.first_day ? -1 : 1;
    if (has_x && x->date.last_day != y->date.last_day)
        return x->date.last_day < y->date.last_day ? -1 : 1;
    int d = cp_str_cmp(x->policy->id, y->policy->id);
    d = d ? d : (int)x->kind - (int)y->kind;
    d = d ? d : cp_str_cmp(x->item, y->item);
    return d ? d : cp_str_cmp(x->text, y->text);
}

void cp_calendar_fill(cp_arena *a, const cp_policy *const *packs, uint32_t n, cp_date from,
                      cp_date to, cp_calendar *out)
{
    filling f = { .a = a, .out = out, .from = from, .to = to };
    *out = (cp_calendar){ 0 };
    for (uint32_t i = 0; i < n; i++)
        add_pack(&f, packs[i]);
    if (out->v.n)
        qsort(out->v.v, out->v.n, sizeof *out->v.v, by_day);
}
