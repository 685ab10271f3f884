/* SPDX-License-Identifier: Apache-2.0 */
/* join_doubt.c - see join_in.h: names part, and what one subject says may belong to two things.
 *
 * Names do not join by themselves, but they part. A table that has two names in two rows knows two
 * things; so an identifier under which both of them stand was copied, moved or typed wrongly:
 *
 *     register.csv:  core-1 ..              seen: {serial 9, core-1}  {serial 9, core-2}
 *                    core-2 ..              -> the serial number is of neither more than of the
 *                                              other: conflict, nobody is joined */
#include <stdlib.h>
#include "base/sort.h"
#include "identify/join_in.h"

typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_named named;

#define NO_NAME UINT64_MAX

enum {
    DOUBTED = CP_JOIN_TORN | CP_JOIN_SLIPPED,
    SLIP_ROWS_MAX = 16,  /* between two rows in doubt */
    NAMES_MAX = 8,       /* of one identifier are compared; more is an identifier of everybody */
    SPEAKERS_MAX = 1024, /* of one chassis id are compared with who else is called so */
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
    for (end = low; end < n && end - low < CP_JOIN_ROWS_MAX && v[end].key == key;)
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
uint32_t cp_join_ident_of(const joiner *j, uint32_t subject, cp_ident_kind kind)
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

/* Hardware addresses under which what is called so was heard, but for one; none if they are too
 * many to be one thing's. */
typedef struct heard_macs {
    uint32_t v[NAMES_MAX], n; /* texts + 1 */
} heard_macs;

static heard_macs macs_of_name(const joiner *j, cp_join_key name, uint32_t but)
{
    heard_macs out = { .n = 0 };
    uint32_t n;
    const named *v = find_named(j->named.v, j->named.n, name, &n);
    for (uint32_t i = 0; i < n && n < CP_JOIN_ROWS_MAX; i++) {
        const cp_join_hint *h = &j->hints[v[i].subject];
        uint32_t mac = cp_join_ident_of(j, v[i].subject, CP_IDENT_MAC), k = 0;
        while (k < out.n && out.v[k] != mac)
            k++;
        if (!mac || mac == but || k < out.n || h->is_written || h->is_table)
            continue;
        if (out.n == NAMES_MAX)
            return (heard_macs){ .n = 0 };
        out.v[out.n++] = mac;
    }
    return out;
}

/* Has each of the two been heard under an address of its own besides, none of them the other's?
 * Then this one is neither's: a docking station, an adapter that is handed round. Who was renamed
 * has its other addresses under both names. */
static bool has_each_another_mac(const joiner *j, cp_join_key a, cp_join_key b, uint32_t mac)
{
    heard_macs x = macs_of_name(j, a, mac), y = macs_of_name(j, b, mac);
    for (uint32_t i = 0; i < x.n; i++)
        for (uint32_t k = 0; k < y.n; k++)
            if (x.v[i] == y.v[k])
                return false;
    return x.n && y.n;
}

static bool is_handed_round(const joiner *j, const name_list *l, uint32_t mac)
{
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t k = i + 1; k < l->n; k++)
            if (has_each_another_mac(j, l->v[i], l->v[k], mac))
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
    name_list l = { .n = 0 };
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        cp_join_key name = j->name_of[subject];
        if (is_mac && j->doubts[subject] & CP_JOIN_ROUND)
            return true;
        if (j->doubts[subject] & CP_JOIN_TORN ||
            (of != CP_JOIN_OF_ALL && j->hints[subject].is_written))
            continue;
        if (!name && is_implied)
            name = j->implied[subject] == NO_NAME ? 0 : j->implied[subject];
        add_name(&l, name);
    }
    return has_two(j, &l) || (is_mac && is_handed_round(j, &l, e->text + 1));
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
    name_list l = { .n = 0 };
    for (uint32_t i = 0; i < j->roots.n; i++)
        add_names(&l, &j->v[j->roots.v[i]]);
    return has_two(j, &l);
}

/* --- what belongs to two
 * ------------------------------------------------------------------------ */

static bool has_serial_beside(const joiner *j, uint32_t subject, uint32_t serial)
{
    uint32_t other = cp_join_ident_of(j, subject, CP_IDENT_SERIAL);
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
    for (uint32_t i = 0; n < CP_JOIN_ROWS_MAX && i < n; i++)
        if (counts(j, v[i].subject, subject) && has_serial_beside(j, v[i].subject, serial))
            return true;
    return false;
}

/* Some CP_JOIN_ROWS_MAX of one edge are looked at, which may have a million. */
static uint32_t some_end(const joiner *j, uint32_t first)
{
    const cp_join_edge *e = &j->edges.v[first];
    uint32_t i = first + 1;
    while (i < j->edges.n && i - first < CP_JOIN_ROWS_MAX && j->edges.v[i].stage == e->stage &&
           j->edges.v[i].text == e->text && j->edges.v[i].scope == e->scope)
        i++;
    return i;
}

/* The same of what has that hardware address. */
static bool has_mac_other_serial(const joiner *j, uint32_t mac, uint32_t subject, uint32_t serial)
{
    uint32_t first = mac ? j->at_mac[mac - 1] : 0;
    uint32_t end = first ? some_end(j, first - 1) : 0;
    for (uint32_t i = first; first && i <= end; i++)
        if (counts(j, j->edges.v[i - 1].subject, subject) &&
            has_serial_beside(j, j->edges.v[i - 1].subject, serial))
            return true;
    return false;
}

static bool has_ident(const joiner *j, uint32_t subject, cp_ident_kind kind, uint32_t text)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    for (uint32_t k = 0; k < x->n_idents; k++) {
        cp_obs_ident id = cp_obs_ident_at(j->s, x->first_ident + k);
        if (cp_obs_ident_kind(id) == kind && cp_obs_ident_text(id) == text)
            return true;
    }
    return false;
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

/* Was the row's hardware address heard, and is it one of the maker's that the row names, or at the
 * row's address? */
static bool is_mac_confirmed(const joiner *j, uint32_t subject)
{
    uint32_t mac = cp_join_ident_of(j, subject, CP_IDENT_MAC), first = mac ? j->at_mac[mac - 1] : 0;
    uint32_t end = first ? some_end(j, first - 1) : 0;
    const cp_join_hint *h = &j->hints[subject];
    for (uint32_t i = first; first && i <= end; i++) {
        uint32_t other = j->edges.v[i - 1].subject;
        if (!j->hints[other].is_written &&
            ((h->label && h->label == h->block) || shares_kind_of(j, subject, other, CP_IDENT_IP)))
            return true;
    }
    return false;
}

/* Does another source know the name and an address of the subject as one thing's, or the name where
 * the row has it, and what has the serial number elsewhere? */
static bool is_name_confirmed(const joiner *j, uint32_t subject)
{
    uint32_t n = 0, from = cp_obs_subject_at(j->s, subject)->from;
    uint32_t site = j->doubts[subject] & CP_JOIN_ODD ? j->hints[subject].site : 0;
    cp_join_key name = j->name_of[subject];
    const named *v = name ? find_named(j->named.v, j->named.n, name, &n) : NULL;
    for (uint32_t i = 0; n < CP_JOIN_ROWS_MAX && i < n; i++)
        if (v[i].from != from && (shares_kind_of(j, subject, v[i].subject, CP_IDENT_MAC) ||
                                  shares_kind_of(j, subject, v[i].subject, CP_IDENT_IP) ||
                                  (site && j->hints[v[i].subject].site == site)))
            return true;
    return false;
}

/* What all other sources agree on of what has a serial number; 0 they do not, or nobody says. */
typedef struct whereabouts {
    uint32_t site, maker;
} whereabouts;

static void agree(uint32_t *to, bool *is_split, uint32_t x)
{
    *is_split |= x && *to && x != *to;
    *to = x ? x : *to;
}

static uint32_t maker_of(const cp_join_hint *h)
{
    return h->label ? h->label : h->wire_weight >= MAKER_SURE ? h->wire : 0;
}

static whereabouts others_say(const joiner *j, uint32_t first, uint32_t end, uint32_t subject)
{
    whereabouts w = { 0, 0 };
    bool is_site_split = false, is_maker_split = false;
    uint32_t from = cp_obs_subject_at(j->s, subject)->from;
    for (uint32_t k = first; k < end; k++) {
        const cp_join_hint *h = &j->hints[j->edges.v[k].subject];
        if (cp_obs_subject_at(j->s, j->edges.v[k].subject)->from == from)
            continue;
        agree(&w.site, &is_site_split, h->site);
        agree(&w.maker, &is_maker_split, maker_of(h));
    }
    return (whereabouts){ is_site_split ? 0 : w.site, is_maker_split ? 0 : w.maker };
}

static bool are_other(uint32_t a, uint32_t b) { return a && b && a != b; }

static bool is_next_to(cp_mac a, cp_mac b)
{
    uint64_t low = cp_mac_u64(a), high = cp_mac_u64(b);
    return (low > high ? low - high : high - low) < CP_JOIN_NEXT_TO;
}

static bool are_macs_near(const joiner *j, uint32_t a, uint32_t b)
{
    cp_mac x, y;
    return !cp_mac_parse(cp_obs_str(j->s, a - 1), &x) ||
           !cp_mac_parse(cp_obs_str(j->s, b - 1), &y) || is_next_to(x, y);
}

/* Its serial number is not its own: where the rest of the row is another thing's as a whole, that
 * is what it is about. */
static void doubt_row(joiner *j, uint32_t subject)
{
    bool is_confirmed = is_name_confirmed(j, subject) || is_mac_confirmed(j, subject);
    j->doubts[subject] |= is_confirmed ? CP_JOIN_SLIPPED : CP_JOIN_TORN;
}

/* What others say of the serial number of a row. */
typedef struct serial_word {
    bool is_backed;    /* another source gives it to the same name or address */
    bool is_denied;    /* to another one */
    bool is_other_mac; /* to an address that no device has beside the row's */
} serial_word;

static serial_word hear_others(const joiner *j, uint32_t first, uint32_t end, uint32_t subject)
{
    serial_word w = { .is_backed = false };
    uint32_t mac = cp_join_ident_of(j, subject, CP_IDENT_MAC);
    cp_join_key name = j->name_of[subject];
    for (uint32_t k = first; k < end; k++) {
        uint32_t other = j->edges.v[k].subject, its_mac = cp_join_ident_of(j, other, CP_IDENT_MAC);
        cp_join_key its = j->name_of[other];
        bool same_source =
            cp_obs_subject_at(j->s, other)->from == cp_obs_subject_at(j->s, subject)->from;
        if (!counts(j, other, subject))
            continue;
        bool other_mac = mac && its_mac && its_mac != mac;
        bool far_mac = other_mac && !are_macs_near(j, mac, its_mac);
        w.is_backed |= !same_source && ((name && its == name) || (mac && its_mac == mac));
        w.is_denied |= its && name && are_told_apart(j, name, its);
        w.is_denied |= same_source ? far_mac : other_mac; /* one table, and the number twice */
        w.is_other_mac |= !same_source && far_mac;
    }
    return w;
}

/* A row whose serial number others give to another name or address, and whose name or address they
 * give another serial number, or which is at another site than they say: a cell that slipped. If
 * another source says the same, it is none. */
static void doubt_serial(joiner *j, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end && end - first <= CP_JOIN_ROWS_MAX; i++) {
        uint32_t subject = j->edges.v[i].subject, serial = j->edges.v[first].text + 1;
        if (!j->hints[subject].is_written)
            continue;
        const cp_join_hint *h = &j->hints[subject];
        uint32_t mac = cp_join_ident_of(j, subject, CP_IDENT_MAC);
        whereabouts others = others_say(j, first, end, subject);
        cp_join_key name = j->name_of[subject];
        serial_word w = hear_others(j, first, end, subject);
        bool is_away = are_other(others.site, h->site);
        bool is_odd = is_away || are_other(others.maker, h->label);
        j->doubts[subject] |= (uint8_t)((w.is_backed ? CP_JOIN_BACKED : 0) |
                                        (is_odd && !w.is_backed ? CP_JOIN_ODD : 0));
        if (!w.is_backed &&
            ((w.is_denied && ((name && has_other_serial(j, name, subject, serial)) ||
                              (mac && has_mac_other_serial(j, mac, subject, serial)))) ||
             (w.is_other_mac && is_away)))
            doubt_row(j, subject);
    }
}

/* Has it hardware addresses, and this one is neither one of them nor next to one? Nor one of them
 * as a person mistypes it. */
static bool has_other_macs(const joiner *j, uint32_t subject, cp_mac mac)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    cp_str text = cp_mac_text(j->work, mac);
    bool has_any = false;
    cp_mac its;
    for (uint32_t k = 0; k < x->n_idents; k++) {
        if (!cp_obs_ident_mac(j->s, cp_obs_ident_at(j->s, x->first_ident + k), &its))
            continue;
        if (is_next_to(mac, its) || cp_join_is_mistyped(text, cp_mac_text(j->work, its)))
            return false;
        has_any = true;
    }
    return has_any;
}

/* A serial number that is a hardware address, and beside it another one: of two things. */
static void doubt_mac_rows(joiner *j)
{
    cp_vec_each(x, &j->mac_rows)
    {
        if (has_other_macs(j, x->subject, x->mac))
            doubt_row(j, x->subject);
    }
}

static bool is_same_block(cp_mac a, cp_mac b) { return cp_mac_u64(a) >> 24 == cp_mac_u64(b) >> 24; }

/* Who tells of a serial number or an engine speaks of itself; a neighbour's neighbour does not. */
static bool is_own_word(const joiner *j, uint32_t subject)
{
    return !j->hints[subject].is_written && (cp_join_ident_of(j, subject, CP_IDENT_SERIAL) ||
                                             cp_join_ident_of(j, subject, CP_IDENT_ENGINE_ID));
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
    for (uint32_t i = 0; i < n && n < CP_JOIN_ROWS_MAX && end - first <= SPEAKERS_MAX; i++) {
        uint32_t subject = v[i].subject;
        if (cp_join_ident_of(j, subject, CP_IDENT_CHASSIS) == chassis)
            continue;
        for (uint32_t k = first; k < end; k++)
            if (is_own_word(j, j->edges.v[k].subject) &&
                has_any_of(j, subject, j->edges.v[k].subject))
                return false;
        is_known |= cp_join_ident_of(j, subject, CP_IDENT_SERIAL) ||
                    cp_join_ident_of(j, subject, CP_IDENT_MAC) ||
                    cp_join_ident_of(j, subject, CP_IDENT_IP);
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

/* Does a subject have the name and the chassis id that this one claims, and know nothing of the
 * hardware address? And have those that do addresses of the internet, but none that `at` has? */
typedef struct claimed {
    bool is_known, is_elsewhere;
} claimed;

static claimed look_up(const joiner *j, uint32_t subject, uint32_t chassis, uint32_t mac,
                       uint32_t at)
{
    uint32_t first = j->at_chassis[chassis], end = first ? some_end(j, first - 1) : 0;
    bool has_ip = false, is_shared = false, is_known = false;
    for (uint32_t i = first; first && i <= end; i++) {
        uint32_t other = j->edges.v[i - 1].subject;
        if (has_ident(j, other, CP_IDENT_MAC, mac) || j->name_of[other] != j->name_of[subject])
            continue;
        is_known = true;
        has_ip |= cp_join_ident_of(j, other, CP_IDENT_IP) > 0;
        is_shared |= shares_kind_of(j, other, at, CP_IDENT_IP);
    }
    return (claimed){ is_known, has_ip && !is_shared && cp_join_ident_of(j, at, CP_IDENT_IP) > 0 };
}

/* A chassis id beside a hardware address of another block, which others know as somebody else's:
 * who speaks so calls himself what he is not. */
static void doubt_claim(joiner *j, uint32_t first, uint32_t end)
{
    cp_mac own, chassis;
    if (!cp_mac_parse(cp_obs_str(j->s, j->edges.v[first].text), &own))
        return;
    for (uint32_t i = first; i < end && end - first <= CP_JOIN_ROWS_MAX; i++) {
        uint32_t subject = j->edges.v[i].subject;
        cp_join_key name = j->name_of[subject];
        uint32_t text = cp_join_ident_of(j, subject, CP_IDENT_CHASSIS);
        if (!name || !text || !cp_mac_parse(cp_obs_str(j->s, text - 1), &chassis) ||
            is_same_block(own, chassis))
            continue;
        for (uint32_t k = first; k < end; k++) {
            uint32_t other = j->edges.v[k].subject;
            cp_join_key its = j->name_of[other];
            if (cp_join_ident_of(j, other, CP_IDENT_CHASSIS))
                continue;
            claimed c = look_up(j, subject, text - 1, j->edges.v[first].text, other);
            if ((its && its != name && (c.is_known || are_told_apart(j, name, its))) ||
                c.is_elsewhere)
                j->doubts[subject] |= CP_JOIN_TORN;
        }
    }
}

static void doubt_all(joiner *j)
{
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        if (end - i < 2)
            continue;
        if (j->edges.v[i].stage == S_SERIAL)
            doubt_serial(j, i, end);
        else if (j->edges.v[i].stage == S_CHASSIS)
            doubt_chassis(j, i, end);
        else if (j->edges.v[i].stage == S_MAC)
            doubt_claim(j, i, end);
    }
    doubt_mac_rows(j);
}

/* An address that DHCP does not give, and one name alone in the tables that have it: who has no
 * name and is seen there is probably called so. A card that was moved is seen where another device
 * is. */
static void imply_names(joiner *j, uint32_t first, uint32_t end)
{
    name_list l = { .n = 0 };
    bool is_leased = cp_join_has_lease(j, &j->edges.v[first]);
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

/* --- columns that slipped
 * ------------------------------------------------------------------------ */

typedef struct table_row {
    uint64_t pos;
    uint32_t from, subject;
} table_row;

typedef CP_VEC(table_row) table_rows;

static int by_line(const void *x, const void *y)
{
    const table_row *a = x, *b = y;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->pos != b->pos)
        return a->pos < b->pos ? -1 : 1;
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

/* Rows of tables in which several are in doubt, or elsewhere or another's than others say. */
static table_rows list_table_rows(const joiner *j)
{
    table_rows v = { 0 };
    uint32_t *n_odd = CP_NEW_ARRAY(j->work, uint32_t, j->s->froms.n);
    for (uint32_t i = 0; i < j->s->subjects.n; i++)
        n_odd[cp_obs_subject_at(j->s, i)->from] += (j->doubts[i] & (DOUBTED | CP_JOIN_ODD)) > 0;
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        const cp_obs_subject *x = cp_obs_subject_at(j->s, i);
        if (n_odd[x->from] >= 2 && j->hints[i].is_written && x->chain)
            cp_vec_push(
                j->work, &v,
                ((table_row){ cp_obs_row_pos(cp_obs_row_at(j->s, x->chain - 1)), x->from, i }));
    }
    if (v.n)
        qsort(v.v, v.n, sizeof *v.v, by_line);
    return v;
}

/* Would the row's serial number be where the other one stands? */
static bool fits(const joiner *j, const table_row *row, const table_row *other)
{
    uint32_t serial = cp_join_ident_of(j, row->subject, CP_IDENT_SERIAL);
    uint32_t first = serial ? j->at_serial[serial - 1] : 0;
    if (row->from != other->from || !(j->doubts[row->subject] & CP_JOIN_ODD) || !first)
        return false;
    whereabouts w = others_say(j, first - 1, some_end(j, first - 1), row->subject);
    const cp_join_hint *h = &j->hints[row->subject], *its = &j->hints[other->subject];
    return !are_other(w.site, its->site) && !are_other(w.maker, its->label) &&
           ((are_other(w.site, h->site) && its->site) ||
            (are_other(w.maker, h->label) && its->label));
}

/* Rows that follow each other, and the serial number of each is one of where, and of whose, the
 * next one (step 1) or the one before it (-1) is: things do not change their places so. */
static void doubt_shifted(joiner *j, const table_rows *v, int step)
{
    bool before = false;
    for (uint32_t i = 0; i < v->n; i++) {
        bool has_next = step > 0 ? i + 1 < v->n : i > 0;
        bool now = has_next && fits(j, &v->v[i], &v->v[step > 0 ? i + 1 : i - 1]);
        if (now && before && v->v[i - 1].from == v->v[i].from) {
            doubt_row(j, v->v[i - 1].subject);
            doubt_row(j, v->v[i].subject);
        }
        before = now;
    }
}

/* A row that is elsewhere or another's, next to one in doubt. */
static void doubt_next(joiner *j, const table_rows *v)
{
    for (uint32_t i = 1; i < v->n; i++)
        if (v->v[i].from == v->v[i - 1].from && j->doubts[v->v[i - 1].subject] & DOUBTED &&
            j->doubts[v->v[i].subject] & CP_JOIN_ODD)
            doubt_row(j, v->v[i].subject);
    for (uint32_t i = v->n; i-- > 1;)
        if (v->v[i].from == v->v[i - 1].from && j->doubts[v->v[i].subject] & DOUBTED &&
            j->doubts[v->v[i - 1].subject] & CP_JOIN_ODD)
            doubt_row(j, v->v[i - 1].subject);
}

/* A column slips in row after row. A row that nobody confirms, between two that are in doubt, is in
 * doubt too. */
static void doubt_between(joiner *j)
{
    table_rows rows = list_table_rows(j);
    uint32_t last = UINT32_MAX, n = 0;
    table_row *v = rows.v;
    doubt_shifted(j, &rows, 1);
    doubt_shifted(j, &rows, -1);
    doubt_next(j, &rows);
    for (uint32_t i = 0; i < rows.n; i++)
        if (j->v[v[i].subject].has_serial)
            v[n++] = v[i];
    for (uint32_t i = 0; i < n; i++) {
        uint8_t doubts = j->doubts[v[i].subject];
        if (last != UINT32_MAX && v[i].from != v[last].from)
            last = UINT32_MAX;
        if (doubts & DOUBTED && last != UINT32_MAX && i - last <= SLIP_ROWS_MAX)
            for (uint32_t k = last + 1; k < i; k++)
                doubt_row(j, v[k].subject);
        if (doubts & DOUBTED)
            last = i;
        else if (doubts & CP_JOIN_BACKED)
            last = UINT32_MAX;
    }
}

/* Where the number is a hardware address, that is another's as well: no edge is of it. */
static void leave_slipped_macs(joiner *j)
{
    bool has_slipped = false;
    uint32_t kept = 0;
    cp_vec_each(x, &j->mac_rows)
    {
        root *r = &j->v[x->subject];
        if (!(j->doubts[x->subject] & CP_JOIN_SLIPPED))
            continue;
        has_slipped = true;
        r->n_macs = 0; /* others are not counted yet */
        r->mac_low = r->mac_high = 0;
        r->has_many_blocks = false;
        for (int i = 0; i < CP_JOIN_BLOCKS; i++)
            r->blocks[i] = 0;
    }
    for (uint32_t i = 0; i < j->edges.n && has_slipped; i++) {
        const cp_join_edge *e = &j->edges.v[i];
        if (e->stage != S_MAC || !(j->doubts[e->subject] & CP_JOIN_SLIPPED) ||
            has_ident(j, e->subject, CP_IDENT_MAC, e->text) ||
            has_ident(j, e->subject, CP_IDENT_CHASSIS, e->text))
            j->edges.v[kept++] = *e;
    }
    j->edges.n = has_slipped ? kept : j->edges.n;
}

/* Its own number is what slipped into another row; that one's is told where it is taken for it. */
static void leave_slipped(joiner *j)
{
    for (uint32_t i = 0, end; i < j->edges.n && j->edges.v[i].stage <= S_SERIAL; i = end) {
        bool has_slipped = false;
        end = cp_join_edge_end(j, i);
        for (uint32_t k = i; k < end && j->edges.v[i].stage == S_SERIAL; k++) {
            uint32_t subject = j->edges.v[k].subject;
            if (!(j->doubts[subject] & CP_JOIN_SLIPPED))
                continue;
            has_slipped = j->out->is_slipped[subject] = true;
            j->v[subject].has_serial = false;
            j->v[subject].serial = 0;
        }
        if (has_slipped)
            cp_join_tell(j, i, end, CP_DIFFER_NAME);
    }
}

/* Who is known by addresses alone and has two names of two things: one source heard both there. */
static void doubt_round(joiner *j)
{
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        const cp_join_hint *h = &j->hints[i];
        uint32_t mac = h->other_name ? cp_join_ident_of(j, i, CP_IDENT_MAC) : 0;
        if (!mac || h->is_written || is_own_word(j, i) ||
            cp_join_ident_of(j, i, CP_IDENT_CHASSIS) || cp_join_ident_of(j, i, CP_IDENT_AGENT))
            continue;
        uint32_t realm = cp_join_realm_of(j, i);
        cp_join_key a = cp_join_name_key(j->s, cp_obs_str(j->s, h->name - 1), realm),
                    b = cp_join_name_key(j->s, cp_obs_str(j->s, h->other_name - 1), realm);
        if (a && b && a != b && (are_told_apart(j, a, b) || has_each_another_mac(j, a, b, mac)))
            j->doubts[i] |= CP_JOIN_TORN | CP_JOIN_ROUND;
    }
}

static void find_edges(joiner *j)
{
    j->at_serial = CP_NEW_ARRAY(j->work, uint32_t, j->s->texts.n);
    j->at_chassis = CP_NEW_ARRAY(j->work, uint32_t, j->s->texts.n);
    j->at_mac = CP_NEW_ARRAY(j->work, uint32_t, j->s->texts.n);
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        if (j->edges.v[i].stage == S_SERIAL)
            j->at_serial[j->edges.v[i].text] = i + 1;
        else if (j->edges.v[i].stage == S_CHASSIS)
            j->at_chassis[j->edges.v[i].text] = i + 1;
        else if (j->edges.v[i].stage == S_MAC)
            j->at_mac[j->edges.v[i].text] = i + 1;
    }
}

void cp_join_doubt(joiner *j)
{
    cp_sort(j->named.v, j->named.n, sizeof *j->named.v, cp_join_name_first, by_name, NULL);
    for (uint32_t i = 0; i < j->named.n; i++) /* sorted, as those are */
        if (j->v[j->named.v[i].subject].has_serial)
            cp_vec_push(j->work, &j->numbered, j->named.v[i]);
    cp_sort(j->rows.v, j->rows.n, sizeof *j->rows.v, cp_join_name_first, by_name, NULL);
    if (j->named.n == 0 && !j->has_written)
        return;
    find_edges(j);
    doubt_all(j);
    uint32_t *n_doubted = CP_NEW_ARRAY(j->work, uint32_t, j->s->froms.n);
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        n_doubted[cp_obs_subject_at(j->s, i)->from] += (j->doubts[i] & DOUBTED) > 0;
        j->doubts[i] &= (uint8_t) ~(DOUBTED | CP_JOIN_BACKED | CP_JOIN_ODD);
    }
    j->n_doubted = n_doubted;
    doubt_all(j);
    doubt_between(j);
    leave_slipped(j);
    leave_slipped_macs(j);
    doubt_round(j);
    j->implied = CP_NEW_ARRAY(j->work, cp_join_key, j->s->subjects.n);
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        if (j->edges.v[i].stage == S_IP)
            imply_names(j, i, end);
    }
}
