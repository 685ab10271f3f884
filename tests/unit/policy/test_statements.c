/* SPDX-License-Identifier: Apache-2.0 */
/* Approvals: of which products, for whom, on which day; and words that no rule knows. */
#include "support.h"

static const char pack_yaml[] =
    "schema: cleanpath-policy/1\n"
    "id: list-rule\ntitle: t\njurisdiction: INTL\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026-01-01\n"
    "addressees: [{role: telecom_service_provider, anywhere: yes}]\n"
    "sources: {memo: {url: 'https://intranet.example/2', date: 2025-12, tier: secondary}}\n"
    "clauses:\n"
    "- {id: '1', title: only what is approved, equipment: [ran],\n"
    "   allow_list: {name: the list, public: no}, src: memo, confidence: verified}\n"
    "- {id: '2', title: purposes, equipment: [video_surveillance], purposes: [public_safety],\n"
    "   src: memo, confidence: verified}\n";

/* One pack looks at the seat of a maker, another gives numbers to the makers. */
static const char seat_yaml[] =
    "schema: cleanpath-policy/1\n"
    "id: seat-rule\ntitle: t\njurisdiction: INTL\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026-01-01\n"
    "addressees: [{role: telecom_service_provider, anywhere: yes}]\n"
    "sources: {memo: {url: 'https://intranet.example/3', date: 2025-12, tier: secondary}}\n"
    "clauses:\n"
    "- {id: '1', title: by seat, maker_country: [CN], equipment: [ran], src: memo,\n"
    "   confidence: verified}\n";
static const char names_yaml[] =
    "schema: cleanpath-policy/1\n"
    "id: names-rule\ntitle: t\njurisdiction: INTL\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026-01-01\n"
    "addressees: [{role: telecom_service_provider, anywhere: yes}]\n"
    "sources: {memo: {url: 'https://intranet.example/4', date: 2025-12, tier: secondary}}\n"
    "clauses:\n"
    "- {id: '1', title: by name, makers: [huawei, zte, cisco, juniper], equipment: [ran],\n"
    "   src: memo, confidence: verified}\n";

#define DAY(d)                                         \
    {                                                  \
        20783 + (d), 20783 + (d) /* from 2026-11-26 */ \
    }
#define NONE \
    {        \
        1, 0 \
    }

static const struct row {
    const char *name, *asset;
    struct {
        const char *maker, *product, *value, *licensee;
        cp_date from, to;
    } said[2];
    cp_result want;
    cp_approval_state state; /* of the first */
} rows[] = {
    { "nobody says", "maker=nokia class=ran product=X1", { { NULL } }, CP_VERDICT_UNDETERMINED, 0 },
    { "the product",
      "maker=nokia class=ran product=X1",
      { { "Nokia", "X1", "yes", "", NONE, NONE } },
      CP_VERDICT_ALLOWED,
      CP_APPROVAL_COUNTS },
    { "as somebody else spells it",
      "maker=nokia class=ran product=x-1",
      { { "nokia", "X 1", "yes", "", NONE, NONE } },
      CP_VERDICT_ALLOWED,
      CP_APPROVAL_COUNTS },
    { "all of the maker",
      "maker=nokia class=ran",
      { { "Nokia", "", "yes", "", NONE, NONE } },
      CP_VERDICT_ALLOWED,
      CP_APPROVAL_COUNTS },
    { "another product",
      "maker=nokia class=ran product=X1",
      { { "Nokia", "X2", "yes", "", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_UNMATCHED },
    { "part of a name is no name",
      "maker=nokia class=ran product=X1-A",
      { { "Nokia", "X1", "yes", "", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_UNMATCHED },
    { "a product that is not sure",
      "maker=nokia class=ran product=X1@0.9",
      { { "Nokia", "X1", "yes", "", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_UNMATCHED },
    { "another maker",
      "maker=nokia class=ran product=X1",
      { { "Ericsson", "X1", "yes", "", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_UNMATCHED },
    { "a maker that nobody knows",
      "maker=nokia class=ran product=X1",
      { { "Nonesuch", "X1", "yes", "", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_UNMATCHED },
    { "a maker that is not sure",
      "maker=nokia@0.8 class=ran product=X1",
      { { "Nokia", "X1", "yes", "", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_UNMATCHED },
    { "on its last day",
      "maker=nokia class=ran",
      { { "Nokia", "", "yes", "", DAY(-9), DAY(0) } },
      CP_VERDICT_ALLOWED,
      CP_APPROVAL_COUNTS },
    { "the day after",
      "maker=nokia class=ran",
      { { "Nokia", "", "yes", "", DAY(-9), DAY(-1) } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_EXPIRED },
    { "on its first day",
      "maker=nokia class=ran",
      { { "Nokia", "", "yes", "", DAY(0), NONE } },
      CP_VERDICT_ALLOWED,
      CP_APPROVAL_COUNTS },
    { "the day before",
      "maker=nokia class=ran",
      { { "Nokia", "", "yes", "", DAY(1), NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_LATER },
    { "for us",
      "maker=nokia class=ran",
      { { "Nokia", "", "yes", "example operator", NONE, NONE } },
      CP_VERDICT_ALLOWED,
      CP_APPROVAL_COUNTS },
    { "for others",
      "maker=nokia class=ran",
      { { "Nokia", "", "yes", "Bergson", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_OTHERS },
    { "the inventory says no",
      "maker=nokia class=ran approval=no",
      { { "Nokia", "", "yes", "", NONE, NONE } },
      CP_VERDICT_EXCLUDED,
      CP_APPROVAL_UNMATCHED },
    { "the inventory is not sure",
      "maker=nokia class=ran approval=no@0.4",
      { { "Nokia", "", "yes", "", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_UNMATCHED },
    { "an answer says no",
      "maker=nokia class=ran",
      { { "nokia", "", "no", "", NONE, NONE } },
      CP_VERDICT_EXCLUDED,
      CP_APPROVAL_COUNTS },
    { "yes and no",
      "maker=nokia class=ran product=X1",
      { { "nokia", "", "no", "", NONE, NONE }, { "nokia", "X1", "yes", "", NONE, NONE } },
      CP_VERDICT_UNDETERMINED,
      CP_APPROVAL_COUNTS },
    { "a word that no rule knows",
      "class=video_surveillance purpose=lobby",
      { { NULL } },
      CP_VERDICT_UNDETERMINED,
      0 },
};

static void check_row(cp_arena *a, const cp_policy_lib *lib, const struct row *r)
{
    static const cp_profile us = { .is_set = true,
                                   .name = CP_STR_INIT("Example Operator"),
                                   .country = CP_STR_INIT("SE") };
    cp_statement said[2];
    uint32_t n = 0;
    for (; n < 2 && r->said[n].maker; n++)
        said[n] = (cp_statement){ .maker = cp_str_c(r->said[n].maker),
                                  .state = CP_STR(""),
                                  .product = cp_str_c(r->said[n].product),
                                  .fact = CP_STR("approval"),
                                  .value = cp_str_c(r->said[n].value),
                                  .licensee = cp_str_c(r->said[n].licensee),
                                  .from = r->said[n].from,
                                  .to = r->said[n].to };
    cp_judge *j = cp_judge_new(a, lib,
                               &(cp_judge_opts){ .profile = &us,
                                                 .as_of = cp_date_ymd(2026, 11, 26),
                                                 .accept = CP_ACCEPT_DEFAULT,
                                                 .as_if_bound = true,
                                                 .statements = said,
                                                 .n_statements = n });
    cp_verdict v =
        cp_judge_asset(j, cp_policy_by_id(lib, CP_STR("list-rule")), asset_of(a, r->asset));
    is_cstr(cp_str_c(cp_result_name(v.result)), cp_result_name(r->want), "%s", r->name);
    const cp_approval *told = cp_judge_approvals(j, &n);
    if (n)
        is_int(told[0].state, r->state, "%s: what became of it", r->name);
}

/* One in words, one not: as sure as it would be alone. Two in words: neither. */
static void test_words(cp_arena *a, const cp_policy_lib *lib)
{
    static const struct {
        const char *name, *claim, *other;
        double claim_sure, other_sure;
        cp_result want;
    } words[] = {
        { "the other is in no word", "other", "lobby", 0.488, 0.488, CP_VERDICT_ALLOWED },
        { "the first is in no word", "lobby", "public_safety", 0.488, 0.488, CP_VERDICT_EXCLUDED },
        { "both are in words", "other", "public_safety", 0.488, 0.488, CP_VERDICT_UNDETERMINED },
        { "it is not sure alone", "other", "lobby", 0.3, 0.5, CP_VERDICT_UNDETERMINED },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        cp_asset as = *asset_of(a, "class=video_surveillance");
        cp_claim claims[] = { as.claims[0],
                              { .attr = CP_ATTR_PURPOSE,
                                .value = cp_str_c(words[i].claim),
                                .confidence = words[i].claim_sure } };
        cp_claim others[] = { { .attr = CP_ATTR_PURPOSE,
                                .value = cp_str_c(words[i].other),
                                .confidence = words[i].other_sure } };
        as.claims = claims;
        as.n_claims = 2;
        as.others = others;
        as.n_others = 1;
        cp_judge *j = cp_judge_new(a, lib,
                                   &(cp_judge_opts){ .as_of = cp_date_ymd(2026, 11, 26),
                                                     .accept = CP_ACCEPT_DEFAULT,
                                                     .as_if_bound = true });
        cp_verdict v = cp_judge_asset(j, cp_policy_by_id(lib, CP_STR("list-rule")), &as);
        is_cstr(cp_str_c(cp_result_name(v.result)), cp_result_name(words[i].want), "%s",
                words[i].name);
    }
}

/* Surely one of two makers that the pack cannot name: it differs by where they are seated, also
 * from an asset that was judged before. */
static void test_seats(cp_arena *a, const cp_policy_lib *lib)
{
    static const struct {
        const char *asset;
        cp_result want;
    } seats[] = {
        { "maker=cisco@0.6 or=juniper@0.38 class=ran", CP_VERDICT_ALLOWED },
        { "maker=huawei@0.6 or=zte@0.38 class=ran", CP_VERDICT_EXCLUDED },
        { "maker=cisco@0.6 or=zte@0.38 class=ran", CP_VERDICT_UNDETERMINED },
        { "maker=zte@0.6 or=huawei@0.38 class=ran", CP_VERDICT_EXCLUDED },
    };
    cp_judge *j = cp_judge_new(a, lib,
                               &(cp_judge_opts){ .as_of = cp_date_ymd(2026, 11, 26),
                                                 .accept = CP_ACCEPT_DEFAULT,
                                                 .as_if_bound = true });
    for (size_t i = 0; i < sizeof seats / sizeof *seats; i++) {
        cp_verdict v = cp_judge_asset(j, cp_policy_by_id(lib, CP_STR("seat-rule")),
                                      asset_of(a, seats[i].asset));
        is_cstr(cp_str_c(cp_result_name(v.result)), cp_result_name(seats[i].want), "%s",
                seats[i].asset);
    }
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_policy_lib *lib = cp_policy_lib_new(a, shipped_makers(a));
    cp_err err = { 0 };
    add_shipped(lib, true);
    static const char *const packs[] = { pack_yaml, seat_yaml, names_yaml };
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++)
        cp_policy_lib_add(lib, CP_STR("test.yaml"), cp_bytes_of_str(cp_str_c(packs[i])));
    if (!ok(cp_policy_lib_finish(lib, &err) == CP_OK, "the pack of the test loads: %s", err.msg))
        show_diags(lib);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(a, lib, &rows[i]);
    test_words(a, lib);
    test_seats(a, lib);
    cp_arena_free(a);
    return tap_done();
}
