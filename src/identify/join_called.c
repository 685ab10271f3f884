/* SPDX-License-Identifier: Apache-2.0 */
/* join_called.c - see join_in.h: what subjects are called, and whom a name parts.
 *
 * Names do not join by themselves, but they part. A table that has two names in two rows knows two
 * things; so an identifier under which both of them stand was copied, moved or typed wrongly:
 *
 *     register.csv:  core-1 ..              seen: {serial 9, core-1}  {serial 9, core-2}
 *                    core-2 ..              -> the serial number is of neither more than of the
 *                                              other: conflict, nobody is joined */
#include "base/sort.h"
#include "identify/join_in.h"

typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_named named;

/* "SW-1.example.net" and "sw-1" are one; "192.0.2.1" is none. */
cp_join_key cp_join_name_key(const cp_obs_store *s, cp_str name, uint32_t realm)
{
    uint64_t h = cp_obs_text_at(s, realm)->hash;
    bool has_letter = false;
    cp_ip ip;
    name = cp_str_trim(name);
    if (name.n == 0 || cp_ip_parse(name, &ip))
        return 0;
    for (size_t i = 0; i < name.n && name.p[i] != '.'; i++) {
        unsigned char c = (unsigned char)name.p[i];
        c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 'a' - 'A') : c;
        has_letter = has_letter || c > '9';
        h = (h ^ c) * 0x100000001b3u + 1;
    }
    h ^= h >> 32;
    return has_letter ? h | 1 : 0;
}

uint32_t cp_join_realm_of(const joiner *j, uint32_t subject)
{
    return j->s->froms.v[cp_obs_subject_at(j->s, subject)->from].realm;
}

uint64_t cp_join_name_first(const void *x, void *ctx)
{
    (void)ctx;
    return ((const named *)x)->key >> 32; /* nearly as good as all of it, in half the time */
}

static int by_name(const void *x, const void *y, void *ctx)
{
    const named *a = x, *b = y;
    (void)ctx;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

void cp_join_sort_names(joiner *j)
{
    cp_sort(j->named.v, j->named.n, sizeof *j->named.v, cp_join_name_first, by_name, NULL);
    for (uint32_t i = 0; i < j->named.n; i++) /* sorted, as those are */
        if (j->v[j->named.v[i].subject].has_serial)
            cp_vec_push(j->work, &j->numbered, j->named.v[i]);
    cp_sort(j->rows.v, j->rows.n, sizeof *j->rows.v, cp_join_name_first, by_name, NULL);
}

static int by_key(const void *x, const void *y)
{
    const named *a = x, *b = y;
    return a->key < b->key ? -1 : a->key > b->key;
}

const named *cp_join_find_named(const named *v, uint32_t n, cp_join_key key, uint32_t *n_out)
{
    uint32_t first = cp_sort_find(v, n, sizeof *v, &(named){ .key = key }, by_key), end = first;
    while (end < n && end - first < CP_JOIN_ROWS_MAX && v[end].key == key)
        end++;
    *n_out = end - first;
    return end > first ? v + first : NULL;
}

/* Has some table a row for each? */
bool cp_join_are_told_apart(const joiner *j, cp_join_key a, cp_join_key b)
{
    uint32_t n, m;
    const named *x = cp_join_find_named(j->rows.v, j->rows.n, a, &n),
                *y = cp_join_find_named(j->rows.v, j->rows.n, b, &m);
    if (n == CP_JOIN_ROWS_MAX || m == CP_JOIN_ROWS_MAX)
        return false; /* names of everything */
    for (uint32_t i = 0, k = 0; a != b && i < n && k < m;) {
        if (x[i].from == y[k].from)
            return true;
        if (x[i].from < y[k].from)
            i++;
        else
            k++;
    }
    return false;
}

void cp_join_list_name(cp_join_name_list *l, cp_join_key name)
{
    uint32_t i = 0;
    while (i < l->n && l->v[i] != name)
        i++;
    if (name == 0 || i < l->n)
        return;
    l->is_over |= l->n == CP_JOIN_LISTED_MAX;
    if (!l->is_over)
        l->v[l->n++] = name;
}

/* Who has more is called differently by everybody: it tells nothing. */
static void add_names(cp_join_name_list *l, const root *r)
{
    for (int k = 0; k < CP_JOIN_NAMES && !r->has_many_names; k++)
        cp_join_list_name(l, r->names[k]);
}

bool cp_join_has_two(const joiner *j, const cp_join_name_list *l)
{
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t k = i + 1; k < l->n; k++)
            if (cp_join_are_told_apart(j, l->v[i], l->v[k]))
                return true;
    return l->is_over;
}

/* Hardware addresses under which what is called so was heard, but for one; none if they are too
 * many to be one thing's. */
typedef struct heard_macs {
    uint32_t v[CP_JOIN_LISTED_MAX], n; /* texts + 1 */
} heard_macs;

static heard_macs macs_of_name(const joiner *j, cp_join_key name, uint32_t but)
{
    heard_macs out = { .n = 0 };
    uint32_t n;
    const named *v = cp_join_find_named(j->named.v, j->named.n, name, &n);
    for (uint32_t i = 0; i < n && n < CP_JOIN_ROWS_MAX; i++) {
        const cp_join_hint *h = &j->hints[v[i].subject];
        uint32_t mac = cp_join_ident_of(j, v[i].subject, CP_IDENT_MAC), k = 0;
        while (k < out.n && out.v[k] != mac)
            k++;
        if (!mac || mac == but || k < out.n || h->is_written || h->is_table)
            continue;
        if (out.n == CP_JOIN_LISTED_MAX)
            return (heard_macs){ .n = 0 };
        out.v[out.n++] = mac;
    }
    return out;
}

/* Has each of the two been heard under an address of its own besides, none of them the other's?
 * Then this one is neither's: a docking station, an adapter that is handed round. Who was renamed
 * has its other addresses under both names. */
bool cp_join_has_each_another_mac(const joiner *j, cp_join_key a, cp_join_key b, uint32_t mac)
{
    heard_macs x = macs_of_name(j, a, mac), y = macs_of_name(j, b, mac);
    for (uint32_t i = 0; i < x.n; i++)
        for (uint32_t k = 0; k < y.n; k++)
            if (x.v[i] == y.v[k])
                return false;
    return x.n && y.n;
}

static bool is_handed_round(const joiner *j, const cp_join_name_list *l, uint32_t mac)
{
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t k = i + 1; k < l->n; k++)
            if (cp_join_has_each_another_mac(j, l->v[i], l->v[k], mac))
                return true;
    return false;
}

/* Names of the subjects as they were told, not of what they are joined to: one that was joined
 * wrongly must not part all others. */
bool cp_join_has_two_names(const joiner *j, uint32_t first, uint32_t end, cp_join_names_of of)
{
    const cp_join_edge *e = &j->edges.v[first];
    bool is_mac = e->stage == S_MAC || e->stage == S_OWN_MAC || e->stage == S_RANDOM_MAC;
    bool is_implied = e->stage == S_MAC && j->implied && of != CP_JOIN_OF_OWN;
    cp_join_name_list l = { .n = 0 };
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        cp_join_key name = j->name_of[subject];
        if (is_mac && j->doubts[subject] & CP_JOIN_ROUND)
            return true;
        if (j->doubts[subject] & CP_JOIN_TORN ||
            (of != CP_JOIN_OF_ALL && j->hints[subject].is_written))
            continue;
        if (!name && is_implied)
            name = j->implied[subject] == CP_JOIN_NO_NAME ? 0 : j->implied[subject];
        cp_join_list_name(&l, name);
    }
    return cp_join_has_two(j, &l) || (is_mac && is_handed_round(j, &l, e->text + 1));
}

/* The least and the greatest of a subject's hardware addresses; 0, 0 none. */
typedef struct mac_span {
    uint64_t low, high;
} mac_span;

static mac_span macs_of(const joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    mac_span out = { 0, 0 };
    cp_mac mac;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        if (!cp_obs_ident_mac(j->s, cp_obs_ident_at(j->s, x->first_ident + k), &mac))
            continue;
        uint64_t v = cp_mac_u64(mac);
        out.low = out.high == 0 || v < out.low ? v : out.low;
        out.high = v > out.high ? v : out.high;
    }
    return out;
}

bool cp_join_is_copied_engine(const joiner *j, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end && i - first < CP_JOIN_ROWS_MAX; i++)
        for (uint32_t k = first; k < i; k++) {
            uint32_t x = j->edges.v[i].subject, y = j->edges.v[k].subject;
            if (!j->name_of[x] || !j->name_of[y] || j->name_of[x] == j->name_of[y])
                continue;
            mac_span a = macs_of(j, x), b = macs_of(j, y);
            if (a.high && b.high &&
                (a.low >= b.high + CP_JOIN_NEXT_TO || b.low >= a.high + CP_JOIN_NEXT_TO))
                return true;
        }
    return false;
}

bool cp_join_names_differ(const joiner *j)
{
    cp_join_name_list l = { .n = 0 };
    for (uint32_t i = 0; i < j->roots.n; i++)
        add_names(&l, &j->v[j->roots.v[i]]);
    return cp_join_has_two(j, &l);
}
