/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_http2.c - the beginning of a connection of HTTP/2: what is decompressed keeps its limits,
 * the same bytes say the same twice, and what follows the first header block changes nothing. */
#include "fuzz.h"
#include "sources/app/http2.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data, size };
    cp_http2 x, y;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_http2_parse(a, in, &x, &err);
    MUST(rc == CP_OK || err.off_bytes <= size);
    MUST((rc == CP_OK) == x.has_fields || rc == CP_ELIMIT);
    MUST(x.n_frames <= CP_HTTP2_FRAMES_MAX + 1 && x.n_fields <= CP_HTTP2_FIELDS_MAX + 1);
    MUST(x.server.n + x.user_agent.n + x.authority.n + x.via.n <= CP_HTTP2_FIELD_BYTES_MAX);
    MUST(cp_http2_parse(a, in, &y, NULL) == rc);
    MUST(cp_str_eq(x.server, y.server) && cp_str_eq(x.user_agent, y.user_agent));
    MUST(cp_str_eq(x.authority, y.authority) && cp_str_eq(x.via, y.via));
    cp_rc front = cp_http2_parse(a, (cp_bytes){ data, size / 2 }, &y, NULL);
    MUST(front != CP_OK || (rc == CP_OK && cp_str_eq(x.server, y.server)));
    cp_arena_free(a);
    return 0;
}
