/* SPDX-License-Identifier: Apache-2.0 */
/* profile.c - see profile.h. */
#include "model/profile.h"

static bool has(const cp_str *v, uint32_t n, cp_str s)
{
    for (uint32_t i = 0; i < n; i++)
        if (cp_str_eq(v[i], s))
            return true;
    return false;
}

cp_tri cp_profile_role(const cp_profile *p, cp_str role)
{
    return has(p->roles, p->n_roles, role)           ? CP_YES
           : has(p->not_roles, p->n_not_roles, role) ? CP_NO
                                                     : CP_UNKNOWN;
}
