/* SPDX-License-Identifier: Apache-2.0 */
/* ios.h - what the files of ios.c share: the words that IOS, IOS XR, NX-OS, EOS and ASA have in
 * common, and the functions that hear their answers. */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "sources/state/state.h"

/* ---- words (ios_words.c) */

/* "00:01:02", "1d05h", "3w4d", "never", "41w6d". */
bool ios_is_age(cp_str w);
/* "Null0", "null 0": packets end there. */
bool ios_is_null(cp_str iface);
/* A name of an interface: letters first, no blank in it; perhaps digits behind. */
bool ios_is_iface(cp_str w);
/* "Tue Jan 16 16:38:44.238 AEST", which XR writes above each answer. */
bool ios_is_clock(cp_str line);
/* "default", "global" and their kin are the main table: "". */
cp_str ios_vrf(cp_str name);
/* The text before the next comma that is in no bracket, trimmed; false at the end. */
bool ios_part(cp_str *rest, cp_str *part);
/* "vrf X" out of s->args into s->vrf (`vrf all`, `vrf *`: their headings say which); how many other
 * words stand there that choose a part of the table. */
uint32_t ios_args(cp_state_section *s);
/* A line like "% Invalid input", "! IP routing not enabled": the table is not what is shown. */
bool ios_refuses(cp_state_section *s, cp_str line);
/* Does `line` begin with `what`? *rest: what stands behind it, trimmed. */
bool ios_after(cp_str line, const char *what, cp_str *rest);
/* The same of words, each whole. */
bool ios_begins(cp_str line, const char *words, cp_str *rest);

/* ---- tables of routes: ios_route.c, nxos_route.c */

enum { IOS_ROUTES_BYTES = 1536, NXOS_ROUTES_BYTES = 128 }; /* what they remember */
cp_state_heard ios_hear_routes(cp_state_section *s, cp_str line);
void ios_end_routes(cp_state_section *s);
cp_state_heard nxos_hear_routes(cp_state_section *s, cp_str line);
void nxos_end_routes(cp_state_section *s);

/* ---- tables of labels, of CEF, of NAT: ios_label.c */

enum { IOS_LABELS_BYTES = 320, IOS_CEF_BYTES = 64, IOS_NAT_BYTES = 16 };
cp_state_heard ios_hear_labels(cp_state_section *s, cp_str line);
cp_state_heard ios_hear_cef(cp_state_section *s, cp_str line);
cp_state_heard ios_hear_nat(cp_state_section *s, cp_str line);
void ios_end_nat(cp_state_section *s);

/* ---- access lists: ios_acl.c */

enum { IOS_NAME_BYTES_MAX = 128 };

typedef struct ios_groups ios_groups; /* ios_group.h */

typedef struct ios_filter {
    char name[IOS_NAME_BYTES_MAX];
    size_t n_name; /* 0: none */
    uint64_t seq;  /* of the rule before */
    bool is_v6;
    bool is_standard;  /* its rules are of source addresses only */
    bool is_mixed;     /* a rule without a protocol is of source addresses only: ZXROS */
    bool has_masks;    /* of ASA: masks where IOS has wildcards */
    bool is_other;     /* of frames: its rules are passed over */
    bool is_reflexive; /* its rules come and go with flows */
    /* by which its rules may name addresses and services; NULL: none is known */
    ios_groups *groups;
} ios_filter;

void ios_filter_begin(ios_filter *f, cp_str name, bool is_v6, bool is_standard);
/* "10 permit tcp any host 192.0.2.1 eq www": rows; "remark ...": a heading. */
cp_state_heard ios_hear_rule(cp_state_section *s, ios_filter *f, cp_str line);
/* What a port is called: RFC 6335's names, and those of the systems. */
bool ios_port(cp_str word, uint64_t *port);
bool ios_protocol(cp_str word, bool is_v6, uint64_t out[2]);
enum { IOS_FILTERS_BYTES = sizeof(ios_filter) };
cp_state_heard ios_hear_filters(cp_state_section *s, cp_str line); /* mem: an ios_filter */

/* ---- configurations: ios_conf.c, ios_conf_iface.c */

typedef struct ios_iface {
    cp_state_iface f; /* texts are of the section's arena */
    cp_str vrf;
    CP_VEC(cp_state) rows; /* addresses and what else needs the vrf, told at the end */
    uint64_t line;
    bool is_open;
    bool in_params; /* FRR: below `link-params` */
} ios_iface;

enum { IOS_ROWS_OF_IFACE_MAX = 1024 };
void ios_iface_begin(cp_state_section *s, ios_iface *i, cp_str name);
cp_state_heard ios_iface_line(cp_state_section *s, ios_iface *i, cp_str line);
/* "1 ip 192.0.2.1 secondary": an address that several routers share. */
cp_state_heard ios_iface_shared(cp_state_section *s, ios_iface *i, cp_str line);
void ios_iface_end(cp_state_section *s, ios_iface *i);
/* "10.0.0.0/8" or "10.0.0.0 255.0.0.0": an address and its length, of 128. */
bool ios_address(cp_str *rest, cp_state_net *addr, uint64_t *length);

/* "10.0.0.0 255.0.0.0 192.0.2.1 200 name x", behind `ip route [vrf X]` */
cp_state_heard ios_hear_static(cp_state_section *s, cp_str vrf, cp_str rest);

enum { IOS_CONF_BYTES = 512 };
cp_state_heard ios_hear_conf(cp_state_section *s, cp_str line);
void ios_end_conf(cp_state_section *s);
/* For cp_state_command.fits: without a prompt, and where it was asked for. */
int ios_is_conf(cp_str head);
int ios_may_be_conf(cp_str head);

/* ---- configurations of ASA: asa_conf.c */

enum { ASA_CONF_BYTES = 512 };
cp_state_heard asa_hear_conf(cp_state_section *s, cp_str line);
void asa_end_conf(cp_state_section *s);
int asa_is_conf(cp_str head);

/* ---- neighbours and interfaces: ios_near.c, ios_iface.c */

enum { IOS_NEAR_BYTES = 128, IOS_SHOWN_BYTES = 512 };
cp_state_heard ios_hear_near(cp_state_section *s, cp_str line);
void ios_end_near(cp_state_section *s);
cp_state_heard ios_hear_interfaces(cp_state_section *s, cp_str line);
cp_state_heard ios_hear_ip_interface(cp_state_section *s, cp_str line);
void ios_end_interfaces(cp_state_section *s);
cp_state_heard ios_hear_brief(cp_state_section *s, cp_str line);

enum { IOS_HEARD_BYTES = 256 };
cp_state_heard ios_hear_heard(cp_state_section *s, cp_str line); /* LLDP, CDP: ios_hear.c */
void ios_end_heard(cp_state_section *s);
