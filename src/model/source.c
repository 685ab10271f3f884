/* SPDX-License-Identifier: Apache-2.0 */
/* source.c - see source.h. */
#include "model/source.h"

static const char *const state_names[] = {
#define ROW(id, name) [CP_SOURCE_##id] = name,
    CP_SOURCE_STATES(ROW)
#undef ROW
};

void cp_source_bad(cp_arena *a, cp_source *s, uint64_t pos, const char *fmt, ...)
{
    s->records_bad++;
    if (s->n_problems == CP_SOURCE_PROBLEMS_MAX)
        return;
    va_list ap;
    va_start(ap, fmt);
    s->problems[s->n_problems++] = (cp_problem){ pos, cp_str_vfmt(a, fmt, ap) };
    va_end(ap);
}

const char *cp_source_state_name(cp_source_state s)
{
    assert(s < CP_SOURCE_STATE_COUNT);
    return state_names[s];
}
