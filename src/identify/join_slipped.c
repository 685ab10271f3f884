/* SPDX-License-Identifier: Apache-2.0 */
/* join_slipped.c - see join_in.h: rows of tables whose serial number is another thing's.
 *
 *     register.csv: core-1 .. serial 9      others: core-1 has serial 7, and core-2 has 9
 *                                           -> the 9 slipped into this row; where the rest of it
 *                                              is core-1's, it joins core-1 without the 9 */
#include <stdlib.h>
#include "identify/join_in.h"

typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_named named;

enum { SLIP_ROWS_MAX = 16 }; /* between two rows in doubt */

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
    const named *v = cp_join_find_named(j->numbered.v, j->numbered.n, name, &n);
    for (uint32_t i = 0; n < CP_JOIN_ROWS_MAX && i < n; i++)
        if (counts(j, v[i].subject, subject) && has_serial_beside(j, v[i].subject, serial))
            return true;
    return false;
}

/* The same of what has that hardware address. */
static bool has_mac_other_serial(const joiner *j, uint32_t mac, uint32_t subject, uint32_t serial)
{
    uint32_t first = mac ? j->at_mac[mac - 1] : 0;
    uint32_t end = first ? cp_join_some_end(j, first - 1) : 0;
    for (uint32_t i = first; first && i <= end; i++)
        if (counts(j, j->edges.v[i - 1].subject, subject) &&
            has_serial_beside(j, j->edges.v[i - 1].subject, serial))
            return true;
    return false;
}

/* Was the row's hardware address heard, and is it one of the maker's that the row names, or at the
 * row's address? */
static bool is_mac_confirmed(const joiner *j, uint32_t subject)
{
    uint32_t mac = cp_join_ident_of(j, subject, CP_IDENT_MAC), first = mac ? j->at_mac[mac - 1] : 0;
    uint32_t end = first ? cp_join_some_end(j, first - 1) : 0;
    const cp_join_hint *h = &j->hints[subject];
    for (uint32_t i = first; first && i <= end; i++) {
        uint32_t other = j->edges.v[i - 1].subject;
        if (!j->hints[other].is_written && ((h->label && h->label == h->block) ||
                                            cp_join_shares_kind(j, subject, other, CP_IDENT_IP)))
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
    const named *v = name ? cp_join_find_named(j->named.v, j->named.n, name, &n) : NULL;
    for (uint32_t i = 0; n < CP_JOIN_ROWS_MAX && i < n; i++)
        if (v[i].from != from && (cp_join_shares_kind(j, subject, v[i].subject, CP_IDENT_MAC) ||
                                  cp_join_shares_kind(j, subject, v[i].subject, CP_IDENT_IP) ||
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
        w.is_denied |= its && name && cp_join_are_told_apart(j, name, its);
        w.is_denied |= same_source ? far_mac : other_mac; /* one table, and the number twice */
        w.is_other_mac |= !same_source && far_mac;
    }
    return w;
}

/* A row whose serial number others give to another name or address, and whose name or address they
 * give another serial number, or which is at another site than they say: a cell that slipped. If
 * another source says the same, it is none. */
void cp_join_doubt_serial(joiner *j, uint32_t first, uint32_t end)
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
void cp_join_doubt_mac_rows(joiner *j)
{
    cp_vec_each(x, &j->mac_rows)
    {
        if (has_other_macs(j, x->subject, x->mac))
            doubt_row(j, x->subject);
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
        n_odd[cp_obs_subject_at(j->s, i)->from] +=
            (j->doubts[i] & (CP_JOIN_DOUBTED | CP_JOIN_ODD)) > 0;
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
    whereabouts w = others_say(j, first - 1, cp_join_some_end(j, first - 1), row->subject);
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
        if (v->v[i].from == v->v[i - 1].from && j->doubts[v->v[i - 1].subject] & CP_JOIN_DOUBTED &&
            j->doubts[v->v[i].subject] & CP_JOIN_ODD)
            doubt_row(j, v->v[i].subject);
    for (uint32_t i = v->n; i-- > 1;)
        if (v->v[i].from == v->v[i - 1].from && j->doubts[v->v[i].subject] & CP_JOIN_DOUBTED &&
            j->doubts[v->v[i - 1].subject] & CP_JOIN_ODD)
            doubt_row(j, v->v[i - 1].subject);
}

/* A column slips in row after row. A row that nobody confirms, between two that are in doubt, is in
 * doubt too. */
void cp_join_doubt_between(joiner *j)
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
        if (doubts & CP_JOIN_DOUBTED && last != UINT32_MAX && i - last <= SLIP_ROWS_MAX)
            for (uint32_t k = last + 1; k < i; k++)
                doubt_row(j, v[k].subject);
        if (doubts & CP_JOIN_DOUBTED)
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
            cp_join_has_ident(j, e->subject, CP_IDENT_MAC, e->text) ||
            cp_join_has_ident(j, e->subject, CP_IDENT_CHASSIS, e->text))
            j->edges.v[kept++] = *e;
    }
    j->edges.n = has_slipped ? kept : j->edges.n;
}

/* Its own number is what slipped into another row; that one's is told where it is taken for it. */
void cp_join_leave_slipped(joiner *j)
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
    leave_slipped_macs(j);
}
