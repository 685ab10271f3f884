/* SPDX-License-Identifier: Apache-2.0 */
/* tags.h - the tags and texts of a large XML document as it streams by, for documents that a
 * machine wrote and of which a reader wants few things, fast.
 *
 *     [.... <c r="B7" t="s"><v>12</v></c> ...|......]   a window that moves on; what is told of an
 *           |at                              n          item points into it until the next call
 *
 * It is no validating parser: it counts how deep it is and does not compare the names of tags that
 * belong together. A document type is refused, so that nothing can declare an entity and nothing
 * outside is looked at; comments and processing instructions are passed over. UTF-8 only, and what
 * is not UTF-8 stays as it is. Names come without their namespace prefix. */
#pragma once
#include "base/base.h"

enum {
    CP_TAGS_WINDOW_BYTES = 256 * 1024, /* one tag or comment must fit */
    CP_TAGS_DEPTH_MAX = 64,            /* workbooks use ten */
};

typedef enum cp_tag { CP_TAG_OPEN, CP_TAG_CLOSE, CP_TAG_TEXT, CP_TAG_END } cp_tag;

/* Fills out; *n = 0 is the end. As cp_unzip_read. */
typedef cp_rc (*cp_tags_read)(void *ctx, uint8_t *out, size_t cap, size_t *n, cp_err *err);

typedef struct cp_tags {
    cp_tags_read read;
    void *ctx;
    char *window;
    size_t at, n;
    uint64_t before_bytes; /* of the document, that have left the window */
    bool is_end;           /* nothing comes behind what is in the window */
    bool is_close_due;     /* of the element whose tag ended with "/>" */
    uint32_t depth;        /* of open elements */
    cp_str name;           /* OPEN, CLOSE */
    cp_str attributes;     /* OPEN: what stands behind the name */
    cp_str text;           /* TEXT: not decoded; a long text comes in pieces */
    bool is_cdata;         /* TEXT: nothing is escaped in it */
    cp_rc rc;
    cp_err err;
} cp_tags;

/* window: CP_TAGS_WINDOW_BYTES, the caller's. */
void cp_tags_init(cp_tags *t, char *window, cp_tags_read read, void *ctx);
/* The next item. END at the end of the document, or with t->rc: CP_ESHORT (it is cut off),
 * CP_EFORMAT (no XML, a document type, UTF-16), CP_ELIMIT, and those of read. */
cp_tag cp_tags_next(cp_tags *t);
/* If a text between just these tags is next, as in most cells of a sheet, takes it: `before` opens
 * an element, `after` closes it and the one around it. False: nothing was taken. */
bool cp_tags_take(cp_tags *t, cp_str before, cp_str after, cp_str *text);
/* Passes over the element that was just opened. False: the document ended in it. */
bool cp_tags_skip(cp_tags *t);

/* The next attribute of a tag: its name without prefix, and its value as it stands there. False
 * when there is none, or what follows is no attribute. */
bool cp_tags_attribute(cp_str *rest, cp_str *name, cp_str *value);
/* The value of this one; "" if it is not there. */
cp_str cp_tags_value(cp_str attributes, cp_str name);
