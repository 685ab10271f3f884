/* SPDX-License-Identifier: Apache-2.0 */
/* test_beside.c - what makes a decision void: other evidence and other verdicts, and nothing that
 * says the same from another place. */
#include "job/beside.h"
#include "tap.h"

#define N(t) (sizeof(t) / sizeof *(t))

static const cp_evidence base[] = {
    { 0, CP_ATTR_MAKER, 3, CP_STR_INIT("inventory.maker"), CP_STR_INIT("Acme"), CP_STR_INIT("acme"),
      CP_STR_INIT(""), 3 },
    { 0, CP_ATTR_PRODUCT, 3, CP_STR_INIT("inventory.product"), CP_STR_INIT("AX-1"),
      CP_STR_INIT("AX-1"), CP_STR_INIT(""), 3 },
};

static cp_str digest(cp_arena *a, const cp_evidence *e, uint32_t n, const cp_verdict *v)
{
    cp_answer_asset x = { .asset = { .id = CP_STR("x"), .evidence = e, .n_evidence = n } };
    return cp_job_verdict_digest(a, &x, v);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_str missing[] = { CP_STR("purpose") };
    cp_verdict v = { .policy = CP_STR("p"), .result = CP_VERDICT_EXCLUDED, .clause = CP_STR("1") };
    cp_evidence e[4];
    cp_str first = digest(a, base, 2, &v);
    is_int((int64_t)first.n, 64, "a digest");

    e[0] = base[1];
    e[1] = base[0];
    is_str(digest(a, e, 2, &v), first, "the order of the evidence does not matter");
    e[0] = base[0];
    e[1] = base[1];
    e[2] = base[0];
    e[2].source = 7;
    e[2].pos = 99;
    e[2].weight = 1;
    is_str(digest(a, e, 3, &v), first, "nor does the same from another file");
    e[2] = (cp_evidence){ .kind = CP_STR("snmp.if_mac"), .attr = CP_ATTR_COUNT };
    is_str(digest(a, e, 3, &v), first, "nor what says nothing");
    e[2] = (cp_evidence){ .kind = CP_STR("inventory.assurance"),
                          .value = CP_STR("nesas"),
                          .attr = CP_ATTR_ASSURANCE,
                          .says = CP_STR("nesas") };
    is_str(digest(a, e, 3, &v), first, "nor technical assurance");

    e[2] = base[0];
    e[2].says = CP_STR("other");
    ok(!cp_str_eq(digest(a, e, 3, &v), first), "another maker does");
    e[2] = base[0];
    e[2].kind = CP_STR("lldp.med.manufacturer");
    ok(!cp_str_eq(digest(a, e, 3, &v), first), "so does another witness of the same");
    ok(!cp_str_eq(digest(a, base, 1, &v), first), "and a witness who is gone");

    const cp_verdict others[] = {
        { .policy = CP_STR("q"), .result = CP_VERDICT_EXCLUDED, .clause = CP_STR("1") },
        { .policy = CP_STR("p"), .result = CP_VERDICT_RESTRICTED, .clause = CP_STR("1") },
        { .policy = CP_STR("p"), .result = CP_VERDICT_EXCLUDED, .clause = CP_STR("2") },
        { .policy = CP_STR("p"),
          .result = CP_VERDICT_EXCLUDED,
          .clause = CP_STR("1"),
          .missing = missing,
          .n_missing = 1 },
        { .policy = CP_STR("p"),
          .result = CP_VERDICT_EXCLUDED,
          .clause = CP_STR("1"),
          .via = missing,
          .n_via = 1 },
    };
    for (size_t i = 0; i < N(others); i++)
        ok(!cp_str_eq(digest(a, base, 2, &others[i]), first), "another verdict, %zu", i);
    v.reason = CP_STR("said in other words");
    v.binds = CP_NO;
    is_str(digest(a, base, 2, &v), first, "words of the reason, and whom it binds, do not");
    cp_arena_free(a);
    return tap_done();
}
