/* SPDX-License-Identifier: Apache-2.0 */
/* wire.h - observations as bytes: how they cross from the process that parses to the one that
 * believes it.
 *
 *     message: length(4) of what follows, kind(1), fields
 *     fields:  numbers of 1, 4 or 8 bytes, little end first; texts as length(4) and bytes
 *
 *     parser: cp_wire_sink -> [cp_buf] -> pipe -> cp_wire_read -> sink :parent
 *
 * Both ends are one program, so there is no version. The reading end trusts nothing all the same:
 * what comes may be what an attacker makes of the parser. Each number meets its table or its limit,
 * each text lies within its message, a block of flows is one that can be read, and the counts in
 * the last message must be those of what came before: then nothing was lost. */
#pragma once
#include "model/flow_pack.h"
#include "model/observation.h"
#include "model/source.h"

enum {
    /* a block of flows; a subject of CP_OBS_IDENTS_MAX identifiers with a value, and the END of a
     * source with all its problems, are shorter */
    CP_WIRE_MESSAGE_MAX = CP_FLOW_BLOCK_BYTES_MAX + 1024,
    CP_WIRE_BUFFER_BYTES = 256 * 1024,
};

/* ---- the end that tells */

typedef struct cp_wire {
    cp_buf message; /* the one being made */
    cp_buf *to;
} cp_wire;

cp_wire cp_wire_to(cp_arena *a, cp_buf *to);
/* A sink that writes what it is told; w lives as long. */
cp_obs_sink cp_wire_sink(cp_wire *w);
/* How far reading has come; passed on at once. */
void cp_wire_progress(cp_wire *w, uint64_t done, uint64_t all);
/* The last message: how reading ended (err: if rc is not CP_OK), and all of src but its name, realm
 * and import. */
void cp_wire_end(cp_wire *w, const cp_source *src, cp_rc rc, const cp_err *err);

/* ---- the end that hears */

typedef struct cp_wire_reader {
    cp_arena *a; /* owns the texts of src */
    const cp_obs_sink *to;
    void (*progress)(void *ctx, uint64_t done, uint64_t all); /* NULL: none */
    void *progress_ctx;
    uint64_t observations, links, statements, ties; /* that came through */
    uint64_t flows, exporters, flow_names;
    cp_flow_unpacker *blocks; /* that looks at them; NULL: none came yet */
    bool is_ended;
    cp_source src; /* once it has ended */
    cp_rc rc;      /* how reading ended there */
    cp_err err;
} cp_wire_reader;

/* Hands what stands whole in b to the sink; *used: how much of b that was. Errors: CP_EFORMAT (a
 * message that cannot be, or one after the last), and those of the sink. */
CP_MUST_CHECK cp_rc cp_wire_read(cp_wire_reader *r, cp_bytes b, size_t *used, cp_err *err);
