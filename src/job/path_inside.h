/* SPDX-License-Identifier: Apache-2.0 */
/* path_inside.h - what the files that make the model share (path_model.c, path_below.c,
 * path_coverage.c, path_costs.c, path_fate.c). */
#pragma once
#include "job/path.h"

void cp_path_say(cp_path_model *m, cp_texts *to, const char *fmt, ...) CP_PRINTF(3, 4);
uint32_t cp_path_thing(cp_path_model *m, cp_thing_kind kind, cp_str id, cp_str name);
void cp_path_need(cp_path_model *m, uint32_t thing, const uint32_t *options, uint32_t n);
/* The thing that is meant by an end of a tie: the asset, or of what is none one for each text,
 * whichever table tells of it. */
uint32_t cp_path_needed(cp_path_model *m, uint32_t asset, cp_str text, cp_str realm);
/* What inspections cost, from the table of it. */
void cp_path_price(cp_path_model *m);
/* What links ride on. */
void cp_path_carriage(cp_path_model *m);
/* Which links fail together because of who carries them: fills fates, and says so. */
void cp_path_fates(cp_path_model *m);
/* Why routes are not the paths of least metric; "" they are. */
cp_str cp_path_why_no_routes(const cp_path_model *m);
/* Fills gaps, notes and not_given, and counts the links that are in. */
void cp_path_coverage(cp_path_model *m);
