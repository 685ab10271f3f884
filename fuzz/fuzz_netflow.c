/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_netflow.c - datagrams of NetFlow 5 and 9 and of IPFIX of one sender, see hearing_flows.h;
 * and the same bytes as a file of datagrams. */
#include "hearing_flows.h"
#include "sources/flow/files.h"

static cp_rc pass_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static cp_rc count_rows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    (void)err;
    *(uint64_t *)ctx += b->n_rows;
    return CP_OK;
}

static cp_rc pass_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    (void)ctx;
    (void)x;
    (void)err;
    return CP_OK;
}

static void read_file(cp_bytes in, const cp_format *f)
{
    if (!f->detect(in, CP_STR("")))
        return;
    cp_arena *a = cp_arena_new(0);
    uint64_t n_rows = 0;
    const cp_read_opts opts = { .no_digest = true };
    cp_source src = { .state = CP_SOURCE_READ };
    cp_obs_sink sink = {
        .ctx = &n_rows, .obs = pass_obs, .flows = count_rows, .exporter = pass_exporter
    };
    cp_err err;
    MUST(f->read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, &err) == CP_OK);
    MUST(src.records > src.records_bad && src.records_bad <= 1);
    MUST(n_rows <= in.n / 4 && src.records <= in.n / 16 + 1);
    cp_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cp_bytes in = { data, size };
    read_file(in, &cp_format_ipfix);
    read_file(in, &cp_format_netflow);
    return hear_twice(data, size);
}
