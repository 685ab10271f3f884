/* SPDX-License-Identifier: Apache-2.0 */
/* teller.h - where the rows of a file go: packed by host and handed to the sink. */
#pragma once
#include "sources/state/state.h"
#include "sources/topo/topo.h"

cp_state_teller *cp_state_teller_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src,
                                     cp_err *err);
/* From here on it is this host that speaks. */
void cp_state_teller_host(cp_state_teller *t, cp_str name, uint64_t line);
void cp_state_teller_dialect(cp_state_teller *t, const cp_state_dialect *d);
/* A line that was not understood. */
void cp_state_teller_lost(cp_state_teller *t, cp_str vrf, uint64_t line, cp_str text);
uint64_t cp_state_teller_rows(const cp_state_teller *t);
/* Of them those that say something: no limits, nothing that was not understood. */
uint64_t cp_state_teller_good(const cp_state_teller *t);
/* Of them routes in use. */
uint64_t cp_state_teller_routes(const cp_state_teller *t);
/* Who speaks. Valid as long as t. */
cp_str cp_state_teller_name(const cp_state_teller *t);
cp_rc cp_state_teller_rc(const cp_state_teller *t); /* of what the sink said */
/* The database of the file that this reader makes. */
cp_topo_text *cp_state_teller_lsdb(cp_state_teller *t, const cp_topo_reader *how);
bool cp_state_teller_has_lsdb(const cp_state_teller *t);
/* What the hosts are called, and the rows that are left. */
cp_rc cp_state_teller_end(cp_state_teller *t);
