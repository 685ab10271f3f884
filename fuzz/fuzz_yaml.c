/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_yaml.c - the same input gives the same answer twice; no tree is deeper or larger, aliases
 * expanded, than the limits; and a small one, written as JSON, is read back the same both as YAML
 * and as JSON. What the quick reader takes, libyaml takes for the same, each word in its place. */
#include "codec/yaml.h"
#include "trees.h"

enum { WALK_MAX = 20000 }; /* nodes: larger trees are only measured */

typedef struct measure {
    uint64_t nodes;
    uint32_t depth;
    bool is_writable; /* no key that the writer or a simple key of YAML cannot take */
} measure;

/* YAML takes only characters it calls printable unescaped (1.2.2, 5.1), JSON takes all; what is
 * below a blank the writer escapes. */
static bool is_yaml_text(cp_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp = 0;
        i += cp_utf8_decode(cp_str_from(s, i), &cp);
        if ((cp >= 0x7f && cp < 0xa0 && cp != 0x85) || cp == 0xfeff || cp == 0xfffe || cp == 0xffff)
            return false;
    }
    return true;
}

static void walk(const cp_tree *t, uint32_t depth, measure *m)
{
    m->nodes++;
    m->depth = depth > m->depth ? depth : m->depth;
    MUST(t->kind != CP_TREE_TEXT || t->text.p);
    m->is_writable &= is_yaml_text(t->text);
    MUST(t->kind != CP_TREE_BOOL && t->kind != CP_TREE_NUMBER);
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->kind == CP_TREE_MAP) {
            m->nodes++;
            m->is_writable &= t->keys[i].n < 150 && cp_str_find_char(t->keys[i], '\0') < 0 &&
                              is_yaml_text(t->keys[i]);
        }
        walk(t->items[i], depth + 1, m);
    }
}

static void check_tree(cp_arena *a, const cp_tree *t)
{
    const cp_tree *yaml = NULL, *json = NULL;
    measure m = { .is_writable = true };
    walk(t, 1, &m);
    MUST(m.nodes <= CP_YAML_NODES_MAX && m.depth <= CP_YAML_DEPTH_MAX);
    if (m.nodes > WALK_MAX || !m.is_writable)
        return;
    cp_str text = written(a, t, false);
    MUST(cp_json_parse(a, cp_bytes_of_str(text), &json, NULL) == CP_OK && is_same_tree(t, json));
    MUST(cp_yaml_parse(a, cp_bytes_of_str(text), &yaml, NULL) == CP_OK && is_same_tree(t, yaml));
}

static bool is_identical(const cp_tree *x, const cp_tree *y)
{
    if (!is_same_tree(x, y) || x->line != y->line || x->column != y->column ||
        x->is_quoted != y->is_quoted)
        return false;
    for (uint32_t i = 0; i < x->n; i++)
        if (!is_identical(x->items[i], y->items[i]) ||
            (x->kind == CP_TREE_MAP && (x->key_at[i].line != y->key_at[i].line ||
                                        x->key_at[i].column != y->key_at[i].column)))
            return false;
    return true;
}

static void check_quick(cp_arena *a, cp_bytes in)
{
    const cp_tree *quick = cp_yaml_quick(a, in), *full = NULL;
    if (quick)
        MUST(cp_yaml_full(a, in, &full, NULL) == CP_OK && is_identical(quick, full));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    const cp_tree *t = NULL, *again = NULL;
    cp_err err = { 0 }, err2 = { 0 };
    check_quick(a, (cp_bytes){ data, size });
    cp_rc rc = cp_yaml_parse(a, (cp_bytes){ data, size }, &t, &err);
    MUST(cp_yaml_parse(a, (cp_bytes){ data, size }, &again, &err2) == rc &&
         is_same_error(&err, &err2));
    if (rc == CP_OK) {
        check_tree(a, t);
    } else {
        MUST(rc == CP_EFORMAT || rc == CP_ELIMIT);
        MUST(err.rc == rc && err.msg[0] && (err.off_bytes <= size || err.off_bytes == CP_NO_OFF));
    }
    cp_arena_free(a);
    return 0;
}
