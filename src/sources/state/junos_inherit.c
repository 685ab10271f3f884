/* SPDX-License-Identifier: Apache-2.0 */
/* junos_inherit.c - configuration groups and interface ranges of Junos, put where they apply:
 *
 *     groups { core { interfaces { <xe-*> { unit <*> { family iso; } } } } }
 *     interfaces { apply-groups core; xe-0/0/0 { unit 0 { ... } } }
 *         ==> interfaces xe-0/0/0 unit 0 family iso, of the line in the group
 *
 * What stands there itself goes before a group, a group of a block before one of the blocks around
 * it, and the first that is named before the next ones. `<pattern>` is for what is there, other
 * words are made. Source: Junos OS CLI user guide, configuration groups.
 *
 * Groups that apply at some times, or on some chassis (`when`), that apply groups themselves, or
 * that are not shown are limits: what they would add is not known. */
#include "sources/state/junos_tree.h"

enum { PORTS_MAX = 4096 }; /* of a range; a chassis has some hundred */

typedef struct inheriting {
    cp_state_section *s;
    junos_tree *t;
    const junos_node *groups; /* NULL: there are none */
    cp_str name;              /* of the group that is applied */
    bool is_over;             /* JUNOS_STEPS_MAX */
} inheriting;

/* ---- patterns */

bool junos_is_pattern(cp_str word)
{
    return word.n > 2 && word.p[0] == '<' && word.p[word.n - 1] == '>';
}

/* "[0-3,7]" from behind the bracket: is c one of it? *p: behind its end. */
static bool is_in_set(cp_str pattern, size_t *p, char c)
{
    size_t i = *p;
    bool is_not = i < pattern.n && (pattern.p[i] == '!' || pattern.p[i] == '^'), is_in = false;
    for (i += is_not; i < pattern.n && pattern.p[i] != ']'; i++) {
        char first = pattern.p[i], last = first;
        if (i + 2 < pattern.n && pattern.p[i + 1] == '-' && pattern.p[i + 2] != ']') {
            last = pattern.p[i + 2];
            i += 2;
        }
        is_in = is_in || (first <= c && c <= last);
    }
    *p = i < pattern.n ? i + 1 : i;
    return is_in != is_not;
}

/* Backs up to the last `*` only. */
static bool matches(cp_str pattern, cp_str word)
{
    size_t p = 0, i = 0, star = SIZE_MAX, from = 0;
    while (i < word.n) {
        size_t behind = p + 1;
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            from = i;
        } else if (p < pattern.n && (pattern.p[p] == '['   ? is_in_set(pattern, &behind, word.p[i])
                                     : pattern.p[p] == '?' ? true
                                                           : pattern.p[p] == word.p[i])) {
            p = behind;
            i++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            i = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

bool junos_matches(cp_str pattern, cp_str word)
{
    return matches(cp_str_slice(pattern, 1, pattern.n - 2), word);
}

/* Words that stand where names of instances do, and are none. */
static bool is_keyword(cp_str word)
{
    static const char *const words[] = {
        "apply-groups", "apply-groups-except", "apply-macro", "interface-range",
        "traceoptions", "interface-set",       NULL
    };
    return cp_state_is_one_of(word, words);
}

/* ---- one group */

/* Statements of one value, as far as they are read: what stands there itself is not added to. */
static bool is_single(cp_str word)
{
    static const char *const words[] = { "description",
                                         "vlan-id",
                                         "host-name",
                                         "mac",
                                         "instance-type",
                                         "input",
                                         "output",
                                         "802.3ad",
                                         "redundant-parent",
                                         "next-table",
                                         "version",
                                         "metric",
                                         "preference",
                                         "autonomous-system",
                                         "confederation",
                                         "router-id",
                                         "peer-as",
                                         "local-as",
                                         "local-address",
                                         "local-interface",
                                         "reference-bandwidth",
                                         "type",
                                         NULL };
    return cp_state_is_one_of(word, words);
}

static bool is_excepted(const inheriting *x, const junos_node *at)
{
    const junos_node *except = junos_find(at, CP_STR("apply-groups-except"));
    return except && junos_find(except, x->name);
}

static bool is_worth(inheriting *x)
{
    x->is_over = x->is_over || x->t->n_steps++ >= JUNOS_STEPS_MAX || x->t->is_full;
    return !x->is_over;
}

static void merge(inheriting *x, junos_node *to, junos_node *from);

/* is_added_to: something stands in `to` that is not of this group. */
static void merge_one(inheriting *x, junos_node *to, junos_node *from, bool is_added_to)
{
    uint32_t n = to->n;
    if (junos_is(from, "apply-groups")) {
        x->s->line = from->line;
        junos_limit_tables(x->s, x->t, "configuration group", "%.*s applies groups itself",
                           CP_FMT(x->name));
        return;
    }
    junos_node *c = junos_put(x->t, to, from->word, from->line);
    if (!c)
        return;
    if (to->n > n) {
        c->of = from;
        if (is_added_to)
            to->flags |= JUNOS_MIXED;
    }
    c->flags |= (uint16_t)(from->flags & (JUNOS_ENDS | JUNOS_BLOCK));
    merge(x, c, from);
}

static void merge(inheriting *x, junos_node *to, junos_node *from)
{
    bool is_added_to = to->n > 0;
    if ((is_single(to->word) && to->n) || is_excepted(x, to))
        return;
    for (junos_node *f = from->first, *last = to->last; f && is_worth(x); f = f->next) {
        if (!junos_is_pattern(f->word)) {
            merge_one(x, to, f, is_added_to);
            continue;
        }
        /* up to what was there before this group */
        for (junos_node *c = last ? to->first : NULL; c && is_worth(x);
             c = c == last ? NULL : c->next)
            if (!is_keyword(c->word) && !junos_is_pattern(c->word) &&
                junos_matches(f->word, c->word))
                merge(x, c, f);
    }
}

/* All that the group says of the block that the words lead to, which begin at the top. */
static void along(inheriting *x, junos_node *to, junos_node *from, const junos_node *const *way,
                  uint32_t n)
{
    if (n == 0) {
        merge(x, to, from);
        return;
    }
    junos_node *same = junos_find(from, way[0]->word);
    if (same)
        along(x, to, same, way + 1, n - 1);
    if (from->flags & JUNOS_WILD)
        for (junos_node *f = from->first; f && is_worth(x); f = f->next)
            if (junos_is_pattern(f->word) && junos_matches(f->word, way[0]->word))
                along(x, to, f, way + 1, n - 1);
}

static void apply(inheriting *x, junos_node *at, junos_node *name)
{
    const junos_node *way[JUNOS_DEPTH_MAX + 1];
    uint32_t n = at->depth, k = n;
    junos_node *group = x->groups ? junos_find(x->groups, name->word) : NULL;
    x->name = name->word;
    x->s->line = name->line;
    if (!group) {
        if (!cp_str_eq(name->word, CP_STR("junos-defaults")))
            junos_limit_tables(x->s, x->t, "configuration group", "%.*s is not shown",
                               CP_FMT(name->word));
        return;
    }
    if (junos_find(group, CP_STR("when"))) {
        junos_limit_tables(x->s, x->t, "configuration group", "%.*s applies at some times",
                           CP_FMT(name->word));
        return;
    }
    for (const junos_node *up = at; k > 0; up = up->up)
        way[--k] = up;
    along(x, at, group, way, n);
}

static void inherit(inheriting *x, junos_node *at)
{
    for (junos_node *n = at->first; n; n = n->next)
        if (n->n && !(at->depth == 0 && junos_is(n, "groups")))
            inherit(x, n);
    junos_node *names = junos_find(at, CP_STR("apply-groups"));
    if (!names || (at->depth && junos_is(at, "apply-groups-except")))
        return;
    junos_mark(names, JUNOS_ALL_ROW);
    for (junos_node *n = names->first; n && is_worth(x); n = n->next)
        apply(x, at, n);
}

/* ---- interface ranges */

/* "ge-0/0/12": what is before the number at its end, and the number. */
static bool split_name(cp_str name, cp_str *before, uint64_t *number)
{
    size_t n = name.n;
    while (n > 0 && name.p[n - 1] >= '0' && name.p[n - 1] <= '9')
        n--;
    *before = cp_str_slice(name, 0, n);
    return cp_str_u64(cp_str_from(name, n), number);
}

static void limit_range(inheriting *x, const junos_node *n)
{
    x->s->line = n->line;
    junos_limit_tables(x->s, x->t, "interface range", "%.*s", CP_FMT(junos_path(x->t->a, n)));
}

static void add_member(inheriting *x, junos_node *ifaces, junos_node *range, cp_str name,
                       uint32_t line)
{
    static const char *const own[] = { "member", "member-range", "description", NULL };
    junos_node *c = junos_put(x->t, ifaces, name, line);
    bool is_added_to = c && c->n > 0;
    for (junos_node *f = c ? range->first : NULL; f && is_worth(x); f = f->next)
        if (!cp_state_is_one_of(f->word, own))
            merge_one(x, c, f, is_added_to);
}

/* "ge-0/0/[0-3,7]": names of ports that are there or not; a `*` is for those that are there. */
static void add_set(inheriting *x, junos_node *ifaces, junos_node *range, const junos_node *member)
{
    cp_str name = member->word, part, from;
    ptrdiff_t open = cp_str_find_char(name, '['), close = cp_str_find_char(name, ']');
    uint64_t first, last;
    if (open < 0 && cp_str_find_char(name, '*') < 0) {
        add_member(x, ifaces, range, name, member->line);
        return;
    }
    if (open > 0 && close > open && cp_str_find_char(name, '*') < 0) {
        cp_str inside = cp_str_slice(name, (size_t)open + 1, (size_t)(close - open) - 1);
        cp_str head = cp_str_slice(name, 0, (size_t)open);
        cp_str tail = cp_str_from(name, (size_t)close + 1);
        while (cp_str_cut(&inside, ',', &part)) {
            (void)cp_str_cut(&part, '-', &from);
            bool is_known = cp_str_u64(from, &first) && (part.n == 0 || cp_str_u64(part, &last));
            last = part.n ? last : first;
            is_known = is_known && last < first + PORTS_MAX;
            if (!is_known)
                limit_range(x, member);
            for (uint64_t i = first; is_known && i <= last; i++)
                add_member(x, ifaces, range,
                           cp_str_fmt(x->t->a, "%.*s%llu%.*s", CP_FMT(head), (unsigned long long)i,
                                      CP_FMT(tail)),
                           member->line);
        }
        return;
    }
    for (junos_node *c = ifaces->first, *end = ifaces->last; c && is_worth(x);
         c = c == end ? NULL : c->next)
        if (!is_keyword(c->word) && matches(name, c->word))
            add_member(x, ifaces, range, c->word, member->line);
}

/* "member-range ge-0/0/0 to ge-0/0/5" */
static void add_span(inheriting *x, junos_node *ifaces, junos_node *range, const junos_node *first,
                     junos_node *last)
{
    cp_str before, before_last;
    uint64_t i, end;
    if (!split_name(first->word, &before, &i) || !split_name(last->word, &before_last, &end) ||
        !cp_str_eq(before, before_last) || end >= i + PORTS_MAX) {
        limit_range(x, last);
        return;
    }
    for (; i <= end; i++)
        add_member(x, ifaces, range,
                   cp_str_fmt(x->t->a, "%.*s%llu", CP_FMT(before), (unsigned long long)i),
                   last->line);
}

static void expand_ranges(inheriting *x, junos_node *ifaces)
{
    junos_node *ranges = ifaces ? junos_find(ifaces, CP_STR("interface-range")) : NULL;
    junos_mark(ranges, JUNOS_ALL_ROW);
    junos_each(range, ranges)
    {
        junos_each(m, junos_find(range, CP_STR("member"))) add_set(x, ifaces, range, m);
        junos_each(m, junos_find(range, CP_STR("member-range")))
            junos_each(last, junos_find(m, CP_STR("to"))) add_span(x, ifaces, range, m, last);
    }
}

void junos_inherit(cp_state_section *s, junos_tree *t)
{
    inheriting x = { .s = s, .t = t, .groups = junos_find(t->root, CP_STR("groups")) };
    inherit(&x, t->root);
    expand_ranges(&x, junos_find(t->root, CP_STR("interfaces")));
    if (x.is_over)
        junos_limit_tables(s, t, "configuration group", "groups and ranges add more than is read");
}
