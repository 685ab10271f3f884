/* SPDX-License-Identifier: Apache-2.0 */
/* twins.h - one hardware address that several devices use at once.
 *
 *     frame 1  from A  "till-1"
 *     frame 2  from A  "camera-9"      another name: a device may be renamed
 *     frame 3  from A  "till-1"        and back again: 1
 *     frame 4  from A  "camera-9"      2 ...
 *
 * An address may have been copied, by somebody who wants to pass for another or by who made an
 * image of a machine; or a bridge hides others behind its own. Then what is told of the address
 * belongs to one of them, nobody knows which. A device that has another name after it started anew
 * does not change it back and forth within minutes, so that is what counts. Looked at are names
 * that devices give themselves in messages to their link or in requests: what a server or a proxy
 * says of them may differ from it. Vendor classes are not looked at: a machine has one while it
 * loads its system from the network and another afterwards. */
#pragma once
#include "base/base.h"
#include "model/observation.h"

enum {
    CP_TWINS_MAX = 128 * 1024,  /* addresses that are watched, each by the kind of its name */
    CP_TWIN_NAMES_MAX = 4,      /* of one address; more are passed over */
    CP_TWIN_RETURNS_MIN = 3,    /* to a name that it had before */
    CP_TWIN_SECONDS_MAX = 900,  /* between two of these */
    CP_TWIN_NAME_BYTES_MAX = 64 /* more are cut where names are told */
};

typedef struct cp_twins {
    cp_map by_mac;
} cp_twins; /* all zero: nobody was heard */

/* The sender with that address calls itself so. True once an address: it is used by several; then
 * *said tells which names come by turns, owned by a. */
bool cp_twins_say(cp_arena *a, cp_twins *t, cp_mac mac, cp_kind kind, cp_str name, cp_time at,
                  cp_str *said);
