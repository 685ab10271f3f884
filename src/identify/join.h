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
 *     SERIAL    unless makers differ, or tables tell its names apart
 *     CHASSIS   unless two serial numbers or makers would meet, or such names
 *     ENGINE_ID the same; unless two names have hardware addresses with nothing in common
 *     MAC       (also one that is the serial number, of a block of the maker that is told)
 *               unless two serial numbers, chassis addresses or makers would meet, or such names
 *               (an address that its owner chose: within one source; drawn by lot: in its realm)
 *     key       of a certificate: unless one source has it of two at once, more than 16 have it,
 *               or they contradict each other as for an IP
 *     IP        unless two serial numbers, chassis addresses, engines or makers would meet, or
 *               hosts with other hardware addresses (see cp_join_is_ip_contradicted; a device may
 *               have one more, next to its own); where it is leased or passed on, only within the
 *               time in which it was somebody's; never where routers share it
 *     heard     an IP that a table of ARP tells of a hardware address (see take_heard)
 *     name      of one realm, if something else agrees (product, place, an address, the maker of
 *               one's hardware address with what a table says) and nothing contradicts
 *
 *     HOSTNAME  of an answer or a row of a form that knows its device by nothing else: if one
 *               device
 *               alone of the realm is called so
 *
 *     said      a person says so (a table of aliases), unless two serial numbers, chassis
 *               addresses, engines or makers would meet; who signs it rules, and the contradiction
 *               is told
 *
 * An edge joins all of its subjects or none; but what people wrote does not part what was heard, so
 * where rows of tables contradict, the others are joined without them. A subject whose identifiers
 * are others' of two devices joins nothing (a cell that slipped, a neighbour that claims another's
 * chassis id). HOSTNAME otherwise, ASN and FCC_ID join nothing. join_in.h says where the reasons
 * stand.
 *
 * A hardware address of two names that were heard is none of anybody's own and contradicts nothing:
 * what has it is joined by the rest. When all else has joined, a row that knows its thing by a
 * serial number alone joins that whose number it is by most sources, or mistyped (join_again.c).
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
    /* a line of somebody's table of ARP, or of a bridge: its IP is hearsay */
    bool is_table;
    bool is_written;        /* all of it was written by people: rows of inventories */
    bool is_leased;         /* DHCP gave it its address */
    bool is_part;           /* a row that says of which thing it is a part */
    bool is_site;           /* its certificate is that of a site of the public Internet */
    bool is_mac_serial;     /* its serial number is a hardware address of its maker's blocks */
    uint32_t block;         /* who registered its hardware address; a number as of wire; 0 nobody */
    uint32_t product, site; /* numbers of what it is and where it stands; 0 not told */
    uint32_t name;          /* text + 1 of one that it gives itself; 0 none */
    uint32_t other_name;    /* likewise, of several the last; 0: it has but one */
    uint32_t key;           /* text + 1 of its certificate's key; 0 none, or that of a site */
} cp_join_hint;

/* Of what there would be two. */
enum {
    CP_DIFFER_SERIAL = 1,
    CP_DIFFER_CHASSIS = 2,
    CP_DIFFER_ENGINE = 4,
    CP_DIFFER_MAKER = 8,
    CP_DIFFER_MAC = 16,   /* hosts with addresses of their own */
    CP_DIFFER_NAME = 32,  /* several are called so */
    CP_DIFFER_TIME = 64,  /* it was one's and then another's */
    CP_DIFFER_PLACE = 128 /* several have it at once */
};

/* Beside the identifiers: the public key of a certificate, which is no identifier of a subject but
 * what was seen of it. */
#define CP_JOIN_BY_KEY CP_IDENT_COUNT
const char *cp_join_kind_name(cp_ident_kind k);

/* An identifier that would have put different things together; or, where they were put together
 * all the same, because a person rules that they are one, what contradicts it. */
typedef struct cp_join_conflict {
    cp_ident_kind kind; /* or CP_JOIN_BY_KEY */
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
    bool *is_slipped;  /* per subject: so is its serial number */
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
