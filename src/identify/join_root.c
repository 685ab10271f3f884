/* SPDX-License-Identifier: Apache-2.0 */
/* join_root.c - see join_in.h: what is known of the subjects that are found to be one, and whether
 * several of those contradict each other. Nothing of it depends on who was met first. */
#include "identify/join_in.h"

typedef cp_join_root root;
typedef cp_joiner joiner;
typedef cp_join_tally tally;

enum { MANY_MACS = 3 }; /* a device with so many has others that nobody saw */

int cp_join_text_order(const cp_obs_store *s, uint32_t a, uint32_t b)
{
    const cp_obs_text *x = cp_obs_text_at(s, a), *y = cp_obs_text_at(s, b);
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return cp_str_cmp(cp_obs_str(s, a), cp_obs_str(s, b));
}

void cp_join_choose_text(const cp_obs_store *s, uint32_t *to, uint32_t text)
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

void cp_join_root_add_mac(root *x, cp_mac mac)
{
    x->n_macs++;
    add_block(x, (uint32_t)(cp_mac_u64(mac) >> 24) + 1);
    widen(x, cp_mac_u64(mac), cp_mac_u64(mac));
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

void cp_join_root_merge(const cp_obs_store *s, root *to, const root *from)
{
    merge_makers(to, from);
    merge_names(to, from);
    to->size += from->size;
    to->n_macs += from->n_macs;
    to->n_own_macs += from->n_own_macs;
    cp_join_choose_text(s, &to->own_mac, from->own_mac);
    cp_join_choose_text(s, &to->serial, from->serial);
    to->has_serial |= from->has_serial;
    to->has_chassis |= from->has_chassis;
    to->has_chassis_mac |= from->has_chassis_mac;
    to->has_engine |= from->has_engine;
    to->is_told |= from->is_told;
    to->is_known |= from->is_known;
    to->has_ip |= from->has_ip;
    to->is_heard |= from->is_heard;
    to->is_leased |= from->is_leased;
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

uint8_t cp_join_differ_of(const tally *t)
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
bool cp_join_is_word_contradicted(const tally *t)
{
    return t->serials > 1 || t->chassis_macs > 1 || t->engines > 1 || t->wires_differ ||
           t->labels_differ || t->wire_and_label_differ;
}

uint8_t cp_join_differ(const joiner *j)
{
    tally t = cp_join_count(j);
    return cp_join_differ_of(&t);
}
