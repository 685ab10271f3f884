/* SPDX-License-Identifier: Apache-2.0 */
/* thing.h - one thing of an inventory or of an export, told field by field, becomes observations.
 *
 *     begin(17)                 where it stands
 *       set(SERIAL, "S1; S2")   --> identifiers: serial, mac, ip, fcc_id, name = the subject
 *       set(CLASS, "Router")    --> one observation inventory.<field> for each that says something
 *       also(SSH_BANNER, ..)    --> observations of other kinds about the same subject
 *     end
 *
 * All readers of equipment lists go through here, so that a cell means the same in each of them.
 * What is told is evidence like any other: text stays as it is written, but words that rules
 * compare (class, status, dates, yes and no) become the words that rules know, and what cannot be
 * understood is told in the source and left out; the rest of the thing stays. Placeholders ("n/a",
 * "To be filled by O.E.M.") say nothing. A thing that repeats the serial number, hardware address
 * or name of an earlier one is told once, and read. */
#pragma once
#include "sources/import/dates.h"
#include "sources/import/forms.h"
#include "sources/reader.h"

/* The columns of the inventory, in their order in data/forms/columns.yaml: id, how it is read,
 * kind of observation, list of words. */
#define CP_THING_FIELDS(X)                                                     \
    X(NAME, NAME, CP_KIND_INVENTORY_NAME, NULL)                                \
    X(MAKER, TEXT, CP_KIND_INVENTORY_MAKER, NULL)                              \
    X(BRAND, TEXT, CP_KIND_INVENTORY_BRAND, NULL)                              \
    X(PRODUCT, TEXT, CP_KIND_INVENTORY_PRODUCT, NULL)                          \
    X(PART_NUMBER, TEXT, CP_KIND_INVENTORY_PART_NUMBER, NULL)                  \
    X(VERSION, TEXT, CP_KIND_INVENTORY_VERSION, NULL)                          \
    X(SERIAL, SERIAL, CP_KIND_INVENTORY_SERIAL, NULL)                          \
    X(MAC, MAC, CP_KIND_INVENTORY_MAC, NULL)                                   \
    X(IP, IP, CP_KIND_INVENTORY_IP, NULL)                                      \
    X(FCC_ID, FCC_ID, CP_KIND_INVENTORY_FCC_ID, NULL)                          \
    X(ASN, ASN, CP_KIND_COUNT, NULL)                                           \
    X(SITE, TEXT, CP_KIND_INVENTORY_SITE, NULL)                                \
    X(COUNTRY, TEXT, CP_KIND_INVENTORY_COUNTRY, NULL)                          \
    X(ROLE, TEXT, CP_KIND_INVENTORY_ROLE, NULL)                                \
    X(FUNCTION, LOOSE, CP_KIND_INVENTORY_FUNCTION, "function")                 \
    X(GENERATION, LOOSE, CP_KIND_INVENTORY_GENERATION, "generation")           \
    X(CLASS, WORD, CP_KIND_INVENTORY_CLASS, "class")                           \
    X(STATUS, WORD, CP_KIND_INVENTORY_STATUS, "status")                        \
    X(QUANTITY, COUNT, CP_KIND_INVENTORY_QUANTITY, NULL)                       \
    X(SUPPLIER, TEXT, CP_KIND_INVENTORY_SUPPLIER, NULL)                        \
    X(OWNER, TEXT, CP_KIND_INVENTORY_OWNER, NULL)                              \
    X(OPERATED_BY, TEXT, CP_KIND_INVENTORY_OPERATED_BY, NULL)                  \
    X(MANAGED_BY, TEXT, CP_KIND_INVENTORY_MANAGED_BY, NULL)                    \
    X(PARENT, TEXT, CP_KIND_INVENTORY_PARENT, NULL)                            \
    X(CONTAINS, STATED, CP_KIND_INVENTORY_CONTAINS, NULL)                      \
    X(ESSENTIAL, LOOSE, CP_KIND_INVENTORY_ESSENTIAL, "yes_no")                 \
    X(PURPOSE, STATED, CP_KIND_INVENTORY_PURPOSE, NULL)                        \
    X(HANDLES_USER_DATA, LOOSE, CP_KIND_INVENTORY_HANDLES_USER_DATA, "yes_no") \
    X(ROUTES_USER_DATA, LOOSE, CP_KIND_INVENTORY_ROUTES_USER_DATA, "yes_no")   \
    X(MANUFACTURED, DATE, CP_KIND_INVENTORY_MANUFACTURED, NULL)                \
    X(PURCHASED, DATE, CP_KIND_INVENTORY_PURCHASED, NULL)                      \
    X(INSTALLED, DATE, CP_KIND_INVENTORY_INSTALLED, NULL)                      \
    X(AUTHORISED, DATE, CP_KIND_INVENTORY_AUTHORISED, NULL)                    \
    X(APPROVAL, TEXT, CP_KIND_INVENTORY_APPROVAL, NULL)                        \
    X(MADE_IN, TEXT, CP_KIND_INVENTORY_MADE_IN, NULL)                          \
    X(ASSURANCE, TEXT, CP_KIND_INVENTORY_ASSURANCE, NULL)                      \
    X(LEGAL_NAME, TEXT, CP_KIND_INVENTORY_LEGAL_NAME, NULL)                    \
    X(PREMISES, COUNT, CP_KIND_INVENTORY_PREMISES, NULL)                       \
    X(TRAFFIC_BPS, RATE, CP_KIND_INVENTORY_TRAFFIC_BPS, NULL)                  \
    X(SUBSCRIBERS, COUNT, CP_KIND_INVENTORY_SUBSCRIBERS, NULL)                 \
    X(REALM, REALM, CP_KIND_COUNT, NULL)                                       \
    X(CLEANPATH_ASSET, TEXT, CP_KIND_INVENTORY_CLEANPATH_ASSET, NULL)          \
    X(NOTES, TEXT, CP_KIND_INVENTORY_NOTES, NULL)

typedef enum cp_thing_field {
#define CP_THING_FIELD_ID(id, as, kind, list) CP_THING_##id,
    CP_THING_FIELDS(CP_THING_FIELD_ID)
#undef CP_THING_FIELD_ID
        CP_THING_FIELD_COUNT
} cp_thing_field;

enum {
    CP_THING_CELLS_MAX = 4096, /* of one thing; as many as a row may have */
    CP_THING_ALSO_MAX = 1024,  /* observations of other kinds; more are counted, and told */
};

typedef struct cp_things cp_things;

/* For one source. Errors: those of the words (cp_forms_get). Freed with a. */
CP_MUST_CHECK cp_rc cp_things_new(cp_arena *a, const cp_obs_sink *sink, cp_source *src,
                                  cp_things **out, cp_err *err);

/* Things may repeat earlier ones, and it is not told: a scan has a host's name at each of its
 * addresses, a log has a host in each of its lines. */
void cp_things_may_repeat(cp_things *t);

/* pos: line, row or record, told of whatever is said of it. Texts need to live until the end of the
 * thing. */
void cp_thing_begin(cp_things *t, uint64_t pos);
/* Blank text says nothing. A field may be set more than once (three columns of addresses). */
void cp_thing_set(cp_things *t, cp_thing_field f, cp_str text);
/* The same of a cell: header is what a message calls it; order is that of the dates of its column
 * (NULL: not known). Both are borrowed. */
void cp_thing_set_cell(cp_things *t, cp_thing_field f, cp_str text, cp_str header,
                       const cp_date_order *order);
/* Cells that are set from now on, until another column or thing: where a complaint of a workbook
 * points to. From 1; 0: not known. */
void cp_thing_in_column(cp_things *t, uint32_t column);
/* One more identifier, canonical; those of fields come by themselves. */
void cp_thing_ident(cp_things *t, cp_ident_kind kind, cp_str value);
/* The same, of the number that a register gave the thing: another number of the same name (two
 * sites have a "sw-1") is no duplicate. */
void cp_thing_number(cp_things *t, cp_ident_kind kind, cp_str value);
/* What else is known of it: part "" is itself (see cp_obs). Blank values say nothing; longer ones
 * are cut. */
void cp_thing_also(cp_things *t, cp_kind kind, cp_str part, cp_str value, cp_time at);
/* Hands over the observations. A thing without name, serial, mac, ip, product or other identifier
 * is told as bad and not handed over. Errors: those of the sink. */
CP_MUST_CHECK cp_rc cp_thing_end(cp_things *t, cp_err *err);
/* Until the end of the thing: for texts that are put together for it. */
cp_arena *cp_thing_arena(cp_things *t);
/* A complaint about it, as "header: "value" is what". */
void cp_thing_complain(cp_things *t, cp_str header, cp_str value, const char *what, cp_str hint);

/* After the last: duplicates and vague dates go into the note of the source. */
void cp_things_end(cp_things *t);
