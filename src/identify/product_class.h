/* SPDX-License-Identifier: Apache-2.0 */
/* product_class.h - data/products: which class a product is presumed to belong to (internal to
 * identify). */
#pragma once
#include "codec/embed.h"
#include "model/maker.h"
#include "model/product.h"

typedef struct cp_class_rule {
    cp_str class_, because;
    const cp_str *makers, *kinds, *begins /* normalised */, *has;
    uint32_t n_makers, n_kinds, n_begins, n_has;
    uint64_t at_least;
} cp_class_rule;

typedef struct cp_class_rules {
    CP_VEC(cp_class_rule) list;
} cp_class_rules;

CP_MUST_CHECK cp_rc cp_class_rules_load(cp_arena *a, const cp_data_file *files, uint32_t n_files,
                                        cp_class_rules *out, cp_err *err);
/* The first rule that holds, or NULL. maker: NULL if it is not known. */
const cp_class_rule *cp_class_rule_of(cp_arena *scratch, const cp_class_rules *rules,
                                      const cp_product *p, const cp_maker *maker);
