/* SPDX-License-Identifier: Apache-2.0 */
/* statements.h - whether a line that cleanpath-check prints is true of a small net, by going
 * through all its paths, sets of devices and labels. For questions that the topology answers. */
#pragma once
#include "nets.h"

typedef struct statements {
    const cp_net *n;
    any_paths *paths; /* room to work in */
    bool is_strict;   /* where there is no path, that must be said; else what is said of no clean
                       * path, or of every path, is true too */
} statements;

/* The value of `key=` in a line; what has none is empty. */
static cp_str stated(cp_str line, const char *key)
{
    cp_str word, rest = line;
    size_t n_key = strlen(key);
    while (cp_str_cut(&rest, ' ', &word))
        if (cp_str_starts(word, cp_str_c(key)) && word.n > n_key && word.p[n_key] == '=')
            return cp_str_from(word, n_key + 1);
    return CP_STR("");
}

/* Place of the one of n ids that is written so; n: none. Only blanks are encoded in small nets. */
static uint32_t stated_place(const cp_str *ids, uint32_t n, cp_str written)
{
    for (uint32_t i = 0; i < n; i++) {
        char encoded[64];
        size_t n_encoded = 0;
        for (size_t k = 0; k < ids[i].n && n_encoded < sizeof encoded - 3; k++) {
            bool is_plain = ids[i].p[k] != ' ';
            memcpy(encoded + n_encoded, is_plain ? &ids[i].p[k] : "%20", is_plain ? 1 : 3);
            n_encoded += is_plain ? 1 : 3;
        }
        if (cp_str_eq(written, (cp_str){ encoded, n_encoded }))
            return i;
    }
    return n;
}

/* What is dirty with unknown as clean, and as excluded. */
static void stated_dirt(const cp_net *n, cp_str line, uint32_t dirty[CP_UNKNOWN_COUNT])
{
    uint32_t policy = stated_place(n->policies, n->n_policies, stated(line, "policy"));
    cp_reading r =
        cp_str_eq(stated(line, "reading"), CP_STR("exposure")) ? CP_EXPOSURE : CP_AVAILABILITY;
    uint32_t excluded = any_labelled(n, policy, n->excluded);
    dirty[CP_UNKNOWN_CLEAN] = any_dirty(n, r, excluded);
    dirty[CP_UNKNOWN_EXCLUDED] = any_dirty(n, r, excluded | any_labelled(n, policy, n->unknown));
}

static const char *answer_of(bool with_clean, bool with_excluded)
{
    return with_excluded ? "proven-clean" : with_clean ? "undetermined" : "proven-excluded";
}

static bool is_answer_true(const statements *s, cp_str line, uint32_t from, uint32_t to,
                           bool (*holds)(const any_paths *p, uint32_t dirty))
{
    uint32_t dirty[CP_UNKNOWN_COUNT];
    stated_dirt(s->n, line, dirty);
    s->paths->n = 0;
    any_walk(s->n, from, to, 0, 0, s->paths);
    cp_str got = stated(line, "answer");
    if (s->paths->n == 0 && (s->is_strict || cp_str_eq(got, CP_STR("no-path"))))
        return cp_str_eq(got, CP_STR("no-path"));
    return cp_str_eq(got, cp_str_c(answer_of(holds(s->paths, dirty[CP_UNKNOWN_CLEAN]),
                                             holds(s->paths, dirty[CP_UNKNOWN_EXCLUDED]))));
}

/* The fewest devices between two different ends whose loss leaves no clean path; UINT32_MAX: none
 * are enough. */
static uint32_t devices_between(const cp_net *n, uint32_t dirty, uint32_t from, uint32_t to)
{
    uint32_t best = UINT32_MAX, ends = 1u << from | 1u << to;
    if (dirty & ends)
        return 0;
    for (uint32_t gone = 0; gone < 1u << n->n_items; gone++) {
        uint32_t size = (uint32_t)__builtin_popcount(gone);
        if (!(gone & ends) && size < best && !(any_reach(n, dirty, gone, from) >> to & 1))
            best = size;
    }
    return best;
}

/* One more path of links that flow does not use that way yet; false: there is none. */
static bool add_flow(const cp_net *n, uint32_t dirty, uint32_t from, uint32_t to, int *flow)
{
    uint32_t seen = 1u << from, via[ANY_ITEMS_MAX] = { 0 }, before[ANY_ITEMS_MAX] = { 0 };
    for (uint32_t last = 0; last != seen;) {
        last = seen;
        for (uint32_t i = 0; i < 2 * n->n_links; i++) {
            const cp_net_link *l = &n->links[i / 2];
            uint32_t x = i % 2 ? l->b : l->a, y = i % 2 ? l->a : l->b;
            bool is_barred = any_link_is_dirty(n, dirty, i / 2) || (dirty >> y & 1);
            if (is_barred || !(seen >> x & 1) || (seen >> y & 1) || flow[i / 2] == (i % 2 ? -1 : 1))
                continue;
            seen |= 1u << y;
            via[y] = i;
            before[y] = x;
        }
    }
    if (!(seen >> to & 1))
        return false;
    for (uint32_t x = to; x != from; x = before[x])
        flow[via[x] / 2] += via[x] % 2 ? -1 : 1;
    return true;
}

static uint32_t links_between(const cp_net *n, uint32_t dirty, uint32_t from, uint32_t to)
{
    int flow[ANY_LINKS_MAX] = { 0 };
    uint32_t count = 0;
    if ((dirty >> from | dirty >> to) & 1)
        return 0;
    while (from != to && add_flow(n, dirty, from, to, flow))
        count++;
    return from == to ? UINT32_MAX : count;
}

static bool is_survives_true(const statements *s, cp_str line, uint32_t from, uint32_t to)
{
    uint32_t dirty[CP_UNKNOWN_COUNT], least, most;
    bool by_links = cp_str_eq(stated(line, "counted"), CP_STR("links"));
    stated_dirt(s->n, line, dirty);
    if (!cp_str_u32(stated(line, "at_least"), &least) ||
        !cp_str_u32(stated(line, "at_most"), &most))
        return false;
    uint32_t (*between)(const cp_net *, uint32_t, uint32_t, uint32_t) =
        by_links ? links_between : devices_between;
    return least == between(s->n, dirty[CP_UNKNOWN_EXCLUDED], from, to) &&
           most == between(s->n, dirty[CP_UNKNOWN_CLEAN], from, to) && most != UINT32_MAX;
}

static bool is_unavoidable_true(const statements *s, cp_str line, uint32_t from, uint32_t to)
{
    uint32_t items[ANY_ITEMS_MAX], n = 0, all = 0, on_all = UINT32_MAX;
    cp_str rest = cp_str_from(line, (size_t)cp_str_find(line, CP_STR(" items=")) + 7), word;
    while (n < ANY_ITEMS_MAX && cp_str_cut(&rest, ' ', &word)) {
        items[n] = stated_place(s->n->ids, s->n->n_items, word);
        if (items[n] == s->n->n_items)
            return false;
        all |= 1u << items[n++];
    }
    s->paths->n = 0;
    any_walk(s->n, from, to, 0, 0, s->paths);
    for (uint32_t i = 0; i < s->paths->n; i++)
        on_all &= s->paths->items[i];
    uint32_t later = all;
    for (uint32_t i = 0; i < n; i++) { /* each is reached without those that come later */
        later &= ~(1u << items[i]);
        if (!(any_reach(s->n, 0, later, from) >> items[i] & 1))
            return false;
    }
    return s->paths->n > 0 && all == (on_all & ~(1u << from | 1u << to));
}

static bool is_needs_true(const statements *s, cp_str line, uint32_t item)
{
    uint32_t dirty[CP_UNKNOWN_COUNT];
    stated_dirt(s->n, line, dirty);
    const char *want = answer_of(!(dirty[CP_UNKNOWN_CLEAN] >> item & 1),
                                 !(dirty[CP_UNKNOWN_EXCLUDED] >> item & 1));
    return cp_str_eq(stated(line, "answer"), cp_str_c(want));
}

/* line: without its end. */
static bool is_statement_true(const statements *s, cp_str line)
{
    cp_str rest = line, question;
    uint32_t n = s->n->n_items, from = stated_place(s->n->ids, n, stated(line, "from")),
             to = stated_place(s->n->ids, n, stated(line, "to")),
             item = stated_place(s->n->ids, n, stated(line, "item"));
    if (!cp_str_cut(&rest, ' ', &question))
        return false;
    if (cp_str_eq(question, CP_STR("needs")))
        return item < n && is_needs_true(s, line, item);
    if (from == n || to == n)
        return false;
    if (cp_str_eq(question, CP_STR("some")))
        return is_answer_true(s, line, from, to, any_some);
    if (cp_str_eq(question, CP_STR("every")))
        return is_answer_true(s, line, from, to, any_every);
    if (cp_str_eq(question, CP_STR("survives")))
        return is_survives_true(s, line, from, to);
    if (cp_str_eq(question, CP_STR("unavoidable")))
        return is_unavoidable_true(s, line, from, to);
    return false;
}
