/* SPDX-License-Identifier: Apache-2.0 */
/* ntp.c - see ntp.h. */
#include "sources/ip/ntp.h"
#include <string.h>

enum { MODE_BITS = 7, RESPONSE = 0x80, ERROR = 0x40, OPCODE_BITS = 0x1f, READ_VARIABLES = 2 };

static cp_rc read_control(cp_cur *c, cp_ntp *out, cp_err *err)
{
    uint8_t what = cp_cur_u8(c);
    cp_cur_skip(c, 4);
    uint16_t association = cp_cur_u16be(c), offset = cp_cur_u16be(c), count = cp_cur_u16be(c);
    cp_bytes data = cp_cur_take(c, count);
    if (c->bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(c), "the control message is cut off");
    if ((what & (RESPONSE | ERROR)) == RESPONSE && (what & OPCODE_BITS) == READ_VARIABLES &&
        association == 0 && offset == 0)
        out->variables = data;
    return CP_OK;
}

cp_rc cp_ntp_parse(cp_bytes in, cp_ntp *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    memset(out, 0, sizeof *out);
    uint8_t head = cp_cur_u8(&c);
    out->mode = head & MODE_BITS;
    out->version = head >> 3 & 7;
    if (out->mode == CP_NTP_CONTROL && !c.bad)
        return read_control(&c, out, err);
    if (out->mode > CP_NTP_CONTROL)
        return CP_OK; /* of one implementation */
    if (in.n < CP_NTP_HEAD_BYTES)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the NTP header is cut off");
    out->stratum = cp_cur_u8(&c);
    cp_cur_skip(&c, 10);
    out->reference = cp_cur_take(&c, 4);
    return CP_OK;
}

/* The next of "name=value, name="quoted, value", ...". */
static bool next_variable(cp_str *rest, cp_str *variable)
{
    size_t n = 0;
    bool is_quoted = false;
    for (; n < rest->n && (is_quoted || rest->p[n] != ','); n++)
        is_quoted ^= rest->p[n] == '"';
    *variable = cp_str_trim(cp_str_slice(*rest, 0, n));
    bool is_end = rest->n == 0;
    *rest = cp_str_from(*rest, n + 1);
    return !is_end;
}

cp_str cp_ntp_system_text(cp_arena *a, cp_bytes variables)
{
    static const cp_str wanted[] = { CP_STR_INIT("version="), CP_STR_INIT("processor="),
                                     CP_STR_INIT("system=") };
    cp_buf b = cp_buf_new(a);
    cp_str rest = cp_str_of_bytes(variables), variable;
    while (next_variable(&rest, &variable))
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
            if (cp_str_starts(variable, wanted[i])) {
                cp_buf_add_c(&b, b.n ? ", " : "");
                cp_buf_add(&b, variable);
            }
    return cp_buf_str(&b);
}

cp_str cp_ntp_reference_text(cp_arena *a, const cp_ntp *p)
{
    cp_bytes r = p->reference;
    if (r.n != 4 || p->stratum == 0 || p->stratum >= 16)
        return CP_STR("");
    if (p->stratum > 1)
        return cp_ip_is_host(cp_ip_v4(r.p)) ? cp_ip_text(a, cp_ip_v4(r.p)) : CP_STR("");
    while (r.n && r.p[r.n - 1] == 0)
        r.n--;
    for (size_t i = 0; i < r.n; i++)
        if (r.p[i] < '!' || r.p[i] > '~')
            return CP_STR("");
    return cp_str_of_bytes(r);
}
