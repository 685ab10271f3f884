/* SPDX-License-Identifier: Apache-2.0 */
/* pred.c - see pred.h. */
#include "policy/pred.h"

/* ---- reading */

cp_pred *cp_pred_new_in(cp_arena *a, cp_fact f, cp_set set, bool is_not)
{
    cp_pred *p = CP_NEW(a, cp_pred);
    *p = (cp_pred){ .kind = CP_PRED_IN,
                    .fact = f,
                    .set = set,
                    .is_not = is_not,
                    .before = { CP_DATE_NONE, false },
                    .from = { CP_DATE_NONE, false } };
    return p;
}

/* Facts whose words are states; a union of states stands for its members. */
static bool is_place(cp_fact f)
{
    return f == CP_FACT_COUNTRY || f == CP_FACT_MADE_IN || f == CP_FACT_MAKER_COUNTRY;
}

static bool read_word(cp_reader *r, cp_vocab *v, cp_fact f, const cp_tree *x, cp_set *set)
{
    cp_str word = cp_str_trim(cp_tree_text(x));
    uint32_t bit;
    if (f == CP_FACT_CLASS) {
        cp_set classes;
        if (cp_vocab_classes(r->a, v, word, &classes)) {
            *set = cp_set_or(*set, classes);
            return true;
        }
    } else if (is_place(f) && cp_vocab_union(v, word)) {
        *set = cp_set_or(*set, *cp_vocab_union(v, word));
        return true;
    } else if (word.n && cp_vocab_take(r->a, v, f, word, &bit)) {
        cp_set_add(set, bit);
        return true;
    }
    cp_str near = cp_vocab_nearest(r->a, v, f, word);
    if (near.n)
        cp_reader_error(r, cp_at(x), "%s `%.*s` is not in the vocabulary; did you mean `%.*s`?",
                        cp_fact_name(f), CP_FMT(word), CP_FMT(near));
    else
        cp_reader_error(r, cp_at(x), "%s `%.*s` is not in the vocabulary", cp_fact_name(f),
                        CP_FMT(word));
    return false;
}

const cp_pred *cp_pred_read_in(cp_reader *r, cp_vocab *v, cp_fact f, const cp_tree *t)
{
    const cp_tree *list = t;
    bool is_not = t && t->kind == CP_TREE_MAP;
    if (is_not && !cp_reader_keys(r, t, cp_fact_name(f), "not"))
        return NULL;
    if (is_not)
        list = cp_tree_get(t, CP_STR("not"));
    cp_set set = { { 0 } };
    for (uint32_t i = 0; i < cp_tree_list_n(list); i++)
        (void)read_word(r, v, f, cp_tree_list_item(list, i), &set);
    if (cp_tree_list_n(list) == 0)
        cp_reader_error(r, cp_at_or(list, t), "`%s` names nothing", cp_fact_name(f));
    return cp_pred_new_in(r->a, f, set, is_not);
}

static cp_bound read_bound(cp_reader *r, const cp_tree *t, const char *key)
{
    const cp_tree *x = cp_tree_get(t, cp_str_c(key));
    cp_bound b = { CP_DATE_NONE, false };
    if (!x)
        return b;
    b.is_date_added = cp_str_eq(cp_tree_text(x), CP_STR("date_added"));
    if (!b.is_date_added)
        b.date = cp_reader_date_of(r, x, key);
    return b;
}

static const cp_pred *read_date(cp_reader *r, cp_fact f, const cp_tree *t)
{
    if (!cp_reader_keys(r, t, cp_fact_name(f), "before from"))
        return NULL;
    cp_pred *p = CP_NEW(r->a, cp_pred);
    *p = (cp_pred){ .kind = CP_PRED_DATE,
                    .fact = f,
                    .before = read_bound(r, t, "before"),
                    .from = read_bound(r, t, "from") };
    if (t->n == 0)
        cp_reader_error(r, cp_at(t), "`%s` says neither `before` nor `from`", cp_fact_name(f));
    return p;
}

static const cp_pred *read_entry(cp_reader *r, cp_vocab *v, cp_str key, const cp_tree *t,
                                 const cp_tree *at, uint32_t depth)
{
    cp_fact f;
    bool all = cp_str_eq(key, CP_STR("all")), any = cp_str_eq(key, CP_STR("any"));
    if (all || any || cp_str_eq(key, CP_STR("not"))) {
        cp_pred *p = CP_NEW(r->a, cp_pred);
        p->kind = all ? CP_PRED_ALL : any ? CP_PRED_ANY : CP_PRED_NOT;
        p->n_items = cp_tree_list_n(t);
        p->items = CP_NEW_ARRAY(r->a, const cp_pred *, p->n_items + 1);
        for (uint32_t i = 0; i < p->n_items; i++)
            p->items[i] = cp_pred_read(r, v, cp_tree_list_item(t, i), depth + 1);
        if (p->n_items == 0 || (p->kind == CP_PRED_NOT && p->n_items > 1))
            cp_reader_error(r, cp_at_or(t, at), "`%.*s` needs %s", CP_FMT(key),
                            p->kind == CP_PRED_NOT ? "one condition" : "a list of conditions");
        return p;
    }
    if (!cp_fact_by_name(key, &f) || cp_fact_kind_of(f) == CP_FACT_KIND_MAKER ||
        f == CP_FACT_LEGAL_NAME || f == CP_FACT_ESSENTIAL) {
        static const char *const facts =
            "class generation purpose made_in maker_country approval function role country "
            "status routes_user_data handles_user_data purchased installed authorised "
            "manufactured all any not";
        cp_str near = cp_nearest(key, facts);
        cp_reader_error(r, cp_at_or(t, at),
                        "`%.*s` is no fact that a condition can ask for; %s%.*s", CP_FMT(key),
                        near.n ? "did you mean " : "expected one of: ",
                        CP_FMT(near.n ? near : cp_str_c(facts)));
        return NULL;
    }
    return cp_fact_kind_of(f) == CP_FACT_KIND_DATE ? read_date(r, f, t)
                                                   : cp_pred_read_in(r, v, f, t);
}

const cp_pred *cp_pred_read(cp_reader *r, cp_vocab *v, const cp_tree *t, uint32_t depth)
{
    if (!t || t->kind != CP_TREE_MAP) {
        cp_reader_error(r, cp_at(t),
                        "a condition is a mapping, as {installed: {before: 2021-06-15}}");
        return NULL;
    }
    if (depth > CP_PRED_DEPTH_MAX) {
        cp_reader_error(r, cp_at(t), "conditions nested deeper than %d", CP_PRED_DEPTH_MAX);
        return NULL;
    }
    cp_pred *p = CP_NEW(r->a, cp_pred);
    p->kind = CP_PRED_ALL;
    p->items = CP_NEW_ARRAY(r->a, const cp_pred *, t->n + 1);
    p->n_items = t->n;
    for (uint32_t i = 0; i < t->n; i++)
        p->items[i] = read_entry(r, v, t->keys[i], t->items[i], t, depth);
    if (t->n == 0)
        cp_reader_error(r, cp_at(t), "a condition that asks for nothing");
    return t->n == 1 ? p->items[0] : p; /* most ask for one thing */
}

/* ---- evaluating */

static cp_may eval_in(const cp_pred *p, const cp_facts *x, uint32_t *touched)
{
    cp_mask held = x->set[p->fact];
    bool inside = held & p->mask, outside = held & ~p->mask;
    if (!cp_facts_is_missing(x, p->fact))
        return (p->is_not ? outside : inside) ? CP_MAY_YES : CP_MAY_NO;
    if (inside && outside)
        *touched |= 1u << p->fact;
    bool may_yes = p->is_not ? outside : inside, may_no = p->is_not ? inside : outside;
    return (cp_may)((may_yes ? CP_MAY_YES : 0) | (may_no || !may_yes ? CP_MAY_NO : 0));
}

cp_may cp_days_before(cp_fact_days day, cp_date d)
{
    cp_may m = 0;
    if (day.lo < d.first_day)
        m |= CP_MAY_YES;
    if (day.hi >= d.last_day)
        m |= CP_MAY_NO;
    int32_t from = day.lo > d.first_day ? day.lo : d.first_day,
            to = day.hi < d.last_day ? day.hi : d.last_day - 1;
    if (from <= to)
        m |= CP_MAY_COND;
    return m;
}

static cp_may eval_date(const cp_pred *p, const cp_facts *x, cp_date date_added, uint32_t *touched)
{
    cp_fact_days day = x->day[CP_DAY(p->fact)];
    cp_date before = p->before.is_date_added ? date_added : p->before.date;
    cp_date from = p->from.is_date_added ? date_added : p->from.date;
    cp_may m = CP_MAY_YES;
    if (cp_date_is_set(before))
        m = cp_may_and(m, cp_days_before(day, before));
    if (cp_date_is_set(from))
        m = cp_may_and(m, cp_may_not(cp_days_before(day, from)));
    if (!cp_may_is_one(m) && cp_facts_is_missing(x, p->fact))
        *touched |= 1u << p->fact;
    return m;
}

static cp_may eval(const cp_pred *p, const cp_facts *x, cp_date added, bool stated_only,
                   uint32_t *touched)
{
    cp_may m = CP_MAY_YES;
    if (!p)
        return CP_MAY_NO; /* a condition that could not be read: its pack was refused */
    switch (p->kind) {
    case CP_PRED_ALL:
        for (uint32_t i = 0; i < p->n_items && m != CP_MAY_NO; i++)
            m = cp_may_and(m, eval(p->items[i], x, added, stated_only, touched));
        return m;
    case CP_PRED_ANY:
        m = CP_MAY_NO;
        for (uint32_t i = 0; i < p->n_items && m != CP_MAY_YES; i++)
            m = cp_may_or(m, eval(p->items[i], x, added, stated_only, touched));
        return m;
    case CP_PRED_NOT: return cp_may_not(eval(p->items[0], x, added, stated_only, touched));
    case CP_PRED_IN:
    case CP_PRED_DATE: break;
    }
    cp_facts_read(x, p->fact);
    if (stated_only && x->unstated >> p->fact & 1)
        return CP_MAY_ANY; /* whatever the evaluator tries for it, nobody said so */
    return p->kind == CP_PRED_IN ? eval_in(p, x, touched) : eval_date(p, x, added, touched);
}

cp_may cp_pred_eval(const cp_pred *p, const cp_facts *x, cp_date date_added, uint32_t *touched)
{
    return eval(p, x, date_added, false, touched);
}

cp_may cp_pred_eval_stated(const cp_pred *p, const cp_facts *x, cp_date date_added,
                           uint32_t *touched)
{
    uint32_t hung_on = 0;
    cp_may m = eval(p, x, date_added, true, &hung_on);
    *touched |= hung_on;
    return cp_may_is_one(m) ? m : hung_on ? m | CP_MAY_NO : CP_MAY_NO;
}

void cp_pred_compile(cp_pred *p, const cp_cells *cells)
{
    if (!p)
        return;
    if (p->kind == CP_PRED_IN && !cp_fact_is_local(p->fact))
        p->mask = cp_cells_mask(&cells[p->fact], p->set);
    for (uint32_t i = 0; i < p->n_items; i++)
        cp_pred_compile((cp_pred *)(uintptr_t)p->items[i], cells); /* still being made */
}

void cp_pred_sets(const cp_pred *p, cp_fact f, void (*each)(void *ctx, cp_set s), void *ctx)
{
    if (!p)
        return;
    if (p->kind == CP_PRED_IN && p->fact == f)
        each(ctx, p->set);
    for (uint32_t i = 0; i < p->n_items; i++)
        cp_pred_sets(p->items[i], f, each, ctx);
}

static void bound_days(cp_bound b, cp_date added, void (*each)(void *ctx, int32_t day), void *ctx)
{
    cp_date d = b.is_date_added ? added : b.date;
    if (cp_date_is_set(d)) {
        each(ctx, d.first_day);
        each(ctx, d.last_day);
    }
}

void cp_pred_days(const cp_pred *p, cp_fact f, cp_date date_added,
                  void (*each)(void *ctx, int32_t day), void *ctx)
{
    if (!p)
        return;
    if (p->kind == CP_PRED_DATE && p->fact == f) {
        bound_days(p->before, date_added, each, ctx);
        bound_days(p->from, date_added, each, ctx);
    }
    for (uint32_t i = 0; i < p->n_items; i++)
        cp_pred_days(p->items[i], f, date_added, each, ctx);
}
