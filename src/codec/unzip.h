/* SPDX-License-Identifier: Apache-2.0 */
/* unzip.h - the entries of a zip archive (APPNOTE 6.3.10), each as a stream, from memory or from a
 * file that can be read in any order.
 *
 *     [local header, data] [local header, data] ... [central directory] [end]
 *                                                          |
 *           entries, sorted by where they lie  <-----------'    name -> where, how long, checksum
 *
 * Over zlib, and not libzip: the program that is linked as one file cannot have that (Debian has no
 * libzip.a), and a parser in its sandbox (sources/apart) may neither open nor seek. Read are stored
 * and deflated entries, also of zip64. The central directory alone is believed. Refused are: an
 * archive cut off or in several parts, entries that lie over one another or over the directory
 * (which is how bombs of any size are made), encrypted entries, sizes that are not what was said,
 * and what unpacks to more than CP_UNZIP_RATIO_MAX times its size. Names of entries are text to
 * compare with; nothing is ever opened by them. */
#pragma once
#include "base/base.h"

enum {
    CP_UNZIP_ENTRIES_MAX = 100 * 1000, /* a workbook has a handful for each of its sheets */
    CP_UNZIP_NAME_BYTES_MAX = 4096,
    CP_UNZIP_DIRECTORY_BYTES_MAX = 64 * 1024 * 1024,
    /* Sheets pack ten- to fiftyfold, one letter a thousandfold. As for gzip (inflate.h), what is
     * small may be packed as it likes. */
    CP_UNZIP_RATIO_MAX = 400,
    CP_UNZIP_FREE_BYTES = 64 * 1024 * 1024,
};

typedef struct cp_unzip_entry {
    cp_str name; /* as it stands there */
    uint64_t packed_bytes, plain_bytes;
    uint64_t off_bytes; /* of its local header */
    uint64_t end_bytes; /* where the next one, or the directory, begins */
    uint32_t crc;
    uint16_t method;
    bool is_encrypted;
} cp_unzip_entry;

typedef struct cp_unzip cp_unzip;

/* Does it begin as an archive with something in it? */
bool cp_unzip_is_zip(cp_bytes head);
/* Reads the directory. b must outlive the archive; so must the descriptor, of a file of so many
 * bytes, which is read by pread(2) alone. Errors: CP_EFORMAT, CP_ESHORT (cut off), CP_ELIMIT,
 * CP_EIO. */
CP_MUST_CHECK cp_rc cp_unzip_open(cp_arena *a, cp_bytes b, cp_unzip **out, cp_err *err);
CP_MUST_CHECK cp_rc cp_unzip_open_fd(cp_arena *a, int fd, uint64_t bytes, cp_unzip **out,
                                     cp_err *err);
/* In the order in which they lie. */
const cp_unzip_entry *cp_unzip_entries(const cp_unzip *z, uint32_t *n);
/* The entry of this name, ASCII letters in any case, as parts of a package are called (ECMA-376
 * part 2, 6.2.2.3); the first of several; NULL if there is none. */
const cp_unzip_entry *cp_unzip_find(const cp_unzip *z, cp_str name);

/* One entry from its beginning. Owned by a. */
typedef struct cp_unzip_stream cp_unzip_stream;
CP_MUST_CHECK cp_rc cp_unzip_begin(cp_arena *a, cp_unzip *z, const cp_unzip_entry *e,
                                   cp_unzip_stream **out, cp_err *err);
/* Fills `out` unless the entry ends before; *n = 0: the end, and size and checksum are those that
 * were told. Errors stay; those of cp_unzip_open. */
CP_MUST_CHECK cp_rc cp_unzip_read(cp_unzip_stream *s, uint8_t *out, size_t cap, size_t *n,
                                  cp_err *err);
/* Gives its memory back before a ends. */
void cp_unzip_end(cp_unzip_stream *s);
/* The whole of a small entry, owned by a. CP_ELIMIT above bytes_max. */
CP_MUST_CHECK cp_rc cp_unzip_all(cp_arena *a, cp_unzip *z, const cp_unzip_entry *e,
                                 uint64_t bytes_max, cp_bytes *out, cp_err *err);
