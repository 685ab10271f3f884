/* SPDX-License-Identifier: Apache-2.0 */
/* flow_dump.c - a developer's program: the flows of files and who told of them, a line of TSV each.
 *
 *     F src dst sport dport proto bytes packets bytes_back packets_back at_us span_us sampling
 *       exporter in_if out_if src_as dst_as vlan tcp_flags tcp_flags_back tos what
 *     X nr addr domain protocol sampling mixed packets flows lost restarts no_template bad unused
 *     N kind client addr at_us qtype name
 *
 * tests/eval/flow_oracle.py compares its output with an independent reader's. */
#include <inttypes.h>
#include <stdio.h>
#include "model/flow_pack.h"
#include "sources/reader.h"

typedef struct dump {
    cp_arena *a;
    cp_flow_unpacker *u;
} dump;

static cp_rc put_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static void put_row(cp_arena *tmp, const cp_flow_columns *c, uint32_t i)
{
    cp_str src = cp_ip_text(tmp, cp_flow_addr_ip(c->addrs[c->src[i]]));
    cp_str dst = cp_ip_text(tmp, cp_flow_addr_ip(c->addrs[c->dst[i]]));
    printf("F\t%.*s\t%.*s\t%u\t%u\t%u\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRId64
           "\t%" PRIu64 "\t%u\t%u\t%u\t%u\t%u\t%u\t%u\t%u\t%u\t%u\t%u\n",
           CP_FMT(src), CP_FMT(dst), c->sport[i], c->dport[i], c->proto[i], c->bytes[i],
           c->packets[i], c->bytes_back[i], c->packets_back[i], c->at[i], c->span_us[i],
           c->sampling[i], c->exporter[i], c->in_if[i], c->out_if[i], c->src_as[i], c->dst_as[i],
           c->vlan[i], c->tcp_flags[i], c->tcp_flags_back[i], c->tos[i], c->what[i]);
}

static cp_rc put_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    dump *d = ctx;
    const cp_flow_columns *c;
    cp_rc rc = cp_flow_unpack(d->u, b->bytes, UINT32_MAX, &c, err);
    cp_arena *tmp = cp_arena_new(0);
    cp_arena_mark empty = cp_arena_here(tmp);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++, cp_arena_back(tmp, empty))
        put_row(tmp, c, i);
    cp_arena_free(tmp);
    return rc;
}

static cp_rc put_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    dump *d = ctx;
    cp_str addr = cp_ip_text(d->a, cp_flow_addr_ip(x->addr));
    (void)err;
    printf("X\t%u\t%.*s\t%u\t%s\t%u\t%d\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
           "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n",
           x->nr, CP_FMT(addr), x->domain, cp_flow_proto_name(x->proto), x->sampling,
           x->is_sampling_mixed, x->packets, x->flows, x->lost, x->restarts, x->no_template, x->bad,
           x->unused);
    return CP_OK;
}

static cp_rc put_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    dump *d = ctx;
    cp_str client = cp_ip_text(d->a, cp_flow_addr_ip(n->client));
    cp_str addr = cp_ip_text(d->a, cp_flow_addr_ip(n->addr));
    (void)err;
    printf("N\t%s\t%.*s\t%.*s\t%" PRId64 "\t%u\t%.*s\n", cp_flow_name_kind_name(n->kind),
           CP_FMT(client), CP_FMT(addr), n->at, n->qtype, CP_FMT(n->name));
    return CP_OK;
}

/* By the reader alone, without the frame around it. */
static cp_rc dump_file(const char *path, cp_err *err)
{
    dump d = { .a = cp_arena_new(0) };
    cp_obs_sink sink = { .ctx = &d,
                         .obs = put_obs,
                         .flows = put_flows,
                         .exporter = put_exporter,
                         .flow_name = put_name };
    cp_source src = { .name = cp_str_c(path) };
    const cp_read_opts opts = { .no_digest = true };
    cp_input *in;
    d.u = cp_flow_unpacker_new(d.a);
    cp_rc rc = cp_input_open(d.a, cp_str_c(path), &in, err);
    if (rc == CP_OK) {
        cp_bytes head = cp_input_peek(in, CP_INPUT_HEAD_BYTES);
        const cp_format *f = cp_format_detect(head, src.name);
        rc = f ? f->read(d.a, in, &opts, &sink, &src, err)
               : cp_fail(err, CP_EUNKNOWN, 0, "%s is of no format", path);
    }
    cp_arena_free(d.a);
    return rc;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        cp_err err;
        char text[CP_ERR_MSG_MAX + CP_ERR_FILE_MAX + 64];
        if (dump_file(argv[i], &err) == CP_OK)
            continue;
        (void)cp_err_text(&err, text, sizeof text);
        fprintf(stderr, "flow_dump: %s\n", text);
        failed = 3;
    }
    return failed;
}
