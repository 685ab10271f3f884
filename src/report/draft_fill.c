/* SPDX-License-Identifier: Apache-2.0 */
/* draft_fill.c - what the answer knows of the fields of a form, and when a report is due: see
 * draft.h. */
#include "report/draft.h"

/* ---- which things ---- */

bool cp_draft_asks(const cp_draft_form *f, const cp_verdict *v)
{
    for (uint32_t i = 0; i < f->n_policies; i++)
        if (cp_str_eq(f->policies[i], v->policy))
            return true;
    return f->n_policies == 0;
}

/* Under the one of these three that it counts as: what is confirmed by one policy goes into the
 * report, whatever another has left open; what somebody rejected stays a candidate where another
 * policy names it. */
static cp_draft_show show_of(const cp_draft_form *f, const cp_answer_asset *x)
{
    bool is_open = false, is_rejected = false;
    for (uint32_t i = 0; i < x->n_findings; i++) {
        const cp_finding_status *s = &x->findings[i];
        const cp_verdict of = { .policy = s->policy };
        if (!s->decision || !cp_draft_asks(f, &of))
            continue;
        if (s->decision->state == CP_FINDING_CONFIRMED)
            return CP_DRAFT_SHOW_CONFIRMED;
        is_rejected |= cp_finding_is_settled(s);
    }
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_verdict *v = cp_answer_verdict(x, i);
        const cp_finding_status *s = cp_finding_of(x, v->policy);
        bool is_settled = s && cp_finding_is_settled(s);
        is_open |= cp_draft_asks(f, v) && cp_finding_is_candidate(v) && !is_settled;
    }
    return is_open       ? CP_DRAFT_SHOW_CANDIDATES
           : is_rejected ? CP_DRAFT_SHOW_REJECTED
                         : CP_DRAFT_SHOW_NOTHING;
}

static cp_str group_key(cp_arena *a, const cp_answer_asset *x)
{
    static const cp_attr same[] = { CP_ATTR_MAKER, CP_ATTR_BRAND, CP_ATTR_PRODUCT,
                                    CP_ATTR_PART_NUMBER, CP_ATTR_CLASS };
    cp_buf b = cp_buf_new(a);
    bool is_named = false;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        cp_str v = cp_asset_shown(&x->asset, same[i]);
        is_named |= v.n > 0 && (same[i] == CP_ATTR_PRODUCT || same[i] == CP_ATTR_PART_NUMBER);
        cp_buf_fmt(&b, "%.*s%c", CP_FMT(v), '\n');
    }
    if (!is_named) /* nothing says that two of them are the same thing */
        cp_buf_add(&b, x->asset.id);
    return cp_buf_str(&b);
}

cp_draft_group *cp_draft_groups(cp_arena *a, const cp_answer *ans, const cp_draft_form *f,
                                cp_draft_show show, uint32_t *n)
{
    typedef CP_VEC(const cp_answer_asset *) members;
    CP_VEC(members) groups = { 0 };
    cp_map by_key = { 0 };
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        const cp_answer_asset *x = &ans->assets[i];
        bool added;
        if (show_of(f, x) != show)
            continue;
        uint64_t *at = cp_map_put(a, &by_key, group_key(a, x), &added);
        if (added) {
            *at = groups.n;
            (void)cp_vec_add(a, &groups);
        }
        cp_vec_push(a, &groups.v[*at], x);
    }
    cp_draft_group *out = CP_NEW_ARRAY(a, cp_draft_group, groups.n);
    for (uint32_t i = 0; i < groups.n; i++)
        out[i] = (cp_draft_group){ groups.v[i].v, groups.v[i].n };
    *n = groups.n;
    return out;
}

cp_map cp_draft_unknown(cp_arena *a, const cp_answer *ans, const cp_draft_form *f)
{
    cp_map out = { 0 };
    for (uint32_t i = 0; i < ans->n_assets; i++) {
        const cp_answer_asset *x = &ans->assets[i];
        cp_map mine = { 0 }; /* a thing counts once, however many policies miss it */
        for (uint32_t k = 0; k < x->n_verdicts; k++) {
            const cp_verdict *v = cp_answer_verdict(x, k);
            for (uint32_t m = 0; cp_draft_asks(f, v) && m < v->n_missing; m++) {
                bool added;
                (void)cp_map_put(a, &mine, v->missing[m], &added);
                if (added)
                    ++*cp_map_put(a, &out, v->missing[m], NULL);
            }
        }
    }
    return out;
}

/* ---- values ---- */

typedef struct filler {
    cp_arena *a;
    const cp_answer *ans;
    const cp_draft_form *form;
    CP_VEC(cp_draft_value) v;
    cp_map by_text; /* text -> index */
    uint32_t n_more;
} filler;

static void put(filler *w, cp_str text, const cp_evidence *e, double confidence)
{
    bool added;
    if (text.n == 0)
        return;
    uint64_t *at = cp_map_put(w->a, &w->by_text, text, &added);
    if (!added) {
        cp_draft_value *known = *at < w->v.n ? &w->v.v[*at] : NULL;
        if (known)
            known->n_assets++;
        if (known && confidence < known->confidence) /* the weakest of them is told */
            known->confidence = confidence;
        return;
    }
    *at = w->v.n;
    if (w->v.n == CP_DRAFT_VALUES_MAX) {
        w->n_more++;
        *at = UINT64_MAX;
        return;
    }
    cp_vec_push(w->a, &w->v, ((cp_draft_value){ text, e, confidence, false, 1 }));
}

static void put_attr(filler *w, const cp_answer_asset *x, cp_attr attr)
{
    const cp_asset *as = &x->asset;
    const cp_claim *c = cp_asset_claim(as, attr);
    if (!c || (attr == CP_ATTR_MAKER && c->confidence < CP_SHOW_MIN))
        return;
    const cp_evidence *e = c->evidence < as->n_evidence ? &as->evidence[c->evidence] : NULL;
    put(w, attr == CP_ATTR_MAKER && c->name.n ? c->name : c->value, e, c->confidence);
}

static void put_ids(filler *w, const cp_answer_asset *x, cp_ident_kind kind)
{
    for (uint32_t i = 0; i < x->asset.n_ids; i++)
        if (x->asset.ids[i].kind == kind)
            put(w, x->asset.ids[i].value, NULL, 1);
}

static void put_verdicts(filler *w, const cp_answer_asset *x, cp_draft_value_kind kind)
{
    for (uint32_t i = 0; i < x->n_verdicts; i++) {
        const cp_verdict *v = cp_answer_verdict(x, i);
        if (!cp_draft_asks(w->form, v) || !cp_finding_is_candidate(v))
            continue;
        if (kind == CP_DRAFT_VERDICT)
            put(w,
                cp_str_fmt(w->a, "%.*s: %s%s%.*s", CP_FMT(v->policy), cp_result_name(v->result),
                           v->clause.n ? ", clause " : "", CP_FMT(v->clause)),
                NULL, 1);
        for (uint32_t m = 0; kind == CP_DRAFT_MISSING && m < v->n_missing; m++)
            put(w, v->missing[m], NULL, 1);
    }
}

static void put_decisions(filler *w, const cp_answer_asset *x)
{
    for (uint32_t i = 0; i < x->n_findings; i++) {
        const cp_finding_status *s = &x->findings[i];
        const cp_verdict of = { .policy = s->policy };
        const cp_finding *d = s->decision;
        if (d && cp_draft_asks(w->form, &of))
            put(w,
                cp_str_fmt(w->a, "%s on %.*s by %.*s for %.*s: %.*s", cp_finding_word(s),
                           CP_FMT(cp_date_text(w->a, d->on)), CP_FMT(d->by), CP_FMT(d->policy),
                           CP_FMT(d->reason)),
                NULL, 1);
    }
}

static void put_asset(filler *w, const cp_answer_asset *x, cp_draft_value_kind kind)
{
    const cp_asset *as = &x->asset;
    switch (kind) {
    case CP_DRAFT_ASSETS:
        put(w,
            cp_str_eq(cp_asset_name(as), as->id)
                ? as->id
                : cp_str_fmt(w->a, "%.*s (%.*s)", CP_FMT(cp_asset_name(as)), CP_FMT(as->id)),
            NULL, 1);
        return;
    case CP_DRAFT_SERIAL: put_ids(w, x, CP_IDENT_SERIAL); return;
    case CP_DRAFT_FCC_ID: put_ids(w, x, CP_IDENT_FCC_ID); return;
    case CP_DRAFT_VERDICT:
    case CP_DRAFT_MISSING: put_verdicts(w, x, kind); return;
    case CP_DRAFT_DECISION: put_decisions(w, x); return;
    case CP_DRAFT_COUNT:
    case CP_DRAFT_PROFILE_NAME:
    case CP_DRAFT_PROFILE_COUNTRY:
    case CP_DRAFT_PROFILE_ROLES:
    case CP_DRAFT_AS_OF:
    case CP_DRAFT_VALUE_COUNT: return;
    }
}

/* What does not depend on a thing. */
static void put_general(filler *w, const cp_draft_group *g, cp_draft_value_kind kind)
{
    const cp_profile *p = &w->ans->profile;
    switch (kind) {
    case CP_DRAFT_COUNT:
        if (g)
            put(w, cp_str_fmt(w->a, "%u", g->n), NULL, 1);
        return;
    case CP_DRAFT_PROFILE_NAME: put(w, p->name, NULL, 1); return;
    case CP_DRAFT_PROFILE_COUNTRY: put(w, p->country, NULL, 1); return;
    case CP_DRAFT_PROFILE_ROLES:
        for (uint32_t i = 0; i < p->n_roles; i++)
            put(w, p->roles[i], NULL, 1);
        return;
    case CP_DRAFT_AS_OF: put(w, cp_date_text(w->a, w->ans->as_of), NULL, 1); return;
    case CP_DRAFT_ASSETS:
    case CP_DRAFT_SERIAL:
    case CP_DRAFT_FCC_ID:
    case CP_DRAFT_VERDICT:
    case CP_DRAFT_MISSING:
    case CP_DRAFT_DECISION:
    case CP_DRAFT_VALUE_COUNT: return;
    }
}

const cp_draft_value *cp_draft_values(cp_arena *a, const cp_answer *ans, const cp_draft_form *f,
                                      const cp_draft_group *g, const cp_draft_from *from,
                                      uint32_t n_from, uint32_t *n, uint32_t *n_more)
{
    filler w = { .a = a, .ans = ans, .form = f };
    for (uint32_t k = 0; k < n_from; k++) {
        if (from[k].attr == CP_ATTR_COUNT)
            put_general(&w, g, from[k].kind);
        for (uint32_t i = 0; g && i < g->n; i++)
            if (from[k].attr != CP_ATTR_COUNT)
                put_attr(&w, g->v[i], from[k].attr);
            else
                put_asset(&w, g->v[i], from[k].kind);
    }
    for (uint32_t i = 0; i < w.v.n; i++)
        w.v.v[i].is_fact = w.v.v[i].confidence >= ans->accept;
    *n = w.v.n;
    *n_more = w.n_more;
    return w.v.v;
}

/* ---- when a report is due ---- */

static const cp_workdays *workdays(const cp_drafts *d, cp_str id)
{
    for (uint32_t i = 0; i < d->calendars.n; i++)
        if (cp_str_eq(d->calendars.v[i].days.id, id))
            return &d->calendars.v[i].days;
    return NULL;
}

/* Hours end on the day that many hours later: 72 hours from some moment of Monday end on
 * Thursday, at that moment. */
static bool add(const cp_drafts *d, const cp_draft_deadline *l, int32_t from, int32_t *out)
{
    const cp_workdays *w = workdays(d, l->calendar);
    if (l->unit == CP_DRAFT_BUSINESS_DAYS)
        return w && cp_workdays_add(w, from, l->n, out);
    *out = from + (int32_t)(l->unit == CP_DRAFT_HOURS ? l->n / 24 : l->n);
    return true;
}

static const cp_draft_form *form_before(const cp_drafts *d, const cp_draft_form *f)
{
    for (uint32_t i = 0; i < d->forms.n; i++)
        if (cp_str_eq(d->forms.v[i].name, f->deadline.after) &&
            cp_str_eq(d->forms.v[i].clause, f->clause) && d->forms.v[i].deadline.after.n == 0 &&
            d->forms.v[i].deadline.n)
            return &d->forms.v[i];
    return NULL;
}

static cp_due due_of(const cp_drafts *d, const cp_draft_form *f, const cp_finding_status *s,
                     cp_date as_of)
{
    cp_due x = { .form = f, .due = CP_DATE_NONE };
    const cp_draft_form *before = f->deadline.after.n ? form_before(d, f) : NULL;
    int32_t from = s->decision->on.first_day, due;
    bool is_known = !f->deadline.after.n || before;
    if (before && s->reported)
        from = s->reported->on.first_day;
    else if (before)
        is_known = x.is_latest = add(d, &before->deadline, from, &from);
    if (!is_known || !add(d, &f->deadline, from, &due)) {
        x.why = before || !f->deadline.after.n ? CP_STR("the calendar does not speak of these days")
                                               : CP_STR("there is no form of the report before it");
        return x;
    }
    x.due = cp_date_of_day(due);
    x.is_done = !f->deadline.after.n && s->reported;
    x.is_overdue = !x.is_done && as_of.first_day > due;
    x.left = due - as_of.first_day;
    const cp_workdays *w = workdays(d, f->deadline.calendar);
    if (w && !cp_workdays_between(w, as_of.first_day, due, &x.left))
        x.left = due - as_of.first_day; /* so far away that the calendar has no word of it */
    return x;
}

const cp_due *cp_dues(cp_arena *a, const cp_drafts *d, cp_str clause, cp_str policy,
                      const cp_finding_status *s, cp_date as_of, uint32_t *n)
{
    CP_VEC(cp_due) v = { 0 };
    bool runs = s && s->decision && s->decision->state == CP_FINDING_CONFIRMED;
    const cp_verdict of = { .policy = policy };
    for (uint32_t i = 0; runs && i < d->forms.n; i++) {
        const cp_draft_form *f = &d->forms.v[i];
        /* a form for whatever policy has no clock: whose clock would it be? */
        if (f->deadline.n && f->n_policies && cp_draft_asks(f, &of) &&
            (clause.n == 0 || cp_str_eq(clause, f->clause)))
            cp_vec_push(a, &v, due_of(d, f, s, as_of));
    }
    *n = v.n;
    return v.v;
}

cp_str cp_due_text(cp_arena *a, const cp_due *x)
{
    const char *unit = x->form->deadline.unit == CP_DRAFT_BUSINESS_DAYS ? "business day" : "day";
    int32_t n = x->left < 0 ? -x->left : x->left;
    cp_str what =
        cp_str_fmt(a, "%.*s%s%.*s%s", CP_FMT(x->form->name), x->form->clause.n ? " (" : "",
                   CP_FMT(x->form->clause), x->form->clause.n ? ")" : "");
    if (!cp_date_is_set(x->due))
        return cp_str_fmt(a, "%.*s: %.*s", CP_FMT(what), CP_FMT(x->why));
    cp_str due = cp_str_fmt(
        a, "%.*s due %s%.*s%s", CP_FMT(what), x->is_latest ? "at the latest " : "",
        CP_FMT(cp_date_text(a, x->due)),
        x->form->deadline.unit == CP_DRAFT_HOURS ? " at the hour of the identification" : "");
    if (x->is_done)
        return cp_str_fmt(a, "%.*s, sent", CP_FMT(due));
    if (x->is_overdue)
        return cp_str_fmt(a, "%.*s, OVERDUE by %d %s%s", CP_FMT(due), n, unit, n == 1 ? "" : "s");
    return x->left == 0
               ? cp_str_fmt(a, "%.*s, today", CP_FMT(due))
               : cp_str_fmt(a, "%.*s, %d %s%s left", CP_FMT(due), n, unit, n == 1 ? "" : "s");
}
