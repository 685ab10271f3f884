/* SPDX-License-Identifier: Apache-2.0 */
/* ios_peers.c - see ios_peers.h: where blocks `router ...` begin and end, and what is of which. */
#include "sources/state/ios_peers.h"

ios_peers *ios_peers_new(cp_arena *a)
{
    ios_peers *p = CP_NEW(a, ios_peers);
    *p = (ios_peers){ .protocol = "" };
    return p;
}

/* ---- words */

cp_state_heard ios_peers_words(cp_state_section *s, ios_peers *p, cp_str line, size_t indent,
                               const ios_peers_word *words)
{
    cp_str rest;
    for (; words->words; words++)
        if (ios_begins(line, words->words, &rest))
            return words->does(s, p, rest, indent);
    return CP_HEARD_HARMLESS;
}

cp_str ios_peers_vrf(const ios_peers *p) { return p->in_vrf ? p->inner_vrf : p->vrf; }

cp_str ios_peers_name(cp_arena *a, cp_str *rest)
{
    cp_str name = cp_state_word(rest), left = *rest, next = cp_state_word(&left);
    char last = name.n ? name.p[name.n - 1] : '0', first = next.n ? next.p[0] : 'x';
    if ((last >= '0' && last <= '9') || first < '0' || first > '9')
        return cp_str_dup(a, name);
    *rest = left;
    return cp_str_fmt(a, "%.*s%.*s", CP_FMT(name), CP_FMT(next));
}

cp_state_heard ios_peers_id(cp_state_peer *self, cp_str rest)
{
    cp_state_net id;
    cp_str word = cp_state_word(&rest);
    if (!cp_state_address_of(word, &id) || !cp_state_net_is_v4(&id))
        return CP_HEARD_HARMLESS;
    self->addr = id;
    return CP_HEARD_ROW;
}

/* ---- blocks */

static const struct process {
    const char *words, *protocol;
} processes[] = {
    { "router bgp", "BGP" },          { "router ospf", "OSPF" },    { "router ospfv3", "OSPFv3" },
    { "ipv6 router ospf", "OSPFv3" }, { "router ospf6", "OSPFv3" }, { "router isis", "IS-IS" },
};

/* "1", "CORE vrf red", "vrf red", "64496 vrf red", "64496 instance X" */
static cp_state_heard begin(cp_state_section *s, ios_peers *p, cp_str rest)
{
    cp_str word;
    bool is_bgp = p->protocol[0] == 'B', is_first = true;
    for (; (word = cp_state_word(&rest)).n; is_first = false) {
        if (cp_str_eq(word, CP_STR("vrf")))
            p->process_vrf = cp_str_dup(s->a, ios_vrf(cp_state_word(&rest)));
        else if (is_bgp && cp_str_eq(word, CP_STR("instance")))
            p->bgp.instance = cp_str_dup(s->a, cp_state_word(&rest));
        else if (is_bgp && is_first && !cp_state_as(word, &p->bgp.as))
            return cp_state_bad(s, "no AS from 1 to 4294967295");
        else if (!is_bgp && is_first)
            p->instance = cp_str_dup(s->a, word);
    }
    p->vrf = p->process_vrf;
    if (is_bgp && !cp_bgp_self(s, &p->bgp, p->vrf))
        return CP_HEARD_NOTHING;
    return CP_HEARD_ROW;
}

bool ios_peers_begin(cp_state_section *s, ios_peers *p, cp_str line, cp_state_heard *heard)
{
    const ios_peers none = { .protocol = "" };
    cp_str rest;
    for (size_t i = 0; i < sizeof processes / sizeof *processes; i++) {
        if (!ios_begins(line, processes[i].words, &rest))
            continue;
        ios_peers old = *p;
        *p = none;
        p->igp = old.igp;
        p->has_masks = old.has_masks;
        p->protocol = processes[i].protocol;
        p->instance = p->vrf = p->process_vrf = p->bgp.instance = CP_STR("");
        p->line = s->line;
        *heard = begin(s, p, rest);
        if (*heard == CP_HEARD_NOTHING)
            p->protocol = "";
        return true;
    }
    return false;
}

cp_state_heard ios_peers_line(cp_state_section *s, ios_peers *p, cp_str line, size_t indent)
{
    bool is_bgp = p->protocol[0] == 'B';
    ios_depth *const depths[] = { &p->in_peer,   &p->in_area,  &p->in_iface,
                                  &p->in_family, &p->in_other, &p->in_lost };
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++)
        if (indent <= *depths[i])
            *depths[i] = 0;
    if (is_bgp && indent <= p->in_vrf)
        p->in_vrf = 0;
    if (p->in_lost)
        return CP_HEARD_NOTHING;
    return is_bgp ? ios_bgp_line(s, p, line, indent) : ios_igp_line(s, p, line, indent);
}

void ios_peers_block_end(cp_state_section *s, ios_peers *p)
{
    if (p->protocol[0] == 'B')
        cp_bgp_tell(s, &p->bgp);
    else if (p->protocol[0])
        ios_igp_end(s, p);
    p->protocol = "";
}

void ios_peers_iface_end(ios_peers *p, cp_str vrf)
{
    cp_vec_each(f, &p->of_iface)(*f)->row.vrf = vrf;
    p->of_iface.n = 0;
}

void ios_peers_end(cp_state_section *s, ios_peers *p)
{
    ios_peers_block_end(s, p);
    cp_igp_tell(s, &p->igp);
}
