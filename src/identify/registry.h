/* SPDX-License-Identifier: Apache-2.0 */
/* registry.h - registered numbers to the registrant's name: blocks of hardware addresses (IEEE
 * MA-L, MA-M, MA-S) and enterprise numbers (IANA).
 *
 *     table (the user's newest first)   blocks[24] 00:1b:c5      -> who owns the block
 *                                       blocks[28] ...
 *                                       blocks[36] 00:1b:c5:0c:a -> who bought this part of it
 *                                       numbers    2011 -> ...
 *
 * Sorted arrays, searched longest prefix first, because the owner of a block resells parts of it. A
 * block that was divided again is therefore found under its new owner in any of the tables. */
#pragma once
#include "base/base.h"

typedef struct cp_registered {
    uint64_t key;   /* prefix or number in the upper 40 bits, row in the lower 24: the first wins */
    uint32_t at, n; /* the registrant's name, in the text of the set */
} cp_registered;

typedef struct cp_registered_set {
    const cp_registered *v; /* by key */
    uint32_t n;
    const char *text; /* the table's bytes, or of the arena */
} cp_registered_set;

static inline cp_str cp_registered_org(const cp_registered_set *s, uint32_t i)
{
    return (cp_str){ s->text + s->v[i].at, s->v[i].n };
}

enum { CP_REG_24, CP_REG_28, CP_REG_36, CP_REG_PEN, CP_REG_COUNT };

/* What the build makes of a table in the form of data/registries (tools/embed.py), as the 120,000
 * rows that are built in are too many to be read in each run. */
typedef struct cp_registry_index {
    uint64_t n[CP_REG_COUNT];
    cp_registered rows[]; /* those of one set after the other's */
} cp_registry_index;

typedef struct cp_registry_table {
    cp_str name;   /* "oui" or "pen" for those built in, else the file's name */
    cp_str origin; /* "built in", or the file */
    cp_str as_of;  /* ISO date; "" if the table does not tell */
    cp_registered_set sets[CP_REG_COUNT];
    uint64_t entries;
} cp_registry_table;

typedef struct cp_registry {
    CP_VEC(cp_registry_table) tables; /* the later stand before the earlier */
} cp_registry;

enum { CP_REGISTRY_ROWS_MAX = 4 * 1000 * 1000 }; /* the registries have 0.1 million */

/* Recognised by content: the form of data/registries, IEEE CSV, Wireshark manuf, IANA text. */
bool cp_registry_is_table(cp_bytes head);
/* Adds a table. bytes must live as long as the registry. Errors: CP_EUNKNOWN, CP_EFORMAT with the
 * line, CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_registry_add(cp_arena *a, cp_registry *r, cp_str name, cp_str origin,
                                    cp_bytes bytes, cp_err *err);

/* The same table from its index; index is that of bytes, of this build. */
void cp_registry_add_indexed(cp_arena *a, cp_registry *r, cp_str name, cp_str origin,
                             cp_bytes bytes, cp_bytes index);

/* Registrant of the longest block that holds this address; *bits 24, 28 or 36. False: none. */
bool cp_registry_mac(const cp_registry *r, cp_mac mac, cp_str *org, int *bits);
bool cp_registry_pen(const cp_registry *r, uint64_t number, cp_str *org);
