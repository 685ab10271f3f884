/* SPDX-License-Identifier: Apache-2.0 */
/* obs_store.c - see obs_store.h and obs_rows.h. Three hash tables find what is already there: a
 * text by its bytes, a subject by its source and identifiers, a row by all but its position. */
#include "identify/obs_store.h"
#include <string.h>
#include "identify/obs_rows.h"
#include "model/state.h"

enum {
    SLOTS_FIRST = 1024,
    TEXT_BLOCK_BYTES = 16 * 1024,
    CHAIN_MAX = 32 /* rows of a subject that are found one after the other */
};

static_assert(CP_IDENT_COUNT <= 16, "the kind of an identifier fits 4 bits");
static_assert(CP_KIND_COUNT <= UINT16_MAX, "the kind of an observation fits two bytes");

void *cp_pile_add(cp_arena *a, cp_pile *b)
{
    assert(b->n < UINT32_MAX);
    if ((b->n >> CP_BLOCK_BITS) == b->n_blocks) {
        if (b->n_blocks == b->cap_blocks)
            b->v = cp_vec_more(a, b->v, &b->cap_blocks, sizeof *b->v);
        b->v[b->n_blocks++] = cp_arena_alloc_array(a, CP_BLOCK_ITEMS, b->item_bytes);
    }
    b->n++;
    return cp_pile_at(b, b->n - 1);
}

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static void free_slots(void *arg) { cp_arena_free(*(cp_arena **)arg); }

/* Doubles the slots when they are half full; hash_of gives an item's hash anew. */
static void slots_room(cp_obs_store *s, cp_obs_slots *t,
                       uint64_t (*hash_of)(const cp_obs_store *s, uint32_t item))
{
    if (t->n_used < t->n / 2)
        return;
    cp_obs_slots old = *t;
    cp_arena *outgrown = t->own ? *t->own : NULL;
    if (!t->own) {
        t->own = CP_NEW(s->a, cp_arena *);
        cp_arena_defer(s->a, free_slots, t->own);
    }
    *t->own = cp_arena_new(0);
    t->n = old.n ? old.n * 2 : SLOTS_FIRST;
    t->v = CP_NEW_ARRAY(*t->own, uint32_t, t->n);
    for (uint32_t k = 0; k < old.n; k++) {
        if (old.v[k] == 0)
            continue;
        uint32_t i = (uint32_t)hash_of(s, old.v[k] - 1) & (t->n - 1);
        while (t->v[i])
            i = (i + 1) & (t->n - 1);
        t->v[i] = old.v[k];
    }
    cp_arena_free(outgrown);
}

static void slots_put(cp_obs_slots *t, uint32_t slot, uint32_t item)
{
    t->v[slot] = item + 1;
    t->n_used++;
}

/* Only items below n stay. */
static void slots_cut(cp_obs_store *s, cp_obs_slots *t, uint32_t n,
                      uint64_t (*hash_of)(const cp_obs_store *s, uint32_t item))
{
    cp_arena *scratch = cp_arena_new(0);
    uint32_t *old = CP_NEW_ARRAY(scratch, uint32_t, t->n);
    if (t->n)
        memcpy(old, t->v, t->n * sizeof *old);
    t->n_used = 0;
    for (uint32_t k = 0; k < t->n; k++)
        t->v[k] = 0;
    for (uint32_t k = 0; k < t->n; k++) {
        if (old[k] == 0 || old[k] > n)
            continue;
        uint32_t i = (uint32_t)hash_of(s, old[k] - 1) & (t->n - 1);
        while (t->v[i])
            i = (i + 1) & (t->n - 1);
        slots_put(t, i, old[k] - 1);
    }
    cp_arena_free(scratch);
}

static uint64_t hash_text(const cp_obs_store *s, uint32_t i) { return cp_obs_text_at(s, i)->hash; }

/* A copy with a NUL behind, close to the last one: an address in a piece of memory of its own would
 * take half as much again. */
static cp_str keep_text(cp_obs_store *s, cp_str x)
{
    if (x.n >= s->n_bytes) {
        if (x.n >= TEXT_BLOCK_BYTES / 4)
            return cp_str_dup(s->a, x);
        s->bytes = cp_arena_alloc(s->a, TEXT_BLOCK_BYTES);
        s->n_bytes = TEXT_BLOCK_BYTES;
    }
    char *p = s->bytes;
    if (x.n)
        memcpy(p, x.p, x.n);
    p[x.n] = '\0';
    s->bytes += x.n + 1;
    s->n_bytes -= x.n + 1;
    return (cp_str){ p, x.n };
}

static uint32_t hash_of(cp_str x) { return (uint32_t)(cp_hash(x, 0) >> 16); }

/* Where it stands, or where it would: a free slot. */
static uint32_t text_slot(const cp_obs_store *s, cp_str x, uint32_t hash)
{
    uint32_t mask = s->text_slots.n - 1, i = hash & mask;
    for (; s->text_slots.v[i]; i = (i + 1) & mask) {
        const cp_obs_text *t = cp_obs_text_at(s, s->text_slots.v[i] - 1);
        if (t->hash == hash && cp_str_eq((cp_str){ t->p, t->n }, x))
            break;
    }
    return i;
}

uint32_t cp_obs_find_text(const cp_obs_store *s, cp_str x)
{
    return s->text_slots.v[text_slot(s, x, hash_of(x))];
}

static uint32_t add_text(cp_obs_store *s, cp_str x)
{
    uint32_t hash = hash_of(x);
    slots_room(s, &s->text_slots, hash_text);
    uint32_t i = text_slot(s, x, hash);
    if (s->text_slots.v[i])
        return s->text_slots.v[i] - 1;
    cp_str own = keep_text(s, x);
    *(cp_obs_text *)cp_pile_add(s->a, &s->texts) = (cp_obs_text){ own.p, (uint32_t)own.n, hash };
    slots_put(&s->text_slots, i, s->texts.n - 1);
    return s->texts.n - 1;
}

cp_obs_store *cp_obs_store_new(cp_arena *a)
{
    cp_obs_store *s = CP_NEW(a, cp_obs_store);
    s->a = a;
    s->texts.item_bytes = sizeof(cp_obs_text);
    s->subjects.item_bytes = sizeof(cp_obs_subject);
    s->idents.item_bytes = sizeof(cp_obs_ident);
    s->rows.item_bytes = sizeof(cp_obs_row);
    s->links.item_bytes = sizeof(cp_obs_link);
    s->ties.item_bytes = sizeof(cp_obs_tie);
    (void)add_text(s, CP_STR("")); /* text 0 */
    return s;
}

/* A source, as far as it tells of one realm. */
static uint32_t from_of(cp_obs_store *s, uint32_t source, cp_str name, uint32_t realm)
{
    uint64_t key = (uint64_t)source << 32 | realm;
    bool added;
    uint64_t *at = cp_map_put(
        s->a, &s->from_of,
        cp_str_of_bytes(cp_bytes_dup(s->a, (cp_bytes){ (uint8_t *)&key, sizeof key })), &added);
    if (added) {
        *at = s->froms.n;
        cp_vec_push(s->a, &s->froms, ((cp_obs_from){ source, realm, CP_STR("") }));
    }
    s->froms.v[*at].name = name; /* another one, if the first was undone */
    return (uint32_t)*at;
}

/* A source that was begun before goes on. */
void cp_obs_store_begin(cp_obs_store *s, uint32_t source, cp_str name, cp_str realm)
{
    uint32_t r = add_text(s, realm.n ? realm : CP_STR("default"));
    s->from = from_of(s, source, cp_str_dup(s->a, name), r);
    s->last_subject = 0;
    s->begun.subjects = s->subjects.n;
    s->begun.idents = s->idents.n;
    s->begun.rows = s->rows.n;
    s->begun.links = s->links.n;
    s->begun.ties = s->ties.n;
    s->begun.states = s->states.n;
    s->begun.statements = s->statements.n;
    s->begun.told = s->n_told;
}

static cp_str key_of(const uint32_t *source)
{
    return (cp_str){ (const char *)source, sizeof *source };
}

void cp_obs_store_same(cp_obs_store *s, uint32_t source, uint32_t as_source)
{
    uint32_t *own = cp_arena_dup(s->a, &as_source, sizeof as_source);
    uint64_t *at = cp_map_put(s->a, &s->same_of, key_of(own), NULL);
    cp_vec_push(s->a, &s->same, ((cp_obs_same){ source, (uint32_t)*at }));
    *at = s->same.n;
}

uint32_t cp_obs_same_as(const cp_obs_store *s, uint32_t source)
{
    const uint64_t *at = cp_map_get(&s->same_of, key_of(&source));
    return at ? (uint32_t)*at : 0;
}

static uint64_t hash_idents(uint32_t from, const cp_obs_ident *ids, uint32_t n)
{
    uint64_t h = mix(from, n);
    for (uint32_t i = 0; i < n; i++)
        h = mix(h, ids[i]);
    return h;
}

static uint64_t hash_subject(const cp_obs_store *s, uint32_t i)
{
    const cp_obs_subject *x = cp_obs_subject_at(s, i);
    uint64_t h = mix(x->from, x->n_idents);
    for (uint32_t k = 0; k < x->n_idents; k++)
        h = mix(h, cp_obs_ident_at(s, x->first_ident + k));
    return h;
}

static bool subject_is(const cp_obs_store *s, uint32_t at, uint32_t from, const cp_obs_ident *ids,
                       uint32_t n)
{
    const cp_obs_subject *x = cp_obs_subject_at(s, at);
    if (x->from != from || x->n_idents != n)
        return false;
    for (uint32_t k = 0; k < n; k++)
        if (cp_obs_ident_at(s, x->first_ident + k) != ids[k])
            return false;
    return true;
}

/* Sorted, each once: two readers may name the same subject in another order. */
static uint32_t pack_idents(cp_obs_store *s, const cp_ident *ids, uint32_t n, cp_obs_ident *out)
{
    uint32_t n_out = 0;
    for (uint32_t i = 0; i < n; i++) {
        cp_obs_ident x =
            (uint32_t)ids[i].kind << CP_OBS_IDENT_TEXT_BITS | add_text(s, ids[i].value);
        uint32_t k = n_out;
        while (k > 0 && out[k - 1] > x)
            k--;
        if (k > 0 && out[k - 1] == x)
            continue;
        memmove(out + k + 1, out + k, (n_out - k) * sizeof *out);
        out[k] = x;
        n_out++;
    }
    return n_out;
}

/* realm "": that of the source. */
static uint32_t from_in(cp_obs_store *s, cp_str realm)
{
    const cp_obs_from *f = &s->froms.v[s->from];
    return realm.n ? from_of(s, f->source, f->name, add_text(s, realm)) : s->from;
}

static uint32_t add_subject(cp_obs_store *s, const cp_ident *ids, uint32_t n_ids, cp_str realm)
{
    cp_obs_ident packed[CP_OBS_IDENTS_MAX + 1];
    assert(s->froms.n > 0);
    assert(n_ids <= CP_OBS_IDENTS_MAX);
    uint32_t n = pack_idents(s, ids, n_ids, packed), from = from_in(s, realm);
    if (s->last_subject && subject_is(s, s->last_subject - 1, from, packed, n))
        return s->last_subject - 1;
    slots_room(s, &s->subject_slots, hash_subject);
    uint32_t mask = s->subject_slots.n - 1, i = (uint32_t)hash_idents(from, packed, n) & mask;
    for (; s->subject_slots.v[i]; i = (i + 1) & mask)
        if (subject_is(s, s->subject_slots.v[i] - 1, from, packed, n))
            return s->subject_slots.v[i] - 1;
    uint32_t first = s->idents.n;
    for (uint32_t k = 0; k < n; k++)
        *(cp_obs_ident *)cp_pile_add(s->a, &s->idents) = packed[k];
    *(cp_obs_subject *)cp_pile_add(s->a, &s->subjects) =
        (cp_obs_subject){ .from = from, .first_ident = first, .n_idents = n };
    slots_put(&s->subject_slots, i, s->subjects.n - 1);
    return s->subjects.n - 1;
}

static uint64_t hash_row_of(uint32_t subject, uint32_t part, uint16_t kind, uint32_t value)
{
    return mix(mix((uint64_t)subject << 32 | value, part), kind);
}

static uint64_t hash_row(const cp_obs_store *s, uint32_t i)
{
    const cp_obs_row *r = cp_obs_row_at(s, i);
    return hash_row_of(r->subject, r->part, r->kind, r->value);
}

static bool is_same_row(const cp_obs_row *a, const cp_obs_row *b)
{
    return a->subject == b->subject && a->part == b->part && a->value == b->value &&
           a->kind == b->kind;
}

/* Is the row there? The first rows of a subject are chained, which is all that most subjects have
 * and costs no hashing; *slot is where a later one belongs, UINT32_MAX for one of the first. */
static bool find_row(cp_obs_store *s, const cp_obs_row *x, uint32_t *slot)
{
    const cp_obs_subject *sub = cp_obs_subject_at(s, x->subject);
    *slot = UINT32_MAX;
    for (uint32_t at = sub->chain; at;) {
        const cp_obs_row *r = cp_obs_row_at(s, at - 1);
        if (is_same_row(r, x))
            return true;
        at = r->chain;
    }
    if (sub->n_rows < CHAIN_MAX)
        return false;
    slots_room(s, &s->row_slots, hash_row);
    uint32_t mask = s->row_slots.n - 1;
    uint32_t i = (uint32_t)hash_row_of(x->subject, x->part, x->kind, x->value) & mask;
    for (; s->row_slots.v[i]; i = (i + 1) & mask)
        if (is_same_row(cp_obs_row_at(s, s->row_slots.v[i] - 1), x))
            return true;
    *slot = i;
    return false;
}

/* The repetition of a fact widens the time, too. */
static void note_time(cp_obs_subject *x, cp_time at)
{
    enum { MICROSECONDS = 1000 * 1000 };
    if (at < MICROSECONDS || at / MICROSECONDS > UINT32_MAX)
        return;
    uint32_t seconds = (uint32_t)(at / MICROSECONDS);
    if (x->first_at == 0 || seconds < x->first_at)
        x->first_at = seconds;
    if (seconds > x->last_at)
        x->last_at = seconds;
}

static cp_rc take_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    cp_obs_store *s = ctx;
    uint32_t slot;
    s->n_told++;
    if (s->rows.n >= CP_OBS_STORE_ROWS_MAX ||
        s->texts.n >= CP_OBS_TEXTS_MAX - CP_OBS_IDENTS_MAX - 2)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d observations or %d texts",
                       CP_OBS_STORE_ROWS_MAX, CP_OBS_TEXTS_MAX);
    cp_obs_row x = { .subject = add_subject(s, o->ids, o->n_ids, o->realm),
                     .part = o->part.n ? add_text(s, o->part) : 0,
                     .value = add_text(s, cp_str_slice(o->value, 0, CP_OBS_VALUE_BYTES_MAX)),
                     .pos_low = (uint32_t)o->pos,
                     .kind = (uint16_t)o->kind,
                     .pos_high = (uint8_t)(o->pos >> 32) };
    s->last_subject = x.subject + 1;
    cp_obs_subject *sub = cp_obs_subject_at(s, x.subject);
    note_time(sub, o->at);
    if (find_row(s, &x, &slot))
        return CP_OK;
    if (slot == UINT32_MAX) {
        x.chain = sub->chain;
        sub->chain = s->rows.n + 1;
    } else {
        slots_put(&s->row_slots, slot, s->rows.n);
    }
    sub->n_rows++;
    *(cp_obs_row *)cp_pile_add(s->a, &s->rows) = x;
    return CP_OK;
}

/* Rows and subjects belong to one source, and stand in the order in which they came. Texts stay:
 * they are shared. */
void cp_obs_store_undo(cp_obs_store *s)
{
    assert(s->froms.n > 0);
    if (s->subjects.n != s->begun.subjects) {
        slots_cut(s, &s->row_slots, s->begun.rows, hash_row);
        slots_cut(s, &s->subject_slots, s->begun.subjects, hash_subject);
    }
    s->rows.n = s->begun.rows;
    s->subjects.n = s->begun.subjects;
    s->idents.n = s->begun.idents;
    s->links.n = s->begun.links;
    s->ties.n = s->begun.ties;
    s->states.n = s->begun.states;
    s->statements.n = s->begun.statements;
    s->n_told = s->begun.told;
    s->last_subject = 0;
}

static bool is_full(const cp_obs_store *s)
{
    return s->texts.n >= CP_OBS_TEXTS_MAX - 2 * CP_OBS_IDENTS_MAX - 16;
}

static uint32_t text_of(cp_obs_store *s, cp_str x)
{
    return x.n ? add_text(s, cp_str_slice(x, 0, CP_OBS_VALUE_BYTES_MAX)) : 0;
}

static uint32_t subject_of(cp_obs_store *s, const cp_ident *ids, uint32_t n)
{
    return n ? add_subject(s, ids, n, CP_STR("")) + 1 : 0;
}

static cp_rc take_link(void *ctx, const cp_link *l, cp_err *err)
{
    cp_obs_store *s = ctx;
    if (s->links.n >= CP_OBS_STORE_LINKS_MAX || is_full(s))
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d links or %d texts",
                       CP_OBS_STORE_LINKS_MAX, CP_OBS_TEXTS_MAX);
    cp_obs_link x = { .pos = l->pos,
                      .capacity_bps = l->capacity_bps,
                      .at = l->at,
                      .metric = l->metric,
                      .metric_back = l->metric_back,
                      .from = s->from,
                      .a = subject_of(s, l->a.ids, l->a.n_ids),
                      .b = subject_of(s, l->b.ids, l->b.n_ids),
                      .a_port = text_of(s, l->a.port),
                      .b_port = text_of(s, l->b.port),
                      .a_router = text_of(s, l->a.router),
                      .b_router = text_of(s, l->b.router),
                      .name = text_of(s, l->name),
                      .layer = text_of(s, l->layer),
                      .srlg = text_of(s, l->srlg),
                      .area = text_of(s, l->area),
                      .kind = (uint8_t)l->kind,
                      .end_only = l->end_only,
                      .both_sides = l->both_sides };
    *(cp_obs_link *)cp_pile_add(s->a, &s->links) = x;
    return CP_OK;
}

static cp_rc take_tie(void *ctx, const cp_tie *t, cp_err *err)
{
    cp_obs_store *s = ctx;
    if (s->ties.n >= CP_OBS_STORE_TIES_MAX || is_full(s))
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d relations or %d texts",
                       CP_OBS_STORE_TIES_MAX, CP_OBS_TEXTS_MAX);
    cp_obs_tie x = { .pos = t->pos,
                     .amount = t->amount,
                     .from = s->from,
                     .a = subject_of(s, t->a, t->n_a),
                     .b = subject_of(s, t->b, t->n_b),
                     .link = text_of(s, t->link),
                     .name = text_of(s, t->name),
                     .what = text_of(s, t->what),
                     .kind = (uint8_t)t->kind };
    *(cp_obs_tie *)cp_pile_add(s->a, &s->ties) = x;
    return CP_OK;
}

/* Texts are shared: an approval repeats its maker a thousand times. */
static cp_rc take_statement(void *ctx, const cp_statement *x, cp_err *err)
{
    cp_obs_store *s = ctx;
    if (s->statements.n >= CP_OBS_STORE_STATEMENTS_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d statements",
                       CP_OBS_STORE_STATEMENTS_MAX);
    cp_statement own = *x;
    cp_str *texts[] = { &own.maker, &own.state,    &own.product, &own.fact,
                        &own.value, &own.licensee, &own.by,      &own.note };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = cp_obs_str(s, add_text(s, cp_str_slice(*texts[i], 0, CP_OBS_VALUE_BYTES_MAX)));
    own.source = s->froms.v[s->from].source;
    cp_vec_push(s->a, &s->statements, own);
    return CP_OK;
}

static cp_rc take_state(void *ctx, const cp_state_block *b, cp_err *err)
{
    cp_obs_store *s = ctx;
    if (s->state_kinds && b->kinds && !(s->state_kinds & b->kinds))
        return CP_OK;
    if (is_full(s) || s->states.n == UINT32_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d texts", CP_OBS_TEXTS_MAX);
    cp_obs_state x = { .bytes = b->place ? (cp_bytes){ NULL, 0 } : cp_bytes_dup(s->a, b->bytes),
                       .place = b->place,
                       .from = s->from,
                       .subject = subject_of(s, b->ids, b->n_ids) - 1,
                       .n_rows = b->n_rows,
                       .kinds = b->kinds ? b->kinds : CP_STATE_ALL_KINDS };
    cp_vec_push(s->a, &s->states, x);
    return CP_OK;
}

void cp_obs_store_want_states(cp_obs_store *s, uint32_t kinds)
{
    s->wants_states = true;
    s->state_kinds = kinds;
}

cp_obs_sink cp_obs_store_sink(cp_obs_store *s)
{
    return (cp_obs_sink){ .ctx = s,
                          .obs = take_obs,
                          .link = take_link,
                          .statement = take_statement,
                          .tie = take_tie,
                          .state = s->wants_states ? take_state : NULL,
                          .state_kinds = s->state_kinds };
}

const cp_statement *cp_obs_store_statements(const cp_obs_store *s, uint32_t *n)
{
    *n = s->statements.n;
    return s->statements.v;
}

uint64_t cp_obs_store_rows(const cp_obs_store *s) { return s->rows.n; }
uint64_t cp_obs_store_told(const cp_obs_store *s) { return s->n_told; }
