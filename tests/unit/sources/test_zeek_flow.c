/* SPDX-License-Identifier: Apache-2.0 */
/* test_zeek_flow.c - conversations and names out of logs, in both of their forms. */
#include "model/flow_pack.h"
#include "sources/export/export.h"
#include "tap.h"

#define HEAD "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"
#define CONN                                                                                       \
    HEAD "#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\t" \
         "orig_bytes\tresp_bytes\tconn_state\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\t"      \
         "resp_ip_bytes\n"

static const struct row {
    const char *name, *log;
    const char *flows; /* proto src:port>dst:port packets/back bytes/back flags/back span */
    const char *names; /* kind client addr name qtype rcode */
    uint64_t bad;
    const char *problem;
} rows[] = {
    { "a connection",
      CONN "1764000000.5\t192.0.2.1\t50000\t198.51.100.7\t443\ttcp\t1."
           "5\t10\t20\tSF\tShADadFf\t5\t270\t4\t"
           "228\n",
      "6 192.0.2.1:50000>198.51.100.7:443 5/4 270/228 19/19 1500000\n", "", 0, "" },
    { "without figures of packets those of the payload stand",
      CONN "1764000000\t192.0.2.1\t50000\t198.51.100.7\t53\tudp\t-\t30\t90\tSF\tDd\t-\t-\t-\t-\n",
      "17 192.0.2.1:50000>198.51.100.7:53 0/0 30/90 0/0 0\n", "", 0, "" },
    { "ICMP of either version",
      CONN "1\t192.0.2.1\t8\t192.0.2.2\t0\ticmp\t-\t-\t-\tOTH\t-\t1\t84\t0\t0\n"
           "1\t2001:db8::1\t128\t2001:db8::2\t0\ticmp\t-\t-\t-\tOTH\t-\t1\t84\t0\t0\n",
      "1 192.0.2.1:0>192.0.2.2:2048 1/0 84/0 0/0 0\n58 2001:db8::1:0>2001:db8::2:32768 1/0 84/0 "
      "0/0 0\n",
      "", 0, "" },
    { "rows that are no flows cost no others",
      CONN "1\tx\t1\t192.0.2.2\t2\tudp\t-\t-\t-\tS0\t-\t-\t-\t-\t-\n"
           "1\t192.0.2.1\t70000\t192.0.2.2\t2\tudp\t-\t-\t-\tS0\t-\t-\t-\t-\t-\n"
           "1\t192.0.2.1\t1\t192.0.2.2\t2\tudp\t-5\t-\t-\tS0\t-\t-\t-\t-\t-\n"
           "1\t192.0.2.1\t1\t192.0.2.2\t2\tother\t-\t-\t-\tS0\t-\t-\t-\t-\t-\n"
           "1\t192.0.2.1\t1\t192.0.2.2\t2\tudp\t-\t-9\t-\tS0\t-\t-\t-\t-\t-\n"
           "-\t192.0.2.1\t1\t192.0.2.2\t2\tudp\t-\t-\t-\tS0\t-\t-\t-\t-\t-\n"
           "1\t192.0.2.1\t1\t192.0.2.2\t2\tudp\t-\t-\t-\tS0\t-\t1\t60\t0\t0\n1\t192.0",
      "17 192.0.2.1:1>192.0.2.2:2 1/0 60/0 0/0 0\n", "", 7, "no flow: id.orig_h is missing" },
    { "JSON: a query with its answers; a server's name; a site",
      "{\"_path\":\"dns\",\"ts\":1764000000.25,\"id.orig_h\":\"192.0.2.1\",\"id.orig_p\":5353,\"id."
      "resp_h\":\"192.0.2.53\","
      "\"id.resp_p\":53,\"query\":\"WWW.Example.com\",\"qtype\":1,\"rcode\":0,\"answers\":[\"edge."
      "example.net\","
      "\"198.51.100.7\",\"2001:db8::7\"]}\n"
      "{\"_path\":\"ssl\",\"ts\":1764000001,\"id.orig_h\":\"192.0.2.1\",\"id.resp_h\":\"198.51.100."
      "7\",\"cipher\":\"x\","
      "\"server_name\":\"www.example.com\"}\n"
      "{\"_path\":\"http\",\"ts\":1764000001,\"id.orig_h\":\"192.0.2.1\",\"id.resp_h\":\"198.51."
      "100.7\",\"method\":\"GET\","
      "\"host\":\"example.com.\"}\n",
      "",
      "dns.query 192.0.2.1 192.0.2.53 www.example.com 1 0\ndns.answer 192.0.2.1 198.51.100.7 "
      "www.example.com 0 0\n"
      "dns.answer 192.0.2.1 2001:db8::7 www.example.com 0 0\ntls.sni 192.0.2.1 198.51.100.7 "
      "www.example.com 0 0\n"
      "http.host 192.0.2.1 198.51.100.7 example.com 0 0\n",
      0, "" },
};

typedef struct heard {
    cp_arena *a;
    cp_buf flows, names;
    uint32_t n_exporters;
} heard;

static cp_str addr_text(heard *h, cp_flow_addr x) { return cp_ip_text(h->a, cp_flow_addr_ip(x)); }

static cp_rc hear_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    (void)err;
    return CP_OK;
}

static cp_rc hear_flows(void *ctx, const cp_flow_block *b, cp_err *err)
{
    heard *h = ctx;
    const cp_flow_columns *c;
    cp_rc rc = cp_flow_unpack(cp_flow_unpacker_new(h->a), b->bytes, UINT32_MAX, &c, err);
    for (uint32_t i = 0; rc == CP_OK && i < c->n; i++)
        cp_buf_fmt(&h->flows, "%u %.*s:%u>%.*s:%u %llu/%llu %llu/%llu %u/%u %llu\n", c->proto[i],
                   CP_FMT(addr_text(h, c->addrs[c->src[i]])), c->sport[i],
                   CP_FMT(addr_text(h, c->addrs[c->dst[i]])), c->dport[i],
                   (unsigned long long)c->packets[i], (unsigned long long)c->packets_back[i],
                   (unsigned long long)c->bytes[i], (unsigned long long)c->bytes_back[i],
                   c->tcp_flags[i], c->tcp_flags_back[i], (unsigned long long)c->span_us[i]);
    return rc;
}

static cp_rc hear_exporter(void *ctx, const cp_exporter *x, cp_err *err)
{
    (void)err;
    ((heard *)ctx)->n_exporters += x->sampling == CP_SAMPLING_NONE && x->nr == 0;
    return CP_OK;
}

static cp_rc hear_name(void *ctx, const cp_flow_name *n, cp_err *err)
{
    heard *h = ctx;
    (void)err;
    cp_buf_fmt(&h->names, "%s %.*s %.*s %.*s %u %u\n", cp_flow_name_kind_name(n->kind),
               CP_FMT(addr_text(h, n->client)), CP_FMT(addr_text(h, n->addr)), CP_FMT(n->name),
               n->qtype, n->rcode);
    return CP_OK;
}

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    heard h = { a, cp_buf_new(a), cp_buf_new(a), 0 };
    cp_obs_sink sink = { .ctx = &h,
                         .obs = hear_obs,
                         .flows = hear_flows,
                         .exporter = hear_exporter,
                         .flow_name = hear_name };
    cp_read_opts opts = { .realm = CP_STR("default") };
    cp_source src = { .name = CP_STR("x.log"), .first_at = CP_TIME_NONE, .last_at = CP_TIME_NONE };
    cp_input *in = cp_input_of_bytes(a, cp_bytes_of_str(tap_cstr(r->log)));
    cp_err err = { 0 };
    ok(cp_format_zeek.detect(cp_bytes_of_str(tap_cstr(r->log)), CP_STR("x")) > 0, "%s: known",
       r->name);
    ok(cp_format_zeek.read(a, in, &opts, &sink, &src, &err) == CP_OK, "%s: %s", r->name, err.msg);
    is_str(cp_buf_str(&h.flows), tap_cstr(r->flows), "%s: flows", r->name);
    is_str(cp_buf_str(&h.names), tap_cstr(r->names), "%s: names", r->name);
    ok(h.n_exporters == (r->flows[0] != 0), "%s: who told", r->name);
    ok(src.records_bad == r->bad, "%s: %llu bad", r->name, (unsigned long long)src.records_bad);
    ok(!*r->problem ||
           (src.n_problems && cp_str_starts(src.problems[0].text, tap_cstr(r->problem))),
       "%s: the problem", r->name);
    sink.flows = NULL;
    sink.exporter = NULL;
    sink.flow_name = NULL;
    ok(cp_format_zeek.read(a, cp_input_of_bytes(a, cp_bytes_of_str(tap_cstr(r->log))), &opts, &sink,
                           &src, &err) == CP_OK,
       "%s: not wanted", r->name);
    cp_arena_free(a);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    return tap_done();
}
