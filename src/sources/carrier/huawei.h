/* SPDX-License-Identifier: Apache-2.0 */
/* huawei.h - objects of base stations and controllers as commands (MML) and tables of the same
 * vendor name them: a class ("BRD") and parameters ("CN=0, SRN=0, SN=6, BT=UMPT"). Whose they are
 * stands in a command of the same file, before or behind, so the objects of an element are kept
 * until its end. */
#pragma once
#include "sources/carrier/carrier.h"

enum {
    CP_HW_UNITS_MAX = 1024 * 1024, /* of one element */
    CP_HW_VALUE_BYTES_MAX = 512,
};

typedef struct cp_hw cp_hw;

cp_hw *cp_hw_new(cp_carrier *c);
/* What is known of the element besides its objects; "" leaves it as it is. */
void cp_hw_element(cp_hw *h, cp_str vendor, cp_str product, cp_str version);
/* A new object; then its parameters, names in any case; then its end, which counts it. */
void cp_hw_begin(cp_hw *h, cp_str class, uint64_t line);
void cp_hw_set(cp_hw *h, cp_str parameter, cp_str value);
void cp_hw_end(cp_hw *h);
/* The element is over: it and its units are told, and the next one begins. */
CP_MUST_CHECK cp_rc cp_hw_tell(cp_hw *h, cp_err *err);
