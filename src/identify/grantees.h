/* SPDX-License-Identifier: Apache-2.0 */
/* grantees.h - data/makers/fcc-grantees.yaml: whom a grantee code was given to, and so whose FCC ID
 * stands on a type plate (model/fcc_id.h).
 *
 *     "QQ0-X1" --QQO--> {makers, conf, sources}
 *
 * The grantee answers for the model before the register: often the house whose name is on it,
 * sometimes the one that built it for another. The rules are data/fingerprints/README.md,
 * section 11. */
#pragma once
#include "codec/tree.h"
#include "model/fcc_id.h"
#include "model/maker.h"

struct cp_maker_table;

typedef struct cp_grantee {
    cp_str code;
    cp_str name;            /* as the filings have it */
    const uint32_t *makers; /* by index, the likelier first; several: the code cannot tell them */
    uint32_t n_makers;
    cp_conf conf; /* verified or partial: whoever has heard so can look it up */
    cp_str note;
    const cp_str *cites; /* addresses */
    uint32_t n_cites;
} cp_grantee;

typedef struct cp_grantees {
    CP_VEC(cp_grantee) v;
    cp_map by_code; /* -> index */
} cp_grantees;

/* Of one file of schema cleanpath-fcc-grantees/1, when all makers are there. Errors name the line:
 * CP_EFORMAT for an unknown key or maker, a code that is none or given twice, a row without a
 * source. */
CP_MUST_CHECK cp_rc cp_grantees_load(struct cp_maker_table *t, const cp_tree *file, cp_err *err);

/* Who has this code, as it was copied: also where a letter was read as 0 or 1. *was_misread: so.
 * *is_sure: no other letter could be meant. NULL: not known, or it may be two houses. */
const cp_grantee *cp_grantee_find(const cp_grantees *t, cp_arena *scratch, cp_str copied,
                                  bool *was_misread, bool *is_sure);
