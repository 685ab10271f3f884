/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_input.c - an input, plain or packed, asked for in pieces, gives what it gives in one piece,
 * and the SHA-256 is that of the bytes as they came; the table of formats finds the same twice.
 *
 * Input: [seed of the pieces][file] */
#include <string.h>
#include "codec/sha256.h"
#include "fuzz.h"
#include "sources/reader.h"

enum { PLAIN_MAX = 4 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_rand r = { data[0] };
    cp_bytes file = { data + 1, size - 1 }, whole = { NULL, 0 };
    cp_input *one = cp_input_of_bytes(a, file), *pieces = cp_input_of_bytes(a, file);
    if (cp_input_all(one, PLAIN_MAX, &whole, NULL) == CP_OK) {
        size_t at = 0;
        for (cp_bytes b; (b = cp_input_peek(pieces, 1 + cp_rand_below(&r, 100000))).n > 0;) {
            size_t n = 1 + cp_rand_below(&r, (uint32_t)b.n);
            MUST(at + b.n <= whole.n && memcmp(whole.p + at, b.p, b.n) == 0);
            cp_input_skip(pieces, n);
            at += n;
        }
        MUST(at == whole.n && cp_input_off(pieces) == at);
        MUST(cp_input_error(pieces, NULL) == cp_input_error(one, NULL));
    }
    MUST(cp_str_eq(cp_input_sha256(pieces), cp_sha256_hex(a, file)));
    cp_bytes head = { whole.p, whole.n < CP_INPUT_HEAD_BYTES ? whole.n : CP_INPUT_HEAD_BYTES };
    MUST(cp_format_detect(head, CP_STR("x")) == cp_format_detect(head, CP_STR("x")));
    cp_arena_free(a);
    return 0;
}
