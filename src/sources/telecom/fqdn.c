/* SPDX-License-Identifier: Apache-2.0 */
/* fqdn.c - see fqdn.h. */
#include "sources/telecom/fqdn.h"

enum { LABEL_BYTES_MAX = 63 };

static bool is_of_names(cp_bytes b)
{
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] <= ' ' || b.p[i] >= 0x7f)
            return false;
    return b.n > 0;
}

cp_str cp_fqdn_text(cp_arena *a, cp_bytes labels)
{
    cp_buf b = cp_buf_new(a);
    cp_cur c = cp_cur_of(labels);
    if (labels.n > CP_FQDN_BYTES_MAX)
        return (cp_str){ NULL, 0 };
    while (cp_cur_left(&c) > 0) {
        uint8_t n = cp_cur_u8(&c);
        if (n == 0)
            break;
        cp_bytes label = cp_cur_take(&c, n);
        if (c.bad || n > LABEL_BYTES_MAX || !is_of_names(label))
            return is_of_names(labels) ? cp_str_of_bytes(labels) : (cp_str){ NULL, 0 };
        cp_buf_add_c(&b, b.n ? "." : "");
        cp_buf_add(&b, cp_str_of_bytes(label));
    }
    return cp_buf_str(&b);
}
