/* SPDX-License-Identifier: Apache-2.0 */
/* nfdump.h - files of nfcapd, which its companion nfdump prints for us, and what that printed for
 * somebody else as CSV. */
#pragma once
#include "sources/reader.h"

extern const cp_format cp_format_nfcapd;     /* needs the program nfdump, and a file */
extern const cp_format cp_format_nfdump_csv; /* `nfdump -o csv` */
