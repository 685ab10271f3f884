/* SPDX-License-Identifier: Apache-2.0 */
/* xml_input.c - see xml_input.h. */
#include "sources/xml_input.h"

cp_sax_opts cp_xml_opts(const cp_read_opts *opts)
{
    return (
        cp_sax_opts){ .trim = true, .is_stopped = opts->is_stopped, .stop_ctx = opts->stop_ctx };
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
