/* SPDX-License-Identifier: Apache-2.0 */
/* path_below.c - what links ride on, from the table of carriage: its cell `link` is the link's
 * name, else "A:A_PORT|B:B_PORT", else "A|B" (all links between the two), as the tables of links
 * write them, either end first.
 *
 *     carriage --one of--> alternative --all of--> devices
 *
 * A link that leads through an inferred switch rides on that too. */
#include <stdlib.h>
#include "job/path_inside.h"

enum { NOTHING, BY_PAIR, BY_PORTS, BY_NAME }; /* how well a text is a link's */

typedef struct carriage {
    cp_path_model *m;
    cp_map texts;  /* lower case -> number of the carriage */
    cp_map others; /* transmission that is no asset */
    CP_VEC(bool) is_used;
} carriage;

typedef struct best {
    int how;
    uint32_t number;
} best;

static uint64_t *find(carriage *c, cp_arena *scratch, const char *fmt, ...) CP_PRINTF(3, 4);
static uint64_t *find(carriage *c, cp_arena *scratch, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cp_str text = cp_str_lower(scratch, cp_str_vfmt(scratch, fmt, ap));
    va_end(ap);
    return text.n ? cp_map_get(&c->texts, text) : NULL;
}

/* The number of the carriage of the link that is told, and how well it is named. */
static uint64_t *text_of(carriage *c, cp_arena *scratch, const cp_asset_link *l, int *how)
{
    uint64_t *at = find(c, scratch, "%.*s", CP_FMT(l->name));
    *how = BY_NAME;
    if (at)
        return at;
    *how = BY_PORTS;
    at = find(c, scratch, "%.*s:%.*s|%.*s:%.*s", CP_FMT(l->a_text), CP_FMT(l->a_port),
              CP_FMT(l->b_text), CP_FMT(l->b_port));
    if (!at)
        at = find(c, scratch, "%.*s:%.*s|%.*s:%.*s", CP_FMT(l->b_text), CP_FMT(l->b_port),
                  CP_FMT(l->a_text), CP_FMT(l->a_port));
    if (at)
        return at;
    *how = BY_PAIR;
    at = find(c, scratch, "%.*s|%.*s", CP_FMT(l->a_text), CP_FMT(l->b_text));
    return at ? at : find(c, scratch, "%.*s|%.*s", CP_FMT(l->b_text), CP_FMT(l->a_text));
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
    cp_str id = cp_str_fmt(a, "alternative:%.*s:%.*s", CP_FMT(link), CP_FMT(v->alternative));
    cp_str name = v->alternative.n ? v->alternative : CP_STR("carriage");
    uint32_t thing = cp_path_thing(c->m, CP_THING_ALTERNATIVE, id, name);
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
        uint32_t device = cp_path_needed(c->m, &c->others, t->b, t->b_text, t->realm);
        cp_vec_push(a, &rows, ((row){ number, t->name, device }));
    }
    uint32_t *things = CP_NEW_ARRAY(a, uint32_t, c->texts.n);
    make_carriages(c, rows.v, rows.n, things);
    return things;
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
    uint32_t n_unused = 0;
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
    if (c->others.n)
        cp_path_say(c->m, &c->m->notes,
                    "%u transmission device%s or leased segment%s below links %s in no inventory, "
                    "and unknown.",
                    c->others.n, c->others.n > 1 ? "s" : "", c->others.n > 1 ? "s" : "",
                    c->others.n > 1 ? "are" : "is");
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
    cp_arena_free(scratch);
    m->rides = rides;
    m->has_carriage = c.texts.n > 0;
    tell(&c);
}
