/* SPDX-License-Identifier: Apache-2.0 */
/* relabels_ask.c - the questions of relabels.h, from what is kept of an asset: its claims, and
 * which evidence named whom. */
#include <math.h>
#include "identify/know.h"
#include "identify/relabels.h"

enum { NAMED_MAX = 16 }; /* makers of one asset that are looked at; who is called by more is none */

/* A maker that evidence of the asset names. */
typedef struct named {
    uint32_t maker;
    double label, origin; /* heaviest evidence of each kind that speaks of it; 0 none */
    bool is_own;          /* of a kind that only who built it fills, and no address block */
    bool is_granted;      /* it has the grant of the FCC ID */
} named;

typedef struct asking {
    cp_arena *a;
    cp_knowledge *k;
    const cp_asset *as;
    named v[NAMED_MAX];
    uint32_t n;
    cp_str shown; /* id of the shown maker */
    cp_relabel_device device;
    cp_relabel_question *out;
    uint32_t n_out, max;
} asking;

const char *cp_relabel_question_name(cp_relabel_question_kind k)
{
    static const char *const names[] = {
#define NAME(id, name) [CP_RELABEL_Q_##id] = name,
        CP_RELABEL_QUESTIONS(NAME)
#undef NAME
    };
    assert(k < CP_RELABEL_Q_COUNT);
    return names[k];
}

cp_relabel_device cp_relabel_device_of(const cp_asset *as)
{
    static const cp_attr days[] = { CP_ATTR_MANUFACTURED, CP_ATTR_PURCHASED, CP_ATTR_INSTALLED };
    cp_relabel_device d = { .class_ = cp_asset_shown(as, CP_ATTR_CLASS),
                            .product = cp_asset_shown(as, CP_ATTR_PRODUCT),
                            .made = CP_DATE_NONE };
    if (d.product.n == 0)
        d.product = cp_asset_shown(as, CP_ATTR_PART_NUMBER);
    for (size_t i = 0; i < sizeof days / sizeof *days && !cp_date_is_set(d.made); i++) {
        cp_date day;
        if (cp_date_parse(cp_asset_shown(as, days[i]), &day))
            d.made = day;
    }
    return d;
}

static named *find_named(asking *q, cp_str id)
{
    const uint64_t *at = cp_map_get(&q->k->makers.m.by_id, id);
    if (!at)
        return NULL;
    for (uint32_t i = 0; i < q->n; i++)
        if (q->v[i].maker == *at)
            return &q->v[i];
    if (q->n == NAMED_MAX)
        return NULL;
    q->v[q->n] = (named){ .maker = (uint32_t)*at };
    return &q->v[q->n++];
}

/* A brand may be a house of its own; then it is said to sell this. */
static void note_brand(asking *q, const cp_evidence *e)
{
    const cp_maker *m = cp_maker_by_name(q->a, &q->k->makers.m, e->says);
    named *x = m ? find_named(q, m->id) : NULL;
    if (x && e->weight > x->label)
        x->label = e->weight;
}

static void note_maker(asking *q, const cp_evidence *e)
{
    const cp_weights *w = &q->k->rules.w;
    cp_kind kind = CP_KIND_COUNT;
    bool is_kind = cp_kind_by_name(e->kind, &kind);
    bool is_label = is_kind && cp_kinds_have(w->label_kinds, kind);
    bool is_origin = !is_kind || cp_kinds_have(w->origin_kinds, kind);
    bool is_habit = is_kind && cp_kinds_have(w->habit_kinds, kind);
    bool is_grant = is_kind && kind == CP_KIND_INVENTORY_FCC_ID;
    named *x = (e->weight > 0 && !is_habit) || is_grant ? find_named(q, e->says) : NULL;
    if (!x || cp_str_eq(e->rule, CP_STR(CP_RULE_SELLS_TOO)))
        return;
    x->is_granted = x->is_granted || is_grant;
    if (is_label)
        x->label = fmax(x->label, e->weight);
    if (is_origin)
        x->origin = fmax(x->origin, e->weight);
    x->is_own = x->is_own || (is_kind && is_origin && !is_label);
}

static void read_evidence(asking *q)
{
    for (uint32_t i = 0; i < q->as->n_evidence; i++) {
        const cp_evidence *e = &q->as->evidence[i];
        if (e->attr == CP_ATTR_MAKER)
            note_maker(q, e);
        else if (e->attr == CP_ATTR_BRAND)
            note_brand(q, e);
    }
}

static void ask(asking *q, cp_relabel_question_kind kind, uint32_t sold_as, uint32_t made_by,
                const cp_relabel *row, cp_str text)
{
    const cp_maker *x = &q->k->makers.m.v[sold_as], *y = &q->k->makers.m.v[made_by];
    for (uint32_t i = 0; i < q->n_out; i++)
        if (cp_str_eq(q->out[i].sold_as, x->id) && cp_str_eq(q->out[i].made_by, y->id))
            return;
    if (q->n_out < q->max)
        q->out[q->n_out++] =
            (cp_relabel_question){ kind, x->id, x->name, y->id, y->name, row, text };
}

static void ask_of_row(asking *q, const named *x, const cp_relabel *r)
{
    cp_str sold_as = q->k->makers.m.v[x->maker].name, made_by = q->k->makers.m.v[r->made_by].name;
    if (cp_str_eq(q->shown, q->k->makers.m.v[r->made_by].id) || x->is_own ||
        cp_relabel_fits(q->a, r, &q->device) == CP_RELABEL_NO)
        return;
    if (r->conf == CP_CONF_MEMORY)
        ask(q, CP_RELABEL_Q_HEARSAY, x->maker, r->made_by, r,
            cp_str_fmt(q->a, "%.*s has been said to sell devices of %.*s: " CP_LOOK_AT,
                       CP_FMT(sold_as), CP_FMT(made_by)));
    else
        ask(q, CP_RELABEL_Q_LABEL, x->maker, r->made_by, r,
            cp_str_fmt(q->a,
                       "%.*s sells devices of %.*s, and only a label says who this is: " CP_LOOK_AT,
                       CP_FMT(sold_as), CP_FMT(made_by)));
}

/* Does a row that counts tell that x sells what y makes? */
static bool is_told(asking *q, uint32_t x, uint32_t y)
{
    uint32_t n;
    const cp_relabel *r = cp_relabels_of(&q->k->makers.relabels, x, &n);
    for (uint32_t i = 0; i < n; i++)
        if (r[i].made_by == y && r[i].conf != CP_CONF_MEMORY &&
            cp_relabel_fits(q->a, &r[i], &q->device) != CP_RELABEL_NO)
            return true;
    return false;
}

static void ask_of_conflict(asking *q, const named *x)
{
    for (uint32_t i = 0; i < q->n; i++) {
        const named *y = &q->v[i];
        bool is_grant = y->is_granted && !x->is_granted;
        bool is_other = y->maker != x->maker && ((y->origin > 0 && y->label == 0) || is_grant);
        if (!is_other || x->is_own || is_told(q, x->maker, y->maker))
            continue;
        ask(q, CP_RELABEL_Q_CONFLICT, x->maker, y->maker, NULL,
            cp_str_fmt(q->a,
                       "%s %.*s, and %s %.*s: is it relabelled, or is the list wrong? " CP_LOOK_AT,
                       x->is_granted ? "its FCC ID is that of" : "it is called",
                       CP_FMT(q->k->makers.m.v[x->maker].name),
                       is_grant ? "its FCC ID was granted to" : "shows signs of",
                       CP_FMT(q->k->makers.m.v[y->maker].name)));
    }
}

/* Is this house among those that are known to have the habit, or is it told that it sells what one
 * of them makes? Who it is called counts as well as who made it. */
static bool explains(asking *q, const cp_habit *h, uint32_t house)
{
    for (uint32_t i = 0; i < h->n_makers; i++) {
        cp_maker_set alike = cp_makers_text_group(&q->k->makers, h->makers[i]);
        if (h->makers[i] == house || is_told(q, house, h->makers[i]))
            return true;
        for (uint32_t k = 0; k < alike.n; k++)
            if (alike.v[k] == house)
                return true;
    }
    return false;
}

/* The house that the device is known as, unless that, or anything else that names a house, explains
 * the habit. */
static bool is_odd(asking *q, const cp_habit *h, uint32_t *known_as)
{
    const uint64_t *at = cp_map_get(&q->k->makers.m.by_id, q->shown);
    if (!at || explains(q, h, (uint32_t)*at))
        return false;
    for (uint32_t i = 0; i < q->n; i++)
        if ((q->v[i].origin > 0 || q->v[i].label > 0) && explains(q, h, q->v[i].maker))
            return false;
    *known_as = (uint32_t)*at;
    return true;
}

static cp_str names_of(asking *q, const cp_habit *h)
{
    cp_buf b = cp_buf_new(q->a);
    for (uint32_t i = 0; i < h->n_makers; i++)
        cp_buf_fmt(&b, "%s%.*s", i ? " or " : "", CP_FMT(q->k->makers.m.v[h->makers[i]].name));
    return cp_buf_str(&b);
}

static void ask_of_habits(asking *q)
{
    for (uint32_t i = 0; i < q->as->n_evidence; i++) {
        const cp_evidence *e = &q->as->evidence[i];
        cp_kind kind;
        uint32_t known_as;
        if (!cp_kinds_find(q->k->rules.w.habit_kinds, e->kind, &kind))
            continue;
        const cp_habit *h = cp_habit_of(&q->k->makers.habits, kind, cp_str_trim(e->value));
        if (!h || h->n_makers == 0 || !is_odd(q, h, &known_as))
            continue;
        ask(q, CP_RELABEL_Q_HABIT, known_as, h->makers[0], NULL,
            cp_str_fmt(q->a,
                       "it is %.*s by what is known, and %s as devices of %.*s do (%.*s): is it "
                       "relabelled, or does another device speak through it? " CP_LOOK_AT,
                       CP_FMT(q->k->makers.m.v[known_as].name), cp_habit_words(kind),
                       CP_FMT(names_of(q, h)), CP_FMT(cp_habit_said(q->a, h))));
    }
}

cp_str cp_habit_question(cp_arena *a, cp_knowledge *k, const cp_asset *as)
{
    cp_relabel_question v[CP_RELABEL_QUESTIONS_MAX];
    bool has_any = false;
    for (uint32_t i = 0; i < as->n_evidence && !has_any; i++) {
        cp_kind kind;
        has_any = cp_kinds_find(k->rules.w.habit_kinds, as->evidence[i].kind, &kind);
    }
    uint32_t n = has_any ? cp_relabel_questions(a, k, as, v, CP_RELABEL_QUESTIONS_MAX) : 0;
    for (uint32_t i = 0; i < n; i++)
        if (v[i].kind == CP_RELABEL_Q_HABIT)
            return v[i].text;
    return CP_STR("");
}

uint32_t cp_relabel_questions(cp_arena *a, cp_knowledge *k, const cp_asset *as,
                              cp_relabel_question *out, uint32_t max)
{
    asking q = { .a = a, .k = k, .as = as, .out = out, .max = max };
    q.shown = cp_asset_shown(as, CP_ATTR_MAKER);
    q.device = cp_relabel_device_of(as);
    read_evidence(&q);
    for (uint32_t i = 0; i < q.n; i++) {
        uint32_t n;
        const cp_relabel *r = cp_relabels_of(&k->makers.relabels, q.v[i].maker, &n);
        for (uint32_t j = 0; j < n && q.v[i].label > 0; j++)
            ask_of_row(&q, &q.v[i], &r[j]);
    }
    for (uint32_t i = 0; i < q.n; i++)
        if (q.v[i].label > 0)
            ask_of_conflict(&q, &q.v[i]);
    ask_of_habits(&q);
    return q.n_out;
}
