/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h - what the files of rows beside the makers' have in common: relabels, grantees, habits.
 *
 *     schema: ..
 *     sources: {KEY: what it stands for}
 *     NAME: [{.., src: [KEY]}]           a wrong row is told with its line, and none is taken */
#pragma once
#include "codec/yaml_keys.h"
#include "identify/makers.h"

typedef struct cp_rows {
    cp_maker_table *t;
    const cp_tree *file;
    cp_err *err;
} cp_rows;

typedef cp_rc cp_rows_each(const cp_rows *l, const cp_tree *row);

/* Each row of the list `name`, of which there are at most `max`; all keys of the file are among
 * these. */
CP_MUST_CHECK cp_rc cp_rows_load(const cp_rows *l, const char *name, uint32_t max,
                                 const char *const *keys, size_t n_keys, cp_rows_each *each);
/* A maker by its id or a whole name; key: where it stands. */
CP_MUST_CHECK cp_rc cp_rows_maker(const cp_rows *l, const cp_tree *row, const char *key,
                                  cp_str text, uint32_t *out);
/* The row's sources, all of which are keys of the file's: these, and what they stand for. */
CP_MUST_CHECK cp_rc cp_rows_sources(const cp_rows *l, const cp_tree *row, const cp_str **src,
                                    const cp_str **cites, uint32_t *n);
