/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_names.c - a name is compared the same however often it was normalised, never grows, keeps
 * something of itself, and has the same id without as with a legal form behind it. Bytes are any
 * bytes; of the legal forms there is one of each kind. */
#include "fuzz.h"
#include "identify/names.h"

static void add_forms(cp_arena *a, cp_legal_forms *legal)
{
    cp_legal_forms_add(a, legal, CP_STR("ltd"));
    cp_legal_forms_add(a, legal, CP_STR("s p a"));
    cp_legal_forms_add_behind(a, legal, CP_STR("公司"));
    cp_legal_forms_add_behind(a, legal, CP_STR("有限公司"));
    cp_legal_forms_add_around(a, legal, CP_STR("株式会社"));
    cp_legal_forms_add_leading(a, legal, CP_STR("주"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_legal_forms legal = { 0 };
    add_forms(a, &legal);
    cp_str s = { (const char *)data, size }, part[2];
    cp_str norm = cp_name_norm(a, s), cmp = cp_name_cmp(a, &legal, s);
    MUST(norm.n <= s.n && cmp.n <= norm.n);
    MUST(cp_str_eq(cp_name_norm(a, norm), norm));
    MUST(cp_str_eq(cp_name_norm(a, cmp), cmp));
    MUST((norm.n == 0) == (cmp.n == 0));
    MUST(cp_str_eq(cp_name_cmp(a, &legal, norm), cmp));
    cp_str first = cp_str_fmt(a, "x %.*s", CP_FMT(norm)),
           longer = cp_str_fmt(a, "x %.*s Ltd.", CP_FMT(norm));
    MUST(cp_str_eq(cp_name_slug(a, &legal, longer), cp_name_slug(a, &legal, first)));
    if (cp_name_scripts(a, s, part)) {
        MUST(part[0].n <= norm.n && part[1].n <= norm.n);
        cp_str again[2];
        MUST(!cp_name_scripts(a, part[0], again) && !cp_name_scripts(a, part[1], again));
    }
    cp_arena_free(a);
    return 0;
}
