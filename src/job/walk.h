/* SPDX-License-Identifier: Apache-2.0 */
/* walk.h - the files that paths on the command line stand for. */
#pragma once
#include "base/base.h"

typedef struct cp_found_file {
    cp_str path;
    bool from_folder; /* found in a folder, not named by the user */
} cp_found_file;

typedef struct cp_found_files {
    cp_found_file *v;
    uint32_t n;
} cp_found_files;

/* Folders are walked by name, links to folders are not followed, hidden files are left out. Errors:
 * CP_ENOENT, CP_EPERM, CP_ELIMIT above files_max, and CP_EFORMAT for a folder in which no file
 * is. */
CP_MUST_CHECK cp_rc cp_walk(cp_arena *a, const cp_str *paths, uint32_t n, uint32_t files_max,
                            cp_found_files *out, cp_err *err);
