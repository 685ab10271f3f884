/* SPDX-License-Identifier: Apache-2.0 */
/* join.c - see join.h. */
#include "identify/join.h"
#include "identify/join_in.h"

typedef cp_join_edge edge;
typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_tally tally;

static const cp_ident_kind stage_kind[S_COUNT] = {
    CP_IDENT_AGENT, CP_IDENT_REF,      CP_IDENT_SERIAL,  CP_IDENT_CHASSIS, CP_IDENT_ENGINE_ID,
    CP_IDENT_MAC,   CP_IDENT_MAC,      CP_IDENT_MAC,     CP_JOIN_BY_KEY,   CP_IDENT_IP,
    CP_IDENT_IP,    CP_IDENT_HOSTNAME, CP_IDENT_HOSTNAME
};

const char *cp_join_kind_name(cp_ident_kind k)
{
    return k == CP_JOIN_BY_KEY ? "certificate key" : cp_ident_kind_name(k);
}

uint32_t cp_join_find(const joiner *j, uint32_t i)
{
    cp_join_up *up = j->up;
    while (up[i].parent != i)
        i = up[i].parent = up[up[i].parent].parent;
    return i;
}

static void unite_marks(joiner *j, root *to, const root *from)
{
    if (from->marks == 0)
        return;
    if (to->marks)
        j->marks.v[to->last_mark - 1].next = from->marks;
    else
        to->marks = from->marks;
    to->last_mark = from->last_mark;
}

static void unite(joiner *j, uint32_t a, uint32_t b)
{
    root *v = j->v;
    if (v[a].size < v[b].size) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    unite_marks(j, &v[a], &v[b]);
    cp_join_root_merge(j->s, &v[a], &v[b]);
    j->up[b].parent = a;
}

void cp_join_meet(joiner *j, uint32_t first, uint32_t end)
{
    bool is_weak = first < end && j->edges.v[first].stage > S_REF;
    uint8_t out = first < end && j->edges.v[first].stage == S_SERIAL
                      ? CP_JOIN_TORN | CP_JOIN_SLIPPED
                      : CP_JOIN_TORN;
    j->roots.n = 0;
    j->n_met++;
    for (uint32_t i = first; i < end; i++) {
        uint32_t subject = j->edges.v[i].subject, r = cp_join_find(j, subject);
        if (j->up[r].seen == j->n_met || (is_weak && j->doubts[subject] & out))
            continue;
        j->up[r].seen = j->n_met;
        cp_vec_push(j->work, &j->roots, r);
    }
}

bool cp_join_is_contradicted(const joiner *j, const edge *e)
{
    tally t = cp_join_count(j);
    switch ((cp_join_stage)e->stage) {
    case S_AGENT:
    case S_REF:
    case S_HEARD: /* take_heard */
    case S_COUNT: return false;
    case S_SERIAL:
        return t.wires_differ || t.labels_differ ||
               (t.wire_and_label_differ && !cp_join_is_sure_serial(cp_obs_str(j->s, e->text)));
    case S_CHASSIS:
    case S_ENGINE: return t.serials > 1 || t.wires_differ;
    case S_OWN_MAC:
    case S_RANDOM_MAC:
    case S_MAC: return t.serials > 1 || t.chassis_macs > 1 || t.wires_differ;
    case S_KEY:
    case S_IP: return cp_join_is_ip_contradicted(&t);
    case S_NAME: return t.told != 1;
    case S_SAID: return cp_join_is_word_contradicted(&t);
    }
    return false;
}

void cp_join_tell_said(joiner *j, uint32_t first, uint32_t end, uint32_t said, uint8_t differ)
{
    const edge *e = &j->edges.v[first];
    for (uint32_t i = first; i < end; i++)
        cp_vec_push(j->a, &j->out->conflicts,
                    ((cp_join_conflict){ stage_kind[e->stage], e->text, j->edges.v[i].subject, said,
                                         differ }));
}

static bool is_mac_stage(cp_join_stage s)
{
    return s == S_MAC || s == S_OWN_MAC || s == S_RANDOM_MAC;
}

/* A number that several things were given, an address that is now here and now there. What a
 * device has of its own (AGENT, REF) and what a person says is not doubted. */
static bool is_copied(const joiner *j, uint32_t first, uint32_t end, cp_join_names_of of)
{
    cp_join_stage stage = (cp_join_stage)j->edges.v[first].stage;
    bool can_be =
        stage == S_SERIAL || stage == S_CHASSIS || stage == S_ENGINE || is_mac_stage(stage);
    return can_be && (cp_join_has_two_names(j, first, end, of) ||
                      (stage == S_ENGINE && cp_join_is_copied_engine(j, first, end)));
}

void cp_join_unite_all(joiner *j)
{
    for (uint32_t i = 1; i < j->roots.n; i++)
        unite(j, cp_join_find(j, j->roots.v[0]), cp_join_find(j, j->roots.v[i]));
}

void cp_join_tell(joiner *j, uint32_t first, uint32_t end, uint8_t differ)
{
    cp_join_tell_said(j, first, end, 0, differ);
}

bool cp_join_is_parted(const joiner *j, uint32_t a, uint32_t b)
{
    for (uint32_t m = j->v[a].marks; m; m = j->marks.v[m - 1].next)
        for (uint32_t k = j->v[b].marks; k; k = j->marks.v[k - 1].next)
            if (j->marks.v[m - 1].statement == j->marks.v[k - 1].statement &&
                j->marks.v[m - 1].is_other != j->marks.v[k - 1].is_other)
                return true;
    return false;
}

void cp_join_unite(joiner *j, cp_ident_kind kind, uint32_t text, uint32_t a, uint32_t b)
{
    uint32_t subject = a;
    a = cp_join_find(j, a);
    b = cp_join_find(j, b);
    if (a == b || cp_join_is_parted(j, a, b))
        return;
    unite(j, a, b);
    if (j->said && j->said->wants_shared)
        cp_vec_push(j->a, &j->out->shared, ((cp_join_shared){ kind, text, subject, 2, 0, true }));
}

/* Rows with that hardware address whose serial number is the device's, mistyped. */
static void take_mistyped(joiner *j, uint32_t first, uint32_t end, uint32_t device)
{
    cp_join_meet(j, first, end);
    if (cp_join_parts_what(j))
        return; /* which of them would it be? */
    for (uint32_t i = first; i < end; i++) {
        uint32_t r = cp_join_find(j, j->edges.v[i].subject);
        const root *x = &j->v[cp_join_find(j, device)], *y = &j->v[r];
        if (x != y && !y->is_heard && x->serial && y->serial &&
            !(j->doubts[j->edges.v[i].subject] & CP_JOIN_TORN) &&
            cp_join_is_mistyped(cp_obs_str(j->s, x->serial - 1), cp_obs_str(j->s, y->serial - 1)))
            cp_join_unite(j, CP_IDENT_MAC, j->edges.v[first].text, device, r);
    }
}

/* What people wrote does not part what was heard. */
static void take_unwritten(joiner *j, uint32_t first, uint32_t end)
{
    cp_join_stage stage = (cp_join_stage)j->edges.v[first].stage;
    uint8_t differ = stage == S_NAME ? CP_DIFFER_NAME : cp_join_differ(j);
    if (is_copied(j, first, end, CP_JOIN_OF_ALL))
        differ |= CP_DIFFER_NAME;
    cp_join_tell_said(j, first, end, 0, differ);
    if (stage >= S_NAME)
        return;
    cp_join_keep_heard(j);
    bool copied = is_copied(j, first, end, CP_JOIN_OF_HEARD);
    if (copied && is_mac_stage(stage) && is_copied(j, first, end, CP_JOIN_OF_OWN))
        j->is_refused[j->edges.v[first].text] = true;
    if (copied || cp_join_is_contradicted(j, &j->edges.v[first]))
        return;
    cp_join_unite_all(j);
    if (stage == S_MAC && j->roots.n)
        take_mistyped(j, first, end, j->roots.v[0]);
}

/* The roots at hand become one, unless something contradicts. */
void cp_join_take_roots(joiner *j, uint32_t first, uint32_t end)
{
    const edge *e = &j->edges.v[first];
    if (e->stage == S_IP)
        cp_join_take_ip(j, first, end);
    else if (e->stage == S_KEY)
        cp_join_take_key(j, first, end);
    else if (!cp_join_is_contradicted(j, e) && !is_copied(j, first, end, CP_JOIN_OF_ALL))
        cp_join_unite_all(j);
    else
        take_unwritten(j, first, end);
}

void cp_join_tell_shared(joiner *j, uint32_t first, uint32_t end, uint32_t said)
{
    const edge *e = &j->edges.v[first];
    if (j->said && j->said->wants_shared && end - first > 1)
        cp_vec_push(j->a, &j->out->shared,
                    ((cp_join_shared){ stage_kind[e->stage], e->text, e->subject, end - first, said,
                                       j->roots.n > 1 }));
}

/* The roots at hand, of that edge. */
void cp_join_take_met(joiner *j, uint32_t first, uint32_t end)
{
    uint32_t parted = cp_join_parts_what(j);
    if (parted)
        cp_join_take_parted(j, first, end, parted - 1);
    else
        cp_join_take_roots(j, first, end);
}

void cp_join_take_edge(joiner *j, uint32_t first, uint32_t end)
{
    const edge *e = &j->edges.v[first];
    if (end - first < 2)
        return;
    cp_join_meet(j, first, end);
    cp_join_tell_shared(j, first, end, 0);
    if (j->roots.n < 2)
        return;
    if (e->stage == S_NAME && cp_join_count(j).told == 0)
        return; /* nobody else tells of it */
    cp_join_take_met(j, first, end);
}

/* At most `most` of them. */
static inline uint32_t end_within(const joiner *j, uint32_t first, uint32_t most)
{
    const edge *e = &j->edges.v[first];
    uint32_t i = first + 1;
    while (i < j->edges.n && i - first < most && j->edges.v[i].stage == e->stage &&
           j->edges.v[i].text == e->text && j->edges.v[i].scope == e->scope)
        i++;
    return i;
}

uint32_t cp_join_edge_end(const joiner *j, uint32_t first)
{
    return end_within(j, first, UINT32_MAX);
}

uint32_t cp_join_some_end(const joiner *j, uint32_t first)
{
    return end_within(j, first, CP_JOIN_ROWS_MAX);
}

/* How many addresses each has when the hardware addresses have joined what they can. One that is
 * of several things, which were not joined, is none of its own. */
static void count_macs(joiner *j)
{
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        bool is_own = j->edges.v[i].stage == S_OWN_MAC || j->edges.v[i].stage == S_RANDOM_MAC;
        if (!is_mac_stage((cp_join_stage)j->edges.v[i].stage) || j->is_refused[j->edges.v[i].text])
            continue;
        cp_join_meet(j, i, end);
        cp_vec_each(r, &j->roots)
        {
            root *x = &j->v[*r];
            cp_mac mac;
            cp_join_choose_text(j->s, &x->own_mac, is_own ? j->edges.v[i].text + 1 : 0);
            if (is_own)
                x->n_own_macs++;
            else if (cp_mac_parse(cp_obs_str(j->s, j->edges.v[i].text), &mac))
                cp_join_root_add_mac(x, mac);
        }
    }
}

/* What a stronger reason joined in the end is no conflict. */
static void drop_settled(joiner *j)
{
    uint32_t kept = 0, n = j->out->conflicts.n;
    cp_join_conflict *v = j->out->conflicts.v;
    for (uint32_t i = 0, end; i < n; i = end) {
        bool is_settled = v[i].said == 0; /* what somebody rules is told all the same */
        for (end = i; end < n && v[end].kind == v[i].kind && v[end].text == v[i].text; end++)
            is_settled &= cp_join_find(j, v[end].subject) == cp_join_find(j, v[i].subject);
        for (uint32_t k = i; k < end && !is_settled; k++)
            v[kept++] = v[k];
    }
    j->out->conflicts.n = kept;
}

static uint32_t stage_end(const joiner *j, uint32_t first)
{
    uint32_t i = first + 1;
    while (i < j->edges.n && j->edges.v[i].stage == j->edges.v[first].stage)
        i++;
    return i;
}

static void number_groups(joiner *j)
{
    uint32_t n = j->s->subjects.n, *number = CP_NEW_ARRAY(j->work, uint32_t, n);
    j->out->group_of = CP_NEW_ARRAY(j->a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = cp_join_find(j, i);
        if (number[r] == 0)
            number[r] = ++j->out->n_groups;
        j->out->group_of[i] = number[r] - 1;
    }
}

/* Edge after edge. What an address of the internet contradicts is known once no more hardware
 * addresses join, and what a name does when all else has joined. */
static void take_edges(joiner *j)
{
    bool counted = false, held = false, named = false;
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        cp_join_stage stage = (cp_join_stage)j->edges.v[i].stage;
        end = stage == S_HEARD ? stage_end(j, i) : cp_join_edge_end(j, i);
        if (stage >= S_KEY && !counted)
            count_macs(j);
        counted |= stage >= S_KEY;
        if (stage > S_IP && !held)
            cp_join_take_held(j);
        held |= stage > S_IP;
        if (stage >= S_NAME && !named)
            cp_join_take_names(j);
        named |= stage >= S_NAME;
        (stage == S_HEARD ? cp_join_take_heard : cp_join_take_edge)(j, i, end);
    }
    if (!counted)
        count_macs(j);
    if (!held)
        cp_join_take_held(j);
    if (!named)
        cp_join_take_names(j);
}

void cp_join(cp_arena *a, const cp_obs_store *s, const cp_join_hint *hints, cp_join_said *said,
             cp_join_result *out)
{
    joiner j = {
        .a = a, .work = cp_arena_new(0), .s = s, .hints = hints, .said = said, .out = out
    };
    *out = (cp_join_result){ 0 };
    out->is_disowned = CP_NEW_ARRAY(a, bool, s->subjects.n);
    out->is_slipped = CP_NEW_ARRAY(a, bool, s->subjects.n);
    cp_join_list_edges(&j);
    cp_join_mark_sides(&j);
    cp_join_find_leases(&j);
    cp_join_doubt(&j);
    take_edges(&j);
    cp_join_look_again(&j);
    if (said)
        cp_join_take_pairs(&j);
    drop_settled(&j);
    number_groups(&j);
    cp_arena_free(j.work);
}
