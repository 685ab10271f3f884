/* SPDX-License-Identifier: Apache-2.0 */
/* eeprom.h - what the memory of a pluggable transceiver says of who made it.
 *
 *     SFF-8472, 4 (SFP)            SFF-8636, 6.3 (QSFP)          CMIS 5.2, 8.3 (QSFP-DD, OSFP ..)
 *       0  identifier                0  identifier                 0  identifier
 *      20  vendor name, 16         128  identifier again         128  identifier again
 *      37  vendor OUI, 3           148  vendor name, 16          129  vendor name, 16
 *      40  part number, 16         165  vendor OUI, 3            145  vendor OUI, 3
 *      56  revision, 4             168  part number, 16          148  part number, 16
 *      63  sum of 0..62            184  revision, 2              164  revision, 2
 *      68  serial number, 16       191  sum of 128..190          166  serial number, 16
 *      84  date, 8                 196  serial number, 16        182  date, 8
 *      95  sum of 64..94           212  date, 8                  222  sum of 128..221
 *                                  223  sum of 192..222
 *
 * All of it is what somebody wrote there, and it is rewritten by those who sell modules for the
 * switches of others: it names a brand, and is weak evidence of a maker. */
#pragma once
#include "base/base.h"

enum {
    CP_EEPROM_BYTES_MAX = 1024, /* of a dump; modules show 256 to 640 */
    CP_EEPROM_DOUBTS_BYTES_MAX = 256,
};

/* Which bytes are known: a dump may begin in the middle, and have gaps. */
typedef struct cp_eeprom_image {
    uint8_t b[CP_EEPROM_BYTES_MAX];
    uint8_t has[CP_EEPROM_BYTES_MAX / 8];
    uint32_t n; /* bytes known */
} cp_eeprom_image;

/* Bytes beyond the image are passed over. */
void cp_eeprom_put(cp_eeprom_image *m, uint32_t at, uint8_t byte);

typedef struct cp_eeprom {
    const char *type; /* "SFP", "QSFP28" .. (SFF-8024, table 4-1) */
    const char *map;  /* "SFF-8472", "SFF-8636", "CMIS" */
    /* "" is not told, or is no text. oui: "00:90:65", "" where it is zero */
    cp_str vendor, oui, part_number, revision, serial;
    cp_str date;  /* "2023-07-07", or as it stands there */
    cp_str doubt; /* what does not fit: sums that are wrong, fields that are no text; "" nothing */
    bool is_summed; /* the sum over the vendor's fields is there and right */
} cp_eeprom;

/* False: these are no bytes of a transceiver, or not those that tell of it: an unknown identifier,
 * no vendor name and no part number, or (where nothing confirms that it is page 00h) another page.
 * A wrong sum alone is a doubt. The texts are owned by a. */
bool cp_eeprom_decode(cp_arena *a, const cp_eeprom_image *m, cp_eeprom *out);

/* "230707", "230707 27", "23070727" -> "2023-07-07"; "": it is none. */
cp_str cp_eeprom_date(cp_arena *a, cp_str s);
