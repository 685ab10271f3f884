/* SPDX-License-Identifier: Apache-2.0 */
/* Whose parts are in a device: what was found inside stays there, one part of an unknown maker
 * leaves the clauses open that ask for it and no others. Against every maker that the part could
 * be of, on random devices, judged all by one evaluator, so that it must tell them apart; the same
 * for what is said, or not, of each part being essential, against every way to complete it. */
#include "policy/support.h"

enum { ROUNDS = 4000, ESSENTIAL_ROUNDS = 3000 };

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
    "when: {installed: {before: 2021-01-01}}, confidence: partial}\n"
    "- {id: in-switch, title: t, makers: [huawei, hytera], reach: inside, essential: yes, "
    "equipment: [virtualization, compute], confidence: partial}\n"
    "- {id: in-server, title: t, makers: [zte], reach: inside, essential: yes, "
    "equipment: [compute], condition: c, confidence: partial}\n"
    "- {id: in-any-server, title: t, makers: [zte], reach: inside, equipment: [compute], "
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

/* More makers than are kept: what is left out may be of anybody, and essential, whatever the whole
 * and the cell say. */
static void check_many(cp_arena *a, const cp_makers *known)
{
    enum { MANY = CP_FACTS_INSIDE_MAX + 1 };
    cp_policy_lib *lib = cp_policy_lib_new(a, known);
    cp_buf text = cp_buf_new(a), ids = cp_buf_new(a);
    cp_str v[MANY];
    uint8_t said[MANY] = { 0 };
    cp_buf_add_c(&text, "schema: cleanpath-policy/1\nid: many\ntitle: t\njurisdiction: US\n"
                        "kind: rules\nlaw: in_force\neffective: 2020-01-01\nread: 2024-01-01\n"
                        "addressees: [{role: importer}]\n"
                        "duties: [{verb: use, confidence: partial}]\nentities:\n");
    for (uint32_t i = 0; i < MANY; i++) {
        v[i] = cp_str_fmt(a, "house-%u", 100 + i);
        said[i] = CP_ESSENTIAL_NO;
        cp_buf_fmt(&text, "- {id: %.*s, name: h}\n", CP_FMT(v[i]));
        cp_buf_fmt(&ids, "%s%.*s", i ? ", " : "", CP_FMT(v[i]));
    }
    cp_buf_fmt(&text,
               "clauses: [{id: in, title: t, makers: [%.*s], reach: inside, essential: yes, "
               "equipment: [ran], confidence: partial}]\n",
               CP_FMT(cp_buf_str(&ids)));
    add_shipped(lib, true);
    cp_policy_lib_add(lib, CP_STR("p.yaml"), cp_bytes_of_str(cp_buf_str(&text)));
    if (!ok(cp_policy_lib_finish(lib, NULL) == CP_OK, "a pack with many houses loads")) {
        show_diags(lib);
        return;
    }
    cp_judge *j =
        cp_judge_new(a, lib, &(cp_judge_opts){ NULL, cp_date_ymd(2024, 6, 1), 0.95, true });
    cp_asset *as = (cp_asset *)asset_of(a, "maker=nokia class=ran contains=none essential=no");
    as->inside = v;
    as->inside_essential = said;
    as->n_inside = MANY - 1;
    is_int(cp_judge_asset(j, lib->packs[0], as).result, CP_VERDICT_ALLOWED, "as many as are kept");
    as->n_inside = MANY;
    is_int(cp_judge_asset(j, lib->packs[0], as).result, CP_VERDICT_UNDETERMINED, "one more");
    said[0] = CP_ESSENTIAL_YES;
    is_int(cp_judge_asset(j, lib->packs[0], as).result, CP_VERDICT_EXCLUDED, "one is essential");
}

/* ---- essential */

enum { OF = sizeof of / sizeof *of, PARTS_MAX = 4, NOBODY = OF };

/* A device as it is told, and one of its completions: what is not said of a part is a bit of yes,
 * and so is of the rest; other is the maker of what nobody knows, if anything. */
typedef struct device {
    uint32_t n, maker[PARTS_MAX];
    uint8_t said[PARTS_MAX];
    bool has_other, is_component, has_list;
    cp_essential whole;
    const char *facts;
} device;

static cp_asset *told_as(cp_arena *a, const device *d)
{
    static const char *const words[] = { [CP_ESSENTIAL_UNSAID] = "",
                                         [CP_ESSENTIAL_NO] = " essential=no",
                                         [CP_ESSENTIAL_YES] = " essential=yes",
                                         [CP_ESSENTIAL_OPEN] = " essential=yes@0.5" };
    /* of a component the word is of itself, and says nothing of what is in it */
    const char *word = d->is_component ? words[below(4)] : words[d->whole];
    cp_asset *as = (cp_asset *)asset_of(a, cp_str_fmt(a, "%s%s", d->facts, word).p);
    cp_str *inside = CP_NEW_ARRAY(a, cp_str, PARTS_MAX);
    for (uint32_t i = 0; i < d->n; i++)
        inside[i] = cp_str_c(of[d->maker[i]]);
    as->inside = inside;
    as->inside_essential = d->has_list ? d->said : NULL;
    as->n_inside = d->n;
    as->n_inside_open = d->has_other;
    as->is_component = d->is_component;
    as->whole_essential = d->is_component ? (uint8_t)d->whole : CP_ESSENTIAL_UNSAID;
    return as;
}

static cp_essential resolved(const device *d, uint32_t i)
{
    cp_essential own = i < d->n ? (cp_essential)d->said[i] : CP_ESSENTIAL_UNSAID;
    own = own == CP_ESSENTIAL_UNSAID ? d->whole : own;
    return own == CP_ESSENTIAL_YES || own == CP_ESSENTIAL_NO ? own : CP_ESSENTIAL_OPEN;
}

/* Everything is said, and of each part itself. */
static cp_result completed(cp_arena *a, cp_judge *j, const cp_policy *p, const device *d,
                           uint32_t yes, uint32_t other)
{
    device c = *d;
    c.is_component = c.has_other = false;
    c.has_list = true;
    c.whole = CP_ESSENTIAL_UNSAID;
    if (other != NOBODY)
        c.maker[c.n++] = other;
    for (uint32_t i = 0; i < c.n; i++) {
        uint32_t bit = i < d->n ? i : PARTS_MAX - 1;
        cp_essential is = resolved(d, i);
        c.said[i] = (uint8_t)(is != CP_ESSENTIAL_OPEN ? is
                              : yes >> bit & 1        ? CP_ESSENTIAL_YES
                                                      : CP_ESSENTIAL_NO);
    }
    cp_verdict v = cp_judge_asset(j, p, told_as(a, &c));
    return v.n_missing ? CP_VERDICT_COUNT : v.result;
}

static device random_device(void)
{
    static const char *const facts[] = { "maker=nokia class=compute installed=2020-05-05",
                                         "maker=nokia class=compute installed=2022-05-05",
                                         "maker=nokia class=virtualization installed=2022-05-05",
                                         "maker=nokia class=transport installed=2022-05-05" };
    device d = { .n = below(PARTS_MAX),
                 .has_other = below(3) == 0,
                 .is_component = below(3) == 0,
                 .has_list = below(8) > 0,
                 .whole = (cp_essential)below(CP_ESSENTIAL_COUNT),
                 .facts = facts[below(4)] };
    for (uint32_t i = 0; i < d.n; i++) {
        d.maker[i] = below(OF);
        d.said[i] = d.has_list ? (uint8_t)below(CP_ESSENTIAL_COUNT) : CP_ESSENTIAL_UNSAID;
    }
    return d;
}

/* Undetermined if and only if completions differ, whatever is answered of each part by itself; a
 * fact is missing if and only if it flips the result, with one answer for all parts. n: wrong
 * results, wrong missing facts, undetermined. */
static void check_essential(cp_arena *a, cp_judge *j, const cp_policy *const *p, uint32_t n[3])
{
    device d = random_device();
    const cp_asset *as = told_as(a, &d);
    const cp_verdict *const *row;
    cp_judge_assets(j, p, 1, &as, 1, &row);
    bool differ = false, by_essential = false, by_maker = false;
    cp_result any = completed(a, j, *p, &d, 0, d.has_other ? 0 : NOBODY), no = any, yes = any;
    for (uint32_t other = d.has_other ? 0 : NOBODY; other <= (d.has_other ? OF - 1u : NOBODY);
         other++) {
        for (uint32_t bits = 0; bits < 1u << PARTS_MAX; bits++)
            differ |= completed(a, j, *p, &d, bits, other) != any;
        cp_result none = completed(a, j, *p, &d, 0, other),
                  all = completed(a, j, *p, &d, UINT32_MAX, other);
        by_maker |= none != no || (other && other != NOBODY && all != yes);
        by_essential |= none != all;
        no = none;
        yes = all;
    }
    const cp_verdict *v = row[0];
    n[0] += differ ? v->result != CP_VERDICT_UNDETERMINED : v->result != any;
    n[1] += lacks(v, "essential") != by_essential || lacks(v, "contains") != by_maker;
    n[2] += differ;
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
    { "essential?", "maker=nokia class=virtualization", "huawei", 0, "undetermined", "essential" },
    { "essential", "maker=nokia class=virtualization essential=yes", "huawei", 0, "excluded", "" },
    { "not essential", "maker=nokia class=virtualization essential=no", "huawei", 0, "allowed",
      "" },
    { "not essential, whoever made the rest", "maker=nokia class=virtualization essential=no",
      "huawei", 1, "allowed", "" },
    { "essential, and of another", "maker=nokia class=virtualization essential=yes", "zte", 0,
      "allowed", "" },
    { "essential, and nobody knows whose", "maker=nokia class=virtualization essential=yes", "", 1,
      "undetermined", "contains" },
    { "another clause does not ask", "maker=nokia class=ran essential=no", "zte", 0, "excluded",
      "" },
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
    check_many(a, known);
    uint32_t n[3] = { 0 };
    for (uint32_t i = 0; i < ROUNDS; i++)
        check(a, j, p, n);
    is_int(n[0], 0, "of %u random devices, %u with a part that matters", n[2], n[1]);
    ok(n[1] > ROUNDS / 40, "the part matters in some");
    uint32_t e[3] = { 0 };
    for (uint32_t i = 0; i < ESSENTIAL_ROUNDS; i++)
        check_essential(a, j, &p, e);
    is_int(e[0], 0, "essential or not, in %u random devices, %u of them open", ESSENTIAL_ROUNDS,
           e[2]);
    is_int(e[1], 0, "what is missing, in these");
    ok(e[2] > ESSENTIAL_ROUNDS / 20, "enough are open");
    cp_arena_free(a);
    return tap_done();
}
