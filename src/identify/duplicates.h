/* SPDX-License-Identifier: Apache-2.0 */
/* duplicates.h - probable pairs: assets that may be one device told twice, and were not joined
 * because nothing proves it. A name alone joins nothing; here it is a reason to look. */
#pragma once
#include "model/asset.h"

/* What speaks for it, and against it: the sum orders the pairs. A name and the same maker or
 * product is what a row of a register and a walk of the same device have in common. Units of a
 * stack have one name and serial numbers of their own, and so have a device and the one that
 * replaced it. A PON serial number is written into other units, so two ONUs of one number may as
 * well be two. A component has its place in a device: where another source has another one there,
 * it was replaced, or told in other words. A register that numbers its things has unique names
 * within a site at most: two numbers of one list are two things, unless nearly all else is the
 * same. */
#define CP_DUPLICATE_SIGNS(X)                           \
    X(NAME, "same name", 3)                             \
    X(SPELLING, "names differ in spelling", 2)          \
    X(IDENTIFIER, "same identifier", 5)                 \
    X(SERIAL, "serial numbers differ in spelling", 4)   \
    X(MAKER, "same maker", 1)                           \
    X(PRODUCT, "same product", 2)                       \
    X(SITE, "same site", 1)                             \
    X(PLACE, "same name in the same device", 3)         \
    X(PON_SERIAL, "same PON serial number", 2)          \
    X(OTHER_SERIAL, "different serial numbers", -2)     \
    X(OTHER_MAKER, "different makers", -3)              \
    X(OTHER_SITE, "different sites", -1)                \
    X(OTHER_CHASSIS, "different chassis addresses", -2) \
    X(OTHER_REF, "two numbers in one register", -5)
typedef enum cp_duplicate_sign {
#define CP_DUPLICATE_ID(id, name, weight) CP_DUPLICATE_##id,
    CP_DUPLICATE_SIGNS(CP_DUPLICATE_ID)
#undef CP_DUPLICATE_ID
        CP_DUPLICATE_COUNT
} cp_duplicate_sign;

typedef struct cp_duplicate {
    uint32_t a, b;  /* indexes of assets, a < b */
    uint32_t signs; /* bits by cp_duplicate_sign */
    int32_t weight;
    cp_ident shared; /* IDENTIFIER: the one that both have; else value "" */
} cp_duplicate;

/* more are not looked at: a name of everybody is no sign */
enum { CP_DUPLICATES_MAX = 100 * 1000 };
/* a pair of less is not probable: a name, and a maker that contradicts */
enum { CP_DUPLICATE_WEIGHT_MIN = 1 };

/* Pairs of devices (of components: ONUs by their PON serial numbers, and what different sources
 * have in one place) that share a name in a realm or an identifier, the likeliest first, then in
 * the order of the assets. Serial numbers, engine ids and hardware addresses are those of the
 * world, all else is of a realm. Owned by a. */
const cp_duplicate *cp_duplicates(cp_arena *a, const cp_asset *assets, uint32_t n_assets,
                                  uint32_t *n_out);
const char *cp_duplicate_sign_name(cp_duplicate_sign s);
int cp_duplicate_sign_weight(cp_duplicate_sign s); /* below 0: it speaks against it */
