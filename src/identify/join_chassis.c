/* SPDX-License-Identifier: Apache-2.0 */
/* join_chassis.c - see join_in.h: who claims a chassis id that is another's, by the name or by the
 * hardware address beside it. */
#include "identify/join_in.h"

typedef cp_joiner joiner;
typedef cp_join_named named;

enum { SPEAKERS_MAX = 1024 }; /* of one chassis id are compared with who else is called so */

static bool is_same_block(cp_mac a, cp_mac b) { return cp_mac_u64(a) >> 24 == cp_mac_u64(b) >> 24; }

bool cp_join_is_own_word(const joiner *j, uint32_t subject)
{
    return !j->hints[subject].is_written && (cp_join_ident_of(j, subject, CP_IDENT_SERIAL) ||
                                             cp_join_ident_of(j, subject, CP_IDENT_ENGINE_ID));
}

/* The names under which a chassis id was told. */
typedef struct chassis_names {
    cp_join_name_list names;
    uint32_t votes[CP_JOIN_LISTED_MAX];
    bool own[CP_JOIN_LISTED_MAX];   /* the device itself says so; it may have been renamed */
    bool else_[CP_JOIN_LISTED_MAX]; /* it is what somebody else is called */
} chassis_names;

static chassis_names names_of_chassis(const joiner *j, uint32_t first, uint32_t end)
{
    chassis_names c = { .names = { .n = 0 } };
    for (uint32_t i = first; i < end; i++)
        cp_join_list_name(&c.names, j->name_of[j->edges.v[i].subject]);
    for (uint32_t i = first; i < end; i++)
        for (uint32_t k = 0; k < c.names.n; k++)
            if (j->name_of[j->edges.v[i].subject] == c.names.v[k]) {
                c.votes[k]++;
                c.own[k] |= cp_join_is_own_word(j, j->edges.v[i].subject);
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
        if (cp_join_are_told_apart(j, c->names.v[best], c->names.v[k]))
            second = c->votes[k] > second ? c->votes[k] : second;
    if (n_own == 0)
        c->own[best] = true;
    for (uint32_t k = 0; k < c->names.n; k++)
        for (uint32_t m = 0; m < k; m++)
            if (c->own[k] && c->own[m] && cp_join_are_told_apart(j, c->names.v[k], c->names.v[m]))
                return false;
    return n_own > 0 || c->votes[best] >= 2 * second;
}

static bool has_any_of(const joiner *j, uint32_t a, uint32_t b)
{
    return cp_join_shares_kind(j, a, b, CP_IDENT_SERIAL) ||
           cp_join_shares_kind(j, a, b, CP_IDENT_MAC) ||
           cp_join_shares_kind(j, a, b, CP_IDENT_IP) ||
           cp_join_shares_kind(j, a, b, CP_IDENT_ENGINE_ID);
}

/* Is something called so that has nothing in common with what the device of this chassis id says of
 * itself? Who was renamed has its numbers and addresses still. */
static bool is_somebody_else(const joiner *j, cp_join_key name, uint32_t first, uint32_t end)
{
    uint32_t n, chassis = j->edges.v[first].text + 1;
    const named *v = cp_join_find_named(j->named.v, j->named.n, name, &n);
    bool is_known = false;
    for (uint32_t i = 0; i < n && n < CP_JOIN_ROWS_MAX && end - first <= SPEAKERS_MAX; i++) {
        uint32_t subject = v[i].subject;
        if (cp_join_ident_of(j, subject, CP_IDENT_CHASSIS) == chassis)
            continue;
        for (uint32_t k = first; k < end; k++)
            if (cp_join_is_own_word(j, j->edges.v[k].subject) &&
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
void cp_join_doubt_chassis(joiner *j, uint32_t first, uint32_t end)
{
    chassis_names c = names_of_chassis(j, first, end);
    bool has_own = false;
    if (c.names.n < 2 || c.names.is_over)
        return;
    for (uint32_t k = 0; k < c.names.n; k++)
        has_own |= c.own[k];
    bool is_chosen = cp_join_has_two(j, &c.names) && choose_names(j, &c);
    for (uint32_t k = 0; k < c.names.n; k++)
        c.else_[k] = has_own && !c.own[k] && is_somebody_else(j, c.names.v[k], first, end);
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        cp_join_key name = j->name_of[subject];
        bool is_told = false, is_else = false;
        for (uint32_t k = 0; name && k < c.names.n; k++) {
            is_else |= c.else_[k] && name == c.names.v[k];
            is_told |= is_chosen && c.own[k] && name != c.names.v[k] &&
                       cp_join_are_told_apart(j, name, c.names.v[k]);
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
    uint32_t first = j->at_chassis[chassis], end = first ? cp_join_some_end(j, first - 1) : 0;
    bool has_ip = false, is_shared = false, is_known = false;
    for (uint32_t i = first; first && i <= end; i++) {
        uint32_t other = j->edges.v[i - 1].subject;
        if (cp_join_has_ident(j, other, CP_IDENT_MAC, mac) ||
            j->name_of[other] != j->name_of[subject])
            continue;
        is_known = true;
        has_ip |= cp_join_ident_of(j, other, CP_IDENT_IP) > 0;
        is_shared |= cp_join_shares_kind(j, other, at, CP_IDENT_IP);
    }
    return (claimed){ is_known, has_ip && !is_shared && cp_join_ident_of(j, at, CP_IDENT_IP) > 0 };
}

/* A chassis id beside a hardware address of another block, which others know as somebody else's:
 * who speaks so calls himself what he is not. */
void cp_join_doubt_claim(joiner *j, uint32_t first, uint32_t end)
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
            if ((its && its != name && (c.is_known || cp_join_are_told_apart(j, name, its))) ||
                c.is_elsewhere)
                j->doubts[subject] |= CP_JOIN_TORN;
        }
    }
}
