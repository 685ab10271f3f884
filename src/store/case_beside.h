/* SPDX-License-Identifier: Apache-2.0 */
/* case_beside.h - large blocks of flows of a collector, in a file beside the case (internal to the
 * store room).
 *
 *     NET.case         flow_block: beside_at, beside_bytes --.      flow_beside: id, bytes used
 *     NET.case-flows   [ id, 4 KiB | block | block | block <-' ...  | room that was asked for ]
 *
 * Through the log of the case each byte of a block would be written, summed, read and written once
 * more, by way of the kernel's cache each time: that costs a collector more than all else. Here it
 * is written once and past the cache, and it is on the disk before the transaction that names it is
 * committed. What stands behind `bytes used` belongs to nobody and is written over: the case alone
 * says what is there.
 *
 * Blocks start at multiples of 4 KiB. The id says whose file it is: one that is missing, or of
 * another case, is never written to, and then blocks go into the case as small ones do. */
#pragma once
#include "store/case_db.h"

enum {
    CP_BESIDE_BYTES_MIN = 256 * 1024, /* of a block: smaller ones are worth no second file */
    CP_BESIDE_ID_BYTES = 16,
};

/* The case has an id for such a file. Within a transaction. */
CP_MUST_CHECK cp_rc cp_beside_begin(cp_case *c, cp_err *err);
/* Before the first block of a transaction, which holds the write lock. */
void cp_beside_start(cp_case *c);
/* Least work where the block stands at a multiple of 4 KiB of memory. *at 0: it is to be kept in
 * the case, being small, or because there can be no such file. Errors:
 * CP_EFULL, CP_EIO, those of the case. */
CP_MUST_CHECK cp_rc cp_beside_put(cp_case *c, cp_bytes block, int64_t *at, cp_err *err);
/* What was put is on the disk, and the case says so; before COMMIT. */
CP_MUST_CHECK cp_rc cp_beside_settle(cp_case *c, cp_err *err);
/* Gives back the room behind what is used; within a transaction. */
void cp_beside_trim(cp_case *c);
/* Gives back the room of blocks that were removed. */
void cp_beside_sweep(cp_case *c);

/* The block of a row: its data, or where the next two columns say. Valid until the next call, or
 * until the statement goes on. CP_EFORMAT: it is not there. */
CP_MUST_CHECK cp_rc cp_beside_block(cp_case *c, sqlite3_stmt *s, int data_column, int at_column,
                                    cp_bytes *out, cp_err *err);
/* Is all there that the case names? CP_EFORMAT. */
CP_MUST_CHECK cp_rc cp_beside_check(cp_case *c, cp_err *err);
