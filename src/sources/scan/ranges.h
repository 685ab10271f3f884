/* SPDX-License-Identifier: Apache-2.0 */
/* ranges.h - sets of addresses: what is to be asked, what is left out, where a crawl may go.
 *
 *     [10.0.0.1 .. 10.0.0.254] [10.0.9.7] [2001:db8::1 .. 2001:db8::ff]    sorted, apart, IPv4
 *     first
 *
 * A set is never written out address by address: a prefix of sixteen million costs as much as one
 * address. */
#pragma once
#include "base/base.h"

typedef struct cp_range {
    cp_ip first, last; /* of one version, first <= last; both included */
} cp_range;

typedef struct cp_ranges {
    CP_VEC(cp_range) v; /* after cp_ranges_settle: sorted, and none touches another */
} cp_ranges;

/* is_target: of an IPv4 prefix of 30 bits and fewer its first and last address are left out: they
 * mean the network, and all of it. "192.0.2.7", "192.0.2.0/24", "192.0.2.10-192.0.2.20",
 * "192.0.2.10-20", and the same of IPv6 (but for the short form of a range). *is_range false: it is
 * none of these. Errors: CP_EUSAGE if it is one and nobody can be asked there (multicast,
 * unspecified, link-local), or if bits are set behind the prefix. */
CP_MUST_CHECK cp_rc cp_range_parse(cp_arena *a, cp_str s, bool is_target, bool *is_range,
                                   cp_range *out, cp_err *err);

void cp_ranges_add(cp_arena *a, cp_ranges *r, cp_range x);
void cp_ranges_add_ip(cp_arena *a, cp_ranges *r, cp_ip ip);
/* Must be called after additions and before anything below. */
void cp_ranges_settle(cp_ranges *r);

bool cp_ranges_have(const cp_ranges *r, cp_ip ip);
uint64_t cp_ranges_count(const cp_ranges *r); /* UINT64_MAX: so many or more */
/* What is in x and not in minus; both settled, as is the result. */
cp_ranges cp_ranges_without(cp_arena *a, const cp_ranges *x, const cp_ranges *minus);

/* One address after the other: start with zeros. */
typedef struct cp_ranges_iter {
    uint32_t range;
    bool is_inside; /* ip is the one last given */
    cp_ip ip;
} cp_ranges_iter;
bool cp_ranges_next(const cp_ranges *r, cp_ranges_iter *it, cp_ip *out);
