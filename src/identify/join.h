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
 *
 *     HOSTNAME  of an answer or a row of a form that knows its device by nothing else: if one
 *               device
 *               alone of the realm is called so
 *
 *     said      a person says so (a table of aliases), unless two serial numbers, chassis
 *               addresses,
 *               engines or makers would meet
 *
 * An edge joins all of its subjects or none. HOSTNAME otherwise, ASN and FCC_ID join nothing. */
#pragma once
#include "identify/obs_rows.h"

/* What the values of a subject say of makers: a number of the maker that does not depend on the
 * order of import, 0 nobody. wire: the device's own words; label: a table's. */
typedef struct cp_join_hint {
    uint32_t wire, label;
    double wire_weight;
    bool is_answer; /* to a questionnaire: it is about a device that others tell of */
    bool is_form;   /* a row of a form that was made of the evidence */
} cp_join_hint;

/* An identifier that would have put different things together. */
typedef struct cp_join_conflict {
    cp_ident_kind kind;
    uint32_t text, subject;
} cp_join_conflict;

/* Two subjects that a person calls one thing; text: what it is called there. The ids are those that
 * their assets have where nobody says so. */
typedef struct cp_join_pair {
    uint32_t a, b, text;
    cp_str id_a, id_b;
} cp_join_pair;

typedef struct cp_join_result {
    uint32_t *group_of; /* per subject */
    uint32_t n_groups;
    CP_VEC(cp_join_conflict) conflicts;
} cp_join_result;

/* hints: one per subject. pairs are sorted. Everything in out is owned by a. */
void cp_join(cp_arena *a, const cp_obs_store *s, const cp_join_hint *hints, cp_join_pair *pairs,
             uint32_t n_pairs, cp_join_result *out);

/* Can this text name one device? Serial: not a placeholder, not shorter than 5, with a digit.
 * Chassis: a hardware address, or a text that is not only a name. */
bool cp_join_serial_is_id(cp_str serial);
bool cp_join_chassis_is_id(cp_str chassis);
