/* SPDX-License-Identifier: Apache-2.0 */
/* test_policies.c - loading only the packs that a command needs: for any two shipped packs what is
 * loaded judges as all of them together do; of an id that there is none, all are loaded, so that
 * the nearest can be told. */
#include "job/policies.h"
#include "policy/support.h"

static const char *const assets[] = {
    "maker=huawei class=transport installed=2020-01-01",
    "maker=zte class=core generation=5G",
    "maker=hikvision class=video_surveillance purpose=public_safety",
    "maker=micron class=memory",
    "maker=ericsson class=ran made_in=SE",
    "class=core",
    "maker=acme",
};
enum { ASSETS = sizeof assets / sizeof *assets };

static cp_judge *judge_of(cp_arena *a, const cp_policy_lib *lib)
{
    return cp_judge_new(a, lib,
                        &(cp_judge_opts){ .as_of = cp_date_ymd(2026, 11, 23),
                                          .accept = 0.95,
                                          .as_if_bound = true });
}

static bool is_alike(cp_arena *a, const cp_verdict *x, const cp_verdict *y)
{
    return x->result == y->result && cp_str_eq(x->clause, y->clause) &&
           cp_str_eq(x->reason, y->reason) && cp_str_eq(x->pack_digest, y->pack_digest) &&
           cp_str_eq(duties_text(a, x), duties_text(a, y)) &&
           cp_str_eq(list_text(a, x->missing, x->n_missing),
                     list_text(a, y->missing, y->n_missing));
}

static void check_one(const cp_makers *makers, const cp_policy_lib *all, cp_judge *by_all,
                      const cp_policy *p, const cp_policy *other)
{
    cp_arena *a = cp_arena_new(0);
    cp_job j = { .a = a };
    cp_policy_lib *some;
    cp_err err = { 0 };
    bool good =
        cp_job_policies_of(&j, makers, (cp_str[]){ p->id, other->id }, 2, &some, &err) == CP_OK;
    if (!ok(good, "%.*s and %.*s: %s", CP_FMT(p->id), CP_FMT(other->id), err.msg)) {
        cp_arena_free(a);
        return;
    }
    const cp_policy *own = cp_policy_by_id(some, p->id);
    good = own && cp_policy_by_id(some, other->id) && some->n_packs <= all->n_packs;
    cp_judge *by_some = judge_of(a, some);
    for (size_t i = 0; good && i < ASSETS; i++) {
        const cp_asset *as = asset_of(a, assets[i]);
        cp_verdict x = cp_judge_asset(by_all, p, as), y = cp_judge_asset(by_some, own, as);
        good = is_alike(a, &x, &y);
    }
    ok(good, "%.*s judges the same, of %u packs loaded", CP_FMT(p->id), some->n_packs);
    cp_arena_free(a);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_job j = { .a = a };
    const cp_makers *makers = shipped_makers(a);
    const cp_policy_lib *all = shipped_packs(a, makers);
    cp_judge *by_all = judge_of(a, all);
    uint32_t fewest = all->n_packs;
    cp_policy_lib *lib;
    for (uint32_t i = 0; i < all->n_packs; i++)
        check_one(makers, all, by_all, all->packs[i], all->packs[(i + 1) % all->n_packs]);
    for (uint32_t i = 0; i < all->n_packs; i++)
        if (cp_job_policies_of(&j, makers, &all->packs[i]->id, 1, &lib, NULL) == CP_OK &&
            lib->n_packs < fewest)
            fewest = lib->n_packs;
    ok(fewest < all->n_packs, "fewer than all can be loaded: %u of %u", fewest, all->n_packs);
    cp_str none = CP_STR("no-such-policy");
    ok(cp_job_policies_of(&j, makers, &none, 1, &lib, NULL) == CP_OK &&
           lib->n_packs == all->n_packs,
       "all, where one is unknown");
    cp_arena_free(a);
    return tap_done();
}
