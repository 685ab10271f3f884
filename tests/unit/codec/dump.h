/* SPDX-License-Identifier: Apache-2.0 */
/* dump.h - a tree as compact JSON, so that tests can compare it with one line of text. */
#ifndef CP_TESTS_UNIT_CODEC_DUMP_H
#define CP_TESTS_UNIT_CODEC_DUMP_H

#include "codec/json.h"

static inline void dump_tree(cp_jw *w, const cp_tree *t)
{
    switch (t->kind) {
    case CP_TREE_NULL: cp_jw_null(w); break;
    case CP_TREE_BOOL: cp_jw_bool(w, t->boolean); break;
    case CP_TREE_NUMBER: cp_jw_num(w, t->number); break;
    case CP_TREE_TEXT: cp_jw_str(w, t->text); break;
    case CP_TREE_SEQ:
        cp_jw_arr(w);
        for (uint32_t i = 0; i < t->n; i++)
            dump_tree(w, t->items[i]);
        cp_jw_arr_end(w);
        break;
    case CP_TREE_MAP:
        cp_jw_obj(w);
        for (uint32_t i = 0; i < t->n; i++) {
            cp_jw_key(w, t->keys[i].p);
            dump_tree(w, t->items[i]);
        }
        cp_jw_obj_end(w);
        break;
    }
}

static inline cp_str dumped(cp_arena *a, const cp_tree *t)
{
    cp_buf b = cp_buf_new(a);
    cp_jw w = cp_jw_new(&b);
    dump_tree(&w, t);
    return cp_buf_str(&b);
}

#endif
