/* SPDX-License-Identifier: Apache-2.0 */
/* flow_columns.h - inside of flow_pack.c: loops over the values of a column, which are most of what
 * packing and unpacking cost. Where the processor has AVX2 they are those that the compiler made
 * for it, with the same results. */
#pragma once
#include "base/base.h"

/* What a column is made of: value = base + step * v modulo 2^64, and v has width bytes, 0 to 8. */
typedef struct cp_flow_coding {
    uint64_t base;
    uint32_t step;
    uint8_t width;
    uint64_t range; /* of what is packed: from the lowest to the highest */
    uint32_t sum;   /* CRC-32C of the values as they are written */
} cp_flow_coding;

enum { CP_FLOW_US_PER_MS = 1000 };

uint8_t cp_flow_width_of(uint64_t range); /* in bytes; none between 4 and 8 */

/* range: of n > 0 values.
 * put: writes n * width bytes at out and may write 8 beyond them; returns the first behind the n *
 * width. Of step 1.
 * get: may read 8 bytes beyond n * width. */
#define CP_FLOW_COLUMN_LOOPS(type)                                                                 \
    void cp_flow_range_##type(const type *v, uint32_t n, type *min, type *max);                    \
    uint8_t *cp_flow_put_##type(uint8_t *out, const cp_flow_coding *c, const type *v, uint32_t n); \
    void cp_flow_get_##type(type *v, const cp_flow_coding *c, const uint8_t *in, uint32_t n);
CP_FLOW_COLUMN_LOOPS(int64_t)
CP_FLOW_COLUMN_LOOPS(uint64_t)
CP_FLOW_COLUMN_LOOPS(uint32_t)
CP_FLOW_COLUMN_LOOPS(uint16_t)
CP_FLOW_COLUMN_LOOPS(uint8_t)
#undef CP_FLOW_COLUMN_LOOPS

/* Times in microseconds, as put_uint64_t: in whole milliseconds if all are, and then c->step and
 * c->width are set so. */
uint8_t *cp_flow_put_times(uint8_t *out, cp_flow_coding *c, const uint64_t *v, uint32_t n);
