/* SPDX-License-Identifier: Apache-2.0 */
/* netfilter.h - chains of netfilter as nft.c and iptables.c read them, and their rows.
 *
 *     chain at the hook "forward":  rule, rule --jump--> chain: rule, rule
 *                                     |                             policy
 *     filter per interface:           rule, rule, rule ...          rule for all
 *
 * A rule of the chain becomes boxes: every source with every destination, protocol and ports. What
 * a box cannot express (state, marks, flags, "not") makes it CP_STATE_PARTIAL. Chains that are
 * jumped to are put in place.
 *
 * Filters stand at interfaces on the way out, since a chain at this hook sees what is forwarded and
 * not what is for the router itself; on the way in only where the chain asks for the interface by
 * which a packet came, and never for the other. A use without an interface is of all others. */
#pragma once
#include "base/vec.h"
#include "sources/state/state.h"

enum {
    NF_VALUES_MAX = 65536, /* of one field of a rule: sets are of addresses of a country */
    NF_BOXES_MAX = 65536,  /* of one rule */
    NF_ROWS_MAX = 1 << 20, /* of a file */
    NF_DEPTH_MAX = 16,     /* of jumps, as in the kernel (NFT_JUMP_STACK_SIZE) */
    NF_WORK_MAX = 1 << 26, /* comparisons: what is left then is not known */
    NF_MEM = 512,
};

typedef struct nf_range {
    uint64_t first, last;
} nf_range;

/* What a rule asks for; an empty list is anything. */
typedef struct nf_match {
    CP_VEC(cp_state_net) nets[2]; /* source, destination */
    CP_VEC(nf_range) ranges[3];   /* protocol, source port, destination port */
    CP_VEC(cp_str) ifaces[2];     /* in, out */
    uint64_t versions;            /* CP_STATE_V4, CP_STATE_V6; 0: not told */
    bool is_partial, is_none;     /* none: no packet can match */
} nf_match;
enum { NF_SRC, NF_DST };
enum { NF_PROTOCOL, NF_SRC_PORT, NF_DST_PORT };
enum { NF_IN, NF_OUT };

typedef enum nf_verdict {
    NF_CONTINUE,
    NF_ACCEPT,
    NF_DROP,
    NF_JUMP,
    NF_GOTO,
    NF_RETURN,
    NF_UNKNOWN,
} nf_verdict;

typedef struct nf_rule {
    nf_match match;
    nf_verdict verdict;
    cp_str target, text;
    uint64_t line;
} nf_rule;

typedef enum nf_hook {
    NF_HOOK_NONE,
    NF_HOOK_FORWARD,
    NF_HOOK_LOCAL, /* input, output: only what is for the router, or of it */
    NF_HOOK_OTHER, /* prerouting, postrouting, ingress, egress */
} nf_hook;

typedef struct nf_chain {
    cp_str table, name, type; /* type: "filter", "nat", "route" */
    uint64_t versions, line;  /* 0: of a table that is none of IP: bridge, netdev, arp */
    nf_hook hook;
    nf_verdict policy;
    CP_VEC(nf_rule) rules;
} nf_chain;

typedef struct nf_chains {
    CP_VEC(nf_chain) v;
    uint64_t n_rows, n_work;
    bool is_full;
} nf_chains;

nf_chain *nf_find(nf_chains *c, cp_str table, cp_str name); /* or NULL */
/* Both are asked for. */
nf_match nf_meet(cp_arena *a, nf_chains *c, const nf_match *x, const nf_match *y);
void nf_tell(cp_state_section *s, nf_chains *c);
/* "tcp", "6"; false: not known. */
bool nf_protocol(cp_str name, uint64_t *out);

/* nft -j list ruleset (nft.c), iptables-save (iptables.c) */
int nft_fits(cp_str head);
void nft_read(cp_state_section *s, cp_state_text *in);
int iptables_fit(cp_str head);
cp_state_heard iptables_hear(cp_state_section *s, cp_str line);
void iptables_end(cp_state_section *s);
