/* SPDX-License-Identifier: Apache-2.0 */
/* assurance.h - the column `assurance` of an inventory: what somebody examined of a product's
 * technical security.
 *
 *     "nesas; cc:EAL4+ until 2027-05; scas:TS 33.511"  ->  {nesas} {cc, EAL4+, 2027-05} {scas, TS
 *     ..}
 *
 * The schemes are data/assurance/schemes.yaml. What is none of them stays as it is written. The law
 * does not ask for it: it is shown beside verdicts and is never a reason of one. */
#pragma once
#include "codec/tree.h"
#include "model/answer.h"

enum {
    CP_ASSURANCE_SCHEMES_MAX = 200,
    CP_ASSURANCE_ITEMS_MAX = 32 /* of one thing */
};

typedef struct cp_assurance_scheme {
    cp_str id, title, issuer, says, says_not, written;
} cp_assurance_scheme;

typedef struct cp_assurance_schemes {
    cp_assurance_scheme *v;
    uint32_t n;
    cp_map by_name; /* id and other names, lower case -> index */
    cp_str *until;  /* words before a date, lower case, the longest first */
    uint32_t n_until;
} cp_assurance_schemes;

/* Strings owned by a. CP_EFORMAT, CP_ELIMIT with the line. */
CP_MUST_CHECK cp_rc cp_assurance_read(cp_arena *a, cp_bytes yaml, cp_assurance_schemes *out,
                                      cp_err *err);
/* Those of the data files; none if there is no such file. */
CP_MUST_CHECK cp_rc cp_assurance_get(cp_arena *a, cp_assurance_schemes *out, cp_err *err);

/* The items of a cell; those behind CP_ASSURANCE_ITEMS_MAX stay together in the last one. */
const cp_assurance *cp_assurance_parse(cp_arena *a, const cp_assurance_schemes *s, cp_str cell,
                                       cp_date as_of, uint32_t *n);
/* "Common Criteria (ISO/IEC 15408) EAL4+, until 2027-05 (expired)" */
cp_str cp_assurance_text(cp_arena *a, const cp_assurance *x);
/* The same for a table: "cc EAL4+ until 2027-05 (expired)". */
cp_str cp_assurance_short(cp_arena *a, const cp_assurance *x);
