/* SPDX-License-Identifier: Apache-2.0 */
/* librenms.h - what LibreNMS knows (docs/formats/librenms.md), for whoever has its rows: answers of
 * its API, files of them, a dump of its database.
 *
 *     cp_librenms_new -> cp_librenms_page ("{"devices":[..]}") or cp_librenms_row ->
 *     cp_librenms_end
 *
 * What belongs to one device is held together by its device_id, which means something in this one
 * source only: give all of a server's answers to one reader. Links, and sites of a dump, are told
 * at the end, when the names of ports are known, in whatever order the rows came. */
#pragma once
#include "codec/tree.h"
#include "model/observation.h"
#include "model/source.h"

enum { CP_LIBRENMS_KEPT_MAX = 16 * 1024 * 1024 }; /* devices, ports, links; more are told as bad */

typedef struct cp_librenms cp_librenms;

typedef enum cp_librenms_table {
    CP_LIBRENMS_DEVICES,
    CP_LIBRENMS_INVENTORY, /* entPhysical */
    CP_LIBRENMS_LINKS,
    CP_LIBRENMS_LOCATIONS,
    CP_LIBRENMS_PORTS,
    CP_LIBRENMS_OTHER
} cp_librenms_table;

/* By the name of the table, or of the list in an answer. */
cp_librenms_table cp_librenms_table_by_name(cp_str name);

/* For one source. Errors: those of cp_things_new. Freed with a. */
CP_MUST_CHECK cp_rc cp_librenms_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src,
                                    cp_librenms **out, cp_err *err);
/* One or several answers; first_line is where they begin, from 1. Borrowed until it returns.
 * Malformed rows are told to the source and counted there. Errors: those of the sink. */
CP_MUST_CHECK cp_rc cp_librenms_page(cp_librenms *l, cp_bytes page, uint64_t first_line,
                                     cp_err *err);
/* One row, counted as a record: a mapping of columns to scalars; t->line is where it stands. */
CP_MUST_CHECK cp_rc cp_librenms_row(cp_librenms *l, cp_librenms_table table, const cp_tree *t,
                                    cp_err *err);
/* What had to wait, and the notes of the source. */
CP_MUST_CHECK cp_rc cp_librenms_end(cp_librenms *l, cp_err *err);
