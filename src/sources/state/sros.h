/* SPDX-License-Identifier: Apache-2.0 */
/* sros.h - what the parts of the dialect of SR OS share: sros.c (the tables that it shows),
 * sros_near.c (what forwarding became, and who is next to the router), sros_conf.c and
 * sros_filter.c (configurations). */
#pragma once
#include "sources/state/state.h"

enum { SROS_NAME_BYTES_MAX = 128 };

/* A table while it is read. */
typedef struct sros_reading {
    char vrf[SROS_NAME_BYTES_MAX], name[SROS_NAME_BYTES_MAX], protocol[SROS_NAME_BYTES_MAX];
    size_t n_name;
    bool has_args, has_row, is_local, is_hole, is_backup;
    cp_state_net net, before; /* before: of the row told last */
    uint64_t preference, n_told, n_hops;
    uint64_t line; /* of the row that is open */
} sros_reading;

/* What fits of s into an array of SROS_NAME_BYTES_MAX. */
cp_str sros_keep(char *to, cp_str s);
/* "Route Table (Router: Base)": s->vrf is set. */
bool sros_title(cp_state_section *s, sros_reading *r, cp_str line);
/* "No. of Routes: 3": a sum with fewer rows above it is a limit. */
bool sros_sum(cp_state_section *s, sros_reading *r, cp_str line, const char *title);
bool sros_is_legend(cp_str line);
bool sros_is_context(cp_str line);
/* Arguments that leave rows out are a limit, once. */
void sros_args(cp_state_section *s, sros_reading *r);

/* "lag-21:300": the port, and the tag of the customer (sros_conf_iface.c). */
void sros_port(cp_state_iface *f, cp_str port);

/* ---- sros_near.c */

cp_state_heard sros_hear_fib(cp_state_section *s, cp_str line);
void sros_end_fib(cp_state_section *s);
cp_state_heard sros_hear_fdb(cp_state_section *s, cp_str line);
cp_state_heard sros_hear_neighbour(cp_state_section *s, cp_str line);

typedef struct sros_lldp {
    size_t chassis_at, index_at, port_at, name_at; /* where columns begin; name_at 0: not told */
    uint64_t n_told, n_wanted;
} sros_lldp;
cp_state_heard sros_hear_lldp(cp_state_section *s, cp_str line);
void sros_end_lldp(cp_state_section *s);
