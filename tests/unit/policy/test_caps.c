/* SPDX-License-Identifier: Apache-2.0 */
/* test_caps.c - share caps by every unit, and random small fleets against the enumeration: each
 * asset whose maker is not known is tried as one that is named and as one that is not. */
#include "policy/support.h"

/* The pack up to the unit of its cap; what: whom the clause names. */
#define PACK(what)                                                                                \
    "schema: cleanpath-policy/1\nid: p\ntitle: t\njurisdiction: SE\nkind: rules\nlaw: in_force\n" \
    "effective: 2020-01-01\nread: 2026\naddressees: [{role: importer}]\nclauses:\n"               \
    "- {id: c, title: t, confidence: partial, " what ", equipment: [access_fixed, ran], "         \
    "cap: {share: 0.35, unit: "

static const struct row {
    const char *name, *unit, *fleet[5];
    cp_tri met;
    const char *says;
} rows[] = {
    { "premises are added up",
      "premises",
      { "maker=huawei class=access_fixed premises=300",
        "maker=nokia class=access_fixed premises=700" },
      CP_YES,
      "30.0 percent" },
    { "premises above the cap",
      "premises",
      { "maker=huawei class=access_fixed premises=400",
        "maker=nokia class=access_fixed premises=600" },
      CP_NO,
      "40.0 percent" },
    { "premises that nobody states",
      "premises",
      { "maker=huawei class=access_fixed premises=1", "maker=nokia class=access_fixed" },
      CP_UNKNOWN,
      "Of 2 assets that the cap could count 1 do not state their premises" },
    { "premises of what is not governed are not asked for",
      "premises",
      { "maker=huawei class=access_fixed premises=1", "maker=nokia class=access_fixed premises=9",
        "maker=nokia class=compute" },
      CP_YES,
      "10.0 percent" },
    { "premises in words",
      "premises",
      { "maker=huawei class=access_fixed premises=many" },
      CP_UNKNOWN,
      "do not state" },
    { "negative premises",
      "premises",
      { "maker=huawei class=access_fixed premises=-5" },
      CP_UNKNOWN,
      "do not state" },
    { "traffic",
      "traffic",
      { "maker=huawei class=ran traffic_bps=1000000000", "maker=nokia class=ran traffic_bps=4e9" },
      CP_YES,
      "20.0 percent" },
    { "a site counts once",
      "sites",
      { "maker=huawei class=ran site=a", "maker=huawei class=ran site=A",
        "maker=nokia class=ran site=b", "maker=nokia class=ran site=c" },
      CP_YES,
      "33.3 percent" },
    { "a site where both are counts as named",
      "sites",
      { "maker=huawei class=ran site=a", "maker=nokia class=ran site=a",
        "maker=nokia class=ran site=b" },
      CP_NO,
      "50.0 percent" },
    { "an asset without a site",
      "sites",
      { "maker=huawei class=ran site=a", "maker=nokia class=ran" },
      CP_UNKNOWN,
      "do not state their site" },
    { "a maker not known at a site",
      "sites",
      { "class=ran site=a", "maker=nokia class=ran site=b" },
      CP_UNKNOWN,
      "between 0.0 and 50.0" },
    { "assets by quantity",
      "assets",
      { "maker=huawei class=ran quantity=1", "maker=nokia class=ran quantity=9" },
      CP_YES,
      "10.0 percent" },
    { "nothing to count",
      "assets",
      { "maker=huawei class=compute" },
      CP_UNKNOWN,
      "No asset that the cap counts" },
};

static cp_obligation share_of(cp_arena *a, const cp_makers *makers, cp_str pack, cp_judge_opts opts,
                              const char *const *fleet, uint32_t n)
{
    cp_policy_lib *lib = cp_policy_lib_new(a, makers);
    cp_answer_asset *assets = CP_NEW_ARRAY(a, cp_answer_asset, n + 1);
    uint32_t n_out = 0;
    add_shipped(lib, true);
    cp_policy_lib_add(lib, CP_STR("criteria/s.yaml"),
                      cp_bytes_of_str(CP_STR("schema: cleanpath-criteria/1\nid: s\ntitle: t\n"
                                             "read: 2026\nitems: [{id: q, subject: entity, "
                                             "text: t, confidence: partial}]\n")));
    cp_policy_lib_add(lib, CP_STR("p.yaml"), cp_bytes_of_str(pack));
    if (cp_policy_lib_finish(lib, NULL) != CP_OK)
        show_diags(lib);
    for (uint32_t i = 0; i < n; i++)
        assets[i].asset = *asset_of(a, fleet[i]);
    opts.as_of = cp_date_ymd(2024, 1, 1);
    opts.accept = 0.95;
    opts.as_if_bound = true;
    cp_judge *j = cp_judge_new(a, lib, &opts);
    const cp_obligation *o = cp_judge_obligations(j, lib->packs[0], assets, n, &n_out);
    return n_out == 1 ? *o : (cp_obligation){ .met = CP_UNKNOWN };
}

static cp_obligation share(cp_arena *a, const cp_makers *makers, const char *unit,
                           const char *const *fleet, uint32_t n)
{
    return share_of(a, makers, cp_str_fmt(a, PACK("makers: [huawei]") "%s}}\n", unit),
                    (cp_judge_opts){ 0 }, fleet, n);
}

static void check(const cp_makers *makers, const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    uint32_t n = 0;
    while (n < 5 && r->fleet[n])
        n++;
    cp_obligation o = share(a, makers, r->unit, r->fleet, n);
    is_int(o.met, r->met, "%s", r->name);
    if (!ok(cp_str_has(o.reason, cp_str_c(r->says)), "%s: says why", r->name))
        tap_note("%.*s", CP_FMT(o.reason));
    cp_arena_free(a);
}

static cp_statement answer(const char *maker, const char *value)
{
    return (cp_statement){ .maker = cp_str_c(maker),
                           .fact = CP_STR("q"),
                           .value = cp_str_c(value),
                           .from = CP_DATE_NONE,
                           .to = CP_DATE_NONE,
                           .on = CP_DATE_NONE };
}

/* A cap that names only what stands at some place, and whose makers answers decide. */
static void check_place_and_criterion(const cp_makers *makers)
{
    cp_arena *a = cp_arena_new(0);
    static const char *const fleet[] = { "maker=huawei class=ran site=north-1",
                                         "maker=nokia class=ran site=north-1",
                                         "maker=nokia class=ran site=East-2",
                                         "maker=huawei class=ran site=elsewhere" };
    const cp_profile_fact sites = { CP_STR("crown_site"), CP_STR("south 3; north 1; east 2") };
    const cp_profile us = { .is_set = true, .facts = &sites, .n_facts = 1 };
    const cp_statement said[] = { answer("huawei", "yes"), answer("nokia", "no") };
    for (uint32_t n_said = 0; n_said <= 2; n_said += 2) {
        cp_obligation o =
            share_of(a, makers, CP_STR(PACK("criteria: q, place: crown_site") "assets}}\n"),
                     (cp_judge_opts){ .profile = &us, .statements = said, .n_statements = n_said },
                     fleet, 4);
        is_int(o.met, n_said ? CP_YES : CP_UNKNOWN, "%u answers to a criterion, at a place",
               n_said);
        if (!ok(cp_str_has(o.reason,
                           n_said ? CP_STR("25.0 percent") : CP_STR("between 0.0 and 75.0")),
                "and how many"))
            tap_note("%.*s", CP_FMT(o.reason));
    }
    cp_arena_free(a);
}

/* ---- the oracle */

static uint32_t state = 11;
static uint32_t below(uint32_t n)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

enum { FLEET = 6, SITES = 3 };
typedef struct thing {
    int maker; /* 0: another, 1: named, 2: not known */
    uint32_t premises, site;
} thing;

/* Is the share met if the unknown ones are named as the bits say? */
static bool is_met(const thing *v, uint32_t n, uint32_t bits, bool by_site)
{
    double named = 0, all = 0;
    bool site_named[SITES] = { 0 }, site_there[SITES] = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        bool is_named = v[i].maker == 1 || (v[i].maker == 2 && bits >> i & 1);
        named += is_named ? v[i].premises : 0;
        all += v[i].premises;
        site_there[v[i].site] = true;
        site_named[v[i].site] |= is_named;
    }
    for (int s = 0; s < SITES && by_site; s++) {
        named = s ? named : 0;
        all = s ? all : 0;
        named += site_named[s];
        all += site_there[s];
    }
    return all > 0 && named / all <= 0.35;
}

static void check_random(const cp_makers *makers)
{
    static const char *const maker[] = { "maker=nokia", "maker=huawei", "" };
    uint32_t n_wrong = 0, counts[3] = { 0 };
    for (uint32_t round = 0; round < 150; round++) {
        cp_arena *a = cp_arena_new(0);
        thing v[FLEET];
        const char *fleet[FLEET];
        uint32_t n = 1 + below(FLEET), n_met = 0;
        bool by_site = below(2);
        for (uint32_t i = 0; i < n; i++) {
            v[i] = (thing){ (int)below(3), 1 + below(9), below(SITES) };
            fleet[i] = cp_str_fmt(a, "%s class=ran premises=%u site=s%u", maker[v[i].maker],
                                  v[i].premises, v[i].site)
                           .p;
        }
        for (uint32_t bits = 0; bits < 1u << n; bits++)
            n_met += is_met(v, n, bits, by_site);
        cp_tri want = n_met == 1u << n ? CP_YES : n_met == 0 ? CP_NO : CP_UNKNOWN;
        cp_obligation o = share(a, makers, by_site ? "sites" : "premises", fleet, n);
        counts[want]++;
        if (o.met != want && n_wrong++ < 3)
            tap_note("%s: %.*s, want %d", by_site ? "sites" : "premises", CP_FMT(o.reason), want);
        cp_arena_free(a);
    }
    is_int(n_wrong, 0, "random fleets: %u met, %u not, %u open", counts[CP_YES], counts[CP_NO],
           counts[CP_UNKNOWN]);
    ok(counts[CP_YES] > 5 && counts[CP_NO] > 5 && counts[CP_UNKNOWN] > 5, "each of them occurred");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_makers *makers = shipped_makers(a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(makers, &rows[i]);
    check_place_and_criterion(makers);
    check_random(makers);
    cp_arena_free(a);
    return tap_done();
}
