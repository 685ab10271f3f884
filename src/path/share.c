/* SPDX-License-Identifier: Apache-2.0 */
/* share.c - see share.h. Sums of fractions follow Knuth, TAOCP 2, 4.5.1: with g = gcd(b, d) the sum
 * a/b + c/d is t / (b/g * d), t = a * (d/g) + c * (b/g), and only gcd(t, g) can be cancelled. */
#include "path/share.h"
#include <math.h>

__extension__ typedef unsigned __int128 wide;

static uint64_t gcd(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0)
        return a | b;
    int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b) {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            uint64_t t = a;
            a = b;
            b = t;
        }
        b -= a;
    }
    return a << shift;
}

static double down(double x) { return x <= 0 ? 0 : nextafter(x, 0); }
static double up(double x) { return nextafter(x, HUGE_VAL); }

/* Three roundings (both parts, the quotient) are below 2^-51 of the value together. */
static cp_share exact(uint64_t num, uint64_t den)
{
    double v = (double)num / (double)den, margin = v * 0x1p-50;
    bool whole = num % den == 0;
    return (cp_share){ num, den, whole ? v : v - margin, whole ? v : v + margin };
}

cp_share cp_share_of(uint64_t num, uint64_t den)
{
    assert(den > 0);
    uint64_t g = gcd(num, den);
    return exact(num / g, den / g);
}

static cp_share add_bounds(cp_share a, cp_share b)
{
    return (cp_share){ 0, 0, a.low == 0 || b.low == 0 ? a.low + b.low : down(a.low + b.low),
                       a.high == 0 || b.high == 0 ? a.high + b.high : up(a.high + b.high) };
}

cp_share cp_share_add(cp_share a, cp_share b)
{
    if (a.den == 0 || b.den == 0)
        return add_bounds(a, b);
    uint64_t g = gcd(a.den, b.den);
    wide t, den;
    if (__builtin_add_overflow((wide)a.num * (b.den / g), (wide)b.num * (a.den / g), &t))
        return add_bounds(a, b);
    uint64_t cancel = gcd((uint64_t)(t % g), g);
    t /= cancel;
    den = (wide)(a.den / g) * (b.den / cancel);
    return t > UINT64_MAX || den > UINT64_MAX ? add_bounds(a, b)
                                              : exact((uint64_t)t, (uint64_t)den);
}

cp_share cp_share_over(cp_share a, uint32_t k)
{
    assert(k > 0);
    if (k == 1)
        return a;
    if (a.den) {
        uint64_t g = gcd(a.num, k), den;
        if (!__builtin_mul_overflow(a.den, k / g, &den))
            return exact(a.num / g, den);
    }
    double high = up(a.high / k);
    return (cp_share){ 0, 0, down(a.low / k), high > 1 ? 1 : high };
}

int cp_share_cmp(cp_share a, cp_share b)
{
    if (a.den == 0 || b.den == 0)
        return (a.high > b.high) - (a.high < b.high);
    wide x = (wide)a.num * b.den, y = (wide)b.num * a.den;
    return (x > y) - (x < y);
}
