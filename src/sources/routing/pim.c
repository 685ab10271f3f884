/* SPDX-License-Identifier: Apache-2.0 */
/* pim.c - see pim.h. */
#include "sources/routing/pim.h"
#include <string.h>

enum { VERSION_2_HELLO = 0x20, OPT_HOLD = 1, OPT_PRIORITY = 19 };

static cp_rc read_option(uint16_t type, cp_cur *c, uint64_t at, cp_pim *out, cp_err *err)
{
    out->options[out->n_options++] = type;
    if (type == OPT_HOLD) {
        out->hold_s = cp_cur_u16be(c);
        out->has_hold = !c->bad;
    } else if (type == OPT_PRIORITY) {
        out->priority = cp_cur_u32be(c);
        out->has_priority = !c->bad;
    }
    return c->bad ? cp_fail(err, CP_EFORMAT, at, "option %u is too short", type) : CP_OK;
}

cp_rc cp_pim_parse(cp_bytes in, cp_pim *out, cp_err *err)
{
    cp_cur c = cp_cur_of(in);
    cp_rc rc = CP_OK;
    memset(out, 0, sizeof *out);
    uint8_t head = cp_cur_u8(&c);
    cp_cur_skip(&c, 3);
    if (c.bad)
        return cp_fail(err, CP_ESHORT, cp_cur_off(&c), "the PIM header is cut off");
    if (head != VERSION_2_HELLO)
        return CP_OK;
    out->is_told = true;
    while (rc == CP_OK && cp_cur_left(&c) > 0) {
        uint64_t at = cp_cur_off(&c);
        uint16_t type = cp_cur_u16be(&c);
        cp_cur value = cp_cur_sub(&c, cp_cur_u16be(&c));
        if (c.bad)
            return cp_fail(err, CP_ESHORT, at, "option %u reaches past the end", type);
        if (out->n_options == CP_PIM_OPTIONS_MAX)
            return cp_fail(err, CP_ELIMIT, at, "more than %d options", CP_PIM_OPTIONS_MAX);
        rc = read_option(type, &value, at, out, err);
    }
    return rc;
}

cp_str cp_pim_options_text(cp_arena *a, const cp_pim *p)
{
    cp_buf b = cp_buf_new(a);
    for (uint32_t i = 0; i < p->n_options; i++)
        cp_buf_fmt(&b, "%s%u", i ? "," : "", p->options[i]);
    return cp_buf_str(&b);
}
