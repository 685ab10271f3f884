/* SPDX-License-Identifier: Apache-2.0 */
/* test_criteria.c - good and bad sets of criteria, and what answers to them come to. */
#include "policy/support.h"

static const struct row {
    const char *name, *text, *says; /* says NULL: well formed */
    uint64_t line;
} rows[] = {
    { "a set",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026-11\nnote: n\n"
      "sources: {k: {url: 'https://x.example', date: unknown, tier: official}}\n"
      "items: [{id: a, subject: state, text: t, speaks_for: no, src: k, confidence: verified}, "
      "{id: b, subject: operator, text: t, same_as: a}]\n",
      NULL, 0 },
    { "no items", "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\n",
      "a set of criteria without criteria", 1 },
    { "no title",
      "schema: cleanpath-criteria/1\nid: s\nread: 2026\nitems: [{id: a, subject: "
      "state, text: t}]\n",
      "`title` is missing", 1 },
    { "unknown subject",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: a, subject: "
      "entitty, text: t}\n",
      "did you mean `entity`?", 6 },
    { "unknown key",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: a, subject: "
      "entity, text: t, weight: 3}\n",
      "unknown key `weight` in a criterion", 6 },
    { "an item twice",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: a, subject: "
      "entity, text: t}\n- {id: a, subject: entity, text: t}\n",
      "criterion `a` is there twice", 7 },
    { "the same as none",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: a, subject: "
      "entity, text: t, same_as: zzz}\n",
      "`same_as` names no other criterion", 6 },
    { "the same as itself",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: a, subject: "
      "entity, text: t, same_as: a}\n",
      "`same_as` names no other criterion", 6 },
    { "a chain",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: a, subject: "
      "entity, text: t, same_as: b}\n- {id: b, subject: entity, text: t, same_as: c}\n- {id: c, "
      "subject: entity, text: t}\n",
      "is itself the same as another", 6 },
    { "an id with blanks",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: A b, subject: "
      "entity, text: t}\n",
      "other signs than", 6 },
    { "verified by nobody",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: a, subject: "
      "entity, text: t, confidence: verified}\n",
      "needs a `src`", 6 },
    { "items that are words",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems: [a, b]\n",
      "a criterion is not a mapping", 5 },
    { "speaks for maybe",
      "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n- {id: a, subject: "
      "entity, text: t, speaks_for: maybe}\n",
      "is neither yes nor no", 6 },
};

static void check(const cp_makers *makers, const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_policy_lib *lib = cp_policy_lib_new(a, makers);
    cp_policy_lib_add(lib, CP_STR("s.yaml"), cp_bytes_of_str(cp_str_c(r->text)));
    cp_rc rc = cp_policy_lib_finish(lib, NULL);
    bool found = !r->says && lib->diags.list.n == 0;
    for (uint32_t i = 0; r->says && i < lib->diags.list.n; i++)
        found |= cp_str_has(lib->diags.list.v[i].msg, cp_str_c(r->says)) &&
                 lib->diags.list.v[i].at.line == r->line;
    if (!ok(found && (rc == CP_OK) == !r->says, "%s", r->name))
        show_diags(lib);
    cp_arena_free(a);
}

static void check_two_sets(const cp_makers *makers)
{
    cp_arena *a = cp_arena_new(0);
    cp_policy_lib *lib = cp_policy_lib_new(a, makers);
    cp_policy_lib_add(lib, CP_STR("1.yaml"), cp_bytes_of_str(cp_str_c(rows[0].text)));
    cp_policy_lib_add(lib, CP_STR("2.yaml"), cp_bytes_of_str(cp_str_c(rows[0].text)));
    ok(cp_policy_lib_finish(lib, NULL) != CP_OK, "two sets of one id are refused");
    is_int(lib->diags.n_errors, 3, "the set and both items are told");
    const cp_criterion *b = cp_criterion_by_id(&lib->criteria, CP_STR("b"));
    ok(b && cp_str_eq(b->id, CP_STR("a")), "who asks for b asks for a");
    ok(!cp_criterion_by_id(&lib->criteria, CP_STR("c")), "there is no c");
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_makers *makers = shipped_makers(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(makers, &rows[i]);
    check_two_sets(makers);
    cp_arena_free(a);
    return tap_done();
}
