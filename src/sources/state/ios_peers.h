/* SPDX-License-Identifier: Apache-2.0 */
/* ios_peers.h - neighbours of configurations in the words that IOS, IOS XR, NX-OS, EOS, ASA and FRR
 * have in common: ios_bgp.c and ios_igp.c read blocks `router ...`, and lines of interfaces.
 *
 * Blocks of IOS and FRR are flat (`neighbor 192.0.2.1 remote-as 64497`), those of XR and NX-OS have
 * blocks in them (`neighbor 192.0.2.1`, below it `remote-as 64497`): what a line is of is told by
 * how far it is set off, so that both are read by the same functions. */
#pragma once
#include "sources/state/ios.h"
#include "sources/state/peers.h"

/* A block in a block `router ...`: begins at a line that is set off so far; 0: none is open. */
typedef size_t ios_depth;

typedef struct ios_peers {
    cp_bgp bgp;
    cp_igp igp;
    CP_VEC(cp_igp_iface *) of_iface; /* of the interface whose lines are read */
    bool has_masks;                  /* ASA: where others have wildcards */
    /* the block that is read */
    const char *protocol;
    cp_str instance, process_vrf, vrf; /* vrf: of the process, or of the family, of IOS */
    uint64_t line;
    ios_depth in_vrf, in_peer, in_area, in_iface, in_family;
    ios_depth in_other, in_lost; /* nothing is asked of it, or nothing of it is understood */
    cp_str inner_vrf;
    bool is_six;             /* in_family */
    cp_conf_bgp_peer *peer;  /* in_peer */
    cp_str name;             /* its own */
    cp_igp_process *process; /* NULL: no line of it was there yet */
    cp_igp_process *outer;   /* in_vrf: that of the block; NULL: the same */
    cp_igp_iface *iface;     /* in_iface */
    cp_str area;             /* in_area, and what its interfaces have */
    uint64_t area_cost;
    cp_peer_said area_passive;
} ios_peers;

ios_peers *ios_peers_new(cp_arena *a);
/* "router bgp 64496", "ipv6 router ospf 1": lines of it follow, if it is understood (*heard).
 * False: it is none. */
bool ios_peers_begin(cp_state_section *s, ios_peers *p, cp_str line, cp_state_heard *heard);
cp_state_heard ios_peers_line(cp_state_section *s, ios_peers *p, cp_str line, size_t indent);
/* Its last line was there; also asked where none is open. */
void ios_peers_block_end(cp_state_section *s, ios_peers *p);
/* A line of an interface; harmless, if it tells nothing of neighbours. */
cp_state_heard ios_peers_iface(cp_state_section *s, ios_peers *p, cp_str iface, cp_str line);
void ios_peers_iface_end(ios_peers *p, cp_str vrf);
/* Rows of all that stood in the configuration. */
void ios_peers_end(cp_state_section *s, ios_peers *p);

/* ---- between the files */

/* What hears a line that begins with these words; words NULL at the end of a table. */
typedef struct ios_peers_word {
    const char *words;
    cp_state_heard (*does)(cp_state_section *s, ios_peers *p, cp_str rest, size_t indent);
} ios_peers_word;
/* Harmless, if none of them begins it. */
cp_state_heard ios_peers_words(cp_state_section *s, ios_peers *p, cp_str line, size_t indent,
                               const ios_peers_word *words);

cp_state_heard ios_bgp_line(cp_state_section *s, ios_peers *p, cp_str line, size_t indent);
cp_state_heard ios_igp_line(cp_state_section *s, ios_peers *p, cp_str line, size_t indent);
/* The process is there, though no line of it stood there. */
void ios_igp_end(cp_state_section *s, ios_peers *p);
/* The VRF of the line. */
cp_str ios_peers_vrf(const ios_peers *p);
/* "Ethernet 0/1", "Loopback0": the name without the blank. */
cp_str ios_peers_name(cp_arena *a, cp_str *rest);
/* "192.0.2.1": an id. Harmless where it is none: the name of an interface that has it. */
cp_state_heard ios_peers_id(cp_state_peer *self, cp_str rest);
