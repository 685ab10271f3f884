/* SPDX-License-Identifier: Apache-2.0 */
/* reasons.c - why an asset is what it is, for who asks: by what it was joined, how its maker was
 * weighed, and what other evidence would make of it. The rows of the asset are weighed again for
 * each, without a kind or with an item more. */
#include <stdlib.h>
#include "identify/inside.h"
#include "identify/join_in.h"

typedef cp_identify_job job;

/* ---- by what it was joined */

/* A name without its domain is the same; who was seen with a key has it. */
static bool has_ident(const job *j, uint32_t subject, const cp_join_shared *x)
{
    const cp_obs_subject *s = cp_obs_subject_at(j->s, subject);
    uint32_t realm = j->s->froms.v[s->from].realm;
    uint32_t name = cp_join_name_key(j->s, cp_obs_str(j->s, x->text), realm);
    for (uint32_t i = 0; i < j->s->rows.n && x->kind == CP_JOIN_BY_KEY; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, i);
        if (r->subject == subject && r->value == x->text && r->kind == CP_KIND_TLS_CERT_KEY)
            return true;
    }
    for (uint32_t k = 0; x->kind == CP_IDENT_HOSTNAME && k < s->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(j->s, s->first_ident + k);
        if (cp_obs_ident_kind(id) == CP_IDENT_HOSTNAME &&
            cp_join_name_key(j->s, cp_obs_str(j->s, cp_obs_ident_text(id)), realm) == name)
            return true;
    }
    for (uint32_t k = 0; k < s->n_idents; k++)
        if (cp_obs_ident_text(cp_obs_ident_at(j->s, s->first_ident + k)) == x->text)
            return true;
    return false;
}

static int by_number(const void *p, const void *q)
{
    uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
    return a < b ? -1 : a > b;
}

/* The sources in which subjects of the group have the identifier; tables of names do not count. */
static void find_sources(const job *j, const uint32_t *subjects, uint32_t n,
                         const cp_join_shared *x, cp_join_reason *out)
{
    uint32_t *v = CP_NEW_ARRAY(j->a, uint32_t, n), kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (cp_obs_subject_at(j->s, subjects[i])->n_rows &&
            (x->said || has_ident(j, subjects[i], x))) {
            v[out->n_sources++] = j->s->froms.v[cp_obs_subject_at(j->s, subjects[i])->from].source;
            out->n_subjects++;
        }
    if (out->n_sources)
        qsort(v, out->n_sources, sizeof *v, by_number);
    for (uint32_t i = 0; i < out->n_sources; i++)
        if (kept == 0 || v[i] != v[kept - 1])
            v[kept++] = v[i];
    out->sources = v;
    out->n_sources = kept;
}

static void explain_joins(const job *j, uint32_t group, cp_asset_reasons *out)
{
    CP_VEC(uint32_t) subjects = { 0 };
    CP_VEC(cp_join_reason) v = { 0 };
    for (uint32_t i = 0; i < j->s->subjects.n; i++)
        if (j->join.group_of[i] == group)
            cp_vec_push(j->scratch, &subjects, i);
    for (uint32_t k = 0; k < j->join.shared.n; k++) {
        const cp_join_shared *x = &j->join.shared.v[k];
        if (j->join.group_of[x->subject] != group)
            continue;
        cp_join_reason r = { .ident = { x->kind, cp_obs_str(j->s, x->text) },
                             .is_needed = x->is_first,
                             .said = x->said ? cp_refer_who(j, x->said) : CP_STR("") };
        find_sources(j, subjects.v, subjects.n, x, &r);
        if (r.n_subjects > 1)
            cp_vec_push(j->a, &v, r);
    }
    out->joins = v.v;
    out->n_joins = v.n;
}

/* ---- when it was told of */

typedef struct times {
    const job *j;
    uint32_t asset, group;
    CP_VEC(cp_ident_time) v; /* sorted by identifier, once all are there */
} times;

static int by_identifier(const void *p, const void *q)
{
    const cp_ident_time *a = p, *b = q;
    if (a->ident.kind != b->ident.kind)
        return a->ident.kind < b->ident.kind ? -1 : 1;
    return cp_str_cmp(a->ident.value, b->ident.value);
}

/* Does the subject have it, and not only by the word of somebody who was mistaken? */
static bool has_own(const job *j, uint32_t subject, cp_ident_kind kind, uint32_t text)
{
    uint32_t key[2];
    if (kind == CP_IDENT_AGENT || (kind == CP_IDENT_IP && j->join.is_disowned[subject]) ||
        (kind == CP_IDENT_SERIAL && j->join.is_slipped[subject]))
        return false;
    return j->said.not_own.n == 0 ||
           !cp_map_get(&j->said.not_own, cp_join_own_key(key, subject, text));
}

static cp_time time_of(uint32_t seconds) { return (cp_time)seconds * 1000 * 1000; }

static void take_time(times *t, uint32_t subject, cp_ident_kind kind, uint32_t text)
{
    const cp_obs_subject *x = cp_obs_subject_at(t->j->s, subject);
    if (has_own(t->j, subject, kind, text))
        cp_vec_push(t->j->a, &t->v,
                    ((cp_ident_time){ .ident = { kind, cp_obs_str(t->j->s, text) },
                                      .from = time_of(x->first_at),
                                      .until = time_of(x->last_at) }));
}

/* Of what the asset is not: is it told of one of these, later? Addresses and names are somebody's
 * within a realm. */
static void take_next(times *t, uint32_t subject, cp_ident_kind kind, uint32_t text)
{
    const job *j = t->j;
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    uint32_t asset = j->device_of[j->join.group_of[subject]];
    cp_ident_time key = { .ident = { kind, cp_obs_str(j->s, text) } };
    cp_ident_time *at = t->v.n ? bsearch(&key, t->v.v, t->v.n, sizeof key, by_identifier) : NULL;
    bool is_local = kind == CP_IDENT_IP || kind == CP_IDENT_HOSTNAME || kind == CP_IDENT_REF;
    cp_str realm = cp_obs_str(j->s, j->s->froms.v[x->from].realm);
    cp_time from = time_of(x->first_at);
    if (!at || asset == 0 || asset == t->asset + 1 || from <= at->until ||
        !has_own(j, subject, kind, text) ||
        (is_local && !cp_str_eq(realm, j->assets.v[t->asset].realm)))
        return;
    cp_str id = j->assets.v[asset - 1].id;
    if (at->then.n == 0 || from < at->then_from ||
        (from == at->then_from && cp_str_cmp(id, at->then) < 0)) {
        at->then = id;
        at->then_from = from;
    }
}

/* All identifiers and names of the subjects of the group, or of all others. */
static void each_timed(times *t, bool is_own,
                       void (*take)(times *t, uint32_t subject, cp_ident_kind kind, uint32_t text))
{
    const job *j = t->j;
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        const cp_obs_subject *x = cp_obs_subject_at(j->s, i);
        if (x->first_at == 0 || (j->join.group_of[i] == t->group) != is_own)
            continue;
        for (uint32_t k = 0; k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
            take(t, i, cp_obs_ident_kind(id), cp_obs_ident_text(id));
        }
    }
    for (uint32_t i = 0; i < j->s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, i);
        if (r->part == 0 && cp_kind_use_of((cp_kind)r->kind) == CP_USE_NAME &&
            cp_obs_subject_at(j->s, r->subject)->first_at &&
            (j->join.group_of[r->subject] == t->group) == is_own)
            take(t, r->subject, CP_IDENT_HOSTNAME, r->value);
    }
}

/* Each identifier once; returns whether more than one day is told of. */
static bool merge_times(times *t)
{
    const cp_time day = (cp_time)24 * 3600 * 1000 * 1000;
    cp_ident_time *v = t->v.v;
    cp_time first = INT64_MAX, last = 0;
    uint32_t kept = 0;
    if (t->v.n)
        qsort(v, t->v.n, sizeof *v, by_identifier);
    for (uint32_t i = 0; i < t->v.n; i++) {
        first = v[i].from < first ? v[i].from : first;
        last = v[i].until > last ? v[i].until : last;
        if (kept == 0 || by_identifier(&v[kept - 1], &v[i]) != 0) {
            v[kept++] = v[i];
            continue;
        }
        cp_ident_time *to = &v[kept - 1];
        to->from = v[i].from < to->from ? v[i].from : to->from;
        to->until = v[i].until > to->until ? v[i].until : to->until;
    }
    t->v.n = kept;
    return kept && first / day != last / day;
}

static void explain_times(const job *j, uint32_t asset, uint32_t group, cp_asset_reasons *out)
{
    times t = { .j = j, .asset = asset, .group = group };
    each_timed(&t, true, take_time);
    bool is_worth = merge_times(&t);
    each_timed(&t, false, take_next);
    for (uint32_t i = 0; i < t.v.n; i++)
        is_worth |= t.v.v[i].then.n > 0;
    out->times = t.v.v;
    out->n_times = !is_worth ? 0 : t.v.n < CP_IDENT_TIMES_MAX ? t.v.n : CP_IDENT_TIMES_MAX;
}

/* ---- what would change it */

typedef struct asking {
    job *j;
    const cp_weigh_in *in;
    CP_VEC(cp_what_if) ifs;
} asking;

static void ask(asking *k, cp_what_if x, const cp_weigh_in *in)
{
    cp_candidate *v;
    uint32_t n = cp_weigh_makers(&k->j->w, in, &v);
    bool is_led = n && v[0].sum > 0;
    if (k->ifs.n == CP_WHAT_IFS_MAX)
        return;
    x.id = is_led ? v[0].id : CP_STR("");
    x.name = is_led ? v[0].name : CP_STR("");
    x.share = is_led ? v[0].share : 0;
    cp_vec_push(k->j->a, &k->ifs, x);
}

/* Each kind of evidence that speaks of a maker, once. */
static void ask_without(asking *k, const cp_candidate *v, uint32_t n)
{
    uint64_t done[(CP_FUSE_COUNT + 63) / 64] = { 0 };
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t t = 0; t < v[i].n_terms; t++) {
            uint64_t without[(CP_FUSE_COUNT + 63) / 64] = { 0 };
            uint16_t fuse = cp_fuse_by_name(v[i].terms[t].kind);
            if (done[fuse / 64] >> (fuse % 64) & 1)
                continue;
            done[fuse / 64] |= UINT64_C(1) << (fuse % 64);
            without[fuse / 64] |= UINT64_C(1) << (fuse % 64);
            cp_weigh_in in = *k->in;
            in.without = without;
            ask(k, (cp_what_if){ .kind = v[i].terms[t].kind, .says = CP_STR("") }, &in);
        }
}

static bool has_term(const cp_candidate *c, cp_kind kind)
{
    cp_str name = cp_str_c(cp_kind_name(kind));
    for (uint32_t t = 0; t < c->n_terms; t++)
        if (cp_str_eq(c->terms[t].kind, name))
            return true;
    return false;
}

/* is_somebody: whoever it is, so he has no name. */
static void ask_with(asking *k, uint32_t maker, cp_kind kind, bool is_somebody)
{
    cp_weigh_assumed item = { maker, kind, k->j->k->rules.w.by_kind[kind] };
    cp_weigh_in in = *k->in;
    in.assumed = &item;
    in.n_assumed = 1;
    ask(k,
        (cp_what_if){ .kind = cp_str_c(cp_kind_name(kind)),
                      .is_assumed = true,
                      .says = is_somebody ? CP_STR("") : k->j->k->makers.m.v[maker].name,
                      .weight = item.weight },
        &in);
    cp_what_if *x = &k->ifs.v[k->ifs.n - 1];
    if (is_somebody && cp_str_eq(x->id, k->j->k->makers.m.v[maker].id))
        x->id = x->name = CP_STR("");
}

/* A listed maker of whom neither the evidence nor a row of relabels speaks. UINT32_MAX: none. */
static uint32_t somebody(const job *j, const cp_candidate *v, uint32_t n)
{
    for (uint32_t m = 0; m < j->k->makers.m.n; m++) {
        const cp_maker *x = &j->k->makers.m.v[m];
        uint32_t n_rows, i = 0;
        (void)cp_relabels_of(&j->k->makers.relabels, m, &n_rows);
        while (i < n && !cp_str_eq(v[i].id, x->id))
            i++;
        if (x->is_listed && n_rows == 0 && i == n)
            return m;
    }
    return UINT32_MAX;
}

/* What a person can find on the device, and what it can say itself: of those who are in question,
 * and of somebody else. */
static void ask_with_more(asking *k, const cp_candidate *v, uint32_t n)
{
    static const cp_kind kinds[] = { CP_KIND_INVENTORY_MAKER, CP_KIND_SNMP_SYS_OBJECT_ID };
    enum { RIVALS = 3 };
    uint32_t other = somebody(k->j, v, n);
    for (size_t x = 0; x < sizeof kinds / sizeof *kinds; x++) {
        for (uint32_t i = 0; i < n && i < RIVALS; i++) {
            const cp_maker *m = cp_maker_by_id(&k->j->k->makers.m, v[i].id);
            if (m && !has_term(&v[i], kinds[x]))
                ask_with(k, (uint32_t)(m - k->j->k->makers.m.v), kinds[x], false);
        }
        if (other != UINT32_MAX)
            ask_with(k, other, kinds[x], true);
    }
}

static void explain_maker(job *j, const cp_weigh_in *in, cp_asset_reasons *out)
{
    cp_candidate *v;
    asking k = { .j = j, .in = in };
    uint32_t n = cp_weigh_makers(&j->w, in, &v);
    out->candidates = v;
    out->n_candidates = n < CP_CANDIDATES_SHOWN ? n : CP_CANDIDATES_SHOWN;
    ask_without(&k, v, n);
    ask_with_more(&k, v, n);
    out->ifs = k.ifs.v;
    out->n_ifs = k.ifs.n;
}

/* odd: of all assets. */
static void explain_relabels(job *j, uint32_t asset, const cp_odd_habit *odd, uint32_t n_odd,
                             cp_asset_reasons *out)
{
    cp_relabel_question v[CP_RELABEL_QUESTIONS_MAX];
    uint32_t n = cp_relabel_questions(j->a, j->k, &j->assets.v[asset], v, CP_RELABEL_QUESTIONS_MAX);
    CP_VEC(cp_str) texts = { 0 };
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(j->a, &texts, v[i].text);
    for (uint32_t i = 0; i < n_odd; i++)
        if (odd[i].asset == asset)
            cp_vec_push(j->a, &texts, odd[i].text);
    out->questions = texts.v;
    out->n_questions = texts.n;
}

void cp_reasons(job *j, cp_identified *out)
{
    CP_VEC(cp_asset_reasons) v = { 0 };
    const cp_odd_habit *odd = NULL;
    uint32_t n_odd = 0;
    if (j->opts && j->opts->is_asked)
        odd = cp_habits_odd(j->a, j->k, j->assets.v, j->assets.n, &n_odd);
    for (uint32_t i = 0; j->opts && j->opts->is_asked && i < j->assets.n; i++) {
        const cp_asset *as = &j->assets.v[i];
        if (!j->opts->is_asked(j->opts->ask_ctx, as))
            continue;
        cp_asset_reasons r = { .asset = i };
        uint32_t group = 0;
        while (group < j->join.n_groups && (j->device_of[group] != i + 1 || j->ids.v[i].parent))
            group++;
        if (group < j->join.n_groups) {
            explain_joins(j, group, &r);
            explain_times(j, i, group, &r);
        }
        explain_maker(j, &j->ins.v[i], &r);
        explain_relabels(j, i, odd, n_odd, &r);
        cp_vec_push(j->a, &v, r);
    }
    out->reasons = v.v;
    out->n_reasons = v.n;
}
