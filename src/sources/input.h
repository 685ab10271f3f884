/* SPDX-License-Identifier: Apache-2.0 */
/* input.h - the bytes of a file, a pipe or standard input, unpacked (inflate.h) and hashed
 * on the way.
 *
 *     file --read(2)--> [raw 1 MiB] --(inflate)--> [window ........|pos ... filled|....]
 *                          `--> SHA-256 of the file as it is on disk
 *
 * Peeked bytes are contiguous. Reading by read(2) from the page cache measured faster than mmap,
 * and cannot raise SIGBUS when the file shrinks. */
#pragma once
#include "base/base.h"
#include "codec/inflate.h"

enum { CP_INPUT_HEAD_BYTES = 64 * 1024, CP_INPUT_PEEK_MAX = 64 * 1024 * 1024 };

typedef struct cp_input cp_input;

/* Closed with a. Errors: CP_ENOENT, CP_EPERM, CP_EIO, a folder is CP_EFORMAT. */
CP_MUST_CHECK cp_rc cp_input_open(cp_arena *a, cp_str path, cp_input **out, cp_err *err);
/* What is open already and stays the caller's; raw_size 0: not known. Does nothing but read. */
cp_input *cp_input_of_fd(cp_arena *a, int fd, uint64_t raw_size);
/* From memory, for tests and fuzzing; also unpacked. */
cp_input *cp_input_of_bytes(cp_arena *a, cp_bytes b);

/* At least `want` bytes if there are so many before the end (want <= CP_INPUT_PEEK_MAX); fewer only
 * at the end or after an error. Valid until the next peek. */
cp_bytes cp_input_peek(cp_input *in, size_t want);
void cp_input_skip(cp_input *in, size_t n); /* n <= what was peeked */
/* Text packs 5- to 50-fold. */
enum { CP_INPUT_ALL_RATIO_MAX = 200 };
/* All that is left, in one piece; CP_ELIMIT above bytes_max, and for what was packed, above
 * CP_INPUT_ALL_RATIO_MAX times its bytes (CP_INFLATE_FREE_BYTES are always allowed). */
CP_MUST_CHECK cp_rc cp_input_all(cp_input *in, uint64_t bytes_max, cp_bytes *out, cp_err *err);

/* The same as UTF-8 text: a byte order mark is left out, and UTF-16 with one is converted (what a
 * shell of another system writes when its output is kept). Bytes without a mark stay as they are.
 * Owned by the input. */
CP_MUST_CHECK cp_rc cp_input_text(cp_input *in, uint64_t bytes_max, cp_bytes *out, cp_err *err);
/* What cp_input_text would make of these first bytes; scratch is used where they are converted. */
cp_bytes cp_text_of_marked(cp_arena *scratch, cp_bytes b);

/* Nobody will ask for the digest: nothing is hashed. Before the first peek. */
void cp_input_forgo_digest(cp_input *in);
/* The descriptor of a file that is neither packed nor hashed, so that its bytes may be read in any
 * order, at the offsets of cp_input_off; else -1. It stays the input's. */
int cp_input_seekable(const cp_input *in);
/* The descriptor of a file that is not packed, to be read by pread(2) beside what is read here;
 * else -1. It stays the input's. Its digest is that of the bytes when they are hashed. */
int cp_input_file(const cp_input *in);
/* Goes on at that byte of such a file. */
void cp_input_go(cp_input *in, uint64_t off);
uint64_t cp_input_off(const cp_input *in);      /* unpacked bytes skipped so far */
uint64_t cp_input_raw_off(const cp_input *in);  /* bytes of the file read so far */
uint64_t cp_input_raw_size(const cp_input *in); /* 0: not known */
cp_compression cp_input_compression(const cp_input *in);
/* What went wrong while reading or unpacking, sticky; CP_OK if nothing. */
cp_rc cp_input_error(const cp_input *in, cp_err *err);
/* Reads on to the end of the file and gives the SHA-256 of its bytes in hex; "" if it was forgone.
 */
cp_str cp_input_sha256(cp_input *in);
