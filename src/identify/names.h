/* SPDX-License-Identifier: Apache-2.0 */
/* names.h - names of legal persons as they are compared: data/fingerprints/README.md, section 1.
 * cp_name_norm and cp_name_cmp are in model/name.h. */
#pragma once
#include "model/maker.h"

/* slug(s): cmp(s) as an id, [a-z0-9-]; "" if nothing is left. */
cp_str cp_name_slug(cp_arena *a, const cp_legal_forms *legal, cp_str s);
/* A registered string without what stands behind " # " or " (". Borrowed from s. */
cp_str cp_name_registrant(cp_str s);
/* Any text as part of an id: lower case, every other run of bytes one '-', none at the ends. */
cp_str cp_slug(cp_arena *a, cp_str s);
