/* SPDX-License-Identifier: Apache-2.0 */
/* uuid.h - identifiers made of names (RFC 9562, 5.5: version 5, SHA-1), for formats that want a
 * UUID where we have a stable name: the same name gives the same one on every run. */
#pragma once
#include "base/base.h"

typedef struct cp_uuid {
    uint8_t b[16];
} cp_uuid;

/* The namespace of names without one of their own; RFC 9562, 6.6, has it for domain names. */
extern const cp_uuid cp_uuid_dns;
cp_uuid cp_uuid_of_name(cp_uuid namespace, cp_str name);
/* 36 characters, lower case; owned by a. */
cp_str cp_uuid_text(cp_arena *a, cp_uuid u);
