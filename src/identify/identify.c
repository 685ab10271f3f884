/* SPDX-License-Identifier: Apache-2.0 */
/* identify.c - the way from the store to assets, see identify.h:
 *
 *     read every distinct value once -> hint each subject's maker -> join subjects to groups
 *     -> sort rows by group -> device and components of each group -> weigh -> ids -> sort
 *
 * hints.c and components.c do the second and the fifth of these. */
#include "identify/identify.h"
#include <stdlib.h>
#include <string.h>
#include "base/sort.h"
#include "identify/inside.h"

enum { STOP_EVERY = 4096 }; /* assets or values between two questions whether to stop */

typedef cp_identify_job job;

static cp_rc stopped(const job *j)
{
    if (j->opts && j->opts->is_stopped && j->opts->is_stopped(j->opts->stop_ctx))
        return cp_fail(j->err, CP_EINTR, CP_NO_OFF, "interrupted");
    return CP_OK;
}

/* --- values
 * ------------------------------------------------------------------------------------- */

typedef struct value_slot {
    uint64_t key; /* kind and value + 1; 0 free */
    uint32_t reading;
} value_slot;

typedef struct value_map {
    value_slot *v;
    uint32_t n, n_slots;
} value_map;

static value_slot *value_find(value_map *m, uint64_t key)
{
    uint64_t h = key * 0x9e3779b97f4a7c15u;
    for (uint32_t i = (uint32_t)(h >> 32) & (m->n_slots - 1);; i = (i + 1) & (m->n_slots - 1))
        if (m->v[i].key == key || m->v[i].key == 0)
            return &m->v[i];
}

static value_slot *value_put(cp_arena *a, value_map *m, uint64_t key)
{
    if (m->n >= m->n_slots / 2) {
        value_map old = *m;
        m->n_slots = old.n_slots ? old.n_slots * 2 : 4096;
        m->v = CP_NEW_ARRAY(a, value_slot, m->n_slots);
        for (uint32_t i = 0; i < old.n_slots; i++)
            if (old.v[i].key)
                *value_find(m, old.v[i].key) = old.v[i];
    }
    return value_find(m, key);
}

static bool says_something(const job *j, cp_kind kind)
{
    switch (cp_kind_use_of(kind)) {
    case CP_USE_MAC: return false;
    case CP_USE_FACT:
        return j->k->rules.of_kind[kind].n > 0 || cp_kinds_have(j->k->rules.w.habit_kinds, kind) ||
               kind == CP_KIND_LLDP_MED_SW || kind == CP_KIND_OPTIC_OUI ||
               kind == CP_KIND_PART_FIRMWARE || kind == CP_KIND_INVENTORY_FCC_ID;
    case CP_USE_TEXT:
    case CP_USE_OID:
    case CP_USE_NAME:
    case CP_USE_MAKER:
    case CP_USE_ATTR: return true;
    }
    return true;
}

/* Each distinct value of each kind is read once. */
static cp_rc read_values(job *j)
{
    value_map m = { 0 };
    cp_rc rc = CP_OK;
    j->reading_of = CP_NEW_ARRAY(j->scratch, uint32_t, j->s->rows.n);
    for (uint32_t i = 0; rc == CP_OK && i < j->s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, i);
        if (i % STOP_EVERY == 0)
            rc = stopped(j);
        if (rc != CP_OK || !says_something(j, (cp_kind)r->kind))
            continue;
        uint64_t key = ((uint64_t)r->kind << 32 | r->value) + 1;
        value_slot *slot = value_put(j->scratch, &m, key);
        if (slot->key == 0) {
            cp_text_reading reading;
            rc = cp_read_value(j->a, j->k, (cp_kind)r->kind, cp_obs_str(j->s, r->value), &reading,
                               j->err);
            if (rc != CP_OK)
                return rc;
            cp_vec_push(j->scratch, &j->readings, reading);
            *slot = (value_slot){ key, j->readings.n };
            m.n++;
        }
        j->reading_of[i] = slot->reading;
    }
    return rc;
}

/* --- hints and joining
 * -------------------------------------------------------------------------- */

static void join_subjects(job *j)
{
    cp_arena *work = cp_arena_new(0);
    uint32_t n = j->s->subjects.n;
    cp_join_hint *hints = cp_hints(j, work);
    cp_join(j->scratch, j->s, hints, &j->said, &j->join);
    cp_mentions(j);
    j->is_answer = CP_NEW_ARRAY(j->scratch, bool, n);
    j->is_table = CP_NEW_ARRAY(j->scratch, bool, n);
    j->gathered = CP_NEW_ARRAY(j->scratch, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        j->is_answer[i] = hints[i].is_answer;
        j->is_table[i] = hints[i].is_table;
    }
    cp_arena_free(work);
}

/* --- rows in order
 * ------------------------------------------------------------------------------ */

static int by_name(const void *x, const void *y, void *ctx)
{
    const cp_obs_store *s = ctx;
    const cp_obs_from *a = &s->froms.v[*(const uint32_t *)x],
                      *b = &s->froms.v[*(const uint32_t *)y];
    int c = cp_str_cmp(a->name, b->name);
    if (c == 0)
        c = cp_str_cmp(cp_obs_str(s, a->realm), cp_obs_str(s, b->realm));
    return c ? c : a->source < b->source ? -1 : a->source > b->source;
}

static void rank_sources(job *j)
{
    uint32_t n = j->s->froms.n, *order = CP_NEW_ARRAY(j->scratch, uint32_t, n);
    j->rank = CP_NEW_ARRAY(j->scratch, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    if (n)
        qsort_r(order, n, sizeof *order, by_name, (void *)(uintptr_t)j->s);
    for (uint32_t i = 0; i < n; i++)
        j->rank[order[i]] = i;
}

static uint64_t place_first(const void *x, void *ctx)
{
    const cp_row_key *k = x;
    (void)ctx;
    return (uint64_t)k->group << 32 | k->rank;
}

static int by_place(const void *x, const void *y, void *ctx)
{
    const cp_row_key *a = x, *b = y;
    const cp_obs_store *s = ctx;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    const cp_obs_row *r = cp_obs_row_at(s, a->row), *q = cp_obs_row_at(s, b->row);
    uint64_t p = cp_obs_row_pos(r), o = cp_obs_row_pos(q);
    if (p != o)
        return p < o ? -1 : 1;
    if (r->kind != q->kind)
        return r->kind < q->kind ? -1 : 1;
    int c = r->part == q->part ? 0 : cp_str_cmp(cp_obs_str(s, r->part), cp_obs_str(s, q->part));
    if (c == 0 && r->value != q->value)
        c = cp_str_cmp(cp_obs_str(s, r->value), cp_obs_str(s, q->value));
    return c;
}

static void sort_rows(job *j)
{
    uint32_t n = j->s->rows.n;
    j->keys = CP_NEW_RAW(j->scratch, cp_row_key, n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, i);
        uint32_t from = cp_obs_subject_at(j->s, r->subject)->from;
        j->keys[i] = (cp_row_key){ i, j->join.group_of[r->subject], j->rank[from] };
    }
    cp_sort(j->keys, n, sizeof *j->keys, place_first, by_place, (void *)(uintptr_t)j->s);
    j->rows = CP_NEW_RAW(j->scratch, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        j->rows[i] = j->keys[i].row;
}

static int by_conflict(const void *x, const void *y, void *ctx)
{
    const cp_join_conflict *a = x, *b = y;
    const job *j = ctx;
    uint32_t g = j->join.group_of[a->subject], h = j->join.group_of[b->subject];
    if (g != h)
        return g < h ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return cp_str_cmp(cp_obs_str(j->s, a->text), cp_obs_str(j->s, b->text));
}

/* Who rules stands first. */
static int by_ruling(const void *x, const void *y, void *ctx)
{
    const cp_join_conflict *a = x, *b = y;
    int c = by_conflict(x, y, ctx);
    return c                    ? c
           : a->said != b->said ? (a->said > b->said ? -1 : 1)
                                : (int)a->differ - (int)b->differ;
}

/* By group, each once. */
static void sort_conflicts(job *j)
{
    uint32_t n = j->join.conflicts.n, kept = 0, at = 0;
    cp_join_conflict *v = j->join.conflicts.v;
    j->first_conflict = CP_NEW_ARRAY(j->scratch, uint32_t, j->join.n_groups + 1);
    if (n)
        qsort_r(v, n, sizeof *v, by_ruling, j);
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || by_conflict(&v[i], &v[kept - 1], j) != 0)
            v[kept++] = v[i];
    for (uint32_t g = 0; g <= j->join.n_groups; g++) {
        while (at < kept && j->join.group_of[v[at].subject] < g)
            at++;
        j->first_conflict[g] = at;
    }
    j->conflicts = v;
}

/* --- floods of made-up addresses
 * ---------------------------------------------------------------- */

uint32_t cp_group_end(const job *j, uint32_t first)
{
    uint32_t end = first + 1;
    while (end < j->s->rows.n && j->keys[end].group == j->keys[first].group)
        end++;
    return end;
}

static cp_flood_count *flood_from(const job *j, uint32_t row)
{
    return &j->floods[cp_obs_subject_at(j->s, cp_obs_row_at(j->s, row)->subject)->from];
}

/* Which sources hold crowds of addresses of which nothing is known. */
static void count_floods(job *j)
{
    bool is_told = false;
    for (uint32_t i = 0; i < j->s->rows.n && !is_told; i++)
        is_told = cp_obs_row_at(j->s, i)->kind == CP_KIND_ETH_SINGLE;
    if (!is_told)
        return;
    j->floods = CP_NEW_ARRAY(j->scratch, cp_flood_count, j->s->froms.n);
    for (uint32_t i = 0, end; i < j->s->rows.n; i = end) {
        end = cp_group_end(j, i);
        cp_str said;
        cp_flood_is is = cp_flood_of(j->s, &j->k->registry, j->rows + i, end - i, &said);
        if (is == CP_FLOOD_NO)
            continue;
        cp_flood_count *c = flood_from(j, j->rows[i]);
        c->n_made_up += is == CP_FLOOD_MADE_UP;
        c->n_registered += is == CP_FLOOD_REGISTERED;
        c->said = said;
    }
}

/* What these rows are in a crowd of made-up addresses. */
static cp_flood_is flood_of(const job *j, const uint32_t *rows, uint32_t n)
{
    cp_str said;
    if (!j->floods || !cp_flood_is_crowd(flood_from(j, rows[0])))
        return CP_FLOOD_NO;
    return cp_flood_of(j->s, &j->k->registry, rows, n, &said);
}

/* In the order of the sources' names. */
static void tell_floods(const job *j, cp_identified *out)
{
    uint32_t n = j->floods ? j->s->froms.n : 0, *order = CP_NEW_ARRAY(j->scratch, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        order[j->rank[i]] = i;
    out->floods = CP_NEW_ARRAY(j->a, cp_flood, n);
    out->n_floods = 0;
    for (uint32_t i = 0; i < n; i++) {
        const cp_flood_count *c = &j->floods[order[i]];
        uint32_t source = j->s->froms.v[order[i]].source;
        if (cp_flood_is_crowd(c))
            out->floods[out->n_floods++] = (cp_flood){ source, c->n_made_up, c->said };
    }
}

/* --- assets
 * ------------------------------------------------------------------------------------- */

static int by_ident(const void *x, const void *y)
{
    const cp_ident *a = x, *b = y;
    return a->kind != b->kind ? (int)a->kind - (int)b->kind : cp_str_cmp(a->value, b->value);
}

/* Or does a person say that this identifier is not the subject's? */
static bool is_own(const job *j, uint32_t subject, uint32_t text)
{
    uint32_t key[2];
    return j->said.not_own.n == 0 ||
           !cp_map_get(&j->said.not_own, cp_join_own_key(key, subject, text));
}

/* The identifiers of the subjects of these rows, each once, without AGENT, and without what a table
 * alone says is theirs while it is another's. own_only: without what only
 * tables tell. Returns how many. */
static uint32_t gather_idents(job *j, const uint32_t *rows, uint32_t n, bool own_only,
                              const cp_ident **out, cp_str *agent)
{
    CP_VEC(cp_ident) v = { 0 };
    cp_arena_mark mark = cp_arena_here(j->w.scratch);
    uint32_t kept = 0;
    j->n_gathered++;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t subject = cp_obs_row_at(j->s, rows[i])->subject;
        if (j->gathered[subject] == j->n_gathered || (own_only && j->is_table[subject]))
            continue;
        j->gathered[subject] = j->n_gathered;
        const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
        for (uint32_t k = 0; k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
            cp_ident full = { cp_obs_ident_kind(id), cp_obs_str(j->s, cp_obs_ident_text(id)) };
            bool is_lost = (full.kind == CP_IDENT_IP && j->join.is_disowned[subject]) ||
                           (full.kind == CP_IDENT_SERIAL && j->join.is_slipped[subject]);
            if (full.kind == CP_IDENT_AGENT)
                *agent = agent->n ? *agent : full.value;
            else if (!is_lost && is_own(j, subject, cp_obs_ident_text(id)))
                cp_vec_push(j->w.scratch, &v, full);
        }
    }
    if (v.n > 1)
        qsort(v.v, v.n, sizeof *v.v, by_ident);
    for (uint32_t i = 0; i < v.n; i++)
        if (i == 0 || by_ident(&v.v[i], &v.v[kept - 1]) != 0)
            v.v[kept++] = v.v[i];
    *out = cp_arena_dup(j->a, v.v, kept * sizeof *v.v);
    cp_arena_back(j->w.scratch, mark);
    return kept;
}

static void set_idents(job *j, const uint32_t *rows, uint32_t n, cp_asset *as, cp_str *agent)
{
    uint32_t n_met = 0;
    for (uint32_t i = 0; i < n; i++)
        n_met += j->is_table[cp_obs_row_at(j->s, rows[i])->subject];
    as->n_ids = gather_idents(j, rows, n, false, &as->ids, agent);
    if (n_met && n_met < n)
        as->n_own_ids = gather_idents(j, rows, n, true, &as->own_ids, agent);
}

/* The former copy is given back. */
static void make_room(job *j)
{
    cp_arena *former = *j->own;
    cp_asset *old = j->assets.v;
    if (j->assets.n < j->assets.cap)
        return;
    j->assets.cap = j->assets.cap < 8 ? 8 : j->assets.cap * 2;
    *j->own = cp_arena_new(0);
    j->assets.v = CP_NEW_ARRAY(*j->own, cp_asset, j->assets.cap);
    if (j->assets.n)
        memcpy(j->assets.v, old, j->assets.n * sizeof *old);
    cp_arena_free(former);
}

/* Where it was told of first. Answers change neither the realm nor the id of an asset. */
cp_asset *cp_add_asset(job *j, const uint32_t *rows, uint32_t n, cp_id_in **id)
{
    const cp_obs_row *r = cp_obs_row_at(j->s, rows[0]);
    for (uint32_t i = 0; i < n && j->is_answer[r->subject]; i++)
        r = cp_obs_row_at(j->s, rows[i]);
    const cp_obs_from *from = &j->s->froms.v[cp_obs_subject_at(j->s, r->subject)->from];
    make_room(j);
    cp_asset *as = &j->assets.v[j->assets.n++];
    *id = cp_vec_add(j->scratch, &j->ids);
    as->realm = cp_obs_str(j->s, from->realm);
    (*id)->file = from->name;
    return as;
}

void cp_weigh_asset(job *j, const cp_weigh_in *in, cp_asset *as)
{
    cp_weigh(&j->w, in, as);
    if (j->opts && j->opts->is_asked)
        cp_vec_push(j->scratch, &j->ins, *in);
}

static void put_stray(job *j, const cp_obs_row *r)
{
    bool added;
    cp_stray_answer *x = CP_NEW(j->scratch, cp_stray_answer);
    x->source = j->s->froms.v[cp_obs_subject_at(j->s, r->subject)->from].source;
    x->pos = cp_obs_row_pos(r);
    (void)cp_map_put(j->scratch, &j->stray_rows, (cp_str){ (const char *)x, sizeof *x }, &added);
    if (added)
        cp_vec_push(j->a, &j->strays, *x);
}

/* Are all rows answers, so that nothing of the evidence tells of such a device? */
static bool is_stray(job *j, const uint32_t *rows, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!j->is_answer[cp_obs_row_at(j->s, rows[i])->subject])
            return false;
    for (uint32_t i = 0; i < n; i++)
        put_stray(j, cp_obs_row_at(j->s, rows[i]));
    return true;
}

static void add_group(job *j, uint32_t group, const uint32_t *rows, uint32_t n)
{
    cp_id_in *id;
    cp_flood_is flood = flood_of(j, rows, n);
    if (flood == CP_FLOOD_MADE_UP || is_stray(j, rows, n))
        return;
    uint32_t device = j->assets.n, first = j->first_conflict[group];
    cp_asset *as = cp_add_asset(j, rows, n, &id);
    set_idents(j, rows, n, as, &id->agent);
    cp_weigh_in in = { .rows = rows,
                       .n_rows = n,
                       .is_by_lot = flood == CP_FLOOD_REGISTERED,
                       .conflicts = j->conflicts ? j->conflicts + first : NULL,
                       .n_conflicts = j->first_conflict[group + 1] - first };
    cp_weigh_asset(j, &in, as);
    j->device_of[group] = device + 1;
    cp_add_components(j, rows, n, device);
}

/* Those whose component turned out to be none of an asset's own stand for themselves. */
static void add_unused_register_rows(job *j)
{
    for (uint32_t i = 0; i < j->register_of.n; i++) {
        if (j->register_of.items[i].value == 0)
            continue;
        uint32_t group = (uint32_t)j->register_of.items[i].value - 1;
        const cp_register_row *r = &j->register_rows[group];
        if (!r->is_used)
            add_group(j, group, j->rows + r->first, r->n);
    }
}

static cp_rc add_groups(job *j)
{
    uint32_t n = j->s->rows.n, made = 0;
    cp_rc rc = CP_OK;
    cp_find_register_rows(j);
    j->device_of = CP_NEW_ARRAY(j->scratch, uint32_t, j->join.n_groups);
    j->assets.cap = j->ids.cap = j->join.n_groups; /* components make them grow */
    j->assets.v = CP_NEW_ARRAY(*j->own, cp_asset, j->assets.cap);
    j->ids.v = CP_NEW_ARRAY(j->scratch, cp_id_in, j->ids.cap);
    for (uint32_t i = 0, end; rc == CP_OK && i < n; i = end) {
        end = cp_group_end(j, i);
        if (made++ % STOP_EVERY == 0)
            rc = stopped(j);
        if (!cp_is_register_row(j, j->keys[i].group))
            add_group(j, j->keys[i].group, j->rows + i, end - i);
    }
    if (rc == CP_OK)
        add_unused_register_rows(j);
    return rc;
}

/* --- all
 * ---------------------------------------------------------------------------------------- */

typedef struct shown_name {
    cp_str name;
    uint32_t asset;
} shown_name;

/* Its first bytes. */
static uint64_t name_first(const void *x, void *ctx)
{
    cp_str name = ((const shown_name *)x)->name;
    uint64_t key = 0;
    (void)ctx;
    for (size_t i = 0; i < sizeof key; i++)
        key = key << 8 | (i < name.n ? (unsigned char)name.p[i] : 0);
    return key;
}

static int by_shown_name(const void *x, const void *y, void *ctx)
{
    const shown_name *a = x, *b = y;
    const cp_asset *v = ctx;
    int c = cp_str_cmp(a->name, b->name);
    return c ? c : cp_str_cmp(v[a->asset].id, v[b->asset].id);
}

/* Puts order[i] to place i, along the cycles of the permutation; order is used up. */
static void permute(cp_asset *v, uint32_t *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        cp_asset first = v[i];
        uint32_t to = i;
        while (order[to] != i) {
            uint32_t from = order[to];
            v[to] = v[from];
            order[to] = to;
            to = from;
        }
        v[to] = first;
        order[to] = to;
    }
}

/* Sorts the assets, which are out then; place[old index] = new index. */
static uint32_t *sort_assets(job *j, cp_identified *out)
{
    uint32_t n = j->assets.n, *order = CP_NEW_RAW(j->scratch, uint32_t, n);
    uint32_t *place = CP_NEW_RAW(j->scratch, uint32_t, n);
    shown_name *names = CP_NEW_RAW(j->scratch, shown_name, n);
    for (uint32_t i = 0; i < n; i++)
        names[i] = (shown_name){ cp_asset_name(&j->assets.v[i]), i };
    cp_sort(names, n, sizeof *names, name_first, by_shown_name, j->assets.v);
    for (uint32_t i = 0; i < n; i++) {
        order[i] = names[i].asset;
        place[names[i].asset] = i;
    }
    permute(j->assets.v, order, n);
    out->assets = j->assets.v;
    out->n_assets = n;
    return place;
}

/* Freed when the work is done, or with the job's arena where it ended early. */
static void free_arena(void *arg)
{
    cp_arena **a = arg;
    cp_arena_free(*a);
    *a = NULL;
}

static cp_arena **new_arena(cp_arena *a)
{
    cp_arena **p = CP_NEW(a, cp_arena *);
    *p = cp_arena_new(0);
    cp_arena_defer(a, free_arena, p);
    return p;
}

/* A component of a device without a name is called after the device's id, which is known last. */
static void name_after_ids(job *j)
{
    for (uint32_t i = 0; i < j->ids.n; i++) {
        const cp_id_in *id = &j->ids.v[i];
        const cp_claim *name = id->parent ? cp_asset_claim(id->asset, CP_ATTR_NAME) : NULL;
        if (!name || !cp_str_starts(name->value, CP_STR(" / ")))
            continue;
        cp_claim *claims =
            cp_arena_dup(j->a, id->asset->claims, id->asset->n_claims * sizeof *claims);
        claims[name - id->asset->claims].value = cp_str_fmt(
            j->a, "%.*s%.*s", CP_FMT(j->ids.v[id->parent - 1].asset->id), CP_FMT(name->value));
        id->asset->claims = claims;
    }
}

/* Up to the assets with their ids, and what refers to them by name. */
static cp_rc make_assets(job *j, cp_arena *per_asset, cp_asset_names *m)
{
    cp_rc rc = read_values(j);
    if (rc != CP_OK)
        return rc;
    rank_sources(j);
    join_subjects(j);
    sort_rows(j);
    sort_conflicts(j);
    count_floods(j);
    j->w = (cp_weigher){ .a = j->a,
                         .scratch = per_asset,
                         .k = j->k,
                         .s = j->s,
                         .readings = j->readings.v,
                         .reading_of = j->reading_of };
    rc = add_groups(j);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < j->assets.n; i++)
        j->ids.v[i].asset = &j->assets.v[i];
    cp_asset_ids(j->a, j->scratch, j->ids.v, j->ids.n, j->opts);
    name_after_ids(j);
    cp_refer_index(j, m);
    return CP_OK;
}

/* Who is meant by the two names of an alias is known when there are assets, with names and ids; so
 * where a table has such, they are made once without it. */
static cp_rc find_stated(job *out, cp_arena *per_asset)
{
    cp_arena **texts = new_arena(out->a), **scratch = new_arena(out->a);
    cp_arena **own = new_arena(out->a); /* of the assets alone: it is replaced when they grow */
    cp_asset_names m = { 0 };
    job j = { .a = *texts,
              .k = out->k,
              .s = out->s,
              .opts = out->opts,
              .scratch = *scratch,
              .own = own,
              .err = out->err };
    if (!cp_stated_any(j.s))
        return CP_OK;
    cp_rc rc = make_assets(&j, per_asset, &m);
    if (rc == CP_OK)
        rc = cp_stated(&j, &m, out->scratch, &out->said, &out->standing, out->err);
    free_arena(scratch);
    free_arena(own);
    free_arena(texts);
    return rc;
}

cp_rc cp_identify(cp_arena *a, cp_knowledge *k, const cp_obs_store *s, const cp_identify_opts *opts,
                  cp_identified *out, cp_err *err)
{
    job j = { .a = a, .k = k, .s = s, .opts = opts, .err = err };
    cp_asset_names m = { 0 };
    cp_arena **scratch = new_arena(a), **per_asset = new_arena(a);
    j.scratch = *scratch;
    j.own = new_arena(a);
    cp_rc rc = find_stated(&j, *per_asset);
    j.said.wants_shared = opts && opts->is_asked;
    if (rc == CP_OK)
        rc = make_assets(&j, *per_asset, &m);
    if (rc != CP_OK)
        return rc;
    cp_refer_parents(&j, &m);
    cp_slots_tell(&j);
    cp_refer_conflicts(&j);
    cp_refer_links(&j, &m, out);
    cp_refer_states(&j, &m, out);
    cp_reasons(&j, out);
    cp_refer_sorted(out, sort_assets(&j, out));
    out->strays = j.strays.v; /* in the order of the sources' names */
    out->n_strays = j.strays.n;
    tell_floods(&j, out);
    out->private = cp_private_find(a, *per_asset, out->assets, out->n_assets);
    free_arena(scratch);
    free_arena(per_asset);
    return CP_OK;
}
