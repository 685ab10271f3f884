/* SPDX-License-Identifier: Apache-2.0 */
/* names.h - names of legal persons as they are compared: data/fingerprints/README.md, section 1.
 * cp_name_norm is in model/maker.h. */
#pragma once
#include "model/maker.h"

/* Legal forms, each of a word or several: "ltd", "s p a". */
typedef struct cp_legal_forms {
    cp_map phrases; /* normalised */
    uint32_t words_max;
} cp_legal_forms;
void cp_legal_forms_add(cp_arena *a, cp_legal_forms *legal, cp_str phrase);

/* cmp(s): norm(s) without legal forms, the longest first, but where it begins. */
cp_str cp_name_cmp(cp_arena *a, const cp_legal_forms *legal, cp_str s);
/* slug(s): cmp(s) as an id, [a-z0-9-]; "" if nothing is left. */
cp_str cp_name_slug(cp_arena *a, const cp_legal_forms *legal, cp_str s);
/* A registered string without what stands behind " # " or " (". Borrowed from s. */
cp_str cp_name_registrant(cp_str s);
/* Bytes of the first n words of a normalised text; 0 if it has fewer. */
size_t cp_words_end(cp_str s, uint64_t n);
/* Any text as part of an id: lower case, every other run of bytes one '-', none at the ends. */
cp_str cp_slug(cp_arena *a, cp_str s);
