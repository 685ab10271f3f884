/* SPDX-License-Identifier: Apache-2.0 */
/* xml_input.c - see xml_input.h. */
#include "sources/xml_input.h"

cp_sax_opts cp_xml_opts(const cp_read_opts *opts)
{
    return (cp_sax_opts){
        .trim = true, .repair = true, .is_stopped = opts->is_stopped, .stop_ctx = opts->stop_ctx
    };
}

cp_rc cp_xml_read(cp_input *in, cp_sax *x, const cp_read_opts *opts, cp_err *err)
{
    cp_rc rc = CP_OK;
    for (cp_bytes b = cp_input_peek(in, 1); b.n && rc == CP_OK; b = cp_input_peek(in, 1)) {
        rc = cp_sax_feed(x, b, err);
        cp_input_skip(in, b.n);
        if (opts->progress)
            opts->progress(opts->progress_ctx, cp_input_raw_off(in), cp_input_raw_size(in));
    }
    return rc == CP_OK ? cp_sax_end(x, err) : rc;
}

/* What the sink fails by (memory, a full disk) is no fault of the document. */
static bool is_of_document(cp_rc rc)
{
    return rc == CP_EFORMAT || rc == CP_ESHORT || rc == CP_ELIMIT;
}

cp_rc cp_xml_read_most(cp_arena *a, cp_input *in, cp_sax *x, const cp_read_opts *opts,
                       cp_source *src, cp_err *err)
{
    cp_err fault = { .off_bytes = CP_NO_OFF };
    cp_rc rc = cp_xml_read(in, x, opts, &fault);
    uint64_t first, n = cp_sax_repaired(x, &first);
    bool is_utf8 = cp_sax_charset(x) == CP_CHARSET_UTF_8;
    bool has_good = src->records > src->records_bad;
    if (rc != CP_OK && (!is_of_document(rc) || !has_good)) {
        if (err)
            *err = fault;
        return rc;
    }
    if (n)
        cp_source_bad(a, src, 0,
                      "%llu %s%s no %s (the first at %llu), though the file says so: read as %s",
                      (unsigned long long)n, is_utf8 ? "byte" : "character",
                      n == 1 ? " is" : "s are", cp_charset_name(cp_sax_charset(x)),
                      (unsigned long long)first, is_utf8 ? "'?'" : "U+FFFD");
    if (rc != CP_OK) {
        src->records++;
        cp_source_bad(a, src, fault.line, "%s; what follows was not read", fault.msg);
    }
    return CP_OK;
}
