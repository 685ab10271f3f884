/* SPDX-License-Identifier: Apache-2.0 */
/* dump.c - see dump.h. */
#include "sources/host/dump.h"

enum { BYTES_OF_I2CDUMP = 16 };

static size_t n_hex(cp_str s)
{
    size_t n = 0;
    while (n < s.n && cp_hex_digit(s.p[n]) >= 0)
        n++;
    return n;
}

static size_t n_blanks(cp_str s)
{
    size_t n = 0;
    while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t'))
        n++;
    return n;
}

/* The address and what stands behind it up to the bytes. *pairs: bytes stand one by one. */
static bool take_address(cp_str *s, uint32_t *at, bool *is_xxd)
{
    uint64_t value;
    cp_str rest = cp_str_from(*s, n_blanks(*s));
    bool has_0x = cp_str_starts_nocase(rest, CP_STR("0x"));
    rest = cp_str_from(rest, has_0x ? 2 : 0);
    size_t n = n_hex(rest);
    if (n < 2 || n > 8 || !cp_str_hex_u64(cp_str_slice(rest, 0, n), &value))
        return false;
    rest = cp_str_from(rest, n);
    bool has_colon = rest.n && rest.p[0] == ':';
    if (!has_colon && (n < 7 || has_0x))
        return false;
    rest = cp_str_from(rest, has_colon ? 1 : 0);
    if (n_blanks(rest) == 0)
        return false;
    *at = (uint32_t)value;
    *is_xxd = has_colon && n >= 7;
    *s = cp_str_from(rest, n_blanks(rest));
    return true;
}

static void put(cp_dump_row *out, const char *digits)
{
    out->b[out->n] = (uint8_t)(cp_hex_digit(digits[0]) << 4 | cp_hex_digit(digits[1]));
    out->has |= 1u << out->n++;
}

/* One group of two or four digits, or XX. */
static bool take_group(cp_str *s, cp_dump_row *out)
{
    size_t n = n_hex(*s);
    if (cp_str_starts(*s, CP_STR("XX"))) {
        n = 2;
        out->n++;
    } else if (n != 2 && n != 4) {
        return false;
    } else {
        for (size_t i = 0; i < n && out->n < CP_DUMP_ROW_BYTES_MAX; i += 2)
            put(out, s->p + i);
    }
    cp_str rest = cp_str_from(*s, n);
    if (rest.n && n_blanks(rest) == 0)
        return false; /* it is part of a word */
    *s = rest;
    return true;
}

bool cp_dump_row_read(cp_str line, cp_dump_row *out)
{
    bool is_xxd;
    cp_dump_row row = { .n = 0 }, before;
    if (!take_address(&line, &row.at, &is_xxd))
        return false;
    for (before = row; line.n && row.n < BYTES_OF_I2CDUMP; before = row) {
        if (!take_group(&line, &row)) {
            row = before;
            break;
        }
        size_t blanks = n_blanks(line);
        line = cp_str_from(line, blanks);
        if (is_xxd && blanks > 1)
            break; /* the same as text */
    }
    *out = row;
    return row.n > 0;
}

bool cp_dump_is_between(cp_str line)
{
    cp_str s = cp_str_trim(line);
    if (cp_str_eq(s, CP_STR("*")) || cp_str_starts(s, CP_STR("Offset")) ||
        cp_str_starts(s, CP_STR("------")))
        return true;
    return cp_str_starts(s, CP_STR("0  1  2  3")); /* of i2cdump */
}
