/* SPDX-License-Identifier: Apache-2.0 */
/* flow_pack.h - a block of flows as it is kept: columns of as few bytes a row as their values need,
 * and each address once.
 *
 *     "CPFB" 2 | rows u32 | addresses of version 4 u32, others u32 | number of columns u8
 *     column:  base u64, step u32, width u8, CRC-32C of its values u32
 *                                                  (once each: src, dst, then CP_FLOW_COLUMNS)
 *     CRC-32C of all that stands before, and of the addresses: u32
 *     addresses: 4 bytes each, then 16 bytes each
 *     values of each column: rows x width bytes, little end first; value = base + step * v
 *
 * All integers are little end first. A column that was added since is all zero in what was packed
 * before. Nothing refers to another block, so a block that is lost costs its rows. Who reads some
 * columns checks those alone. Version 1 had no sums and is read, too. */
#pragma once
#include "model/flow_some.h"

enum {
    CP_FLOW_BLOCK_BYTES_MAX = 8 * 1024 * 1024, /* of whole rows, each address another one */
    CP_FLOW_BLOCK_ROOM_BYTES = CP_FLOW_BLOCK_BYTES_MAX + 8, /* to pack one in */
};

typedef struct cp_flow_packer cp_flow_packer;

/* About 15 MiB of a. seed: of the table of addresses, so that input cannot choose collisions. */
cp_flow_packer *cp_flow_packer_new(cp_arena *a, uint64_t seed);
/* True: it is full, and has to be taken before the next is added. */
bool cp_flow_packer_add(cp_flow_packer *p, const cp_flow *f);
/* Those from row `from` on, as of that exporter, as many as there is room for; returns the first
 * that was not added. Who gets less than n takes the block, which is full, and adds the others. */
uint32_t cp_flow_packer_add_some(cp_flow_packer *p, const cp_flow_some *s, uint32_t exporter,
                                 uint32_t from);
uint32_t cp_flow_packer_rows(const cp_flow_packer *p);
/* What was added, packed; the packer is empty then. Bytes are valid until the next take. */
cp_flow_block cp_flow_packer_take(cp_flow_packer *p);
/* Likewise, to out, which has CP_FLOW_BLOCK_ROOM_BYTES. */
cp_flow_block cp_flow_packer_take_to(cp_flow_packer *p, uint8_t *out);

/* The least value of a column, as who packed the block says: 0 if the block cannot be read. */
uint64_t cp_flow_block_least(cp_bytes block, cp_flow_column of);

typedef struct cp_flow_unpacker cp_flow_unpacker;
cp_flow_unpacker *cp_flow_unpacker_new(cp_arena *a);
/* The columns of `want`, valid until the next call; source and exporters_at are 0. Errors:
 * CP_EFORMAT with what is wrong (all lengths are checked, and each place of an address). */
CP_MUST_CHECK cp_rc cp_flow_unpack(cp_flow_unpacker *u, cp_bytes block, uint32_t want,
                                   const cp_flow_columns **out, cp_err *err);
