/* SPDX-License-Identifier: Apache-2.0 */
/* origin.h - which autonomous system announces a prefix, and what it is called: rows as readers of
 * routing tables tell them, and the blocks in which a case keeps them.
 *
 *     block of prefixes:  "CPOR" version n_rows  ( bits same rest.. head as as .. )...
 *     block of names:     "CPON" version n_rows  ( as n text )...
 *
 *     bits   of 128: a prefix of version 4 is one of ::ffff:0:0/96; one byte
 *     same   bytes that are those of the row before; one byte
 *     rest   the other bytes of the prefix, up to its length
 *     head   number of origins * 4 + what, and the origins themselves: LEB128
 *
 * Numbers are LEB128: 7 bits in a byte, the lowest first. A full table of a million prefixes needs
 * about 8 MB. Origins of one prefix are several where it is announced by several (MOAS, RFC 1930,
 * 7); none is taken for the right one. */
#pragma once
#include "model/flow.h"

enum {
    CP_ORIGIN_BLOCK_ROWS = 64 * 1024, /* at most in a block */
    CP_ORIGINS_MAX = 16,              /* of one prefix: of more the first are kept, and MORE set */
    CP_AS_NAME_BYTES_MAX = 255,       /* the rest is cut */
    CP_ORIGIN_BLOCK_BYTES_MAX = 32 * 1024 * 1024,
};

/* Bits of what_. */
enum {
    CP_ORIGIN_UNKNOWN = 1, /* some path ends in an AS_SET, or in nothing: who announces it there is
                            * not known */
    CP_ORIGIN_MORE = 2,    /* others announce it too */
};

/* A prefix and who announces it, those first whom most peers see. */
typedef struct cp_origin {
    cp_flow_addr net; /* the bits behind the prefix are 0 */
    uint8_t bits;     /* of 128: 96 + the length of one of version 4 */
    uint8_t n_asns, what;
    uint32_t asns[CP_ORIGINS_MAX];
} cp_origin;

typedef struct cp_as_name {
    uint32_t asn;
    cp_str name; /* as written; at most CP_AS_NAME_BYTES_MAX */
} cp_as_name;

/* What a packed block holds. id, name */
#define CP_ORIGIN_BLOCKS(X) \
    X(PREFIXES, "prefixes") \
    X(NAMES, "names")
typedef enum cp_origin_block_kind {
#define CP_ORIGIN_BLOCK_ID(id, name) CP_ORIGIN_BLOCK_##id,
    CP_ORIGIN_BLOCKS(CP_ORIGIN_BLOCK_ID)
#undef CP_ORIGIN_BLOCK_ID
        CP_ORIGIN_BLOCK_KIND_COUNT
} cp_origin_block_kind;
const char *cp_origin_block_name(cp_origin_block_kind k);
bool cp_origin_block_by_name(cp_str name, cp_origin_block_kind *out);

typedef struct cp_origin_block {
    cp_origin_block_kind kind;
    cp_bytes bytes;
    uint32_t n_rows;
} cp_origin_block;

/* A prefix of version 4 or 6; what stands behind its length is cleared. False: longer than its
 * kind of address. */
bool cp_origin_net(cp_ip ip, uint32_t length, cp_origin *out);
/* Adds one that is not there yet. */
void cp_origin_add_as(cp_origin *o, uint32_t asn);

typedef struct cp_origin_packer cp_origin_packer;
cp_origin_packer *cp_origin_packer_new(cp_arena *a, cp_origin_block_kind kind);
/* True: the block is full and has to be taken before another row comes. */
bool cp_origin_packer_add(cp_origin_packer *p, const cp_origin *o);
bool cp_origin_packer_add_name(cp_origin_packer *p, const cp_as_name *n);
/* Valid until the next addition; n_rows 0: there is nothing. */
cp_origin_block cp_origin_packer_take(cp_origin_packer *p);

/* Rows one after the other; names are borrowed from the block. CP_EFORMAT at the first that cannot
 * be; those before it were told. */
CP_MUST_CHECK cp_rc cp_origins_unpack(cp_bytes block, void (*each)(void *ctx, const cp_origin *o),
                                      void *ctx, cp_err *err);
CP_MUST_CHECK cp_rc cp_as_names_unpack(cp_bytes block, void (*each)(void *ctx, const cp_as_name *n),
                                       void *ctx, cp_err *err);
