/* SPDX-License-Identifier: Apache-2.0 */
/* flows_origins.h - whose network the far ends of flows are in: by the routing tables of the case.
 *
 *     sources with prefixes --the day nearest to the flows, by version--> table
 *     address outside --longest prefix--> origins --names of the case, makers' AS--> text, JSON */
#pragma once
#include "job/flows.h"

enum {
    /* A table that is farther from a flow than that says so: by then prefixes have changed hands.
     * Transfers between holders are some per mille in a month. */
    CP_FLOWS_ORIGIN_DAYS = 30,
};

/* What `--top as` adds up by: numbers of groups below those of sets of origins. */
enum {
    CP_FLOWS_GROUP_INSIDE,
    CP_FLOWS_GROUP_NOBODY,  /* no address of one machine */
    CP_FLOWS_GROUP_UNKNOWN, /* outside, and who announces it is not known */
    CP_FLOWS_GROUP_SETS,    /* and a set of origins */
};

/* Loads them; none is fine. When it is known which time the flows are of. */
CP_MUST_CHECK cp_rc cp_flows_origins_load(cp_flows *f, cp_err *err);
/* Is there a table at all, of this version? */
bool cp_flows_has_origins(const cp_flows *f, bool is_v6);
/* By id: its group. */
const uint32_t *cp_flows_groups(const cp_flows *f, cp_arena *a);
/* "inside", "AS64500 EXAMPLE", "not known". */
cp_str cp_flows_group_text(cp_arena *a, const cp_flows *f, uint32_t group);
/* Is the address announced by this AS? */
bool cp_flows_is_of_as(const cp_flows *f, const cp_flow_addr *addr, uint32_t asn);

/* What the table says of an address that is outside: "AS64500 EXAMPLE", "AS64500 or AS64501", "AS
 * not known"; "" where there is no table, or the address is not outside. */
cp_str cp_flows_origin_text(cp_arena *a, const cp_flows *f, const cp_flow_addr *addr);
/* KEY: [{"asn","name","entity"}], or null where it is not known; and where it is, PREFIX_KEY. An
 * address that is not outside has neither, nor has any where there is no table. */
void cp_flows_origin_json(cp_jw *w, const cp_flows *f, const cp_flow_addr *addr, const char *key,
                          const char *prefix_key);
void cp_flows_group_json(cp_jw *w, const cp_flows *f, uint32_t group, const char *key,
                         const char *as_key);
/* Cells as, as_name, as_entity; several with "; ". */
void cp_flows_origin_csv(cp_buf *out, cp_arena *a, const cp_flows *f, const cp_flow_addr *addr);
void cp_flows_group_csv(cp_buf *out, cp_arena *a, const cp_flows *f, uint32_t group);
/* Days between the table and the farther end of these times, if more than CP_FLOWS_ORIGIN_DAYS;
 * else 0. */
uint32_t cp_flows_origin_days(const cp_flows *f, cp_time first, cp_time last);

void cp_flows_origins_print(const cp_flows *f, cp_buf *out);
void cp_flows_origins_head(cp_jw *w, const cp_flows *f);
