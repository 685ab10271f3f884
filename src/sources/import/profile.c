/* SPDX-License-Identifier: Apache-2.0 */
/* profile.c - profile.yaml: who the user is. Every key is checked, because a misspelt one would
 * silently change whom a rule binds. */
#include "codec/yaml.h"
#include "sources/import/import.h"
#include "sources/values.h"

enum { PROFILE_BYTES_MAX = 1024 * 1024, LIST_MAX = 1000 };

static const cp_str keys[] = {
    CP_STR_INIT("schema"),    CP_STR_INIT("name"),
    CP_STR_INIT("country"),   CP_STR_INIT("roles"),
    CP_STR_INIT("not_roles"), CP_STR_INIT("policies"),
    CP_STR_INIT("facts"),     CP_STR_INIT("component_coverage"),
};

static cp_rc check_keys(const cp_tree *t, cp_err *err)
{
    for (uint32_t i = 0; i < t->n; i++) {
        cp_str key = t->keys[i], best = keys[0];
        size_t nearest = SIZE_MAX;
        bool found = false;
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            size_t d = cp_str_distance(key, keys[k]);
            found = found || cp_str_eq(key, keys[k]);
            if (d < nearest) {
                nearest = d;
                best = keys[k];
            }
        }
        if (found)
            continue;
        uint64_t line = t->items[i]->line ? t->items[i]->line : t->line;
        key = cp_value_head(key, 64);
        if (nearest <= 3)
            return cp_fail_line(err, CP_EFORMAT, line,
                                "unknown key \"%.*s\"; did you mean \"%.*s\"?", CP_FMT(key),
                                CP_FMT(best));
        return cp_fail_line(err, CP_EFORMAT, line,
                            "unknown key \"%.*s\"; known are schema, name, country, roles, "
                            "not_roles, policies, facts, component_coverage",
                            CP_FMT(key));
    }
    return CP_OK;
}

static cp_rc read_text(const cp_tree *t, cp_str key, cp_str *out, cp_err *err)
{
    const cp_tree *v = cp_tree_get(t, key);
    *out = cp_tree_text(v);
    if (!v || v->kind == CP_TREE_NULL || cp_tree_is_text(v))
        return CP_OK;
    return cp_fail_line(err, CP_EFORMAT, v->line, "%.*s must be text", CP_FMT(key));
}

/* A list, or one word that stands for a list of one. */
static cp_rc read_list(cp_arena *a, const cp_tree *t, cp_str key, const cp_str **out,
                       uint32_t *n_out, cp_err *err)
{
    const cp_tree *v = cp_tree_get(t, key);
    *out = NULL;
    *n_out = 0;
    if (!v || v->kind == CP_TREE_NULL)
        return CP_OK;
    bool is_list = v->kind == CP_TREE_SEQ;
    uint32_t n = is_list ? v->n : 1;
    if (n > LIST_MAX)
        return cp_fail_line(err, CP_ELIMIT, v->line, "%.*s has %u entries, the limit is %d",
                            CP_FMT(key), n, LIST_MAX);
    cp_str *list = CP_NEW_ARRAY(a, cp_str, n);
    for (uint32_t i = 0; i < n; i++) {
        const cp_tree *x = is_list ? v->items[i] : v;
        list[i] = cp_str_trim(cp_tree_text(x));
        if (!cp_tree_is_text(x) || list[i].n == 0)
            return cp_fail_line(err, CP_EFORMAT, x->line, "%.*s must be a list of words",
                                CP_FMT(key));
    }
    *out = list;
    *n_out = n;
    return CP_OK;
}

static cp_rc read_facts(cp_arena *a, const cp_tree *t, cp_profile *p, cp_err *err)
{
    const cp_tree *v = cp_tree_get(t, CP_STR("facts"));
    if (!v || v->kind == CP_TREE_NULL)
        return CP_OK;
    if (v->kind != CP_TREE_MAP)
        return cp_fail_line(err, CP_EFORMAT, v->line, "facts must be a mapping of name to answer");
    if (v->n > LIST_MAX)
        return cp_fail_line(err, CP_ELIMIT, v->line, "facts has %u entries, the limit is %d", v->n,
                            LIST_MAX);
    cp_profile_fact *facts = CP_NEW_ARRAY(a, cp_profile_fact, v->n);
    for (uint32_t i = 0; i < v->n; i++) {
        const cp_tree *x = v->items[i];
        cp_str value = cp_tree_text(x);
        if (!cp_tree_is_text(x))
            return cp_fail_line(err, CP_EFORMAT, x->line ? x->line : v->line,
                                "the fact \"%.*s\" must be yes, no, unknown or text",
                                CP_FMT(cp_value_head(v->keys[i], 64)));
        if (!x->is_quoted && cp_str_eq_nocase(value, CP_STR("true")))
            value = CP_STR("yes");
        else if (!x->is_quoted && cp_str_eq_nocase(value, CP_STR("false")))
            value = CP_STR("no");
        facts[i] = (cp_profile_fact){ v->keys[i], value };
    }
    p->facts = facts;
    p->n_facts = v->n;
    return CP_OK;
}

static cp_rc check_schema(const cp_tree *t, cp_err *err)
{
    static const cp_str prefix = CP_STR_INIT("cleanpath-profile/");
    const cp_tree *v = cp_tree_get(t, CP_STR("schema"));
    cp_str schema = cp_tree_text(v);
    uint32_t version;
    if (schema.n == 0)
        return cp_fail_line(err, CP_EFORMAT, t->line ? t->line : 1,
                            "there is no schema: expected cleanpath-profile/1");
    if (cp_str_eq(schema, CP_STR("cleanpath-profile/1")))
        return CP_OK;
    bool is_newer = cp_str_starts(schema, prefix) &&
                    cp_str_u32(cp_str_from(schema, prefix.n), &version) && version > 1;
    return cp_fail_line(err, is_newer ? CP_EVERSION : CP_EFORMAT, v->line,
                        "the schema is \"%.*s\", expected cleanpath-profile/1",
                        CP_FMT(cp_value_head(schema, 64)));
}

cp_rc cp_profile_parse(cp_arena *a, cp_bytes yaml, cp_profile *out, cp_err *err)
{
    const cp_tree *t;
    cp_profile p = { .is_set = true };
    if (yaml.n > PROFILE_BYTES_MAX)
        return cp_fail(err, CP_ELIMIT, CP_NO_OFF, "a profile of %zu bytes; the limit is %d", yaml.n,
                       PROFILE_BYTES_MAX);
    cp_rc rc = cp_yaml_parse(a, yaml, &t, err);
    if (rc != CP_OK)
        return rc;
    if (!t || t->kind != CP_TREE_MAP)
        return cp_fail_line(err, CP_EFORMAT, 1,
                            "a profile is a mapping: schema, name, country ...");
    rc = check_keys(t, err);
    if (rc == CP_OK)
        rc = check_schema(t, err);
    if (rc == CP_OK)
        rc = read_text(t, CP_STR("name"), &p.name, err);
    if (rc == CP_OK)
        rc = read_text(t, CP_STR("country"), &p.country, err);
    if (rc == CP_OK)
        rc = read_list(a, t, CP_STR("roles"), &p.roles, &p.n_roles, err);
    if (rc == CP_OK)
        rc = read_list(a, t, CP_STR("not_roles"), &p.not_roles, &p.n_not_roles, err);
    if (rc == CP_OK)
        rc = read_list(a, t, CP_STR("policies"), &p.policies, &p.n_policies, err);
    if (rc == CP_OK)
        rc = read_facts(a, t, &p, err);
    if (rc == CP_OK)
        rc = read_text(t, CP_STR("component_coverage"), &p.component_coverage, err);
    if (rc != CP_OK)
        return rc;
    cp_str c = p.component_coverage;
    if (c.n && !cp_str_eq(c, CP_STR("full")) && !cp_str_eq(c, CP_STR("partial")))
        return cp_fail_line(err, CP_EFORMAT, cp_tree_get(t, CP_STR("component_coverage"))->line,
                            "component_coverage is \"%.*s\", expected full or partial",
                            CP_FMT(cp_value_head(c, 64)));
    *out = p;
    return CP_OK;
}

static cp_rc read_profile(cp_arena *a, cp_input *in, const cp_read_opts *opts,
                          const cp_obs_sink *sink, cp_source *src, cp_err *err)
{
    cp_bytes text;
    cp_profile p;
    (void)opts;
    (void)sink;
    cp_rc rc = cp_input_all(in, PROFILE_BYTES_MAX, &text, err);
    if (rc == CP_OK)
        rc = cp_profile_parse(a, text, &p, err);
    if (rc != CP_OK)
        return rc;
    src->records = 1;
    src->note = p.name.n ? cp_str_fmt(a, "profile of %.*s", CP_FMT(p.name)) : CP_STR("profile");
    return CP_OK;
}

/* By its schema; a file called profile.yaml is one even if the schema is misspelt. */
static int detect_profile(cp_bytes head, cp_str name)
{
    cp_str rest = cp_str_of_bytes(head), line;
    for (int i = 0; i < 40 && cp_str_cut_line(&rest, &line); i++)
        if (cp_str_starts(line, CP_STR("schema:")) &&
            cp_str_has(line, CP_STR("cleanpath-profile/")))
            return 99;
    bool called_so =
        cp_str_ends(name, CP_STR("/profile.yaml")) || cp_str_eq(name, CP_STR("profile.yaml"));
    return called_so ? 95 : 0;
}

const cp_format cp_format_profile = {
    .name = "profile",
    .what = "profile (YAML)",
    .detect = detect_profile,
    .read = read_profile,
};
