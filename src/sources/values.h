/* SPDX-License-Identifier: Apache-2.0 */
/* values.h - what a field says when nobody filled it in.
 *
 * Devices and spreadsheets are full of text that stands for nothing ("N/A", "To be filled by
 * O.E.M."). Taken for values, such words would join devices that have nothing in common. */
#pragma once
#include "base/base.h"

/* At most the first n bytes, without a character that would be cut in the middle. */
cp_str cp_value_head(cp_str s, size_t n);

/* Blank, a dash, "n/a", "unknown", "<private>", "To be filled by O.E.M." ... in any case. */
bool cp_value_is_placeholder(cp_str s);
/* Can this serial number tell one unit from another? Not placeholders, fewer than four characters,
 * one character repeated (0000000), or counting (123456789, 0123456789). */
bool cp_serial_is_identity(cp_str s);
/* Does an snmpEngineID tell one engine from another? Not where it was made from an address that
 * every host has, nor from nothing. RFC 3411, SnmpEngineID. */
bool cp_engine_id_is_identity(cp_bytes id);
