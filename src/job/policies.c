/* SPDX-License-Identifier: Apache-2.0 */
/* policies.c - see policies.h. */
#include "job/policies.h"
#include "codec/embed.h"

cp_rc cp_job_policies(cp_job *j, const cp_makers *makers, cp_policy_lib **out, cp_err *err)
{
    cp_policy_lib *lib = cp_policy_lib_new(j->a, makers);
    uint32_t it = 0;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it));)
        cp_policy_lib_add(lib, f->name, f->bytes);
    cp_rc rc = cp_policy_lib_finish(lib, err);
    if (rc == CP_OK)
        *out = lib;
    return rc;
}
