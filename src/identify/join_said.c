/* SPDX-License-Identifier: Apache-2.0 */
/* join_said.c - see join_in.h: who signs that two things are one, or are not, goes before what
 * identifiers say. */
#include <stdlib.h>
#include "identify/join_in.h"

typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_tally tally;
typedef cp_join_mark mark;
typedef cp_join_parting parting;

uint32_t cp_join_parts_what(joiner *j)
{
    uint32_t parted = 0;
    for (uint32_t i = 0; i < j->roots.n && j->marks.n; i++)
        for (uint32_t m = j->v[j->roots.v[i]].marks; m; m = j->marks.v[m - 1].next) {
            const mark *x = &j->marks.v[m - 1];
            parting *p = &j->partings[x->statement];
            if (p->edge != j->n_met)
                *p = (parting){ .edge = j->n_met };
            *(x->is_other ? &p->has_other : &p->has_one) = true;
            if (p->has_one && p->has_other && (parted == 0 || x->statement + 1 < parted))
                parted = x->statement + 1;
        }
    return parted;
}

typedef struct camp {
    uint64_t of; /* 0: it is the second one of no statement that the edge is about */
    uint32_t root;
} camp;

static camp camp_of(joiner *j, uint32_t at)
{
    camp c = { 0, at };
    for (uint32_t m = j->v[at].marks; m; m = j->marks.v[m - 1].next) {
        const mark *x = &j->marks.v[m - 1];
        parting *p = &j->partings[x->statement];
        if (!p->has_one || !p->has_other || !x->is_other || p->root == at + 1)
            continue;
        p->root = at + 1;
        c.of += cp_hash((cp_str){ (const char *)&x->statement, sizeof x->statement }, 1) | 1;
    }
    return c;
}

static int by_camp(const void *x, const void *y)
{
    const camp *a = x, *b = y;
    return a->of != b->of ? (a->of < b->of ? -1 : 1) : a->root < b->root ? -1 : a->root > b->root;
}

void cp_join_take_parted(joiner *j, uint32_t first, uint32_t end, uint32_t statement)
{
    uint32_t n = j->roots.n;
    camp *v = CP_NEW_ARRAY(j->work, camp, n);
    for (uint32_t i = 0; i < n; i++)
        v[i] = camp_of(j, j->roots.v[i]);
    qsort(v, n, sizeof *v, by_camp);
    cp_join_tell_said(j, first, end, j->said->ties[statement] + 1, 0);
    for (uint32_t i = 0, next; i < n; i = next) {
        j->roots.n = 0;
        for (next = i; next < n && v[next].of == v[i].of; next++)
            cp_vec_push(j->work, &j->roots, v[next].root);
        if (j->roots.n > 1)
            cp_join_take_roots(j, first, end);
    }
}

void cp_join_mark_sides(joiner *j)
{
    j->partings = CP_NEW_ARRAY(j->work, parting, j->said ? j->said->n_statements : 0);
    for (uint32_t i = 0; j->said && i < j->said->n_sides; i++) {
        const cp_join_side *x = &j->said->sides[i];
        root *r = &j->v[x->subject];
        cp_vec_push(j->work, &j->marks, ((mark){ r->marks, x->statement, x->is_other }));
        r->last_mark = r->last_mark ? r->last_mark : j->marks.n;
        r->marks = j->marks.n;
    }
}

bool cp_join_is_own(const joiner *j, uint32_t subject, uint32_t text)
{
    uint32_t v[2];
    return !j->said || j->said->not_own.n == 0 ||
           !cp_map_get(&j->said->not_own, cp_join_own_key(v, subject, text));
}

/* Who signs goes before who does not, the former in the order in which they said it. */
static int by_text(const void *x, const void *y, void *ctx)
{
    const cp_join_pair *p = x, *q = y;
    const cp_obs_store *s = ctx;
    if (!p->said != !q->said)
        return p->said ? -1 : 1;
    if (p->at != q->at)
        return p->at < q->at ? -1 : 1;
    if (p->text != q->text)
        return cp_join_text_order(s, p->text, q->text);
    return p->a != q->a ? (p->a < q->a ? -1 : 1) : p->b < q->b ? -1 : p->b > q->b;
}

/* The distinct roots, also of what is in doubt: who signs knows better. */
static void meet_doubted(joiner *j, uint32_t first, uint32_t end)
{
    j->roots.n = 0;
    j->n_met++;
    for (uint32_t i = first; i < end; i++) {
        uint32_t r = cp_join_find(j, j->edges.v[i].subject);
        if (j->up[r].seen == j->n_met)
            continue;
        j->up[r].seen = j->n_met;
        cp_vec_push(j->work, &j->roots, r);
    }
}

/* Whatever contradicts it, which is told; but not what somebody says is not one. */
static void take_signed(joiner *j, uint32_t first, uint32_t end, uint32_t said, cp_ident_kind kind)
{
    meet_doubted(j, first, end);
    cp_join_tell_shared(j, first, end, said);
    if (j->roots.n < 2)
        return;
    uint32_t parted = cp_join_parts_what(j);
    if (parted) {
        cp_join_take_parted(j, first, end, parted - 1);
        return;
    }
    if (cp_join_is_contradicted(j, &j->edges.v[first])) {
        tally t = cp_join_count(j);
        cp_join_tell_said(j, first, end, said, cp_join_differ_of(&t));
        for (uint32_t i = j->out->conflicts.n - (end - first); i < j->out->conflicts.n; i++)
            j->out->conflicts.v[i].kind = kind;
    }
    cp_join_unite_all(j);
}

/* What identifiers have joined is not parted by what a table calls one, and what they contradict is
 * not joined, unless somebody signs it. */
void cp_join_take_pairs(joiner *j)
{
    cp_join_pair *pairs = j->said->pairs;
    uint32_t n = j->said->n_pairs;
    if (n)
        qsort_r(pairs, n, sizeof *pairs, by_text, (void *)(uintptr_t)j->s);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t first = j->edges.n;
        cp_join_add_edge(j, S_SAID, pairs[i].text, CP_JOIN_NO_SCOPE, pairs[i].a);
        cp_join_add_edge(j, S_SAID, pairs[i].text, CP_JOIN_NO_SCOPE, pairs[i].b);
        if (pairs[i].said)
            take_signed(j, first, j->edges.n, pairs[i].said, pairs[i].kind);
        else
            cp_join_take_edge(j, first, j->edges.n);
    }
}
