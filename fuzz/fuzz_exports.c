/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_exports.c - inventories that other programs write. The first byte chooses the format. The
 * same is told twice; every record is counted once as good, bad or unused; nothing stands in a line
 * that the file does not have. */
#include "hearing.h"
#include "sources/export/export.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_format *const formats[] = { &cp_format_nmap,          &cp_format_netbox,
                                                &cp_format_librenms,      &cp_format_librenms_sql,
                                                &cp_format_zeek,          &cp_format_zgrab,
                                                &cp_format_hardware,      &cp_format_cyclonedx,
                                                &cp_format_cyclonedx_xml, &cp_format_spdx };
    static const cp_read_opts opts;
    if (size == 0)
        return 0;
    const cp_format *f = formats[data[0] % (sizeof formats / sizeof *formats)];
    cp_bytes in = { data + 1, size - 1 };
    cp_arena *a = cp_arena_new(0);
    hearing *h = hear_twice(a, f, in, &opts, NULL);
    MUST(h->n_statements == 0 && h->n_ties == 0 && h->n_links <= (uint64_t)size * size);
    MUST(h->src.records <= size && h->src.records_unused <= h->src.records);
    int sure = f->detect(in, CP_STR("x"));
    MUST(sure >= 0 && sure <= 100 && sure == f->detect(in, CP_STR("y")));
    cp_arena_free(a);
    return 0;
}
