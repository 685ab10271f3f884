/* SPDX-License-Identifier: Apache-2.0 */
/* junos_tree.c - see junos_tree.h. */
#include "sources/state/junos_tree.h"

enum { INDEX_FROM = 16 }; /* words below a node, from which on they are looked up */

void junos_tree_init(junos_tree *t, cp_arena *a)
{
    *t = (junos_tree){ .a = a };
    t->root = CP_NEW(a, junos_node);
    t->root->word = CP_STR("");
}

junos_node *junos_find(const junos_node *at, cp_str word)
{
    if (at->index) {
        const uint64_t *known = cp_map_get(at->index, word);
        return known && *known ? (junos_node *)(uintptr_t)*known : NULL;
    }
    junos_each(n, at) if (cp_str_eq(n->word, word)) return n;
    return NULL;
}

static void index_all(junos_tree *t, junos_node *at)
{
    at->index = CP_NEW(t->a, cp_map);
    junos_each(n, at) * cp_map_put(t->a, at->index, n->word, NULL) = (uintptr_t)n;
}

junos_node *junos_put(junos_tree *t, junos_node *at, cp_str word, uint32_t line)
{
    junos_node *n = junos_find(at, word);
    if (n)
        return n;
    if (t->n_nodes >= JUNOS_NODES_MAX || at->depth >= JUNOS_DEPTH_MAX) {
        t->is_full = true;
        return NULL;
    }
    t->n_nodes++;
    n = CP_NEW(t->a, junos_node);
    *n = (junos_node){
        .word = cp_str_dup(t->a, word), .up = at, .line = line, .depth = (uint16_t)(at->depth + 1)
    };
    if (at->last)
        at->last->next = n;
    else
        at->first = n;
    at->last = n;
    at->n++;
    if (junos_is_pattern(word))
        at->flags |= JUNOS_WILD;
    if (at->index)
        *cp_map_put(t->a, at->index, n->word, NULL) = (uintptr_t)n;
    else if (at->n >= INDEX_FROM)
        index_all(t, at);
    return n;
}

junos_node *junos_at(junos_node *at, const char *path)
{
    cp_str rest = cp_str_c(path), word;
    while (at && (word = cp_state_word(&rest)).n)
        at = junos_find(at, word);
    return at;
}

cp_str junos_value(const junos_node *n) { return n && n->first ? n->first->word : CP_STR(""); }

void junos_cut(junos_node *n, junos_node *before)
{
    junos_node *up = n->up;
    uint64_t *known = up->index ? cp_map_get(up->index, n->word) : NULL;
    if (before)
        before->next = n->next;
    else
        up->first = n->next;
    if (up->last == n)
        up->last = before;
    up->n--;
    if (known)
        *known = 0; /* what is cut is not to be found; the others still are at once */
}

void junos_mark(junos_node *n, unsigned flags)
{
    if (n)
        n->flags |= (uint16_t)flags;
}

cp_str junos_path(cp_arena *a, const junos_node *n)
{
    const junos_node *way[JUNOS_DEPTH_MAX + 1];
    uint32_t k = 0;
    cp_buf b = cp_buf_new(a);
    for (; n && n->up && k < JUNOS_DEPTH_MAX; n = n->up)
        way[k++] = n;
    while (k-- > 0)
        cp_buf_fmt(&b, "%s%.*s", b.n ? " " : "", CP_FMT(way[k]->word));
    return cp_buf_str(&b);
}
