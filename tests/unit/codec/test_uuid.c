/* SPDX-License-Identifier: Apache-2.0 */
/* The vector of RFC 9562, A.4, and two that Python's uuid5 gives. */
#include "codec/uuid.h"
#include "tap.h"

int main(void)
{
    static const struct {
        const char *name, *want;
    } rows[] = { { "www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2" },
                 { "", "4ebd0208-8328-5d69-8c44-ec50939c0967" },
                 { "python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d" } };
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_cstr(cp_uuid_text(a, cp_uuid_of_name(cp_uuid_dns, cp_str_c(rows[i].name))), rows[i].want,
                "%s", rows[i].name);
    cp_uuid of = cp_uuid_of_name(cp_uuid_dns, CP_STR("a"));
    ok(memcmp(cp_uuid_of_name(of, CP_STR("b")).b, cp_uuid_of_name(cp_uuid_dns, CP_STR("b")).b,
              16) != 0,
       "another namespace, another identifier");
    cp_arena_free(a);
    return tap_done();
}
