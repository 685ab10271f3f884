/* SPDX-License-Identifier: Apache-2.0 */
/* bind.c - whom a pack binds, as far as the profile says who we are. */
#include "policy/judge.h"

cp_tri cp_policy_role(cp_arena *scratch, const cp_policy_lib *lib, const cp_profile *who,
                      cp_str role)
{
    if (!who)
        return CP_UNKNOWN;
    for (uint32_t i = 0; i < who->n_roles; i++)
        if (cp_str_eq(cp_vocab_role(scratch, &lib->vocab, who->roles[i]), role))
            return CP_YES;
    for (uint32_t i = 0; i < who->n_not_roles; i++)
        if (cp_str_eq(cp_vocab_role(scratch, &lib->vocab, who->not_roles[i]), role))
            return CP_NO;
    return CP_UNKNOWN;
}

static cp_tri in_country(cp_arena *scratch, const cp_policy_lib *lib, const cp_policy *p,
                         const cp_profile *who)
{
    cp_vocab *v = (cp_vocab *)(uintptr_t)&lib->vocab;
    uint32_t own, theirs;
    if (!who->country.n || !cp_vocab_word(scratch, v, CP_FACT_COUNTRY, who->country, false, &own))
        return CP_UNKNOWN;
    if (!cp_vocab_word(scratch, v, CP_FACT_COUNTRY, p->jurisdiction, false, &theirs))
        return CP_UNKNOWN; /* a union of states: its members are not in the tables yet */
    return own == theirs ? CP_YES : CP_NO;
}

static cp_tri both(cp_tri a, cp_tri b)
{
    return a == CP_NO || b == CP_NO ? CP_NO : a == CP_YES && b == CP_YES ? CP_YES : CP_UNKNOWN;
}

cp_tri cp_policy_binds(cp_arena *scratch, const cp_policy_lib *lib, const cp_policy *p,
                       const cp_profile *who)
{
    cp_tri any = CP_NO;
    if (p->is_position || p->law == CP_LAW_PROPOSED)
        return CP_NO;
    if (!who || !who->is_set)
        return CP_UNKNOWN;
    cp_tri here = in_country(scratch, lib, p, who);
    for (uint32_t i = 0; i < p->n_addressees; i++) {
        cp_tri has = cp_policy_role(scratch, lib, who, p->addressees[i].role);
        cp_tri is = p->addressees[i].is_anywhere ? has : both(has, here);
        if (is == CP_UNKNOWN && has == CP_UNKNOWN && here == CP_NO)
            is = CP_NO; /* a role abroad that nobody mentioned */
        any = any == CP_YES || is == CP_YES           ? CP_YES
              : any == CP_UNKNOWN || is == CP_UNKNOWN ? CP_UNKNOWN
                                                      : CP_NO;
    }
    return any == CP_YES && p->law == CP_LAW_REPORTED ? CP_UNKNOWN : any;
}
