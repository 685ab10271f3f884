/* SPDX-License-Identifier: Apache-2.0 */
/* api.h - the lists of an inventory server: what to ask next, and what an answer means. Asks nobody
 * and keeps no page: job/fetch.c does, and what was kept is read again with the same steps.
 *
 *     netbox    devices?limit&offset ... -> next? -> the next list -> ...
 *     librenms  devices -> for each: ports, links, inventory
 *
 * An answer is what a stranger sent: a page that goes nowhere, or beyond the count that it tells,
 * ends the asking. */
#pragma once
#include "base/base.h"

enum {
    /* a page is read as a whole; one server tells all its devices on one: 1.5 KB each */
    CP_API_PAGE_BYTES_MAX = 60 * 1024 * 1024,
    CP_API_PAGES_MAX = 2 * 1000 * 1000,
    CP_API_DEVICES_MAX = 500 * 1000,
};
#define CP_API_BYTES_MAX ((uint64_t)16 << 30) /* of all pages: what an import may leave on a disk */

typedef struct cp_api cp_api;

/* kind: "netbox" or "librenms"; NULL of all else. */
cp_api *cp_api_new(cp_arena *a, cp_str kind);
/* The header that carries the token. */
cp_str cp_api_auth(cp_arena *a, cp_str kind, cp_str token);

/* The base address without what people add to it ("/", "/api/", "/api/v0"), with one slash at the
 * end. CP_EUSAGE: no URL of http or https, or one with a user, query or fragment; http to another
 * machine, unless allows_plain. */
CP_MUST_CHECK cp_rc cp_api_base(cp_arena *a, cp_str url, bool allows_plain, cp_str *out,
                                cp_err *err);

/* What to ask, relative to the base; "" when everything was. Valid until the next answer. */
cp_str cp_api_next(const cp_api *x);
/* What was answered to it. *fault: what is missing because of it ("" nothing), owned by the arena
 * of x. CP_EPERM: the token is not accepted, or may not read what all else rests on; CP_EFORMAT: no
 * answer of such a server; CP_ELIMIT. After a failure x stands where it stood. */
CP_MUST_CHECK cp_rc cp_api_take(cp_api *x, uint32_t status, cp_bytes body, cp_str *fault,
                                cp_err *err);

/* How far: of what is asked at the moment. */
typedef struct cp_api_progress {
    const char *what; /* "devices", a literal */
    uint64_t done, all;
} cp_api_progress;
cp_api_progress cp_api_at(const cp_api *x);

/* The page as one line, without passwords that such a server tells of devices (SNMP communities and
 * the like); the values of those keys become "". */
cp_str cp_api_line(cp_arena *a, cp_bytes page);
