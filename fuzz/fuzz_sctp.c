/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_sctp.c - an SCTP packet: the data of its chunks lies within it, one behind the other; each
 * step moves on; the number of steps has its limit; a fault's position is in the packet. */
#include "fuzz.h"
#include "sources/telecom/sctp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    cp_sctp s;
    cp_sctp_data d;
    cp_err err = { .off_bytes = 0 };
    const uint8_t *at = data;
    size_t n_bytes = 0;
    uint32_t n = 0;
    if (cp_sctp_parse(in, &s, &err) != CP_OK) {
        MUST(size < 12 && err.off_bytes <= size);
        return 0;
    }
    for (; cp_sctp_next(&s, &d, &err); n++) {
        if (d.data.n) {
            MUST(d.data.p > at && d.data.n <= size);
            MUST((size_t)(d.data.p - data) <= size - d.data.n);
            at = d.data.p + d.data.n - 1;
        }
        n_bytes += d.data.n + 16;
    }
    MUST(n <= s.n_chunks && s.n_chunks <= CP_SCTP_CHUNKS_MAX + 1 && n_bytes + 12 <= size);
    MUST(s.rc == CP_OK || err.off_bytes <= size);
    MUST(!cp_sctp_next(&s, &d, NULL));
    return 0;
}
