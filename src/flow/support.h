/* SPDX-License-Identifier: Apache-2.0 */
/* support.h - people who come from outside to equipment: sessions that a gateway or bastion logged,
 * joined in time with the flows of the address that they went on from.
 *
 *     login  198.51.100.7 --alice--> 192.0.2.5 (bastion), or is given 10.9.0.5 (VPN)
 *              |<---------- begin .. end ---------->|
 *     flow          192.0.2.5 --tcp/22--> 192.0.2.17            began meanwhile: it may be hers
 *
 * Looked at is equipment that is excluded or restricted, or of which maker or verdict are not
 * known. An address that a VPN gave is that of one session at a time; a bastion is everybody's that
 * is on it, and the score says among how many. What comes at the same time of day on most days is
 * taken for a program's: connections of the bastion, whoever is on it meanwhile, and sessions of an
 * account. It is still told, and weighs less, because a program can be let in as well. */
#pragma once
#include "flow/finding.h"
#include "flow/ids.h"
#include "flow/series.h"

/* A session whose end is not told is taken to last so long, at most. */
#define CP_SUPPORT_OPEN_US CP_FLOW_LOGIN_OPEN_US
/* Scores: logged in on the device itself; by the address that the VPN gave; by a bastion, divided
 * by how many were on it. */
#define CP_SUPPORT_DIRECT 0.999
#define CP_SUPPORT_LEASE 0.995
#define CP_SUPPORT_BASTION 0.9
/* Times the score, if all of it comes by the clock: connections of a bastion; sessions. */
#define CP_SUPPORT_BY_CLOCK 0.1
#define CP_SUPPORT_SESSION_BY_CLOCK 0.5
#define CP_SUPPORT_CLOCK_US ((cp_time)600 * 1000 * 1000) /* give or take, of a time of day */
enum {
    CP_SUPPORT_CLOCK_DAYS_MIN = 4, /* other days; and half of those from the first to the last */
    CP_SUPPORT_CLOCK_REACH = 31,   /* days to each side that are looked at */
    CP_SUPPORT_AT_ONCE_MAX = 64,   /* sessions on one address; of more the latest are looked at */
    CP_SUPPORT_BACK_MAX = 4096,    /* so many sessions of an address that began before are asked */
    CP_SUPPORT_HITS_MAX = 1 << 20,
};

typedef struct cp_support_login {
    cp_str account;
    cp_flow_addr from, at; /* at: the server, or the address that it was given; all zero: unknown */
    bool is_lease;
    uint16_t port;
    uint8_t proto;
    cp_time begin, end; /* end CP_TIME_NONE: not told */
} cp_support_login;

/* Who has an address at a time, also one that is in no flow. */
typedef cp_flow_end cp_support_end(void *ctx, const cp_flow_addr *addr, cp_time at);

/* Puts logins in order of their begins. Errors: those of cp_series_each. */
CP_MUST_CHECK cp_rc cp_detect_support(cp_arena *a, const cp_flow_set *set,
                                      const cp_series_options *o, cp_support_login *logins,
                                      uint32_t n, cp_support_end *end_of, void *ctx,
                                      cp_flow_found *out, cp_err *err);

/* On how many other days something begins at the time of day of at[i]; 0: on too few for a clock.
 * at ascending. */
uint32_t cp_support_clock_days(const cp_time *at, uint32_t n, uint32_t i);

/* The join alone: which of the ways (by address, then begin, as cp_support_ways_new puts them) are
 * open at a time. */
typedef struct cp_support_way {
    cp_flow_addr at;
    cp_time begin, until;
    cp_time reach; /* the latest `until` of this address up to here */
    uint32_t login;
} cp_support_way;
void cp_support_ways_sort(cp_support_way *v, uint32_t n);
/* Places of those that are open, the latest first; at most CP_SUPPORT_AT_ONCE_MAX. */
uint32_t cp_support_ways_at(const cp_support_way *v, uint32_t n, const cp_flow_addr *addr,
                            cp_time at, uint32_t *out);
