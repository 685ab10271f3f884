/* SPDX-License-Identifier: Apache-2.0 */
/* netbox.h - the register of a network as NetBox tells it (docs/formats/netbox.md), for whoever has
 * its pages: files, or what a server answers.
 *
 *     cp_netbox_new -> cp_netbox_page ("{"results":[..]}"), once for each page -> cp_netbox_end
 *
 * Pages may come in any order; those of device types first give part numbers to devices. */
#pragma once
#include "model/observation.h"
#include "model/source.h"

typedef struct cp_netbox cp_netbox;

/* For one source. Errors: those of cp_things_new. Freed with a. */
CP_MUST_CHECK cp_rc cp_netbox_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src,
                                  cp_netbox **out, cp_err *err);
/* One or several documents; first_line is where they begin, from 1. Borrowed until it returns.
 * Malformed records are told to the source and counted there. Errors: those of the sink. */
CP_MUST_CHECK cp_rc cp_netbox_page(cp_netbox *n, cp_bytes page, uint64_t first_line, cp_err *err);
/* Notes of the source. is_file: nobody asks for the pages that the last ones name as next, so they
 * are missing, which is told. */
void cp_netbox_end(cp_netbox *n, bool is_file);
