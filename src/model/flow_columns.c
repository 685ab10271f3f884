/* SPDX-License-Identifier: Apache-2.0 */
/* flow_columns.c - see flow_columns.h. */
#include "model/flow_columns.h"
#include <endian.h>
#include <string.h>

#if defined __x86_64__
#define AVX2 __attribute__((target("avx2")))
#define HAS_AVX2 __builtin_cpu_supports("avx2")
#else
#define AVX2
#define HAS_AVX2 false
#endif
#define INLINE static inline __attribute__((always_inline))

uint8_t cp_flow_width_of(uint64_t range)
{
    uint8_t bytes = 0;
    for (; range; range >>= 8)
        bytes++;
    return bytes > 4 ? 8 : bytes;
}

/* A value of a width that no type has is written as eight bytes, of which the next one overwrites
 * what is beyond its width. */
INLINE void put_wide(uint8_t *out, uint64_t v)
{
    v = htole64(v);
    memcpy(out, &v, sizeof v);
}

INLINE uint64_t get_wide(const uint8_t *in)
{
    uint64_t v;
    memcpy(&v, in, sizeof v);
    return le64toh(v);
}

INLINE uint32_t get_half(const uint8_t *in)
{
    uint32_t v;
    memcpy(&v, in, sizeof v);
    return le32toh(v);
}

INLINE uint32_t get_short(const uint8_t *in)
{
    uint16_t v;
    memcpy(&v, in, sizeof v);
    return le16toh(v);
}

/* The same loops for each type of a column, and each twice: for any processor, and for one with
 * AVX2. What is read back has the type's low bits. */
#define LOOPS(type)                                                                               \
    INLINE void range_##type(const type *v, uint32_t n, type *min, type *max)                     \
    {                                                                                             \
        type lo = v[0], hi = v[0];                                                                \
        for (uint32_t i = 1; i < n; i++) {                                                        \
            lo = v[i] < lo ? v[i] : lo;                                                           \
            hi = v[i] > hi ? v[i] : hi;                                                           \
        }                                                                                         \
        *min = lo;                                                                                \
        *max = hi;                                                                                \
    }                                                                                             \
    INLINE uint8_t *put_##type(uint8_t *restrict out, const cp_flow_coding *c,                    \
                               const type *restrict v, uint32_t n)                                \
    {                                                                                             \
        uint64_t base = c->base;                                                                  \
        if (c->width == 1) {                                                                      \
            for (uint32_t i = 0; i < n; i++)                                                      \
                out[i] = (uint8_t)((uint64_t)v[i] - base);                                        \
        } else if (c->width == 2) {                                                               \
            for (uint32_t i = 0; i < n; i++) {                                                    \
                uint16_t x = htole16((uint16_t)((uint64_t)v[i] - base));                          \
                memcpy(out + (size_t)i * 2, &x, sizeof x);                                        \
            }                                                                                     \
        } else {                                                                                  \
            uint8_t *to = out;                                                                    \
            for (uint32_t i = 0; i < n && c->width; i++, to += c->width)                          \
                put_wide(to, (uint64_t)v[i] - base);                                              \
        }                                                                                         \
        return out + (size_t)n * c->width;                                                        \
    }                                                                                             \
    INLINE void get_##type(type *restrict v, const cp_flow_coding *c, const uint8_t *restrict in, \
                           uint32_t n)                                                            \
    {                                                                                             \
        uint64_t base = c->base, step = c->step;                                                  \
        if (c->width == 0) {                                                                      \
            for (uint32_t i = 0; i < n; i++)                                                      \
                v[i] = (type)base;                                                                \
        } else if (step == 1 && c->width == 1) {                                                  \
            for (uint32_t i = 0; i < n; i++)                                                      \
                v[i] = (type)(base + in[i]);                                                      \
        } else if (step == 1 && c->width == 2) {                                                  \
            for (uint32_t i = 0; i < n; i++)                                                      \
                v[i] = (type)(base + get_short(in + (size_t)i * 2));                              \
        } else if (step == 1 && c->width == 3) {                                                  \
            for (uint32_t i = 0; i < n; i++)                                                      \
                v[i] = (type)(base + (get_half(in + (size_t)i * 3) & 0xffffff));                  \
        } else {                                                                                  \
            uint64_t mask = c->width == 8 ? UINT64_MAX : ((uint64_t)1 << 8 * c->width) - 1;       \
            for (uint32_t i = 0; i < n; i++, in += c->width)                                      \
                v[i] = (type)(base + step * (get_wide(in) & mask));                               \
        }                                                                                         \
    }                                                                                             \
    AVX2 static void range_##type##_avx2(const type *v, uint32_t n, type *min, type *max)         \
    {                                                                                             \
        range_##type(v, n, min, max);                                                             \
    }                                                                                             \
    AVX2 static uint8_t *put_##type##_avx2(uint8_t *out, const cp_flow_coding *c, const type *v,  \
                                           uint32_t n)                                            \
    {                                                                                             \
        return put_##type(out, c, v, n);                                                          \
    }                                                                                             \
    AVX2 static void get_##type##_avx2(type *v, const cp_flow_coding *c, const uint8_t *in,       \
                                       uint32_t n)                                                \
    {                                                                                             \
        get_##type(v, c, in, n);                                                                  \
    }                                                                                             \
    void cp_flow_range_##type(const type *v, uint32_t n, type *min, type *max)                    \
    {                                                                                             \
        if (HAS_AVX2)                                                                             \
            range_##type##_avx2(v, n, min, max);                                                  \
        else                                                                                      \
            range_##type(v, n, min, max);                                                         \
    }                                                                                             \
    uint8_t *cp_flow_put_##type(uint8_t *out, const cp_flow_coding *c, const type *v, uint32_t n) \
    {                                                                                             \
        return HAS_AVX2 ? put_##type##_avx2(out, c, v, n) : put_##type(out, c, v, n);             \
    }                                                                                             \
    void cp_flow_get_##type(type *v, const cp_flow_coding *c, const uint8_t *in, uint32_t n)      \
    {                                                                                             \
        if (HAS_AVX2)                                                                             \
            get_##type##_avx2(v, c, in, n);                                                       \
        else                                                                                      \
            get_##type(v, c, in, n);                                                              \
    }
LOOPS(int64_t)
LOOPS(uint64_t)
LOOPS(uint32_t)
LOOPS(uint16_t)
LOOPS(uint8_t)
#undef LOOPS

/* Times of most exporters are whole milliseconds: written as if they were, until one is not. */
uint8_t *cp_flow_put_times(uint8_t *out, cp_flow_coding *c, const uint64_t *v, uint32_t n)
{
    uint8_t width = cp_flow_width_of(c->range / CP_FLOW_US_PER_MS), *to = out;
    uint64_t rest = c->range % CP_FLOW_US_PER_MS;
    for (uint32_t i = 0; width && !rest && i < n; i++, to += width) {
        uint64_t us = v[i] - c->base, ms = us / CP_FLOW_US_PER_MS;
        rest = us - ms * CP_FLOW_US_PER_MS;
        put_wide(to, ms);
    }
    if (rest)
        return cp_flow_put_uint64_t(out, c, v, n);
    c->step = CP_FLOW_US_PER_MS;
    c->width = width;
    return to;
}
