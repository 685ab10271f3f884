/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_policy.c - any bytes as a policy file or a set of criteria, beside a few words of the
 * vocabulary, another list and a set of criteria.
 *
 * Properties: loading twice gives the same mistakes; a file without mistakes is a pack and judges;
 * the same asset gets the same verdict twice; undetermined names what is missing, and no other
 * result does; each missing fact is one that nobody stated. */
#include "fuzz.h"
#include "policy/policy.h"

enum { BYTES_MAX = 64 * 1024, ARENA_BYTES_MAX = 512 * 1024 * 1024 };

/* Few words, so that an input costs little. */
static const char vocabulary[] =
    "schema: cleanpath-policy-vocabulary/1\n"
    "classes: [{id: core, title: c, mobile: yes}, {id: ran, title: r, mobile: yes}, "
    "{id: antenna, title: a, mobile: yes}, {id: services, title: s}, {id: carrier_service, title: "
    "s}]\n"
    "sets: [{id: any_telecom, title: t, members: [core, ran, antenna]}]\n"
    "presume: {function: {transmission: any_telecom}, maker_kind: {carrier: services}}\n"
    "purposes: [{id: public_safety, title: p}, {id: critical_infrastructure, title: c}, "
    "{id: other, title: o, also: [home]}]\n"
    "roles: [{id: importer, title: i, also: [buyer]}]\n"
    "functions: [transmission]\ncompany_words: [inc, ltd]\n";
static const char countries[] =
    "schema: cleanpath-countries/1\ncountries: [{id: SE, also: [Own]}, {id: US}, {id: KR}]\n"
    "unions: [{id: EU, title: e, members: [SE]}]\n";
static const char criteria[] =
    "schema: cleanpath-criteria/1\nid: fuzz\ntitle: t\nread: 2024\nitems:\n"
    "- {id: x1, subject: state, text: t}\n- {id: x2, subject: entity, text: t, same_as: x1}\n"
    "- {id: x3, subject: entity, text: t}\n";
static const char list[] =
    "schema: cleanpath-policy/1\nid: fuzz-list\ntitle: t\njurisdiction: SE\nkind: rules\n"
    "law: in_force\neffective: 2020\nread: 2024\naddressees: [{role: importer}]\n"
    "clauses: [{id: c, title: t, makers: [{id: b, since: 2021}], equipment: [any]}]\n";
static const cp_statement told = { .maker = CP_STR_INIT("b"),
                                   .fact = CP_STR_INIT("x2"),
                                   .value = CP_STR_INIT("yes"),
                                   .from = { 1, 0 },
                                   .to = { 1, 0 } };

static const cp_makers *makers(cp_arena *a)
{
    static const char *const ids[] = { "a", "b", "c" };
    cp_makers *m = CP_NEW(a, cp_makers);
    cp_relation *r = CP_NEW(a, cp_relation);
    m->v = CP_NEW_ARRAY(a, cp_maker, 3);
    m->n = 3;
    *r = (cp_relation){ .type = CP_STR("former_parent"),
                        .to = CP_STR("a"),
                        .until = cp_date_ymd(2021, 1, 1),
                        .since = CP_DATE_NONE,
                        .date = CP_DATE_NONE };
    for (uint32_t i = 0; i < 3; i++) {
        m->v[i] = (cp_maker){ .id = cp_str_c(ids[i]), .name = cp_str_c(ids[i]), .is_listed = true };
        *cp_map_put(a, &m->by_id, m->v[i].id, NULL) = i;
    }
    m->v[1].relations = r;
    m->v[1].n_relations = 1;
    return m;
}

static cp_policy_lib *load(cp_arena *a, cp_bytes in)
{
    cp_policy_lib *lib = cp_policy_lib_new(a, makers(a));
    cp_policy_lib_add(lib, CP_STR("in.yaml"), in);
    cp_policy_lib_add(lib, CP_STR("vocabulary.yaml"), cp_bytes_of_str(cp_str_c(vocabulary)));
    cp_policy_lib_add(lib, CP_STR("countries.yaml"), cp_bytes_of_str(cp_str_c(countries)));
    cp_policy_lib_add(lib, CP_STR("criteria.yaml"), cp_bytes_of_str(cp_str_c(criteria)));
    cp_policy_lib_add(lib, CP_STR("list.yaml"), cp_bytes_of_str(cp_str_c(list)));
    cp_err err = { 0 };
    cp_rc rc = cp_policy_lib_finish(lib, &err);
    MUST((rc == CP_OK) == (lib->diags.n_errors == 0));
    MUST(rc == CP_OK || err.msg[0]);
    return lib;
}

static void judge(cp_arena *a, const cp_policy_lib *lib, const cp_claim *claims, uint32_t n)
{
    cp_asset as = { .id = CP_STR("x"), .claims = claims, .n_claims = n };
    for (uint32_t i = 0; i < lib->n_packs; i++) {
        cp_judge *j = cp_judge_new(
            a, lib,
            &(cp_judge_opts){ NULL, cp_date_ymd(2024, 1, 1), CP_ACCEPT_DEFAULT, true, &told, 1 });
        cp_verdict v = cp_judge_asset(j, lib->packs[i], &as),
                   w = cp_judge_asset(j, lib->packs[i], &as);
        MUST(v.result == w.result && cp_str_eq(v.clause, w.clause) && v.n_missing == w.n_missing);
        MUST((v.result == CP_VERDICT_UNDETERMINED) == (v.n_missing > 0));
        for (uint32_t k = 0; k < v.n_missing; k++) {
            cp_fact f;
            if (cp_str_starts(v.missing[k], CP_STR("criterion:")))
                continue;
            MUST(cp_fact_by_name(v.missing[k], &f) &&
                 cp_facts_is_missing(cp_judge_facts(j, &as), f));
        }
        MUST(v.reason.n > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_claim claims[] = {
        { .attr = CP_ATTR_MAKER, .value = CP_STR_INIT("b"), .confidence = 1 },
        { .attr = CP_ATTR_CLASS, .value = CP_STR_INIT("core"), .confidence = 1 },
        { .attr = CP_ATTR_MADE_IN, .value = CP_STR_INIT("SE"), .confidence = 1 },
    };
    if (size > BYTES_MAX)
        return 0;
    cp_arena *a = cp_arena_new(ARENA_BYTES_MAX);
    cp_bytes in = { data, size };
    cp_policy_lib *one = load(a, in), *two = load(a, in);
    MUST(one->diags.n_errors == two->diags.n_errors && one->diags.list.n == two->diags.list.n &&
         one->n_packs == two->n_packs);
    for (uint32_t i = 0; i < one->diags.list.n; i++)
        MUST(cp_str_eq(one->diags.list.v[i].msg, two->diags.list.v[i].msg));
    for (uint32_t n = 0; n <= sizeof claims / sizeof *claims; n++)
        judge(a, one, claims, n);
    cp_arena_free(a);
    return 0;
}
