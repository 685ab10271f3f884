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

/* The nearest role by its id, or "". */
static cp_str nearest_role(const cp_vocab *v, cp_str word)
{
    cp_str best = CP_STR("");
    size_t best_distance = 4;
    for (uint32_t i = 0; i < v->roles.n; i++) {
        size_t d = cp_str_distance(v->roles.v[i].id, word);
        if (d < best_distance) {
            best = v->roles.v[i].id;
            best_distance = d;
        }
    }
    return best;
}

static void check_roles(cp_job *j, const cp_vocab *v, const cp_str *roles, uint32_t n,
                        cp_sentences *out)
{
    for (uint32_t i = 0; i < n; i++) {
        if (cp_vocab_role(j->a, v, roles[i]).n)
            continue;
        cp_str near = nearest_role(v, roles[i]);
        cp_buf b = cp_buf_new(j->a);
        cp_buf_fmt(&b, "No policy knows the role \"%.*s\"", CP_FMT(roles[i]));
        if (near.n)
            cp_buf_fmt(&b, "; did you mean %.*s?", CP_FMT(near));
        for (uint32_t k = 0; k < v->roles.n && !near.n; k++)
            cp_buf_fmt(&b, "%s%.*s", k ? ", " : "; there are ", CP_FMT(v->roles.v[k].id));
        cp_vec_push(j->a, out, cp_buf_str(&b));
    }
}

void cp_job_profile_faults(cp_job *j, const cp_policy_lib *lib, const cp_profile *p,
                           cp_sentences *out)
{
    const cp_vocab *v = &lib->vocab;
    uint32_t bit;
    if (v->has_vocabulary) {
        check_roles(j, v, p->roles, p->n_roles, out);
        check_roles(j, v, p->not_roles, p->n_not_roles, out);
    }
    if (v->has_countries && p->country.n &&
        !cp_vocab_find(j->a, v, CP_FACT_COUNTRY, p->country, &bit))
        cp_vec_push(j->a, out,
                    cp_str_fmt(j->a, "The country \"%.*s\" is not known; expected a code as DE",
                               CP_FMT(p->country)));
    for (uint32_t i = 0; i < p->n_policies; i++)
        if (!cp_policy_by_id(lib, p->policies[i]))
            cp_vec_push(j->a, out,
                        cp_str_fmt(j->a,
                                   "There is no policy \"%.*s\"; `cleanpath policy list` "
                                   "shows all",
                                   CP_FMT(p->policies[i])));
}
