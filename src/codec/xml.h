/* SPDX-License-Identifier: Apache-2.0 */
/* xml.h - the elements and texts of a small XML document (XML 1.0, fifth edition), one after the
 * other, without allocation.
 *
 *     <a:x k="v">text<!-- -->more<y/></a:x>
 *     gives OPEN x, TEXT "text", TEXT "more", OPEN y, CLOSE y, CLOSE x
 *
 * For messages and descriptions of devices, which need a few fields of a document that anybody may
 * have written. Names come without their namespace prefix. A document
 * type declaration is refused: nothing can declare an entity, so that nothing can be expanded, and
 * nothing outside of the document is ever looked at. What follows the end of the first element is
 * not looked at, for many senders pad. UTF-8 only; what is not UTF-8 stays as it is. */
#pragma once
#include "base/base.h"

enum {
    CP_XML_DEPTH_MAX = 32,   /* SOAP and device descriptions use ten */
    CP_XML_ITEMS_MAX = 8192, /* in 64 KB of real documents there are some two thousand */
};

typedef enum cp_xml_kind { CP_XML_OPEN, CP_XML_TEXT, CP_XML_CLOSE } cp_xml_kind;

typedef struct cp_xml_item {
    cp_xml_kind kind;
    cp_str name;       /* of the element, or of that around the text; without a prefix */
    cp_str text;       /* as it stands there, not blank: see cp_xml_text */
    cp_str attributes; /* OPEN: what stands behind the name, not taken apart */
    bool is_cdata;     /* TEXT: nothing is escaped in it */
} cp_xml_item;

typedef struct cp_xml {
    cp_str in;
    size_t at;
    cp_str path[CP_XML_DEPTH_MAX]; /* names of the open elements, with their prefixes */
    uint32_t depth, n_items;
    uint32_t n_items_max; /* CP_XML_ITEMS_MAX, unless set after cp_xml_init */
    bool is_empty_tag;    /* the element just opened has an end in its tag */
    bool is_done;
    cp_rc rc; /* why there is no next; CP_OK: the document is over */
    cp_err err;
} cp_xml;

/* in must outlive x. */
void cp_xml_init(cp_xml *x, cp_bytes in);
/* The next item; false at the end, or with x->rc: CP_ESHORT (the document is cut off), CP_EFORMAT
 * (not XML, a document type), CP_ELIMIT. */
bool cp_xml_next(cp_xml *x, cp_xml_item *out);
/* Name of the open element at this level, 0 the outermost, without a prefix; "" if there is
 * none. */
cp_str cp_xml_at(const cp_xml *x, uint32_t level);

/* What a text says: character references and the five entities that XML itself knows (4.6) become
 * characters; others, and references to what is no character, stay. Blanks at both ends go. The
 * result is never longer than the text; a text without references is not copied. */
cp_str cp_xml_text(cp_arena *a, cp_str raw);
