/* SPDX-License-Identifier: Apache-2.0 */
/* inflate.h - gzip (RFC 1952, concatenated members), zstd (RFC 8878), bzip2 and xz (.xz file format
 * 1.1; both of concatenated streams) as a stream: compressed pieces in, plain out. Memory is
 * bounded (zstd: a window of 128 MiB, xz: 128 MiB in all); a stream that grows beyond
 * `plain_bytes_max`, or more than CP_INFLATE_RATIO_MAX-fold after the first CP_INFLATE_FREE_BYTES,
 * is refused as a bomb: CP_ELIMIT. Skippable frames of zstd are passed over, and zeros behind the
 * last member of gzip or bzip2, and behind each of xz, by fours; anything else there is malformed,
 * as are frames of zstd before RFC 8878. */
#pragma once
#include "base/base.h"

/* Captures of frames full of zeros pack some 200-fold. gzip could do 1032, but then a megabyte that
 * was made to waste time would take two seconds. */
enum { CP_INFLATE_RATIO_MAX = 400, CP_INFLATE_FREE_BYTES = 64 * 1024 * 1024 };

typedef enum cp_compression { CP_PLAIN, CP_GZIP, CP_ZSTD, CP_BZIP2, CP_XZ } cp_compression;
enum { CP_COMPRESSIONS = CP_XZ + 1 };

cp_compression cp_compression_of(cp_bytes head);   /* by magic */
const char *cp_compression_name(cp_compression c); /* "", "gzip", "zstd", "bzip2", "xz" */
bool cp_compression_is_name(cp_str s);             /* one of these? */

typedef struct cp_inflate cp_inflate;
/* Freed with a. plain_bytes_max 0: no limit but the ratio. CP_PLAIN copies. */
cp_inflate *cp_inflate_new(cp_arena *a, cp_compression c, uint64_t plain_bytes_max);
/* Takes from *in (moves it on) and writes up to out_cap plain bytes. *out_n = 0 and CP_OK with *in
 * empty: give more, or, if it was empty before, the end: what is held for several threads comes out
 * then. Errors: CP_EFORMAT, CP_ELIMIT, each with the byte in the compressed
 * input; an error stays, and what was good before it is given first. */
CP_MUST_CHECK cp_rc cp_inflate_step(cp_inflate *z, cp_bytes *in, uint8_t *out, size_t out_cap,
                                    size_t *out_n, cp_err *err);
/* Was the end of a member reached exactly? False: the file is cut off. */
bool cp_inflate_is_complete(const cp_inflate *z);

/* The front of one packed body, at once: gzip, zlib or bare deflate (RFC 1952, 1950, 1951), of
 * which the input may be the beginning only. At most cap bytes are made; returns how many are
 * good. */
size_t cp_inflate_front(cp_bytes in, uint8_t *out, size_t cap);
