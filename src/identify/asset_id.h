/* SPDX-License-Identifier: Apache-2.0 */
/* asset_id.h - stable ids: made of the strongest identifier that no other asset has.
 *
 *     serial-<..>  mac-<chassis address>  chassis-<..>  engine-<..>  mac-<smallest>  ip-<..>
 *     ref-<..>
 *     name-<..>  fccid-<..>  private-<locally administered address>  agent-<file>-<row>
 *
 * Waivers and plans cite an id, so it must not change when the same files are imported again, in
 * another order, or beside others. Identifiers that hold only within a realm get its name behind
 * them, unless it is the default one. What only tables of ARP and of bridges tell changes no id. An
 * asset that was known before keeps its id (cp_prior_id). */
#pragma once
#include "identify/identify.h"

typedef struct cp_id_in {
    cp_asset *asset; /* realm, ids (sorted) and claims are set; id is written */
    cp_str file;     /* name of its first source */
    cp_str agent;    /* its AGENT there, or "" */
    uint32_t parent; /* index + 1 of the asset that it is a component of */
    cp_str part;
} cp_id_in;

/* Assets by id: slots of index + 1, 0 free, half of them at least. A map of texts would need ten
 * times the memory. */
typedef struct cp_id_table {
    uint32_t *slots, mask;
} cp_id_table;
cp_id_table cp_id_table_new(cp_arena *a, uint32_t n_max);
/* The slot of the asset with that id, or the free one where it belongs. v: those in the table. */
uint32_t *cp_id_slot(const cp_id_table *t, const cp_id_in *v, cp_str id);

/* How good an identifier is as a reason to keep an id: the smaller the better. */
int cp_asset_id_strength(cp_ident_kind k);

/* Components must stand behind their parents. The ids are owned by a. */
void cp_asset_ids(cp_arena *a, cp_arena *scratch, const cp_id_in *v, uint32_t n,
                  const cp_identify_opts *opts);
