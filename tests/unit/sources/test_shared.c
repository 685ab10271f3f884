/* SPDX-License-Identifier: Apache-2.0 */
/* test_shared.c - templates that one file tells another: by who told them; where files do not say
 * whose they are, only what all of them agree on. */
#include "frames.h"
#include "sources/flow/files.h"
#include "sources/flow/shared.h"

/* Version 9, source 7: a template 256 of octets and packets, or of packets and octets; data. */
#define V9(count) "0009" count "00010000 65000000 00000001 00000007"
#define TEMPLATE V9("0001") "0000 0018 0100 0004 0008 0004 000c 0004 0001 0004 0002 0004"
#define OTHER V9("0001") "0000 0018 0100 0004 0008 0004 000c 0004 0002 0004 0001 0004"
#define DATA V9("0001") "0100 0014 c0000201 c6336407 000003e8 0000000a"

typedef struct heard {
    uint64_t flows, no_template;
} heard;

static cp_rc hear_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    (void)err;
    ((heard *)ctx)->flows += b->n_rows;
    return CP_OK;
}

static cp_rc hear_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    (void)err;
    ((heard *)ctx)->no_template += x->no_template;
    return CP_OK;
}

static heard read_file(cp_arena *a, struct cp_flow_shared *shared, const char *hex)
{
    heard h = { 0 };
    cp_obs_sink sink = {
        .ctx = &h, .flows = hear_flows, .exporter = hear_exporter, .shared = shared
    };
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_source src = { .name = CP_STR("f") };
    ok(cp_format_netflow.read(a, cp_input_of_bytes(a, from_hex(a, hex)), &opts, &sink, &src,
                              NULL) == CP_OK,
       "read");
    return h;
}

static void check(cp_arena *a, const char *const *files, uint32_t n, uint64_t flows,
                  uint64_t lacking, const char *name)
{
    struct cp_flow_shared *s = cp_flow_shared_new(a);
    heard last = { 0 };
    for (uint32_t i = 0; i < n; i++)
        last = read_file(a, s, files[i]);
    is_uint(last.no_template, 1, "%s: nothing is told before all were read", name);
    cp_flow_shared_settle(s);
    last = read_file(a, s, files[n - 1]);
    is_uint(last.flows, flows, "%s: flows of the last", name);
    is_uint(last.no_template, lacking, "%s: what it lacks", name);
}

int main(void)
{
    cp_arena *a = cp_arena_new(0);
    check(a, (const char *const[]){ DATA }, 1, 0, 1, "alone");
    check(a, (const char *const[]){ TEMPLATE, DATA }, 2, 1, 0, "behind the template");
    check(a, (const char *const[]){ TEMPLATE, TEMPLATE, DATA }, 3, 1, 0, "told twice, the same");
    check(a, (const char *const[]){ TEMPLATE, OTHER, DATA }, 3, 0, 1,
          "two that do not agree: nobody is believed");
    heard h = read_file(a, NULL, TEMPLATE);
    ok(h.flows == 0, "nothing is shared where nobody asks for it");
    cp_arena_free(a);
    return tap_done();
}
