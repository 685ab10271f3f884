/* SPDX-License-Identifier: Apache-2.0 */
/* xml_input.h - an input, fed to the reader of large XML files. */
#pragma once
#include "codec/sax.h"
#include "sources/reader.h"

/* The options of cp_sax_new that a reader has: stopping by opts, texts without blanks,
 * bytes that are not UTF-8 repaired. */
cp_sax_opts cp_xml_opts(const cp_read_opts *opts);

/* Feeds all of in to x and ends it, with progress. What the input itself breaks off by (packed data
 * that are cut off) is for the caller's cp_input_error; here it looks like a document cut off. */
CP_MUST_CHECK cp_rc cp_xml_read(cp_input *in, cp_sax *x, const cp_read_opts *opts, cp_err *err);

/* The same for a reader of records: what was good before a fault stays, which is told as a bad
 * record of src, and CP_OK; where nothing was good, *err is the fault. Bytes that were repaired are
 * told, too. */
CP_MUST_CHECK cp_rc cp_xml_read_most(cp_arena *a, cp_input *in, cp_sax *x, const cp_read_opts *opts,
                                     cp_source *src, cp_err *err);
