/* SPDX-License-Identifier: Apache-2.0 */
/* makers.h - data/makers: legal persons, their names and numbers, and what names nobody.
 *
 *     name --norm/cmp--> maker | group of makers that this evidence cannot tell apart | nobody
 *     object id --longest arc--> the same, with the factor of its confidence
 *
 * A registrant that no file lists becomes a maker with an id made of its name, when it is first
 * asked for. The rules of comparing are data/fingerprints/README.md, sections 1, 2 and 5. */
#pragma once
#include "codec/embed.h"
#include "codec/tree.h"
#include "identify/grantees.h"
#include "identify/habits.h"
#include "identify/names.h"
#include "identify/registry.h"
#include "identify/relabels.h"
#include "model/maker.h"

/* Makers that one piece of evidence speaks of, as indexes. n 0: nobody; above 1: it cannot tell
 * them apart, the likelier first. */
typedef struct cp_maker_set {
    const uint32_t *v;
    uint32_t n;
} cp_maker_set;

#define CP_TEXT_OF_NOBODY UINT32_MAX

typedef struct cp_literal_arc {
    cp_maker_set who;
    double factor;               /* of the kind's weight, by the confidence of the fact */
    cp_str oid;                  /* "1.3.6.1.4.1.99999" */
    cp_str os, function, class_; /* generic arcs may tell these; "" */
} cp_literal_arc;

typedef struct cp_maker_words {
    const cp_str *v; /* normalised; a maker's words that support other evidence */
    uint32_t n;
    bool is_done;
} cp_maker_words;

typedef struct cp_false_friend {
    uint32_t maker;
    cp_str name, cmp; /* as written; as compared */
} cp_false_friend;

typedef struct cp_maker_table {
    cp_arena *a;
    cp_makers m;
    uint32_t cap;     /* of m.v */
    uint32_t n_files; /* from which m came */
    cp_legal_forms legal;
    cp_map nobody, common_words, modules /* by maker id */;
    cp_map exact, by_norm, by_cmp; /* -> maker * 2 + (1: only as a brand) */
    cp_map false_friends;          /* norm of the name, LF, maker's id */
    cp_map ambiguous_names;        /* cmp -> set */
    cp_map ambiguous_pens;         /* decimal -> set */
    cp_map ambiguous_texts;        /* maker's id -> set */
    cp_map pens;                   /* decimal -> maker */
    cp_map arcs;                   /* oid -> arc */
    cp_map text_names;             /* norm -> maker; CP_TEXT_OF_NOBODY: a false friend */
    cp_map text_first;             /* its first word -> words in the longest such name */
    cp_map resolved[2];            /* memory of cp_makers_resolve -> set + 1; [1] registrants */
    cp_map registrants;            /* cmp of every registrant; filled when first needed */
    CP_VEC(cp_maker_set) sets;
    CP_VEC(cp_literal_arc) arc_v;
    cp_map default_names;            /* of hosts, in lower case */
    CP_VEC(cp_str) placeholder_macs; /* upper-case hex */
    CP_VEC(cp_false_friend) friends; /* the same, by maker */
    CP_VEC(cp_maker_words) words;    /* by maker, filled when asked for */
    CP_VEC(cp_str) clashes;          /* names that two makers list: mistakes of the data */
    cp_relabels relabels;
    cp_grantees grantees; /* of FCC IDs */
    cp_habits habits;
} cp_maker_table;

/* Reads those of `files` that stand in makers/. Errors: see cp_knowledge_load. */
CP_MUST_CHECK cp_rc cp_makers_load(cp_arena *a, const cp_data_file *files, uint32_t n_files,
                                   cp_maker_table *t, cp_err *err);

/* Of one file of schema cleanpath-relabels/1, when all makers are there; relabels.c. Each row is
 * also a relation of who sells. */
CP_MUST_CHECK cp_rc cp_relabels_load(cp_maker_table *t, const cp_tree *file, cp_err *err);

/* Of the weight of its kind, by how far the fact was checked. */
double cp_conf_factor(cp_conf c);

/* Of one file of schema cleanpath-habits/1, likewise; habits.c. */
CP_MUST_CHECK cp_rc cp_habits_load(cp_maker_table *t, const cp_tree *file, cp_err *err);

/* A whole name, as a registry has it (is_registrant) or as somebody wrote it. */
cp_maker_set cp_makers_resolve(cp_maker_table *t, cp_str name, bool is_registrant);
/* As somebody wrote it; if it is not listed, but a registrant has just this name, that one. */
cp_maker_set cp_makers_resolve_written(cp_maker_table *t, const cp_registry *reg, cp_str name);
/* The longest known arc above this object id (digits and dots, no leading dot), or the registrant
 * of its enterprise number. NULL: says nothing. Valid until the next call. */
const cp_literal_arc *cp_makers_oid(cp_maker_table *t, const cp_registry *reg, cp_str oid);
/* The registrant of its enterprise number, whatever is observed of its arcs. */
cp_maker_set cp_makers_registrant(cp_maker_table *t, const cp_registry *reg, cp_str oid);
/* Registrant of the block of this address; n 0 also for what section 3 drops. */
cp_maker_set cp_makers_mac(cp_maker_table *t, const cp_registry *reg, cp_mac mac);
/* Of an OUI ("00:90:65") as such; n 0 also where it is sold on in smaller blocks. */
cp_maker_set cp_makers_oui(cp_maker_table *t, const cp_registry *reg, cp_str oui);
/* Is it a name that hosts have before somebody gives them one? */
bool cp_makers_is_default_name(const cp_maker_table *t, cp_str name);
bool cp_makers_is_module(const cp_maker_table *t, cp_maker_set who);

/* What a text says by names (section 4, step 2). n 0: nothing. is_start: the name begins it. name:
 * as found, normalised. A false friend's name covers its words, so that "Acme Scale" in a text is
 * not Acme. */
cp_maker_set cp_makers_in_text(cp_maker_table *t, cp_str text, bool *is_start, cp_str *name);
/* Stands a false friend of this maker in the text? Then nothing in it speaks of the maker. norm:
 * cp_name_norm of the text. */
bool cp_makers_is_friend_in(const cp_maker_table *t, uint32_t maker, cp_str norm);
/* The maker's brand of this normalised name, as written; "" if it is none. */
cp_str cp_makers_brand(cp_maker_table *t, uint32_t maker, cp_str norm);
/* Does a word of this maker stand in the text (section 4, step 4)? norm: cp_name_norm of it. */
bool cp_makers_word_in(cp_maker_table *t, uint32_t maker, cp_str norm);
/* The group, if texts that name this maker cannot tell it from others; else itself. */
cp_maker_set cp_makers_text_group(cp_maker_table *t, uint32_t maker);
