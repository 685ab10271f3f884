/* SPDX-License-Identifier: Apache-2.0 */
/* waivers.yaml: all that is required is required, a bad entry is left out and told with its line, a
 * bad file is refused. */
#include "sources/import/import.h"
#include "told.h"

#define SCHEMA "schema: cleanpath-waivers/1\n"
#define REST "reason: being replaced, approver: J. Doe, expires: 2027-06-30"

static const struct row {
    const char *name, *in;
    cp_rc want;
    uint32_t n_good;
    uint64_t line;       /* of the error, or of the first bad entry */
    const char *message; /* part of it */
} rows[] = {
    { "an asset", SCHEMA "waivers: [{asset: sw-1, " REST "}]\n", CP_OK, 1, 0, "" },
    { "a rule", SCHEMA "waivers: [{rule: p, " REST "}]\n", CP_OK, 1, 0, "" },
    { "both, with a clause", SCHEMA "waivers: [{asset: 'cam-*', rule: p/3, " REST "}]\n", CP_OK, 1,
      0, "" },
    { "without a schema", "waivers: [{asset: sw-1, " REST "}]\n", CP_OK, 1, 0, "" },
    { "none", SCHEMA "waivers: []\n", CP_OK, 0, 0, "" },
    { "nothing", SCHEMA "waivers:\n", CP_OK, 0, 0, "" },
    { "everything by a rule", SCHEMA "waivers: [{asset: '*', rule: p, " REST "}]\n", CP_OK, 1, 0,
      "" },
    /* entries that are left out */
    { "everything", SCHEMA "waivers: [{asset: '**', " REST "}]\n", CP_OK, 0, 2,
      "this would waive everything" },
    { "neither", SCHEMA "waivers: [{" REST "}]\n", CP_OK, 0, 2, "names an asset, a rule, or both" },
    { "no reason",
      SCHEMA "waivers:\n- {asset: a, approver: J. Doe, expires: 2027-06-30}\n- {asset: b, " REST
             "}\n",
      CP_OK, 1, 3, "reason is missing" },
    { "empty reason",
      SCHEMA "waivers:\n- {asset: a, reason: ' ', approver: J. Doe, expires: 2027-06-30}\n", CP_OK,
      0, 3, "reason is empty" },
    { "no approver", SCHEMA "waivers:\n- {asset: a, reason: r, expires: 2027-06-30}\n", CP_OK, 0, 3,
      "approver is missing" },
    { "no end", SCHEMA "waivers:\n- {asset: a, reason: r, approver: b}\n", CP_OK, 0, 3,
      "expires is missing" },
    { "an end that is a year",
      SCHEMA "waivers:\n- asset: a\n  reason: r\n  approver: b\n  expires: 2027\n", CP_OK, 0, 6,
      "expires is \"2027\", expected a day" },
    { "an end that does not exist",
      SCHEMA "waivers:\n- {asset: a, reason: r, approver: b, expires: 2027-02-29}\n", CP_OK, 0, 3,
      "expected a day that exists" },
    { "a key nearly right",
      SCHEMA "waivers:\n- asset: a\n  reason: r\n  aprover: b\n  expires: 2027-06-30\n", CP_OK, 0,
      5, "unknown key \"aprover\"; did you mean \"approver\"?" },
    { "a key of another kind", SCHEMA "waivers:\n- {asset: a, policyholder: x, " REST "}\n", CP_OK,
      0, 3, "known are asset, rule, reason, approver, expires" },
    { "an asset that is a list", SCHEMA "waivers:\n- {asset: [a], " REST "}\n", CP_OK, 0, 3,
      "asset must be text" },
    { "an empty asset", SCHEMA "waivers:\n- {asset: '', rule: p, " REST "}\n", CP_OK, 0, 3,
      "asset is empty" },
    { "a rule without a clause behind its slash", SCHEMA "waivers:\n- {rule: p/, " REST "}\n",
      CP_OK, 0, 3, "expected POLICY or POLICY/CLAUSE" },
    { "a rule without a policy", SCHEMA "waivers:\n- {rule: /3, " REST "}\n", CP_OK, 0, 3,
      "expected POLICY or POLICY/CLAUSE" },
    { "an entry that is a word", SCHEMA "waivers:\n- a\n- {asset: b, " REST "}\n", CP_OK, 1, 3,
      "a waiver is a mapping" },
    /* files that are refused */
    { "a key of the file", SCHEMA "waiver: []\n", CP_EFORMAT, 0, 2,
      "unknown key \"waiver\"; did you mean \"waivers\"?" },
    { "no list", SCHEMA, CP_EFORMAT, 0, 1, "there is no list `waivers`" },
    { "not a list", SCHEMA "waivers: {a: b}\n", CP_EFORMAT, 0, 2, "waivers must be a list" },
    { "another schema", "schema: cleanpath-profile/1\nwaivers: []\n", CP_EFORMAT, 0, 1,
      "expected cleanpath-waivers/1" },
    { "a newer schema", "schema: cleanpath-waivers/2\nwaivers: []\n", CP_EVERSION, 0, 1,
      "expected cleanpath-waivers/1" },
    { "not a mapping", "- a\n", CP_EFORMAT, 0, 1, "waivers are a mapping" },
    { "empty", "", CP_EFORMAT, 0, 1, "waivers are a mapping" },
    { "no YAML", "waivers: [\n", CP_EFORMAT, 0, 2, "" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_source src = { .name = CP_STR("w.yaml") };
    cp_waivers w = { .n = 0 };
    cp_err err = { .line = 0 };
    is_int(cp_waivers_parse(a, cp_bytes_of_str(cp_str_c(r->in)), &src, &w, &err), r->want, "%s",
           r->name);
    if (r->want != CP_OK) {
        is_uint(err.line, r->line, "%s: line", r->name);
        ok(strstr(err.msg, r->message), "%s: message (%s)", r->name, err.msg);
    } else {
        is_uint(w.n, r->n_good, "%s: those that count", r->name);
        is_uint(src.n_problems, r->line ? 1 : 0, "%s: those that do not", r->name);
        if (src.n_problems && r->line) {
            is_uint(src.problems[0].pos, r->line, "%s: its line", r->name);
            ok(cp_str_has(src.problems[0].text, cp_str_c(r->message)), "%s: message (%.*s)",
               r->name, CP_FMT(src.problems[0].text));
        }
    }
    cp_arena_free(a);
}

static void check_values(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_source src = { .name = CP_STR("w.yaml") };
    cp_waivers w = { .n = 0 };
    cp_err err;
    if (!ok(cp_waivers_parse(a, cp_bytes_of_str(cp_str_c(rows[2].in)), &src, &w, &err) == CP_OK &&
                w.n == 1,
            "read"))
        return;
    is_cstr(w.v[0].asset, "cam-*", "asset");
    is_cstr(w.v[0].policy, "p", "policy");
    is_cstr(w.v[0].clause, "3", "clause");
    is_cstr(w.v[0].approver, "J. Doe", "approver");
    is_cstr(w.v[0].file, "w.yaml", "file");
    is_uint(w.v[0].line, 2, "line");
    is_cstr(cp_date_text(a, w.v[0].expires), "2027-06-30", "end");
    is_cstr(cp_waiver_rule(a, &w.v[0]), "p/3", "rule");
    cp_date last = cp_date_ymd(2027, 6, 30), next = cp_date_ymd(2027, 7, 1);
    ok(!cp_waiver_is_expired(&w.v[0], last), "holds on its last day");
    ok(cp_waiver_is_expired(&w.v[0], next), "and not on the next");
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_values();
    cp_arena *a = cp_arena_new(0);
    cp_str whole = cp_str_c(rows[9].in);
    heard *h = hear(a, &cp_format_waivers, whole, NULL);
    ok(h->rc == CP_OK && h->n_obs == 0, "as a format it tells nothing");
    is_cstr(h->src.note, "1 waiver", "but how many there are");
    is_uint(h->src.records_bad, 1, "and how many are bad");
    cut_everywhere(&cp_format_waivers, whole, "waivers");
    ok(cp_format_waivers.detect(cp_bytes_of_str(whole), CP_STR("x.yaml")) > 0, "by its schema");
    ok(cp_format_waivers.detect(cp_bytes_of_str(CP_STR("a: b\n")), CP_STR("d/waivers.yaml")) > 0,
       "by its name");
    ok(cp_format_waivers.detect(cp_bytes_of_str(CP_STR("a: b\n")), CP_STR("other.yaml")) == 0,
       "other YAML is not");
    cp_arena_free(a);
    return tap_done();
}
