/* SPDX-License-Identifier: Apache-2.0 */
/* leak.c - see leak.h. */
#include "carrier/leak.h"
#include <stdlib.h>

/* What a hop may have been, as bits. */
enum { NO_HOP = 0, UP = 1, OVER = 2, DOWN = 4, ANY = UP | OVER | DOWN };

typedef struct hop {
    uint32_t from, to;
    uint8_t may;
    cp_leak_why why; /* it is not known */
} hop;

const char *cp_leak_state_name(cp_leak_state s)
{
#define STATE_NAME(id, name) [CP_LEAK_##id] = name,
    static const char *const names[] = { CP_LEAK_STATES(STATE_NAME) };
    return names[s];
}

const char *cp_leak_type_text(cp_leak_type t)
{
#define TYPE_TEXT(id, nr, what) [nr] = what,
    static const char *const texts[] = { CP_LEAK_TYPES(TYPE_TEXT) };
    return texts[t];
}

const char *cp_leak_why_text(cp_leak_why w)
{
#define WHY_TEXT(id, text) [CP_LEAK_WHY_##id] = text,
    static const char *const texts[] = { CP_LEAK_WHYS(WHY_TEXT) };
    return texts[w];
}

static bool is_nobody(uint32_t asn) { return asn == CP_AS_NONE || asn == CP_BGP_AS_TRANS; }

/* Of two siblings it may be none of the three: it tells nothing. */
static hop hop_of(const cp_relations *r, uint32_t from, uint32_t to)
{
    hop h = { from, to, ANY, CP_LEAK_WHY_NO_RELATION };
    if (is_nobody(from) || is_nobody(to)) {
        h.why = CP_LEAK_WHY_SET;
        return h;
    }
    uint32_t a = cp_relations_id(r, from), b = cp_relations_id(r, to);
    if (a == CP_NO_AS || b == CP_NO_AS)
        return h;
    switch (cp_relations_tie(r, a, b)) {
    case CP_AS_TIE_PROVIDERS: return (hop){ from, to, UP, CP_LEAK_WHY_NOTHING };
    case CP_AS_TIE_PEERS: return (hop){ from, to, OVER, CP_LEAK_WHY_NOTHING };
    case CP_AS_TIE_CUSTOMERS: return (hop){ from, to, DOWN, CP_LEAK_WHY_NOTHING };
    case CP_AS_TIE_SIBLINGS: return (hop){ from, to, NO_HOP, CP_LEAK_WHY_NOTHING };
    case CP_AS_TIE_DOUBTFUL: h.why = CP_LEAK_WHY_CONTRADICTED; return h;
    case CP_AS_TIE_COUNT: break;
    }
    return h;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static bool has_loop(const uint32_t *asns, uint32_t n)
{
    uint32_t sorted[CP_LEAK_HOPS_MAX];
    memcpy(sorted, asns, n * sizeof *asns);
    qsort(sorted, n, sizeof *sorted, by_number);
    for (uint32_t i = 1; i < n; i++)
        if (sorted[i] == sorted[i - 1] && !is_nobody(sorted[i]))
            return true;
    return false;
}

/* As the route came, each AS once in a row. False: there are more than fit. */
static bool turn_around(const uint32_t *asns, uint32_t n, uint32_t *way, uint32_t *n_way)
{
    *n_way = 0;
    for (uint32_t i = n; i-- > 0;) {
        if (*n_way && way[*n_way - 1] == asns[i] && !is_nobody(asns[i]))
            continue;
        if (*n_way == CP_LEAK_HOPS_MAX)
            return false;
        way[(*n_way)++] = asns[i];
    }
    return true;
}

static cp_leak_type type_of(uint8_t had, uint8_t gave)
{
    if (had == DOWN && gave == UP)
        return CP_LEAK_HAIRPIN;
    if (had == OVER && gave == OVER)
        return CP_LEAK_LATERAL;
    if (had == DOWN && gave == OVER)
        return CP_LEAK_PROVIDER_TO_PEER;
    return had == OVER && gave == UP ? CP_LEAK_PEER_TO_PROVIDER : CP_LEAK_UNTOLD;
}

/* The nearest two hops of which the first surely did not go up, and the second surely did, or over
 * a peering. */
static bool find_leak(const hop *v, uint32_t n, cp_leak *out)
{
    uint32_t best = UINT32_MAX, last = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        bool is_no_down = v[i].may && !(v[i].may & DOWN), is_no_up = v[i].may && !(v[i].may & UP);
        if (is_no_down && last != UINT32_MAX && i - last < best) {
            best = i - last;
            bool is_next = v[last].to == v[i].from;
            out->type = is_next ? type_of(v[last].may, v[i].may) : CP_LEAK_UNTOLD;
            out->from = v[last].from;
            out->by = v[last].to;
            out->by_last = v[i].from;
            out->to = v[i].to;
        }
        last = is_no_up ? i : last;
    }
    return best != UINT32_MAX;
}

/* Could it be one, if what is not known were so? The first hop of these that is not known. */
static const hop *find_doubt(const hop *v, uint32_t n)
{
    bool is_down = false;
    const hop *first = NULL;
    for (uint32_t i = 0; i < n; i++) {
        bool is_known = v[i].why == CP_LEAK_WHY_NOTHING;
        first = !first && !is_known ? &v[i] : first;
        if (is_down && (v[i].may & (UP | OVER)) && first)
            return first;
        is_down = is_down || (v[i].may & (OVER | DOWN));
    }
    return NULL;
}

/* Whoever set it gave the route to a customer or a peer, or its receiver knew that it was one's own
 * customer or peer (RFC 9234, 5): behind that hop it may only go down. */
static void apply_otc(hop *v, uint32_t n, const uint32_t *way, uint32_t n_way, uint32_t otc,
                      bool *is_there)
{
    uint32_t at = 0;
    while (at < n_way && way[at] != otc)
        at++;
    *is_there = at < n_way;
    for (uint32_t i = 0; i < n && *is_there; i++) {
        if (v[i].from != otc || !v[i].may)
            continue;
        if (v[i].may == UP) /* the relations say otherwise: nobody can tell which of them holds */
            v[i] = (hop){ v[i].from, v[i].to, ANY, CP_LEAK_WHY_CONTRADICTED };
        else if (v[i].may == ANY)
            v[i].may = OVER | DOWN;
    }
}

static cp_leak undetermined(cp_leak x, cp_leak_why why, uint32_t one, uint32_t other)
{
    x.state = CP_LEAK_UNDETERMINED;
    x.why = why;
    x.one = one;
    x.other = other;
    return x;
}

cp_leak cp_leak_of(const cp_relations *r, const uint32_t *asns, uint32_t n, uint32_t otc)
{
    uint32_t way[CP_LEAK_HOPS_MAX], n_way;
    hop hops[CP_LEAK_HOPS_MAX];
    bool is_there = true;
    cp_leak x = { .set = r->name, .state = CP_LEAK_NONE };
    if (!turn_around(asns, n, way, &n_way))
        return undetermined(x, CP_LEAK_WHY_LONG, 0, 0);
    if (has_loop(way, n_way))
        return undetermined(x, CP_LEAK_WHY_LOOP, 0, 0);
    x.n_hops = n_way ? n_way - 1 : 0;
    for (uint32_t i = 0; i < x.n_hops; i++) {
        hops[i] = hop_of(r, way[i], way[i + 1]);
        x.n_unknown += hops[i].why != CP_LEAK_WHY_NOTHING;
    }
    if (find_leak(hops, x.n_hops, &x)) {
        x.state = CP_LEAK_LEAK;
        return x;
    }
    if (otc) {
        apply_otc(hops, x.n_hops, way, n_way, otc, &is_there);
        x.is_by_otc = find_leak(hops, x.n_hops, &x);
        x.state = x.is_by_otc ? CP_LEAK_LEAK : x.state;
    }
    const hop *doubt = x.is_by_otc ? NULL : find_doubt(hops, x.n_hops);
    if (doubt)
        return undetermined(x, doubt->why, doubt->from, doubt->to);
    return is_there ? x : undetermined(x, CP_LEAK_WHY_OTC_ELSEWHERE, 0, 0);
}

uint32_t cp_leak_path(const cp_bgp_path *p, uint32_t *asns, uint32_t n_max, bool *is_cut)
{
    cp_bgp_path_iter it = cp_bgp_path_begin(p);
    cp_bgp_segment s;
    uint32_t n = 0;
    *is_cut = false;
    while (cp_bgp_path_next(&it, &s)) {
        bool is_set = s.type == CP_BGP_SET;
        if (s.type != CP_BGP_SET && s.type != CP_BGP_SEQUENCE)
            continue;
        for (uint32_t i = 0; i < (is_set ? 1 : s.n); i++) {
            if (n == n_max) {
                *is_cut = true;
                return n;
            }
            asns[n++] = is_set && s.n > 1 ? CP_AS_NONE : cp_bgp_segment_as(&s, i);
        }
    }
    return n;
}
