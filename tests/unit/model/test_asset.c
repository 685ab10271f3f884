/* SPDX-License-Identifier: Apache-2.0 */
/* test_asset.c - what of an asset is a fact, what is shown, and what it is called. */
#include "model/asset.h"
#include "tap.h"

static const cp_claim claims[] = {
    { .attr = CP_ATTR_MAKER, .value = CP_STR_INIT("acme"), .confidence = 0.97 },
    { .attr = CP_ATTR_PRODUCT, .value = CP_STR_INIT("AX5735"), .confidence = 0.4 },
};
static const cp_claim unsure[] = {
    { .attr = CP_ATTR_MAKER, .value = CP_STR_INIT("acme"), .confidence = 0.49 },
    { .attr = CP_ATTR_NAME, .value = CP_STR_INIT("agg-3"), .confidence = 1 },
};
static const cp_claim nameless[] = {
    { .attr = CP_ATTR_NAME, .value = CP_STR_INIT(""), .confidence = 1 },
};
static const cp_ident ids[] = {
    { CP_IDENT_IP, CP_STR_INIT("192.0.2.7") },
    { CP_IDENT_HOSTNAME, CP_STR_INIT("agg-3.example") },
    { CP_IDENT_HOSTNAME, CP_STR_INIT("other.example") },
};

int main(void)
{
    cp_asset a = { .id = CP_STR("mac-1"), .claims = claims, .n_claims = 2, .ids = ids, .n_ids = 3 };
    cp_asset b = { .id = CP_STR("mac-2"), .claims = unsure, .n_claims = 2 };
    cp_asset c = { .id = CP_STR("mac-3"), .claims = nameless, .n_claims = 1 };
    ok(cp_asset_claim(&a, CP_ATTR_MAKER) == &claims[0], "the claim of an attribute");
    ok(cp_asset_claim(&a, CP_ATTR_SITE) == NULL, "none where nothing is claimed");
    is_cstr(cp_asset_fact(&a, CP_ATTR_MAKER, 0.95), "acme", "sure enough: a fact");
    is_cstr(cp_asset_fact(&a, CP_ATTR_MAKER, 0.97), "acme", "exactly sure enough");
    is_cstr(cp_asset_fact(&a, CP_ATTR_MAKER, 0.98), "", "not sure enough for a higher threshold");
    is_cstr(cp_asset_fact(&a, CP_ATTR_SITE, 0), "", "nothing claimed is no fact");
    is_cstr(cp_asset_shown(&a, CP_ATTR_MAKER), "acme", "a maker is shown");
    is_cstr(cp_asset_shown(&b, CP_ATTR_MAKER), "", "below one half it is not");
    is_cstr(cp_asset_shown(&a, CP_ATTR_PRODUCT), "AX5735", "a product always");
    is_cstr(cp_asset_name(&b), "agg-3", "the name that is claimed");
    is_cstr(cp_asset_name(&a), "agg-3.example", "else the first host name");
    is_cstr(cp_asset_name(&c), "mac-3", "else the id; an empty name is none");
    return tap_done();
}
