/* SPDX-License-Identifier: Apache-2.0 */
/* ios_group.h - groups of objects, by which rules of access lists name addresses and services:
 * ios_group.c reads them, ios_acl.c puts their members in the place of their names. */
#pragma once
#include "sources/state/ios.h"

enum {
    IOS_RANGES_MAX = 64,              /* of ports, in one rule */
    IOS_GROUP_MEMBERS_MAX = 1 << 20,  /* of all groups of a configuration: groups hold groups */
    IOS_BOXES_OF_RULE_MAX = 4096,     /* a rule with more says nothing of its box */
    IOS_BOXES_OF_GROUPS_MAX = 1 << 22 /* of a configuration */
};

/* Some of all ports. */
typedef struct ios_ranges {
    uint64_t v[IOS_RANGES_MAX][2];
    uint32_t n;   /* 0: all */
    bool is_some; /* some of all ports; which could not be told */
} ios_ranges;

/* "eq www 8080", "neq 22", "gt 1023", "lt 1024", "range 20 21" at the begin of *rest; of a source,
 * all words up to the destination are of its ports. False: no ports stand there. */
bool ios_read_ports(ios_ranges *to, cp_str *rest, bool is_src);

typedef enum ios_group_kind {
    IOS_NETS,     /* addresses */
    IOS_SERVICES, /* protocols with ports */
    IOS_PORTS,    /* ports, of a protocol that the rule has */
    IOS_OTHER,    /* types of ICMP, users: a rule with it cannot be told */
} ios_group_kind;

typedef struct ios_service {
    uint8_t protocol[2];
    uint16_t src[2], dst[2]; /* of IOS_PORTS in dst */
    bool is_partial;
} ios_service;

typedef struct ios_group {
    ios_group_kind kind;
    bool has_wildcards; /* where others have masks: NX-OS */
    bool is_unknown;    /* of a member that was not understood, or of a group that is not there */
    CP_VEC(cp_state_net) nets;
    CP_VEC(ios_service) services;
} ios_group;

struct ios_groups {
    cp_arena *a;
    cp_map of; /* name -> place */
    CP_VEC(ios_group) v;
    uint32_t open; /* that lines are read of */
    uint64_t n_members, n_boxes;
};

/* "object-group network WEB", "object service HTTPS": lines of it follow. False: it is none. */
bool ios_group_begin(cp_state_section *s, ios_groups **groups, cp_str line);
cp_state_heard ios_group_line(cp_state_section *s, ios_groups *groups, cp_str line);
/* NULL: there is none of that name. */
const ios_group *ios_group_find(const ios_groups *groups, cp_str name);
