/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - the inside of cp_identify: what its steps hand to each other. */
#pragma once
#include "identify/asset_id.h"
#include "identify/flood.h"
#include "identify/identify.h"
#include "identify/join.h"
#include "identify/weigh.h"

/* A component that a source tells of in a slot, by its serial number; where there are several of
 * the same, one for all. */
typedef struct cp_telling {
    uint32_t part, key;                    /* texts: the slot, the serial number */
    uint32_t name;                         /* text + 1: what the slot is called; 0 nobody says */
    uint32_t first_at, last_at, latest_at; /* seconds; latest_at: when the latest one begins */
    uint32_t order;                        /* of the row with the number, of the latest one */
    bool is_untimed;                       /* of one of them no time is known */
} cp_telling;

/* What is known of others in the slots of a component. */
typedef struct cp_slot_case {
    uint32_t key; /* of the other one */
    uint32_t until_at, from_at;
    uint32_t order; /* of the row that tells of the other one, where it is the newer */
    bool is_former;
} cp_slot_case;

/* The same, with assets by their numbers. */
typedef struct cp_slot_note {
    uint32_t asset, other;
    cp_slot_case is;
} cp_slot_note;

typedef struct cp_row_key {
    uint32_t row, group;
    uint32_t rank; /* of the source, by name */
} cp_row_key;

/* A register may have a row for a component that its device tells of, too: a group whose only
 * identifier is that serial number. What it says is then said of the component. */
typedef struct cp_register_row {
    uint32_t first, n; /* rows */
    bool is_one, is_used;
} cp_register_row;

typedef struct cp_identify_job {
    cp_arena *a;
    cp_arena *scratch; /* lives until the end of cp_identify */
    cp_knowledge *k;
    const cp_obs_store *s;
    const cp_identify_opts *opts;
    CP_VEC(cp_text_reading) readings;
    uint32_t *reading_of; /* per row */
    uint32_t *rank;       /* per from */
    cp_join_result join;
    cp_join_said said;          /* what people say of which things are one */
    uint8_t *standing;          /* cp_standing of each tie; NULL: nobody says such things */
    bool *is_answer, *is_table; /* per subject: all that is kept of the hints */
    uint32_t *gathered;         /* per subject: number of the list that has its identifiers */
    uint32_t n_gathered;
    CP_VEC(cp_stray_answer) strays;
    cp_map stray_rows;              /* those in it, by their bytes */
    cp_row_key *keys;               /* per row, sorted */
    uint32_t *device_of;            /* per group: asset + 1 */
    uint32_t *rows;                 /* the rows of keys */
    cp_flood_count *floods;         /* per from; NULL: no source tells of one */
    cp_register_row *register_rows; /* per group; NULL: none speaks of a component */
    cp_map register_of;             /* serial number of a component -> group + 1 */
    uint32_t *first_conflict;       /* per group, into conflicts; n + 1 entries */
    cp_join_conflict *conflicts;
    CP_VEC(cp_telling) tellings; /* of the device at hand */
    CP_VEC(cp_slot_note) slots;
    cp_arena **own; /* holds the assets, which are the result in the end */
    CP_VEC(cp_asset) assets;
    CP_VEC(cp_id_in) ids;
    CP_VEC(cp_weigh_in) ins; /* of each asset; none where nobody asks for reasons */
    cp_weigher w;
    cp_err *err;
} cp_identify_job;

/* ---- identify.c */

/* The end of the group of rows that begins there, in keys and rows. */
uint32_t cp_group_end(const cp_identify_job *j, uint32_t first);
/* Of these rows; id: what its id is made of. */
cp_asset *cp_add_asset(cp_identify_job *j, const uint32_t *rows, uint32_t n, cp_id_in **id);
void cp_weigh_asset(cp_identify_job *j, const cp_weigh_in *in, cp_asset *as);

/* ---- hints.c: what is told of each subject, before it is known which are one */

/* One per subject, owned by a. */
cp_join_hint *cp_hints(const cp_identify_job *j, cp_arena *a);

/* ---- components.c: parts of a device that are assets of their own */

/* One row of a register and one component: where there are more of either, nobody knows which is
 * meant, and the rows stand for themselves. Before the first asset is made. */
void cp_find_register_rows(cp_identify_job *j);
/* Is the group a row of a register that may be said of a component? */
bool cp_is_register_row(const cp_identify_job *j, uint32_t group);
/* Of the device (index), which these rows tell of. */
void cp_add_components(cp_identify_job *j, const uint32_t *rows, uint32_t n, uint32_t device);

/* ---- refer.c: what refers to other assets, once all have their ids */

/* Texts with their realm -> asset + 1, 0 if several are called so. */
typedef struct cp_asset_names {
    cp_id_table by_id;
    cp_map by_name;
    cp_map by_file;   /* names that several have: with a source in front, whom that source means */
    cp_map by_label;  /* the first label of a name with a domain: "core-1" of core-1.example */
    cp_map by_alias;  /* what tables of aliases say is another name of whom */
    cp_map by_router; /* ids that routers tell of themselves */
    cp_map by_ip;     /* filled, like by_router, where ends of links have such ids */
} cp_asset_names;

/* Empty where nothing refers to anything. */
void cp_refer_index(cp_identify_job *j, cp_asset_names *m);
/* A table may name the asset of which another one is a part. */
void cp_refer_parents(cp_identify_job *j, const cp_asset_names *m);
/* Whom this subject of a table means: asset + 1; 0 nobody, or more than one. */
uint32_t cp_refer_end(const cp_identify_job *j, const cp_asset_names *m, uint32_t subject,
                      uint32_t from);
/* "J. Doe on 2026-11-23 (WHY)": of the tie + 1. */
cp_str cp_refer_who(const cp_identify_job *j, uint32_t said);
/* What other names there are, by routers and by those tables of aliases that count. */
void cp_refer_aliases(cp_identify_job *j, cp_asset_names *m);
/* What is in conflict with whom. */
void cp_refer_conflicts(cp_identify_job *j);
/* The links and ties between the assets, before they are sorted. An end is what its identifiers
 * belong to; else the one asset of the realm that has its name, with or without a
 * domain, or an alias of it; else the router that tells this id of itself, or has it as an
 * address. */
void cp_refer_links(cp_identify_job *j, cp_asset_names *m, cp_identified *out);
/* Whose the states of routers are. */
void cp_refer_states(cp_identify_job *j, cp_asset_names *m, cp_identified *out);
/* The same when they are: place[old index] = new index. */
void cp_refer_sorted(cp_identified *out, const uint32_t *place);

/* ---- slots.c: which component was in a slot, and is in there no more */

typedef struct cp_slots {
    cp_telling *by_key, *by_slot;
    uint32_t n;
} cp_slots;

/* Sorts v, which becomes by_key, and puts together what is told several times. by_slot is owned by
 * a; it is NULL if in no slot there are two, and then nobody need be judged. */
cp_slots cp_slots_sort(cp_arena *a, cp_telling *v, uint32_t n);
/* Was another component told of in the slots of the one with that key? It is the newer one if it
 * was told of, in the same slot by number and name, after all that is told of this one. */
bool cp_slots_judge(const cp_obs_store *s, const cp_slots *slots, uint32_t key, cp_slot_case *out);
/* Once all assets have their ids. */
void cp_slots_tell(cp_identify_job *j);

/* ---- mentions.c: hosts of which a source tells nothing but their name and their parts */

/* After the joining: such a host is the one device of its realm that is called so. */
void cp_mentions(cp_identify_job *j);

/* ---- stated.c: what people say of which things are one */

bool cp_stated_any(const cp_obs_store *s);
/* From assets that were made without it. Owned by out, as is the cp_standing of each tie. Errors:
 * CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_stated(cp_identify_job *j, cp_asset_names *m, cp_arena *out,
                              cp_join_said *said, uint8_t **standing, cp_err *err);

/* ---- reasons.c: of the assets that somebody asks about, before they are sorted */

void cp_reasons(cp_identify_job *j, cp_identified *out);
