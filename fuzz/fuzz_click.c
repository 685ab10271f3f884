/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_click.c - a row that ClickHouse answered: none but of its length is one, the same bytes give
 * the same twice, and sums hold together. */
#include <string.h>
#include "fuzz.h"
#include "sources/click/row.h"

static void look(cp_click_kind kind, cp_bytes in, size_t length)
{
    cp_click_row x, y;
    bool is_row = cp_click_row_read(kind, in, &x);
    MUST(!is_row || in.n == length);
    MUST(cp_click_row_read(kind, in, &y) == is_row && memcmp(&x, &y, sizeof x) == 0);
    if (!is_row)
        return;
    MUST(x.sums.flows > 0);
    if (kind == CP_CLICK_FLOWS)
        return;
    MUST((int64_t)((uint64_t)x.f.at + x.f.span_us) >= x.f.at);
    MUST(x.f.packets == (x.sums.packets > UINT64_MAX ? UINT64_MAX : (uint64_t)x.sums.packets));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    look(CP_CLICK_SUMS, in, CP_CLICK_SUMS_BYTES);
    look(CP_CLICK_FLOWS, in, CP_CLICK_FLOWS_BYTES);
    for (size_t n = 0; n < size && n < 8; n++)
        look(CP_CLICK_SUMS, (cp_bytes){ data, n }, CP_CLICK_SUMS_BYTES);
    return 0;
}
