/* SPDX-License-Identifier: Apache-2.0 */
/* plane_trie.c - prefixes of all tables, and what each table has of them. */
#include <assert.h>
#include <string.h>
#include "path/plane_in.h"

/* ---- by prefix */

static uint32_t slot_of(const cp_plane *p, const cp_prefix *x)
{
    uint64_t h = (uint64_t)(x->first >> 64) * 0x9e3779b97f4a7c15u ^
                 ((uint64_t)x->first + x->len) * 0xbf58476d1ce4e5b9u;
    return (uint32_t)((h ^ h >> 32) * 0x94d049bb133111ebu >> 32) & (p->n_slots - 1);
}

static bool is_same(const cp_plane_node *n, const cp_prefix *x)
{
    return n->first == x->first && n->len == x->len;
}

static uint32_t find_node(const cp_plane *p, const cp_prefix *x)
{
    if (x->len == 0)
        return 0;
    for (uint32_t i = p->n_slots ? slot_of(p, x) : 0; p->n_slots && p->slots[i];
         i = (i + 1) & (p->n_slots - 1))
        if (is_same(&p->nodes.v[p->slots[i]], x))
            return p->slots[i];
    return CP_NO_PREFIX;
}

static void put_slot(cp_plane *p, uint32_t node)
{
    const cp_plane_node *x = &p->nodes.v[node];
    cp_prefix of = { x->first, x->len };
    uint32_t i = slot_of(p, &of);
    while (p->slots[i])
        i = (i + 1) & (p->n_slots - 1);
    p->slots[i] = node;
}

static uint32_t add_node(cp_plane *p, cp_address first, uint8_t len, uint32_t up)
{
    uint32_t node = p->nodes.n;
    *cp_vec_add(p->a, &p->nodes) = (cp_plane_node){ .first = first, .len = len, .up = up };
    if (2 * (node + 1) > p->n_slots) {
        p->n_slots = p->n_slots ? 2 * p->n_slots : 64;
        p->slots = CP_NEW_ARRAY(p->a, uint32_t, p->n_slots);
        for (uint32_t i = 1; i < node; i++)
            put_slot(p, i);
    }
    put_slot(p, node);
    return node;
}

uint32_t cp_plane_find(const cp_plane *p, const cp_prefix *x)
{
    uint32_t node = find_node(p, x);
    return node != CP_NO_PREFIX && p->nodes.v[node].is_prefix ? node : CP_NO_PREFIX;
}

uint32_t cp_plane_n_places(const cp_plane *p) { return p->nodes.n; }

bool cp_plane_prefix_at(const cp_plane *p, uint32_t place, cp_prefix *out)
{
    const cp_plane_node *x = &p->nodes.v[place];
    *out = (cp_prefix){ x->first, x->len };
    return x->is_prefix;
}

/* ---- the trie */

static unsigned bit_of(cp_address x, unsigned at) { return (unsigned)(x >> (127 - at)) & 1; }

/* How many bits from the first on are the same. */
static unsigned common(cp_address x, cp_address y)
{
    uint64_t high = (uint64_t)((x ^ y) >> 64), low = (uint64_t)(x ^ y);
    return high ? (unsigned)__builtin_clzll(high) : low ? 64 + (unsigned)__builtin_clzll(low) : 128;
}

static bool halves_are_covered(const cp_plane *p, const cp_plane_node *x)
{
    for (int i = 0; i < 2; i++) {
        const cp_plane_node *half = &p->nodes.v[x->next[i]];
        if (x->next[i] == 0 || half->len != x->len + 1 || !half->is_covered)
            return false;
    }
    return true;
}

bool cp_plane_is_empty(const cp_plane *p, uint32_t node)
{
    return halves_are_covered(p, &p->nodes.v[node]);
}

static void make_prefix(cp_plane *p, uint32_t node)
{
    cp_plane_node *x = &p->nodes.v[node];
    x->is_prefix = true;
    p->n_prefixes++;
    while (!x->is_covered && (x->is_prefix || halves_are_covered(p, x))) {
        x->is_covered = true;
        x = &p->nodes.v[x->up];
    }
}

/* `below` hangs under node `up`, at or after `x` on the way: x goes between. */
static uint32_t put_between(cp_plane *p, const cp_prefix *x, uint32_t up, uint32_t below)
{
    cp_address other = p->nodes.v[below].first;
    unsigned same = common(x->first, other);
    uint8_t len = same < x->len ? (uint8_t)same : x->len;
    uint32_t joint = add_node(p, x->first & cp_prefix_mask(len), len, up), node = joint;
    p->nodes.v[up].next[bit_of(x->first, p->nodes.v[up].len)] = joint;
    p->nodes.v[joint].next[bit_of(other, len)] = below;
    p->nodes.v[below].up = joint;
    if (len < x->len) {
        node = add_node(p, x->first, x->len, joint);
        p->nodes.v[joint].next[bit_of(x->first, len)] = node;
    }
    return node;
}

static uint32_t insert(cp_plane *p, const cp_prefix *x)
{
    uint32_t up = 0;
    for (;;) {
        unsigned side = bit_of(x->first, p->nodes.v[up].len);
        uint32_t below = p->nodes.v[up].next[side];
        if (below == 0) {
            uint32_t node = add_node(p, x->first, x->len, up);
            p->nodes.v[up].next[side] = node;
            return node;
        }
        const cp_plane_node *b = &p->nodes.v[below];
        if (b->len >= x->len || common(b->first, x->first) < b->len)
            return put_between(p, x, up, below);
        up = below;
    }
}

cp_rc cp_plane_prefix(cp_plane *p, const cp_prefix *x, uint32_t *out, cp_err *err)
{
    if (x->len > p->bits || (x->first & ~cp_prefix_mask(x->len)))
        return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                       "not a prefix: a length of %u bits, or host bits", x->len);
    if (p->n_columns == 0) {
        cp_rc rc = cp_plane_settle(p, err);
        if (rc != CP_OK)
            return rc;
    }
    uint32_t node = find_node(p, x);
    if (node == CP_NO_PREFIX) {
        if (p->n_prefixes == CP_PLANE_PREFIXES_MAX)
            return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "more than %d prefixes",
                           CP_PLANE_PREFIXES_MAX);
        node = insert(p, x);
    }
    if (!p->nodes.v[node].is_prefix)
        make_prefix(p, node);
    *out = node;
    return CP_OK;
}

uint32_t cp_plane_above(const cp_plane *p, uint32_t node)
{
    do
        node = p->nodes.v[node].up;
    while (!p->nodes.v[node].is_prefix);
    return node;
}

uint32_t cp_plane_region_of(const cp_plane *p, cp_address x)
{
    uint32_t found = 0;
    for (uint32_t node = 0;;) {
        const cp_plane_node *n = &p->nodes.v[node];
        if (common(n->first, x) < n->len)
            return found;
        if (n->is_prefix)
            found = node;
        if (n->len == 128 || n->next[bit_of(x, n->len)] == 0)
            return found;
        node = n->next[bit_of(x, n->len)];
    }
}

bool cp_plane_region_has(const cp_plane *p, uint32_t prefix, cp_address *out)
{
    const cp_plane_node *x = &p->nodes.v[prefix];
    if (cp_plane_is_empty(p, prefix))
        return false;
    for (;;) {
        unsigned side = 0;
        const cp_plane_node *half = &p->nodes.v[x->next[0]];
        if (x->next[0] && half->len == x->len + 1 && half->is_covered)
            half = &p->nodes.v[x->next[side = 1]];
        cp_address bit = x->len < 128 ? (cp_address)1 << (127 - x->len) : 0;
        *out = x->first | (side ? bit : 0);
        if (x->next[side] == 0)
            return true;
        if (half->len > x->len + 1) { /* the other quarter of this half */
            if (bit_of(half->first, x->len + 1) == 0)
                *out |= bit >> 1;
            return true;
        }
        x = half;
    }
}

static uint32_t next_of(const cp_plane *p, uint32_t node)
{
    const cp_plane_node *x = &p->nodes.v[node];
    if (x->next[0] || x->next[1])
        return x->next[x->next[0] == 0];
    while (node) {
        uint32_t up = p->nodes.v[node].up;
        if (p->nodes.v[up].next[0] == node && p->nodes.v[up].next[1])
            return p->nodes.v[up].next[1];
        node = up;
    }
    return 0;
}

uint32_t *cp_plane_in_order(const cp_plane *p, cp_arena *a)
{
    uint32_t *v = CP_NEW_RAW(a, uint32_t, p->n_prefixes), n = 0, node = 0;
    do {
        if (p->nodes.v[node].is_prefix)
            v[n++] = node;
        node = next_of(p, node);
    } while (node);
    assert(n == p->n_prefixes);
    return v;
}

/* ---- rows */

enum { ENTRY_BYTES = sizeof(uint32_t) + sizeof(uint16_t), ROW_BYTES_MIN = 32 };

static int size_of(size_t bytes)
{
    int size = 5;
    while ((size_t)1 << size < bytes)
        size++;
    return size;
}

/* Of any content. Rows of other rows' sizes come and go while tables are filled: those given up are
 * used again. */
static void *take_row(cp_plane *p, size_t bytes)
{
    int size = size_of(bytes);
    void *row = p->spare[size];
    if (row == NULL)
        return cp_arena_alloc_raw(p->a, 1, (size_t)1 << size);
    memcpy(&p->spare[size], row, sizeof(void *));
    return row;
}

static void give_row(cp_plane *p, void *row, size_t bytes)
{
    int size = size_of(bytes);
    memcpy(row, &p->spare[size], sizeof(void *));
    p->spare[size] = row;
}

static uint32_t *columns_of(const cp_plane_node *x) { return x->row; }
static uint16_t *actions_of(const cp_plane_node *x)
{
    if (x->is_dense || x->row == NULL) /* a node has no row before its first action */
        return x->row;
    return (uint16_t *)(void *)(columns_of(x) + x->cap);
}

/* Place of the first column that is not before it. */
static uint32_t place_in(const cp_plane_node *x, uint32_t column)
{
    const uint32_t *v = columns_of(x);
    uint32_t low = 0, high = x->n;
    if (x->n && v[x->n - 1] < column) /* tables are filled one after the other */
        return x->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (v[middle] < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint16_t cp_plane_row_get(const cp_plane_node *x, uint32_t column)
{
    if (x->is_dense)
        return actions_of(x)[column];
    uint32_t i = place_in(x, column);
    return i < x->n && columns_of(x)[i] == column ? actions_of(x)[i] : 0;
}

void cp_plane_overlay(const cp_plane *p, const cp_plane_node *x, uint16_t *now)
{
    const uint16_t *actions = actions_of(x);
    if (x->is_dense && x->n == p->n_columns) {
        memcpy(now, actions, p->n_columns * sizeof *now);
    } else if (x->is_dense) {
        for (uint32_t c = 0; c < p->n_columns; c++)
            if (actions[c])
                now[c] = actions[c];
    } else {
        for (uint32_t i = 0; i < x->n; i++)
            now[columns_of(x)[i]] = actions[i];
    }
}

static void make_dense(cp_plane *p, cp_plane_node *x)
{
    uint16_t *row = take_row(p, p->n_columns * sizeof *row);
    memset(row, 0, p->n_columns * sizeof *row);
    if (x->row) {
        cp_plane_overlay(p, x, row);
        give_row(p, x->row, (size_t)x->cap * ENTRY_BYTES);
    }
    x->row = row;
    x->is_dense = true;
}

static void widen(cp_plane *p, cp_plane_node *x)
{
    cp_plane_node old = *x;
    size_t bytes = x->cap ? 2 * (size_t)x->cap * ENTRY_BYTES : ROW_BYTES_MIN;
    bytes = (size_t)1 << size_of(bytes);
    x->cap = (uint32_t)(bytes / ENTRY_BYTES);
    if ((uint64_t)x->cap * ENTRY_BYTES >= p->n_columns * sizeof(uint16_t)) {
        x->cap = old.cap;
        make_dense(p, x);
        return;
    }
    x->row = take_row(p, bytes);
    if (old.row) {
        memcpy(columns_of(x), columns_of(&old), old.n * sizeof(uint32_t));
        memcpy(actions_of(x), actions_of(&old), old.n * sizeof(uint16_t));
        give_row(p, old.row, (size_t)old.cap * ENTRY_BYTES);
    }
}

static void set_sparse(cp_plane *p, cp_plane_node *x, uint32_t column, uint16_t action)
{
    uint32_t i = place_in(x, column), *columns = columns_of(x);
    uint16_t *actions = actions_of(x);
    bool is_there = i < x->n && columns[i] == column;
    if (is_there && action) {
        actions[i] = action;
    } else if (is_there) {
        x->n--;
        memmove(columns + i, columns + i + 1, (x->n - i) * sizeof *columns);
        memmove(actions + i, actions + i + 1, (x->n - i) * sizeof *actions);
    } else if (action) {
        if (x->n == x->cap) {
            widen(p, x);
            cp_plane_row_set(p, (uint32_t)(x - p->nodes.v), column, action);
            return;
        }
        memmove(columns + i + 1, columns + i, (x->n - i) * sizeof *columns);
        memmove(actions + i + 1, actions + i, (x->n - i) * sizeof *actions);
        columns[i] = column;
        actions[i] = action;
        x->n++;
    }
}

void cp_plane_row_set(cp_plane *p, uint32_t node, uint32_t column, uint16_t action)
{
    cp_plane_node *x = &p->nodes.v[node];
    if (!x->is_dense) {
        set_sparse(p, x, column, action);
        return;
    }
    uint16_t *at = &actions_of(x)[column];
    x->n = x->n + (action != 0) - (*at != 0);
    *at = action;
}

void cp_plane_set(cp_plane *p, uint32_t prefix, uint32_t table, uint16_t action)
{
    assert(prefix < p->nodes.n && table < p->n_tables && action < p->tables[table].actions.n);
    cp_plane_row_set(p, prefix, table, action);
}

uint16_t cp_plane_get(const cp_plane *p, uint32_t prefix, uint32_t table)
{
    return cp_plane_row_get(&p->nodes.v[prefix], table);
}

void cp_plane_set_all(cp_plane *p, uint32_t prefix, const uint16_t *actions)
{
    cp_plane_node *x = &p->nodes.v[prefix];
    if (!x->is_dense)
        make_dense(p, x);
    uint16_t *row = actions_of(x);
    memcpy(row, actions, p->n_tables * sizeof *row);
    x->n = 0;
    for (uint32_t c = 0; c < p->n_columns; c++)
        x->n += row[c] != 0;
}
