/* SPDX-License-Identifier: Apache-2.0 */
/* leases.h - what DHCP servers keep of their leases. Shared by the readers of each server's form;
 * for users: docs/formats/access.md.
 *
 *     record of a lease ---> by address: the latest counts
 *                      \---> by client:  one thing, with all that was told of it
 *
 * A file is often a log, in which an address went from one client to the next: an address
 * identifies its client only if the latest record of it says that it is held. */
#pragma once
#include "sources/reader.h"

enum { CP_LEASES_MAX = 2 * 1000 * 1000 }; /* addresses, and clients, of a file */
#define CP_LEASES_BYTES_MAX ((uint64_t)512 << 20)

typedef struct cp_lease {
    uint64_t line;
    cp_ip ip; /* version 0: none */
    cp_mac mac;
    bool has_mac;
    bool is_held;
    cp_bytes client_id; /* option 61 */
    cp_bytes duid;      /* RFC 8415, 11 */
    cp_str hostname;    /* as the client told it */
    cp_str name;        /* as people call the client */
    cp_str vendor_class;
    cp_str prefix;       /* delegated, "2001:db8:1::/56" */
    cp_time at;          /* of the client's last words; CP_TIME_NONE */
    cp_time from, until; /* how long the record gives it the address; CP_TIME_NONE: not told */
} cp_lease;

typedef struct cp_lease_book cp_lease_book;
cp_lease_book *cp_leases_new(cp_arena *a, cp_source *src);
enum { CP_LEASE_SPANS_MAX = 64 }; /* of a client are told: an address a month for five years */
/* Counts a record. Texts must live until cp_leases_tell. Errors: CP_ELIMIT. */
CP_MUST_CHECK cp_rc cp_leases_add(cp_lease_book *b, const cp_lease *l, cp_err *err);
CP_MUST_CHECK cp_rc cp_leases_tell(cp_lease_book *b, const cp_obs_sink *sink, cp_err *err);

/* ---- pieces of records */

/* "00:00:5e:00:53:01", "00-00-5e..", "01" .. : pairs of hexadecimal digits with or without signs
 * between; false if it is none. Owned by a. */
bool cp_lease_bytes(cp_arena *a, cp_str s, cp_bytes *out);
/* An address that can be one client's: not a group's, not nothing. */
bool cp_lease_mac(cp_str s, cp_mac *out);
/* Seconds since 1970; CP_TIME_NONE if it is no moment of this age. */
cp_time cp_lease_time(uint64_t seconds);
