/* SPDX-License-Identifier: Apache-2.0 */
/* profile.h - who the user is: what decides which rules bind him. Kept in the case, or profile.yaml
 * beside the evidence. */
#pragma once
#include "base/base.h"

typedef struct cp_profile_fact {
    cp_str name;
    cp_str value; /* yes, no, unknown, or text */
} cp_profile_fact;

typedef struct cp_profile {
    bool is_set; /* false: nobody said who we are, so nothing is called excluded for us */
    cp_str name, country;
    /* addressee roles as the packs name them; `not_roles` are roles that we do not have */
    const cp_str *roles;
    uint32_t n_roles;
    const cp_str *not_roles;
    uint32_t n_not_roles;
    const cp_str *policies; /* ids of the chosen packs; none: all that bind */
    uint32_t n_policies;
    const cp_profile_fact *facts;
    uint32_t n_facts;
    cp_str component_coverage; /* "", "full", "partial": is `contains` stated where it matters? */
} cp_profile;

/* Has the user this role? Unknown unless it is among roles (yes) or not_roles (no). */
cp_tri cp_profile_role(const cp_profile *p, cp_str role);
