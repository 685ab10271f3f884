/* SPDX-License-Identifier: Apache-2.0 */
/* vrp_acl.h - rules of ACLs, between vrp.c (commands), vrp_acl.c (`display acl`), vrp_rule.c (a
 * rule) and vrp_config.c (configuration). */
#pragma once
#include "sources/state/vrp.h"

typedef struct cp_vrp_acl {
    bool is_open, is_v6, is_basic, is_layer2, is_auto, is_begun;
    uint64_t n, want, step, last;
    cp_vrp_word name, number; /* number: where there is a name, too */
} cp_vrp_acl;

/* Either may be "". The number says whether it is basic, advanced or of layer 2. */
void cp_vrp_acl_open(cp_state_section *s, cp_vrp_acl *m, cp_str name, cp_str number, bool is_v6);
/* What no rule matches is let through: a rule of its own, behind the others. */
void cp_vrp_acl_close(cp_state_section *s, cp_vrp_acl *m);
/* "rule 5 permit tcp source 192.0.2.0 0.0.0.255 destination-port eq 80": its boxes. */
cp_state_heard cp_vrp_rule(cp_state_section *s, cp_vrp_acl *m, cp_str line);

cp_state_heard cp_vrp_acl_line(cp_state_section *s, cp_str line);
void cp_vrp_acl_end(cp_state_section *s);
