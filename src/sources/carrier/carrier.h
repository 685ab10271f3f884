/* SPDX-License-Identifier: Apache-2.0 */
/* carrier.h - what element managers of mobile networks export: managed objects with a name each,
 * network elements and the units in them among thousands of cells and relations. For users:
 * docs/formats/carrier-exports.md.
 *
 *     a file --expat--> objects: class, distinguished name, attributes
 *         says of a network element     -> a thing: name, maker, site, version
 *         says of hardware              -> a thing: product, part number, serial; parent: the
 *                                       element
 *         anything else                 -> counted by its class, in the note
 *
 * A distinguished name (DN) tells an object from all others of its network, so it is an identifier
 * (CHASSIS: joins within a realm unless two serial numbers would meet) if it says more than
 * "ManagedElement=1", which every second element calls itself. Makers are those that are written
 * beside the thing; who made the element manager made nothing else by that. */
#pragma once
#include "sources/import/thing.h"
#include "sources/reader.h"

extern const cp_format cp_format_bulkcm, cp_format_pm, cp_format_raml, cp_format_huawei_xml,
    cp_format_huawei_mml;

/* ---- shared by the readers of this folder */

enum {
    CP_DN_BYTES_MAX = 4096,    /* 3GPP TS 32.300 has 400 */
    CP_RDN_BYTES_MAX = 512,    /* class, "=" and id of one object; longer ids are cut */
    CP_ID_BYTES_MIN = 4,       /* shorter ids of elements are numbers, not names */
    CP_CLASSES_MAX = 4096,     /* that are counted apart */
    CP_CLASSES_SHOWN_MAX = 12, /* in the note */
};

/* What attributes of objects are called. id, and how often it may stand in one object. */
typedef enum cp_word {
    CP_WORD_LABEL,    /* what people call it */
    CP_WORD_VENDOR,   /* who made it */
    CP_WORD_SOFTWARE, /* version of its software */
    CP_WORD_LOCATION,
    CP_WORD_KIND, /* of a network element: several with ';' between */
    CP_WORD_SERIAL,
    CP_WORD_PART,    /* number under which it is ordered */
    CP_WORD_PRODUCT, /* name */
    CP_WORD_FAMILY,
    CP_WORD_UNIT_TYPE, /* what it is for, in the words of the vendor */
    CP_WORD_HARDWARE,  /* version of it */
    CP_WORD_MADE,      /* on which day */
    CP_WORD_POSITION,
    CP_WORD_REMARK,
    CP_WORD_DATA_TYPE, /* class of a vendor's container */
    CP_WORD_COUNT
} cp_word;

typedef struct cp_object {
    cp_str value[CP_WORD_COUNT]; /* "" not said */
    cp_str as[CP_WORD_COUNT];    /* how the attribute is called there */
    uint8_t rank[CP_WORD_COUNT]; /* a better name of an attribute wins */
    bool is_planned;             /* it does not stand yet */
} cp_object;

typedef struct cp_carrier {
    cp_arena *a, *scratch; /* scratch: of the object at hand */
    cp_arena_mark empty;
    const cp_read_opts *opts;
    cp_source *src;
    cp_things *things;
    cp_map words, classes; /* name -> index; class -> index into counts */
    CP_VEC(uint64_t) counts;
    uint64_t n_other_classes; /* objects of classes beyond CP_CLASSES_MAX */
    const cp_forms *forms;
    cp_object object;
} cp_carrier;

CP_MUST_CHECK cp_rc cp_carrier_new(cp_arena *a, const cp_read_opts *opts, const cp_obs_sink *sink,
                                   cp_source *src, cp_carrier **out, cp_err *err);
/* After the last object: the note. */
void cp_carrier_end(cp_carrier *c);

/* A new object: nothing is said of it. */
void cp_object_begin(cp_carrier *c);
/* The word that an attribute is; false: it is none of these. *rank: 1 to 9. */
bool cp_carrier_word(const cp_carrier *c, cp_str attribute, cp_word *out, uint8_t *rank);
void cp_object_set(cp_carrier *c, cp_word w, uint8_t rank, cp_str attribute, cp_str text);

/* The object is part of a plan. */
static inline void cp_carrier_planned(cp_carrier *c) { c->object.is_planned = true; }

/* An object that is no thing here; it counts as a record that was not used. */
void cp_carrier_unused(cp_carrier *c, cp_str class);

/* A time as these files write it: RFC 3339, also with a blank for its T, or 20260301140000; without
 * a zone it is taken for UTC. */
bool cp_carrier_time(cp_arena *a, cp_str s, cp_time *out);

/* The element that units stand in. */
typedef struct cp_element {
    cp_str dn, name; /* name: what people call it, or its DN */
    cp_str site;     /* where it stands, and its units with it; "" not told */
    bool is_known;   /* its DN tells it from others */
} cp_element;

/* Does a DN say more than that it is the first of its kind? prefix: what stands before all DNs of
 * the file, "" none; ids: of the objects that it is made of, without their classes. */
bool cp_dn_is_identity(cp_str prefix, cp_str ids);

/* Of a DN as text ("DC=x,SubNetwork=1,ManagedElement=7"): the element that it names; label: what
 * people call it, "" nothing. dn: with the prefix of the file, if it has one. */
cp_element cp_element_of_dn(cp_carrier *c, cp_str prefix, cp_str local_dn, cp_str label);

/* Hands over c->object as a network element; class: what the kind of object says of it, "" nothing.
 * is_more: what else is told of one that was told before. */
CP_MUST_CHECK cp_rc cp_carrier_element(cp_carrier *c, const cp_element *e, const char *class,
                                       bool is_more, uint64_t line, cp_err *err);
/* Hands over c->object as a unit of e (NULL: of none). dn: its own, "" if it tells it from no
 * other; within: what it is called within e, the end of its DN. */
CP_MUST_CHECK cp_rc cp_carrier_unit(cp_carrier *c, const cp_element *e, cp_str dn, cp_str within,
                                    const char *class, uint64_t line, cp_err *err);
