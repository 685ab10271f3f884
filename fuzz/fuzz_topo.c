/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_topo.c - topologies. The first byte chooses the format. The same is told twice; every end is
 * called something, every metric is one that a link can have; no file tells more links than the
 * square of its bytes, and the text of a longer file that begins like it is detected alike. */
#include "hearing.h"
#include "sources/topo/topo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cp_format *const formats[] = { &cp_format_ospf,    &cp_format_isis,
                                                &cp_format_lldpcli, &cp_format_node_link,
                                                &cp_format_graphml, &cp_format_gml,
                                                &cp_format_cables };
    static const cp_read_opts opts;
    if (size == 0)
        return 0;
    const cp_format *f = formats[data[0] % (sizeof formats / sizeof *formats)];
    cp_bytes in = { data + 1, size - 1 };
    cp_arena *a = cp_arena_new(0);
    hearing *h = hear_twice(a, f, in, &opts, NULL);
    MUST(h->n_statements == 0 && h->n_ties == 0 && (h->n_obs == 0 || f == &cp_format_lldpcli));
    MUST(h->n_links <= (uint64_t)size * size && h->src.records <= size + 1);
    MUST(h->src.records_bad + h->src.records_unused <= 4 * size + 8);
    int sure = f->detect(in, CP_STR("x"));
    MUST(sure >= 0 && sure <= 100 && sure == f->detect(in, CP_STR("x")));
    cp_arena_free(a);
    return 0;
}
