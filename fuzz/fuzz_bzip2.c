/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_bzip2.c - whatever the input, by several threads and in any pieces the same comes out as of
 * libbz2, with the same fault at the same byte; and what libbz2 packs is unpacked.
 *
 * Input: [threads and sizes of pieces: 3 bytes][stream] */
#include "../tests/unit/codec/bzip2_serial.h"
#include "fuzz.h"

enum { SIZE_MAX_IN = 200000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3 || size > SIZE_MAX_IN)
        return 0;
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data + 3, size - 3 };
    size_t in_n = 1 + data[1] * (size_t)40, out_n = 1 + data[2] * (size_t)400;
    bzip2_got want = bzip2_serial(a, in);
    bzip2_got got =
        bzip2_ours(a, in, 1 + data[0] % 3, in_n, want.text.n > out_n * 1000 ? want.text.n : out_n);
    MUST(bzip2_same(&want, &got));
    int level = 1 + data[0] % 9;
    size_t flush_each = data[1] % 2 ? 1 + data[2] * (size_t)8 : 0;
    cp_bytes packed = bzip2_pack(a, in, level, flush_each);
    got = bzip2_ours(a, packed, 1 + data[0] % 3, in_n, out_n);
    MUST(!got.is_bad && got.is_complete && cp_str_eq(got.text, cp_str_of_bytes(in)));
    cp_arena_free(a);
    return 0;
}
