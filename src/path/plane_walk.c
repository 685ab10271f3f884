/* SPDX-License-Identifier: Apache-2.0 */
/* plane_walk.c - what becomes of packets, from every table at once, where all tables and filters do
 * one thing each.
 *
 *     table --hops--> tables ...      a graph; one depth-first pass makes its strong components
 *                                     complete in an order in which what follows comes first
 *
 * The fate of a table is its own dirt and what its action ends in, with the fates of where it
 * forwards to. Of a component of several tables (or one that forwards to itself) all share one
 * fate, and packets can go round. (Tarjan, "Depth-first search and linear graph algorithms",
 * 1972.)
 *
 * A walk begins with the tables in the order in which they were complete in the walk before: where
 * tables do nearly the same as then, what follows a table is nearly always known when its turn
 * comes, and nothing has to be searched. */
#include <string.h>
#include "path/plane_in.h"

/* Marks of tables. Of one that is not known: the only table that it forwards to, or CP_PLANE_FORK:
 * it does something else. Of one whose component is not complete: Tarjan's number, above that. */
#define ON_PLAIN_WAY (UINT32_MAX - 2) /* of one hop */
#define ON_WAY (UINT32_MAX - 1)
#define DONE UINT32_MAX

static bool is_known(uint32_t mark) { return mark > CP_PLANE_FORK; }

void cp_plane_walk_init(cp_plane_walk *w, cp_arena *a, const cp_plane *p)
{
    *w = (cp_plane_walk){ .p = p };
    w->fates = CP_NEW_ARRAY(a, cp_plane_fate, p->n_tables);
    w->kept = CP_NEW_ARRAY(a, cp_plane_fate, p->n_tables);
    w->mark = CP_NEW_RAW(a, uint32_t, p->n_tables);
    w->low = CP_NEW_ARRAY(a, uint32_t, p->n_tables);
    w->open = CP_NEW_ARRAY(a, uint32_t, p->n_tables);
    w->frames = CP_NEW_ARRAY(a, cp_plane_frame, p->n_tables);
    w->met = CP_NEW_ARRAY(a, uint32_t, p->n_tables);
    w->done = CP_NEW_ARRAY(a, uint32_t, p->n_tables);
    w->order = CP_NEW_ARRAY(a, uint32_t, p->n_tables);
    for (uint32_t t = 0; t < p->n_tables; t++) {
        w->mark[t] = CP_PLANE_FORK;
        w->order[t] = t;
    }
    w->cut = CP_NEW_ARRAY(a, uint32_t, p->filters.n);
    w->is_used = CP_NEW_ARRAY(a, bool, p->filters.n);
    w->used.v = CP_NEW_ARRAY(a, uint32_t, p->filters.n); /* never grows */
    w->used.cap = p->filters.n;
}

static void add_fate(cp_plane_fate *to, const cp_plane_fate *x)
{
    to->dirty[CP_UNKNOWN_CLEAN] |= x->dirty[CP_UNKNOWN_CLEAN];
    to->dirty[CP_UNKNOWN_EXCLUDED] |= x->dirty[CP_UNKNOWN_EXCLUDED];
    to->ends |= x->ends;
}

static const cp_plane_action_of *action_of(const cp_plane_walk *w, uint32_t table)
{
    return &w->p->tables[table].actions.v[w->now[table]];
}

static cp_filter_says says_of(const cp_plane_walk *w, uint32_t filter)
{
    if (filter == CP_NO_FILTER)
        return CP_FILTER_PERMITS;
    return w->says ? (cp_filter_says)w->says[w->cut[filter]] : CP_FILTER_UNKNOWN;
}

static void add_link(const cp_plane_walk *w, cp_plane_fate *f, uint32_t link)
{
    for (int u = 0; u < CP_UNKNOWN_COUNT && link != CP_NO_LINK; u++)
        if (w->p->link_dirty[u])
            f->dirty[u] |= w->p->link_dirty[u][link];
}

/* A hop: what is certain of it, before what follows; false: nothing follows. A
 * packet that the far end's filter denies has come there. */
static bool pass_hop(cp_plane_walk *w, cp_plane_fate *f, const cp_plane_hop *h)
{
    if (h->out == CP_NO_FILTER && h->in == CP_NO_FILTER && h->to < CP_PLANE_NOWHERE && w->is_bare &&
        !h->is_maybe)
        return true;
    cp_filter_says out = says_of(w, h->out), in = says_of(w, h->in);
    bool is_maybe = h->is_maybe || out == CP_FILTER_UNKNOWN;
    w->met_maybe |= is_maybe || in == CP_FILTER_UNKNOWN;
    if (w->is_strict && is_maybe)
        return false;
    if (w->is_strict && in == CP_FILTER_UNKNOWN)
        in = CP_FILTER_DENIES;
    f->ends |= out == CP_FILTER_PERMITS  ? 0
               : out == CP_FILTER_DENIES ? CP_PLANE_DENIED
                                         : CP_PLANE_NOT_MODELLED;
    if (out == CP_FILTER_DENIES)
        return false;
    add_link(w, f, h->link);
    f->ends |= in == CP_FILTER_PERMITS  ? 0
               : in == CP_FILTER_DENIES ? CP_PLANE_DENIED
                                        : CP_PLANE_NOT_MODELLED;
    if (h->to >= CP_PLANE_NOWHERE) {
        if (in != CP_FILTER_DENIES)
            f->ends |= h->to == CP_PLANE_HOST ? CP_PLANE_DELIVERED : CP_PLANE_LOST;
        return false;
    }
    if (in == CP_FILTER_DENIES)
        for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
            f->dirty[u] |= w->p->own[h->to][u];
    return in != CP_FILTER_DENIES;
}

/* ---- the pass */

static void enter(cp_plane_walk *w, uint32_t table)
{
    cp_plane_fate *f = &w->fates[table];
    f->dirty[CP_UNKNOWN_CLEAN] = w->p->own[table][CP_UNKNOWN_CLEAN];
    f->dirty[CP_UNKNOWN_EXCLUDED] = w->p->own[table][CP_UNKNOWN_EXCLUDED];
    f->ends = action_of(w, table)->ends;
    w->mark[table] = w->low[table] = ++w->n_index;
    w->met[w->n_met++] = w->open[w->n_open++] = table;
    w->frames[w->n_frames++] = (cp_plane_frame){ table, 0 };
}

/* From one table's hop to another, that is known already: done, or open. */
static void meet(cp_plane_walk *w, uint32_t table, uint32_t to)
{
    if (w->mark[to] == DONE) {
        add_fate(&w->fates[table], &w->fates[to]);
    } else {
        if (w->mark[to] < w->low[table])
            w->low[table] = w->mark[to];
        w->fates[table].ends |= CP_PLANE_LOOP; /* to what is on the way here */
    }
}

/* All that follow from the table are known. */
static void leave(cp_plane_walk *w, uint32_t table)
{
    if (w->low[table] < w->mark[table])
        return; /* its component is not complete */
    cp_plane_fate *f = &w->fates[table];
    uint32_t first = w->n_open;
    while (w->open[--first] != table)
        add_fate(f, &w->fates[w->open[first]]);
    for (uint32_t i = first; i < w->n_open; i++) {
        w->fates[w->open[i]] = *f;
        w->mark[w->open[i]] = DONE;
        w->done[w->n_done++] = w->open[i];
    }
    w->n_open = first;
}

/* The next table that the topmost frame forwards to; false: there is no more. */
static bool next_table(cp_plane_walk *w, cp_plane_frame *top, uint32_t *out)
{
    const cp_plane_action_of *x = action_of(w, top->table);
    while (top->hop < x->n) {
        const cp_plane_hop *h = &w->p->hops.v[x->first + top->hop++];
        if (pass_hop(w, &w->fates[top->table], h)) {
            *out = h->to;
            return true;
        }
    }
    return false;
}

static void walk_from(cp_plane_walk *w, uint32_t table)
{
    enter(w, table);
    while (w->n_frames) {
        cp_plane_frame *top = &w->frames[w->n_frames - 1];
        uint32_t to, from = top->table;
        if (next_table(w, top, &to)) {
            if (!is_known(w->mark[to]))
                enter(w, to);
            else
                meet(w, from, to);
            continue;
        }
        leave(w, from);
        if (--w->n_frames == 0)
            break;
        uint32_t back = w->frames[w->n_frames - 1].table;
        if (w->mark[from] == DONE)
            add_fate(&w->fates[back], &w->fates[from]);
        else if (w->low[from] < w->low[back])
            w->low[back] = w->low[from];
    }
}

/* ---- where nothing goes round, which is nearly everywhere, with less to keep in mind */

/* Down from a table that is not known over plain hops, to one that is known, or is not plain: that
 * is *to. False: the way comes back to itself. */
static inline bool go_down(cp_plane_walk *w, uint32_t *to)
{
    uint32_t at = *to;
    do {
        uint32_t way = w->mark[at];
        w->open[w->n_open++] = at;
        if (way == CP_PLANE_FORK) {
            cp_plane_fate *f = &w->fates[at];
            for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
                f->dirty[u] = w->p->own[at][u];
            f->ends = action_of(w, at)->ends;
            w->mark[at] = ON_WAY;
            w->low[at] = 0; /* hops that were taken */
            *to = at;
            return true;
        }
        w->mark[at] = ON_PLAIN_WAY;
        at = way;
    } while (!is_known(w->mark[at]));
    *to = at;
    return w->mark[at] == DONE;
}

/* The fate of a table of one plain hop: what follows, and its own. */
static inline void hand_on(cp_plane_walk *w, uint32_t table, const cp_plane_fate *known)
{
    cp_plane_fate *f = &w->fates[table];
    for (int u = 0; u < CP_UNKNOWN_COUNT; u++)
        f->dirty[u] = w->p->own[table][u] | known->dirty[u];
    f->ends = known->ends;
    w->mark[table] = DONE;
    w->done[w->n_done++] = table;
}

/* Back up from a table whose fate is known, over those that only hand it on. */
static inline const cp_plane_fate *go_up(cp_plane_walk *w, const cp_plane_fate *known)
{
    while (w->n_open) {
        uint32_t at = w->open[w->n_open - 1];
        if (w->mark[at] != ON_PLAIN_WAY)
            break;
        hand_on(w, at, known);
        known = &w->fates[at];
        w->n_open--;
    }
    return known;
}

/* False: there is a circle. What is on the way to it, `open`, is not worked out then. */
static bool walk_straight(cp_plane_walk *w, uint32_t table)
{
    uint32_t to = table;
    w->n_open = 0;
    if (!go_down(w, &to))
        return false;
    for (;;) {
        if (w->mark[to] == DONE) {
            const cp_plane_fate *known = go_up(w, &w->fates[to]);
            if (w->n_open == 0)
                return true;
            add_fate(&w->fates[w->open[w->n_open - 1]], known);
        }
        cp_plane_frame top = { w->open[w->n_open - 1], 0 };
        top.hop = w->low[top.table];
        bool has_next = next_table(w, &top, &to);
        w->low[top.table] = top.hop;
        if (!has_next) {
            to = top.table;
            w->mark[to] = DONE;
            w->done[w->n_done++] = to;
            if (--w->n_open == 0)
                return true;
        } else if (!is_known(w->mark[to]) ? !go_down(w, &to) : w->mark[to] != DONE) {
            return false;
        }
    }
}

/* A walk from the table came to a circle: what is on the way is walked again by the pass above.
 * What is done stays so: no circle follows from it. */
static void walk_again(cp_plane_walk *w, uint32_t table)
{
    while (w->n_open)
        w->mark[w->open[--w->n_open]] = CP_PLANE_FORK;
    w->n_index = CP_PLANE_FORK;
    w->n_met = 0;
    walk_from(w, table);
}

/* What is known beforehand: where tables forward to, if it is one plain hop. */
static void begin_part(cp_plane_walk *w, const uint8_t *says)
{
    const uint32_t *const *ways = w->p->ways;
    const uint16_t *now = w->now;
    uint32_t *mark = w->mark, n = w->p->n_tables;
    w->is_bare = w->p->link_dirty[0] == NULL;
    w->says = says;
    w->n_done = 0;
    for (uint32_t t = 0; t < n; t++)
        mark[t] = w->is_bare ? ways[t][now[t]] : CP_PLANE_FORK;
}

static void walk_once(cp_plane_walk *w, const uint8_t *says)
{
    begin_part(w, says);
    uint32_t n = w->p->n_tables, *order = w->order;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = order[i], way = w->mark[t];
        if (way < CP_PLANE_FORK && w->mark[way] == DONE)
            hand_on(w, t, &w->fates[way]);
        else if (way != DONE && !walk_straight(w, t))
            walk_again(w, t);
    }
    w->order = w->done;
    w->done = order;
}

/* What is certain is another walk, where not all is. */
static void walk_part(cp_plane_walk *w, const uint8_t *says)
{
    w->met_maybe = false;
    walk_once(w, says);
    if (!w->met_maybe)
        return;
    cp_plane_fate *all = w->fates;
    w->fates = w->kept;
    w->kept = all;
    w->is_strict = true;
    walk_once(w, says);
    w->is_strict = false;
    for (uint32_t t = 0; t < w->p->n_tables; t++)
        all[t].dirty[CP_UNKNOWN_CLEAN] = w->fates[t].dirty[CP_UNKNOWN_CLEAN];
    w->kept = w->fates;
    w->fates = all;
}

/* ---- over all parts of the packets */

static void use_filter(cp_plane_walk *w, uint32_t filter)
{
    if (filter == CP_NO_FILTER || w->is_used[filter])
        return;
    w->is_used[filter] = true;
    w->cut[filter] = w->used.n;
    w->used.v[w->used.n++] = filter;
}

static void find_used(cp_plane_walk *w)
{
    while (w->used.n)
        w->is_used[w->used.v[--w->used.n]] = false;
    for (uint32_t t = 0; t < w->p->n_tables; t++) {
        const cp_plane_action_of *x = action_of(w, t);
        for (uint32_t i = 0; i < x->n && x->is_filtered; i++) {
            use_filter(w, w->p->hops.v[x->first + i].out);
            use_filter(w, w->p->hops.v[x->first + i].in);
        }
    }
}

uint32_t cp_plane_walk_all(cp_plane_walk *w, const uint16_t *now)
{
    const cp_plane *p = w->p;
    w->now = now;
    if (p->filters.n)
        find_used(w);
    if (w->used.n == 0) {
        walk_part(w, NULL);
        return 1;
    }
    cp_arena *a = cp_arena_new(0);
    cp_filter_cut *cuts = CP_NEW_ARRAY(a, cp_filter_cut, w->used.n);
    cp_plane_fate *sum = CP_NEW_ARRAY(a, cp_plane_fate, p->n_tables);
    cp_filter_parts parts;
    for (uint32_t i = 0; i < w->used.n; i++)
        cuts[i] = p->filters.v[w->used.v[i]].cuts.v[now[p->n_tables + w->used.v[i]]];
    uint32_t n = 0;
    if (cp_filter_split(a, p->rules.v, cuts, w->used.n, &parts, NULL) == CP_OK)
        n = parts.n;
    else
        walk_part(w, NULL);
    for (uint32_t i = 0; i < n; i++) {
        walk_part(w, parts.v[i].says);
        for (uint32_t t = 0; t < p->n_tables; t++)
            add_fate(&sum[t], &w->fates[t]);
    }
    if (n)
        memcpy(w->fates, sum, p->n_tables * sizeof *sum);
    cp_arena_free(a);
    return n;
}

/* Marks of what was met are left free. Returns whether a filter was passed. */
static bool walk_tables(cp_plane_walk *w, const uint32_t *tables, uint32_t n)
{
    bool is_filtered = false;
    w->n_open = w->n_met = w->n_done = 0;
    w->n_index = CP_PLANE_FORK;
    for (uint32_t i = 0; i < n; i++)
        if (!is_known(w->mark[tables[i]]))
            walk_from(w, tables[i]);
    for (uint32_t i = 0; i < w->n_met; i++) {
        is_filtered |= action_of(w, w->met[i])->is_filtered;
        w->mark[w->met[i]] = CP_PLANE_FORK;
    }
    return is_filtered;
}

bool cp_plane_walk_some(cp_plane_walk *w, const uint16_t *now, const uint8_t *says,
                        const uint32_t *tables, uint32_t n, cp_plane_fate *fates)
{
    w->now = now;
    w->says = says;
    w->is_bare = w->p->link_dirty[0] == NULL;
    w->met_maybe = false;
    bool is_filtered = walk_tables(w, tables, n);
    for (uint32_t i = 0; i < n; i++)
        fates[i] = w->fates[tables[i]];
    if (w->met_maybe) {
        w->is_strict = true;
        (void)walk_tables(w, tables, n);
        w->is_strict = false;
        for (uint32_t i = 0; i < n; i++)
            fates[i].dirty[CP_UNKNOWN_CLEAN] = w->fates[tables[i]].dirty[CP_UNKNOWN_CLEAN];
    }
    return !is_filtered;
}
