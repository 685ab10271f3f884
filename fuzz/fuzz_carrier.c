/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_carrier.c - exports of element managers. The first byte chooses the format. The same is told
 * twice, every object is a thing, or unused, or bad; and no file tells more things than it has
 * bytes. */
#include "hearing.h"
#include "sources/carrier/carrier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_format *const formats[] = { &cp_format_bulkcm, &cp_format_pm, &cp_format_raml,
                                                &cp_format_huawei_xml, &cp_format_huawei_mml };
    static const cp_read_opts opts;
    if (size == 0)
        return 0;
    const cp_format *f = formats[data[0] % (sizeof formats / sizeof *formats)];
    cp_arena *a = cp_arena_new(0);
    cp_bytes in = { data + 1, size - 1 };
    hearing *h = hear_twice(a, f, in, &opts, NULL);
    MUST(h->n_statements == 0 && h->n_ties == 0 && h->n_links == 0);
    MUST(h->src.records <= size + 1 && h->src.records_unused <= h->src.records);
    int sure = f->detect(in, CP_STR("x"));
    MUST(sure >= 0 && sure <= 100 && sure == f->detect(in, CP_STR("x")));
    cp_arena_free(a);
    return 0;
}
