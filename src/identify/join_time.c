/* SPDX-License-Identifier: Apache-2.0 */
/* join_time.c - see join_in.h: an address of the internet is whose it was at that time.
 *
 *     10.0.0.7   ---A----A--------B-----B---->  time   A, B: with hardware addresses of their own
 *                   x1     x2  x3    x4                x: known by the address alone
 *                   -> A   none none  -> B */
#include <stdlib.h>
#include "base/sort.h"
#include "identify/join_in.h"

typedef cp_join_edge edge;
typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_tally tally;

enum {
    SIGHTINGS_MAX = 4096, /* at one address: more were everybody's */
    NEAR_S = 24 * 3600,   /* before and after it was seen somewhere, a device was there too */
};

/* --- addresses in time
 * ---------------------------------------------------------------------------- */

static int by_address(const void *x, const void *y)
{
    const cp_join_lease *a = x, *b = y;
    if (a->text != b->text)
        return a->text < b->text ? -1 : 1;
    if (a->scope != b->scope)
        return a->scope < b->scope ? -1 : 1;
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

static int by_subject(const void *x, const void *y)
{
    const cp_join_lease *a = x, *b = y;
    if (a->subject != b->subject)
        return a->subject < b->subject ? -1 : 1;
    return a->text < b->text ? -1 : a->text > b->text;
}

/* "192.0.2.7 FROM UNTIL"; false if it is none, or nobody else tells of the address. */
static bool read_lease(const cp_map *texts, cp_str value, cp_join_lease *out)
{
    enum { MICROSECONDS = 1000 * 1000 };
    cp_str ip, from;
    cp_time first, last;
    if (!cp_str_cut(&value, ' ', &ip) || !cp_str_cut(&value, ' ', &from) ||
        !cp_time_parse(from, &first) || !cp_time_parse(value, &last) || first < MICROSECONDS ||
        last <= first || last / MICROSECONDS > UINT32_MAX)
        return false;
    const uint64_t *text = cp_map_get(texts, ip);
    out->first_at = (uint32_t)(first / MICROSECONDS);
    out->last_at = (uint32_t)(last / MICROSECONDS);
    out->text = text ? (uint32_t)*text : 0;
    return text != NULL;
}

void cp_join_find_leases(joiner *j)
{
    cp_map texts = { 0 }; /* addresses that subjects have */
    bool is_told = false;
    for (uint32_t i = 0; i < j->s->rows.n && !is_told; i++)
        is_told = cp_obs_row_at(j->s, i)->kind == CP_KIND_DHCP_LEASE;
    if (!is_told)
        return;
    for (uint32_t i = 0; i < j->edges.n; i++)
        if (j->edges.v[i].stage == S_IP)
            *cp_map_put(j->work, &texts, cp_obs_str(j->s, j->edges.v[i].text), NULL) =
                j->edges.v[i].text;
    for (uint32_t i = 0; i < j->s->rows.n; i++) {
        const cp_obs_row *r = cp_obs_row_at(j->s, i);
        cp_join_lease x = { .subject = r->subject, .scope = cp_join_realm_of(j, r->subject) };
        if (r->kind != CP_KIND_DHCP_LEASE || !read_lease(&texts, cp_obs_str(j->s, r->value), &x))
            continue;
        cp_vec_push(j->work, &j->leases, x);
        cp_vec_push(j->work, &j->leases_of, x);
    }
    if (j->leases.n == 0)
        return;
    qsort(j->leases.v, j->leases.n, sizeof *j->leases.v, by_address);
    qsort(j->leases_of.v, j->leases_of.n, sizeof *j->leases_of.v, by_subject);
}

uint32_t cp_join_leases_of(const joiner *j, uint32_t subject)
{
    cp_join_lease x = { .subject = subject };
    return cp_sort_find(j->leases_of.v, j->leases_of.n, sizeof *j->leases_of.v, &x, by_subject);
}

/* The first lease of that address, and their end. */
static uint32_t leases_at(const joiner *j, const edge *e, uint32_t *end)
{
    cp_join_lease x = { .text = e->text, .scope = e->scope };
    uint32_t first = cp_sort_find(j->leases.v, j->leases.n, sizeof *j->leases.v, &x, by_address);
    *end = first;
    while (*end < j->leases.n && j->leases.v[*end].text == e->text &&
           j->leases.v[*end].scope == e->scope)
        ++*end;
    return first;
}

bool cp_join_has_lease(const joiner *j, const edge *e)
{
    uint32_t end;
    return leases_at(j, e, &end) < end;
}

/* Somebody was seen at the address. */
typedef struct sighting {
    uint32_t first_at, last_at, root;
} sighting;

static int by_time(const void *x, const void *y)
{
    const sighting *a = x, *b = y;
    if (a->first_at != b->first_at)
        return a->first_at < b->first_at ? -1 : 1;
    if (a->last_at != b->last_at)
        return a->last_at < b->last_at ? -1 : 1;
    return a->root < b->root ? -1 : a->root > b->root;
}

static int by_root(const void *x, const void *y)
{
    const sighting *a = x, *b = y;
    return a->root != b->root ? (a->root < b->root ? -1 : 1) : by_time(x, y);
}

/* Is it known by more than the address? */
static bool is_holder(const root *r)
{
    return r->n_macs || r->n_own_macs || r->has_serial || r->has_chassis || r->has_engine;
}

/* Of two that were seen at once it is neither's, however many more there are. */
enum { TIED = UINT32_MAX };

static uint32_t holder_or(uint32_t known, bool is_at_once, uint32_t other)
{
    return known && is_at_once && known != other ? TIED : other;
}

/* Whose the address was all the time from `first_at` to `last_at`: root + 1; 0: nobody's, or one
 * cannot tell. Before it the last who was seen, behind it the next: it must be the same, or one
 * that is near where the other is not. */
static uint32_t holder_at(const sighting *v, uint32_t n, uint32_t first_at, uint32_t last_at)
{
    uint32_t before = 0, after = 0, before_at = 0, after_at = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].first_at <= last_at && v[i].last_at >= first_at) { /* at the same time */
            if ((before && before_at == last_at && before != v[i].root + 1))
                return 0;
            before = v[i].root + 1;
            before_at = last_at;
        } else if (v[i].last_at < first_at && v[i].last_at >= before_at) {
            before = holder_or(before, v[i].last_at == before_at, v[i].root + 1);
            before_at = v[i].last_at;
        } else if (v[i].first_at > last_at && v[i].first_at <= after_at) {
            after = holder_or(after, v[i].first_at == after_at, v[i].root + 1);
            after_at = v[i].first_at;
        }
    }
    before = before == TIED ? 0 : before;
    after = after == TIED ? 0 : after;
    if (before && (before == after || before_at == last_at))
        return before;
    bool is_near = before && first_at - before_at <= NEAR_S;
    bool is_near_after = after && after_at - last_at <= NEAR_S;
    return is_near == is_near_after ? 0 : is_near ? before : after;
}

/* An address that its owner chose, seen again: unless somebody says that some of them are not one,
 * and then nobody knows which. */
static void unite_chosen(joiner *j, uint32_t text, const sighting *v, uint32_t n)
{
    if (n > CP_JOIN_ROOTS_MAX)
        return;
    j->roots.n = 0;
    j->n_met++;
    for (uint32_t i = 0; i < n; i++)
        cp_vec_push(j->work, &j->roots, cp_join_find(j, v[i].root));
    if (cp_join_parts_what(j))
        return;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++) {
            uint32_t a = cp_join_find(j, v[i].root), b = cp_join_find(j, v[k].root);
            if (a != b && j->v[a].own_mac && j->v[a].own_mac == j->v[b].own_mac &&
                !j->v[a].n_macs && !j->v[b].n_macs)
                cp_join_unite(j, CP_IDENT_IP, text, a, b);
        }
}

static int by_root_held(const void *x, const void *y)
{
    const cp_join_held *a = x, *b = y;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    if (a->holder != b->holder)
        return a->holder < b->holder ? -1 : 1;
    return a->edge < b->edge ? -1 : a->edge > b->edge;
}

static int by_holder(const void *x, const void *y)
{
    const cp_join_held *a = x, *b = y;
    return a->holder != b->holder ? (a->holder < b->holder ? -1 : 1) : by_root_held(x, y);
}

/* Those whose addresses are all one holder's, each once; but not who is known by more now. */
static uint32_t keep_agreed(const joiner *j, cp_join_held *v, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0, end; i < n; i = end) {
        bool is_one = !is_holder(&j->v[v[i].root]);
        for (end = i; end < n && v[end].root == v[i].root; end++)
            is_one &= v[end].holder == v[i].holder;
        if (is_one)
            v[kept++] = v[i];
    }
    return kept;
}

/* Of two that somebody says are not one, and that have one holder, neither is it. */
static void leave_parted(const joiner *j, cp_join_held *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && v[k].holder == v[i].holder; k++)
            if (cp_join_is_parted(j, v[i].root, v[k].root))
                v[i].is_parted = v[k].is_parted = true;
}

void cp_join_take_held(joiner *j)
{
    cp_join_held *v = j->held.v;
    uint32_t n = j->held.n;
    for (uint32_t i = 0; i < n; i++) {
        v[i].root = cp_join_find(j, v[i].root);
        v[i].holder = cp_join_find(j, v[i].holder);
    }
    if (n)
        qsort(v, n, sizeof *v, by_root_held);
    n = keep_agreed(j, v, n);
    if (n)
        qsort(v, n, sizeof *v, by_holder);
    if (j->marks.n)
        leave_parted(j, v, n);
    for (uint32_t i = 0; i < n; i++)
        if (!v[i].is_parted)
            cp_join_unite(j, CP_IDENT_IP, j->edges.v[v[i].edge].text, v[i].holder, v[i].root);
    j->held.n = 0;
}

/* Of an address that passed from one to the next: each that is known by nothing else is of whom it
 * was at that time, if its other addresses say the same (cp_join_take_held). */
static void take_in_time(joiner *j, uint32_t first, uint32_t end)
{
    CP_VEC(sighting) seen = { 0 }, others = { 0 };
    uint32_t text = j->edges.v[first].text;
    cp_arena *work = cp_arena_new(0);
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject, r = cp_join_find(j, subject);
        const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
        if (x->first_at == 0 || j->doubts[subject] & CP_JOIN_TORN)
            continue;
        sighting s = { x->first_at, x->last_at, r };
        if (is_holder(&j->v[r]))
            cp_vec_push(work, &seen, s);
        else
            cp_vec_push(work, &others, s);
    }
    uint32_t last_lease;
    for (uint32_t i = leases_at(j, &j->edges.v[first], &last_lease); i < last_lease; i++) {
        const cp_join_lease *l = &j->leases.v[i];
        uint32_t r = cp_join_find(j, l->subject);
        if (is_holder(&j->v[r]) && !(j->doubts[l->subject] & CP_JOIN_TORN))
            cp_vec_push(work, &seen, ((sighting){ l->first_at, l->last_at, r }));
    }
    if (seen.n > SIGHTINGS_MAX || others.n > SIGHTINGS_MAX)
        seen.n = others.n = 0;
    if (seen.n)
        qsort(seen.v, seen.n, sizeof *seen.v, by_time);
    unite_chosen(j, text, seen.v, seen.n);
    if (others.n)
        qsort(others.v, others.n, sizeof *others.v, by_root);
    for (uint32_t i = 0, next; i < others.n; i = next) {
        uint32_t holder = 0;
        bool is_one = true;
        for (next = i; next < others.n && others.v[next].root == others.v[i].root; next++) {
            uint32_t h = holder_at(seen.v, seen.n, others.v[next].first_at, others.v[next].last_at);
            h = h ? cp_join_find(j, h - 1) + 1 : 0;
            is_one &= !h || !holder || h == holder;
            holder = h ? h : holder;
        }
        if (holder && is_one)
            cp_vec_push(j->work, &j->held,
                        ((cp_join_held){ first, others.v[i].root, holder - 1, false }));
    }
    cp_arena_free(work);
}

void cp_join_keep_heard(joiner *j)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < j->roots.n; i++)
        if (j->v[j->roots.v[i]].is_heard)
            j->roots.v[kept++] = j->roots.v[i];
    j->roots.n = kept;
}

/* The address of a group of routers is of none of them: those that answer for the group are one. */
static bool take_virtual(joiner *j, uint32_t first, uint32_t end)
{
    uint32_t kept = 0, text = 0;
    bool is_virtual = false;
    for (uint32_t i = first; i < end; i++)
        is_virtual |= j->doubts[j->edges.v[i].subject] & CP_JOIN_VIRTUAL;
    if (!is_virtual)
        return false;
    j->roots.n = 0;
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject, mac = cp_join_ident_of(j, subject, CP_IDENT_MAC);
        if (!(j->doubts[subject] & CP_JOIN_VIRTUAL) || is_holder(&j->v[cp_join_find(j, subject)]))
            continue;
        text = text ? text : mac;
        if (mac == text)
            cp_vec_push(j->work, &j->roots, cp_join_find(j, subject));
        kept++;
    }
    j->n_met++;
    bool can = j->roots.n == kept && !cp_join_parts_what(j);
    for (uint32_t i = 1; i < kept && can; i++)
        cp_join_unite(j, CP_IDENT_IP, j->edges.v[first].text, j->roots.v[0], j->roots.v[i]);
    return true;
}

static bool are_spans_near(const root *a, const root *b)
{
    return a->mac_low < b->mac_high + CP_JOIN_NEXT_TO && b->mac_low < a->mac_high + CP_JOIN_NEXT_TO;
}

/* A device of which one sees now this and now that address: but all of them out of its blocks, and
 * next to each other. One that took the place of another is mostly of the same maker. */
static bool is_of_other_block(const joiner *j)
{
    const root *last = NULL; /* of three one is contradicted anyway */
    bool is_common = false, is_several = false;
    for (uint32_t i = 0; i < j->roots.n; i++) {
        const root *x = &j->v[j->roots.v[i]];
        is_common |= x->has_many_blocks;
        if (!x->n_macs)
            continue;
        is_common |= last && are_spans_near(x, last);
        is_several |= last != NULL;
        last = x;
    }
    return is_several && !is_common;
}

/* Has a table a hardware address for it that was not heard of it? The device before it had. */
static bool is_mac_written(const joiner *j)
{
    bool is_heard = false, is_written = false;
    for (uint32_t i = 0; i < j->roots.n; i++) {
        const root *x = &j->v[j->roots.v[i]];
        is_heard |= x->n_macs && x->is_heard;
        is_written |= x->n_macs && !x->is_heard;
    }
    return is_heard && is_written;
}

/* A row with another hardware address of the device at this address, one that stands next to its
 * own; if it is the only such thing. */
static void take_neighbour(joiner *j, uint32_t first, uint32_t end, uint32_t device)
{
    uint32_t found = 0;
    for (uint32_t i = first; i < end; i++) {
        uint32_t r = cp_join_find(j, j->edges.v[i].subject), d = cp_join_find(j, device);
        const root *x = &j->v[d], *y = &j->v[r];
        if (r == d || y->is_heard || j->doubts[j->edges.v[i].subject] & CP_JOIN_TORN)
            continue;
        if (!y->n_macs || !x->n_macs || !are_spans_near(x, y) || (x->serial && y->serial) ||
            (found && found != r + 1))
            return;
        found = r + 1;
    }
    if (!found)
        return;
    j->roots.n = 0;
    cp_vec_push(j->work, &j->roots, cp_join_find(j, device));
    cp_vec_push(j->work, &j->roots, found - 1);
    tally t = cp_join_count(j);
    if (!cp_join_names_differ(j) && !t.wires_differ && !t.labels_differ && t.chassis_macs < 2)
        cp_join_unite(j, CP_IDENT_IP, j->edges.v[first].text, device, found - 1);
}

void cp_join_take_ip(joiner *j, uint32_t first, uint32_t end)
{
    bool is_leased = false;
    for (uint32_t i = 0; i < j->roots.n; i++)
        is_leased |= j->v[j->roots.v[i]].is_leased;
    is_leased |= cp_join_has_lease(j, &j->edges.v[first]);
    if (take_virtual(j, first, end)) {
        cp_join_tell(j, first, end, CP_DIFFER_PLACE);
        return;
    }
    tally t = cp_join_count(j);
    bool is_contradicted = cp_join_is_ip_contradicted(&t) || cp_join_names_differ(j) ||
                           is_mac_written(j) || is_of_other_block(j);
    if (!is_contradicted && !is_leased) {
        cp_join_unite_all(j);
        return;
    }
    if (is_contradicted)
        cp_join_tell(j, first, end,
                     cp_join_differ(j) | (cp_join_names_differ(j) ? CP_DIFFER_NAME : 0) |
                         (is_of_other_block(j) || is_mac_written(j) ? CP_DIFFER_MAC : 0) |
                         (is_leased ? CP_DIFFER_TIME : 0));
    if (!is_leased) { /* what people wrote does not part what was heard */
        cp_join_keep_heard(j);
        t = cp_join_count(j);
        if (!cp_join_is_ip_contradicted(&t) && !cp_join_names_differ(j) && !is_of_other_block(j)) {
            cp_join_unite_all(j);
            if (j->roots.n)
                take_neighbour(j, first, end, j->roots.v[0]);
            return;
        }
    }
    take_in_time(j, first, end);
}
