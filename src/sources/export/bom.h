/* SPDX-License-Identifier: Apache-2.0 */
/* bom.h - a component of CycloneDX, however its document is written (JSON: bom.c, XML:
 * bom_xml.c). */
#pragma once
#include "sources/import/thing.h"

enum {
    CP_BOM_NESTED_MAX = 100, /* components within one another; deeper ones are counted */
    CP_BOM_PROPERTIES = 6,   /* of the taxonomy cdx:device that are read */
};

typedef struct cp_bom_component {
    cp_str type, name, version; /* each text "" if it is not told */
    cp_str manufacturer, supplier, publisher, group, cpe, purl;
    cp_str properties[CP_BOM_PROPERTIES]; /* by cp_bom_property; of several, `;` between */
    uint64_t line;
} cp_bom_component;

/* Which one is called so ("cdx:device:serialNumber"); -1: none that is read. */
int cp_bom_property(cp_str name);
/* Adds a value to those that are there. */
void cp_bom_add_property(cp_arena *a, cp_bom_component *c, int property, cp_str value);
/* Where it stands. */
typedef struct cp_bom_in {
    cp_source *src;
    cp_arena *a;     /* of what is told of the source */
    cp_arena *texts; /* of names, as long as the components in it are read */
} cp_bom_in;
/* Counts it, and tells it as a thing, parent being the name of what it is in. *shown: its own name,
 * owned by in->texts; "" if it is none: without a name (told as bad), or a file, data, a key.
 * Errors: those of the sink. */
CP_MUST_CHECK cp_rc cp_bom_tell(cp_things *t, const cp_bom_in *in, const cp_bom_component *c,
                                cp_str parent, cp_str *shown, cp_err *err);
