/* SPDX-License-Identifier: Apache-2.0 */
/* state_rows.h - tables of what is told of files: the tests of the dialects VRP and Comware. */
#pragma once
#include "state_told.h"

typedef struct state_row {
    const char *name, *in, *rows, *problems;
    cp_rc rc;
    const char *links, *about; /* NULL: not looked at */
} state_row;

static inline void state_rows_check(const state_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cp_arena *a = cp_arena_new(0);
        const state_row *r = &rows[i];
        state_told *t = state_tell(a, "x.txt", r->in);
        is_int(t->rc, r->rc, "%s", r->name);
        is_cstr(cp_buf_str(&t->rows), r->rows, "%s: rows", r->name);
        is_cstr(cp_buf_str(&t->problems), r->problems, "%s: problems", r->name);
        if (r->links)
            is_cstr(cp_buf_str(&t->links), r->links, "%s: links", r->name);
        if (r->about)
            is_cstr(cp_buf_str(&t->about), r->about, "%s: about", r->name);
        cp_arena_free(a);
    }
}
