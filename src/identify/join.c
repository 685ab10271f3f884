/* SPDX-License-Identifier: Apache-2.0 */
/* join.c - see join.h. */
#include "identify/join.h"
#include <stdlib.h>
#include "base/sort.h"
#include "identify/join_in.h"

typedef cp_join_edge edge;
typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_tally tally;
typedef cp_join_mark mark;
typedef cp_join_parting parting;

static const cp_ident_kind stage_kind[S_COUNT] = {
    CP_IDENT_AGENT, CP_IDENT_REF,      CP_IDENT_SERIAL,  CP_IDENT_CHASSIS, CP_IDENT_ENGINE_ID,
    CP_IDENT_MAC,   CP_IDENT_MAC,      CP_IDENT_MAC,     CP_JOIN_BY_KEY,   CP_IDENT_IP,
    CP_IDENT_IP,    CP_IDENT_HOSTNAME, CP_IDENT_HOSTNAME
};

enum {
    MANY_MACS = 3, /* a device with so many has others that nobody saw */
    NO_SCOPE = UINT32_MAX
};

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

const char *cp_join_kind_name(cp_ident_kind k)
{
    return k == CP_JOIN_BY_KEY ? "certificate key" : cp_ident_kind_name(k);
}

static void add_edge(joiner *j, cp_join_stage stage, uint32_t text, uint32_t scope,
                     uint32_t subject)
{
    cp_vec_push(j->work, &j->edges,
                ((edge){ text, scope, subject, cp_obs_text_at(j->s, text)->hash, (uint8_t)stage }));
}

int cp_join_text_order(const cp_obs_store *s, uint32_t a, uint32_t b)
{
    const cp_obs_text *x = cp_obs_text_at(s, a), *y = cp_obs_text_at(s, b);
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return cp_str_cmp(cp_obs_str(s, a), cp_obs_str(s, b));
}

/* Of two texts + 1 the first in that order, whoever was met first; 0 none. */
static void choose_text(const cp_obs_store *s, uint32_t *to, uint32_t text)
{
    if (text && (*to == 0 || cp_join_text_order(s, text - 1, *to - 1) < 0))
        *to = text;
}

static void add_block(root *x, uint32_t octets)
{
    uint32_t i = 0;
    while (i < CP_JOIN_BLOCKS && x->blocks[i] && x->blocks[i] != octets)
        i++;
    if (octets && i < CP_JOIN_BLOCKS)
        x->blocks[i] = octets;
    x->has_many_blocks |= octets && i == CP_JOIN_BLOCKS;
}

static void widen(root *x, uint64_t low, uint64_t high)
{
    if (high && (x->mac_high == 0 || low < x->mac_low))
        x->mac_low = low;
    if (high > x->mac_high)
        x->mac_high = high;
}

static void add_mac(root *x, cp_mac mac)
{
    x->n_macs++;
    add_block(x, (uint32_t)(cp_mac_u64(mac) >> 24) + 1);
    widen(x, cp_mac_u64(mac), cp_mac_u64(mac));
}

/* The serial number is the hardware address; if nobody tells of that one, the thing has it all the
 * same, and is none that has another. */
static void add_mac_serial(joiner *j, cp_str serial, uint32_t subject)
{
    cp_mac mac;
    if (!cp_mac_parse(serial, &mac) || !cp_mac_is_identity(mac))
        return;
    uint32_t text = cp_obs_find_text(j->s, cp_mac_text(j->work, mac));
    if (text)
        add_edge(j, S_MAC, text - 1, NO_SCOPE, subject);
    else
        add_mac(&j->v[subject], mac);
}

static void add_serial(joiner *j, uint32_t text, uint32_t subject)
{
    if (!cp_join_serial_is_id(cp_obs_str(j->s, text)))
        return;
    add_edge(j, S_SERIAL, text, NO_SCOPE, subject);
    j->v[subject].has_serial = true;
    choose_text(j->s, &j->v[subject].serial, text + 1);
    if (j->hints[subject].is_mac_serial)
        add_mac_serial(j, cp_obs_str(j->s, text), subject);
}

static void add_chassis(joiner *j, uint32_t text, uint32_t realm, uint32_t subject)
{
    cp_str s = cp_obs_str(j->s, text);
    cp_mac mac;
    if (!cp_join_chassis_is_id(s))
        return;
    bool is_mac = cp_mac_parse(s, &mac), is_global = is_mac && cp_mac_is_identity(mac);
    j->v[subject].has_chassis = true;
    j->v[subject].has_chassis_mac = j->v[subject].has_chassis_mac || is_mac;
    add_edge(j, S_CHASSIS, text, is_global ? NO_SCOPE : realm, subject);
    if (is_global)
        add_edge(j, S_MAC, text, NO_SCOPE, subject);
}

static cp_str name_key(const uint32_t *text)
{
    return (cp_str){ (const char *)text, sizeof *text };
}

/* Does the subject know its device by nothing but a name? */
static bool is_only_name(const joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    uint32_t n_names = 0;
    if (!j->hints[subject].is_answer && !j->hints[subject].is_form)
        return false;
    for (uint32_t i = 0; i < x->n_idents; i++) {
        cp_ident_kind kind = cp_obs_ident_kind(cp_obs_ident_at(j->s, x->first_ident + i));
        n_names += kind == CP_IDENT_HOSTNAME;
        if (kind != CP_IDENT_HOSTNAME && kind != CP_IDENT_AGENT)
            return false;
    }
    return n_names == 1;
}

/* Its name; is_only_name. */
static uint32_t only_name(const joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    uint32_t i = x->first_ident;
    while (cp_obs_ident_kind(cp_obs_ident_at(j->s, i)) != CP_IDENT_HOSTNAME)
        i++;
    return cp_obs_ident_text(cp_obs_ident_at(j->s, i));
}

/* The names by which answers know their devices, before any edge is made. */
static void find_asked(joiner *j)
{
    for (uint32_t i = 0; i < j->s->subjects.n; i++) {
        if (!is_only_name(j, i))
            continue;
        uint32_t text = only_name(j, i);
        cp_str key = name_key(cp_arena_dup(j->work, &text, sizeof text));
        (void)cp_map_put(j->work, &j->asked, key, NULL);
    }
}

static void add_ip(joiner *j, uint32_t text, uint32_t realm, uint32_t subject)
{
    if (!cp_join_is_ip_identity(cp_obs_str(j->s, text)))
        return;
    if (!j->hints[subject].is_table) {
        add_edge(j, S_IP, text, realm, subject);
        j->v[subject].has_ip = true;
    }
    if (j->has_tables)
        add_edge(j, S_HEARD, text, realm, subject);
}

void cp_join_add_name(root *r, cp_join_key key)
{
    uint32_t i = 0;
    while (i < CP_JOIN_NAMES && r->names[i] && r->names[i] != key)
        i++;
    if (key && i < CP_JOIN_NAMES)
        r->names[i] = key;
    r->has_many_names |= key && i == CP_JOIN_NAMES;
}

/* A row, an agent, a neighbour of one: of those of one source each is another thing. */
static bool is_record(const joiner *j, uint32_t subject)
{
    const cp_obs_subject *x = cp_obs_subject_at(j->s, subject);
    for (uint32_t k = 0; k < x->n_idents; k++)
        if (cp_obs_ident_kind(cp_obs_ident_at(j->s, x->first_ident + k)) == CP_IDENT_AGENT)
            return true;
    return false;
}

/* is_announced: the thing goes by that name; else somebody calls it so, which counts where it has
 * none. */
static void add_name(joiner *j, cp_str name, uint32_t from, uint32_t subject, bool is_announced)
{
    cp_join_named x = { cp_join_name_key(j->s, name, j->s->froms.v[from].realm), from, subject };
    cp_join_key *first = &j->name_of[subject];
    if (x.key == 0)
        return;
    if (*first == 0 || (is_announced && x.key < *first))
        *first = x.key;
    cp_join_add_name(&j->v[subject], x.key);
    cp_vec_push(j->work, &j->named, x);
    if (j->hints[subject].is_written || (j->hints[subject].name && is_record(j, subject)))
        cp_vec_push(j->work, &j->rows, x);
}

static void add_ident(joiner *j, uint32_t subject, const cp_obs_subject *x, cp_obs_ident id)
{
    uint32_t text = cp_obs_ident_text(id), realm = j->s->froms.v[x->from].realm;
    cp_str s = cp_obs_str(j->s, text);
    switch (cp_obs_ident_kind(id)) {
    case CP_IDENT_AGENT: add_edge(j, S_AGENT, text, cp_join_agent_scope(j, x, s), subject); break;
    case CP_IDENT_REF: add_edge(j, S_REF, text, realm, subject); break;
    case CP_IDENT_SERIAL: add_serial(j, text, subject); break;
    case CP_IDENT_CHASSIS: add_chassis(j, text, realm, subject); break;
    case CP_IDENT_ENGINE_ID:
        if (cp_join_is_engine_identity(s)) {
            add_edge(j, S_ENGINE, text, NO_SCOPE, subject);
            j->v[subject].has_engine = true;
        }
        break;
    case CP_IDENT_MAC:
        if (cp_join_is_mac_identity(s))
            add_edge(j, S_MAC, text, NO_SCOPE, subject);
        else if (cp_join_is_random_mac(s))
            add_edge(j, S_RANDOM_MAC, text, realm, subject);
        else if (cp_join_is_own_mac(s))
            add_edge(j, S_OWN_MAC, text, x->from, subject);
        else
            j->doubts[subject] |= CP_JOIN_VIRTUAL;
        break;
    case CP_IDENT_IP: add_ip(j, text, realm, subject); break;
    case CP_IDENT_HOSTNAME:
        add_name(j, s, x->from, subject, true);
        if (cp_map_get(&j->asked, name_key(&text)))
            add_edge(j, S_NAME, text, realm, subject);
        break;
    case CP_IDENT_ASN:
    case CP_IDENT_FCC_ID:
    case CP_IDENT_COUNT: break;
    }
}

/* Scopes are realms, or sources: those by name, because their numbers depend on the order of
 * import. */
static int scope_order(const cp_obs_store *s, const edge *a, const edge *b)
{
    int c = 0;
    if (a->stage == S_AGENT || a->stage == S_OWN_MAC) {
        const cp_obs_from *x = &s->froms.v[a->scope], *y = &s->froms.v[b->scope];
        c = cp_str_cmp(x->name, y->name);
        if (c == 0 && x->realm != y->realm) /* one source, and rows of several realms */
            c = cp_join_text_order(s, x->realm, y->realm);
    } else if (a->scope != NO_SCOPE && b->scope != NO_SCOPE) {
        return cp_join_text_order(s, a->scope, b->scope);
    }
    return c ? c : a->scope < b->scope ? -1 : 1;
}

static uint64_t strength(const void *x, void *ctx)
{
    const edge *e = x;
    (void)ctx;
    return (uint64_t)e->stage << 32 | e->hash;
}

static int by_strength(const void *x, const void *y, void *ctx)
{
    const edge *a = x, *b = y;
    const cp_obs_store *s = ctx;
    if (a->stage != b->stage)
        return a->stage < b->stage ? -1 : 1;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->text != b->text)
        return cp_join_text_order(s, a->text, b->text);
    if (a->scope != b->scope)
        return scope_order(s, a, b);
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

uint32_t cp_join_find(const joiner *j, uint32_t i)
{
    cp_join_up *up = j->up;
    while (up[i].parent != i)
        i = up[i].parent = up[up[i].parent].parent;
    return i;
}

/* The surer of two; on a tie the smaller, so that the order of joining does not matter. */
static void merge_makers(root *to, const root *from)
{
    bool heavier = from->wire_weight > to->wire_weight ||
                   (from->wire_weight == to->wire_weight && from->wire < to->wire);
    if (from->wire && (to->wire == 0 || heavier)) {
        to->wire = from->wire;
        to->wire_weight = from->wire_weight;
    }
    if (from->label && (to->label == 0 || from->label < to->label))
        to->label = from->label;
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

static void merge_names(root *to, const root *from)
{
    widen(to, from->mac_low, from->mac_high);
    to->has_many_blocks |= from->has_many_blocks;
    for (int i = 0; i < CP_JOIN_BLOCKS; i++)
        add_block(to, from->blocks[i]);
    to->has_many_names |= from->has_many_names;
    for (int i = 0; i < CP_JOIN_NAMES; i++)
        cp_join_add_name(to, from->names[i]);
}

static void unite(joiner *j, uint32_t a, uint32_t b)
{
    const cp_obs_store *s = j->s;
    root *v = j->v;
    if (v[a].size < v[b].size) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    unite_marks(j, &v[a], &v[b]);
    merge_makers(&v[a], &v[b]);
    merge_names(&v[a], &v[b]);
    j->up[b].parent = a;
    v[a].size += v[b].size;
    v[a].n_macs += v[b].n_macs;
    v[a].n_own_macs += v[b].n_own_macs;
    choose_text(s, &v[a].own_mac, v[b].own_mac);
    choose_text(s, &v[a].serial, v[b].serial);
    v[a].has_serial |= v[b].has_serial;
    v[a].has_chassis |= v[b].has_chassis;
    v[a].has_chassis_mac |= v[b].has_chassis_mac;
    v[a].has_engine |= v[b].has_engine;
    v[a].is_told |= v[b].is_told;
    v[a].is_known |= v[b].is_known;
    v[a].has_ip |= v[b].has_ip;
    v[a].is_heard |= v[b].is_heard;
    v[a].is_leased |= v[b].is_leased;
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

tally cp_join_count(const joiner *j)
{
    tally t = { 0 };
    uint32_t wire = 0, label = 0, own = 0, serial = 0;
    for (uint32_t i = 0; i < j->roots.n; i++) {
        const root *x = &j->v[j->roots.v[i]];
        bool is_sure = x->wire && x->wire_weight >= MAKER_SURE;
        t.serials += x->has_serial;
        t.told += x->is_told;
        t.serial_texts_differ |= x->serial && serial && x->serial != serial;
        serial = x->serial ? x->serial : serial;
        t.chassis_macs += x->has_chassis_mac;
        t.engines += x->has_engine;
        t.many_macs += x->n_macs && (x->n_macs >= MANY_MACS || x->has_chassis);
        t.few_macs += x->n_macs && x->n_macs < MANY_MACS && !x->has_chassis;
        if (x->own_mac && !x->n_macs && x->n_own_macs < MANY_MACS && !x->has_chassis) {
            t.own_macs_differ |= own && own != x->own_mac;
            own = x->own_mac;
        }
        t.wires_differ |= is_sure && wire && wire != x->wire;
        t.labels_differ |= x->label && label && label != x->label;
        wire = is_sure ? x->wire : wire;
        label = x->label ? x->label : label;
    }
    t.wire_and_label_differ = wire && label && wire != label;
    return t;
}

/* Two hosts with other hardware addresses had this address one after the other, unless one of them
 * is a device of which one sees now this and now that address. Addresses that hosts chose are
 * compared with each other only: a device may have one beside its own. */
bool cp_join_is_ip_contradicted(const tally *t)
{
    return t->serials > 1 || t->chassis_macs > 1 || t->engines > 1 || t->wires_differ ||
           t->few_macs > 1 || t->many_macs > 1 || t->own_macs_differ;
}

static uint8_t differ_of(const tally *t)
{
    return (
        uint8_t)((t->serials > 1 ? CP_DIFFER_SERIAL : 0) |
                 (t->chassis_macs > 1 ? CP_DIFFER_CHASSIS : 0) |
                 (t->engines > 1 ? CP_DIFFER_ENGINE : 0) |
                 (t->wires_differ || t->labels_differ || t->wire_and_label_differ ? CP_DIFFER_MAKER
                                                                                  : 0) |
                 (t->few_macs > 1 || t->many_macs > 1 || t->own_macs_differ ? CP_DIFFER_MAC : 0));
}

/* Of those that nothing but somebody's word puts together. */
static bool is_word_contradicted(const tally *t)
{
    return t->serials > 1 || t->chassis_macs > 1 || t->engines > 1 || t->wires_differ ||
           t->labels_differ || t->wire_and_label_differ;
}

static bool is_contradicted(const joiner *j, const edge *e)
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
    case S_SAID: return is_word_contradicted(&t);
    }
    return false;
}

static void tell_conflicts(joiner *j, uint32_t first, uint32_t end, uint32_t said, uint8_t differ)
{
    const edge *e = &j->edges.v[first];
    for (uint32_t i = first; i < end; i++)
        cp_vec_push(j->a, &j->out->conflicts,
                    ((cp_join_conflict){ stage_kind[e->stage], e->text, j->edges.v[i].subject, said,
                                         differ }));
}

/* A number that several things were given, an address that is now here and now there. What a
 * device has of its own (AGENT, REF) and what a person says is not doubted. */
static bool is_copied(const joiner *j, uint32_t first, uint32_t end, bool is_heard)
{
    cp_join_stage stage = (cp_join_stage)j->edges.v[first].stage;
    return (stage == S_SERIAL || stage == S_CHASSIS || stage == S_ENGINE || stage == S_MAC ||
            stage == S_OWN_MAC || stage == S_RANDOM_MAC) &&
           cp_join_has_two_names(j, first, end, is_heard);
}

void cp_join_unite_all(joiner *j)
{
    for (uint32_t i = 1; i < j->roots.n; i++)
        unite(j, cp_join_find(j, j->roots.v[0]), cp_join_find(j, j->roots.v[i]));
}

void cp_join_tell(joiner *j, uint32_t first, uint32_t end, uint8_t differ)
{
    tell_conflicts(j, first, end, 0, differ);
}

uint8_t cp_join_differ(const joiner *j)
{
    tally t = cp_join_count(j);
    return differ_of(&t);
}

/* Does somebody say that these two are not one? */
static bool is_parted(const joiner *j, uint32_t a, uint32_t b)
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
    if (a == b || is_parted(j, a, b))
        return;
    unite(j, a, b);
    if (j->said && j->said->wants_shared)
        cp_vec_push(j->a, &j->out->shared, ((cp_join_shared){ kind, text, subject, 2, 0, true }));
}

/* Rows with that hardware address whose serial number is the device's, mistyped. */
static void take_mistyped(joiner *j, uint32_t first, uint32_t end, uint32_t device)
{
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
    if (is_copied(j, first, end, false))
        differ |= CP_DIFFER_NAME;
    tell_conflicts(j, first, end, 0, differ);
    if (stage >= S_NAME)
        return;
    cp_join_keep_heard(j);
    if (is_contradicted(j, &j->edges.v[first]) || is_copied(j, first, end, true))
        return;
    cp_join_unite_all(j);
    if (stage == S_MAC && j->roots.n)
        take_mistyped(j, first, end, j->roots.v[0]);
}

/* The roots at hand become one, unless something contradicts. */
static void take_roots(joiner *j, uint32_t first, uint32_t end)
{
    const edge *e = &j->edges.v[first];
    if (e->stage == S_IP)
        cp_join_take_ip(j, first, end);
    else if (e->stage == S_KEY)
        cp_join_take_key(j, first, end);
    else if (!is_contradicted(j, e) && !is_copied(j, first, end, false))
        cp_join_unite_all(j);
    else
        take_unwritten(j, first, end);
}

/* ---- what people say is not one */

/* Would the edge put together what somebody says is two? The statement + 1; 0 it would not. */
static uint32_t parts_what(joiner *j)
{
    uint32_t parted = 0;
    for (uint32_t i = 0; i < j->roots.n && j->marks.n; i++)
        for (uint32_t m = j->v[j->roots.v[i]].marks; m; m = j->marks.v[m - 1].next) {
            const mark *x = &j->marks.v[m - 1];
            parting *p = &j->partings[x->statement];
            if (p->edge != j->n_met)
                *p = (parting){ .edge = j->n_met };
            *(x->is_other ? &p->has_other : &p->has_one) = true;
            if (p->has_one && p->has_other && (parted == 0 || x->statement + 1 < parted))
                parted = x->statement + 1;
        }
    return parted;
}

typedef struct camp {
    uint64_t of; /* 0: it is the second one of no statement that the edge is about */
    uint32_t root;
} camp;

static camp camp_of(joiner *j, uint32_t at)
{
    camp c = { 0, at };
    for (uint32_t m = j->v[at].marks; m; m = j->marks.v[m - 1].next) {
        const mark *x = &j->marks.v[m - 1];
        parting *p = &j->partings[x->statement];
        if (!p->has_one || !p->has_other || !x->is_other || p->root == at + 1)
            continue;
        p->root = at + 1;
        c.of += cp_hash((cp_str){ (const char *)&x->statement, sizeof x->statement }, 1) | 1;
    }
    return c;
}

static int by_camp(const void *x, const void *y)
{
    const camp *a = x, *b = y;
    return a->of != b->of ? (a->of < b->of ? -1 : 1) : a->root < b->root ? -1 : a->root > b->root;
}

/* Each camp for itself. */
static void take_parted(joiner *j, uint32_t first, uint32_t end, uint32_t statement)
{
    uint32_t n = j->roots.n;
    camp *v = CP_NEW_ARRAY(j->work, camp, n);
    for (uint32_t i = 0; i < n; i++)
        v[i] = camp_of(j, j->roots.v[i]);
    qsort(v, n, sizeof *v, by_camp);
    tell_conflicts(j, first, end, j->said->ties[statement] + 1, 0);
    for (uint32_t i = 0, next; i < n; i = next) {
        j->roots.n = 0;
        for (next = i; next < n && v[next].of == v[i].of; next++)
            cp_vec_push(j->work, &j->roots, v[next].root);
        if (j->roots.n > 1)
            take_roots(j, first, end);
    }
}

static void mark_sides(joiner *j)
{
    j->partings = CP_NEW_ARRAY(j->work, parting, j->said ? j->said->n_statements : 0);
    for (uint32_t i = 0; j->said && i < j->said->n_sides; i++) {
        const cp_join_side *x = &j->said->sides[i];
        root *r = &j->v[x->subject];
        cp_vec_push(j->work, &j->marks, ((mark){ r->marks, x->statement, x->is_other }));
        r->last_mark = r->last_mark ? r->last_mark : j->marks.n;
        r->marks = j->marks.n;
    }
}

static bool is_own(const joiner *j, uint32_t subject, uint32_t text)
{
    uint32_t v[2];
    return !j->said || j->said->not_own.n == 0 ||
           !cp_map_get(&j->said->not_own, cp_join_own_key(v, subject, text));
}

static void tell_shared(joiner *j, uint32_t first, uint32_t end, uint32_t said)
{
    const edge *e = &j->edges.v[first];
    if (j->said && j->said->wants_shared && end - first > 1)
        cp_vec_push(j->a, &j->out->shared,
                    ((cp_join_shared){ stage_kind[e->stage], e->text, e->subject, end - first, said,
                                       j->roots.n > 1 }));
}

/* The roots at hand, of that edge. */
static void take_met(joiner *j, uint32_t first, uint32_t end)
{
    uint32_t parted = parts_what(j);
    if (parted)
        take_parted(j, first, end, parted - 1);
    else
        take_roots(j, first, end);
}

static void take_edge(joiner *j, uint32_t first, uint32_t end)
{
    const edge *e = &j->edges.v[first];
    if (end - first < 2)
        return;
    cp_join_meet(j, first, end);
    tell_shared(j, first, end, 0);
    if (j->roots.n < 2)
        return;
    if (e->stage == S_NAME && cp_join_count(j).told == 0)
        return; /* nobody else tells of it */
    take_met(j, first, end);
}

uint32_t cp_join_edge_end(const joiner *j, uint32_t first)
{
    const edge *e = &j->edges.v[first];
    uint32_t i = first + 1;
    while (i < j->edges.n && j->edges.v[i].stage == e->stage && j->edges.v[i].text == e->text &&
           j->edges.v[i].scope == e->scope)
        i++;
    return i;
}

/* How many addresses each has when the hardware addresses have joined what they can. */
static void count_macs(joiner *j)
{
    for (uint32_t i = 0, end; i < j->edges.n; i = end) {
        end = cp_join_edge_end(j, i);
        bool is_own = j->edges.v[i].stage == S_OWN_MAC || j->edges.v[i].stage == S_RANDOM_MAC;
        if (j->edges.v[i].stage != S_MAC && !is_own)
            continue;
        cp_join_meet(j, i, end);
        cp_vec_each(r, &j->roots)
        {
            root *x = &j->v[*r];
            cp_mac mac;
            choose_text(j->s, &x->own_mac, is_own ? j->edges.v[i].text + 1 : 0);
            if (is_own)
                x->n_own_macs++;
            else if (cp_mac_parse(cp_obs_str(j->s, j->edges.v[i].text), &mac))
                add_mac(x, mac);
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

/* --- what tables of ARP say -----------------------------------------------------------------
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
    uint32_t low = 0, high = b->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (b->v[middle].root < of)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
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
    uint8_t differ = differ_of(&t);
    tell_conflicts(j, first, end, 0, differ ? differ : CP_DIFFER_MAC);
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
        tell_shared(j, c->first, c->end, 0);
        take_met(j, c->first, c->end);
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
    if (is_word_contradicted(&t) || parts_what(j))
        return false;
    tell_shared(j, c->first, c->end, 0);
    unite(j, heard, owner);
    return true;
}

/* All edges of S_HEARD: [first, last). */
static void take_heard(joiner *j, uint32_t first, uint32_t last)
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

/* Who signs goes before who does not, the former in the order in which they said it. */
static int by_text(const void *x, const void *y, void *ctx)
{
    const cp_join_pair *p = x, *q = y;
    const cp_obs_store *s = ctx;
    if (!p->said != !q->said)
        return p->said ? -1 : 1;
    if (p->at != q->at)
        return p->at < q->at ? -1 : 1;
    if (p->text != q->text)
        return cp_join_text_order(s, p->text, q->text);
    return p->a != q->a ? (p->a < q->a ? -1 : 1) : p->b < q->b ? -1 : p->b > q->b;
}

/* Whatever contradicts it, which is told; but not what somebody says is not one. */
static void take_signed(joiner *j, uint32_t first, uint32_t end, uint32_t said, cp_ident_kind kind)
{
    cp_join_meet(j, first, end);
    tell_shared(j, first, end, said);
    if (j->roots.n < 2)
        return;
    uint32_t parted = parts_what(j);
    if (parted) {
        take_parted(j, first, end, parted - 1);
        return;
    }
    if (is_contradicted(j, &j->edges.v[first])) {
        tally t = cp_join_count(j);
        tell_conflicts(j, first, end, said, differ_of(&t));
        for (uint32_t i = j->out->conflicts.n - (end - first); i < j->out->conflicts.n; i++)
            j->out->conflicts.v[i].kind = kind;
    }
    unite(j, cp_join_find(j, j->roots.v[0]), cp_join_find(j, j->roots.v[1]));
}

/* What identifiers have joined is not parted by what a table calls one, and what they contradict is
 * not joined, unless somebody signs it. */
static void take_pairs(joiner *j)
{
    cp_join_pair *pairs = j->said->pairs;
    uint32_t n = j->said->n_pairs;
    if (n)
        qsort_r(pairs, n, sizeof *pairs, by_text, (void *)(uintptr_t)j->s);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t first = j->edges.n;
        add_edge(j, S_SAID, pairs[i].text, NO_SCOPE, pairs[i].a);
        add_edge(j, S_SAID, pairs[i].text, NO_SCOPE, pairs[i].b);
        if (pairs[i].said)
            take_signed(j, first, j->edges.n, pairs[i].said, pairs[i].kind);
        else
            take_edge(j, first, j->edges.n);
    }
}

void cp_join(cp_arena *a, const cp_obs_store *s, const cp_join_hint *hints, cp_join_said *said,
             cp_join_result *out)
{
    joiner j = {
        .a = a, .work = cp_arena_new(0), .s = s, .hints = hints, .said = said, .out = out
    };
    *out = (cp_join_result){ 0 };
    j.up = CP_NEW_RAW(j.work, cp_join_up, s->subjects.n);
    j.v = CP_NEW_RAW(j.work, root, s->subjects.n);
    out->is_disowned = CP_NEW_ARRAY(a, bool, s->subjects.n);
    out->is_slipped = CP_NEW_ARRAY(a, bool, s->subjects.n);
    for (uint32_t i = 0; i < s->subjects.n; i++)
        j.has_tables |= hints[i].is_table;
    j.name_of = CP_NEW_ARRAY(j.work, cp_join_key, s->subjects.n);
    j.doubts = CP_NEW_ARRAY(j.work, uint8_t, s->subjects.n);
    find_asked(&j);
    cp_join_find_recordings(&j);
    j.edges.cap = s->idents.n + s->idents.n / 4; /* a chassis address makes two */
    j.edges.v = CP_NEW_RAW(j.work, edge, j.edges.cap);
    j.named.cap = s->subjects.n; /* seldom more; what is not used is never touched */
    j.named.v = CP_NEW_RAW(j.work, cp_join_named, j.named.cap);
    for (uint32_t i = 0; i < s->subjects.n; i++) {
        const cp_obs_subject *x = cp_obs_subject_at(s, i);
        j.up[i] = (cp_join_up){ .parent = i };
        j.v[i] = (root){ .size = 1,
                         .wire = hints[i].wire,
                         .wire_weight = hints[i].wire_weight,
                         .label = hints[i].label,
                         .is_told = !is_only_name(&j, i),
                         .is_known = !hints[i].is_table,
                         .is_heard = !hints[i].is_written,
                         .is_leased = hints[i].is_leased };
        for (uint32_t k = 0; k < x->n_idents; k++) {
            cp_obs_ident id = cp_obs_ident_at(s, x->first_ident + k);
            if (is_own(&j, i, cp_obs_ident_text(id)))
                add_ident(&j, i, x, id);
        }
        if (hints[i].name)
            add_name(&j, cp_obs_str(s, hints[i].name - 1), x->from, i, false);
        if (hints[i].key)
            add_edge(&j, S_KEY, hints[i].key - 1, s->froms.v[x->from].realm, i);
    }
    mark_sides(&j);
    cp_sort(j.edges.v, j.edges.n, sizeof *j.edges.v, strength, by_strength, (void *)(uintptr_t)s);
    cp_join_doubt(&j);
    cp_join_find_leases(&j);
    bool counted = false, named = false;
    for (uint32_t i = 0, end; i < j.edges.n; i = end) {
        bool is_heard = j.edges.v[i].stage == S_HEARD;
        end = is_heard ? stage_end(&j, i) : cp_join_edge_end(&j, i);
        if (j.edges.v[i].stage >= S_KEY && !counted) { /* once no more of them join */
            count_macs(&j);
            counted = true;
        }
        if (j.edges.v[i].stage >= S_NAME && !named) {
            cp_join_take_names(&j);
            named = true;
        }
        (is_heard ? take_heard : take_edge)(&j, i, end);
    }
    if (!counted)
        count_macs(&j);
    if (!named)
        cp_join_take_names(&j);
    if (said)
        take_pairs(&j);
    drop_settled(&j);
    number_groups(&j);
    cp_arena_free(j.work);
}
