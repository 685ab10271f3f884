/* SPDX-License-Identifier: Apache-2.0 */
/* join_again.c - see join_in.h: a second look at serial numbers, when all else has joined.
 *
 * A row that knows its thing by nothing but a serial number (a list of purchases) joins by that or
 * not at all. Two reasons keep it apart, and what names and addresses have joined may settle both:
 *
 *     register: core-2 .. serial 7      the number slipped into the row of another thing, and so
 *     register: core-1 .. serial 9      joined nobody. If what it slipped into has more often
 *     audit:    core-2 .. serial 9      another one (9), it is that of the other thing (core-1 by
 *     audit:    core-1 .. serial 7      name, where it is the only one), and so is the row
 *     purchases:       .. serial 7
 *
 *     audit:    core-3 .. serial FDO2401A0AB   a person wrote two signs in the wrong order: nobody
 *     purchases:       .. serial FDO2401A0BA   else has this number, the list has no row of the
 *                                              right one, the product is the same
 *
 * A row joins a thing here, never two things each other; and each is settled by what was known
 * before the first of them joined. */
#include <stdlib.h>
#include "base/sort.h"
#include "identify/join_in.h"

typedef cp_join_edge edge;
typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_tally tally;

/* Serial edges stand side by side: edges [first, end) of one text. */
typedef struct number {
    uint32_t first, end;
    uint32_t owner; /* a subject of the thing whose it is + 1; 0 not known */
    bool has_bare;  /* rows that know nothing else */
    bool is_all_bare;
} number;

/* That source gives that thing that serial number. */
typedef struct vote {
    uint32_t root, text, from;
} vote;

typedef CP_VEC(number) numbers;
typedef CP_VEC(vote) votes;

/* A row that knows its thing by one serial number only. */
static bool is_bare(const joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    uint32_t n_serials = 0;
    if (!j->hints[subject].is_written || j->hints[subject].is_part || j->name_of[subject] ||
        j->doubts[subject] & (CP_JOIN_TORN | CP_JOIN_SLIPPED))
        return false;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_ident_kind kind = cp_obs_ident_kind(cp_obs_ident_at(j->s, x->first_ident + k));
        n_serials += kind == CP_IDENT_SERIAL;
        if (kind != CP_IDENT_SERIAL && kind != CP_IDENT_AGENT)
            return false;
    }
    return n_serials == 1;
}

static bool is_out(const joiner *j, uint32_t subject)
{
    return (j->doubts[subject] & (CP_JOIN_TORN | CP_JOIN_SLIPPED)) > 0;
}

static number number_at(const joiner *j, uint32_t first)
{
    number x = { .first = first, .end = cp_join_edge_end(j, first), .is_all_bare = true };
    for (uint32_t i = first; i < x.end && x.end - first <= CP_JOIN_ROWS_MAX; i++) {
        bool bare = is_bare(j, j->edges.v[i].subject);
        x.has_bare |= bare;
        x.is_all_bare &= bare;
    }
    return x;
}

/* Those that bare rows have. */
static numbers list_numbers(const joiner *j)
{
    numbers v = { 0 };
    for (uint32_t i = 0, end; i < j->edges.n && j->edges.v[i].stage <= S_SERIAL; i = end) {
        if (j->edges.v[i].stage < S_SERIAL) {
            end = i + 1;
            continue;
        }
        number x = number_at(j, i);
        end = x.end;
        if (x.has_bare)
            cp_vec_push(j->work, &v, x);
    }
    return v;
}

/* ---- whose it is */

static int by_root(const void *x, const void *y)
{
    const vote *a = x, *b = y;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    if (a->text != b->text)
        return a->text < b->text ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

/* What sources say of the things among which one number is in dispute. */
static votes count_votes(const joiner *j, const numbers *v)
{
    votes out = { 0 };
    bool *is_asked = CP_NEW_ARRAY(j->work, bool, j->s->subjects.n); /* per root */
    for (uint32_t i = 0; i < v->n; i++)
        for (uint32_t k = v->v[i].first; k < v->v[i].end; k++)
            is_asked[cp_join_find(j, j->edges.v[k].subject)] = true;
    for (uint32_t i = 0; i < j->edges.n && j->edges.v[i].stage <= S_SERIAL; i++) {
        const edge *e = &j->edges.v[i];
        uint32_t r = cp_join_find(j, e->subject);
        if (e->stage == S_SERIAL && is_asked[r] && !is_out(j, e->subject))
            cp_vec_push(j->work, &out,
                        ((vote){ r, e->text, cp_obs_subject_at(j->s, e->subject)->from }));
    }
    if (out.n)
        qsort(out.v, out.n, sizeof *out.v, by_root);
    return out;
}

/* Do more sources give the thing this serial number than any other (1), or fewer (-1)? */
static int is_its(const votes *v, uint32_t of_root, uint32_t text)
{
    uint32_t mine = 0, best = 0;
    uint32_t first = cp_sort_find(v->v, v->n, sizeof *v->v, &(vote){ .root = of_root }, by_root);
    for (uint32_t i = first, end; i < v->n && v->v[i].root == of_root; i = end) {
        uint32_t n = 0, from = UINT32_MAX;
        for (end = i; end < v->n && v->v[end].root == of_root && v->v[end].text == v->v[i].text;
             end++) {
            n += v->v[end].from != from;
            from = v->v[end].from;
        }
        if (v->v[i].text == text)
            mine = n;
        else
            best = n > best ? n : best;
    }
    return (mine > best) - (mine < best);
}

/* The one thing whose number it is, if all others that have it have another one. */
static void find_owner(const joiner *j, const votes *v, number *x)
{
    uint32_t owner = 0;
    for (uint32_t i = x->first; i < x->end; i++) {
        uint32_t subject = j->edges.v[i].subject, r = cp_join_find(j, subject);
        int its = is_bare(j, subject) || is_out(j, subject)
                      ? -1
                      : is_its(v, r, j->edges.v[x->first].text);
        if (its == 0 || (its > 0 && owner && cp_join_find(j, owner - 1) != r))
            return;
        owner = its > 0 ? subject + 1 : owner;
    }
    x->owner = owner;
}

/* Do makers contradict? Of the numbers nobody doubts that they are one. */
static bool is_other_maker(joiner *j, uint32_t a, uint32_t b)
{
    j->roots.n = 0;
    cp_vec_push(j->work, &j->roots, cp_join_find(j, a));
    cp_vec_push(j->work, &j->roots, cp_join_find(j, b));
    tally t = cp_join_count(j);
    return t.wires_differ || t.labels_differ || t.wire_and_label_differ;
}

static void join_bare(joiner *j, const number *x, uint32_t to)
{
    j->roots.n = 0;
    j->n_met++;
    for (uint32_t i = x->first; i < x->end; i++)
        if (is_bare(j, j->edges.v[i].subject))
            cp_vec_push(j->work, &j->roots, cp_join_find(j, j->edges.v[i].subject));
    cp_vec_push(j->work, &j->roots, cp_join_find(j, to));
    if (cp_join_parts_what(j))
        return; /* which of them would it be? */
    for (uint32_t i = x->first; i < x->end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        if (is_bare(j, subject) && !is_other_maker(j, to, subject))
            cp_join_unite(j, CP_IDENT_SERIAL, j->edges.v[x->first].text, to, subject);
    }
}

/* Have those that have it joined? */
static bool is_one(const joiner *j, const number *x)
{
    uint32_t r = cp_join_find(j, j->edges.v[x->first].subject);
    bool one = x->end - x->first <= CP_JOIN_ROWS_MAX;
    for (uint32_t i = x->first; one && i < x->end; i++)
        one = cp_join_find(j, j->edges.v[i].subject) == r;
    return one;
}

static void settle(joiner *j, const numbers *all)
{
    numbers v = { 0 };
    for (uint32_t i = 0; i < all->n; i++)
        if (!all->v[i].is_all_bare && all->v[i].end - all->v[i].first <= CP_JOIN_ROWS_MAX &&
            !is_one(j, &all->v[i]))
            cp_vec_push(j->work, &v, all->v[i]);
    if (v.n == 0)
        return;
    votes said = count_votes(j, &v);
    for (uint32_t i = 0; i < v.n; i++)
        find_owner(j, &said, &v.v[i]);
    for (uint32_t i = 0; i < v.n; i++)
        if (v.v[i].owner)
            join_bare(j, &v.v[i], v.v[i].owner - 1);
}

/* ---- as a person writes it */

enum {
    /* of a number that is looked for: longer ones are no serial numbers */
    SIGNS_MAX = 64,
    SPELLINGS_MAX = 1u << 22, /* of all such; a list of that many things nobody wrote by hand */
    FILTER_BITS = 20,
};

/* A number without one of its signs, or with all of them: two that differ by one slip of the hand
 * have one of these in common. */
typedef struct spelling {
    uint64_t hash;
    uint32_t number;
} spelling;

/* Of one row's number and the number of a thing. */
typedef struct likeness {
    uint32_t number; /* in the list */
    uint32_t first;  /* edge of the thing's */
} likeness;

/* Sorted by hash; filter: bits of those that are there, because nearly all that are asked for are
 * not. */
typedef struct spellings {
    CP_VEC(spelling) v;
    uint64_t *filter;
} spellings;

typedef CP_VEC(likeness) likenesses;

/* Fills v with up to n + 1 hashes of s; returns how many. */
static uint32_t spell(cp_str s, uint64_t v[SIGNS_MAX + 1])
{
    const uint64_t base = 0x9e3779b97f4a7c15u | 1;
    uint64_t before[SIGNS_MAX + 1] = { 0 }, power[SIGNS_MAX + 1] = { 1 };
    if (s.n > SIGNS_MAX)
        return 0;
    for (size_t i = 0; i < s.n; i++) {
        before[i + 1] = before[i] * base + (unsigned char)cp_join_fold(s.p[i]);
        power[i + 1] = power[i] * base;
    }
    v[0] = before[s.n];
    for (size_t i = 0; i < s.n; i++) {
        size_t n_behind = s.n - i - 1;
        v[i + 1] = before[i] * power[n_behind] + (before[s.n] - before[i + 1] * power[n_behind]);
    }
    return (uint32_t)s.n + 1;
}

static int by_hash(const void *x, const void *y)
{
    const spelling *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* Of the rows whose number nobody else has. */
static spellings spell_all(const joiner *j, const numbers *all)
{
    spellings out = { 0 };
    uint64_t v[SIGNS_MAX + 1];
    for (uint32_t i = 0; i < all->n; i++) {
        uint32_t n = all->v[i].is_all_bare && is_one(j, &all->v[i])
                         ? spell(cp_obs_str(j->s, j->edges.v[all->v[i].first].text), v)
                         : 0;
        if (n > SPELLINGS_MAX - out.v.n)
            return (spellings){ 0 };
        for (uint32_t k = 0; k < n; k++)
            cp_vec_push(j->work, &out.v, ((spelling){ v[k], i }));
    }
    if (out.v.n == 0)
        return out;
    qsort(out.v.v, out.v.n, sizeof *out.v.v, by_hash);
    out.filter = CP_NEW_ARRAY(j->work, uint64_t, (1u << FILTER_BITS) / 64);
    cp_vec_each(x, &out.v)
    {
        uint64_t bit = x->hash >> (64 - FILTER_BITS);
        out.filter[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    return out;
}

static uint32_t first_of(const spellings *x, uint64_t hash)
{
    uint64_t bit = hash >> (64 - FILTER_BITS);
    if (!(x->filter[bit / 64] >> bit % 64 & 1))
        return x->v.n;
    return cp_sort_find(x->v.v, x->v.n, sizeof *x->v.v, &(spelling){ .hash = hash }, by_hash);
}

/* Does the row's source give nobody that number, and do others say that it is what the row says,
 * and not that it is elsewhere? */
static bool agrees(joiner *j, uint32_t row, uint32_t first, uint32_t end, uint32_t thing)
{
    uint32_t product = j->hints[row].product, label = j->hints[row].label;
    uint32_t site = j->hints[row].site;
    bool is_same = false;
    for (uint32_t i = first; i < end; i++) {
        const cp_join_hint *h = &j->hints[j->edges.v[i].subject];
        if (cp_obs_subject_at(j->s, j->edges.v[i].subject)->from ==
            cp_obs_subject_at(j->s, row)->from)
            return false;
        if (h->site && site && h->site != site)
            return false;
        is_same |= product ? h->product == product : h->label && h->label == label;
    }
    return is_same && !is_other_maker(j, thing, row);
}

/* Is the number that of one thing, of which more is known than a row, and which the rows agree
 * with? */
static bool can_be(joiner *j, const number *rows, uint32_t first, uint32_t end)
{
    uint32_t thing = UINT32_MAX;
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        if (is_bare(j, subject) || is_out(j, subject))
            continue;
        if (thing != UINT32_MAX && cp_join_find(j, subject) != thing)
            return false;
        thing = cp_join_find(j, subject);
    }
    bool can = thing != UINT32_MAX;
    for (uint32_t i = rows->first; can && i < rows->end; i++)
        can = agrees(j, j->edges.v[i].subject, first, end, thing);
    return can;
}

static void compare(joiner *j, const numbers *all, const spellings *rows, uint32_t first,
                    uint32_t end, likenesses *out)
{
    uint64_t v[SIGNS_MAX + 1];
    cp_str s = cp_obs_str(j->s, j->edges.v[first].text);
    uint32_t n = end - first <= CP_JOIN_ROWS_MAX ? spell(s, v) : 0;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = first_of(rows, v[k]); i < rows->v.n && rows->v.v[i].hash == v[k]; i++) {
            uint32_t of = rows->v.v[i].number;
            uint32_t text = j->edges.v[all->v[of].first].text;
            bool is_known =
                out->n && out->v[out->n - 1].number == of && out->v[out->n - 1].first == first;
            if (!is_known && text != j->edges.v[first].text &&
                cp_join_is_mistyped(s, cp_obs_str(j->s, text)) &&
                can_be(j, &all->v[of], first, end))
                cp_vec_push(j->work, out, ((likeness){ of, first }));
        }
}

static int by_number(const void *x, const void *y)
{
    const likeness *a = x, *b = y;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

static int by_first(const void *x, const void *y)
{
    const likeness *a = x, *b = y;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* A row that is like two things' is nobody's, and so are two rows that are like one thing's. */
static void take_alike(joiner *j, const numbers *all, likenesses *v)
{
    uint32_t *n_of = CP_NEW_ARRAY(j->work, uint32_t, all->n), n = 0;
    qsort(v->v, v->n, sizeof *v->v, by_number);
    for (uint32_t i = 0; i < v->n; i++) /* each once */
        if (n == 0 || by_number(&v->v[n - 1], &v->v[i]) != 0)
            v->v[n++] = v->v[i];
    v->n = n;
    for (uint32_t i = 0; i < n; i++)
        n_of[v->v[i].number]++;
    qsort(v->v, n, sizeof *v->v, by_first);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && v->v[end].first == v->v[i].first;)
            end++;
        const number *row = &all->v[v->v[i].number];
        if (end - i > 1 || n_of[v->v[i].number] > 1)
            continue;
        for (uint32_t k = v->v[i].first; k < cp_join_edge_end(j, v->v[i].first); k++)
            if (!is_bare(j, j->edges.v[k].subject) && !is_out(j, j->edges.v[k].subject)) {
                join_bare(j, row, j->edges.v[k].subject);
                break;
            }
    }
}

static void correct(joiner *j, const numbers *all)
{
    spellings rows = spell_all(j, all);
    likenesses alike = { 0 };
    if (rows.v.n == 0)
        return;
    for (uint32_t i = 0, end; i < j->edges.n && j->edges.v[i].stage <= S_SERIAL; i = end) {
        end = j->edges.v[i].stage == S_SERIAL ? cp_join_edge_end(j, i) : i + 1;
        if (j->edges.v[i].stage == S_SERIAL)
            compare(j, all, &rows, i, end, &alike);
    }
    if (alike.n)
        take_alike(j, all, &alike);
}

void cp_join_look_again(joiner *j)
{
    numbers all = list_numbers(j);
    if (all.n == 0)
        return;
    settle(j, &all);
    correct(j, &all);
}
