/* SPDX-License-Identifier: Apache-2.0 */
/* profile.yaml: every key is checked. */
#include "sources/import/import.h"
#include "told.h"

#define SCHEMA "schema: cleanpath-profile/1\n"

static const struct row {
    const char *name, *in;
    cp_rc want;
    uint64_t line;
    const char *message;
} rows[] = {
    { "least", SCHEMA, CP_OK, 0, "" },
    { "all keys",
      SCHEMA "name: N\ncountry: XX\nroles: [r1, r2]\nnot_roles: [r3]\npolicies: [p]\n"
             "facts: {f1: yes, f2: \"no\", f3: unknown}\ncomponent_coverage: partial\n",
      CP_OK, 0, "" },
    { "null values", SCHEMA "name:\nroles: ~\nfacts: null\n", CP_OK, 0, "" },
    { "one word for a list", SCHEMA "roles: r1\n", CP_OK, 0, "" },
    { "unknown key, near", SCHEMA "name: N\nrole: [x]\n", CP_EFORMAT, 3,
      "did you mean \"roles\"?" },
    { "unknown key, far", SCHEMA "quux: 1\n", CP_EFORMAT, 2, "known are schema, name" },
    { "no schema", "name: N\n", CP_EFORMAT, 1, "there is no schema" },
    { "another schema", "schema: cleanpath-makers/1\n", CP_EFORMAT, 1,
      "expected cleanpath-profile/1" },
    { "a newer schema", "schema: cleanpath-profile/2\n", CP_EVERSION, 1,
      "expected cleanpath-profile/1" },
    { "name is a list", SCHEMA "name: [a]\n", CP_EFORMAT, 2, "name must be text" },
    { "roles is a mapping", SCHEMA "roles: {a: b}\n", CP_EFORMAT, 2,
      "roles must be a list of words" },
    { "roles holds a list", SCHEMA "roles: [[a]]\n", CP_EFORMAT, 2,
      "roles must be a list of words" },
    { "facts is a list", SCHEMA "facts: [a]\n", CP_EFORMAT, 2, "facts must be a mapping" },
    { "a fact is a list", SCHEMA "facts:\n  f: [a]\n", CP_EFORMAT, 3, "the fact \"f\"" },
    { "coverage", SCHEMA "component_coverage: some\n", CP_EFORMAT, 2, "expected full or partial" },
    { "not a mapping", "- a\n", CP_EFORMAT, 1, "a profile is a mapping" },
    { "empty", "", CP_EFORMAT, 1, "a profile is a mapping" },
    { "twice the same key", SCHEMA "name: a\nname: b\n", CP_EFORMAT, 3, "" },
    { "no YAML", "schema: [\n", CP_EFORMAT, 2, "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_profile p;
    cp_err err = { .line = 0 };
    is_int(cp_profile_parse(a, cp_bytes_of_str(cp_str_c(r->in)), &p, &err), r->want, "%s", r->name);
    if (r->want != CP_OK) {
        is_uint(err.line, r->line, "%s: line", r->name);
        ok(strstr(err.msg, r->message), "%s: message (%s)", r->name, err.msg);
    }
    cp_arena_free(a);
}

static void check_values(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_profile p;
    cp_err err;
    if (!ok(cp_profile_parse(a, cp_bytes_of_str(cp_str_c(rows[1].in)), &p, &err) == CP_OK, "read"))
        return;
    ok(p.is_set && cp_str_eq(p.name, CP_STR("N")) && cp_str_eq(p.country, CP_STR("XX")), "texts");
    is_int(cp_profile_role(&p, CP_STR("r2")), CP_YES, "a role");
    is_int(cp_profile_role(&p, CP_STR("r3")), CP_NO, "a role that we do not have");
    is_int(cp_profile_role(&p, CP_STR("r4")), CP_UNKNOWN, "a role not spoken of");
    ok(p.n_policies == 1 && cp_str_eq(p.policies[0], CP_STR("p")), "policies");
    ok(p.n_facts == 3 && cp_str_eq(p.facts[0].value, CP_STR("yes")) &&
           cp_str_eq(p.facts[1].value, CP_STR("no")) &&
           cp_str_eq(p.facts[2].value, CP_STR("unknown")),
       "facts");
    is_cstr(p.component_coverage, "partial", "coverage of components");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_values();
    cp_arena *a = cp_arena_new(0);
    cp_str whole = cp_str_c(rows[1].in);
    heard *h = hear(a, &cp_format_profile, whole, NULL);
    ok(h->rc == CP_OK && h->n_obs == 0, "as a format it tells nothing");
    is_cstr(h->src.note, "profile of N", "but whose it is");
    cut_everywhere(&cp_format_profile, whole, "a profile");
    ok(cp_format_profile.detect(cp_bytes_of_str(whole), CP_STR("x.yaml")) > 0, "by its schema");
    ok(cp_format_profile.detect(cp_bytes_of_str(CP_STR("a: b\n")), CP_STR("d/profile.yaml")) > 0,
       "by its name");
    ok(cp_format_profile.detect(cp_bytes_of_str(CP_STR("a: b\n")), CP_STR("other.yaml")) == 0,
       "other YAML is not");
    cp_str example = project_file(a, __FILE__, "examples/metro-5g/profile.yaml");
    cp_profile p;
    cp_err err;
    ok(example.n && cp_profile_parse(a, cp_bytes_of_str(example), &p, &err) == CP_OK &&
           p.n_roles > 0,
       "the example's profile");
    cp_arena_free(a);
    return tap_done();
}
