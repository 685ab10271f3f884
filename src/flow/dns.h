/* SPDX-License-Identifier: Apache-2.0 */
/* dns.h - clients that carry data in the names that they ask for (DNS tunnels).
 *
 *     query of client for a1b2.c3.example.net --> (client, example.net): distinct names, length and
 *                                                 letters of "a1b2.c3", types, bytes
 *
 * A domain is here the last two labels, or three where the second last is one under which countries
 * register (co.uk): no list of public suffixes is asked. Two things are compared with all other
 * clients and domains: what the distinct names could carry (number, length and letters in one
 * figure, because services that ask in names have many and long ones), and the share of types that
 * carry free data (TXT, NULL, private ones). The first alone is tried, and both together as Fisher
 * did (taken for independent, -2 sum log p is chi squared of four degrees of freedom); p is twice
 * the smaller one. Where other clients ask so below the same domain it is a service, mostly: p is
 * not below CP_DNS_P. */
#pragma once
#include "flow/finding.h"

enum {
    CP_DNS_DOMAINS_MAX = 1 << 20, /* clients and domains; about 250 MiB. More are counted. */
    CP_DNS_NAMES_MAX = 1 << 22,   /* distinct names; about 300 MiB. More are not told apart. */
    CP_DNS_DISTINCT_MIN = 30,     /* of a tunnel */
    CP_DNS_LENGTH_MIN = 12,       /* mean, of what stands before the domain */
    CP_DNS_COMPARED_MIN = 10,     /* clients and domains: with fewer nothing is said */
};
#define CP_DNS_P 1e-3

typedef struct cp_dns_watch cp_dns_watch;
/* seed: of hashes, so that input cannot choose collisions. */
cp_dns_watch *cp_dns_watch_new(cp_arena *a, uint64_t seed);
void cp_dns_watch_add(cp_dns_watch *w, const cp_flow_name *n); /* of other kinds: nothing */
/* p_max: what is kept; 0: CP_DNS_P. */
void cp_dns_watch_find(cp_dns_watch *w, cp_arena *a, double p_max, cp_flow_found *out);
/* The domain of a name, a part of it; all of a name of one label. */
cp_str cp_dns_domain(cp_str name);
/* Characters before it, without dots: what could carry data. */
uint32_t cp_dns_before(cp_str name);
/* Bits a character of what occurs n[0] .. n[n_kinds - 1] times (Shannon). */
double cp_dns_entropy(const uint32_t *n, uint32_t n_kinds);
