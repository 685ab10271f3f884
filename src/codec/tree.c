/* SPDX-License-Identifier: Apache-2.0 */
/* tree.c - see tree.h. Look-ups are linear: mappings in our files have tens of keys. */
#include "codec/tree.h"

const cp_tree *cp_tree_get(const cp_tree *t, cp_str key)
{
    if (!t || t->kind != CP_TREE_MAP)
        return NULL;
    for (uint32_t i = 0; i < t->n; i++)
        if (cp_str_eq(t->keys[i], key))
            return t->items[i];
    return NULL;
}

cp_str cp_tree_text(const cp_tree *t) { return cp_tree_is_text(t) ? t->text : CP_STR(""); }

cp_str cp_tree_get_text(const cp_tree *t, cp_str key) { return cp_tree_text(cp_tree_get(t, key)); }

bool cp_tree_is_text(const cp_tree *t)
{
    if (!t)
        return false;
    switch (t->kind) {
    case CP_TREE_BOOL:
    case CP_TREE_NUMBER:
    case CP_TREE_TEXT: return true;
    case CP_TREE_NULL:
    case CP_TREE_SEQ:
    case CP_TREE_MAP: break;
    }
    return false;
}
