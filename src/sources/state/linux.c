/* SPDX-License-Identifier: Apache-2.0 */
/* linux.c - a host with Linux, as iproute2 shows it:
 *
 *     10.0.0.0/24 via 192.0.2.1 dev eth0 proto bgp metric 20     ip route
 *     192.0.2.1 dev eth0 lladdr 00:00:5e:00:53:01 REACHABLE      ip neigh
 */
#include "sources/state/state.h"

static cp_state_heard hear_neighbour(cp_state_section *s, cp_str line)
{
    cp_state row = { .kind = CP_STATE_NEIGHBOUR, .vrf = CP_STR("") };
    cp_str word = cp_state_word(&line);
    if (!cp_state_address_of(word, &row.neighbour.addr))
        return CP_HEARD_NOTHING;
    while ((word = cp_state_word(&line)).n) {
        if (cp_str_eq(word, CP_STR("dev")))
            row.neighbour.iface = cp_state_word(&line);
        else if (cp_str_eq(word, CP_STR("lladdr")))
            row.neighbour.mac = cp_state_mac(cp_state_word(&line));
    }
    cp_state_tell(s, row);
    return CP_HEARD_ROW;
}

static const cp_state_command commands[] = {
    { .words = "ip neigh", .marks = " dev ", .line = hear_neighbour, .is_table = true },
    { .words = NULL },
};

const cp_state_dialect cp_state_linux = {
    .name = "linux",
    .what = "Linux (iproute2)",
    .commands = commands,
};
