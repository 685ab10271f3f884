/* SPDX-License-Identifier: Apache-2.0 */
/* tags.h - the tags of a document of XML 1.0 one after the other, and the text behind each: enough
 * for messages whose elements have known names. Nothing is expanded, nothing nested is remembered,
 * so neither entities nor depth cost anything; comments, instructions and declarations are passed
 * over.
 *
 *     <soap:Body>  text  </soap:Body>        name "Body", text up to the next tag */
#pragma once
#include "base/base.h"

typedef struct cp_tag {
    cp_str name;       /* without its prefix */
    cp_str attributes; /* as they stand */
    cp_str text;       /* behind the tag, up to the next "<"; not decoded */
    bool is_end;       /* </name> */
    bool is_whole;     /* of the text: there was a next "<" */
} cp_tag;

/* Moves *rest on. False: there is no more whole tag. */
bool cp_tag_next(cp_str *rest, cp_tag *out);
/* Is it the beginning of an element of this name, with its text whole? */
bool cp_tag_is(const cp_tag *t, cp_str name);
