/* SPDX-License-Identifier: Apache-2.0 */
/* rov.c - see rov.h. */
#include "carrier/rov.h"
#include "base/sort.h"

enum { NO_OUTER = UINT32_MAX, KINDS = 2 };

typedef struct row {
    uint64_t hi, lo; /* of version 4 the 32 bits stand first */
    uint32_t asn;
    uint8_t length, length_max;
} row;

/* A prefix, and the rows of it. */
typedef struct prefix {
    uint32_t first; /* row; those of the next prefix begin where these end */
    uint32_t outer; /* the longest prefix that it lies in */
} prefix;

struct cp_rov {
    cp_arena *a, *scratch; /* scratch: until it is done */
    cp_time at;
    CP_VEC(row) added[KINDS];
    const row *rows[KINDS];
    const prefix *prefixes[KINDS]; /* one more than n_prefixes, where the rows end */
    uint32_t n_prefixes[KINDS], n_rows[KINDS];
    uint64_t n_expired;
    bool is_done;
};

const char *cp_rov_state_name(cp_rov_state s)
{
#define ROV_NAME(id, name) [CP_ROV_##id] = name,
    static const char *const names[] = { CP_ROV_STATES(ROV_NAME) };
    return names[s];
}

static void free_scratch(void *r) { cp_arena_free(((cp_rov *)r)->scratch); }

cp_rov *cp_rov_new(cp_arena *a, cp_time at)
{
    cp_rov *r = CP_NEW(a, cp_rov);
    r->a = a;
    r->at = at;
    r->scratch = cp_arena_new(0);
    cp_arena_defer(a, free_scratch, r);
    return r;
}

static row row_of(cp_ip net, uint32_t length)
{
    row x = { .length = (uint8_t)length };
    for (int i = 0; i < 8; i++) {
        x.hi = x.hi << 8 | net.b[i];
        x.lo = x.lo << 8 | net.b[8 + i];
    }
    if (net.version == 4) { /* what is behind its four bytes is no part of it */
        x.hi &= UINT64_MAX << 32;
        x.lo = 0;
    }
    return x;
}

bool cp_rov_add(cp_rov *r, const cp_roa *v)
{
    uint32_t kind = v->net.version == 6;
    assert(!r->is_done && v->length <= v->length_max && v->length_max <= (kind ? 128 : 32));
    if (r->at != CP_TIME_NONE && v->expires != CP_TIME_NONE && v->expires < r->at) {
        r->n_expired++;
        return true;
    }
    if (r->added[0].n + r->added[1].n >= CP_ROV_MAX)
        return false;
    row x = row_of(v->net, v->length);
    x.asn = v->asn;
    x.length_max = v->length_max;
    cp_vec_push(r->scratch, &r->added[kind], x);
    return true;
}

static int by_prefix(const row *x, const row *y)
{
    if (x->hi != y->hi)
        return x->hi < y->hi ? -1 : 1;
    if (x->lo != y->lo)
        return x->lo < y->lo ? -1 : 1;
    return (int)x->length - (int)y->length;
}

static uint64_t row_key(const void *x, void *ctx)
{
    (void)ctx;
    return ((const row *)x)->hi;
}

static int row_order(const void *x, const void *y, void *ctx)
{
    const row *a = x, *b = y;
    int order = by_prefix(a, b);
    (void)ctx;
    if (order)
        return order;
    if (a->asn != b->asn)
        return a->asn < b->asn ? -1 : 1;
    return (int)a->length_max - (int)b->length_max;
}

/* Does x cover y? */
static bool covers(const row *x, const row *y)
{
    uint32_t n = x->length;
    if (n > y->length)
        return false;
    uint64_t hi = n == 0 ? 0 : n >= 64 ? UINT64_MAX : UINT64_MAX << (64 - n);
    uint64_t lo = n <= 64 ? 0 : UINT64_MAX << (128 - n);
    return !((x->hi ^ y->hi) & hi) && !((x->lo ^ y->lo) & lo);
}

/* One row of each that was added. */
static uint32_t without_doubles(row *v, uint32_t n)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++)
        if (k == 0 || row_order(&v[k - 1], &v[i], NULL) != 0)
            v[k++] = v[i];
    return k;
}

static void make(cp_rov *r, uint32_t kind)
{
    row *v = r->added[kind].v;
    cp_sort(v, r->added[kind].n, sizeof *v, row_key, row_order, NULL);
    uint32_t n = r->n_rows[kind] = without_doubles(v, r->added[kind].n), k = 0;
    prefix *p = CP_NEW_RAW(r->a, prefix, (size_t)n + 1);
    const row *rows = r->rows[kind] = cp_arena_dup(r->a, v, n * sizeof *v);
    for (uint32_t i = 0; i < n; i++) {
        if (k && by_prefix(&rows[p[k - 1].first], &rows[i]) == 0)
            continue;
        uint32_t outer = k ? k - 1 : NO_OUTER;
        while (outer != NO_OUTER && !covers(&rows[p[outer].first], &rows[i]))
            outer = p[outer].outer;
        p[k++] = (prefix){ .first = i, .outer = outer };
    }
    p[k] = (prefix){ .first = n, .outer = NO_OUTER };
    r->prefixes[kind] = p;
    r->n_prefixes[kind] = k;
}

void cp_rov_done(cp_rov *r)
{
    assert(!r->is_done);
    for (uint32_t kind = 0; kind < KINDS; kind++)
        make(r, kind);
    cp_arena_free(r->scratch);
    r->scratch = NULL;
    r->is_done = true;
}

uint64_t cp_rov_n(const cp_rov *r) { return (uint64_t)r->n_rows[0] + r->n_rows[1]; }
uint64_t cp_rov_n_expired(const cp_rov *r) { return r->n_expired; }

/* How many prefixes are not behind x. */
static uint32_t up_to(const cp_rov *r, uint32_t kind, const row *x)
{
    uint32_t low = 0, high = r->n_prefixes[kind];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (by_prefix(&r->rows[kind][r->prefixes[kind][middle].first], x) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

cp_rov_state cp_rov_ask(const cp_rov *r, cp_ip net, uint32_t length, uint32_t origin,
                        uint32_t *n_covering)
{
    uint32_t kind = net.version == 6, n = 0;
    bool is_named = false, is_too_long = false, is_valid = false;
    row x = row_of(net, length);
    assert(r->is_done);
    uint32_t at = up_to(r, kind, &x);
    at = at ? at - 1 : NO_OUTER;
    for (; at != NO_OUTER; at = r->prefixes[kind][at].outer) {
        const prefix *p = &r->prefixes[kind][at];
        if (!covers(&r->rows[kind][p->first], &x))
            continue;
        for (uint32_t i = p[0].first; i < p[1].first; i++, n++) {
            const row *v = &r->rows[kind][i];
            bool is_origin = v->asn == origin && origin != CP_AS_NONE;
            is_named = is_named || v->asn != CP_AS_NONE;
            is_valid = is_valid || (is_origin && length <= v->length_max);
            is_too_long = is_too_long || (is_origin && length > v->length_max);
        }
    }
    if (n_covering)
        *n_covering = n;
    if (is_valid || n == 0)
        return is_valid ? CP_ROV_VALID : CP_ROV_NOT_FOUND;
    return is_too_long ? CP_ROV_INVALID_LENGTH
           : is_named  ? CP_ROV_INVALID_AS
                       : CP_ROV_INVALID_NOBODY;
}
