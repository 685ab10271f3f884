/* SPDX-License-Identifier: Apache-2.0 */
/* host.h - what the terminal of a host shows of its parts. Shared by the files of its reader; for
 * users: docs/formats/hardware.md.
 *
 *     host.c     lines --> prompts: whose answers follow
 *                      \-> sections, each of which takes the lines that it knows
 *     optics.c   transceivers: ethtool -m, the same of routers, dumps of their memory
 *     machine.c  dmidecode, ipmitool (mc info, fru print), /proc/cpuinfo
 *     pci.c      lspci
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
    uint32_t n_told_before;
    struct cp_machine *machine;
    struct cp_pci *pci;
    /* of the command */
    struct cp_optics *optics; /* of the section */
} cp_host;

/* True: the line is of the section. */
typedef struct cp_host_section {
    void (*open)(cp_host *h);
    void (*begin)(cp_host *h); /* of an answer: h->command is new */
    bool (*line)(cp_host *h, cp_str line);
    void (*end)(cp_host *h); /* of an answer, and of the text */
} cp_host_section;
extern const cp_host_section cp_host_optics, cp_host_machine, cp_host_pci;

enum { CP_HOST_KEY_BYTES_MAX = 64 };
/* "Key word : value", or "key word is value" as some routers write. key: letters and digits of the
 * key, in lower case. False: the line is none. */
bool cp_host_key(cp_str line, char key[CP_HOST_KEY_BYTES_MAX], cp_str *value);

/* The bytes of a transceiver's memory as they are. False: they are none. */
bool cp_host_raw(cp_host *h, cp_bytes bytes);

extern const cp_format cp_format_host;
