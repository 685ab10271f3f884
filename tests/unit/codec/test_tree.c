/* SPDX-License-Identifier: Apache-2.0 */
/* test_tree.c - look-ups chain through what is not there. */
#include "codec/json.h"
#include "tap.h"

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    const cp_tree *t = NULL;
    cp_str text =
        CP_STR("{\"a\": {\"b\": \"x\", \"n\": 1.5, \"t\": true, \"z\": null}, \"s\": [1]}");
    if (!ok(cp_json_parse(a, cp_bytes_of_str(text), &t, NULL) == CP_OK, "a document"))
        return tap_done();
    const cp_tree *x = cp_tree_get(t, CP_STR("a"));
    is_cstr(cp_tree_get_text(x, CP_STR("b")), "x", "text");
    is_cstr(cp_tree_get_text(x, CP_STR("n")), "1.5", "a number's spelling");
    is_cstr(cp_tree_get_text(x, CP_STR("t")), "true", "a truth value's spelling");
    is_cstr(cp_tree_get_text(x, CP_STR("z")), "", "null is no text");
    is_cstr(cp_tree_get_text(x, CP_STR("q")), "", "what is not there is no text");
    is_cstr(cp_tree_get_text(t, CP_STR("s")), "", "a sequence is no text");
    is_cstr(cp_tree_text(x), "", "a mapping is no text");
    ok(cp_tree_get(cp_tree_get(cp_tree_get(t, CP_STR("q")), CP_STR("r")), CP_STR("s")) == NULL,
       "a chain through nothing");
    ok(cp_tree_get(cp_tree_get(t, CP_STR("s")), CP_STR("a")) == NULL, "a key of a sequence");
    ok(!cp_tree_is_text(NULL) && !cp_tree_is_text(t) &&
           !cp_tree_is_text(cp_tree_get(x, CP_STR("z"))),
       "nothing, a mapping and null are no scalars with text");
    ok(cp_tree_is_text(cp_tree_get(x, CP_STR("n"))), "a number is");
    cp_arena_free(a);
    return tap_done();
}
