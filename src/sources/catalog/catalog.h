/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.h - lists of products, from where people and projects keep them.
 *
 *     device type  one YAML file a product, as in a checkout of NetBox's devicetype-library
 *                  (device-types/<Manufacturer>/x.yaml, module-types/...): manufacturer, model,
 *                  slug, part_number, interfaces ...
 *     lines        one JSON object a line, with the same names or with those of the table
 *     table        CSV with any header (data/forms/columns.yaml): maker and product, then
 *                  part_number, class, generation, function, made_in, contains, fcc_id, notes
 *
 * Told by content. A record that cannot be used is counted and told, the others are read. The
 * format for users is docs/formats/catalog.md. */
#pragma once
#include "model/product.h"
#include "model/source.h"
#include "sources/reader.h"

enum {
    CP_CATALOG_TYPE_BYTES_MAX = 4 * 1024 * 1024, /* the longest device type has 0.1 MiB */
    CP_CATALOG_LINE_BYTES_MAX = 1024 * 1024,
    CP_CATALOG_TYPES_MAX = 64, /* of interfaces of one product; there are about 150 in all */
};
#define CP_CATALOG_LIST_BYTES_MAX ((uint64_t)512 << 20) /* of a table or of lines */

/* Could a file of a folder be a list, by its name? The others (images, programs) are not opened. */
bool cp_catalog_is_name(cp_str path);

/* Reads one file ("-": standard input; packed ones are unpacked) and fills src wholly, with its
 * SHA-256, format ("device-type", "product-lines", "product-csv"), state and problems. opts: maps,
 * is_stopped. Errors: those of the input; CP_EUNKNOWN if it is no list of products, CP_EFORMAT with
 * the line if it is one and not one record could be used, CP_ELIMIT, CP_EINTR, what the sink
 * returns. */
CP_MUST_CHECK cp_rc cp_catalog_read(cp_arena *a, cp_str path, const cp_read_opts *opts,
                                    const cp_product_sink *sink, cp_source *src, cp_err *err);

/* The three readers, over bytes in memory, for the above and for tests. */
CP_MUST_CHECK cp_rc cp_catalog_read_type(cp_arena *a, cp_bytes text, const cp_product_sink *sink,
                                         cp_source *src, cp_err *err);
CP_MUST_CHECK cp_rc cp_catalog_read_lines(cp_arena *a, cp_bytes text, const cp_read_opts *opts,
                                          const cp_product_sink *sink, cp_source *src, cp_err *err);
CP_MUST_CHECK cp_rc cp_catalog_read_table(cp_arena *a, cp_bytes text, const cp_read_opts *opts,
                                          const cp_product_sink *sink, cp_source *src, cp_err *err);
