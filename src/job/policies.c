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

/* ---- some of them ---- */

enum { PACK_FILES_MAX = CP_DATA_FILES_MAX };

typedef struct needed {
    cp_arena *a;
    const cp_data_file *files[PACK_FILES_MAX];
    bool is_needed[PACK_FILES_MAX], was_read[PACK_FILES_MAX];
    uint32_t n;
    cp_map by_id; /* of the packs -> place in files */
} needed;

/* The id of a pack from a line of its own at the beginning of a line; "" if there is none: then the
 * file is always loaded. Files that are no packs have none. */
static cp_str id_of(cp_str text)
{
    cp_str line, id = CP_STR("");
    bool is_pack = false;
    while (cp_str_cut_line(&text, &line)) {
        is_pack |= cp_str_starts(line, CP_STR("schema: cleanpath-policy/1"));
        if (id.n == 0 && cp_str_starts(line, CP_STR("id: ")))
            id = cp_str_trim(cp_str_from(line, 4));
    }
    for (size_t i = 0; i < id.n; i++) /* quoted, or with a remark: not as simple as that */
        if (!((id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= '0' && id.p[i] <= '9') ||
              id.p[i] == '-'))
            return CP_STR("");
    return is_pack ? id : CP_STR("");
}

static void need(needed *w, cp_str id)
{
    const uint64_t *at = cp_map_get(&w->by_id, id);
    if (at)
        w->is_needed[*at] = true;
}

/* Every word of the file that is a pack's id: more than it refers to, never less. */
static void need_words(needed *w, cp_str text)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : ' ';
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
            continue;
        if (i > from)
            need(w, cp_str_slice(text, from, i - from));
        from = i + 1;
    }
}

static void close_over(needed *w)
{
    bool is_more = true;
    while (is_more) {
        is_more = false;
        for (uint32_t i = 0; i < w->n; i++) {
            if (!w->is_needed[i] || w->was_read[i])
                continue;
            need_words(w, cp_str_of_bytes(w->files[i]->bytes));
            w->was_read[i] = is_more = true;
        }
    }
}

cp_rc cp_job_policies_of(cp_job *j, const cp_makers *makers, const cp_str *ids, uint32_t n,
                         cp_policy_lib **out, cp_err *err)
{
    needed *w = CP_NEW(j->a, needed);
    uint32_t it = 0;
    w->a = j->a;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it)); w->n++) {
        cp_str id = id_of(cp_str_of_bytes(f->bytes));
        w->files[w->n] = f;
        w->is_needed[w->n] = id.n == 0;
        bool is_new = true;
        uint64_t *at = id.n ? cp_map_put(j->a, &w->by_id, id, &is_new) : NULL;
        if (!is_new) /* there twice: both are loaded, which tells it */
            w->is_needed[*at] = w->is_needed[w->n] = true;
        else if (at)
            *at = w->n;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!cp_map_get(&w->by_id, ids[i]))
            return cp_job_policies(j, makers, out, err);
        need(w, ids[i]);
    }
    close_over(w);
    cp_policy_lib *lib = cp_policy_lib_new(j->a, makers);
    for (uint32_t i = 0; i < w->n; i++)
        if (w->is_needed[i])
            cp_policy_lib_add(lib, w->files[i]->name, w->files[i]->bytes);
    cp_rc rc = cp_policy_lib_finish(lib, err);
    if (rc == CP_OK)
        *out = lib;
    return rc;
}

/* ---- what profiles say ---- */

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
