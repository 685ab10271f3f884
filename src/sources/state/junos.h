/* SPDX-License-Identifier: Apache-2.0 */
/* junos.h - what the parts of the Junos dialect share. */
#pragma once
#include "sources/state/state.h"

/* Which table a heading names: "inet.0" and "default.inet" are the main one, "red.inet6.0" is of
 * the routing instance "red". Those that are not of IP (MPLS, ISO ...) are another kind, and
 * *instance is then the table's whole name. inet.1 to inet.3 are of IP, but no packet is forwarded
 * by them: is_for_others. Source: Junos OS routing tables,
 * https://www.juniper.net/documentation/us/en/software/junos/static-routing/topics/concept/routing-tables-overview.html */
typedef enum junos_family { JUNOS_OTHER, JUNOS_V4, JUNOS_V6 } junos_family;
typedef struct junos_table {
    cp_str instance;
    junos_family family;
    bool is_for_others;
} junos_table;
junos_table junos_table_of(cp_str name);

/* Where a route leads, as all forms say it in words: "Discard", "Reject", "Receive", "Local".
 * False: it is none of these words. */
bool junos_end_of(cp_str word, uint64_t *what);
/* Flags of a route by its protocol: "Direct", "Local" and what `show route terse` calls them. */
uint64_t junos_protocol(cp_str protocol);
/* The header that is put before a packet, in hex with dots, which kernels of older versions show
 * where others show an address: "0.15.c5.e7.d7.ac.0.5.85.60.8e.f2.81.0.0.c.8.0" (to, from, tag,
 * type of Ethernet), "f.0.8.0" (of a line with two ends). *mac: whom it is to, 0 if it does not
 * say. An address of version 4 looks like one, too. */
bool junos_is_header(cp_str text, uint64_t *mac);
/* "0:12:1e:9d:c7:f1" or a header of Ethernet. 0: it is none. */
uint64_t junos_mac(cp_str text);
/* "ge-0/0/0.100": "ge-0/0/0"; "" if it is no unit. */
cp_str junos_port(cp_str unit);

/* Does it lead into a tunnel, or to another part of the router ("gr-0/0/0.0", "lt-0/0/0.1")? */
bool junos_is_tunnel(cp_str iface);

/* ---- what handlers keep between lines; lines are borrowed, so names are copied */

enum { JUNOS_NAME_BYTES_MAX = 128, JUNOS_PROTOCOL_BYTES_MAX = 32 };

/* `show route [terse]`: junos_route.c */
typedef struct junos_route {
    char table[JUNOS_NAME_BYTES_MAX], protocol[JUNOS_PROTOCOL_BYTES_MAX];
    junos_table is;
    bool has_table, has_net, has_route, is_bad, is_used, is_terse;
    cp_state_net net;
    uint64_t preference, metric, n_hops, at;
    uint64_t n_active, n_active_told, n_bad; /* of the table: in its heading; among its rows */
    size_t hop_column;                       /* of terse */
} junos_route;
cp_state_heard junos_route_line(cp_state_section *s, cp_str line);
void junos_route_end(cp_state_section *s);

/* `show route forwarding-table`: junos_fib.c */
typedef struct junos_fib {
    char table[JUNOS_NAME_BYTES_MAX], hop[JUNOS_NAME_BYTES_MAX];
    size_t n_hop;
    junos_table is;
    bool has_table, has_destination, has_type, is_bad, is_open, is_other_used, is_down, is_direct,
        is_tunnel, has_args;
    char protocol[8];
    cp_state_net net, before; /* before: of the route above, if packets take that */
    uint64_t n_bad;           /* lines of this table */
    uint64_t n_hops, at;
} junos_fib;
cp_state_heard junos_fib_line(cp_state_section *s, cp_str line);
void junos_fib_end(cp_state_section *s);

/* `show interfaces`, `show interfaces terse`: junos_iface.c */
typedef struct junos_iface {
    char name[JUNOS_NAME_BYTES_MAX], text[JUNOS_NAME_BYTES_MAX];
    size_t n_name, n_text;
    uint64_t mac, vlan, what, port_what, at;
    uint64_t family; /* CP_STATE_V4, CP_STATE_V6 */
    bool has_flags, is_in_queues, is_in_list;
} junos_iface;
cp_state_heard junos_iface_line(cp_state_section *s, cp_str line);
void junos_iface_end(cp_state_section *s);
cp_state_heard junos_terse_line(cp_state_section *s, cp_str line);

/* `show lldp neighbors detail`: junos_lldp.c */
typedef enum junos_lldp_field {
    JUNOS_LLDP_NEAR,
    JUNOS_LLDP_CHASSIS,
    JUNOS_LLDP_PORT,
    JUNOS_LLDP_FAR_TEXT,
    JUNOS_LLDP_NAME,
    JUNOS_LLDP_FIELDS
} junos_lldp_field;
typedef struct junos_lldp {
    struct {
        char text[JUNOS_NAME_BYTES_MAX];
        size_t n;
    } fields[JUNOS_LLDP_FIELDS];
    uint64_t at;
    bool is_begun, is_local, is_in_text;
} junos_lldp;
cp_state_heard junos_lldp_line(cp_state_section *s, cp_str line);
void junos_lldp_end(cp_state_section *s);

/* Configurations: junos_text.c, junos_conf.c. */
enum { JUNOS_CONF_BYTES = 2048 };
cp_state_heard junos_hear_conf(cp_state_section *s, cp_str line);
void junos_end_conf(cp_state_section *s);
/* For cp_state_command.fits: without a prompt, and where it was asked for. */
int junos_is_conf(cp_str head);
int junos_may_be_conf(cp_str head);

/* `show configuration | display xml`: junos_conf_xml.c */
void junos_conf_xml(cp_state_section *s, cp_state_text *in);
struct cp_sax;
/* All of the text up to its last tag. */
CP_MUST_CHECK cp_rc junos_feed_xml(struct cp_sax *x, cp_state_text *in, cp_err *err);

/* Answers in XML, all at once: junos_xml.c */
void junos_xml(cp_state_section *s, cp_state_text *in);

/* At the end of a table: what was not understood of it is a limit of this table, which need not be
 * the last one of the answer. */
void junos_not_understood(cp_state_section *s, uint64_t *n_bad);

extern const cp_state_dialect cp_state_junos;
