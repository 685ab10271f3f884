/* SPDX-License-Identifier: Apache-2.0 */
/* subjects.h - how a questionnaire or a form names a device, so that the answer finds it again. */
#pragma once
#include "job/evidence.h"

typedef struct cp_subjects {
    cp_map count; /* identifier (and realm where it holds only there) -> assets that have it */
} cp_subjects;

void cp_subjects_init(cp_arena *a, cp_subjects *s, const cp_asset *assets, uint32_t n);
/* Would identify join by this identifier, and has no other asset it? */
bool cp_subject_is_own(cp_arena *a, const cp_subjects *s, const cp_asset *as, const cp_ident *id);
/* The strongest identifiers that it alone has, "serial:AX1+mac:00:00:5e:00:53:01"; its name only if
 * it has no other; "" if it has none. */
cp_str cp_subject_text(cp_arena *a, const cp_subjects *s, const cp_asset *as);
