/* SPDX-License-Identifier: Apache-2.0 */
/* deflate.h - blocks of text as they stand in a page: raw deflate (RFC 1951) by zlib, then base64
 * (RFC 4648, section 4), piece by piece, so that a block of any length needs no memory of its own.
 *
 *     text -> cp_packer_begin's buffer -> deflate -> base64 -> out
 */
#pragma once
#include "base/base.h"

typedef struct cp_packer cp_packer;
/* For any number of blocks, one after the other; freed with a. Errors are those of out, and stick
 * there. */
cp_packer *cp_packer_new(cp_arena *a, cp_buf *out);
/* Begins a block; what is added to the buffer is packed. The buffer is the packer's. */
cp_buf *cp_packer_begin(cp_packer *p);
/* Ends it: all of it is in out. */
void cp_packer_end(cp_packer *p);

/* With the `=` at the end. */
void cp_base64(cp_bytes b, cp_buf *out);
