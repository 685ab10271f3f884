/* SPDX-License-Identifier: Apache-2.0 */
/* join_weak.c - see join_in.h: where an identifier alone is not enough.
 *
 * Names do not join by themselves, but they part. A table that has two names in two rows knows two
 * things; so an identifier under which both of them stand was copied, moved or typed wrongly:
 *
 *     register.csv:  core-1 ..              seen: {serial 9, core-1}  {serial 9, core-2}
 *                    core-2 ..              -> the serial number is of neither more than of the
 *                                              other: conflict, nobody is joined
 *
 * An address of the internet is whose it was at that time:
 *
 *     10.0.0.7   ---A----A--------B-----B---->  time       A, B: with hardware addresses of their
 *     own
 *                   x1     x2  x3    x4                    x: known by the address alone
 *                   -> A   none none  -> B */
#include <stdlib.h>
#include <string.h>
#include "identify/join_in.h"

typedef cp_join_edge edge;
typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_named named;
typedef cp_join_tally tally;

#define NO_NAME UINT64_MAX

enum {
    NAMES_MAX = 8,        /* of one identifier are compared; more is an identifier of everybody */
    ROWS_MAX = 64,        /* of one name: more rows are no name of one thing */
    ROOTS_MAX = 64,       /* with one name are compared with each other, each with each */
    KEY_ROOTS_MAX = 16,   /* with one certificate: more is a certificate of the maker's */
    FACTS_MAX = 16,       /* products, sites, makers of one thing */
    IDENTS_MAX = 1024,    /* of one thing are compared */
    MISTYPED_MIN = 6,     /* signs of a serial number that may be mistyped */
    NEXT_TO = 64,         /* as many hardware addresses a device gets in a row */
    SPEAKERS_MAX = 1024,  /* of one chassis id are compared with who else is called so */
    SIGHTINGS_MAX = 4096, /* at one address: more were everybody's */
    NEAR_S = 24 * 3600,   /* before and after it was seen somewhere, a device was there too */
};

/* --- names
 * -------------------------------------------------------------------------------------- */

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

static uint32_t realm_of(const joiner *j, uint32_t subject)
{
    return j->s->froms.v[cp_obs_subject_at(j->s, subject)->from].realm;
}

static int by_name(const void *x, const void *y)
{
    const named *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

/* The first of v with that key, and how many there are. */
static const named *find_named(const named *v, uint32_t n, cp_join_key key, uint32_t *n_out)
{
    uint32_t low = 0, high = n, end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (v[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < n && end - low < ROWS_MAX && v[end].key == key;)
        end++;
    *n_out = end - low;
    return end > low ? v + low : NULL;
}

/* Has some table a row for each? */
static bool are_told_apart(const joiner *j, cp_join_key a, cp_join_key b)
{
    uint32_t n, m;
    const named *x = find_named(j->rows.v, j->rows.n, a, &n),
                *y = find_named(j->rows.v, j->rows.n, b, &m);
    if (n == ROWS_MAX || m == ROWS_MAX)
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

typedef struct name_list {
    cp_join_key v[NAMES_MAX];
    uint32_t n;
    bool is_over;
} name_list;

static void add_name(name_list *l, cp_join_key name)
{
    uint32_t i = 0;
    while (i < l->n && l->v[i] != name)
        i++;
    if (name == 0 || i < l->n)
        return;
    l->is_over |= l->n == NAMES_MAX;
    if (!l->is_over)
        l->v[l->n++] = name;
}

/* Who has more is called differently by everybody: it tells nothing. */
static void add_names(name_list *l, const root *r)
{
    for (int k = 0; k < CP_JOIN_NAMES && !r->has_many_names; k++)
        add_name(l, r->names[k]);
}

static bool has_two(const joiner *j, const name_list *l)
{
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t k = i + 1; k < l->n; k++)
            if (are_told_apart(j, l->v[i], l->v[k]))
                return true;
    return l->is_over;
}

/* Its identifier of the kind, of several the first by cp_join_text_order: text + 1; 0 none. */
static uint32_t ident_of(const joiner *j, uint32_t subject, cp_ident_kind kind)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    uint32_t best = 0;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
        uint32_t text = cp_obs_ident_text(id);
        if (cp_obs_ident_kind(id) == kind &&
            (best == 0 || cp_join_text_order(j->s, text, best - 1) < 0))
            best = text + 1;
    }
    return best;
}

/* Names of the subjects as they were told, not of what they are joined to: one that was joined
 * wrongly must not part all others. */
bool cp_join_has_two_names(const joiner *j, uint32_t first, uint32_t end, bool is_heard)
{
    name_list l = { .n = 0 };
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        cp_join_key name = j->name_of[subject];
        if (j->doubts[subject] & CP_JOIN_TORN || (is_heard && j->hints[subject].is_written))
            continue;
        if (!name && j->edges.v[first].stage == S_MAC && j->implied)
            name = j->implied[subject] == NO_NAME ? 0 : j->implied[subject];
        add_name(&l, name);
    }
    return has_two(j, &l);
}

/* --- what belongs to two
 * ------------------------------------------------------------------------ */

static bool has_serial_beside(const joiner *j, uint32_t subject, uint32_t serial)
{
    uint32_t other = ident_of(j, subject, CP_IDENT_SERIAL);
    return other && other != serial && cp_join_serial_is_id(cp_obs_str(j->s, other - 1));
}

/* A source that is wrong in a column is wrong in many rows: against a source that has fewer rows in
 * doubt its word does not count. */
static bool counts(const joiner *j, uint32_t other, uint32_t subject)
{
    uint32_t a = cp_obs_subject_at(j->s, other)->from, b = cp_obs_subject_at(j->s, subject)->from;
    return other != subject && (!j->n_doubted || j->n_doubted[a] <= j->n_doubted[b]);
}

/* Does anybody else say that what is called so has another serial number? */
static bool has_other_serial(const joiner *j, cp_join_key name, uint32_t subject, uint32_t serial)
{
    uint32_t n;
    const named *v = find_named(j->numbered.v, j->numbered.n, name, &n);
    for (uint32_t i = 0; n < ROWS_MAX && i < n; i++)
        if (counts(j, v[i].subject, subject) && has_serial_beside(j, v[i].subject, serial))
            return true;
    return false;
}

/* The same of what has that hardware address. at: text -> its first edge + 1. */
static bool has_mac_other_serial(const joiner *j, const uint32_t *at, uint32_t mac,
                                 uint32_t subject, uint32_t serial)
{
    uint32_t first = mac ? at[mac - 1] : 0;
    uint32_t end = first ? cp_join_edge_end(j, first - 1) : 0;
    for (uint32_t i = first; first && i <= end && i - first < ROWS_MAX; i++)
        if (counts(j, j->edges.v[i - 1].subject, subject) &&
            has_serial_beside(j, j->edges.v[i - 1].subject, serial))
            return true;
    return false;
}

/* A row whose serial number others give to another name or address, and whose name or address they
 * give another serial number: a cell that slipped. If another source says the same, it is none. */
static void doubt_serial(joiner *j, const uint32_t *at, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end && end - first <= ROWS_MAX; i++) {
        uint32_t subject = j->edges.v[i].subject, serial = j->edges.v[first].text + 1;
        uint32_t mac = ident_of(j, subject, CP_IDENT_MAC);
        cp_join_key name = j->name_of[subject];
        bool is_backed = false, is_denied = false;
        if (!j->hints[subject].is_written)
            continue;
        for (uint32_t k = first; k < end; k++) {
            uint32_t other = j->edges.v[k].subject, its_mac = ident_of(j, other, CP_IDENT_MAC);
            cp_join_key its = j->name_of[other];
            bool same_source =
                cp_obs_subject_at(j->s, other)->from == cp_obs_subject_at(j->s, subject)->from;
            if (!counts(j, other, subject))
                continue;
            is_backed |= !same_source && ((name && its == name) || (mac && its_mac == mac));
            is_denied |= its && name && are_told_apart(j, name, its);
            is_denied |= !same_source && mac && its_mac && its_mac != mac;
        }
        if (is_denied && !is_backed &&
            ((name && has_other_serial(j, name, subject, serial)) ||
             (mac && has_mac_other_serial(j, at, mac, subject, serial))))
            j->doubts[subject] |= CP_JOIN_TORN;
    }
}

static bool is_same_block(cp_mac a, cp_mac b) { return cp_mac_u64(a) >> 24 == cp_mac_u64(b) >> 24; }

/* Who tells of a serial number or an engine speaks of itself; a neighbour's neighbour does not. */
static bool is_own_word(const joiner *j, uint32_t subject)
{
    return !j->hints[subject].is_written &&
           (ident_of(j, subject, CP_IDENT_SERIAL) || ident_of(j, subject, CP_IDENT_ENGINE_ID));
}

/* The names under which a chassis id was told. */
typedef struct chassis_names {
    name_list names;
    uint32_t votes[NAMES_MAX];
    bool own[NAMES_MAX];   /* the device itself says so; it may have been renamed */
    bool else_[NAMES_MAX]; /* it is what somebody else is called */
} chassis_names;

static chassis_names names_of_chassis(const joiner *j, uint32_t first, uint32_t end)
{
    chassis_names c = { .names = { .n = 0 } };
    for (uint32_t i = first; i < end; i++)
        add_name(&c.names, j->name_of[j->edges.v[i].subject]);
    for (uint32_t i = first; i < end; i++)
        for (uint32_t k = 0; k < c.names.n; k++)
            if (j->name_of[j->edges.v[i].subject] == c.names.v[k]) {
                c.votes[k]++;
                c.own[k] |= is_own_word(j, j->edges.v[i].subject);
            }
    return c;
}

/* Which of them stand: what the device says of itself; else what twice as many say as any that a
 * table tells apart from it. False: none does. */
static bool choose_names(const joiner *j, chassis_names *c)
{
    uint32_t best = 0, n_own = 0, second = 0;
    for (uint32_t k = 0; k < c->names.n; k++) {
        n_own += c->own[k];
        best = c->votes[k] > c->votes[best] ? k : best;
    }
    for (uint32_t k = 0; k < c->names.n; k++)
        if (are_told_apart(j, c->names.v[best], c->names.v[k]))
            second = c->votes[k] > second ? c->votes[k] : second;
    if (n_own == 0)
        c->own[best] = true;
    for (uint32_t k = 0; k < c->names.n; k++)
        for (uint32_t m = 0; m < k; m++)
            if (c->own[k] && c->own[m] && are_told_apart(j, c->names.v[k], c->names.v[m]))
                return false;
    return n_own > 0 || c->votes[best] >= 2 * second;
}

static bool shares_kind_of(const joiner *j, uint32_t a, uint32_t b, cp_ident_kind kind)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, a), *y = cp_obs_subject_at(j->s, b);
    for (uint32_t i = 0; i < x->n_idents; i++)
        for (uint32_t k = 0; k < y->n_idents; k++)
            if (cp_obs_ident_at(j->s, x->first_ident + i) ==
                    cp_obs_ident_at(j->s, y->first_ident + k) &&
                cp_obs_ident_kind(cp_obs_ident_at(j->s, x->first_ident + i)) == kind)
                return true;
    return false;
}

static bool has_any_of(const joiner *j, uint32_t a, uint32_t b)
{
    return shares_kind_of(j, a, b, CP_IDENT_SERIAL) || shares_kind_of(j, a, b, CP_IDENT_MAC) ||
           shares_kind_of(j, a, b, CP_IDENT_IP) || shares_kind_of(j, a, b, CP_IDENT_ENGINE_ID);
}

/* Is something called so that has nothing in common with what the device of this chassis id says of
 * itself? Who was renamed has its numbers and addresses still. */
static bool is_somebody_else(const joiner *j, cp_join_key name, uint32_t first, uint32_t end)
{
    uint32_t n, chassis = j->edges.v[first].text + 1;
    const named *v = find_named(j->named.v, j->named.n, name, &n);
    bool is_known = false;
    for (uint32_t i = 0; i < n && n < ROWS_MAX && end - first <= SPEAKERS_MAX; i++) {
        uint32_t subject = v[i].subject;
        if (ident_of(j, subject, CP_IDENT_CHASSIS) == chassis)
            continue;
        for (uint32_t k = first; k < end; k++)
            if (is_own_word(j, j->edges.v[k].subject) &&
                has_any_of(j, subject, j->edges.v[k].subject))
                return false;
        is_known |= ident_of(j, subject, CP_IDENT_SERIAL) || ident_of(j, subject, CP_IDENT_MAC) ||
                    ident_of(j, subject, CP_IDENT_IP);
    }
    return is_known;
}

/* A chassis id under two names: who claims it under another one than those that stand is in
 * doubt. */
static void doubt_chassis(joiner *j, uint32_t first, uint32_t end)
{
    chassis_names c = names_of_chassis(j, first, end);
    bool has_own = false;
    if (c.names.n < 2 || c.names.is_over)
        return;
    for (uint32_t k = 0; k < c.names.n; k++)
        has_own |= c.own[k];
    bool is_chosen = has_two(j, &c.names) && choose_names(j, &c);
    for (uint32_t k = 0; k < c.names.n; k++)
        c.else_[k] = has_own && !c.own[k] && is_somebody_else(j, c.names.v[k], first, end);
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        cp_join_key name = j->name_of[subject];
        bool is_told = false, is_else = false;
        for (uint32_t k = 0; name && k < c.names.n; k++) {
            is_else |= c.else_[k] && name == c.names.v[k];
            is_told |= is_chosen && c.own[k] && name != c.names.v[k] &&
                       are_told_apart(j, name, c.names.v[k]);
        }
        if (is_told || is_else)
            j->doubts[subject] |= CP_JOIN_TORN;
    }
}

/* Which other subject has the name and the chassis id that this one claims, and knows nothing of
 * the hardware address; rather one that has an address of the internet. + 1; 0 none. */
static uint32_t claimed(const joiner *j, const uint32_t *at, uint32_t subject, uint32_t chassis,
                        uint32_t mac)
{
    uint32_t first = at[chassis], end = first ? cp_join_edge_end(j, first - 1) : 0, found = 0;
    for (uint32_t i = first; first && i <= end && i - first < ROWS_MAX; i++) {
        uint32_t other = j->edges.v[i - 1].subject;
        const cp_obs_subject *x = cp_obs_subject_at(j->s, other);
        bool has_mac = false, has_ip = ident_of(j, other, CP_IDENT_IP) > 0;
        for (uint32_t k = 0; k < x->n_idents; k++)
            has_mac |= cp_obs_ident_at(j->s, x->first_ident + k) ==
                       ((uint32_t)CP_IDENT_MAC << CP_OBS_IDENT_TEXT_BITS | mac);
        if (!has_mac && j->name_of[other] == j->name_of[subject] && (found == 0 || has_ip))
            found = other + 1;
    }
    return found;
}

/* Are there addresses of both, and none in common? */
static bool is_at_other_address(const joiner *j, uint32_t a, uint32_t b)
{
    return ident_of(j, a, CP_IDENT_IP) && ident_of(j, b, CP_IDENT_IP) &&
           !shares_kind_of(j, a, b, CP_IDENT_IP);
}

/* A chassis id beside a hardware address of another block, which others know as somebody else's:
 * who speaks so calls himself what he is not. */
static void doubt_claim(joiner *j, const uint32_t *at, uint32_t first, uint32_t end)
{
    cp_mac own, chassis;
    if (!cp_mac_parse(cp_obs_str(j->s, j->edges.v[first].text), &own))
        return;
    for (uint32_t i = first; i < end && end - first <= ROWS_MAX; i++) {
        uint32_t subject = j->edges.v[i].subject;
        cp_join_key name = j->name_of[subject];
        uint32_t text = ident_of(j, subject, CP_IDENT_CHASSIS);
        if (!name || !text || !cp_mac_parse(cp_obs_str(j->s, text - 1), &chassis) ||
            is_same_block(own, chassis))
            continue;
        uint32_t whose = claimed(j, at, subject, text - 1, j->edges.v[first].text);
        for (uint32_t k = first; k < end; k++) {
            uint32_t other = j->edges.v[k].subject;
            cp_join_key its = j->name_of[other];
            if (ident_of(j, other, CP_IDENT_CHASSIS))
                continue;
            if ((its && its != name && (whose || are_told_apart(j, name, its))) ||
                (whose && is_at_other_address(j, other, whose - 1)))
                j->doubts[subject] |= CP_JOIN_TORN;
        }
    }
}

/* at, at_chassis: text -> its first edge + 1 */
static void doubt_all(joiner *j, const uint32_t *at, const uint32_t *at_chassis)
{
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        if (end - i < 2)
            continue;
        if (j->edges.v[i].stage == S_SERIAL)
            doubt_serial(j, at, i, end);
        else if (j->edges.v[i].stage == S_CHASSIS)
            doubt_chassis(j, i, end);
        else if (j->edges.v[i].stage == S_MAC)
            doubt_claim(j, at_chassis, i, end);
    }
}

/* An address that DHCP does not give, and one name alone in the tables that have it: who has no
 * name and is seen there is probably called so. A card that was moved is seen where another device
 * is. */
static void imply_names(joiner *j, uint32_t first, uint32_t end)
{
    name_list l = { .n = 0 };
    bool is_leased = false;
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        is_leased |= j->hints[subject].is_leased;
        if (j->hints[subject].is_written && !(j->doubts[subject] & CP_JOIN_TORN))
            add_name(&l, j->name_of[subject]);
    }
    for (uint32_t i = first; i < end && l.n == 1 && !is_leased; i++) {
        cp_join_key *to = &j->implied[j->edges.v[i].subject];
        *to = *to && *to != l.v[0] ? NO_NAME : l.v[0];
    }
}

void cp_join_doubt(joiner *j)
{
    if (j->named.n)
        qsort(j->named.v, j->named.n, sizeof *j->named.v, by_name);
    if (j->rows.n)
        qsort(j->rows.v, j->rows.n, sizeof *j->rows.v, by_name);
    if (j->numbered.n)
        qsort(j->numbered.v, j->numbered.n, sizeof *j->numbered.v, by_name);
    if (j->named.n == 0)
        return;
    uint32_t *at = CP_NEW_ARRAY(j->work, uint32_t, j->s->texts.n);
    uint32_t *at_chassis = CP_NEW_ARRAY(j->work, uint32_t, j->s->texts.n);
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        if (j->edges.v[i].stage == S_MAC)
            at[j->edges.v[i].text] = i + 1;
        if (j->edges.v[i].stage == S_CHASSIS)
            at_chassis[j->edges.v[i].text] = i + 1;
    }
    doubt_all(j, at, at_chassis);
    uint32_t *n_doubted = CP_NEW_ARRAY(j->work, uint32_t, j->s->froms.n);
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        n_doubted[cp_obs_subject_at(j->s, i)->from] += j->doubts[i] & CP_JOIN_TORN;
        j->doubts[i] &= (uint8_t)~CP_JOIN_TORN;
    }
    j->n_doubted = n_doubted;
    doubt_all(j, at, at_chassis);
    j->implied = CP_NEW_ARRAY(j->work, cp_join_key, j->s->subjects.n);
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        if (j->edges.v[i].stage == S_IP)
            imply_names(j, i, end);
    }
}

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
        cp_join_lease x = { .subject = r->subject, .scope = realm_of(j, r->subject) };
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

/* The first of those that are not before x. */
static uint32_t find_lease(const cp_join_lease *v, uint32_t n, const cp_join_lease *x,
                           int (*order)(const void *, const void *))
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (order(&v[middle], x) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first lease of that address, and their end. */
static uint32_t leases_at(const joiner *j, const edge *e, uint32_t *end)
{
    cp_join_lease x = { .text = e->text, .scope = e->scope };
    uint32_t first = find_lease(j->leases.v, j->leases.n, &x, by_address);
    *end = first;
    while (*end < j->leases.n && j->leases.v[*end].text == e->text &&
           j->leases.v[*end].scope == e->scope)
        ++*end;
    return first;
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
            bool is_tie = before && v[i].last_at == before_at && before != v[i].root + 1;
            before = is_tie ? 0 : v[i].root + 1;
            before_at = v[i].last_at;
        } else if (v[i].first_at > last_at && v[i].first_at <= after_at) {
            bool is_tie = after && v[i].first_at == after_at && after != v[i].root + 1;
            after = is_tie ? 0 : v[i].root + 1;
            after_at = v[i].first_at;
        }
    }
    if (before && (before == after || before_at == last_at))
        return before;
    bool is_near = before && first_at - before_at <= NEAR_S;
    bool is_near_after = after && after_at - last_at <= NEAR_S;
    return is_near == is_near_after ? 0 : is_near ? before : after;
}

/* Of an address that passed from one to the next: each that is known by nothing else goes to whom
 * it was at that time. */
static void take_in_time(joiner *j, uint32_t first, uint32_t end)
{
    CP_VEC(sighting) seen = { 0 }, others = { 0 };
    cp_arena *work = cp_arena_new(0);
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject, r = cp_join_find(j->v, subject);
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
        cp_vec_push(work, &seen,
                    ((sighting){ l->first_at, l->last_at, cp_join_find(j->v, l->subject) }));
    }
    if (seen.n > SIGHTINGS_MAX || others.n > SIGHTINGS_MAX)
        seen.n = others.n = 0;
    if (seen.n)
        qsort(seen.v, seen.n, sizeof *seen.v, by_time);
    for (uint32_t i = 0; i < seen.n; i++) /* an address that its owner chose, seen again */
        for (uint32_t k = 0; k < i && seen.n <= ROOTS_MAX; k++) {
            uint32_t a = cp_join_find(j->v, seen.v[i].root), b = cp_join_find(j->v, seen.v[k].root);
            if (a != b && j->v[a].own_mac && j->v[a].own_mac == j->v[b].own_mac &&
                !j->v[a].n_macs && !j->v[b].n_macs)
                cp_join_unite(j, CP_IDENT_IP, j->edges.v[first].text, a, b);
        }
    if (others.n)
        qsort(others.v, others.n, sizeof *others.v, by_root);
    for (uint32_t i = 0, next; i < others.n; i = next) {
        uint32_t holder = 0;
        bool is_one = true;
        for (next = i; next < others.n && others.v[next].root == others.v[i].root; next++) {
            uint32_t h = holder_at(seen.v, seen.n, others.v[next].first_at, others.v[next].last_at);
            h = h ? cp_join_find(j->v, h - 1) + 1 : 0;
            is_one &= !h || !holder || h == holder;
            holder = h ? h : holder;
        }
        if (holder && is_one)
            cp_join_unite(j, CP_IDENT_IP, j->edges.v[first].text, holder - 1, others.v[i].root);
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
        uint32_t subject = j->edges.v[i].subject, mac = ident_of(j, subject, CP_IDENT_MAC);
        if (!(j->doubts[subject] & CP_JOIN_VIRTUAL) ||
            is_holder(&j->v[cp_join_find(j->v, subject)]))
            continue;
        text = text ? text : mac;
        if (mac == text)
            cp_vec_push(j->work, &j->roots, subject);
        kept++;
    }
    for (uint32_t i = 1; i < kept && j->roots.n == kept; i++)
        cp_join_unite(j, CP_IDENT_IP, j->edges.v[first].text, j->roots.v[0], j->roots.v[i]);
    return true;
}

static bool names_differ(const joiner *j)
{
    name_list l = { .n = 0 };
    for (uint32_t i = 0; i < j->roots.n; i++)
        add_names(&l, &j->v[j->roots.v[i]]);
    return has_two(j, &l);
}

/* A device of which one sees now this and now that address: but all of them out of its blocks. */
static bool is_of_other_block(const joiner *j)
{
    uint32_t v[CP_JOIN_BLOCKS + 1], n = 0, n_roots = 0;
    bool is_common = false;
    for (uint32_t i = 0; i < j->roots.n; i++) {
        const root *x = &j->v[j->roots.v[i]];
        n_roots += x->n_macs > 0;
        is_common |= x->has_many_blocks;
        for (uint32_t k = 0; k < CP_JOIN_BLOCKS && x->blocks[k]; k++) {
            for (uint32_t m = 0; m < n; m++)
                is_common |= v[m] == x->blocks[k] && n_roots > 1;
            if (n <= CP_JOIN_BLOCKS)
                v[n++] = x->blocks[k];
        }
    }
    return n_roots > 1 && !is_common;
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
        uint32_t r = cp_join_find(j->v, j->edges.v[i].subject), d = cp_join_find(j->v, device);
        const root *x = &j->v[d], *y = &j->v[r];
        if (r == d || y->is_heard || j->doubts[j->edges.v[i].subject] & CP_JOIN_TORN)
            continue;
        if (!y->n_macs || !x->n_macs || x->mac_low >= y->mac_high + NEXT_TO ||
            y->mac_low >= x->mac_high + NEXT_TO || (x->serial && y->serial) ||
            (found && found != r + 1))
            return;
        found = r + 1;
    }
    if (!found)
        return;
    j->roots.n = 0;
    cp_vec_push(j->work, &j->roots, cp_join_find(j->v, device));
    cp_vec_push(j->work, &j->roots, found - 1);
    tally t = cp_join_count(j);
    if (!names_differ(j) && !t.wires_differ && !t.labels_differ && t.chassis_macs < 2)
        cp_join_unite(j, CP_IDENT_IP, j->edges.v[first].text, device, found - 1);
}

void cp_join_take_ip(joiner *j, uint32_t first, uint32_t end)
{
    bool is_leased = false;
    for (uint32_t i = 0; i < j->roots.n; i++)
        is_leased |= j->v[j->roots.v[i]].is_leased;
    uint32_t last_lease;
    is_leased |= leases_at(j, &j->edges.v[first], &last_lease) < last_lease;
    if (take_virtual(j, first, end)) {
        cp_join_tell(j, first, end, CP_DIFFER_PLACE);
        return;
    }
    tally t = cp_join_count(j);
    bool is_contradicted = cp_join_is_ip_contradicted(&t) || names_differ(j) || is_mac_written(j) ||
                           is_of_other_block(j);
    if (!is_contradicted && !is_leased) {
        cp_join_unite_all(j);
        return;
    }
    if (is_contradicted)
        cp_join_tell(j, first, end,
                     cp_join_differ(j) | (names_differ(j) ? CP_DIFFER_NAME : 0) |
                         (is_of_other_block(j) || is_mac_written(j) ? CP_DIFFER_MAC : 0) |
                         (is_leased ? CP_DIFFER_TIME : 0));
    if (!is_leased) { /* what people wrote does not part what was heard */
        cp_join_keep_heard(j);
        t = cp_join_count(j);
        if (!cp_join_is_ip_contradicted(&t) && !names_differ(j) && !is_of_other_block(j)) {
            cp_join_unite_all(j);
            if (j->roots.n)
                take_neighbour(j, first, end, j->roots.v[0]);
            return;
        }
    }
    take_in_time(j, first, end);
}

/* --- keys of certificates
 * ------------------------------------------------------------------------- */

/* Has one source the key of two at once, or have too many it? Then it is no device's own. */
static bool is_shared_key(joiner *j, uint32_t first, uint32_t end)
{
    if (j->roots.n > KEY_ROOTS_MAX || end - first > ROWS_MAX)
        return true;
    for (uint32_t i = first; i < end; i++)
        for (uint32_t k = first; k < i; k++) {
            uint32_t a = j->edges.v[i].subject, b = j->edges.v[k].subject;
            if (cp_obs_subject_at(j->s, a)->from == cp_obs_subject_at(j->s, b)->from &&
                cp_join_find(j->v, a) != cp_join_find(j->v, b))
                return true;
        }
    return false;
}

void cp_join_take_key(joiner *j, uint32_t first, uint32_t end)
{
    tally t = cp_join_count(j);
    bool is_shared = is_shared_key(j, first, end);
    if (is_shared || cp_join_is_ip_contradicted(&t) || names_differ(j))
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
        if (kind == CP_IDENT_MAC && cp_mac_parse(text, &mac) && cp_mac_is_identity(mac))
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
    facts f = { .ids = { 0 } };
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
        cp_join_lease of = { .subject = m - 1 };
        for (uint32_t k = find_lease(j->leases_of.v, j->leases_of.n, &of, by_subject);
             k < j->leases_of.n && j->leases_of.v[k].subject == m - 1; k++)
            cp_vec_push(work, &f.ids,
                        (uint32_t)CP_IDENT_IP << CP_OBS_IDENT_TEXT_BITS | j->leases_of.v[k].text);
        for (uint32_t k = 0; k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
            cp_ident_kind kind = cp_obs_ident_kind(id);
            if (kind != CP_IDENT_HOSTNAME && kind != CP_IDENT_AGENT && kind != CP_IDENT_FCC_ID &&
                kind != CP_IDENT_ASN)
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
    return a->macs.n && b->macs.n && !are_near(a->macs.v, a->macs.n, b->macs.v, b->macs.n, NEXT_TO);
}

/* Have they addresses of one /24 (of IPv6 of one /64)? */
static bool is_one_subnet(const facts *a, const facts *b)
{
    return are_near(a->nets4.v, a->nets4.n, b->nets4.v, b->nets4.n, 1) ||
           are_near(a->nets6.v, a->nets6.n, b->nets6.v, b->nets6.n, 1);
}

static bool is_supported(const facts *a, const facts *b)
{
    return is_one_subnet(a, b) || has_common(a->products, b->products) ||
           has_common(a->sites, b->sites) || has_common(a->labels, b->wires) ||
           has_common(a->wires, b->labels) || shares_ident(a, b);
}

static char fold(char c)
{
    switch (c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c) {
    case 'O': return '0';
    case 'I':
    case 'L': return '1';
    case 'S': return '5';
    case 'B': return '8';
    case 'Z': return '2';
    case '_': return '-';
    }
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Is one the other as a person types it: two signs in the wrong order, one left out, or signs that
 * look alike? Not one sign for another: the next device of the same batch differs so. */
bool cp_join_is_mistyped(cp_str a, cp_str b)
{
    size_t i = 0, n = a.n < b.n ? a.n : b.n;
    if (n < MISTYPED_MIN || (a.n > b.n ? a.n - b.n : b.n - a.n) > 1)
        return false;
    while (i < n && fold(a.p[i]) == fold(b.p[i]))
        i++;
    if (a.n == b.n && i + 1 < n && fold(a.p[i]) == fold(b.p[i + 1]) &&
        fold(a.p[i + 1]) == fold(b.p[i]))
        i += 2;
    else if (a.n == b.n && i < n)
        return false;
    size_t p = i + (a.n > b.n), q = i + (b.n > a.n);
    while (p < a.n && q < b.n && fold(a.p[p]) == fold(b.p[q])) {
        p++;
        q++;
    }
    return p == a.n && q == b.n;
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

/* Do they stand in other places, or have other references? */
static bool are_elsewhere(const facts *a, const facts *b)
{
    return (a->sites[0] && b->sites[0] && !has_common(a->sites, b->sites)) ||
           (has_kind(a, CP_IDENT_IP) && has_kind(b, CP_IDENT_IP) && !is_one_subnet(a, b)) ||
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

static bool do_differ(const joiner *j, const facts *v, uint32_t i, uint32_t k)
{
    const root *a = &j->v[j->roots.v[i]], *b = &j->v[j->roots.v[k]];
    bool wires = a->wire && b->wire && a->wire != b->wire && a->wire_weight >= MAKER_SURE &&
                 b->wire_weight >= MAKER_SURE;
    return wires || (a->label && b->label && a->label != b->label) ||
           (a->has_chassis_mac && b->has_chassis_mac) || (a->has_engine && b->has_engine) ||
           have_other_serials(j, a, b) || have_other_macs(&v[i], &v[k]) ||
           (is_in_one_source(&v[i], &v[k]) && !is_new_address(a, b, &v[i], &v[k])) ||
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
        uint32_t text = ident_of(j, of[i].subject, CP_IDENT_HOSTNAME);
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
    uint32_t n = j->roots.n, set[ROOTS_MAX];
    cp_arena *work = cp_arena_new(0);
    facts *v = CP_NEW_ARRAY(work, facts, n);
    bool differ = false, *is_torn = CP_NEW_ARRAY(work, bool, n);
    uint32_t text = called(j, of, n_of);
    for (uint32_t i = 0; i < n; i++)
        v[i] = facts_of(j, work, j->roots.v[i]);
    for (uint32_t i = 0; i < n_of; i++)
        for (uint32_t k = 0; k < n; k++)
            if (j->roots.v[k] == j->root_before[of[i].subject])
                cp_vec_push(work, &v[k].froms, of[i].from);
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
        if (j->v[r].seen == j->n_met)
            continue;
        j->v[r].seen = j->n_met;
        cp_vec_push(j->work, &j->roots, r);
    }
    if (j->roots.n >= 2 && j->roots.n <= ROOTS_MAX)
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
        uint32_t r = j->root_before[i] = cp_join_find(j->v, i);
        j->next_member[i] = j->first_member[r];
        j->first_member[r] = i + 1;
    }
}

static int by_key(const void *x, const void *y)
{
    const named *a = x, *b = y;
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
    qsort(v, n, sizeof *v, by_key);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && v[end].key == v[i].key;)
            end++;
        take_name(j, v + i, end - i);
    }
}
