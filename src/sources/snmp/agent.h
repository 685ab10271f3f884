/* SPDX-License-Identifier: Apache-2.0 */
/* agent.h - inside of the SNMP reader: the variables of one agent, put back into rows.
 *
 *     variables:  entPhysicalSerialNum.7   entPhysicalName.7   lldpRemSysName.0.3.1 ...
 *     rows:       [ENT 7: serial, name]    [LLDP 0.3.1: sysName ...]
 */
#pragma once
#include "sources/snmp/var.h"

typedef enum cp_row_kind {
    CP_ROW_ENT,
    CP_ROW_IF,
    CP_ROW_PORT,  /* local ports of LLDP-MIB */
    CP_ROW_PORT2, /* and of LLDP-V2-MIB */
    CP_ROW_LLDP,  /* neighbours */
    CP_ROW_LLDP2,
    CP_ROW_CDP,
} cp_row_kind;

enum {
    CP_LINK_END_IDS = 12, /* the strongest of an end: it is found by any of them */
    CP_ROW_COLUMNS = 16,
    CP_ROW_ADDRESSES_MAX = 256 /* of one neighbour; those beyond are counted as unused */
};

typedef struct cp_row {
    cp_row_kind kind;
    const uint32_t *index;
    uint32_t n_index;
    uint64_t line; /* of its first variable */
    /* by object, counted from the first of the kind; the MED objects follow those of LLDP */
    const cp_snmp_var *columns[CP_ROW_COLUMNS];
    CP_VEC(cp_ip) addresses;
} cp_row;

/* An own address. */
typedef struct cp_own {
    cp_str value;
    uint64_t line;
} cp_own;

/* What was found in the tables of ARP and of bridges, of all agents of the source. */
typedef struct cp_near_counts {
    uint32_t n_pairs, n_proxies, n_ports, n_on_ports, n_alone;
} cp_near_counts;

typedef struct cp_agent {
    cp_arena *a;
    const cp_obs_sink *sink;
    cp_source *src;
    cp_str id;     /* "a" */
    cp_time at;    /* of all that it tells */
    uint32_t vlan; /* whose bridge was asked for; 0: not told */
    const cp_snmp_var *scalars[CP_MIB_COUNT];
    CP_VEC(cp_row) rows;
    cp_map row_by_key;
    CP_VEC(const cp_snmp_var *) near; /* variables of the tables of near.c */
    cp_near_counts *counts;
    bool is_near_full;
    CP_VEC(cp_own) macs; /* identities only, each once */
    CP_VEC(cp_own) ips;
    cp_map seen;
    cp_ident ids[CP_OBS_IDENTS_MAX]; /* of the agent itself */
    uint32_t n_ids;
} cp_agent;

/* The variable of this object in the row, or NULL. */
const cp_snmp_var *cp_row_get(const cp_row *r, cp_mib_object o);
const cp_row *cp_agent_row(const cp_agent *g, cp_row_kind kind, const uint32_t *index, uint32_t n);

/* Sorts vars[0..n) into rows, scalars and addresses. */
void cp_agent_collect(cp_agent *g, const cp_snmp_var *vars, uint32_t n);

/* It answered at this address, whether it tells of it or not. */
void cp_agent_answers_at(cp_agent *g, cp_ip ip, uint64_t line);

/* Text of a variable: "" for NULL, a placeholder, or malformed octets (which are told). */
cp_str cp_agent_text(cp_agent *g, const cp_snmp_var *v);
bool cp_agent_int(const cp_snmp_var *v, uint32_t *out); /* false for NULL too */

/* Addresses in an index, from its number `at` on to the end: family and address; four octets. */
bool cp_agent_index_ip(const cp_snmp_var *v, uint32_t at, cp_ip *out);
bool cp_agent_index_ip4(const cp_snmp_var *v, uint32_t at, cp_ip *out);
/* What an interface is called: its name, else its description; "" neither. */
cp_str cp_agent_if_name(cp_agent *g, uint32_t if_index);

/* Capabilities of LLDP in words; "" for NULL or none. */
cp_str cp_agent_caps(cp_agent *g, const cp_snmp_var *v);

/* A chassis or port id as one writes it: a MAC with colons, an address, text, else hexadecimal. */
typedef struct cp_lldp_id {
    cp_str text; /* "" if it says nothing */
    bool is_mac, is_ip;
    bool is_identity; /* as a chassis id; a MAC that its owner chose is one too, within a realm */
    cp_mac mac;
    cp_ip ip;
} cp_lldp_id;
/* Adds a host's address that is not yet there. */
void cp_row_add_address(cp_agent *g, cp_row *r, cp_ip ip);

cp_lldp_id cp_agent_chassis(cp_agent *g, const cp_snmp_var *subtype, const cp_snmp_var *id);
cp_lldp_id cp_agent_port(cp_agent *g, const cp_snmp_var *subtype, const cp_snmp_var *id);

CP_MUST_CHECK cp_rc cp_agent_say(cp_agent *g, const cp_ident *ids, uint32_t n_ids, cp_str part,
                                 cp_kind kind, cp_str value, uint64_t line, cp_err *err);
/* Neighbours and links (neighbour.c). */
CP_MUST_CHECK cp_rc cp_agent_neighbours(cp_agent *g, cp_err *err);
/* Whom its tables of ARP and of bridges know (near.c). */
CP_MUST_CHECK cp_rc cp_agent_near(cp_agent *g, cp_err *err);
cp_str cp_near_note(cp_arena *a, const cp_near_counts *c); /* "" nobody */
