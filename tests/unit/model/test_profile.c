/* SPDX-License-Identifier: Apache-2.0 */
/* test_profile.c - a role that nobody spoke of is not known. */
#include "model/profile.h"
#include "tap.h"

int main(void)
{
    const cp_str roles[] = { CP_STR("carrier"), CP_STR("both") },
                 not [] = { CP_STR("agency"), CP_STR("both") };
    cp_profile p = {
        .is_set = true, .roles = roles, .n_roles = 2, .not_roles = not, .n_not_roles = 2
    };
    is_int(cp_profile_role(&p, CP_STR("carrier")), CP_YES, "one that we have");
    is_int(cp_profile_role(&p, CP_STR("agency")), CP_NO, "one that we have not");
    is_int(cp_profile_role(&p, CP_STR("bank")), CP_UNKNOWN, "one that is not spoken of");
    is_int(cp_profile_role(&p, CP_STR("Carrier")), CP_UNKNOWN, "roles are exact words");
    is_int(cp_profile_role(&p, CP_STR("both")), CP_YES, "having a role is the stronger word");
    cp_profile none = { .is_set = false };
    is_int(cp_profile_role(&none, CP_STR("carrier")), CP_UNKNOWN,
           "without a profile nothing is known");
    return tap_done();
}
