/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c - see changes.h: the words. */
#include "model/changes.h"

#define NAME(id, name) name,

const char *cp_change_name(cp_change_kind k)
{
    static const char *const names[] = { CP_CHANGES(NAME) };
    return names[k];
}

static const char *const cause_names[] = { CP_CAUSES(NAME) };

const char *cp_cause_name(cp_cause c) { return cause_names[c]; }

const char *cp_verdict_part_name(cp_verdict_part p)
{
    static const char *const names[] = { CP_VERDICT_PARTS(NAME) };
    return names[p];
}

cp_str cp_causes_text(cp_arena *a, uint32_t causes, const char *separator)
{
    cp_buf b = cp_buf_new(a);
    for (unsigned c = 0; c < CP_CAUSE_COUNT; c++)
        if (causes >> c & 1)
            cp_buf_fmt(&b, "%s%s", b.total_bytes ? separator : "", cause_names[c]);
    return cp_buf_str(&b);
}
