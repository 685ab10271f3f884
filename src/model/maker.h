/* SPDX-License-Identifier: Apache-2.0 */
/* maker.h - legal persons that make or operate things, their names, numbers and dated relations.
 *
 * The tables are read-only once loaded (identify/makers.h loads them from data/makers and the
 * registries). A maker that is not listed keeps the name under which a registry has it, with an id
 * derived from that name (cp_maker_slug). */
#pragma once
#include "model/name.h"

/* How far a fact was checked. UNKNOWN: looked for and not established. */
#define CP_CONFS(X)         \
    X(VERIFIED, "verified") \
    X(PARTIAL, "partial")   \
    X(MEMORY, "memory")     \
    X(UNKNOWN, "unknown")
typedef enum cp_conf {
#define CP_CONF_ID(id, name) CP_CONF_##id,
    CP_CONFS(CP_CONF_ID)
#undef CP_CONF_ID
        CP_CONF_COUNT
} cp_conf;

typedef struct cp_relation {
    cp_str
        /* parent, former_parent, subsidiary, divested, acquired, joint_venture, minority_holder,
         * oem_from (a row of data/makers/relabels.yaml) ... */
        type;
    cp_str to; /* maker id, or "" with name */
    cp_str name;
    cp_date date, since, until;
    double share; /* 0..1; negative: not told */
    cp_conf conf;
    cp_str note;
    cp_str src; /* keys of the sources table, separated by blanks */
    /* what they stand for, in that order: an address or a sentence; "" not told */
    const cp_str *cites;
    uint32_t n_cites;
    cp_str buyer, others; /* as written: who bought; parties, names and lists */
} cp_relation;

/* An autonomous system that it operates. */
typedef struct cp_maker_asn {
    uint32_t asn;
    cp_str label; /* what the source calls it; "" */
    cp_conf conf;
    cp_str src;          /* keys of the sources table, separated by blanks */
    const cp_str *cites; /* what they stand for, in that order */
    uint32_t n_cites;
    cp_date read;         /* when that was read in them: of the row, else of its file */
    cp_date since, until; /* it holds it since..until-1; not set: not told */
} cp_maker_asn;

typedef struct cp_maker {
    cp_str id, name, country, kind, note;
    bool is_listed;      /* in data/makers; else only registered */
    const cp_str *names; /* legal names, aliases, registered spellings: whole names, as written */
    uint32_t n_names;
    const cp_str *brands;
    uint32_t n_brands;
    const cp_relation *relations;
    uint32_t n_relations;
    const cp_maker_asn *asns;
    uint32_t n_asns;
} cp_maker;

typedef struct cp_makers {
    cp_maker *v;
    uint32_t n;
    cp_map by_id;    /* id -> index */
    cp_map by_name;  /* normalised whole name -> index; names that two makers claim are not in it */
    cp_map by_brand; /* normalised brand -> index */
    /* The same without legal forms, only names that one maker alone claims; used where both are
     * there: */
    cp_map by_cmp;
    const cp_legal_forms *legal;
    const cp_map *false_friends; /* keys of cp_maker_friend_key: names that are not that maker's */
    cp_str as_of;
} cp_makers;

const cp_maker *cp_maker_by_id(const cp_makers *m, cp_str id);
/* By a whole name as a person or a registry writes it, first as it is, then without legal forms; a
 * name in two scripts is one if both parts are names of the same maker. NULL if nobody, or more
 * than one, is called so. */
const cp_maker *cp_maker_by_name(cp_arena *scratch, const cp_makers *m, cp_str name);

/* Under which a false friend is kept: the normalised name and the maker that it is not. */
cp_str cp_maker_friend_key(cp_arena *a, cp_str norm, cp_str id);

/* Does the maker hold it on that day? UNKNOWN: the dates do not tell. */
cp_tri cp_maker_asn_on(const cp_maker_asn *x, cp_date day);

/* Who holds an AS on a day, by the table of makers. */
typedef struct cp_asn_holder {
    uint32_t asn;
    const cp_maker *maker; /* NULL: several houses may, and so it is not known who does */
    const cp_maker_asn *told;
    bool is_unsure; /* that it holds on this day */
} cp_asn_holder;
/* By number, each once; those of which all claims have ended, or not begun, are not in it. */
const cp_asn_holder *cp_makers_asn_holders(cp_arena *a, const cp_makers *m, cp_date day,
                                           uint32_t *n);

const char *cp_conf_name(cp_conf c);
bool cp_conf_by_name(cp_str name, cp_conf *out);
