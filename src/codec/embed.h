/* SPDX-License-Identifier: Apache-2.0 */
/* embed.h - the files of data/ that are built into the program (tools/embed.py), so that nothing is
 * needed at run time.
 *
 * CLEANPATH_DATA=DIR, if set, is read once by cp_data_use_dir from the job room; then a file of
 * that folder stands for the embedded one of the same name. Names are paths below data/, such as
 * "makers/entities.yaml". */
#pragma once
#include "base/base.h"

typedef struct cp_data_file {
    cp_str name;
    cp_bytes bytes;
} cp_data_file;

/* All embedded files, sorted by name. */
const cp_data_file *cp_data_all(uint32_t *n);
/* Exactly this file; .p NULL if there is none. */
cp_bytes cp_data_get(cp_str name);
/* Those whose name begins with prefix, in order: start with *it = 0. */
const cp_data_file *cp_data_next(cp_str prefix, uint32_t *it);
