/* SPDX-License-Identifier: Apache-2.0 */
/* join_doubt.c - see join_in.h: what one subject says may belong to two things. join_slipped.c
 * says of whose serial number a row has, join_chassis.c of claims of a chassis id, join_called.c of
 * names; here all of it is asked, twice: who is wrong often is not believed against others. */
#include "identify/join_in.h"

typedef cp_joiner joiner;

static void doubt_all(joiner *j)
{
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        if (end - i < 2)
            continue;
        if (j->edges.v[i].stage == S_SERIAL)
            cp_join_doubt_serial(j, i, end);
        else if (j->edges.v[i].stage == S_CHASSIS)
            cp_join_doubt_chassis(j, i, end);
        else if (j->edges.v[i].stage == S_MAC)
            cp_join_doubt_claim(j, i, end);
    }
    cp_join_doubt_mac_rows(j);
}

/* An address that DHCP does not give, and one name alone in the tables that have it: who has no
 * name and is seen there is probably called so. A card that was moved is seen where another device
 * is. */
static void imply_names(joiner *j, uint32_t first, uint32_t end)
{
    cp_join_name_list l = { .n = 0 };
    bool is_leased = cp_join_has_lease(j, &j->edges.v[first]);
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        is_leased |= j->hints[subject].is_leased;
        if (j->hints[subject].is_written && !(j->doubts[subject] & CP_JOIN_TORN))
            cp_join_list_name(&l, j->name_of[subject]);
    }
    for (uint32_t i = first; i < end && l.n == 1 && !is_leased; i++) {
        cp_join_key *to = &j->implied[j->edges.v[i].subject];
        *to = *to && *to != l.v[0] ? CP_JOIN_NO_NAME : l.v[0];
    }
}

/* Who is known by addresses alone and has two names of two things: one source heard both there. */
static void doubt_round(joiner *j)
{
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        const cp_join_hint *h = &j->hints[i];
        uint32_t mac = h->other_name ? cp_join_ident_of(j, i, CP_IDENT_MAC) : 0;
        if (!mac || h->is_written || cp_join_is_own_word(j, i) ||
            cp_join_ident_of(j, i, CP_IDENT_CHASSIS) || cp_join_ident_of(j, i, CP_IDENT_AGENT))
            continue;
        uint32_t realm = cp_join_realm_of(j, i);
        cp_join_key a = cp_join_name_key(j->s, cp_obs_str(j->s, h->name - 1), realm),
                    b = cp_join_name_key(j->s, cp_obs_str(j->s, h->other_name - 1), realm);
        if (a && b && a != b &&
            (cp_join_are_told_apart(j, a, b) || cp_join_has_each_another_mac(j, a, b, mac)))
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
    cp_join_sort_names(j);
    if (j->named.n == 0 && !j->has_written)
        return;
    find_edges(j);
    doubt_all(j);
    uint32_t *n_doubted = CP_NEW_ARRAY(j->work, uint32_t, j->s->froms.n);
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        n_doubted[cp_obs_subject_at(j->s, i)->from] += (j->doubts[i] & CP_JOIN_DOUBTED) > 0;
        j->doubts[i] &= (uint8_t) ~(CP_JOIN_DOUBTED | CP_JOIN_BACKED | CP_JOIN_ODD);
    }
    j->n_doubted = n_doubted;
    doubt_all(j);
    cp_join_doubt_between(j);
    cp_join_leave_slipped(j);
    doubt_round(j);
    j->implied = CP_NEW_ARRAY(j->work, cp_join_key, j->s->subjects.n);
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        if (j->edges.v[i].stage == S_IP)
            imply_names(j, i, end);
    }
}
