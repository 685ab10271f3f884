/* SPDX-License-Identifier: Apache-2.0 */
/* as.h - what others say of autonomous systems: who sells transit to whom, whose they are, and
 * which prefixes they may announce. Rows, as readers tell them and engines take them.
 *
 * Relations are inferred by researchers, or stated; registers say whose an AS is; the RPKI says
 * what its holder signed. None of it is seen by us, so whatever is concluded names its source. */
#pragma once
#include "base/base.h"

enum {
    CP_AS_NONE = 0, /* RFC 7607: nobody's */
};

/* id, name, what a row "a, b" of it says */
#define CP_AS_RELATIONS(X)                                                          \
    X(PROVIDER, "provider") /* b is a customer of a, which carries for it to all */ \
    X(PEER, "peer")         /* each carries what is of the other's customers */     \
    X(SIBLING, "sibling")   /* one house: each carries all for the other */
typedef enum cp_as_relation_kind {
#define CP_AS_RELATION_ID(id, name) CP_AS_##id,
    CP_AS_RELATIONS(CP_AS_RELATION_ID)
#undef CP_AS_RELATION_ID
        CP_AS_RELATION_COUNT
} cp_as_relation_kind;

typedef struct cp_as_relation {
    uint32_t a, b; /* two, and neither CP_AS_NONE */
    cp_as_relation_kind kind;
    uint32_t file; /* which of several, as the caller counts */
    uint64_t line;
    cp_str source; /* how it was found out, as the row says it: "bgp", "mlp"; "" not told */
} cp_as_relation;

/* Whose an AS is. Either half of the table may lack what the other refers to. */
typedef struct cp_as_holder {
    uint32_t asn;
    cp_str name;   /* of the AS */
    cp_str org;    /* id of the organisation, in the register that source names */
    cp_str source; /* the register */
} cp_as_holder;
typedef struct cp_as_org {
    cp_str id, name, source;
    cp_str country; /* as the register has it: of two letters; "" not told */
} cp_as_org;

/* What a ROA says, if it is valid (a payload, RFC 6811, 2): this AS may announce the prefix, up to
 * that length. */
typedef struct cp_roa {
    cp_ip net; /* bits behind the length are 0 */
    uint8_t length, length_max;
    uint32_t asn;        /* CP_AS_NONE: nobody may (RFC 6483, 4) */
    cp_time expires;     /* CP_TIME_NONE: not told */
    cp_str trust_anchor; /* "" not told */
} cp_roa;

/* "64496", "AS64496", "1.10" (RFC 5396). False on anything else. */
bool cp_as_parse(cp_str s, uint32_t *out);
