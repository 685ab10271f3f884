/* SPDX-License-Identifier: Apache-2.0 */
/* path_say.h - answers about paths in words, for path_print.c and path_json.c. */
#pragma once
#include "codec/json.h"
#include "job/path.h"

const char *cp_path_reading_name(cp_reading r);
/* "Topology; transmission only: no dependencies, carriage, far ends were given." */
cp_str cp_path_scope(cp_arena *a, const cp_path_model *m, bool assumes_complete);
/* "proven-clean", "1 to 2 failures" ...: of one question. */
cp_str cp_path_cell(const cp_path_found *x, const cp_path_finding *f, uint32_t question);
/* "excluded", "unknown: needs ems-1", "clean". */
cp_str cp_path_verdict(const cp_path_found *x, const cp_path_finding *f, uint32_t item);
/* The link as it is left from an item: ports, how sure, what it rides on. */
cp_str cp_path_link_text(const cp_path_found *x, const cp_path_finding *f, uint32_t link,
                         uint32_t from);
cp_str cp_path_counts(cp_arena *a, const cp_path_finding *f);
cp_str cp_path_some_text(const cp_path_found *x, const cp_path_finding *f);
cp_str cp_path_every_text(const cp_path_found *x, const cp_path_finding *f);
cp_str cp_path_survives_text(const cp_path_found *x, const cp_path_finding *f);
cp_str cp_path_routes_text(const cp_path_found *x, const cp_path_finding *f);
cp_str cp_path_failures_text(const cp_path_found *x, const cp_path_finding *f);
/* What fails: a device, the ends of a link, a risk. */
cp_str cp_path_element_name(const cp_path_found *x, const cp_path_finding *f, cp_element e);
/* "the model is incomplete: ..." where gaps keep an answer from being proven; "" else. */
cp_str cp_path_blocked(const cp_path_found *x, cp_path_answer in_model, cp_path_answer told);
cp_str cp_path_share_text(cp_arena *a, cp_share s);

void cp_path_print_model(const cp_path_model *m, bool assumes_complete, cp_buf *out);

/* Opens the document: schema, day, version, coverage, network. */
void cp_path_json_head(cp_jw *w, const cp_path_model *m, const char *schema);
void cp_path_json_scope(cp_jw *w, const cp_path_model *m, bool assumes_complete);
void cp_path_json_network(cp_jw *w, const cp_path_model *m);
void cp_path_json_texts(cp_jw *w, const char *key, const cp_texts *v);
