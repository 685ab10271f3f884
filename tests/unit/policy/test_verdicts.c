/* SPDX-License-Identifier: Apache-2.0 */
/* test_verdicts.c - the shipped packs on cases written from their sources: result, clause, missing
 * facts, chain, duties. Where a column is NULL the row does not look at it. A test at the end tells
 * which clauses no row reached. */
#include "policy/support.h"

static const struct row {
    const char *name, *policy, *as_of, *facts, *result, *clause, *missing, *via, *duties;
} rows[] = {
#define A "us-ndaa-889-a1a"
#define B "us-ndaa-889-a1b"
#define F "us-fcc-covered-list"
#define U "uk-huawei-dvd-2022"
#define I "in-nsdts"
#define M "cn-micron-2023"
#define K "kr-position"
    /* 889 Part A */
    { "a named producer's radio", A, "2026-11-23", "maker=huawei class=ran", "excluded", "f3A", "",
      "huawei", "buy:yes" },
    { "a maker below the threshold is no maker", A, "2026-11-23",
      "maker=huawei@0.9 class=ran purpose=other manufactured=2024-01-01", "undetermined", "f3A",
      "maker", "", NULL },
    { "nobody knows the maker", A, "2026-11-23", "class=ran", "undetermined", "f3A",
      "maker purpose manufactured", "", NULL },
    { "nobody knows the maker, purpose other", A, "2026-11-23", "class=ran purpose=other",
      "undetermined", "f3A", "maker manufactured", "", NULL },
    { "one of two makers, neither named", A, "2026-11-23",
      "maker=tp-link@0.72 or=tp-link-systems@0.24 class=transport", "allowed", "", "", "", NULL },
    { "one of two makers, one named", A, "2026-11-23",
      "maker=cisco@0.6 or=huawei@0.38 class=transport", "undetermined", "f3A", "maker", "", NULL },
    { "one of two makers, both named", A, "2026-11-23",
      "maker=zte@0.6 or=huawei@0.38 class=transport", "excluded", "f3A", "", "", NULL },
    { "one of two makers, or somebody else", A, "2026-11-23",
      "maker=cisco@0.6 or=nokia@0.2 class=transport purpose=other manufactured=2024-01-01",
      "undetermined", "f3A", "maker", "", NULL },
    { "another maker", A, "2026-11-23", "maker=cisco class=transport", "allowed", "", "", "", "" },
    { "enterprise number 25506 is no reason", A, "2026-11-23", "maker=h3c class=transport",
      "allowed", "", "", "", NULL },
    { "a camera whose purpose nobody stated", A, "2026-11-23",
      "maker=hikvision class=video_surveillance", "undetermined", "f3B", "purpose", "hikvision",
      "buy:unknown" },
    { "a camera for public safety", A, "2026-11-23",
      "maker=hikvision class=video_surveillance purpose=public_safety", "excluded", "f3B", "",
      "hikvision", NULL },
    { "a camera in a shop", A, "2026-11-23",
      "maker=hikvision class=video_surveillance purpose=retail", "allowed", "", "", "", NULL },
    { "a purpose in unknown words stays open", A, "2026-11-23",
      "maker=dahua class=video_surveillance purpose=gate", "undetermined", "f3B", "purpose",
      "dahua", NULL },
    { "two purposes, one named", A, "2026-11-23",
      "maker=dahua class=video_surveillance purpose=office;public_safety", "excluded", "f3B", "",
      "dahua", NULL },
    { "a camera maker's purpose does not matter for another's", A, "2026-11-23",
      "maker=axis class=video_surveillance", "allowed", "", "", "", NULL },
    { "an antenna: does it see user data?", A, "2026-11-23", "maker=huawei class=antenna",
      "undetermined", "f3A", "routes_user_data handles_user_data", "huawei", NULL },
    { "an antenna that does not route: one fact is left", A, "2026-11-23",
      "maker=huawei class=antenna routes_user_data=no", "undetermined", "f3A", "handles_user_data",
      "huawei", NULL },
    { "an antenna that routes is not exempt", A, "2026-11-23",
      "maker=huawei class=antenna routes_user_data=yes", "excluded", "f3A", "", "huawei", NULL },
    { "exempt: neither routes nor sees", A, "2026-11-23",
      "maker=huawei class=power routes_user_data=no handles_user_data=no", "allowed", "", "", "",
      "" },
    { "exempt only if both are stated", A, "2026-11-23",
      "maker=huawei class=ran routes_user_data=no", "excluded", "f3A", "", "huawei", NULL },
    { "a server is no telecommunications equipment", A, "2026-11-23", "maker=dell class=compute",
      "not_addressed", "", "", "", NULL },
    { "a named producer's part inside", A, "2026-11-23",
      "maker=cisco class=transport contains=huawei", "restricted", "component", "", "huawei",
      "buy:unknown" },
    { "a service of a named producer", A, "2026-11-23", "maker=huawei class=services", "excluded",
      "f3C", "", "huawei", NULL },
    { "interconnection is exempt", A, "2026-11-23", "maker=zte class=services role=interconnection",
      "allowed", "", "", "", NULL },
    { "no class: what the maker makes", A, "2026-11-23", "maker=zte", "excluded", "f3A", "", "zte",
      NULL },
    { "no class: what it does", A, "2026-11-23", "maker=zte function=transmission", "excluded",
      "f3A", "", "zte", NULL },
    { "before it was enacted", A, "2018-08-12", "maker=huawei class=ran", "not_addressed", "", "",
      "", "" },
    { "enacted, not yet effective", A, "2018-12-01", "maker=huawei class=ran", "restricted", "f3A",
      "", "huawei", "buy:from 2019-08-13" },
    { "the day it begins", A, "2019-08-13", "maker=huawei class=ran", "excluded", "f3A", "",
      "huawei", "buy:yes" },
    /* ownership, judged today and on the day of manufacture */
    { "made when it was theirs", A, "2026-11-23",
      "maker=honor class=any_telecom manufactured=2019-06", "excluded", "f3A", "", "honor huawei",
      NULL },
    { "made the day before the sale", A, "2026-11-23",
      "maker=honor class=any_telecom manufactured=2020-11-16", "excluded", "f3A", "", NULL, NULL },
    { "made on the day of the sale", A, "2026-11-23",
      "maker=honor class=any_telecom manufactured=2020-11-17", "allowed", "", "", "", NULL },
    { "made after the sale", A, "2026-11-23", "maker=honor class=any_telecom manufactured=2022",
      "allowed", "", "", "", NULL },
    { "made in the month of the sale", A, "2026-11-23",
      "maker=honor class=any_telecom manufactured=2020-11", "undetermined", "f3A", "manufactured",
      "honor huawei", NULL },
    { "installed before the sale, so made before", A, "2026-11-23",
      "maker=honor class=any_telecom installed=2020-05-01", "excluded", "f3A", "", "honor huawei",
      NULL },
    { "no date of manufacture", A, "2026-11-23", "maker=honor class=any_telecom", "undetermined",
      "f3A", "manufactured", NULL, NULL },
    { "judged before the sale, whenever made", A, "2020-06-01", "maker=honor class=any_telecom",
      "excluded", "f3A", "", "honor huawei", NULL },
    { "a camera house before it was bought", A, "2026-11-23",
      "maker=lorex class=video_surveillance purpose=public_safety manufactured=2017", "allowed", "",
      "", "", NULL },
    { "a camera house in the year when it was bought", A, "2026-11-23",
      "maker=lorex class=video_surveillance purpose=public_safety manufactured=2018-07-01",
      "restricted", "f3B", "", "lorex dahua", NULL },
    { "a camera house while it was theirs", A, "2026-11-23",
      "maker=lorex class=video_surveillance purpose=public_safety manufactured=2020", "excluded",
      "f3B", "", "lorex dahua", NULL },
    { "a camera house after it was sold", A, "2026-11-23",
      "maker=lorex class=video_surveillance purpose=public_safety manufactured=2023-02-01",
      "allowed", "", "", "", NULL },
    { "a camera house, nothing stated", A, "2026-11-23", "maker=lorex class=video_surveillance",
      "undetermined", "f3B", "purpose manufactured", "lorex dahua", NULL },
    { "a radio house that is still theirs", A, "2026-11-23",
      "maker=norsat class=satellite purpose=public_safety", "excluded", "f3B", "", "norsat hytera",
      NULL },
    { "a radio house sold in an unknown month", A, "2026-11-23",
      "maker=sepura class=land_mobile_radio purpose=public_safety manufactured=2022-03-01",
      "restricted", "f3B", "", "sepura hytera", NULL },
    /* Part B */
    { "what a contractor uses", B, "2026-11-23", "maker=huawei class=ran", "excluded", "f3A", "",
      "huawei", "use:yes" },
    { "Part B began a year later", B, "2019-12-01", "maker=huawei class=ran", "restricted", "f3A",
      "", "huawei", "use:from 2020-08-13" },
    { "Part B and purpose", B, "2026-11-23", "maker=dahua class=video_surveillance", "undetermined",
      "f3B", "purpose", "dahua", "use:unknown" },
    { "Part B, purpose stated", B, "2026-11-23",
      "maker=hytera class=land_mobile_radio purpose=police", "excluded", "f3B", "", "hytera",
      "use:yes" },
    { "Part B, another maker", B, "2026-11-23", "maker=nokia class=ran", "allowed", "", "", "",
      "" },
    { "Part B, exempt", B, "2026-11-23",
      "maker=zte class=antenna routes_user_data=no handles_user_data=no", "allowed", "", "", "",
      NULL },
    /* Covered List */
    { "entry 1", F, "2026-11-23", "maker=huawei class=transport", "excluded", "1", "", "huawei",
      "use:unknown buy:yes maintain:yes import:unknown" },
    { "entry 1 was not there the day before", F, "2021-03-11", "maker=huawei class=transport",
      "not_addressed", "", "", "", NULL },
    { "entry 1, money sixty days later", F, "2021-03-12",
      "maker=huawei class=transport authorised=2021-06-01", "excluded", "1", "", NULL,
      "use:unknown buy:from 2021-05-11 maintain:from 2021-05-11 import:yes" },
    { "entry 1, authorised before", F, "2026-11-23",
      "maker=huawei class=transport authorised=2015-01-01", "excluded", "1", "", NULL,
      "use:unknown buy:yes maintain:yes import:yes" },
    { "entry 2", F, "2026-11-23", "maker=zte class=onu", "excluded", "2", "", "zte", NULL },
    { "entry 3 asks for the purpose", F, "2026-11-23", "maker=hytera class=land_mobile_radio",
      "undetermined", "3", "purpose", "hytera", NULL },
    { "entry 3, public safety", F, "2026-11-23",
      "maker=hytera class=land_mobile_radio purpose=public_safety", "excluded", "3", "", "hytera",
      NULL },
    { "entry 4, critical infrastructure is being defined anew", F, "2026-11-23",
      "maker=hikvision class=video_surveillance purpose=critical_infrastructure", "restricted", "4",
      "", "hikvision", NULL },
    { "entry 4, government facilities", F, "2026-11-23",
      "maker=hikvision class=video_surveillance purpose=government_facilities", "excluded", "4", "",
      "hikvision", NULL },
    { "entry 5, an office", F, "2026-11-23", "maker=dahua class=video_surveillance purpose=office",
      "allowed", "", "", "", NULL },
    { "entry 5", F, "2026-11-23", "maker=dahua class=video_surveillance purpose=national_security",
      "excluded", "5", "", "dahua", NULL },
    { "entry 6 and 11, software", F, "2026-11-23", "maker=kaspersky class=security_software",
      "excluded", "6", "", "kaspersky", NULL },
    { "entry 6 before 11", F, "2023-01-01", "maker=kaspersky class=security_software", "excluded",
      "6", "", NULL, NULL },
    { "security software before entry 6", F, "2022-03-24",
      "maker=kaspersky class=security_software", "not_addressed", "", "", "", NULL },
    { "no class: security software is what it makes", F, "2026-11-23", "maker=kaspersky",
      "excluded", "6", "", NULL, NULL },
    { "another security software", F, "2026-11-23", "maker=fortinet class=security_software",
      "allowed", "", "", "", NULL },
    { "entry 7, the company named", F, "2026-11-23",
      "maker=china-mobile class=carrier_service company=China_Mobile_International_USA_Inc.",
      "excluded", "7", "", NULL, NULL },
    { "entry 8, by name in another spelling", F, "2026-11-23",
      "maker=china-telecom class=carrier_service company=China_Telecom_(Americas)_Corporation",
      "excluded", "8", "", NULL, NULL },
    { "entry 8, by its own AS number", F, "2026-11-23",
      "maker=china-telecom class=carrier_service asn=36678", "excluded", "8", "", NULL, NULL },
    { "entry 8, an AS number of the group", F, "2026-11-23",
      "maker=china-telecom class=carrier_service asn=4134", "undetermined", "8", "legal_name", NULL,
      NULL },
    { "entry 8, the group", F, "2026-11-23",
      "maker=china-telecom class=carrier_service company=China_Telecom", "undetermined", "8",
      "legal_name", NULL, NULL },
    { "entry 8, another company of the group", F, "2026-11-23",
      "maker=china-telecom class=carrier_service company=China_Telecom_Global_Limited", "allowed",
      "", "", "", NULL },
    { "entry 8, the group's equipment is not meant", F, "2026-11-23",
      "maker=china-telecom class=transport", "allowed", "", "", "", NULL },
    { "entry 9", F, "2026-11-23", "class=carrier_service operated_by=ComNet_(USA)_LLC", "excluded",
      "9", "", NULL, NULL },
    { "entry 10, by AS number", F, "2026-11-23",
      "maker=china-unicom class=carrier_service asn=19174", "excluded", "10", "", NULL, NULL },
    { "entry 12, produced abroad", F, "2026-11-23", "maker=parrot class=uas made_in=FR", "excluded",
      "12", "", "", NULL },
    { "entry 12, on the Blue UAS list", F, "2026-11-23",
      "maker=parrot class=uas made_in=FR approval=Blue-UAS", "allowed", "", "", "", NULL },
    { "entry 12, the exemption ends", F, "2028-01-01",
      "maker=parrot class=uas made_in=FR approval=Blue-UAS", "excluded", "12", "", "", NULL },
    { "entry 13, wherever produced", F, "2026-11-23", "maker=dji class=uas made_in=US", "excluded",
      "13", "", "dji", NULL },
    { "entries 12 and 13: the place does not matter", F, "2026-11-23", "maker=dji class=uas",
      "excluded", "13", "", "dji", NULL },
    { "entry 14, produced abroad", F, "2026-11-23", "maker=netgear class=cpe_router made_in=VN",
      "excluded", "14", "", "", NULL },
    { "entry 14, a country written out", F, "2026-11-23",
      "maker=netgear class=cpe_router made_in=Taiwan", "excluded", "14", "", "", NULL },
    { "entry 14, produced at home", F, "2026-11-23", "maker=netgear class=cpe_router made_in=USA",
      "allowed", "", "", "", NULL },
    { "entry 14, one stage abroad", F, "2026-11-23", "maker=netgear class=cpe_router made_in=US;VN",
      "excluded", "14", "", "", NULL },
    { "entry 14, nobody knows where", F, "2026-11-23", "maker=netgear class=cpe_router",
      "undetermined", "14", "made_in", "", NULL },
    { "entry 14, of no known maker", F, "2026-11-23", "class=cpe_router made_in=VN", "excluded",
      "14", "", "", NULL },
    { "entry 14, conditionally approved", F, "2026-11-23",
      "maker=netgear class=cpe_router made_in=VN approval=conditional_approval", "allowed", "", "",
      "", NULL },
    { "entry 14 was not there before", F, "2026-03-22", "maker=netgear class=cpe_router made_in=VN",
      "allowed", "", "", "", NULL },
    { "a router of a named producer, wherever made", F, "2026-11-23",
      "maker=huawei class=cpe_router", "excluded", "1", "", NULL, NULL },
    { "a carrier's router is not consumer-grade", F, "2026-11-23",
      "maker=juniper class=core made_in=MX", "allowed", "", "", "", NULL },
    { "entry 15, by its name", F, "2026-11-23",
      "class=carrier_service supplier=Digitalsystem_Technology_Inc.", "excluded", "15", "", NULL,
      NULL },
    { "entry 16", F, "2026-11-23", "maker=acme class=power_inverter made_in=CN", "excluded", "16",
      "", "", NULL },
    { "entry 16, place unknown", F, "2026-11-23", "maker=acme class=power_inverter", "undetermined",
      "16", "made_in", "", NULL },
    { "entry 17", F, "2026-11-23", "maker=acme class=robotic_device made_in=JP", "excluded", "17",
      "", "", NULL },
    { "entry 17, home made", F, "2026-11-23", "maker=acme class=robotic_device made_in=US",
      "allowed", "", "", "", NULL },
    { "former joint venture", F, "2026-11-23", "maker=h3c class=transport", "allowed", "", "", "",
      NULL },
    { "former house, made after", F, "2026-11-23",
      "maker=honor class=any_telecom manufactured=2023-01-01", "allowed", "", "", "", NULL },
    { "a server house sold in 2021", F, "2026-11-23",
      "maker=xfusion class=any_telecom manufactured=2021-11-04", "excluded", "1", "",
      "xfusion huawei", NULL },
    /* United Kingdom direction */
    { "5G radio", U, "2026-11-23", "maker=huawei class=ran generation=5G", "excluded", "no-new-5g",
      "", "huawei", "use:from 2027-12-31/2027-12-31 install:yes" },
    { "5G radio after the end", U, "2028-01-01", "maker=huawei class=ran generation=5G", "excluded",
      "5g-all", "", "huawei", "use:yes/2027-12-31 install:yes" },
    { "generation not known", U, "2026-11-23", "maker=huawei class=ran", "undetermined",
      "no-new-5g", "generation", "huawei", NULL },
    { "4G radio: only at certain sites", U, "2026-11-23", "maker=huawei class=ran generation=4G",
      "restricted", "ns-sites", "", "huawei", "use:unknown/2023-01-28" },
    { "fibre access: a cap", U, "2026-11-23", "maker=huawei class=access_fixed", "restricted",
      "cap-fttp", "", "huawei", NULL },
    { "core of any generation", U, "2026-11-23", "maker=huawei class=core", "excluded", "core", "",
      "huawei", "use:yes/2023-12-31 install:unknown" },
    { "core, 4G", U, "2026-11-23", "maker=huawei class=core generation=4G", "excluded", "core", "",
      "huawei", "use:yes/2023-12-31" },
    { "core, before the deadline", U, "2023-06-01", "maker=huawei class=core generation=4G",
      "restricted", NULL, "", "huawei", NULL },
    { "high data rate transmission", U, "2026-11-23",
      "maker=huawei class=transport generation=none", "restricted", "transmission", "", "huawei",
      NULL },
    { "another maker's 5G", U, "2026-11-23", "maker=ericsson class=ran generation=5G", "allowed",
      "", "", "", NULL },
    { "another maker's 4G", U, "2026-11-23", "maker=ericsson class=ran generation=4G",
      "not_addressed", "", "", "", NULL },
    { "another maker: generation does not matter", U, "2026-11-23", "maker=ericsson class=ran",
      "allowed", "", "", "", NULL },
    { "a maker that others name", U, "2026-11-23", "maker=zte class=ran generation=5G", "allowed",
      "", "", "", NULL },
    { "before the direction", U, "2022-10-12", "maker=huawei class=ran generation=5G",
      "not_addressed", "", "", "", NULL },
    { "purpose does not matter", U, "2026-11-23",
      "maker=huawei class=ran generation=5G purpose=other", "excluded", "no-new-5g", "", NULL,
      NULL },
    /* India */
    { "new, not on a list that nobody can read", I, "2026-11-23",
      "maker=nokia class=ran installed=2023-05-01", "undetermined", "trusted-sources", "approval",
      "", NULL },
    { "new and approved", I, "2026-11-23",
      "maker=nokia class=ran installed=2023-05-01 approval=yes", "allowed", "", "", "", NULL },
    { "new and refused", I, "2026-11-23", "maker=nokia class=ran installed=2023-05-01 approval=no",
      "excluded", "trusted-sources", "", "", "install:yes extend:yes" },
    { "of no known maker: approval alone matters", I, "2026-11-23",
      "class=ran installed=2023-05-01", "undetermined", "trusted-sources", "approval", "", NULL },
    { "already there before: stays, extension is asked for", I, "2026-11-23",
      "maker=huawei class=ran installed=2019-01-01", "allowed", "", "", "",
      "use:no extend:unknown maintain:no" },
    { "no date of installation", I, "2026-11-23", "maker=nokia class=ran", "undetermined",
      "trusted-sources", "approval installed", "", NULL },
    { "planned: not there before", I, "2026-11-23", "maker=nokia class=ran status=planned",
      "undetermined", "trusted-sources", "approval", "", NULL },
    { "the year of the directive", I, "2026-11-23", "maker=nokia class=ran installed=2021",
      "undetermined", "trusted-sources", "approval installed", "", NULL },
    { "a camera is not governed", I, "2026-11-23", "maker=hikvision class=video_surveillance",
      "not_addressed", "", "", "", NULL },
    { "published, not yet in effect", I, "2021-04-01",
      "maker=nokia class=ran approval=no installed=2021-03-20", "allowed", "", "", "", NULL },
    /* China, critical information infrastructure */
    { "memory", M, "2026-11-23", "maker=micron class=memory", "excluded", "failed-review", "",
      "micron", "use:no buy:yes" },
    { "another maker's memory", M, "2026-11-23", "maker=acme class=memory", "allowed", "", "", "",
      NULL },
    { "memory of no known maker", M, "2026-11-23", "class=memory", "undetermined", "failed-review",
      "maker", "", NULL },
    { "a router is not governed", M, "2026-11-23", "maker=cisco class=transport", "not_addressed",
      "", "", "", NULL },
    { "the day before", M, "2023-05-20", "maker=micron class=memory", "not_addressed", "", "", "",
      NULL },
    { "no class: what it makes", M, "2026-11-23", "maker=micron", "excluded", "failed-review", "",
      NULL, NULL },
    /* Korea */
    { "a position never judges", K, "2026-11-23", "maker=huawei class=ran generation=5G",
      "not_addressed", "", "", "", "" },
    { "a position, nothing known", K, "2026-11-23", "name=x", "not_addressed", "", "", "", "" },
};

enum { CLAUSES = 64 };
static bool reached[16][CLAUSES];

static void check(cp_arena *a, const cp_policy_lib *lib, const struct row *r)
{
    static const cp_profile somebody = { .is_set = true };
    cp_date as_of;
    const cp_policy *p = cp_policy_by_id(lib, cp_str_c(r->policy));
    if (!ok(p && cp_date_parse(cp_str_c(r->as_of), &as_of), "%s: pack %s", r->name, r->policy))
        return;
    cp_judge *j =
        cp_judge_new(a, lib, &(cp_judge_opts){ &somebody, as_of, CP_ACCEPT_DEFAULT, true });
    const cp_asset *as = asset_of(a, r->facts);
    cp_verdict v = cp_judge_asset(j, p, as), again = cp_judge_by_facts(j, p, cp_judge_facts(j, as));
    bool good = is_cstr(cp_str_c(cp_result_name(v.result)), r->result, "%s, %s: result", r->policy,
                        r->name);
    good &= r->clause == NULL || is_cstr(v.clause, r->clause, "%s, %s: clause", r->policy, r->name);
    good &= r->missing == NULL || is_cstr(list_text(a, v.missing, v.n_missing), r->missing,
                                          "%s, %s: missing", r->policy, r->name);
    good &= r->via == NULL ||
            is_cstr(list_text(a, v.via, v.n_via), r->via, "%s, %s: via", r->policy, r->name);
    good &= r->duties == NULL ||
            is_cstr(duties_text(a, &v), r->duties, "%s, %s: duties", r->policy, r->name);
    good &= ok(v.result == again.result && cp_str_eq(v.reason, again.reason),
               "%s: the same without the memo", r->name);
    if (!good)
        tap_note("%.*s", CP_FMT(cp_policy_explain(a, lib, &v)));
    for (uint32_t i = 0; i < lib->n_packs; i++)
        for (uint32_t c = 0; c < p->n_clauses && lib->packs[i] == p; c++)
            reached[i][c] |= cp_str_eq(p->clauses[c].id, v.clause);
}

/* Clauses that another one always hides: 11 by the older 6, the two of the direction by one that
 * says more. */
static bool is_hidden(cp_str clause)
{
    return cp_str_eq(clause, CP_STR("11")) || cp_str_eq(clause, CP_STR("no-sanctioned-fttp")) ||
           cp_str_eq(clause, CP_STR("cap-5g-access"));
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_policy_lib *lib = shipped_packs(a, shipped_makers(a));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(a, lib, &rows[i]);
    for (uint32_t i = 0; i < lib->n_packs; i++)
        for (uint32_t c = 0; c < lib->packs[i]->n_clauses; c++)
            if (!reached[i][c] && !is_hidden(lib->packs[i]->clauses[c].id) &&
                lib->packs[i]->clauses_of == lib->packs[i])
                ok(false, "%.*s: clause %.*s is reached by some row", CP_FMT(lib->packs[i]->id),
                   CP_FMT(lib->packs[i]->clauses[c].id));
    cp_arena_free(a);
    return tap_done();
}
