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
    uint32_t own, theirs;
    if (!who->country.n ||
        !cp_vocab_find(scratch, &lib->vocab, CP_FACT_COUNTRY, who->country, &own))
        return CP_UNKNOWN;
    const cp_set *members = cp_vocab_union(&lib->vocab, p->jurisdiction);
    if (members)
        return cp_set_has(*members, own) ? CP_YES : CP_NO;
    if (!cp_vocab_find(scratch, &lib->vocab, CP_FACT_COUNTRY, p->jurisdiction, &theirs))
        return CP_UNKNOWN; /* of no state in particular */
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

cp_str cp_policy_not_bound(cp_arena *a, const cp_policy_lib *lib, const cp_policy *p,
                           const cp_profile *who, cp_tri binds)
{
    cp_buf b = cp_buf_new(a);
    bool is_anywhere = false;
    if (binds == CP_YES || p->is_position)
        return CP_STR("");
    if (p->law == CP_LAW_PROPOSED)
        return CP_STR("It is proposed and binds nobody yet.");
    if (p->law == CP_LAW_REPORTED && binds == CP_UNKNOWN)
        return CP_STR("It is known from press reports only, so whether it binds is not known.");
    if (!who || !who->is_set)
        return CP_STR("No profile says who you are, so whether it binds you is not known.");
    cp_buf_add_c(&b, binds == CP_NO
                         ? "It does not bind you: it binds only these: "
                         : "The profile does not say whether you are one of those whom it binds: ");
    for (uint32_t i = 0; i < p->n_addressees; i++) {
        const cp_policy_addressee *d = &p->addressees[i];
        const uint64_t *at = cp_map_get(&lib->vocab.role_by_name, cp_name_norm(a, d->role));
        cp_str title = d->title.n ? d->title : at ? lib->vocab.roles.v[*at].title : d->role;
        cp_buf_fmt(&b, "%s%.*s",
                   i == 0                     ? ""
                   : i + 1 == p->n_addressees ? " or "
                                              : ", ",
                   CP_FMT(title));
        is_anywhere |= d->is_anywhere;
    }
    if (!is_anywhere)
        cp_buf_fmt(&b, " in %.*s", CP_FMT(p->jurisdiction));
    cp_buf_char(&b, '.');
    return cp_buf_str(&b);
}
