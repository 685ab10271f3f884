/* SPDX-License-Identifier: Apache-2.0 */
/* flow_names.h - names as they are kept: some thousand in a block, each address and each text once.
 * They are as many as DNS queries.
 *
 *     "CPFN" 1 | rows u16 | addresses of version 4 u16, others u16 | texts u16
 *     addresses: 4 bytes each, then 16 bytes each        (integers up to here: little end first)
 *     texts:     length u8 and bytes, each
 *     rows:      kind, client, addr, text, time, qtype, rcode, bytes: LEB128 each; client, addr and
 *                text are places in the tables, time the difference to that of the row before (to 0
 *                of the first), modulo 2^64 and zigzag
 *
 * Nothing refers to another block, so a block that is lost costs its rows. */
#pragma once
#include "model/flow.h"

enum {
    CP_FLOW_NAMES_ROWS = 8 * 1024, /* at most in a block */
    CP_FLOW_NAMES_BYTES_MAX = 3 * 1024 * 1024,
};

typedef struct cp_flow_names_packer cp_flow_names_packer;

/* About 6 MiB of a, most of them untouched. seed: of the tables, so that input cannot choose
 * collisions. */
cp_flow_names_packer *cp_flow_names_packer_new(cp_arena *a, uint64_t seed);
/* True: it is full, and has to be taken before the next is added. A name that is longer than it may
 * be is cut. */
bool cp_flow_names_packer_add(cp_flow_names_packer *p, const cp_flow_name *n);
uint32_t cp_flow_names_packer_rows(const cp_flow_names_packer *p);
/* What was added, packed; the packer is empty then. Bytes are valid until the next take. */
cp_flow_block cp_flow_names_packer_take(cp_flow_names_packer *p);

typedef struct cp_flow_names_unpacker cp_flow_names_unpacker;
cp_flow_names_unpacker *cp_flow_names_unpacker_new(cp_arena *a);
/* All rows; their texts are in block. Valid until the next call. Names of a kind that this program
 * does not know are left out. Errors: CP_EFORMAT with what is wrong. */
CP_MUST_CHECK cp_rc cp_flow_names_unpack(cp_flow_names_unpacker *u, cp_bytes block,
                                         const cp_flow_name **out, uint32_t *n, cp_err *err);
