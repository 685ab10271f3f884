/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_profile.c - profile.yaml. The same twice; a refusal has a message and a line within the
 * text; what is accepted has no empty words in its lists, and the reader of the format agrees. */
#include "hearing.h"
#include "sources/import/import.h"

static void check_list(const cp_str *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        MUST(v[i].n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data, size };
    cp_profile p, q;
    cp_err err = { .line = 0 };
    uint64_t lines = 2; /* libyaml tells the line behind the last for what is missing there */
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n' || data[i] == '\r' || data[i] == 0x85 || data[i] >= 0xe2;
    cp_rc rc = cp_profile_parse(a, in, &p, &err);
    MUST(rc == cp_profile_parse(a, in, &q, NULL));
    if (rc == CP_OK) {
        MUST(p.is_set && p.n_roles == q.n_roles && p.n_facts == q.n_facts);
        check_list(p.roles, p.n_roles);
        check_list(p.not_roles, p.n_not_roles);
        check_list(p.policies, p.n_policies);
    } else {
        MUST(err.msg[0] && err.line <= lines);
    }
    if (!cp_compression_of(in) && size > 0) {
        hearing *h = hear(a, &cp_format_profile, in, &opts, NULL);
        MUST(h->rc == rc && h->n_obs == 0);
    }
    (void)cp_format_profile.detect(in, CP_STR("profile.yaml"));
    cp_arena_free(a);
    return 0;
}
