/* SPDX-License-Identifier: Apache-2.0 */
/* walk.h - the files that paths on the command line stand for. */
#pragma once
#include "base/base.h"

typedef struct cp_found_file {
    cp_str path;
    bool from_folder;  /* found in a folder, not named by the user */
    const char *fault; /* NULL, or why nothing can be read from it */
    uint64_t bytes;    /* 0: not known */
    bool is_open;      /* fd is what is read, and path only its name */
    int fd;
    cp_bytes content; /* .p not NULL: what would stand in it, and there is no such file */
} cp_found_file;

typedef struct cp_found_files {
    cp_found_file *v;
    uint32_t n;
} cp_found_files;

/* Folders are walked by name; hidden files are left out, links to folders are not followed. A
 * folder that cannot be opened or in which no file is, and what is neither file nor folder, stands
 * in the list too, so that it is told. A file that is named twice stands there once. Errors:
 * CP_EUSAGE (standard input twice), CP_ELIMIT above files_max. */
CP_MUST_CHECK cp_rc cp_walk(cp_arena *a, const cp_str *paths, uint32_t n, uint32_t files_max,
                            cp_found_files *out, cp_err *err);
