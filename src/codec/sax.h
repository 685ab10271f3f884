/* SPDX-License-Identifier: Apache-2.0 */
/* sax.h - large XML documents, fed piece by piece, as events: elements that open, their texts,
 * elements that close. By expat; for small documents without memory of their own see xml.h.
 *
 *     cp_sax_feed("<a:x k='v'>te"), cp_sax_feed("xt<!-- --> more<y/></a:x>"), cp_sax_end
 *     gives open x{k=v}, text "text more", open y, close y, close x
 *
 * However a document is cut into pieces, the events and the result are the same; only the byte that
 * is told of a malformed tag or text may be its beginning or the place in it. Anybody may have
 * written it:
 * - A document type may stand there by its name and address (`<!DOCTYPE raml SYSTEM
 * 'raml20.dtd'>`),
 *   and nothing is fetched; one with declarations of its own is refused, so that no entity grows. A
 *   text with an entity that XML itself does not know is refused; in an attribute of a document
 *   whose type has an address such a reference is left out, for expat does not tell of it.
 * - UTF-8, UTF-16, US-ASCII, ISO-8859-1, and what charset.h decodes, where the document says so;
 *   texts come as UTF-8. Other encodings are refused by name.
 * - Depth, attributes, tags, texts and the memory of expat have limits, below. A tag or comment is
 *   looked at again with each piece until it is whole: feed 4 KB or more at a time. */
#pragma once
#include "codec/charset.h"

enum {
    CP_SAX_DEPTH_MAX = 256,               /* bulk CM nests some forty */
    CP_SAX_ATTRIBUTES_MAX = 1024,         /* of an element */
    CP_SAX_TOKEN_BYTES_MAX = 1024 * 1024, /* a tag with its attributes, a comment */
    CP_SAX_TEXT_BYTES_MAX = 64 * 1024,    /* a text is cut there and told so */
    CP_SAX_MEMORY_MAX = 64 * 1024 * 1024, /* of expat: mostly the different names of a document */
    CP_SAX_PIECE_BYTES = 64 * 1024,       /* how often is_stopped is asked */
};

typedef struct cp_sax cp_sax;

typedef struct cp_sax_attr {
    cp_str name;  /* as it is written, with its prefix */
    cp_str value; /* references resolved */
} cp_sax_attr;

/* Strings of an event are valid until its callback returns. */
typedef struct cp_sax_element {
    cp_str name, prefix; /* "attributes", "xn"; prefix "": none */
    const cp_sax_attr *attrs;
    uint32_t n_attrs; /* 0 where it closes */
    uint32_t depth;   /* 1: the outermost */
} cp_sax_element;

/* Each may be NULL. What is not CP_OK ends the reading: cp_sax_feed returns it with its err. */
typedef struct cp_sax_events {
    void *ctx;
    cp_rc (*open)(void *ctx, const cp_sax_element *e, cp_err *err);
    /* All the text between two tags as one, over comments and marked sections; never "". is_cut: it
     * was longer than the limit. The element that it stands in is cp_sax_at(x, cp_sax_depth(x)). */
    cp_rc (*text)(void *ctx, cp_str text, bool is_cut, cp_err *err);
    cp_rc (*close)(void *ctx, const cp_sax_element *e, cp_err *err);
} cp_sax_events;

typedef struct cp_sax_opts {
    bool trim;   /* texts without blanks at their ends; blank ones are none */
    bool repair; /* what is not UTF-8 in UTF-8 is read as '?', what is none of the characters of
                  * another encoding as U+FFFD; see cp_sax_repaired. ISO-8859-1 and UTF-16: not */
    uint32_t depth_max;            /* 0: CP_SAX_DEPTH_MAX */
    uint32_t text_bytes_max;       /* 0: CP_SAX_TEXT_BYTES_MAX */
    bool (*is_stopped)(void *ctx); /* NULL: never. Asked for each CP_SAX_PIECE_BYTES */
    void *stop_ctx;
} cp_sax_opts;

/* opts may be NULL. Freed with a. */
cp_sax *cp_sax_new(cp_arena *a, const cp_sax_opts *opts, const cp_sax_events *events);

/* The next piece of any length. Sticky; err has line and byte (of a document that was
 * converted: no byte). CP_EFORMAT (not XML, an encoding, a
 * document type with declarations), CP_ELIMIT, CP_EINTR, or what a callback returned. Not to be
 * called from a callback. */
CP_MUST_CHECK cp_rc cp_sax_feed(cp_sax *x, cp_bytes piece, cp_err *err);
/* There is no more. CP_ESHORT: the document is cut off. Once. */
CP_MUST_CHECK cp_rc cp_sax_end(cp_sax *x, cp_err *err);

/* In open: of this element and what it holds nothing more is told, not even its end. */
void cp_sax_skip(cp_sax *x);
/* In open: the texts that stand directly in this element are not wanted, up to its next tag. */
void cp_sax_skip_text(cp_sax *x);

/* Open elements: 0 before the first and after the last; in open and close the element counts. */
uint32_t cp_sax_depth(const cp_sax *x);
/* Name without prefix of the open element at depth 1..cp_sax_depth; "" beyond. */
cp_str cp_sax_at(const cp_sax *x, uint32_t depth);
/* Line (from 1) and byte of the tag at hand; for a text, of the tag behind it. The byte is that of
 * the document as UTF-8, where it had to be converted. */
uint64_t cp_sax_line(const cp_sax *x);
uint64_t cp_sax_off(const cp_sax *x);

/* How many bytes of UTF-8, or characters of another encoding, were repaired (opts.repair), each of
 * them none or one that XML does not have: a label in another encoding does not end a document.
 * *first_off: where the first stands in what was fed. */
uint64_t cp_sax_repaired(const cp_sax *x, uint64_t *first_off);
/* That the document says and charset.h decodes; UTF-8 else. */
cp_charset cp_sax_charset(const cp_sax *x);

/* Value of the attribute that is written so; "" if there is none. */
cp_str cp_sax_value(const cp_sax_element *e, cp_str name);
