/* SPDX-License-Identifier: Apache-2.0 */
/* var.h - one variable of a walk that is of interest: which object, which instance, and its value
 * as it stands in the text.
 *
 * Both readers (snmpwalk output, .snmprec) make the same list, agent.c turns it into observations.
 * Values are decoded only then: most walks hold a hundred lines that are skipped for one that is
 * read. */
#pragma once
#include "sources/reader.h"
#include "sources/snmp/mib.h"

enum {
    CP_SNMP_VARS_MAX = 20 * 1000 * 1000 /* of interest in one file: a walk of a large router has
                                           some thousands; beyond it the list would fill memory */
};
#define CP_SNMP_BYTES_MAX ((uint64_t)2 << 30) /* of one file: it is read in one piece */

/* How the text of the value is written. */
typedef enum cp_snmp_form {
    CP_SNMP_PLAIN,   /* as it is: unquoted strings, numbers, identifiers, addresses */
    CP_SNMP_QUOTED,  /* without its quotes; \" and \\ stand for themselves */
    CP_SNMP_HEX,     /* pairs of digits, blanks and line ends between them */
    CP_SNMP_ESCAPED, /* .snmprec tag 4e: \n, \t, \xNN ... */
} cp_snmp_form;

typedef struct cp_snmp_var {
    uint64_t line;
    cp_str raw; /* borrowed from the input */
    const uint32_t *index;
    uint32_t n_index;
    cp_mib_object object;
    cp_snmp_form form;
    bool after_break; /* a command line or prompt stood before it: a new walk may begin here */
} cp_snmp_var;

typedef struct cp_snmp_vars {
    CP_VEC(cp_snmp_var) v;
    cp_ip asked; /* the address at which the first agent answered; version 0: not told */
    uint64_t asked_line;
} cp_snmp_vars;

/* Splits the text into variables; lines that are none are counted and told in src. Errors:
 * CP_ELIMIT, CP_EINTR. */
CP_MUST_CHECK cp_rc cp_snmp_read_walk(cp_arena *a, cp_bytes text, const cp_read_opts *opts,
                                      cp_snmp_vars *out, cp_source *src, cp_err *err);
CP_MUST_CHECK cp_rc cp_snmp_read_rec(cp_arena *a, cp_bytes text, const cp_read_opts *opts,
                                     cp_snmp_vars *out, cp_source *src, cp_err *err);

/* What the agents of this list say of themselves and of their neighbours. */
CP_MUST_CHECK cp_rc cp_snmp_emit(cp_arena *a, const cp_snmp_vars *vars, const cp_obs_sink *sink,
                                 cp_source *src, cp_err *err);

/* The octets of a string; "" if the text is malformed. */
cp_str cp_snmp_octets(cp_arena *a, const cp_snmp_var *v);
/* The same without NULs and blanks at the end, blanks in front, and cut to
 * CP_OBS_VALUE_BYTES_MAX at a character. */
cp_str cp_snmp_text(cp_arena *a, const cp_snmp_var *v);
bool cp_snmp_int(const cp_snmp_var *v, uint32_t *out); /* 9, module(9), module, "9 units" */
/* The first sixteen bits of a BITS value, the first as the lowest. False if there is none. */
bool cp_snmp_bits(cp_arena *a, const cp_snmp_var *v, uint16_t *out);
/* Six octets or the text of an address. Text with dots in quotes is none: option -Oa prints a dot
 * for each octet that cannot be printed. */
bool cp_snmp_mac(cp_arena *a, const cp_snmp_var *v, cp_mac *out);
/* Four or sixteen octets, or the text of an address. */
bool cp_snmp_ip(cp_arena *a, const cp_snmp_var *v, cp_ip *out);
/* Number of an object identifier, also given by names as far as they are known here. */
bool cp_snmp_oid(const cp_snmp_var *v, cp_oid *out);
/* The label last looked up: neighbouring lines of a walk mostly have the same. All zero: none. */
typedef struct cp_snmp_memo {
    cp_str label;
    cp_oid oid;
    bool is_known;
} cp_snmp_memo;

typedef struct cp_snmp_name {
    size_t length;   /* in the text; 0: it is no name of an instance */
    bool is_numeric; /* written as a number, or as iso.3.6... */
    bool has_module; /* written as MODULE::label */
    bool is_known;   /* every label in it has a number: the identifier is valid */
} cp_snmp_name;

/* Parses the front of s as the name of an instance in any form of net-snmp: .1.3.6.1.2.1.1.1.0,
 * iso.3.6.1..., SNMPv2-MIB::sysDescr.0, sysDescr.0, .iso.org.dod...sysDescr.0, label[1]["text"].
 * memo may be NULL. */
cp_snmp_name cp_snmp_name_parse(cp_str s, cp_snmp_memo *memo, cp_oid *out);
