/* SPDX-License-Identifier: Apache-2.0 */
/* path_below.c - what links ride on, from the table of carriage: its cell `link` is the link's
 * name, else "A:A_PORT|B:B_PORT", else "A|B" (all links between the two), as the tables of links
 * write them, either end first.
 *
 *     carriage --one of--> alternative --all of--> devices, or links
 *
 * A link that leads through an inferred switch rides on that too. What is called as a link in the
 * cell `transmission`, and is no asset, is that link: its ends, and what it rides on itself. */
#include <stdlib.h>
#include "job/path_inside.h"

enum { NOTHING, BY_PAIR, BY_PORTS, BY_NAME }; /* how well a text is a link's */

typedef struct lower {
    uint32_t thing;
    uint32_t link; /* that it was last found to be; CP_NO_ITEM: none yet */
} lower;

typedef struct carriage {
    cp_path_model *m;
    cp_map texts;  /* lower case -> number of the carriage */
    cp_map lowers; /* the same, by realm and lower case -> number of `lower` */
    CP_VEC(bool) is_used;
    CP_VEC(lower) lower;
} carriage;

typedef struct best {
    int how;
    uint32_t number;
} best;

enum { CALLED_MAX = 5 };

/* What the link is called by who tells of it: the best first, in lower case. */
static uint32_t called(cp_arena *a, const cp_asset_link *l, cp_str *out, int *how)
{
    cp_str p = cp_str_fmt(a, "%.*s:%.*s", CP_FMT(l->a_text), CP_FMT(l->a_port)),
           q = cp_str_fmt(a, "%.*s:%.*s", CP_FMT(l->b_text), CP_FMT(l->b_port));
    const cp_str pairs[][2] = {
        { p, q }, { q, p }, { l->a_text, l->b_text }, { l->b_text, l->a_text }
    };
    uint32_t n = 0;
    if (l->name.n) {
        how[n] = BY_NAME;
        out[n++] = cp_str_lower(a, l->name);
    }
    for (int i = 0; i < 4; i++) {
        how[n] = i < 2 ? BY_PORTS : BY_PAIR;
        out[n++] =
            cp_str_lower(a, cp_str_fmt(a, "%.*s|%.*s", CP_FMT(pairs[i][0]), CP_FMT(pairs[i][1])));
    }
    return n;
}

/* The number of the carriage of the link that is told, and how well it is named. */
static uint64_t *text_of(carriage *c, cp_arena *scratch, const cp_asset_link *l, int *how)
{
    cp_str texts[CALLED_MAX];
    int hows[CALLED_MAX];
    uint32_t n = called(scratch, l, texts, hows);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t *at = cp_map_get(&c->texts, texts[i]);
        *how = hows[i];
        if (at)
            return at;
    }
    return NULL;
}

static void look(carriage *c, cp_arena *scratch, uint32_t first, uint32_t n, best *b)
{
    const cp_links *x = &c->m->links;
    for (uint32_t i = first; i < first + n; i++) {
        int how;
        cp_arena_mark mark = cp_arena_here(scratch);
        uint64_t *at = text_of(c, scratch, &c->m->e->found.links[x->evidence[i]], &how);
        cp_arena_back(scratch, mark);
        if (at && how > b->how)
            *b = (best){ how, (uint32_t)*at };
    }
}

/* The number of the link's carriage, or CP_NO_ITEM. pair: what is told of all links of its pair. */
static uint32_t carried_by(carriage *c, cp_arena *scratch, const cp_real_link *l, const best *pair)
{
    best b = *pair;
    look(c, scratch, l->first, l->n, &b);
    if (b.how == NOTHING)
        return CP_NO_ITEM;
    c->is_used.v[b.number] = true;
    return b.number;
}

typedef struct row {
    uint64_t text; /* number of the carriage */
    cp_str alternative;
    uint32_t device;
} row;

static int by_alternative(const void *x, const void *y)
{
    const row *a = x, *b = y;
    if (a->text != b->text)
        return a->text < b->text ? -1 : 1;
    int c = cp_str_cmp(a->alternative, b->alternative);
    return c ? c : (a->device > b->device) - (a->device < b->device);
}

static uint32_t alternative(carriage *c, cp_str link, const row *v, uint32_t n)
{
    cp_arena *a = c->m->j->a;
    cp_str id =
        cp_str_fmt(a, "alternative:%zu:%.*s:%.*s", link.n, CP_FMT(link), CP_FMT(v->alternative));
    uint32_t thing = cp_path_thing(c->m, CP_THING_ALTERNATIVE, id, v->alternative);
    for (uint32_t i = 0; i < n; i++)
        cp_path_need(c->m, thing, &v[i].device, 1);
    return thing;
}

/* things: of each carriage by its number, written. */
static void make_carriages(carriage *c, row *v, uint32_t n, uint32_t *things)
{
    cp_arena *a = c->m->j->a;
    CP_VEC(uint32_t) options = { 0 };
    if (n)
        qsort(v, n, sizeof *v, by_alternative);
    for (uint32_t i = 0, end; i < n; i = end) {
        cp_str link = c->texts.items[v[i].text].key;
        options.n = 0;
        for (end = i; end < n && v[end].text == v[i].text;) {
            uint32_t from = end;
            while (end < n && v[end].text == v[i].text &&
                   cp_str_eq(v[end].alternative, v[from].alternative))
                end++;
            cp_vec_push(a, &options, alternative(c, link, v + from, end - from));
        }
        cp_str id = cp_str_fmt(a, "carriage:%.*s", CP_FMT(link));
        things[v[i].text] = cp_path_thing(c->m, CP_THING_CARRIAGE, id, link);
        cp_path_need(c->m, things[v[i].text], options.v, options.n);
    }
}

static cp_str lower_key(cp_arena *a, cp_str realm, cp_str text)
{
    return cp_str_fmt(a, "%.*s\n%.*s", CP_FMT(realm), CP_FMT(cp_str_lower(a, cp_str_trim(text))));
}

/* The device, or what is no asset and may be a link. */
static uint32_t transmission(carriage *c, const cp_asset_tie *t)
{
    cp_arena *a = c->m->j->a;
    bool added;
    if (t->b != CP_NO_ASSET)
        return cp_path_needed(c->m, t->b, t->b_text, t->realm);
    uint64_t *at = cp_map_put(a, &c->lowers, lower_key(a, t->realm, t->b_text), &added);
    if (added) {
        *at = c->lower.n;
        uint32_t thing = cp_path_needed(c->m, CP_NO_ASSET, t->b_text, t->realm);
        cp_vec_push(a, &c->lower, ((lower){ thing, CP_NO_ITEM }));
    }
    return c->lower.v[*at].thing;
}

static uint32_t *read_ties(carriage *c)
{
    const cp_identified *f = &c->m->e->found;
    cp_arena *a = c->m->j->a;
    CP_VEC(row) rows = { 0 };
    for (uint32_t i = 0; i < f->n_ties; i++) {
        const cp_asset_tie *t = &f->ties[i];
        bool added;
        if (t->kind != CP_TIE_CARRIED || t->link.n == 0)
            continue;
        uint64_t number = c->texts.n;
        cp_str text = cp_str_lower(a, cp_str_trim(t->link));
        uint64_t *at = cp_map_put(a, &c->texts, text, &added);
        *at = added ? number : *at;
        number = *at;
        if (added)
            cp_vec_push(a, &c->is_used, false);
        cp_vec_push(a, &rows, ((row){ number, t->name, transmission(c, t) }));
    }
    uint32_t *things = CP_NEW_ARRAY(a, uint32_t, c->texts.n);
    make_carriages(c, rows.v, rows.n, things);
    return things;
}

/* ---- links that carry links */

static void is_carriage(cp_path_model *m, uint32_t thing, uint32_t needed)
{
    m->things.v[thing].kind = CP_THING_CARRIAGE;
    m->things.v[needed].is_in = true;
    cp_path_need(m, thing, &needed, 1);
}

/* Link i, which rides on rides, may be what others ride on, by what some tellings call it. */
static void find_lower(carriage *c, cp_arena *scratch, uint32_t i, uint32_t rides, uint32_t first,
                       uint32_t n)
{
    cp_path_model *m = c->m;
    const cp_real_link *l = &m->links.links[i];
    for (uint32_t k = first; k < first + n; k++) {
        const cp_asset_link *told = &m->e->found.links[m->links.evidence[k]];
        cp_arena_mark mark = cp_arena_here(scratch);
        cp_str texts[CALLED_MAX];
        int hows[CALLED_MAX];
        uint32_t n_texts = called(scratch, told, texts, hows);
        for (uint32_t t = 0; t < n_texts; t++) {
            uint64_t *at = cp_map_get(&c->lowers, lower_key(scratch, told->realm, texts[t]));
            lower *x = at ? &c->lower.v[*at] : NULL;
            if (!x || x->link == i)
                continue;
            x->link = i;
            is_carriage(m, x->thing, l->a);
            is_carriage(m, x->thing, l->b);
            if (rides != CP_NO_ITEM)
                is_carriage(m, x->thing, rides);
        }
        cp_arena_back(scratch, mark);
    }
}

static void find_lowers(carriage *c, cp_arena *scratch, const uint32_t *rides,
                        const uint32_t *things)
{
    const cp_path_model *m = c->m;
    for (uint32_t i = 0; i < m->links.n_links && c->lower.n; i++) {
        const cp_real_link *l = &m->links.links[i];
        find_lower(c, scratch, i, rides[i], l->first, l->n);
        find_lower(c, scratch, i, rides[i], l->first_of_pair, l->n_of_pair);
    }
    /* whose ends nobody told, and yet what it rides on */
    for (uint32_t i = 0; i < c->lower.n; i++) {
        const lower *x = &c->lower.v[i];
        cp_str text = cp_str_lower(scratch, cp_str_trim(m->things.v[x->thing].name));
        uint64_t *at = x->link == CP_NO_ITEM ? cp_map_get(&c->texts, text) : NULL;
        if (at) /* that its ends are not told stays a gap */
            is_carriage(c->m, x->thing, things[*at]);
    }
}

/* Of a link that rides on both. */
static uint32_t both(cp_path_model *m, uint32_t link, uint32_t carriage_thing, uint32_t node)
{
    cp_str id = cp_str_fmt(m->j->a, "below:%u", link);
    uint32_t thing = cp_path_thing(m, CP_THING_CARRIAGE, id, m->things.v[carriage_thing].name);
    cp_path_need(m, thing, &carriage_thing, 1);
    cp_path_need(m, thing, &node, 1);
    return thing;
}

static void tell(carriage *c)
{
    uint32_t n_unused = 0, n_unknown = 0;
    for (uint32_t i = 0; i < c->lower.n; i++)
        n_unknown += c->m->things.v[c->lower.v[i].thing].kind == CP_THING_NEEDED;
    cp_str first = CP_STR("");
    for (uint32_t i = 0; i < c->texts.n; i++)
        if (!c->is_used.v[i]) {
            first = n_unused++ ? first : c->texts.items[i].key;
        }
    if (n_unused)
        cp_path_say(
            c->m, &c->m->need_gaps,
            "The carriage of %u link%s is told that no table of links has (a link is called as "
            "its table calls it, or A|B): %.*s%s.",
            n_unused, n_unused > 1 ? "s" : "", CP_FMT(first), n_unused > 1 ? " ..." : "");
    if (n_unknown)
        cp_path_say(c->m, &c->m->notes,
                    "%u transmission device%s or leased segment%s below links %s in no inventory, "
                    "and unknown.",
                    n_unknown, n_unknown > 1 ? "s" : "", n_unknown > 1 ? "s" : "",
                    n_unknown > 1 ? "are" : "is");
}

void cp_path_carriage(cp_path_model *m)
{
    carriage c = { .m = m };
    cp_arena *scratch = cp_arena_new(0);
    uint32_t *rides = CP_NEW_ARRAY(m->j->a, uint32_t, m->links.n_links);
    const uint32_t *things = read_ties(&c);
    best pair = { NOTHING, 0 };
    for (uint32_t i = 0; i < m->links.n_links; i++) {
        const cp_real_link *l = &m->links.links[i], *before = i ? l - 1 : NULL;
        if (c.texts.n && (!before || before->a != l->a || before->b != l->b)) {
            pair = (best){ NOTHING, 0 };
            look(&c, scratch, l->first_of_pair, l->n_of_pair, &pair);
        }
        uint32_t text = c.texts.n ? carried_by(&c, scratch, l, &pair) : CP_NO_ITEM;
        rides[i] = text == CP_NO_ITEM ? CP_NO_ITEM : things[text];
        if (l->through != CP_NO_NODE)
            rides[i] = rides[i] == CP_NO_ITEM ? l->through : both(m, i, rides[i], l->through);
    }
    find_lowers(&c, scratch, rides, things);
    cp_arena_free(scratch);
    m->rides = rides;
    m->has_carriage = c.texts.n > 0;
    tell(&c);
}
