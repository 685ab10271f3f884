/* SPDX-License-Identifier: Apache-2.0 */
/* frr_conf.c - configurations of FRR (`show running-config`, frr.conf): nearly those of IOS, so
 * that ios_conf.c hears them. Lists of FRR choose routes, not packets, and are no filters here. */
#include "sources/state/frr.h"
#include "sources/state/ios.h"

int frr_is_conf(cp_str head)
{
    cp_str line, rest;
    while (cp_str_cut_line(&head, &line))
        if (ios_after(line, "frr version ", &rest) || ios_after(line, "frr defaults ", &rest))
            return 1;
    return 0;
}

cp_state_heard frr_hear_conf(cp_state_section *s, cp_str line)
{
    cp_str rest;
    if (ios_begins(line, "access-list", &rest) || ios_begins(line, "ipv6 access-list", &rest))
        return CP_HEARD_HARMLESS;
    return ios_hear_conf(s, line);
}
