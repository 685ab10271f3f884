/* SPDX-License-Identifier: Apache-2.0 */
/* pack.h - one pack from its tree; what refers to other packs and to makers is left to lib.c. */
#pragma once
#include "policy/policy.h"

/* A file that was added, until all are there. */
typedef struct cp_pack_file {
    cp_str file, digest;
    const cp_tree *tree;
    cp_policy *pack;
    uint32_t n_errors;
    bool is_rejected;
} cp_pack_file;

/* Reads the pack of r->file. Mistakes are counted in r. */
cp_policy *cp_pack_read(cp_reader *r, cp_policy_lib *lib, const cp_tree *t);
/* The exemptions that the clauses name, and the facts that they tell apart. After same_clauses_as
 * was resolved. */
void cp_pack_link(cp_reader *r, cp_policy_lib *lib, cp_policy *p, const cp_tree *t);
/* The words of each fact in cells (set.h), when all packs are in lib->packs. A mistake if there
 * are more than the evaluator can tell apart; then no pack is left. */
void cp_packs_compile(cp_reader *r, cp_policy_lib *lib);
