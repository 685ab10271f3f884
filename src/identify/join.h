/* SPDX-License-Identifier: Apache-2.0 */
/* join.h - which subjects are one device: union-find over shared identifiers.
 *
 *     subject 0 {agent a, ip 1} --agent--> subject 1 {agent a, mac 9} --mac--> subject 7 {mac 9}
 *     ...
 *
 * All subjects that share an identifier are one edge; edges are taken by strength of the
 * identifier, then in the order of a hash of its text, which does not depend on the order of
 * import:
 *
 *     AGENT (in its source), REF (in its realm)   always
 *     SERIAL    unless makers differ
 *     CHASSIS   unless two serial numbers or makers would meet
 *     ENGINE_ID the same
 *     MAC       unless two serial numbers, chassis addresses or makers would meet
 *               (an address that its owner chose: within one source)
 *     IP        unless two serial numbers, chassis addresses, engines or makers would meet, or
 *               hosts
 *               with other hardware addresses (see is_ip_contradicted)
 *     heard     an IP that a table of ARP tells of a hardware address (see take_heard)
 *
 *     HOSTNAME  of an answer or a row of a form that knows its device by nothing else: if one
 *               device
 *               alone of the realm is called so
 *
 *     said      a person says so (a table of aliases), unless two serial numbers, chassis
 *               addresses, engines or makers would meet; who signs it rules, and the contradiction
 *               is told
 *
 * An edge joins all of its subjects or none. HOSTNAME otherwise, ASN and FCC_ID join nothing.
 *
 * Who signs that two are not one parts them whatever joins them: of an edge that would put one's
 * side and the other's together, those of the other's side stay among themselves. What is of
 * neither side goes where the stronger identifier leads. */
#pragma once
#include "identify/obs_rows.h"

/* What the values of a subject say of makers: a number of the maker that does not depend on the
 * order of import, 0 nobody. wire: the device's own words; label: a table's. */
typedef struct cp_join_hint {
    uint32_t wire, label;
    double wire_weight;
    bool is_answer; /* to a questionnaire: it is about a device that others tell of */
    bool is_form;   /* a row of a form that was made of the evidence */
    bool is_table;  /* a line of somebody's table of ARP, or of a bridge: its IP is hearsay */
} cp_join_hint;

/* Of what there would be two. */
enum {
    CP_DIFFER_SERIAL = 1,
    CP_DIFFER_CHASSIS = 2,
    CP_DIFFER_ENGINE = 4,
    CP_DIFFER_MAKER = 8,
    CP_DIFFER_MAC = 16, /* hosts with addresses of their own */
    CP_DIFFER_NAME = 32 /* several are called so */
};

/* An identifier that would have put different things together; or, where they were put together
 * all the same, because a person rules that they are one, what contradicts it. */
typedef struct cp_join_conflict {
    cp_ident_kind kind;
    uint32_t text, subject;
    uint32_t said; /* tie + 1 of who rules; 0: the evidence alone */
    uint8_t differ;
} cp_join_conflict;

/* Two subjects that a person calls one thing; text: what it is called there. The ids are those that
 * their assets have where nobody says so. */
typedef struct cp_join_pair {
    uint32_t a, b, text;
    cp_str id_a, id_b;
    uint32_t said;      /* tie + 1, of who signs it; 0: nobody does */
    cp_ident_kind kind; /* of the text */
    uint64_t at;        /* when */
} cp_join_pair;

/* A subject of one of two that are not one, by the number of the statement. */
typedef struct cp_join_side {
    uint32_t subject, statement;
    bool is_other; /* of the second */
} cp_join_side;

/* What people say of which subjects are one. */
typedef struct cp_join_said {
    cp_join_pair *pairs; /* sorted by cp_join */
    const cp_join_side *sides;
    const uint32_t *ties; /* per statement */
    cp_map not_own;       /* cp_join_own_key: identifiers that are not that subject's */
    uint32_t n_pairs, n_sides, n_statements;
    bool wants_shared;
} cp_join_said;

/* An identifier of several subjects that were found to be one, or that nothing parted. */
typedef struct cp_join_shared {
    cp_ident_kind kind;
    uint32_t text, subject; /* one of them */
    uint32_t n;             /* subjects */
    uint32_t said;          /* tie + 1: a person joined them */
    bool is_first;          /* nothing stronger had put them all together */
} cp_join_shared;

typedef struct cp_join_result {
    uint32_t *group_of; /* per subject */
    uint32_t n_groups;
    bool *is_disowned; /* per subject: its IP is another's, by better words than a table's */
    CP_VEC(cp_join_conflict) conflicts;
    CP_VEC(cp_join_shared) shared; /* only if wanted */
} cp_join_result;

/* hints: one per subject. said: NULL: nobody says anything. Everything in out is owned by a. */
void cp_join(cp_arena *a, const cp_obs_store *s, const cp_join_hint *hints, cp_join_said *said,
             cp_join_result *out);
/* A subject's identifier, as it stands in not_own; points into v. */
static inline cp_str cp_join_own_key(uint32_t v[2], uint32_t subject, uint32_t text)
{
    v[0] = subject;
    v[1] = text;
    return (cp_str){ (const char *)v, 2 * sizeof *v };
}

/* Can this text name one device? Serial: not a placeholder, not shorter than 5, with a digit.
 * Chassis: a hardware address, or a text that is not only a name. */
bool cp_join_serial_is_id(cp_str serial);
bool cp_join_chassis_is_id(cp_str chassis);
