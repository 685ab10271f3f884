/* SPDX-License-Identifier: Apache-2.0 */
/* wide.h - eight numbers at once, for the inner loops of the detectors of beacons.
 *
 * Such a loop is written once, inline, and called from two functions: one for any processor, where
 * the compiler takes an eight apart into two registers, and one for those with AVX2. Both do the
 * same sums in the same order, and neither multiplies and adds in one step: what is found is no
 * matter of the processor. Passed by address, because without AVX2 there is no register for it. */
#pragma once
#include "base/base.h"

#if defined __x86_64__
#define CP_WIDE_AVX2 __attribute__((target("avx2")))
#define CP_WIDE_HAS_AVX2 __builtin_cpu_supports("avx2")
#else
#define CP_WIDE_AVX2
#define CP_WIDE_HAS_AVX2 false
#endif
#define CP_WIDE_INLINE static inline __attribute__((always_inline))

enum { CP_EIGHT = 8 };
typedef float cp_eight __attribute__((vector_size(4 * CP_EIGHT)));
typedef int32_t cp_eight_bits __attribute__((vector_size(4 * CP_EIGHT)));
typedef float cp_four __attribute__((vector_size(2 * CP_EIGHT)));
typedef int32_t cp_four_bits __attribute__((vector_size(2 * CP_EIGHT)));

CP_WIDE_INLINE void cp_eight_get(cp_eight *x, const float *from) { memcpy(x, from, sizeof *x); }
CP_WIDE_INLINE void cp_eight_put(float *to, const cp_eight *x) { memcpy(to, x, sizeof *x); }

/* to = to > x ? to : x, of cp_four or cp_eight. Sums of eights are taken apart into fours where
 * they must be, but comparisons into single numbers: there fours are to be used. */
#define CP_WIDE_LARGER(vec, to, x)                                             \
    do {                                                                       \
        vec##_bits is_to_ = (to) > (x);                                        \
        (to) = (vec)(((vec##_bits)(to)&is_to_) | ((vec##_bits)(x) & ~is_to_)); \
    } while (0)
