/* SPDX-License-Identifier: Apache-2.0 */
/* host.h - what the terminal of a host shows of its parts. Shared by the files of its reader; for
 * users: docs/formats/hardware.md.
 *
 *     host.c     lines --> prompts: whose answers follow
 *                      \-> sections, each of which takes the lines that it knows
 *     optics.c   transceivers: ethtool -m, the same of routers, dumps of their memory
 *
 * Answers are known by their form and not by the command, which is often lost when people copy. */
#pragma once
#include "sources/access/typescript.h"
#include "sources/host/parts.h"

#define CP_HOST_BYTES_MAX ((uint64_t)64 << 20)

typedef struct cp_host {
    cp_arena *a;
    cp_parts parts;
    cp_typescript terminal;
    cp_str command; /* whose answer it is; "" none */
    uint64_t n_commands_unused;
    uint32_t n_parts_before;  /* of the command */
    struct cp_optics *optics; /* of the section */
} cp_host;

/* True: the line is of the section. */
typedef struct cp_host_section {
    void (*open)(cp_host *h);
    void (*begin)(cp_host *h); /* of an answer: h->command is new */
    bool (*line)(cp_host *h, cp_str line);
    void (*end)(cp_host *h); /* of an answer, and of the text */
} cp_host_section;
extern const cp_host_section cp_host_optics;

/* The bytes of a transceiver's memory as they are. False: they are none. */
bool cp_host_raw(cp_host *h, cp_bytes bytes);

extern const cp_format cp_format_host;
