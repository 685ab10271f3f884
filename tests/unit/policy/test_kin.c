/* SPDX-License-Identifier: Apache-2.0 */
/* Ownership that goes round, a house that is sold twice on one day, and what is seen from one
 * maker: who controls it, what it controls, which ties are no control, which clauses name it. */
#include "houses.h"
#include "policy/kin.h"

static const char tables[] = "a parent b 2010-01-01 - verified\n"
                             "b parent c 2011-01-01 - verified\n"
                             "c parent a 2012-01-01 - verified\n"
                             "twice parent buyer-1 2020-05-05 - verified\n"
                             "twice parent buyer-2 2020-05-05 - verified\n"
                             "sold parent unit 2021-02-02 - verified\n"
                             "sold parent top 2021-02-02 - verified\n"
                             "unit parent top 2015 - verified\n"
                             "late parent unit 2030-01-01 - verified\n"
                             "gone former_parent unit - 2019-12-31 verified\n"
                             "hearsay parent unit 2015-01-01 - memory\n"
                             "unit minority_holder friend 2016 - verified\n"
                             "unit joint_venture venture 2017 - verified\n"
                             "label oem_from unit - - verified\n"
                             "label component_supplier unit - - memory\n";

static const char pack[] =
    "schema: cleanpath-policy/1\nid: p\ntitle: t\njurisdiction: SE\nkind: rules\nlaw: in_force\n"
    "effective: 2020-01-01\nread: 2026\naddressees: [{role: importer}]\nclauses:\n"
    "- {id: group, title: t, makers: [top, buyer-1, c], affiliates: yes, equipment: [any], "
    "confidence: partial}\n"
    "- {id: alone, title: t, makers: [unit], equipment: [any], confidence: partial}\n"
    "- {id: seat, title: t, maker_country: [SE], equipment: [core], confidence: memory}\n"
    "- {id: later, title: t, makers: [unit], equipment: [any], date_added: 2027-01-01, "
    "confidence: partial}\n"
    "- {id: everybody, title: t, equipment: [any], condition: c, confidence: partial}\n"
    "duties: [{verb: buy, text: t, confidence: partial}]\n";

static uint32_t index_of(const cp_makers *m, const char *id)
{
    const uint64_t *at = cp_map_get(&m->by_id, cp_str_c(id));
    if (!at)
        exit(99);
    return (uint32_t)*at;
}

/* "b1y c2y a3y!": the house reached, the depth, yes, unsure or no, ! where it goes round. */
static cp_str kins_text(cp_arena *a, const cp_makers *m, const cp_kins *v, bool is_up)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < v->n; i++) {
        const cp_kin *k = &v->v[i];
        const cp_maker *x = &m->v[is_up ? k->span->parent : k->span->child];
        cp_buf_fmt(&b, "%s%.*s %u%s%s%s", i ? ", " : "", CP_FMT(x->id), k->depth,
                   k->on_day == CP_MAY_YES  ? "y"
                   : k->on_day == CP_MAY_NO ? "n"
                                            : "?",
                   k->span->is_disputed ? "*" : "", k->goes_round ? "!" : "");
    }
    return cp_buf_str(&b);
}

static const struct row {
    const char *name, *maker, *day, *up, *down;
} rows[] = {
    { "round", "a", "2020-01-01", "b 1y, c 2y, a 3y!", "c 1y, b 2y, a 3y!" },
    { "round, before it closed", "a", "2011-06-01", "b 1y, c 2y", "c 1n" },
    { "sold twice on one day: both, under a reservation", "twice", "2021-01-01",
      "buyer-1 1?*, buyer-2 1?*", "" },
    { "before the sale", "twice", "2020-05-04", "buyer-1 1n*, buyer-2 1n*", "" },
    { "sold to a house and the one above it: no conflict", "sold", "2021-03-01",
      "unit 1y, top 2y, top 1y", "" },
    { "down, with what comes later and what is over", "unit", "2021-03-01", "top 1y",
      "sold 1y, late 1n, gone 1n, hearsay 1?" },
    { "nobody", "friend", "2021-03-01", "", "" },
};

static void check_rows(cp_arena *a, const cp_policy_lib *lib)
{
    const cp_makers *m = lib->known;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        cp_kins up, down;
        cp_kin_up(a, &lib->owners, index_of(m, r->maker), the_day(r->day), &up);
        cp_kin_down(a, &lib->owners, index_of(m, r->maker), the_day(r->day), &down);
        is_cstr(kins_text(a, m, &up, true), r->up, "%s: up", r->name);
        is_cstr(kins_text(a, m, &down, false), r->down, "%s: down", r->name);
    }
}

static void check_ties(cp_arena *a, const cp_makers *m)
{
    cp_kin_tie_list t;
    cp_buf b = cp_buf_new(a);
    cp_kin_ties(a, m, index_of(m, "unit"), &t);
    for (uint32_t i = 0; i < t.n; i++)
        cp_buf_fmt(&b, "%s%s:%.*s", i ? " " : "", cp_kin_tie_kind_name(t.v[i].kind),
                   CP_FMT(t.v[i].rel->type));
    is_cstr(cp_buf_str(&b),
            "joint_venture:joint_venture minority:minority_holder relabel:oem_from "
            "other:component_supplier",
            "ties that are no control, from both sides");
}

static const struct naming_row {
    const char *maker, *day, *want;
} naming_rows[] = {
    { "unit", "2021-03-01", "group via top; alone; seat?" },
    { "unit", "2019-03-01", "" }, /* the pack does not exist */
    { "unit", "2027-03-01", "group via top; alone; seat?; later" },
    { "sold", "2021-03-01", "group via unit top; seat?" },
    { "sold", "2021-02-01", "seat?" },
    { "hearsay", "2021-03-01", "group? via unit top; seat?" },
    { "twice", "2021-03-01", "group? via buyer-1; seat?" },
    { "b", "2021-03-01", "group via c; seat?" }, /* in the circle */
    { "c", "2021-03-01", "group; seat?" },
    { "friend", "2021-03-01", "seat?" },
};

static void check_namings(cp_arena *a, const cp_policy_lib *lib)
{
    for (size_t i = 0; i < sizeof naming_rows / sizeof *naming_rows; i++) {
        const struct naming_row *r = &naming_rows[i];
        cp_namings v;
        cp_buf b = cp_buf_new(a);
        cp_kin_named_by(a, lib, index_of(lib->known, r->maker), the_day(r->day), &v);
        for (uint32_t n = 0; n < v.n; n++) {
            cp_buf_fmt(&b, "%s%.*s%s%s", n ? "; " : "", CP_FMT(v.v[n].clause->id),
                       v.v[n].may == CP_MAY_YES ? "" : "?", v.v[n].n_via > 1 ? " via" : "");
            for (uint32_t k = 1; k < v.v[n].n_via; k++)
                cp_buf_fmt(&b, " %.*s", CP_FMT(lib->known->v[v.v[n].via[k]].id));
        }
        is_cstr(cp_buf_str(&b), r->want, "%s on %s", r->maker, r->day);
    }
}

/* Nothing crashes, and no verdict rests on what contradicts itself. */
static void check_verdicts(cp_arena *a, const cp_policy_lib *lib)
{
    cp_judge *j = cp_judge_new(a, lib,
                               &(cp_judge_opts){ .as_of = the_day("2021-03-01"),
                                                 .accept = CP_ACCEPT_DEFAULT,
                                                 .as_if_bound = true });
    cp_verdict v = cp_judge_asset(
        j, lib->packs[0], asset_of(a, "maker=twice class=transport manufactured=2021-01-01"));
    is_cstr(cp_str_c(cp_result_name(v.result)), "restricted", "sold twice on one day: restricted");
    ok(cp_str_has(v.reason, CP_STR("it is told to have come under two houses on one day")), "%.*s",
       CP_FMT(v.reason));
    v = cp_judge_asset(j, lib->packs[0],
                       asset_of(a, "maker=b class=transport manufactured=2021-01-01"));
    is_cstr(cp_str_c(cp_result_name(v.result)), "excluded", "in a circle: excluded");
}

/* Everybody under everybody: all questions end, and none is answered "no". */
static void check_thicket(cp_arena *a)
{
    enum { HOUSES = 24 };
    cp_makers *m = CP_NEW(a, cp_makers);
    for (int i = 0; i < HOUSES; i++)
        for (int k = 1; k < 16; k++)
            relate(a, m,
                   cp_str_fmt(a, "h%d parent h%d 2020-01-01 - verified", i, (i + k) % HOUSES));
    (void)house(a, m, CP_STR("apart"));
    (void)house(a, m, CP_STR("once"));
    relate(a, m, CP_STR("h1 parent once 2001-01-01 2002-01-01 verified"));
    const char *const yaml[] = {
        "schema: cleanpath-policy/1\nid: p\ntitle: t\njurisdiction: SE\nkind: rules\n"
        "law: in_force\neffective: 2020-01-01\nread: 2026\naddressees: [{role: importer}]\n"
        "clauses: [{id: c, title: t, makers: [h0], affiliates: yes, equipment: [any], "
        "confidence: partial}]\nduties: [{verb: buy, text: t, confidence: partial}]\n"
    };
    const cp_policy_lib *lib = packs_of(a, m, yaml, 1);
    cp_judge *j = cp_judge_new(a, lib,
                               &(cp_judge_opts){ .as_of = the_day("2021-03-01"),
                                                 .accept = CP_ACCEPT_DEFAULT,
                                                 .as_if_bound = true });
    cp_verdict v = cp_judge_asset(j, lib->packs[0], asset_of(a, "maker=h3 class=transport"));
    is_cstr(cp_str_c(cp_result_name(v.result)), "excluded",
            "a thicket of owners, in which it is (%.*s)", CP_FMT(v.reason));
    cp_fact_days day = { the_day("2021-03-01").first_day, the_day("2021-03-01").first_day };
    ok(cp_owners_under(&lib->owners, CP_OWNER_CONTROL, 3, index_of(m, "once"), day) &
           (CP_MAY_COND | CP_MAY_YES),
       "whether it is under one that was above some of them is not denied");
    is_uint(cp_owners_under(&lib->owners, CP_OWNER_CONTROL, 3, index_of(m, "apart"), day),
            CP_MAY_NO, "under one that nothing joins with them it is not");
    cp_kins up;
    cp_owner_faults f = { 0 };
    cp_kin_up(a, &lib->owners, 0, the_day("2021-03-01"), &up);
    is_uint(up.n, CP_KINS_MAX, "what is shown of it ends");
    cp_owners_faults(a, &lib->owners, &f);
    ok(f.n > 0, "and it is told");
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const char *const yaml[] = { pack };
    const cp_policy_lib *lib = packs_of(a, houses(a, tables), yaml, 1);
    cp_owner_faults f = { 0 };
    check_rows(a, lib);
    check_ties(a, lib->known);
    check_namings(a, lib);
    check_verdicts(a, lib);
    cp_owners_faults(a, &lib->owners, &f);
    is_uint(f.n, 2, "two things contradict themselves");
    if (f.n == 2) {
        is_cstr(f.v[0],
                "the ownership goes round: House b under House c under House a under House b",
                "the circle, once");
        is_cstr(f.v[1],
                "House twice came under House buyer-1 and under House buyer-2 on one day, "
                "2020-05-05: both are kept, each under a reservation",
                "the two sales");
    }
    check_thicket(a);
    const cp_makers *shipped = shipped_makers(a);
    cp_owners owners;
    cp_owner_faults none = { 0 };
    cp_owners_init(a, &owners, shipped);
    cp_owners_faults(a, &owners, &none);
    for (uint32_t i = 0; i < none.n; i++)
        tap_note("%.*s", CP_FMT(none.v[i]));
    is_uint(none.n, 0, "the shipped makers do not contradict themselves");
    cp_arena_free(a);
    return tap_done();
}
