/* SPDX-License-Identifier: Apache-2.0 */
/* flood.h - source addresses of a capture that are counted and make no asset.
 *
 * Of a device that was seen once and said nothing, nothing is known but that its address was there.
 * That is worth an asset: somebody may know it. A million such at thousands a second are no devices
 * (sources/pcap/senders.h). An address is held for made up if the capture called it single in a
 * flood (eth.single), all that the evidence tells of it stands in that one frame and is no more
 * than its being there (a sender of ARP, a request of DHCP), and no block of the registry holds it.
 * Made-up addresses are known by their crowd: there are many, and hardly any registered ones among
 * them. Drawn by lot, one in two hundred falls into a registered block; it stays an asset, but its
 * block says nothing of its maker. Of a network that a sampler looked at, most are registered.
 *
 * None is forgotten: they are counted by source, and the answer says that they are not known to be
 * clean. */
#pragma once
#include "identify/know.h"
#include "identify/obs_rows.h"
#include "model/source.h"

enum {
    CP_FLOOD_MIN = 1000, /* as CP_SENDERS_FLOOD_MIN */
    /* As many made-up ones or more are there to one registered. */
    CP_FLOOD_PER_REGISTERED_MIN = 7,
};

/* What the rows of one group say. *said is that of eth.single, and set unless NO. */
typedef enum cp_flood_is {
    CP_FLOOD_NO,         /* more is known */
    CP_FLOOD_REGISTERED, /* but its block has an owner */
    CP_FLOOD_MADE_UP,
} cp_flood_is;
cp_flood_is cp_flood_of(const cp_obs_store *s, const cp_registry *reg, const uint32_t *rows,
                        uint32_t n, cp_str *said);

/* By from (obs_rows.h). All zero: nothing was counted. */
typedef struct cp_flood_count {
    uint32_t n_made_up, n_registered;
    cp_str said;
} cp_flood_count;
bool cp_flood_is_crowd(const cp_flood_count *c);
