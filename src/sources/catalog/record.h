/* SPDX-License-Identifier: Apache-2.0 */
/* record.h - one product while it is being read (internal to the catalogue's readers). */
#pragma once
#include "codec/tree.h"
#include "sources/catalog/catalog.h"
#include "sources/import/forms.h"

typedef struct cp_record {
    cp_arena *a;       /* of the source's problems */
    cp_arena *scratch; /* of the product, emptied after each */
    cp_source *src;
    const cp_product_sink *sink;
    const cp_forms *forms;
    cp_product p;
} cp_record;

CP_MUST_CHECK cp_rc cp_record_init(cp_record *r, cp_arena *a, cp_arena *scratch,
                                   const cp_product_sink *sink, cp_source *src, cp_err *err);
/* Begins a product: nothing is told of it yet. */
void cp_record_begin(cp_record *r, uint64_t line);
/* Takes up a field as it is written; words of a list become the word that is kept, and what is none
 * of its words is told and left out. */
void cp_record_put(cp_record *r, cp_product_field f, cp_str value);
/* Counts the product, tells what keeps it from being used, else hands it on. */
CP_MUST_CHECK cp_rc cp_record_end(cp_record *r, cp_err *err);

/* From a parsed device type, or a line: false (and told) if it is no product. */
bool cp_record_of_tree(cp_record *r, const cp_tree *t);
