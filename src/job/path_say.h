/* SPDX-License-Identifier: Apache-2.0 */
/* path_say.h - answers about paths in words, for path_print.c and path_json.c. */
#pragma once
#include "codec/json.h"
#include "job/path.h"

const char *cp_path_reading_name(cp_reading r);
/* "Scope: transmission only; not looked at: what carries the links (no table of carriage), ..." */
cp_str cp_path_scope(cp_arena *a, const cp_path_model *m, bool assumes_complete);
/* "proven-clean", "1 to 2 failures" ...: of one question. */
cp_str cp_path_cell(const cp_path_found *x, const cp_path_finding *f, uint32_t question);
/* "excluded", "unknown: needs ems-1", "clean". */
cp_str cp_path_verdict(const cp_path_found *x, const cp_path_finding *f, uint32_t item);
/* Why it is not clean, to the end: "needs ems-1, that needs host-2 (by clause 2)"; "" it is. */
cp_str cp_path_reason(const cp_path_found *x, const cp_path_finding *f, uint32_t item);
/* The item, what makes it so, and so on to what is so by itself, which is the last; without what
 * has no name to be said (alternatives below links). n_out is 0 where it is clean. */
const uint32_t *cp_path_chain(cp_arena *a, const cp_path_finding *f, const cp_path_model *m,
                              uint32_t item, uint32_t *n_out);
/* "by clause 2", "maker?", "in no inventory": of what is so by itself; "" nobody told. */
cp_str cp_path_own_reason(const cp_path_found *x, const cp_path_finding *f, uint32_t item);
/* Does it ride on others, rather than need them: what carries a link, or a link that does? */
bool cp_path_is_carriage(const cp_path_finding *f, const cp_path_model *m, uint32_t item);
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
