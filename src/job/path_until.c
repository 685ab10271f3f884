/* SPDX-License-Identifier: Apache-2.0 */
/* path_until.c - until when an answer stays clean: the devices of the clean path, what its links
 * ride on and what all of these need; of answers about all paths or routes, everything. */
#include "job/path.h"

typedef struct resting {
    const cp_path_found *x;
    const cp_path_finding *f;
    bool *is_in; /* per item */
    uint32_t *stack, n;
} resting;

static void add(resting *r, uint32_t item)
{
    if (item == CP_NO_ITEM || r->is_in[item])
        return;
    r->is_in[item] = true;
    r->stack[r->n++] = item;
}

static void add_trail(resting *r, const cp_trail *t)
{
    const cp_net *n = &r->f->pn->net;
    uint32_t item = t->from;
    add(r, item);
    for (uint32_t i = 0; i < t->n_links; i++) {
        add(r, n->links[t->links[i]].rides);
        item = cp_path_next(n, item, t->links[i]);
        add(r, item);
    }
}

static void add_needs(resting *r)
{
    const cp_path_net *pn = r->f->pn;
    const cp_net *n = &pn->net;
    while (r->n) {
        uint32_t item = r->stack[--r->n];
        for (uint32_t i = pn->first_need[item]; i < pn->first_need[item + 1]; i++) {
            uint32_t g = pn->needs[i];
            for (uint32_t k = n->group_first[g]; k < n->group_first[g + 1]; k++)
                add(r, n->options[k]);
        }
    }
}

/* Does a clean answer rest on more than one path? */
static bool rests_on_all(const cp_path_found *x, const cp_path_finding *f)
{
    uint32_t asked = x->r->asked;
    return (asked & CP_ASK_EVERY && f->every_answer == CP_PATH_CLEAN) ||
           (asked & CP_ASK_ROUTES && f->routes_answer == CP_PATH_CLEAN) ||
           (asked & CP_ASK_FAILURES && f->failures_answer == CP_PATH_CLEAN) ||
           (x->r->survive && f->survives_answer == CP_PATH_CLEAN);
}

static cp_date until_of(const cp_path_found *x, const cp_path_finding *f, uint32_t item)
{
    cp_date until = CP_DATE_NONE;
    const cp_answer_asset *as = cp_path_asset(x->m, f->pn->thing_of[item]);
    if (as)
        (void)cp_path_label_of(&x->r->rules, cp_answer_verdict(as, f->policy), x->m->ans->as_of,
                               &until);
    return until;
}

cp_date cp_path_until(const cp_path_found *x, const cp_path_finding *f)
{
    const cp_net *n = &f->pn->net;
    bool is_all = rests_on_all(x, f);
    bool is_some = x->r->asked & CP_ASK_SOME && f->some_answer == CP_PATH_CLEAN;
    cp_date first = CP_DATE_NONE;
    if (!x->r->rules.has_day || (!is_all && !is_some))
        return first;
    cp_arena *scratch = cp_arena_new(0);
    resting r = { .x = x, .f = f };
    r.is_in = CP_NEW_ARRAY(scratch, bool, n->n_items);
    r.stack = CP_NEW_ARRAY(scratch, uint32_t, n->n_items);
    if (is_some)
        add_trail(&r, &f->some.path[CP_UNKNOWN_EXCLUDED]);
    add_needs(&r);
    for (uint32_t i = 0; i < n->n_items; i++) {
        cp_date until = is_all || r.is_in[i] ? until_of(x, f, i) : CP_DATE_NONE;
        if (cp_date_is_set(until) && (!cp_date_is_set(first) || until.first_day < first.first_day))
            first = until;
    }
    cp_arena_free(scratch);
    return first;
}
