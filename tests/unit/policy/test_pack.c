/* SPDX-License-Identifier: Apache-2.0 */
/* test_pack.c - good and bad packs: each mistake is named with its line and with what was meant. A
 * row changes one place of a pack that is good. */
#include "policy/support.h"

/* 1 */
static const char good_pack[] = "schema: cleanpath-policy/1\n"
                                /* 2 */
                                "id: acme-rule\n"
                                /* 3 */
                                "title: a rule\n"
                                /* 4 */
                                "jurisdiction: SE\n"
                                /* 5 */
                                "kind: rules\n"
                                /* 6 */
                                "law: in_force\n"
                                /* 7 */
                                "effective: 2020-02-29\n"
                                /* 8 */
                                "read: 2026-11\n"
                                /* 9 */
                                "addressees: [{role: importer}]\n"
                                /* 10 */
                                "sources:\n"
                                /* 11 */
                                "  memo: {url: 'https://x.example/1', date: 2020, tier: press}\n"
                                /* 12 */
                                "clauses:\n"
                                /* 13 */
                                "- id: '1'\n"
                                /* 14 */
                                "  title: not these\n"
                                /* 15 */
                                "  makers: [huawei]\n"
                                /* 16 */
                                "  affiliates: yes\n"
                                /* 17 */
                                "  equipment: [core, ran]\n"
                                /* 18 */
                                "  generation: [5G]\n"
                                /* 19 */
                                "  purposes: [public_safety]\n"
                                /* 20 */
                                "  exempt: [small]\n"
                                /* 21 */
                                "  src: memo\n"
                                /* 22 */
                                "  confidence: verified\n"
                                /* 23 */
                                "- id: '2'\n"
                                /* 24 */
                                "  title: not those\n"
                                /* 25 */
                                "  makers: [zte]\n"
                                /* 26 */
                                "  equipment: [any]\n"
                                /* 27 */
                                "exemptions:\n"
                                /* 28 */
                                "- {id: small, text: small, if: {installed: {before: 2019}}}\n"
                                /* 29 */
                                "duties:\n"
                                /* 30 */
                                "- {verb: buy, text: not bought, src: memo}\n";

static const struct row {
    const char *name, *find, *replace;
    uint64_t line;
    const char *says;
} bad[] = {
    { "unknown key of a clause", "affiliates: yes", "affilates: yes", 16,
      "did you mean `affiliates`?" },
    { "unknown key of the pack", "effective:", "efective:", 7, "did you mean `effective`?" },
    { "unknown key that is like none", "src: memo\n  conf", "xyzzyplugh: 1\n  conf", 21,
      "expected one of: id title makers" },
    { "unknown key of a source", "tier: press", "tier: press, pages: 3", 11,
      "unknown key `pages` in a source" },
    { "duplicate clause", "id: '2'", "id: '1'", 23, "clause `1` is there twice, first in line 13" },
    { "impossible day", "effective: 2020-02-29", "effective: 2021-02-29", 7,
      "\"2021-02-29\" is no date" },
    { "impossible month", "read: 2026-11", "read: 2026-13", 8, "\"2026-13\" is no date" },
    { "a date in words", "effective: 2020-02-29", "effective: spring", 7,
      "expected a day that exists" },
    { "unknown maker", "makers: [huawei]", "makers: [huawey]", 13,
      "unknown maker `huawey`; did you mean `huawei`?" },
    { "unknown maker that is like none", "makers: [zte]", "makers: [qqqqqqqqqqqq]", 23,
      "expected an id of data/makers" },
    { "unknown class", "[core, ran]", "[core, rann]", 17, "did you mean `ran`?" },
    { "unknown generation", "[5G]", "[7G]", 18, "generation `7G` is not in the vocabulary" },
    { "unknown purpose", "[public_safety]", "[public_saftey]", 19, "did you mean public_safety" },
    { "unknown role", "role: importer", "role: importers", 9,
      "role `importers` is not in the vocabulary" },
    { "unknown exemption", "exempt: [small]", "exempt: [tiny]", 20,
      "no exemption `tiny` in this pack" },
    { "unknown source", "  src: memo\n  conf", "  src: memmo\n  conf", 21,
      "`memmo` is not among the pack's `sources`" },
    { "verified by nobody", "  src: memo\n  confidence: verified", "  confidence: verified", 21,
      "needs a `src`" },
    { "unknown confidence", "confidence: verified", "confidence: sure", 22,
      "expected verified, partial, memory or unknown" },
    { "unknown verb", "verb: buy", "verb: buyy", 30, "unknown verb `buyy`" },
    { "unknown law", "law: in_force", "law: inforce", 6, "did you mean `in_force`?" },
    { "unknown kind", "kind: rules", "kind: rule", 5, "did you mean `rules`?" },
    { "a position with clauses", "kind: rules\nlaw: in_force", "kind: position\nlaw: position", 1,
      "it has no clauses" },
    { "a position that claims to be law", "kind: rules", "kind: position", 6,
      "`kind: position` does not go with" },
    { "rules that claim to be a position", "law: in_force", "law: position", 6,
      "does not go with `law: position`" },
    { "no id", "id: acme-rule\n", "", 1, "`id` is missing" },
    { "an id with blanks", "id: acme-rule", "id: Acme Rule", 2, "has other signs than" },
    { "no state", "jurisdiction: SE", "jurisdiction: Sweeden", 4, "is no ISO 3166 alpha-2 code" },
    { "no addressees", "addressees: [{role: importer}]\n", "", 1, "whom does it bind?" },
    { "no equipment", "  equipment: [any]\n", "", 23, "`equipment` is missing" },
    { "another schema", "cleanpath-policy/1", "cleanpath-policy/9", 1,
      "expected cleanpath-policy/1" },
    { "a fact that nobody has", "installed: {before: 2019}", "instaled: {before: 2019}", 28,
      "did you mean installed" },
    { "a condition on nothing", "{installed: {before: 2019}}", "{}", 28, "asks for nothing" },
    { "a condition that is a word", "if: {installed: {before: 2019}}", "if: always", 28,
      "a condition is a mapping" },
    { "an unknown bound", "{before: 2019}", "{befor: 2019}", 28, "did you mean `before`?" },
    { "a date of the condition", "{before: 2019}", "{before: 2019-00}", 28,
      "\"2019-00\" is no date" },
    { "effective before enacted", "effective: 2020-02-29", "effective: 2020-02-29\nenacted: 2021",
      7, "before `enacted`" },
    { "removed before added", "generation: [5G]", "date_added: 2022-01-01\n  removed: 2021-01-01",
      13, "before `date_added`" },
    { "a cap of 35", "generation: [5G]", "cap: {share: 35, unit: premises}", 18,
      "35 percent is 0.35" },
    { "a cap in unknown units", "generation: [5G]", "cap: {share: 0.35, unit: premisses}", 18,
      "did you mean `premises`?" },
    { "a share that is no number", "generation: [5G]", "cap: {share: nan, unit: premises}", 18,
      "is no number from 0 to 1" },
    { "legal name without names", "affiliates: yes", "match: legal_name", 13,
      "needs `legal_names` or `asns`" },
    { "an AS number in words", "affiliates: yes", "match: legal_name\n  asns: [AS1]", 17,
      "\"AS1\" is no AS number" },
    { "essential, of what is no component", "affiliates: yes", "essential: yes", 16,
      "it goes with `reach: inside` only" },
    { "essential, in no known word", "affiliates: yes", "reach: inside\n  essential: perhaps", 17,
      "essential" },
    { "essential, as a condition", "affiliates: yes", "when: {essential: yes}", 16,
      "`essential` is no fact that a condition can ask for" },
    { "a list where one value is meant", "title: a rule", "title: [a, b]", 3,
      "expected one value" },
    { "a duty for nobody", "verb: buy,", "verb: buy, addressees: [marketer],", 30,
      "not among the pack's addressees" },
    { "a duty of no clause", "verb: buy,", "verb: buy, clauses: ['9'],", 30,
      "a duty is of clause `9`" },
    { "clauses and same_clauses_as", "clauses:\n", "same_clauses_as: x\nclauses:\n", 12,
      "`same_clauses_as` goes with neither" },
    { "neither yes nor no", "affiliates: yes", "affiliates: perhaps", 16, "is neither yes nor no" },
    { "an unknown tie", "affiliates: yes", "affiliates: {also: [cousin]}", 16,
      "expected joint_venture, minority or relabel" },
    { "makers of a pack that is not there", "affiliates: yes", "makers_of: {policy: zzz}", 13,
      "no other pack `zzz` is loaded" },
    { "makers of itself", "affiliates: yes", "makers_of: {policy: acme-rule}", 13,
      "no other pack `acme-rule`" },
    { "makers of nobody", "affiliates: yes", "makers_of: {clauses: ['1']}", 16,
      "`policy` is missing" },
    { "a criterion that no set has", "affiliates: yes", "criteria: {any: [zzz]}", 16,
      "no set of criteria has `zzz`" },
    { "criteria as a list", "affiliates: yes", "criteria: [a, b]", 16,
      "expected the id of a criterion" },
    { "criteria of nothing", "affiliates: yes", "criteria: {all: []}", 16,
      "needs a list of criteria" },
    { "a set of criteria that is not there", "title: a rule", "title: a\ncriteria_sets: [zzz]", 4,
      "there is no set of criteria `zzz`" },
    { "a sequence at the top", "schema: cleanpath-policy/1\n", "- a\n- b\n", 0, "" },
    { "no YAML", "title: a rule", "title: [a", 0, "" },
    { "a key twice", "title: a rule", "title: a rule\ntitle: b", 0, "" },
    { "nothing at all", NULL, "", 0, "" },
};

static const struct {
    const char *name, *find, *replace;
} fine[] = {
    { "as it is", "", "" },
    { "a year", "effective: 2020-02-29", "effective: 2020" },
    { "a month", "effective: 2020-02-29", "effective: 2020-02" },
    { "the union", "jurisdiction: SE", "jurisdiction: EU" },
    { "a date nobody knows", "date: 2020, tier", "date: unknown, tier" },
    { "a house that only the pack knows", "makers: [zte]",
      "makers: [own-house]\n  note: x\n  match: group" },
    { "members that come and go", "makers: [zte]",
      "makers: [{id: zte, since: 2021-06, until: 2023, src: memo}]" },
    { "conditions inside conditions", "if: {installed: {before: 2019}}",
      "if: {any: [{not: {made_in: [SE]}}, {all: [{class: [any_telecom]}, {role: [x]}]}]}" },
    { "enacted only", "law: in_force", "law: enacted" },
    { "ties besides control", "affiliates: yes",
      "affiliates: {include: yes, also: [joint_venture, minority, relabel]}" },
    { "an end that depends on a later act", "verb: buy,", "verb: buy, deadline_rule: in a year," },
    { "a union of states", "generation: [5G]", "maker_country: {not: [EU, US]}" },
    { "days after", "verb: buy,", "verb: buy, from: {days_after_added: 60}," },
};

static cp_str changed(cp_arena *a, const char *find, const char *replace)
{
    cp_str all = cp_str_c(good_pack);
    if (!find)
        return cp_str_c(replace);
    ptrdiff_t at = cp_str_find(all, cp_str_c(find));
    if (at < 0) {
        printf("Bail out! not in the pack: %s\n", find);
        exit(1);
    }
    return cp_str_fmt(a, "%.*s%s%.*s", (int)at, all.p, replace,
                      CP_FMT(cp_str_from(all, (size_t)at + strlen(find))));
}

static const cp_makers *makers;

static cp_policy_lib *load(cp_arena *a, cp_str pack, cp_err *err, cp_rc *rc)
{
    cp_policy_lib *lib = cp_policy_lib_new(a, makers);
    add_shipped(lib, true);
    cp_policy_lib_add(lib, CP_STR("own.yaml"), cp_bytes_of_str(pack));
    *rc = cp_policy_lib_finish(lib, err);
    return lib;
}

static void check_bad(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { 0 };
    cp_rc rc;
    cp_policy_lib *lib = load(a, changed(a, r->find, r->replace), &err, &rc);
    bool found = false;
    for (uint32_t i = 0; i < lib->diags.list.n; i++) {
        const cp_diag *d = &lib->diags.list.v[i];
        found |= cp_str_has(d->msg, cp_str_c(r->says)) && (r->line == 0 || d->at.line == r->line) &&
                 cp_str_eq(d->file, CP_STR("own.yaml"));
    }
    if (!ok(found && rc == CP_EFORMAT && lib->n_packs == 0, "%s: line %d, \"%s\"", r->name,
            (int)r->line, r->says))
        show_diags(lib);
    ok(err.msg[0] != 0 && strstr(err.file, "own.yaml") != NULL, "%s: the error names the file",
       r->name);
    cp_arena_free(a);
}

static void check_all_mistakes_at_once(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_err err = { 0 };
    cp_rc rc;
    cp_policy_lib *lib =
        load(a,
             CP_STR("schema: cleanpath-policy/1\nid: x\ntitle: t\njurisdiction: SE\nkind: "
                    "rules\nlaw: in_force\n"
                    "effective: 2020-02-30\nread: never\naddressees: [{role: king}]\nclauses:\n"
                    "- {id: a, title: t, equipment: [cores], makers: [zzzzzzzz], nonsense: 1}\n"),
             &err, &rc);
    ok(lib->diags.n_errors >= 6, "six mistakes are six messages (%u)", lib->diags.n_errors);
    ok(rc == CP_EFORMAT, "and the load says that it failed");
    cp_arena_free(a);
}

static void check_packs_together(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_policy_lib *lib = cp_policy_lib_new(a, makers);
    cp_err err = { 0 };
    cp_str other = changed(a, "id: acme-rule", "id: other");
    cp_policy_lib_add(lib, CP_STR("one.yaml"), cp_bytes_of_str(cp_str_c(good_pack)));
    cp_policy_lib_add(lib, CP_STR("two.yaml"), cp_bytes_of_str(cp_str_c(good_pack)));
    cp_policy_lib_add(lib, CP_STR("three.yaml"), cp_bytes_of_str(other));
    add_shipped(lib, true); /* the words may come last */
    ok(cp_policy_lib_finish(lib, &err) == CP_EFORMAT, "a policy id twice is refused");
    ok(strstr(err.msg, "policy `acme-rule` is there twice, first in one.yaml") != NULL,
       "with both files: %s", err.msg);
    ok(cp_policy_by_id(lib, CP_STR("acme-rule")) && cp_policy_by_id(lib, CP_STR("other")),
       "the rest is usable");
    ok(cp_str_eq(cp_policy_nearest(lib, CP_STR("acme-rul")), CP_STR("acme-rule")),
       "the nearest id is offered");
    cp_arena_free(a);
}

static void check_same_clauses(void)
{
    static const struct {
        const char *name, *of;
        bool good;
    } rows[] = { { "another pack", "acme-rule", true },
                 { "no pack", "nobody", false },
                 { "itself", "taker", false } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_policy_lib *lib = cp_policy_lib_new(a, makers);
        cp_str taker = cp_str_fmt(
            a,
            "schema: cleanpath-policy/1\nid: taker\ntitle: t\njurisdiction: SE\nkind: rules\nlaw: "
            "in_force\n"
            "effective: 2021\nread: 2026\naddressees: [{role: importer}]\nsame_clauses_as: %s\n",
            rows[i].of);
        cp_policy_lib_add(lib, CP_STR("taker.yaml"), cp_bytes_of_str(taker));
        cp_policy_lib_add(lib, CP_STR("own.yaml"), cp_bytes_of_str(cp_str_c(good_pack)));
        add_shipped(lib, true);
        ok((cp_policy_lib_finish(lib, NULL) == CP_OK) == rows[i].good, "clauses of %s",
           rows[i].name);
        const cp_policy *p = cp_policy_by_id(lib, CP_STR("taker"));
        ok(rows[i].good ? p && p->n_clauses == 2 : p == NULL, "clauses of %s: taken or refused",
           rows[i].name);
        cp_arena_free(a);
    }
}

static void check_bomb(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_err err = { 0 };
    cp_rc rc;
    cp_buf_add_c(&b, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
        cp_buf_fmt(&b, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            cp_buf_fmt(&b, "%s*a%d", k ? ", " : "", i - 1);
        cp_buf_add_c(&b, "]\n");
    }
    cp_policy_lib *lib = load(a, cp_buf_str(&b), &err, &rc);
    ok(rc != CP_OK && lib->n_packs == 0, "an alias bomb is refused: %s", err.msg);
    ok(cp_arena_used_bytes(a) < 1u << 30, "and costs less than a GiB");
    cp_arena_free(a);
}

static void check_cut_off(void)
{
    size_t n_loaded = 0;
    for (size_t n = 0; n < sizeof good_pack - 1; n++) {
        cp_arena *a = cp_arena_new(0);
        cp_rc rc;
        cp_policy_lib *lib = load(a, (cp_str){ good_pack, n }, NULL, &rc);
        n_loaded += lib->n_packs;
        cp_arena_free(a);
    }
    ok(n_loaded < 400, "cut off at every byte: answered each time, %d of them still a pack",
       (int)n_loaded);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    makers = shipped_makers(a);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_bad(&bad[i]);
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        cp_rc rc;
        cp_str pack = changed(a, fine[i].find, fine[i].replace);
        if (cp_str_has(pack, CP_STR("own-house")))
            pack =
                cp_str_fmt(a, "%.*sentities: [{id: own-house, name: Own House}]\n", CP_FMT(pack));
        cp_policy_lib *lib = load(a, pack, NULL, &rc);
        if (!ok(rc == CP_OK && lib->n_packs == 1, "good: %s", fine[i].name))
            show_diags(lib);
    }
    check_all_mistakes_at_once();
    check_packs_together();
    check_same_clauses();
    check_bomb();
    check_cut_off();
    cp_arena_free(a);
    return tap_done();
}
