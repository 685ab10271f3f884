/* SPDX-License-Identifier: Apache-2.0 */
/* embed.h - the files of data/ that are built into the program (tools/embed.py), so that nothing is
 * needed at run time, and what stands in their place.
 *
 *     built in --cp_data_use_files--> an update (folders) --cp_data_use_dir--> files of one's own
 *
 * The job room says what is to be used (job/data.h), once, before anything is read. Names are paths
 * below data/, such as "makers/entities.yaml". */
#pragma once
#include "base/base.h"

enum {
    CP_DATA_FILES_MAX = 512,
    CP_DATA_FILE_BYTES_MAX = 64 * 1024 * 1024, /* the largest registry has 5 MiB */
    CP_DATA_DEPTH_MAX = 8
};

typedef struct cp_data_file {
    cp_str name;
    cp_bytes bytes;
    cp_bytes index; /* what the build made of a registry (tools/embed.py); .n 0: nothing */
    cp_str origin;  /* "built in", or whoever put it in place; "" is built in */
} cp_data_file;

/* All files, sorted by name. */
const cp_data_file *cp_data_all(uint32_t *n);
/* The newest day of which a file that is built in says that its facts are of then: YYYY-MM-DD. */
cp_str cp_data_built_in_date(void);
/* Where those whose name begins with prefix come from: "built in", or "built in and /own". */
cp_str cp_data_origin(cp_arena *a, const cp_data_file *files, uint32_t n, cp_str prefix);
/* Exactly this file; .p NULL if there is none. */
cp_bytes cp_data_get(cp_str name);
/* Those whose name begins with prefix, in order: start with *it = 0. */
const cp_data_file *cp_data_next(cp_str prefix, uint32_t *it);

/* From now on these files stand for all that are in those folders ("makers"); they must live as
 * long as anybody reads data, in the order of their names and each in one of the folders. CP_ELIMIT
 * above CP_DATA_FILES_MAX: nothing is changed then. Not thread-safe. */
CP_MUST_CHECK cp_rc cp_data_use_files(const cp_data_file *v, uint32_t n, const cp_str *folders,
                                      uint32_t n_folders, cp_err *err);

/* From now on the files of this folder (those that tools/embed.py would take, at any depth) stand
 * for the embedded ones of the same name, or are added. Their bytes are owned by a, which must live
 * as long as anybody reads data. Errors: CP_ENOENT, CP_EPERM, CP_EIO; CP_ELIMIT beyond
 * CP_DATA_FILES_MAX files, CP_DATA_FILE_BYTES_MAX or CP_DATA_DEPTH_MAX; nothing is changed then.
 * Not thread-safe: called once, before anything else. */
CP_MUST_CHECK cp_rc cp_data_use_dir(cp_arena *a, cp_str dir, cp_err *err);
