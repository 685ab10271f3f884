/* SPDX-License-Identifier: Apache-2.0 */
/* stated.c - what people say of which things are one: which of several statements counts, and what
 * it means for the subjects of the evidence. Worked out of assets that were made without any
 * statement, because only then is it known who is meant.
 *
 *     tables of aliases --the latest of each pair--> one: a pair of subjects
 *                                                    two: the subjects of either side
 *
 * Of two things that the evidence joins, sides are the subjects that bear the one identifier and
 * the other; a subject that bears both is of the first side, and the other identifier is not its
 * own. "source:FILE" stands for all that this source tells of the other thing. */
#include <stdlib.h>
#include <string.h>
#include "base/sort.h"
#include "identify/inside.h"

typedef cp_identify_job job;

enum { SIDES_MAX = 10 * 1000 * 1000 }; /* subjects of all statements: 120 MB */

/* One end of a statement. */
typedef struct end {
    uint32_t subject; /* of the table itself */
    uint32_t text;    /* by which it is called */
    cp_ident_kind kind;
    uint32_t asset; /* + 1; 0: nobody */
} end;

typedef struct statement {
    uint32_t tie;
    cp_tie_kind kind;
    end a, b;
    cp_str realm, file;
    cp_str key;
    uint64_t at, pos;
} statement;

/* An identifier whose bearers are wanted. */
typedef struct want {
    uint32_t text;
    cp_ident_kind kind;
    uint32_t statement;
    bool is_other;
} want;

typedef struct bearer {
    uint32_t statement, subject;
    bool is_other;
} bearer;

typedef struct stating {
    job *j;
    cp_asset_names *m;
    cp_arena *out;
    CP_VEC(statement) v;
    CP_VEC(want) wants;
    CP_VEC(bearer) bearers;        /* sorted by statement and side */
    uint32_t *first_of, *subjects; /* of each group; made when asked for, as is the next */
    uint32_t *group_of;            /* of asset + 1 */
    CP_VEC(cp_join_pair) pairs;
    CP_VEC(cp_join_side) sides;
    CP_VEC(uint32_t) ties;
    cp_join_said *said;
} stating;

static bool is_statement(const cp_obs_tie *t)
{
    return (t->kind == CP_TIE_ALIAS || t->kind == CP_TIE_NOT_ALIAS ||
            t->kind == CP_TIE_ALIAS_UNDONE) &&
           t->a && t->b;
}

bool cp_stated_any(const cp_obs_store *s)
{
    for (uint32_t i = 0; i < s->ties.n; i++)
        if (is_statement(cp_pile_at(&s->ties, i)))
            return true;
    return false;
}

static end end_of(const stating *x, uint32_t subject, uint32_t from)
{
    const cp_obs_store *s = x->j->s;
    cp_obs_ident id = cp_obs_ident_at(s, cp_obs_subject_at(s, subject)->first_ident);
    return (end){ subject, cp_obs_ident_text(id), cp_obs_ident_kind(id),
                  cp_refer_end(x->j, x->m, subject, from) };
}

/* ---- which of them count */

static cp_str key_of(cp_arena *a, const statement *s, const cp_obs_store *store)
{
    uint32_t p = s->a.asset, q = s->b.asset;
    if (p && q && p != q)
        return cp_str_fmt(a, "%u %u", p < q ? p : q, p < q ? q : p);
    cp_str x = cp_str_lower(a, cp_obs_str(store, s->a.text));
    cp_str y = cp_str_lower(a, cp_obs_str(store, s->b.text));
    bool is_less = cp_str_cmp(x, y) < 0;
    return cp_str_fmt(a, "%.*s\n%.*s\n%.*s", CP_FMT(s->realm), CP_FMT(is_less ? x : y),
                      CP_FMT(is_less ? y : x));
}

static void collect(stating *x, uint8_t *standing)
{
    const cp_obs_store *s = x->j->s;
    cp_time until = x->j->opts ? x->j->opts->until : 0;
    for (uint32_t i = 0; i < s->ties.n; i++) {
        const cp_obs_tie *t = cp_pile_at(&s->ties, i);
        if (!is_statement(t))
            continue;
        if (until && t->amount > (uint64_t)until) {
            standing[i] = CP_NOT_YET;
            continue;
        }
        statement y = { .tie = i,
                        .kind = (cp_tie_kind)t->kind,
                        .a = end_of(x, t->a - 1, t->from),
                        .b = end_of(x, t->b - 1, t->from),
                        .realm = cp_obs_str(s, s->froms.v[t->from].realm),
                        .file = s->froms.v[t->from].name,
                        .at = t->amount,
                        .pos = t->pos };
        y.key = key_of(x->j->scratch, &y, s);
        cp_vec_push(x->j->scratch, &x->v, y);
    }
}

/* The kinds stand in the order in which they count where two are of one time: what is undone was
 * said before. */
static int by_key(const void *p, const void *q)
{
    const statement *a = p, *b = q;
    int c = cp_str_cmp(a->key, b->key);
    if (c)
        return c;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    c = cp_str_cmp(a->file, b->file);
    return c ? c : a->pos != b->pos ? (a->pos < b->pos ? -1 : 1) : a->tie < b->tie ? -1 : 1;
}

static void settle(stating *x, uint8_t *standing)
{
    if (x->v.n)
        qsort(x->v.v, x->v.n, sizeof *x->v.v, by_key);
    for (uint32_t i = 0; i + 1 < x->v.n; i++)
        if (cp_str_eq(x->v.v[i].key, x->v.v[i + 1].key))
            standing[x->v.v[i].tie] = CP_SUPERSEDED;
}

/* ---- whose subjects */

static void order_subjects(stating *x)
{
    const job *j = x->j;
    uint32_t n = j->s->subjects.n, n_groups = j->join.n_groups;
    if (x->first_of)
        return;
    x->group_of = CP_NEW_ARRAY(j->scratch, uint32_t, j->assets.n + 1);
    x->first_of = CP_NEW_ARRAY(j->scratch, uint32_t, n_groups + 2);
    x->subjects = CP_NEW_ARRAY(j->scratch, uint32_t, n);
    for (uint32_t g = 0; g < n_groups; g++)
        x->group_of[j->device_of[g]] = g;
    for (uint32_t i = 0; i < n; i++)
        x->first_of[j->join.group_of[i] + 2]++;
    for (uint32_t g = 2; g < n_groups + 2; g++)
        x->first_of[g] += x->first_of[g - 1];
    for (uint32_t i = 0; i < n; i++)
        x->subjects[x->first_of[j->join.group_of[i] + 1]++] = i;
}

static int by_text(const void *p, const void *q)
{
    const want *a = p, *b = q;
    if (a->text != b->text)
        return a->text < b->text ? -1 : 1;
    return a->statement != b->statement ? (a->statement < b->statement ? -1 : 1)
                                        : (int)a->is_other - (int)b->is_other;
}

static bool is_of_world(cp_ident_kind k)
{
    return k == CP_IDENT_SERIAL || k == CP_IDENT_MAC || k == CP_IDENT_ENGINE_ID;
}

static bool bears(const stating *x, const want *w, uint32_t subject, cp_ident_kind kind)
{
    const cp_obs_store *s = x->j->s;
    cp_str realm = cp_obs_str(s, s->froms.v[cp_obs_subject_at(s, subject)->from].realm);
    bool is_kind = kind == w->kind || (kind == CP_IDENT_CHASSIS && w->kind == CP_IDENT_MAC) ||
                   (kind == CP_IDENT_MAC && w->kind == CP_IDENT_CHASSIS);
    return is_kind && (is_of_world(kind) || cp_str_eq(realm, x->v.v[w->statement].realm));
}

/* Of each subject that tells something. */
static void look_at(stating *x, uint32_t subject)
{
    const cp_obs_store *s = x->j->s;
    const cp_obs_subject *sub = cp_obs_subject_at(s, subject);
    for (uint32_t k = 0; k < sub->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(s, sub->first_ident + k);
        want like = { .text = cp_obs_ident_text(id) };
        uint32_t i = cp_sort_find(x->wants.v, x->wants.n, sizeof *x->wants.v, &like, by_text);
        for (; i < x->wants.n && x->wants.v[i].text == like.text; i++)
            if (bears(x, &x->wants.v[i], subject, cp_obs_ident_kind(id)))
                cp_vec_push(x->j->scratch, &x->bearers,
                            ((bearer){ x->wants.v[i].statement, subject, x->wants.v[i].is_other }));
    }
}

static int by_statement(const void *p, const void *q)
{
    const bearer *a = p, *b = q;
    if (a->statement != b->statement)
        return a->statement < b->statement ? -1 : 1;
    if (a->is_other != b->is_other)
        return (int)a->is_other - (int)b->is_other;
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

static cp_rc find_bearers(stating *x, cp_err *err)
{
    cp_rc rc = CP_OK;
    if (x->wants.n == 0)
        return CP_OK;
    qsort(x->wants.v, x->wants.n, sizeof *x->wants.v, by_text);
    for (uint32_t i = 0; i < x->j->s->subjects.n && rc == CP_OK; i++) {
        if (cp_obs_subject_at(x->j->s, i)->n_rows)
            look_at(x, i);
        if (x->bearers.n > SIDES_MAX)
            rc = cp_fail(err, CP_ELIMIT, CP_NO_OFF,
                         "what people say of which things are one is about more than %d subjects",
                         SIDES_MAX);
    }
    if (x->bearers.n)
        qsort(x->bearers.v, x->bearers.n, sizeof *x->bearers.v, by_statement);
    return rc;
}

/* Those of one side of a statement. */
static const bearer *bearers_of(const stating *x, uint32_t at, bool is_other, uint32_t *n)
{
    bearer like = { at, 0, is_other };
    uint32_t first =
        cp_sort_find(x->bearers.v, x->bearers.n, sizeof *x->bearers.v, &like, by_statement);
    *n = 0;
    while (first + *n < x->bearers.n && x->bearers.v[first + *n].statement == at &&
           x->bearers.v[first + *n].is_other == is_other)
        ++*n;
    return x->bearers.n ? x->bearers.v + first : NULL;
}

/* ---- what they mean */

static bool is_source(const stating *x, const end *e)
{
    return e->kind == CP_IDENT_REF &&
           cp_str_starts(cp_obs_str(x->j->s, e->text), CP_STR("source:"));
}

static bool is_from(const stating *x, uint32_t subject, const end *e)
{
    const cp_obs_store *s = x->j->s;
    return cp_str_eq(s->froms.v[cp_obs_subject_at(s, subject)->from].name,
                     cp_str_from(cp_obs_str(s, e->text), 7));
}

typedef CP_VEC(uint32_t) subjects;

static int by_subject(const void *p, const void *q)
{
    uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
    return a < b ? -1 : a > b;
}

static bool has(const subjects *v, uint32_t subject)
{
    return v->n && bsearch(&subject, v->v, v->n, sizeof *v->v, by_subject);
}

/* All of the asset, or those that one source tells of it, but for those that are left out; in
 * ascending order. */
static void take_asset(stating *x, uint32_t asset, const end *source, const subjects *without,
                       subjects *out)
{
    const job *j = x->j;
    order_subjects(x);
    uint32_t g = x->group_of[asset];
    if (j->device_of[g] != asset)
        return; /* a component: its device tells of it */
    for (uint32_t i = x->first_of[g]; i < x->first_of[g + 1]; i++) {
        uint32_t subject = x->subjects[i];
        if (cp_obs_subject_at(j->s, subject)->n_rows && (!source || is_from(x, subject, source)) &&
            !(without && has(without, subject)))
            cp_vec_push(j->scratch, out, subject);
    }
}

/* Of one side: who bears its identifier, or what its source says of the other; else, all of the
 * asset that it names. */
static void take_side(stating *x, uint32_t at, bool is_other, const subjects *without,
                      subjects *out)
{
    const statement *s = &x->v.v[at];
    const end *e = is_other ? &s->b : &s->a;
    uint32_t n, of = is_other ? s->a.asset : s->b.asset;
    const bearer *v = bearers_of(x, at, is_other, &n);
    out->n = 0;
    if (is_source(x, e)) {
        if (of)
            take_asset(x, of, e, NULL, out);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        if (!(without && has(without, v[i].subject)) &&
            (out->n == 0 || out->v[out->n - 1] != v[i].subject))
            cp_vec_push(x->j->scratch, out, v[i].subject);
    if (out->n == 0 && e->asset)
        take_asset(x, e->asset, NULL, without, out);
}

static void put_sides(stating *x, uint32_t number, const subjects *v, bool is_other)
{
    for (uint32_t i = 0; i < v->n; i++)
        cp_vec_push(x->out, &x->sides, ((cp_join_side){ v->v[i], number, is_other }));
}

/* A subject that bears both identifiers is of the first side, and the other is not its own. */
static void disown(stating *x, const statement *s, const subjects *one, subjects *other)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < other->n; i++) {
        if (!has(one, other->v[i])) {
            other->v[kept++] = other->v[i];
            continue;
        }
        uint32_t key[2];
        cp_str k = cp_join_own_key(key, other->v[i], s->b.text);
        (void)cp_map_put(x->out, &x->said->not_own, cp_str_dup(x->out, k), NULL);
    }
    other->n = kept;
}

static bool part(stating *x, uint32_t at)
{
    const statement *s = &x->v.v[at];
    subjects one = { 0 }, other = { 0 };
    uint32_t n_one, n_other;
    if (is_source(x, &s->a) || (s->a.text == s->b.text && s->a.kind == s->b.kind))
        return false; /* the first names the thing; nothing is parted from itself */
    (void)bearers_of(x, at, false, &n_one);
    (void)bearers_of(x, at, true, &n_other);
    take_side(x, at, true, NULL, &other);
    if (n_one && n_other) {
        take_side(x, at, false, NULL, &one);
        disown(x, s, &one, &other);
    } else {
        take_side(x, at, false, &other, &one);
    }
    if (one.n == 0 || (other.n == 0 && n_other == 0))
        return false;
    cp_vec_push(x->j->scratch, &one, s->a.subject);
    cp_vec_push(x->j->scratch, &other, s->b.subject);
    put_sides(x, x->ties.n, &one, false);
    put_sides(x, x->ties.n, &other, true);
    cp_vec_push(x->out, &x->ties, s->tie);
    return true;
}

static uint32_t asset_of(const stating *x, uint32_t subject)
{
    return x->j->device_of[x->j->join.group_of[subject]];
}

/* Of its identifiers, in whatever order they were met. */
static uint64_t mixed(const cp_obs_store *s, const cp_obs_subject *x)
{
    uint64_t sum = 0;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(s, x->first_ident + k);
        uint64_t kind = (uint64_t)cp_obs_ident_kind(id) + 1;
        sum +=
            (cp_obs_text_at(s, cp_obs_ident_text(id))->hash + kind) * UINT64_C(0x9e3779b97f4a7c15);
    }
    return sum;
}

/* Does one stand before the other, in whatever order the sources were read? By the name of the
 * source, its realm, and identifiers, of which a source tells each set once. */
static bool is_before(const cp_obs_store *s, uint32_t a, uint32_t b)
{
    const cp_obs_subject *x = cp_obs_subject_at(s, a), *y = cp_obs_subject_at(s, b);
    const cp_obs_from *p = &s->froms.v[x->from], *q = &s->froms.v[y->from];
    int c = cp_str_cmp(p->name, q->name);
    if (c == 0)
        c = cp_str_cmp(cp_obs_str(s, p->realm), cp_obs_str(s, q->realm));
    uint64_t m = c ? 0 : mixed(s, x), n = c ? 0 : mixed(s, y);
    return c ? c < 0 : m != n ? m < n : a < b;
}

/* A subject of what the end names: one that bears its identifier, if all that do are of one thing;
 * else one of the asset. UINT32_MAX: nobody knows who is meant. */
static uint32_t seed(const stating *x, uint32_t at, bool is_other, uint32_t asset,
                     const uint32_t *subject_of_assets)
{
    uint32_t n, first = UINT32_MAX;
    const bearer *v = bearers_of(x, at, is_other, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (asset && asset_of(x, v[i].subject) != asset)
            continue;
        if (first != UINT32_MAX && asset_of(x, v[i].subject) != asset_of(x, first))
            return UINT32_MAX;
        if (first == UINT32_MAX || is_before(x->j->s, v[i].subject, first))
            first = v[i].subject;
    }
    return first == UINT32_MAX && asset ? subject_of_assets[asset - 1] : first;
}

/* The id of the asset; "": it is none. */
static cp_str id_of(const stating *x, uint32_t subject)
{
    uint32_t asset = asset_of(x, subject);
    return asset ? cp_str_dup(x->out, x->j->assets.v[asset - 1].id) : CP_STR("");
}

/* Of two things one; of what is one already, that it stays so. */
static bool unite(stating *x, uint32_t at, const uint32_t *subject_of_assets)
{
    const statement *s = &x->v.v[at];
    const cp_obs_tie *t = cp_pile_at(&x->j->s->ties, s->tie);
    uint32_t a = end_of(x, s->a.subject, t->from).asset, b = end_of(x, s->b.subject, t->from).asset;
    uint32_t p = seed(x, at, false, a, subject_of_assets);
    uint32_t q = seed(x, at, true, b, subject_of_assets);
    bool is_signed = cp_obs_str(x->j->s, t->name).n > 0;
    if (p == UINT32_MAX || q == UINT32_MAX)
        return p != UINT32_MAX || q != UINT32_MAX; /* another name of the one that is known */
    uint32_t n_a, n_b;
    (void)bearers_of(x, at, false, &n_a);
    (void)bearers_of(x, at, true, &n_b);
    if (a == b && (n_a == 0 || n_b == 0))
        return true; /* the same: a name that it is known by through this very statement */
    if (is_signed || (a && b && a != b))
        cp_vec_push(x->out, &x->pairs,
                    ((cp_join_pair){ .a = p,
                                     .b = q,
                                     .text = s->a.text,
                                     .kind = s->a.kind,
                                     .id_a = id_of(x, p),
                                     .id_b = id_of(x, q),
                                     .said = is_signed ? s->tie + 1 : 0,
                                     .at = is_signed ? s->at : 0 }));
    return true;
}

static void want_bearers(stating *x, const uint8_t *standing)
{
    for (uint32_t i = 0; i < x->v.n; i++) {
        const statement *s = &x->v.v[i];
        const end *ends[] = { &s->a, &s->b };
        for (int k = 0; k < 2; k++)
            if (s->kind != CP_TIE_ALIAS_UNDONE && standing[s->tie] == CP_STANDS &&
                !is_source(x, ends[k]))
                cp_vec_push(x->j->scratch, &x->wants,
                            ((want){ ends[k]->text, ends[k]->kind, i, k == 1 }));
    }
}

/* A subject of each asset that identifiers have joined. */
static uint32_t *subjects_of_assets(const job *j)
{
    uint32_t *v = CP_NEW_ARRAY(j->scratch, uint32_t, j->assets.n);
    for (uint32_t i = 0; i < j->assets.n; i++)
        v[i] = UINT32_MAX;
    for (uint32_t s = 0; s < j->s->subjects.n; s++) {
        uint32_t device = j->device_of[j->join.group_of[s]];
        if (device && (v[device - 1] == UINT32_MAX || is_before(j->s, s, v[device - 1])))
            v[device - 1] = s;
    }
    return v;
}

cp_rc cp_stated(job *j, cp_asset_names *m, cp_arena *out, cp_join_said *said, uint8_t **standing,
                cp_err *err)
{
    stating x = { .j = j, .m = m, .out = out, .said = said };
    uint8_t *v = CP_NEW_ARRAY(out, uint8_t, j->s->ties.n);
    *standing = j->standing = v;
    collect(&x, v);
    settle(&x, v);
    cp_refer_aliases(j, m);
    want_bearers(&x, v);
    cp_rc rc = find_bearers(&x, err);
    const uint32_t *of_assets = rc == CP_OK ? subjects_of_assets(j) : NULL;
    for (uint32_t i = 0; rc == CP_OK && i < x.v.n; i++) {
        const statement *s = &x.v.v[i];
        if (v[s->tie] != CP_STANDS || s->kind == CP_TIE_ALIAS_UNDONE)
            continue;
        bool is_about = s->kind == CP_TIE_ALIAS ? unite(&x, i, of_assets) : part(&x, i);
        v[s->tie] = is_about ? CP_STANDS : CP_OF_NOBODY;
    }
    said->pairs = x.pairs.v;
    said->n_pairs = x.pairs.n;
    said->sides = x.sides.v;
    said->n_sides = x.sides.n;
    said->ties = x.ties.v;
    said->n_statements = x.ties.n;
    return rc;
}
