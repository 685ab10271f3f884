/* SPDX-License-Identifier: Apache-2.0 */
/* product.h - a line of a product catalogue: not a device that somebody has, but what a maker
 * sells.
 *
 *     list of products --reader--> cp_product_sink --> the case, or memory
 *
 * A product is told as it is written. Who its maker is and which class of equipment it belongs to
 * is worked out when it is asked for (identify/catalog.h), so that newer data speaks about old
 * lists. */
#pragma once
#include "base/base.h"

/* id, name in tables and JSON.
 *   KIND        "device", or "module" that is put into one
 *   CLASS       a word of the vocabulary, if the list states one
 *   INTERFACES  "1000base-t:24;power-port:2": what it has, by type, with how many */
#define CP_PRODUCT_FIELDS(X)      \
    X(MAKER, "maker")             \
    X(PRODUCT, "product")         \
    X(PART_NUMBER, "part_number") \
    X(SLUG, "slug")               \
    X(KIND, "kind")               \
    X(CLASS, "class")             \
    X(GENERATION, "generation")   \
    X(FUNCTION, "function")       \
    X(MADE_IN, "made_in")         \
    X(CONTAINS, "contains")       \
    X(FCC_ID, "fcc_id")           \
    X(INTERFACES, "interfaces")   \
    X(POE, "poe")                 \
    X(NOTES, "notes")

typedef enum cp_product_field {
#define CP_PRODUCT_FIELD_ID(id, name) CP_PRODUCT_##id,
    CP_PRODUCT_FIELDS(CP_PRODUCT_FIELD_ID)
#undef CP_PRODUCT_FIELD_ID
        CP_PRODUCT_FIELD_COUNT
} cp_product_field;

enum {
    CP_PRODUCT_NAME_BYTES_MAX = 255,  /* of maker, product, part number: longer is no name */
    CP_PRODUCT_TEXT_BYTES_MAX = 4096, /* of the other fields; longer is cut at a character */
    CP_PRODUCTS_MAX = 1000 * 1000     /* of one case: ten times what all makers together list */
};

typedef struct cp_product {
    cp_str field[CP_PRODUCT_FIELD_COUNT]; /* "" where nothing is told */
    uint32_t source;                      /* index into the sources that it came with */
    uint64_t line;                        /* in that source, from 1 */
} cp_product;

/* All slices are borrowed for the duration of the call. */
typedef struct cp_product_sink {
    void *ctx;
    cp_rc (*product)(void *ctx, const cp_product *p, cp_err *err);
} cp_product_sink;

const char *cp_product_field_name(cp_product_field f);
/* The product, its strings owned by a. */
cp_product cp_product_dup(cp_arena *a, const cp_product *p);
