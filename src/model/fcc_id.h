/* SPDX-License-Identifier: Apache-2.0 */
/* fcc_id.h - an FCC ID as people copy it from a type plate (47 CFR 2.925 and 2.926).
 *
 *     "FCC ID: 2abcd-x1 0" --> grantee 2ABCD, product X10
 *
 * It names a model and never a device: all of a model bear the same one. The grantee code is of
 * three characters, or of five where the first is a digit from 2 to 9, and holds neither 0 nor 1
 * (KDB 204515): where one was copied, it was an O, an I or an L. Hyphens and blanks are written
 * now so and now so, and tell nothing apart here. */
#pragma once
#include "base/base.h"

enum {
    CP_FCC_ID_GRANTEE_MAX = 5,
    CP_FCC_ID_PRODUCT_MAX = 14,
    CP_FCC_ID_READINGS_MAX = 1 << CP_FCC_ID_GRANTEE_MAX, /* I or L for each 1 */
};

typedef struct cp_fcc_id {
    cp_str grantee, product; /* in capitals, as copied: the grantee code may hold 0 and 1 */
    bool is_inside;          /* "contains FCC ID ..": of a module in the device, not of itself */
} cp_fcc_id;

/* False: it is none, and *out is not written. Without a digit or a hyphen it is a word ("pending").
 * Texts are owned by a. */
bool cp_fcc_id_parse(cp_arena *a, cp_str s, cp_fcc_id *out);

/* "2ABCD-X10": one form for all spellings. */
cp_str cp_fcc_id_text(cp_arena *a, const cp_fcc_id *id);

/* As the parser compares it: capitals, no blanks, hyphens of one length, nothing full-width. "":
 * too long, or of other characters than labels bear. */
cp_str cp_fcc_id_squeeze(cp_arena *a, cp_str s);

/* Is it a grantee code as they are given out? "QQ0" is none. */
bool cp_fcc_id_is_grantee(cp_str code);

/* What the code may be that was copied so: itself, or with letters for its digits 0 and 1. The
 * first are those with I. Returns how many. */
uint32_t cp_fcc_id_readings(cp_arena *a, cp_str copied, cp_str out[CP_FCC_ID_READINGS_MAX]);
