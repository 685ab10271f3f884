/* SPDX-License-Identifier: Apache-2.0 */
/* filter.h - access lists: rules on five fields of a packet, the first that matches decides.
 *
 *     rule     a box: a range of each field; permit or deny
 *     partial  it matches some packets of its box only, by what is not modelled (flags, state,
 *              fragments, a time range): what it decides holds only if the rest decides the same
 *
 * Three values, so that what is not known is never taken as permitted nor as denied.
 *
 * A cut is a list for destinations that all its rules agree on: those whose rules hold for all of
 * them, without the field. What several cuts tell apart are parts: all packets of one part are
 * decided alike by each of the cuts, and no two parts by all of them. */
#pragma once
#include "base/base.h"

/* An address of version 4 stands in the upper 32 bits. */
__extension__ typedef unsigned __int128 cp_address;
typedef struct cp_prefix {
    cp_address first;
    uint8_t len;
} cp_prefix;
/* The first len bits are ones; len 0 to 128. */
static inline cp_address cp_prefix_mask(unsigned len)
{
    return len == 0 ? 0 : ~(cp_address)0 << (128 - len);
}
static inline bool cp_prefix_has(const cp_prefix *p, cp_address x)
{
    return ((x ^ p->first) & cp_prefix_mask(p->len)) == 0;
}
/* The last address; its bits behind the prefix are ones. */
static inline cp_address cp_prefix_last(const cp_prefix *p)
{
    return p->first | ~cp_prefix_mask(p->len);
}

typedef struct cp_packet {
    cp_address src, dst;
    uint16_t src_port, dst_port; /* of ICMP: type and code are the latter, as flows have it */
    uint8_t protocol;
} cp_packet;

typedef enum cp_filter_says {
    CP_FILTER_DENIES,
    CP_FILTER_PERMITS,
    CP_FILTER_UNKNOWN, /* cannot be said */
} cp_filter_says;

typedef struct cp_filter_rule {
    cp_prefix src, dst;
    uint16_t src_port[2], dst_port[2]; /* first, last */
    uint8_t protocol[2];
    uint8_t says; /* cp_filter_says; UNKNOWN: not understood what it does */
    bool is_partial;
} cp_filter_rule;

/* All packets. */
extern const cp_filter_rule cp_filter_any;

/* What a list decides of a packet; what no rule matches is denied. */
cp_filter_says cp_filter_ask(const cp_filter_rule *rules, uint32_t n, const cp_packet *x);

/* Rules in their order, as places in an array of all; dst is passed over. */
typedef struct cp_filter_cut {
    const uint32_t *rules;
    uint32_t n;
} cp_filter_cut;

typedef struct cp_filter_part {
    cp_packet one;       /* of its packets; dst is 0 */
    const uint8_t *says; /* cp_filter_says per cut */
} cp_filter_part;
typedef struct cp_filter_parts {
    const cp_filter_part *v;
    uint32_t n;
} cp_filter_parts;

enum {
    CP_FILTER_CUT_RULES_MAX = 1 << 16, /* of all cuts of a question; real lists have thousands */
    CP_FILTER_BOXES_MAX = 1 << 20,     /* looked at in a question: some seconds */
};
/* Parts in a fixed order, at least one. Errors: CP_ELIMIT (one of the limits above). */
CP_MUST_CHECK cp_rc cp_filter_split(cp_arena *a, const cp_filter_rule *all,
                                    const cp_filter_cut *cuts, uint32_t n_cuts,
                                    cp_filter_parts *out, cp_err *err);
