/* SPDX-License-Identifier: Apache-2.0 */
/* join_names.c - see join_in.h: a certificate's key, and a name that something else supports,
 * join. */
#include <stdlib.h>
#include "base/sort.h"
#include "identify/join_in.h"

typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_named named;
typedef cp_join_tally tally;

enum {
    KEY_ROOTS_MAX = 16, /* with one certificate: more is a certificate of the maker's */
    FACTS_MAX = 16,     /* products, sites, makers of one thing */
    IDENTS_MAX = 1024,  /* of one thing are compared */
};

/* --- keys of certificates
 * ------------------------------------------------------------------------- */

/* Has one source the key of two at once, or have too many it? Then it is no device's own. */
static bool is_shared_key(joiner *j, uint32_t first, uint32_t end)
{
    if (j->roots.n > KEY_ROOTS_MAX || end - first > CP_JOIN_ROWS_MAX)
        return true;
    for (uint32_t i = first; i < end; i++)
        for (uint32_t k = first; k < i; k++) {
            uint32_t a = j->edges.v[i].subject, b = j->edges.v[k].subject;
            if (cp_obs_subject_at(j->s, a)->from == cp_obs_subject_at(j->s, b)->from &&
                cp_join_find(j, a) != cp_join_find(j, b))
                return true;
        }
    return false;
}

void cp_join_take_key(joiner *j, uint32_t first, uint32_t end)
{
    tally t = cp_join_count(j);
    bool is_shared = is_shared_key(j, first, end);
    if (is_shared || cp_join_is_ip_contradicted(&t) || cp_join_names_differ(j))
        cp_join_tell(j, first, end, cp_join_differ(j) | (is_shared ? CP_DIFFER_PLACE : 0));
    else
        cp_join_unite_all(j);
}

/* --- names with support
 * --------------------------------------------------------------------------- */

/* What is known of a root, beside its name. */
typedef struct facts {
    CP_VEC(uint32_t) froms;              /* sources that call it so */
    CP_VEC(cp_obs_ident) ids;            /* sorted, without names and what joins nothing */
    CP_VEC(uint64_t) macs, nets4, nets6; /* sorted: hardware addresses, /24 and /64 of the others */
    uint32_t products[FACTS_MAX], sites[FACTS_MAX]; /* 0 none */
    uint32_t first_at, last_at;                     /* when it was seen; 0, 0 not known */
    bool has_row;                                   /* a table has a row of that name */
    bool is_client;                                 /* of DHCP, as was heard */
    uint32_t labels[FACTS_MAX], wires[FACTS_MAX];   /* makers: as a table has it; as it was heard */
} facts;

static void add_fact(uint32_t v[FACTS_MAX], uint32_t x)
{
    uint32_t i = 0;
    while (i < FACTS_MAX && v[i] && v[i] != x)
        i++;
    if (x && i < FACTS_MAX)
        v[i] = x;
}

static bool has_common(const uint32_t v[FACTS_MAX], const uint32_t w[FACTS_MAX])
{
    for (uint32_t i = 0; i < FACTS_MAX && v[i]; i++)
        for (uint32_t k = 0; k < FACTS_MAX && w[k]; k++)
            if (v[i] == w[k])
                return true;
    return false;
}

static int by_ident(const void *x, const void *y)
{
    cp_obs_ident a = *(const cp_obs_ident *)x, b = *(const cp_obs_ident *)y;
    return a < b ? -1 : a > b;
}

static int by_number(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static uint64_t net_of(cp_ip ip)
{
    uint64_t net = 0;
    for (int i = 0; i < (ip.version == 4 ? 3 : 8); i++)
        net = net << 8 | ip.b[i];
    return net;
}

/* Each address is read once: pairs are many. */
static void read_addresses(const joiner *j, cp_arena *work, facts *f)
{
    for (uint32_t i = 0; i < f->ids.n; i++) {
        cp_ident_kind kind = cp_obs_ident_kind(f->ids.v[i]);
        cp_str text = cp_obs_str(j->s, cp_obs_ident_text(f->ids.v[i]));
        cp_mac mac;
        cp_ip ip;
        if (cp_obs_ident_mac(j->s, f->ids.v[i], &mac))
            cp_vec_push(work, &f->macs, cp_mac_u64(mac));
        else if (kind == CP_IDENT_IP && cp_ip_parse(text, &ip) && ip.version == 4)
            cp_vec_push(work, &f->nets4, net_of(ip));
        else if (kind == CP_IDENT_IP && cp_ip_parse(text, &ip))
            cp_vec_push(work, &f->nets6, net_of(ip));
    }
    if (f->macs.n)
        qsort(f->macs.v, f->macs.n, sizeof *f->macs.v, by_number);
    if (f->nets4.n)
        qsort(f->nets4.v, f->nets4.n, sizeof *f->nets4.v, by_number);
    if (f->nets6.n)
        qsort(f->nets6.v, f->nets6.n, sizeof *f->nets6.v, by_number);
}

static facts facts_of(const joiner *j, cp_arena *work, uint32_t of_root)
{
    const root *r = &j->v[cp_join_find(j, of_root)];
    facts f = { .is_client = r->is_leased && r->is_heard };
    for (uint32_t m = j->first_member[of_root]; m && f.ids.n < IDENTS_MAX;
         m = j->next_member[m - 1]) {
        const cp_obs_subject *x = cp_obs_subject_at(j->s, m - 1);
        const cp_join_hint *h = &j->hints[m - 1];
        if (x->first_at && (f.first_at == 0 || x->first_at < f.first_at))
            f.first_at = x->first_at;
        if (x->last_at > f.last_at)
            f.last_at = x->last_at;
        add_fact(f.products, h->product);
        add_fact(f.sites, h->site);
        add_fact(f.labels, h->label);
        add_fact(f.wires, h->wire);
        add_fact(f.wires, h->block);
        for (uint32_t k = cp_join_leases_of(j, m - 1);
             k < j->leases_of.n && j->leases_of.v[k].subject == m - 1 && f.ids.n < IDENTS_MAX; k++)
            cp_vec_push(work, &f.ids,
                        (uint32_t)CP_IDENT_IP << CP_OBS_IDENT_TEXT_BITS | j->leases_of.v[k].text);
        for (uint32_t k = 0; k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
            cp_ident_kind kind = cp_obs_ident_kind(id);
            if (kind != CP_IDENT_HOSTNAME && kind != CP_IDENT_AGENT && kind != CP_IDENT_FCC_ID &&
                kind != CP_IDENT_ASN &&
                !(kind == CP_IDENT_MAC && j->is_refused[cp_obs_ident_text(id)]) &&
                !(kind == CP_IDENT_SERIAL && j->doubts[m - 1] & CP_JOIN_SLIPPED))
                cp_vec_push(work, &f.ids, id);
        }
    }
    if (f.ids.n)
        qsort(f.ids.v, f.ids.n, sizeof *f.ids.v, by_ident);
    read_addresses(j, work, &f);
    return f;
}

static bool shares_ident(const facts *a, const facts *b)
{
    for (uint32_t i = 0, k = 0; i < a->ids.n && k < b->ids.n;) {
        if (a->ids.v[i] == b->ids.v[k])
            return true;
        if (a->ids.v[i] < b->ids.v[k])
            i++;
        else
            k++;
    }
    return false;
}

/* Two sorted lists: is a number of one less than `within` from one of the other? */
static bool are_near(const uint64_t *a, uint32_t n, const uint64_t *b, uint32_t m, uint64_t within)
{
    for (uint32_t i = 0, k = 0; i < n && k < m;) {
        if ((a[i] > b[k] ? a[i] - b[k] : b[k] - a[i]) < within)
            return true;
        if (a[i] < b[k])
            i++;
        else
            k++;
    }
    return false;
}

/* Have both hardware addresses, and none that stands next to one of the other's? A device's own
 * were given to it one after the other. */
static bool have_other_macs(const facts *a, const facts *b)
{
    return a->macs.n && b->macs.n &&
           !are_near(a->macs.v, a->macs.n, b->macs.v, b->macs.n, CP_JOIN_NEXT_TO);
}

/* Have they addresses of one /24 (of IPv6 of one /64)? */
static bool is_one_subnet(const facts *a, const facts *b)
{
    return are_near(a->nets4.v, a->nets4.n, b->nets4.v, b->nets4.n, 1) ||
           are_near(a->nets6.v, a->nets6.n, b->nets6.v, b->nets6.n, 1);
}

/* Clients of DHCP that say the same name in one network, and a table has it: it was at a docking
 * station, or has a second adapter. */
static bool is_supported(const facts *a, const facts *b)
{
    return (a->is_client && b->is_client && (a->has_row || b->has_row)) || is_one_subnet(a, b) ||
           has_common(a->products, b->products) || has_common(a->sites, b->sites) ||
           has_common(a->labels, b->wires) || has_common(a->wires, b->labels) || shares_ident(a, b);
}

/* Two serial numbers, and none of them is a person's spelling of the other. */
static bool have_other_serials(const joiner *j, const root *a, const root *b)
{
    if (!a->serial || !b->serial || a->serial == b->serial)
        return false;
    return (a->is_heard && b->is_heard) ||
           !cp_join_is_mistyped(cp_obs_str(j->s, a->serial - 1), cp_obs_str(j->s, b->serial - 1));
}

static bool has_kind(const facts *f, cp_ident_kind kind)
{
    for (uint32_t i = 0; i < f->ids.n; i++)
        if (cp_obs_ident_kind(f->ids.v[i]) == kind)
            return true;
    return false;
}

static bool shares_kind(const facts *a, const facts *b, cp_ident_kind kind)
{
    for (uint32_t i = 0, k = 0; i < a->ids.n && k < b->ids.n;) {
        if (a->ids.v[i] == b->ids.v[k] && cp_obs_ident_kind(a->ids.v[i]) == kind)
            return true;
        if (a->ids.v[i] < b->ids.v[k])
            i++;
        else
            k++;
    }
    return false;
}

/* Clients of DHCP, of which now the one was seen and now the other: what was replaced is not seen
 * again. */
static bool do_alternate(const facts *a, const facts *b)
{
    return a->is_client && b->is_client && a->first_at && b->first_at && a->first_at < b->last_at &&
           b->first_at < a->last_at;
}

/* Do they stand in other places, or have other references? Who is a client of DHCP gets an address
 * of the network in which it is. */
static bool are_elsewhere(const facts *a, const facts *b)
{
    return (a->sites[0] && b->sites[0] && !has_common(a->sites, b->sites)) ||
           (!(a->is_client && b->is_client) && has_kind(a, CP_IDENT_IP) &&
            has_kind(b, CP_IDENT_IP) && !is_one_subnet(a, b)) ||
           (has_kind(a, CP_IDENT_REF) && has_kind(b, CP_IDENT_REF) &&
            !shares_kind(a, b, CP_IDENT_REF));
}

/* Has one source two that are called so? It tells them apart by something else then. */
static bool is_in_one_source(const facts *a, const facts *b)
{
    for (uint32_t i = 0; i < a->froms.n; i++)
        for (uint32_t k = 0; k < b->froms.n; k++)
            if (a->froms.v[i] == b->froms.v[k])
                return !shares_ident(a, b);
    return false;
}

/* Known by addresses that they chose, one seen after the other: it chose anew. */
static bool is_new_address(const root *a, const root *b, const facts *x, const facts *y)
{
    return a->own_mac && b->own_mac && !a->n_macs && !b->n_macs && x->first_at && y->first_at &&
           (x->last_at < y->first_at || y->last_at < x->first_at);
}

/* As they are now: other names may have joined them with more. Which of two goes on as the root of
 * both depends on who was met first. */
static bool do_differ(const joiner *j, const facts *v, uint32_t i, uint32_t k)
{
    uint32_t x = cp_join_find(j, j->roots.v[i]), y = cp_join_find(j, j->roots.v[k]);
    const root *a = &j->v[x], *b = &j->v[y];
    if (x == y)
        return false;
    bool wires = a->wire && b->wire && a->wire != b->wire && a->wire_weight >= MAKER_SURE &&
                 b->wire_weight >= MAKER_SURE;
    return wires || cp_join_is_parted(j, x, y) || (a->label && b->label && a->label != b->label) ||
           (a->has_chassis_mac && b->has_chassis_mac) || (a->has_engine && b->has_engine) ||
           have_other_serials(j, a, b) ||
           (have_other_macs(&v[i], &v[k]) && !do_alternate(&v[i], &v[k])) ||
           (is_in_one_source(&v[i], &v[k]) && !is_new_address(a, b, &v[i], &v[k]) &&
            !do_alternate(&v[i], &v[k])) ||
           are_elsewhere(&v[i], &v[k]);
}

/* Puts those that share an identifier into one set: set[i] is the least of it. */
static void find_sets(const facts *v, uint32_t n, uint32_t *set)
{
    for (uint32_t i = 0; i < n; i++)
        set[i] = i;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++) {
            uint32_t from = set[i] > set[k] ? set[i] : set[k], to = set[i] + set[k] - from;
            if (from == to || !shares_ident(&v[i], &v[k]))
                continue;
            for (uint32_t m = 0; m < n; m++)
                set[m] = set[m] == from ? to : set[m];
        }
}

/* The name as one of them writes it, whoever was met first: a text. */
static uint32_t called(const joiner *j, const named *of, uint32_t n_of)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < n_of; i++) {
        uint32_t text = cp_join_ident_of(j, of[i].subject, CP_IDENT_HOSTNAME);
        text = text ? text : j->hints[of[i].subject].name;
        if (text && (best == 0 || cp_join_text_order(j->s, text - 1, best - 1) < 0))
            best = text;
    }
    return best ? best - 1 : 0;
}

/* Of the roots of one name that are at hand: all for whom something else speaks. If one of them
 * contradicts another, one does not know which is called so: then only those that share an
 * identifier, too, if nothing among them contradicts. */
static void join_named(joiner *j, const named *of, uint32_t n_of)
{
    uint32_t n = j->roots.n, set[CP_JOIN_ROOTS_MAX];
    cp_arena *work = cp_arena_new(0);
    facts *v = CP_NEW_ARRAY(work, facts, n);
    bool differ = false, *is_torn = CP_NEW_ARRAY(work, bool, n);
    uint32_t text = called(j, of, n_of);
    for (uint32_t i = 0; i < n; i++)
        v[i] = facts_of(j, work, j->roots.v[i]);
    for (uint32_t i = 0; i < n_of; i++)
        for (uint32_t k = 0; k < n; k++)
            if (j->roots.v[k] == j->root_before[of[i].subject]) {
                cp_vec_push(work, &v[k].froms, of[i].from);
                v[k].has_row |= j->hints[of[i].subject].is_written;
            }
    find_sets(v, n, set);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (do_differ(j, v, i, k)) {
                differ = true;
                is_torn[set[i]] |= set[i] == set[k];
            }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (differ ? set[i] == set[k] && !is_torn[set[i]] : is_supported(&v[i], &v[k]))
                cp_join_unite(j, CP_IDENT_HOSTNAME, text, j->roots.v[i], j->roots.v[k]);
    cp_arena_free(work);
}

/* Those of one name in one realm, by subject. */
static void take_name(joiner *j, const named *v, uint32_t n)
{
    j->roots.n = 0;
    j->n_met++;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = j->root_before[v[i].subject];
        if (j->up[r].seen == j->n_met)
            continue;
        j->up[r].seen = j->n_met;
        cp_vec_push(j->work, &j->roots, r);
    }
    if (j->roots.n >= 2 && j->roots.n <= CP_JOIN_ROOTS_MAX)
        join_named(j, v, n);
}

/* The members of each root as they are now. */
static void list_members(joiner *j)
{
    uint32_t n = j->s->subjects.n;
    j->root_before = CP_NEW_ARRAY(j->work, uint32_t, n);
    j->first_member = CP_NEW_ARRAY(j->work, uint32_t, n);
    j->next_member = CP_NEW_ARRAY(j->work, uint32_t, n);
    for (uint32_t i = n; i-- > 0;) {
        uint32_t r = j->root_before[i] = cp_join_find(j, i);
        j->next_member[i] = j->first_member[r];
        j->first_member[r] = i + 1;
    }
}

static int by_key(const void *x, const void *y, void *ctx)
{
    const named *a = x, *b = y;
    (void)ctx;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

void cp_join_take_names(joiner *j)
{
    named *v = j->named.v;
    uint32_t n = 0;
    for (uint32_t i = 0; i < j->named.n; i++)
        if (!(j->doubts[v[i].subject] & CP_JOIN_TORN) && !j->hints[v[i].subject].is_part)
            v[n++] = v[i];
    if (n == 0)
        return;
    list_members(j);
    cp_sort(v, n, sizeof *v, cp_join_name_first, by_key, NULL);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && v[end].key == v[i].key;)
            end++;
        take_name(j, v + i, end - i);
    }
}
