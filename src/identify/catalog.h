/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.h - lists of products to products of which makers and classes are known, as far as they
 * are.
 *
 *     cp_product, ...  --same maker and name-->  cp_catalog_item  --cp_catalog_asset-->  cp_asset
 *     data/products/classes.yaml --presumption--^
 *
 * The same product in several lists counts once; what they state differently stays open. A maker is
 * found by its whole name (cp_knowledge_makers_named) or stays open. A class is the one that a list
 * states, else a presumption by data, else open. Pure: no files, no clock. */
#pragma once
#include "identify/knowledge.h"
#include "model/asset.h"
#include "model/product.h"

enum { CP_CATALOG_MAKERS_MAX = 8 }; /* that a name may mean */

typedef struct cp_catalog_item {
    cp_str id;        /* "acme/ax5735/part-7": unique, made of the names */
    cp_product p;     /* of the first list, completed by the others */
    uint32_t differs; /* bit per field that lists state differently: it is open then */
    uint32_t n_times; /* how often it is listed */
    const cp_maker *makers[CP_CATALOG_MAKERS_MAX];
    uint32_t n_makers;   /* 0: nobody that is listed; above 1: the name cannot tell them apart */
    cp_str class_;       /* "" open */
    cp_str presumed_why; /* "" if a list states the class */
} cp_catalog_item;

typedef struct cp_catalog {
    cp_catalog_item *v; /* in the order of the lists */
    uint32_t n;
    uint32_t n_listed;     /* with repetitions */
    uint32_t n_differing;  /* products with a field that lists state differently */
    uint32_t n_no_maker;   /* products whose maker no file of makers lists */
    uint32_t n_several;    /* products whose maker's name means several */
    cp_map unknown_makers; /* name as first written -> products, of both */
} cp_catalog;

/* files: those of data/ (products/ *.yaml are read). Errors: CP_EFORMAT with file and line.
 * products must live as long as the catalogue. */
CP_MUST_CHECK cp_rc cp_catalog_make(cp_arena *a, cp_knowledge *k, const cp_data_file *files,
                                    uint32_t n_files, const cp_product *products, uint32_t n,
                                    cp_catalog *out, cp_err *err);
/* The product as a thing that can be judged: its claims are as sure as a table's. The strings are
 * borrowed from the item. */
const cp_asset *cp_catalog_asset(cp_arena *a, const cp_catalog_item *x);
/* The name of the maker: the one found, else as written. */
cp_str cp_catalog_maker_name(const cp_catalog_item *x);
