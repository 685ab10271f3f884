/* SPDX-License-Identifier: Apache-2.0 */
/* junos_conf.h - what the readers of a Junos configuration share; they take the tree of
 * junos_tree.h apart and mark what they understood. */
#pragma once
#include "sources/state/junos_tree.h"

/* A unit of a port that the configuration has. */
typedef struct junos_unit junos_unit;
struct junos_unit {
    cp_str name;      /* "ge-0/0/0.0" */
    junos_node *node; /* what stands below "unit 0" */
    junos_unit *next; /* of the same routing instance, in the order of the file */
};
typedef struct junos_units {
    junos_unit *first, *last;
    junos_node *net; /* the first address of family iso: the NET of IS-IS */
} junos_units;

typedef struct junos_conf {
    cp_state_section *s;
    junos_tree *t;
    cp_map instance_of; /* interface -> junos_node * of its routing instance */
    cp_map units;       /* name of a routing instance, "" of none -> junos_units * */
    cp_map addresses;   /* junos_address_key() -> junos_unit * that has it */
    cp_map vlan_of;     /* interface of a VLAN ("irb.10") -> its number */
    cp_map filters;     /* "inet NAME", and lists of them -> JUNOS_FILTER_ flags */
    uint64_t n_rules;   /* told so far */
    uint64_t n_meant;   /* units looked at so far for "interface all" */
    bool is_part;       /* a part was asked for: of which tables interfaces are is not told */
} junos_conf;

/* First words, and what they are. */
typedef struct junos_word {
    const char *word, *what;
} junos_word;

/* Marks what stands below `at` and in the table (word NULL at its end) as idle. */
void junos_idle(junos_node *at, const junos_word *idle);
/* What the table says of the word, NULL: nothing. */
const char *junos_what(const junos_word *words, cp_str word);
/* A row of a statement: its line; an instance's VRF, or "" of none. */
void junos_tell(junos_conf *c, const junos_node *at, cp_state row);
/* A limit of an interface, or of the VRF as a whole (iface ""); its text is the path. */
void junos_limit(junos_conf *c, junos_node *at, cp_str vrf, cp_str iface, const char *what);
/* Of all tables. */
void junos_limit_all(junos_conf *c, junos_node *at, const char *what);
/* A statement that is malformed, told now with why. */
void junos_bad(junos_conf *c, junos_node *at, const char *why);
/* The VRF of an interface; the node of its routing instance, or NULL. */
junos_node *junos_instance_of(const junos_conf *c, cp_str iface);
/* Has it a forwarding table of its own? */
bool junos_is_vrf(const junos_node *instance);
cp_str junos_vrf_of(const junos_conf *c, cp_str iface);

void junos_conf_ifaces(junos_conf *c, junos_node *ifaces); /* junos_conf_iface.c */
/* Those of a routing instance, NULL: of none. */
const junos_units *junos_units_of(const junos_conf *c, const junos_node *instance);
/* A port where a unit is meant is its unit 0, if it has one. */
cp_str junos_unit_name(const junos_conf *c, cp_str iface);
/* The unit that has the address in the VRF, NULL: none that is shown. */
const junos_unit *junos_unit_with(junos_conf *c, cp_str vrf, const cp_state_net *addr);

/* ---- with whom routes are exchanged: junos_bgp.c, junos_igp.c */

/* A router, or one of its routing instances, that speaks protocols of routing. */
typedef struct junos_speaker {
    junos_node *instance, *options, *protocols; /* instance NULL: the router; options may be */
    cp_str vrf;
    cp_state_net id; /* its router id, not set: not told */
} junos_speaker;

/* The metric of a statement, 1 to most, which is marked as a row; 0: none, or none that can be. */
uint64_t junos_metric(junos_conf *c, junos_node *at, uint64_t most);
void junos_conf_bgp(junos_conf *c, const junos_speaker *of);
void junos_conf_igp(junos_conf *c, const junos_speaker *of);

/* ---- filters: junos_filter.c */

enum { JUNOS_FILTER_IS_TOLD = 1, JUNOS_FILTER_ROUTES = 2 }; /* ROUTES: policy routing */
void junos_conf_filters(junos_conf *c, junos_node *firewall);
/* "input F", "input-list [ F G ]" of an interface, "" of all. */
void junos_use_filter(junos_conf *c, junos_node *filter, cp_str iface, cp_str family);

/* ---- static routes: junos_static.c */

/* Below `static`, of the VRF; rib: "inet6.0", or "". */
void junos_conf_static(junos_conf *c, junos_node *at, cp_str vrf, cp_str rib);

/* ---- addresses of filters: junos_nets.c */

typedef struct junos_nets {
    CP_VEC(cp_state_net) v; /* a net that is not set: all */
    bool is_given, is_partial, is_unknown;
} junos_nets;
typedef struct junos_listed {
    cp_state_net net;
    bool is_except;
} junos_listed;
typedef CP_VEC(junos_listed) junos_list;
/* "10.0.0.0/8", "10.0.0.10/255.0.0.255", "10.0.0.1": false if it is none. *has_gaps: of the mask;
 * the net is what is around it. */
bool junos_net(cp_str text, cp_state_net *net, bool *has_gaps);
/* What the longest of them that holds an address does not except. */
void junos_nets_of(cp_arena *a, junos_list *list, bool is_v4, junos_nets *out);

void junos_conf_end(cp_state_section *s, junos_tree *t, bool is_part); /* all of it */
