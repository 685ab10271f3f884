/* SPDX-License-Identifier: Apache-2.0 */
/* profile.c - `profile`: shows, sets and loads who we are. It is kept in the case as the YAML that
 * a file would hold, so what is shown can be put into a file and loaded again. */
#include <string.h>
#include "codec/json.h"
#include "job/evidence.h"
#include "job/policies.h"

enum { PROFILE_BYTES_MAX = 1024 * 1024 };

typedef CP_VEC(cp_str) word_list;
typedef CP_VEC(cp_profile_fact) fact_list;

/* A scalar that YAML reads back as the same text. */
static void scalar(cp_buf *b, cp_str s)
{
    cp_buf_char(b, '"');
    cp_json_escape(b, s); /* the escapes of JSON are those of a double-quoted scalar of YAML */
    cp_buf_char(b, '"');
}

static void list(cp_buf *b, const char *key, const cp_str *v, uint32_t n)
{
    if (n == 0)
        return;
    cp_buf_fmt(b, "%s: [", key);
    for (uint32_t i = 0; i < n; i++) {
        cp_buf_add_c(b, i ? ", " : "");
        scalar(b, v[i]);
    }
    cp_buf_add_c(b, "]\n");
}

static void line(cp_buf *b, const char *key, cp_str value)
{
    if (value.n == 0)
        return;
    cp_buf_fmt(b, "%s: ", key);
    scalar(b, value);
    cp_buf_char(b, '\n');
}

static cp_str to_yaml(cp_arena *a, const cp_profile *p)
{
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "schema: cleanpath-profile/1\n");
    line(&b, "name", p->name);
    line(&b, "country", p->country);
    list(&b, "roles", p->roles, p->n_roles);
    list(&b, "not_roles", p->not_roles, p->n_not_roles);
    list(&b, "policies", p->policies, p->n_policies);
    line(&b, "component_coverage", p->component_coverage);
    if (p->n_facts)
        cp_buf_add_c(&b, "facts:\n");
    for (uint32_t i = 0; i < p->n_facts; i++) {
        cp_buf_add_c(&b, "  ");
        scalar(&b, p->facts[i].name);
        cp_buf_add_c(&b, ": ");
        scalar(&b, p->facts[i].value);
        cp_buf_char(&b, '\n');
    }
    return cp_buf_str(&b);
}

static void split(cp_arena *a, cp_str value, const cp_str **v, uint32_t *n)
{
    word_list words = { 0 };
    cp_str one;
    while (cp_str_cut(&value, ',', &one))
        if (cp_str_trim(one).n)
            cp_vec_push(a, &words, cp_str_trim(one));
    *v = words.v;
    *n = words.n;
}

static void set_fact(cp_arena *a, cp_profile *p, cp_str name, cp_str value)
{
    fact_list facts = { 0 };
    for (uint32_t i = 0; i < p->n_facts; i++)
        if (!cp_str_eq(p->facts[i].name, name))
            cp_vec_push(a, &facts, p->facts[i]);
    if (value.n)
        cp_vec_push(a, &facts, ((cp_profile_fact){ name, value }));
    p->facts = facts.v;
    p->n_facts = facts.n;
}

static cp_rc set_one(cp_arena *a, cp_profile *p, cp_str word, cp_err *err)
{
    ptrdiff_t eq = cp_str_find_char(word, '=');
    cp_str key = cp_str_slice(word, 0, eq < 0 ? 0 : (size_t)eq),
           value = cp_str_from(word, (size_t)eq + 1);
    const struct {
        const char *name;
        cp_str *text;
        const cp_str **v;
        uint32_t *n;
    } keys[] = {
        { "name", &p->name, NULL, NULL },
        { "country", &p->country, NULL, NULL },
        { "component_coverage", &p->component_coverage, NULL, NULL },
        { "roles", NULL, &p->roles, &p->n_roles },
        { "not_roles", NULL, &p->not_roles, &p->n_not_roles },
        { "policies", NULL, &p->policies, &p->n_policies },
    };
    if (eq <= 0)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "profile set takes KEY=VALUE, not \"%.*s\"",
                       CP_FMT(word));
    if (cp_str_starts(key, CP_STR("fact.")) && cp_str_trim(cp_str_from(key, 5)).n) {
        set_fact(a, p, cp_str_from(key, 5), value);
        return CP_OK;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!cp_str_eq(key, cp_str_c(keys[i].name)))
            continue;
        if (keys[i].text)
            *keys[i].text = value;
        else
            split(a, value, keys[i].v, keys[i].n);
        return CP_OK;
    }
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "the profile has no \"%.*s\"; it has name, country, roles, not_roles, policies, "
                   "component_coverage and fact.NAME",
                   CP_FMT(key));
}

static cp_rc load_case_profile(cp_job *j, cp_case *c, cp_profile *p, cp_err *err)
{
    cp_str yaml;
    *p = (cp_profile){ .is_set = false };
    cp_rc rc = cp_case_profile(c, j->a, &yaml, err);
    return rc == CP_OK && yaml.n ? cp_profile_parse(j->a, cp_bytes_of_str(yaml), p, err) : rc;
}

/* A word that no policy knows would bind nobody, and nobody would notice. */
static cp_rc check(cp_job *j, cp_str yaml, cp_err *err)
{
    cp_profile p;
    cp_knowledge *k;
    cp_policy_lib *lib;
    cp_sentences faults = { 0 };
    cp_rc rc = cp_profile_parse(j->a, cp_bytes_of_str(yaml), &p, err);
    if (rc == CP_OK)
        rc = cp_job_makers(j, &k, err);
    if (rc == CP_OK)
        rc = cp_job_policies(j, cp_knowledge_makers(k), &lib, err);
    if (rc != CP_OK)
        return rc;
    cp_job_profile_faults(j, lib, &p, &faults);
    return faults.n == 0 ? CP_OK : cp_fail(err, CP_EFORMAT, CP_NO_OFF, "%.*s", CP_FMT(faults.v[0]));
}

/* What is kept is first read back as it will be: a profile that cannot be read is never stored. */
static cp_rc keep(cp_job *j, cp_case *c, cp_str yaml, cp_err *err)
{
    cp_rc rc = check(j, yaml, err);
    return rc == CP_OK ? cp_case_profile_set(c, yaml, cp_job_user(j->a), cp_job_now(), err) : rc;
}

static cp_rc set(cp_job *j, cp_err *err)
{
    cp_case *c;
    cp_profile p = { .is_set = false };
    cp_rc rc = CP_OK;
    if (j->opts.n_args < 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "profile set needs KEY=VALUE...");
    for (uint32_t i = 1; rc == CP_OK && i < j->opts.n_args; i++)
        rc = set_one(j->a, &p, j->opts.args[i], err); /* a mistake leaves no empty case behind */
    if (rc == CP_OK && check(j, to_yaml(j->a, &p), err) != CP_OK) {
        if (err)
            err->line = 0; /* of a text that the user never saw */
        return CP_EUSAGE;
    }
    if (rc == CP_OK)
        rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_CREATE, &c, err);
    if (rc == CP_OK)
        rc = load_case_profile(j, c, &p, err);
    for (uint32_t i = 1; rc == CP_OK && i < j->opts.n_args; i++)
        rc = set_one(j->a, &p, j->opts.args[i], err);
    return rc == CP_OK ? keep(j, c, to_yaml(j->a, &p), err) : rc;
}

static cp_rc load(cp_job *j, cp_err *err)
{
    cp_case *c;
    cp_bytes yaml;
    if (j->opts.n_args != 2)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "profile load needs one FILE");
    cp_rc rc = cp_job_read_file(j->a, j->opts.args[1], PROFILE_BYTES_MAX, &yaml, err);
    if (rc == CP_OK && (rc = check(j, cp_str_of_bytes(yaml), err)) != CP_OK)
        cp_err_in_file(err, j->opts.args[1].p, j->opts.args[1].n);
    if (rc == CP_OK)
        rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_CREATE, &c, err);
    return rc == CP_OK ? keep(j, c, cp_str_of_bytes(yaml), err) : rc;
}

static void json_list(cp_jw *w, const char *key, const cp_str *v, uint32_t n)
{
    cp_jw_key(w, key);
    cp_jw_arr(w);
    for (uint32_t i = 0; i < n; i++)
        cp_jw_str(w, v[i]);
    cp_jw_arr_end(w);
}

static void show_json(cp_job *j, const cp_profile *p, cp_date as_of)
{
    cp_jw w = cp_jw_new(j->out);
    cp_jw_obj(&w);
    cp_jw_kstr(&w, "schema", CP_STR("cleanpath/profile/1"));
    cp_jw_kstr(&w, "as_of", cp_date_text(j->a, as_of));
    cp_jw_key(&w, "coverage");
    cp_jw_obj(&w);
    cp_jw_obj_end(&w);
    cp_jw_kbool(&w, "is_set", p->is_set);
    cp_jw_kstr_opt(&w, "name", p->name);
    cp_jw_kstr_opt(&w, "country", p->country);
    json_list(&w, "roles", p->roles, p->n_roles);
    json_list(&w, "not_roles", p->not_roles, p->n_not_roles);
    json_list(&w, "policies", p->policies, p->n_policies);
    cp_jw_kstr_opt(&w, "component_coverage", p->component_coverage);
    cp_jw_key(&w, "facts");
    cp_jw_obj(&w);
    for (uint32_t i = 0; i < p->n_facts; i++)
        cp_jw_kstr(&w, cp_str_dup(j->a, p->facts[i].name).p, p->facts[i].value);
    cp_jw_obj_end(&w);
    cp_jw_obj_end(&w);
    cp_buf_char(j->out, '\n');
}

static cp_rc show(cp_job *j, cp_err *err)
{
    cp_case *c;
    cp_profile p;
    cp_report_format format;
    cp_date as_of;
    if (j->opts.n_args > 1)
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "profile show takes no argument, got \"%.*s\"",
                       CP_FMT(j->opts.args[1]));
    cp_rc rc = cp_job_format(j, CP_REPORT_TABLE, &format, err);
    if (rc == CP_OK)
        rc = cp_job_as_of(j, &as_of, err);
    if (rc == CP_OK)
        rc = cp_case_open(j->a, j->opts.case_path, CP_CASE_READ, &c, err);
    if (rc == CP_OK)
        rc = load_case_profile(j, c, &p, err);
    if (rc != CP_OK)
        return rc;
    if (format == CP_REPORT_JSON)
        show_json(j, &p, as_of);
    else if (p.is_set)
        cp_buf_add(j->out, to_yaml(j->a, &p));
    else
        cp_buf_add_c(
            j->out,
            "No profile is set. For example: cleanpath profile set country=XX roles=ROLE\n");
    return CP_OK;
}

cp_rc cp_job_profile(cp_job *j, cp_err *err)
{
    static const struct {
        const char *name;
        cp_rc (*run)(cp_job *j, cp_err *err);
    } verbs[] = { { "show", show }, { "set", set }, { "load", load } };
    cp_str verb = j->opts.n_args ? j->opts.args[0] : CP_STR("show");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (cp_str_eq(verb, cp_str_c(verbs[i].name)))
            return verbs[i].run(j, err);
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "profile knows show, set and load, not \"%.*s\"",
                   CP_FMT(verb));
}
