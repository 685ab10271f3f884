/* SPDX-License-Identifier: Apache-2.0 */
/* join_in.h - the inside of cp_join: join.c takes the edges one after the other; where an
 * identifier alone is not enough, join_doubt.c says what belongs to two (join_slipped.c,
 * join_chassis.c), join_called.c whom a name parts, join_names.c what a name joins, join_time.c
 * whose an address was when. join_edges.c makes the edges, join_root.c says
 * what is known of those that are one, join_heard.c what tables of ARP say, join_said.c what people
 * say, join_again.c whose a serial number is when all else has joined. */
#pragma once
#include "identify/join.h"

#define MAKER_SURE 3.0 /* a maker that one value says with this weight contradicts another */

typedef enum cp_join_stage {
    S_AGENT,
    S_REF,
    S_SERIAL,
    S_CHASSIS,
    S_ENGINE,
    S_MAC,
    S_OWN_MAC,
    S_RANDOM_MAC,
    S_KEY,
    S_IP,
    S_HEARD,
    S_NAME,
    S_SAID,
    S_COUNT
} cp_join_stage;

typedef struct cp_join_edge {
    uint32_t text, scope, subject, hash;
    uint8_t stage;
} cp_join_edge;

/* A number of a name without domain and case in its realm; 0 for what is no name of one thing. Of
 * 64 bits: of a million names no two have one by chance. */
typedef uint64_t cp_join_key;

enum { CP_JOIN_NAMES = 2 }; /* of a root are compared; who has more may be called anything */

enum { CP_JOIN_BLOCKS = 2 }; /* likewise, of addresses */

/* Where a subject belongs; apart from what is known of its root, because it is asked for most. */
typedef struct cp_join_up {
    uint32_t parent;
    uint32_t seen; /* of a root: number of the edge that met it last */
} cp_join_up;

typedef struct cp_join_root {
    uint32_t size;
    uint32_t wire, label;
    double wire_weight;
    uint32_t n_macs, n_own_macs;
    uint32_t own_mac; /* the first of those that it chose, by text_order: text + 1; 0 none */
    uint32_t serial;  /* likewise */
    cp_join_key names[CP_JOIN_NAMES]; /* 0 none */
    uint64_t mac_low, mac_high;       /* least and greatest of them; 0, 0 none */
    uint32_t blocks[CP_JOIN_BLOCKS];  /* of its hardware addresses, + 1; 0 none */
    bool has_serial, has_chassis_mac, has_engine, has_chassis;
    bool has_many_names, has_many_blocks;
    bool is_known;             /* by something else than tables of ARP and bridges */
    bool has_ip;               /* likewise */
    bool is_leased;            /* DHCP gives it its addresses */
    bool is_heard;             /* by something else than tables, which people wrote */
    uint32_t marks, last_mark; /* that people say it is not what others are: + 1; 0 none */
    bool is_told;              /* by something else than answers that know but its name */
} cp_join_root;

/* A subject that is called so. */
typedef struct cp_join_named {
    cp_join_key key;
    uint32_t from, subject;
} cp_join_named;

/* The address was that subject's for some time, as a server of DHCP says. */
typedef struct cp_join_lease {
    uint32_t text, scope, subject, first_at, last_at;
} cp_join_lease;

/* A row of a table whose serial number is a hardware address. */
typedef struct cp_join_mac_row {
    uint32_t subject;
    cp_mac mac;
} cp_join_mac_row;

/* Whose the address was when that one, of whom no more is known, was seen there: roots. */
typedef struct cp_join_held {
    uint32_t edge; /* the first of the address */
    uint32_t root, holder;
    bool is_parted;
} cp_join_held;

/* That somebody says it is not what another is. */
typedef struct cp_join_mark {
    uint32_t next; /* + 1 */
    uint32_t statement;
    bool is_other;
} cp_join_mark;

/* What the edge at hand would do to a statement. */
typedef struct cp_join_parting {
    uint32_t edge; /* number of the edge that the rest is of */
    bool has_one, has_other;
    uint32_t root; /* whose marks were looked at last, + 1 */
} cp_join_parting;

typedef struct cp_joiner {
    cp_arena *a;    /* of the result */
    cp_arena *work; /* given back at the end */
    const cp_obs_store *s;
    const cp_join_hint *hints;
    cp_join_up *up;
    cp_join_root *v;
    cp_map asked; /* texts of names */
    cp_map
        recordings;   /* realm and name of a recording without its ending -> from; empty if there is
                          none of a VLAN */
    cp_map mockups;   /* of Redfish: realm and folder -> the first from */
    bool has_tables;  /* of ARP, of bridges */
    bool has_written; /* rows that people wrote */
    CP_VEC(cp_join_edge) edges;
    CP_VEC(uint32_t) roots; /* distinct, of the edge at hand */
    uint32_t n_met;
    cp_join_said *said; /* NULL: nobody says anything */
    CP_VEC(cp_join_mark) marks;
    cp_join_parting *partings;      /* per statement */
    CP_VEC(cp_join_named) named;    /* by key, source and subject */
    CP_VEC(cp_join_named) rows;     /* those of them that are rows of tables */
    CP_VEC(cp_join_named) numbered; /* that have a serial number */
    CP_VEC(cp_join_mac_row) mac_rows;
    CP_VEC(cp_join_held) held; /* of all addresses that passed from one to the next */
    cp_join_key *name_of; /* per subject: of several names that of the smallest number; 0 none */
    cp_join_key *implied; /* per subject: as tables call what has its address; NULL: no tables */
    uint8_t *doubts;      /* per subject, CP_JOIN_* */
    uint32_t *at_serial, *at_chassis, *at_mac; /* per text: its first edge of that stage + 1 */
    bool *is_refused;          /* per text: a hardware address that is not one thing's */
    const uint32_t *n_doubted; /* per from: rows in doubt; NULL: not counted yet */
    /* as it is before names join: root of each subject; members of each root, + 1 */
    uint32_t *root_before, *first_member, *next_member;
    CP_VEC(cp_join_lease) leases;    /* by address */
    CP_VEC(cp_join_lease) leases_of; /* the same by subject */
    cp_join_result *out;
} cp_joiner;

/* Of a subject. */
enum {
    CP_JOIN_TORN = 1,    /* what it says belongs to two devices: it joins nothing */
    CP_JOIN_VIRTUAL = 2, /* an address that routers share */
    CP_JOIN_ROUND = 4,   /* an address that is handed round: two were heard under it */
    CP_JOIN_SLIPPED = 8, /* its serial number is that of another row: it joins without */
    CP_JOIN_BACKED = 16, /* another source gives the same thing the same serial number */
    CP_JOIN_ODD = 32,    /* a row: others have its serial number at another site, or maker's */
};

#define CP_JOIN_DOUBTED (CP_JOIN_TORN | CP_JOIN_SLIPPED)

/* What the roots at hand are, taken together. */
typedef struct cp_join_tally {
    uint32_t serials, chassis_macs, engines, many_macs, few_macs, told;
    bool own_macs_differ, wires_differ, labels_differ, wire_and_label_differ, serial_texts_differ;
} cp_join_tally;

#define CP_JOIN_NO_SCOPE UINT32_MAX

/* ---- join.c */

uint32_t cp_join_find(const cp_joiner *j, uint32_t i);
/* Two subjects become one by that identifier, unless somebody says that they are not. */
void cp_join_unite(cp_joiner *j, cp_ident_kind kind, uint32_t text, uint32_t a, uint32_t b);
/* Does somebody say that these two roots are not one? */
bool cp_join_is_parted(const cp_joiner *j, uint32_t a, uint32_t b);
/* All roots at hand become one; nobody says that they are not. */
void cp_join_unite_all(cp_joiner *j);
/* The distinct roots of these edges become those at hand. */
void cp_join_meet(cp_joiner *j, uint32_t first, uint32_t end);
/* Would that edge join roots at hand that contradict each other? */
bool cp_join_is_contradicted(const cp_joiner *j, const cp_join_edge *e);
/* Each subject of these edges is told of the conflict; differ: of what there would be two; said:
 * tie + 1 of who rules, 0 nobody. */
void cp_join_tell(cp_joiner *j, uint32_t first, uint32_t end, uint8_t differ);
void cp_join_tell_said(cp_joiner *j, uint32_t first, uint32_t end, uint32_t said, uint8_t differ);
/* That these edges' subjects share an identifier, if anybody wants to know. */
void cp_join_tell_shared(cp_joiner *j, uint32_t first, uint32_t end, uint32_t said);
/* The roots at hand, of that edge, become one unless something contradicts: whatever people say;
 * unless they say that they are not one. */
void cp_join_take_roots(cp_joiner *j, uint32_t first, uint32_t end);
void cp_join_take_met(cp_joiner *j, uint32_t first, uint32_t end);
void cp_join_take_edge(cp_joiner *j, uint32_t first, uint32_t end);
uint32_t cp_join_edge_end(const cp_joiner *j, uint32_t first);
/* Some CP_JOIN_ROWS_MAX of one edge are looked at, which may have a million. */
uint32_t cp_join_some_end(const cp_joiner *j, uint32_t first);

/* ---- join_root.c */

int cp_join_text_order(const cp_obs_store *s, uint32_t a, uint32_t b);
/* Of two texts + 1 the first in that order, whoever was met first; 0 none. */
void cp_join_choose_text(const cp_obs_store *s, uint32_t *to, uint32_t text);
void cp_join_root_add_mac(cp_join_root *r, cp_mac mac);
void cp_join_add_name(cp_join_root *r, cp_join_key key);
void cp_join_root_merge(const cp_obs_store *s, cp_join_root *to, const cp_join_root *from);
/* Of the roots at hand. */
cp_join_tally cp_join_count(const cp_joiner *j);
bool cp_join_is_ip_contradicted(const cp_join_tally *t);
/* Of those that nothing but somebody's word puts together. */
bool cp_join_is_word_contradicted(const cp_join_tally *t);
/* Of what there would be two if they were one: CP_DIFFER_*. */
uint8_t cp_join_differ_of(const cp_join_tally *t);
uint8_t cp_join_differ(const cp_joiner *j);

/* ---- join_edges.c */

void cp_join_add_edge(cp_joiner *j, cp_join_stage stage, uint32_t text, uint32_t scope,
                      uint32_t subject);
/* All of them, sorted, and a root for each subject. */
void cp_join_list_edges(cp_joiner *j);

/* ---- join_heard.c */

/* All edges of S_HEARD: [first, last). */
void cp_join_take_heard(cp_joiner *j, uint32_t first, uint32_t last);

/* ---- join_said.c */

/* Is the identifier the subject's? People may say that it is not. */
bool cp_join_is_own(const cp_joiner *j, uint32_t subject, uint32_t text);
void cp_join_mark_sides(cp_joiner *j);
/* Would the roots at hand put together what somebody says is two? The statement + 1; 0: no. */
uint32_t cp_join_parts_what(cp_joiner *j);
/* Each side of the statement for itself. */
void cp_join_take_parted(cp_joiner *j, uint32_t first, uint32_t end, uint32_t statement);
void cp_join_take_pairs(cp_joiner *j);

/* ---- join_ident.c: values of identifiers, as they are kept */

bool cp_join_is_sure_serial(cp_str s);
bool cp_join_is_engine_identity(cp_str s);
bool cp_join_is_mac_identity(cp_str s);
bool cp_join_is_own_mac(cp_str s);
bool cp_join_is_random_mac(cp_str s);
bool cp_join_is_ip_identity(cp_str s);
/* Finds the recordings, and the mockups of Redfish, before any edge is made. */
void cp_join_find_recordings(cp_joiner *j);
/* The source within which the subject's agent is unique: of one VLAN's recording, whose agent tells
 * nothing by which it is known, that of the agent itself. */
uint32_t cp_join_agent_scope(const cp_joiner *j, const cp_obs_subject *x, cp_str agent);

/* Of signs that look alike, and of small letters and capitals, one. */
char cp_join_fold(char c);
bool cp_join_is_mistyped(cp_str a, cp_str b);

/* Its identifier of the kind, of several the first by cp_join_text_order: text + 1; 0 none. */
uint32_t cp_join_ident_of(const cp_joiner *j, uint32_t subject, cp_ident_kind kind);
bool cp_join_has_ident(const cp_joiner *j, uint32_t subject, cp_ident_kind kind, uint32_t text);
/* Have both the same identifier of the kind? */
bool cp_join_shares_kind(const cp_joiner *j, uint32_t a, uint32_t b, cp_ident_kind kind);

/* ---- join_called.c: names */

enum {
    CP_JOIN_ROWS_MAX = 64,  /* of one name: more rows are no name of one thing */
    CP_JOIN_ROOTS_MAX = 64, /* with one name are compared with each other, each with each */
    CP_JOIN_NEXT_TO = 64,   /* as many hardware addresses a device gets in a row */
    CP_JOIN_LISTED_MAX = 8, /* names of one identifier; more is an identifier of everybody */
};

#define CP_JOIN_NO_NAME UINT64_MAX

/* Different ones. */
typedef struct cp_join_name_list {
    cp_join_key v[CP_JOIN_LISTED_MAX];
    uint32_t n;
    bool is_over;
} cp_join_name_list;

/* realm: its text. */
cp_join_key cp_join_name_key(const cp_obs_store *s, cp_str name, uint32_t realm);
/* For cp_sort of cp_join_named by key. */
uint64_t cp_join_name_first(const void *named, void *ctx);
/* The text of its realm. */
uint32_t cp_join_realm_of(const cp_joiner *j, uint32_t subject);
/* Those that are called so, and that have numbers; and rows of tables. */
void cp_join_sort_names(cp_joiner *j);
/* The first of v with that key, and how many there are, up to CP_JOIN_ROWS_MAX. */
const cp_join_named *cp_join_find_named(const cp_join_named *v, uint32_t n, cp_join_key key,
                                        uint32_t *n_out);
/* Has some table a row for each? */
bool cp_join_are_told_apart(const cp_joiner *j, cp_join_key a, cp_join_key b);
void cp_join_list_name(cp_join_name_list *l, cp_join_key name);
/* Are there two that are told apart? */
bool cp_join_has_two(const cp_joiner *j, const cp_join_name_list *l);
/* Has each of the two been heard under an address of its own besides? Then this one is
 * neither's. */
bool cp_join_has_each_another_mac(const cp_joiner *j, cp_join_key a, cp_join_key b, uint32_t mac);
/* Whose names: of all; without rows of tables; without those, and without the names that tables
 * have for where something is. */
typedef enum cp_join_names_of { CP_JOIN_OF_ALL, CP_JOIN_OF_HEARD, CP_JOIN_OF_OWN } cp_join_names_of;
/* Are there two among these edges' subjects whom a table tells apart by their names? */
bool cp_join_has_two_names(const cp_joiner *j, uint32_t first, uint32_t end, cp_join_names_of of);
/* Are there two of other names whose hardware addresses have nothing in common? A system that was
 * copied has its engine id still. */
bool cp_join_is_copied_engine(const cp_joiner *j, uint32_t first, uint32_t end);
/* The same of the roots at hand. */
bool cp_join_names_differ(const cp_joiner *j);

/* ---- join_slipped.c */

/* A row whose serial number others give to another name or address, and whose name or address they
 * give another serial number, or which is at another site than they say: a cell that slipped. If
 * another source says the same, it is none. [first, end): edges of one serial number. */
void cp_join_doubt_serial(cp_joiner *j, uint32_t first, uint32_t end);
/* A serial number that is a hardware address, and beside it another one: of two things. */
void cp_join_doubt_mac_rows(cp_joiner *j);
/* A column slips in row after row: rows next to those that are in doubt. */
void cp_join_doubt_between(cp_joiner *j);
/* What slipped joins nothing, also where the number is a hardware address. */
void cp_join_leave_slipped(cp_joiner *j);

/* ---- join_chassis.c */

/* Who tells of a serial number or an engine speaks of itself; a neighbour's neighbour does not. */
bool cp_join_is_own_word(const cp_joiner *j, uint32_t subject);
/* A chassis id under two names: who claims it under another one than those that stand is in doubt.
 * [first, end): edges of one chassis id. */
void cp_join_doubt_chassis(cp_joiner *j, uint32_t first, uint32_t end);
/* A chassis id beside a hardware address of another block, which others know as somebody else's:
 * who speaks so calls himself what he is not. [first, end): edges of one hardware address. */
void cp_join_doubt_claim(cp_joiner *j, uint32_t first, uint32_t end);

/* ---- join_doubt.c */

/* Names, and subjects that say what belongs to two devices. The edges are sorted. */
void cp_join_doubt(cp_joiner *j);

/* ---- join_time.c */

/* What servers of DHCP keep of who had which address. */
void cp_join_find_leases(cp_joiner *j);
/* Does one tell of the edge's address? */
bool cp_join_has_lease(const cp_joiner *j, const cp_join_edge *e);
/* The first lease of that subject in leases_of. */
uint32_t cp_join_leases_of(const cp_joiner *j, uint32_t subject);
/* Of the roots at hand those of whom more is known than what people wrote. */
void cp_join_keep_heard(cp_joiner *j);
void cp_join_take_ip(cp_joiner *j, uint32_t first, uint32_t end);
/* When all addresses were met: each goes to its holder, if its addresses have one holder alone. */
void cp_join_take_held(cp_joiner *j);

/* ---- join_names.c */

void cp_join_take_key(cp_joiner *j, uint32_t first, uint32_t end);
void cp_join_take_names(cp_joiner *j);

/* ---- join_again.c */

/* Serial numbers once more, when all else has joined. */
void cp_join_look_again(cp_joiner *j);
