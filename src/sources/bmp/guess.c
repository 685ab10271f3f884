/* SPDX-License-Identifier: Apache-2.0 */
/* guess.c - see guess.h. The decoder itself tells whether a way fits: no second idea of what is
 * well formed can contradict it. */
#include "sources/bmp/guess.h"

enum { WAYS = 8 }; /* two widths, path identifiers in either family */

/* What a message says if read in one way. */
typedef struct reading {
    uint64_t hash; /* of all that is told */
    cp_bgp_route last;
    bool has_last, is_twice, has_v4, has_v6, has_hops;
    bool is_fitting;
} reading;

static void mix(reading *x, uint64_t v) { x->hash = cp_fold64(x->hash ^ v, 0x9e3779b97f4a7c15u); }

static void mix_path(reading *x, const cp_bgp_path *p)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s;
    while (cp_bgp_path_next(&it, &s)) {
        x->has_hops = true;
        mix(x, (uint64_t)s.type << 32 | s.n);
        for (uint32_t i = 0; i < s.n; i++)
            mix(x, cp_bgp_segment_as(&s, i));
    }
}

/* Nobody tells of the same twice in one message, but path identifiers, which are small numbers,
 * read as prefixes are so: 0.0.0.0/0 several times. */
static bool is_same(const cp_bgp_route *a, const cp_bgp_route *b)
{
    return a->event == b->event && a->length == b->length && a->path_id == b->path_id &&
           a->net.version == b->net.version && memcmp(a->net.b, b->net.b, sizeof a->net.b) == 0;
}

static cp_rc hear(void *ctx, const cp_bgp_route *r, cp_err *err)
{
    reading *x = ctx;
    uint64_t half;
    (void)err;
    x->is_twice |= x->has_last && is_same(r, &x->last);
    x->last = *r;
    x->has_last = true;
    x->has_v4 |= r->net.version == 4;
    x->has_v6 |= r->net.version == 6;
    mix(x, (uint64_t)r->event << 40 | (uint64_t)r->has_path_id << 39 | (uint64_t)r->length << 8 |
               r->net.version);
    mix(x, r->path_id);
    for (size_t i = 0; i < sizeof r->net.b; i += sizeof half) {
        memcpy(&half, r->net.b + i, sizeof half);
        mix(x, half);
    }
    if (r->attrs)
        mix_path(x, &r->attrs->path);
    return CP_OK;
}

static cp_bgp_session way_of(uint32_t way)
{
    return (cp_bgp_session){ .as_bytes = way & 1 ? 2 : 4,
                             .has_path_ids_v4 = way & 2,
                             .has_path_ids_v6 = way & 4 };
}

static bool is_possible(const cp_bgp_guess *g, cp_bgp_session s)
{
    return (!g->as_bytes || g->as_bytes == s.as_bytes) &&
           (g->ids_v4 == CP_UNKNOWN || (g->ids_v4 == CP_YES) == s.has_path_ids_v4) &&
           (g->ids_v6 == CP_UNKNOWN || (g->ids_v6 == CP_YES) == s.has_path_ids_v6);
}

static reading read_as(cp_bytes body, cp_bgp_session how, const cp_bgp_route *like)
{
    reading x = { .hash = 1 };
    cp_bgp_to to = { &x, hear };
    cp_bgp_update_counts n = { .announced = 0 };
    cp_bgp_fault fault;
    bool is_read = cp_bgp_update_read(body, how, like, &to, &n, &fault, NULL) == CP_OK;
    x.is_fitting =
        is_read && !n.resets && !n.treated_as_withdrawn && !n.attrs_discarded && !x.is_twice;
    return x;
}

/* What only the ways that fit have in common is known: of what the message speaks of. */
static void learn(cp_bgp_guess *g, const reading *read, const bool *is_tried)
{
    bool fits[2] = { false, false }, v4[2] = { false, false }, v6[2] = { false, false };
    bool has_hops = false, has_v4 = false, has_v6 = false;
    for (uint32_t w = 0; w < WAYS; w++) {
        if (!is_tried[w] || !read[w].is_fitting)
            continue;
        fits[w & 1] = v4[w >> 1 & 1] = v6[w >> 2 & 1] = true;
        has_hops |= read[w].has_hops;
        has_v4 |= read[w].has_v4;
        has_v6 |= read[w].has_v6;
    }
    if (!g->as_bytes && has_hops && fits[0] != fits[1])
        g->as_bytes = fits[1] ? 2 : 4;
    if (g->ids_v4 == CP_UNKNOWN && has_v4 && v4[0] != v4[1])
        g->ids_v4 = v4[1] ? CP_YES : CP_NO;
    if (g->ids_v6 == CP_UNKNOWN && has_v6 && v6[0] != v6[1])
        g->ids_v6 = v6[1] ? CP_YES : CP_NO;
}

/* The way to read it, of those that are tried; *is_open: there are several. If none fits it is
 * malformed in any, and the first possible one says how. */
static uint32_t choose(const reading *read, const bool *is_tried, bool *is_open)
{
    uint32_t first = WAYS, best = WAYS;
    *is_open = false;
    for (uint32_t w = WAYS; w-- > 0;) {
        first = is_tried[w] ? w : first;
        if (!is_tried[w] || !read[w].is_fitting)
            continue;
        *is_open |= best < WAYS && read[w].hash != read[best].hash;
        best = w;
    }
    return best < WAYS ? best : first;
}

cp_rc cp_bgp_guess_read(cp_bgp_guess *g, cp_bytes body, const cp_bgp_route *like,
                        const cp_bgp_to *to, cp_bgp_update_counts *n, cp_bgp_fault *fault,
                        bool *is_open, cp_err *err)
{
    reading read[WAYS];
    bool is_tried[WAYS] = { false };
    uint32_t n_tried = 0, way = 0;
    *is_open = false;
    *fault = (cp_bgp_fault){ NULL, NULL };
    for (uint32_t w = 0; w < WAYS; w++) {
        is_tried[w] = is_possible(g, way_of(w));
        n_tried += is_tried[w];
        way = is_tried[w] ? w : way;
    }
    if (n_tried > 1) {
        for (uint32_t w = 0; w < WAYS; w++)
            if (is_tried[w])
                read[w] = read_as(body, way_of(w), like);
        learn(g, read, is_tried);
        way = choose(read, is_tried, is_open);
    }
    return *is_open ? CP_OK : cp_bgp_update_read(body, way_of(way), like, to, n, fault, err);
}
