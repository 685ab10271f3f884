/* SPDX-License-Identifier: Apache-2.0 */
/* test_language.c - each key of the format does what docs/formats/policy.md says, one clause and a
 * few rows for each. */
#include "policy/support.h"

static const char head[] =
    "schema: cleanpath-policy/1\nid: p\ntitle: t\njurisdiction: SE\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026\naddressees: [{role: importer}]\nentities: [{id: own, name: "
    "Own}]\n"
    "exemptions:\n"
    "- {id: spare-part, text: t, if: {role: [spare_part]}, from: 2021-01-01, until: 2025, "
    "confidence: partial}\n"
    "- {id: later-part, text: t, if: {role: [spare_part]}, until: 2028, confidence: partial}\n"
    "- {id: unchecked, text: t, if: {role: [prototype]}}\n"
    "clauses:\n- {id: c, title: t, confidence: partial, ";

/* Another list, and a set of criteria with answers to some. */
static const char other_list[] =
    "schema: cleanpath-policy/1\nid: q\ntitle: t\njurisdiction: SE\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026\naddressees: [{role: importer}]\nclauses:\n"
    "- {id: one, title: t, makers: [hytera], equipment: [any], date_added: 2022-01-01, "
    "confidence: partial}\n"
    "- {id: two, title: t, makers: [dahua], equipment: [any], removed: 2023-01-01, "
    "confidence: partial}\n";
static const char criteria[] = "schema: cleanpath-criteria/1\nid: s\ntitle: t\nread: 2026\nitems:\n"
                               "- {id: bad-law, subject: state, text: t, speaks_for: no}\n"
                               "- {id: worse-law, subject: state, text: t, same_as: bad-law}\n"
                               "- {id: hidden, subject: entity, text: t}\n"
                               "- {id: was, subject: entity, text: t}\n";
#define TOLD(who, name, item, said)                                                     \
    {                                                                                   \
        .who = CP_STR_INIT(name), .fact = CP_STR_INIT(item), .value = CP_STR_INIT(said) \
    }
static cp_statement told[] = {
    TOLD(maker, "ZTE Corporation", "worse-law", "yes"),
    TOLD(maker, "nokia", "bad-law", "no"),
    TOLD(maker, "ericsson", "bad-law", "yes"),
    TOLD(maker, "ericsson", "bad-law", "no"),
    TOLD(state, "CN", "bad-law", "yes"),
    TOLD(maker, "nobody-knows", "hidden", "yes"),
    TOLD(maker, "zte", "hidden", "unknown"),
    TOLD(maker, "zte", "was", "yes"),
};

static const struct row {
    const char *name, *clause, *as_of, *facts, *result, *missing;
} rows[] = {
    { "seat of the maker", "equipment: [any], maker_country: [CN]}", "2024-01-01",
      "maker=h3c class=ran", "excluded", "" },
    { "seat of another maker", "equipment: [any], maker_country: [CN]}", "2024-01-01",
      "maker=nokia class=ran", "allowed", "" },
    { "seat outside a list", "equipment: [any], maker_country: {not: [SE, FI]}}", "2024-01-01",
      "maker=nokia class=ran", "allowed", "" },
    { "seat outside a list, hit", "equipment: [any], maker_country: {not: [SE, FI]}}", "2024-01-01",
      "maker=cisco class=ran", "excluded", "" },
    { "seat of a maker that nobody lists", "equipment: [any], maker_country: [CN]}", "2024-01-01",
      "maker=zzz class=ran", "undetermined", "maker_country" },
    { "seat, maker not known", "equipment: [any], maker_country: [CN]}", "2024-01-01", "class=ran",
      "undetermined", "maker maker_country" },
    { "who made the managing system", "equipment: [any], makers: [zte], reach: managed}",
      "2024-01-01", "maker=nokia class=ran managed_by=zte", "excluded", "" },
    { "who made another managing system", "equipment: [any], makers: [zte], reach: managed}",
      "2024-01-01", "maker=zte class=ran managed_by=nokia", "allowed", "" },
    { "managing system not told", "equipment: [any], makers: [zte], reach: managed}", "2024-01-01",
      "maker=nokia class=ran", "undetermined", "managed_by" },
    { "who operates it", "equipment: [any], makers: [china-mobile], reach: operated}", "2024-01-01",
      "maker=nokia class=ran operated_by=china-mobile", "excluded", "" },
    { "function", "equipment: [any], makers: [zte], function: [control]}", "2024-01-01",
      "maker=zte class=core function=control;computing", "excluded", "" },
    { "another function", "equipment: [any], makers: [zte], function: [control]}", "2024-01-01",
      "maker=zte class=core function=storage", "not_addressed", "" },
    { "function not told", "equipment: [any], makers: [zte], function: [control]}", "2024-01-01",
      "maker=zte class=core", "undetermined", "function" },
    { "where it stands", "equipment: [any], makers: [zte], country: [SE]}", "2024-01-01",
      "maker=zte class=core country=Sweden", "excluded", "" },
    { "where it stands, elsewhere", "equipment: [any], makers: [zte], country: [SE]}", "2024-01-01",
      "maker=zte class=core country=NO", "not_addressed", "" },
    { "added later", "equipment: [any], makers: [zte], date_added: 2024-01-02}", "2024-01-01",
      "maker=zte class=core", "not_addressed", "" },
    { "applies later", "equipment: [any], makers: [zte], from: 2024-01-02}", "2024-01-01",
      "maker=zte class=core", "restricted", "" },
    { "added in an unknown month", "equipment: [any], makers: [zte], date_added: 2024}",
      "2024-05-01", "maker=zte class=core", "restricted", "" },
    { "removed", "equipment: [any], makers: [zte], removed: 2023-12-31}", "2024-01-01",
      "maker=zte class=core", "not_addressed", "" },
    { "the day before removal", "equipment: [any], makers: [zte], removed: 2024-01-02}",
      "2024-01-01", "maker=zte class=core", "excluded", "" },
    { "a member from its day on", "equipment: [any], makers: [{id: zte, since: 2024-01-01}]}",
      "2024-01-01", "maker=zte class=core", "excluded", "" },
    { "a member before its day", "equipment: [any], makers: [{id: zte, since: 2024-01-01}]}",
      "2023-12-31", "maker=zte class=core", "allowed", "" },
    { "a member that was taken off", "equipment: [any], makers: [{id: zte, until: 2023}]}",
      "2024-01-01", "maker=zte class=core", "allowed", "" },
    { "a member from memory", "equipment: [any], makers: [{id: zte, confidence: memory}]}",
      "2024-01-01", "maker=zte class=core", "restricted", "" },
    { "a clause from memory", "equipment: [core], makers: [zte], when: {class: [core]}}",
      "2024-01-01", "maker=zte class=core", "excluded", "" },
    { "a house of the pack's own", "equipment: [any], makers: [own]}", "2024-01-01",
      "maker=own class=core", "excluded", "" },
    { "a public allow-list, on it",
      "equipment: [any], allow_list: {name: l, public: yes, approval: [listed-x]}}", "2024-01-01",
      "maker=zte class=core approval=Listed_X", "allowed", "" },
    { "a public allow-list, not on it", "equipment: [any], allow_list: {name: l, public: yes}}",
      "2024-01-01", "maker=zte class=core approval=no", "excluded", "" },
    { "an approval that is not this one", "equipment: [any], allow_list: {name: l, public: yes}}",
      "2024-01-01", "maker=zte class=core approval=elsewhere", "excluded", "" },
    { "an exemption while it lasts", "equipment: [any], makers: [zte], exempt: [spare-part]}",
      "2024-01-01", "maker=zte class=core role=spare_part", "allowed", "" },
    { "an exemption before it begins", "equipment: [any], makers: [zte], exempt: [spare-part]}",
      "2020-12-31", "maker=zte class=core role=spare_part", "excluded", "" },
    { "an exemption that ends in an unknown month",
      "equipment: [any], makers: [zte], exempt: [spare-part]}", "2025-06-01",
      "maker=zte class=core role=spare_part", "restricted", "" },
    { "an exemption that has ended", "equipment: [any], makers: [zte], exempt: [spare-part]}",
      "2026-01-01", "maker=zte class=core role=spare_part", "excluded", "" },
    { "an exemption from memory does not free",
      "equipment: [any], makers: [zte], exempt: [unchecked]}", "2024-01-01",
      "maker=zte class=core role=prototype", "restricted", "" },
    { "a cap", "equipment: [ran], makers: [zte], cap: {share: 0.5, unit: assets}}", "2024-01-01",
      "maker=zte class=ran", "restricted", "" },
    { "a condition in words", "equipment: [ran], makers: [zte], condition: it rains}", "2024-01-01",
      "maker=zte class=ran", "restricted", "" },
    { "a condition in words governs nothing",
      "equipment: [ran], makers: [zte], condition: it rains}", "2024-01-01",
      "maker=nokia class=ran", "not_addressed", "" },
    { "any of two facts", "equipment: [any], when: {any: [{made_in: [CN]}, {made_in: [RU]}]}}",
      "2024-01-01", "maker=acme class=ran made_in=RU", "excluded", "" },
    { "this or its opposite: no fact is missing",
      "equipment: [any], when: {any: [{made_in: [CN]}, {not: {made_in: [CN]}}]}}", "2024-01-01",
      "maker=acme class=ran", "excluded", "" },
    { "this and its opposite",
      "equipment: [any], when: {all: [{made_in: [CN]}, {not: {made_in: [CN]}}]}}", "2024-01-01",
      "maker=acme class=ran", "allowed", "" },
    { "from and before together",
      "equipment: [any], when: {installed: {from: 2021-01-01, before: 2022-01-01}}}", "2024-01-01",
      "maker=acme class=ran installed=2021", "excluded", "" },
    { "from and before, astride",
      "equipment: [any], when: {installed: {from: 2021-02-01, before: 2022-01-01}}}", "2024-01-01",
      "maker=acme class=ran installed=2021", "undetermined", "installed" },
    { "a status", "equipment: [any], when: {status: [planned]}}", "2024-01-01",
      "maker=acme class=ran status=planned", "excluded", "" },
    { "other words for a generation", "equipment: [any], makers: [zte], generation: [4G]}",
      "2024-01-01", "maker=zte class=ran generation=LTE", "excluded", "" },
    { "two generations, one named", "equipment: [any], makers: [zte], generation: [5G]}",
      "2024-01-01", "maker=zte class=ran generation=4G;5G", "excluded", "" },
    { "a fixed network has no generation", "equipment: [any], makers: [zte], generation: [5G]}",
      "2024-01-01", "maker=zte class=access_fixed", "not_addressed", "" },
    { "a class in other words", "equipment: [access_fixed], makers: [zte]}", "2024-01-01",
      "maker=zte class=OLT", "excluded", "" },
    { "a class in unknown words stays open", "equipment: [access_fixed], makers: [zte]}",
      "2024-01-01", "maker=zte class=shelf", "undetermined", "class" },
    { "a joint venture is no affiliate", "equipment: [any], makers: [inspur], affiliates: yes}",
      "2024-01-01", "maker=inspur-cisco class=ran", "allowed", "" },
    { "a joint venture, where the clause says so",
      "equipment: [any], makers: [inspur], affiliates: {include: yes, also: [joint_venture]}}",
      "2024-01-01", "maker=inspur-cisco class=ran", "excluded", "" },
    { "a minority holding, where the clause says so",
      "equipment: [any], makers: [china-unicom], affiliates: {include: yes, also: [minority]}}",
      "2026-01-01", "maker=hkt class=services", "excluded", "" },
    { "a minority holding before it began",
      "equipment: [any], makers: [china-unicom], affiliates: {include: yes, also: [minority]}}",
      "2024-01-01", "maker=hkt class=services", "allowed", "" },
    { "whose products another sells gets a reservation",
      "equipment: [any], makers: [dahua], affiliates: {include: yes, also: [relabel]}}",
      "2024-01-01", "maker=amcrest class=ran", "restricted", "" },
    { "makers of another list", "equipment: [any], makers_of: {policy: q}}", "2024-01-01",
      "maker=hytera class=ran", "excluded", "" },
    { "makers of another list, before its clause is there",
      "equipment: [any], makers_of: {policy: q}}", "2021-12-31", "maker=hytera class=ran",
      "allowed", "" },
    { "makers of another list, after they were taken off it",
      "equipment: [any], makers_of: {policy: q}}", "2024-01-01", "maker=dahua class=ran", "allowed",
      "" },
    { "makers of one clause of another list",
      "equipment: [any], makers_of: {policy: q, clauses: [two]}}", "2024-01-01",
      "maker=hytera class=ran", "allowed", "" },
    { "makers of another list and one's own",
      "equipment: [any], makers: [zte], makers_of: {policy: q}}", "2024-01-01",
      "maker=zte class=ran", "excluded", "" },
    { "a criterion that holds", "equipment: [any], criteria: bad-law}", "2024-01-01",
      "maker=zte class=ran", "excluded", "" },
    { "a criterion that does not hold", "equipment: [any], criteria: bad-law}", "2024-01-01",
      "maker=nokia class=ran", "allowed", "" },
    { "a criterion that is answered for the state", "equipment: [any], criteria: bad-law}",
      "2024-01-01", "maker=h3c class=ran", "excluded", "" },
    { "a criterion under another name", "equipment: [any], criteria: worse-law}", "2024-01-01",
      "maker=zte class=ran", "excluded", "" },
    { "a criterion answered in two ways", "equipment: [any], criteria: bad-law}", "2024-01-01",
      "maker=ericsson class=ran", "undetermined", "criterion:bad-law" },
    { "a criterion that nobody answered", "equipment: [any], criteria: hidden}", "2024-01-01",
      "maker=zte class=ran", "undetermined", "criterion:hidden" },
    { "a criterion answered for a maker that no table has", "equipment: [any], criteria: hidden}",
      "2024-01-01", "maker=nobody-knows class=ran", "excluded", "" },
    { "one of two criteria is enough", "equipment: [any], criteria: {any: [hidden, bad-law]}}",
      "2024-01-01", "maker=zte class=ran", "excluded", "" },
    { "neither of two criteria", "equipment: [any], criteria: {all: [hidden, bad-law]}}",
      "2024-01-01", "maker=nokia class=ran", "allowed", "" },
    { "a criterion, maker not known", "equipment: [any], criteria: hidden}", "2024-01-01",
      "class=ran", "undetermined", "maker criterion:hidden" },
    { "an answer that has run out", "equipment: [any], criteria: was}", "2024-01-01",
      "maker=zte class=ran", "undetermined", "criterion:was" },
    { "a beginning that depends on a later act",
      "equipment: [any], makers: [zte], duties: [{verb: use, deadline_rule: after the list}]}",
      "2024-01-01", "maker=zte class=ran", "restricted", "" },
    { "one duty has begun, the end of another depends on a later act",
      "equipment: [any], makers: [zte], duties: [{verb: buy}, {verb: use, deadline_rule: later}]}",
      "2024-01-01", "maker=zte class=ran", "excluded", "" },
    { "a union of states", "equipment: [any], maker_country: {not: [EU]}}", "2024-01-01",
      "maker=nokia class=ran", "allowed", "" },
    { "outside a union of states", "equipment: [any], maker_country: {not: [EU]}}", "2024-01-01",
      "maker=zte class=ran", "excluded", "" },
    { "two exemptions that overlap: the longer one counts",
      "equipment: [any], makers: [zte], exempt: [spare-part, later-part]}", "2026-01-01",
      "maker=zte class=core role=spare_part", "allowed", "" },
    { "a cell that says nothing", "equipment: [any], made_in: [CN]}", "2024-01-01",
      "maker=zte class=ran made_in=unknown", "undetermined", "made_in" },
};

static void check(const cp_makers *makers, const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_policy_lib *lib = cp_policy_lib_new(a, makers);
    cp_date as_of = CP_DATE_NONE;
    add_shipped(lib, true);
    cp_policy_lib_add(lib, CP_STR("p.yaml"),
                      cp_bytes_of_str(cp_str_fmt(a, "%s%s\n", head, r->clause)));
    cp_policy_lib_add(lib, CP_STR("q.yaml"), cp_bytes_of_str(cp_str_c(other_list)));
    cp_policy_lib_add(lib, CP_STR("s.yaml"), cp_bytes_of_str(cp_str_c(criteria)));
    if (!ok(cp_policy_lib_finish(lib, NULL) == CP_OK && cp_date_parse(cp_str_c(r->as_of), &as_of),
            "%s: loads", r->name)) {
        show_diags(lib);
        cp_arena_free(a);
        return;
    }
    cp_judge *j = cp_judge_new(
        a, lib,
        &(cp_judge_opts){ NULL, as_of, CP_ACCEPT_DEFAULT, true, told, sizeof told / sizeof *told });
    cp_verdict v = cp_judge_asset(j, lib->packs[0], asset_of(a, r->facts));
    bool good = is_cstr(cp_str_c(cp_result_name(v.result)), r->result, "%s", r->name);
    good &= is_cstr(list_text(a, v.missing, v.n_missing), r->missing, "%s: missing", r->name);
    if (!good)
        tap_note("%.*s", CP_FMT(v.reason));
    cp_arena_free(a);
}

/* The law of a pack, by the day, and whether it binds. */
static void check_laws(const cp_makers *makers)
{
    static const struct {
        const char *name, *law, *as_of;
        cp_law now;
        cp_tri binds;
        const char *result;
    } laws[] = {
        { "in force", "law: in_force\neffective: 2020-06-01", "2024-01-01", CP_LAW_IN_FORCE, CP_YES,
          "excluded" },
        { "enacted, judged before it begins",
          "law: enacted\nenacted: 2020-01-01\neffective: 2027-12-23", "2024-01-01", CP_LAW_ENACTED,
          CP_YES, "restricted" },
        { "enacted, judged after it begins",
          "law: enacted\nenacted: 2020-01-01\neffective: 2027-12-23", "2028-01-01", CP_LAW_IN_FORCE,
          CP_YES, "excluded" },
        { "proposed", "law: proposed\neffective: 2020-06-01", "2024-01-01", CP_LAW_PROPOSED, CP_NO,
          "excluded" },
        { "reported", "law: reported\neffective: 2020-06-01", "2024-01-01", CP_LAW_REPORTED,
          CP_UNKNOWN, "excluded" },
        { "ended", "law: in_force\neffective: 2020-06-01\nends: 2023-01-01", "2024-01-01",
          CP_LAW_IN_FORCE, CP_YES, "not_addressed" },
        { "not yet made", "law: in_force\neffective: 2020-06-01", "2020-05-31", CP_LAW_ENACTED,
          CP_YES, "not_addressed" },
    };
    const cp_str role = CP_STR("importer");
    const cp_profile who = {
        .is_set = true, .country = CP_STR("SE"), .roles = &role, .n_roles = 1
    };
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_policy_lib *lib = cp_policy_lib_new(a, makers);
        cp_date as_of = CP_DATE_NONE;
        add_shipped(lib, true);
        cp_str pack = cp_str_fmt(a,
                                 "schema: cleanpath-policy/1\nid: p\ntitle: t\njurisdiction: "
                                 "SE\nkind: rules\n%s\nread: 2026\n"
                                 "addressees: [{role: importer}]\nclauses: [{id: c, title: t, "
                                 "makers: [zte], equipment: [any], "
                                 "confidence: partial}]\n",
                                 laws[i].law);
        cp_policy_lib_add(lib, CP_STR("p.yaml"), cp_bytes_of_str(pack));
        if (!ok(cp_policy_lib_finish(lib, NULL) == CP_OK &&
                    cp_date_parse(cp_str_c(laws[i].as_of), &as_of),
                "%s: loads", laws[i].name))
            show_diags(lib);
        cp_judge *j =
            cp_judge_new(a, lib, &(cp_judge_opts){ &who, as_of, CP_ACCEPT_DEFAULT, false });
        cp_verdict v = cp_judge_asset(j, lib->packs[0], asset_of(a, "maker=zte class=ran"));
        is_cstr(cp_str_c(cp_result_name(v.result)), laws[i].result, "%s: result", laws[i].name);
        is_cstr(cp_str_c(cp_law_name(v.law)), cp_law_name(laws[i].now), "%s: law", laws[i].name);
        is_int(v.binds, laws[i].binds, "%s: binds", laws[i].name);
        cp_arena_free(a);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_makers *makers = shipped_makers(a);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        told[i].from = told[i].to = told[i].on = CP_DATE_NONE;
    told[7].to = cp_date_ymd(2023, 12, 31);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(makers, &rows[i]);
    check_laws(makers);
    cp_arena_free(a);
    return tap_done();
}
