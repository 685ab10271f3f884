/* SPDX-License-Identifier: Apache-2.0 */
/* Trees of assets and what they contain: the order, the branches, and that circles, strangers and
 * endless chains leave nobody out and nobody twice. */
#include "report/kinship.h"
#include "tap.h"

enum { MANY = 100 };

/* "a b:a c:b" is a, b in a, c in b; the id is the name. */
static cp_answer answer_of(cp_arena *a, const char *text)
{
    cp_str rest = cp_str_c(text), one;
    cp_answer_asset *v = CP_NEW_ARRAY(a, cp_answer_asset, MANY);
    cp_answer ans = { .assets = v };
    while (cp_str_cut(&rest, ' ', &one)) {
        ptrdiff_t colon = cp_str_find_char(one, ':');
        cp_str id = colon < 0 ? one : cp_str_slice(one, 0, (size_t)colon);
        cp_str parent = colon < 0 ? CP_STR("") : cp_str_from(one, (size_t)colon + 1);
        v[ans.n_assets++].asset = (cp_asset){ .id = id, .parent = parent };
    }
    return ans;
}

static cp_str drawn(cp_arena *a, const cp_answer *ans)
{
    cp_buf b = cp_buf_new(a);
    const cp_kin_of *kin = cp_kinship(a, ans, NULL);
    for (uint32_t i = 0; i < ans->n_assets; i++)
        for (uint32_t x = kin[i].parent == CP_NO_KIN ? i : CP_NO_KIN; x != CP_NO_KIN;
             x = cp_kin_next(kin, i, x))
            cp_buf_fmt(&b, "%.*s%.*s\n", CP_FMT(cp_kin_branch(a, kin, i, x)),
                       CP_FMT(cp_kin_name(ans, kin, x)));
    return cp_buf_str(&b);
}

#define TEE "\xe2\x94\x9c\xe2\x94\x80 "
#define END "\xe2\x94\x94\xe2\x94\x80 "
#define BAR "\xe2\x94\x82  "

static const struct {
    const char *name, *assets, *want;
} rows[] = {
    { "nobody", "", "" },
    { "no relation", "a b", "a\nb\n" },
    { "parts behind what they are part of", "a b:d c d e:d", "a\nc\nd\n" TEE "b\n" END "e\n" },
    { "parts of parts", "a b:a c:b d:a", "a\n" TEE "b\n" BAR END "c\n" END "d\n" },
    { "below the last", "a b:a c:b", "a\n" END "b\n   " END "c\n" },
    { "a parent that is not there", "a b:x", "a\nb\n" },
    { "its own parent", "a:a b", "a\nb\n" },
    { "a circle", "a:b b:a c", "a\nb\nc\n" },
    { "what hangs on a circle", "a:b b:a c:a", "a\nb\nc\n" },
};

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cp_answer ans = answer_of(a, rows[i].assets);
        is_str(drawn(a, &ans), cp_str_c(rows[i].want), "%s", rows[i].name);
    }
    cp_buf chain = cp_buf_new(a);
    for (int i = 0; i < MANY; i++)
        cp_buf_fmt(&chain, "%sn%d:n%d", i ? " " : "", i, i + 1);
    cp_answer ans = answer_of(a, cp_str_dup(a, cp_buf_str(&chain)).p);
    uint32_t n = 0;
    cp_str rest = drawn(a, &ans), line;
    while (cp_str_cut_line(&rest, &line))
        n++;
    is_uint(n, MANY, "of a chain that is too deep nobody is left out");
    cp_arena_free(a);
    return tap_done();
}
