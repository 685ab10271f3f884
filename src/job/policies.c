/* SPDX-License-Identifier: Apache-2.0 */
/* policies.c - see policies.h. */
#include "job/policies.h"
#include "codec/embed.h"
#include "codec/sha256.h"
#include "job/evidence.h"
#include "job/walk.h"

/* ---- loading ---- */

bool cp_job_policy_is_path(cp_str word)
{
    return cp_str_ends(word, CP_STR(".yaml")) || cp_str_ends(word, CP_STR(".yml")) ||
           cp_str_find_char(word, '/') >= 0;
}

void cp_job_policy_words(cp_job *j, const cp_str *words, uint32_t n)
{
    cp_opts *o = &j->opts;
    cp_str *all = CP_NEW_ARRAY(j->a, cp_str, o->n_own_policies + n);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < o->n_own_policies; i++)
        all[kept++] = o->own_policies[i];
    for (uint32_t i = 0; i < n; i++)
        if (cp_job_policy_is_path(words[i]))
            all[kept++] = words[i];
    o->own_policies = all;
    o->n_own_policies = kept;
}

static bool is_yaml(cp_str name)
{
    return cp_str_ends(name, CP_STR(".yaml")) || cp_str_ends(name, CP_STR(".yml"));
}

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

typedef struct own_file {
    cp_str path;
    cp_bytes yaml;
    bool from_folder;
} own_file;
typedef CP_VEC(own_file) own_files;

/* A folder of packs holds packs: what else is in it (a README) is no YAML. */
static cp_rc read_own(cp_job *j, const cp_str *paths, uint32_t n, own_files *out, cp_err *err)
{
    cp_found_files files;
    cp_rc rc = cp_walk(j->a, paths, n, CP_POLICY_PACKS_MAX, &files, err);
    for (uint32_t i = 0; rc == CP_OK && i < files.n; i++) {
        const cp_found_file *f = &files.v[i];
        own_file own = { .path = f->path, .from_folder = f->from_folder };
        if (f->from_folder && !is_yaml(f->path))
            continue;
        if (f->fault) {
            rc = cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%s", f->fault);
            cp_err_in_file(err, f->path.p, f->path.n);
            return rc;
        }
        rc = cp_job_read_file(j->a, f->path, CP_POLICY_FILE_BYTES_MAX, &own.yaml, err);
        if (rc == CP_OK)
            cp_vec_push(j->a, out, own);
    }
    return rc;
}

static cp_rc add_own(cp_job *j, cp_policy_lib *lib, cp_err *err)
{
    own_files files = { 0 };
    cp_rc rc = read_own(j, j->opts.own_policies, j->opts.n_own_policies, &files, err);
    for (uint32_t i = 0; rc == CP_OK && i < files.n; i++)
        cp_policy_lib_add(lib, files.v[i].path, files.v[i].yaml);
    return rc;
}

/* All mistakes of the user's packs at once. */
static cp_rc tell_mistakes(cp_job *j, const cp_policy_lib *lib, cp_err *err)
{
    cp_str first = CP_STR("");
    uint32_t n = 0;
    for (uint32_t i = 0; i < lib->diags.list.n; i++) {
        const cp_diag *d = &lib->diags.list.v[i];
        if (d->is_warning)
            continue;
        j->warn(j, "%.*s:%llu:%u: %.*s", CP_FMT(d->file), (unsigned long long)d->at.line,
                d->at.column, CP_FMT(d->msg));
        first = n++ ? first : d->file;
    }
    return cp_fail(err, CP_EFORMAT, CP_NO_OFF,
                   "%u mistake%s in policies, first in %.*s; nothing was judged", n,
                   n == 1 ? "" : "s", CP_FMT(first));
}

static cp_rc begin(cp_job *j, const cp_makers *makers, cp_policy_lib **out, cp_err *err)
{
    cp_policy_lib *lib = cp_policy_lib_new(j->a, makers);
    uint32_t it = 0;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it));)
        cp_policy_lib_add(lib, f->name, f->bytes);
    cp_job_policy_words(j, j->opts.policies, j->opts.n_policies);
    *out = lib;
    return j->opts.n_own_policies ? add_own(j, lib, err) : CP_OK;
}

cp_rc cp_job_policies(cp_job *j, const cp_makers *makers, cp_policy_lib **out, cp_err *err)
{
    cp_policy_lib *lib;
    cp_rc rc = begin(j, makers, &lib, err);
    if (rc != CP_OK)
        return rc;
    rc = cp_policy_lib_finish(lib, err);
    if (rc != CP_OK)
        return j->opts.n_own_policies ? tell_mistakes(j, lib, err) : rc;
    *out = lib;
    return CP_OK;
}

cp_rc cp_job_policy_check(cp_job *j, const cp_makers *makers, const char *name, cp_str yaml,
                          cp_err *err)
{
    cp_policy_lib *lib;
    cp_rc rc = begin(j, makers, &lib, err);
    if (rc != CP_OK)
        return rc;
    cp_policy_lib_add(lib, cp_str_c(name), cp_bytes_of_str(yaml));
    return cp_policy_lib_finish(lib, err);
}

/* Of the files of either state of the packs, those whose id is not among `taken`. */
static void add_others(cp_policy_lib *lib, cp_map *taken, const own_files *own)
{
    uint32_t it = 0;
    for (const cp_data_file *f; (f = cp_data_next(CP_STR("policies/"), &it));) {
        cp_str id = id_of(cp_str_of_bytes(f->bytes));
        if (id.n == 0 || !cp_map_get(taken, id))
            cp_policy_lib_add(lib, f->name, f->bytes);
    }
    for (uint32_t i = 0; i < own->n; i++) {
        cp_str id = id_of(cp_str_of_bytes(own->v[i].yaml));
        if (id.n == 0 || !cp_map_get(taken, id))
            cp_policy_lib_add(lib, own->v[i].path, own->v[i].yaml);
    }
}

cp_rc cp_job_policies_instead(cp_job *j, const cp_makers *makers, const cp_str *paths, uint32_t n,
                              cp_policy_lib **out, cp_err *err)
{
    own_files instead = { 0 }, own = { 0 };
    cp_map taken = { 0 };
    cp_policy_lib *lib = cp_policy_lib_new(j->a, makers);
    cp_rc rc = read_own(j, paths, n, &instead, err);
    if (rc == CP_OK && j->opts.n_own_policies)
        rc = read_own(j, j->opts.own_policies, j->opts.n_own_policies, &own, err);
    if (rc != CP_OK)
        return rc;
    for (uint32_t i = 0; i < instead.n; i++) {
        cp_str id = id_of(cp_str_of_bytes(instead.v[i].yaml));
        if (id.n)
            (void)cp_map_put(j->a, &taken, id, NULL);
        if (id.n || !instead.v[i].from_folder) /* lists of words beside packs are as today */
            cp_policy_lib_add(lib, instead.v[i].path, instead.v[i].yaml);
    }
    add_others(lib, &taken, &own);
    rc = cp_policy_lib_finish(lib, err);
    if (rc != CP_OK)
        return tell_mistakes(j, lib, err);
    *out = lib;
    return CP_OK;
}

/* ---- which ---- */

cp_rc cp_job_policy_by_word(cp_job *j, const cp_policy_lib *lib, cp_str word, const char *who,
                            const cp_policy **out, cp_err *err)
{
    const cp_policy *p = cp_policy_by_id(lib, word);
    if (!p && cp_job_policy_is_path(word)) {
        cp_bytes yaml;
        cp_rc rc = cp_job_read_file(j->a, word, CP_POLICY_FILE_BYTES_MAX, &yaml, err);
        if (rc != CP_OK)
            return rc;
        cp_str digest = cp_sha256_hex(j->a, yaml);
        for (uint32_t i = 0; i < lib->n_packs && !p; i++)
            if (cp_str_eq(lib->packs[i]->digest, digest))
                p = lib->packs[i];
        if (!p)
            return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                           "%s \"%.*s\", which holds no policy that was loaded", who, CP_FMT(word));
    }
    cp_str near = p ? CP_STR("") : cp_policy_nearest(lib, word);
    if (!p)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                       "%s \"%.*s\", which does not exist%s%.*s; `cleanpath policy list` shows all",
                       who, CP_FMT(word), near.n ? "; did you mean " : "", CP_FMT(near));
    *out = p;
    return CP_OK;
}

cp_rc cp_job_policy_text(cp_job *j, const cp_policy *p, cp_str *out, cp_err *err)
{
    cp_bytes yaml = cp_data_get(p->file);
    cp_rc rc =
        yaml.p ? CP_OK : cp_job_read_file(j->a, p->file, CP_POLICY_FILE_BYTES_MAX, &yaml, err);
    if (rc == CP_OK)
        *out = cp_str_of_bytes(yaml);
    return rc;
}

static cp_rc by_words(cp_job *j, const cp_policy_lib *lib, const cp_str *words, uint32_t n,
                      const char *who, cp_pack_list *out, cp_err *err)
{
    for (uint32_t i = 0; i < n; i++) {
        const cp_policy *p;
        bool had = false;
        cp_rc rc = cp_job_policy_by_word(j, lib, words[i], who, &p, err);
        if (rc != CP_OK)
            return rc;
        for (uint32_t k = 0; k < out->n; k++)
            had |= out->v[k] == p;
        if (!had)
            cp_vec_push(j->a, out, p);
    }
    return CP_OK;
}

cp_rc cp_job_policies_chosen(cp_job *j, const cp_policy_lib *lib, const cp_profile *who,
                             cp_pack_list *out, cp_err *err)
{
    if (j->opts.n_policies)
        return by_words(j, lib, j->opts.policies, j->opts.n_policies, "--policy names the policy",
                        out, err);
    if (who->n_policies)
        return by_words(j, lib, who->policies, who->n_policies, "the profile names the policy", out,
                        err);
    for (uint32_t i = 0; i < lib->n_packs; i++) {
        const cp_policy *p = lib->packs[i];
        if (!p->is_position && (!who->is_set || cp_policy_binds(j->a, lib, p, who) != CP_NO))
            cp_vec_push(j->a, out, p);
    }
    return CP_OK;
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
        if (!cp_map_get(&w->by_id, ids[i]) || j->opts.n_own_policies)
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

/* ---- what a profile says that no policy understands ---- */

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
