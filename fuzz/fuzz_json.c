/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_json.c - what was parsed, is written, and parsed again is the same; what is written is
 * inert; the same input gives the same answer twice, and by the quick parser the same or none. */
#include "trees.h"

/* The quick parser gives the same or nothing, to the last digit, and on the same line. */
static bool is_identical(const cp_tree *x, const cp_tree *y)
{
    if (!is_same_tree(x, y) || !cp_str_eq(x->text, y->text) || x->number != y->number ||
        x->line != y->line)
        return false;
    for (uint32_t i = 0; i < x->n; i++)
        if (!is_identical(x->items[i], y->items[i]))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(64 << 20);
    const cp_tree *t = NULL, *again = NULL, *back = NULL;
    cp_err err = { 0 }, err2 = { 0 };
    cp_rc rc = cp_json_parse(a, (cp_bytes){ data, size }, &t, &err);
    MUST(cp_json_parse(a, (cp_bytes){ data, size }, &again, &err2) == rc &&
         is_same_error(&err, &err2));
    const cp_tree *quick = cp_json_quick(a, (cp_str){ (const char *)data, size });
    MUST(!quick || (rc == CP_OK && is_identical(quick, t)));
    if (rc == CP_OK) {
        MUST(is_same_tree(t, again));
        for (int pretty = 0; pretty < 2; pretty++) {
            cp_str text = written(a, t, pretty);
            MUST(is_inert(text));
            MUST(cp_json_parse(a, cp_bytes_of_str(text), &back, NULL) == CP_OK);
            MUST(is_same_tree(t, back));
            MUST(cp_str_eq(written(a, back, pretty), text));
        }
    } else {
        MUST(rc == CP_EFORMAT || rc == CP_ELIMIT);
        MUST(err.rc == rc && err.msg[0] && (err.off_bytes <= size || err.off_bytes == CP_NO_OFF));
    }
    cp_arena_free(a);
    return 0;
}
