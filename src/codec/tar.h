/* SPDX-License-Identifier: Apache-2.0 */
/* tar.h - the files of a tar archive (POSIX ustar), as slices of its bytes; nothing is written
 * anywhere.
 *
 *     [header 512][contents, filled up to 512] ... [two blocks of zeros]
 *
 * Taken are regular files with plain names alone, because an archive with anything else was not
 * made for us: links, folders, devices and extensions are refused, and so is every name with
 * another character than a-z A-Z 0-9 . _ - / or a part that is empty or begins with a dot (so there
 * is no "..", no absolute name). */
#pragma once
#include "base/base.h"

typedef struct cp_tar {
    cp_cur in;
    bool is_done;
    cp_rc rc; /* of what ended it; CP_OK at the end of the archive */
} cp_tar;

typedef struct cp_tar_file {
    cp_str name; /* borrowed, 1 to 100 bytes */
    cp_bytes bytes;
} cp_tar_file;

cp_tar cp_tar_open(cp_bytes archive);
/* False at the end, or on an error: CP_EFORMAT, CP_ESHORT with the byte, kept in t->rc. */
bool cp_tar_next(cp_tar *t, cp_tar_file *out, cp_err *err);
