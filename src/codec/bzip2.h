/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2.h - streams of bzip2, one behind the other, whose blocks are unpacked by several threads.
 * Whatever the input, what comes out is what libbz2 makes of it: the same bytes, and the same fault
 * at the same byte; only a block that is longer than any can be (4 MiB) is refused and not read on.
 * bzip2.c tells how; inflate.h is for who has a file. */
#pragma once
#include "base/base.h"

enum { CP_BZIP2_THREADS_MAX = 8, CP_BZIP2_PACKED_BYTES_MAX = 4 * 1024 * 1024 };

typedef struct cp_bzip2 cp_bzip2;
/* n_threads: that work, with the caller's own. They end with a. Memory: some 9 MiB a thread, and
 * some 4 MiB for each of four blocks that it may be ahead. */
cp_bzip2 *cp_bzip2_new(cp_arena *a, uint32_t n_threads);
/* Takes from *in (moves it on) and writes up to cap > 0 bytes. An empty *in says that all that was
 * given shall come out now; *made < cap and *in empty: give more, or the end. CP_EFORMAT: with the
 * byte of the input. */
CP_MUST_CHECK cp_rc cp_bzip2_step(cp_bzip2 *z, cp_bytes *in, uint8_t *out, size_t cap, size_t *made,
                                  cp_err *err);
/* How many bytes of the input all that came out is made of. */
uint64_t cp_bzip2_at(const cp_bzip2 *z);
/* Between streams, or behind the last, and nothing is held? */
bool cp_bzip2_is_end(const cp_bzip2 *z);
