/* SPDX-License-Identifier: Apache-2.0 */
/* test_maker.c - when two spellings are the same name, and looking makers up. */
#include "model/maker.h"
#include "tap.h"

static const struct {
    const char *in, *want;
} norms[] = {
    { "Acme Co.,Ltd", "acme co ltd" },
    { "ACME  co ltd", "acme co ltd" },
    { " -Acme (Shenzhen)- ", "acme shenzhen" },
    { "AT&T", "at t" },
    { "3Com", "3com" },
    { "S.p.A.", "s p a" },
    { "Acme S.p.A.", "acme s p a" },
    { "Acme A/S", "acme a s" },
    { "1.2", "1 2" },
    { "Acme.Networks", "acme networks" },
    { "N\xc3\xbcrnberg", "n\xc3\xbcrnberg" },
    { "\xe4\xb8\xad\xe5\x9b\xbd", "\xe4\xb8\xad\xe5\x9b\xbd" },
    { "", "" },
    { " . ", "" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_maker v[] = { { .id = CP_STR("acme") }, { .id = CP_STR("bolt") } };
    cp_makers m = { .v = v, .n = 2 };
    for (size_t i = 0; i < sizeof norms / sizeof *norms; i++)
        is_cstr(cp_name_norm(a, tap_cstr(norms[i].in)), norms[i].want, "\"%s\"", norms[i].in);
    for (uint32_t i = 0; i < 2; i++)
        *cp_map_put(a, &m.by_id, v[i].id, NULL) = i;
    *cp_map_put(a, &m.by_name, CP_STR("bolt works inc"), NULL) = 1;
    ok(cp_maker_by_id(&m, CP_STR("bolt")) == &v[1], "by id");
    ok(cp_maker_by_id(&m, CP_STR("Bolt")) == NULL, "an id is exact");
    ok(cp_maker_by_name(a, &m, CP_STR("BOLT Works, Inc.")) == &v[1], "by name, however written");
    ok(cp_maker_by_name(a, &m, CP_STR("Bolt Works")) == NULL, "a part of a name is another name");
    ok(cp_maker_by_name(a, &m, CP_STR("")) == NULL, "nothing is no name");
    cp_makers none = { .v = NULL };
    ok(!cp_maker_by_id(&none, CP_STR("x")) && !cp_maker_by_name(a, &none, CP_STR("x")),
       "in an empty table");
    cp_arena_free(a);
    return tap_done();
}
