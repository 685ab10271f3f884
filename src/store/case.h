/* SPDX-License-Identifier: Apache-2.0 */
/* case.h - one network under examination: a SQLite file that holds what was read, from where, by
 * whom, and who we are.
 *
 *     import 1--n subject                   what was read, about whom: its identifiers and what was
 *                                           observed of it, packed (case_pack.h). Assets are
 *                                           derived
 *                                           from these, never stored: the same case, data and
 *                                           binary
 *                                           give the same answer
 *            1--n link --> subject
 *            1--n tie --> subject
 *            1--n statement                  what was said about makers and products
 *            1--n problem                   what could not be understood
 *            1--n flow_block                 flows, some ten thousand in each (model/flow_pack.h)
 *                                           large ones stand beside the case (case_beside.h)
 *            1--n flow_name                  names that were asked for, likewise
 *            1--n flow_exporter              who told of them
 *            1--n origin_block                who announces which prefix, and names of AS,
 *                                           likewise (model/origin.h)
 *            1--n state_block --> subject    what a router says that it does with packets
 *                                           (model/state.h)
 *            1--1 flow_session               of a collector: how far it came
 *     flow_cluster, flow_ship                which blocks went to ClickHouse (case_ship.h)
 *     flow_template                          how exporters write flows, for the next collector
 *     word                                  names of kinds, to which what is packed refers
 *     asset_id                              ids that were given out, so that they stay (waivers,
 *                                           plans cite them)
 *     finding                               what people decided; only ever added to
 *     catalog_import 1--n product            lists of products: not what stands in the network
 *     profile, log
 *     column_map                      what --map said of which table, for the next of its kind
 *
 * WAL journal, synchronous=FULL: what a call reported as done is there after kill -9 and after
 * power loss. One import is one transaction. One writer at a time: a second one waits
 * CP_CASE_BUSY_MS, then gets CP_EBUSY. Readers never wait. Errors besides those named: CP_EIO,
 * CP_EPERM, CP_EFULL, CP_EFORMAT (not a case, or damaged). */
#pragma once
#include "model/finding.h"
#include "model/observation.h"
#include "model/product.h"
#include "model/profile.h"
#include "model/source.h"

enum {
    CP_CASE_APPLICATION_ID = 0x436c5061, /* "ClPa" */
    CP_CASE_VERSION = 14, /* of the schema, in user_version; migrations in case_schema.c */
    CP_CASE_BUSY_MS = 5000,
};

typedef struct cp_case cp_case;

typedef enum cp_case_mode {
    CP_CASE_READ,         /* must exist: CP_ENOENT */
    CP_CASE_CREATE,       /* made if it does not exist */
    CP_CASE_CREATE_FLOWS, /* likewise, of pages that suit what a collector writes all the time */
} cp_case_mode;

/* Closed with a. CP_EVERSION: made by a newer program. */
CP_MUST_CHECK cp_rc cp_case_open(cp_arena *a, cp_str path, cp_case_mode mode, cp_case **out,
                                 cp_err *err);

/* One import: begin, feed the sink, then end or abort. End with a source whose content (SHA-256,
 * realm, format) is there already changes nothing and sets *is_known. `by` and `at` go into the
 * log. */
CP_MUST_CHECK cp_rc cp_case_import_begin(cp_case *c, cp_err *err);
/* Shall an import take the place of one of the same content (its columns are mapped otherwise)? To
 * be said before begin; whether it really shall may be said again before end. *is_known is false
 * then. */
void cp_case_import_replaces(cp_case *c, bool replaces);
cp_obs_sink cp_case_sink(cp_case *c);
CP_MUST_CHECK cp_rc cp_case_import_end(cp_case *c, const cp_source *src, bool *is_known,
                                       cp_err *err);
void cp_case_import_abort(cp_case *c);
/* Of the import that ended last. */
CP_MUST_CHECK cp_rc cp_case_import_lacks(cp_case *c, cp_flow_lacks *out, cp_err *err);

/* All imports in order, with their problems; strings owned by a. */
CP_MUST_CHECK cp_rc cp_case_sources(cp_case *c, cp_arena *a, cp_source **out, uint32_t *n,
                                    cp_err *err);
/* Hands every observation, link, statement and tie of the import at `index` (as cp_case_sources
 * orders them) to the sink, in the order in which they were read. */
CP_MUST_CHECK cp_rc cp_case_replay(cp_case *c, uint32_t index, const cp_obs_sink *sink,
                                   cp_err *err);

/* Is there a block of states with rows of one of these kinds (1 << cp_state_kind each)? */
CP_MUST_CHECK cp_rc cp_case_has_states(cp_case *c, uint32_t kinds, bool *out, cp_err *err);
/* The bytes of a block of states by the place that a replay told, owned by a. CP_EFORMAT: it is no
 * longer there. */
CP_MUST_CHECK cp_rc cp_case_state(cp_case *c, cp_arena *a, int64_t place, cp_bytes *out,
                                  cp_err *err);

/* Lists of products: all files of one command are one transaction. begin, then for each file
 * file_begin, feed the sink, file_end or file_abort; at last end or abort. A file whose content is
 * there already changes nothing and sets *is_known. CP_ELIMIT: more than CP_PRODUCTS_MAX. */
CP_MUST_CHECK cp_rc cp_case_catalog_begin(cp_case *c, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_catalog_file_begin(cp_case *c, cp_err *err);
cp_product_sink cp_case_catalog_sink(cp_case *c);
CP_MUST_CHECK cp_rc cp_case_catalog_file_end(cp_case *c, const cp_source *src, bool *is_known,
                                             cp_err *err);
CP_MUST_CHECK cp_rc cp_case_catalog_file_abort(cp_case *c, cp_err *err);
/* what: for the log. */
CP_MUST_CHECK cp_rc cp_case_catalog_end(cp_case *c, cp_str what, cp_str by, cp_time at,
                                        cp_err *err);
void cp_case_catalog_abort(cp_case *c);

/* All of them in the order in which they came: the lists without their problems, and the products,
 * whose `source` is the place of their list. Strings owned by a. */
typedef struct cp_case_catalog {
    cp_source *sources;
    cp_product *products;
    uint32_t n_sources, n_products;
} cp_case_catalog;
CP_MUST_CHECK cp_rc cp_case_catalog_read(cp_case *c, cp_arena *a, cp_case_catalog *out,
                                         cp_err *err);

/* Asset ids given out, with the identifier each came from. */
typedef struct cp_case_asset_id {
    cp_str id, realm;
    cp_ident ident;
} cp_case_asset_id;
CP_MUST_CHECK cp_rc cp_case_asset_ids(cp_case *c, cp_arena *a, cp_case_asset_id **out, uint32_t *n,
                                      cp_err *err);
/* Adds them; one that is there gets another identifier. CP_EBUSY at once while somebody writes. */
CP_MUST_CHECK cp_rc cp_case_asset_ids_add(cp_case *c, const cp_case_asset_id *v, uint32_t n,
                                          cp_err *err);

/* profile.yaml as text; *out "" if none was set. */
CP_MUST_CHECK cp_rc cp_case_profile(cp_case *c, cp_arena *a, cp_str *out, cp_err *err);
CP_MUST_CHECK cp_rc cp_case_profile_set(cp_case *c, cp_str yaml, cp_str by, cp_time at,
                                        cp_err *err);

/* How columns were mapped: headers is what the headers of a table are known by, header one of them
 * (sources/reader.h, cp_kept_map). A mapping goes over an earlier one of the same header. */
typedef struct cp_case_map {
    cp_str headers, header, field;
} cp_case_map;
CP_MUST_CHECK cp_rc cp_case_maps(cp_case *c, cp_arena *a, cp_case_map **out, uint32_t *n,
                                 cp_err *err);
CP_MUST_CHECK cp_rc cp_case_maps_add(cp_case *c, const cp_case_map *v, uint32_t n, cp_str by,
                                     cp_time at, cp_err *err);
/* All of them go. */
CP_MUST_CHECK cp_rc cp_case_maps_forget(cp_case *c, cp_str by, cp_time at, cp_err *err);

/* The decisions in the order in which they were made; strings owned by a. */
CP_MUST_CHECK cp_rc cp_case_findings(cp_case *c, cp_arena *a, cp_finding **out, uint32_t *n,
                                     cp_err *err);
/* Adds all of them or none. There is no way to change or to remove one. */
CP_MUST_CHECK cp_rc cp_case_findings_add(cp_case *c, const cp_finding *v, uint32_t n, cp_err *err);

typedef struct cp_case_log_row {
    cp_time at;
    cp_str by, action, detail;
} cp_case_log_row;
CP_MUST_CHECK cp_rc cp_case_log(cp_case *c, cp_arena *a, cp_case_log_row **out, uint32_t *n,
                                cp_err *err);
/* PRAGMA integrity_check and foreign_key_check, and whether blocks of flows can be read; CP_EFORMAT
 * with what is wrong. */
CP_MUST_CHECK cp_rc cp_case_check(cp_case *c, cp_err *err);
