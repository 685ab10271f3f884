/* SPDX-License-Identifier: Apache-2.0 */
/* Whose parts are in a device: what was found inside stays there, one part of an unknown maker
 * leaves the clauses open that ask for it and no others. Against every maker that the part could
 * be of, on random devices, judged all by one evaluator, so that it must tell them apart. */
#include "policy/support.h"

enum { ROUNDS = 4000 };

static const char pack[] =
    "schema: cleanpath-policy/1\nid: parts\ntitle: t\njurisdiction: US\nkind: rules\n"
    "law: in_force\neffective: 2020-01-01\nread: 2024-01-01\n"
    "addressees: [{role: importer}]\n"
    "duties: [{verb: use, confidence: partial}]\n"
    "clauses:\n"
    "- {id: made, title: t, makers: [huawei], equipment: [any_telecom], confidence: partial}\n"
    "- {id: in-ran, title: t, makers: [zte], reach: inside, equipment: [ran], "
    "confidence: partial}\n"
    "- {id: in-core, title: t, makers: [huawei, zte], reach: inside, equipment: [core], "
    "condition: c, confidence: partial}\n"
    "- {id: in-old-core, title: t, makers: [hytera], reach: inside, equipment: [core], "
    "when: {installed: {before: 2021-01-01}}, confidence: partial}\n";

static const char *const of[] = { "huawei", "zte", "hytera", "nokia" };
static const char *const classes[] = { "class=ran", "class=core", "class=transport", "" };
static const char *const days[] = { "installed=2020-05-05", "installed=2022-05-05", "" };
static const char *const makers[] = { "maker=huawei", "maker=nokia", "" };

static uint32_t seed = 1;
static uint32_t below(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static bool lacks(const cp_verdict *v, const char *fact)
{
    for (uint32_t i = 0; i < v->n_missing; i++)
        if (cp_str_eq(v->missing[i], cp_str_c(fact)))
            return true;
    return false;
}

/* An open part is of one of them, or of nobody that is named: undetermined by it if and only if
 * these differ. One of them being undetermined by another fact says nothing of it. */
static void check(cp_arena *a, cp_judge *j, const cp_policy *p, uint32_t n[3])
{
    cp_str given[4];
    cp_asset *as = (cp_asset *)asset_of(
        a, cp_str_fmt(a, "%s %s %s", makers[below(3)], classes[below(4)], days[below(3)]).p);
    for (uint32_t i = 0; i < 4; i++)
        if (below(3) == 0)
            given[as->n_inside++] = cp_str_c(of[i]);
    as->inside = given;
    as->n_inside_open = below(2);
    cp_verdict got = cp_judge_asset(j, p, as);
    cp_asset with = *as;
    cp_str more[5];
    bool all_known = true, differ = false;
    cp_result first = CP_VERDICT_COUNT;
    for (uint32_t i = 0; i < 4; i++) {
        memcpy(more, given, as->n_inside * sizeof *more);
        more[as->n_inside] = cp_str_c(of[i]);
        with.inside = more;
        with.n_inside = as->n_inside + (as->n_inside_open > 0);
        with.n_inside_open = 0;
        cp_verdict v = cp_judge_asset(j, p, &with);
        all_known &= v.result != CP_VERDICT_UNDETERMINED;
        first = i ? first : v.result;
        differ |= v.result != first;
    }
    if (!all_known)
        return;
    n[2]++;
    n[0] += differ ? got.result != CP_VERDICT_UNDETERMINED || !lacks(&got, "contains")
                   : got.result != first;
    n[1] += differ;
}

static cp_verdict judged(cp_arena *a, cp_judge *j, const cp_policy *p, const char *facts,
                         const char *inside, uint32_t n_open)
{
    cp_asset *as = (cp_asset *)asset_of(a, facts);
    cp_str *v = CP_NEW(a, cp_str);
    *v = cp_str_c(inside);
    as->inside = v;
    as->n_inside = v->n > 0;
    as->n_inside_open = n_open;
    return cp_judge_asset(j, p, as);
}

/* Judged together, devices that are alike in all but what is inside are told apart. */
static void check_together(cp_arena *a, cp_judge *j, const cp_policy *p)
{
    static const cp_result want[] = { CP_VERDICT_ALLOWED, CP_VERDICT_EXCLUDED,
                                      CP_VERDICT_UNDETERMINED, CP_VERDICT_ALLOWED };
    cp_str parts[] = { CP_STR("zte"), CP_STR("huawei") };
    const cp_asset *list[4];
    const cp_verdict *const *rows[4];
    for (uint32_t i = 0; i < 4; i++) {
        cp_asset *as = (cp_asset *)asset_of(a, "maker=nokia class=ran");
        as->inside = i == 1 ? &parts[0] : &parts[1];
        as->n_inside = i & 1;
        as->n_inside_open = i == 2;
        list[i] = as;
    }
    cp_judge_assets(j, &p, 1, list, 4, rows);
    for (uint32_t i = 0; i < 4; i++)
        is_int(rows[i][0]->result, want[i], "judged together: device %u", i);
}

static const struct {
    const char *name, *facts, *inside;
    uint32_t n_open;
    const char *want, *missing;
} rows[] = {
    { "nothing inside", "maker=nokia class=ran", "", 0, "allowed", "" },
    { "named inside", "maker=nokia class=ran", "zte", 0, "excluded", "" },
    { "named inside, under a condition", "maker=nokia class=core installed=2022-01-01", "zte", 0,
      "restricted", "" },
    { "another inside", "maker=nokia class=ran", "huawei", 0, "allowed", "" },
    { "open", "maker=nokia class=ran", "", 1, "undetermined", "contains" },
    { "open, and no clause asks", "maker=nokia class=transport", "", 1, "allowed", "" },
    { "open, and another is enough", "maker=nokia class=ran", "zte", 1, "excluded", "" },
    { "open, and stated", "maker=nokia class=ran contains=none", "", 1, "allowed", "" },
    { "what is stated takes nothing away", "maker=nokia class=ran contains=none", "zte", 0,
      "excluded", "" },
    { "excluded as it is", "maker=huawei class=ran", "", 1, "excluded", "" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_makers *known = shipped_makers(a);
    cp_policy_lib *lib = cp_policy_lib_new(a, known);
    add_shipped(lib, true);
    cp_policy_lib_add(lib, CP_STR("p.yaml"), cp_bytes_of_str(cp_str_c(pack)));
    if (!ok(cp_policy_lib_finish(lib, NULL) == CP_OK, "the pack loads")) {
        show_diags(lib);
        return tap_done();
    }
    const cp_policy *p = lib->packs[0];
    cp_judge *j =
        cp_judge_new(a, lib, &(cp_judge_opts){ NULL, cp_date_ymd(2024, 6, 1), 0.95, true });
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_verdict v = judged(a, j, p, rows[i].facts, rows[i].inside, rows[i].n_open);
        is_cstr(cp_str_c(cp_result_name(v.result)), rows[i].want, "%s", rows[i].name);
        ok(v.n_missing == (rows[i].missing[0] != 0) &&
               (v.n_missing == 0 || lacks(&v, rows[i].missing)),
           "%s: missing", rows[i].name);
    }
    check_together(a, j, p);
    uint32_t n[3] = { 0 };
    for (uint32_t i = 0; i < ROUNDS; i++)
        check(a, j, p, n);
    is_int(n[0], 0, "of %u random devices, %u with a part that matters", n[2], n[1]);
    ok(n[1] > ROUNDS / 40, "the part matters in some");
    cp_arena_free(a);
    return tap_done();
}
