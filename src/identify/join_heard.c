/* SPDX-License-Identifier: Apache-2.0 */
/* join_heard.c - see join_in.h: what tables of ARP say.
 *
 * Who keeps such a table remembers which hardware address answered for an IP, perhaps hours ago,
 * and believes whoever answers. So its word hinders no other evidence of the IP, and joins only
 * what it does not contradict:
 *
 *     heard   what has the hardware address      owner   who has the IP by other words
 *
 * The two are one where all tables mean one heard, all IPs of heard mean one owner, and
 *     owner has no hardware address, and heard no IP by other words, or
 *     heard is known by tables only, and shares a block of 2^24 addresses with owner (another
 *     port of it, of which nobody told). */
#include <stdlib.h>
#include "base/sort.h"
#include "identify/join_in.h"

typedef cp_join_edge edge;
typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_tally tally;

/* A table says that what has this hardware address (heard) has the IP of that one (owner): roots as
 * they were before any of these was joined. */
typedef struct claim {
    uint32_t first, end; /* edges */
    uint32_t heard, owner;
    bool is_good;
} claim;

/* The first three octets of a hardware address that a root has. */
typedef struct block {
    uint32_t root, octets;
} block;

static int by_block(const void *x, const void *y)
{
    const block *a = x, *b = y;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    return (a->octets > b->octets) - (a->octets < b->octets);
}

typedef CP_VEC(block) blocks;
typedef CP_VEC(claim) claims;

/* Ascending. */
static void list_blocks(joiner *j, blocks *out)
{
    cp_mac mac;
    for (uint32_t i = 0; i < j->edges.n; i++) {
        const edge *e = &j->edges.v[i];
        if (e->stage == S_MAC && cp_mac_parse(cp_obs_str(j->s, e->text), &mac))
            cp_vec_push(
                j->work, out,
                ((block){ cp_join_find(j, e->subject), (uint32_t)(cp_mac_u64(mac) >> 24) }));
    }
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_block);
}

static uint32_t first_block(const blocks *b, uint32_t of)
{
    return cp_sort_find(b->v, b->n, sizeof *b->v, &(block){ .root = of }, by_block);
}

static bool have_same_block(const blocks *b, uint32_t x, uint32_t y)
{
    uint32_t i = first_block(b, x), k = first_block(b, y);
    while (i < b->n && k < b->n && b->v[i].root == x && b->v[k].root == y) {
        if (b->v[i].octets == b->v[k].octets)
            return true;
        *(b->v[i].octets < b->v[k].octets ? &i : &k) += 1;
    }
    return false;
}

/* Who are meant by all that tell of one IP: NO_ROOT nobody, SEVERAL. */
enum { NO_ROOT = UINT32_MAX, SEVERAL = UINT32_MAX - 1 };

static void mean(uint32_t *who, uint32_t r) { *who = *who == NO_ROOT || *who == r ? r : SEVERAL; }

static void meet_claim(joiner *j, uint32_t first, uint32_t end, claim *c)
{
    *c = (claim){ .first = first, .end = end, .heard = NO_ROOT, .owner = NO_ROOT };
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject;
        mean(j->hints[subject].is_table ? &c->heard : &c->owner, cp_join_find(j, subject));
    }
}

/* Each of the edge that the table's word alone would put together. */
static void tell_denied(joiner *j, uint32_t first, uint32_t end)
{
    cp_join_meet(j, first, end);
    tally t = cp_join_count(j);
    uint8_t differ = cp_join_differ_of(&t);
    cp_join_tell(j, first, end, differ ? differ : CP_DIFFER_MAC);
}

/* Nobody else tells of the IP: two tables that mean one address that its owner chose, which by
 * itself joins within one source only. */
static void take_only_heard(joiner *j, const claim *c)
{
    cp_join_meet(j, c->first, c->end);
    tally t = cp_join_count(j);
    if (cp_join_is_ip_contradicted(&t) || t.few_macs || t.many_macs) {
        tell_denied(j, c->first, c->end);
    } else {
        cp_join_tell_shared(j, c->first, c->end, 0);
        cp_join_take_met(j, c->first, c->end);
    }
}

/* The IP stays with those who have it by other words. */
static void deny(joiner *j, const claim *c)
{
    tell_denied(j, c->first, c->end);
    j->n_met++;
    for (uint32_t i = c->first; i < c->end; i++)
        if (!j->hints[j->edges.v[i].subject].is_table)
            j->up[cp_join_find(j, j->edges.v[i].subject)].seen = j->n_met;
    for (uint32_t i = c->first; i < c->end; i++)
        if (j->up[cp_join_find(j, j->edges.v[i].subject)].seen != j->n_met)
            j->out->is_disowned[j->edges.v[i].subject] = true;
}

static int by_heard(const void *x, const void *y)
{
    const claim *a = x, *b = y;
    if (a->heard != b->heard)
        return a->heard < b->heard ? -1 : 1;
    return (a->owner > b->owner) - (a->owner < b->owner);
}

static int by_owner(const void *x, const void *y)
{
    const claim *a = x, *b = y;
    if (a->owner != b->owner)
        return a->owner < b->owner ? -1 : 1;
    return (a->heard > b->heard) - (a->heard < b->heard);
}

static int by_edge(const void *x, const void *y)
{
    const claim *a = x, *b = y;
    return (a->first > b->first) - (a->first < b->first);
}

/* Of two that are known without tables, each with its own hardware address, neither is owner: an IP
 * that moved from one to the other would join them. */
static void doubt_rivals(joiner *j, claims *v)
{
    qsort(v->v, v->n, sizeof *v->v, by_owner);
    for (uint32_t i = 0, end; i < v->n; i = end) {
        uint32_t known = NO_ROOT;
        for (end = i; end < v->n && v->v[end].owner == v->v[i].owner; end++)
            if (v->v[end].is_good && j->v[v->v[end].heard].is_known)
                mean(&known, v->v[end].heard);
        for (uint32_t k = i; k < end && known == SEVERAL; k++)
            v->v[k].is_good = v->v[k].is_good && !j->v[v->v[k].heard].is_known;
    }
}

/* Which claims are believed, as things stood before any was. */
static void judge_claims(joiner *j, claims *v)
{
    blocks b = { 0 };
    list_blocks(j, &b);
    qsort(v->v, v->n, sizeof *v->v, by_heard);
    for (uint32_t i = 0, end; i < v->n; i = end) {
        for (end = i + 1; end < v->n && v->v[end].heard == v->v[i].heard;)
            end++;
        const claim *c = &v->v[i];
        if (c->heard == SEVERAL || c->owner == SEVERAL || v->v[end - 1].owner != c->owner)
            continue;
        const root *heard = &j->v[c->heard], *owner = &j->v[c->owner];
        bool is_good = !owner->n_macs && !owner->n_own_macs
                           ? !heard->has_ip
                           : !heard->is_known && have_same_block(&b, c->heard, c->owner);
        for (uint32_t k = i; k < end; k++)
            v->v[k].is_good = is_good;
    }
    doubt_rivals(j, v);
    qsort(v->v, v->n, sizeof *v->v, by_edge);
}

static bool believe(joiner *j, const claim *c)
{
    uint32_t heard = cp_join_find(j, c->heard), owner = cp_join_find(j, c->owner);
    if (heard == owner)
        return true;
    j->n_met++;
    j->roots.n = 0;
    cp_vec_push(j->work, &j->roots, heard);
    cp_vec_push(j->work, &j->roots, owner);
    tally t = cp_join_count(j);
    if (cp_join_is_word_contradicted(&t) || cp_join_parts_what(j))
        return false;
    cp_join_tell_shared(j, c->first, c->end, 0);
    cp_join_unite_all(j);
    return true;
}

/* All edges of S_HEARD: [first, last). */
void cp_join_take_heard(joiner *j, uint32_t first, uint32_t last)
{
    claims v = { 0 };
    claim c;
    for (uint32_t i = first; i < last; i = c.end) {
        meet_claim(j, i, cp_join_edge_end(j, i), &c);
        if (c.owner == NO_ROOT && c.heard == SEVERAL)
            take_only_heard(j, &c);
    }
    for (uint32_t i = first; i < last; i = c.end) {
        meet_claim(j, i, cp_join_edge_end(j, i), &c);
        if (c.owner != NO_ROOT && c.heard != NO_ROOT && c.heard != c.owner)
            cp_vec_push(j->work, &v, c);
    }
    if (v.n)
        judge_claims(j, &v);
    cp_vec_each(x, &v)
    {
        if (!x->is_good || !believe(j, x))
            deny(j, x);
    }
}
