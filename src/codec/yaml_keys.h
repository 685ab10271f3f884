/* SPDX-License-Identifier: Apache-2.0 */
/* yaml_keys.h - mistakes in the data files are told with their line: a key that does not exist,
 * with the nearest that does; a list where a text belongs. */
#pragma once
#include "codec/tree.h"

/* t must be a mapping whose keys are all among these. */
CP_MUST_CHECK cp_rc cp_yaml_keys(const cp_tree *t, const char *what, const char *const *keys,
                                 size_t n_keys, cp_err *err);
/* The texts of a sequence (NULL t: none). A scalar stands for a sequence of one. */
CP_MUST_CHECK cp_rc cp_yaml_texts(cp_arena *a, const cp_tree *t, const cp_str **out, uint32_t *n,
                                  cp_err *err);
/* The item of a sequence or NULL; n items of NULL t: 0. */
CP_MUST_CHECK cp_rc cp_yaml_seq(const cp_tree *t, const char *what, uint32_t *n, cp_err *err);
/* A scalar: date, number or name of a confidence. Absent: not touched. */
CP_MUST_CHECK cp_rc cp_yaml_date(const cp_tree *t, cp_str key, cp_date *out, cp_err *err);
CP_MUST_CHECK cp_rc cp_yaml_double(const cp_tree *t, cp_str key, double *out, cp_err *err);
