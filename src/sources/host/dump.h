/* SPDX-License-Identifier: Apache-2.0 */
/* dump.h - one row of a dump of bytes as text.
 *
 *     0x0010:         00 00 05 00 4d 69 6b 72 6f 54 69 6b 20 20 20 20           ethtool
 *     00000010  00 00 05 00 4d 69 6b 72  6f 54 69 6b 20 20 20 20  |....MikroTik    |   hexdump -C
 *     00000010: 0000 0500 4d69 6b72 6f54 696b 2020 2020  ....MikroTik               xxd
 *     10: 00 00 05 00 4d 69 6b 72 6f 54 69 6b 20 20 20 20    ..?.MikroTik            i2cdump */
#pragma once
#include "base/base.h"

enum { CP_DUMP_ROW_BYTES_MAX = 32 };

typedef struct cp_dump_row {
    uint32_t at;
    uint8_t b[CP_DUMP_ROW_BYTES_MAX];
    uint32_t has; /* bit i: b[i] was read (i2cdump has XX for others) */
    uint32_t n;   /* at least 1 */
} cp_dump_row;

/* False: the line is none. */
bool cp_dump_row_read(cp_str line, cp_dump_row *out);
/* Heading, rule, the asterisk for repeated rows: what stands between rows. */
bool cp_dump_is_between(cp_str line);
