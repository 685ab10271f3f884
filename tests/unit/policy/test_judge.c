/* SPDX-License-Identifier: Apache-2.0 */
/* test_judge.c - whom a pack binds, whose duties are shown, sites, components, share caps,
 * explanations; and that nothing depends on the order of clauses or on which maker has which
 * name. */
#include "policy/support.h"

static const cp_makers *makers;
static const cp_policy_lib *lib;

static cp_date day(const char *s)
{
    cp_date d = CP_DATE_NONE;
    (void)cp_date_parse(cp_str_c(s), &d);
    return d;
}

/* A profile from "country=US role=federal_contractor not=importer". */
static cp_profile profile_of(cp_arena *a, const char *text)
{
    cp_profile p = { .is_set = *text != 0 };
    cp_str *roles = CP_NEW_ARRAY(a, cp_str, 8), *not_roles = CP_NEW_ARRAY(a, cp_str, 8);
    cp_profile_fact *facts = CP_NEW_ARRAY(a, cp_profile_fact, 8);
    cp_str rest = cp_str_dup(a, cp_str_c(text)), word;
    while (cp_str_cut(&rest, ' ', &word)) {
        size_t at = (size_t)cp_str_find_char(word, '=');
        cp_str key = cp_str_slice(word, 0, at), value = cp_str_from(word, at + 1);
        if (cp_str_eq(key, CP_STR("country")))
            p.country = value;
        else if (cp_str_eq(key, CP_STR("role")))
            roles[p.n_roles++] = with_blanks(a, value);
        else if (cp_str_eq(key, CP_STR("not")))
            not_roles[p.n_not_roles++] = value;
        else if (cp_str_eq(key, CP_STR("coverage")))
            p.component_coverage = value;
        else
            facts[p.n_facts++] = (cp_profile_fact){ key, value };
    }
    p.roles = roles;
    p.not_roles = not_roles;
    p.facts = facts;
    return p;
}

static const struct {
    const char *name, *profile, *policy;
    cp_tri binds;
} binding[] = {
    { "nobody said who we are", "", "us-ndaa-889-a1b", CP_UNKNOWN },
    { "a contractor", "country=US role=federal_contractor", "us-ndaa-889-a1b", CP_YES },
    { "a contractor in words", "country=US role=federal_contractor", "us-ndaa-889-a1a", CP_YES },
    { "a role with blanks and another spelling", "country=US role=universal-service_recipient",
      "us-fcc-covered-list", CP_YES },
    { "a foreign contractor", "country=SE role=contractor", "us-ndaa-889-a1b", CP_YES },
    { "at home, roles not told", "country=US", "us-ndaa-889-a1b", CP_UNKNOWN },
    { "at home, another role", "country=US role=importer", "us-ndaa-889-a1b", CP_UNKNOWN },
    { "at home, not that role", "country=US not=federal_contractor", "us-ndaa-889-a1b", CP_NO },
    { "abroad, roles not told", "country=SE", "us-ndaa-889-a1b", CP_NO },
    { "the role, country not told", "role=cii_operator", "cn-micron-2023", CP_UNKNOWN },
    { "the role at home", "country=CN role=cii_operator", "cn-micron-2023", CP_YES },
    { "the role abroad", "country=US role=cii_operator", "cn-micron-2023", CP_NO },
    { "another role at home", "country=CN role=importer not=cii_operator", "cn-micron-2023",
      CP_NO },
    { "a named addressee", "country=GB role=named_addressee", "uk-huawei-dvd-2022", CP_YES },
    { "a named addressee elsewhere", "country=EE role=named_addressee", "uk-huawei-dvd-2022",
      CP_NO },
    { "a licensee", "country=India role=telecom_licensee", "in-nsdts", CP_YES },
    { "a position binds nobody", "country=KR role=telecom_licensee", "kr-position", CP_NO },
};

static void check_binding(cp_arena *a)
{
    for (size_t i = 0; i < sizeof binding / sizeof *binding; i++) {
        cp_profile p = profile_of(a, binding[i].profile);
        const cp_policy *pack = cp_policy_by_id(lib, cp_str_c(binding[i].policy));
        is_cstr(cp_str_c(cp_tri_name(cp_policy_binds(a, lib, pack, &p))),
                cp_tri_name(binding[i].binds), "%s", binding[i].name);
        cp_judge *j = cp_judge_new(a, lib, &(cp_judge_opts){ &p, day("2026-11-23"), 0.95, false });
        cp_verdict v = cp_judge_asset(j, pack, asset_of(a, "maker=huawei class=ran generation=5G"));
        ok(v.binds == binding[i].binds, "%s: the verdict says so", binding[i].name);
    }
}

static const struct {
    const char *name, *profile, *policy, *facts, *result, *missing, *duties;
} judged[] = {
    { "the duties of a recipient", "country=US role=usf_recipient", "us-fcc-covered-list",
      "maker=huawei class=ran", "excluded", "", "use:unknown buy:yes maintain:yes" },
    { "the duties of an importer", "country=US role=importer", "us-fcc-covered-list",
      "maker=huawei class=ran authorised=2020-01-01", "excluded", "", "use:no import:yes" },
    { "a site that is on the list",
      "country=GB role=named_addressee national_security_site=north;east", "uk-huawei-dvd-2022",
      "maker=huawei class=ran generation=4G site=East", "excluded", "", "use:yes/2023-01-28" },
    { "a site that is not", "country=GB role=named_addressee national_security_site=north",
      "uk-huawei-dvd-2022", "maker=huawei class=ran generation=4G site=west", "not_addressed", "",
      "" },
    { "no such sites", "country=GB role=named_addressee national_security_site=none",
      "uk-huawei-dvd-2022", "maker=huawei class=ran generation=4G", "not_addressed", "", "" },
    { "such sites, but where is this?",
      "country=GB role=named_addressee national_security_site=north", "uk-huawei-dvd-2022",
      "maker=huawei class=ran generation=4G", "restricted", "", NULL },
    { "components: coverage not told", "country=US role=federal_contractor", "us-ndaa-889-a1b",
      "maker=cisco class=transport", "allowed", "", NULL },
    { "components: coverage partial", "country=US role=federal_contractor coverage=partial",
      "us-ndaa-889-a1b", "maker=cisco class=transport manufactured=2024-01-01", "undetermined",
      "contains essential purpose", NULL },
    { "components: coverage partial, and none is essential",
      "country=US role=federal_contractor coverage=partial", "us-ndaa-889-a1b",
      "maker=cisco class=transport essential=no", "allowed", "", NULL },
    { "components: stated", "country=US role=federal_contractor coverage=partial",
      "us-ndaa-889-a1b", "maker=cisco class=transport contains=nokia", "allowed", "", NULL },
    { "components: by name", "country=US role=federal_contractor coverage=full", "us-ndaa-889-a1b",
      "maker=cisco class=transport contains=nokia;Huawei_Technologies_Co.,_Ltd.", "undetermined",
      "essential", NULL },
    { "judged though it does not bind", "country=US role=importer not=cii_operator",
      "cn-micron-2023", "maker=micron class=memory", "excluded", "", NULL },
};

static void check_judged(cp_arena *a)
{
    for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
        cp_profile p = profile_of(a, judged[i].profile);
        cp_judge *j = cp_judge_new(a, lib, &(cp_judge_opts){ &p, day("2026-11-23"), 0.95, false });
        cp_verdict v = cp_judge_asset(j, cp_policy_by_id(lib, cp_str_c(judged[i].policy)),
                                      asset_of(a, judged[i].facts));
        bool good =
            is_cstr(cp_str_c(cp_result_name(v.result)), judged[i].result, "%s", judged[i].name);
        good &= is_cstr(list_text(a, v.missing, v.n_missing), judged[i].missing, "%s: missing",
                        judged[i].name);
        if (judged[i].duties)
            good &= is_cstr(duties_text(a, &v), judged[i].duties, "%s: duties", judged[i].name);
        if (!good)
            tap_note("%.*s", CP_FMT(v.reason));
    }
}

static void check_caps(cp_arena *a)
{
    static const struct {
        const char *name, *fleet[5];
        cp_tri met;
    } rows[] = {
        { "two of five",
          { "maker=huawei", "maker=huawei", "maker=nokia", "maker=nokia", "maker=nokia" },
          CP_NO },
        { "one of five",
          { "maker=huawei", "maker=ericsson", "maker=nokia", "maker=nokia", "maker=nokia" },
          CP_YES },
        { "one, and one unknown",
          { "maker=huawei", "name=x", "maker=nokia", "maker=nokia", "maker=nokia" },
          CP_UNKNOWN },
        { "quantities count",
          { "maker=huawei quantity=2", "maker=nokia quantity=8", "", "", "" },
          CP_YES },
        { "what is removed does not",
          { "maker=huawei status=removed", "maker=nokia", "maker=nokia", "", "" },
          CP_YES },
        { "no radio at all", { "", "", "", "", "" }, CP_UNKNOWN },
    };
    const cp_policy *p = cp_policy_by_id(lib, CP_STR("uk-huawei-dvd-2022"));
    cp_judge *j = cp_judge_new(a, lib, &(cp_judge_opts){ NULL, day("2026-11-23"), 0.95, true });
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_answer_asset fleet[5] = { 0 };
        uint32_t n = 0, n_out;
        for (int k = 0; k < 5; k++)
            if (rows[i].fleet[k] && *rows[i].fleet[k])
                fleet[n++].asset =
                    *asset_of(a, cp_str_fmt(a, "class=ran generation=5G %s", rows[i].fleet[k]).p);
        const cp_obligation *o = cp_judge_obligations(j, p, fleet, n, &n_out);
        is_uint(n_out, 2, "%s: two caps", rows[i].name);
        for (uint32_t k = 0; k < n_out; k++)
            if (cp_str_eq(o[k].clause, CP_STR("cap-5g-access"))) {
                is_int(o[k].met, rows[i].met, "%s", rows[i].name);
                tap_note("%.*s", CP_FMT(o[k].reason));
            } else {
                is_int(o[k].met, CP_UNKNOWN, "%s: premises are not counted", rows[i].name);
            }
    }
}

/* The sentence names the clause, in the pack's words, and what it hangs on. */
static const struct {
    const char *policy, *facts, *says[3];
} reasons[] = {
    { "us-ndaa-889-a1b",
      "maker=hikvision class=video_surveillance",
      { "Clause f3B could exclude it", "to find out: what it is used for (purpose)",
        "It does not bind you: it binds only these: contractor of the federal government." } },
    { "us-ndaa-889-a1b",
      "class=video_surveillance",
      { "who made it (maker)", "or what it is used for (purpose)", "then perhaps manufactured" } },
    { "us-ndaa-889-a1b",
      "maker=hikvision class=video_surveillance purpose=retail",
      { "none of the purposes of clause f3B", "", "" } },
    { "us-ndaa-889-a1b",
      "maker=honor class=any_telecom manufactured=2022",
      { "Clause f3A does not name it: Honor Device was under Huawei", "nor when this was made",
        "" } },
    { "us-ndaa-889-a1b",
      "maker=huawei class=antenna routes_user_data=no handles_user_data=no",
      { "Clause f3A would exclude it, but it is exempt: equipment that can neither route", "",
        "" } },
    { "us-ndaa-889-a1b",
      "class=antenna routes_user_data=no handles_user_data=no",
      { "Clause f3A could exclude it, but it is exempt", "", "" } },
    { "us-ndaa-889-a1b",
      "maker=cisco class=software",
      { "no clause for this kind of thing on 2026-11-23", "", "" } },
    { "us-ndaa-889-a1b",
      "maker=cisco class=transport contains=huawei",
      { "Clause component could exclude it: equipment, systems and services with",
        "to find out: whether what the rule covers inside is substantial or essential (needed",
        "(essential)" } },
    { "us-ndaa-889-a1b",
      "maker=cisco class=transport contains=huawei essential=no",
      { "Clause component needs a component that is substantial or essential",
        "it is said that none of these is", "" } },
    { "us-fcc-covered-list",
      "maker=zte class=ran",
      { "Clause 2 excludes it: ZTE",
        "It does not bind you: it binds only these: ", "importer or seller." } },
    { "us-fcc-covered-list",
      "maker=parrot class=uas made_in=FR approval=blue_uas",
      { "Clause 12 would exclude it, but it is exempt before 2028-01-01", "Blue UAS", "" } },
    { "us-fcc-covered-list",
      "maker=netgear class=cpe_router made_in=US",
      { "Clause 14 names only what was produced elsewhere", "", "" } },
    { "us-fcc-covered-list",
      "maker=china-telecom class=carrier_service company=China_Telecom_Global_Limited",
      { "Clause 8 names another company of the group", "", "" } },
    { "us-fcc-covered-list",
      "maker=dahua class=video_surveillance purpose=critical_infrastructure",
      { "Clause 5 excludes it only if the purpose is critical infrastructure", "", "" } },
    { "uk-huawei-dvd-2022",
      "maker=huawei class=access_fixed",
      { "Clause cap-fttp excludes it only above the share cap", "35 percent",
        "It does not bind you" } },
    { "uk-huawei-dvd-2022",
      "maker=huawei class=ran generation=5G",
      { "Clause no-new-5g excludes it", "its use has to end by 2027-12-31", "in GB." } },
    { "uk-huawei-dvd-2022",
      "maker=lorex class=ran generation=5G",
      { "on 2026-11-23 no clause names this one", "governs this kind of thing", "" } },
    { "in-nsdts",
      "maker=nokia class=ran installed=2024-01-01",
      { "not public", "whether it has the approval (approval)", "" } },
    { "in-nsdts",
      "maker=nokia class=ran installed=2024-01-01 approval=yes",
      { "It is on ", "as clause trusted-sources asks", "" } },
    { "in-nsdts",
      "maker=nokia class=ran installed=2020-01-01",
      { "it is exempt: equipment already inducted", "", "" } },
    { "cn-micron-2023",
      "maker=micron class=memory",
      { "Clause failed-review excludes it", "using what is there stays free",
        "critical information infrastructure in CN." } },
    { "kr-position", "maker=huawei class=ran", { "never judges", "", "" } },
};

static void check_reasons(cp_arena *a)
{
    cp_profile p = profile_of(a, "country=SE not=federal_contractor");
    cp_judge *j = cp_judge_new(a, lib, &(cp_judge_opts){ &p, day("2026-11-23"), 0.95, false });
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        cp_verdict v = cp_judge_asset(j, cp_policy_by_id(lib, cp_str_c(reasons[i].policy)),
                                      asset_of(a, reasons[i].facts));
        for (int k = 0; k < 3; k++)
            if (!ok(cp_str_has(v.reason, cp_str_c(reasons[i].says[k])), "%s, %s: \"%s\"",
                    reasons[i].policy, reasons[i].facts, reasons[i].says[k]))
                tap_note("%.*s", CP_FMT(v.reason));
        ok(v.result == CP_VERDICT_ALLOWED || v.n_sources > 0, "%s: names its sources",
           reasons[i].policy);
        is_uint(v.pack_digest.n, 64, "%s: names its bytes", reasons[i].policy);
    }
}

/* A pack of two clauses, in one order or the other, by one name or the other. */
static cp_verdict small_verdict(cp_arena *a, bool swap_clauses, bool swap_makers, const char *facts)
{
    const char *x = swap_makers ? "zte" : "huawei", *y = swap_makers ? "huawei" : "zte";
    cp_str one = cp_str_fmt(
        a, "- {id: x, title: t, makers: [%s], equipment: [core], confidence: partial}\n", x);
    cp_str two = cp_str_fmt(a,
                            "- {id: y, title: t, makers: [%s], equipment: [core, ran], purposes: "
                            "[public_safety], confidence: partial}\n",
                            y);
    cp_str pack = cp_str_fmt(
        a,
        "schema: cleanpath-policy/1\nid: p\ntitle: t\njurisdiction: SE\nkind: rules\nlaw: "
        "in_force\n"
        "effective: 2020\nread: 2026\naddressees: [{role: importer}]\nclauses:\n%.*s%.*s",
        CP_FMT(swap_clauses ? two : one), CP_FMT(swap_clauses ? one : two));
    cp_policy_lib *own = cp_policy_lib_new(a, makers);
    add_shipped(own, true);
    cp_policy_lib_add(own, CP_STR("p.yaml"), cp_bytes_of_str(pack));
    if (!ok(cp_policy_lib_finish(own, NULL) == CP_OK, "the small pack loads"))
        show_diags(own);
    cp_judge *j = cp_judge_new(a, own, &(cp_judge_opts){ NULL, day("2026-11-23"), 0.95, true });
    return cp_judge_asset(j, own->packs[0], asset_of(a, facts));
}

static void check_neutral(cp_arena *a)
{
    static const char *const cases[][2] = {
        { "maker=huawei class=core", "maker=zte class=core" },
        { "maker=zte class=core", "maker=huawei class=core" },
        { "maker=zte class=ran purpose=public_safety",
          "maker=huawei class=ran purpose=public_safety" },
        { "maker=nokia class=core", "maker=nokia class=core" },
        { "class=core", "class=core" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cp_verdict v = small_verdict(a, false, false, cases[i][0]),
                   w = small_verdict(a, false, true, cases[i][1]);
        cp_verdict o = small_verdict(a, true, false, cases[i][0]);
        ok(v.result == w.result && cp_str_eq(v.clause, w.clause) && v.n_missing == w.n_missing,
           "%s: two makers change places, the verdict stays", cases[i][0]);
        ok(v.result == o.result && cp_str_eq(v.clause, o.clause) && v.n_missing == o.n_missing,
           "%s: two clauses change places, the verdict stays", cases[i][0]);
    }
}

/* As many companies of one group as a pack may name, each by a clause of its own. */
static void check_many_companies(cp_arena *a)
{
    cp_buf pack = cp_buf_new(a);
    cp_buf_add_c(&pack, "schema: cleanpath-policy/1\nid: p\ntitle: t\njurisdiction: SE\n"
                        "kind: rules\nlaw: in_force\neffective: 2020\nread: 2026\n"
                        "addressees: [{role: importer}]\nclauses:\n");
    for (unsigned i = 1; i <= CP_LEGAL_NAMES_MAX; i++)
        cp_buf_fmt(
            &pack,
            "- {id: '%u', title: t, makers: [china-telecom], match: legal_name, legal_names: "
            "[Company %u Ltd], equipment: [carrier_service], confidence: partial}\n",
            i, i);
    cp_policy_lib *own = cp_policy_lib_new(a, makers);
    add_shipped(own, true);
    cp_policy_lib_add(own, CP_STR("p.yaml"), cp_bytes_of_str(cp_buf_str(&pack)));
    if (!ok(cp_policy_lib_finish(own, NULL) == CP_OK, "as many companies as may be")) {
        show_diags(own);
        return;
    }
    cp_judge *j = cp_judge_new(a, own, &(cp_judge_opts){ NULL, day("2026-11-23"), 0.95, true });
    for (unsigned i = 0; i <= CP_LEGAL_NAMES_MAX; i++) { /* company 0 is not named */
        cp_str text =
            cp_str_fmt(a, "maker=china-telecom class=carrier_service company=Company_%u_Ltd", i);
        cp_verdict v = cp_judge_asset(j, own->packs[0], asset_of(a, text.p));
        is_str(v.clause, i ? cp_str_fmt(a, "%u", i) : CP_STR(""), "company %u", i);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    makers = shipped_makers(a);
    lib = shipped_packs(a, makers);
    check_binding(a);
    check_judged(a);
    check_caps(a);
    check_reasons(a);
    check_neutral(a);
    check_many_companies(a);
    cp_arena_free(a);
    return tap_done();
}
