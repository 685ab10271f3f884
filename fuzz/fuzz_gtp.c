/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_gtp.c - a GTP-C message: what is read lies within it, the limits hold, the same bytes give
 * the same twice, and more bytes never take away what fewer said. A name is never longer as
 * text. */
#include <string.h>
#include "fuzz.h"
#include "sources/telecom/fqdn.h"
#include "sources/telecom/gtp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_gtp x, y, front;
    cp_err err = { .off_bytes = 0 };
    cp_rc rc = cp_gtp_parse(in, &x, &err);
    MUST(rc == CP_OK || rc == CP_EUNKNOWN || err.off_bytes <= size);
    MUST(rc != CP_EUNKNOWN || x.n_ies == 0);
    MUST(rc != CP_OK || x.length <= size);
    MUST(x.n_nodes <= CP_GTP_NODES_MAX && x.n_names <= CP_GTP_NAMES_MAX);
    MUST(x.n_enterprises <= CP_GTP_ENTERPRISES_MAX && x.n_ies <= CP_GTP_IES_MAX + 1);
    cp_arena *a = cp_arena_new(0);
    for (uint32_t i = 0; i < x.n_names; i++) {
        MUST(x.names[i].p >= data && x.names[i].n <= size);
        MUST((size_t)(x.names[i].p - data) <= size - x.names[i].n);
        MUST(cp_fqdn_text(a, x.names[i]).n <= x.names[i].n);
    }
    MUST(cp_fqdn_text(a, in).n <= CP_FQDN_BYTES_MAX);
    for (uint32_t i = 0; i < x.n_nodes; i++)
        MUST(cp_gtp_interface_text(a, x.nodes[i].interface).n > 0 && x.nodes[i].ip.version);
    cp_arena_free(a);
    MUST(cp_gtp_parse(in, &y, NULL) == rc && memcmp(&x, &y, sizeof x) == 0);
    (void)!cp_gtp_parse((cp_bytes){ data, size / 2 }, &front, NULL);
    MUST(front.n_ies <= x.n_ies && front.n_names <= x.n_names);
    return 0;
}
